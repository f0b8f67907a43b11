/* Comparing persons besides their names, through the operations of the keys: of those who were shown, how they agree and no more;
 * what is asked wrongly is refused. */
#include "keyd/keys_besides.h"

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

#define OBJECTS 4

static struct arena *a;
static struct keys *k;
static uint64_t upto[256];
static int64_t now = 1470034800;

static const struct keys_reader reader = { SC(""), SC("duplicate") };

static int64_t then(void *p)
{
	(void)p;
	return now;
}

static const struct clock clock_here = { then, NULL };

struct somebody {
	struct identity id;
	struct str objects[OBJECTS];
	size_t n;
};

/* An object s of these fields, "name=value&...", sealed to somebody. */
static bool says(struct somebody *x, const struct kind *kind, const char *fields)
{
	struct refusals why = { .a = a };
	struct rec *r = rec_new(a, kind);
	struct str rest = str_of(fields);
	struct buf b = { .a = a };

	while (rest.s) {
		struct str value = str_cut(&rest, '&'), name = str_cut(&value, '=');

		if (!rec_set(a, r, name, value, &why))
			return false;
	}
	cbor_put_map(&b, 3);
	cbor_put_int(&b, 1);
	cbor_put_bytes(&b, str_mem(x->id.subject, 16));
	cbor_put_int(&b, 10);
	rec_fields(a, r, PERSON, NULL, &b);
	cbor_put_int(&b, 17);
	cbor_put_int(&b, kind->code);
	x->objects[x->n++] = seal_person(a, x->id.recipient, buf_text(&b));
	return true;
}

/* Somebody of this name, in the index. */
static bool registered(struct somebody *x, const char *name, const char *fields)
{
	struct keys_naming naming = { .case_no = str_of(name) };
	uint8_t b;
	struct err e;

	x->n = 0;
	if (!keys_take(k, &x->id, 1, &e) ||
	    !says(x, &kind_registration, str_z(a, str_fmt(a, "full_name=ism %s&%s", name, fields))))
		return false;
	b = x->id.subject[0];
	memcpy(naming.subject, x->id.subject, 16);
	naming.object = x->objects[0];
	return keys_names_read(k, b, &upto[b], &naming, 1, &e);
}

static bool shown(const char *name)
{
	const struct index_asked asked = { str_of(name), S(""), S("") };
	struct keys_found out;
	struct err e;

	return keys_find(k, a, &reader, &asked, 5, upto, &out, &e) && out.n == 1;
}

static struct about_told told;
static bool often;

/* How somebody agrees with a sex and a place, in which V lies and which lies in G, of country C; ERR_NONE where it is told. */
static enum err_kind tells(const struct somebody *x, const char *sex, const char *place)
{
	const struct str near[] = { S("G"), S("V") };
	const struct besides_asked asked = { str_of(sex), str_of(place), S("C"), near, 2 };
	struct keys_besides one = { .objects = x->objects, .n = x->n };
	struct err e = { .kind = ERR_NONE };

	memcpy(one.subject, x->id.subject, 16);
	if (!keys_besides(k, a, &reader, &asked, &one, 1, &e))
		return e.kind;
	told = one.told;
	often = one.often;
	return ERR_NONE;
}

static bool is(const struct somebody *x, const char *sex, const char *place, enum about_how how,
	       enum about_how of_sex)
{
	return tells(x, sex, place) == ERR_NONE && told.origin == how && told.sex == of_sex;
}

static void compared(void)
{
	struct somebody x = { .n = 0 }, y = { .n = 0 };

	CHECK("two are registered",
	      registered(&x, "Hala", "sex=f&origin=V") && registered(&y, "Munir", "sex=m"));
	CHECK("nobody is compared who was not shown", tells(&x, "f", "") == ERR_REFUSED);
	CHECK("who is shown is", shown("Hala") && is(&x, "f", "V", ABOUT_SAME, ABOUT_SAME));
	CHECK("a place within another agrees so", is(&x, "m", "D", ABOUT_WITHIN, ABOUT_OTHER));
	CHECK("x, which may be that it is not said, is no other sex",
	      is(&x, "x", "", ABOUT_HOWS, ABOUT_HOWS));
	CHECK("what is not asked for is not told",
	      is(&x, "f", "", ABOUT_HOWS, ABOUT_SAME) && is(&x, "", "V", ABOUT_SAME, ABOUT_HOWS));
	CHECK("a correction takes its place",
	      says(&x, &kind_correction, "field=origin&new_value=C&why=typing") &&
		      is(&x, "f", "D", ABOUT_COUNTRY, ABOUT_SAME));
	CHECK("one that is no code says nothing",
	      says(&x, &kind_correction, "field=origin&new_value=Far away&why=typing") &&
		      is(&x, "f", "D", ABOUT_HOWS, ABOUT_SAME));
	now += 3600;
	CHECK("an hour later who was shown was not", tells(&x, "f", "V") == ERR_REFUSED);
	CHECK("what was never said is not known",
	      shown("Munir") && is(&y, "f", "V", ABOUT_HOWS, ABOUT_OTHER));
	memcpy(y.id.subject, x.id.subject, 16);
	CHECK("another person's objects do not open",
	      shown("Hala") && tells(&y, "f", "") == ERR_FALSE);
}

static void guessed(void)
{
	static const char *const places[] = { "P1", "P2", "P3", "P4", "P5", "P6" };
	struct somebody x = { .n = 0 };
	bool three = true;

	CHECK("somebody is registered",
	      registered(&x, "Bilal", "sex=m&origin=Q") && shown("Bilal"));
	for (size_t i = 0; i < 3; i++)
		three &= is(&x, "", places[i], ABOUT_OTHER, ABOUT_HOWS);
	CHECK("three places are asked of one person", three);
	CHECK("and again, and the sex", is(&x, "m", "P1", ABOUT_OTHER, ABOUT_SAME) &&
						is(&x, "m", "", ABOUT_HOWS, ABOUT_SAME));
	CHECK("no fourth one, but still the sex",
	      !often && is(&x, "m", "P4", ABOUT_HOWS, ABOUT_SAME) && often);
	now += 3600;
	CHECK("five a day", shown("Bilal") && is(&x, "", "P4", ABOUT_OTHER, ABOUT_HOWS) &&
				    is(&x, "", "P5", ABOUT_OTHER, ABOUT_HOWS) &&
				    is(&x, "", "P6", ABOUT_HOWS, ABOUT_HOWS) && often);
	now += 86400;
	CHECK("the next day others", shown("Bilal") && is(&x, "", "P6", ABOUT_OTHER, ABOUT_HOWS));
}

static void apart(void)
{
	struct somebody x = { .n = 0 }, y = { .n = 0 };
	struct erase_index index = { 0 };
	struct err e;

	memcpy(index.upto, upto, sizeof index.upto);
	CHECK("two are registered, and shown", registered(&x, "Zayn", "sex=m&origin=V") &&
						       registered(&y, "Wadih", "sex=m&origin=V") &&
						       shown("Zayn") && shown("Wadih"));
	CHECK("of one whose record is apart then nothing is told",
	      keys_apart(k, x.id.subject, APART_CHILD, &e) &&
		      is(&x, "m", "V", ABOUT_HOWS, ABOUT_HOWS) &&
		      is(&y, "m", "V", ABOUT_SAME, ABOUT_SAME));
	CHECK("nor of one who was erased",
	      keys_erase(k, a, (const uint8_t(*)[16])y.id.subject, 1, &index, &e) &&
		      is(&y, "m", "V", ABOUT_HOWS, ABOUT_HOWS));
	memset(x.id.subject, 7, 16);
	CHECK("nobody hears whether there is such a person", tells(&x, "m", "V") == ERR_REFUSED);
}

/* What comes of these bytes. */
static enum err_kind asks(struct str data)
{
	const struct keys_ask q = { .op = KEYS_BESIDES, .purpose = S("duplicate"), .data = data };
	struct keys_answer out;
	struct err e;

	return k->ask(k, a, &q, &out, &e) ? ERR_NONE : e.kind;
}

static bool refused(struct str data)
{
	return asks(data) == ERR_USAGE;
}

/* An ask as it should be, but for what is given. */
static struct str asking(struct str sex, struct str place, size_t persons, size_t objects)
{
	struct buf b = { .a = a };

	cbor_put_array(&b, 3);
	cbor_put_text(&b, sex);
	cbor_put_bytes(&b, place);
	cbor_put_array(&b, persons);
	for (size_t i = 0; i < persons; i++) {
		cbor_put_array(&b, 2);
		cbor_put_bytes(&b, S("0123456789abcdef"));
		cbor_put_array(&b, objects);
		for (size_t n = 0; n < objects; n++)
			cbor_put_bytes(&b, S("x"));
	}
	return buf_text(&b);
}

static void hostile(void)
{
	struct str whole = asking(S("m"), S("\x83\x61P\x61V\x80"), 2, 2), copy;
	const struct str wrong[] = {
		S("\x83\x60\x60\x80"),
		S("\x82\x61P\x60"),
		S("\x83\x61P\x60\x80\x80"),
		S("\x83\x61P\x60\x9a\x00\x03\xff\xff"),
		S("\x83\x61P\x80\x80"),
		S("\x83\x61P\x60\x81\x71"
		  "0123456789abcdefg"),
	};
	size_t n_refused = 0, n_wrong = 0, n_changed = 0;

	CHECK("what is well-formed is looked at", !refused(whole));
	for (size_t n = 0; n < whole.len; n++)
		n_refused += refused(str_mem(whole.s, n));
	CHECK("what is cut off is refused", n_refused == whole.len);
	for (size_t n = 0; n < 8 * whole.len; n++) {
		uint8_t *changed = arena_copy(a, whole.s, whole.len);

		changed[n / 8] ^= (uint8_t)(1u << n % 8);
		n_changed += asks(str_mem(changed, whole.len)) == ERR_REFUSED ||
			     refused(str_mem(changed, whole.len));
	}
	CHECK("nor is anything told where a bit is another one", n_changed == 8 * whole.len);
	copy = str_fmt(a, "%.*sx", P(whole));
	CHECK("what is longer is, too", refused(copy));
	CHECK("nobody, and nothing asked, and too many",
	      refused(asking(S("m"), S(""), 0, 0)) && refused(asking(S(""), S(""), 1, 1)) &&
		      refused(asking(S("m"), S(""), KEYS_HITS + 1, 1)) &&
		      refused(asking(S("m"), S(""), 1, KEYS_OBJECTS + 1)) &&
		      refused(asking(S("fffff"), S(""), 1, 1)));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		n_wrong += refused(asking(S(""), wrong[i], 1, 1));
	CHECK("a place that is none", n_wrong == sizeof wrong / sizeof *wrong);
}

static struct str answer;

static bool give(struct keys *of, struct arena *in, const struct keys_ask *q,
		 struct keys_answer *out, struct err *e)
{
	(void)of, (void)in, (void)q, (void)e;
	*out = (struct keys_answer){ .data = answer };
	return true;
}

/* What a key holder that is none answers of one person, who is asked about with this place. */
static bool taken(struct str bytes, const char *place)
{
	struct keys of = { .work = a, .ask = give };
	const struct besides_asked asked = { S("m"), str_of(place), S(""), NULL, 0 };
	const struct str object = S("x");
	struct keys_besides one = { .objects = &object, .n = 1 };
	struct err e = { .kind = ERR_NONE };

	answer = bytes;
	return keys_besides(&of, a, &reader, &asked, &one, 1, &e) || e.kind != ERR_FAILED;
}

static void answered(void)
{
	CHECK("an answer is taken", taken(S("\x81\x82\x00\x01"), "") &&
					    taken(S("\x81\x82\x04\x04"), "P") &&
					    taken(S("\x81\x82\x05\x00"), "P"));
	CHECK("none that nothing was asked for", !taken(S("\x81\x82\x05\x00"), ""));
	CHECK("nor one of another number, or form",
	      !taken(S("\x81\x82\x06\x00"), "P") && !taken(S("\x81\x82\x00\x05"), "P") &&
		      !taken(S("\x80"), "P") && !taken(S("\x81\x81\x00"), "P") &&
		      !taken(S("\x82\x82\x00\x00\x82\x00\x00"), "P") &&
		      !taken(S("\x81\x82\x00\x00\x00"), "P") && !taken(S(""), "P"));
}

int main(void)
{
	const char *folder;
	struct err e;

	a = arena_new(0);
	k = keys_here(a, &clock_here, &folder);
	CHECK("the keys are open", k);
	if (k) {
		compared();
		guessed();
		apart();
		hostile();
		answered();
	}
	if (!folder || !os_remove_tree(folder, &e))
		return 1;
	arena_free(a);
	return done();
}
