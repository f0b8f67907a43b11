/* What the wrap key of the keyring keeps: officers' role keys in one file, log keys in files of
 * their own. */
#include "ledger/keyring.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/utf8.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "base/banned.h"

#define NAME_MAX_LEN 120
#define RECORD_KEYS  (4 + 32 + 32) /* kid, seed, public key */
#define PLAIN_MAX    ((size_t)KEYRING_OFFICERS * (1 + NAME_MAX_LEN + RECORD_KEYS))

/* A kind of file: its first line, which is bound to the box, and its key. */
struct kind {
	struct str line, info;
	size_t max; /* of the plaintext */
};
static const struct kind officers = { SC("sulh-officers-1\n"), SC("officers"), PLAIN_MAX };
static const struct kind log_key = { SC("sulh-log-key-v1\n"), SC("log key"), 32 };

static bool save(const struct keyring *k, struct arena *a, const struct kind *kind,
		 const char *path, const void *p, size_t n, struct err *e)
{
	size_t len = kind->line.len + n + KEY_BOX_EXTRA;
	uint8_t *out = arena_alloc(a, len), key[32];

	memcpy(out, kind->line.s, kind->line.len);
	key_derive(str_mem(k->secrets->wrap, 32), S(""), kind->info, key, sizeof key);
	key_box(key, kind->line, p, n, out + kind->line.len);
	key_wipe(key, sizeof key);
	return os_write(path, str_mem(out, len), 0600, e);
}

static bool load(const struct keyring *k, struct arena *a, const struct kind *kind,
		 const char *path, struct str *plain, struct err *e)
{
	uint8_t key[32], *out;
	struct str s;
	size_t n;
	bool ok;

	if (!os_read(a, path, kind->line.len + KEY_BOX_EXTRA + kind->max, &s, e))
		return false;
	if (!str_starts(s, kind->line) || s.len < kind->line.len + KEY_BOX_EXTRA)
		return err_set(e, ERR_FAILED, "open %s: it is no such file, or damaged", path);
	s = str_from(s, kind->line.len);
	n = s.len - KEY_BOX_EXTRA;
	out = arena_alloc(a, n + 1);
	key_wipe_later(a, out, n);
	key_derive(str_mem(k->secrets->wrap, 32), S(""), kind->info, key, sizeof key);
	ok = key_unbox(key, kind->line, s.s, s.len, out);
	key_wipe(key, sizeof key);
	if (!ok)
		return err_set(e, ERR_FAILED, "open %s: it is damaged, or of another keyring",
			       path);
	*plain = str_mem(out, n);
	return true;
}

static char *officers_path(const struct keyring *k, struct arena *a)
{
	return str_z(a, os_join(a, str_of(k->dir), S("officers")));
}

/* Takes the first record off *rest. */
static bool record_read(struct str *rest, struct officer_key *out)
{
	size_t name = (uint8_t)rest->s[0];
	const char *p = rest->s + 1;

	if (!name || name > NAME_MAX_LEN || rest->len < 1 + name + RECORD_KEYS)
		return false;
	out->name = str_mem(p, name);
	memcpy(out->kid, p + name, 4);
	memcpy(out->seed, p + name + 4, 32);
	memcpy(out->pub, p + name + 36, 32);
	*rest = str_from(*rest, 1 + name + RECORD_KEYS);
	return true;
}

static size_t record_write(const struct officer_key *o, uint8_t *p)
{
	size_t name = o->name.len;

	*p++ = (uint8_t)name;
	memcpy(p, o->name.s, name);
	memcpy(p + name, o->kid, 4);
	memcpy(p + name + 4, o->seed, 32);
	memcpy(p + name + 36, o->pub, 32);
	return 1 + name + RECORD_KEYS;
}

/* All officers, and the plaintext of their file. */
static bool officers_load(const struct keyring *k, struct arena *a, struct str *plain,
			  struct officer_key **out, size_t *n, struct err *e)
{
	const char *path = officers_path(k, a);
	struct officer_key *all = arena_array(a, KEYRING_OFFICERS, sizeof *all);
	struct str rest;

	key_wipe_later(a, all, KEYRING_OFFICERS * sizeof *all);
	if (!load(k, a, &officers, path, plain, e)) {
		/* It was made with the keyring. */
		if (e->kind == ERR_NOTHING)
			e->kind = ERR_FAILED;
		return within(e, "read the officers' keys");
	}
	*n = 0;
	for (rest = *plain; rest.len; (*n)++)
		if (*n == KEYRING_OFFICERS || !record_read(&rest, &all[*n]))
			return err_set(e, ERR_FAILED, "read %s: record %zu is not well-formed",
				       path, *n + 1);
	*out = all;
	return true;
}

bool keyring_officer_each(struct keyring *k, struct arena *a, struct officer_key **out, size_t *n,
			  struct err *e)
{
	struct str plain;

	return officers_load(k, a, &plain, out, n, e);
}

bool keyring_officer(struct keyring *k, struct arena *a, struct str name, struct officer_key *out,
		     struct err *e)
{
	struct officer_key *all;
	struct str plain;
	size_t n;

	if (!officers_load(k, a, &plain, &all, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].name, name)) {
			*out = all[i];
			return true;
		}
	return err_set(e, ERR_NOTHING,
		       "find an officer's key: nobody in the keyring has that name");
}

/* A key pair whose kid nobody among the officers has. */
static void officer_new(const struct officer_key *all, size_t n, struct officer_key *o)
{
	struct hash h;
	bool known;

	do {
		os_random(o->seed, sizeof o->seed);
		key_public(o->seed, o->pub);
		h = hash_parts((struct str[]){ S("sulh/kid/v1\0"), str_mem(o->pub, 32) }, 2);
		memcpy(o->kid, h.b, sizeof o->kid);
		known = false;
		for (size_t i = 0; i < n; i++)
			known |= !memcmp(all[i].kid, o->kid, sizeof o->kid);
	} while (known);
}

bool keyring_officer_make(struct keyring *k, struct arena *a, struct str name,
			  struct officer_key *out, struct err *e)
{
	struct officer_key *all, *o;
	struct str plain;
	size_t n;
	uint8_t *p;

	if (!name.len || name.len > NAME_MAX_LEN || !utf8_plain(name))
		return err_set(e, ERR_REFUSED,
			       "make an officer's key: a name has 1 to %d bytes of UTF-8 and no "
			       "control characters",
			       NAME_MAX_LEN);
	if (!officers_load(k, a, &plain, &all, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].name, name))
			return err_set(e, ERR_REFUSED,
				       "make an officer's key: an officer of this name has one");
	if (n == KEYRING_OFFICERS)
		return err_set(e, ERR_REFUSED,
			       "make an officer's key: the keyring holds %d, no more",
			       KEYRING_OFFICERS);
	o = &all[n];
	o->name = str_dup(a, name);
	officer_new(all, n, o);
	p = arena_alloc(a, plain.len + 1 + NAME_MAX_LEN + RECORD_KEYS);
	key_wipe_later(a, p, plain.len + 1 + NAME_MAX_LEN + RECORD_KEYS);
	memcpy(p, plain.s, plain.len);
	if (!save(k, a, &officers, officers_path(k, a), p,
		  plain.len + record_write(o, p + plain.len), e))
		return within(e, "make an officer's key");
	*out = *o;
	return true;
}

bool keyring_officer_start(struct keyring *k, struct arena *a, struct err *e)
{
	return save(k, a, &officers, officers_path(k, a), "", 0, e);
}

bool keyring_log_key_make(struct keyring *k, struct arena *a, const char *path, uint8_t seed[32],
			  struct err *e)
{
	/* A log whose key is gone can never be continued. */
	if (os_type(path) != OS_MISSING)
		return err_set(e, ERR_REFUSED, "make a log's key: %s is there already", path);
	os_random(seed, 32);
	if (save(k, a, &log_key, path, seed, 32, e))
		return true;
	key_wipe(seed, 32);
	return within(e, "make a log's key");
}

bool keyring_log_key(struct keyring *k, struct arena *a, const char *path, uint8_t seed[32],
		     struct err *e)
{
	struct str plain;

	if (!load(k, a, &log_key, path, &plain, e))
		return within(e, "read a log's key");
	if (plain.len != 32)
		return err_set(e, ERR_FAILED, "read a log's key: %s is not well-formed", path);
	memcpy(seed, plain.s, 32);
	return true;
}
