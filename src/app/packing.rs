//! The steering pack out of the window: made in the background from the odds that there are, else from new ones,
//! and written all at once or not at all.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::Context;

use super::feed::{Feed, Source, feed};
use super::filing::{folder_of, sentence};
use super::jobs::JobName;
use super::platform::{Purpose, Question};
use super::window::{App, Done, wake};
use crate::document::{Dialog, PackDraft, PackStage, Severity, WrittenFile};
use crate::files::export::{self, ExportError, Medium, PaperSize};
use crate::files::{WriteError, safe_write};
use crate::forecast::{Basis, Detail, Odds, Outlook, Simulation};
use crate::picture::format;
use crate::plan::Plan;
use crate::report::Situation;
use crate::report::pack::{self, Options};
use crate::report::study::{Study, Way};

#[derive(Default)]
pub struct Packing {
    /// Dropping it gives the pack up.
    feed: Option<Feed<Progress>>,
    /// What was chosen the last time.
    last: Option<PackDraft>,
}

/// How far it is, and with what.
struct Progress {
    share: f32,
    what: String,
}

/// What became of it.
pub(super) struct Packed {
    folder: PathBuf,
    result: Result<(Vec<WrittenFile>, Option<String>), Trouble>,
}

enum Trouble {
    GivenUp,
    Made(ExportError),
    Written(WriteError),
}

/// What the pack is made of.
struct Subject {
    plan: Arc<Plan>,
    outlook: Arc<Outlook>,
    /// All futures of the plan, if they are in.
    odds: Option<Arc<Odds>>,
    /// Other schedules, with their futures as far as they are in.
    ways: Vec<Way>,
    runs: u32,
}

impl App {
    pub(super) fn ask_pack(&mut self) {
        let Some(state) = &self.state else { return };
        let Some(open) = &state.open else { return };
        let folder = folder_of(state).or_else(|| state.platform.home.clone()).unwrap_or_default();
        let fresh = || PackDraft {
            folder: folder.join("steering pack").display().to_string(),
            media: vec![Medium::Pdf, Medium::Pptx],
            paper: PaperSize::A4,
            stage: PackStage::default(),
        };
        let draft = open.packing.last.clone().unwrap_or_else(fresh);
        self.ask(Dialog::Pack(Box::new(draft)));
    }

    pub(super) fn ask_pack_folder(&mut self, ctx: &Context) {
        let Some(state) = &self.state else { return };
        let question = Question {
            title: "Folder for the steering pack",
            purpose: Purpose::PackFolder,
            folder: folder_of(state),
            name: String::new(),
        };
        self.ask_system(ctx, question, None);
    }

    pub(super) fn pack_draft(&mut self, change: impl FnOnce(&mut PackDraft)) {
        let dialog = self.state.as_mut().and_then(|state| state.workspace.dialog.as_mut());
        if let Some(Dialog::Pack(draft)) = dialog {
            change(draft);
        }
    }

    /// Begins to make what the open dialog asks for.
    pub(super) fn write_pack(&mut self, ctx: &Context) {
        let Some(state) = &mut self.state else { return };
        let (Some(open), Some(Dialog::Pack(draft))) = (&mut state.open, &mut state.workspace.dialog) else {
            return;
        };
        let folder = state.platform.expand(std::path::Path::new(draft.folder.trim()));
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        open.packing.last = Some(PackDraft { stage: PackStage::default(), ..(**draft).clone() });
        draft.stage = PackStage::Working { share: 0.0, what: "Getting ready".to_owned() };
        let order = (folder, draft.media.clone(), draft.paper);
        let plan = Arc::clone(&open.computed.plan);
        let (own, runs) = (open.document.plan(), state.platform.runs);
        let odds = open.simulated.odds_for(&plan, &open.computed.outlook);
        let is_whole = open.simulated.progress(&plan).runs >= runs;
        let known = Some(open.studying.study()).filter(|_| open.studying.is_study_of(own, &plan));
        let subject = Subject {
            odds: odds.filter(|_| is_whole).cloned(),
            ways: whole(
                super::studying::ways(own, known.unwrap_or(&Study::default()), open.document.scenario()),
                runs,
            ),
            outlook: Arc::clone(&open.computed.outlook),
            plan,
            runs,
        };
        let (feed, source) = feed();
        open.packing.feed = Some(feed);
        let repaint = wake(ctx);
        self.jobs.start(JobName::Packing, wake(ctx), move || {
            let result = make(&order, &subject, &source, &repaint);
            Done::Packed(Box::new(Packed { folder: order.0, result }))
        });
    }

    /// The pack is not wanted any more; what was on its way to the disk arrives whole.
    pub(super) fn stop_packing(&mut self) {
        if let Some(open) = self.open_mut() {
            open.packing.feed = None;
        }
    }

    /// Takes how far the pack is. A dialog that was left gives it up.
    pub(super) fn follow_pack(&mut self, ctx: &Context) {
        let Some(state) = &mut self.state else { return };
        let Some(open) = &mut state.open else { return };
        let Some(Dialog::Pack(draft)) = &mut state.workspace.dialog else {
            open.packing.feed = None;
            return;
        };
        if let Some(Progress { share, what }) = open.packing.feed.as_ref().and_then(Feed::take) {
            draft.stage = PackStage::Working { share, what };
            ctx.request_repaint();
        }
    }

    pub(super) fn packed(&mut self, ctx: &Context, packed: Packed) {
        self.stop_packing();
        let Packed { folder, result } = packed;
        let stage = match result {
            Ok((files, note)) => {
                let count = format::plural(files.len() as u64, "file", "files");
                let where_ = folder.display().to_string();
                self.notice(ctx, Severity::Info, format!("{count} of the steering pack written"), &where_);
                PackStage::Done { files, folder: where_, note }
            }
            Err(Trouble::GivenUp) => PackStage::Asked { complaint: "Stopped; nothing was written.".into() },
            Err(Trouble::Made(error)) => {
                PackStage::Asked { complaint: format!("Nothing was written: {error}.") }
            }
            Err(Trouble::Written(error)) => {
                let why = sentence(&error.reason.to_string());
                PackStage::Asked { complaint: format!("{why} {}", error.path.display()) }
            }
        };
        self.pack_draft(|draft| draft.stage = stage);
    }
}

/// Schedules of which only some of the futures are in begin anew: a document has all of them.
fn whole(mut ways: Vec<Way>, runs: u32) -> Vec<Way> {
    for way in &mut ways {
        way.odds.take_if(|odds| odds.finish.runs().len() < runs as usize);
    }
    ways
}

/// Futures between two looks at whether they are still wanted.
const STEP: u32 = 200;
/// The share of the work that simulating takes, about.
const SIMULATING: f32 = 0.7;

fn make(
    (folder, media, paper): &(PathBuf, Vec<Medium>, PaperSize),
    subject: &Subject,
    source: &Source<Progress>,
    repaint: &impl Fn(),
) -> Result<(Vec<WrittenFile>, Option<String>), Trouble> {
    let say = |share: f32, what: String| {
        source.give(Progress { share, what });
        repaint();
        if source.is_wanted() { Ok(()) } else { Err(Trouble::GivenUp) }
    };
    safe_write::try_folder(folder).map_err(Trouble::Written)?;
    let missing = subject.ways.iter().filter(|way| way.odds.is_none()).count();
    let all = (missing + usize::from(subject.odds.is_none())).max(1) as f32;
    let mut done = 0.0;
    let mut simulated = |plan: &Plan, detail: Detail, what: &str| {
        let basis = Basis::new(subject.runs, detail);
        let mut simulation = Simulation::new(plan, &subject.outlook.observed, &basis);
        while simulation.runs() < subject.runs {
            let share = (done + simulation.runs() as f32 / subject.runs as f32) / all;
            say(share * SIMULATING, what.to_owned())?;
            simulation.advance(STEP.min(subject.runs - simulation.runs()));
        }
        done += 1.0;
        Ok(Arc::new(simulation.odds()))
    };
    let odds = match &subject.odds {
        Some(odds) => Arc::clone(odds),
        None => simulated(&subject.plan, Detail::Phases, "Simulating the futures")?,
    };
    let mut ways = subject.ways.clone();
    for way in &mut ways {
        if way.odds.is_none() {
            let name = way.name.as_deref().unwrap_or("the current plan");
            way.odds = Some(simulated(&way.plan, Detail::Dates, &format!("Simulating {name}"))?);
        }
    }
    let at = Situation::new(&subject.plan, &subject.outlook).with_odds(Some(&odds));
    let study = Study::of(ways);
    let pack = pack::pack(&at, Options::new(&at, study.as_ref()));
    let mut files = Vec::new();
    for (place, medium) in media.iter().enumerate() {
        let share = SIMULATING + (1.0 - SIMULATING) * place as f32 / media.len() as f32;
        say(share, format!("Making {}", medium.name()))?;
        files.extend(export::files(&pack, *medium, *paper).map_err(Trouble::Made)?);
    }
    say(0.98, "Writing".to_owned())?;
    safe_write::put_all(folder, &files).map_err(Trouble::Written)?;
    let written =
        files.into_iter().map(|(name, bytes)| WrittenFile { name, bytes: bytes.len() as u64 }).collect();
    Ok((written, pack.unprintable()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::files::examples::EXAMPLES;
    use crate::forecast;

    #[test]
    fn a_pack_says_what_it_makes_and_is_given_up_when_nobody_waits_for_it() {
        let plan = Arc::new(EXAMPLES[0].plan().unwrap());
        let outlook = Arc::new(forecast::outlook(&plan));
        let subject = Subject { plan, outlook, odds: None, ways: Vec::new(), runs: 20 };
        let parent = tempfile::tempdir().unwrap();
        let order = (parent.path().join("pack"), vec![Medium::Markdown, Medium::Csv], PaperSize::A4);
        let made_until = |last: &str| {
            let (feed, source) = feed();
            let (feed, said) = (RefCell::new(Some(feed)), RefCell::new(Vec::new()));
            let listen = || {
                let heard = feed.borrow().as_ref().and_then(Feed::take);
                let Some(Progress { what, .. }) = heard else { return };
                if what == last {
                    feed.take();
                }
                said.borrow_mut().push(what);
            };
            let result = make(&order, &subject, &source, &listen);
            (result, said.into_inner())
        };
        let all = ["Simulating the futures", "Making Markdown", "Making CSV of every table", "Writing"];
        for (at, last) in all.iter().enumerate() {
            let (result, said) = made_until(last);
            assert!(matches!(result, Err(Trouble::GivenUp)), "{last}");
            assert_eq!(said, all[..=at]);
            assert!(!order.0.exists(), "{last}");
        }
        let (result, said) = made_until("");
        let (files, _) = result.ok().unwrap();
        assert_eq!(said, all);
        assert_eq!(std::fs::read_dir(&order.0).unwrap().count(), files.len());
    }

    #[test]
    fn a_pack_takes_no_half_simulated_schedule() {
        let plan = Arc::new(EXAMPLES[0].plan().unwrap());
        let observed = forecast::observed(&plan);
        let mut simulation = Simulation::new(&plan, &observed, &Basis::new(20, Detail::Dates));
        simulation.advance(20);
        let odds = Some(Arc::new(simulation.odds()));
        let ways = vec![Way { name: Some("Slower".to_owned()), plan, odds }];
        assert!(whole(ways.clone(), 20)[0].odds.is_some());
        assert!(whole(ways, 40)[0].odds.is_none());
    }
}
