/* /log: all logs. /log/NAME[/from/INDEX]: the entries of one, the newest first. */
#ifndef SULH_WEB_VIEW_LOG_H
#define SULH_WEB_VIEW_LOG_H

#include "web/entries.h"

#define LOG_PAGE 50

struct logs_line {
	const struct fact_log *log;
	struct str root;	     /* in hex */
	struct str place_name;	     /* empty: not known */
	int64_t cut, cut_index;	     /* the newest cut; NO_DAY: none was found */
	bool cut_sought;	     /* it was looked for up to the first entry */
	const struct str *witnesses; /* who cosigned its checkpoint */
	size_t n_witnesses;
};

struct logs_view {
	const struct logs_line *lines;
	size_t n;
	size_t named; /* witnesses that the policy names */
};

int logs_load(struct visit *v, const void **view, struct err *e);
void logs_json(struct buf *b, const struct visit *v, const void *view);

struct log_view {
	const struct fact_log *log;
	struct str root;
	struct entry_line *lines; /* newest first */
	size_t n;
	bool all;	   /* corrections were looked for up to the end */
	uint64_t first;	   /* the newest index of this page */
	bool newer, older; /* there are such pages */
	bool newest;	   /* the one before this page is /log/NAME itself */
	uint64_t newer_from, older_from;
};

int log_load(struct visit *v, const void **view, struct err *e);
void log_json(struct buf *b, const struct visit *v, const void *view);

#endif
