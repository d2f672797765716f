//! The pack as a presentation: every page a slide with real placeholders, charts that can be edited with their
//! numbers inside the document, and the presenter's notes.

mod chart;
mod page;
mod parts;
mod shapes;
mod table;
mod xml;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::svg::escaped;
use super::{logo, xlsx};
use crate::picture::Theme;
use crate::report::pack::{Chart, Pack, Series};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The namespaces of every part with shapes.
const SPACES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";

pub fn pptx(pack: &Pack) -> Result<Vec<u8>, String> {
    let palette = super::palette(&pack.presentation, Theme::Light);
    let picture = pack.presentation.logo.as_ref().and_then(logo::png_of);
    let mut package = Package::default();
    let mut charts = 0;
    for (at, own) in pack.pages.iter().enumerate() {
        let number = at + 1;
        let slide = page::slide(own, &pack.basis, palette);
        let chart = slide.chart.and_then(|chart| Some((chart, chart.series.as_ref()?.whole())));
        if let Some((chart, series)) = &chart {
            charts += 1;
            package.chart(charts, (*chart, series), pack, palette)?;
        }
        package.slide(number, &slide.shapes, chart.map(|_| charts));
        package.notes(number, &own.notes);
    }
    package.frame(pack, palette, picture.as_deref());
    package.close(pack).map_err(|error| error.to_string())
}

/// The parts of the document by their names, and what each is.
#[derive(Default)]
struct Package {
    parts: Vec<(String, Vec<u8>)>,
    types: Vec<(String, &'static str)>,
}

impl Package {
    fn part(&mut self, name: &str, kind: &'static str, xml: String) {
        self.types.push((name.to_owned(), kind));
        self.parts.push((name.to_owned(), xml.into_bytes()));
    }

    /// What a part refers to: kind and target of `rId1`, `rId2`, …
    fn relations(&mut self, of: &str, targets: &[(String, String)]) {
        let mut xml = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
        for ((kind, target), at) in targets.iter().zip(1..) {
            let _ = write!(xml, "<Relationship Id=\"rId{at}\" Type=\"{kind}\" Target=\"{target}\"/>");
        }
        xml.push_str("</Relationships>");
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        self.parts.push((format!("{folder}_rels/{file}.rels"), xml.into_bytes()));
    }

    fn slide(&mut self, number: usize, shapes: &str, chart: Option<usize>) {
        let name = format!("ppt/slides/slide{number}.xml");
        let xml = format!(
            "{HEAD}<p:sld {SPACES}><p:cSld><p:spTree>{}{shapes}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
            parts::ROOT
        );
        self.part(&name, "application/vnd.openxmlformats-officedocument.presentationml.slide+xml", xml);
        let mut targets = vec![
            relation("slideLayout", "../slideLayouts/slideLayout1.xml"),
            relation("notesSlide", &format!("../notesSlides/notesSlide{number}.xml")),
        ];
        targets.extend(chart.map(|chart| relation("chart", &format!("../charts/chart{chart}.xml"))));
        self.relations(&name, &targets);
    }

    fn notes(&mut self, number: usize, notes: &str) {
        let name = format!("ppt/notesSlides/notesSlide{number}.xml");
        let mut words = String::new();
        for line in notes.lines() {
            let _ =
                write!(words, "<a:p><a:r><a:rPr lang=\"en-US\"/><a:t>{}</a:t></a:r></a:p>", escaped(line));
        }
        if words.is_empty() {
            words.push_str("<a:p><a:endParaRPr lang=\"en-US\"/></a:p>");
        }
        let xml = format!("{HEAD}<p:notes {SPACES}>{}</p:notes>", parts::notes(&words));
        self.part(&name, "application/vnd.openxmlformats-officedocument.presentationml.notesSlide+xml", xml);
        let targets = [
            relation("notesMaster", "../notesMasters/notesMaster1.xml"),
            relation("slide", &format!("../slides/slide{number}.xml")),
        ];
        self.relations(&name, &targets);
    }

    fn chart(
        &mut self,
        number: usize,
        (chart, series): (&Chart, &Series),
        pack: &Pack,
        palette: crate::picture::Palette,
    ) -> Result<(), String> {
        let name = format!("ppt/charts/chart{number}.xml");
        let kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
        self.part(&name, kind, chart::xml(chart, series, palette));
        let book = format!("Microsoft_Excel_Sheet{number}.xlsx");
        self.relations(&name, &[relation("package", &format!("../embeddings/{book}"))]);
        let data = xlsx::data(series, pack.date).map_err(|error| error.to_string())?;
        self.parts.push((format!("ppt/embeddings/{book}"), data));
        Ok(())
    }

    /// Everything that the slides stand in.
    fn frame(&mut self, pack: &Pack, palette: crate::picture::Palette, picture: Option<&[u8]>) {
        let count = pack.pages.len();
        let mut targets = vec![
            relation("slideMaster", "slideMasters/slideMaster1.xml"),
            relation("notesMaster", "notesMasters/notesMaster1.xml"),
            relation("theme", "theme/theme1.xml"),
        ];
        targets.extend((1..=count).map(|n| relation("slide", &format!("slides/slide{n}.xml"))));
        self.part(
            "ppt/presentation.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            format!(
                "{HEAD}<p:presentation {SPACES} saveSubsetFonts=\"1\">{}</p:presentation>",
                parts::presentation(count)
            ),
        );
        self.relations("ppt/presentation.xml", &targets);
        for (number, is_notes) in [(1, false), (2, true)] {
            self.part(
                &format!("ppt/theme/theme{number}.xml"),
                "application/vnd.openxmlformats-officedocument.theme+xml",
                format!("{HEAD}{}", parts::theme(palette, is_notes)),
            );
        }
        let logo = picture.map(|png| (png, png_size(png)));
        let master = parts::master(&pack.kicker, palette, logo.map(|(_, size)| size));
        self.part(
            "ppt/slideMasters/slideMaster1.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml",
            format!("{HEAD}<p:sldMaster {SPACES}>{master}</p:sldMaster>"),
        );
        let mut targets = vec![
            relation("slideLayout", "../slideLayouts/slideLayout1.xml"),
            relation("theme", "../theme/theme1.xml"),
        ];
        if let Some((png, _)) = logo {
            targets.push(relation("image", "../media/image1.png"));
            self.parts.push(("ppt/media/image1.png".to_owned(), png.to_vec()));
        }
        self.relations("ppt/slideMasters/slideMaster1.xml", &targets);
        self.part(
            "ppt/slideLayouts/slideLayout1.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.slideLayout+xml",
            format!(
                "{HEAD}<p:sldLayout {SPACES} type=\"tx\" preserve=\"1\">{}</p:sldLayout>",
                parts::layout()
            ),
        );
        self.relations(
            "ppt/slideLayouts/slideLayout1.xml",
            &[relation("slideMaster", "../slideMasters/slideMaster1.xml")],
        );
        self.part(
            "ppt/notesMasters/notesMaster1.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.notesMaster+xml",
            format!("{HEAD}<p:notesMaster {SPACES}>{}</p:notesMaster>", parts::notes_master()),
        );
        self.relations("ppt/notesMasters/notesMaster1.xml", &[relation("theme", "../theme/theme2.xml")]);
    }

    /// The whole document: no date in it but the status date.
    fn close(mut self, pack: &Pack) -> Result<Vec<u8>, zip::result::ZipError> {
        let date = pack.date.format("%Y-%m-%dT00:00:00Z");
        let (title, who) = (escaped(&pack.title), escaped(&pack.organisation));
        self.part(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            format!(
                "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
                 xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
                 <dc:creator>{who}</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:created>\
                 <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:modified></cp:coreProperties>"
            ),
        );
        let main = (format!("{OFFICE}/officeDocument"), "ppt/presentation.xml".to_owned());
        let core =
            (format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml".to_owned());
        self.relations("", &[main, core]);
        let mut types = format!(
            "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
             <Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>"
        );
        for (name, kind) in &self.types {
            let _ = write!(types, "<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
        }
        types.push_str("</Types>");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let look = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let first = ("[Content_Types].xml".to_owned(), types.into_bytes());
        for (name, bytes) in std::iter::once(first).chain(self.parts) {
            zip.start_file(name, look)?;
            zip.write_all(&bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

fn relation(kind: &str, target: &str) -> (String, String) {
    (format!("{OFFICE}/{kind}"), target.to_owned())
}

/// Width and height of a PNG, which stand in its first block.
fn png_size(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| {
        let bytes = png.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(1, u32::from_be_bytes).max(1)
    };
    (number(16), number(20))
}

#[cfg(test)]
#[path = "pptx_tests.rs"]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests;
