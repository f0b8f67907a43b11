/*
 * What comes back from the key holder, by whoever may sit on its socket: the first byte says what was asked, then come answers, one an ask,
 * each a byte with its number and two bytes with a length before it. What is taken of them is within what was asked for, and all else is
 * refused with a reason.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "keyd/ask.h"
#include "keyd/besides.h"
#include "keyd/keys_act.h"
#include "keyd/keys_besides.h"
#include "keyd/keys_exchange.h"
#include "keyd/keys_exchange_same.h"
#include "keyd/keys_file.h"
#include "keyd/keys_list.h"
#include "keyd/keys_log.h"
#include "keyd/keys_names.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MANY 3

static const uint8_t subject[16] = "a person's numb";
static const uint8_t kid[4] = "kid";
static const uint64_t upto[256];
static const struct keys_reading why = { .kid = kid, .purpose = SC("case_work"), .log = SC("hq") };

/* The next of the answers; after the last there is nobody any more. */
static bool next(struct keys *k, struct arena *a, const struct keys_ask *q, struct keys_answer *out,
		 struct err *e)
{
	struct str *in = k->p;
	size_t n;

	(void)q;
	if (in->len < 3)
		return err_set(e, ERR_FAILED, "the key holder has gone");
	out->n = (uint8_t)in->s[0];
	n = (size_t)((uint8_t)in->s[1] << 8 | (uint8_t)in->s[2]);
	*in = str_from(*in, 3);
	out->data = str_dup(a, str_mem(in->s, n < in->len ? n : in->len));
	*in = str_from(*in, out->data.len);
	return true;
}

static bool names(struct keys *k, struct arena *a, int what, struct err *e)
{
	const struct keys_reader by = { S("A"), S("duplicate") };
	const struct index_asked asked = { .name = S("Samir"), .born = S(""), .mother = S("") };
	const struct keys_search search = { .subject = subject };
	struct keys_besides list[MANY] = { 0 };
	const struct besides_asked besides = { .sex = S("f") };
	struct keys_searched *s = arena_alloc(a, sizeof *s);
	struct keys_found *f = arena_alloc(a, sizeof *f);
	uint64_t end = 0;

	switch (what) {
	case 0:
		if (!keys_find(k, a, &by, &asked, 5, upto, f, e))
			return false;
		assert(f->n <= KEYS_HITS && (!f->n || f->hits));
		return true;
	case 1:
		if (!keys_search(k, a, &search, upto, s, e))
			return false;
		assert(s->n <= KEYS_SAME);
		return true;
	case 2:
		return keys_besides(k, a, &by, &besides, list, MANY, e);
	default:
		return keys_names_read(k, 0, &end, NULL, 0, e);
	}
}

static bool lists(struct keys *k, struct arena *a, int what, struct err *e)
{
	const struct keys_list list[MANY] = { { .no = S("L1") },
					      { .no = S("L2") },
					      { .no = S("L3") } };
	const struct keys_screening asked = { subject, kid, S("hq"), list, MANY };
	enum list_rows rows[MANY];
	struct keys_screened s;

	if (what) {
		if (!keys_list_see(k, a, list, MANY, rows, e))
			return false;
		for (size_t i = 0; i < MANY; i++)
			assert((int)rows[i] >= LIST_RIGHT && rows[i] <= LIST_FALSE);
		return true;
	}
	if (!keys_screen(k, a, &asked, upto, &s, e))
		return false;
	assert(s.n <= KEYS_LISTED && s.missing <= LIST_MOST && s.gone <= s.missing);
	return true;
}

static bool made(struct keys *k, struct arena *a, struct err *e)
{
	const struct keys_sending s = { .kid = kid,
					.log = S("hq"),
					.id8 = subject,
					.entry = S("e"),
					.object = S("o"),
					.operation = S("test") };
	struct keys_sent *out = arena_alloc(a, sizeof *out);

	return keys_exchange_make(k, a, &s, upto, out, e);
}

static bool exchanged(struct keys *k, struct arena *a, int what, struct err *e)
{
	const struct keys_taking t = { .file = S("a file") };
	struct keys_taken *taken = arena_alloc(a, sizeof *taken);
	struct keys_exchange_same *same = arena_alloc(a, sizeof *same);
	struct keys_pairs *pairs = arena_alloc(a, sizeof *pairs);
	struct keys_held *held;
	struct str object = S("o");
	size_t n = 0;

	switch (what) {
	case 0:
		return made(k, a, e);
	case 1:
		return keys_exchange_take(k, a, &t, taken, e);
	case 2:
		if (!keys_exchange_held(k, a, &held, &n, e))
			return false;
		assert(n <= EXCHANGE_HELD);
		return true;
	case 3:
		if (!keys_exchange_compare(k, a, kid, subject, subject, 0, upto, same, e))
			return false;
		assert(same->n <= KEYS_SAME);
		return true;
	default:
		if (!keys_exchange_hits(k, a, &why, subject, &object, 1, upto, pairs, e))
			return false;
		assert(pairs->n <= 1);
		return true;
	}
}

static bool opened(struct keys *k, struct arena *a, int what, struct err *e)
{
	struct keys_object list[MANY] = { { false, S("c"), S("") },
					  { false, S("c"), S("") },
					  { false, S("c"), S("") } };
	struct keys_act acts[MANY] = { { .entry = S("e") },
				       { .entry = S("e") },
				       { .entry = S("e") } };
	struct str text;

	switch (what) {
	case 0:
		return keys_open_file(k, a, &why, subject, list, MANY, e);
	case 1:
		return keys_open_handed(k, a, &why, subject, list, MANY, e);
	case 2:
		return keys_openings(k, a, &why, subject, &text, e);
	default:
		if (!keys_acts(k, a, subject, acts, MANY, e))
			return false;
		for (size_t i = 0; i < MANY; i++)
			assert(acts[i].n_kids <= ENTRY_SIGNATURES);
		return true;
	}
}

static bool kept(struct keys *k, struct arena *a, int what, struct err *e)
{
	const uint8_t(*found)[16];
	struct identity list[MANY];
	struct officer_public *officers;
	struct keyring_right right;
	struct erase_index index = { 0 };
	struct hwm mark;
	struct str text;
	uint64_t from;
	int64_t number;
	size_t n = 0;

	switch (what) {
	case 0:
		return keys_take(k, list, MANY, e);
	case 1:
		return keys_officers(k, a, &officers, &n, e);
	case 2:
		return keys_right(k, a, kid, &right, e);
	case 3:
		return keys_log_signed(k, S("hq.test/log/1"), &mark, &from, e);
	case 4:
		return keys_erase(k, a, &subject, 1, &index, e);
	case 5:
		return keys_erase_find(k, a, NULL, 0, &found, &n, e);
	case 6:
		return keys_session(k, S("A"), S("password"), e) && keys_session_end(k, S("A"), e);
	case 7:
		return keys_aparts(k, a, S(""), true, &number, &text, e);
	default:
		return keys_journal(k, a, kid, 1, &text, e);
	}
}

static bool ask(struct keys *k, struct arena *a, unsigned what, struct err *e)
{
	int which = (int)(what >> 3);

	switch (what & 7) {
	case 0:
		return names(k, a, which & 3, e);
	case 1:
		return lists(k, a, which & 1, e);
	case 2:
		return exchanged(k, a, which % 5, e);
	case 3:
		return opened(k, a, which & 3, e);
	default:
		return kept(k, a, which % 9, e);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct err e = { .kind = ERR_NONE };
	struct keys *k;
	struct str in;

	if (a && size && !setjmp(*arena_guard(a))) {
		k = keys_new(a, &e);
		in = str_mem(data + 1, size - 1);
		if (k) {
			k->ask = next;
			k->p = &in;
			if (!ask(k, a, data[0], &e))
				assert(e.kind != ERR_NONE && e.what[0]);
		}
	}
	arena_free(a);
	return 0;
}
