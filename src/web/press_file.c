/* See press_file.h. */
#include "web/press_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/jsonin.h"
#include "base/os.h"
#include "web/public.h"
#include "web/view_press.h"
#include "base/banned.h"

#define LINE_MAX ((size_t)256 * 1024) /* of what a claim may say a tenth */
#define HEAD	 "{\"sulh\":\"press/v1\",\"claims\":["
#define NAME	 S("press.json")

/* Lines of a file, one at a time. */
struct lines {
	int fd;
	char *p;
	size_t n, at;  /* bytes that are there; where the next line begins */
	uint64_t base; /* where they begin in the file */
};

static bool fill(struct lines *l)
{
	ssize_t got;

	memmove(l->p, l->p + l->at, l->n - l->at);
	l->n -= l->at;
	l->base += l->at;
	l->at = 0;
	got = l->n < LINE_MAX ? pread(l->fd, l->p + l->n, LINE_MAX - l->n, (off_t)(l->base + l->n))
			      : 0;
	l->n += got > 0 ? (size_t)got : 0;
	return got > 0;
}

/* Without its end. False at the end of the file, and for what is no line. */
static bool line(struct lines *l, struct str *out, uint64_t *at)
{
	for (size_t from = 0;;) {
		const char *end = memchr(l->p + l->at + from, '\n', l->n - l->at - from);

		if (end) {
			*at = l->base + l->at;
			*out = str_mem(l->p + l->at, (size_t)(end - l->p) - l->at);
			l->at += out->len + 1;
			return true;
		}
		from = l->n - l->at;
		if (!fill(l))
			return false;
	}
}

/* While the file is gone through. */
struct reading {
	struct arena *a, *one, *scratch; /* of what stays; of a claim; until it is done */
	struct str whole;
	struct press_index *x;
	struct buf items, sources, bits, groups; /* sources: the entries that claims come from */
};

#define BIT(w)	(1u << (w))
#define AGREES	BIT(PRESS_WHICH)
#define JUDGED	(BIT(PRESS_OPEN) | BIT(PRESS_DIFFERS) | BIT(PRESS_OUTSIDE) | AGREES)
#define NO_COPY (BIT(PRESS_WHICH + 1)) /* what copies each other counts once */

/* What its own finding makes of it. */
static uint16_t bits_of(const struct kept_line *l)
{
	unsigned bits =
		BIT(PRESS_ALL) | (l->source != l->entry ? BIT(PRESS_COPIED) : (unsigned)NO_COPY);

	if (l->finding < 0)
		return (uint16_t)(bits | BIT(PRESS_OPEN));
	bits |= kept_flag(l->verdict) ? BIT(PRESS_DIFFERS) : 0;
	bits |= code_in("different_scope,not_comparable", l->verdict) ? BIT(PRESS_OUTSIDE) : 0;
	return (uint16_t)(bits | (press_mark(l) == CLAIMS_OK ? AGREES : 0));
}

/* What has no number or no window, or copies another, is not drawn. */
static uint32_t group_of(struct reading *r, const struct kept_line *l)
{
	struct press_group one = { l->figure.s ? figure_find(l->figure) : NULL,
				   l->held ? l->by.place : l->place, PERIOD_TOTAL };
	const struct press_group *list = (const struct press_group *)(const void *)r->groups.p;
	size_t n = r->groups.len / sizeof one;

	if (!one.figure || !l->has_value || l->source != l->entry ||
	    (!kept_period(l->period.s ? l->period : S(""), &one.period) && !l->held))
		return PRESS_NONE;
	if (l->held)
		one.period = l->by.period;
	if (!one.place.s)
		one.place = r->whole;
	for (size_t i = 0; i < n; i++)
		if (list[i].figure == one.figure && list[i].period == one.period &&
		    str_eq(list[i].place, one.place))
			return (uint32_t)i;
	one.place = str_dup(r->a, one.place);
	buf_add(&r->groups, &one, sizeof one);
	return (uint32_t)n;
}

static bool claim_of(struct arena *a, struct str text, size_t number, struct kept_line *out,
		     struct err *e)
{
	const struct jsonin *v;

	text.len -= str_ends(text, S(","));
	v = jsonin_read(a, text, number, e);
	return v &&
	       (kept_take(a, v, out) || err_set(e, ERR_FAILED, "line %zu is no claim", number));
}

static bool add(struct reading *r, struct str text, uint64_t at, struct err *e)
{
	size_t n = r->items.len / sizeof(struct press_item);
	struct press_item item = {
		.at = at, .row = r->x->table, .judged = (uint32_t)n, .next = PRESS_NONE
	};
	struct buf row = { .a = r->one };
	struct kept_line l;
	uint16_t bits;

	if (n == PRESS_NONE || !claim_of(r->one, text, n + 2, &l, e))
		return n == PRESS_NONE ? err_set(e, ERR_FAILED, "it holds too many claims") : false;
	kept_csv_line(&row, &l);
	r->x->table += row.len;
	bits = bits_of(&l);
	item.entry = l.entry;
	item.len = (uint32_t)(text.len - str_ends(text, S(",")));
	item.group = group_of(r, &l);
	buf_add(&r->items, &item, sizeof item);
	buf_add(&r->sources, &l.source, sizeof l.source);
	buf_add(&r->bits, &bits, sizeof bits);
	return true;
}

static bool read_lines(struct reading *r, int fd, struct err *e)
{
	struct lines l = { .fd = fd, .p = arena_alloc(r->scratch, LINE_MAX) };
	struct str text;
	uint64_t at;

	if (!line(&l, &text, &at) || !str_eq(text, S(HEAD)))
		return err_set(e, ERR_FAILED, "it holds no claims");
	while (line(&l, &text, &at)) {
		arena_reset(r->one);
		if (str_eq(text, S("]}")))
			return (l.at == l.n && !fill(&l)) || err_set(e, ERR_FAILED, "it goes on");
		if (!add(r, text, at, e))
			return false;
	}
	return err_set(e, ERR_FAILED, "it does not end");
}

struct place {
	int64_t entry;
	uint32_t number;
};

static int by_entry(const void *x, const void *y)
{
	const struct place *a = x, *b = y;

	return (a->entry > b->entry) - (a->entry < b->entry);
}

/* What is copied stands and falls with its source. From the newest to the oldest: each copy stands before the later ones. */
static void tie(struct reading *r, struct press_item *items, size_t n)
{
	const int64_t *sources = (const int64_t *)(const void *)r->sources.p;
	const uint16_t *bits = (const uint16_t *)(const void *)r->bits.p;
	struct place *list = arena_array(r->scratch, n + 1, sizeof *list);

	for (size_t i = 0; i < n; i++)
		list[i] = (struct place){ items[i].entry, (uint32_t)i };
	qsort(list, n, sizeof *list, by_entry);
	for (size_t i = n; i-- > 0;) {
		const struct place key = { sources[i], 0 },
				   *of = bsearch(&key, list, n, sizeof *list, by_entry);
		unsigned views = bits[i];

		if (of && (bits[i] & BIT(PRESS_COPIED))) {
			items[i].next = items[of->number].next;
			items[of->number].next = (uint32_t)i;
		}
		if (of && (bits[i] & BIT(PRESS_OPEN)) && !(bits[of->number] & BIT(PRESS_OPEN))) {
			items[i].judged = of->number;
			views = (views & ~JUDGED) | (bits[of->number] & JUDGED);
		}
		for (int w = 0; w < PRESS_WHICH; w++)
			r->x->counts[w] += (views & BIT(w)) != 0;
		r->x->sources += (views & NO_COPY) != 0;
		r->x->agree += (views & NO_COPY) && (views & AGREES);
		r->x->differ += (views & NO_COPY) && (views & BIT(PRESS_DIFFERS));
		items[i].views = (uint8_t)(views & (BIT(PRESS_WHICH) - 1));
	}
}

static void free_arena(void *p)
{
	arena_free(p);
}

static struct arena *part(struct arena *a)
{
	struct arena *one = arena_new(0);

	if (one)
		arena_defer(a, free_arena, one);
	return one;
}

static bool gather(struct reading *r, int fd, struct err *e)
{
	struct press_index *x = r->x;
	struct press_item *items;

	r->items.a = r->sources.a = r->bits.a = r->scratch;
	r->groups.a = r->a;
	if (!read_lines(r, fd, e))
		return false;
	x->n = r->items.len / sizeof *items;
	items = x->n ? arena_copy(r->a, r->items.p, r->items.len) : NULL;
	if (items)
		tie(r, items, x->n);
	x->items = items;
	x->groups = (const struct press_group *)(const void *)r->groups.p;
	x->n_groups = r->groups.len / sizeof *x->groups;
	return true;
}

/* With arenas of its own, which end here: running out of memory is wrong with the file, too. */
static bool look_through(struct arena *a, struct press_index *x, const char *folder,
			 struct str whole)
{
	struct arena *scratch = arena_new(0), *one = scratch ? part(scratch) : NULL;
	struct reading r = { .a = a, .one = one, .scratch = scratch, .whole = whole, .x = x };
	struct buf head = { .a = scratch };
	struct public_file f;
	bool ok;

	if (!one || setjmp(*arena_guard(scratch)) || setjmp(*arena_guard(one))) {
		arena_free(scratch);
		return err_set(&x->wrong, ERR_FAILED, "out of memory");
	}
	kept_csv_head(&head);
	x->table = head.len;
	if (public_open(scratch, folder, NAME, &f)) {
		x->etag = str_dup(a, f.etag);
		ok = gather(&r, f.fd, &x->wrong);
	} else {
		/* What stands there and cannot be opened is not taken for no claims. */
		ok = os_type(str_z(scratch, os_join(scratch, str_of(folder), NAME))) ==
			     OS_MISSING ||
		     err_set(&x->wrong, ERR_FAILED, "it cannot be opened");
	}
	arena_free(scratch);
	return ok;
}

const struct press_index *press_index_read(struct arena *a, const char *folder, struct str whole)
{
	struct press_index *x = arena_alloc(a, sizeof *x);

	*x = (struct press_index){ 0 };
	if (look_through(a, x, folder, whole))
		return x;
	(void)within(&x->wrong, "read %s/press.json", folder);
	x->n = 0;
	x->items = NULL;
	return x;
}

bool press_open(struct arena *a, const char *folder, const struct press_index *x, int *fd,
		struct err *e)
{
	struct public_file f = { .fd = -1 };

	*fd = -1;
	if (x->wrong.kind != ERR_NONE) {
		*e = x->wrong;
		return false;
	}
	if (!x->etag.s)
		return true;
	if (!public_open(a, folder, NAME, &f) || !str_eq(f.etag, x->etag))
		return err_set(e, ERR_FAILED, "read %s/press.json: it was published anew", folder);
	*fd = f.fd;
	return true;
}

bool press_read_item(struct arena *a, int fd, const struct press_item *item, struct kept_line *out,
		     struct err *e)
{
	char *text = arena_alloc(a, item->len + 1);

	if (pread(fd, text, item->len, (off_t)item->at) != (ssize_t)item->len)
		return err_set(e, ERR_FAILED, "read press.json: it is not as it was");
	return claim_of(a, str_mem(text, item->len), 1, out, e) || within(e, "read press.json");
}
