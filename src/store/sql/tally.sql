-- Figures counted from the records, not from the deltas. Each gives, for every place above the record's (or only
-- for its own): place, detail, qualifier, from, and for each of the windows h24, d3 and all: sum, how many, how
-- many straddle its edge.

-- What the rules of a kind count (record/kind.h, struct counted).
-- $1 kind, $2 day; the amount: $3 tag, $4 sub, $5 or one; the detail: $6 literal, $7 tag, $8 sub; $9 tag and $10
-- code of a figure that the record names; $11 own place only; from $12 four conditions on the record, from $24
-- four on the row: tag, whether it is to hold, codes; a state holds from $36 tag, $37 sub until $38 tag, $39
-- sub; $40: each number by itself, since the latest holds. $41: 'flow'; 'comes': the record before of the same
-- thing did not hold; 'state' and 'since': the newest record of each thing. $42: 0 counts, too.
-- Codes: '' any value, '+' a number above 0, else ',a,b,', where a number or yes and no stand as digits.

-- name: tally_records
WITH
cond (tag, want, codes) AS MATERIALIZED (
	SELECT column1, column2, column3 FROM (VALUES
		($12, $13, $14), ($15, $16, $17), ($18, $19, $20), ($21, $22, $23))
	WHERE column1 <> 0),
row_cond (sub, want, codes) AS MATERIALIZED (
	SELECT column1, column2, column3 FROM (VALUES
		($24, $25, $26), ($27, $28, $29), ($30, $31, $32), ($33, $34, $35))
	WHERE column1 <> 0),
held AS NOT MATERIALIZED (
	SELECT r.log, r.seq, r.key, r.place, r.from_day, r.day, r.corrected, NOT EXISTS (
		SELECT 1 FROM cond c WHERE c.want <> EXISTS (
			SELECT 1 FROM fact f WHERE f.log = r.log AND f.seq = r.seq AND f.tag = c.tag
			AND (c.codes = '' OR (c.codes = '+' AND f.n > 0)
				OR instr(c.codes, ',' || coalesce(f.t, f.n) || ',') > 0))) AS holds
	FROM rec r WHERE r.kind = $1),
-- Only the newest of a thing is corrected, so that what is left stands in the order in which it was counted.
came AS NOT MATERIALIZED (
	SELECT *, key IS NOT NULL AND lag(holds, 1, 0) OVER (PARTITION BY log, key ORDER BY seq) AS held_before
	FROM held WHERE corrected = 0 AND $41 = 'comes'),
newest AS NOT MATERIALIZED (
	SELECT *, key IS NOT NULL AND lead(seq) OVER (PARTITION BY log, key ORDER BY day, seq) IS NOT NULL AS passed
	FROM held WHERE day <= $2 AND corrected = 0 AND $41 IN ('state', 'since')),
chosen AS (
	SELECT log, seq, place, from_day, day FROM held
	WHERE $41 = 'flow' AND day <= $2 AND corrected = 0 AND holds
	UNION ALL
	SELECT log, seq, place, from_day, day FROM came
	WHERE day <= $2 AND holds AND NOT held_before
	UNION ALL
	SELECT log, seq, place, from_day, day FROM newest WHERE holds AND NOT passed),
-- One for the record, or one for each of its rows: f is the first cell of the row, x the cell that counts.
line AS (
	SELECT c.place, c.from_day, c.day,
		CASE WHEN $7 = 0 THEN $6 ELSE coalesce((
			SELECT d.t FROM fact d WHERE d.log = c.log AND d.seq = c.seq AND d.tag = $7
			AND d.row = CASE WHEN $8 = 0 THEN 0 ELSE f.row END AND d.sub = $8), '') END AS detail,
		CASE WHEN $4 = 0 THEN f.n WHEN $4 > 0 THEN x.n END AS n,
		coalesce(CASE WHEN $4 = 0 THEN f.q WHEN $4 > 0 THEN x.q END, 0) AS q,
		coalesce((SELECT b.n FROM fact b WHERE $36 <> 0 AND b.log = c.log AND b.seq = c.seq AND b.tag = $36
			AND b.row = CASE WHEN $37 = 0 THEN 0 ELSE f.row END AND b.sub = $37), -25567) AS starts,
		coalesce((SELECT b.n FROM fact b WHERE $38 <> 0 AND b.log = c.log AND b.seq = c.seq AND b.tag = $38
			AND b.row = CASE WHEN $39 = 0 THEN 0 ELSE f.row END AND b.sub = $39), 84005) AS ends
	FROM chosen c
	LEFT JOIN fact f ON f.log = c.log AND f.seq = c.seq AND f.tag = $3 AND f.sub = (
		SELECT min(g.sub) FROM fact g WHERE g.log = f.log AND g.seq = f.seq AND g.tag = f.tag AND g.row = f.row)
	LEFT JOIN fact x ON $4 > 0 AND x.log = f.log AND x.seq = f.seq AND x.tag = f.tag AND x.row = f.row AND x.sub = $4
	WHERE ($4 = 0 OR f.row IS NOT NULL)
	AND ($3 = 0 OR $4 < 0 OR $5 OR CASE WHEN $4 = 0 THEN f.n ELSE x.n END IS NOT NULL)
	AND ($9 = 0 OR EXISTS (
		SELECT 1 FROM fact i WHERE i.log = c.log AND i.seq = c.seq AND i.tag = $9 AND i.row = 0 AND i.sub = 0
		AND i.t = $10))
	AND NOT EXISTS (
		SELECT 1 FROM row_cond w WHERE w.want <> EXISTS (
			SELECT 1 FROM fact i WHERE i.log = c.log AND i.seq = c.seq AND i.tag = $3 AND i.row = f.row
			AND i.sub = w.sub AND (w.codes = '' OR (w.codes = '+' AND i.n > 0)
				OR instr(w.codes, ',' || coalesce(i.t, i.n) || ',') > 0)))),
amount AS (
	SELECT place, from_day, day, detail, q, CASE WHEN $40 THEN starts END AS starts,
		CASE WHEN $41 = 'since' THEN $2 - starts ELSE coalesce(n, 1) END AS n
	FROM line WHERE $2 BETWEEN starts AND ends AND ($42 OR n <> 0 OR q <> 0 OR n IS NULL)),
here AS (
	SELECT place, detail, q, starts, n = 0 AS nil, CASE WHEN $40 THEN n END AS each,
		sum(n) FILTER (WHERE from_day >= $2 AND day <= $2) AS n1,
		count(*) FILTER (WHERE from_day >= $2 AND day <= $2) AS e1,
		count(*) FILTER (WHERE day >= $2 AND NOT (from_day >= $2 AND day <= $2)) AS s1,
		sum(n) FILTER (WHERE from_day >= $2 - 2 AND day <= $2) AS n3,
		count(*) FILTER (WHERE from_day >= $2 - 2 AND day <= $2) AS e3,
		count(*) FILTER (WHERE day >= $2 - 2 AND NOT (from_day >= $2 - 2 AND day <= $2)) AS s3,
		sum(n) FILTER (WHERE day <= $2) AS n0,
		count(*) FILTER (WHERE day <= $2) AS e0,
		count(*) FILTER (WHERE day > $2) AS s0
	FROM amount GROUP BY place, detail, q, starts, nil, each)
SELECT u.up, h.detail, h.q, h.starts, sum(h.n1), sum(h.e1), sum(h.s1), sum(h.n3), sum(h.e3), sum(h.s3),
	sum(h.n0), sum(h.e0), sum(h.s0)
FROM here h JOIN place_up u ON u.place = h.place AND (NOT $11 OR u.up = u.place)
GROUP BY u.up, h.detail, h.q, h.starts, h.nil, h.each;

-- Acts about persons that were published: $1 kind, $2 event, $3 day, $4 detail, $5 own place only.
-- name: tally_event
SELECT u.up, $4, 0, NULL, count(*) FILTER (WHERE a.day = $3), count(*) FILTER (WHERE a.day = $3), 0,
	count(*) FILTER (WHERE a.day >= $3 - 2), count(*) FILTER (WHERE a.day >= $3 - 2), 0, count(*), count(*), 0
FROM (SELECT place, day FROM act WHERE kind = $1 AND event = $2 AND day <= $3
	UNION ALL
	SELECT r.place, r.day FROM gone g JOIN rec r ON r.log = g.log AND r.seq = g.seq
	WHERE g.kind = $1 AND g.event = $2 AND r.day <= $3) a
JOIN place_up u ON u.place = a.place AND (NOT $5 OR u.up = u.place)
GROUP BY u.up;

-- Cases that came to count as $1 less those that ceased to, by the acts that were published; $1 = 0: as anything.
-- What a case counted as before says the act before, published or not; of who was erased the entry itself. $2 day, $3 detail, $4 own place only.
-- name: tally_class
WITH change AS (
	SELECT place, day, CASE WHEN $1 = 0 THEN (cls <> 0) - (before <> 0) ELSE (cls = $1) - (before = $1) END AS n
	FROM (SELECT place, day, cls, lag(cls, 1, 0) OVER (PARTITION BY case_no ORDER BY step) AS before FROM act
		UNION ALL
		SELECT r.place, r.day, g.cls, g.before FROM gone g JOIN rec r ON r.log = g.log AND r.seq = g.seq)
	WHERE day <= $2 AND cls <> before)
SELECT u.up, $3, 0, NULL, sum(h.n1), sum(h.e1), 0, sum(h.n3), sum(h.e3), 0, sum(h.n0), sum(h.e0), 0
FROM (SELECT place, sum(n) FILTER (WHERE day = $2) AS n1, count(*) FILTER (WHERE day = $2) AS e1,
	sum(n) FILTER (WHERE day >= $2 - 2) AS n3, count(*) FILTER (WHERE day >= $2 - 2) AS e3,
	sum(n) AS n0, count(*) AS e0
	FROM change WHERE n <> 0 GROUP BY place) h
JOIN place_up u ON u.place = h.place AND (NOT $4 OR u.up = u.place)
GROUP BY u.up;

-- Weapon items and ammunition lots that count as figure $2 and detail $3, as of the entry of their cut: $1 kind,
-- $4 day, $5 own place only; $6 detail to give.
-- name: tally_item
SELECT u.up, $6, i.q, NULL,
	sum(i.n) FILTER (WHERE r.day = $4), count(*) FILTER (WHERE r.day = $4), 0,
	sum(i.n) FILTER (WHERE r.day >= $4 - 2), count(*) FILTER (WHERE r.day >= $4 - 2), 0, sum(i.n), count(*), 0
FROM item i
JOIN sealed_item x ON x.draft = i.draft
JOIN rec r ON r.log = x.log AND r.seq = x.seq
JOIN place_up u ON u.place = r.place AND (NOT $5 OR u.up = u.place)
WHERE i.kind = $1 AND i.figure = $2 AND i.detail = $3 AND i.n <> 0 AND r.day <= $4
GROUP BY u.up, i.q;
