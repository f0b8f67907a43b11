/* Names through the operations of the keys: added, read from objects, found; what is asked wrongly is refused. */
#include "keyd/keys_names.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "keyd/ask.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "record/rec.h"
#include "record/refuse.h"
#include "keys_here.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;
static struct keys *k;
static uint64_t upto[256];

static const struct keys_reader reader = { SC(""), SC("duplicate") };

/* The case of the first who answers. */
static struct str found(const char *name, struct keys_found *out)
{
	const struct index_asked asked = { str_of(name), S(""), S("") };
	struct err e;

	if (!keys_find(k, a, &reader, &asked, 5, upto, out, &e))
		return S("failed");
	return out->lost.any ? S("lost") : out->n ? out->hits[0].names.case_no : S("");
}

static bool finds(const char *name, const char *want)
{
	struct keys_found out;

	return str_eq(found(name, &out), str_of(want));
}

static struct index_record record(const uint8_t subject[16], const char *case_no, const char *name)
{
	struct names x = { .case_no = str_of(case_no), .full = { .set = true, .n = 1 } };
	struct buf b = { .a = a };
	struct index_record r;

	x.full.v[0] = (struct name_part){ S("ism"), S("Latn"), str_of(name) };
	names_put(&x, &b);
	memcpy(r.subject, subject, 16);
	r.body = buf_text(&b);
	return r;
}

static bool add(const uint8_t subject[16], const char *case_no, const char *name)
{
	struct index_record r = record(subject, case_no, name);
	struct err e;

	return keys_names_add(k, subject[0], &upto[subject[0]], &r, 1, true, &e);
}

/* Two persons of one bucket, and a third of another. */
static bool three_persons(struct identity *one, struct identity *two, struct identity *three)
{
	static struct identity of[256];
	bool there[256] = { false }, found = false;
	struct identity id;
	struct err e;

	for (size_t i = 0; i < 1000 && !found; i++) {
		uint8_t b;

		if (!keys_take(k, &id, 1, &e))
			return false;
		b = id.subject[0];
		found = there[b];
		*one = of[b];
		*two = id;
		of[b] = id;
		there[b] = true;
	}
	for (size_t i = 0; i < 1000 && found; i++) {
		if (!keys_take(k, three, 1, &e))
			return false;
		if (three->subject[0] != two->subject[0])
			return true;
	}
	return false;
}

static void adding(void)
{
	struct identity first = { 0 }, second = { 0 }, third = { 0 };
	const uint8_t *one = first.subject, *two = second.subject, *three = third.subject;
	uint64_t before;

	const struct keys_reader nobody = { S("Lina"), S("duplicate") },
				 no_why = { S(""), S("love") };
	const struct index_asked samir = { S("Samir"), S(""), S("") };
	struct keys_found out;
	struct err e;

	CHECK("there are three persons", three_persons(&first, &second, &third));
	CHECK("nobody is found at first", finds("Samir", ""));
	CHECK("without a session, or a purpose, nobody is told",
	      !keys_find(k, a, &nobody, &samir, 5, upto, &out, &e) && e.kind == ERR_LOCKED &&
		      !keys_find(k, a, &no_why, &samir, 5, upto, &out, &e) &&
		      e.kind == ERR_REFUSED);
	CHECK("who is added is found", add(one, "A", "Samir") && finds("Samir", "A"));
	CHECK("so is who is added later", add(two, "B", "Omar") && add(three, "C", "Nuri") &&
						  finds("Omar", "B") && finds("Nuri", "C"));
	before = upto[*one];
	CHECK("what does not count is not found",
	      add(one, "A", "Dropped") && finds("Dropped", "A") && (upto[*one] = before, true) &&
		      finds("Dropped", "") && finds("Samir", "A") && finds("Omar", "B"));
	CHECK("and is written over",
	      add(two, "B", "Kept") && finds("Kept", "B") && finds("Dropped", ""));
	upto[*three] += 300;
	CHECK("a file that is too short is lost, and nobody is found until it is made anew",
	      finds("Samir", "lost") && add(three, "C", "Nuri") && !upto[*three]);
	CHECK("made anew it is found",
	      add(three, "C", "Fares") && finds("Fares", "C") && finds("Nuri", ""));
}

static void reading(void)
{
	struct refusals why = { .a = a };
	struct rec *r = rec_new(a, &kind_registration), *other = rec_new(a, &kind_request);
	struct identity ids[2];
	struct keys_naming x[2];
	uint64_t none = 0;
	struct err e;

	if (!keys_take(k, ids, 2, &e) || !rec_set(a, r, S("full_name"), S("ism Hala"), &why) ||
	    !rec_set(a, other, S("right"), S("access"), &why))
		return;
	x[0] = (struct keys_naming){ .case_no = S("H"), .object = keys_object(a, &ids[0], r) };
	memcpy(x[0].subject, ids[0].subject, 16);
	x[1] = (struct keys_naming){ .case_no = S("R"), .object = keys_object(a, &ids[1], other) };
	memcpy(x[1].subject, ids[1].subject, 16);
	CHECK("an object is opened where the keys are, and its person found",
	      keys_names_read(k, ids[0].subject[0], &upto[ids[0].subject[0]], x, 1, &e) &&
		      finds("Hala", "H"));
	CHECK("one that says no name adds nothing",
	      keys_names_read(k, ids[1].subject[0], &none, x + 1, 1, &e) && !none);
	memcpy(x[0].subject, ids[1].subject, 16);
	CHECK("another person's object does not open",
	      !keys_names_read(k, ids[1].subject[0], &none, x, 1, &e) && e.kind == ERR_FALSE);
	memset(x[0].subject + 1, 0, 15);
	CHECK("that of somebody who was erased is passed over",
	      keys_names_read(k, x[0].subject[0], &none, x, 1, &e) && !none);
}

/* Everything that is asked, cut off anywhere and with any byte changed: refused, or harmless. */
static void hostile(void)
{
	static const enum keys_op ops[] = { KEYS_NAMES_ADD, KEYS_NAMES_READ, KEYS_FIND };
	const uint8_t subject[16] = { 200 };
	struct index_record r = record(subject, "X", "Xavier");
	struct buf b = { .a = a };
	size_t refused = 0, all = 0;
	struct keys_answer out;
	struct err e;

	cbor_put_array(&b, 4);
	cbor_put_int(&b, 200);
	cbor_put_int(&b, 0);
	cbor_put_bool(&b, false);
	cbor_put_array(&b, 1);
	cbor_put_array(&b, 2);
	cbor_put_bytes(&b, str_mem(subject, 16));
	cbor_put_bytes(&b, r.body);
	for (size_t n = 0; n < b.len; n++)
		for (size_t i = 0; i < 3; i++, all++)
			refused +=
				!k->ask(k, a,
					&(struct keys_ask){ .op = ops[i], .data = str_mem(b.p, n) },
					&out, &e) &&
				e.kind == ERR_USAGE;
	CHECK("what is cut off is refused", refused == all);
	b.p[2] = 201;
	CHECK("a subject of another bucket is refused",
	      !k->ask(k, a, &(struct keys_ask){ .op = KEYS_NAMES_ADD, .data = buf_text(&b) }, &out,
		      &e) &&
		      e.kind == ERR_USAGE);
	CHECK("a name that is no text is refused", finds("\xff\xfe", "failed"));
}

int main(void)
{
	const char *folder;
	struct err e;

	a = arena_new(0);
	k = keys_here(a, &clock_system, &folder);
	CHECK("the keys are open", k);
	if (k) {
		adding();
		reading();
		hostile();
	}
	if (!folder || !os_remove_tree(folder, &e))
		return 1;
	arena_free(a);
	return done();
}
