/* Who speaks in a sentence. See voice.h. */
#include "press/voice.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

#define SUBJECT 30 /* tokens in which a subject may stand */
#define NAMED	24 /* behind "according to" */

static bool quote_mark(const struct sentence *s, size_t i)
{
	return i < s->n && s->t[i].kind == T_MARK &&
	       (s->t[i].c == '"' || s->t[i].c == 0x201c || s->t[i].c == 0x201d ||
		s->t[i].c == 0xab || s->t[i].c == 0xbb);
}

static bool dash(const struct sentence *s, size_t i)
{
	return i < s->n && s->t[i].kind == T_MARK &&
	       (s->t[i].c == 0x2013 || s->t[i].c == 0x2014 ||
		(s->t[i].c == '-' && !(s->t[i].glued && i + 1 < s->n && s->t[i + 1].glued)));
}

/* Whoever spoke before is meant: "he", "the statement", "the spokesman". */
static bool pronoun(const struct sentence *s, size_t i)
{
	return AMONG(s->t[i].f, S("he"), S("she"), S("it"), S("they")) || is_at(s, i, W_NEWS) ||
	       is_at(s, i, W_BULLETIN);
}

/* "In Ardun", "handed to the mission": no source. */
static bool located(const struct sentence *s, size_t i, size_t from)
{
	for (size_t back = 1; back <= 2 && i >= from + back; back++) {
		size_t k = i - back;

		if (AMONG(s->t[k].f, S("in"), S("at"), S("near"), S("outside"), S("inside"),
			  S("around"), S("across"), S("to")))
			return true;
		if (!AMONG(s->t[k].f, S("the"), S("a")))
			return false;
	}
	return false;
}

/* "Minister of National Defence Ana Reyes": the task ends where it is one. */
static size_t behind_task(const struct sentence *s, size_t i)
{
	static const struct str tasks[] = {
		SC("defence"), SC("defense"),	     SC("interior"), SC("justice"),
		SC("peace"),   SC("state"),	     SC("affairs"),  SC("health"),
		SC("labour"),  SC("information"),    SC("security"), SC("finance"),
		SC("police"),  SC("reconciliation"),
	};
	size_t end = i;

	for (size_t k = i; k < s->n && k < i + 8 && s->t[k].kind == T_WORD; k++)
		if (word_in(s->t[k].f, tasks, sizeof tasks / sizeof *tasks))
			end = k + 1;
	return end;
}

/* A person behind a title; *i goes to the last token of both. */
static void titled(struct arena *a, const struct sentence *s, size_t *i, struct voice *out)
{
	const struct hit *h = hit_at(s, *i, W_TITLE);
	size_t at = *i + h->words;
	struct name n;

	if (AMONG(s->t[*i].f, S("minister"), S("secretary")) && at + 1 < s->n &&
	    AMONG(s->t[at].f, S("of"), S("for")) && !mark_at(s, at + 2, ','))
		at = behind_task(s, at + 1);
	while (mark_at(s, at, '.') || is_at(s, at, W_TITLE) ||
	       (mark_at(s, at, '-') && s->t[at].glued))
		at += is_at(s, at, W_TITLE) ? hit_at(s, at, W_TITLE)->words : 1u;
	if (name_at(s, at, &n) && !out->speaker.len && n.to - n.from <= 6 && !n.usual.len) {
		out->speaker = name_plain(a, &n);
		*i = n.to - 1;
		return;
	}
	*i += h->words - 1u;
}

/* "I'd", "We're" */
static bool contracted(const struct name *n)
{
	return n->to == n->from + 1 && n->s.len <= 7 &&
	       (memchr(n->s.s, '\'', n->s.len) || memmem(n->s.s, n->s.len, "\xe2\x80\x99", 3));
}

/* A name without title is a person of two words at least; one word alone is an organisation, and so is a name with an
 * article or "which" behind it: "the Vale Trust", "Northern Truth, which has 40 observers". */
static void untitled(struct arena *a, const struct sentence *s, const struct name *n, size_t from,
		     size_t to, struct voice *out)
{
	bool whole = n->from <= from + 1 && n->to >= to;
	bool article = n->from && str_eq(s->t[n->from - 1].f, S("the"));
	bool which =
		mark_at(s, n->to, ',') && n->to + 1 < s->n && str_eq(s->t[n->to + 1].f, S("which"));
	bool apart = mark_at(s, n->to, ',') || n->to >= to || is_at(s, n->to, W_OF) ||
		     mark_at(s, n->to, '(') || is_at(s, n->to, W_WHO) || is_at(s, n->to, W_ROLE);

	if (n->usual.len || n->to - n->from > 6 || contracted(n))
		return;
	if ((article || which) && apart && !out->org.len)
		out->org = name_plain(a, n);
	else if (n->to - n->from == 1 && whole)
		out->lone = name_plain(a, n);
	else if (!out->speaker.len && n->to - n->from >= 2 && apart && !article)
		out->speaker = name_plain(a, n);
}

/* "Spokeswoman for Hands of Peace", "head of Vale Watch": whoever the office is in; *to goes behind it. */
static bool office_of(struct arena *a, const struct sentence *s, size_t i, size_t to,
		      struct str *out, size_t *end)
{
	const struct hit *h = hit_at(s, i, is_at(s, i, W_ROLE) ? W_ROLE : W_TITLE);
	size_t at = i + h->words;
	struct org o;

	if (at >= to || !AMONG(s->t[at].f, S("of"), S("for"), S("at"), S("with")))
		return false;
	while (at + 1 < to && AMONG(s->t[at + 1].f, S("the"), S("a"), S("an")))
		at++;
	/* Of others than these it may be a place: "commissioner of Dorn". */
	if (!(org_at(s, at + 1, &o) && o.to <= to) &&
	    (!AMONG(s->t[i].f, S("director"), S("spokesman"), S("spokeswoman"), S("spokesperson"),
		    S("coordinator"), S("representative"), S("head"), S("delegate"), S("lawyer"),
		    S("chair"), S("founder"), S("secretary-general")) ||
	     !org_named(s, at + 1, &o) || o.to > to || is_at(s, o.to, W_PLACEHEAD)))
		return false;
	*out = org_text(a, s, &o);
	*end = o.to;
	return true;
}

/* "A monitoring group", "a broadcaster": hardly a source, where another is named. */
static bool vague_head(const struct sentence *s, size_t i)
{
	return AMONG(s->t[i].f, S("group"), S("organisation"), S("organization"), S("broadcaster"),
		     S("agency"), S("tv"), S("television"), S("radio"), S("newspaper"),
		     S("charity"), S("network"), S("body"), S("association"), S("company"));
}

/* What has been found of a subject beside its names. */
struct found {
	bool last;	     /* of several organisations the last one speaks */
	size_t role;	     /* behind "officials", 0: none */
	bool titled, common; /* a title stands before the person; the organisation is "a group" */
};

/* "Of the mission", "for the army": said of what stands before. */
static bool owned_by(const struct sentence *s, size_t i)
{
	while (i && AMONG(s->t[i - 1].f, S("the"), S("a"), S("an"), S("its")))
		i--;
	return i && AMONG(s->t[i - 1].f, S("of"), S("for"), S("with"), S("to"), S("from"), S("on"),
			  S("against"), S("and"), S("in"), S("at"), S("by"));
}

static bool whoever(const struct sentence *s, size_t i)
{
	return i < s->n &&
	       AMONG(s->t[i].f, S("official"), S("officials"), S("source"), S("sources"));
}

/* "A police chief", "aid official": somebody without a name, whom no article makes known. */
static bool unnamed(const struct sentence *s, size_t i)
{
	if (AMONG(s->t[i].f, S("member"), S("members"), S("head"), S("leader"), S("leaders")))
		return false;
	return whoever(s, i) || (i && s->t[i - 1].kind == T_WORD && !s->t[i - 1].glued &&
				 !AMONG(s->t[i - 1].f, S("the"), S("its"), S("their"), S("his"),
					S("her"), S("our"), S("said"), S("says")) &&
				 !mark_at(s, i - 1, ','));
}

static void one_agent(struct arena *a, const struct sentence *s, size_t *i, size_t from, size_t to,
		      struct voice *out, struct found *f)
{
	bool office = is_at(s, *i, W_TITLE) || is_at(s, *i, W_ROLE);
	struct str org;
	struct org o;
	struct name n;
	size_t end;

	if (office && office_of(a, s, *i, to, &org, &end)) {
		out->org = out->org.len ? out->org : org;
		out->same = true;
		*i = end - 1;
	} else if (!(office && !is_at(s, *i, W_ORG)) && !is_at(s, *i, W_BREAK) &&
		   org_at(s, *i, &o) && o.to <= to) {
		/* "Military sources", but of a body with a name the body. */
		if (!o.proper && o.to < to && whoever(s, o.to))
			o.to++;
		if ((!out->org.len || (f->last && !owned_by(s, *i))) && !located(s, *i, from)) {
			if (o.to == o.from + 1 && o.from > from &&
			    str_eq(s->t[o.from - 1].f, S("our")))
				o.from--;
			out->org = org_text(a, s, &o);
			f->common = o.from > from && vague_head(s, o.to - 1) &&
				    AMONG(s->t[o.from - 1].f, S("a"), S("an"));
		}
		*i = o.to - 1;
	} else if (is_at(s, *i, W_TITLE)) {
		bool had = out->speaker.len > 0;

		if (!s->t[*i].cap && unnamed(s, *i))
			f->role = *i + hit_at(s, *i, W_TITLE)->words;
		titled(a, s, i, out);
		f->titled = f->titled || (!had && out->speaker.len);
		out->same = true;
	} else if (is_at(s, *i, W_ROLE)) {
		if (unnamed(s, *i))
			f->role = *i + 1;
		out->same = out->same || !whoever(s, *i);
	} else if (s->t[*i].cap && name_at(s, *i, &n) && n.to <= to) {
		if (!located(s, *i, from))
			untitled(a, s, &n, from, to, out);
		*i = n.to - 1;
	}
}

/* The organisation and the person in tokens [from, to). */
static void agents(struct arena *a, const struct sentence *s, size_t from, size_t to, bool last,
		   struct voice *out)
{
	struct found f = { .last = last };

	for (size_t i = from; i < to; i++) {
		out->paper = out->paper || is_at(s, i, W_NEWS) || is_at(s, i, W_BULLETIN);
		out->he = out->he || AMONG(s->t[i].f, S("he"), S("she"));
		if (pronoun(s, i))
			out->same = true;
		else if (s->t[i].kind == T_WORD || s->t[i].kind == T_NUMBER)
			one_agent(a, s, &i, from, to, out, &f);
	}
	if (f.role && !out->org.len && !out->speaker.len && !out->lone.len && !out->he) {
		struct org o = { .from = f.role - 1, .to = f.role };

		while (o.from > from && s->t[o.from - 1].kind == T_WORD &&
		       !is_at(s, o.from - 1, W_BREAK) && !is_at(s, o.from - 1, W_NUMBER) &&
		       !s->t[o.from - 1].glued && o.from + 3 > f.role)
			o.from--;
		if (o.from > from && s->t[o.from - 1].glued)
			return;
		out->org = org_text(a, s, &o);
	}
	out->weak = f.common && !out->speaker.len;
	/* "Vale Watch, a monitoring group": the name is the group's. */
	if (f.common && out->speaker.len && !f.titled) {
		out->org = out->speaker;
		out->speaker = (struct str){ 0 };
	}
}

/* Words between a subject and its verb: "has also", "later", "on Tuesday", "in a statement". */
static bool between(const struct sentence *s, size_t i)
{
	struct str f = s->t[i].f;

	return is_at(s, i, W_AUX) || is_at(s, i, W_WEEKDAY) || is_at(s, i, W_DAY) ||
	       is_at(s, i, W_ON) || is_at(s, i, W_MONTH) ||
	       (s->t[i].kind == T_WORD && f.len > 4 && str_ends(f, S("ly"))) ||
	       AMONG(f, S("also"), S("later"), S("further"), S("then"), S("earlier"), S("in"),
		     S("a"), S("who"), S("which"), S("night"), S("morning"), S("week"), S("last"),
		     S("again"), S("this"), S("still"), S("however"), S("meanwhile"),
		     S("themselves"), S("itself")) ||
	       (is_at(s, i, W_NEWS) && i >= 2 && AMONG(s->t[i - 2].f, S("in"), S("by")));
}

/* Where a clause begins: no subject goes beyond it. */
static bool bound(const struct sentence *s, size_t i)
{
	return mark_at(s, i, ';') || mark_at(s, i, ':') || quote_mark(s, i) || dash(s, i) ||
	       is_at(s, i, W_WEEKDAY) ||
	       (s->t[i].kind == T_NUMBER && s->t[i].d.form != DIGITS_ORDINAL) ||
	       is_at(s, i, W_SOURCE) ||
	       AMONG(s->t[i].f, S("while"), S("but"), S("whereas"), S("although"), S("though"),
		     S("that"), S("as"), S("because"), S("when"), S("after"), S("before"));
}

/* Whether what stands in [i, to) begins as something said of a name: "a spokesman for", "head of", "who leads". */
static bool apposed(const struct sentence *s, size_t i, size_t to)
{
	for (size_t k = i; k < to && k < i + 6; k++)
		if (is_at(s, k, W_TITLE) || is_at(s, k, W_ROLE) || is_at(s, k, W_ORGHEAD) ||
		    is_at(s, k, W_ORG) || is_at(s, k, W_WHO) || s->t[k].kind == T_NUMBER ||
		    AMONG(s->t[k].f, S("a"), S("an"), S("the"), S("its"), S("their")))
			return true;
	return false;
}

/* The subject before a verb of saying: [*from, *to). */
static bool subject(const struct sentence *s, size_t verb, size_t *from, size_t *to)
{
	size_t i = verb, floor = verb > SUBJECT ? verb - SUBJECT : 0;
	int commas = 0;

	while (i > floor && between(s, i - 1))
		i--;
	*to = i;
	commas = i > floor && mark_at(s, i - 1, ',') ? 1 : 0;
	if (commas) {
		size_t k = i - 1;

		while (k > floor && !mark_at(s, k - 1, ',') && !bound(s, k - 1))
			k--;
		/* "40 left, said": nothing in between that could be said of a name. */
		if (k > floor && mark_at(s, k - 1, ',') && apposed(s, k, i - 1))
			k--;
		else if (!(k == floor || bound(s, k - 1)))
			return false;
		else
			k = i - 1;
		i = k;
		*to = verb;
		while (*to > i && between(s, *to - 1))
			(*to)--;
	}
	while (i > floor && !bound(s, i - 1) && !mark_at(s, i - 1, ','))
		i--;
	*from = i;
	/* "Its 850 troops": they are counted. */
	if (i && s->t[i - 1].kind == T_NUMBER && s->t[i - 1].d.form == DIGITS_COUNT && *to - i <= 3)
		return false;
	return *from < *to;
}

static bool stops(const struct sentence *s, size_t i)
{
	return mark_at(s, i, ';') || mark_at(s, i, ':') || mark_at(s, i, '(') || quote_mark(s, i) ||
	       dash(s, i) || mark_at(s, i, '.') || is_at(s, i, W_SAY) || is_at(s, i, W_WEEKDAY) ||
	       is_at(s, i, W_SINCE) ||
	       AMONG(s->t[i].f, S("while"), S("but"), S("that"), S("as"), S("when"), S("after"));
}

/* Whoever is named from token i on, with what is said of the name behind a comma. */
static void named_behind(struct arena *a, const struct sentence *s, size_t i, struct voice *out)
{
	size_t to = i, most = i + NAMED < s->n ? i + NAMED : s->n;

	while (to < most && !mark_at(s, to, ',') &&
	       (!stops(s, to) || (mark_at(s, to, '.') && to > i && is_at(s, to - 1, W_TITLE))))
		to++;
	agents(a, s, i, to, false, out);
	if (!out->speaker.len || out->org.len || !mark_at(s, to, ',') || !apposed(s, to + 1, most))
		return;
	for (i = ++to; to < most && !stops(s, to) && !mark_at(s, to, ',');)
		to++;
	agents(a, s, i, to, false, out);
}

static bool said_of(const struct voice *v)
{
	return v->org.len || v->speaker.len || v->lone.len || v->same;
}

/* Verbs behind which whoever says it may stand: ", said Ana Reyes". */
static bool inverts(const struct sentence *s, size_t i)
{
	return (uint8_t)s->t[i].f.s[0] >= 0x80 ||
	       AMONG(s->t[i].f, S("said"), S("says"), S("added"), S("adds"), S("explained"),
		     S("explains"), S("reported"), S("reports"), S("noted"), S("wrote"),
		     S("writes"), S("warned"), S("claimed"), S("announced"), S("stated"),
		     S("informed"));
}

static bool passive(const struct sentence *s, size_t i)
{
	for (size_t back = 1; back <= 3 && back <= i; back++) {
		if (is_at(s, i - back, W_BE))
			return true;
		if (!AMONG(s->t[i - back].f, S("not"), S("also"), S("later"), S("officially"),
			   S("quoted"), S("as")))
			return false;
	}
	return false;
}

/* Whether somebody may be named from token i on. */
static bool agent_begins(const struct sentence *s, size_t i)
{
	if (i >= s->n || s->t[i].kind != T_WORD || is_at(s, i, W_WEEKDAY) || is_at(s, i, W_MONTH))
		return false;
	return s->t[i].cap || is_at(s, i, W_TITLE) || is_at(s, i, W_ROLE) ||
	       is_at(s, i, W_ORGHEAD) || AMONG(s->t[i].f, S("the"), S("a"), S("an"));
}

static bool by_saying(struct arena *a, const struct sentence *s, size_t i, struct source *out)
{
	const struct hit *h = hit_at(s, i, W_SAY);
	size_t from, to, next = i + h->words;

	*out = (struct source){ .at = i };
	if (next < s->n && str_eq(s->t[next].f, S("by"))) {
		out->behind = true;
		named_behind(a, s, next + 1, &out->v);
		return said_of(&out->v);
	}
	if (passive(s, i) && !(i >= 2 && str_eq(s->t[i - 1].f, S("as"))))
		return false;
	if (inverts(s, i) && i && (mark_at(s, i - 1, ',') || quote_mark(s, i - 1)) &&
	    agent_begins(s, next)) {
		out->behind = true;
		named_behind(a, s, next, &out->v);
		if (said_of(&out->v))
			return true;
	}
	if (subject(s, i, &from, &to)) {
		/* "The 40 caches that the group reported." */
		if (from && ((AMONG(s->t[from - 1].f, S("that"), S("which"), S("whom")) &&
			      (next >= s->n || s->t[next].kind == T_MARK)) ||
			     (from > 1 && str_eq(s->t[from - 2].f, S("of")))))
			return false;
		out->behind = from > 0 && mark_at(s, from - 1, ',');
		agents(a, s, from, to, true, &out->v);
	}
	if (said_of(&out->v) || !inverts(s, i))
		return said_of(&out->v);
	out->behind = true;
	named_behind(a, s, next, &out->v);
	return said_of(&out->v);
}

/* Verbs whose subject gives the figure: "the observatory documented 12"; only an organisation does. */
static bool by_count(struct arena *a, const struct sentence *s, size_t i, struct source *out)
{
	size_t from, to;

	*out = (struct source){ .at = i, .v.tally = true };
	if (passive(s, i) || !subject(s, i, &from, &to))
		return false;
	agents(a, s, from, to, true, &out->v);
	return out->v.org.len || (out->v.same && out->v.speaker.len == 0);
}

/* "Police: 40 held"; "Ana Reyes: We have released 40". */
static bool by_colon(struct arena *a, const struct sentence *s, struct source *out)
{
	size_t to = 0;

	*out = (struct source){ .at = 0 };
	while (to < s->n && to < 9 && !mark_at(s, to, ':')) {
		if (s->t[to].kind == T_WORD && !s->t[to].cap && to && !is_at(s, to, W_ORGHEAD) &&
		    !is_at(s, to, W_ROLE) && !is_at(s, to, W_TITLE) && !is_at(s, to, W_OF) &&
		    !is_at(s, to, W_AND) && !str_eq(s->t[to].f, S("for")))
			return false;
		if (s->t[to].kind == T_NUMBER)
			return false;
		to++;
	}
	if (!to || !mark_at(s, to, ':') || to + 1 >= s->n || !s->line)
		return false;
	agents(a, s, 0, to, false, &out->v);
	out->v.known_only = true;
	/* "TARI: Four clans have...": the place of a dateline. */
	if (s->stop && to == 1 && org_initials(s, 0))
		return false;
	/* "North Vale: rebels hand in guns" is where, not who. */
	if (!s->stop || !(quote_mark(s, to + 1) || AMONG(s->t[to + 1].f, S("we"), S("i"), S("our"),
							 S("my"), S("yes"), S("no"))))
		out->v.speaker = (struct str){ 0 };
	return out->v.speaker.len || (to == 1 && out->v.lone.len && s->stop) ||
	       (out->v.org.len && s->t[to - 1].cap);
}

/* "The Joint Centre delivered 40 tons, the ministry said": the figure is the centre's. */
static void prefer_doer(struct arena *a, const struct sentence *s, struct source *out, size_t n)
{
	size_t i = s->n && str_eq(s->t[0].f, S("the"));
	struct org o;

	if (n != 1 || !out->behind || out->v.speaker.len || !out->v.org.len || i >= s->n ||
	    !org_at(s, i, &o) || !o.proper || o.to >= s->n ||
	    (!is_at(s, o.to, W_EVENT) && !is_at(s, o.to, W_DOES) && !is_at(s, o.to, W_AUX)) ||
	    is_at(s, o.to, W_BE))
		return;
	/* Of armies and police others tell. */
	for (size_t k = o.from; k < o.to; k++)
		if (AMONG(s->t[k].f, S("center"), S("centre"), S("mission"), S("agency"),
			  S("office"), S("committee")))
			i = s->n;
	if (i != s->n)
		return;
	out->v.org = org_text(a, s, &o);
}

/* Whether any word of the sentence tells of whoever says something. */
static bool voiced(const struct sentence *s)
{
	return kinds_has(&s->kinds, W_SOURCE) || kinds_has(&s->kinds, W_SAY) ||
	       kinds_has(&s->kinds, W_TALLY);
}

size_t voices_of(struct arena *a, const struct sentence *s, struct source out[VOICES])
{
	size_t n = 0;

	if (s->line && by_colon(a, s, &out[n]))
		n++;
	for (size_t i = 0; i < s->n && n < VOICES && voiced(s); i++) {
		const struct hit *h;

		if (s->t[i].kind != T_WORD)
			continue;
		h = hit_at(s, i, W_SOURCE);
		if (h) {
			out[n] = (struct source){ .at = i, .behind = true };
			named_behind(a, s, i + h->words, &out[n].v);
			n += said_of(&out[n].v);
			i += h->words - 1u;
		} else if (is_at(s, i, W_SAY)) {
			n += by_saying(a, s, i, &out[n]);
		} else if (is_at(s, i, W_TALLY)) {
			n += by_count(a, s, i, &out[n]);
		}
	}
	prefer_doer(a, s, out, n);
	return n;
}

/* Whether a new clause begins in tokens (from, to): what one says ends there. */
static bool parted(const struct sentence *s, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (mark_at(s, i, ';') ||
		    (mark_at(s, i, ',') && AMONG(s->t[i + 1 < s->n ? i + 1 : i].f, S("while"),
						 S("but"), S("whereas"), S("although"))))
			return true;
	return false;
}

size_t voice_for(const struct sentence *s, const struct source *source, size_t n, size_t i)
{
	size_t before = NOBODY, behind = NOBODY;
	bool said = false;

	for (size_t k = 0; k < n; k++)
		said = said || !source[k].v.tally;
	for (size_t k = 0; k < n; k++) {
		/* Who counted is not who said so. */
		if (source[k].v.tally && said)
			continue;
		if (source[k].at < i)
			before = k;
		else if (behind == NOBODY && source[k].behind)
			behind = k;
	}
	if (before == NOBODY)
		return behind != NOBODY ? behind : n ? 0 : NOBODY;
	if (behind == NOBODY || !parted(s, source[before].at, i))
		return before;
	return behind;
}
