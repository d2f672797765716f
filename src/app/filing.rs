//! Opening and saving: the dialogs, the typed path where there is none, and what to say when it fails.
//! Bytes are the work of files; here is who asks and what happens next.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::Context;

use super::jobs::JobName;
use super::platform::{Picked, Purpose, Question};
use super::state::{Computed, Open, State};
use super::window::{App, Done, wake};
use crate::document::{Dialog, Document, Filed, Next, PackStage, PathDraft, Severity, Workspace};
use crate::files::examples::{EXAMPLES, Example};
use crate::files::lock::{self, Locked};
use crate::files::roster::Expected;
use crate::files::{FileError, Stamp, WriteError, WriteReason, plan_file, roster, safe_write};
use crate::fleet::Roster;
use crate::plan::Plan;

/// Where the path is typed in place of what the desktop has not.
const NO_DIALOG: &str = "This desktop has no file dialog: type the path";

/// What opening a file came to.
pub(super) struct Opening {
    path: PathBuf,
    /// The revision of what was open when it was asked for.
    over: Option<u64>,
    result: Result<(plan_file::Opened, Computed), FileError>,
}

/// What saving came to.
pub(super) struct Saving {
    path: PathBuf,
    plan: Arc<Plan>,
    result: Result<Written, WriteError>,
    then: Option<Next>,
}

/// What a plan that was saved has beside it.
struct Written {
    /// The members that stand there now, if they were to be written.
    members: Option<Filed>,
    /// The roster of the plan that it replaced became a backup.
    is_aside: bool,
    plan: Stamp,
}

impl App {
    pub(super) fn ask_open(&mut self, ctx: &Context) {
        let folder = self.state.as_ref().and_then(folder_of);
        let question = Question { title: "Open a plan", purpose: Purpose::Open, folder, name: String::new() };
        self.ask_system(ctx, question, None);
    }

    pub(super) fn ask_save(&mut self, ctx: &Context, then: Option<Next>) {
        let Some(state) = &self.state else { return };
        let Some(document) = state.document() else { return };
        let name = suggested_name(document);
        let question =
            Question { title: "Save the plan", purpose: Purpose::Save, folder: folder_of(state), name };
        self.ask_system(ctx, question, then);
    }

    pub(super) fn ask_import(&mut self, ctx: &Context) {
        let Some(state) = self.state.as_ref().filter(|state| state.open.is_some()) else { return };
        let folder = state.settings.import_folder.clone().or_else(|| folder_of(state));
        let question =
            Question { title: "Import files", purpose: Purpose::Import, folder, name: String::new() };
        self.ask_system(ctx, question, None);
    }

    pub(super) fn ask_system(&mut self, ctx: &Context, question: Question, then: Option<Next>) {
        let Some(state) = &self.state else { return };
        if self.jobs.is_running(JobName::FileDialog) {
            return;
        }
        let pick = Arc::clone(&state.platform.pick);
        let purpose = question.purpose;
        let work = move || Done::Picked { picked: pick(&question), purpose, then };
        self.jobs.start(JobName::FileDialog, wake(ctx), work);
    }

    pub(super) fn picked(&mut self, ctx: &Context, (picked, purpose): (Picked, Purpose), then: Option<Next>) {
        match (picked, purpose) {
            (Picked::Nothing, Purpose::Export(_)) => self.export_not_picked(),
            (Picked::Nothing, _) => {}
            (Picked::File(path), Purpose::PackFolder) => {
                self.pack_draft(|draft| draft.folder = path.display().to_string());
            }
            (Picked::NoService, Purpose::PackFolder) => self.pack_draft(|draft| {
                draft.stage = PackStage::Asked { complaint: NO_DIALOG.to_owned() };
            }),
            (Picked::File(path), Purpose::Export(_)) => self.export_to(ctx, &path),
            (Picked::NoService, Purpose::Export(_)) => {
                self.export_draft(|draft| NO_DIALOG.clone_into(&mut draft.complaint));
            }
            (Picked::File(path), Purpose::Save) => self.save_to(ctx, &path, then),
            (Picked::File(path), Purpose::Open) => self.guarded(ctx, Next::OpenPath(path)),
            (Picked::File(path), Purpose::Compare) => self.changed_draft(|draft| {
                draft.typed = path.display().to_string();
                draft.complaint.clear();
                draft.file = Some(path);
            }),
            (Picked::NoService, Purpose::Compare) => {
                self.changed_draft(|draft| NO_DIALOG.clone_into(&mut draft.complaint));
            }
            (Picked::File(path), Purpose::Logo) => self.take_logo(ctx, &path),
            (Picked::NoService, Purpose::Logo) => self.type_logo_path(),
            (Picked::File(path), Purpose::Import) => self.import_files(ctx, vec![path]),
            (Picked::Files(paths), Purpose::Import) => self.import_files(ctx, paths),
            // Only an import asks for several.
            (Picked::Files(_), _) => {}
            (Picked::NoService, Purpose::Import) => self.type_import_path(ctx),
            (Picked::NoService, Purpose::Open) => {
                let Some(state) = &mut self.state else { return };
                let draft = PathDraft { then, ..PathDraft::default() };
                state.workspace.dialog = Some(Dialog::OpenPath(draft));
            }
            (Picked::NoService, Purpose::Save) => {
                let Some(state) = &mut self.state else { return };
                let draft = PathDraft { typed: suggested_path(state), complaint: String::new(), then };
                state.workspace.dialog = Some(Dialog::SavePath(draft));
            }
        }
    }

    pub(super) fn open_path(&mut self, ctx: &Context, path: &Path) {
        let Some(state) = &self.state else { return };
        let path = state.platform.expand(path);
        let path = std::path::absolute(&path).unwrap_or(path);
        let over = state.document().map(Document::revision);
        let work = move || {
            let result = plan_file::open(&path).map(|opened| {
                let computed = Computed::of(Arc::new(opened.plan.clone()), None);
                (opened, computed)
            });
            Done::Opened(Box::new(Opening { path, over, result }))
        };
        self.jobs.start(JobName::Opening, wake(ctx), work);
    }

    pub(super) fn opened(&mut self, ctx: &Context, opening: Opening) {
        let Opening { path, over, result } = opening;
        let now = self.state.as_ref().and_then(State::document);
        if now.is_some_and(|document| document.is_dirty() && Some(document.revision()) != over) {
            let text = "The plan was changed while another was being opened.";
            let detail = format!("Nothing was replaced. Open it again: {}", path.display());
            return self.notice(ctx, Severity::Warning, text, detail);
        }
        let (opened, computed) = match result {
            Ok(opened) => opened,
            Err(error) => return self.open_failed(ctx, &error),
        };
        let page = self.state.as_ref().and_then(|state| {
            let is_same = state.document().and_then(Document::path) == Some(path.as_path());
            is_same.then_some(state.workspace.page)
        });
        self.put_away();
        let lock = match lock::take(&path) {
            Locked::Mine(lock) => Some(lock),
            Locked::Impossible => None,
            Locked::Elsewhere => {
                let text = "This plan is also open in another window.";
                let detail = "Whoever saves last is asked before the other's work is replaced.";
                self.notice(ctx, Severity::Warning, text, detail);
                None
            }
        };
        if opened.comments > 0 {
            let text = "The file contains comments, which saving does not keep.";
            self.notice(ctx, Severity::Warning, text, path.display().to_string());
        }
        let document = Document::opened(Arc::clone(&computed.plan), path.clone());
        let open = Open { stamp: Some(opened.stamp), lock, ..Open::new(document, computed) };
        if let Some(state) = &mut self.state {
            state.open = Some(open);
            state.workspace = Workspace { page: page.unwrap_or_default(), ..Workspace::default() };
        }
        self.remember(&path);
    }

    fn open_failed(&mut self, ctx: &Context, error: &FileError) {
        let path = error.path.display().to_string();
        if let Some(backup) = &error.backup {
            if let Some(state) = &mut self.state {
                let facts = crate::document::BrokenFile {
                    path: error.path.clone(),
                    why: sentence(&error.error.to_string()),
                    backup: backup.clone(),
                };
                state.workspace.dialog = Some(Dialog::Broken(facts));
            }
            return;
        }
        let text = "The plan could not be opened.";
        self.notice(ctx, Severity::Error, text, format!("{}\n{path}", sentence(&error.error.to_string())));
        if let Some(state) = &mut self.state {
            state.forget_gone_plans();
        }
    }

    /// The backup takes the place of the damaged plan in the window, and in the file when it is saved.
    pub(super) fn open_backup(&mut self, ctx: &Context, backup: &Path, of: PathBuf) {
        match plan_file::open(backup) {
            Ok(opened) => {
                self.put_away();
                self.show_document(Document::recovered(opened.plan, Some(of), None), None);
                self.notice(
                    ctx,
                    Severity::Info,
                    "The backup is open",
                    "Save it to replace the damaged file.",
                );
            }
            Err(error) => self.open_failed(ctx, &error),
        }
    }

    pub(super) fn open_example(&mut self, ctx: &Context, key: &str) {
        let example = EXAMPLES.iter().find(|example| example.name == key);
        let plan = match example.map(Example::plan) {
            Some(Ok(plan)) => plan,
            Some(Err(error)) => {
                return self.notice(
                    ctx,
                    Severity::Error,
                    "The example does not open.",
                    sentence(&error.to_string()),
                );
            }
            None => return self.notice(ctx, Severity::Error, "There is no such example.", key),
        };
        self.put_away();
        self.show_document(Document::example(plan), None);
    }

    /// Shows a document that is in memory already.
    pub(super) fn show_document(&mut self, document: Document, stamp: Option<Stamp>) {
        let computed = Computed::of(Arc::clone(document.shown()), None);
        let Some(state) = &mut self.state else { return };
        state.open = Some(Open { stamp, ..Open::new(document, computed) });
        state.workspace = Workspace::default();
    }

    /// Saves where the plan came from, or asks where.
    pub(super) fn save(&mut self, ctx: &Context, then: Option<Next>) {
        let Some(open) = self.open_mut() else { return };
        match (open.document.path().map(Path::to_owned), open.stamp) {
            (Some(path), stamp) => self.write(ctx, (path, stamp), then),
            (None, _) => self.ask_save(ctx, then),
        }
    }

    /// Saves to a path that was chosen or typed.
    pub(super) fn save_to(&mut self, ctx: &Context, path: &Path, then: Option<Next>) {
        let Some(state) = &self.state else { return };
        let path = with_extension(state.platform.expand(path));
        let path = std::path::absolute(&path).unwrap_or(path);
        let own = state.document().and_then(Document::path) == Some(path.as_path());
        let stamp = state.open.as_ref().and_then(|open| open.stamp).filter(|_| own);
        self.write(ctx, (path, stamp), then);
    }

    /// Saves over a file that somebody else has written since.
    pub(super) fn save_over(&mut self, ctx: &Context) {
        let path = self.state.as_ref().and_then(|state| state.document()?.path().map(Path::to_owned));
        if let Some(path) = path {
            self.write(ctx, (path, None), None);
        }
    }

    fn write(&mut self, ctx: &Context, (path, stamp): (PathBuf, Option<Stamp>), then: Option<Next>) {
        let Some(open) = self.open_mut() else { return };
        let plan = Arc::clone(open.document.plan());
        let members = MembersWriting::of(&open.document, &path, stamp.is_some());
        let work = move || {
            // They come first: of a plan without them nobody could say whom it counts.
            let result = members.write(&path, &plan, || plan_file::save(&path, &plan, stamp));
            Done::Saved(Box::new(Saving { path, plan, result, then }))
        };
        self.jobs.start(JobName::Saving, wake(ctx), work);
    }

    pub(super) fn saved(&mut self, ctx: &Context, saving: Saving) {
        let Saving { path, plan, result, then } = saving;
        let Written { members, is_aside, plan: stamp } = match result {
            Ok(written) => written,
            Err(error) => return self.save_failed(ctx, &error, then),
        };
        let Some(open) = self.open_mut() else { return };
        if open.document.path() != Some(path.as_path()) || open.lock.is_none() {
            open.lock = if let Locked::Mine(lock) = lock::take(&path) { Some(lock) } else { None };
        }
        open.document.saved_as(path.clone(), plan);
        if let Some(members) = members {
            open.document.members_saved(members);
        }
        open.stamp = Some(stamp);
        if !open.document.is_dirty()
            && let Some(session) = self.state.as_ref().and_then(|state| state.session.as_ref())
        {
            session.clear();
        }
        self.remember(&path);
        if is_aside {
            let roster = roster::beside(&path);
            let text = "Saved; the roster of the replaced plan is put aside, for this plan has none.";
            self.notice(ctx, Severity::Warning, text, safe_write::backup_of(&roster).display().to_string());
        }
        match then {
            Some(next) => self.proceed(ctx, next),
            None if is_aside => {}
            None => self.notice(ctx, Severity::Info, "Saved", path.display().to_string()),
        }
    }

    fn save_failed(&mut self, ctx: &Context, error: &WriteError, then: Option<Next>) {
        let Some(state) = &mut self.state else { return };
        if matches!(error.reason, WriteReason::ChangedByOther) {
            state.workspace.dialog = Some(Dialog::FileChanged(error.path.clone()));
            return;
        }
        if let Some(Dialog::SavePath(draft)) = &mut state.workspace.dialog {
            draft.complaint = sentence(&error.reason.to_string());
            draft.then = then;
            return;
        }
        let detail = format!("{}\n{}", sentence(&error.reason.to_string()), error.path.display());
        self.notice(
            ctx,
            Severity::Error,
            "The plan could not be saved; it is still open and unsaved.",
            detail,
        );
    }

    fn remember(&mut self, path: &Path) {
        let Some(state) = &mut self.state else { return };
        state.settings.remember(path);
        state.forget_gone_plans();
        if let Err(error) = state.save_settings() {
            log::warn!("the settings were not saved: {error}");
        }
    }

    /// A plan dropped onto the window is opened, other files are imported.
    pub(super) fn take_dropped(&mut self, ctx: &Context) {
        let dropped: Vec<PathBuf> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if dropped.is_empty() {
            return;
        }
        let Some(plan) = dropped.iter().find(|path| plan_file::is_called_so(path)).cloned() else {
            return self.import_files(ctx, dropped);
        };
        if dropped.len() > 1 {
            let names = dropped.iter().filter(|path| **path != plan);
            let names: Vec<_> = names.filter_map(|path| path.file_name()?.to_str()).collect();
            let text = "One plan is opened at a time; the other files were left.";
            self.notice(ctx, Severity::Warning, text, names.join("\n"));
        }
        self.guarded(ctx, Next::OpenPath(plan));
    }
}

/// What is to be done about the roster when a plan is saved.
struct MembersWriting {
    held: Option<Arc<Roster>>,
    expected: Expected,
    /// The plan goes to another file than it came from, if from any.
    is_elsewhere: bool,
    /// The roster of the file that it came from.
    from: Option<PathBuf>,
}

impl MembersWriting {
    /// `is_own` = over the file that was opened, if nobody has changed it since.
    fn of(document: &Document, path: &Path, is_own: bool) -> Self {
        let members = document.members();
        Self {
            held: members.held().cloned(),
            expected: if is_own { members.expected() } else { Expected::Anything },
            is_elsewhere: document.path() != Some(path),
            from: document.path().map(roster::beside),
        }
    }

    fn write(
        self,
        path: &Path,
        plan: &Plan,
        save: impl FnOnce() -> Result<Stamp, WriteError>,
    ) -> Result<Written, WriteError> {
        let beside = roster::beside(path);
        let written = |is_aside, plan| Written { members: None, is_aside, plan };
        match self.held {
            Some(held) => {
                let wanted = (held.as_ref(), self.expected);
                let (stamp, saved) = roster::keep_before(&beside, wanted, plan, save)?;
                Ok(Written { members: Some(Filed { roster: held, stamp }), ..written(false, saved) })
            }
            None if self.is_elsewhere => {
                let (is_aside, saved) = roster::copy_before(self.from.as_deref(), &beside, save)?;
                Ok(written(is_aside, saved))
            }
            None => save().map(|saved| written(false, saved)),
        }
    }
}

pub(super) fn folder_of(state: &State) -> Option<PathBuf> {
    let of_plan = state.document().and_then(|document| document.path()?.parent().map(Path::to_owned));
    of_plan.or_else(|| state.recent.first().and_then(|path| path.parent().map(Path::to_owned)))
}

/// `Northwind Health` is suggested as `northwind-health.baton.ron`.
fn suggested_name(document: &Document) -> String {
    if let Some(name) = document.path().and_then(Path::file_name) {
        return name.to_string_lossy().into_owned();
    }
    let kept = |c: char| if c.is_alphanumeric() { Some(c.to_ascii_lowercase()) } else { None };
    let words = document.plan().name.split(|c: char| kept(c).is_none()).filter(|word| !word.is_empty());
    let name = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    format!("{}.baton.ron", if name.is_empty() { "plan" } else { &name })
}

fn suggested_path(state: &State) -> String {
    let Some(document) = state.document() else { return String::new() };
    let folder = folder_of(state).or_else(|| state.platform.home.clone()).unwrap_or_default();
    folder.join(suggested_name(document)).display().to_string()
}

/// A name typed without its ending gets it.
fn with_extension(path: PathBuf) -> PathBuf {
    if plan_file::is_called_so(&path) {
        return path;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".baton.ron");
    path.with_file_name(name)
}

pub(super) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_name_gets_its_ending_once() {
        assert_eq!(with_extension("/p/plan".into()), Path::new("/p/plan.baton.ron"));
        assert_eq!(with_extension("/p/v1.2".into()), Path::new("/p/v1.2.baton.ron"));
        assert_eq!(with_extension("/p/plan.ron".into()), Path::new("/p/plan.ron"));
        assert_eq!(with_extension("/p/PLAN.RON".into()), Path::new("/p/PLAN.RON"));
    }

    #[test]
    fn the_suggested_name_comes_from_the_plan_and_is_a_file_name_everywhere() {
        let named = |name: &str| suggested_name(&Document::new(Plan::new(name, chrono::NaiveDate::MIN)));
        assert_eq!(named("Northwind Health"), "northwind-health.baton.ron");
        assert_eq!(named("a/b: c?"), "a-b-c.baton.ron");
        assert_eq!(named("  "), "plan.baton.ron");
    }
}
