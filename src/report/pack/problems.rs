//! What is wrong or risky in the plan, the worst first, each with its place and what would mend it.

use super::{Block, Cell, Column, ColumnKind, Options, Page, Table};
use crate::plan::check::{Problem, Severity};
use crate::report::wording::{counted, list, sentence_case};
use crate::report::{Finding, Mark, Situation, prerequisites, troubles};

pub fn page(at: &Situation<'_>, options: Options<'_>) -> Page {
    let problems = troubles::problems(at);
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let notes = problems.len() - errors - warnings;
    let mark = match (errors, warnings) {
        (0, 0) => Mark::Met,
        (0, _) => Mark::Risk,
        _ => Mark::Missed,
    };
    // Beside problems, notes are told where they stand: among the details.
    let shown_notes = if errors + warnings > 0 { 0 } else { notes };
    let mut parts = Vec::new();
    for (n, one, many) in
        [(errors, "error", "errors"), (warnings, "warning", "warnings"), (shown_notes, "note", "notes")]
    {
        if n > 0 {
            parts.push(counted(n, one, many));
        }
    }
    let said = if parts.is_empty() {
        "Nothing is wrong or risky by the rules of the plan.".to_owned()
    } else {
        format!("The plan has {}.", list(&parts))
    };
    let title = match errors + warnings {
        0 => "No open problems".to_owned(),
        n => sentence_case(&counted(n, "problem to see to", "problems to see to")),
    };
    let mut page = Page::new("problems", title, Finding::new(mark, said));
    page.blocks.push(Block::Text(page.finding.clone()));
    let worth = |severity: Severity| severity != Severity::Note;
    if errors + warnings > 0 {
        page.blocks.push(Block::Table(table(at, "Problems", &problems, worth)));
    }
    if options.is_slide {
        return page;
    }
    if notes > 0 {
        page.details.push(Block::Heading("Worth knowing".to_owned()));
        page.details.push(Block::Table(table(at, "Notes", &problems, |severity| !worth(severity))));
    }
    page.details.extend(prerequisites(at));
    page
}

fn table(at: &Situation<'_>, title: &str, problems: &[Problem], shown: impl Fn(Severity) -> bool) -> Table {
    let columns =
        ["", "Place", "Problem", "Remedy"].map(|name| Column::new(name, ColumnKind::Words)).to_vec();
    let row = |problem: &Problem| {
        let mark = match problem.severity {
            Severity::Error => Mark::Missed,
            Severity::Warning => Mark::Risk,
            Severity::Note => Mark::Empty,
        };
        vec![
            Cell::Marked(mark, problem.severity.name().to_owned()),
            Cell::words(troubles::place_name(&problem.place, at.plan)),
            Cell::words(problem.text.as_str()),
            problem.remedy.as_ref().map_or(Cell::Nothing, |remedy| Cell::words(remedy.label.as_str())),
        ]
    };
    let rows = problems.iter().filter(|problem| shown(problem.severity)).map(row).collect();
    Table::new(title, columns, rows)
}

/// What must still hold before phases can begin.
fn prerequisites(at: &Situation<'_>) -> Vec<Block> {
    let card = prerequisites::card(at);
    let open: Vec<Vec<Cell>> = card
        .lines
        .iter()
        .filter(|line| !line.is_settled)
        .map(|line| vec![Cell::Marked(line.mark, line.name.clone()), Cell::words(line.when.as_str())])
        .collect();
    if open.is_empty() {
        return Vec::new();
    }
    let columns = ["Prerequisite", "When"].map(|name| Column::new(name, ColumnKind::Words)).to_vec();
    vec![
        Block::Heading(format!("Open prerequisites, {}", card.subtitle)),
        Block::Table(Table::new("Prerequisites", columns, open)),
    ]
}
