//! The colour tokens as plain data, light and dark, each also in high contrast, with their meanings.
//! Nothing else names a raw colour.

/// An sRGB colour with straight alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgba(pub u8, pub u8, pub u8, pub u8);

const fn hex(rgb: u32) -> Rgba {
    Rgba((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8, 255)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

/// A colour by its role. `…Solid` are marks and fills, `…Tint` chips and cells, `…Text` words on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    Bg0,
    Bg1,
    Bg2,
    Bg3,
    Rail,
    Stroke,
    Stroke2,
    Grid,
    Text,
    Text2,
    Text3,
    Today,
    Inverse,
    Accent,
    AccentBg,
    AccentText,
    CmSolid,
    CmTint,
    CmText,
    /// Configuration Manager's area where it has happened, already blended: its strength differs by theme.
    CmActual,
    /// The same where it is expected.
    CmForecast,
    PilotSolid,
    PilotTint,
    PilotText,
    IntuneSolid,
    IntuneTint,
    IntuneText,
    OkSolid,
    OkTint,
    OkText,
    WarnSolid,
    WarnTint,
    WarnText,
    BadSolid,
    BadTint,
    BadText,
    NeutralSolid,
    NeutralTint,
    NeutralText,
    /// The line under the title of a slide or a page.
    Rule,
    /// A letter on `IntuneSolid`.
    OnIntune,
    /// A letter on `PilotSolid`.
    OnPilot,
}

/// Resolves roles for one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    pub theme: Theme,
    /// For eyes that need it: words at 7:1 and more (WCAG 2.2, 1.4.6), edges that can be seen, no shadow.
    pub is_high_contrast: bool,
    /// An organization's own colours in the place of the accent's.
    brand: Brand,
}

/// What an organization's colours come to on one theme, as far as it has some; the colours of data stay what they
/// are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Brand {
    accent: Option<Rgba>,
    ground: Option<Rgba>,
    text: Option<Rgba>,
    rule: Option<Rgba>,
}

impl Brand {
    const NONE: Self = Self { accent: None, ground: None, text: None, rule: None };
}

impl Palette {
    #[must_use]
    pub const fn new(theme: Theme) -> Self {
        Self { theme, is_high_contrast: false, brand: Brand::NONE }
    }

    #[must_use]
    pub const fn high_contrast(theme: Theme) -> Self {
        Self { theme, is_high_contrast: true, brand: Brand::NONE }
    }

    /// With an organization's main and second colour, where it has them, as far as words stay legible in them.
    #[must_use]
    pub fn branded(self, main: Option<Rgba>, second: Option<Rgba>) -> Self {
        let page = self.color(Ink::Bg1);
        let end = self.color(Ink::Text);
        let words = self.color(Ink::Text2);
        let most = if self.theme == Theme::Light { 11 } else { 22 };
        let ratio = if self.is_high_contrast { 7.0 } else { 4.5 };
        // Very light or dark colours leave less room for a tint under words.
        let ground = main.map(|main| {
            let tint = |hundredths: u8| mixed(main, page, f32::from(hundredths) / 100.0);
            let mut tints = (1..=most).rev().map(tint);
            tints.find(|ground| contrast(words, *ground) >= ratio).unwrap_or(page)
        });
        let on = |ground: Rgba, color: Rgba, ratio: f64| nearest(color, ground, end, ratio);
        let brand = Brand {
            accent: main.map(|main| on(page, main, ratio)),
            ground,
            text: main.zip(ground).map(|(main, ground)| on(ground, main, ratio)),
            rule: second.map(|second| on(page, second, 1.6)),
        };
        Self { brand, ..self }
    }

    #[must_use]
    pub const fn color(self, ink: Ink) -> Rgba {
        let own = match ink {
            Ink::Accent => self.brand.accent,
            Ink::AccentBg => self.brand.ground,
            Ink::AccentText => self.brand.text,
            Ink::Rule => self.brand.rule,
            _ => None,
        };
        if let Some(own) = own {
            return own;
        }
        let (light, dark) = if self.is_high_contrast { strong_pair(ink) } else { pair(ink) };
        match self.theme {
            Theme::Light => hex(light),
            Theme::Dark => hex(dark),
        }
    }

    /// What lies one point below a card: in the light theme alone, since on dark nothing casts a shadow.
    #[must_use]
    pub const fn card_shadow(self) -> Option<Rgba> {
        match self.theme {
            Theme::Light if !self.is_high_contrast => Some(Rgba(0x1A, 0x23, 0x40, 11)),
            _ => None,
        }
    }

    /// What lies under menus, tooltips and dialogs.
    #[must_use]
    pub const fn float_shadow(self) -> Rgba {
        match self.theme {
            Theme::Light => Rgba(0x1A, 0x23, 0x40, 36),
            Theme::Dark => Rgba(0, 0, 0, 115),
        }
    }

    /// The veil over the page behind a dialog.
    #[must_use]
    pub const fn veil(self) -> Rgba {
        match self.theme {
            Theme::Light => Rgba(0x16, 0x1D, 0x29, 107),
            Theme::Dark => Rgba(0, 0, 0, 107),
        }
    }
}

/// `over` laid on `under` with this strength.
fn mixed(over: Rgba, under: Rgba, share: f32) -> Rgba {
    let mix =
        |over: u8, under: u8| (f32::from(under) + (f32::from(over) - f32::from(under)) * share).round() as u8;
    Rgba(mix(over.0, under.0), mix(over.1, under.1), mix(over.2, under.2), 255)
}

/// A colour as near to `color` as a contrast of `ratio` with `ground` allows, on the way to `end`.
fn nearest(color: Rgba, ground: Rgba, end: Rgba, ratio: f64) -> Rgba {
    let steps = (0..=20).map(|step| mixed(end, color, step as f32 / 20.0));
    steps.into_iter().find(|tried| contrast(*tried, ground) >= ratio).unwrap_or(end)
}

fn linear(Rgba(r, g, b, _): Rgba) -> [f64; 3] {
    [r, g, b].map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    })
}

/// The contrast ratio of WCAG 2.2.
#[must_use]
pub fn contrast(a: Rgba, b: Rgba) -> f64 {
    let luminance = |color| {
        let [r, g, b] = linear(color);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[rustfmt::skip]
const fn pair(ink: Ink) -> (u32, u32) {
    match ink {
        Ink::Bg0 => (0xF3_F4_F7, 0x0F_13_1A),
        Ink::Bg1 => (0xFF_FF_FF, 0x17_1C_25),
        Ink::Bg2 => (0xF7_F8_FA, 0x1D_23_2E),
        Ink::Bg3 | Ink::NeutralTint => (0xE9_EC_F1, 0x29_31_3E),
        Ink::Rail => (0xFA_FB_FC, 0x12_17_1F),
        Ink::Stroke => (0xDD_E1_E8, 0x2A_32_3F),
        Ink::Stroke2 | Ink::Rule => (0xC2_C9_D4, 0x3D_47_57),
        Ink::Grid => (0xEB_EE_F2, 0x22_29_35),
        Ink::Text | Ink::Today => (0x16_1D_29, 0xED_F0_F5),
        Ink::Text2 | Ink::NeutralText => (0x4A_55_68, 0xB3_BC_CB),
        Ink::Text3 => (0x5E_68_79, 0x8E_99_AB),
        Ink::Inverse => (0xFF_FF_FF, 0x10_14_1B),
        Ink::Accent => (0x55_46_C9, 0xA7_9D_FF),
        Ink::AccentBg => (0xEE_EC_FB, 0x2A_28_50),
        Ink::AccentText => (0x4A_3C_B8, 0xBD_B5_FF),
        Ink::CmSolid => (0x96_8C_70, 0x85_78_5F),
        Ink::CmTint => (0xED_E9_E1, 0x2E_2A_22),
        Ink::CmText => (0x6B_60_49, 0xCD_BF_9F),
        Ink::CmActual => (0xDB_D8_CE, 0x43_41_3C),
        Ink::CmForecast => (0xEE_ED_E8, 0x2D_2E_31),
        Ink::PilotSolid => (0x2B_A0_B0, 0x86_DD_EE),
        Ink::PilotTint => (0xDF_F3_F6, 0x16_34_3A),
        Ink::PilotText => (0x13_6A_77, 0x86_DD_E8),
        Ink::IntuneSolid => (0x1F_55_DA, 0x54_90_FF),
        Ink::IntuneTint => (0xE3_EC_FC, 0x18_2B_4F),
        Ink::IntuneText => (0x1B_52_BC, 0x8F_B6_FF),
        Ink::OkSolid => (0x0A_7C_70, 0x2C_C3_A6),
        Ink::OkTint => (0xDF_F3_EE, 0x12_35_2F),
        Ink::OkText => (0x08_65_5B, 0x5A_D3_B7),
        Ink::WarnSolid => (0xC8_86_00, 0xF6_CF_55),
        Ink::WarnTint => (0xFC_F1_D8, 0x3A_2D_10),
        Ink::WarnText => (0x80_54_0A, 0xF4_C5_61),
        Ink::BadSolid => (0xB3_26_3A, 0xFF_6E_86),
        Ink::BadTint => (0xFB_E6_E8, 0x43_20_2A),
        Ink::BadText => (0x9E_1F_33, 0xFF_94_A1),
        Ink::NeutralSolid => (0x89_94_A5, 0x61_6D_80),
        Ink::OnIntune => (0xFF_FF_FF, 0x10_14_1B),
        Ink::OnPilot => (0x16_1D_29, 0x10_14_1B),
    }
}

/// The high contrast where it differs. The solids keep their hues, so that a colour means what it meant.
#[rustfmt::skip]
const fn strong_pair(ink: Ink) -> (u32, u32) {
    match ink {
        Ink::Bg0 | Ink::Bg1 | Ink::Rail => (0xFF_FF_FF, 0x00_00_00),
        Ink::Bg2 => (0xF6_F7_F9, 0x10_14_1B),
        Ink::Bg3 | Ink::NeutralTint => (0xE6_E9_EE, 0x1F_26_30),
        Ink::Stroke => (0x6B_74_82, 0x8B_96_A8),
        Ink::Stroke2 | Ink::Rule => (0x4B_55_63, 0xA7_B0_BF),
        Ink::Grid => (0xC4_C9_D1, 0x3A_43_50),
        Ink::Text | Ink::Today => (0x00_00_00, 0xFF_FF_FF),
        Ink::Text2 | Ink::NeutralText => (0x1F_29_37, 0xE3_E8_F0),
        Ink::Text3 => (0x37_41_51, 0xC6_CE_D9),
        Ink::Inverse => (0xFF_FF_FF, 0x00_00_00),
        Ink::Accent => (0x3B_2D_A8, 0xC3_BC_FF),
        Ink::AccentBg => (0xE4_E0_FF, 0x2A_28_50),
        Ink::AccentText => (0x2A_1F_85, 0xDA_D5_FF),
        Ink::CmText => (0x4A_42_31, 0xE5_DA_BF),
        Ink::PilotText => (0x0A_4A_54, 0xA9_EE_F5),
        Ink::IntuneSolid => (0x1B_4C_C4, 0x66_9C_FF),
        Ink::IntuneText => (0x12_3C_8F, 0xB9_D2_FF),
        Ink::OkText => (0x05_4A_42, 0x8F_EB_D5),
        Ink::WarnText => (0x5E_3C_00, 0xFF_D9_8A),
        Ink::BadText => (0x7A_12_24, 0xFF_BC_C5),
        Ink::OnIntune => (0xFF_FF_FF, 0x00_00_00),
        Ink::PilotSolid => (0x2F_A1_B1, 0x9C_EC_F6),
        Ink::OnPilot => (0x00_00_00, 0x00_00_00),
        _ => pair(ink),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];
    const SURFACES: [Ink; 5] = [Ink::Bg0, Ink::Bg1, Ink::Bg2, Ink::Bg3, Ink::Rail];
    /// solid, tint, text of every meaning.
    const MEANINGS: [(Ink, Ink, Ink); 7] = [
        (Ink::CmSolid, Ink::CmTint, Ink::CmText),
        (Ink::PilotSolid, Ink::PilotTint, Ink::PilotText),
        (Ink::IntuneSolid, Ink::IntuneTint, Ink::IntuneText),
        (Ink::OkSolid, Ink::OkTint, Ink::OkText),
        (Ink::WarnSolid, Ink::WarnTint, Ink::WarnText),
        (Ink::BadSolid, Ink::BadTint, Ink::BadText),
        (Ink::NeutralSolid, Ink::NeutralTint, Ink::NeutralText),
    ];

    type Rgb = [f64; 3];

    fn blended(over: Rgba, share: f64, under: Rgba) -> Rgba {
        let mix = |a: u8, b: u8| (f64::from(b) + (f64::from(a) - f64::from(b)) * share).round() as u8;
        Rgba(mix(over.0, under.0), mix(over.1, under.1), mix(over.2, under.2), 255)
    }

    /// How a colour is seen by normal eyes, without long-wave cones, without middle-wave cones.
    /// Machado, Oliveira and Fernandes 2009, severity 1.
    const EYES: [[Rgb; 3]; 3] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ];

    fn lab(color: Rgba, eyes: &[Rgb; 3]) -> Rgb {
        let seen = times(eyes, linear(color)).map(|channel| channel.clamp(0.0, 1.0));
        let to_xyz = [
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175_0],
            [0.019_333_9, 0.119_192_0, 0.950_304_1],
        ];
        let [x, y, z] = times(&to_xyz, seen);
        let root = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let (x, y, z) = (root(x / 0.950_47), root(y), root(z / 1.088_83));
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn times(matrix: &[Rgb; 3], [a, b, c]: Rgb) -> Rgb {
        matrix.map(|row| row[0] * a + row[1] * b + row[2] * c)
    }

    /// CIEDE2000.
    fn difference([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb) -> f64 {
        let pull = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25f64.powi(7))).sqrt();
        let g = 0.5 * (1.0 - pull(f64::midpoint(a1.hypot(b1), a2.hypot(b2))));
        let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
        let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
        let (h1, h2) =
            (b1.atan2(a1).to_degrees().rem_euclid(360.0), b2.atan2(a2).to_degrees().rem_euclid(360.0));
        let turn = match h2 - h1 {
            _ if c1 * c2 == 0.0 => 0.0,
            d if d > 180.0 => d - 360.0,
            d if d < -180.0 => d + 360.0,
            d => d,
        };
        let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
        let mean_h = match h1 + h2 {
            sum if c1 * c2 == 0.0 => sum,
            sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
            sum if sum < 360.0 => sum / 2.0 + 180.0,
            sum => sum / 2.0 - 180.0,
        };
        let (mean_l, mean_c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
        let wave = |times: f64, shift: f64| (times * mean_h + shift).to_radians().cos();
        let t = 1.0 - 0.17 * wave(1.0, -30.0) + 0.24 * wave(2.0, 0.0) + 0.32 * wave(3.0, 6.0)
            - 0.20 * wave(4.0, -63.0);
        let off = (mean_l - 50.0).powi(2);
        let sl = 1.0 + 0.015 * off / (20.0 + off).sqrt();
        let (sc, sh) = (1.0 + 0.045 * mean_c, 1.0 + 0.015 * mean_c * t);
        let bend = 60.0 * (-((mean_h - 275.0) / 25.0).powi(2)).exp();
        let rt = -pull(mean_c) * 2.0 * bend.to_radians().sin();
        let (dl, dc, dh) = ((l2 - l1) / sl, (c2 - c1) / sc, dh / sh);
        (dl * dl + dc * dc + dh * dh + rt * dc * dh).sqrt()
    }

    /// The smallest difference within a set, for the three kinds of eyes.
    fn closest(colors: &[Rgba]) -> [f64; 3] {
        EYES.map(|eyes| {
            let mut smallest = f64::INFINITY;
            for (index, a) in colors.iter().enumerate() {
                for b in &colors[index + 1..] {
                    smallest = smallest.min(difference(lab(*a, &eyes), lab(*b, &eyes)));
                }
            }
            smallest
        })
    }

    fn hold(found: [f64; 3], published: [f64; 3], bound: f64, what: &str) {
        for (found, published) in found.into_iter().zip(published) {
            assert!(found >= bound, "{what}: {found:.1} is below {bound}");
            assert!((found - published).abs() < 0.3, "{what}: {found:.1}, published {published}");
        }
    }

    #[test]
    fn the_difference_formula_gives_its_published_values() {
        // Pairs 1, 7 and 24 of the test data of Sharma, Wu and Dalal 2005.
        let pairs = [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
            ([50.0, 2.5, 0.0], [50.0, 3.2592, 0.3350], 1.0000),
        ];
        for (a, b, expected) in pairs {
            assert!((difference(a, b) - expected).abs() < 1e-3, "{} is not {expected}", difference(a, b));
        }
    }

    #[test]
    fn every_text_can_be_read_on_every_surface() {
        for theme in THEMES {
            let palette = Palette::new(theme);
            let smallest = |ink| {
                let on = |ground| contrast(palette.color(ink), palette.color(ground));
                SURFACES.map(on).into_iter().fold(f64::INFINITY, f64::min)
            };
            for ink in [Ink::Text, Ink::Text2, Ink::Text3] {
                assert!(smallest(ink) >= 4.5, "{ink:?} {theme:?}: {:.2}", smallest(ink));
            }
            let flag = contrast(palette.color(Ink::Today), palette.color(Ink::Bg1));
            assert!(flag >= 7.0);
            let primary = contrast(palette.color(Ink::Inverse), palette.color(Ink::Accent));
            assert!(primary >= 4.5);
            let chosen = contrast(palette.color(Ink::AccentText), palette.color(Ink::AccentBg));
            assert!(chosen >= 4.5);
            for ground in [Ink::Bg0, Ink::Bg1] {
                assert!(contrast(palette.color(Ink::Accent), palette.color(ground)) >= 3.0);
                // The edge of a field.
                assert!(contrast(palette.color(Ink::Text3), palette.color(ground)) >= 3.0);
            }
        }
    }

    #[test]
    fn meanings_can_be_read_on_their_tint_and_seen_on_a_card() {
        for theme in THEMES {
            let palette = Palette::new(theme);
            let ratio = |a, b| contrast(palette.color(a), palette.color(b));
            for (solid, tint, text) in MEANINGS {
                assert!(ratio(text, tint) >= 4.5, "{text:?} {theme:?}: {:.2}", ratio(text, tint));
                assert!(ratio(text, Ink::Bg1) >= 4.5, "{text:?} {theme:?}");
                assert!(ratio(solid, Ink::Bg1) >= 3.0, "{solid:?} {theme:?}: {:.2}", ratio(solid, Ink::Bg1));
            }
            assert!(ratio(Ink::OnIntune, Ink::IntuneSolid) >= 4.5);
            assert!(ratio(Ink::OnPilot, Ink::PilotSolid) >= 4.5);
        }
    }

    #[test]
    fn only_plain_text_stands_on_forecast_fills_and_stays_readable() {
        for theme in THEMES {
            let palette = Palette::new(theme);
            let text = palette.color(Ink::Text);
            for fill in forecast_fills(palette) {
                assert!(contrast(text, fill) >= 4.5, "{theme:?}: {:.2}", contrast(text, fill));
            }
        }
    }

    #[test]
    fn an_organizations_colours_stay_legible_and_touch_no_data() {
        let odd = [
            Rgba(255, 255, 0, 255),
            Rgba(0, 0, 0, 255),
            Rgba(255, 255, 255, 255),
            Rgba(0x1F, 0x55, 0xDA, 255),
        ];
        let plains = THEMES
            .into_iter()
            .flat_map(|theme| [(Palette::new(theme), 4.5), (Palette::high_contrast(theme), 7.0)]);
        for (plain, needed) in plains {
            let theme = plain.theme;
            for main in odd {
                let palette = plain.branded(Some(main), Some(main));
                let ratio = |a, b| contrast(palette.color(a), palette.color(b));
                assert!(ratio(Ink::AccentText, Ink::AccentBg) >= needed, "{main:?} {theme:?}");
                assert!(
                    ratio(Ink::Accent, Ink::Bg1) >= needed && ratio(Ink::Rule, Ink::Bg1) >= 1.6,
                    "{main:?}"
                );
                assert!(
                    ratio(Ink::Text, Ink::AccentBg) >= needed && ratio(Ink::Text2, Ink::AccentBg) >= needed,
                    "{main:?} {theme:?}"
                );
                for (solid, tint, text) in MEANINGS {
                    assert_eq!(
                        [solid, tint, text].map(|ink| palette.color(ink)),
                        [solid, tint, text].map(|ink| plain.color(ink))
                    );
                }
            }
        }
        let own = Palette::new(Theme::Light).branded(Some(odd[3]), None);
        assert_eq!(own.color(Ink::Accent), odd[3], "a colour that can be read is left alone");
        let plain = Palette::new(Theme::Light);
        assert_eq!(own.color(Ink::Rule), plain.color(Ink::Rule), "one is set without the other");
        let ruled = plain.branded(None, Some(odd[3]));
        let accents = [Ink::Accent, Ink::AccentBg, Ink::AccentText];
        assert_eq!(accents.map(|ink| ruled.color(ink)), accents.map(|ink| plain.color(ink)));
        assert_eq!(ruled.color(Ink::Rule), odd[3]);
    }

    #[test]
    fn colours_stay_apart_for_every_kind_of_eyes() {
        let published = [
            // authority, verdict, all six, Intune against neutral
            [[28.1, 23.5, 21.8], [40.8, 16.3, 21.5], [17.7, 12.9, 15.9], [25.4, 24.0, 26.9]],
            [[28.1, 23.1, 22.9], [37.0, 14.0, 14.5], [19.7, 11.6, 14.5], [20.9, 24.1, 22.4]],
        ];
        for (theme, [authority, verdict, all, neutral]) in THEMES.into_iter().zip(published) {
            let colors = |inks: &[Ink]| -> Vec<Rgba> {
                inks.iter().map(|ink| Palette::new(theme).color(*ink)).collect()
            };
            let sides = [Ink::CmSolid, Ink::PilotSolid, Ink::IntuneSolid];
            let verdicts = [Ink::OkSolid, Ink::WarnSolid, Ink::BadSolid];
            let six = [sides, verdicts].concat();
            hold(closest(&colors(&sides)), authority, 20.0, "authority");
            hold(closest(&colors(&verdicts)), verdict, 12.0, "verdict");
            hold(closest(&colors(&six)), all, 10.0, "all six");
            hold(closest(&colors(&[Ink::IntuneSolid, Ink::NeutralSolid])), neutral, 20.0, "neutral");
        }
    }

    #[test]
    fn high_contrast_gives_every_word_seven_to_one_and_every_edge_three() {
        for theme in THEMES {
            let palette = Palette::high_contrast(theme);
            let ratio = |a, b| contrast(palette.color(a), palette.color(b));
            let hold = |word, ground, bound: f64| {
                assert!(
                    ratio(word, ground) >= bound,
                    "{word:?} on {ground:?}, {theme:?}: {:.2}",
                    ratio(word, ground)
                );
            };
            for ground in SURFACES {
                for word in [Ink::Text, Ink::Text2, Ink::Text3, Ink::AccentText] {
                    hold(word, ground, 7.0);
                }
                hold(Ink::Stroke, ground, 3.0);
                hold(Ink::Stroke2, ground, 4.5);
                hold(Ink::Accent, ground, 4.5);
            }
            hold(Ink::AccentText, Ink::AccentBg, 7.0);
            hold(Ink::Inverse, Ink::Accent, 7.0);
            hold(Ink::Bg1, Ink::Today, 7.0);
            hold(Ink::OnIntune, Ink::IntuneSolid, 7.0);
            // A disc on which a letter has 7:1 would have less than 3:1 on a white card.
            hold(Ink::OnPilot, Ink::PilotSolid, 6.8);
            for (solid, tint, word) in MEANINGS {
                for ground in [tint, Ink::Bg1, Ink::Bg2, Ink::Bg3] {
                    hold(word, ground, 7.0);
                }
                hold(solid, Ink::Bg1, 3.0);
            }
            let text = palette.color(Ink::Text);
            for fill in forecast_fills(palette) {
                assert!(contrast(text, fill) >= 7.0, "{theme:?}: {:.2}", contrast(text, fill));
            }
        }
    }

    #[test]
    fn high_contrast_keeps_colours_apart_for_every_kind_of_eyes() {
        for theme in THEMES {
            let palette = Palette::high_contrast(theme);
            let sets: [(&[Ink], f64); 3] = [
                (&[Ink::CmSolid, Ink::PilotSolid, Ink::IntuneSolid], 20.0),
                (&[Ink::OkSolid, Ink::WarnSolid, Ink::BadSolid], 12.0),
                (&[Ink::IntuneSolid, Ink::NeutralSolid], 20.0),
            ];
            for (inks, bound) in sets {
                let colors: Vec<Rgba> = inks.iter().map(|ink| palette.color(*ink)).collect();
                for found in closest(&colors) {
                    assert!(found >= bound, "{inks:?} {theme:?}: {found:.1}");
                }
            }
        }
    }

    #[test]
    fn pale_forecast_areas_still_differ() {
        for palette in
            THEMES.into_iter().flat_map(|theme| [Palette::new(theme), Palette::high_contrast(theme)])
        {
            let theme = palette.theme;
            let found = closest(&forecast_fills(palette));
            for difference in found {
                assert!(difference >= 7.0, "{theme:?}: {difference:.1}");
            }
        }
    }

    fn forecast_fills(palette: Palette) -> [Rgba; 3] {
        let cm = if palette.theme == Theme::Dark { 0.20 } else { 0.16 };
        [(Ink::IntuneSolid, 0.46), (Ink::PilotSolid, 0.34), (Ink::CmSolid, cm)]
            .map(|(ink, share)| blended(palette.color(ink), share, palette.color(Ink::Bg1)))
    }
}
