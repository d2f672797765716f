//! What a roster promises: one phase a device, fair shares, and that nothing moves without a reason.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::fleet::{By, Column, Compare, Condition, Size};

const SITES: [&str; 4] = ["Head office", "Kraków", "Lyon", ""];
const SYSTEMS: [&str; 3] = ["Windows 11 24H2", "Windows 11 23H2", "Windows 10 22H2"];

fn device(n: usize, site: usize, windows: usize) -> Device {
    Device {
        name: format!("PC-{n:05}").into(),
        entra_id: (!n.is_multiple_of(3)).then_some(n as u128 + 1),
        serial: if n.is_multiple_of(2) { format!("SN{n:06}").into() } else { "".into() },
        site: SITES[site].into(),
        windows: SYSTEMS[windows].into(),
        ..Device::default()
    }
}

fn fleet(devices: impl IntoIterator<Item = Device>) -> Arc<Fleet> {
    let mut fleet = Fleet::default();
    devices.into_iter().for_each(|device| fleet.put(device));
    Arc::new(fleet)
}

fn site(phase: u32, word: &str) -> Rule {
    let only =
        vec![Condition::Column { column: Column::Site, compare: Compare::Equals, words: vec![word.into()] }];
    Rule { only, ..Rule::rest(PhaseId(phase)) }
}

fn part(phase: u32, size: Size, mirror: &[By]) -> Rule {
    let share = Share::Part(Part { size, mirror: mirror.to_vec(), seed: 1 });
    Rule { share, ..Rule::rest(PhaseId(phase)) }
}

fn seat(rules: &[Rule], fleet: &Arc<Fleet>) -> Roster {
    Roster::seat(rules.to_vec(), fleet.clone(), &Roster::default())
}

/// The phase of each device by its name.
fn phases(roster: &Roster) -> BTreeMap<String, Option<u32>> {
    roster.seats().map(|(device, seat)| (device.name.to_string(), seat.phase.map(|id| id.0))).collect()
}

fn any_fleet(most: usize) -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
    prop::collection::vec((0..SITES.len(), 0..SYSTEMS.len()), 0..most).prop_map(|rows| {
        rows.into_iter().enumerate().map(|(n, (site, windows))| (n, site, windows)).collect()
    })
}

fn any_rules() -> impl Strategy<Value = Vec<Rule>> {
    let mirrors = prop::sample::subsequence(vec![By::Site, By::Windows, By::Join], 0..=3);
    let share = prop_oneof![
        Just(Share::All),
        (0_u32..60, mirrors.clone(), 0_u32..3).prop_map(|(n, mirror, seed)| Share::Part(Part {
            size: Size::Devices(n),
            mirror,
            seed
        })),
        (0_u32..=100, mirrors, 0_u32..3).prop_map(|(p, mirror, seed)| Share::Part(Part {
            size: Size::Percent(f64::from(p)),
            mirror,
            seed
        })),
    ];
    let rule = (1_u32..5, prop::option::of(0..SITES.len()), share).prop_map(|(phase, at, share)| {
        let only = at.map_or_else(Vec::new, |at| site(phase, SITES[at]).only);
        Rule { phase: PhaseId(phase), only, share }
    });
    prop::collection::vec(rule, 0..6)
}

fn made(rows: &[(usize, usize, usize)]) -> Vec<Device> {
    rows.iter().map(|(n, site, windows)| device(*n, *site, *windows)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_device_is_in_one_phase_or_in_none(rows in any_fleet(200), rules in any_rules()) {
        let fleet = fleet(made(&rows));
        let roster = seat(&rules, &fleet);
        let members: usize = (1..5).map(|phase| roster.members(PhaseId(phase)).count()).sum();
        prop_assert_eq!(members + roster.tally().left, fleet.len());
        prop_assert_eq!(roster.tally().caught.iter().sum::<usize>(), members);
        for (device, seat) in roster.seats() {
            let fits: Vec<usize> =
                (0..rules.len()).filter(|at| rules[*at].filter().holds(device)).collect();
            // The first rule that takes all has whatever no part before it has drawn.
            let first = fits.iter().find(|at| rules[**at].share == Share::All);
            match seat.rule {
                Some(rule) => prop_assert!(fits.contains(&rule) && first.is_none_or(|first| rule <= *first)),
                None => prop_assert!(first.is_none()),
            }
            prop_assert_eq!(roster.phase_of(device), seat.phase);
        }
    }

    #[test]
    fn the_order_of_the_list_is_no_matter(rows in any_fleet(150), rules in any_rules(), turn in 0_usize..150) {
        let mut shuffled = made(&rows);
        shuffled.reverse();
        let turn = turn.min(shuffled.len());
        shuffled.rotate_left(turn);
        prop_assert_eq!(phases(&seat(&rules, &fleet(made(&rows)))), phases(&seat(&rules, &fleet(shuffled))));
    }

    #[test]
    fn a_second_import_moves_nobody(rows in any_fleet(200), rules in any_rules(), cut in 0_usize..200, moved in any::<bool>()) {
        let all = made(&rows);
        let cut = cut.min(all.len());
        let first = seat(&rules, &fleet(all[..cut].to_vec()));
        // Some have left, others have come, and those that stay have moved house.
        let mut next = all[cut / 3..].to_vec();
        if moved {
            for device in &mut next {
                device.site = SITES[0].into();
            }
        }
        let second = Roster::seat(rules.clone(), fleet(next), &first);
        let (before, after) = (phases(&first), phases(&second));
        for (name, phase) in before.iter().filter(|(_, phase)| phase.is_some()) {
            prop_assert!(after.get(name).is_none_or(|now| now == phase), "{name}");
        }
        let again = Roster::seat(rules, second.fleet().clone(), &second);
        prop_assert_eq!(phases(&again), after);
    }

    #[test]
    fn a_sample_mirrors_the_fleet(rows in any_fleet(300), size in 0_usize..80) {
        let fleet = fleet(made(&rows));
        let mirror = [By::Site, By::Windows];
        let roster = seat(&[part(1, Size::Devices(size as u32), &mirror)], &fleet);
        let mut strata: BTreeMap<_, (usize, usize)> = BTreeMap::new();
        for (device, seat) in roster.seats() {
            let counts = strata.entry(mirror.map(|by| by.word(device))).or_default();
            counts.0 += 1;
            counts.1 += usize::from(seat.phase.is_some());
        }
        let drawn = size.min(fleet.len());
        prop_assert_eq!(strata.values().map(|counts| counts.1).sum::<usize>(), drawn);
        for (all, some) in strata.values() {
            let due = drawn as f64 * *all as f64 / fleet.len() as f64;
            prop_assert!((*some as f64 - due).abs() < 1.0, "{some} of {all}, due {due}");
        }
    }
}

fn large() -> Vec<Device> {
    (0..1_000).map(|n| device(n, [0, 0, 0, 1, 1, 2][n % 6], n % 2)).collect()
}

fn names(roster: &Roster, phase: u32) -> BTreeSet<String> {
    roster.members(PhaseId(phase)).map(|device| device.name.to_string()).collect()
}

#[test]
fn new_devices_top_a_percentage_up_and_displace_nobody() {
    let rules = [part(1, Size::Percent(10.0), &[By::Site]), Rule::rest(PhaseId(2))];
    let first = seat(&rules, &fleet(large()));
    assert_eq!((&first.tally().caught, first.tally().left), (&vec![100, 900], 0));
    let more = large().into_iter().chain((1_000..1_300).map(|n| device(n, 2, 0)));
    let second = Roster::seat(rules.to_vec(), fleet(more), &first);
    assert_eq!(second.tally().caught, [130, 1_170]);
    assert!(names(&second, 1).is_superset(&names(&first, 1)));
}

#[test]
fn even_without_a_roster_few_devices_change_when_some_are_added() {
    let rules = [part(1, Size::Devices(100), &[By::Site])];
    let first = names(&seat(&rules, &fleet(large())), 1);
    let more = large().into_iter().chain((1_000..1_100).map(|n| device(n, n % 3, 0)));
    let second = names(&seat(&rules, &fleet(more)), 1);
    assert!(first.intersection(&second).count() >= 85, "{}", first.intersection(&second).count());
}

#[test]
fn only_a_changed_rule_and_those_after_it_seat_anew() {
    let rules = [part(1, Size::Devices(50), &[By::Site]), site(2, "Kraków"), site(3, "Lyon")];
    let first = seat(&rules, &fleet(large()));
    let house_moved = || large().into_iter().map(|device| Device { site: "Lyon".into(), ..device });
    let mut changed = rules.to_vec();
    changed[1] = site(4, "Lyon");
    let second = Roster::seat(changed, fleet(house_moved()), &first);
    assert_eq!(names(&second, 1), names(&first, 1), "its rule is what it was");
    assert_eq!(second.tally().caught, [50, 950, 0]);
    let third = Roster::seat(rules.to_vec(), fleet(house_moved()), &first);
    assert_eq!(names(&third, 2), names(&first, 2), "nothing was changed: nobody moves");
}

#[test]
fn whom_a_person_seated_stays_there() {
    let fleet = fleet(large());
    let mut seats = vec![Seat::default(); fleet.len()];
    seats[7] = Seat { phase: Some(PhaseId(9)), rule: None };
    let before = Roster::of(Vec::new(), fleet.clone(), seats);
    let roster = Roster::seat(vec![Rule::rest(PhaseId(1))], fleet, &before);
    assert_eq!(
        *roster.tally(),
        Tally { caught: vec![999], phases: [(PhaseId(1), 999), (PhaseId(9), 1)].into(), left: 0, by_hand: 1 }
    );
    assert_eq!(roster.members(PhaseId(9)).map(|d| d.name.as_ref()).collect::<Vec<_>>(), ["PC-00007"]);
}

#[test]
fn a_device_is_found_by_whatever_another_list_knows_of_it() {
    let roster = seat(&[site(1, "Kraków")], &fleet(large()));
    let named = |name: &str| roster.phase_of(&Device { name: name.into(), ..Device::default() });
    assert_eq!(named("CONTOSO\\pc-00003"), Some(PhaseId(1)));
    assert_eq!(named("PC-00000"), None);
    assert_eq!(named("unheard of"), None);
    let renamed = Device { name: "NEW".into(), entra_id: Some(5), ..Device::default() };
    assert_eq!(roster.phase_of(&renamed), Some(PhaseId(1)));
}
