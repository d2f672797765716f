//! What is computed while a value is dragged, on plans far larger than most: the recorded past, the
//! expected course and the gates. A frame has 16 ms; the largest plan may take four of them.

use std::hint::black_box;

use baton::forecast::{expected, observed, outlook};
use criterion::{Criterion, criterion_group, criterion_main};

mod large;

use large::large_plan;

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
}

criterion_group! {
    name = frame;
    config = Criterion::default().sample_size(20);
    targets = courses
}
criterion_main!(frame);
