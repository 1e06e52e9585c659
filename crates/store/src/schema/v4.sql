-- The case file, version 4: findings as people corrected them, the order of reports, and what was new when.

-- Attributions whose source a person corrected: what holds instead of the row in attributions. Follows the links.
CREATE TABLE corrected_attributions (
    attribution TEXT PRIMARY KEY NOT NULL REFERENCES attributions (id) ON DELETE CASCADE,
    correction  TEXT NOT NULL,                  -- of corrections
    source      TEXT,                           -- who said it; NULL where the text does not tell
    count_min   INTEGER,                        -- how many people an anonymous source stands for
    count_max   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX corrected_attributions_by_source ON corrected_attributions (source);

-- What they came through, instead of the rows in attribution_via.
CREATE TABLE corrected_via (
    attribution TEXT NOT NULL REFERENCES corrected_attributions (attribution) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (attribution, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX corrected_via_by_source ON corrected_via (source);

-- Reports whose date a person corrected. Follows the links.
CREATE TABLE corrected_dates (
    report     TEXT PRIMARY KEY NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    correction TEXT NOT NULL,                   -- of corrections
    published  TEXT                             -- when it came out; NULL where that is not known
) STRICT, WITHOUT ROWID;

-- When each report came out, as corrected: lists are sorted by it. Follows the links.
CREATE TABLE report_days (
    report TEXT PRIMARY KEY NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    day    TEXT NOT NULL                        -- empty where unknown
) STRICT, WITHOUT ROWID;
CREATE INDEX report_days_by_day ON report_days (day DESC, report);

-- What a watched case showed that it did not show before. Kept for good; ids in it may be gone since.
CREATE TABLE news (
    number INTEGER PRIMARY KEY,
    at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),   -- UTC
    kind   TEXT NOT NULL,                       -- origin, denial, change or edit
    claim  TEXT,                                -- the claim it is about
    quote  TEXT,                                -- or the quote
    report TEXT NOT NULL,                       -- the report that brought it
    text   TEXT NOT NULL,                       -- words of the claim or the quote; of an edit, the headline
    before TEXT NOT NULL,                       -- what it was
    after  TEXT NOT NULL                        -- what it is
) STRICT;
CREATE INDEX news_by_time ON news (at);
CREATE INDEX revisions_by_successor ON revisions (successor);
CREATE INDEX reports_by_arrival ON reports (ingested_at);

-- Links made before know of no corrected source by itself.
DELETE FROM meta WHERE key = 'linked_revision' AND EXISTS (SELECT 1 FROM corrections);
DELETE FROM story_figures;
DELETE FROM source_figures;
DELETE FROM citations;
DELETE FROM outlet_figures;
