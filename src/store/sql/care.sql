-- Looking after the database.

-- name: vacuum_into
VACUUM INTO $1;
-- name: page_size
SELECT p.page_size, d.file FROM pragma_page_size p, pragma_database_list d WHERE d.name = 'main';
-- name: quick_check
PRAGMA quick_check(1);
-- name: integrity_check
PRAGMA integrity_check(1);
-- name: page_size
PRAGMA page_size;
-- name: draft_oldest
SELECT count(*), min(accepted_day) FROM draft WHERE log = $1;
