-- Figures counted from the records, not from the deltas. Each gives, for every place above the record's:
-- place, detail, qualifier, sum within the window $2..$3, records within it, records that straddle it.

-- name: tally_flow
SELECT u.up, coalesce(d.t, $7), f.q,
	coalesce(sum(f.n) FILTER (WHERE f.from_day >= $2 AND f.day <= $3), 0),
	count(*) FILTER (WHERE f.from_day >= $2 AND f.day <= $3),
	count(*) FILTER (WHERE f.day >= $2 AND f.from_day <= $3 AND NOT (f.from_day >= $2 AND f.day <= $3))
FROM fact f
JOIN place_up u ON u.place = f.place
LEFT JOIN fact w ON w.log = f.log AND w.seq = f.seq AND w.tag = $5 AND w.row = 0 AND w.sub = 0
LEFT JOIN fact d ON d.log = f.log AND d.seq = f.seq AND d.tag = $8 AND d.row = 0 AND d.sub = 0
WHERE f.kind = $1 AND f.tag = $4 AND f.sub = 0 AND f.from_day <= $9 AND ($6 = '' OR w.t = $6)
GROUP BY 1, 2, 3;
-- name: tally_rows
SELECT u.up, CASE WHEN w.n > 0 THEN $7 ELSE $8 END, f.q,
	coalesce(sum(f.n) FILTER (WHERE f.from_day >= $2 AND f.day <= $3), 0),
	count(DISTINCT f.log || '/' || f.seq) FILTER (WHERE f.from_day >= $2 AND f.day <= $3),
	count(*) FILTER (WHERE f.day >= $2 AND f.from_day <= $3 AND NOT (f.from_day >= $2 AND f.day <= $3))
FROM fact f
JOIN place_up u ON u.place = f.place
LEFT JOIN fact w ON w.log = f.log AND w.seq = f.seq AND w.tag = $6 AND w.row = 0 AND w.sub = 0
WHERE f.kind = $1 AND f.tag = $4 AND f.sub = $5 AND f.from_day <= $9
GROUP BY 1, 2, 3;
-- name: tally_event
SELECT u.up, '', 0, count(*) FILTER (WHERE a.day >= $2 AND a.day <= $3),
	count(*) FILTER (WHERE a.day >= $2 AND a.day <= $3), 0
FROM act a JOIN place_up u ON u.place = a.place
WHERE a.event = $1 AND a.day <= $4
GROUP BY 1;
-- name: tally_state
SELECT u.up, '', 0, count(*) FILTER (WHERE a.event = $1), count(*), 0
FROM act a
JOIN (SELECT case_no, max(step) AS step FROM act WHERE day <= $2 GROUP BY case_no) m
	ON m.case_no = a.case_no AND m.step = a.step
JOIN place_up u ON u.place = a.place
GROUP BY 1;
-- name: tally_open
SELECT u.up, '', 0, count(*) FILTER (WHERE s.t = $6), count(*), 0
FROM (SELECT k.log AS log, k.t AS key, max(k.seq) AS seq FROM fact k
	WHERE k.kind = $1 AND k.tag = $3 AND k.sub = 0 AND k.day <= $2 GROUP BY 1, 2) m
JOIN fact s ON s.log = m.log AND s.seq = m.seq AND s.tag = $5 AND s.row = 0 AND s.sub = 0
JOIN fact c ON c.log = m.log AND c.seq = m.seq AND c.tag = $4 AND c.row = 0 AND c.sub = 0 AND c.t = $7
JOIN place_up u ON u.place = s.place
GROUP BY 1;
