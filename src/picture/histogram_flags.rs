//! The flags over the finish distribution: P50, P85, P95 and the target. They never lie on each other nor
//! on another's line; the one left of the target opens to the left.

use super::format;
use super::histogram::{HistogramInput, Slots};
use super::histogram_words::never;
use super::labels::{Canvas, Line, fitted, width};
use super::palette::Ink;
use super::scene::{Node, Rect, Stroke, pt};
use super::type_roles::TypeRole;

const HEIGHT: f32 = 18.0;
const LANE: f32 = 21.0;
const LANES: usize = 4;

pub(super) struct Flag {
    /// None = the day lies outside the plot, or never comes.
    x: Option<f32>,
    rect: Rect,
    text: String,
    tip: String,
    is_target: bool,
}

pub(super) struct Flags {
    flags: Vec<Flag>,
    top: f32,
}

impl Flags {
    pub fn bottom(&self) -> f32 {
        self.flags.iter().map(|flag| flag.rect.bottom()).fold(self.top + HEIGHT, f32::max)
    }
}

struct Wish {
    x: Option<f32>,
    text: String,
    tip: String,
    is_target: bool,
    opens_left: bool,
}

/// Finds each flag its place from the top of the plot on; those of days nearest the target choose first.
pub(super) fn place(canvas: &mut Canvas, input: &HistogramInput, slots: &Slots) -> Flags {
    let mut flags = Flags { flags: Vec::new(), top: slots.plot.y };
    let foot = slots.plot.y + LANE * LANES as f32;
    for wish in wishes(input, slots) {
        // Lines of one day lie on each other.
        let shares_line =
            flags.flags.iter().any(|flag| flag.x.zip(wish.x).is_some_and(|(a, b)| (a - b).abs() < 1.0));
        let Some((rect, text)) = find(canvas, slots, (&wish, shares_line), foot) else { continue };
        canvas.labels.reserve(grown(rect));
        if let Some(x) = wish.x {
            canvas.labels.reserve(stub(x, rect, foot));
        }
        flags.flags.push(Flag { x: wish.x, rect, text, tip: wish.tip, is_target: wish.is_target });
    }
    flags
}

/// Draws lines and flags once the plot's height is known.
pub(super) fn draw(canvas: &mut Canvas, flags: &Flags, slots: &Slots) {
    for flag in &flags.flags {
        if let Some(x) = flag.x {
            let stroke = if flag.is_target {
                Stroke::dashed(1.5, Ink::Text, 4.0, 3.0)
            } else {
                Stroke::new(1.0, Ink::Text)
            };
            canvas.scene.line(pt(x, flag.rect.bottom()), pt(x, slots.plot.bottom()), stroke);
            canvas.labels.reserve(Rect::new(x - 1.0, slots.plot.y, 2.0, slots.plot.h));
        }
    }
    for flag in &flags.flags {
        let (fill, edge) =
            if flag.is_target { (Ink::Bg1, Some(Stroke::new(1.0, Ink::Text))) } else { (Ink::Bg3, None) };
        let fill = Some(fill.into());
        canvas.scene.push(Node::Rect { rect: flag.rect, radius: 4.0, fill, stroke: edge });
        let at = pt(flag.rect.x + flag.rect.w / 2.0, flag.rect.y + 13.0);
        Line::middle(at, TypeRole::CAPTION_STRONG, Ink::Text, flag.text.as_str()).draw(&mut canvas.scene);
        canvas.scene.hit(format!("flag:{}", flag.text), flag.rect, flag.tip.as_str());
    }
}

/// The target first, then the quantiles in order.
fn wishes(input: &HistogramInput, slots: &Slots) -> Vec<Wish> {
    let mut wishes = Vec::new();
    if let Some(target) = input.target {
        let date = format::date_short(target);
        let tip = format!("Target {}", format::date(target));
        let (x, text) = if slots.contains(target) {
            (Some(slots.x_after(target)), format!("Target {date}"))
        } else if target < slots.first {
            (None, format!("← Target {}", format::date(target)))
        } else {
            (None, format!("Target {} →", format::date(target)))
        };
        wishes.push(Wish { x, text, tip, is_target: true, opens_left: target < slots.first });
    }
    let shares =
        [("P50", "half", 0.50, "50"), ("P85", "85 of 100", 0.85, "85"), ("P95", "95 of 100", 0.95, "95")];
    for (name, spelled, share, said) in shares {
        let wish = match input.finish.quantile(share) {
            Some(day) => Wish {
                x: Some(slots.x_after(day)),
                text: match (input.is_spelled, format::date_short(day)) {
                    (true, date) => format!("{spelled} by {date}"),
                    (false, date) => format!("{name} {date}"),
                },
                tip: format!("P{said}: {said} of 100 futures finish by {}", format::date(day)),
                is_target: false,
                opens_left: input.target.is_some_and(|target| day <= target),
            },
            None => Wish {
                x: None,
                text: if input.is_spelled { never(spelled) } else { format!("{name} never") },
                tip: format!("Fewer than {said} of 100 futures finish at all"),
                is_target: false,
                opens_left: false,
            },
        };
        wishes.push(wish);
    }
    wishes
}

/// The highest lane with room: on the wished side of its line, else on the other, else across it.
fn find(
    canvas: &Canvas,
    slots: &Slots,
    (wish, shares_line): (&Wish, bool),
    foot: f32,
) -> Option<(Rect, String)> {
    let (left, right) = (slots.plot.x - 4.0, (slots.plot.right() + 4.0).min(canvas.scene.width));
    let text = fitted(TypeRole::CAPTION_STRONG, &wish.text, right - left - 12.0)?;
    let w = width(TypeRole::CAPTION_STRONG, &text) + 12.0;
    let places = match wish.x {
        Some(x) if wish.opens_left => vec![x - w - 1.0, x + 1.0, x - w / 2.0],
        Some(x) => vec![x + 1.0, x - w - 1.0, x - w / 2.0],
        None if wish.opens_left => vec![left],
        None => vec![right - w],
    };
    for lane in 0..LANES {
        let y = slots.plot.y + LANE * lane as f32;
        for place in &places {
            let rect = Rect::new(place.clamp(left, (right - w).max(left)), y, w, HEIGHT);
            let touches = wish.x.is_none_or(|x| rect.x - 1.5 <= x && x <= rect.right() + 1.5);
            let line_is_free =
                shares_line || wish.x.is_none_or(|x| canvas.labels.is_free(&stub(x, rect, foot)));
            let inside = Rect::new(rect.x + 0.8, rect.y, rect.w - 1.6, rect.h);
            if touches && line_is_free && canvas.labels.is_free(&inside) {
                return Some((rect, text));
            }
        }
    }
    None
}

/// Some air beside a flag.
fn grown(rect: Rect) -> Rect {
    Rect::new(rect.x - 1.0, rect.y, rect.w + 2.0, rect.h)
}

/// The line below a flag as far as other flags may stand.
fn stub(x: f32, rect: Rect, foot: f32) -> Rect {
    Rect::new(x - 0.25, rect.bottom(), 0.5, (foot - rect.bottom()).max(0.1))
}
