//! A table whose cells know what they are: a spreadsheet sorts and sums them, a page shows their words.

use chrono::NaiveDate;

use crate::picture::format;
use crate::report::Mark;

/// What the cells of a column are, and so how they are aligned and formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Words,
    Count,
    /// A share of devices, 0–1.
    Share,
    /// The chance of something, 0–1.
    Chance,
    Date,
    /// With so many decimals.
    Number(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
}

/// One value; what is not known is `Nothing`.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Nothing,
    Words(String),
    /// Words with their sign.
    Marked(Mark, String),
    Count(i64),
    Share(f64),
    Chance(f64),
    Date(NaiveDate),
    Number(f64, usize),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it lists, for those who listen and for the sheet's name: `Phases`.
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

impl ColumnKind {
    /// Numbers and dates stand at the right, words at the left.
    pub const fn is_words(self) -> bool {
        matches!(self, Self::Words)
    }
}

impl Column {
    pub fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self { name: name.into(), kind }
    }
}

impl Cell {
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words(text.into())
    }

    pub fn count(n: impl Into<u64>) -> Self {
        Self::Count(i64::try_from(n.into()).unwrap_or(i64::MAX))
    }

    pub fn date(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Nothing, Self::Date)
    }

    /// As it is written wherever people read it.
    pub fn text(&self) -> String {
        match self {
            Self::Nothing => format::DASH.to_owned(),
            Self::Words(text) | Self::Marked(_, text) => text.clone(),
            Self::Count(n) if *n < 0 => format::signed_count(*n),
            Self::Count(n) => format::count(n.unsigned_abs()),
            Self::Share(share) => format::percent1(*share),
            Self::Chance(chance) => format::chance(*chance),
            Self::Date(day) => format::date(*day),
            Self::Number(value, places) => format::fixed(*value, *places),
        }
    }

    pub const fn mark(&self) -> Option<Mark> {
        match self {
            Self::Marked(mark, _) => Some(*mark),
            _ => None,
        }
    }
}

impl Table {
    pub fn new(title: impl Into<String>, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self { title: title.into(), columns, rows }
    }

    /// Whether what a column holds stands at the right edge of its room.
    pub fn is_right(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|column| !column.kind.is_words())
    }

    /// Whether every cell has its words on one line in a room without the gutters.
    pub fn fits(&self, room: f32, sign: f32, measure: impl Fn(&str, bool) -> f32) -> bool {
        self.natural(sign, &measure).iter().sum::<f32>() <= room
    }

    /// How wide each column is by its longest cell.
    fn natural(&self, sign: f32, measure: &impl Fn(&str, bool) -> f32) -> Vec<f32> {
        let natural = |at: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            let of =
                |cell: &Cell| measure(&cell.text(), false) + if cell.mark().is_some() { sign } else { 0.0 };
            cells.map(of).fold(measure(&self.columns[at].name, true), f32::max) + 1.0
        };
        (0..self.columns.len()).map(natural).collect()
    }

    /// How wide each column is drawn in a room, without the gutters: figures have what they need, words what
    /// is left. `measure` says how wide a text is, in a head or in a row; a cell's sign takes `sign` more.
    pub fn widths(&self, room: f32, sign: f32, measure: impl Fn(&str, bool) -> f32) -> Vec<f32> {
        let mut widths = self.natural(sign, &measure);
        let total: f32 = widths.iter().sum();
        if total <= room {
            // A few narrow columns do not stretch over a wide page.
            let spare = (room - total) / self.columns.len().max(1) as f32;
            for width in &mut widths {
                *width += spare.min(*width * 0.5);
            }
            return widths;
        }
        let is_words = |at: &usize| self.columns[*at].kind.is_words();
        let fixed: f32 = (0..widths.len()).filter(|at| !is_words(at)).map(|at| widths[at]).sum();
        if fixed > room * 0.8 {
            return widths.into_iter().map(|width| width * room / total).collect();
        }
        let mut open: Vec<usize> = (0..widths.len()).filter(is_words).collect();
        let mut left = room - fixed;
        // Short columns of words stay whole; the long ones share what is left by their length.
        while let Some(at) = open.iter().position(|at| widths[*at] <= left / open.len() as f32) {
            left -= widths[open.swap_remove(at)];
        }
        // By what a row has on the average, so that one long text takes nothing from the others.
        let most = 4.0 * left;
        let weight = |at: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            let total: f32 = cells.map(|cell| measure(&cell.text(), false).min(most)).sum();
            (total / self.rows.len().max(1) as f32 + sign).powf(0.7)
        };
        // No word is torn while another column has room to give.
        let word = |at: usize| self.longest_word(at, sign, &measure) + 1.0;
        while !open.is_empty() {
            let all: f32 = open.iter().map(|at| weight(*at)).sum();
            let share = |at: usize| left * weight(at) / all;
            let narrow = open.iter().position(|at| open.len() > 1 && share(*at) < word(*at).min(left * 0.6));
            let Some(narrow) = narrow else {
                for at in open {
                    widths[at] = share(at);
                }
                break;
            };
            let at = open.swap_remove(narrow);
            widths[at] = word(at).min(left * 0.6);
            left -= widths[at];
        }
        widths
    }

    /// Whether some word is wider than its column.
    pub fn tears(&self, widths: &[f32], sign: f32, measure: impl Fn(&str, bool) -> f32) -> bool {
        widths.iter().enumerate().any(|(at, width)| self.longest_word(at, sign, &measure) > *width)
    }

    fn longest_word(&self, at: usize, sign: f32, measure: &impl Fn(&str, bool) -> f32) -> f32 {
        let cells = self.rows.iter().filter_map(|row| row.get(at));
        let longest = |cell: &Cell| {
            longest_word(&cell.text(), measure) + if cell.mark().is_some() { sign } else { 0.0 }
        };
        cells.map(longest).fold(0.0, f32::max)
    }
}

/// How wide the longest word of a text is, where a sign stays with its number: `> 99%` is one word.
fn longest_word(text: &str, measure: &impl Fn(&str, bool) -> f32) -> f32 {
    let (mut longest, mut before) = (0.0_f32, 0.0);
    for word in text.split_whitespace() {
        let width = before + measure(word, false);
        before = if matches!(word, ">" | "<" | "≥" | "≤") { width + measure(" ", false) } else { 0.0 };
        longest = longest.max(width);
    }
    longest
}
