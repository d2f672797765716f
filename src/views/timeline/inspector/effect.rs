//! The box between a change and its Apply: what it does, old and new, and the three things that can be
//! done with it.

use std::sync::Arc;

use egui::{Rect, Ui, pos2, vec2};

use super::{About, settle};
use crate::document::Workspace;
use crate::look::style::stroke;
use crate::look::text::{text_at, text_at_elided, text_at_wrapped, words};
use crate::look::widgets::card::{PADDING, Surface, paint_surface};
use crate::look::widgets::{Button, Kind};
use crate::picture::{Anchor, Ink, TypeRole, format, text};
use crate::plan::{Edit, Phase, Record, Scenario};
use crate::report::Situation;
use crate::report::timeline::{Effect, EffectRow, effect};
use crate::views::timeline::preview::{Preview, preview};
use crate::views::{Action, Actions};

const LINE: f32 = 20.0;
const BUTTONS: f32 = 30.0;

/// What the draft would do; or why the plan refuses it.
fn of(ui: &Ui, about: &About<'_>, phase: &Phase) -> Result<(Effect, Arc<Preview>), String> {
    let edit: Edit = Record::Phase(Box::new(phase.clone())).into();
    let ahead = preview(ui, about.input, "draft", &edit)?;
    let odds = about.input.preview.filter(|preview| *preview.edit == edit).and_then(|preview| preview.odds);
    let then = Situation::new(&ahead.plan, &ahead.outlook).with_odds(odds);
    Ok((effect(phase.id, &about.situation, &then), ahead))
}

/// Has the futures of the draft simulated, once for each draft.
fn ask(about: &About<'_>, phase: &Phase, actions: &mut Actions) {
    let edit: Edit = Record::Phase(Box::new(phase.clone())).into();
    if about.input.preview.is_none_or(|preview| *preview.edit != edit) {
        actions.push(Action::Preview(Box::new(edit)));
    }
}

/// The height that box and buttons take at the foot of the card.
pub fn height(ui: &Ui, about: &About<'_>, phase: &Phase, width: f32) -> f32 {
    let inside = match of(ui, about, phase) {
        Ok((effect, _)) => effect.rows.len() as f32 * LINE + 22.0,
        Err(refusal) => {
            text::break_lines(TypeRole::LABEL, &refusal, width - 24.0).len() as f32 * TypeRole::LABEL.line
        }
    };
    10.0 + 30.0 + inside + 4.0 + 12.0 + BUTTONS + PADDING
}

pub fn show(
    ui: &mut Ui,
    rect: Rect,
    about: &About<'_>,
    phase: &Phase,
    (workspace, actions): (&mut Workspace, &mut Actions),
) {
    ui.painter().hline(rect.x_range().shrink(1.0), rect.top(), stroke(ui, 1.0, Ink::Stroke));
    let outcome = of(ui, about, phase);
    if outcome.is_ok() && about.situation.ranges().is_some() {
        ask(about, phase, actions);
    }
    let inset = Rect::from_min_max(
        rect.min + vec2(PADDING, 10.0),
        pos2(rect.right() - PADDING, rect.bottom() - PADDING - BUTTONS - 12.0),
    );
    paint_surface(ui.painter(), inset, Surface::Inset);
    match &outcome {
        Ok((effect, _)) => rows(ui, inset, effect, about),
        Err(refusal) => {
            let title = words("This cannot be applied", TypeRole::LABEL_STRONG, Ink::BadText);
            text_at(ui, inset.min + vec2(12.0, 20.0), Anchor::Start, title);
            let reason = words(refusal, TypeRole::LABEL, Ink::Text);
            text_at_wrapped(ui, inset.min + vec2(12.0, 40.0), reason, inset.width() - 24.0);
        }
    }
    let line = Rect::from_min_size(
        pos2(inset.left(), rect.bottom() - PADDING - BUTTONS),
        vec2(inset.width(), BUTTONS),
    );
    buttons(ui, line, about, phase, &outcome, (workspace, actions));
}

fn rows(ui: &mut Ui, inset: Rect, effect: &Effect, about: &About<'_>) {
    let (left, right) = (inset.left() + 12.0, inset.right() - 12.0);
    let title = words(&effect.title, TypeRole::LABEL_STRONG, Ink::Text);
    text_at_elided(ui, pos2(left, inset.top() + 20.0), Anchor::Start, title, right - left);
    let widest = |of: fn(&EffectRow) -> &str| {
        effect.rows.iter().map(|row| text::width(TypeRole::LABEL_MEDIUM, of(row))).fold(0.0, f32::max)
    };
    let arrow = right - widest(|row| &row.new) - 20.0;
    let old = arrow - 14.0;
    let room = old - widest(|row| &row.old) - 8.0 - left;
    for (n, row) in effect.rows.iter().enumerate() {
        let baseline = inset.top() + 41.0 + n as f32 * LINE;
        let name = words(&row.name, TypeRole::LABEL, Ink::Text2);
        text_at_elided(ui, pos2(left, baseline), Anchor::Start, name, room);
        text_at(ui, pos2(old, baseline), Anchor::End, words(&row.old, TypeRole::LABEL, Ink::Text2));
        text_at(ui, pos2(arrow, baseline), Anchor::Middle, words("→", TypeRole::LABEL, Ink::Text2));
        let (role, ink) = match row.is_better {
            Some(true) => (TypeRole::LABEL_STRONG, Ink::OkText),
            Some(false) => (TypeRole::LABEL_STRONG, Ink::WarnText),
            None => (TypeRole::LABEL, Ink::Text),
        };
        text_at(ui, pos2(right, baseline), Anchor::End, words(&row.new, role, ink));
    }
    let odds = about.input.preview.and_then(|preview| preview.odds);
    let basis = match (about.situation.ranges(), odds) {
        (None, _) => "Expected course, no range yet".to_owned(),
        (Some(_), None) => "Simulating".to_owned(),
        (Some(_), Some(odds)) => {
            format!("{} futures, same seed", format::count(odds.finish.runs().len() as u64))
        }
    };
    let note = &format!("Not applied yet. {basis}");
    let at = pos2(left, inset.bottom() - 9.0);
    text_at_elided(ui, at, Anchor::Start, words(note, TypeRole::CAPTION, Ink::Text3), right - left);
}

fn buttons(
    ui: &mut Ui,
    line: Rect,
    about: &About<'_>,
    phase: &Phase,
    outcome: &Result<(Effect, Arc<Preview>), String>,
    (workspace, actions): (&mut Workspace, &mut Actions),
) {
    let why_not = outcome.as_ref().err().map(String::as_str);
    let scenario = Button::new(Kind::Secondary, "Save as scenario").disabled_because(why_not);
    let scenario_width = scenario.size().x;
    let revert_width = 74.0;
    let apply = Rect::from_min_max(
        line.min,
        pos2(line.right() - scenario_width - revert_width - 16.0, line.bottom()),
    );
    let revert = Rect::from_min_size(pos2(apply.right() + 8.0, line.top()), vec2(revert_width, BUTTONS));
    let save = Rect::from_min_max(pos2(revert.right() + 8.0, line.top()), line.max);
    if Button::new(Kind::Primary, "Apply").at(apply).disabled_because(why_not).show(ui).clicked() {
        actions.edit(Record::Phase(Box::new(phase.clone())));
        settle(workspace, phase.id);
    }
    if Button::new(Kind::Secondary, "Revert").at(revert).show(ui).clicked() {
        settle(workspace, phase.id);
    }
    if scenario.at(save).show(ui).clicked()
        && let Ok((effect, ahead)) = outcome
    {
        let name = free_name(about, &scenario_name(about, effect));
        actions.edit(Record::Scenario(Box::new(Scenario::of(&ahead.plan, name.as_str()))));
        actions.push(Action::Say(format!("Kept as the scenario “{name}”.")));
        settle(workspace, phase.id);
    }
}

/// `Wave 2: the rate falls from 111 to 95 per day`
fn scenario_name(about: &About<'_>, effect: &Effect) -> String {
    let label = about.situation.label(about.index);
    match effect.title.strip_prefix("If ") {
        Some(change) => format!("{label}: {change}"),
        None => format!("{label}: {}", effect.title.to_lowercase().trim_start_matches("with these ")),
    }
}

fn free_name(about: &About<'_>, wish: &str) -> String {
    let taken = |name: &str| about.input.own.scenarios.iter().any(|scenario| scenario.name == name);
    if !taken(wish) {
        return wish.to_owned();
    }
    (2..10_000).map(|n| format!("{wish} ({n})")).find(|name| !taken(name)).unwrap_or_default()
}
