//! dbg
use std::ops::ControlFlow;
fn main() {
    let bytes = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    pages::decode(&bytes, &pages::Limits::default(), false, &mut |page| {
        let s = scan::scan(scan::Gray {
            width: page.width,
            height: page.height,
            pixels: &page.gray,
        });
        println!(
            "{:?} marks {:?} grid {:?} labels {:?}",
            s.outcome.as_ref().map(|r| (r.dpi, r.rotation)),
            s.evidence.marks,
            s.evidence.grid,
            s.evidence.labels
        );
        for row in s.evidence.tiles.chunks(11) {
            for t in row {
                print!("{:3.0}", t.quality * 99.0);
            }
            println!("   {:?}", row[0].corners[0]);
        }
        ControlFlow::Continue(())
    })
    .unwrap();
}
