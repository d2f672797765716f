//! The workbook is read back as what it is: a ZIP of XML.

use std::collections::BTreeMap;

use super::super::pack_for_tests::{self, empty, hostile, northwind};
use super::super::sheets::sheets;
use super::*;

/// All of them are text.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let parts = pack_for_tests::parts(bytes).into_iter();
    parts.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

fn count(parts: &BTreeMap<String, String>, folder: &str) -> usize {
    parts.keys().filter(|name| name.starts_with(folder) && !name.contains("_rels")).count()
}

#[test]
fn every_table_is_a_table_every_series_a_chart_and_cells_are_what_they_are() {
    let pack = northwind();
    let parts = parts(&xlsx(&pack).unwrap());
    let sheets = sheets(&pack);
    assert_eq!(count(&parts, "xl/worksheets/sheet"), sheets.len() + 1);
    assert_eq!(count(&parts, "xl/tables/"), sheets.len());
    let drawn = sheets.iter().filter(|sheet| sheet.chart.is_some_and(|chart| chart.series.is_some())).count();
    assert!(drawn >= 4, "{drawn}");
    assert_eq!(count(&parts, "xl/charts/"), drawn);

    let at = sheets.iter().position(|sheet| sheet.name == "Phases").unwrap();
    let phases = &parts[&format!("xl/worksheets/sheet{}.xml", at + 2)];
    // 3,200 devices, 1,568 of them enrolled, 49.0%: numbers, not words.
    for value in ["<v>3200</v>", "<v>1568</v>", "<v>0.49</v>"] {
        assert!(phases.contains(value), "{value}");
    }
    let authority = &parts[parts.keys().find(|name| parts[*name].contains("<c:areaChart>")).unwrap()];
    assert!(authority.contains("<c:grouping val=\"stacked\"/>") && authority.contains("<c:dateAx>"));
    assert!(authority.contains("<c:lineChart>"), "the plan is a line over the areas");
    assert!(authority.contains("1F55DA"), "in the colour that it has everywhere");
    let manager = authority.split("968C70").nth(1).unwrap();
    assert!(manager.starts_with("\"><a:alpha val=\"34000\"/>"), "and as pale: {}", &manager[..60]);
}

#[test]
fn a_chance_keeps_its_number_and_is_never_written_as_certain() {
    let pack = northwind();
    let parts = parts(&xlsx(&pack).unwrap());
    let styles = parts["xl/styles.xml"].replace("&gt;", ">").replace("&lt;", "<");
    assert!(styles.contains("[>0.99]&quot;> 99%&quot;;[<0.01]&quot;< 1%&quot;;0%"), "{styles}");
}

#[test]
fn rows_are_as_high_as_their_words() {
    assert_eq!(
        ["", "one", "one two", "a-word-longer-than-its-line"].map(|words| broken(words, 10.0)),
        [1, 1, 1, 3]
    );
    assert_eq!(broken(&"many words ".repeat(30), 60.0), 6);
    let pack = northwind();
    let parts = parts(&xlsx(&pack).unwrap());
    let at = sheets(&pack).iter().position(|sheet| sheet.name == "Assumptions").unwrap();
    let rows = &parts[&format!("xl/worksheets/sheet{}.xml", at + 2)];
    assert!(rows.contains("customHeight=\"1\""), "a long source stands on several lines");
}

#[test]
fn the_same_plan_is_the_same_bytes_and_carries_no_date_but_its_own() {
    let pack = northwind();
    let bytes = xlsx(&pack).unwrap();
    assert!(bytes == xlsx(&pack).unwrap());
    let core = &parts(&bytes)["docProps/core.xml"];
    assert_eq!(core.matches("2026-10-14T00:00:00Z").count(), core.matches("W3CDTF").count(), "{core}");
}

#[test]
fn names_of_any_kind_are_words_and_sheets_have_names_that_are_allowed() {
    let pack = hostile();
    let parts = parts(&xlsx(&pack).unwrap());
    assert!(parts.iter().all(|(_, text)| !text.contains("<f>")), "a name computes");
    assert!(parts.values().all(|text| !text.contains("<script>")));
    let own = sheets(&pack);
    let names = names(&own);
    for (at, name) in names.iter().enumerate() {
        assert!(name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']));
        assert!(names[..at].iter().all(|other| other.to_lowercase() != name.to_lowercase()), "{name}");
    }
    assert!(xlsx(&empty()).is_ok());
}
