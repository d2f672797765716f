//! Where everything on the timeline lies: rows, bars, edges, gates and switch markers, and back from a
//! point to what is there and to its day. It draws nothing.

use super::axis::TimeAxis;
use super::flags::Freeze;
use super::gantt::{GanttInput, GanttRow};
use super::markers::SWITCH_RADIUS;
use super::scene::{Point, Rect, pt};
use super::text;
use super::type_roles::TypeRole;
use chrono::{Days, NaiveDate};
use std::ops::Range;

/// The height of a row whose switch markers need no more than three lanes.
pub const ROW_HEIGHT: f32 = 84.0;

/// What the name and the two lines below it need of it.
const WORDS_HEIGHT: f32 = 67.0;
const LANE: f32 = 13.5;
/// The lanes of switch markers that a row has room for as it is.
const LANES: usize = 3;
const BAR_TOP: f32 = 17.0;
pub(super) const BAR_HEIGHT: f32 = 19.0;

/// What can be taken hold of in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Element {
    Bar,
    StartEdge,
    EndEdge,
    Gate,
    /// A switch by its place in the row's list.
    Switch(usize),
}

/// A row's places, in points from the top of the first row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowPlace {
    pub rect: Rect,
    /// From the first to the last day of enrollment, freezes included.
    pub bar: Option<Rect>,
    pub gate: Option<Point>,
    /// In the order of the row's switches; none for those without a date in view.
    pub switches: Vec<Option<Point>>,
}

impl RowPlace {
    /// What its height could do without: its three lines of words and its markers stay.
    fn spare(&self) -> f32 {
        let markers = self.switches.iter().flatten().map(|at| at.y + SWITCH_RADIUS + 2.0 - self.rect.y);
        (self.rect.h - markers.fold(WORDS_HEIGHT, f32::max)).max(0.0)
    }

    fn lift(&mut self, up: f32) {
        self.rect.y -= up;
        let points = self.gate.iter_mut().chain(self.switches.iter_mut().flatten());
        points.for_each(|point| point.y -= up);
        if let Some(bar) = &mut self.bar {
            bar.y -= up;
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct GanttLayout {
    pub axis: TimeAxis,
    pub width: f32,
    /// The plot begins here.
    pub label_width: f32,
    pub rows: Vec<RowPlace>,
}

impl GanttLayout {
    /// As high as it likes to be: every marker stands on its day.
    pub fn new(input: &GanttInput, width: f32) -> Self {
        Self::with_lanes(input, width, usize::MAX)
    }

    /// All rows in a room: closer together, and where that is not enough with their markers in fewer lanes. A marker
    /// that has none stands right of its day, which its tip says. Where the rows scroll all the same, they have
    /// nothing to gain from it.
    pub fn in_room(input: &GanttInput, width: f32, room: f32) -> Self {
        let fits = |layout: &Self| layout.rows_height() - layout.spare() <= room;
        let natural = Self::new(input, width);
        if fits(&natural) {
            return natural.fitted(room);
        }
        let least = Self::with_lanes(input, width, 2);
        if !fits(&least) {
            return natural;
        }
        let mut between = [5, 4, 3].into_iter().map(|lanes| Self::with_lanes(input, width, lanes));
        between.find(fits).unwrap_or(least).fitted(room)
    }

    fn with_lanes(input: &GanttInput, width: f32, lanes: usize) -> Self {
        let width = if width.is_finite() { width.max(60.0) } else { 60.0 };
        let usual = if width >= 700.0 { 196.0 } else { (width * 0.28).max(40.0) };
        // Long names have some room more.
        let names = input.rows.iter().map(|row| text::width(TypeRole::BODY_STRONG, &row.name) + 48.0);
        let label_width = names.fold(usual, f32::max).min(usual.max(width * 0.31));
        let right = (width - 20.0).max(label_width + 10.0);
        let axis = TimeAxis::new(input.first, input.last, label_width, right);
        let mut rows = Vec::with_capacity(input.rows.len());
        let mut y = 0.0;
        for row in &input.rows {
            let place = row_place(row, &axis, (y, width), lanes);
            y = place.rect.bottom();
            rows.push(place);
        }
        Self { axis, width, label_width, rows }
    }

    fn spare(&self) -> f32 {
        self.rows.iter().map(RowPlace::spare).sum()
    }

    /// Its rows drawn together by what the room lacks.
    fn fitted(mut self, room: f32) -> Self {
        let over = self.rows_height() - room;
        let whole = self.spare();
        if over <= 0.0 || whole <= 0.0 {
            return self;
        }
        let mut up = 0.0;
        for row in &mut self.rows {
            let less = over * row.spare() / whole;
            row.lift(up);
            row.rect.h -= less;
            up += less;
        }
        self
    }

    pub fn rows_height(&self) -> f32 {
        self.rows.last().map_or(0.0, |row| row.rect.bottom())
    }

    /// The rows that show between two heights.
    pub fn visible(&self, top: f32, bottom: f32) -> Range<usize> {
        let first = self.rows.partition_point(|row| row.rect.bottom() <= top);
        let last = self.rows.partition_point(|row| row.rect.y < bottom);
        first..last.max(first)
    }

    pub fn row_at(&self, y: f32) -> Option<usize> {
        let row = self.rows.partition_point(|row| row.rect.bottom() <= y);
        (y >= 0.0 && row < self.rows.len()).then_some(row)
    }

    /// The day under a point of the plot.
    pub fn date_at(&self, x: f32) -> NaiveDate {
        let days = ((x - self.axis.left) / self.axis.day_width()).floor().max(0.0);
        let day = self.axis.first.checked_add_days(Days::new(days as u64));
        day.unwrap_or(self.axis.last).min(self.axis.last)
    }

    /// The row and what of it is nearest within reach: a switch, the gate, an edge, the bar.
    pub fn element_at(&self, x: f32, y: f32) -> Option<(usize, Element)> {
        let row = self.row_at(y)?;
        let place = &self.rows[row];
        let from = |p: &Point| (p.x - x).hypot(p.y - y);
        let near = place.switches.iter().enumerate().filter_map(|(i, p)| p.map(|p| (i, from(&p))));
        let nearest = near.filter(|(_, d)| *d <= 12.0).min_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((index, distance)) = nearest
            && (distance <= SWITCH_RADIUS + 1.0 || y > place.rect.y + BAR_TOP + BAR_HEIGHT + 2.0)
        {
            return Some((row, Element::Switch(index)));
        }
        [Element::Gate, Element::StartEdge, Element::EndEdge, Element::Bar]
            .into_iter()
            .find(|element| self.element_rect(row, *element).is_some_and(|rect| contains(&rect, x, y)))
            .map(|element| (row, element))
    }

    /// Where an element can be taken hold of.
    pub fn element_rect(&self, row: usize, element: Element) -> Option<Rect> {
        let place = self.rows.get(row)?;
        match element {
            Element::Bar => place.bar.map(|bar| Rect::new(bar.x, bar.y - 5.0, bar.w, bar.h + 10.0)),
            Element::StartEdge => place.bar.map(|bar| edge(&bar, bar.x)),
            Element::EndEdge => place.bar.map(|bar| edge(&bar, bar.right())),
            Element::Gate => place.gate.map(|at| Rect::new(at.x - 9.0, at.y - 12.0, 18.0, 24.0)),
            Element::Switch(index) => {
                let at = (*place.switches.get(index)?)?;
                Some(Rect::new(at.x - 7.0, at.y - 7.0, 14.0, 14.0))
            }
        }
    }
}

/// The stretches of a span of days that no freeze covers, as x ranges.
pub(super) fn open_spans(
    freezes: &[Freeze],
    axis: &TimeAxis,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<(f32, f32)> {
    let mut spans = Vec::new();
    let mut from = first;
    let mut freezes: Vec<_> = freezes.iter().filter(|f| f.first <= last && f.last >= first).collect();
    freezes.sort_by_key(|freeze| freeze.first);
    for freeze in freezes {
        if freeze.first > from {
            spans.push((axis.x_inside(from), axis.x_inside(freeze.first)));
        }
        from = from.max(after(freeze.last));
    }
    if from <= last {
        spans.push((axis.x_inside(from), axis.x_inside(after(last))));
    }
    spans.retain(|(x0, x1)| x1 > x0);
    spans
}

pub(super) fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn row_place(row: &GanttRow, axis: &TimeAxis, (y, width): (f32, f32), most: usize) -> RowPlace {
    let bar = row.start.and_then(|start| {
        let end = row.end.unwrap_or(start).max(start);
        let (x0, x1) = (axis.x_inside(start), axis.x_inside(after(end)));
        let in_view = axis.contains(start) || axis.contains(end) || (start < axis.first && end > axis.last);
        in_view.then(|| Rect::new(x0, y + BAR_TOP, (x1 - x0).max(3.0), BAR_HEIGHT))
    });
    let gate = row.gate.as_ref().filter(|gate| axis.contains(gate.date)).map(|gate| {
        let middle = axis.x(gate.date) + axis.day_width() / 2.0;
        let beside = bar.map_or(middle, |bar| middle.max(bar.right() + 8.5));
        pt(beside, y + BAR_TOP + BAR_HEIGHT / 2.0)
    });
    let (switches, lanes) = switch_places(row, axis, y + BAR_TOP + BAR_HEIGHT + 12.0, most);
    let more = lanes.saturating_sub(LANES) as f32 * LANE;
    RowPlace { rect: Rect::new(0.0, y, width, ROW_HEIGHT + more), bar, gate, switches }
}

/// Where two markers would touch, the later one goes a lane down. Where it may not, it stands right of the one
/// before, but never beyond the stretch of time.
fn switch_places(
    row: &GanttRow,
    axis: &TimeAxis,
    top: f32,
    most_lanes: usize,
) -> (Vec<Option<Point>>, usize) {
    let mut order: Vec<usize> = (0..row.switches.len()).collect();
    order.sort_by_key(|index| row.switches[*index].date);
    let mut lane_ends: Vec<f32> = Vec::new();
    let mut places = vec![None; row.switches.len()];
    for index in order {
        let switch = &row.switches[index];
        let Some(date) = switch.date.filter(|date| axis.contains(*date)) else { continue };
        let mut x = axis.x(date);
        let reach = if switch.note.is_some() { SWITCH_RADIUS + 14.0 } else { SWITCH_RADIUS };
        let free = lane_ends.iter().position(|end| x - SWITCH_RADIUS >= *end);
        let lane = free.unwrap_or_else(|| {
            let ends = lane_ends.iter().copied().enumerate();
            let first_free = ends.min_by(|a, b| a.1.total_cmp(&b.1));
            let inside = first_free.filter(|(_, end)| end + SWITCH_RADIUS <= axis.right);
            if let Some((lane, _)) = inside.filter(|_| lane_ends.len() >= most_lanes) {
                return lane;
            }
            lane_ends.push(f32::MIN);
            lane_ends.len() - 1
        });
        x = x.max(lane_ends[lane] + SWITCH_RADIUS);
        lane_ends[lane] = x + reach + 0.5;
        places[index] = Some(pt(x, top + lane as f32 * LANE));
    }
    (places, lane_ends.len())
}

fn edge(bar: &Rect, x: f32) -> Rect {
    let reach = (bar.w / 4.0).clamp(2.0, 6.0);
    Rect::new(x - reach, bar.y - 5.0, reach * 2.0, bar.h + 10.0)
}

fn contains(rect: &Rect, x: f32, y: f32) -> bool {
    rect.x <= x && x <= rect.right() && rect.y <= y && y <= rect.bottom()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::super::gantt::{GanttGate, GanttSwitch, Tone};
    use super::super::markers::{Authority, Verdict};
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn switch(letter: char, date: NaiveDate) -> GanttSwitch {
        GanttSwitch {
            workload: letter.to_string(),
            letter,
            to: Authority::Pilot,
            date: Some(date),
            is_done: false,
            note: None,
            tip: String::new(),
        }
    }

    fn row(switches: Vec<GanttSwitch>) -> GanttRow {
        GanttRow {
            key: "3".to_owned(),
            state: Verdict::Running,
            name: "Clinics North".to_owned(),
            line2: String::new(),
            line3: String::new(),
            tone: Tone::Plain,
            start: Some(day(9, 21)),
            end: Some(day(11, 6)),
            done_until: None,
            count: String::new(),
            baseline: None,
            soak_until: Some(day(11, 13)),
            gate: Some(GanttGate { date: day(11, 13), is_passed: false }),
            tail: None,
            dates: String::new(),
            switches,
            tip: String::new(),
        }
    }

    fn input(rows: Vec<GanttRow>) -> GanttInput {
        GanttInput {
            first: day(6, 1),
            last: day(12, 31),
            today: None,
            target: None,
            freezes: Vec::new(),
            rows,
            selected: None,
            desk: None,
            workloads: Vec::new(),
        }
    }

    #[test]
    fn what_is_drawn_can_be_taken_hold_of() {
        let input = input(vec![row(vec![]), row(vec![switch('C', day(9, 21)), switch('U', day(10, 5))])]);
        let layout = GanttLayout::new(&input, 960.0);
        let place = &layout.rows[1];
        let bar = place.bar.unwrap();
        let middle = bar.y + bar.h / 2.0;
        let at = |x, y| layout.element_at(x, y);
        assert_eq!(at(bar.x + bar.w / 2.0, middle), Some((1, Element::Bar)));
        assert_eq!(at(bar.x + 1.0, middle), Some((1, Element::StartEdge)));
        assert_eq!(at(bar.right() - 1.0, middle), Some((1, Element::EndEdge)));
        let gate = place.gate.unwrap();
        assert_eq!(at(gate.x, gate.y), Some((1, Element::Gate)));
        let second = place.switches[1].unwrap();
        assert_eq!(at(second.x + 3.0, second.y + 9.0), Some((1, Element::Switch(1))));
        assert_eq!(at(layout.axis.right, middle), None);
        assert_eq!(at(bar.x, -5.0), None);
    }

    #[test]
    fn a_point_of_a_bar_is_its_day() {
        let layout = GanttLayout::new(&input(vec![row(vec![])]), 960.0);
        let bar = layout.rows[0].bar.unwrap();
        assert_eq!(layout.date_at(bar.x + 0.1), day(9, 21));
        assert_eq!(layout.date_at(bar.right() - 0.1), day(11, 6));
    }

    #[test]
    fn markers_keep_their_day_and_go_down_where_they_would_touch() {
        let days = [day(6, 8), day(6, 8), day(6, 8), day(6, 8), day(6, 10), day(9, 1)];
        let switches = days.into_iter().map(|date| switch('C', date)).collect();
        let layout = GanttLayout::new(&input(vec![row(switches), row(vec![])]), 960.0);
        let places: Vec<Point> = layout.rows[0].switches.iter().map(|place| place.unwrap()).collect();
        for (place, date) in places.iter().zip(days) {
            assert_eq!(place.x, layout.axis.x(date));
        }
        for (index, a) in places.iter().enumerate() {
            for b in &places[index + 1..] {
                assert!((a.x - b.x).hypot(a.y - b.y) >= 2.0 * SWITCH_RADIUS, "{a:?} touches {b:?}");
            }
        }
        assert_eq!(places[5].y, places[0].y);
        assert!(layout.rows[0].rect.h > ROW_HEIGHT);
        assert_eq!(layout.rows[1].rect.y, layout.rows[0].rect.bottom());
        assert!(places.iter().all(|place| place.y + SWITCH_RADIUS < layout.rows[0].rect.bottom()));
    }

    #[test]
    fn rows_move_together_for_a_room_that_is_a_little_too_low_and_scroll_in_a_lower_one() {
        let days = [day(9, 21), day(9, 21), day(9, 21)];
        let three = || row(days.into_iter().map(|date| switch('C', date)).collect());
        let input = input(vec![row(vec![]), three(), row(vec![])]);
        let natural = GanttLayout::new(&input, 960.0);
        let whole = natural.rows_height();
        let close = GanttLayout::in_room(&input, 960.0, whole - 30.0);
        assert!((close.rows_height() - (whole - 30.0)).abs() < 0.01, "{}", close.rows_height());
        for (before, after) in natural.rows.iter().zip(&close.rows) {
            let up = before.rect.y - after.rect.y;
            assert!((before.bar.unwrap().y - after.bar.unwrap().y - up).abs() < 0.01);
            assert!((before.gate.unwrap().y - after.gate.unwrap().y - up).abs() < 0.01);
            let markers = after.switches.iter().flatten().map(|at| at.y + SWITCH_RADIUS);
            assert!(markers.fold(0.0, f32::max) < after.rect.bottom(), "{after:?}");
            assert!(after.rect.h >= WORDS_HEIGHT);
        }
        assert_eq!(GanttLayout::in_room(&input, 960.0, whole - 80.0), natural, "there is no room for them");
        assert_eq!(GanttLayout::in_room(&input, 960.0, whole + 80.0), natural);
    }

    #[test]
    fn markers_of_one_day_stand_beside_each_other_where_a_column_of_them_is_too_high() {
        let six = || row("CUEDOA".chars().map(|letter| switch(letter, day(9, 21))).collect());
        let input = input((0..6).map(|_| six()).collect());
        let natural = GanttLayout::new(&input, 960.0);
        assert!(natural.rows_height() > 700.0);
        for room in [710.0, 620.0, 500.0, 440.0] {
            let close = GanttLayout::in_room(&input, 960.0, room);
            assert!(close.rows_height() <= room + 0.01, "{room}: {}", close.rows_height());
            for place in &close.rows {
                let at: Vec<Point> = place.switches.iter().map(|at| at.unwrap()).collect();
                assert_eq!(at[0].x, close.axis.x(day(9, 21)));
                let touch = |a: &Point, b: &Point| (a.x - b.x).hypot(a.y - b.y) < 2.0 * SWITCH_RADIUS;
                assert!((0..6).all(|a| (a + 1..6).all(|b| !touch(&at[a], &at[b]))), "{at:?}");
                assert!(at.iter().all(|at| at.y + SWITCH_RADIUS <= place.rect.bottom()), "{place:?}");
            }
        }
        assert_eq!(GanttLayout::in_room(&input, 960.0, 300.0), natural, "who scrolls sees every day");
    }

    #[test]
    fn at_the_end_of_the_stretch_no_marker_is_pushed_out_of_it() {
        let last = day(12, 30);
        let six = || row("CUEDOA".chars().map(|letter| switch(letter, last)).collect());
        let input = input((0..4).map(|_| six()).collect());
        let natural = GanttLayout::new(&input, 960.0).rows_height();
        for room in [natural - 20.0, 400.0, 320.0, 280.0] {
            let layout = GanttLayout::in_room(&input, 960.0, room);
            let all = layout.rows.iter().flat_map(|row| row.switches.iter().flatten());
            let farthest = all.map(|at| at.x).fold(0.0, f32::max);
            assert!(farthest <= layout.axis.right, "{room}: {farthest} beyond {}", layout.axis.right);
        }
    }

    #[test]
    fn a_bar_is_cut_at_a_freeze() {
        let mut input = input(vec![row(vec![])]);
        input.freezes = vec![
            Freeze { name: "F".to_owned(), first: day(10, 5), last: day(10, 9) },
            Freeze { name: "F".to_owned(), first: day(11, 2), last: day(12, 4) },
        ];
        let layout = GanttLayout::new(&input, 960.0);
        let axis = &layout.axis;
        assert_eq!(
            open_spans(&input.freezes, axis, day(9, 21), day(11, 6)),
            [(axis.x(day(9, 21)), axis.x(day(10, 5))), (axis.x(day(10, 10)), axis.x(day(11, 2)))]
        );
    }

    #[test]
    fn only_rows_in_view_are_asked_for() {
        let layout = GanttLayout::new(&input((0..300).map(|_| row(vec![])).collect()), 960.0);
        assert_eq!(layout.visible(0.0, 84.0), 0..1);
        assert_eq!(layout.visible(100.0, 600.0), 1..8);
        assert_eq!(layout.visible(1e6, 2e6), 300..300);
        assert_eq!(layout.row_at(84.0 * 7.5), Some(7));
    }
}
