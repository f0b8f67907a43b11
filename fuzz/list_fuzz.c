/* The reader of lists to screen against, on any bytes: each row that is taken has a name and a reference within their bounds, and is
 * read back from what the keyring keeps of it; what is wrong is said. */
#include "intake/list_read.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/read.h"
#include "base/utf8.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct arena *a;
	size_t rows, bad;
};

static bool row(void *p, const struct list_row *x, struct err *e)
{
	struct seen *s = p;
	struct names names = x->names, back;
	struct buf body = { .a = s->a };
	struct read in;

	(void)e;
	s->rows++;
	assert(x->row > 1 && names.n_latin >= 1 && names.n_latin <= NAMES_LATIN);
	assert(names.case_no.len && names.case_no.len <= LIST_REF);
	for (size_t i = 0; i < names.n_latin; i++)
		assert(names.latin[i].len <= LIST_TEXT && utf8_plain(names.latin[i]) &&
		       !strchr("=+-@", names.latin[i].s[0]));
	names_put(&names, &body);
	assert(body.len <= INDEX_BODY);
	in = read_of(buf_text(&body).s, body.len);
	assert(names_read(&in, &back) && back.n_latin == names.n_latin &&
	       str_eq(back.latin[0], names.latin[0]));
	return true;
}

static void bad(void *p, size_t at, const struct refusal *why)
{
	(void)at;
	assert(why->want.len && utf8_plain(why->value));
	((struct seen *)p)->bad++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen s = { .a = arena_new(0) };
	struct list_reading r = { .row = row, .bad = bad, .p = &s };
	struct err e;
	bool ok;

	if (!s.a)
		return 0;
	ok = list_read(s.a, str_mem(data, size), &r, &e);
	assert(r.rows == s.rows && r.n_bad == s.bad && (!ok || (!s.bad && s.rows)));
	assert(ok || e.kind != ERR_NONE);
	arena_free(s.a);
	return 0;
}
