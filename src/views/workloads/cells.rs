//! Painting of the grid's cells: the sign of the slider, two lines of words and a badge. Words never
//! leave their cell: the first form that fits is taken.

use egui::{Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use crate::look::style::stroke;
use crate::look::text::{paint_elided, paint_text, words};
use crate::look::widgets::positions::paint_position;
use crate::look::{Icon, Position, Verdict, color, glyphs, icons};
use crate::picture::{Anchor, Ink, TypeRole, text};
use crate::plan::Authority;
use crate::report::workloads::{Badge, Face, SliderFace, SliderState, WithIntune};

pub const fn position(authority: Authority) -> Position {
    match authority {
        Authority::ConfigurationManager => Position::ConfigMgr,
        Authority::PilotIntune => Position::Pilot,
        Authority::Intune => Position::Intune,
    }
}

/// What surrounds a cell besides its own state.
#[derive(Clone, Copy, Default)]
pub struct Around {
    pub is_hovered: bool,
    pub is_chosen: bool,
    pub is_cursor: bool,
}

/// One cell in its box.
pub fn cell(painter: &Painter, rect: Rect, face: &Face, around: Around) {
    let at = position(face.position);
    let fill = if face.is_done || face.stays { at.tint() } else { Ink::Bg1 };
    let edge = if around.is_chosen {
        stroke(painter, 1.5, Ink::Accent)
    } else if around.is_hovered {
        stroke(painter, 1.0, Ink::Text3)
    } else if face.is_done || face.stays {
        Stroke::NONE
    } else {
        stroke(painter, 1.0, Ink::Stroke)
    };
    painter.rect(rect, 5.0, color(painter, fill), edge, StrokeKind::Inside);
    if around.is_cursor {
        painter.rect_stroke(rect.expand(2.0), 7.0, stroke(painter, 2.0, Ink::Accent), StrokeKind::Outside);
    }
    paint_position(painter, pos2(rect.left() + 7.0, rect.center().y), at, face.is_done);
    let left = rect.left() + 42.0;
    let badge_room = if face.badge == Badge::None { 6.0 } else { 24.0 };
    let ink = if face.is_done || face.stays { at.text() } else { Ink::Text };
    let role = if face.is_done { TypeRole::LABEL_STRONG } else { TypeRole::LABEL };
    let first = words(face.line1, role, ink);
    paint_elided(
        painter,
        pos2(left, rect.top() + 15.0),
        Anchor::Start,
        first,
        rect.right() - badge_room - left,
    );
    let room = rect.right() - 3.0 - left;
    let ink = if face.is_warning { Ink::WarnText } else { Ink::Text2 };
    fitting(painter, pos2(left, rect.top() + 29.5), &face.line2, (TypeRole::CAPTION, ink), room);
    badge(painter, rect, face);
}

fn badge(painter: &Painter, rect: Rect, face: &Face) {
    let at = pos2(rect.right() - 13.0, rect.top() + 11.0);
    match face.badge {
        Badge::None => {}
        Badge::Done => {
            icons::paint(painter, Icon::Tick, at, 13.0, color(painter, position(face.position).text()));
        }
        Badge::Conflict => glyphs::paint_verdict(painter, Verdict::Risk, at, 13.0),
        Badge::Back => icons::paint(painter, Icon::Undo, at, 13.0, color(painter, Ink::WarnText)),
        Badge::Follows => icons::paint(painter, Icon::Link, at, 13.0, color(painter, Ink::WarnText)),
    }
}

/// The first form that fits, else the last one cut.
fn fitting(painter: &Painter, at: egui::Pos2, forms: &[String], (role, ink): (TypeRole, Ink), room: f32) {
    let fits = |form: &&String| text::width(role, form) <= room;
    let Some(form) = forms.iter().find(fits).or(forms.last()) else { return };
    paint_elided(painter, at, Anchor::Start, words(form, role, ink), room);
}

/// The column *Slider to Intune*.
pub fn slider(painter: &Painter, rect: Rect, face: &SliderFace, around: Around) {
    if around.is_chosen || around.is_hovered {
        let ink = if around.is_chosen { Ink::AccentBg } else { Ink::Bg2 };
        painter.rect_filled(rect.shrink2(vec2(3.0, 4.0)), 5.0, color(painter, ink));
    }
    if around.is_cursor {
        let ring = stroke(painter, 2.0, Ink::Accent);
        painter.rect_stroke(rect.shrink2(vec2(3.0, 4.0)), 6.0, ring, StrokeKind::Outside);
    }
    let middle = rect.center().y;
    let mark = pos2(rect.left() + 16.0, middle);
    let (ink, role, has_mark) = match face.state {
        SliderState::Done => (Ink::IntuneText, TypeRole::LABEL_STRONG, true),
        SliderState::Planned => (Ink::Text, TypeRole::LABEL, true),
        SliderState::StaysInPilot => (Ink::PilotText, TypeRole::LABEL, false),
        SliderState::NotPlanned => (Ink::Text2, TypeRole::LABEL, false),
        SliderState::Locked => (Ink::Text2, TypeRole::LABEL, true),
    };
    match face.state {
        SliderState::Done => icons::paint(painter, Icon::Tick, mark, 13.0, color(painter, ink)),
        SliderState::Planned => {
            painter.circle_stroke(mark, 4.75, stroke(painter, 1.5, Ink::IntuneSolid));
        }
        SliderState::Locked => icons::paint(painter, Icon::Lock, mark, 13.0, color(painter, ink)),
        SliderState::StaysInPilot | SliderState::NotPlanned => {}
    }
    let left = if has_mark { rect.left() + 28.0 } else { rect.left() + 10.0 };
    fitting(painter, pos2(left, middle + 4.5), &face.words, (role, ink), rect.right() - 4.0 - left);
}

/// The column *With Intune*: a count over a short bar.
pub fn total(painter: &Painter, rect: Rect, value: &WithIntune) {
    let right = rect.right() - 16.0;
    let figure = crate::picture::format::count(value.devices);
    let said = words(&figure, TypeRole::BODY_STRONG, Ink::Text);
    paint_text(painter, pos2(right, rect.top() + 20.0), Anchor::End, said);
    let bar = Rect::from_min_max(pos2(rect.left() + 16.0, rect.top() + 28.0), pos2(right, rect.top() + 33.0));
    crate::look::widgets::bar(painter, bar, value.share as f32, Ink::IntuneSolid, None);
}

/// The one band of Resource access, locked across all phases.
pub fn locked_band(painter: &Painter, rect: Rect) {
    painter.rect_filled(rect, 5.0, color(painter, Ink::Bg3));
    let line = stroke(painter, 1.0, Ink::Stroke2);
    let clipped = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        clipped.line_segment([pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())], line);
        x += 7.0;
    }
    let long = "Retired workload: from site version 2403 the slider is fixed. It follows enrollment; nothing to plan.";
    let short = "Fixed from site version 2403; nothing to plan.";
    let title = "Locked on Intune";
    let visible = rect.intersect(painter.clip_rect());
    let left = visible.left() + 9.0;
    let title_width = text::width(TypeRole::LABEL_STRONG, title);
    let room = visible.right() - 12.0 - (left + 36.0 + title_width);
    let sentence = [long, short, ""]
        .into_iter()
        .find(|said| text::width(TypeRole::LABEL, said) + 12.0 <= room)
        .unwrap_or_default();
    let width = 44.0 + title_width + text::width(TypeRole::LABEL, sentence) + 12.0;
    let plate = Rect::from_min_size(pos2(left, rect.top() + 5.0), vec2(width, rect.height() - 10.0));
    painter.rect_filled(plate, 5.0, color(painter, Ink::Bg1));
    let middle = plate.center().y;
    icons::paint(painter, Icon::Lock, pos2(left + 15.0, middle), 13.0, color(painter, Ink::Text));
    let at = pos2(left + 29.0, middle + 4.5);
    paint_text(painter, at, Anchor::Start, words(title, TypeRole::LABEL_STRONG, Ink::Text));
    let at = pos2(left + 41.0 + title_width, middle + 4.5);
    paint_text(painter, at, Anchor::Start, words(sentence, TypeRole::LABEL, Ink::Text2));
}
