/* Private to intake/export* and threew.c: places, logs and references by their names. */
#ifndef SULH_INTAKE_EXPORT_INT_H
#define SULH_INTAKE_EXPORT_INT_H

#include "intake/export.h"
#include "record/entry.h"

/* A place as its newest entry has it. */
struct where {
	struct str code, name, pcode, parent, level;
};

struct exporting {
	struct reg *r;
	struct arena *a;   /* of the whole export */
	struct arena *row; /* of one row */
	struct export *x;
	struct store_log *logs, *log; /* log: the one that is read */
	size_t n_logs;
	struct where *places; /* sorted by code */
	size_t n_places, places_room;
	/* Whether an entry is wanted, and its row. */
	bool (*take)(struct exporting *w, const struct store_entry *s, const struct entry *x,
		     const struct rec *r, struct err *e);
};

/* Goes through the logs; take() gets the entries of kinds that this program knows. */
bool export_run(struct exporting *w, struct err *e);

/* The place of this code; NULL where there is none. */
const struct where *export_place(const struct exporting *w, struct str code);

/* What a reference names, as an import reads it: its key, or the id of its log and its index. */
bool export_ref(struct exporting *w, struct str ref, struct str *name, struct err *e);

/* The record that a reference names; *out NULL where there is none here. */
bool export_record(struct exporting *w, struct str ref, const struct rec **out, struct err *e);

/* The key by which others refer to a record; key->s == NULL where it has none. */
bool export_key(struct exporting *w, const struct rec *r, struct str *key, struct err *e);

struct cell cell_text(struct str s); /* none where empty */

#endif
