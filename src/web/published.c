/* See published.h. */
#include "web/published.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/jsonin.h"
#include "base/os.h"
#include "record/qual.h"
#include "base/banned.h"

#define FILE_MAX ((size_t)64 * 1024 * 1024)

/* While it is taken apart. What is missing, or of another type, is no 0 and no empty text: the file is no bulletin then. */
struct taking {
	struct arena *a;
	const char *wrong; /* NULL, or the first member that is not as it has to be */
};

static const struct jsonin *member(struct taking *t, const struct jsonin *of, const char *key,
				   enum jsonin_type type)
{
	const struct jsonin *v = jsonin_find(of, str_of(key));

	if (v && v->type == type)
		return v;
	t->wrong = t->wrong ? t->wrong : key;
	return NULL;
}

static int64_t number(struct taking *t, const struct jsonin *of, const char *key)
{
	const struct jsonin *v = member(t, of, key, JSONIN_INT);

	return v ? v->n : 0;
}

static struct str text(struct taking *t, const struct jsonin *of, const char *key)
{
	const struct jsonin *v = member(t, of, key, JSONIN_STRING);

	return v ? v->s : S("");
}

/* As text; empty where it is null. */
static struct str text_or_null(struct taking *t, const struct jsonin *of, const char *key)
{
	const struct jsonin *v = jsonin_find(of, str_of(key));

	return v && v->type == JSONIN_NULL ? S("") : text(t, of, key);
}

static const struct jsonin *list(struct taking *t, const struct jsonin *of, const char *key,
				 size_t *n)
{
	const struct jsonin *v = member(t, of, key, JSONIN_ARRAY);

	*n = v ? v->len : 0;
	return *n ? v->v : NULL;
}

static const struct str *texts(struct taking *t, const struct jsonin *of, const char *key,
			       size_t *n)
{
	const struct jsonin *v = list(t, of, key, n);
	struct str *out = arena_array(t->a, *n, sizeof *out);

	for (size_t i = 0; i < *n; i++) {
		out[i] = v[i].type == JSONIN_STRING ? v[i].s : S("");
		if (v[i].type != JSONIN_STRING && !t->wrong)
			t->wrong = key;
	}
	return out;
}

static void heads(struct taking *t, const struct jsonin *of, struct published *p)
{
	const struct jsonin *v = list(t, of, "heads", &p->n_heads);
	struct published_head *out = arena_array(t->a, p->n_heads, sizeof *out);

	for (size_t i = 0; i < p->n_heads; i++)
		out[i] = (struct published_head){ text(t, &v[i], "origin"), text(t, &v[i], "root"),
						  number(t, &v[i], "size") };
	p->heads = out;
}

static void checks(struct taking *t, const struct jsonin *of, struct published *p)
{
	const struct jsonin *v = list(t, of, "checks", &p->n_checks);
	struct check *out = arena_array(t->a, p->n_checks, sizeof *out);

	for (size_t i = 0; i < p->n_checks; i++) {
		const struct jsonin *holds = member(t, &v[i], "holds", JSONIN_BOOL);

		out[i] = (struct check){ str_z(t->a, text(t, &v[i], "rule")), holds && holds->n,
					 text_or_null(t, &v[i], "reason") };
	}
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
static bool row(struct taking *t, const struct jsonin *of, struct row *r)
{
	*r = (struct row){ .figure = figure_find(text(t, of, "code")),
			   .place = text(t, of, "place_code"),
			   .place_name = text_or_null(t, of, "place"),
			   .detail = text_or_null(t, of, "detail"),
			   .value = number(t, of, "value"),
			   .entries = number(t, of, "entries"),
			   .stated = jsonin_find(of, S("stated")) ? number(t, of, "stated") : 0 };
	return r->figure && period_of(text(t, of, "period"), &r->period) &&
	       qual_read(text(t, of, "qualifier"), &r->qual);
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
static void rows(struct taking *t, const struct jsonin *of, struct published *p)
{
	size_t n;
	const struct jsonin *v = list(t, of, "figures", &n);
	struct row *out = arena_array(t->a, n, sizeof *out);
	bool sorted = true;

	for (size_t i = 0; i < n; i++) {
		if (!row(t, &v[i], &out[p->n_rows]))
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
	struct taking t = { .a = a };
	const struct jsonin *v;
	struct str bytes;

	*out = (struct published){ .day = day };
	if (!os_read(a, path, FILE_MAX, &bytes, e))
		return false;
	v = jsonin_read(a, bytes, 1, e);
	if (!v)
		return within(e, "read %s", path);
	if (!str_eq(text(&t, v, "sulh"), S("bulletin/v1")) || !str_eq(text(&t, v, "day"), date) ||
	    !instant_parse(text(&t, v, "from"), &out->from) ||
	    !instant_parse(text(&t, v, "to"), &out->to))
		return err_set(e, ERR_FAILED, "read %s: it is no bulletin of that day", path);
	out->number = number(&t, v, "number");
	out->index = number(&t, v, "index");
	out->definitions = text(&t, v, "definitions");
	out->late = texts(&t, v, "late", &out->n_late);
	out->corrections = texts(&t, v, "corrections", &out->n_corrections);
	heads(&t, v, out);
	checks(&t, v, out);
	rows(&t, v, out);
	return !t.wrong ||
	       err_set(e, ERR_FAILED, "read %s: %s is missing, or of another type", path, t.wrong);
}

const struct row *published_row(const struct published *p, const struct figure *f, struct str place,
				struct str detail, enum period period)
{
	struct row wanted = { .figure = f, .place = place, .detail = detail, .period = period };

	return p->n_rows ? bsearch(&wanted, p->rows, p->n_rows, sizeof *p->rows, compare) : NULL;
}
