/* A draft as it comes in: names and values. */
#include "intake/commit.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

#define PLAIN_MAX 400

const char *const draft_words[] = { "log",	   "place",    "case",
				    "note",	   "device",   "idempotency_key",
				    "occurred_at", "day",      "from_day",
				    "as",	   "corrects", "answers",
				    NULL };

struct draft *draft_new(struct arena *a, const struct kind *k)
{
	struct draft *d = arena_alloc(a, sizeof *d);

	d->kind = k;
	d->r = rec_new(a, k);
	d->day = d->from_day = NO_DAY;
	return d;
}

const struct val *draft_time(const struct draft *d)
{
	const struct kind *k = d->kind;

	/* What is sealed gets its day from the cut, whatever times it holds. */
	if (k->form != FORM_PLACE || k->system)
		return NULL;
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].type == F_TIME && k->fields[i].required && d->r->v[i].set)
			return &d->r->v[i];
	return NULL;
}

static bool set_officers(struct draft *d, struct str value, struct refusals *why)
{
	while (value.s) {
		struct str name = str_trim(str_cut(&value, ','));

		if (!name.len)
			continue;
		if (d->n_officers == DRAFT_OFFICERS)
			return refuse(why, "too_many", S("as"), name, "at most %d officers",
				      DRAFT_OFFICERS);
		d->officers[d->n_officers++] = name;
	}
	return true;
}

static bool set_day(struct str name, struct str value, int64_t *day, struct refusals *why)
{
	return day_parse(value, day) || refuse(why, "not_read", name, value, "a day as 2016-12-09");
}

/* Notes go into sealed objects as text: what is none could not be read back by `rebuild`. */
static bool set_plain(struct str name, struct str value, struct str *out, struct refusals *why)
{
	*out = value;
	return (utf8_plain(value) && utf8_count(value) <= PLAIN_MAX) ||
	       refuse(why, "not_plain_text", name, value,
		      "up to %d characters of plain text, no line breaks or control characters",
		      PLAIN_MAX);
}

struct str case_typed(struct arena *a, struct str s)
{
	struct buf b = { .a = a };

	s = utf8_digits(a, str_trim(s));
	for (size_t i = 0; i < s.len; i++)
		buf_byte(&b,
			 (uint8_t)(s.s[i] >= 'a' && s.s[i] <= 'z' ? s.s[i] - 'a' + 'A' : s.s[i]));
	return b.len ? buf_text(&b) : s;
}

/* Rows of answers.h; what each says is read when it is known of whom. */
static bool set_answers(struct draft *d, struct str value, struct refusals *why)
{
	value = str_trim(value);
	if (!value.len)
		return true;
	if (d->kind != &kind_registration && d->kind != &kind_correction)
		return refuse(why, "no_answers", S("answers"), value,
			      "none: only whoever registers somebody, or corrects a name, answers "
			      "who is "
			      "the same person");
	d->answers = value;
	return true;
}

bool draft_set(struct arena *a, struct draft *d, struct str name, struct str value,
	       struct refusals *why)
{
	struct str *plain = str_eq(name, S("log"))		 ? &d->log
			    : str_eq(name, S("place"))		 ? &d->place
			    : str_eq(name, S("case"))		 ? &d->case_no
			    : str_eq(name, S("note"))		 ? &d->note
			    : str_eq(name, S("device"))		 ? &d->device
			    : str_eq(name, S("corrects"))	 ? &d->corrects
			    : str_eq(name, S("idempotency_key")) ? &d->idem
								 : NULL;

	if (field_by_name(d->kind, name))
		return rec_set(a, d->r, name, value, why);
	if (str_eq(name, S("answers")))
		return set_answers(d, value, why);
	value = str_trim(value);
	if (!value.len)
		return true;
	if (plain == &d->case_no)
		value = case_typed(a, value);
	if (plain)
		return set_plain(name, value, plain, why);
	if (str_eq(name, S("as")))
		return set_officers(d, value, why);
	if (str_eq(name, S("day")))
		return set_day(name, utf8_digits(a, value), &d->day, why);
	if (str_eq(name, S("from_day")))
		return set_day(name, utf8_digits(a, value), &d->from_day, why);
	if (str_eq(name, S("occurred_at"))) {
		d->has_time = instant_parse(utf8_digits(a, value), &d->occurred);
		return d->has_time || refuse(why, "not_read", name, value,
					     "a time with its offset as 2016-12-08T19:30+03:00");
	}
	return refuse(why, "no_such_field", name, value, "a field of %s (see: sulh help %s)",
		      d->kind->name, d->kind->name);
}
