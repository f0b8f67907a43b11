-- name: fold_thing
INSERT INTO thing (kind, log, key, seq) VALUES ($1, $2, $3, $4)
ON CONFLICT (kind, key, log) DO UPDATE SET seq = excluded.seq;
-- name: fold_thing_gone
DELETE FROM thing WHERE kind = $1 AND log = $2 AND key = $3 AND seq = $4;
-- name: fold_place
INSERT INTO place (code, name_en, name_ar, parent, level, area_m2, seq) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (code) DO UPDATE SET name_en = excluded.name_en, name_ar = excluded.name_ar,
	level = excluded.level, area_m2 = excluded.area_m2;
-- name: fold_place_up
INSERT INTO place_up (place, up) SELECT $1, $1 UNION ALL SELECT $1, up FROM place_up WHERE place = $2
ON CONFLICT (place, up) DO NOTHING;
-- name: fold_seat_hq
INSERT INTO seat (log, place) SELECT id, $1 FROM log WHERE name = 'hq' ON CONFLICT (log) DO NOTHING;
-- name: fold_seat
INSERT INTO seat (log, place) SELECT id, $2 FROM log WHERE origin = $1
ON CONFLICT (log) DO UPDATE SET place = excluded.place;
-- name: fold_officer
INSERT INTO officer (kid, seq, public_key, roles, act, from_day, until_day) VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: fold_act
INSERT INTO act (case_no, step, kind, event, state, cls, subject, operator, log, draft, seq, day, place, said_day, until,
	code, decree, search)
VALUES (coalesce($1, $10), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);
-- name: fold_act_cut
UPDATE act SET seq = $2, day = $3, place = $4 WHERE draft = $1;
-- name: fold_item
INSERT INTO item (draft, log, kind, figure, detail, n, q, danger) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: fold_rec
INSERT INTO rec (log, seq, kind, key, from_day, day, place, stated, corrects, name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);
-- name: fold_corrected
UPDATE rec SET corrected = 1 WHERE log = $1 AND seq = $2;
-- name: fold_fact
INSERT INTO fact (log, seq, tag, row, sub, n, q, t) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
-- name: fold_rollup
INSERT INTO rollup (day, figure, place, detail, q, from_day, n, entries, stated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (day, figure, place, detail, q, from_day) DO UPDATE
SET n = n + excluded.n, entries = entries + excluded.entries, stated = stated + excluded.stated;
-- name: fold_total
INSERT INTO total (span, block, figure, place, detail, q, n, entries, stated)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (span, block, figure, place, detail, q) DO UPDATE
SET n = n + excluded.n, entries = entries + excluded.entries, stated = stated + excluded.stated;
-- name: fold_cut
INSERT INTO last_cut (log, day) VALUES ($1, $2) ON CONFLICT (log) DO UPDATE SET day = max(day, excluded.day);
-- name: fold_bulletin
INSERT INTO bulletin (day, number, seq) VALUES ($1, $2, $3);
-- name: rec_get
SELECT kind, key, from_day, day, place, stated, corrected FROM rec WHERE log = $1 AND seq = $2;
-- name: empty_thing
DELETE FROM thing;
-- name: empty_place
DELETE FROM place;
-- name: empty_place_up
DELETE FROM place_up;
-- name: empty_seat
DELETE FROM seat;
-- name: empty_officer
DELETE FROM officer;
-- name: empty_act
DELETE FROM act;
-- name: empty_same_officer
DELETE FROM same_officer;
-- name: empty_act_officer
DELETE FROM act_officer;
-- name: empty_appeal_end
DELETE FROM appeal_end;
-- name: empty_access
DELETE FROM access;
-- name: empty_mark
DELETE FROM mark;
-- name: empty_effect
DELETE FROM effect;
-- name: empty_item
DELETE FROM item;
-- name: empty_named
DELETE FROM named;
-- name: empty_move
DELETE FROM move;
-- name: empty_rec
DELETE FROM rec;
-- name: empty_fact
DELETE FROM fact;
-- name: empty_rollup
DELETE FROM rollup;
-- name: empty_total
DELETE FROM total;
-- name: empty_last_cut
DELETE FROM last_cut;
-- name: empty_bulletin
DELETE FROM bulletin;
