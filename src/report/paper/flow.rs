//! Sheets filled from top to bottom: what does not fit goes onto the next one, and a heading never stands alone
//! at the foot.

use super::blocks;
use super::{Part, Role, Sheet};
use crate::picture::labels::Line;
use crate::picture::scene::{Rect, Scene, Stroke, pt};
use crate::picture::{Ink, TypeRole, format, text};
use crate::report::pack::{Block, Drawing, Pack, Page, Table};

pub const BODY: TypeRole = TypeRole { line: 14.0, ..TypeRole::BODY.at(9.5) };
pub const BODY_STRONG: TypeRole = TypeRole { line: 14.0, ..TypeRole::BODY_STRONG.at(9.5) };
pub const SMALL: TypeRole = TypeRole { line: 11.5, ..TypeRole::BODY.at(8.0) };
const TITLE: TypeRole = TypeRole { line: 30.0, ..TypeRole::BODY_STRONG.at(24.0) };
const CHAPTER: TypeRole = TypeRole { line: 21.0, ..TypeRole::BODY_STRONG.at(16.0) };
const SECTION: TypeRole = TypeRole { line: 15.0, ..TypeRole::BODY_STRONG.at(11.0) };

pub const MARGIN: f32 = 48.0;
const TOP: f32 = 62.0;
const FOOT: f32 = 54.0;
/// A table of so few rows is not torn.
const WHOLE: usize = 12;

/// The sheets so far, and how far the last one is filled.
pub struct Flow {
    pub width: f32,
    pub height: f32,
    pub sheets: Vec<Sheet>,
    pub y: f32,
    /// Where the chapter begins below its head, or the sheet.
    begin: f32,
    /// Tables so far.
    pub tables: usize,
    /// How much of its height a chart is given, so that a chapter needs a sheet less.
    pub squeeze: f32,
    pub is_trial: bool,
}

/// How far charts may be squeezed, so that their smallest words keep 6.6 points.
const SQUEEZES: [f32; 3] = [1.0, 0.92, 0.84];
/// And where that saves none, those whose words keep their size at any height.
const LOWEST: f32 = 0.74;
/// Nor is a chapter of more sheets squeezed: one of them less would not be seen.
const MOST_TRIED: usize = 4;
/// Between two chapters on a sheet.
const BETWEEN: f32 = 24.0;

pub fn sheets(pack: &Pack, (width, height): (f32, f32)) -> Vec<Sheet> {
    let mut flow = Flow::new(width, height);
    flow.cover(pack);
    for (at, page) in pack.pages.iter().enumerate() {
        let (turns, squeeze) = flow.start_of(page, at == 0);
        if turns {
            flow.turn();
        } else if at > 0 {
            flow.y += BETWEEN;
        }
        flow.squeeze = squeeze;
        flow.chapter(page);
    }
    flow.furnish(pack);
    flow.sheets
}

/// So many lines of a paragraph stay together where it begins: a short one is not torn.
pub const fn beginning(lines: usize) -> usize {
    match lines {
        0..=3 => lines,
        _ => 2,
    }
}

/// What a chapter shows: beside the whole timeline no outline of it.
fn shown(page: &Page) -> Vec<&Block> {
    let drawn =
        |block: &Block, is: fn(&Drawing) -> bool| matches!(block, Block::Chart(chart) if is(&chart.drawing));
    let has_timeline = page.all_blocks().any(|block| drawn(block, |own| matches!(own, Drawing::Timeline(_))));
    let is_outline = |block: &Block| drawn(block, |own| matches!(own, Drawing::Outline(_)));
    page.all_blocks().filter(|block| !has_timeline || !is_outline(block)).collect()
}

impl Flow {
    fn new(width: f32, height: f32) -> Self {
        let sheet = Sheet { width, height, parts: Vec::new(), logo: None };
        Self {
            width,
            height,
            sheets: vec![sheet],
            y: TOP,
            begin: TOP,
            tables: 0,
            squeeze: 1.0,
            is_trial: false,
        }
    }

    /// Nothing is drawn in it: only its heights count.
    fn trial(&self, height: f32, squeeze: f32) -> Self {
        Self { is_trial: true, squeeze, ..Self::new(self.width, height) }
    }

    /// Whether a chapter begins on a sheet of its own, and how far its charts are squeezed. A short chapter shares
    /// a sheet with the one before it where it fits as a whole, a long one where that saves a sheet.
    fn start_of(&self, page: &Page, is_first: bool) -> (bool, f32) {
        let taken = |from: f32, squeeze: f32| {
            let mut trial = Self { y: from, ..self.trial(self.height, squeeze) };
            trial.chapter(page);
            trial.sheets.len()
        };
        // The squeeze that saves most, and no more of it than it takes.
        let fewest = |from: f32| {
            let natural = taken(from, SQUEEZES[0]);
            let is_drawn = shown(page).iter().any(|block| matches!(block, Block::Chart(_)));
            let squeezed = SQUEEZES[1..].iter().filter(|_| natural > 1 && is_drawn);
            let tried = squeezed.map(|squeeze| (taken(from, *squeeze), *squeeze));
            let best =
                tried.fold((natural, SQUEEZES[0]), |best, own| if own.0 < best.0 { own } else { best });
            // Small multiples are low enough as they are.
            let is_small = shown(page).iter().any(
                |block| matches!(block, Block::Chart(chart) if matches!(chart.drawing, Drawing::Small(_))),
            );
            if natural == 1 || best.0 < natural || !is_drawn || is_small {
                return best;
            }
            let low = taken(from, LOWEST);
            if low < natural { (low, LOWEST) } else { best }
        };
        let from = if is_first { self.y } else { self.y + BETWEEN };
        let here = fewest(from);
        if is_first || here.0 == 1 {
            return (false, here.1);
        }
        let beyond = fewest(TOP);
        let has_room = self.bottom() - from > self.whole() * 0.33;
        if has_room && here.0 <= beyond.0 { (false, here.1) } else { (true, beyond.1) }
    }

    /// How high blocks are where nothing breaks them.
    fn height_of(&self, blocks: &[&Block]) -> f32 {
        let mut trial = self.trial(1e7, self.squeeze);
        for block in blocks {
            trial.block(block);
        }
        trial.y - TOP
    }

    /// How much of what follows stands together: a heading with what it heads, a short table whole and with its
    /// note, of all others how they begin.
    fn together(&self, blocks: &[&Block]) -> f32 {
        let Some((own, rest)) = blocks.split_first() else { return 0.0 };
        match own {
            Block::Heading(_) => self.height_of(&blocks[..1]) + self.together(rest),
            Block::Table(table) if table.rows.len() <= WHOLE => {
                let notes = rest.iter().take_while(|next| matches!(next, Block::Text(_))).count();
                self.height_of(&blocks[..=notes])
            }
            Block::Table(table) => {
                let rows = table.rows.iter().take(2).cloned().collect();
                let begin = Table { title: String::new(), columns: table.columns.clone(), rows };
                self.height_of(&[&Block::Table(begin)])
            }
            Block::Text(_) | Block::Bullets(_) => 2.0 * BODY.line,
            Block::Chart(_) | Block::Figures(_) | Block::Callout(_) => self.height_of(&blocks[..1]),
        }
    }

    fn block(&mut self, own: &Block) {
        // At the top of a sheet it would push what is as high as a sheet over an empty one.
        if self.y > TOP {
            self.y += 8.0;
        }
        blocks::block(self, own);
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
        (self.y, self.begin) = (TOP, TOP);
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
        self.y + height > self.bottom() + 0.01
    }

    /// A trial has shown what it shall: of what takes more sheets than this the rest need not be laid out.
    pub fn is_done(&self) -> bool {
        self.is_trial && self.sheets.len() > MOST_TRIED
    }

    /// Whether nothing stands on the sheet yet, or only the chapter's head.
    pub fn begins(&self) -> bool {
        self.y <= self.begin + 8.01
    }

    pub fn put(&mut self, role: Role, scene: Scene) {
        self.place(Part { role, scene, x: 0.0, y: 0.0, scale: 1.0 });
    }

    pub fn place(&mut self, part: Part) {
        if let Some(sheet) = self.sheets.last_mut().filter(|_| !self.is_trial) {
            sheet.parts.push(part);
        }
    }

    pub fn blank(&self) -> Scene {
        Scene::new(self.width, self.height)
    }

    /// Lines of words from the left edge and the current height on; a paragraph may go on over sheets.
    pub fn words(&mut self, role: Role, (face, ink): (TypeRole, Ink), (left, room): (f32, f32), words: &str) {
        let mut scene = self.blank();
        let lines = text::break_lines(face, words, room);
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            // The last line goes on with the one before it.
            let together = match at {
                0 => beginning(count),
                at if at + 2 == count => 2,
                _ => 1,
            };
            if self.is_too_low_for(together as f32 * face.line) && (self.y > TOP + 0.01 || together == 1) {
                let begun = std::mem::replace(&mut scene, Scene::new(self.width, self.height));
                if !begun.nodes.is_empty() {
                    self.put(role.clone(), begun);
                }
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
        let all = shown(page);
        self.need((90.0 + self.together(&all)).min(self.whole()));
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
        self.begin = self.y;
        for (at, own) in all.iter().enumerate() {
            if self.is_done() {
                return;
            }
            // What a heading heads has its room since the heading, and so has what begins the chapter.
            let follows = at.checked_sub(1).is_none_or(|before| matches!(all[before], Block::Heading(_)));
            if !follows {
                let height = self.together(&all[at..]);
                self.need(height.min(self.whole()));
            }
            self.block(own);
        }
    }

    pub fn section(&mut self, words: &str) {
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
