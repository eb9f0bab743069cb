use crate::content::Mask;
use crate::threshold::Gray;
use hayro_jbig2::{DecodeSettings, Page};
use minicbor::{Decode, Encode};
use std::io::{Read, Write};

/// A certificate's front: bilevel, rows from the top, each row padded to whole bytes, the
/// leftmost pixel in the most significant bit, 1 = black.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub dpi: u32,
    pub bits: Vec<u8>,
}

/// A picture as carried inside a sheet.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Packed {
    #[n(0)]
    pub codec: Codec,
    #[n(1)]
    pub width: u32,
    #[n(2)]
    pub height: u32,
    #[n(3)]
    pub dpi: u32,
    #[cbor(n(4), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Codec {
    /// One JBIG2 page with a lossless generic region (ITU-T T.88), embedded organisation.
    #[n(0)]
    Jbig2,
    /// The packed bits as one .xz stream.
    #[n(1)]
    Xz,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("picture of {width} x {height} pixels at {dpi} dpi is none this format carries")]
    Size { width: u32, height: u32, dpi: u32 },
    #[error("the packed picture contradicts itself")]
    Damaged,
    #[error("the encoder failed, or lost a pixel")]
    Encoder,
}

impl Picture {
    /// Resolutions a picture may have, best first.
    pub const RESOLUTIONS: [u32; 3] = [300, 240, 200];
    /// A4 at 300 dpi with some tolerance: nothing larger is ever unpacked.
    const MOST_SIDE: u32 = 3600;

    /// Thresholds gray pixels (0 black, 255 white) at 50 %, and keeps strokes that are thinner than
    /// a pixel: tints vanish, ink stays.
    pub fn from_gray(
        width: u32,
        height: u32,
        dpi: u32,
        gray: &[u8],
    ) -> Result<Picture, PictureError> {
        check_size(width, height, dpi)?;
        if gray.len() != width as usize * height as usize {
            return Err(PictureError::Damaged);
        }
        let gray = Gray {
            width: width as usize,
            pixels: gray,
        };
        let byte = |x: usize, y: usize| {
            let bits = (x..x + 8).map(|x| x < gray.width && gray.is_ink(x, y));
            bits.fold(0, |byte, is_ink| byte << 1 | u8::from(is_ink))
        };
        let row = |y: usize| (0..gray.width).step_by(8).map(move |x| byte(x, y));
        let bits = (0..height as usize).flat_map(row).collect();
        Ok(Picture {
            width,
            height,
            dpi,
            bits,
        })
    }

    /// The smaller of the two codecs, decoded again and compared before it is trusted.
    pub fn pack(&self) -> Result<Packed, PictureError> {
        check_size(self.width, self.height, self.dpi)?;
        let jbig2 = self.packed(Codec::Jbig2, self.to_jbig2()?);
        let xz = self.packed(Codec::Xz, self.to_xz()?);
        let smaller = if jbig2.bytes.len() <= xz.bytes.len() {
            jbig2
        } else {
            xz
        };
        match smaller.unpack() {
            Ok(again) if again == *self => Ok(smaller),
            _ => Err(PictureError::Encoder),
        }
    }

    /// Hides what stands in these rectangles, as far as they lie in the picture, behind a
    /// hatching: black would be taken for ink, white for paper.
    pub fn mask(&mut self, masks: &[Mask]) {
        let (width, stride) = (self.width, self.stride());
        for mask in masks {
            let columns = mask.x..mask.x.saturating_add(mask.width).min(width);
            let rows = self.bits.chunks_exact_mut(stride.max(1)).zip(0u32..);
            let rows = rows.skip(mask.y as usize).take(mask.height as usize);
            for (row, y) in rows {
                for x in columns.clone() {
                    let Some(byte) = row.get_mut(x as usize / 8) else {
                        continue;
                    };
                    let bit = 0x80 >> (x % 8);
                    let is_line = (x + y) % HATCHING < HATCHING / 4;
                    *byte = if is_line { *byte | bit } else { *byte & !bit };
                }
            }
        }
    }

    /// A 1-bit PNG with its resolution. Packed for the moment it is looked at, not for the
    /// shelf: a fifth larger than at the usual level, and ten times cheaper or more.
    pub fn to_png(&self) -> Result<Vec<u8>, PictureError> {
        let inverted: Vec<u8> = self.bits.iter().map(|b| !b).collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        encoder.set_deflate_compression(png::DeflateCompression::FdeflateUltraFast);
        // Strokes go on from row to row, and what is left is zeros, the only runs that this
        // compressor looks for.
        encoder.set_filter(png::Filter::Up);
        let per_meter = (f64::from(self.dpi) / 0.0254).round() as u32;
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: per_meter,
            yppu: per_meter,
            unit,
        }));
        let mut writer = encoder.write_header().map_err(|_| PictureError::Encoder)?;
        writer
            .write_image_data(&inverted)
            .map_err(|_| PictureError::Encoder)?;
        writer.finish().map_err(|_| PictureError::Encoder)?;
        Ok(bytes)
    }

    fn packed(&self, codec: Codec, bytes: Vec<u8>) -> Packed {
        Packed {
            codec,
            width: self.width,
            height: self.height,
            dpi: self.dpi,
            bytes,
        }
    }

    fn to_jbig2(&self) -> Result<Vec<u8>, PictureError> {
        let bit = |byte: u8| (0..8).rev().map(move |shift| byte >> shift & 1);
        let rows = self.bits.chunks_exact(self.stride());
        let pixels: Vec<u8> = rows
            .flat_map(|row| row.iter().flat_map(|&b| bit(b)).take(self.width as usize))
            .collect();
        jbig2enc_rust::encode_single_image_lossless(&pixels, self.width, self.height, true)
            .map(|encoded| encoded.page_data)
            .map_err(|_| PictureError::Encoder)
    }

    fn to_xz(&self) -> Result<Vec<u8>, PictureError> {
        let mut options = lzma_rust2::XzOptions::with_preset(9);
        // The preset's own 64 MiB buy nothing beyond the largest picture, and take the
        // encoder ten times as much memory.
        options.lzma_options.dict_size = XZ_WINDOW;
        let mut writer =
            lzma_rust2::XzWriter::new(Vec::new(), options).map_err(|_| PictureError::Encoder)?;
        writer
            .write_all(&self.bits)
            .map_err(|_| PictureError::Encoder)?;
        writer.finish().map_err(|_| PictureError::Encoder)
    }

    fn stride(&self) -> usize {
        self.width.div_ceil(8) as usize
    }
}

/// Pixels from one line of a mask's hatching to the next.
const HATCHING: u32 = 16;

impl Packed {
    pub fn unpack(&self) -> Result<Picture, PictureError> {
        check_size(self.width, self.height, self.dpi)?;
        let length = self.width.div_ceil(8) as usize * self.height as usize;
        let bits = match self.codec {
            Codec::Jbig2 => self.unpack_jbig2(length)?,
            Codec::Xz => unpack_xz(&self.bytes, length)?,
        };
        if bits.len() != length {
            return Err(PictureError::Damaged);
        }
        Ok(Picture {
            width: self.width,
            height: self.height,
            dpi: self.dpi,
            bits,
        })
    }

    fn unpack_jbig2(&self, length: usize) -> Result<Vec<u8>, PictureError> {
        if !is_one_region(&self.bytes, self.width, self.height) {
            return Err(PictureError::Damaged);
        }
        let settings = DecodeSettings { strict: true };
        let page =
            Page::new_embedded(&self.bytes, None, &settings).map_err(|_| PictureError::Damaged)?;
        if (page.width(), page.height()) != (self.width, self.height) {
            return Err(PictureError::Damaged);
        }
        let mut rows = Rows {
            bits: Vec::with_capacity(length),
            ..Rows::default()
        };
        page.decode(&mut rows).map_err(|_| PictureError::Damaged)?;
        Ok(rows.bits)
    }
}

/// Whether these are the two segments that the format allows, both as large as the page. A
/// decoder that was let see more could be told in thirty bytes to draw a region of four
/// billion pixels, any number of times.
fn is_one_region(bytes: &[u8], width: u32, height: u32) -> bool {
    let size = [width.to_be_bytes(), height.to_be_bytes()];
    let Some((48, page, rest)) = segment(bytes) else {
        return false;
    };
    let Some((38 | 39, region, [])) = segment(rest) else {
        return false;
    };
    page.starts_with(size.as_flattened()) && region.starts_with(size.as_flattened())
}

/// Type and data of the first segment, of page 1 and referring to no other, and what follows
/// it (ITU-T T.88, 7.2).
fn segment(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (header, rest) = bytes.split_first_chunk()?;
    let &[_, _, _, _, kind, 0, 1, l3, l2, l1, l0] = header else {
        return None;
    };
    let length = u32::from_be_bytes([l3, l2, l1, l0]);
    let (data, rest) = rest.split_at_checked(length as usize)?;
    Some((kind, data, rest))
}

/// Holds the largest picture.
const XZ_WINDOW: u32 = 2 << 20;

fn unpack_xz(bytes: &[u8], length: usize) -> Result<Vec<u8>, PictureError> {
    // Preset 9's own window is 64 MiB: whoever asks for more means no picture.
    let reader = lzma_rust2::XzReader::new_mem_limit(bytes, false, 70 << 10);
    let mut bits = Vec::with_capacity(length);
    reader
        .take(length as u64 + 1)
        .read_to_end(&mut bits)
        .map_err(|_| PictureError::Damaged)?;
    Ok(bits)
}

fn check_size(width: u32, height: u32, dpi: u32) -> Result<(), PictureError> {
    let side = 1..=Picture::MOST_SIDE;
    if side.contains(&width) && side.contains(&height) && Picture::RESOLUTIONS.contains(&dpi) {
        Ok(())
    } else {
        Err(PictureError::Size { width, height, dpi })
    }
}

/// Gathers decoded pixels into packed rows.
#[derive(Default)]
struct Rows {
    bits: Vec<u8>,
    byte: u8,
    filled: u32,
}

impl hayro_jbig2::Decoder for Rows {
    #[inline]
    fn push_pixel(&mut self, black: bool) {
        self.byte = self.byte << 1 | u8::from(black);
        self.filled += 1;
        if self.filled == 8 {
            self.bits.push(self.byte);
            (self.byte, self.filled) = (0, 0);
        }
    }

    #[inline]
    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        let byte = if black { 0xff } else { 0 };
        self.bits
            .resize(self.bits.len() + chunk_count as usize, byte);
    }

    fn next_line(&mut self) {
        if self.filled > 0 {
            self.bits.push(self.byte << (8 - self.filled));
            (self.byte, self.filled) = (0, 0);
        }
    }
}
