-- What ties acts, papers and items to one case (store/person.h).

-- name: tie_mark
INSERT INTO mark (what, mac, draft, case_no, step) VALUES ($1, $2, $3, $4, $5);
-- name: tie_officer
INSERT INTO act_officer (case_no, step, kid) VALUES ($1, $2, $3) ON CONFLICT (case_no, step, kid) DO NOTHING;
-- name: tie_appeal_end
INSERT INTO appeal_end (case_no, step, day) VALUES ($1, $2, $3);
-- name: mark_find
SELECT coalesce(case_no, '') FROM mark WHERE what = $1 AND mac = $2 LIMIT 1;
-- name: mark_newest
SELECT mac FROM mark WHERE case_no = $1 AND what = $2 ORDER BY step DESC LIMIT 1;
-- name: past_acts
SELECT a.kind, a.event, o.kid FROM act_officer o JOIN act a ON a.case_no = o.case_no AND a.step = o.step
WHERE o.case_no = $1 ORDER BY o.step, o.kid;
-- name: appeal_end_get
SELECT day FROM appeal_end WHERE case_no = $1 ORDER BY step DESC LIMIT 1;
-- Lodged, less decided: $2 is the kind of an appeal, whose event is `appeal` when it is lodged.
-- name: appeals_open
SELECT coalesce(sum(iif(event = 'appeal', 1, -1)), 0) FROM act WHERE case_no = $1 AND kind = $2;
-- Reads all acts: only a merge asks, and an index would cost each act.
-- name: case_of_subject
SELECT case_no FROM act WHERE subject = $1 AND typeof(case_no) = 'text' LIMIT 1;
