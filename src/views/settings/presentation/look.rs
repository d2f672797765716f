//! The organization's name, its logo and its two colours.

use std::path::PathBuf;

use egui::{Rect, Ui, pos2, vec2};

use super::{changed, swatch};
use crate::document::workspace::settings::PlanSettingsState;
use crate::look::style::{color, color32, stroke};
use crate::look::text::{text_at, text_at_elided, text_at_wrapped, words};
use crate::look::widgets::{Button, Card, FIELD_HEIGHT, Field, Kind, text_field, typed_path};
use crate::picture::palette::contrast;
use crate::picture::{Anchor, Ink, Palette, Rgba, Theme, TypeRole, format};
use crate::plan::{Colour, Colours, Presentation};
use crate::views::{Action, Actions, Out, ViewInput, present};

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    input: &ViewInput<'_>,
    (state, actions): (&mut PlanSettingsState, &mut Actions),
) {
    Card::new(rect).title("Organization", "on slides and documents").show(ui, |ui, body| {
        let mut y = body.top();
        let mut row = |height: f32| {
            let room = Rect::from_min_size(pos2(body.left(), y), vec2(body.width(), height));
            y += height + 12.0;
            room
        };
        name(ui, row(FIELD_HEIGHT), input, actions);
        let has_line = state.typed_logo.is_some() || !state.logo_complaint.is_empty();
        logo(ui, row(if has_line { 164.0 } else { 130.0 }), input, (state, actions));
        colors(ui, row(FIELD_HEIGHT + 46.0), input, actions);
        sample(ui, row(96.0), input);
    });
}

fn name(ui: &mut Ui, at: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let old = &input.plan.presentation.organisation;
    let mut new = old.clone();
    let field = Field::new("Name (optional)").hint(&input.plan.name).at(at);
    if text_field(ui, field, &mut new).changed() {
        actions.edit(changed(input.plan, "Change organization name", |all| all.organisation = new));
    }
}

fn logo(
    ui: &mut Ui,
    room: Rect,
    input: &ViewInput<'_>,
    (state, actions): (&mut PlanSettingsState, &mut Actions),
) {
    let caption = words("Logo (optional)", TypeRole::CAPTION, Ink::Text2);
    text_at(ui, pos2(room.left(), room.top() + 11.0), Anchor::Start, caption);
    let well = Rect::from_min_size(room.min + vec2(0.0, 19.0), vec2(room.width(), 76.0));
    ui.painter().rect(well, 6.0, color(ui, Ink::Bg2), stroke(ui, 1.0, Ink::Stroke), egui::StrokeKind::Inside);
    let logo = input.plan.presentation.logo.as_ref();
    let (said, ink) = match logo {
        Some(logo) if present::paint_logo(ui, well.shrink(12.0), (input, logo), (1.0, 0.5)) => {
            ("", Ink::Text3)
        }
        Some(_) => ("This picture cannot be read", Ink::BadText),
        None => ("PNG or SVG, at most 200 kB", Ink::Text3),
    };
    if !said.is_empty() {
        let at = well.center() + vec2(0.0, 4.0);
        text_at(ui, at, Anchor::Middle, words(said, TypeRole::LABEL, ink));
    }
    let mut x = room.left();
    let mut button = |ui: &mut Ui, words: &str, why_not: Option<&str>| {
        let button = Button::new(Kind::Secondary, words).small();
        let place = Rect::from_min_size(pos2(x, well.bottom() + 8.0), button.size());
        x += button.size().x + 8.0;
        button.at(place).disabled_because(why_not).show(ui).clicked()
    };
    if button(ui, "Choose logo…", None) {
        state.logo_complaint.clear();
        actions.push(Action::Out(Out::AskLogo));
    }
    if button(ui, "Type its path", None) {
        state.typed_logo = state.typed_logo.take().xor(Some(String::new()));
    }
    if button(ui, "Remove logo", logo.is_none().then_some("There is none")) {
        actions.edit(changed(input.plan, "Remove logo", |all| all.logo = None));
    }
    let line = Rect::from_min_size(pos2(room.left(), well.bottom() + 40.0), vec2(room.width(), 28.0));
    if !state.logo_complaint.is_empty() {
        let said = words(&state.logo_complaint, TypeRole::LABEL, Ink::BadText);
        text_at_elided(ui, line.left_center() + vec2(0.0, 4.0), Anchor::Start, said, line.width());
    } else if let Some(typed) = &mut state.typed_logo
        && let Some(path) = typed_path(ui, line, ("Use", true), typed)
    {
        state.typed_logo = None;
        actions.push(Action::Out(Out::TakeLogo(PathBuf::from(path))));
    }
}

fn colors(ui: &mut Ui, room: Rect, input: &ViewInput<'_>, actions: &mut Actions) {
    let has = input.plan.presentation.colours;
    let half = (room.width() - 12.0) / 2.0;
    let fields = [("Main color", has.main), ("Second color", has.second)];
    for (place, (name, mut color)) in fields.into_iter().enumerate() {
        let left = room.left() + place as f32 * (half + 12.0);
        let at = Rect::from_min_size(pos2(left, room.top()), vec2(half, FIELD_HEIGHT));
        if swatch::field(ui, at, name, &mut color) {
            let new =
                if place == 0 { Colours { main: color, ..has } } else { Colours { second: color, ..has } };
            actions.edit(changed(input.plan, "Change colors", |all| all.colours = new));
        }
    }
    let y = room.top() + FIELD_HEIGHT + 18.0;
    let reset = Button::new(Kind::Link, "Back to the program's").small();
    let size = reset.size();
    if !has.is_default() {
        let at = Rect::from_min_size(pos2(room.right() - size.x, y - 14.0), size);
        if reset.at(at).show(ui).clicked() {
            actions.edit(changed(input.plan, "Remove colors", |all| all.colours = Colours::default()));
        }
    }
    let (ink, said) = has.main.map_or_else(
        || {
            let said =
                "Of headings, of what is asked, and of the line under titles. Colors of data stay as they are.";
            (Ink::Text3, said.to_owned())
        },
        legibility,
    );
    let taken = if has.is_default() { 0.0 } else { size.x + 12.0 };
    let at = pos2(room.left(), y);
    text_at_wrapped(ui, at, words(&said, TypeRole::CAPTION, ink), room.width() - taken);
}

/// Whether words can be read in the color on white paper, and what is done where they cannot.
fn legibility(Colour(red, green, blue): Colour) -> (Ink, String) {
    const NEEDED: f64 = 4.5;
    let paper = Palette::new(Theme::Light).color(Ink::Bg1);
    let ratio = contrast(Rgba(red, green, blue, 255), paper);
    let said = format::decimal((ratio * 10.0).floor() / 10.0, 1);
    if ratio >= NEEDED {
        return (Ink::Text3, format!("Words in the main color have a contrast of {said}:1 on white."));
    }
    let remedy = "words are drawn in a darker shade of it";
    (
        Ink::WarnText,
        format!("The main color has a contrast of {said}:1 on white, and words need 4.5:1: {remedy}."),
    )
}

/// How the two colours come out in this window's theme.
fn sample(ui: &mut Ui, room: Rect, input: &ViewInput<'_>) {
    let Presentation { organisation, .. } = &input.plan.presentation;
    let palette = present::palette_of(ui, &input.plan.presentation);
    let ink = |ink| color32(palette.color(ink));
    let left = room.left();
    let name = if organisation.is_empty() { &input.plan.name } else { organisation };
    let title = words(name, TypeRole::QUESTION, Ink::Text);
    text_at_elided(ui, pos2(left, room.top() + 16.0), Anchor::Start, title, room.width());
    let rule = Rect::from_min_size(pos2(left, room.top() + 27.0), vec2(room.width(), 1.5));
    ui.painter().rect_filled(rule, 0.0, ink(Ink::Rule));
    let panel = Rect::from_min_max(pos2(left, room.top() + 38.0), room.max);
    ui.painter().rect_filled(panel, 8.0, ink(Ink::AccentBg));
    let role = TypeRole::BODY_STRONG;
    let asked = ("Decision asked", role, ink(Ink::AccentText));
    crate::look::text::paint_colored(ui.painter(), panel.min + vec2(16.0, 24.0), Anchor::Start, asked);
    let said = ("Words on its tint", TypeRole::BODY, color(ui, Ink::Text));
    crate::look::text::paint_colored(ui.painter(), panel.min + vec2(16.0, 44.0), Anchor::Start, said);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_color_in_which_words_cannot_be_read_is_said() {
        let (ink, said) = legibility(Colour(0xFF, 0xD0, 0x00));
        assert_eq!(ink, Ink::WarnText);
        assert!(said.contains("1.4:1") && said.contains("4.5:1"), "{said}");
        assert_eq!(legibility(Colour(0x00, 0x33, 0x66)).0, Ink::Text3);
    }
}
