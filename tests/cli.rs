//! The command line, run as people run it: the built program, its results, its messages, its exit codes.

mod diff;
mod export;
mod forecast;
mod import;
mod members;
mod privacy;
mod readme;
mod report;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans").join(name)
}

fn northwind() -> PathBuf {
    asset("northwind-health.ron")
}

/// Runs `baton` where there is no display and no home.
fn baton<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
    command.args(arguments).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
    command.env("HOME", env!("CARGO_TARGET_TMPDIR")).env_remove("RUST_LOG").env("RUST_BACKTRACE", "0");
    command.output().unwrap()
}

fn on<S: AsRef<str>>(command: &str, plan: &Path, more: &[S]) -> Output {
    let mut arguments = vec![command.to_owned(), plan.display().to_string()];
    arguments.extend(more.iter().map(|argument| argument.as_ref().to_owned()));
    baton(&arguments)
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("ended by itself")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    assert_eq!(code(output), 0, "{}", err(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

const WORKLOADS: [&str; 7] = [
    "Client apps",
    "Compliance policies",
    "Device configuration",
    "Endpoint Protection",
    "Office Click-to-Run apps",
    "Resource access policies",
    "Windows Update policies",
];

#[test]
fn authority_adds_up_on_every_day() {
    for name in ["northwind-health.ron", "fabrikam-stores.ron", "six-phases.ron"] {
        let daily = json(&on("authority", &asset(name), &["--daily", "--json"]));
        let mut found = keys(&daily);
        found.sort_unstable();
        assert_eq!(found, ["actual_until", "dates", "total", "workloads"]);
        let of = |series: &Value| {
            ["configuration_manager", "pilot_intune", "intune"].map(|key| numbers(&series[key]))
        };
        let mut workloads = keys(&daily["workloads"]);
        workloads.sort_unstable();
        assert_eq!(workloads, WORKLOADS);
        let plan = baton::files::plan_file::open(&asset(name)).unwrap().plan;
        let devices = plan.devices() as f64;
        let days = daily["dates"].as_array().unwrap().len();
        assert_eq!(days, plan.horizon_days as usize + 1, "{name}");
        let total = of(&daily["total"]);
        for at in 0..days {
            let mut sum = [0.0; 3];
            for workload in WORKLOADS {
                let counts = of(&daily["workloads"][workload]).map(|series| series[at]);
                assert!(counts.iter().all(|count| *count >= 0.0));
                assert!((counts.iter().sum::<f64>() - devices).abs() < 1e-6, "{name}, {workload}, day {at}");
                if workload != "Resource access policies" {
                    sum = std::array::from_fn(|n| sum[n] + counts[n]);
                }
            }
            assert!((0..3).all(|n| (sum[n] - total[n][at]).abs() < 1e-6), "{name}, total, day {at}");
        }
    }
}

#[test]
fn authority_answers_who_manages_what() {
    let asked = json(&on("authority", &northwind(), &["--who", "updates clinics north", "--json"]));
    assert_eq!(keys(&asked), ["answers", "not_understood", "question"]);
    let answer = &asked["answers"][0];
    assert_eq!(answer["authority"], "Pilot Intune");
    assert_eq!(answer["groups"][0]["since"], "2026-10-05");
    assert_eq!((&answer["date"], &answer["is_recorded"]), (&"2026-10-14".into(), &true.into()));
    let more = ["--phase", "Wave 2", "--workload", "device configuration", "--on", "2026-11-09"];
    let text = out(&on("authority", &northwind(), &more));
    assert!(
        text.starts_with("On Mon 9 Nov 2026 Device configuration on Wave 2 – Clinics North is expected"),
        "{text}"
    );
    assert!(text.contains("How to switch workloads, Microsoft Learn"), "{text}");
    let open = out(&on("authority", &northwind(), &["--who", "hospitals"]));
    assert!(open.starts_with("Which workload?") && open.lines().count() > 8, "{open}");
    let gained = json(&on("authority", &northwind(), &["--benefits", "--json"]));
    let access = gained.as_array().unwrap().iter().find(|row| row["key"] == "conditional_access").unwrap();
    let share = access["share"].as_f64().unwrap();
    assert!((share - 4085.0 / 12_400.0).abs() < 1e-9 && access["ninety_by"].is_string(), "{access}");
    let back = ["--take-back", "device configuration", "--phase", "Wave 2", "--on", "2027-03-01"];
    let text = out(&on("authority", &northwind(), &back));
    assert!(
        text.contains("go back to Configuration Manager with Device configuration on Mon 1 Mar 2027"),
        "{text}"
    );
    assert!(
        text.contains("What does not return")
            && text.contains("P85")
            && text.contains("In 300 of the forecast’s futures: P50"),
        "{text}"
    );
    let back = json(&on("authority", &northwind(), &[&back[..], &["--json"]].concat()));
    assert_eq!((&back["effective"], &back["futures"]["runs"]), (&"2027-03-01".into(), &300.into()));
    let words = "What happens if we take device configuration back in Wave 2 on 1 March 2027?";
    let said = on("authority", &northwind(), &["--take-back", words, "--json"]);
    assert_eq!((json(&said), err(&said)), (back.clone(), String::new()), "as people ask it");
    let words = ["--take-back", "device configuration in Wave 2 on 1 March 2027, moonwards", "--json"];
    let said = on("authority", &northwind(), &words);
    assert_eq!(json(&said), back, "phase and day count in the words too");
    assert!(err(&said).contains("Not understood: “moonwards”"), "{}", err(&said));
    let wrong = on("authority", &northwind(), &["--take-back", "device configuration on 1 March 2099"]);
    assert!(code(&wrong) == 2 && err(&wrong).contains("within the plan"), "{}", err(&wrong));
    let wrong = on("authority", &northwind(), &["--take-back", "the moon"]);
    assert!(code(&wrong) == 2 && err(&wrong).contains("Client apps"), "{}", err(&wrong));
    let wrong = on("authority", &northwind(), &["--phase", "Moon base"]);
    assert!(code(&wrong) == 2 && err(&wrong).contains("Wave 4 – Hospitals"), "{}", err(&wrong));
}

#[test]
fn authority_on_the_status_date_is_the_picture_s() {
    let day = json(&on("authority", &northwind(), &["--on", "2026-10-14", "--json"]));
    assert_eq!(day["date"], "2026-10-14");
    let total = ["pilot_intune", "intune"].map(|key| day["total"][key].as_f64().unwrap());
    assert!((total.iter().sum::<f64>() - 18_020.0).abs() < 1e-6, "{total:?}");
    let slider = |workload: &str| day["workloads"][workload]["slider"].as_str().unwrap().to_owned();
    assert_eq!(slider("Compliance policies"), "Intune");
    assert_eq!(slider("Device configuration"), "Pilot Intune");
    assert_eq!(slider("Resource access policies"), "locked");
    assert_eq!(day["workloads"]["Device configuration"]["pilot_intune"], 731.0);
    assert_eq!(json(&on("authority", &northwind(), &["--json"])), day, "the status date is what is meant");
}

#[test]
fn the_expected_course_has_the_keys_of_a_forecast_and_the_dates_of_the_pictures() {
    let course = json(&on("forecast", &northwind(), &["--expected", "--daily", "--json"]));
    for key in ["plan", "status_date", "first_day", "runs", "seed", "finish", "chance_by_target", "stalled"] {
        assert!(course.get(key).is_some(), "{key}");
    }
    for key in ["unfinished", "peak_load", "longest_wait_days", "exposure_device_days", "weekly", "daily"] {
        assert!(course.get(key).is_some(), "{key}");
    }
    assert_eq!((&course["plan"], &course["first_day"]), (&"Northwind Health".into(), &"2026-10-15".into()));
    let gates: Vec<&str> =
        course["phases"].as_array().unwrap().iter().map(|phase| phase["gate"].as_str().unwrap()).collect();
    assert_eq!(gates[..4], ["2026-06-19", "2026-07-31", "2026-09-18", "2026-11-10"]);
    let starts = |n: usize| course["phases"][n]["start"].as_str().unwrap().to_owned();
    assert_eq!((starts(4), starts(5)), ("2026-11-16".into(), "2027-02-08".into()));
    let daily = &course["daily"];
    let days = daily["date"].as_array().unwrap().len();
    for key in ["enrolled", "failed", "tickets", "load", "backlog"] {
        assert_eq!(numbers(&daily[key]).len(), days, "{key}");
    }
    assert_eq!(daily["date"][0], course["first_day"]);
    let weekly = &course["weekly"];
    let highest = numbers(&weekly["load_mean"]).into_iter().fold(0.0, f64::max);
    let peak = course["peak_load"].as_f64().unwrap();
    assert!((highest - peak).abs() < 1e-9, "peak {peak}, weeks {highest}");

    let fabrikam = json(&on("forecast", &asset("fabrikam-stores.ron"), &["--expected", "--json"]));
    assert_eq!(fabrikam["finish"], "2026-11-05");
    assert!((fabrikam["peak_load"].as_f64().unwrap() - 0.88).abs() < 0.005);
    assert!(fabrikam.get("daily").is_none());
}

#[test]
fn a_scenario_is_computed_in_place_of_the_plan() {
    let course =
        |more: &[&str]| json(&on("forecast", &northwind(), &[&["--expected", "--json"], more].concat()));
    let peak = |value: &Value| value["peak_load"].as_f64().unwrap();
    assert!(peak(&course(&["--scenario", "Two extra agents"])) < peak(&course(&[])));
    let unknown = on("forecast", &northwind(), &["--expected", "--scenario", "Three"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("it has Two extra agents"));
}

#[test]
fn show_prints_phases_gates_and_workloads() {
    let text = out(&on::<&str>("show", &northwind(), &[]));
    for part in [
        "Northwind Health, on Wed 14 Oct 2026",
        "Wave 2 – Clinics North",
        "1,568  49.0%  Running",
        "Enrollment success",
        "95% CI 96.3 – 97.9",
        "Office Click-to-Run apps",
        "locked",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(text.lines().all(|line| line == line.trim_end()));
    let gates = |plan: &str| {
        let text = out(&on::<&str>("show", &asset(plan), &[]));
        text.lines().filter(|line| line.starts_with("Gate of")).map(str::to_owned).collect::<Vec<_>>()
    };
    let at_hand = gates("northwind-health.ron");
    assert!(at_hand.len() == 1 && at_hand[0].starts_with("Gate of Wave 2"), "{at_hand:?}");
    assert_eq!(gates("fabrikam-stores.ron").len(), 1, "before the start it is the first one's");
    let shown = json(&on("show", &northwind(), &["--json"]));
    assert_eq!(shown["enrolled"], 4_085);
    assert_eq!(shown["phases"][3]["criteria"][0]["criterion"], "Enrollment success");
    assert_eq!(shown["workloads"][5]["slider_date"], "2026-09-28");
}

#[test]
fn today_moves_the_day_and_nothing_reads_the_clock() {
    let earlier = json(&on("show", &northwind(), &["--today", "2026-08-14", "--json"]));
    assert_eq!(earlier["status_date"], "2026-08-14");
    assert_eq!(earlier["phases"][2]["enrolled"], 462);
    for command in [vec!["show"], vec!["check"], vec!["authority", "--daily"], vec!["forecast", "--expected"]]
    {
        for form in [&[][..], &["--json"][..]] {
            let run = || {
                let more = [&command[1..], form].concat();
                on(command[0], &northwind(), &more)
            };
            assert_eq!(run().stdout, run().stdout, "{command:?}");
        }
    }
    let absurd = on("show", &northwind(), &["--today", "9999-01-01"]);
    assert_eq!((code(&absurd), out(&absurd).is_empty()), (2, true));
}

#[test]
fn check_finds_no_error_in_the_examples_and_exits_with_1_when_there_is_one() {
    for name in [
        "northwind-health.ron",
        "fabrikam-stores.ron",
        "planning-guide.ron",
        "adatum-logistics.ron",
        "six-phases.ron",
    ] {
        let checked = on::<&str>("check", &asset(name), &[]);
        assert_eq!(code(&checked), 0, "{name}:\n{}", out(&checked));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("broken.ron");
    let text = fs::read_to_string(northwind()).unwrap();
    fs::write(&path, text.replacen("devices: 3600,", "devices: 0,", 1)).unwrap();
    let checked = on("check", &path, &["--json"]);
    assert_eq!(code(&checked), 1);
    let found: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let errors = found["problems"].as_array().unwrap().iter().filter(|p| p["severity"] == "error").count();
    assert!(errors > 0 && found["errors"] == errors, "{found}");
}

#[test]
fn exit_codes_say_what_happened_and_messages_go_to_stderr() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let newer = write("newer.ron", "(version: 99, future: yes)");
    let broken = write("broken.ron", "(version: 1,\n  name: 5)");
    for command in ["show", "check", "authority", "fmt"] {
        let refused = on::<&str>(command, &newer, &[]);
        assert_eq!((code(&refused), out(&refused).is_empty()), (4, true), "{command}");
        assert!(err(&refused).contains("newer.ron: the plan was written by a newer Baton"));
        let refused = on::<&str>(command, &broken, &[]);
        assert_eq!((code(&refused), out(&refused).is_empty()), (3, true), "{command}");
        assert!(err(&refused).contains("broken.ron: line 2, column 9: expected string"), "{}", err(&refused));
    }
    assert_eq!(fs::read_to_string(&newer).unwrap(), "(version: 99, future: yes)", "nothing was overwritten");
    assert_eq!(code(&on::<&str>("show", &folder.path().join("missing.ron"), &[])), 3);
    assert_eq!(code(&baton(&["no-such-command", "x"])), 2);
    assert_eq!(code(&baton(&["authority", "x.ron", "--on", "2026-13-01"])), 2);
    assert_eq!(code(&baton(&["--help"])), 0);
    assert!(out(&baton(&["--version"])).starts_with("baton "));
}

#[test]
fn a_broken_plan_names_the_backup_that_opens() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.baton.ron");
    fs::copy(northwind(), folder.path().join("plan.baton.ron.bak")).unwrap();
    fs::write(&path, "(version: 1, name: \"cut off").unwrap();
    let refused = on::<&str>("show", &path, &[]);
    assert_eq!(code(&refused), 3);
    assert!(err(&refused).contains("plan.baton.ron.bak"), "{}", err(&refused));
}

#[test]
fn fmt_rewrites_once_keeps_what_was_there_and_is_then_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let canonical = fs::read_to_string(northwind()).unwrap();
    let messy = format!("// ours\n{}", canonical.replace("\n    ", "\n"));
    fs::write(&path, &messy).unwrap();
    let first = on::<&str>("fmt", &path, &[]);
    assert_eq!((code(&first), out(&first)), (0, String::new()));
    assert!(err(&first).contains("1 comment was not kept"), "{}", err(&first));
    assert_eq!(fs::read_to_string(&path).unwrap(), canonical);
    assert_eq!(fs::read_to_string(folder.path().join("plan.ron.bak")).unwrap(), messy);
    let again = on::<&str>("fmt", &path, &[]);
    assert!(err(&again).contains("canonical already"));
    assert_eq!(fs::read_to_string(folder.path().join("plan.ron.bak")).unwrap(), messy, "nothing was written");
}

#[test]
fn fmt_warns_when_a_window_has_the_plan_open_and_that_window_still_asks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    let canonical = fs::read_to_string(northwind()).unwrap();
    fs::write(&path, canonical.replace("\n    ", "\n")).unwrap();
    let window = baton::files::lock::take(&path);
    assert!(matches!(window, baton::files::lock::Locked::Mine(_)));
    let opened = baton::files::plan_file::open(&path).unwrap();
    let rewritten = on::<&str>("fmt", &path, &[]);
    assert_eq!(code(&rewritten), 0);
    assert!(err(&rewritten).contains("is open in a window"), "{}", err(&rewritten));
    assert_eq!(fs::read_to_string(&path).unwrap(), canonical);
    let saved = baton::files::plan_file::save(&path, &opened.plan, Some(opened.stamp));
    assert!(saved.is_err(), "the window is told that its file is another one");
    drop(window);
    fs::write(&path, canonical.replace("\n    ", "\n")).unwrap();
    assert!(!err(&on::<&str>("fmt", &path, &[])).contains("open in a window"));
}

#[test]
fn export_as_json_holds_the_whole_plan() {
    let printed = json(&on("export", &northwind(), &["--as", "json"]));
    assert_eq!((&printed["version"], &printed["name"]), (&4.into(), &"Northwind Health".into()));
    let mut bare = printed.clone();
    bare.as_object_mut().unwrap().remove("version");
    let plan: baton::plan::Plan = serde_json::from_value(bare).unwrap();
    assert_eq!(plan, baton::files::plan_file::open(&northwind()).unwrap().plan);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.json");
    let written = on("export", &northwind(), &["--as", "json", "-o", path.to_str().unwrap()]);
    assert_eq!((code(&written), out(&written)), (0, String::new()));
    assert_eq!(serde_json::from_slice::<Value>(&fs::read(&path).unwrap()).unwrap(), printed);
    let nowhere = on("export", &northwind(), &["--as", "json", "-o", "/no/such/folder/plan.json"]);
    assert_eq!(code(&nowhere), 3);
}

#[test]
fn new_makes_a_plan_of_every_template_that_opens_and_has_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let list = json(&baton(&["new", "--list", "--json"]));
    let templates: Vec<&str> =
        list.as_array().unwrap().iter().map(|template| template["template"].as_str().unwrap()).collect();
    assert_eq!(templates, ["planning-guide", "autopatch", "five-rings", "careful-ramp", "by-site", "empty"]);
    for template in templates {
        let path = folder.path().join(format!("{template}.baton.ron"));
        let name = path.to_str().unwrap();
        let mut arguments = vec!["new", "--template", template, "--devices", "3380", "--start", "2026-07-06"];
        arguments.extend(["--set", "agents=8", "--set", "ordinary-tickets=60", "--set", "target=2027-03-31"]);
        arguments.extend(["--set", "sites=North:2000,South:1380", "-o", name]);
        let made = baton(&arguments);
        assert_eq!(code(&made), 0, "{template}: {}", err(&made));
        let plan = baton::files::plan_file::open(&path).unwrap().plan;
        assert_eq!((plan.name.as_str(), plan.desk.ordinary_per_day), (template, Some(60.0)));
        if template != "empty" {
            assert_eq!(plan.devices(), 3_380, "{template}");
            let checked = on::<&str>("check", &path, &[]);
            assert_eq!(code(&checked), 0, "{template}:\n{}", out(&checked));
        }
        let again = baton(&arguments);
        assert_eq!(code(&again), 3, "an existing file is not replaced");
        assert!(err(&on::<&str>("fmt", &path, &[])).contains("canonical already"));
    }
}

#[test]
fn new_says_which_answer_is_wrong() {
    let with = |set: &str| {
        let arguments = ["new", "--template", "autopatch", "--devices", "100", "--start", "2026-07-06"];
        baton(&[&arguments[..], &["-o", "/no/such/folder/x.ron", "--set", set]].concat())
    };
    for (set, expected) in [
        ("agents", "expected KEY=VALUE"),
        ("agents=many", "expected a number of agents"),
        ("colour=blue", "there is no such answer"),
        ("target=soon", "expected a date such as"),
        ("path=bus", "expected existing-client,"),
    ] {
        let refused = with(set);
        assert_eq!(code(&refused), 2, "{set}");
        assert!(err(&refused).contains(expected), "{set}: {}", err(&refused));
    }
    let unknown =
        baton(&["new", "--template", "x", "--devices", "1", "--start", "2026-07-06", "-o", "x.ron"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("the templates are planning-guide, autopatch,"));
    assert_eq!(code(&with("agents=5")), 3, "the folder is missing");
}

#[test]
fn without_a_display_the_plan_is_shown_in_words() {
    let shown = baton::<&str>(&[]);
    assert_eq!(code(&shown), 0, "{}", err(&shown));
    assert_eq!(err(&shown).lines().count(), 1, "{}", err(&shown));
    assert!(out(&shown).starts_with("Northwind Health, on Wed 14 Oct 2026"));
    let other = asset("fabrikam-stores.ron");
    let shown = baton(&[other.to_str().unwrap()]);
    assert_eq!((code(&shown), out(&shown)), (0, out(&on::<&str>("show", &other, &[]))));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_baton"))
        .args(["authority", "--daily", "--json", northwind().to_str().unwrap()])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr), (Some(0), Vec::new()));
}
