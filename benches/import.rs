//! Reading exports: how long the devices of a large fleet take to become an estate and a record of days.
//!
//! The file is as the portal writes it: 53 columns, of which a dozen count, some cells quoted, a date in each row.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use baton::intake::{Intake, Wish};
use baton::plan::Plan;
use chrono::NaiveDate;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// The columns that count, and what stands in them by row.
const HEAD: &str = "Device ID,Device name,Enrollment date,Last check-in,Azure AD Device ID,OS version,Serial number,\
                    Category,Managed by,Device state,OS,JoinType,Model,Primary user display name";
/// Columns that nobody asks for, to make 53 of them.
const OTHERS: usize = 39;

const SITES: [&str; 5] = ["HQ", "KRK", "LON", "MUC", "PAR"];
const BUILDS: [&str; 3] = ["10.0.26100.4061", "10.0.22631.5335", "10.0.19045.5854"];
const MODELS: [&str; 4] = ["EliteBook 840 G11", "21HES4ND09", "Latitude 7450", "Surface Laptop 6"];

fn row(text: &mut String, n: u32) {
    let pick = |of: usize| (n as usize).wrapping_mul(2_654_435_761) / 7 % of;
    let id = u128::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835) | 1;
    let hex = format!("{id:032x}");
    let guid = format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    let (month, day) = (6 + n % 3, 1 + n % 28);
    let managed = if n.is_multiple_of(4) { "ConfigMgr" } else { "Co-managed" };
    let _ = write!(
        text,
        "{guid},{}-L{n:06},2026-{month:02}-{day:02} 03:16:06.3304538,2026-08-{day:02} 06:08:39.8396834,{guid},{},\
         SN{n:08},{},{managed},Managed,Windows,Hybrid Azure AD joined,{},\"Demo \"\"A\"\", {n}\"",
        SITES[pick(SITES.len())],
        BUILDS[pick(BUILDS.len())],
        SITES[pick(SITES.len())],
        MODELS[pick(MODELS.len())],
    );
    for other in 0..OTHERS {
        text.push_str(if other % 3 == 0 { ",0001-01-01 00:00:00.0000000" } else { "," });
    }
    text.push_str("\r\n");
}

fn write(folder: &Path, rows: u32) -> io::Result<PathBuf> {
    let mut text = HEAD.to_owned();
    for other in 0..OTHERS {
        let _ = write!(text, ",Other {other}");
    }
    text.push_str("\r\n");
    (0..rows).for_each(|n| row(&mut text, n));
    let path = folder.join(format!("devices-{rows}.csv"));
    fs::write(&path, text)?;
    Ok(path)
}

/// Twice the rows take twice the time.
fn devices(bench: &mut Criterion) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let plan = Plan::new("Bench", NaiveDate::from_ymd_opt(2026, 6, 1).unwrap_or_default());
    let wish = Wish::default();
    let mut group = bench.benchmark_group("devices");
    for rows in [125_000u32, 250_000, 500_000] {
        let Ok(path) = write(folder.path(), rows) else { return };
        let bytes = fs::metadata(&path).map_or(0, |about| about.len());
        let paths = [path];
        group.throughput(Throughput::Bytes(bytes));
        group.bench_with_input(BenchmarkId::from_parameter(rows), &paths, |b, paths| {
            b.iter(|| {
                let intake = Intake::read(paths, &wish, &plan, &mut |_, _| ControlFlow::Continue(()));
                black_box(intake.proposal(&plan, &wish))
            });
        });
    }
}

criterion_group! {
    name = import;
    config = Criterion::default().sample_size(10);
    targets = devices
}
criterion_main!(import);
