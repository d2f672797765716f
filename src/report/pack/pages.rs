//! Which pages there are, and in which order: as they follow from the plan's state, then as the plan's own
//! settings have it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, Options, Page, assumptions, changes, decision, desk, phase, problems, schedule, summary};
use crate::forecast::PhaseStage;
use crate::plan::{DecisionId, PhaseId, SlideSetting};
use crate::report::{Situation, decision_record};

/// A page by what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    Summary,
    Timeline,
    Authority,
    /// A phase that is under way; before the start the first one.
    Phase(PhaseId),
    Helpdesk,
    Problems,
    Decision,
    /// One that was made, with its evidence.
    Record(DecisionId),
    Assumptions,
    Changes,
}

impl PageKey {
    /// What the plan's settings and files call it.
    pub fn name(self) -> String {
        match self {
            Self::Summary => "summary".to_owned(),
            Self::Timeline => "timeline".to_owned(),
            Self::Authority => "authority".to_owned(),
            Self::Phase(id) => format!("phase-{}", id.0),
            Self::Helpdesk => "helpdesk".to_owned(),
            Self::Problems => "problems".to_owned(),
            Self::Decision => "decision".to_owned(),
            Self::Record(id) => format!("decision-{}", id.0),
            Self::Assumptions => "assumptions".to_owned(),
            Self::Changes => "changes".to_owned(),
        }
    }

    /// What a list of pages calls it.
    fn title(self, at: &Situation<'_>) -> String {
        let title = match self {
            Self::Summary => "Summary",
            Self::Timeline => "Timeline",
            Self::Authority => "Authority over time",
            Self::Phase(id) => return at.plan.phase_title(id),
            Self::Helpdesk => "Helpdesk",
            Self::Problems => "Problems",
            Self::Decision => "Decision asked",
            Self::Record(id) => return decision_record::name(at, id),
            Self::Assumptions => "Assumptions",
            Self::Changes => "What changed",
        };
        title.to_owned()
    }
}

/// Every page that there can be of a plan, in the order of a meeting.
fn possible(at: &Situation<'_>) -> Vec<PageKey> {
    let phases = at.plan.phases.iter().map(|phase| PageKey::Phase(phase.id));
    let before = [PageKey::Summary, PageKey::Timeline, PageKey::Authority];
    let asked = [PageKey::Helpdesk, PageKey::Problems, PageKey::Decision];
    let after = [PageKey::Assumptions, PageKey::Changes];
    before.into_iter().chain(phases).chain(asked).chain(records(at)).chain(after).collect()
}

/// The decisions that were made, the oldest first.
fn records<'a>(at: &Situation<'a>) -> impl Iterator<Item = PageKey> + use<'a> {
    decision_record::by_date(at.plan).into_iter().map(|decision| PageKey::Record(decision.id))
}

/// The pages that the plan's state calls for.
fn due(at: &Situation<'_>) -> BTreeSet<PageKey> {
    if at.plan.phases.is_empty() {
        let bare = [PageKey::Summary, PageKey::Problems, PageKey::Assumptions];
        return bare.into_iter().chain(records(at)).collect();
    }
    let phases = shown_phases(at).into_iter().filter_map(|index| Some(PageKey::Phase(at.phase(index)?.id)));
    let is_due = |key: &PageKey| match key {
        PageKey::Phase(_) => false,
        PageKey::Changes => at.baseline().is_some(),
        _ => true,
    };
    possible(at).into_iter().filter(is_due).chain(phases).collect()
}

/// The phases under way; between two phases, and before the first, the next one.
fn shown_phases(at: &Situation<'_>) -> Vec<usize> {
    let is_open = |index: &usize| {
        !matches!(at.stage(*index), PhaseStage::Done | PhaseStage::Planned) || at.current() == Some(*index)
    };
    let open: Vec<usize> = (0..at.plan.phases.len()).filter(is_open).collect();
    if open.is_empty() { at.next().into_iter().collect() } else { open }
}

/// A page with its place in the order and what is set of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub page: PageKey,
    /// `Timeline`, `Wave 2 – Clinics North`
    pub name: String,
    /// The plan's state calls for it.
    pub is_due: bool,
    pub setting: SlideSetting,
}

impl Placed {
    pub const fn is_shown(&self) -> bool {
        self.is_due && !self.setting.is_hidden
    }
}

/// Every page that there can be, in the plan's own order. One that the settings do not know stands behind the
/// one that it follows by nature.
pub fn arranged(at: &Situation<'_>) -> Vec<Placed> {
    let settings = &at.plan.presentation.slides;
    let known: BTreeMap<&str, usize> =
        settings.iter().enumerate().rev().map(|(place, slide)| (slide.key.as_str(), place)).collect();
    let natural: Vec<(PageKey, Option<usize>)> =
        possible(at).into_iter().map(|key| (key, known.get(key.name().as_str()).copied())).collect();
    let mut ordered: Vec<(PageKey, Option<usize>)> =
        natural.iter().copied().filter(|(_, known)| known.is_some()).collect();
    ordered.sort_by_key(|(_, known)| *known);
    for (place, key) in natural.iter().enumerate().filter(|(_, (_, known))| known.is_none()) {
        let before = place.checked_sub(1).and_then(|before| natural.get(before));
        let after = before.and_then(|before| ordered.iter().position(|other| other == before));
        ordered.insert(after.map_or(0, |after| after + 1), *key);
    }
    let due = due(at);
    let placed = |(page, known): (PageKey, Option<usize>)| Placed {
        page,
        name: page.title(at),
        is_due: due.contains(&page),
        setting: known
            .and_then(|place| settings.get(place))
            .cloned()
            .unwrap_or_else(|| SlideSetting { key: page.name(), ..SlideSetting::default() }),
    };
    ordered.into_iter().map(placed).collect()
}

/// What the plan keeps of an order: nothing of a page that is as by nature, unless its place is not.
pub fn kept(at: &Situation<'_>, placed: &[Placed]) -> Vec<SlideSetting> {
    let is_natural = placed.iter().map(|placed| placed.page).eq(possible(at));
    let is_plain =
        |setting: &SlideSetting| !setting.is_hidden && setting.title.is_empty() && setting.notes.is_empty();
    let settings = placed.iter().map(|placed| placed.setting.clone());
    settings.filter(|setting| !is_natural || !is_plain(setting)).collect()
}

/// The pages that are shown, in the plan's own order.
pub fn keys(at: &Situation<'_>) -> Vec<PageKey> {
    let shown: Vec<PageKey> =
        arranged(at).into_iter().filter(Placed::is_shown).map(|placed| placed.page).collect();
    // Who hides everything is shown the summary rather than an empty screen.
    if shown.is_empty() { vec![PageKey::Summary] } else { shown }
}

/// One page, with the presenter's own title and notes where there are some.
pub fn page(at: &Situation<'_>, options: Options<'_>, key: PageKey) -> Page {
    let mut page = match key {
        PageKey::Summary => summary::page(at, options),
        PageKey::Timeline => schedule::timeline(at, options),
        PageKey::Authority => schedule::authority(at, options),
        PageKey::Phase(id) => phase::page(at, options, at.plan.phase_index(id).unwrap_or_default()),
        PageKey::Helpdesk => desk::page(at, options),
        PageKey::Problems => problems::page(at, options),
        PageKey::Decision => decision::page(at, options),
        PageKey::Record(id) => decision::record(at, id),
        PageKey::Assumptions => assumptions::page(at, options),
        PageKey::Changes => changes::page(at, options),
    };
    page.key = key.name();
    page.notes = notes(&page);
    if let Some(own) = at.plan.presentation.slides.iter().find(|slide| slide.key == page.key) {
        if !own.title.is_empty() {
            page.title.clone_from(&own.title);
        }
        if !own.notes.is_empty() {
            page.notes.clone_from(&own.notes);
        }
    }
    page
}

/// What a presenter is asked: the finding, how each large figure came about, and what the charts say.
fn notes(page: &Page) -> String {
    let mut lines = vec![page.finding.text.clone()];
    for block in &page.blocks {
        match block {
            Block::Figures(figures) => lines.extend(figures.iter().filter_map(|figure| {
                let explanation = figure.explanation.as_ref()?;
                Some(format!("{}: {}", explanation.title, explanation.spoken()))
            })),
            Block::Chart(chart) => lines.push(chart.sentence.clone()),
            _ => {}
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.dedup();
    lines.join("\n")
}
