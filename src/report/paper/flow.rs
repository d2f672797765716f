//! Sheets filled from top to bottom: what does not fit goes onto the next one, and a heading never stands alone
//! at the foot.

use super::blocks;
use super::{Part, Role, Sheet};
use crate::picture::labels::Line;
use crate::picture::scene::{Rect, Scene, Stroke, pt};
use crate::picture::{Ink, TypeRole, format, text};
use crate::report::pack::{Pack, Page};

pub const BODY: TypeRole = TypeRole { line: 14.0, ..TypeRole::BODY.at(9.5) };
pub const BODY_STRONG: TypeRole = TypeRole { line: 14.0, ..TypeRole::BODY_STRONG.at(9.5) };
pub const SMALL: TypeRole = TypeRole { line: 11.5, ..TypeRole::BODY.at(8.0) };
const TITLE: TypeRole = TypeRole { line: 30.0, ..TypeRole::BODY_STRONG.at(24.0) };
const CHAPTER: TypeRole = TypeRole { line: 21.0, ..TypeRole::BODY_STRONG.at(16.0) };
const SECTION: TypeRole = TypeRole { line: 15.0, ..TypeRole::BODY_STRONG.at(11.0) };

pub const MARGIN: f32 = 48.0;
const TOP: f32 = 62.0;
const FOOT: f32 = 54.0;

/// The sheets so far, and how far the last one is filled.
pub struct Flow {
    pub width: f32,
    pub height: f32,
    pub sheets: Vec<Sheet>,
    pub y: f32,
    /// Tables so far.
    pub tables: usize,
    /// Nothing turns to a new sheet: it shall be found out whether all of it fits onto this one.
    is_trial: bool,
}

pub fn sheets(pack: &Pack, (width, height): (f32, f32)) -> Vec<Sheet> {
    let mut flow = Flow::new(width, height);
    flow.cover(pack);
    for (at, page) in pack.pages.iter().enumerate() {
        if at > 0 {
            if flow.joins(page) {
                continue;
            }
            flow.turn();
        }
        flow.chapter(page);
    }
    flow.furnish(pack);
    flow.sheets
}

impl Flow {
    fn new(width: f32, height: f32) -> Self {
        let sheet = Sheet { width, height, parts: Vec::new(), logo: None };
        Self { width, height, sheets: vec![sheet], y: TOP, tables: 0, is_trial: false }
    }

    pub fn room(&self) -> f32 {
        self.width - 2.0 * MARGIN
    }

    pub fn bottom(&self) -> f32 {
        self.height - FOOT
    }

    /// What a sheet holds from its top to its foot.
    pub fn whole(&self) -> f32 {
        self.bottom() - TOP
    }

    pub fn turn(&mut self) {
        let (width, height) = (self.width, self.height);
        self.sheets.push(Sheet { width, height, parts: Vec::new(), logo: None });
        self.y = TOP;
    }

    /// A new sheet unless so much fits; says whether it took one.
    pub fn need(&mut self, height: f32) -> bool {
        let turns = self.is_too_low_for(height) && self.y > TOP + 0.01;
        if turns {
            self.turn();
        }
        turns
    }

    fn is_too_low_for(&self, height: f32) -> bool {
        !self.is_trial && self.y + height > self.bottom() + 0.01
    }

    /// A trial has shown what it shall: the rest need not be laid out.
    pub fn is_done(&self) -> bool {
        self.is_trial && self.y > self.bottom()
    }

    /// A short chapter shares a sheet with the one before it where it fits as a whole; else nothing of it is left.
    fn joins(&mut self, page: &Page) -> bool {
        let (y, tables) = (self.y, self.tables);
        let parts = self.sheets.last().map_or(0, |sheet| sheet.parts.len());
        self.y += 24.0;
        self.is_trial = true;
        self.chapter(page);
        self.is_trial = false;
        let fits = self.y <= self.bottom();
        if !fits {
            (self.y, self.tables) = (y, tables);
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.parts.truncate(parts);
            }
        }
        fits
    }

    pub fn put(&mut self, role: Role, scene: Scene) {
        self.place(Part { role, scene, x: 0.0, y: 0.0, scale: 1.0 });
    }

    pub fn place(&mut self, part: Part) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.parts.push(part);
        }
    }

    pub fn blank(&self) -> Scene {
        Scene::new(self.width, self.height)
    }

    /// Lines of words from the left edge and the current height on; a paragraph may go on over sheets.
    pub fn words(&mut self, role: Role, (face, ink): (TypeRole, Ink), (left, room): (f32, f32), words: &str) {
        let mut scene = self.blank();
        for line in text::break_lines(face, words, room) {
            if self.is_too_low_for(face.line) {
                self.put(role.clone(), std::mem::replace(&mut scene, Scene::new(self.width, self.height)));
                self.turn();
            }
            Line::start(pt(left, self.y + text::baseline_offset(face)), face, ink, line).draw(&mut scene);
            self.y += face.line;
        }
        self.put(role, scene);
    }

    /// The head of the first sheet: whose it is, of what, and of which day.
    fn cover(&mut self, pack: &Pack) {
        let room = self.room() - 160.0;
        self.sheets[0].logo = Some(Rect::new(self.width - MARGIN - 150.0, TOP - 12.0, 150.0, 44.0));
        self.y = TOP - 10.0;
        if !pack.organisation.is_empty() {
            self.words(Role::Paragraph, (BODY_STRONG, Ink::AccentText), (MARGIN, room), &pack.organisation);
        }
        let title = Role::Heading(1, pack.title.clone());
        self.words(title, (TITLE, Ink::Text), (MARGIN, room), &pack.title);
        let when = format!("Steering pack, {}", format::weekday_date(pack.date));
        self.words(Role::Paragraph, (BODY, Ink::Text2), (MARGIN, room), &when);
        self.y += 16.0;
    }

    fn chapter(&mut self, page: &Page) {
        self.need(90.0);
        let pill = blocks::pill(self, page.pill.as_ref());
        let heading = Role::Heading(1, page.title.clone());
        self.words(heading, (CHAPTER, Ink::Text), (MARGIN, self.room() - pill), &page.title);
        self.y += 4.0;
        let mut scene = self.blank();
        let (left, right, y) = (MARGIN, self.width - MARGIN, self.y);
        scene.line(pt(left, y), pt(right, y), Stroke::new(1.0, Ink::Rule));
        self.put(Role::Furniture, scene);
        self.y += 10.0;
        if let Some(lead) = page.lead() {
            blocks::finding(self, Role::Paragraph, lead);
        }
        for block in page.all_blocks() {
            if self.is_done() {
                return;
            }
            self.y += 8.0;
            blocks::block(self, block);
        }
    }

    pub fn section(&mut self, words: &str) {
        self.need(SECTION.line + 70.0);
        self.y += 4.0;
        let heading = Role::Heading(2, words.to_owned());
        self.words(heading, (SECTION, Ink::Text), (MARGIN, self.room()), words);
    }

    /// What stands at the head and the foot of every sheet.
    fn furnish(&mut self, pack: &Pack) {
        let (count, width, height) = (self.sheets.len(), self.width, self.height);
        let room = width - 2.0 * MARGIN;
        for (number, sheet) in self.sheets.iter_mut().enumerate() {
            let mut scene = Scene::new(width, height);
            let (left, right) = (MARGIN, width - MARGIN);
            if number > 0 {
                let kicker = text::elide(SMALL, &pack.kicker, room).into_owned();
                Line::start(pt(left, 36.0), SMALL, Ink::Text2, kicker).draw(&mut scene);
            }
            let y = height - 38.0;
            scene.line(pt(left, y), pt(right, y), Stroke::new(0.75, Ink::Stroke));
            let basis = text::elide(SMALL, &pack.basis, room - 60.0).into_owned();
            Line::start(pt(left, y + 14.0), SMALL, Ink::Text2, basis).draw(&mut scene);
            let page = format!("{} / {count}", number + 1);
            Line::end(pt(right, y + 14.0), SMALL, Ink::Text2, page).draw(&mut scene);
            sheet.parts.push(Part { role: Role::Furniture, scene, x: 0.0, y: 0.0, scale: 1.0 });
        }
    }
}
