//! The embedded faces of Inter and the choice among them. Screen and paper draw with these bytes alone;
//! it measures nothing.

use super::type_roles::{Face, TypeRole};

/// A font file inside the program, with the name under which a back end registers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmbeddedFace {
    pub name: &'static str,
    pub bytes: &'static [u8],
}

/// Every embedded face; [`index_of`] points into it. The tabular ones keep the narrow hyphen of running text:
/// one as wide as a digit tears words such as `co-managed` apart.
pub const FACES: [EmbeddedFace; 6] = [
    EmbeddedFace {
        name: "Inter Regular Tabular",
        bytes: include_bytes!("../../assets/fonts/Inter-Regular-Tabular.ttf"),
    },
    EmbeddedFace {
        name: "Inter Medium Tabular",
        bytes: include_bytes!("../../assets/fonts/Inter-Medium-Tabular.ttf"),
    },
    EmbeddedFace {
        name: "Inter SemiBold Tabular",
        bytes: include_bytes!("../../assets/fonts/Inter-SemiBold-Tabular.ttf"),
    },
    EmbeddedFace {
        name: "Inter Regular Proportional",
        bytes: include_bytes!("../../assets/fonts/Inter-Regular-Proportional.ttf"),
    },
    EmbeddedFace {
        name: "Inter Medium Proportional",
        bytes: include_bytes!("../../assets/fonts/Inter-Medium-Proportional.ttf"),
    },
    EmbeddedFace {
        name: "Inter SemiBold Proportional",
        bytes: include_bytes!("../../assets/fonts/Inter-SemiBold-Proportional.ttf"),
    },
];

/// Which of [`FACES`] a role is set in.
#[must_use]
pub fn index_of(role: TypeRole) -> usize {
    let weight = match role.face {
        Face::Regular => 0,
        Face::Medium => 1,
        Face::SemiBold => 2,
    };
    if role.is_tabular() { weight } else { weight + 3 }
}

/// The face a role is set in.
#[must_use]
pub fn face_of(role: TypeRole) -> EmbeddedFace {
    FACES[index_of(role)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_sizes_leave_the_tabular_digits() {
        assert_eq!(face_of(TypeRole::BODY).name, "Inter Regular Tabular");
        assert_eq!(face_of(TypeRole::PAGE_TITLE).name, "Inter SemiBold Tabular");
        assert_eq!(face_of(TypeRole::FIGURE).name, "Inter SemiBold Proportional");
        assert_eq!(face_of(TypeRole::BODY_MEDIUM.at(34.0)).name, "Inter Medium Proportional");
    }
}
