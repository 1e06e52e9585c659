-- Version 3, figures: what lists are sorted by and headed with, so that no page has to count a whole case. They follow
-- the links and are made anew with them.

-- One row for each story.
CREATE TABLE story_figures (
    story         TEXT PRIMARY KEY NOT NULL REFERENCES stories (id),
    reports       INTEGER NOT NULL,             -- reports in it
    own           INTEGER NOT NULL,             -- of them took neither text, facts nor quotes from another report
    outlets       INTEGER NOT NULL,             -- outlets that they are of
    first_day     TEXT,                         -- earliest publication; NULL where all are undated
    last_day      TEXT,                         -- latest publication
    claim         TEXT REFERENCES claims (id),  -- the claim that most reports state, where two or more do
    claim_reports INTEGER,                      -- how many state it
    claims        INTEGER NOT NULL,             -- claims in it
    denied        INTEGER NOT NULL,             -- of them are denied by someone
    changed       INTEGER NOT NULL,             -- changes to its claims, and to quotes in its reports
    silent        INTEGER NOT NULL              -- times that a report took from another without saying so
) STRICT, WITHOUT ROWID;
CREATE INDEX story_figures_by_reports ON story_figures (reports DESC, story);

-- One row for each source that anything is attributed to, or came through.
CREATE TABLE source_figures (
    source       TEXT PRIMARY KEY NOT NULL REFERENCES sources (id),
    attributions INTEGER NOT NULL,              -- attributions that name it
    reports      INTEGER NOT NULL,              -- reports that do
    outlets      INTEGER NOT NULL               -- outlets that do
) STRICT, WITHOUT ROWID;
CREATE INDEX source_figures_by_attributions ON source_figures (attributions DESC, source);

-- Whom each outlet names as a source, and how often.
CREATE TABLE citations (
    outlet       TEXT NOT NULL,                 -- name of the outlet; empty where unknown
    source       TEXT NOT NULL REFERENCES sources (id),
    attributions INTEGER NOT NULL,              -- attributions in its reports that name the source
    PRIMARY KEY (outlet, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX citations_by_source ON citations (source, attributions DESC);

-- One row for each outlet: what its attributions rest on.
CREATE TABLE outlet_figures (
    outlet        TEXT PRIMARY KEY NOT NULL,    -- name of the outlet; empty where unknown
    reports       INTEGER NOT NULL,             -- its reports in the case
    people        INTEGER NOT NULL,             -- attributions to people by name
    organizations INTEGER NOT NULL,             -- to organizations
    outlets       INTEGER NOT NULL,             -- to other outlets
    documents     INTEGER NOT NULL,             -- to documents
    anonymous     INTEGER NOT NULL,             -- to people whose names are withheld
    unknown       INTEGER NOT NULL              -- to someone whom the text does not tell
) STRICT, WITHOUT ROWID;
CREATE INDEX outlet_figures_by_reports ON outlet_figures (reports DESC, outlet);

-- What a page about one thing asks for.
CREATE INDEX story_reports_by_report ON story_reports (report);
CREATE INDEX quote_occurrences_by_report ON quote_occurrences (report);
CREATE INDEX lineage_by_receiver ON lineage (to_report);
CREATE INDEX lineage_by_giver ON lineage (from_report);
CREATE INDEX passages_by_a ON passages (a_report);
CREATE INDEX passages_by_b ON passages (b_report);
CREATE INDEX claims_by_story ON claims (story);
CREATE INDEX claims_by_stakes ON claims (stakes DESC, id);
CREATE INDEX timeline_by_story ON timeline (story);
CREATE INDEX timeline_by_report ON timeline (report);
CREATE INDEX attributions_by_source ON attributions (source);
CREATE INDEX attribution_via_by_source ON attribution_via (source);
CREATE INDEX source_aliases_by_source ON source_aliases (source);
CREATE INDEX reports_by_outlet ON reports (outlet);
