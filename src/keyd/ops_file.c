/* Opening the file of one person at once: one line of the journal for all of it. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/time.h"
#include "keyd/journal.h"
#include "keyd/keys_file.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "base/banned.h"

bool ops_objects(struct arena *a, struct str data, struct keys_object **list, size_t *n)
{
	struct read in = read_of(data.s, data.len);
	uint64_t all = 0, two = 0;

	if (!cbor_array(&in, KEYS_FILE, &all))
		return false;
	*list = arena_array(a, all + 1, sizeof **list);
	for (*n = 0; *n < all; (*n)++) {
		struct keys_object *x = &(*list)[*n];

		if (!cbor_array(&in, 2, &two) || two != 2 || !cbor_bool(&in, &x->of_person) ||
		    !cbor_bytes(&in, 1, SEAL_MAX, &x->object))
			return false;
	}
	return read_end(&in);
}

/* The person's keys; *erased where they are gone. */
struct person {
	uint8_t identity[32], recipient[32];
	bool erased, apart;
};

static bool find_person(struct ops *o, const uint8_t subject[16], struct person *p, struct err *e)
{
	p->erased = !keyring_recipient(o->keyring, subject, p->recipient, e) ||
		    !keyring_identity(o->keyring, subject, p->identity, e) ||
		    !keyring_apart(o->keyring, subject, &p->apart, e);
	return !p->erased || e->kind == ERR_NOTHING;
}

static bool open_one(struct ops *o, struct arena *a, const uint8_t subject[16],
		     const struct person *p, const struct keys_object *x, struct str *body,
		     struct err *e)
{
	*body = S("");
	if (x->of_person)
		return p->erased ||
		       open_person_as(a, p->identity, p->recipient, x->object, body, e);
	return open_centre(a, keyring_centre_key(o->keyring), x->object, body, e) &&
	       (ops_is_of(*body, subject) ||
		err_set(e, ERR_FALSE, "open a file: an object is another person's"));
}

/* All of them, to be released or not; *apart where one was told of a child, or is testimony. */
static bool open_all(struct ops *o, struct arena *a, const uint8_t subject[16], struct person *p,
		     struct keys_object *list, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		if (!open_one(o, a, subject, p, &list[i], &list[i].body, e))
			return false;
		key_wipe_later(a, (void *)(uintptr_t)list[i].body.s, list[i].body.len);
		p->apart |= list[i].of_person && list[i].body.len && ops_is_apart(list[i].body);
	}
	return true;
}

/* Of such an act in somebody's case an officer sees what the projection has anyway: the rest is sealed apart. */
static bool put_all(struct ops *o, struct arena *a, const struct keys_ask *q,
		    const struct keys_object *list, size_t n, struct buf *b, struct err *e)
{
	cbor_put_array(b, n);
	for (size_t i = 0; i < n; i++) {
		struct str body = list[i].body;

		if (q->kid && !list[i].of_person && ops_is_apart(body) &&
		    !ops_shown(a, body, &body))
			return err_set(e, ERR_FAILED, "open a file: object c is not well-formed");
		if (list[i].of_person && !ops_seen(o, a, q, body, &body, e))
			return false;
		cbor_put_bytes(b, body);
	}
	key_wipe_later(a, b->p, b->cap);
	return true;
}

/* What is opened decides who may see it; what does not open was an opening, too. */
OP(open_file)
{
	struct person *p = arena_alloc(a, sizeof *p);
	struct keys_object *list;
	struct buf b = { .a = a };
	struct err wrong;
	bool opened;
	size_t n;

	key_wipe_later(a, p, sizeof *p);
	if (!q->subject || !ops_objects(a, q->data, &list, &n))
		return err_set(e, ERR_USAGE, "open a file: what is asked is not well-formed");
	if (!ops_may_read(o, a, q, false, e) || !find_person(o, q->subject, p, e))
		return false;
	opened = open_all(o, a, q->subject, p, list, n, &wrong);
	if (!ops_may_open(o, a, q, q->kid && p->apart, e))
		return false;
	if (!opened) {
		*e = wrong;
		return false;
	}
	if (!put_all(o, a, q, list, n, &b, e))
		return false;
	out->data = buf_text(&b);
	return true;
}

struct finding {
	struct buf text;
	const uint8_t *subject;
	size_t n;
};

static bool find_line(void *p, const struct journal_record *r)
{
	struct finding *f = p;
	struct arena *a = f->text.a;

	if (!r->subject || memcmp(r->subject, f->subject, 16) != 0 || f->n == KEYS_OPENINGS)
		return true;
	f->n++;
	buf_fmt(&f->text, "%.*s %.*s %.*s\n", P(instant_text(a, (struct instant){ r->time, 0 })),
		P(str_hex(a, r->kid, 4)), P(r->purpose));
	return true;
}

/* For whoever may open the person's file: who did so before. It opens nothing. */
OP(openings)
{
	struct finding f = { .text = { .a = a }, .subject = q->subject };
	struct journal *j;

	if (!q->subject)
		return err_set(e, ERR_USAGE, "look who opened a file: no subject is given");
	if (!ops_may_read(o, a, q, false, e))
		return false;
	j = journal_new(a, o->keyring, o->dir, e);
	if (!j || !journal_read(j, find_line, &f, e))
		return false;
	out->data = buf_text(&f.text);
	return true;
}
