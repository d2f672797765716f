//! One slide: as it looks, its own title, and what the presenter may say to it.

use egui::{Rect, Ui, pos2, vec2};

use super::changed;
use crate::look::style::stroke;
use crate::look::text::{text_at, words};
use crate::look::widgets::{FIELD_HEIGHT, Field, text_area, text_field};
use crate::picture::{Anchor, Ink, TypeRole};
use crate::plan::SlideSetting;
use crate::report::pack::{Placed, kept as kept_of};
use crate::report::slides::{self, HEIGHT, WIDTH};
use crate::views::kept::kept;
use crate::views::{Actions, ViewInput, present};

/// Less is no place to write in.
const NOTES: f32 = 120.0;

pub fn show(
    ui: &mut Ui,
    room: Rect,
    input: &ViewInput<'_>,
    (placed, all): (&Placed, &[Placed]),
    actions: &mut Actions,
) {
    let key = (placed.page, input.beside.edition.1);
    let slide = kept(ui, input, ("slide of the settings", key), || {
        slides::beside(&input.situation(), present::options(input), placed.page)
    });
    let left_over = room.height() - FIELD_HEIGHT - NOTES - 24.0;
    let width = room.width().min(left_over * WIDTH / HEIGHT).max(0.0);
    let canvas = Rect::from_min_size(room.min, vec2(width, width * HEIGHT / WIDTH));
    if width > 120.0 {
        let ground = present::palette_of(ui, &input.plan.presentation).color(Ink::Bg1);
        ui.painter().rect_filled(canvas, 4.0, crate::look::style::color32(ground));
        present::paint_slide(ui, canvas, input, &slide);
        let edge = stroke(ui, 1.0, Ink::Stroke2);
        ui.painter().rect_stroke(canvas, 4.0, edge, egui::StrokeKind::Outside);
    }
    let below = if width > 120.0 { canvas.bottom() + 12.0 } else { room.top() };
    let setting = &placed.setting;
    let put = |change: &dyn Fn(&mut SlideSetting), label: &str, actions: &mut Actions| {
        let mut all = all.to_vec();
        for other in all.iter_mut().filter(|other| other.page == placed.page) {
            change(&mut other.setting);
        }
        let slides = kept_of(&input.situation(), &all);
        actions.edit(changed(input.plan, label, |presentation| presentation.slides = slides));
    };
    ui.push_id(("slide", &setting.key), |ui| {
        let at = Rect::from_min_size(pos2(room.left(), below), vec2(room.width(), FIELD_HEIGHT));
        let mut title = setting.title.clone();
        let field = Field::new("Own title (optional)").hint(&slide.title).at(at);
        if text_field(ui, field, &mut title).changed() {
            put(&|setting| setting.title.clone_from(&title), "Change slide title", actions);
        }
        let top = at.bottom() + 12.0;
        let at =
            Rect::from_min_max(pos2(room.left(), top), pos2(room.right(), room.bottom().max(top + 60.0)));
        let mut notes = setting.notes.clone();
        let field = Field::new("Own notes (optional)").hint(&slide.notes);
        if text_area(ui, field.at(at), &mut notes).changed() {
            put(&|setting| setting.notes.clone_from(&notes), "Change slide notes", actions);
        }
    });
    if width <= 120.0 {
        let said = words("The window is too low for a picture of the slide", TypeRole::CAPTION, Ink::Text3);
        text_at(ui, pos2(room.left(), room.bottom() + 10.0), Anchor::Start, said);
    }
}
