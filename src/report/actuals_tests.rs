//! Tests of the tables of actuals: what a cell shows, and what typing into it does to the plan's totals.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::*;
use crate::forecast::outlook;
use crate::plan::{Phase, PhaseActuals, PhaseKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const WAVE: PhaseId = PhaseId(1);

/// A phase from Monday 21 September with two weeks recorded, status date Wednesday 7 October.
fn plan() -> Plan {
    let mut plan = Plan::new("Test", day("2026-09-21"));
    plan.status_date = day("2026-10-07");
    plan.phases.push(Phase::new(WAVE, "Clinics", PhaseKind::Wave, 3200));
    let stock = |date: &str, (targeted, enrolled, failed): (u32, u32, u32)| Stock {
        date: day(date),
        targeted,
        enrolled,
        failed,
        abandoned: 0,
        pending: Some(targeted - enrolled - failed),
        stale: Some(0),
        tickets: Some(enrolled / 10),
    };
    plan.actuals.phases.push(PhaseActuals {
        phase: WAVE,
        stocks: vec![stock("2026-09-25", (480, 272, 9)), stock("2026-10-02", (1040, 825, 26))],
        ..PhaseActuals::default()
    });
    plan
}

fn rows(plan: &Plan) -> Vec<PhaseRow> {
    phase_rows(plan, &outlook(plan), WAVE, Step::Week)
}

fn applied(plan: &Plan, edit: &Edit) -> Plan {
    let mut new = plan.clone();
    edit.apply(&mut new).unwrap();
    new
}

#[test]
fn rows_show_what_is_new_and_how_it_stands() {
    let rows = rows(&plan());
    let shown = |row: usize, column| rows[row].value(column);
    assert_eq!(shown(0, Column::Targeted), Some(480));
    assert_eq!(shown(1, Column::Targeted), Some(560), "1,040 less the 480 of the week before");
    assert_eq!(shown(1, Column::Enrolled), Some(553));
    assert_eq!(shown(1, Column::Failed), Some(26), "failed is a state, not new");
    assert_eq!(rows[1].period.to, day("2026-10-02"));
    assert!(rows[2].period.is_running && rows[2].stock.is_none());
    assert_eq!(rows.iter().filter(|row| row.period.is_to_come).count(), 2);
}

#[test]
fn a_value_typed_into_the_running_week_is_dated_on_the_status_date() {
    let plan = plan();
    let rows = rows(&plan);
    let edit = record_phase(&plan, WAVE, &[(rows[2].period, Column::Targeted, Some(100))]).unwrap();
    let new = applied(&plan, &edit);
    let stock = *new.actuals.phase(WAVE).unwrap().stocks.last().unwrap();
    assert_eq!((stock.date, stock.targeted, stock.enrolled), (day("2026-10-07"), 1140, 825));
}

#[test]
fn later_totals_move_along_with_a_corrected_week() {
    let plan = plan();
    let rows = rows(&plan);
    let edit = record_phase(&plan, WAVE, &[(rows[0].period, Column::Enrolled, Some(300))]).unwrap();
    let stocks = applied(&plan, &edit).actuals.phase(WAVE).unwrap().stocks.clone();
    assert_eq!((stocks[0].enrolled, stocks[1].enrolled), (300, 853));
    let again = phase_rows(&applied(&plan, &edit), &outlook(&plan), WAVE, Step::Week);
    assert_eq!(again[1].value(Column::Enrolled), Some(553), "what was new in the next week stays");
}

#[test]
fn a_row_whose_cells_are_emptied_is_gone_and_nothing_typed_changes_nothing() {
    let plan = plan();
    let first = rows(&plan)[0].period;
    assert_eq!(record_phase(&plan, WAVE, &[(first, Column::Enrolled, Some(272))]), None);
    let all: Vec<Typed> = Column::ALL.iter().map(|column| (first, *column, None)).collect();
    let new = applied(&plan, &record_phase(&plan, WAVE, &all).unwrap());
    let stocks = &new.actuals.phase(WAVE).unwrap().stocks;
    assert_eq!(stocks.len(), 1);
    assert_eq!(stocks[0].targeted, 560);
}

#[test]
fn the_desk_is_recorded_by_the_row_and_its_load_counts_known_days_only() {
    let plan = plan();
    let weeks = desk_periods(&plan, Step::Week);
    let running = weeks.iter().find(|week| week.is_running).unwrap();
    let values = [(*running, DeskColumn::Opened, Some(591.0)), (*running, DeskColumn::Agents, Some(14.0))];
    let new = applied(&plan, &record_desk(&plan, &values).unwrap());
    let record = new.actuals.desk[0];
    assert_eq!((record.from, record.to, record.opened), (day("2026-10-05"), day("2026-10-07"), 591));
    assert_eq!(period_capacity(&new, *running, Some(14.0)), 3.0 * 14.0 * 15.0);
    assert_eq!(record_desk(&new, &[(*running, DeskColumn::Opened, Some(591.0))]), None);
}

#[test]
fn a_calendar_without_working_days_gives_rows_and_ends() {
    let mut plan = plan();
    plan.calendar.working_days.clear();
    for step in [Step::Week, Step::Day] {
        assert!(phase_rows(&plan, &outlook(&plan), WAVE, step).len() < 20);
    }
}
