/* Operations with lists to screen against (keys_list.h). What is read of one stays in memory as long as the keys are open. */
#include "keyd/ops_int.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/index.h"
#include "keyd/keys_list.h"
#include "ledger/key.h"
#include "base/banned.h"

#define DIGEST 15

/* A list that was read, and as the file of which it was. */
struct ops_list {
	struct ops_list *next;
	struct arena *a; /* of its rows; NULL: it was written anew, or dropped */
	struct index *index;
	char file[LIST_NAME + 1];
};

static bool wrong(const struct read *in, struct err *e)
{
	return err_set(e, ERR_USAGE, "keys: what is asked about a list is not well-formed: %s",
		       in->wrong ? in->wrong : "it is longer than it should be");
}

_Static_assert(2 * (LIST_NO + 16) == LIST_NAME, "a number and half a digest, in hex");

static struct str file_of(struct arena *a, const struct keys_list *x)
{
	struct str no = str_hex(a, x->no.s, x->no.len);

	return x->rows.s ? str_fmt(a, "%.*s%.*s", P(no), P(str_hex(a, x->rows.s, 16))) : no;
}

/* [number, digest or nothing] */
static bool read_of_list(struct read *in, struct keys_list *x)
{
	uint64_t two = 0;

	if (!cbor_array(in, 2, &two) || two != 2 || !cbor_text(in, LIST_NO, &x->no) ||
	    !cbor_bytes(in, 0, 32, &x->rows))
		return false;
	if (x->rows.len && x->rows.len != 32)
		return read_fail(in, "a digest of 32 bytes");
	if (!x->rows.len)
		x->rows = (struct str){ NULL, 0 };
	return true;
}

static bool read_lists(struct read *in, struct keys_list *list, size_t most, size_t *n)
{
	uint64_t said = 0;

	if (!cbor_array(in, most, &said))
		return false;
	for (*n = 0; *n < said; (*n)++)
		if (!read_of_list(in, &list[*n]))
			return false;
	return true;
}

/* What was read of all lists but these. */
static void forget(struct ops *o, const struct str *files, size_t n)
{
	for (struct ops_list *x = o->lists; x; x = x->next) {
		bool kept = false;

		for (size_t i = 0; i < n; i++)
			kept |= str_eq(str_of(x->file), files[i]);
		if (kept)
			continue;
		arena_free(x->a);
		x->a = NULL;
		x->index = NULL;
	}
}

static bool may_keep(struct ops *o, struct arena *a, struct err *e)
{
	return o->client->here ||
	       ops_pair(o, a, LIST_KEEPS, (struct str){ NULL, 0 }, "keep a list") ||
	       err_set(e, ERR_LOCKED,
		       "keep a list: without the passphrase two officers with one of the roles "
		       "" LIST_KEEPS " sign in, no relatives");
}

/* What names a row is made of all that it says, and of nothing that anybody else could make. */
static void name_row(struct ops *o, struct index_record *x)
{
	uint8_t key[32], mac[32];

	keyring_key_for(o->keyring, S("list rows"), key);
	key_mac(str_mem(key, sizeof key), &x->body, 1, mac);
	key_wipe(key, sizeof key);
	x->subject[0] = 0;
	memcpy(x->subject + 1, mac, DIGEST);
}

static bool is_row(struct str body, struct read *in)
{
	struct names names;
	struct read row = read_of(body.s, body.len);

	if (!names_read(&row, &names))
		return read_fail(in, row.wrong);
	return (names.has_latin && names.n_latin && !names.full.set && !names.mother.set) ||
	       read_fail(in, "a row has a name");
}

OP(list_put)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct list_part x = { 0 };
	struct index_record *list, *row;
	struct keys_list of = { 0 };
	struct str salt = { 0 };
	uint64_t five = 0, n = 0;

	(void)out;
	if (!may_keep(o, a, e))
		return false;
	if (!cbor_array(&in, 5, &five) || five != 5 || !read_of_list(&in, &of) || !of.rows.s ||
	    !cbor_bool(&in, &x.first) || !cbor_bool(&in, &x.last) ||
	    !cbor_bytes(&in, LIST_SALT, LIST_SALT, &salt) || !cbor_array(&in, LIST_BATCH, &n))
		return wrong(&in, e);
	row = list = arena_array(a, n + 2, sizeof *list);
	if (x.first)
		(row++)->body = salt; /* its subject is zeros */
	for (size_t i = 0; i < n; i++, row++) {
		if (!cbor_bytes(&in, 1, INDEX_BODY, &row->body) || !is_row(row->body, &in))
			return wrong(&in, e);
		name_row(o, row);
	}
	if (!read_end(&in) || (x.first && !n))
		return wrong(&in, e);
	x.list = list;
	x.n = (size_t)(row - list);
	return keyring_list_put(o->keyring, LIST_SCREENED, file_of(a, &of), &x, e);
}

OP(list_keep)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct keys_list *list = arena_array(a, LIST_KEPT, sizeof *list);
	struct str *files = arena_array(a, LIST_KEPT, sizeof *files);
	size_t n;

	(void)out;
	if (q->kid ? !ops_holds(o, a, q->kid, LIST_SCREENS, "keep the lists in force", e)
		   : !may_keep(o, a, e))
		return false;
	if (!read_lists(&in, list, LIST_KEPT, &n) || !read_end(&in))
		return wrong(&in, e);
	for (size_t i = 0; i < n; i++)
		files[i] = file_of(a, &list[i]);
	forget(o, files, n);
	return keyring_list_keep(o->keyring, LIST_SCREENED, files, n, e);
}

/* Reading one: its salt, then its rows. */
struct taking {
	struct index *index;
	struct hash_run sum;
	bool salted;
	struct err *e;
};

static bool take(void *p, const struct index_record *x)
{
	static const uint8_t zeros[16];
	struct taking *t = p;

	if (memcmp(x->subject, zeros, sizeof zeros) != 0) {
		if (t->salted)
			list_sum_row(&t->sum, x->body);
		return index_take(t->index, x, t->e);
	}
	if (t->salted || x->body.len != LIST_SALT)
		return err_set(t->e, ERR_FAILED, "read a list: it begins twice");
	t->salted = true;
	list_sum_start(&t->sum, (const uint8_t *)x->body.s);
	return true;
}

/* Whether they are the rows that its entry in the log is about. */
static bool is_that(struct taking *t, const struct keys_list *x)
{
	struct hash sum;

	if (!x->rows.s || !t->salted)
		return !x->rows.s && !t->salted;
	sum = hash_run_end(&t->sum);
	return !memcmp(sum.b, x->rows.s, sizeof sum.b);
}

static void release(void *p)
{
	arena_free(((struct ops_list *)p)->a);
}

static struct ops_list *list_room(struct ops *o, struct str file)
{
	struct ops_list *x = o->lists;

	while (x && !str_eq(str_of(x->file), file))
		x = x->next;
	if (x)
		return x;
	x = arena_alloc(o->a, sizeof *x);
	x->next = o->lists;
	memcpy(x->file, file.s, file.len);
	arena_defer(o->a, release, x);
	o->lists = x;
	return x;
}

/* Of rows that do not read, whatever is wrong with their file. */
static void unreadable(const struct keys_list *of, struct err *e)
{
	struct err was = *e;

	err_set(e, ERR_FALSE,
		"list %.*s: its rows do not read: nobody is screened against them; bring its file "
		"back, load it again, or withdraw it: %s",
		P(of->no), was.what);
}

/* *out NULL: the keyring has no rows of it. ERR_FALSE: those that it has are others, or do not read. */
static bool list_open(struct ops *o, struct arena *a, const struct keys_list *of,
		      struct index **out, struct err *e)
{
	struct str file = file_of(a, of);
	struct ops_list *x = list_room(o, file);
	struct taking t = { .e = e };
	bool ok;

	*out = x->index;
	if (x->index)
		return true;
	x->a = arena_new(0);
	if (!x->a)
		return err_set(e, ERR_FAILED, "read a list: out of memory");
	t.index = index_new(x->a, e);
	ok = t.index && keyring_list_each(o->keyring, LIST_SCREENED, file, take, &t, e);
	if (ok && is_that(&t, of)) {
		*out = x->index = t.index;
		return true;
	}
	if (ok)
		err_set(e, ERR_FALSE,
			"list %.*s: the rows that are kept here are not those that its entry in "
			"the log is about: nobody is screened against them; load it again, or "
			"withdraw it",
			P(of->no));
	else if (t.index && (e->kind == ERR_FAILED || e->kind == ERR_FALSE))
		unreadable(of, e);
	arena_free(x->a);
	x->a = NULL;
	if (e->kind != ERR_NOTHING)
		return false;
	e->kind = ERR_NONE;
	return true;
}

/* Of each list a word of enum list_rows. What a row says nobody learns by it. */
OP(list_see)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct keys_list *list = arena_array(a, LIST_KEPT, sizeof *list);
	struct buf b = { .a = a };
	size_t n;

	if (!read_lists(&in, list, LIST_KEPT, &n) || !read_end(&in))
		return wrong(&in, e);
	cbor_put_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		enum list_rows is = list[i].rows.s ? LIST_RIGHT : LIST_UNBOUND;
		struct index *index;

		if (!list_open(o, a, &list[i], &index, e)) {
			if (e->kind != ERR_FALSE && e->kind != ERR_FAILED)
				return false;
			e->kind = ERR_NONE;
			is = LIST_FALSE;
		} else if (!index) {
			is = LIST_MISSING;
		}
		cbor_put_int(&b, is);
	}
	out->data = buf_text(&b);
	return true;
}

/* "[[upto, ...], [list, ...]]", and what came of it. `gone`: of `missing`, those that had rows. */
struct screening {
	uint64_t upto[256];
	struct keys_list lists[LIST_MOST];
	size_t n_lists, missing, gone;
	struct names names;
	struct index_hit *hits[KEYS_LISTED];
	struct str of[KEYS_LISTED]; /* the list of each */
	size_t n;
};

static bool read_screening(struct read *in, struct screening *x)
{
	uint64_t two = 0;

	if (!cbor_array(in, 2, &two) || !ops_read_upto(in, x->upto) ||
	    !read_lists(in, x->lists, LIST_MOST, &x->n_lists))
		return false;
	return two == 2 ? read_end(in) : read_fail(in, "two parts");
}

static bool is_noted(const struct screening *x, const uint8_t row[16])
{
	for (size_t i = 0; i < x->n; i++)
		if (!memcmp(x->hits[i]->subject, row, 16))
			return true;
	return false;
}

/* A row that says no birth is asked about where its name is one that is found for the person's, more likely than not. */
#define AS_LIKELY_AS_NOT 500

/* As whoever is registered is compared with others (ops_search.c), and more: many lists know names alone. */
static bool is_alike(struct arena *a, const struct names *x, const struct index_hit *hit)
{
	struct names_way *ways = arena_array(a, NAMES_WAYS, sizeof *ways),
			 *theirs = arena_array(a, NAMES_WAYS, sizeof *theirs);

	if (hit->strong || (!hit->names.born.s && hit->likely && hit->score >= AS_LIKELY_AS_NOT))
		return true;
	return names_born_near(x, &hit->names, 0) &&
	       names_same(ways, names_ways(a, x, ways), theirs, names_ways(a, &hit->names, theirs));
}

static bool screen_one(struct ops *o, struct arena *a, struct screening *x,
		       struct index_query *query, const struct keys_list *list, struct err *e)
{
	struct index *index;
	struct index_hit *hits;
	size_t n;
	bool more;

	if (!list_open(o, a, list, &index, e))
		return false;
	x->missing += !index;
	x->gone += !index && list->rows.s;
	if (!index)
		return true;
	index_find(index, a, query, KEYS_LISTED, &hits, &n, &more);
	for (size_t i = 0; i < n && x->n < KEYS_LISTED; i++)
		if (!is_noted(x, hits[i].subject) && is_alike(a, &x->names, &hits[i])) {
			x->of[x->n] = list->no;
			x->hits[x->n++] = &hits[i];
		}
	return true;
}

/* Who is alike is told to who may open the file of the person for his or her work, and screens; once it is journalled. */
static bool screen(struct ops *o, struct arena *a, const struct keys_ask *q, struct screening *x,
		   struct index *index, struct err *e)
{
	struct index_query *query;
	bool apart = true;

	if (q->kid ? !ops_holds(o, a, q->kid, LIST_SCREENS, "screen against lists", e)
		   : !o->client->here)
		return q->kid ? false
			      : err_set(e, ERR_LOCKED,
					"screen against lists: no officer asks for it");
	if (!index_person(index, a, q->subject, &x->names))
		return true;
	if (!keyring_apart(o->keyring, q->subject, &apart, e))
		return e->kind == ERR_NOTHING ? (e->kind = ERR_NONE, true) : false;
	if (apart)
		return true;
	query = arena_alloc(a, sizeof *query);
	index_query_of(a, &x->names, query);
	query->all = true;
	for (size_t i = 0; i < x->n_lists; i++)
		if (!screen_one(o, a, x, query, &x->lists[i], e))
			return false;
	return !x->n || ops_may_open(o, a, q, false, e);
}

static void put_rows(struct buf *b, const struct screening *x)
{
	cbor_put_array(b, x->n);
	for (size_t i = 0; i < x->n; i++) {
		struct buf body = { .a = b->a };

		names_put(&x->hits[i]->names, &body);
		key_wipe_later(b->a, body.p, body.cap);
		cbor_put_array(b, 4);
		cbor_put_text(b, x->of[i]);
		cbor_put_bytes(b, str_mem(x->hits[i]->subject, 16));
		cbor_put_int(b, x->hits[i]->score);
		cbor_put_bytes(b, buf_text(&body));
	}
}

OP(screen)
{
	struct read in = read_of(q->data.s, q->data.len);
	struct screening *x = arena_alloc(a, sizeof *x);
	struct buf b = { .a = a };
	struct index *index;
	bool lost[256];
	size_t n_lost;

	key_wipe_later(a, x, sizeof *x);
	if (!q->subject || !read_screening(&in, x))
		return wrong(&in, e);
	index = ops_index(o, x->upto, lost, &n_lost, e);
	if (!index || (!n_lost && !screen(o, a, q, x, index, e)))
		return false;
	cbor_put_array(&b, 4);
	ops_put_lost(&b, lost, n_lost);
	cbor_put_int(&b, (int64_t)x->missing);
	cbor_put_int(&b, (int64_t)x->gone);
	put_rows(&b, x);
	key_wipe_later(a, b.p, b.cap);
	out->data = buf_text(&b);
	return true;
}
