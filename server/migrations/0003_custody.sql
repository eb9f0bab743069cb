-- Counts the changes of issuers, their lists and keys: running sites look at it every few
-- seconds, and read the rest only when it moved.
CREATE TABLE custody (
    version BIGINT NOT NULL
);

INSERT INTO custody (version) VALUES (0);
