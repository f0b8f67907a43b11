/* Idempotency keys, and the seals on drafts: both keyed, since what they are made of could be guessed. A
 * hash of a row about a person, without a key, would let whoever has the folder try names on it. */
#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "ledger/hash.h"
#include "base/banned.h"

static void put_number(struct buf *b, int64_t v)
{
	char digits[24], *p = digits + sizeof digits;
	uint64_t n = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	/* As %lld/ would have it, for which each record would wait a dozen times. */
	*--p = '/';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	if (v < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(digits + sizeof digits - p));
}

static void put_text(struct buf *b, struct str s)
{
	put_number(b, s.s ? (int64_t)s.len : -1);
	buf_str(b, s);
}

/* Of what may be long: its hash is what the key is put to. */
static bool mac_of_all(struct reg *r, struct str purpose, struct str all, uint8_t mac[32],
		       struct err *e)
{
	struct hash h = hash_of(all);

	return keys_mac(r->keys, purpose, hash_str(&h), mac, e);
}

bool draft_mac(struct reg *r, struct arena *a, const struct store_draft *d, uint8_t mac[32],
	       struct err *e)
{
	struct buf b = { .a = a };

	put_text(&b, str_mem(d->id, 16));
	put_number(&b, d->log);
	put_number(&b, d->kind);
	put_number(&b, d->person);
	put_number(&b, d->accepted_day);
	put_text(&b, d->key);
	put_text(&b, d->name);
	put_text(&b, d->bytes);
	put_text(&b, d->c);
	put_text(&b, d->s);
	return mac_of_all(r, S("sulh/draft/v2"), buf_text(&b), mac, e);
}

/* All that was given, as it was given: whether two records under one key are the same. */
static struct str content_of(struct arena *a, const struct draft *d)
{
	struct buf b = { .a = a };

	put_text(&b, str_of(d->kind->name));
	put_text(&b, d->log);
	put_text(&b, d->place);
	put_text(&b, d->case_no);
	put_text(&b, d->note);
	put_text(&b, d->device);
	put_text(&b, d->corrects);
	put_number(&b, d->day);
	put_number(&b, d->from_day);
	put_number(&b, d->has_time ? d->occurred.s : NO_DAY);
	for (size_t i = 0; i < d->n_officers; i++)
		put_text(&b, d->officers[i]);
	if (d->answers.s)
		put_text(&b, d->answers);
	for (size_t i = 0; i < d->kind->n; i++)
		if (d->r->v[i].set) {
			put_text(&b, str_of(d->kind->fields[i].name));
			put_text(&b, val_text(a, &d->kind->fields[i], &d->r->v[i]));
		}
	return buf_text(&b);
}

bool once_recall(struct reg *r, struct arena *a, const struct draft *d, struct once *o,
		 struct receipt *out, struct refusals *why, struct err *e)
{
	struct str draft, proof, before;

	o->used = d->idem.s;
	if (!o->used)
		return true;
	if (!mac_of_all(r, S("sulh/idem/v2"), d->idem, o->idem, e) ||
	    !mac_of_all(r, S("sulh/content/v2"), content_of(a, d), o->content, e) ||
	    !store_accepted(r->store, a, str_mem(o->idem, 32), &draft, &proof, &before, &out->day,
			    e))
		return false;
	if (!proof.s)
		return true;
	if (!str_eq(before, str_mem(o->content, 32)))
		return refuse(why, "another_record", S("idempotency_key"), d->idem,
			      "a key of its own: another record was accepted under this one");
	out->again = true;
	out->is_leaf = d->kind->form == FORM_PLACE;
	out->log = d->log.s ? d->log : S("");
	memcpy(out->draft, draft.s, 16);
	memcpy(out->proof.b, proof.s, 32);
	return store_case_of(r->store, a, draft, &out->case_no, e);
}

bool once_add(struct reg *r, const struct once *o, const struct receipt *receipt, int64_t day,
	      struct err *e)
{
	return !o->used ||
	       store_accepted_add(r->store, str_mem(o->idem, 32), str_mem(receipt->draft, 16),
				  hash_str(&receipt->proof), str_mem(o->content, 32), day, e);
}
