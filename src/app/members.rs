//! Members of phases while their dialog is open: the roster is read, lists are read, and rules are tried in the
//! background as often as something else is said. What they come to goes into the plan as one step.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::Context;

use super::beside::{Beside, Found};
use super::feed::{Feed, Source, feed};
use super::jobs::JobName;
use super::window::{App, Done, wake};
use crate::document::{Dialog, MembersDraft, RuleDraft, Seats, Severity};
use crate::files::{Corrections, roster};
use crate::fleet::{Condition, Roster, Rule, parse_conditions};
use crate::intake::{Intake, Wish, members};
use crate::picture::format;
use crate::plan::{PhaseId, Plan};
use crate::views::{MembersRead, MembersSeen};

#[derive(Default)]
pub struct Membering {
    answered: Option<Answered>,
    asked: Option<Asked>,
    /// Bytes read of the lists; dropping it gives them up.
    feed: Option<Feed<(u64, u64)>>,
    progress: (u64, u64),
}

/// What a job is to find out.
#[derive(Clone)]
struct Asked {
    rules: Option<Vec<RuleDraft>>,
    paths: Vec<PathBuf>,
    roster: Beside,
    plan: Arc<Plan>,
    /// Where what was corrected of files like the lists is.
    settings: Option<PathBuf>,
}

pub(super) struct Answered {
    read: MembersRead,
    known: Known,
    plan: Arc<Plan>,
    /// It was not given up midway.
    is_whole: bool,
}

impl Membering {
    pub fn seen(&self, plan: &Arc<Plan>) -> MembersSeen<'_> {
        let answered = self.answered.as_ref();
        MembersSeen {
            read: answered.map(|answered| &answered.read),
            is_of_plan: answered.is_some_and(|answered| Arc::ptr_eq(&answered.plan, plan)),
            progress: self.feed.as_ref().map(|_| self.progress).filter(|(_, whole)| *whole > 0),
        }
    }

    fn is_asked(&self, draft: &MembersDraft, plan: &Arc<Plan>) -> bool {
        self.asked.as_ref().is_some_and(|asked| {
            asked.rules == draft.rules && asked.paths == draft.paths && Arc::ptr_eq(&asked.plan, plan)
        })
    }
}

impl App {
    pub(super) fn ask_members(&mut self, phase: Option<PhaseId>) {
        if self.open_mut().is_some() {
            self.ask(Dialog::Members(Box::new(MembersDraft::open(phase))));
        }
    }

    /// Keeps what is tried up with what the dialog says and with the plan. Looked at after every frame.
    pub(super) fn follow_members(&mut self, ctx: &Context) {
        let is_running = self.jobs.is_running(JobName::Seating);
        let Some(state) = &mut self.state else { return };
        let dialog = &state.workspace.dialog;
        let (Some(open), Some(Dialog::Members(draft))) = (&mut state.open, dialog) else {
            if let Some(open) = &mut state.open {
                open.membering = Membering::default();
            }
            return self.jobs.give_up(JobName::Seating);
        };
        let membering = &mut open.membering;
        if let Some(progress) = membering.feed.as_ref().and_then(Feed::take) {
            membering.progress = progress;
            ctx.request_repaint();
        }
        let plan = open.document.shown();
        if membering.is_asked(draft, plan) {
            return;
        }
        if is_running {
            // Rules wait until the lists are read; other lists do not.
            if membering.asked.as_ref().is_some_and(|asked| asked.paths != draft.paths) {
                membering.feed = None;
            }
            return;
        }
        let asked = Asked {
            settings: state.platform.folders.as_ref().map(|folders| folders.settings.clone()),
            rules: draft.rules.clone(),
            paths: draft.paths.clone(),
            roster: Beside::of(&open.document),
            plan: Arc::clone(plan),
        };
        let (feed, source) = feed();
        membering.asked = Some(asked.clone());
        membering.feed = Some(feed);
        membering.progress = (0, 0);
        let known = membering.answered.as_ref().map(|answered| answered.known.clone());
        let repaint = wake(ctx);
        let work = move || Done::Seated(Box::new(try_out(asked, known, &source, &repaint)));
        self.jobs.start(JobName::Seating, wake(ctx), work);
        ctx.request_repaint();
    }

    pub(super) fn seated(&mut self, ctx: &Context, mut answered: Answered) {
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let Some(Dialog::Members(draft)) = &mut state.workspace.dialog else { return };
        let (membering, read) = (&mut open.membering, &mut answered.read);
        let is_own = |asked: &&mut Asked| {
            Arc::ptr_eq(&asked.plan, &answered.plan) && asked.paths == read.paths && asked.rules == read.rules
        };
        let Some(asked) = membering.asked.as_mut().filter(is_own) else { return };
        membering.feed = None;
        if !answered.is_whole {
            // Other lists are asked for by now.
            membering.asked = None;
            return;
        }
        if draft.rules.is_none() {
            draft.begin(read.roster.rules());
            read.rules.clone_from(&draft.rules);
            asked.rules.clone_from(&draft.rules);
        }
        membering.answered = Some(answered);
        ctx.request_repaint();
    }

    /// Puts the members into the plan as one step; their file follows when the plan is saved.
    pub(super) fn keep_members(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let Some(Dialog::Members(draft)) = &state.workspace.dialog else { return };
        let Some(read) = open.membering.seen(open.document.shown()).current(draft) else { return };
        if read.trouble.is_some() {
            return;
        }
        let (edit, seats) = (read.proposal.edit.clone(), read.seats.clone());
        let mut says = read.proposal.says.clone();
        if edit.is_none() {
            says.push("The phases' counts stay as they are.".to_owned());
        }
        let is_step = edit.is_some() || seats.is_some();
        if let Err(refusal) = open.document.seat(edit.as_ref(), "Set members of phases", seats) {
            return self.notice(ctx, Severity::Warning, "The plan was not changed.", refusal.to_string());
        }
        if is_step {
            let step = open.document.undo_label().unwrap_or_default().to_owned();
            state.notices.push_step(now, "Members of phases set".to_owned(), says.join("\n"), &step);
        }
        state.workspace.dialog = None;
        ctx.request_repaint();
    }
}

/// What was read already: the roster, or why it cannot be, and the lists of these files.
#[derive(Clone)]
pub(super) struct Known {
    found: Found,
    trouble: Option<String>,
    paths: Vec<PathBuf>,
    /// With what was corrected of files like these.
    wish: Wish,
    intake: Arc<Intake>,
}

/// The roster and the lists, read once, and the rules as they are typed now.
fn try_out(asked: Asked, known: Option<Known>, source: &Source<(u64, u64)>, repaint: &impl Fn()) -> Answered {
    let Asked { rules, paths, roster, plan, settings } = asked;
    let mut known = known.unwrap_or_else(|| {
        let (found, trouble) = match roster.read() {
            Ok(found) => (found, None),
            Err(error) => (Found::default(), Some(error.to_string())),
        };
        Known { found, trouble, paths: Vec::new(), wish: Wish::default(), intake: Arc::default() }
    });
    let mut is_whole = true;
    if known.paths != paths {
        let mut progress = |done, whole| {
            source.give((done, whole));
            repaint();
            is_whole = source.is_wanted();
            if is_whole { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        known.wish.corrections = settings.map(|folder| Corrections::load(&folder).0).unwrap_or_default();
        known.intake = Arc::new(Intake::read(&paths, &known.wish, &plan, &mut progress));
        known.paths.clone_from(&paths);
    }
    let (before, intake) = (&known.found.roster, &known.intake);
    let (read, complaints) = rules.iter().flatten().map(rule).unzip::<_, _, Vec<_>, Vec<_>>();
    let seated = Arc::new(intake.seated(before, rules.is_some().then_some(read)));
    let proposal = members(&plan, &seated, intake.stale_after_days(&known.wish));
    let gone = before.fleet().devices().iter().filter(|device| !seated.has(device)).count();
    let mut warnings: Vec<String> = known.trouble.iter().cloned().collect();
    warnings.extend(self::warnings(intake, &seated));
    warnings.extend(known.found.notes.iter().chain(&proposal.warns).cloned());
    let seats = Seats { filed: known.found.filed.clone(), after: Arc::clone(&seated) };
    let read = MembersRead {
        rules,
        paths,
        complaints,
        intake: Arc::clone(intake),
        seats: (!seated.is_as(before)).then_some(seats),
        roster: seated,
        proposal,
        gone,
        warnings,
        trouble: known.trouble.clone(),
    };
    Answered { read, known, plan, is_whole }
}

/// What is wrong with files and lists of names.
fn warnings(intake: &Intake, roster: &Roster) -> Vec<String> {
    let lists = roster.unlisted().into_iter().map(|(rule, missing)| {
        let names = format::plural(missing as u64, "name", "names");
        format!("Rule {}: {names} of its list are no device here.", rule + 1)
    });
    intake.files.iter().filter_map(|file| file.error.clone()).chain(lists).collect()
}

/// A rule as typed, and why it does not read; then it catches nobody.
fn rule(draft: &RuleDraft) -> (Rule, Option<String>) {
    let mut names = |file: &str| roster::names(std::path::Path::new(file));
    let (mut only, complaint) = match parse_conditions(&draft.only, &mut names) {
        Ok(only) => (only, None),
        Err(error) => (vec![Condition::Listed(Vec::new())], Some(format!("Expected {}", error.expected))),
    };
    only.extend(draft.listed.as_ref().map(|names| Condition::Listed(names.to_vec())));
    (Rule { phase: draft.phase, only, share: draft.share.clone() }, complaint)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::app::window::test_app;
    use crate::document::Document;
    use crate::fleet::{By, Part, Share, Size};
    use crate::plan::{Phase, PhaseKind};

    fn beside(folder: &std::path::Path) -> Beside {
        let plan = Arc::new(Plan::new("Test", "2026-06-01".parse().unwrap()));
        Beside::of(&Document::opened(plan, folder.join("x.baton.ron")))
    }

    fn tried(asked: Asked, known: Option<Known>) -> Answered {
        try_out(asked, known, &feed().1, &|| {})
    }

    fn asked(folder: &std::path::Path, rules: Option<Vec<RuleDraft>>) -> Asked {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 10));
        let list = folder.join("devices.csv");
        let rows: Vec<_> = (0..40).map(|n| format!("PC-{n:02},{}\n", ["HQ", "Lyon"][n % 2])).collect();
        std::fs::write(&list, format!("Device name,Site\n{}", rows.concat())).unwrap();
        Asked { rules, paths: vec![list], roster: beside(folder), plan: Arc::new(plan), settings: None }
    }

    #[test]
    fn typed_rules_are_tried_and_kept_ones_come_back_as_they_were_typed() {
        let folder = tempfile::tempdir().unwrap();
        let share = Share::Part(Part { size: Size::Devices(10), mirror: vec![By::Site], seed: 0 });
        let typed = RuleDraft { share, only: "site = HQ, Lyon".into(), ..RuleDraft::new(PhaseId(1)) };
        let first = tried(asked(folder.path(), Some(vec![typed.clone()])), None).read;
        assert_eq!((first.roster.tally().caught.as_slice(), &first.complaints[..]), (&[10][..], &[None][..]));
        assert_eq!(first.proposal.edit, None, "ten devices it had, ten it has");
        let again = asked(folder.path(), None);
        roster::save(&folder.path().join("x.roster.csv"), &first.roster, &again.plan).unwrap();
        let later = tried(Asked { paths: Vec::new(), ..again }, None).read;
        assert!(later.seats.is_none(), "it is as the file has it");
        assert_eq!(later.roster.rules().iter().map(RuleDraft::of).collect::<Vec<_>>(), [typed]);
        assert_eq!((later.roster.fleet().len(), later.gone), (40, 0));
    }

    #[test]
    fn a_rule_that_does_not_read_says_so_and_catches_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let typed = RuleDraft { only: "site near Berlin".into(), ..RuleDraft::new(PhaseId(1)) };
        let read = tried(asked(folder.path(), Some(vec![typed])), None).read;
        assert!(read.complaints[0].as_ref().unwrap().starts_with("Expected =, begins with"));
        assert_eq!(read.roster.tally().caught, [0]);
    }

    #[test]
    fn a_roster_that_cannot_be_read_stays_so_whatever_is_chosen_then() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("x.roster.csv"), "something else").unwrap();
        let bare = Asked { paths: Vec::new(), ..asked(folder.path(), None) };
        let first = tried(bare, None);
        assert!(first.read.trouble.as_ref().unwrap().contains("this is no roster"));
        let then = tried(asked(folder.path(), None), Some(first.known));
        assert_eq!(then.read.roster.fleet().len(), 40);
        assert_eq!(then.read.trouble, first.read.trouble);
    }

    #[test]
    fn an_answer_to_another_plan_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let (ctx, mut app) = test_app(Plan::new("Test", "2026-06-01".parse().unwrap()));
        app.ask_members(None);
        app.follow_members(&ctx);
        app.seated(&ctx, tried(Asked { paths: Vec::new(), ..asked(folder.path(), None) }, None));
        assert!(app.open_mut().unwrap().membering.answered.is_none());
        app.wait_for_jobs(&ctx);
        assert!(app.open_mut().unwrap().membering.answered.is_some(), "its own is taken");
    }

    #[test]
    fn a_list_that_is_not_wanted_any_more_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let (feed, source) = feed();
        drop(feed);
        assert!(!try_out(asked(folder.path(), None), None, &source, &|| {}).is_whole);
    }
}
