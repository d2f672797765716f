//! What the rules come to: each phase before and after, what no rule catches, and what a person should know.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::document::MembersDraft;
use crate::look::Verdict;
use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, words};
use crate::look::widgets::sentence::{Line, line};
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::plan::Plan;
use crate::views::MembersSeen;

const LINE: f32 = 26.0;

/// The height of so many phases with the heading and what is in none of them.
pub fn height(phases: usize) -> f32 {
    (phases + 3) as f32 * LINE
}

pub fn show(ui: &mut Ui, place: Rect, plan: &Plan, (seen, draft): (&MembersSeen<'_>, &MembersDraft)) {
    let Some(read) = seen.read else { return };
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place).id_salt("results"));
    if seen.current(draft).is_none() {
        inside.set_opacity(0.6);
    }
    ScrollArea::vertical().id_salt("results").auto_shrink(false).show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let width = place.width();
        let tally = read.roster.tally();
        heading(ui, width);
        for phase in &plan.phases {
            let is_named = read.roster.rules().iter().any(|rule| rule.phase == phase.id);
            let members = tally.phases.get(&phase.id).copied().unwrap_or(0) as u64;
            let after = (is_named || members > 0).then_some(members);
            row(ui, width, &phase.name, (Some(u64::from(phase.devices)), after));
        }
        for (count, said) in [(tally.by_hand, "of them put there by hand"), (tally.left, "In no phase")] {
            if count > 0 {
                row(ui, width, said, (None, Some(count as u64)));
            }
        }
        for said in &read.warnings {
            line(ui, width, 0.0, Line::new(said).ink(Ink::Text).mark(Verdict::Risk).above(8.0));
        }
    });
}

fn heading(ui: &mut Ui, width: f32) {
    let (_, line) = ui.allocate_space(vec2(width, LINE));
    let set = |said| words(said, TypeRole::CAPTION, Ink::Text2);
    let y = line.top() + 16.0;
    text_at(ui, pos2(line.left(), y), Anchor::Start, set("Phase"));
    text_at(ui, pos2(line.right() - 110.0, y), Anchor::End, set("now"));
    text_at(ui, pos2(line.right() - 12.0, y), Anchor::End, set("devices"));
    ui.painter().hline(line.x_range(), line.bottom(), stroke(ui, 1.0, Ink::Stroke));
}

fn row(ui: &mut Ui, width: f32, name: &str, (before, after): (Option<u64>, Option<u64>)) {
    let (_, line) = ui.allocate_space(vec2(width, LINE));
    let y = line.top() + 18.0;
    let quiet = after.is_none();
    let ink = if quiet { Ink::Text2 } else { Ink::Text };
    let room = width - 190.0;
    text_at_elided(ui, pos2(line.left(), y), Anchor::Start, words(name, TypeRole::LABEL, ink), room);
    if let Some(before) = before {
        let said = format::count(before);
        let at = pos2(line.right() - 110.0, y);
        text_at(ui, at, Anchor::End, words(&said, TypeRole::LABEL, Ink::Text2));
    }
    let said = after.map_or_else(|| "as it is".to_owned(), format::count);
    let role = if after.is_some() && after != before { TypeRole::LABEL_STRONG } else { TypeRole::LABEL };
    text_at(ui, pos2(line.right() - 12.0, y), Anchor::End, words(&said, role, ink));
}
