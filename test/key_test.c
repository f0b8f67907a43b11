/* Signatures, HKDF and boxes against published vectors. */
#include "ledger/key.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

static struct str hex(struct arena *a, const char *z)
{
	size_t n = strlen(z) / 2;
	uint8_t *p = arena_alloc(a, n + 1);

	return hex_read(str_of(z), p, n) ? str_mem(p, n) : S("not hex");
}

static const uint8_t *bytes(struct str s)
{
	return (const uint8_t *)s.s;
}

struct hkdf {
	const char *ikm, *salt, *info, *okm;
};

/* RFC 5869, appendix A.1 to A.3. */
static const struct hkdf hkdf[] = {
	{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c",
	  "f0f1f2f3f4f5f6f7f8f9",
	  "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865" },
	{ "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627282"
	  "92a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
	  "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081828384858687888"
	  "98a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
	  "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d"
	  "9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
	  "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271c"
	  "b41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87" },
	{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "",
	  "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8" },
};

struct ed25519 {
	const char *seed, *pub, *msg, *sig;
};

/* RFC 8032, section 7.1, tests 1 to 3. */
static const struct ed25519 ed25519[] = {
	{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
	  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3"
	  "9701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
	{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
	  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3"
	  "613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
	{ "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
	  "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
	  "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f"
	  "760984dc6594a7c15e9716ed28dc027beceea1ec40a" },
};

static bool hkdf_ok(struct arena *a, const struct hkdf *v)
{
	struct str okm = hex(a, v->okm);
	uint8_t out[255 * 32];

	key_derive(hex(a, v->ikm), hex(a, v->salt), hex(a, v->info), out, okm.len);
	return str_eq(str_mem(out, okm.len), okm);
}

static bool signature_ok(struct arena *a, const struct ed25519 *v)
{
	struct str seed = hex(a, v->seed), msg = hex(a, v->msg), want = hex(a, v->sig);
	uint8_t pub[32], sig[64];

	key_public(bytes(seed), pub);
	if (!str_eq(str_mem(pub, 32), hex(a, v->pub)))
		return false;
	key_sign(bytes(seed), pub, msg, sig);
	return str_eq(str_mem(sig, 64), want) && key_verify(pub, msg, sig);
}

static void signatures(struct arena *a)
{
	static const uint8_t small[32] = { 1 }; /* the neutral element */
	static const uint8_t order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
					   0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
					   0xde, 0xf9, 0xde, 0x14, [31] = 0x10 };
	uint8_t seed[32] = { 7 }, pub[32], sig[64], other[64];
	int bad = 0;
	unsigned carry = 0;

	CHECK("Ed25519 of RFC 8032, test 1", signature_ok(a, &ed25519[0]));
	CHECK("Ed25519 of RFC 8032, test 2", signature_ok(a, &ed25519[1]));
	CHECK("Ed25519 of RFC 8032, test 3", signature_ok(a, &ed25519[2]));
	key_public(seed, pub);
	key_sign(seed, pub, S("an act"), sig);
	CHECK("another message is refused", !key_verify(pub, S("an acts"), sig));
	for (size_t i = 0; i < 64 * 8; i++) {
		sig[i / 8] ^= (uint8_t)(1 << i % 8);
		bad += !key_verify(pub, S("an act"), sig);
		sig[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	CHECK("a signature with any bit changed is refused", bad == 64 * 8);
	memcpy(other, sig, sizeof other);
	for (int i = 0; i < 32; i++) {
		carry += (unsigned)sig[32 + i] + order[i];
		other[32 + i] = (uint8_t)carry;
		carry >>= 8;
	}
	CHECK("a second spelling of the scalar is refused", !key_verify(pub, S("an act"), other));
	memset(sig, 0, sizeof sig);
	sig[0] = 1;
	CHECK("a key of small order is refused", !key_verify(small, S("an act"), sig));
	memset(pub, 0xff, sizeof pub);
	CHECK("a key that is no canonical point is refused", !key_verify(pub, S("an act"), sig));
}

static void boxes(void)
{
	uint8_t key[32] = { 1 }, box[5 + KEY_BOX_EXTRA], again[5 + KEY_BOX_EXTRA], out[5];
	int bad = 0;

	key_box(key, S("ad"), "hello", 5, box);
	key_box(key, S("ad"), "hello", 5, again);
	CHECK("a box opens",
	      key_unbox(key, S("ad"), box, sizeof box, out) && !memcmp(out, "hello", 5));
	CHECK("two boxes of the same bytes differ", memcmp(box, again, sizeof box));
	CHECK("another additional text is refused",
	      !key_unbox(key, S("a"), box, sizeof box, out) && memcmp(out, "hello", 5));
	for (size_t i = 0; i < sizeof box; i++) {
		box[i] ^= 1;
		bad += !key_unbox(key, S("ad"), box, sizeof box, out);
		box[i] ^= 1;
	}
	for (size_t n = 0; n < sizeof box; n++)
		bad += !key_unbox(key, S("ad"), box, n, out);
	CHECK("a box with any byte changed or cut off is refused", bad == 2 * (int)sizeof box);
	key_box(key, S(""), NULL, 0, box);
	CHECK("an empty box opens", key_unbox(key, S(""), box, KEY_BOX_EXTRA, out));
	CHECK("no bytes are no box", !key_unbox(key, S(""), NULL, 0, out));
}

int main(void)
{
	struct arena *a = arena_new(0);
	uint8_t secret[4] = { 1, 2, 3, 4 }, mac[32], *later;

	CHECK("the library starts", a && key_start());
	CHECK("HKDF of RFC 5869, A.1", hkdf_ok(a, &hkdf[0]));
	CHECK("HKDF of RFC 5869, A.2", hkdf_ok(a, &hkdf[1]));
	CHECK("HKDF of RFC 5869, A.3", hkdf_ok(a, &hkdf[2]));
	/* RFC 4231, test case 2. */
	key_mac(S("Jefe"), (struct str[]){ S("what do ya want "), S("for nothing?") }, 2, mac);
	CHECK("HMAC of RFC 4231, case 2, in two parts",
	      str_eq(str_hex(a, mac, 32),
		     S("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")));
	signatures(a);
	boxes();
	CHECK("equal secrets are equal", key_eq("abc", "abc", 3) && !key_eq("abc", "abd", 3));
	key_wipe(secret, sizeof secret);
	CHECK("what is wiped is zero", !secret[0] && !secret[1] && !secret[2] && !secret[3]);
	later = arena_alloc(a, 8);
	memset(later, 1, 8);
	key_wipe_later(a, later, 8);
	CHECK("what is to be wiped later is there until then", later[0] == 1);
	arena_free(a);
	return done();
}
