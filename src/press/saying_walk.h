/* Private to saying.c and saying_time.c: a saying while it is gone through. */
#ifndef SULH_PRESS_SAYING_WALK_H
#define SULH_PRESS_SAYING_WALK_H

#include "press/saying_int.h"

#define AMONG(word, ...)                                      \
	said_among(word, (const struct str[]){ __VA_ARGS__ }, \
		   sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

struct walk {
	struct saying *s;
	const struct token *t;
	size_t n, i;
	struct said_figure *cur; /* what words belong to, until the clause ends */
	struct said_figure next; /* what is known of the figure to come */
	bool planned;		 /* this clause speaks of what is to be */
	bool part;		 /* what follows are parts */
	bool closed;		 /* the noun of the figure is complete */
	bool weak;		 /* it stood before the number: one behind it is nearer */
	bool comma;		 /* what comes now may belong to the figure that follows */
};

static inline const struct token *token(const struct walk *w, size_t i)
{
	static const struct token none = { .type = TOKEN_SIGN, .sign = ';' };

	return i < w->n ? &w->t[i] : &none;
}

static inline struct str word(const struct walk *w, size_t i)
{
	const struct token *t = token(w, i);

	return t->type == TOKEN_WORD ? t->s : S("");
}

static inline struct said_figure *target(struct walk *w)
{
	return w->cur ? w->cur : &w->next;
}

/* saying_time.c. Whether the number at hand is a span of time, in days, and what that says; a period begins here, and is taken; a
 * number that is a year; and a date. */
bool said_span(const struct walk *w, int *days);
void said_take_span(struct walk *w, int days);
bool said_take_period(struct walk *w);
bool said_bare_year(const struct walk *w);
void said_take_date(struct walk *w, const struct token *t);

#endif
