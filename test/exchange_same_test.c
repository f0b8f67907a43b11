/* Who is registered here and in another register, too (keyd/keys_exchange_same.h): who is like whom by names and years of birth alone, what is
 * told of that, and what is refused to who asks wrongly. */
#include "keyd/keys_exchange_same.h"

#include <string.h>

#include "base/cbor.h"
#include "base/os.h"
#include "keyd/ask.h"
#include "record/kinds.h"
#include "record/rec.h"
#include "record/refuse.h"
#include "exchange_file.h"
#include "keys_here.h"
#include "test.h"
#include "base/banned.h"

#define NOW ((int64_t)1476093600) /* 2016-10-10T10:00:00Z */
#define DAY ((int64_t)86400)

static struct arena *a;
static struct keys *k;
static uint64_t upto[256];
static int64_t now = NOW;
static const uint8_t sender[32] = { 7 }; /* secret of the other register */
static uint8_t sender_id[32];

static int64_t now_of(void *p)
{
	(void)p;
	return now;
}

static const struct clock clock_here = { .now = now_of };

/* As it is registered: "ism father family", each with a blank between; NULL: not known. */
static struct str body_of(const char *script, const char *name, const char *mother,
			  const char *born)
{
	static const char *const parts[] = { "ism", "father", "family" };
	struct names x = { .case_no = S(""), .full = { .set = true } };
	struct str rest = str_of(name);
	struct buf b = { .a = a };

	while (rest.s && x.full.n < 3) {
		struct str word = str_cut(&rest, ' ');

		x.full.v[x.full.n] =
			(struct name_part){ str_of(parts[x.full.n]), str_of(script), word };
		x.full.n++;
	}
	if (mother)
		x.mother =
			(struct name_parts){ true, 1, { { S("ism"), S("Latn"), str_of(mother) } } };
	x.born = born ? str_of(born) : (struct str){ NULL, 0 };
	names_put(&x, &b);
	return buf_text(&b);
}

enum { KHALEEL, SAMIRA, TWIN, SON, NAMELESS, ORDER, ROWS };

static const struct {
	const char *name, *born;
} there[ROWS] = {
	[KHALEEL] = { "Khaleel Mahmoud Barakat", "1970" },
	[SAMIRA] = { "Samira Nadim Toubal", "1984~" },
	[TWIN] = { "Khaled Hasan Zeitouneh", "1990" },
	[SON] = { "Anwar Salim Mudarris", "1976" },
	[NAMELESS] = { "Zakwan Qudsi", NULL },
	[ORDER] = { "Bashir Zakwan Qabbawi", NULL },
};

static struct exchange *file_of(int64_t made, size_t rows)
{
	struct exchange *x = arena_alloc(a, sizeof *x);

	x->head = (struct exchange_head){
		.operation = S("op-1"), .n_logs = 1, .made = made, .expires_on = NOW / DAY + 30
	};
	x->head.logs[0] = (struct exchange_log){ S("idlib.op-1/log/1"), 12 };
	age_recipient(sender, x->head.sender);
	exchange_id(x->head.sender, sender_id);
	x->rows = arena_array(a, rows + 1, sizeof *x->rows);
	for (; x->n < rows; x->n++) {
		x->rows[x->n].subject[0] = (uint8_t)(x->n < 16 ? x->n * 16 : 255);
		x->rows[x->n].subject[1] = (uint8_t)x->n;
		x->rows[x->n].body =
			x->n < ROWS ? body_of("Latn", there[x->n].name, NULL, there[x->n].born)
				    : body_of("Latn", "Munir Tahir Hamdan", NULL, "1980");
	}
	return x;
}

static bool takes(const struct exchange *x)
{
	struct keys_taking t = { .file = exchange_sealed(a, k, sender, x) };
	struct keys_keeping keep;
	struct keys_taken out;
	struct err e;

	age_recipient(sender, t.from);
	if (!keys_exchange_take(k, a, &t, &out, &e))
		return false;
	keep = exchange_kept(&out);
	return keys_exchange_keep(k, NULL, &keep, 1, &e);
}

static bool taken(int64_t made, size_t rows)
{
	return takes(file_of(made, rows));
}

/* Somebody who is registered here. */
static bool here(struct identity *id, const char *script, const char *name, const char *mother,
		 const char *born)
{
	struct index_record r = { .body = body_of(script, name, mother, born) };
	struct err e;

	if (!keys_take(k, id, 1, &e))
		return false;
	memcpy(r.subject, id->subject, 16);
	return keys_names_add(k, r.subject[0], &upto[r.subject[0]], &r, 1, true, &e);
}

static bool compares_from(const struct identity *id, size_t from, struct keys_exchange_same *out)
{
	struct err e;

	return keys_exchange_compare(k, a, NULL, id->subject, sender_id, from, upto, out, &e);
}

static bool compares(const struct identity *id, struct keys_exchange_same *out)
{
	return compares_from(id, 0, out);
}

/* Whom of the rows such a one is like: a bit for each. */
static unsigned alike(const char *script, const char *name, const char *mother, const char *born)
{
	struct keys_exchange_same *out = arena_alloc(a, sizeof *out);
	struct identity id;
	unsigned rows = 0;

	if (!here(&id, script, name, mother, born) || !compares(&id, out) || !out->held ||
	    out->lost.any || out->more)
		return ~0U;
	for (size_t i = 0; i < out->n; i++)
		rows |= 1U << out->same[i].subject[1];
	return rows;
}

#define ROW(x) (1U << (x))

static void likenesses(void)
{
	CHECK("who is written otherwise is found",
	      alike("Latn", "Khalil Mahmud Barakat", NULL, "1970-03-04") == ROW(KHALEEL));
	CHECK("in the other script, too",
	      alike("Arab", "خليل محمود بركات", "Amina", "1970-03-04") == ROW(KHALEEL));
	CHECK("and by a birth of about that year",
	      alike("Latn", "Samirah Nadim Tubal", NULL, "1985") == ROW(SAMIRA));
	CHECK("who was born in quite another year is not",
	      !alike("Latn", "Khaleel Mahmoud Barakat", NULL, "1995"));
	CHECK("a twin is not the other",
	      !alike("Latn", "Walid Hasan Zeitouneh", "Salma", "1990-05-05"));
	CHECK("nor twins whose names rhyme",
	      !alike("Latn", "Majed Hasan Zeitouneh", NULL, "1990-05-05"));
	CHECK("nor is a father of the same name his son",
	      !alike("Latn", "Anwar Salim Mudarris", NULL, "1951"));
	CHECK("nor where each has the other's name before his own",
	      !alike("Latn", "Salim Anwar Mudarris", NULL, "1951"));
	CHECK("two words and no birth are no likeness",
	      !(alike("Latn", "Zakwan Qudsi", NULL, "1990") & ROW(NAMELESS)));
	CHECK("nor are the same words in another order, and no birth",
	      !alike("Latn", "Zakwan Bashir Qabbawi", NULL, NULL));
	CHECK("but in the same order",
	      alike("Latn", "Bashir Zakwan Qabbawi", NULL, NULL) == ROW(ORDER));
	CHECK("nobody else is", !alike("Latn", "Tahir Munir Hamdan", NULL, "1970"));
}

static bool apart(const struct identity *id)
{
	struct keys_exchange_same *out = arena_alloc(a, sizeof *out);
	struct err e;

	return keys_apart(k, id->subject, APART_CHILD, &e) && compares(id, out) && !out->n;
}

static bool gone(const struct identity *id)
{
	struct keys_exchange_same *out = arena_alloc(a, sizeof *out);
	struct erase_index *index = arena_alloc(a, sizeof *index);
	struct err e;

	memcpy(index->upto, upto, sizeof upto);
	if (!keys_erase(k, a, &id->subject, 1, index, &e))
		return false;
	memcpy(upto, index->upto, sizeof upto);
	return compares(id, out) && !out->n;
}

static void nobody(void)
{
	struct keys_exchange_same *out = arena_alloc(a, sizeof *out);
	struct identity child, erased, none;
	struct err e;

	CHECK("a child is like nobody",
	      here(&child, "Latn", "Khaleel Mahmoud Barakat", NULL, "1970") && apart(&child));
	CHECK("nor is who was erased",
	      here(&erased, "Latn", "Khaleel Mahmoud Barakat", NULL, "1970") && gone(&erased));
	CHECK("nor who has no name",
	      keys_take(k, &none, 1, &e) && compares(&none, out) && out->held && !out->n);
}

/* Whoever has a log of this register has its persons, too. */
static void own(void)
{
	struct keys_exchange_same *out = arena_alloc(a, sizeof *out);
	struct exchange *x = file_of(NOW - 18, 1);
	struct identity id;
	bool ok = here(&id, "Latn", "Khaleel Mahmoud Barakat", NULL, "1970");

	memcpy(x->rows[0].subject, id.subject, 16);
	CHECK("nobody is like himself",
	      ok && takes(x) && compares(&id, out) && out->held && !out->n);
	CHECK("and who is there, too, is found again", taken(NOW - 17, ROWS));
}

/* An object s of a possible duplicate. */
static struct str link_of(const struct identity *id, const uint8_t other[16], const char *verdict)
{
	struct rec *r = rec_new(a, &kind_dedup_link);
	struct refusals why = { .a = a };

	if (!rec_set(a, r, S("other"), str_hex(a, other, 16), &why) ||
	    !rec_set(a, r, S("score"), S("950"), &why) ||
	    !rec_set(a, r, S("fields"), S("name,born"), &why) ||
	    !rec_set(a, r, S("reason"), S("in another register: idlib.op-1/log/1"), &why) ||
	    (verdict && !rec_set(a, r, S("verdict"), str_of(verdict), &why)))
		return S("");
	return keys_object(a, id, r);
}

static bool shows(const struct identity *id, const struct str *objects, size_t n,
		  struct keys_pairs *out, struct err *e)
{
	const struct keys_reading why = { .purpose = S("duplicate") };

	return keys_exchange_hits(k, a, &why, id->subject, objects, n, upto, out, e);
}

static void pairs(void)
{
	static const uint8_t nobody_there[16] = { 9, 9 };
	const uint8_t khaleel[16] = { 0 };
	struct keys_pairs out;
	struct identity id, another;
	struct str list[3];
	struct err e;

	CHECK("two are registered",
	      here(&id, "Latn", "Khalil Mahmud Barakat", "Amina", "1970-03-04") &&
		      here(&another, "Latn", "Munir Tahir Hamdan", NULL, "1980"));
	list[0] = link_of(&id, khaleel, NULL);
	list[1] = link_of(&id, nobody_there, "different");
	list[2] = link_of(&another, khaleel, NULL);
	CHECK("who was noted is shown as he is written there",
	      shows(&id, list, 2, &out, &e) && out.n == 2 && out.list[0].held &&
		      str_eq(out.list[0].names.born, S("1970")) &&
		      str_eq(out.list[0].names.full.v[2].text, S("Barakat")) &&
		      !memcmp(out.list[0].id, sender_id, EXCHANGE_ID));
	CHECK("beside the person here",
	      str_eq(out.own.born, S("1970-03-04")) && out.own.mother.set);
	CHECK("with score and reason as they were noted",
	      out.list[0].score == 950 && out.list[0].reason.len && !out.list[0].verdict.len);
	CHECK("of who is in no file the verdict alone",
	      !out.list[1].held && str_eq(out.list[1].verdict, S("different")));
	CHECK("nobody else's object is opened",
	      !shows(&id, list, 3, &out, &e) && e.kind == ERR_FALSE);
	list[1] = seal_person(a, id.recipient, S("\xa0"));
	CHECK("nor anything but a possible duplicate",
	      !shows(&id, list, 2, &out, &e) && e.kind == ERR_FALSE);
}

/* More of one name and year than one answer tells. */
static void many(void)
{
	struct keys_exchange_same *out = arena_alloc(a, sizeof *out);
	struct identity id;
	size_t first;
	bool ok = here(&id, "Latn", "Munir Tahir Hamdan", NULL, "1980") && taken(NOW - 16, 80);

	ok = ok && compares(&id, out) && out->more;
	first = out->n;
	CHECK("who has many namesakes is told of some", ok && first == KEYS_SAME);
	CHECK("and then of the others",
	      compares_from(&id, first, out) && !out->more && first + out->n == 80 - ROWS);
	CHECK("and of no more", compares_from(&id, 80 - ROWS, out) && !out->more && !out->n);
}

/* With pairs of one's own making. */
static void through(void)
{
	uint8_t other[16] = { 255 };
	struct str list[KEYS_PAIRS];
	struct keys_pairs out;
	struct identity id;
	struct err e;
	bool ok = here(&id, "Latn", "Tahir Munir Hamdan", NULL, "1980") && taken(NOW - 15, 216);

	for (size_t i = 0; i < KEYS_PAIRS; i++) {
		other[1] = (uint8_t)(16 + i);
		list[i] = link_of(&id, other, NULL);
	}
	CHECK("some of a file are shown",
	      ok && shows(&id, list, 50, &out, &e) && out.n == 50 && out.list[49].held);
	CHECK("nobody goes through all of it",
	      !shows(&id, list, KEYS_PAIRS, &out, &e) && e.kind == ERR_REFUSED);
}

static bool refuses(const struct keys_ask *q)
{
	struct keys_answer got;
	struct err e;

	return !k->ask(k, a, q, &got, &e) && e.kind == ERR_USAGE;
}

static struct str ask_text(size_t upto_n, size_t id_len, bool more)
{
	struct buf b = { .a = a };

	cbor_put_array(&b, 3);
	cbor_put_array(&b, upto_n);
	for (size_t i = 0; i < upto_n; i++)
		cbor_put_int(&b, 0);
	cbor_put_bytes(&b, str_mem(sender_id, id_len));
	cbor_put_int(&b, 0);
	if (more)
		buf_byte(&b, 0);
	return buf_text(&b);
}

static void hostile(void)
{
	const uint8_t subject[16] = { 0 };
	struct keys_ask q = { .op = KEYS_EXCHANGE_COMPARE, .subject = subject };
	struct str whole = ask_text(256, EXCHANGE_ID, false);
	size_t taken_ = 0;

	for (size_t n = 0; n < whole.len; n++) {
		q.data = str_mem(whole.s, n);
		taken_ += !refuses(&q);
	}
	CHECK("a question that is cut is refused", !taken_);
	q.data = ask_text(256, EXCHANGE_ID, true);
	CHECK("and one with a byte too many", refuses(&q));
	q.data = ask_text(255, EXCHANGE_ID, false);
	CHECK("and one of too few files", refuses(&q));
	q.data = ask_text(256, EXCHANGE_ID + 1, false);
	CHECK("and one of no register", refuses(&q));
	q.data = whole;
	q.subject = NULL;
	CHECK("and one about nobody", refuses(&q));
	q = (struct keys_ask){ .op = KEYS_EXCHANGE_HITS, .subject = subject, .data = whole };
	CHECK("and one without objects", refuses(&q));
}

static void over(void)
{
	struct keys_exchange_same *out = arena_alloc(a, sizeof *out);
	struct identity id;

	CHECK("a newer file takes the place of the older",
	      here(&id, "Latn", "Samira Nadim Toubal", NULL, "1984") && compares(&id, out) &&
		      out->n == 1 && taken(NOW - 10, 1) && compares(&id, out) && out->held &&
		      !out->n);
	now += 31 * DAY;
	CHECK("after its day nothing is compared with it",
	      here(&id, "Latn", "Khaleel Mahmoud Barakat", NULL, "1970") && compares(&id, out) &&
		      !out->held && !out->n);
}

int main(void)
{
	const char *dir;
	struct err e;

	a = arena_new(0);
	k = keys_here(a, &clock_here, &dir);
	CHECK("a keyring is opened, and what another register gave is taken",
	      k && taken(NOW - 20, ROWS));
	if (k) {
		likenesses();
		nobody();
		own();
		pairs();
		many();
		through();
		hostile();
		over();
	}
	if (dir)
		(void)os_remove_tree(dir, &e);
	arena_free(a);
	return done();
}
