//! What is to be decided next, with the evidence for it, and what has been decided. It decides nothing and
//! judges nothing.

mod starting;

pub use starting::Condition;
pub(super) use starting::why_never;

use starting::{start, starts};

use super::gate_rows::{self, GateRow};
use super::gate_verdict::{self, Joint};
use super::wording::{day_near, list, weekday_near};
use super::{Mark, Situation};
use crate::forecast::{PhaseStage, Verdict};
use crate::picture::format;
use crate::plan::{Decision, DecisionId, DecisionKind, Prerequisite, PrerequisiteState, Question};

/// What the card asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// May the first phase begin?
    Start,
    /// A question written down for a date.
    Question,
    /// May the phase's gate pass?
    Gate,
    /// The first phase that may start after the ones that are done.
    Next,
    /// Nothing is left to decide.
    Nothing,
}

/// The next decision, ready for the card and for a slide.
#[derive(Clone, Debug, PartialEq)]
pub struct NextDecision {
    pub asked: Asked,
    /// The phase it is about.
    pub phase: Option<usize>,
    /// `Steering committee, Fri 16 Oct`
    pub when: String,
    pub title: String,
    pub subtitle: String,
    pub mark: Mark,
    /// The state in a few words, and below it what that means.
    pub verdict: String,
    pub order: String,
    pub rows: Vec<GateRow>,
    /// All simulated criteria of its gate together.
    pub joint: Option<Joint>,
    /// What a start depends on, where the question is one; the gate's rows are empty then.
    pub conditions: Vec<Condition>,
}

/// An open prerequisite, most pressing first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrerequisiteRow {
    pub mark: Mark,
    pub name: String,
    /// `blocks the pilot`, `before Wave 1`, with its owner.
    pub note: String,
    /// `due 3 Jul`
    pub due: String,
    pub is_late: bool,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// The decision it is about; none = one to come.
    pub id: Option<DecisionId>,
    pub date: String,
    pub kind: String,
    pub mark: Option<Mark>,
    pub is_change: bool,
    pub text: String,
    pub who: String,
    /// The evidence as it was recorded.
    pub tip: String,
    /// The entry is a decision to come.
    pub is_coming: bool,
}

/// What has to be decided next.
pub fn next(at: &Situation<'_>) -> NextDecision {
    if !at.has_begun() {
        return first(at);
    }
    let question = next_question(at, None);
    let gate = at.current().and_then(|index| at.gate(index)?.planned.map(|day| (index, day)));
    match (question, gate) {
        (Some(question), Some((_, day))) if question.date <= day.max(at.today()) => asked(at, question),
        (Some(question), None) => asked(at, question),
        _ if at.current().is_some() => pass(at, at.current().unwrap_or_default()),
        _ => between(at),
    }
}

/// What a phase's slide asks: its question, its gate, or nothing.
pub fn of_phase(at: &Situation<'_>, index: usize) -> NextDecision {
    if index == 0 && !at.has_begun() {
        return first(at);
    }
    let id = at.phase(index).map(|phase| phase.id);
    if let Some(question) = next_question(at, id) {
        return asked(at, question);
    }
    match at.stage(index) {
        PhaseStage::Planned => starts(at, index),
        PhaseStage::Done => passed(at, index),
        _ => pass(at, index),
    }
}

/// Open prerequisites: those that block the next phase first, then by date.
pub fn prerequisites(at: &Situation<'_>) -> Vec<PrerequisiteRow> {
    let next = at.next().and_then(|index| at.phase(index)).map(|phase| phase.id);
    let mut open: Vec<&Prerequisite> = at.open_prerequisites().collect();
    open.sort_by_key(|p| (p.blocks.is_none() || p.blocks != next, p.due.is_none(), p.due, p.id));
    open.into_iter().map(|p| prerequisite(at, p, p.blocks.is_some() && p.blocks == next)).collect()
}

/// `7 done, among them hybrid join and licenses.`
pub fn prerequisites_done(at: &Situation<'_>) -> String {
    let all = at.plan.prerequisites.iter();
    let mut done: Vec<&str> =
        all.filter(|p| p.state == PrerequisiteState::Done).map(|p| p.name.as_str()).collect();
    let count = done.len();
    // The shortest names, so that the line holds them.
    done.sort_by_key(|name| name.chars().count());
    match done.as_slice() {
        [] => "None is done yet.".to_owned(),
        [one] => format!("1 done: {one}."),
        [one, other] => format!("2 done: {one} and {other}."),
        [one, other, ..] => format!("{count} done, among them {one} and {other}."),
    }
}

/// Decisions on a phase, or with none on the whole plan; oldest first, what is to come last.
pub fn log(at: &Situation<'_>, index: Option<usize>) -> Vec<LogEntry> {
    let phase = index.and_then(|index| at.phase(index)).map(|phase| phase.id);
    let mine = |of: Option<crate::plan::PhaseId>| index.is_none() || of.is_none() || of == phase;
    let mut made: Vec<&Decision> = at.plan.decisions.iter().filter(|d| mine(d.phase)).collect();
    made.sort_by_key(|decision| (decision.date, decision.id));
    let mut coming: Vec<&Question> =
        at.plan.questions.iter().filter(|q| mine(q.phase) && q.date >= at.today()).collect();
    coming.sort_by_key(|question| (question.date, question.id));
    made.into_iter().map(|d| entry(at, d)).chain(coming.into_iter().map(|q| coming_entry(at, q))).collect()
}

/// The earliest question that is still to come, of a phase or of all.
fn next_question<'a>(at: &Situation<'a>, phase: Option<crate::plan::PhaseId>) -> Option<&'a Question> {
    let open = at.plan.questions.iter().filter(|q| q.date >= at.today());
    open.filter(|q| phase.is_none() || q.phase == phase).min_by_key(|q| (q.date, q.id))
}

/// The start of the plan, in the words of the question that is written down for it.
fn first(at: &Situation<'_>) -> NextDecision {
    let planned = start(at);
    let id = at.phase(0).map(|phase| phase.id);
    let in_time = |question: &&Question| at.start(0).is_none_or(|day| question.date <= day);
    match id.and_then(|_| next_question(at, id)).filter(in_time) {
        Some(question) => NextDecision { asked: Asked::Start, ..in_words(at, question, planned) },
        None => planned,
    }
}

fn asked(at: &Situation<'_>, question: &Question) -> NextDecision {
    let phase = question.phase.and_then(|id| at.plan.phase_index(id)).or_else(|| at.current());
    match (phase, at.next()) {
        (Some(index), _) if at.stage(index) == PhaseStage::Planned => {
            in_words(at, question, starts(at, index))
        }
        (Some(index), _) => {
            let base = NextDecision { phase, subtitle: String::new(), ..nothing(at) };
            in_words(at, question, with_gate(at, index, base))
        }
        (None, Some(next)) => {
            let verdict = format!("{} is next", at.label(next));
            let next = NextDecision { phase: None, mark: Mark::Empty, verdict, ..starts(at, next) };
            in_words(at, question, NextDecision { subtitle: String::new(), conditions: Vec::new(), ..next })
        }
        (None, None) => in_words(at, question, nothing(at)),
    }
}

/// The question as it is written down, with the evidence of what it is about.
fn in_words(at: &Situation<'_>, question: &Question, evidence: NextDecision) -> NextDecision {
    let day = weekday_near(question.date, at.today());
    let when = match evidence.when.split_once(", ") {
        _ if evidence.conditions.is_empty() => String::new(),
        Some((what, day)) => format!("{what}: {day}. "),
        None => String::new(),
    };
    NextDecision {
        asked: Asked::Question,
        when: if question.who.is_empty() { day } else { format!("{}, {day}", question.who) },
        title: question.question.clone(),
        subtitle: if question.note.is_empty() { evidence.subtitle } else { question.note.clone() },
        order: format!("{when}{}", evidence.order),
        ..evidence
    }
}

fn pass(at: &Situation<'_>, index: usize) -> NextDecision {
    let gate = at.gate(index);
    let day = gate.and_then(|gate| gate.planned);
    let opens = at.phase(index + 1).filter(|next| next.start.after_previous.is_some());
    let subtitle = match opens {
        Some(_) => format!("{}; passing opens {}", at.title(index), at.title(index + 1)),
        None => at.title(index),
    };
    let base = NextDecision {
        asked: Asked::Gate,
        phase: Some(index),
        when: day.map_or_else(String::new, |d| format!("Gate, {}", weekday_near(d, at.today()))),
        title: format!("Pass the gate of {}?", at.label(index)),
        subtitle,
        ..nothing(at)
    };
    with_gate(at, index, base)
}

/// The state of the phase's gate as the evidence of a decision.
fn with_gate(at: &Situation<'_>, index: usize, base: NextDecision) -> NextDecision {
    let rows = gate_rows::rows(at, index);
    let open: Vec<&GateRow> = rows.iter().filter(|row| row.mark != Mark::Met).collect();
    let label = at.label(index);
    let all = rows.len();
    let due = at.gate(index).and_then(|gate| gate.planned);
    let when = due.map_or_else(String::new, |day| {
        let away = at.plan.calendar.working_days_between(at.today(), day);
        let days = format::plural(away.unsigned_abs(), "working day", "working days");
        match away {
            0 => " Its gate is due today.".to_owned(),
            1.. => format!(" Its gate is due on {}, {days} from now.", day_near(day, at.today())),
            _ => format!(" Its gate was due on {}, {days} ago.", day_near(day, at.today())),
        }
    });
    if let Some(judged) = at.verdict(index)
        && let Some(word) = judged.word
    {
        let (verdict, order) = judged_words(at, index, &judged);
        let joint = gate_verdict::joint(at, index, &judged);
        let mark = gate_verdict::sign(word);
        return NextDecision { mark, verdict, order: format!("{order}{when}"), rows, joint, ..base };
    }
    let (mark, verdict, order) = match (all, open.as_slice()) {
        (0, _) => (
            Mark::Empty,
            format!("{label} has no criteria"),
            format!("It passes when every ready device is targeted.{when}"),
        ),
        (_, []) => (
            Mark::Met,
            format!("{label}: all {all} criteria hold today"),
            format!("Nothing in the figures keeps the gate shut.{when}"),
        ),
        (_, open) => {
            let met = all - open.len();
            (
                Mark::Risk,
                format!("{label}: {met} of {all} criteria hold today"),
                format!("Not yet: {}.{when}", waiting_for(open)),
            )
        }
    };
    NextDecision { mark, verdict, order, rows, ..base }
}

/// A gate with a verdict: the verdict, and what it rests on.
fn judged_words(at: &Situation<'_>, index: usize, judged: &Verdict) -> (String, String) {
    let word = judged.word.map_or("", crate::forecast::Word::name);
    let label = at.label(index);
    if judged.is_due {
        return (format!("{label}: {word}"), gate_verdict::reason(at, index, judged));
    }
    let chance = judged
        .by_planned
        .map_or_else(String::new, |chance| format!(", {} to pass in time", format::chance(chance)));
    let weakest: Vec<String> = gate_verdict::weakest(judged).into_iter().take(2).collect();
    let order = match weakest.as_slice() {
        [] => "Each simulated criterion is on course.".to_owned(),
        weakest => format!("Least sure: {}.", list(weakest)),
    };
    (format!("{label}: {}{chance}", word.to_lowercase()), order)
}

/// The first two criteria that do not hold, with what they need, and how many more there are.
fn waiting_for(open: &[&GateRow]) -> String {
    let words = open.iter().take(2).map(|row| {
        let today = if row.today == format::DASH { String::new() } else { format!(" {}", row.today) };
        format!("{}{today} (needs {})", row.name, row.needed)
    });
    let more = open.len().saturating_sub(2);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    words.collect::<Vec<_>>().join(", ") + &rest
}

/// No phase is under way: the next one, or the end.
fn between(at: &Situation<'_>) -> NextDecision {
    match at.next() {
        Some(index) => starts(at, index),
        None => nothing(at),
    }
}

fn passed(at: &Situation<'_>, index: usize) -> NextDecision {
    let day = gate_rows::passed_on(at, index);
    let when = day.map_or_else(String::new, |day| format!(" on {}", format::date(day)));
    NextDecision {
        phase: Some(index),
        title: "Nothing to decide".into(),
        subtitle: at.title(index),
        mark: Mark::Met,
        verdict: "The gate has passed".into(),
        order: format!("{} passed its gate{when}.", at.label(index)),
        rows: gate_rows::rows(at, index),
        ..nothing(at)
    }
}

fn nothing(at: &Situation<'_>) -> NextDecision {
    let (mark, verdict, order) = if at.plan.phases.is_empty() {
        (Mark::Empty, "The plan has no phases yet", "The first phase asks for the first decision.")
    } else {
        (Mark::Met, "All phases have passed", "No question is written down for a date to come.")
    };
    NextDecision {
        asked: Asked::Nothing,
        phase: None,
        when: String::new(),
        title: "Nothing to decide".into(),
        subtitle: String::new(),
        mark,
        verdict: verdict.into(),
        order: order.into(),
        rows: Vec::new(),
        joint: None,
        conditions: Vec::new(),
    }
}

fn prerequisite(at: &Situation<'_>, p: &Prerequisite, is_next: bool) -> PrerequisiteRow {
    let phase = p.blocks.and_then(|id| at.plan.phase_index(id));
    let name = |index: usize| if index == 0 { at.first_name() } else { at.label(index) };
    let place = match phase {
        Some(index) if is_next => format!("blocks {}", name(index)),
        Some(index) => format!("before {}", name(index)),
        None => "blocks no phase".to_owned(),
    };
    let is_late = p.due.is_some_and(|day| day < at.today());
    let note = if p.owner.is_empty() { place } else { format!("{place}  ·  {}", p.owner) };
    PrerequisiteRow {
        mark: if is_next || is_late { Mark::Missed } else { Mark::Risk },
        name: p.name.clone(),
        note,
        due: match p.due {
            Some(day) if is_late => format!("was due {}", day_near(day, at.today())),
            Some(day) => format!("due {}", day_near(day, at.today())),
            None => "no date".to_owned(),
        },
        is_late,
    }
}

fn entry(at: &Situation<'_>, decision: &Decision) -> LogEntry {
    let mark = match decision.kind {
        DecisionKind::Go => Some(Mark::Met),
        DecisionKind::NoGo { .. } => Some(Mark::Missed),
        DecisionKind::Pause => Some(Mark::Paused),
        DecisionKind::Change | DecisionKind::Note => None,
    };
    let evidence = decision.evidence.iter().map(|e| {
        let asked = if e.asked.is_empty() { String::new() } else { format!(", asked {}", e.asked) };
        format!("{}: {}{asked}", e.what, e.value)
    });
    let head = format!("Evidence of {}", format::date(decision.date));
    let tip = if decision.evidence.is_empty() {
        String::new()
    } else {
        std::iter::once(head).chain(evidence).collect::<Vec<_>>().join("\n")
    };
    LogEntry {
        id: Some(decision.id),
        date: day_near(decision.date, at.today()),
        kind: decision.kind.name().to_owned(),
        mark,
        is_change: decision.kind == DecisionKind::Change,
        text: decision.text.clone(),
        who: decision.who.clone(),
        tip,
        is_coming: false,
    }
}

fn coming_entry(at: &Situation<'_>, question: &Question) -> LogEntry {
    let days = (question.date - at.today()).num_days();
    let away = match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        n => format!("in {n} days"),
    };
    let who = if question.who.is_empty() { away } else { format!("{}, {away}", question.who) };
    LogEntry {
        id: None,
        date: weekday_near(question.date, at.today()),
        kind: String::new(),
        mark: None,
        is_change: false,
        text: question.question.clone(),
        who,
        tip: question.note.clone(),
        is_coming: true,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::plan::{DecisionId, Evidence, PhaseId, QuestionId};
    use crate::report::sample_tests::{day, sample};

    fn question(date: NaiveDate, phase: Option<PhaseId>) -> Question {
        Question {
            id: QuestionId(1),
            date,
            who: "Steering committee".into(),
            phase,
            question: "Add two agents?".into(),
            note: "8 instead of 6".into(),
        }
    }

    #[test]
    fn the_start_says_what_blocks_it_and_by_when() {
        let mut plan = sample();
        let free = next(&plan.at());
        assert_eq!((free.title.as_str(), free.asked), ("Start the pilot?", Asked::Start));
        assert_eq!(free.subtitle, "Pilot – IT, 100 devices, all at once");
        assert_eq!(free.when, "Planned start, Mon 6 Jul");
        assert_eq!((free.mark, free.verdict.as_str()), (Mark::Met, "Nothing blocks"));
        plan.block(2);
        let blocked = next(&plan.at());
        assert_eq!(
            (blocked.mark, blocked.verdict.as_str()),
            (Mark::Risk, "Not yet: two prerequisites block")
        );
        assert_eq!(blocked.order, "Settle Licences 1 and Licences 2 by Fri 3 Jul.");
        plan.block(3);
        assert!(
            next(&plan.at()).order.starts_with("Settle Licences 1, Licences 2, Licences 1 and 2 more by")
        );
    }

    #[test]
    fn a_question_about_the_start_is_the_start_with_what_it_depends_on() {
        let mut plan = sample();
        plan.plan.phases[0].start.not_before = Some(day(2026, 7, 6));
        plan.block(2);
        plan.plan.prerequisites[0].state = PrerequisiteState::Done;
        plan.plan.questions = vec![question(day(2026, 7, 3), Some(PhaseId(1)))];
        let asked = next(&plan.at());
        assert_eq!((asked.asked, asked.title.as_str()), (Asked::Start, "Add two agents?"));
        assert_eq!(asked.when, "Steering committee, Fri 3 Jul");
        assert_eq!(asked.verdict, "Not yet: one prerequisite blocks");
        assert_eq!(asked.order, "Planned start: Mon 6 Jul. Settle Licences 2 by Fri 3 Jul.");
        assert!(asked.rows.is_empty(), "its exit gate is no evidence for its start");
        let said: Vec<(Mark, &str, &str)> =
            asked.conditions.iter().map(|c| (c.mark, c.name.as_str(), c.state.as_str())).collect();
        let expected = [
            (Mark::Empty, "Not before Mon 6 Jul", "in 5 working days"),
            (Mark::Met, "Working day outside freezes and pauses", "Mon 6 Jul"),
            (Mark::Missed, "Licences 2", "open, due 3 Jul"),
            (Mark::Met, "Licences 1", "done"),
        ];
        assert_eq!(said, expected);
        assert_eq!(of_phase(&plan.at(), 0), asked, "both slides ask the same");
        // Of a later phase too.
        plan.plan.questions[0].phase = Some(PhaseId(2));
        plan.plan.phases[1].start.after_previous = Some(1);
        let wave = of_phase(&plan.at(), 1);
        assert_eq!((wave.asked, wave.rows.len()), (Asked::Question, 0));
        assert_eq!(wave.verdict, "Nothing blocks");
        let expected =
            "Expected start: Mon 27 Jul. It starts on 27 Jul as expected, once the gate of Pilot has passed.";
        assert_eq!(wave.order, expected);
    }

    #[test]
    fn what_never_starts_says_why_and_has_no_tick() {
        let mut plan = sample().running(490);
        plan.plan.phases.push(crate::plan::Phase::new(
            PhaseId(3),
            "Depots",
            crate::plan::PhaseKind::Wave,
            10,
        ));
        plan.plan.phases[2].start.after_previous = Some(1);
        plan.outlook.expected.phases[1].gate = None;
        let gone = crate::forecast::PhaseDates { phase: PhaseId(3), ..Default::default() };
        plan.outlook.expected.phases.push(gone);
        let never = of_phase(&plan.at(), 2);
        assert_eq!((never.mark, never.verdict.as_str()), (Mark::Missed, "It never starts as planned"));
        assert!(never.order.starts_with("Wave 1 does not pass its gate by "), "{}", never.order);
        assert!(never.conditions.iter().any(|c| c.mark == Mark::Missed && c.name == "Gate of Wave 1"));
        plan.outlook.expected.phases[1].stalled = Some(day(2026, 9, 1));
        let stalled = of_phase(&plan.at(), 2).order;
        assert_eq!(stalled, "Wave 1 does not pass its gate within 60 working days of its last device.");
    }

    #[test]
    fn a_plan_without_phases_has_passed_nothing() {
        let mut plan = sample();
        plan.plan.phases.clear();
        plan.outlook.expected.phases.clear();
        plan.outlook.gates.clear();
        let empty = next(&plan.at());
        assert_eq!((empty.mark, empty.verdict.as_str()), (Mark::Empty, "The plan has no phases yet"));
        // Between two phases neither has all been passed.
        let mut plan = sample();
        plan.outlook.gates[0].stage = PhaseStage::Done;
        plan.plan.questions = vec![question(day(2026, 7, 3), None)];
        let between = next(&plan.at());
        assert_eq!((between.mark, between.verdict.as_str()), (Mark::Empty, "Wave 1 is next"));
    }

    #[test]
    fn the_question_comes_before_the_gate_when_it_is_earlier() {
        let mut plan = sample().running(490);
        let gate = next(&plan.at());
        assert_eq!((gate.asked, gate.title.as_str()), (Asked::Gate, "Pass the gate of Wave 1?"));
        assert_eq!(gate.verdict, "Wave 1: 1 of 3 criteria hold today");
        let order = "Not yet: Phase enrolled 49.0% (needs ≥ 90%), Soak after the last device 0 days (needs ≥ 5 days). \
                     Its gate is due on 11 Sep, 22 working days from now.";
        assert_eq!(gate.order, order);
        plan.plan.questions = vec![question(day(2026, 8, 14), None)];
        let asked = next(&plan.at());
        assert_eq!((asked.asked, asked.title.as_str()), (Asked::Question, "Add two agents?"));
        assert_eq!(asked.when, "Steering committee, Fri 14 Aug");
        assert_eq!(asked.rows.len(), 3, "the running phase's gate is its evidence");
        plan.plan.questions[0].date = day(2026, 8, 1);
        assert_eq!(next(&plan.at()).asked, Asked::Gate, "a question of the past is not asked again");
        plan.plan.questions[0].date = day(2026, 10, 1);
        assert_eq!(next(&plan.at()).asked, Asked::Gate);
    }

    #[test]
    fn at_the_end_nothing_is_asked() {
        let mut plan = sample().running(900);
        plan.outlook.gates[1].stage = PhaseStage::Done;
        assert_eq!(next(&plan.at()).asked, Asked::Nothing);
        plan.outlook.gates[1].stage = PhaseStage::Planned;
        plan.outlook.expected.phases[1].start_is_done = false;
        plan.outlook.observed.now[1].as_of = None;
        let start = next(&plan.at());
        assert_eq!((start.asked, start.title.as_str()), (Asked::Next, "Start Wave 1?"));
    }

    #[test]
    fn what_blocks_the_next_phase_stands_first() {
        let mut plan = sample();
        plan.block(2);
        plan.plan.prerequisites[0].blocks = Some(PhaseId(2));
        plan.plan.prerequisites[0].due = Some(day(2026, 6, 1));
        let rows = prerequisites(&plan.at());
        assert_eq!((rows[0].name.as_str(), rows[0].note.as_str()), ("Licences 2", "blocks the pilot"));
        assert_eq!((rows[1].note.as_str(), rows[1].due.as_str()), ("before Wave 1", "was due 1 Jun"));
        assert!(rows[1].is_late && !rows[0].is_late);
    }

    #[test]
    fn the_log_ends_with_what_is_to_come() {
        let mut plan = sample().running(490);
        let decision = |id, date, phase| Decision {
            id: DecisionId(id),
            date,
            kind: DecisionKind::Go,
            phase,
            text: format!("Decision {id}"),
            who: "Lead".into(),
            evidence: vec![Evidence {
                what: "Enrollment success".into(),
                value: "97.2%".into(),
                asked: "≥ 95%".into(),
                holds: Some(true),
            }],
        };
        let made = vec![
            decision(1, day(2026, 8, 1), Some(PhaseId(2))),
            decision(2, day(2026, 7, 24), Some(PhaseId(1))),
            decision(3, day(2026, 7, 30), None),
        ];
        plan.plan.decisions = made;
        plan.plan.questions = vec![question(day(2026, 8, 14), Some(PhaseId(2)))];
        let texts: Vec<String> = log(&plan.at(), Some(1)).into_iter().map(|entry| entry.text).collect();
        assert_eq!(texts, ["Decision 3", "Decision 1", "Add two agents?"]);
        let entries = log(&plan.at(), None);
        assert_eq!(entries.len(), 4);
        assert!(
            entries[0].tip.starts_with("Evidence of 24 Jul 2026\nEnrollment success: 97.2%, asked ≥ 95%")
        );
        assert_eq!((entries[3].who.as_str(), entries[3].is_coming), ("Steering committee, in 2 days", true));
    }
}
