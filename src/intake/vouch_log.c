/* See vouch_log.h. */
#include "intake/vouch_log.h"

#include "base/arena.h"
#include "intake/intake_int.h"
#include "keyd/keys_act.h"
#include "record/kinds.h"
#include "base/banned.h"

struct batch {
	struct reg *r;
	struct arena *a, *scratch; /* scratch: of one batch */
	const struct store_log *log;
	struct keys_act acts[KEYS_ACTS_MAX];
	int64_t seq[KEYS_ACTS_MAX];
	size_t n;
	int64_t seen;
	struct buf found; /* of struct vouch_false */
};

/* What the key holder does not look at. */
static struct str judge(struct batch *w, const struct keys_act *x)
{
	struct read in = read_of(x->body.s, x->body.len);
	struct centre_body *body = arena_alloc(w->scratch, sizeof *body);

	if (x->wrong.len || !x->body.len)
		return x->wrong;
	return seal_body_read(&in, body) ? S("") : S("object c is not that of such a record");
}

static bool ask(struct batch *w, struct err *e)
{
	if (!w->n)
		return true;
	if (!keys_acts(w->r->keys, w->scratch, w->log->id8, w->acts, w->n, e))
		return false;
	for (size_t i = 0; i < w->n; i++) {
		struct vouch_false x = { .log = w->log->name, .seq = w->seq[i] };

		x.wrong = str_dup(w->a, judge(w, &w->acts[i]));
		if (x.wrong.len)
			buf_add(&w->found, &x, sizeof x);
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

	if (!s->c.s)
		return true;
	if (!entry_read(w->scratch, s->bytes, &x, e))
		return within(e, "entry %.*s/%lld cannot be read; restore a backup",
			      P(w->log->name), (long long)s->seq);
	k = kind_by_code(x.kind);
	/* What is about a place carries its signatures in public: whoever verifies looks at them. */
	if (!k || k->form == FORM_PLACE)
		return true;
	w->acts[w->n] = (struct keys_act){ .entry = str_dup(w->scratch, s->bytes),
					   .object = str_dup(w->scratch, s->c) };
	w->seq[w->n++] = s->seq;
	return w->n < KEYS_ACTS_MAX || ask(w, e);
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
	ok = ok && reg_unlock(r, e) && store_logs(r->store, a, &logs, &n_logs, e);
	for (size_t i = 0; ok && i < n_logs; i++) {
		w->log = &logs[i];
		ok = store_entries(r->store, logs[i].id, 0, (int64_t)logs[i].tree.size, take, w,
				   e) &&
		     ask(w, e);
	}
	arena_free(w->scratch);
	*list = (struct vouch_false *)(void *)w->found.p;
	*n = w->found.len / sizeof **list;
	*seen = w->seen;
	return ok;
}
