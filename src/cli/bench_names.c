/* bench: from the sealed index of names to the first answer, and one answer more, against a limit. */
#include "cli/bench.h"

#include <string.h>

#include "keyd/index.h"
#include "ledger/keyring.h"
#include "base/banned.h"

#define PERSONS	      50000
#define PERSONS_LARGE 1000000
#define LIMIT	      5 /* microseconds a person: a million in five seconds */
#define PASSPHRASE    S("a phrase for the benchmark")
#define PARTS	      3

/* Names of three parts in Arabic and once in Latin letters, of a few hundred words each as names are. */
static const char *const arabic[] = { "محمد", "أحمد", "علي",  "حسن",	 "خالد", "عمر",
				      "يوسف", "سمير", "نزار", "إبراهيم", "ليلى", "فاطمة" };
static const char *const latin[] = { "Mohamad", "Ahmad", "Ali",	  "Hassan",  "Khaled", "Omar",
				     "Youssef", "Samir", "Nizar", "Ibrahim", "Layla",  "Fatima" };

#define WORDS (sizeof arabic / sizeof *arabic)

static void make_names(struct arena *a, uint32_t i, struct names *x)
{
	static const char *const parts[PARTS] = { "ism", "father", "family" };
	struct buf l = { .a = a };
	uint32_t n = i * 2654435761u;

	*x = (struct names){ .case_no = str_fmt(a, "%08X", i), .has_latin = true, .n_latin = 1 };
	x->full.set = true;
	x->full.n = PARTS;
	for (size_t p = 0; p < PARTS; p++, n /= WORDS) {
		/* Families have rarer names. */
		struct str rare =
			p == 2 ? str_fmt(a, "%c%c", 'a' + (int)(i / 26 % 26), 'a' + (int)(i % 26))
			       : S("");

		x->full.v[p] =
			(struct name_part){ str_of(parts[p]), S("Arab"),
					    str_fmt(a, "%s%.*s", arabic[n % WORDS], P(rare)) };
		buf_fmt(&l, "%s%s%.*s", p ? " " : "", latin[n % WORDS], P(rare));
	}
	x->latin[0] = buf_text(&l);
	x->born = str_fmt(a, "%d", 1950 + (int)(i % 50));
}

/* The file of one bucket, of persons b, b + 256, ... */
static bool make_bucket(struct keyring *k, uint8_t b, size_t persons, uint64_t *upto, struct err *e)
{
	struct arena *a = arena_new(0);
	struct index_record *list;
	size_t n = 0;
	bool ok;

	if (!a)
		return err_set(e, ERR_FAILED, "bench: out of memory");
	list = arena_array(a, persons / 256 + 1, sizeof *list);
	for (size_t i = b; i < persons; i += 256, n++) {
		struct buf body = { .a = a };
		struct names x;
		uint32_t h = (uint32_t)i * 2246822519u;

		make_names(a, (uint32_t)i, &x);
		names_put(&x, &body);
		list[n].subject[0] = b;
		memcpy(list[n].subject + 4, &h, sizeof h);
		memcpy(list[n].subject + 8, &i, sizeof i);
		list[n].body = buf_text(&body);
	}
	ok = keyring_index_add(k, b, 0, list, n, false, upto, e);
	arena_free(a);
	return ok;
}

static bool take(void *p, const struct index_record *x)
{
	struct err e;

	return index_take(p, x, &e);
}

static bool nothing(void *p, const struct index_record *x)
{
	(void)x;
	(*(size_t *)p)++;
	return true;
}

static bool each(struct keyring *k, const uint64_t upto[256],
		 bool (*fn)(void *p, const struct index_record *x), void *p, struct err *e)
{
	for (unsigned b = 0; b < 256; b++)
		if (!keyring_index_each(k, (uint8_t)b, 0, upto[b], fn, p, e))
			return false;
	return true;
}

struct times {
	int64_t ready, alone, find, forgot;
};

static bool measure(struct bench *b, struct keyring *k, const uint64_t upto[256], struct times *t,
		    struct err *e)
{
	struct index *x = index_new(b->a, e);
	struct index_query first;
	int64_t at[5], looks[BENCH_REPEAT];
	struct index_hit *hits;
	size_t n = 0, seen = 0;
	bool more;

	at[0] = bench_now_ns();
	if (!x || !each(k, upto, take, x, e) ||
	    !index_query(b->a, &(struct index_asked){ S("سمير خالد أحمدab"), S(""), S("") }, &first,
			 e))
		return false;
	index_find(x, b->a, &first, 20, &hits, &n, &more);
	at[1] = bench_now_ns();
	if (!each(k, upto, nothing, &seen, e))
		return false;
	at[2] = bench_now_ns();
	for (size_t i = 0; i < BENCH_REPEAT; i++) {
		struct names names;
		struct index_query asked;

		make_names(b->a, (uint32_t)(i * 211), &names);
		if (!index_query(b->a,
				 &(struct index_asked){ names_text(b->a, &names.full, S("Arab")),
							S(""), S("") },
				 &asked, e))
			return false;
		at[3] = bench_now_ns();
		index_find(x, b->a, &asked, 20, &hits, &n, &more);
		looks[i] = bench_now_ns() - at[3];
		if (!n)
			return err_set(e, ERR_FAILED, "bench: a name is not found");
	}
	/* Somebody of the bucket was erased: the others of it come again. */
	at[3] = bench_now_ns();
	index_forget(x, 0);
	if (!keyring_index_each(k, 0, 0, upto[0], take, x, e))
		return false;
	index_find(x, b->a, &first, 20, &hits, &n, &more);
	at[4] = bench_now_ns();
	*t = (struct times){ (at[1] - at[0]) / 1000, (at[2] - at[1]) / 1000,
			     bench_median(looks, BENCH_REPEAT) / 1000, (at[4] - at[3]) / 1000 };
	return true;
}

bool bench_names_lines(struct bench *b, struct err *e)
{
	const char *dir = bench_file(b, "names");
	size_t persons = b->large ? PERSONS_LARGE : PERSONS;
	struct line ready = { "names ready", "us", "5 us a person", .better = LESS, .goal = 1000 };
	struct line alone = { "names ready, what it costs", "us", "opening the sealed index alone",
			      .better = ONLY_SAID };
	struct line find = { "names, one look-up", "us", "10 ms", .better = LESS, .goal = 1000 };
	struct line forgot = { "names, the look-up after an erasure", "us", "names ready",
			       .better = LESS, .goal = 50 };
	struct keyring *k;
	uint64_t upto[256];
	struct times t;

	if (!keyring_make(b->a, dir, PASSPHRASE, KEYRING_COST_TEST, e))
		return false;
	k = keyring_open(b->a, dir, PASSPHRASE, e);
	for (unsigned i = 0; k && i < 256; i++)
		if (!make_bucket(k, (uint8_t)i, persons, &upto[i], e))
			return false;
	if (!k || !measure(b, k, upto, &t, e))
		return false;
	ready.ours = alone.ours = t.ready;
	ready.reference = (int64_t)persons * LIMIT;
	alone.reference = t.alone;
	find.ours = t.find;
	find.reference = 10000;
	forgot.ours = t.forgot;
	forgot.reference = t.ready;
	bench_say(b, &ready);
	bench_say(b, &alone);
	bench_say(b, &find);
	bench_say(b, &forgot);
	return true;
}
