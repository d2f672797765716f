//! Where the cards of a page stand at every size of the window. Rectangles only; nothing is drawn here.

use egui::{Rect, pos2, vec2};

/// Between two cards.
pub const GAP: f32 = 12.0;
/// The width of the window from which fixed columns stand beside the rest.
pub const WIDE: f32 = 1280.0;
/// Below this everything is one column in reading order.
pub const NARROW: f32 = 1000.0;
/// What a folded column leaves at the right edge.
pub const FOLD: f32 = 36.0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    Fixed(f32),
    /// A part of what the fixed ones leave.
    Share(f32),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Height {
    Fixed(f32),
    /// What is left over, as so many shares of it, but never less than `min`.
    Fill {
        share: f32,
        min: f32,
    },
}

/// A card's place in its row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub width: Width,
    /// Its height when all cards stand in one column.
    pub alone: f32,
    /// The word on the tab at the right edge, for a card that folds when the window is narrow.
    pub folds: Option<&'static str>,
}

impl Cell {
    pub const fn share(share: f32, alone: f32) -> Self {
        Self { width: Width::Share(share), alone, folds: None }
    }

    pub const fn fixed(width: f32, alone: f32) -> Self {
        Self { width: Width::Fixed(width), alone, folds: None }
    }

    #[must_use]
    pub const fn folding(self, title: &'static str) -> Self {
        Self { width: self.width, alone: self.alone, folds: Some(title) }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub height: Height,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn fixed(height: f32, cells: impl Into<Vec<Cell>>) -> Self {
        Self { height: Height::Fixed(height), cells: cells.into() }
    }

    pub fn fill(min: f32, cells: impl Into<Vec<Cell>>) -> Self {
        Self { height: Height::Fill { share: 1.0, min }, cells: cells.into() }
    }

    /// A row that takes `share` of the height that is left, beside other such rows.
    pub fn fill_share(share: f32, min: f32, cells: impl Into<Vec<Cell>>) -> Self {
        Self { height: Height::Fill { share, min }, cells: cells.into() }
    }
}

/// The cards of a page, row by row in reading order.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    pub rows: Vec<Row>,
}

/// A column that stands folded at the right edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    pub index: usize,
    pub title: &'static str,
    /// The tab.
    pub tab: Rect,
    /// The card when it is open, over the others.
    pub open: Rect,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// By card in reading order; none = folded.
    pub cards: Vec<Option<Rect>>,
    pub folds: Vec<Fold>,
    /// Of everything, from the top of the content; more than the content's height scrolls.
    pub height: f32,
}

impl Grid {
    pub fn new(rows: impl Into<Vec<Row>>) -> Self {
        Self { rows: rows.into() }
    }

    /// Places the cards in `content`, for a window of `window_width` points.
    pub fn place(&self, content: Rect, window_width: f32) -> Placement {
        if window_width < NARROW {
            return self.one_column(content);
        }
        let can_fold = window_width < WIDE && self.cells().any(|cell| cell.folds.is_some());
        let right = if can_fold { content.right() - FOLD - GAP } else { content.right() };
        let heights = self.heights(content.height());
        let mut placement = Placement::default();
        let mut top = content.top();
        for (row, height) in self.rows.iter().zip(&heights) {
            let area = Rect::from_min_max(pos2(content.left(), top), pos2(right, top + height));
            row.place(area, can_fold, content, &mut placement);
            top += height + GAP;
        }
        placement.height = top - GAP - content.top();
        stack_tabs(&mut placement.folds, content);
        placement
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flat_map(|row| row.cells.iter())
    }

    fn heights(&self, available: f32) -> Vec<f32> {
        let gaps = GAP * self.rows.len().saturating_sub(1) as f32;
        let fixed: f32 = self.rows.iter().map(|row| row.height.fixed()).sum();
        let left = (available - gaps - fixed).max(0.0);
        let shares: f32 = self.rows.iter().map(|row| row.height.share()).sum();
        let height = |row: &Row| match row.height {
            Height::Fixed(height) => height,
            Height::Fill { share, min } => (left * share / shares.max(f32::EPSILON)).floor().max(min),
        };
        self.rows.iter().map(height).collect()
    }

    fn one_column(&self, content: Rect) -> Placement {
        let mut placement = Placement::default();
        let mut top = content.top();
        for cell in self.cells() {
            let size = vec2(content.width(), cell.alone);
            placement.cards.push(Some(Rect::from_min_size(pos2(content.left(), top), size)));
            top += cell.alone + GAP;
        }
        placement.height = (top - GAP - content.top()).max(0.0);
        placement
    }
}

impl Height {
    const fn fixed(self) -> f32 {
        match self {
            Self::Fixed(height) => height,
            Self::Fill { .. } => 0.0,
        }
    }

    const fn share(self) -> f32 {
        match self {
            Self::Fixed(_) => 0.0,
            Self::Fill { share, .. } => share,
        }
    }
}

impl Row {
    fn place(&self, area: Rect, can_fold: bool, content: Rect, placement: &mut Placement) {
        let stays = |cell: &&Cell| !(can_fold && cell.folds.is_some());
        let count = self.cells.iter().filter(stays).count();
        let fixed: f32 = self.cells.iter().filter(stays).map(|cell| cell.width.fixed()).sum();
        let shares: f32 = self.cells.iter().filter(stays).map(|cell| cell.width.share()).sum();
        let left = (area.width() - fixed - GAP * count.saturating_sub(1) as f32).max(0.0);
        let mut x = area.left();
        for cell in &self.cells {
            if let (true, Some(title)) = (can_fold, cell.folds) {
                let width = match cell.width {
                    Width::Fixed(width) => width,
                    Width::Share(_) => content.width() * 0.4,
                };
                let open = Rect::from_min_max(
                    pos2(content.right() - FOLD - GAP - width, content.top()),
                    pos2(content.right() - FOLD - GAP, content.bottom()),
                );
                let index = placement.cards.len();
                placement.folds.push(Fold { index, title, tab: content, open });
                placement.cards.push(None);
                continue;
            }
            let width = match cell.width {
                Width::Fixed(width) => width,
                Width::Share(share) => left * share / shares.max(f32::EPSILON),
            };
            let rect = Rect::from_min_size(pos2(x, area.top()), vec2(width, area.height()));
            placement.cards.push(Some(rect));
            x += width + GAP;
        }
    }
}

impl Width {
    const fn fixed(self) -> f32 {
        match self {
            Self::Fixed(width) => width,
            Self::Share(_) => 0.0,
        }
    }

    const fn share(self) -> f32 {
        match self {
            Self::Fixed(_) => 0.0,
            Self::Share(share) => share,
        }
    }
}

/// The tabs share the right edge, one under the other.
fn stack_tabs(folds: &mut [Fold], content: Rect) {
    let count = folds.len().max(1) as f32;
    let height = ((content.height() - GAP * (count - 1.0)) / count).min(200.0);
    for (n, fold) in folds.iter_mut().enumerate() {
        let top = content.top() + n as f32 * (height + GAP);
        fold.tab = Rect::from_min_size(pos2(content.right() - FOLD, top), vec2(FOLD, height));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn overview() -> Grid {
        Grid::new([
            Row::fixed(104.0, [Cell::share(1.0, 104.0); 4]),
            Row::fill(300.0, [Cell::share(1.0, 420.0), Cell::fixed(384.0, 494.0).folding("Decision")]),
            Row::fixed(132.0, [Cell::share(1.0, 132.0)]),
        ])
    }

    fn content(width: f32, height: f32) -> Rect {
        Rect::from_min_max(pos2(104.0, 108.0), pos2(width - 20.0, height - 38.0))
    }

    fn rounded(rect: Rect) -> (i32, i32, i32, i32) {
        let r = |v: f32| v.round() as i32;
        (r(rect.left()), r(rect.top()), r(rect.width()), r(rect.height()))
    }

    #[test]
    fn at_the_size_of_the_pictures_the_cards_stand_where_the_page_of_looks_says() {
        let placement = overview().place(content(1440.0, 900.0), 1440.0);
        let cards: Vec<_> = placement.cards.iter().map(|card| rounded(card.unwrap())).collect();
        assert_eq!(cards[0], (104, 108, 320, 104));
        assert_eq!(cards[3], (1100, 108, 320, 104));
        assert_eq!(cards[4], (104, 224, 920, 494));
        assert_eq!(cards[5], (1036, 224, 384, 494));
        assert_eq!(cards[6], (104, 730, 1316, 132));
        assert_eq!(placement.height, 754.0);
    }

    #[test]
    fn wider_windows_grow_the_chart_and_lower_ones_scroll() {
        let wide = overview().place(content(1920.0, 900.0), 1920.0);
        assert_eq!(wide.cards[5].unwrap().width(), 384.0, "the fixed column keeps its width");
        assert_eq!(wide.cards[4].unwrap().width(), 920.0 + 480.0);
        let low = overview().place(content(1440.0, 640.0), 1440.0);
        assert_eq!(low.cards[4].unwrap().height(), 300.0);
        assert!(low.height > content(1440.0, 640.0).height(), "the page scrolls");
    }

    #[test]
    fn a_narrow_window_folds_the_fixed_column_and_a_narrower_one_stacks_all() {
        let folded = overview().place(content(1100.0, 900.0), 1100.0);
        assert_eq!(folded.cards[5], None);
        assert_eq!(folded.folds[0].title, "Decision");
        assert_eq!(folded.folds[0].open.width(), 384.0);
        let stacked = overview().place(content(800.0, 600.0), 800.0);
        assert!(stacked.folds.is_empty());
        let tops: Vec<f32> = stacked.cards.iter().map(|card| card.unwrap().top()).collect();
        assert!(tops.windows(2).all(|pair| pair[0] < pair[1]), "{tops:?}");
    }

    proptest! {
        #[test]
        fn cards_never_overlap_and_stay_within_the_width(width in 640.0f32..3000.0, height in 420.0f32..2000.0) {
            let content = content(width, height);
            let placement = overview().place(content, width);
            let cards: Vec<Rect> = placement.cards.iter().flatten().copied().collect();
            for (n, card) in cards.iter().enumerate() {
                prop_assert!(card.left() >= content.left() - 0.5 && card.right() <= content.right() + 0.5);
                for other in &cards[n + 1..] {
                    prop_assert!(!card.shrink(0.5).intersects(other.shrink(0.5)), "{card:?} {other:?}");
                }
            }
            for fold in &placement.folds {
                prop_assert!(cards.iter().all(|card| !card.shrink(0.5).intersects(fold.tab)));
            }
        }
    }
}
