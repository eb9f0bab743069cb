//! Certificates that cannot be pressed as they are, or not at all.

use crate::bench::{Bench, specimen};
use krilla::Document;
use krilla::geom::{Size, Transform};
use krilla::image::Image;
use krilla::page::PageSettings;
use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions, dictionary};

use press::Error;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Pages of the given size with as many square inches of noise, 600 dpi.
fn noise(size: (f32, f32), areas: &[f32]) -> Vec<u8> {
    let mut random = ChaCha8Rng::seed_from_u64(20_261_121);
    let mut document = Document::new();
    for area in areas {
        let settings = PageSettings::from_wh(size.0, size.1).unwrap();
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        // Six inches wide.
        let rows = (area / 6.0 * 600.0) as u32;
        if rows > 0 {
            let gray = (0..3600 * rows).map(|_| if random.random() { 255 } else { 0 });
            let pixels: Vec<u8> = gray.flat_map(|g: u8| [g, g, g, 255]).collect();
            let image = Image::from_rgba8(pixels, 3600, rows);
            surface.push_transform(&Transform::from_translate(72.0, 72.0));
            surface.draw_image(
                image,
                Size::from_wh(6.0 * 72.0, rows as f32 * 0.12).unwrap(),
            );
            surface.pop();
        }
    }
    document.finish().unwrap()
}

const A4: (f32, f32) = (595.28, 841.89);

fn resolutions(pressed: &press::Pressed) -> Vec<u32> {
    pressed.pages.iter().map(|page| page.picture.dpi).collect()
}

#[test]
fn resolution_steps_down_page_by_page_only_as_needed() {
    // At 300 dpi a square inch of noise is 11 KiB, at 240 dpi 7 KiB, at 200 dpi 5 KiB; the
    // smallest cells hold 41 KiB.
    let pressed = Bench::new().press(&noise(A4, &[5.0, 2.0, 7.5])).unwrap();
    assert_eq!(resolutions(&pressed), [240, 300, 200]);
    let dots: Vec<u32> = pressed
        .pages
        .iter()
        .map(|p| p.label.profile.dots())
        .collect();
    assert_eq!(dots, [6, 7, 6]);
    let sizes: Vec<_> = pressed
        .pages
        .iter()
        .map(|p| (p.picture.width, p.picture.height))
        .collect();
    assert_eq!(sizes, [(1984, 2806), (2480, 3508), (1653, 2339)]);
}

#[test]
fn a_page_too_dense_is_named_with_its_sizes() {
    let Err(Error::TooDense { page, tried, most }) = Bench::new().press(&noise(A4, &[0.0, 12.0]))
    else {
        panic!("pressed, or refused for another reason");
    };
    assert_eq!(page, 2);
    assert_eq!(
        tried.iter().map(|t| t.0).collect::<Vec<_>>(),
        [300, 240, 200]
    );
    assert!(tried.iter().all(|t| t.1 > most), "{tried:?} fits {most}");
    assert!((40_000..43_000).contains(&most));
}

#[test]
fn an_empty_page_takes_the_largest_cells() {
    let pressed = Bench::new().press(&noise(A4, &[0.0])).unwrap();
    assert_eq!(pressed.pages[0].label.profile.dots(), 8);
}

#[test]
fn only_a4_portrait() {
    let bench = Bench::new();
    for (size, is_a4) in [
        ((595.0, 842.0), true),
        ((590.5, 837.0), true),
        ((612.0, 792.0), false),
        ((841.89, 595.28), false),
        ((588.0, 841.89), false),
    ] {
        match bench.press(&noise(size, &[0.0])) {
            Ok(_) => assert!(is_a4, "{size:?} was pressed"),
            Err(Error::NotA4 { page: 1, .. }) => assert!(!is_a4, "{size:?} was refused"),
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn a_landscape_page_turned_by_its_rotation_is_portrait() {
    let mut document = lopdf::Document::load_mem(&noise((841.89, 595.28), &[0.5])).unwrap();
    let page = document.get_pages()[&1];
    document.get_dictionary_mut(page).unwrap().set("Rotate", 90);
    let turned = saved(document);
    let pressed = Bench::new().press(&turned).unwrap();
    let rendered = pages::pdf::render(&turned, 300).unwrap();
    let seen = sheet::Picture::from_gray(
        rendered[0].width,
        rendered[0].height,
        300,
        &rendered[0].gray,
    );
    let share = crate::tools::disagreement(&pressed.pages[0].picture, &seen.unwrap());
    assert!(share < 0.05, "{share}");
}

#[test]
fn files_that_are_no_certificate() {
    let bench = Bench::new();
    let specimen = specimen("inkan");
    let cut = &specimen[..specimen.len() / 2];
    for bytes in [&b""[..], b"%PDF-1.7\n", b"certainly not a PDF", cut] {
        let refused = bench.press(bytes).err();
        assert!(matches!(refused, Some(Error::NotAPdf)), "{refused:?}");
    }
}

#[test]
fn a_password_is_told_apart_from_damage() {
    let mut document = lopdf::Document::load_mem(&specimen("inkan")).unwrap();
    document
        .trailer
        .set("ID", vec![Object::string_literal("0123456789abcdef"); 2]);
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let refused = Bench::new().press(&saved(document)).err();
    assert!(matches!(refused, Some(Error::Encrypted)), "{refused:?}");
}

#[test]
fn form_fields_are_refused_because_they_would_be_lost() {
    let mut document = lopdf::Document::load_mem(&specimen("koseki-2p")).unwrap();
    let page = document.get_pages()[&2];
    let annotation = |subtype: &str| dictionary! { "Type" => "Annot", "Subtype" => subtype };
    let (link, field) = (annotation("Link"), annotation("Widget"));
    document
        .get_dictionary_mut(page)
        .unwrap()
        .set("Annots", vec![link.into(), field.into()]);
    let refused = Bench::new().press(&saved(document)).err();
    assert!(
        matches!(refused, Some(Error::Annotations { page: 2 })),
        "{refused:?}"
    );
}

fn saved(mut document: lopdf::Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}
