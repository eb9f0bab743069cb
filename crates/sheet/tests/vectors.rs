//! The code against `tests/vectors`, whose values the Python of `tests/reader` computed.

#[path = "../src/interleave.rs"]
mod interleave;

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use interleave::{Order, deinterleave};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sheet::{Content, Kind, Label, LabelError, Layout, Packed, Picture, Sealed, SheetId};
use std::fs;

fn file(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    fs::read_to_string(format!("{folder}/{name}")).unwrap()
}

fn vectors(name: &str) -> Vec<Value> {
    serde_json::from_str(&file(name)).unwrap()
}

fn halves(name: &str) -> [Vec<Value>; 2] {
    let both: Value = serde_json::from_str(&file(name)).unwrap();
    ["read", "refused"].map(|half| both[half].as_array().unwrap().clone())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn bytes(value: &Value) -> Vec<u8> {
    HEXLOWER.decode(text(value).as_bytes()).unwrap()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

fn sha256_of_words(numbers: &[u32]) -> String {
    let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
    sha256(&bytes)
}

fn label_and_layout(vector: &Value) -> (Label, &'static Layout) {
    let label = Label::from_bytes(&bytes(&vector["label"])).unwrap();
    (label, Layout::of(label.profile))
}

#[test]
fn labels() {
    let [read, refused] = halves("labels.json");
    for v in read {
        let label = Label::from_bytes(&bytes(&v["bytes"])).unwrap();
        assert_eq!(label.to_bytes()[..], bytes(&v["bytes"]));
        assert_eq!(label.to_url(text(&v["host"])), text(&v["url"]));
        assert_eq!(Label::from_url(text(&v["url"])), Ok(label));
        assert_eq!(label.sheet.number(), text(&v["number"]));
    }
    for v in refused {
        let url = text(&v["url"]);
        let why = match Label::from_url(url) {
            Err(LabelError::Foreign) => "foreign",
            Err(LabelError::Version(version)) => {
                let (_, digits) = url.split_once('#').unwrap();
                assert_eq!(BASE32_NOPAD.decode(digits.as_bytes()).unwrap()[0], version);
                "version"
            }
            Err(LabelError::Invalid) => "invalid",
            other => panic!("{url}: {other:?}"),
        };
        assert_eq!(why, text(&v["why"]), "{url}");
    }
}

#[test]
fn layouts() {
    for v in vectors("layouts.json") {
        let profile = u8::try_from(number(&v["profile"])).unwrap();
        let layout = Layout::of(sheet::Profile::from_dots(profile).unwrap());
        let numbers =
            |name: &str| -> Vec<u32> { v[name].as_array().unwrap().iter().map(number).collect() };
        let pair = |name: &str| <[u32; 2]>::try_from(numbers(name)).unwrap().into();
        let pilots: Vec<(u32, u32)> = layout.pilots().collect();
        let cells: Vec<u32> = layout.data().collect();
        assert_eq!(
            (layout.columns, layout.rows),
            (number(&v["columns"]), number(&v["rows"]))
        );
        assert_eq!(layout.pilot_columns, numbers("pilot_columns"));
        assert_eq!(layout.pilot_rows, numbers("pilot_rows"));
        assert_eq!(pilots.len() as u32, number(&v["pilots"]));
        assert_eq!(pilots.first(), Some(&pair("first_pilot")));
        assert_eq!(pilots.last(), Some(&pair("last_pilot")));
        assert_eq!(layout.data_cells as u32, number(&v["data_cells"]));
        assert_eq!(cells.len(), layout.data_cells);
        assert_eq!(cells.first(), Some(&number(&v["first"])));
        assert_eq!(cells.last(), Some(&number(&v["last"])));
        assert_eq!(sha256_of_words(&cells), text(&v["sha256"]));
        assert_eq!(layout.words() as u32, number(&v["words"]));
    }
}

#[test]
fn orders() {
    for v in vectors("orders.json") {
        let (label, layout) = label_and_layout(&v);
        let cells = layout.data_cells;
        let (order, mut noise) = Order::new(&label.sheet, cells);
        // `order` carries bytes: so the number of each coded bit goes onto its cell in parts.
        let parts = [0, 8, 16].map(|shift| {
            let mut part: Vec<u8> = (0..cells).map(|bit| (bit >> shift) as u8).collect();
            order.interleave(&mut part);
            part
        });
        let mut places = vec![0; cells];
        let [low, middle, high] = &parts;
        for (cell, ((low, middle), high)) in (0..).zip(low.iter().zip(middle).zip(high)) {
            places[u32::from_le_bytes([*low, *middle, *high, 0]) as usize] = cell;
        }
        let first: Vec<u32> = v["order"].as_array().unwrap().iter().map(number).collect();
        assert_eq!(places[..16], first);
        assert_eq!(sha256_of_words(&places), text(&v["sha256"]));
        let mut whitening = vec![0; number(&v["whitening_length"]) as usize];
        noise.whiten(&mut whitening);
        assert_eq!(whitening[..32], bytes(&v["whitening"]));
        assert_eq!(sha256(&whitening), text(&v["whitening_sha256"]));
    }
}

fn sealed(vector: &Value) -> Sealed {
    let length = u64::from(number(&vector["ciphertext_length"]));
    Sealed {
        encapsulated_key: bytes(&vector["encapsulated_key"]).try_into().unwrap(),
        // As the vector says.
        ciphertext: (0..length).map(|k| (167 * k + k / 256) as u8).collect(),
    }
}

#[test]
fn frames() {
    for v in vectors("frames.json") {
        let (label, layout) = label_and_layout(&v);
        let cells = sheet::encode(&label, layout, &sealed(&v)).unwrap();
        assert_eq!(sha256(&cells), text(&v["cells_sha256"]));

        let mut coded: Vec<i8> = cells.iter().map(|&bit| bit as i8).collect();
        let mut noise = deinterleave(&label.sheet, &mut coded);
        let packed = |bits: &[i8]| bits.iter().fold(0, |byte, &bit| byte << 1 | bit as u8);
        let words: Vec<u8> = coded[..layout.words() * 8192]
            .chunks(8)
            .map(packed)
            .collect();
        assert_eq!(words[..1024], bytes(&v["first_word"]));
        assert_eq!(sha256(&words), text(&v["words_sha256"]));
        let mut frame: Vec<u8> = words
            .chunks(1024)
            .flat_map(|word| &word[..512])
            .copied()
            .collect();
        assert_eq!(sha256(&frame), text(&v["whitened_sha256"]));
        noise.whiten(&mut frame);
        assert_eq!(sha256(&frame), text(&v["filled_sha256"]));

        let soft: Vec<i8> = cells
            .iter()
            .map(|&bit| if bit == 1 { -24 } else { 24 })
            .collect();
        let (read, _) = sheet::decode(&label, layout, &soft).unwrap();
        assert!(read == sealed(&v));
    }
}

#[test]
fn pages() {
    for (v, frame) in vectors("pages.json").iter().zip(vectors("frames.json")) {
        let (label, layout) = label_and_layout(v);
        let cells = sheet::encode(&label, layout, &sealed(&frame)).unwrap();
        let mut page = sheet::draw(&label, text(&v["host"]), layout, &cells).unwrap();
        assert_eq!(sha256(&page.bits), text(&v["sha256"]));
        for rect in sheet::layout::LABELS {
            for y in rect.y..rect.y + rect.height {
                (rect.x..rect.x + rect.width).for_each(|x| page.set(x, y, false));
            }
        }
        assert_eq!(sha256(&page.bits), text(&v["sha256_without_symbols"]));
    }
}

#[test]
fn contents() {
    let [read, refused] = halves("contents.json");
    for v in read {
        let content = Content::from_cbor(&bytes(&v["cbor"])).unwrap();
        assert_eq!(content.to_cbor(), bytes(&v["cbor"]));
        let map = &v["content"];
        let shown = |bytes: &Vec<u8>| Value::from(HEXLOWER.encode(bytes));
        let kinds = Kind::ALL.iter().zip([1, 2, 3, 4, 5, 6, 7, 255]);
        let kind = kinds.filter(|(kind, _)| **kind == content.kind);
        let kind: Vec<u32> = kind.map(|(_, number)| number).collect();
        let masks = content.masks.as_ref().map(|masks| {
            let rect = masks.iter().map(|m| [m.x, m.y, m.width, m.height]);
            rect.map(|side| Value::from(side.to_vec()))
                .collect::<Vec<_>>()
        });
        let Packed {
            codec,
            width,
            height,
            dpi,
            bytes,
        } = &content.picture;
        let codec = u32::from(*codec == sheet::Codec::Xz);
        assert_eq!(
            content.municipality.to_string().parse(),
            Ok(number(&map["1"]))
        );
        assert_eq!(kind, [number(&map["2"])]);
        assert_eq!(content.issued_at, map["3"]);
        assert_eq!(masks.map(Value::from), map.get("4").cloned());
        assert_eq!(content.infrared.as_ref().map(shown), map.get("5").cloned());
        let head = [codec, *width, *height, *dpi].map(Value::from);
        let packed = [&head[..], &[shown(bytes)]].concat();
        assert_eq!(Value::from(packed), map["6"]);
    }
    for cbor in refused {
        assert!(Content::from_cbor(&bytes(&cbor)).is_err(), "{cbor}");
    }
}

#[test]
fn pictures() {
    for v in vectors("pictures.json") {
        let codecs = [sheet::Codec::Jbig2, sheet::Codec::Xz];
        let [width, height, dpi] = ["width", "height", "dpi"].map(|name| number(&v[name]));
        let packed = Packed {
            codec: codecs[number(&v["codec"]) as usize],
            width,
            height,
            dpi,
            bytes: bytes(&v["bytes"]),
        };
        let picture = Picture {
            width,
            height,
            dpi,
            bits: bytes(&v["rows"]),
        };
        assert!(packed.unpack().unwrap() == picture);
    }
}

/// 33 characters of a host, and not one more: `HTTPS://`, 33 and `/#` and 39 are 82 in 496 bits.
#[test]
fn the_longest_host() {
    let label = label_and_layout(&vectors("pages.json")[0]).0;
    let (layout, cells) = (Layout::of(label.profile), []);
    let draws = |length| sheet::draw(&label, &"a".repeat(length), layout, &cells).map(|_| ());
    assert_eq!((draws(33), draws(34)), (Ok(()), Err(LabelError::TooLong)));
}
