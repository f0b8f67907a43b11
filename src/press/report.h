/* What is known of a report as a whole while its sentences are read. Inside the folder press/ only. */
#ifndef SULH_PRESS_REPORT_H
#define SULH_PRESS_REPORT_H

#include "press/article.h"
#include "press/claim.h"
#include "press/name.h"
#include "press/parse.h"
#include "press/voice.h"

/* A claim before the day of the report is known. */
struct draft_claim {
	struct press_claim c;
	struct when when;
	bool has_when, headline, total;
	bool carried; /* its time is that of a sentence before */
	size_t paragraph, sentence;
	size_t parent; /* another draft; NOBODY */
	struct voice voice;
};

/* A day somewhere in the text. */
struct seen_day {
	struct when_day d;
	size_t start, end; /* of the text */
	bool stamp, head, said, since;
	size_t days; /* "since that day, 44 days" */
};

#define SEEN_DAYS 400

struct report_state {
	struct arena *a;
	const struct pack *p;
	struct article *article;
	struct press_report *out;
	struct draft_claim *draft;
	size_t n, room;
	struct seen_day *day;
	size_t days, day_room;
	size_t sentences;
	bool begun;	   /* a sentence with a claim and its mark has been read */
	bool bulletin;	   /* it calls itself one */
	struct when cover; /* the days that all its figures are of: WHEN_NONE where none are told */
	struct str spot[PRESS_PLACES]; /* the places of the last claim that has any */
	size_t spots, spot_paragraph, spot_sentence;
	struct voice_book voices;
	struct str last_entity, last_people, last_event;
	const struct pack_row *lead[LEADS]; /* events of the sentence before, or of a heading */
	size_t leads, lead_paragraph, last_paragraph;
	bool lead_line;
	int64_t report; /* NO_DAY: not known */
	int64_t bound;	/* the report is not later than this: of a stamp */
	int64_t near;	/* not much later than this: the latest day of the text */
};

/* Keeps the days of a sentence. */
void report_days(struct report_state *r, const struct parsed *p);

/* Finds the day of the report, then finishes all claims: periods, ids, repeats, parts, who says so. */
void report_finish(struct report_state *r);

#endif
