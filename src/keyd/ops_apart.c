/* Operations on whose record is apart: a child's, which only protection officers open. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "keyd/keys.h"
#include "keyd/ops_int.h"
#include "base/banned.h"

#define SUBJECT 16

/* Whether an officer with this role has a session with whoever asks. */
static bool here(struct ops *o, struct arena *a, const char *role)
{
	struct err none;

	for (size_t i = 0; i < OPS_OFFICERS; i++)
		if (o->client->sessions[i].open &&
		    ops_holds(o, a, o->client->sessions[i].kid, role, "set a record apart", &none))
			return true;
	return false;
}

/* A protection officer closes a file to all others, as whoever refers a child; that it was no child's two of them say together. Two
 * adjudicators close a file that they merge into a child's, and open such a one again when that is taken back. */
static bool may_set(struct ops *o, struct arena *a, enum keyring_apart was,
		    enum keyring_apart wanted, struct err *e)
{
	const char *what = "set a record apart";
	struct str no = { NULL, 0 };
	bool merged = wanted == APART_MERGED || (wanted == APART_NOT && was == APART_MERGED);

	if (o->client->here || ops_pair(o, a, "protection", no, what) ||
	    (wanted != APART_NOT && here(o, a, "protection")) ||
	    (merged && ops_pair(o, a, "adjudicator", no, what)))
		return true;
	return err_set(e, ERR_LOCKED,
		       wanted == APART_NOT
			       ? "open a child's record to others: two protection officers sign in"
			       : "close a record to others: a protection officer signs in");
}

OP(apart)
{
	enum keyring_apart was = APART_NOT;
	struct err none = { .kind = ERR_NONE };

	(void)out;
	if (!q->subject || q->n < APART_NOT || q->n > APART_MERGED)
		return err_set(e, ERR_USAGE, "set a record apart: no subject is given");
	/* Who may set nothing learns not even whether there is such a person. */
	if (!keyring_apart_how(o->keyring, q->subject, &was, &none) && none.kind != ERR_NOTHING) {
		*e = none;
		return false;
	}
	if (!may_set(o, a, was, (enum keyring_apart)q->n, e))
		return false;
	return (was == APART_CHILD && q->n == APART_MERGED) ||
	       keyring_apart_set(o->keyring, q->subject, (enum keyring_apart)q->n, e);
}

static int by_subject(const void *x, const void *y)
{
	return memcmp(x, y, SUBJECT);
}

/* Those that differ, in order. */
static struct str sorted(struct arena *a, struct str list)
{
	uint8_t *p = arena_copy(a, list.s, list.len);
	size_t n = 0;

	if (list.len)
		qsort(p, list.len / SUBJECT, SUBJECT, by_subject);
	for (size_t i = 0; i < list.len; i += SUBJECT)
		if (!n || memcmp(p + n - SUBJECT, p + i, SUBJECT) != 0) {
			memmove(p + n, p + i, SUBJECT);
			n += SUBJECT;
		}
	return str_mem(p, n);
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

/* Those of these that have records that are not apart; or those (`others`) whose records are and who are not among them. */
static bool differing(struct ops *o, struct arena *a, struct str list, struct str apart,
		      bool others, struct buf *out, struct err *e)
{
	struct str from = sorted(a, others ? apart : list),
		   among = sorted(a, others ? list : apart);

	for (size_t i = 0; i < from.len; i += SUBJECT) {
		bool there = true;

		if (is_among(among, from.s + i))
			continue;
		if (!others && !is_there(o, from.s + i, &there, e))
			return false;
		if (there)
			buf_add(out, from.s + i, SUBJECT);
	}
	return true;
}

/* Fewer are asked of one by one. Who is not in the keyring makes no list longer, nor who is named twice. */
static bool enough(struct ops *o, struct arena *a, struct str asked, struct err *e)
{
	struct str list = sorted(a, asked);
	bool there;
	size_t n = 0;

	if (here(o, a, "protection"))
		return true;
	for (size_t i = 0; i < list.len; i += SUBJECT) {
		if (!is_there(o, list.s + i, &there, e))
			return false;
		n += there;
	}
	return !n || n >= KEYS_APARTS_LEAST ||
	       err_set(e, ERR_LOCKED,
		       "look whose records are apart: of fewer than %d a key holder tells nothing "
		       "but to a protection officer who is signed in",
		       KEYS_APARTS_LEAST);
}

/* Who it is, and how many, is for whoever has the passphrase. Another process learns whether a list is that of all whose
 * records are apart, and no more: by numbers, of lists that differ by one, it would learn it of each. */
OP(aparts)
{
	struct str apart;
	struct buf b = { .a = a };

	if (q->data.len % SUBJECT || q->n < 0 || q->n > 1)
		return err_set(e, ERR_USAGE, "look whose records are apart: no list of subjects");
	if ((!o->client->here && !enough(o, a, q->data, e)) ||
	    !keyring_apart_all(o->keyring, a, &apart, e) ||
	    !differing(o, a, q->data, apart, q->n, &b, e))
		return false;
	if (!o->client->here) {
		if (!differing(o, a, q->data, apart, !q->n, &b, e))
			return false;
		out->n = b.len > 0;
		return true;
	}
	out->n = (int64_t)(b.len / SUBJECT);
	out->data = buf_text(&b);
	return true;
}
