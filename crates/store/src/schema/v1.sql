-- The case file, version 1.
--
-- Ids are those of the JSON export. `position` counts from 0 and keeps the order that a list has in the export.
-- Spans count Unicode code points of reports.text, so that substr(text, start + 1, end - start) gives the words.
-- Days are ISO 8601. NULL means unknown.

-- What is in the file and who made it. Keys: schema (name of the format), revision (grows when reports change),
-- linked_revision (revision that the links were made from), linked_by (version of the program that made them).
CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO meta (key, value) VALUES ('schema', 'backstory'), ('revision', '0');

-- ------------------------------------------------------------------------------------------------
-- What was read, one row for each report.

CREATE TABLE reports (
    number          INTEGER PRIMARY KEY,        -- order of arrival; only search uses it
    id              TEXT NOT NULL UNIQUE,       -- from text and metadata
    text            TEXT NOT NULL,              -- exactly as read; every span of this report is measured in it
    language        TEXT,                       -- code such as 'en'
    title           TEXT,                       -- headline
    title_start     INTEGER,                    -- where it stands; NULL where it came as metadata
    title_end       INTEGER,
    outlet          TEXT,                       -- name of the outlet
    published       TEXT,                       -- as precise as is known: 2025-11, 2025-11-24, 2025-11-24T03:35:42Z
    published_basis TEXT,                       -- what says so: url, text, metadata or manifest
    published_start INTEGER,                    -- where it stands; NULL outside the text
    published_end   INTEGER,
    url             TEXT,                       -- address it was published at
    model           TEXT NOT NULL,              -- what made the annotations
    content_sha256  TEXT NOT NULL,              -- SHA-256 of the text in UTF-8
    input_sha256    TEXT NOT NULL,              -- SHA-256 of text and metadata as read; the same input is not read twice
    tool_version    TEXT NOT NULL,              -- version of the program that stored it
    ingested_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))   -- when it was stored, UTC
) STRICT;

-- Every place a report was found at; the export shows the smallest uri.
CREATE TABLE report_locations (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    uri    TEXT NOT NULL,                       -- folder/file.txt, with #3 for the third report of a file
    path   TEXT NOT NULL,                       -- absolute path; empty for standard input
    PRIMARY KEY (report, uri, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_authors (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- Agencies and outlets that a report itself credits for its text.
CREATE TABLE report_agencies (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    start    INTEGER,                           -- the words that say so; NULL where a metadata field does
    end      INTEGER,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- The parts of a text: title, byline, dateline, body, caption, furniture. Only white space lies between them.
CREATE TABLE blocks (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role     TEXT NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------------------------------------
-- What one report says.

CREATE TABLE sentences (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- Stretches between quotation marks, marks left out.
CREATE TABLE quotations (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- Whom one report names or describes as a source. The same named source has the same id in every report.
CREATE TABLE report_sources (
    report      TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    id          TEXT NOT NULL,
    kind        TEXT NOT NULL,                  -- person, organization, outlet, document, anonymous, reporter
    name        TEXT,                           -- NULL for anonymous sources
    description TEXT,                           -- as first written
    role        TEXT,                           -- what they are or were
    affiliation TEXT,                           -- whom they are with
    own         INTEGER NOT NULL,               -- 1 where the source belongs to this report alone
    PRIMARY KEY (report, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_source_mentions (
    report   TEXT NOT NULL,
    source   TEXT NOT NULL,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (report, source, position),
    FOREIGN KEY (report, source) REFERENCES report_sources (report, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- That someone said something.
CREATE TABLE attributions (
    report    TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    id        TEXT NOT NULL UNIQUE,
    manner    TEXT NOT NULL,                    -- direct, mixed, indirect
    stance    TEXT NOT NULL,                    -- affirms, denies, declines
    source    TEXT,                             -- of report_sources; NULL where the text does not tell
    count_min INTEGER,                          -- how many people an anonymous source stands for
    count_max INTEGER,                          -- NULL where the text sets no bound
    PRIMARY KEY (report, position),
    FOREIGN KEY (report, source) REFERENCES report_sources (report, id)
) STRICT, WITHOUT ROWID;

-- Outlets and people that an attribution came through, nearest to the source first.
CREATE TABLE attribution_via (
    attribution TEXT NOT NULL REFERENCES attributions (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (attribution, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attribution_spans (
    attribution TEXT NOT NULL REFERENCES attributions (id) ON DELETE CASCADE,
    part        TEXT NOT NULL,                  -- source, cue or content
    position    INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    PRIMARY KEY (attribution, part, position)
) STRICT, WITHOUT ROWID;

-- People, organizations and places by name.
CREATE TABLE entities (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,                     -- person, organization, place, other
    name     TEXT NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE entity_mentions (
    report   TEXT NOT NULL,
    entity   INTEGER NOT NULL,                  -- position of the entity
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (report, entity, position),
    FOREIGN KEY (report, entity) REFERENCES entities (report, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Words that say when.
CREATE TABLE times (
    report    TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    start     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    first_day TEXT,                             -- days meant, both included; NULL where they cannot be told
    last_day  TEXT,
    relative  INTEGER NOT NULL,                 -- 1 where the days depend on the date of publication
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- Numbers of something.
CREATE TABLE quantities (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    value    REAL NOT NULL,
    unit     TEXT NOT NULL,                     -- empty where unsaid
    bound    TEXT NOT NULL,                     -- at-least, exact, about, at-most
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- Words that say how sure the writer is.
CREATE TABLE hedges (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------------------------------------
-- What the reports say together. Made anew whenever reports were added.

-- Every source of the case once, and the outlets that are cited but not in the case.
CREATE TABLE sources (
    id          TEXT PRIMARY KEY NOT NULL,
    kind        TEXT NOT NULL,                  -- person, organization, outlet, document, anonymous, reporter
    name        TEXT,                           -- NULL for anonymous sources
    description TEXT,                           -- as first written
    role        TEXT,                           -- what they are or were
    affiliation TEXT,                           -- whom they are with
    report      TEXT REFERENCES reports (id)    -- the report that an anonymous source or a reporter belongs to
) STRICT, WITHOUT ROWID;

-- Where the report of an anonymous source or a reporter mentions it.
CREATE TABLE source_mentions (
    source   TEXT NOT NULL REFERENCES sources (id),
    position INTEGER NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (source, position)
) STRICT, WITHOUT ROWID;

-- Sources of single reports that are another source of the case.
CREATE TABLE source_aliases (
    alias  TEXT PRIMARY KEY NOT NULL,
    source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Earliest possible publication of an undated report, from what it cites.
CREATE TABLE not_before (
    report TEXT PRIMARY KEY NOT NULL REFERENCES reports (id),
    date   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Reports of one event.
CREATE TABLE stories (
    id       TEXT PRIMARY KEY NOT NULL,
    position INTEGER NOT NULL,
    title    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The reports of a story, in order of publication.
CREATE TABLE story_reports (
    story    TEXT NOT NULL REFERENCES stories (id),
    position INTEGER NOT NULL,
    report   TEXT NOT NULL REFERENCES reports (id),
    PRIMARY KEY (story, position)
) STRICT, WITHOUT ROWID;

-- Text reused between two reports.
CREATE TABLE passages (
    position INTEGER PRIMARY KEY,
    a_report TEXT NOT NULL REFERENCES reports (id),   -- the earlier report, where the dates tell
    a_start  INTEGER NOT NULL,
    a_end    INTEGER NOT NULL,
    b_report TEXT NOT NULL REFERENCES reports (id),
    b_start  INTEGER NOT NULL,
    b_end    INTEGER NOT NULL,
    words    INTEGER NOT NULL                         -- words the two have in common, in the same order
) STRICT;

-- The same quoted words, wherever they stand.
CREATE TABLE quotes (
    position INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    text     TEXT NOT NULL,                           -- the fullest form at its origin
    origin   TEXT REFERENCES reports (id)             -- the report it stood in first; NULL where that cannot be told
) STRICT;

CREATE TABLE quote_occurrences (
    quote       TEXT NOT NULL REFERENCES quotes (id),
    position    INTEGER NOT NULL,                     -- oldest first
    report      TEXT NOT NULL REFERENCES reports (id),
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    speaker     TEXT,                                 -- who is said to have said it
    attribution TEXT REFERENCES attributions (id),    -- where that is said
    PRIMARY KEY (quote, position)
) STRICT, WITHOUT ROWID;

-- What changed in a quote from its origin on: speaker, wording, trimmed, no-origin.
CREATE TABLE quote_changes (
    quote       TEXT NOT NULL REFERENCES quotes (id),
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    report      TEXT NOT NULL REFERENCES reports (id),   -- the later report, which differs
    before      TEXT NOT NULL,
    after       TEXT NOT NULL,
    from_report TEXT REFERENCES reports (id),            -- where the earlier words stand
    from_start  INTEGER,
    from_end    INTEGER,
    to_report   TEXT REFERENCES reports (id),            -- where the later words stand
    to_start    INTEGER,
    to_end      INTEGER,
    PRIMARY KEY (quote, position)
) STRICT, WITHOUT ROWID;

-- Who got it from whom: an inference, with its evidence.
CREATE TABLE lineage (
    position    INTEGER PRIMARY KEY,
    from_report TEXT REFERENCES reports (id),         -- giver, where it is in the case
    from_source TEXT REFERENCES sources (id),         -- giver, where it is an outlet that is cited and not in the case
    to_report   TEXT NOT NULL REFERENCES reports (id),
    kind        TEXT NOT NULL,                        -- copy, rewrite, quotes, cites
    credited    INTEGER NOT NULL,                     -- 1 where the receiver says so
    directed    INTEGER NOT NULL,                     -- 0 where the dates leave open who gave and who took
    score       REAL NOT NULL,                        -- how sure it is that one took from the other, 0 to 1
    CHECK ((from_report IS NULL) <> (from_source IS NULL))
) STRICT;

CREATE TABLE lineage_evidence (
    lineage  INTEGER NOT NULL REFERENCES lineage (position),
    position INTEGER NOT NULL,
    report   TEXT NOT NULL REFERENCES reports (id),
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    PRIMARY KEY (lineage, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE lineage_reasons (
    lineage  INTEGER NOT NULL REFERENCES lineage (position),
    position INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (lineage, position)
) STRICT, WITHOUT ROWID;

-- Facts that one or more reports state. Of a story, those with the most at stake come first.
CREATE TABLE claims (
    position        INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    story           TEXT NOT NULL REFERENCES stories (id),
    text            TEXT NOT NULL,                    -- the clearest statement of it, as written
    independent_min INTEGER NOT NULL,                 -- independent origins, at least
    independent_max INTEGER NOT NULL,                 -- and at most
    open            INTEGER NOT NULL,                 -- 1 where a group of unstated size may hold more
    stakes          REAL NOT NULL                     -- how much hangs on it, 0 to 1; for sorting alone
) STRICT;

-- Why a claim has that many independent origins, a sentence each.
CREATE TABLE claim_reasons (
    claim    TEXT NOT NULL REFERENCES claims (id),
    position INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- Where a claim is made.
CREATE TABLE statements (
    claim       TEXT NOT NULL REFERENCES claims (id),
    position    INTEGER NOT NULL,                     -- oldest first
    report      TEXT NOT NULL REFERENCES reports (id),
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    attribution TEXT REFERENCES attributions (id),    -- who says it; NULL for the report's own voice
    stance      TEXT NOT NULL,                        -- affirms, denies, declines
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_hedges (
    claim     TEXT NOT NULL,
    statement INTEGER NOT NULL,                       -- position of the statement
    position  INTEGER NOT NULL,
    start     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    PRIMARY KEY (claim, statement, position),
    FOREIGN KEY (claim, statement) REFERENCES statements (claim, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_quantities (
    claim     TEXT NOT NULL,
    statement INTEGER NOT NULL,                       -- position of the statement
    position  INTEGER NOT NULL,
    start     INTEGER NOT NULL,
    end       INTEGER NOT NULL,
    value     REAL NOT NULL,
    unit      TEXT NOT NULL,                          -- empty where unsaid
    bound     TEXT NOT NULL,                          -- at-least, exact, about, at-most
    PRIMARY KEY (claim, statement, position),
    FOREIGN KEY (claim, statement) REFERENCES statements (claim, position)
) STRICT, WITHOUT ROWID;

-- Who stands behind a claim, once each.
CREATE TABLE claim_origins (
    claim     TEXT NOT NULL REFERENCES claims (id),
    position  INTEGER NOT NULL,
    source    TEXT NOT NULL,
    report    TEXT NOT NULL REFERENCES reports (id),  -- the report through which it came into the case
    count_min INTEGER,                                -- how many people it stands for; NULL for named sources
    count_max INTEGER,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- What changed in a claim from its first statement on: quantity, hedge, actor, time.
CREATE TABLE claim_changes (
    claim       TEXT NOT NULL REFERENCES claims (id),
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    report      TEXT NOT NULL REFERENCES reports (id),   -- the later report, which differs
    before      TEXT NOT NULL,
    after       TEXT NOT NULL,
    from_report TEXT REFERENCES reports (id),            -- where the earlier words stand
    from_start  INTEGER,
    from_end    INTEGER,
    to_report   TEXT REFERENCES reports (id),            -- where the later words stand
    to_start    INTEGER,
    to_end      INTEGER,
    PRIMARY KEY (claim, position)
) STRICT, WITHOUT ROWID;

-- What happened when.
CREATE TABLE timeline (
    position         INTEGER PRIMARY KEY,
    story            TEXT NOT NULL REFERENCES stories (id),
    first_day        TEXT NOT NULL,                   -- days it happened on, both included
    last_day         TEXT NOT NULL,
    report           TEXT NOT NULL REFERENCES reports (id),
    start            INTEGER NOT NULL,                -- the sentence or clause that says so
    end              INTEGER NOT NULL,
    expression_start INTEGER NOT NULL,                -- the words that say when
    expression_end   INTEGER NOT NULL
) STRICT;

-- Deleting a report, or making the links anew, looks for rows that point at it.
CREATE INDEX statements_by_attribution ON statements (attribution);
CREATE INDEX quote_occurrences_by_attribution ON quote_occurrences (attribution);
CREATE INDEX statements_by_report ON statements (report);
CREATE INDEX reports_by_input ON reports (input_sha256);

-- ------------------------------------------------------------------------------------------------
-- Full text. MATCH compares English word stems, without regard to case or accents.

CREATE VIRTUAL TABLE reports_fts USING fts5 (
    title, text, content = 'reports', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE quotes_fts USING fts5 (
    text, content = 'quotes', content_rowid = 'position', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE claims_fts USING fts5 (
    text, content = 'claims', content_rowid = 'position', tokenize = 'porter unicode61 remove_diacritics 2');

CREATE TRIGGER reports_fts_insert AFTER INSERT ON reports BEGIN
    INSERT INTO reports_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
CREATE TRIGGER reports_fts_delete AFTER DELETE ON reports BEGIN
    INSERT INTO reports_fts (reports_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
END;

-- ------------------------------------------------------------------------------------------------
-- The same, to be read: names beside ids, and the words that spans point at.

CREATE VIEW v_reports AS
SELECT r.id, (SELECT min(l.uri) FROM report_locations l WHERE l.report = r.id) AS uri, r.title, r.outlet,
       (SELECT group_concat(a.name, ', ') FROM report_authors a WHERE a.report = r.id) AS authors,
       r.published, r.published_basis, n.date AS not_before, r.language, s.title AS story, r.url, r.text
FROM reports r
LEFT JOIN not_before n ON n.report = r.id
LEFT JOIN story_reports sr ON sr.report = r.id
LEFT JOIN stories s ON s.id = sr.story;

CREATE VIEW v_blocks AS
SELECT b.report, r.title AS report_title, b.position, b.role, substr(r.text, b.start + 1, b.end - b.start) AS words
FROM blocks b JOIN reports r ON r.id = b.report;

CREATE VIEW v_sources AS
SELECT s.id, s.kind, s.name, s.description, s.role, s.affiliation, s.report,
       (SELECT count(*) FROM attributions a LEFT JOIN source_aliases x ON x.alias = a.source
        WHERE coalesce(x.source, a.source) = s.id) AS attributions
FROM sources s;

CREATE VIEW v_attributions AS
SELECT a.id, a.report, r.title AS report_title, r.outlet, a.manner, a.stance,
       s.kind AS source_kind, coalesce(s.name, s.description) AS source,
       (SELECT group_concat(coalesce(v.name, v.description), ' < ') FROM attribution_via w
        JOIN report_sources v ON v.report = a.report AND v.id = w.source WHERE w.attribution = a.id) AS via,
       a.count_min, a.count_max,
       (SELECT group_concat(substr(r.text, p.start + 1, p.end - p.start), ' … ') FROM attribution_spans p
        WHERE p.attribution = a.id AND p.part = 'source') AS source_words,
       (SELECT group_concat(substr(r.text, p.start + 1, p.end - p.start), ' … ') FROM attribution_spans p
        WHERE p.attribution = a.id AND p.part = 'cue') AS cue_words,
       (SELECT group_concat(substr(r.text, p.start + 1, p.end - p.start), ' … ') FROM attribution_spans p
        WHERE p.attribution = a.id AND p.part = 'content') AS content_words
FROM attributions a
JOIN reports r ON r.id = a.report
LEFT JOIN report_sources s ON s.report = a.report AND s.id = a.source;

CREATE VIEW v_entities AS
SELECT e.report, r.title AS report_title, e.kind, e.name, m.start, m.end,
       substr(r.text, m.start + 1, m.end - m.start) AS words
FROM entities e
JOIN entity_mentions m ON m.report = e.report AND m.entity = e.position
JOIN reports r ON r.id = e.report;

CREATE VIEW v_quotes AS
SELECT q.id, q.text, o.report, r.title AS report_title, r.outlet, r.published, q.origin = o.report AS is_origin,
       coalesce(s.name, s.description) AS speaker, substr(r.text, o.start + 1, o.end - o.start) AS words
FROM quotes q
JOIN quote_occurrences o ON o.quote = q.id
JOIN reports r ON r.id = o.report
LEFT JOIN source_aliases x ON x.alias = o.speaker
LEFT JOIN sources s ON s.id = coalesce(x.source, o.speaker);

CREATE VIEW v_statements AS
SELECT c.id AS claim, c.text AS claim_text, c.independent_min, c.independent_max, c.open,
       t.report, r.title AS report_title, r.outlet, r.published, t.stance,
       coalesce(s.name, s.description) AS source, substr(r.text, t.start + 1, t.end - t.start) AS words
FROM claims c
JOIN statements t ON t.claim = c.id
JOIN reports r ON r.id = t.report
LEFT JOIN attributions a ON a.id = t.attribution
LEFT JOIN report_sources s ON s.report = a.report AND s.id = a.source;

CREATE VIEW v_lineage AS
SELECT l.position, coalesce(g.title, o.name) AS giver, coalesce(g.outlet, o.name) AS giver_outlet,
       g.published AS giver_published, r.title AS receiver, r.outlet AS receiver_outlet,
       r.published AS receiver_published, l.kind, l.credited, l.directed, l.score,
       (SELECT group_concat(w.reason, ' ') FROM lineage_reasons w WHERE w.lineage = l.position) AS reasons
FROM lineage l
LEFT JOIN reports g ON g.id = l.from_report
LEFT JOIN sources o ON o.id = l.from_source
JOIN reports r ON r.id = l.to_report;

CREATE VIEW v_timeline AS
SELECT s.title AS story, t.first_day, t.last_day, r.title AS report_title, r.outlet,
       substr(r.text, t.start + 1, t.end - t.start) AS words,
       substr(r.text, t.expression_start + 1, t.expression_end - t.expression_start) AS expression
FROM timeline t
JOIN stories s ON s.id = t.story
JOIN reports r ON r.id = t.report;
