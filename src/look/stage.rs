//! A bare stage on which the tests of this folder try a widget: our style, no page around it.

use egui_kittest::Harness;

/// Shows `scene` over and over with `state`, 800 × 600, as the program would draw it.
pub(crate) fn stage<'a, S: 'a>(
    state: S,
    mut scene: impl FnMut(&mut egui::Ui, &mut S) + 'a,
) -> Harness<'a, S> {
    let mut harness =
        Harness::builder().with_size([800.0, 600.0]).with_context_setup(super::install).build_ui_state(
            move |ui, state| {
                scene(ui, state);
                super::focus::paint_ring(ui.ctx());
            },
            state,
        );
    harness.run();
    harness
}
