/* Names are found however they are spelled, in either script, and what is not one person is told apart. The words themselves are
 * in match_words_test.c. */
#include "match/index.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

/* An index of invented names; the number of each is its place. */
static const char *const people[][2] = {
	{ "Samir Aqqad", "1980-03-04" },
	{ "سمير العقاد", "1951" },
	{ "Khalid Omar Barakat", "1990-07-09" },
	{ "خالد عمر بركات", "1962-02-11" },
	{ "Nour al-Din Haddad", "1977" },
	{ "عبد الرحمن قنديل", "1985-10-10" },
	{ "Abu Hamza Shahin", "" },
	{ "Yousef Qassab", "1999-12-31" },
	{ "Walid Jan", "1980" },
	{ "Rana Darwish", "1988-05-05" },
};

struct asked {
	struct arena *a, *one;
	struct match *m;
};

static struct asked ask_of(size_t more)
{
	struct asked x = { arena_new(0), arena_new(0), NULL };
	struct birth b;

	x.m = match_new(x.a, 4);
	for (uint32_t i = 0; i < sizeof people / sizeof *people; i++) {
		(void)birth_read(str_of(people[i][1]), &b);
		(void)match_add(x.m, i, str_of(people[i][0]), b);
	}
	for (uint32_t i = 0; i < more; i++) {
		struct str name =
			str_fmt(x.one, "%s%c%c %s", i % 3 ? "Tar" : "Hos", 'a' + (int)(i % 26),
				'a' + (int)(i / 26 % 26), people[i % 10][0]);

		(void)match_add(x.m, 1000 + i, name, (struct birth){ 0 });
	}
	return x;
}

static void end(struct asked *x)
{
	arena_free(x->a);
	arena_free(x->one);
}

/* Who is first for this name and birth, -1 nobody. */
static int first(struct asked *x, const char *name, const char *born)
{
	struct match_hit *hit;
	struct birth b;
	size_t n;

	(void)birth_read(str_of(born), &b);
	n = match_find(x->m, x->one, str_of(name), b, 10, &hit);
	return n ? (int)hit[0].who : -1;
}

static void found(void)
{
	struct asked x = ask_of(0);

	CHECK("a name is found as it is", first(&x, "Rana Darwish", "") == 9);
	CHECK("in the other script",
	      first(&x, "عبدالرحمن قنديل", "") == 5 && first(&x, "Abdurrahman Kandil", "") == 5);
	CHECK("as Turkish spells it", first(&x, "Yusuf Kassab", "") == 7);
	CHECK("with a slip", first(&x, "Rana Drawish", "") == 9);
	CHECK("in another order", first(&x, "Darwish Rana", "") == 9);
	CHECK("with a part missing", first(&x, "Khalid Barakat", "1990-07-09") == 2);
	CHECK("the day of birth tells two of one name apart",
	      first(&x, "Khaled Omar Barakat", "1990-07-09") == 2 &&
		      first(&x, "Khaled Omar Barakat", "1962") == 3);
	CHECK("a name without a word finds nobody", first(&x, "- 12", "") == -1);
	CHECK("one without a word is not taken",
	      !match_add(x.m, 77, S(" . "), (struct birth){ 0 }));
	match_drop(x.m, 9);
	CHECK("who was taken out is found no more", first(&x, "Rana Darwish", "") != 9);
	CHECK("and is counted no more", match_names(x.m) == 9);
	end(&x);
}

/* One writes a word where another writes two. */
static void parted(void)
{
	struct asked x = ask_of(900);
	struct birth none = { 0 };

	(void)match_add(x.m, 5000, S("SHERJAN"), none);
	(void)match_add(x.m, 5001, S("گل آغا نورزی"), none);
	(void)match_add(x.m, 5002, S("Zakwan Alshami"), none);
	CHECK("two words find one, in either script",
	      first(&x, "Sher Jan", "") == 5000 && first(&x, "شیر جان", "") == 5000);
	CHECK("one finds two", first(&x, "Gulagha Nurzai", "") == 5001 &&
				       first(&x, "Gulagha", "") == 5001 &&
				       first(&x, "گلآغا", "") == 5001);
	CHECK("an article that grew on, and one that stands apart, are no difference",
	      first(&x, "Zakwan Shami", "") == 5002 && first(&x, "Zakwan al-Shami", "") == 5002);
	CHECK("abd, din and Allah in one word or two",
	      first(&x, "Abdurrahman Kandil", "") == 5 &&
		      first(&x, "Abdul Rahman Kandil", "") == 5 &&
		      first(&x, "Noureddine Haddad", "") == 4 &&
		      first(&x, "نورالدين حداد", "") == 4 && first(&x, "نور الدين حداد", "") == 4);
	CHECK("a kunya that is missing, or more, costs little",
	      first(&x, "Shahin Hamza", "") == 6 && first(&x, "Abu Omar Rana Darwish", "") == 9);
	CHECK("a title, too",
	      first(&x, "Sheikh Rana Darwish", "") == 9 && first(&x, "الشيخ رنا درويش", "") == 9);
	end(&x);
}

/* Names that came after the lists were made are found as those before. */
static void grown(void)
{
	struct asked x = ask_of(300);
	struct match_hit *hit;
	struct birth none = { 0 };
	size_t n;

	CHECK("among others", first(&x, "Yousef Qassab", "1999-12-31") == 7);
	(void)match_add(x.m, 5000, S("Munira Talas"), none);
	CHECK("one who came later", first(&x, "Mounira Tallas", "") == 5000);
	(void)match_add(x.m, 5000, S("منيرة طلس"), none);
	n = match_find(x.m, x.one, S("Munira Talas"), none, 10, &hit);
	CHECK("a person with two names is there once",
	      n && hit[0].who == 5000 && (n < 2 || hit[1].who != 5000));
	CHECK("no more come than are asked for",
	      match_find(x.m, x.one, S("Samir"), none, 3, &hit) <= 3);
	end(&x);
}

/* Names of invented words, of which each is many persons'; some are Arabic. */
static struct str made_up(struct arena *a, uint32_t i)
{
	static const char *const latin[] = { "Samir", "Qasim", "Barakat", "Tarmazi", "Hosam" },
				 *const arabic[] = { "سمير", "قاسم", "بركات", "ترمذي", "حسام" };
	uint32_t n = i * 2654435761u;
	const char *const *w = n >> 31 ? latin : arabic;

	return str_fmt(a, "%s %s%s %s%s", w[n % 5], w[n / 5 % 5], n / 25 % 7 ? "" : w[n / 7 % 5],
		       w[n / 125 % 5], n / 31 % 3 ? "" : w[n / 625 % 5]);
}

static void add_made_up(struct match *m, struct arena *a, uint32_t i)
{
	struct birth b;

	(void)birth_read(i % 5 ? str_fmt(a, "%u-0%u-1%u", 1940 + i % 70, 1 + i % 9, i % 10) : S(""),
			 &b);
	(void)match_add(m, i, made_up(a, i), b);
}

/* Whether two indexes answer the same. */
static bool same_answers(struct match *x, struct match *y, struct arena *a)
{
	bool same = match_names(x) == match_names(y);

	for (uint32_t i = 0; i < 40; i++) {
		struct match_hit *p, *q;
		struct birth b;
		size_t n;

		(void)birth_read(i % 3 ? str_fmt(a, "%u", 1945 + i) : S(""), &b);
		n = match_find(x, a, made_up(a, i * 17), b, 8, &p);
		same &= n == match_find(y, a, made_up(a, i * 17), b, 8, &q);
		for (size_t k = 0; same && k < n; k++)
			same &= p[k].weight == q[k].weight && p[k].score == q[k].score &&
				p[k].birth == q[k].birth;
		same &= !n || p[0].who == q[0].who;
	}
	return same;
}

/* After persons came and went the answers are those of an index that never had others. */
static void churned(void)
{
	struct arena *a = arena_new(0);
	struct match *m = match_new(a, 0), *fresh = match_new(a, 900);
	struct match_hit *hit;
	struct birth none = { 0 };

	for (uint32_t i = 0; i < 900; i++) {
		add_made_up(m, a, i);
		(void)match_add(m, 9000 + i,
				str_fmt(a, "Zaghlul%c%c Fustuq%c", 'a' + (int)(i % 26),
					'a' + (int)(i / 26), 'a' + (int)(i % 7)),
				none);
		if (i % 200 == 77)
			(void)match_find(m, a, S("Samir"), none, 3, &hit);
		if (i % 3 == 0)
			match_drop(m, 9000 + i / 2);
	}
	for (uint32_t i = 0; i < 900; i++) {
		match_drop(m, 9000 + i);
		if (i % 4 == 0)
			match_drop(m, i);
		else
			add_made_up(fresh, a, i);
	}
	CHECK("who came and went changes no answer", same_answers(m, fresh, a));
	for (uint32_t i = 0; i < 900; i += 4) {
		add_made_up(m, a, i);
		add_made_up(fresh, a, i);
	}
	CHECK("nor does who comes back", same_answers(m, fresh, a));
	match_drop(m, 123456);
	CHECK("whoever is not there is taken out in vain", match_names(m) == match_names(fresh));
	for (uint32_t i = 0; i < 900; i++)
		match_drop(m, i);
	CHECK("when all are gone nobody is found",
	      match_names(m) == 0 && !match_find(m, a, S("Samir Barakat"), none, 8, &hit));
	arena_free(a);
}

/* What is kept between queries changes none of them, however little room there is, and is forgotten when names change. */
static void kept(void)
{
	static const size_t room[] = { 0, 20000, 1 << 20 };
	bool same = true, changed = true, within = true;

	for (size_t k = 0; k < sizeof room / sizeof *room; k++) {
		struct arena *a = arena_new(0);
		struct match *m = match_new(a, 900), *plain = match_new(a, 900);

		match_keep(m, room[k]);
		for (uint32_t i = 0; i < 800; i++) {
			add_made_up(m, a, i);
			add_made_up(plain, a, i);
		}
		same &= same_answers(m, plain, a) && same_answers(m, plain, a);
		within &= match_bytes(m) <= match_bytes(plain) + room[k];
		within &= !room[k] || match_bytes(m) > match_bytes(plain);
		for (uint32_t i = 0; i < 900; i++)
			if (i < 600) {
				match_drop(m, i);
				match_drop(plain, i);
			} else if (i >= 800) {
				add_made_up(m, a, i);
				add_made_up(plain, a, i);
			}
		changed &=
			same_answers(m, plain, a) && match_rare(m, a, S("Samir Qasim")) ==
							     match_rare(plain, a, S("Samir Qasim"));
		arena_free(a);
	}
	CHECK("what is kept changes no answer", same);
	CHECK("and takes no more room than it may", within);
	CHECK("nor is it kept when names change", changed);
}

/* On which a look-up relies: it asks for one of all years that are far. */
static void far_births(void)
{
	static const char *const born[] = { "1980-03-04", "1980-01-01", "1980",
					    "1980-03",	  "197X",	"1980~",
					    "1700",	  "2211-12-31", "[1970..1985]" };
	bool same = true;

	for (size_t i = 0; i < sizeof born / sizeof *born; i++) {
		struct birth b, other, far;

		same &= birth_read(str_of(born[i]), &b);
		other = far = b;
		far.first = far.last = (int16_t)(b.last + 5);
		for (int year = 1700; year <= 2211; year++) {
			other.first = other.last = (int16_t)year;
			if (year <= b.first - 5 || year >= b.last + 5)
				same &= birth_compare(b, other) == birth_compare(b, far);
		}
	}
	CHECK("births of years that are five apart or more say all the same", same);
}

/* Letters that are rare, as many as are looked at, say more than any name does. */
static void long_words(void)
{
	struct asked x = ask_of(0);
	struct birth none = { 0 };

	(void)match_add(x.m, 600, S("ئزظئذظثئزظذئظزثئذظزئظذثزظئ"), none);
	CHECK("a long word of rare letters is found",
	      first(&x, "ئزظئذظثئزظذئظزثئذظزئظذثزظئ", "") == 600);
	end(&x);
}

/* Whatever is taken from a name or its birth, or put in another order, speaks no more for it. */
static void monotone(void)
{
	static const char *const less[][2] = {
		{ "Khalid Omar Barakat", "1990-07-09" },
		{ "Khalid Omar Barakat", "1990" },
		{ "Khalid Omar Barakat", "" },
		{ "Khalid Barakat", "" },
		{ "Barakat Khalid", "" },
	};
	struct asked x = ask_of(900);
	int before = 1 << 20;
	bool falls = true;

	for (size_t i = 0; i < sizeof less / sizeof *less; i++) {
		struct match_hit *hit;
		struct birth b;
		size_t n;

		(void)birth_read(str_of(less[i][1]), &b);
		n = match_find(x.m, x.one, str_of(less[i][0]), b, 10, &hit);
		while (n && hit[n - 1].who != 2)
			n--;
		falls &= n && hit[n - 1].weight < before;
		before = n ? hit[n - 1].weight : 0;
	}
	CHECK("each thing less speaks less for one", falls);
	end(&x);
}

/* What is not one person has less behind it than what is. */
static void others(void)
{
	struct asked x = ask_of(0);
	struct match_hit *hit;
	struct birth b;
	int same, other;

	(void)birth_read(S("1990-07-09"), &b);
	(void)match_find(x.m, x.one, S("Khalid Omar Barakat"), b, 1, &hit);
	same = hit[0].score;
	(void)birth_read(S("1958-01-20"), &b);
	(void)match_find(x.m, x.one, S("Omar Barakat"), b, 1, &hit);
	other = hit[0].score;
	CHECK("the same name and day are nearly sure", same > 990);
	CHECK("a father's name and another birth are not", other < same);
	end(&x);
}

static void births(void)
{
	struct birth a, b;

	CHECK("a day, a month, a year, about, unsure digits and spans are read",
	      birth_read(S("1984-03-04"), &a) && birth_read(S("1984-03"), &a) &&
		      birth_read(S("1984~"), &a) && birth_read(S("198X"), &a) && a.first == 1980 &&
		      a.last == 1989 && birth_read(S("1980/1984"), &a) && a.last == 1984 &&
		      birth_read(S("[1980..1984]"), &a) && birth_read(S("1984-XX-XX"), &a));
	CHECK("what is none is not", !birth_read(S("84"), &a) && !birth_read(S("1984-13"), &a) &&
					     !birth_read(S("1984-03-04x"), &a) &&
					     !birth_read(S("1984/1980"), &a) && !a.first);
	CHECK("a day that there is not can be told, whatever is not known of it",
	      birth_read(S("1963-02-30"), &a) && !birth_read_real(S("1963-02-30"), &a) &&
		      !a.first && !birth_read_real(S("1900-02-29"), &a) &&
		      birth_read_real(S("2000-02-29"), &a) &&
		      birth_read_real(S("196X-02-29"), &a) &&
		      !birth_read_real(S("196X-02-30"), &a) &&
		      birth_read_real(S("1963-XX-31"), &a) &&
		      !birth_read_real(S("1963-04-31"), &a) && birth_read_real(S("1963-02"), &a) &&
		      !birth_read_real(S("[1962..1963-02-30]"), &a) &&
		      birth_read_real(S("1962-12-31/1963"), &a) && birth_read_real(S(""), &a));
	(void)birth_read(S("1984-03-04"), &a);
	(void)birth_read(S("1984-04-03"), &b);
	CHECK("day and month that changed places agree in part", birth_compare(a, b) == BIRTH_PART);
	(void)birth_read(S("1984"), &b);
	CHECK("a year says less than a day",
	      birth_says(birth_compare(a, b)) < birth_says(BIRTH_DAY));
	(void)birth_read(S("1980/1989"), &b);
	CHECK("a span that holds it agrees", birth_compare(a, b) == BIRTH_WITHIN);
	b = birth_unpack(birth_pack(a));
	CHECK("it is the same in four bytes", a.first == b.first && a.last == b.last &&
						      a.month == b.month && a.day == b.day &&
						      a.about == b.about);
}

/* Both words of a name parted in the query, and neither part near to the whole. */
static void parted_twice(void)
{
	static const char *const syllables[] = { "ba", "di", "gu", "ha", "ki", "lu", "ma", "ni",
						 "ra", "si", "tu", "za", "fa", "hi", "mu", "ti" };
	const struct birth none = { 0 };
	struct arena *a = arena_new(0);
	struct match *m = match_new(a, 300);
	struct str parted[300];
	size_t right = 0;
	uint32_t r = 5;

	for (uint32_t i = 0; i < 300; i++) {
		struct buf whole = { .a = a }, parts = { .a = a };

		for (int k = 0; k < 12; k++) {
			r = r * 1664525u + 1013904223u;
			buf_fmt(&whole, "%s%s", k == 6 ? " " : "", syllables[r >> 28]);
			buf_fmt(&parts, "%s%s", k && k % 3 == 0 ? " " : "", syllables[r >> 28]);
		}
		(void)match_add(m, i, buf_text(&whole), none);
		parted[i] = buf_text(&parts);
	}
	for (uint32_t i = 0; i < 300; i++) {
		struct match_hit *hit;

		right += match_find(m, a, parted[i], none, 1, &hit) && hit[0].who == i;
	}
	/* Of most no word is near enough to look at the name at all. */
	CHECK("two words of a name may both be parted", right > 100);
	arena_free(a);
}

/* Words that are all alike: each word of the query is near to each of the name, and a name has no more than all of them can
 * give once. */
static void crowded(void)
{
	static const char name[] =
		"abdelmoughrabikhan abdelmoughrabekhan abdalmoughrabikhan abdelmughrabikhan "
		"abdelmoughrabikhen abdilmoughrabikhan abdelmoghrabikhan abdelmoughrabihan "
		"abdelmoughravikhan abdelmoughlabikhan abtelmoughrabikhan abdelmoughrabikan";
	const struct birth none = { 0 };
	struct arena *a = arena_new(0);
	struct match *m = match_new(a, 3000);
	struct match_hit *hit;
	uint32_t r = 7;
	size_t n;

	(void)match_add(m, 0, str_of(name), none);
	for (uint32_t i = 1; i < 3000; i++) {
		struct buf b = { .a = a };

		for (int k = 0; k < 21; k++) {
			r = r * 1664525u + 1013904223u;
			buf_byte(&b, (uint8_t)(k % 7 == 6 ? ' ' : 'a' + (r >> 20) % 24));
		}
		(void)match_add(m, i, buf_text(&b), none);
	}
	n = match_find(m, a, str_of(name), none, 10, &hit);
	CHECK("a name of words that are all alike is found, and nothing is counted twice",
	      n && hit[0].who == 0);
	arena_free(a);
}

int main(void)
{
	crowded();
	parted_twice();
	births();
	found();
	parted();
	grown();
	churned();
	kept();
	far_births();
	others();
	monotone();
	long_words();
	return done();
}
