/*
 * See journal_days.h. Nobody is named by it: of who was shown or compared the journal has digests (doc/format.md). A line about a
 * place of origin ends in half of the digest of the question, whatever person it is about; one about a sex alone is that of the
 * person, whole, who was shown under it before.
 */
#include "cli/journal_days.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "keyd/journal.h"
#include "keyd/keys.h"
#include "keyd/keys_file.h"
#include "base/banned.h"

#define HALF 8

enum sort { OPENED, LOOKED_UP, SHOWN, COMPARED, SLIPS, REFUSED, SORTS };

struct line {
	int64_t day;
	uint8_t kid[4];
	enum sort sort;
	uint8_t subject[2 * HALF];
};

struct journal_days journal_days_of(struct cli *c, int64_t days)
{
	int64_t today = instant_day((struct instant){ clock_now(&c->clock), 0 });

	return (struct journal_days){ .from = today - days + 1,
				      .to = today,
				      .lines = { .a = c->a } };
}

static enum sort sort_of(struct str purpose)
{
	return str_starts(purpose, S(JOURNAL_FIND))    ? LOOKED_UP
	       : str_starts(purpose, S(JOURNAL_SHOWN)) ? SHOWN
	       : str_starts(purpose, S(JOURNAL_AGREE)) ? COMPARED
	       : str_eq(purpose, S(JOURNAL_REFUSED))   ? REFUSED
	       : str_eq(purpose, S(KEYS_SLIP_FIRST))   ? SLIPS
						       : OPENED;
}

void journal_days_add(struct journal_days *d, struct str line)
{
	struct str rest = line, time, kid;
	struct line x = { .day = 0 };
	struct instant t;

	(void)str_cut(&rest, ' ');
	time = str_cut(&rest, ' ');
	kid = str_cut(&rest, ' ');
	x.sort = sort_of(str_cut(&rest, ' '));
	(void)str_cut(&rest, ' ');
	/* Who was compared after midnight may have been shown before it. */
	if (!instant_parse(time, &t) || !hex_read(kid, x.kid, sizeof x.kid) ||
	    (x.day = instant_day(t)) < d->from - 1)
		return;
	(void)hex_read(rest, x.subject, sizeof x.subject); /* or it has none */
	buf_add(&d->lines, &x, sizeof x);
}

static int by_day(const void *x, const void *y)
{
	const struct line *a = x, *b = y;
	int kid = memcmp(a->kid, b->kid, sizeof a->kid);

	return a->day != b->day ? (a->day > b->day) - (a->day < b->day)
	       : kid		? kid
				: (int)a->sort - (int)b->sort;
}

static int by_subject(const void *x, const void *y)
{
	const struct line *a = x, *b = y;

	return memcmp(a->subject, b->subject, sizeof a->subject);
}

static int by_end(const void *x, const void *y)
{
	const struct line *a = x, *b = y;
	int end = memcmp(a->subject + HALF, b->subject + HALF, HALF);

	return end ? end : memcmp(a->subject, b->subject, HALF);
}

/* Of lines that are sorted by the half of the subject at `at` and then by the other one: how many different first ones there are,
 * and with how many different other ones at most. */
struct runs {
	size_t n, longest;
};

static struct runs runs_of(const struct line *list, size_t n, size_t at)
{
	struct runs out = { 0, 0 };
	size_t run = 0;

	for (size_t i = 0; i < n; i++) {
		bool first =
			!i || memcmp(list[i - 1].subject + at, list[i].subject + at, HALF) != 0;

		out.n += first;
		run = first ? 1 : run + (by_subject(&list[i - 1], &list[i]) != 0);
		out.longest = run > out.longest ? run : out.longest;
	}
	return out;
}

/* An officer's lines of a day, sort by sort, and those of all who were shown to anybody, sorted. */
struct officer_day {
	struct line *list[SORTS];
	size_t n[SORTS];
	const struct line *shown;
	size_t n_shown;
};

/* Those of the comparisons that are about a place, to the front. */
static size_t about_places(const struct officer_day *x)
{
	struct line *list = x->list[COMPARED];
	size_t kept = 0;

	for (size_t i = 0; i < x->n[COMPARED]; i++)
		if (!bsearch(&list[i], x->shown, x->n_shown, sizeof *list, by_subject))
			list[kept++] = list[i];
	return kept;
}

static struct str officer_name(struct arena *a, const uint8_t kid[4],
			       const struct officer_public *officers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!memcmp(officers[i].kid, kid, 4))
			return cli_plain(a, officers[i].name);
	return (struct str){ NULL, 0 };
}

static void tell(struct cli *c, const struct officer_day *x, int64_t day, struct str kid,
		 struct str name)
{
	struct runs shown, compared, places, persons;
	struct buf *b;
	size_t n;

	qsort(x->list[SHOWN], x->n[SHOWN], sizeof **x->list, by_subject);
	shown = runs_of(x->list[SHOWN], x->n[SHOWN], 0);
	qsort(x->list[COMPARED], x->n[COMPARED], sizeof **x->list, by_subject);
	compared = runs_of(x->list[COMPARED], x->n[COMPARED], 0);
	n = about_places(x);
	persons = runs_of(x->list[COMPARED], n, 0);
	qsort(x->list[COMPARED], n, sizeof **x->list, by_end);
	places = runs_of(x->list[COMPARED], n, HALF);
	cli_say(c,
		"%.*s  %.*s: opened %zu, looked up %zu names, shown %zu persons, compared %zu; "
		"asked %zu places, one of %zu persons, of one person %zu\n",
		P(day_text(c->a, day)),
		P(name.s		       ? name
		  : str_eq(kid, S("00000000")) ? S("(the passphrase)")
					       : kid),
		x->n[OPENED], x->n[LOOKED_UP], shown.n, compared.n, places.n, places.longest,
		persons.longest);
	if (!c->json)
		return;
	b = cli_line(c, "officer_day");
	json_put_text(b, "day", day_text(c->a, day));
	json_put_text(b, "kid", kid);
	json_put_text(b, "officer", name);
	json_put_int(b, "opened", (int64_t)x->n[OPENED]);
	json_put_int(b, "looked_up", (int64_t)x->n[LOOKED_UP]);
	json_put_int(b, "shown", (int64_t)shown.n);
	json_put_int(b, "compared", (int64_t)compared.n);
	json_put_int(b, "places", (int64_t)places.n);
	json_put_int(b, "persons_of_one_place", (int64_t)places.longest);
	json_put_int(b, "places_of_one_person", (int64_t)persons.longest);
	json_put_int(b, "slips", (int64_t)x->n[SLIPS]);
	json_put_int(b, "sign_refused", (int64_t)x->n[REFUSED]);
	cli_line_end(c);
}

static bool same_day(const struct line *x, const struct line *y)
{
	return x->day == y->day && !memcmp(x->kid, y->kid, sizeof x->kid);
}

void journal_days_tell(struct cli *c, const struct journal_days *d,
		       const struct officer_public *officers, size_t n)
{
	size_t all = d->lines.len / sizeof(struct line), at = 0, n_shown = 0;
	struct line *list = arena_array(c->a, all + 1, sizeof *list),
		    *shown = arena_array(c->a, all + 1, sizeof *shown);

	if (all)
		memcpy(list, d->lines.p, all * sizeof *list);
	for (size_t i = 0; i < all; i++)
		if (list[i].sort == SHOWN)
			shown[n_shown++] = list[i];
	qsort(shown, n_shown, sizeof *shown, by_subject);
	qsort(list, all, sizeof *list, by_day);
	while (at < all) {
		const struct line first = list[at];
		struct officer_day x = { .shown = shown, .n_shown = n_shown };

		for (; at < all && same_day(&first, &list[at]); at++) {
			enum sort sort = list[at].sort;

			if (!x.n[sort]++)
				x.list[sort] = &list[at];
		}
		for (size_t i = 0; i < SORTS; i++)
			if (!x.n[i])
				x.list[i] = list;
		if (first.day >= d->from && first.day <= d->to)
			tell(c, &x, first.day, str_hex(c->a, first.kid, 4),
			     officer_name(c->a, first.kid, officers, n));
	}
}
