//! What the Forecast page needs beside the plan's odds, computed while that page is open or the plan is presented:
//! other schedules, the finish against the helpdesk, what moves the finish, and what it would take to reach a chance.

use std::sync::Arc;

use eframe::egui::Context;

use super::feed::{Feed, Source, feed};
use super::jobs::JobName;
use super::trying::refine;
use super::window::{App, Done, wake};
use crate::document::{MovesTab, Page};
use crate::forecast::{Basis, Detail, Frontier, Outlook, Search, Sensitivity, Simulation};
use crate::plan::{Lever, PROMISE, Plan};
use crate::report::study::{Study, Wanted, Way};

#[derive(Default)]
pub struct Studying {
    study: Study,
    wanted: Wanted,
    /// The plan with all its schedules, and the one of them that is worked on.
    of: Option<(Arc<Plan>, Arc<Plan>)>,
    /// The same of what was handed in last.
    study_of: Option<(Arc<Plan>, Arc<Plan>)>,
    wanted_of: Option<Arc<Plan>>,
    study_feed: Option<Feed<Study>>,
    wanted_feed: Option<Feed<Wanted>>,
    edition: u64,
}

impl Studying {
    pub const fn study(&self) -> &Study {
        &self.study
    }

    pub const fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// The study is of the plan as it stands, with all its schedules.
    pub fn is_study_of(&self, own: &Arc<Plan>, plan: &Arc<Plan>) -> bool {
        self.study_of.as_ref().is_some_and(|of| Arc::ptr_eq(&of.0, own) && Arc::ptr_eq(&of.1, plan))
    }

    pub fn is_wanted_of(&self, plan: &Arc<Plan>) -> bool {
        self.wanted_of.as_ref().is_some_and(|of| Arc::ptr_eq(of, plan))
    }

    pub const fn edition(&self) -> u64 {
        self.edition
    }
}

/// What a job of the study works on.
struct Subject {
    /// The schedule that is worked on.
    plan: Arc<Plan>,
    outlook: Arc<Outlook>,
    runs: u32,
}

impl Subject {
    /// As many futures as a comparison of levers needs.
    fn basis(&self) -> Basis {
        Basis::new(self.runs.min(Sensitivity::RUNS), Detail::Dates)
    }
}

impl App {
    /// Takes what the jobs have handed in.
    pub(super) fn take_study(&mut self, ctx: &Context) {
        let Some(open) = self.open_mut() else { return };
        let studying = &mut open.studying;
        let study = studying.study_feed.as_ref().and_then(Feed::take);
        let wanted = studying.wanted_feed.as_ref().and_then(Feed::take);
        if study.is_none() && wanted.is_none() {
            return;
        }
        if let Some(study) = study {
            studying.study = study;
            studying.study_of.clone_from(&studying.of);
        }
        if let Some(wanted) = wanted {
            studying.wanted = wanted;
        }
        studying.edition += 1;
        ctx.request_repaint();
    }

    /// Begins what the open page needs and has not got, once the plan's own odds are in.
    pub(super) fn study_if_needed(&mut self, ctx: &Context) {
        let Some(state) = &mut self.state else { return };
        let forecast = &state.workspace.forecast;
        // The slide of the decision compares the schedules as well, and shows nothing else of the study.
        let is_presented = state.workspace.present.is_some();
        let is_forecast = state.workspace.page == Page::Forecast && !is_presented;
        let is_shown = is_forecast || is_presented;
        let (tab, chance) = (forecast.tab, forecast.wanted);
        let runs = state.platform.runs;
        let Some(open) = &mut state.open else { return };
        let plan = Arc::clone(&open.computed.plan);
        let is_ready = open.simulated.progress(&plan).runs >= runs;
        if !is_shown || !is_ready || !Arc::ptr_eq(&plan, open.document.shown()) {
            return;
        }
        let subject =
            || Subject { plan: Arc::clone(&plan), outlook: Arc::clone(&open.computed.outlook), runs };
        let studying = &mut open.studying;
        let own = open.document.plan();
        let is_of = |of: &(Arc<Plan>, Arc<Plan>)| Arc::ptr_eq(&of.0, own) && Arc::ptr_eq(&of.1, &plan);
        if !studying.of.as_ref().is_some_and(is_of) {
            let ways = ways(own, &studying.study, open.document.scenario());
            studying.of = Some((Arc::clone(own), Arc::clone(&plan)));
            let (feed, source) = feed();
            studying.study_feed = Some(feed);
            let (subject, repaint) = (subject(), wake(ctx));
            self.jobs.start(JobName::Comparing, wake(ctx), move || {
                study(&subject, (ways, is_presented), &source, &repaint);
                Done::Refined
            });
        }
        let is_answered = studying.wanted.chance == chance
            && studying.wanted_of.as_ref().is_some_and(|of| Arc::ptr_eq(of, &plan));
        if is_forecast && tab == MovesTab::Takes && plan.target.is_some() && !is_answered {
            studying.wanted_of = Some(Arc::clone(&plan));
            studying.wanted = Wanted { chance, levers: Vec::new() };
            let (feed, source) = feed();
            studying.wanted_feed = Some(feed);
            let (subject, repaint) = (subject(), wake(ctx));
            self.jobs.start(JobName::Searching, wake(ctx), move || {
                search(&subject, chance, &source, &repaint);
                Done::Refined
            });
        }
    }
}

/// Every schedule but the one that is worked on. One that has not changed keeps its odds.
pub(super) fn ways(own: &Arc<Plan>, before: &Study, worked_on: Option<&str>) -> Vec<Way> {
    let names = own.scenarios.iter().map(|scenario| Some(scenario.name.as_str()));
    let others = std::iter::once(None).chain(names).filter(|name| *name != worked_on);
    let way = |name: Option<&str>| {
        let plan = match name {
            Some(name) => Arc::new(own.with_scenario(name)?),
            None => Arc::clone(own),
        };
        let known =
            before.ways.iter().find(|way| way.name.as_deref() == name && has_same_future(&way.plan, &plan));
        let odds = known.and_then(|way| way.odds.clone());
        Some(Way { name: name.map(str::to_owned), plan, odds })
    };
    others.filter_map(way).collect()
}

/// They differ at most in schedules that are kept beside them.
fn has_same_future(a: &Plan, b: &Plan) -> bool {
    let bare = |plan: &Plan| Plan { scenarios: Vec::new(), ..plan.clone() };
    bare(a) == bare(b)
}

/// The parts of the study one after another, those first that are seen first.
fn study(
    subject: &Subject,
    (ways, are_ways_first): (Vec<Way>, bool),
    source: &Source<Study>,
    repaint: &impl Fn(),
) {
    let observed = &subject.outlook.observed;
    let mut frontier = Frontier::new(&subject.plan, observed, &subject.basis(), PROMISE);
    let mut sensitivity = Sensitivity::new(&subject.plan, observed, &subject.basis());
    let mut study = Study {
        ways,
        frontier_to_come: frontier.steps(),
        rows_to_come: sensitivity.steps(),
        ..Study::default()
    };
    let give = |study: &Study| {
        source.give(study.clone());
        repaint();
        source.is_wanted()
    };
    if !give(&study) {
        return;
    }
    if are_ways_first {
        study = with_ways(subject, study, source, repaint);
    }
    while source.is_wanted() && frontier.advance() {
        study.frontier = frontier.points().to_vec();
        study.frontier_to_come = frontier.steps() - frontier.done();
        study.recommended = frontier.recommended();
        if !give(&study) {
            return;
        }
    }
    while sensitivity.advance() {
        study.rows = sensitivity.rows();
        study.rows_to_come = sensitivity.steps() - sensitivity.done();
        if !give(&study) {
            return;
        }
    }
    if !are_ways_first {
        with_ways(subject, study, source, repaint);
    }
}

/// The other schedules with their futures.
fn with_ways(subject: &Subject, mut study: Study, source: &Source<Study>, repaint: &impl Fn()) -> Study {
    for at in 0..study.ways.len() {
        if study.ways[at].odds.as_ref().is_some_and(|odds| odds.finish.runs().len() >= subject.runs as usize)
        {
            continue;
        }
        let basis = Basis::new(subject.runs, Detail::Site);
        let simulation = Simulation::new(&study.ways[at].plan, &subject.outlook.observed, &basis);
        let newest = std::cell::RefCell::new(study);
        let make = |odds| {
            newest.borrow_mut().ways[at].odds = Some(odds);
            newest.borrow().clone()
        };
        refine(simulation, subject.runs, source, make, repaint);
        study = newest.into_inner();
        if !source.is_wanted() {
            break;
        }
    }
    study
}

fn search(subject: &Subject, chance: f64, source: &Source<Wanted>, repaint: &impl Fn()) {
    let levers = Lever::all(&subject.plan);
    let mut wanted = Wanted { chance, levers: levers.iter().map(|lever| (*lever, None)).collect() };
    for (at, lever) in levers.into_iter().enumerate() {
        let search = Search::new(&subject.plan, &subject.outlook.observed, &subject.basis(), (lever, chance));
        let Some(mut search) = search else { continue };
        while source.is_wanted() && search.advance() {}
        if !source.is_wanted() {
            return;
        }
        wanted.levers[at].1 = search.answer();
        source.give(wanted.clone());
        repaint();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::files::examples::EXAMPLES;
    use crate::forecast;

    /// Whether the other schedule had its futures when the first point of the frontier came.
    fn has_ways_at_first_point(are_ways_first: bool) -> bool {
        let plan = Arc::new(EXAMPLES[0].plan().unwrap());
        let outlook = Arc::new(forecast::outlook(&plan));
        let ways = vec![Way { name: Some("Slower".to_owned()), plan: Arc::clone(&plan), odds: None }];
        let subject = Subject { plan, outlook, runs: 4 };
        let (feed, source) = feed();
        let (feed, found) = (RefCell::new(Some(feed)), RefCell::new(None));
        study(&subject, (ways, are_ways_first), &source, &|| {
            let newest = feed.borrow().as_ref().and_then(Feed::take);
            if let Some(study) = newest.filter(|study| !study.frontier.is_empty()) {
                *found.borrow_mut() = Some(study.ways[0].odds.is_some());
                // Enough is known.
                *feed.borrow_mut() = None;
            }
        });
        found.into_inner().unwrap()
    }

    #[test]
    fn a_presentation_has_its_schedules_before_all_else() {
        assert!(has_ways_at_first_point(true));
        assert!(!has_ways_at_first_point(false));
    }
}
