-- The stock book: weapons and lots one by one, by the digests of their numbers (store/stock.h).

-- name: tie_named
INSERT INTO named (mac, draft) VALUES ($1, $2) ON CONFLICT (mac, draft) DO NOTHING;
-- name: fold_move
INSERT INTO move (draft, log, n, seq, act, grp, items, rounds, kg)
VALUES ($1, $2, coalesce($3, 1 + coalesce((SELECT max(n) FROM move WHERE log = $2), 0)), $4, $5, $6, $7, $8, $9);
-- name: fold_move_cut
UPDATE move SET seq = $3 WHERE log = $2 AND draft = $1;
-- name: fold_move_gone
UPDATE move SET gone = 1 WHERE draft = $1;
-- name: move_at
SELECT draft, n FROM move WHERE log = $1 AND seq = $2;
-- Whether something of what a move names was moved after it.
-- name: move_later
SELECT 1 FROM named o JOIN named l ON l.mac = o.mac JOIN move m ON m.draft = l.draft
WHERE o.draft = $1 AND m.gone = 0 AND m.act <> 'task' AND m.log = $2 AND m.n > $3 LIMIT 1;
-- $2: a move that is looked away from, because it is being corrected.
-- name: stock_item
SELECT i.log, i.kind, iif(i.figure = '', 'W3', i.figure), i.danger,
	EXISTS (SELECT 1 FROM sealed_item s WHERE s.draft = i.draft),
	coalesce((SELECT m.act FROM named x JOIN move m ON m.draft = x.draft
		WHERE x.mac = $1 AND m.gone = 0 AND m.act <> 'task' AND m.draft <> coalesce($2, x'')
		ORDER BY m.n DESC LIMIT 1), 'in'),
	EXISTS (SELECT 1 FROM named x WHERE x.draft = i.draft)
FROM mark k JOIN item i ON i.draft = k.draft WHERE k.what = 'item_no' AND k.mac = $1;
-- name: named_there
SELECT EXISTS (SELECT 1 FROM named WHERE mac = $1);
-- Lots that are in the log, in rounds or kg.
-- name: stock_lots
SELECT coalesce(sum(i.n), 0) FROM item i WHERE i.log = $1 AND i.figure = 'W4' AND i.detail = $2
	AND EXISTS (SELECT 1 FROM sealed_item s WHERE s.draft = i.draft);
-- Lots that wait for the cut.
-- name: stock_lots_waiting
SELECT coalesce(sum(i.n), 0) FROM item i WHERE i.log = $1 AND i.figure = 'W4' AND i.detail = $2
	AND NOT EXISTS (SELECT 1 FROM sealed_item s WHERE s.draft = i.draft);
-- name: stock_moved
SELECT act, grp, sum(items), sum(rounds), sum(kg) FROM move
WHERE (log = $1 OR $1 IS NULL) AND gone = 0 AND act NOT IN ('task', 'count') AND draft <> coalesce($2, x'')
GROUP BY act, grp ORDER BY act, grp;
-- Heavy materiel that delayed sums have told: $1 is the kind, $2 and $3 its figure and amount.
-- name: stock_told
SELECT coalesce(sum(n.n), 0) FROM rec r
JOIN fact f ON f.log = r.log AND f.seq = r.seq AND f.tag = $2 AND f.t = 'W3'
JOIN fact n ON n.log = r.log AND n.seq = r.seq AND n.tag = $3
WHERE r.kind = $1 AND r.corrected = 0;
-- Weapons by log, group, whether they are in the log, and what became of them last; how many of them must not be
-- stored and have no clearance task. Lots that must not be stored have the group of none.
-- name: stock_book
SELECT i.log, CASE WHEN i.figure = 'W4' THEN '' WHEN i.figure = '' THEN 'W3' ELSE i.figure END AS g,
	EXISTS (SELECT 1 FROM sealed_item s WHERE s.draft = i.draft) AS cut,
	coalesce((SELECT m.act FROM mark k JOIN named x ON x.mac = k.mac JOIN move m ON m.draft = x.draft
		WHERE k.draft = i.draft AND k.what = 'item_no' AND m.gone = 0 AND m.act <> 'task'
		ORDER BY m.n DESC LIMIT 1), 'in') AS act,
	count(*),
	sum(i.danger AND NOT EXISTS (SELECT 1 FROM mark k JOIN named x ON x.mac = k.mac
		JOIN move m ON m.draft = x.draft
		WHERE k.draft = i.draft AND k.what = 'item_no' AND m.gone = 0 AND m.act = 'task'))
FROM item i WHERE i.log = $1 GROUP BY g, cut, act ORDER BY g, cut, act;
-- The newest counts that were not those of the book, of what a log holds ($1), and are not made good by what was
-- found or lost since. $2: the field of the difference.
-- name: stock_counts
SELECT * FROM (
	SELECT m.grp, r.day, m.items, CASE WHEN f.n < 0
		THEN min(0, f.n + coalesce((SELECT sum(l.items) FROM move l
			WHERE l.log = m.log AND l.grp = m.grp AND l.act = 'lost' AND l.gone = 0 AND l.n > m.n), 0))
		ELSE max(0, f.n - coalesce((SELECT sum(l.items) FROM move l
			WHERE l.log = m.log AND l.grp = m.grp AND l.act = 'found' AND l.gone = 0 AND l.n > m.n), 0)) END AS open
	FROM move m JOIN rec r ON r.log = m.log AND r.seq = m.seq
	JOIN fact f ON f.log = m.log AND f.seq = m.seq AND f.tag = $2
	WHERE m.log = $1 AND m.act = 'count' AND m.gone = 0 AND NOT EXISTS (
		SELECT 1 FROM move c WHERE c.log = m.log AND c.grp = m.grp AND c.act = 'count' AND c.gone = 0 AND c.n > m.n))
WHERE open <> 0 ORDER BY grp;
-- The record of kind $2 that names something, whether it is in the log or waits.
-- name: named_record
SELECT a.log, coalesce(e.bytes, d.bytes), coalesce(e.c, d.c) FROM named n JOIN act a ON a.draft = n.draft
LEFT JOIN entry e ON e.log = a.log AND e.seq = a.seq LEFT JOIN draft d ON d.id = a.draft AND a.seq IS NULL
WHERE n.mac = $1 AND a.kind = $2 LIMIT 1;
-- Everything in the book, in the order in which it came. Reads all of it: only a person's file asks.
-- name: stock_things
SELECT i.log, s.seq, coalesce(s.c, d.c) FROM item i LEFT JOIN sealed_item s ON s.draft = i.draft LEFT JOIN draft d ON d.id = i.draft
WHERE coalesce(s.c, d.c) IS NOT NULL ORDER BY i.log, s.seq IS NULL, s.seq, s.n;
