/* A person's file through the operations of the keys: all of it under one line of the journal, and nobody else's. */
#include "keyd/keys_file.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/os.h"
#include "keyd/act.h"
#include "keyd/ask.h"
#include "ledger/seal.h"
#include "record/kinds.h"
#include "record/rec.h"
#include "keys_here.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;
static struct keys *k;
static const struct keys_reading why = { .purpose = SC("request_of_person") };

static struct str body_of(const uint8_t subject[16], const char *text)
{
	struct buf b = { .a = a };

	cbor_put_map(&b, 2);
	cbor_put_int(&b, 1);
	cbor_put_bytes(&b, str_mem(subject, 16));
	cbor_put_int(&b, 9);
	cbor_put_text(&b, str_of(text));
	return buf_text(&b);
}

static struct str object_c(struct str body)
{
	struct str c = S("");
	struct err e;

	(void)keys_seal_c(k, a, body, &c, &e);
	return c;
}

static size_t lines(const uint8_t subject[16])
{
	struct str text;
	size_t n = 0;
	struct err e;

	if (!keys_openings(k, a, &why, subject, &text, &e))
		return SIZE_MAX;
	for (size_t i = 0; i < text.len; i++)
		n += text.s[i] == '\n';
	return n;
}

static void opening(const struct identity *id, const struct identity *other)
{
	struct str c = body_of(id->subject, "c"), s = body_of(id->subject, "s");
	struct keys_object list[] = {
		{ false, object_c(c), S("") },
		{ true, seal_person(a, id->recipient, s), S("") },
		{ true, seal_person(a, other->recipient, s), S("") },
		{ false, object_c(body_of(other->subject, "theirs")), S("") },
		{ false, object_c(S("no body")), S("") },
	};
	const struct keys_reading love = { .purpose = S("love") };
	const uint8_t nobody[16] = { 1 };
	struct err e;

	CHECK("nobody opened it at first", lines(id->subject) == 0);
	CHECK("both objects are opened whole",
	      keys_open_file(k, a, &why, id->subject, list, 2, &e) && str_eq(list[0].body, c) &&
		      str_eq(list[1].body, s));
	CHECK("with one line in the journal", lines(id->subject) == 1 && !lines(other->subject));
	CHECK("what is sealed to another does not open",
	      !keys_open_file(k, a, &why, id->subject, list + 2, 1, &e) && e.kind == ERR_FALSE);
	CHECK("nor does the act of another under this name",
	      !keys_open_file(k, a, &why, id->subject, list + 3, 1, &e) && e.kind == ERR_FALSE);
	CHECK("nor what says of nobody whose it is",
	      !keys_open_file(k, a, &why, id->subject, list + 4, 1, &e) && e.kind == ERR_FALSE);
	CHECK("each try is in the journal", lines(id->subject) == 4);
	CHECK("for a purpose that is none nothing opens, and nothing is written",
	      !keys_open_file(k, a, &love, id->subject, list, 2, &e) && e.kind == ERR_REFUSED &&
		      lines(id->subject) == 4);
	list[0].object = object_c(body_of(nobody, "c"));
	list[1].body = S("x");
	CHECK("of somebody who was erased c is left, and s is empty",
	      keys_open_file(k, a, &why, nobody, list, 2, &e) && list[0].body.len &&
		      !list[1].body.len);
}

static void many(const struct identity *id)
{
	struct keys_object *list = arena_array(a, KEYS_FILE + 1, sizeof *list);
	struct str c = object_c(body_of(id->subject, "c"));
	struct err e;
	size_t before = lines(id->subject);

	for (size_t i = 0; i <= KEYS_FILE; i++)
		list[i] = (struct keys_object){ false, c, S("") };
	CHECK("a very long file is opened in parts, a line each",
	      keys_open_file(k, a, &why, id->subject, list, KEYS_FILE + 1, &e) &&
		      list[KEYS_FILE].body.len && lines(id->subject) == before + 2);
}

/* The object c of a weapon that somebody handed in, or (holder) of a receipt. */
static struct str thing(const struct kind *k_, const char *field, const uint8_t subject[16])
{
	struct rec *r = rec_new(a, k_);
	struct buf b = { .a = a };

	r->v[field_at(k_, field)] = (struct val){ .set = true, .s = str_mem(subject, 16) };
	cbor_put_map(&b, 2);
	cbor_put_int(&b, BODY_FIELDS);
	rec_fields(a, r, CENTRE, NULL, &b);
	cbor_put_int(&b, BODY_KIND);
	cbor_put_int(&b, k_->code);
	return object_c(buf_text(&b));
}

static void handed(const struct identity *id, const struct identity *other)
{
	struct keys_object list[] = {
		{ false, thing(&kind_weapon_item, "handed_by", id->subject), S("") },
		{ false, thing(&kind_weapon_item, "handed_by", other->subject), S("x") },
		{ false, thing(&kind_weapon_receipt, "holder", id->subject), S("") },
		{ false, thing(&kind_weapon_receipt, "holder", other->subject), S("x") },
		{ false, object_c(body_of(id->subject, "no weapon")), S("x") },
	};
	const struct keys_reading work = { .purpose = S("case_work") };
	size_t before = lines(id->subject);
	struct err e;

	CHECK("what a person handed in is told to who opened the file, and of nobody else's",
	      keys_open_handed(k, a, &why, id->subject, list, 5, &e) && list[0].body.len &&
		      !list[1].body.len && list[2].body.len && !list[3].body.len &&
		      !list[4].body.len);
	CHECK("that is no opening of its own", lines(id->subject) == before);
	CHECK("without the opening it is not told",
	      !keys_open_handed(k, a, &why, other->subject, list, 5, &e) && e.kind == ERR_REFUSED);
	list[0].object = object_c(body_of(id->subject, "c"));
	CHECK("nor for work on the case, though the file was opened for it",
	      keys_open_file(k, a, &work, id->subject, list, 1, &e) &&
		      !keys_open_handed(k, a, &work, id->subject, list, 5, &e) &&
		      e.kind == ERR_REFUSED);
}

static void hostile(const struct identity *id)
{
	struct str c = object_c(body_of(id->subject, "c"));
	struct buf b = { .a = a };
	struct keys_answer out;
	size_t refused = 0, before = lines(id->subject);
	struct keys_ask q = {
		.op = KEYS_OPEN_FILE, .purpose = why.purpose, .name = S(""), .subject = id->subject
	};
	struct err e;

	cbor_put_array(&b, 1);
	cbor_put_array(&b, 2);
	cbor_put_bool(&b, false);
	cbor_put_bytes(&b, c);
	for (size_t n = 0; n < b.len; n++) {
		q.data = str_mem(b.p, n);
		refused += !k->ask(k, a, &q, &out, &e) && e.kind == ERR_USAGE;
	}
	CHECK("what is cut off is refused", refused == b.len && lines(id->subject) == before);
	q.op = KEYS_HANDED;
	for (size_t n = 0; n < b.len; n++) {
		q.data = str_mem(b.p, n);
		refused -= !k->ask(k, a, &q, &out, &e) && e.kind == ERR_USAGE;
	}
	CHECK("nor does it list what was handed in", !refused);
	q.op = KEYS_OPEN_FILE;
	q.data = buf_text(&b);
	q.subject = NULL;
	CHECK("without a subject nothing opens",
	      !k->ask(k, a, &q, &out, &e) && e.kind == ERR_USAGE &&
		      !k->ask(k, a, &(struct keys_ask){ .op = KEYS_OPENINGS_OF }, &out, &e));
}

int main(void)
{
	const char *folder;
	struct identity ids[2];
	struct err e;

	a = arena_new(0);
	k = keys_here(a, &clock_system, &folder);
	CHECK("the keys are open", k && keys_take(k, ids, 2, &e));
	if (k) {
		opening(&ids[0], &ids[1]);
		handed(&ids[0], &ids[1]);
		many(&ids[0]);
		hostile(&ids[0]);
	}
	if (!folder || !os_remove_tree(folder, &e))
		return 1;
	arena_free(a);
	return done();
}
