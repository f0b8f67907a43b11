/*
 * Private to bench*.c: ours against a limit of this machine or a bare library, both measured in one run,
 * since machines differ. A file of lines exports one function; bench.c has the table of them.
 */
#ifndef SULH_CLI_BENCH_H
#define SULH_CLI_BENCH_H

#include "cli/commands.h"
#include "intake/register.h"

#define BENCH_SECOND	  INT64_C(1000000000)
#define BENCH_REPEAT	  101  /* samples of something short; the median counts */
#define BENCH_LONG_REPEAT 3    /* of something long */
#define BENCH_ROUND	  1000 /* of something too short to be timed alone */

struct bench {
	struct cli *c;
	struct arena *a;       /* of one group of lines */
	struct str dir;	       /* temporary; with the example in reg and, published, in public */
	struct reg *r;	       /* the example, open for writing */
	int64_t now;	       /* the register's clock goes on where the example ended */
	int64_t number;	       /* of the records that were made here */
	int64_t entries, mean; /* of the example: how many, and their mean length */
	struct str only;       /* the beginning of the names of the lines wanted; s == NULL: all */
	bool large;
};

enum better { LESS, MORE, ONLY_SAID };

struct line {
	const char *name, *unit, *against;
	int64_t ours, reference;
	enum better better;
	int64_t goal; /* thousandths */
};

/* Prints a line with its ratio and whether that meets the goal. */
void bench_say(struct bench *b, const struct line *l);
/* Whether a line of this name is to be measured (--only). */
bool bench_wants(const struct bench *b, const char *name);

int64_t bench_now_ns(void);
int64_t bench_median(int64_t *list, size_t n); /* sorts; at least 1 */
/* Of what takes long: what else runs on the machine only adds. */
int64_t bench_least(const int64_t *list, size_t n);
int64_t bench_per_second(int64_t n, int64_t ns);
char *bench_file(struct bench *b, const char *name); /* in the temporary folder */

/* The lines; false when the machine fails. Names of lines begin with that of their group in bench.c. */
bool bench_append_lines(struct bench *b, struct err *e);
bool bench_import_lines(struct bench *b, struct err *e);
bool bench_rebuild_lines(struct bench *b, struct err *e);
bool bench_bulletin_lines(struct bench *b, struct err *e);
bool bench_audit_lines(struct bench *b, struct err *e);
bool bench_seal_lines(struct bench *b, struct err *e);
bool bench_sign_lines(struct bench *b, struct err *e);
bool bench_decide_lines(struct bench *b, struct err *e);
bool bench_names_lines(struct bench *b, struct err *e);
bool bench_match_lines(struct bench *b, struct err *e);
bool bench_press_lines(struct bench *b, struct err *e);
bool bench_erase_lines(struct bench *b, struct err *e);

#endif
