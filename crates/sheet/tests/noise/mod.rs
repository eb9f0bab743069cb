//! Words as labrador-ldpc encodes them, and as a bad scan reads them.

use labrador_ldpc::LDPCCode::TM8192;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// What becomes of a cell: erased, or turned to its opposite, and blurred.
#[derive(Clone, Copy, Debug, Default)]
pub struct Noise {
    pub erased: f64,
    pub wrong: f64,
    /// Deviation of a normal distribution; cells are at -1 and 1.
    pub gauss: f64,
}

impl Noise {
    pub fn erased(erased: f64) -> Noise {
        Noise {
            erased,
            ..Noise::default()
        }
    }

    pub fn wrong(wrong: f64) -> Noise {
        Noise {
            wrong,
            ..Noise::default()
        }
    }

    pub fn gauss(gauss: f64) -> Noise {
        Noise {
            gauss,
            ..Noise::default()
        }
    }

    pub fn mixed(erased: f64, wrong: f64) -> Noise {
        Noise {
            erased,
            wrong,
            ..Noise::default()
        }
    }

    /// A code word's cells, read.
    pub fn disturb(&self, coded: &[u8], rng: &mut ChaCha8Rng) -> [i8; 8192] {
        let cells: Vec<u8> = bits(coded).collect();
        self.read(&cells, rng).try_into().expect("a word")
    }

    /// As `scan` weighs cells, 1 = black: 24 times their level, 100 at most.
    pub fn read(&self, cells: &[u8], rng: &mut ChaCha8Rng) -> Vec<i8> {
        let soft = cells.iter().map(|&black| {
            let dice: f64 = rng.random();
            let is_turned = dice >= self.erased && dice < self.erased + self.wrong;
            let level = if (black == 1) == is_turned { 1.0 } else { -1.0 };
            let level = level + self.gauss * normal(rng);
            let soft = (level * 24.0).clamp(-100.0, 100.0).round() as i8;
            if dice < self.erased { 0 } else { soft }
        });
        soft.collect()
    }
}

/// Labrador's decoder and the room that it works in.
pub struct Labrador {
    output: Vec<u8>,
    working: Vec<i8>,
    parities: Vec<u8>,
}

impl Labrador {
    pub fn new() -> Labrador {
        Labrador {
            output: vec![0; TM8192.output_len()],
            working: vec![0; TM8192.decode_ms_working_len()],
            parities: vec![0; TM8192.decode_ms_working_u8_len()],
        }
    }

    /// Whether it finds a word, in sixty rounds at most.
    pub fn decodes(&mut self, soft: &[i8]) -> bool {
        let Labrador {
            output,
            working,
            parities,
        } = self;
        TM8192.decode_ms(soft, output, working, parities, 60).0
    }
}

/// Box and Muller.
fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let (radius, angle): (f64, f64) = (rng.random(), rng.random());
    (-2.0 * (1.0 - radius).ln()).sqrt() * (angle * std::f64::consts::TAU).cos()
}

/// The code word of 512 bytes.
pub fn encoded(data: &[u8]) -> Vec<u8> {
    let mut coded = vec![0; 1024];
    TM8192.copy_encode(data, &mut coded);
    coded
}

/// Most significant bit first.
pub fn bits(bytes: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let bits = |byte: u8| (0..8).rev().map(move |shift| byte >> shift & 1);
    bytes.iter().flat_map(move |&byte| bits(byte))
}
