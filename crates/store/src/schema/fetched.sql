-- What was fetched, and what pages said before they were changed.

-- One row for each address that was asked.
CREATE TABLE fetches (
    address       TEXT PRIMARY KEY NOT NULL,        -- as it was asked
    first_asked   TEXT NOT NULL,                    -- UTC, to the second
    asked         TEXT NOT NULL,                    -- when it was asked last
    fetched       TEXT,                             -- when it gave what is kept; NULL where it never did
    final_address TEXT,                             -- where its redirects ended
    etag          TEXT,
    last_modified TEXT,                             -- what its server said of it, to be asked with next time
    body_sha256   TEXT,                             -- of the body as it was sent
    archive       TEXT,                             -- file beside the case that holds the answer
    archive_start INTEGER,                          -- its place there, in bytes
    archive_bytes INTEGER,
    changed       TEXT,                             -- when what it gave was last seen to differ from before
    listed_by     TEXT,                             -- the feed or sitemap that named it; NULL where a person did
    problem       TEXT                              -- why it gave nothing when it was asked last
) STRICT, WITHOUT ROWID;

-- What an address gave before it gave the report that stands in the case now.
CREATE TABLE revisions (
    address      TEXT NOT NULL,
    position     INTEGER NOT NULL,                  -- oldest first
    report       TEXT NOT NULL,                     -- the id that it had as a report
    successor    TEXT NOT NULL,                     -- the id of what came after it
    captured     TEXT,                              -- when it was last seen
    replaced     TEXT,                              -- when what came after it was first seen
    title        TEXT,
    outlet       TEXT,
    published    TEXT,
    modified     TEXT,
    text         TEXT NOT NULL,
    input_sha256 TEXT NOT NULL,
    PRIMARY KEY (address, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX revisions_report ON revisions (report);

CREATE VIEW v_revisions AS
SELECT v.address, v.position, v.captured, v.replaced, v.title, v.modified, v.text,
       r.id AS report, r.title AS report_title, r.text AS report_text
FROM revisions v
LEFT JOIN report_locations l ON l.uri = v.address
LEFT JOIN reports r ON r.id = l.report
ORDER BY v.address, v.position;
