//! A page of the pack as a slide: title and words in their placeholders, figures and tables as such, the chart
//! as one that can be edited, else as shapes. It stands as on the screen's slides of 1600 × 900 points.

use std::fmt::Write as _;

use super::xml::{emu, fill, named, place, run, size};
use super::{shapes, table};
use crate::picture::labels::width;
use crate::picture::scene::Rect;
use crate::picture::{Ink, Palette, TypeRole, text};
use crate::report::pack::{BigFigure, Block, Callout, Chart, Page};
use crate::report::slides::{self, FIGURE_ROOM, Frame, LOWEST_CHART, figure_role, tones};
use crate::report::{Finding, Mark};

use super::super::signs;

pub const MARGIN: f32 = 72.0;
pub const RIGHT: f32 = 1528.0;
const BOTTOM: f32 = 840.0;
/// Shapes of a drawing made for cards are drawn so much larger that their captions can be read.
const CHART_SCALE: f32 = 16.0 / 11.0;

const TEXT: TypeRole = TypeRole::BODY.at(20.0);
const LARGE: TypeRole = TypeRole::BODY.at(22.0);
const LABEL: TypeRole = TypeRole::BODY_STRONG.at(26.0);
const ASKED: TypeRole = TypeRole::BODY_STRONG.at(34.0);
const TITLE: TypeRole = TypeRole::BODY_STRONG.at(52.0);

/// A slide and the chart that it names as its relation `rId3`.
pub struct Slide<'p> {
    pub shapes: String,
    pub chart: Option<&'p Chart>,
}

pub struct Maker {
    pub out: String,
    pub palette: Palette,
    pub ids: u32,
}

pub fn slide<'p>(page: &'p Page, basis: &str, palette: Palette) -> Slide<'p> {
    let mut maker = Maker { out: String::new(), palette, ids: 1 };
    maker.title(page);
    let mut top = 186.0;
    let figures = page.blocks.iter().find_map(|block| match block {
        Block::Figures(figures) => Some(figures),
        _ => None,
    });
    if let Some(figures) = figures {
        let role = figure_role(figures, FIGURE_ROOM * 0.96);
        figures.iter().take(3).enumerate().for_each(|(column, big)| maker.figure((big, role), column));
        top = 420.0;
    }
    let mut room = Rect::new(MARGIN, top, RIGHT - MARGIN, BOTTOM - top);
    let sentences = sentences(page);
    let callout = page.blocks.iter().find_map(|block| match block {
        Block::Callout(callout) => Some(callout),
        _ => None,
    });
    if let Some(callout) = callout {
        let rect = Rect::new(980.0, top + 16.0, RIGHT - 980.0, BOTTOM - top - 20.0);
        maker.panel(callout, rect, sentences.is_empty());
        room.w = rect.x - MARGIN - 24.0;
    }
    if !sentences.is_empty() {
        let used = maker.body(&sentences, room);
        room = Rect { y: room.y + used, h: (room.h - used).max(0.0), ..room };
    }
    // Where a table has taken the room, the slide says whether any is left for its chart.
    let has_table = page.blocks.iter().any(|block| matches!(block, Block::Table(_)));
    let frame = || Frame { kicker: String::new(), basis: String::new(), number: None, count: 0 };
    let is_charted = !has_table || slides::draw(page, &frame()).chart.is_some();
    let chart = maker.rest(page, room, is_charted);
    maker.foot(basis);
    Slide { shapes: maker.out, chart }
}

/// What the page says in sentences: with whether each is a point of a list.
fn sentences(page: &Page) -> Vec<(&Finding, bool)> {
    let mut sentences = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Text(finding) => sentences.push((finding, false)),
            Block::Bullets(bullets) => sentences.extend(bullets.iter().map(|bullet| (bullet, true))),
            _ => {}
        }
    }
    sentences.retain(|(finding, _)| !finding.text.trim().is_empty());
    sentences
}

impl Maker {
    fn color(&self, ink: Ink) -> crate::picture::Rgba {
        self.palette.color(ink)
    }

    pub fn run(&self, words: &str, role: TypeRole, ink: Ink) -> String {
        run(words, role, self.color(ink))
    }

    /// The sign of a state before its words.
    pub fn sign(&self, mark: Option<Mark>, role: TypeRole) -> String {
        mark.map_or_else(String::new, |mark| {
            self.run(&format!("{} ", signs::character(mark)), role, signs::ink(mark))
        })
    }

    pub fn name(&mut self, name: &str, description: &str) -> String {
        self.ids += 1;
        named(self.ids, name, description)
    }

    /// A placeholder or, without one, a plain text box.
    fn words(&mut self, name: &str, holder: &str, shape: &str, (body, paragraphs): (&str, &str)) {
        let name = self.name(name, "");
        let (lock, holder) = if holder.is_empty() {
            ("<p:cNvSpPr txBox=\"1\"/>", String::new())
        } else {
            ("<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr>", format!("<p:ph {holder}/>"))
        };
        let _ = write!(
            self.out,
            "<p:sp><p:nvSpPr>{name}{lock}<p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:spPr>{shape}</p:spPr>\
             <p:txBody>{body}<a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
        );
    }

    fn title(&mut self, page: &Page) {
        let pill_width = page.pill.as_ref().map_or(0.0, |(_, words)| width(LABEL, words).min(460.0) + 96.0);
        let room = RIGHT - MARGIN - if pill_width > 0.0 { pill_width + 24.0 } else { 0.0 };
        let role =
            [TITLE, ASKED].into_iter().find(|role| width(*role, &page.title) <= room * 0.98).unwrap_or(LABEL);
        let shape = place("a:xfrm", Rect::new(MARGIN, 84.0, room, 80.0));
        // Two lines at most: what is longer would be shrunk until nobody reads it.
        let said = text::elide(role, &page.title, room * 1.8);
        let words = format!("<a:p>{}</a:p>", self.run(&said, role, Ink::Text));
        self.words("Title", "type=\"title\"", &shape, ("<a:bodyPr><a:normAutofit/></a:bodyPr>", &words));
        if let Some((mark, words)) = &page.pill {
            let (tint, ink) = tones(*mark);
            let rect = Rect::new(RIGHT - pill_width, 88.0, pill_width, 60.0);
            let shape = format!(
                "{}<a:prstGeom prst=\"roundRect\"><a:avLst><a:gd name=\"adj\" fmla=\"val 50000\"/></a:avLst></a:prstGeom>{}",
                place("a:xfrm", rect),
                fill(self.color(tint))
            );
            let words = format!(
                "<a:p><a:pPr algn=\"ctr\"/>{}{}</a:p>",
                self.run(&format!("{} ", signs::character(*mark)), LABEL, ink),
                self.run(words, LABEL, ink)
            );
            let body = "<a:bodyPr wrap=\"square\" anchor=\"ctr\"><a:normAutofit/></a:bodyPr>";
            self.words("State", "", &shape, (body, &words));
        }
    }

    fn figure(&mut self, (big, role): (&BigFigure, TypeRole), column: usize) {
        const COLUMN: f32 = (RIGHT - MARGIN) / 3.0;
        let left = MARGIN + column as f32 * COLUMN + if column > 0 { 20.0 } else { 0.0 };
        let room = FIGURE_ROOM;
        // Two boxes, so that figures of different sizes stand on one line and their labels below on another.
        let figure = format!("<a:p>{}</a:p>", self.run(&big.figure, role, Ink::Text));
        let shape = format!("{}{PLAIN}", place("a:xfrm", Rect::new(left, 186.0, room, 128.0)));
        self.words("Figure", "", &shape, (&FITTED.replace("anchor=\"t\"", "anchor=\"b\""), &figure));
        let words = format!(
            "<a:p>{}</a:p><a:p>{}{}</a:p>",
            self.run(&big.label, TypeRole::BODY_MEDIUM.at(24.0), Ink::Text),
            self.sign(Some(big.mark), TEXT),
            self.run(&big.note, TEXT, Ink::Text2)
        );
        let shape = format!("{}{PLAIN}", place("a:xfrm", Rect::new(left, 314.0, room, 92.0)));
        self.words("What it counts", "", &shape, (FITTED, &words));
    }

    /// The sentences in the body's placeholder; how much room they take.
    fn body(&mut self, sentences: &[(&Finding, bool)], room: Rect) -> f32 {
        let high = |role: TypeRole| {
            let line = |(finding, _): &(&Finding, bool)| {
                text::break_lines(role, &finding.text, room.w - 48.0).len() as f32 * role.line + 8.0
            };
            sentences.iter().map(line).sum::<f32>() + 12.0
        };
        let role = [LARGE, TEXT, TypeRole::BODY.at(16.0)]
            .into_iter()
            .find(|role| high(*role) <= room.h * 0.5)
            .unwrap_or(TypeRole::BODY.at(16.0));
        let used = high(role).min(room.h);
        let mut words = String::new();
        for (finding, is_point) in sentences {
            let look = if *is_point && finding.mark.is_none() {
                "<a:pPr marL=\"228600\" indent=\"-228600\"><a:buChar char=\"•\"/></a:pPr>"
            } else {
                ""
            };
            let (sign, said) = (self.sign(finding.mark, role), self.run(&finding.text, role, Ink::Text));
            let _ = write!(words, "<a:p>{look}{sign}{said}</a:p>");
        }
        let shape = place("a:xfrm", Rect { h: used, ..room });
        self.words(
            "Text",
            "type=\"body\" idx=\"1\"",
            &shape,
            ("<a:bodyPr><a:normAutofit/></a:bodyPr>", &words),
        );
        used + 8.0
    }

    /// What is asked, in the body's placeholder where no sentence takes it.
    fn panel(&mut self, callout: &Callout, rect: Rect, is_body: bool) {
        let lines = |scale: f32| {
            let of = |size: f32| TypeRole::BODY.at(size * scale);
            let strong = |size: f32| TypeRole::BODY_STRONG.at(size * scale);
            let kicker: Vec<&str> = [callout.kicker.as_str(), &callout.when]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            [
                (strong(18.0), Ink::AccentText, kicker.join("  ·  "), None),
                (strong(28.0), Ink::Text, callout.title.clone(), None),
                (of(20.0), Ink::Text, callout.subtitle.clone(), None),
                (strong(22.0), Ink::Text, callout.verdict.clone(), Some(callout.mark)),
                (of(20.0), Ink::Text2, callout.order.clone(), None),
            ]
        };
        let high = |scale: f32| {
            let line = |(role, _, words, _): &(TypeRole, Ink, String, Option<Mark>)| {
                text::break_lines(*role, words, rect.w - 80.0).len() as f32 * role.line + 10.0
            };
            lines(scale).iter().map(line).sum::<f32>()
        };
        let fits = [1.0, 0.9, 0.8, 0.7, 0.6].into_iter().find(|scale| high(*scale) <= rect.h - 40.0);
        let mut words = String::new();
        for (role, ink, said, mark) in lines(fits.unwrap_or(0.5)) {
            if said.is_empty() {
                continue;
            }
            let (sign, said) = (self.sign(mark, role), self.run(&said, role, ink));
            let _ = write!(
                words,
                "<a:p><a:pPr><a:spcAft><a:spcPts val=\"400\"/></a:spcAft></a:pPr>{sign}{said}</a:p>"
            );
        }
        let shape = format!(
            "{}<a:prstGeom prst=\"roundRect\"><a:avLst><a:gd name=\"adj\" fmla=\"val 4000\"/></a:avLst></a:prstGeom>{}",
            place("a:xfrm", rect),
            fill(self.color(Ink::AccentBg))
        );
        let inset = emu(32.0);
        let body = format!(
            "<a:bodyPr wrap=\"square\" lIns=\"{inset}\" tIns=\"{inset}\" rIns=\"{inset}\" bIns=\"{}\" anchor=\"t\"><a:normAutofit/></a:bodyPr>",
            emu(16.0)
        );
        let holder = if is_body { "type=\"body\" idx=\"1\"" } else { "" };
        self.words(&callout.kicker, holder, &shape, (&body, &words));
    }

    /// Headings and tables, then the chart, into what is left.
    fn rest<'p>(&mut self, page: &'p Page, mut room: Rect, is_charted: bool) -> Option<&'p Chart> {
        for block in &page.blocks {
            let used = match block {
                Block::Heading(words) => {
                    let words = format!("<a:p>{}</a:p>", self.run(words, LABEL, Ink::Text));
                    let shape = format!("{}{PLAIN}", place("a:xfrm", Rect { h: 40.0, ..room }));
                    self.words("Heading", "", &shape, (FITTED, &words));
                    44.0
                }
                Block::Table(rows) => table::draw(self, rows, room),
                // Only one chart can be read from the back row, and none where words have taken the room.
                Block::Chart(chart) if is_charted && room.h >= LOWEST_CHART => {
                    return self.chart(chart, room);
                }
                Block::Chart(_) => return None,
                Block::Text(_) | Block::Bullets(_) | Block::Figures(_) | Block::Callout(_) => 0.0,
            };
            room = Rect { y: room.y + used, h: (room.h - used).max(0.0), ..room };
        }
        None
    }

    /// A chart that can be edited, or its shapes.
    fn chart<'p>(&mut self, chart: &'p Chart, room: Rect) -> Option<&'p Chart> {
        if chart.series.is_some() {
            let (name, place) = (self.name(&chart.title, &chart.sentence), place("p:xfrm", room));
            let _ = write!(
                self.out,
                "<p:graphicFrame><p:nvGraphicFramePr>{name}<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>{place}<a:graphic>\
                 <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
                 <c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rId3\"/></a:graphicData></a:graphic></p:graphicFrame>"
            );
            return Some(chart);
        }
        let (w, h) = (room.w / CHART_SCALE, room.h / CHART_SCALE);
        let scene = chart.scene(w, chart.natural_height(w).map_or(h, |natural| natural.min(h)));
        // What wants to be higher than the room is drawn smaller.
        let shrink = (h / scene.height.max(1.0)).min(1.0);
        let place = Rect { w: room.w * shrink, ..room };
        let drawn = shapes::group(&scene, place, &chart.title, self.palette, &mut self.ids);
        self.out.push_str(&drawn);
        None
    }

    /// A text box of its own.
    pub fn note(&mut self, words: &str, rect: Rect) {
        let words = format!("<a:p>{}</a:p>", self.run(words, TypeRole::BODY.at(16.0), Ink::Text2));
        let shape = format!("{}{PLAIN}", place("a:xfrm", rect));
        self.words("Note", "", &shape, (FITTED, &words));
    }

    fn foot(&mut self, basis: &str) {
        let words = format!("<a:p>{}</a:p>", self.run(basis, TypeRole::BODY.at(16.0), Ink::Text2));
        self.words("Footer", "type=\"ftr\" sz=\"quarter\" idx=\"11\"", "", ("<a:bodyPr/>", &words));
        // Not every program takes its face and colour from the layout.
        let number = format!(
            "<a:p><a:pPr algn=\"r\"/><a:fld id=\"{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}\" type=\"slidenum\"><a:rPr lang=\"en-US\" sz=\"{}\">{}\
             <a:latin typeface=\"+mn-lt\"/></a:rPr><a:t>‹#›</a:t></a:fld></a:p>",
            size(TypeRole::BODY.at(16.0)),
            fill(self.color(Ink::Text2))
        );
        self.words("Slide number", "type=\"sldNum\" sz=\"quarter\" idx=\"12\"", "", ("<a:bodyPr/>", &number));
    }
}

const PLAIN: &str = "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/>";
const FITTED: &str = "<a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"t\"><a:normAutofit/></a:bodyPr>";
