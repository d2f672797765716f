//! Keys to actions, by the table of commands. Nothing is bound here.

use eframe::egui::{Context, Key, KeyboardShortcut};

use crate::document::Workspace;
use crate::views::commands::{self, COMMANDS, Id};
use crate::views::{Actions, Program, ViewInput};

/// Runs the commands whose keys were pressed, before any widget sees them.
pub fn read(
    ctx: &Context,
    (program, input): (&Program<'_>, Option<&ViewInput<'_>>),
    workspace: &Workspace,
    actions: &mut Actions,
) {
    let is_typing = ctx.text_edit_focused();
    let is_asked = workspace.dialog.is_some() || workspace.palette.is_some();
    let is_presenting = workspace.present.is_some();
    let mut rows: Vec<(Id, KeyboardShortcut)> =
        COMMANDS.iter().flat_map(|command| command.shortcuts.iter().map(|key| (command.id, *key))).collect();
    // A shortcut without Shift would also answer to the one with it.
    rows.sort_by_key(|(_, key)| std::cmp::Reverse(weight(*key)));
    for (id, key) in rows {
        let is_open = match id {
            Id::TextLarger | Id::TextSmaller | Id::TextNormal => true,
            Id::Quit => !is_asked,
            // A text field has an undo of its own.
            Id::Undo | Id::Redo => !is_typing && !is_asked && !is_presenting,
            _ if is_typing && is_typed(key) => false,
            _ => !is_asked && !is_presenting,
        };
        if is_open
            && ctx.input_mut(|events| events.consume_shortcut(&key))
            && let Ok(action) = commands::action(id, program, input, workspace)
        {
            actions.push(action);
        }
    }
}

fn weight(key: KeyboardShortcut) -> u8 {
    u8::from(key.modifiers.command) + u8::from(key.modifiers.shift) + u8::from(key.modifiers.alt)
}

/// Pressed in a text field it would write a character, or move the cursor.
fn is_typed(key: KeyboardShortcut) -> bool {
    key.modifiers.is_none() && !matches!(key.logical_key, Key::F1 | Key::F5)
}
