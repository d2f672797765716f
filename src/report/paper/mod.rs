//! The steering pack laid out on sheets of paper, or slide by slide on a screen's shape: where every line, figure
//! and cell stands and what it is to those who listen. It writes no file.

mod blocks;
mod flow;
mod screen;
mod table;

use super::pack::Pack;
use crate::picture::scene::{Rect, Scene};

/// The shape of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperSize {
    #[default]
    A4,
    Letter,
    /// 16 to 9: the slides.
    Screen,
}

/// What a part is to those who listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// With its level and its whole text, which is its bookmark as well.
    Heading(u16, String),
    Paragraph,
    /// Items one after the other are one list.
    Item,
    /// A drawing with what it says.
    Figure(String),
    /// A cell by the number of its table and row; the first row is the head.
    Cell(Place),
    /// What repeats or only decorates, and is not read.
    Furniture,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub table: usize,
    pub row: usize,
    pub column: usize,
}

/// Something on a sheet: a scene in its own points, moved and scaled to its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub role: Role,
    pub scene: Scene,
    pub x: f32,
    pub y: f32,
    pub scale: f32,
}

/// One sheet; lengths in points of 1/72 inch.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub parts: Vec<Part>,
    /// Where the organization's logo stands, its right edge and its middle kept.
    pub logo: Option<Rect>,
}

impl PaperSize {
    pub const ALL: [Self; 3] = [Self::A4, Self::Letter, Self::Screen];

    /// Width and height in points.
    pub const fn points(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
            Self::Screen => (960.0, 540.0),
        }
    }
}

/// The whole pack, sheet by sheet.
pub fn sheets(pack: &Pack, size: PaperSize) -> Vec<Sheet> {
    match size {
        PaperSize::Screen => screen::sheets(pack),
        PaperSize::A4 | PaperSize::Letter => flow::sheets(pack, size.points()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#[path = "paper_tests.rs"]
mod tests;
