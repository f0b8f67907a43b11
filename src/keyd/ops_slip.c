/* The slip with a person's number: handed out once by whoever takes people in; printed again it is an opening. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "keyd/journal.h"
#include "keyd/keys_file.h"
#include "record/reader.h"
#include "base/banned.h"

/* Who got one, by a journal of its own, of which each time only what is new is read. */
struct ops_slips {
	struct journal *journal;
	uint8_t (*list)[16];
	size_t n, room;
};

static bool note_line(void *p, const struct journal_record *r)
{
	struct ops *o = p;
	struct ops_slips *s = o->slips;

	if (!r->subject || !str_eq(r->purpose, S(KEYS_SLIP_FIRST)))
		return true;
	s->list = arena_more(o->a, s->list, s->n, &s->room, sizeof *s->list);
	memcpy(s->list[s->n++], r->subject, sizeof *s->list);
	return true;
}

static bool handed_out(struct ops *o, const uint8_t subject[16], bool *yes, struct err *e)
{
	struct ops_slips *s = o->slips;

	if (!s) {
		s = arena_alloc(o->a, sizeof *s);
		s->journal = journal_new(o->a, o->keyring, o->dir, e);
		if (!s->journal)
			return false;
		o->slips = s;
	}
	if (!journal_read(s->journal, note_line, o, e))
		return false;
	*yes = false;
	for (size_t i = 0; i < s->n && !*yes; i++)
		*yes = !memcmp(s->list[i], subject, sizeof *s->list);
	return true;
}

/* Nothing that was told of a child is given by others than protection officers, not even its number. */
static bool first(struct ops *o, struct arena *a, const struct keys_ask *q, bool child,
		  struct err *e)
{
	bool before = false;

	if (!q->kid)
		return err_set(e, ERR_LOCKED, "hand out a slip: no officer does it");
	if (!ops_holds(o, a, q->kid, READER_SLIPS, "hand out a slip", e))
		return false;
	if (child)
		return err_set(e, ERR_REFUSED,
			       "hand out a slip: a protection officer prints this one, as an "
			       "opening");
	return handed_out(o, q->subject, &before, e) &&
	       (!before ||
		err_set(e, ERR_REFUSED,
			"hand out a slip: this person has got one; to print it again is an opening "
			"(--again), by an officer who gives people what is held about them")) &&
	       ops_hands_slip(o, q, e);
}

OP(slip)
{
	uint8_t recipient[32];
	bool child = false;

	if (!q->subject)
		return err_set(e, ERR_USAGE, "hand out a slip: no subject is given");
	if (q->n && !ops_may_read(o, a, q, false, e))
		return false;
	if (!keyring_recipient(o->keyring, q->subject, recipient, e) ||
	    !keyring_apart(o->keyring, q->subject, &child, e))
		return false;
	if (q->n ? !ops_may_open(o, a, q, q->kid && child, e) : !first(o, a, q, child, e))
		return false;
	out->data = ops_give(a, recipient, sizeof recipient);
	return true;
}
