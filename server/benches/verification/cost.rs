//! Processor time, from the kernel.

use std::fs;

/// Enough of the kernel's ticks of 10 ms that one more or less does not show.
const AT_LEAST_MS: u64 = 1500;

pub fn own() -> u32 {
    std::process::id()
}

/// Milliseconds of processor time that a process and its ended children spend on this, in the
/// mean.
pub fn of(process: u32, mut work: impl FnMut()) -> f64 {
    work();
    let start = spent(process);
    let mut rounds = 0;
    loop {
        work();
        rounds += 1;
        let spent = spent(process) - start;
        if spent >= AT_LEAST_MS {
            return spent as f64 / f64::from(rounds);
        }
    }
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
