//! The colours of a document: the program's own, with the plan's own where it has some.

use crate::picture::{Palette, Rgba, Theme};
use crate::plan::{Colour, Colours, Presentation};

/// The palette in which a plan is printed.
pub fn palette(presentation: &Presentation, theme: Theme) -> Palette {
    branded(Palette::new(theme), presentation)
}

/// A palette with the plan's own colours, where it has some.
pub fn branded(plain: Palette, presentation: &Presentation) -> Palette {
    let Colours { main, second } = presentation.colours;
    let rgba = |Colour(red, green, blue): Colour| Rgba(red, green, blue, 255);
    plain.branded(main.map(rgba), second.map(rgba))
}
