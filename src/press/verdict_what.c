/* Whether two figures count one thing; and what verdicts are called. */
#include "press/verdict_int.h"

#include "base/banned.h"

struct str verdict_kind_name(enum verdict_kind k)
{
	static const struct str names[VERDICTS] = {
		SC("same"),
		SC("rounded"),
		SC("bound_holds"),
		SC("differs"),
		SC("different_scope"),
		SC("different_kind"),
		SC("flow_stock"),
		SC("flow_total"),
		SC("plan_not_done"),
		SC("subset"),
		SC("unit"),
		SC("thousands_lost"),
		SC("digits_lost"),
		SC("sum_fails"),
		SC("total_falls"),
		SC("date_slip"),
		SC("denied"),
		SC("completion"),
		SC("copied"),
		SC("not_comparable"),
	};

	return names[k];
}

static bool is_people(struct str noun)
{
	return str_eq(noun, S("people")) || str_eq(noun, S("civilians")) ||
	       str_eq(noun, S("displaced"));
}

bool noun_part_of(struct str part, struct str whole)
{
	struct str of = part.s ? said_whole_of(part) : (struct str){ NULL, 0 };

	return of.s && whole.s &&
	       (str_eq(of, whole) || (is_people(of) && is_people(whole) &&
				      !str_eq(part, S("fighters")) && !str_eq(part, S("family"))));
}

enum nouns nouns_of(const struct said_figure *a, const struct said_figure *b)
{
	bool with = a->noun2.s || b->noun2.s;

	if (!a->noun.s || !b->noun.s)
		return NOUNS_ALIKE;
	if (a->noun2.s && b->noun2.s && str_eq(a->noun, b->noun))
		return NOUNS_ALIKE;
	if (with && (str_eq(a->noun, b->noun) || (a->noun2.s && str_eq(a->noun2, b->noun)) ||
		     (b->noun2.s && str_eq(b->noun2, a->noun))))
		return NOUNS_WITH;
	if (str_eq(a->noun, b->noun) || (is_people(a->noun) && is_people(b->noun)))
		return NOUNS_ALIKE;
	return noun_part_of(a->noun, b->noun) || noun_part_of(b->noun, a->noun) ? NOUNS_PART
										: NOUNS_OTHER;
}

int noun_sort(struct str noun)
{
	static const struct {
		struct str noun;
		int sort;
	} rows[] = {
		{ SC("children"), 1 }, { SC("women"), 1 },  { SC("men"), 1 },
		{ SC("fighters"), 2 }, { SC("family"), 2 }, { SC("civilians"), 2 },
		{ SC("soldiers"), 2 }, { SC("police"), 2 }, { SC("servicemen"), 2 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(rows[i].noun, noun))
			return rows[i].sort;
	return 0;
}
