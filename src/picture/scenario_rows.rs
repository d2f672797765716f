//! The finish of several schedules under each other on one time axis: a dot at P50, a bar to P85, a thin
//! line to P95, and the target through all of them.

use super::format;
use super::labels::{Canvas, Line, fitted, width};
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;
use chrono::{Days, NaiveDate};

/// Between words and the target's line.
const AIR: f32 = 5.0;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioFinish {
    pub name: String,
    /// Its futures have been simulated.
    pub is_known: bool,
    /// None = never.
    pub p50: Option<NaiveDate>,
    pub p85: Option<NaiveDate>,
    pub p95: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioRowsInput {
    pub rows: Vec<ScenarioFinish>,
    /// The names stand before the rows; not needed beside a table that has them.
    pub has_names: bool,
    pub target: Option<NaiveDate>,
}

/// `head` is the height above the rows, where the target's date stands; each row is `pitch` high.
pub fn scene(input: &ScenarioRowsInput, width: f32, (head, pitch): (f32, f32)) -> Scene {
    let height = head + pitch * input.rows.len() as f32;
    let mut canvas = Canvas::new(width, height);
    let axis = axis(input, canvas.scene.width);
    let target = input.target.filter(|day| axis.as_ref().is_some_and(|axis| axis.holds(*day)));
    if let (Some(axis), Some(target)) = (&axis, target) {
        axis.target(&mut canvas, target, head);
    }
    let line = axis.as_ref().zip(target).map(|(axis, target)| axis.x(target));
    for (at, row) in input.rows.iter().enumerate() {
        let y = head + pitch * (at as f32 + 0.5);
        let names = names_width(input, canvas.scene.width);
        let name = fitted(TypeRole::LABEL_STRONG, &row.name, names - 10.0).filter(|_| input.has_names);
        if let Some(name) = name {
            canvas.write(&Line::start(pt(0.0, y + 4.0), TypeRole::LABEL_STRONG, Ink::Text, name));
        }
        draw(&mut canvas, axis.as_ref(), row, (names, y, line));
        let rect = Rect::new(0.0, head + pitch * at as f32, canvas.scene.width, pitch);
        canvas.scene.hit(format!("row:{at}"), rect, tip(row));
    }
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

struct Axis {
    first: NaiveDate,
    last: NaiveDate,
    left: f32,
    right: f32,
}

impl Axis {
    fn x(&self, day: NaiveDate) -> f32 {
        let span = (self.last - self.first).num_days().max(1) as f32;
        let share = (day - self.first).num_days() as f32 / span;
        self.left + (self.right - self.left) * share.clamp(0.0, 1.0)
    }

    fn holds(&self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    fn target(&self, canvas: &mut Canvas, target: NaiveDate, head: f32) {
        let (x, foot) = (self.x(target), canvas.scene.height);
        let text = format::date_short(target);
        let half = width(TypeRole::LABEL_MEDIUM, &text) / 2.0;
        let at = x.clamp(half, (canvas.scene.width - half).max(half));
        canvas.write(&Line::middle(pt(at, head - 10.0), TypeRole::LABEL_MEDIUM, Ink::Text, text));
        canvas.scene.line(pt(x, head - 4.0), pt(x, foot), Stroke::dashed(1.5, Ink::Text, 4.0, 3.0));
    }
}

/// All quantiles and, where it is near, the target; room at the right for the words.
fn axis(input: &ScenarioRowsInput, scene_width: f32) -> Option<Axis> {
    let days = || input.rows.iter().flat_map(|row| [row.p50, row.p85, row.p95]).flatten();
    let (first, last) = (days().min()?, days().max()?);
    let span = (last - first).num_days().max(30);
    let near = input.target.filter(|t| (first - *t).num_days() < span && (*t - last).num_days() < span);
    let first = near.map_or(first, |target| target.min(first));
    let last = near.map_or(last, |target| target.max(last));
    let air = Days::new(((last - first).num_days() / 20).max(2) as u64);
    let words = input.rows.iter().map(|row| width(TypeRole::LABEL, &range(row))).fold(0.0, f32::max);
    let left = 6.0 + names_width(input, scene_width);
    let right = (scene_width - words - 10.0).max(left + (scene_width - left) * 0.4);
    Some(Axis {
        first: first.checked_sub_days(air).unwrap_or(first),
        last: last.checked_add_days(air).unwrap_or(last),
        left,
        right,
    })
}

fn names_width(input: &ScenarioRowsInput, scene_width: f32) -> f32 {
    if !input.has_names {
        return 0.0;
    }
    let longest = input.rows.iter().map(|row| width(TypeRole::LABEL_STRONG, &row.name)).fold(0.0, f32::max);
    (longest + 16.0).min(scene_width * 0.35)
}

fn draw(
    canvas: &mut Canvas,
    axis: Option<&Axis>,
    row: &ScenarioFinish,
    (left, y, target): (f32, f32, Option<f32>),
) {
    let mut end = left;
    if let (Some(axis), Some(p50)) = (axis, row.p50) {
        let x = axis.x(p50);
        let p85 = row.p85.map_or(axis.right, |day| axis.x(day));
        let p95 = row.p95.map_or(axis.right, |day| axis.x(day));
        let pale = |alpha| Paint::blend(Ink::IntuneSolid, alpha, Ink::Bg1);
        canvas.scene.line(pt(x, y), pt(p95.max(x + 0.1), y), Stroke::new(2.0, pale(0.5)));
        if p85 - x > 0.5 {
            canvas.scene.rect(Rect::new(x, y - 4.0, p85 - x, 8.0), 2.0_f32.min((p85 - x) / 2.0), pale(0.5));
        }
        let fill = Some(Ink::IntuneSolid.into());
        canvas.scene.push(Node::Circle { center: pt(x, y), radius: 5.5, fill, stroke: None });
        end = p95.max(x + 6.0);
    }
    let text = range(row);
    let wide = width(TypeRole::LABEL, &text);
    // Words do not stand across the target's line: where they would, they begin after it.
    let from = end + 8.0;
    let from = target.filter(|x| from < x + AIR && from + wide > x - AIR).map_or(from, |x| x + AIR);
    let at = pt(from.min(canvas.scene.width - wide).max(0.0), y + 4.0);
    canvas.write(&Line::start(at, TypeRole::LABEL, Ink::Text, text));
}

/// `18 – 31 Mar`
fn range(row: &ScenarioFinish) -> String {
    if !row.is_known {
        return "simulating".to_owned();
    }
    match (row.p50, row.p85) {
        (Some(p50), Some(p85)) => format::date_range(p50, p85),
        (Some(p50), None) => format!("{} – never", format::date_short(p50)),
        (None, _) => "never".to_owned(),
    }
}

fn tip(row: &ScenarioFinish) -> String {
    let [p50, p85, p95] = dates(row);
    format!("{}\nP50 {p50}\nP85 {p85}\nP95 {p95}", row.name)
}

/// P50, P85 and P95; of futures that are not simulated yet nobody knows whether they come.
fn dates(row: &ScenarioFinish) -> [String; 3] {
    [row.p50, row.p85, row.p95].map(|day| match day {
        Some(day) => format::date(day),
        None if row.is_known => "never".to_owned(),
        None => format::DASH.to_owned(),
    })
}

fn sentence(input: &ScenarioRowsInput) -> String {
    let said = |row: &ScenarioFinish| format!("{} {}", row.name, range(row));
    let rows: Vec<String> = input.rows.iter().map(said).collect();
    if rows.is_empty() { "No schedules to compare.".to_owned() } else { format!("{}.", rows.join("; ")) }
}

fn table(input: &ScenarioRowsInput) -> Table {
    let head = ["Scenario", "P50", "P85", "P95"].map(str::to_owned).to_vec();
    let row = |row: &ScenarioFinish| [vec![row.name.clone()], dates(row).to_vec()].concat();
    Table { head, rows: input.rows.iter().map(row).collect() }
}
