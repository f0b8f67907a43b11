/* See press_sheet.h. */
#include "web/press_sheet.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/hash.h"
#include "web/maker.h"
#include "web/press_file.h"
#include "base/banned.h"

/* One answer on its way. */
struct sending {
	struct arena *a, *one; /* one: of a row */
	struct maker *m;
	const struct facts *facts;
	int fd;
	uint64_t at;	/* where the row begins that was made last */
	struct str row; /* s == NULL: none was */
};

/* The claim whose row is at this position; n: the names of the columns are. */
static size_t item_at(const struct press_index *x, uint64_t at)
{
	size_t low = 0, high = x->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (x->items[middle].row <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? low - 1 : x->n;
}

static bool make_row(struct sending *s, uint64_t at)
{
	const struct press_index *x = s->facts->press;
	size_t i = item_at(x, at);
	struct buf b = { .a = s->one };
	uint64_t end = x->n ? x->items[0].row : x->table;
	struct kept_line l;
	struct err e = { 0 };

	s->at = 0;
	if (i == x->n) {
		kept_csv_head(&b);
	} else if (press_read_item(s->one, s->fd, &x->items[i], &l, &e)) {
		kept_csv_line(&b, &l);
		end = i + 1 < x->n ? x->items[i + 1].row : x->table;
		s->at = x->items[i].row;
	}
	s->row = buf_text(&b);
	return b.len && b.len == end - s->at;
}

/* Makes the row at this position. False where it is not what was counted. */
static bool make(struct sending *s, uint64_t at)
{
	s->row = (struct str){ NULL, 0 };
	arena_reset(s->one);
	return !setjmp(*arena_guard(s->one)) && make_row(s, at);
}

static int64_t send_part(void *p, uint64_t at, void *out, size_t max)
{
	struct sending *s = p;
	uint64_t end = s->facts->press->table;
	size_t done = 0;

	max = max < end - at ? max : (size_t)(end - at);
	while (done < max) {
		uint64_t from = at + done;
		size_t n;

		if ((!s->row.s || from < s->at || from >= s->at + s->row.len) && !make(s, from))
			return -1;
		n = (size_t)(s->at + s->row.len - from);
		n = n < max - done ? n : max - done;
		memcpy((char *)out + done, s->row.s + (from - s->at), n);
		done += n;
	}
	return (int64_t)done;
}

static void send_end(void *p)
{
	struct sending *s = p;

	maker_facts_give(s->m, s->facts);
	arena_free(s->one);
	arena_free(s->a);
}

/* Another order of columns is another table. */
static struct str etag(struct arena *a, const struct press_index *x)
{
	struct buf b = { .a = a };
	struct hash h;

	buf_str(&b, x->etag.s ? x->etag : S("none"));
	kept_csv_head(&b);
	h = hash_of(buf_text(&b));
	return str_fmt(a, "\"%.*s\"", P(str_hex(a, h.b, 12)));
}

int press_sheet_answer(struct maker *m, const char *folder, struct http_answer *out, struct err *e)
{
	const struct facts *f = maker_facts(m);
	struct arena *own = arena_new(0), *one = arena_new(0);
	struct sending *s;

	if (!own || !one || setjmp(*arena_guard(own))) {
		arena_free(own);
		arena_free(one);
		maker_facts_give(m, f);
		err_set(e, ERR_FAILED, "send the claims of the press as a table: out of memory");
		return 500;
	}
	s = arena_alloc(own, sizeof *s);
	*s = (struct sending){ .a = own, .one = one, .m = m, .facts = f, .fd = -1 };
	if (!press_open(own, folder, f->press, &s->fd, e)) {
		int status = f->press->wrong.kind != ERR_NONE ? 500 : 503;

		send_end(s);
		return status;
	}
	out->etag = etag(own, f->press);
	out->type = "text/csv; charset=utf-8";
	out->stream = (struct http_stream){ f->press->table, send_part, send_end, s };
	return 200;
}
