/* Every public field of every kind has a tag that the HXL 1.1 core schema takes, alone in its sheet. */
#include "record/hxl.h"

#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "test.h"
#include "base/banned.h"

#define MAX 256

/* The hashtags of HXL 1.1. */
static const char core[] = " access activity adm1 adm2 adm3 adm4 adm5 affected beneficiary "
			   "capacity cause channel contact "
			   "country crisis currency date description event frequency geo group "
			   "impact indicator inneed item "
			   "loc meta modality need operations org output population reached region "
			   "respondee sector service "
			   "severity status subsector targeted value ";

static const char *const common[] = { "log",	    "index",	   "day",      "from_day", "place",
				      "place_name", "place_pcode", "corrects", "corrected" };
static const char *const sealed[] = { "log", "index", "day", "changes", "seal", "commit" };
static const char *const threew[] = { "log",	    "index",	   "kind", "org",	 "org_code",
				      "sector",	    "activity",	   "adm1", "adm1_pcode", "place",
				      "place_name", "place_pcode", "from", "until",	 "status" };
static const char *const figure[] = { "code",	     "label",	  "unit",   "place",   "place_name",
				      "place_pcode", "detail",	  "period", "value",   "qualifier",
				      "h24",	     "d3",	  "total",  "now",     "day",
				      "from",	     "to",	  "number", "entries", "stated",
				      "remark",	     "definition" };

struct tags {
	struct arena *a;
	struct str list[MAX];
	size_t n;
};

static struct str hashtag(struct str tag)
{
	return str_cut(&tag, '+');
}

static bool in_core(struct arena *a, struct str tag)
{
	return tag.len > 1 && tag.s[0] == '#' &&
	       strstr(core, str_z(a, str_fmt(a, " %.*s ", P(str_from(hashtag(tag), 1)))));
}

/* In its one spelling: #[a-z][a-z0-9_]*(+[a-z][a-z0-9_]*)*, attributes sorted, each once. */
static bool spelled(struct tags *t, struct str tag)
{
	struct str again;

	return hxl_read(t->a, tag, &again) && again.len && str_eq(again, tag);
}

static bool add(struct tags *t, struct str tag)
{
	if (!tag.s || !spelled(t, tag) || !in_core(t->a, tag) || t->n == MAX)
		return false;
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->list[i], tag))
			return false;
	t->list[t->n++] = tag;
	return true;
}

/* What the schema wants to be numbers and dates. */
static bool typed(struct arena *a, struct str tag, const struct field *f)
{
	static const char numbers[] = " #affected #inneed #population #reached #targeted #value ";
	struct str h = hashtag(tag), one;
	bool number = f->type == F_INT || f->type == F_QTY, num;

	num = hxl_read(a, S("#indicator+num"), &one) && hxl_within(one, tag);
	num |= hxl_read(a, S("#output+num"), &one) && hxl_within(one, tag);
	num |= strstr(numbers, str_z(a, str_fmt(a, " %.*s ", P(h)))) != NULL;
	if (num && !number)
		return false;
	return !str_eq(h, S("#date")) || f->type == F_DATE || f->type == F_DAY ||
	       f->type == F_TIME || f->type == F_EDTF;
}

static bool kind_ok(struct arena *a, const struct kind *k)
{
	struct tags t = { .a = a };
	bool ok = true;

	for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
		struct str tag = hxl_word_tag(str_of(common[i])), one;

		ok &= tag.s && hxl_read(a, tag, &one) && add(&t, one);
	}
	for (size_t i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];
		struct str tag;

		if (f->sight != PUB)
			continue;
		tag = hxl_tag(a, k, f);
		if (!typed(a, tag, f) || !add(&t, tag) ||
		    (f->type == F_QTY && !add(&t, hxl_qualifier_tag(a, k, f)))) {
			printf("# %s.%s: %.*s\n", k->name, f->name, P(tag));
			ok = false;
		}
	}
	return ok;
}

static bool words_ok(struct arena *a, struct str (*tag_of)(struct str), const char *const *list,
		     size_t n)
{
	struct tags t = { .a = a };
	bool ok = true;

	for (size_t i = 0; i < n; i++) {
		struct str tag = tag_of(str_of(list[i])), one;

		if (!tag.s || !hxl_read(a, tag, &one) || !add(&t, one)) {
			printf("# %s: %.*s\n", list[i], P(tag));
			ok = false;
		}
	}
	return ok && !tag_of(S("nothing")).s;
}

static bool reads(struct arena *a, const char *cell, const char *want)
{
	struct str tag;

	if (!hxl_read(a, str_of(cell), &tag))
		return !want;
	return want && str_eq(tag, str_of(want));
}

int main(void)
{
	struct arena *a = arena_new(0);

	for (size_t i = 0; i < kinds_n; i++)
		if (kinds[i]->code)
			CHECK(kinds[i]->name, kind_ok(a, kinds[i]));
	CHECK("what is public of sealed forms is tagged, each alone",
	      words_ok(a, hxl_word_tag, sealed, sizeof sealed / sizeof *sealed));
	CHECK("the words of 3W are tagged, each alone",
	      words_ok(a, hxl_word_tag, threew, sizeof threew / sizeof *threew));
	CHECK("the columns of a bulletin are tagged, each alone",
	      words_ok(a, hxl_figure_tag, figure, sizeof figure / sizeof *figure));
	CHECK("a tag has one spelling",
	      reads(a, " #Affected +F +children+f ", "#affected+children+f"));
	CHECK("an empty cell is no tag and no mistake", reads(a, "  ", ""));
	CHECK("a tag begins with a letter", reads(a, "#9lives", NULL));
	CHECK("a tag begins with #", reads(a, "org", NULL));
	CHECK("an attribute is a word", reads(a, "#org+na-me", NULL));
	CHECK("an attribute is not empty", reads(a, "#org+", NULL));
	CHECK("two tags are no tag", reads(a, "#org #adm1", NULL));
	CHECK("a pattern asks for attributes", hxl_within(S("#org+name"), S("#org+code+name")));
	CHECK("all of them", !hxl_within(S("#org+code+name"), S("#org+name")));
	CHECK("and the same hashtag", !hxl_within(S("#adm1"), S("#org")));
	CHECK("a bare hashtag fits all of its kind", hxl_within(S("#org"), S("#org+name")));
	arena_free(a);
	return done();
}
