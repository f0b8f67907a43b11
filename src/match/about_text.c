/* The points of a comparison as sentences (about.h). */
#include "match/about.h"

#include "base/arena.h"
#include "base/banned.h"

struct str about_field_name(enum about_field f)
{
	static const struct str names[ABOUT_FIELDS] = { SC("name"), SC("birth"), SC("mother"),
							SC("origin"), SC("sex") };

	return names[f];
}

/* One of what was asked for, one of what was found; both; or none of them is named. */
static const char *const of_name[ABOUT_HOWS] = {
	[ABOUT_SAME] = MSG("%s is the same"),
	[ABOUT_SCRIPT] = MSG("%s is %s"),
	[ABOUT_SPELLED] = MSG("%s is written %s"),
	[ABOUT_LIKE] = MSG("%s is only like %s"),
	[ABOUT_OTHER] = MSG("%s is another name than %s"),
	[ABOUT_MISSING] = MSG("%s is missing"),
	[ABOUT_MORE] = MSG("%s was not asked for"),
	[ABOUT_OPTIONAL] = MSG("%s stands in one of the names only, and is often left out"),
	[ABOUT_ORDER] = MSG("the words of the name stand in another order"),
};

static const char *const of_mother[ABOUT_HOWS] = {
	[ABOUT_SAME] = MSG("the mother's name is the same"),
	[ABOUT_SPELLED] = MSG("the mother's name %s is written %s"),
	[ABOUT_LIKE] = MSG("the mother's name %s is only like %s"),
	[ABOUT_OTHER] = MSG("the mother's name %s is another than %s"),
};

static const char *const of_origin[ABOUT_HOWS] = {
	[ABOUT_SAME] = MSG("the place of origin is the same"),
	[ABOUT_SPELLED] = MSG("the place of origin %s is written %s"),
	[ABOUT_LIKE] = MSG("the place of origin %s is only like %s"),
	[ABOUT_OTHER] = MSG("the place of origin %s is another than %s"),
	[ABOUT_WITHIN] = MSG("of the places of origin one lies within the other"),
	[ABOUT_COUNTRY] = MSG(
		"the places of origin may be the same: one is a country that the other lies in"),
};

/* Of one of them it is only told that it is another. */
static const char other_origin[] = MSG("the place of origin is another than %s");

static const char *const of_sex[ABOUT_HOWS] = {
	[ABOUT_SAME] = MSG("the sex is the same"),
	[ABOUT_OTHER] = MSG("the sex is another"),
};

static const char *const of_birth[BIRTHS] = {
	[BIRTH_DAY] = MSG("born on the same day"),
	[BIRTH_NEW_YEAR] = MSG("born on the same 1 January, which may stand for the year alone"),
	[BIRTH_PART] = MSG("born in the same year, and day or month agree"),
	[BIRTH_YEAR] = MSG("born in the same year; of one no more is known"),
	[BIRTH_WITHIN] = MSG("the years of birth may be the same"),
	[BIRTH_APART] = MSG("born in the same year, on another day"),
	[BIRTH_ONE] = MSG("born a year apart, one of them uncertain"),
	[BIRTH_TWO] = MSG("born two years apart, one of them uncertain"),
	[BIRTH_DIGIT] = MSG("the births differ by what may be a slip"),
	[BIRTH_FEW] = MSG("born up to four years apart"),
	[BIRTH_OTHER] = MSG("born in other years"),
};

static const char *text_of(const struct about_point *p)
{
	switch (p->field) {
	case ABOUT_NAME:
		return of_name[p->how];
	case ABOUT_BIRTH:
		return of_birth[p->birth];
	case ABOUT_MOTHER:
		return of_mother[p->how];
	case ABOUT_ORIGIN:
		return p->how == ABOUT_OTHER && !p->found.len ? other_origin : of_origin[p->how];
	default:
		return of_sex[p->how];
	}
}

struct str about_text(struct arena *a, enum lang lang, const struct about_point *p)
{
	const char *text = text_of(p);
	struct msg_arg arg[2];
	size_t n = 0;

	if (p->asked.len)
		arg[n++] = (struct msg_arg)MSG_TEXT(p->asked);
	if (p->found.len)
		arg[n++] = (struct msg_arg)MSG_TEXT(p->found);
	return text ? msg_fmt(a, lang, text, arg, n) : S("");
}

struct str about_reason(struct arena *a, enum lang lang, const struct about_found *f)
{
	struct buf b = { .a = a };

	for (int agrees = 1; agrees >= 0; agrees--)
		for (size_t i = 0; i < f->n; i++) {
			if (f->point[i].agrees != agrees)
				continue;
			if (b.len)
				buf_str(&b, lang == LANG_AR ? S("؛ ") : S("; "));
			buf_str(&b, about_text(a, lang, &f->point[i]));
		}
	return b.len ? buf_text(&b) : S("");
}
