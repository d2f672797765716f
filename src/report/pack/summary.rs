//! The summary: where the plan stands, when it ends, what is asked; and every phase in a table.

use chrono::Datelike;

use super::{BigFigure, Block, Callout, Cell, Chart, Column, ColumnKind, Drawing, Options, Page, Table};
use crate::forecast::PhaseStage;
use crate::picture::format;
use crate::picture::legend::Heading;
use crate::plan::PROMISE;
use crate::report::decisions::{self, Asked, NextDecision};
use crate::report::figures::{self, Figure};
use crate::report::findings::{self, share};
use crate::report::wording::counted;
use crate::report::{Mark, Situation, agenda, course, explained, odds_charts, phase_cards, ranges};

pub fn page(at: &Situation<'_>, options: Options<'_>) -> Page {
    let mut page = Page::new("summary", title(at), findings::overview(at));
    page.pill = pill(at);
    page.blocks = vec![
        Block::Figures(vec![devices(at), finish(at), peak(at)]),
        Block::chart(chart(at)),
        Block::Callout(callout(&decisions::next(at))),
    ];
    if at.plan.phases.is_empty() {
        // Figures and a chart of nothing would say what nobody has planned.
        page.blocks.retain(|block| matches!(block, Block::Callout(_)));
        return page;
    }
    if !options.is_slide {
        page.details = vec![Block::Heading("Phases".to_owned()), Block::Table(phases(at))];
    }
    page
}

fn title(at: &Situation<'_>) -> String {
    let middle = at.ranges().and_then(|odds| odds.finish.quantile(0.50));
    match at.outlook.expected.finish {
        _ if at.plan.phases.is_empty() => "No phases yet".to_owned(),
        Some(day) if day <= at.today() => format!("Finished on {}", format::date(day)),
        finish => match (middle, finish) {
            (Some(day), _) => format!("Half of the futures finish by {}", format::date(day)),
            (None, Some(day)) => format!("Expected to finish on {}", format::date(day)),
            (None, None) => "No finish as planned".to_owned(),
        },
    }
}

fn pill(at: &Situation<'_>) -> Option<(Mark, String)> {
    let chance = at.plan.target.and(at.ranges()).and_then(|odds| odds.by_target);
    if let Some(chance) = chance {
        let words = format!("{} in time", format::chance(chance));
        return Some((ranges::chance_mark(chance, PROMISE), words));
    }
    let (finish, target) = at.outlook.expected.finish.zip(at.plan.target)?;
    Some(if finish > target {
        (Mark::Risk, "After the target".to_owned())
    } else {
        (Mark::Met, "By the target".to_owned())
    })
}

/// When it ends, in as many futures as were simulated; before the first actuals how authority passes on the
/// expected course.
fn chart(at: &Situation<'_>) -> Chart {
    if let Some(odds) = at.ranges() {
        let mut input = odds_charts::finish(at.plan, odds, None, "the plan");
        let title = "When will the migration finish?";
        input.is_spelled = true;
        let subtitle = input.heading.take().map_or_else(String::new, |heading| heading.subtitle);
        input.heading = Some(Heading::new(title, subtitle));
        return Chart::new("finish", title, Drawing::Finish(input));
    }
    let mut input = course::river(at);
    let title = "Authority over the workloads";
    input.heading = Some(Heading::new(title, ""));
    Chart::new("authority-expected", title, Drawing::River(input))
}

fn devices(at: &Situation<'_>) -> BigFigure {
    let devices = at.plan.devices();
    if !at.has_begun() {
        let figure = figures::in_plan(at);
        return BigFigure {
            label: format!(
                "{} in {}",
                if devices == 1 { "device" } else { "devices" },
                counted(at.plan.phases.len(), "phase", "phases")
            ),
            note: figure.meaning_short.clone(),
            mark: Mark::Empty,
            explanation: explained::of(at, figure.topic),
            figure: figure.figure,
        };
    }
    let figure = figures::co_managed(at);
    let planned = at.planned_enrolled(at.today()).map(|planned| share(planned, devices));
    let plan = planned.map_or_else(String::new, |share| format!("; plan {}", format::percent1(share)));
    BigFigure {
        figure: format::percent1(share(at.enrolled(), devices)),
        label: "of devices co-managed".into(),
        note: format!("{} of {}{plan}", format::count(at.enrolled()), format::count(devices)),
        mark: figure.mark.unwrap_or(Mark::Running),
        explanation: explained::of(at, figure.topic),
    }
}

fn finish(at: &Situation<'_>) -> BigFigure {
    let figure = figures::finish(at);
    let explanation = explained::of(at, figure.topic);
    let mark = figure.mark.unwrap_or_default();
    let note = figure.meaning_short_or_long();
    if at.ranges().is_some() {
        let label = "50 – 85 of 100 finish by then".to_owned();
        return BigFigure { figure: figure.figure, label, note, mark, explanation };
    }
    let finish = at.outlook.expected.finish;
    let (short, year) = match finish {
        Some(day) => (format::date_short(day), format!("{}, ", day.year())),
        None => (figure.figure.clone(), String::new()),
    };
    let is_over = finish.is_some_and(|day| day <= at.today());
    let label = format!("{year}{}", if is_over { "finished" } else { "expected finish" });
    BigFigure { figure: short, label, note, mark, explanation }
}

/// The heaviest week ahead.
pub(super) fn peak(at: &Situation<'_>) -> BigFigure {
    let figure: Figure = figures::peak_load(at);
    BigFigure {
        label: match at.ranges() {
            Some(_) => "helpdesk peak, 50 – 90 of 100",
            None => "expected helpdesk peak",
        }
        .into(),
        note: figure.meaning_short_or_long(),
        mark: figure.mark.unwrap_or_default(),
        explanation: explained::of(at, figure.topic),
        figure: figure.figure,
    }
}

/// `1 agent`, `1.5 agents`
pub(super) fn agents(n: f64) -> String {
    format::plural_decimal(n, 1, "agent", "agents")
}

/// What is asked, as the panel of a page.
pub(super) fn callout(decision: &NextDecision) -> Callout {
    let kicker = match decision.asked {
        Asked::Nothing => "Decisions",
        _ => "Decision asked",
    };
    Callout {
        kicker: kicker.to_owned(),
        when: decision.when.clone(),
        title: decision.title.clone(),
        subtitle: decision.subtitle.clone(),
        mark: decision.mark,
        verdict: decision.verdict.clone(),
        order: decision.order.clone(),
    }
}

/// All phases with their state, devices and days.
pub(super) fn phases(at: &Situation<'_>) -> Table {
    let has_ranges = at.ranges().is_some();
    let mut columns = vec![
        Column::new("Phase", ColumnKind::Words),
        Column::new("State", ColumnKind::Words),
        Column::new("Devices", ColumnKind::Count),
        Column::new("Enrolled", ColumnKind::Count),
        Column::new("Share", ColumnKind::Share),
        Column::new("Start", ColumnKind::Date),
        Column::new("Gate", ColumnKind::Date),
    ];
    if has_ranges {
        columns.extend(["Half pass by", "85 of 100 by"].map(|name| Column::new(name, ColumnKind::Date)));
    }
    let row = |index: usize| {
        let (phase, dates) = (at.phase(index)?, at.dates(index)?);
        let stage = at.stage(index);
        // The day of the gate that it waits for stands in the row above, and one here would be read as its own.
        let state = match stage {
            PhaseStage::Planned => "Planned".to_owned(),
            _ => phase_cards::chip(at, index).text,
        };
        let enrolled = at.now(index).enrolled;
        let is_known = at.now(index).as_of.is_some();
        let odds = at.range_of(index).filter(|_| stage != PhaseStage::Done);
        let share = share(enrolled.into(), phase.devices.into());
        let mut cells = vec![
            Cell::words(at.title(index)),
            Cell::Marked(phase_cards::stage_mark(stage), state),
            Cell::count(phase.devices),
            if is_known { Cell::count(enrolled) } else { Cell::Nothing },
            if is_known { Cell::Share(share) } else { Cell::Nothing },
            Cell::date(dates.start),
            // The day of the appointment, as calendars and project plans have it.
            Cell::date(agenda::gate_day(at, index)),
        ];
        if has_ranges {
            cells.extend(
                [0.50, 0.85].map(|share| Cell::date(odds.and_then(|odds| odds.gate.quantile(share)))),
            );
        }
        Some(cells)
    };
    let rows = (0..at.plan.phases.len()).filter_map(row).collect();
    Table::new("Phases", columns, rows)
}
