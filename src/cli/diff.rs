//! `baton diff`: what changed between two plan files, or between a plan and its baselines, in words and with the
//! effect of each cause. The same luck is used throughout, so that what differs is what was changed.

use std::path::PathBuf;

use serde::Serialize;

use super::answer::{Answer, NEEDS_ATTENTION};
use super::forecast::{Luck, simulate};
use super::table::{Column, table};
use crate::forecast::{self, Detail, Gist, Odds, Outlook};
use crate::picture::format;
use crate::plan::{Baseline, Plan, diff};
use crate::report::Situation;
use crate::report::diff::{Changes, FigureRow, Side, Stage, changes};

/// Say what changed between two plan files, or since a baseline
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The older plan file; alone, the plan that is compared with its baseline
    old: PathBuf,
    /// The newer plan file
    new: Option<PathBuf>,
    /// A baseline of the plan to compare it with; a second one is compared with the first
    #[arg(long, value_name = "NAME", conflicts_with = "new", num_args = 1)]
    baseline: Vec<String>,
    /// Exit with 1 when anything differs
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    luck: Luck,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

/// A plan with all that is computed of it.
struct State {
    plan: Plan,
    outlook: Outlook,
    odds: Odds,
}

impl State {
    fn new(plan: Plan, luck: Luck, what: &str) -> Self {
        let odds = simulate(&plan, &luck.basis(Detail::Dates), what);
        Self { outlook: forecast::outlook(&plan), odds, plan }
    }

    fn at(&self) -> Situation<'_> {
        Situation::new(&self.plan, &self.outlook).with_odds(Some(&self.odds))
    }
}

impl Diff {
    pub fn run(self) -> Answer {
        let told = match &self.new {
            Some(new) => self.between_files(new),
            None => self.with_baselines(),
        };
        let told = match told {
            Ok(told) => told,
            Err(answer) => return answer,
        };
        let answer = if self.json { Answer::json(&Told::of(&told)) } else { Answer::result(text(&told)) };
        let code = if self.exit_code && !told.is_same { NEEDS_ATTENTION } else { answer.code };
        Answer { code, ..answer }
    }

    fn between_files(&self, new: &PathBuf) -> Result<Changes, Answer> {
        let (old_plan, new_plan) = (super::open(&self.old)?, super::open(new)?);
        let steps = diff::steps(&old_plan, &new_plan);
        let before = State::new(old_plan, self.luck, "futures of the older plan");
        let after = State::new(new_plan, self.luck, "futures of the newer plan");
        let mut stages = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            let is_last = place + 1 == steps.len();
            let gist = if is_last {
                Gist::of(&after.odds)
            } else {
                let what = format!("futures of cause {} of {}", place + 1, steps.len());
                Gist::of(&simulate(&step.plan, &self.luck.basis(Detail::Dates), &what))
            };
            stages.push(Stage { cause: step.cause, gist });
        }
        let sides = [(&self.old, &before), (new, &after)].map(|(path, state)| {
            let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            Side::plan(format!("{file} of {}", format::date(state.plan.status_date)), state.at())
        });
        Ok(changes(&sides[0], &sides[1], &after.plan, &stages))
    }

    /// The plan against its last or named baseline, or one baseline against another.
    fn with_baselines(&self) -> Result<Changes, Answer> {
        let plan = super::open(&self.old)?;
        let named = |name: &String| find(&plan, name);
        if let [first, second] = self.baseline.as_slice() {
            let sides = [Side::baseline(named(first)?), Side::baseline(named(second)?)];
            return Ok(changes(&sides[0], &sides[1], &plan, &[]));
        }
        if self.baseline.len() > 2 {
            return Err(Answer::wrong_use("At most two baselines can be compared at once."));
        }
        let baseline = match self.baseline.first() {
            Some(name) => named(name)?,
            None => plan.baseline().ok_or_else(|| {
                Answer::wrong_use("The plan has no baseline yet: name a second plan file to compare it with.")
            })?,
        };
        let before = Side::baseline(baseline);
        let state = State::new(plan.clone(), self.luck, "futures");
        Ok(changes(&before, &Side::plan("now", state.at()), &state.plan, &[]))
    }
}

fn find<'a>(plan: &'a Plan, name: &str) -> Result<&'a Baseline, Answer> {
    plan.baselines.iter().find(|baseline| baseline.name == name).ok_or_else(|| {
        let names: Vec<String> = plan.baselines.iter().map(|b| format!("“{}”", b.name)).collect();
        let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        Answer::wrong_use(format!("The plan has no baseline “{name}”; it has {known}."))
    })
}

fn text(told: &Changes) -> String {
    let desk = told.desk.as_ref().map_or_else(String::new, |desk| format!("{desk}\n"));
    let mut paragraphs = vec![format!("{}\n{}\n{desk}", told.title, told.headline.text)];
    if told.is_same {
        return paragraphs.concat();
    }
    let columns =
        [Column::Words("Figure"), Column::Words("Before"), Column::Words("Now"), Column::Words("Moved")];
    let row =
        |row: &FigureRow| vec![row.name.clone(), row.before.clone(), row.after.clone(), row.moved.clone()];
    paragraphs.push(table(&columns, &told.figures.iter().map(row).collect::<Vec<_>>()));
    let list = |title: &str, lines: Vec<String>| {
        let lines: Vec<String> = lines.iter().map(|line| format!("  {line}\n")).collect();
        (!lines.is_empty()).then(|| format!("{title}\n{}", lines.concat()))
    };
    let causes = told.causes.iter().map(|cause| format!("{}: {}.", cause.name, cause.text)).collect();
    paragraphs.extend(list("What each cause did, one after the other", causes));
    paragraphs.extend(list("Phases", told.phases.iter().map(|line| line.text.clone()).collect()));
    paragraphs.extend(told.others.iter().filter_map(|group| list(&group.title, group.lines.clone())));
    paragraphs.join("\n")
}

#[derive(Serialize)]
struct Told<'a> {
    title: &'a str,
    differs: bool,
    headline: &'a str,
    helpdesk: Option<&'a str>,
    figures: Vec<Figure<'a>>,
    causes: Vec<Cause<'a>>,
    phases: Vec<&'a str>,
    others: Vec<Other<'a>>,
}

#[derive(Serialize)]
struct Figure<'a> {
    name: &'a str,
    before: &'a str,
    now: &'a str,
    moved: &'a str,
    better: Option<bool>,
}

#[derive(Serialize)]
struct Cause<'a> {
    name: &'a str,
    effect: &'a str,
    finish_p50_working_days: Option<i64>,
    finish_p85_working_days: Option<i64>,
    peak_load_points: Option<i64>,
}

#[derive(Serialize)]
struct Other<'a> {
    about: &'a str,
    changes: &'a [String],
}

impl<'a> Told<'a> {
    fn of(told: &'a Changes) -> Self {
        let figure = |row: &'a FigureRow| Figure {
            name: &row.name,
            before: &row.before,
            now: &row.after,
            moved: &row.moved,
            better: row.is_better,
        };
        let causes = told.causes.iter().map(|cause| Cause {
            name: &cause.name,
            effect: &cause.text,
            finish_p50_working_days: cause.p50_days,
            finish_p85_working_days: cause.p85_days,
            peak_load_points: cause.peak_points,
        });
        let others = told.others.iter().map(|group| Other { about: &group.title, changes: &group.lines });
        Self {
            title: &told.title,
            differs: !told.is_same,
            headline: &told.headline.text,
            helpdesk: told.desk.as_deref(),
            figures: told.figures.iter().map(figure).collect(),
            causes: causes.collect(),
            phases: told.phases.iter().map(|line| line.text.as_str()).collect(),
            others: others.collect(),
        }
    }
}
