//! What the Readiness page says, on a small estate worked out by hand.

use super::prerequisites;
use super::readiness::{headline, table};
use super::sample_tests::{Sample, day, sample};
use super::{Mark, mirror, troubles};
use crate::forecast::{Standing, mirror as compare, standings};
use crate::picture::dumbbell::Remark;
use crate::plan::{Estate, JoinType, NotReady, NotReadyReason, Place, Segment, SegmentId, SupportEnd, Take};

/// 400 devices at HQ, 20 of which need an update; 700 in KRK, 70 of which are not joined. The pilot takes 100
/// at HQ, the wave the rest.
fn described() -> Sample {
    let mut sample = sample();
    let segment = |id, site: &str, os: &str, devices| Segment {
        os: os.into(),
        join: JoinType::HybridJoined,
        ..Segment::new(SegmentId(id), site, devices)
    };
    sample.plan.estate = Estate {
        segments: vec![
            Segment { needs_os_update: 20, ..segment(1, "HQ", "Windows 11 24H2", 400) },
            segment(2, "KRK", "Windows 11 23H2", 630),
            Segment {
                join: JoinType::ActiveDirectoryOnly,
                needs_join: 70,
                ..segment(3, "KRK", "Windows 11 23H2", 70)
            },
        ],
        support_ends: vec![SupportEnd { os: "Windows 11 23H2".into(), date: day(2026, 7, 20) }],
        ..Estate::default()
    };
    let take = |segment, devices| Take { segment: SegmentId(segment), devices };
    sample.plan.phases[0].takes = vec![take(1, 100)];
    sample.plan.phases[1].takes = vec![take(1, 300), take(2, 630), take(3, 70)];
    sample.plan.phases[1].not_ready =
        vec![NotReady { reason: NotReadyReason::NeedsJoin, devices: 70, until: Some(day(2026, 8, 3)) }];
    sample
}

fn said(sample: &Sample) -> (Option<Mark>, String) {
    let at = sample.at();
    let finding = headline(&at, &standings(at.plan, at.outlook), &compare(at.plan));
    (finding.mark, finding.text)
}

#[test]
fn the_headline_says_how_much_is_ready_and_where_the_rest_is() {
    let mut sample = described();
    let text =
        "1,010 of 1,100 devices are ready (91.8%). 78% of the gaps are at KRK, which no pilot has tried.";
    assert_eq!(said(&sample), (Some(Mark::Risk), text.into()));
    sample.plan.phases[0].takes.push(Take { segment: SegmentId(2), devices: 50 });
    assert!(said(&sample).1.ends_with("78% of the gaps are at KRK."), "{}", said(&sample).1);
    for segment in &mut sample.plan.estate.segments {
        (segment.needs_join, segment.needs_os_update) = (0, 0);
    }
    sample.plan.phases[0].takes.push(Take { segment: SegmentId(3), devices: 5 });
    assert_eq!(said(&sample), (Some(Mark::Met), "All 1,100 devices are ready.".into()));
    sample.plan.estate.segments.truncate(1);
    sample.plan.estate.segments[0].devices = 1;
    assert_eq!(said(&sample).1, "The only device is ready.");
    sample.plan.estate.segments[0].devices = 2;
    sample.plan.estate.segments[0].needs_join = 1;
    assert_eq!(said(&sample).1, "1 of 2 devices is ready (50.0%).");
    sample.plan.estate.segments.clear();
    assert_eq!(said(&sample).0, Some(Mark::Empty));
}

#[test]
fn a_model_that_no_pilot_has_is_not_taken_for_the_site_of_its_name() {
    let mut sample = described();
    sample.plan.phases[0].takes.push(Take { segment: SegmentId(2), devices: 50 });
    // Devices of KRK have been tried, but none of the model that goes by the same name.
    sample.plan.estate.segments[2].model = "KRK".into();
    sample.plan.estate.segments[1].model = "L14".into();
    assert!(said(&sample).1.ends_with("78% of the gaps are at KRK."), "{}", said(&sample).1);
}

#[test]
fn a_segment_says_what_it_is_ready_for_and_when_its_windows_ends() {
    let sample = described().running(378);
    let at = sample.at();
    let table = table(&at, &standings(at.plan, at.outlook));
    // The pilot passed with 98; of the wave's 378 enrolled devices 285 of 915 ready ones are HQ's share: 117.7.
    let hq = &table.rows[0];
    assert_eq!(hq.standings.of(Standing::CoManaged), 98 + 118);
    // It waits for 20 more, of which 6 are at HQ.
    assert_eq!(hq.standings.of(Standing::Scheduled), 6);
    assert_eq!((hq.ready.as_str(), hq.mark, hq.support.as_str()), ("95%", Mark::Met, ""));
    let unjoined = &table.rows[2];
    assert_eq!((unjoined.ready.as_str(), unjoined.mark), ("0%", Mark::Missed));
    assert_eq!(unjoined.support, "support ended Jul 2026");
    assert!(unjoined.join_is_unsupported && !hq.join_is_unsupported);
    assert!(unjoined.tip.contains("Wave 1 takes 70"), "{}", unjoined.tip);
    assert_eq!(table.sites[0].phases, "Pilot, Wave 1");
    assert_eq!((table.sites[1].devices.as_str(), table.sites[1].phases.as_str()), ("700 devices", "Wave 1"));
    assert_eq!(table.total_ready, "91.8%");
    let note = "Ready = co-managed, scheduled or eligible. The 10 failed devices of Wave 1 count as eligible and are retried.";
    assert_eq!(table.note, note);
}

#[test]
fn an_estate_without_sites_is_told_apart_by_departments() {
    let mut sample = described();
    for segment in &mut sample.plan.estate.segments {
        (segment.department, segment.site) = (std::mem::take(&mut segment.site), String::new());
    }
    let at = sample.at();
    let table = table(&at, &standings(at.plan, at.outlook));
    assert_eq!((table.place, table.sites[1].site.as_str()), ("Department", "KRK"));
    assert!(table.rows.iter().all(|row| row.about.is_empty()));
    assert!(said(&sample).1.ends_with("78% of the gaps are at KRK, which no pilot has tried."));
}

#[test]
fn duplicates_that_a_list_has_shown_are_a_line_of_their_own() {
    let mut sample = described();
    let lines = |sample: &Sample| -> Vec<(Mark, String)> {
        let card = prerequisites::card(&sample.at());
        card.lines.into_iter().filter(|l| l.name.contains("duplicate")).map(|l| (l.mark, l.name)).collect()
    };
    for of_list in [None, Some(0)] {
        sample.plan.estate.duplicates = of_list;
        assert_eq!(lines(&sample), []);
    }
    sample.plan.estate.duplicates = Some(1_200);
    let stale = sample.plan.estate.stale();
    sample.plan.estate.segments[0].stale += 5;
    let name = format!("1,200 duplicate and {} stale records of devices", stale + 5);
    assert_eq!(lines(&sample), [(Mark::Risk, name)]);
}

#[test]
fn the_estate_shows_what_must_be_mended_beside_what_was_typed() {
    let mut sample = described();
    sample.block(2);
    sample.plan.prerequisites[1].state = crate::plan::PrerequisiteState::Done;
    let card = prerequisites::card(&sample.at());
    assert_eq!(card.subtitle, "1 of 4 done");
    let lines: Vec<_> =
        card.lines.iter().map(|line| (line.mark, line.name.as_str(), line.when.as_str())).collect();
    let by_hand = [
        (Mark::Risk, "Licences 1", "due 3 Jul"),
        (Mark::Risk, "Windows 11 23H2 leaves support before Wave 1", "20 Jul"),
        (Mark::Risk, "70 devices of Retail need hybrid join", "due 3 Aug"),
        (Mark::Met, "Licences 2", ""),
    ];
    assert_eq!(lines, by_hand);
    assert!(
        card.lines[1].tip.contains("Wave 1 takes 700 devices, expected from 27 Jul"),
        "{}",
        card.lines[1].tip
    );
    // What is not needed is neither done nor to be done.
    sample.block(1);
    let last = sample.plan.prerequisites.len() - 1;
    sample.plan.prerequisites[last].state = crate::plan::PrerequisiteState::NotNeeded;
    assert_eq!(prerequisites::card(&sample.at()).subtitle, "1 of 4 done");
    sample.plan.prerequisites.pop();
    let places: Vec<&Place> = card.lines.iter().map(|line| &line.place).collect();
    assert_eq!(places[1], &Place::Estate);
    // A prerequisite that is due only after the start of what waits for it holds that up.
    sample.plan.prerequisites[0].due = Some(day(2026, 7, 6));
    assert_eq!(prerequisites::card(&sample.at()).lines[0].mark, Mark::Missed);
    let begun = prerequisites::card(&sample.running(378).at());
    assert!(
        begun.lines.iter().all(|line| line.name.starts_with("Licences")),
        "what has begun went without them"
    );
}

#[test]
fn the_advice_is_an_order_whose_step_lets_the_pilot_speak() {
    let mut sample = described();
    let at = sample.at();
    let compared = compare(at.plan);
    let card = mirror::card(&at, &compared);
    let step = card.step.unwrap();
    // Of 700 devices 35 have the fault: 57 are enough, and 56 are not.
    let order = "Add 57 devices of KRK to the pilot";
    assert_eq!((step.mark, step.order), (Mark::Risk, format!("{order}:")));
    assert_eq!(step.effect, "then a fault on 5% of them shows with 95% chance.");
    let remedy = step.remedy.unwrap();
    assert_eq!(remedy.label, order);
    let mut plan = sample.plan.clone();
    remedy.edit.apply(&mut plan).unwrap();
    assert_eq!((plan.phases[0].devices, plan.phases[1].devices), (157, 943));
    assert_eq!(
        plan.phases[0].takes,
        [Take { segment: SegmentId(1), devices: 100 }, Take { segment: SegmentId(2), devices: 57 }]
    );
    sample.plan.phases[1].name.clear();
    let lines = prerequisites::card(&sample.at()).lines;
    assert!(lines.iter().any(|line| line.name == "70 devices of Wave 1 need hybrid join"), "{lines:?}");
    let after = compare(&plan);
    assert!(after.strata.iter().filter(|s| s.name == "KRK").all(crate::forecast::Stratum::is_spoken_for));
}

#[test]
fn no_step_leaves_a_phase_without_devices() {
    let mut sample = described();
    // A wave of nothing but the devices that the pilot lacks.
    sample.plan.phases[1].takes = vec![Take { segment: SegmentId(2), devices: 57 }];
    sample.plan.phases[1].devices = 57;
    let card = mirror::card(&sample.at(), &compare(&sample.plan));
    let step = card.step.unwrap();
    assert_eq!((step.order.as_str(), step.remedy), ("Add 57 devices of KRK to the pilot:", None));
    sample.plan.phases[1].devices = 58;
    assert!(mirror::card(&sample.at(), &compare(&sample.plan)).step.unwrap().remedy.is_some());
}

#[test]
fn a_chip_stands_only_where_it_is_not_luck() {
    let mut sample = described();
    let names = |sample: &Sample| {
        let card = mirror::card(&sample.at(), &compare(&sample.plan));
        let chart = card.chart.unwrap();
        let rows = chart.groups.into_iter().flat_map(|(_, rows)| rows);
        rows.map(|row| (row.name, row.remark)).collect::<Vec<_>>()
    };
    assert_eq!(names(&sample)[0], ("HQ".into(), Remark::Chip("2.8× over".into())));
    assert_eq!(names(&sample)[1], ("KRK".into(), Remark::Missing));
    // Of 4 devices 3 at HQ is no more than luck, although twice its share.
    sample.plan.phases[0].takes =
        vec![Take { segment: SegmentId(1), devices: 3 }, Take { segment: SegmentId(2), devices: 1 }];
    assert_eq!(names(&sample)[0].1, Remark::Plain("2.1×".into()));
}

#[test]
fn the_check_names_what_the_pilots_cannot_speak_for_while_it_is_still_to_come() {
    let sample = described();
    let find = |sample: &Sample| {
        troubles::problems(&sample.at()).into_iter().find(|problem| problem.code == "pilot-cannot-speak")
    };
    let problem = find(&sample).unwrap();
    assert!(
        problem.text.contains("devices that are not Entra joined (none of 70 devices"),
        "{}",
        problem.text
    );
    assert!(problem.text.contains("KRK (none of 700 devices in a pilot, 57 needed)"), "{}", problem.text);
    assert_eq!(problem.remedy.unwrap().label, "Add 57 devices of KRK to the pilot");
    assert_eq!(find(&sample.running(378)), None, "the wave has begun without it");
}

#[test]
fn without_pilots_the_card_says_so() {
    let mut sample = described();
    sample.plan.phases.remove(0);
    let card = mirror::card(&sample.at(), &compare(&sample.plan));
    assert_eq!((card.chart, card.step), (None, None));
    assert!(card.empty.starts_with("No phase is a pilot"));
}
