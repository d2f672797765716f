//! The record of decisions, a page each: what was decided, by whom and why, the figures on which it rested, frozen,
//! and beside each what has become of it since. It judges no decision.

use super::recorded::{asked, value};
use super::wording::{agree, counted, list, sentence_case};
use super::{Mark, Situation, gate_rows, gate_verdict};
use crate::picture::format;
use crate::plan::{Decision, DecisionId, DecisionKind, Evidence, Judged, PhaseId, Plan};

/// What stands in the evidence for the verdict and for the rule by which it came about.
pub const VERDICT: &str = "Verdict";
pub const RULE: &str = "Judged";
const STATUS_DATE: &str = "Status date";
const FINISH: &str = "Expected finish";
const PEAK: &str = "Expected peak helpdesk load";

/// One figure then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    pub what: String,
    pub then: String,
    pub asked: String,
    pub holds: Option<bool>,
    /// What it is today, where that is something else; `no longer asked` where the gate has dropped it.
    pub now: Option<String>,
}

/// One decision on a page of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionPage {
    pub id: DecisionId,
    /// `Go for Wave 1 – Head office`
    pub title: String,
    /// `Fri 18 Sep 2026, Steering committee`
    pub when: String,
    pub mark: Option<Mark>,
    /// What was decided and why, as written.
    pub text: String,
    /// What the decision means for the plan.
    pub effect: String,
    /// It went against what the figures said: which did not hold, and the reason given.
    pub against: Option<String>,
    pub rows: Vec<EvidenceRow>,
    /// How many figures have changed since.
    pub since: String,
}

/// The figures that a decision about a phase, or about the whole plan, rests on, as they stand now.
pub fn evidence(at: &Situation<'_>, phase: Option<PhaseId>) -> Vec<Evidence> {
    let plain =
        |what: &str, value: String| Evidence { what: what.into(), value, asked: String::new(), holds: None };
    let mut rows = vec![plain(STATUS_DATE, format::date(at.today()))];
    let index = phase.and_then(|id| at.plan.phase_index(id));
    if let Some(index) = index {
        if let Some(gate) = at.gate(index) {
            rows.extend(gate.criteria.iter().map(|state| Evidence {
                what: state.criterion.name(),
                value: value(state),
                asked: asked(&state.criterion),
                holds: state.holds,
            }));
        }
        rows.extend(verdict(at, index));
        rows.push(plain(RULE, rule(at, index)));
    } else if phase.is_none() {
        let (enrolled, devices) = (at.enrolled(), at.plan.devices());
        let share = format::share_floor(enrolled, devices);
        let (enrolled, devices) = (format::count(enrolled), format::count(devices));
        rows.push(plain("Co-managed devices", format!("{enrolled} of {devices}, {share}")));
    }
    rows.push(finish(at));
    let expected = &at.outlook.expected;
    if let Some(peak) = expected.peak.filter(|peak| peak.load.is_finite()) {
        let value = format!("{}, week of {}", format::percent0(peak.load), format::date(peak.week));
        rows.push(plain(PEAK, value));
    }
    rows
}

/// `Hold`, `On course, 82% to pass in time`; none once the gate has passed.
fn verdict(at: &Situation<'_>, index: usize) -> Option<Evidence> {
    if gate_rows::passed_on(at, index).is_some() {
        return None;
    }
    let verdict = at.verdict(index)?;
    let word = verdict.word?;
    let chance = verdict.by_planned.filter(|_| !verdict.is_due);
    let chance =
        chance.map_or_else(String::new, |chance| format!(", {} to pass in time", format::chance(chance)));
    let holds = match gate_verdict::sign(word) {
        Mark::Met => Some(true),
        Mark::Missed => Some(false),
        _ => None,
    };
    Some(Evidence {
        what: VERDICT.into(),
        value: format!("{}{chance}", word.name()),
        asked: String::new(),
        holds,
    })
}

fn rule(at: &Situation<'_>, index: usize) -> String {
    match at.phase(index).map(|phase| phase.gate.judged) {
        Some(Judged::Assured) => {
            format!("with an assurance of {}", format::percent_trimmed(at.plan.assurance))
        }
        _ => "by the figures as they stand".to_owned(),
    }
}

fn finish(at: &Situation<'_>) -> Evidence {
    let (expected, target) = (&at.outlook.expected, at.plan.target);
    Evidence {
        what: FINISH.into(),
        value: expected.finish.map_or_else(|| "not within the horizon".to_owned(), format::date),
        asked: target.map(|target| format!("by {}", format::date(target))).unwrap_or_default(),
        holds: target.map(|target| expected.finish.is_some_and(|finish| finish <= target)),
    }
}

/// Every decision by date, the oldest first.
pub fn by_date(plan: &Plan) -> Vec<&Decision> {
    let mut decisions: Vec<&Decision> = plan.decisions.iter().collect();
    decisions.sort_by_key(|decision| (decision.date, decision.id));
    decisions
}

pub fn pages(at: &Situation<'_>) -> Vec<DecisionPage> {
    by_date(at.plan).into_iter().map(|decision| page(at, decision)).collect()
}

/// What a list of pages calls it: `18 Sep 2026, Go for Wave 1 – Head office`.
pub fn name(at: &Situation<'_>, id: DecisionId) -> String {
    let decision = at.plan.decisions.iter().find(|decision| decision.id == id);
    decision.map_or_else(String::new, |decision| {
        format!("{}, {}", format::date(decision.date), title(at, decision))
    })
}

/// The page of one decision.
pub fn page(at: &Situation<'_>, decision: &Decision) -> DecisionPage {
    let now = evidence(at, decision.phase);
    let index = decision.phase.and_then(|id| at.plan.phase_index(id));
    let is_passed = index.is_some_and(|index| gate_rows::passed_on(at, index).is_some());
    let rows: Vec<EvidenceRow> = decision.evidence.iter().map(|then| row(then, &now, is_passed)).collect();
    let day = format::weekday_date(decision.date);
    DecisionPage {
        id: decision.id,
        title: title(at, decision),
        when: if decision.who.is_empty() { day } else { format!("{day}, {}", decision.who) },
        mark: match decision.kind {
            DecisionKind::Go => Some(Mark::Met),
            DecisionKind::NoGo { .. } => Some(Mark::Missed),
            DecisionKind::Pause => Some(Mark::Paused),
            DecisionKind::Change | DecisionKind::Note => None,
        },
        text: decision.text.clone(),
        effect: effect(at, decision),
        against: against(decision),
        since: since(at, &rows),
        rows,
    }
}

fn title(at: &Situation<'_>, decision: &Decision) -> String {
    let kind = decision.kind.name();
    let Some(id) = decision.phase else { return format!("{kind} for the plan as a whole") };
    match at.plan.phase_index(id) {
        Some(index) => format!("{kind} for {}", at.title(index)),
        None => format!("{kind} for {}", gone(at, id)),
    }
}

/// A phase that the plan no longer has, by the name that a baseline kept.
fn gone(at: &Situation<'_>, id: PhaseId) -> String {
    let kept = at.plan.baselines.iter().rev().filter_map(|baseline| baseline.phase(id));
    let name = kept.map(|phase| phase.name.trim()).find(|name| !name.is_empty());
    name.map_or_else(
        || "a phase that is no longer planned".to_owned(),
        |name| format!("“{name}”, which is no longer planned"),
    )
}

/// What it means for the plan; the same for each decision of its kind.
fn effect(at: &Situation<'_>, decision: &Decision) -> String {
    let day = format::date(decision.date);
    let index = decision.phase.and_then(|id| at.plan.phase_index(id));
    match decision.kind {
        DecisionKind::Go => {
            let opened = index
                .map(|index| index + 1)
                .filter(|next| at.phase(*next).is_some_and(|phase| phase.start.after_previous.is_some()));
            let opened = opened.and_then(|next| Some((next, at.start(next)?)));
            let next = opened.map_or_else(String::new, |(next, start)| {
                let is_done = at.dates(next).is_some_and(|dates| dates.start_is_done);
                let verb = if is_done { "started" } else { "is expected to start" };
                format!(" {} {verb} on {}.", at.label(next), format::date(start))
            });
            format!("The gate counts as passed on {day}.{next}")
        }
        DecisionKind::NoGo { not_before: Some(until) } => {
            format!("The gate stayed shut on {day}, and stays so before {}.", format::date(until))
        }
        DecisionKind::NoGo { not_before: None } => {
            format!("The gate stayed shut on {day}; from then on its criteria decide again.")
        }
        DecisionKind::Pause => "The pause itself stands in the calendar.".to_owned(),
        DecisionKind::Change => "The change itself was made in the plan.".to_owned(),
        DecisionKind::Note => "It changes nothing in the plan.".to_owned(),
    }
}

/// A Go although something did not hold, or a No-go although all did.
fn against(decision: &Decision) -> Option<String> {
    let failing: Vec<&Evidence> = criteria(decision).filter(|e| e.holds == Some(false)).collect();
    let reason = decision.text.trim().trim_end_matches('.');
    let reason = if reason.is_empty() {
        "No reason is given.".to_owned()
    } else {
        format!("The reason given: {reason}.")
    };
    match decision.kind {
        DecisionKind::Go if !failing.is_empty() => {
            let names: Vec<String> = failing
                .iter()
                .map(|e| {
                    let asked =
                        if e.asked.is_empty() { String::new() } else { format!(", asked {}", e.asked) };
                    format!("{} ({}{asked})", e.what, e.value)
                })
                .collect();
            Some(format!("Decided although {} did not hold. {reason}", list(&names)))
        }
        DecisionKind::NoGo { .. } if held(decision) => {
            Some(format!("Decided although every criterion held. {reason}"))
        }
        _ => None,
    }
}

/// What was asked of the gate itself.
fn criteria(decision: &Decision) -> impl Iterator<Item = &Evidence> {
    decision.evidence.iter().filter(|e| !e.asked.is_empty() && e.what != FINISH)
}

fn held(decision: &Decision) -> bool {
    criteria(decision).count() > 0 && criteria(decision).all(|e| e.holds == Some(true))
}

fn row(then: &Evidence, now: &[Evidence], is_passed: bool) -> EvidenceRow {
    let today = now.iter().find(|today| today.what == then.what);
    let is_fixed = then.what == STATUS_DATE;
    let now = match today {
        _ if is_fixed => None,
        Some(today) => (!says_the_same(&then.value, &today.value)).then(|| today.value.clone()),
        // A verdict ends with its gate; a criterion may have been dropped.
        None if then.what == VERDICT && is_passed => Some("passed".to_owned()),
        None if then.what == VERDICT => Some("not judged".to_owned()),
        None if then.what == PEAK => Some("no week lies ahead".to_owned()),
        None if then.asked.is_empty() => Some("no longer known".to_owned()),
        None => Some("no longer asked".to_owned()),
    };
    EvidenceRow {
        what: then.what.clone(),
        then: then.value.clone(),
        asked: then.asked.clone(),
        holds: then.holds,
        now,
    }
}

/// A record written by hand may lack the counts behind a share.
fn says_the_same(then: &str, now: &str) -> bool {
    let figure = |text: &str| text.split(" (").next().unwrap_or(text).to_owned();
    then == now || (!then.contains(" (") && then == figure(now))
}

fn since(at: &Situation<'_>, rows: &[EvidenceRow]) -> String {
    let figures = rows.iter().filter(|row| row.what != STATUS_DATE).count();
    let changed = rows.iter().filter(|row| row.now.is_some()).count();
    let today = format::date(at.today());
    match (figures == 0, changed) {
        (true, _) => "No figures were recorded with it.".to_owned(),
        (_, 0) => {
            let all = if figures == 1 {
                "The one figure stands as it did"
            } else {
                "All figures stand as they did"
            };
            format!("{all}, on {today}.")
        }
        (_, n) => {
            let of = counted(figures, "figure", "figures");
            let has = agree(n, "has", "have");
            let n = sentence_case(&super::wording::number(n));
            format!("{n} of {of} {has} changed by {today}.")
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::forecast::outlook;
    use crate::plan::Criterion;
    use crate::report::sample_tests::{Sample, day, sample};

    /// The running wave, with a decision made on its present figures.
    fn decided(kind: DecisionKind, change: impl Fn(&mut Vec<Evidence>)) -> Sample {
        let mut sample = sample().with_baseline().running(490);
        let mut figures = evidence(&sample.at(), Some(PhaseId(2)));
        change(&mut figures);
        sample.plan.decisions = vec![Decision {
            id: DecisionId(1),
            date: day(2026, 8, 12),
            kind,
            phase: Some(PhaseId(2)),
            text: "The clinics cannot wait.".into(),
            who: "Steering committee".into(),
            evidence: figures,
        }];
        sample
    }

    #[test]
    fn figures_that_have_not_changed_stand_alone() {
        let sample = decided(DecisionKind::Note, |_| {});
        let page = pages(&sample.at()).remove(0);
        assert_eq!(page.title, "Note for Wave 1 – Retail");
        assert_eq!(page.when, "Wed 12 Aug 2026, Steering committee");
        assert!(page.rows.iter().all(|row| row.now.is_none()), "{:?}", page.rows);
        assert_eq!(page.since, "All figures stand as they did, on 12 Aug 2026.");
    }

    #[test]
    fn a_figure_that_has_changed_shows_both_and_a_dropped_one_says_so() {
        let sample = decided(DecisionKind::Note, |figures| {
            let enrolled = figures.iter_mut().find(|e| e.what == "Phase enrolled").unwrap();
            enrolled.value = "41.0%".into();
            figures.push(Evidence {
                what: "Critical incidents".into(),
                value: "0".into(),
                asked: "≤ 0".into(),
                holds: Some(true),
            });
        });
        let page = pages(&sample.at()).remove(0);
        let changed: Vec<_> =
            page.rows.iter().filter_map(|row| Some((row.then.as_str(), row.now.as_deref()?))).collect();
        assert_eq!(changed, [("41.0%", "49.0%"), ("0", "no longer asked")]);
        assert_eq!(page.since, "Two of seven figures have changed by 12 Aug 2026.");
    }

    #[test]
    fn a_go_against_the_figures_names_them_and_the_reason() {
        let sample = decided(DecisionKind::Go, |_| {});
        let page = pages(&sample.at()).remove(0);
        let against = page.against.unwrap();
        assert!(
            against.starts_with("Decided although Phase enrolled (49.0%, asked ≥ 90%) and Soak"),
            "{against}"
        );
        assert!(against.ends_with("did not hold. The reason given: The clinics cannot wait."), "{against}");
        let all_hold = decided(DecisionKind::Go, |figures| {
            for figure in figures.iter_mut().filter(|figure| figure.holds.is_some()) {
                figure.holds = Some(true);
            }
        });
        assert_eq!(pages(&all_hold.at())[0].against, None);
        let refused = Sample {
            plan: {
                let mut plan = all_hold.plan.clone();
                plan.decisions[0].kind = DecisionKind::NoGo { not_before: None };
                plan
            },
            outlook: all_hold.outlook,
        };
        assert!(pages(&refused.at())[0].against.as_ref().unwrap().starts_with("Decided although every"));
    }

    #[test]
    fn a_plan_that_moves_after_a_decision_shows_what_it_was_and_what_it_is() {
        let mut plan = sample().plan;
        plan.status_date = plan.start.pred_opt().unwrap();
        plan.phases[1].rate = Some(100);
        let before = outlook(&plan);
        let figures = evidence(&Situation::new(&plan, &before), Some(PhaseId(2)));
        plan.decisions = decided(DecisionKind::Change, |_| {}).plan.decisions;
        plan.decisions[0].evidence = figures;
        assert!(pages(&Situation::new(&plan, &before))[0].rows.iter().all(|row| row.now.is_none()));
        plan.phases[1].rate = Some(20);
        plan.phases[1].gate.criteria.retain(|criterion| !matches!(criterion, Criterion::Soak { .. }));
        let after = outlook(&plan);
        let at = Situation::new(&plan, &after);
        let page = pages(&at).remove(0);
        let of = |what: &str| page.rows.iter().find(|row| row.what.starts_with(what)).unwrap();
        let day = |outlook: &crate::forecast::Outlook| format::date(outlook.expected.finish.unwrap());
        assert_eq!((&of(FINISH).then, &of(FINISH).now), (&day(&before), &Some(day(&after))));
        assert!(before.expected.finish < after.expected.finish);
        assert_eq!(of("Soak").now.as_deref(), Some("no longer asked"));
        assert_eq!(of("Phase enrolled").now, None);
        let changed = page.rows.iter().filter(|row| row.now.is_some()).count();
        let said = sentence_case(&super::super::wording::number(changed));
        assert!(page.since.starts_with(&format!("{said} of ")), "{}", page.since);
    }

    #[test]
    fn a_verdict_is_passed_only_where_its_gate_has_passed() {
        let verdict = |sample: &Sample| {
            let page = pages(&sample.at()).remove(0);
            page.rows.iter().find(|row| row.what == VERDICT).unwrap().now.clone()
        };
        let mut sample = decided(DecisionKind::NoGo { not_before: None }, |figures| {
            figures.retain(|figure| figure.what != VERDICT);
            figures.push(Evidence {
                what: VERDICT.into(),
                value: "Hold".into(),
                asked: String::new(),
                holds: None,
            });
        });
        assert_ne!(verdict(&sample).as_deref(), Some("passed"), "the wave is running");
        let dates = &mut sample.outlook.expected.phases[1];
        (dates.gate, dates.gate_is_done) = (Some(day(2026, 8, 12)), true);
        assert_eq!(verdict(&sample).as_deref(), Some("passed"));
        // A phase that is no longer there has not passed anything.
        sample.plan.phases.pop();
        sample.outlook.expected.phases.pop();
        sample.plan.baselines.clear();
        assert_eq!(verdict(&sample).as_deref(), Some("not judged"));
        assert_eq!(pages(&sample.at())[0].title, "No-go for a phase that is no longer planned");
        let gone = Sample { plan: sample.plan, ..super::super::sample_tests::sample() }.with_baseline();
        let mut plan = gone.plan;
        plan.baselines[0].phases[1].name = "Retail".into();
        let at = Situation::new(&plan, &gone.outlook);
        assert_eq!(pages(&at)[0].title, "No-go for “Retail”, which is no longer planned");
    }

    #[test]
    fn a_decision_without_a_reason_says_so() {
        let mut sample = decided(DecisionKind::Go, |_| {});
        sample.plan.decisions[0].text = " ".into();
        let against = pages(&sample.at())[0].against.clone().unwrap();
        assert!(against.ends_with("did not hold. No reason is given."), "{against}");
    }

    #[test]
    fn the_whole_plan_s_evidence_counts_all_devices() {
        let sample = sample().running(490);
        let rows = evidence(&sample.at(), None);
        let row = rows.iter().find(|row| row.what == "Co-managed devices").unwrap();
        assert_eq!(row.value, "588 of 1,100, 53.4%");
        assert!(rows.iter().all(|row| row.what != RULE && row.what != VERDICT));
    }
}
