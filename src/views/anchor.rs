//! What a task or a milestone belongs to, and how many working days before or after it: the fields of an anchor.

use chrono::NaiveDate;
use egui::{Rect, Ui};

use super::timeline::inspector::flow::{Flow, at};
use super::workloads::next_day;
use crate::look::widgets::{DateRule, FIELD_HEIGHT, Number, choice, count_field, date_field};
use crate::plan::{Anchor, MilestoneKind, PhaseId, Plan, Workload};

/// The fields of those forms that are offered.
pub fn fields(
    ui: &mut Ui,
    flow: &mut Flow,
    plan: &Plan,
    (anchor, days): (&mut Anchor, &mut i32),
    is_offered: impl Fn(Form) -> bool,
) {
    belongs_to(ui, flow, plan, (anchor, days), is_offered);
    if !matches!(anchor, Anchor::Date(_)) {
        lag(ui, flow, days);
    }
}

/// The forms of an anchor, in the order of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Cell,
    First,
    Full,
    PhaseStart,
    PhaseTargeted,
    PhaseGate,
    Milestone,
    Finish,
    Date,
}

const FORMS: [(Form, &str); 9] = [
    (Form::Cell, "A workload's switch on a phase"),
    (Form::First, "A workload's first switch"),
    (Form::Full, "A workload's full switch"),
    (Form::PhaseStart, "The start of a phase"),
    (Form::PhaseTargeted, "The last targeting of a phase"),
    (Form::PhaseGate, "The gate of a phase"),
    (Form::Milestone, "A milestone"),
    (Form::Finish, "The finish"),
    (Form::Date, "A date"),
];

const fn form(anchor: &Anchor) -> Form {
    match anchor {
        Anchor::Cell { .. } => Form::Cell,
        Anchor::First(_) => Form::First,
        Anchor::Full(_) => Form::Full,
        Anchor::PhaseStart(_) => Form::PhaseStart,
        Anchor::PhaseTargeted(_) => Form::PhaseTargeted,
        Anchor::PhaseGate(_) => Form::PhaseGate,
        Anchor::Milestone(_) => Form::Milestone,
        Anchor::Finish => Form::Finish,
        Anchor::Date(_) => Form::Date,
    }
}

/// What the anchor is made of, kept while its form changes.
struct Parts {
    workload: Workload,
    phase: Option<PhaseId>,
    milestone: Option<MilestoneKind>,
    day: NaiveDate,
}

impl Parts {
    fn of(anchor: &Anchor, plan: &Plan) -> Self {
        let first = plan.phases.first().map(|phase| phase.id);
        let milestone = match anchor {
            Anchor::Milestone(kind) => Some(kind.clone()),
            _ => plan.milestones.first().map(|milestone| milestone.kind.clone()),
        };
        let day = match anchor {
            Anchor::Date(day) => *day,
            _ => next_day(plan),
        };
        Self {
            workload: anchor.workload().unwrap_or(Workload::CompliancePolicies),
            phase: anchor.phase().or(first),
            milestone,
            day,
        }
    }

    /// The anchor of a form; none where the plan has nothing of the kind.
    fn anchor(&self, form: Form) -> Option<Anchor> {
        Some(match form {
            Form::Cell => Anchor::Cell { workload: self.workload, phase: self.phase? },
            Form::First => Anchor::First(self.workload),
            Form::Full => Anchor::Full(self.workload),
            Form::PhaseStart => Anchor::PhaseStart(self.phase?),
            Form::PhaseTargeted => Anchor::PhaseTargeted(self.phase?),
            Form::PhaseGate => Anchor::PhaseGate(self.phase?),
            Form::Milestone => Anchor::Milestone(self.milestone.clone()?),
            Form::Finish => Anchor::Finish,
            Form::Date => Anchor::Date(self.day),
        })
    }
}

fn belongs_to(
    ui: &mut Ui,
    flow: &mut Flow,
    plan: &Plan,
    (anchor, days): (&mut Anchor, &mut i32),
    is_offered: impl Fn(Form) -> bool,
) {
    let mut parts = Parts::of(anchor, plan);
    let forms: Vec<(Form, String)> = FORMS
        .into_iter()
        .filter(|(form, _)| is_offered(*form) && parts.anchor(*form).is_some())
        .map(|(form, name)| (form, name.to_owned()))
        .collect();
    let mut chosen = form(anchor);
    let line = flow.row(FIELD_HEIGHT);
    one_of(ui, line, "It belongs to", &forms, &mut chosen);
    flow.gap(8.0);
    let workloads: Vec<(Workload, String)> =
        plan.switchable_workloads().map(|workload| (workload, workload.name().to_owned())).collect();
    let phases: Vec<(Option<PhaseId>, String)> =
        plan.phases.iter().map(|phase| (Some(phase.id), plan.phase_title(phase.id))).collect();
    match chosen {
        Form::Cell => {
            let (left, right) = flow.pair();
            one_of(ui, left, "Workload", &workloads, &mut parts.workload);
            one_of(ui, right, "Phase", &phases, &mut parts.phase);
            flow.gap(8.0);
        }
        Form::First | Form::Full => {
            let line = flow.row(FIELD_HEIGHT);
            one_of(ui, line, "Workload", &workloads, &mut parts.workload);
            flow.gap(8.0);
        }
        Form::PhaseStart | Form::PhaseTargeted | Form::PhaseGate => {
            let line = flow.row(FIELD_HEIGHT);
            one_of(ui, line, "Phase", &phases, &mut parts.phase);
            flow.gap(8.0);
        }
        Form::Milestone => {
            let kinds: Vec<(Option<MilestoneKind>, String)> =
                plan.milestones.iter().map(|one| (Some(one.kind.clone()), one.kind.name())).collect();
            let line = flow.row(FIELD_HEIGHT);
            one_of(ui, line, "Milestone", &kinds, &mut parts.milestone);
            flow.gap(8.0);
        }
        Form::Date => {
            let rule = DateRule { status_date: Some(plan.status_date), ..DateRule::default() };
            let line = flow.row(FIELD_HEIGHT);
            date_field(ui, at("On", line), &rule, &mut parts.day);
            flow.clear(ui);
            *days = 0;
        }
        Form::Finish => {}
    }
    if let Some(taken) = parts.anchor(chosen) {
        *anchor = taken;
    }
}

/// How far from it, and on which side.
fn lag(ui: &mut Ui, flow: &mut Flow, days: &mut i32) {
    let (left, right) = flow.pair();
    let mut count = days.unsigned_abs();
    let was_before = *days < 0;
    let mut is_before = was_before;
    let number = Number::whole(0.0, 520.0, "");
    count_field(ui, at("Working days", left), &number, &mut count);
    let sides = [(true, "before".to_owned()), (false, "after".to_owned())];
    one_of(ui, right, "Side", &sides, &mut is_before);
    flow.clear(ui);
    if is_before && !was_before {
        // No days before would be no days after again.
        count = count.max(1);
    }
    let signed = i32::try_from(count).unwrap_or(0);
    *days = if is_before { -signed } else { signed };
}

/// One of a list, by name.
pub fn one_of<T: Clone + PartialEq>(
    ui: &mut Ui,
    rect: Rect,
    label: &str,
    all: &[(T, String)],
    value: &mut T,
) {
    let mut chosen = all.iter().position(|(one, _)| one == value).unwrap_or(usize::MAX);
    let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
    // What the plan no longer has is said, not passed off as the first of what it has.
    if choice(ui, at(label, rect).hint("removed"), &mut chosen, &names, "").changed()
        && let Some((one, _)) = all.get(chosen)
    {
        *value = one.clone();
    }
}
