//! Authority per workload over time, small, with the scrubber's day through all of them.

use std::sync::Arc;

use chrono::NaiveDate;
use egui::{Id, Rect, Ui};

use super::scrubber;
use crate::document::WorkloadsState;
use crate::look::paint;
use crate::look::widgets::card::{Surface, paint_surface};
use crate::picture::{Scene, small};
use crate::report::workloads;
use crate::views::ViewInput;

/// Edition, day and size.
type Key = ((u64, u64), NaiveDate, f32, f32);

#[derive(Clone)]
struct Kept {
    key: Key,
    scene: Arc<Scene>,
}

#[derive(Clone)]
struct KeptSeries {
    edition: (u64, u64),
    series: Arc<small::SmallInput>,
}

pub fn show(ui: &mut Ui, rect: Rect, input: &ViewInput<'_>, state: &WorkloadsState) {
    paint_surface(ui.painter(), rect, Surface::Card);
    let day = scrubber::day(input, state);
    let scene = scene(ui, input, (input.edition, day, rect.width(), rect.height()));
    paint::show(ui, rect, &scene);
}

fn scene(ui: &Ui, input: &ViewInput<'_>, key: Key) -> Arc<Scene> {
    let id = Id::unique("views::workloads::multiples");
    let kept: Option<Kept> = ui.data(|data| data.get_temp(id));
    if let Some(kept) = kept.filter(|kept| kept.key == key) {
        return kept.scene;
    }
    let mut chart = small::SmallInput::clone(&series(ui, input));
    chart.at = Some(key.1);
    let scene = Arc::new(small::scene(&chart, key.2, key.3));
    ui.data_mut(|data| data.insert_temp(id, Kept { key, scene: Arc::clone(&scene) }));
    scene
}

/// The daily series, worked out once per change of the plan and not for each day of the scrubber.
fn series(ui: &Ui, input: &ViewInput<'_>) -> Arc<small::SmallInput> {
    let id = Id::unique("views::workloads::series");
    let kept: Option<KeptSeries> = ui.data(|data| data.get_temp(id));
    if let Some(kept) = kept.filter(|kept| kept.edition == input.edition) {
        return kept.series;
    }
    let situation = input.situation();
    let series = Arc::new(workloads::small(&situation));
    let kept = KeptSeries { edition: input.edition, series: Arc::clone(&series) };
    ui.data_mut(|data| data.insert_temp(id, kept));
    series
}
