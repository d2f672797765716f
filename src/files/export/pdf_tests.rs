//! The PDF is read back with the plainest of means: its objects, and the words of its structure.

use super::*;
use crate::forecast::{self, Basis, Detail};
use crate::plan::Plan;
use crate::report::Situation;
use crate::report::pack::{Options, pack};

fn northwind() -> Plan {
    let text = include_bytes!("../../../assets/plans/northwind-health.ron");
    crate::files::plan_file::from_ron(text).unwrap().plan
}

fn made(plan: &Plan, size: PaperSize, is_strict: bool) -> Vec<u8> {
    let outlook = forecast::outlook(plan);
    let basis = Basis { runs: 200, seed: 1, detail: Detail::Site, is_exact: false };
    let odds = forecast::simulate(plan, &basis);
    let at = Situation::new(plan, &outlook).with_odds(Some(&odds));
    let pack = pack(&at, Options::default());
    document(&pack, &paper::sheets(&pack, size), is_strict).unwrap()
}

fn count(bytes: &[u8], what: &str) -> usize {
    bytes.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
}

#[test]
fn every_size_keeps_the_standard_for_those_who_listen_and_the_same_plan_is_the_same_bytes() {
    let plan = northwind();
    for size in [PaperSize::A4, PaperSize::Letter, PaperSize::Screen] {
        let bytes = made(&plan, size, true);
        assert!(bytes.starts_with(b"%PDF-1."), "{size:?}");
        assert!(count(&bytes, "/StructTreeRoot") > 0 && count(&bytes, "/Outlines") > 0, "{size:?}");
        assert!(count(&bytes, "/FontFile") > 0, "{size:?}: no font is embedded");
        assert_eq!(bytes, made(&plan, size, true), "{size:?}");
    }
}

#[test]
fn names_in_any_script_long_names_and_markup_make_a_document() {
    let mut plan = northwind();
    plan.name = "Clinics 🚀 <b>&amp;</b> \u{5e9}\u{5dc}\u{5d5}\u{5dd} 東京 \u{feff}\u{0}".into();
    plan.presentation.organisation = "An organization with a very long name ".repeat(14);
    plan.phases[3].name = "Clinics, hospitals and laboratories ".repeat(14);
    plan.phases[4].name = "👩\u{200d}⚕\u{fe0f} \u{202e}abc".into();
    for size in [PaperSize::A4, PaperSize::Screen] {
        let bytes = made(&plan, size, true);
        assert!(bytes.len() > 20_000);
    }
}

#[test]
fn a_plan_without_phases_is_a_document_too() {
    let mut plan = northwind();
    plan.phases.clear();
    plan.actuals = crate::plan::Actuals::default();
    plan.baselines.clear();
    plan.scenarios.clear();
    for size in [PaperSize::A4, PaperSize::Screen] {
        assert!(made(&plan, size, true).starts_with(b"%PDF"));
    }
}
