-- Tokens of callers of the API. Of a token itself only its SHA-256 is kept.
CREATE TABLE api_tokens (
    id         TEXT NOT NULL PRIMARY KEY,
    hash       BYTEA NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    -- Words, with a blank between them.
    scopes     TEXT NOT NULL,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
