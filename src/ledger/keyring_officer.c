/* Officers' role keys in the keyring, each wrapped by the officer's own password (keyring.h). */
#include "ledger/keyring.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "base/utf8.h"
#include "ledger/key.h"
#include "ledger/keyring_head.h"
#include "ledger/keyring_tries.h"
#include "ledger/keyring_wrap.h"
#include "ledger/password.h"
#include "base/banned.h"

#define FILE_NAME    "officers"
#define NAME_MAX_LEN 120
#define FRONT	     (4 + 32 + 4 + 4 + 16) /* of a record, between the name and the box */
#define SEED_BOX     (32 + KEY_BOX_EXTRA)
#define MADE_PASSES  1 /* of a password that was made: nobody tries so many */
#define MADE_MEMORY  8
#define RECORD_MAX   (1 + NAME_MAX_LEN + FRONT + SEED_BOX)

static const struct wrapped officers = { SC("sulh-officers-2\n"), SC("officers"),
					 (size_t)KEYRING_OFFICERS *RECORD_MAX };

/* A record: views into the plaintext of the file. */
struct record {
	struct officer_public who;
	struct str bytes; /* all of it */
	struct str front; /* what the box is bound to */
	uint32_t passes, memory;
	const uint8_t *salt, *box;
};

struct list {
	struct record *all;
	size_t n;
};

static uint32_t get(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void put(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* Takes the first record off *rest. */
static bool record_read(struct str *rest, struct record *out)
{
	size_t name = (uint8_t)rest->s[0], front = 1 + name + FRONT;
	const uint8_t *p = (const uint8_t *)rest->s + 1 + name;

	if (!name || name > NAME_MAX_LEN || rest->len < front + SEED_BOX)
		return false;
	out->who.name = str_mem(rest->s + 1, name);
	memcpy(out->who.kid, p, 4);
	memcpy(out->who.pub, p + 4, 32);
	out->passes = get(p + 36);
	out->memory = get(p + 40);
	out->who.gone = !out->passes;
	out->salt = p + 44;
	out->box = p + FRONT;
	out->front = str_mem(rest->s, front);
	out->bytes = str_mem(rest->s, front + SEED_BOX);
	*rest = str_from(*rest, front + SEED_BOX);
	return true;
}

static bool load(const struct keyring *k, struct arena *a, struct list *out, struct err *e)
{
	struct str rest;

	if (!wrap_load_own(k, a, &officers, FILE_NAME, &rest, e))
		return within(e, "read the officers' keys");
	out->all = arena_array(a, rest.len / (1 + FRONT + SEED_BOX) + 1, sizeof *out->all);
	for (out->n = 0; rest.len; out->n++)
		if (out->n == KEYRING_OFFICERS || !record_read(&rest, &out->all[out->n]))
			return err_set(e, ERR_FAILED, "read %s/%s: record %zu is not well-formed",
				       k->dir, FILE_NAME, out->n + 1);
	return true;
}

static bool save(const struct keyring *k, struct arena *a, const struct list *list, struct err *e)
{
	size_t n = 0, at = 0;
	uint8_t *p;

	for (size_t i = 0; i < list->n; i++)
		n += list->all[i].bytes.len;
	p = arena_alloc(a, n + 1);
	for (size_t i = 0; i < list->n; i++) {
		memcpy(p + at, list->all[i].bytes.s, list->all[i].bytes.len);
		at += list->all[i].bytes.len;
	}
	return wrap_save_own(k, a, &officers, FILE_NAME, p, n, e);
}

bool keyring_officer_start(struct keyring *k, struct arena *a, struct err *e)
{
	return wrap_save_own(k, a, &officers, FILE_NAME, "", 0, e) && tries_start(k, a, e);
}

/* Wraps a seed under a password: a record of its own bytes. What was made at random needs no stretching. */
static bool record_make(const struct keyring *k, struct arena *a, const struct officer_key *o,
			struct str password, struct record *out, struct err *e)
{
	bool made = password_is_made(password);
	size_t name = o->name.len, len = 1 + name + FRONT + SEED_BOX;
	uint8_t *p = arena_alloc(a, len), *at = p + 1 + name, kek[32];
	struct str rest = str_mem(p, len);

	p[0] = (uint8_t)name;
	memcpy(p + 1, o->name.s, name);
	memcpy(at, o->kid, 4);
	memcpy(at + 4, o->pub, 32);
	put(at + 36, made ? MADE_PASSES : k->passes);
	put(at + 40, made ? MADE_MEMORY : k->memory);
	os_random(at + 44, 16);
	if (!key_stretch(password, at + 44, get(at + 36), get(at + 40), kek))
		return err_set(e, ERR_FAILED, "wrap an officer's key: out of memory");
	key_box(kek, str_mem(p, 1 + name + FRONT), o->seed, 32, at + FRONT);
	key_wipe(kek, sizeof kek);
	return record_read(&rest, out);
}

/* False where the password does not open it, and then e->kind is ERR_NONE. */
static bool record_open(struct keyring *k, const struct record *r, struct str password,
			struct officer_key *out, struct err *e)
{
	uint8_t kek[32];
	bool ok;

	e->kind = ERR_NONE;
	k->stretched += (uint64_t)r->passes * r->memory;
	if (!key_stretch(password, r->salt, r->passes, r->memory, kek))
		return err_set(e, ERR_FAILED, "open an officer's key: out of memory");
	ok = key_unbox(kek, r->front, r->box, SEED_BOX, out->seed);
	key_wipe(kek, sizeof kek);
	out->name = r->who.name;
	memcpy(out->kid, r->who.kid, sizeof out->kid);
	memcpy(out->pub, r->who.pub, sizeof out->pub);
	return ok;
}

bool keyring_officer_each(struct keyring *k, struct arena *a, struct officer_public **out,
			  size_t *n, struct err *e)
{
	struct list list;

	if (!load(k, a, &list, e))
		return false;
	*n = list.n;
	*out = arena_array(a, list.n + 1, sizeof **out);
	for (size_t i = 0; i < list.n; i++)
		(*out)[i] = list.all[i].who;
	return true;
}

/* How many of that name are not gone; *last: the newest, be it gone. */
static size_t of_name(const struct list *list, struct str name, const struct record **last)
{
	size_t n = 0;

	*last = NULL;
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->all[i].who.name, name)) {
			*last = &list->all[i];
			n += !(*last)->who.gone;
		}
	return n;
}

static bool nobody(struct err *e)
{
	return err_set(e, ERR_NOTHING, "find an officer's key: nobody has one here by that name");
}

bool keyring_officer_public(struct keyring *k, struct arena *a, struct str name,
			    struct officer_public *out, struct err *e)
{
	const struct record *r;
	struct list list;

	if (!load(k, a, &list, e))
		return false;
	(void)of_name(&list, name, &r);
	if (!r)
		return nobody(e);
	*out = r->who;
	return true;
}

/* The keys of that name that the password opens, the newest first. They are all under one: what does not open the newest
 * opens none. */
static bool open_all(struct keyring *k, const struct list *list, const struct record *first,
		     struct str password, struct officer_key *out, size_t *n, struct err *e)
{
	*n = 0;
	for (size_t i = (size_t)(first - list->all) + 1; i-- && *n < OFFICER_KEYS;) {
		const struct record *r = &list->all[i];

		if (!str_eq(r->who.name, first->who.name) || r->who.gone)
			continue;
		if (record_open(k, r, password, &out[*n], e))
			(*n)++;
		else if (e->kind != ERR_NONE)
			return false;
		else if (r == first)
			return true;
	}
	return true;
}

/* As an attempt would cost whose outcome is known. */
static bool stretch_for_nothing(struct keyring *k, struct str password, uint32_t passes,
				uint32_t memory, struct err *e)
{
	const uint8_t salt[16] = { 0 };
	uint8_t none[32];

	k->stretched += (uint64_t)passes * memory;
	return key_stretch(password, salt, passes, memory, none) ||
	       err_set(e, ERR_FAILED, "open an officer's key: out of memory");
}

/* Passwords that were made cost next to nothing to try, chosen ones much: whoever is told that one is wrong has paid for one of
 * each sort, be the name an officer's or nobody's. */
static bool spend(struct keyring *k, struct str password, const struct record *tried, struct err *e)
{
	const struct record none = { .passes = k->passes, .memory = k->memory };
	bool hard = tried && tried->passes == none.passes && tried->memory == none.memory;

	return (hard || stretch_for_nothing(k, password, none.passes, none.memory, e)) &&
	       ((tried && !hard) || stretch_for_nothing(k, password, MADE_PASSES, MADE_MEMORY, e));
}

/* The newest key of a name that was not destroyed; NULL where there is none. */
static const struct record *newest(const struct list *list, struct str name)
{
	for (size_t i = list->n; i--;)
		if (str_eq(list->all[i].who.name, name) && !list->all[i].who.gone)
			return &list->all[i];
	return NULL;
}

bool keyring_officer_unlock(struct keyring *k, struct arena *a, struct str name,
			    struct str password, int64_t now, struct officer_key *out, size_t *n,
			    struct err *e)
{
	const struct record *first;
	struct list list;

	*n = 0;
	if (!load(k, a, &list, e) || !tries_allow(k, a, name, now, e))
		return false;
	first = newest(&list, name);
	if (first && !open_all(k, &list, first, password, out, n, e))
		return false;
	if (*n)
		return tries_forget(k, a, name, e);
	return spend(k, password, first, e) && tries_count(k, a, name, first != NULL, now, e);
}

uint64_t keyring_stretched(const struct keyring *k)
{
	return k->stretched;
}

static bool name_ok(struct str name, struct err *e)
{
	if (name.len && name.len <= NAME_MAX_LEN && utf8_plain(name))
		return true;
	return err_set(e, ERR_REFUSED,
		       "make an officer's key: a name has 1 to %d bytes of UTF-8 and no control "
		       "characters",
		       NAME_MAX_LEN);
}

static bool password_ok(struct str password, struct err *e)
{
	if (password.len >= PASSWORD_MIN && password.len <= PASSWORD_MAX && utf8_plain(password))
		return true;
	return err_set(e, ERR_REFUSED,
		       "an officer's password has %d to %d bytes and no control characters",
		       PASSWORD_MIN, PASSWORD_MAX);
}

/* A key pair whose kid nobody among the officers has. */
static void pair_new(const struct list *list, struct officer_key *o)
{
	struct hash h;
	bool known;

	do {
		os_random(o->seed, sizeof o->seed);
		key_public(o->seed, o->pub);
		h = hash_parts((struct str[]){ S("sulh/kid/v1\0"), str_mem(o->pub, 32) }, 2);
		memcpy(o->kid, h.b, sizeof o->kid);
		known = false;
		for (size_t i = 0; i < list->n; i++)
			known |= !memcmp(list->all[i].who.kid, o->kid, sizeof o->kid);
	} while (known);
}

static bool add(struct keyring *k, struct arena *a, struct list *list, struct str name,
		struct str password, struct officer_key *out, struct err *e)
{
	struct list more = { arena_array(a, list->n + 1, sizeof *more.all), list->n + 1 };

	if (list->n == KEYRING_OFFICERS)
		return err_set(e, ERR_REFUSED,
			       "make an officer's key: the keyring holds %d, no more",
			       KEYRING_OFFICERS);
	memcpy(more.all, list->all, list->n * sizeof *more.all);
	out->name = str_dup(a, name);
	pair_new(list, out);
	return (record_make(k, a, out, password, &more.all[list->n], e) && save(k, a, &more, e)) ||
	       within(e, "make an officer's key");
}

bool keyring_officer_make(struct keyring *k, struct arena *a, struct str name, struct str password,
			  struct officer_key *out, struct err *e)
{
	const struct record *last;
	struct list list;

	if (!name_ok(name, e) || !password_ok(password, e) || !load(k, a, &list, e))
		return false;
	(void)of_name(&list, name, &last);
	if (last)
		return err_set(e, ERR_REFUSED,
			       "make an officer's key: an officer of this name has one");
	return add(k, a, &list, name, password, out, e);
}

bool keyring_officer_next(struct keyring *k, struct arena *a, struct str name, struct str password,
			  struct officer_key *out, struct err *e)
{
	const struct record *last;
	struct list list;
	size_t n;

	if (!password_ok(password, e) || !load(k, a, &list, e))
		return false;
	n = of_name(&list, name, &last);
	if (!last)
		return nobody(e);
	if (n == OFFICER_KEYS)
		return err_set(e, ERR_REFUSED,
			       "make an officer's key: this officer has %d of them already",
			       OFFICER_KEYS);
	return add(k, a, &list, name, password, out, e);
}

bool keyring_officer_drop(struct keyring *k, struct arena *a, const uint8_t kid[4], struct err *e)
{
	struct list list;
	bool found = false;

	if (!load(k, a, &list, e))
		return false;
	for (size_t i = 0; i < list.n; i++) {
		struct record *r = &list.all[i];
		size_t public = 1 + r->who.name.len + 4 + 32;
		uint8_t *p;

		if (memcmp(r->who.kid, kid, 4) != 0 || r->who.gone)
			continue;
		p = arena_copy(a, r->bytes.s, r->bytes.len);
		memset(p + public, 0, r->bytes.len - public);
		r->bytes = str_mem(p, r->bytes.len);
		found = true;
	}
	return !found || save(k, a, &list, e) || within(e, "destroy an officer's key");
}

bool keyring_officer_password(struct keyring *k, struct arena *a, struct str name, struct str old,
			      struct str password, int64_t now, struct err *e)
{
	struct officer_key keys[OFFICER_KEYS];
	struct list list;
	size_t n;
	bool ok = password_ok(password, e) &&
		  keyring_officer_unlock(k, a, name, old, now, keys, &n, e) && load(k, a, &list, e);

	for (size_t i = 0; ok && i < list.n; i++)
		for (size_t j = 0; ok && j < n; j++)
			if (!memcmp(list.all[i].who.kid, keys[j].kid, 4))
				ok = record_make(k, a, &keys[j], password, &list.all[i], e);
	ok = ok && save(k, a, &list, e);
	key_wipe(keys, sizeof keys);
	return ok || within(e, "change an officer's password");
}

bool keyring_officer_forgive(struct keyring *k, struct arena *a, struct str name, struct err *e)
{
	return tries_forget(k, a, name, e);
}
