#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| uramen_fuzz::label::run(data));
