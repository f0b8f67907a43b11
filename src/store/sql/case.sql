-- What is in the file of a case.

-- name: case_acts
SELECT kind, step, event, log, seq, day, draft, cls FROM act WHERE case_no = $1 ORDER BY step;
-- name: act_at
SELECT case_no, event, step FROM act WHERE kind = $1 AND event = $2 AND day = $3 AND log = $4 AND seq = $5;
-- name: records
SELECT log, seq FROM rec WHERE kind = $1 AND day >= $2 AND day <= $3 ORDER BY day, log, seq;
-- name: records_newest
SELECT r.log, r.seq FROM rec r
WHERE r.kind = $1 AND r.day >= $2 AND r.day <= $3 AND r.corrected = 0 AND (r.key IS NULL OR EXISTS (
	SELECT 1 FROM thing t WHERE t.kind = r.kind AND t.key = r.key AND t.log = r.log AND t.seq = r.seq))
ORDER BY r.day, r.log, r.seq;
-- Cases in which a day may bring something about: those under checks ($1: what they count as) that were put off, or
-- have an act of day $4 or before; those of people who came by then and were not registered; those handed over or on their way; those with a paper that was suspended or provisional ($2, $3: the
-- kinds of standing and certificate); and those with an appeal ($5).
-- name: cases_due
SELECT a.case_no FROM act a
WHERE typeof(a.case_no) = 'text'
	AND NOT EXISTS (SELECT 1 FROM act b WHERE b.case_no = a.case_no AND b.step > a.step)
	AND (((a.cls = $1 OR a.state = 'presented') AND (a.state = 'deferred'
			OR EXISTS (SELECT 1 FROM act g WHERE g.case_no = a.case_no
				AND (g.event = 'age_doubt' OR (g.kind = $6 AND instr(g.code, 'look'))))
			OR EXISTS (SELECT 1 FROM act d WHERE d.case_no = a.case_no AND d.said_day <= $4)))
		OR a.state IN ('handed_over', 'moving') OR EXISTS (SELECT 1 FROM act c WHERE c.case_no = a.case_no
			AND ((c.kind = $2 AND c.event = 'suspend') OR (c.kind = $3 AND c.until IS NOT NULL)
				OR (c.kind = $5 AND c.event = 'appeal'))));
-- Cases in which somebody may have something to do: open ones ($1), those in a state that waits, those with an act
-- that may wait for another ($2..$12, $16: kinds), and those with a grant ($13) and no paper ($14: its kind).
-- name: cases_waiting
SELECT a.case_no FROM act a
WHERE typeof(a.case_no) = 'text'
	AND NOT EXISTS (SELECT 1 FROM act b WHERE b.case_no = a.case_no AND b.step > a.step)
	AND (a.cls = $1 OR a.state IN ('presented', 'granted', 'handed_over', 'moving', 'deceased')
		OR EXISTS (SELECT 1 FROM act l WHERE l.case_no = a.case_no AND l.kind = $15 AND l.code <> '')
		OR (a.cls = $13 AND NOT EXISTS (SELECT 1 FROM act p WHERE p.case_no = a.case_no AND p.kind = $14))
		OR EXISTS (SELECT 1 FROM act c WHERE c.case_no = a.case_no
			AND c.kind IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $16)));
-- Cases in which nothing was recorded after a day ($1).
-- name: cases_old
SELECT a.case_no FROM act a WHERE typeof(a.case_no) = 'text' GROUP BY a.case_no HAVING max(coalesce(a.said_day, a.day)) <= $1;
-- Whose file is, or was, a child's ($1: the kind of referrals), and what was said last. Who was referred without a file has none.
-- name: referral_last
SELECT a.subject, a.event FROM act a
WHERE a.kind = $1 AND typeof(a.case_no) = 'text' AND a.event IN ('refer_child', 'age_corrected') AND NOT EXISTS (
	SELECT 1 FROM act b WHERE b.case_no = a.case_no AND b.step > a.step
		AND b.kind = $1 AND b.event IN ('refer_child', 'age_corrected'));
-- Every case in which there is an act of this kind ($1), as of merges.
-- name: cases_of_kind
SELECT DISTINCT a.case_no FROM act a WHERE a.kind = $1 AND typeof(a.case_no) = 'text';
-- Cases in which nobody searched others, as was said last, and which were not compared since (intake/compare.h).
-- name: cases_offline
SELECT DISTINCT a.case_no FROM act a WHERE a.search = 'offline' AND typeof(a.case_no) = 'text'
	AND NOT EXISTS (SELECT 1 FROM act b WHERE b.case_no = a.case_no AND b.step > a.step AND b.search <> '')
	AND NOT EXISTS (SELECT 1 FROM state c WHERE c.name = 'compared/' || a.case_no);
-- Cases with an act of this kind ($1) that were not screened since list $2 came into the log (intake/lists.h).
-- name: cases_unscreened
SELECT DISTINCT a.case_no FROM act a WHERE a.kind = $1 AND typeof(a.case_no) = 'text'
	AND NOT EXISTS (SELECT 1 FROM state c WHERE c.name = 'screened/' || a.case_no AND c.value >= $2)
	AND (SELECT l.state FROM act l WHERE l.case_no = a.case_no ORDER BY l.step DESC LIMIT 1) NOT IN (
		'child_referred', 'deceased', 'merged_into', 'erased');
-- Those that were not compared with what the register $2 gave at $3, or later (intake/exchange_compare.h).
-- name: cases_not_exchanged
SELECT DISTINCT a.case_no FROM act a WHERE a.kind = $1 AND typeof(a.case_no) = 'text'
	AND NOT EXISTS (SELECT 1 FROM state c WHERE c.name = 'exchanged/' || a.case_no || '/' || $2 AND c.value = $3)
	AND (SELECT l.state FROM act l WHERE l.case_no = a.case_no ORDER BY l.step DESC LIMIT 1) NOT IN (
		'child_referred', 'deceased', 'merged_into', 'erased');
-- Whether what was said last of the person of a case ($1) by referrals ($2: their kind) is that he or she is a child.
-- name: case_child
SELECT coalesce((SELECT a.event = 'refer_child' FROM act a WHERE a.case_no = $1 AND a.kind = $2
	AND a.event IN ('refer_child', 'age_corrected') ORDER BY a.step DESC LIMIT 1), 0);
