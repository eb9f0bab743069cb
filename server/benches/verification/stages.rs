//! The stages of one verification, each alone.

use crate::common::{Site, paper as sheets};
use crate::paper::{self, Upload};
use crate::{cost, verify};
use pages::worker::Worker;
use scan::Gray;
use std::ops::ControlFlow;

pub fn table(site: &Site, office: &Upload) {
    let pdfium = std::env::var("URAMEN_PDFIUM").expect("cargo sets it");
    let worker = Worker {
        exe: env!("CARGO_BIN_EXE_uramen-worker").into(),
        pdfium: Some(pdfium.into()),
    };
    let limits = pages::Limits::default();
    let read = |displays| {
        let wanted = pages::Wanted {
            displays,
            ..pages::Wanted::default()
        };
        let end = worker.look(&office.jpeg, &limits, wanted, &mut |_| {
            ControlFlow::Continue(())
        });
        end.expect("reads");
    };
    let mut decoded = None;
    let mut keep = |page| {
        decoded = Some(page);
        ControlFlow::Continue(())
    };
    let end = pages::decode(&office.jpeg, &limits, pages::Wanted::default(), &mut keep);
    end.expect("decodes");
    let page = decoded.expect("a page");
    let plane = Gray {
        width: page.width,
        height: page.height,
        pixels: &page.gray,
    };
    let reading = scan::scan(plane).outcome.expect("a reading");
    let correct = || sheet::decode(&reading.label, reading.layout, &reading.soft).is_ok();
    assert!(correct());
    let packed = sheets::content(&sheets::front(1)).picture;
    let restore = || packed.unpack().and_then(|front| front.to_png());

    let own = |work: &mut dyn FnMut()| cost::of(cost::own(), work);
    let reference = own(&mut || paper::libjpeg_turbo(&office.jpeg));
    let whole = cost::of(site.process_id(), || drop(verify(site, &office.file)));
    println!(
        "office, A4 300 dpi colour JPEG, {} KiB",
        office.jpeg.len() / 1024
    );
    println!("{:28} {:>6} {:>6}", "", "ms", "ratio");
    for (stage, time) in [
        ("libjpeg-turbo to gray", reference),
        ("the worker's whole", own(&mut || read(false))),
        ("the same with a display", own(&mut || read(true))),
        ("scan, here", own(&mut || drop(scan::scan(plane)))),
        ("correct, here", own(&mut || assert!(correct()))),
        ("restore and PNG", own(&mut || assert!(restore().is_ok()))),
        ("whole, by the API", whole),
    ] {
        println!("{stage:28} {time:6.1} {:6.2}", time / reference);
    }
}
