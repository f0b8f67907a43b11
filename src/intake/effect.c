/* See effect.h. A confirmation is a record of its own and says what was sent in the same words: number, list, count
 * and day. Its notice is the oldest one of these that is not confirmed. */
#include "intake/effect.h"

#include <string.h>

#include "base/arena.h"
#include "intake/intake_int.h"
#include "intake/queue_int.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "store/effect.h"
#include "base/banned.h"

bool effects_fold(struct reg *r, const struct rec *rec, int64_t log, const uint8_t draft[16],
		  struct err *e)
{
	struct store_effect x;

	if (rec->kind != &kind_effect_notice)
		return true;
	x = clock_effect(rec);
	x.log = log;
	memcpy(x.draft, draft, sizeof x.draft);
	return store_fold_effect(r->store, &x, e);
}

bool effects_refold(struct reg *r, const struct centre_body *body, struct err *e)
{
	struct store_effect x = body->clock.effect;

	if (!body->clock.has_effect)
		return true;
	x.log = body->act.log;
	memcpy(x.draft, body->act.draft, sizeof x.draft);
	return store_fold_effect(r->store, &x, e);
}

static bool same_sending(const struct store_effect *x, const struct store_effect *y)
{
	return x->log == y->log && x->count == y->count && x->sent_on == y->sent_on &&
	       str_eq(x->no, y->no) && str_eq(x->target, y->target);
}

/* Those of the list that were sent like this one, less those that were confirmed. A record that says both days at
 * once is both. */
static int64_t open_like(const struct store_effect *list, size_t n, const struct store_effect *x,
			 bool *any)
{
	int64_t sent = 0, confirmed = 0;

	for (size_t i = 0; i < n; i++) {
		if (!same_sending(&list[i], x))
			continue;
		*any = true;
		sent += list[i].confirmed_on == NO_DAY;
		confirmed += list[i].confirmed_on != NO_DAY;
	}
	return sent > confirmed ? sent - confirmed : 0;
}

bool effects_hold(struct accepting *w, struct err *e)
{
	struct store_effect *list, x = clock_effect(w->d->r);
	bool any = false;
	size_t n;

	x.log = w->log.id;
	if (!x.no.len)
		return true;
	if (!store_effects(w->r->store, w->a, &list, &n, e))
		return false;
	/* A number is of one notice. */
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].no, x.no) && list[i].log == x.log && !same_sending(&list[i], &x))
			return refuse(w->why, "other_notice", S("notice_no"), x.no,
				      "the list, the count and the day with which it was sent: "
				      "%.*s, %lld, %.*s",
				      P(list[i].target), (long long)list[i].count,
				      P(day_text(w->a, list[i].sent_on)));
	if (!open_like(list, n, &x, &any) && any)
		return refuse(w->why, "confirmed", S("notice_no"), x.no,
			      "the number of a notice that is not confirmed yet");
	if (any && x.confirmed_on == NO_DAY)
		return refuse(w->why, "exists", S("notice_no"), x.no,
			      "confirmed_on, or the number of another notice: this one was sent");
	return true;
}

/* Pairs sendings with confirmations; a sending that has one is dropped. */
static size_t paired(const struct store_effect *list, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		size_t before = 0, confirmations = 0;

		for (size_t j = 0; j < n; j++) {
			if (!same_sending(&list[j], &list[i]))
				continue;
			before += j < i && list[j].confirmed_on == NO_DAY;
			confirmations += list[j].confirmed_on != NO_DAY;
		}
		/* The oldest are confirmed first; those that were are told by their confirmation. */
		if (list[i].confirmed_on != NO_DAY || before >= confirmations)
			buf_add(out, &list[i], sizeof list[i]);
	}
	return out->len / sizeof *list;
}

bool effect_list(struct reg *r, struct arena *a, struct effect **out, size_t *n, struct err *e)
{
	const struct rec *operation = kept_operation(r, e);
	struct buf pairs = { .a = a };
	struct store_effect *list;
	const struct store_effect *x;
	struct store_log *logs;
	size_t n_logs;
	int64_t today;

	*n = 0;
	if (!operation)
		return e->kind == ERR_NONE;
	today = opday_local(operation, clock_now(&r->clock));
	if (!store_logs(r->store, a, &logs, &n_logs, e) || !store_effects(r->store, a, &list, n, e))
		return false;
	*n = paired(list, *n, &pairs);
	x = (const struct store_effect *)(const void *)pairs.p;
	*out = arena_array(a, *n + 1, sizeof **out);
	for (size_t i = 0; i < *n; i++) {
		int64_t until = x[i].confirmed_on == NO_DAY ? today : x[i].confirmed_on;

		(*out)[i] = (struct effect){ .no = x[i].no,
					     .target = x[i].target,
					     .log = S(""),
					     .count = x[i].count,
					     .refused = x[i].refused,
					     .sent_on = x[i].sent_on,
					     .confirmed_on = x[i].confirmed_on,
					     .days = until - x[i].sent_on };
		for (size_t j = 0; j < n_logs; j++)
			if (logs[j].id == x[i].log)
				(*out)[i].log = logs[j].name;
	}
	return true;
}

bool queue_effects(struct queue *q, struct err *e)
{
	struct effect *list;
	size_t n;

	if (!effect_list(q->r, q->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (list[i].confirmed_on == NO_DAY)
			queue_add(q, (struct wait){
					     .role = S("liaison"),
					     .what = "confirm_effect",
					     .log = list[i].log,
					     .since = list[i].sent_on,
					     .limit = list[i].sent_on + EFFECT_DAYS,
					     .why = str_fmt(
						     q->a,
						     "%.*s was told of %lld papers%s%.*s and "
						     "has not confirmed it",
						     P(list[i].target), (long long)list[i].count,
						     list[i].no.len ? " with notice " : "",
						     P(list[i].no)) });
	return true;
}
