//! The key figures of the Overview: a number with its unit, a gauge that places it, and what it means.
//! Before the start they say what it will take, afterwards where it stands.

mod forecast;

use chrono::NaiveDate;

use super::findings::share;
use super::wording::{agree, counted, day_near};
use super::{Explanation, Mark, Situation, explained};
use crate::forecast::special::wilson;
use crate::forecast::{CriterionState, Interval};
use crate::picture::{Ink, format};
use crate::plan::{Criterion, PrerequisiteState};

/// What places a figure; all places are shares of its width from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Gauge {
    /// Filled up to each place in turn, with a tick at the plan or the capacity.
    Progress { parts: Vec<(f64, Ink)>, tick: Option<f64> },
    /// Pieces side by side, by weight.
    Segments(Vec<(f64, Ink)>),
    /// Pieces by weight of what is still to come.
    Planned(Vec<f64>),
    /// An interval with the figure as a dot in it.
    Interval { ink: Ink, from: f64, to: f64, at: f64, tick: Option<f64> },
    /// A range of days with the likely part of it in full.
    Days { outer: (f64, f64), inner: (f64, f64), tick: Option<f64> },
    /// A course without a range yet.
    Expected { from: f64, to: f64, tick: Option<f64> },
}

/// What a figure is about, and so which page explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Devices,
    Finish,
    /// The success of one phase.
    Success(Option<usize>),
    Load,
    Prerequisites,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub topic: Topic,
    pub title: String,
    pub figure: String,
    pub unit: String,
    /// For a narrow card; empty = the unit itself.
    pub unit_short: String,
    pub gauge: Option<Gauge>,
    pub mark: Option<Mark>,
    pub meaning: String,
    /// For a narrow card; empty = the meaning itself.
    pub meaning_short: String,
    pub explanation: Option<Explanation>,
}

impl Figure {
    /// The short meaning, or the meaning itself where it has no shorter form.
    pub fn meaning_short_or_long(&self) -> String {
        if self.meaning_short.is_empty() { self.meaning.clone() } else { self.meaning_short.clone() }
    }

    /// Nothing is known yet, for this reason.
    fn unknown(topic: Topic, title: impl Into<String>, mark: Mark, reason: impl Into<String>) -> Self {
        Self {
            topic,
            title: title.into(),
            figure: format::DASH.into(),
            unit: String::new(),
            unit_short: String::new(),
            gauge: None,
            mark: Some(mark),
            meaning: reason.into(),
            meaning_short: String::new(),
            explanation: None,
        }
    }
}

/// The four figures, by where the plan is in its life.
pub fn overview(at: &Situation<'_>) -> [Figure; 4] {
    let figures = if at.has_begun() {
        [co_managed(at), finish(at), success(at), peak_load(at)]
    } else {
        [in_plan(at), finish(at), peak_load(at), ready(at)]
    };
    figures.map(|figure| Figure { explanation: explained::of(at, figure.topic), ..figure })
}

/// Devices co-managed, against the plan for today.
pub fn co_managed(at: &Situation<'_>) -> Figure {
    let (enrolled, devices) = (at.enrolled(), at.plan.devices());
    let planned = at.planned_enrolled(at.today());
    let done = share(enrolled, devices);
    let is_recorded = at.outlook.observed.now.iter().any(|now| now.as_of.is_some());
    let against = planned.map_or_else(
        || "no baseline to compare with".to_owned(),
        |planned| {
            let share = format::percent1(share(planned, devices));
            format!("plan for today {share} ({})", format::count(planned))
        },
    );
    Figure {
        topic: Topic::Devices,
        title: "Co-managed devices".into(),
        figure: format::count(enrolled),
        unit: format!("of {}", format::count(devices)),
        unit_short: String::new(),
        gauge: Some(Gauge::Progress {
            parts: vec![(done, Ink::IntuneSolid)],
            tick: planned.map(|planned| share(planned, devices)),
        }),
        mark: match planned {
            _ if !is_recorded => Some(Mark::Empty),
            Some(planned) if enrolled < planned => Some(Mark::Risk),
            Some(_) => Some(Mark::Met),
            None => None,
        },
        meaning: if is_recorded {
            format!("{}  ·  {against}", format::percent1(done))
        } else {
            format!("nothing recorded yet  ·  {against}")
        },
        meaning_short: planned.map_or_else(
            || format::percent1(done),
            |planned| {
                format!("{}  ·  plan {}", format::percent1(done), format::percent1(share(planned, devices)))
            },
        ),
        explanation: None,
    }
}

/// The finish against the target: a range of simulated futures, else the expected day.
pub fn finish(at: &Situation<'_>) -> Figure {
    if let Some(odds) = at.ranges() {
        return forecast::finish(at, odds);
    }
    let title = "Expected finish".to_owned();
    let target = at.plan.target;
    let Some(day) = at.outlook.expected.finish else {
        let stalled = at.outlook.expected.phases.iter().position(|dates| dates.stalled.is_some());
        let meaning = match stalled {
            Some(index) => format!("{} stalls at its gate", at.label(index)),
            None => format!("not by {}", format::date(at.plan.horizon())),
        };
        return Figure::unknown(Topic::Finish, title, Mark::Missed, meaning);
    };
    let is_past = day <= at.today();
    let range = if is_past { "finished" } else { "expected, no range yet" };
    let meaning = match target {
        Some(target) if day > target => format!("target {} is missed; {range}", format::date(target)),
        Some(target) => format!("target {}; {range}", format::date(target)),
        None => format!("no target date; {range}"),
    };
    Figure {
        topic: Topic::Finish,
        title,
        figure: format::date(day),
        unit: String::new(),
        unit_short: String::new(),
        gauge: Some(finish_gauge(at, day)),
        mark: Some(match target {
            Some(target) if day > target => Mark::Risk,
            Some(_) => Mark::Met,
            None => Mark::Empty,
        }),
        meaning,
        meaning_short: target
            .map_or_else(|| "no target date".to_owned(), |target| format!("target {}", format::date(target))),
        explanation: None,
    }
}

/// The enrollment success of the phase under way, with its interval and the gate.
pub fn success(at: &Situation<'_>) -> Figure {
    let index = at.current().or_else(|| last_with_attempts(at));
    let name = index.map_or_else(String::new, |index| format!(", {}", at.label(index)));
    let now = index.map(|index| at.now(index)).unwrap_or_default();
    let title = format!("Enrollment success{name}");
    let topic = Topic::Success(index);
    let state = index.and_then(|index| success_state(at, index));
    let asked = state.and_then(|state| match state.criterion {
        Criterion::Success { min } => Some(min),
        _ => None,
    });
    let attempts = now.attempts();
    if attempts == 0 {
        return Figure::unknown(topic, title, Mark::Empty, "no attempt has been recorded yet");
    }
    let rate = f64::from(now.enrolled) / f64::from(attempts);
    let interval = wilson(f64::from(now.enrolled), f64::from(attempts));
    let counts =
        format!("{} of {} attempts", format::count(now.enrolled.into()), format::count(attempts.into()));
    let verdict = asked.map(|min| {
        let verdict = if rate >= min { "is met" } else { "is not met" };
        format!("Gate ≥ {} {verdict}", format::percent_trimmed(min))
    });
    let meaning = verdict.as_ref().map_or_else(|| counts.clone(), |verdict| format!("{verdict}; {counts}"));
    Figure {
        topic,
        title,
        figure: format::percent1(rate),
        unit: interval_words(interval),
        unit_short: interval_words(interval).trim_start_matches("95% CI ").to_owned(),
        gauge: Some(interval_gauge(rate, interval, asked)),
        mark: asked.map(|min| if rate >= min { Mark::Met } else { Mark::Risk }),
        meaning,
        meaning_short: verdict.unwrap_or_default(),
        explanation: None,
    }
}

/// The heaviest week ahead, against what the desk can answer.
pub fn peak_load(at: &Situation<'_>) -> Figure {
    if let Some(figure) = at.ranges().and_then(|odds| forecast::peak_load(at, odds)) {
        return figure;
    }
    let begun = at.has_begun();
    let title = if begun { "Peak helpdesk load ahead" } else { "Expected peak helpdesk load" };
    let empty = |reason: &str| Figure::unknown(Topic::Load, title, Mark::Empty, reason);
    let Some(peak) = at.outlook.expected.peak else { return empty("no week lies ahead") };
    let agents = at.plan.desk.agents_on(peak.week);
    if agents <= 0.0 || !peak.load.is_finite() {
        return empty("no helpdesk agents are typed in");
    }
    let agents = format::plural_decimal(agents, 1, "agent", "agents");
    let unit = if begun {
        format!("of capacity, {agents}")
    } else {
        let each = format::decimal(at.plan.desk.tickets_per_agent_day, 1);
        format!("of capacity, {agents} × {each} a day")
    };
    let week = format!("Week of {}", day_near(peak.week, at.today()));
    let phase =
        phase_in_week(at, peak.week).map_or_else(String::new, |index| format!(", {}", at.label(index)));
    let beside = beside_load(at);
    Figure {
        topic: Topic::Load,
        title: title.into(),
        figure: format::percent0(peak.load),
        unit,
        unit_short: "of capacity".into(),
        gauge: Some(load_gauge(peak.load)),
        mark: Some(load_mark(peak.load)),
        meaning: format!("{week}{phase}{beside}"),
        meaning_short: week + &phase,
        explanation: None,
    }
}

/// What stands beside the peak: today's load, or that the ordinary tickets are missing.
fn beside_load(at: &Situation<'_>) -> String {
    if at.plan.desk.ordinary_per_day.is_none() {
        return "  ·  without ordinary tickets".to_owned();
    }
    let today = load_today(at).map(format::percent0);
    today.map_or_else(String::new, |load| format!("  ·  today {load}"))
}

/// Devices and phases of a plan that has not begun.
pub fn in_plan(at: &Situation<'_>) -> Figure {
    let phases = &at.plan.phases;
    let first = phases.first().zip(at.start(0)).map_or_else(String::new, |(phase, day)| {
        let devices = format::count(phase.devices.into());
        format!("; the first {devices} from {}", day_near(day, at.today()))
    });
    Figure {
        topic: Topic::Devices,
        title: "Devices in the plan".into(),
        figure: format::count(at.plan.devices()),
        unit: format!("in {}", counted(phases.len(), "phase", "phases")),
        unit_short: counted(phases.len(), "phase", "phases"),
        gauge: Some(Gauge::Planned(phases.iter().map(|phase| f64::from(phase.devices)).collect())),
        mark: Some(Mark::Empty),
        meaning_short: first.trim_start_matches("; ").to_owned(),
        meaning: format!("0 enrolled{first}"),
        explanation: None,
    }
}

/// Prerequisites done, and how many of the open ones block the first phase.
pub fn ready(at: &Situation<'_>) -> Figure {
    let all = at.plan.prerequisites.iter().filter(|p| p.state != PrerequisiteState::NotNeeded);
    let total = all.clone().count();
    let done = all.filter(|p| p.state == PrerequisiteState::Done).count();
    let blocking = at.blocking(0).count();
    let others = total - done - blocking;
    let title = "Ready to start".to_owned();
    if total == 0 {
        return Figure::unknown(Topic::Prerequisites, title, Mark::Empty, "no prerequisites are typed in");
    }
    let name = at.first_name();
    let meaning = match (total - done, blocking) {
        (0, _) => "all done".to_owned(),
        (open, 0) => format!("{open} open, none of them blocks {name}"),
        (open, n) if open == n && n == 1 => format!("1 open; it blocks {name}"),
        (open, n) if open == n => format!("{open} open, all of them block {name}"),
        (open, 1) => format!("{open} open, 1 of them blocks {name}"),
        (open, n) => format!("{open} open, {n} of them block {name}"),
    };
    let pieces = [(done, Ink::OkSolid), (blocking, Ink::BadSolid), (others, Ink::WarnSolid)];
    Figure {
        topic: Topic::Prerequisites,
        title,
        figure: format!("{done} of {total}"),
        unit: if total == 1 { "prerequisite done" } else { "prerequisites done" }.into(),
        unit_short: "done".into(),
        gauge: Some(Gauge::Segments(
            pieces.into_iter().flat_map(|(n, ink)| std::iter::repeat_n((1.0, ink), n)).collect(),
        )),
        mark: Some(match (blocking, others) {
            (0, 0) => Mark::Met,
            (0, _) => Mark::Risk,
            _ => Mark::Missed,
        }),
        meaning_short: format!("{} open, {blocking} {}", total - done, agree(blocking, "blocks", "block")),
        meaning,
        explanation: None,
    }
}

/// `95% CI 96.3 – 97.9`
pub fn interval_words(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |interval| {
        let bound = |share: f64| format!("{:.1}", share * 100.0);
        format!("95% CI {} – {}", bound(interval.low), bound(interval.high))
    })
}

/// Over capacity is missed; above 95% of it there is no room left for a bad day.
pub fn load_mark(load: f64) -> Mark {
    if load > 1.0 {
        Mark::Missed
    } else if load > 0.95 {
        Mark::Risk
    } else {
        Mark::Met
    }
}

/// The desk's load by its newest record.
pub fn load_today(at: &Situation<'_>) -> Option<f64> {
    let loads = &at.outlook.observed.track.desk.load;
    loads.iter().rev().find_map(|load| *load).filter(|load| load.is_finite())
}

/// The phase that targets devices in that week, else the one that runs then.
fn phase_in_week(at: &Situation<'_>, week: NaiveDate) -> Option<usize> {
    let friday = week + chrono::Duration::days(4);
    let overlaps = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
        from.is_some_and(|day| day <= friday) && to.is_none_or(|day| day >= week)
    };
    let count = at.plan.phases.len();
    (0..count).find(|index| overlaps(at.start(*index), at.end(*index))).or_else(|| {
        (0..count).find(|index| overlaps(at.start(*index), at.dates(*index).and_then(|d| d.gate)))
    })
}

fn last_with_attempts(at: &Situation<'_>) -> Option<usize> {
    (0..at.plan.phases.len()).rfind(|index| at.now(*index).attempts() > 0)
}

fn success_state<'a>(at: &Situation<'a>, index: usize) -> Option<&'a CriterionState> {
    at.gate(index)?.criteria.iter().find(|state| matches!(state.criterion, Criterion::Success { .. }))
}

fn finish_gauge(at: &Situation<'_>, finish: NaiveDate) -> Gauge {
    let first = at.plan.start.min(at.today());
    let last = at.plan.target.map_or(finish, |target| target.max(finish));
    let days = |day: NaiveDate| (day - first).num_days() as f64;
    // A little room stays behind the later of the two.
    let span = (days(last) * 1.08).max(1.0);
    let from = if at.has_begun() { days(at.today()) } else { days(at.plan.start) };
    Gauge::Expected {
        from: (from / span).min(days(finish) / span),
        to: days(finish) / span,
        tick: at.plan.target.map(|target| days(target) / span),
    }
}

fn interval_gauge(rate: f64, interval: Option<Interval>, asked: Option<f64>) -> Gauge {
    let (low, high) = interval.map_or((rate, rate), |interval| (interval.low, interval.high));
    let lowest = asked.map_or(low, |min| min.min(low));
    // From a round figure a little below everything shown, to all.
    let from = ((lowest - 0.02) * 50.0).floor().max(0.0) / 50.0;
    let place = |share: f64| ((share - from) / (1.0 - from)).clamp(0.0, 1.0);
    let ink = if asked.is_some_and(|min| rate < min) { Ink::WarnSolid } else { Ink::OkSolid };
    Gauge::Interval { ink, from: place(low), to: place(high), at: place(rate), tick: asked.map(place) }
}

/// Grey up to 95% of capacity, then what is tight, then what nobody can answer.
fn load_gauge(load: f64) -> Gauge {
    let span = load.max(1.0) * 1.2;
    let mut parts = vec![(load.min(0.95) / span, Ink::NeutralSolid)];
    if load > 0.95 {
        parts.push((load.min(1.0) / span, Ink::WarnSolid));
    }
    if load > 1.0 {
        parts.push((load / span, Ink::BadSolid));
    }
    Gauge::Progress { parts, tick: Some(1.0 / span) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::report::sample_tests::{day, sample};

    #[test]
    fn before_the_start_the_figures_say_what_it_takes() {
        let mut plan = sample();
        plan.block(2);
        plan.plan.prerequisites[0].blocks = None;
        let [devices, finish, load, ready] = overview(&plan.at());
        assert_eq!((devices.figure.as_str(), devices.unit.as_str()), ("1,100", "in two phases"));
        assert_eq!(devices.meaning, "0 enrolled; the first 100 from 6 Jul");
        assert_eq!(finish.figure, "23 Oct 2026");
        assert_eq!(finish.meaning, "target 30 Oct 2026; expected, no range yet");
        assert_eq!((load.figure.as_str(), load.unit.as_str()), ("88%", "of capacity, 6 agents × 15 a day"));
        assert!(load.meaning.starts_with("Week of 24 Aug, Wave 1"), "{}", load.meaning);
        assert_eq!(
            (ready.figure.as_str(), ready.meaning.as_str()),
            ("0 of 2", "2 open, 1 of them blocks the pilot")
        );
        assert_eq!(ready.mark, Some(Mark::Missed));
    }

    #[test]
    fn while_it_runs_they_stand_beside_the_plan() {
        let plan = sample().with_baseline().running(480);
        let [devices, _, success, load] = overview(&plan.at());
        assert_eq!(devices.meaning, "52.5%  ·  plan for today 52.5% (578)");
        assert_eq!(devices.mark, Some(Mark::Met));
        assert_eq!(success.title, "Enrollment success, Wave 1");
        assert_eq!(success.figure, "98.0%");
        assert_eq!(success.unit, "95% CI 96.3 – 98.9");
        assert_eq!(success.meaning, "Gate ≥ 95% is met; 480 of 490 attempts");
        assert_eq!(load.title, "Peak helpdesk load ahead");
        let late = sample().with_baseline().running(320);
        assert_eq!(co_managed(&late.at()).mark, Some(Mark::Risk));
    }

    #[test]
    fn what_is_not_known_is_a_dash_with_its_reason() {
        let mut plan = sample();
        plan.outlook.expected.finish = None;
        plan.plan.desk.agents.clear();
        let [_, finish, load, ready] = overview(&plan.at());
        for figure in [finish, load, ready] {
            assert_eq!(figure.figure, "–");
            assert!(!figure.meaning.is_empty() && figure.gauge.is_none());
        }
        let mut plan = sample().running(0);
        plan.outlook.observed.now[1].failed = 0;
        assert_eq!(success(&plan.at()).meaning, "no attempt has been recorded yet");
    }

    #[test]
    fn places_on_a_gauge_lie_on_it() {
        for load in [0.0, 0.5, 0.96, 1.0, 1.01, 7.0] {
            let Gauge::Progress { parts, tick } = load_gauge(load) else { unreachable!() };
            assert!(parts.windows(2).all(|pair| pair[0].0 < pair[1].0), "{load}: {parts:?}");
            assert!(parts.iter().all(|(place, _)| (0.0..=1.0).contains(place)));
            assert!(tick.is_some_and(|tick| tick < 1.0));
        }
        let mut plan = sample();
        for finish in [day(2026, 6, 1), day(2026, 7, 6), day(2031, 1, 1)] {
            plan.outlook.expected.finish = Some(finish);
            let Gauge::Expected { from, to, tick } = finish_gauge(&plan.at(), finish) else { unreachable!() };
            assert!(from <= to && to <= 1.0 && tick.is_some_and(|tick| tick <= 1.0), "{from} {to}");
        }
    }
}
