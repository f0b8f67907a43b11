/*
 * What the desk for the press has kept: claims, and for each what was found, as entries of headquarters' log have them.
 * Whatever a later entry corrects is left out. Pure functions of public bytes: whoever publishes, whoever verifies and
 * the desk itself get the same lines.
 */
#ifndef SULH_FIGURE_KEPT_H
#define SULH_FIGURE_KEPT_H

#include "base/err.h"
#include "figure/figures.h"
#include "record/rec.h"

struct arena;
struct jsonin;

#define KEPT_AGAINST 8 /* bulletins of a finding that are looked at */

struct kept_bulletin {
	int64_t index, day;
};

/* The number of a signed bulletin that a finding was held against: that which its difference gives. */
struct kept_held {
	struct kept_bulletin by;
	struct str place, detail, qualifier;
	enum period period;
	int64_t value;
};

struct kept_finding {
	int64_t index;
	const struct rec *r;
	struct kept_bulletin against[KEPT_AGAINST]; /* its bulletins that are in the log */
	size_t n_against;
	const struct kept_held *held; /* NULL: none, or kept_hold was not told of its bulletin */
};

struct kept_claim {
	int64_t index;
	const struct rec *r;
	int64_t copied_from; /* the index of another claim; -1: none */
	int64_t source; /* the claim at the end of that chain; its own index where there is none */
	size_t copies;	/* claims that say they are copied from it */
	struct kept_finding *finding; /* the newest; NULL: none */
	bool open;		      /* nothing was found of it, nor of its source */
};

struct kept_list {
	struct kept_claim *claims; /* by the day they were published, then by index */
	struct kept_finding *findings;
	size_t n, n_findings;
};

/* A list is made of entries, in any order. Records of other kinds are passed over. */
struct kept_maker {
	struct arena *a;
	const struct kept_bulletin *bulletins;
	size_t n_bulletins;
	struct buf claims, findings;
};
void kept_add(struct kept_maker *m, int64_t index, const struct rec *r);
void kept_made(struct kept_maker *m, struct kept_list *out);

/* Whether a finding is held against the bulletin. */
bool kept_names(const struct kept_list *k, const struct kept_bulletin *b);

/* Tells the findings that are held against a bulletin its signed figures (its field `figures`; NULL: none). `whole` is the
 * place of the whole operation, which stands for claims that name no place. What is kept of them lives in `a`. */
void kept_hold(struct arena *a, struct kept_list *k, const struct kept_bulletin *b,
	       struct str whole, const struct val *figures);

/* The claim of this index; NULL: there is none. */
const struct kept_claim *kept_at(const struct kept_list *k, int64_t index);

/* Whether a verdict says that somebody has to look: the claim and the register cannot both stand. */
bool kept_flag(struct str verdict);

/* Which window a claim's period speaks of; false where it says none of ours. */
bool kept_period(struct str said, enum period *out);

/* A claim with its finding, as it is published. Texts that are not there have s == NULL, indices -1. */
struct kept_line {
	int64_t entry, published_on, kept_on;
	struct str outlet, url, language, quote, figure, period, stance, speaker, span, place,
		qualifier;
	bool has_value;
	int64_t value, copied_from, source, copies, speaker_org;
	/* What was found. */
	int64_t finding, found_on; /* finding -1: it is open, and nothing below is there */
	struct str verdict, against, reply;
	bool has_difference;
	int64_t difference;
	bool held;
	struct kept_held by;
};

void kept_line_of(struct arena *a, const struct kept_claim *c, struct kept_line *out);

/* Its members into an open JSON object; and back from such an object. False where it is none. */
void kept_put(struct buf *b, const struct kept_line *l);
bool kept_take(struct arena *a, const struct jsonin *v, struct kept_line *out);

/* As rows of a table; the first is the names of its columns. */
void kept_csv_head(struct buf *b);
void kept_csv_line(struct buf *b, const struct kept_line *l);

/* OUT/press.json, byte for byte: a claim on each line. */
struct str kept_json(struct arena *a, const struct kept_list *k);

#endif
