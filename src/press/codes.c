/* Codes of what is counted, with what they are alike in and what usually happens to them. See lexicon.h. */
#include "press/lexicon.h"

#include "base/arena.h"
#include "base/banned.h"

struct code {
	struct str name, cls, usual; /* name.s == NULL: a free place */
};

struct codes {
	struct code *code;
	size_t mask;
};

static struct code *place_of(const struct codes *all, struct str name)
{
	size_t h = name.len;

	for (size_t i = 0; i < name.len; i++)
		h = h * 31 + (uint8_t)name.s[i];
	for (;; h++) {
		struct code *c = &all->code[h & all->mask];

		if (!c->name.s || str_eq(c->name, name))
			return c;
	}
}

const struct codes *codes_of(struct arena *a, const struct pack *p)
{
	struct codes *all = arena_alloc(a, sizeof *all);
	size_t n = 0, places = 2;

	for (size_t i = 1; i < p->rows; i++)
		n += p->row[i].kind == W_CLASS || p->row[i].kind == W_DEFAULT;
	while (places < 2 * n)
		places *= 2;
	all->code = arena_array(a, places, sizeof *all->code);
	all->mask = places - 1;
	for (size_t i = 1; i < p->rows; i++) {
		const struct pack_row *r = &p->row[i];
		struct code *c;

		if (r->kind != W_CLASS && r->kind != W_DEFAULT)
			continue;
		c = place_of(all, r->word[0]);
		if (!c->name.s)
			*c = (struct code){ r->word[0], S(""), S("") };
		if (r->kind == W_CLASS)
			c->cls = r->code;
		else
			c->usual = r->code;
	}
	return all;
}

struct str pack_class(const struct pack *p, struct str entity)
{
	const struct code *c = place_of(p->codes, entity);

	return c->name.s ? c->cls : S("");
}

struct str pack_default(const struct pack *p, struct str entity)
{
	const struct code *c = place_of(p->codes, entity);

	return c->name.s ? c->usual : S("");
}
