/*
 * What is made of the rows of a count: the fields of a bulletin and its JSON. Pure functions of their
 * arguments, so that who verifies gets the very bytes.
 */
#include "figure/count.h"

#include "base/arena.h"
#include "base/json.h"
#include "record/kinds.h"
#include "base/banned.h"

/* The bulletin's field. */

static bool same_key(const struct row *a, const struct row *b)
{
	return a->figure == b->figure && str_eq(a->place, b->place) && str_eq(a->detail, b->detail);
}

static struct val *cell(const struct val *line, const char *field)
{
	struct val *v = &line->v[field_at(&kind_bulletin_figure, field)];

	v->set = true;
	return v;
}

static void line_begin(struct arena *a, const struct row *r, struct val *line)
{
	line->set = true;
	line->v = arena_array(a, kind_bulletin_figure.n, sizeof *line->v);
	cell(line, "code")->s = str_of(r->figure->code);
	cell(line, "place")->s = r->place;
	if (r->detail.len)
		cell(line, "detail")->s = r->detail;
	cell(line, "qualifier")->s = qual_name(r->qual);
}

void count_bulletin_rows(struct arena *a, const struct row *rows, size_t n, struct val *out)
{
	size_t k;

	/* A row is in one line at most. */
	*out = (struct val){ .v = arena_array(a, n, sizeof *out->v) };
	for (size_t i = 0; i < n; i += k) {
		for (k = 1; i + k < n && same_key(&rows[i], &rows[i + k]); k++)
			;
		for (int q = 0; q < QUAL_COUNT; q++) {
			struct val *line = NULL;

			for (size_t j = i; j < i + k; j++) {
				if ((int)rows[j].qual != q)
					continue;
				if (!line) {
					line = &out->v[out->len++];
					line_begin(a, &rows[j], line);
				}
				cell(line, period_name(rows[j].period).s)->n = rows[j].value;
			}
		}
	}
	out->set = out->len > 0;
}

struct str count_figures(struct arena *a, const struct val *figures)
{
	const struct field *f = &kind_bulletin.fields[field_at(&kind_bulletin, "figures")];
	struct buf b = { .a = a };

	val_encode(f, figures, a, NULL, &b);
	return buf_text(&b);
}

/* JSON. */

static void row_members(struct buf *b, const struct row *r)
{
	const struct str none = { NULL, 0 };

	json_put_text(b, "code", str_of(r->figure->code));
	json_put_text(b, "place", r->place_name);
	json_put_text(b, "place_code", r->place);
	json_put_text(b, "detail", r->detail.len ? r->detail : none);
	json_put_text(b, "period", period_name(r->period));
	json_put_int(b, "value", r->value);
	json_put_text(b, "qualifier", qual_name(r->qual));
	json_put_text(b, "unit", str_of(r->figure->unit));
	json_put_int(b, "entries", r->entries);
	if (r->stated)
		json_put_int(b, "stated", r->stated);
	if (r->figure->delayed)
		json_put_bool(b, "asserted", true);
	json_close(b, '}');
}

void row_json(struct buf *b, const struct row *r)
{
	json_open(b, '{');
	json_put_text(b, "type", S("figure"));
	row_members(b, r);
}

static struct str text_of(struct arena *a, const struct rec *r, const char *field)
{
	const struct val *v = rec_get(r, field);

	return v ? val_text(a, &r->kind->fields[field_at(r->kind, field)], v)
		 : (struct str){ NULL, 0 };
}

static struct str cell_text(struct arena *a, const struct kind *k, const struct val *row,
			    const char *field)
{
	const struct val *v = &row->v[field_at(k, field)];

	return v->set ? val_text(a, &k->fields[field_at(k, field)], v) : (struct str){ NULL, 0 };
}

static void heads_json(struct arena *a, const struct val *heads, struct buf *b)
{
	const struct kind *k = &kind_log_head;

	json_key(b, "heads");
	json_open(b, '[');
	for (size_t i = 0; heads && i < heads->len; i++) {
		json_open(b, '{');
		json_put_text(b, "origin", cell_text(a, k, &heads->v[i], "origin"));
		json_put_int(b, "size", heads->v[i].v[field_at(k, "size")].n);
		json_put_text(b, "root", cell_text(a, k, &heads->v[i], "root"));
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void refs_json(struct arena *a, const struct rec *r, const char *field, struct buf *b)
{
	struct str rest = text_of(a, r, field);

	json_key(b, field);
	json_open(b, '[');
	while (rest.s)
		json_str(b, str_cut(&rest, ','));
	json_close(b, ']');
}

static void checks_json(struct arena *a, const struct val *checks, struct buf *b)
{
	const struct kind *k = &kind_bulletin_check;

	json_key(b, "checks");
	json_open(b, '[');
	for (size_t i = 0; checks && i < checks->len; i++) {
		json_open(b, '{');
		json_put_text(b, "rule", cell_text(a, k, &checks->v[i], "rule"));
		json_put_bool(b, "holds", checks->v[i].v[field_at(k, "holds")].n);
		json_put_text(b, "reason", cell_text(a, k, &checks->v[i], "reason"));
		json_close(b, '}');
	}
	json_close(b, ']');
}

struct str count_json(struct arena *a, const struct rec *bulletin, uint64_t index,
		      const struct row *rows, size_t n)
{
	const struct val *number = rec_get(bulletin, "number");
	struct buf b = { .a = a };

	json_open(&b, '{');
	json_put_text(&b, "sulh", S("bulletin/v1"));
	json_put_int(&b, "number", number ? number->n : 0);
	json_put_text(&b, "day", text_of(a, bulletin, "day"));
	json_put_text(&b, "from", text_of(a, bulletin, "from"));
	json_put_text(&b, "to", text_of(a, bulletin, "to"));
	json_put_int(&b, "index", (int64_t)index);
	heads_json(a, rec_get(bulletin, "heads"), &b);
	refs_json(a, bulletin, "late", &b);
	refs_json(a, bulletin, "corrections", &b);
	json_put_text(&b, "definitions", text_of(a, bulletin, "definitions"));
	checks_json(a, rec_get(bulletin, "checks"), &b);
	json_key(&b, "figures");
	json_open(&b, '[');
	for (size_t i = 0; i < n; i++) {
		buf_str(&b, i ? S(",\n") : S("\n"));
		json_open(&b, '{');
		row_members(&b, &rows[i]);
	}
	buf_byte(&b, '\n');
	json_close(&b, ']');
	json_close(&b, '}');
	buf_byte(&b, '\n');
	return buf_text(&b);
}
