//! Simulated futures: how long many of them take, and how that grows with their number and with the plan.
//!
//! A future of the six-phase plan makes some 900 binomial and 570 Poisson draws of devices and tickets and 645
//! of ordinary tickets. A profile (`valgrind --tool=callgrind`, instructions) gives the draws half of the time,
//! a sixth of that for making their streams, and most of the rest to some 300 days of phases under way: what
//! could be left out is left out already, which are days off, phases at rest and the desk after the finish.

use std::hint::black_box;
use std::path::Path;

use baton::files::plan_file;
use baton::forecast::{Basis, Detail, Simulation, observed, simulate};
use baton::plan::Plan;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

mod large;

use large::large_plan;

fn six_phases() -> Option<Plan> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans/six-phases.ron");
    plan_file::open(&path).ok().map(|opened| opened.plan)
}

/// What a person waits for.
fn answers(bench: &mut Criterion) {
    let Some(plan) = six_phases() else { return };
    bench.bench_function("six phases, 10,000 runs", |b| {
        b.iter(|| simulate(black_box(&plan), &Basis::new(Basis::FULL, Detail::Dates)));
    });
    bench.bench_function("six phases, 10,000 runs with all daily ranges", |b| {
        b.iter(|| simulate(black_box(&plan), &Basis::new(Basis::FULL, Detail::Phases)));
    });
    bench.bench_function("six phases, first answer to a dragged knob: 200 runs with daily ranges", |b| {
        b.iter(|| simulate(black_box(&plan), &Basis::new(Basis::QUICK, Detail::Site)));
    });
    let large = large_plan(40, 40_000, 900, 0.0);
    bench.bench_function("40 phases, 10,000 runs with all daily ranges", |b| {
        b.iter(|| simulate(black_box(&large), &Basis::new(Basis::FULL, Detail::Phases)));
    });
}

/// Twice the runs take twice the time.
fn runs(bench: &mut Criterion) {
    let Some(plan) = six_phases() else { return };
    let mut group = bench.benchmark_group("runs");
    for runs in [2_500u32, 5_000, 10_000] {
        group.throughput(Throughput::Elements(runs.into()));
        group.bench_with_input(BenchmarkId::from_parameter(runs), &runs, |b, runs| {
            b.iter(|| simulate(black_box(&plan), &Basis::new(*runs, Detail::Dates)));
        });
    }
}

/// Twice the phases over twice the days, each with as many devices, take twice the time.
fn phase_days(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("phases");
    for phases in [10u32, 20, 40] {
        let plan = large_plan(phases, phases * 1_000, phases * 25, 0.0);
        let past = observed(&plan);
        group.throughput(Throughput::Elements(phases.into()));
        group.bench_with_input(BenchmarkId::from_parameter(phases), &plan, |b, plan| {
            b.iter(|| {
                let mut simulation = Simulation::new(plan, &past, &Basis::new(1_000, Detail::Dates));
                simulation.advance(1_000);
                simulation.odds()
            });
        });
    }
}

criterion_group! {
    name = forecast;
    config = Criterion::default().sample_size(10);
    targets = answers, runs, phase_days
}
criterion_main!(forecast);
