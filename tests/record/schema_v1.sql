-- The record as schema 1 wrote it, purged once. Never written again: newer programs must read it.
PRAGMA user_version = 1;
BEGIN TRANSACTION;
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
INSERT INTO "decisions" VALUES(2,'L7-483',1,'2028-03-11T08:30:00.000Z',NULL,NULL,'cidp','Neurologie','cidp','PIDC évolutive après échec des corticoïdes et des échanges plasmatiques','UF','after_opinion','initiation',0,2,'IV',2.0,5,145.0,72.0,NULL,0,NULL,'2025-05-20','4248f257eab73429','prioig-0000000000000000','0.1.0');
INSERT INTO "decisions" VALUES(3,'L7-483',2,'2028-03-11T08:30:00.000Z',NULL,NULL,'cidp','Neurologie','cidp','PIDC évolutive après échec des corticoïdes et des échanges plasmatiques','UF','after_opinion','initiation',0,2,'IV',2.0,5,160.0,80.0,NULL,0,NULL,'2025-05-20','4248f257eab73429','prioig-0000000000000000','0.1.0');
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    content TEXT NOT NULL,
    hash TEXT NOT NULL,
    kind TEXT GENERATED ALWAYS AS (json_extract(content, '$.kind')) VIRTUAL,
    reference TEXT GENERATED ALWAYS AS (json_extract(content, '$.reference')) VIRTUAL,
    at TEXT GENERATED ALWAYS AS (json_extract(content, '$.at')) VIRTUAL
);
INSERT INTO "entries" VALUES(2,'{"at":"2028-03-11T08:30:00.000Z","facts":{"clinically_progressive":true,"corticosteroids":"failed","plasma_exchange":"contraindicated","weight_kg":72},"indication":"cidp","kind":"decision","label":"PIDC évolutive après échec des corticoïdes et des échanges plasmatiques","labelled":true,"missing":[],"model":"prioig-0000000000000000","needs_confirmation":false,"opinions":[{"bodies":["RCP"],"note":null,"strength":"required","when":"initiation"},{"bodies":["FILNEMUS"],"note":null,"strength":"required","when":"initiation"}],"possible":["UF"],"program":"0.1.0","reference":"L7-483","regimen":{"courses_max":3,"days":5,"g_per_kg_per_day":0.4,"g_per_kg_total":2.0,"gap_percent":0.7,"grams_exact":144.0,"grams_in_vials":145.0,"grams_per_day":[30.0,30.0,30.0,27.5,27.5],"interval_weeks":[4,6],"note":"toutes les 4 à 6 semaines, 3 cures avant d''évaluer l''efficacité","route":"IV","vials":{"10":3,"2.5":2,"20":5,"5":2}},"revision":1,"row":"cidp","rules":"4248f257eab73429","section":"Neurologie","seq":2,"start":"after_opinion","status":"UF","table":"2025-05-20","v":1,"warnings":["call_if_life_threatening","bmi_unknown","renal_risk_unknown","reassess_maintenance_at_6_months"]}','bf0d50320c00724700fed6a830be176bca539dc575cfb4a2d98e13894a2833e8');
INSERT INTO "entries" VALUES(3,'{"at":"2028-03-11T08:30:00.000Z","facts":{"clinically_progressive":true,"corticosteroids":"failed","plasma_exchange":"contraindicated","weight_kg":80},"indication":"cidp","kind":"decision","label":"PIDC évolutive après échec des corticoïdes et des échanges plasmatiques","labelled":true,"missing":[],"model":"prioig-0000000000000000","needs_confirmation":false,"opinions":[{"bodies":["RCP"],"note":null,"strength":"required","when":"initiation"},{"bodies":["FILNEMUS"],"note":null,"strength":"required","when":"initiation"}],"possible":["UF"],"program":"0.1.0","reference":"L7-483","regimen":{"courses_max":3,"days":5,"g_per_kg_per_day":0.4,"g_per_kg_total":2.0,"gap_percent":0.0,"grams_exact":160.0,"grams_in_vials":160.0,"grams_per_day":[32.5,32.5,32.5,32.5,30.0],"interval_weeks":[4,6],"note":"toutes les 4 à 6 semaines, 3 cures avant d''évaluer l''efficacité","route":"IV","vials":{"10":5,"2.5":4,"20":5}},"revision":2,"row":"cidp","rules":"4248f257eab73429","section":"Neurologie","seq":3,"start":"after_opinion","status":"UF","table":"2025-05-20","v":1,"warnings":["call_if_life_threatening","bmi_unknown","renal_risk_unknown","reassess_maintenance_at_6_months"]}','684393a6dfb7c300ad02ecc70b3e609995acbb7d6f7ef5b3065c211087decc4d');
INSERT INTO "entries" VALUES(4,'{"after":80,"at":"2028-03-11T08:30:00.000Z","before":72,"channel":"terminal","fact":"weight_kg","how":"stated","kind":"correction","reference":"L7-483","seq":4,"v":1}','f6676a556ab890cea3935f76b633121b0a162d28602d301c15abc9ed8fd3628f');
INSERT INTO "entries" VALUES(5,'{"at":"2028-03-11T08:30:00.000Z","day":"2028-03-11","grams":160.0,"kind":"course","reference":"L7-483","seq":5,"v":1}','3da03525f9ad0b011cb7401f67f87bc086d1ef26924eae21bc9c5a17eac2d021');
INSERT INTO "entries" VALUES(6,'{"at":"2028-03-11T08:30:00.000Z","body":"RCP","day":"2028-03-10","favourable":true,"kind":"opinion","phase":"initiation","reference":"L7-483","seq":6,"v":1}','4377477477c38c1cfe52369d7908c83a118031f40454f64d1fe08dc324c7d082');
INSERT INTO "entries" VALUES(7,'{"at":"2028-03-11T08:30:00.000Z","day":"2028-03-11","kind":"tolerance","outcomes":[],"reactions":["headache"],"reference":"L7-483","seq":7,"severity":"minor","v":1}','ee7aa7ce2991094c9ac9be365360dee9b6081f64ebb00c84eb76a8f2d1c2b4db');
INSERT INTO "entries" VALUES(8,'{"asked":null,"at":"2028-03-11T08:30:00.000Z","channel":"rest","kind":"not_understood","sentence":"zxqv [mot]","seq":8,"v":1}','37e3122e60f235e9d6f56544ec9ddf92e5e2dc6236950d707b45cef8273577ff');
INSERT INTO "entries" VALUES(9,'{"at":"2028-03-11T08:30:00.000Z","before":"2026-03-12T08:30:00.000Z","days":730,"kind":"purge","removed":1,"runs":[[1,1,"a604adfb3e5ab54afa18b10594c919ffb34986ebca74e288e64b26ad5c77a995"]],"seq":9,"v":1}','7ea704dd7505e67df1f79cabd4c65bf1a42b42bc0f2723b6ae0524cb24d8f325');
CREATE INDEX entries_reference ON entries (reference, seq) WHERE reference IS NOT NULL;
CREATE INDEX entries_kind ON entries (kind, at);
CREATE INDEX entries_at ON entries (at);
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
COMMIT;
