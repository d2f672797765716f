//! The names of the areas on the authority chart, each where its area has most room. A name that finds
//! none is left out: the legend and the table still say it.

use super::course::{DayValue, value_at};
use super::flags;
use super::format;
use super::labels::{Canvas, Line, width};
use super::palette::Ink;
use super::river::{Frame, RiverInput};
use super::scene::{Rect, pt};
use super::stack;
use super::type_roles::TypeRole;

/// The areas' names and the freezes', where nothing else stands.
pub(super) fn draw(canvas: &mut Canvas, input: &RiverInput, frame: &Frame) {
    area_names(canvas, input, frame);
    flags::freeze_names(canvas, &frame.axis, frame.plot, &input.freezes);
}

/// An area with its name and what to say below it.
struct Name {
    lines: Vec<String>,
    note: String,
    /// Bottom and top of the area by day.
    low: Vec<DayValue>,
    high: Vec<DayValue>,
    /// The part of the plot to look in first.
    prefer: (f32, f32),
}

fn area_names(canvas: &mut Canvas, input: &RiverInput, frame: &Frame) {
    let (intune, both) = stack::series(&input.days);
    let level = |value: f64| input.days.iter().map(|d| DayValue::new(d.date, value)).collect::<Vec<_>>();
    let plot = frame.plot;
    let today_x = input.today.map_or(plot.x, |day| frame.axis.x_inside(day));
    let past = if today_x - plot.x > 160.0 { (plot.x, today_x) } else { (plot.x, plot.right()) };
    let has_past = past.1 < plot.right();
    let names = [
        Name {
            lines: vec!["Configuration Manager".to_owned()],
            note: manager_note(input, &both),
            low: both.clone(),
            high: level(1.0),
            prefer: past,
        },
        Name {
            lines: vec!["Pilot Intune".to_owned()],
            note: "by collection".to_owned(),
            low: intune.clone(),
            high: both,
            prefer: (today_x, plot.right()),
        },
        Name {
            lines: vec!["Intune".to_owned()],
            note: "slider on Intune".to_owned(),
            low: level(0.0),
            high: intune,
            prefer: (today_x, plot.right()),
        },
    ];
    for mut name in names {
        if has_past
            && name.prefer == past
            && width(TypeRole::CARD_TITLE, &name.lines[0]) + 20.0 > (past.1 - past.0) * 0.6
        {
            name.lines = name.lines[0].split(' ').map(str::to_owned).collect();
        }
        let whole = (plot.x, plot.right());
        // What is so today is not said in the days to come.
        let is_of_past = has_past && name.prefer == past;
        let _placed = place(canvas, frame, &name, name.prefer, true)
            || (is_of_past && place(canvas, frame, &name, name.prefer, false))
            || place(canvas, frame, &name, whole, !is_of_past)
            || place(canvas, frame, &name, whole, false);
    }
}

/// `75.8% today`, or until when all of it stays.
fn manager_note(input: &RiverInput, both: &[DayValue]) -> String {
    let today = input.today.and_then(|day| value_at(both, day)).unwrap_or(0.0);
    if today > 0.0 {
        return format!("{} today", format::percent1(1.0 - today));
    }
    let moves = both.iter().find(|point| point.value > 0.0);
    moves.map_or_else(String::new, |point| format!("100% until {}", format::weekday_date_short(point.date)))
}

/// Writes the name where the area has most room over its and under its edge; says whether it did.
fn place(canvas: &mut Canvas, frame: &Frame, name: &Name, span: (f32, f32), with_note: bool) -> bool {
    let note = if with_note { name.note.as_str() } else { "" };
    let title = name.lines.iter().map(|line| width(TypeRole::CARD_TITLE, line)).fold(0.0, f32::max);
    let w = title.max(width(TypeRole::CAPTION_MEDIUM, note));
    let h = name.lines.len() as f32 * 18.0 + if note.is_empty() { 0.0 } else { 15.0 };
    let mut best: Option<(f32, Rect)> = None;
    let mut x = span.0 + 8.0;
    while x + w <= span.1 - 8.0 {
        let (top, bottom) = room(frame, name, x - 6.0, x + w + 6.0);
        let slack = bottom - top - h;
        if slack >= 8.0 {
            let rect = Rect::new(x - 4.0, top + slack * 0.5 - 2.0, w + 8.0, h + 4.0);
            let clear = clearance(canvas, frame, &rect);
            let middle = 1.0 - ((x + w / 2.0) - f32::midpoint(span.0, span.1)).abs() / (span.1 - span.0);
            let score = slack.min(160.0) + middle * 60.0;
            if clear && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, rect));
            }
        }
        x += 10.0;
    }
    let Some((_, rect)) = best else { return false };
    canvas.labels.reserve(rect);
    let center = rect.x + rect.w / 2.0;
    let mut y = rect.y + 15.0;
    for line in &name.lines {
        Line::middle(pt(center, y), TypeRole::CARD_TITLE, Ink::Text, line.as_str()).draw(&mut canvas.scene);
        y += 18.0;
    }
    if !note.is_empty() {
        let at = pt(center, y - 2.0);
        Line::middle(at, TypeRole::CAPTION_MEDIUM, Ink::Text, note).draw(&mut canvas.scene);
    }
    true
}

/// Inside the plot and free.
fn clearance(canvas: &Canvas, frame: &Frame, rect: &Rect) -> bool {
    let inside = rect.y >= frame.plot.y + 2.0 && rect.bottom() <= frame.plot.bottom() - 2.0;
    inside && canvas.labels.is_free(rect)
}

/// The highest floor and the lowest ceiling of the area over a stretch of x: (top y, bottom y).
fn room(frame: &Frame, name: &Name, x0: f32, x1: f32) -> (f32, f32) {
    let mut top = frame.plot.y;
    let mut bottom = frame.plot.bottom();
    for step in 0_u8..=6 {
        let day = frame.axis.date_at(x0 + (x1 - x0) * f32::from(step) / 6.0);
        let (low, high) = (value_at(&name.low, day), value_at(&name.high, day));
        let (Some(low), Some(high)) = (low, high) else { return (bottom, top) };
        top = top.max(frame.values.y(high));
        bottom = bottom.min(frame.values.y(low));
    }
    (top, bottom)
}
