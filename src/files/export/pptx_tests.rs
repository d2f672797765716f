//! The presentation is read back as what it is: a ZIP of XML whose parts name each other.

use std::collections::BTreeMap;

use super::super::pack_for_tests::{self, empty, figures_of, hostile, northwind};
use super::*;
use crate::report::pack::Block;

fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts.get(name).unwrap_or_else(|| panic!("no {name}")).clone()).unwrap()
}

/// Every element is closed in the order in which it was opened, and no identity stands twice.
fn is_well_formed(name: &str, xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').unwrap_or_else(|| panic!("{name}: {tag}"));
        if inside.starts_with('?') || inside.ends_with('/') {
            continue;
        }
        match inside.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "{name}"),
            None => open.push(inside.split_whitespace().next().unwrap_or_default()),
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
    let mut ids: Vec<&str> =
        xml.split("<p:cNvPr id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{name}: two shapes have one identity");
}

#[test]
fn every_page_is_a_slide_with_its_placeholders_figures_and_notes() {
    let pack = northwind();
    let parts = pack_for_tests::parts(&pptx(&pack).unwrap());
    for (page, n) in pack.pages.iter().zip(1..) {
        let slide = text(&parts, &format!("ppt/slides/slide{n}.xml"));
        assert_eq!(slide.matches("<p:ph type=\"title\"/>").count(), 1, "{}", page.key);
        assert!(slide.matches("<p:ph type=\"body\" idx=\"1\"/>").count() <= 1, "{}", page.key);
        assert!(slide.contains(&format!("<a:t>{}</a:t>", escaped(&page.title))), "{}", page.key);
        let notes = text(&parts, &format!("ppt/notesSlides/notesSlide{n}.xml"));
        for line in page.notes.lines() {
            assert!(notes.contains(&escaped(line)), "{}: {line}", page.key);
        }
    }
    let all: String = parts
        .iter()
        .filter(|(name, _)| name.contains("slides/slide"))
        .map(|(name, _)| text(&parts, name))
        .collect();
    for (figure, label) in figures_of(&pack) {
        assert!(
            all.contains(&format!("<a:t>{}</a:t>", escaped(figure))) && all.contains(&escaped(label)),
            "{figure}"
        );
    }
}

#[test]
fn charts_are_native_with_their_numbers_and_the_others_are_shapes_that_say_what_they_show() {
    let pack = northwind();
    let parts = pack_for_tests::parts(&pptx(&pack).unwrap());
    let first = |page: &crate::report::pack::Page| {
        page.blocks.iter().find_map(|block| match block {
            Block::Chart(chart) => Some((**chart).clone()),
            _ => None,
        })
    };
    let charts: Vec<Chart> = pack.pages.iter().filter_map(first).collect();
    let native: Vec<&Chart> = charts.iter().filter(|chart| chart.series.is_some()).collect();
    assert!(native.len() >= 3 && native.len() < charts.len(), "both kinds are there");
    for (chart, n) in native.iter().zip(1..) {
        let xml = text(&parts, &format!("ppt/charts/chart{n}.xml"));
        assert!(xml.contains(&escaped(&chart.title)));
        let series = chart.series.as_ref().unwrap();
        assert_eq!(xml.matches("<c:ser>").count(), series.parts.len() + series.marks.len());
        for mark in &series.marks {
            assert!(xml.contains(&format!("<c:v>{}</c:v>", escaped(&mark.name))), "{}", mark.name);
        }
        let book = &parts[&format!("ppt/embeddings/Microsoft_Excel_Sheet{n}.xlsx")];
        let book = pack_for_tests::parts(book);
        let data = text(&book, "xl/worksheets/sheet1.xml");
        assert_eq!(data.matches("<row ").count(), series.categories.len() + 1);
    }
    let marks = |key: &str| -> Vec<String> {
        let chart = native.iter().find(|chart| chart.key.starts_with(key)).unwrap();
        chart.series.as_ref().unwrap().marks.iter().map(|mark| mark.name.clone()).collect()
    };
    let has = |key: &str, name: &str| marks(key).iter().any(|mark| mark.starts_with(name));
    for (key, names) in [
        ("finish", &["half by", "85 of 100 by", "Target"][..]),
        ("authority", &["Today", "Target", "Change freeze"]),
        ("enrollment", &["Today", "Gate"]),
        ("helpdesk", &["Today"]),
    ] {
        assert!(names.iter().all(|name| has(key, name)), "{key}: {:?}", marks(key));
    }
    let place = native.iter().position(|chart| chart.key == "authority").unwrap();
    let authority = text(&parts, &format!("ppt/charts/chart{}.xml", place + 1));
    assert!(authority.contains("968C70\"><a:alpha val=\"34"), "as pale as in the drawing");
    assert!(authority.contains("<c:dLbls><c:dLbl><c:idx"), "areas have their names within them");
    let slides: String =
        (1..=pack.pages.len()).map(|n| text(&parts, &format!("ppt/slides/slide{n}.xml"))).collect();
    for chart in &charts {
        assert!(slides.contains(&format!("descr=\"{}\"", escaped(&chart.sentence))), "{}", chart.key);
    }
    assert!(slides.contains("<p:grpSp>") && slides.contains("<a:tbl>"));
}

#[test]
fn a_chart_for_which_words_leave_no_room_is_left_out() {
    let mut pack = northwind();
    let native = |block: &Block| matches!(block, Block::Chart(chart) if chart.series.is_some());
    let charts = |pack: &Pack| {
        let parts = pack_for_tests::parts(&pptx(pack).unwrap());
        parts.keys().filter(|name| name.starts_with("ppt/charts/chart")).count()
    };
    let before = charts(&pack);
    let page = pack.pages.iter_mut().find(|page| page.blocks.iter().any(native)).unwrap();
    let said = Block::Bullets(vec![page.finding.clone(); 40]);
    page.blocks.insert(0, said);
    assert_eq!(charts(&pack), before - 1);
}

#[test]
fn every_part_is_sound_and_what_it_names_is_there() {
    for pack in [northwind(), hostile(), empty()] {
        let parts = pack_for_tests::parts(&pptx(&pack).unwrap());
        let types = text(&parts, "[Content_Types].xml");
        for name in parts.keys().filter(|name| !name.starts_with("ppt/embeddings/")) {
            let xml = text(&parts, name);
            is_well_formed(name, &xml);
            assert!(!xml.contains("<script"), "{name}");
            assert!(!xml.chars().any(|c| c.is_control() && c != '\n'), "{name}");
            if !name.contains("_rels/") && !name.starts_with('[') {
                assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
                continue;
            }
            let folder = name.replace("_rels/", "");
            let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
            for target in xml.split(" Target=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
                for step in target.split('/') {
                    if step == ".." {
                        path.pop();
                    } else {
                        path.push(step);
                    }
                }
                assert!(parts.contains_key(&path.join("/")), "{name} names {target}");
            }
        }
    }
}

#[test]
fn the_same_plan_is_the_same_bytes() {
    let pack = northwind();
    assert!(pptx(&pack).unwrap() == pptx(&pack).unwrap());
}
