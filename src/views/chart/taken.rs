//! What can be taken along of a chart: copied, or saved as a file; in the colours of paper whatever the window's
//! theme.

use egui::{ColorImage, Id, Response, Ui};

use crate::document::Picture;
use crate::files::export::{png, svg};
use crate::look::Icon;
use crate::look::widgets::{Item, context_menu};
use crate::picture::{Palette, Scene, Theme};

/// Two pixels to a point: sharp on paper and on a slide; fewer where hundreds of rows would be more than a picture
/// may have.
fn scale(scene: &Scene) -> f32 {
    const LARGEST: f32 = 16_000.0;
    (LARGEST / scene.width.max(scene.height).max(1.0)).min(2.0)
}

/// The rows of the menu, as [`run`] knows them.
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
    if let Some(taken) = context_menu(response, &items()) {
        run(ui, taken, scene);
    }
}

/// Does what row `taken` of the menu says.
pub fn run(ui: &Ui, taken: usize, scene: &Scene) {
    let palette = Palette::new(Theme::Light);
    let drawing = || svg::svg(scene, &scene.sentence, palette, svg::Purpose::File);
    match taken {
        0 => {
            if let Ok(pixels) = png::pixels(scene, palette, scale(scene)) {
                let size = [pixels.width as usize, pixels.height as usize];
                ui.ctx().copy_image(ColorImage::from_rgba_unmultiplied(size, &pixels.rgba));
            }
        }
        1 => ui.ctx().copy_text(drawing()),
        2 => {
            if let Ok(bytes) = png::png(scene, palette, scale(scene)) {
                save(ui, scene, "png", bytes);
            }
        }
        _ => save(ui, scene, "svg", drawing().into_bytes()),
    }
}

/// Charts are drawn in many places; what is to be saved waits here for the end of the frame.
fn save(ui: &Ui, scene: &Scene, ending: &'static str, bytes: Vec<u8>) {
    let picture = Picture { name: name(&scene.sentence), ending, bytes: bytes.into() };
    ui.data_mut(|data| data.insert_temp(waiting(), Some(picture)));
}

/// What was chosen to be saved in this frame.
pub fn to_save(ui: &Ui) -> Option<Picture> {
    ui.data_mut(|data| data.remove_temp::<Option<Picture>>(waiting())).flatten()
}

fn waiting() -> Id {
    Id::unique("views::chart::to save")
}

/// The first words of what a chart says, as a file's name.
fn name(sentence: &str) -> String {
    const MOST: usize = 40;
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
    fn a_file_is_named_by_whole_words_of_what_the_chart_says() {
        assert_eq!(
            name("Devices enrolled: 1,568 of 3,200 by 14 Oct, planned were 2,048."),
            "Devices enrolled: 1,568 of 3,200 by 14"
        );
        assert_eq!(name(""), "chart");
        assert_eq!(name(&"x".repeat(500)), "chart");
    }
}
