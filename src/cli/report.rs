//! `baton report`: the steering pack as documents, made from the same pages as the slides. All of it is made before
//! the first file is written.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::PlanArguments;
use super::answer::Answer;
use super::forecast::{Luck, simulate};
use crate::files::export::{self, Medium, logo};
use crate::files::safe_write;
use crate::forecast::{self, Detail};
use crate::plan::Plan;
use crate::report::Situation;
use crate::report::pack::{self, Options};
use crate::report::paper::PaperSize;
use crate::report::study::{Study, Way};

impl ValueEnum for Medium {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = format!("{}: {}", self.name(), self.note());
        Some(PossibleValue::new(self.ending()).help(help))
    }
}

impl ValueEnum for PaperSize {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::A4 => PossibleValue::new("a4"),
            Self::Letter => PossibleValue::new("letter"),
            Self::Screen => PossibleValue::new("16:9").help("The slides"),
        })
    }
}

/// Write the steering pack
#[derive(Debug, clap::Args)]
pub struct Report {
    #[command(flatten)]
    plan: PlanArguments,
    /// The folder for the files; it is made if it is missing
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// What to write, with commas between
    #[arg(long = "as", value_enum, value_name = "KINDS", value_delimiter = ',', default_value = "pdf")]
    media: Vec<Medium>,
    /// What the PDF is for
    #[arg(long, value_enum, value_name = "SIZE", default_value_t)]
    paper: PaperSize,
    #[command(flatten)]
    luck: Luck,
}

impl Report {
    pub fn run(self) -> Answer {
        let plan = match self.plan.open() {
            Ok(plan) => plan,
            Err(answer) => return answer,
        };
        if let Err(error) = safe_write::try_folder(&self.out) {
            return Answer::from(&error);
        }
        let outlook = forecast::outlook(&plan);
        let odds = simulate(&plan, &self.luck.basis(Detail::Phases), "futures");
        let at = Situation::new(&plan, &outlook).with_odds(Some(&odds));
        let study = study(&plan, self.luck);
        let pack = pack::pack(&at, Options::new(&at, study.as_ref()));
        let mut files = Vec::new();
        let is_first = |(at, medium): &(usize, &Medium)| !self.media[..*at].contains(medium);
        for (_, medium) in self.media.iter().enumerate().filter(is_first) {
            match export::files(&pack, *medium, self.paper) {
                Ok(made) => files.extend(made),
                Err(error) => return Answer::file_trouble(format!("nothing was written: {error}")),
            }
        }
        if let Err(error) = safe_write::put_all(&self.out, &files) {
            return Answer::from(&error);
        }
        let names: Vec<String> =
            files.iter().map(|(name, _)| self.out.join(name).display().to_string()).collect();
        let mut answer = Answer::result(names.join("\n") + "\n");
        answer.messages.extend(pack.unprintable());
        if plan.presentation.logo.as_ref().is_some_and(|logo| logo::png_of(logo).is_none()) {
            let said = "the logo in the plan cannot be read as a picture; it is left out";
            answer.messages.push(said.to_owned());
        }
        answer
    }
}

/// The plan's other schedules with their futures, on the same luck.
fn study(plan: &Plan, luck: Luck) -> Option<Study> {
    let ways: Vec<Way> = plan
        .scenarios
        .iter()
        .filter_map(|scenario| {
            let other = plan.with_scenario(&scenario.name)?;
            let odds = simulate(&other, &luck.basis(Detail::Dates), &format!("futures of {}", scenario.name));
            let name = Some(scenario.name.clone());
            Some(Way { name, plan: Arc::new(other), odds: Some(Arc::new(odds)) })
        })
        .collect();
    Study::of(ways)
}
