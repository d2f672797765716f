//! What is asked of the meeting: the question, the gate's evidence, and how other schedules would fare; and what
//! has been decided, a page each.

use super::{
    Block, Cell, Chart, Column, ColumnKind, Drawing, Options, Page, Table, phase, schedule, summary,
};
use crate::picture::histogram::OtherFinish;
use crate::picture::legend::Heading;
use crate::picture::scenario_rows::ScenarioRowsInput;
use crate::plan::DecisionId;
use crate::report::decision_record::{self, EvidenceRow};
use crate::report::decisions::{self, Asked, Condition, LogEntry, NextDecision};
use crate::report::odds_ways::{Ways, ways};
use crate::report::{Finding, Mark, Situation, gate_rows, odds_charts, refusal};

/// More schedules than this are no choice for a meeting.
const MOST_WAYS: usize = 4;

pub fn page(at: &Situation<'_>, options: Options<'_>) -> Page {
    let mut decision = decisions::next(at);
    if let Some(words) = refusal::words(at, options.study, &decision) {
        decision.order = format!("{} {words}", decision.order);
    }
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
        None if !decision.conditions.is_empty() => page.blocks.push(Block::Table(start(at, &decision))),
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
    page.blocks.extend(stake(at, options, &decision).map(Block::chart));
    if options.is_slide {
        return page;
    }
    if let Some(ways) = ways {
        let rows = Drawing::Ways(ScenarioRowsInput { has_names: true, ..ways.chart });
        page.details.push(Block::chart(Chart::new("schedules", "How each schedule finishes", rows)));
        page.details.push(Block::Text(Finding::plain(ways.rule)));
    }
    page.details.extend(log(at));
    page
}

/// What hangs on it: the finish with and without another schedule, the futures' finish as it is, or before the
/// first actuals the phases that it sets in motion.
fn stake(at: &Situation<'_>, options: Options<'_>, decision: &NextDecision) -> Option<Chart> {
    if decision.asked == Asked::Nothing {
        return None;
    }
    let Some(odds) = at.ranges() else {
        let title = "What the start sets in motion";
        let is_start = !decision.conditions.is_empty();
        return is_start.then(|| Chart::new("start", title, Drawing::Outline(schedule::outline(at))));
    };
    let other = options.study.and_then(|study| refusal::other_way(at, study));
    let mut input = odds_charts::finish(at.plan, odds, None, "the plan");
    input.is_spelled = true;
    let title = match other.filter(|_| decision.asked == Asked::Question) {
        Some((way, with)) => {
            let label = way.label();
            input.other = Some(OtherFinish { label: format!("with {label}"), finish: with.finish.clone() });
            format!("The finish with “{label}” and without it")
        }
        None => "The finish that it is about".to_owned(),
    };
    input.heading = Some(Heading::new(title.as_str(), ""));
    Some(Chart::new("stake", title, Drawing::Finish(input)))
}

/// One decision with its frozen evidence, and what has become of each figure.
pub fn record(at: &Situation<'_>, id: DecisionId) -> Page {
    let Some(decision) = at.plan.decisions.iter().find(|decision| decision.id == id) else {
        return Page::new("decision", "No such decision", Finding::plain("It is not in the plan."));
    };
    let decision = decision_record::page(at, decision);
    let why = if decision.text.trim().is_empty() { "No reason is given.".to_owned() } else { decision.text };
    let mut page = Page::new("decision", decision.title, Finding { mark: decision.mark, text: why });
    page.blocks = vec![
        Block::Text(Finding::plain(decision.when)),
        Block::Text(page.finding.clone()),
        Block::Text(Finding::plain(decision.effect)),
    ];
    page.blocks.extend(decision.against.map(|against| Block::Text(Finding::new(Mark::Risk, against))));
    page.blocks.push(Block::Text(Finding::plain(decision.since)));
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
        page.blocks.push(Block::Table(Table::new(format!("Evidence {}", id.0), columns, rows)));
    }
    page
}

fn said(decision: &NextDecision) -> String {
    let parts = [decision.verdict.as_str(), decision.order.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(". ")
}

/// What the start depends on, with who has it in hand.
fn start(at: &Situation<'_>, decision: &NextDecision) -> Table {
    let has_owners = decision.conditions.iter().any(|condition| !condition.owner.is_empty());
    let names = ["Needed for the start", "State", "Owner"];
    let columns = names.into_iter().take(if has_owners { 3 } else { 2 });
    let row = |condition: &Condition| {
        let owner =
            if condition.owner.is_empty() { Cell::Nothing } else { Cell::words(condition.owner.as_str()) };
        let mut cells = vec![
            Cell::Marked(condition.mark, condition.name.clone()),
            Cell::words(condition.state.as_str()),
            owner,
        ];
        cells.truncate(columns.len());
        cells
    };
    let rows = decision.conditions.iter().map(row).collect();
    let label = decision.phase.map_or_else(String::new, |index| at.label(index));
    let columns = columns.clone().map(|name| Column::new(name, ColumnKind::Words)).collect();
    Table::new(format!("Start of {label}"), columns, rows)
}

fn schedules(ways: &Ways) -> Table {
    let mut columns = vec![
        Column::new("Schedule", ColumnKind::Words),
        Column::new("By the target", ColumnKind::Words),
        Column::new("Half finish by", ColumnKind::Date),
        Column::new("85 of 100 by", ColumnKind::Date),
        Column::new("Median peak", ColumnKind::Words),
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
