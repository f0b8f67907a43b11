/* Who speaks in a sentence. See name.h. */
#include "press/name.h"

#include "base/arena.h"
#include "base/banned.h"

/* The organisation and the person in tokens [from, to). */
static void voice_in(struct arena *a, const struct sentence *s, size_t from, size_t to,
		     bool until_comma, struct voice *out)
{
	for (size_t i = from; i < to; i++) {
		const struct hit *h = hit_at(s, i, W_ORG);
		struct name n;

		if (h) {
			out->org = h->row->code;
			i += h->words - 1u;
			continue;
		}
		h = hit_at(s, i, W_TITLE);
		if (h && s->t[i].kind == T_WORD) {
			size_t at = i + h->words;

			while (mark_at(s, at, '.') || is_at(s, at, W_TITLE) ||
			       (mark_at(s, at, 0x2d) && s->t[at].glued))
				at++;
			if (name_at(s, at, &n) && !out->speaker.len && n.to - n.from <= 5) {
				out->speaker = name_plain(a, &n);
				i = n.to - 1;
			}
			continue;
		}
		if (mark_at(s, i, ',') && until_comma)
			return;
		if (!s->t[i].cap || !name_at(s, i, &n))
			continue;
		if (is_at(s, n.to, W_ORGHEAD) && !out->org.len)
			out->org = str_fmt(a, "%.*s %.*s", P(name_plain(a, &n)), P(s->t[n.to].s));
		else if (!out->speaker.len && !n.usual.len && n.to - n.from <= 4 &&
			 (n.to == to || i == from || (mark_at(s, n.to, ',') && n.to - n.from >= 2)))
			out->speaker = name_plain(a, &n);
		i = n.to - 1;
	}
}

static bool pronoun(const struct sentence *s, size_t i)
{
	static const struct str words[] = { SC("he"),	    SC("she"),	    SC("it"),
					    SC("they"),	    SC("center"),   SC("centre"),
					    SC("bulletin"), SC("ministry"), SC("general"),
					    SC("military"), SC("statement") };

	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		if (str_eq(s->t[i].f, words[k]))
			return true;
	return false;
}

struct voice voice_of(struct arena *a, const struct sentence *s)
{
	struct voice v = { 0 };

	for (size_t i = 0; i < s->n && !v.org.len && !v.speaker.len; i++) {
		const struct hit *h = hit_at(s, i, W_SOURCE);
		size_t from, to;

		if (h) {
			voice_in(a, s, i + h->words, i + 14 < s->n ? i + 14 : s->n, true, &v);
			continue;
		}
		h = hit_at(s, i, W_SAY);
		if (!h)
			continue;
		/* The subject stands before, up to where a quotation or clause ends. */
		for (from = i; from > 0 && i - from < 22; from--)
			if (mark_at(s, from - 1, ';') || mark_at(s, from - 1, 0x201d) ||
			    (mark_at(s, from - 1, '"') && from < i))
				break;
		voice_in(a, s, from, i, false, &v);
		if (v.org.len || v.speaker.len)
			break;
		for (size_t k = from; k < i; k++)
			v.same = v.same || pronoun(s, k);
		to = i + 12 < s->n ? i + 12 : s->n;
		if (!v.same)
			voice_in(a, s, i + 1, to, true, &v);
	}
	return v;
}
