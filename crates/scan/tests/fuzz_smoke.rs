//! A short run of this crate's fuzz target, see `fuzz/README.md`.

#[path = "../../../fuzz/src/pixels.rs"]
mod pixels;
#[path = "../../../fuzz/smoke.rs"]
mod smoke;

#[test]
fn pixels_to_soft_bits() {
    smoke::run("pixels", 40, pixels::run);
}
