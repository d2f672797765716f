//! The plan full screen for a room: its slides by arrow keys, clicker or mouse, in the order that the plan has
//! them. They are live: they show the plan as it stands. Bars at the sides fill what is not 16 to 9.

mod help;
mod keys;
mod notes;
mod overview;
mod stage;

use egui::{Id, PointerButton, Rect, Response, Role, Sense, Ui, WidgetInfo};

use super::kept::kept;
use super::shell::palette::{Outcome, Target, choose, fitting};
use super::{Action, Actions, ViewInput};
use crate::document::{Over, PresentState};
use crate::look::focus;
use crate::plan::PhaseId;
use crate::report::pack::{self, Options, PageKey};
use crate::report::slides::{self, Slide};

pub use stage::{letterbox, paint_logo, paint_slide, palette_of};

/// What is presented: the plan with the other schedules, where they are computed.
pub fn options<'a>(input: &ViewInput<'a>) -> Options<'a> {
    let study = Some(input.beside.study).filter(|_| input.beside.is_study_of_plan);
    Options::new(&input.situation(), study)
}

/// What drawings of slides depend on beside the plan.
fn edition(input: &ViewInput<'_>) -> (u64, bool) {
    (input.beside.edition.1, input.beside.is_study_of_plan)
}

/// The pages that are shown, in order.
pub fn order(ui: &Ui, input: &ViewInput<'_>) -> std::sync::Arc<Vec<PageKey>> {
    kept(ui, input, ("slides in order", ()), || pack::keys(&input.situation()))
}

/// Draws the slide into `rect`, which is the whole window. The keys are read here.
pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, state: &mut PresentState, actions: &mut Actions) {
    let order = order(ui, input);
    let count = order.len();
    state.slide = state.slide.min(count.saturating_sub(1));
    stage::ground(ui, rect, input, &state.over);
    let response = ui.interact(rect, Id::unique("views::present"), Sense::click());
    hold_keyboard(ui, &response);
    let before = state.over.clone();
    let grid = overview::Grid::new(rect, count);
    let deck = keys::Deck { count, columns: grid.columns, is_dark: ui.visuals().dark_mode };
    match asked(ui, &response, state).and_then(|asked| keys::act(state, asked, deck)) {
        Some(keys::Way::Out) => actions.push(Action::StopPresenting),
        Some(keys::Way::ToSettings) => {
            actions.push(Action::EditSlides(looked_at(state, &order).map(PageKey::name)));
        }
        None => {}
    }
    match state.over.clone() {
        Over::Black => name(&response, "The screen is black; any key shows the slide"),
        Over::White => name(&response, "The screen is white; any key shows the slide"),
        Over::Overview { .. } => overview::show(ui, (rect, &grid, before != state.over), input, state),
        over => {
            slide(ui, (rect, &response), input, (state, count));
            match over {
                Over::Phases(_) => phases(ui, input, (state, &order)),
                Over::Keys => help::show(ui, rect),
                _ => help::hint(ui, rect, state),
            }
        }
    }
    help::typed(ui, rect, &state.typed);
    stage::hide_pointer(ui, state.over == Over::Nothing);
}

/// The page that the presenter sees or has chosen.
fn looked_at(state: &PresentState, order: &[PageKey]) -> Option<PageKey> {
    match (&state.over, state.aside) {
        (Over::Overview { chosen }, _) => order.get(*chosen).copied(),
        (_, Some(phase)) => Some(PageKey::Phase(phase)),
        _ => order.get(state.slide).copied(),
    }
}

/// Keys reach the slides unless a field or a dialog has them.
fn hold_keyboard(ui: &Ui, response: &Response) {
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    // The whole screen needs no ring.
    focus::shape(response, response.rect.expand(40.0), 0.0);
    // Slides are walked by arrows, in the overview as well; nothing else is to be reached.
    let filter =
        egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
}

fn asked(ui: &Ui, response: &Response, state: &PresentState) -> Option<keys::Asked> {
    // The list of phases has a field of its own.
    if matches!(state.over, Over::Phases(_)) || ui.ctx().text_edit_focused() {
        return None;
    }
    // In the overview a click is on a slide, or beside all of them.
    let is_overview = matches!(state.over, Over::Overview { .. });
    if response.clicked_by(PointerButton::Primary) && !is_overview {
        return Some(keys::Asked::On);
    }
    if response.secondary_clicked() {
        return Some(if is_overview { keys::Asked::Leave } else { keys::Asked::Back });
    }
    keys::pressed(ui)
}

fn name(response: &Response, words: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, words));
}

fn slide(
    ui: &mut Ui,
    (rect, response): (Rect, &Response),
    input: &ViewInput<'_>,
    (state, count): (&PresentState, usize),
) {
    let shown = shown(ui, input, state);
    let room = if state.has_notes { notes::show(ui, rect, &shown.notes) } else { rect };
    let place = match state.aside {
        Some(_) => "Not in the order".to_owned(),
        None => format!("Slide {} of {count}", state.slide + 1),
    };
    let kicker = pack::kicker(&input.situation());
    name(response, &format!("{}. {} {kicker}. {place}", shown.title, shown.scene.sentence));
    paint_slide(ui, letterbox(room), input, &shown);
}

fn shown(ui: &Ui, input: &ViewInput<'_>, state: &PresentState) -> std::sync::Arc<Slide> {
    let aside = state.aside.filter(|phase| input.plan.knows_phase(*phase));
    kept(ui, input, ("slide", (state.slide, aside, edition(input))), || {
        let (at, options) = (input.situation(), options(input));
        match aside {
            Some(phase) => slides::beside(&at, options, PageKey::Phase(phase)),
            None => slides::slide(&at, options, state.slide),
        }
    })
}

/// The list of phases to go to.
fn phases(ui: &mut Ui, input: &ViewInput<'_>, (state, order): (&mut PresentState, &[PageKey])) {
    let Over::Phases(list) = &mut state.over else { return };
    let target = |phase: &crate::plan::Phase| {
        let has_slide = order.contains(&PageKey::Phase(phase.id));
        Target {
            name: input.plan.phase_title(phase.id),
            kind: "Phase",
            shortcut: if has_slide { String::new() } else { "not in the order".to_owned() },
            action: Ok(phase.id),
        }
    };
    let find = |_: &Ui, typed: &str| fitting(typed, input.plan.phases.iter().map(target).collect());
    match choose(ui, "Go to a phase", list, find) {
        Outcome::Taken(phase) => {
            state.over = Over::Nothing;
            go_to(state, order, phase);
        }
        Outcome::Left => state.over = Over::Nothing,
        Outcome::Open => {}
    }
}

/// A presentation that begins with a phase.
pub fn at_phase(input: &ViewInput<'_>, phase: PhaseId) -> PresentState {
    let mut state = PresentState::default();
    go_to(&mut state, &pack::keys(&input.situation()), phase);
    state
}

/// To the phase's slide, which one without a place in the order has beside it.
fn go_to(state: &mut PresentState, order: &[PageKey], phase: PhaseId) {
    let place = order.iter().position(|key| *key == PageKey::Phase(phase));
    state.aside = place.is_none().then_some(phase);
    state.slide = place.unwrap_or(state.slide);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slide_that_is_edited_is_the_one_that_is_looked_at() {
        let order = [PageKey::Changes, PageKey::Phase(PhaseId(1)), PageKey::Phase(PhaseId(2))];
        let state = PresentState::at(1);
        assert_eq!(looked_at(&state, &order), Some(order[1]));
        let beside = PresentState { aside: Some(PhaseId(7)), ..state.clone() };
        assert_eq!(looked_at(&beside, &order), Some(PageKey::Phase(PhaseId(7))));
        let overview = PresentState { over: Over::Overview { chosen: 2 }, ..beside };
        assert_eq!(looked_at(&overview, &order), Some(order[2]));
    }
}
