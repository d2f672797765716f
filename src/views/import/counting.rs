//! How the devices of all lists are counted together: by which columns, and when one is stale.

use egui::{Rect, Ui, pos2, vec2};

use super::words::{self as said, Line};
use super::{MARGIN, inside, row};
use crate::document::ImportDraft;
use crate::files::Correction;
use crate::fleet::By;
use crate::intake::Counting;
use crate::look::widgets::{FIELD_HEIGHT, Field, Number, check_at, count_field};
use crate::picture::{Ink, TypeRole};
use crate::views::ImportRead;

/// Beyond this nobody calls a device stale.
const LONGEST_DAYS: f64 = 3650.0;
const CHECK: f32 = 28.0;

pub fn show(ui: &mut Ui, width: f32, (read, counting): (&ImportRead, &Counting), draft: &mut ImportDraft) {
    let room = width - 2.0 * MARGIN;
    let title = "Devices are counted by";
    said::line(ui, room, MARGIN, Line::new(title).role(TypeRole::BODY_STRONG).ink(Ink::Text).above(16.0));
    ui.allocate_space(vec2(1.0, 4.0));
    let said_now = |draft: &ImportDraft| {
        read.intake.device_keys().next().and_then(|key| draft.wish.corrections.of(key)).cloned()
    };
    let correction = said_now(draft).unwrap_or_default();
    let mut by = correction.by.clone().unwrap_or_else(|| counting.by.clone());
    for line_of in By::ALL.chunks(4) {
        let line = row(ui, width, CHECK);
        let ui = &mut inside(ui);
        for (n, one) in line_of.iter().enumerate() {
            let at = pos2(line.left() + n as f32 * room / 4.0, line.top());
            let mut is_on = by.contains(one);
            if check_at(ui, Rect::from_min_size(at, vec2(room / 4.0 - 8.0, CHECK)), &mut is_on, one.name())
                .changed()
            {
                by = By::ALL.into_iter().filter(|b| if b == one { is_on } else { by.contains(b) }).collect();
                let said = (!by.is_empty()).then(|| by.clone());
                correct(read, draft, |correction| correction.by.clone_from(&said));
            }
        }
    }
    ui.allocate_space(vec2(1.0, 8.0));
    let line = row(ui, width, FIELD_HEIGHT);
    let days = correction.stale_after_days.unwrap_or(counting.stale_after_days);
    let mut days = u32::try_from(days).unwrap_or(u32::MAX);
    let field = Field::new("Stale without a check-in for").at(line.with_max_x(line.left() + 200.0));
    if count_field(ui, field, &Number::whole(1.0, LONGEST_DAYS, "days"), &mut days).changed() {
        correct(read, draft, |correction| correction.stale_after_days = Some(days.into()));
    }
}

/// The lists are one fleet: what is said of one is said of all.
fn correct(read: &ImportRead, draft: &mut ImportDraft, change: impl Fn(&mut Correction)) {
    for key in read.intake.device_keys() {
        draft.correct(key, &change);
    }
}
