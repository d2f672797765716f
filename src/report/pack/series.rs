//! The numbers of a chart as named series, for programs that draw charts of their own.

use chrono::NaiveDate;

use crate::picture::Ink;

/// What stands along the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Categories {
    Dates(Vec<NaiveDate>),
    Words(Vec<String>),
}

impl Categories {
    pub fn len(&self) -> usize {
        match self {
            Self::Dates(days) => days.len(),
            Self::Words(words) => words.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartKind {
    Area,
    Bar,
    /// Days that are covered over the whole height.
    Span,
    Line,
    /// A day: a line from its only value down to the axis, with its name.
    Mark,
}

/// What the values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 0–1.
    Share,
    Devices,
    Tickets,
}

/// One named series; as many values as there are categories.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub name: String,
    pub kind: PartKind,
    pub values: Vec<Option<f64>>,
    pub ink: Ink,
    pub is_dashed: bool,
    /// It is the edge of a range.
    pub is_thin: bool,
    /// It is forecast.
    pub is_pale: bool,
}

/// Areas and bars are stacked in their order, the first at the foot; lines lie over them.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub unit: Unit,
    pub categories: Categories,
    pub parts: Vec<Part>,
    /// Numbers that are only in parts among what is drawn; a table has them behind it.
    pub told: Vec<Part>,
    /// Marks and spans: what the drawing says beside its numbers.
    pub marks: Vec<Part>,
    /// Where the axis of values ends.
    pub top: f64,
    /// Beside the title: `0 of 10,000 futures stall`.
    pub note: String,
}

impl Series {
    pub fn new(unit: Unit, categories: Categories, parts: Vec<Part>) -> Self {
        let top = ceiling(highest(&parts, categories.len()));
        Self { unit, categories, parts, told: Vec::new(), marks: Vec::new(), top, note: String::new() }
    }

    /// With its marks among the parts, in the order in which they are drawn.
    #[must_use]
    pub fn whole(&self) -> Self {
        let mut whole = Self { marks: Vec::new(), ..self.clone() };
        whole.parts.extend(self.marks.iter().cloned());
        whole.parts.sort_by_key(|part| part.kind);
        whole
    }
}

/// The highest point of what is drawn: bars and areas on each other, lines by themselves.
fn highest(parts: &[Part], places: usize) -> f64 {
    let at = |place: usize| {
        let value = |part: &Part| part.values.get(place).copied().flatten().unwrap_or(0.0);
        let is_stacked = |part: &&Part| matches!(part.kind, PartKind::Area | PartKind::Bar);
        let stack: f64 = parts.iter().filter(is_stacked).map(value).sum();
        parts.iter().filter(|part| !is_stacked(part)).map(value).fold(stack, f64::max)
    };
    (0..places).map(at).fold(0.0, f64::max)
}

/// A round number a little above.
fn ceiling(most: f64) -> f64 {
    if !most.is_finite() || most <= 0.0 {
        return 1.0;
    }
    let wanted = most * 1.05;
    let unit = 10.0_f64.powf(wanted.log10().floor());
    let steps = [0.1, 0.2, 0.25, 0.5, 1.0, 2.0].map(|step| step * unit);
    let step = steps.into_iter().find(|step| wanted / step <= 8.0).unwrap_or(unit);
    (wanted / step).ceil() * step
}

impl Part {
    pub fn new(name: &str, kind: PartKind, ink: Ink, values: Vec<Option<f64>>) -> Self {
        Self { name: name.to_owned(), kind, values, ink, is_dashed: false, is_thin: false, is_pale: false }
    }

    /// A mark near the right edge has its name on the left.
    pub const fn opens_left(at: usize, places: usize) -> bool {
        at * 10 > places * 7
    }

    #[must_use]
    pub fn thin(self) -> Self {
        Self { is_thin: true, ..self }
    }

    #[must_use]
    pub fn dashed(self) -> Self {
        Self { is_dashed: true, ..self }
    }
}
