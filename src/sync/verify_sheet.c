/*
 * Bulletins: what headquarters said on a day, counted anew from the entries below the sizes it named. A
 * bulletin that says anything else breaks the rules.
 */
#include "sync/verify_sheet.h"

#include <string.h>

#include "base/arena.h"
#include "figure/count.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "base/banned.h"

#define DEFINITIONS_MAX ((size_t)1 << 20)

struct sheet {
	struct verify *v;
	uint64_t index;
	const struct rec *r;
	int64_t entry_day, reporting, silent, oldest;
	uint64_t *sizes; /* of each log that it names */
	struct row *rows;
	size_t n;
};

#define wrong(s, ...) wrong_at((s)->v, (s)->index, __VA_ARGS__)

static int64_t number(const struct rec *r, const char *field)
{
	return rec_get(r, field)->n;
}

static const struct val *row_val(const struct kind *k, const struct val *row, const char *field)
{
	return &row->v[field_at(k, field)];
}

static bool times_ok(const struct sheet *s)
{
	const struct kept *operation = &s->v->operation;
	const struct val *from = rec_get(s->r, "from"), *to = rec_get(s->r, "to");
	int64_t day = number(s->r, "day");
	struct instant begin, end;

	if (s->entry_day != day)
		return wrong(s, "its entry is of another day");
	if (!operation->rec || operation->index > s->index)
		return wrong(s, "the operation was not recorded before it");
	begin = opday_end(operation->rec, day - 1);
	end = opday_end(operation->rec, day);
	if (from->n != begin.s || from->m != begin.minutes || to->n != end.s ||
	    to->m != end.minutes)
		return wrong(s, "from and to are not the cut-offs of its day");
	return true;
}

const struct boundary *verify_boundary(const struct vlog *log, uint64_t size)
{
	const struct boundary *list = LIST(struct boundary, log->boundaries);
	size_t lo = 0, hi = LIST_N(struct boundary, log->boundaries);

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (list[mid].size == size)
			return &list[mid];
		if (list[mid].size < size)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static bool head_ok(struct sheet *s, const struct val *row)
{
	struct str origin = row_val(&kind_log_head, row, "origin")->s;
	struct str root = row_val(&kind_log_head, row, "root")->s;
	uint64_t size = (uint64_t)row_val(&kind_log_head, row, "size")->n;
	const struct boundary *b;
	struct vlog *log;
	size_t at = 0;

	while (at < s->v->logs_n && !str_eq(s->v->logs[at].vkey.name, origin))
		at++;
	if (at == s->v->logs_n)
		return wrong(s, "it names a log that is not in the policy");
	log = &s->v->logs[at];
	b = verify_boundary(log, size);
	if (s->sizes[at] != NOT_NAMED)
		return wrong(s, "it names log %.*s twice", P(log->name));
	if (!b || !str_eq(hash_str(&b->root), root))
		return wrong(s, "log %.*s had no such root behind a cut at size %llu", P(log->name),
			     (unsigned long long)size);
	if (!at && b->day < number(s->r, "day"))
		return wrong(s, "log %.*s had no cut of its day yet at size %llu", P(log->name),
			     (unsigned long long)size);
	if (size < log->bulletin_size)
		return wrong(s, "log %.*s is smaller than in the bulletin before", P(log->name));
	if (!at && size > s->index)
		return wrong(s, "it names entries of its own log that come after it");
	s->sizes[at] = size;
	return true;
}

static bool is_late(const struct sheet *s, const struct vlog *log)
{
	const struct val *late = rec_get(s->r, "late");

	for (size_t i = 0; late && i < late->len; i++) {
		uint64_t index;
		bool later;
		struct vlog *hq = verify_target(s->v, late->v[i].s, &index, &later);
		const struct rec *centre = hq && !later ? verify_record(hq, index) : NULL;

		if (centre && centre->kind == &kind_centre &&
		    str_eq(rec_code(centre, "log_origin"), log->vkey.name))
			return true;
	}
	return false;
}

/* Headquarters had recorded a centre for it, below the size that the bulletin names. */
static bool has_centre(const struct sheet *s, const struct vlog *log)
{
	const struct kept *list = LIST(struct kept, s->v->centres);

	for (size_t i = 0; i < LIST_N(struct kept, s->v->centres); i++)
		if (list[i].index < s->sizes[0] &&
		    str_eq(rec_code(list[i].rec, "log_origin"), log->vkey.name))
			return true;
	return false;
}

/* A log whose last cut is of an earlier day has a silent centre behind it. */
static void hear(struct sheet *s, size_t at)
{
	int64_t day = number(s->r, "day"),
		last = verify_boundary(&s->v->logs[at], s->sizes[at])->day;

	if (last >= day) {
		s->reporting++;
		return;
	}
	s->silent++;
	if (last != DAY_MIN && 24 * (day - last) > s->oldest)
		s->oldest = 24 * (day - last);
}

/* No log may be passed over: what it says of the day, or of days before, would be missing. Silent centres, and
 * they alone, are listed as late. */
static bool none_left_out(struct sheet *s)
{
	const struct val *late = rec_get(s->r, "late");

	for (size_t i = 0; i < s->v->logs_n; i++) {
		const struct vlog *log = &s->v->logs[i];
		int64_t silent = s->silent;

		if (s->sizes[i] == NOT_NAMED) {
			if (!i || log->bulletin_size || has_centre(s, log) || is_late(s, log))
				return wrong(s, "log %.*s is not in heads", P(log->name));
			continue;
		}
		if (!i)
			continue;
		hear(s, i);
		if (is_late(s, log) && s->silent == silent)
			return wrong(s, "log %.*s is not late: it has a cut of its day",
				     P(log->name));
		if (!is_late(s, log) && s->silent != silent)
			return wrong(s,
				     "log %.*s has no cut of its day at that size and is not late",
				     P(log->name));
	}
	if ((late ? late->len : 0) != (size_t)s->silent)
		return wrong(s, "it lists %zu late centres, %lld are", late ? late->len : 0,
			     (long long)s->silent);
	return true;
}

/* What is merged is restated of the bulletin before its day: none between the two names it. */
static bool none_ahead(const struct sheet *s)
{
	for (size_t i = 0; i < s->v->logs_n; i++) {
		const struct vlog *log = &s->v->logs[i];
		const struct kept_merge *list = LIST(struct kept_merge, log->merges);

		for (size_t k = 0; k < LIST_N(struct kept_merge, log->merges); k++)
			if (s->sizes[i] != NOT_NAMED && list[k].index < s->sizes[i] &&
			    !list[k].off && list[k].day > number(s->r, "day"))
				return wrong(s,
					     "the size of log %.*s holds a merge of a later day, "
					     "entry %llu",
					     P(log->name), (unsigned long long)list[k].index);
	}
	return true;
}

static bool heads_ok(struct sheet *s)
{
	const struct val *heads = rec_get(s->r, "heads");

	for (size_t i = 0; i < s->v->logs_n; i++)
		s->sizes[i] = NOT_NAMED;
	for (size_t i = 0; i < heads->len; i++)
		if (!head_ok(s, &heads->v[i]))
			return false;
	if (!none_left_out(s) || !none_ahead(s))
		return false;
	for (size_t i = 0; i < s->v->logs_n; i++)
		if (s->sizes[i] != NOT_NAMED)
			s->v->logs[i].bulletin_size = s->sizes[i];
	return true;
}

/* Counting. */

/* False with e->kind == ERR_NONE where the bulletin cannot be counted at all. */
static bool count_all(struct sheet *s, struct err *e)
{
	struct count *c = verify_sum(s->v, s->index, s->sizes, number(s->r, "day"), e);

	if (!c)
		return false;
	if (s->reporting || s->silent)
		count_centres(c, s->reporting, s->silent, s->oldest);
	return count_rows(c, &s->rows, &s->n, e);
}

/* Comparing. */

static bool checks_ok(struct sheet *s)
{
	const struct val *said = rec_get(s->r, "checks");
	struct check *checks;
	size_t n = count_checks(s->v->scratch, s->rows, s->n, &checks);

	if (said->len != n)
		return wrong(s, "it has %zu checks, there are %zu", said->len, n);
	for (size_t i = 0; i < n; i++) {
		const struct kind *k = &kind_bulletin_check;
		const struct val *row = &said->v[i];

		if (!str_eq(row_val(k, row, "rule")->s, str_of(checks[i].rule)))
			return wrong(s, "check %zu is not %s", i + 1, checks[i].rule);
		if (row_val(k, row, "holds")->n != checks[i].holds)
			return wrong(s, "%s %s", checks[i].rule,
				     checks[i].holds ? "holds, though it says otherwise"
						     : "does not hold, though it says so");
		if (row_val(k, row, "reason")->set == checks[i].holds)
			return wrong(s,
				     "%s: a reason stands where it does not hold, and only there",
				     checks[i].rule);
	}
	return true;
}

/* The text of the file `definitions`, where it is the one that the bulletin names; else s == NULL. */
static bool definitions_of(const struct sheet *s, struct str *text, struct err *e)
{
	struct err missing = { .kind = ERR_NONE };
	struct hash h;

	*text = (struct str){ NULL, 0 };
	if (!verify_file(s->v, s->v->scratch, S("definitions"), DEFINITIONS_MAX, text, &missing)) {
		*text = (struct str){ NULL, 0 };
		if (missing.kind == ERR_FALSE) /* which is said where the newest bulletin is read */
			return true;
		*e = missing;
		return false;
	}
	h = hash_of(*text);
	if (!str_eq(hash_str(&h), rec_code(s->r, "definitions")))
		*text = (struct str){ NULL, 0 };
	return true;
}

static bool has_line(struct str text, struct str line)
{
	while (text.s && text.len)
		if (str_eq(str_cut(&text, '\n'), line))
			return true;
	return false;
}

static bool has_code(struct str text, struct str code)
{
	while (text.s && text.len) {
		struct str line = str_cut(&text, '\n');

		if (str_eq(str_cut(&line, ','), code))
			return true;
	}
	return false;
}

/* The rows of one figure, as they are spelled. */
static struct str spelled(struct arena *a, const struct val *rows, struct str code)
{
	struct val of = { .set = true };

	if (!rows || !rows->len)
		return S("");
	of.v = arena_array(a, rows->len, sizeof *of.v);
	for (size_t i = 0; i < rows->len; i++)
		if (str_eq(row_val(&kind_bulletin_figure, &rows->v[i], "code")->s, code))
			of.v[of.len++] = rows->v[i];
	return of.len ? count_figures(a, &of) : S("");
}

/* A figure that the bulletin's table defines just as this program's does has to be its sum; naming another
 * table is no way around that. */
static bool known_figures_ok(const struct sheet *s, struct str theirs, const struct val *said,
			     const struct val *counted)
{
	struct arena *a = s->v->scratch;
	struct buf b = { .a = a };
	struct str ours;

	figures_definitions(&b);
	ours = buf_text(&b);
	(void)str_cut(&ours, '\n'); /* names of the columns */
	for (size_t i = 0; i < figures_n; i++) {
		struct str code = str_of(figures[i].code);

		if (has_line(theirs, str_cut(&ours, '\n')) &&
		    !str_eq(spelled(a, said, code), spelled(a, counted, code)))
			return wrong(s, "%s is not the sum of the entries", figures[i].code);
	}
	for (size_t i = 0; said && i < said->len; i++) {
		struct str code = row_val(&kind_bulletin_figure, &said->v[i], "code")->s;

		if (!has_code(theirs, code))
			return wrong(s, "%.*s is not in the table that it names", P(code));
	}
	return true;
}

/* False also where nothing is wrong but that it cannot be judged. */
static bool other_table_ok(const struct sheet *s, struct str said, const struct val *counted,
			   struct err *e)
{
	const struct field *f = &kind_bulletin.fields[field_at(&kind_bulletin, "figures")];
	struct read in = read_of(said.s, said.len);
	struct val figures = { 0 };
	struct buf b = { .a = s->v->scratch };
	struct str theirs;
	struct hash h;

	figures_definitions(&b);
	h = hash_of(buf_text(&b));
	if (str_eq(hash_str(&h), rec_code(s->r, "definitions")))
		return wrong(s, "its figures are not the sums of the entries");
	if (said.len && (!val_decode(s->v->scratch, f, &in, NULL, &figures) || !read_end(&in)))
		return wrong(s, "its figures cannot be read");
	if (!definitions_of(s, &theirs, e) ||
	    (theirs.s && !known_figures_ok(s, theirs, &figures, counted)))
		return false;
	return !finding_add(s->v, &s->v->report->unknown, s->v->logs, s->index,
			    "bulletin: counted by another table of figures than this program's");
}

/* The bytes of the figures, which stand in the entry or, if they are many, in a body. Nothing counted yet is
 * spelled by leaving them out. */
static bool said_figures(const struct sheet *s, struct str *said, struct err *e)
{
	const struct val *figures = rec_get(s->r, "figures"), *body = rec_get(s->r, "figures_body");
	struct arena *a = s->v->scratch;
	struct hash h;

	*said = figures ? count_figures(a, figures) : S("");
	if (figures && (body || said->len > COUNT_FIGURES_MAX))
		return wrong(s, "so many figures stand in a body, and only there");
	if (!body)
		return true;
	if (!verify_file(s->v, a, str_fmt(a, "body/%.*s", P(str_hex(a, body->s.s, body->s.len))),
			 VERIFY_BODY, said, e))
		return false;
	h = hash_of(*said);
	if (!str_eq(hash_str(&h), body->s))
		return err_set(e, ERR_FALSE, "body/%.*s is not what its name says",
			       P(str_hex(a, body->s.s, body->s.len)));
	return said->len > COUNT_FIGURES_MAX ||
	       wrong(s, "so few figures stand in the entry, not in a body");
}

/* False with e->kind == ERR_NONE where that is listed. */
static bool figures_ok(struct sheet *s, struct err *e)
{
	struct val figures;
	struct str said, counted = S("");

	e->kind = ERR_NONE;
	if (!said_figures(s, &said, e))
		return false;
	count_bulletin_rows(s->v->scratch, s->rows, s->n, &figures);
	if (figures.len)
		counted = count_figures(s->v->scratch, &figures);
	return str_eq(counted, said) ? checks_ok(s) : other_table_ok(s, said, &figures, e);
}

static struct str file_name(struct arena *a, int64_t day)
{
	return str_fmt(a, "bulletin/%.*s.json", P(day_text(a, day)));
}

static bool json_ok(const struct sheet *s, struct err *e)
{
	struct arena *a = s->v->scratch;
	struct str want = count_json(a, s->r, s->index, s->rows, s->n), found;
	struct str name = file_name(a, number(s->r, "day"));

	if (!verify_file(s->v, a, name, want.len, &found, e))
		return false;
	if (!str_eq(want, found))
		return err_set(e, ERR_FALSE, "%.*s is not what entry %llu of log hq says", P(name),
			       (unsigned long long)s->index);
	return true;
}

/* The sequence of bulletins. */

struct sequence {
	int64_t number, day;
	struct buf days; /* of struct str: the files that there must be */
	struct buf told; /* of struct told */
};

static bool order_ok(const struct sheet *s, struct sequence *q)
{
	int64_t n = number(s->r, "number"), day = number(s->r, "day");

	if (n != q->number + 1)
		return wrong(s, "its number is %lld, %lld is next", (long long)n,
			     (long long)q->number + 1);
	if (q->number && day <= q->day)
		return wrong(s, "its day is not after that of the bulletin before");
	q->number = n;
	q->day = day;
	return true;
}

/* What it counts and says. False with e->kind == ERR_NONE where that is listed. */
static bool counted(struct sheet *s, struct err *e)
{
	if (!count_all(s, e))
		return e->kind == ERR_NONE
			       ? false
			       : within(e, "bulletin %lld", (long long)number(s->r, "number"));
	if (!figures_ok(s, e))
		return false;
	s->v->report->bulletins++;
	s->v->report->rows += s->n;
	verify_press_hold(s->v, s->index, s->rows, s->n);
	return json_ok(s, e);
}

static bool bulletin(struct verify *v, const struct founder *b, struct sequence *q, struct err *e)
{
	struct sheet s = { .v = v, .index = b->index };
	size_t before = LIST_N(struct told, q->told);
	struct told now = { .index = b->index };
	struct entry x;
	struct str name;

	arena_reset(v->scratch);
	if (!entry_read(v->scratch, b->bytes, &x, e))
		return false;
	s.r = entry_fields(v->scratch, &x);
	s.entry_day = x.day;
	s.sizes = arena_array(v->keep, v->logs_n, sizeof *s.sizes);
	name = str_from(file_name(v->keep, number(s.r, "day")), sizeof "bulletin/" - 1);
	buf_add(&q->days, &name, sizeof name);
	if (!order_ok(&s, q) || !times_ok(&s) || !heads_ok(&s))
		return true;
	now.day = number(s.r, "day");
	now.sizes = s.sizes;
	buf_add(&q->told, &now, sizeof now);
	if (!counted(&s, e))
		return e->kind == ERR_NONE;
	return verify_past(v, LIST(struct told, q->told), before, &now, s.r, e);
}

/* The definitions of the newest bulletin. */
static bool definitions_ok(struct verify *v, const struct founder *newest, struct err *e)
{
	struct str text;
	struct entry x;
	struct hash h;

	arena_reset(v->scratch);
	if (!entry_read(v->scratch, newest->bytes, &x, e) ||
	    !verify_file(v, v->scratch, S("definitions"), DEFINITIONS_MAX, &text, e))
		return false;
	h = hash_of(text);
	if (!str_eq(hash_str(&h), rec_code(entry_fields(v->scratch, &x), "definitions")))
		return err_set(e, ERR_FALSE, "definitions is not what the newest bulletin names");
	return true;
}

/* Exactly the files of the bulletins, whose days are in order where none breaks the rules. */
static bool files_ok(struct verify *v, const struct sequence *q, struct err *e)
{
	const struct str *want = LIST(const struct str, q->days);
	size_t n = LIST_N(struct str, q->days), found_n;
	struct str *found;

	if (!verify_list(v, S("bulletin"), n, &found, &found_n, e))
		return false;
	for (size_t i = 0; i < found_n; i++)
		if (!str_eq(found[i], want[i]))
			return err_set(e, ERR_FALSE, "bulletin/%.*s is of no bulletin in log hq",
				       P(verify_shown(found[i])));
	return true;
}

bool verify_bulletins(struct verify *v, struct err *e)
{
	const struct founder *list = LIST(struct founder, v->bulletins);
	size_t n = LIST_N(struct founder, v->bulletins);
	struct sequence q = { .days = { .a = v->keep }, .told = { .a = v->keep } };

	for (size_t i = 0; i < n; i++)
		if (!bulletin(v, &list[i], &q, e))
			return false;
	return !n || verify_doubt(v) || (definitions_ok(v, &list[n - 1], e) && files_ok(v, &q, e));
}
