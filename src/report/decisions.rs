//! What is to be decided next, with the evidence for it, and what has been decided. It decides nothing and
//! judges nothing.

use chrono::NaiveDate;

use super::gate_rows::{self, GateRow};
use super::gate_verdict::{self, Joint};
use super::wording::{agree, counted, day_near, list, sentence_case, weekday_near};
use super::{Mark, Situation};
use crate::forecast::{PhaseStage, Verdict};
use crate::picture::format;
use crate::plan::{Decision, DecisionId, DecisionKind, PhaseKind, Prerequisite, PrerequisiteState, Question};

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
        return start(at);
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
    let id = at.phase(index).map(|phase| phase.id);
    if let Some(question) = next_question(at, id) {
        return asked(at, question);
    }
    match at.stage(index) {
        PhaseStage::Planned if index == 0 && !at.has_begun() => start(at),
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

/// `7 done, among them hybrid join and licences.`
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

fn start(at: &Situation<'_>) -> NextDecision {
    let Some(phase) = at.phase(0) else { return nothing() };
    let blocking: Vec<&Prerequisite> = at.blocking(0).collect();
    let day = at.start(0);
    let is_pilot = phase.kind == PhaseKind::Pilot;
    let title = if is_pilot { "Start the pilot?".to_owned() } else { format!("Start {}?", at.label(0)) };
    let (mark, verdict, order) = match (day, blocking.as_slice()) {
        (None, _) => (
            Mark::Missed,
            "No day to start".to_owned(),
            "Its start rule is met on no working day outside freezes: change the start or the calendar."
                .to_owned(),
        ),
        (Some(_), []) => (
            Mark::Met,
            "Nothing blocks".to_owned(),
            match at.open_prerequisites().count() {
                0 => "The start freezes this plan as the baseline that all later states are compared with."
                    .to_owned(),
                n => format!(
                    "{} can follow while it runs; the start freezes this plan as the baseline.",
                    sentence_case(&counted(n, "open prerequisite", "open prerequisites"))
                ),
            },
        ),
        (Some(_), several) => {
            let n = several.len();
            let blocks = agree(n, "prerequisite blocks", "prerequisites block");
            let due = several.iter().filter_map(|p| p.due).max();
            (
                Mark::Risk,
                format!("Not yet: {} {blocks}", super::wording::number(n)),
                blocking_order(at, several, due),
            )
        }
    };
    let devices = format::plural(phase.devices.into(), "device", "devices");
    let rate = match phase.rate {
        Some(rate) => format!(", {} a day", format::count(rate.into())),
        None => ", all at once".to_owned(),
    };
    NextDecision {
        asked: Asked::Start,
        phase: Some(0),
        when: day.map_or_else(String::new, |d| format!("Planned start, {}", weekday_near(d, at.today()))),
        title,
        subtitle: format!("{}, {devices}{rate}", at.title(0)),
        mark,
        verdict,
        order,
        rows: Vec::new(),
        joint: None,
    }
}

fn blocking_order(at: &Situation<'_>, blocking: &[&Prerequisite], due: Option<NaiveDate>) -> String {
    let names: Vec<String> = blocking.iter().take(3).map(|p| p.name.clone()).collect();
    let more = blocking.len().saturating_sub(3);
    let names = if more > 0 { format!("{} and {more} more", names.join(", ")) } else { list(&names) };
    let by = due.map_or_else(String::new, |day| format!(" by {}", weekday_near(day, at.today())));
    let others = at.open_prerequisites().count() - blocking.len();
    let rest = if others > 0 { " All else can follow while it runs." } else { "" };
    format!("Settle {names}{by}.{rest}")
}

/// The earliest question that is still to come, of a phase or of all.
fn next_question<'a>(at: &Situation<'a>, phase: Option<crate::plan::PhaseId>) -> Option<&'a Question> {
    let open = at.plan.questions.iter().filter(|q| q.date >= at.today());
    open.filter(|q| phase.is_none() || q.phase == phase).min_by_key(|q| (q.date, q.id))
}

fn asked(at: &Situation<'_>, question: &Question) -> NextDecision {
    let phase = question.phase.and_then(|id| at.plan.phase_index(id)).or_else(|| at.current());
    let day = weekday_near(question.date, at.today());
    let when = if question.who.is_empty() { day } else { format!("{}, {day}", question.who) };
    let base = NextDecision {
        asked: Asked::Question,
        phase,
        when,
        title: question.question.clone(),
        subtitle: question.note.clone(),
        ..nothing()
    };
    match phase {
        Some(index) => with_gate(at, index, base),
        None => base,
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
        ..nothing()
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
        None => nothing(),
    }
}

fn starts(at: &Situation<'_>, index: usize) -> NextDecision {
    let blocking: Vec<&Prerequisite> = at.blocking(index).collect();
    let day = at.start(index);
    let (mark, verdict, order) = if blocking.is_empty() {
        let before = index.checked_sub(1).filter(|before| at.stage(*before) != PhaseStage::Done);
        let order = match (before, day) {
            (Some(before), Some(day)) => {
                let date = day_near(day, at.today());
                format!("It starts when the gate of {} has passed, expected for {date}.", at.label(before))
            }
            (None, Some(day)) => format!("It can start on {}.", weekday_near(day, at.today())),
            (_, None) => "Its start rule is met on no day.".to_owned(),
        };
        (Mark::Met, "Nothing blocks".to_owned(), order)
    } else {
        let n = blocking.len();
        let blocks = agree(n, "prerequisite blocks", "prerequisites block");
        let due = blocking.iter().filter_map(|p| p.due).max();
        let verdict = format!("{} {blocks}", sentence_case(&super::wording::number(n)));
        (Mark::Risk, verdict, blocking_order(at, &blocking, due))
    };
    NextDecision {
        asked: Asked::Next,
        phase: Some(index),
        when: day.map_or_else(String::new, |d| format!("Expected start, {}", weekday_near(d, at.today()))),
        title: format!("Start {}?", at.label(index)),
        subtitle: at.title(index),
        mark,
        verdict,
        order,
        rows: Vec::new(),
        joint: None,
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
        ..nothing()
    }
}

fn nothing() -> NextDecision {
    NextDecision {
        asked: Asked::Nothing,
        phase: None,
        when: String::new(),
        title: "Nothing to decide".into(),
        subtitle: String::new(),
        mark: Mark::Met,
        verdict: "All phases have passed".into(),
        order: "No question is written down for a date to come.".into(),
        rows: Vec::new(),
        joint: None,
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
