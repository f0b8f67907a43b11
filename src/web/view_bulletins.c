/* See view_bulletins.h. */
#include "web/view_bulletins.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/lang.h"
#include "web/published.h"
#include "base/banned.h"

static const struct row *keep_row(struct visit *v, const struct published *p, const char *code,
				  enum period period)
{
	const struct row *r =
		published_row(p, figure_find(str_of(code)), facts_whole(v->facts), S(""), period);

	return r ? arena_copy(v->a, r, sizeof *r) : NULL;
}

static void free_arena(void *p)
{
	arena_free(p);
}

/* One file at a time, so that many bulletins take no more memory than one. */
static bool look_up(struct visit *v, struct arena *one, struct bulletins_line *l, struct err *e)
{
	struct published p;

	if (!published_read(one, v->folder, l->bulletin->day, &p, e))
		return false;
	l->registered = keep_row(v, &p, "P2", PERIOD_TOTAL);
	l->granted = keep_row(v, &p, "P4", PERIOD_TOTAL);
	l->checks = keep_row(v, &p, "P3", PERIOD_NOW);
	l->corrections = (int64_t)p.n_corrections;
	l->late = (int64_t)p.n_late;
	return true;
}

static bool look_all_up(struct visit *v, struct bulletins_line *lines, size_t n, struct err *e)
{
	struct arena *one = arena_new(0);

	if (!one)
		return err_set(e, ERR_FAILED, "read the bulletins: out of memory");
	arena_defer(v->a, free_arena, one);
	if (setjmp(*arena_guard(one)))
		return err_set(e, ERR_FAILED, "read the bulletins: out of memory");
	for (size_t i = 0; i < n && i < BULLETINS_FIGURES; i++) {
		if (!look_up(v, one, &lines[i], e))
			return false;
		arena_reset(one);
	}
	return true;
}

int bulletins_load(struct visit *v, const void **view, struct err *e)
{
	struct bulletins_view *b = arena_alloc(v->a, sizeof *b);
	const struct facts *f = v->facts;
	struct bulletins_line *lines = arena_array(v->a, f->n_bulletins, sizeof *lines);

	for (size_t i = f->n_bulletins; i-- > 0; b->n++)
		lines[b->n] =
			(struct bulletins_line){ .bulletin = &f->bulletins[i],
						 .date = day_text(v->a, f->bulletins[i].day) };
	b->lines = lines;
	*view = b;
	v->title = msg(v->lang, MSG("All bulletins"));
	v->crumb = f->name[v->lang];
	return look_all_up(v, lines, b->n, e) ? 200 : 500;
}

static void put_row(struct buf *b, const char *key, const struct row *r)
{
	if (r)
		json_put_int(b, key, r->value);
}

void bulletins_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct bulletins_view *list = view;

	json_open(b, '{');
	json_put_text(b, "operation", v->facts->code);
	json_key(b, "bulletins");
	json_open(b, '[');
	for (size_t i = 0; i < list->n; i++) {
		const struct bulletins_line *l = &list->lines[i];

		json_open(b, '{');
		json_put_int(b, "number", l->bulletin->number);
		json_put_text(b, "day", l->date);
		put_row(b, "registered", l->registered);
		put_row(b, "granted", l->granted);
		put_row(b, "under_checks", l->checks);
		json_put_text(b, "url", str_fmt(b->a, "/bulletin/%.*s.json", P(l->date)));
		json_close(b, '}');
	}
	json_close(b, ']');
	json_close(b, '}');
}
