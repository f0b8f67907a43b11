/* Persons are found by name, as they are known last, however it is spelled; who is forgotten is not; nobody is by anything but a
 * name; and it does not matter in which order they came. */
#include "keyd/index.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
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
static struct str found_by(struct index *x, struct index_asked asked)
{
	struct index_query q;
	struct buf b = { .a = a };
	struct index_hit *hits;
	size_t n;
	bool more;
	struct err e;

	if (!index_query(a, &asked, &q, &e))
		return e.kind == ERR_REFUSED ? S("refused") : S("failed");
	index_find(x, a, &q, 5, &hits, &n, &more);
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s%.*s", i ? " " : "", P(hits[i].names.case_no));
	return b.len ? str_fmt(a, "%.*s%s", P(buf_text(&b)), more ? " more" : "") : S("");
}

static struct str found(struct index *x, const char *query)
{
	return found_by(x, (struct index_asked){ str_of(query), S(""), S("") });
}

static bool finds(struct index *x, const char *query, const char *want)
{
	struct str got = found(x, query);

	if (!str_eq(got, str_of(want)))
		printf("# %s: %.*s\n", query, P(got));
	return str_eq(got, str_of(want));
}

/* The best answer. */
static bool first(struct index *x, const char *query, const char *want)
{
	struct str all = found(x, query), got = str_cut(&all, ' ');

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
	      finds(x, "samir", "A") && first(x, "Aqqad, Omar", "B") && finds(x, "Haddad", ""));
	CHECK("by a Latin name, too, by another spelling, and in Arabic",
	      first(x, "Akkad Sameer", "A") && first(x, "Samer Akad", "A") &&
		      first(x, "سمير العقاد", "A"));
	CHECK("what is said later leaves the rest as it was",
	      take(x, 1, &later) && finds(x, "samir", "A"));
	CHECK("or takes its place",
	      take(x, 1, &other) && first(x, "Aqqad", "B") && first(x, "Sami Haddad", "A") &&
		      first(x, "El Akkad Sameer", "A") && index_persons(x) == 2);
	CHECK("a query without a word is refused",
	      finds(x, " - ", "refused") && finds(x, "", "refused"));
	index_forget(x, 1);
	CHECK("who is forgotten is not found",
	      finds(x, "Haddad", "") && finds(x, "Omar", "B") && index_persons(x) == 1);
	CHECK("and may come again", take(x, 1, &samir) && finds(x, "Samir", "A"));
}

static struct str word(uint32_t i)
{
	static const char *const starts[] = {
		"Bar", "Dal", "Fir", "Gan", "Har", "Jal", "Kam", "Lut"
	};

	return str_fmt(a, "%s%c%c%c", starts[i % 8], "bdfgjklmnrstz"[i / 8 % 13],
		       "aeiou"[i / 104 % 5], "bdfgjklmnqrstwyzhv"[i / 520 % 18]);
}

/* Of three words: as one writes it, the same in Arabic, and another habit. */
static struct names three(const char *case_no, const char *name, const char *born)
{
	static const char *const parts[] = { "ism", "father", "family" };
	struct names x = { .case_no = str_of(case_no),
			   .full = { .set = true },
			   .born = str_of(born) };
	struct str rest = str_of(name);

	while (rest.s && x.full.n < 3) {
		struct str word = str_cut(&rest, ' ');

		x.full.v[x.full.n] =
			(struct name_part){ str_of(parts[x.full.n]),
					    (uint8_t)*word.s < 0x80 ? S("Latn") : S("Arab"), word };
		x.full.n++;
	}
	return x;
}

static bool shows(struct index *x, struct index_asked asked, const char *want)
{
	struct str all = found_by(x, asked), rest = all;

	while (rest.s)
		if (str_eq(str_cut(&rest, ' '), str_of(want)))
			return true;
	printf("# %.*s %.*s: %.*s, not %s\n", P(asked.name), P(asked.born), P(all), want);
	return false;
}

/* However sure the best answer is, who has the same words is another. */
static void sure(void)
{
	static const struct {
		const char *first, *then, *born, *then_born;
	} list[] = {
		{ "Mohammed Ahmad Hassan", "محمد أحمد حسن", "1980-03-01", "1980-03-01" },
		{ "Abd-al-Rahman Taha Shami", "عبدالرحمن طه الشامي", "1980", "1980" },
		{ "Ghassan Qasim Qadri", "غسان قاسم قدري", "1980", "1980" },
		{ "Nizar Walid Barazi", "Nezar Waleed Barazy", "1978~", "1980" },
		{ "Zakwan Idris Homsi", "Zekvan Idriss Houmsi", "1980", "1980" },
		{ "Ziad Ghazi Attar", "زياد غازي عطار", "1980", "1980-06" },
	};
	struct err e;
	struct index *x = index_new(a, &e);
	bool all = true;

	for (uint32_t i = 0; i < 2 * sizeof list / sizeof *list; i++) {
		struct names n = three(str_z(a, str_fmt(a, "S%u", i)),
				       i % 2 ? list[i / 2].then : list[i / 2].first,
				       i % 2 ? list[i / 2].then_born : list[i / 2].born);

		all &= take(x, i, &n);
	}
	for (uint32_t i = 100; i < 3000; i++) {
		struct names n = three("Z",
				       str_z(a, str_fmt(a, "%.*s %.*s %s", P(word(i)),
							P(word(7 * i)), i % 3 ? "Hassan" : "حسن")),
				       "1980");

		all &= take(x, i, &n);
	}
	for (uint32_t i = 0; i < sizeof list / sizeof *list; i++) {
		struct index_asked asked = { str_of(list[i].first), str_of(list[i].born), S("") };

		all &= shows(x, asked, str_z(a, str_fmt(a, "S%u", 2 * i))) &&
		       shows(x, asked, str_z(a, str_fmt(a, "S%u", 2 * i + 1)));
		asked.born = S("");
		all &= shows(x, asked, str_z(a, str_fmt(a, "S%u", 2 * i + 1)));
	}
	CHECK("who agrees in all words is shown, however sure the best is", all);
	CHECK("but not who was born in another time",
	      !str_eq(found_by(x,
			       (struct index_asked){ S("Ghassan Qasim Qadri"), S("1940"), S("") }),
		      S("S4")));
}

#define MANY 9000

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
			all &= first(x, str_z(a, word(i)), str_z(a, str_fmt(a, "C%u", i)));
	}
	CHECK("thousands are taken up, and found meanwhile",
	      taken && all && index_persons(x) == MANY);
	for (uint32_t i = 0; i < MANY && all; i += 7)
		all = first(x,
			    str_z(a, str_fmt(a, "%.*s %s", P(word(i)), i % 3 ? "common" : "usual")),
			    str_z(a, str_fmt(a, "C%u", i)));
	CHECK("each is found by a rare word and a common one", all);
	CHECK("of very many the first are shown, and that there are more",
	      str_ends(found(x, "Common"), S(" more")));
	CHECK("one of three words may be missing",
	      first(x, str_z(a, str_fmt(a, "%.*s Nobody Usual", P(word(3)))), "C3"));
}

/* How sure it is whom a name, a year and a mother's name mean that one of so many has. */
static int sure_by_mother(uint32_t of)
{
	struct err e;
	struct index *x = index_new(a, &e);
	struct index_asked asked = { str_fmt(a, "%.*s Common", P(word(9))), S("1980"),
				     str_fmt(a, "%.*s", P(word(9 % of + 1))) };
	struct index_query q;
	struct index_hit *hits;
	size_t n;
	bool more, taken = true;

	for (uint32_t i = 0; i < 2500; i++) {
		struct names who = one(str_z(a, str_fmt(a, "C%u", i)), str_z(a, word(i)), "Common");

		who.born = str_fmt(a, "%u", 1970 + i % 30);
		who.mother = (struct name_parts){ .set = true, .n = 1 };
		who.mother.v[0] = (struct name_part){ S("ism"), S("Latn"), word(i % of + 1) };
		taken &= take(x, i, &who);
	}
	if (!taken || !index_query(a, &asked, &q, &e))
		return -1;
	index_find(x, a, &q, 1, &hits, &n, &more);
	return n ? hits[0].score : -1;
}

static void by_mother(void)
{
	int common = sure_by_mother(3), rare = sure_by_mother(2500);

	printf("# by a mother's name that one in three has %d, that one has %d\n", common, rare);
	CHECK("a mother's name that many have makes nobody as sure as one that few have",
	      common > 0 && common < rare);
}

/* Names that change after their words were sorted, which are then sorted in again and again. */
static void changed(void)
{
	struct err e;
	struct index *x = index_new(a, &e);
	struct names before = one("S", "Samir", "Aqqad"), then = one("S", "Sami", "Haddad");
	bool taken = take(x, 0, &before);

	for (uint32_t i = 1; i < MANY; i++) {
		struct names n = one(str_z(a, str_fmt(a, "C%u", i)), str_z(a, word(i)), "Common");

		taken &= take(x, i, &n);
		if (i == MANY / 2)
			taken &= finds(x, "Samir Aqqad", "S") && take(x, 0, &then);
	}
	CHECK("who is named anew is found by the new name alone, among thousands",
	      taken && first(x, "Haddad Sami", "S") && !first(x, "Aqqad", "S") &&
		      first(x, str_z(a, word(7)), "C7"));
	index_forget(x, 0);
	CHECK("who is forgotten among thousands is not found, all others are",
	      !first(x, "Haddad Sami", "S") && !first(x, str_z(a, word(256)), "C256") &&
		      first(x, str_z(a, word(257)), "C257"));
	CHECK("and may come again by another name",
	      take(x, 0, &before) && first(x, "Samir Aqqad", "S") && finds(x, "Samir Aqqad", "S"));
}

static const char *const given[] = { "محمد",   "Mohammed", "Samir", "سمير",	   "Khaled",
				     "Zakwan", "Fatima",   "فاطمة", "Abdulrahman", "Nur al-Din" },
			 *const family[] = { "Barakat", "قنديل",  "Darwish", "al-Aqqad",
					     "Kandil",	"Khatib", "الخطيب",  "Sawwan" };

#define A_FEW 60
#define TURNS 240

static uint32_t next(uint32_t *state)
{
	return (*state = *state * 1664525u + 1013904223u) >> 8;
}

/* Some names, or what is said anew of them. */
static struct names some(uint32_t *state, uint32_t who)
{
	struct names x = one(str_z(a, str_fmt(a, "N%u", who)), given[next(state) % 10],
			     family[next(state) % 8]);

	if (next(state) % 3 == 0)
		x.full = (struct name_parts){ .set = false };
	if (next(state) % 2) {
		x.has_latin = true;
		x.n_latin = 1;
		x.latin[0] = str_fmt(a, "%s %s", given[next(state) % 10], family[next(state) % 8]);
	}
	if (next(state) % 2)
		x.born = str_fmt(a, "%u-%02u-01", 1970 + next(state) % 20, 1 + next(state) % 12);
	return x;
}

static bool same_answers(struct index *x, struct index *y, struct index_asked asked)
{
	struct index_hit *of_x, *of_y;
	struct index_query q;
	bool more_x, more_y;
	size_t n, m;
	struct err e;

	if (!index_query(a, &asked, &q, &e))
		return false;
	index_find(x, a, &q, 20, &of_x, &n, &more_x);
	index_find(y, a, &q, 20, &of_y, &m, &more_y);
	for (size_t i = 0; i < n && i < m; i++)
		if (memcmp(of_x[i].subject, of_y[i].subject, 16) ||
		    of_x[i].score != of_y[i].score || of_x[i].strong != of_y[i].strong ||
		    of_x[i].likely != of_y[i].likely ||
		    !str_eq(of_x[i].names.case_no, of_y[i].names.case_no))
			return false;
	return n == m && more_x == more_y;
}

static bool all_same_answers(struct index *x, struct index *y)
{
	static const struct index_asked list[] = {
		{ SC("Samir Barakat"), SC(""), SC("") },
		{ SC("Muhammad Qandil"), SC("1980"), SC("") },
		{ SC("سمير العقاد"), SC("1975/1980"), SC("") },
		{ SC("Khatib Fatma 1981"), SC(""), SC("Samira") },
		{ SC("Zakwan"), SC(""), SC("") },
	};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (!same_answers(x, y, list[i]))
			return false;
	return true;
}

/* As it is after some turns, built anew in another order. */
static struct index *anew(struct names (*said)[TURNS], const size_t *n)
{
	struct err e;
	struct index *x = index_new(a, &e);

	for (uint32_t i = A_FEW; i-- > 0;)
		for (size_t k = 0; k < n[i]; k++)
			if (!take(x, i, &said[i][k]))
				return NULL;
	return x;
}

/* Some come, are named anew and are forgotten, and are looked for between. */
static void any_order(void)
{
	struct names(*said)[TURNS] = arena_array(a, A_FEW, sizeof *said);
	size_t n[A_FEW] = { 0 };
	struct err e;
	struct index *x = index_new(a, &e);
	uint32_t state = 17;
	bool same = true, taken = true;

	for (size_t turn = 0; turn < TURNS; turn++) {
		uint32_t who = next(&state) % A_FEW;

		if (next(&state) % 12 == 0) {
			index_forget(x, (uint8_t)who);
			n[who] = 0;
		} else {
			said[who][n[who]] = some(&state, who);
			taken &= take(x, who, &said[who][n[who]++]);
		}
		if (turn % 8 == 0)
			same &= all_same_answers(x, anew(said, n));
	}
	CHECK("in whatever order names come, change and go, the answers are those of an index made "
	      "anew",
	      taken && same);
}

/* The memory of this process, but for what is not there and what a sanitizer keeps. */
#define MAPPED ((uintptr_t)1 << 30)
#define PAGE   ((size_t)1 << 12)
#define HIDE   0x5a

/* A text as nobody has it in memory. */
struct hidden {
	size_t n;
	uint8_t at[64];
};

static struct hidden hide(const void *p, size_t n)
{
	struct hidden x = { .n = n };

	for (size_t i = 0; i < n && i < sizeof x.at; i++)
		x.at[i] = ((const uint8_t *)p)[i] ^ HIDE;
	return x;
}

static bool is_hidden(const uint8_t *p, const struct hidden *x)
{
	for (size_t i = 0; i < x->n; i++)
		if ((p[i] ^ HIDE) != x->at[i])
			return false;
	return true;
}

/* How often one stands in a piece of memory; -1: none of it can be read. */
static int in_pages(int mem, uintptr_t from, uintptr_t to, const struct hidden *x)
{
	static uint8_t page[2 * PAGE]; /* of which the first half ends as the one before did */
	int found = -1;

	memset(page, 0, sizeof page);
	for (uintptr_t at = from; at < to; at += PAGE) {
		memcpy(page, page + PAGE, PAGE);
		if (pread(mem, page + PAGE, PAGE, (off_t)at) != (ssize_t)PAGE)
			memset(page + PAGE, 0, PAGE);
		else if (found < 0)
			found = 0;
		for (size_t i = PAGE - x->n + 1; i + x->n <= 2 * PAGE; i++)
			found += is_hidden(page + i, x);
	}
	memset(page, 0, sizeof page);
	return found;
}

/* The same of all memory. */
static int in_memory(const struct hidden *x)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	int mem = open("/proc/self/mem", O_RDONLY | O_CLOEXEC), found = -1;
	uintptr_t from, to;
	char rights[5];

	while (maps && mem >= 0 &&
	       fscanf(maps, "%" SCNxPTR "-%" SCNxPTR " %4s%*[^\n]", &from, &to, rights) == 3) {
		int here = rights[0] == 'r' && rights[1] == 'w' && to - from < MAPPED
				   ? in_pages(mem, from, to, x)
				   : -1;

		found = here < 0 ? found : here + (found < 0 ? 0 : found);
	}
	if (maps)
		(void)fclose(maps);
	if (mem >= 0)
		(void)close(mem);
	return found;
}

/* A name of which no word stands in this program, in memory that is wiped; named anew, found, and asked of. */
static void somebody(struct index *x, struct hidden out[3])
{
	struct arena *before = a;
	struct names n = { .full = { .set = true, .n = 2 } }, later;
	struct index_hit *hits;
	struct index_query q;
	size_t found;
	bool more;
	char *text[2];

	a = key_arena(0);
	for (int i = 0; i < 2; i++) {
		text[i] = arena_alloc(a, 12);
		for (int k = 0; k < 11; k++)
			text[i][k] = (char)("qxvzkwjybd"[(7 * k + 3 * i) % 10]);
		out[i] = hide(text[i], 11);
	}
	n.case_no = S("Q");
	n.full.v[0] = (struct name_part){ S("ism"), S("Latn"), str_of(text[0]) };
	n.full.v[1] = (struct name_part){ S("family"), S("Latn"), str_of(text[1]) };
	later = (struct names){
		.case_no = S("Q"), .born = S("1980"), .has_latin = true, .n_latin = 1
	};
	later.latin[0] = str_fmt(a, "%s %s and a few more", text[0], text[1]);
	if (!take(x, 7, &n) || !take(x, 7, &later))
		return;
	index_query_of(a, &n, &q);
	index_find(x, a, &q, 5, &hits, &found, &more);
	out[2].n = found;
	arena_free(a);
	a = before;
}

/* Of who is forgotten nothing is left in memory, and all others are found at once. */
static void wiped(void)
{
	struct err e;
	struct index *x = index_new(a, &e);
	struct hidden name[3];
	int before[2], after[2];

	for (uint32_t i = 0; i < 3000; i++) {
		struct names n = one(str_z(a, str_fmt(a, "C%u", i)), str_z(a, word(i)), "Common");

		if (i % 256 != 7)
			(void)take(x, i, &n);
	}
	somebody(x, name);
	for (int i = 0; i < 2; i++)
		before[i] = in_memory(&name[i]);
	index_forget(x, 7);
	for (int i = 0; i < 2; i++)
		after[i] = in_memory(&name[i]);
	if (before[0] < 0) {
		CHECK("what is forgotten is not in memory # SKIP it may not read its own", true);
		return;
	}
	printf("# %d %d %d %d\n", before[0], before[1], after[0], after[1]);
	CHECK("who is known is in memory", name[2].n == 1 && before[0] > 0 && before[1] > 0);
	CHECK("what is forgotten is not", !after[0] && !after[1]);
	CHECK("and all others are found", first(x, str_z(a, word(256)), "C256"));
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

/* All with the same bytes where a number is taken of a random one: each would be looked for behind all that came before. */
static void chosen(void)
{
	const uint32_t n = 200000;
	struct err e;
	struct index *x = index_new(a, &e);
	const struct names who = one("CASE-1", "Samira", "Toubal");
	struct names got;
	struct index_record r = { 0 };
	struct buf body = { .a = a };
	size_t taken = 0, known = 0;

	names_put(&who, &body);
	r.body = buf_text(&body);
	for (uint32_t i = 0; x && i < n; i++) {
		memcpy(r.subject + 12, &i, sizeof i);
		taken += index_take(x, &r, &e);
	}
	CHECK("persons whose numbers somebody chose are taken", taken == n);
	for (uint32_t i = 0; x && i < n; i += n / 100) {
		memcpy(r.subject + 12, &i, sizeof i);
		known += index_person(x, a, r.subject, &got);
	}
	CHECK("and known by them", known == 100 && index_persons(x) == n);
}

int main(void)
{
	a = arena_new(0);
	if (!a || !key_start())
		return 1;
	a_few();
	sure();
	many();
	by_mother();
	changed();
	any_order();
	wiped();
	bodies();
	records();
	chosen();
	arena_free(a);
	return done();
}
