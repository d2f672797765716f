//! What of the estate can move now and what cannot: the finding, the segments row by row, and how they are
//! ordered and narrowed down.

use chrono::{Datelike, NaiveDate};

use super::findings::share;
use super::wording::day_near;
use super::{Finding, Mark, Situation};
use crate::forecast::{Column, Mirror, PhaseStage, Standings, Stratum};
use crate::picture::format;
use crate::plan::{JoinType, Phase, PhaseKind, Segment, SegmentId};

/// A segment of the estate.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentRow {
    pub id: SegmentId,
    pub site: String,
    pub os: String,
    /// `support ended Oct 2025`, `ends 10 Nov`; empty while that is far away.
    pub support: String,
    pub join: String,
    /// Co-management does not support the way it is joined.
    pub join_is_unsupported: bool,
    /// Department and model, where the estate tells them apart.
    pub about: String,
    pub standings: Standings,
    pub ready: String,
    pub mark: Mark,
    /// What hovering says.
    pub tip: String,
}

impl SegmentRow {
    /// The row as a sentence.
    pub fn spoken(&self) -> String {
        let parts = [&self.site, &self.os, &self.support, &self.join, &self.about];
        let named: Vec<&str> =
            parts.iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
        format!(
            "{}: {}, {} ready, {} not ready",
            named.join(", "),
            format::plural(self.standings.devices(), "device", "devices"),
            self.ready,
            format::count(self.standings.gaps())
        )
    }
}

/// What is said once for all segments of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteNote {
    pub site: String,
    pub devices: String,
    /// `Pilots, Wave 1`
    pub phases: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SegmentTable {
    /// What tells the sites apart: `Site`, or `Department` in an estate without sites.
    pub place: &'static str,
    /// In the estate's order, those of a site together.
    pub rows: Vec<SegmentRow>,
    pub sites: Vec<SiteNote>,
    pub total: Standings,
    pub total_ready: String,
    /// What counts as ready.
    pub note: String,
}

/// Windows whose support ends within so many days is marked.
const SOON_DAYS: i64 = 180;
/// A segment with a smaller ready share is a concern.
const ENOUGH: f64 = 0.9;

pub fn table(at: &Situation<'_>, standings: &[Standings]) -> SegmentTable {
    let segments = &at.plan.estate.segments;
    let mut rows: Vec<SegmentRow> = Vec::new();
    let mut sites: Vec<SiteNote> = Vec::new();
    for segment in segments {
        let site = site_name(segment);
        if sites.iter().all(|known| known.site != site) {
            sites.push(site_note(at, site));
        }
    }
    let place = |segment: &Segment| sites.iter().position(|site| site.site == site_name(segment));
    let mut order: Vec<usize> = (0..segments.len()).collect();
    order.sort_by_key(|index| place(&segments[*index]));
    for index in order {
        rows.push(row(at, &segments[index], standings.get(index).copied().unwrap_or_default()));
    }
    let total: Standings = standings.iter().copied().sum();
    let has_sites = segments.iter().all(|one| one.department.is_empty() || !one.site.is_empty());
    SegmentTable {
        place: if has_sites { Column::Site.name() } else { Column::Department.name() },
        rows,
        sites,
        total,
        total_ready: format::share_floor(total.ready(), total.devices()),
        note: note(at),
    }
}

/// Where a segment is: its site, or in an estate without sites its department.
fn site_name(segment: &Segment) -> &str {
    match (segment.site.as_str(), segment.department.as_str()) {
        ("", "") => "No site",
        ("", department) => department,
        (site, _) => site,
    }
}

fn site_note(at: &Situation<'_>, site: &str) -> SiteNote {
    let of_site: Vec<&Segment> =
        at.plan.estate.segments.iter().filter(|segment| site_name(segment) == site).collect();
    let devices: u64 = of_site.iter().map(|segment| u64::from(segment.devices)).sum();
    let takes =
        |phase: &&Phase| phase.takes.iter().any(|take| of_site.iter().any(|one| one.id == take.segment));
    let pilots = at.plan.phases.iter().filter(takes).filter(|phase| phase.kind == PhaseKind::Pilot).count();
    let mut phases: Vec<String> = match pilots {
        0 => Vec::new(),
        1 => vec!["Pilot".into()],
        _ => vec!["Pilots".into()],
    };
    let waves = at.plan.phases.iter().filter(takes).filter(|phase| phase.kind == PhaseKind::Wave);
    phases.extend(waves.map(|phase| at.plan.phase_label(phase.id)));
    SiteNote {
        site: site.to_owned(),
        devices: format::plural(devices, "device", "devices"),
        phases: phases.join(", "),
    }
}

fn row(at: &Situation<'_>, segment: &Segment, standings: Standings) -> SegmentRow {
    let (ready, devices) = (standings.ready(), standings.devices());
    let department = if segment.site.is_empty() { "" } else { segment.department.as_str() };
    let about: Vec<&str> =
        [department, segment.model.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    SegmentRow {
        id: segment.id,
        site: site_name(segment).to_owned(),
        os: if segment.os.is_empty() { "Any Windows".into() } else { segment.os.clone() },
        support: support(at, &segment.os),
        join: if segment.join == JoinType::Unknown {
            format::DASH.into()
        } else {
            segment.join.name().into()
        },
        join_is_unsupported: matches!(
            segment.join,
            JoinType::EntraRegistered | JoinType::ActiveDirectoryOnly
        ),
        about: about.join("  ·  "),
        standings,
        ready: format::share_floor0(ready, devices),
        mark: match share(ready, devices) {
            _ if devices == 0 || ready == devices => Mark::Met,
            _ if ready == 0 => Mark::Missed,
            few if few < ENOUGH => Mark::Risk,
            _ => Mark::Met,
        },
        tip: tip(at, segment, &standings),
    }
}

/// A Windows version that has left support, or will before long.
fn support(at: &Situation<'_>, os: &str) -> String {
    let Some(end) = at.plan.estate.support_end(os) else { return String::new() };
    let left = (end - at.today()).num_days();
    match left {
        ..0 => format!("support ended {} {}", format::month_name(end), end.year()),
        0..=SOON_DAYS => format!("ends {}", format::date_short(end)),
        _ => String::new(),
    }
}

fn tip(at: &Situation<'_>, segment: &Segment, standings: &Standings) -> String {
    let mut lines = vec![segment.title()];
    let counted = standings.all().filter(|(_, devices)| *devices > 0);
    lines.extend(
        counted.map(|(standing, devices)| format!("{}: {}", standing.name(), format::count(devices))),
    );
    let mut late = Vec::new();
    for (index, phase) in at.plan.phases.iter().enumerate() {
        let devices: u64 = phase
            .takes
            .iter()
            .filter(|take| take.segment == segment.id)
            .map(|take| u64::from(take.devices))
            .sum();
        if devices == 0 {
            continue;
        }
        let label = at.label(index);
        let is_coming = at.stage(index) == PhaseStage::Planned;
        let when = at.start(index).filter(|_| is_coming);
        let expected =
            when.map_or_else(String::new, |day| format!(", expected from {}", day_near(day, at.today())));
        lines.push(format!("{label} takes {}{expected}", format::count(devices)));
        if is_coming && ends_before(at, &segment.os, index) {
            late.push(label);
        }
    }
    if let Some(end) = at.plan.estate.support_end(&segment.os) {
        let verb = if end < at.today() { "left" } else { "leaves" };
        let before =
            if late.is_empty() { String::new() } else { format!(", before {}", super::wording::list(&late)) };
        lines.push(format!("{} {verb} support on {}{before}", segment.os, format::date(end)));
    }
    lines.join("\n")
}

/// A Windows version leaves support before a phase is expected to start.
pub(super) fn ends_before(at: &Situation<'_>, os: &str, index: usize) -> bool {
    let (end, start) = (at.plan.estate.support_end(os), at.start(index));
    end.zip(start).is_some_and(|(end, start): (NaiveDate, NaiveDate)| end < start)
}

fn note(at: &Situation<'_>) -> String {
    let failed: Vec<(String, u64)> = (0..at.plan.phases.len())
        .filter(|index| !matches!(at.stage(*index), PhaseStage::Planned | PhaseStage::Done))
        .map(|index| (at.label(index), u64::from(at.now(index).failed)))
        .filter(|(_, failed)| *failed > 0)
        .collect();
    let ready = "Ready = co-managed, scheduled or eligible.";
    match failed.as_slice() {
        [] => ready.to_owned(),
        [(label, 1)] => format!("{ready} The failed device of {label} counts as eligible and is retried."),
        [(label, n)] => {
            format!(
                "{ready} The {} failed devices of {label} count as eligible and are retried.",
                format::count(*n)
            )
        }
        several => {
            let all: u64 = several.iter().map(|(_, n)| n).sum();
            format!(
                "{ready} The {} failed devices under way count as eligible and are retried.",
                format::count(all)
            )
        }
    }
}

/// The page's finding: how much is ready, and where the rest is.
pub fn headline(at: &Situation<'_>, standings: &[Standings], mirror: &Mirror) -> Finding {
    let total: Standings = standings.iter().copied().sum();
    let (ready, devices, gaps) = (total.ready(), total.devices(), total.gaps());
    if devices == 0 {
        return Finding::new(
            Mark::Empty,
            "The estate is not described yet: nothing says which devices are ready.",
        );
    }
    let first = if gaps == 0 {
        match devices {
            1 => "The only device is ready.".to_owned(),
            all => format!("All {} devices are ready.", format::count(all)),
        }
    } else {
        format!(
            "{} of {} {} ready ({}).",
            format::count(ready),
            format::plural(devices, "device", "devices"),
            if ready == 1 || devices == 1 { "is" } else { "are" },
            format::share_floor(ready, devices)
        )
    };
    let place = worst_place(at, standings);
    let is_place = |stratum: &Stratum| matches!(stratum.column, Column::Site | Column::Department);
    let missing = mirror.strata.iter().find(|stratum| match &place {
        // A model or a version may go by the name of a site.
        Some((name, _)) => stratum.pilot == 0 && is_place(stratum) && stratum.name == *name,
        None => stratum.pilot == 0,
    });
    let second = match (place, missing) {
        (Some((name, n)), untried) => {
            let tried = if untried.is_some() { ", which no pilot has tried" } else { "" };
            format!(" {} of the gaps are at {name}{tried}.", format::percent0(share(n, gaps)))
        }
        (None, Some(stratum)) => format!(" No pilot has tried {}.", super::mirror::called(stratum)),
        (None, None) => String::new(),
    };
    let mark = if gaps == 0 && mirror.strata.iter().all(|stratum| stratum.pilot > 0) {
        Mark::Met
    } else {
        Mark::Risk
    };
    Finding::new(mark, first + &second)
}

/// The site with most of the gaps, where the estate has several.
fn worst_place(at: &Situation<'_>, standings: &[Standings]) -> Option<(String, u64)> {
    let segments = &at.plan.estate.segments;
    let mut sites: Vec<(&str, u64)> = Vec::new();
    for (segment, standings) in segments.iter().zip(standings) {
        let site = site_name(segment);
        match sites.iter_mut().find(|(known, _)| *known == site) {
            Some((_, gaps)) => *gaps += standings.gaps(),
            None => sites.push((site, standings.gaps())),
        }
    }
    let most = sites.iter().copied().rev().max_by_key(|(_, gaps)| *gaps)?;
    (sites.len() > 1 && most.1 > 0).then(|| (most.0.to_owned(), most.1))
}
