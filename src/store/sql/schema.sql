-- The register's database. Above the line: what was accepted, the truth. Below: the projection, which
-- `sulh rebuild` empties and folds anew from the entries and the centre's sealed objects.

CREATE TABLE log (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	origin TEXT NOT NULL UNIQUE,
	id8 BLOB NOT NULL UNIQUE,
	tree BLOB NOT NULL
);
CREATE TABLE entry (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	bytes BLOB NOT NULL,
	leaf BLOB NOT NULL,
	c BLOB,
	s BLOB,
	PRIMARY KEY (log, seq)
) WITHOUT ROWID;
CREATE UNIQUE INDEX entry_leaf ON entry (leaf);
-- Accepted, durable, not yet in the log. Keyed by a random id: rows about persons carry no order of
-- arrival. `ord` orders the entries about places, whose deltas may rest on each other.
CREATE TABLE draft (
	id BLOB NOT NULL PRIMARY KEY,
	log INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	ord INTEGER,
	accepted_day INTEGER NOT NULL,
	key TEXT,
	name TEXT,
	bytes BLOB NOT NULL,
	c BLOB,
	s BLOB,
	mac BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX draft_key ON draft (kind, key);
CREATE TABLE accepted (
	idem BLOB NOT NULL PRIMARY KEY,
	draft BLOB NOT NULL,
	proof BLOB NOT NULL,
	content BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE body (
	hash BLOB NOT NULL PRIMARY KEY,
	bytes BLOB NOT NULL
) WITHOUT ROWID;
-- "clock": the latest time at which anything was recorded; "opened/<log>": sealed objects opened since the
-- last cut.
CREATE TABLE state (
	name TEXT NOT NULL PRIMARY KEY,
	value INTEGER NOT NULL
) WITHOUT ROWID;

-- The projection.

CREATE TABLE thing (
	kind INTEGER NOT NULL,
	log INTEGER NOT NULL,
	key TEXT NOT NULL,
	name TEXT,
	seq INTEGER NOT NULL,
	PRIMARY KEY (kind, key, log)
) WITHOUT ROWID;
CREATE TABLE place (
	code TEXT NOT NULL PRIMARY KEY,
	name_en TEXT NOT NULL UNIQUE,
	name_ar TEXT NOT NULL,
	parent TEXT,
	seq INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE place_up (
	place TEXT NOT NULL,
	up TEXT NOT NULL,
	PRIMARY KEY (place, up)
) WITHOUT ROWID;
CREATE TABLE seat (
	log INTEGER NOT NULL PRIMARY KEY,
	place TEXT NOT NULL
);
CREATE TABLE officer (
	kid BLOB NOT NULL,
	seq INTEGER NOT NULL,
	public_key BLOB NOT NULL,
	roles TEXT NOT NULL,
	act TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	until_day INTEGER,
	PRIMARY KEY (kid, seq)
) WITHOUT ROWID;
-- Acts about persons, by case and number within the case; seq and day are null until the cut.
CREATE TABLE act (
	case_no TEXT NOT NULL,
	step INTEGER NOT NULL,
	event TEXT NOT NULL,
	subject BLOB NOT NULL,
	operator BLOB NOT NULL,
	log INTEGER NOT NULL,
	draft BLOB NOT NULL,
	seq INTEGER,
	day INTEGER,
	place TEXT,
	PRIMARY KEY (case_no, step)
) WITHOUT ROWID;
CREATE UNIQUE INDEX act_draft ON act (draft);
CREATE INDEX act_event ON act (event, day);
-- The public fields of entries about places, one row a value; row and sub number the cells of nested rows.
CREATE TABLE fact (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	tag INTEGER NOT NULL,
	row INTEGER NOT NULL,
	sub INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	place TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	day INTEGER NOT NULL,
	n INTEGER,
	q INTEGER NOT NULL,
	t TEXT,
	PRIMARY KEY (log, seq, tag, row, sub)
) WITHOUT ROWID;
CREATE INDEX fact_kind ON fact (kind, tag, sub, day);
-- Public deltas by day. `total` holds the same by blocks of 32 days, so that a total reads few rows.
CREATE TABLE rollup (
	day INTEGER NOT NULL,
	figure TEXT NOT NULL,
	place TEXT NOT NULL,
	detail TEXT NOT NULL,
	q INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	n INTEGER NOT NULL,
	entries INTEGER NOT NULL,
	PRIMARY KEY (day, figure, place, detail, q, from_day)
) WITHOUT ROWID;
CREATE TABLE total (
	block INTEGER NOT NULL,
	figure TEXT NOT NULL,
	place TEXT NOT NULL,
	detail TEXT NOT NULL,
	q INTEGER NOT NULL,
	n INTEGER NOT NULL,
	entries INTEGER NOT NULL,
	PRIMARY KEY (block, figure, place, detail, q)
) WITHOUT ROWID;
CREATE TABLE last_cut (
	log INTEGER NOT NULL PRIMARY KEY,
	day INTEGER NOT NULL
);
CREATE TABLE bulletin (
	day INTEGER NOT NULL PRIMARY KEY,
	number INTEGER NOT NULL UNIQUE,
	seq INTEGER NOT NULL
);
