//! Holds the sources to the map: who may import whom, what stands at a file's head, how large a file
//! may grow, and where disk, clock, threads and the window may be touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders in order: each may use itself and those that its row names.
const MAY_USE: &[(&str, &[&str])] = &[
    ("plan", &[]),
    ("forecast", &["plan"]),
    ("picture", &["plan", "forecast"]),
    ("report", &["plan", "forecast", "picture"]),
    ("fleet", &["plan"]),
    ("files", &["plan", "forecast", "picture", "report", "fleet"]),
    ("intake", &["plan", "picture", "fleet", "files"]),
    // A dialog remembers what was understood of a question, which is the report's.
    ("document", &["plan", "forecast", "report", "fleet", "files", "intake"]),
    ("look", &["picture"]),
    ("views", &["plan", "forecast", "picture", "report", "fleet", "files", "intake", "document", "look"]),
    (
        "app",
        &[
            "plan", "forecast", "picture", "report", "fleet", "files", "intake", "document", "look", "views",
            "cli",
        ],
    ),
    ("cli", &["plan", "forecast", "picture", "report", "fleet", "files", "intake", "document", "app"]),
];

/// Where a crate, or a door of the standard library, may be named.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("egui::", &["look", "views", "app"]),
    ("eframe::", &["app"]),
    ("rfd::", &["app"]),
    ("ron::", &["files"]),
    ("csv::", &["files", "views"]),
    ("tempfile::", &["files"]),
    ("directories::", &["files", "app"]),
    ("clap::", &["cli"]),
    ("harfrust::", &["picture"]),
    ("skrifa::", &["picture"]),
    ("rand::", &["forecast"]),
    ("rand_xoshiro::", &["forecast"]),
    ("rand_distr::", &["forecast"]),
    ("rayon::", &["forecast", "files", "fleet"]),
    ("zip::", &["files"]),
    ("resvg::", &["files"]),
    ("krilla::", &["files"]),
    ("rust_xlsxwriter::", &["files"]),
    ("flate2::", &["files"]),
    ("encoding_rs::", &["files"]),
    ("encoding_rs_io::", &["files"]),
    ("statrs::", &["forecast"]),
    ("std::fs", &["files"]),
    ("std::thread", &["app", "files"]),
    ("std::env", &["app", "cli"]),
];

const LONGEST_FILE: usize = 500;
const MEDIAN_FILE: usize = 200;

struct Source {
    path: PathBuf,
    /// The first folder under `src`, or the file's own stem for those that stand at the top.
    room: String,
    /// Without its tests.
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut paths = Vec::new();
    rust_files(&src, &mut paths);
    let read = |path: PathBuf| {
        let inside = path.strip_prefix(&src).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let room = first.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let is_test_file = path.file_name().is_some_and(|name| name.to_string_lossy().ends_with("tests.rs"));
        let code = if is_test_file {
            String::new()
        } else {
            text.split("#[cfg(test)]").next().unwrap_or("").to_owned()
        };
        Source { path: inside.to_owned(), room, code }
    };
    paths.into_iter().map(read).collect()
}

/// The code's lines without comments, numbered from 1.
fn lines(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    source.code.lines().enumerate().filter_map(|(n, line)| {
        let bare = line.split("//").next().unwrap_or("");
        (!bare.trim().is_empty()).then_some((n + 1, bare))
    })
}

fn fail_if_any(faults: &[String], rule: &str) {
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}

#[test]
fn a_room_uses_only_the_rooms_before_it() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut faults = Vec::new();
    for source in sources() {
        let Some(may_use) = allowed.get(source.room.as_str()) else { continue };
        for (n, line) in lines(&source) {
            for used in line.match_indices("crate::").filter_map(|(at, word)| {
                let rest = &line[at + word.len()..];
                let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len());
                allowed.contains_key(&rest[..end]).then(|| rest[..end].to_owned())
            }) {
                if used != source.room && !may_use.contains(&used.as_str()) {
                    faults.push(format!("src/{}:{n}: {} uses {used}", source.path.display(), source.room));
                }
            }
        }
    }
    fail_if_any(&faults, "an arrow between rooms points the wrong way");
}

#[test]
fn crates_and_doors_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !["main", "lib"].contains(&source.room.as_str())) {
        for (n, line) in lines(source) {
            for (name, rooms) in ONLY_IN {
                let is_named = line.match_indices(name).any(|(at, _)| {
                    // "ron::" is not the end of "patron::", nor of "crate::ron::".
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
                });
                if is_named && !rooms.contains(&source.room.as_str()) {
                    faults.push(format!("src/{}:{n}: {name} belongs to {rooms:?}", source.path.display()));
                }
            }
        }
    }
    fail_if_any(&faults, "a crate or a door is used outside its rooms");
}

#[test]
fn the_clock_is_read_in_one_place() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.path != Path::new("app/platform.rs")) {
        for (n, line) in lines(source) {
            if ["Local::now", "Utc::now", "SystemTime::now"].iter().any(|clock| line.contains(clock)) {
                faults.push(format!("src/{}:{n}", source.path.display()));
            }
        }
    }
    fail_if_any(&faults, "only app/platform.rs reads the clock");
}

#[test]
fn a_plan_changes_through_one_door() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|s| ["views", "app", "look", "report"].contains(&s.room.as_str())) {
        for (n, line) in lines(source) {
            // `&mut PlanSettingsState` is no plan.
            let is_whole = |(at, word): (usize, &str)| {
                !line[at + word.len()..].starts_with(|c: char| c.is_alphanumeric())
            };
            if line.match_indices("&mut Plan").any(is_whole) {
                faults.push(format!("src/{}:{n}", source.path.display()));
            }
        }
    }
    fail_if_any(&faults, "only the document changes the open plan, by applying an edit");
}

#[test]
fn a_file_says_what_it_owns_before_anything_else() {
    let is_headless = |source: &&Source| !source.code.is_empty() && !source.code.starts_with("//! ");
    let faults: Vec<String> =
        sources().iter().filter(is_headless).map(|s| s.path.display().to_string()).collect();
    fail_if_any(&faults, "a file begins with `//!`: what it owns, what it refuses");
}

#[test]
fn files_stay_small() {
    let mut sizes: Vec<(usize, String)> =
        sources().iter().map(|s| (s.code.lines().count(), s.path.display().to_string())).collect();
    sizes.sort();
    let faults: Vec<String> = sizes
        .iter()
        .filter(|(n, _)| *n > LONGEST_FILE)
        .map(|(n, path)| format!("src/{path}: {n} lines"))
        .collect();
    fail_if_any(&faults, "a file is longer than 500 lines without its tests");
    let median = sizes[sizes.len() / 2].0;
    assert!(median <= MEDIAN_FILE, "the median file has {median} lines");
}

#[test]
fn the_readme_names_every_room() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let rooms: std::collections::BTreeSet<String> = sources()
        .iter()
        .filter(|source| source.path.components().count() > 1)
        .map(|source| source.room.clone())
        .collect();
    for room in rooms {
        assert!(readme.contains(&format!("`src/{room}/`")), "README's map lacks `src/{room}/`");
    }
}
