//! Which pages there are, and in which order: as they follow from the plan's state, then as the plan's own
//! settings have it.

use super::{Block, Options, Page, assumptions, changes, decision, desk, phase, problems, schedule, summary};
use crate::forecast::PhaseStage;
use crate::plan::PhaseId;
use crate::report::Situation;

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
            Self::Assumptions => "assumptions".to_owned(),
            Self::Changes => "changes".to_owned(),
        }
    }
}

/// Every page that the plan's state calls for, in the order of a meeting.
pub fn all(at: &Situation<'_>) -> Vec<PageKey> {
    let mut keys = vec![PageKey::Summary];
    if at.plan.phases.is_empty() {
        keys.extend([PageKey::Problems, PageKey::Assumptions]);
        return keys;
    }
    keys.extend([PageKey::Timeline, PageKey::Authority]);
    keys.extend(shown_phases(at).into_iter().filter_map(|index| Some(PageKey::Phase(at.phase(index)?.id))));
    keys.extend([PageKey::Helpdesk, PageKey::Problems, PageKey::Decision, PageKey::Assumptions]);
    if at.baseline().is_some() {
        keys.push(PageKey::Changes);
    }
    keys
}

/// The phases under way; between two phases, and before the first, the next one.
fn shown_phases(at: &Situation<'_>) -> Vec<usize> {
    let is_open = |index: &usize| {
        !matches!(at.stage(*index), PhaseStage::Done | PhaseStage::Planned) || at.current() == Some(*index)
    };
    let open: Vec<usize> = (0..at.plan.phases.len()).filter(is_open).collect();
    if open.is_empty() { at.next().into_iter().collect() } else { open }
}

/// The pages that are shown, in the plan's own order. A page that the settings do not know stands behind the
/// one that it follows by nature.
pub fn keys(at: &Situation<'_>) -> Vec<PageKey> {
    let natural = all(at);
    let settings = &at.plan.presentation.slides;
    let known = |key: &PageKey| settings.iter().position(|slide| slide.key == key.name());
    let mut ordered: Vec<PageKey> = natural.iter().copied().filter(|key| known(key).is_some()).collect();
    ordered.sort_by_key(|key| known(key));
    for (place, key) in natural.iter().enumerate().filter(|(_, key)| known(key).is_none()) {
        let before = place.checked_sub(1).and_then(|before| natural.get(before));
        let after = before.and_then(|before| ordered.iter().position(|other| other == before));
        ordered.insert(after.map_or(0, |after| after + 1), *key);
    }
    ordered.retain(|key| known(key).is_none_or(|at| !settings[at].is_hidden));
    // Who hides everything is shown the summary rather than an empty screen.
    if ordered.is_empty() { vec![PageKey::Summary] } else { ordered }
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
