//! An upload, decoded in this process.
//!
//! PDF is left out: PDFium is a C++ library of its own, without instrumentation, that would
//! have to be fetched first. libjpeg-turbo is not instrumented either, but a crash shows.

use pages::{Error, Limits, Wanted};
use std::ops::ControlFlow;
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

const PIXELS: u64 = 1 << 20;
const PAGES: u32 = 4;

pub fn run(data: &[u8]) {
    let start = data.get(..1024).unwrap_or(data);
    if start.windows(5).any(|window| window == b"%PDF-") {
        return;
    }
    tell_panics_apart();
    let limits = Limits {
        pixels: PIXELS,
        pages: PAGES,
        ..Limits::default()
    };
    let wanted = Wanted {
        displays: true,
        ..Wanted::default()
    };
    let mut count = 0;
    let end = pages::decode(data, &limits, wanted, &mut |page| {
        count += 1;
        let area = u64::from(page.width) * u64::from(page.height);
        assert!(page.number == count && area <= PIXELS);
        assert_eq!(page.gray.len() as u64, area);
        assert!(page.dpi.is_none_or(|dpi| (50.0..=2400.0).contains(&dpi)));
        ControlFlow::Continue(())
    });
    assert!(count <= PAGES);
    assert!(!matches!(end, Err(Error::Crashed(_) | Error::Worker(_))));
    assert!(!OURS.load(Ordering::SeqCst), "pages itself panicked");
}

/// `pages` panicked, not one of its decoders.
static OURS: AtomicBool = AtomicBool::new(false);

/// `pages` catches the panics of its decoders and calls the file damaged; but libFuzzer would
/// end at any, and one in `pages` itself must not hide behind theirs.
fn tell_panics_apart() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let file = info.location().map_or("", |location| location.file());
            if file.contains("registry") {
                return;
            }
            OURS.store(true, Ordering::SeqCst);
            usual(info);
        }));
    });
}
