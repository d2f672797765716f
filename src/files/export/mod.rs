//! What goes out: the steering pack in every medium, its charts one by one, and formats of other programs. Each is
//! made from the report in memory, the same bytes each time, and written whole by those who ask for it.

mod colors;
mod csv;
mod html;
pub mod ics;
pub mod logo;
mod markdown;
pub mod mspdi;
mod native;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod pack_for_tests;
pub mod pdf;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod pdf_words_for_tests;
mod plan_text;
pub mod png;
mod pptx;
mod sheets;
mod signs;
pub mod svg;
mod xlsx;

pub use colors::{branded, palette};
pub use plan_text::{PlanText, plan_text};

use rayon::prelude::*;

use super::safe_folder::plain_name;
use crate::picture::Theme;
use crate::picture::legend::PADDING;
use crate::report::pack::{Chart, Pack};
pub use crate::report::paper::PaperSize;

/// What a pack can be made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    Pdf,
    /// A presentation whose words, tables and charts can be edited.
    Pptx,
    /// A workbook: every table on its sheet, with charts of its own.
    Xlsx,
    /// One page with its drawings, for a browser or a printer.
    Html,
    /// Each chart as a file.
    Svg,
    /// Each chart as a file, two pixels to a point.
    Png,
    Markdown,
    /// Each table as a file.
    Csv,
}

impl Medium {
    pub const ALL: [Self; 8] =
        [Self::Pdf, Self::Pptx, Self::Xlsx, Self::Html, Self::Svg, Self::Png, Self::Markdown, Self::Csv];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Pptx => "PowerPoint",
            Self::Xlsx => "Excel",
            Self::Html => "HTML",
            Self::Svg => "SVG of every chart",
            Self::Png => "PNG of every chart",
            Self::Markdown => "Markdown",
            Self::Csv => "CSV of every table",
        }
    }

    /// What it is good for.
    pub const fn note(self) -> &'static str {
        match self {
            Self::Pdf => "to print or hand out, tagged for screen readers",
            Self::Pptx => "slides whose words and charts can be edited",
            Self::Xlsx => "every table, with charts beside their numbers",
            Self::Html => "one page for a browser, with its drawings within it",
            Self::Svg => "drawings, sharp at any size",
            Self::Png => "pictures, two pixels to a point",
            Self::Markdown => "the words and tables as text",
            Self::Csv => "a text file for each, for any spreadsheet",
        }
    }

    /// Of its files' names.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Pptx => "pptx",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Markdown => "md",
            Self::Csv => "csv",
        }
    }
}

/// Why a document could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error("{0}")]
    Pdf(#[from] pdf::PdfError),
    #[error("chart {0}: {1}")]
    Png(String, png::PngError),
    #[error("the presentation: {0}")]
    Pptx(String),
    #[error("the workbook: {0}")]
    Xlsx(String),
}

/// How large a chart is made that has no size of its own.
const CHART: (f32, f32) = (960.0, 420.0);
const PNG_SCALE: f32 = 2.0;

/// The files of a medium by their names; the paper is that of the PDF.
pub fn files(pack: &Pack, medium: Medium, paper: PaperSize) -> Result<Vec<(String, Vec<u8>)>, ExportError> {
    let stem = plain_name(&pack.title, "plan");
    let palette = palette(&pack.presentation, Theme::Light);
    let ending = medium.ending();
    let chart_files = |bytes: &(dyn Fn(&Chart) -> Result<Vec<u8>, ExportError> + Sync)| {
        let charts: Vec<&Chart> = pack.charts().map(|(_, chart)| chart).collect();
        // Pixels take longer than all other media together: on all cores, in the pack's order.
        charts
            .into_par_iter()
            .map(|chart| Ok((format!("{stem} - {}.{ending}", chart.key), bytes(chart)?)))
            .collect::<Result<Vec<_>, ExportError>>()
    };
    let whole = match medium {
        Medium::Svg => {
            return chart_files(&|chart| {
                Ok(svg::svg(&scene(chart), &chart.title, palette, svg::Purpose::File).into_bytes())
            });
        }
        Medium::Png => {
            return chart_files(&|chart| {
                let scene = scene(chart);
                png::png(&scene, palette, png::fitting_scale(&scene, PNG_SCALE))
                    .map_err(|error| ExportError::Png(chart.title.clone(), error))
            });
        }
        Medium::Csv => return Ok(csv::files(pack, &stem)),
        Medium::Pdf => pdf::pdf(pack, paper)?,
        Medium::Pptx => pptx::pptx(pack).map_err(ExportError::Pptx)?,
        Medium::Xlsx => xlsx::xlsx(pack).map_err(|error| ExportError::Xlsx(error.to_string()))?,
        Medium::Html => html::html(pack).into_bytes(),
        Medium::Markdown => markdown::markdown(pack).into_bytes(),
    };
    Ok(vec![(format!("{stem} - steering pack.{ending}"), whole)])
}

fn scene(chart: &Chart) -> crate::picture::Scene {
    let height = chart.natural_height(CHART.0).unwrap_or(CHART.1);
    let scene = chart.scene(CHART.0, height);
    if chart.drawing.has_heading() {
        return scene;
    }
    // What has no padding of a card would touch the edges of its picture.
    let mut padded = crate::picture::Scene {
        name: scene.name.clone(),
        sentence: scene.sentence.clone(),
        table: scene.table.clone(),
        ..crate::picture::Scene::new(scene.width + 2.0 * PADDING, scene.height + 2.0 * PADDING)
    };
    padded.embed(scene, PADDING, PADDING);
    padded
}
