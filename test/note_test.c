/* Signed notes, verifier keys, checkpoints and names, against the published example and every
 * flipped bit. */
#include "ledger/note.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "test.h"
#include "base/banned.h"

#define PETER	   "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_SEED "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM="
#define ENOCH	   "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
#define TEXT                                                         \
	"If you think cryptography is the answer to your problem,\n" \
	"then you don't know what your problem is.\n"
#define DASH "\xe2\x80\x94 "
#define BY_PETER                                                                    \
	DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FF" \
	     "YC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define BY_ENOCH                                                                 \
	DASH "EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vA" \
	     "F1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

static struct note_vkey vkey(struct arena *a, struct str s)
{
	struct note_vkey k = { 0 };
	struct err e;

	if (!note_vkey_read(a, s, &k, &e))
		printf("# %s\n", e.what);
	return k;
}

static int check(struct arena *a, struct str s, struct str key)
{
	struct note_vkey k = vkey(a, key);
	struct note n;
	struct err e;

	return note_read(a, s, &n, &e) ? note_check(&n, &k) : -2;
}

static void published(struct arena *a)
{
	uint8_t seed[32] = { 0 };
	size_t n = sizeof seed;
	struct note_skey k;
	struct note note;
	struct err e;

	CHECK("the published note is signed by its key",
	      check(a, S(TEXT "\n" BY_PETER), S(PETER)) == 1);
	CHECK("both signatures of the published note are found",
	      check(a, S(TEXT "\n" BY_PETER BY_ENOCH), S(PETER)) == 1 &&
		      check(a, S(TEXT "\n" BY_PETER BY_ENOCH), S(ENOCH)) == 1);
	CHECK("a key that did not sign is told from one that signed badly",
	      check(a, S(TEXT "\n" BY_PETER), S(ENOCH)) == 0 &&
		      check(a, S("x" TEXT "\n" BY_PETER), S(PETER)) == -1);
	CHECK("the text ends with its newline",
	      note_read(a, S(TEXT "\n" BY_PETER), &note, &e) && str_eq(note.text, S(TEXT)));
	note_key_make(a, S("EnochRoot"), seed, &k);
	CHECK("a seed of zeros makes the published verifier key",
	      str_eq(note_vkey_text(a, &k.vkey), S(ENOCH)));
	CHECK("and the published signature",
	      str_eq(note_sign(a, S(TEXT), &k), S(TEXT "\n" BY_ENOCH)));
	CHECK("the published seed signs the published note",
	      base64_read(S(PETER_SEED), seed, &n) && n == 32 &&
		      (note_key_make(a, S("PeterNeumann"), seed, &k), true) &&
		      str_eq(note_sign(a, S(TEXT), &k), S(TEXT "\n" BY_PETER)));
}

static void keys_refused(struct arena *a)
{
	static const char *const bad[] = {
		"",
		"PeterNeumann",
		"PeterNeumann+c74f20a3",
		"+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
		"PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		(PETER "\n"), /* one text */
		" PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"x\xff",
	};
	static const char *const names[] = { "two words",    "a+b",	      "",
					     "nb\xc2\xa0sp", "z\xe3\x80\x80", "line\xe2\x80\xa8" };
	struct str good = S(PETER);
	struct note_vkey k;
	struct note_skey s;
	bool refused = true, names_refused = true;
	struct err e;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused &= !note_vkey_read(a, str_of(bad[i]), &k, &e) && e.kind == ERR_FALSE;
	CHECK("malformed verifier keys are refused", refused);
	for (size_t i = 0; i < good.len * 8; i++) {
		char *z = str_z(a, good);

		z[i / 8] = (char)(z[i / 8] ^ 1 << i % 8);
		refused &= !note_vkey_read(a, str_mem(z, good.len), &k, &e);
	}
	CHECK("a verifier key with any bit flipped is refused", refused);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		note_key_make(a, str_of(names[i]), (const uint8_t[32]){ 1 }, &s);
		names_refused &= !note_vkey_read(a, note_vkey_text(a, &s.vkey), &k, &e);
	}
	CHECK("names with a blank or plus are refused", names_refused);
}

/* A vkey with a key that is no good point, though its id fits. */
static void weak_keys(struct arena *a)
{
	static const uint8_t zero[32] = { 0 }, one[32] = { 1 };
	/* 2^255 - 18 is a second spelling of 1. */
	uint8_t again[32], *const keys[] = { (uint8_t *)zero, (uint8_t *)one, again };
	bool refused = true;

	memset(again, 0xff, sizeof again);
	again[0] = 0xee;
	again[31] = 0x7f;
	for (size_t i = 0; i < 3; i++) {
		struct note_vkey k = { .name = S("x"), .type = NOTE_ED25519 }, read;
		struct str parts[] = { S("x\n\x01"), str_mem(keys[i], 32) };
		struct hash h = hash_parts(parts, 2);
		struct err e;

		memcpy(k.id, h.b, 4);
		memcpy(k.key, keys[i], 32);
		refused &= !note_vkey_read(a, note_vkey_text(a, &k), &read, &e);
	}
	CHECK("keys of small order or of a second spelling are refused", refused);
}

static void notes_refused(struct arena *a)
{
	static const char *const bad[] = {
		"",
		"\n",
		TEXT,
		TEXT "\n",
		TEXT BY_PETER,
		TEXT "\n" BY_PETER "\n",
		TEXT "\r\n\n" BY_PETER,
		TEXT "\t\n\n" BY_PETER,
		TEXT "\xff\n\n" BY_PETER,
		TEXT "\n" BY_PETER BY_PETER,
		TEXT "\n" DASH "PeterNeumann x08go/ZJ",
		TEXT "\n" DASH "PeterNeumann x08g\n",
		TEXT "\n" DASH "PeterNeumann x08gow==\n",
		TEXT "\n" DASH "Peter Neumann x08go/ZJ\n",
		TEXT "\n" DASH " x08go/ZJ\n",
		TEXT "\n" DASH "Peter+Neumann x08go/ZJ\n",
		TEXT "\n- PeterNeumann x08go/ZJ\n",
	};
	struct str good = S(TEXT "\n" BY_PETER);
	struct buf many = { .a = a }, large = { .a = a };
	bool refused = true, flipped = true;
	struct note n;
	struct err e;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (note_read(a, str_of(bad[i]), &n, &e)) {
			refused = false;
			printf("# accepted note %zu\n", i);
		}
	CHECK("malformed notes are refused", refused);
	CHECK("a NUL in a note is refused", !note_read(a, S("a\0b\n\n" BY_PETER), &n, &e));
	for (size_t i = 0; i < good.len * 8; i++) {
		char *z = str_z(a, good);

		z[i / 8] = (char)(z[i / 8] ^ 1 << i % 8);
		flipped &= check(a, str_mem(z, good.len), S(PETER)) < 1;
	}
	CHECK("a note with any bit flipped has no good signature", flipped);
	buf_str(&many, S(TEXT "\n"));
	for (int i = 0; i < NOTE_SIGNATURES; i++)
		buf_fmt(&many, DASH "k%d x08go/ZJ\n", i);
	CHECK("32 signatures are read", note_read(a, buf_text(&many), &n, &e) && n.n == 32);
	buf_str(&many, S(DASH "one-more x08go/ZJ\n"));
	CHECK("33 are refused", !note_read(a, buf_text(&many), &n, &e));
	for (int i = 0; i < NOTE_MAX / 2; i++)
		buf_str(&large, S("xy"));
	buf_str(&large, S("\n\n" BY_PETER));
	CHECK("a note beyond its limit is refused", !note_read(a, buf_text(&large), &n, &e));
}

static void be64(uint64_t n, uint8_t out[8])
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(n >> (56 - 8 * i));
}

static struct str cosign(struct arena *a, struct str note, struct note_vkey *k, uint64_t time)
{
	static const uint8_t seed[32] = { 42 };
	struct str text = str_mem(note.s, sizeof TEXT - 1);
	struct str parts[4];
	struct buf raw = { .a = a };
	uint8_t sig[64], stamp[8];
	struct hash h;

	*k = (struct note_vkey){ .name = S("witness.example/w1"), .type = NOTE_COSIGNATURE };
	key_public(seed, k->key);
	parts[0] = k->name;
	parts[1] = S("\n\x04");
	parts[2] = str_mem(k->key, 32);
	h = hash_parts(parts, 3);
	memcpy(k->id, h.b, 4);
	key_sign(seed, k->key,
		 str_fmt(a, "cosignature/v1\ntime %llu\n%.*s", (unsigned long long)time, P(text)),
		 sig);
	be64(time, stamp);
	buf_add(&raw, k->id, 4);
	buf_add(&raw, stamp, sizeof stamp);
	buf_add(&raw, sig, sizeof sig);
	return str_fmt(a, "%.*s" DASH "%.*s %.*s\n", P(note), P(k->name),
		       P(str_base64(a, raw.p, raw.len)));
}

static void cosignatures(struct arena *a)
{
	struct note_vkey k, plain;
	struct str s = cosign(a, S(TEXT "\n" BY_PETER), &k, 1679315147);
	struct str late = cosign(a, S(TEXT "\n" BY_PETER), &k, (uint64_t)1 << 63);
	bool flipped = true;

	CHECK("a witness's cosignature is found beside the log's signature",
	      check(a, s, note_vkey_text(a, &k)) == 1 && check(a, s, S(PETER)) == 1);
	for (size_t i = sizeof(TEXT "\n" BY_PETER) - 1; i < s.len; i++) {
		char *z = str_z(a, s);

		z[i] = (char)(z[i] ^ 1);
		flipped &= check(a, str_mem(z, s.len), note_vkey_text(a, &k)) < 1;
	}
	CHECK("a cosignature with a changed time or byte is bad", flipped);
	CHECK("a time beyond 2^63 is bad", check(a, late, note_vkey_text(a, &k)) == -1);
	plain = k;
	plain.type = NOTE_ED25519;
	CHECK("a cosignature is no plain signature of the same key",
	      check(a, s, note_vkey_text(a, &k)) == 1 && plain.type != k.type);
	CHECK("the document's checkpoint with a cosignature is read",
	      check(a,
		    S("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/"
		      "Xajj7h2fB2MPA3j2jxq2I=\n\n" DASH
		      "example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/"
		      "5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n" DASH
		      "witness.example.com/w1 "
		      "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1n"
		      "PZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"),
		    S(PETER)) == 0);
}

static void checkpoints(struct arena *a)
{
	static const char *const bad[] = {
		"",
		"a.b/log/1\n",
		"a.b/log/1\n5\n",
		"a.b/log/1\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
		"a.b/log/1\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n",
		"a.b/log/1\n05\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
		"a.b/log/1\n+5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
		"a.b/log/1\n-5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
		"a.b/log/1\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
		"a.b/log/1\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
		"a.b/log/1\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
		"\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
	};
	struct str good = S("a.b/log/1\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
	struct checkpoint c;
	bool refused = true;
	struct err e;

	CHECK("a checkpoint is read and written the same",
	      checkpoint_read(good, &c, &e) && c.size == 5 && str_eq(c.origin, S("a.b/log/1")) &&
		      str_eq(checkpoint_text(a, &c), good));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (checkpoint_read(str_of(bad[i]), &c, &e)) {
			refused = false;
			printf("# accepted checkpoint %zu\n", i);
		}
	CHECK("malformed checkpoints are refused", refused);
}

static void names(struct arena *a)
{
	struct str log, operation;
	uint8_t id[8];
	struct hash h = hash_of(S("east.aleppo/log/1"));
	unsigned n;

	CHECK("names of logs", log_name_ok(S("east-2")) && !log_name_ok(S("")) &&
				       !log_name_ok(S("East")) && !log_name_ok(S("a.b")) &&
				       !log_name_ok(S("bulletin")) &&
				       log_name_ok(S("abcdefghijklmnopqrstuvwxyz012345")) &&
				       !log_name_ok(S("abcdefghijklmnopqrstuvwxyz0123456")));
	CHECK("an origin is written and read",
	      str_eq(log_origin(a, S("east"), S("aleppo"), 1), S("east.aleppo/log/1")) &&
		      log_origin_read(S("east.aleppo/log/12"), &log, &operation, &n) &&
		      str_eq(log, S("east")) && str_eq(operation, S("aleppo")) && n == 12);
	CHECK("other origins are refused",
	      !log_origin_read(S("east.aleppo/log/"), &log, &operation, &n) &&
		      !log_origin_read(S("east.aleppo/log/01"), &log, &operation, &n) &&
		      !log_origin_read(S("east.aleppo/log/1/"), &log, &operation, &n) &&
		      !log_origin_read(S("east.aleppo/log/4294967296"), &log, &operation, &n) &&
		      !log_origin_read(S("east.aleppo/1"), &log, &operation, &n) &&
		      !log_origin_read(S("east/log/1"), &log, &operation, &n) &&
		      !log_origin_read(S(""), &log, &operation, &n));
	log_id8(S("east.aleppo/log/1"), id);
	CHECK("a log's id is the beginning of its origin's hash", !memcmp(id, h.b, 8));
}

int main(void)
{
	struct arena *a = arena_new(0);

	if (!key_start())
		abort();
	published(a);
	keys_refused(a);
	weak_keys(a);
	notes_refused(a);
	cosignatures(a);
	checkpoints(a);
	names(a);
	arena_free(a);
	return done();
}
