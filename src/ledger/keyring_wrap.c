/* See keyring_wrap.h. Log keys are files of this sort that lie elsewhere. */
#include "ledger/keyring_wrap.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "ledger/keyring_head.h"
#include "base/banned.h"

static const struct wrapped log_key = { SC("sulh-log-key-v1\n"), SC("log key"), 32 };

static struct str wrap(const struct keyring *k, struct arena *a, const struct wrapped *sort,
		       const void *p, size_t n)
{
	size_t len = sort->line.len + n + KEY_BOX_EXTRA;
	uint8_t *out = arena_alloc(a, len), key[32];

	memcpy(out, sort->line.s, sort->line.len);
	key_derive(str_mem(k->secrets->wrap, 32), S(""), sort->info, key, sizeof key);
	key_box(key, sort->line, p, n, out + sort->line.len);
	key_wipe(key, sizeof key);
	return str_mem(out, len);
}

bool wrap_save(const struct keyring *k, struct arena *a, const struct wrapped *sort,
	       const char *path, const void *p, size_t n, struct err *e)
{
	return os_write(path, wrap(k, a, sort, p, n), 0600, e);
}

static bool read_wrapped(struct arena *a, const struct wrapped *sort, const char *path,
			 struct str *s, struct err *e)
{
	return os_read(a, path, sort->line.len + KEY_BOX_EXTRA + sort->max, s, e);
}

bool wrap_open(const struct keyring *k, struct arena *a, const struct wrapped *sort,
	       const char *path, struct str s, struct str *plain, struct err *e)
{
	uint8_t key[32], *out;
	size_t n;
	bool ok;

	if (!str_starts(s, sort->line) || s.len < sort->line.len + KEY_BOX_EXTRA)
		return err_set(e, ERR_FAILED, "open %s: it is no such file, or damaged", path);
	s = str_from(s, sort->line.len);
	n = s.len - KEY_BOX_EXTRA;
	out = arena_alloc(a, n + 1);
	key_wipe_later(a, out, n);
	key_derive(str_mem(k->secrets->wrap, 32), S(""), sort->info, key, sizeof key);
	ok = key_unbox(key, sort->line, s.s, s.len, out);
	key_wipe(key, sizeof key);
	if (!ok)
		return err_set(e, ERR_FAILED, "open %s: it is damaged, or of another keyring",
			       path);
	*plain = str_mem(out, n);
	return true;
}

bool wrap_load(const struct keyring *k, struct arena *a, const struct wrapped *sort,
	       const char *path, struct str *plain, struct err *e)
{
	struct str s;

	return read_wrapped(a, sort, path, &s, e) && wrap_open(k, a, sort, path, s, plain, e);
}

static char *own_path(const struct keyring *k, struct arena *a, const char *name)
{
	return str_z(a, os_join(a, str_of(k->dir), str_of(name)));
}

bool wrap_load_own(const struct keyring *k, struct arena *a, const struct wrapped *sort,
		   const char *name, struct str *plain, struct err *e)
{
	if (wrap_load(k, a, sort, own_path(k, a, name), plain, e))
		return true;
	if (e->kind == ERR_NOTHING)
		e->kind = ERR_FAILED;
	return false;
}

bool wrap_read_own(const struct keyring *k, struct arena *a, const struct wrapped *sort,
		   const char *name, struct str *bytes, struct err *e)
{
	return read_wrapped(a, sort, own_path(k, a, name), bytes, e);
}

bool wrap_save_own(const struct keyring *k, struct arena *a, const struct wrapped *sort,
		   const char *name, const void *p, size_t n, struct err *e)
{
	return wrap_save(k, a, sort, own_path(k, a, name), p, n, e);
}

struct str keyring_log_key_make(struct keyring *k, struct arena *a, uint8_t seed[32])
{
	os_random(seed, 32);
	return wrap(k, a, &log_key, seed, 32);
}

bool keyring_log_key(struct keyring *k, struct arena *a, const char *path, uint8_t seed[32],
		     struct err *e)
{
	struct str plain;

	if (!wrap_load(k, a, &log_key, path, &plain, e))
		return within(e, "read a log's key");
	if (plain.len != 32)
		return err_set(e, ERR_FAILED, "read a log's key: %s is not well-formed", path);
	memcpy(seed, plain.s, 32);
	return true;
}
