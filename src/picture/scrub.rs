//! The scrubber's track: phases, switches, freezes and the target along the days, with the knob on the
//! day that is shown. Dragging it is the view's business; the axis here tells it where days lie.

use super::axis::TimeAxis;
use super::flags::{self, Freeze};
use super::format;
use super::labels::{Canvas, Line};
use super::markers::Authority;
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;
use chrono::NaiveDate;

/// A phase's start on the track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScrubPhase {
    pub key: String,
    /// `Wave 2`
    pub label: String,
    pub start: NaiveDate,
    /// When it starts in words, where that is a range: `P50 Mon 16 Nov 2026, P85 Tue 17 Nov 2026`.
    pub when: Option<String>,
}

/// A switch: a dot in the colour of its new position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScrubSwitch {
    pub date: NaiveDate,
    pub to: Authority,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScrubInput {
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// The day under the knob.
    pub at: NaiveDate,
    pub phases: Vec<ScrubPhase>,
    pub switches: Vec<ScrubSwitch>,
    pub freezes: Vec<Freeze>,
    pub target: Option<NaiveDate>,
}

/// Height the track is drawn for.
pub const HEIGHT: f32 = 54.0;

const KNOB: f32 = 8.5;

/// Where the days of the track lie; the knob has room at both ends.
pub fn axis(input: &ScrubInput, width: f32) -> TimeAxis {
    let width = if width.is_finite() { width.max(30.0) } else { 30.0 };
    TimeAxis::new(input.first, input.last, KNOB + 1.5, width - KNOB - 1.5)
}

pub fn scene(input: &ScrubInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width.max(30.0), height);
    let axis = axis(input, width);
    let y = canvas.scene.height / 2.0 - 0.5;
    let knob = axis.x_inside(input.at);
    let track = |x0: f32, x1: f32| Rect::new(x0, y - 2.0, x1 - x0, 4.0);
    canvas.scene.rect(track(axis.left, axis.right), 2.0, Ink::Bg3);
    canvas.scene.rect(track(axis.left, knob.max(axis.left + 0.1)), 2.0, Ink::Accent);
    freezes(&mut canvas, input, &axis, y);
    ticks(&mut canvas, input, &axis, y);
    dots(&mut canvas, input, &axis, y);
    canvas.scene.push(Node::Circle {
        center: pt(knob, y),
        radius: KNOB - 1.25,
        fill: Some(Ink::Bg1.into()),
        stroke: Some(Stroke::new(2.5, Ink::Accent)),
    });
    let rect = Rect::new(knob - 14.0, y - 14.0, 28.0, 28.0);
    canvas.scene.hit("knob", rect, format::weekday_date(input.at));
    words(&mut canvas, input, &axis, y);
    let mut scene = canvas.scene;
    scene.sentence = format!("As of {}.", format::weekday_date(input.at));
    scene.table = Table {
        head: vec!["Phase".to_owned(), "Start".to_owned()],
        rows: input.phases.iter().map(|p| vec![p.label.clone(), format::date(p.start)]).collect(),
    };
    scene
}

fn freezes(canvas: &mut Canvas, input: &ScrubInput, axis: &TimeAxis, y: f32) {
    let band = Rect::new(axis.left, y - 2.5, axis.right - axis.left, 5.0);
    for (index, freeze) in input.freezes.iter().enumerate() {
        let Some(rect) = flags::freeze_rect(axis, band, freeze) else { continue };
        canvas.scene.rect(rect, 0.0, Paint::blend(Ink::NeutralSolid, 0.6, Ink::Bg1));
        let hit = Rect::new(rect.x, y - 10.0, rect.w, 20.0);
        canvas.scene.hit(format!("freeze:{index}"), hit, freeze.tip());
        let at = pt(rect.x + rect.w / 2.0, y - 10.0);
        let long = Line::middle(at, TypeRole::CAPTION, Ink::Text2, freeze.name.as_str());
        if !canvas.write(&long) {
            canvas.write(&Line::middle(at, TypeRole::CAPTION, Ink::Text2, "Freeze"));
        }
    }
}

fn ticks(canvas: &mut Canvas, input: &ScrubInput, axis: &TimeAxis, y: f32) {
    let mut last_x = f32::NEG_INFINITY;
    for phase in input.phases.iter().filter(|phase| axis.contains(phase.start)) {
        let x = axis.x(phase.start);
        if x - last_x >= 3.0 {
            canvas.scene.line(pt(x, y - 6.5), pt(x, y + 6.5), Stroke::new(1.0, Ink::Text2));
            last_x = x;
        }
        let tip = match &phase.when {
            Some(when) => format!("{} starts\n{when}", phase.label),
            None => format!("{} starts {}", phase.label, format::date(phase.start)),
        };
        canvas.scene.hit(format!("phase:{}", phase.key), Rect::new(x - 4.0, y - 8.0, 8.0, 16.0), tip);
    }
    if let Some(target) = input.target.filter(|day| axis.contains(*day)) {
        let x = axis.x(target);
        canvas.scene.line(pt(x, y - 8.0), pt(x, y + 8.0), Stroke::new(2.0, Ink::Text));
    }
}

fn dots(canvas: &mut Canvas, input: &ScrubInput, axis: &TimeAxis, y: f32) {
    for switch in input.switches.iter().filter(|switch| axis.contains(switch.date)) {
        canvas.scene.push(Node::Circle {
            center: pt(axis.x(switch.date), y),
            radius: 2.0,
            fill: Some(switch.to.solid().into()),
            stroke: None,
        });
    }
}

/// The target's word first, then phases with their dates, without, or not at all.
fn words(canvas: &mut Canvas, input: &ScrubInput, axis: &TimeAxis, y: f32) {
    let baseline = y + 19.5;
    if let Some(target) = input.target.filter(|day| axis.contains(*day)) {
        let at = pt(axis.x(target), baseline);
        let _drawn = canvas.write(&Line::middle(at, TypeRole::CAPTION_MEDIUM, Ink::Text, "Target"))
            || canvas.write(&Line::end(
                pt(axis.right, baseline),
                TypeRole::CAPTION_MEDIUM,
                Ink::Text,
                "Target",
            ));
    }
    let mut phases: Vec<&ScrubPhase> = input.phases.iter().filter(|p| axis.contains(p.start)).collect();
    phases.sort_by_key(|phase| phase.start);
    for (index, phase) in phases.iter().enumerate() {
        let x = axis.x(phase.start);
        let next = phases.get(index + 1).map_or(f32::INFINITY, |next| axis.x(next.start));
        let dated = format!("{}, {}", phase.label, format::date_short(phase.start));
        for text in [dated.as_str(), phase.label.as_str()] {
            let middle = Line::middle(pt(x, baseline), TypeRole::CAPTION, Ink::Text2, text);
            let start = Line::start(pt(x, baseline), TypeRole::CAPTION, Ink::Text2, text);
            let spread = |line: &Line| {
                let rect = line.rect();
                Rect::new(rect.x - 4.0, rect.y, rect.w + 8.0, rect.h)
            };
            // A word that would reach under the next start leaves that phase its room.
            let fits =
                |line: &Line| line.rect().right() < next + 24.0 && canvas.labels.is_free(&spread(line));
            let line = if fits(&middle) { middle } else { start };
            let rect = spread(&line);
            if line.rect().right() < next + 24.0
                && (canvas.labels.is_free(&rect) || index == 0)
                && canvas.write(&line)
            {
                canvas.labels.reserve(rect);
                break;
            }
        }
    }
}
