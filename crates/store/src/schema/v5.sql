-- The case file, version 5: claims taken apart into who did what, when and where; what the reasons of an edge are about.

-- All places are in the report of that statement; NULL where it does not say, or not clearly.
ALTER TABLE claims ADD COLUMN statement INTEGER;      -- position of the statement whose words are the text
ALTER TABLE claims ADD COLUMN action_start INTEGER;   -- the verb, and what belongs to it
ALTER TABLE claims ADD COLUMN action_end INTEGER;
ALTER TABLE claims ADD COLUMN time_start INTEGER;     -- the words that say when
ALTER TABLE claims ADD COLUMN time_end INTEGER;
ALTER TABLE claims ADD COLUMN first_day TEXT;         -- days that they name, both included; NULL where not known
ALTER TABLE claims ADD COLUMN last_day TEXT;
ALTER TABLE claims ADD COLUMN place_start INTEGER;    -- the words that say where
ALTER TABLE claims ADD COLUMN place_end INTEGER;
ALTER TABLE claims ADD COLUMN place TEXT;             -- name of the place

-- Who has a part in what a claim says happened.
CREATE TABLE claim_actors (
    claim    TEXT NOT NULL REFERENCES claims (id),
    position INTEGER NOT NULL,
    part     TEXT NOT NULL,                     -- subject, or agent in the passive
    name     TEXT,                              -- full name; NULL where the words hold none
    start    INTEGER NOT NULL,                  -- in the report of claims.statement
    end      INTEGER NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- What claims say, in words.
CREATE VIEW v_claims AS
SELECT c.id AS claim, c.story, c.text, t.report, r.title AS report_title, r.outlet, r.published,
       (SELECT group_concat(coalesce(a.name, substr(r.text, a.start + 1, a.end - a.start)), ', ')
        FROM claim_actors a WHERE a.claim = c.id AND a.part = 'subject') AS actors,
       (SELECT group_concat(coalesce(a.name, substr(r.text, a.start + 1, a.end - a.start)), ', ')
        FROM claim_actors a WHERE a.claim = c.id AND a.part = 'agent') AS agents,
       substr(r.text, c.action_start + 1, c.action_end - c.action_start) AS action,
       substr(r.text, c.time_start + 1, c.time_end - c.time_start) AS time, c.first_day, c.last_day,
       substr(r.text, c.place_start + 1, c.place_end - c.place_start) AS place_words, c.place,
       (SELECT group_concat(substr(r.text, q.start + 1, q.end - q.start), ', ')
        FROM statement_quantities q WHERE q.claim = c.id AND q.statement = c.statement) AS quantities,
       c.independent_min, c.independent_max, c.open
FROM claims c
JOIN statements t ON t.claim = c.id AND t.position = c.statement
JOIN reports r ON r.id = t.report
ORDER BY c.position;

-- Which reasons of an edge only say whether the receiver names the giver: credit, no-credit or other.
ALTER TABLE lineage_reasons ADD COLUMN about TEXT NOT NULL DEFAULT 'other';

-- Links made before have none of it.
DELETE FROM meta WHERE key = 'linked_revision';
