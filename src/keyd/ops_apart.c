/* Operations on whose record is apart: a child's, which only protection officers open. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "keyd/ops_int.h"
#include "base/banned.h"

#define SUBJECT 16

/* A protection officer closes a file to all others, as whoever refers a child; that it was no child's two of them say together. */
OP(apart)
{
	struct str first = S("");
	size_t n = 0;

	(void)out;
	if (!q->subject)
		return err_set(e, ERR_USAGE, "set a record apart: no subject is given");
	for (size_t i = 0; i < OPS_OFFICERS; i++) {
		const struct ops_session *s = &o->client->sessions[i];
		struct str name = str_mem(s->name, s->name_len);

		if (!s->open || str_eq(name, first) ||
		    !ops_holds(o, a, s->kid, "protection", "set a record apart", e))
			continue;
		first = name;
		n++;
	}
	if (q->n && !o->client->here && !n)
		return err_set(e, ERR_LOCKED,
			       "close a record to others: a protection officer signs in");
	if (!q->n && !o->client->here && n < 2)
		return err_set(e, ERR_LOCKED,
			       "open a child's record to others: two protection officers sign in");
	return keyring_apart_set(o->keyring, q->subject, q->n != 0, e);
}

static int by_subject(const void *x, const void *y)
{
	return memcmp(x, y, SUBJECT);
}

/* A copy of subjects, in order. */
static struct str sorted(struct arena *a, struct str list)
{
	uint8_t *p = arena_copy(a, list.s, list.len);

	qsort(p, list.len / SUBJECT, SUBJECT, by_subject);
	return str_mem(p, list.len);
}

static bool is_among(struct str list, const char *subject)
{
	return list.len && bsearch(subject, list.s, list.len / SUBJECT, SUBJECT, by_subject);
}

/* Whether the keyring has such a person: of who was erased nothing is apart. */
static bool is_there(struct ops *o, const char *subject, bool *there, struct err *e)
{
	uint8_t recipient[32];

	*there = keyring_recipient(o->keyring, (const uint8_t *)subject, recipient, e);
	if (!*there && e->kind != ERR_NOTHING)
		return false;
	e->kind = ERR_NONE;
	return true;
}

/* Who it is, is for whoever has the passphrase; a number says no more than the states of cases do, which the database has in
 * clear. */
OP(aparts)
{
	struct str apart, from, among;
	struct buf b = { .a = a };

	if (q->data.len % SUBJECT || q->n < 0 || q->n > 1)
		return err_set(e, ERR_USAGE, "look whose records are apart: no list of subjects");
	if (!keyring_apart_all(o->keyring, a, &apart, e))
		return false;
	from = q->n ? sorted(a, apart) : sorted(a, q->data);
	among = q->n ? sorted(a, q->data) : sorted(a, apart);
	for (size_t i = 0; i < from.len; i += SUBJECT) {
		bool there = true;

		if (is_among(among, from.s + i))
			continue;
		if (!q->n && !is_there(o, from.s + i, &there, e))
			return false;
		if (there)
			buf_add(&b, from.s + i, SUBJECT);
	}
	out->n = (int64_t)(b.len / SUBJECT);
	if (o->client->here)
		out->data = buf_text(&b);
	return true;
}
