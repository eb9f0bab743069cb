//! `cargo run --release -p pages --example measure -- FILE...`: CPU milliseconds to decode
//! each file in this process, through a worker, and in a worker that keeps the pixels: the mean of
//! twenty.

use std::ops::ControlFlow;
use std::time::Duration;

use pages::worker::Worker;
use pages::{Error, Limits, Page, Wanted};

const RUNS: u32 = 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    pages::worker::run_if_worker(|_| Vec::new());
    let worker = Worker::this_executable()?;
    for path in std::env::args_os().skip(1) {
        let bytes = std::fs::read(&path)?;
        let mut sizes = Vec::new();
        let mut size = |page: Page| {
            sizes.push((
                page.width,
                page.height,
                page.display.map(|display| display.jpeg.len()),
            ));
            ControlFlow::Continue(())
        };
        let wanted = Wanted {
            displays: true,
            ..Wanted::default()
        };
        pages::decode(&bytes, &Limits::default(), wanted, &mut size)?;
        let here = mean(|| {
            pages::decode(&bytes, &Limits::default(), Wanted::default(), &mut |_| {
                next()
            })
        })?;
        let there = mean(|| {
            worker.decode(&bytes, &Limits::default(), Wanted::default(), &mut |_| {
                next()
            })
        })?;
        let kept = mean(|| {
            worker.look(&bytes, &Limits::default(), Wanted::default(), &mut |_| {
                next()
            })
        })?;
        println!("{path:?} {sizes:?}: here {here:.1?}, worker {there:.1?}, kept there {kept:.1?}");
    }
    Ok(())
}

fn next() -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// CPU time of this process and of its workers, since the machine may be busy.
fn mean(
    mut decode: impl FnMut() -> Result<(), Error>,
) -> Result<Duration, Box<dyn std::error::Error>> {
    let start = ticks()?;
    for _ in 0..RUNS {
        decode()?;
    }
    Ok(Duration::from_millis(10 * (ticks()? - start)) / RUNS)
}

/// Fields 14 to 17 of proc(5)'s stat, in hundredths of a second.
fn ticks() -> Result<u64, Box<dyn std::error::Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    let times: Result<Vec<u64>, _> = fields.skip(11).take(4).map(str::parse).collect();
    Ok(times?.iter().sum())
}
