//! How wide words are, where a line breaks and how it is cut: measured once, for screen and paper alike.
//! It draws nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use harfrust::{Direction, GlyphBuffer, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::fonts;
use super::type_roles::TypeRole;

/// The width of one line in points.
#[must_use]
pub fn width(role: TypeRole, text: &str) -> f32 {
    let face = fonts::index_of(role);
    match &MEASURES[face] {
        Some(measure) => measure.em_width(face, text) * role.size,
        None => 0.0,
    }
}

/// From the top of a line box to its baseline, with the letters centred in the line height.
#[must_use]
pub fn baseline_offset(role: TypeRole) -> f32 {
    let (ascent, descent) = vertical(role);
    (role.line - (ascent + descent)) / 2.0 + ascent
}

/// The height of a capital letter: what centring words on a mark goes by.
#[must_use]
pub fn cap_height(role: TypeRole) -> f32 {
    MEASURES[fonts::index_of(role)].as_ref().map_or(0.0, |m| m.cap_height) * role.size
}

/// `text` itself when it fits, else as much of it as fits followed by an ellipsis.
#[must_use]
pub fn elide(role: TypeRole, text: &str, max_width: f32) -> Cow<'_, str> {
    if width(role, text) <= max_width + TOLERANCE {
        return Cow::Borrowed(text);
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let cut = |at: usize| format!("{}…", text[..at].trim_end());
    let fitting = ends.partition_point(|&at| width(role, &cut(at)) <= max_width + TOLERANCE);
    Cow::Owned(cut(ends.get(fitting.saturating_sub(1)).copied().unwrap_or(0)))
}

/// The lines of `text` within `max_width`, by Unicode's rules; a word longer than a line is split.
#[must_use]
pub fn break_lines(role: TypeRole, text: &str, max_width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut start = 0;
    for (end, opportunity) in linebreaks(text) {
        let piece = &text[start..end];
        start = end;
        let longer = format!("{line}{piece}");
        if !line.is_empty() && width(role, longer.trim_end()) > max_width + TOLERANCE {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            line.push_str(piece);
        } else {
            line = longer;
        }
        split_overlong(role, &mut line, max_width, &mut lines);
        if opportunity == BreakOpportunity::Mandatory && end < text.len() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// One glyph of a shaped line; lengths in em.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// 0 where the face has none.
    pub id: u32,
    pub advance: f32,
    pub dx: f32,
    pub dy: f32,
    /// The bytes of the line that it stands for.
    pub bytes: std::ops::Range<usize>,
}

/// A line as the glyphs of its face, in the order in which they are drawn: what [`width`] measures.
#[must_use]
pub fn glyphs(role: TypeRole, text: &str) -> Vec<Glyph> {
    let Some(measure) = &MEASURES[fonts::index_of(role)] else { return Vec::new() };
    let em = |units: i32| units as f32 / measure.units_per_em;
    let shaped = measure.shaped(text);
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.push(text.len());
    starts.sort_unstable();
    starts.dedup();
    let infos = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    infos
        .map(|(info, at)| {
            let start = info.cluster as usize;
            let next = starts.partition_point(|other| *other <= start);
            Glyph {
                id: info.glyph_id,
                advance: em(at.x_advance),
                dx: em(at.x_offset),
                dy: em(at.y_offset),
                bytes: start..starts.get(next).copied().unwrap_or(text.len()),
            }
        })
        .collect()
}

/// The characters no embedded face can draw, each once. They show as a box; whoever exports warns of them.
#[must_use]
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let Some(measure) = &MEASURES[0] else { return Vec::new() };
    let charmap = measure.font.charmap();
    let mut missing = Vec::new();
    for c in text.chars() {
        if !c.is_control() && charmap.map(c).is_none() && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

/// A sum of shaped widths may differ from the width of the whole by rounding.
const TOLERANCE: f32 = 0.01;

/// Enough for every word on screen many times over; emptied, not grown, beyond that.
const REMEMBERED: usize = 16_384;

struct Measure {
    font: FontRef<'static>,
    shaper: ShaperData,
    units_per_em: f32,
    ascent: f32,
    descent: f32,
    cap_height: f32,
}

static MEASURES: LazyLock<[Option<Measure>; 6]> =
    LazyLock::new(|| fonts::FACES.map(|face| Measure::new(face.bytes)));

/// Widths in em already measured, per face. Text on screen hardly changes from frame to frame.
static WIDTHS: LazyLock<Mutex<[HashMap<String, f32>; 6]>> = LazyLock::new(Mutex::default);

impl Measure {
    fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let em = f32::from(metrics.units_per_em);
        Some(Self {
            shaper: ShaperData::new(&font),
            units_per_em: em,
            ascent: metrics.ascent / em,
            descent: -metrics.descent / em,
            cap_height: metrics.cap_height.unwrap_or(metrics.ascent * 0.75) / em,
            font,
        })
    }

    fn em_width(&self, face: usize, text: &str) -> f32 {
        let mut widths = WIDTHS.lock().unwrap_or_else(PoisonError::into_inner);
        let known = &mut widths[face];
        if let Some(width) = known.get(text) {
            return *width;
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let width = self.shape(text);
        known.insert(text.to_owned(), width);
        width
    }

    fn shape(&self, text: &str) -> f32 {
        let units: i32 = self.shaped(text).glyph_positions().iter().map(|glyph| glyph.x_advance).sum();
        units as f32 / self.units_per_em
    }

    fn shaped(&self, text: &str) -> GlyphBuffer {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        // The faces have no letters that run from the right: those are boxes, and what stands beside them is read
        // from the left.
        buffer.set_direction(Direction::LeftToRight);
        self.shaper.shaper(&self.font).build().shape(buffer, ShapeOptions::new())
    }
}

fn vertical(role: TypeRole) -> (f32, f32) {
    MEASURES[fonts::index_of(role)]
        .as_ref()
        .map_or((role.size, 0.0), |m| (m.ascent * role.size, m.descent * role.size))
}

/// Moves full lines out of a `line` that holds one word wider than `max_width`.
fn split_overlong(role: TypeRole, line: &mut String, max_width: f32, lines: &mut Vec<String>) {
    while width(role, line.trim_end()) > max_width + TOLERANCE {
        let ends: Vec<usize> = line.char_indices().skip(1).map(|(at, _)| at).collect();
        let fitting = ends.partition_point(|&at| width(role, &line[..at]) <= max_width + TOLERANCE);
        let Some(&at) = ends.get(fitting.saturating_sub(1)) else { return };
        let rest = line.split_off(at);
        lines.push(std::mem::replace(line, rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_below_24_points_have_one_width() {
        assert_eq!(width(TypeRole::BODY, "111"), width(TypeRole::BODY, "888"));
        assert!(width(TypeRole::FIGURE, "111") < width(TypeRole::FIGURE, "888"));
    }

    #[test]
    fn width_grows_with_the_size_alone() {
        let small = width(TypeRole::BODY, "Clinics North");
        assert!((width(TypeRole::BODY.at(19.5), "Clinics North") - small * 1.5).abs() < 0.001);
        assert!(width(TypeRole::BODY_STRONG, "Clinics North") > small);
    }

    #[test]
    fn what_fits_stays_whole_and_what_does_not_ends_in_an_ellipsis() {
        let whole = width(TypeRole::LABEL, "Windows Update policies");
        assert_eq!(elide(TypeRole::LABEL, "Windows Update policies", whole), "Windows Update policies");
        let cut = elide(TypeRole::LABEL, "Windows Update policies", whole * 0.6);
        assert!(cut.ends_with('…') && cut.starts_with("Windows"), "{cut}");
        assert!(width(TypeRole::LABEL, &cut) <= whole * 0.6 + 0.1);
        assert_eq!(elide(TypeRole::LABEL, "Windows", 1.0), "…");
    }

    #[test]
    fn lines_keep_every_word_and_stay_within_the_width() {
        let text = "Add two agents from 2 Nov to 31 Mar: the chance that Wave 2 passes its gate rises.";
        let lines = break_lines(TypeRole::LABEL, text, 180.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.join(" "), text);
        for line in &lines {
            assert!(width(TypeRole::LABEL, line) <= 180.1, "{line}");
        }
    }

    #[test]
    fn a_line_feed_breaks_and_a_long_word_is_split() {
        assert_eq!(break_lines(TypeRole::BODY, "one\ntwo", 500.0), ["one", "two"]);
        assert_eq!(break_lines(TypeRole::BODY, "", 500.0), [""]);
        let lines = break_lines(TypeRole::BODY, "CN-Wave-2-Windows11-24H2-collection_of_devices", 90.0);
        assert!(lines.iter().all(|line| width(TypeRole::BODY, line) <= 90.1), "{lines:?}");
        assert_eq!(lines.concat(), "CN-Wave-2-Windows11-24H2-collection_of_devices");
    }

    #[test]
    fn glyphs_are_as_wide_as_the_line_and_stand_for_every_byte_of_it() {
        for text in ["Wave 2 – 97.2% of 3,200", "Zürich, e\u{301}, fi", "", "a 🚀 b", "\u{5e9}\u{5dc}\u{5d5}"]
        {
            let glyphs = glyphs(TypeRole::BODY, text);
            let sum: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
            assert!((sum * 13.0 - width(TypeRole::BODY, text)).abs() < 0.01, "{text}");
            let mut spans: Vec<_> = glyphs.iter().map(|glyph| (glyph.bytes.start, glyph.bytes.end)).collect();
            spans.sort_unstable();
            spans.dedup();
            let end = spans.iter().fold(0, |end, span| {
                assert_eq!(span.0, end, "{text}");
                span.1
            });
            assert_eq!(end, text.len(), "{text}");
        }
    }

    #[test]
    fn words_and_digits_beside_letters_from_the_right_are_read_from_the_left() {
        let text = "\u{5e9}\u{5dc}\u{5d5} starts on 16 Nov 2026";
        let starts: Vec<usize> = glyphs(TypeRole::BODY, text).iter().map(|glyph| glyph.bytes.start).collect();
        assert!(starts.is_sorted(), "{starts:?}");
    }

    #[test]
    fn characters_without_a_glyph_are_named_once() {
        assert_eq!(missing_glyphs("Zürich, Łódź, Αθήνα, Київ – 12 %"), Vec::<char>::new());
        assert_eq!(missing_glyphs("東京 東"), ['東', '京']);
    }
}
