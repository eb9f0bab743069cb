//! `ct-merkle` has the same trees and proofs.

use crate::log::{Log, entry};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use record::{ConsistencyProof, Error, Hash, InclusionProof, Tree, leaf_hash};
use sha2::Sha256;

fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

#[test]
fn trees_and_proofs_of_every_size_are_those_of_ct_merkle() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut log = Log::new();
    let mut peer = MemoryBackedTree::<Sha256, String>::new();
    while log.lines.len() < 300 {
        let size = log.lines.len() as u64;
        let batch: Vec<_> = (size..size + rng.random_range(1..8)).map(entry).collect();
        log.append(&batch);
        for line in &log.lines[size as usize..] {
            peer.push(line.clone());
        }
        let size = log.lines.len() as u64;
        assert_eq!(log.tree.head().root.0[..], peer.root().as_bytes()[..]);
        assert_eq!(Tree::load(size, log.reader()).unwrap(), log.tree);

        for _ in 0..10 {
            let index = rng.random_range(0..size);
            let proof = InclusionProof::new(index, size, log.reader()).unwrap();
            let theirs = peer.prove_inclusion(index as usize);
            assert_eq!(bytes(&proof.hashes), theirs.as_bytes(), "{index} in {size}");
            let line = &log.lines[index as usize];
            proof.verify(&log.checkpoint(), line).unwrap();

            let from = rng.random_range(1..=size);
            let proof = ConsistencyProof::new(from, size, log.reader()).unwrap();
            let theirs = peer.prove_consistency((size - from) as usize);
            assert_eq!(bytes(&proof.hashes), theirs.as_bytes(), "{from} to {size}");
            let older = log.checkpoint_at(from);
            proof.verify(&older, &log.checkpoint()).unwrap();
        }
    }
}

#[test]
fn a_proof_proves_nothing_else() {
    let log = Log::of(21);
    let (checkpoint, older) = (log.checkpoint(), log.checkpoint_at(13));
    let good = InclusionProof::new(8, 21, log.reader()).unwrap();
    let refused = |proof: &InclusionProof, line: &str| {
        assert!(matches!(proof.verify(&checkpoint, line), Err(Error::Proof)));
    };
    refused(&good, &log.lines[9]);
    refused(&good, &log.lines[8].replace("web", "api:x"));
    for (index, size) in [(9, 21), (21, 21), (8, 22), (u64::MAX, 21)] {
        let hashes = good.hashes.clone();
        refused(
            &InclusionProof {
                index,
                size,
                hashes,
            },
            &log.lines[8],
        );
    }
    assert!(good.verify(&older, &log.lines[8]).is_err());

    let proof = ConsistencyProof::new(13, 21, log.reader()).unwrap();
    assert!(proof.verify(&older, &checkpoint).is_ok());
    assert!(proof.verify(&checkpoint, &older).is_err());
    assert!(proof.verify(&log.checkpoint_at(12), &checkpoint).is_err());
    for wrong in 0..proof.hashes.len() {
        let mut proof = proof.clone();
        proof.hashes[wrong] = leaf_hash("");
        assert!(proof.verify(&older, &checkpoint).is_err());
    }
    for (from, to) in [(12, 21), (13, 22)] {
        let hashes = proof.hashes.clone();
        let renamed = ConsistencyProof { from, to, hashes };
        assert!(renamed.verify(&older, &checkpoint).is_err());
    }
    let from_nothing = ConsistencyProof::new(0, 21, log.reader()).unwrap();
    from_nothing
        .verify(&log.checkpoint_at(0), &checkpoint)
        .unwrap();
}

#[test]
fn there_is_no_proof_beyond_the_tree() {
    let log = Log::of(21);
    let not_in_tree = |told: Error| matches!(told, Error::NotInTree { .. });
    for (index, size) in [(21, 21), (0, 0), (5, 5), (0, u64::MAX)] {
        assert!(not_in_tree(
            InclusionProof::new(index, size, log.reader()).unwrap_err()
        ));
    }
    for (from, to) in [(22, 21), (u64::MAX, u64::MAX)] {
        assert!(not_in_tree(
            ConsistencyProof::new(from, to, log.reader()).unwrap_err()
        ));
    }
    for size in [22, 1 << 60] {
        let told = InclusionProof::new(3, size, log.reader());
        assert!(matches!(told, Err(Error::Storage(_))), "{told:?}");
        let told = ConsistencyProof::new(3, size, log.reader());
        assert!(matches!(told, Err(Error::Storage(_))), "{told:?}");
    }
    // A store that leaves out what it does not have.
    let short = |indexes: &[u64]| Ok(vec![Hash::default(); indexes.len() - 1]);
    assert!(matches!(Tree::load(3, short), Err(Error::Storage(_))));
    assert!(matches!(
        InclusionProof::new(1, 3, short),
        Err(Error::Storage(_))
    ));
}
