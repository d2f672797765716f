//! A scene as a picture of pixels, drawn with the program's own faces alone: the same bytes on every machine.

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use super::svg::{self, Purpose};
use crate::picture::{Palette, Scene, fonts};

/// More than any screen or slide wants; a scene this large at that scale is a mistake.
const MOST_PIXELS: f32 = 20_000.0;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    #[error("the picture would be too large: {0} × {1} pixels")]
    TooLarge(u32, u32),
    #[error("the drawing cannot be made into a picture: {0}")]
    Drawing(String),
}

/// Pixels row by row, red, green, blue and alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

static FACES: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut faces = usvg::fontdb::Database::new();
    for face in fonts::FACES {
        faces.load_font_data(face.bytes.to_vec());
    }
    Arc::new(faces)
});

/// As near to `scale` as the scene's size allows: a chart of hundreds of rows is drawn smaller, not left out.
pub fn fitting_scale(scene: &Scene, scale: f32) -> f32 {
    // One pixel less, for sizes are rounded up.
    scale.min((MOST_PIXELS - 1.0) / scene.width.max(scene.height).max(1.0))
}

/// A PNG file of the scene, `scale` pixels to a point.
pub fn png(scene: &Scene, palette: Palette, scale: f32) -> Result<Vec<u8>, PngError> {
    drawn(scene, palette, scale)?.encode_png().map_err(|error| PngError::Drawing(error.to_string()))
}

/// The same as plain pixels, for the clipboard.
pub fn pixels(scene: &Scene, palette: Palette, scale: f32) -> Result<Pixels, PngError> {
    let drawn = drawn(scene, palette, scale)?;
    // The ground is opaque, so that multiplied and straight colours are the same.
    Ok(Pixels { width: drawn.width(), height: drawn.height(), rgba: drawn.take() })
}

/// The pixels of a PNG file; none when it is none.
pub(super) fn decoded(png: &[u8]) -> Option<Pixels> {
    let drawn = tiny_skia::Pixmap::decode_png(png).ok()?;
    Some(Pixels { width: drawn.width(), height: drawn.height(), rgba: drawn.take() })
}

/// A picture that came as SVG, as large as print wants it; none when it is no drawing.
pub(super) fn of_svg(text: &str) -> Option<Vec<u8>> {
    const LONGEST: f32 = 1200.0;
    // Nothing outside the text is read: no files, no addresses.
    let tree = usvg::Tree::from_str(text, &options()).ok()?;
    let size = tree.size();
    let scale = LONGEST / size.width().max(size.height());
    let side = |length: f32| (length * scale).round().max(1.0) as u32;
    let mut pixmap = tiny_skia::Pixmap::new(side(size.width()), side(size.height()))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

fn options() -> usvg::Options<'static> {
    let mut options = usvg::Options { fontdb: Arc::clone(&FACES), ..usvg::Options::default() };
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    options
}

fn drawn(scene: &Scene, palette: Palette, scale: f32) -> Result<tiny_skia::Pixmap, PngError> {
    let size = |length: f32| (length * scale).ceil().max(1.0);
    let (width, height) = (size(scene.width), size(scene.height));
    let too_large = || PngError::TooLarge(width as u32, height as u32);
    if !(width <= MOST_PIXELS && height <= MOST_PIXELS) {
        return Err(too_large());
    }
    let text = svg::svg(scene, "", palette, Purpose::Raster);
    let tree =
        usvg::Tree::from_str(&text, &options()).map_err(|error| PngError::Drawing(error.to_string()))?;
    let mut pixmap = tiny_skia::Pixmap::new(width as u32, height as u32).ok_or_else(too_large)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Ok(pixmap)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::picture::{Anchor, Ink, Node, Theme, TypeRole, scene::pt};

    fn dark_pixels(text: &str) -> usize {
        let mut scene = Scene::new(120.0, 30.0);
        scene.push(Node::Text {
            at: pt(4.0, 20.0),
            anchor: Anchor::Start,
            role: TypeRole::BODY_STRONG,
            paint: Ink::Text.into(),
            text: text.into(),
        });
        let pixels = pixels(&scene, Palette::new(Theme::Light), 2.0).unwrap();
        assert_eq!((pixels.width, pixels.height, pixels.rgba.len()), (240, 60, 240 * 60 * 4));
        pixels.rgba.chunks(4).filter(|pixel| pixel[0] < 128).count()
    }

    #[test]
    fn words_are_drawn_and_a_character_without_a_glyph_is_a_visible_box() {
        assert_eq!(dark_pixels(""), 0);
        assert!(dark_pixels("Wave 2") > 100);
        assert!(dark_pixels("🚀") > 20, "an emoji is dropped");
        assert!(dark_pixels("東京") > 40);
    }

    #[test]
    fn the_same_scene_is_the_same_file_and_a_huge_one_is_refused() {
        let scene = Scene::new(40.0, 20.0);
        let palette = Palette::new(Theme::Dark);
        let file = png(&scene, palette, 2.0).unwrap();
        assert!(file.starts_with(b"\x89PNG") && file == png(&scene, palette, 2.0).unwrap());
        assert!(matches!(png(&Scene::new(9e9, 10.0), palette, 2.0), Err(PngError::TooLarge(..))));
        assert!(png(&Scene::new(f32::NAN, 10.0), palette, 2.0).is_err(), "a width that is no number");
        for height in [10_000.0, 56_070.0, 123_456.7] {
            let rows = Scene::new(30.0, height);
            assert!(png(&rows, palette, fitting_scale(&rows, 2.0)).is_ok(), "{height}");
        }
    }
}
