//! A short run of this crate's fuzz target, see `fuzz/README.md`.

#[path = "../../../fuzz/src/file.rs"]
mod file;
#[path = "../../../fuzz/smoke.rs"]
mod smoke;

#[test]
fn uploads_to_pages() {
    smoke::run("file", 2000, file::run);
}
