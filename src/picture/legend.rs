//! The title line of a chart's card: title, subtitle and, right-aligned, the legend. It refuses to let
//! them meet: the subtitle goes first, then legend entries from the back.

use super::labels::{Canvas, Line, fitted, width};
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Stroke, pt};
use super::type_roles::TypeRole;

/// The words above a chart. A scene with a heading is a whole card with its padding; one without is
/// the bare chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    pub title: String,
    pub subtitle: String,
}

impl Heading {
    pub fn new(title: impl Into<String>, subtitle: impl Into<String>) -> Self {
        Self { title: title.into(), subtitle: subtitle.into() }
    }
}

/// What stands before the word of a legend entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    Line(Stroke),
    Swatch(Paint),
    /// A wide swatch in a wider, paler one.
    Bands(Paint, Paint),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub sample: Sample,
    pub label: String,
}

impl Entry {
    pub fn line(stroke: Stroke, label: impl Into<String>) -> Self {
        Self { sample: Sample::Line(stroke), label: label.into() }
    }

    pub fn swatch(paint: impl Into<Paint>, label: impl Into<String>) -> Self {
        Self { sample: Sample::Swatch(paint.into()), label: label.into() }
    }

    pub fn bands(inner: Paint, outer: Paint, label: impl Into<String>) -> Self {
        Self { sample: Sample::Bands(inner, outer), label: label.into() }
    }

    fn width(&self) -> f32 {
        self.sample_width() + GAP + width(TypeRole::CAPTION, &self.label)
    }

    fn sample_width(&self) -> f32 {
        match self.sample {
            Sample::Line(_) => 20.0,
            Sample::Swatch(_) => 10.0,
            Sample::Bands(..) => 20.0,
        }
    }
}

const BETWEEN: f32 = 13.0;
/// Between a sample and its word.
const GAP: f32 = 5.5;

/// How far title and plot stand from the edge of a chart that has a heading.
pub const PADDING: f32 = 16.0;

/// How wide the entries are together.
pub fn legend_width(entries: &[Entry]) -> f32 {
    let gaps = entries.len().saturating_sub(1) as f32 * BETWEEN;
    entries.iter().map(Entry::width).sum::<f32>() + gaps
}

/// Entries in drawing order, right-aligned at `right` on `baseline`, no further left than `left`:
/// what does not fit is left out from the back.
pub fn legend(canvas: &mut Canvas, entries: &[Entry], left: f32, right: f32, baseline: f32) {
    let mut shown = entries;
    while !shown.is_empty() && legend_width(shown) > right - left {
        shown = &shown[..shown.len() - 1];
    }
    let mut x = right - legend_width(shown);
    for entry in shown {
        draw_sample(canvas, entry, x, baseline);
        let at = pt(x + entry.sample_width() + GAP, baseline);
        canvas.write(&Line::start(at, TypeRole::CAPTION, Ink::Text2, entry.label.as_str()));
        x += entry.width() + BETWEEN;
    }
}

/// Draws the title line, if there is one, and returns the rectangle left for the chart.
pub fn open(canvas: &mut Canvas, heading: Option<&Heading>, entries: &[Entry]) -> Rect {
    let (w, h) = (canvas.scene.width, canvas.scene.height);
    let Some(heading) = heading else { return Rect::new(0.0, 0.0, w, h) };
    canvas.scene.name.clone_from(&heading.title);
    let (left, right, baseline) = (PADDING, (w - PADDING).max(PADDING + 1.0), 25.0);
    let free_from = title(canvas, heading, left, right - legend_width(entries).min(right * 0.6));
    legend(canvas, entries, free_from + 10.0, right, baseline);
    Rect::new(PADDING, 40.0, (w - 2.0 * PADDING).max(1.0), (h - 54.0).max(1.0))
}

/// Title and, where it fits whole, the subtitle; returns where the words end.
fn title(canvas: &mut Canvas, heading: &Heading, left: f32, until: f32) -> f32 {
    let baseline = 25.0;
    let edge = canvas.scene.width - PADDING;
    let Some(title) = fitted(TypeRole::CARD_TITLE, &heading.title, edge - left) else { return left };
    let title_end = left + width(TypeRole::CARD_TITLE, &title);
    canvas.write(&Line::start(pt(left, baseline), TypeRole::CARD_TITLE, Ink::Text, title));
    let at = pt(title_end + 9.0, baseline);
    let end = at.x + width(TypeRole::LABEL, &heading.subtitle);
    if heading.subtitle.is_empty() || end + 10.0 > until.max(title_end) {
        return title_end;
    }
    canvas.write(&Line::start(at, TypeRole::LABEL, Ink::Text3, heading.subtitle.as_str()));
    end
}

fn draw_sample(canvas: &mut Canvas, entry: &Entry, x: f32, baseline: f32) {
    let middle = baseline - 4.0;
    let scene = &mut canvas.scene;
    match entry.sample {
        Sample::Line(stroke) => scene.line(pt(x, middle), pt(x + 20.0, middle), stroke),
        Sample::Swatch(paint) => scene.rect(Rect::new(x, middle - 5.0, 10.0, 10.0), 2.0, paint),
        Sample::Bands(inner, outer) => {
            scene.rect(Rect::new(x, middle - 6.0, 20.0, 12.0), 2.0, outer);
            scene.push(Node::Rect {
                rect: Rect::new(x, middle - 3.5, 20.0, 7.0),
                radius: 0.0,
                fill: Some(inner),
                stroke: None,
            });
        }
    }
}
