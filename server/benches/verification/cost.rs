//! Processor time, from the kernel.

use std::fs;

/// Enough of the kernel's ticks of 10 ms that one more or less does not show.
const AT_LEAST_MS: u64 = 1500;
const BATCH: u32 = 5;

pub fn own() -> u32 {
    std::process::id()
}

/// Milliseconds of processor time that a process and its ended children spend on this, in the
/// mean.
pub fn of(process: u32, mut work: impl FnMut()) -> f64 {
    let [alone, _] = of_both(process, &mut work, || ());
    alone
}

/// The same, and of what this process does in between: by turns, so that a machine that
/// becomes slower does so for both.
pub fn of_both(process: u32, mut work: impl FnMut(), mut own_work: impl FnMut()) -> [f64; 2] {
    work();
    own_work();
    let (mut there, mut here, mut rounds) = (0, 0, 0);
    while there < AT_LEAST_MS {
        let start = spent(process);
        (0..BATCH).for_each(|_| work());
        there += spent(process) - start;
        let start = spent(own());
        (0..BATCH).for_each(|_| own_work());
        here += spent(own()) - start;
        rounds += BATCH;
    }
    [there, here].map(|ms| ms as f64 / f64::from(rounds))
}

/// utime, stime, cutime and cstime of proc(5).
fn spent(process: u32) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("Linux");
    let (_, fields) = stat.rsplit_once(')').expect("a command in parentheses");
    let ticks = fields.split_whitespace().skip(11).take(4);
    10 * ticks
        .map(|t| t.parse::<u64>().expect("a number"))
        .sum::<u64>()
}
