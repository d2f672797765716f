//! What the charts over time share: today's line and flag, the target's, change freezes. It decides
//! that flags never lie on each other; the charts decide where their plots are.

use super::axis::TimeAxis;
use super::format;
use super::labels::{Canvas, Line, width};
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Stroke, pt};
use super::type_roles::TypeRole;
use chrono::{Days, NaiveDate};

/// Days on which nothing is switched or enrolled, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freeze {
    pub name: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Freeze {
    pub fn tip(&self) -> String {
        format!("{}\n{}", self.name, format::date_range_year(self.first, self.last))
    }
}

/// Today and the target on one time axis. `plot` is where the lines run, `y` the top of the flags.
#[derive(Clone, Copy, Debug)]
pub struct Flags<'a> {
    pub axis: &'a TimeAxis,
    pub today: Option<NaiveDate>,
    pub target: Option<NaiveDate>,
    pub plot: Rect,
    pub y: f32,
}

pub const FLAG_HEIGHT: f32 = 18.0;

impl Flags<'_> {
    /// The lines through the plot and their flags; today's flag has the first choice.
    pub fn draw(&self, canvas: &mut Canvas) {
        self.lines(canvas);
        self.heads(canvas);
    }

    pub fn lines(&self, canvas: &mut Canvas) {
        let (top, bottom) = (self.y + FLAG_HEIGHT, self.plot.bottom());
        if let Some(x) = self.place(self.target) {
            canvas.scene.line(pt(x, top), pt(x, bottom), Stroke::dashed(1.5, Ink::Text, 4.0, 3.0));
        }
        if let Some(x) = self.place(self.today) {
            canvas.scene.line(pt(x, top), pt(x, bottom), Stroke::new(1.0, Ink::Today));
        }
    }

    pub fn heads(&self, canvas: &mut Canvas) {
        if let Some((x, day)) = self.place(self.today).zip(self.today) {
            let text = format!("Today {}", format::date_short(day));
            if let Some((rect, text)) = self.claim(canvas, x, &[&text, "Today"]) {
                canvas.scene.rect(rect, 4.0, Ink::Today);
                letters(canvas, rect, Ink::Bg1, &text);
            }
        }
        if let Some((x, day)) = self.place(self.target).zip(self.target) {
            let text = format!("Target {}", format::date_short(day));
            if let Some((rect, text)) = self.claim(canvas, x, &[&text, "Target"]) {
                canvas.scene.push(Node::Rect {
                    rect,
                    radius: 4.0,
                    fill: Some(Ink::Bg1.into()),
                    stroke: Some(Stroke::new(1.0, Ink::Text)),
                });
                letters(canvas, rect, Ink::Text, &text);
                canvas.scene.hit("target", rect, format!("Target {}", format::date(day)));
            }
        }
    }

    /// Keeps names off the lines themselves.
    pub fn reserve_lines(&self, canvas: &mut Canvas) {
        for day in [self.today, self.target] {
            if let Some(x) = self.place(day) {
                canvas.labels.reserve(Rect::new(x - 3.0, self.plot.y, 6.0, self.plot.h));
            }
        }
    }

    fn place(&self, day: Option<NaiveDate>) -> Option<f32> {
        day.filter(|day| self.axis.contains(*day)).map(|day| self.axis.x(day))
    }

    /// Centred on its line, else beside it at the right, else at the left; shorter forms last.
    fn claim(&self, canvas: &mut Canvas, x: f32, forms: &[&str]) -> Option<(Rect, String)> {
        let bounds = canvas.labels.bounds();
        for text in forms {
            let w = width(TypeRole::CAPTION_STRONG, text) + 12.0;
            let most = (bounds.right() - w).max(bounds.x);
            for left in [x - w / 2.0, x, x - w] {
                let rect = Rect::new(left.clamp(bounds.x, most), self.y, w, FLAG_HEIGHT);
                if canvas.labels.claim(rect) {
                    return Some((rect, (*text).to_owned()));
                }
            }
        }
        None
    }
}

/// Hatch and wash of each freeze; its name comes last, over everything.
pub fn freezes(canvas: &mut Canvas, axis: &TimeAxis, plot: Rect, freezes: &[Freeze]) {
    for freeze in freezes {
        let Some(rect) = freeze_rect(axis, plot, freeze) else { continue };
        freeze_marks(canvas, rect);
    }
}

/// The name of each freeze, the first time it occurs where it fits.
pub fn freeze_names(canvas: &mut Canvas, axis: &TimeAxis, plot: Rect, freezes: &[Freeze]) {
    let mut named: Vec<&str> = Vec::new();
    for (index, freeze) in freezes.iter().enumerate() {
        let Some(rect) = freeze_rect(axis, plot, freeze) else { continue };
        if named.contains(&freeze.name.as_str()) {
            continue;
        }
        let x = rect.x + rect.w / 2.0;
        let y = plot.bottom() - 27.0;
        let name =
            Line::middle(pt(x, y), TypeRole::CAPTION_MEDIUM, Ink::Text, freeze.name.as_str()).on(Ink::Bg1);
        let dates = format::date_range(freeze.first, freeze.last);
        let dates = Line::middle(pt(x, y + 16.0), TypeRole::CAPTION, Ink::Text2, dates).on(Ink::Bg1);
        if name.rect().y > plot.y && canvas.labels.is_free(&dates.rect()) && canvas.write(&name) {
            canvas.write(&dates);
            canvas.scene.hit(format!("freeze:{index}"), name.rect(), freeze.tip());
            named.push(&freeze.name);
        }
    }
}

/// The name of each freeze in the row of flags, over its band or else beside its middle.
pub fn freeze_heads(canvas: &mut Canvas, axis: &TimeAxis, row: Rect, freezes: &[Freeze]) {
    for (index, freeze) in freezes.iter().enumerate() {
        let Some(band) = freeze_rect(axis, row, freeze) else { continue };
        let w = width(TypeRole::CAPTION_MEDIUM, &freeze.name) + 12.0;
        let middle = band.x + band.w / 2.0;
        let most = (canvas.labels.bounds().right() - w).max(axis.left);
        for x in [middle - w / 2.0, band.x, band.right() - w] {
            let rect = Rect::new(x.clamp(axis.left, most), row.y, w, FLAG_HEIGHT);
            if canvas.labels.claim(rect) {
                canvas.scene.rect(rect, 4.0, Ink::Bg3);
                let at = pt(rect.x + w / 2.0, row.y + 13.0);
                let line = Line::middle(at, TypeRole::CAPTION_MEDIUM, Ink::Text2, freeze.name.as_str());
                line.draw(&mut canvas.scene);
                canvas.scene.hit(format!("freeze:{index}"), rect, freeze.tip());
                break;
            }
        }
    }
}

/// The part of the plot that a freeze covers, if any.
pub fn freeze_rect(axis: &TimeAxis, plot: Rect, freeze: &Freeze) -> Option<Rect> {
    let after = freeze.last.checked_add_days(Days::new(1)).unwrap_or(freeze.last);
    let (x0, x1) = (axis.x_inside(freeze.first), axis.x_inside(after));
    (x1 - x0 >= 0.5 && plot.h > 0.0 && freeze.first <= freeze.last)
        .then(|| Rect::new(x0, plot.y, x1 - x0, plot.h))
}

/// The marks of a freeze without its name.
pub fn freeze_marks(canvas: &mut Canvas, rect: Rect) {
    canvas.scene.rect(rect, 0.0, Paint::alpha(Ink::Text2, 0.05));
    canvas.scene.push(Node::Hatch {
        rect,
        spacing: 7.0,
        stroke: Stroke::new(1.0, Paint::alpha(Ink::Text2, 0.22)),
    });
}

fn letters(canvas: &mut Canvas, rect: Rect, ink: Ink, text: &str) {
    let at = pt(rect.x + rect.w / 2.0, rect.y + 13.0);
    Line::middle(at, TypeRole::CAPTION_STRONG, ink, text).draw(&mut canvas.scene);
}
