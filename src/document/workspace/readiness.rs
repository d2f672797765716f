//! What the Readiness page remembers between frames.

use crate::forecast::Standing;

/// What the segments are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// Site by site, as the estate has them.
    #[default]
    Site,
    Os,
    Join,
    Devices,
    Ready,
    Gaps,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadinessState {
    pub by: SortBy,
    /// The largest first.
    pub is_down: bool,
    /// Only segments with devices of this standing.
    pub only: Option<Standing>,
}

impl ReadinessState {
    /// A head was clicked: numbers begin with the largest, words with the first; again turns it round, and a third
    /// time the estate's own order is back.
    pub fn sort(&mut self, by: SortBy) {
        let begins_down = matches!(by, SortBy::Devices | SortBy::Gaps);
        (self.by, self.is_down) = match (self.by == by, self.is_down == begins_down) {
            (false, _) => (by, begins_down),
            (true, true) if by != SortBy::Site => (by, !begins_down),
            _ => (SortBy::Site, false),
        };
    }

    /// The same standing again shows all segments.
    pub fn narrow(&mut self, standing: Standing) {
        self.only = (self.only != Some(standing)).then_some(standing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_turns_the_order_round_and_then_gives_the_estates_back() {
        let mut state = ReadinessState::default();
        let mut seen = Vec::new();
        for _ in 0..3 {
            state.sort(SortBy::Gaps);
            seen.push((state.by, state.is_down));
        }
        assert_eq!(seen, [(SortBy::Gaps, true), (SortBy::Gaps, false), (SortBy::Site, false)]);
        state.sort(SortBy::Ready);
        assert_eq!((state.by, state.is_down), (SortBy::Ready, false), "the least ready first");
    }
}
