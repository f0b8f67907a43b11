/* See token.h. */
#include "press/token.h"

#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

struct lexer lexer_of(const struct pack *p, struct str text)
{
	return (struct lexer){
		.p = p,
		.rest = text,
		.style = digits_style_of(text, p->decimal),
		.line = true,
	};
}

const struct hit *hit_kind(const struct sentence *s, size_t i, enum word_kind k)
{
	const struct hit *best = NULL;

	for (size_t h = 0; h < s->t[i].hits; h++) {
		const struct hit *this = &s->t[i].hit[h];

		if (this->kind == k && (!best || this->words >= best->words))
			best = this;
	}
	return best;
}

/* The word without letters that may stand before any; s == NULL where it has none or too little is left. */
static struct str bare(const struct pack *p, struct str word, size_t prefix)
{
	struct str pre = p->prefix[prefix];

	if (!str_starts(word, pre) || word.len < pre.len + 4)
		return (struct str){ 0 };
	return str_from(word, pre.len);
}

static bool word_is(const struct pack *p, const struct pack_row *r, size_t i, const struct token *t)
{
	if (t->kind == T_NUMBER)
		return false;
	if (row_word(r, i, t->f))
		return true;
	for (size_t k = 0; k < p->prefixes; k++) {
		struct str b = bare(p, t->f, k);

		if (b.s && row_word(r, i, b))
			return true;
	}
	return false;
}

static bool row_fits(const struct pack *p, const struct sentence *s, size_t i,
		     const struct pack_row *r)
{
	if (i + r->words > s->n)
		return false;
	for (size_t k = 1; k < r->words; k++)
		if (!word_is(p, r, k, &s->t[i + k]))
			return false;
	return true;
}

/* Whether the longer row says all that the shorter one might: events differ in what they are events of. */
static bool covers(const struct pack_row *longer, const struct pack_row *shorter)
{
	return !longer->scope.len || str_eq(longer->scope, shorter->scope);
}

/* Keeps the longest rows of each kind: several of one form may differ in their scope. False where there is no room. */
static bool add_hit(struct sentence *s, struct token *t, struct hit *h, const struct pack_row *r)
{
	for (size_t i = 0; i < t->hits; i++) {
		if (h[i].kind != r->kind || h[i].words == r->words)
			continue;
		if (h[i].words > r->words && covers(h[i].row, r))
			return true;
		if (h[i].words < r->words && covers(r, h[i].row)) {
			h[i--] = h[--t->hits];
			s->hits--;
		}
	}
	if (s->hits == SENTENCE_HITS)
		return false;
	s->h[s->hits++] = (struct hit){ r, r->words, (uint8_t)r->kind };
	t->hits++;
	kinds_add(&t->kinds, r->kind);
	return true;
}

static inline bool longer_fits(const struct pack *p, const struct sentence *s, size_t i,
			       const struct longer *l)
{
	const struct token *next = &s->t[i + 1];

	if (i + 1 >= s->n)
		return false;
	if (!p->prefixes &&
	    !(l->next ? l->next == next->known : next->f.len && next->f.s[0] == l->first))
		return false;
	return row_fits(p, s, i, l->row);
}

/* Whether any form of several words begins at token i. */
static bool longer_at(const struct pack *p, const struct sentence *s, size_t i)
{
	const struct known *k = s->t[i].known;
	const struct token *next = &s->t[i + 1];

	if (!k->longers || i + 1 >= s->n)
		return false;
	if (!p->prefixes && !(next->known && k->seconds & known_bit(next->known)) &&
	    !(next->f.len && k->seconds & byte_bit(next->f.s[0])))
		return false;
	for (size_t n = 0; n < k->longers; n++)
		if (longer_fits(p, s, i, &k->longer[n]))
			return true;
	return false;
}

/* What the word is without letters that may stand before any: of each of them, where forms begin at that. */
static size_t bare_words(const struct pack *p, const struct token *t,
			 const struct known *out[PREFIXES], bool and[PREFIXES])
{
	size_t n = 0;

	for (size_t i = 0; i < p->prefixes && t->kind == T_WORD; i++) {
		struct str b = bare(p, t->f, i);

		out[n] = b.s ? dictionary_find(p->words, b) : NULL;
		and[n] = str_eq(p->prefix[i], S("\xd9\x88"));
		n += out[n] && out[n]->rows;
	}
	return n;
}

/* The rows of several words, and of words without their first letters. False where there is no room for all. */
static bool look_further(const struct pack *p, struct sentence *s, size_t i, bool longer_fit)
{
	struct token *t = &s->t[i];
	const struct longer *longer = t->known->longer;
	struct hit *h = &s->h[s->hits];
	struct kinds whole; /* those that the word has without losing letters */
	const struct known *known[PREFIXES];
	bool and[PREFIXES], room = true;
	size_t n = bare_words(p, t, known, and);

	if (!n && !longer_fit)
		return true;
	t->hit = h;
	t->hits = 0;
	t->kinds = (struct kinds){ { 0 } };
	t->and = false;
	for (size_t k = 0; k < t->known->rows; k++) {
		const struct pack_row *r = t->known->row[k];

		if (r->words == 1 || longer_fits(p, s, i, longer++))
			room &= add_hit(s, t, h, r);
	}
	whole = t->kinds;
	for (size_t x = 0; x < n; x++)
		for (size_t k = 0; k < known[x]->rows; k++) {
			const struct pack_row *r = known[x]->row[k];

			if (!kinds_has(&whole, r->kind) && row_fits(p, s, i, r)) {
				room &= add_hit(s, t, h, r);
				t->and = t->and || and[x];
			}
		}
	return room;
}

static bool look_up(const struct pack *p, struct sentence *s, size_t i)
{
	struct token *t = &s->t[i];
	bool longer = longer_at(p, s, i);

	t->hit = t->known->hit;
	t->hits = t->known->hits;
	t->kinds = t->known->alone;
	return (!p->prefixes && !longer) || look_further(p, s, i, longer);
}

/* The first character of what comes next, blanks and at most `lines` ends of lines aside. */
static int32_t next_letter(struct str rest, size_t lines)
{
	struct scanned t = scan_next(&rest);
	int32_t c;

	while (t.kind == SCAN_LINE && lines--)
		t = scan_next(&rest);
	if (t.kind != SCAN_WORD)
		return 0;
	/* Arabic has no capitals: its letters say nothing of where a sentence begins. */
	c = (uint8_t)t.s.s[0] >= 0xd8 && (uint8_t)t.s.s[0] <= 0xdb ? 'x' : t.cap ? 'A' : 'a';
	return c;
}

static bool sentence_mark(int32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x61f || c == 0x2026 || c == 0x6d4;
}

static bool closing(int32_t c)
{
	return c == '"' || c == 0x201d || c == 0x2019 || c == 0xbb || c == ')' || c == ']' ||
	       c == '\'' || c == 0x201c;
}

/* Whether the mark just taken ends the sentence. */
static bool ends(const struct lexer *l, const struct sentence *s)
{
	const struct token *t = &s->t[s->n - 1], *before = s->n > 1 ? t - 1 : NULL;
	struct str rest = l->rest;
	struct scanned next = scan_next(&rest);

	if (next.kind == SCAN_END || next.kind == SCAN_LINE)
		return true;
	/* A row of dots between a label and its number. */
	if (next.kind == SCAN_DIGITS && before && before->kind == T_MARK && before->c == '.')
		return false;
	if (t->c == '.' && before && before->kind == T_WORD && t->glued &&
	    (kinds_has(&before->known->alone, W_ABBR) || (before->s.len == 1 && before->cap)))
		return false;
	if (next.glued)
		return next.kind == SCAN_MARK && closing(next.c);
	return next.kind != SCAN_WORD || next.cap || (uint8_t)next.s.s[0] >= 0xd8;
}

/* Each part for itself: what clears a whole struct takes longer. */
static void begin(struct token *t, const struct scanned *w, bool glued)
{
	t->s = t->f = w->s;
	t->kind = T_MARK;
	t->c = w->c;
	t->cap = w->cap;
	t->glued = w->glued && glued;
	t->quoted = t->and = t->name = false;
	t->d = (struct digits){ 0 };
	t->known = NULL;
	t->kinds = (struct kinds){ { 0 } };
	t->hit = NULL;
	t->hits = 0;
}

/* Closing quotes and brackets directly behind the end belong to it. */
static void take_closing(struct lexer *l, struct sentence *s, struct token *t)
{
	for (;;) {
		struct str rest = l->rest;
		struct scanned next = scan_next(&rest);

		if (next.kind != SCAN_MARK || !next.glued || !closing(next.c) ||
		    s->n == SENTENCE_TOKENS)
			return;
		begin(t, &next, true);
		t->known = dictionary_find(l->p->words, t->f);
		if (next.c == '"' || next.c == 0x201d || next.c == 0xbb)
			l->quoted = false;
		l->rest = rest;
		s->n++;
		t++;
	}
}

/* Whether this word cannot be the last of a sentence. */
static bool leads_on(const struct token *t)
{
	static const enum word_kind kinds[] = { W_OF, W_IN, W_TO, W_AND, W_BE, W_AUX };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (t->kind == T_WORD && kinds_has(&t->known->alone, kinds[i]))
			return true;
	return false;
}

/* Whether the line that ended goes on in the next: a small letter, or a word before it that cannot be the last. */
static bool torn(const struct lexer *l, const struct sentence *s)
{
	const struct token *t = &s->t[s->n - 1];

	if (s->n < 3 || (t->kind == T_MARK && (sentence_mark(t->c) || t->c == ':')))
		return false;
	if (t->kind == T_NUMBER && t[-1].kind == T_MARK)
		return false; /* a label and its number */
	if (next_letter(l->rest, 2) == 'a')
		return t->kind != T_WORD || s->n > 4 || leads_on(t);
	return next_letter(l->rest, 0) && leads_on(t);
}

static void take_quote(struct lexer *l, struct token *t)
{
	if (t->c == 0x201c || t->c == 0xab || t->c == 0x201e)
		l->quoted = true;
	else if (t->c == 0x201d || t->c == 0xbb)
		l->quoted = false;
	else if (t->c == '"')
		l->quoted = !l->quoted;
}

/* "www", "http" and addresses with @ are passed over to the next blank. */
static bool address(const struct scanned *w, struct str *rest)
{
	struct str s = *rest;

	if (!s.len || !((s.s[0] == ':' && s.len > 2 && s.s[1] == '/' && s.s[2] == '/') ||
			s.s[0] == '@' || (s.s[0] == '.' && str_eq(w->s, S("www")))))
		return false;
	while (s.len && s.s[0] != ' ' && s.s[0] != '\n' && s.s[0] != ')' && s.s[0] != ']' &&
	       s.s[0] != '\t' && s.s[0] != '\r')
		s = scan_from(s, 1);
	*rest = s;
	return true;
}

/* "U.S.", "U.N.": letters each with a stop are one word. */
static void join_initials(const struct scanned *w, struct str *rest, struct str *whole)
{
	struct str s = *rest;
	size_t n = 1;

	if (!w->cap || w->s.len != 1 || !s.len || s.s[0] != '.')
		return;
	for (;;) {
		if (s.len < 2 || s.s[0] != '.' || s.s[1] < 'A' || s.s[1] > 'Z' ||
		    (s.len > 2 &&
		     ((s.s[2] >= 'a' && s.s[2] <= 'z') || (s.s[2] >= 'A' && s.s[2] <= 'Z'))))
			break;
		s = scan_from(s, 2);
		n++;
	}
	if (n < 2)
		return;
	if (s.len && s.s[0] == '.' && s.len > 1 && s.s[1] == ' ' && s.len > 2 && s.s[2] >= 'a')
		s = scan_from(s, 1);
	*whole = (struct str){ w->s.s, (size_t)(s.s - w->s.s) };
	*rest = s;
}

static void take_word(struct lexer *l, struct sentence *s, struct token *t, struct scanned *w)
{
	size_t n;
	char *room = s->folded + s->n * WORD_ROOM;

	t->kind = T_WORD;
	if (address(w, &l->rest))
		t->s = (struct str){ w->s.s, (size_t)(l->rest.s - w->s.s) };
	else
		join_initials(w, &l->rest, &t->s);
	n = scan_fold(t->s, room);
	t->f = str_mem(room, n);
	t->known = dictionary_find(l->p->words, t->f);
}

/* Letters that stand before any word stand before digits, too: they make no name of them. */
static bool prefix_is(const struct pack *p, struct str word)
{
	for (size_t k = 0; k < p->prefixes; k++)
		if (str_eq(word, p->prefix[k]))
			return true;
	return false;
}

static void take_digits(struct lexer *l, struct sentence *s, struct token *t, struct scanned *w)
{
	struct digits_style style = l->style;
	const struct token *before = s->n ? t - 1 : NULL;

	if (before && before->kind == T_WORD)
		style.no_blank = style.no_blank || before->known->month;
	t->kind = T_NUMBER;
	t->d = digits_read((struct str){ w->s.s, w->s.len + l->rest.len }, &style);
	t->s = t->f = t->d.s;
	l->rest = scan_from((struct str){ w->s.s, w->s.len + l->rest.len }, t->s.len);
	if (before && w->glued &&
	    ((before->kind == T_WORD && !prefix_is(l->p, before->f)) ||
	     (before->kind == T_MARK && strchr("+-/#_", (int)(before->c < 128 ? before->c : 'x')) &&
	      before->glued && s->n > 1 && t[-2].kind == T_WORD)))
		t->name = true;
	if (before && before->kind == T_MARK && before->c != 0 && before->c < 128 && w->glued &&
	    (before->c == '+' || before->c == '$' || before->c == '#' || before->c == '&'))
		t->name = true;
	if (before && before->kind == T_MARK && (before->c == 0x20ac || before->c == 0xa3))
		t->name = true;
}

/* Ends the sentence before token i: what comes from there is read again, as the next one. */
static void end_before(struct lexer *l, struct sentence *s, size_t i)
{
	const char *from = s->t[i].s.s;

	l->rest = (struct str){ from, (size_t)(l->rest.s + l->rest.len - from) };
	l->paragraph = s->paragraph;
	l->quoted = s->t[i - 1].quoted;
	l->line = s->line_end = s->stop = false;
	s->n = i;
}

/* Looks all words up; false, and the sentence is shorter, where there is no room for the rows of all. */
static bool look_all_up(struct lexer *l, struct sentence *s)
{
	s->hits = 0;
	s->kinds = (struct kinds){ { 0 } };
	s->numbers = false;
	for (size_t i = 0; i < s->n; i++) {
		if (s->t[i].kind == T_NUMBER) {
			s->numbers = true;
		} else if (!look_up(l->p, s, i) && i) {
			end_before(l, s, i);
			return false;
		}
		s->kinds.bits[0] |= s->t[i].kinds.bits[0];
		s->kinds.bits[1] |= s->t[i].kinds.bits[1];
	}
	return true;
}

static void finish(struct lexer *l, struct sentence *s)
{
	const char *end;

	while (!look_all_up(l, s))
		;
	end = s->t[s->n - 1].s.s + s->t[s->n - 1].s.len;
	s->s = (struct str){ s->t[0].s.s, (size_t)(end - s->t[0].s.s) };
}

/* Takes one token; true when the sentence is over. */
static bool take(struct lexer *l, struct sentence *s)
{
	struct token *t = &s->t[s->n];
	struct scanned w = scan_next(&l->rest);

	if (w.kind == SCAN_END)
		return true;
	if (w.kind == SCAN_LINE) {
		if (s->n && torn(l, s))
			return false;
		l->paragraph++;
		l->quoted = false;
		l->line = true;
		s->line_end = true;
		return s->n > 0;
	}
	begin(t, &w, s->n > 0);
	if (w.kind == SCAN_WORD) {
		take_word(l, s, t, &w);
	} else if (w.kind == SCAN_DIGITS) {
		take_digits(l, s, t, &w);
	} else {
		t->known = dictionary_find(l->p->words, t->f);
		take_quote(l, t);
	}
	t->quoted = l->quoted;
	if (!s->n)
		s->line = l->line;
	l->line = false;
	s->n++;
	if (t->kind == T_MARK && sentence_mark(t->c) && ends(l, s)) {
		s->stop = true;
		take_closing(l, s, &s->t[s->n]);
		return true;
	}
	return false;
}

bool sentence_next(struct lexer *l, struct sentence *out)
{
	struct str rest;

	out->n = out->hits = 0;
	out->stop = out->line = out->line_end = false;
	out->paragraph = l->paragraph;
	while (l->rest.len && out->n + 1 < SENTENCE_TOKENS && !take(l, out)) {
		if (!out->n)
			out->paragraph = l->paragraph;
	}
	if (!out->n)
		return l->rest.len > 0 && sentence_next(l, out);
	finish(l, out);
	rest = l->rest;
	out->line_end = out->line_end || scan_next(&rest).kind != SCAN_WORD;
	return true;
}
