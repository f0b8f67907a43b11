/*
 * What was found of the press: claims and findings are entries of headquarters' log, press.json is a function of them and of
 * the figures of the bulletins that they name. The comparison itself is made again by this program's own rules. These get
 * better, and two officers may know more than a rule: where the two differ, that is told and is no fault.
 */
#include "sync/verify_sheet.h"

#include "base/arena.h"
#include "base/os.h"
#include "base/time.h"
#include "figure/against.h"
#include "figure/kept.h"
#include "record/kinds.h"
#include "base/banned.h"

static struct kept_bulletin *bulletins(struct verify *v, size_t *n)
{
	const struct founder *list = LIST(struct founder, v->bulletins);
	struct kept_bulletin *out;
	struct err e = { 0 };
	struct entry x;

	*n = LIST_N(struct founder, v->bulletins);
	out = arena_array(v->keep, *n, sizeof *out);
	for (size_t i = 0; i < *n; i++) {
		arena_reset(v->scratch);
		out[i] = (struct kept_bulletin){ (int64_t)list[i].index, NO_DAY };
		if (entry_read(v->scratch, list[i].bytes, &x, &e))
			out[i].day = x.day;
	}
	return out;
}

void verify_press(struct verify *v)
{
	const struct vlog *hq = v->logs;
	const struct kept *list = LIST(struct kept, hq->kept);
	struct kept_maker m = { .a = v->keep };

	v->press = arena_alloc(v->keep, sizeof *v->press);
	m.bulletins = bulletins(v, &m.n_bulletins);
	for (size_t i = 0; i < LIST_N(struct kept, hq->kept); i++) {
		const struct made *made = verify_made(hq, list[i].index);

		if (made && !made->corrected)
			kept_add(&m, (int64_t)list[i].index, list[i].rec);
	}
	kept_made(&m, v->press);
	v->report->press.claims = v->press->n;
	for (size_t i = 0; i < v->press->n; i++)
		v->report->press.findings += v->press->claims[i].finding != NULL;
}

/* A difference that is not what the claim has more than the figure. */
static bool is_other(const struct kept_claim *c, const struct row *row)
{
	const struct val *value = rec_get(c->r, "value"),
			 *said = rec_get(c->finding->r, "difference");
	int64_t difference;

	return row && value && said &&
	       (__builtin_sub_overflow(value->n, row->value, &difference) || difference != said->n);
}

/* The verdict that this program gives, against the first bulletin that a finding names. */
static void again(struct verify *v, const struct kept_claim *c, const struct row *rows, size_t n)
{
	struct against x;
	enum verdict_kind kind;

	/* Thousands may name one bulletin. */
	arena_reset(v->once);
	x = against_kept(v->once, c->r, rows, n);
	kind = x.v.kind;

	if (c->copied_from >= 0 && kind == VERDICT_NOT_COMPARABLE)
		kind = VERDICT_COPIED;
	if (str_eq(verdict_kind_name(kind), rec_code(c->finding->r, "verdict")) &&
	    !is_other(c, x.row))
		v->report->press.alike++;
	else
		v->report->press.unalike++;
}

void verify_press_hold(struct verify *v, uint64_t index, const struct row *rows, size_t n)
{
	struct kept_bulletin b = { .index = (int64_t)index };
	struct val figures;

	for (size_t i = 0; i < v->press->n; i++) {
		const struct kept_claim *c = &v->press->claims[i];

		if (!c->finding || !c->finding->n_against)
			continue;
		for (size_t k = 0; k < c->finding->n_against; k++)
			if (c->finding->against[k].index == b.index)
				b.day = c->finding->against[k].day;
		if (c->finding->against[0].index == b.index)
			again(v, c, rows, n);
	}
	if (!kept_names(v->press, &b))
		return;
	count_bulletin_rows(v->scratch, rows, n, &figures);
	kept_hold(v->keep, v->press, &b, verify_country(v), figures.len ? &figures : NULL);
}

bool verify_press_file(struct verify *v, struct err *e)
{
	const struct str name = S("press.json");
	struct str want, found;

	for (size_t i = 0; i < v->press->n; i++)
		v->report->press.held +=
			v->press->claims[i].finding && v->press->claims[i].finding->held;
	/* What is in doubt is said already. */
	if (verify_doubt(v) || v->report->unknown.all)
		return true;
	if (!v->press->n)
		return os_type(os_join(v->keep, str_of(v->path), name).s) == OS_MISSING ||
		       err_set(e, ERR_FALSE, "press.json is there, but no claim in log hq");
	arena_reset(v->scratch);
	want = kept_json(v->scratch, v->press);
	if (!verify_file(v, v->scratch, name, want.len, &found, e))
		return false;
	return str_eq(want, found) ||
	       err_set(e, ERR_FALSE, "press.json is not what the entries of log hq say");
}
