/* The operation that looks at what officers signed, with the keys of officers that the keyring has. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys_act.h"
#include "ledger/seal.h"
#include "base/banned.h"

static const struct officer_public *whose(const struct ops_looking *l, const uint8_t kid[4])
{
	for (size_t i = 0; i < l->n_known; i++)
		if (!memcmp(l->known[i].kid, kid, 4))
			return &l->known[i];
	return NULL;
}

static bool find(void *p, const uint8_t kid[4], uint8_t pub[32], struct err *e)
{
	const struct officer_public *o = whose(p, kid);

	(void)e;
	if (o)
		memcpy(pub, o->pub, 32);
	return o != NULL;
}

/* One password opens all keys of a name. */
static bool same(void *p, const uint8_t x[4], const uint8_t y[4])
{
	const struct officer_public *one = whose(p, x), *other = whose(p, y);

	return one && other && str_eq(one->name, other->name);
}

struct ops_looking *ops_look_start(struct ops *o, struct arena *a, const uint8_t id8[8],
				   struct err *e)
{
	struct ops_looking *l = arena_alloc(a, sizeof *l);

	l->o = o;
	l->a = a;
	l->officers = (struct act_officers){ find, same, l };
	memcpy(l->id8, id8, sizeof l->id8);
	return keyring_officer_each(o->keyring, a, &l->known, &l->n_known, e) ? l : NULL;
}

static const char *look_inside(struct ops_looking *l, const struct entry *x, struct str body,
			       struct err *e)
{
	const char *wrong = act_wrong(l->a, l->id8, x, body, &l->officers, &l->found, e);

	if (wrong || e->kind != ERR_NONE)
		return wrong;
	if (!ops_shown(l->a, body, &l->body))
		return "object c is not well-formed";
	memcpy(l->number, l->found.draft, sizeof l->number);
	buf_add(&l->kids, l->found.kids, l->found.signers * sizeof l->found.kids[0]);
	return l->kids.len || act_of_program(l->found.kind, l->found.event) ? NULL
									    : "nobody signed it";
}

static const char *take_inside(struct ops_looking *l, struct str body)
{
	return act_number(l->a, body, l->number) ? NULL : "object c is not well-formed";
}

const char *ops_look(struct ops_looking *l, struct str bytes, struct str object, struct err *e)
{
	const struct kind *k;
	const char *wrong;
	struct str body;

	e->kind = ERR_NONE;
	l->body = S("");
	l->kids = (struct buf){ .a = l->a };
	if (!entry_read(l->a, bytes, &l->x, e)) {
		e->kind = ERR_NONE;
		return "it is no entry";
	}
	k = kind_by_code(l->x.kind);
	if (k && k->form == FORM_PLACE) {
		/* A number of its own, or a seal: officers signed either. */
		struct hash whole = hash_of(bytes);
		struct str own = l->x.id.s ? l->x.id : l->x.seal;

		memcpy(l->number, own.s ? own.s : hash_str(&whole).s, sizeof l->number);
		if (l->taken)
			return NULL;
		if (!own.s)
			return "it has neither a number nor a seal";
		wrong = place_wrong(l->a, l->id8, &l->x, &l->officers, e);
		for (size_t i = 0; i < l->x.n_signatures; i++)
			buf_add(&l->kids, l->x.signatures[i].kid, 4);
		if (wrong || e->kind != ERR_NONE || !object.len)
			return wrong;
	}
	if (!open_centre(l->a, keyring_centre_key(l->o->keyring), object, &body, e)) {
		e->kind = ERR_NONE;
		return "object c does not open";
	}
	return l->taken ? take_inside(l, body) : look_inside(l, &l->x, body, e);
}

const char *ops_look_item(struct ops_looking *l, struct str object, struct err *e)
{
	struct hash seal = seal_hash(object, (struct str){ NULL, 0 });
	struct str body;

	e->kind = ERR_NONE;
	l->kids = (struct buf){ .a = l->a };
	if (!open_centre(l->a, keyring_centre_key(l->o->keyring), object, &body, e)) {
		e->kind = ERR_NONE;
		return "object c of an item does not open";
	}
	if (!act_item(l->a, body, &l->x))
		return "object c is not that of a weapon item";
	l->x.seal = str_dup(l->a, hash_str(&seal));
	return l->taken ? take_inside(l, body) : look_inside(l, &l->x, body, e);
}

/* "[id8, [[entry, object], ...]]"; the answer "[[what is wrong or empty, body, keys of the officers who signed], ...]" */
OP(acts)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct ops_looking *l;
	struct buf b = { .a = a };
	uint64_t n = 0, two = 0;
	struct str id8 = { 0 };

	if (!cbor_array(&in, 2, &two) || two != 2 || !cbor_bytes(&in, 8, 8, &id8) ||
	    !cbor_array(&in, KEYS_ACTS_MAX, &n))
		return err_set(e, ERR_USAGE, "look at acts: what is asked is not well-formed");
	l = ops_look_start(o, a, (const uint8_t *)id8.s, e);
	if (!l)
		return false;
	cbor_put_array(&b, n);
	while (n--) {
		struct str entry, object;
		const char *wrong;

		if (!cbor_array(&in, 2, &two) || two != 2 ||
		    !cbor_bytes(&in, 1, ENTRY_MAX_LONG, &entry) ||
		    !cbor_bytes(&in, 0, SEAL_MAX + 1024, &object))
			return err_set(e, ERR_USAGE,
				       "look at acts: what is asked is not well-formed");
		wrong = ops_look(l, entry, object, e);
		if (!wrong && e->kind != ERR_NONE)
			return false;
		cbor_put_array(&b, 3);
		cbor_put_text(&b, str_of(wrong ? wrong : ""));
		cbor_put_bytes(&b, l->body);
		cbor_put_bytes(&b, wrong ? S("") : buf_text(&l->kids));
	}
	out->data = buf_text(&b);
	return read_end(&in) ||
	       err_set(e, ERR_USAGE, "look at acts: what is asked is not well-formed");
}
