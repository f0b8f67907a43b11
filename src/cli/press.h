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
	struct str *name; /* of each report, after press_paths_name */
	size_t n, room;
	size_t unread;	     /* files that could not be read, each said already */
	enum err_kind worst; /* of the first of them */
	bool many; /* a folder or several files: one that cannot be read does not stop the others */
};

/* Adds a file, or the files of a folder and of the folders in it. Refused are more than PRESS_REPORTS. */
bool press_paths_add(struct cli *c, struct press_paths *out, struct str path, struct err *e);

/* Names the reports: each by its file without folder and ending, but where several would have one name, by as much of the path as tells them
 * apart. What was given twice counts once. */
void press_paths_name(struct cli *c, struct press_paths *p);

/* Says that a file could not be read, and why; true where the others are to be read, and *e is empty then. */
bool press_unread(struct cli *c, struct press_paths *p, struct str path, struct err *e);

/* Puts what was not read into the result and the exit code: 6 where others were read. */
void press_paths_end(struct cli *c, const struct press_paths *p);

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

/* Reads files; with their claims, or else their text and day alone. In *texts stands the same as reuse.h wants it. Those that
 * cannot be read are said and leave the paths. */
bool press_docs(struct cli *c, struct press_paths *paths, bool claims, struct press_doc **docs,
		struct reuse_text **texts, struct err *e);

/* The day that a report's date says: none where it says a stretch of days. */
int64_t press_day(struct str report_date);

/* How many characters the first `bytes` of a text are; a byte that begins none counts as none. */
size_t press_characters(struct str text, size_t bytes);

#endif
