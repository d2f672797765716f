//! Small pieces of the drawing language of office documents: lengths, colours, places and words.

use super::super::svg::escaped;
use crate::picture::scene::Rect;
use crate::picture::{Face, Rgba, TypeRole};

/// A slide of 1600 points is 13⅓ inches wide.
const EMU: f32 = 7620.0;
/// A size on the slide in hundredths of the points of a document.
const SIZE: f32 = 60.0;

/// A length of the slide in the document's units.
pub fn emu(points: f32) -> i64 {
    if points.is_finite() { (points.clamp(-9000.0, 9000.0) * EMU).round() as i64 } else { 0 }
}

pub fn size(role: TypeRole) -> u32 {
    (role.size * SIZE / 10.0).round().clamp(10.0, 4000.0) as u32 * 10
}

pub fn rgb(Rgba(red, green, blue, _): Rgba) -> String {
    format!("{red:02X}{green:02X}{blue:02X}")
}

/// A colour with its transparency.
pub fn fill(color: Rgba) -> String {
    let alpha = if color.3 < 255 {
        format!("<a:alpha val=\"{}\"/>", (f32::from(color.3) / 255.0 * 100_000.0).round())
    } else {
        String::new()
    };
    format!("<a:solidFill><a:srgbClr val=\"{}\">{alpha}</a:srgbClr></a:solidFill>", rgb(color))
}

/// Where something lies; `element` is `a:xfrm` or, for a frame, `p:xfrm`.
pub fn place(element: &str, rect: Rect) -> String {
    let [x, y] = [rect.x, rect.y].map(emu);
    let [w, h] = [rect.w, rect.h].map(|length| emu(length).max(0));
    format!("<{element}><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{w}\" cy=\"{h}\"/></{element}>")
}

/// Words in one look.
pub fn run(words: &str, role: TypeRole, color: Rgba) -> String {
    let bold = if role.face == Face::SemiBold { " b=\"1\"" } else { " b=\"0\"" };
    format!(
        "<a:r><a:rPr lang=\"en-US\" sz=\"{}\"{bold} dirty=\"0\">{}<a:latin typeface=\"+mn-lt\"/></a:rPr><a:t>{}</a:t></a:r>",
        size(role),
        fill(color),
        escaped(words)
    )
}

/// What each part of a slide is called, for the list of its parts and for those who listen.
pub fn named(id: u32, name: &str, description: &str) -> String {
    let (name, description) = (escaped(name), escaped(description));
    if description.is_empty() {
        format!("<p:cNvPr id=\"{id}\" name=\"{name}\"/>")
    } else {
        format!("<p:cNvPr id=\"{id}\" name=\"{name}\" descr=\"{description}\"/>")
    }
}
