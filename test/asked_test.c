/* What object c repeats of a record for the rules: it comes back as it was put, and anything else is none. */
#include "rule/asked.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "record/kinds.h"
#include "record/refuse.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

/* A record of "field=value;...". */
static struct rec *record(const struct kind *k, const char *text)
{
	struct rec *r = rec_new(a, k);
	struct refusals why = { .a = a };
	struct str rest = str_of(text);

	while (rest.s && rest.len) {
		struct str value = str_cut(&rest, ';'), name = str_cut(&value, '=');

		if (!rec_set(a, r, name, value, &why))
			printf("# %s: %.*s is not set\n", k->name, (int)name.len, name.s);
	}
	return r;
}

static struct str put(const struct rec *r)
{
	struct buf b = { .a = a };

	asked_put(a, r, &b);
	return buf_text(&b);
}

/* Read again; NULL where it is none, and then nothing of it may stand in the record. */
static struct rec *again(const struct kind *k, struct str data)
{
	struct rec *r = rec_new(a, k);
	struct read in = read_of(data.s, data.len);
	bool clean = true, ok = asked_read(a, r, &in);

	for (size_t i = 0; i < k->n; i++)
		clean &= !r->v[i].set;
	if (!ok && (!clean || !in.wrong))
		CHECK("what is refused says why, and leaves the record", false);
	return ok ? r : NULL;
}

static const struct {
	const struct kind *kind;
	const char *text;
} some[] = {
	{ &kind_presentation, "in_group=yes;triage=safe,minor_possible;late_reason=was ill" },
	{ &kind_registration,
	  "status_sought=fugitive;search_done=all_centres;full_name=ism X, family Y" },
	{ &kind_correction, "field=contact;new_value=by the well;why=typing" },
	{ &kind_correction, "field=search_done;new_value=offline;why=typing" },
	{ &kind_check, "result=hit;evidence=document;asked_what=x" },
	{ &kind_decision, "outcome=granted;proposed_outcome=granted;notified_on=2016-08-02;"
			  "grounds=x" },
	{ &kind_appeal, "against=revoked;lodged_on=2016-08-02;late_reason=was ill" },
	{ &kind_stay, "act=hold;free_to_leave=no;basis=court_order;until=2016-08-09" },
	{ &kind_stay, "act=hold;free_to_leave=no;basis=medical;until=2016-08-09" },
	{ &kind_effect_notice, "confirmed_on=2016-08-09" },
};

static void comes_back(void)
{
	bool all = true, shorter = true, longer = true;

	for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
		const struct kind *k = some[i].kind;
		struct str data = put(asked_of(a, record(k, some[i].text)));
		const struct rec *r = again(k, data);

		all &= data.len && r && str_eq(put(r), data);
		for (size_t n = 0; n < data.len; n++)
			shorter &= !again(k, str_mem(data.s, n));
		longer &= !again(k, str_fmt(a, "%.*s%c", (int)data.len, data.s, 0));
	}
	CHECK("what rules ask comes back as it was put", all);
	CHECK("cut off anywhere it is none", shorter);
	CHECK("nor with a byte behind", longer);
}

/* Whatever a changed byte makes of it, it is read only where it would be written so. */
static void one_form(void)
{
	bool all = true;

	for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
		struct str data = put(asked_of(a, record(some[i].kind, some[i].text)));

		for (size_t at = 0; at < data.len; at++)
			for (int v = 0; v < 256; v++) {
				char *p = arena_copy(a, data.s, data.len);
				const struct rec *r;

				p[at] = (char)v;
				r = again(some[i].kind, str_mem(p, data.len));
				all &= !r || str_eq(put(asked_of(a, r)), str_mem(p, data.len));
			}
	}
	CHECK("with any byte changed it is none, or what would be written", all);
}

/* A record put whole, without asked_of: more than the rules ask. */
static bool too_much(const struct kind *k, const char *text)
{
	return !again(k, put(record(k, text)));
}

static void no_more(void)
{
	CHECK("words of a person are not repeated",
	      too_much(&kind_presentation, "in_group=yes;late_reason=was ill"));
	CHECK("nor what reception saw beside a child",
	      too_much(&kind_presentation, "in_group=yes;triage=urgent_medical"));
	CHECK("nor to what a contact was corrected",
	      too_much(&kind_correction, "field=contact;new_value=by the well"));
	CHECK("nor why somebody is held, but for a court",
	      too_much(&kind_stay, "act=hold;basis=medical"));
}

static void no_form(void)
{
	const struct kind *k = &kind_decision;
	struct buf none = { .a = a }, other = { .a = a }, twice = { .a = a }, back = { .a = a },
		   wrong = { .a = a }, many = { .a = a };

	cbor_put_map(&none, 0);
	CHECK("where rules ask nothing, nothing is put", !again(k, buf_text(&none)));
	cbor_put_map(&other, 1);
	cbor_put_int(&other, 13); /* grounds */
	cbor_put_text(&other, S("x"));
	CHECK("a field that rules do not ask is none", !again(k, buf_text(&other)));
	cbor_put_map(&twice, 2);
	cbor_put_map(&back, 2);
	for (int i = 0; i < 2; i++) {
		cbor_put_int(&twice, 10);
		cbor_put_text(&twice, S("granted"));
		cbor_put_int(&back, 11 - i);
		cbor_put_text(&back, S("granted"));
	}
	CHECK("nor one twice", !again(k, buf_text(&twice)));
	CHECK("nor in another order", !again(k, buf_text(&back)));
	cbor_put_map(&wrong, 1);
	cbor_put_int(&wrong, 10);
	cbor_put_int(&wrong, 1);
	CHECK("nor of another type", !again(k, buf_text(&wrong)));
	cbor_put_map(&many, UINT32_MAX);
	CHECK("nor more fields than there are", !again(k, buf_text(&many)));
	CHECK("nor no bytes", !again(k, S("")));
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 2;
	comes_back();
	one_form();
	no_more();
	no_form();
	arena_free(a);
	return done();
}
