//! Unsaved changes stand in the way of whatever would lose them: a question first, then what was meant.

use eframe::egui::{Context, ViewportCommand};

use super::state::State;
use super::window::App;
use crate::document::{Dialog, Document, Next, Severity, Workspace};

impl App {
    /// Does `next` at once when nothing would be lost, else asks.
    pub(super) fn guarded(&mut self, ctx: &Context, next: Next) {
        match &mut self.state {
            Some(state) if state.is_dirty() => state.workspace.dialog = Some(Dialog::Unsaved(next)),
            _ => self.proceed(ctx, next),
        }
        ctx.request_repaint();
    }

    /// Does `next`; what was unsaved is given up.
    pub(super) fn proceed(&mut self, ctx: &Context, next: Next) {
        match next {
            Next::Create(plan) => {
                self.put_away();
                self.show_document(Document::new(*plan), None);
            }
            Next::OpenPath(path) => self.open_path(ctx, &path),
            Next::OpenExample(key) => self.open_example(ctx, &key),
            Next::Revert => {
                let path = self.state.as_ref().and_then(|s| s.document()?.path().map(ToOwned::to_owned));
                if let Some(path) = path {
                    self.open_path(ctx, &path);
                }
            }
            Next::Close => {
                self.put_away();
                if let Some(state) = &mut self.state {
                    state.workspace = Workspace::default();
                    state.forget_gone_plans();
                }
            }
            Next::Quit => {
                self.put_away_copy();
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// The window was asked to close: it does so when nothing would be lost.
    pub(super) fn answer_close_request(&mut self, ctx: &Context) {
        let (is_requested, is_minimized) = ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.close_requested(), viewport.minimized.unwrap_or(false))
        });
        if !is_requested {
            return;
        }
        let is_dirty = self.state.as_ref().is_some_and(State::is_dirty);
        if self.may_close || !is_dirty {
            self.put_away_copy();
            return;
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        if is_minimized {
            // Else the question would stand where nobody sees it.
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }
        if let Some(state) = &mut self.state {
            state.workspace.palette = None;
            state.workspace.present = None;
            state.workspace.dialog = Some(Dialog::Unsaved(Next::Quit));
        }
        ctx.request_repaint();
    }

    /// Nothing is open any more; the copy against a crash goes with it.
    pub(super) fn put_away(&mut self) {
        self.put_away_copy();
        if let Some(state) = &mut self.state {
            state.open = None;
        }
    }

    fn put_away_copy(&mut self) {
        self.jobs.give_up(super::jobs::JobName::KeepingCopy);
        if let Some(session) = self.state.as_ref().and_then(|state| state.session.as_ref()) {
            session.clear();
        }
    }

    /// Takes over what a crash left, or throws it away.
    pub(super) fn recover(&mut self, ctx: &Context, is_wanted: bool) {
        let Some(state) = &mut self.state else { return };
        if state.left.is_empty() {
            return;
        }
        let left = state.left.remove(0);
        if is_wanted {
            let document = Document::recovered(left.plan.clone(), left.path.clone(), left.members.clone());
            self.show_document(document, None);
            // Kept anew under this window's own name before the old copy goes.
            let is_kept = self.keep_now();
            if is_kept {
                left.discard();
            }
            self.recover_later();
            self.notice(ctx, Severity::Info, "Recovered", "Save it to keep it.");
        } else {
            left.discard();
        }
    }

    /// What crashes left stays where it is until the next start.
    pub(super) fn recover_later(&mut self) {
        if let Some(state) = &mut self.state {
            state.left.clear();
        }
    }

    /// Asks about the newest copy that a crash left. Looked at before every frame, so that whatever takes the
    /// question away, it comes back until it is answered; and it waits while the answer would have to
    /// replace unsaved work, or a plan that is just being opened.
    pub(super) fn ask_about_left(&mut self) {
        let is_opening = self.jobs.is_running(super::jobs::JobName::Opening);
        let Some(state) = &mut self.state else { return };
        let is_free = state.workspace.dialog.is_none() && !state.is_dirty();
        if let Some(left) = state.left.first().filter(|_| is_free && !is_opening) {
            let facts =
                crate::document::RecoveredFacts { name: left.plan.name.clone(), path: left.path.clone() };
            state.workspace.dialog = Some(Dialog::Recovered(facts));
        }
    }

    fn keep_now(&mut self) -> bool {
        let Some(state) = &mut self.state else { return false };
        let (Some(session), Some(open)) = (&state.session, &mut state.open) else { return false };
        let members = open.document.members().held();
        match session.keep(open.document.plan(), open.document.path(), members) {
            Ok(()) => {
                open.kept = open.document.revision();
                true
            }
            Err(error) => {
                log::warn!("no copy was kept: {error}");
                false
            }
        }
    }
}
