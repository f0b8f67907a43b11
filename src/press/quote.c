/* See quote.h. */
#include "press/quote.h"

#include <string.h>

#include "base/arena.h"
#include "press/name.h"
#include "base/banned.h"

#define ELLIPSIS "\xe2\x80\xa6"

static bool blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool begins(char c)
{
	return ((uint8_t)c & 0xc0) != 0x80;
}

/* The first byte of the text that stands at this byte of the file, or behind it. */
static size_t in_text(const struct article *t, size_t at)
{
	size_t low = 0, high = t->text.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (article_span(t, mid, mid + 1).start < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The characters of a quotation by where they begin in the text; blanks between words are one. */
struct letters {
	struct str text;
	uint32_t *at;
	size_t n, to;
};

_Static_assert(ARTICLE_BYTES <= UINT32_MAX, "a place in an article takes four bytes");

/* Behind the character, or the blanks, that begin at byte i; not beyond `to`. */
static size_t letter_end(struct str text, size_t i, size_t to)
{
	bool gap = blank(text.s[i]);
	size_t end = i + 1;

	while (end < to && (gap ? blank(text.s[end]) : !begins(text.s[end])))
		end++;
	return end;
}

static struct str letter(const struct letters *l, size_t i)
{
	size_t at = l->at[i];

	return blank(l->text.s[at])
		       ? S(" ")
		       : (struct str){ l->text.s + at, letter_end(l->text, at, l->to) - at };
}

/* The characters from..to of the text. */
static struct letters letters_of(struct arena *a, struct str text, size_t from, size_t to)
{
	struct letters out = { text, arena_array(a, to - from + 1, sizeof *out.at), 0, to };

	for (size_t i = from, end; i < to; i = end) {
		end = letter_end(text, i, to);
		if (!blank(text.s[i]) || (out.n && end < to))
			out.at[out.n++] = (uint32_t)i;
	}
	return out;
}

/* The letters first..last as a quotation, with what says that it was cut. */
static struct quote put(struct arena *a, const struct letters *l, size_t first, size_t last,
			size_t value, size_t value_end)
{
	struct quote q = { 0 };
	struct buf b = { .a = a };
	size_t shift = first > 0;

	if (shift)
		buf_str(&b, S(ELLIPSIS));
	for (size_t i = first; i < last; i++) {
		if (l->at[i] >= value && l->at[i] < value_end) {
			q.from = q.to ? q.from : i - first + shift;
			q.to = i - first + shift + 1;
		}
		buf_str(&b, letter(l, i));
	}
	if (last < l->n)
		buf_str(&b, S(ELLIPSIS));
	q.text = buf_text(&b);
	return q;
}

static bool is_blank(const struct letters *l, size_t i)
{
	return blank(l->text.s[l->at[i]]);
}

struct quote quote_of(struct arena *a, const struct article *t, const struct press_claim *c)
{
	size_t value = in_text(t, c->at.start), value_end = in_text(t, c->at.end);
	struct letters l =
		letters_of(a, t->text, in_text(t, c->sentence.start), in_text(t, c->sentence.end));
	size_t at = 0, first = 0, last = l.n;

	if (l.n > QUOTE_CHARS) {
		size_t room = QUOTE_CHARS - 2; /* two marks of what is left out */

		while (at < l.n && l.at[at] < value)
			at++;
		/* From the beginning, where the value is near it; else from about half the room before it. */
		if (at > room / 2)
			first = at - room / 2;
		last = first + room < l.n ? first + room : l.n;
		while (first && first < at && !is_blank(&l, first - 1))
			first++;
		while (last < l.n && last > at + 1 && !is_blank(&l, last))
			last--;
		while (last > first && is_blank(&l, last - 1))
			last--;
	}
	return put(a, &l, first, last, value, value_end);
}

/* Behind the words, where they stand at byte i of the text; else 0. */
static size_t stands(struct str text, size_t i, const struct letters *words)
{
	size_t k = 0;

	for (size_t end; k < words->n && i < text.len; k++, i = end) {
		end = letter_end(text, i, text.len);
		if (!str_eq(blank(text.s[i]) ? S(" ") : str_mem(text.s + i, end - i),
			    letter(words, k)))
			return 0;
	}
	return k == words->n ? i : 0;
}

bool quote_chosen(struct arena *a, const struct article *t, const struct press_claim *c,
		  struct str words, struct quote *out)
{
	size_t value = in_text(t, c->at.start), value_end = in_text(t, c->at.end);
	struct letters wanted = letters_of(a, words, 0, words.len);
	bool found = false;

	for (size_t i = 0; wanted.n && i < t->text.len; i = letter_end(t->text, i, t->text.len)) {
		size_t end = stands(t->text, i, &wanted);
		struct letters these;
		struct quote q;

		/* Of several places the one with the value. */
		if (!end || (found && (end <= value || i >= value_end)))
			continue;
		these = letters_of(a, t->text, i, end);
		q = put(a, &these, 0, these.n, value, value_end);
		if (!found || q.to)
			*out = q;
		found = true;
		if (q.to)
			break;
	}
	return found;
}

static bool of_claim(const struct press_claim *c, struct str name)
{
	bool ours = str_eq(name, c->frm) || str_eq(name, c->to) || str_eq(name, c->org) ||
		    str_eq(name, c->outlet) || str_eq(name, c->carrier);

	for (size_t i = 0; i < c->places && !ours; i++)
		ours = str_eq(name, c->place[i]);
	return ours;
}

static bool behind_title(const struct sentence *s, size_t i)
{
	while (i > 0 && s->t[i - 1].kind == T_MARK && s->t[i - 1].c == '.')
		i--;
	return i > 0 && is_at(s, i - 1, W_TITLE);
}

static bool said(const struct str *list, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], name))
			return true;
	return false;
}

static size_t names_in(struct arena *a, const struct sentence *s, const struct press_claim *c,
		       struct str out[QUOTE_NAMES], size_t n)
{
	for (size_t i = 0; i < s->n && n < QUOTE_NAMES; i++) {
		struct name name;
		bool person;

		if (is_at(s, i, W_ORG) || is_at(s, i, W_OUTLET)) {
			const struct hit *h = hit_at(s, i, is_at(s, i, W_ORG) ? W_ORG : W_OUTLET);

			i += h->words - 1u;
			continue;
		}
		person = behind_title(s, i);
		if (person && s->t[i].kind == T_WORD && !s->t[i].cap && !is_at(s, i, W_TITLE) &&
		    (uint8_t)s->t[i].s.s[0] >= 0xd8 && (uint8_t)s->t[i].s.s[0] <= 0xdb) {
			out[n++] = s->t[i].s;
			continue;
		}
		if (!name_at(s, i, &name))
			continue;
		i = name.to - 1;
		if (name.usual.len || is_at(s, name.to, W_ORGHEAD) ||
		    is_at(s, name.to, W_PLACEHEAD) || of_claim(c, name_plain(a, &name)))
			continue;
		if ((person || name.to - name.from > 1) && !said(out, n, name_plain(a, &name)))
			out[n++] = name_plain(a, &name);
	}
	return n;
}

size_t quote_names(struct arena *a, const struct pack *p, const struct press_claim *c,
		   struct str text, struct str out[QUOTE_NAMES])
{
	struct sentence *s = arena_alloc(a, sizeof *s);
	struct lexer l = lexer_of(p, text);
	size_t n = 0;

	while (n < QUOTE_NAMES && sentence_next(&l, s))
		n = names_in(a, s, c, out, n);
	/* Whoever speaks is named, whatever the letters. */
	if (n < QUOTE_NAMES && c->speaker.len && !of_claim(c, c->speaker) &&
	    !said(out, n, c->speaker) && memmem(text.s, text.len, c->speaker.s, c->speaker.len))
		out[n++] = c->speaker;
	return n;
}
