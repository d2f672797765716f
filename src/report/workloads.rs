//! What the workloads page says: who is in charge of what, for which devices, on any date, and what is out
//! of order.

mod charts;
mod face;
mod observed;

use std::collections::BTreeMap;

pub use charts::{scrub, small, switch_days, whole_span};
pub use face::{Badge, Face, SliderFace, SliderState, face, slider_face};
pub use observed::{Observed, differing, observed};

use super::wording::{agree, list, number, sentence_case};
use super::{Finding, Mark, Situation, course};
use crate::forecast::{self, AuthorityCount, Slider};
use crate::picture::format;
use crate::plan::{Phase, PhaseId, Workload};

/// How many problems stand open at each cell.
pub type OpenCells = BTreeMap<(Workload, PhaseId), usize>;

/// Devices whose authority over a workload has left Configuration Manager, and as a share of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithIntune {
    pub devices: u64,
    pub share: f64,
}

/// For the column *With Intune*: devices with Pilot Intune or Intune at the end of a day, by workload.
pub fn with_intune(situation: &Situation<'_>, day: chrono::NaiveDate) -> [WithIntune; 7] {
    let counts = forecast::authority_on(situation.plan, situation.outlook, day);
    let all = situation.plan.devices().max(1) as f64;
    Workload::ALL.map(|workload| {
        let of = counts.iter().find(|count| count.workload == workload);
        let moved = of.map_or(0.0, |count| count.pilot_intune + count.intune);
        WithIntune { devices: moved.round().max(0.0) as u64, share: (moved / all).clamp(0.0, 1.0) }
    })
}

/// What has left Configuration Manager at the end of a day: devices of one workload, or pairs of a device
/// and a switchable workload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    pub count: f64,
    pub of: f64,
    /// P10 and P90 of a day to come, where futures are simulated.
    pub range: Option<(f64, f64)>,
}

impl Moved {
    pub fn share(&self, count: f64) -> f64 {
        if self.of > 0.0 { count / self.of } else { 0.0 }
    }

    /// Takes the place of the expected course: the futures' range, and their middle where they are of the
    /// plan as it stands.
    fn spread(self, situation: &Situation<'_>, place: Option<usize>, day: chrono::NaiveDate) -> Self {
        let Some([low, middle, high]) = course::moved(situation, place, day) else { return self };
        let count = if situation.is_behind { self.count } else { middle * self.of };
        Self { count, range: Some((low * self.of, high * self.of)), ..self }
    }
}

/// All switchable workloads together.
pub fn moved(situation: &Situation<'_>, day: chrono::NaiveDate) -> Moved {
    let total = forecast::total_authority(situation.plan, situation.outlook, day);
    let moved = Moved { count: total.pilot_intune + total.intune, of: total.all(), range: None };
    moved.spread(situation, None, day)
}

/// Each workload's slider on a day, with the devices it reaches.
pub fn sliders(situation: &Situation<'_>, day: chrono::NaiveDate) -> Vec<(Workload, Slider, Moved)> {
    let counts = forecast::authority_on(situation.plan, situation.outlook, day);
    let of = |count: AuthorityCount| {
        let (workload, at) = (count.workload, count.workload.index());
        let moved = Moved {
            count: count.pilot_intune + count.intune,
            of: situation.plan.devices() as f64,
            range: None,
        };
        let in_half = situation.slider_range(workload).map(|days| days.by(day) >= 0.5);
        let slider = match (count.slider, in_half) {
            (Slider::Locked, _) | (_, None) => count.slider,
            (_, Some(true)) => Slider::Intune,
            (Slider::Intune, Some(false)) => Slider::PilotIntune,
            (slider, Some(false)) => slider,
        };
        (workload, slider, moved.spread(situation, Some(at), day))
    };
    counts.into_iter().map(of).collect()
}

/// Which workloads reach every enrolled device, and which are out of order.
pub fn headline(situation: &Situation<'_>, open: &OpenCells) -> Finding {
    let plan = situation.plan;
    let workloads: Vec<Workload> = plan.switchable_workloads().collect();
    if plan.phases.is_empty() {
        return Finding::new(Mark::Empty, "No phase is planned yet, so no workload can move.");
    }
    if (0..plan.phases.len()).all(|at| workloads.iter().all(|w| never_moves(situation, at, *w))) {
        return Finding::new(Mark::Risk, "No workload is planned to leave Configuration Manager.");
    }
    let trouble: Vec<String> =
        trouble(&workloads, open).into_iter().chain(taken_back(situation, &workloads)).collect();
    let mark = if trouble.is_empty() { Mark::Met } else { Mark::Risk };
    let enrolled = situation.enrolled();
    let text = if enrolled == 0 { before_the_start(situation) } else { reach(situation, &workloads) };
    let parts: Vec<String> = std::iter::once(text).chain(trouble).collect();
    Finding::new(mark, format!("{}.", parts.join("; ")))
}

/// `taken back to Configuration Manager: Compliance policies in Wave 2, on 12 Oct 2026`: what Intune had, on how
/// much of the plan, and Configuration Manager has again.
fn taken_back(situation: &Situation<'_>, workloads: &[Workload]) -> Option<String> {
    let (plan, today) = (situation.plan, situation.today());
    let mut names = Vec::new();
    let mut days = Vec::new();
    for workload in workloads {
        let back = |(index, phase): (usize, &Phase)| {
            let state = forecast::phase_authority(plan, situation.outlook, phase.id, *workload, today);
            Some((index, state.back_since?))
        };
        let backs: Vec<(usize, chrono::NaiveDate)> =
            plan.phases.iter().enumerate().filter_map(back).collect();
        let all = plan.phases.len();
        let scope = match backs.as_slice() {
            [] => continue,
            backs if backs.len() == all => String::new(),
            [(index, _)] => format!(" in {}", situation.label(*index)),
            backs => format!(" in {} of {} phases", number(backs.len()), number(all)),
        };
        names.push(format!("{}{scope}", workload.name()));
        days.extend(backs.into_iter().map(|(_, day)| day));
    }
    let day = format::date(days.into_iter().max()?);
    Some(match names.as_slice() {
        [one] => format!("taken back to Configuration Manager: {one}, on {day}"),
        more if more.len() <= 3 => {
            format!("taken back to Configuration Manager: {}, last on {day}", list(more))
        }
        more => {
            format!(
                "{} workloads were taken back to Configuration Manager, last on {day}",
                number(more.len())
            )
        }
    })
}

fn never_moves(situation: &Situation<'_>, index: usize, workload: Workload) -> bool {
    situation.dates(index).is_none_or(|dates| dates.cells[workload.index()].is_none())
}

/// `Three of six switchable workloads reach every enrolled device`
fn reach(situation: &Situation<'_>, workloads: &[Workload]) -> String {
    let counts = forecast::authority_on(situation.plan, situation.outlook, situation.today());
    let enrolled = situation.enrolled() as f64;
    let is_everywhere = |workload: &&Workload| {
        counts
            .iter()
            .find(|count| count.workload == **workload)
            // Half a device is a rounding of the interpolated past.
            .is_some_and(|count| count.pilot_intune + count.intune >= enrolled - 0.5)
    };
    let reached = workloads.iter().filter(is_everywhere).count();
    let all = workloads.len();
    let devices = format::plural(situation.enrolled(), "enrolled device", "enrolled devices");
    if reached == all {
        format!("All {} switchable workloads reach the {devices}", number(all))
    } else if reached == 0 {
        format!("None of the {} switchable workloads reaches every enrolled device", number(all))
    } else {
        let verb = agree(reached, "reaches", "reach");
        format!(
            "{} of {} switchable workloads {verb} every enrolled device",
            sentence_case(&number(reached)),
            number(all)
        )
    }
}

/// `No device is enrolled yet; the first switch is Compliance policies, on 6 Jul 2026`
fn before_the_start(situation: &Situation<'_>) -> String {
    let plan = situation.plan;
    let first = (0..plan.phases.len())
        .flat_map(|index| plan.switchable_workloads().map(move |workload| (index, workload)))
        .filter_map(|(index, workload)| {
            Some((situation.dates(index)?.cells[workload.index()]?, workload.index()))
        })
        .min();
    match first {
        Some((day, at)) => {
            let workload = Workload::ALL[at].name();
            format!("No device is enrolled yet; the first switch is {workload}, on {}", format::date(day))
        }
        None => "No device is enrolled yet, and no switch has a date".to_owned(),
    }
}

/// `one open conflict in Device configuration`
fn trouble(workloads: &[Workload], open: &OpenCells) -> Option<String> {
    let count = |workload: &Workload| -> usize {
        open.iter().filter(|((w, _), _)| w == workload).map(|(_, n)| n).sum()
    };
    let troubled: Vec<(Workload, usize)> =
        workloads.iter().map(|w| (*w, count(w))).filter(|(_, n)| *n > 0).collect();
    let total: usize = troubled.iter().map(|(_, n)| n).sum();
    match troubled.as_slice() {
        [] => None,
        [(workload, n)] => {
            let noun = agree(*n, "open conflict", "open conflicts");
            Some(format!("{} {noun} in {}", number(*n), workload.name()))
        }
        [_, ..] if troubled.len() <= 3 => {
            let names: Vec<String> = troubled.iter().map(|(w, _)| w.short_name().to_owned()).collect();
            Some(format!("{} open conflicts in {}", number(total), list(&names)))
        }
        _ => Some(format!("{} open conflicts in {} workloads", number(total), number(troubled.len()))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::{Cause, Change, Reach};
    use crate::report::sample_tests::{day, sample, track};

    #[test]
    fn what_was_taken_back_says_on_how_much_of_the_plan() {
        let mut sample = sample();
        sample.plan.status_date = day(2026, 8, 3);
        sample.plan.phases.push(Phase::new(PhaseId(3), "Depots", crate::plan::PhaseKind::Wave, 50));
        sample.outlook.expected.phases.push(sample.outlook.expected.phases[1].clone());
        sample.outlook.observed.now.push(sample.outlook.observed.now[1]);
        let mut past = track(day(2026, 7, 6), 29);
        past.phases.push(past.phases[1].clone());
        sample.outlook.observed.track = past;
        sample.outlook.expected.track = track(day(2026, 8, 4), 120);
        let change = |at, reach, cause| Change { at, reach, cause };
        let gone =
            vec![change(0, Reach::Pilot, Cause::Recorded), change(14, Reach::None, Cause::SwitchedBack)];
        let said = |back: &[usize]| {
            let mut outlook = sample.outlook.clone();
            for phase in back {
                outlook.observed.track.phases[*phase].reach[Workload::ClientApps.index()] = gone.clone();
            }
            taken_back(&Situation::new(&sample.plan, &outlook), &[Workload::ClientApps])
        };
        let words = |scope: &str| {
            Some(format!("taken back to Configuration Manager: Client apps{scope}, on 20 Jul 2026"))
        };
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[1]), words(" in Wave 1"));
        assert_eq!(said(&[0, 2]), words(" in two of three phases"));
        assert_eq!(said(&[0, 1, 2]), words(""));
    }
}
