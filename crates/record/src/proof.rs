use crate::tree::{Reader, check_size};
use crate::{Cause, Checkpoint, Error, Hash, Head, leaf_hash};
use serde::{Deserialize, Serialize, Serializer};
use tlog_tiles::{check_record, check_tree, prove_record, prove_tree};

/// That the tree of `size` entries has a certain entry at `index` (RFC 6962, section 2.1.1).
/// In JSON the hashes are base64.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InclusionProof {
    pub index: u64,
    pub size: u64,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    #[serde(serialize_with = "base64")]
    pub hashes: Vec<Hash>,
}

/// That the tree of `to` entries begins with the tree of `from` entries (RFC 6962,
/// section 2.1.2). In JSON the hashes are base64.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsistencyProof {
    pub from: u64,
    pub to: u64,
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    #[serde(serialize_with = "base64")]
    pub hashes: Vec<Hash>,
}

impl InclusionProof {
    /// Reads O(log `size`) stored hashes in one call.
    ///
    /// # Errors
    /// [`Error::NotInTree`], or [`Error::Storage`] when the stored tree is smaller than `size`.
    pub fn new(
        index: u64,
        size: u64,
        read: impl Fn(&[u64]) -> Result<Vec<Hash>, Cause>,
    ) -> Result<InclusionProof, Error> {
        check_size(size)?;
        let reader = Reader::new(read);
        let beyond = Error::NotInTree {
            wanted: index,
            size,
        };
        match prove_record(size, index, &reader) {
            Ok(hashes) => Ok(InclusionProof {
                index,
                size,
                hashes,
            }),
            Err(_) => Err(reader.why(beyond)),
        }
    }

    /// Whether the checkpoint's tree has this line, without its end, at this proof's index.
    ///
    /// # Errors
    /// [`Error::Proof`].
    pub fn verify(&self, checkpoint: &Checkpoint, line: &str) -> Result<(), Error> {
        let Head { size, root } = checkpoint.head();
        let held = check_record(&self.hashes, size, root, self.index, leaf_hash(line));
        if size == self.size && held.is_ok() {
            Ok(())
        } else {
            Err(Error::Proof)
        }
    }
}

impl ConsistencyProof {
    /// Reads O(log `to`) stored hashes in one call. Every tree begins with the empty one, which
    /// takes no hashes.
    ///
    /// # Errors
    /// [`Error::NotInTree`], or [`Error::Storage`] when the stored tree is smaller than `to`.
    pub fn new(
        from: u64,
        to: u64,
        read: impl Fn(&[u64]) -> Result<Vec<Hash>, Cause>,
    ) -> Result<ConsistencyProof, Error> {
        check_size(to)?;
        if from == 0 {
            let hashes = Vec::new();
            return Ok(ConsistencyProof { from, to, hashes });
        }
        let reader = Reader::new(read);
        let beyond = Error::NotInTree {
            wanted: from,
            size: to,
        };
        match prove_tree(to, from, &reader) {
            Ok(hashes) => Ok(ConsistencyProof { from, to, hashes }),
            Err(_) => Err(reader.why(beyond)),
        }
    }

    /// Whether the newer checkpoint's tree begins with the older one's.
    ///
    /// # Errors
    /// [`Error::Proof`].
    pub fn verify(&self, older: &Checkpoint, newer: &Checkpoint) -> Result<(), Error> {
        self.verify_heads(older.head(), newer.head())
    }

    pub(crate) fn verify_heads(&self, older: Head, newer: Head) -> Result<(), Error> {
        let same_sizes = (self.from, self.to) == (older.size, newer.size);
        let holds = if older.size == 0 {
            self.hashes.is_empty()
        } else {
            check_tree(&self.hashes, newer.size, newer.root, older.size, older.root).is_ok()
        };
        if same_sizes && holds {
            Ok(())
        } else {
            Err(Error::Proof)
        }
    }
}

fn base64<S: Serializer>(hashes: &[Hash], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(hashes.iter().map(Hash::to_string))
}
