//! Soft bits to a frame.
//!
//! A short input says what frame is written, after the specification and not by the code that
//! is fuzzed, and how its cells are disturbed.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use labrador_ldpc::LDPCCode;
use sha2::{Digest, Sha256};
use sheet::{Label, Layout, Profile, Sealed, SheetId, decode};

pub fn run(data: &[u8]) {
    let Some((&[profile, set, way, volume, l3, l2, l1, l0], rest)) = data.split_first_chunk()
    else {
        return;
    };
    let layout = Layout::of(Profile::ALL[usize::from(profile) % Profile::ALL.len()]);
    let label = label(layout.profile, set);
    if way & 1 == 1 {
        // Chance never makes a frame: nothing that fits an input is one.
        assert!(decode(&label, layout, &stretched(rest, layout)).is_err());
        return;
    }
    let (content, changes) = rest.split_at(rest.len().min(16));
    let length = u32::from_be_bytes([l3, l2, l1, l0]);
    let frame = frame(layout, content, length, way & 2 == 2);
    let mut soft = written(&label, layout, &frame, (volume >> 1) as i8);
    let is_disturbed = disturb(&mut soft, changes) || volume < 2;
    let wanted = sealed_in(&frame);
    match decode(&label, layout, &soft) {
        Ok((sealed, repairs)) => {
            assert!(Some(&sealed) == wanted.as_ref(), "not what was written");
            assert_eq!(repairs.cells as usize, layout.words() * 8192);
            assert!((0.0..=1.0).contains(&repairs.margin()));
        }
        Err(unreadable) => {
            assert!(is_disturbed || unreadable.failed == 0 && wanted.is_none());
            assert_eq!(unreadable.words, layout.words());
        }
    }
}

fn label(profile: Profile, set: u8) -> Label {
    let sheet = SheetId {
        set: [set; 16],
        index: 1,
    };
    Label {
        issuer: 1,
        escrow_key: 1,
        sheet,
        pages: 1,
        profile,
    }
}

/// The input's bytes over and over, over about as many cells as there are.
fn stretched(bytes: &[u8], layout: &Layout) -> Vec<i8> {
    let cells = layout.data_cells;
    let count = match bytes.first() {
        None => 0,
        Some(&first) if first < 16 => cells * usize::from(first) / 8,
        Some(_) => cells,
    };
    bytes.iter().cycle().map(|&b| b as i8).take(count).collect()
}

fn frame(layout: &Layout, content: &[u8], length: u32, has_checksum: bool) -> Vec<u8> {
    let content = if content.is_empty() { &[0] } else { content };
    let mut frame: Vec<u8> = content
        .iter()
        .copied()
        .cycle()
        .take(layout.capacity())
        .collect();
    frame[..4].copy_from_slice(&length.to_be_bytes());
    let end = (length as usize).saturating_add(4);
    if has_checksum && let Some((body, rest)) = frame.split_at_mut_checked(end) {
        let checksum = Sha256::digest(body);
        rest.iter_mut()
            .zip(&checksum[..8])
            .for_each(|(to, from)| *to = *from);
    }
    frame
}

fn sealed_in(frame: &[u8]) -> Option<Sealed> {
    let length = u32::from_be_bytes(*frame.first_chunk()?);
    let (body, rest) = frame.split_at_checked((length as usize).checked_add(4)?)?;
    let holds = *rest.first_chunk::<8>()? == Sha256::digest(body)[..8];
    let (key, ciphertext) = body[4..].split_first_chunk()?;
    holds.then(|| Sealed {
        encapsulated_key: *key,
        ciphertext: ciphertext.to_vec(),
    })
}

/// The README's "Frame, correction, order", step by step.
fn written(label: &Label, layout: &Layout, frame: &[u8], volume: i8) -> Vec<i8> {
    let key = [
        b"uramen/interleave".as_slice(),
        &label.sheet.set,
        &[label.sheet.index],
    ]
    .concat();
    let mut stream = ChaCha20::new(&Sha256::digest(key), &[0; 12].into());
    let cells = layout.data_cells;
    let mut draws = vec![0; 4 * (cells - 1)];
    stream.apply_keystream(&mut draws);
    let mut order: Vec<usize> = (0..cells).collect();
    for (i, draw) in (1..cells).rev().zip(draws.as_chunks().0) {
        let r = u64::from(u32::from_le_bytes(*draw));
        order.swap(i, ((r * (i as u64 + 1)) >> 32) as usize);
    }
    let mut frame = frame.to_vec();
    stream.apply_keystream(&mut frame);

    let mut soft = vec![volume; cells];
    let mut bits = order.into_iter();
    for data in frame.chunks_exact(512) {
        let mut word = [0u8; 1024];
        LDPCCode::TM8192.copy_encode(data, &mut word);
        let ones = word
            .iter()
            .flat_map(|byte| (0..8).rev().map(move |shift| byte >> shift & 1));
        for (one, cell) in ones.zip(&mut bits) {
            soft[cell] = if one == 1 { -volume } else { volume };
        }
    }
    soft
}

/// Each six bytes change a run of cells: what, from where, how many, by which value.
fn disturb(soft: &mut [i8], changes: &[u8]) -> bool {
    let cells = soft.len();
    let part = |high, low| cells * usize::from(u16::from_be_bytes([high, low])) / 65_536;
    let changes = changes.as_chunks::<6>().0;
    for &[kind, s1, s0, c1, c0, value] in changes {
        let run = soft.iter_mut().skip(part(s1, s0)).take(part(c1, c0));
        match kind % 4 {
            0 => run.for_each(|cell| *cell = value as i8),
            1 => run.for_each(|cell| *cell = cell.saturating_neg()),
            2 => {
                let every = run.step_by(usize::from(value) + 1);
                every.for_each(|cell| *cell = 0);
            }
            _ => {
                let every = run.step_by(usize::from(value) + 1);
                every.for_each(|cell| *cell = cell.saturating_neg());
            }
        }
    }
    !changes.is_empty()
}
