//! The rule that is open: for which phase, of which devices, how many of them.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use super::open_rule;
use crate::document::{MembersDraft, RuleDraft};
use crate::fleet::{By, Part, Share, Size};
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::{
    Button, FIELD_HEIGHT, Field, Kind, Number, check_at, choice, count_field, number_field, segmented_at,
    text_field,
};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::Plan;
use crate::views::MembersSeen;

const GAP: f32 = 12.0;
/// The phase's part of the line; the rest says how many.
const PHASE: f32 = 0.38;
const SHARES: [&str; 3] = ["All", "A share", "A sample"];
const CHECK: f32 = 26.0;
/// Where the columns of checks begin and end, as parts of the width: the first has the longest words.
const COLUMNS: [f32; 5] = [0.0, 0.28, 0.52, 0.75, 1.0];

pub fn show(ui: &mut Ui, place: Rect, plan: &Plan, (seen, draft): (&MembersSeen<'_>, &mut MembersDraft)) {
    let chosen = draft.chosen;
    let is_same =
        seen.read.is_some_and(|read| read.rules.as_ref().map(Vec::len) == draft.rules.as_ref().map(Vec::len));
    let complaint = seen.read.filter(|_| is_same).and_then(|read| read.complaints.get(chosen)?.clone());
    let Some(rule) = open_rule(draft) else {
        let said = "Rules stand in order, and a device belongs to the first that catches it.";
        let at = pos2(place.left(), place.top() + 18.0);
        text_at_elided(ui, at, Anchor::Start, words(said, TypeRole::LABEL, Ink::Text2), place.width());
        return;
    };
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).id_salt(("rule", chosen)));
    let ui = &mut inside;
    let left = Rect::from_min_size(place.min, vec2(place.width() * PHASE, FIELD_HEIGHT));
    phase(ui, left, plan, rule);
    let right = left.with_max_x(place.right()).with_min_x(left.right() + GAP);
    share(ui, right, rule);
    let below = Rect::from_min_size(left.left_bottom() + vec2(0.0, 10.0), vec2(place.width(), FIELD_HEIGHT));
    let end = conditions(ui, below, rule, complaint.as_deref());
    let top = end + 8.0;
    mirror(ui, Rect::from_min_max(pos2(place.left(), top), place.max), rule);
}

fn phase(ui: &mut Ui, place: Rect, plan: &Plan, rule: &mut RuleDraft) {
    let names: Vec<&str> = plan.phases.iter().map(|phase| phase.name.as_str()).collect();
    let mut at = plan.phase_index(rule.phase).unwrap_or(usize::MAX);
    if choice(ui, Field::new("Phase").hint("(removed phase)").at(place), &mut at, &names, "").changed()
        && let Some(phase) = plan.phases.get(at)
    {
        rule.phase = phase.id;
    }
}

/// All, a share or a number of devices.
fn share(ui: &mut Ui, place: Rect, rule: &mut RuleDraft) {
    text_at(
        ui,
        pos2(place.left(), place.top() + 11.0),
        Anchor::Start,
        words("Takes", TypeRole::CAPTION, Ink::Text2),
    );
    let box_ = place.with_min_y(place.bottom() - 28.0);
    let wide = crate::look::widgets::segmented::width(&SHARES);
    let (tabs, rest) = (box_.with_max_x(box_.left() + wide), box_.with_min_x(box_.left() + wide + 8.0));
    let mut chosen = match &rule.share {
        Share::All => 0,
        Share::Part(Part { size: Size::Percent(_), .. }) => 1,
        Share::Part(Part { size: Size::Devices(_), .. }) => 2,
    };
    if segmented_at(ui, tabs, &mut chosen, &SHARES).changed() {
        let before = match &rule.share {
            Share::All => Part { size: Size::Devices(0), mirror: vec![By::Site, By::Windows], seed: 0 },
            Share::Part(part) => part.clone(),
        };
        rule.share = match chosen {
            0 => Share::All,
            1 => Share::Part(Part { size: Size::Percent(10.0), ..before }),
            _ => Share::Part(Part { size: Size::Devices(50), ..before }),
        };
    }
    let Share::Part(part) = &mut rule.share else { return };
    match &mut part.size {
        Size::Devices(devices) => {
            let number = Number::whole(0.0, 10_000_000.0, "devices");
            count_field(ui, Field::new("Devices of the sample").without_label().at(rest), &number, devices);
        }
        Size::Percent(percent) => {
            let number = Number::whole(0.0, 100.0, "%").with_decimals(1, 1.0).trimmed();
            let field = Field::new("Share of what is left").without_label().at(rest);
            number_field(ui, field, &number, percent);
        }
    }
}

/// Of which devices; returns where it ends.
fn conditions(ui: &mut Ui, place: Rect, rule: &mut RuleDraft, complaint: Option<&str>) -> f32 {
    let mut field_place = place;
    let mut taken_out = false;
    if let Some(names) = &rule.listed {
        let button = Button::new(Kind::Link, "Drop list").small();
        let box_ = Rect::from_min_size(
            pos2(place.right() - button.size().x, place.bottom() - 28.0 + (28.0 - button.size().y) / 2.0),
            button.size(),
        );
        let said = format!("and in a list of {}", format::count(names.len() as u64));
        let wide = 150.0;
        let at = pos2(box_.left() - wide, place.bottom() - 10.0);
        text_at_elided(ui, at, Anchor::Start, words(&said, TypeRole::LABEL, Ink::Text), wide - 8.0);
        taken_out = button.at(box_).show(ui).clicked();
        field_place.set_right(box_.left() - wide - 8.0);
    }
    if taken_out {
        rule.listed = None;
    }
    let field = Field::new("Of devices with")
        .hint("all that are left; or: site = Berlin, Bonn and os contains Windows 11")
        .at(field_place)
        .remedy(complaint);
    text_field(ui, field, &mut rule.only);
    if complaint.is_some() {
        return place.bottom() + crate::look::widgets::REMEDY_HEIGHT;
    }
    let said =
        "site, department, category, os, join, model or name; =, begins with or contains; names in FILE";
    let at = pos2(place.left(), place.bottom() + 14.0);
    text_at_elided(ui, at, Anchor::Start, words(said, TypeRole::CAPTION, Ink::Text2), place.width());
    place.bottom() + 19.0
}

/// The columns that a sample or a share mirrors.
fn mirror(ui: &mut Ui, place: Rect, rule: &mut RuleDraft) {
    let Share::Part(part) = &mut rule.share else { return };
    let said = words("It mirrors the estate in", TypeRole::CAPTION, Ink::Text2);
    text_at(ui, pos2(place.left(), place.top() + 12.0), Anchor::Start, said);
    let again = Button::new(Kind::Link, "Draw others").small();
    let at = pos2(place.right() - again.size().x, place.top() - 4.0);
    let box_ = Rect::from_min_size(at, again.size());
    if again.at(box_).show(ui).clicked() {
        part.seed = part.seed.wrapping_add(1);
    }
    for (n, by) in By::ALL.into_iter().enumerate() {
        let (line, column) = ((n / 4) as f32, n % 4);
        let (from, to) = (COLUMNS[column] * place.width(), COLUMNS[column + 1] * place.width());
        let at = pos2(place.left() + from, place.top() + 20.0 + line * CHECK);
        let mut is_on = part.mirror.contains(&by);
        let box_ = Rect::from_min_size(at, vec2(to - from - 8.0, CHECK));
        if check_at(ui, box_, &mut is_on, by.name()).changed() {
            part.mirror.retain(|own| *own != by);
            part.mirror.extend(is_on.then_some(by));
            part.mirror.sort_unstable();
        }
    }
}
