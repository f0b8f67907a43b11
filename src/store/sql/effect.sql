-- Effect notices (store/effect.h).

-- name: effect_add
INSERT INTO effect (draft, log, no, target, n, sent_on, confirmed_on, refused) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: effects
SELECT draft, log, no, target, n, sent_on, confirmed_on, refused FROM effect
ORDER BY sent_on, no, target, n, confirmed_on IS NOT NULL, confirmed_on, draft;
-- What was promised ($1: the kind) up to day $2 by logs whose centres lie in $3 (null: by all): of what was for a day up
-- to it, how much was neither delivered nor ended, unless it was taken back; how often that was, and when last.
-- name: promises
WITH here AS (
	SELECT case_no, until, code, said_day FROM act
	WHERE kind = $1 AND typeof(case_no) = 'text' AND said_day <= $2 AND ($3 IS NULL OR log IN (
		SELECT s.log FROM seat s WHERE s.place = $3
			OR EXISTS (SELECT 1 FROM place_up u WHERE u.place = s.place AND u.up = $3)))
)
SELECT (SELECT coalesce(sum(max(0, n)), 0) FROM (
		SELECT sum(CASE code WHEN '' THEN 1 WHEN 'withdrawn_with_reason' THEN 0 ELSE -1 END) AS n FROM here
		WHERE until <= $2 GROUP BY case_no, until)),
	count(*), max(said_day) FROM here WHERE code = 'withdrawn_with_reason';
