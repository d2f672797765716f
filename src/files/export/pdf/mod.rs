//! The steering pack as PDF: vectors, our own faces embedded, bookmarks, and every word in its place for those who
//! listen (PDF/UA). It carries no date but the plan's status date: the same plan is the same bytes.

mod canvas;
mod tags;

use chrono::Datelike;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use self::canvas::Canvas;
use self::tags::Tags;
use super::{logo, palette};
use crate::picture::Theme;
use crate::report::pack::Pack;
use crate::report::paper::{self, PaperSize, Role, Sheet};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the PDF cannot be made: {0}")]
pub struct PdfError(String);

/// The whole pack on sheets of a size.
pub fn pdf(pack: &Pack, size: PaperSize) -> Result<Vec<u8>, PdfError> {
    let sheets = paper::sheets(pack, size);
    // A text that the strict standard refuses, such as one with unassigned characters, is still worth its document.
    match document(pack, &sheets, true) {
        Ok(bytes) => Ok(bytes),
        Err(error) => {
            log::warn!("the PDF does not keep PDF/UA: {error}");
            document(pack, &sheets, false)
        }
    }
}

fn document(pack: &Pack, sheets: &[Sheet], is_strict: bool) -> Result<Vec<u8>, PdfError> {
    let failed = |what: String| PdfError(what);
    let mut builder = ConfigurationBuilder::new();
    if is_strict {
        builder = builder.with_accessibility_validator(Accessibility::UA1);
    }
    let configuration = builder.finish().map_err(|error| failed(format!("{error:?}")))?;
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut tags = Tags::default();
    let mut outline = Marks::default();
    let palette = palette(&pack.presentation, Theme::Light);
    let faces = canvas::faces().ok_or_else(|| failed("a face of Inter cannot be read".to_owned()))?;
    let logo = pack.presentation.logo.as_ref().and_then(logo::image);
    let alt =
        format!("Logo of {}", if pack.organisation.is_empty() { &pack.title } else { &pack.organisation });
    for (number, sheet) in sheets.iter().enumerate() {
        let settings = PageSettings::from_wh(sheet.width, sheet.height)
            .ok_or_else(|| failed("a sheet has no size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for part in &sheet.parts {
            let place = Transform::from_row(part.scale, 0.0, 0.0, part.scale, part.x, part.y);
            surface.push_transform(&place);
            let mut canvas = Canvas { surface: &mut surface, palette, faces: &faces };
            let leaves = canvas.part(part);
            surface.pop();
            tags.add(&part.role, leaves);
            if let Role::Heading(level, text) = &part.role {
                let top = canvas::top(&part.scene) * part.scale + part.y;
                outline.add(*level, text, (number, (top - 20.0).max(0.0)));
            }
        }
        if let (Some(logo), Some(rect)) = (&logo, sheet.logo) {
            // It is said once, and decorates every other sheet.
            let leaf = canvas::image(&mut surface, logo, rect, number == 0);
            tags.add_logo(alt.clone(), leaf);
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tags.tree());
    document.set_outline(outline.outline());
    document.set_metadata(metadata(pack));
    document.finish().map_err(|error| failed(error.to_string()))
}

fn metadata(pack: &Pack) -> Metadata {
    let day = pack.date;
    let date = DateTime::new(u16::try_from(day.year()).unwrap_or(0))
        .month(day.month() as u8)
        .day(day.day() as u8)
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    let authors = if pack.organisation.is_empty() { Vec::new() } else { vec![pack.organisation.clone()] };
    Metadata::new()
        .title(format!("{} – steering pack", pack.title))
        .authors(authors)
        .creator("Baton".to_owned())
        .language("en".to_owned())
        .creation_date(date)
}

/// A sheet from 0, and how far down it.
type Spot = (usize, f32);

/// The bookmarks: chapters, and their sections below them.
#[derive(Default)]
struct Marks {
    chapters: Vec<Chapter>,
}

struct Chapter {
    text: String,
    spot: Spot,
    sections: Vec<(String, Spot)>,
}

impl Marks {
    fn add(&mut self, level: u16, text: &str, spot: Spot) {
        let text = text.to_owned();
        match self.chapters.last_mut() {
            Some(chapter) if level > 1 => chapter.sections.push((text, spot)),
            _ => self.chapters.push(Chapter { text, spot, sections: Vec::new() }),
        }
    }

    fn outline(self) -> Outline {
        let node = |text: String, (page, y): Spot| {
            OutlineNode::new(text, XyzDestination::new(page, Point::from_xy(0.0, y)))
        };
        let mut outline = Outline::new();
        for Chapter { text, spot, sections } in self.chapters {
            let mut chapter = node(text, spot);
            for (text, spot) in sections {
                chapter.push_child(node(text, spot));
            }
            outline.push_child(chapter);
        }
        outline
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#[path = "../pdf_tests.rs"]
mod tests;
