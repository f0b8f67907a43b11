/* What a bulletin rests on: restatements since the one before, centres that were late, who signed it, and a
 * code with what one needs to hold it against another copy. */
#include "web/view_bulletin.h"

#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/num.h"
#include "intake/commit.h"
#include "paper/qr.h"
#include "record/kinds.h"
#include "store/store.h"
#include "base/banned.h"

/* Roles that sign bulletins and what is behind them; others are shown as they are. */
static struct str role_words(enum lang lang, struct str role)
{
	static const struct {
		const char *code, *words;
	} roles[] = {
		{ "chief", MSG("chief of the operation") },
		{ "editor", MSG("bulletin editor") },
		{ "approver", MSG("approver") },
		{ "auditor", MSG("auditor") },
		{ "authority", MSG("decision authority") },
		{ "operator", MSG("system operator") },
	};

	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (str_eq(role, str_of(roles[i].code)))
			return msg(lang, roles[i].words);
	return role;
}

static const struct fact_log *log_by_id(const struct facts *f, struct str hex)
{
	uint8_t id[8];

	if (!hex_read(hex, id, sizeof id))
		return NULL;
	for (size_t i = 0; i < f->n_logs; i++)
		if (!memcmp(f->logs[i].id8, id, sizeof id))
			return &f->logs[i];
	return NULL;
}

/* What a reference in the file names. */
struct named {
	const struct fact_log *log;
	int64_t index;
	const struct rec *rec;
};

/* "7865b6826fa40309/12": the log's id and the index. True with rec == NULL where it names nothing that is
 * published. */
static bool find_named(struct visit *v, struct str ref, struct named *out, struct err *e)
{
	struct str rest = ref, id = str_cut(&rest, '/');
	struct entry *x = arena_alloc(v->a, sizeof *x);

	*out = (struct named){ .log = log_by_id(v->facts, id) };
	if (!out->log || !int_parse(rest, 0, INT64_MAX, &out->index) ||
	    (uint64_t)out->index >= out->log->size)
		return true;
	out->rec = intake_record(v->reg, v->a, out->log->id, out->index, x, e);
	return out->rec || e->kind == ERR_NONE;
}

static bool is_kind(const struct named *n, const char *kind)
{
	return n->rec && str_eq(str_of(n->rec->kind->name), str_of(kind));
}

static enum period period_of(struct str name)
{
	enum period p = PERIOD_H24;

	while (p + 1 < PERIOD_COUNT && !str_eq(period_name(p), name))
		p++;
	return p;
}

static struct bulletin_restated restated_of(const struct visit *v, const struct named *n)
{
	return (struct bulletin_restated){
		.figure = figure_find(rec_code(n->rec, "figure")),
		.place = facts_place(v->facts, v->lang, rec_code(n->rec, "place_of"),
				     rec_code(n->rec, "place_of")),
		.detail = bulletin_word(v->lang, rec_code(n->rec, "detail")),
		.log = n->log->name,
		.index = n->index,
		.day = rec_get(n->rec, "of_day")->n,
		.old = rec_get(n->rec, "old")->n,
		.new = rec_get(n->rec, "new")->n,
		.period = period_of(rec_code(n->rec, "period"))
	};
}

static void add(struct visit *v, const struct named *n, struct bulletin_list *out)
{
	struct bulletin_restated x = restated_of(v, n);

	if (!x.figure)
		return;
	out->list = arena_more(v->a, out->list, out->n, &out->room, sizeof *out->list);
	out->list[out->n++] = x;
}

/* Adds the restatements that the bulletin names. */
static bool add_restated(struct visit *v, struct bulletin_view *b, struct err *e)
{
	for (size_t i = 0; i < b->is.n_corrections; i++) {
		struct named n;

		if (!find_named(v, b->is.corrections[i], &n, e))
			return false;
		if (is_kind(&n, "restatement"))
			add(v, &n, &b->restated);
	}
	return true;
}

static void free_arena(void *p)
{
	arena_free(p);
}

/* Restatements of the day of a bulletin. */
struct seeking {
	struct visit *v;
	struct arena *one; /* of a record that may be of another day */
	struct bulletin_view *b;
	const struct fact_log *hq;
};

static bool seek(void *p, int64_t log, int64_t seq, struct err *e)
{
	struct seeking *w = p;
	struct named n = { .log = w->hq, .index = seq };
	struct entry x;

	if (w->hq->id != log || (uint64_t)seq >= w->hq->size)
		return true;
	arena_reset(w->one);
	n.rec = intake_record(w->v->reg, w->one, log, seq, &x, e);
	if (!n.rec)
		return false;
	if (rec_get(n.rec, "of_day")->n != w->b->shown->day)
		return true;
	n.rec = intake_record(w->v->reg, w->v->a, log, seq, &x, e);
	if (n.rec)
		add(w->v, &n, &w->b->later);
	return n.rec != NULL;
}

/* All that are published: any later bulletin may name one, however much later. */
static bool restated_later(struct visit *v, struct bulletin_view *b, struct err *e)
{
	struct seeking w = { v, arena_new(0), b, facts_log(v->facts, S("hq")) };

	if (!w.one)
		return err_set(e, ERR_FAILED, "read the restatements: out of memory");
	arena_defer(v->a, free_arena, w.one);
	if (setjmp(*arena_guard(w.one)))
		return err_set(e, ERR_FAILED, "read the restatements: out of memory");
	return !w.hq || store_records(v->reg->store, kind_restatement.code, b->shown->day, DAY_MAX,
				      false, seek, &w, e);
}

static bool late(struct visit *v, struct bulletin_view *b, struct err *e)
{
	struct str *list = arena_array(v->a, b->is.n_late, sizeof *list);

	for (size_t i = 0; i < b->is.n_late; i++) {
		struct named n;

		if (!find_named(v, b->is.late[i], &n, e))
			return false;
		list[b->n_late++] =
			is_kind(&n, "centre")
				? rec_code(n.rec, v->lang == LANG_AR ? "name_ar" : "name_en")
				: b->is.late[i];
	}
	b->late = list;
	return true;
}

static struct str roles_said(struct visit *v, struct str roles)
{
	struct buf b = { .a = v->a };

	while (roles.len) {
		struct str one = str_trim(str_cut(&roles, ','));

		if (b.len)
			buf_str(&b, v->lang == LANG_AR ? S("، ") : S(", "));
		buf_str(&b, role_words(v->lang, one));
	}
	return buf_text(&b);
}

/* Officers are known by role and key: no name is public. */
static bool signers(struct visit *v, struct bulletin_view *b, struct err *e)
{
	const struct fact_log *hq = facts_log(v->facts, S("hq"));
	struct entry *x = arena_alloc(v->a, sizeof *x);
	struct bulletin_signer *list;

	if (!hq || !intake_record(v->reg, v->a, hq->id, b->shown->seq, x, e))
		return hq ? false : err_set(e, ERR_FAILED, "the log hq is not published");
	list = arena_array(v->a, x->n_signatures, sizeof *list);
	for (size_t i = 0; i < x->n_signatures; i++) {
		const struct fact_officer *o =
			facts_officer(v->facts, x->signatures[i].kid, x->day);

		list[i] = (struct bulletin_signer){ roles_said(v, o ? o->roles : S("")),
						    str_hex(v->a, x->signatures[i].kid, 4) };
	}
	b->signers = list;
	b->n_signers = x->n_signatures;
	return true;
}

/* Headquarters' head as the three lines of a checkpoint: whoever has them can tell whether another copy of
 * the log is this one. */
static void code(struct visit *v, struct bulletin_view *b)
{
	for (size_t i = 0; i < b->is.n_heads; i++) {
		const struct published_head *h = &b->is.heads[i];
		struct str text, base64;
		uint8_t root[32];

		if (!str_starts(h->origin, S("hq.")) || !hex_read(h->root, root, sizeof root))
			continue;
		base64 = str_base64(v->a, root, sizeof root);
		text = str_fmt(v->a, "%.*s\n%lld\n%.*s\n", P(h->origin), (long long)h->size,
			       P(base64));
		b->qr.s = qr_svg(v->a, text,
				 msg(v->lang, MSG("Origin, size and root of headquarters' log as a "
						  "code to scan")));
	}
}

bool bulletin_proof(struct visit *v, struct bulletin_view *b, struct err *e)
{
	code(v, b);
	return add_restated(v, b, e) && restated_later(v, b, e) && late(v, b, e) &&
	       signers(v, b, e);
}
