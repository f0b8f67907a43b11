-- What is in the file of a case.

-- name: case_acts
SELECT kind, step, event, log, seq, day FROM act WHERE case_no = $1 ORDER BY step;
-- name: records
SELECT log, seq FROM rec WHERE kind = $1 AND day >= $2 AND day <= $3 ORDER BY day, log, seq;
-- name: records_newest
SELECT r.log, r.seq FROM rec r
WHERE r.kind = $1 AND r.day >= $2 AND r.day <= $3 AND r.corrected = 0 AND (r.key IS NULL OR EXISTS (
	SELECT 1 FROM thing t WHERE t.kind = r.kind AND t.key = r.key AND t.log = r.log AND t.seq = r.seq))
ORDER BY r.day, r.log, r.seq;
