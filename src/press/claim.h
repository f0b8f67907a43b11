/*
 * A claim: one figure that a report states, with what it counts, where, when, who said it and where in the report
 * it stands. And a report: whose it is, of what day, and its claims. JSON out and in, one object a line; the members
 * are those of the labels that reading is measured with. Nothing here knows a register.
 */
#ifndef SULH_PRESS_CLAIM_H
#define SULH_PRESS_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;

/* How a value is meant. UP_TO stands for a ceiling that may not be reached, RANGE has value_hi, VAGUE is a lower
 * bound of "dozens" and the like. */
enum press_qual {
	CLAIM_EXACT,
	CLAIM_OVER,
	CLAIM_ALMOST,
	CLAIM_ABOUT,
	CLAIM_AT_LEAST,
	CLAIM_AT_MOST,
	CLAIM_AS_MANY_AS,
	CLAIM_UP_TO,
	CLAIM_RANGE,
	CLAIM_VAGUE,
	PRESS_QUALS,
};

enum press_stance {
	STANCE_ASSERTED,
	STANCE_PLANNED,
	STANCE_ALLEGED,
	STANCE_DENIED,
	STANCE_DISPUTED,
	STANCE_SUPERSEDED,
	PRESS_STANCES,
};

/* Bytes of the file as it was given, and characters of its text; the end is behind the last one. */
struct press_span {
	size_t start, end;
	size_t cstart, cend;
};

#define PRESS_PLACES 12
#define PRESS_ONE \
	INT64_C(1000000) /* values are millionths: 93, 1.98 and 1/3 without floating point */

/* Text that is not said has s == NULL. `period` is one of: past24h, past3d (a number of days), past3w, past_few_days,
 * this_week, last_week, daily, weekly, to_date, total, on:DATE, since:DATE, FROM..TO; a DATE is YYYY, YYYY-MM or
 * YYYY-MM-DD. `frm` and `to` join several places with "+". dup_of and part_of are ids of claims. */
struct press_claim {
	struct str doc, id;
	struct press_span at, sentence;
	struct str surface; /* the words of the value, as they stand */
	int64_t value, value_hi;
	bool has_hi;
	struct str unit; /* percent, fraction, tonne, hectare, km...; NULL: pieces */
	enum press_qual qual;
	struct str entity, event;
	struct str place[PRESS_PLACES];
	size_t places;
	struct str frm, to, period;
	struct str speaker, org, outlet, carrier;
	enum press_stance stance;
	bool quoted;  /* in quotation marks; else paraphrased */
	bool passage; /* its sentence names a corridor, or where people are received */
	struct str dup_of, part_of;
	bool optional;	 /* a duration, an ordinal, a count nobody keeps */
	struct str *why; /* which rows of which packs made it, "en/lexicon.tsv:12 militants" */
	size_t whys;
};

/* A date in a report. `how`: dateline, byline, stamp (of a page, never taken as the report's), text, reckoned. */
struct press_date {
	struct str date; /* YYYY, YYYY-MM or YYYY-MM-DD */
	struct str how;
	struct press_span at;
	bool chosen; /* the report's own date comes from this one */
};

/* What was read of one file. `report_date` is a date, or FROM..TO where it is only bounded, or NULL. */
struct press_report {
	struct str doc, lang, title;
	struct str outlet, carrier;
	struct str report_date, date_how;
	struct press_date *dates;
	size_t n_dates;
	struct press_claim *claims;
	size_t n;
	bool more; /* it states more than REPORT_CLAIMS figures: the first are here */
};

struct str press_qual_name(enum press_qual q); /* "exact", "over"... */
struct str press_stance_name(enum press_stance s);
/* False where no qualifier or stance is of that name. */
bool press_qual_of(struct str name, enum press_qual *out);
bool press_stance_of(struct str name, enum press_stance *out);

/* A value of millionths as a number without needless zeros: 1097, 1.98, 0.333333. */
struct str press_value_text(struct arena *a, int64_t v);

/* Adds the members of a claim to an open object; `b` stands behind its type. */
void press_claim_put(struct buf *b, const struct press_claim *c);

/* Adds the members of a report, its dates but not its claims. */
void press_report_put(struct buf *b, const struct press_report *r);

#define PRESS_CLAIMS  ((size_t)100000) /* of a list */
#define REPORT_CLAIMS ((size_t)20000)  /* of a report */

/* Reads claims from JSON lines; lines of another type are passed over. All texts live in the arena. Refused are
 * more than PRESS_CLAIMS, a claim without doc, what and value, words outside the closed sets, and spans that end
 * before they begin, each with its line. */
bool press_claims_read(struct arena *a, struct str text, struct press_claim **out, size_t *n,
		       struct err *e);

#endif
