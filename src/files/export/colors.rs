//! The colours of a document: the program's own, with the plan's two where it has some.

use crate::picture::{Palette, Rgba, Theme};
use crate::plan::{Colour, Presentation};

/// The palette in which a plan is printed.
pub fn palette(presentation: &Presentation, theme: Theme) -> Palette {
    branded(Palette::new(theme), presentation)
}

/// A palette with the plan's two colours, where it has some.
pub fn branded(plain: Palette, presentation: &Presentation) -> Palette {
    let rgba = |Colour(red, green, blue): Colour| Rgba(red, green, blue, 255);
    presentation.colours.map_or(plain, |two| plain.branded(rgba(two.main), rgba(two.second)))
}
