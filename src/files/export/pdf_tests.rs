//! The PDF is read back with the plainest of means: its objects, the words of its pages, and its structure.

use super::*;
use crate::files::export::{pack_for_tests, pdf_words_for_tests};
use crate::report::pack::{Block, Page};

fn made(pack: &Pack, size: PaperSize, is_strict: bool) -> Vec<u8> {
    document(pack, &paper::sheets(pack, size), is_strict).unwrap()
}

fn count(bytes: &[u8], what: &str) -> usize {
    bytes.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
}

#[test]
fn every_size_keeps_the_standard_for_those_who_listen_and_the_same_plan_is_the_same_bytes() {
    let pack = pack_for_tests::northwind();
    for size in PaperSize::ALL {
        let bytes = made(&pack, size, true);
        assert!(bytes.starts_with(b"%PDF-1."), "{size:?}");
        assert!(count(&bytes, "/StructTreeRoot") > 0 && count(&bytes, "/Outlines") > 0, "{size:?}");
        assert!(count(&bytes, "/FontFile") > 0, "{size:?}: no font is embedded");
        assert_eq!(bytes, made(&pack, size, true), "{size:?}");
    }
}

#[test]
fn every_figure_and_every_cell_of_the_report_can_be_read_on_its_sheets() {
    let pack = pack_for_tests::northwind();
    let bytes = made(&pack, PaperSize::A4, false);
    let all = pdf_words_for_tests::pages(&bytes);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = words(&all.join(" "));
    assert!(!said.contains('\u{fffd}'), "a glyph has no character");
    for (figure, label) in pack_for_tests::figures_of(&pack) {
        assert!(said.contains(&words(figure)) && said.contains(&words(label)), "{figure} {label}");
    }
    for block in pack.pages.iter().flat_map(Page::all_blocks) {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter().flatten() {
            let text = words(&cell.text());
            // Cells of several lines lie between the lines of their neighbours.
            let first = text.split(' ').next().unwrap_or_default();
            assert!(said.contains(if text.len() < 16 { &text } else { first }), "{}: {text}", table.title);
        }
    }
}

#[test]
fn names_in_any_script_long_names_and_markup_make_a_document() {
    let mut plan = pack_for_tests::plan();
    plan.name = "Clinics 🚀 <b>&amp;</b> \u{5e9}\u{5dc}\u{5d5}\u{5dd} 東京 \u{feff}\u{0}".into();
    plan.presentation.organisation = "An organization with a very long name ".repeat(14);
    plan.phases[3].name = "Clinics, hospitals and laboratories ".repeat(14);
    plan.phases[4].name = "👩\u{200d}⚕\u{fe0f} \u{202e}abc".into();
    let pack = pack_for_tests::packed(&plan);
    for size in [PaperSize::A4, PaperSize::Screen] {
        assert!(made(&pack, size, true).len() > 20_000);
    }
}

#[test]
fn a_plan_without_phases_is_a_document_too() {
    let pack = pack_for_tests::empty();
    for size in [PaperSize::A4, PaperSize::Screen] {
        assert!(made(&pack, size, true).starts_with(b"%PDF"));
    }
}
