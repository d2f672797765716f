//! What is asked of the meeting: the question, the gate's evidence, and how other schedules would fare.

use super::{Block, Cell, Chart, Column, ColumnKind, Drawing, Options, Page, Table, phase, summary};
use crate::picture::scenario_rows::ScenarioRowsInput;
use crate::report::decision_record::{self, DecisionPage, EvidenceRow};
use crate::report::decisions::{self, Asked, LogEntry};
use crate::report::odds_ways::{Ways, ways};
use crate::report::{Finding, Mark, Situation, gate_rows};

/// More schedules than this are no choice for a meeting.
const MOST_WAYS: usize = 4;

pub fn page(at: &Situation<'_>, options: Options<'_>) -> Page {
    let decision = decisions::next(at);
    let title = match decision.asked {
        Asked::Nothing => "No decision is open".to_owned(),
        _ => decision.title.clone(),
    };
    let mut page = Page::new("decision", title, Finding::new(decision.mark, said(&decision)));
    page.pill =
        Some((decision.mark, decision.verdict.clone())).filter(|(_, words)| words.chars().count() < 24);
    let ways = options
        .study
        .filter(|study| !study.ways.is_empty())
        .map(|study| ways(at, study, (at.plan, None), (&[], MOST_WAYS)));
    match &ways {
        Some(ways) => page.blocks.push(Block::Table(schedules(ways))),
        None => {
            if let Some(index) = decision.phase {
                let gate = gate_rows::table(at, index);
                if !gate.rows.is_empty() {
                    page.blocks.push(Block::Table(phase::criteria(&gate, &at.label(index))));
                }
            }
        }
    }
    page.blocks.push(Block::Callout(summary::callout(&decision)));
    let rule = ways.map(|ways| {
        let chart = Chart::new(
            "schedules",
            "How each schedule finishes",
            Drawing::Ways(ScenarioRowsInput { has_names: true, ..ways.chart }),
        );
        page.blocks.push(Block::chart(chart));
        Block::Text(Finding::plain(ways.rule))
    });
    if !options.is_slide {
        page.details = rule.into_iter().chain(details(at)).collect();
    }
    page
}

fn details(at: &Situation<'_>) -> Vec<Block> {
    let mut blocks = log(at);
    blocks.extend(decision_record::pages(at).into_iter().flat_map(record));
    blocks
}

/// One decision with its frozen evidence, and what has become of each figure.
fn record(decision: DecisionPage) -> Vec<Block> {
    let why = if decision.text.trim().is_empty() { "No reason is given.".to_owned() } else { decision.text };
    let mut blocks = vec![
        Block::Heading(format!("{}, {}", decision.title, decision.when)),
        Block::Text(Finding { mark: decision.mark, text: why }),
        Block::Text(Finding::plain(decision.effect)),
    ];
    blocks.extend(decision.against.map(|against| Block::Text(Finding::new(Mark::Risk, against))));
    let columns =
        ["Evidence", "Then", "Asked", "Now"].map(|name| Column::new(name, ColumnKind::Words)).to_vec();
    let row = |row: EvidenceRow| {
        let then = match row.holds {
            Some(true) => Cell::Marked(Mark::Met, row.then),
            Some(false) => Cell::Marked(Mark::Missed, row.then),
            None => Cell::words(row.then),
        };
        let now = row.now.unwrap_or_else(|| "as then".to_owned());
        vec![Cell::words(row.what), then, Cell::words(row.asked), Cell::words(now)]
    };
    if !decision.rows.is_empty() {
        let rows = decision.rows.into_iter().map(row).collect();
        blocks.push(Block::Table(Table::new(format!("Evidence {}", decision.id.0), columns, rows)));
    }
    blocks.push(Block::Text(Finding::plain(decision.since)));
    blocks
}

fn said(decision: &decisions::NextDecision) -> String {
    let parts = [decision.verdict.as_str(), decision.order.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(". ")
}

fn schedules(ways: &Ways) -> Table {
    let mut columns = vec![
        Column::new("Schedule", ColumnKind::Words),
        Column::new("By the target", ColumnKind::Words),
        Column::new("P50", ColumnKind::Date),
        Column::new("P85", ColumnKind::Date),
        Column::new("Peak load, P50", ColumnKind::Words),
        Column::new("Extra effort", ColumnKind::Words),
    ];
    if ways.has_prices {
        columns.push(Column::new("Cost", ColumnKind::Words));
    }
    let row = |row: &crate::report::odds_ways::WayRow| {
        let name = if row.is_recommended { format!("{} (recommended)", row.name) } else { row.name.clone() };
        let mut cells = vec![
            Cell::words(name),
            Cell::words(row.by_target.as_str()),
            Cell::date(row.finish.p50),
            Cell::date(row.finish.p85),
            Cell::words(row.peak_load.as_str()),
            Cell::words(row.effort.as_str()),
        ];
        if ways.has_prices {
            cells.push(Cell::words(row.cost.as_str()));
        }
        cells
    };
    Table::new("Schedules", columns, ways.rows.iter().map(row).collect())
}

/// What has been decided, and what is still to come.
fn log(at: &Situation<'_>) -> Vec<Block> {
    let entries = decisions::log(at, None);
    if entries.is_empty() {
        return Vec::new();
    }
    let columns =
        ["Date", "Kind", "Decision", "Who"].map(|name| Column::new(name, ColumnKind::Words)).to_vec();
    let row = |entry: LogEntry| {
        let kind = match entry.mark {
            Some(mark) => Cell::Marked(mark, entry.kind),
            None => Cell::words(entry.kind),
        };
        vec![Cell::words(entry.date), kind, Cell::words(entry.text), Cell::words(entry.who)]
    };
    let rows = entries.into_iter().map(row).collect();
    vec![Block::Heading("Decisions".to_owned()), Block::Table(Table::new("Decisions", columns, rows))]
}
