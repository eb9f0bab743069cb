//! What convinces somebody who keeps a checkpoint, by command and by API.

use super::Newest;
use crate::database::Database;
use record::{ConsistencyProof, Entry, Error, InclusionProof};
use serde::Serialize;
use utoipa::ToSchema;

/// That an entry is in the record.
#[derive(Serialize, ToSchema)]
pub struct Inclusion {
    /// A C2SP signed note.
    pub checkpoint: String,
    /// The entry, as it is hashed.
    pub line: String,
    pub proof: InclusionProof,
}

/// That the record continues an older one.
#[derive(Serialize, ToSchema)]
pub struct Consistency {
    /// A C2SP signed note.
    pub checkpoint: String,
    pub proof: ConsistencyProof,
}

impl Newest {
    /// # Errors
    /// [`Error::NotInTree`]: there is no such entry.
    pub async fn prove_entry(self, database: &Database, index: u64) -> Result<Inclusion, Error> {
        let Newest { size, checkpoint } = self;
        let proof = database
            .with_hashes(move |hashes| InclusionProof::new(index, size, hashes))
            .await?;
        let lines = database.record_lines(index, 1).await;
        let lines = lines.map_err(|cause| Error::Storage(cause.into()))?;
        let (line, _) = lines.into_iter().next().ok_or(Error::NotInTree {
            wanted: index,
            size,
        })?;
        Entry::parse(&line)?;
        Ok(Inclusion {
            checkpoint,
            line,
            proof,
        })
    }

    /// # Errors
    /// [`Error::NotInTree`]: the record was never smaller than that and is not now.
    pub async fn prove_since(self, database: &Database, from: u64) -> Result<Consistency, Error> {
        let Newest { size, checkpoint } = self;
        let proof = database
            .with_hashes(move |hashes| ConsistencyProof::new(from, size, hashes))
            .await?;
        Ok(Consistency { checkpoint, proof })
    }
}
