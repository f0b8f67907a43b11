/* What an error says of long input: the beginning, cut between characters. */
#include "base/err.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "record/refuse.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

/* So many times the same. */
static struct str many(const char *of, size_t n)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < n; i++)
		buf_str(&b, str_of(of));
	return buf_text(&b);
}

/* The first ERR_SHOWN of these, and that there is more. */
static bool is_cut(const char *text, const char *of)
{
	return str_eq(str_of(text), str_fmt(a, "%.*s…", P(many(of, ERR_SHOWN))));
}

static bool value_cut(const char *of)
{
	struct err e;

	err_value(&e, ERR_REFUSED, S("name"), many(of, 50000), "%s", "a name");
	return is_cut(e.value, of) && utf8_ok(str_of(e.what)) && strlen(e.what) < 400 &&
	       !strcmp(e.want, "a name");
}

int main(void)
{
	struct refusals why;
	struct err e;

	a = arena_new(0);
	why = (struct refusals){ .a = a };
	CHECK("a long value is cut after as many characters in any script",
	      value_cut("x") && value_cut("س") && value_cut("東") && value_cut("𐎠"));
	err_value(&e, ERR_REFUSED, S("name"), many("س", ERR_SHOWN), "a name");
	CHECK("one that is not longer stands whole", str_eq(str_of(e.value), many("س", ERR_SHOWN)));
	refuse(&why, "id", S("name"), many("س", 50000), "a name");
	refuse(&why, "id", S("name"), many("س", ERR_SHOWN), "a name");
	CHECK("a refusal does the same", is_cut(str_z(a, why.list[0].value), "س") &&
						 str_eq(why.list[1].value, many("س", ERR_SHOWN)));
	CHECK("bytes that are no UTF-8 are cut, too",
	      err_shown(many("\xd8", 500)).len == ERR_SHOWN && !err_shown(S("")).len);
	for (size_t n = 0, bad = 0; n < 8; n++) {
		struct str text = str_fmt(a, "%.*s%.*s", P(many("x", n)), P(many("東", 5000)));

		err_put(&e, ERR_FAILED, "%.*s", P(text));
		(void)within(&e, "%.*s", P(text));
		(void)err_at(&e, "%.*s", P(text));
		bad += !utf8_ok(str_of(e.what)) || !utf8_ok(str_of(e.where)) ||
		       !str_ends(str_of(e.what), S("…")) || !str_ends(str_of(e.where), S("…"));
		if (n == 7)
			CHECK("texts that are too long end with a whole character", !bad);
	}
	for (size_t n = sizeof e.what - 8, bad = 0; n <= sizeof e.what; n++) {
		err_put(&e, ERR_FAILED, "old");
		(void)within(&e, "%.*s", P(many("x", n)));
		bad += strlen(e.what) >= sizeof e.what;
		if (n == sizeof e.what)
			CHECK("and fit", !bad);
	}
	arena_free(a);
	return done();
}
