/*
 * The words of other languages in the words that the grammar of sayings knows. A row of kind "said" gives them; else what the
 * pack has of entities, events, numbers and times says the same.
 */
#include <string.h>

#include "base/utf8.h"
#include "press/dictionary.h"
#include "press/saying_int.h"
#include "press/scan.h"
#include "base/banned.h"

#define ROWS 64

struct find {
	const struct pack_row *row;
	size_t words;
	bool and; /* the letter for "and" stands before it */
};

/* Kinds that say something in a saying, the surest first. */
static const enum word_kind ranks[] = {
	W_SAID, W_MONTH,   W_NUMBER, W_SCALE, W_GROUP, W_VAGUE, W_QUAL,	  W_PERIOD, W_TIME,
	W_UNIT, W_ENTITY,  W_EVENT,  W_DOES,  W_PART,  W_THEM,	W_STANCE, W_SINCE,  W_PLACE,
	W_DAY,	W_WEEKDAY, W_IN,     W_FROM,  W_TO,    W_AND,	W_OF,	  W_NONE,
};

static size_t rank_of(enum word_kind k)
{
	size_t i = 0;

	while (i < sizeof ranks / sizeof *ranks && ranks[i] != k)
		i++;
	return i;
}

static struct str fold(const struct token *t, char room[WORD_ROOM])
{
	return str_mem(room, scan_fold(t->s, room));
}

static bool follows(const struct pack_row *r, const struct token *t, size_t n)
{
	char room[WORD_ROOM];

	if (r->words > n)
		return false;
	for (size_t k = 1; k < r->words; k++)
		if (t[k].type != TOKEN_WORD || !row_word(r, k, fold(&t[k], room)))
			return false;
	return true;
}

static void look(const struct pack *p, struct str word, bool all, const struct token *t, size_t n,
		 struct find *best)
{
	const struct known *k = dictionary_find(p->words, word);

	for (size_t i = 0; i < k->rows && i < ROWS; i++) {
		const struct pack_row *r = k->row[i];
		size_t rank = rank_of(r->kind);

		if ((!all && r->kind != W_SAID) || rank == sizeof ranks / sizeof *ranks ||
		    !follows(r, t, n))
			continue;
		if (best->row && (r->words < best->words ||
				  (r->words == best->words && rank >= rank_of(best->row->kind))))
			continue;
		best->row = r;
		best->words = r->words;
	}
}

/* Arabic writes "and", "the" and "in" before the word; two letters stay at least. */
static void look_bare(const struct pack *p, struct str word, const struct token *t, size_t n,
		      struct find *best)
{
	for (size_t k = 0; k < p->prefixes; k++) {
		struct str pre = p->prefix[k];
		struct find f = { .row = NULL };

		if (!str_starts(word, pre) || word.len < pre.len + 4)
			continue;
		look(p, str_from(word, pre.len), true, t, n, &f);
		if (!f.row || (best->row && f.words <= best->words))
			continue;
		*best = f;
		best->and = str_starts(pre, S("\xd9\x88"));
	}
}

struct out {
	struct token *t;
	size_t n;
	bool more; /* there was no room for all */
};

static struct token *put(struct out *o, const struct token *first, const struct token *last,
			 struct str word)
{
	struct token *t;

	if (o->n == SAYING_TOKENS) {
		o->more = true;
		return NULL;
	}
	t = &o->t[o->n++];
	*t = *first;
	t->type = TOKEN_WORD;
	t->s = word;
	t->end = last->end;
	t->glued = false;
	return t;
}

static void put_number(struct out *o, const struct token *first, const struct token *last,
		       int64_t v)
{
	struct token *before = o->n ? &o->t[o->n - 1] : NULL, *t;
	int64_t unit = PRESS_ONE;

	v *= PRESS_ONE;
	while (before && before->type == TOKEN_NUMBER && before->worded &&
	       before->value % (unit * 10) == 0 && before->value >= unit * 10)
		unit *= 10;
	/* "Thirty two": the smaller one goes into the places that are empty. */
	if (before && unit > PRESS_ONE && v < unit && before->worded) {
		before->value += v;
		before->hi = before->value;
		before->end = last->end;
		return;
	}
	t = put(o, first, last, S(""));
	if (!t)
		return;
	t->type = TOKEN_NUMBER;
	t->value = t->hi = v;
	t->worded = true;
}

static void put_words(struct out *o, const struct token *first, const struct token *last,
		      struct str words)
{
	while (words.len) {
		struct str one = str_cut(&words, ' ');
		int64_t v = 0;
		size_t k = 0;

		while (k < one.len && k < 9 && one.s[k] >= '0' && one.s[k] <= '9')
			v = v * 10 + (one.s[k++] - '0');
		if (one.len && k == one.len)
			put_number(o, first, last, v);
		else if (one.len)
			(void)put(o, first, last, one);
	}
}

/* Codes of packs whose words here are others. */
static struct str code_words(struct str code)
{
	static const struct {
		struct str code, words;
	} rows[] = {
		{ SC("family_members"), SC("family") },
		{ SC("food_sets"), SC("parcels") },
		{ SC("servicemen"), SC("soldiers") },
		{ SC("handed_in"), SC("handed") },
		{ SC("under_checks"), SC("checks") },
		{ SC("tonne"), SC("tonnes") },
		{ SC("m"), SC("metres") },
		{ SC("at_least"), SC("at least") },
		{ SC("at_most"), SC("at most") },
		{ SC("up_to"), SC("up to") },
		{ SC("as_many_as"), SC("as many as") },
		{ SC("to_date"), SC("so far") },
		{ SC("past24h"), SC("in 24 hours") },
		{ SC("this_week"), SC("this week") },
		{ SC("weekly"), SC("a week") },
		{ SC("last_week"), SC("") },
		{ SC("past_few_days"), SC("") },
		{ SC("same"), SC("") },
		{ SC("h"), SC("hours") },
		{ SC("d"), SC("days") },
		{ SC("w"), SC("weeks") },
		{ SC("y"), SC("years") },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(rows[i].code, code))
			return rows[i].words;
	return code;
}

static struct str number_words(const struct pack_row *r)
{
	static const struct str days[] = { SC("monday"),   SC("tuesday"), SC("wednesday"),
					   SC("thursday"), SC("friday"),  SC("saturday"),
					   SC("sunday") };

	switch (r->kind) {
	case W_MONTH:
		return said_month_name((int)r->number);
	case W_WEEKDAY:
		return r->number >= 1 && r->number <= 7 ? days[r->number - 1] : S("");
	case W_DAY:
		return r->number == -1 ? S("yesterday") : r->number == 0 ? S("today") : S("");
	case W_SCALE:
		return r->number == 100	      ? S("hundred")
		       : r->number == 1000    ? S("thousand")
		       : r->number == 1000000 ? S("million")
					      : S("");
	case W_VAGUE:
		return r->number < 100	  ? S("dozens")
		       : r->number < 1000 ? S("hundreds")
					  : S("thousands");
	default:
		return S("dozen");
	}
}

static struct str kind_words(enum word_kind k)
{
	switch (k) {
	case W_PART:
	case W_THEM:
		return S("including");
	case W_SINCE:
		return S("since");
	case W_IN:
		return S("in");
	case W_FROM:
		return S("from");
	case W_TO:
		return S("to");
	case W_AND:
		return S("and");
	case W_OF:
		return S("of");
	default:
		return S("nobody");
	}
}

static void put_row(struct out *o, const struct token *first, const struct token *last,
		    const struct pack_row *r)
{
	switch (r->kind) {
	case W_NUMBER:
		/* "One" is seldom a figure. */
		if (r->number != 1)
			put_number(o, first, last, r->number);
		return;
	case W_SAID:
		put_words(o, first, last, r->code);
		return;
	case W_TIME:
		put_words(o, first, last,
			  str_eq(r->code, S("m")) ? S("months") : code_words(r->code));
		return;
	case W_UNIT:
	case W_QUAL:
	case W_PERIOD:
	case W_ENTITY:
	case W_EVENT:
	case W_DOES:
		put_words(o, first, last, code_words(r->code));
		return;
	case W_PLACE:
		(void)put(o, first, last, r->code);
		return;
	case W_STANCE:
		put_words(o, first, last,
			  r->number == STANCE_PLANNED || r->number == STANCE_DENIED ? r->code
										    : S(""));
		return;
	case W_MONTH:
	case W_WEEKDAY:
	case W_DAY:
	case W_SCALE:
	case W_VAGUE:
	case W_GROUP:
		put_words(o, first, last, number_words(r));
		return;
	default:
		put_words(o, first, last, kind_words(r->kind));
	}
}

/* A word that no row has is a name where it has a capital, or where it follows "in". */
static void put_unknown(struct out *o, const struct token *t)
{
	const struct token *before = o->n ? &o->t[o->n - 1] : NULL;
	unsigned char a = (unsigned char)t->s.s[0], b = t->s.len > 1 ? (unsigned char)t->s.s[1] : 0;
	struct token *new = put(o, t, t, t->s);

	if (!new)
		return;
	new->glued = t->glued;
	new->name = (a == 0xd0 && b >= 0x90 && b <= 0xaf) ||
		    (a >= 0xd8 && a <= 0xdb && before && before->type == TOKEN_WORD &&
		     (said_is(before->s, S("in")) || said_is(before->s, S("from"))));
}

size_t said_translate(const struct said_packs *packs, const struct token *in, size_t n,
		      struct token *out, bool *more)
{
	struct out o = { .t = out };
	size_t i = 0;

	while (i < n && o.n < SAYING_TOKENS) {
		struct find best = { .row = NULL };
		bool all = in[i].s.len && (unsigned char)in[i].s.s[0] >= 0x80;
		char room[WORD_ROOM];

		if (in[i].type != TOKEN_WORD) {
			o.t[o.n++] = in[i++];
			continue;
		}
		for (size_t k = 0; k < packs->n; k++) {
			struct str word = fold(&in[i], room);

			look(&packs->pack[k], word, all, in + i, n - i, &best);
			if (all && !best.row)
				look_bare(&packs->pack[k], word, in + i, n - i, &best);
		}
		if (!best.row) {
			put_unknown(&o, &in[i++]);
			continue;
		}
		if (best.and)
			(void)put(&o, &in[i], &in[i], S("and"));
		put_row(&o, &in[i], &in[i + best.words - 1], best.row);
		i += best.words;
	}
	*more |= o.more || i < n;
	return o.n;
}

/* ---- digits and signs of Arabic ---- */

static char plain_of(int32_t c)
{
	static const struct {
		int32_t c;
		char as;
	} signs[] = {
		{ 0x66a, '%' }, { 0x66b, '.' }, { 0x66c, ',' }, { 0x60c, ',' }, { 0x61b, ';' }
	};
	int digit = scan_digit(c);

	if (digit >= 0)
		return (char)('0' + digit);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (signs[i].c == c)
			return signs[i].as;
	return '\0';
}

struct str said_plain(struct str text, char room[SAYING_BYTES], uint16_t at[SAYING_BYTES + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < text.len;) {
		unsigned char c = (unsigned char)text.s[i];
		int32_t two = i + 1 < text.len && (c & 0xe0) == 0xc0
				      ? (c & 0x1f) << 6 | ((unsigned char)text.s[i + 1] & 0x3f)
				      : 0;
		char as = two ? plain_of(two) : '\0';

		at[n] = (uint16_t)i;
		room[n++] = as ? as : text.s[i];
		i += as ? 2 : 1;
	}
	at[n] = (uint16_t)text.len;
	return str_mem(room, n);
}
