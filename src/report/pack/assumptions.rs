//! What the plan takes for granted, where it comes from, and what the actuals have said of it since.

use super::{Block, Cell, Column, ColumnKind, Options, Page, Table};
use crate::report::wording::{counted, sentence_case};
use crate::report::{Finding, Mark, Situation, assumed, prerequisites};

pub fn page(at: &Situation<'_>, options: Options<'_>) -> Page {
    let unsourced = assumed::without_source(at);
    let open = unsourced.rows.len();
    let learned = assumed::learned(at);
    let since = learned.iter().filter(|row| row.since.is_some()).count();
    let (mark, title) = match open {
        0 => (Mark::Met, format!("All {} assumptions have a source", unsourced.of)),
        n => (
            Mark::Risk,
            sentence_case(&format!(
                "{} of {} assumptions without a source",
                crate::report::wording::number(n),
                crate::report::wording::number(unsourced.of)
            )),
        ),
    };
    let said = match since {
        0 => "No actuals speak of them yet.".to_owned(),
        n => format!(
            "What has been recorded speaks of {} of them and has taken {} place in the forecast.",
            crate::report::wording::number(n),
            crate::report::wording::agree(n, "its", "their")
        ),
    };
    let mut page = Page::new("assumptions", title, Finding::new(mark, said));
    page.blocks.push(Block::Text(page.finding.clone()));
    let columns = ["Assumption", "Assumed", "Source", "Since"]
        .map(|name| Column::new(name, ColumnKind::Words))
        .to_vec();
    let row = |row: &assumed::LearnedRow| {
        let source = at.plan.assumptions.get(row.parameter).source.trim();
        vec![
            Cell::words(row.parameter.name()),
            Cell::words(row.before.as_str()),
            if source.is_empty() {
                Cell::Marked(Mark::Risk, "none published".to_owned())
            } else {
                Cell::words(source)
            },
            row.since.as_deref().map_or(Cell::Nothing, Cell::words),
        ]
    };
    let rows = learned.iter().map(row).collect();
    page.blocks.push(Block::Table(Table::new("Assumptions", columns, rows)));
    let others = prerequisites::card(at).lines.iter().filter(|line| !line.is_settled).count();
    if others > 0 && !options.is_slide {
        let text = sentence_case(&format!(
            "{} open; they stand under the problems.",
            counted(others, "prerequisite is", "prerequisites are")
        ));
        page.details.push(Block::Text(Finding::plain(text)));
    }
    page
}
