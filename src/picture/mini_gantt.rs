//! A timeline for previews and slides: a bar, a soak and a gate per phase with its dates, nothing to take hold of.

use super::axis::TimeAxis;
use super::flags::{self, FLAG_HEIGHT, Flags, Freeze};
use super::format;
use super::gantt_layout::{after, open_spans};
use super::gantt_legend;
use super::gantt_rows::{outlined, tail_paint};
use super::labels::{Canvas, Line, fitted, width};
use super::markers;
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;
use chrono::{Datelike, Days, NaiveDate};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MiniRow {
    pub key: String,
    pub name: String,
    /// `50 devices`
    pub note: String,
    /// First and last day of enrollment, and the gate's; none when not within the horizon.
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    pub gate: Option<NaiveDate>,
    pub is_passed: bool,
    /// The last day that has happened; none before the start.
    pub done_until: Option<NaiveDate>,
    pub baseline: Option<(NaiveDate, NaiveDate)>,
    /// From P50 to P85 of the gate; without P85 it has no end in sight.
    pub tail: Option<(NaiveDate, Option<NaiveDate>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MiniGanttInput {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub today: Option<NaiveDate>,
    pub target: Option<NaiveDate>,
    pub freezes: Vec<Freeze>,
    pub rows: Vec<MiniRow>,
    /// What its signs mean stands at the foot.
    pub has_legend: bool,
}

const MONTHS: f32 = 30.0;
const FOOT: f32 = 4.0;
const LEGEND: f32 = 40.0;

const fn foot_height(input: &MiniGanttInput) -> f32 {
    if input.has_legend && !input.rows.is_empty() { LEGEND } else { FOOT }
}

/// The months, and over them the flags of today and the target and the names of freezes.
const fn head_height(input: &MiniGanttInput) -> f32 {
    let has_flags = input.today.is_some() || input.target.is_some() || !input.freezes.is_empty();
    if has_flags { MONTHS + FLAG_HEIGHT + 4.0 } else { MONTHS }
}

/// How high it is when every row has all its words.
pub fn natural_height(input: &MiniGanttInput) -> f32 {
    head_height(input) + foot_height(input) + 56.0 * input.rows.len().max(1) as f32
}

pub fn scene(input: &MiniGanttInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    let (w, h) = (canvas.scene.width, canvas.scene.height);
    let top = head_height(input);
    let room = h - top - foot_height(input);
    let fitting = ((room / 22.0).floor().max(1.0) as usize).min(input.rows.len());
    // The last line says how many are left out, if any are.
    let shown = if fitting < input.rows.len() { fitting.saturating_sub(1).max(1) } else { fitting };
    let lines = if shown < input.rows.len() { shown + 1 } else { shown.max(1) };
    let pitch = (room / lines as f32).clamp(14.0, 56.0);
    let from = window(&input.rows, shown);
    let rows = &input.rows[from..from + shown];
    let label_width = label_width(rows, w);
    let (first, last) = span(input, rows);
    let axis = TimeAxis::new(first, last, label_width, (w - 8.0).max(label_width + 10.0));
    head(&mut canvas, input, &axis, (shown, pitch));
    for (index, row) in input.rows[from..].iter().take(shown).enumerate() {
        let rect = Rect::new(0.0, top + index as f32 * pitch, w, pitch);
        draw(&mut canvas, (row, input), &axis, rect);
    }
    if shown < input.rows.len() {
        let more = left_out(from, input.rows.len() - shown - from);
        let at = pt(8.0, top + shown as f32 * pitch + pitch.min(24.0) - 8.0);
        canvas.write(&Line::start(at, TypeRole::CAPTION, Ink::Text2, more));
    }
    if input.has_legend && !rows.is_empty() {
        legend(&mut canvas, input, rows);
    }
    let mut scene = canvas.scene;
    "Phases and gates".clone_into(&mut scene.name);
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

/// Narrow on a narrow chart unless words would be cut.
fn label_width(rows: &[MiniRow], w: f32) -> f32 {
    let most = (w * 0.28).clamp(40.0, 300.0);
    let words = |row: &MiniRow| {
        width(TypeRole::LABEL_STRONG, &row.name).max(width(TypeRole::CAPTION, &row.note)) + 17.0
    };
    let natural = most.min(if w >= 700.0 { 190.0 } else { 130.0 });
    rows.iter().map(words).fold(natural, f32::max).min(most)
}

/// Where the rows begin that are shown of too many: those round the first gate that is never passed, else round
/// the first that is still to come.
fn window(rows: &[MiniRow], shown: usize) -> usize {
    let fails = |row: &MiniRow| row.start.is_some() && row.gate.is_none();
    let (focus, before) = match rows.iter().position(fails) {
        Some(place) => (place, shown * 2 / 3),
        None => (rows.iter().position(|row| !row.is_passed).unwrap_or(rows.len()), 2),
    };
    focus.saturating_sub(before).min(rows.len().saturating_sub(shown))
}

/// The days of the input, or of the rows alone where others are left out.
fn span(input: &MiniGanttInput, rows: &[MiniRow]) -> (NaiveDate, NaiveDate) {
    let days = |row: &MiniRow| {
        let (baseline, tail) = (row.baseline.unzip(), row.tail.unzip());
        [row.start, row.end, row.gate, baseline.0, baseline.1, tail.0, tail.1.flatten()]
    };
    let all = || rows.iter().flat_map(days).flatten();
    match all().min().zip(all().max()) {
        Some((first, last)) if rows.len() < input.rows.len() => {
            let air = Days::new(((last - first).num_days() / 20).max(7).unsigned_abs());
            let first = first.with_day(1).unwrap_or(first);
            (first, last.checked_add_days(air).unwrap_or(last))
        }
        _ => (input.first, input.last),
    }
}

/// `and 12 more`, `140 before and 145 after them`
fn left_out(before: usize, after: usize) -> String {
    let count = |n: usize| format::count(n as u64);
    match (before, after) {
        (0, after) => format!("and {} more", count(after)),
        (before, 0) => format!("{} before them", count(before)),
        (before, after) => format!("{} before and {} after them", count(before), count(after)),
    }
}

/// Months, row lines, freezes, and the lines of today and the target under their flags.
fn head(canvas: &mut Canvas, input: &MiniGanttInput, axis: &TimeAxis, rows: (usize, f32)) {
    let (w, h) = (canvas.scene.width, canvas.scene.height);
    let top = head_height(input);
    let bottom = (top + rows.0 as f32 * rows.1).min(h);
    for tick in axis.months(TypeRole::CAPTION) {
        // A month without a name has its line below that of the month before.
        let from = top - if tick.label.is_empty() { 5.0 } else { 20.0 };
        canvas.scene.line(pt(tick.x, from), pt(tick.x, bottom), Stroke::new(1.0, Ink::Grid));
        canvas.write(&Line::start(pt(tick.x + 5.0, top - 10.0), TypeRole::CAPTION, Ink::Text2, tick.label));
    }
    for row in 0..rows.0 {
        let y = top + row as f32 * rows.1;
        let ink = if row == 0 { Ink::Stroke } else { Ink::Grid };
        canvas.scene.line(pt(0.0, y), pt(w, y), Stroke::new(1.0, ink));
    }
    let plot = Rect::new(axis.left, top, axis.right - axis.left, bottom - top);
    flags::freezes(canvas, axis, plot, &input.freezes);
    let flags = Flags { axis, today: input.today, target: input.target, plot, y: 0.0 };
    flags.draw(canvas);
    let row = Rect::new(plot.x, 0.0, plot.w, FLAG_HEIGHT);
    flags::freeze_heads(canvas, axis, row, &input.freezes);
    flags.reserve_lines(canvas);
}

fn draw(canvas: &mut Canvas, (row, input): (&MiniRow, &MiniGanttInput), axis: &TimeAxis, rect: Rect) {
    let is_high = rect.h >= 38.0;
    let (name_y, bar_y) = if is_high { (23.0, 12.0) } else { (rect.h / 2.0 + 4.0, rect.h / 2.0 - 7.0) };
    let bar_height = if is_high { 18.0 } else { 14.0 };
    let room = axis.left - 16.0;
    if let Some(name) = fitted(TypeRole::LABEL_STRONG, &row.name, room) {
        canvas.write(&Line::start(pt(11.0, rect.y + name_y), TypeRole::LABEL_STRONG, Ink::Text, name));
    }
    if let Some(note) = fitted(TypeRole::CAPTION, &row.note, room).filter(|_| is_high) {
        canvas.write(&Line::start(pt(11.0, rect.y + name_y + 16.0), TypeRole::CAPTION, Ink::Text2, note));
    }
    let Some(start) = row.start.filter(|start| *start <= axis.last) else { return };
    let end = row.end.unwrap_or(start).max(start);
    let (x0, x1) = (axis.x_inside(start), axis.x_inside(after(end)));
    let bar = Rect::new(x0, rect.y + bar_y, (x1 - x0).max(3.0), bar_height);
    let middle = bar.y + bar.h / 2.0;
    planned(canvas, row, axis, bar);
    let gate = row
        .gate
        .filter(|gate| axis.contains(*gate))
        .map(|gate| (axis.x(gate) + axis.day_width() / 2.0).max(bar.right() + 8.0));
    if let Some(gate) = gate.filter(|gate| gate - bar.right() > 2.0) {
        canvas.scene.push(Node::Hatch {
            rect: Rect::new(bar.right(), bar.y + 3.0, gate - bar.right(), bar.h - 6.0),
            spacing: 5.0,
            stroke: Stroke::new(1.0, Paint::alpha(Ink::IntuneSolid, 0.8)),
        });
    }
    tail(canvas, row, axis, middle);
    let spans = open_spans(&input.freezes, axis, start, end);
    fill(
        canvas,
        row.done_until.filter(|done| *done >= start).map(|done| axis.x_inside(after(done.min(end)))),
        &spans,
        bar,
    );
    if let Some(x) = gate {
        markers::gate(&mut canvas.scene, pt(x, middle), if is_high { 15.0 } else { 12.0 }, row.is_passed);
    }
    let dates = format::date_range(start, end);
    let tip = format!("{}, {}\n{}", row.name, row.note, format::date_range_year(start, end));
    canvas.scene.hit(
        format!("phase:{}", row.key),
        Rect::new(axis.left, rect.y, axis.right - axis.left, rect.h),
        tip,
    );
    if is_high {
        let y = rect.y + 45.0_f32.min(rect.h - 5.0);
        let from_start = Line::start(pt(x0, y), TypeRole::CAPTION, Ink::Text2, dates.as_str());
        let to_gate =
            Line::end(pt(gate.unwrap_or(bar.right()), y), TypeRole::CAPTION, Ink::Text2, dates.clone());
        // Where the line of today would run through the words they stand beside it.
        let after = input
            .today
            .filter(|day| axis.contains(*day))
            .map(|day| Line::start(pt(axis.x(day) + 6.0, y), TypeRole::CAPTION, Ink::Text2, dates));
        let fits = |line: &&Line| line.rect().right() <= axis.right && line.rect().x >= axis.left;
        let places = [Some(&from_start), Some(&to_gate), after.as_ref()];
        for line in places.into_iter().flatten().filter(fits) {
            if canvas.write(line) {
                break;
            }
        }
    }
}

/// The thin bar of the baseline, over the main one.
fn planned(canvas: &mut Canvas, row: &MiniRow, axis: &TimeAxis, bar: Rect) {
    let Some((first, last)) = row.baseline.filter(|(first, last)| first <= last) else { return };
    let (x0, x1) = (axis.x_inside(first), axis.x_inside(after(last)));
    if x1 > x0 {
        let rect = Rect::new(x0, bar.y - 6.0, (x1 - x0).max(2.0), 4.0);
        canvas.scene.rect(rect, 2.0, Ink::NeutralSolid);
    }
}

/// Solid up to where it has happened, outlined ahead, and only a dashed line through a freeze.
fn fill(canvas: &mut Canvas, done: Option<f32>, spans: &[(f32, f32)], bar: Rect) {
    let y = bar.y + bar.h / 2.0;
    for pair in spans.windows(2) {
        let stroke = Stroke::dashed(1.5, Ink::IntuneSolid, 3.0, 3.0);
        canvas.scene.line(pt(pair[0].1, y), pt(pair[1].0, y), stroke);
    }
    let whole = [(bar.x, bar.right())];
    for (from, to) in if spans.is_empty() { &whole } else { spans } {
        let to = to.max(from + 3.0);
        let split = done.map_or(*from, |done| done.clamp(*from, to));
        if to - split > 0.5 {
            outlined(&mut canvas.scene, Rect::new(split, bar.y, to - split, bar.h));
        }
        if split - from > 0.5 {
            let rect = Rect::new(*from, bar.y, split - from, bar.h);
            canvas.scene.rect(rect, 3.0_f32.min(rect.w / 2.0), Ink::IntuneSolid);
        }
    }
}

/// What the signs mean, under the rows.
fn legend(canvas: &mut Canvas, input: &MiniGanttInput, rows: &[MiniRow]) {
    let has = |test: fn(&MiniRow) -> bool| rows.iter().any(test);
    let entries = gantt_legend::bars(gantt_legend::Shown {
        baseline: has(|row| row.baseline.is_some()),
        actual: has(|row| row.done_until.is_some()),
        tail: has(|row| row.tail.is_some()),
        passed: has(|row| row.is_passed),
    });
    let top = canvas.scene.height - foot_height(input);
    gantt_legend::draw(canvas, &entries, (11.0, top));
}

/// From the gate's P50 to its P85, ending in a tick.
fn tail(canvas: &mut Canvas, row: &MiniRow, axis: &TimeAxis, y: f32) {
    let Some((p50, p85)) = row.tail else { return };
    let place = |day| (axis.x(day) + axis.day_width() / 2.0).clamp(axis.left, axis.right);
    let (from, to) = (place(p50), p85.map_or(axis.right, place));
    if to > from {
        canvas.scene.rect(Rect::new(from, y - 3.0, to - from, 6.0), 0.0, tail_paint());
        if p85.is_some() {
            canvas.scene.line(pt(to, y - 7.0), pt(to, y + 7.0), Stroke::new(2.0, Ink::IntuneSolid));
        }
    }
}

fn sentence(input: &MiniGanttInput) -> String {
    let phases = format::plural(input.rows.len() as u64, "phase", "phases");
    let first = input.rows.iter().filter_map(|row| row.start).min();
    let last = input.rows.iter().filter_map(|row| row.gate.or(row.end)).max();
    match first.zip(last) {
        Some((first, last)) => format!("{phases}, {}.", format::date_range_year(first, last)),
        None => format!("{phases}."),
    }
}

fn table(input: &MiniGanttInput) -> Table {
    let day = |date: Option<NaiveDate>| date.map_or_else(|| format::DASH.to_owned(), format::date);
    let rows = input
        .rows
        .iter()
        .map(|row| vec![row.name.clone(), row.note.clone(), day(row.start), day(row.end), day(row.gate)]);
    let head = ["Phase", "Size", "Start", "End", "Gate"];
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::default() + Days::new(n)
    }

    fn texts(scene: &Scene) -> Vec<(String, Rect)> {
        let of = |node: &Node| match node {
            Node::Text { at, anchor, role, text, .. } => {
                Some((text.clone(), super::super::labels::text_rect(*at, *anchor, *role, text)))
            }
            _ => None,
        };
        scene.nodes.iter().filter_map(of).collect()
    }

    /// Phases of a fortnight, one after the other.
    fn input(count: u64) -> MiniGanttInput {
        let row = |n: u64| MiniRow {
            key: n.to_string(),
            name: format!("Phase {n}"),
            start: Some(day(n * 14)),
            end: Some(day(n * 14 + 7)),
            gate: Some(day(n * 14 + 10)),
            ..MiniRow::default()
        };
        MiniGanttInput {
            first: day(0),
            last: day(count * 14),
            today: None,
            target: None,
            freezes: Vec::new(),
            rows: (0..count).map(row).collect(),
            has_legend: false,
        }
    }

    #[test]
    fn what_a_row_waits_for_is_written_whole_at_the_width_of_a_sheet() {
        let note = "needs gate 10 – 16 Nov";
        let mut input = input(6);
        input.rows[3].note = note.to_owned();
        for width in [560.0, 690.0, 960.0] {
            let drawn = scene(&input, width, natural_height(&input));
            assert!(texts(&drawn).iter().any(|(text, _)| text == note), "cut at {width}");
        }
    }

    #[test]
    fn of_too_many_phases_those_round_the_one_that_fails_fill_the_axis() {
        let mut input = input(300);
        input.rows[158].gate = None;
        for row in &mut input.rows[159..] {
            (row.start, row.end, row.gate) = (None, None, None);
        }
        let scene = scene(&input, 1000.0, 400.0);
        let texts: Vec<String> = texts(&scene).into_iter().map(|(text, _)| text).collect();
        let has = |text: &str| texts.iter().any(|said| said == text);
        assert!(has("Phase 158") && has("Phase 150") && !has("Phase 0"), "{texts:?}");
        assert!(texts.iter().any(|text| text.contains(" before and ")), "{texts:?}");
        let bars = scene.nodes.iter().filter_map(|node| match node {
            Node::Rect { rect, fill: Some(fill), .. } if fill.ink == Ink::IntuneSolid => Some(rect.w),
            _ => None,
        });
        let widths: Vec<f32> = bars.collect();
        assert!(widths.len() > 8, "{widths:?}");
        assert!(
            widths.iter().all(|w| *w > 20.0),
            "on the axis of all 300 a week is a point wide: {widths:?}"
        );
    }

    #[test]
    fn a_freeze_cuts_a_bar_and_has_its_name_and_every_sign_its_word() {
        let mut input = input(4);
        input.rows[1].end = Some(day(27));
        let freeze = Freeze { name: "Change freeze".to_owned(), first: day(18), last: day(22) };
        let bars = |input: &MiniGanttInput| {
            let drawn = scene(input, 700.0, natural_height(input));
            let is_bar =
                |node: &&Node| matches!(node, Node::Rect { rect, stroke: Some(_), .. } if rect.h == 18.0);
            (drawn.nodes.iter().filter(is_bar).count(), texts(&drawn))
        };
        assert_eq!(bars(&input).0, 4);
        let frozen = MiniGanttInput { freezes: vec![freeze], has_legend: true, ..input };
        let (count, texts) = bars(&frozen);
        assert_eq!(count, 5, "the second bar is in two pieces");
        for word in ["Change freeze", "Expected", "Soak", "Gate ahead"] {
            assert!(texts.iter().any(|(text, _)| text == word), "{word}: {texts:?}");
        }
    }

    #[test]
    fn today_and_the_target_have_their_flags_and_no_line_runs_through_dates() {
        let input = MiniGanttInput { today: Some(day(17)), target: Some(day(60)), ..input(6) };
        let scene = scene(&input, 1000.0, natural_height(&input));
        let texts = texts(&scene);
        for flag in [
            format!("Today {}", format::date_short(day(17))),
            format!("Target {}", format::date_short(day(60))),
        ] {
            assert!(texts.iter().any(|(text, rect)| *text == flag && rect.y < 20.0), "{flag}: {texts:?}");
        }
        let today = scene.nodes.iter().find_map(|node| match node {
            Node::Polyline { points, stroke } if stroke.paint.ink == Ink::Today => Some(points[0].x),
            _ => None,
        });
        let x = today.unwrap();
        let dates = |row: &MiniRow| format::date_range(row.start.unwrap(), row.end.unwrap());
        let dates: Vec<String> = input.rows.iter().map(dates).collect();
        let under: Vec<_> = texts.iter().filter(|(text, _)| dates.contains(text)).collect();
        assert_eq!(under.len(), 6, "{texts:?}");
        for (text, rect) in under {
            assert!(rect.right() <= x || rect.x >= x, "{text} is cut by today's line");
        }
    }
}
