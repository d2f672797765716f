//! Step 2 of a new plan: the shape of its rings, six templates drawn by their sizes.

use egui::{Rect, Ui, pos2, vec2};

use super::row;
use crate::document::NewPlanDraft;
use crate::look::icons::{self, Icon};
use crate::look::style::{color, stroke};
use crate::look::text::{text_at_elided, words};
use crate::look::widgets::answer;
use crate::look::{geometry, paint};
use crate::picture::{Anchor, Ink, TypeRole, bars, format};
use crate::plan::template::{Answers, Template, sizes};

const CARD: f32 = 122.0;
const GAP: f32 = 10.0;

pub fn show(ui: &mut Ui, width: f32, is_here: bool, draft: &mut NewPlanDraft) {
    let chosen = draft.answers.template;
    let mut inside = super::inside(ui);
    let mut shown = Template::ALL.to_vec();
    let columns = if is_here { 3 } else { 4 };
    if !is_here {
        // Four fit a line: the chosen one first, then the rest in their order.
        shown.sort_by_key(|template| *template != chosen);
        shown.truncate(columns);
    }
    let wide = (width - GAP * (columns as f32 - 1.0)) / columns as f32;
    for line_of in shown.chunks(columns) {
        let line = row(ui, width, CARD + GAP);
        for (n, template) in line_of.iter().enumerate() {
            let left = line.left() + n as f32 * (wide + GAP);
            let place = Rect::from_min_size(pos2(left, line.top()), vec2(wide, CARD));
            let is_chosen = *template == chosen;
            if answer(&mut inside, place, is_chosen, template.name()).clicked() {
                draft.answers.template = *template;
                draft.answers.sizes = None;
                draft.answers.first_gate = None;
            }
            card(&mut inside, place, (*template, is_chosen), &draft.answers);
        }
    }
}

fn card(ui: &mut Ui, place: Rect, (template, is_chosen): (Template, bool), answers: &Answers) {
    let left = place.left() + 33.0;
    let room = place.right() - 8.0 - left;
    let at = pos2(left, place.top() + 24.5);
    text_at_elided(ui, at, Anchor::Start, words(template.name(), TypeRole::LABEL_STRONG, Ink::Text), room);
    let asked = Answers { template, sizes: None, ..answers.clone() };
    let sizes: Vec<u64> = sizes(&asked).iter().map(|(_, devices)| u64::from(*devices)).collect();
    let note = match template {
        Template::Empty => template.description().to_owned(),
        Template::BySite if answers.sites.is_empty() => "one wave a site".to_owned(),
        Template::Autopatch => if answers.devices <= 200 { "5 / 15 / 80%" } else { "1 / 9 / 90%" }.to_owned(),
        _ => format::plural(sizes.len() as u64, "phase", "phases"),
    };
    let at = pos2(left, place.top() + 41.0);
    text_at_elided(ui, at, Anchor::Start, words(&note, TypeRole::CAPTION, Ink::Text2), room);
    let picture = Rect::from_min_max(place.min + vec2(13.0, 52.0), place.max - vec2(13.0, 12.0));
    if template == Template::Empty {
        empty(ui, picture);
    } else {
        let scene = bars::shape(&sizes, is_chosen, picture.width(), picture.height());
        paint::paint(ui.painter(), picture, &scene);
    }
}

/// A dashed place to put phases into.
fn empty(ui: &Ui, place: Rect) {
    let place = place.shrink2(vec2(0.0, 5.0));
    let outline =
        [place.left_top(), place.right_top(), place.right_bottom(), place.left_bottom(), place.left_top()];
    for dash in geometry::dashes(&outline, 4.0, 3.0) {
        ui.painter().line(dash, stroke(ui, 1.0, Ink::Stroke2));
    }
    icons::paint(ui.painter(), Icon::Plus, place.center(), 14.0, color(ui, Ink::Text2));
}
