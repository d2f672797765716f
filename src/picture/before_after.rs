//! Two schedules on one timeline: of each phase a thin bar as it was and a full one as it is, their gates tied
//! together, and the shift at the end of the row. It compares nothing: shifts come in with the rows.

use chrono::{Days, NaiveDate};

use super::axis::TimeAxis;
use super::flags::{self, FLAG_HEIGHT, Flags, Freeze};
use super::format;
use super::gantt_rows;
use super::labels::{Canvas, Line, fitted, width};
use super::legend::{self, Entry, Heading};
use super::markers;
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;

/// First and last day of an enrollment, and the gate. A finish has a gate only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    pub gate: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeforeAfterRow {
    /// Of all rows the only one with it.
    pub key: String,
    pub name: String,
    pub before: Option<Span>,
    pub after: Option<Span>,
    /// `+5 days`, `new`, `gone`
    pub remark: String,
    /// None = it has not moved.
    pub is_later: Option<bool>,
    /// Its gate has been passed by now.
    pub is_passed: bool,
    pub tip: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct BeforeAfterInput {
    pub heading: Heading,
    /// What the two are called: `the baseline of 1 Jun 2026`, `now`.
    pub before: String,
    pub after: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub today: Option<NaiveDate>,
    pub target: Option<NaiveDate>,
    pub freezes: Vec<Freeze>,
    pub rows: Vec<BeforeAfterRow>,
}

const SIDE: f32 = 16.0;
const HEAD: f32 = 44.0;
const MONTHS: f32 = 24.0;
const PITCH: f32 = 34.0;
/// Two bars and a diamond need so much.
const LEAST_PITCH: f32 = 24.0;
const REMARK: f32 = 74.0;

/// As high as the drawing likes to be.
pub fn height(input: &BeforeAfterInput) -> f32 {
    HEAD + FLAG_HEIGHT + MONTHS + input.rows.len() as f32 * PITCH + 10.0
}

pub fn scene(input: &BeforeAfterInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    head(&mut canvas, input);
    let top = HEAD + MONTHS + FLAG_HEIGHT;
    let (pitch, fitting) = fit(input.rows.len(), canvas.scene.height - top);
    // What is left out takes a line that says so.
    let shown = if input.rows.len() <= fitting { fitting } else { fitting.saturating_sub(2) };
    // The last row is the end of the whole: it stays.
    let (first, last) = input.rows.split_at(input.rows.len().saturating_sub(1));
    let rows: Vec<&BeforeAfterRow> = first.iter().take(shown).chain(last).collect();
    let left_out = first.len().saturating_sub(shown);
    let lines = rows.len() + usize::from(left_out > 0 && fitting > 1);
    let (names, axis) = frame(input, &rows, canvas.scene.width);
    let plot = Rect::new(axis.left, top, axis.right - axis.left, lines as f32 * pitch);
    for tick in axis.months(TypeRole::CAPTION) {
        // A month without a name has its line below that of the month before.
        let from = HEAD + if tick.label.is_empty() { 20.0 } else { 6.0 };
        canvas.scene.line(pt(tick.x, from), pt(tick.x, plot.bottom()), Stroke::new(1.0, Ink::Grid));
        canvas.write(&Line::start(pt(tick.x + 5.0, HEAD + 16.0), TypeRole::CAPTION, Ink::Text2, tick.label));
    }
    flags::freezes(&mut canvas, &axis, plot, &input.freezes);
    for (index, freeze) in input.freezes.iter().enumerate() {
        if let Some(rect) = flags::freeze_rect(&axis, plot, freeze) {
            canvas.scene.hit(format!("freeze:{index}"), rect, freeze.tip());
        }
    }
    let flags = Flags { axis: &axis, today: input.today, target: input.target, plot, y: top - FLAG_HEIGHT };
    flags.lines(&mut canvas);
    flags.heads(&mut canvas);
    let row = Rect::new(plot.x, top - FLAG_HEIGHT, plot.w, FLAG_HEIGHT);
    flags::freeze_heads(&mut canvas, &axis, row, &input.freezes);
    for place in 1..lines {
        let (y, right) = (top + place as f32 * pitch, (canvas.scene.width - SIDE).max(SIDE));
        canvas.scene.line(pt(SIDE, y), pt(right, y), Stroke::new(1.0, Ink::Stroke));
    }
    for (place, row) in rows.iter().enumerate() {
        // The line that counts the others stands before the last row.
        let place = if place + 1 == rows.len() { lines - 1 } else { place };
        draw(&mut canvas, (*row, names), (&axis, input.today), (top + place as f32 * pitch, pitch));
    }
    if lines > rows.len() {
        more(&mut canvas, left_out, top + (lines as f32 - 1.5) * pitch);
    }
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

/// The pitch of the rows, and how many have room.
fn fit(rows: usize, room: f32) -> (f32, usize) {
    let pitch = (room / rows.max(1) as f32).clamp(LEAST_PITCH, PITCH);
    (pitch, (room / pitch + 0.01).floor().max(1.0) as usize)
}

/// `and 12 more phases`
fn more(canvas: &mut Canvas, count: usize, middle: f32) {
    let words = format!("and {}", format::plural(count as u64, "more phase", "more phases"));
    let room = canvas.scene.width - 2.0 * SIDE;
    if let Some(words) = fitted(TypeRole::LABEL, &words, room) {
        canvas.write(&Line::start(pt(SIDE, middle + 4.0), TypeRole::LABEL, Ink::Text2, words));
    }
}

/// How much of the width the names take, and where the days lie.
fn frame(input: &BeforeAfterInput, rows: &[&BeforeAfterRow], all: f32) -> (f32, TimeAxis) {
    let widest = rows.iter().map(|row| width(TypeRole::LABEL_STRONG, &row.name)).fold(0.0, f32::max);
    let names = widest.min(all * 0.26).max(40.0);
    let left = SIDE + names + 16.0;
    (names, TimeAxis::new(input.first, input.last, left, all - SIDE - REMARK))
}

/// The title, and at the right what the bars mean.
fn head(canvas: &mut Canvas, input: &BeforeAfterInput) {
    let right = canvas.scene.width - SIDE;
    let mut end = SIDE;
    if let Some(title) = fitted(TypeRole::CARD_TITLE, &input.heading.title, right - SIDE) {
        let line = Line::start(pt(SIDE, 26.0), TypeRole::CARD_TITLE, Ink::Text, title);
        end = line.rect().right() + 16.0;
        canvas.write(&line);
    }
    let half = ((right - end) / 2.0 - 40.0).max(40.0);
    let name = |text: &str| fitted(TypeRole::CAPTION, text, half).unwrap_or_default();
    let entries = [
        Entry::swatch(Ink::NeutralSolid, name(&input.before)),
        Entry::swatch(Ink::IntuneSolid, name(&input.after)),
    ];
    legend::legend(canvas, &entries, end, right, 26.0);
}

fn draw(
    canvas: &mut Canvas,
    (row, names): (&BeforeAfterRow, f32),
    (axis, today): (&TimeAxis, Option<NaiveDate>),
    (y, pitch): (f32, f32),
) {
    let middle = y + pitch / 2.0;
    if let Some(name) = fitted(TypeRole::LABEL_STRONG, &row.name, names + 8.0) {
        let ink = if row.after.is_some() { Ink::Text } else { Ink::Text2 };
        canvas.write(&Line::start(pt(SIDE, middle + 4.0), TypeRole::LABEL_STRONG, ink, name));
    }
    let (was, is) = (middle - 8.0, middle + 5.0);
    let bar = |span: Option<Span>| {
        let span = span?;
        let end = span.end.or(span.gate).and_then(|day| day.checked_add_days(Days::new(1)))?;
        let (x0, x1) = (axis.x_inside(span.start?), axis.x_inside(end));
        Some((x0, (x1 - x0).max(3.0)))
    };
    if let Some((x, w)) = bar(row.before) {
        canvas.scene.rect(Rect::new(x, was - 3.0, w, 6.0), 3.0, Ink::NeutralSolid);
    }
    if let Some((x, w)) = bar(row.after) {
        // What is still to come is pale.
        let past = today.map_or(x + w, |day| axis.x(day).clamp(x, x + w));
        if x + w - past > 0.5 {
            gantt_rows::outlined(&mut canvas.scene, Rect::new(past, is - 6.0, x + w - past, 12.0));
        }
        if past - x > 0.5 {
            let rect = Rect::new(x, is - 6.0, past - x, 12.0);
            canvas.scene.rect(rect, 3.0_f32.min(rect.w / 2.0), Ink::IntuneSolid);
        }
    }
    gates(canvas, row, axis, (was, is));
    let ink = match row.is_later {
        Some(true) => Ink::WarnText,
        Some(false) => Ink::OkText,
        None => Ink::Text2,
    };
    let right = canvas.scene.width - SIDE;
    if let Some(text) = fitted(TypeRole::CAPTION_MEDIUM, &row.remark, REMARK - 6.0) {
        canvas.write(&Line::end(pt(right, middle + 4.0), TypeRole::CAPTION_MEDIUM, ink, text));
    }
    let whole = Rect::new(SIDE / 2.0, y, (canvas.scene.width - SIDE).max(1.0), pitch);
    canvas.scene.hit(format!("row:{}", row.key), whole, row.tip.as_str());
}

/// Both gates, and where they lie apart the way from the one to the other.
fn gates(canvas: &mut Canvas, row: &BeforeAfterRow, axis: &TimeAxis, (was, is): (f32, f32)) {
    let place = |span: Option<Span>| {
        let day = span?.gate?.checked_add_days(Days::new(1))?;
        Some(axis.x_inside(day) + 4.0)
    };
    let (before, after) = (place(row.before), place(row.after));
    if let (Some(from), Some(to)) = (before, after)
        && (to - from).abs() > 1.0
    {
        let ink = match row.is_later {
            Some(false) => Ink::OkSolid,
            _ => Ink::WarnSolid,
        };
        canvas.scene.line(pt(from, was), pt(to, is), Stroke::new(1.5, Paint::solid(ink)));
    }
    if let Some(x) = before {
        let points = vec![pt(x, was - 4.5), pt(x + 4.5, was), pt(x, was + 4.5), pt(x - 4.5, was)];
        canvas.scene.push(Node::Convex { points, fill: Some(Ink::NeutralSolid.into()), stroke: None });
    }
    if let Some(x) = after {
        markers::gate(&mut canvas.scene, pt(x, is), 13.0, row.is_passed);
    }
}

fn sentence(input: &BeforeAfterInput) -> String {
    /// More than a caption can say; the table has them all.
    const MOST: usize = 12;
    let mut moved: Vec<String> = input
        .rows
        .iter()
        .filter(|row| row.before != row.after)
        .map(|row| match row.is_later {
            None if row.before.is_some() && row.after.is_some() => format!("{} on other days", row.name),
            _ => format!("{} {}", row.name, row.remark),
        })
        .collect();
    if moved.len() > MOST {
        // The last one is the finish.
        let left_out = moved.len() - MOST;
        moved.splice(MOST - 1..moved.len() - 1, [format!("{} more", format::count(left_out as u64))]);
    }
    let title = format!("{}, {} and {}:", input.heading.title, input.before, input.after);
    if moved.is_empty() {
        format!("{title} nothing moved.")
    } else {
        format!("{title} {}.", moved.join(", "))
    }
}

fn table(input: &BeforeAfterInput) -> Table {
    let day = |day: Option<NaiveDate>| day.map_or_else(|| format::DASH.to_owned(), format::date);
    let of = |span: Option<Span>| {
        let span = span.unwrap_or_default();
        [day(span.start), day(span.end), day(span.gate)]
    };
    let mut head = vec!["Phase".to_owned()];
    for side in [&input.before, &input.after] {
        head.extend(["start", "last device", "gate"].map(|what| format!("{what}, {side}")));
    }
    head.push("Moved".to_owned());
    let row = |row: &BeforeAfterRow| {
        let mut cells = vec![row.name.clone()];
        cells.extend(of(row.before));
        cells.extend(of(row.after));
        cells.push(row.remark.clone());
        cells
    };
    Table { head, rows: input.rows.iter().map(row).collect() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::super::soundness_tests::{assert_sound, keys, words};
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    /// So many phases, each a week later than planned, and the end.
    fn input(phases: usize) -> BeforeAfterInput {
        let span = |n: usize, late: u64| Span {
            start: Some(day(2, 2) + Days::new(n as u64 + late)),
            end: Some(day(2, 20) + Days::new(n as u64 + late)),
            gate: Some(day(3, 2) + Days::new(n as u64 + late)),
        };
        let row = |n: usize| BeforeAfterRow {
            key: n.to_string(),
            name: format!("Wave {}", n + 1),
            before: Some(span(n, 0)),
            after: Some(span(n, 7)),
            remark: "+5 days".into(),
            is_later: Some(true),
            is_passed: false,
            tip: String::new(),
        };
        let end = |date| Some(Span { gate: Some(date), ..Span::default() });
        let mut rows: Vec<BeforeAfterRow> = (0..phases).map(row).collect();
        let (before, after) = (end(day(9, 1)), end(day(9, 8)));
        rows.push(BeforeAfterRow {
            key: "finish".into(),
            name: "Finish P85".into(),
            before,
            after,
            ..row(0)
        });
        BeforeAfterInput {
            heading: Heading::new("Before and after", ""),
            before: "the baseline".into(),
            after: "now".into(),
            first: day(1, 1),
            last: day(12, 31),
            today: None,
            target: None,
            freezes: Vec::new(),
            rows,
        }
    }

    fn rows(scene: &Scene) -> usize {
        keys(scene).iter().filter(|key| key.starts_with("row:")).count()
    }

    #[test]
    fn the_finish_is_never_lost_and_what_is_left_out_is_counted() {
        for phases in [0, 1, 5, 9, 12, 40, 300] {
            for height in [160.0, 260.0, 380.0, 700.0] {
                let scene = scene(&input(phases), 760.0, height);
                assert_sound(&scene);
                assert!(keys(&scene).contains(&"row:finish"), "{phases} phases, {height}");
                let left_out = phases + 1 - rows(&scene);
                let said = words(&scene).into_iter().find(|words| words.starts_with("and "));
                let noun = if left_out == 1 { "more phase" } else { "more phases" };
                let expected = (left_out > 0).then(|| format!("and {left_out} {noun}"));
                assert_eq!(said.map(str::to_owned), expected, "{phases} phases, {height}");
                assert_eq!(scene.table.rows.len(), phases + 1, "the table has them all");
            }
        }
    }

    #[test]
    fn rows_draw_closer_before_any_is_left_out() {
        let input = input(8);
        let whole = height(&input);
        assert_eq!(rows(&scene(&input, 760.0, whole)), 9);
        assert_eq!(rows(&scene(&input, 760.0, whole - 80.0)), 9);
        assert!(rows(&scene(&input, 760.0, whole - 160.0)) < 9);
    }

    #[test]
    fn a_phase_of_the_same_gate_but_other_days_is_told() {
        let mut input = input(1);
        input.rows.pop();
        input.rows[0].is_later = None;
        assert_eq!(
            scene(&input, 760.0, 300.0).sentence,
            "Before and after, the baseline and now: Wave 1 on other days."
        );
    }
}
