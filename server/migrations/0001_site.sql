-- One dialect for SQLite and PostgreSQL. Times are microseconds since 1970-01-01T00:00:00Z.

-- What all nodes of a site must agree on, such as the key that signs checkpoints.
CREATE TABLE site (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Cards of issuing centres (JSON, public halves only), in the order of registration: an
-- issuer has one for each of its signing keys.
CREATE TABLE issuer_cards (
    card     TEXT NOT NULL PRIMARY KEY,
    added_at BIGINT NOT NULL
);

-- Opening keys, wrapped under the key-encryption key, which is not in this database.
CREATE TABLE escrow_keys (
    issuer     BIGINT NOT NULL,
    escrow_key BIGINT NOT NULL,
    public     BYTEA NOT NULL,
    -- Empty once the key is destroyed.
    wrapped    BYTEA NOT NULL,
    -- Which key-encryption key wraps it, and the key's state in JSON.
    kek        TEXT NOT NULL,
    state      TEXT NOT NULL,
    made_at    BIGINT NOT NULL,
    PRIMARY KEY (issuer, escrow_key)
);

-- Signing keys that are retired or compromised; of all others the cards are all there is.
CREATE TABLE signing_keys (
    issuer BIGINT NOT NULL,
    kid    TEXT NOT NULL,
    state  TEXT NOT NULL,
    PRIMARY KEY (issuer, kid)
);

-- Lists of sheets that issuers signed: revoked ones, and the ones issued before a signing key
-- was compromised.
CREATE TABLE sheet_lists (
    issuer   BIGINT NOT NULL,
    kind     TEXT NOT NULL,
    signed   BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, kind, signed)
);

-- The record of key uses: the leaves of a Merkle tree, in order, and with each the hashes of
-- the subtrees that it completes, 32 bytes each (see the crate `record`).
CREATE TABLE record_entries (
    position BIGINT NOT NULL PRIMARY KEY,
    line     TEXT NOT NULL,
    hashes   BYTEA NOT NULL,
    -- Of uses and their outcomes: the keyed hash of the sheet, to look it up by.
    sheet    BYTEA
);

CREATE INDEX record_entries_by_sheet ON record_entries (sheet);

-- The tree's size: who appends moves it, so of two nodes at once one starts again.
CREATE TABLE record_head (
    size BIGINT NOT NULL
);

INSERT INTO record_head (size) VALUES (0);
