//! A short run of the fuzz targets that need no more than this crate, see `fuzz/README.md`.

#[path = "../../../fuzz/src/cells.rs"]
mod cells;
#[path = "../../../fuzz/src/content.rs"]
mod content;
#[path = "../../../fuzz/src/label.rs"]
mod label;
#[path = "../../../fuzz/smoke.rs"]
mod smoke;

#[test]
fn labels() {
    smoke::run("label", 2000, label::run);
}

#[test]
fn cells_to_frame() {
    smoke::run("cells", 40, cells::run);
}

#[test]
fn opened_content() {
    smoke::run("content", 400, content::run);
}
