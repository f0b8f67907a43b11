/* Opening the keyring by two of three: keyring/shares (the layout is in keyring.h). */
#include "ledger/keyring.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/read.h"
#include "base/utf8.h"
#include "ledger/bech32.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "ledger/shamir.h"
#include "base/banned.h"

#define LINE	  "sulh-shares-v1\n"
#define READABLE  S("sulhshare")
#define SET_LEN	  4
#define FRONT	  (sizeof LINE - 1 + SET_LEN)
#define KEK_BOX	  (32 + KEY_BOX_EXTRA)
#define NAMES_MAX ((size_t)KEYRING_SHARES * (1 + 120))
#define FILE_MAX  (FRONT + KEK_BOX + NAMES_MAX + KEY_BOX_EXTRA)
#define SHARE_LEN (SET_LEN + SHAMIR_SHARE)

_Static_assert(KEYRING_SHARES == SHAMIR_SHARES, "one for each holder");

static char *shares_path(struct arena *a, const char *dir)
{
	return str_z(a, os_join(a, str_of(dir), S("shares")));
}

static bool holders_ok(const struct str names[KEYRING_SHARES], struct err *e)
{
	for (size_t i = 0; i < KEYRING_SHARES; i++) {
		bool ok = names[i].len && names[i].len <= 120 && utf8_plain(names[i]);

		for (size_t j = 0; j < i; j++)
			ok &= !str_eq(names[i], names[j]);
		if (!ok)
			return err_set(e, ERR_REFUSED,
				       "share the keyring: give three different names, each of 1 "
				       "to 120 bytes of UTF-8 without control characters");
	}
	return true;
}

static void unlock_key(const uint8_t secret[32], uint8_t key[32])
{
	key_derive(str_mem(secret, 32), S(""), S("unlock"), key, 32);
}

static void names_key(const struct keyring *k, uint8_t key[32])
{
	key_derive(str_mem(k->secrets->wrap, 32), S(""), S("shares"), key, 32);
}

static struct str share_text(struct arena *a, const uint8_t set[SET_LEN],
			     const uint8_t share[SHAMIR_SHARE])
{
	uint8_t p[SHARE_LEN];
	struct str text;

	memcpy(p, set, SET_LEN);
	memcpy(p + SET_LEN, share, SHAMIR_SHARE);
	text = bech32_text(a, READABLE, p, sizeof p);
	key_wipe(p, sizeof p);
	key_wipe_later(a, (void *)(uintptr_t)text.s, text.len);
	return text;
}

bool keyring_share(struct keyring *k, struct arena *a, const struct str holders[KEYRING_SHARES],
		   struct str shares[KEYRING_SHARES], struct err *e)
{
	uint8_t file[FILE_MAX] = { 0 }, secret[32], key[32], parts[SHAMIR_SHARES][SHAMIR_SHARE];
	const struct str ad = str_mem(file, FRONT);
	struct buf names = { .a = a };
	size_t n = FRONT + KEK_BOX;

	if (!holders_ok(holders, e))
		return false;
	for (size_t i = 0; i < KEYRING_SHARES; i++) {
		buf_byte(&names, (uint8_t)holders[i].len);
		buf_str(&names, holders[i]);
	}
	memcpy(file, LINE, FRONT - SET_LEN);
	os_random(file + FRONT - SET_LEN, SET_LEN);
	os_random(secret, sizeof secret);
	unlock_key(secret, key);
	key_box(key, ad, k->kek, 32, file + FRONT);
	names_key(k, key);
	key_box(key, ad, names.p, names.len, file + n);
	n += names.len + KEY_BOX_EXTRA;
	shamir_split(secret, parts);
	for (size_t i = 0; i < KEYRING_SHARES; i++)
		shares[i] = share_text(a, file + FRONT - SET_LEN, parts[i]);
	key_wipe(secret, sizeof secret);
	key_wipe(key, sizeof key);
	key_wipe(parts, sizeof parts);
	return os_write(shares_path(a, k->dir), str_mem(file, n), 0600, e) ||
	       within(e, "share keyring %s", k->dir);
}

static bool load(struct arena *a, const char *dir, struct str *file, struct err *e)
{
	const char *path = shares_path(a, dir);

	if (!os_read(a, path, FILE_MAX, file, e))
		return e->kind == ERR_NOTHING
			       ? err_set(e, ERR_NOTHING, "keyring %s was never shared", dir)
			       : false;
	return (str_starts(*file, S(LINE)) && file->len > FRONT + KEK_BOX + KEY_BOX_EXTRA) ||
	       err_set(e, ERR_FAILED,
		       "open %s: it is no such file, or damaged; share the keyring anew", path);
}

static bool names_read(struct keyring *k, struct arena *a, struct str file,
		       struct str holders[KEYRING_SHARES], struct err *e)
{
	struct str box = str_from(file, FRONT + KEK_BOX), name;
	uint8_t key[32], *p = arena_alloc(a, box.len);
	struct read in = read_of(p, box.len - KEY_BOX_EXTRA);
	bool ok;

	names_key(k, key);
	ok = key_unbox(key, str_mem(file.s, FRONT), box.s, box.len, p);
	key_wipe(key, sizeof key);
	for (size_t i = 0; ok && i < KEYRING_SHARES; i++) {
		ok = read_bytes(&in, 1, &name) && read_bytes(&in, (uint8_t)name.s[0], &holders[i]);
	}
	return (ok && read_end(&in)) ||
	       err_set(e, ERR_FAILED,
		       "open %s: who holds its shares was changed; share the keyring anew",
		       shares_path(a, k->dir));
}

bool keyring_share_holders(struct keyring *k, struct arena *a, struct str holders[KEYRING_SHARES],
			   struct err *e)
{
	struct str file;

	return load(a, k->dir, &file, e) && names_read(k, a, file, holders, e);
}

/* The shared secret of two texts that are shares of the set of this file. */
static bool join(struct str file, const struct str shares[2], uint8_t secret[32], uint8_t x[2],
		 struct err *e)
{
	uint8_t p[2][SHARE_LEN] = { 0 };
	bool ok = true;

	for (size_t i = 0; i < 2; i++) {
		struct str text = str_trim(shares[i]);

		if (!bech32_read(text, READABLE, p[i], SHARE_LEN))
			ok = err_set(e, ERR_WRONG_KEY,
				     "the %s share is none, or was copied wrongly",
				     i ? "second" : "first");
		else if (memcmp(p[i], file.s + FRONT - SET_LEN, SET_LEN))
			ok = err_set(e, ERR_WRONG_KEY,
				     "the %s share is not one of those made last for this "
				     "keyring",
				     i ? "second" : "first");
		if (!ok)
			break;
		x[i] = p[i][SET_LEN];
	}
	if (ok && !shamir_join(p[0] + SET_LEN, p[1] + SET_LEN, secret))
		ok = err_set(e, ERR_WRONG_KEY, "two different shares are wanted");
	key_wipe(p, sizeof p);
	return ok;
}

static bool unlock(struct keyring *k, struct arena *a, const struct str shares[2],
		   struct str who[2], struct err *e)
{
	struct str file, names[KEYRING_SHARES];
	struct keyring_head h;
	uint8_t secret[32], key[32], x[2];
	bool ok;

	if (!keyring_head_load(a, k->dir, &h, e) || !load(a, k->dir, &file, e) ||
	    !join(file, shares, secret, x, e))
		return false;
	unlock_key(secret, key);
	ok = key_unbox(key, str_mem(file.s, FRONT), file.s + FRONT, KEK_BOX, k->kek) ||
	     err_set(e, ERR_WRONG_KEY, "the two shares do not belong together");
	key_wipe(secret, sizeof secret);
	key_wipe(key, sizeof key);
	ok = ok && keyring_unlock(k, &h, e);
	if (!ok || !who)
		return ok;
	if (!names_read(k, a, file, names, e))
		return false;
	for (size_t i = 0; i < 2; i++)
		who[i] = names[x[i] - 1];
	return true;
}

struct keyring *keyring_open_shares(struct arena *a, const char *dir, const struct str shares[2],
				    struct str who[2], struct err *e)
{
	struct keyring *k = keyring_new(a, dir, e);

	if (k && unlock(k, a, shares, who, e))
		return k;
	if (k)
		within(e, "open keyring %s", dir);
	return NULL;
}
