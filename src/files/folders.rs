//! Where a person's settings and recovery copies belong on each system. It makes no folder itself.

use std::path::PathBuf;

use directories::ProjectDirs;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    pub settings: PathBuf,
    pub recovery: PathBuf,
}

impl Folders {
    /// The folders of the person who runs the program; none when there is no home folder.
    pub fn of_user() -> Option<Self> {
        let dirs = ProjectDirs::from("", "", "Baton")?;
        let state = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
        Some(Self { settings: dirs.config_dir().to_owned(), recovery: state.join("recovery") })
    }
}
