/* Persons are found by name, as they are known last; nobody else is; and nobody by anything but a name. */
#include "keyd/index.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "match/name.h"
#include "record/kinds.h"
#include "record/rec.h"
#include "record/refuse.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

static void subject_of(uint32_t i, uint8_t out[16])
{
	memset(out, 0, 16);
	out[0] = (uint8_t)i;
	memcpy(out + 4, &i, sizeof i);
}

static struct names one(const char *case_no, const char *ism, const char *family)
{
	struct names x = { .case_no = str_of(case_no), .full = { .set = true, .n = 2 } };

	x.full.v[0] = (struct name_part){ S("ism"), S("Latn"), str_of(ism) };
	x.full.v[1] = (struct name_part){ S("family"), S("Latn"), str_of(family) };
	return x;
}

static bool take(struct index *x, uint32_t i, const struct names *names)
{
	struct buf b = { .a = a };
	struct index_record r;
	struct err e;

	names_put(names, &b);
	subject_of(i, r.subject);
	r.body = buf_text(&b);
	return index_take(x, &r, &e);
}

/* The cases that answer, in their order. */
static struct str found(struct index *x, const char *query)
{
	struct index_query asked = index_query(a, str_of(query));
	struct buf b = { .a = a };
	struct index_hit *hits;
	size_t n;
	bool more;
	struct err e;

	if (!index_find(x, a, &asked, 5, &hits, &n, &more, &e))
		return e.kind == ERR_REFUSED ? S("refused") : S("failed");
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%.*s", i ? " " : "", P(hits[i].names.case_no));
	return b.len ? str_fmt(a, "%.*s%s", P(buf_text(&b)), more ? " more" : "") : S("");
}

static bool finds(struct index *x, const char *query, const char *want)
{
	struct str got = found(x, query);

	if (!str_eq(got, str_of(want)))
		printf("# %s: %.*s\n", query, P(got));
	return str_eq(got, str_of(want));
}

static void a_few(void)
{
	struct err e;
	struct index *x = index_new(a, &e);
	struct names samir = one("A", "Samir", "Aqqad"), omar = one("B", "Omar", "Aqqad"),
		     later = { .case_no = S("A"), .born = S("1980") },
		     other = one("A", "Sami", "Haddad");

	CHECK("an empty one finds nobody", finds(x, "Samir", "") && !index_persons(x));
	samir.has_latin = true;
	samir.n_latin = 1;
	samir.latin[0] = S("Sameer El Akkad");
	CHECK("persons are taken up",
	      take(x, 1, &samir) && take(x, 2, &omar) && index_persons(x) == 2);
	CHECK("and found by their words",
	      finds(x, "samir", "A") && finds(x, "Aqqad, Omar", "B") && finds(x, "Haddad", ""));
	CHECK("by a Latin name, too, and not by two names mixed",
	      finds(x, "Akkad Sameer", "A") && finds(x, "Sameer Aqqad", ""));
	CHECK("what is said later leaves the rest as it was",
	      take(x, 1, &later) && finds(x, "samir", "A"));
	CHECK("or takes its place", take(x, 1, &other) && finds(x, "samir", "") &&
					    finds(x, "Sami Haddad", "A") &&
					    finds(x, "Sameer", "A") && index_persons(x) == 2);
	CHECK("a query without a word is refused",
	      finds(x, " - ", "refused") && finds(x, "", "refused"));
	index_forget(x, 1);
	CHECK("who is forgotten is not found",
	      finds(x, "Haddad", "") && finds(x, "Omar", "B") && index_persons(x) == 1);
	CHECK("and may come again", take(x, 1, &samir) && finds(x, "Samir", "A"));
}

#define MANY 9000

static struct str word(uint32_t i)
{
	static const char *const starts[] = {
		"Bar", "Dal", "Fir", "Gan", "Har", "Jal", "Kam", "Lut"
	};

	return str_fmt(a, "%s%c%c%c", starts[i % 8], 'a' + (int)(i / 8 % 26),
		       'a' + (int)(i / 208 % 26), 'a' + (int)(i / 5408 % 26));
}

static void many(void)
{
	struct err e;
	struct index *x = index_new(a, &e);
	bool taken = true, all = true;

	for (uint32_t i = 0; i < MANY; i++) {
		struct names n = one(str_z(a, str_fmt(a, "C%u", i)), str_z(a, word(i)),
				     i % 3 ? "Common" : "Usual");

		taken &= take(x, i, &n);
		/* Some are looked for on the way, while their words are not sorted. */
		if (i % 1700 == 0)
			all &= finds(x, str_z(a, word(i)), str_z(a, str_fmt(a, "C%u", i)));
	}
	CHECK("thousands are taken up, and found meanwhile",
	      taken && all && index_persons(x) == MANY);
	for (uint32_t i = 0; i < MANY && all; i += 7)
		all = finds(x,
			    str_z(a, str_fmt(a, "%.*s %s", P(word(i)), i % 3 ? "common" : "usual")),
			    str_z(a, str_fmt(a, "C%u", i)));
	CHECK("each is found by a rare word and a common one", all);
	CHECK("of very many the first are shown, and that there are more",
	      str_ends(found(x, "Common"), S(" more")));
	CHECK("one of three words may be missing",
	      finds(x, str_z(a, str_fmt(a, "%.*s Nobody Usual", P(word(3)))), "C3"));
}

/* Names that change after their words were sorted, which are then sorted in again and again. */
static void changed(void)
{
	struct err e;
	struct index *x = index_new(a, &e);
	struct names first = one("S", "Samir", "Aqqad"), then = one("S", "Sami", "Haddad");
	bool taken = take(x, 0, &first);

	for (uint32_t i = 1; i < MANY; i++) {
		struct names n = one(str_z(a, str_fmt(a, "C%u", i)), str_z(a, word(i)), "Common");

		taken &= take(x, i, &n);
		if (i == MANY / 2)
			taken &= finds(x, "Samir Aqqad", "S") && take(x, 0, &then);
	}
	CHECK("who is named anew is found by the new name alone, among thousands",
	      taken && finds(x, "Haddad Sami", "S") && finds(x, "Samir Aqqad", "") &&
		      finds(x, str_z(a, word(7)), "C7"));
	index_forget(x, 0);
	CHECK("who is forgotten among thousands is not found, all others are",
	      finds(x, "Haddad Sami", "") && finds(x, str_z(a, word(256)), "") &&
		      finds(x, str_z(a, word(257)), "C257"));
	CHECK("and may come again by another name",
	      take(x, 0, &first) && finds(x, "Samir Aqqad", "S") && finds(x, "Haddad Sami", ""));
}

static void bodies(void)
{
	struct names x = one("A-1", "سمير", "عقاد"), y;
	struct buf b = { .a = a };
	struct read in;
	size_t cut = 0;
	struct index_record r = { { 1 }, S("\xa1\x01\x61") };
	struct err e;

	x.mother = x.full;
	x.has_latin = true;
	x.n_latin = 2;
	x.latin[0] = S("Samir Aqqad");
	x.latin[1] = S("S. Akkad");
	x.born = S("1980/1985");
	x.full.v[1].script = S("Arab");
	names_put(&x, &b);
	in = read_of(b.p, b.len);
	CHECK("a body is read as it was written",
	      names_read(&in, &y) && str_eq(y.case_no, S("A-1")) && y.full.n == 2 &&
		      y.mother.n == 2 && y.n_latin == 2 && str_eq(y.latin[1], S("S. Akkad")) &&
		      str_eq(y.born, S("1980/1985")) && str_eq(y.full.v[0].text, S("سمير")));
	for (size_t n = 0; n < b.len; n++) {
		in = read_of(b.p, n);
		cut += !names_read(&in, &y) && in.wrong;
	}
	CHECK("cut off anywhere it is refused", cut == b.len);
	CHECK("what is no body is not taken up",
	      !index_take(index_new(a, &e), &r, &e) && e.kind == ERR_FALSE);
	CHECK("a name is written in its order, or in one script only",
	      str_eq(names_text(a, &x.full, (struct str){ NULL, 0 }), S("سمير عقاد")) &&
		      str_eq(names_text(a, &x.full, S("Arab")), S("عقاد")));
}

static void records(void)
{
	struct refusals why = { .a = a };
	struct rec *r = rec_new(a, &kind_registration), *c = rec_new(a, &kind_correction),
		   *o = rec_new(a, &kind_request);
	struct names x;

	CHECK("a registration says its names",
	      rec_set(a, r, S("full_name"), S("ism Samir, family Aqqad"), &why) &&
		      rec_set(a, r, S("latin_names"), S("Sameer Akkad|S. Aqqad"), &why) &&
		      rec_set(a, r, S("born"), S("1980"), &why) && names_of(a, r, &x) &&
		      x.full.n == 2 && x.n_latin == 2 && str_eq(x.born, S("1980")) &&
		      !x.mother.set);
	CHECK("a correction says what it corrects",
	      rec_set(a, c, S("field"), S("full_name"), &why) &&
		      rec_set(a, c, S("new_value"), S("ism Omar"), &why) && names_of(a, c, &x) &&
		      x.full.n == 1 && str_eq(x.full.v[0].text, S("Omar")) && !x.born.s);
	CHECK("of another field, or another record, nothing is kept",
	      rec_set(a, c, S("field"), S("group"), &why) && !names_of(a, c, &x) &&
		      !names_of(a, o, &x));
}

int main(void)
{
	a = arena_new(0);
	if (!a || !key_start())
		return 1;
	a_few();
	many();
	changed();
	bodies();
	records();
	arena_free(a);
	return done();
}
