//! The worker as a real process: this test binary, started again.
//!
//! Without the test harness, because `main` has to begin with `run_if_worker`.

mod common;

use std::io::Write as _;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::{all_fixtures, fixture, with_displays};
use pages::worker::Worker;
use pages::{Error, Limits, Page, Wanted};

fn main() {
    pages::worker::run_if_worker(digest);
    let tests: &[(&str, fn())] = &[
        ("the worker and this process agree", the_worker_agrees),
        ("a look says what it saw", a_look_says_what_it_saw),
        ("pages are passed over", pages_are_passed_over),
        ("the environment stays here", the_environment_stays_here),
        ("limits hold in the worker", limits_hold),
        ("time kills", time_kills),
        (
            "a parent's own time is not counted",
            own_time_is_not_counted,
        ),
        ("a break ends the process", a_break_ends_the_process),
        (
            "a panic of the caller leaves no process",
            a_panic_leaves_no_process,
        ),
        ("nonsense is an answer", nonsense_is_an_answer),
        ("without PDFium", without_pdfium),
        ("no such executable", no_such_executable),
        ("a dying worker", a_dying_worker),
        ("a lying worker", a_lying_worker),
    ];
    for (name, test) in tests {
        test();
        assert_eq!(children(), [0; 0], "{name}: a process was left behind");
        println!("test {name} ... ok");
    }
}

/// What the worker says of a page: its size and the sum of its pixels.
fn digest(page: &Page) -> Vec<u8> {
    if page.width == TOO_TALKATIVE {
        return vec![0; (1 << 20) + 1];
    }
    let sum: u64 = page.gray.iter().copied().map(u64::from).sum();
    format!("{}x{} {sum}", page.width, page.height).into_bytes()
}

fn a_look_says_what_it_saw() {
    let (limits, wanted) = (Limits::default(), with_displays());
    let (pages, _) = common::decode(&fixture("pages-3.tif"), &limits);
    let mut said = Vec::new();
    let end = worker().look(&fixture("pages-3.tif"), &limits, wanted, &mut |looked| {
        said.push(looked);
        ControlFlow::Continue(())
    });
    end.unwrap();
    assert_eq!((pages.len(), said.len()), (3, 3));
    for (page, looked) in pages.iter().zip(&said) {
        assert_eq!((looked.number, looked.of), (page.number, page.of));
        assert!(looked.display == page.display);
        assert!(looked.said == digest(page));
    }
    // Of a lie nothing is taken: a page where a look was asked for, and more than anyone says.
    let lie = Script::saying(&page_message([1, 2, 10, 10, 0, 5, 5, 4]), true);
    let talks = talkative();
    for (worker, bytes) in [(lie.worker(), &b"upload"[..]), (worker(), &talks)] {
        let end = worker.look(bytes, &limits, wanted, &mut |_| panic!("a look"));
        assert!(matches!(end, Err(Error::Worker(_))), "{end:?}");
    }
}

/// The third page of the PDF is broken, which only those who want it are told.
fn pages_are_passed_over() {
    let limits = Limits::default();
    for (name, of) in [
        ("pages-3.tif", 3),
        ("drawn-3-third-broken.pdf", 3),
        ("gray.jpg", 1),
    ] {
        let bytes = fixture(name);
        let (all, all_end) = common::decode(&bytes, &limits);
        for skipped in 0..=of {
            let wanted = Wanted {
                skipped: skipped as u32,
                ..with_displays()
            };
            let mut left = Vec::new();
            let end = worker().decode(&bytes, &limits, wanted, &mut |page| {
                left.push(page);
                ControlFlow::Continue(())
            });
            let expected = if skipped == of { &Ok(()) } else { &all_end };
            assert_eq!(format!("{end:?}"), format!("{expected:?}"), "{name}");
            assert!(left == all[skipped.min(all.len())..], "{name}, {skipped}");
        }
    }
}

const TOO_TALKATIVE: u32 = 77;

/// A page of which too much is said.
fn talkative() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, TOO_TALKATIVE, 1);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer
        .write_image_data(&[255; TOO_TALKATIVE as usize])
        .unwrap();
    writer.finish().unwrap();
    bytes
}

fn worker() -> Worker {
    Worker::this_executable().unwrap()
}

fn decode(worker: &Worker, bytes: &[u8], limits: &Limits) -> (Vec<Page>, Result<(), Error>) {
    let mut pages = Vec::new();
    let end = worker.decode(bytes, limits, with_displays(), &mut |page| {
        pages.push(page);
        ControlFlow::Continue(())
    });
    (pages, end)
}

/// Process ids, from the kernel.
fn children() -> Vec<u32> {
    let list = std::fs::read_to_string("/proc/thread-self/children").unwrap();
    list.split_whitespace()
        .map(|id| id.parse().unwrap())
        .collect()
}

fn the_worker_agrees() {
    for (name, bytes) in all_fixtures() {
        let limits = Limits::default();
        let (here, end_here) = common::decode(&bytes, &limits);
        let (there, end_there) = decode(&worker(), &bytes, &limits);
        assert!(here == there, "{name}");
        assert_eq!(format!("{end_here:?}"), format!("{end_there:?}"), "{name}");
    }
}

/// Rendered, each is 8.7 megabytes.
const TWO_LARGE_PAGES: &[u8] = b"%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >> endobj
4 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >> endobj
trailer << /Root 1 0 R /Size 5 >>
";

fn the_environment_stays_here() {
    assert!(std::env::vars_os().count() > 0, "this process has one");
    let mut seen = 0;
    let end = worker().decode(
        TWO_LARGE_PAGES,
        &Limits::default(),
        with_displays(),
        &mut |_| {
            // The second is more than a pipe holds: the worker still lives.
            let [id] = children()[..] else {
                panic!("one worker")
            };
            let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap();
            assert_eq!(environment, b"");
            let status = std::fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap();
            assert!(status.contains("decode-worker"));
            seen += 1;
            ControlFlow::Break(())
        },
    );
    end.unwrap();
    assert_eq!(seen, 1);
}

fn forty_one() -> Limits {
    Limits {
        pages: 41,
        ..Limits::default()
    }
}

fn limits_hold() {
    let few = Limits {
        pixels: 5999,
        ..Limits::default()
    };
    let (pages, end) = decode(&worker(), &fixture("gray-8.png"), &few);
    assert!(pages.is_empty());
    assert!(
        matches!(
            end,
            Err(Error::TooManyPixels {
                page: Some(1),
                limit: 5999
            })
        ),
        "{end:?}"
    );
    let (_, end) = decode(&worker(), &fixture("pages-41.tif"), &Limits::default());
    assert!(
        matches!(end, Err(Error::TooManyPages { limit: 40 })),
        "{end:?}"
    );
}

fn time_kills() {
    for time in [Duration::ZERO, Duration::from_nanos(1)] {
        let limits = Limits {
            time,
            ..Limits::default()
        };
        let (_, end) = decode(&worker(), &fixture("drawn-a4.pdf"), &limits);
        assert!(
            matches!(end, Err(Error::TookTooLong { limit }) if limit == time),
            "{end:?}"
        );
    }
    // A worker that never answers, and one that does not even read: more than a pipe holds.
    let limits = Limits {
        time: Duration::from_millis(50),
        ..Limits::default()
    };
    let sleeper = Script::new("exec sleep 1000");
    for bytes in [vec![1], vec![1; 1 << 20]] {
        let (_, end) = decode(&sleeper.worker(), &bytes, &limits);
        assert!(matches!(end, Err(Error::TookTooLong { .. })), "{end:?}");
    }
    // However long the file may take, no page of it may.
    let limits = Limits {
        time: Duration::from_secs(1000),
        page_time: Duration::from_millis(50),
        ..Limits::default()
    };
    let (_, end) = decode(&sleeper.worker(), &[1], &limits);
    assert!(matches!(end, Err(Error::TookTooLong { .. })), "{end:?}");
}

fn own_time_is_not_counted() {
    let limits = Limits {
        time: Duration::from_secs(2),
        page_time: Duration::from_secs(2),
        ..Limits::default()
    };
    let mut pages = 0;
    let end = worker().decode(
        &fixture("pages-3.tif"),
        &limits,
        with_displays(),
        &mut |_| {
            pages += 1;
            std::thread::sleep(limits.time / 2); // more than the limit, over three pages
            ControlFlow::Continue(())
        },
    );
    end.unwrap();
    assert_eq!(pages, 3);
}

fn a_break_ends_the_process() {
    let mut pages = 0;
    let end = worker().decode(
        &fixture("pages-41.tif"),
        &forty_one(),
        with_displays(),
        &mut |_| {
            pages += 1;
            ControlFlow::Break(())
        },
    );
    end.unwrap();
    assert_eq!(pages, 1);
}

fn a_panic_leaves_no_process() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let caught = std::panic::catch_unwind(|| {
        worker().decode(
            &fixture("gray-8.png"),
            &Limits::default(),
            with_displays(),
            &mut |_| panic!(),
        )
    });
    std::panic::set_hook(hook);
    assert!(caught.is_err());
}

fn nonsense_is_an_answer() {
    let limits = Limits::default();
    assert!(matches!(
        decode(&worker(), b"", &limits).1,
        Err(Error::Empty)
    ));
    let nonsense = vec![0x55; 3 << 20];
    assert!(matches!(
        decode(&worker(), &nonsense, &limits).1,
        Err(Error::UnknownType)
    ));
    let jpeg = fixture("420.jpg");
    for length in (4..jpeg.len()).step_by(97) {
        let (pages, end) = decode(&worker(), &jpeg[..length], &limits);
        assert!(pages.is_empty());
        assert!(
            matches!(end, Err(Error::Damaged { page: Some(1) })),
            "{length}: {end:?}"
        );
    }
}

fn without_pdfium() {
    for pdfium in [None, Some(PathBuf::from("/nowhere/libpdfium.so"))] {
        let worker = Worker { pdfium, ..worker() };
        let (_, end) = decode(&worker, &fixture("drawn.pdf"), &Limits::default());
        assert!(matches!(end, Err(Error::PdfUnavailable)), "{end:?}");
        let (pages, end) = decode(&worker, &fixture("gray-8.png"), &Limits::default());
        end.unwrap();
        assert_eq!(pages.len(), 1);
    }
}

fn no_such_executable() {
    let worker = Worker {
        exe: "/nowhere/uramen".into(),
        pdfium: None,
    };
    let (_, end) = decode(&worker, &fixture("gray-8.png"), &Limits::default());
    assert!(matches!(end, Err(Error::Worker(_))), "{end:?}");
    // One that is not there is told before anybody uploads.
    let missing = Worker::beside_this_executable("no-such-worker").unwrap_err();
    assert!(
        missing.to_string().ends_with("no-such-worker is missing"),
        "{missing}"
    );
}

fn a_dying_worker() {
    for (script, is_crash) in [
        ("exit 3", false),
        ("cat > /dev/null; exit 3", false),
        ("kill -SEGV $$", true),
        ("cat > /dev/null; kill -SEGV $$", true),
    ] {
        let (pages, end) = decode(
            &Script::new(script).worker(),
            &vec![7; 1 << 20],
            &Limits::default(),
        );
        assert!(pages.is_empty());
        let cause = match end {
            Err(Error::Crashed(cause)) if is_crash => cause.to_string(),
            Err(Error::Worker(cause)) if !is_crash => cause.to_string(),
            end => panic!("{script}: {end:?}"),
        };
        assert!(
            cause.contains("exit status: 3") || cause.contains("signal: 11"),
            "{cause}"
        );
    }
}

/// Numbers of a page message: number, of how many, width, height, dpi bits, display's width and height,
/// length of its JPEG.
fn a_lying_worker() {
    let fine: [u32; 8] = [1, 2, 10, 10, 0, 5, 5, 4];
    let lies: [(&str, [u32; 8]); 11] = [
        ("too large", [1, 2, u32::MAX, u32::MAX, 0, 5, 5, 4]),
        ("over the limit", [1, 2, 10_001, 10_000, 0, 5, 5, 4]),
        ("nothing", [1, 2, 0, 10, 0, 5, 5, 4]),
        ("second first", [2, 2, 10, 10, 0, 5, 5, 4]),
        ("more than there are", [1, 0, 10, 10, 0, 5, 5, 4]),
        ("no page", [0, 2, 10, 10, 0, 5, 5, 4]),
        ("not a number", [1, 2, 10, 10, f32::NAN.to_bits(), 5, 5, 4]),
        (
            "absurd resolution",
            [1, 2, 10, 10, 1e9_f32.to_bits(), 5, 5, 4],
        ),
        ("large display", [1, 2, 10, 10, 0, 11, 5, 4]),
        ("endless display", [1, 2, 10, 10, 0, 5, 5, u32::MAX]),
        ("half a display", [1, 2, 10, 10, 0, 0, 0, 4]),
    ];
    for (name, header) in lies {
        let (pages, end) = say(&page_message(header), true);
        assert!(pages.is_empty(), "{name}");
        assert!(matches!(end, Err(Error::Worker(_))), "{name}: {end:?}");
    }
    let (pages, end) = say(&page_message(fine), false);
    assert_eq!(pages.len(), 1, "cut after a good page");
    assert!(matches!(end, Err(Error::Worker(_))), "{end:?}");
    for message in [&b"?"[..], b"F\xff\0\0\0\0\0\0\0", b"F\x04\0", b""] {
        let (_, end) = say(message, false);
        assert!(matches!(end, Err(Error::Worker(_))), "{message:?}: {end:?}");
    }
    let mut twice = page_message(fine);
    twice.extend(page_message(fine));
    let (pages, end) = say(&twice, true);
    assert_eq!(pages.len(), 1, "the same page again");
    assert!(matches!(end, Err(Error::Worker(_))), "{end:?}");
    let (pages, end) = say(&page_message(fine), true);
    end.unwrap();
    assert_eq!(pages.len(), 1);
}

fn page_message(header: [u32; 8]) -> Vec<u8> {
    let mut message = b"P".to_vec();
    message.extend(header.iter().flat_map(|number| number.to_le_bytes()));
    message.extend([0; 104]); // the good one's JPEG and pixels
    message
}

fn say(message: &[u8], end: bool) -> (Vec<Page>, Result<(), Error>) {
    let script = Script::saying(message, end);
    decode(&script.worker(), b"upload", &Limits::default())
}

/// A stand-in for the worker that misbehaves.
struct Script(tempfile::TempDir);

impl Script {
    fn new(body: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("worker");
        let mut file = std::fs::File::create(&path).unwrap();
        writeln!(file, "#!/bin/sh\n{body}").unwrap();
        file.set_permissions(std::fs::Permissions::from_mode(0o755))
            .unwrap();
        Self(folder)
    }

    /// Takes the upload, and says this.
    fn saying(message: &[u8], end: bool) -> Self {
        let script = Self::new("cat > /dev/null; cat \"$(dirname \"$0\")/message\"");
        let mut message = message.to_vec();
        if end {
            message.push(b'E');
        }
        std::fs::write(script.folder().join("message"), message).unwrap();
        script
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    fn worker(&self) -> Worker {
        Worker {
            exe: self.folder().join("worker"),
            pdfium: None,
        }
    }
}
