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

/* Its words without what is ignored, one blank between them: "Khān ash-Shīḥ" gives "khan shih". */
static struct str words_of(struct arena *a, struct str name)
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
	struct str rest = words_of(a, name);
	struct buf out = { .a = a };

	while (rest.s)
		buf_str(&out, str_cut(&rest, ' '));
	return out.len ? buf_text(&out) : S("");
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
