/* The tokens of a saying: words, numbers as they are grouped, dates, signs. */
#include "press/saying_int.h"

#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "base/banned.h"

/* What a figure may be, so that the sum of all figures of two sayings fits in millionths. */
#define NUMBER_MOST INT64_C(40000000000)

struct scan {
	struct str text;
	size_t at;
	struct token *out;
	size_t n;
	uint16_t open[16], parens;
	size_t depth;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static char peek(const struct scan *x, size_t i)
{
	return x->at + i < x->text.len ? x->text.s[x->at + i] : '\0';
}

/* Blanks and what looks like other signs: how many bytes it has, and the ASCII sign that it stands for. */
static size_t special(struct str rest, char *as)
{
	static const struct {
		const char *bytes;
		char as;
	} table[] = {
		{ "\xc2\xa0", ' ' },	 { "\xe2\x80\x89", ' ' }, { "\xe2\x80\xaf", ' ' },
		{ "\xe2\x80\x93", '-' }, { "\xe2\x80\x94", '-' }, { "\xe2\x88\x92", '-' },
		{ "\xe2\x80\x9c", '"' }, { "\xe2\x80\x9d", '"' }, { "\xc2\xab", '"' },
		{ "\xc2\xbb", '"' },	 { "\xe2\x80\x98", '"' }, { "\xe2\x80\x99", '\'' },
		{ "\xe2\x89\xa4", '<' }, { "\xe2\x89\xa5", '>' }, { "\xe2\x80\xa6", '.' },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_starts(rest, str_of(table[i].bytes))) {
			*as = table[i].as;
			return strlen(table[i].bytes);
		}
	*as = rest.len ? *rest.s : '\0';
	return rest.len ? 1 : 0;
}

static struct token *add(struct scan *x, enum said_token type, size_t start)
{
	struct token *t = &x->out[x->n++];

	*t = (struct token){ .type = type,
			     .start = start,
			     .end = x->at,
			     .s = str_mem(x->text.s + start, x->at - start),
			     .glued = x->n > 1 && x->out[x->n - 2].end == start,
			     .paren = x->depth ? x->open[x->depth - 1] : 0 };
	return t;
}

static bool three_digits(const struct scan *x, size_t i)
{
	return is_digit(peek(x, i)) && is_digit(peek(x, i + 1)) && is_digit(peek(x, i + 2)) &&
	       !is_digit(peek(x, i + 3));
}

/* How many bytes part the group of three digits that follows from what was read; 0 where none follows. */
static size_t group_gap(const struct scan *x, size_t digits, bool zero)
{
	char as;
	size_t n = special(str_from(x->text, x->at), &as);

	if (digits > 3 || zero || !n)
		return 0;
	if ((as == ',' || as == '.' || as == ' ') && three_digits(x, n))
		return n;
	/* "1, 097": no list has a member 097. */
	return as == ',' && peek(x, 1) == ' ' && peek(x, 2) == '0' && three_digits(x, 2) ? 2 : 0;
}

static void take_digit(struct scan *x, int64_t *v)
{
	if (*v < NUMBER_MOST)
		*v = *v * 10 + (x->text.s[x->at] - '0');
	x->at++;
}

/* Digits in groups, and decimals; millionths. */
static int64_t take_number(struct scan *x)
{
	size_t first = x->at, gap;
	int64_t v = 0, part = PRESS_ONE / 10;

	while (is_digit(peek(x, 0)))
		take_digit(x, &v);
	for (size_t digits = x->at - first; (gap = group_gap(x, digits, v == 0)); digits = 3) {
		x->at += gap;
		for (int i = 0; i < 3; i++)
			take_digit(x, &v);
	}
	v = (v > NUMBER_MOST ? NUMBER_MOST : v) * PRESS_ONE;
	if ((peek(x, 0) == '.' || peek(x, 0) == ',') && is_digit(peek(x, 1)))
		for (x->at++; is_digit(peek(x, 0)); x->at++, part /= 10)
			v += (x->text.s[x->at] - '0') * part;
	return v;
}

static bool take_iso_date(struct scan *x)
{
	size_t start = x->at;
	int64_t day;
	struct token *t;

	if (x->text.len - x->at < 10 || is_digit(peek(x, 10)) ||
	    !day_parse(str_mem(x->text.s + x->at, 10), &day))
		return false;
	x->at += 10;
	t = add(x, TOKEN_DATE, start);
	t->value = day;
	t->has_year = true;
	return true;
}

static void scan_number(struct scan *x)
{
	size_t start = x->at, dash;
	int64_t v, hi;
	struct token *t;
	char as;

	if (take_iso_date(x))
		return;
	v = hi = take_number(x);
	dash = special(str_from(x->text, x->at), &as);
	if (as == '-' && is_digit(peek(x, dash))) {
		size_t end = x->at;

		x->at += dash;
		hi = take_number(x);
		/* What goes down is no range: the sign takes away. */
		if (hi <= v) {
			hi = v;
			x->at = end;
		}
	}
	t = add(x, TOKEN_NUMBER, start);
	t->value = v;
	t->hi = hi;
	if (peek(x, 0) == '+' && !is_digit(peek(x, 1))) {
		x->at++;
		t->plus = true;
		t->end = x->at;
	}
}

static void scan_word(struct scan *x)
{
	size_t start = x->at, n;
	char as;

	while (x->at < x->text.len) {
		n = special(str_from(x->text, x->at), &as);
		if (is_alpha(as) || is_digit(as)) {
			x->at += n;
			continue;
		}
		/* "anti-tank", "E.Ghouta", "F-16": part of the word. */
		if ((as == '-' || as == '.') && n == 1 && x->at > start &&
		    (is_alpha(peek(x, 1)) ||
		     (as == '-' && x->at - start <= 3 && is_digit(peek(x, 1)))))
			x->at += 1;
		else
			break;
	}
	(void)add(x, TOKEN_WORD, start);
	if (peek(x, 0) == '\'' && is_alpha(peek(x, 1)))
		while (peek(x, 0) == '\'' || is_alpha(peek(x, 0)))
			x->at++;
}

static void scan_sign(struct scan *x, char as, size_t n)
{
	size_t start = x->at;
	struct token *t;

	x->at += n;
	if (as == ')' && x->depth)
		x->depth--;
	t = add(x, TOKEN_SIGN, start);
	t->sign = as;
	if (as == '+' && is_digit(peek(x, 0)))
		t->signed_up = start == 0 || x->text.s[start - 1] == ' ';
	if (as == '(' && x->depth < sizeof x->open / sizeof *x->open)
		x->open[x->depth++] = ++x->parens;
}

static void merge(struct token *out, size_t *n, size_t i, size_t k)
{
	out[i].end = out[i + k].end;
	out[i].s.len = out[i].end - out[i].start;
	memmove(out + i + 1, out + i + k + 1, (*n - i - k - 1) * sizeof *out);
	*n -= k;
}

static bool whole(const struct token *t, int64_t from, int64_t to)
{
	return t->type == TOKEN_NUMBER && t->value == t->hi && t->value % PRESS_ONE == 0 &&
	       t->value / PRESS_ONE >= from && t->value / PRESS_ONE <= to && !t->plus;
}

static bool is_year(const struct token *t)
{
	return whole(t, 1900, 2099) && t->s.len == 4;
}

/* "10 Dec", "December 10, 2016", "Jan 2017" at i becomes a date. */
static void join_date(struct token *out, size_t *n, size_t i)
{
	bool first = whole(&out[i], 1, 31), more = i + 1 < *n;
	int month = more && first ? said_month_of(out[i + 1].s) : said_month_of(out[i].s), day;
	size_t k = 1;

	if (!more || !month || out[i].type == TOKEN_SIGN ||
	    (!first && !whole(&out[i + 1], 1, 31) && !is_year(&out[i + 1])))
		return;
	day = (int)((first			 ? out[i].value
		     : whole(&out[i + 1], 1, 31) ? out[i + 1].value
						 : 1000000) /
		    PRESS_ONE);
	if (!first && is_year(&out[i + 1]))
		k = 0;
	if (i + k + 2 < *n && out[i + k + 1].sign == ',' && is_year(&out[i + k + 2]))
		k++;
	out[i].has_year = i + k + 1 < *n && is_year(&out[i + k + 1]);
	out[i].value = day_of(out[i].has_year ? (int)(out[i + k + 1].value / PRESS_ONE) : 1972,
			      month, day > 28 && month == 2 ? 28 : day);
	out[i].type = TOKEN_DATE;
	merge(out, n, i, out[i].has_year ? k + 1 : k);
}

/* What a word multiplies by; 0 where it does not. */
static int64_t times(struct str word)
{
	static const struct {
		struct str form;
		int64_t by;
	} rows[] = {
		{ SC("dozen"), 12 },	     { SC("hundred"), 100 }, { SC("thousand"), 1000 },
		{ SC("thousands"), 1000 },   { SC("k"), 1000 },	     { SC("million"), 1000000 },
		{ SC("millions"), 1000000 }, { SC("mln"), 1000000 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (said_is(word, rows[i].form))
			return rows[i].by;
	return 0;
}

/* "18 thousand", "two dozen", "2.6 million"; and "17 thousand 971". */
static void join_times(struct token *out, size_t *n, size_t i)
{
	int64_t by;

	while (i + 1 < *n && out[i + 1].type == TOKEN_WORD && (by = times(out[i + 1].s))) {
		if (out[i].hi > NUMBER_MOST / by * PRESS_ONE)
			return;
		out[i].value *= by;
		out[i].hi *= by;
		merge(out, n, i, 1);
		if (i + 1 < *n && whole(&out[i + 1], 1, by - 1) && by >= 100 &&
		    out[i].value % (by * PRESS_ONE) == 0) {
			out[i].value += out[i + 1].value;
			out[i].hi = out[i].value;
			merge(out, n, i, 1);
		}
	}
}

/* "eleven", "twenty-one"; not "one" alone, which is seldom a figure, but in "one hundred". */
static void join_words(struct token *out, size_t n, size_t i)
{
	struct str rest = out[i].s, first = str_cut(&rest, '-');
	int64_t tens, ones = 0;
	bool last = i + 1 == n;

	if (!said_number_of(first, &tens) || (rest.len && !said_number_of(rest, &ones)) ||
	    (said_is(out[i].s, S("one")) && (last || !times(out[i + 1].s))) || tens == 0 ||
	    (rest.len && (tens < 20 * PRESS_ONE || ones > 9 * PRESS_ONE)))
		return;
	out[i].type = TOKEN_NUMBER;
	out[i].value = out[i].hi = tens + ones;
	out[i].vague = said_is(first, S("dozens")) || said_is(first, S("hundreds")) ||
		       said_is(first, S("thousands"));
}

/* "18:00" is no figure, nor "3rd"; "9th December" is the 9 of a date. */
static void join_others(struct token *out, size_t *n, size_t i)
{
	static const struct str endings[] = { SC("th"), SC("st"), SC("nd"), SC("rd"), SC("s") };

	if (out[i].type != TOKEN_NUMBER || i + 1 >= *n || !out[i + 1].glued)
		return;
	if (out[i + 1].sign == ':' && i + 2 < *n && out[i + 2].glued &&
	    out[i + 2].type == TOKEN_NUMBER) {
		merge(out, n, i, 2);
		out[i].type = TOKEN_SIGN;
	} else if (said_among(out[i + 1].s, endings, sizeof endings / sizeof *endings)) {
		merge(out, n, i, 1);
		if (i + 1 >= *n || !said_month_of(out[i + 1].s))
			out[i].type = TOKEN_SIGN;
	}
}

static bool word_is(const struct token *out, size_t n, size_t i, const char *form)
{
	return i < n && out[i].type == TOKEN_WORD && said_is(out[i].s, str_of(form));
}

static bool count(const struct token *out, size_t n, size_t i)
{
	return i < n && whole(&out[i], 0, INT64_MAX / PRESS_ONE) && !is_year(&out[i]);
}

/* "per cent" is one word. */
static void join_cent(struct token *out, size_t *n, size_t i)
{
	if (!word_is(out, *n, i, "per") || !word_is(out, *n, i + 1, "cent"))
		return;
	merge(out, n, i, 1);
	out[i].s = S("percent");
}

/* "A third of 900" is 300, "three quarters of the 400" as well. */
static void join_share(struct token *out, size_t *n, size_t i)
{
	static const struct {
		const char *one, *many;
		int64_t of;
	} rows[] = { { "half", "halves", 2 },
		     { "third", "thirds", 3 },
		     { "quarter", "quarters", 4 },
		     { "fifth", "fifths", 5 } };
	bool many = i + 1 < *n && whole(&out[i], 2, 4);
	size_t at = i + many, of = at + 1, number = of + 1 + word_is(out, *n, of + 1, "the");

	if (!word_is(out, *n, of, "of") || !count(out, *n, number))
		return;
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		int64_t times = many ? out[i].value / PRESS_ONE : 1, v = out[number].value;

		if (!word_is(out, *n, at, many ? rows[k].many : rows[k].one) ||
		    times >= rows[k].of || v % (rows[k].of * PRESS_ONE))
			continue;
		v = v / rows[k].of * times;
		merge(out, n, i, number - i);
		out[i].type = TOKEN_NUMBER;
		out[i].value = out[i].hi = v;
		return;
	}
}

static bool moves(const struct token *out, size_t i)
{
	static const struct str words[] = { SC("rose"),	     SC("rises"),     SC("risen"),
					    SC("rise"),	     SC("grew"),      SC("grown"),
					    SC("increased"), SC("increase"),  SC("up"),
					    SC("climbed"),   SC("fell"),      SC("fallen"),
					    SC("fall"),	     SC("dropped"),   SC("drop"),
					    SC("down"),	     SC("decreased"), SC("declined") };

	for (size_t k = i; k-- > 0 && i - k <= 4 && out[k].type == TOKEN_WORD;)
		if (said_among(out[k].s, words, sizeof words / sizeof *words))
			return true;
	return false;
}

/* "Between 200 and 300", "from 200 to 300" are a range; where something rose or fell, what it was and what it is. */
static void join_range(struct token *out, size_t *n, size_t i)
{
	bool between = word_is(out, *n, i, "between"), from = word_is(out, *n, i, "from");

	/* Where one word is "to" and "up to". */
	if (from && word_is(out, *n, i + 2, "up") && word_is(out, *n, i + 3, "to"))
		merge(out, n, i + 2, 1), out[i + 2].s = S("to");
	if ((!between && !from) || !count(out, *n, i + 1) || !count(out, *n, i + 3) ||
	    !word_is(out, *n, i + 2, between ? "and" : "to"))
		return;
	if (from && moves(out, i)) {
		out[i].type = TOKEN_SIGN;
		out[i + 1].was = true;
		return;
	}
	if (out[i + 3].value <= out[i + 1].value)
		return;
	out[i + 1].hi = out[i + 3].value;
	merge(out, n, i + 1, 2);
	out[i].type = TOKEN_SIGN;
}

size_t said_tokens(struct str text, const struct said_packs *packs, struct token *out, bool *more)
{
	struct token raw[SAYING_TOKENS];
	struct scan x = { .text = text, .out = raw };

	while (x.at < text.len && x.n < SAYING_TOKENS) {
		char as;
		size_t n = special(str_from(text, x.at), &as);

		if (is_digit(as))
			scan_number(&x);
		else if (is_alpha(as))
			scan_word(&x);
		else if (as == ' ' || as == '\t' || as == '\n' || as == '\r' || as == '\'')
			x.at += n;
		else
			scan_sign(&x, as, n);
	}
	*more |= x.at < text.len;
	x.n = said_translate(packs, raw, x.n, out, more);
	for (size_t i = 0; i < x.n; i++) {
		join_others(out, &x.n, i);
		join_date(out, &x.n, i);
		if (out[i].type == TOKEN_WORD)
			join_words(out, x.n, i);
		if (out[i].type == TOKEN_NUMBER)
			join_times(out, &x.n, i);
	}
	for (size_t i = 0; i < x.n; i++) {
		join_cent(out, &x.n, i);
		join_share(out, &x.n, i);
		join_range(out, &x.n, i);
	}
	return x.n;
}
