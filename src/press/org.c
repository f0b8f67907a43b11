/* See org.h. */
#include "press/org.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

#define NAME_TOKENS 18 /* of one name */
#define MODIFIERS   4  /* words before a head noun in small letters */

static bool upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool org_initials(const struct sentence *s, size_t i)
{
	size_t letters = 0;

	if (i >= s->n || s->t[i].kind != T_WORD || s->t[i].s.len > 12)
		return false;
	for (size_t k = 0; k < s->t[i].s.len; k++) {
		if (!upper(s->t[i].s.s[k]) && s->t[i].s.s[k] != '.')
			return false;
		letters += upper(s->t[i].s.s[k]);
	}
	return letters >= 2;
}

static bool capital(const struct sentence *s, size_t i)
{
	return i < s->n && s->t[i].kind == T_WORD && s->t[i].cap &&
	       (!is_at(s, i, W_BREAK) || is_at(s, i, W_ORGHEAD)) && !is_at(s, i, W_MONTH) &&
	       !is_at(s, i, W_WEEKDAY);
}

static bool hyphen(const struct sentence *s, size_t i)
{
	return mark_at(s, i, '-') && s->t[i].glued && i + 1 < s->n && s->t[i + 1].glued;
}

static bool possessive(const struct sentence *s, size_t i)
{
	return i < s->n && s->t[i].kind == T_WORD && s->t[i].glued &&
	       AMONG(s->t[i].f, S("s"), S("'s"));
}

/* A name goes on behind a small word: how many tokens it takes to the next capital; 0: it does not. */
static size_t joined(const struct sentence *s, size_t i, size_t head, bool behind_of)
{
	struct str f = i < s->n ? s->t[i].f : S("");
	size_t step = 1;
	bool found = head != SENTENCE_TOKENS;

	if (i >= s->n)
		return 0;
	if (!AMONG(f, S("of"), S("for"), S("on"), S("&"), S("de"), S("del"), S("y"), S("para"),
		   S("do"), S("da"), S("dos"), S("e"), S("la"))) {
		if (str_eq(f, S("in")))
			found = found && AMONG(s->t[head].f, S("mission"), S("operation"),
					       S("force"), S("office"), S("observatory"));
		else if (str_eq(f, S("and")))
			found = !found || behind_of;
		else
			found = found && AMONG(f, S("against"), S("to"));
		if (!found)
			return 0;
	}
	while (i + step < s->n && AMONG(s->t[i + step].f, S("the"), S("la"), S("los"), S("las")))
		step++;
	if (!capital(s, i + step) || (str_eq(f, S("and")) && org_initials(s, i + step)))
		return 0;
	return step;
}

/* "Joint Commission for Missing Persons": capitals with a head noun among them; with `any` it need not come first. */
static bool in_capitals(const struct sentence *s, size_t i, bool any, struct org *out)
{
	size_t head = SENTENCE_TOKENS, at = i, last = i;
	bool behind_of = false;

	*out = (struct org){ .from = i, .to = i };
	if ((is_at(s, i, W_TITLE) || is_at(s, i, W_ROLE)) && i + 1 < s->n &&
	    AMONG(s->t[i + 1].f, S("of"), S("for")))
		return false;
	if (!capital(s, i) && !(i < s->n && s->t[i].kind == T_NUMBER &&
				s->t[i].d.form == DIGITS_ORDINAL && capital(s, i + 1)))
		return false;
	for (at = i; at < s->n && at < i + NAME_TOKENS;) {
		size_t step;

		if (at == i || capital(s, at)) {
			const struct hit *h = hit_at(s, at, W_ORGHEAD);

			if (!h && is_at(s, at, W_ORG))
				h = hit_at(s, at, W_ORG);
			if (head != SENTENCE_TOKENS && is_at(s, at, W_TITLE) && !h && !behind_of)
				break;
			if (h)
				head = at + h->words - 1u;
			at += h ? h->words : 1u;
			last = at;
			continue;
		}
		if (hyphen(s, at) && s->t[at + 1].kind == T_WORD) {
			at += 2;
			last = at;
			continue;
		}
		if (possessive(s, at) && head == SENTENCE_TOKENS && capital(s, at + 1)) {
			at++;
			continue;
		}
		step = joined(s, at, head, behind_of);
		if (!step)
			break;
		/* "Teams of the Joint Mission", "Ana Reyes of the Mission": not they. */
		if (head == SENTENCE_TOKENS && !any &&
		    AMONG(s->t[at].f, S("of"), S("for"), S("on")))
			break;
		behind_of = behind_of || !str_eq(s->t[at].f, S("and"));
		at += step;
	}
	/* "Vale TV broadcaster" */
	while (head != SENTENCE_TOKENS && last < s->n && is_at(s, last, W_ORGHEAD) &&
	       s->t[last].kind == T_WORD)
		last++;
	/* "Soldiers": a capital because the sentence begins. */
	*out = (struct org){ .from = i, .to = last, .proper = last > i + 1 };
	return head != SENTENCE_TOKENS;
}

bool org_named(const struct sentence *s, size_t i, struct org *out)
{
	(void)in_capitals(s, i, true, out);
	return capital(s, i) && out->to > i;
}

/* What may be told apart by "of defence", "for reintegration". */
static bool takes_task(struct str head)
{
	return AMONG(head, S("ministry"), S("department"), S("office"), S("commission"),
		     S("committee"), S("council"), S("agency"), S("centre"), S("center"),
		     S("directorate"), S("secretariat"));
}

/* "Government of South Vale", "ministry of defence". */
static size_t behind_head(const struct sentence *s, size_t head, size_t to)
{
	size_t at = to;
	bool of = at < s->n && AMONG(s->t[at].f, S("of"), S("for"), S("on"));

	/* "The mission in South Vale" */
	of = of || (at + 1 < s->n && str_eq(s->t[at].f, S("in")) && s->t[at + 1].cap &&
		    AMONG(s->t[head].f, S("mission"), S("force"), S("office"), S("operation")));
	if (!of)
		return to;
	at++;
	if (at < s->n && str_eq(s->t[at].f, S("the")))
		at++;
	if (capital(s, at)) {
		while (capital(s, at) && !is_at(s, at, W_TITLE))
			at++;
		return is_at(s, at - 1, W_DEMONYM) ? to : at;
	}
	if (!takes_task(s->t[head].f) || at >= s->n || s->t[at].kind != T_WORD ||
	    is_at(s, at, W_BREAK))
		return to;
	at++;
	if (at + 1 < s->n && str_eq(s->t[at].f, S("and")) && s->t[at + 1].kind == T_WORD &&
	    !s->t[at + 1].cap && !is_at(s, at + 1, W_BREAK))
		at += 2;
	return at;
}

/* The sign behind "families'". */
static bool plural_owner(const struct sentence *s, size_t i)
{
	return i && i + 1 < s->n && s->t[i].kind == T_MARK && s->t[i].glued &&
	       (s->t[i].c == '\'' || s->t[i].c == 0x2019) && str_ends(s->t[i - 1].f, S("s"));
}

/* A word that may stand before a head noun. */
static bool modifies(const struct sentence *s, size_t i)
{
	return !is_at(s, i, W_BREAK) && !is_at(s, i, W_SAY) && !is_at(s, i, W_TITLE) &&
	       !is_at(s, i, W_NUMBER) && !is_at(s, i, W_ROLE) && !is_at(s, i, W_TIME) &&
	       !((is_at(s, i, W_EVENT) || is_at(s, i, W_DOES)) && str_ends(s->t[i].f, S("ed")));
}

/* What is somebody's: at most two words and a head noun. */
static bool owned(const struct sentence *s, size_t i, size_t *end)
{
	for (size_t at = i; at < i + 3 && at < s->n && s->t[at].kind == T_WORD; at++) {
		if (is_at(s, at, W_ORGHEAD)) {
			while (is_at(s, at, W_ORGHEAD))
				at++;
			*end = at;
			return true;
		}
		if (!modifies(s, at))
			return false;
	}
	return false;
}

/* "Monitors of the Joint Mission", "NATO troops": the mission, NATO. */
static bool inner(const struct sentence *s, size_t i, size_t head, size_t to, struct org *out)
{
	size_t at = to + 1;

	if (AMONG(s->t[head].f, S("troops"), S("soldiers"), S("forces"), S("fighters")) &&
	    head == i + 1 && (org_initials(s, i) || is_at(s, i, W_ORG))) {
		*out = (struct org){ .from = i, .to = i + 1, .proper = true };
		return true;
	}
	if (to >= s->n || !AMONG(s->t[to].f, S("of"), S("for")))
		return false;
	while (at < s->n && str_eq(s->t[at].f, S("the")))
		at++;
	return at < s->n && !is_at(s, at, W_BREAK) && in_capitals(s, at, false, out);
}

/* "The provincial police", "Northland army", "ministry of defence". */
static bool in_small(const struct sentence *s, size_t i, struct org *out)
{
	size_t at = i, end;

	*out = (struct org){ .from = i, .to = i };
	if (possessive(s, i))
		return false;
	for (size_t k = 0; k <= MODIFIERS && at < s->n; k++) {
		const struct hit *h = hit_at(s, at, W_ORGHEAD);
		size_t head;

		if (s->t[at].kind != T_WORD && !hyphen(s, at) && !plural_owner(s, at))
			return false;
		if (!h) {
			if (!possessive(s, at) && !modifies(s, at))
				return false;
			at++;
			continue;
		}
		head = at + h->words - 1u;
		at = head + 1;
		while (is_at(s, at, W_ORGHEAD) && s->t[at].kind == T_WORD)
			at += hit_at(s, at, W_ORGHEAD)->words;
		/* "The other side's press service" */
		if ((possessive(s, at) || plural_owner(s, at)) && owned(s, at + 1, &end))
			at = end;
		if (inner(s, i, head, at, out))
			return true;
		*out = (struct org){ .from = i, .to = behind_head(s, head, at) };
		return true;
	}
	return false;
}

/* A line in capitals: its words are no initials. */
static bool shouted(const struct sentence *s, size_t i)
{
	return (i && org_initials(s, i - 1)) || org_initials(s, i + 1) || (s->line && s->n < 3);
}

bool org_at(const struct sentence *s, size_t i, struct org *out)
{
	const struct hit *h = hit_at(s, i, W_ORG);
	struct org row = { 0 };

	if (h)
		row = (struct org){ i, i + h->words, h->row->code, true };
	if (in_capitals(s, i, false, out) && out->to > row.to)
		return true;
	if (h) {
		*out = row;
		return true;
	}
	if (in_small(s, i, out))
		return out->proper = out->proper || org_initials(s, i), true;
	if (org_initials(s, i) && !shouted(s, i) && !is_at(s, i, W_PLACE) &&
	    !is_at(s, i, W_OUTLET)) {
		size_t to = i + 1;

		while (hyphen(s, to) && s->t[to + 1].cap)
			to += 2;
		*out = (struct org){ .from = i, .to = to, .proper = true };
		return true;
	}
	return false;
}

/* One line, without blanks that are doubled. */
struct str org_text(struct arena *a, const struct sentence *s, const struct org *o)
{
	const struct token *first = &s->t[o->from], *last = &s->t[o->to - 1];
	struct str whole = { first->s.s, (size_t)(last->s.s + last->s.len - first->s.s) };
	struct buf b = { .a = a };
	bool blank = false;

	if (o->code.len)
		return o->code;
	for (size_t i = 0; i < whole.len; i++) {
		char c = whole.s[i];

		if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
			blank = b.len > 0;
			continue;
		}
		if (blank)
			buf_byte(&b, ' ');
		blank = false;
		buf_byte(&b, (uint8_t)c);
	}
	return buf_text(&b);
}

void org_keep(struct arena *a, const struct sentence *s, struct org_book *book)
{
	for (size_t i = 0; i < s->n && book->n < ORGS; i++) {
		struct org o;
		struct str name;
		size_t k = 0;

		if ((!s->t[i].cap && s->t[i].kind != T_NUMBER) || is_at(s, i, W_BREAK) ||
		    !org_at(s, i, &o) || !o.proper)
			continue;
		name = org_text(a, s, &o);
		while (k < book->n && !str_eq(book->name[k], name))
			k++;
		if (k == book->n) {
			book->initials[k] = S("");
			book->name[book->n++] = name;
		}
		if (mark_at(s, o.to, '(') && org_initials(s, o.to + 1) && !book->initials[k].len)
			book->initials[k] = s->t[o.to + 1].s;
		i = o.to - 1;
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '-';
}

/* The next word of a name that tells it from others; false at the end. */
static bool next_word(struct str *rest, struct str *out)
{
	for (;;) {
		size_t n = 0;

		while (rest->len && is_blank(rest->s[0]))
			*rest = str_from(*rest, 1);
		while (n < rest->len && !is_blank(rest->s[n]))
			n++;
		if (!n)
			return false;
		*out = (struct str){ rest->s, n };
		*rest = str_from(*rest, n);
		if (!AMONG(*out, S("of"), S("the"), S("The"), S("for"), S("and"), S("on")))
			return true;
	}
}

static char lower(char c)
{
	return upper(c) ? (char)(c + 32) : c;
}

/* "Defence" is "Defense", "centre" is "center". */
static bool same_word(struct str x, struct str y)
{
	if (x.len != y.len)
		return false;
	for (size_t i = 0; i < x.len; i++) {
		char c = lower(x.s[i]), d = lower(y.s[i]);

		if (c != d && !((c == 'c' && d == 's') || (c == 's' && d == 'c')) &&
		    !(i + 2 >= x.len && ((c == 'e' && d == 'r') || (c == 'r' && d == 'e'))))
			return false;
	}
	return true;
}

static bool has_word(struct str name, struct str word)
{
	struct str x;

	while (next_word(&name, &x))
		if (same_word(x, word))
			return true;
	return false;
}

static size_t words_in(struct str name)
{
	struct str x;
	size_t n = 0;

	while (next_word(&name, &x))
		n++;
	return n;
}

/* Whether all that is said stands in the name, and the name says more. */
static bool part_of(struct str said, struct str name)
{
	struct str rest = said, x;

	while (next_word(&rest, &x))
		if (!has_word(name, x))
			return false;
	return words_in(name) > words_in(said);
}

static bool initials_of(struct str name, struct str said)
{
	struct str x;
	size_t n = 0;

	while (next_word(&name, &x))
		if (upper(x.s[0]) && (n >= said.len || said.s[n++] != x.s[0]))
			return false;
	return n == said.len && n >= 2;
}

struct str org_full(const struct org_book *book, struct str said)
{
	for (size_t i = 0; i < book->n; i++)
		if (str_eq(book->initials[i], said) || initials_of(book->name[i], said))
			return book->name[i];
	for (size_t i = 0; i < book->n; i++)
		if (part_of(said, book->name[i]))
			return book->name[i];
	return said;
}
