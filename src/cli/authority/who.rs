//! `baton authority --who`: who manages a workload on a phase on a day, in a sentence or as JSON.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::answer::Answer;
use crate::cli::table::{Column, table};
use crate::forecast::{Outlook, OwnedGroup};
use crate::plan::{PhaseId, Plan, Workload};
use crate::report::Situation;
use crate::report::owner::{OwnerAnswer, owner_answer, reason_name};
use crate::report::owner_question::{Reply, Understood, When, reply_to, understand};

/// One question about one owner; what is left out is open.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Who {
    /// In free words: "client apps in Wave 3 on 1 March"
    #[arg(long = "who", value_name = "WORDS", conflicts_with_all = ["phase", "workload", "daily"])]
    words: Option<String>,
    /// A phase, by its name or label: "Clinics North", "Wave 2"
    #[arg(long, value_name = "NAME", conflicts_with = "daily")]
    phase: Option<String>,
    /// A workload: "Device configuration", "updates"
    #[arg(long, value_name = "NAME", conflicts_with = "daily")]
    workload: Option<String>,
}

impl Who {
    pub const fn is_asked(&self) -> bool {
        self.words.is_some() || self.phase.is_some() || self.workload.is_some()
    }

    pub fn run(&self, plan: &Plan, outlook: &Outlook, on: Option<NaiveDate>, json: bool) -> Answer {
        let at = Situation::new(plan, outlook);
        let mut understood = match self.understood(&at) {
            Ok(understood) => understood,
            Err(answer) => return answer,
        };
        if let Some(day) = on {
            understood.when = Some(When::On(day));
        }
        let reply = reply_to(&at, &understood);
        if json {
            return Answer::json(&Asked::new(&at, &understood, &reply));
        }
        match reply {
            Reply::One(answer) => Answer { messages: note(&understood), ..Answer::result(text(&answer)) },
            Reply::Which { question, choices } => {
                let columns = [Column::Words("Day"), Column::Words(""), Column::Words("Managed by")];
                let row = |choice: crate::report::owner_question::Choice| {
                    vec![crate::picture::format::weekday_date(choice.asked.day), choice.label, choice.brief]
                };
                let rows: Vec<Vec<String>> = choices.into_iter().map(row).collect();
                let result = Answer::result(format!("{question}\n\n{}", table(&columns, &rows)));
                Answer { messages: note(&understood), ..result }
            }
            Reply::Nothing => Answer::wrong_use(names_nothing(&at)),
        }
    }

    /// The phases that are named; empty = none is.
    pub fn phases(&self, at: &Situation<'_>) -> Result<Vec<PhaseId>, Answer> {
        let only = Self { phase: self.phase.clone(), ..Self::default() };
        Ok(only.understood(at)?.phases)
    }

    fn understood(&self, at: &Situation<'_>) -> Result<Understood, Answer> {
        if let Some(words) = &self.words {
            return Ok(understand(at, words));
        }
        let part =
            |words: &Option<String>| words.as_deref().map(|words| (words.to_owned(), understand(at, words)));
        let (phase, workload) = (part(&self.phase), part(&self.workload));
        let mut understood = Understood::default();
        if let Some((words, read)) = phase {
            if read.phases.is_empty() {
                return Err(Answer::wrong_use(format!("No phase is called “{words}”. {}", phases(at))));
            }
            understood.phases = read.phases;
        }
        if let Some((words, read)) = workload {
            if read.workloads.is_empty() {
                return Err(Answer::wrong_use(format!("No workload is called “{words}”. {}", workloads())));
            }
            understood.workloads = read.workloads;
        }
        Ok(understood)
    }
}

fn names_nothing(at: &Situation<'_>) -> String {
    format!("That names no workload and no phase of this plan. {} {}", workloads(), phases(at))
}

pub(super) fn workloads() -> String {
    let names: Vec<&str> = Workload::ALL.iter().map(|workload| workload.name()).collect();
    format!("Workloads are {}.", names.join(", "))
}

fn phases(at: &Situation<'_>) -> String {
    let names: Vec<String> = (0..at.plan.phases.len()).map(|index| at.title(index)).collect();
    if names.is_empty() {
        "The plan has no phases.".to_owned()
    } else {
        format!("Phases are {}.", names.join(", "))
    }
}

pub(super) fn note(understood: &Understood) -> Vec<String> {
    let not: Vec<String> = understood.unknown.iter().map(|word| format!("“{word}”")).collect();
    if not.is_empty() { Vec::new() } else { vec![format!("Not understood: {}.", not.join(", "))] }
}

fn text(answer: &OwnerAnswer) -> String {
    format!("{}\n\nRule: {}\n{} ({})\n", answer.sentence, answer.rule, answer.law, answer.source)
}

#[derive(Serialize)]
struct Asked<'a> {
    /// What the question leaves open; null where there is one answer.
    question: Option<&'static str>,
    not_understood: &'a [String],
    answers: Vec<One>,
}

impl<'a> Asked<'a> {
    fn new(at: &Situation<'_>, understood: &'a Understood, reply: &Reply) -> Self {
        let (question, answers) = match reply {
            Reply::One(answer) => (None, vec![One::new(at, answer)]),
            Reply::Which { question, choices } => {
                let asked = choices.iter().map(|choice| choice.asked);
                let answers = asked.filter_map(|a| owner_answer(at, a.phase, a.workload, a.day));
                (Some(*question), answers.map(|answer| One::new(at, &answer)).collect())
            }
            Reply::Nothing => (Some("Which workload on which phase?"), Vec::new()),
        };
        Self { question, not_understood: &understood.unknown, answers }
    }
}

#[derive(Serialize)]
struct One {
    date: NaiveDate,
    phase: String,
    workload: &'static str,
    authority: &'static str,
    reason: &'static str,
    /// Recorded, and not expected.
    is_recorded: bool,
    devices: u32,
    enrolled: f64,
    groups: Vec<Group>,
    next: Option<Next>,
    sentence: String,
    rule: String,
    law: &'static str,
    source: &'static str,
}

#[derive(Serialize)]
struct Group {
    devices: f64,
    authority: &'static str,
    reason: &'static str,
    since: Option<NaiveDate>,
}

#[derive(Serialize)]
struct Next {
    date: NaiveDate,
    authority: &'static str,
}

impl One {
    fn new(at: &Situation<'_>, answer: &OwnerAnswer) -> Self {
        let owner = &answer.owner;
        let group = |group: &OwnedGroup| Group {
            devices: group.devices,
            authority: group.authority.name(),
            reason: reason_name(group.why),
            since: group.since,
        };
        Self {
            date: owner.day,
            phase: at.plan.phase(owner.phase).map_or(String::new(), |phase| phase.name.clone()),
            workload: owner.workload.name(),
            authority: answer.authority.name(),
            reason: owner.main().map_or("", |main| reason_name(main.why)),
            is_recorded: owner.is_known,
            devices: owner.devices,
            enrolled: owner.enrolled,
            groups: owner.groups.iter().map(group).collect(),
            next: owner.next.map(|next| Next { date: next.day, authority: next.reach.authority().name() }),
            sentence: answer.sentence.clone(),
            rule: answer.rule.clone(),
            law: answer.law,
            source: answer.source,
        }
    }
}
