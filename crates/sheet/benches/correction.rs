//! What reading a sheet costs, as a ratio to labrador-ldpc encoding the sheet's words in the
//! same run, and how many words come through where labrador's decoder gives up:
//! `cargo bench -p sheet`. 見本 throughout.

#[allow(dead_code)]
#[path = "../src/ldpc/mod.rs"]
mod ldpc;
#[path = "../tests/noise/mod.rs"]
mod noise;

use noise::{Labrador, Noise};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sheet::{Label, Layout, Picture, Profile, Sealed, SheetId};
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: u32 = 30;
/// Words for each line of the table: ours, and labrador's, which takes a thousand times as long.
const WORDS: u32 = 2000;
const THEIRS: u32 = 20;

fn main() {
    let label = Label {
        issuer: 1,
        escrow_key: 1,
        sheet: SheetId {
            set: [7; 16],
            index: 1,
        },
        pages: 1,
        profile: Profile::Dots8,
    };
    let layout = Layout::of(label.profile);
    let sealed = Sealed {
        encapsulated_key: [4; 65],
        ciphertext: vec![0; 20_000],
    };
    let cells = sheet::encode(&label, layout, &sealed).expect("it fits");
    let packed = front().pack().expect("packed");
    let picture = packed.unpack().expect("a picture");

    let data = vec![[7; 512]; layout.words()];
    let reference = least(|| data.iter().map(|d| noise::encoded(d)).collect::<Vec<_>>());
    println!(
        "{} words: labrador-ldpc encodes them in {reference:.1?}",
        layout.words()
    );
    let row = |what: &str, time: Duration| {
        println!(
            "{what:34} {time:10.2?} {:7.3}",
            time.as_secs_f64() / reference.as_secs_f64()
        );
    };
    for (what, noise) in [
        ("read, clean", Noise::default()),
        ("read, 1 % wrong", Noise::wrong(0.01)),
        ("read, 35 % erased, 0.5 % wrong", Noise::mixed(0.35, 0.005)),
        ("give up, nothing but noise", Noise::wrong(0.5)),
    ] {
        let soft = noise.read(&cells, &mut ChaCha8Rng::seed_from_u64(1));
        row(what, least(|| sheet::decode(&label, layout, &soft).is_ok()));
    }
    row("write", least(|| sheet::encode(&label, layout, &sealed)));
    row("unpack the picture", least(|| packed.unpack()));
    row("PNG of the picture", least(|| picture.to_png()));
    failures();
}

fn failures() {
    println!("words that fail, of {WORDS}     us a word     labrador, of {THEIRS}     us a word");
    for noise in [
        Noise::erased(0.40),
        Noise::erased(0.42),
        Noise::erased(0.43),
        Noise::wrong(0.05),
        Noise::wrong(0.08),
        Noise::wrong(0.085),
        Noise::gauss(0.84),
        Noise::gauss(0.87),
        Noise::mixed(0.35, 0.005),
        Noise::mixed(0.35, 0.01),
        Noise::mixed(0.2, 0.035),
    ] {
        let mut decoder = ldpc::Decoder::new();
        let (ours, time) = failing(noise, WORDS, |soft| decoder.decode(soft).is_some());
        let mut labrador = Labrador::new();
        let (theirs, their_time) = failing(noise, THEIRS, |soft| labrador.decodes(soft));
        let Noise {
            erased,
            wrong,
            gauss,
        } = noise;
        println!(
            "{erased:.3} erased {wrong:.3} wrong {gauss:.2} blurred: {ours:5} {time:8.1} {theirs:8} {their_time:10.1}"
        );
    }
}

/// The same seeded words for whoever decodes; failures and the mean time in microseconds.
fn failing(noise: Noise, words: u32, mut decodes: impl FnMut(&[i8; 8192]) -> bool) -> (u32, f64) {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let (mut failed, mut spent) = (0, Duration::ZERO);
    for _ in 0..words {
        let data: [u8; 512] = rng.random();
        let soft = noise.disturb(&noise::encoded(&data), &mut rng);
        let start = Instant::now();
        failed += u32::from(!decodes(&soft));
        spent += start.elapsed();
    }
    (failed, spent.as_secs_f64() * 1e6 / f64::from(words))
}

/// The least of some runs: the machine may be busy with something else.
fn least<T>(mut work: impl FnMut() -> T) -> Duration {
    let runs = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    });
    runs.min().unwrap_or_default()
}

/// A page of small print: forty lines of signs of a few strokes each.
fn front() -> Picture {
    const SIDE: usize = 40;
    let (width, height) = (2480, 3508);
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut gray = vec![255; width * height];
    for line in (200..3200).step_by(75) {
        for sign in (200..2200).step_by(SIDE + 6) {
            for _ in 0..6 {
                let (mut x, mut y) = (rng.random_range(0..SIDE - 4), rng.random_range(0..SIDE - 4));
                let (right, down) = (rng.random_range(0..2), rng.random_range(0..2));
                while x < SIDE - 3 && y < SIDE - 3 && right + down > 0 {
                    let at = (line + y) * width + sign + x;
                    for row in 0..3 {
                        gray[at + row * width..][..3].fill(0);
                    }
                    (x, y) = (x + right, y + down);
                }
            }
        }
    }
    Picture::from_gray(width as u32, height as u32, 300, &gray).expect("A4")
}
