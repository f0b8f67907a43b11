/* /log/NAME/INDEX: one entry with all it says, its proof up to the published root, and its bytes; also
 * .cbor (the bytes alone) and .proof (C2SP tlog-proof, to be checked offline). */
#ifndef SULH_WEB_VIEW_ENTRY_H
#define SULH_WEB_VIEW_ENTRY_H

#include "ledger/tree.h"
#include "web/entries.h"

#define ENTRY_ROWS 200	/* of a table within an entry */
#define ENTRY_HEX  4096 /* bytes that are shown */

/* A value, or one of several. */
struct entry_cell {
	struct str text;
	bool code;	      /* hex and the like, from left to right in any language */
	bool link;	      /* to `ref` */
	struct entry_ref ref; /* text is its name */
};

struct entry_cells {
	const struct entry_cell *list;
	size_t n;
};

struct entry_field {
	struct str name, label, help; /* name: as in the kind's table; label: in the language */
	struct entry_cells cells;
	/* Of a field that is a table: */
	const struct str *columns;
	size_t n_columns;
	const struct entry_cells *rows; /* n_rows * n_columns */
	size_t n_rows, n_rows_all;
};

/* One step from the leaf to the root: the node beside, and what the two give. */
struct entry_step {
	struct str hash, result;
	bool left; /* the node beside stands before */
};

/* Why part of it is sealed. */
enum entry_sealed { SEALED_NOT, SEALED_FIELDS, SEALED_PERSON, SEALED_VEILED, SEALED_WEAPON };

struct entry_view {
	struct entry_line line;
	bool all; /* corrections were looked for up to the end */
	struct str kind_name;
	enum entry_sealed sealed;
	const struct entry_field *fields;
	size_t n_fields;
	const struct entry_ref *refs;
	size_t n_refs;
	struct str seal, commit, id, leaf, root; /* hex; empty: none */
	const struct entry_step *steps;
	size_t n_steps;
	struct str bytes, hex; /* hex: of the first ENTRY_HEX */
	struct str tile;       /* the public file it stands in, below /public/ */
	struct str proof;      /* tlog-proof */
	bool newer, older;
};

int entry_load(struct visit *v, const void **view, struct err *e);
void entry_json(struct buf *b, const struct visit *v, const void *view);
void entry_bytes(struct buf *b, const struct visit *v, const void *view);
void entry_proof(struct buf *b, const struct visit *v, const void *view);

/* view_entry_field.c: the public fields of a record, with words for what can be said in words. */
void entry_put_fields(struct visit *v, const struct rec *r, struct entry_view *out);

/* The name of a field in words: "counted by"; in Arabic where the list has it. */
struct str field_word(struct arena *a, enum lang lang, struct str name);

#endif
