//! What must hold before phases can begin: the prerequisites that were typed, and those that the estate itself
//! shows with their numbers. What still holds something up stands first.

use chrono::{Datelike, NaiveDate};

use super::readiness::ends_before;
use super::wording::{agree, day_near};
use super::{Mark, Situation};
use crate::forecast::PhaseStage;
use crate::picture::format;
use crate::plan::{JoinType, NotReadyReason, Phase, PhaseId, Place, Prerequisite, PrerequisiteState};

/// One line of the card.
#[derive(Clone, Debug, PartialEq)]
pub struct PrerequisiteLine {
    pub mark: Mark,
    pub name: String,
    /// `due 30 Oct`, or what a note says of one that is done.
    pub when: String,
    pub is_settled: bool,
    /// State, owner, the phase that waits for it, and the note.
    pub tip: String,
    /// Where it can be seen to.
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PrerequisiteCard {
    pub lines: Vec<PrerequisiteLine>,
    /// `8 of 13 done`: of those that are needed.
    pub subtitle: String,
}

/// Something open, typed or shown by the estate, before it is put into words for the card.
struct Open {
    name: String,
    due: Option<NaiveDate>,
    /// Instead of a due date: `10 Nov`, a day that nobody moves.
    fixed: Option<String>,
    blocks: Option<PhaseId>,
    tip: Vec<String>,
    place: Place,
}

pub fn card(at: &Situation<'_>) -> PrerequisiteCard {
    let typed = &at.plan.prerequisites;
    let mut open: Vec<Open> =
        typed.iter().filter(|entry| !entry.state.is_settled()).map(|e| typed_open(at, e)).collect();
    open.extend(devices_to_mend(at));
    open.extend(windows_to_leave(at));
    open.extend(duplicates_to_remove(at));
    open.sort_by_key(|entry| (entry.due.is_none(), entry.due));
    let settled: Vec<&Prerequisite> = typed.iter().filter(|entry| entry.state.is_settled()).collect();
    let done = settled.iter().filter(|entry| entry.state == PrerequisiteState::Done).count();
    let (needed, is_empty) = (done + open.len(), settled.is_empty() && open.is_empty());
    let mut lines: Vec<PrerequisiteLine> = open.into_iter().map(|entry| line(at, entry)).collect();
    lines.extend(settled.into_iter().map(|entry| settled_line(at, entry)));
    let subtitle = match needed {
        0 if is_empty => "none yet".to_owned(),
        0 => "none needed".to_owned(),
        needed => format!("{done} of {needed} done"),
    };
    PrerequisiteCard { lines, subtitle }
}

fn waits(at: &Situation<'_>, blocks: Option<PhaseId>) -> String {
    match blocks.and_then(|id| at.plan.phase_index(id)) {
        Some(index) => format!("Blocks {}", at.title(index)),
        None => "Blocks no phase".to_owned(),
    }
}

fn about(at: &Situation<'_>, entry: &Prerequisite) -> Vec<String> {
    let owner =
        if entry.owner.is_empty() { "No owner".to_owned() } else { format!("Owner: {}", entry.owner) };
    let mut tip =
        vec![entry.name.clone(), format!("{}  ·  {owner}", entry.state.name()), waits(at, entry.blocks)];
    if !entry.note.is_empty() {
        tip.push(entry.note.clone());
    }
    tip
}

fn typed_open(at: &Situation<'_>, entry: &Prerequisite) -> Open {
    Open {
        name: entry.name.clone(),
        due: entry.due,
        fixed: None,
        blocks: entry.blocks,
        tip: about(at, entry),
        place: Place::Prerequisite(entry.id),
    }
}

/// Late, or due only once the phase that waits for it should have started.
fn line(at: &Situation<'_>, entry: Open) -> PrerequisiteLine {
    let start = entry.blocks.and_then(|id| at.plan.phase_index(id)).and_then(|index| at.start(index));
    let is_late = entry.fixed.is_none() && entry.due.is_some_and(|due| due < at.today());
    let holds_up =
        entry.fixed.is_none() && start.is_some_and(|start| entry.due.is_none_or(|due| due >= start));
    let when = match (&entry.fixed, entry.due) {
        (Some(fixed), _) => fixed.clone(),
        (None, Some(due)) if is_late => format!("was due {}", day_near(due, at.today())),
        (None, Some(due)) => format!("due {}", format::date_short(due)),
        (None, None) => "no date".to_owned(),
    };
    let mut tip = entry.tip;
    if let (false, true, Some(start)) = (is_late, holds_up, start) {
        tip.push(format!("Holds it up: the start is expected on {}", day_near(start, at.today())));
    }
    PrerequisiteLine {
        mark: if is_late || holds_up { Mark::Missed } else { Mark::Risk },
        name: entry.name,
        when,
        is_settled: false,
        tip: tip.join("\n"),
        place: entry.place,
    }
}

fn settled_line(at: &Situation<'_>, entry: &Prerequisite) -> PrerequisiteLine {
    let is_done = entry.state == PrerequisiteState::Done;
    PrerequisiteLine {
        mark: if is_done { Mark::Met } else { Mark::Empty },
        name: entry.name.clone(),
        when: if is_done { String::new() } else { "not needed".to_owned() },
        is_settled: true,
        tip: about(at, entry).join("\n"),
        place: Place::Prerequisite(entry.id),
    }
}

/// Phases that have not begun, with their place.
fn coming<'a>(at: &Situation<'a>) -> impl Iterator<Item = (usize, &'a Phase)> {
    let at = *at;
    at.plan
        .phases
        .iter()
        .enumerate()
        .filter(move |(index, _)| at.stage(*index) == PhaseStage::Planned && at.now(*index).targeted == 0)
}

/// Devices of coming phases that need a join or an update first, as the phase counts them.
fn devices_to_mend(at: &Situation<'_>) -> Vec<Open> {
    let mut open = Vec::new();
    for (index, phase) in coming(at) {
        for group in phase.not_ready.iter().filter(|group| group.devices > 0) {
            let need = match group.reason {
                NotReadyReason::NeedsJoin => join_needed(at, phase),
                NotReadyReason::NeedsOsUpdate => "an OS update",
                _ => continue,
            };
            let verb = agree(group.devices as usize, "needs", "need");
            let of = at.plan.phase_name(phase.id);
            let devices = format::plural(group.devices.into(), "device", "devices");
            let name = format!("{devices} of {of} {verb} {need}");
            let until = match group.until {
                Some(day) => {
                    format!("Planned to be ready from {}; the phase begins without them", format::date(day))
                }
                None => "No day is planned: they stay out".to_owned(),
            };
            let start = at
                .start(index)
                .map_or_else(String::new, |day| format!(", expected from {}", day_near(day, at.today())));
            let of = format!("Of {}{start}", at.title(index));
            open.push(Open {
                tip: vec![name.clone(), "Shown by the estate".to_owned(), of, until],
                name,
                due: group.until,
                fixed: None,
                blocks: None,
                place: Place::Phase(phase.id),
            });
        }
    }
    open
}

fn join_needed(at: &Situation<'_>, phase: &Phase) -> &'static str {
    let joins = phase
        .takes
        .iter()
        .filter_map(|take| at.plan.estate.segment(take.segment))
        .filter(|segment| segment.needs_join > 0)
        .map(|segment| segment.join);
    let joins: Vec<JoinType> = joins.collect();
    let is_domain = |join: &JoinType| matches!(join, JoinType::ActiveDirectoryOnly | JoinType::HybridJoined);
    if !joins.is_empty() && joins.iter().all(is_domain) { "hybrid join" } else { "a join to Entra" }
}

/// Records of devices that the list has more than once, and those that nobody has seen for long.
fn duplicates_to_remove(at: &Situation<'_>) -> Option<Open> {
    let duplicates = at.plan.estate.duplicates.filter(|records| *records > 0)?;
    let stale = match at.plan.estate.stale() {
        0 => String::new(),
        stale => format!(" and {} stale", format::count(stale)),
    };
    let records = if duplicates == 1 && stale.is_empty() { "record" } else { "records" };
    let name = format!("{} duplicate{stale} {records} of devices", format::count(duplicates.into()));
    let tip = ["Shown by the estate", "Duplicates can keep devices from enrolling: remove them from Entra"];
    coming(at).next()?;
    Some(Open {
        tip: std::iter::once(name.clone()).chain(tip.map(str::to_owned)).collect(),
        name,
        due: None,
        fixed: None,
        blocks: None,
        place: Place::Estate,
    })
}

/// Windows versions that leave support before coming phases that have devices with them.
fn windows_to_leave(at: &Situation<'_>) -> Vec<Open> {
    let mut open = Vec::new();
    for end in &at.plan.estate.support_ends {
        let has = |phase: &Phase| -> u64 {
            let of = phase.takes.iter().filter(|take| {
                at.plan.estate.segment(take.segment).is_some_and(|s| s.os.eq_ignore_ascii_case(&end.os))
            });
            of.map(|take| u64::from(take.devices)).sum()
        };
        let late: Vec<(usize, u64)> = coming(at)
            .map(|(index, phase)| (index, has(phase)))
            .filter(|(index, devices)| *devices > 0 && ends_before(at, &end.os, *index))
            .collect();
        let Some((first, _)) = late.first() else { continue };
        let is_over = end.date < at.today();
        let verb = if is_over { "left" } else { "leaves" };
        let name = format!("{} {verb} support before {}", end.os, at.label(*first));
        let mut tip = vec![name.clone(), "Shown by the estate".to_owned()];
        tip.extend(late.iter().map(|(index, devices)| {
            let start = at.start(*index);
            let from = start
                .map_or_else(String::new, |day| format!(", expected from {}", day_near(day, at.today())));
            format!("{} takes {}{from}", at.label(*index), format::plural(*devices, "device", "devices"))
        }));
        let fixed = if is_over {
            format!("{} {}", format::month_name(end.date), end.date.year())
        } else {
            format::date_short(end.date)
        };
        open.push(Open {
            name,
            due: Some(end.date),
            fixed: Some(fixed),
            blocks: None,
            tip,
            place: Place::Estate,
        });
    }
    open
}
