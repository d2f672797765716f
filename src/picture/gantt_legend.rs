//! What the signs of a timeline mean: its legend and the key of the workloads, over two lines where one is too short.

use super::gantt::{GanttInput, GanttRow, WorkloadKey};
use super::gantt_rows;
use super::labels::{Canvas, Line, width};
use super::markers::{self, Authority};
use super::palette::Ink;
use super::scene::{Node, Paint, Rect, Scene, Stroke, pt};
use super::type_roles::TypeRole;

pub(super) enum Sample {
    Baseline,
    Actual,
    Ahead,
    Tail,
    Soak,
    Gate(bool),
    Switch(Authority),
}

/// A sample with its word in a long and a short form.
pub(super) type Entry = (Sample, [&'static str; 2]);

/// What of a bar and its gate is in a drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub baseline: bool,
    pub actual: bool,
    pub tail: bool,
    pub passed: bool,
}

/// The samples of bars and gates.
pub(super) fn bars(shown: Shown) -> Vec<Entry> {
    let mut out = Vec::new();
    if shown.baseline {
        out.push((Sample::Baseline, ["Baseline"; 2]));
    }
    if shown.actual {
        out.push((Sample::Actual, ["Actual"; 2]));
    }
    out.push((Sample::Ahead, if shown.tail { ["Forecast P50", "Forecast"] } else { ["Expected"; 2] }));
    if shown.tail {
        out.push((Sample::Tail, ["to P85"; 2]));
    }
    out.push((Sample::Soak, ["Soak"; 2]));
    if shown.passed {
        out.push((Sample::Gate(true), ["Gate passed"; 2]));
    }
    out.push((Sample::Gate(false), ["Gate ahead", if shown.passed { "ahead" } else { "Gate" }]));
    out
}

/// What is in the drawing.
pub(super) fn samples(input: &GanttInput) -> Vec<Entry> {
    let has = |test: fn(&GanttRow) -> bool| input.rows.iter().any(test);
    let has_switch = |to: Authority| {
        let mut switches = input.rows.iter().flat_map(|row| &row.switches);
        switches.any(|switch| switch.to == to && switch.date.is_some())
    };
    let mut out = bars(Shown {
        baseline: has(|row| row.baseline.is_some()),
        actual: has(|row| row.done_until.is_some()),
        tail: has(|row| row.tail.is_some()),
        passed: has(|row| row.gate.is_some_and(|gate| gate.is_passed)),
    });
    if has(|row| !row.switches.is_empty()) {
        out.push((Sample::Switch(Authority::Pilot), ["Workload to Pilot Intune", "to Pilot"]));
        out.push((Sample::Switch(Authority::Intune), ["to Intune"; 2]));
    }
    if has_switch(Authority::ConfigManager) {
        out.push((Sample::Switch(Authority::ConfigManager), ["back to ConfigMgr", "back"]));
    }
    out
}

/// From one line to the next.
const LINE: f32 = 16.5;
const LINES: usize = 2;

/// Where each of some widths stands one after the other, and on which line.
fn wrapped(widths: &[f32], (left, right): (f32, f32), gap: f32) -> Vec<(f32, usize)> {
    let (mut x, mut line) = (left, 0);
    let mut places = Vec::with_capacity(widths.len());
    for width in widths {
        if x + width > right && x > left {
            (x, line) = (left, line + 1);
        }
        places.push((x, line));
        x += width + gap;
    }
    places
}

fn lines(places: &[(f32, usize)]) -> usize {
    places.last().map_or(0, |place| place.1 + 1)
}

/// From the top of a band to the baseline of its first line.
fn first_baseline(lines: usize, single: f32) -> f32 {
    if lines > 1 { single - LINE / 2.0 } else { single }
}

/// A sample and its word, left-aligned one after the other: short words where the long ones do not fit on a line, and
/// long ones over two lines where the short ones do not fit either.
pub(super) fn draw(canvas: &mut Canvas, entries: &[Entry], (left, top): (f32, f32)) {
    let right = canvas.scene.width - 12.0;
    let place = |form: usize, gap: f32| {
        let widths: Vec<f32> = entries
            .iter()
            .map(|(own, words)| sample_width(own) + 6.0 + width(CAPTION, words[form]))
            .collect();
        (form, wrapped(&widths, (left, right), gap))
    };
    let tries = [(0, 15.0, 1), (1, 11.0, 1), (0, 15.0, LINES), (1, 11.0, LINES)];
    let fitting = tries.into_iter().find_map(|(form, gap, most)| {
        let placed = place(form, gap);
        (lines(&placed.1) <= most).then_some(placed)
    });
    let (form, places) = fitting.unwrap_or_else(|| place(1, 11.0));
    let first = top + first_baseline(lines(&places), 25.0);
    for ((sample, words), (x, line)) in entries.iter().zip(places).filter(|(_, place)| place.1 < LINES) {
        let baseline = first + line as f32 * LINE;
        let word =
            Line::start(pt(x + sample_width(sample) + 6.0, baseline), CAPTION, Ink::Text2, words[form]);
        if canvas.write(&word) {
            draw_sample(&mut canvas.scene, sample, x, baseline - 4.0);
        }
    }
}

const CAPTION: TypeRole = TypeRole::CAPTION;

const fn sample_width(sample: &Sample) -> f32 {
    if matches!(sample, Sample::Gate(_) | Sample::Switch(_)) { 13.0 } else { 24.0 }
}

fn draw_sample(scene: &mut Scene, sample: &Sample, x: f32, y: f32) {
    match sample {
        Sample::Baseline => scene.rect(Rect::new(x, y - 2.0, 24.0, 4.0), 2.0, Ink::NeutralSolid),
        Sample::Actual => scene.rect(Rect::new(x, y - 6.0, 24.0, 12.0), 3.0, Ink::IntuneSolid),
        Sample::Ahead => gantt_rows::outlined(scene, Rect::new(x, y - 6.0, 24.0, 12.0)),
        Sample::Tail => {
            scene.rect(Rect::new(x, y - 2.5, 21.0, 5.0), 0.0, gantt_rows::tail_paint());
            scene.line(pt(x + 21.0, y - 6.0), pt(x + 21.0, y + 6.0), Stroke::new(2.0, Ink::IntuneSolid));
        }
        Sample::Soak => scene.push(Node::Hatch {
            rect: Rect::new(x, y - 5.0, 24.0, 10.0),
            spacing: 5.0,
            stroke: Stroke::new(1.0, Paint::alpha(Ink::IntuneSolid, 0.8)),
        }),
        Sample::Gate(is_passed) => markers::gate(scene, pt(x + 6.0, y), 12.0, *is_passed),
        Sample::Switch(to) => scene.push(Node::Circle {
            center: pt(x + 6.0, y),
            radius: 5.0,
            fill: Some(to.solid().into()),
            stroke: None,
        }),
    }
}

/// Letters and names under a title: in short where the whole ones do not fit on a line, over two lines where those do
/// not either.
pub(super) fn workloads(canvas: &mut Canvas, workloads: &[WorkloadKey], top: f32) {
    const LEFT: f32 = 16.0;
    let title = "Workload switches";
    let right = canvas.scene.width - 16.0;
    let long: fn(&WorkloadKey) -> &str = |own| &own.name;
    let short: fn(&WorkloadKey) -> &str = |own| &own.short;
    let place = |titled: bool, name: fn(&WorkloadKey) -> &str| {
        let left = if titled { LEFT + width(CAPTION, title) + 13.0 } else { LEFT };
        let widths: Vec<f32> = workloads.iter().map(|own| 19.0 + width(CAPTION, name(own))).collect();
        wrapped(&widths, (left, right), 13.0)
    };
    let tries = [(true, long, 1), (true, short, 1), (true, long, LINES), (false, long, LINES)];
    let fitting = tries.into_iter().find_map(|(titled, name, most)| {
        let places = place(titled, name);
        (lines(&places) <= most).then_some((titled, name, places))
    });
    let (titled, name, places) = fitting.unwrap_or_else(|| (false, short, place(false, short)));
    let first = top + first_baseline(lines(&places), 24.0);
    if titled {
        canvas.write(&Line::start(pt(LEFT, first), CAPTION, Ink::Text2, title));
    }
    for (own, (x, line)) in workloads.iter().zip(places).filter(|(_, place)| place.1 < LINES) {
        let baseline = first + line as f32 * LINE;
        if canvas.write(&Line::start(pt(x + 19.0, baseline), CAPTION, Ink::Text2, name(own))) {
            markers::letter_disc(&mut canvas.scene, pt(x + 7.0, baseline - 4.0), own.letter);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn texts(canvas: &Canvas) -> Vec<&str> {
        let mut texts = canvas.scene.texts();
        texts.retain(|text| text.chars().count() > 1);
        texts
    }

    #[test]
    fn every_sign_has_its_word_down_to_the_width_of_a_small_window() {
        let workload = |letter: char, name: &str, short: &str| WorkloadKey {
            letter,
            name: name.to_owned(),
            short: short.to_owned(),
        };
        let keys = [
            workload('C', "Compliance policies", "Compliance"),
            workload('U', "Windows Update policies", "Updates"),
            workload('E', "Endpoint Protection", "Endpoint"),
            workload('D', "Device configuration", "Device"),
            workload('O', "Office Click-to-Run apps", "Office"),
            workload('A', "Client apps", "Apps"),
        ];
        let shown = Shown { baseline: true, actual: true, tail: true, passed: true };
        for width in [480.0, 560.0, 693.0, 716.0, 960.0, 1300.0] {
            let mut entries = bars(shown);
            entries.push((Sample::Switch(Authority::Pilot), ["Workload to Pilot Intune", "to Pilot"]));
            entries.push((Sample::Switch(Authority::Intune), ["to Intune"; 2]));
            let mut canvas = Canvas::new(width, 44.0);
            draw(&mut canvas, &entries, (16.0, 0.0));
            assert_eq!(texts(&canvas).len(), entries.len(), "{width}: {:?}", texts(&canvas));
            let mut canvas = Canvas::new(width, 40.0);
            workloads(&mut canvas, &keys, 0.0);
            let words = texts(&canvas);
            let named = keys.iter().filter(|key| words.contains(&&*key.name) || words.contains(&&*key.short));
            assert_eq!(named.count(), keys.len(), "{width}: {words:?}");
        }
    }
}
