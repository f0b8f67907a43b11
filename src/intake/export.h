/*
 * Records out: the public fields of the entries in the logs, a row each, spelled as an import reads
 * them. Nothing sealed is opened, so a kind with required sealed fields needs them added before it can
 * be imported elsewhere.
 */
#ifndef SULH_INTAKE_EXPORT_H
#define SULH_INTAKE_EXPORT_H

#include "intake/register.h"
#include "record/rec.h"

enum cell_type { CELL_NONE, CELL_TEXT, CELL_NUMBER, CELL_DAY, CELL_BOOL };

struct cell {
	enum cell_type type;
	struct str text; /* as CSV has it; also of numbers, days, yes and no */
	int64_t n;
	struct str json; /* lists and rows as JSON; s == NULL: as the type says */
};

struct column {
	struct str name, tag; /* tag: HXL, or empty */
};

struct export
{
	const struct kind *kind;
	int64_t from, to; /* days, both included */
	struct str log;	  /* s == NULL: all */
	bool standing; /* without corrected records; those that took their place are like others */
	bool split; /* a quantity's qualifier in a column of its own, so that numbers are numbers */
	/* Once, before the rows. */
	bool (*columns)(void *p, const struct column *columns, size_t n, struct err *e);
	/* The cells live until it returns. */
	bool (*row)(void *p, const struct cell *cells, size_t n, struct err *e);
	void *p;
	size_t rows; /* out */
};

/* Columns before the fields of a kind about places; NULL at the end. */
extern const char *const export_words[];

/* The entries of one kind, log by log in their order: the fields of kinds about places, of the other forms what the
 * entry changes and its seal. `x->standing`: without those that were corrected. */
bool intake_export(struct reg *r, struct arena *a, struct export *x, struct err *e);

/* Who does what where (3W): tasks, deployments, aid, facilities and repairs as they stand, of all kinds
 * that have an organisation, a place and an activity. x->kind is not looked at. */
bool intake_export_3w(struct reg *r, struct arena *a, struct export *x, struct err *e);

#endif
