/*
 * A sentence as tokens, each with the rows of the pack that begin at it. A sentence ends with its mark, at the end of a
 * paragraph, after SENTENCE_TOKENS, or before the word whose rows SENTENCE_HITS have no room for; a paragraph that goes on in
 * small letters is one that was torn.
 */
#ifndef SULH_PRESS_TOKEN_H
#define SULH_PRESS_TOKEN_H

#include "press/dictionary.h"
#include "press/digits.h"
#include "press/scan.h"

#define SENTENCE_TOKENS 400
#define SENTENCE_HITS	1024 /* where forms of several words stand, or letters before a word */

enum token_kind { T_WORD, T_NUMBER, T_MARK };

struct token {
	struct str s; /* as it stands */
	struct str f; /* as it is looked up */
	enum token_kind kind;
	int32_t c; /* of a mark */
	bool cap, glued, quoted;
	bool and;  /* the letters for "and" stand before the word */
	bool name; /* digits that are part of a name: F-16 */
	struct digits d;
	const struct known *known; /* of a word or mark */
	struct kinds kinds;	   /* of the rows that begin here */
	const struct hit *hit;
	uint16_t hits;
};

struct sentence {
	struct token t[SENTENCE_TOKENS];
	size_t n;
	struct hit h[SENTENCE_HITS];
	size_t hits;
	struct kinds kinds; /* of all tokens */
	bool numbers;	    /* there are digits */
	char folded[SENTENCE_TOKENS * WORD_ROOM];
	struct str s;	  /* from the first token to the last */
	bool line;	  /* begins a line */
	bool line_end;	  /* ends with it */
	bool stop;	  /* has a mark that ends a sentence */
	size_t paragraph; /* 0 for the first */
};

struct lexer {
	const struct pack *p;
	struct str rest;
	struct digits_style style;
	size_t paragraph;
	bool line, quoted;
};

/* `text` is well-formed UTF-8 and outlives the lexer. */
struct lexer lexer_of(const struct pack *p, struct str text);

/* The next sentence, or false at the end. */
bool sentence_next(struct lexer *l, struct sentence *out);

/* The longest row of that kind that begins at token i, or NULL; also where i is behind the last one. */
static inline bool is_at(const struct sentence *s, size_t i, enum word_kind k)
{
	return i < s->n && kinds_has(&s->t[i].kinds, k);
}
const struct hit *hit_kind(const struct sentence *s, size_t i, enum word_kind k);
static inline const struct hit *hit_at(const struct sentence *s, size_t i, enum word_kind k)
{
	return is_at(s, i, k) ? hit_kind(s, i, k) : NULL;
}

/* A mark of that character. */
static inline bool mark_at(const struct sentence *s, size_t i, int32_t c)
{
	return i < s->n && s->t[i].kind == T_MARK && s->t[i].c == c;
}

/* Whether a folded word is one of those listed. */
static inline bool word_in(struct str word, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, list[i]))
			return true;
	return false;
}
#define AMONG(word, ...)                                            \
	({                                                          \
		static const struct str list_[] = { __VA_ARGS__ };  \
		word_in(word, list_, sizeof list_ / sizeof *list_); \
	})

#endif
