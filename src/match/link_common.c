/* Names that many of a list bear. How rare a name is, is first told by its words, as if each came by itself; where rows show that
 * several are called so, it is no rarer than that. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "match/birth.h"
#include "match/link_pair.h"
#include "base/banned.h"

#define YEARS 3 /* years of birth that rows of one name have: one person seldom has so many */
#define ROWS  6 /* rows of one name of which no birth is known */

struct named {
	struct link_row *row;
	int year; /* 0 not known */
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = str_cmp(x->row->of[LINK_NAME], y->row->of[LINK_NAME]);

	return order ? order : (x->year > y->year) - (x->year < y->year);
}

/* Rows that bear one name, by their years. */
static bool several(const struct named *who, size_t n)
{
	size_t years = 0, unknown = 0;

	for (size_t i = 0; i < n; i++) {
		unknown += !who[i].year;
		years += who[i].year && (!i || who[i].year != who[i - 1].year);
	}
	return years >= YEARS || unknown >= ROWS;
}

void link_common(struct arena *a, struct link_list *l)
{
	struct named *who = arena_array(a, l->n + 1, sizeof *who);

	for (size_t i = 0; i < l->n; i++) {
		struct birth birth;

		(void)birth_read(l->row[i].of[LINK_BIRTH], &birth);
		who[i] = (struct named){ &l->row[i], birth.first };
	}
	if (l->n)
		qsort(who, l->n, sizeof *who, by_name);
	for (size_t i = 0, n; i < l->n; i += n) {
		struct str name = who[i].row->of[LINK_NAME];
		float rare;

		for (n = 1; i + n < l->n && str_eq(who[i + n].row->of[LINK_NAME], name);)
			n++;
		if (!several(who + i, n))
			continue;
		rare = logf((float)l->n / (float)n);
		for (size_t k = i; k < i + n; k++)
			if (who[k].row->rare > rare)
				who[k].row->rare = rare;
	}
}
