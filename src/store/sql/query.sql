-- name: thing_get
SELECT seq FROM thing WHERE kind = $1 AND key = $2 AND log = $3;
-- name: thing_find
SELECT t.log, t.seq FROM thing t JOIN log l ON l.id = t.log WHERE t.kind = $1 AND t.key = $2
ORDER BY t.log = $3 DESC, l.name = 'hq' DESC, l.name LIMIT 1;
-- name: thing_named
SELECT 1 FROM thing WHERE kind = $1 AND name = $2 LIMIT 1;
-- name: thing_all
SELECT log, seq FROM thing WHERE kind = $1 ORDER BY seq;
-- name: place_all
SELECT code, name_en, name_ar, parent FROM place ORDER BY seq;
-- name: place_find
SELECT code FROM place WHERE code = $1 OR name_en = $1 ORDER BY code = $1 DESC LIMIT 1;
-- name: seat_get
SELECT place FROM seat WHERE log = $1;
-- name: officer_get
SELECT public_key, roles, act, from_day, until_day FROM officer
WHERE kid = $1 AND from_day <= $2 ORDER BY seq DESC LIMIT 1;
-- name: officer_count
SELECT count(*) FROM officer;
-- name: case_last
SELECT a.step, a.event, a.subject, a.operator, a.log, f.operator FROM act a
JOIN act f ON f.case_no = a.case_no AND f.step = 0
WHERE a.case_no = $1 ORDER BY a.step DESC LIMIT 1;
-- name: case_of_draft
SELECT case_no FROM act WHERE draft = $1;
-- name: case_all
SELECT a.case_no, a.event, a.log, a.day FROM act a
WHERE a.step = (SELECT max(b.step) FROM act b WHERE b.case_no = a.case_no) ORDER BY a.case_no;
-- name: last_cut_get
SELECT day FROM last_cut WHERE log = $1;
-- name: bulletin_get
SELECT number, seq FROM bulletin WHERE day = $1;
-- name: bulletin_all
SELECT day, number, seq FROM bulletin ORDER BY number;
-- name: rollup_since
SELECT figure, detail, place, n, q, from_day, day, entries FROM rollup WHERE day >= $1 AND from_day <= $2;
-- name: total_before
SELECT figure, detail, place, n, q, block, entries FROM total WHERE block < $1;
-- name: deltas_days
SELECT min(day), max(day) FROM rollup;
