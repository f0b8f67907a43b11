/* bench: names looked up among invented persons, and lists linked, against the limits of the design. */
#include "cli/bench.h"

#include <stdlib.h>

#include "cli/bench_people.h"
#include "match/index.h"
#include "match/link.h"
#include "base/banned.h"

#define PERSONS 200000
#define MILLION 1000000
#define QUERIES 500
#define BEST	10
#define AT_ONCE 4096 /* persons */
#define READY	5    /* microseconds a person: a million in five seconds */
#define BYTES	100
#define ROWS	5000
#define LINK_TOOLKIT \
	24000 /* pairs a second, of the toolkit recordlinkage with ECM, on one processor */

/* How long look-ups took, us, and how many found whom they were for. */
struct looked {
	int64_t took[QUERIES];
	size_t found;
};

/* Adds persons from one number to another; the time that took, without that of inventing them. */
static int64_t add(struct match *m, struct arena *one, uint32_t from, uint32_t to)
{
	struct buf *name = arena_array(one, to - from, sizeof *name);
	struct birth *born = arena_array(one, to - from, sizeof *born);
	int64_t at;

	for (uint32_t i = from; i < to; i++) {
		struct buf birth = { .a = one };

		name[i - from].a = one;
		bench_person(i, &name[i - from], &birth);
		(void)birth_read(buf_text(&birth), &born[i - from]);
	}
	at = bench_now_ns();
	for (uint32_t i = from; i < to; i++)
		(void)match_add(m, i, buf_text(&name[i - from]), born[i - from]);
	at = bench_now_ns() - at;
	arena_reset(one);
	return at;
}

/* The time from the first name to the first answer. */
static int64_t make(struct match *m, struct arena *one, uint32_t persons)
{
	int64_t took = 0, at;
	struct match_hit *hit;

	for (uint32_t i = 0, to; i < persons; i = to) {
		to = persons - i > AT_ONCE ? i + AT_ONCE : persons;
		took += add(m, one, i, to);
	}
	at = bench_now_ns();
	(void)match_find(m, one, S("a"), (struct birth){ 0 }, 1, &hit);
	return took + bench_now_ns() - at;
}

/* Every other query without a day of birth; the least time of three. */
static void look(struct match *m, struct arena *one, uint32_t persons, struct looked *l)
{
	for (uint32_t k = 0; k < QUERIES; k++) {
		uint32_t who = (uint32_t)((uint64_t)k * 2654435761u % persons);
		struct buf name = { .a = one }, birth = { .a = one };
		struct match_hit *hit;
		struct birth b;
		int64_t at;
		size_t n = 0;

		bench_query(who, (enum bench_ask)(k % ASKS), &name, &birth);
		(void)birth_read(k / ASKS % 2 ? S("") : buf_text(&birth), &b);
		l->took[k] = INT64_MAX;
		for (int turn = 0; turn < BENCH_LONG_REPEAT; turn++) {
			at = bench_now_ns();
			n = match_find(m, one, buf_text(&name), b, BEST, &hit);
			at = (bench_now_ns() - at) / 1000;
			l->took[k] = at < l->took[k] ? at : l->took[k];
		}
		for (size_t i = 0; i < n; i++)
			l->found += hit[i].who == who;
		arena_reset(one);
	}
	(void)bench_median(l->took, QUERIES);
}

static bool look_ups(struct bench *b, uint32_t persons, int64_t limit, struct err *e)
{
	struct looked *l = arena_alloc(b->a, sizeof *l);
	struct arena *a = arena_new(0), *one = arena_new(0);
	struct match *m;
	struct line ready = { .unit = "us",
			      .against = "5 us a person",
			      .better = LESS,
			      .goal = 1000,
			      .name = "match: an index made" },
		    half = { .unit = "us",
			     .against = "the limit of 1 in 100",
			     .better = ONLY_SAID,
			     .name = "match: a look-up, p50" },
		    most = { .unit = "us",
			     .better = LESS,
			     .goal = 1000,
			     .name = "match: a look-up, p99" },
		    bytes = { .unit = "bytes",
			      .against = "100 bytes a person",
			      .better = ONLY_SAID,
			      .name = "match: the index" },
		    found = { .unit = "found",
			      .against = "queries, 1 of 10 the person",
			      .better = ONLY_SAID,
			      .name = "match: found" };

	if (!a || !one) {
		arena_free(a);
		arena_free(one);
		return err_set(e, ERR_FAILED, "bench: out of memory");
	}
	m = match_new(a, persons);
	ready.ours = make(m, one, persons) / 1000;
	ready.reference = (int64_t)persons * READY;
	look(m, one, persons, l);
	half.ours = l->took[QUERIES / 2];
	most.ours = l->took[QUERIES * 99 / 100];
	half.reference = most.reference = limit;
	most.against =
		str_z(b->a, str_fmt(b->a, "%d ms, of %u persons", (int)(limit / 1000), persons));
	bytes.ours = (int64_t)match_bytes(m);
	bytes.reference = (int64_t)persons * BYTES;
	found.ours = (int64_t)l->found;
	found.reference = QUERIES;
	arena_free(one);
	arena_free(a);
	bench_say(b, &ready);
	bench_say(b, &half);
	bench_say(b, &most);
	bench_say(b, &bytes);
	bench_say(b, &found);
	return true;
}

/* A row of a list, as one clerk wrote it or another. */
static void put_row(struct arena *a, uint32_t i, uint32_t who, bool again, struct buf *out)
{
	enum bench_ask how = again && i % 3 ? ASK_SLIP : ASK_SPELLING;
	struct buf name = { .a = a }, birth = { .a = a };
	struct str rest, given, surname;

	bench_query(who, how, &name, &birth);
	rest = buf_text(&name);
	given = str_cut(&rest, ' ');
	surname = str_cut(&rest, ' ');
	buf_fmt(out, "%c%u,%.*s,%.*s,%.*s,%u,%u street,place %u,%u,%u\n", again ? 'b' : 'a', i,
		P(given), P(surname), P(buf_text(&birth)), who % 211, who % 389, who % 97,
		1000 + who % 97, who % 8);
}

/* A list of persons; of the second every tenth is nobody of the first. */
static bool make_list(struct arena *a, bool again, struct link_list *out, struct err *e)
{
	struct buf text = { .a = a };

	buf_fmt(&text, "rec_id,given_name,surname,date_of_birth,street_number,address_1,suburb,"
		       "postcode,state\n");
	for (uint32_t i = 0; i < ROWS; i++)
		put_row(a, i, again && i % 10 == 0 ? i + ROWS : i, again, &text);
	return link_read(a, buf_text(&text), out, e);
}

static bool linkage(struct bench *b, struct err *e)
{
	struct line line = { "match: two lists of 5,000 linked", "pairs/s", "recordlinkage, ECM",
			     .better = MORE, .goal = 100000 };
	struct link_list x, y;
	struct link_pair *pair;
	struct link_seen seen;
	int64_t at;

	if (!make_list(b->a, false, &x, e) || !make_list(b->a, true, &y, e))
		return false;
	at = bench_now_ns();
	(void)link_pairs(b->a, &x, &y, NULL, &pair, &seen);
	line.ours = bench_per_second((int64_t)seen.looked, bench_now_ns() - at);
	line.reference = LINK_TOOLKIT;
	bench_say(b, &line);
	return true;
}

bool bench_match_lines(struct bench *b, struct err *e)
{
	return look_ups(b, PERSONS, 10000, e) &&
	       (!b->large ||
		(look_ups(b, MILLION, 10000, e) && look_ups(b, 10 * MILLION, 50000, e))) &&
	       linkage(b, e);
}
