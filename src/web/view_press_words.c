/* What verdicts are called, and how they are marked. See view_press.h. */
#include "web/view_press.h"

#include "base/arena.h"
#include "base/lang.h"
#include "paper/chart.h"
#include "base/banned.h"

static const struct verdict_word {
	struct str code;
	const char *word;
	enum claims_mark mark;
} words[] = {
	{ SC("same"), MSG("Agrees"), CLAIMS_OK },
	{ SC("bound_holds"), MSG("Agrees: the bound holds"), CLAIMS_OK },
	{ SC("rounded"), MSG("Rounded"), CLAIMS_WARN },
	{ SC("completion"), MSG("Not complete yet"), CLAIMS_WARN },
	{ SC("differs"), MSG("Differs"), CLAIMS_BAD },
	{ SC("unit"), MSG("Another unit"), CLAIMS_BAD },
	{ SC("thousands_lost"), MSG("Thousands lost"), CLAIMS_BAD },
	{ SC("digits_lost"), MSG("Digits lost"), CLAIMS_BAD },
	{ SC("sum_fails"), MSG("The sum fails"), CLAIMS_BAD },
	{ SC("date_slip"), MSG("Another day"), CLAIMS_BAD },
	{ SC("flow_total"), MSG("Does not fit the totals"), CLAIMS_BAD },
	{ SC("total_falls"), MSG("A total falls"), CLAIMS_BAD },
	{ SC("different_scope"), MSG("Outside the register"), CLAIMS_INFO },
	{ SC("not_comparable"), MSG("Outside the register"), CLAIMS_INFO },
	{ SC("different_kind"), MSG("Another thing"), CLAIMS_INFO },
	{ SC("flow_stock"), MSG("A period, not what stands"), CLAIMS_INFO },
	{ SC("plan_not_done"), MSG("A plan, not a count"), CLAIMS_INFO },
	{ SC("subset"), MSG("A part of it"), CLAIMS_INFO },
	{ SC("copied"), MSG("Copied"), CLAIMS_INFO },
	{ SC("denied"), MSG("Denied"), CLAIMS_INFO },
	{ SC("superseded"), MSG("Superseded"), CLAIMS_INFO },
};

static const struct verdict_word *find(struct str code)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(words[i].code, code))
			return &words[i];
	return NULL;
}

struct str press_verdict(enum lang lang, const struct kept_line *judged)
{
	const struct verdict_word *w = find(judged->verdict.s ? judged->verdict : S(""));

	if (judged->finding < 0)
		return msg(lang, MSG("Open"));
	return w ? msg(lang, w->word) : judged->verdict;
}

struct str press_difference(struct arena *a, const struct kept_line *judged)
{
	/* What no signed number gives is nobody's difference. */
	if (judged->finding < 0 || !judged->held || !judged->difference)
		return (struct str){ NULL, 0 };
	return str_fmt(a, "%s%.*s", judged->difference > 0 ? "+" : "",
		       P(chart_number(a, judged->difference)));
}

enum claims_mark press_mark(const struct kept_line *judged)
{
	const struct verdict_word *w = find(judged->verdict.s ? judged->verdict : S(""));

	/* "The same" as no number of the register is no agreement. */
	return !w || judged->finding < 0 || (str_eq(w->code, S("same")) && !judged->held)
		       ? CLAIMS_INFO
		       : w->mark;
}

struct str press_class(const struct kept_line *judged)
{
	static const struct str classes[] = { SC("ok"), SC("warn"), SC("bad"), SC("info") };

	return judged->finding < 0 ? S("") : classes[press_mark(judged)];
}

struct str press_which_path(enum press_which w)
{
	static const struct str paths[PRESS_WHICH] = { SC("all"), SC("open"), SC("differs"),
						       SC("copies"), SC("outside") };

	return paths[w];
}

struct str press_which_name(enum lang lang, enum press_which w)
{
	static const char *const names[PRESS_WHICH] = {
		[PRESS_ALL] = MSG("All"),
		[PRESS_OPEN] = MSG("Open"),
		[PRESS_DIFFERS] = MSG("Differs"),
		[PRESS_COPIED] = MSG("Copies"),
		[PRESS_OUTSIDE] = MSG("Outside the register"),
	};

	return msg(lang, names[w]);
}

struct str press_lang(struct str iso)
{
	static const struct {
		struct str iso, page;
	} list[] = {
		{ SC("eng"), SC("en") }, { SC("ara"), SC("ar") }, { SC("apc"), SC("ar") },
		{ SC("arz"), SC("ar") }, { SC("acm"), SC("ar") }, { SC("rus"), SC("ru") },
		{ SC("fra"), SC("fr") }, { SC("deu"), SC("de") }, { SC("tur"), SC("tr") },
		{ SC("fas"), SC("fa") }, { SC("kmr"), SC("ku") }, { SC("heb"), SC("he") },
		{ SC("spa"), SC("es") }, { SC("ita"), SC("it") }, { SC("ukr"), SC("uk") },
		{ SC("hye"), SC("hy") },
	};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (str_eq(list[i].iso, iso))
			return list[i].page;
	return iso;
}
