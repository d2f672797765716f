//! Time: the phases with their gates, and how authority over the workloads passes to Intune.

use std::ops::Range;

use super::{Block, Cell, Chart, Column, ColumnKind, Drawing, Options, Page, Table};
use crate::forecast::Slider;
use crate::picture::format;
use crate::picture::gantt::{self, GanttInput};
use crate::picture::mini_gantt::{MiniGanttInput, MiniRow};
use crate::plan::{PhaseId, Place, Workload};
use crate::report::wording::{counted, sentence_case};
use crate::report::workloads::{self, OpenCells};
use crate::report::{Finding, Situation, course, timeline, troubles};

/// So many phases stand in one drawing on paper.
const ROWS_A_CHART: usize = 7;
/// So wide is a drawing on paper, and so high that it can be read under the head of a chapter.
const PAPER: f32 = 693.0;
const HIGHEST: f32 = 860.0;

pub fn timeline(at: &Situation<'_>, options: Options<'_>) -> Page {
    let finding = timeline::headline(at);
    let count = at.plan.phases.len();
    let title = match at.outlook.expected.phases.iter().filter_map(|dates| dates.start).min() {
        Some(first) => {
            format!("{} from {}", sentence_case(&counted(count, "phase", "phases")), format::date(first))
        }
        None => sentence_case(&counted(count, "phase", "phases")),
    };
    let conflicts = if options.is_slide { Vec::new() } else { conflicts(at) };
    let whole = timeline::chart(at, timeline::whole_span(at), None, &conflicts);
    let mut page = Page::new("timeline", title, finding);
    // What the title says already is not said again below it.
    let rest = page.finding.text.strip_prefix(&page.title).and_then(|rest| rest.strip_prefix("; "));
    let text = rest.map_or_else(|| page.finding.text.clone(), sentence_case);
    page.blocks = vec![
        Block::Text(Finding { text, ..page.finding.clone() }),
        Block::chart(Chart::new("phases", "Phases and gates", Drawing::Outline(bars(at, whole.clone())))),
    ];
    if !options.is_slide {
        page.details.extend(charts(whole).map(Block::chart));
    }
    page
}

/// The phases as bars, short enough for a slide.
pub(super) fn outline(at: &Situation<'_>) -> MiniGanttInput {
    bars(at, timeline::chart(at, timeline::whole_span(at), None, &[]))
}

/// Under the names that sentences and tables give them.
fn bars(at: &Situation<'_>, whole: GanttInput) -> MiniGanttInput {
    let row = |(index, row): (usize, crate::picture::gantt::GanttRow)| MiniRow {
        key: row.key,
        name: at.title(index),
        note: row.line3,
        start: row.start,
        end: row.end,
        gate: row.gate.map(|gate| gate.date),
        is_passed: row.gate.is_some_and(|gate| gate.is_passed),
        done_until: row.done_until,
        baseline: row.baseline,
        tail: row.tail,
    };
    MiniGanttInput {
        first: whole.first,
        last: whole.last,
        today: whole.today,
        target: whole.target,
        freezes: whole.freezes,
        rows: whole.rows.into_iter().enumerate().map(row).collect(),
        has_legend: true,
    }
}

/// The timeline as on screen, in pieces that a page can hold, each with the key of its letters.
fn charts(whole: GanttInput) -> impl Iterator<Item = Chart> {
    let count = whole.rows.len();
    let least = count.div_ceil(ROWS_A_CHART).max(1);
    let is_low = |pieces: &usize| {
        let parts = (0..*pieces).map(|piece| part(&whole, piece, *pieces));
        parts.into_iter().all(|(input, _)| gantt::natural_height(&input, PAPER) <= HIGHEST)
    };
    let pieces = (least..=count).find(is_low).unwrap_or(count.max(1));
    (0..pieces).map(move |piece| {
        let (input, rows) = part(&whole, piece, pieces);
        let (key, title) = if pieces == 1 {
            ("timeline".to_owned(), "Timeline".to_owned())
        } else {
            let rows = format!("Timeline, phases {} – {}", rows.start + 1, rows.end);
            (format!("timeline-{}", piece + 1), rows)
        };
        Chart::new(key, title, Drawing::Timeline(input))
    })
}

/// One of so many pieces, the helpdesk under the last, with the rows that it shows.
fn part(whole: &GanttInput, piece: usize, pieces: usize) -> (GanttInput, Range<usize>) {
    let count = whole.rows.len();
    let rows = piece * count / pieces..(piece + 1) * count / pieces;
    let input = GanttInput {
        rows: whole.rows[rows.clone()].to_vec(),
        desk: whole.desk.clone().filter(|_| piece + 1 == pieces),
        freezes: whole.freezes.clone(),
        selected: None,
        workloads: whole.workloads.clone(),
        ..*whole
    };
    (input, rows)
}

fn conflicts(at: &Situation<'_>) -> Vec<(Workload, PhaseId)> {
    let problems = troubles::problems(at);
    let cells = problems.into_iter().filter_map(|problem| match problem.place {
        Place::Cell { workload, phase } => Some((workload, phase)),
        _ => None,
    });
    cells.collect()
}

pub fn authority(at: &Situation<'_>, options: Options<'_>) -> Page {
    let open: OpenCells = troubles::open_cells(&troubles::problems(at));
    let finding = workloads::headline(at, &open);
    let moved = workloads::moved(at, at.today());
    let share = format::percent1(moved.share(moved.count));
    let title = if at.has_begun() {
        format!("{share} of workload authority has moved")
    } else {
        "How authority passes to Intune".to_owned()
    };
    let mut page = Page::new("authority", title, finding);
    let mut input = course::river(at);
    let heading = input.heading.get_or_insert_default();
    "Workload authority over time".clone_into(&mut heading.title);
    page.blocks = vec![
        Block::Text(page.finding.clone()),
        Block::chart(Chart::new("authority", "Workload authority over time", Drawing::River(input))),
    ];
    if options.is_slide {
        return page;
    }
    page.details = vec![
        Block::chart(Chart::new("workloads", "Authority by workload", Drawing::Small(workloads::small(at)))),
        Block::Heading(format!("Workloads on {}", format::date(at.today()))),
        Block::Table(sliders(at)),
    ];
    page
}

/// Each workload with its slider, the devices it reaches, and when the slider goes to Intune.
fn sliders(at: &Situation<'_>) -> Table {
    let columns = vec![
        Column::new("Workload", ColumnKind::Words),
        Column::new("Slider", ColumnKind::Words),
        Column::new("With Intune or Pilot", ColumnKind::Count),
        Column::new("Share", ColumnKind::Share),
        Column::new("Slider to Intune", ColumnKind::Date),
    ];
    let row = |(workload, slider, moved): (Workload, Slider, workloads::Moved)| {
        let place = workload.index();
        let middle = at.slider_range(workload).and_then(|days| days.quantile(0.50));
        vec![
            Cell::words(workload.name()),
            Cell::words(slider.name()),
            Cell::count(moved.count.round().max(0.0) as u64),
            Cell::Share(moved.share(moved.count)),
            Cell::date(middle.or(at.outlook.expected.sliders[place])),
        ]
    };
    let rows = workloads::sliders(at, at.today()).into_iter().map(row).collect();
    Table::new("Workloads", columns, rows)
}
