//! The enrollment freezes ahead, and the plan without them. Freezes of switches stay.

use crate::plan::{Edit, Freeze, FreezeId, FreezeScope, Key, Plan, Record, wording};

/// In the plan's order, running ones included.
pub(super) fn ahead(plan: &Plan) -> impl Iterator<Item = &Freeze> {
    let first = plan.first_forecast_day();
    plan.calendar.freezes.iter().filter(move |freeze| freeze.scope.bars_enrollment() && freeze.to >= first)
}

/// "14 Dec to 8 Jan 2027".
pub(super) fn words(freeze: &Freeze) -> String {
    format!("{} to {}", wording::short_date(freeze.from), wording::date(freeze.to))
}

/// What has passed of a freeze stays, for the past was as it was; so does its hold on switches.
pub(super) fn lifted(plan: &Plan) -> Vec<Edit> {
    let first = plan.first_forecast_day();
    let mut fresh = plan.fresh_freeze_id();
    let mut edits = Vec::new();
    let mut put = |freeze: Freeze| edits.push(Edit::Put(Record::Freeze(freeze)));
    let mut gone = Vec::new();
    for freeze in ahead(plan) {
        let switches = Freeze { scope: FreezeScope::Switches, ..freeze.clone() };
        let holds_switches = freeze.scope == FreezeScope::Both;
        match first.pred_opt().filter(|eve| freeze.from <= *eve) {
            Some(eve) => {
                put(Freeze { to: eve, ..freeze.clone() });
                if holds_switches {
                    let name = if freeze.name.is_empty() { "Freeze".to_owned() } else { freeze.name.clone() };
                    put(Freeze { id: fresh, name, from: first, ..switches });
                    fresh = FreezeId(fresh.0.saturating_add(1));
                }
            }
            None if holds_switches => put(switches),
            None => gone.push(Edit::Remove(Key::Freeze(freeze.id))),
        }
    }
    edits.append(&mut gone);
    edits
}
