/* See found.h. */
#include "cli/found.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/banned.h"

struct str found_or_null(struct str s)
{
	return s.len ? s : (struct str){ NULL, 0 };
}

/* The name in Latin letters: as it was recorded, else the first of the documents. */
static struct str latin(struct cli *c, const struct names *x)
{
	struct str s = names_text(c->a, &x->full, S("Latn"));

	return !s.len && x->n_latin ? x->latin[0] : s;
}

static struct str whole(struct cli *c, const struct names *x)
{
	return names_text(c->a, &x->full, (struct str){ NULL, 0 });
}

void found_compare(struct cli *c, const struct index_query *asked, const struct names *x,
		   const struct about_told *told, struct about_found *out)
{
	struct index_query *other = arena_alloc(c->a, sizeof *other);
	struct about who = index_about(asked), about;

	index_query_of(c->a, x, other);
	about = index_about(other);
	about_compare(about_ask(c->a, NULL, &who), &about, out);
	if (told)
		about_tell(told, out);
}

struct str found_text(struct cli *c, const struct names *x)
{
	return str_fmt(c->a, "%.*s%s%.*s", P(whole(c, x)), x->born.len ? ", born " : "",
		       P(x->born));
}

void found_say(struct cli *c, const struct about_found *f)
{
	cli_say(c, "      %.*s\n", P(about_reason(c->a, LANG_EN, f)));
}

void found_say_documents(struct cli *c, const struct names *x)
{
	for (size_t i = 0; i < x->n_latin; i++)
		cli_say(c, "      in documents: %.*s\n", P(x->latin[i]));
}

void found_put_names(struct cli *c, struct buf *b, const struct names *x)
{
	json_put_text(b, "name", whole(c, x));
	json_put_text(b, "name_ar", found_or_null(names_text(c->a, &x->full, S("Arab"))));
	json_put_text(b, "name_la", found_or_null(latin(c, x)));
	json_put_text(b, "born", x->born);
}

/* The names of the fields of which something agrees, or differs. */
static void put_fields(struct buf *b, const char *key, const struct about_found *f, bool agrees)
{
	json_key(b, key);
	json_open(b, '[');
	for (int field = 0; field < ABOUT_FIELDS; field++)
		for (size_t i = 0; i < f->n; i++)
			if ((int)f->point[i].field == field && f->point[i].agrees == agrees) {
				json_str(b, about_field_name(f->point[i].field));
				break;
			}
	json_close(b, ']');
}

static void put_points(struct cli *c, struct buf *b, const struct about_found *f)
{
	json_key(b, "points");
	json_open(b, '[');
	for (size_t i = 0; i < f->n; i++) {
		const struct about_point *p = &f->point[i];

		json_open(b, '{');
		json_put_text(b, "field", about_field_name(p->field));
		json_put_bool(b, "agrees", p->agrees);
		json_put_text(b, "asked", found_or_null(p->asked));
		json_put_text(b, "found", found_or_null(p->found));
		json_put_text(b, "text", about_text(c->a, LANG_EN, p));
		json_close(b, '}');
	}
	json_close(b, ']');
}

void found_put(struct cli *c, struct buf *b, const struct about_found *f)
{
	put_fields(b, "agrees", f, true);
	put_fields(b, "differs", f, false);
	json_put_text(b, "reason", about_reason(c->a, LANG_EN, f));
	put_points(c, b, f);
}
