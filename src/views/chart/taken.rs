//! What can be taken along of a chart: copied, or saved as a file; on paper's ground whatever the window's theme,
//! and in the plan's own colours as in the pack.

use egui::{ColorImage, Id, Response, Ui};

use crate::document::Picture;
use crate::files::export::{png, svg};
use crate::look::Icon;
use crate::look::widgets::{Item, context_menu};
use crate::picture::{Palette, Scene};
use crate::report::pack::unprintable;
use crate::views::Out;

/// Two pixels to a point: sharp on paper and on a slide.
const SCALE: f32 = 2.0;

/// The rows of the menu, as [`hand_over`] knows them.
pub fn items() -> [Item<'static>; 4] {
    [
        Item { icon: Some(Icon::Copy), ..Item::new("Copy as picture") },
        Item { icon: Some(Icon::Copy), ..Item::new("Copy as SVG") },
        Item { icon: Some(Icon::File), begins_group: true, ..Item::new("Save as PNG…") },
        Item { icon: Some(Icon::File), ..Item::new("Save as SVG…") },
    ]
}

/// The menu of the secondary button.
pub fn menu(ui: &Ui, response: &Response, scene: &Scene) {
    if let Some(row) = context_menu(response, &items()) {
        take(ui, row, scene);
    }
}

/// A row of the menu and the chart that it was chosen for.
type Taken = (usize, Scene);

/// Charts are drawn in many places, which do not all know the plan: what was chosen waits for the end of the frame.
pub fn take(ui: &Ui, row: usize, scene: &Scene) {
    ui.data_mut(|data| data.insert_temp::<Option<Taken>>(waiting(), Some((row, scene.clone()))));
}

/// Does what was chosen in this frame; what the program has to do about it comes back.
pub fn hand_over(ui: &Ui, palette: Palette) -> Option<Out> {
    let (row, scene) = ui.data_mut(|data| data.remove_temp::<Option<Taken>>(waiting())).flatten()?;
    let scale = png::fitting_scale(&scene, SCALE);
    let drawing = || svg::svg(&scene, &scene.sentence, palette, svg::Purpose::File);
    // What an SVG says is drawn by its reader's type.
    let unprintable = || unprintable(&scene.texts().concat());
    let (ending, bytes, unprintable) = match row {
        0 => {
            let pixels = png::pixels(&scene, palette, scale).ok()?;
            let size = [pixels.width as usize, pixels.height as usize];
            ui.ctx().copy_image(ColorImage::from_rgba_unmultiplied(size, &pixels.rgba));
            return Some(Out::Copied(unprintable()));
        }
        1 => {
            ui.ctx().copy_text(drawing());
            return Some(Out::Copied(None));
        }
        2 => ("png", png::png(&scene, palette, scale).ok()?, unprintable()),
        _ => ("svg", drawing().into_bytes(), None),
    };
    Some(Out::SavePicture(Picture { name: name(&scene), ending, bytes: bytes.into(), unprintable }))
}

fn waiting() -> Id {
    Id::unique("views::chart::taken")
}

/// A chart's title as a file's name; of one without a title the first words of what it says.
fn name(scene: &Scene) -> String {
    const MOST: usize = 40;
    let title = scene.name.trim_end_matches(['.', '?', '!']);
    if !title.is_empty() {
        return title.to_owned();
    }
    let sentence = scene.sentence.as_str();
    let mut name = String::new();
    for word in sentence.split_whitespace() {
        if name.chars().count() + word.chars().count() >= MOST {
            break;
        }
        name.push_str(if name.is_empty() { "" } else { " " });
        name.push_str(word);
    }
    let name = name.trim_end_matches(['.', ',', ';', ':']);
    if name.is_empty() { "chart".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_the_charts_title_else_by_whole_words_of_what_it_says() {
        let name = |said: &str| super::name(&Scene { sentence: said.to_owned(), ..Scene::new(1.0, 1.0) });
        let titled = Scene { name: "When will the migration finish?".into(), ..Scene::new(1.0, 1.0) };
        assert_eq!(super::name(&titled), "When will the migration finish");
        assert_eq!(
            name("Devices enrolled: 1,568 of 3,200 by 14 Oct, planned were 2,048."),
            "Devices enrolled: 1,568 of 3,200 by 14"
        );
        assert_eq!(name(""), "chart");
        assert_eq!(name(&"x".repeat(500)), "chart");
    }
}
