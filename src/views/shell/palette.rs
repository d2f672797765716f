//! The command palette: commands, pages, phases, scenarios and problems by a few typed letters. What it
//! offers is the table of commands and what the plan contains; it does nothing itself.

use std::borrow::Cow;

use egui::{
    Align2, Color32, Frame, Id as EguiId, Key, Modal, Modifiers, Rect, Response, Role, Sense, TextEdit,
};
use egui::{Ui, WidgetInfo, pos2, vec2};

use super::Shown;
use super::fuzzy;
use crate::document::{PaletteState, Workspace};
use crate::look::text::{centered_baseline, paint_elided, paint_text, words};
use crate::look::widgets::tip;
use crate::look::{Icon, color, focus, font, icons, motion, style};
use crate::picture::{Anchor, Ink, TypeRole, text};
use crate::plan::Place;
use crate::report::benefits;
use crate::views::commands::{self, COMMANDS, Id};
use crate::views::{Action, Actions, ViewInput};

const WIDTH: f32 = 560.0;
const ROW: f32 = 34.0;
const FIELD: f32 = 44.0;
/// Rows in view; more scroll.
const ROWS: f32 = 9.0;

/// Something that can be run or gone to.
pub struct Target<T> {
    pub name: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    pub shortcut: String,
    pub action: Result<T, &'static str>,
}

/// What became of a list in one frame.
pub enum Outcome<T> {
    Taken(T),
    Left,
    Open,
}

pub fn show(ui: &mut Ui, shown: Shown<'_, '_>, workspace: &mut Workspace, actions: &mut Actions) {
    let Some(mut state) = workspace.palette.take() else { return };
    let find = |ui: &Ui, typed: &str| found(ui, typed, shown, workspace);
    match choose(ui, "Search or run a command", &mut state, find) {
        Outcome::Taken(action) => actions.push(action),
        Outcome::Left => {}
        Outcome::Open => workspace.palette = Some(state),
    }
}

/// A field over a list of what fits the typed letters; the arrows choose, Enter takes.
pub fn choose<T>(
    ui: &mut Ui,
    hint: &str,
    state: &mut PaletteState,
    find: impl Fn(&Ui, &str) -> Vec<Target<T>>,
) -> Outcome<T> {
    let keys = Keys::read(ui);
    let mut found = find(ui, &state.typed);
    state.chosen = keys.moved(state.chosen, found.len());
    let width = WIDTH.min(ui.ctx().content_rect().width() - 24.0);
    let area = Modal::default_area(EguiId::unique("palette")).anchor(Align2::CENTER_TOP, vec2(0.0, 8.0));
    let frame = Frame::new()
        .fill(color(ui, Ink::Bg1))
        .stroke(style::stroke(ui, 1.0, Ink::Stroke))
        .corner_radius(12)
        .shadow(style::float_shadow(ui));
    let modal =
        Modal::new(EguiId::unique("palette")).area(area).backdrop_color(Color32::TRANSPARENT).frame(frame);
    let response = modal.show(ui.ctx(), |ui| {
        motion::slide_in(ui, motion::Side::Above);
        ui.set_width(width);
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        if typed(ui, hint, state).changed() {
            state.chosen = 0;
            // Enter may come in the same frame as the letters before it, and means what they find.
            found = find(ui, &state.typed);
        }
        list(ui, &found, state, keys.is_any())
    });
    let is_left = keys.leave || response.should_close();
    let taken = response.inner.or_else(|| keys.take.then_some(state.chosen));
    match taken.and_then(|at| found.into_iter().nth(at)) {
        Some(Target { action: Ok(action), .. }) => Outcome::Taken(action),
        Some(_) => Outcome::Open,
        None if is_left => Outcome::Left,
        None => Outcome::Open,
    }
}

/// What fits the letters, the best first; without letters all of them in their order.
pub fn fitting<T>(typed: &str, targets: Vec<Target<T>>) -> Vec<Target<T>> {
    let mut fits: Vec<(i32, Target<T>)> = targets
        .into_iter()
        .filter_map(|target| {
            let score = fuzzy::score(typed, &target.name)?;
            // What cannot be done now stands below what can.
            Some((if target.action.is_ok() { score } else { score - 10 }, target))
        })
        .collect();
    // Stable, so that what fits alike keeps its order.
    fits.sort_by_key(|(score, _)| -score);
    fits.into_iter().map(|(_, target)| target).collect()
}

/// Keys that the list takes before the field sees them.
struct Keys {
    step: i64,
    take: bool,
    leave: bool,
}

impl Keys {
    fn read(ui: &Ui) -> Self {
        ui.input_mut(|input| {
            let mut count = |key| i64::from(input.consume_key(Modifiers::NONE, key));
            let step =
                count(Key::ArrowDown) - count(Key::ArrowUp) + 8 * (count(Key::PageDown) - count(Key::PageUp));
            Self { step, take: count(Key::Enter) > 0, leave: count(Key::Escape) > 0 }
        })
    }

    const fn is_any(&self) -> bool {
        self.step != 0
    }

    /// One step past the end begins at the other.
    fn moved(&self, chosen: usize, len: usize) -> usize {
        let len = len.max(1) as i64;
        let chosen = (chosen as i64).min(len - 1);
        let next = chosen + self.step;
        let next = if self.step.abs() == 1 { next.rem_euclid(len) } else { next.clamp(0, len - 1) };
        next as usize
    }
}

fn typed(ui: &mut Ui, hint: &str, state: &mut PaletteState) -> Response {
    let (_, place) = ui.allocate_space(vec2(ui.available_width(), FIELD));
    let tint = color(ui, Ink::Text2);
    icons::paint(ui.painter(), Icon::Search, pos2(place.left() + 22.0, place.center().y), 15.0, tint);
    let line = style::stroke(ui, 1.0, Ink::Stroke);
    ui.painter().hline(place.x_range(), place.bottom(), line);
    let room = Rect::from_min_max(
        pos2(place.left() + 40.0, place.top()),
        pos2(place.right() - 12.0, place.bottom()),
    );
    let edit = TextEdit::singleline(&mut state.typed)
        .id(EguiId::unique("palette field"))
        .hint_text(hint)
        .font(font(TypeRole::BODY))
        .frame(Frame::NONE)
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(room.width());
    let response = ui.put(room, edit).accessible_name("Command");
    response.request_focus();
    // It has the keyboard whatever key opened it; a ring would stick out of the panel.
    focus::shape(&response, Rect::NOTHING, 0.0);
    response
}

/// Draws the rows; the one that was clicked.
fn list<T>(ui: &mut Ui, found: &[Target<T>], state: &mut PaletteState, follow: bool) -> Option<usize> {
    let mut taken = None;
    if found.is_empty() {
        let (_, place) = ui.allocate_space(vec2(ui.available_width(), ROW + 8.0));
        let at = pos2(place.left() + 16.0, centered_baseline(TypeRole::LABEL, place.center().y));
        crate::look::text_at(
            ui,
            at,
            Anchor::Start,
            words("Nothing fits these letters", TypeRole::LABEL, Ink::Text2),
        );
        return None;
    }
    ui.add_space(4.0);
    let room = ui.ctx().content_rect().height() - FIELD - 40.0;
    let height = (ROWS * ROW).min(room).min(found.len() as f32 * ROW).max(ROW);
    // Where the panel was small before, egui would keep it so.
    let area = egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height);
    area.auto_shrink([false, true]).show(ui, |ui| {
        for (index, target) in found.iter().enumerate() {
            let response = row(ui, target, index == state.chosen);
            if index == state.chosen && follow {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                taken = Some(index);
            }
        }
    });
    ui.add_space(4.0);
    taken
}

fn row<T>(ui: &mut Ui, target: &Target<T>, is_chosen: bool) -> Response {
    let response = ui.allocate_response(vec2(ui.available_width(), ROW), Sense::click());
    let place = response.rect.shrink2(vec2(4.0, 0.0));
    let enabled = target.action.is_ok();
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, enabled, &target.name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_chosen));
    if is_chosen {
        ui.painter().rect_filled(place, 6.0, color(ui, Ink::AccentBg));
    } else if response.hovered() {
        ui.painter().rect_filled(place, 6.0, color(ui, Ink::Bg3));
    }
    let ink = match (enabled, is_chosen) {
        (false, _) => Ink::Text3,
        (true, true) => Ink::AccentText,
        (true, false) => Ink::Text,
    };
    let y = centered_baseline(TypeRole::BODY, place.center().y);
    let mut right = place.right() - 12.0;
    let note = target.action.as_ref().err().copied().unwrap_or(&target.shortcut);
    let note = words(note, TypeRole::CAPTION, Ink::Text3);
    right -= paint_text(ui.painter(), pos2(right, y), Anchor::End, note) + 12.0;
    let kind = words(target.kind, TypeRole::CAPTION, Ink::Text3);
    let kind_at = pos2(place.left() + 12.0, y);
    paint_text(ui.painter(), kind_at, Anchor::Start, kind);
    let at = pos2(place.left() + 84.0, y);
    let shown = shortened(&target.name, right - at.x);
    let name = words(&shown, TypeRole::BODY_MEDIUM, ink);
    let is_cut = paint_elided(ui.painter(), at, Anchor::Start, name, right - at.x) || shown != target.name;
    if is_cut { tip(response, &target.name) } else { response }
}

/// A question ends with its day, which stays to be seen: what is too long is cut before it.
fn shortened(name: &str, room: f32) -> Cow<'_, str> {
    let width = |said: &str| text::width(TypeRole::BODY_MEDIUM, said);
    let day = name.rfind(" on ").filter(|at| name.len() - at <= 24 && width(name) > room);
    let Some((head, day)) = day.map(|at| name.split_at(at)) else { return Cow::Borrowed(name) };
    Cow::Owned(format!("{}{day}", text::elide(TypeRole::BODY_MEDIUM, head, (room - width(day)).max(0.0))))
}

/// Everything that fits the letters.
fn found(ui: &Ui, typed: &str, shown: Shown<'_, '_>, workspace: &Workspace) -> Vec<Target<Action>> {
    let mut targets = command_targets(ui, shown, workspace);
    if let Some(input) = shown.1 {
        targets.extend(plan_targets(input));
        targets.extend(problem_targets(input));
    }
    // A question that is understood is meant, whatever else its letters fit.
    let question = shown.1.and_then(|input| question(input, typed));
    // What it is called elsewhere is meant before what has its letters.
    let called = commands::called(typed).and_then(commands::command).map(|command| command.name);
    let mut meant = Vec::new();
    if let Some(at) = targets.iter().position(|target| Some(target.name.as_str()) == called) {
        meant.push(targets.remove(at));
    }
    question.into_iter().chain(meant).chain(fitting(typed, targets)).collect()
}

fn question(input: &ViewInput<'_>, typed: &str) -> Option<Target<Action>> {
    let (name, action) = super::asked::asked(input, typed)?;
    Some(Target { name, kind: "Question", shortcut: String::new(), action: Ok(action) })
}

fn command_targets(ui: &Ui, shown: Shown<'_, '_>, workspace: &Workspace) -> Vec<Target<Action>> {
    let target = |command: &commands::Command| Target {
        name: command.name.to_owned(),
        kind: command.group.name(),
        shortcut: commands::shortcut_of(ui.ctx(), command.id),
        action: commands::action(command.id, shown.0, shown.1, workspace),
    };
    COMMANDS.iter().filter(|command| command.id != Id::Palette).map(target).collect()
}

fn plan_targets(input: &ViewInput<'_>) -> Vec<Target<Action>> {
    let plan = input.plan;
    let phases = plan.phases.iter().map(|phase| Target {
        name: plan.phase_title(phase.id),
        kind: "Phase",
        shortcut: String::new(),
        action: Ok(Action::OpenPhase(phase.id)),
    });
    let scenarios = input.own.scenarios.iter().map(|scenario| Target {
        name: format!("Work on scenario {}", scenario.name),
        kind: "Scenario",
        shortcut: String::new(),
        action: Ok(Action::ChooseScenario(Some(scenario.name.clone()))),
    });
    let gained = benefits::BENEFITS.iter().map(|benefit| Target {
        name: benefit.name.to_owned(),
        kind: "Gained",
        shortcut: String::new(),
        action: Ok(Action::ShowGained(None)),
    });
    let gained = gained.filter(|_| !plan.phases.is_empty());
    let milestones = Target {
        name: "Milestones".to_owned(),
        kind: "Settings",
        shortcut: String::new(),
        action: Ok(Action::GoTo(Place::Plan)),
    };
    phases.chain(scenarios).chain([milestones]).chain(gained).collect()
}

fn problem_targets(input: &ViewInput<'_>) -> impl Iterator<Item = Target<Action>> {
    input.problems.iter().map(|problem| Target {
        name: problem.text.clone(),
        kind: "Problem",
        shortcut: String::new(),
        action: Ok(Action::GoTo(problem.place.clone())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_question_stays_to_be_seen() {
        let name = "Who manages Windows Update policies on Wave 2 – Clinics North on 1 Mar 2027?";
        let room = 320.0;
        let cut = shortened(name, room);
        assert!(cut.starts_with("Who manages Windows") && cut.ends_with("… on 1 Mar 2027?"), "{cut}");
        assert!(text::width(TypeRole::BODY_MEDIUM, &cut) <= room + 1.0, "{cut}");
        assert_eq!(shortened(name, 2000.0), name);
        let problem =
            "Wave 2 switches Windows Update policies on a day that lies within a long freeze of switches.";
        assert_eq!(shortened(problem, room), problem, "a sentence is cut at its end");
    }
}
