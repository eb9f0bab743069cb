//! Memory that a verification takes, and what two at once achieve.

use crate::common::Site;
use crate::paper::{self, Upload};
use crate::verify;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

pub fn memory(office: &Upload) {
    println!("\npeak memory over the idle site, MiB");
    println!(
        "{:28} {:>7} {:>7} {:>9} {:>6}",
        "", "server", "worker", "together", "goal"
    );
    for (name, goal) in [
        ("office", "64"),
        ("600 dpi", ""),
        ("photo, 12 megapixels", ""),
        ("scanned PDF of office", "64"),
    ] {
        // A site that has done nothing yet.
        let site = Site::start();
        let upload = match name {
            "600 dpi" => paper::office_at(&site, 600.0),
            "photo, 12 megapixels" => paper::photo(&site),
            "scanned PDF of office" => paper::scanned_pdf(&site, office),
            _ => paper::office(&site, 1),
        };
        let [server, worker, both] = peaks(&site, &upload).map(|kib| kib as f64 / 1024.0);
        println!("{name:28} {server:7.1} {worker:7.1} {both:9.1} {goal:>6}");
    }
}

/// KiB of the server over what it has before, of its worker, and of both at the same time.
fn peaks(site: &Site, upload: &Upload) -> [u64; 3] {
    let server = site.process_id();
    let idle = resident(server);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut most = [0; 3];
            while !done.load(Ordering::Relaxed) {
                let over = resident(server).saturating_sub(idle);
                let worker = children(server).into_iter().map(resident).sum();
                for (most, now) in most.iter_mut().zip([over, worker, over + worker]) {
                    *most = now.max(*most);
                }
                std::thread::sleep(Duration::from_micros(200));
            }
            most
        });
        verify(site, &upload.file);
        done.store(true, Ordering::Relaxed);
        watching.join().expect("watched")
    })
}

/// KiB; 0 of a process that has ended.
fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}

/// Of every thread.
fn children(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).expect("Linux");
    let lists = threads
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    let ids = lists.flat_map(|list| {
        list.split_whitespace()
            .filter_map(|id| id.parse().ok())
            .collect::<Vec<_>>()
    });
    ids.collect()
}

/// By the clock, so only an idle machine of at least two cores tells the truth.
pub fn throughput(site: &Site, office: &Upload) {
    const EACH: u32 = 12;
    let clients = |count: u32| {
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..count {
                scope.spawn(|| (0..EACH).for_each(|_| drop(verify(site, &office.file))));
            }
        });
        f64::from(count * EACH) / start.elapsed().as_secs_f64()
    };
    clients(1);
    let (one, two) = (clients(1), clients(2));
    println!("\nverifications a second");
    println!("{:28} {one:6.2}", "one client");
    println!(
        "{:28} {two:6.2} {:6.2} (goal 1.7)",
        "two clients",
        two / one
    );
}
