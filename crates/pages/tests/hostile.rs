//! Files that lie, files cut short, files of nothing: a clear error, never a panic.

mod common;

use common::{all_fixtures, decode, fixture};
use pages::{Error, Limits};
use proptest::prelude::*;

fn end(bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    decode(bytes, limits).1
}

#[test]
fn nothing_and_nonsense() {
    let limits = Limits::default();
    assert!(matches!(end(b"", &limits), Err(Error::Empty)));
    for nonsense in [&b"GIF89a"[..], b"<html>", b"PK\x03\x04", &[0; 4096]] {
        assert!(matches!(end(nonsense, &limits), Err(Error::UnknownType)));
    }
}

#[test]
fn pixels_are_limited_before_decoding() {
    let limits = Limits {
        pixels: 100 * 60 - 1,
        ..Limits::default()
    };
    for (name, bytes) in all_fixtures() {
        if ["arithmetic.jpg", "password.pdf"].contains(&name.as_str())
            || name.ends_with(".pgm")
            || name.contains("41") && !name.ends_with("jpg")
        {
            continue;
        }
        let (pages, end) = decode(&bytes, &limits);
        assert!(pages.is_empty(), "{name}");
        let limited = matches!(
            end,
            Err(Error::TooManyPixels {
                page: Some(1),
                limit: 5999
            })
        );
        assert!(limited, "{name}: {end:?}");
    }
}

#[test]
fn a_header_that_claims_too_much_is_not_believed() {
    let end = end(&fixture("lies-60000x60000.png"), &Limits::default());
    assert!(matches!(end, Err(Error::TooManyPixels { .. })), "{end:?}");
}

/// Found by fuzzing: a canvas of 51 by 60 pixels around a frame of 268 megapixels.
#[test]
fn a_frame_beyond_its_canvas_is_limited_like_a_page() {
    let found = fixture("frame-beyond-canvas.webp");
    // Behind an animation's frame, which a decoder of a still picture passes over as a whole, with
    // a chunk in it that would reach beyond the file.
    let after_canvas = 12 + 18;
    let parts: [&[u8]; 6] = [
        b"ANMF",
        &40u32.to_le_bytes(),
        &[0; 16],
        b"ABCD",
        &[0xff; 4],
        &[0; 16],
    ];
    let frame = parts.concat();
    let (canvas, picture) = found.split_at(after_canvas);
    let hidden = [canvas, &frame, picture].concat();
    for file in [found, hidden] {
        let end = end(&file, &Limits::default());
        assert!(matches!(end, Err(Error::TooManyPixels { .. })), "{end:?}");
    }
}

#[test]
fn pages_are_limited_before_decoding() {
    for name in ["pages-41.tif", "drawn-41.pdf"] {
        let bytes = fixture(name);
        let (pages, end) = decode(&bytes, &Limits::default());
        assert!(pages.is_empty(), "{name}");
        assert!(
            matches!(end, Err(Error::TooManyPages { limit: 40 })),
            "{name}: {end:?}"
        );
        let enough = Limits {
            pages: 41,
            ..Limits::default()
        };
        assert_eq!(decode(&bytes, &enough).0.len(), 41, "{name}");
    }
}

#[test]
fn a_file_cut_short_is_never_a_whole_one() {
    let limits = Limits::default();
    for (name, bytes) in all_fixtures() {
        let step = (bytes.len() / 60).max(1);
        for length in (0..bytes.len()).step_by(step) {
            let (pages, end) = decode(&bytes[..length], &limits);
            // A cut may fall behind all the picture needs, or after a whole page.
            let half = length < bytes.len() / 2;
            let whole = end.is_ok() && pages.iter().all(|page| page.number == 1);
            assert!(!(half && whole), "{name} cut at {length}");
        }
    }
}

#[test]
fn a_loop_of_tiff_directories_ends() {
    let mut bytes = fixture("gray-none.tif");
    let at = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let entries = usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let next = at + 2 + 12 * entries;
    bytes[next..next + 4].copy_from_slice(&(at as u32).to_le_bytes());
    let (pages, end) = decode(&bytes, &Limits::default());
    assert!(pages.len() < 2);
    assert!(matches!(end, Err(Error::Damaged { .. })), "{end:?}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        rng_seed: prop::test_runner::RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whatever is broken: an answer, and pages whose sizes are what they say.
    #[test]
    fn broken_bytes_never_panic(
        file in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let all = all_fixtures();
        let (name, mut bytes) = file.get(&all).clone();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let limits = Limits { pixels: 4_000_000, ..Limits::default() };
        let (pages, _) = decode(&bytes, &limits);
        for page in pages {
            let area = u64::from(page.width) * u64::from(page.height);
            prop_assert!(area <= limits.pixels, "{}", name);
            prop_assert_eq!(page.gray.len() as u64, area, "{}", name);
        }
    }
}
