//! Step 1 of a new plan: how far to go, and on which path devices come to be managed.

use egui::{Rect, Ui, pos2, vec2};

use super::row;
use crate::document::NewPlanDraft;
use crate::look::text::{text_at_wrapped, words};
use crate::look::widgets::{FIELD_HEIGHT, Field, answer, choice};
use crate::picture::{Ink, TypeRole, text};
use crate::plan::{EnrollmentPath, MigrationOption};

const GAP: f32 = 12.0;

pub fn show(ui: &mut Ui, width: f32, is_here: bool, draft: &mut NewPlanDraft) {
    let chosen = draft.answers.option;
    let mut inside = super::inside(ui);
    // Once answered, the chosen card stands beside its nearest alternative.
    let shown: Vec<MigrationOption> = if is_here {
        MigrationOption::ALL.to_vec()
    } else {
        let other = MigrationOption::ALL.into_iter().find(|one| *one != chosen);
        std::iter::once(chosen).chain(other).collect()
    };
    let mut shown = shown;
    if is_here {
        // Co-management is what most people come for.
        shown.sort_by_key(|one| *one != MigrationOption::CoManagement);
    }
    let wide = (width - GAP) / 2.0;
    for pair in shown.chunks(2) {
        let height = pair.iter().map(|option| card_height(*option, wide)).fold(0.0, f32::max);
        let line = row(ui, width, height + GAP);
        for (n, option) in pair.iter().enumerate() {
            let place = Rect::from_min_size(
                pos2(line.left() + n as f32 * (wide + GAP), line.top()),
                vec2(wide, height),
            );
            if answer(&mut inside, place, *option == chosen, option.name()).clicked() {
                draft.answers.option = *option;
                draft.answers.path = paths(*option).first().copied().unwrap_or_default();
            }
            card_words(&mut inside, place, option.name(), said(*option));
        }
    }
    let paths = paths(draft.answers.option);
    if is_here && !paths.is_empty() {
        let line = row(ui, width, FIELD_HEIGHT + 24.0);
        path(&mut inside, line.translate(vec2(0.0, 8.0)), (&paths, draft));
    }
}

/// What the words of a card leave of its width.
const BESIDE: f32 = 46.0;

/// As high as its words: in a narrow window they take more lines.
fn card_height(option: MigrationOption, width: f32) -> f32 {
    let lines =
        |role: TypeRole, words| text::break_lines(role, words, width - BESIDE).len() as f32 * role.line;
    let height = lines(TypeRole::BODY_STRONG, option.name()) + lines(TypeRole::CAPTION, said(option)) + 27.0;
    height.max(76.0)
}

fn card_words(ui: &mut Ui, place: Rect, name: &str, said: &str) {
    let left = place.left() + 36.0;
    let room = place.width() - BESIDE;
    let at = pos2(left, place.top() + 24.5);
    let name = text_at_wrapped(ui, at, words(name, TypeRole::BODY_STRONG, Ink::Text), room);
    let at = pos2(left, at.y + name.rect.height() - 0.5);
    text_at_wrapped(ui, at, words(said, TypeRole::CAPTION, Ink::Text2), room);
}

const fn said(option: MigrationOption) -> &'static str {
    match option {
        MigrationOption::TenantAttach => {
            "Devices are seen in the Intune admin center; nothing is enrolled, no workload moves"
        }
        MigrationOption::CoManagement => {
            "Both manage a device together; workloads move one by one, phase by phase"
        }
        MigrationOption::ConfigurationManagerToIntune => {
            "Every workload moves to Intune; at the end the Configuration Manager client goes"
        }
        MigrationOption::FromScratch => "No Configuration Manager: devices enroll in Intune and start there",
    }
}

/// The paths that make sense for an option, the usual one first.
fn paths(option: MigrationOption) -> Vec<EnrollmentPath> {
    match option {
        MigrationOption::TenantAttach => Vec::new(),
        MigrationOption::FromScratch => {
            vec![EnrollmentPath::InternetBased, EnrollmentPath::ThirdPartyMdm, EnrollmentPath::OtherManager]
        }
        _ => EnrollmentPath::ALL.to_vec(),
    }
}

fn path(ui: &mut Ui, line: Rect, (paths, draft): (&[EnrollmentPath], &mut NewPlanDraft)) {
    let place =
        line.with_max_x(line.left() + (line.width() - GAP) / 2.0).with_max_y(line.top() + FIELD_HEIGHT);
    let names: Vec<&str> = paths.iter().map(|path| path.name()).collect();
    let mut chosen = paths.iter().position(|path| *path == draft.answers.path).unwrap_or(0);
    if choice(ui, Field::new("How the devices come").at(place), &mut chosen, &names, "").changed()
        && let Some(path) = paths.get(chosen)
    {
        draft.answers.path = *path;
    }
    let beside = pos2(place.right() + GAP + 4.0, place.top() + 26.0);
    let said = words(path_said(draft.answers.path), TypeRole::CAPTION, Ink::Text2);
    text_at_wrapped(ui, beside, said, line.right() - beside.x);
}

const fn path_said(path: EnrollmentPath) -> &'static str {
    match path {
        EnrollmentPath::ExistingClient => "Path 1: clients enroll by themselves; users notice nothing.",
        EnrollmentPath::InternetBased => "Path 2: needs a cloud management gateway for the client.",
        EnrollmentPath::Autopilot => {
            "Needs a cloud management gateway; Pilot Intune is not available on this path."
        }
        EnrollmentPath::AlreadyInIntune => "The Configuration Manager client comes as an Intune app.",
        EnrollmentPath::ThirdPartyMdm => {
            "Devices leave the other product first and are unmanaged until they enroll."
        }
        EnrollmentPath::OtherManager => "Devices leave the other manager first.",
    }
}
