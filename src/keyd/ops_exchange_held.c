/*
 * What other registers gave, as it is held here: its files (ledger/keyring_list.h), the first record of which is the head, and what was
 * read of them. A file whose day has passed is destroyed before anything else is done with any, and by its name alone. Who may hold one
 * is for ops_exchange_take.c to say, and what is looked up in it for those who compare.
 */
#include "keyd/ops_exchange.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "base/num.h"
#include "base/time.h"
#include "keyd/index.h"
#include "keyd/keys_exchange.h"
#include "ledger/key.h"
#include "ledger/keyring_list.h"
#include "base/banned.h"

#define ID_DIGITS  (2 * EXCHANGE_ID)
#define DAY_DIGITS 8

/* One that was read. */
struct ops_held {
	struct ops_held *next;
	struct arena *a; /* NULL: it was dropped */
	struct ops_exchanged x;
	char file[LIST_NAME + 1];
};

struct str ops_exchange_file(struct arena *a, const uint8_t id[EXCHANGE_ID], int64_t expires_on,
			     const struct hash *digest)
{
	return str_fmt(a, "%.*s%08llx%.*s", P(str_hex(a, id, EXCHANGE_ID)), (long long)expires_on,
		       P(str_hex(a, digest->b, EXCHANGE_DIGEST)));
}

bool ops_exchange_name(struct str file, struct ops_exchange_name *out)
{
	uint8_t day[DAY_DIGITS / 2];

	if (file.len != LIST_NAME ||
	    !hex_read(str_mem(file.s, ID_DIGITS), out->id, sizeof out->id) ||
	    !hex_read(str_mem(file.s + ID_DIGITS, DAY_DIGITS), day, sizeof day) ||
	    !hex_read(str_from(file, ID_DIGITS + DAY_DIGITS), out->digest, sizeof out->digest))
		return false;
	out->expires_on = (int64_t)((uint32_t)day[0] << 24 | (uint32_t)day[1] << 16 |
				    (uint32_t)day[2] << 8 | day[3]);
	return true;
}

static void end(struct ops_held *x)
{
	arena_free(x->a);
	x->a = NULL;
	x->file[0] = 0;
}

static void release(void *p)
{
	end(p);
}

/* What is no name of such a file is none that anybody may hold. */
static bool is_over(void *p, struct str name)
{
	struct ops_exchange_name x;

	return !ops_exchange_name(name, &x) || x.expires_on < *(const int64_t *)p;
}

bool ops_exchange_over(struct ops *o, struct arena *a, struct err *e)
{
	int64_t today;
	size_t n;

	if (!ops_exchange_today(o, a, &today, e))
		return false;
	for (struct ops_held *x = o->held; x; x = x->next)
		if (x->a && is_over(&today, str_of(x->file)))
			end(x);
	return keyring_list_end(o->keyring, LIST_EXCHANGED, is_over, &today, &n, e);
}

void ops_exchange_daily(struct ops *o)
{
	int64_t day = instant_day((struct instant){ clock_now(&o->clock), 0 });
	struct arena *a;
	struct err none;

	if (day == o->swept)
		return;
	o->swept = day;
	a = arena_new(0);
	/* What is left by an error is refused when it is asked for, and named by doctor. */
	if (a && !setjmp(*arena_guard(a)))
		(void)ops_exchange_over(o, a, &none);
	arena_free(a);
}

void ops_exchange_forget(struct ops *o, const struct str *files, size_t n)
{
	for (struct ops_held *x = o->held; x; x = x->next) {
		bool kept = false;

		for (size_t i = 0; i < n; i++)
			kept |= str_eq(str_of(x->file), files[i]);
		if (!kept)
			end(x);
	}
}

/* Reading one: its head, then its rows. */
struct taking {
	struct arena *a;
	struct exchange_held *head; /* NULL until it was read */
	struct exchange_sum sum;
	bool whole;	     /* not the head alone is wanted */
	struct index *index; /* NULL: it is only seen whether all of it reads */
	uint8_t first;	     /* byte of the subjects that follow */
	size_t rows;
	struct err *e;
};

static bool take_head(struct taking *t, struct str body)
{
	struct str own = str_dup(t->a, body);
	struct read in = read_of(own.s, own.len);
	struct exchange_held *head = arena_alloc(t->a, sizeof *head);

	if (!exchange_held_read(&in, head))
		return err_set(t->e, ERR_FALSE, "its head is not well-formed: %s", in.wrong);
	t->head = head;
	if (t->whole)
		exchange_sum_start(&t->sum, &head->head, head->rows);
	return t->whole;
}

static bool take(void *p, const struct index_record *x)
{
	struct taking *t = p;
	struct index_record row = *x;

	if (!t->head)
		return take_head(t, x->body);
	if (exchange_is_first(x)) {
		t->first = (uint8_t)x->body.s[0];
		return true;
	}
	row.subject[0] = t->first;
	t->rows++;
	exchange_sum_row(&t->sum, &row);
	return !t->index || index_take(t->index, &row, t->e);
}

/* Whether the head is the one that the name is about. */
static bool fits(const struct taking *t, const struct ops_exchange_name *name)
{
	uint8_t id[32];

	if (!t->head)
		return false;
	exchange_id(t->head->head.sender, id);
	return !memcmp(id, name->id, sizeof name->id) &&
	       t->head->head.expires_on == name->expires_on;
}

/* Only of what was read it is known that it is damaged; the machine's own faults stay what they are. */
static bool unread(struct arena *a, const struct ops_exchange_name *name, struct err *e)
{
	struct err was = *e;

	if (was.kind != ERR_NONE && was.kind != ERR_FALSE)
		return false;
	return err_set(
		e, ERR_FALSE,
		"what the register %.*s gave does not read: nothing is compared with it; take "
		"its file again%s%s",
		P(exchange_finger_of(a, name->id)), was.kind == ERR_NONE ? "" : ": ",
		was.kind == ERR_NONE ? "" : was.what);
}

/* The head of a file alone. ERR_NOTHING where another process destroyed it meanwhile. */
static bool peek(struct ops *o, struct arena *a, struct str file, struct exchange_held **out,
		 struct err *e)
{
	struct taking t = { .a = a, .e = e };
	struct ops_exchange_name name;

	e->kind = ERR_NONE;
	if (!ops_exchange_name(file, &name))
		return err_set(e, ERR_FALSE, "a file that is none of another register");
	(void)keyring_list_each(o->keyring, LIST_EXCHANGED, file, take, &t, e);
	if (e->kind != ERR_NONE || !fits(&t, &name))
		return unread(a, &name, e);
	*out = t.head;
	return true;
}

static bool is_whole(struct taking *t, const struct ops_exchange_name *name, struct hash *digest)
{
	if (!fits(t, name) || t->rows != t->head->rows)
		return false;
	*digest = exchange_sum_end(&t->sum, t->head->mac);
	return !memcmp(digest->b, name->digest, sizeof name->digest);
}

/* All of a file; the head, and the index of its rows where there is one, lie in t->a. */
static bool read_all(struct ops *o, struct str file, struct taking *t,
		     struct ops_exchange_name *name, struct hash *digest, struct err *e)
{
	bool ok = ops_exchange_name(file, name);

	e->kind = ERR_NONE;
	t->whole = true;
	t->sum.one = key_arena(0);
	if (!t->sum.one || setjmp(*arena_guard(t->sum.one)))
		ok = err_set(e, ERR_FAILED, "read what another register gave: out of memory");
	else
		ok = ok && keyring_list_each(o->keyring, LIST_EXCHANGED, file, take, t, e) &&
		     is_whole(t, name, digest);
	arena_free(t->sum.one);
	return ok || unread(t->a, name, e);
}

static bool read_file(struct ops *o, struct ops_held *x, struct str file, struct err *e)
{
	struct taking t = { .a = x->a, .index = index_new(x->a, e), .e = e };
	struct ops_exchange_name name = { 0 };

	if (!t.index || !read_all(o, file, &t, &name, &x->x.digest, e) || !t.head)
		return false;
	x->x.head = t.head->head;
	x->x.rows = t.head->rows;
	x->x.index = t.index;
	memcpy(x->x.id, name.id, sizeof x->x.id);
	return true;
}

/* Whether all of it lies there, whatever was read of it before. */
static bool is_there(struct ops *o, struct arena *a, struct str file, struct err *e)
{
	struct taking t = { .a = a, .e = e };
	struct ops_exchange_name name = { 0 };
	struct hash digest;

	return read_all(o, file, &t, &name, &digest, e);
}

static struct ops_held *room(struct ops *o)
{
	struct ops_held *x = o->held;

	while (x && x->a)
		x = x->next;
	if (x)
		return x;
	x = arena_alloc(o->a, sizeof *x);
	x->next = o->held;
	arena_defer(o->a, release, x);
	o->held = x;
	return x;
}

static bool open_new(struct ops *o, struct ops_held *x, struct str file, struct err *e)
{
	x->a = arena_new(0);
	if (!x->a || setjmp(*arena_guard(x->a)))
		return err_set(e, ERR_FAILED, "read what another register gave: out of memory");
	return read_file(o, x, file, e);
}

/* NULL on an error; ERR_NOTHING where it is not there any more. */
static struct ops_held *open_file(struct ops *o, struct str file, struct err *e)
{
	struct ops_held *x = o->held;

	while (x && !str_eq(str_of(x->file), file))
		x = x->next;
	if (x)
		return x;
	x = room(o);
	if (!open_new(o, x, file, e)) {
		end(x);
		return NULL;
	}
	memcpy(x->file, file.s, file.len);
	x->file[file.len] = 0;
	return x;
}

/* The files that are in place, of which nothing is over. */
static bool files(struct ops *o, struct arena *a, struct str **list, size_t *n, struct err *e)
{
	return ops_exchange_over(o, a, e) &&
	       keyring_list_names(o->keyring, a, LIST_EXCHANGED, list, n, e);
}

/* One of each register: the newest, where taking it was broken off before the older one was destroyed. */
static void note(struct ops_exchanged *list, size_t *n, const struct ops_exchanged *x)
{
	for (size_t i = 0; i < *n; i++)
		if (!memcmp(list[i].id, x->id, sizeof x->id)) {
			if (list[i].head.made < x->head.made)
				list[i] = *x;
			return;
		}
	list[(*n)++] = *x;
}

bool ops_exchanged(struct ops *o, struct arena *a, struct ops_exchanged **list, size_t *n,
		   struct err *e)
{
	struct str *names;
	size_t all;

	*n = 0;
	if (!files(o, a, &names, &all, e))
		return false;
	ops_exchange_forget(o, names, all);
	*list = arena_array(a, all + 1, sizeof **list);
	for (size_t i = 0; i < all; i++) {
		struct ops_held *x = open_file(o, names[i], e);

		if (x)
			note(*list, n, &x->x);
		else if (e->kind != ERR_NOTHING)
			return false;
	}
	e->kind = ERR_NONE;
	return true;
}

/* What is damaged, or was destroyed meanwhile, is not held; what the machine does not read may be. */
static bool see_last(struct ops *o, struct arena *a, struct str file, struct ops_exchange_last *out,
		     struct err *e)
{
	struct exchange_held *x = NULL;

	if (!peek(o, a, file, &x, e) || !x)
		return e->kind == ERR_FALSE || e->kind == ERR_NOTHING;
	if (x->head.made <= out->made)
		return true;
	out->made = x->head.made;
	out->whole = is_there(o, a, file, e);
	return out->whole || e->kind == ERR_FALSE || e->kind == ERR_NOTHING;
}

bool ops_exchange_of(struct ops *o, struct arena *a, const uint8_t id[EXCHANGE_ID],
		     struct ops_exchange_last *out, struct err *e)
{
	struct ops_exchange_name name;
	struct str *names;
	size_t all;

	*out = (struct ops_exchange_last){ 0 };
	if (!files(o, a, &names, &all, e))
		return false;
	for (size_t i = 0; i < all; i++) {
		if (!ops_exchange_name(names[i], &name))
			continue;
		if (memcmp(name.id, id, sizeof name.id) != 0) {
			out->others++;
			continue;
		}
		if (!see_last(o, a, names[i], out, e))
			return false;
	}
	e->kind = ERR_NONE;
	return true;
}

/* [id, until when, whether it reads, beginning of its digest, rows, head or nothing] */
static bool put_held(struct ops *o, struct arena *a, struct str file, bool whole, struct buf *b,
		     struct err *e)
{
	struct buf head = { .a = a };
	struct ops_exchange_name name;
	struct exchange_held *x = NULL;

	if (!ops_exchange_name(file, &name))
		return err_set(e, ERR_NOTHING, "a file that is none of another register");
	if (!peek(o, a, file, &x, e) || (whole && !is_there(o, a, file, e))) {
		if (e->kind != ERR_FALSE)
			return false;
		x = NULL;
	}
	if (x)
		exchange_head_put(&x->head, &head);
	cbor_put_array(b, 6);
	cbor_put_bytes(b, str_mem(name.id, sizeof name.id));
	cbor_put_int(b, name.expires_on);
	cbor_put_bool(b, x != NULL);
	cbor_put_bytes(b, str_mem(name.digest, sizeof name.digest));
	cbor_put_int(b, x ? (int64_t)x->rows : 0);
	cbor_put_bytes(b, buf_text(&head));
	return true;
}

/* n: 1 where all of each is to be read, for which an officer has to be signed in: it is work. What a row says nobody learns by it. */
OP(exchange_held)
{
	struct buf list = { .a = a }, b = { .a = a };
	struct str *names;
	size_t all, n = 0;

	if (q->n == 1 && !o->client->here && !ops_client_sessions(o->client))
		return err_set(e, ERR_LOCKED,
			       "look at all of what other registers gave: an officer signs in");
	if (!files(o, a, &names, &all, e))
		return false;
	for (size_t i = 0; i < all; i++) {
		if (put_held(o, a, names[i], q->n == 1, &list, e))
			n++;
		else if (e->kind != ERR_NOTHING)
			return false;
	}
	cbor_put_array(&b, n);
	buf_str(&b, buf_text(&list));
	out->data = buf_text(&b);
	return true;
}
