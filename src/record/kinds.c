/* The list of kinds, looking things up in it, and kinds.lock. */
#include "record/kinds.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "record/lists.h"
#include "base/banned.h"

#define ENTRY(k) &kind_##k,
const struct kind *const kinds[] = { KINDS(ENTRY) };
#undef ENTRY
const size_t kinds_n = sizeof kinds / sizeof *kinds;

/* Asked for with every field of every record: no length is counted for it. */
static bool is_named(const char *z, struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!z[i] || z[i] != name.s[i])
			return false;
	return !z[name.len];
}

const struct kind *kind_by_name(struct str name)
{
	for (size_t i = 0; i < kinds_n; i++)
		if (kinds[i]->code && is_named(kinds[i]->name, name))
			return kinds[i];
	return NULL;
}

const struct kind *kind_by_code(int64_t code)
{
	for (size_t i = 0; i < kinds_n; i++)
		if (kinds[i]->code && kinds[i]->code == code)
			return kinds[i];
	return NULL;
}

const struct field *field_by_name(const struct kind *k, struct str name)
{
	for (size_t i = 0; i < k->n; i++)
		if (is_named(k->fields[i].name, name))
			return &k->fields[i];
	return NULL;
}

const struct field *field_by_tag(const struct kind *k, int64_t tag)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->fields[i].tag == tag)
			return &k->fields[i];
	return NULL;
}

size_t field_at(const struct kind *k, const char *name)
{
	const struct field *f = field_by_name(k, str_of(name));

	assert(f);
	return (size_t)(f - k->fields);
}

bool code_in(const char *choices, struct str code)
{
	struct str rest = str_of(choices);

	if (!choices)
		return true;
	if (str_starts(rest, S("list:")))
		return list_has(str_from(rest, 5), code);
	while (rest.s)
		if (str_eq(str_cut(&rest, ','), code))
			return true;
	return false;
}

const char *code_want(const char *choices)
{
	struct str s = str_of(choices);

	return str_starts(s, S("list:")) ? list_want(str_from(s, 5)) : choices;
}

static const char *type_name(enum field_type t)
{
	static const char *const names[] = {
		[F_INT] = "int",     [F_QTY] = "qty",	      [F_CODE] = "code",
		[F_CODES] = "codes", [F_TEXT] = "text",	      [F_TEXTS] = "texts",
		[F_BOOL] = "bool",   [F_DATE] = "date",	      [F_DAY] = "day",
		[F_TIME] = "time",   [F_EDTF] = "edtf",	      [F_HASH] = "hash",
		[F_REF] = "ref",     [F_REFS] = "refs",	      [F_PLACE] = "place",
		[F_GEO] = "geo",     [F_NAME] = "name",	      [F_BLOB] = "blob",
		[F_ROWS] = "rows",   [F_OFFICER] = "officer", [F_OFFICERS] = "officers",
	};

	return names[t];
}

int kind_public_code(const struct kind *k)
{
	return k->form == FORM_AS_DECISION ? kind_decision.code
	       : k->form == FORM_VEILED	   ? kind_veiled.code
					   : k->code;
}

bool kind_has_states(const struct kind *k)
{
	for (size_t i = 0; i < k->n_counts; i++)
		if (k->counts[i].how != COUNT_FLOW && k->counts[i].how != COUNT_COMES)
			return true;
	return false;
}

/* " P2+1", " P10.issued+1" */
static void outcome_lock(const struct outcome *o, size_t d, struct buf *b)
{
	const char *detail = o->deltas[d].detail;

	if (o->deltas[d].figure)
		buf_fmt(b, " %s%s%s%+d", o->deltas[d].figure, detail ? "." : "",
			detail ? detail : "", o->deltas[d].n);
}

void kinds_lock(struct buf *b)
{
	static const char sights[] = { [PUB] = 'P', [CENTRE] = 'C', [PERSON] = 'S' };

	for (size_t i = 0; i < kinds_n; i++) {
		const struct kind *k = kinds[i];

		for (size_t j = 0; j < k->n; j++)
			buf_fmt(b, "%s,%d,%s,%d,%s,%c\n", k->name, k->code, k->fields[j].name,
				k->fields[j].tag, type_name(k->fields[j].type),
				sights[k->fields[j].sight]);
		for (size_t j = 0; j < k->n_outcomes; j++) {
			buf_fmt(b, "%s,%d,outcome %s", k->name, k->code, k->outcomes[j].event);
			for (size_t d = 0; d < OUTCOME_DELTAS; d++)
				outcome_lock(&k->outcomes[j], d, b);
			buf_byte(b, '\n');
		}
	}
}
