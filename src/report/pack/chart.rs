//! A chart of the pack: its drawing at any size, its finding, its table, and its series where it is a line,
//! bar or area.

use super::drawing::Drawing;
use super::series::Series;
use crate::picture::Scene;
use crate::picture::scene::Table;

/// The size at which sentence and table are taken from the drawing; neither depends on it.
const ANY: (f32, f32) = (760.0, 380.0);

#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Names its file: `authority`, `enrollment-wave-2`.
    pub key: String,
    pub title: String,
    /// Its finding: the caption, and what is read to those who cannot see it.
    pub sentence: String,
    /// Its numbers as they are written.
    pub table: Table,
    pub drawing: Drawing,
    /// None where no common kind of chart shows the same.
    pub series: Option<Series>,
}

impl Chart {
    pub fn new(key: impl Into<String>, title: impl Into<String>, drawing: Drawing) -> Self {
        let scene = drawing.scene(ANY.0, ANY.1);
        Self {
            key: key.into(),
            title: title.into(),
            sentence: scene.sentence,
            table: scene.table,
            series: drawing.series(),
            drawing,
        }
    }

    /// The drawing with its title and legend, as a card of this size without its edge.
    pub fn scene(&self, width: f32, height: f32) -> Scene {
        self.drawing.scene(width, height)
    }

    /// How high it wants to be at a width; none = any height will do.
    pub fn natural_height(&self, width: f32) -> Option<f32> {
        self.drawing.natural_height(width)
    }
}
