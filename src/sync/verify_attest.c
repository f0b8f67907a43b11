/* Which cuts two officers attested, and where the keys of four-eyes acts are kept: neither makes an entry right or
 * wrong, both are shown. */
#include "sync/verify_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

void verify_note_attest(struct verify *v, const struct rec *r)
{
	if (r->kind == &kind_attest)
		buf_add(&v->attests, rec_get(r, "cut")->s.s, REF_BYTES);
}

static int by_size(const void *x, const void *y)
{
	const uint64_t a = *(const uint64_t *)x, b = ((const struct boundary *)y)->size;

	return (a > b) - (a < b);
}

/* All logs are read: what a reference names is there. */
static void mark(struct verify *v, const uint8_t *ref)
{
	uint64_t index, size;
	bool later;
	struct vlog *log = verify_target(v, str_mem(ref, REF_BYTES), &index, &later);
	struct boundary *b;

	if (!log || later || !log->boundaries.len)
		return;
	size = index + 1;
	b = bsearch(&size, log->boundaries.p, LIST_N(struct boundary, log->boundaries), sizeof *b,
		    by_size);
	if (b)
		b->attested = true;
}

void verify_attested(struct verify *v)
{
	int64_t newest = DAY_MIN;

	for (size_t i = 0; i < v->attests.len; i += REF_BYTES)
		mark(v, (const uint8_t *)v->attests.p + i);
	for (size_t i = 0; i < v->logs_n; i++)
		if (v->logs[i].boundaries.len && v->logs[i].cut_day > newest)
			newest = v->logs[i].cut_day;
	for (size_t i = 0; i < v->logs_n; i++) {
		const struct boundary *b = LIST(struct boundary, v->logs[i].boundaries);
		struct verified_log *out = &v->report->logs[i];

		/* The first is the beginning of the log. */
		for (size_t j = 0; j < LIST_N(struct boundary, v->logs[i].boundaries); j++) {
			if (!b[j].size)
				continue;
			out->cuts++;
			out->attested += b[j].attested;
			out->missed += !b[j].attested && newest - b[j].day > ATTEST_DAYS;
		}
	}
}

void verify_note_custody(struct verify *v, const struct kind *k, int custody)
{
	struct verified_acts *list = v->report->acts;
	size_t i = 0;

	while (i < v->report->acts_n && !str_eq(list[i].kind, str_of(k->name)))
		i++;
	if (i == v->report->acts_n) {
		if (i == VERIFY_ACTS)
			return;
		list[v->report->acts_n++] =
			(struct verified_acts){ .kind = str_of(k->name), .lowest = custody };
	}
	list[i].n++;
	if (custody < list[i].lowest)
		list[i].lowest = custody;
}
