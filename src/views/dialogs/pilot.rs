//! *Size the pilot*: which failure rate nobody can live with, how many devices tell it from one that should
//! pass, and how often the gate is fooled either way. Its answer is one step of the plan.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use crate::document::{Dialog, PilotDraft, PilotOf};
use crate::forecast::pilot::{Answered, LARGEST, Sized, straight_successes};
use crate::look::glyphs::{Verdict, paint_verdict};
use crate::look::text::{text_at, text_at_wrapped, words};
use crate::look::widgets::{
    Button, FIELD_HEIGHT, Field, Kind, Number, Surface, count_field, dialog, number_field, paint_surface,
};
use crate::picture::operating_characteristic::{self, CharacteristicInput, CurvePoint};
use crate::picture::{Anchor, Ink, Scene, TypeRole, format};
use crate::plan::{Criterion, Edit, Gate, Judged, Lever, Phase, PhaseId, Plan, Record};
use crate::report::wording::{agree, list};
use crate::views::{Action, Actions, ViewInput, chart};

const MARGIN: f32 = 24.0;
/// The questions and their answer; the chart has the rest.
const LEFT: f32 = 348.0;

pub fn show(
    ui: &mut Ui,
    input: Option<&ViewInput<'_>>,
    draft: &mut PilotDraft,
    actions: &mut Actions,
) -> bool {
    let frame = dialog::Dialog::new("Size the pilot", vec2(940.0, 560.0));
    let response = dialog::dialog(ui.ctx(), frame, |ui, rooms| {
        let form = rooms.body.shrink2(vec2(MARGIN, 16.0)).with_max_x(rooms.body.left() + MARGIN + LEFT);
        questions(ui, form, draft);
        let below = Rect::from_min_max(pos2(form.left(), form.top() + 196.0), form.max);
        answer(ui, below, draft);
        let side =
            Rect::from_min_max(pos2(form.right() + MARGIN, form.top()), rooms.body.max - vec2(MARGIN, 16.0));
        picture(ui, side, draft);
        let held_back = rooms.held_back(ui);
        rooms.in_foot(ui, |ui, place| foot(ui, place, (input, draft), held_back))
    });
    ask(draft, actions);
    match response.inner {
        Some(true) => use_answer(input, draft, actions),
        Some(false) => go_back(draft, actions),
        None if response.should_close => go_back(draft, actions),
        None => return true,
    }
    false
}

/// A question that no job is answering yet is given to one.
fn ask(draft: &mut PilotDraft, actions: &mut Actions) {
    let wanted = (draft.question, draft.wished);
    if draft.asked != Some(wanted) {
        draft.asked = Some(wanted);
        actions.push(Action::SizePilot(draft.question, draft.wished));
    }
}

fn questions(ui: &mut Ui, form: Rect, draft: &mut PilotDraft) {
    let question = &mut draft.question;
    let half = (form.width() - 12.0) / 2.0;
    let place = |column: f32, line: f32, wide: f32| {
        let at = pos2(form.left() + column * (half + 12.0), form.top() + line * (FIELD_HEIGHT + 12.0));
        Rect::from_min_size(at, vec2(wide, FIELD_HEIGHT))
    };
    let percent = Number::whole(0.1, 90.0, "% of devices fail").with_decimals(1, 1.0).trimmed();
    let mut bad = question.unacceptable * 100.0;
    let field = Field::new("Which failure rate can you not live with?").at(place(0.0, 0.0, form.width()));
    if number_field(ui, field, &percent, &mut bad).changed() {
        let before = question.acceptable / question.unacceptable;
        question.unacceptable = bad / 100.0;
        // What should pass stays in the same relation.
        question.acceptable = question.unacceptable * before.clamp(0.0, 0.95);
    }
    let mut good = question.acceptable * 100.0;
    let remedy = (question.acceptable >= question.unacceptable).then_some("It must be less than the other");
    let percent = Number { min: 0.0, ..percent };
    let field = Field::new("And which one should pass?").at(place(0.0, 1.0, form.width())).remedy(remedy);
    if number_field(ui, field, &percent, &mut good).changed() {
        question.acceptable = good / 100.0;
    }
    let days =
        Number::whole(1.0, 60.0, if question.look_every == 1 { "working day" } else { "working days" });
    let field = Field::new("The gate is looked at every").at(place(0.0, 2.0, half));
    count_field(ui, field, &days, &mut question.look_every);
    let answer = draft.answered.as_ref().and_then(|answered| answered.answer.as_ref());
    let mut devices = draft.wished.or(answer.map(|sized| sized.pilot.devices)).unwrap_or(0);
    let field = Field::new("Devices of the pilot").at(place(1.0, 2.0, half));
    if count_field(ui, field, &Number::whole(1.0, f64::from(LARGEST), "devices"), &mut devices).changed() {
        draft.wished = Some(devices);
    }
}

fn answer(ui: &mut Ui, place: Rect, draft: &mut PilotDraft) {
    let Some(answered) = &draft.answered else {
        text_at(
            ui,
            place.min + vec2(0.0, 16.0),
            Anchor::Start,
            words("Simulating …", TypeRole::LABEL, Ink::Text2),
        );
        return;
    };
    let Some(shown) = &answered.shown else {
        let sentence = no_answer(answered);
        text_at_wrapped(
            ui,
            place.min + vec2(0.0, 16.0),
            words(&sentence, TypeRole::LABEL, Ink::Text2),
            place.width(),
        );
        return;
    };
    let figure = format::count(shown.pilot.devices.into());
    let at = pos2(place.left(), place.top() + 30.0);
    let drawn = text_at(ui, at, Anchor::Start, words(&figure, TypeRole::FIGURE, Ink::Text));
    let unit = words("devices", TypeRole::BODY, Ink::Text2);
    let unit = text_at(ui, pos2(drawn.rect.right() + 8.0, at.y), Anchor::Start, unit);
    if let Some(needed) = answered.answer.as_ref().filter(|_| draft.wished.is_some()) {
        let back = format!("{} needed", format::count(needed.pilot.devices.into()));
        let back = Button::new(Kind::Link, &back).small();
        let at = Rect::from_min_size(pos2(unit.rect.right() + 8.0, at.y - 18.0), back.size());
        if back.at(at).show(ui).clicked() {
            draft.wished = None;
        }
    }
    let Some(shown) = draft.answered.as_ref().and_then(|answered| answered.shown.clone()) else { return };
    let mut y = place.top() + 54.0;
    for (mark, sentence) in sentences(draft, &shown) {
        let left = match mark {
            Some(mark) => {
                paint_verdict(ui.painter(), mark, pos2(place.left() + 7.0, y - 4.0), 14.0);
                place.left() + 22.0
            }
            None => place.left(),
        };
        let said = words(&sentence, TypeRole::LABEL, Ink::Text);
        let drawn = text_at_wrapped(ui, pos2(left, y), said, place.right() - left);
        y = drawn.rect.bottom() + 20.0;
    }
}

fn no_answer(answered: &Answered) -> String {
    if !answered.question.is_sound() {
        return "The rate that should pass must be less than the one that must not.".to_owned();
    }
    format!(
        "Not even {} devices tell the two rates apart that surely. Let them lie further from each other.",
        format::count(LARGEST.into())
    )
}

/// Looks, gate, and both ways of being fooled.
fn sentences(draft: &PilotDraft, shown: &Sized) -> Vec<(Option<Verdict>, String)> {
    let question = draft.answered.as_ref().map_or(draft.question, |answered| answered.question);
    let assurance = format::percent_trimmed(shown.pilot.assurance);
    let risk = 1.0 - question.assurance;
    let sign = |chance: f64| Some(if chance <= risk + 1e-9 { Verdict::Met } else { Verdict::Risk });
    let (pass, hold) = (shown.fooled_into_passing, shown.fooled_into_holding);
    let mut sentences = vec![
        (
            None,
            format!(
                "Gate: success ≥ {}, judged at {assurance} assurance, {}.",
                format::percent_trimmed(shown.pilot.min),
                looks(&shown.looks)
            ),
        ),
        (
            sign(pass.assured),
            format!(
                "If {} really fail, it passes all the same in {} of pilots; judged as observed in {}.",
                format::percent_trimmed(question.unacceptable),
                format::chance(pass.assured),
                format::chance(pass.observed)
            ),
        ),
        (
            sign(hold.assured),
            format!(
                "If {} fail, it holds all the same in {} of pilots.",
                format::percent1(question.acceptable),
                format::chance(hold.assured)
            ),
        ),
    ];
    if let Some(count) = straight_successes(shown.pilot.min, shown.pilot.assurance) {
        let devices = format::plural(count.into(), "device", "devices");
        sentences.push((None, format!("Without a single failure {devices} would be enough.")));
    }
    sentences
}

/// `looked at on working day 15`
fn looks(days: &[u32]) -> String {
    match days {
        [first, .., last] if days.len() > 4 => {
            format!("looked at {} times, on working days {first} to {last}", days.len())
        }
        _ => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            format!("looked at on working {} {}", agree(days.len(), "day", "days"), list(&days))
        }
    }
}

/// The operating characteristic, drawn anew when another answer comes; an older one stays, dimmed.
fn picture(ui: &mut Ui, place: Rect, draft: &PilotDraft) {
    paint_surface(ui.painter(), place, Surface::Card);
    let Some(answered) = &draft.answered else { return };
    let (Some(curve), Some(shown)) = (&answered.curve, &answered.shown) else { return };
    let points = curve.points.iter().map(|(success, passing)| CurvePoint {
        success: *success,
        assured: passing.assured,
        observed: passing.observed,
    });
    let input = CharacteristicInput {
        heading: Some(crate::picture::legend::Heading::new(
            "Chance to pass",
            format::plural(shown.pilot.devices.into(), "device", "devices"),
        )),
        points: points.collect(),
        unacceptable: 1.0 - answered.question.unacceptable,
        acceptable: 1.0 - answered.question.acceptable,
    };
    let scene: Scene = operating_characteristic::scene(&input, place.width(), place.height());
    let builder = UiBuilder::new().max_rect(place).id_salt("characteristic");
    ui.scope_builder(builder, |ui| {
        if draft.current().is_none() {
            ui.set_opacity(0.6);
        }
        chart::bare(ui, place, &scene);
    });
}

/// True = the answer is to be used, false = the dialog is left.
fn foot(
    ui: &mut Ui,
    foot: Rect,
    (input, draft): (Option<&ViewInput<'_>>, &PilotDraft),
    held_back: Option<&'static str>,
) -> Option<bool> {
    let cancel = Button::new(Kind::Secondary, "Cancel").min_width(84.0);
    let place = Rect::from_min_size(foot.min, cancel.size());
    if cancel.at(place).show(ui).clicked() {
        return Some(false);
    }
    let shown = draft.current().and_then(|answered| answered.shown.as_ref());
    let said = shown.map_or_else(
        || "Use this size and gate".to_owned(),
        |shown| {
            let devices = format::plural(shown.pilot.devices.into(), "device", "devices");
            format!("Use {devices} and this gate")
        },
    );
    let why_not = held_back.or_else(|| why_not(input, draft));
    let main = Button::new(Kind::Primary, &said);
    let place = Rect::from_min_size(pos2(foot.right() - main.size().x, foot.top()), main.size());
    main.at(place).disabled_because(why_not).show(ui).clicked().then_some(true)
}

fn why_not(input: Option<&ViewInput<'_>>, draft: &PilotDraft) -> Option<&'static str> {
    let Some(shown) = draft.current().and_then(|answered| answered.shown.as_ref()) else {
        return Some("There is no answer yet");
    };
    match &draft.of {
        PilotOf::NewPlan(new) => {
            let rings = crate::plan::template::sizes(&new.answers);
            let others: u64 = rings.iter().skip(1).map(|(_, devices)| u64::from(*devices)).sum();
            let first = rings.first().map_or(0, |(_, devices)| u64::from(*devices));
            let wanted = u64::from(shown.pilot.devices);
            (wanted > first + others.saturating_sub(rings.len() as u64))
                .then_some("There are not so many devices in scope")
        }
        PilotOf::Phase(id) => {
            let plan = input?.plan;
            if plan.phase(*id).is_none() {
                return Some("The phase is gone");
            }
            plan.has_started(*id).then_some("It has started: its size is a fact")
        }
    }
}

fn use_answer(input: Option<&ViewInput<'_>>, draft: &PilotDraft, actions: &mut Actions) {
    let Some(shown) = draft.current().and_then(|answered| answered.shown.as_ref()) else { return };
    match &draft.of {
        PilotOf::Phase(id) => {
            if let Some(edit) = input.and_then(|input| edit(input.plan, *id, shown)) {
                actions.edit(edit);
            }
        }
        PilotOf::NewPlan(new) => {
            let mut new = new.clone();
            new.answers.size_first(shown.pilot.devices);
            new.answers.first_gate = Some(gate(&Gate::usual(), shown));
            actions.push(Action::Ask(Dialog::NewPlan(new)));
        }
    }
}

fn go_back(draft: &PilotDraft, actions: &mut Actions) {
    if let PilotOf::NewPlan(new) = &draft.of {
        actions.push(Action::Ask(Dialog::NewPlan(new.clone())));
    }
}

/// Size and gate as one step; the devices come from the next phase, or go there.
fn edit(plan: &Plan, id: PhaseId, shown: &Sized) -> Option<Edit> {
    let label = format!("Size {}", plan.phase(id)?.name);
    let mut after = plan.clone();
    let mut edits = Vec::new();
    if let Some(resize) = Lever::Size(id).edit(plan, f64::from(shown.pilot.devices))
        && resize.apply(&mut after).is_ok()
    {
        edits.push(resize);
    }
    let phase = after.phase(id)?;
    let sized = Phase { devices: shown.pilot.devices, gate: gate(&phase.gate, shown), ..phase.clone() };
    edits.push(Edit::Put(Record::Phase(Box::new(sized))));
    Some(Edit::Several { label, edits })
}

/// The gate with the success asked for, judged as assured, and waiting for the first look.
fn gate(own: &Gate, shown: &Sized) -> Gate {
    let mut gate = Gate { judged: Judged::Assured, ..own.clone() };
    let is_success = |criterion: &Criterion| matches!(criterion, Criterion::Success { .. });
    let is_soak = |criterion: &Criterion| matches!(criterion, Criterion::Soak { .. });
    put(&mut gate, is_success, Criterion::Success { min: shown.pilot.min });
    if shown.pilot.soak_days > 0 {
        put(&mut gate, is_soak, Criterion::Soak { days: shown.pilot.soak_days });
    }
    gate
}

fn put(gate: &mut Gate, is_it: impl Fn(&Criterion) -> bool, criterion: Criterion) {
    match gate.criteria.iter_mut().find(|own| is_it(own)) {
        Some(own) => *own = criterion,
        None => gate.criteria.push(criterion),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::pilot::Question;
    use crate::plan::PhaseKind;

    #[test]
    fn size_and_gate_are_one_step_and_the_devices_come_from_the_next_phase() {
        let mut plan = Plan::new("Test", "2026-07-06".parse().unwrap());
        for (n, kind, devices) in [(1, PhaseKind::Pilot, 50), (2, PhaseKind::Wave, 1000)] {
            let phase = Phase::new(PhaseId(n), format!("Phase {n}"), kind, devices);
            plan.phases.push(Phase { gate: Gate::usual(), ..phase });
        }
        let question = Question::new(0.10, &plan.assumptions);
        let shown = Sized::of(&question, 90);
        let shown = Sized { pilot: crate::forecast::pilot::Pilot { soak_days: 9, ..shown.pilot }, ..shown };
        let edit = edit(&plan, PhaseId(1), &shown).unwrap();
        assert_eq!(edit.label(&plan), "Size Phase 1");
        let mut after = plan.clone();
        edit.apply(&mut after).unwrap();
        assert_eq!((after.phases[0].devices, after.phases[1].devices), (90, 960));
        let gate = &after.phases[0].gate;
        assert_eq!(gate.judged, Judged::Assured);
        let expected = [
            Criterion::Success { min: 0.90 },
            Criterion::Coverage { min: 0.90 },
            Criterion::Soak { days: 9 },
        ];
        assert_eq!(gate.criteria, expected);
    }

    #[test]
    fn looks_are_named_until_they_are_too_many() {
        assert_eq!(looks(&[15]), "looked at on working day 15");
        assert_eq!(looks(&[5, 10, 15]), "looked at on working days 5, 10 and 15");
        assert_eq!(looks(&[1, 2, 3, 4, 5, 6]), "looked at 6 times, on working days 1 to 6");
    }
}
