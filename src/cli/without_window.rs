//! What happens where no window can open: the plan's standing in words, or the package that is missing.

use std::path::Path;
use std::process::ExitCode;

use super::answer::Answer;
use super::show;
use crate::files::examples;

/// No display: one line on stderr, then what `show` prints of the plan, else of the built-in example.
pub fn show_without_display(plan: Option<&Path>) -> ExitCode {
    without_display(plan).give()
}

fn without_display(path: Option<&Path>) -> Answer {
    let example = examples::NORTHWIND_HEALTH;
    let (plan, what) = match path {
        Some(path) => match super::open(path) {
            Ok(plan) => (plan, path.display().to_string()),
            Err(answer) => return answer,
        },
        None => match example.plan() {
            Ok(plan) => (plan, format!("the built-in example {}", example.name)),
            Err(error) => return Answer::file_trouble(format!("{}: {error}", example.name)),
        },
    };
    Answer {
        messages: vec![format!("There is no display for a window; this is what baton show says of {what}.")],
        ..Answer::result(show::text(&plan))
    }
}

/// Shared libraries that a window loads when it starts, with the Debian package that brings each.
const PACKAGES: &[(&str, &str)] = &[
    ("libxkbcommon-x11", "libxkbcommon-x11-0"),
    ("libxkbcommon", "libxkbcommon0"),
    ("libX11-xcb", "libx11-xcb1"),
    ("libX11", "libx11-6"),
    ("libXcursor", "libxcursor1"),
    ("libXi", "libxi6"),
    ("libXrandr", "libxrandr2"),
    ("libxcb", "libxcb1"),
    ("libwayland-client", "libwayland-client0"),
    ("libwayland-egl", "libwayland-egl1"),
    ("libEGL", "libegl1"),
    ("libGLX", "libglx0"),
    ("libGL", "libgl1"),
    ("libvulkan", "libvulkan1"),
];

/// The Debian package of a library that an error message speaks of: `libXi.so.6: cannot open …`, or the
/// bare name in other words of winit, glutin and their loaders.
fn package_of_missing_library(message: &str) -> Option<&'static str> {
    let message = message.to_lowercase();
    let names_it = |library: &str| {
        let library = library.to_lowercase();
        message.match_indices(&library).any(|(at, found)| {
            let after = message[at + found.len()..].chars().next();
            after.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        })
    };
    PACKAGES.iter().find(|(library, _)| names_it(library)).map(|(_, package)| *package)
}

/// The sentence for a window that failed to open over a missing library; none when it was something else.
pub fn missing_library_sentence(message: &str) -> Option<String> {
    let package = package_of_missing_library(message)?;
    Some(format!(
        "The window needs a system library that is missing: install the package {package} \
         (on Debian and Ubuntu: sudo apt install {package})."
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_package_of_a_missing_library_is_named() {
        let said = [
            ("libXi.so.6: cannot open shared object file: No such file or directory", Some("libxi6")),
            ("Library libxkbcommon-x11.so could not be loaded.", Some("libxkbcommon-x11-0")),
            ("failed to load libxkbcommon.so.0", Some("libxkbcommon0")),
            ("dlopen(libX11-xcb.so.1) failed", Some("libx11-xcb1")),
            ("could not open libEGL", Some("libegl1")),
            ("libGL.so.1 is missing", Some("libgl1")),
            ("No suitable graphics adapter was found", None),
        ];
        for (message, package) in said {
            assert_eq!(package_of_missing_library(message), package, "{message}");
        }
        assert!(missing_library_sentence("libXi.so.6: x").unwrap().contains("sudo apt install libxi6"));
    }

    #[test]
    fn without_a_display_the_example_is_shown() {
        let answer = without_display(None);
        assert_eq!((answer.code, answer.messages.len()), (0, 1));
        assert!(answer.result.contains("Northwind Health"));
        assert_eq!(without_display(Some(Path::new("nowhere.ron"))).code, 3);
    }
}
