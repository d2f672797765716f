//! The journey around the phases as a lane under a timeline: milestones as diamonds, tasks as dots on the
//! timeline's axis. Folded it is one line of marks.

use chrono::NaiveDate;

use super::axis::TimeAxis;
use super::flags;
use super::format;
use super::gantt::{self, GanttInput};
use super::gantt_layout::GanttLayout;
use super::labels::{Canvas, Line, fitted, longest_fitting, width};
use super::markers;
use super::palette::Ink;
use super::scene::{Node, Rect, Scene, Stroke, pt};
use super::type_roles::TypeRole;

/// How a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkState {
    Done,
    Open,
    Late,
}

#[derive(Clone, Debug, PartialEq)]
pub struct JourneyMark {
    /// What a click on it names.
    pub key: String,
    pub date: NaiveDate,
    pub state: MarkState,
    /// Beside a milestone; empty for tasks.
    pub label: String,
    pub tip: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct JourneyRow {
    pub title: String,
    pub is_milestones: bool,
    /// In order of time.
    pub marks: Vec<JourneyMark>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journey {
    pub rows: Vec<JourneyRow>,
    /// `3 late`, beside the title.
    pub note: String,
    pub is_note_bad: bool,
}

/// One line of marks.
pub const FOLDED: f32 = 28.0;
const ROW: f32 = 21.0;
const TOP: f32 = 26.0;

/// How high the lane is; nothing to show takes no room.
pub fn height(journey: &Journey, is_folded: bool) -> f32 {
    match journey.rows.len() {
        0 => 0.0,
        _ if is_folded => FOLDED,
        rows => TOP + rows as f32 * ROW + 6.0,
    }
}

/// The lane under a timeline, whose freezes, today and target go through it.
pub fn scene(journey: &Journey, input: &GanttInput, layout: &GanttLayout, is_folded: bool) -> Scene {
    let (axis, width) = (&layout.axis, layout.width);
    let height = height(journey, is_folded);
    let mut canvas = Canvas::new(width, height);
    if journey.rows.is_empty() {
        return canvas.scene;
    }
    canvas.scene.line(pt(0.0, 0.0), pt(width, 0.0), Stroke::new(1.0, Ink::Stroke));
    let plot = Rect::new(axis.left, 0.0, axis.right - axis.left, height);
    flags::freezes(&mut canvas, axis, plot, &input.freezes);
    gantt::lines(&mut canvas, input, layout, plot);
    title(&mut canvas, journey, axis);
    for (index, row) in journey.rows.iter().enumerate() {
        let y = if is_folded { FOLDED / 2.0 } else { TOP + (index as f32 + 0.5) * ROW };
        if !is_folded {
            let line = Stroke::new(1.0, Ink::Grid);
            canvas.scene.line(pt(axis.left, y), pt(axis.right, y), line);
            names(&mut canvas, row, axis, y);
        }
    }
    // Milestones stand over the tasks of their day.
    if is_folded {
        let tasks = journey.rows.iter().filter(|row| !row.is_milestones);
        let mut marks: Vec<&JourneyMark> = tasks.flat_map(|row| &row.marks).collect();
        marks.sort_by_key(|mark| mark.date);
        dots(&mut canvas, &marks, axis, FOLDED / 2.0);
    }
    for (index, row) in journey.rows.iter().enumerate().rev() {
        let y = if is_folded { FOLDED / 2.0 } else { TOP + (index as f32 + 0.5) * ROW };
        if row.is_milestones {
            milestones(&mut canvas, row, axis, y, is_folded);
        } else if !is_folded {
            dots(&mut canvas, &row.marks.iter().collect::<Vec<_>>(), axis, y);
        }
    }
    "Milestones and tasks around the phases.".clone_into(&mut canvas.scene.sentence);
    canvas.scene
}

/// Beside the sign that folds it, which is the page's.
fn title(canvas: &mut Canvas, journey: &Journey, axis: &TimeAxis) {
    let (role, at) = (TypeRole::CAPTION_STRONG, pt(34.0, FOLDED / 2.0 + 4.0));
    let note = if journey.note.is_empty() { 0.0 } else { width(TypeRole::CAPTION, &journey.note) + 8.0 };
    let room = axis.left - at.x - note - 10.0;
    if let Some(title) = fitted(role, "Milestones and tasks", room).or_else(|| fitted(role, "Tasks", room)) {
        canvas.write(&Line::start(at, role, Ink::Text, title));
    }
    let ink = if journey.is_note_bad { Ink::BadText } else { Ink::Text2 };
    let at = pt(axis.left - 10.0, FOLDED / 2.0 + 4.0);
    canvas.write(&Line::end(at, TypeRole::CAPTION, ink, journey.note.as_str()));
}

/// A row's name, and how many of its marks lie outside the days in view.
fn names(canvas: &mut Canvas, row: &JourneyRow, axis: &TimeAxis, y: f32) {
    let before = row.marks.iter().filter(|mark| mark.date < axis.first).count();
    let since = format::date_short(axis.first);
    let forms = [
        format!("{}, {before} before {since}", row.title),
        format!("{}, {before} earlier", row.title),
        row.title.clone(),
    ];
    let forms: Vec<&str> = forms[if before == 0 { 2 } else { 0 }..].iter().map(String::as_str).collect();
    let room = axis.left - 34.0 - 8.0;
    if let Some(name) = longest_fitting(TypeRole::CAPTION, &forms, room) {
        canvas.write(&Line::start(pt(34.0, y + 4.0), TypeRole::CAPTION, Ink::Text2, name));
    }
}

fn seen<'a>(
    marks: impl Iterator<Item = &'a JourneyMark>,
    axis: &TimeAxis,
) -> impl Iterator<Item = (&'a JourneyMark, f32)> {
    let axis = *axis;
    marks
        .filter(move |mark| axis.contains(mark.date))
        .map(move |mark| (mark, axis.x(mark.date) + axis.day_width() / 2.0))
}

fn milestones(canvas: &mut Canvas, row: &JourneyRow, axis: &TimeAxis, y: f32, is_folded: bool) {
    let size = if is_folded { 10.0 } else { 12.0 };
    let places: Vec<(&JourneyMark, f32)> = seen(row.marks.iter(), axis).collect();
    for (_, x) in &places {
        canvas.labels.reserve(Rect::new(x - size / 2.0, y - 8.0, size, 16.0));
    }
    for (at, (mark, x)) in places.iter().copied().enumerate() {
        markers::gate(&mut canvas.scene, pt(x, y), size, mark.state == MarkState::Done);
        canvas.scene.hit(mark.key.as_str(), Rect::new(x - 8.0, y - 9.0, 16.0, 18.0), mark.tip.as_str());
        if is_folded {
            continue;
        }
        let role = TypeRole::CAPTION;
        let after = Line::start(pt(x + size / 2.0 + 7.0, y + 4.0), role, Ink::Text, mark.label.as_str());
        let before = Line::end(pt(x - size / 2.0 - 7.0, y + 4.0), role, Ink::Text, mark.label.as_str());
        let is_written = (after.rect().right() <= axis.right + 14.0 && canvas.write(&after.on(Ink::Bg1)))
            || (before.rect().x >= axis.left && canvas.write(&before.on(Ink::Bg1)));
        if !is_written {
            // As much of the name as there is room for until the next one.
            let next = places.get(at + 1).map_or(axis.right, |(_, next)| next - size / 2.0);
            let start = pt(x + size / 2.0 + 7.0, y + 4.0);
            if let Some(cut) = fitted(role, &mark.label, next - start.x - 7.0) {
                canvas.write(&Line::start(start, role, Ink::Text, cut).on(Ink::Bg1));
            }
        }
    }
}

/// Tasks that would touch are one dot with their count, as late as the latest of them.
fn dots(canvas: &mut Canvas, marks: &[&JourneyMark], axis: &TimeAxis, y: f32) {
    const APART: f32 = 16.0;
    let mut groups: Vec<(f32, Vec<&JourneyMark>)> = Vec::new();
    for (mark, x) in seen(marks.iter().copied(), axis) {
        match groups.last_mut() {
            Some((first, marks)) if x - *first < APART => marks.push(mark),
            _ => groups.push((x, vec![mark])),
        }
    }
    for (x, marks) in groups {
        // What is open is what a click should lead to.
        let Some(first) = marks.iter().max_by_key(|mark| mark.state).copied() else { continue };
        let radius = if marks.len() > 1 { 6.5 } else { 4.5 };
        let (fill, edge, ink) = match first.state {
            MarkState::Done => (Ink::NeutralSolid, Ink::NeutralSolid, Ink::Text),
            MarkState::Open => (Ink::Bg1, Ink::Text2, Ink::Text),
            MarkState::Late => (Ink::BadSolid, Ink::BadSolid, Ink::Inverse),
        };
        canvas.scene.push(Node::Circle {
            center: pt(x, y),
            radius,
            fill: Some(fill.into()),
            stroke: Some(Stroke::new(1.5, edge)),
        });
        if marks.len() > 1 {
            let at = pt(x, y + 3.6);
            Line::middle(at, TypeRole::MARKER, ink, marks.len().to_string()).draw(&mut canvas.scene);
        }
        let tips: Vec<&str> = marks.iter().map(|mark| mark.tip.as_str()).collect();
        let rect = Rect::new(x - 8.0, y - 9.0, 16.0, 18.0);
        canvas.scene.hit(first.key.as_str(), rect, tips.join("\n"));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, n).unwrap()
    }

    fn mark(key: &str, date: NaiveDate, state: MarkState) -> JourneyMark {
        JourneyMark { key: key.into(), date, state, label: String::new(), tip: key.into() }
    }

    fn hits(scene: &Scene) -> Vec<(String, String)> {
        let hit = |node: &Node| match node {
            Node::Hit { key, tip, .. } => Some((key.clone(), tip.clone())),
            _ => None,
        };
        scene.nodes.iter().filter_map(hit).collect()
    }

    fn input(first: NaiveDate) -> GanttInput {
        GanttInput {
            first,
            last: day(30),
            today: None,
            target: None,
            freezes: Vec::new(),
            rows: Vec::new(),
            selected: None,
            desk: None,
            workloads: Vec::new(),
        }
    }

    #[test]
    fn folded_no_dot_lies_on_another_whatever_row_it_is_of() {
        let row = |title: &str, from: u32| JourneyRow {
            title: title.into(),
            is_milestones: false,
            marks: (from..30)
                .step_by(3)
                .map(|at| mark(&format!("{title} {at}"), day(at), MarkState::Open))
                .collect(),
        };
        let journey = Journey { rows: vec![row("Tell", 2), row("Train", 3)], ..Journey::default() };
        let input = input(day(1));
        let scene = scene(&journey, &input, &GanttLayout::new(&input, 420.0), true);
        let mut last = f32::MIN;
        for node in &scene.nodes {
            let Node::Circle { center, radius, .. } = node else { continue };
            assert!(center.x - radius > last, "{} after {last}", center.x);
            last = center.x + radius;
        }
        assert!(last > 300.0, "no dot at all");
    }

    #[test]
    fn a_milestone_between_two_others_keeps_what_fits_of_its_name() {
        let named = |at: u32, label: &str| JourneyMark {
            label: label.into(),
            ..mark(label, day(at), MarkState::Open)
        };
        let marks = vec![
            named(2, "Before"),
            named(10, "Tenant attach"),
            named(16, "Auto-enrollment is set to All"),
            named(22, "Conditional Access enforces"),
        ];
        let row = JourneyRow { title: "Milestones".into(), is_milestones: true, marks };
        let journey = Journey { rows: vec![row], ..Journey::default() };
        let input = input(day(8));
        let scene = scene(&journey, &input, &GanttLayout::new(&input, 620.0), false);
        let text = |node: &Node| match node {
            Node::Text { text, .. } => Some(text.clone()),
            _ => None,
        };
        let texts: Vec<String> = scene.nodes.iter().filter_map(text).collect();
        let says = |start: &str| texts.iter().any(|text| text.starts_with(start));
        assert!(says("Milestones, 1 before 8 Jun") || says("Milestones, 1 earlier"), "{texts:?}");
        for name in ["Tenant", "Auto-e", "Condit"] {
            assert!(says(name), "{name}: {texts:?}");
        }
    }

    #[test]
    fn tasks_that_would_touch_are_one_mark_that_leads_to_the_latest() {
        let marks = vec![
            mark("done", day(8), MarkState::Done),
            mark("late", day(9), MarkState::Late),
            mark("open", day(25), MarkState::Open),
            mark("outside", NaiveDate::from_ymd_opt(2026, 8, 1).unwrap(), MarkState::Open),
        ];
        let row = JourneyRow { title: "Communication".into(), is_milestones: false, marks };
        let journey = Journey { rows: vec![row], ..Journey::default() };
        let input = input(day(1));
        let layout = GanttLayout::new(&input, 420.0);
        for is_folded in [true, false] {
            let found = hits(&scene(&journey, &input, &layout, is_folded));
            let expected = [("late", "done\nlate"), ("open", "open")];
            assert_eq!(found, expected.map(|(key, tip)| (key.to_owned(), tip.to_owned())));
        }
        assert_eq!(height(&Journey::default(), false), 0.0, "nothing takes no room");
    }
}
