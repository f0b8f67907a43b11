/* See number.h. */
#include "press/number.h"

#include "base/banned.h"

#define VALUE_MOST (INT64_MAX / 1000000 / 1000)

/* One number without range, qualifier or unit. */
struct plain {
	size_t to;
	int64_t v;	/* millionths */
	int64_t before; /* what its last scale multiplied; 0: no scale */
	bool fraction, vague, none, words, ordinal, decimal;
};

static bool times(int64_t *v, int64_t by)
{
	if (by && *v > INT64_MAX / 2 / by)
		return false;
	*v *= by;
	return true;
}

/* Words between parts of a number: "and", a hyphen; the next must be a part. */
static size_t step(const struct sentence *s, size_t i)
{
	if (mark_at(s, i, '-') && s->t[i].glued && i + 1 < s->n && s->t[i + 1].glued)
		return i + 1;
	return i;
}

static bool part_at(const struct sentence *s, size_t i)
{
	return is_at(s, i, W_NUMBER) || is_at(s, i, W_SCALE);
}

/* Sums of words while they are put together: two million, three hundred and five. */
struct sum {
	int64_t total, current, low; /* low: what comes next has to be smaller */
	int64_t before;		     /* what the last scale multiplied */
	int64_t scale;		     /* the last one above a hundred */
	bool any;
};

static bool add_word(struct sum *m, int64_t v, bool and)
{
	int64_t low = v >= 100 ? 100 : v >= 20 && v % 10 == 0 ? 10 : 1;

	if (v >= 1000) { /* a dual: two thousand in one word */
		if (m->current || (m->scale && v >= m->scale))
			return false;
		m->total += v;
		m->scale = v >= 1000000 ? 1000000 : 1000;
		return m->any = true;
	}
	/* Five and twenty, as Arabic has it. */
	if (and&&v >= 20 && v < 100 && m->current % 100 > 0 && m->current % 100 < 10)
		low = 10;
	else if (m->any && m->current && v >= m->low)
		return false;
	m->current += v;
	m->low = low;
	m->any = true;
	return true;
}

static bool add_scale(struct sum *m, int64_t scale)
{
	if (scale == 100) {
		if (m->current >= 100 || (m->any && !m->current && m->low <= 100))
			return false;
		m->current = (m->current ? m->current : 1) * 100;
		m->low = 100;
		m->any = true;
		return true;
	}
	if (m->scale && scale >= m->scale)
		return false;
	m->before = m->current ? m->current : 1;
	if (m->before > VALUE_MOST / scale)
		return false;
	m->total += m->before * scale;
	m->current = 0;
	m->scale = m->low = scale;
	m->any = true;
	return true;
}

static bool words_at(const struct sentence *s, size_t i, struct plain *out)
{
	struct sum m = { .low = INT64_MAX };
	size_t at = i;

	while (at < s->n) {
		size_t next = m.any ? step(s, at) : at;
		const struct hit *h;

		if (m.any && is_at(s, next, W_AND) && part_at(s, next + 1) &&
		    (m.low >= 100 || s->t[next].f.s[0] < 0))
			next++;
		h = hit_at(s, next, W_NUMBER);
		if (h ? !add_word(&m, h->row->number, s->t[next].and) : false)
			break;
		if (!h) {
			h = hit_at(s, next, W_SCALE);
			if (!h || !add_scale(&m, h->row->number))
				break;
		}
		at = next + h->words;
	}
	if (!m.any)
		return false;
	*out = (struct plain){ .to = at, .v = (m.total + m.current) * PRESS_ONE, .words = true };
	if (m.total && !m.current)
		out->before = m.before;
	else if (!m.total && m.current >= 100 && m.current % 100 == 0)
		out->before = m.current / 100;
	return true;
}

/* 18 thousand, 1.5 million. */
static void scale_digits(const struct sentence *s, struct plain *p)
{
	size_t at = step(s, p->to);
	const struct hit *h = hit_at(s, at, W_SCALE);

	if (!h || p->v >= 10000 * PRESS_ONE)
		return;
	p->before = p->v / PRESS_ONE;
	if (!times(&p->v, h->row->number))
		return;
	p->to = at + h->words;
	/* "2 thousand 150" */
	if (h->row->number >= 1000 && p->to < s->n && s->t[p->to].kind == T_NUMBER &&
	    !s->t[p->to].glued && s->t[p->to].d.form == DIGITS_COUNT && !s->t[p->to].d.decimal &&
	    s->t[p->to].s.len == 3 && s->t[p->to].d.v < 1000 * PRESS_ONE) {
		p->v += s->t[p->to].d.v;
		p->before = 0;
		p->to++;
	}
}

/* 1/3 */
static bool slashed(const struct sentence *s, size_t i, struct plain *out)
{
	int64_t x, y;

	if (!mark_at(s, i + 1, '/') || !s->t[i + 1].glued || i + 2 >= s->n ||
	    s->t[i + 2].kind != T_NUMBER || !s->t[i + 2].glued)
		return false;
	x = s->t[i].d.v / PRESS_ONE;
	y = s->t[i + 2].d.v / PRESS_ONE;
	if (x < 1 || y < 2 || x >= y || y > 20 || mark_at(s, i + 3, '/'))
		return false;
	*out = (struct plain){ .to = i + 3, .v = (x * PRESS_ONE + y / 2) / y, .fraction = true };
	return true;
}

static bool digits_at(const struct sentence *s, size_t i, struct plain *out)
{
	const struct token *t = &s->t[i];

	if (t->kind != T_NUMBER || t->name ||
	    (t->d.form != DIGITS_COUNT && t->d.form != DIGITS_ORDINAL))
		return false;
	if (slashed(s, i, out))
		return true;
	*out = (struct plain){ .to = i + 1,
			       .v = t->d.v,
			       .ordinal = t->d.form == DIGITS_ORDINAL,
			       .decimal = t->d.decimal };
	if (!out->ordinal)
		scale_digits(s, out);
	return true;
}

/* A third (of them), one-third, two thirds, half. A word that is an ordinal, too, is a fraction only behind a number or
 * "a", or before "of". */
static bool fraction_at(const struct sentence *s, size_t i, struct plain *out)
{
	const struct hit *h = hit_at(s, i, W_FRACTION), *top = hit_at(s, i, W_NUMBER);
	int64_t n = 1;
	size_t at = i;

	if (!h && top) {
		n = top->row->number;
		at = step(s, i + top->words);
		h = hit_at(s, at, W_FRACTION);
	}
	if (!h || n < 1 || n > 20 || h->row->number * n >= PRESS_ONE)
		return false;
	if (!top && is_at(s, i, W_ORDINAL) && !is_at(s, i + h->words, W_OF) &&
	    !(i && s->t[i - 1].f.len == 1))
		return false;
	*out = (struct plain){ .to = at + h->words, .v = h->row->number * n, .fraction = true };
	/* Half a million. */
	if (n == 1) {
		size_t next = out->to;

		if (next < s->n && s->t[next].f.len == 1 && s->t[next].kind == T_WORD)
			next++;
		h = hit_at(s, next, W_SCALE) ? hit_at(s, next, W_SCALE) : hit_at(s, next, W_GROUP);
		if (h && times(&out->v, h->row->number)) {
			out->v -= out->v % PRESS_ONE == PRESS_ONE - 1 ? 0 : out->v % 10;
			out->to = next + h->words;
			out->fraction = false;
		}
	}
	return true;
}

/* Two and a half (thousand). */
static void and_half(const struct sentence *s, struct plain *p)
{
	size_t at = p->to;
	const struct hit *h;

	if (!is_at(s, at, W_AND) || p->vague || p->fraction)
		return;
	at++;
	if (at < s->n && s->t[at].f.len == 1)
		at++;
	h = hit_at(s, at, W_FRACTION);
	if (!h || (at == p->to + 1 && s->t[at].f.s[0] > 0))
		return;
	p->v += h->row->number;
	p->to = at + h->words;
	h = hit_at(s, p->to, W_SCALE);
	if (h && times(&p->v, h->row->number))
		p->to += h->words;
}

static void by_group(const struct sentence *s, struct plain *p)
{
	size_t at = step(s, p->to);
	const struct hit *h = hit_at(s, at, W_GROUP);

	if (h && p->v < 1000 * PRESS_ONE && times(&p->v, h->row->number))
		p->to = at + h->words;
}

/* "Four out of five", "one in three": a part of ten at most. */
static bool out_of(const struct sentence *s, struct plain *p)
{
	struct plain whole;
	size_t at = p->to;
	const struct hit *from = hit_at(s, at, W_FROM);
	bool in = !from && is_at(s, at, W_IN) && p->words && p->v == PRESS_ONE;

	if (p->ordinal || p->v < PRESS_ONE || p->v >= 10 * PRESS_ONE ||
	    !((from && from->words > 1) || in || (is_at(s, at, W_OF) && is_at(s, at + 1, W_EACH))))
		return false;
	at += from ? from->words : 1u;
	at += is_at(s, at, W_EACH);
	if (at >= s->n || !(digits_at(s, at, &whole) || words_at(s, at, &whole)) || whole.ordinal ||
	    whole.decimal || whole.v <= p->v || whole.v > 10 * PRESS_ONE ||
	    is_at(s, whole.to, W_TIME) || is_at(s, whole.to, W_MONTH))
		return false;
	p->v = (p->v + whole.v / PRESS_ONE / 2) / (whole.v / PRESS_ONE);
	p->to = whole.to;
	p->fraction = true;
	return true;
}

static bool plain_at(const struct sentence *s, size_t i, struct plain *out)
{
	const struct hit *h;

	if (fraction_at(s, i, out))
		return true;
	h = hit_at(s, i, W_VAGUE);
	if (h) {
		*out = (struct plain){ .to = i + h->words,
				       .v = h->row->number * PRESS_ONE,
				       .vague = true };
		return true;
	}
	h = hit_at(s, i, W_NONE);
	if (h) {
		*out = (struct plain){ .to = i + h->words, .none = true };
		return true;
	}
	if (digits_at(s, i, out) || words_at(s, i, out)) {
		if (out_of(s, out))
			return true;
		and_half(s, out);
		by_group(s, out);
		return true;
	}
	h = hit_at(s, i, W_GROUP);
	if (!h)
		return false;
	*out = (struct plain){ .to = i + h->words, .v = h->row->number * PRESS_ONE, .words = true };
	return true;
}

static bool range_mark(const struct sentence *s, size_t i)
{
	return i < s->n && s->t[i].kind == T_MARK &&
	       (s->t[i].c == '-' || s->t[i].c == 0x2013 || s->t[i].c == 0x2014);
}

/* "Fell by" 20 to 180: the change, and then what it is now. */
static bool changed(const struct sentence *s, size_t i)
{
	for (size_t back = 2; back <= 4 && back <= i; back++) {
		const struct hit *h = hit_at(s, i - back, W_EVENT);

		if (h && h->words == back && !h->row->scope.len)
			return true;
	}
	return false;
}

/* The second number of a range. "Between" makes a range of "and", else it takes a dash, "to" or "or". */
static void take_range(const struct sentence *s, struct number *n, struct plain *first)
{
	struct plain second;
	bool between = n->from && is_at(s, n->from - 1, W_BETWEEN);
	bool from = n->from && is_at(s, n->from - 1, W_FROM);
	size_t at = first->to;

	if (at + 1 >= s->n || first->vague || first->none || first->ordinal)
		return;
	if (!(range_mark(s, at) && s->t[at].glued == s->t[at + 1].glued) &&
	    !(is_at(s, at, W_TO) && !from) && !is_at(s, at, W_BETWEEN) &&
	    !(between && is_at(s, at, W_AND)))
		return;
	if (is_at(s, at, W_BETWEEN) && is_at(s, at, W_AND))
		return;
	if (is_at(s, at, W_TO) && changed(s, n->from))
		return;
	if (!plain_at(s, at + 1, &second) || second.vague || second.none || second.ordinal ||
	    second.fraction != first->fraction)
		return;
	if (!first->before && second.before > 0 && second.before > first->v / PRESS_ONE)
		(void)times(&first->v, second.v / PRESS_ONE / second.before);
	if (second.v <= first->v)
		return;
	n->v = first->v;
	n->hi = second.v;
	n->has_hi = true;
	n->to = second.to;
	n->qual = CLAIM_RANGE;
	if (between)
		n->start = n->from - 1;
}

static bool percent(const struct sentence *s, size_t i, size_t *to)
{
	const struct hit *h = hit_at(s, i, W_UNIT);

	if (!h || !str_eq(h->row->code, S("percent")))
		return false;
	*to = i + h->words;
	return true;
}

/* Longest qualifier that ends right before token i. */
static const struct hit *qual_before(const struct sentence *s, size_t i, enum word_kind k,
				     size_t *from)
{
	for (size_t back = FORM_WORDS; back; back--) {
		const struct hit *h = back <= i ? hit_at(s, i - back, k) : NULL;

		if (h && h->words == back) {
			*from = i - back;
			return h;
		}
	}
	return NULL;
}

/* An article or the like: a word of up to three letters that ends nothing but names nothing either. */
static bool article_at(const struct sentence *s, size_t i)
{
	return is_at(s, i, W_BREAK) && s->t[i].f.len <= 3 && s->t[i].kind == T_WORD &&
	       !is_at(s, i, W_IN) && !is_at(s, i, W_TO) && !is_at(s, i, W_OF) &&
	       !is_at(s, i, W_AND) && !is_at(s, i, W_FROM) && !is_at(s, i, W_BE);
}

/* "Handed over 30": the word belongs to the verb. */
static bool of_verb(const struct sentence *s, size_t i)
{
	for (size_t back = 1; back < FORM_WORDS && back <= i; back++)
		for (int k = W_EVENT; k <= W_DOES; k++) {
			const struct hit *h = hit_at(s, i - back, (enum word_kind)k);

			if (h && h->words > back)
				return true;
		}
	return false;
}

/* "Totals 40" says of what stands before, too. */
static bool links(const struct sentence *s, size_t from, size_t to)
{
	while (from < to && !is_at(s, from, W_LINK))
		from++;
	return from < to;
}

static void take_before(const struct sentence *s, struct number *n)
{
	for (int rounds = 0; rounds < 4; rounds++) {
		size_t at = n->start, from;
		const struct hit *h;

		h = qual_before(s, at, W_QUAL, &from);
		if (!h && at && article_at(s, at - 1))
			h = qual_before(s, --at, W_QUAL, &from);
		if (h && !of_verb(s, from)) {
			/* The nearest one says how the number is meant. */
			if (!n->qual_row && n->qual == CLAIM_EXACT)
				n->qual = (enum press_qual)h->row->number;
			if (!n->qual_row)
				n->qual_row = h->row;
			n->start = from;
			continue;
		}
		h = qual_before(s, at, W_PERIOD, &from);
		if (h && str_eq(h->row->code, S("total")) && !links(s, from, at)) {
			n->total = true;
			n->start = from;
			continue;
		}
		if (at == n->start)
			return;
		n->start = at;
	}
}

bool number_at(const struct sentence *s, size_t i, struct number *out)
{
	struct plain p;
	const struct hit *h;

	if (!number_begins(s, i) || !plain_at(s, i, &p))
		return false;
	*out = (struct number){ .from = i,
				.to = p.to,
				.start = i,
				.v = p.v,
				.fraction = p.fraction,
				.vague = p.vague,
				.none = p.none,
				.ordinal = p.ordinal,
				.decimal = p.decimal,
				.words = p.words };
	out->qual = p.vague ? CLAIM_VAGUE : CLAIM_EXACT;
	take_range(s, out, &p);
	if (percent(s, out->to, &out->to))
		out->unit = S("percent");
	else if (p.fraction)
		out->unit = S("fraction");
	take_before(s, out);
	out->after = out->to;
	h = hit_at(s, step(s, out->to), W_QUALAFTER);
	if (h) {
		out->after = step(s, out->to) + h->words;
		if (out->qual == CLAIM_EXACT)
			out->qual = (enum press_qual)h->row->number;
		out->qual_row = h->row;
	}
	return true;
}
