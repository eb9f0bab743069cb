-- Counts the changes of issuers, their lists and keys: running sites look at it every few
-- seconds, and read the rest only when it moved.
CREATE TABLE custody (
    version BIGINT NOT NULL
);

-- Nodes agree on keys by the names of their files.
UPDATE site SET name = 'site.key' WHERE name = 'site key';
UPDATE site SET name = 'records.key' WHERE name = 'record key';
UPDATE site SET name = 'checkpoint.key' WHERE name = 'checkpoint key';

INSERT INTO custody (version) VALUES (0);
