//! Whether the pilots are like the fleet, in rows and in words: what is over, under or missing, what they cannot
//! speak for, and the one step that would let them.

use std::collections::BTreeMap;

use super::wording::list;
use super::{Mark, Situation};
use crate::forecast::{
    Advice, Column, FAULT, LUCK, Likeness, Mirror, PhaseStage, SHOWN, Stratum, advice, chance_to_show,
};
use crate::picture::dumbbell::{DumbbellInput, DumbbellRow, Remark};
use crate::picture::format;
use crate::picture::legend::Heading;
use crate::plan::{Edit, Phase, PhaseId, PhaseKind, Plan, Record, Remedy, Take, Unspoken};

/// A panel's words: the step as an order, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub mark: Mark,
    pub order: String,
    pub effect: String,
    /// The step itself, where it is one.
    pub remedy: Option<Remedy>,
}

/// The card *Is the pilot like the fleet?*
#[derive(Clone, Debug, PartialEq)]
pub struct PilotCard {
    /// None when there is nothing to compare.
    pub chart: Option<DumbbellInput>,
    pub step: Option<Step>,
    /// Why there is nothing to compare.
    pub empty: String,
}

/// Of a column with more strata than this the smallest are one row.
const SHOWN_APART: usize = 8;
/// A part of the estate smaller than this share is no finding of the check.
const WORTH_NAMING: f64 = 0.02;

pub fn card(at: &Situation<'_>, mirror: &Mirror) -> PilotCard {
    let has_pilots = at.plan.phases.iter().any(|phase| phase.kind == PhaseKind::Pilot);
    let empty = if !has_pilots {
        "No phase is a pilot: nothing is tried before all follow."
    } else if mirror.pilot == 0 {
        "The pilots do not say yet from which segments they take their devices."
    } else {
        "The segments do not tell devices apart."
    };
    let chart = (!mirror.strata.is_empty()).then(|| chart(mirror));
    let step = chart.as_ref().map(|_| step(at, mirror));
    PilotCard { chart, step, empty: empty.to_owned() }
}

fn chart(mirror: &Mirror) -> DumbbellInput {
    let groups = Column::ALL.into_iter().map(|column| {
        let strata: Vec<&Stratum> = mirror.of(column).collect();
        (column.name().to_owned(), rows(mirror, &strata))
    });
    DumbbellInput {
        heading: Heading::new("Is the pilot like the fleet?", ""),
        whole: "fleet share".into(),
        sample: format!("pilot share ({})", format::count(mirror.pilot)),
        groups: groups.filter(|(_, rows)| !rows.is_empty()).collect(),
    }
}

fn rows(mirror: &Mirror, strata: &[&Stratum]) -> Vec<DumbbellRow> {
    if strata.len() <= SHOWN_APART {
        return strata.iter().map(|stratum| row(mirror, stratum)).collect();
    }
    let mut by_size: Vec<usize> = (0..strata.len()).collect();
    by_size.sort_by_key(|at| std::cmp::Reverse(strata[*at].fleet));
    let (mut apart, rest) = (by_size[..SHOWN_APART - 1].to_vec(), &by_size[SHOWN_APART - 1..]);
    apart.sort_unstable();
    let mut rows: Vec<DumbbellRow> = apart.iter().map(|at| row(mirror, strata[*at])).collect();
    let sum = |of: fn(&Stratum) -> u64| rest.iter().map(|at| of(strata[*at])).sum::<u64>();
    let (fleet, pilot) = (sum(|stratum| stratum.fleet), sum(|stratum| stratum.pilot));
    let (whole, sample) = (share(fleet, mirror.fleet), share(pilot, mirror.pilot));
    let names: Vec<String> = rest.iter().take(12).map(|at| strata[*at].name.clone()).collect();
    rows.push(DumbbellRow {
        key: format!("{}:others", strata[0].column.name()),
        name: format!("{} others", rest.len()),
        whole,
        sample,
        remark: Remark::Plain(times(sample / whole)),
        tip: format!("{} others\n{}", rest.len(), names.join(", ")),
    });
    rows
}

fn row(mirror: &Mirror, stratum: &Stratum) -> DumbbellRow {
    let is_luck = mirror.luck(stratum) >= LUCK;
    let remark = match stratum.likeness() {
        Likeness::Missing => Remark::Missing,
        Likeness::Over if !is_luck => Remark::Chip(format!("{} over", times(stratum.ratio))),
        Likeness::Under if !is_luck => Remark::Chip(format!("{} under", times(stratum.ratio))),
        _ => Remark::Plain(times(stratum.ratio)),
    };
    DumbbellRow {
        key: format!("{}:{}", stratum.column.name(), stratum.name),
        name: stratum.name.clone(),
        whole: share(stratum.fleet, mirror.fleet),
        sample: share(stratum.pilot, mirror.pilot),
        remark,
        tip: tip(mirror, stratum),
    }
}

fn times(ratio: f64) -> String {
    if ratio >= 9.95 { format!("{ratio:.0}×") } else { format!("{ratio:.1}×") }
}

fn tip(mirror: &Mirror, stratum: &Stratum) -> String {
    let of = |part, whole| {
        format!(
            "{} of {} ({})",
            format::count(part),
            format::count(whole),
            format::percent1(share(part, whole))
        )
    };
    let side = if stratum.ratio < 1.0 { "few" } else { "many" };
    let chance = mirror.luck(stratum);
    let luck = if chance >= LUCK { ": it may be luck" } else { "" };
    let speaks = if stratum.is_spoken_for() {
        format!("A fault on {} of them would show: {} are enough", format::percent0(FAULT), stratum.needed)
    } else {
        format!(
            "{} pilot devices would show a fault on {} of them with {} chance",
            format::count(stratum.needed),
            format::percent0(FAULT),
            format::percent0(SHOWN)
        )
    };
    [
        stratum.name.clone(),
        format!("Fleet: {}", of(stratum.fleet, mirror.fleet)),
        format!("Pilots: {}", of(stratum.pilot, mirror.pilot)),
        format!(
            "Drawn at random, so {side} or {} have a chance of {}{luck} (exact hypergeometric test)",
            if side == "few" { "fewer" } else { "more" },
            format::chance(chance)
        ),
        speaks,
    ]
    .join("\n")
}

fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// What the panel below the chart says.
fn step(at: &Situation<'_>, mirror: &Mirror) -> Step {
    if let Some(advice) = advice(at.plan, at.outlook, mirror) {
        let mark = if advice.stratum.pilot == 0 { Mark::Risk } else { Mark::Empty };
        return Step {
            mark,
            order: order(at.plan, &advice) + ":",
            effect: format!("{}.", effect(&advice)),
            remedy: remedy(at.plan, &advice),
        };
    }
    let open: Vec<String> =
        mirror.strata.iter().filter(|stratum| !stratum.is_spoken_for()).map(called).take(4).collect();
    if open.is_empty() {
        return Step {
            mark: Mark::Met,
            order: "The pilots speak for every part of the fleet:".into(),
            effect: format!(
                "a fault on {} of its devices would show with at least {} chance.",
                format::percent0(FAULT),
                format::percent0(SHOWN)
            ),
            remedy: None,
        };
    }
    Step {
        mark: Mark::Empty,
        order: format!("The pilots cannot speak for {}:", list(&open)),
        effect: "none of these devices is both ready and still to come.".into(),
        remedy: None,
    }
}

/// `Add 58 devices of Hospitals, 22 of them with Windows 10 LTSC 2021, to Wave 2`
fn order(plan: &Plan, advice: &Advice) -> String {
    let more = if advice.stratum.pilot > 0 { "more " } else { "" };
    let noun = if advice.devices == 1 { "device" } else { "devices" };
    let devices = format!("{} {more}{noun} {}", format::count(advice.devices.into()), which(&advice.stratum));
    let among = advice.among.as_ref().map_or_else(String::new, |(other, n)| {
        format!(", {} of them {},", format::count(u64::from(*n)), which(other))
    });
    match advice.to {
        Some(to) => format!("Add {devices}{among} to {}", named(plan, to)),
        None => {
            format!("Let {} begin with {devices}{}", named(plan, advice.from), among.trim_end_matches(','))
        }
    }
}

/// What a stratum is called in a sentence.
pub(super) fn called(stratum: &Stratum) -> String {
    match (stratum.column, stratum.name.as_str()) {
        (Column::Join, "Neither") => "devices that are not Entra joined".to_owned(),
        (Column::Join, joined) => format!("devices that are {}", super::wording::lower_first(joined)),
        (_, name) => name.to_owned(),
    }
}

/// A lone pilot is "the pilot".
fn named(plan: &Plan, phase: PhaseId) -> String {
    let label = plan.phase_label(phase);
    if label == PhaseKind::Pilot.name() { "the pilot".to_owned() } else { label }
}

fn which(stratum: &Stratum) -> String {
    match stratum.column {
        Column::Site | Column::Department | Column::Model => format!("of {}", stratum.name),
        Column::Windows => format!("with {}", stratum.name),
        Column::Join => match stratum.name.as_str() {
            "Neither" => "that are not Entra joined".to_owned(),
            joined => format!("that are {}", super::wording::lower_first(joined)),
        },
    }
}

fn effect(advice: &Advice) -> String {
    let drawn = advice.stratum.pilot + u64::from(advice.devices);
    let chance = if drawn >= advice.stratum.needed {
        SHOWN
    } else {
        chance_to_show(advice.stratum.fleet, FAULT, drawn)
    };
    format!(
        "then a fault on {} of them shows with {} chance",
        format::percent0(FAULT),
        format::percent0(chance)
    )
}

/// The devices change phases; what else the two hold stays as it is. A phase that would be left without devices
/// could never pass its gate: what becomes of it is for somebody to decide.
fn remedy(plan: &Plan, advice: &Advice) -> Option<Remedy> {
    let mut from = plan.phase(advice.from)?.clone();
    let mut to = plan.phase(advice.to?)?.clone();
    let users = u64::from(from.users) * u64::from(advice.devices) / u64::from(from.devices.max(1));
    let users = users as u32;
    for take in &advice.takes {
        let own = from.takes.iter_mut().find(|own| own.segment == take.segment)?;
        own.devices = own.devices.checked_sub(take.devices)?;
        add(&mut to, *take);
    }
    from.takes.retain(|take| take.devices > 0);
    from.devices = from.devices.checked_sub(advice.devices).filter(|left| *left > 0)?;
    to.devices = to.devices.checked_add(advice.devices)?;
    from.users -= users;
    to.users = to.users.saturating_add(users);
    let label = order(plan, advice);
    let put = |phase: Phase| Edit::Put(Record::Phase(Box::new(phase)));
    let edit = Edit::Several { label: label.clone(), edits: vec![put(from), put(to)] };
    Some(Remedy { label, edit })
}

fn add(phase: &mut Phase, take: Take) {
    match phase.takes.iter_mut().find(|own| own.segment == take.segment) {
        Some(own) => own.devices = own.devices.saturating_add(take.devices),
        None => phase.takes.push(take),
    }
}

/// For the check: what the pilots cannot speak for although it is worth naming and still to come, the largest
/// first, and what would mend it.
pub fn unspoken(at: &Situation<'_>, mirror: &Mirror) -> (Vec<Unspoken>, Option<Remedy>) {
    let is_worth_it =
        |stratum: &&Stratum| !stratum.is_spoken_for() && share(stratum.fleet, mirror.fleet) >= WORTH_NAMING;
    let coming = coming(at);
    let mut open: Vec<&Stratum> = mirror
        .strata
        .iter()
        .filter(is_worth_it)
        .filter(|stratum| coming.get(&(stratum.column, stratum.name.as_str())).is_some_and(|n| *n > 0))
        .collect();
    open.sort_by_key(|stratum| (stratum.pilot > 0, std::cmp::Reverse(stratum.fleet)));
    let parts: Vec<Unspoken> = open
        .into_iter()
        .map(|stratum| Unspoken {
            name: called(stratum),
            devices: stratum.fleet,
            pilot: stratum.pilot,
            needed: stratum.needed,
            fault: FAULT,
        })
        .collect();
    let remedy = (!parts.is_empty())
        .then(|| advice(at.plan, at.outlook, mirror))
        .flatten()
        .and_then(|advice| remedy(at.plan, &advice));
    (parts, remedy)
}

/// Devices of each stratum that waves still take which have not begun.
fn coming<'a>(at: &Situation<'a>) -> BTreeMap<(Column, &'a str), u64> {
    let mut coming = BTreeMap::new();
    let waves =
        at.plan.phases.iter().enumerate().filter(|(index, phase)| {
            phase.kind == PhaseKind::Wave && at.stage(*index) == PhaseStage::Planned
        });
    for take in waves.flat_map(|(_, phase)| &phase.takes) {
        let Some(segment) = at.plan.estate.segment(take.segment) else { continue };
        for column in Column::ALL {
            if let Some(name) = column.of(segment) {
                *coming.entry((column, name)).or_default() += u64::from(take.devices);
            }
        }
    }
    coming
}
