/* The words of a pack: what is found for a word is what looking at every row finds. */
#include "press/dictionary.h"

#include <string.h>

#include "base/arena.h"
#include "press/token.h"
#include "test.h"
#include "base/banned.h"

#define ROW(kind, form, code) kind "\t" form "\t" code "\t\n"

static const char table[] = "kind\tform\tcode\tnote\n" ROW("entity", "person|people",
							   "people") ROW("entity", "m*", "mails")
	ROW("entity", "milit*", "militias") ROW("entity", "militant*", "fighters") ROW(
		"entity", "militant", "militants") ROW("event", "militant wing", "joined")
		ROW("event", "militant camp* of", "found") ROW("title", "militant of the camp", "")
			ROW("entity", "internationalists*",
			    "fighters") ROW("entity", "internationalist",
					    "people") ROW("entity", "internationalization", "aid")
				ROW("month", "may", "5") ROW("say", "may have said", "")
					ROW("entity", "\xd9\x85\xd8\xb3*", "militias")
						ROW("entity", "\xd9\x85\xd8\xb3\xd9\x84\xd8\xad",
						    "fighters") ROW("class", "people", "people")
							ROW("default", "people", "left");

static bool fits(const struct pack_row *r, struct str word, size_t stem)
{
	if (r->kind == W_CLASS || r->kind == W_DEFAULT)
		return false;
	return stem <= word.len
		       ? r->stem[0] && r->word[0].len == stem && str_starts(word, r->word[0])
		       : !r->stem[0] && str_eq(r->word[0], word);
}

/* Every row is looked at for every beginning of the word: the shortest stems first, the word itself last. */
static bool as_rows(const struct pack *p, struct str word)
{
	const struct known *k = dictionary_find(p->words, word);
	size_t n = 0, ones = 0;

	for (size_t stem = 1; stem <= word.len + 1; stem++)
		for (size_t i = 1; i < p->rows; i++) {
			if (!fits(&p->row[i], word, stem))
				continue;
			if (n == k->rows || k->row[n++] != &p->row[i])
				return false;
			ones += p->row[i].words == 1;
		}
	return n == k->rows && ones == k->hits && k->hits + k->longers == k->rows;
}

static void finding(struct arena *a)
{
	static const char *const more[] = {
		"",	     "x",
		"mailman",   "militan",
		"militants", "wing",
		"camps",     "internationalists",
		"intern",    "internationalistsx",
		"maya",	     "of",
		"\xd9\x85",  "\xd9\x85\xd8\xb3\xd8\xb1",
		"\xd9",	     "militantmilitantmilitantmilitantmilitantmilitantmilitantmilitantx",
	};
	struct pack_report report = { .text = { .a = a } };
	struct err e = { 0 };
	struct pack p;
	bool all = true;

	CHECK("the table is read",
	      pack_read(a, S("en"), str_of(table), &p, &report, &e) && p.rows > 15);
	for (size_t i = 1; i < p.rows; i++)
		for (size_t n = 1; n <= p.row[i].word[0].len; n++)
			all = all && as_rows(&p, str_mem(p.row[i].word[0].s, n));
	CHECK("of each beginning of each word the rows are found", all);
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		all = all && (strlen(more[i]) > WORD_ROOM || as_rows(&p, str_of(more[i])));
	CHECK("and of words that are not in it", all);
	CHECK("a word that is too long is not known",
	      !dictionary_find(p.words, str_of(more[15]))->rows);
	CHECK("a month may begin with a word of several meanings",
	      dictionary_find(p.words, S("may"))->month &&
		      !dictionary_find(p.words, S("militant"))->month);
}

/* A pack of no rows knows no word. */
static void empty(struct arena *a)
{
	struct pack_report report = { .text = { .a = a } };
	struct err e = { 0 };
	struct pack p;

	CHECK("a table without rows is read",
	      pack_read(a, S("en"), S("kind\tform\tcode\tnote\n"), &p, &report, &e));
	CHECK("and nothing is known by it", !dictionary_find(p.words, S("word"))->rows &&
						    !dictionary_find(p.words, S(""))->rows &&
						    !pack_class(&p, S("people")).len);
}

static struct str nth(struct arena *a, int i, const char *end)
{
	return str_fmt(a, "word%c%c%c%s", 'a' + i % 20, 'a' + i / 20 % 20, 'a' + i / 400 % 26, end);
}

/* All words of a large table keep their places while it grows. */
static void growing(struct arena *a)
{
	struct buf b = { .a = a };
	struct pack_report report = { .text = { .a = a }, .ours = true };
	struct err e = { 0 };
	struct pack p;
	bool all = true;

	buf_fmt(&b, "kind\tform\tcode\tnote\n");
	for (int i = 0; i < 9000; i++)
		buf_fmt(&b, "entity\t%.*s%s more\tpeople\t\n", P(nth(a, i, "x")), i % 3 ? "" : "*");
	CHECK("a large table is read",
	      pack_read(a, S("en"), buf_text(&b), &p, &report, &e) && p.rows == 9001);
	for (int i = 0; i < 9000; i++) {
		const struct known *k = dictionary_find(p.words, nth(a, i, "x"));

		all = all && k->rows == 1 && k->row[0] == &p.row[i + 1] &&
		      dictionary_find(p.words, nth(a, i, "xs"))->rows == (i % 3 == 0) &&
		      !dictionary_find(p.words, nth(a, i, "y"))->rows;
	}
	CHECK("each of its words is found, and no other", all);
}

static void codes(struct arena *a)
{
	struct pack_report report = { .text = { .a = a } };
	struct err e = { 0 };
	struct pack p;

	(void)pack_read(a, S("en"), str_of(table), &p, &report, &e);
	CHECK("a code has its class and its usual event, and others have none",
	      str_eq(pack_class(&p, S("people")), S("people")) &&
		      str_eq(pack_default(&p, S("people")), S("left")) &&
		      !pack_class(&p, S("fighters")).len && !pack_default(&p, S("")).len);
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a)
		return 1;
	finding(a);
	empty(a);
	growing(a);
	codes(a);
	arena_free(a);
	return done();
}
