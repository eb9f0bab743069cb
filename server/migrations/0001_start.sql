-- Cards of issuing centres (JSON, public halves only), in the order of registration: an
-- issuer has one for each of its signing keys.
CREATE TABLE issuer_cards (
    id       INTEGER PRIMARY KEY,
    card     TEXT NOT NULL UNIQUE,
    added_at TEXT NOT NULL
) STRICT;

-- Opening keys, wrapped under the key-encryption key, which is not in this database.
CREATE TABLE escrow_keys (
    issuer     INTEGER NOT NULL,
    escrow_key INTEGER NOT NULL,
    public     BLOB NOT NULL,
    wrapped    BLOB NOT NULL,
    made_at    TEXT NOT NULL,
    PRIMARY KEY (issuer, escrow_key)
) STRICT, WITHOUT ROWID;

-- Every use of an opening key: written before the key is used, its outcome afterwards.
-- An outcome of NULL is a use whose end was never reached.
CREATE TABLE key_uses (
    id         INTEGER PRIMARY KEY,
    used_at    TEXT NOT NULL,
    actor      TEXT NOT NULL,
    -- HMAC-SHA-256 of the sheet id, under a key that is not in this database.
    sheet      BLOB NOT NULL,
    issuer     INTEGER NOT NULL,
    escrow_key INTEGER NOT NULL,
    outcome    TEXT
) STRICT;
