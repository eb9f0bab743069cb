//! What recording and verifying cost, verifying as a ratio to SHA-256 over the same bytes in the
//! same run: `cargo bench -p record`. 見本 throughout.

#[allow(dead_code)]
#[path = "../tests/suite/log.rs"]
mod log;

use log::{Log, entry};
use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::time::Instant;

const APPENDS: u64 = 64_000;
const ENTRIES: u64 = 1_000_000;

fn main() {
    for batch in [1, 64] {
        let mut log = Log::new();
        let entries: Vec<_> = (0..APPENDS).map(entry).collect();
        let start = Instant::now();
        for entries in entries.chunks(batch) {
            log.append(entries);
            black_box(log.note());
        }
        let rate = APPENDS as f64 / start.elapsed().as_secs_f64();
        println!("appended and signed in batches of {batch}: {rate:.0} entries a second");
    }

    let log = Log::of(ENTRIES);
    let (text, leaves) = (log.lines.join("\n"), log.leaves());
    let start = Instant::now();
    black_box(Sha256::digest(text.as_bytes()));
    let hashing = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let figures = record::verify(text.as_bytes(), &log.checkpoint(), &[], &leaves);
    let verifying = start.elapsed().as_secs_f64();
    assert_eq!(figures.expect("it holds").entries, ENTRIES);
    let ratio = verifying / hashing;
    println!(
        "{ENTRIES} entries verified in {verifying:.1} s, {ratio:.0} times SHA-256 of the file"
    );
}
