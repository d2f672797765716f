//! The figures and signatures that a phase's gate asks for and only people know.

use egui::{Rect, Ui, pos2, vec2};

use crate::look::text::{text_at_elided, words};
use crate::look::widgets::{
    BOX_HEIGHT, Button, DateRule, Field, Kind, Number, date_field, number_field, text_field,
};
use crate::look::{Verdict, glyphs};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::{Bound, Criterion, Edit, Key, Measurement, Phase, Record, SignOff};
use crate::views::{Actions, ViewInput};

const LINE: f32 = 38.0;

pub fn show(ui: &mut Ui, body: Rect, (input, index): (&ViewInput<'_>, usize), actions: &mut Actions) {
    let Some(phase) = input.plan.phases.get(index) else { return };
    let typed: Vec<&Criterion> =
        phase.gate.criteria.iter().filter(|criterion| criterion.is_typed()).collect();
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(body).id_salt("figures"));
    egui::ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        for (at, criterion) in typed.iter().enumerate() {
            let (_, line) = ui.allocate_space(vec2(body.width(), LINE));
            ui.push_id(at, |ui| match criterion {
                Criterion::Measured { what, bound } => measured(ui, line, (input, phase, what, *bound), actions),
                Criterion::SignOff { what } => signed(ui, line, (input, phase, what), actions),
                _ => {}
            });
        }
        if typed.is_empty() {
            let (_, line) = ui.allocate_space(vec2(body.width(), LINE));
            let said = "This gate asks for no typed figure and no signature. Criteria are added in the Timeline's inspector.";
            let at = pos2(line.left(), line.center().y + 4.5);
            text_at_elided(ui, at, Anchor::Start, words(said, TypeRole::LABEL, Ink::Text3), body.width());
        }
    });
}

fn place(line: Rect, x: f32, wide: f32) -> Rect {
    Rect::from_min_size(pos2(line.left() + x, line.center().y - BOX_HEIGHT / 2.0), vec2(wide, BOX_HEIGHT))
}

fn title(ui: &mut Ui, line: Rect, (verdict, what): (Verdict, &str), asked: &str) {
    let y = line.center().y;
    glyphs::paint_verdict(ui.painter(), verdict, pos2(line.left() + 8.0, y), 14.0);
    let at = pos2(line.left() + 24.0, y + 4.5);
    text_at_elided(ui, at, Anchor::Start, words(what, TypeRole::BODY_MEDIUM, Ink::Text), 220.0);
    let at = pos2(line.left() + 254.0, y + 4.5);
    text_at_elided(ui, at, Anchor::Start, words(asked, TypeRole::LABEL, Ink::Text2), 90.0);
}

type Asked<'a> = (&'a ViewInput<'a>, &'a Phase, &'a str, Bound);

fn measured(ui: &mut Ui, line: Rect, (input, phase, what, bound): Asked<'_>, actions: &mut Actions) {
    let known = input.plan.actuals.measurements.iter().filter(|m| m.phase == phase.id && m.what == what);
    let last = known.max_by_key(|measurement| measurement.date);
    let verdict = last
        .map_or(Verdict::Empty, |last| if bound.holds(last.value) { Verdict::Met } else { Verdict::Missed });
    let said = |limit| {
        if bound.is_share() { format::percent_trimmed(limit) } else { format::decimal(limit, 3) }
    };
    let asked = match bound {
        Bound::Min(min) => format!("≥ {}", said(min)),
        Bound::Max(max) => format!("≤ {}", said(max)),
    };
    title(ui, line, (verdict, what), &asked);
    let status = input.plan.status_date;
    let mut new =
        last.cloned().unwrap_or(Measurement { phase: phase.id, what: what.into(), date: status, value: 0.0 });
    let field = Field::new(what).without_label().at(place(line, 352.0, 150.0));
    let scale = if bound.is_share() { 100.0 } else { 1.0 };
    let mut typed = new.value * scale;
    let response = number_field(ui, field, &room(bound, last.is_some()), &mut typed);
    new.value = typed / scale;
    if response.changed() {
        // A new figure is of today; the older ones stay as they were recorded.
        new.date = status.max(new.date);
        actions.edit_while_dragging(&response, Record::Measurement(new));
        return;
    }
    let Some(last) = last else {
        let said = format!("Enter {}", format::decimal(0.0, 0));
        if Button::new(Kind::Secondary, &said).small().at(place(line, 512.0, 80.0)).show(ui).clicked() {
            actions.edit(Record::Measurement(new));
        }
        return;
    };
    let mut date = last.date;
    let field = Field::new("Measured on").without_label().at(place(line, 512.0, 140.0));
    if date_field(ui, field, &DateRule { latest: Some(status), ..DateRule::default() }, &mut date).changed() {
        let key = Key::Measurement { phase: phase.id, what: what.into(), date: last.date };
        let moved = Measurement { date, ..last.clone() };
        let edits = vec![Edit::Remove(key), Record::Measurement(moved).into()];
        actions.edit(Edit::Several { label: format!("Date of {what}"), edits });
    }
}

/// What may be typed. A share that is to reach a limit is one of all; what is to stay under a limit may lie above
/// all of it, as incidents a day may.
fn room(bound: Bound, is_typed: bool) -> Number<'static> {
    let unit = |unit| if is_typed { unit } else { "not typed yet" };
    if !bound.is_share() {
        return Number::whole(-1e9, 1e9, unit("")).with_decimals(3, 1.0);
    }
    let most = if matches!(bound, Bound::Min(_)) { 100.0 } else { 1e9 };
    Number::whole(0.0, most, unit("%")).with_decimals(1, 1.0).trimmed()
}

fn signed(
    ui: &mut Ui,
    line: Rect,
    (input, phase, what): (&ViewInput<'_>, &Phase, &str),
    actions: &mut Actions,
) {
    let last = input.plan.actuals.sign_offs.iter().find(|s| s.phase == phase.id && s.what == what);
    let verdict = if last.is_some() { Verdict::Met } else { Verdict::Empty };
    title(ui, line, (verdict, what), "sign-off");
    let status = input.plan.status_date;
    let key = || Key::SignOff { phase: phase.id, what: what.into() };
    let mut new = last.cloned().unwrap_or(SignOff {
        phase: phase.id,
        what: what.into(),
        date: status,
        by: String::new(),
    });
    let by = Field::new("Signed off by").without_label().at(place(line, 352.0, 150.0)).hint("signed off by");
    if text_field(ui, by, &mut new.by).changed() {
        let edit = if new.by.is_empty() { Edit::Remove(key()) } else { Record::SignOff(new).into() };
        actions.edit(edit);
        return;
    }
    if last.is_some() {
        let field = Field::new("Signed off on").without_label().at(place(line, 512.0, 140.0));
        let rule = DateRule { latest: Some(status), ..DateRule::default() };
        if date_field(ui, field, &rule, &mut new.date).changed() {
            actions.edit(Record::SignOff(new));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_above_a_limit_can_be_typed_even_above_all_of_it() {
        assert_eq!(room(Bound::Max(0.5), false).read("140"), Ok(140.0));
        assert!(room(Bound::Min(0.5), true).read("140").is_err(), "nobody is 140% content");
        assert_eq!(room(Bound::Max(5.0), true).read("-1.25"), Ok(-1.25));
    }
}
