/* What officers may ask of whoever holds the keyring, by their keys (keyring.h). */
#include "ledger/keyring.h"

#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_wrap.h"
#include "base/banned.h"

#define FILE_NAME "rights"
#define SEEN	  8 /* before the records */
#define FRONT \
	((size_t)4 + 8 + 8 + 1 + 4 + 2) /* of a record: kid, from, until, ends, relative, length */

static const struct wrapped rights_file = { SC("sulh-rights-v3\n"), SC("rights"),
					    SEEN + (size_t)KEYRING_OFFICERS *(FRONT +
									      RIGHT_ROLES_MAX) };

/* The plaintext, taken apart: views into it. */
struct record {
	const uint8_t *kid;
	struct keyring_right right;
	uint8_t relative[4]; /* whose key this is not to count beside; zeros: nobody's */
};

struct list {
	int64_t seen;
	struct record *all;
	size_t n;
};

static uint64_t get(const char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | (uint8_t)p[i];
	return v;
}

static void put(struct buf *b, uint64_t v, int n)
{
	while (n--)
		buf_byte(b, (uint8_t)(v >> (8 * n)));
}

/* Takes the first record off *rest. */
static bool record_read(struct str *rest, struct record *out)
{
	const char *p = rest->s;
	size_t n = rest->len < FRONT ? SIZE_MAX : (size_t)get(p + FRONT - 2, 2);

	if (n > RIGHT_ROLES_MAX || rest->len < FRONT + n || (uint8_t)p[20] > 1)
		return false;
	*out = (struct record){ .kid = (const uint8_t *)p,
				.right = { .roles = str_mem(p + FRONT, n),
					   .from = (int64_t)get(p + 4, 8),
					   .until = (int64_t)get(p + 12, 8),
					   .ends = p[20] == 1 } };
	memcpy(out->relative, p + 21, sizeof out->relative);
	*rest = str_from(*rest, FRONT + n);
	return true;
}

/* With room for one record more; empty where nobody has any yet. */
static bool load(struct keyring *k, struct arena *a, struct list *out, struct err *e)
{
	const char *path = str_z(a, str_fmt(a, "%s/%s", k->dir, FILE_NAME));
	struct str rest = S("");

	if (!wrap_load(k, a, &rights_file, path, &rest, e) && e->kind != ERR_NOTHING)
		return false;
	*out = (struct list){ .seen = INT64_MIN,
			      .all = arena_array(a, rest.len / FRONT + 1, sizeof *out->all) };
	if (!rest.len)
		return true;
	if (rest.len >= SEEN) {
		out->seen = (int64_t)get(rest.s, SEEN);
		rest = str_from(rest, SEEN);
		while (rest.len && out->n < KEYRING_OFFICERS &&
		       record_read(&rest, &out->all[out->n]))
			out->n++;
	}
	return !rest.len || err_set(e, ERR_FAILED, "read %s: it is not well-formed", path);
}

static bool save(struct keyring *k, struct arena *a, const struct list *list, struct err *e)
{
	struct buf b = { .a = a };

	put(&b, (uint64_t)list->seen, SEEN);
	for (size_t i = 0; i < list->n; i++) {
		const struct keyring_right *x = &list->all[i].right;

		buf_add(&b, list->all[i].kid, 4);
		put(&b, (uint64_t)x->from, 8);
		put(&b, (uint64_t)x->until, 8);
		buf_byte(&b, x->ends);
		buf_add(&b, list->all[i].relative, sizeof list->all[i].relative);
		put(&b, x->roles.len, 2);
		buf_str(&b, x->roles);
	}
	return wrap_save_own(k, a, &rights_file, FILE_NAME, b.p, b.len, e);
}

static struct record *find(const struct list *list, const uint8_t kid[4])
{
	for (size_t i = 0; i < list->n; i++)
		if (!memcmp(list->all[i].kid, kid, 4))
			return &list->all[i];
	return NULL;
}

bool keyring_right(struct keyring *k, struct arena *a, const uint8_t kid[4],
		   struct keyring_right *out, struct err *e)
{
	const struct record *x;
	struct list list;

	if (!load(k, a, &list, e))
		return within(e, "look up what an officer may do");
	x = find(&list, kid);
	*out = x ? x->right : (struct keyring_right){ .ends = false };
	return true;
}

static bool same(const struct keyring_right *x, const struct keyring_right *y)
{
	return str_eq(x->roles, y->roles) && x->from == y->from && x->until == y->until &&
	       x->ends == y->ends;
}

bool keyring_right_set(struct keyring *k, struct arena *a, const uint8_t kid[4],
		       const struct keyring_right *x, struct err *e)
{
	struct record *at;
	struct list list;

	if (x->roles.len > RIGHT_ROLES_MAX)
		return err_set(e, ERR_REFUSED, "set what an officer may do: more than %d bytes",
			       RIGHT_ROLES_MAX);
	if (!load(k, a, &list, e))
		return within(e, "set what an officer may do");
	at = find(&list, kid);
	/* The same as before needs no file written anew. */
	if (at && same(&at->right, x))
		return true;
	if (!at && list.n == KEYRING_OFFICERS)
		return err_set(e, ERR_REFUSED,
			       "set what an officer may do: the keyring knows %d keys, no more",
			       KEYRING_OFFICERS);
	if (!at)
		at = &list.all[list.n++];
	at->kid = kid;
	at->right = *x;
	return save(k, a, &list, e) || within(e, "set what an officer may do");
}

bool keyring_relative_set(struct keyring *k, struct arena *a, const uint8_t kid[4],
			  const uint8_t other[4], struct err *e)
{
	struct record *at;
	struct list list;

	if (!load(k, a, &list, e))
		return within(e, "note a relative of an officer");
	at = find(&list, kid);
	if (!at)
		return err_set(e, ERR_REFUSED,
			       "note a relative of an officer: nothing was said yet of what this "
			       "key may do");
	if (!memcmp(at->relative, other, sizeof at->relative))
		return true;
	memcpy(at->relative, other, sizeof at->relative);
	return save(k, a, &list, e) || within(e, "note a relative of an officer");
}

/* Whose key this is, and be it gone; s == NULL: nobody's. */
static struct str whose(const struct officer_public *all, size_t n, const uint8_t kid[4])
{
	for (size_t i = 0; i < n; i++)
		if (!memcmp(all[i].kid, kid, 4))
			return all[i].name;
	return (struct str){ NULL, 0 };
}

bool keyring_relatives(struct keyring *k, struct arena *a, struct str x, struct str y, bool *yes,
		       struct err *e)
{
	const uint8_t none[4] = { 0 };
	struct officer_public *all;
	struct list list;
	size_t n;

	*yes = false;
	if (!load(k, a, &list, e) || !keyring_officer_each(k, a, &all, &n, e))
		return within(e, "see whether two officers are relatives");
	for (size_t i = 0; i < list.n; i++) {
		struct str one = whose(all, n, list.all[i].kid),
			   other = whose(all, n, list.all[i].relative);

		if (memcmp(list.all[i].relative, none, 4) != 0 && one.s && other.s)
			*yes |= (str_eq(one, x) && str_eq(other, y)) ||
				(str_eq(one, y) && str_eq(other, x));
	}
	return true;
}

bool keyring_seen(struct keyring *k, struct arena *a, int64_t *now, enum keyring_seen how,
		  struct err *e)
{
	struct list list;
	bool later;

	if (!load(k, a, &list, e))
		return within(e, "see which time it is");
	later = *now > list.seen;
	if (how != SEEN_RESET && !later) {
		*now = list.seen;
		return true;
	}
	if (how == SEEN_LOOK)
		return true;
	if (how == SEEN_NOW_AND_THEN && list.seen != INT64_MIN && *now - list.seen < RIGHT_SEEN_S)
		return true;
	if (*now == list.seen)
		return true;
	list.seen = *now;
	return save(k, a, &list, e) || within(e, "note which time it is");
}

void keyring_key_for(const struct keyring *k, struct str purpose, uint8_t key[32])
{
	key_derive(str_mem(k->secrets->wrap, 32), S(""), purpose, key, 32);
}
