//! What all pages share: the head with its finding, the scrolling body of cards, and the cards that fold
//! to the right edge when the window is narrow. It knows no page.

use egui::{Id, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::grid::{Fold, Grid, NARROW};
use crate::document::Workspace;
use crate::look::text::{text_at, text_at_elided, text_at_wrapped, words};
use crate::look::widgets::{Button, Field, Kind, card, choice, segmented};
use crate::look::{Icon, Verdict, color, glyphs, icons, motion};
use crate::picture::{Anchor, Ink, TypeRole, text};

/// Left and right of everything on a page.
pub const MARGIN: f32 = 20.0;
const HEAD: f32 = 56.0;
const FOOT: f32 = 12.0;

/// A page's title line: what it is, how it stands, and the one sentence that says it.
pub struct Head<'a> {
    pub title: &'a str,
    pub verdict: Option<Verdict>,
    pub headline: &'a str,
    /// Page tabs at the right end, and which is chosen; none when empty.
    pub tabs: &'a [&'a str],
    pub tab: usize,
}

impl<'a> Head<'a> {
    /// Of a page without tabs.
    pub const fn plain(title: &'a str, verdict: Option<Verdict>, headline: &'a str) -> Self {
        Self { title, verdict, headline, tabs: &[], tab: 0 }
    }
}

pub struct HeadResponse {
    /// Where the cards go.
    pub content: Rect,
    /// The tab that was picked just now.
    pub picked: Option<usize>,
}

/// Draws the head of a page that covers `rect`.
pub fn head(ui: &mut Ui, rect: Rect, head: &Head<'_>) -> HeadResponse {
    let baseline = rect.top() + 36.0;
    let left = rect.left() + MARGIN;
    let natural = text::width(TypeRole::PAGE_TITLE, head.title);
    let tabs_at = tabs_place(rect, head, left + natural + 24.0);
    let right = tabs_at.map_or(rect.right() - MARGIN, |(place, _)| place.left() - 24.0);
    let title = words(head.title, TypeRole::PAGE_TITLE, Ink::Text);
    text_at_elided(ui, pos2(left, baseline), Anchor::Start, title, right - left);
    let picked = tabs_at.and_then(|place| tabs(ui, place, head));
    let beside = left + natural.min(right - left) + 44.0;
    let lines = text::break_lines(TypeRole::BODY, head.headline, right - 12.0 - beside).len();
    // Beside the title it has two lines; a longer one stands below it, and is never cut.
    let is_narrow = ui.ctx().content_rect().width() < NARROW || lines > 2;
    let content_top = if is_narrow {
        let room = rect.right() - MARGIN - left;
        narrow_headline(ui, pos2(left, baseline + 24.0), head, room) + 12.0
    } else {
        let x = left + natural.min(right - left) + 12.0;
        let edge = crate::look::style::stroke(ui, 1.0, Ink::Stroke);
        ui.painter().vline(x, baseline - 16.0..=baseline + 4.0, edge);
        headline(ui, pos2(x + 10.0, baseline), head, right);
        rect.top() + HEAD
    };
    let content = Rect::from_min_max(
        pos2(left, content_top),
        pos2(rect.right() - MARGIN, (rect.bottom() - FOOT).max(content_top)),
    );
    HeadResponse { content, picked }
}

/// The sentence after the title, on one line or two.
fn headline(ui: &mut Ui, at: egui::Pos2, head: &Head<'_>, right: f32) {
    let mut x = at.x;
    if let Some(verdict) = head.verdict {
        glyphs::paint_verdict(ui.painter(), verdict, pos2(x + 8.0, at.y - 5.0), 16.0);
        x += 22.0;
    }
    let role = TypeRole::BODY;
    let room = right - 12.0 - x;
    let line = words(head.headline, role, Ink::Text2);
    if text::break_lines(role, head.headline, room).len() > 1 {
        text_at_wrapped(ui, pos2(x, at.y - 9.0), line, room);
    } else {
        text_at_elided(ui, pos2(x, at.y), Anchor::Start, line, room);
    }
}

/// The sentence under the title; where it ends.
fn narrow_headline(ui: &mut Ui, at: egui::Pos2, head: &Head<'_>, room: f32) -> f32 {
    let mut x = at.x;
    if let Some(verdict) = head.verdict {
        glyphs::paint_verdict(ui.painter(), verdict, pos2(x + 8.0, at.y - 5.0), 16.0);
        x += 22.0;
    }
    let line = words(head.headline, TypeRole::BODY, Ink::Text2);
    text_at_wrapped(ui, pos2(x, at.y), line, room - (x - at.x)).rect.bottom()
}

/// Draws the cards of a page where the grid places them: `card(ui, index, rect, workspace)` once per card
/// in reading order. What does not fit scrolls; what folds is opened by its tab at the right edge.
pub fn cards(
    ui: &mut Ui,
    content: Rect,
    grid: &Grid,
    workspace: &mut Workspace,
    mut draw: impl FnMut(&mut Ui, usize, Rect, &mut Workspace),
) {
    let placement = grid.place(content, ui.ctx().content_rect().width());
    let scrolls = placement.height > content.height() + 0.5;
    if scrolls {
        // The floating bar stands in the page's margin, not over the cards.
        let area = Rect::from_min_max(content.min, pos2(content.right() + MARGIN, content.bottom()));
        let mut child = ui.new_child(UiBuilder::new().max_rect(area).id_salt(("cards", workspace.page)));
        ScrollArea::vertical().auto_shrink(false).show(&mut child, |ui| {
            let (_, space) = ui.allocate_space(vec2(content.width(), placement.height));
            let shift = space.min - content.min;
            for (index, rect) in placement.cards.iter().enumerate() {
                let Some(rect) = rect.map(|rect| rect.translate(shift)) else { continue };
                // A card out of sight is still laid out, for the Tab key to reach it, but egui would draw
                // the bars of its own scroll areas at the edge of the page.
                let seen = if ui.is_rect_visible(rect) { 1.0 } else { 0.0 };
                ui.scope(|ui| {
                    ui.multiply_opacity(seen);
                    draw(ui, index, rect, workspace);
                });
            }
        });
    } else {
        for (index, rect) in placement.cards.iter().enumerate() {
            if let Some(rect) = rect {
                draw(ui, index, *rect, workspace);
            }
        }
    }
    folded(ui, &placement.folds, workspace, &mut draw);
}

/// One card over the whole content, for pages that are a single chart or table.
pub fn single(alone: f32) -> Grid {
    Grid::new([super::grid::Row::fill(300.0, [super::grid::Cell::share(1.0, alone)])])
}

/// Where the tabs stand, and whether they are a list for want of room.
fn tabs_place(rect: Rect, head: &Head<'_>, left: f32) -> Option<(Rect, bool)> {
    if head.tabs.is_empty() {
        return None;
    }
    let right = rect.right() - MARGIN;
    let natural = segmented::width(head.tabs);
    // Some room stays for the sentence.
    let is_list = natural > (right - left) * 0.72;
    let (width, height) = if is_list { (200.0_f32.min(rect.width() * 0.4), 28.0) } else { (natural, 32.0) };
    Some((Rect::from_min_size(pos2(right - width, rect.top() + 14.0), vec2(width, height)), is_list))
}

fn tabs(ui: &mut Ui, (place, is_list): (Rect, bool), head: &Head<'_>) -> Option<usize> {
    let mut chosen = head.tab;
    if is_list {
        let field = Field::new("Part of the page").without_label().at(place);
        choice(ui, field, &mut chosen, head.tabs, "");
    } else {
        segmented::segmented_at(ui, place, &mut chosen, head.tabs);
    }
    (chosen != head.tab).then_some(chosen)
}

fn folded(
    ui: &mut Ui,
    folds: &[Fold],
    workspace: &mut Workspace,
    draw: &mut impl FnMut(&mut Ui, usize, Rect, &mut Workspace),
) {
    if folds.iter().all(|fold| workspace.unfolded != Some(fold.index)) {
        workspace.unfolded = None;
    }
    for fold in folds {
        let is_open = workspace.unfolded == Some(fold.index);
        if fold_tab(ui, fold, is_open).clicked() {
            workspace.unfolded = (!is_open).then_some(fold.index);
        }
        if is_open {
            let id = Id::unique(("views::frame::fold", fold.index));
            motion::slide_open(ui, id, motion::Side::Right, |ui| {
                let shadow = crate::look::style::float_shadow(ui).as_shape(fold.open, 8.0);
                ui.painter().add(shadow);
                draw(ui, fold.index, fold.open, workspace);
            });
        }
    }
}

fn fold_tab(ui: &mut Ui, fold: &Fold, is_open: bool) -> Response {
    let response = ui.allocate_rect(fold.tab, Sense::click());
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, ui.is_enabled(), is_open, fold.title));
    card::paint_surface(
        ui.painter(),
        fold.tab,
        if is_open { card::Surface::Selected } else { card::Surface::Card },
    );
    let ink = if is_open || response.hovered() { Ink::AccentText } else { Ink::Text2 };
    let tint = color(ui, ink);
    let sign = if is_open { Icon::Right } else { Icon::Left };
    icons::paint(ui.painter(), sign, pos2(fold.tab.center().x, fold.tab.top() + 18.0), 14.0, tint);
    let galley =
        ui.painter().layout_no_wrap(fold.title.to_owned(), crate::look::font(TypeRole::LABEL_MEDIUM), tint);
    // Reads downwards, so its top is at the right.
    let at = pos2(fold.tab.center().x + galley.size().y / 2.0, fold.tab.top() + 36.0);
    let shape = egui::epaint::TextShape::new(at, galley, tint).with_angle(std::f32::consts::FRAC_PI_2);
    ui.painter().add(shape);
    response
}

/// What a page says when there is nothing to show yet: one sentence, and a button for each way on; which of
/// them was pressed.
pub fn empty(ui: &mut Ui, rect: Rect, sentence: &str, verbs: &[&str]) -> Option<usize> {
    card::paint_surface(ui.painter(), rect, card::Surface::Card);
    let middle = rect.center();
    text_at(ui, pos2(middle.x, middle.y - 12.0), Anchor::Middle, words(sentence, TypeRole::BODY, Ink::Text2));
    let width = |verb: &str| Button::new(Kind::Primary, verb).size().x.max(120.0);
    let wide: f32 = verbs.iter().map(|verb| width(verb)).sum::<f32>() + 8.0 * (verbs.len() as f32 - 1.0);
    let mut left = middle.x - wide / 2.0;
    let mut pressed = None;
    for (index, verb) in verbs.iter().enumerate() {
        let kind = if index == 0 { Kind::Primary } else { Kind::Secondary };
        let place = Rect::from_min_size(pos2(left, middle.y + 5.0), vec2(width(verb), 30.0));
        left = place.right() + 8.0;
        if Button::new(kind, verb).at(place).show(ui).clicked() {
            pressed = Some(index);
        }
    }
    pressed
}
