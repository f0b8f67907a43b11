-- Looking after the database.

-- name: vacuum_into
VACUUM INTO $1;
-- name: quick_check
PRAGMA quick_check(1);
-- name: integrity_check
PRAGMA integrity_check(1);
-- name: page_size
PRAGMA page_size;
-- name: draft_oldest
SELECT count(*), min(accepted_day) FROM draft WHERE log = $1;
