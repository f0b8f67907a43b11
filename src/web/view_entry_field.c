/* See view_entry.h: the public fields of a record. */
#include "web/view_entry.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

static bool listed(enum field_type t)
{
	return t == F_CODES || t == F_TEXTS || t == F_REFS || t == F_OFFICERS;
}

/* Numbers below 10,000 may be years and the like: no commas. */
static struct str number(struct arena *a, enum lang lang, const struct val *x)
{
	struct str n =
		x->n >= 0 && x->n < 10000 ? str_fmt(a, "%" PRId64, x->n) : lang_number(a, x->n);
	struct str q = entry_word(a, lang, qual_name((enum qual)x->q));

	return x->q == QUAL_EXACT ? n : str_fmt(a, "%.*s %.*s", P(q), P(n));
}

static struct entry_cell officer(const struct visit *v, struct str kid, int64_t day)
{
	struct entry_signer s;
	struct entry_cell c = { .code = true };

	if (kid.len != 4)
		return c;
	s = entry_signer(v, v->a, (const uint8_t *)kid.s, day);
	c.text = s.kid;
	c.link = s.officer >= 0;
	c.ref.name = str_fmt(v->a, "hq/%" PRId64, s.officer);
	return c;
}

static struct entry_cell place(const struct visit *v, struct str code)
{
	struct str name = facts_place(v->facts, v->lang, code, (struct str){ NULL, 0 });

	return (struct entry_cell){ .text = name.s ? str_fmt(v->a, "%.*s (%.*s)", P(name), P(code))
						   : code };
}

static struct entry_cell reference(const struct visit *v, struct str ref)
{
	struct entry_cell c = { .code = true };

	if (ref.len != REF_BYTES)
		return c;
	c.ref = entry_ref(v, v->a, (const uint8_t *)ref.s);
	c.text = c.ref.name;
	c.link = c.ref.log;
	return c;
}

static struct entry_cell one(const struct visit *v, const struct field *f, const struct val *x,
			     int64_t day)
{
	switch (f->type) {
	case F_REF:
	case F_REFS:
		return reference(v, x->s);
	case F_OFFICER:
	case F_OFFICERS:
		return officer(v, x->s, day);
	case F_PLACE:
		return place(v, x->s);
	case F_CODE:
	case F_CODES:
		return (struct entry_cell){ .text = entry_word(v->a, v->lang, x->s) };
	case F_TEXTS:
		return (struct entry_cell){ .text = x->s };
	case F_INT:
	case F_QTY:
		return (struct entry_cell){ .text = number(v->a, v->lang, x) };
	case F_DATE:
	case F_DAY:
		return (struct entry_cell){ .text = lang_day(v->a, v->lang, x->n) };
	case F_BOOL:
		return (struct entry_cell){ .text = msg(v->lang, x->n ? MSG("yes") : MSG("no")) };
	case F_HASH:
		return (struct entry_cell){ .text = str_hex(v->a, x->s.s, x->s.len), .code = true };
	default:
		return (struct entry_cell){ .text = val_text(v->a, f, x),
					    .code = f->type == F_GEO || f->type == F_TIME ||
						    f->type == F_EDTF || f->type == F_BLOB };
	}
}

static struct entry_cells cells(const struct visit *v, const struct field *f, const struct val *x,
				int64_t day)
{
	size_t n = !x->set ? 0 : listed(f->type) ? x->len : 1;
	struct entry_cell *list = arena_array(v->a, n, sizeof *list);

	for (size_t i = 0; i < n; i++)
		list[i] = one(v, f, listed(f->type) ? &x->v[i] : x, day);
	return (struct entry_cells){ list, n };
}

/* Sealed columns of a table are not in a public entry. */
static void table(const struct visit *v, const struct field *f, const struct val *x, int64_t day,
		  struct entry_field *out)
{
	const struct kind *k = f->rows;
	struct str *columns = arena_array(v->a, k->n, sizeof *columns);
	struct entry_cells *rows;
	size_t at = 0;

	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].sight == PUB)
			columns[out->n_columns++] =
				field_word(v->a, v->lang, str_of(k->fields[i].name));
	out->columns = columns;
	out->n_rows_all = x->len;
	out->n_rows = x->len < ENTRY_ROWS ? x->len : ENTRY_ROWS;
	rows = arena_array(v->a, out->n_rows * out->n_columns, sizeof *rows);
	for (size_t i = 0; i < out->n_rows; i++)
		for (size_t j = 0; j < k->n; j++)
			if (k->fields[j].sight == PUB)
				rows[at++] = cells(v, &k->fields[j], &x->v[i].v[j], day);
	out->rows = rows;
}

void entry_put_fields(struct visit *v, const struct rec *r, struct entry_view *out)
{
	struct entry_field *list = arena_array(v->a, r->kind->n, sizeof *list);
	int64_t day = r->day;

	for (size_t i = 0; i < r->kind->n; i++) {
		const struct field *f = &r->kind->fields[i];
		struct entry_field *x = &list[out->n_fields];

		if (f->sight != PUB || !r->v[i].set)
			continue;
		out->n_fields++;
		x->name = str_of(f->name);
		x->label = field_word(v->a, v->lang, x->name);
		x->help = str_of(f->help);
		if (f->type == F_ROWS)
			table(v, f, &r->v[i], day, x);
		else
			x->cells = cells(v, f, &r->v[i], day);
	}
	out->fields = list;
}
