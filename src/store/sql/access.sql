-- Grants and openings (store/access.h).

-- name: fold_access
INSERT INTO access (draft, what, reader, scope, purpose, at, subject, of) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: grant_get
SELECT x.draft, x.what, x.reader, x.scope, x.purpose, x.at, x.subject, x.of,
	EXISTS (SELECT 1 FROM access y WHERE y.what = 2 AND y.of = $3)
FROM act a JOIN access x ON x.draft = a.draft WHERE a.log = $1 AND a.seq = $2 AND x.what = 1;
-- name: glass_get
SELECT x.draft, x.what, x.reader, x.scope, x.purpose, x.at, x.subject, x.of,
	EXISTS (SELECT 1 FROM access y WHERE y.what = 4 AND y.of = x.draft)
FROM access x WHERE x.draft = $1 AND x.what = 3;
-- name: acted
SELECT 1 FROM act a JOIN act_officer o ON o.case_no = a.case_no AND o.step = a.step
WHERE a.subject = $1 AND o.kid = $2 LIMIT 1;
-- A reference is log-id8, index as 8 bytes and leaf hash.
-- name: grants_open
SELECT x.draft, x.what, x.reader, x.scope, x.purpose, x.at, x.subject, x.of, a.log, coalesce(a.seq, -1)
FROM access x JOIN act a ON a.draft = x.draft
LEFT JOIN entry e ON e.log = a.log AND e.seq = a.seq
WHERE x.what = 1 AND NOT EXISTS (
	SELECT 1 FROM access y WHERE y.what = 2 AND substr(y.of, 17) = e.leaf)
ORDER BY x.at, x.draft;
-- name: glass_open
SELECT x.draft, x.what, x.reader, x.scope, x.purpose, x.at, x.subject, x.of, a.log, coalesce(a.seq, -1)
FROM access x JOIN act a ON a.draft = x.draft
WHERE x.what = 3 AND NOT EXISTS (SELECT 1 FROM access y WHERE y.what = 4 AND y.of = x.draft)
ORDER BY x.at, x.draft;
-- name: glass_times
SELECT at FROM access WHERE what = 3 ORDER BY at;
