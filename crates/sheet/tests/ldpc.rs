//! The decoder of single words against labrador-ldpc: its encoder, its parity checks and its
//! own decoder, over the same seeded noise.

#[path = "../src/ldpc/mod.rs"]
mod ldpc;
#[path = "noise/mod.rs"]
mod noise;

use ldpc::{Decoder, WORD_BYTES, WORD_CELLS};
use noise::{Labrador, Noise, bits};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn word(rng: &mut ChaCha8Rng) -> ([u8; WORD_BYTES], Vec<u8>) {
    let data = rng.random();
    (data, noise::encoded(&data))
}

fn decode(soft: &[i8]) -> Option<ldpc::Word> {
    Decoder::new().decode(soft.try_into().unwrap())
}

/// Wrong cells and erased cells among `soft`, compared with what was encoded.
fn damage(coded: &[u8], soft: &[i8]) -> (u32, u32) {
    let erased = soft.iter().filter(|s| **s == 0).count();
    let wrong = bits(coded)
        .zip(soft)
        .filter(|(bit, s)| **s != 0 && (*bit == 1) != (**s < 0));
    (wrong.count() as u32, erased as u32)
}

#[test]
fn what_was_encoded_comes_back_through_every_noise() {
    let kinds = [
        Noise::default(),
        Noise::erased(0.2),
        Noise::erased(0.4),
        Noise::wrong(0.01),
        Noise::wrong(0.05),
        Noise::wrong(0.075),
        Noise::gauss(0.5),
        Noise::gauss(0.8),
        Noise::mixed(0.35, 0.005),
        Noise {
            erased: 0.2,
            wrong: 0.02,
            gauss: 0.4,
        },
    ];
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut decoder = Decoder::new();
    for kind in kinds {
        for _ in 0..20 {
            let (data, coded) = word(&mut rng);
            let soft = kind.disturb(&coded, &mut rng);
            let got = decoder.decode(&soft).unwrap_or_else(|| panic!("{kind:?}"));
            assert!(got.data == data, "{kind:?}");
            assert_eq!(
                (got.corrected, got.erased),
                damage(&coded, &soft),
                "{kind:?}"
            );
        }
    }
}

/// 35 % of the cells erased and half a per cent of the rest wrong, and as sure as the others.
#[test]
fn a_third_erased_and_some_wrong_is_always_read() {
    let kind = Noise::mixed(0.35, 0.005);
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let mut decoder = Decoder::new();
    for _ in 0..2000 {
        let (data, coded) = word(&mut rng);
        let got = decoder.decode(&kind.disturb(&coded, &mut rng));
        assert!(got.is_some_and(|word| word.data == data));
    }
}

#[test]
fn no_fewer_words_come_through_than_by_labradors_decoder() {
    let mut labrador = Labrador::new();
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let kinds = [
        Noise::erased(0.43),
        Noise::wrong(0.085),
        Noise::gauss(0.87),
        Noise::mixed(0.35, 0.01),
    ];
    for kind in kinds {
        let (mut ours, mut theirs) = (0, 0);
        for _ in 0..6 {
            let (_, coded) = word(&mut rng);
            let soft = kind.disturb(&coded, &mut rng);
            ours += u32::from(decode(&soft[..]).is_some());
            theirs += u32::from(labrador.decodes(&soft));
        }
        assert!(ours >= theirs, "{kind:?}: {ours} and {theirs}");
    }
}

#[test]
fn noise_and_nothing_are_no_word() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    for _ in 0..50 {
        let soft: Vec<i8> = (0..WORD_CELLS).map(|_| rng.random()).collect();
        assert!(decode(&soft).is_none());
    }
    assert!(decode(&[0; WORD_CELLS]).is_none());
}

/// The bytes 0, 1, 2 … with every fifth cell erased and every 40th turned.
#[test]
fn a_frozen_word() {
    let data: [u8; WORD_BYTES] = std::array::from_fn(|k| k as u8);
    let coded = noise::encoded(&data);
    // As labrador-ldpc 1.2.1 encodes it.
    assert_eq!(
        coded[WORD_BYTES..WORD_BYTES + 8],
        [246, 0, 86, 205, 35, 99, 26, 237]
    );
    let cells = bits(&coded).zip(0..).map(|(bit, k)| {
        let is_turned = k % 40 == 1;
        let level = if (bit == 1) == is_turned { 24 } else { -24 };
        if k % 5 == 0 { 0 } else { level }
    });
    let got = decode(&cells.collect::<Vec<i8>>()).unwrap();
    assert!(got.data == data);
    // k = 1, 41 … 8161; k = 0, 5 … 8190.
    assert_eq!((got.corrected, got.erased), (205, 1639));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The word that is found, encoded again, differs from the cells in as many places as
    /// the decoder says: so it satisfied all checks, or its other half would differ.
    #[test]
    fn whatever_is_found_is_a_code_word(seed: u64, erased in 0.0..0.5, wrong in 0.0..0.12, loud: i8) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let (_, coded) = word(&mut rng);
        let mut soft = Noise::mixed(erased, wrong).disturb(&coded, &mut rng);
        soft.iter_mut().step_by(7).for_each(|s| *s = s.signum().saturating_mul(loud));
        if let Some(got) = decode(&soft[..]) {
            let again = noise::encoded(&got.data);
            prop_assert_eq!((got.corrected, got.erased), damage(&again, &soft[..]));
        }
    }
}
