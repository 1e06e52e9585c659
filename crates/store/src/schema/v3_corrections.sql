-- The case file, version 3: what people say of findings.

-- Kept for good: what was taken back is marked, not deleted. Places are counted in code points of their report's text.
CREATE TABLE corrections (
    id           TEXT PRIMARY KEY NOT NULL,      -- from time, person, note and ruling
    at           TEXT NOT NULL,                  -- when it was made: RFC 3339 in UTC
    by           TEXT NOT NULL,                  -- who made it
    note         TEXT NOT NULL,                  -- why
    kind         TEXT NOT NULL,                  -- speaker, not-taken, same-claim, other-claim, published or confirmed
    report       TEXT,                           -- the report it is about; of not-taken, the receiver
    start        INTEGER,                        -- the words it is about
    end          INTEGER,
    other_report TEXT,                           -- of same-claim and other-claim, the other statement's; of not-taken, the giver
    other_start  INTEGER,
    other_end    INTEGER,
    source       TEXT,                           -- of not-taken, a giver outside the case
    speaker_kind TEXT,                           -- of speaker: person, organization, outlet, document, anonymous or reporter
    value        TEXT,                           -- the speaker's name, the date, or the confirmed finding; NULL: not known
    found        TEXT NOT NULL,                  -- what the program had found, in words
    undone_at    TEXT,                           -- when it was taken back; NULL while it holds
    undone_by    TEXT,
    undone_note  TEXT
) STRICT, WITHOUT ROWID;
