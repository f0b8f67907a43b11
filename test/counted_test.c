/* The tables of all kinds hold together, so that no mistake in one waits for a record to find it. */
#include <string.h>

#include "base/utf8.h"
#include "figure/figures.h"
#include "record/entry.h"
#include "record/kinds.h"
#include "record/lists.h"
#include "test.h"
#include "base/banned.h"

#define DETAIL_MAX 48

/* One check over all kinds: false with a line for each thing that is wrong. */
static bool wrong(const struct kind *k, const char *what, const char *which)
{
	printf("# %s: %s: %s\n", k->name, what, which ? which : "");
	return false;
}

static bool number(const struct field *f)
{
	return f && f->sight == PUB && (f->type == F_QTY || f->type == F_INT);
}

static const struct field *field(const struct kind *k, const char *name)
{
	return field_by_name(k, str_of(name));
}

/* The rows that an amount goes over, or NULL. */
static const struct kind *part_of(const struct kind *k, const struct counted *c)
{
	struct str rest = str_of(c->amount), name = str_cut(&rest, '.');
	const struct field *f = c->amount ? field_by_name(k, name) : NULL;

	return f && f->type == F_ROWS ? f->rows : NULL;
}

static const struct field *named(const struct kind *k, const struct counted *c, const char *name)
{
	const struct kind *part = part_of(k, c);
	const struct field *f = part ? field(part, name) : NULL;

	return f ? f : field(k, name);
}

/* Conditions. */

struct word {
	const struct field *f;
	struct str codes; /* s == NULL: none */
	bool unset, positive;
};

static struct word word_of(const struct kind *k, struct str text)
{
	struct word w = { .unset = str_starts(text, S("!")) };
	struct str rest = str_from(text, w.unset), name = str_cut(&rest, '=');

	w.codes = rest;
	w.positive = !rest.s && str_ends(name, S(">0"));
	if (w.positive)
		name.len -= 2;
	w.f = field_by_name(k, name);
	return w;
}

static bool word_ok(const struct word *w)
{
	struct str rest = w->codes;

	if (!w->f || w->f->sight != PUB)
		return false;
	if (w->unset)
		return !w->codes.s && !w->positive;
	if (w->positive || (number(w->f) && w->codes.s))
		return number(w->f) && (w->positive || str_eq(w->codes, S("0")));
	while (rest.s) {
		struct str code = str_cut(&rest, '|');

		if (w->f->type == F_BOOL ? !str_eq(code, S("yes")) && !str_eq(code, S("no"))
					 : w->f->type != F_CODE || !w->f->choices ||
						   !code_in(w->f->choices, code))
			return false;
	}
	return true;
}

static bool conditions_ok(const struct kind *k, const struct kind *of, const char *conditions)
{
	struct str rest = str_of(conditions);
	bool ok = true;

	while (conditions && rest.s) {
		struct str text = str_cut(&rest, ' ');
		struct word w = word_of(of, text);

		if (text.len && !word_ok(&w))
			ok = wrong(k, "a condition on no public field or of no code of it",
				   conditions);
	}
	return ok;
}

/* No record can fulfil both words. */
static bool words_exclude(const struct word *x, const struct word *y)
{
	struct str rest = x->codes;

	if (x->f != y->f)
		return false;
	if (x->unset != y->unset)
		return true;
	if (x->positive != y->positive)
		return (x->positive ? y : x)->codes.s;
	if (x->unset || !x->codes.s || !y->codes.s)
		return false;
	while (rest.s) {
		struct str code = str_cut(&rest, '|'), other = y->codes;

		while (other.s)
			if (str_eq(str_cut(&other, '|'), code))
				return false;
	}
	return true;
}

static bool exclude(const struct kind *k, const char *a, const char *b)
{
	for (struct str x = str_of(a); a && x.s;) {
		struct word wx = word_of(k, str_cut(&x, ' '));

		for (struct str y = str_of(b); b && y.s;) {
			struct word wy = word_of(k, str_cut(&y, ' '));

			if (words_exclude(&wx, &wy))
				return true;
		}
	}
	return false;
}

/* Fields. */

static bool fields_ok(const struct kind *k)
{
	int last = k->code ? CORRECTS_TAG : 0;
	bool ok = true;

	for (size_t i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];

		if (f->tag <= last)
			ok = wrong(k, "a tag that is not above the one before", f->name);
		if (field(k, f->name) != f)
			ok = wrong(k, "a name that stands twice", f->name);
		if ((f->type == F_ROWS || f->type == F_NAME) !=
		    (f->rows && f->rows->form == FORM_PART && !f->rows->code))
			ok = wrong(k, "rows without a part", f->name);
		if (k->form == FORM_PLACE && f->sight == PERSON &&
		    (k->seal[0] != 'S' && k->seal[0] != 'T'))
			ok = wrong(k, "a field for the person where nothing is", f->name);
		if (f->type == F_CODE && !f->choices)
			ok = wrong(k, "a code without a list", f->name);
		last = f->tag;
	}
	return ok;
}

/* What public fields refer to is public, and what is named is there. */
static bool references_ok(const struct kind *k)
{
	bool ok = true;

	for (size_t i = 0; i < k->n; i++) {
		const struct field *f = &k->fields[i];

		if (f->type != F_REF && f->type != F_REFS)
			continue;
		for (struct str rest = str_of(f->choices); f->choices && rest.s;) {
			const struct kind *to = kind_by_name(str_cut(&rest, ','));

			if (!to ||
			    (f->sight == PUB && k->form == FORM_PLACE && to->form != FORM_PLACE))
				ok = wrong(k, "a reference to no public kind", f->name);
		}
	}
	return ok;
}

static bool unique_ok(size_t at)
{
	const struct kind *k = kinds[at];
	bool ok = true;

	for (size_t i = 0; i < at; i++)
		if (!strcmp(kinds[i]->name, k->name) || (k->code && kinds[i]->code == k->code))
			ok = wrong(k, "name or code of", kinds[i]->name);
	return ok;
}

static bool labels_ok(const struct kind *k)
{
	bool arabic = false;

	for (struct str s = str_of(k->label_ar); s.len;)
		arabic |= (unsigned char)s.s[0] >= 0xd8, s = str_from(s, 1);
	return (k->label_en && k->label_en[0] && utf8_plain(str_of(k->label_en)) && arabic &&
		utf8_plain(str_of(k->label_ar))) ||
	       wrong(k, "labels", k->label_en);
}

static bool roles_ok(const struct kind *k)
{
	struct str rest = str_of(k->roles);
	int n = 0;

	if (!k->code)
		return true;
	for (; rest.s && rest.len; n++)
		if (!list_has(S("roles"), str_cut(&rest, ',')))
			return wrong(k, "a role that no officer can have", k->roles);
	return n || !k->signatures || wrong(k, "signatures by nobody", NULL);
}

/* The words of a kind. */

/* How deep keys of what a key refers to go. */
static int key_depth(const struct kind *k, int depth)
{
	struct str rest = str_of(k->key);
	int max = depth;

	while (k->key && rest.s && depth < 9) {
		const struct field *f = field_by_name(k, str_cut(&rest, '+'));
		const struct kind *to =
			f && f->type == F_REF ? kind_by_name(str_of(f->choices)) : NULL;
		int n = to ? key_depth(to, depth + 1) : depth;

		max = n > max ? n : max;
	}
	return max;
}

static bool key_ok(const struct kind *k)
{
	struct str rest = str_of(k->key);

	while (k->key && rest.s) {
		const struct field *f = field_by_name(k, str_cut(&rest, '+'));

		if (!f || (k->form == FORM_PLACE && f->sight != PUB))
			return wrong(k, "a key of no public field", k->key);
		if (f->type != F_TEXT && f->type != F_INT && f->type != F_CODE &&
		    f->type != F_REF && f->type != F_PLACE && f->type != F_HASH &&
		    f->type != F_DATE && f->type != F_DAY && f->type != F_OFFICER &&
		    f->type != F_EDTF)
			return wrong(k, "a key of no plain value", k->key);
		if (f->type == F_REF && !kind_by_name(str_of(f->choices)))
			return wrong(k, "a key that refers to several kinds", k->key);
	}
	if (key_depth(k, 0) > 3)
		return wrong(k, "a key of keys of keys", k->key);
	return (k->key || (!k->keyless_when && !k->updates)) || wrong(k, "no key", NULL);
}

static bool words_ok(const struct kind *k)
{
	const struct field *by = k->place_by ? field(k, k->place_by) : NULL;
	bool ok = conditions_ok(k, k, k->keyless_when);

	ok &= conditions_ok(k, k, k->stated_when);
	if (k->stated_when && k->form != FORM_PLACE)
		ok = wrong(k, "stated, but not public", k->stated_when);
	for (struct str rest = str_of(k->unique); k->unique && rest.s;) {
		const struct field *f = field_by_name(k, str_cut(&rest, '+'));

		if (!f || f->sight != PUB)
			ok = wrong(k, "unique by no public field", k->unique);
	}
	if (k->waits && !number(field(k, k->waits)))
		ok = wrong(k, "waits for no public number", k->waits);
	if (k->place_by && (!by || by->sight != PUB || (by->type != F_PLACE && by->type != F_REF)))
		ok = wrong(k, "its place is no public place or reference", k->place_by);
	if (k->place_by && k->form != FORM_PLACE)
		ok = wrong(k, "a place, but its form has none", k->place_by);
	return ok;
}

/* Rules. */

static bool detail_known(const struct figure *f, struct str detail)
{
	if (!detail.len)
		return true;
	return f->details && (!strcmp(f->details, "*") || code_in(f->details, detail));
}

/* The codes that a field can have where the conditions hold: "a,b" or "a|b". */
static struct str codes_of(const struct kind *k, const char *conditions, const struct field *by,
			   char *sep)
{
	*sep = '|';
	for (struct str rest = str_of(conditions); conditions && rest.s;) {
		struct word w = word_of(k, str_cut(&rest, ' '));

		if (w.f == by && w.codes.s)
			return w.codes;
	}
	*sep = ',';
	return str_of(by->choices);
}

/* Each code that it can give is one of the figure's details. */
static bool details_known(const struct kind *k, const struct counted *c, const struct figure *f,
			  const struct field *by)
{
	char sep;
	struct str rest = codes_of(k, c->when, by, &sep);

	if (f->details && !strcmp(f->details, "*"))
		return true;
	if (by->type != F_CODE || str_starts(rest, S("list:")))
		return false;
	while (rest.s)
		if (!detail_known(f, str_cut(&rest, sep)))
			return false;
	return true;
}

static bool detail_ok(const struct kind *k, const struct counted *c, const struct figure *f)
{
	const struct field *by;
	const struct kind *to;

	if (!c->detail)
		return true;
	if (c->detail[0] != '@')
		return (strlen(c->detail) <= DETAIL_MAX &&
			(!f || detail_known(f, str_of(c->detail)))) ||
		       wrong(k, "a detail that the figure has not", c->detail);
	by = named(k, c, c->detail + 1);
	if (!by || by->sight != PUB ||
	    (by->type != F_CODE && by->type != F_REF && by->type != F_PLACE && by->type != F_TEXT))
		return wrong(k, "a detail by no public code", c->detail);
	to = by->type == F_REF ? kind_by_name(str_of(by->choices)) : NULL;
	/* Headquarters' own are read before all others. */
	if (by->type == F_REF && (!to || !to->hq || !to->key))
		return wrong(k, "a detail by what headquarters does not name", c->detail);
	return !f || details_known(k, c, f, by) ||
	       wrong(k, "a code that is no detail of the figure", c->detail);
}

static bool amount_ok(const struct kind *k, const struct counted *c)
{
	struct str rest = str_of(c->amount), name = str_cut(&rest, '.');
	const struct field *f = c->amount ? field_by_name(k, name) : NULL;
	const struct kind *part = part_of(k, c);

	if (c->row && !part)
		return wrong(k, "conditions on rows, but no rows", c->row);
	if (!c->amount)
		return !c->or_one || wrong(k, "1 or 1", c->figure);
	if ((c->how == COUNT_SINCE || c->how == COUNT_AREA) && !part)
		return wrong(k, "an amount that is not asked for", c->amount);
	if (part && f && f->sight == PUB)
		return !rest.s || number(field_by_name(part, rest)) ||
		       wrong(k, "an amount of no public cell", c->amount);
	return (!rest.s && number(f)) || wrong(k, "an amount of no public number", c->amount);
}

static bool bound_ok(const struct kind *k, const struct counted *c, const char *name)
{
	const struct field *f = name ? named(k, c, name) : NULL;

	if (!name)
		return true;
	if (c->how != COUNT_STATE && c->how != COUNT_SINCE)
		return wrong(k, "days between which nothing holds", name);
	return (f && f->sight == PUB && (f->type == F_DATE || f->type == F_DAY)) ||
	       wrong(k, "no public date", name);
}

static bool rule_ok(const struct kind *k, const struct counted *c)
{
	bool by_field = c->figure[0] == '@', ok = true;
	const struct field *code = by_field ? field(k, c->figure + 1) : NULL;
	const struct figure *f = by_field ? NULL : figure_find(str_of(c->figure));
	bool state = c->how != COUNT_FLOW && c->how != COUNT_COMES;

	if (by_field ? !code || code->sight != PUB || code->type != F_CODE : !f)
		return wrong(k, "a figure that there is not", c->figure);
	if (k->form != FORM_PLACE && (k->form != FORM_WEAPON || c->how != COUNT_FLOW))
		ok = wrong(k, "counted, though its form is not", c->figure);
	if (state && f && !f->now_of_states && f->how == FIGURE_SUM)
		ok = wrong(k, "a state of a figure that has none", c->figure);
	if (c->sign < -1 || c->sign > 1)
		ok = wrong(k, "a sign that is none", c->figure);
	/* What entered the log later than it was written would have another record before it, unless all states
	 * of a thing are held back together; and one that is corrected has itself before it. */
	if (c->how == COUNT_COMES && ((k->waits && !k->hold) || (k->key && !k->updates)))
		ok = wrong(k, "it comes, but waits or cannot change", c->figure);
	ok &= conditions_ok(k, k, c->when);
	if (part_of(k, c))
		ok &= conditions_ok(k, part_of(k, c), c->row);
	ok &= amount_ok(k, c);
	ok &= detail_ok(k, c, f);
	ok &= bound_ok(k, c, c->from);
	ok &= bound_ok(k, c, c->until);
	return ok;
}

/* Carriers. */

static bool carries(const struct kind *k, const struct counted *c)
{
	const struct field *by = c->detail && c->detail[0] == '@' ? field(k, c->detail + 1) : NULL;

	return c->how == COUNT_FLOW && c->sign >= 0 && !c->or_one && c->amount &&
	       number(field(k, c->amount)) && !(by && by->type == F_REF);
}

static bool may_be_carried(const struct kind *k, const struct field *f)
{
	for (size_t i = 0; i < k->n_counts; i++)
		if (carries(k, &k->counts[i]) && field(k, k->counts[i].amount) == f)
			return true;
	return false;
}

static bool rests_on_carried(const struct kind *k, const char *conditions)
{
	for (struct str rest = str_of(conditions); conditions && rest.s;) {
		struct word w = word_of(k, str_cut(&rest, ' '));

		if (w.f && may_be_carried(k, w.f))
			return true;
	}
	return false;
}

static bool same_text(const struct kind *k, const struct counted *a, const char *x, const char *y)
{
	const struct field *by;

	if (!x || !y || (x[0] != '@' && y[0] != '@'))
		return !strcmp(x ? x : "", y ? y : "");
	if (x[0] == '@' && y[0] == '@')
		return true;
	by = named(k, a, (x[0] == '@' ? x : y) + 1);
	return !by || by->type != F_CODE || code_in(by->choices, str_of(x[0] == '@' ? y : x));
}

static bool clash(const struct kind *k, const struct counted *c, const struct counted *d)
{
	return (d->how == COUNT_FLOW || d->how == COUNT_COMES) &&
	       same_text(k, d, c->figure, d->figure) && same_text(k, d, c->detail, d->detail) &&
	       !exclude(k, c->when, d->when);
}

static bool carriers_ok(const struct kind *k)
{
	bool ok = true;

	for (size_t i = 0; i < k->n_counts; i++) {
		const struct counted *c = &k->counts[i];

		if (!carries(k, c))
			continue;
		if (rests_on_carried(k, c->when))
			ok = wrong(k, "a carrier's condition rests on a carried field", c->when);
		for (size_t j = 0; j < k->n_counts; j++)
			if (j != i && clash(k, c, &k->counts[j]))
				ok = wrong(k, "two rules may make one number", c->figure);
	}
	return ok;
}

/* Where a row's detail is not set it is that of the sum, which may be another rule's: harmless, since both
 * add up and nothing is read back. */
static bool rules_ok(const struct kind *k)
{
	bool ok = true;

	for (size_t i = 0; i < k->n_counts; i++)
		ok &= rule_ok(k, &k->counts[i]);
	return ok;
}

static bool outcomes_ok(const struct kind *k)
{
	bool ok = !k->n_outcomes || k->form == FORM_PERSON ||
		  wrong(k, "outcomes, but it publishes none", NULL);

	if (k->form == FORM_PERSON && !k->n_outcomes)
		ok = wrong(k, "nothing that it publishes", NULL);
	for (size_t i = 0; i < k->n_outcomes; i++) {
		const struct outcome *o = &k->outcomes[i];

		for (size_t j = 0; j < i; j++)
			if (!strcmp(k->outcomes[j].event, o->event))
				ok = wrong(k, "an outcome that stands twice", o->event);
		for (size_t d = 0; d < OUTCOME_DELTAS && o->deltas[d].figure; d++) {
			const struct figure *f = figure_find(str_of(o->deltas[d].figure));

			if (!f || !o->deltas[d].n || !detail_known(f, str_of(o->deltas[d].detail)))
				ok = wrong(k, "an outcome of no such figure", o->event);
		}
	}
	return ok;
}

static bool all(bool (*ok)(const struct kind *k))
{
	bool good = true;

	for (size_t i = 0; i < kinds_n; i++)
		good &= ok(kinds[i]);
	return good;
}

int main(void)
{
	bool unique = true;

	for (size_t i = 0; i < kinds_n; i++)
		unique &= unique_ok(i);
	CHECK("each kind has a name and a code of its own", unique);
	CHECK("each has a label in both languages", all(labels_ok));
	CHECK("officers can have the roles that sign it", all(roles_ok));
	CHECK("its fields have tags in order, names and lists", all(fields_ok));
	CHECK("what is public refers to what is public", all(references_ok));
	CHECK("its key is public and plain", all(key_ok));
	CHECK("the words about it name its fields", all(words_ok));
	CHECK("its rules count figures that there are by fields that there are", all(rules_ok));
	CHECK("what key 5 carries can be read back", all(carriers_ok));
	CHECK("what it publishes of persons are figures", all(outcomes_ok));
	CHECK("the code of what is veiled", kind_veiled.code == VEILED_CODE);
	return done();
}
