//! Chips: one short state on its tint, with a sign where there is one. A chip is read, not pressed.

use egui::{Align, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::look::glyphs::{Position, Verdict};
use crate::look::icons::{self, Icon};
use crate::look::style::color;
use crate::look::text::{centered_baseline, paint_text, words};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// What the colour of a chip or a panel means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    /// Where the user is, or can act.
    Accent,
    Verdict(Verdict),
    Position(Position),
}

impl Tone {
    pub const OK: Self = Self::Verdict(Verdict::Met);
    pub const WARN: Self = Self::Verdict(Verdict::Risk);
    pub const BAD: Self = Self::Verdict(Verdict::Missed);

    #[must_use]
    pub const fn tint(self) -> Ink {
        match self {
            Self::Neutral => Ink::NeutralTint,
            Self::Accent => Ink::AccentBg,
            Self::Verdict(verdict) => verdict.tint(),
            Self::Position(position) => position.tint(),
        }
    }

    #[must_use]
    pub const fn text(self) -> Ink {
        match self {
            Self::Neutral => Ink::NeutralText,
            Self::Accent => Ink::AccentText,
            Self::Verdict(verdict) => verdict.text(),
            Self::Position(position) => position.text(),
        }
    }
}

#[derive(Clone, Copy)]
pub struct Chip<'a> {
    pub tone: Tone,
    pub icon: Option<Icon>,
    pub text: &'a str,
}

impl<'a> Chip<'a> {
    #[must_use]
    pub const fn new(tone: Tone, text: &'a str) -> Self {
        Self { tone, icon: None, text }
    }

    #[must_use]
    pub const fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    #[must_use]
    pub fn width(&self) -> f32 {
        let icon = if self.icon.is_some() { ICON + GAP } else { 0.0 };
        (text::width(ROLE, self.text) + icon + 2.0 * PADDING).ceil()
    }
}

/// A chip at the layout's cursor.
pub fn chip(ui: &mut Ui, chip: Chip<'_>) -> Response {
    let response = ui.allocate_response(vec2(chip.width(), HEIGHT), Sense::hover());
    draw(ui, response, chip)
}

/// A chip centred on `at.y`, whose start, middle or end is at `at.x`.
pub fn chip_at(ui: &mut Ui, at: Pos2, align: Align, chip: Chip<'_>) -> Response {
    let width = chip.width();
    let left = at.x - width * align.to_factor();
    let rect = Rect::from_min_size(pos2(left, at.y - HEIGHT / 2.0), vec2(width, HEIGHT));
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::hover());
    draw(ui, response, chip)
}

const ROLE: TypeRole = TypeRole::CAPTION_MEDIUM;
const HEIGHT: f32 = 20.0;
const PADDING: f32 = 8.0;
const ICON: f32 = 12.0;
const GAP: f32 = 5.0;

fn draw(ui: &Ui, response: Response, chip: Chip<'_>) -> Response {
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), chip.text));
    let rect = response.rect;
    let painter = ui.painter();
    painter.rect_filled(rect, HEIGHT / 2.0, color(ui, chip.tone.tint()));
    let mut left = rect.left() + PADDING;
    if let Some(icon) = chip.icon {
        let center = pos2(left + ICON / 2.0, rect.center().y);
        icons::paint(painter, icon, center, ICON, color(ui, chip.tone.text()));
        left += ICON + GAP;
    }
    let at = pos2(left, centered_baseline(ROLE, rect.center().y));
    paint_text(painter, at, Anchor::Start, words(chip.text, ROLE, chip.tone.text()));
    response
}
