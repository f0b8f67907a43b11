/* Private to saying*.c: the tokens of a saying, and words. */
#ifndef SULH_PRESS_SAYING_INT_H
#define SULH_PRESS_SAYING_INT_H

#include "press/saying.h"

#define SAYING_TOKENS 700

enum said_token { TOKEN_WORD, TOKEN_NUMBER, TOKEN_DATE, TOKEN_SIGN };

struct token {
	enum said_token type;
	struct str s;
	size_t start, end;
	int64_t value;	/* of a number, millionths; of a date, its day */
	int64_t hi;	/* of a range, or the value */
	char sign;	/* of a sign: ( ) , ; + - = / " : and . at the end of a sentence */
	bool plus;	/* a number with + behind it: at least */
	bool glued;	/* nothing stands between this one and the token before it */
	bool signed_up; /* "+2": no sum, but so many more */
	bool has_year;	/* of a date */
	bool vague;	/* "dozens" */
	bool worded;	/* a number in words */
	bool name;	/* a word that is a name, in letters without capitals or not of ASCII */
	bool was;	/* a number: what it was before it rose or fell */
	uint16_t paren;
};

/* Cuts the text into at most SAYING_TOKENS tokens; returns how many. *more: it has more of them. */
size_t said_tokens(struct str text, const struct said_packs *packs, struct token *out, bool *more);

/* saying_pack.c: tokens in the words of the grammar; `out` has room for SAYING_TOKENS. And a text with ASCII digits, where in the text
 * each of its bytes comes from. */
size_t said_translate(const struct said_packs *packs, const struct token *in, size_t n,
		      struct token *out, bool *more);
struct str said_plain(struct str text, char room[SAYING_BYTES], uint16_t at[SAYING_BYTES + 1]);
struct str said_month_name(int month); /* "march" */

bool said_is(struct str word, struct str form); /* `form` is in small letters */
bool said_among(struct str word, const struct str *forms, size_t n);
struct str said_event_of(struct str word);

/* saying_scope.c: what words far from a figure say of it: weekdays, convoys, places of one name, lists, ends and denials. */
void said_scope(struct saying *s, const struct token *t, size_t n);

#endif
