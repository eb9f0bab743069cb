//! Paper outlives code: what the files in `tests/vectors` say of version 1 is never changed. If
//! this fails, the file is wrong, and not the digest; a later version brings files of its own.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::fs;

/// SHA-256 of each file.
const FROZEN: [(&str, &str); 9] = [
    (
        "contents.json",
        "55fe602c5c452f09ccfba4f92223911e29655c424f7a285b6469fdd78f9c7720",
    ),
    (
        "frames.json",
        "f0a5bf0823181d3e966cf052a165fb652cf892952aadeea8bf6fe841377989c8",
    ),
    (
        "labels.json",
        "1ca8a67e77572c2c00d2bc56e2b510fea9c7321efa8d76bbd7699b33503bfd82",
    ),
    (
        "layouts.json",
        "2c346c3ea0e48b5957d2e8995863133bb67c13e2aacfffc2b058189b82bd2df7",
    ),
    (
        "orders.json",
        "d92a619d2c0df3aa3e447e2ea7e58bf86102bc980f034cc7a0566cfecad9b911",
    ),
    (
        "pages.json",
        "c8cbd759d7731768d19b66adbab4213a68cfdfd47f00d9e040dd4a250c256ade",
    ),
    (
        "pictures.json",
        "d164ba40c20c31a8f5ccdf941792fce6d6f01e52ffda7d21fcea0bbf5b2a950b",
    ),
    (
        "sealed.json",
        "d9225a65b79fefc493b46919eaef841516131c8de50a4236aaf4b479c730cece",
    ),
    (
        "symbols.json",
        "e3eb6c57c31d1317870c1bb2a9f9023cf404ce6ed82a0ae639babf310d543489",
    ),
];

#[test]
fn nobody_edited_a_vector() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, FROZEN.map(|(name, _)| name));
    for (name, digest) in FROZEN {
        let bytes = fs::read(format!("{folder}/{name}")).unwrap();
        assert_eq!(HEXLOWER.encode(&Sha256::digest(bytes)), digest, "{name}");
    }
}
