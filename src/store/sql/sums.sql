-- What delayed sums tell of (store/sums.h). $1 is the calendar day, $2 the place (null: all).

-- Cases that were closed once: closings ($3), decisions ($4), and what appeals ($5) came to; and where they stood.
-- name: sums_cases
WITH here AS (SELECT l.id FROM log l WHERE $2 IS NULL OR l.id IN (SELECT s.log FROM seat s WHERE s.place = $2
		OR EXISTS (SELECT 1 FROM place_up u WHERE u.place = s.place AND u.up = $2))),
closed AS (
	SELECT DISTINCT case_no FROM act WHERE typeof(case_no) = 'text' AND (kind = $3
		OR (kind = $4 AND event IN ('approve_not_covered', 'approve_referred'))
		OR (kind = $5 AND event IN ('appeal_rejected', 'referral_upheld')))),
last AS (
	SELECT c.case_no, (SELECT max(a.step) FROM act a
		WHERE a.case_no = c.case_no AND a.said_day <= $1 AND a.seq IS NOT NULL) AS step FROM closed c),
before AS (
	SELECT l.case_no, l.step, a.state, (SELECT max(b.step) FROM act b
		WHERE b.case_no = l.case_no AND b.step < l.step AND b.state <> a.state) AS was
	FROM last l JOIN act a ON a.case_no = l.case_no AND a.step = l.step WHERE a.log IN (SELECT id FROM here))
SELECT x.state, coalesce(b.state, ''), coalesce(b.cls, 0), coalesce((SELECT max(p.day) FROM appeal_end p
	WHERE p.case_no = x.case_no AND p.step <= x.step), $1 - 1) >= $1 AS in_time, count(*)
FROM before x LEFT JOIN act b ON b.case_no = x.case_no AND b.step = x.was
GROUP BY x.state, b.state, b.cls, in_time ORDER BY x.state, b.state, b.cls, in_time;
-- $3: the kind of referrals. Who was referred without a file has none.
-- name: sums_children
WITH here AS (SELECT l.id FROM log l WHERE $2 IS NULL OR l.id IN (SELECT s.log FROM seat s WHERE s.place = $2
		OR EXISTS (SELECT 1 FROM place_up u WHERE u.place = s.place AND u.up = $2))),
referral AS (
	SELECT case_no, step, event, log FROM act WHERE kind = $3 AND seq IS NOT NULL AND coalesce(said_day, day) <= $1)
SELECT count(*) FROM referral r WHERE r.log IN (SELECT id FROM here) AND r.event <> 'age_corrected'
	AND NOT EXISTS (SELECT 1 FROM referral q WHERE q.case_no = r.case_no AND q.step > r.step);
-- $3: the kind of stays. That somebody arrives ends no hold.
-- name: sums_held
WITH here AS (SELECT l.id FROM log l WHERE $2 IS NULL OR l.id IN (SELECT s.log FROM seat s WHERE s.place = $2
		OR EXISTS (SELECT 1 FROM place_up u WHERE u.place = s.place AND u.up = $2))),
stay AS (
	SELECT case_no, step, code, said_day, log FROM act WHERE kind = $3 AND typeof(case_no) = 'text'
		AND code <> 'arrive' AND said_day <= $1 AND seq IS NOT NULL),
held AS (
	SELECT s.case_no, coalesce((SELECT max(o.step) FROM stay o
		WHERE o.case_no = s.case_no AND o.code <> 'hold'), -1) AS free
	FROM stay s WHERE s.code = 'hold' AND s.log IN (SELECT id FROM here)
		AND NOT EXISTS (SELECT 1 FROM stay l WHERE l.case_no = s.case_no AND l.step > s.step))
SELECT count(*), coalesce(max($1 - (SELECT min(s.said_day) FROM stay s
	WHERE s.case_no = h.case_no AND s.step > h.free)), 0) FROM held h;
-- $3: the kind; $4: the first day.
-- name: sums_acts
SELECT event, code, count(*) FROM act WHERE kind = $3 AND seq IS NOT NULL AND coalesce(said_day, day) BETWEEN $4 AND $1
	AND ($2 IS NULL OR log IN (SELECT s.log FROM seat s WHERE s.place = $2
		OR EXISTS (SELECT 1 FROM place_up u WHERE u.place = s.place AND u.up = $2)))
GROUP BY event, code ORDER BY event, code;
-- name: sums_codes
SELECT case_no, code FROM act WHERE kind = $3 AND typeof(case_no) = 'text' AND seq IS NOT NULL AND said_day <= $1
	AND ($2 IS NULL OR log IN (SELECT s.log FROM seat s WHERE s.place = $2
		OR EXISTS (SELECT 1 FROM place_up u WHERE u.place = s.place AND u.up = $2)))
ORDER BY case_no, step;
-- $3: the kind of weapons.
-- name: sums_heavy
SELECT count(*) FROM item i JOIN sealed_item s ON s.draft = i.draft JOIN rec r ON r.log = s.log AND r.seq = s.seq
WHERE i.kind = $3 AND i.figure = '' AND r.day <= $1
	AND ($2 IS NULL OR i.log IN (SELECT s.log FROM seat s WHERE s.place = $2
		OR EXISTS (SELECT 1 FROM place_up u WHERE u.place = s.place AND u.up = $2)));
-- $1: the kind of delayed sums; $3..$6: its figure, detail, month and amount.
-- name: sums_said
SELECT r.seq, f.t, coalesce(d.t, ''), m.t, n.n FROM rec r
JOIN fact f ON f.log = r.log AND f.seq = r.seq AND f.tag = $3
LEFT JOIN fact d ON d.log = r.log AND d.seq = r.seq AND d.tag = $4
JOIN fact m ON m.log = r.log AND m.seq = r.seq AND m.tag = $5
JOIN fact n ON n.log = r.log AND n.seq = r.seq AND n.tag = $6
WHERE r.kind = $1 AND r.corrected = 0 AND ($2 IS NULL OR r.place = $2
	OR EXISTS (SELECT 1 FROM place_up u WHERE u.place = r.place AND u.up = $2))
ORDER BY r.seq;
