-- What is in the file of a case.

-- name: case_acts
SELECT kind, step, event, log, seq, day FROM act WHERE case_no = $1 ORDER BY step;
-- name: records
SELECT log, seq FROM rec WHERE kind = $1 AND day >= $2 AND day <= $3 ORDER BY day, log, seq;
-- name: records_newest
SELECT t.log, t.seq FROM thing t JOIN rec r ON r.log = t.log AND r.seq = t.seq
WHERE t.kind = $1 AND r.day >= $2 AND r.day <= $3 ORDER BY r.day, t.log, t.seq;
