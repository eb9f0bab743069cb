#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| uramen_fuzz::content::run(data));
