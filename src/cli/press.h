/* Private to press*.c: reports as files. */
#ifndef SULH_CLI_PRESS_H
#define SULH_CLI_PRESS_H

#include "cli/commands.h"
#include "press/read.h"
#include "press/reuse.h"

#define PRESS_REPORTS 100000

/* What is read: files of the command line and of its folders, "-" for the standard input. */
struct press_paths {
	struct str *path;
	size_t n, room;
};

/* Adds a file, or the files of a folder. Refused are more than PRESS_REPORTS. */
bool press_paths_add(struct cli *c, struct press_paths *out, struct str path, struct err *e);

/* The bytes of a file, or of the standard input. */
bool press_bytes(struct arena *a, struct str path, struct str *out, struct err *e);

/* The name of a report: its file without folder and ending. */
struct str press_name(struct str path);

/* A report as it was read. */
struct press_doc {
	struct article article;
	struct press_report report; /* without claims where only its day was asked for */
	int64_t day;		    /* of the report, where it says one day; NO_DAY */
};

/* Reads files; with their claims, or else their text and day alone. In *texts stands the same as reuse.h wants it. */
bool press_docs(struct cli *c, const struct press_paths *paths, bool claims,
		struct press_doc **docs, struct reuse_text **texts, struct err *e);

/* The day that a report's date says: none where it says a stretch of days. */
int64_t press_day(struct str report_date);

/* How many characters the first `bytes` of a text are; a byte that begins none counts as none. */
size_t press_characters(struct str text, size_t bytes);

#endif
