//! A drag promises a day: the course of the edited plan has to come to exactly that day.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use chrono::NaiveDate;

use super::moves::{Ground, Way, rollout_end};
use crate::document::{Element, Grab};
use crate::files::examples::{FABRIKAM_STORES, NORTHWIND_HEALTH};
use crate::forecast::{Outlook, outlook};
use crate::plan::{Edit, Freeze, FreezeId, FreezeScope, PhaseId, Plan, Record, SwitchRule, Workload};

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

struct Board {
    plan: Plan,
    outlook: Outlook,
}

impl Board {
    /// In the middle of its second wave.
    fn running() -> Self {
        Self::of(NORTHWIND_HEALTH.plan().unwrap())
    }

    /// Before its start, with a freeze in its third phase.
    fn ahead() -> Self {
        let mut plan = FABRIKAM_STORES.plan().unwrap();
        plan.calendar.freezes.push(Freeze {
            id: FreezeId(1),
            name: "Change freeze".into(),
            from: day(2026, 8, 24),
            to: day(2026, 8, 28),
            scope: FreezeScope::Both,
        });
        Self::of(plan)
    }

    fn of(plan: Plan) -> Self {
        Self { outlook: outlook(&plan), plan }
    }

    fn ground(&self) -> Ground<'_> {
        Ground { plan: &self.plan, outlook: &self.outlook, middle: None }
    }

    fn grab(&self, element: Element) -> Grab {
        let from = self.ground().place(element).expect("it has a place");
        Grab { element, from, first: None, last: None, by_keyboard: true }
    }

    /// The board after an edit.
    fn with(&self, edit: &Edit) -> Self {
        let mut plan = self.plan.clone();
        edit.apply(&mut plan).unwrap();
        Self { outlook: outlook(&plan), plan }
    }
}

const HEAD_OFFICE: PhaseId = PhaseId(3);
const CLINICS_NORTH: PhaseId = PhaseId(4);
/// Of the plan ahead.
const EXPANDED_PILOT: PhaseId = PhaseId(2);
const SALES: PhaseId = PhaseId(3);
const RETAIL: PhaseId = PhaseId(4);

#[test]
fn a_bar_moved_by_some_working_days_starts_exactly_there() {
    let board = Board::ahead();
    for days in [1, 4, 9] {
        for phase in [SALES, RETAIL] {
            let grab = board.grab(Element::Bar(phase));
            let to = board.ground().step(grab.element, grab.from.0, days);
            let moved = Grab { first: Some(to), ..grab };
            let after = board.with(&board.ground().edit(&moved).expect("it moves"));
            let start = after.ground().dates(phase).unwrap().start;
            assert_eq!(start, Some(to), "{phase:?} by {days}");
        }
    }
}

#[test]
fn a_bar_cannot_go_before_the_gate_it_waits_for() {
    let board = Board::ahead();
    let grab = board.grab(Element::Bar(RETAIL));
    let back = board.ground().step(grab.element, grab.from.0, -40);
    let gate = board.ground().dates(SALES).unwrap().gate.unwrap();
    assert!(back > gate, "{back} is not after the gate on {gate}");
}

#[test]
fn an_edge_that_was_moved_ends_the_rollout_there() {
    let board = Board::ahead();
    for phase in [EXPANDED_PILOT, SALES, RETAIL] {
        let grab = board.grab(Element::End(phase));
        for days in [-6, -2, 3, 8] {
            let wanted = board.ground().step(grab.element, grab.from.1, days);
            let Some(end) = board.ground().end_with(phase, None, wanted) else { continue };
            assert!(end <= wanted, "{phase:?}: {end} is after {wanted}");
            let moved = Grab { last: Some(end), ..grab };
            let Some(edit) = board.ground().edit(&moved) else { continue };
            let after = board.with(&edit);
            let got = rollout_end(after.ground().dates(phase).unwrap());
            assert_eq!(got, Some(end), "{phase:?} by {days}");
        }
    }
}

#[test]
fn a_switch_keeps_its_kind_of_rule_and_comes_on_the_day() {
    let mut board = Board::ahead();
    let cell = |rule| {
        let workload = Workload::DeviceConfiguration;
        let cell = crate::plan::Cell { phase: RETAIL, rule, head_start: None, note: String::new() };
        Edit::from(Record::Cell { workload, cell })
    };
    let element = Element::Switch(RETAIL, Workload::DeviceConfiguration);
    for rule in [SwitchRule::AtEnrollment, SwitchRule::AfterStart(4), SwitchRule::AfterGate(3)] {
        board = board.with(&cell(rule));
        let grab = board.grab(element);
        let to = board.ground().step(element, grab.from.1, 3);
        let edit = board.ground().edit(&Grab { last: Some(to), ..grab }).expect("it moves");
        let after = board.with(&edit);
        let at = Workload::DeviceConfiguration.index();
        assert_eq!(after.ground().dates(RETAIL).unwrap().cells[at], Some(to), "{rule:?}");
        let now = after.plan.cell_rule(Workload::DeviceConfiguration, RETAIL);
        match rule {
            SwitchRule::AfterGate(_) => assert!(matches!(now, SwitchRule::AfterGate(_)), "{now:?}"),
            _ => assert!(matches!(now, SwitchRule::AfterStart(_)), "{now:?}"),
        }
    }
}

#[test]
fn a_follower_is_not_dragged_behind_what_takes_it_along() {
    let board = Board::ahead();
    let element = Element::Switch(SALES, Workload::EndpointProtection);
    let leader = board.ground().place(Element::Switch(SALES, Workload::DeviceConfiguration)).unwrap().1;
    let far = board.ground().snap(element, day(2027, 6, 1), Way::Later).unwrap();
    assert!(far <= leader);
}

#[test]
fn a_gate_takes_the_typed_date_and_a_freeze_its_new_edge() {
    let board = Board::ahead();
    let grab = board.grab(Element::Gate(SALES));
    let to = board.ground().step(grab.element, grab.from.1, 2);
    let after = board.with(&board.ground().edit(&Grab { last: Some(to), ..grab }).unwrap());
    assert_eq!(after.plan.phase(SALES).unwrap().gate.planned, Some(to));
    assert_eq!(after.ground().place(grab.element), Some((to, to)));

    let freeze = board.plan.calendar.freezes[0].id;
    let grab = board.grab(Element::FreezeLast(freeze));
    let to = board.ground().step(grab.element, grab.from.1, 5);
    let after = board.with(&board.ground().edit(&Grab { last: Some(to), ..grab }).unwrap());
    assert_eq!(after.plan.calendar.freezes[0].to, to);
    assert_eq!(after.plan.calendar.freezes[0].from, board.plan.calendar.freezes[0].from);
}

#[test]
fn facts_do_not_move_and_say_why() {
    let board = Board::running();
    let ground = board.ground();
    for element in [
        Element::Bar(HEAD_OFFICE),
        Element::End(HEAD_OFFICE),
        Element::Gate(HEAD_OFFICE),
        Element::Bar(CLINICS_NORTH),
        Element::Switch(CLINICS_NORTH, Workload::CompliancePolicies),
    ] {
        assert!(ground.locked(element).is_some_and(|reason| reason.ends_with('.')), "{element:?}");
    }
    for element in [Element::End(CLINICS_NORTH), Element::Gate(CLINICS_NORTH), Element::Bar(PhaseId(5))] {
        assert_eq!(ground.locked(element), None, "{element:?}");
    }
}

#[test]
fn what_was_not_moved_makes_no_edit() {
    let board = Board::ahead();
    for element in [Element::Bar(RETAIL), Element::End(RETAIL), Element::Gate(RETAIL)] {
        let grab = board.grab(element);
        assert_eq!(board.ground().edit(&grab), None);
        let back = Grab { first: Some(grab.from.0), last: Some(grab.from.1), ..grab };
        assert_eq!(board.ground().edit(&back), None, "{element:?}");
    }
}
