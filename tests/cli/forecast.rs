//! `forecast` by simulation and `compare`: every key, the same bytes whatever the machine, and flags that
//! nobody should have typed.

use super::*;

fn sorted(value: &Value) -> Vec<&str> {
    let mut keys = keys(value);
    keys.sort_unstable();
    keys
}

/// A forecast of so few futures that a test can wait for it.
fn quick(name: &str, more: &[&str]) -> Value {
    json(&on("forecast", &asset(name), &[&["--runs", "200", "--json"], more].concat()))
}

fn dates(value: &Value, keys: &[&str]) -> Vec<Option<String>> {
    keys.iter().map(|key| value[key].as_str().map(str::to_owned)).collect()
}

/// A quantile that is never reached is null and comes last.
fn are_in_order(dates: &[Option<String>]) -> bool {
    dates.windows(2).all(|pair| match (&pair[0], &pair[1]) {
        (Some(a), Some(b)) => a <= b,
        (None, Some(_)) => false,
        (_, None) => true,
    })
}

#[test]
fn a_forecast_has_the_keys_that_other_programs_count_on() {
    let all = quick("northwind-health.ron", &["--daily", "--sensitivity", "--seed", "7"]);
    let expected = [
        "chance_by_target",
        "daily",
        "desk_breaks",
        "exposure_device_days",
        "finish",
        "first_day",
        "longest_wait_days",
        "peak_load",
        "phases",
        "plan",
        "runs",
        "seed",
        "sensitivity",
        "stalled",
        "status_date",
        "unfinished",
        "weekly",
    ];
    assert_eq!(sorted(&all), expected);
    assert_eq!((&all["runs"], &all["seed"]), (&200.into(), &7.into()));
    assert_eq!((&all["status_date"], &all["first_day"]), (&"2026-10-14".into(), &"2026-10-15".into()));
    assert_eq!(sorted(&all["finish"]), ["p10", "p50", "p85", "p95"]);
    assert_eq!(sorted(&all["desk_breaks"]), ["chance", "week"]);
    assert_eq!(sorted(&all["exposure_device_days"]), ["blocked", "unprotected"]);
    assert_eq!(sorted(&all["weekly"]), ["load_mean", "tickets_mean", "week"]);
    let phase = [
        "chance_by_planned",
        "criteria",
        "enrolled",
        "gate",
        "gate_planned",
        "name",
        "start",
        "success",
        "tickets_per_100",
    ];
    for of in all["phases"].as_array().unwrap() {
        assert_eq!(sorted(of), phase);
        assert!(of["criteria"].as_array().unwrap().iter().all(|c| sorted(c) == ["chance", "criterion"]));
        assert!(are_in_order(&dates(&of["gate"], &["p10", "p50", "p90"])), "{of}");
    }
    let row = [
        "finish_p50_high_days",
        "finish_p50_low_days",
        "finish_p85_high_days",
        "finish_p85_low_days",
        "high",
        "low",
        "parameter",
        "peak_high",
        "peak_low",
    ];
    let rows = all["sensitivity"].as_array().unwrap();
    assert!(rows.len() >= 8 && rows.iter().all(|moved| sorted(moved) == row), "{rows:?}");
    let daily = &all["daily"];
    let days = daily["date"].as_array().unwrap().len();
    for key in ["enrolled", "failed", "tickets", "load", "backlog"] {
        assert_eq!(sorted(&daily[key]), ["p10", "p50", "p90"]);
        assert_eq!(daily[key]["p50"].as_array().unwrap().len(), days, "{key}");
    }
    assert_eq!(daily["date"][0], all["first_day"]);
    assert_eq!(sorted(&daily["authority"]), WORKLOADS);
    let shares = &daily["authority"]["Client apps"];
    assert_eq!(sorted(shares), ["configuration_manager", "intune", "pilot_intune"]);
    assert_eq!(shares["intune"]["p90"].as_array().unwrap().len(), days);
    let plain = quick("northwind-health.ron", &[]);
    assert!(plain.get("daily").is_none() && plain.get("sensitivity").is_none());
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let run = |threads: &str, seed: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_baton"));
        command.arg("forecast").arg(asset("six-phases.ron")).env("RAYON_NUM_THREADS", threads);
        let output = command.args(["--runs", "300", "--daily", "--json", "--seed", seed]).output().unwrap();
        assert_eq!((code(&output), err(&output)), (0, String::new()), "nothing is said in a pipe");
        output.stdout
    };
    let one = run("1", "1");
    assert_eq!(one, run("4", "1"));
    assert_ne!(one, run("1", "2"));
}

#[test]
fn chances_are_chances_and_quantiles_in_order() {
    for name in ["northwind-health.ron", "fabrikam-stores.ron", "planning-guide.ron", "six-phases.ron"] {
        let odds = quick(name, &[]);
        let share = |value: &Value| value.as_f64().unwrap();
        let (stalled, unfinished) = (share(&odds["stalled"]), share(&odds["unfinished"]));
        assert!((0.0..=1.0).contains(&stalled) && (0.0..=1.0 - stalled).contains(&unfinished), "{name}");
        assert!(are_in_order(&dates(&odds["finish"], &["p10", "p50", "p85", "p95"])), "{name}");
        assert!((0.0..=1.0).contains(&share(&odds["desk_breaks"]["chance"])), "{name}");
        let peak = &odds["peak_load"];
        assert!(share(&peak["p50"]) <= share(&peak["p90"]), "{name}");
    }
}

#[test]
fn certain_parameters_leave_less_to_chance() {
    let spread = |more: &[&str]| {
        let finish = &quick("six-phases.ron", more)["finish"];
        let day = |key: &str| finish[key].as_str().unwrap().parse::<chrono::NaiveDate>().unwrap();
        (day("p95") - day("p10")).num_days()
    };
    assert!(spread(&["--assume-exact"]) < spread(&[]));
}

#[test]
fn flags_that_make_no_sense_are_refused_with_a_sentence() {
    let cases: [(&[&str], &str); 7] = [
        (&["--runs", "0"], "1..=100000"),
        (&["--runs", "1000000"], "1..=100000"),
        (&["--runs", "many"], "invalid value 'many'"),
        (&["--seed", "text"], "invalid value 'text'"),
        (&["--seed", "-1"], "-1"),
        (&["--expected", "--sensitivity"], "cannot be used with"),
        (&["--scenario", "Three"], "it has Two extra agents"),
    ];
    for (flags, sentence) in cases {
        let output = on("forecast", &northwind(), flags);
        assert_eq!((code(&output), out(&output)), (2, String::new()), "{flags:?}");
        assert!(err(&output).contains(sentence), "{flags:?}: {}", err(&output));
    }
    let last = on("forecast", &northwind(), &["--seed", "18446744073709551615", "--runs", "1", "--json"]);
    assert_eq!(json(&last)["runs"], 1);
}

#[test]
fn people_read_how_it_ends_and_what_moves_it() {
    let run = |more: &[&str]| out(&on("forecast", &northwind(), &[&["--runs", "200"], more].concat()));
    let text = run(&["--sensitivity"]);
    for part in [
        "Northwind Health, 200 simulated futures from 15 Oct 2026 (seed 1)",
        "Finish: P50 ",
        "By the target, 31 Mar 2027: ",
        "Stalled: ",
        "Helpdesk: heaviest week P50 ",
        "Gate P10 – P90",
        "Clinics South",
        "What moves the finish",
        "Helpdesk agents",
        "First-attempt success",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
    assert!(run(&["--daily"]).contains("Thu 15 Oct 2026"), "days");
}

#[test]
fn a_desk_without_agents_has_no_finite_load() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nobody.ron");
    let text = fs::read_to_string(asset("six-phases.ron")).unwrap();
    assert!(text.contains("agents: 14.0"));
    fs::write(&path, text.replace("agents: 14.0", "agents: 0.0")).unwrap();
    let odds = json(&on("forecast", &path, &["--runs", "100", "--json"]));
    assert_eq!(odds["peak_load"]["p50"], Value::Null);
    assert_eq!(odds["desk_breaks"]["chance"], 1.0);
    let text = out(&on("forecast", &path, &["--runs", "100", "--sensitivity"]));
    assert!(text.contains("more than any of its capacity"), "{text}");
}

#[test]
fn scenarios_are_compared_future_by_future() {
    let compare = |more: &[&str]| on("compare", &northwind(), &[&["--runs", "200"], more].concat());
    let both = json(&compare(&["--scenario", "Current plan", "--scenario", "Two extra agents", "--json"]));
    assert_eq!(sorted(&both), ["paired", "plan", "runs", "scenarios", "seed"]);
    let names: Vec<&Value> = both["scenarios"].as_array().unwrap().iter().map(|way| &way["name"]).collect();
    assert_eq!(names, ["Current plan", "Two extra agents"]);
    let [current, more] = [0, 1].map(|n| &both["scenarios"][n]);
    assert_eq!(current["finish"], quick("northwind-health.ron", &[])["finish"]);
    assert_eq!(more["finish"], quick("northwind-health.ron", &["--scenario", "Two extra agents"])["finish"]);
    assert_eq!(current["cost"]["extra_agent_days"], 0.0);
    assert!(more["cost"]["extra_agent_days"].as_f64().unwrap() > 100.0);
    assert_eq!(more["cost"]["extra_agent_days_price"], Value::Null, "nothing has a price");
    let peak = |way: &Value| way["peak_load"]["p50"].as_f64().unwrap();
    assert!(peak(more) < peak(current));
    let pair = &both["paired"][0];
    let share = |key: &str| pair[key].as_f64().unwrap();
    let sum = share("earlier") + share("same") + share("later") + share("neither_finishes");
    assert!((sum - 1.0).abs() < 1e-9, "{pair}");
    assert!(share("later") <= share("earlier"), "more agents are no reason to finish later: {pair}");

    let alone = compare(&["--scenario", "Two extra agents", "--json"]);
    assert_eq!(json(&alone), both, "one alone is compared with the plan");
    let itself = json(&compare(&["--scenario", "Current plan", "--scenario", "Current plan", "--json"]));
    assert_eq!((&itself["paired"][0]["earlier"], &itself["paired"][0]["later"]), (&0.0.into(), &0.0.into()));
    let text = out(&compare(&["--scenario", "Two extra agents"]));
    assert!(text.contains("Two extra agents against Current plan: earlier in "), "{text}");
    let unknown = compare(&["--scenario", "Three"]);
    assert_eq!(code(&unknown), 2);
    assert!(err(&unknown).contains("Its own schedule is “Current plan”"));
    assert_eq!(code(&compare(&[])), 2, "nothing to compare");
}

#[test]
fn check_hears_what_the_futures_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("early.ron");
    let text = fs::read_to_string(asset("six-phases.ron")).unwrap();
    let text = text.replacen("target: None", "target: \"2026-07-31\"", 1);
    fs::write(&path, text.replace("agents: 14.0", "agents: 9.0")).unwrap();
    let checked: Value = json(&on("check", &path, &["--json"]));
    let codes: Vec<&str> =
        checked["problems"].as_array().unwrap().iter().map(|p| p["code"].as_str().unwrap()).collect();
    for code in ["target-unlikely", "desk-breaks"] {
        assert!(codes.contains(&code), "{code} is missing: {codes:?}");
    }
    let again = on("check", &path, &["--json"]);
    assert_eq!(serde_json::from_slice::<Value>(&again.stdout).unwrap(), checked);
}
