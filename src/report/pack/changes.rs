//! What has changed since the baseline was frozen: phase by phase, and at the end.

use super::{Block, Cell, Chart, Column, ColumnKind, Drawing, Options, Page, Table};
use crate::picture::format;
use crate::report::diff::{self, Side};
use crate::report::{Finding, Mark, Situation};

pub fn page(at: &Situation<'_>, options: Options<'_>) -> Page {
    let Some(baseline) = at.baseline() else {
        return Page::new("changes", "What has changed", Finding::plain("No baseline is frozen yet."));
    };
    let before = Side::baseline(baseline);
    let told = diff::changes(&before, &Side::plan("now", *at), at.plan, &[]);
    let title = format!("What has changed since {}", format::date(baseline.frozen_on));
    let mut page = Page::new("changes", title, told.headline.clone());
    let chart = Chart::new("before-and-after", "Before and after", Drawing::BeforeAfter(told.chart));
    page.blocks = vec![Block::Text(page.finding.clone()), Block::chart(chart)];
    if options.is_slide {
        return page;
    }
    page.details = vec![Block::Table(table(at))];
    let bullets = |title: &str, lines: Vec<Finding>| {
        let heading = Block::Heading(title.to_owned());
        (!lines.is_empty()).then_some([heading, Block::Bullets(lines)]).into_iter().flatten()
    };
    let phases = told.phases.into_iter().map(|line| {
        let mark = line.is_better.map(|is_better| if is_better { Mark::Met } else { Mark::Risk });
        Finding { mark, text: line.text }
    });
    page.details.extend(bullets("Why each phase moved", phases.collect()));
    for group in told.others {
        page.details.extend(bullets(&group.title, group.lines.into_iter().map(Finding::plain).collect()));
    }
    page
}

fn table(at: &Situation<'_>) -> Table {
    let columns = vec![
        Column::new("Phase", ColumnKind::Words),
        Column::new("Devices then", ColumnKind::Count),
        Column::new("Devices now", ColumnKind::Count),
        Column::new("Gate then", ColumnKind::Date),
        Column::new("Gate now, expected", ColumnKind::Date),
        Column::new("Gate moved by", ColumnKind::Words),
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
