/* See placeword.h. */
#include "match/placeword.h"

#include <string.h>

#include "base/utf8.h"
#include "match/letter.h"
#include "match/placeword_table.h"
#include "base/banned.h"

#define PLAIN_MAX   64	     /* bytes of a word as the table has it */
#define ARTICLE_MAX 6	     /* bytes of an article */
#define NUMBERS	    10000000 /* are told apart */

/* Articles and particles of several languages, which only stand before other words. */
static const char articles[] = " al el ul il ar er as es ash esh ech at et ath eth ad ed ud adh "
			       "edh ed az ez an en l ou la las "
			       "los le les de del di do da dos das du des of the i e ال эль эр эт "
			       "эс эз эш аль ар ат ас аз аш "
			       "ан эн эд ад ";

/* Ways of writing one sound, one after another over the whole word. */
static size_t sounds(char *p, size_t n)
{
	static const struct {
		char from[2];
		char to;
	} two[] = { { "oo", 'u' }, { "ou", 'u' }, { "ee", 'i' }, { "ai", 'e' }, { "ei", 'e' } };
	size_t out = 0, left = 0;
	char last = 0;

	for (size_t i = 0; i < n; i++) {
		char c = p[i];

		if (c != last || c & 0x80 || c == 'o' || c == 'e')
			p[left++] = (char)(c == 'q' ? 'k' : c == 'y' ? 'i' : c);
		last = c;
	}
	for (size_t i = 0; i < left; i++) {
		char c = p[i];

		if (c == 'd' && i + 1 < left && p[i + 1] == 'j')
			continue;
		for (size_t k = 0; i + 1 < left && k < sizeof two / sizeof *two; k++)
			if (c == two[k].from[0] && p[i + 1] == two[k].from[1]) {
				c = two[k].to;
				i++;
				break;
			}
		if (!out || p[out - 1] != c || c & 0x80)
			p[out++] = c;
	}
	if (out > 2 && p[out - 1] == 'h' && strchr("aeiou", p[out - 2]))
		out--;
	return out;
}

/* Small letters without accents. */
static struct str folded(struct str word, char *out, size_t room)
{
	size_t n = 0, took;
	int32_t c;

	while ((c = utf8_next(&word)) >= 0) {
		int32_t l = letter_fold(c);

		if (!l)
			continue;
		took = l == ' ' ? 0 : letter_bytes(l, out + n, room - n);
		if (!took)
			return S("");
		n += took;
	}
	return str_mem(out, n);
}

struct str placeword_plain(struct str word, char *out, size_t room)
{
	return str_mem(out, sounds(out, folded(word, out, room).len));
}

/* Whether a list of words has one. */
static bool listed(const char *list, struct str word)
{
	struct str rest = str_of(list);

	while (rest.s)
		if (str_eq(str_cut(&rest, ' '), word))
			return word.len > 0;
	return false;
}

uint8_t placeword_means(struct str plain)
{
	size_t low = 0, high = placeterms_n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(plain, str_of(placeterms[middle].word));

		if (!order)
			return placeterms[middle].means;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NOTHING;
}

struct str placeword_meaning(uint8_t means)
{
	return str_of(placemeanings[means < MEANINGS ? means : NOTHING].name);
}

bool placeword_opposed(uint8_t x, uint8_t y)
{
	return x && y && x != y && placemeanings[x].axis &&
	       placemeanings[x].axis == placemeanings[y].axis;
}

void placeword_each(void (*fn)(void *p, struct str word, uint8_t means), void *p)
{
	for (size_t i = 0; i < placeterms_n; i++)
		fn(p, str_of(placeterms[i].word), placeterms[i].means);
}

static bool is_digit(int32_t c, uint32_t *v)
{
	if (c >= '0' && c <= '9')
		*v = (uint32_t)(c - '0');
	else if (c >= 0x660 && c <= 0x669)
		*v = (uint32_t)(c - 0x660);
	else if (c >= 0x6f0 && c <= 0x6f9)
		*v = (uint32_t)(c - 0x6f0);
	else
		return false;
	return true;
}

/* Letters, marks and apostrophes up to what is none. */
static struct str next_text(struct str *rest)
{
	struct str before = *rest, start;
	int32_t c;

	while ((c = utf8_next(rest)) >= 0 && !letter_is(c))
		before = *rest;
	if (c < 0)
		return S("");
	start = before;
	for (before = *rest; (c = utf8_next(rest)) >= 0; before = *rest)
		if (!letter_is(c) && letter_fold(c)) {
			*rest = before;
			break;
		}
	/* Where the text ends, or where it is no UTF-8. */
	if (c < 0)
		*rest = str_mem(before.s, 0);
	return str_mem(start.s, (size_t)(before.s - start.s));
}

static bool is_number(struct str text, uint32_t *number)
{
	uint32_t v;
	int32_t c;

	*number = 0;
	if (!text.len)
		return false;
	while ((c = utf8_next(&text)) >= 0) {
		if (!is_digit(c, &v))
			return false;
		*number = (*number * 10 + v) % NUMBERS; /* of very long ones the end */
	}
	return true;
}

/* An Arabic word without its article, where two letters or more are left. */
static struct str without_article(struct str word)
{
	return str_starts(word, S("ال")) && word.len >= 8 ? str_from(word, 4) : word;
}

static bool is_vowel(char c)
{
	return c && strchr("aeiou", c);
}

/* Vowels of Latin words as far as they tell names apart: ay and ei are one, aw and o, iya and ia, and how a feminine ends
 * (a, ah, e, eh); in Arabic ha and ta marbuta at the end. */
static void soften(struct symbols *w)
{
	char text[SYMBOLS_MAX + 1] = "", out[SYMBOLS_MAX + 1];
	struct buf b = { .p = (uint8_t *)text, .cap = SYMBOLS_MAX };
	size_t n = 0;

	symbols_print(w, &b);
	if (w->script == SCRIPT_ARABIC) {
		if (b.len > 2 && text[b.len - 1] == 'h')
			text[b.len - 1] = 'p';
		(void)symbols_scan(buf_text(&b), SCRIPT_ARABIC, w);
		return;
	}
	for (size_t i = 0; i < b.len; i++) {
		char c = text[i], next = text[i + 1];
		bool glide = (next == 'y' || next == 'w' || next == 'i' || next == 'u') &&
			     !is_vowel(text[i + 1] ? text[i + 2] : 0);

		if (glide && (c == 'a' || c == 'e') && (next == 'y' || next == 'i'))
			text[i + 1] = 'i', c = 'e';
		else if (glide && (c == 'a' || c == 'o') && (next == 'w' || next == 'u'))
			text[i + 1] = 'u', c = 'o';
		else if (c == 'y')
			c = 'i';
		if (c == 'h' && i + 1 == b.len && n > 1 && is_vowel(out[n - 1]))
			continue;
		if (!n || out[n - 1] != c)
			out[n++] = c;
	}
	if (n > 2 && out[n - 1] == 'e')
		out[n - 1] = 'a';
	(void)symbols_scan(str_mem(out, n), SCRIPT_LATIN, w);
}

static void add(struct placewords *out, struct str text)
{
	struct str rest = without_article(text);
	struct placeword w = { .text = text };
	char room[PLAIN_MAX] = "";

	if (out->n == PLACEWORDS)
		return;
	if (is_number(text, &w.number)) {
		w.part = PART_NUMBER;
		out->w[out->n++] = w;
		return;
	}
	w.means = placeword_means(placeword_plain(rest, room, sizeof room));
	/* Where the script changes inside a word, its parts are words. */
	while (out->n < PLACEWORDS && symbols_next(&rest, &w.w, NULL)) {
		soften(&w.w);
		out->w[out->n++] = w;
	}
}

static bool has(const struct placewords *x, enum placepart part)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->w[i].part == part)
			return true;
	return false;
}

/* A name of nothing but words that stand in many is one of them: Al-Tall, Al-Bab. */
static void promote(struct placewords *x)
{
	static const enum placepart order[] = { PART_LAND, PART_SIDE, PART_SORT };

	for (size_t k = 0; k < sizeof order / sizeof *order && !has(x, PART_NAME); k++)
		for (size_t i = 0; i < x->n; i++)
			if (x->w[i].part == order[k])
				x->w[i].part = PART_NAME;
}

static void join_one(struct symbols *to, size_t *n, const struct symbols *w)
{
	if (!*n)
		*to = *w;
	else if (w->script == to->script)
		symbols_join(to, w);
	++*n;
}

static void join(struct placewords *x)
{
	x->joined = x->whole = (struct symbols){ 0 };
	x->joins = x->wholes = 0;
	for (size_t i = 0; i < x->n; i++) {
		const struct placeword *w = &x->w[i];

		if (w->part == PART_NUMBER)
			continue;
		join_one(&x->whole, &x->wholes, &w->w);
		if (w->part == PART_NAME || w->part == PART_LAND)
			join_one(&x->joined, &x->joins, &w->w);
	}
}

void placewords_settle(struct placewords *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->w[i].part != PART_NUMBER)
			x->w[i].part = placemeanings[x->w[i].means].part;
	promote(x);
	join(x);
}

void placewords_of(struct str name, struct placewords *out)
{
	char room[PLAIN_MAX] = "";
	struct str text, last = S("");

	*out = (struct placewords){ 0 };
	for (text = next_text(&name); text.len && out->n < PLACEWORDS; text = next_text(&name)) {
		last = text;
		if (text.len > ARTICLE_MAX || !listed(articles, folded(text, room, sizeof room)))
			add(out, text);
	}
	if (!out->n && last.len)
		add(out, last);
	placewords_settle(out);
}
