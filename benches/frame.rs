//! What is computed and drawn while a value is dragged, on plans far larger than most: the recorded past, the
//! expected course and the gates; then whole frames of the window, laid out and cut into triangles, without
//! a graphics adapter. A frame has 16 ms; the largest plan may take four of them.

use std::hint::black_box;
use std::time::Duration;

use baton::document::{Page, Settings, Workspace};
use baton::files::plan_file;
use baton::forecast::{Outlook, expected, observed, outlook};
use baton::look;
use baton::plan::{Plan, Problem};
use baton::report::study::{Study, Wanted};
use baton::report::{Situation, troubles};
use baton::views::MembersSeen;
use baton::views::input::{Beside, ImportSeen, Progress};
use baton::views::{self, Actions, DocumentFacts, Program, ViewInput};
use chrono::Days;
use criterion::{Criterion, criterion_group, criterion_main};

mod large;

use large::{daily, large_plan};

fn courses(bench: &mut Criterion) {
    let usual = large_plan(40, 40_000, 900, 0.0);
    bench.bench_function("expected course, 40 phases, 900 days", |b| {
        let past = observed(&usual);
        b.iter(|| expected(black_box(&usual), &past));
    });
    let largest = large_plan(300, 1_000_000, 1_826, 0.0);
    bench.bench_function("expected course, 300 phases, 5 years", |b| {
        let past = observed(&largest);
        b.iter(|| expected(black_box(&largest), &past));
    });
    let half_done = large_plan(300, 1_000_000, 1_826, 0.5);
    bench.bench_function("outlook with 150 phases of actuals", |b| b.iter(|| outlook(black_box(&half_done))));
    let by_day = daily(large_plan(40, 40_000, 900, 0.5));
    bench.bench_function("outlook with 20 phases of daily records", |b| {
        b.iter(|| outlook(black_box(&by_day)));
    });
}

/// A plan with what follows from it, as the program holds it.
struct Held {
    plan: Plan,
    outlook: Outlook,
    problems: Vec<Problem>,
    revision: u64,
}

impl Held {
    fn new(plan: Plan, revision: u64) -> Self {
        let outlook = outlook(&plan);
        let problems = troubles::problems(&Situation::new(&plan, &outlook));
        Self { plan, outlook, problems, revision }
    }
}

/// A window of 1440 × 900 points without a screen.
struct Window {
    ctx: egui::Context,
    settings: Settings,
    study: Study,
    wanted: Wanted,
    workspace: Workspace,
    frames: u64,
}

impl Window {
    fn on(page: Page) -> Self {
        let ctx = egui::Context::default();
        look::install(&ctx);
        let workspace = Workspace { page, ..Workspace::default() };
        let (study, wanted) = (Study::default(), Wanted::default());
        Self { ctx, settings: Settings::default(), study, wanted, workspace, frames: 0 }
    }

    /// Lays a frame out and cuts it into triangles; how many shapes these came from.
    fn frame(&mut self, held: &Held) -> usize {
        self.frames += 1;
        let program = Program {
            settings: &self.settings,
            notices: &[],
            today: held.plan.status_date,
            renderer: "none",
            busy: None,
            recent: &[],
        };
        let document =
            DocumentFacts { path: None, is_dirty: true, undo_label: None, redo_label: None, scenario: None };
        let input = ViewInput {
            plan: &held.plan,
            own: &held.plan,
            revision: held.revision,
            outlook: &held.outlook,
            odds: None,
            edition: (held.revision, 0),
            simulated: Progress::default(),
            preview: None,
            beside: Beside {
                tried: None,
                study: &self.study,
                wanted: &self.wanted,
                is_study_of_plan: true,
                is_wanted_of_plan: true,
                edition: (0, 0),
            },
            import: ImportSeen::default(),
            members: MembersSeen::default(),
            other: None,
            problems: &held.problems,
            calculated_in: Duration::ZERO,
            document,
            program,
        };
        let raw = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1440.0, 900.0))),
            time: Some(self.frames as f64 / 60.0),
            ..egui::RawInput::default()
        };
        let (workspace, mut actions) = (&mut self.workspace, Actions::default());
        let mut output =
            self.ctx.run_ui(raw, |ui| views::show(ui, &program, Some(&input), workspace, &mut actions));
        output.textures_delta.clear();
        self.ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }
}

/// The plan as it is dragged: its first phase a day later for every frame.
fn dragged(plan: &Plan, days: u64) -> Plan {
    let mut plan = plan.clone();
    if let Some(phase) = plan.phases.first_mut() {
        let start = phase.start.not_before.unwrap_or(plan.start);
        phase.start.not_before = start.checked_add_days(Days::new(days % 20));
    }
    plan
}

fn frames(bench: &mut Criterion) {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/plans/northwind-health.ron");
    let Ok(northwind) = plan_file::open(example.as_ref()) else { return };
    let plans = [("Northwind Health", northwind.plan), ("40 phases", large_plan(40, 40_000, 900, 0.25))];
    for (name, plan) in plans {
        let still = Held::new(plan.clone(), 1);
        for page in Page::ALL {
            let mut window = Window::on(page);
            window.frame(&still);
            bench.bench_function(&format!("frame, {name}, {}, at rest", page.name()), |b| {
                b.iter(|| window.frame(black_box(&still)));
            });
        }
        // The scrubber at another day in every frame: grid, sliders, totals and small charts follow it.
        let mut window = Window::on(Page::Workloads);
        window.frame(&still);
        bench.bench_function(&format!("frame, {name}, Workloads, another day"), |b| {
            let mut days = 0;
            b.iter(|| {
                days = (days + 1) % 600;
                window.workspace.workloads.day = plan.start.checked_add_days(Days::new(days));
                window.frame(black_box(&still))
            });
        });
        for page in [Page::Overview, Page::Timeline, Page::Workloads] {
            let mut window = Window::on(page);
            bench.bench_function(&format!("frame, {name}, {}, scrubbing", page.name()), |b| {
                let mut step = 1;
                b.iter(|| {
                    step += 1;
                    window.frame(&Held::new(dragged(black_box(&plan), step), step))
                });
            });
        }
    }
}

criterion_group! {
    name = frame;
    config = Criterion::default().sample_size(20);
    targets = courses, frames
}
criterion_main!(frame);
