//! The task in hand: what it is called, what it belongs to, how many working days away, whose it is. Each
//! change is one edit.

use chrono::NaiveDate;
use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::stays::paragraph;
use crate::document::Workspace;
use crate::look::icons::Icon;
use crate::look::widgets::card::PADDING;
use crate::look::widgets::{
    Button, Card, DateRule, FIELD_HEIGHT, Kind, Number, check_at, choice, count_field, date_field,
    icon_button, text_field,
};
use crate::picture::{Ink, TypeRole, format, text};
use crate::plan::wording;
use crate::plan::{
    Anchor, Edit, Key, MilestoneKind, PhaseId, Plan, PrerequisiteState, Record, Task, TaskKind, Workload,
};
use crate::views::timeline::inspector::flow::{Flow, at};
use crate::views::{Actions, ViewInput};

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    (input, task): (&ViewInput<'_>, &Task),
    workspace: &mut Workspace,
    actions: &mut Actions,
) {
    Card::new(rect).title("Task", task.kind.name()).show(ui, |ui, body| {
        let close = Rect::from_min_size(pos2(body.right() - 26.0, rect.top() + 8.0), vec2(26.0, 26.0));
        if icon_button(ui, close, Icon::Close, "Close").clicked() {
            workspace.tasks.chosen = None;
            workspace.unfolded = None;
        }
        let room = Rect::from_min_max(body.min, pos2(rect.right() - 4.0, rect.bottom() - 6.0));
        let mut child = ui.new_child(UiBuilder::new().max_rect(room).id_salt(("task", task.id)));
        child.set_clip_rect(room.expand2(vec2(4.0, 0.0)).intersect(ui.clip_rect()));
        ScrollArea::vertical().id_salt("task").auto_shrink(false).show(&mut child, |ui| {
            let corner = ui.max_rect().min;
            let mut flow = Flow { left: corner.x, width: rect.width() - 2.0 * PADDING, y: corner.y };
            let top = flow.y;
            let mut new = task.clone();
            ui.push_id(task.id, |ui| {
                fields(ui, &mut flow, input, &mut new);
                flow.gap(14.0);
                let remove = Button::new(Kind::Secondary, "Remove task");
                let line = flow.row(30.0);
                let size = remove.size();
                if remove.at(Rect::from_min_size(line.min, size)).show(ui).clicked() {
                    workspace.tasks.chosen = None;
                    actions.edit(Edit::Remove(Key::Task(task.id)));
                } else if new != *task {
                    actions.edit_within(ui, Record::Task(new));
                }
            });
            flow.gap(12.0);
            flow.finish(ui, top);
        });
    });
}

fn fields(ui: &mut Ui, flow: &mut Flow, input: &ViewInput<'_>, task: &mut Task) {
    let line = flow.row(FIELD_HEIGHT);
    text_field(ui, at("What is to be done", line), &mut task.name);
    flow.clear(ui);
    flow.gap(8.0);
    let (left, right) = flow.pair();
    one_of(ui, left, "Kind", &TaskKind::ALL.map(|kind| (kind, kind.name().to_owned())), &mut task.kind);
    let states = PrerequisiteState::ALL.map(|state| (state, state.name().to_owned()));
    one_of(ui, right, "State", &states, &mut task.state);
    flow.gap(8.0);
    belongs_to(ui, flow, input.plan, task);
    if !matches!(task.anchor, Anchor::Date(_)) {
        days(ui, flow, task);
    }
    due(ui, flow, input, task);
    flow.gap(8.0);
    let line = flow.row(FIELD_HEIGHT);
    text_field(ui, at("Owner", line).hint("nobody yet"), &mut task.owner);
    flow.clear(ui);
    flow.gap(6.0);
    let line = flow.row(28.0);
    check_at(ui, line, &mut task.is_blocking, "It should not happen before this is done");
    flow.gap(6.0);
    let line = flow.row(FIELD_HEIGHT);
    text_field(ui, at("Note", line).hint("what it takes"), &mut task.note);
    flow.clear(ui);
    // A note that its field cuts is told in full.
    if text::width(TypeRole::LABEL_MEDIUM, &task.note) > flow.width - 20.0 {
        flow.gap(6.0);
        paragraph(ui, flow, &task.note, (TypeRole::CAPTION, Ink::Text2), 0.0);
    }
}

/// The forms of an anchor, in the order of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
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
            _ => super::super::next_day(plan),
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

fn belongs_to(ui: &mut Ui, flow: &mut Flow, plan: &Plan, task: &mut Task) {
    let mut parts = Parts::of(&task.anchor, plan);
    let forms: Vec<(Form, String)> = FORMS
        .into_iter()
        .filter(|(form, _)| parts.anchor(*form).is_some())
        .map(|(form, name)| (form, name.to_owned()))
        .collect();
    let mut chosen = form(&task.anchor);
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
            task.days = 0;
        }
        Form::Finish => {}
    }
    if let Some(anchor) = parts.anchor(chosen) {
        task.anchor = anchor;
    }
}

/// How far from it, and on which side.
fn days(ui: &mut Ui, flow: &mut Flow, task: &mut Task) {
    let (left, right) = flow.pair();
    let mut count = task.days.unsigned_abs();
    let mut is_before = task.days < 0;
    let number = Number::whole(0.0, 520.0, "");
    count_field(ui, at("Working days", left), &number, &mut count);
    let sides = [(true, "before".to_owned()), (false, "after".to_owned())];
    one_of(ui, right, "Side", &sides, &mut is_before);
    flow.clear(ui);
    let signed = i32::try_from(count).unwrap_or(0);
    task.days = if is_before { -signed } else { signed };
}

/// The date that all this comes to.
fn due(ui: &mut Ui, flow: &mut Flow, input: &ViewInput<'_>, task: &Task) {
    let anchor = crate::forecast::anchor_date(input.plan, input.outlook, &task.anchor);
    let due = anchor.and_then(|day| task.due(&input.plan.calendar, day));
    let of = wording::anchor(&task.anchor, input.plan);
    let said = match (due, anchor) {
        (Some(due), Some(_)) if matches!(task.anchor, Anchor::Date(_)) => {
            format!("Due {}.", format::weekday_date(due))
        }
        (Some(due), Some(anchor)) => {
            format!("Due {}: {of} is on {}.", format::weekday_date(due), format::date(anchor))
        }
        _ => format!("No date: {of} has none."),
    };
    flow.gap(4.0);
    paragraph(ui, flow, &said, (TypeRole::CAPTION, Ink::Text2), 0.0);
}

/// One of a list, by name.
fn one_of<T: Clone + PartialEq>(ui: &mut Ui, rect: Rect, label: &str, all: &[(T, String)], value: &mut T) {
    let mut chosen = all.iter().position(|(one, _)| one == value).unwrap_or(usize::MAX);
    let names: Vec<&str> = all.iter().map(|(_, name)| name.as_str()).collect();
    // What the plan no longer has is said, not passed off as the first of what it has.
    if choice(ui, at(label, rect).hint("removed"), &mut chosen, &names, "").changed()
        && let Some((one, _)) = all.get(chosen)
    {
        *value = one.clone();
    }
}
