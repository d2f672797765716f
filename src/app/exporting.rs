//! The plan for other programs, and single charts, out of the window: the dialog that asks where to, and the writing
//! in the background.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Context;

use super::beside::Beside;
use super::filing::{folder_of, sentence};
use super::jobs::JobName;
use super::platform::{Purpose, Question};
use super::window::{App, Done, wake};
use crate::document::{Dialog, ExportDraft, Exported as What, Picture, Severity, Workspace};
use crate::files::export::{PlanText, plan_text};
use crate::files::safe_folder::{self, plain_name};
use crate::files::{groups, safe_write};
use crate::plan::Plan;

/// What became of it.
pub(super) struct Exported {
    path: PathBuf,
    result: Result<(), String>,
    unprintable: Option<String>,
}

impl App {
    pub(super) fn ask_export(&mut self) {
        self.open_export(What::Mspdi, false);
    }

    /// The desktop's own dialog first; this program's stands behind it, to type a path where there is none.
    pub(super) fn save_picture(&mut self, ctx: &Context, picture: Picture) {
        self.open_export(What::Picture(picture), true);
        self.ask_export_path(ctx);
    }

    fn open_export(&mut self, what: What, is_asked_first: bool) {
        let path = self.suggested(&what);
        let behind = self.state.as_mut().and_then(|state| state.workspace.dialog.take()).map(Box::new);
        let draft = ExportDraft { what, path, complaint: String::new(), is_asked_first, behind };
        self.ask(Dialog::Export(Box::new(draft)));
    }

    /// `northwind-health.xml` beside the plan.
    fn suggested(&self, what: &What) -> String {
        let Some(state) = &self.state else { return String::new() };
        let folder = folder_of(state).or_else(|| state.platform.home.clone()).unwrap_or_default();
        let plan = state.document().map_or("plan", |document| document.plan().name.as_str());
        let name = match what {
            What::Picture(picture) => plain_name(&format!("{plan} - {}", picture.name), "chart"),
            What::Groups => plain_name(&format!("{plan} - groups"), "groups"),
            _ => plain_name(plan, "plan"),
        };
        let ending = what.ending();
        let name = if ending.is_empty() { name } else { format!("{name}.{ending}") };
        folder.join(name).display().to_string()
    }

    pub(super) fn ask_export_path(&mut self, ctx: &Context) {
        let Some(state) = &self.state else { return };
        let Some(Dialog::Export(draft)) = &state.workspace.dialog else { return };
        let path = PathBuf::from(&draft.path);
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let folder = path.parent().map(Path::to_owned).filter(|folder| folder.is_dir());
        let purpose = Purpose::Export(draft.what.ending());
        let title = match draft.what {
            What::Picture(_) => "Save the chart",
            _ => "Export the plan",
        };
        self.ask_system(ctx, Question { title, purpose, folder, name }, None);
    }

    pub(super) fn export_draft(&mut self, change: impl FnOnce(&mut ExportDraft)) {
        let dialog = self.state.as_mut().and_then(|state| state.workspace.dialog.as_mut());
        if let Some(Dialog::Export(draft)) = dialog {
            change(draft);
        }
    }

    /// Another kind is chosen: the suggested name follows, unless another was typed.
    pub(super) fn choose_export(&mut self, what: &What) {
        let old = match self.state.as_ref().and_then(|state| state.workspace.dialog.as_ref()) {
            Some(Dialog::Export(draft)) => self.suggested(&draft.what),
            _ => return,
        };
        let new = self.suggested(what);
        self.export_draft(|draft| {
            if draft.path == old {
                draft.path = new;
            }
            draft.what = what.clone();
            draft.complaint.clear();
        });
    }

    /// Whoever left the desktop's dialog, which came first, wants nothing any more.
    pub(super) fn export_not_picked(&mut self) {
        let Some(state) = &mut self.state else { return };
        if matches!(&state.workspace.dialog, Some(Dialog::Export(draft)) if draft.is_asked_first) {
            leave(&mut state.workspace);
        }
    }

    pub(super) fn export_to(&mut self, ctx: &Context, path: &Path) {
        let path = path.display().to_string();
        self.export_draft(|draft| draft.path = path);
        self.export(ctx);
    }

    pub(super) fn export(&mut self, ctx: &Context) {
        let Some(state) = &self.state else { return };
        let Some(Dialog::Export(draft)) = &state.workspace.dialog else { return };
        let path = state.platform.expand(Path::new(draft.path.trim()));
        let path = std::path::absolute(&path).unwrap_or(path);
        let what = draft.what.clone();
        // A chart of the New plan dialog has no plan yet.
        let of = state.open.as_ref();
        let of = of.map(|open| (Arc::clone(open.document.shown()), Beside::of(&open.document)));
        self.jobs.start(JobName::Exporting, wake(ctx), move || {
            let result = write(&path, &what, of.as_ref());
            let unprintable = if let What::Picture(picture) = what { picture.unprintable } else { None };
            Done::Exported(Box::new(Exported { path, result, unprintable }))
        });
    }

    /// What was made, and what its reader would otherwise find out alone.
    pub(super) fn say_done(&mut self, ctx: &Context, done: &str, what: String, unprintable: Option<String>) {
        match unprintable {
            None => self.notice(ctx, Severity::Info, done, what),
            Some(boxes) => {
                let detail =
                    if what.is_empty() { sentence(&boxes) } else { format!("{what}\n{}", sentence(&boxes)) };
                self.notice(ctx, Severity::Warning, done, detail);
            }
        }
    }

    pub(super) fn exported(&mut self, ctx: &Context, exported: Exported) {
        let Exported { path, result, unprintable } = exported;
        let Some(state) = &mut self.state else { return };
        match result {
            Ok(()) => {
                leave(&mut state.workspace);
                self.say_done(ctx, "Exported", path.display().to_string(), unprintable);
            }
            Err(why) => {
                let complaint = sentence(&why);
                if matches!(state.workspace.dialog, Some(Dialog::Export(_))) {
                    self.export_draft(|draft| draft.complaint = complaint);
                } else {
                    self.notice(ctx, Severity::Error, "Nothing was exported.", complaint);
                }
            }
        }
    }
}

/// Away with the dialog, and back to the one behind it.
fn leave(workspace: &mut Workspace) {
    if let Some(Dialog::Export(draft)) =
        workspace.dialog.take_if(|dialog| matches!(dialog, Dialog::Export(_)))
    {
        workspace.dialog = draft.behind.map(|behind| *behind);
    }
}

fn write(path: &Path, what: &What, of: Option<&(Arc<Plan>, Beside)>) -> Result<(), String> {
    let of = || of.ok_or_else(|| "no plan is open".to_owned());
    let text = |kind| plan_text(&of()?.0, kind);
    let bytes = match what {
        What::Mspdi => text(PlanText::Mspdi)?.into_bytes(),
        What::Ics => text(PlanText::Ics)?.into_bytes(),
        What::Json => text(PlanText::Json)?.into_bytes(),
        What::Picture(picture) => picture.bytes.to_vec(),
        What::Groups => {
            let (plan, beside) = of()?;
            let found = beside.read().map_err(|error| error.to_string())?;
            if found.roster.is_empty() {
                return Err("nobody is in a phase yet: choose the members of phases first".to_owned());
            }
            let files = groups::files(plan, &groups::groups(plan, &found.roster));
            return safe_folder::write(path, &files, groups::READ_ME)
                .map_err(|error| error.reason.to_string());
        }
    };
    safe_write::write(path, &bytes).map_err(|error| error.reason.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::super::window::test_app;
    use super::*;
    use crate::document::ChangedDraft;

    #[test]
    fn a_dialog_is_there_again_when_its_chart_is_saved_or_not() {
        let (ctx, mut app) = test_app(Plan::new("Test", "2026-06-01".parse().unwrap()));
        let below = Dialog::Changed(ChangedDraft::since_newest(0));
        app.ask(below.clone());
        let picture = || Picture {
            name: "chart".to_owned(),
            ending: "svg",
            unprintable: None,
            bytes: Arc::from(*b"<svg/>"),
        };
        // Nothing is picked in the desktop's dialog.
        app.save_picture(&ctx, picture());
        app.wait_for_jobs(&ctx);
        assert_eq!(app.state().unwrap().workspace.dialog.as_ref(), Some(&below));

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chart.svg");
        app.open_export(What::Picture(picture()), true);
        app.export_to(&ctx, &path);
        app.wait_for_jobs(&ctx);
        assert_eq!(std::fs::read(&path).unwrap(), b"<svg/>");
        assert_eq!(app.state().unwrap().workspace.dialog.as_ref(), Some(&below));
    }

    #[test]
    fn letters_that_stand_as_boxes_in_a_copied_chart_are_told() {
        let (ctx, mut app) = test_app(Plan::new("Test", "2026-06-01".parse().unwrap()));
        let boxes = crate::report::pack::unprintable("Clinics 東京");
        app.hand_out(&ctx, crate::views::Out::Copied(boxes));
        let says = "Characters that the embedded type has not stand as boxes: 東 (U+6771), 京 (U+4EAC).";
        let notices = app.state().unwrap().notices.standing();
        assert!(notices.iter().any(|n| (n.severity, n.detail.as_str()) == (Severity::Warning, says)));
    }

    #[test]
    fn a_chart_is_written_without_a_plan() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chart.svg");
        let bytes = Arc::from(*b"<svg/>");
        let picture =
            What::Picture(Picture { name: "chart".to_owned(), ending: "svg", unprintable: None, bytes });
        write(&path, &picture, None).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"<svg/>");
        assert!(write(&path, &What::Json, None).is_err());
    }
}
