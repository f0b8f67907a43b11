/* Two statements and a kind, cut from any bytes at NUL: a verdict comes, with a rule and a reason, and the figures it
 * names lie in their texts. */
#include "press/verdict.h"

#include <assert.h>

#include "base/arena.h"
#include "base/time.h"
#include "reader_here.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void figures_lie_within(const struct saying *s, struct str text)
{
	assert(s->n <= SAYING_FIGURES);
	for (size_t i = 0; i < s->n; i++) {
		const struct said_figure *f = &s->f[i];

		assert(f->start < f->end && f->end <= text.len && f->value >= 0);
		assert(i == 0 || s->f[i - 1].end <= f->start);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)4 << 20);
	struct str rest = str_mem(data, size), left = str_cut(&rest, '\0'),
		   right = str_cut(&rest, '\0');
	struct saying_about about = { .kind = rest, .day = size % 2 ? day_of(2031, 3, 4) : NO_DAY };
	struct press_reader *reader = reader_here();
	struct said_packs packs;
	struct saying x, y;
	struct verdict v;

	packs = (struct said_packs){ reader->pack, reader->n };

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	saying_read(left, &about, &packs, &x);
	saying_read(right, &about, &packs, &y);
	figures_lie_within(&x, left);
	figures_lie_within(&y, right);
	v = verdict_of(a, &x, &y, &about);
	assert(v.kind < VERDICTS && v.rule && v.reason.len);
	assert(v.a == VERDICT_NO_FIGURE || v.a < x.n || v.a < y.n);
	assert(v.b == VERDICT_NO_FIGURE || v.b < x.n || v.b < y.n);
	arena_free(a);
	return 0;
}
