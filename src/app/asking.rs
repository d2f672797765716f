//! The drafts with which dialogs open: what is already known is filled in.

use std::sync::Arc;

use eframe::egui::Context;

use super::jobs::JobName;
use super::window::{App, Done, view_input, wake};
use crate::document::{
    DecisionDraft, Dialog, DoneDraft, NameDraft, NewPlanDraft, PauseDraft, PilotDraft, PilotOf,
};
use crate::forecast::pilot::{Answered, Question};
use crate::forecast::{PhaseStage, planned_cell, planned_slider, planned_start};
use crate::picture::format;
use crate::plan::{DecisionKind, EventKind, PhaseId, PhaseScope};
use crate::report::decision_record::evidence;

impl App {
    pub(super) fn ask(&mut self, dialog: Dialog) {
        if let Some(state) = &mut self.state {
            state.workspace.palette = None;
            state.workspace.dialog = Some(dialog);
        }
    }

    pub(super) fn ask_new_plan(&mut self) {
        let Some(today) = self.state.as_ref().map(|state| (state.platform.today)()) else { return };
        self.ask(Dialog::NewPlan(Box::new(NewPlanDraft::new(today))));
    }

    pub(super) fn ask_pilot(&mut self, id: PhaseId) {
        let Some(open) = self.open_mut() else { return };
        let plan = Arc::clone(&open.computed.plan);
        if let Some(phase) = plan.phase(id) {
            let draft = PilotDraft::new(PilotOf::Phase(id), &plan, phase);
            self.ask(Dialog::Pilot(Box::new(draft)));
        }
    }

    pub(super) fn size_pilot(&mut self, ctx: &Context, question: Question, wished: Option<u32>) {
        let work = move || Done::PilotSized(Box::new(Answered::new(question, wished)));
        self.jobs.start(JobName::SizingPilot, wake(ctx), work);
    }

    /// An answer of which the question has changed meanwhile is shown, dimmed, until the next one is there.
    pub(super) fn pilot_sized(&mut self, answered: Box<Answered>) {
        let dialog = self.state.as_mut().and_then(|state| state.workspace.dialog.as_mut());
        if let Some(Dialog::Pilot(draft)) = dialog {
            draft.answered = Some(answered);
        }
    }

    pub(super) fn ask_pause(&mut self, phase: Option<PhaseId>) {
        let Some(open) = self.open_mut() else { return };
        let plan = &open.computed.plan;
        let next = plan.status_date.succ_opt().unwrap_or(plan.status_date);
        let from = plan.calendar.working_day_from(next).unwrap_or(next);
        let until = plan.calendar.add_working_days(from, 4).unwrap_or(from);
        let phases = phase.map_or(PhaseScope::All, |phase| PhaseScope::Only(vec![phase]));
        let draft = PauseDraft { phases, from, until, by: String::new(), reason: String::new() };
        self.ask(Dialog::Pause(draft));
    }

    /// About a phase; without one about the phase whose gate is next.
    pub(super) fn ask_decision(&mut self, phase: Option<PhaseId>) {
        if let Some(draft) = self.decision_draft(phase) {
            self.ask(Dialog::Decision(draft));
        }
    }

    fn decision_draft(&self, phase: Option<PhaseId>) -> Option<DecisionDraft> {
        let state = self.state.as_ref()?;
        let open = state.open.as_ref()?;
        let input = view_input(open, self.program()?);
        let gates = &open.computed.outlook.gates;
        let is_running =
            |stage| matches!(stage, PhaseStage::Running | PhaseStage::Soaking | PhaseStage::Paused);
        let running = || gates.iter().find(|gate| is_running(gate.stage)).map(|gate| gate.phase);
        let phase = phase.or_else(running);
        // Go is only suggested when nothing speaks against it.
        let gate = phase.and_then(|phase| gates.iter().find(|gate| gate.phase == phase));
        let all_hold = gate.is_some_and(|gate| gate.criteria.iter().all(|state| state.holds == Some(true)));
        let kind = if all_hold { DecisionKind::Go } else { DecisionKind::Note };
        Some(DecisionDraft {
            kind,
            phase,
            date: open.computed.plan.status_date,
            text: String::new(),
            who: String::new(),
            evidence: evidence(&input.situation(), phase),
        })
    }

    pub(super) fn ask_done(&mut self, what: EventKind) {
        let Some(open) = self.open_mut() else { return };
        let (plan, expected) = (&open.computed.plan, &open.computed.outlook.expected);
        let planned = match &what {
            EventKind::PhaseStarted(phase) => planned_start(plan, expected, *phase),
            EventKind::CellSwitched { workload, phase, .. } => {
                planned_cell(plan, expected, *workload, *phase)
            }
            EventKind::SliderMoved(workload) => planned_slider(plan, expected, *workload),
            EventKind::SwitchedBack { workload, phases } => plan
                .switch_backs
                .iter()
                .find(|back| back.workload == *workload && back.phases == *phases)
                .map(|back| back.date),
        };
        let date = planned.map_or(plan.status_date, |planned| planned.min(plan.status_date));
        self.ask(Dialog::Done(DoneDraft { what, planned, date, note: String::new() }));
    }

    pub(super) fn ask_baseline(&mut self) {
        let Some(open) = self.open_mut() else { return };
        let name = format!("Baseline {}", format::date(open.computed.plan.status_date));
        self.ask(Dialog::FreezeBaseline(NameDraft { name, by: String::new() }));
    }

    pub(super) fn ask_scenario(&mut self) {
        let Some(open) = self.open_mut() else { return };
        let taken = |name: &str| open.document.plan().scenarios.iter().any(|scenario| scenario.name == name);
        let count = open.document.plan().scenarios.len();
        let name =
            (1..=count + 1).map(|n| format!("Scenario {n}")).find(|name| !taken(name)).unwrap_or_default();
        self.ask(Dialog::SaveScenario(NameDraft { name, by: String::new() }));
    }
}
