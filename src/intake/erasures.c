/* The list of erasures as a file, and the backups that it has to reach. */
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/os.h"
#include "intake/erase.h"
#include "intake/intake_int.h"
#include "ledger/hash.h"
#include "base/banned.h"

#define ERASURES S("sulh/erasures/v1")

#define LINE_1 "sulh erasures 1"

static struct str lines(struct arena *a, const struct store_erased *list, size_t n)
{
	struct buf b = { .a = a };

	buf_str(&b, S(LINE_1 "\n"));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%.*s %lld\n", P(str_hex(a, list[i].tag, sizeof list[i].tag)),
			(long long)list[i].day);
	return buf_text(&b);
}

struct str erasures_text(struct arena *a, const struct store_erased *list, size_t n,
			 const uint8_t mac[32])
{
	return str_fmt(a, "%.*smac %.*s\n", P(lines(a, list, n)), P(str_hex(a, mac, 32)));
}

static bool line_read(struct str line, struct store_erased *x)
{
	struct str day = line, hex = str_cut(&day, ' ');

	return hex_read(hex, x->tag, sizeof x->tag) && day.s &&
	       int_parse(day, DAY_MIN, DAY_MAX, &x->day);
}

bool erasures_read(struct arena *a, struct str text, struct store_erased **list, size_t *n,
		   uint8_t mac[32], struct err *e)
{
	struct str rest = text, line = str_cut(&rest, '\n');
	struct buf found = { .a = a };
	struct store_erased x = { .day = 0 };
	size_t row = 1;
	bool ok = str_eq(line, S(LINE_1)) && rest.s, ended = false;

	*list = NULL;
	*n = 0;
	while (ok && rest.len && !ended) {
		line = str_cut(&rest, '\n');
		row++;
		ended = str_starts(line, S("mac "));
		if (ended) {
			ok = hex_read(str_from(line, 4), mac, 32) && rest.s && !rest.len;
			break;
		}
		ok = line_read(line, &x);
		if (ok)
			buf_add(&found, &x, sizeof x);
	}
	*list = (struct store_erased *)(void *)found.p;
	*n = found.len / sizeof **list;
	/* One spelling: sorted, nobody twice, numbers as they are written. */
	return (ok && ended && str_eq(erasures_text(a, *list, *n, mac), text) &&
		erasures_sorted(*list, *n)) ||
	       err_set(e, ERR_FALSE,
		       "the list of erasures, line %zu: it is none of version 1, or was cut off",
		       row);
}

bool erasures_sorted(const struct store_erased *list, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (memcmp(list[i - 1].tag, list[i].tag, sizeof list[i].tag) >= 0)
			return false;
	return true;
}

bool erasures_are(struct reg *r, struct arena *a, const struct store_erased *list, size_t n,
		  const uint8_t mac[32], struct err *e)
{
	struct hash h = hash_of(lines(a, list, n));

	if (keys_mac_is(r->keys, ERASURES, hash_str(&h), mac, e))
		return true;
	return e->kind == ERR_FALSE
		       ? err_set(e, ERR_FALSE,
				 "the list of erasures is not of this register, or was changed")
		       : false;
}

static bool erasures_mac(struct reg *r, struct arena *a, const struct store_erased *list, size_t n,
			 uint8_t mac[32], struct err *e)
{
	struct hash h = hash_of(lines(a, list, n));

	return keys_mac(r->keys, ERASURES, hash_str(&h), mac, e);
}

static char *in_dir(struct arena *a, struct str dir, const char *name)
{
	return str_z(a, os_join(a, dir, str_of(name)));
}

/* A backup that was moved or is on a medium that is not here cannot be reached, and is none of this command's errors. */
static bool reach(struct arena *a, struct str dir, struct str text)
{
	struct err none;

	return os_type(in_dir(a, dir, "backup.manifest")) == OS_FILE &&
	       os_write(in_dir(a, dir, ERASURES_FILE), text, 0600, &none);
}

bool erasures_write(struct reg *r, struct arena *a, struct err *e)
{
	struct store_backup *backups;
	struct store_erased *list;
	size_t n, n_backups;
	uint8_t mac[32];
	struct str text;

	if (!store_erased(r->store, a, &list, &n, e) || !erasures_mac(r, a, list, n, mac, e) ||
	    !store_backups(r->store, a, &backups, &n_backups, e))
		return false;
	text = erasures_text(a, list, n, mac);
	for (size_t i = 0; i < n_backups; i++)
		(void)reach(a, backups[i].path, text);
	return os_write(in_dir(a, str_of(r->dir), ERASURES_FILE), text, 0600, e);
}

bool erase_backups(struct reg *r, struct arena *a, struct erase_backup **list, size_t *n,
		   struct err *e)
{
	struct store_backup *backups;

	if (!store_backups(r->store, a, &backups, n, e))
		return false;
	*list = arena_array(a, *n + 1, sizeof **list);
	for (size_t i = 0; i < *n; i++)
		(*list)[i] = (struct erase_backup){
			backups[i], os_type(in_dir(a, backups[i].path, ERASURES_FILE)) == OS_FILE
		};
	return true;
}

bool erase_note_backup(struct reg *r, struct arena *a, const char *path, struct err *e)
{
	struct store_backup x;

	if (!os_absolute(a, path, &x.path, e) || !intake_today(r, a, &x.day, e) ||
	    !store_begin(r->store, e))
		return false;
	if (!store_backup_add(r->store, &x, e)) {
		intake_drop(r);
		return false;
	}
	return store_commit(r->store, e);
}
