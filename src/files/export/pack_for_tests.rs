//! Packs that every writer is tested on: the example plan in full, one whose names are as bad as names get, and
//! one without phases. And what is in a document that is a ZIP.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use crate::forecast::{self, Basis, Detail};
use crate::plan::{Actuals, Plan};
use crate::report::Situation;
use crate::report::pack::{Block, Options, Pack, Page, pack};

/// The example plan.
pub fn plan() -> Plan {
    let text = include_bytes!("../../../assets/plans/northwind-health.ron");
    crate::files::plan_file::from_ron(text).unwrap().plan
}

/// With futures of the detail in which the program makes a pack.
pub fn packed(plan: &Plan) -> Pack {
    let outlook = forecast::outlook(plan);
    let basis = Basis { runs: 100, seed: 1, detail: Detail::Phases, is_exact: false };
    let odds = forecast::simulate(plan, &basis);
    pack(&Situation::new(plan, &outlook).with_odds(Some(&odds)), Options::default())
}

pub fn northwind() -> Pack {
    packed(&plan())
}

/// Markup, formulas, emoji, right to left, control characters and 500 characters.
pub fn hostile() -> Pack {
    let mut plan = plan();
    plan.name = "=1+1 <script>alert(1)</script> &amp; \u{1} 🚀 ]]> \"q\" 'a'".into();
    plan.presentation.organisation = "@Org | # * _x_ ` [a](b) \u{5e9}\u{5dc}\u{5d5}\u{5dd} \u{202e}".into();
    plan.phases[0].name = "=cmd|'/c calc'!A0".into();
    plan.phases[1].name = "+1\n\n# Heading\u{0}".into();
    plan.phases[2].name = "-2;=3 </td></table> {{x}}".into();
    plan.phases[3].name = "Clinics & hospitals <of> the north ".repeat(15);
    packed(&plan)
}

/// No phases, no actuals.
pub fn empty() -> Pack {
    let mut plan = plan();
    plan.phases.clear();
    plan.actuals = Actuals::default();
    plan.baselines.clear();
    plan.scenarios.clear();
    packed(&plan)
}

/// The large figures with what they count.
pub fn figures_of(pack: &Pack) -> Vec<(&str, &str)> {
    let blocks = pack.pages.iter().flat_map(Page::all_blocks);
    let figures = blocks.filter_map(|block| match block {
        Block::Figures(figures) => Some(figures),
        _ => None,
    });
    figures.flatten().map(|big| (big.figure.as_str(), big.label.as_str())).collect()
}

/// The parts of a document by their names.
pub fn parts(zip: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert!(parts.insert(name.clone(), bytes).is_none(), "{name} twice");
    }
    parts
}
