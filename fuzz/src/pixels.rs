//! Pixels to soft bits: a drawn sheet at low resolution, cut and painted over as a short input
//! says.

#[path = "page.rs"]
mod page;

use page::Page;
use scan::{Gray, Scan};
use sheet::{Bitmap, Label, Layout, Profile, Sealed, SheetId};

pub fn run(data: &[u8]) {
    let Some((&header, changes)) = data.split_first_chunk::<8>() else {
        return;
    };
    let mut page = Page::new(header);
    let mut rest = changes;
    while let Some((&change, after)) = rest.split_first_chunk::<6>() {
        rest = page.change(change, after);
    }
    page.turn(header[1]);
    let gray = Gray {
        width: page.width as u32,
        height: page.height as u32,
        pixels: &page.pixels,
    };
    let scan = scan::scan(gray);
    check(&scan);
    scan::diagnose(gray, &scan.evidence);
}

fn check(scan: &Scan) {
    let evidence = &scan.evidence;
    let tiles = evidence.tiles.iter();
    let corners = evidence.labels.iter().chain(&evidence.grid);
    let corners = corners.chain(tiles.clone().map(|tile| &tile.corners));
    let points = corners.flatten().chain(&evidence.marks);
    // They are drawn, and JSON knows no infinity.
    assert!(points.flatten().all(|v| v.is_finite()));
    assert!(
        tiles
            .clone()
            .all(|tile| (0.0..=1.0).contains(&tile.quality))
    );
    if let Ok(reading) = &scan.outcome {
        assert_eq!(reading.soft.len(), reading.layout.data_cells);
        assert_eq!(reading.label.profile, reading.layout.profile);
        assert!(reading.dpi > 0.0 && reading.dpi.is_finite());
        assert!((-180.0..=180.0).contains(&reading.rotation));
    }
}

/// A sheet that carries nothing but zeros (見本).
fn printed() -> Bitmap {
    let sheet = SheetId {
        set: [0; 16],
        index: 1,
    };
    let label = Label {
        issuer: 1,
        escrow_key: 1,
        sheet,
        pages: 1,
        profile: Profile::Dots8,
    };
    let layout = Layout::of(label.profile);
    let sealed = Sealed {
        encapsulated_key: [0; Sealed::KEY_LEN],
        ciphertext: Vec::new(),
    };
    let cells = sheet::encode(&label, layout, &sealed).expect("it fits");
    sheet::draw(&label, "uramen.example", layout, &cells).expect("the host is short")
}
