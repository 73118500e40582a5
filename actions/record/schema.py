"""The tables of the record, one migration after another. A migration that was ever released is never changed.

`entries` is the record itself: what was written, as canonical JSON, and its place in the chain. `decisions` is made of
the entries that are decisions, for whoever counts them; it can be made again from them at any time.
"""

from __future__ import annotations

from actions.database import Database, Migration

FIRST = """
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    hash TEXT NOT NULL,
    kind TEXT GENERATED ALWAYS AS (json_extract(content, '$.kind')) VIRTUAL,
    reference TEXT GENERATED ALWAYS AS (json_extract(content, '$.reference')) VIRTUAL,
    at TEXT GENERATED ALWAYS AS (json_extract(content, '$.at')) VIRTUAL
);
CREATE INDEX entries_reference ON entries (reference, seq) WHERE reference IS NOT NULL;
CREATE INDEX entries_kind ON entries (kind, at);
CREATE INDEX entries_at ON entries (at);
CREATE TABLE decisions (
    seq INTEGER PRIMARY KEY REFERENCES entries (seq) ON DELETE CASCADE,
    reference TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at TEXT NOT NULL,
    channel TEXT,
    sender TEXT,
    indication TEXT,
    section TEXT,
    "row" TEXT,
    label TEXT,
    status TEXT NOT NULL,
    start TEXT,
    phase TEXT NOT NULL,
    needs_confirmation INTEGER NOT NULL,
    opinions_required INTEGER NOT NULL,
    route TEXT,
    g_per_kg REAL,
    days INTEGER,
    grams REAL,
    weight_kg REAL,
    age_years REAL,
    questions INTEGER NOT NULL,
    ms REAL,
    table_version TEXT NOT NULL,
    rules TEXT NOT NULL,
    model TEXT,
    program TEXT NOT NULL
);
CREATE INDEX decisions_reference ON decisions (reference, revision);
CREATE INDEX decisions_at ON decisions (at);
CREATE VIEW decision_details AS
    SELECT decisions.*,
        json_extract(content, '$.facts') AS facts, json_extract(content, '$.opinions') AS opinions,
        json_extract(content, '$.warnings') AS warnings, json_extract(content, '$.regimen') AS regimen,
        json_extract(content, '$.missing') AS missing, json_extract(content, '$.asked') AS asked
    FROM decisions JOIN entries USING (seq);
CREATE VIEW latest_decisions AS
    SELECT * FROM decisions AS one
    WHERE revision = (SELECT max(revision) FROM decisions AS other WHERE other.reference = one.reference);
CREATE VIEW cancelled AS
    SELECT json_extract(content, '$.cancels') AS seq FROM entries WHERE kind = 'cancelled';
CREATE VIEW courses AS
    SELECT seq, at, reference, json_extract(content, '$.day') AS day, json_extract(content, '$.grams') AS grams
    FROM entries WHERE kind = 'course' AND seq NOT IN (SELECT seq FROM cancelled);
CREATE VIEW opinions_obtained AS
    SELECT seq, at, reference, json_extract(content, '$.body') AS body, json_extract(content, '$.day') AS day,
        json_extract(content, '$.favourable') AS favourable
    FROM entries WHERE kind = 'opinion' AND seq NOT IN (SELECT seq FROM cancelled);
CREATE VIEW effects AS
    SELECT seq, at, reference, json_extract(content, '$.effect') AS effect
    FROM entries WHERE kind = 'effect' AND seq NOT IN (SELECT seq FROM cancelled);
CREATE VIEW reactions AS
    SELECT entries.seq, at, reference, json_extract(content, '$.severity') AS severity, each.value AS reaction
    FROM entries, json_each(content, '$.reactions') AS each
    WHERE kind = 'tolerance' AND entries.seq NOT IN (SELECT seq FROM cancelled);
CREATE VIEW measures AS
    SELECT entries.seq, at, reference, json_extract(content, '$.day') AS day, each.key AS fact, each.value AS value
    FROM entries, json_each(content, '$.facts') AS each
    WHERE kind = 'measure' AND entries.seq NOT IN (SELECT seq FROM cancelled);
CREATE VIEW unanswered AS
    SELECT seq, at, reference, json_extract(content, '$.channel') AS channel, json_extract(content, '$.fact') AS fact,
        json_extract(content, '$.how') AS how
    FROM entries WHERE kind = 'unanswered';
CREATE VIEW corrections AS
    SELECT seq, at, reference, json_extract(content, '$.channel') AS channel, json_extract(content, '$.fact') AS fact,
        json_extract(content, '$.before') AS "before", json_extract(content, '$.after') AS "after"
    FROM entries WHERE kind = 'correction';
CREATE VIEW not_understood AS
    SELECT seq, at, json_extract(content, '$.channel') AS channel, json_extract(content, '$.sentence') AS sentence
    FROM entries WHERE kind = 'not_understood';
"""


def first(database: Database) -> None:
    """Schema 1. `executescript` would commit the transaction of the migration: one statement at a time."""
    for statement in filter(None, (part.strip() for part in FIRST.split(";\n"))):
        database.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (first,)
