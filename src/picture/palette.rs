//! The colour tokens as plain data, light and dark, with their meanings. Nothing else names a raw colour.

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
    /// A letter on `IntuneSolid`.
    OnIntune,
    /// A letter on `PilotSolid`.
    OnPilot,
}

/// Resolves roles for one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    pub theme: Theme,
}

impl Palette {
    #[must_use]
    pub const fn new(theme: Theme) -> Self {
        Self { theme }
    }

    #[must_use]
    pub const fn color(self, ink: Ink) -> Rgba {
        let (light, dark) = pair(ink);
        match self.theme {
            Theme::Light => hex(light),
            Theme::Dark => hex(dark),
        }
    }

    /// What lies one point below a card: in the light theme alone, since on dark nothing casts a shadow.
    #[must_use]
    pub const fn card_shadow(self) -> Option<Rgba> {
        match self.theme {
            Theme::Light => Some(Rgba(0x1A, 0x23, 0x40, 11)),
            Theme::Dark => None,
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

#[rustfmt::skip]
const fn pair(ink: Ink) -> (u32, u32) {
    match ink {
        Ink::Bg0 => (0xF3_F4_F7, 0x0F_13_1A),
        Ink::Bg1 => (0xFF_FF_FF, 0x17_1C_25),
        Ink::Bg2 => (0xF7_F8_FA, 0x1D_23_2E),
        Ink::Bg3 | Ink::NeutralTint => (0xE9_EC_F1, 0x29_31_3E),
        Ink::Rail => (0xFA_FB_FC, 0x12_17_1F),
        Ink::Stroke => (0xDD_E1_E8, 0x2A_32_3F),
        Ink::Stroke2 => (0xC2_C9_D4, 0x3D_47_57),
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
