/*
 * The languages of pages and papers. English stands in the sources; every other language is a file
 * src/web/lang/xx.po, which tools/mklang.py makes into tables: a text without its translation does not
 * build. A new language is that file, its name here and its words in lang.c.
 */
#ifndef SULH_BASE_LANG_H
#define SULH_BASE_LANG_H

#include <stdint.h>

#include "base/str.h"

struct arena;

enum lang { LANG_EN, LANG_AR, LANG_COUNT };

/* Marks a text to translate, where it is not msg's own argument: in a table, or in paper/. */
#define MSG(text)	    text
#define MSG_PAIR(one, many) one, many

/* What a placeholder stands for: %s text, %n a number with commas between thousands, %i one without, %d a
 * day as a date, %D with its weekday. A translation may change their order: %2$s. */
struct msg_arg {
	char kind;
	struct str s;
	int64_t n;
};

#define MSG_TEXT(x)                   \
	{                             \
		.kind = 's', .s = (x) \
	}
#define MSG_NUMBER(x)                 \
	{                             \
		.kind = 'n', .n = (x) \
	}
#define MSG_INT(x)                    \
	{                             \
		.kind = 'i', .n = (x) \
	}
#define MSG_DAY(x)                    \
	{                             \
		.kind = 'd', .n = (x) \
	}
#define MSG_WEEKDAY(x)                \
	{                             \
		.kind = 'D', .n = (x) \
	}

/* The translation; the text itself in English, and where it was never marked for translation. */
struct str msg(enum lang lang, const char *text);

/* The same with its placeholders filled. Where text runs from right to left, an inserted %s that does not
 * is set apart by marks (U+2068, U+2069), so that it does not tear the sentence. */
struct str msg_fmt(struct arena *a, enum lang lang, const char *text, const struct msg_arg *args,
		   size_t n);

/* The form for the number that is the first argument. */
struct str msg_count(struct arena *a, enum lang lang, const char *one, const char *many,
		     const struct msg_arg *args, size_t n);

/* "en"; "ltr" or "rtl"; "English", as its readers call it. */
struct str lang_code(enum lang lang);
struct str lang_dir(enum lang lang);
struct str lang_name(enum lang lang);

/* "9 December 2016", "Friday 9 December 2016", "9 Dec", in Arabic with the Levant's names of the months;
 * day_text's form where the day is out of range. */
struct str lang_day(struct arena *a, enum lang lang, int64_t day);
struct str lang_weekday(struct arena *a, enum lang lang, int64_t day);
struct str lang_day_short(struct arena *a, enum lang lang, int64_t day);

/* 10,500, −3 with the sign of a minus; INT64_MIN too. */
struct str lang_number(struct arena *a, int64_t n);

/* Made by mklang: texts by the bytes of their English, and the choice among plural forms. */
#define LANG_FORMS 6
struct lang_text {
	const char *id, *plural; /* plural NULL: one form */
	const char *to[LANG_COUNT][LANG_FORMS];
};
extern const struct lang_text lang_texts[];
extern const size_t lang_texts_n;
extern unsigned (*const lang_plural[LANG_COUNT])(uint64_t n); /* NULL for English */

#endif
