//! `baton check`: what is wrong or risky in a plan, by severity, each with its place and its remedy.
//! It changes nothing; a remedy is only named. A few simulated futures tell it what the plan alone does not.

use serde::Serialize;

use super::PlanArguments;
use super::answer::{Answer, NEEDS_ATTENTION};
use super::forecast::simulate;
use crate::forecast::{self, Basis, Detail};
use crate::picture::format;
use crate::plan::{Plan, Problem, Severity};
use crate::report::{Situation, troubles};

/// List what is wrong or risky in a plan; exit code 1 when something is an error
#[derive(Debug, clap::Args)]
pub struct Check {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print JSON for other programs
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Listed {
    severity: &'static str,
    code: &'static str,
    place: String,
    text: String,
    remedy: Option<String>,
}

#[derive(Serialize)]
struct Checked {
    plan: String,
    errors: usize,
    warnings: usize,
    notes: usize,
    problems: Vec<Listed>,
}

impl Check {
    pub fn run(self) -> Answer {
        let plan = match self.plan.open() {
            Ok(plan) => plan,
            Err(answer) => return answer,
        };
        let outlook = forecast::outlook(&plan);
        let odds = simulate(&plan, &Basis::new(troubles::FUTURES, Detail::Dates), "futures");
        let problems = troubles::problems(&Situation::new(&plan, &outlook).with_odds(Some(&odds)));
        let checked = checked(&plan, &problems);
        let code = if checked.errors > 0 { NEEDS_ATTENTION } else { 0 };
        let answer = if self.json { Answer::json(&checked) } else { Answer::result(text(&checked)) };
        // A result that could not be written keeps its own code.
        if answer.code == 0 { Answer { code, ..answer } } else { answer }
    }
}

fn checked(plan: &Plan, problems: &[Problem]) -> Checked {
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let listed = problems.iter().map(|problem| Listed {
        severity: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        code: problem.code,
        place: troubles::place_name(&problem.place, plan),
        text: problem.text.clone(),
        remedy: problem.remedy.as_ref().map(|remedy| remedy.label.clone()),
    });
    Checked {
        plan: plan.name.clone(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        problems: listed.collect(),
    }
}

fn text(checked: &Checked) -> String {
    let of = |n: usize, one: &str, many: &str| format::plural(n as u64, one, many);
    let mut lines = vec![format!(
        "{}: {}, {}, {}.",
        checked.plan,
        of(checked.errors, "error", "errors"),
        of(checked.warnings, "warning", "warnings"),
        of(checked.notes, "note", "notes")
    )];
    for problem in &checked.problems {
        lines.push(String::new());
        lines.push(format!("{} at {} [{}]", problem.severity, problem.place, problem.code));
        lines.push(format!("  {}", problem.text));
        if let Some(remedy) = &problem.remedy {
            lines.push(format!("  Remedy: {remedy}."));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::plan::{Phase, PhaseId, PhaseKind};

    fn check(plan: &Plan) -> Checked {
        let outlook = forecast::outlook(plan);
        checked(plan, &troubles::problems(&Situation::new(plan, &outlook)))
    }

    #[test]
    fn a_phase_without_devices_is_an_error_with_its_place() {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.phases.push(Phase::new(PhaseId(1), "IT", PhaseKind::Pilot, 0));
        let checked = check(&plan);
        assert!(checked.errors > 0);
        let text = text(&checked);
        assert!(text.contains("error at Pilot"), "{text}");
        assert_eq!(checked.problems.len(), checked.errors + checked.warnings + checked.notes);
    }
}
