//! The tokens as egui's style, light and dark, and the embedded faces as its fonts.
//! The one place where a colour of the palette becomes a colour of egui.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use egui::style::{
    Interaction, KineticScrollStyle, ScrollAnimation, ScrollFadeStyle, ScrollStyle, Selection, Spacing,
    TextCursorStyle, WidgetVisuals, Widgets,
};
use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, Style,
    TextStyle, Visuals, vec2,
};

use crate::picture::{Ink, Palette, Rgba, Theme, TypeRole, fonts};

/// What hovering, pressing and focus take, in seconds.
pub const QUICK: f32 = 0.08;
/// What a panel, a menu or a change of page takes, in seconds.
pub const CALM: f32 = 0.14;

/// Anything that says which theme is on.
pub trait Themed {
    fn palette(&self) -> Palette;
}

impl Themed for Palette {
    fn palette(&self) -> Palette {
        *self
    }
}

impl Themed for egui::Ui {
    fn palette(&self) -> Palette {
        palette_of(self.visuals())
    }
}

impl Themed for egui::Context {
    fn palette(&self) -> Palette {
        palette_of(&self.style_of(self.theme()).visuals)
    }
}

/// The palette that a style was made of: the grounds of all of them differ.
fn palette_of(visuals: &Visuals) -> Palette {
    let theme = if visuals.dark_mode { Theme::Dark } else { Theme::Light };
    let strong = Palette::high_contrast(theme);
    if visuals.panel_fill == color(&strong, Ink::Bg0) { strong } else { Palette::new(theme) }
}

impl Themed for egui::Painter {
    fn palette(&self) -> Palette {
        self.ctx().palette()
    }
}

/// Gives egui our faces and both themes. Once, when the window opens.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(font_definitions());
    apply_contrast(ctx, false);
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false;
        options.fallback_theme = egui::Theme::Light;
        // A field takes what was typed before the button that was pressed acts on it.
        options.input_options.surrender_focus_on = egui::SurrenderFocusOn::Presses;
        // Ctrl Q must pass through the question about unsaved changes like every other way out.
        options.quit_shortcuts.clear();
    });
}

pub fn apply_theme(ctx: &egui::Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::Light => egui::Theme::Light,
        Theme::Dark => egui::Theme::Dark,
    });
}

/// Makes both themes of the usual colours, or of those of high contrast.
pub fn apply_contrast(ctx: &egui::Context, is_high: bool) {
    let palette = if is_high { Palette::high_contrast } else { Palette::new };
    ctx.set_style_of(egui::Theme::Light, style(palette(Theme::Light)));
    ctx.set_style_of(egui::Theme::Dark, style(palette(Theme::Dark)));
}

/// With `reduced` nothing on screen travels or fades.
pub fn apply_motion(ctx: &egui::Context, reduced: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if reduced { 0.0 } else { QUICK };
        style.scroll_animation =
            if reduced { ScrollAnimation::none() } else { ScrollAnimation::duration(CALM) };
    });
}

pub fn palette(of: &impl Themed) -> Palette {
    of.palette()
}

pub fn color(of: &impl Themed, ink: Ink) -> Color32 {
    color32(of.palette().color(ink))
}

/// A 1 px line and its like.
pub fn stroke(of: &impl Themed, width: f32, ink: Ink) -> Stroke {
    Stroke::new(width, color(of, ink))
}

#[must_use]
#[allow(clippy::disallowed_methods, reason = "the one place where roles become colours of egui")]
pub fn color32(Rgba(r, g, b, a): Rgba) -> Color32 {
    Color32::from_rgba_unmultiplied(r, g, b, a)
}

/// egui's name for the face and size of a role.
#[must_use]
pub fn font(role: TypeRole) -> FontId {
    FontId::new(role.size, FAMILIES[fonts::index_of(role)].clone())
}

/// The shadow under menus, tooltips and dialogs.
pub fn float_shadow(of: &impl Themed) -> Shadow {
    Shadow { offset: [0, 4], blur: 16, spread: 0, color: color32(of.palette().float_shadow()) }
}

static FAMILIES: LazyLock<[FontFamily; 6]> =
    LazyLock::new(|| fonts::FACES.map(|face| FontFamily::Name(face.name.into())));

/// Each face is a family of its own, since egui has no weights. Behind it come egui's signs, then, where
/// the window offers them, the fonts of the system.
fn font_definitions() -> FontDefinitions {
    let defaults = FontDefinitions::default();
    let fallback: Vec<String> = defaults
        .families
        .get(&FontFamily::Proportional)
        .into_iter()
        .flatten()
        .filter(|name| name.as_str() != "Ubuntu-Light")
        .cloned()
        .collect();
    let mut definitions = FontDefinitions::empty();
    for name in &fallback {
        if let Some(data) = defaults.font_data.get(name) {
            definitions.font_data.insert(name.clone(), Arc::clone(data));
        }
    }
    let chain = |first: &str| -> Vec<String> {
        std::iter::once(first.to_owned()).chain(fallback.iter().cloned()).collect()
    };
    for (face, family) in fonts::FACES.iter().zip(FAMILIES.iter()) {
        definitions.font_data.insert(face.name.to_owned(), Arc::new(FontData::from_static(face.bytes)));
        definitions.families.insert(family.clone(), chain(face.name));
    }
    let plain = fonts::face_of(TypeRole::BODY).name;
    definitions.families.insert(FontFamily::Proportional, chain(plain));
    definitions.families.insert(FontFamily::Monospace, chain(plain));
    definitions
}

fn style(palette: Palette) -> Style {
    #[allow(unused_mut, reason = "only builds with debug assertions have the options that are switched off")]
    let mut style = Style {
        text_styles: text_styles(),
        drag_value_text_style: TextStyle::Body,
        spacing: spacing(),
        interaction: Interaction { selectable_labels: false, tooltip_delay: 0.35, ..Interaction::default() },
        visuals: visuals(palette),
        animation_time: QUICK,
        scroll_animation: ScrollAnimation::duration(CALM),
        ..Style::default()
    };
    #[cfg(debug_assertions)]
    {
        // Words stand on exact baselines, not on egui's grid.
        style.debug.show_unaligned = false;
    }
    style
}

fn text_styles() -> BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Small, font(TypeRole::CAPTION)),
        (TextStyle::Body, font(TypeRole::LABEL)),
        (TextStyle::Button, font(TypeRole::LABEL_MEDIUM)),
        (TextStyle::Heading, font(TypeRole::CARD_TITLE)),
        (TextStyle::Monospace, font(TypeRole::LABEL)),
    ]
    .into()
}

fn spacing() -> Spacing {
    Spacing {
        item_spacing: vec2(8.0, 6.0),
        window_margin: Margin::same(16),
        // Of tooltips; menus bring their own frame.
        menu_margin: Margin::symmetric(10, 7),
        button_padding: vec2(10.0, 5.0),
        indent: 16.0,
        interact_size: vec2(28.0, 28.0),
        icon_width: 16.0,
        icon_width_inner: 10.0,
        icon_spacing: 6.0,
        tooltip_width: 320.0,
        menu_width: 320.0,
        combo_height: 320.0,
        scroll: ScrollStyle {
            bar_width: 8.0,
            handle_min_length: 24.0,
            bar_outer_margin: 2.0,
            floating_width: 4.0,
            // Faint at rest, so that one sees there is more.
            dormant_handle_opacity: 0.2,
            active_handle_opacity: 0.35,
            interact_handle_opacity: 0.55,
            active_background_opacity: 0.0,
            interact_background_opacity: 0.0,
            // A fade would be a gradient, a rubber band a bounce.
            fade: ScrollFadeStyle { strength: 0.0, ..ScrollFadeStyle::default() },
            kinetic: KineticScrollStyle { rubber_band: false, ..KineticScrollStyle::default() },
            ..ScrollStyle::floating()
        },
        ..Spacing::default()
    }
}

fn visuals(palette: Palette) -> Visuals {
    let ink = |ink| color32(palette.color(ink));
    let base = match palette.theme {
        Theme::Light => Visuals::light(),
        Theme::Dark => Visuals::dark(),
    };
    let shadow = float_shadow(&palette);
    Visuals {
        // egui's own choice for dark themes swells light words on dark until 500 looks like 600.
        text_options: egui::epaint::TextOptions {
            color_transfer_function: egui::epaint::FontColorTransferFunction::Off,
            ..base.text_options
        },
        override_text_color: None,
        weak_text_color: Some(ink(Ink::Text3)),
        widgets: widgets(palette),
        selection: Selection { bg_fill: ink(Ink::AccentBg), stroke: Stroke::new(1.0, ink(Ink::AccentText)) },
        hyperlink_color: ink(Ink::AccentText),
        faint_bg_color: ink(Ink::Bg2),
        extreme_bg_color: ink(Ink::Bg2),
        text_edit_bg_color: Some(ink(Ink::Bg2)),
        code_bg_color: ink(Ink::Bg3),
        warn_fg_color: ink(Ink::WarnText),
        error_fg_color: ink(Ink::BadText),
        window_corner_radius: CornerRadius::same(12),
        window_shadow: shadow,
        window_fill: ink(Ink::Bg1),
        window_stroke: Stroke::new(1.0, ink(Ink::Stroke)),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(8),
        panel_fill: ink(Ink::Bg0),
        popup_shadow: shadow,
        // A blinking cursor would draw two frames a second for ever.
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(1.5, ink(Ink::Text)),
            blink: false,
            ..TextCursorStyle::default()
        },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        handle_shape: egui::style::HandleShape::Circle,
        image_loading_spinners: false,
        disabled_alpha: 0.45,
        ..base
    }
}

fn widgets(palette: Palette) -> Widgets {
    let ink = |ink| color32(palette.color(ink));
    let state = |fill: Ink, edge: Ink, text: Ink| WidgetVisuals {
        bg_fill: ink(fill),
        weak_bg_fill: ink(fill),
        bg_stroke: Stroke::new(1.0, ink(edge)),
        corner_radius: CornerRadius::same(6),
        fg_stroke: Stroke::new(1.0, ink(text)),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: state(Ink::Bg1, Ink::Stroke, Ink::Text),
        inactive: state(Ink::Bg1, Ink::Stroke2, Ink::Text),
        hovered: state(Ink::Bg2, Ink::Stroke2, Ink::Text),
        active: state(Ink::Bg3, Ink::Text3, Ink::Text),
        open: state(Ink::Bg2, Ink::Text3, Ink::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_draws_in_its_own_face_and_every_family_has_one() {
        let definitions = font_definitions();
        for face in fonts::FACES {
            let chain = &definitions.families[&FontFamily::Name(face.name.into())];
            assert_eq!(chain[0], face.name);
            assert!(chain.iter().any(|name| name == "egui-icons"), "{chain:?}");
        }
        assert_eq!(font(TypeRole::FIGURE).family, FontFamily::Name("Inter SemiBold Proportional".into()));
    }

    #[test]
    fn the_theme_decides_the_colour() {
        let ctx = egui::Context::default();
        install(&ctx);
        apply_theme(&ctx, Theme::Light);
        let light = color(&ctx, Ink::Bg1);
        apply_theme(&ctx, Theme::Dark);
        assert_ne!(color(&ctx, Ink::Bg1), light);
        assert_eq!(ctx.global_style().visuals.window_fill, color(&ctx, Ink::Bg1));
    }
}
