/* Frames, sealed objects, the age file and bech32. Stock age is asked in test/cli/age.sh. */
#include "ledger/seal.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/bech32.h"
#include "ledger/key.h"
#include "test.h"
#include "base/banned.h"

#define HEADER 168 /* of an age file with one X25519 stanza */
#define CHUNK  65536

struct person {
	uint8_t identity[32], recipient[32];
};

static struct person person_new(void)
{
	struct person p;

	os_random(p.identity, sizeof p.identity);
	age_recipient(p.identity, p.recipient);
	return p;
}

static struct str filled(struct arena *a, size_t n)
{
	uint8_t *p = arena_alloc(a, n + 1);

	os_random(p, n);
	return str_mem(p, n);
}

/* A copy in which byte `at` is another. */
static struct str with_byte(struct arena *a, struct str s, size_t at, uint8_t b)
{
	uint8_t *p = arena_copy(a, s.s, s.len);

	p[at] = b;
	return str_mem(p, s.len);
}

static struct str joined(struct arena *a, struct str x, struct str y)
{
	struct buf b = { .a = a };

	buf_str(&b, x);
	buf_str(&b, y);
	return buf_text(&b);
}

static void sizes(void)
{
	static const size_t padme[][2] = {
		{ 0, 512 },	{ 1, 512 },	  { 512, 512 },		{ 513, 1024 },
		{ 1024, 1024 }, { 1025, 2048 },	  { 2049, 4096 },	{ 4096, 4096 },
		{ 4097, 4352 }, { 4352, 4352 },	  { 4353, 4608 },	{ 8192, 8192 },
		{ 8193, 8704 }, { 65537, 67584 }, { 1000000, 1015808 },
	};
	bool table = true, fits = true, cheap = true;

	for (size_t i = 0; i < sizeof padme / sizeof *padme; i++)
		table &= seal_padded(padme[i][0]) == padme[i][1];
	for (size_t n = 1; n <= SEAL_MAX; n += n / 64 + 1) {
		size_t p = seal_padded(n);

		fits &= p >= n && p <= SEAL_MAX && seal_padded(p) == p;
		cheap &= n < 4096 || p - n <= n / 8;
	}
	CHECK("padded sizes are those of the table", table);
	CHECK("a padded size holds what it is for and pads to itself", fits);
	CHECK("above 4096 padding adds an eighth at most", cheap);
	CHECK("the largest size is a padded one", seal_padded(SEAL_MAX) == SEAL_MAX);
	CHECK("above the largest there is none",
	      !seal_padded(SEAL_MAX + 1) && !seal_padded(SIZE_MAX));
}

static void frames(struct arena *a)
{
	struct str f = seal_frame(a, S("hello")), body;
	struct err e;
	int bad = 0;

	CHECK("a frame is length, body and zeros",
	      f.len == 512 && !memcmp(f.s, "\0\0\0\005hello\0", 10));
	CHECK("a frame opens", seal_unframe(f, &body, &e) && str_eq(body, S("hello")));
	CHECK("an empty body has a frame",
	      seal_unframe(seal_frame(a, S("")), &body, &e) && !body.len);
	CHECK("no bytes are no frame", !seal_unframe(S(""), &body, &e) && e.kind == ERR_FALSE);
	for (size_t i = 9; i < f.len; i++)
		bad += !seal_unframe(with_byte(a, f, i, 1), &body, &e);
	CHECK("padding that is not zero is refused", bad == 512 - 9);
	CHECK("a length beyond the frame is refused",
	      !seal_unframe(with_byte(a, f, 2, 2), &body, &e));
	CHECK("a huge length is refused", !seal_unframe(with_byte(a, f, 0, 255), &body, &e));
	CHECK("a frame longer than its size is refused",
	      !seal_unframe(joined(a, f, str_mem(f.s + 10, 500)), &body, &e));
	CHECK("a frame shorter than its size is refused",
	      !seal_unframe(str_mem(f.s, 511), &body, &e));
}

static void centre(struct arena *a)
{
	uint8_t key[32] = { 5 };
	struct str c = seal_centre(a, key, S("case 7")), body = S("untouched");
	struct err e;
	int bad = 0;

	CHECK("c is nonce, padded frame and tag", c.len == 512 + 40);
	for (size_t i = 0; i < c.len; i++)
		bad += !open_centre(a, key, with_byte(a, c, i, (uint8_t)(c.s[i] ^ 1)), &body, &e) &&
		       e.kind == ERR_FALSE;
	CHECK("c with any byte changed is refused", bad == (int)c.len);
	bad = 0;
	for (size_t n = 0; n < c.len; n++)
		bad += !open_centre(a, key, str_mem(c.s, n), &body, &e);
	CHECK("c cut off anywhere is refused", bad == (int)c.len);
	CHECK("what is refused gives no body", str_eq(body, S("untouched")));
	CHECK("c opens", open_centre(a, key, c, &body, &e) && str_eq(body, S("case 7")));
	key[0]++;
	CHECK("another key does not open c", !open_centre(a, key, c, &body, &e));
}

static void persons(struct arena *a)
{
	struct person p = person_new(), q = person_new();
	struct str s = seal_person(a, p.recipient, S("a name")), large, body, plain;
	struct err e;

	CHECK("s is an age file of the padded frame", s.len == HEADER + 16 + 512 + 16);
	CHECK("s opens", open_person(a, p.identity, s, &body, &e) && str_eq(body, S("a name")));
	CHECK("another identity does not open s",
	      !open_person(a, q.identity, s, &body, &e) && e.kind == ERR_FALSE);
	CHECK("s opens with the recipient at hand, and with another person's it does not",
	      open_person_as(a, p.identity, p.recipient, s, &body, &e) &&
		      str_eq(body, S("a name")) &&
		      !open_person_as(a, p.identity, q.recipient, s, &body, &e) &&
		      !open_person_as(a, q.identity, p.recipient, s, &body, &e));
	CHECK("a file that holds no frame is refused",
	      age_decrypt(a, p.identity, age_encrypt(a, p.recipient, S("bare")), &plain, &e) &&
		      !open_person(a, p.identity, age_encrypt(a, p.recipient, S("bare")), &body,
				   &e));
	large = filled(a, SEAL_BODY_MAX);
	CHECK("the largest body is sealed and opened",
	      open_person(a, p.identity, seal_person(a, p.recipient, large), &body, &e) &&
		      str_eq(body, large));
}

static bool round_trip(struct arena *a, const struct person *p, size_t n, size_t chunks)
{
	struct str plain = filled(a, n), file = age_encrypt(a, p->recipient, plain), out;
	struct err e;

	return file.len == HEADER + 16 + n + 16 * chunks &&
	       age_decrypt(a, p->identity, file, &out, &e) && str_eq(out, plain);
}

/* Whether each file that differs in one byte or is cut off is refused with ERR_FALSE. */
static bool all_refused(struct arena *a, const struct person *p, struct str file)
{
	struct str out;
	struct err e;
	bool ok = true;

	for (size_t i = 0; i < file.len; i++)
		for (unsigned bit = 0; bit < 8; bit++)
			ok &= !age_decrypt(a, p->identity,
					   with_byte(a, file, i, (uint8_t)(file.s[i] ^ 1 << bit)),
					   &out, &e) &&
			      e.kind == ERR_FALSE;
	for (size_t n = 0; n < file.len; n++)
		ok &= !age_decrypt(a, p->identity, str_mem(file.s, n), &out, &e) &&
		      e.kind == ERR_FALSE;
	return ok;
}

static void age_files(struct arena *a)
{
	struct person p = person_new();
	struct str small = age_encrypt(a, p.recipient, S("hi")), out, two, twice;
	const size_t stanza = 22, end = 22 + 54 + 44, mac = HEADER - 44;
	struct err e;

	CHECK("an empty file makes the round", round_trip(a, &p, 0, 1));
	CHECK("one byte makes the round", round_trip(a, &p, 1, 1));
	CHECK("65535 bytes make the round", round_trip(a, &p, CHUNK - 1, 1));
	CHECK("65536 bytes are one chunk", round_trip(a, &p, CHUNK, 1));
	CHECK("65537 bytes are two chunks", round_trip(a, &p, CHUNK + 1, 2));
	CHECK("131072 bytes are two chunks", round_trip(a, &p, 2 * CHUNK, 2));
	CHECK("200000 bytes make the round", round_trip(a, &p, 200000, 4));
	CHECK("a file with any bit changed or cut off anywhere is refused",
	      all_refused(a, &p, small));
	CHECK("a byte behind the end is refused",
	      !age_decrypt(a, p.identity, joined(a, small, S("\n")), &out, &e));
	twice = joined(a, str_mem(small.s, end), str_mem(small.s + stanza, end - stanza));
	CHECK("a second stanza is refused",
	      !age_decrypt(a, p.identity, joined(a, twice, str_from(small, end)), &out, &e) &&
		      strstr(e.what, "more than one stanza"));
	/* 32 bytes leave two bits of the 43rd character unused. */
	CHECK("base64 with bits in its tail is refused",
	      !age_decrypt(a, p.identity,
			   with_byte(a, small, HEADER - 2, (uint8_t)(small.s[HEADER - 2] + 1)),
			   &out, &e) &&
		      strstr(e.what, "MAC is not"));
	two = joined(a, str_mem(small.s, mac + 43), S("=\n"));
	CHECK("base64 with padding is refused",
	      !age_decrypt(a, p.identity, joined(a, two, str_from(small, HEADER)), &out, &e));
	two = joined(a, str_mem(small.s, 21), S("\r\n"));
	CHECK("CRLF in the header is refused",
	      !age_decrypt(a, p.identity, joined(a, two, str_from(small, 22)), &out, &e));
	CHECK("no bytes are no file",
	      !age_decrypt(a, p.identity, (struct str){ NULL, 0 }, &out, &e));
}

/* Cutting a file at chunk borders, and chunks in another order. */
static void chunks(struct arena *a)
{
	struct person p = person_new();
	const size_t c = CHUNK + 16, front = HEADER + 16;
	struct str file = age_encrypt(a, p.recipient, filled(a, 3 * CHUNK)), out, x;
	struct err e;

	CHECK("a file that ends behind a chunk that is not its last is refused",
	      !age_decrypt(a, p.identity, str_mem(file.s, front + c), &out, &e) &&
		      !age_decrypt(a, p.identity, str_mem(file.s, front + 2 * c), &out, &e));
	CHECK("a file with its header only is refused",
	      !age_decrypt(a, p.identity, str_mem(file.s, front), &out, &e) &&
		      !age_decrypt(a, p.identity, str_mem(file.s, HEADER), &out, &e));
	CHECK("an empty chunk behind a full one is refused",
	      !age_decrypt(a, p.identity, joined(a, file, str_mem(file.s, 16)), &out, &e) &&
		      strstr(e.what, "in the middle of a chunk"));
	x = joined(a, str_mem(file.s, front), str_mem(file.s + front + c, c));
	x = joined(a, x, str_mem(file.s + front, c));
	CHECK("chunks in another order are refused",
	      !age_decrypt(a, p.identity, joined(a, x, str_from(file, front + 2 * c)), &out, &e));
	x = joined(a, str_mem(file.s, front), str_from(file, front + c));
	CHECK("a chunk left out is refused", !age_decrypt(a, p.identity, x, &out, &e));
}

static void points(struct arena *a)
{
	/* RFC 7748: of order 1, 2 (as u), 4, 8, 8, and a second spelling of zero. */
	static const char *const small[] = {
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	};
	struct person p = person_new();
	struct str file = age_encrypt(a, p.recipient, S("hi")), out;
	bool refused = true, unread = true, shares = true;
	struct err e;

	for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
		uint8_t point[32], again[32], *f = arena_copy(a, file.s, file.len);

		if (!hex_read(str_of(small[i]), point, 32))
			refused = false;
		refused &= !age_recipient_ok(point);
		unread &= !age_recipient_read(age_recipient_text(a, point), again);
		memcpy(f + 32, str_base64(a, point, 32).s, 43);
		shares &= !age_decrypt(a, p.identity, str_mem(f, file.len), &out, &e) &&
			  strstr(e.what, "small order");
	}
	CHECK("points of small order are no recipients", refused);
	CHECK("their text is not read as a recipient", unread);
	CHECK("a file whose share is one of them is refused", shares);
	CHECK("a recipient is one", age_recipient_ok(p.recipient));
}

static void checksums(void)
{
	/* BIP-173. */
	static const char *const good[] = {
		"A12UEL5L",
		"a12uel5l",
		"an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbi"
		"o"
		"1tt5tgs",
		"abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
		"11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
		"q"
		"qc8247j",
		"split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
		"?1ezyfcl",
	};
	static const char *const bad[] = {
		"\x20"
		"1nwldj5",
		"\x7f"
		"1axkwrx",
		"\x80"
		"1eym55h",
		"an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersb"
		"i"
		"o1569pvx",
		"pzry9x0s0muk",
		"1pzry9x0s0muk",
		"x1b4n0q5v",
		"li1dgmt3",
		"de1lg7wt\xff",
		"A1G7SGD8",
		"10a06t8",
		"1qzzfhee",
		"a12UEL5L",
		"",
		"1",
	};
	uint8_t groups[BECH32_MAX];
	struct str readable;
	size_t n;
	bool ok = true;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ok &= bech32_groups(str_of(good[i]), &readable, groups, &n);
	CHECK("the good texts of BIP-173 are read", ok);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok &= !bech32_groups(str_of(bad[i]), &readable, groups, &n);
	CHECK("the bad texts of BIP-173 are refused", ok);
	CHECK("the groups are the digits' values",
	      bech32_groups(str_of(good[3]), &readable, groups, &n) && n == 32 && groups[0] == 0 &&
		      groups[31] == 31 && str_eq(readable, S("abcdef")));
}

static void texts(struct arena *a)
{
	struct person p = person_new();
	struct str id = age_identity_text(a, p.identity), to = age_recipient_text(a, p.recipient);
	uint8_t out[32], odd[33] = { 0 };
	int bad = 0;

	CHECK("an identity's text is 74 characters of upper case",
	      id.len == 74 && str_starts(id, S("AGE-SECRET-KEY-1")));
	CHECK("a recipient's text is 62 characters", to.len == 62 && str_starts(to, S("age1")));
	CHECK("an identity's text is read back",
	      age_identity_read(id, out) && !memcmp(out, p.identity, 32));
	CHECK("a recipient's text is read back",
	      age_recipient_read(to, out) && !memcmp(out, p.recipient, 32));
	for (size_t i = 0; i < id.len; i++)
		bad += !age_identity_read(with_byte(a, id, i, id.s[i] == 'Q' ? 'P' : 'Q'), out);
	for (size_t n = 0; n < id.len; n++)
		bad += !age_identity_read(str_mem(id.s, n), out);
	CHECK("an identity's text with a character changed or cut off is refused",
	      bad == 2 * (int)id.len);
	CHECK("lower case is no identity",
	      !age_identity_read(bech32_text(a, S("age-secret-key-"), p.identity, 32), out));
	CHECK("a recipient is no identity", !age_identity_read(to, out));
	CHECK("33 bytes are no recipient",
	      !age_recipient_read(bech32_text(a, S("age"), odd, 33), out));
}

/* Four bytes are seven groups with three bits left over. */
static void tail_bits(struct arena *a)
{
	const uint8_t bytes[4] = { 1, 2, 3, 4 };
	uint8_t out[4];

	CHECK("four bytes have the text they have elsewhere",
	      str_eq(bech32_text(a, S("a"), bytes, 4), S("a1qypqxpq7t62yk")));
	CHECK("it is read",
	      bech32_read(S("a1qypqxpq7t62yk"), S("a"), out, 4) && !memcmp(out, bytes, 4));
	CHECK("bits left over in the last group are refused",
	      !bech32_read(S("a1qypqxpprawley"), S("a"), out, 4) &&
		      !bech32_read(S("a1qypqxpy3pcvtv"), S("a"), out, 4));
	CHECK("a group too many is refused", !bech32_read(S("a1qypqxpqquq94qc"), S("a"), out, 4));
	CHECK("another number of bytes is refused",
	      !bech32_read(S("a1qypqxpq7t62yk"), S("a"), out, 3));
}

static void seals(struct arena *a)
{
	const struct str none = { NULL, 0 };
	struct hash c = hash_of(S("c")), empty = hash_of(S("")), both, one;

	both = hash_of(joined(a, hash_str(&c), hash_str(&empty)));
	one = seal_hash(S("c"), none);
	CHECK("an absent object counts as the empty string", hash_eq(&one, &both));
	one = seal_hash(none, S("c"));
	CHECK("c and s are told apart", !hash_eq(&one, &both));
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!a || !key_start())
		return 1;
	sizes();
	frames(a);
	centre(a);
	persons(a);
	arena_reset(a);
	age_files(a);
	chunks(a);
	arena_reset(a);
	points(a);
	checksums();
	texts(a);
	tail_bits(a);
	seals(a);
	arena_free(a);
	return done();
}
