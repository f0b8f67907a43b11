/* See cast.h. */
#include "cli/cast.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/num.h"
#include "base/banned.h"

struct role {
	struct str name, case_no;
	size_t row; /* of the file that opens the case; 0: known */
};

struct cast {
	struct arena *a;
	struct buf roles; /* of struct role */
};

#define ROLES(c)   ((struct role *)(void *)(c)->roles.p)
#define ROLES_N(c) ((c)->roles.len / sizeof(struct role))

struct rewriting {
	struct cast *c;
	struct reg *r;
	struct arena *a;
	struct str log; /* of the row */
	size_t row;
};

struct cast *cast_new(struct arena *a)
{
	struct cast *c = arena_alloc(a, sizeof *c);

	c->a = a;
	c->roles.a = a;
	return c;
}

static struct role *role_of(struct cast *c, struct str name)
{
	for (size_t i = 0; i < ROLES_N(c); i++)
		if (str_eq(ROLES(c)[i].name, name))
			return &ROLES(c)[i];
	return NULL;
}

static void role_add(struct cast *c, struct str name, struct str case_no, size_t row)
{
	struct role x = { str_dup(c->a, name), str_dup(c->a, case_no), row };

	buf_add(&c->roles, &x, sizeof x);
}

void cast_kept(struct cast *c, const struct kept *row)
{
	for (size_t i = 0; i < ROLES_N(c); i++)
		if (ROLES(c)[i].row == row->row) {
			ROLES(c)[i].case_no = str_dup(c->a, str_of(row->case_no));
			ROLES(c)[i].row = 0;
		}
}

struct choosing {
	struct rewriting *w;
	int64_t log;
	struct buf list; /* of struct str */
};

static bool note_case(void *p, struct str case_no, struct str event, int64_t log, int64_t day,
		      struct err *e)
{
	struct choosing *c = p;

	(void)event;
	(void)day;
	(void)e;
	case_no = str_dup(c->w->a, case_no);
	if (log == c->log)
		buf_add(&c->list, &case_no, sizeof case_no);
	return true;
}

static bool taken(const struct cast *c, struct str case_no)
{
	for (size_t i = 0; i < ROLES_N(c); i++)
		if (str_eq(ROLES(c)[i].case_no, case_no))
			return true;
	return false;
}

/* A case of the row's log in that state that has no role yet. */
static bool choose(struct rewriting *w, struct str name, struct str state, struct err *e)
{
	struct choosing c = { .w = w, .list = { .a = w->a } };
	struct store_log log;
	const struct str *list;

	if (!reg_log(w->r, w->a, w->log, &log, e))
		return false;
	c.log = log.id;
	if (!store_cases(w->r->store, note_case, &c, e))
		return false;
	list = (const struct str *)(const void *)c.list.p;
	for (size_t i = 0; i < c.list.len / sizeof *list; i++) {
		struct store_case of;

		if (taken(w->c, list[i]))
			continue;
		if (!store_case(w->r->store, w->a, list[i], &of, e))
			return false;
		if (str_eq(of.state, state)) {
			role_add(w->c, name, list[i], 0);
			return true;
		}
	}
	return err_set(e, ERR_FAILED, "example: no case of log %.*s is %.*s", P(w->log), P(state));
}

static bool case_cell(struct rewriting *w, struct str cell, struct str *out, struct err *e)
{
	struct str state = cell, name = str_cut(&state, ':');
	struct role *role = role_of(w->c, name);

	if (role) {
		*out = role->case_no;
		return true;
	}
	if (!state.s)
		return err_set(e, ERR_FAILED, "example: nobody is called %.*s", P(name));
	if (str_eq(state, S("new"))) {
		role_add(w->c, name, S(""), w->row);
		*out = S("");
		return true;
	}
	if (!choose(w, name, state, e))
		return false;
	*out = role_of(w->c, name)->case_no;
	return true;
}

struct finding {
	struct rewriting *w;
	int64_t kind, nth, log, seq;
	bool found; /* the nth; without a number the newest is sought */
};

static bool note_act(void *p, const struct store_case_act *x, struct err *e)
{
	struct finding *f = p;

	(void)e;
	if (x->kind == f->kind && !--f->nth) {
		f->log = x->log;
		f->seq = x->seq;
	}
	return true;
}

static bool entry_name(struct rewriting *w, int64_t log, int64_t seq, struct str *out,
		       struct err *e)
{
	struct store_log *logs;
	size_t n;

	if (!store_logs(w->r->store, w->a, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == log && seq >= 0)
			*out = str_fmt(w->a, "%.*s/%lld", P(logs[i].name), (long long)seq);
	return out->len || err_set(e, ERR_FAILED, "example: an act that is not in the log");
}

/* "P1:check:2" */
static bool act_cell(struct rewriting *w, struct str rest, struct str *out, struct err *e)
{
	struct str name = str_cut(&rest, ':'), kind = str_cut(&rest, ':');
	const struct role *role = role_of(w->c, name);
	const struct kind *k = kind_by_name(kind);
	struct finding f = { .w = w, .kind = k ? k->code : 0, .seq = -1 };

	*out = S("");
	if (!role || !k || !int_parse(rest, 1, 1000, &f.nth))
		return err_set(e, ERR_FAILED, "example: act:%.*s:%.*s is not known", P(name),
			       P(kind));
	return store_case_acts(w->r->store, role->case_no, note_act, &f, e) &&
	       entry_name(w, f.log, f.seq, out, e);
}

static bool subject_cell(struct rewriting *w, struct str name, struct str *out, struct err *e)
{
	const struct role *role = role_of(w->c, name);
	struct store_case of;

	if (!role || !store_case(w->r->store, w->a, role->case_no, &of, e))
		return err_set(e, ERR_FAILED, "example: nobody is called %.*s", P(name));
	*out = str_hex(w->a, of.subject, sizeof of.subject);
	return true;
}

static bool note_entry(void *p, const struct store_entry *x, struct err *e)
{
	struct finding *f = p;
	struct entry entry;

	if (!entry_read(f->w->a, x->bytes, &entry, e))
		return false;
	if (entry.kind != f->kind || f->found)
		return true;
	f->seq = x->seq;
	f->found = f->nth && !--f->nth;
	return true;
}

/* "hq:cut", "hq:bulletin:2" */
static bool entry_cell(struct rewriting *w, struct str kind, struct str *out, struct err *e)
{
	struct str name = str_cut(&kind, ':'), rest = kind;
	const struct kind *k = kind_by_name(str_cut(&rest, ':'));
	struct finding f = { .w = w, .kind = k ? k->code : 0, .seq = -1 };
	struct store_log log;

	*out = S("");
	if (rest.s && !int_parse(rest, 1, 1000, &f.nth))
		return err_set(e, ERR_FAILED, "example: entry:%.*s is not known", P(kind));
	return reg_log(w->r, w->a, name, &log, e) &&
	       store_entries(w->r->store, log.id, 0, (int64_t)log.tree.size, note_entry, &f, e) &&
	       entry_name(w, log.id, f.nth ? -1 : f.seq, out, e);
}

static bool cell(struct rewriting *w, bool is_case, struct str in, struct str *out, struct err *e)
{
	struct buf b = { .a = w->a };

	*out = in;
	if (is_case)
		return !in.len || case_cell(w, in, out, e);
	if (str_starts(in, S("subject:")))
		return subject_cell(w, str_from(in, 8), out, e);
	if (str_starts(in, S("entry:")))
		return entry_cell(w, str_from(in, 6), out, e);
	if (!str_starts(in, S("act:")))
		return true;
	while (in.s) {
		struct str one = str_cut(&in, '|'), name;

		if (!act_cell(w, str_from(one, 4), &name, e))
			return false;
		buf_fmt(&b, "%s%.*s", b.len ? "," : "", P(name));
	}
	*out = buf_text(&b);
	return true;
}

bool cast_rewrite(struct cast *c, struct reg *r, struct arena *a, struct str text, struct str *out,
		  struct err *e)
{
	struct rewriting w = { .c = c, .r = r, .a = a };
	struct csv in = csv_of(text);
	struct str header[CSV_COLUMNS], cells[CSV_COLUMNS], value;
	struct buf b = { .a = a };
	size_t columns, n;

	if (!csv_row(&in, a, header, &columns, e))
		return err_set(e, ERR_FAILED, "example: an empty file");
	for (size_t i = 0; i < columns; i++)
		csv_put(&b, header[i]);
	csv_put_end(&b);
	while (csv_row(&in, a, cells, &n, e)) {
		w.row = in.row;
		for (size_t i = 0; i < n && i < columns; i++)
			if (str_eq(header[i], S("log")))
				w.log = cells[i];
		for (size_t i = 0; i < n && i < columns; i++) {
			if (!cell(&w, str_eq(header[i], S("case")), cells[i], &value, e))
				return within(e, "row %zu", in.row);
			csv_put(&b, value);
		}
		csv_put_end(&b);
	}
	*out = buf_text(&b);
	return e->kind == ERR_NONE;
}
