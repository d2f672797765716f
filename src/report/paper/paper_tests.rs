//! What a reader would miss on paper: words cut off, lying on each other or beyond the sheet, rows that are lost.

use super::*;
use crate::picture::Node;
use crate::picture::labels::text_rect;
use crate::report::pack::{Block, Options, Pack, pack};
use crate::report::sample_odds_tests::odds;
use crate::report::sample_tests::{Sample, day, sample};

fn long() -> Sample {
    let mut long = sample().with_baseline().running(320);
    long.plan.name = "A plan with a name far longer than anyone would type ".repeat(9);
    long.plan.presentation.organisation = "Northwind ".repeat(50);
    long.plan.phases[1].name = "Every clinic, hospital and laboratory of the northern regions ".repeat(8);
    long.plan.questions = vec![crate::plan::Question {
        id: crate::plan::QuestionId(1),
        date: day(2026, 8, 14),
        who: "The steering committee of all regions and departments".into(),
        phase: None,
        question: "Shall we add two helpdesk agents for the whole of the winter? ".repeat(8),
        note: "It costs 216 agent-days and needs the works council. ".repeat(8),
    }];
    long
}

fn many() -> Sample {
    let mut many = sample();
    let wave = many.plan.phases[1].clone();
    for n in 3..=300 {
        let id = crate::plan::PhaseId(n);
        many.plan.phases.push(crate::plan::Phase { id, name: format!("Site {n}"), ..wave.clone() });
    }
    many.outlook = crate::forecast::outlook(&many.plan);
    many
}

fn packs() -> Vec<Pack> {
    let mut empty = sample();
    empty.plan.phases.clear();
    empty.outlook = crate::forecast::outlook(&empty.plan);
    let mut packs = Vec::new();
    for sample in [sample(), sample().with_baseline().running(320), long(), many().with_baseline(), empty] {
        let futures = odds(&sample);
        packs.push(pack(&sample.at(), Options::default()));
        packs.push(pack(&sample.at().with_odds(Some(&futures)), Options::default()));
    }
    packs
}

/// Every line on a sheet with its place in the sheet's points, charts left out.
fn lines(sheet: &Sheet) -> Vec<(String, Rect)> {
    let mut lines = Vec::new();
    for part in sheet.parts.iter().filter(|part| !matches!(part.role, Role::Figure(_))) {
        for node in &part.scene.nodes {
            if let Node::Text { at, anchor, role, text, .. } = node {
                let r = text_rect(*at, *anchor, *role, text);
                let s = part.scale;
                lines.push((text.clone(), Rect::new(part.x + r.x * s, part.y + r.y * s, r.w * s, r.h * s)));
            }
        }
    }
    lines
}

#[test]
fn nothing_leaves_the_sheet_and_no_words_lie_on_each_other() {
    for pack in packs() {
        for size in [PaperSize::A4, PaperSize::Letter, PaperSize::Screen] {
            for (number, sheet) in sheets(&pack, size).iter().enumerate() {
                let lines = lines(sheet);
                for (text, rect) in &lines {
                    let inside = rect.x >= 20.0
                        && rect.right() <= sheet.width - 20.0
                        && rect.y >= 8.0
                        && rect.bottom() <= sheet.height - 8.0;
                    assert!(inside, "{size:?} sheet {number}: {text:?} {rect:?}");
                }
                for (n, (one, a)) in lines.iter().enumerate() {
                    for (other, b) in &lines[n + 1..] {
                        let apart = a.right() <= b.x + 0.5
                            || b.right() <= a.x + 0.5
                            || a.bottom() <= b.y + 1.5
                            || b.bottom() <= a.y + 1.5;
                        assert!(apart, "{size:?} sheet {number}: {one:?} {a:?} lies on {other:?} {b:?}");
                    }
                }
                for part in sheet.parts.iter().filter(|part| matches!(part.role, Role::Figure(_))) {
                    let bottom = part.y + part.scene.height * part.scale;
                    assert!(
                        bottom <= sheet.height - 20.0,
                        "{size:?} sheet {number}: a chart ends at {bottom}"
                    );
                    assert!(part.x + part.scene.width * part.scale <= sheet.width);
                    let is_legible = size == PaperSize::Screen || part.scale >= 0.6;
                    assert!(is_legible, "{size:?}: {:?} shrunk to {}", part.role, part.scale);
                }
            }
        }
    }
}

/// Long timelines come in parts as high as a sheet.
#[test]
fn no_sheet_is_empty_or_holds_a_chapters_head_alone() {
    let mut sites = many();
    sites.plan.phases.truncate(30);
    sites.outlook = crate::forecast::outlook(&sites.plan);
    let mut all = packs();
    all.push(pack(&sites.at(), Options::default()));
    for pack in all.into_iter().filter(|pack| pack.title.len() < 100) {
        for size in [PaperSize::A4, PaperSize::Letter] {
            for (number, sheet) in sheets(&pack, size).iter().enumerate() {
                let is_body = |part: &&Part| {
                    !matches!(part.role, Role::Furniture | Role::Heading(..) | Role::Paragraph)
                };
                let said = sheet.parts.iter().filter(|part| part.role == Role::Paragraph).count();
                assert!(sheet.parts.iter().any(|part| is_body(&part)) || said > 2, "{size:?} sheet {number}");
            }
        }
    }
}

#[test]
fn every_row_of_every_table_and_every_chart_is_on_paper() {
    for pack in packs() {
        let sheets = sheets(&pack, PaperSize::A4);
        let parts = || sheets.iter().flat_map(|sheet| &sheet.parts);
        let blocks = || pack.pages.iter().flat_map(super::super::pack::Page::all_blocks);
        let tables: Vec<_> = blocks()
            .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
            .collect();
        for (number, table) in tables.iter().enumerate() {
            let rows = parts().filter(
                |part| matches!(part.role, Role::Cell(place) if place.table == number && place.column == 0),
            );
            assert_eq!(rows.count(), table.rows.len() + 1, "{}", table.title);
        }
        // The timeline's outline is not shown beside it.
        let is_shown = |block: &&Block| matches!(block, Block::Chart(chart) if chart.key != "phases");
        let charts = blocks().filter(is_shown).count();
        let figures = parts().filter(|part| matches!(part.role, Role::Figure(_))).count();
        assert_eq!(figures, charts);
    }
}

#[test]
fn a_short_table_is_not_torn_and_no_heading_stands_alone_at_the_foot() {
    // Names of a page and more may tear whatever they stand in.
    for pack in packs().into_iter().filter(|pack| pack.title.len() < 100) {
        for size in [PaperSize::A4, PaperSize::Letter] {
            let sheets = sheets(&pack, size);
            let mut torn =
                std::collections::BTreeMap::<usize, (usize, std::collections::BTreeSet<usize>)>::new();
            for (number, sheet) in sheets.iter().enumerate() {
                for part in &sheet.parts {
                    let Role::Cell(place) = part.role else { continue };
                    let own = torn.entry(place.table).or_default();
                    own.0 = own.0.max(place.row);
                    own.1.insert(number);
                }
                let read = sheet.parts.iter().rfind(|part| part.role != Role::Furniture);
                let is_heading = read.is_some_and(|part| matches!(part.role, Role::Heading(..)));
                assert!(!is_heading, "{size:?} sheet {number} ends with {:?}", read.map(|part| &part.role));
            }
            for (table, (rows, places)) in torn {
                assert!(rows > 12 || places.len() == 1, "{size:?}: table {table} is on sheets {places:?}");
            }
        }
    }
}

#[test]
fn a_chapter_takes_no_sheet_more_for_the_height_of_its_charts() {
    let sample = sample().with_baseline().running(320);
    let pack = pack(&sample.at(), Options::default());
    let is_figure = |part: &&Part| matches!(part.role, Role::Figure(_));
    let sheets = sheets(&pack, PaperSize::A4);
    // Each sheet but the last of a chapter is filled to six tenths at least.
    let filled = |sheet: &Sheet| {
        let words = lines(sheet).into_iter().filter(|(_, rect)| rect.bottom() < sheet.height - 40.0);
        let drawn = sheet.parts.iter().filter(is_figure).map(|part| part.y + part.scene.height * part.scale);
        words.map(|(_, rect)| rect.bottom()).chain(drawn).fold(0.0, f32::max)
    };
    let begins = |sheet: &Sheet| {
        let first = sheet.parts.iter().find(|part| part.role != Role::Furniture);
        first.is_some_and(|part| !matches!(part.role, Role::Heading(1, _)))
    };
    for (number, pair) in sheets.windows(2).enumerate() {
        if begins(&pair[1]) {
            let share = filled(&pair[0]) / pair[0].height;
            assert!(share > 0.6, "sheet {number} is filled to {share} and its chapter goes on");
        }
    }
}

#[test]
fn the_phases_of_a_usual_plan_have_a_line_each_and_long_words_are_set_no_smaller() {
    let mut sample = sample().with_baseline().running(320);
    "Clinics South".clone_into(&mut sample.plan.phases[1].name);
    sample.plan.phases[1].devices = 3_600;
    let futures = odds(&sample);
    let pack = pack(&sample.at().with_odds(Some(&futures)), Options::default());
    let sizes = |pack: &Pack, says: &str| -> Vec<f32> {
        let sheets = sheets(pack, PaperSize::A4);
        // The phases are the first table.
        let is_phases = |part: &&Part| matches!(part.role, Role::Cell(place) if place.table == 0);
        let parts = sheets.iter().flat_map(|sheet| &sheet.parts).filter(is_phases);
        let nodes = parts.flat_map(|part| &part.scene.nodes);
        let said = nodes.filter_map(|node| match node {
            Node::Text { role, text, .. } if text == says => Some(role.size),
            _ => None,
        });
        said.collect()
    };
    assert_eq!(sizes(&pack, "Wave 1 – Clinics South"), [8.0], "whole on one line");
    let mut wordy = pack.clone();
    for block in wordy.pages.iter_mut().flat_map(|page| &mut page.details) {
        if let Block::Table(table) = block
            && table.title == "Phases"
        {
            table.rows[0][0] = crate::report::pack::Cell::words("A name of many words ".repeat(20));
        }
    }
    assert_eq!(sizes(&wordy, "3,600"), [8.5]);
}

#[test]
fn slides_are_read_by_cells_and_whole_texts() {
    let mut cells = 0;
    for pack in packs() {
        for (page, sheet) in pack.pages.iter().zip(sheets(&pack, PaperSize::Screen)) {
            let headings = sheet.parts.iter().filter(|part| matches!(part.role, Role::Heading(..)));
            assert_eq!(headings.count(), 1, "{}", page.title);
            let tables = page.blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(table),
                _ => None,
            });
            for (number, table) in tables.enumerate() {
                let of = |part: &&Part| matches!(part.role, Role::Cell(place) if place.table == number);
                let parts: Vec<&Part> = sheet.parts.iter().filter(of).collect();
                // A table for which words have left no room is not there at all.
                assert_eq!(parts.len() % table.columns.len(), 0, "{}", table.title);
                cells += parts.len();
            }
        }
    }
    assert!(cells > 200, "{cells}");
}
