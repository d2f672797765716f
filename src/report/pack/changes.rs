//! What has changed since the baseline was frozen: phase by phase, and at the end.

use super::{Block, Cell, Column, ColumnKind, Page, Table};
use crate::picture::format;
use crate::report::wording::sentence_case;
use crate::report::{Finding, Mark, Situation, timeline};

pub fn page(at: &Situation<'_>) -> Page {
    let Some(baseline) = at.baseline() else {
        return Page::new("changes", "What has changed", Finding::plain("No baseline is frozen yet."));
    };
    let finding = timeline::headline(at);
    let title = format!("What has changed since {}", format::date(baseline.frozen_on));
    let mut page = Page::new("changes", title, finding);
    page.blocks = vec![Block::Text(page.finding.clone()), Block::Table(table(at))];
    if let Some(text) = end(at) {
        page.blocks.insert(1, Block::Text(text));
    }
    page
}

/// `The expected finish is 7 Apr 2027, 5 working days after the baseline's 31 Mar 2027.`
fn end(at: &Situation<'_>) -> Option<Finding> {
    let planned = at.baseline()?.finish?;
    let middle = at.middle().and_then(|odds| odds.finish.quantile(0.50));
    let (now, word) = match middle {
        Some(day) => (day, "the finish of half of the futures"),
        None => (at.outlook.expected.finish?, "the expected finish"),
    };
    let days = at.plan.calendar.working_days_between(planned, now);
    let against = match days {
        0 => format!("as in the baseline, {}", format::date(planned)),
        n => {
            let amount = format::plural(n.unsigned_abs(), "working day", "working days");
            let way = if n > 0 { "after" } else { "before" };
            format!("{}, {amount} {way} the baseline's {}", format::date(now), format::date(planned))
        }
    };
    let mark = if days > 0 { Mark::Risk } else { Mark::Met };
    let text = match days {
        0 => format!("{} stands {against}.", sentence_case(word)),
        _ => format!("{} is {against}.", sentence_case(word)),
    };
    Some(Finding::new(mark, text))
}

fn table(at: &Situation<'_>) -> Table {
    let columns = vec![
        Column::new("Phase", ColumnKind::Words),
        Column::new("Devices then", ColumnKind::Count),
        Column::new("now", ColumnKind::Count),
        Column::new("Gate then", ColumnKind::Date),
        Column::new("now", ColumnKind::Date),
        Column::new("Moved by", ColumnKind::Words),
    ];
    let row = |index: usize| {
        let (phase, dates) = (at.phase(index)?, at.dates(index)?);
        let was = at.baseline()?.phase(phase.id);
        let then = was.and_then(|was| was.gate);
        let moved = then.zip(dates.gate).map(|(then, now)| at.plan.calendar.working_days_between(then, now));
        Some(vec![
            Cell::words(at.title(index)),
            was.map_or(Cell::Nothing, |was| Cell::count(was.devices)),
            Cell::count(phase.devices),
            Cell::date(then),
            Cell::date(dates.gate),
            match (was, moved) {
                (None, _) => Cell::words("new"),
                (_, None) => Cell::Nothing,
                (_, Some(0)) => Cell::words("on plan"),
                (_, Some(days)) => {
                    let mark = if days > 0 { Mark::Risk } else { Mark::Met };
                    Cell::Marked(mark, format::signed_working_days(days))
                }
            },
        ])
    };
    Table::new("Changes", columns, (0..at.plan.phases.len()).filter_map(row).collect())
}
