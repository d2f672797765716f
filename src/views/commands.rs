//! The one table of commands. It feeds the menu, the keys, the palette and the help page; what a command
//! does is an action, or a reason why it cannot be done now.

use egui::{Key, KeyboardShortcut, ModifierNames, Modifiers};

use super::workloads::next_day;
use super::{Action, Out, Program, ViewInput};
use crate::document::{
    ChangedDraft, Dialog, OwnerDraft, Page, Settings, TakeBackDraft, ThemeChoice, Workspace,
};
use crate::plan::PhaseScope;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Id {
    New,
    Open,
    Save,
    SaveAs,
    Import,
    Pack,
    Export,
    Revert,
    Close,
    Quit,
    Undo,
    Redo,
    Page(Page),
    PreviousPhase,
    NextPhase,
    Problems,
    Present,
    Slides,
    DayBack,
    DayForward,
    Decision,
    Record,
    Changed,
    Pause,
    Members,
    Who,
    TakeBack,
    Baseline,
    SaveScenario,
    OwnSchedule,
    Palette,
    Preferences,
    Theme(Theme),
    TextLarger,
    TextSmaller,
    TextNormal,
    ReducedMotion,
    Help,
    About,
}

/// The theme that a command chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// Where a command stands in menu and help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    File,
    Edit,
    Go,
    Plan,
    View,
    Help,
}

impl Group {
    pub const ALL: [Self; 6] = [Self::File, Self::Edit, Self::Go, Self::Plan, Self::View, Self::Help];

    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::Go => "Go to",
            Self::Plan => "Plan",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

pub struct Command {
    pub id: Id,
    pub group: Group,
    /// Verb first, as it stands in menu, palette and help.
    pub name: &'static str,
    /// The first one is shown.
    pub shortcuts: &'static [KeyboardShortcut],
}

const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn row(id: Id, group: Group, name: &'static str, shortcuts: &'static [KeyboardShortcut]) -> Command {
    Command { id, group, name, shortcuts }
}

#[rustfmt::skip]
pub const COMMANDS: &[Command] = &[
    row(Id::New, Group::File, "New plan…", &[ctrl(Key::N)]),
    row(Id::Open, Group::File, "Open plan…", &[ctrl(Key::O)]),
    row(Id::Save, Group::File, "Save", &[ctrl(Key::S)]),
    row(Id::SaveAs, Group::File, "Save as…", &[ctrl_shift(Key::S)]),
    row(Id::Import, Group::File, "Import…", &[ctrl(Key::I)]),
    row(Id::Pack, Group::File, "Steering pack…", &[ctrl(Key::E)]),
    row(Id::Export, Group::File, "Export…", &[ctrl_shift(Key::E)]),
    row(Id::Revert, Group::File, "Revert to the saved plan", &[]),
    row(Id::Close, Group::File, "Close plan", &[ctrl(Key::W)]),
    row(Id::Quit, Group::File, "Quit", &[ctrl(Key::Q)]),
    row(Id::Undo, Group::Edit, "Undo", &[ctrl(Key::Z)]),
    row(Id::Redo, Group::Edit, "Redo", &[ctrl(Key::Y), ctrl_shift(Key::Z)]),
    row(Id::Page(Page::Overview), Group::Go, "Go to Overview", &[ctrl(Key::Num1)]),
    row(Id::Page(Page::Timeline), Group::Go, "Go to Timeline", &[ctrl(Key::Num2)]),
    row(Id::Page(Page::Workloads), Group::Go, "Go to Workloads", &[ctrl(Key::Num3)]),
    row(Id::Page(Page::Phases), Group::Go, "Go to Phases", &[ctrl(Key::Num4)]),
    row(Id::Page(Page::Forecast), Group::Go, "Go to Forecast", &[ctrl(Key::Num5)]),
    row(Id::Page(Page::Readiness), Group::Go, "Go to Readiness", &[ctrl(Key::Num6)]),
    row(Id::Page(Page::PlanSettings), Group::Go, "Go to Plan settings", &[ctrl(Key::Num7)]),
    row(Id::PreviousPhase, Group::Go, "Previous phase", &[alt(Key::PageUp)]),
    row(Id::NextPhase, Group::Go, "Next phase", &[alt(Key::PageDown)]),
    row(Id::Problems, Group::Go, "Show problems", &[ctrl_shift(Key::M)]),
    row(Id::Present, Group::Plan, "Present", &[plain(Key::F5)]),
    row(Id::Slides, Group::Plan, "Choose slides and logo", &[]),
    row(Id::DayBack, Group::Plan, "Status date one working day back", &[ctrl(Key::OpenBracket)]),
    row(Id::DayForward, Group::Plan, "Status date one working day forward", &[ctrl(Key::CloseBracket)]),
    row(Id::Decision, Group::Plan, "Record decision…", &[ctrl(Key::D)]),
    row(Id::Record, Group::Plan, "Decision record…", &[]),
    row(Id::Changed, Group::Plan, "What changed…", &[]),
    row(Id::Pause, Group::Plan, "Pause rollout…", &[]),
    row(Id::Members, Group::Plan, "Choose members of phases…", &[]),
    row(Id::Who, Group::Plan, "Ask who manages what…", &[ctrl_shift(Key::W)]),
    row(Id::TakeBack, Group::Plan, "Take workloads back…", &[]),
    row(Id::Baseline, Group::Plan, "Freeze baseline…", &[]),
    row(Id::SaveScenario, Group::Plan, "Save as scenario…", &[]),
    row(Id::OwnSchedule, Group::Plan, "Work on the current plan", &[]),
    row(Id::Palette, Group::View, "Search or run a command", &[ctrl(Key::K), ctrl_shift(Key::P)]),
    row(Id::Preferences, Group::View, "Preferences…", &[ctrl(Key::Comma)]),
    row(Id::Theme(Theme::System), Group::View, "Theme as the system", &[]),
    row(Id::Theme(Theme::Light), Group::View, "Light theme", &[]),
    row(Id::Theme(Theme::Dark), Group::View, "Dark theme", &[]),
    row(Id::TextLarger, Group::View, "Larger text", &[ctrl(Key::Plus), ctrl(Key::Equals)]),
    row(Id::TextSmaller, Group::View, "Smaller text", &[ctrl(Key::Minus)]),
    row(Id::TextNormal, Group::View, "Text at its usual size", &[ctrl(Key::Num0)]),
    row(Id::ReducedMotion, Group::View, "Reduced motion on or off", &[]),
    row(Id::Help, Group::Help, "Help and shortcuts", &[plain(Key::F1), plain(Key::Questionmark)]),
    row(Id::About, Group::Help, "About Baton", &[]),
];

/// What commands are called elsewhere. Shorter words are a command's own letters.
const CALLED: [(&str, Id); 6] = [
    ("roll back", Id::TakeBack),
    ("rollback", Id::TakeBack),
    ("switch back", Id::TakeBack),
    ("undo switch", Id::TakeBack),
    ("undo a switch", Id::TakeBack),
    ("templates", Id::New),
];

/// The command that is meant by a name that it does not have.
pub fn called(typed: &str) -> Option<Id> {
    let typed = typed.trim().to_lowercase();
    let is_meant = |name: &str| typed.len() >= 7 && (name.starts_with(&typed) || typed.starts_with(name));
    CALLED.iter().find(|(name, _)| is_meant(name)).map(|(_, id)| *id)
}

pub fn command(id: Id) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.id == id)
}

/// How a shortcut is written on this system: "Ctrl S".
pub fn written(ctx: &egui::Context, shortcut: &KeyboardShortcut) -> String {
    // Words, not the Mac's signs, which the faces lack.
    let is_mac = ctx.os().is_mac();
    let key = match shortcut.logical_key {
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Comma => ",",
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Questionmark => "?",
        Key::PageUp => "Page Up",
        Key::PageDown => "Page Down",
        other => other.name(),
    };
    let modifiers = ModifierNames::NAMES.format(&shortcut.modifiers, is_mac).replace('+', " ");
    if modifiers.is_empty() { key.to_owned() } else { format!("{modifiers} {key}") }
}

/// The first shortcut of a command as it is written; empty when it has none.
pub fn shortcut_of(ctx: &egui::Context, id: Id) -> String {
    command(id).and_then(|command| command.shortcuts.first()).map_or(String::new(), |s| written(ctx, s))
}

/// What a command does now, or why it cannot.
pub fn action(
    id: Id,
    program: &Program<'_>,
    input: Option<&ViewInput<'_>>,
    workspace: &Workspace,
) -> Result<Action, &'static str> {
    match id {
        Id::New => Ok(Action::AskNewPlan),
        Id::Open => Ok(Action::Open),
        Id::Quit => Ok(Action::Quit),
        Id::Palette => Ok(Action::OpenPalette),
        Id::Preferences => Ok(Action::Ask(Dialog::Preferences)),
        Id::Theme(theme) => Ok(with_theme(program, theme)),
        Id::TextLarger => Ok(Action::TextLarger(true)),
        Id::TextSmaller => Ok(Action::TextLarger(false)),
        Id::TextNormal => {
            Ok(Action::ChangeSettings(Settings { text_scale: 1.0, ..program.settings.clone() }))
        }
        Id::ReducedMotion => {
            let reduced_motion = !program.settings.reduced_motion;
            let settings = Settings { reduced_motion, ..program.settings.clone() };
            Ok(Action::ChangeSettings(settings))
        }
        Id::Help => Ok(Action::Ask(Dialog::Help)),
        Id::About => Ok(Action::Ask(Dialog::About)),
        id => input.ok_or("No plan is open").and_then(|input| with_plan(id, input, workspace)),
    }
}

fn with_plan(id: Id, input: &ViewInput<'_>, workspace: &Workspace) -> Result<Action, &'static str> {
    let document = &input.document;
    let when = |possible: bool, action: Action, why_not| if possible { Ok(action) } else { Err(why_not) };
    match id {
        Id::Save => Ok(Action::Save),
        Id::SaveAs => Ok(Action::SaveAs),
        Id::Import => Ok(Action::AskImport),
        Id::Pack => Ok(Action::Out(Out::AskPack)),
        Id::Export => Ok(Action::Out(Out::AskExport)),
        Id::Revert => {
            let is_possible = document.is_dirty && document.path.is_some();
            when(is_possible, Action::Revert, "The plan is as it was saved, or was never saved")
        }
        Id::Close => Ok(Action::Close),
        Id::Undo => when(document.undo_label.is_some(), Action::Undo, "There is nothing to undo"),
        Id::Redo => when(document.redo_label.is_some(), Action::Redo, "There is nothing to redo"),
        Id::Page(page) => Ok(Action::Go(page)),
        Id::PreviousPhase => step_phase(input, workspace, -1),
        Id::NextPhase => step_phase(input, workspace, 1),
        Id::Problems => Ok(Action::ShowProblems(true)),
        Id::Present => Ok(Action::Present),
        Id::Slides => Ok(Action::EditSlides(None)),
        Id::DayBack => step_day(input, -1),
        Id::DayForward => step_day(input, 1),
        Id::Decision => Ok(Action::AskDecision(None)),
        Id::Record => Ok(Action::Ask(Dialog::Record(None))),
        Id::Changed => {
            // The newest baseline is the one that the plan is compared with everywhere.
            let draft = ChangedDraft::since_newest(input.plan.baselines.len());
            Ok(Action::Ask(Dialog::Changed(draft)))
        }
        Id::Pause => {
            when(!input.plan.phases.is_empty(), Action::AskPause(None), "The plan has no phases yet")
        }
        Id::Members => {
            when(!input.plan.phases.is_empty(), Action::AskMembers(None), "The plan has no phases yet")
        }
        Id::Who => when(!input.plan.phases.is_empty(), ask_owner(input), "The plan has no phases yet"),
        Id::TakeBack => when(!input.plan.phases.is_empty(), take_back(input), "The plan has no phases yet"),
        Id::Baseline => {
            when(!input.plan.phases.is_empty(), Action::AskFreezeBaseline, "The plan has no phases yet")
        }
        Id::SaveScenario => Ok(Action::AskSaveScenario),
        Id::OwnSchedule => {
            let is_possible = document.scenario.is_some();
            when(is_possible, Action::ChooseScenario(None), "This is the current plan")
        }
        _ => Err("No plan is open"),
    }
}

fn ask_owner(input: &ViewInput<'_>) -> Action {
    let day = input.plan.status_date;
    Action::Ask(Dialog::Owner(OwnerDraft::new(day)))
}

fn take_back(input: &ViewInput<'_>) -> Action {
    let (phases, day) = (PhaseScope::All, next_day(input.plan));
    Action::Ask(Dialog::TakeBack(TakeBackDraft { workloads: Vec::new(), phases, day }))
}

fn with_theme(program: &Program<'_>, theme: Theme) -> Action {
    let theme = match theme {
        Theme::System => ThemeChoice::System,
        Theme::Light => ThemeChoice::Light,
        Theme::Dark => ThemeChoice::Dark,
    };
    Action::ChangeSettings(Settings { theme, ..program.settings.clone() })
}

fn step_phase(input: &ViewInput<'_>, workspace: &Workspace, step: i64) -> Result<Action, &'static str> {
    let now = input.phase(workspace).map_or(0, |(index, _)| index);
    let next = usize::try_from(now as i64 + step).ok().and_then(|at| input.plan.phases.get(at));
    next.map(|phase| Action::SelectPhase(phase.id)).ok_or("There is no phase beyond this one")
}

/// The next working day before or after the status date.
fn step_day(input: &ViewInput<'_>, step: i64) -> Result<Action, &'static str> {
    let calendar = &input.plan.calendar;
    let mut days = (1..=400)
        .filter_map(|n| input.plan.status_date.checked_add_signed(chrono::TimeDelta::days(n * step)));
    days.find(|day| calendar.is_working_day(*day)).map(Action::SetStatusDate).ok_or("There is no working day")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_commands_share_a_shortcut_a_name_or_an_identity() {
        let mut shortcuts = Vec::new();
        let (mut names, mut ids) = (BTreeSet::new(), BTreeSet::new());
        for command in COMMANDS {
            assert!(names.insert(command.name), "{} stands twice", command.name);
            assert!(ids.insert(command.id), "{:?} stands twice", command.id);
            for shortcut in command.shortcuts {
                assert!(!shortcuts.contains(shortcut), "{}: {shortcut:?} is taken", command.name);
                shortcuts.push(*shortcut);
            }
        }
    }

    #[test]
    fn shortcuts_without_a_modifier_are_function_keys_or_not_letters() {
        for command in COMMANDS {
            for shortcut in command.shortcuts.iter().filter(|s| s.modifiers.is_none()) {
                let name = shortcut.logical_key.name();
                assert!(name.len() > 1, "{}: {name} would be typed", command.name);
            }
        }
    }

    #[test]
    fn a_command_is_found_by_what_it_is_called_elsewhere() {
        for (typed, id) in [
            ("rollback", Id::TakeBack),
            ("Roll back a workload", Id::TakeBack),
            ("undo switch", Id::TakeBack),
            ("template", Id::New),
        ] {
            assert_eq!(called(typed), Some(id), "{typed}");
        }
        for typed in ["undo", "roll", "", "switch", "temp", "take back"] {
            assert_eq!(called(typed), None, "{typed}");
        }
    }

    #[test]
    fn names_say_what_is_done_and_promise_a_dialog_only_with_an_ellipsis() {
        for command in COMMANDS {
            assert!(command.name.chars().next().is_some_and(char::is_uppercase), "{}", command.name);
            assert!(!command.name.contains("..."), "{}", command.name);
        }
    }
}
