/*
 * Records as they come in: the first line names a kind, each line after it is field=value, as `add` and the
 * cells of a CSV file give them. Nothing is known to be in the log but what the fuzzer makes up. One byte that is no ASCII stands for
 * the name of the kind with its number, likewise of a field, and as a value for one of the field's choices: no bytes would guess all those words.
 */
#include "intake/commit.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "record/kinds.h"
#include "rule/decide.h"
#include "nothing_known.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every second name names something. */
static bool ref(void *p, const char *kind, struct str key, uint8_t out[REF_BYTES])
{
	(void)p;
	(void)kind;
	memset(out, 7, REF_BYTES);
	return key.len % 2;
}

static bool place(void *p, struct str name, struct str *code)
{
	(void)p;
	*code = S("SY");
	return name.len % 2;
}

static bool officer(void *p, struct str name, uint8_t kid[4])
{
	(void)p;
	memset(kid, 9, 4);
	return name.len % 2;
}

static bool a_case(void *p, struct str case_no, uint8_t subject[PERSON_BYTES])
{
	(void)p;
	memset(subject, 9, PERSON_BYTES);
	return case_no.len % 2;
}

static void say(struct arena *a, const struct draft *d)
{
	struct buf json = { .a = a };

	for (size_t i = 0; i < d->kind->n; i++) {
		if (!d->r->v[i].set)
			continue;
		(void)val_text(a, &d->kind->fields[i], &d->r->v[i]);
		val_json(a, &d->kind->fields[i], &d->r->v[i], &json);
	}
}

/* Whether the act may be or not: the entry that it makes reads as it was written. */
static void decided(struct arena *a, struct draft *d, const struct decide_view *view)
{
	struct refusals why = { .a = a };
	struct life_act act;
	struct entry x, again;
	struct str bytes;
	struct err e;

	if (!decide(a, view, d->r, d->r->day, &act, &why))
		assert(why.n);
	why.n = 0;
	if (!entry_of(a, d->r, view->records, act.outcome, &x, &why))
		return;
	bytes = entry_put(a, &x, 0);
	if (bytes.len <= ENTRY_MAX && entry_read(a, bytes, &again, &e))
		assert(str_eq(entry_put(a, &again, 0), bytes));
}

static void judge(struct arena *a, struct draft *d)
{
	static const struct {
		const char *state;
		enum case_class cls;
	} cases[] = {
		{ "presented", CLASS_NONE },	  { "registered", CLASS_OPEN },
		{ "granted", CLASS_GRANTED },	  { "not_covered", CLASS_CLOSED },
		{ "moving", CLASS_MOVING },	  { "merged_into", CLASS_NONE },
		{ "under_appeal", CLASS_CLOSED },
	};
	const struct resolver resolver = { ref, place, officer, a_case, NULL };
	const struct rec_view records = nothing_known(a);
	const struct signer signer = {
		S("A"), { 9, 9, 9, 9 }, true, d->kind->roles ? str_of(d->kind->roles) : S("")
	};
	struct decide_view view = { .records = &records, .signers = &signer, .n_signers = 1 };
	struct refusals why = { .a = a };

	d->r->day = d->r->from_day = d->day == NO_DAY ? 17000 : d->day;
	if (!rec_resolve(a, d->r, &resolver, &why)) {
		assert(why.n);
		return;
	}
	say(a, d);
	if (!rec_check(a, d->r, &records, &why)) {
		assert(why.n);
		return;
	}
	decided(a, d, &view);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		view.has_case = true;
		view.case_state = str_of(cases[i].state);
		view.case_class = cases[i].cls;
		view.case_before = S("registered");
		view.class_before = CLASS_OPEN;
		decided(a, d, &view);
	}
}

/* Where it is one byte that stands for a name; -1: it is none. */
static int number(struct str s)
{
	return s.len == 1 && (uint8_t)*s.s > 0x7f ? (uint8_t)*s.s & 0x7f : -1;
}

static const struct kind *kind_of(struct str name)
{
	int n = number(name);

	return n < 0 ? kind_by_name(name) : kinds[(size_t)n % kinds_n];
}

static struct str field_of(const struct kind *k, struct str name)
{
	int n = number(name);

	return n < 0 || !k->n ? name : str_of(k->fields[(size_t)n % k->n].name);
}

static struct str value_of(const struct kind *k, struct str field, struct str value)
{
	const struct field *f = field_by_name(k, field);
	struct str rest = f && f->choices ? str_of(f->choices) : S(""), one = value;

	for (int n = number(value); n >= 0 && rest.len; n--)
		one = str_cut(&rest, ',');
	return one;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)64 * 1024 * 1024);
	struct str rest = str_mem(data, size), name = str_cut(&rest, '\n');
	const struct kind *k = kind_of(name);
	struct refusals why = { .a = a };
	struct draft *d;

	if (!a || !k || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	d = draft_new(a, k);
	while (rest.s) {
		struct str value = str_cut(&rest, '\n'), field = str_cut(&value, '=');
		size_t before = why.n;

		field = field_of(k, field);
		value = value_of(k, field, value.s ? value : S(""));
		if (!draft_set(a, d, field, value, &why))
			assert(why.n > before && why.list[before].want.len);
	}
	/* What was refused is half set, and goes no further. */
	if (!why.n)
		judge(a, d);
	arena_free(a);
	return 0;
}
