//! Everything the running program holds that outlives one window: the document, what is computed from it,
//! the user's place in it, notices and settings.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::differing::Differing;
use super::importing::Importing;
use super::members::Membering;
use super::packing::Packing;
use super::platform::{Platform, timed};
use super::previewing::Previewing;
use super::simulating::Simulated;
use super::studying::Studying;
use super::trying::Trying;
use crate::document::{Document, Notices, Settings, Severity, Workspace};
use crate::files::lock::Lock;
use crate::files::recovery::{Left, Session, left_behind};
use crate::files::{Stamp, settings};
use crate::forecast::{Odds, Outlook, outlook};
use crate::plan::{Plan, Problem};
use crate::report::{Situation, troubles};

/// A plan with everything that is computed from it.
pub struct Computed {
    pub plan: Arc<Plan>,
    pub outlook: Arc<Outlook>,
    pub problems: Vec<Problem>,
    pub took: Duration,
}

impl Computed {
    /// With `odds` of an earlier state, so that what is found in them does not come and go while the new
    /// ones are simulated.
    pub fn of(plan: Arc<Plan>, odds: Option<&Odds>) -> Self {
        let ((outlook, problems), took) = timed(|| {
            let outlook = outlook(&plan);
            let problems = troubles::problems(&Situation::new(&plan, &outlook).with_odds(odds));
            (outlook, problems)
        });
        Self { plan, outlook: Arc::new(outlook), problems, took }
    }
}

/// The open plan.
pub struct Open {
    pub document: Document,
    pub computed: Computed,
    pub simulated: Simulated,
    pub previewing: Previewing,
    pub trying: Trying,
    pub studying: Studying,
    pub membering: Membering,
    pub importing: Importing,
    pub packing: Packing,
    pub differing: Differing,
    /// What the file contained when it was last read or written.
    pub stamp: Option<Stamp>,
    pub lock: Option<Lock>,
    /// The revision of the last copy kept against a crash.
    pub kept: u64,
    /// When the next copy is due, in seconds on the window's clock.
    pub changed_at: Option<f64>,
}

impl Open {
    pub fn new(document: Document, computed: Computed) -> Self {
        Self {
            document,
            computed,
            simulated: Simulated::default(),
            previewing: Previewing::default(),
            trying: Trying::default(),
            studying: Studying::default(),
            membering: Membering::default(),
            importing: Importing::default(),
            packing: Packing::default(),
            differing: Differing::default(),
            stamp: None,
            lock: None,
            kept: 0,
            changed_at: None,
        }
    }
}

/// What the program holds.
pub struct State {
    pub platform: Platform,
    pub open: Option<Open>,
    pub workspace: Workspace,
    pub notices: Notices,
    pub settings: Settings,
    /// Recent plans that are still there, as the welcome page lists them.
    pub recent: Vec<PathBuf>,
    pub session: Option<Arc<Session>>,
    /// What earlier crashes left, the one that is asked about first.
    pub left: Vec<Left>,
}

impl State {
    pub fn new(platform: Platform) -> Self {
        let mut notices = Notices::default();
        let folders = platform.folders.clone();
        let (settings, complaint): (Settings, _) =
            folders.as_ref().map(|folders| settings::load(&folders.settings)).unwrap_or_default();
        if let Some(complaint) = complaint {
            notices.push(0.0, Severity::Warning, complaint, "");
        }
        let left = folders.as_ref().map(|folders| left_behind(&folders.recovery)).unwrap_or_default();
        let session = folders.and_then(|folders| match Session::begin(&folders.recovery) {
            Ok(session) => Some(Arc::new(session)),
            Err(error) => {
                log::warn!("no copies against a crash: {error}");
                None
            }
        });
        let settings = settings.in_bounds();
        let recent = still_there(&settings);
        let workspace = Workspace::default();
        Self { platform, open: None, workspace, notices, settings, recent, session, left }
    }

    pub fn document(&self) -> Option<&Document> {
        self.open.as_ref().map(|open| &open.document)
    }

    pub fn is_dirty(&self) -> bool {
        self.document().is_some_and(Document::is_dirty)
    }

    pub fn forget_gone_plans(&mut self) {
        self.recent = still_there(&self.settings);
    }

    pub fn save_settings(&self) -> Result<(), std::io::Error> {
        match &self.platform.folders {
            Some(folders) => settings::save(&self.settings, &folders.settings),
            None => Ok(()),
        }
    }
}

fn still_there(settings: &Settings) -> Vec<PathBuf> {
    settings.recent.iter().filter(|path| path.is_file()).cloned().collect()
}
