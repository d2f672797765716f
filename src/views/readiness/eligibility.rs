//! The estate as one bar by eligibility. Its parts narrow the table below to the segments that have them.

use egui::{Rect, Ui};

use super::{ELIGIBILITY, Facts};
use crate::document::ReadinessState;
use crate::forecast::Standing;
use crate::picture::legend::Heading;
use crate::picture::{Scene, TypeRole, eligibility, format, text};
use crate::views::kept::{kept, size};
use crate::views::{ViewInput, chart};

/// Counts that do not fit beside each other go on a second line.
pub fn height(facts: &Facts, width: f32) -> f32 {
    let entries = facts.table.total.all().filter(|(_, devices)| *devices > 0);
    let wide: f32 = entries
        .map(|(standing, devices)| {
            let count = format::count(devices);
            text::width(TypeRole::CAPTION, standing.name())
                + text::width(TypeRole::LABEL_STRONG, &count)
                + 41.0
        })
        .sum();
    let lines = ((wide - 19.0) / (width - 32.0)).ceil().clamp(1.0, 4.0);
    ELIGIBILITY + (lines - 1.0) * 20.0
}

pub fn show(ui: &mut Ui, rect: Rect, (input, facts): (&ViewInput<'_>, &Facts), state: &mut ReadinessState) {
    let scene = kept(ui, input, ("readiness eligibility", (size(rect), state.only)), || {
        drawing(rect, facts, state.only)
    });
    let response = chart::chart(ui, rect, &scene);
    if let Some(standing) = response.clicked.as_deref().and_then(eligibility::standing_of) {
        state.narrow(standing);
    }
}

fn drawing(rect: Rect, facts: &Facts, chosen: Option<Standing>) -> Scene {
    let devices = facts.table.total.devices();
    let noun = if devices == 1 { "Windows device" } else { "Windows devices" };
    let input = eligibility::EligibilityInput {
        heading: Some(Heading::new(
            "Eligibility of the estate",
            format!("{} {noun}", format::count(devices)),
        )),
        standings: facts.table.total,
        chosen,
    };
    eligibility::scene(&input, rect.width(), rect.height())
}
