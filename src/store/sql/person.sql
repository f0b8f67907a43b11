-- What ties acts, papers and items to one case (store/person.h).

-- name: tie_mark
INSERT INTO mark (what, mac, draft, case_no, step) VALUES ($1, $2, $3, $4, $5);
-- name: tie_officer
INSERT INTO act_officer (case_no, step, kid) VALUES ($1, $2, $3) ON CONFLICT (case_no, step, kid) DO NOTHING;
-- name: tie_appeal_end
INSERT INTO appeal_end (case_no, step, day) VALUES ($1, $2, $3);
-- name: tie_same_officer
INSERT INTO same_officer (kid, other, relative) VALUES ($1, $2, $3) ON CONFLICT (kid, other, relative) DO NOTHING;
-- name: same_officers
SELECT kid, other, relative FROM same_officer ORDER BY kid, other, relative;
-- name: mark_find
SELECT coalesce(case_no, '') FROM mark WHERE what = $1 AND mac = $2
UNION ALL SELECT '' FROM gone_mark WHERE what = $1 AND mac = $2 LIMIT 1;
-- name: act_in_log
SELECT 1 FROM act WHERE draft = $1 AND seq IS NOT NULL;
-- name: mark_cases
SELECT DISTINCT case_no FROM mark WHERE what = $1 AND mac = $2 AND case_no IS NOT NULL ORDER BY case_no;
-- name: mark_step
SELECT step FROM mark WHERE case_no = $1 AND what = $2 AND mac = $3 ORDER BY step LIMIT 1;
-- Of each pair with somebody in another register: when it was noted last, what two adjudicators said after that, and when, and the state
-- of the case.
-- name: pairs_there
SELECT p.case_no, p.noted, v.code, v.said_day, (SELECT l.state FROM act l WHERE l.case_no = p.case_no ORDER BY l.step DESC LIMIT 1), p.mac
FROM (SELECT m.case_no, m.mac, max(m.step) AS step, max(a.said_day) AS noted FROM mark m JOIN act a ON a.draft = m.draft
	WHERE m.what = 'there' AND m.case_no IS NOT NULL AND a.code NOT IN ('same', 'different') GROUP BY m.case_no, m.mac) p
LEFT JOIN act v ON v.case_no = p.case_no AND v.step = (SELECT max(k.step) FROM mark k JOIN act j ON j.draft = k.draft
	WHERE k.what = 'there' AND k.mac = p.mac AND k.case_no = p.case_no AND k.step > p.step AND j.code IN ('same', 'different'))
ORDER BY p.case_no, p.mac;
-- name: mark_said
SELECT m.step, m.mac, a.code FROM mark m JOIN act a ON a.draft = m.draft WHERE m.case_no = $1 AND m.what = $2 ORDER BY m.step;
-- name: mark_act
SELECT a.log, a.seq FROM mark m JOIN act a ON a.draft = m.draft WHERE m.what = $1 AND m.mac = $2
ORDER BY a.seq IS NULL DESC, a.day DESC, a.seq DESC LIMIT 1;
-- name: mark_newest
SELECT mac FROM mark WHERE case_no = $1 AND what = $2 ORDER BY step DESC LIMIT 1;
-- name: mark_beside
SELECT m.mac FROM mark k JOIN mark m ON m.draft = k.draft
WHERE k.case_no = $1 AND k.what = $2 AND k.mac = $3 AND m.what = $4 ORDER BY k.step;
-- name: past_acts
SELECT a.step, a.kind, a.event, a.state, a.cls, a.said_day, a.until, e.day, a.code, a.decree, a.search, o.kid
FROM act a LEFT JOIN appeal_end e ON e.case_no = a.case_no AND e.step = a.step
LEFT JOIN act_officer o ON o.case_no = a.case_no AND o.step = a.step
WHERE a.case_no = $1 ORDER BY a.step, o.kid;
-- Reads all acts: only a merge asks, and an index would cost each act.
-- name: case_of_subject
SELECT case_no FROM act WHERE subject = $1 AND typeof(case_no) = 'text' LIMIT 1;
-- Reads all acts: only an index of names that is made anew asks.
-- name: namings
SELECT subject, case_no, log, seq, draft FROM act
WHERE kind IN ($1, $2) AND typeof(case_no) = 'text' AND substr(subject, 1, 1) BETWEEN $3 AND $4 ORDER BY subject, step;
-- name: naming_entry
SELECT s FROM entry WHERE log = $1 AND seq = $2;
-- name: naming_draft
SELECT s FROM draft WHERE id = $1;
-- All that is held of the acts of a case, and of one act.
-- name: case_objects
SELECT a.step, a.kind, a.event, a.state, a.log, a.seq, a.day, a.subject, coalesce(e.bytes, d.bytes), coalesce(e.c, d.c),
	coalesce(e.s, d.s), e.leaf
FROM act a LEFT JOIN entry e ON e.log = a.log AND e.seq = a.seq LEFT JOIN draft d ON d.id = a.draft AND a.seq IS NULL
WHERE a.case_no = $1 ORDER BY a.step;
-- name: act_objects
SELECT a.step, a.kind, a.event, a.state, a.log, a.seq, a.day, a.subject, coalesce(e.bytes, d.bytes), coalesce(e.c, d.c),
	coalesce(e.s, d.s), e.leaf
FROM act a LEFT JOIN entry e ON e.log = a.log AND e.seq = a.seq LEFT JOIN draft d ON d.id = a.draft AND a.seq IS NULL
WHERE a.draft = $1;
