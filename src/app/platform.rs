//! The doors to the system: the clock, the file dialogs, the folders. One struct of functions, so that a
//! test can put its own behind each; nothing else in the program opens these doors.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use crate::files::Folders;
use crate::forecast::Basis;

/// What a file dialog is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub title: &'static str,
    pub purpose: Purpose,
    /// Where it opens; none = where the system thinks.
    pub folder: Option<PathBuf>,
    /// The suggested file name when saving.
    pub name: String,
}

/// What the chosen file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Open,
    Save,
    /// Several at once, of whatever program.
    Import,
    /// Another plan, to compare with.
    Compare,
    /// A picture.
    Logo,
    /// A folder.
    PackFolder,
    /// A file with this ending, or a folder for an export that has none.
    Export(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    File(PathBuf),
    Files(Vec<PathBuf>),
    Nothing,
    /// The desktop has no file dialog.
    NoService,
}

type Pick = Arc<dyn Fn(&Question) -> Picked + Send + Sync>;

pub struct Platform {
    pub today: Box<dyn Fn() -> NaiveDate>,
    pub pick: Pick,
    /// None = this person has no home folder: nothing is remembered.
    pub folders: Option<Folders>,
    pub home: Option<PathBuf>,
    /// How many futures of an open plan are simulated.
    pub runs: u32,
}

impl Platform {
    /// The real doors.
    pub fn of_system() -> Self {
        Self {
            today: Box::new(today),
            pick: Arc::new(pick),
            folders: Folders::of_user(),
            home: std::env::home_dir().filter(|home| !home.as_os_str().is_empty()),
            runs: Basis::FULL,
        }
    }

    /// A typed path: `~` is the home folder, the rest as it is.
    pub fn expand(&self, typed: &Path) -> PathBuf {
        match (typed.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => typed.to_owned(),
        }
    }
}

/// Runs `work` and says how long it took.
pub fn timed<R>(work: impl FnOnce() -> R) -> (R, Duration) {
    let watch = Stopwatch::start();
    let result = work();
    (result, watch.elapsed())
}

/// Runs from its making on.
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// An X11 or Wayland display is named; other systems always have one.
pub fn has_display() -> bool {
    let names = ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"];
    cfg!(not(all(unix, not(target_os = "macos"))))
        || names.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

#[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// Nobody answers a dialog in less time; the desktop has none.
const NO_SERVICE: Duration = Duration::from_millis(300);

fn pick(question: &Question) -> Picked {
    let mut dialog = rfd::FileDialog::new().set_title(question.title);
    dialog = match question.purpose {
        Purpose::Open | Purpose::Compare => {
            dialog.add_filter("Baton plan", &["ron"]).add_filter("All files", &["*"])
        }
        Purpose::Save => dialog.add_filter("Baton plan", &["ron"]).set_file_name(&question.name),
        Purpose::Import => {
            let known = ["csv", "tsv", "txt", "json", "ndjson", "zip", "ics"];
            dialog.add_filter("Exported files", &known).add_filter("All files", &["*"])
        }
        Purpose::PackFolder | Purpose::Export("") => dialog,
        Purpose::Export(ending) => {
            dialog.add_filter(ending.to_uppercase(), &[ending]).set_file_name(&question.name)
        }
        Purpose::Logo => dialog.add_filter("Pictures", &["png", "svg"]).add_filter("All files", &["*"]),
    };
    if let Some(folder) = &question.folder {
        dialog = dialog.set_directory(folder);
    }
    let ask = || match question.purpose {
        Purpose::Open | Purpose::Compare | Purpose::Logo => dialog.pick_file().map(Picked::File),
        Purpose::PackFolder | Purpose::Export("") => dialog.pick_folder().map(Picked::File),
        Purpose::Save | Purpose::Export(_) => dialog.save_file().map(Picked::File),
        Purpose::Import => dialog.pick_files().map(Picked::Files),
    };
    match timed(ask) {
        (Some(picked), _) => picked,
        (None, took) if took < NO_SERVICE => Picked::NoService,
        (None, _) => Picked::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder_and_nothing_else_is_touched() {
        let home = Some(PathBuf::from("/home/me"));
        let platform = Platform { home, ..Platform::of_system() };
        assert_eq!(platform.expand(Path::new("~/plans/a.ron")), Path::new("/home/me/plans/a.ron"));
        assert_eq!(platform.expand(Path::new("/tmp/~a.ron")), Path::new("/tmp/~a.ron"));
        assert_eq!(platform.expand(Path::new("~other/a.ron")), Path::new("~other/a.ron"));
    }
}
