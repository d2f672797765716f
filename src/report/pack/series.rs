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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    Area,
    Bar,
    Line,
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
}

/// Areas and bars are stacked in their order, the first at the foot; lines lie over them.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub unit: Unit,
    pub categories: Categories,
    pub parts: Vec<Part>,
}

impl Part {
    pub fn new(name: &str, kind: PartKind, ink: Ink, values: Vec<Option<f64>>) -> Self {
        Self { name: name.to_owned(), kind, values, ink, is_dashed: false }
    }

    #[must_use]
    pub fn dashed(self) -> Self {
        Self { is_dashed: true, ..self }
    }
}
