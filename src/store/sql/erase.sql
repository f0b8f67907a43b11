-- Erasing a person: the intent, what is taken away, and what stays so that figures still add up (store/erase.h).

-- name: erasing_add
INSERT INTO erasing (subject, case_no) VALUES ($1, $2) ON CONFLICT (subject) DO NOTHING;
-- name: erasing_all
SELECT subject, case_no FROM erasing ORDER BY case_no, subject;
-- name: erasing_done
DELETE FROM erasing;
-- What a case counted as before each act, and after it.
-- name: erase_acts
SELECT log, seq, kind, event, cls, lag(cls, 1, 0) OVER (ORDER BY step), draft, subject, day, said_day, code FROM act WHERE case_no = $1
ORDER BY step;
-- Acts about somebody with an identity of its own and no case. No index: only erasing asks.
-- name: erase_own
SELECT log, seq, kind, event, cls, 0, draft, subject, day, said_day, code FROM act
WHERE subject = $1 AND subject <> zeroblob(16) AND typeof(case_no) = 'blob' ORDER BY draft;
-- name: erase_own_at
SELECT log, seq, kind, event, cls, 0, draft, subject, day, said_day, code FROM act
WHERE log = $1 AND seq = $2 AND subject <> zeroblob(16) AND typeof(case_no) = 'blob';
-- Those of a kind, also such as wait for the cut.
-- name: erase_own_of
SELECT log, seq, kind, event, cls, 0, draft, subject, day, said_day, code FROM act
WHERE kind = $1 AND subject <> zeroblob(16) AND typeof(case_no) = 'blob' ORDER BY draft;
-- All of them. A blob sorts behind every case number.
-- name: erase_own_all
SELECT log, seq, kind, event, cls, 0, draft, subject, day, said_day, code FROM act
WHERE case_no >= x'' AND subject <> zeroblob(16) ORDER BY subject, seq IS NULL, day, seq;
-- Other states of the same thing, what a record corrects, and what corrects it.
-- name: erase_beside
SELECT b.seq FROM rec a JOIN rec b ON b.kind = a.kind AND b.log = a.log AND b.seq <> a.seq
WHERE a.log = $1 AND a.seq = $2 AND (b.key = a.key OR b.corrects = a.seq OR b.seq = a.corrects) ORDER BY b.seq;
-- name: erase_said
SELECT mac FROM mark WHERE draft = $1 AND what = $2;
-- name: gone_add
INSERT INTO gone (log, seq, kind, event, cls, before, mac) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: gone_get
SELECT kind, event, cls, before, mac FROM gone WHERE log = $1 AND seq = $2;
-- name: erase_objects
UPDATE entry SET c = NULL, s = NULL WHERE log = $1 AND seq = $2;
-- name: erase_accepted
DELETE FROM accepted WHERE draft = $1;
-- $2: ",what,what,"
-- name: erase_marks_kept
INSERT INTO gone_mark (what, mac) SELECT what, mac FROM mark WHERE case_no = $1 AND instr($2, ',' || what || ',') > 0
ON CONFLICT (what, mac) DO NOTHING;
-- name: erase_mark
DELETE FROM mark WHERE case_no = $1;
-- When it was compared with others, with lists and with what other registers gave.
-- name: erase_compared
DELETE FROM state WHERE name IN ('compared/' || $1, 'screened/' || $1)
	OR (name >= 'exchanged/' || $1 || '/' AND name < 'exchanged/' || $1 || '0');
-- name: erase_appeal_end
DELETE FROM appeal_end WHERE case_no = $1;
-- name: erase_act_officer
DELETE FROM act_officer WHERE case_no = $1;
-- name: erase_effect
DELETE FROM effect WHERE draft IN (SELECT draft FROM act WHERE case_no = $1);
-- name: erase_act
DELETE FROM act WHERE case_no = $1;
-- The same of an act about somebody without a case.
-- name: erase_own_mark
DELETE FROM mark WHERE draft = $1;
-- name: erase_own_effect
DELETE FROM effect WHERE draft = $1;
-- name: erase_own_act
DELETE FROM act WHERE draft = $1;
-- name: erase_access
UPDATE access SET subject = $2 WHERE subject = $1;
-- name: erased_get
SELECT 1 FROM erased WHERE tag = $1;
-- name: erased_add
INSERT INTO erased (tag, day) VALUES ($1, $2) ON CONFLICT (tag) DO NOTHING;
-- name: erased_all
SELECT tag, day FROM erased ORDER BY tag;
-- name: subjects_all
SELECT DISTINCT subject, case_no FROM act WHERE typeof(case_no) = 'text';
-- name: backup_note_add
INSERT INTO backup_note (path, day) VALUES ($1, $2) ON CONFLICT (path) DO UPDATE SET day = excluded.day;
-- name: backup_note_all
SELECT path, day FROM backup_note ORDER BY day, path;
-- name: backup_note_drop
DELETE FROM backup_note WHERE path = $1;
