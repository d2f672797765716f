//! What the grid says of a whole plan: the words of each kind of cell, and one course for chart and figure.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use crate::files::examples::{FABRIKAM_STORES, NORTHWIND_HEALTH};
use crate::forecast::{Basis, Detail, Outlook, authority_on, outlook, simulate, total_authority};
use crate::plan::{Authority, Edit, FullSwitch, PhaseId, Plan, Record, SwitchRule, Workload};
use crate::report::troubles::{of_spot, open_cells, problems};
use crate::report::workloads::{self, Badge, Face, OpenCells, SliderState};
use crate::report::{Mark, Situation, ranges, timeline};

struct Board {
    plan: Plan,
    outlook: Outlook,
}

impl Board {
    fn of(plan: Plan) -> Self {
        Self { outlook: outlook(&plan), plan }
    }

    fn at(&self) -> Situation<'_> {
        Situation::new(&self.plan, &self.outlook)
    }

    fn face(&self, workload: Workload, phase: u32) -> Face {
        let open = open_cells(&problems(&self.at()));
        let n = open.get(&(workload, PhaseId(phase))).copied().unwrap_or(0);
        workloads::face(&self.at(), (workload, PhaseId(phase)), self.plan.status_date, n)
    }
}

fn northwind() -> Board {
    Board::of(NORTHWIND_HEALTH.plan().unwrap())
}

#[test]
fn a_cell_says_its_position_and_since_when() {
    let board = northwind();
    let early = board.face(Workload::CompliancePolicies, 1);
    assert_eq!((early.line1, early.line2[0].as_str()), ("Intune", "pilot from 1 Jun"));
    assert_eq!(early.badge, Badge::Done);
    let late = board.face(Workload::CompliancePolicies, 4);
    assert_eq!((late.line1, late.line2[0].as_str()), ("Intune", "since 21 Sep"));
    let pilot = board.face(Workload::WindowsUpdatePolicies, 2);
    assert_eq!((pilot.line1, pilot.line2[0].as_str(), pilot.is_done), ("Pilot Intune", "done 29 Jun", true));
    let stays = board.face(Workload::ClientApps, 6);
    assert_eq!((stays.line1, stays.stays), ("ConfigMgr", true));
    assert_eq!(stays.line2[0], "clinical apps");
}

#[test]
fn a_planned_cell_shows_its_date_and_a_follower_its_link() {
    let mut plan = FABRIKAM_STORES.plan().unwrap();
    let workload = Workload::EndpointProtection;
    let rule = SwitchRule::AfterStart(20);
    let cell = crate::plan::Cell { phase: PhaseId(4), rule, head_start: None, note: String::new() };
    Edit::from(Record::Cell { workload, cell }).apply(&mut plan).unwrap();
    let board = Board::of(plan);
    let today = board.plan.status_date;
    let leader = workloads::face(&board.at(), (Workload::DeviceConfiguration, PhaseId(4)), today, 0);
    let follower = workloads::face(&board.at(), (workload, PhaseId(4)), today, 0);
    assert!(!leader.is_done && leader.position == Authority::PilotIntune);
    assert_eq!((leader.badge, follower.badge), (Badge::None, Badge::Follows));
    assert_eq!(follower.line2[0], format!("{}, follows", leader.line2[0]), "it moves on the same day");
}

#[test]
fn a_switch_to_come_shows_the_days_of_the_futures_and_a_done_one_its_own() {
    let board = northwind();
    let odds = simulate(&board.plan, &Basis::new(100, Detail::Phases));
    let at = board.at().with_odds(Some(&odds));
    let (near, later) = (at.today(), Workload::DeviceConfiguration);
    let cell = &odds.phases[4].cells[later.index()];
    let face = workloads::face(&at, (later, PhaseId(5)), near, 0);
    assert_eq!(face.line2, ranges::forms(cell, near).unwrap());
    assert!(face.tip.contains(&ranges::middle_and_late(cell)), "{}", face.tip);
    let done = workloads::face(&at, (Workload::CompliancePolicies, PhaseId(4)), near, 0);
    assert_eq!(done.line2[0], "since 21 Sep");
    let slider = &odds.sliders[later.index()];
    assert!(slider.quantile(0.50) < slider.quantile(0.85), "it follows a gate");
    let words = workloads::slider_face(&at, later, near).words;
    assert_eq!(words, ranges::forms(slider, near).unwrap());
    // While the futures are those of the state before, the day follows the edit at once.
    let behind = workloads::slider_face(&at.behind(true), later, near).words;
    assert_eq!(behind, workloads::slider_face(&board.at(), later, near).words);
}

#[test]
fn shares_of_a_day_to_come_have_a_range_around_their_middle() {
    let board = northwind();
    let odds = simulate(&board.plan, &Basis::new(100, Detail::Phases));
    let at = board.at().with_odds(Some(&odds));
    let (today, ahead) = (at.today(), at.today() + chrono::Days::new(60));
    assert_eq!(workloads::moved(&at, today), workloads::moved(&board.at(), today), "a fact has no range");
    let total = workloads::moved(&at, ahead);
    let (low, high) = total.range.unwrap();
    assert!(low < total.count && total.count < high && high < total.of, "{total:?}");
    for (workload, _, moved) in workloads::sliders(&at, ahead) {
        let (low, high) = moved.range.unwrap();
        assert!(low <= moved.count && moved.count <= high, "{workload:?} {moved:?}");
    }
    let weeks = timeline::chart(&at, timeline::whole_span(&at), None, &[]).desk.unwrap().weeks;
    for week in &weeks {
        assert_eq!(week.range.is_none(), week.is_actual, "{week:?}");
        let (low, high) = week.range.unwrap_or((week.tickets_per_day, week.tickets_per_day));
        assert!(low <= week.tickets_per_day && week.tickets_per_day <= high, "{week:?}");
    }
    let begun = weeks.iter().find(|week| !week.is_actual).unwrap();
    assert!(begun.monday <= today && begun.range.unwrap().0 > 100.0, "what is recorded of it counts");
}

#[test]
fn the_slider_column_tells_done_planned_stays_and_locked_apart() {
    let board = northwind();
    let state = |workload| workloads::slider_face(&board.at(), workload, board.plan.status_date);
    assert_eq!(state(Workload::CompliancePolicies).state, SliderState::Done);
    assert_eq!(state(Workload::CompliancePolicies).words[0], "done 3 Aug");
    assert_eq!(state(Workload::WindowsUpdatePolicies).state, SliderState::Planned);
    assert_eq!(state(Workload::ClientApps).state, SliderState::StaysInPilot);
    assert_eq!(state(Workload::ResourceAccessPolicies).state, SliderState::Locked);
}

/// The grid goes with the scrubber: before its day a switch is to come, after it it holds.
#[test]
fn cells_and_sliders_are_those_of_the_day_asked_for() {
    let board = northwind();
    let on = |date: &str| date.parse().unwrap();
    let cell = |workload, phase, date| workloads::face(&board.at(), (workload, PhaseId(phase)), on(date), 0);
    let before = cell(Workload::WindowsUpdatePolicies, 4, "2026-10-04");
    assert!(!before.is_done && before.line2[0] == "5 Oct", "{before:?}");
    let ahead = cell(Workload::DeviceConfiguration, 4, "2026-11-09");
    assert!(ahead.is_done && ahead.line2[0] == "since 9 Nov", "{ahead:?}");
    let slider = |date| workloads::slider_face(&board.at(), Workload::OfficeClickToRun, on(date));
    assert_eq!(slider("2026-09-27").state, SliderState::Planned);
    assert_eq!(
        (slider("2026-09-28").state, slider("2026-09-28").words[0].as_str()),
        (SliderState::Done, "done 28 Sep")
    );
}

#[test]
fn a_cell_that_goes_back_says_when() {
    let mut plan = NORTHWIND_HEALTH.plan().unwrap();
    let workload = Workload::DeviceConfiguration;
    let phases = crate::plan::PhaseScope::Only(vec![PhaseId(1)]);
    let day = "2026-12-01".parse().unwrap();
    let retreat = crate::report::way_back::Retreat { workloads: vec![workload], phases, day };
    let edit = crate::report::way_back::planned(&plan, &retreat);
    edit.apply(&mut plan).unwrap();
    let board = Board::of(plan.clone());
    let face = board.face(workload, 1);
    assert_eq!((face.line1, face.line2[0].as_str()), ("Pilot Intune", "back on 1 Dec"));
    assert!(face.tip.contains("Goes back to Configuration Manager on Tue 1 Dec 2026"), "{}", face.tip);
    // The slider that comes later takes it along again; until then Configuration Manager has it.
    let before_the_slider = workloads::face(&board.at(), (workload, PhaseId(1)), day, 0);
    let first = before_the_slider.line2[0].as_str();
    assert_eq!((before_the_slider.line1, first), ("ConfigMgr", "taken back 1 Dec"));
    assert_eq!(before_the_slider.badge, Badge::Back);
    assert!(before_the_slider.tip.contains("\nIntune"), "what is next: {}", before_the_slider.tip);
    plan.workloads
        .iter_mut()
        .filter(|row| row.workload == workload)
        .for_each(|row| row.full = FullSwitch::Never);
    let board = Board::of(plan);
    let after = workloads::face(&board.at(), (workload, PhaseId(1)), day, 0);
    assert_eq!((after.line1, after.line2[0].as_str()), ("ConfigMgr", "taken back 1 Dec"));
}

#[test]
fn the_figures_are_those_of_the_day() {
    let board = northwind();
    let today = board.plan.status_date;
    let total = total_authority(&board.plan, &board.outlook, today);
    assert_eq!((total.pilot_intune + total.intune).round(), 18_020.0);
    assert_eq!(total.all().round(), 74_400.0);
    let compliance = workloads::with_intune(&board.at(), today)[Workload::CompliancePolicies.index()];
    assert_eq!(compliance.devices, 4085);
    let by_hand: f64 = authority_on(&board.plan, &board.outlook, today)
        .iter()
        .filter(|count| count.workload != Workload::ResourceAccessPolicies)
        .map(|count| count.pilot_intune + count.intune)
        .sum();
    assert!((by_hand - total.pilot_intune - total.intune).abs() < 1e-6);
}

#[test]
fn the_small_charts_show_the_day_of_the_figures() {
    let board = northwind();
    let chart = workloads::small(&board.at());
    assert_eq!(chart.cells.len(), 8);
    let total = total_authority(&board.plan, &board.outlook, board.plan.status_date);
    let share = (total.pilot_intune + total.intune) / total.all();
    let all = chart.cells.last().unwrap();
    let day = all.days.iter().find(|day| day.date == board.plan.status_date).unwrap();
    assert!((day.intune + day.pilot - share).abs() < 1e-9);
    assert!(all.days.iter().all(|day| day.intune >= 0.0 && day.intune + day.pilot <= 1.0 + 1e-9));
}

#[test]
fn the_headline_counts_what_reaches_everybody() {
    let board = northwind();
    let quiet = workloads::headline(&board.at(), &OpenCells::new());
    assert_eq!(quiet.text, "Three of six switchable workloads reach every enrolled device.");
    assert_eq!(quiet.mark, Some(Mark::Met));
    let mut open = OpenCells::new();
    open.insert((Workload::DeviceConfiguration, PhaseId(5)), 1);
    let loud = workloads::headline(&board.at(), &open);
    assert!(loud.text.ends_with("; one open conflict in Device configuration."), "{}", loud.text);
    assert_eq!(loud.mark, Some(Mark::Risk));
    let mut plan = board.plan.clone();
    let (workloads, day) = (vec![Workload::CompliancePolicies], "2026-10-12".parse().unwrap());
    let retreat = crate::report::way_back::Retreat { workloads, phases: crate::plan::PhaseScope::All, day };
    crate::report::way_back::as_done(&retreat).apply(&mut plan).unwrap();
    let taken = workloads::headline(&Board::of(plan).at(), &OpenCells::new());
    assert_eq!(
        taken.text,
        "Two of six switchable workloads reach every enrolled device; taken back to Configuration Manager: \
         Compliance policies, on 12 Oct 2026."
    );
    assert_eq!(taken.mark, Some(Mark::Risk));
    let before = workloads::headline(&Board::of(FABRIKAM_STORES.plan().unwrap()).at(), &OpenCells::new());
    assert!(before.text.starts_with("No device is enrolled yet; "), "{}", before.text);
}

#[test]
fn every_problem_of_a_cell_can_be_reached_at_the_cell() {
    let mut board = northwind();
    let workload = Workload::WindowsUpdatePolicies;
    let cell = crate::plan::Cell {
        phase: PhaseId(6),
        rule: SwitchRule::Never,
        head_start: None,
        note: String::new(),
    };
    Edit::from(Record::Cell { workload, cell }).apply(&mut board.plan).unwrap();
    let board = Board::of(board.plan);
    let found = problems(&board.at());
    let at_cell = of_spot(&found, workload, Some(PhaseId(6))).count();
    assert!(at_cell > 0);
    assert_eq!(board.face(workload, 6).badge, Badge::Conflict);
}

#[test]
fn an_edit_of_the_rate_tells_its_effect() {
    let board = Board::of(FABRIKAM_STORES.plan().unwrap());
    let id = PhaseId(3);
    let mut phase = board.plan.phase(id).unwrap().clone();
    let old = phase.rate.unwrap();
    phase.rate = Some(old / 2);
    let mut after = board.plan.clone();
    Edit::from(Record::Phase(Box::new(phase))).apply(&mut after).unwrap();
    let after = Board::of(after);
    let effect = timeline::effect(id, &board.at(), &after.at());
    assert_eq!(effect.title, format!("If the rate falls from {old} to {} per day", old / 2));
    let row = |name: &str| effect.rows.iter().find(|row| row.name == name).expect("the row is there");
    assert_eq!(row("Wave 1 ends").is_better, Some(false));
    assert_eq!(row("Expected finish").is_better, Some(false));
    assert!(row("Helpdesk peak in Wave 1").old.ends_with('%'));
}

#[test]
fn the_timeline_draws_what_the_course_says() {
    let board = northwind();
    let span = timeline::whole_span(&board.at());
    let chart = timeline::chart(&board.at(), span, Some(PhaseId(4)), &[]);
    assert_eq!(chart.rows.len(), board.plan.phases.len());
    for (row, dates) in chart.rows.iter().zip(&board.outlook.expected.phases) {
        assert_eq!(row.start, dates.start);
        assert!(row.start.is_none_or(|start| span.0 <= start && start <= span.1), "{}", row.name);
        assert_eq!(row.gate.is_some_and(|gate| gate.is_passed), dates.gate_is_done);
        assert_eq!(row.switches.iter().filter(|s| s.date.is_some()).count(), {
            let at = |w: Workload| dates.cells[w.index()].is_some();
            board.plan.switchable_workloads().filter(|w| at(*w)).count()
        });
    }
    let weeks = timeline::weeks(&board.outlook, board.plan.status_date);
    assert!(weeks.windows(2).all(|pair| pair[0].monday < pair[1].monday), "each week once");
    assert!(weeks.iter().any(|week| week.is_past) && weeks.iter().any(|week| !week.is_past));
}
