//! The steering pack of the example plan, medium by medium, from its simulated futures on: together with the
//! simulation, which `benches/forecast.rs` times, it may take three seconds.

use std::hint::black_box;
use std::time::Duration;

use baton::files::export::{self, Medium};
use baton::files::plan_file;
use baton::forecast::{self, Basis, Detail};
use baton::report::Situation;
use baton::report::pack::{Options, pack};
use baton::report::paper::PaperSize;
use criterion::{Criterion, criterion_group, criterion_main};

fn media(bench: &mut Criterion) {
    let text = include_bytes!("../assets/plans/northwind-health.ron");
    let Ok(plan) = plan_file::from_ron(text).map(|opened| opened.plan) else { return };
    let outlook = forecast::outlook(&plan);
    let basis = Basis { runs: 2000, seed: 1, detail: Detail::Phases, is_exact: false };
    let odds = forecast::simulate(&plan, &basis);
    let at = Situation::new(&plan, &outlook).with_odds(Some(&odds));
    bench.bench_function("the pages as data", |b| b.iter(|| pack(black_box(&at), Options::default())));
    let pages = pack(&at, Options::default());
    for medium in Medium::ALL {
        let make = || export::files(black_box(&pages), medium, PaperSize::A4);
        bench.bench_function(medium.name(), |b| b.iter(make));
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(300));
    targets = media
}
criterion_main!(benches);
