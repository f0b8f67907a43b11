/* See header.h. */
#include "intake/header.h"

#include <string.h>

#include "base/arena.h"
#include "intake/commit.h"
#include "intake/export.h"
#include "record/hxl.h"
#include "base/banned.h"

#define QUALIFIER "_qualifier"

struct reading {
	struct header *h;
	const struct sheet *in;
	struct arena *a;
	const struct kind *k;
	size_t row; /* of the header, then of the tags */
};

/* Columns that an export writes for people, or a refusal: read and left aside unless the kind has such a field. */
static const char *const asides[] = { "reason",	     "index",	   "place_name",
				      "place_pcode", "corrected",  "geometry_note",
				      "source",	     "taken_from", NULL };

static bool among(const char *const *list, struct str name)
{
	for (; *list; list++)
		if (str_eq(name, str_of(*list)))
			return true;
	return false;
}

/* "persons_qualifier": the quantity it is about; NULL for another name. */
static const struct field *qualified(const struct kind *k, struct str name)
{
	const struct field *f;

	if (!str_ends(name, S(QUALIFIER)))
		return NULL;
	name.len -= sizeof QUALIFIER - 1;
	f = field_by_name(k, name);
	return f && f->type == F_QTY ? f : NULL;
}

static bool known(const struct kind *k, struct str name)
{
	return field_by_name(k, name) || among(draft_words, name) || among(asides, name) ||
	       qualified(k, name);
}

static bool bad(const struct reading *r, size_t column, struct err *e)
{
	if (r->in->form == SHEET_CSV)
		return err_at(e, "row %zu, column %zu", r->row, column + 1);
	if (r->in->form == SHEET_XLSX)
		return err_at(e, "%.*s",
			      P(sheet_place(r->in, r->a, r->row, column, r->h->names[column])));
	return err_at(e, "key %.*s", P(r->h->names[column]));
}

/* Whether all cells that hold anything are hashtags by their look, and some do. */
static bool tagged(const struct str *cells, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		struct str s = str_trim(cells[i]);

		if (s.len && (s.len < 2 || s.s[0] != '#'))
			return false;
		any |= s.len > 0;
	}
	return any;
}

/* What an export calls a column: its name and its tag. False at the end of the list. */
static bool exported(const struct reading *r, size_t i, struct str *name, struct str *tag)
{
	const struct field *f;
	size_t n = 0;

	while (export_words[n])
		n++;
	if (i >= n + 2 * r->k->n)
		return false;
	f = i < n ? NULL : &r->k->fields[(i - n) / 2];
	*tag = S("");
	if (i < n) {
		*name = str_of(export_words[i]);
		*tag = hxl_word_tag(*name);
		if (!hxl_read(r->a, *tag, tag))
			*tag = S("");
	} else if (f->sight == PUB && (i - n) % 2 == 0) {
		*name = str_of(f->name);
		*tag = hxl_tag(r->a, r->k, f);
	} else if (f->sight == PUB && f->type == F_QTY) {
		*name = str_fmt(r->a, "%s" QUALIFIER, f->name);
		*tag = hxl_qualifier_tag(r->a, r->k, f);
	}
	return true;
}

/* The column that a tag names: the one that has this very tag; else the only one whose attributes are all
 * among those of the tag, or the other way round. False where there is none or more than one. */
static bool by_tag(const struct reading *r, struct str tag, struct str *found)
{
	struct str name, t;
	size_t near = 0;

	for (size_t i = 0; exported(r, i, &name, &t); i++) {
		if (!t.len)
			continue;
		if (str_eq(t, tag)) {
			*found = name;
			return true;
		}
		if (hxl_within(t, tag) || hxl_within(tag, t)) {
			*found = name;
			near++;
		}
	}
	return near == 1;
}

/* One cell of the row of tags, against the name that stands above it (none where the tags are the header). */
static bool apply_tag(struct reading *r, size_t i, struct str cell, struct err *e)
{
	struct str tag, name = { NULL, 0 }, *have = &r->h->names[i], own = { NULL, 0 },
			t = { NULL, 0 };

	if (!hxl_read(r->a, cell, &tag))
		return err_value(e, ERR_REFUSED, S("tag"), cell,
				 "an HXL hashtag with attributes, as #affected+children");
	if (!tag.len)
		return true;
	if (have->len && known(r->k, *have)) {
		for (size_t j = 0; exported(r, j, &own, &t); j++)
			if (str_eq(t, tag) && !str_eq(own, *have))
				return err_value(e, ERR_REFUSED, S("tag"), cell,
						 "the tag of %.*s, as the column is called (this "
						 "one is that of %.*s)",
						 P(*have), P(own));
		return true;
	}
	if (!by_tag(r, tag, &name))
		return err_value(e, ERR_REFUSED, S("tag"), cell,
				 "a tag that names one field of %s (see: sulh export %s --format "
				 "hxl)",
				 r->k->name, r->k->name);
	*have = name;
	return true;
}

/* The row below the header, when it holds tags; else it is left for whoever reads rows. */
static bool read_tags(struct reading *r, struct sheet *in, bool first, struct err *e)
{
	struct header *h = r->h;
	struct str cells[CSV_COLUMNS];
	struct sheet before = *in;
	size_t n = h->n;

	if (first) {
		memcpy(cells, h->names, n * sizeof *cells);
		memset(h->names, 0, sizeof h->names);
	} else if (!sheet_row(in, r->a, h->n, cells, &n, e) || !tagged(cells, n)) {
		*in = before;
		return true; /* an error comes up again with the row */
	}
	r->row = in->row;
	if (n != h->n)
		return err_set(e, ERR_REFUSED, "the row of tags has %zu cells, the header %zu", n,
			       h->n);
	for (size_t i = 0; i < n; i++)
		if (!apply_tag(r, i, cells[i], e))
			return bad(r, i, e);
	r->row = before.row;
	return true;
}

static bool check_column(struct reading *r, size_t i, struct err *e)
{
	struct header *h = r->h;
	struct str name = h->names[i];
	const struct field *f = qualified(r->k, name);

	for (size_t j = 0; j < i; j++)
		if (str_eq(name, h->names[j]))
			return err_value(e, ERR_REFUSED, S("column"), name, "each column once");
	if (!known(r->k, name)) {
		err_value(e, ERR_REFUSED, S("column"), name, "a field of %s (see: sulh help %s)",
			  r->k->name, r->k->name);
		return bad(r, i, e);
	}
	h->aside[i] = among(asides, name) && !field_by_name(r->k, name);
	if (h->aside[i] && str_eq(name, S("reason")))
		h->reason = i;
	if (h->aside[i] && str_eq(name, S("corrected")))
		h->corrected = i;
	h->qualifies[i] = f && !field_by_name(r->k, name);
	for (size_t j = 0; h->qualifies[i] && j < h->n; j++)
		if (str_eq(h->names[j], str_of(f->name))) {
			h->qualifier[j] = i;
			return true;
		}
	return !h->qualifies[i] ||
	       err_value(e, ERR_REFUSED, S("column"), name,
			 "a column %s beside it, whose numbers it is about", f->name);
}

bool header_read(struct header *h, struct sheet *in, struct arena *a, const struct kind *k,
		 struct err *e)
{
	struct reading r = { h, in, a, k, 0 };
	bool tags = in->form == SHEET_CSV || in->form == SHEET_XLSX;

	memset(h, 0, sizeof *h);
	h->reason = h->corrected = CSV_COLUMNS;
	for (size_t i = 0; i < CSV_COLUMNS; i++)
		h->qualifier[i] = CSV_COLUMNS;
	if (!sheet_row(in, a, 0, h->names, &h->n, e))
		return e->kind ? false
			       : err_set(e, ERR_REFUSED,
					 "read %s: the file is empty, a header is needed",
					 sheet_form_name(in->form));
	r.row = in->row;
	if (tags && !read_tags(&r, in, tagged(h->names, h->n), e))
		return false;
	for (size_t i = 0; i < h->n; i++)
		if (!check_column(&r, i, e))
			return false;
	e->kind = ERR_NONE;
	return true;
}
