//! A phase under way: how far it is, what its gate asks, why devices failed and what the desk has of it.

use chrono::NaiveDate;

use super::{BigFigure, Block, Cell, Chart, Column, ColumnKind, Drawing, Options, Page, Table, summary};
use crate::forecast::special::wilson;
use crate::forecast::{Interval, PhaseStage};
use crate::picture::format;
use crate::picture::legend::Heading;
use crate::plan::Criterion;
use crate::report::figures::{Topic, interval_words, load_mark};
use crate::report::findings::{self, share};
use crate::report::{
    Finding, Mark, Situation, course, decisions, devices, explained, gate_rows, phase_cards,
};

pub fn page(at: &Situation<'_>, options: Options<'_>, index: usize) -> Page {
    let said = findings::phase(at, index);
    let finding = Finding { text: format!("{}: {}", at.title(index), said.text), ..said };
    let mut page = Page::new("phase", title(at, index), finding);
    let chip = phase_cards::chip(at, index);
    page.pill = Some((phase_cards::stage_mark(chip.stage), chip.text));
    page.blocks.push(Block::Figures(vec![enrolled(at, index), success(at, index), load(at, index)]));
    page.blocks.extend(curve(at, index).map(Block::chart));
    page.blocks.push(Block::Callout(summary::callout(&decisions::of_phase(at, index))));
    if !options.is_slide {
        page.details = details(at, index);
    }
    page
}

fn title(at: &Situation<'_>, index: usize) -> String {
    let label = at.label(index);
    let dates = at.dates(index);
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "no date".to_owned(), format::date);
    match at.stage(index) {
        PhaseStage::Done => format!("{label} – passed on {}", day(dates.and_then(|dates| dates.gate))),
        PhaseStage::Planned => match at.start(index) {
            Some(day) => format!("{label} – starts on {}", format::date(day)),
            None => format!("{label} – never starts as planned"),
        },
        _ => format!("{label} – gate on {}", day(at.gate(index).and_then(|gate| gate.planned))),
    }
}

fn curve(at: &Situation<'_>, index: usize) -> Option<Chart> {
    let mut input = course::enrollment(at, index)?;
    input.heading = Some(Heading::new("Devices enrolled", ""));
    let id = at.phase(index)?.id.0;
    let title = format!("Devices enrolled, {}", at.label(index));
    Some(Chart::new(format!("enrollment-{id}"), title, Drawing::Enrollment(input)))
}

fn enrolled(at: &Situation<'_>, index: usize) -> BigFigure {
    let now = at.now(index);
    let devices = at.phase(index).map_or(0, |phase| phase.devices);
    let is_open = !matches!(at.stage(index), PhaseStage::Done | PhaseStage::Planned);
    let planned = at.planned_of(index, at.today()).filter(|_| is_open);
    let plan = planned.map_or_else(String::new, |planned| {
        format!("; plan {}", format::percent0(share(planned.into(), devices.into())))
    });
    let late = at.behind_days(index).is_some_and(|days| days > 0) && is_open;
    BigFigure {
        figure: format::percent1(share(now.enrolled.into(), devices.into())),
        label: format!("of {} enrolled", at.label(index)),
        note: format!(
            "{} of {}{plan}",
            format::count(now.enrolled.into()),
            format::plural(devices.into(), "device", "devices")
        ),
        mark: match at.stage(index) {
            PhaseStage::Planned => Mark::Empty,
            _ if late => Mark::Risk,
            PhaseStage::Done => Mark::Met,
            _ => Mark::Running,
        },
        explanation: None,
    }
}

fn success(at: &Situation<'_>, index: usize) -> BigFigure {
    let now = at.now(index);
    let attempts = now.attempts();
    let label = "enrollment success".to_owned();
    if attempts == 0 {
        let note = "no attempt recorded yet".into();
        let figure = format::DASH.into();
        return BigFigure { figure, label, note, mark: Mark::Empty, explanation: None };
    }
    let rate = f64::from(now.enrolled) / f64::from(attempts);
    let asked = at.phase(index).and_then(|phase| {
        phase.gate.criteria.iter().find_map(|criterion| match criterion {
            Criterion::Success { min } => Some(*min),
            _ => None,
        })
    });
    let needed = asked.map_or_else(String::new, |min| format!("needed {}; ", format::percent_trimmed(min)));
    let interval = wilson(f64::from(now.enrolled), f64::from(attempts));
    BigFigure {
        figure: format::percent1(rate),
        label,
        note: format!("{needed}{}", margin(rate, interval)),
        mark: match asked {
            Some(min) if rate < min => Mark::Risk,
            _ => Mark::Met,
        },
        explanation: explained::of(at, Topic::Success(Some(index))),
    }
}

/// `margin ± 0.8 points`; where it is not the same on both sides, as near none or all of them, the two ends, as
/// the gate has them.
fn margin(rate: f64, interval: Option<Interval>) -> String {
    let Some(Interval { low, high }) = interval else { return String::new() };
    let points = |share: f64| format::decimal(share * 100.0, 1);
    let (below, above) = (points(rate - low), points(high - rate));
    if below == above { format!("margin ± {below} points") } else { spelled(&interval_words(interval)) }
}

fn load(at: &Situation<'_>, index: usize) -> BigFigure {
    let load = at.gate(index).and_then(|gate| gate.desk_load).filter(|load| load.is_finite());
    match load {
        Some(load) => BigFigure {
            figure: format::percent0(load),
            label: "of helpdesk capacity".to_owned(),
            note: format!("newest record; {}", summary::agents(at.plan.desk.agents_on(at.today()))),
            mark: load_mark(load),
            explanation: explained::of(at, Topic::Load),
        },
        None => summary::peak(at),
    }
}

fn details(at: &Situation<'_>, index: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let label = at.label(index);
    let id = at.phase(index).map_or(0, |phase| phase.id.0);
    let gate = gate_rows::table(at, index);
    if !gate.rows.is_empty() {
        blocks.push(Block::Heading(format!("Gate of {label}, {}", gate.subtitle)));
        blocks.push(Block::Table(criteria(&gate, &label)));
        if let Some(joint) = &gate.joint {
            blocks.push(Block::Text(Finding::plain(joint_words(joint))));
        }
        if !gate.note.is_empty() {
            blocks.push(Block::Text(Finding::plain(gate.note)));
        }
    }
    if let Some(input) = devices::funnel(at, index).filter(|_| at.now(index).as_of.is_some()) {
        let title = format!("Enrollment funnel, {label}");
        blocks.push(Block::chart(Chart::new(format!("funnel-{id}"), title, Drawing::Funnel(input))));
    }
    if let Some(mut input) = devices::failures(at, index).pareto {
        input.heading.get_or_insert_with(|| Heading::new("Why enrollment failed", ""));
        let title = format!("Why enrollment failed, {label}");
        blocks.push(Block::chart(Chart::new(format!("failures-{id}"), title, Drawing::Pareto(input))));
    }
    let desk = course::helpdesk(at, index);
    if !desk.days.is_empty() {
        let title = format!("Helpdesk, {label}");
        blocks.push(Block::chart(Chart::new(format!("helpdesk-{id}"), title, Drawing::Helpdesk(desk))));
    }
    blocks
}

/// `95% CI 96.3 – 97.9` in words for those who are no statisticians.
fn spelled(note: &str) -> String {
    note.strip_prefix("95% CI ").map_or_else(|| note.to_owned(), |range| format!("likely {range}%"))
}

/// The gate criterion by criterion, with its chances where there are some.
pub(super) fn criteria(gate: &gate_rows::GateTable, label: &str) -> Table {
    let has_chances = gate.rows.iter().any(|row| row.chance.is_some());
    let last = if has_chances { ("Chance", ColumnKind::Chance) } else { ("Left", ColumnKind::Words) };
    let columns = vec![
        Column::new("Criterion", ColumnKind::Words),
        Column::new("Today", ColumnKind::Words),
        Column::new("Needed", ColumnKind::Words),
        Column::new(last.0, last.1),
        Column::new("Note", ColumnKind::Words),
    ];
    let rows = gate.rows.iter().map(|row| {
        vec![
            Cell::Marked(row.mark, row.name.clone()),
            Cell::words(row.today.as_str()),
            Cell::words(row.needed.as_str()),
            match (has_chances, row.chance) {
                (true, chance) => chance.map_or(Cell::Nothing, Cell::Chance),
                (false, _) if row.left.is_empty() => Cell::Nothing,
                (false, _) => Cell::words(row.left.as_str()),
            },
            Cell::words(spelled(&row.note)),
        ]
    });
    Table::new(format!("Gate of {label}"), columns, rows.collect())
}

pub(super) fn joint_words(joint: &crate::report::gate_verdict::Joint) -> String {
    format!(
        "{}: {} {}.",
        joint.name,
        format::chance(joint.chance),
        joint.note.replace("; assurance", ", asked")
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_margin_is_one_number_only_where_it_is_the_same_on_both_sides() {
        let of = |part: f64, whole: f64| margin(part / whole, wilson(part, whole));
        assert_eq!(of(95.0, 100.0), "likely 88.8 – 97.8%");
        assert_eq!(of(100.0, 100.0), "likely 96.3 – 100.0%");
        assert_eq!(of(500.0, 1000.0), "margin ± 3.1 points");
    }
}
