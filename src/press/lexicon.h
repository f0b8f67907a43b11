/*
 * A pack: the words by which one language says how many, of what, where, when and who says so. It is a folder with
 * lexicon.tsv (kind, form, code, note), which somebody who is no programmer edits in a spreadsheet, and cases.tsv. The
 * packs of this version are in the executable; a folder on disk takes their place.
 *
 * A form is one or more words. "*" at the end of a word stands for any ending. "militant|militants" is two forms, the
 * first of them the singular. Letters are folded as in token.h. doc/operations.md tells what each kind is for.
 */
#ifndef SULH_PRESS_LEXICON_H
#define SULH_PRESS_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

enum word_kind {
	W_ENTITY,    /* what is counted: code */
	W_CLASS,     /* form: a code of entities; code: what they are alike in (people, goods...) */
	W_DEFAULT,   /* form: a code of entities; code: its event where nothing says another */
	W_EVENT,     /* what happened to it: code, or entity:code or class:code */
	W_DOES,	     /* the same, where those counted do it themselves: never of an object */
	W_NUMBER,    /* code: 0..99 and the like */
	W_SCALE,     /* hundred, thousand: multiplies what stands before */
	W_GROUP,     /* dozen */
	W_VAGUE,     /* dozens: code is the lower bound */
	W_FRACTION,  /* third: code 1/3 */
	W_NONE,	     /* none: nought */
	W_ORDINAL,   /* fifth: never a count */
	W_QUAL,	     /* before a number: code is a qualifier */
	W_QUALAFTER, /* behind it */
	W_UNIT,	     /* tonnes: code is the unit */
	W_TIME,	     /* hours: code h d w m y */
	W_PERIOD,    /* so far: code is a period */
	W_WINDOW,    /* past (24 hours) */
	W_FEW,	     /* few (days) */
	W_SINCE,
	W_UNTIL,
	W_ON,	   /* before a day */
	W_ABOARD,  /* before what carries: aboard, in a convoy of */
	W_START,   /* beginning of */
	W_MONTH,   /* code 1..12 */
	W_WEEKDAY, /* code 1..7, Monday is 1 */
	W_DAY,	   /* yesterday: code is days from the report's */
	W_STANCE,  /* code is a stance */
	W_FROM,
	W_TO,
	W_IN,
	W_OF,
	W_AND,
	W_BETWEEN,
	W_BREAK,   /* ends what a number counts */
	W_BE,	   /* was, were, been */
	W_AUX,	   /* have, will */
	W_LINK,	   /* reached, totals: the number is told of what stands before */
	W_WHO,	   /* begins a clause about what stands before */
	W_CLAUSE,  /* when, after: begins a clause with a verb of its own */
	W_PART,	   /* including */
	W_THEM,	   /* of them */
	W_OTHER,   /* more, others: the same again */
	W_TOTALOF, /* number of, total of */
	W_NOCOUNT, /* before a number: it is a name (resolution 5) */
	W_EACH,	   /* before a number: every (two), not (one), no (one) */
	W_AGE,	   /* behind it: years old */
	W_SAY,
	W_SOURCE, /* according to */
	W_TITLE,  /* general, minister: a name follows */
	W_ROLE,	  /* spokesman: a person's office, between commas */
	W_ORG,	  /* code is its usual name */
	W_ORGHEAD,
	W_PLACE,     /* code is its usual name */
	W_PLACEHEAD, /* province */
	W_DEMONYM,   /* Syrian: code is the place */
	W_OUTLET,    /* code is its usual name */
	W_STAMP,     /* beside a date: it dates the page */
	W_BULLETIN,
	W_ABBR,	     /* a full stop behind it ends no sentence */
	W_DROP,	     /* a line that begins so is not the article */
	W_AFTER,     /* nor is this line and the next */
	W_END,	     /* the article ends before this line */
	W_PREFIX,    /* letters that may stand before any word */
	W_HEADFIRST, /* of several nouns in a row the first is counted; the form says nothing */
	W_TALLY,     /* documented, counted: its subject is who says so */
	W_NEWS,	     /* statement, report, figures: "the statement said" */
	W_MONTHOF,   /* last month: code is months from the report's */
	W_YEAROF,    /* this year: code is years from the report's */
	W_SAYING,    /* claim, allegation, figure: what somebody may deny */
	W_SAID,	     /* in short sayings: code is what it says in English */
	W_PASSAGE,   /* corridor: who passes there is counted; the form says nothing */
	W_DECIMAL,   /* the mark between a number and its decimals, where it is not the full stop */
	W_KINDS,
};

#define LEXICON_ROWS  20000
#define LEXICON_BYTES ((size_t)4 << 20)
#define FORM_WORDS    8
#define PREFIXES      16
#define ROWS_AT	      160 /* rows whose first words fit one word of a text */

/* One form of one row. `number` is the code as a number (millionths for fractions) for kinds that have one. */
struct pack_row {
	enum word_kind kind;
	struct str code, scope; /* scope: entity or class of an event; len 0: any */
	int64_t number;
	struct str word[FORM_WORDS];
	bool stem[FORM_WORDS]; /* any ending */
	uint8_t words;
	bool singular;
	bool other; /* an event of another thing: entity.event */
	uint32_t line;
};

/* Beside a row: what tells most words from its first one without a look at the row itself. */
struct pack_link {
	uint32_t hash; /* of the first word */
	uint32_t next; /* the next row whose hash ends with the same bits; 0: none */
};

struct pack {
	struct str lang;
	struct pack_row *row;	/* row[0] is nobody's */
	struct pack_link *link; /* of each row */
	size_t rows;
	uint32_t *head; /* hash -> row */
	size_t mask;
	const struct dictionary *words;
	const struct codes *codes;
	struct str prefix[PREFIXES];
	size_t prefixes;
	bool headfirst;
	bool decimal; /* it has rows of this kind */
	size_t lines;
};

/* What is wrong with a pack, all of it: "lexicon.tsv:12: ..." one a line. `ours`: rows that cannot fire are not looked for,
 * since `press test` found none in the executable's packs. */
struct pack_report {
	struct buf text;
	size_t wrong;
	bool ours;
};

/* Reads a lexicon. Every duplicate, unknown kind or code and row that cannot fire goes to the report; what is right
 * is used. False only where it is no table of four columns or beyond the limits. */
bool pack_read(struct arena *a, struct str lang, struct str text, struct pack *out,
	       struct pack_report *report, struct err *e);

/* The pack of a language: DIR/lang/lexicon.tsv where there is such a folder, else the one in the executable. `dir` may be
 * NULL. ERR_NOTHING where there is none of this language; ERR_REFUSED where the pack has mistakes. */
bool pack_load(struct arena *a, struct str lang, const char *dir, struct pack *out, struct err *e);

/* The bytes of a file of a pack, as pack_load finds it. */
bool pack_file(struct arena *a, struct str lang, const char *dir, const char *name, struct str *out,
	       struct err *e);

struct str word_kind_name(enum word_kind k);

/* Of a pack whose rows are all read: what the next two find. */
const struct codes *codes_of(struct arena *a, const struct pack *p);

/* The class of an entity ("" where it has none) and its event where nothing says another (""). */
struct str pack_class(const struct pack *p, struct str entity);
struct str pack_default(const struct pack *p, struct str entity);

/* Whether word `i` of a form is this folded word. */
bool row_word(const struct pack_row *r, size_t i, struct str word);

#endif
