/* Who is meant: persons and organisations that a report named before in full. See voice.h. */
#include "press/voice.h"

#include <string.h>

#include "base/banned.h"

static struct str last_word(struct str x)
{
	while (x.len && memchr(x.s, ' ', x.len))
		(void)str_cut(&x, ' ');
	return x;
}

/* The last word of a name, by its first letters: what is spelled "-oi" here is "-oy" there. */
static bool same_person(struct str x, struct str y)
{
	x = last_word(x);
	y = last_word(y);
	return x.len > 3 && y.len > 3 && x.len - 3 <= y.len && y.len - 3 <= x.len &&
	       memcmp(x.s, y.s, x.len < y.len ? x.len - 1 : y.len - 1) == 0;
}

static struct voice *person(struct voice_book *book, struct str name)
{
	for (size_t i = 0; i < book->n && name.len; i++)
		if (same_person(book->known[i].speaker, name) ||
		    str_eq(last_word(book->known[i].speaker), last_word(name)))
			return &book->known[i];
	return NULL;
}

/* A name of one word: a person who was named before, else an organisation. */
static void lone_name(struct voice_book *book, struct voice *v)
{
	if (v->speaker.len || v->org.len || !v->lone.len)
		return;
	if (person(book, v->lone)) {
		v->speaker = v->lone;
		return;
	}
	for (size_t i = 0; i < book->persons; i++)
		if (str_eq(last_word(book->person[i]), v->lone)) {
			v->speaker = book->person[i];
			return;
		}
	if (!v->known_only)
		v->org = v->lone;
}

void voices_keep(struct arena *a, const struct sentence *s, struct voice_book *book)
{
	org_keep(a, s, &book->orgs);
	for (size_t i = 0; i < s->n && book->persons < PERSONS; i++) {
		struct name n;

		if (!s->t[i].cap || is_at(s, i, W_BREAK) || !name_at(s, i, &n))
			continue;
		if (!n.usual.len && n.to - n.from >= 2 && n.to - n.from <= 5 &&
		    !is_at(s, n.to, W_ORGHEAD) && !is_at(s, n.to, W_PLACEHEAD) &&
		    !(i && is_at(s, i - 1, W_IN)) && !org_initials(s, i))
			book->person[book->persons++] = name_plain(a, &n);
		i = n.to - 1;
	}
}

static bool armed(struct str org)
{
	return str_eq(org, S("military")) || str_eq(org, S("armed forces"));
}

static bool defence(struct str org)
{
	return memmem(org.s, org.len, "Defen", 5) || memmem(org.s, org.len, "efence", 6) ||
	       memmem(org.s, org.len, "efense", 6);
}

/* "The agency", "the rights group": what was named before in full. */
static bool generic(struct str org)
{
	static const struct str heads[] = { SC("agency"),	SC("group"),   SC("watchdog"),
					    SC("organisation"), SC("charity"), SC("organization"),
					    SC("body"),		SC("outfit"),  SC("association") };
	struct str head = last_word(org);

	return org.len && org.s[0] >= 'a' && org.s[0] <= 'z' &&
	       word_in(head, heads, sizeof heads / sizeof *heads);
}

static bool voiced(const struct voice *v)
{
	return v->org.len || v->speaker.len;
}

struct voice voice_known(struct voice_book *book, struct voice v, size_t paragraph)
{
	bool tally = v.tally;
	struct voice *known;

	if (v.weak && voiced(&book->before))
		return book->before;
	lone_name(book, &v);
	known = person(book, v.speaker);
	if (v.org.len)
		v.org = org_full(&book->orgs, v.org);
	if (generic(v.org) && voiced(&book->before) && !v.speaker.len)
		return book->before;
	/* "The military" after the ministry of defence: no other one. */
	if (armed(v.org) && defence(book->before.org) && !v.speaker.len)
		v = book->before;
	if (known) {
		v.speaker = known->speaker;
		if (!known->org.len)
			known->org = v.org;
		v.org = known->org;
	} else if (v.speaker.len && book->n < SPEAKERS) {
		/* "The commander of the post says... Major Lado said": one and the same. */
		if (!v.org.len && v.same && !book->last.speaker.len && book->last.same &&
		    book->paragraph == paragraph)
			v.org = book->last.org;
		book->known[book->n++] = v;
	} else if (!v.speaker.len && !v.org.len) {
		v = v.he && book->who.speaker.len    ? book->who
		    : v.paper && voiced(&book->said) ? book->said
						     : book->before;
	}
	if (v.speaker.len)
		book->who = v;
	if (!tally)
		book->said = v;
	if (tally && voiced(&book->said))
		return v;
	book->last = v;
	book->paragraph = paragraph;
	return v;
}
