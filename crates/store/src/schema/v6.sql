-- The case file, version 6: reports that are safe before they are in the tables; what was looked for row by row.

-- Reports of a run that is not over. Ids stand in no order, and one report has rows in many tables: put there one by
-- one, each costs a page of each. Here they are put one behind the other, and then all of them, by id, into the tables.
CREATE TABLE waiting (
    number    INTEGER PRIMARY KEY,            -- order of arrival
    report    TEXT NOT NULL,                  -- id of the report
    stored_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),   -- UTC
    packed    BLOB NOT NULL                   -- its rows, as only the program reads them
) STRICT;

-- Each page that was fetched asks what its address gave before.
CREATE INDEX report_locations_by_uri ON report_locations (uri);

-- Each story asks what changed in the quotes of its reports.
CREATE INDEX quote_changes_by_report ON quote_changes (report);
