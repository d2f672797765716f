//! Two shares of the same things beside each other: a hollow dot for the whole, a filled one for the sample, and
//! how many times one is the other. It judges nothing: what is worth a chip comes in with the row.

use super::format;
use super::labels::{Canvas, Line, fitted, width};
use super::legend::Heading;
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, Table, pt};
use super::type_roles::TypeRole;

/// What stands at the end of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The sample has none: a crossed dot, and a chip.
    Missing,
    /// Worth a chip: `3.5× over`.
    Chip(String),
    /// A figure: `1.4×`.
    Plain(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct DumbbellRow {
    /// Of all rows the only one with it.
    pub key: String,
    pub name: String,
    /// Shares from 0 to 1.
    pub whole: f64,
    pub sample: f64,
    pub remark: Remark,
    pub tip: String,
}

/// Rows in groups that each add up to all.
#[derive(Clone, Debug, PartialEq)]
pub struct DumbbellInput {
    pub heading: Heading,
    /// What the dots are called: `fleet share`, `pilot share (750)`.
    pub whole: String,
    pub sample: String,
    /// With the name of what the group divides by.
    pub groups: Vec<(String, Vec<DumbbellRow>)>,
}

const TOP: f32 = 57.0;
const PITCH: f32 = 23.6;
const BETWEEN: f32 = 7.0;
const SIDE: f32 = 16.0;
const CHIP: f32 = 74.0;

/// As high as the drawing likes to be.
pub fn height(input: &DumbbellInput) -> f32 {
    let rows: usize = input.groups.iter().map(|(_, rows)| rows.len()).sum();
    TOP + rows as f32 * PITCH + input.groups.len().saturating_sub(1) as f32 * BETWEEN + 2.0
}

/// Where the shares lie.
struct Plot {
    names: f32,
    left: f32,
    right: f32,
}

impl Plot {
    fn x(&self, share: f64) -> f32 {
        let share = if share.is_finite() { share.clamp(0.0, 1.0) as f32 } else { 0.0 };
        self.left + (self.right - self.left) * share
    }
}

pub fn scene(input: &DumbbellInput, width: f32, height: f32) -> Scene {
    let mut canvas = Canvas::new(width, height);
    head(&mut canvas, input);
    let plot = plot(input, canvas.scene.width);
    let bottom = self::height(input).min(canvas.scene.height - 2.0);
    axis(&mut canvas, &plot, bottom);
    let mut y = TOP;
    for (place, (_, rows)) in input.groups.iter().enumerate() {
        if place > 0 {
            let line = y + BETWEEN / 2.0;
            let edge = Stroke::new(1.0, Ink::Stroke);
            canvas.scene.line(pt(SIDE, line), pt((canvas.scene.width - SIDE).max(SIDE), line), edge);
            y += BETWEEN;
        }
        for row in rows {
            if y + PITCH > canvas.scene.height {
                break;
            }
            draw(&mut canvas, row, &plot, y);
            y += PITCH;
        }
    }
    let mut scene = canvas.scene;
    scene.sentence = sentence(input);
    scene.table = table(input);
    scene
}

fn plot(input: &DumbbellInput, width: f32) -> Plot {
    let names = input.groups.iter().flat_map(|(_, rows)| rows);
    let widest = names.map(|row| self::width(TypeRole::LABEL_STRONG, &row.name)).fold(0.0, f32::max);
    let names = widest.min(width * 0.34).max(40.0);
    let left = SIDE + names + 16.0;
    Plot { names, left, right: (width - SIDE - CHIP - 12.0).max(left + 20.0) }
}

/// The title, and at the right what the dots mean.
fn head(canvas: &mut Canvas, input: &DumbbellInput) {
    let right = canvas.scene.width - SIDE;
    let entry = |text: &str| 16.0 + width(TypeRole::CAPTION, text);
    let legend = entry(&input.whole) + 14.0 + entry(&input.sample);
    let title_end = SIDE + width(TypeRole::CARD_TITLE, &input.heading.title);
    if let Some(title) = fitted(TypeRole::CARD_TITLE, &input.heading.title, right - SIDE) {
        canvas.write(&Line::start(pt(SIDE, 25.0), TypeRole::CARD_TITLE, Ink::Text, title));
    }
    if title_end + 12.0 + legend > right {
        return;
    }
    let mut x = right - legend;
    for (text, is_sample) in [(&input.whole, false), (&input.sample, true)] {
        dot(&mut canvas.scene, x + 5.0, 21.0, is_sample);
        canvas.write(&Line::start(pt(x + 16.0, 25.0), TypeRole::CAPTION, Ink::Text2, text.as_str()));
        x += entry(text) + 14.0;
    }
}

fn axis(canvas: &mut Canvas, plot: &Plot, bottom: f32) {
    for quarter in 0..=4 {
        let share = f64::from(quarter) / 4.0;
        let x = plot.x(share);
        canvas.scene.line(pt(x, TOP), pt(x, bottom.max(TOP + 1.0)), Stroke::new(1.0, Ink::Grid));
        let text = format::percent0(share);
        canvas.write(&Line::middle(pt(x, TOP - 7.0), TypeRole::CAPTION, Ink::Text3, text));
    }
}

fn draw(canvas: &mut Canvas, row: &DumbbellRow, plot: &Plot, y: f32) {
    let middle = y + PITCH / 2.0;
    let is_missing = row.remark == Remark::Missing;
    let role = if is_missing { TypeRole::LABEL_STRONG } else { TypeRole::LABEL };
    if let Some(name) = fitted(role, &row.name, plot.names + 8.0) {
        canvas.write(&Line::start(pt(SIDE, middle + 4.2), role, Ink::Text, name));
    }
    let (whole, sample) = (plot.x(row.whole), plot.x(row.sample));
    let tie = match row.remark {
        Remark::Missing => Paint::blend(Ink::BadSolid, 0.55, Ink::Bg1),
        Remark::Chip(_) => Paint::blend(Ink::WarnSolid, 0.65, Ink::Bg1),
        Remark::Plain(_) => Paint::solid(Ink::Stroke2),
    };
    if (whole - sample).abs() > 0.5 {
        canvas.scene.line(pt(whole, middle), pt(sample, middle), Stroke::new(2.0, tie));
    }
    dot(&mut canvas.scene, whole, middle, false);
    if is_missing {
        crossed(&mut canvas.scene, sample, middle);
    } else {
        dot(&mut canvas.scene, sample, middle, true);
    }
    remark(canvas, &row.remark, middle);
    let whole_row = Rect::new(SIDE / 2.0, y, (canvas.scene.width - SIDE).max(1.0), PITCH);
    canvas.scene.hit(format!("stratum:{}", row.key), whole_row, row.tip.as_str());
}

fn dot(scene: &mut Scene, x: f32, y: f32, is_filled: bool) {
    let (radius, fill, stroke) =
        if is_filled { (4.5, Ink::Text, None) } else { (4.0, Ink::Bg1, Some(Stroke::new(1.75, Ink::Text2))) };
    scene.push(Node::Circle { center: pt(x, y), radius, fill: Some(fill.into()), stroke });
}

fn crossed(scene: &mut Scene, x: f32, y: f32) {
    let stroke = Stroke::new(1.5, Ink::BadSolid);
    scene.push(Node::Circle {
        center: pt(x, y),
        radius: 5.0,
        fill: Some(Ink::BadTint.into()),
        stroke: Some(stroke),
    });
    cross(scene, (x, y), 2.2, stroke);
}

fn cross(scene: &mut Scene, (x, y): (f32, f32), arm: f32, stroke: Stroke) {
    scene.line(pt(x - arm, y - arm), pt(x + arm, y + arm), stroke);
    scene.line(pt(x - arm, y + arm), pt(x + arm, y - arm), stroke);
}

fn remark(canvas: &mut Canvas, remark: &Remark, middle: f32) {
    let right = canvas.scene.width - SIDE;
    let (text, tint, ink) = match remark {
        Remark::Missing => ("Missing", Ink::BadTint, Ink::BadText),
        Remark::Chip(text) => (text.as_str(), Ink::WarnTint, Ink::WarnText),
        Remark::Plain(text) => {
            let at = pt(right - 7.0, middle + 4.0);
            canvas.write(&Line::end(at, TypeRole::CAPTION, Ink::Text2, text.as_str()));
            return;
        }
    };
    let sign = if *remark == Remark::Missing { 14.0 } else { 0.0 };
    let wide = width(TypeRole::CAPTION_MEDIUM, text) + sign + 16.0;
    canvas.scene.rect(Rect::new(right - wide, middle - 10.0, wide, 20.0), 10.0, tint);
    if sign > 0.0 {
        cross(&mut canvas.scene, (right - wide + 13.0, middle), 3.0, Stroke::new(1.5, ink));
    }
    canvas.write(&Line::end(pt(right - 8.0, middle + 4.0), TypeRole::CAPTION_MEDIUM, ink, text));
}

fn said(remark: &Remark) -> String {
    match remark {
        Remark::Missing => "missing".to_owned(),
        Remark::Chip(text) | Remark::Plain(text) => text.clone(),
    }
}

fn sentence(input: &DumbbellInput) -> String {
    let off: Vec<String> = input
        .groups
        .iter()
        .flat_map(|(_, rows)| rows)
        .filter(|row| !matches!(row.remark, Remark::Plain(_)))
        .map(|row| format!("{} {}", row.name, said(&row.remark)))
        .collect();
    if off.is_empty() {
        return format!("{} Nothing is far off.", input.heading.title);
    }
    format!("{} {}.", input.heading.title, off.join(", "))
}

fn table(input: &DumbbellInput) -> Table {
    let head = ["Column", "Stratum", input.whole.as_str(), input.sample.as_str(), "Remark"];
    let row = |(column, row): (&String, &DumbbellRow)| {
        vec![
            column.clone(),
            row.name.clone(),
            format::percent1(row.whole),
            format::percent1(row.sample),
            said(&row.remark),
        ]
    };
    let rows = input.groups.iter().flat_map(|(column, rows)| rows.iter().map(move |row| (column, row)));
    Table { head: head.map(str::to_owned).to_vec(), rows: rows.map(row).collect() }
}
