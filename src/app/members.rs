//! Members of phases while their dialog is open: the roster is read, lists are read, and rules are tried in the
//! background as often as something else is said. What is kept goes beside the plan, then the plan is changed.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::Context;

use super::jobs::JobName;
use super::window::{App, Done, wake};
use crate::document::{Dialog, MembersDraft, RuleDraft, Severity};
use crate::files::{Corrections, WriteError, roster};
use crate::fleet::{Condition, Roster, Rule, parse_conditions};
use crate::intake::{Intake, Wish, members};
use crate::picture::format;
use crate::plan::{Edit, PhaseId, Plan};
use crate::views::{MembersRead, MembersSeen};

#[derive(Default)]
pub struct Membering {
    answered: Option<Answered>,
    asked: Option<Asked>,
}

/// What a job is to find out.
#[derive(Clone)]
struct Asked {
    rules: Option<Vec<RuleDraft>>,
    paths: Vec<PathBuf>,
    /// The roster's file; none = the plan has no file yet.
    file: Option<PathBuf>,
    plan: Arc<Plan>,
    /// With what was corrected of files like the lists.
    wish: Wish,
}

pub(super) struct Answered {
    read: MembersRead,
    plan: Arc<Plan>,
}

/// What keeping the roster came to.
pub(super) struct Kept {
    result: Result<(), WriteError>,
    edit: Option<Edit>,
    says: Vec<String>,
}

impl Membering {
    pub fn seen(&self, plan: &Arc<Plan>) -> MembersSeen<'_> {
        let answered = self.answered.as_ref();
        MembersSeen {
            read: answered.map(|answered| &answered.read),
            is_of_plan: answered.is_some_and(|answered| Arc::ptr_eq(&answered.plan, plan)),
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

    /// Keeps what is tried up with what the dialog says and with the plan. Looked at before every frame.
    pub(super) fn follow_members(&mut self, ctx: &Context) {
        let is_running = self.jobs.is_running(JobName::Seating);
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let membering = &mut open.membering;
        let Some(Dialog::Members(draft)) = &state.workspace.dialog else {
            if membering.asked.is_some() || membering.answered.is_some() {
                *membering = Membering::default();
                self.jobs.give_up(JobName::Seating);
            }
            return;
        };
        let plan = open.document.shown();
        if is_running || draft.is_being_kept || membering.is_asked(draft, plan) {
            return;
        }
        let folders = state.platform.folders.as_ref();
        let corrections = folders.map(|folders| Corrections::load(&folders.settings).0).unwrap_or_default();
        let asked = Asked {
            wish: Wish { corrections, ..Wish::default() },
            rules: draft.rules.clone(),
            paths: draft.paths.clone(),
            file: open.document.path().map(roster::beside),
            plan: Arc::clone(plan),
        };
        membering.asked = Some(asked.clone());
        let known = membering.answered.as_ref().map(|answered| {
            let MembersRead { paths, before, intake, notes, .. } = &answered.read;
            (paths.clone(), Arc::clone(before), Arc::clone(intake), notes.clone())
        });
        let work = move || Done::Seated(Box::new(try_out(asked, known)));
        self.jobs.start(JobName::Seating, wake(ctx), work);
    }

    pub(super) fn seated(&mut self, ctx: &Context, mut answered: Answered) {
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let Some(Dialog::Members(draft)) = &mut state.workspace.dialog else { return };
        if draft.rules.is_none() {
            draft.begin(answered.read.roster.rules());
            answered.read.rules.clone_from(&draft.rules);
            if let Some(asked) = &mut open.membering.asked {
                asked.rules.clone_from(&draft.rules);
            }
        }
        open.membering.answered = Some(answered);
        ctx.request_repaint();
    }

    /// Writes the roster; the plan follows when that has worked.
    pub(super) fn keep_members(&mut self, ctx: &Context) {
        let Some(state) = &mut self.state else { return };
        let Some(open) = &state.open else { return };
        let plan = Arc::clone(open.document.shown());
        let Some(file) = open.document.path().map(roster::beside) else { return };
        let Some(Dialog::Members(draft)) = &mut state.workspace.dialog else { return };
        let Some(read) = open.membering.seen(&plan).current(draft) else { return };
        let (seats, proposal) = (Arc::clone(&read.roster), read.proposal.clone());
        draft.is_being_kept = true;
        let work = move || {
            let result = roster::save(&file, &seats, &plan);
            Done::MembersKept(Box::new(Kept { result, edit: proposal.edit, says: proposal.says }))
        };
        self.jobs.start(JobName::KeepingMembers, wake(ctx), work);
    }

    pub(super) fn members_kept(&mut self, ctx: &Context, kept: Kept) {
        let now = ctx.input(|input| input.time);
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let Some(Dialog::Members(draft)) = &mut state.workspace.dialog else { return };
        if let Err(error) = kept.result {
            draft.is_being_kept = false;
            return self.notice(ctx, Severity::Error, "The members were not kept.", error.to_string());
        }
        state.workspace.dialog = None;
        if let Some(edit) = kept.edit {
            let step = edit.label(open.document.plan());
            if let Err(refusal) = open.document.apply(&edit, None) {
                let text = "The members are kept, but the plan was not changed.";
                return self.notice(ctx, Severity::Warning, text, refusal.to_string());
            }
            state.notices.push_step(now, "Members of phases set".to_owned(), kept.says.join("\n"), &step);
        }
        ctx.request_repaint();
    }
}

type Known = (Vec<PathBuf>, Arc<Roster>, Arc<Intake>, Vec<String>);

/// The roster and the lists, read once, and the rules as they are typed now.
fn try_out(asked: Asked, known: Option<Known>) -> Answered {
    let Asked { rules, paths, file, plan, wish } = asked;
    let (mut notes, mut trouble) = (Vec::new(), None);
    let before = match &known {
        Some((_, before, _, said)) => {
            notes.clone_from(said);
            Arc::clone(before)
        }
        None => match file.as_deref().map(roster::open) {
            Some(Ok(Some(opened))) => {
                notes = opened.notes;
                Arc::new(opened.roster)
            }
            Some(Err(error)) => {
                trouble = Some(error.to_string());
                Arc::default()
            }
            _ => Arc::default(),
        },
    };
    let intake = known.filter(|known| known.0 == paths).map_or_else(
        || {
            let go_on = &mut |_, _| ControlFlow::Continue(());
            Arc::new(Intake::read(&paths, &wish, &plan, go_on))
        },
        |known| known.2,
    );
    let (read, complaints) = rules.iter().flatten().map(rule).unzip::<_, _, Vec<_>, Vec<_>>();
    let seats = Arc::new(intake.seated(&before, rules.is_some().then_some(read)));
    let proposal = members(&plan, &seats, intake.stale_after_days(&wish));
    let gone = before.fleet().devices().iter().filter(|device| !seats.has(device)).count();
    let warnings = warnings(&intake, &seats).into_iter().chain(notes.clone()).chain(proposal.warns.clone());
    let warnings = trouble.iter().cloned().chain(warnings).collect();
    let read = MembersRead {
        rules,
        paths,
        complaints,
        before,
        intake,
        roster: seats,
        proposal,
        gone,
        warnings,
        notes,
        trouble,
    };
    Answered { read, plan }
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
    only.extend(draft.listed.clone().map(Condition::Listed));
    (Rule { phase: draft.phase, only, share: draft.share.clone() }, complaint)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::fleet::{By, Part, Share, Size};
    use crate::plan::{Phase, PhaseKind};

    fn asked(folder: &std::path::Path, rules: Option<Vec<RuleDraft>>) -> Asked {
        let mut plan = Plan::new("Test", "2026-06-01".parse().unwrap());
        plan.phases.push(Phase::new(PhaseId(1), "Pilot", PhaseKind::Pilot, 10));
        let list = folder.join("devices.csv");
        let rows: Vec<_> = (0..40).map(|n| format!("PC-{n:02},{}\n", ["HQ", "Lyon"][n % 2])).collect();
        std::fs::write(&list, format!("Device name,Site\n{}", rows.concat())).unwrap();
        Asked {
            rules,
            paths: vec![list],
            file: Some(folder.join("x.roster.csv")),
            plan: Arc::new(plan),
            wish: Wish::default(),
        }
    }

    #[test]
    fn typed_rules_are_tried_and_kept_ones_come_back_as_they_were_typed() {
        let folder = tempfile::tempdir().unwrap();
        let share = Share::Part(Part { size: Size::Devices(10), mirror: vec![By::Site], seed: 0 });
        let typed = RuleDraft { share, only: "site = HQ, Lyon".into(), ..RuleDraft::new(PhaseId(1)) };
        let first = try_out(asked(folder.path(), Some(vec![typed.clone()])), None).read;
        assert_eq!((first.roster.tally().caught.as_slice(), &first.complaints[..]), (&[10][..], &[None][..]));
        assert_eq!(first.proposal.edit, None, "ten devices it had, ten it has");
        let again = asked(folder.path(), None);
        roster::save(again.file.as_ref().unwrap(), &first.roster, &again.plan).unwrap();
        let later = try_out(Asked { paths: Vec::new(), ..again }, None).read;
        assert_eq!(later.roster.rules().iter().map(RuleDraft::of).collect::<Vec<_>>(), [typed]);
        assert_eq!((later.roster.fleet().len(), later.gone), (40, 0));
    }

    #[test]
    fn a_rule_that_does_not_read_says_so_and_catches_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let typed = RuleDraft { only: "site near Berlin".into(), ..RuleDraft::new(PhaseId(1)) };
        let read = try_out(asked(folder.path(), Some(vec![typed])), None).read;
        assert!(read.complaints[0].as_ref().unwrap().starts_with("Expected =, begins with"));
        assert_eq!(read.roster.tally().caught, [0]);
        std::fs::write(folder.path().join("x.roster.csv"), "something else").unwrap();
        let read = try_out(asked(folder.path(), None), None).read;
        assert!(read.trouble.unwrap().contains("this is no roster"));
    }
}
