/*
 * What pages read of the published folder, which a disk may have broken or somebody put there: the first byte says which file the rest is.
 * A bulletin that is read has its rows in order, and each is found by what it is about. Of press.json each claim stands in its line, where it
 * is read again as the one that was counted, copies stand with their source, and what is counted is no more than there is.
 */
#include "web/published.h"

#include <assert.h>

#include "base/arena.h"
#include "base/os.h"
#include "web/press_file.h"
#include "folder.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DAY INT64_C(17144) /* 2016-12-09 */

static char folder[64];

static void tidy(void)
{
	struct err e;

	(void)os_remove_tree(folder, &e);
}

static void begin(struct arena *a)
{
	struct err e;
	bool ok;

	if (*folder)
		return;
	folder_make(a, folder);
	(void)atexit(tidy);
	ok = os_mkdir(str_z(a, str_fmt(a, "%s/bulletin", folder)), 0700, &e);
	assert(ok);
}

static void put(struct arena *a, const char *name, struct str bytes)
{
	struct err e;
	bool ok = os_write(str_z(a, str_fmt(a, "%s/%s", folder, name)), bytes, 0600, &e);

	assert(ok);
}

static void bulletin(struct arena *a, struct str bytes)
{
	struct published p;
	struct err e = { .kind = ERR_NONE };

	put(a, "bulletin/2016-12-09.json", bytes);
	if (!published_read(a, folder, DAY, &p, &e)) {
		assert(e.kind != ERR_NONE && e.what[0]);
		return;
	}
	assert(p.day == DAY);
	for (size_t i = 0; i < p.n_rows; i++) {
		const struct row *r = &p.rows[i], *same = published_row(&p, r->figure, r->place,
									r->detail, r->period);

		assert(same && same->figure == r->figure && same->period == r->period &&
		       str_eq(same->place, r->place) && str_eq(same->detail, r->detail));
		assert(!i || p.rows[i - 1].figure <= r->figure);
	}
	for (size_t i = 0; i < p.n_checks; i++)
		assert(p.checks[i].rule);
}

static void look_at_item(struct arena *a, const struct press_index *x, int fd, size_t i,
			 size_t size)
{
	const struct press_item *item = &x->items[i];
	struct arena *one = arena_new(0);
	struct kept_line l;
	struct err e;

	(void)a;
	assert(item->at < size && item->len <= size - item->at && item->row < x->table);
	assert(item->judged < x->n && (item->next == PRESS_NONE || item->next < x->n));
	assert(item->group == PRESS_NONE || item->group < x->n_groups);
	if (one && !setjmp(*arena_guard(one))) {
		bool ok = press_read_item(one, fd, item, &l, &e);

		assert(ok && l.entry == item->entry);
	}
	arena_free(one);
}

static void press(struct arena *a, struct str bytes)
{
	const struct press_index *x;
	struct err e;
	int fd = -1;

	put(a, "press.json", bytes);
	x = press_index_read(a, folder, S("SY"));
	if (!press_open(a, folder, x, &fd, &e)) {
		assert(!x->n && e.kind != ERR_NONE && e.what[0]);
		return;
	}
	for (int w = 0; w < PRESS_WHICH; w++)
		assert(x->counts[w] >= 0 && (uint64_t)x->counts[w] <= x->n);
	assert(x->agree + x->differ <= x->sources && x->sources <= (int64_t)x->n);
	for (size_t i = 0; i < x->n; i++) {
		size_t steps = 0;

		look_at_item(a, x, fd, i, bytes.len);
		/* Copies end. */
		for (uint32_t at = x->items[i].next; at != PRESS_NONE; at = x->items[at].next)
			assert(++steps <= x->n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);

	if (a && size && !setjmp(*arena_guard(a))) {
		begin(a);
		if (data[0] & 1)
			press(a, str_mem(data + 1, size - 1));
		else
			bulletin(a, str_mem(data + 1, size - 1));
	}
	arena_free(a);
	return 0;
}
