/* See exchange.h. */
#include "keyd/exchange.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/utf8.h"
#include "ledger/hash.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "match/birth.h"
#include "base/banned.h"

enum head_key { VERSION, OPERATION, LOGS, MADE, EXPIRES, SENDER, ROWS, KEYS };

#define OPERATION_MAX 64
#define BORN_MAX      12

/* Of a birth the years, as EDTF has them; empty: they are not known. */
static struct str years_of(struct arena *a, struct str born)
{
	struct birth b;

	if (!born.len || !birth_read(born, &b) || !b.first)
		return S("");
	return b.first == b.last ? str_fmt(a, "%04d%s", b.first, b.about ? "~" : "")
				 : str_fmt(a, "%04d/%04d", b.first, b.last);
}

bool exchange_trim(struct arena *a, struct names *x)
{
	struct str years = years_of(a, x->born);

	x->case_no = S("");
	x->mother.set = false;
	x->mother.n = 0;
	x->born = years.len ? years : (struct str){ NULL, 0 };
	return exchange_names_ok(x);
}

static bool is_years(struct str born)
{
	struct birth b;

	return born.len >= 4 && born.len <= BORN_MAX && birth_read(born, &b) && b.first &&
	       !b.month && !b.day && !memchr(born.s, 'X', born.len) &&
	       !memchr(born.s, '-', born.len);
}

/* Of texts that are shown to people nothing steers how they are shown. */
static bool is_shown(const struct names *x)
{
	for (size_t i = 0; x->full.set && i < x->full.n; i++)
		if (!utf8_plain(x->full.v[i].part) || !utf8_plain(x->full.v[i].script) ||
		    !utf8_plain(x->full.v[i].text))
			return false;
	for (size_t i = 0; x->has_latin && i < x->n_latin; i++)
		if (!utf8_plain(x->latin[i]))
			return false;
	return true;
}

bool exchange_names_ok(const struct names *x)
{
	bool named = (x->full.set && x->full.n) || (x->has_latin && x->n_latin);

	return named && !x->case_no.len && !x->mother.set && is_shown(x) &&
	       (!x->born.s || is_years(x->born));
}

static void put_fields(const struct exchange_head *h, struct buf *out)
{
	cbor_put_int(out, VERSION);
	cbor_put_int(out, EXCHANGE_VERSION);
	cbor_put_int(out, OPERATION);
	cbor_put_text(out, h->operation);
	cbor_put_int(out, LOGS);
	cbor_put_array(out, h->n_logs);
	for (size_t i = 0; i < h->n_logs; i++) {
		cbor_put_array(out, 2);
		cbor_put_text(out, h->logs[i].origin);
		cbor_put_int(out, h->logs[i].size);
	}
	cbor_put_int(out, MADE);
	cbor_put_int(out, h->made);
	cbor_put_int(out, EXPIRES);
	cbor_put_int(out, h->expires_on);
	cbor_put_int(out, SENDER);
	cbor_put_bytes(out, str_mem(h->sender, sizeof h->sender));
}

void exchange_head_put(const struct exchange_head *h, struct buf *out)
{
	cbor_put_map(out, ROWS);
	put_fields(h, out);
}

static bool expect_key(struct read *in, int64_t *last, enum head_key want)
{
	return cbor_key(in, last) &&
	       (*last == want ? true : read_fail(in, "it lacks a part, or has one too many"));
}

static bool read_logs(struct read *in, struct exchange_head *out)
{
	uint64_t n = 0, two = 0;

	if (!cbor_array(in, EXCHANGE_LOGS, &n))
		return false;
	if (!n)
		return read_fail(in, "it names no log");
	for (out->n_logs = 0; out->n_logs < n; out->n_logs++) {
		struct exchange_log *x = &out->logs[out->n_logs];

		if (!cbor_array(in, 2, &two) || !cbor_text(in, EXCHANGE_ORIGIN, &x->origin) ||
		    !cbor_int(in, 0, INT64_MAX, &x->size))
			return false;
		if (two != 2 || !x->origin.len || !utf8_plain(x->origin))
			return read_fail(in, "a log of an origin and a size");
	}
	return true;
}

static bool read_fields(struct read *in, int64_t *last, struct exchange_head *out)
{
	struct str sender = { 0 };
	int64_t version = 0;

	if (!expect_key(in, last, VERSION) || !cbor_int(in, 0, INT32_MAX, &version))
		return false;
	if (version != EXCHANGE_VERSION)
		return read_fail(in, "it is of another version than this program reads");
	if (!expect_key(in, last, OPERATION) || !cbor_text(in, OPERATION_MAX, &out->operation) ||
	    !expect_key(in, last, LOGS) || !read_logs(in, out) || !expect_key(in, last, MADE) ||
	    !cbor_int(in, 0, INT32_MAX * (int64_t)64, &out->made) ||
	    !expect_key(in, last, EXPIRES) || !cbor_int(in, 0, INT32_MAX, &out->expires_on) ||
	    !expect_key(in, last, SENDER) || !cbor_bytes(in, 32, 32, &sender))
		return false;
	memcpy(out->sender, sender.s, sizeof out->sender);
	return (out->operation.len && utf8_plain(out->operation)) ||
	       read_fail(in, "it is of no operation");
}

bool exchange_head_read(struct read *in, struct exchange_head *out)
{
	int64_t last = -1;
	uint64_t n = 0;

	return cbor_map(in, ROWS, &n) && (n == ROWS || read_fail(in, "a head of six parts")) &&
	       read_fields(in, &last, out) && read_end(in);
}

static void put_before_rows(const struct exchange_head *h, size_t rows, struct buf *out)
{
	cbor_put_map(out, KEYS);
	put_fields(h, out);
	cbor_put_int(out, ROWS);
	cbor_put_array(out, rows);
}

static void put_row(const struct index_record *x, struct buf *out)
{
	cbor_put_array(out, 2);
	cbor_put_bytes(out, str_mem(x->subject, 16));
	cbor_put_bytes(out, x->body);
}

void exchange_put(const struct exchange *x, struct buf *out)
{
	put_before_rows(&x->head, x->n, out);
	for (size_t i = 0; i < x->n; i++)
		put_row(&x->rows[i], out);
}

void exchange_sum_start(struct exchange_sum *s, const struct exchange_head *h, size_t rows)
{
	struct buf b = { .a = s->one };

	hash_run_start(&s->run);
	put_before_rows(h, rows, &b);
	hash_run_add(&s->run, buf_text(&b));
	arena_reset(s->one);
}

void exchange_sum_row(struct exchange_sum *s, const struct index_record *x)
{
	struct buf b = { .a = s->one };

	put_row(x, &b);
	hash_run_add(&s->run, buf_text(&b));
	arena_reset(s->one);
}

struct hash exchange_sum_end(struct exchange_sum *s, const uint8_t mac[EXCHANGE_MAC])
{
	hash_run_add(&s->run, str_mem(mac, EXCHANGE_MAC));
	return hash_run_end(&s->run);
}

bool exchange_is_first(const struct index_record *x)
{
	static const uint8_t zeros[16];

	return x->body.len == 1 && !memcmp(x->subject, zeros, sizeof zeros);
}

void exchange_held_put(const struct exchange_held *x, struct buf *out)
{
	struct buf head = { .a = out->a };

	exchange_head_put(&x->head, &head);
	cbor_put_array(out, 3);
	cbor_put_bytes(out, buf_text(&head));
	cbor_put_bytes(out, str_mem(x->mac, sizeof x->mac));
	cbor_put_int(out, (int64_t)x->rows);
}

bool exchange_held_read(struct read *in, struct exchange_held *out)
{
	struct str head = { 0 }, mac = { 0 };
	int64_t rows = 0;
	uint64_t three = 0;
	struct read inner;

	if (!cbor_array(in, 3, &three) || !cbor_bytes(in, 1, INDEX_BODY, &head) ||
	    !cbor_bytes(in, EXCHANGE_MAC, EXCHANGE_MAC, &mac) ||
	    !cbor_int(in, 0, EXCHANGE_ROWS, &rows) || !read_end(in))
		return false;
	inner = read_of(head.s, head.len);
	memcpy(out->mac, mac.s, sizeof out->mac);
	out->rows = (size_t)rows;
	return (three == 3 && exchange_head_read(&inner, &out->head)) ||
	       read_fail(in, "a head of an exchange");
}

/* `one`: room for one row's names and its bytes as they have to be. */
static bool read_row(struct read *in, struct arena *one, struct index_record *out)
{
	struct names *names = arena_alloc(one, sizeof *names);
	struct buf again = { .a = one };
	struct str subject = { 0 };
	struct read body;
	uint64_t two = 0;

	if (!cbor_array(in, 2, &two) || !cbor_bytes(in, 16, 16, &subject) ||
	    !cbor_bytes(in, 1, INDEX_BODY, &out->body))
		return false;
	memcpy(out->subject, subject.s, 16);
	body = read_of(out->body.s, out->body.len);
	if (two != 2 || !names_read(&body, names) || !exchange_names_ok(names))
		return read_fail(in, "a row of a number, names and years of birth, and nothing "
				     "else");
	names_put(names, &again);
	return str_eq(buf_text(&again), out->body) ||
	       read_fail(in, "a row that is written otherwise than it should be");
}

bool exchange_read(struct arena *a, struct read *in, struct exchange *out)
{
	struct arena *one = NULL;
	int64_t last = -1;
	uint64_t n = 0, rows = 0;
	bool ok;

	*out = (struct exchange){ 0 };
	ok = cbor_map(in, KEYS, &n) && (n == KEYS || read_fail(in, "a map of seven parts")) &&
	     read_fields(in, &last, &out->head) && expect_key(in, &last, ROWS) &&
	     cbor_array(in, EXCHANGE_ROWS, &rows);
	/* A number that the bytes cannot hold takes no memory. */
	if (ok && rows > read_left(in) / 20)
		ok = read_fail(in, "fewer rows than it says");
	if (ok) {
		out->rows = arena_array(a, rows + 1, sizeof *out->rows);
		one = arena_like(a);
		ok = one || read_fail(in, "there is no memory for it");
	}
	for (; ok && out->n < rows; out->n++) {
		struct index_record *x = &out->rows[out->n];

		arena_reset(one);
		ok = read_row(in, one, x) &&
		     (!out->n || memcmp(x[-1].subject, x->subject, 16) < 0 ||
		      read_fail(in, "rows that do not ascend by their numbers"));
	}
	arena_free(one);
	return ok && read_end(in);
}

void exchange_id(const uint8_t recipient[32], uint8_t id[32])
{
	struct hash h = hash_of(str_mem(recipient, 32));

	memcpy(id, h.b, 32);
}

struct str exchange_finger(struct arena *a, const uint8_t recipient[32])
{
	uint8_t id[32];

	exchange_id(recipient, id);
	return exchange_finger_of(a, id);
}

struct str exchange_finger_of(struct arena *a, const uint8_t id[EXCHANGE_FINGER])
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < EXCHANGE_FINGER; i += 2)
		buf_fmt(&b, "%s%02x%02x", i ? " " : "", id[i], id[i + 1]);
	return buf_text(&b);
}

struct str exchange_key_text(struct arena *a, const uint8_t recipient[32], struct str operation,
			     const struct exchange_log *logs, size_t n)
{
	struct buf b = { .a = a };

	buf_fmt(&b, "# index key of a register of %.*s\n# fingerprint %.*s\n", P(operation),
		P(exchange_finger(a, recipient)));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "# log %.*s\n", P(logs[i].origin));
	buf_fmt(&b, "%.*s\n", P(age_recipient_text(a, recipient)));
	return buf_text(&b);
}

bool exchange_key_read(struct str text, uint8_t recipient[32])
{
	bool found = false;

	while (text.s && text.len) {
		struct str line = str_trim(str_cut(&text, '\n'));

		if (!line.len || line.s[0] == '#')
			continue;
		if (found || !age_recipient_read(line, recipient))
			return false;
		found = true;
	}
	return found;
}
