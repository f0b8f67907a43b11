/* See example.h. */
#include "cli/example.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/num.h"
#include "record/kinds.h"
#include "base/banned.h"

#define FOLDER	   "examples/aleppo-2016/"
#define NAMES_FILE FOLDER "names.csv"
#define COURSES	   FOLDER "courses.csv"
#define ANEW	   20 /* so often somebody else is invented */
#define BATCH	   500
#define ACTS	   50

enum { ISM, FAMILY, COLUMNS };

/* One row of courses.csv: an act with its fields as "name=value", where $words stand for what differs. */
struct act {
	struct str course, after;
	const struct kind *kind;
	struct str *fields;
	size_t n;
};

struct crowds {
	struct arena *a;
	struct str *names[COLUMNS];
	size_t n_names;
	struct act acts[ACTS];
	size_t n_acts;
	uint64_t state;
	int64_t papers; /* made so far */
	bool begun;
};

/* splitmix64: a sequence that is the same everywhere; nothing here is secret. */
static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static struct csv embedded(const char *path)
{
	const struct embedded_file *f = embedded_find(path);

	return csv_of(f ? str_mem(f->bytes, f->len) : S(""));
}

static bool read_names(struct crowds *w, struct err *e)
{
	struct csv in = embedded(NAMES_FILE);
	struct str cells[CSV_COLUMNS];
	size_t columns;

	for (int i = 0; i < COLUMNS; i++)
		w->names[i] = arena_array(w->a, 1000, sizeof *w->names[i]);
	if (!csv_row(&in, w->a, cells, &columns, e))
		return err_set(e, ERR_FAILED, "example: %s is missing", NAMES_FILE);
	while (w->n_names < 1000 && csv_row(&in, w->a, cells, &columns, e)) {
		if (columns != COLUMNS)
			return err_set(e, ERR_FAILED, "example: %s, row %zu: ism and family",
				       NAMES_FILE, in.row);
		w->names[ISM][w->n_names] = cells[ISM];
		w->names[FAMILY][w->n_names++] = cells[FAMILY];
	}
	return e->kind == ERR_NONE && w->n_names;
}

/* course, after, kind, then any number of fields. */
static bool read_courses(struct crowds *w, struct err *e)
{
	struct csv in = embedded(COURSES);
	struct str cells[CSV_COLUMNS];
	size_t n;

	if (!csv_row(&in, w->a, cells, &n, e))
		return err_set(e, ERR_FAILED, "example: %s is missing", COURSES);
	while (csv_row(&in, w->a, cells, &n, e)) {
		struct act *x = &w->acts[w->n_acts];

		if (n < 4 || w->n_acts == ACTS || !kind_by_name(cells[2]))
			return err_set(e, ERR_FAILED,
				       "example: %s, row %zu: course, after, kind and fields, in "
				       "%d rows at most",
				       COURSES, in.row, ACTS);
		*x = (struct act){ .course = cells[0],
				   .after = cells[1],
				   .kind = kind_by_name(cells[2]),
				   .fields = arena_array(w->a, n - 3, sizeof *x->fields),
				   .n = n - 3 };
		memcpy(x->fields, cells + 3, x->n * sizeof *cells);
		w->n_acts++;
	}
	return e->kind == ERR_NONE;
}

bool example_crowds(struct arena *a, struct crowds **out, struct err *e)
{
	struct crowds *w = arena_alloc(a, sizeof *w);

	w->a = a;
	*out = w;
	return read_names(w, e) && read_courses(w, e);
}

/* One row of persons.csv. */
struct row {
	const struct str *header, *cells;
	size_t n;
};

static struct str cell_of(const struct row *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->header[i], str_of(name)))
			return c->cells[i];
	return (struct str){ NULL, 0 };
}

struct crowd {
	struct reg *r;
	struct crowds *w;
	struct row c;
	struct refusals *why;
};

/* A place in the second block of the status list; 7919 is odd, so that none comes twice. */
static long long paper(const struct crowds *w)
{
	return 16384 + (w->papers * 7919 & 16383);
}

static struct str pick(struct crowds *w, int column)
{
	return w->names[column][next(&w->state) % w->n_names];
}

/* From a place that nobody has heard of, so that few are of one name, or nearly, as among as many real people. */
static struct str nisba(struct crowds *w, struct arena *a)
{
	static const char *const parts[] = {
		"bor", "dum", "fil", "gaz", "hun", "jar", "kef", "lob",
		"mis", "nur", "qat", "rim", "sul", "tan", "wez", "zad"
	};
	const char *word[3];

	for (int i = 0; i < 3; i++)
		word[i] = parts[next(&w->state) % (sizeof parts / sizeof *parts)];
	return str_fmt(a, "%c%s%s%sni", word[0][0] - 'a' + 'A', word[0] + 1, word[1], word[2]);
}

/* The day is known, else namesakes of the same year could not be told apart. */
static struct str born(struct crowds *w, struct arena *a)
{
	uint64_t n = next(&w->state);

	return str_fmt(a, "%d-%02d-%02d", 1955 + (int)(n % 42), 1 + (int)(n / 42 % 12),
		       1 + (int)(n / 504 % 27));
}

/* What a word stands for: what is invented for each person anew, else the cell of that column. */
static struct str word(struct crowd *o, struct arena *a, struct str name)
{
	struct crowds *w = o->w;
	int64_t day;

	if (str_eq(name, S("name"))) {
		struct str ism = pick(w, ISM), father = pick(w, ISM), grandfather = pick(w, ISM),
			   family = pick(w, FAMILY);

		return str_fmt(a,
			       "ism %.*s, father %.*s, grandfather %.*s, family %.*s, nisba %.*s",
			       P(ism), P(father), P(grandfather), P(family), P(nisba(w, a)));
	}
	if (str_eq(name, S("sex")))
		return next(&w->state) % 40 ? S("m") : S("f");
	if (str_eq(name, S("born")))
		return born(w, a);
	if (str_eq(name, S("slip")))
		return str_fmt(a, "RX%08llX", (unsigned long long)next(&w->state) >> 32);
	if (str_eq(name, S("paper")))
		return str_fmt(a, "%lld", paper(w));
	if (str_eq(name, S("serial")))
		return str_fmt(a, "SY%lld", paper(w));
	if (str_eq(name, S("digest")))
		return str_fmt(a, "%064lld", paper(w));
	if (str_eq(name, S("in_30_days")))
		return day_parse(cell_of(&o->c, "day"), &day) ? day_text(a, day + 30) : S("");
	return cell_of(&o->c, str_z(a, name));
}

/* "$screener,$panel": each word replaced. */
static bool fill(struct crowd *o, struct arena *a, struct str in, struct str *out, struct err *e)
{
	struct buf b = { .a = a };

	*out = in;
	if (in.len && !memchr(in.s, '$', in.len))
		return true;
	while (in.len) {
		size_t n = 0;
		struct str value;

		if (in.s[0] != '$') {
			buf_byte(&b, (uint8_t)in.s[0]);
			in = str_from(in, 1);
			continue;
		}
		in = str_from(in, 1);
		while (n < in.len && (in.s[n] == '_' || (in.s[n] >= '0' && in.s[n] <= '9') ||
				      (in.s[n] >= 'a' && in.s[n] <= 'z')))
			n++;
		value = word(o, a, str_mem(in.s, n));
		if (!value.s)
			return err_set(e, ERR_FAILED, "example: %s: nothing is called $%.*s",
				       COURSES, (int)n, in.s);
		buf_str(&b, value);
		in = str_from(in, n);
	}
	*out = buf_text(&b);
	return true;
}

static bool record(struct crowd *o, struct arena *a, const struct act *x, struct str *case_no,
		   struct receipt *receipt, struct err *e)
{
	struct draft *d = draft_new(a, x->kind);
	bool ok = draft_set(a, d, S("log"), cell_of(&o->c, "log"), o->why) &&
		  draft_set(a, d, S("day"), cell_of(&o->c, "day"), o->why) &&
		  draft_set(a, d, S("case"), *case_no, o->why);

	for (size_t i = 0; ok && i < x->n; i++) {
		struct str value = x->fields[i], name = str_cut(&value, '=');

		ok = fill(o, a, value, &value, e) && draft_set(a, d, name, value, o->why);
	}
	return ok && intake_accept_in(o->r, a, d, false, receipt, o->why, e);
}

/* Nobody is here to look who has a name like that of somebody who is invented, nor to answer who that is: another is. */
static bool act_one(struct crowd *o, struct arena *a, const struct act *x, struct str *case_no,
		    struct err *e)
{
	struct receipt receipt;
	bool ok = record(o, a, x, case_no, &receipt, e);

	for (int i = 0; !ok && i < ANEW && o->why->n &&
			code_in("not_looked,unanswered", str_of(o->why->list[0].id));
	     i++) {
		o->why->n = 0;
		ok = record(o, a, x, case_no, &receipt, e);
	}
	if (ok && receipt.case_no.s)
		*case_no = receipt.case_no;
	o->w->papers += ok && x->kind == &kind_certificate;
	return ok;
}

/* All acts of a course about one person. */
static bool go_through(struct crowd *o, struct arena *a, struct str course, struct str case_no,
		       struct err *e)
{
	for (size_t i = 0; i < o->w->n_acts; i++)
		if (str_eq(o->w->acts[i].course, course) &&
		    !act_one(o, a, &o->w->acts[i], &case_no, e))
			return false;
	return true;
}

/* In transactions of a few hundred. `cases`: NULL for new ones. */
static bool in_batches(struct crowd *o, struct str course, const struct str *cases, size_t n,
		       struct err *e)
{
	struct arena *a = arena_new(0);
	bool ok = a || err_set(e, ERR_FAILED, "example: out of memory");

	for (size_t i = 0; ok && i < n; i++) {
		ok = (i % BATCH || intake_begin(o->r, e)) &&
		     go_through(o, a, course, cases ? cases[i] : S(""), e);
		if (ok && (i % BATCH == BATCH - 1 || i + 1 == n))
			ok = intake_commit(o->r, e);
		if (ok)
			arena_reset(a);
	}
	/* What was refused lies in the arena of this batch. */
	if (!ok && o->why->n)
		err_value(e, ERR_REFUSED, o->why->list[0].field, o->why->list[0].value, "%.*s",
			  P(o->why->list[0].want));
	o->why->n = 0;
	if (!ok)
		intake_drop(o->r);
	arena_free(a);
	return ok;
}

struct open_cases {
	struct arena *a;
	int64_t log;
	struct str event; /* the last act of the cases that are wanted */
	struct buf list;
};

static bool note_open(void *p, struct str case_no, struct str event, int64_t log, int64_t day,
		      struct err *e)
{
	struct open_cases *o = p;

	(void)day;
	(void)e;
	if (log == o->log && str_eq(event, o->event)) {
		case_no = str_dup(o->a, case_no);
		buf_add(&o->list, &case_no, sizeof case_no);
	}
	return true;
}

/* A course for `n` of the cases of the row's log whose last act was `event`. */
static bool for_cases(struct crowd *w, struct str course, struct str event, size_t n, struct err *e)
{
	struct arena *a = arena_new(0);
	struct open_cases o = { .a = a, .event = event, .list = { .a = a } };
	struct store_log log;
	bool ok = (a || err_set(e, ERR_FAILED, "example: out of memory")) &&
		  reg_log(w->r, a, cell_of(&w->c, "log"), &log, e);

	if (ok) {
		o.log = log.id;
		ok = store_cases(w->r->store, note_open, &o, e);
	}
	if (ok && o.list.len / sizeof(struct str) < n)
		ok = err_set(e, ERR_FAILED, "example: fewer than %zu cases with %.*s", n, P(event));
	ok = ok && in_batches(w, course, (const struct str *)(const void *)o.list.p, n, e);
	arena_free(a);
	return ok;
}

/* The courses in the order of courses.csv, each for as many as the column of its name says. */
static bool crowd_make(struct crowd *o, struct err *e)
{
	for (size_t i = 0; i < o->w->n_acts; i++) {
		const struct act *x = &o->w->acts[i];
		int64_t n;

		if (!x->after.len)
			continue;
		if (!int_parse(cell_of(&o->c, str_z(o->w->a, x->course)), 0, 100000, &n))
			return err_set(e, ERR_FAILED, "example: how many are %.*s?", P(x->course));
		if (!(str_eq(x->after, S("-")) ? in_batches(o, x->course, NULL, (size_t)n, e)
					       : for_cases(o, x->course, x->after, (size_t)n, e)))
			return within(e, "%.*s", P(x->course));
	}
	return true;
}

/* Everybody's identity at once: the keyring is written once, not once a day. */
static bool expect_all(struct reg *r, struct arena *a, struct str text, struct err *e)
{
	struct csv in = csv_of(text);
	struct str header[CSV_COLUMNS], cells[CSV_COLUMNS];
	struct row c = { header, cells, 0 };
	int64_t n, all = 0;

	if (!csv_row(&in, a, header, &c.n, e))
		return false;
	while (csv_row(&in, a, cells, &c.n, e)) {
		if (!int_parse(cell_of(&c, "registered"), 0, 100000, &n))
			return err_set(e, ERR_FAILED, "example: row %zu of persons.csv", in.row);
		all += n;
	}
	intake_expect(r, (size_t)all);
	return e->kind == ERR_NONE;
}

bool example_persons(struct reg *r, struct crowds *w, struct str text, struct str day,
		     struct refusals *why, struct err *e)
{
	struct arena *a = arena_new(0);
	struct csv in = csv_of(text);
	struct str header[CSV_COLUMNS], cells[CSV_COLUMNS];
	struct crowd o = { r, w, { header, cells, 0 }, why };
	size_t columns = 0;
	bool ok = a || err_set(e, ERR_FAILED, "example: out of memory");

	if (ok && !w->begun)
		ok = w->begun = expect_all(r, a, text, e);
	ok = ok && csv_row(&in, a, header, &columns, e);
	w->state = 2016;
	while (ok && csv_row(&in, a, cells, &o.c.n, e)) {
		w->state += 1000003;
		ok = o.c.n == columns ||
		     err_set(e, ERR_FAILED, "example: row %zu of persons.csv", in.row);
		if (ok && str_eq(cell_of(&o.c, "day"), day))
			ok = crowd_make(&o, e) || within(e, "row %zu of persons.csv", in.row);
	}
	arena_free(a);
	return ok && e->kind == ERR_NONE;
}
