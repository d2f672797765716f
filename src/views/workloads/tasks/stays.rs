//! What stays with Configuration Manager and why, and what must hold before its client and a site can go.

use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::look::glyphs::paint_verdict;
use crate::look::text::{text_at_wrapped, words};
use crate::look::widgets::Card;
use crate::look::widgets::card::PADDING;
use crate::picture::{Ink, TypeRole, text};
use crate::report::{Mark, stays};
use crate::views::ViewInput;
use crate::views::kept::kept;
use crate::views::timeline::inspector::flow::Flow;

pub const HEIGHT: f32 = 640.0;

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>) {
    let found = kept(ui, input, ("stays", ()), || {
        let at = input.situation();
        (stays::stays(&at), stays::before_client_goes(&at), stays::exposure(&at))
    });
    let (staying, before, exposure) = &*found;
    Card::new(rect).title("What stays with Configuration Manager", "").show(ui, |ui, body| {
        let room = Rect::from_min_max(body.min, pos2(rect.right() - 4.0, rect.bottom() - 6.0));
        let mut child = ui.new_child(UiBuilder::new().max_rect(room).id_salt("stays"));
        child.set_clip_rect(room.intersect(ui.clip_rect()));
        ScrollArea::vertical().id_salt("stays").auto_shrink(false).show(&mut child, |ui| {
            let corner = ui.max_rect().min;
            let width = rect.width() - 2.0 * PADDING;
            let mut flow = Flow { left: corner.x, width, y: corner.y };
            let top = flow.y;
            if let Some(exposure) = exposure {
                paragraph(ui, &mut flow, exposure, (TypeRole::LABEL, Ink::Text), 0.0);
                flow.divider(ui);
            }
            for entry in staying {
                said(ui, &mut flow, None, (&entry.what, &entry.why), entry.source);
            }
            flow.divider(ui);
            flow.title(ui, "Before its client can go", "");
            for condition in before {
                said(ui, &mut flow, Some(condition.mark), (&condition.text, &condition.why), "");
            }
            flow.divider(ui);
            flow.title(ui, "Before a site can go", "");
            for (what, why) in stays::BEFORE_SITE_GOES {
                said(ui, &mut flow, Some(Mark::Empty), (what, why), "");
            }
            flow.gap(2.0);
            paragraph(ui, &mut flow, stays::MINORITY, (TypeRole::CAPTION, Ink::Text3), 0.0);
            flow.gap(12.0);
            flow.finish(ui, top);
        });
    });
}

/// What, and under it why; the source is its tooltip.
fn said(ui: &mut Ui, flow: &mut Flow, mark: Option<Mark>, (what, why): (&str, &str), source: &str) {
    let indent = if mark.is_some() { 20.0 } else { 0.0 };
    if let Some(mark) = mark {
        paint_verdict(ui.painter(), mark, pos2(flow.left + 7.0, flow.y + 8.5), 13.0);
    }
    paragraph(ui, flow, what, (TypeRole::LABEL_MEDIUM, Ink::Text), indent);
    let source = if source.is_empty() { String::new() } else { format!(" ({source})") };
    paragraph(ui, flow, &format!("{why}.{source}"), (TypeRole::CAPTION, Ink::Text2), indent);
    flow.gap(7.0);
}

/// Words broken to the column, from this indent on.
pub fn paragraph(ui: &mut Ui, flow: &mut Flow, said: &str, (role, ink): (TypeRole, Ink), indent: f32) {
    let room = flow.width - indent;
    let at = pos2(flow.left + indent, flow.y) + vec2(0.0, text::baseline_offset(role));
    let response = text_at_wrapped(ui, at, words(said, role, ink), room);
    flow.gap(response.rect.height());
}
