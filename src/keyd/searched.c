/* See searched.h. Read anew each time: what counts of it is small. */
#include "keyd/searched.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "base/banned.h"

#define MAGIC	 "sulh-searched-v1"
#define HEADER	 (sizeof MAGIC - 1)
#define RECORD	 ((size_t)64)
#define SAID	 ((size_t)32) /* of a record: what its MAC is over */
#define DIGEST	 20
#define MANY	 512 /* records, before any are taken out */
#define FILE_MAX ((size_t)16 << 20)
#define DAY	 86400

struct searched {
	const char *path;
	uint8_t *key; /* in memory that is not swapped */
};

struct searched *searched_new(struct arena *a, const struct keyring *k, const char *dir,
			      struct err *e)
{
	struct searched *s = arena_alloc(a, sizeof *s);

	s->path = str_z(a, str_fmt(a, "%s/keyring/searched", dir));
	s->key = key_room(a, 32);
	if (!s->key) {
		err_set(e, ERR_FAILED, "remember a search: out of memory");
		return NULL;
	}
	keyring_key_for(k, S("searched"), s->key);
	return s;
}

static void mac_of(const struct searched *s, struct str what, struct str text, uint8_t mac[32])
{
	const struct str parts[] = { what, text };

	key_mac(str_mem(s->key, 32), parts, 2, mac);
}

static int64_t time_of(const char *record)
{
	uint64_t t = 0;

	for (size_t i = 0; i < 8; i++)
		t = t << 8 | (uint8_t)record[i];
	return (int64_t)t;
}

/* The whole records of the file, without its header; empty where there is none, or it is no such file. */
static bool read_all(const struct searched *s, struct arena *a, struct str *out, struct err *e)
{
	*out = S("");
	if (os_type(s->path) == OS_MISSING)
		return true;
	if (!os_read(a, s->path, FILE_MAX, out, e))
		return false;
	*out = str_starts(*out, S(MAGIC)) ? str_from(*out, HEADER) : S("");
	out->len -= out->len % RECORD;
	return true;
}

static void put(const struct searched *s, int64_t time, const uint8_t kid[4], struct str words,
		uint8_t out[RECORD])
{
	uint8_t mac[32];

	for (size_t i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)time >> (56 - 8 * i));
	memcpy(out + 8, kid, 4);
	mac_of(s, S("name\0"), words, mac);
	memcpy(out + 12, mac, DIGEST);
	mac_of(s, S("record\0"), str_mem(out, SAID), out + SAID);
}

/* Writes what still counts anew, with the record behind it. */
static bool write_anew(const struct searched *s, struct arena *a, struct str old, int64_t now,
		       struct str record, struct err *e)
{
	struct buf b = { .a = a };

	buf_str(&b, S(MAGIC));
	for (size_t at = 0; at < old.len; at += RECORD)
		if (time_of(old.s + at) > now - SEARCHED_DAYS * DAY)
			buf_add(&b, old.s + at, RECORD);
	buf_str(&b, record);
	return os_write(s->path, buf_text(&b), 0600, e);
}

static bool append(const struct searched *s, size_t len, struct str record, struct err *e)
{
	int fd = open(s->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok;

	if (fd < 0)
		return err_sys(e, "write %s", s->path);
	errno = ENOSPC; /* what a short write means */
	ok = pwrite(fd, record.s, record.len, (off_t)(HEADER + len)) == (ssize_t)record.len ||
	     err_sys(e, "write %s", s->path);
	close(fd);
	return ok;
}

bool searched_add(struct searched *s, struct arena *a, int64_t time, const uint8_t kid[4],
		  struct str words, struct err *e)
{
	uint8_t record[RECORD];
	struct str old;

	put(s, time, kid, words, record);
	if (!read_all(s, a, &old, e))
		return false;
	if (!old.len ||
	    (old.len >= MANY * RECORD && time_of(old.s) <= time - 2 * SEARCHED_DAYS * DAY))
		return write_anew(s, a, old, time, str_mem(record, RECORD), e);
	return append(s, old.len, str_mem(record, RECORD), e);
}

/* Whether a record was written by the key holder. */
static bool holds(const struct searched *s, const char *record)
{
	uint8_t mac[32];

	mac_of(s, S("record\0"), str_mem(record, SAID), mac);
	return key_eq(mac, record + SAID, sizeof mac);
}

bool searched_by(struct searched *s, struct arena *a, const uint8_t (*kids)[4], size_t n,
		 struct str words, int64_t since, int64_t now, bool *yes, struct err *e)
{
	uint8_t digest[32];
	struct str all;

	*yes = false;
	if (!read_all(s, a, &all, e))
		return false;
	mac_of(s, S("name\0"), words, digest);
	for (size_t at = 0; at < all.len; at += RECORD) {
		const char *x = all.s + at;
		int64_t time = time_of(x);

		if (time < since || time <= now - SEARCHED_DAYS * DAY ||
		    !key_eq(x + 12, digest, DIGEST))
			continue;
		for (size_t i = 0; i < n; i++)
			*yes |= !memcmp(x + 8, kids[i], 4) && holds(s, x);
	}
	return true;
}
