//! `baton report`: the steering pack as documents, made from the same pages as the slides. All of it is made before
//! the first file is written.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The whole pack to print or to hand out
    Pdf,
    /// Every chart as a drawing
    Svg,
    /// Every chart as a picture
    Png,
    /// Slides whose words, tables and charts can be edited
    Pptx,
    /// A workbook with every table, and charts beside their numbers
    Xlsx,
    /// One page for a browser, with its drawings within it
    Html,
    /// The words and tables as text
    #[value(name = "md")]
    Markdown,
    /// Every table as text
    Csv,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Paper {
    #[default]
    A4,
    Letter,
    /// The slides
    #[value(name = "16:9")]
    Screen,
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
    kinds: Vec<Kind>,
    /// What the PDF is for
    #[arg(long, value_enum, value_name = "SIZE", default_value_t)]
    paper: Paper,
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
        let is_first = |(at, kind): &(usize, &Kind)| !self.kinds[..*at].contains(kind);
        for (_, kind) in self.kinds.iter().enumerate().filter(is_first) {
            match export::files(&pack, kind.medium(self.paper)) {
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

impl Kind {
    const fn medium(self, paper: Paper) -> Medium {
        let kind = match self {
            Self::Pdf => export::Kind::Pdf,
            Self::Svg => export::Kind::Svg,
            Self::Png => export::Kind::Png,
            Self::Pptx => export::Kind::Pptx,
            Self::Xlsx => export::Kind::Xlsx,
            Self::Html => export::Kind::Html,
            Self::Markdown => export::Kind::Markdown,
            Self::Csv => export::Kind::Csv,
        };
        kind.medium(match paper {
            Paper::A4 => PaperSize::A4,
            Paper::Letter => PaperSize::Letter,
            Paper::Screen => PaperSize::Screen,
        })
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
