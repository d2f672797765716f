//! The type roles: size, line height and face of every text on screen and paper. No fonts, no colours.

/// The weight of Inter: 400, 500 or 600.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    Regular,
    Medium,
    SemiBold,
}

/// A size in points with a face. Sizes under 24 use tabular digits, others proportional ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeRole {
    pub size: f32,
    pub line: f32,
    pub face: Face,
}

const fn role(size: f32, line: f32, face: Face) -> TypeRole {
    TypeRole { size, line, face }
}

impl TypeRole {
    pub const MARKER: Self = role(10.0, 12.0, Face::SemiBold);
    pub const CAPTION: Self = role(11.0, 15.0, Face::Regular);
    pub const CAPTION_MEDIUM: Self = role(11.0, 15.0, Face::Medium);
    pub const CAPTION_STRONG: Self = role(11.0, 15.0, Face::SemiBold);
    pub const LABEL: Self = role(12.0, 17.0, Face::Regular);
    pub const LABEL_MEDIUM: Self = role(12.0, 17.0, Face::Medium);
    pub const LABEL_STRONG: Self = role(12.0, 17.0, Face::SemiBold);
    pub const BODY: Self = role(13.0, 19.0, Face::Regular);
    pub const BODY_MEDIUM: Self = role(13.0, 19.0, Face::Medium);
    pub const BODY_STRONG: Self = role(13.0, 19.0, Face::SemiBold);
    pub const CARD_TITLE: Self = role(14.0, 20.0, Face::SemiBold);
    pub const QUESTION: Self = role(16.0, 22.0, Face::SemiBold);
    pub const PAGE_TITLE: Self = role(20.0, 26.0, Face::SemiBold);
    pub const FIGURE: Self = role(28.0, 34.0, Face::SemiBold);

    /// The same face at another size, with a line height of 1.25.
    #[must_use]
    pub const fn at(self, size: f32) -> Self {
        Self { size, line: size * 1.25, face: self.face }
    }

    /// Digits of equal width below 24 points, for columns; proportional ones from 24 on.
    #[must_use]
    pub fn is_tabular(self) -> bool {
        self.size < 24.0
    }
}
