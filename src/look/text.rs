//! Words on screen: labels that take room, and text painted with its baseline on a given point.
//! What is drawn is as wide as `picture::text` says.

use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, Color32, FontId, Galley, Painter, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::style::{Themed, color, font};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// One line of text that takes room in the layout and is read by screen readers. Cut where the room ends,
/// with the whole text as its tooltip.
pub fn label(ui: &mut Ui, words: &str, role: TypeRole, ink: Ink) -> Response {
    let room = ui.available_width();
    let cut = text::elide(role, words, room);
    let job = job(&cut, role, color(ui, ink), f32::INFINITY);
    let response = ui.add(egui::Label::new(job).selectable(false).extend());
    if cut == words { response } else { response.on_hover_text(words) }
}

/// Text broken into lines within the room there is.
pub fn wrapped(ui: &mut Ui, words: &str, role: TypeRole, ink: Ink) -> Response {
    let lines = text::break_lines(role, words, ui.available_width()).join("\n");
    let job = job(&lines, role, color(ui, ink), f32::INFINITY);
    let response = ui.add(egui::Label::new(job).selectable(false).extend());
    // Where the lines end is nothing to be read aloud.
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, words));
    response
}

/// Words and how they are set.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub text: &'a str,
    pub role: TypeRole,
    pub ink: Ink,
}

/// Shorthand for [`Words`].
#[must_use]
pub fn words(text: &str, role: TypeRole, ink: Ink) -> Words<'_> {
    Words { text, role, ink }
}

/// Paints one line with its baseline at `at`, which is its start, middle or end. Returns its width.
pub fn paint_text(painter: &Painter, at: Pos2, anchor: Anchor, words: Words<'_>) -> f32 {
    let tint = color(painter, words.ink);
    paint_colored(painter, at, anchor, (words.text, words.role, tint))
}

/// As [`paint_text`], but a widget: read by screen readers, found by its words, able to carry a tooltip.
/// It moves no layout cursor.
pub fn text_at(ui: &mut Ui, at: Pos2, anchor: Anchor, words: Words<'_>) -> Response {
    let width = paint_text(ui.painter(), at, anchor, words);
    let response = placed(ui, line_rect(at, anchor, words.role, width));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), words.text));
    response
}

/// As [`text_at`], cut with an ellipsis at `max_width`; the whole text is then the tooltip.
pub fn text_at_elided(ui: &mut Ui, at: Pos2, anchor: Anchor, words: Words<'_>, max_width: f32) -> Response {
    let cut = text::elide(words.role, words.text, max_width);
    let width = paint_text(ui.painter(), at, anchor, Words { text: &cut, ..words });
    let response = placed(ui, line_rect(at, anchor, words.role, width));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), words.text));
    if cut == words.text { response } else { response.on_hover_text(words.text) }
}

/// As [`paint_wrapped`], but a widget read as one text. The response's rectangle says the height.
pub fn text_at_wrapped(ui: &mut Ui, at: Pos2, words: Words<'_>, max_width: f32) -> Response {
    let height = paint_wrapped(ui.painter(), at, words, max_width);
    let top = at - vec2(0.0, text::baseline_offset(words.role));
    let response = placed(ui, Rect::from_min_size(top, vec2(max_width, height)));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), words.text));
    response
}

/// As [`paint_text`], with a colour that is no role of its own (blended or faded).
pub fn paint_colored(
    painter: &Painter,
    at: Pos2,
    anchor: Anchor,
    (words, role, tint): (&str, TypeRole, Color32),
) -> f32 {
    if words.is_empty() {
        return 0.0;
    }
    paint_galley(painter, at, anchor, (words, font(role), tint))
}

/// One line in a font egui knows. Its width is what egui drew: for characters that only a font of the system
/// has, that is not what was measured for paper.
pub fn paint_galley(
    painter: &Painter,
    at: Pos2,
    anchor: Anchor,
    (words, id, tint): (&str, FontId, Color32),
) -> f32 {
    let galley = painter.layout_no_wrap(words.to_owned(), id, tint);
    let width = galley.intrinsic_size().x;
    let left = match anchor {
        Anchor::Start => at.x,
        Anchor::Middle => at.x - width / 2.0,
        Anchor::End => at.x - width,
    };
    let top = snap(painter, at.y) - baseline(&galley);
    painter.galley(pos2(left, top), galley, tint);
    width
}

/// As [`paint_text`], cut with an ellipsis at `max_width`. Says whether it was cut, so that the caller can
/// give the whole text as a tooltip.
pub fn paint_elided(painter: &Painter, at: Pos2, anchor: Anchor, words: Words<'_>, max_width: f32) -> bool {
    let cut = text::elide(words.role, words.text, max_width);
    paint_text(painter, at, anchor, Words { text: &cut, ..words });
    cut != words.text
}

/// Paints lines broken at `max_width`, the first baseline at `at`. Returns the height they take.
pub fn paint_wrapped(painter: &Painter, at: Pos2, words: Words<'_>, max_width: f32) -> f32 {
    let lines = text::break_lines(words.role, words.text, max_width);
    for (row, line) in lines.iter().enumerate() {
        let down = vec2(0.0, row as f32 * words.role.line);
        paint_text(painter, at + down, Anchor::Start, Words { text: line, ..words });
    }
    lines.len() as f32 * words.role.line
}

/// The baseline that centres capitals on `center_y`.
#[must_use]
pub fn centered_baseline(role: TypeRole, center_y: f32) -> f32 {
    center_y + text::cap_height(role) / 2.0
}

/// A layout job of one role, with the role's line height, for egui's own widgets.
#[must_use]
pub fn job(words: &str, role: TypeRole, tint: Color32, max_width: f32) -> LayoutJob {
    let format = TextFormat {
        font_id: font(role),
        color: tint,
        line_height: Some(role.line),
        valign: Align::Center,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(words.to_owned(), format);
    job.wrap = TextWrapping { max_width, ..TextWrapping::default() };
    job
}

/// `y` on a whole pixel, where baselines and 1 px lines belong.
pub fn snap(painter: &Painter, y: f32) -> f32 {
    let scale = painter.ctx().pixels_per_point();
    (y * scale).round() / scale
}

/// Ink for words that depend on whether they can be used.
#[must_use]
pub fn usable(enabled: bool, ink: Ink) -> Ink {
    if enabled { ink } else { Ink::Text3 }
}

fn placed(ui: &mut Ui, rect: Rect) -> Response {
    let rect = rect.round_ui();
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    ui.expand_to_include_rect(rect);
    ui.interact(rect, id, Sense::hover())
}

fn line_rect(at: Pos2, anchor: Anchor, role: TypeRole, width: f32) -> Rect {
    let left = match anchor {
        Anchor::Start => at.x,
        Anchor::Middle => at.x - width / 2.0,
        Anchor::End => at.x - width,
    };
    let top = at.y - text::baseline_offset(role);
    Rect::from_min_size(pos2(left, top), vec2(width, role.line))
}

/// The distance from the top of a laid-out line to its baseline.
fn baseline(galley: &Arc<Galley>) -> f32 {
    galley
        .rows
        .first()
        .and_then(|row| row.glyphs.first().map(|glyph| row.pos.y + glyph.pos.y))
        .unwrap_or_default()
}

/// Whether a theme is dark, for the few marks that differ by more than a role.
pub fn is_dark(of: &impl Themed) -> bool {
    of.palette().theme == crate::picture::Theme::Dark
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::style::install;

    const SAMPLES: [&str; 6] = [
        "29 Mar – 13 Apr 2027",
        "Windows Update policies",
        "0x80180018 AVATo ¼ fi",
        "4,085 of 12,400 = 32.9%",
        "Zürich Łódź Αθήνα",
        "+5 working days · P10–P90 → ≥ 95%",
    ];

    #[test]
    fn egui_draws_as_wide_as_was_measured() {
        let ctx = egui::Context::default();
        install(&ctx);
        let pass = |check: &dyn Fn(&Ui)| {
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| check(ui));
            output.textures_delta.clear();
        };
        pass(&|_| {});
        for scale in [1.0, 2.0] {
            ctx.set_pixels_per_point(scale);
            pass(&|ui| {
                for role in [
                    TypeRole::CAPTION,
                    TypeRole::LABEL_MEDIUM,
                    TypeRole::BODY_STRONG,
                    TypeRole::FIGURE,
                    TypeRole::BODY.at(104.0),
                ] {
                    for sample in SAMPLES {
                        let painter = ui.painter();
                        let galley =
                            painter.layout_no_wrap(sample.to_owned(), font(role), color(ui, Ink::Text));
                        let drawn = galley.intrinsic_size().x;
                        let measured = text::width(role, sample);
                        assert!((drawn - measured).abs() < 0.1, "{sample}: {drawn} is not {measured}");
                    }
                }
            });
        }
    }
}
