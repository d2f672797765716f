//! The What-if card: the levers as knobs and switches. Held elsewhere they are tried at once; the plan
//! changes only by Apply, another schedule is kept only by its button.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::document::{Dialog, NameDraft};
use crate::look::style::stroke;
use crate::look::text::{paint_elided, paint_text, text_at, text_at_elided, words};
use crate::look::widgets::card::{PADDING, Surface, paint_surface};
use crate::look::widgets::{Button, KNOB_HEIGHT, Kind, Knob, Number, knob, tip, toggle};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::report::odds_knobs::{self, KnobFace};
use crate::report::study::Tried;
use crate::views::kept::kept;
use crate::views::{Action, Actions, ViewInput};

const HEAD: f32 = 52.0;
const PITCH: f32 = 74.0;
const TOGGLE: f32 = 38.0;
const BUTTON: f32 = 30.0;

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let at = rect.min + vec2(PADDING, 25.0);
    paint_text(ui.painter(), at, Anchor::Start, words("What if", TypeRole::CARD_TITLE, Ink::Text));
    let subtitle = "The plan stays as it is until you apply.";
    let said = words(subtitle, TypeRole::CAPTION, Ink::Text3);
    paint_elided(ui.painter(), at + vec2(0.0, 18.0), Anchor::Start, said, rect.width() - 2.0 * PADDING);
    let faces = kept(ui, input, ("forecast knobs", ()), || odds_knobs::faces(&input.situation()));
    let foot = if input.beside.tried.is_some() { 124.0 } else { 96.0 };
    let body =
        Rect::from_min_max(pos2(rect.left(), rect.top() + HEAD), pos2(rect.right(), rect.bottom() - foot));
    let mut child = ui.new_child(UiBuilder::new().max_rect(body).id_salt("what if"));
    child.set_clip_rect(body.intersect(ui.clip_rect()));
    ScrollArea::vertical().id_salt("knobs").auto_shrink(false).show(&mut child, |ui| {
        list(ui, rect, input, &faces, actions);
    });
    let line = stroke(ui, 1.0, Ink::Stroke);
    ui.painter().hline(rect.x_range().shrink(1.0), body.bottom(), line);
    feet(ui, Rect::from_min_max(body.left_bottom(), rect.max), input, actions);
}

fn list(ui: &mut Ui, card: Rect, input: &ViewInput<'_>, faces: &[KnobFace], actions: &mut Actions) {
    let (left, width) = (card.left() + PADDING, card.width() - 2.0 * PADDING);
    let (knobs, toggles): (Vec<_>, Vec<_>) = faces.iter().partition(|face| !face.lever.is_toggle());
    let height = knobs.len() as f32 * PITCH + toggles.len() as f32 * TOGGLE + 12.0;
    // What stands in it is placed by hand and must not move the layout's cursor.
    let (_, all) = ui.allocate_space(vec2(card.width(), height));
    let line = stroke(ui, 1.0, Ink::Grid);
    let mut top = all.top();
    for (n, face) in knobs.into_iter().enumerate() {
        if n > 0 {
            ui.painter().hline(left..=left + width, top, line);
        }
        let place = Rect::from_min_size(pos2(left, top + 8.0), vec2(width, KNOB_HEIGHT));
        let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt(&face.name));
        one(&mut child, place, input, face, actions);
        top += PITCH;
    }
    top += 4.0;
    for face in toggles {
        let place = Rect::from_min_size(pos2(left, top), vec2(width, TOGGLE));
        let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt(&face.name));
        let mut is_on = held(input.beside.tried, face) == face.on;
        let response = toggle(&mut child, &mut is_on, &face.name);
        if response.changed() {
            actions.push(Action::Try(face.lever, if is_on { face.on } else { face.off }));
        }
        let _ = tip(response, &face.source);
        top += TOGGLE;
    }
}

fn held(tried: Option<&Tried>, face: &KnobFace) -> f64 {
    tried.and_then(|tried| tried.value(face.lever)).unwrap_or(face.value)
}

fn one(ui: &mut Ui, place: Rect, input: &ViewInput<'_>, face: &KnobFace, actions: &mut Actions) {
    let number = Number {
        min: face.low,
        max: face.high,
        step: face.step,
        decimals: face.decimals,
        is_trimmed: false,
        unit: face.unit,
    };
    let before = held(input.beside.tried, face);
    let mut value = before;
    let shown = Knob {
        label: &face.name,
        number,
        seen: face.seen,
        planned: (before != face.value).then_some(face.value),
        source: &face.source,
        is_assumption: face.is_assumption,
    };
    let response = knob(ui, place, &shown, &mut value);
    if response.changed() {
        actions.push(Action::Try(face.lever, value));
    }
    let is_cut = text::width(TypeRole::CAPTION, &face.source) > place.width() - 72.0;
    let _ = tip(response, if is_cut { &face.source } else { "" });
}

/// What the expected course makes of it, and what can be done with it.
fn feet(ui: &mut Ui, foot: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let inside = foot.shrink2(vec2(PADDING, 0.0));
    let tried = input.beside.tried;
    let mut top = foot.top() + 12.0;
    if let Some(tried) = tried {
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "never".to_owned(), format::date_short);
        let old = input.outlook.expected.finish;
        let new = tried.outlook.as_ref().map(|outlook| outlook.expected.finish);
        let said = format!("{} → {}", day(old), new.map_or_else(|| "…".to_owned(), day));
        let ink = match (old, new) {
            (_, None) => Ink::Text,
            (old, Some(new)) if old == new => Ink::Text,
            (Some(old), Some(Some(new))) if new < old => Ink::OkText,
            (None, Some(Some(_))) => Ink::OkText,
            _ => Ink::WarnText,
        };
        let right = pos2(inside.right(), top + 12.0);
        let name = words("Expected course", TypeRole::LABEL, Ink::Text2);
        let room = inside.width() - text::width(TypeRole::LABEL_STRONG, &said) - 8.0;
        text_at_elided(ui, pos2(inside.left(), top + 12.0), Anchor::Start, name, room);
        text_at(ui, right, Anchor::End, words(&said, TypeRole::LABEL_STRONG, ink));
        top += 38.0 - 12.0 + 2.0;
    }
    let why_not = tried.is_none().then_some("Move a knob first");
    let gap = 8.0;
    let keep = Rect::from_min_size(pos2(inside.left(), top), vec2(inside.width(), BUTTON));
    let half = (inside.width() - gap) / 2.0;
    let apply = Rect::from_min_size(pos2(inside.left(), top + BUTTON + gap), vec2(half, BUTTON));
    let reset = apply.translate(vec2(half + gap, 0.0));
    let button = |kind, words, place| Button::new(kind, words).at(place).disabled_because(why_not);
    if button(Kind::Primary, "Keep as scenario…", keep).show(ui).clicked()
        && let Some(tried) = tried
    {
        actions.push(ask_name(input, tried));
    }
    if button(Kind::Secondary, "Apply", apply).show(ui).clicked()
        && let Some(tried) = tried
    {
        actions.edit(tried.edit.clone());
        actions.push(Action::StopTrying);
    }
    if button(Kind::Secondary, "Reset", reset).show(ui).clicked() {
        actions.push(Action::StopTrying);
    }
}

fn ask_name(input: &ViewInput<'_>, tried: &Tried) -> Action {
    let wish = odds_knobs::scenario_name(input.plan, tried);
    let taken = |name: &str| input.own.scenarios.iter().any(|scenario| scenario.name == name);
    let numbered = (2..10_000).map(|n| format!("{wish} ({n})"));
    let name = std::iter::once(wish.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or_default();
    Action::Ask(Dialog::KeepTried(NameDraft { name, by: String::new() }))
}
