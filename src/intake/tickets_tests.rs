//! Which tickets rules put down to which phase, counted by hand, and that importing again never doubles them.

use super::*;
use crate::files::import::tickets::About;
use crate::plan::{Phase, PhaseKind};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn stock(date: &str, targeted: u32, enrolled: u32) -> Stock {
    Stock {
        date: day(date),
        targeted,
        enrolled,
        failed: 0,
        abandoned: 0,
        pending: None,
        stale: None,
        tickets: None,
    }
}

/// A pilot with daily figures from 4 to 14 August, none of them between the seventh and the fourteenth.
fn plan() -> Plan {
    let mut plan = Plan::new("Test", day("2026-08-03"));
    plan.status_date = day("2026-08-31");
    plan.phases = vec![
        Phase::new(PhaseId(1), "IT", PhaseKind::Pilot, 20),
        Phase::new(PhaseId(2), "Clinics", PhaseKind::Wave, 100),
    ];
    let stocks = vec![
        stock("2026-08-04", 8, 2),
        stock("2026-08-05", 20, 7),
        stock("2026-08-07", 20, 12),
        stock("2026-08-14", 20, 12),
    ];
    plan.actuals.phases.push(PhaseActuals { phase: PhaseId(1), stocks, ..PhaseActuals::default() });
    plan
}

fn ticket(number: u64, opened: &str, subject: &str, category: &str) -> Ticket {
    let about = About { number, subject: subject.into(), category: category.into(), ..About::default() };
    Ticket { opened: day(opened), resolved: None, minutes: None, about }
}

fn list(tickets: &[Ticket]) -> TicketReading {
    let mut tickets = tickets.to_vec();
    tickets.sort_by_key(|ticket| ticket.opened);
    TicketReading { tickets, ..TicketReading::default() }
}

fn rules(texts: &[&str]) -> Vec<RuleText> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn import(plan: &mut Plan, list: &TicketReading, rules: &[RuleText]) -> Proposal {
    let lists = std::slice::from_ref(list);
    let phase_of = |ticket: &Ticket| ticket.about.subject.contains("HQ-1").then_some(PhaseId(1));
    let wished = (!rules.is_empty()).then_some(rules);
    let proposal = tickets(plan, lists, wished, &phase_of);
    if let Some(edit) = &proposal.edit {
        edit.apply(plan).unwrap();
    }
    assert_eq!(tickets(plan, lists, None, &phase_of).edit, None, "the rules are kept, the tickets counted");
    proposal
}

fn so_far(plan: &Plan) -> Vec<(String, Option<u32>)> {
    let stocks = &plan.actuals.phase(PhaseId(1)).unwrap().stocks;
    stocks.iter().map(|stock| (stock.date.format("%d").to_string(), stock.tickets)).collect()
}

fn sample() -> TicketReading {
    list(&[
        ticket(1, "2026-07-20", "Company Portal stuck", "Enrollment"),
        ticket(2, "2026-08-04", "Company Portal stuck", "Enrollment"),
        ticket(3, "2026-08-06", "MFA prompt, HQ-1", "Sign-in"),
        ticket(4, "2026-08-06", "MFA prompt, LON-7", "Sign-in"),
        ticket(5, "2026-08-10", "Intune says not compliant", "ENROLLMENT"),
        ticket(5, "2026-08-10", "Intune says not compliant", "ENROLLMENT"),
        ticket(6, "2026-08-10", "Printer", "Hardware"),
        ticket(7, "2026-08-20", "Company Portal stuck", "Enrollment"),
    ])
}

#[test]
fn rules_put_tickets_down_to_phases_and_leave_the_others() {
    let mut plan = plan();
    let proposal = import(&mut plan, &sample(), &rules(&["IT: category = enrollment", "*: subject ~ mfa"]));
    // One on the fourth, one on the sixth, one on the tenth, where nothing else changes; the July one is older
    // than the phase.
    let expected = [("04", 1), ("05", 1), ("07", 2), ("10", 3), ("14", 3)];
    assert_eq!(so_far(&plan), expected.map(|(date, n)| (date.to_owned(), Some(n))));
    assert_eq!(plan.ticket_rules.len(), 2);
    let caught: Vec<_> =
        proposal.caught.iter().map(|c| (c.rule.as_str(), c.tickets, c.subjects.len())).collect();
    assert_eq!(caught, [("IT: category = enrollment", 4, 2), ("*: subject ~ mfa", 2, 2)]);
    assert_eq!(
        proposal.says,
        [
            "2 ticket rules are kept in the plan.",
            "IT: 3 tickets by 14 Aug 2026, on 5 recorded days.",
            "The rules catch 6 of 7 tickets; 1 is unrelated and left.",
        ]
    );
    assert_eq!(
        proposal.warns,
        [
            "IT: 1 ticket waits for figures after 14 Aug 2026.",
            "1 ticket names no device whose phase is known, and no rule says the phase: left.",
        ]
    );
    let text = crate::files::plan_file::to_ron(&plan);
    assert!(!text.contains("stuck") && !text.contains("HQ-1"), "no word of a ticket is kept");
}

#[test]
fn rules_can_be_taken_out_of_the_plan() {
    let mut plan = plan();
    import(&mut plan, &sample(), &rules(&["IT: category = enrollment"]));
    let before = so_far(&plan);
    let none = tickets(&plan, &[sample()], Some(&[]), &|_| None);
    none.edit.unwrap().apply(&mut plan).unwrap();
    assert_eq!((plan.ticket_rules.len(), so_far(&plan)), (0, before));
    let again = tickets(&plan, &[sample()], Some(&[]), &|_| None);
    assert_eq!((again.edit, again.warns.len()), (None, 1), "that there is none is said");
}

#[test]
fn a_newer_list_that_begins_later_continues_the_totals() {
    let mut plan = plan();
    let by_category = rules(&["IT: category = Enrollment"]);
    import(&mut plan, &sample(), &by_category);
    let newer = list(&[
        ticket(5, "2026-08-10", "Intune says not compliant", "Enrollment"),
        ticket(8, "2026-08-13", "Again", "Enrollment"),
        ticket(9, "2026-08-14", "And again", "Enrollment"),
    ]);
    import(&mut plan, &newer, &[]);
    let expected = [("04", 1), ("05", 1), ("07", 1), ("10", 2), ("13", 3), ("14", 4)];
    assert_eq!(so_far(&plan), expected.map(|(date, n)| (date.to_owned(), Some(n))));
}

#[test]
fn other_rules_take_the_place_of_the_old_ones() {
    let mut plan = plan();
    import(&mut plan, &sample(), &rules(&["IT: text ~ portal"]));
    assert_eq!(so_far(&plan).last().unwrap().1, Some(1));
    let proposal = import(&mut plan, &sample(), &rules(&["IT: category = Hardware", "Ghost: text ~ x"]));
    assert_eq!(so_far(&plan).last().unwrap().1, Some(1));
    assert!(proposal.says[1].contains("on 4 of them another number stood") || proposal.says.len() == 3);
    assert!(proposal.warns.iter().any(|line| line.contains("no phase that is called Ghost")));
    import(&mut plan, &sample(), &rules(&["IT: category = Nothing"]));
    assert!(so_far(&plan).iter().all(|(_, tickets)| *tickets == Some(0)));
}

#[test]
fn totals_do_not_fall_after_the_end_of_the_list() {
    let mut plan = plan();
    import(&mut plan, &sample(), &rules(&["IT: text ~ portal"]));
    let short = list(&[
        ticket(20, "2026-08-04", "a", "New"),
        ticket(21, "2026-08-05", "b", "New"),
        ticket(22, "2026-08-05", "c", "New"),
    ]);
    import(&mut plan, &short, &rules(&["IT: category = New"]));
    let expected = [("04", 1), ("05", 3), ("07", 3), ("14", 3)];
    assert_eq!(so_far(&plan), expected.map(|(date, n)| (date.to_owned(), Some(n))));
}

#[test]
fn what_was_resolved_later_tells_nothing_of_what_was_opened_then() {
    let mut plan = plan();
    plan.actuals.phases[0].stocks[3].tickets = Some(9);
    let mut short = list(&[ticket(1, "2026-08-04", "a", "New"), ticket(2, "2026-08-05", "b", "New")]);
    short.tickets[1].resolved = Some(day("2026-08-20"));
    plan.ticket_rules = vec![rules(&["IT: category = New"])[0].rule(&plan).unwrap()];
    import(&mut plan, &short, &[]);
    let expected = [("04", Some(1)), ("05", Some(2)), ("07", None), ("14", Some(9))];
    assert_eq!(so_far(&plan), expected.map(|(date, n)| (date.to_owned(), n)));
}

#[test]
fn between_two_lists_what_is_recorded_stays() {
    let mut plan = plan();
    plan.ticket_rules = vec![rules(&["IT: category = New"])[0].rule(&plan).unwrap()];
    plan.actuals.phases[0].stocks[2].tickets = Some(4);
    let lists = [
        list(&[ticket(1, "2026-08-04", "a", "New"), ticket(2, "2026-08-05", "b", "New")]),
        list(&[ticket(3, "2026-08-13", "c", "New"), ticket(4, "2026-08-14", "d", "New")]),
    ];
    let proposal = tickets(&plan, &lists, None, &|_| None);
    proposal.edit.unwrap().apply(&mut plan).unwrap();
    let expected = [("04", Some(1)), ("05", Some(2)), ("07", Some(4)), ("13", Some(5)), ("14", Some(6))];
    assert_eq!(so_far(&plan), expected.map(|(date, n)| (date.to_owned(), n)));
}

#[test]
fn without_rules_or_figures_nothing_is_guessed() {
    let mut plan = plan();
    let proposal = import(&mut plan, &sample(), &[]);
    assert_eq!((proposal.edit, proposal.warns.len()), (None, 1));
    let proposal = import(&mut plan, &sample(), &rules(&["Clinics: category = Enrollment"]));
    assert_eq!(proposal.warns, ["Clinics has no figures yet, so its 4 tickets are not recorded."]);
}

#[test]
fn rules_are_written_and_read_alike() {
    let plan = plan();
    for text in
        ["IT: category = Enrollment, text ~ intune", "*: group = Service Desk", "Clinics: device ~ HQ"]
    {
        let rule = text.parse::<RuleText>().unwrap().rule(&plan).unwrap();
        assert_eq!(rule_words(&plan, &rule), text);
    }
    for wrong in ["IT", "IT: category", "IT: size = 3", "IT: text ~ ", "IT: text ~ a, "] {
        assert!(wrong.parse::<RuleText>().is_err(), "{wrong}");
    }
}
