-- name: thing_get
SELECT seq FROM thing WHERE kind = $1 AND key = $2 AND log = $3;
-- name: thing_find
SELECT t.log, t.seq FROM thing t JOIN log l ON l.id = t.log WHERE t.kind = $1 AND t.key = $2
ORDER BY t.log = $3 DESC, l.name = 'hq' DESC, l.name LIMIT 1;
-- name: thing_named
SELECT 1 FROM rec WHERE kind = $1 AND name = $2 AND corrected = 0 LIMIT 1;
-- The record of the same thing before entry $2 of log $1.
-- name: thing_before
SELECT max(b.seq) FROM rec a JOIN rec b ON b.kind = a.kind AND b.log = a.log AND b.key = a.key AND b.seq < a.seq
WHERE a.log = $1 AND a.seq = $2 AND b.corrected = 0;
-- name: thing_all
SELECT log, seq FROM thing WHERE kind = $1 ORDER BY seq;
-- name: place_all
SELECT code, name_en, name_ar, parent, level, area_m2 FROM place ORDER BY seq;
-- name: place_find
SELECT code FROM place WHERE code = $1 OR name_en = $1 ORDER BY code = $1 DESC LIMIT 1;
-- name: seat_get
SELECT place FROM seat WHERE log = $1;
-- name: officer_get
SELECT public_key, roles, act, from_day, until_day,
	(SELECT from_day FROM officer f WHERE f.kid = $1 ORDER BY f.seq LIMIT 1) FROM officer
WHERE kid = $1 AND from_day <= $2 ORDER BY seq DESC LIMIT 1;
-- What was said last of each key, from whatever day.
-- name: officer_all
SELECT o.kid, o.public_key, o.roles, o.act, o.from_day, o.until_day,
	(SELECT f.from_day FROM officer f WHERE f.kid = o.kid ORDER BY f.seq LIMIT 1) FROM officer o
WHERE o.seq = (SELECT max(m.seq) FROM officer m WHERE m.kid = o.kid) ORDER BY o.seq;
-- name: officer_count
SELECT count(*) FROM officer;
-- name: case_last
SELECT a.step, a.log, a.event, a.state, a.cls, a.operator, (
		SELECT f.subject FROM act f WHERE f.case_no = $1 ORDER BY f.step LIMIT 1), (
		SELECT r.operator FROM act r WHERE r.case_no = $1 ORDER BY r.event <> 'register', r.step LIMIT 1),
	b.state, b.cls
FROM act a LEFT JOIN act b ON b.case_no = $1 AND b.step = (
	SELECT max(m.step) FROM act m WHERE m.case_no = $1 AND m.step < (
		SELECT max(l.step) FROM act l WHERE l.case_no = $1 AND l.event IN ('merge', 'merge_away')))
WHERE a.case_no = $1 ORDER BY a.step DESC LIMIT 1;
-- name: case_of_draft
SELECT case_no FROM act WHERE draft = $1 AND typeof(case_no) = 'text';
-- Blobs (acts about nobody known) sort behind all texts.
-- name: case_all
SELECT a.case_no, a.event, a.log, a.day FROM act a
WHERE a.case_no < x'' AND a.step = (SELECT max(b.step) FROM act b WHERE b.case_no = a.case_no) ORDER BY a.case_no;
-- name: last_cut_get
SELECT day FROM last_cut WHERE log = $1;
-- name: cut_end
SELECT max(seq) + 1 FROM rec WHERE kind = $1 AND log = $2 AND day <= $3 HAVING max(seq) IS NOT NULL;
-- name: bulletin_get
SELECT number, seq FROM bulletin WHERE day = $1;
-- name: bulletin_all
SELECT day, number, seq FROM bulletin ORDER BY number;
-- What a correction left nothing of has no entries.
-- name: rollup_since
SELECT figure, detail, place, n, q, entries, stated, from_day, day FROM rollup
WHERE day >= $1 AND day <= $2 AND entries > 0;
-- name: total_before
SELECT figure, detail, place, n, q, entries, stated FROM total
WHERE span = $1 AND block >= $2 AND block < $3 AND entries > 0;
-- All days less those from $1 on.
-- name: total_less
SELECT t.figure, t.detail, t.place, t.n - coalesce(l.n, 0), t.q, t.entries - coalesce(l.entries, 0),
	t.stated - coalesce(l.stated, 0)
FROM total t LEFT JOIN (
	SELECT figure, place, detail, q, sum(n) AS n, sum(entries) AS entries, sum(stated) AS stated FROM rollup
	WHERE day >= $1 GROUP BY figure, place, detail, q) l
ON l.figure = t.figure AND l.place = t.place AND l.detail = t.detail AND l.q = t.q
WHERE t.span = 0 AND t.entries > coalesce(l.entries, 0);
-- name: rollup_newest
SELECT max(day) FROM rollup;
-- name: item_add
INSERT INTO sealed_item (log, seq, n, draft, c) VALUES ($1, $2, $3, $4, $5);
-- name: item_all
SELECT draft, c FROM sealed_item WHERE log = $1 AND seq = $2 ORDER BY n;
-- What holds of kind $1 on day $2. Things have keys: each is looked up in the index, so that the states it
-- passed through cost nothing.
-- name: newest
WITH RECURSIVE thing_of (log, key) AS (
	SELECT l.id, (SELECT min(r.key) FROM rec r WHERE r.kind = $1 AND r.log = l.id AND r.key >= '') FROM log l
	UNION ALL
	SELECT t.log, (SELECT min(r.key) FROM rec r WHERE r.kind = $1 AND r.log = t.log AND r.key > t.key) FROM thing_of t
	WHERE t.key IS NOT NULL)
SELECT r.log, r.seq, r.day, r.key, r.place, r.stated, e.bytes FROM thing_of t
CROSS JOIN rec r ON r.log = t.log AND r.seq = (
	SELECT b.seq FROM rec b WHERE b.kind = $1 AND b.log = t.log AND b.key = t.key AND b.day <= $2 AND b.corrected = 0
	ORDER BY b.day DESC, b.seq DESC LIMIT 1)
CROSS JOIN entry e ON e.log = r.log AND e.seq = r.seq
WHERE t.key IS NOT NULL;
-- Its records that are things of their own.
-- name: newest_keyless
SELECT r.log, r.seq, r.day, r.key, r.place, r.stated, e.bytes FROM log l
CROSS JOIN rec r ON r.kind = $1 AND r.log = l.id AND r.key IS NULL AND r.day <= $2 AND r.corrected = 0
CROSS JOIN entry e ON e.log = r.log AND e.seq = r.seq;
-- name: late
SELECT min(iif(r.day <= $3, r.from_day, NULL)), min(iif(c.day <= $3, c.from_day, NULL))
FROM rec r LEFT JOIN rec c ON c.log = r.log AND c.seq = r.corrects
WHERE r.log = $1 AND r.seq >= $2;
