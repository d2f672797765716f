//! The chart's parts as scenes, kept between frames until the plan, the size or the stretch of time
//! changes. Rows are drawn only where they are seen.

use std::ops::Range;
use std::sync::Arc;

use egui::{Id, Ui};

use super::span::Span;
use crate::picture::Scene;
use crate::picture::gantt::{self, GanttInput};
use crate::picture::gantt_layout::GanttLayout;
use crate::picture::journey;
use crate::plan::{PhaseId, Workload};
use crate::report::{Situation, timeline};

/// Everything the drawing depends on. `edit` counts the moves of a drag: 0 = the plan as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub edition: (u64, u64),
    pub width: f32,
    /// Of the room that the rows have.
    pub height: f32,
    pub span: Span,
    pub selected: Option<PhaseId>,
    pub has_lane: bool,
    /// The milestones and tasks take their full height.
    pub is_open: bool,
    /// Which preview it is of; none = the plan as it is.
    pub preview: Option<String>,
}

pub struct Drawing {
    pub input: GanttInput,
    pub layout: GanttLayout,
    pub head: Scene,
    pub foot: Scene,
    /// The milestones and tasks.
    pub journey: Scene,
    /// What fills the card where the rows end before it.
    pub blank: Scene,
    pub sentence: String,
}

#[derive(Clone)]
struct Kept {
    key: Key,
    drawing: Arc<Drawing>,
}

#[derive(Clone)]
struct KeptRows {
    key: Key,
    range: Range<usize>,
    scene: Arc<Scene>,
}

/// The drawing of a situation; `slot` names which of the two, the plan's or the drag's.
pub fn drawing(
    ui: &Ui,
    slot: &'static str,
    key: &Key,
    situation: &Situation<'_>,
    conflicts: &[(Workload, PhaseId)],
) -> Arc<Drawing> {
    let id = Id::unique(("views::timeline::drawing", slot));
    let kept: Option<Kept> = ui.data(|data| data.get_temp(id));
    if let Some(kept) = kept.filter(|kept| kept.key == *key) {
        return kept.drawing;
    }
    let mut input = timeline::chart(situation, key.span, key.selected, conflicts);
    if !key.has_lane {
        input.desk = None;
    }
    let layout = GanttLayout::new(&input, key.width);
    let head = gantt::head(&input, &layout);
    let foot = gantt::foot(&input, &layout);
    let journey = timeline::journey(situation);
    let journey = journey::scene(&journey, &input, &layout, !key.is_open);
    let room = key.height - if journey.nodes.is_empty() { 0.0 } else { journey.height };
    let layout = GanttLayout::in_room(&input, key.width, room);
    let blank = gantt::blank(&input, &layout, room - layout.rows_height());
    let sentence = timeline::headline(situation).text;
    let drawing = Arc::new(Drawing { input, layout, head, foot, journey, blank, sentence });
    let kept = Kept { key: key.clone(), drawing: Arc::clone(&drawing) };
    ui.data_mut(|data| data.insert_temp(id, kept));
    drawing
}

/// The rows that are seen.
pub fn rows(ui: &Ui, slot: &'static str, key: &Key, drawing: &Drawing, range: Range<usize>) -> Arc<Scene> {
    let id = Id::unique(("views::timeline::rows", slot));
    let kept: Option<KeptRows> = ui.data(|data| data.get_temp(id));
    if let Some(kept) = kept.filter(|kept| kept.key == *key && kept.range == range) {
        return kept.scene;
    }
    let scene = Arc::new(gantt::rows(&drawing.input, &drawing.layout, range.clone()));
    let kept = KeptRows { key: key.clone(), range, scene: Arc::clone(&scene) };
    ui.data_mut(|data| data.insert_temp(id, kept));
    scene
}
