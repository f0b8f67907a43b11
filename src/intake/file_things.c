/* What a person handed in: of all that is in the book the key holder tells which names the person, and the book what became of
 * it. See file.h. */
#include "intake/file_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "record/kinds.h"
#include "store/stock.h"
#include "base/banned.h"

struct gathering {
	struct filing *w;
	struct accepting tying; /* for digests of the book */
	const uint8_t *subject;
	struct arena *scratch; /* of one batch */
	struct keys_object list[KEYS_FILE];
	struct {
		int64_t log, seq;
	} at[KEYS_FILE];
	size_t n, bytes;
};

/* What its entry says of it in public: the kind's figure. */
static void see_public(struct rec *r, const struct entry *x)
{
	struct store_item item;
	bool kg;

	item_of(x, &item);
	kg = str_eq(item.detail, S("kg"));
	if (r->kind == &kind_weapon_item) {
		r->v[field_at(r->kind, "group")] =
			(struct val){ .set = true, .s = item.figure.len ? item.figure : S("W3") };
		return;
	}
	r->v[field_at(r->kind, "unit")] =
		(struct val){ .set = true, .s = kg ? S("kg") : S("round") };
	r->v[field_at(r->kind, "amount")] =
		(struct val){ .set = true, .n = item.n, .q = (uint8_t)item.q };
}

/* That it was this person stands above all of them. */
static void leave_out(const struct gathering *g, struct rec *r)
{
	struct val *by = &r->v[field_at(r->kind, "handed_by")];

	if (by->set && str_eq(by->s, str_mem(g->subject, PERSON_BYTES)))
		*by = (struct val){ .set = false };
}

/* In store, or what took it away last. */
static struct str state_of(const struct store_stocked *x)
{
	return !x->there				    ? S("")
	       : code_in("transfer,destroy,lost", x->state) ? x->state
							    : S("store");
}

/* The receipt that this person has for it. */
static bool see_receipt(struct gathering *g, struct str no, struct file_thing *t, struct err *e)
{
	struct filing *w = g->w;
	struct store_mark m = receipted_mark(&g->tying, no, str_mem(g->subject, PERSON_BYTES));
	struct keys_object x = { .of_person = false };
	struct rec *r = rec_new(w->a, &kind_weapon_receipt);
	struct file_act act = { .kind = r->kind };
	struct str bytes;
	int64_t log;

	if (g->tying.view.e.kind != ERR_NONE) {
		*e = g->tying.view.e;
		return false;
	}
	if (!store_named_record(w->r->store, w->a, m.mac, kind_weapon_receipt.code, &log, &bytes,
				&x.object, e))
		return false;
	if (!x.object.s)
		return true;
	if (!keys_open_handed(w->r->keys, w->a, &w->why, g->subject, &x, 1, e) ||
	    (x.body.len && !file_body(w, x.body, CENTRE, r, &act, e)))
		return false;
	if (x.body.len)
		t->receipt =
			str_hex(w->a, rec_code(r, "receipt_no").s, rec_code(r, "receipt_no").len);
	return true;
}

static bool see_book(struct gathering *g, struct file_thing *t, struct err *e)
{
	struct filing *w = g->w;
	struct str no = rec_code(t->act.rec, "item_no");
	struct store_stocked x;
	struct store_mark m;

	if (!no.len)
		return true;
	m = mark_of(&g->tying, "item_no", no);
	if (g->tying.view.e.kind != ERR_NONE) {
		*e = g->tying.view.e;
		return false;
	}
	if (!store_stocked(w->r->store, w->a, m.mac, NULL, &x, e))
		return false;
	t->state = state_of(&x);
	t->danger = x.danger;
	return see_receipt(g, no, t, e);
}

static bool add_thing(struct gathering *g, size_t i, struct err *e)
{
	struct filing *w = g->w;
	struct person_file *out = w->out;
	struct str body = str_dup(w->a, g->list[i].body);
	struct read in = read_of(body.s, body.len);
	struct centre_body said;
	struct file_thing *t;
	struct entry x;

	if (!seal_body_read(&in, &said) || !said.entry.s)
		return err_set(e, ERR_FAILED, "read object c of what was handed in, byte %zu: %s",
			       in.wrong_at, in.wrong ? in.wrong : "it is of no weapon");
	if (!entry_read(w->a, said.entry, &x, e))
		return false;
	out->things =
		arena_more(w->a, out->things, out->n_things, &w->room_things, sizeof *out->things);
	t = &out->things[out->n_things++];
	*t = (struct file_thing){ .act = { .kind = kind_by_code(x.kind),
					   .step = (int64_t)out->n_things - 1,
					   .day = x.day,
					   .event = S(""),
					   .state = S("") },
				  .state = S("") };
	if (!t->act.kind || t->act.kind->form != FORM_WEAPON)
		return err_set(e, ERR_FALSE, "what was handed in is of no kind of weapon");
	t->act.rec = rec_new(w->a, t->act.kind);
	if (g->at[i].seq >= 0)
		t->act.entry = file_entry(w, g->at[i].log, g->at[i].seq);
	if (!file_body(w, body, CENTRE, t->act.rec, &t->act, e))
		return false;
	see_public(t->act.rec, &x);
	leave_out(g, t->act.rec);
	return see_book(g, t, e);
}

static bool flush(struct gathering *g, struct err *e)
{
	struct filing *w = g->w;

	if (g->n &&
	    !keys_open_handed(w->r->keys, g->scratch, &w->why, g->subject, g->list, g->n, e))
		return false;
	for (size_t i = 0; i < g->n; i++)
		if (g->list[i].body.len && !add_thing(g, i, e))
			return false;
	arena_reset(g->scratch);
	g->n = g->bytes = 0;
	return true;
}

static bool note_thing(void *p, const struct store_stock_thing *x, struct err *e)
{
	struct gathering *g = p;

	if ((g->n == KEYS_FILE || (g->n && g->bytes + x->c.len > KEYS_FILE_BYTES)) && !flush(g, e))
		return false;
	g->list[g->n] = (struct keys_object){ false, str_dup(g->scratch, x->c), S("") };
	g->at[g->n].log = x->log;
	g->at[g->n++].seq = x->seq;
	g->bytes += x->c.len;
	return true;
}

bool file_things(struct filing *w, const uint8_t subject[16], struct err *e)
{
	struct gathering *g;
	bool ok;

	if (!str_eq(w->why.purpose, S("request_of_person")))
		return true;
	g = arena_alloc(w->a, sizeof *g);
	*g = (struct gathering){ .w = w,
				 .tying = { .r = w->r, .a = w->a },
				 .subject = subject,
				 .scratch = arena_new(0) };
	ok = g->scratch || err_set(e, ERR_FAILED, "list what was handed in: out of memory");
	ok = ok && store_stock_things(w->r->store, note_thing, g, e) && flush(g, e);
	arena_free(g->scratch);
	w->out->listed = ok;
	return ok || within(e, "open the file of %.*s", P(w->whose));
}
