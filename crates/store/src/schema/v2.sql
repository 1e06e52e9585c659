-- The case file, version 2: what a page, a feed or a mail says beside the text of its report.

-- One row for each report that came with any of it.
CREATE TABLE report_pages (
    report    TEXT PRIMARY KEY NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    modified  TEXT,                             -- day or time of the last change that it tells of
    dateline  TEXT,                             -- the place that it names itself after
    backstory TEXT                              -- what the outlet says about how it was made
) STRICT, WITHOUT ROWID;

-- When it was fetched, each time.
CREATE TABLE report_captures (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    captured TEXT NOT NULL,
    PRIMARY KEY (report, captured)
) STRICT, WITHOUT ROWID;

-- Works that it says it rests on.
CREATE TABLE report_credits (
    report     TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    taken_over INTEGER NOT NULL,                -- 1 where the report is that work, taken over whole
    name       TEXT,                            -- outlet or author, as written
    title      TEXT,
    url        TEXT,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- Words that lead to other pages.
CREATE TABLE report_links (
    report   TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,                     -- link, quotation or work
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    url      TEXT NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_links AS
SELECT l.report, r.title AS report_title, r.outlet, l.kind,
       substr(r.text, l.start + 1, l.end - l.start) AS words, l.url
FROM report_links l JOIN reports r ON r.id = l.report
ORDER BY l.report, l.position;
