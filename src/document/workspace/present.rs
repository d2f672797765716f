//! Which slide is shown while presenting.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PresentState {
    /// 0 = the overview, then the phases in order.
    pub slide: usize,
}
