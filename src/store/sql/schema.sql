-- The register's database. Above the line: what was accepted, the truth. Below: the projection, which
-- `sulh rebuild` empties and folds anew from the entries and the centre's sealed objects.

CREATE TABLE log (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	origin TEXT NOT NULL UNIQUE,
	id8 BLOB NOT NULL UNIQUE,
	tree BLOB NOT NULL
) STRICT;
-- Of rows of more than a quarter of a page a table without rowid puts each on a page of its own; these have the order
-- of the log anyway.
CREATE TABLE entry (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	bytes BLOB NOT NULL,
	leaf BLOB NOT NULL,
	c BLOB,
	s BLOB,
	PRIMARY KEY (log, seq)
) STRICT;
CREATE UNIQUE INDEX entry_leaf ON entry (leaf);
-- Accepted, durable, not yet in the log. Keyed by a random id: rows of a sealed batch (about persons, and
-- weapons) carry no order of arrival. `ord` orders the entries about places, whose deltas may rest on each
-- other.
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
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_key ON draft (kind, key, log, ord) WHERE key IS NOT NULL;
CREATE INDEX draft_name ON draft (kind, name) WHERE name IS NOT NULL;
CREATE UNIQUE INDEX draft_order ON draft (log, ord) WHERE ord IS NOT NULL;
-- The sealed objects of the items behind a weapon entry, in the order of their seals.
CREATE TABLE sealed_item (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	n INTEGER NOT NULL,
	draft BLOB NOT NULL,
	c BLOB NOT NULL,
	PRIMARY KEY (log, seq, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sealed_item_draft ON sealed_item (draft);
CREATE TABLE accepted (
	idem BLOB NOT NULL PRIMARY KEY,
	draft BLOB NOT NULL,
	proof BLOB NOT NULL,
	content BLOB NOT NULL,
	day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE body (
	hash BLOB NOT NULL PRIMARY KEY,
	bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- "clock": the latest time at which anything was recorded; "opened/<log>": sealed objects opened since the
-- last cut; "erasing": 1 while rows of an erasure are gone, and not yet from every page.
CREATE TABLE state (
	name TEXT NOT NULL PRIMARY KEY,
	value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Whom it is intended to erase: there until keys, objects and rows are gone. Then `erased` has the tag of each, and
-- `gone` what the entries without objects count as: kind and event where the entry says as much in public, and what the
-- case counted as before and after, each entry for itself. `gone_mark`: a number of a paper that stays taken.
CREATE TABLE erasing (
	subject BLOB NOT NULL PRIMARY KEY,
	case_no TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE erased (
	tag BLOB NOT NULL PRIMARY KEY,
	day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE gone (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	event TEXT NOT NULL,
	cls INTEGER NOT NULL,
	before INTEGER NOT NULL,
	mac BLOB NOT NULL,
	PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE gone_mark (
	what TEXT NOT NULL,
	mac BLOB NOT NULL,
	PRIMARY KEY (what, mac)
) STRICT, WITHOUT ROWID;
-- Where backups were written.
CREATE TABLE backup_note (
	path TEXT NOT NULL PRIMARY KEY,
	day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The projection.

CREATE TABLE thing (
	kind INTEGER NOT NULL,
	log INTEGER NOT NULL,
	key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (kind, key, log)
) STRICT, WITHOUT ROWID;
CREATE TABLE place (
	code TEXT NOT NULL PRIMARY KEY,
	name_en TEXT NOT NULL UNIQUE,
	name_ar TEXT NOT NULL,
	parent TEXT,
	level TEXT NOT NULL,
	area_m2 INTEGER,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE place_up (
	place TEXT NOT NULL,
	up TEXT NOT NULL,
	PRIMARY KEY (place, up)
) STRICT, WITHOUT ROWID;
CREATE TABLE seat (
	log INTEGER NOT NULL PRIMARY KEY,
	place TEXT NOT NULL
) STRICT;
CREATE TABLE officer (
	kid BLOB NOT NULL,
	seq INTEGER NOT NULL,
	public_key BLOB NOT NULL,
	roles TEXT NOT NULL,
	act TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	until_day INTEGER,
	PRIMARY KEY (kid, seq)
) STRICT, WITHOUT ROWID;
-- Keys that are not two people: a renewed key of one officer, or that of a relative.
CREATE TABLE same_officer (
	kid BLOB NOT NULL,
	other BLOB NOT NULL,
	relative INTEGER NOT NULL,
	PRIMARY KEY (kid, other, relative)
) STRICT, WITHOUT ROWID;
-- Acts about persons, by case and number within the case; seq, day and place are null until the cut. An act
-- about nobody known has the id of its draft for a case: a blob, which sorts behind every case number; two of them have
-- one subject where the later one says how the search of the first went on. What the
-- rules of later acts need of it: said_day, the calendar day of the act itself; until, code, decree and search as in
-- rule/decide.h, struct past_act.
CREATE TABLE act (
	case_no ANY NOT NULL,
	step INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	event TEXT NOT NULL,
	state TEXT NOT NULL,
	cls INTEGER NOT NULL,
	subject BLOB NOT NULL,
	operator BLOB NOT NULL,
	log INTEGER NOT NULL,
	draft BLOB NOT NULL,
	seq INTEGER,
	day INTEGER,
	place TEXT,
	said_day INTEGER,
	until INTEGER,
	code TEXT NOT NULL,
	decree TEXT NOT NULL,
	search TEXT NOT NULL,
	PRIMARY KEY (case_no, step)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX act_draft ON act (draft);
CREATE INDEX act_event ON act (kind, event, day);
-- Who signed each act of a case; the last day for an appeal against it.
CREATE TABLE act_officer (
	case_no TEXT NOT NULL,
	step INTEGER NOT NULL,
	kid BLOB NOT NULL,
	PRIMARY KEY (case_no, step, kid)
) STRICT, WITHOUT ROWID;
CREATE TABLE appeal_end (
	case_no TEXT NOT NULL,
	step INTEGER NOT NULL,
	day INTEGER NOT NULL,
	PRIMARY KEY (case_no, step)
) STRICT, WITHOUT ROWID;
-- Values that must not be anybody else's (a paper's serial, a weapon's number): HMAC under a key of the keyring. An
-- item is of no case.
CREATE TABLE mark (
	what TEXT NOT NULL,
	mac BLOB NOT NULL,
	draft BLOB NOT NULL,
	case_no TEXT,
	step INTEGER NOT NULL,
	PRIMARY KEY (what, mac, draft)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_case ON mark (case_no, what, step);
CREATE INDEX mark_draft ON mark (draft, what);
-- Effect notices: what was sent to which list, and what that confirmed (store/effect.h).
CREATE TABLE effect (
	draft BLOB NOT NULL PRIMARY KEY,
	log INTEGER NOT NULL,
	no TEXT NOT NULL,
	target TEXT NOT NULL,
	n INTEGER NOT NULL,
	sent_on INTEGER NOT NULL,
	confirmed_on INTEGER,
	refused INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- Grants of access, and openings by breaking the glass (store/access.h), by their drafts.
CREATE TABLE access (
	draft BLOB NOT NULL PRIMARY KEY,
	what INTEGER NOT NULL,
	reader BLOB NOT NULL,
	scope TEXT NOT NULL,
	purpose TEXT NOT NULL,
	at INTEGER NOT NULL,
	subject BLOB NOT NULL,
	of BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_of ON access (what, of);
-- What a weapon item or ammunition lot counts as. When and where it counts says the entry of its cut. `danger`: it
-- must not be stored.
CREATE TABLE item (
	draft BLOB NOT NULL PRIMARY KEY,
	log INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	figure TEXT NOT NULL,
	detail TEXT NOT NULL,
	n INTEGER NOT NULL,
	q INTEGER NOT NULL,
	danger INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX item_figure ON item (kind, figure);
CREATE INDEX item_log ON item (log);
-- The stock book (store/stock.h). `named`: what a record names beside its own number, as HMAC: the weapons that a move
-- or a spot task is about, who handed one in, what a receipt is for. `move`: moves in their order within a log, those
-- that were corrected being gone; `task` for a spot task; `seq` is null until the cut.
CREATE TABLE named (
	mac BLOB NOT NULL,
	draft BLOB NOT NULL,
	PRIMARY KEY (mac, draft)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_draft ON named (draft);
CREATE TABLE move (
	draft BLOB NOT NULL PRIMARY KEY,
	log INTEGER NOT NULL,
	n INTEGER NOT NULL,
	seq INTEGER,
	act TEXT NOT NULL,
	grp TEXT NOT NULL,
	items INTEGER NOT NULL,
	rounds INTEGER NOT NULL,
	kg INTEGER NOT NULL,
	gone INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX move_log ON move (log, seq);
-- One row an entry, of any form. `key`: of the thing it is about; null: a thing of its own. `name`: what
-- occurs once in the operation (record/kind.h, unique), held while the entry is not corrected. `stated`: it
-- repeats somebody's statement. `corrects`: the entry of the same log that it takes back; `corrected`: it was
-- taken back and counts zero.
CREATE TABLE rec (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	key TEXT,
	name TEXT,
	from_day INTEGER NOT NULL,
	day INTEGER NOT NULL,
	place TEXT NOT NULL,
	stated INTEGER NOT NULL,
	corrects INTEGER,
	corrected INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX rec_thing ON rec (kind, log, key, day);
CREATE INDEX rec_name ON rec (kind, name) WHERE name IS NOT NULL;
-- The public fields of entries about places, one row a value; row and sub number the cells of nested rows. A
-- reference is the key of what it names.
CREATE TABLE fact (
	log INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	tag INTEGER NOT NULL,
	row INTEGER NOT NULL,
	sub INTEGER NOT NULL,
	n INTEGER,
	q INTEGER NOT NULL,
	t TEXT,
	PRIMARY KEY (log, seq, tag, row, sub)
) STRICT, WITHOUT ROWID;
-- Public deltas by day, with the qualifier as it adds up. `total` holds the same by blocks of `span`
-- days (0: of all days), so that a total reads few rows.
CREATE TABLE rollup (
	day INTEGER NOT NULL,
	figure TEXT NOT NULL,
	place TEXT NOT NULL,
	detail TEXT NOT NULL,
	q INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	n INTEGER NOT NULL,
	entries INTEGER NOT NULL,
	stated INTEGER NOT NULL,
	PRIMARY KEY (day, figure, place, detail, q, from_day)
) STRICT, WITHOUT ROWID;
CREATE TABLE total (
	span INTEGER NOT NULL,
	block INTEGER NOT NULL,
	figure TEXT NOT NULL,
	place TEXT NOT NULL,
	detail TEXT NOT NULL,
	q INTEGER NOT NULL,
	n INTEGER NOT NULL,
	entries INTEGER NOT NULL,
	stated INTEGER NOT NULL,
	PRIMARY KEY (span, block, figure, place, detail, q)
) STRICT, WITHOUT ROWID;
CREATE TABLE last_cut (
	log INTEGER NOT NULL PRIMARY KEY,
	day INTEGER NOT NULL
) STRICT;
CREATE TABLE bulletin (
	day INTEGER NOT NULL PRIMARY KEY,
	number INTEGER NOT NULL UNIQUE,
	seq INTEGER NOT NULL
) STRICT;
