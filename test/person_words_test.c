/* The words of a person's own file: each field, code, state and purpose that can stand in one is said in Arabic, too. */
#include "cli/person_words.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "record/kinds.h"
#include "record/rec.h"
#include "record/refuse.h"
#include "rule/table.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

static bool is_arabic(struct str s)
{
	struct str left = s;

	for (int32_t c; (c = utf8_next(&left)) >= 0;)
		if (c >= 0x600 && c < 0x700)
			return true;
	return false;
}

/* Says which is not. */
static bool said(const char *what, const char *of, struct str word, struct str ar)
{
	if (is_arabic(ar))
		return true;
	printf("# no Arabic for %s %.*s of %s\n", what, P(word), of);
	return false;
}

static bool codes_said(const struct kind *k, const char *choices)
{
	struct str rest = str_of(choices);
	bool ok = true;

	while (rest.s) {
		struct str code = str_cut(&rest, ',');

		/* A calibre, a hazard division: numbers that are the same in any language. */
		if (code.s[0] < '0' || code.s[0] > '9' || memchr(code.s, ' ', code.len))
			ok &= said("the code", k->name, code, person_code_ar(a, code));
	}
	return ok;
}

static bool fields_said(const struct kind *k)
{
	bool ok = true;

	for (size_t i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];

		ok &= said("the field", k->name, str_of(f->name),
			   person_field_ar(a, str_of(f->name)));
		if (f->type == F_ROWS)
			ok &= fields_said(f->rows);
		if ((f->type == F_CODE || f->type == F_CODES) &&
		    !str_starts(str_of(f->choices), S("list:")))
			ok &= codes_said(k, f->choices);
	}
	return ok;
}

static bool of_a_person(const struct kind *k)
{
	return k->subject != SUBJECT_NONE || k == &kind_weapon_item || k == &kind_ammo_lot;
}

static bool kinds_said(void)
{
	bool ok = true;

	for (size_t i = 0; i < kinds_n; i++)
		if (of_a_person(kinds[i]))
			ok &= fields_said(kinds[i]);
	return ok;
}

/* States, and events that stand for a step of the case. */
static bool states_said(void)
{
	bool ok = true;

	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];

		if (transition_of_paper(t) || !strcmp(t->to, "same") || !strcmp(t->to, "previous"))
			continue;
		ok &= said("the state", t->code, str_of(t->to), person_code_ar(a, str_of(t->to)));
	}
	return ok;
}

static bool purposes_said(void)
{
	const struct field *f = field_by_name(&kind_access_event, S("purpose"));

	return f && codes_said(&kind_access_event, f->choices);
}

/* Whoever is given a paper in a language is told which it was. */
static bool languages_said(void)
{
	const struct field *f = field_by_name(&kind_notice, S("language"));
	size_t n = 0;
	bool ok = f != NULL;

	for (unsigned i = 0; ok && i < 26 * 26 * 26; i++) {
		struct refusals why = { .a = a };
		struct val v = { 0 };
		struct str en, ar,
			code = str_fmt(a, "%c%c%c", 'a' + (int)(i / 676), 'a' + (int)(i / 26 % 26),
				       'a' + (int)(i % 26));

		if (!val_parse(a, f, code, &v, &why))
			continue;
		n++;
		ok = person_language(code, &en, &ar) && en.len &&
		     said("the language", "notice", code, ar);
	}
	return ok && n > 50;
}

/* rule/limit.c: each code that it gives. */
static bool deadlines_said(void)
{
	static const char *const codes[] = { "C11",    "C12",	       "C13", "C20",	 "C33",
					     "C36",    "K03",	       "K07", "tries",	 "appeal",
					     "answer", "appeal_until", "X61", "C16",	 "X70",
					     "C09",    "C10",	       "C45", "enquiry", "X113" };
	bool ok = true;

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		struct str en = S(""), ar = S("");

		ok &= person_due(str_of(codes[i]), &en, &ar) && en.len &&
		      said("the deadline", "a case", str_of(codes[i]), ar);
	}
	return ok;
}

int main(void)
{
	a = arena_new(0);
	CHECK("each field and code of what is recorded about a person has its Arabic word",
	      kinds_said());
	CHECK("each state of a case", states_said());
	CHECK("each purpose for which a file is opened", purposes_said());
	CHECK("each language in which somebody was told", languages_said());
	CHECK("each deadline", deadlines_said());
	arena_free(a);
	return done();
}
