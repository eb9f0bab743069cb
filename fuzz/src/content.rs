//! Opened content, and the picture in it: what an issuer whose key is registered may say.

use sheet::{Codec, Content, Packed, Picture};

pub fn run(data: &[u8]) {
    let Some((&way, rest)) = data.split_first() else {
        return;
    };
    match way {
        0 => content(rest),
        _ => picture(way, rest),
    }
}

fn content(bytes: &[u8]) {
    if let Ok(content) = Content::from_cbor(bytes) {
        assert_eq!(content.to_cbor(), bytes);
        unpack(&content.picture);
    }
}

/// Past the CBOR, whose lengths a change inside the picture would break.
fn picture(way: u8, bytes: &[u8]) {
    let Some((&[w1, w0, h1, h0], bytes)) = bytes.split_first_chunk() else {
        return;
    };
    unpack(&Packed {
        codec: if way % 2 == 1 {
            Codec::Jbig2
        } else {
            Codec::Xz
        },
        width: u16::from_be_bytes([w1, w0]).into(),
        height: u16::from_be_bytes([h1, h0]).into(),
        dpi: 300,
        bytes: bytes.to_vec(),
    });
}

fn unpack(packed: &Packed) {
    let Ok(picture) = packed.unpack() else {
        return;
    };
    assert_eq!(
        (picture.width, picture.height, picture.dpi),
        (packed.width, packed.height, packed.dpi)
    );
    let row = picture.width.div_ceil(8) as usize;
    assert_eq!(picture.bits.len(), row * picture.height as usize);
    assert!(picture.to_png().is_ok());
    // The encoders are slow, and see only our own fronts.
    if picture.bits.len() < 1000 {
        packs_again(picture);
    }
}

fn packs_again(mut picture: Picture) {
    let row = picture.width.div_ceil(8) as usize;
    // Whoever packed it may have left something in what pads the rows; the encoders do not.
    let padding = 0xff << ((8 - picture.width % 8) % 8);
    for last in picture.bits.iter_mut().skip(row - 1).step_by(row) {
        *last &= padding as u8;
    }
    let packed = picture.pack().expect("any picture can be packed");
    assert!(packed.unpack().is_ok_and(|again| again == picture));
}
