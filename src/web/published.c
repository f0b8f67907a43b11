/* See published.h. */
#include "web/published.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/jsonin.h"
#include "base/os.h"
#include "record/qual.h"
#include "base/banned.h"

#define FILE_MAX ((size_t)64 * 1024 * 1024)

static int64_t number(const struct jsonin *of, struct str key)
{
	const struct jsonin *v = jsonin_find(of, key);

	return v && v->type == JSONIN_INT ? v->n : 0;
}

static struct str text(const struct jsonin *of, struct str key)
{
	const struct jsonin *v = jsonin_find(of, key);

	return v && v->type == JSONIN_STRING ? v->s : S("");
}

static bool yes(const struct jsonin *of, struct str key)
{
	const struct jsonin *v = jsonin_find(of, key);

	return v && v->type == JSONIN_BOOL && v->n;
}

/* The elements of a list; none where it is missing. */
static const struct jsonin *list(const struct jsonin *of, struct str key, size_t *n)
{
	const struct jsonin *v = jsonin_find(of, key);

	*n = v && v->type == JSONIN_ARRAY ? v->len : 0;
	return *n ? v->v : NULL;
}

static const struct str *texts(struct arena *a, const struct jsonin *of, struct str key, size_t *n)
{
	const struct jsonin *v = list(of, key, n);
	struct str *out = arena_array(a, *n, sizeof *out);

	for (size_t i = 0; i < *n; i++)
		out[i] = v[i].type == JSONIN_STRING ? v[i].s : S("");
	return out;
}

static void heads(struct arena *a, const struct jsonin *of, struct published *p)
{
	const struct jsonin *v = list(of, S("heads"), &p->n_heads);
	struct published_head *out = arena_array(a, p->n_heads, sizeof *out);

	for (size_t i = 0; i < p->n_heads; i++)
		out[i] = (struct published_head){ text(&v[i], S("origin")), text(&v[i], S("root")),
						  number(&v[i], S("size")) };
	p->heads = out;
}

static void checks(struct arena *a, const struct jsonin *of, struct published *p)
{
	const struct jsonin *v = list(of, S("checks"), &p->n_checks);
	struct check *out = arena_array(a, p->n_checks, sizeof *out);

	for (size_t i = 0; i < p->n_checks; i++)
		out[i] = (struct check){ str_z(a, text(&v[i], S("rule"))), yes(&v[i], S("holds")),
					 text(&v[i], S("reason")) };
	p->checks = out;
}

static bool period_of(struct str name, enum period *out)
{
	for (int i = 0; i < PERIOD_COUNT; i++)
		if (str_eq(name, period_name((enum period)i))) {
			*out = (enum period)i;
			return true;
		}
	return false;
}

/* A newer program may have published figures, periods and qualifiers that this one does not know. */
static bool row(const struct jsonin *of, struct row *r)
{
	*r = (struct row){ .figure = figure_find(text(of, S("code"))),
			   .place = text(of, S("place_code")),
			   .place_name = text(of, S("place")),
			   .detail = text(of, S("detail")),
			   .value = number(of, S("value")),
			   .entries = number(of, S("entries")),
			   .stated = number(of, S("stated")) };
	return r->figure && period_of(text(of, S("period")), &r->period) &&
	       qual_read(text(of, S("qualifier")), &r->qual);
}

/* As count_rows sorts them: by figure as the table stands, place, detail, period. */
static int compare(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int order = (a->figure > b->figure) - (a->figure < b->figure);

	order = order ? order : str_cmp(a->place, b->place);
	order = order ? order : str_cmp(a->detail, b->detail);
	return order ? order : (int)a->period - (int)b->period;
}

/* They are published in that order, but by the table of the program that did it. */
static void rows(struct arena *a, const struct jsonin *of, struct published *p)
{
	size_t n;
	const struct jsonin *v = list(of, S("figures"), &n);
	struct row *out = arena_array(a, n, sizeof *out);
	bool sorted = true;

	for (size_t i = 0; i < n; i++) {
		if (!row(&v[i], &out[p->n_rows]))
			continue;
		sorted =
			sorted && (!p->n_rows || compare(&out[p->n_rows - 1], &out[p->n_rows]) < 0);
		p->n_rows++;
	}
	if (!sorted)
		qsort(out, p->n_rows, sizeof *out, compare);
	p->rows = out;
}

bool published_read(struct arena *a, const char *folder, int64_t day, struct published *out,
		    struct err *e)
{
	struct str date = day_text(a, day);
	const char *path = str_z(a, str_fmt(a, "%s/bulletin/%.*s.json", folder, P(date)));
	const struct jsonin *v;
	struct str bytes;

	*out = (struct published){ .day = day };
	if (!os_read(a, path, FILE_MAX, &bytes, e))
		return false;
	v = jsonin_read(a, bytes, 1, e);
	if (!v)
		return within(e, "read %s", path);
	if (!str_eq(text(v, S("sulh")), S("bulletin/v1")) || !str_eq(text(v, S("day")), date) ||
	    !instant_parse(text(v, S("from")), &out->from) ||
	    !instant_parse(text(v, S("to")), &out->to))
		return err_set(e, ERR_FAILED, "read %s: it is no bulletin of that day", path);
	out->number = number(v, S("number"));
	out->index = number(v, S("index"));
	out->definitions = text(v, S("definitions"));
	out->late = texts(a, v, S("late"), &out->n_late);
	out->corrections = texts(a, v, S("corrections"), &out->n_corrections);
	heads(a, v, out);
	checks(a, v, out);
	rows(a, v, out);
	return true;
}

const struct row *published_row(const struct published *p, const struct figure *f, struct str place,
				struct str detail, enum period period)
{
	struct row wanted = { .figure = f, .place = place, .detail = detail, .period = period };

	return p->n_rows ? bsearch(&wanted, p->rows, p->n_rows, sizeof *p->rows, compare) : NULL;
}
