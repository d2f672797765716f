//! The lines of README's "Without a window", run as they stand there from the first to the last.

use super::*;

/// The words of a line, quotes taken off.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), close) if open == close => quote = None,
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words
}

/// What a reader would have beside the plan.
fn put_files(folder: &Path) {
    let device = |n: u32| format!("PC-{n},{n:08x}-0000-4000-8000-000000000000,10.0.22631.1,{}\n", n % 3);
    let devices: String = (0..400).map(device).collect();
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261215\r\n\
                    DTEND;VALUE=DATE:20270104\r\nSUMMARY:Change freeze\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    for (name, text) in [
        ("devices.csv", format!("Device name,Device ID,OS version,Site\n{devices}")),
        ("waves.csv", "Device name,Wave\nPC-1,Retail\n".to_owned()),
        ("tickets.csv", "Number,Opened,Short description\nINC1,2026-06-01 09:00,Intune fails\n".to_owned()),
        ("freezes.ics", calendar.to_owned()),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    let assets = folder.join("assets/plans");
    fs::create_dir_all(&assets).unwrap();
    fs::copy(northwind(), assets.join("northwind-health.ron")).unwrap();
}

#[test]
fn every_line_of_the_readme_does_what_it_says() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let lines: Vec<&str> = readme.lines().filter(|line| line.starts_with("baton ")).collect();
    assert!(lines.len() > 20, "{lines:#?}");
    let folder = tempfile::tempdir().unwrap();
    put_files(folder.path());
    for line in lines {
        let mut words = words(line);
        let has = |option: &str| words.iter().position(|word| word == option);
        // All futures and a pack of all formats take minutes without optimization.
        let simulates = ["compare", "diff", "forecast", "report", "verdict"].contains(&words[1].as_str());
        let runs = simulates && has("--expected").is_none();
        match has("--as").filter(|_| words[1] == "report") {
            Some(at) => "md".clone_into(&mut words[at + 1]),
            None if words[1] == "report" => words.extend(["--as", "md"].map(str::to_owned)),
            None => {}
        }
        if runs {
            words.extend(["--runs", "50"].map(str::to_owned));
        }
        if words[1] == "diff" {
            let week_ago = folder.path().join("last-week.baton.ron");
            fs::copy(folder.path().join("stores.baton.ron"), week_ago).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
        command.args(&words[1..]).current_dir(folder.path());
        let made = command.env("HOME", folder.path()).output().unwrap();
        assert_eq!(code(&made), 0, "{line}\n{}{}", out(&made), err(&made));
    }
}
