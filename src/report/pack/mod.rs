//! The steering pack as data: everything it says and shows, page by page, for paper, slides and spreadsheets
//! alike. It lays nothing out and writes no file; what every medium shows comes from here.

mod assumptions;
mod cell;
mod changes;
mod chart;
mod decision;
mod desk;
mod drawing;
mod pages;
mod phase;
mod plotted;
mod problems;
mod schedule;
mod series;
mod summary;

use chrono::NaiveDate;

pub use cell::{Cell, Column, ColumnKind, Table};
pub use chart::Chart;
pub use drawing::Drawing;
pub use pages::{PageKey, Placed, arranged, kept, keys, page};
pub use series::{Categories, Part, PartKind, Series, Unit};

use super::study::Study;
use super::{Explanation, Finding, Mark, Situation, ranges};
use crate::picture::{format, text};
use crate::plan::Presentation;

/// What a pack may show beside the plan's own course and futures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Other schedules with their futures; none where nobody computed them.
    pub study: Option<&'a Study>,
    /// Only what a slide shows: the details are neither computed nor kept.
    pub is_slide: bool,
}

impl<'a> Options<'a> {
    /// Other schedules speak of futures, which the pages do from the first actuals on.
    pub fn new(at: &Situation<'_>, study: Option<&'a Study>) -> Self {
        Self { study: at.ranges().and(study), is_slide: false }
    }
}

/// All pages in the order in which they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// Empty where none was typed in.
    pub organisation: String,
    /// The plan's name.
    pub title: String,
    /// The status date: the only date that a document made of this may carry.
    pub date: NaiveDate,
    /// Over every page: `Northwind Health  ·  Wed 14 Oct 2026`.
    pub kicker: String,
    /// `10,000 simulated futures; data of 14 Oct 2026.`
    pub basis: String,
    pub presentation: Presentation,
    pub pages: Vec<Page>,
}

/// One page: a slide, a chapter of the document, a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Stays the same from version to version: `summary`, `phase-3`.
    pub key: String,
    pub title: String,
    /// The state beside the title: `At risk`.
    pub pill: Option<(Mark, String)>,
    /// The finding of the page in one sentence, with its numbers.
    pub finding: Finding,
    /// What to say to it: the presenter's own words, else how the figures came about.
    pub notes: String,
    /// What a slide shows and a document begins with.
    pub blocks: Vec<Block>,
    /// What only a document has room for.
    pub details: Vec<Block>,
}

/// A part of a page, in reading order.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Heading(String),
    Text(Finding),
    Bullets(Vec<Finding>),
    Figures(Vec<BigFigure>),
    Chart(Box<Chart>),
    Table(Table),
    Callout(Callout),
}

/// A large number with what it counts and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BigFigure {
    pub figure: String,
    pub label: String,
    pub mark: Mark,
    pub note: String,
    pub explanation: Option<Explanation>,
}

/// What is asked of those who read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// `Decision asked`
    pub kicker: String,
    /// `Steering committee, Fri 16 Oct`
    pub when: String,
    pub title: String,
    pub subtitle: String,
    pub mark: Mark,
    pub verdict: String,
    pub order: String,
}

/// The whole pack of a plan.
pub fn pack(at: &Situation<'_>, options: Options<'_>) -> Pack {
    Pack {
        organisation: at.plan.presentation.organisation.clone(),
        title: at.plan.name.clone(),
        date: at.today(),
        kicker: kicker(at),
        basis: basis(at),
        presentation: at.plan.presentation.clone(),
        pages: keys(at).into_iter().map(|key| page(at, options, key)).collect(),
    }
}

/// What the figures rest on, for the foot of every page.
pub fn basis(at: &Situation<'_>) -> String {
    let source = if at.plan.actuals.source.is_empty() {
        format!("data of {}", format::date(at.today()))
    } else {
        at.plan.actuals.source.clone()
    };
    let basis = match (at.ranges(), at.odds) {
        (Some(odds), _) => ranges::basis(odds),
        // Ahead of the first actuals no range is shown, but problems tell their chances.
        (None, Some(odds)) => format!("Expected course; chances of {}", ranges::basis(odds)),
        (None, None) => "Expected course, no range yet".to_owned(),
    };
    format!("{}; {source}.", super::wording::sentence_case(&basis))
}

/// Who and what and when, over every page: `Northwind Health  ·  Wed 14 Oct 2026`.
pub fn kicker(at: &Situation<'_>) -> String {
    let (organisation, title) = (&at.plan.presentation.organisation, &at.plan.name);
    let day = format::weekday_date(at.today());
    if organisation.is_empty() || organisation == title {
        format!("{title}  ·  {day}")
    } else {
        format!("{organisation}  ·  {title}  ·  {day}")
    }
}

/// Which characters of a text the embedded faces have not, so that they stand as boxes in a picture of it.
pub fn unprintable(text: &str) -> Option<String> {
    const MOST: usize = 12;
    let missing = text::missing_glyphs(text);
    let more = missing.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let named: Vec<String> =
        missing.iter().take(MOST).map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
    (!named.is_empty()).then(|| {
        format!("characters that the embedded type has not stand as boxes: {}{more}", named.join(", "))
    })
}

impl Pack {
    /// Which characters the embedded faces have not, so that they stand as boxes on paper and in pictures; the
    /// presenter's notes come on neither.
    pub fn unprintable(&self) -> Option<String> {
        let mut all = format!("{}{}{}", self.organisation, self.title, self.basis);
        for page in &self.pages {
            all.extend([page.title.as_str(), &page.finding.text]);
            all.extend(page.pill.iter().map(|(_, words)| words.as_str()));
            all.extend(page.all_blocks().flat_map(Block::words));
        }
        unprintable(&all)
    }

    /// Every chart with the page it stands on, in reading order.
    pub fn charts(&self) -> impl Iterator<Item = (&Page, &Chart)> {
        self.pages.iter().flat_map(|page| {
            page.all_blocks().filter_map(move |block| match block {
                Block::Chart(chart) => Some((page, &**chart)),
                _ => None,
            })
        })
    }
}

impl Page {
    fn new(key: impl Into<String>, title: impl Into<String>, finding: Finding) -> Self {
        Self {
            key: key.into(),
            title: title.into(),
            pill: None,
            finding,
            notes: String::new(),
            blocks: Vec::new(),
            details: Vec::new(),
        }
    }

    /// The sentence that a document says before its blocks: the finding, unless a block says it.
    pub fn lead(&self) -> Option<&Finding> {
        let says_it = |block: &Block| matches!(block, Block::Text(text) if *text == self.finding);
        let is_open = !self.finding.text.trim().is_empty() && !self.all_blocks().any(says_it);
        is_open.then_some(&self.finding)
    }

    /// What a document shows: the slide's blocks, then the details.
    pub fn all_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().chain(&self.details)
    }
}

impl Block {
    fn chart(chart: Chart) -> Self {
        Self::Chart(Box::new(chart))
    }

    /// Everything that is written in it; of a chart what its table says as well.
    fn words(&self) -> Vec<String> {
        match self {
            Self::Heading(words) => vec![words.clone()],
            Self::Text(finding) => vec![finding.text.clone()],
            Self::Bullets(bullets) => bullets.iter().map(|bullet| bullet.text.clone()).collect(),
            Self::Figures(figures) => {
                let words = |big: &BigFigure| [&big.figure, &big.label, &big.note].map(Clone::clone);
                figures.iter().flat_map(words).collect()
            }
            Self::Chart(chart) => {
                let cells = chart.table.head.iter().chain(chart.table.rows.iter().flatten());
                [&chart.title, &chart.sentence].into_iter().chain(cells).cloned().collect()
            }
            Self::Table(table) => {
                let heads = table.columns.iter().map(|column| column.name.clone());
                let cells = table.rows.iter().flatten().map(Cell::text);
                std::iter::once(table.title.clone()).chain(heads).chain(cells).collect()
            }
            Self::Callout(asked) => {
                [&asked.kicker, &asked.when, &asked.title, &asked.subtitle, &asked.verdict, &asked.order]
                    .map(Clone::clone)
                    .to_vec()
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
#[path = "pack_tests.rs"]
mod tests;
