//! What every medium relies on: pages in their order, words and numbers without holes, series as long as their
//! categories.

use super::*;
use crate::plan::SlideSetting;
use crate::report::sample_odds_tests::odds;
use crate::report::sample_tests::{Sample, sample};

fn samples() -> Vec<Sample> {
    let mut blocked = sample();
    blocked.block(9);
    let mut empty = sample();
    empty.plan.phases.clear();
    empty.outlook = crate::forecast::outlook(&empty.plan);
    let mut done = sample().with_baseline().running(960);
    done.outlook.gates[1].stage = crate::forecast::PhaseStage::Done;
    vec![sample(), blocked, empty, sample().with_baseline().running(320), done]
}

fn names(at: &Situation<'_>) -> Vec<String> {
    pages::keys(at).into_iter().map(PageKey::name).collect()
}

#[test]
fn every_page_has_a_title_and_no_hole_in_its_tables() {
    for sample in samples() {
        let odds = odds(&sample);
        for at in [sample.at(), sample.at().with_odds(Some(&odds))] {
            let pack = pack(&at, Options::default());
            for page in &pack.pages {
                assert!(!page.title.is_empty() && !page.notes.is_empty(), "{}", page.key);
                for block in page.all_blocks() {
                    match block {
                        Block::Table(table) => {
                            assert!(!table.rows.is_empty(), "{}: {}", page.key, table.title);
                            let mut names: Vec<&str> =
                                table.columns.iter().map(|c| c.name.as_str()).collect();
                            names.sort_unstable();
                            names.dedup();
                            assert_eq!(names.len(), table.columns.len(), "two columns of a name: {names:?}");
                            for row in &table.rows {
                                assert_eq!(row.len(), table.columns.len(), "{}: {row:?}", table.title);
                            }
                        }
                        Block::Chart(chart) => {
                            assert!(
                                !chart.sentence.is_empty() && !chart.table.head.is_empty(),
                                "{}",
                                chart.key
                            );
                            if let Some(series) = &chart.series {
                                for part in &series.parts {
                                    assert_eq!(part.values.len(), series.categories.len(), "{}", part.name);
                                    assert!(part.values.iter().flatten().all(|v| v.is_finite()));
                                }
                            }
                        }
                        Block::Figures(figures) => assert!((1..=3).contains(&figures.len())),
                        Block::Text(finding) => assert!(!finding.text.is_empty(), "{}", page.key),
                        Block::Heading(_) | Block::Bullets(_) | Block::Callout(_) => {}
                    }
                }
            }
            let mut keys: Vec<&str> = pack.charts().map(|(_, chart)| chart.key.as_str()).collect();
            keys.sort_unstable();
            let all = keys.len();
            keys.dedup();
            assert_eq!(keys.len(), all, "two charts would be one file: {keys:?}");
        }
    }
}

#[test]
fn an_order_that_is_changed_back_leaves_nothing_in_the_plan_and_hiding_moves_nothing() {
    let mut sample = sample().with_baseline().running(320);
    let natural = arranged(&sample.at());
    let pages = |placed: &[Placed]| placed.iter().map(|placed| placed.page).collect::<Vec<_>>();
    assert!(natural.iter().any(|placed| !placed.is_due), "phases that are not under way can be set too");
    assert_eq!(kept(&sample.at(), &natural), []);
    let mut moved = natural.clone();
    moved.swap(1, 6);
    sample.plan.presentation.slides = kept(&sample.at(), &moved);
    assert_eq!(pages(&arranged(&sample.at())), pages(&moved));
    let mut back = arranged(&sample.at());
    back.swap(1, 6);
    assert_eq!(kept(&sample.at(), &back), []);
    sample.plan.presentation.slides.clear();
    for place in [7, 0, 4] {
        let mut hidden = arranged(&sample.at());
        hidden[place].setting.is_hidden = true;
        sample.plan.presentation.slides = kept(&sample.at(), &hidden);
        assert_eq!(pages(&arranged(&sample.at())), pages(&natural), "{place}");
    }
    assert_eq!(sample.plan.presentation.slides.len(), 3);
}

#[test]
fn the_plans_settings_order_hide_and_name_slides_and_a_new_phase_stands_where_it_belongs() {
    let mut sample = sample().with_baseline().running(320);
    assert_eq!(
        names(&sample.at()),
        [
            "summary",
            "timeline",
            "authority",
            "phase-2",
            "helpdesk",
            "problems",
            "decision",
            "assumptions",
            "changes"
        ]
    );
    let of = |key: &str| SlideSetting { key: key.to_owned(), ..SlideSetting::default() };
    let notes = "Ask for a show of hands.".to_owned();
    sample.plan.presentation.slides = vec![
        SlideSetting { title: "What we ask".into(), notes: notes.clone(), ..of("decision") },
        of("summary"),
        SlideSetting { is_hidden: true, ..of("timeline") },
        of("authority"),
        of("phase-77"),
    ];
    assert_eq!(
        names(&sample.at()),
        ["decision", "assumptions", "changes", "summary", "authority", "phase-2", "helpdesk", "problems"]
    );
    let pack = pack(&sample.at(), Options::default());
    assert_eq!((pack.pages[0].title.as_str(), &pack.pages[0].notes), ("What we ask", &notes));
    for slide in
        ["summary", "timeline", "authority", "phase-2", "helpdesk", "problems", "assumptions", "changes"]
    {
        sample.plan.presentation.slides.push(SlideSetting { is_hidden: true, ..of(slide) });
    }
    sample.plan.presentation.slides.retain(|slide| slide.is_hidden);
    sample.plan.presentation.slides.push(SlideSetting { is_hidden: true, ..of("decision") });
    assert_eq!(names(&sample.at()), ["summary"]);
}

#[test]
fn every_decision_that_was_made_is_a_page_with_its_evidence_behind_the_one_that_is_asked() {
    use crate::plan::{Decision, DecisionId, DecisionKind, PhaseId};
    let mut sample = sample().running(320);
    let evidence = crate::report::decision_record::evidence(&sample.at(), Some(PhaseId(2)));
    let made = |id, day| Decision {
        id: DecisionId(id),
        date: crate::report::sample_tests::day(2026, 8, day),
        kind: DecisionKind::Go,
        phase: Some(PhaseId(2)),
        text: "The clinics cannot wait.".into(),
        who: "Steering committee".into(),
        evidence: evidence.clone(),
    };
    sample.plan.decisions = vec![made(4, 12), made(9, 10)];
    let shown = |sample: &Sample| {
        let names = names(&sample.at());
        let at = names.iter().position(|name| name == "decision").unwrap();
        names[at + 1..].to_vec()
    };
    assert_eq!(shown(&sample), ["decision-9", "decision-4", "assumptions"], "by date");
    let page = page(&sample.at(), Options::default(), PageKey::Record(DecisionId(4)));
    let words: Vec<String> = page.all_blocks().flat_map(Block::words).collect();
    for said in ["Wed 12 Aug 2026, Steering committee", "The clinics cannot wait.", "Phase enrolled", "49.0%"]
    {
        assert!(words.iter().any(|word| word == said), "{said}: {words:?}");
    }
    assert!(words.iter().any(|word| word.starts_with("Decided although")), "{words:?}");
    let hidden = SlideSetting { key: "decision-9".into(), is_hidden: true, ..SlideSetting::default() };
    sample.plan.presentation.slides = vec![hidden];
    assert_eq!(shown(&sample), ["decision-4", "assumptions"]);
}

#[test]
fn a_slide_has_the_page_without_its_details() {
    for sample in samples() {
        for key in pages::keys(&sample.at()) {
            let whole = page(&sample.at(), Options::default(), key);
            let slide = page(&sample.at(), Options { is_slide: true, ..Options::default() }, key);
            assert!(slide.details.is_empty(), "{key:?}");
            assert_eq!(Page { details: Vec::new(), ..whole }, slide);
        }
    }
}

#[test]
fn a_peak_says_whether_it_is_a_range_of_futures_or_one_course() {
    let sample = sample().with_baseline().running(320);
    let odds = odds(&sample);
    let peak = |at: &Situation<'_>| {
        let page = page(at, Options::default(), PageKey::Helpdesk);
        let Block::Figures(figures) = page.blocks[0].clone() else { unreachable!() };
        (page.title, figures[0].label.clone(), page.finding.text)
    };
    let (title, label, said) = peak(&sample.at().with_odds(Some(&odds)));
    let spelled = "up to 100% of capacity in half of the futures, ";
    assert!(title.contains(spelled) && title.ends_with("% in 90 of 100"), "{title}");
    assert_eq!(label, "helpdesk peak, 50 – 90 of 100");
    assert!(said.contains("in half of them it takes 100% of capacity or more"), "{said}");
    let (title, label, said) = peak(&sample.at());
    assert!(title.ends_with("88% of capacity at the peak"), "{title}");
    assert_eq!(label, "expected helpdesk peak");
    assert!(!said.contains("future"), "{said}");
}

#[test]
fn a_character_without_a_face_is_named_wherever_it_stands() {
    let whole = pack(&sample().with_baseline().running(320).at(), Options::default());
    assert_eq!(whole.unprintable(), None);
    let rocket = || "🚀".to_owned();
    let mark = |pack: &mut Pack, at: usize| {
        let page = &mut pack.pages[0];
        match at {
            0 => page.finding.text = rocket(),
            1 => page.pill = Some((Mark::Risk, rocket())),
            2 => page.blocks.push(Block::Heading(rocket())),
            3 => page.blocks.push(Block::Bullets(vec![Finding::plain(rocket())])),
            4 => page.blocks.push(Block::Text(Finding::plain(rocket()))),
            _ => {
                for block in pack.pages.iter_mut().flat_map(|page| page.blocks.iter_mut()) {
                    match block {
                        Block::Callout(asked) if at == 5 => asked.order = rocket(),
                        Block::Figures(figures) if at == 6 => figures[0].note = rocket(),
                        Block::Chart(chart) if at == 7 => chart.sentence = rocket(),
                        Block::Table(table) if at == 8 => table.columns[0].name = rocket(),
                        _ => {}
                    }
                }
            }
        }
    };
    for at in 0..=8 {
        let mut marked = whole.clone();
        mark(&mut marked, at);
        assert!(marked.unprintable().is_some_and(|said| said.contains("U+1F680")), "{at}");
    }
    let mut marked = whole.clone();
    marked.pages[0].notes = rocket();
    assert_eq!(marked.unprintable(), None, "notes are on no paper");
    marked.pages[0].title = ('\u{1F680}'..='\u{1F68F}').collect();
    let said = marked.unprintable().unwrap();
    assert!(said.contains("U+1F68B") && said.ends_with(" and 4 more"), "{said}");
}

#[test]
fn a_table_fits_its_room_and_figures_are_never_squeezed_for_words() {
    let words = "The gate of Wave 2 is planned before the last device has been targeted. ".repeat(3);
    let table = Table::new(
        "Test",
        vec![
            Column::new("Name", ColumnKind::Words),
            Column::new("Note", ColumnKind::Words),
            Column::new("Devices", ColumnKind::Count),
        ],
        vec![vec![Cell::words("Clinics North"), Cell::words(words), Cell::Count(12_400)]],
    );
    let measure = |text: &str, _| text.chars().count() as f32 * 8.0;
    for room in [200.0, 500.0, 900.0, 4000.0] {
        let widths = table.widths(room, 20.0, measure);
        assert!(widths.iter().sum::<f32>() <= room + 0.1, "{room}: {widths:?}");
        assert!(room < 500.0 || (widths[2] >= 57.0 && widths[0] >= 104.0), "{room}: {widths:?}");
    }
}

#[test]
fn a_narrow_table_tears_no_word_while_another_column_has_room() {
    let name = |name| Column::new(name, ColumnKind::Words);
    let table = Table::new(
        "Test",
        vec![name("Phase"), name("State"), Column::new("Devices", ColumnKind::Count)],
        vec![vec![
            Cell::words("Wave 2 – Clinics North"),
            Cell::Marked(Mark::Running, "Running".into()),
            Cell::Count(3_200),
        ]],
    );
    let widths = table.widths(209.0, 20.0, |text, _| text.chars().count() as f32 * 8.0);
    assert!(widths[0] >= 56.0 && widths[1] >= 76.0, "{widths:?}");
    assert!(widths.iter().sum::<f32>() <= 209.1, "{widths:?}");
    let row = ["Two extra agents (recommended)", "> 99%", "192 agent-days"].map(Cell::words).to_vec();
    let table = Table::new("Test", vec![name("Schedule"), name("By"), name("Effort")], vec![row]);
    let widths = table.widths(240.0, 20.0, |text, _| text.chars().count() as f32 * 8.0);
    assert!(widths[0] >= 104.0 && widths[1] >= 40.0 && widths[2] >= 80.0, "{widths:?}");
}

#[test]
fn the_slide_of_a_start_shows_what_the_start_needs() {
    let mut plan = sample();
    plan.block(2);
    let page = page(&plan.at(), Options::default(), PageKey::Decision);
    let tables: Vec<&Table> = page
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .collect();
    assert_eq!((tables.len(), tables[0].columns[0].name.as_str()), (1, "Needed for the start"));
    let names: Vec<String> = tables[0].rows.iter().map(|row| row[0].text()).collect();
    assert_eq!(names, ["Working day outside freezes and pauses", "Licences 1", "Licences 2"]);
}
