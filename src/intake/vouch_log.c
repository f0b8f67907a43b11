/* See vouch_log.h. */
#include "intake/vouch_log.h"

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/vouch_eyes.h"
#include "intake/vouch_who.h"
#include "record/kinds.h"
#include "base/banned.h"

/* An entry. */
struct place {
	struct str log;
	int64_t seq;
	bool by_officers;
};

struct batch {
	struct reg *r;
	struct arena *a, *scratch; /* scratch: of one batch */
	const struct store_log *log;
	struct keys_act acts[KEYS_ACTS_MAX];
	int64_t seq[KEYS_ACTS_MAX], code[KEYS_ACTS_MAX], day[KEYS_ACTS_MAX];
	size_t n;
	int64_t seen;
	struct eyes eyes;
	struct buf places; /* of struct place: of each that the eyes have */
	struct buf found;  /* of struct vouch_false */
};

static void find(struct batch *w, int64_t seq, bool ruled, struct str wrong)
{
	struct vouch_false x = {
		.log = w->log->name, .seq = seq, .wrong = str_dup(w->a, wrong), .ruled = ruled
	};

	buf_add(&w->found, &x, sizeof x);
}

/* One that is as officers signed it: whether these might is asked when all are there. */
static void add(struct batch *w, size_t i)
{
	struct place x = { w->log->name, w->seq[i], w->acts[i].n_kids };
	const char *none =
		eyes_add(&w->eyes, w->places.len / sizeof x, &w->acts[i],
			 (struct eyes_at){ w->log->id, w->seq[i], w->code[i], w->day[i] });

	if (none)
		find(w, x.seq, false, str_of(none));
	else
		buf_add(&w->places, &x, sizeof x);
}

static bool ask(struct batch *w, struct err *e)
{
	if (!w->n)
		return true;
	if (!keys_acts(w->r->keys, w->scratch, w->log->id8, w->acts, w->n, e))
		return false;
	for (size_t i = 0; i < w->n; i++) {
		if (w->acts[i].wrong.len)
			find(w, w->seq[i], false, w->acts[i].wrong);
		else
			add(w, i);
	}
	w->seen += (int64_t)w->n;
	w->n = 0;
	arena_reset(w->scratch);
	return true;
}

static bool take(void *p, const struct store_entry *s, struct err *e)
{
	struct batch *w = p;
	const struct kind *k;
	struct entry x;

	if (!entry_read(w->scratch, s->bytes, &x, e))
		return within(e, "entry %.*s/%lld cannot be read; restore a backup",
			      P(w->log->name), (long long)s->seq);
	eyes_note(&w->eyes, w->log->id, s->seq, &x);
	if (!s->c.s)
		return true;
	k = kind_by_code(x.kind);
	/* What is about a place carries its signatures in public: whoever verifies looks at them; but whose paper it is
	 * about is not. */
	if (!k || (k->form == FORM_PLACE && k != &kind_standing))
		return true;
	w->acts[w->n] = (struct keys_act){ .entry = str_dup(w->scratch, s->bytes),
					   .object = str_dup(w->scratch, s->c) };
	w->code[w->n] = x.kind;
	w->day[w->n] = x.day;
	w->seq[w->n++] = s->seq;
	return w->n < KEYS_ACTS_MAX || ask(w, e);
}

/* Officers themselves, then all acts by their cases. */
static bool ask_rules(struct batch *w, const struct store_log *hq, struct err *e)
{
	const struct place *places = (const struct place *)(const void *)w->places.p;
	size_t n = w->places.len / sizeof *places, n_false;
	struct str *wrong = arena_array(w->scratch, n + 1, sizeof *wrong);
	const struct who_false *list = vouch_who_false(w->eyes.who, &n_false);

	w->log = hq;
	for (size_t i = 0; i < n_false; i++)
		find(w, list[i].seq, false, list[i].wrong);
	if (!eyes_merges(&w->eyes, e) || !eyes_judge(&w->eyes, wrong, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		w->log = &(struct store_log){ .name = places[i].log };
		if (wrong[i].len)
			find(w, places[i].seq, places[i].by_officers, wrong[i]);
	}
	return true;
}

bool vouch_log(struct reg *r, struct arena *a, struct vouch_false **list, size_t *n, int64_t *seen,
	       struct err *e)
{
	struct batch *w = arena_alloc(a, sizeof *w);
	struct store_log *logs;
	size_t n_logs;
	bool ok;

	*w = (struct batch){ .r = r, .a = a, .scratch = arena_new(0), .found = { .a = a } };
	ok = w->scratch || err_set(e, ERR_FAILED, "look at what is in the logs: out of memory");
	w->places = (struct buf){ .a = a };
	ok = ok && reg_unlock(r, e) && store_logs(r->store, a, &logs, &n_logs, e) &&
	     eyes_begin(&w->eyes, r, a, true, e);
	for (size_t i = 0; ok && i < n_logs; i++) {
		w->log = &logs[i];
		ok = store_entries(r->store, logs[i].id, 0, (int64_t)logs[i].tree.size, take, w,
				   e) &&
		     ask(w, e);
	}
	ok = ok && (!n_logs || ask_rules(w, &logs[0], e));
	arena_free(w->scratch);
	*list = (struct vouch_false *)(void *)w->found.p;
	*n = w->found.len / sizeof **list;
	*seen = w->seen;
	return ok;
}
