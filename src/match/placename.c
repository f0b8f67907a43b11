/* See placename.h. */
#include "match/placename.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "match/letter.h"
#include "base/banned.h"

static bool is_article(struct str word)
{
	static const char articles[] =
		" al el ul ar er as es ash esh at et ath eth ad ed adh edh az ez an en ";
	const char *at = articles;

	for (; *at; at++)
		if (*at == ' ' && !strncmp(at + 1, word.s, word.len) && at[word.len + 1] == ' ')
			return true;
	return false;
}

/* An Arabic word without its article, where two letters or more are left. */
static struct str without_article(struct str word)
{
	return str_starts(word, S("ال")) && word.len >= 8 ? str_from(word, 4) : word;
}

struct str placename_words(struct arena *a, struct str name)
{
	struct buf b = { .a = a }, out = { .a = a };
	struct str rest, last = S("");
	int32_t c;

	while ((c = utf8_next(&name)) >= 0) {
		int32_t l = letter_fold(c);

		if (l)
			letter_put(&b, l);
	}
	for (rest = buf_text(&b); rest.s;) {
		struct str word = without_article(str_cut(&rest, ' '));

		if (!word.len)
			continue;
		last = word;
		if (is_article(word))
			continue;
		if (out.len)
			buf_byte(&out, ' ');
		buf_str(&out, word);
	}
	return out.len ? buf_text(&out) : last;
}

struct str placename_key(struct arena *a, struct str name)
{
	struct str rest = placename_words(a, name);
	struct buf out = { .a = a };

	while (rest.s)
		buf_str(&out, str_cut(&rest, ' '));
	return out.len ? buf_text(&out) : S("");
}

struct str placename_sound(struct arena *a, struct str name)
{
	struct str key = placename_key(a, name);
	struct buf out = { .a = a };
	char last = 0;

	for (size_t i = 0; i < key.len; i++) {
		char c = key.s[i];

		if (c & 0x80)
			return S("");
		/* Vowels, half vowels, and the h that ends a ta marbuta are written in any way. */
		if (strchr("aeiouwy", c) || (c == 'h' && i + 1 == key.len))
			continue;
		c = c == 'q' ? 'k' : c == 'g' ? 'j' : c;
		if (c != last)
			buf_byte(&out, (uint8_t)c);
		last = c;
	}
	return out.len >= 3 ? buf_text(&out) : S("");
}

static bool begins_one(struct str words, struct str part)
{
	while (words.s)
		if (str_starts(str_cut(&words, ' '), part))
			return true;
	return false;
}

bool placename_begins(struct str words, struct str query)
{
	if (!query.len)
		return false;
	while (query.s)
		if (!begins_one(words, str_cut(&query, ' ')))
			return false;
	return true;
}

bool placename_arabic(struct str name)
{
	int32_t c;

	while ((c = utf8_next(&name)) >= 0)
		if ((c >= 0x620 && c <= 0x64a) || (c >= 0x671 && c <= 0x6d3))
			return true;
	return false;
}

bool placename_latin(struct str name)
{
	int32_t c;

	while ((c = utf8_next(&name)) >= 0) {
		int32_t l = c < 0x80 || (c >= 0xc0 && c < 0x180) || (c >= 0x1e00 && c < 0x1f00)
				    ? letter_fold(c)
				    : ' ';

		if (l >= 'a' && l <= 'z')
			return true;
	}
	return false;
}
