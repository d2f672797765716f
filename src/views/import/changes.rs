//! What an import would change in the plan, sentence by sentence, and how far the reading is.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::words::{self as said, Line};
use super::{MARGIN, inside, row};
use crate::document::ImportDraft;
use crate::look::Verdict;
use crate::look::text::{text_at, words};
use crate::look::widgets::bar;
use crate::picture::{Anchor, Ink, TypeRole, format};
use crate::views::ImportSeen;

pub fn show(ui: &mut Ui, width: f32, seen: &ImportSeen<'_>, draft: &ImportDraft) {
    let room = width - 2.0 * MARGIN;
    let title = row(ui, width, 44.0);
    let at = pos2(title.left(), title.top() + 28.0);
    text_at(ui, at, Anchor::Start, words("What changes in the plan", TypeRole::CARD_TITLE, Ink::Text));
    let is_current = seen.current(draft).is_some();
    if !is_current && !draft.paths.is_empty() {
        progress(ui, width, seen.progress);
    }
    let Some(read) = seen.read else { return };
    ui.scope(|ui| {
        if !is_current {
            ui.set_opacity(0.6);
        }
        let proposal = &read.proposal;
        for warning in &proposal.warns {
            said::line(ui, room, MARGIN, Line::new(warning).ink(Ink::Text).mark(Verdict::Risk).above(6.0));
        }
        if proposal.edit.is_none() && is_current && !draft.paths.is_empty() {
            said::line(ui, room, MARGIN, Line::new("Nothing changes in the plan.").ink(Ink::Text));
        }
        if let Some(seats) = read.seats.as_ref().filter(|_| is_current) {
            let devices = format::plural(seats.after.fleet().len() as u64, "device", "devices");
            let said = format!("Who is in which phase is kept anew, of {devices}.");
            said::line(ui, room, MARGIN, Line::new(&said).ink(Ink::Text).dot().above(6.0));
        }
        for sentence in &proposal.says {
            said::line(ui, room, MARGIN, Line::new(sentence).ink(Ink::Text).dot().above(6.0));
        }
    });
}

/// A bar with the share of all bytes that are read.
fn progress(ui: &mut Ui, width: f32, progress: Option<(u64, u64)>) {
    let (done, whole) = progress.unwrap_or_default();
    let share = done as f64 / whole.max(1) as f64;
    let sentence = format!("Reading: {}", format::percent0(share.min(1.0)));
    let line = row(ui, width, 38.0);
    let response = inside(ui).allocate_rect(line, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &sentence));
    let track = Rect::from_min_size(line.min + vec2(0.0, 4.0), vec2(line.width(), 6.0));
    bar(ui.painter(), track, share as f32, Ink::Accent, None);
    let at = pos2(line.left(), line.top() + 26.0);
    crate::look::text::paint_text(
        ui.painter(),
        at,
        Anchor::Start,
        words(&sentence, TypeRole::CAPTION, Ink::Text2),
    );
}
