-- Effect notices (store/effect.h).

-- name: effect_add
INSERT INTO effect (draft, log, no, target, n, sent_on, confirmed_on, refused) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: effects
SELECT draft, log, no, target, n, sent_on, confirmed_on, refused FROM effect
ORDER BY sent_on, no, target, n, confirmed_on IS NOT NULL, confirmed_on, draft;
-- name: acts_said
SELECT code, count(*) FROM act WHERE kind = $1 AND said_day >= $2 AND said_day <= $3 GROUP BY code ORDER BY code;
