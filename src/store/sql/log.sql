-- name: log_add
INSERT INTO log (name, origin, id8, tree) VALUES ($1, $2, $3, $4);
-- name: log_all
SELECT id, name, origin, id8, tree FROM log ORDER BY name = 'hq' DESC, name;
-- name: log_tree
UPDATE log SET tree = $2 WHERE id = $1;
-- name: entry_add
INSERT INTO entry (log, seq, bytes, leaf, c, s) VALUES ($1, $2, $3, $4, $5, $6);
-- name: entry_get
SELECT bytes, leaf, c, s FROM entry WHERE log = $1 AND seq = $2;
-- name: entry_range
SELECT seq, bytes, leaf, c, s FROM entry WHERE log = $1 AND seq >= $2 AND seq < $3 ORDER BY seq;
-- name: entry_by_leaf
SELECT log, seq FROM entry WHERE leaf = $1;
-- name: draft_add
INSERT INTO draft (id, log, kind, ord, accepted_day, key, name, bytes, c, s, mac)
VALUES ($1, $2, $3, CASE WHEN $4 THEN (SELECT coalesce(max(ord), 0) + 1 FROM draft WHERE log = $2 AND ord IS NOT NULL) END,
	$5, $6, $7, $8, $9, $10, $11);
-- name: draft_places
SELECT id, kind, accepted_day, key, name, bytes, c, s, mac FROM draft WHERE log = $1 AND ord IS NOT NULL ORDER BY ord;
-- name: draft_persons
SELECT id, kind, accepted_day, key, name, bytes, c, s, mac FROM draft WHERE log = $1 AND ord IS NULL ORDER BY id;
-- name: draft_by_key
SELECT bytes FROM draft WHERE kind = $1 AND log = $2 AND key = $3 ORDER BY ord DESC LIMIT 1;
-- name: draft_by_name
SELECT 1 FROM draft WHERE kind = $1 AND name = $2 LIMIT 1;
-- name: draft_delete
DELETE FROM draft WHERE id = $1;
-- name: draft_count
SELECT count(*) FROM draft WHERE log = $1;
-- name: accepted_add
INSERT INTO accepted (idem, draft, proof, content, day) VALUES ($1, $2, $3, $4, $5);
-- name: accepted_get
SELECT draft, proof, content, day FROM accepted WHERE idem = $1;
-- name: body_add
INSERT INTO body (hash, bytes) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING;
-- name: body_get
SELECT bytes FROM body WHERE hash = $1;
-- name: state_get
SELECT value FROM state WHERE name = $1;
-- name: state_each
SELECT name, value FROM state WHERE substr(name, 1, length($1)) = $1 ORDER BY name;
-- Digits, letters and signs of a name sort before that character.
-- name: state_drop
DELETE FROM state WHERE name >= $1 AND name < $1 || char(1114111);
-- name: state_set
INSERT INTO state (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;
