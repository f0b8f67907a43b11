/* The operation that looks at what officers signed, with the keys of officers that the keyring has. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/act.h"
#include "keyd/keys_act.h"
#include "ledger/seal.h"
#include "base/banned.h"

struct known {
	struct officer_public *list;
	size_t n;
};

static const struct officer_public *whose(const struct known *k, const uint8_t kid[4])
{
	for (size_t i = 0; i < k->n; i++)
		if (!memcmp(k->list[i].kid, kid, 4))
			return &k->list[i];
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

/* One entry, with its object c where it has one. */
struct looking {
	struct ops *o;
	struct arena *a;
	const uint8_t *id8;
	struct act_officers officers;
	struct str body;
	struct buf kids; /* of those whose signatures are right */
};

static const char *look(struct looking *l, struct str bytes, struct str object, struct err *e)
{
	struct act_found found = { .signers = 0 };
	const struct kind *k;
	const char *wrong;
	struct entry x;
	struct str body;

	l->body = S("");
	l->kids = (struct buf){ .a = l->a };
	if (!entry_read(l->a, bytes, &x, e))
		return "it is no entry";
	k = kind_by_code(x.kind);
	if (k && k->form == FORM_PLACE && x.kind != VEILED_CODE) {
		wrong = place_wrong(l->a, l->id8, &x, &l->officers, e);
		for (size_t i = 0; i < x.n_signatures; i++)
			buf_add(&l->kids, x.signatures[i].kid, 4);
		if (wrong || e->kind != ERR_NONE || !object.len)
			return wrong;
	}
	if (!open_centre(l->a, keyring_centre_key(l->o->keyring), object, &body, e))
		return "object c does not open";
	wrong = act_wrong(l->a, l->id8, &x, body, &l->officers, &found, e);
	if (!wrong && e->kind == ERR_NONE && !ops_shown(l->a, body, &l->body))
		wrong = "object c is not well-formed";
	buf_add(&l->kids, found.kids, found.signers * sizeof found.kids[0]);
	return wrong;
}

/* "[id8, [[entry, object], ...]]"; the answer "[[what is wrong or empty, body, keys of the officers who signed], ...]" */
OP(acts)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct known known;
	struct looking l = { .o = o, .a = a, .officers = { find, same, &known } };
	struct buf b = { .a = a };
	uint64_t n = 0, two = 0;
	struct str id8 = { 0 };

	if (!cbor_array(&in, 2, &two) || two != 2 || !cbor_bytes(&in, 8, 8, &id8) ||
	    !cbor_array(&in, KEYS_ACTS_MAX, &n))
		return err_set(e, ERR_USAGE, "look at acts: what is asked is not well-formed");
	if (!keyring_officer_each(o->keyring, a, &known.list, &known.n, e))
		return false;
	l.id8 = (const uint8_t *)id8.s;
	cbor_put_array(&b, n);
	while (n--) {
		struct str entry, object;
		const char *wrong;

		if (!cbor_array(&in, 2, &two) || two != 2 ||
		    !cbor_bytes(&in, 1, ENTRY_MAX_LONG, &entry) ||
		    !cbor_bytes(&in, 0, SEAL_MAX + 1024, &object))
			return err_set(e, ERR_USAGE,
				       "look at acts: what is asked is not well-formed");
		e->kind = ERR_NONE;
		wrong = look(&l, entry, object, e);
		if (!wrong && e->kind != ERR_NONE)
			return false;
		cbor_put_array(&b, 3);
		cbor_put_text(&b, str_of(wrong ? wrong : ""));
		cbor_put_bytes(&b, l.body);
		cbor_put_bytes(&b, wrong ? S("") : buf_text(&l.kids));
	}
	out->data = buf_text(&b);
	return read_end(&in) ||
	       err_set(e, ERR_USAGE, "look at acts: what is asked is not well-formed");
}
