//! Encode, disturb, decode; and the layout against figures taken by hand.

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sheet::{Label, Layout, Profile, Sealed, SheetId, decode, encode};

fn label(profile: Profile) -> Label {
    let sheet = SheetId {
        set: *b"0123456789abcdef",
        index: 1,
    };
    Label {
        issuer: 7,
        escrow_key: 2,
        sheet,
        pages: 1,
        profile,
    }
}

fn sealed(length: usize, seed: u64) -> Sealed {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut encapsulated_key = [0; Sealed::KEY_LEN];
    rng.fill(&mut encapsulated_key);
    let mut ciphertext = vec![0; length];
    rng.fill(&mut ciphertext[..]);
    Sealed {
        encapsulated_key,
        ciphertext,
    }
}

/// Cells as a perfect scan would read them.
fn soft(cells: &[u8]) -> Vec<i8> {
    cells
        .iter()
        .map(|&bit| if bit == 1 { -24 } else { 24 })
        .collect()
}

#[test]
fn capacities() {
    // Counted by a few lines of Python from the README's section on geometry alone.
    let cells = |p| {
        let layout = Layout::of(p);
        (
            layout.columns,
            layout.rows,
            layout.data_cells,
            layout.capacity(),
        )
    };
    assert_eq!(cells(Profile::Dots8), (561, 729, 358_313, 22_016));
    assert_eq!(cells(Profile::Dots7), (641, 833, 478_765, 29_696));
    assert_eq!(cells(Profile::Dots6), (748, 972, 670_900, 41_472));
}

#[test]
fn pilots_are_near_each_other_and_touch_the_edges() {
    for profile in Profile::ALL {
        let layout = Layout::of(profile);
        for (pilots, cells) in [
            (&layout.pilot_columns, layout.columns),
            (&layout.pilot_rows, layout.rows),
        ] {
            assert_eq!(
                (pilots.first(), pilots.last()),
                (Some(&0), Some(&(cells - 6)))
            );
            for pair in pilots.windows(2) {
                let mm = (pair[1] - pair[0]) as f32 * profile.dots() as f32 * 25.4 / 600.0;
                assert!(mm <= 6.5, "{mm} mm between pilots");
            }
        }
    }
}

#[test]
fn a_frame_that_just_fits_comes_back() {
    for profile in Profile::ALL {
        let (label, layout) = (label(profile), Layout::of(profile));
        let most = layout.capacity() - Sealed::FRAME_OVERHEAD;
        let sent = sealed(most, 1);
        let cells = encode(&label, layout, &sent).unwrap();
        let (got, repairs) = decode(&label, layout, &soft(&cells)).unwrap();
        assert!(got == sent);
        assert_eq!(
            (repairs.corrected, repairs.erased, repairs.margin()),
            (0, 0, 1.0)
        );
        assert!(encode(&label, layout, &sealed(most + 1, 1)).is_none());
    }
}

#[test]
fn cells_look_like_noise_even_when_the_frame_is_short() {
    let (label, layout) = (label(Profile::Dots8), Layout::of(Profile::Dots8));
    let cells = encode(&label, layout, &sealed(0, 1)).unwrap();
    let black = cells.iter().filter(|&&b| b == 1).count() as f64 / cells.len() as f64;
    assert!(
        (black - 0.5).abs() < 0.005,
        "{black} of the cells are black"
    );
    let pairs = cells.windows(2).filter(|w| w[0] == w[1]).count() as f64 / cells.len() as f64;
    assert!(
        (pairs - 0.5).abs() < 0.005,
        "{pairs} of the neighbours agree"
    );
}

#[test]
fn the_limit_of_erasures_is_what_the_margin_says() {
    let (label, layout) = (label(Profile::Dots8), Layout::of(Profile::Dots8));
    let sent = sealed(20_000, 3);
    let clean = soft(&encode(&label, layout, &sent).unwrap());
    // A blot over the first rows: contiguous on paper, spread over all words by the interleaver.
    let erased = |share: f64| {
        let mut cells = clean.clone();
        let count = (cells.len() as f64 * share) as usize;
        cells[..count].fill(0);
        decode(&label, layout, &cells)
    };
    let (got, repairs) = erased(0.38).unwrap();
    assert!(got == sent);
    assert!(
        repairs.margin() < 0.1 && repairs.margin() > 0.0,
        "margin {}",
        repairs.margin()
    );
    assert!(erased(0.5).is_err());
}

#[test]
fn noise_and_the_wrong_label_are_unreadable_and_give_up_early() {
    let (own, layout) = (label(Profile::Dots8), Layout::of(Profile::Dots8));
    let cells = soft(&encode(&own, layout, &sealed(20_000, 4)).unwrap());
    let mut other = own;
    other.sheet.index = 2;
    other.pages = 2;
    let swapped = decode(&other, layout, &cells).unwrap_err();
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let noise: Vec<i8> = (0..cells.len())
        .map(|_| rng.random_range(-24..=24))
        .collect();
    let noise = decode(&own, layout, &noise).unwrap_err();
    assert!(swapped.failed > 0 && noise.failed > 0);
    assert!(swapped.failed < swapped.words && noise.failed < noise.words);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn random_flips_and_erasures_are_corrected(seed: u64, flips in 0.0..0.03, erasures in 0.0..0.15) {
        let (label, layout) = (label(Profile::Dots8), Layout::of(Profile::Dots8));
        let sent = sealed(12_345, seed);
        let mut cells = soft(&encode(&label, layout, &sent).unwrap());
        let mut rng = ChaCha8Rng::seed_from_u64(seed ^ 1);
        let mut flipped = 0;
        for cell in &mut cells {
            let dice: f64 = rng.random();
            if dice < flips { *cell = -*cell; flipped += 1 } else if dice < flips + erasures { *cell = 0 }
        }
        let (got, repairs) = decode(&label, layout, &cells).unwrap();
        prop_assert!(got == sent);
        // Cells left over after the last whole word are not counted.
        prop_assert!(repairs.corrected <= flipped);
        prop_assert!(repairs.corrected as f64 >= f64::from(flipped) * 0.95 - 30.0);
    }

    #[test]
    fn no_soft_bits_whatever_make_a_misreading_or_a_panic(seed: u64, length in 0usize..400_000) {
        let (label, layout) = (label(Profile::Dots8), Layout::of(Profile::Dots8));
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let cells: Vec<i8> = (0..length).map(|_| rng.random()).collect();
        prop_assert!(decode(&label, layout, &cells).is_err());
    }
}
