//! JPEGs that are not quite right: whatever of the picture is there is decoded.

mod common;

use common::{decode, fixture, only_page};
use pages::{Error, Limits, Page};

fn page(name: &str, bytes: &[u8]) -> Page {
    let (mut pages, end) = decode(bytes, &Limits::default());
    end.unwrap_or_else(|error| panic!("{name}: {error}"));
    pages.remove(0)
}

/// Where the compressed data of the first scan begins.
fn data(jpeg: &[u8]) -> usize {
    let at = jpeg.windows(2).position(|pair| pair == [0xff, 0xda]);
    let at = at.expect("a scan") + 2;
    at + usize::from(u16::from_be_bytes([jpeg[at], jpeg[at + 1]]))
}

#[test]
fn a_bad_byte_costs_what_follows_it_and_no_more() {
    for name in ["420.jpg", "gray.jpg", "restart.jpg"] {
        let mut bytes = fixture(name);
        let middle = (data(&bytes) + bytes.len()) / 2;
        bytes[middle..middle + 8].fill(0x55);
        let (whole, broken) = (only_page(name), page(name, &bytes));
        assert!(whole.gray != broken.gray, "{name}");
        let rows = whole.gray.chunks(whole.width as usize);
        let same = rows.zip(broken.gray.chunks(whole.width as usize));
        let same = same.take_while(|(a, b)| a == b).count();
        assert!(same >= 16, "{name}: {same} rows");
    }
}

#[test]
fn restart_markers_bring_it_back() {
    let mut bytes = fixture("restart.jpg");
    let start = data(&bytes);
    bytes[start + 4..start + 12].fill(0x55);
    let (whole, broken) = (only_page("restart.jpg"), page("restart.jpg", &bytes));
    let last = whole.gray.len() - 8 * whole.width as usize;
    assert!(whole.gray != broken.gray);
    assert!(whole.gray[last..] == broken.gray[last..]);
}

#[test]
fn a_picture_that_breaks_off_in_a_later_scan_is_decoded_so_far() {
    let mut bytes = fixture("progressive.jpg");
    let middle = (data(&bytes) + bytes.len()) / 2;
    bytes.truncate(middle);
    bytes.extend([0xff, 0xd9]);
    page("progressive.jpg", &bytes);
}

#[test]
fn bad_headers_that_the_picture_does_not_need_do_not_lose_it() {
    let bytes = fixture("420.jpg");
    let whole = page("as it is", &bytes);
    // Behind the first segment, JFIF's.
    let with = |extra: &[u8]| [&bytes[..20], extra, &bytes[20..]].concat();
    let profile = b"\xff\xe2\x00\x14ICC_PROFILE\0\x05\x02junk";
    let adobe = b"\xff\xee\x00\x0eAdobe\0\x64\0\0\0\0\x63";
    let mut jfif = bytes.clone();
    let version = jfif.windows(5).position(|name| name == b"JFIF\0").unwrap() + 5;
    jfif[version] = 9;
    for (name, odd) in [
        ("a colour profile in pieces", with(profile)),
        ("an unknown transform", with(adobe)),
        ("stray bytes", with(b"stray")),
        ("a version to come", jfif),
    ] {
        assert!(page(name, &odd).gray == whole.gray, "{name}");
    }
}

/// Each scan is a pass over the page, and they may be almost empty.
#[test]
fn scans_without_end_are_refused() {
    let bytes = fixture("progressive.jpg");
    let scan = data(&bytes) - 14..data(&bytes); // three components
    assert_eq!(bytes[scan.start..][..2], [0xff, 0xda]);
    let mut endless = bytes[..bytes.len() - 2].to_vec();
    for _ in 0..10_000 {
        endless.extend(&bytes[scan.clone()]);
    }
    endless.extend([0xff, 0xd9]);
    let (pages, end) = decode(&endless, &Limits::default());
    assert!(pages.is_empty());
    assert!(
        matches!(end, Err(Error::Damaged { page: Some(1) })),
        "{end:?}"
    );
}
