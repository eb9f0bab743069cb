//! What comparing a front costs, as a ratio to reading the back of the same sheet, from pixels to its
//! frame, in the same run: `cargo bench -p compare`.

#[path = "../../scan/tests/common/mod.rs"]
mod back;
#[path = "../tests/common/mod.rs"]
mod common;

use common::{Face, Source, compared};
use printscan::Preset;
use scan::Gray;
use sheet::Profile;
use std::time::{Duration, Instant};

const ROUNDS: usize = 20;

fn main() {
    let params = Preset::Office.params();
    let sheet = back::printed(Profile::ALL[0], 1);
    let (width, height, pixels) = back::gray(&sheet.print, &params, 1);
    let reading = least(|| {
        let page = Gray {
            width,
            height,
            pixels: &pixels,
        };
        let reading = scan::scan(page).outcome.expect("a sheet");
        let sealed = sheet::decode(&reading.label, reading.layout, &reading.soft);
        assert!(sealed.is_ok());
    });
    println!("reading the back: {reading:.1?}");
    for face in [Face::Gothic, Face::Mincho] {
        let mut source = Source::new(face, 1);
        let restored = source.restored(300);
        let plain = source.print();
        let wanted = source.wanted();
        let (altered, _) = source.altered(&wanted);
        for (name, print) in [("unaltered", plain), ("altered", altered)] {
            let page = common::scanned(&print, &params, 1);
            let comparing = least(|| assert!(compared(&restored, &page).is_ok()));
            let ratio = comparing.as_secs_f64() / reading.as_secs_f64();
            println!("comparing, {face:?}, {name}: {comparing:.1?}, {ratio:.2} of it");
        }
    }
}

/// The fastest of some rounds: what else the machine does only adds.
fn least(mut run: impl FnMut()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    rounds.min().unwrap_or_default()
}
