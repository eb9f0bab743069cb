use crate::gray::Gray;

/// One of the eight ways a picture can lie: rows and columns swapped first, then mirrored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Orientation {
    pub transpose: bool,
    pub flip_x: bool,
    pub flip_y: bool,
}

impl Orientation {
    /// From the value of tag 274 of TIFF and EXIF; anything but 2 to 8 is upright.
    pub(crate) fn from_exif(value: u32) -> Self {
        let (transpose, flip_x, flip_y) = match value {
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, true, false),
            7 => (true, true, true),
            8 => (true, false, true),
            _ => (false, false, false),
        };
        Self {
            transpose,
            flip_x,
            flip_y,
        }
    }

    /// Followed by a quarter turn.
    pub(crate) fn clockwise(self) -> Self {
        Self {
            transpose: !self.transpose,
            flip_x: !self.flip_y,
            flip_y: self.flip_x,
        }
    }

    /// Turns a stored picture upright; free where it already is.
    pub(crate) fn apply(self, gray: Gray) -> Gray {
        let mut gray = if self.transpose {
            transposed(&gray)
        } else {
            gray
        };
        match (self.flip_x, self.flip_y) {
            (false, false) => {}
            (true, true) => gray.pixels.reverse(),
            (true, false) => rows(&mut gray).for_each(<[u8]>::reverse),
            (false, true) => {
                gray.pixels.reverse();
                rows(&mut gray).for_each(<[u8]>::reverse);
            }
        }
        gray
    }
}

fn rows(gray: &mut Gray) -> impl Iterator<Item = &mut [u8]> {
    gray.pixels.chunks_mut((gray.width as usize).max(1))
}

fn transposed(gray: &Gray) -> Gray {
    let width = gray.width as usize;
    let column = |x| gray.pixels.iter().skip(x).step_by(width.max(1));
    Gray {
        width: gray.height,
        height: gray.width,
        pixels: (0..width).flat_map(column).copied().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The letter F.
    const UPRIGHT: &str = "###.#...##..#...#...";
    /// Stored rows for each value, from the definition of tag 274 in TIFF 6.0, page 36.
    const STORED: [(u32, u32, &str); 8] = [
        (1, 4, "###.#...##..#...#..."),
        (2, 4, ".###...#..##...#...#"),
        (3, 4, "...#...#..##...#.###"),
        (4, 4, "#...#...##..#...###."),
        (5, 5, "######.#..#........."),
        (6, 5, ".....#....#.#..#####"),
        (7, 5, ".........#..#.######"),
        (8, 5, "#####..#.#....#....."),
    ];

    fn gray(width: u32, text: &str) -> Gray {
        Gray {
            width,
            height: text.len() as u32 / width,
            pixels: text.bytes().collect(),
        }
    }

    #[test]
    fn every_exif_value_comes_out_upright() {
        for (value, width, stored) in STORED {
            let upright = Orientation::from_exif(value).apply(gray(width, stored));
            assert_eq!(upright.pixels, UPRIGHT.as_bytes(), "orientation {value}");
        }
    }

    #[test]
    fn a_quarter_turn_after_any_orientation_is_a_quarter_turn() {
        for value in 1..=8 {
            let orientation = Orientation::from_exif(value);
            let stored = || gray(4, "abcdefghijkl");
            let twice = Orientation::from_exif(6).apply(orientation.apply(stored()));
            let once = orientation.clockwise().apply(stored());
            assert_eq!((once.width, once.pixels), (twice.width, twice.pixels));
        }
    }
}
