/* See site.h. */
#include "web/site.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/os.h"
#include "figure/bulletin.h"
#include "intake/commit.h"
#include "ledger/hash.h"
#include "web/page.h"
#include "web/public.h"
#include "base/banned.h"

#define LOOK_MS	   1000	 /* between two looks at the register */
#define OPEN_MS	   10000 /* at the start, a writer is waited for */
#define WAIT_S	   2	 /* for a page that another request makes */
#define PAGES	   32	 /* that are kept */
#define PAUSE_MS   50	 /* in which a writer who waits for the lock gets it */
#define RENDER_MAX ((size_t)2 * 1024 * 1024 * 1024)
#define NO_SEQ	   (-1)

#define HTML_TYPE "text/html; charset=utf-8"

/* A page that was made, in an arena of its own. */
struct kept {
	struct arena *a;
	int64_t seq; /* of the bulletin's entry; NO_SEQ: the page without one */
	uint64_t used;
	struct str html, etag;
};

/* What the pages are made of, as it was at the last look. */
struct facts {
	struct arena *a;
	struct str operation;
	struct store_bulletin *list;
	size_t n;
	struct page_link *links;
	size_t n_links;
	struct str stamp; /* of all this: pages are made anew when it changes */
};

struct site {
	const char *dir, *folder, *lock_file;
	struct clock clock;
	struct str css, css_etag;
	pthread_mutex_t lock; /* of what follows */
	struct facts facts;
	int64_t looked, closed;
	uint64_t uses;
	struct kept kept[PAGES];
};

static int64_t now_ms(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct str etag_of(struct arena *a, struct str s)
{
	struct hash h = hash_of(s);
	struct str hex = str_hex(a, h.b, 12);

	return str_fmt(a, "\"%.*s\"", P(hex));
}

static void close_fd(void *p)
{
	if (*(int *)p >= 0)
		close(*(int *)p);
}

/* The register, open until the arena ends; NULL with ERR_ATTENTION when somebody writes to it longer. */
static struct reg *reader(const struct site *s, struct arena *a, int wait_ms, struct err *e)
{
	static const struct pass_source none = { .fd = -1 };
	const struct timespec pause = { 0, PAUSE_MS * 1000000 };
	int *fd = arena_alloc(a, sizeof *fd);

	if (now_ms() - s->closed < PAUSE_MS)
		(void)nanosleep(&pause, NULL);
	*fd = -1;
	arena_defer(a, close_fd, fd);
	/* Without a lock there is no register, or no use in locking: reg_open knows which. */
	if (os_type(s->lock_file) != OS_MISSING) {
		*fd = os_lock(s->lock_file, true, wait_ms, e);
		if (*fd < 0)
			return NULL;
	}
	return reg_open(a, s->dir, false, &none, &s->clock, e);
}

/* A file in an arena of its own, so that only one is open at a time. */
static void add_link(const struct site *s, struct arena *one, struct buf *links, struct buf *stamp,
		     struct str name)
{
	struct public_file f;

	if (public_open(one, s->folder, name, &f)) {
		struct page_link l = { str_dup(links->a, name), f.size };

		buf_add(links, &l, sizeof l);
		buf_fmt(stamp, "%.*s %.*s\n", P(name), P(f.etag));
	}
	arena_reset(one);
}

static void free_arena(void *p)
{
	arena_free(p);
}

static bool read_links(const struct site *s, struct arena *a, struct facts *f,
		       const struct store_log *logs, size_t n, struct buf *stamp, struct err *e)
{
	struct buf links = { .a = f->a };
	struct arena *one = arena_new(0);

	if (!one)
		return err_set(e, ERR_FAILED, "look at the public files: out of memory");
	arena_defer(a, free_arena, one);
	if (setjmp(*arena_guard(one)))
		return err_set(e, ERR_FAILED, "look at the public files: out of memory");
	add_link(s, one, &links, stamp, S("policy"));
	add_link(s, one, &links, stamp, S("definitions"));
	for (size_t i = 0; i < n; i++) {
		add_link(s, one, &links, stamp, str_fmt(a, "%.*s/vkey", P(logs[i].name)));
		add_link(s, one, &links, stamp, str_fmt(a, "%.*s/checkpoint", P(logs[i].name)));
	}
	for (size_t i = 0; i < f->n; i++) {
		struct str day = day_text(a, f->list[i].day);

		add_link(s, one, &links, stamp, str_fmt(a, "bulletin/%.*s.json", P(day)));
	}
	f->links = (struct page_link *)(void *)links.p;
	f->n_links = links.len / sizeof *f->links;
	return true;
}

static bool read_facts(const struct site *s, struct arena *a, struct reg *r, struct facts *f,
		       struct err *e)
{
	struct buf stamp = { .a = f->a };
	struct store_log *logs;
	size_t n;

	if (!store_bulletins(r->store, f->a, &f->list, &f->n, e) ||
	    !store_logs(r->store, a, &logs, &n, e))
		return false;
	f->operation = str_dup(f->a, r->operation);
	for (size_t i = 0; i < f->n; i++)
		buf_fmt(&stamp, "%lld %lld\n", (long long)f->list[i].day,
			(long long)f->list[i].seq);
	if (!read_links(s, a, f, logs, n, &stamp, e))
		return false;
	f->stamp = buf_text(&stamp);
	return true;
}

static void forget_pages(struct site *s)
{
	for (size_t i = 0; i < PAGES; i++) {
		arena_free(s->kept[i].a);
		s->kept[i] = (struct kept){ 0 };
	}
}

/* New facts take the place of the old; old pages go where they differ. */
static void take_facts(struct site *s, const struct facts *f)
{
	if (!s->facts.a || !str_eq(s->facts.stamp, f->stamp))
		forget_pages(s);
	arena_free(s->facts.a);
	s->facts = *f;
}

/* Runs `work` with an arena of its own that ends with it; running out of memory is an error of it. */
static bool with_arena(bool (*work)(struct site *s, struct arena *a, struct arena *keep, void *p,
				    struct err *e),
		       struct site *s, struct arena *keep, void *p, struct err *e)
{
	struct arena *a = arena_new(RENDER_MAX);
	bool ok;

	if (!a || !keep) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "make a page: out of memory");
	}
	if (setjmp(*arena_guard(a))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "make a page: out of memory");
	}
	if (setjmp(*arena_guard(keep))) {
		arena_free(a);
		return err_set(e, ERR_FAILED, "make a page: out of memory");
	}
	ok = work(s, a, keep, p, e);
	arena_free(a);
	s->closed = now_ms();
	return ok;
}

static bool look_now(struct site *s, struct arena *a, struct arena *keep, void *p, struct err *e)
{
	struct facts *f = p;
	struct reg *r = reader(s, a, s->facts.a ? 0 : OPEN_MS, e);

	f->a = keep;
	return r && read_facts(s, a, r, f, e);
}

/* What cannot be read now is as it was. False only where there is nothing to go by. */
static bool look(struct site *s, struct err *e)
{
	struct facts f = { 0 };
	struct arena *keep;

	if (s->facts.a && now_ms() - s->looked < LOOK_MS)
		return true;
	keep = arena_new(RENDER_MAX);
	if (with_arena(look_now, s, keep, &f, e))
		take_facts(s, &f);
	else
		arena_free(keep);
	s->looked = now_ms();
	return s->facts.a;
}

/* The page of a bulletin (NULL: that there is none), into p. */
struct making {
	const struct store_bulletin *shown;
	struct kept *out;
	bool busy; /* somebody writes to the register */
};

static bool make_now(struct site *s, struct arena *a, struct arena *keep, void *p, struct err *e)
{
	struct making *m = p;
	struct page_view v = { .operation = s->facts.operation,
			       .list = s->facts.list,
			       .n_list = s->facts.n,
			       .shown = m->shown,
			       .links = s->facts.links,
			       .n_links = s->facts.n_links };
	struct store_log hq;
	struct row *rows;
	struct entry x;
	struct reg *r;

	if (m->shown) {
		r = reader(s, a, 0, e);
		m->busy = !r && e->kind == ERR_ATTENTION;
		if (!r || !reg_log(r, a, S("hq"), &hq, e))
			return false;
		v.record = intake_record(r, a, hq.id, m->shown->seq, &x, e);
		if (!v.record || !bulletin_signed(r->store, a, v.record, &rows, &v.n_rows, e))
			return false;
		v.rows = rows;
	}
	m->out->html = str_dup(keep, page_bulletin(a, &v));
	m->out->etag = etag_of(keep, m->out->html);
	return true;
}

/* The kept page, or a new one in the place of the one that was longest not asked for. */
static const struct kept *page(struct site *s, const struct store_bulletin *shown, bool *busy,
			       struct err *e)
{
	int64_t seq = shown ? shown->seq : NO_SEQ;
	struct kept made = { .a = NULL, .seq = seq }, *oldest = &s->kept[0];
	struct making m = { shown, &made, false };

	for (size_t i = 0; i < PAGES; i++) {
		if (s->kept[i].a && s->kept[i].seq == seq) {
			s->kept[i].used = ++s->uses;
			return &s->kept[i];
		}
		if (s->kept[i].used < oldest->used)
			oldest = &s->kept[i];
	}
	made.a = arena_new(RENDER_MAX);
	if (!with_arena(make_now, s, made.a, &m, e)) {
		arena_free(made.a);
		*busy = m.busy;
		return NULL;
	}
	made.used = ++s->uses;
	arena_free(oldest->a);
	*oldest = made;
	return oldest;
}

static const struct store_bulletin *bulletin_of(const struct site *s, int64_t day)
{
	for (size_t i = s->facts.n; i-- > 0;)
		if (day == NO_DAY || s->facts.list[i].day == day)
			return &s->facts.list[i];
	return NULL;
}

static void close_site(void *p)
{
	struct site *s = p;

	forget_pages(s);
	arena_free(s->facts.a);
	(void)pthread_mutex_destroy(&s->lock);
}

struct site *site_open(struct arena *a, const char *dir, const struct clock *clock, struct err *e)
{
	const struct embedded_file *css = embedded_find("src/web/static/style.css");
	struct site *s = arena_alloc(a, sizeof *s);
	bool busy = false;

	s->dir = dir;
	s->folder = str_z(a, str_fmt(a, "%s/public", dir));
	s->lock_file = str_z(a, str_fmt(a, "%s/lock", dir));
	s->clock = *clock;
	s->css = css ? str_mem(css->bytes, css->len) : S("");
	s->css_etag = etag_of(a, s->css);
	if (pthread_mutex_init(&s->lock, NULL)) {
		err_set(e, ERR_FAILED, "serve: no lock to be had");
		return NULL;
	}
	arena_defer(a, close_site, s);
	if (!look(s, e))
		return NULL;
	if (!public_there(s->folder)) {
		err_set(e, ERR_ATTENTION,
			"serve %s: nothing is published there yet; run `sulh --data %s publish %s`",
			s->folder, dir, s->folder);
		return NULL;
	}
	return page(s, bulletin_of(s, NO_DAY), &busy, e) ? s : NULL;
}

static void message(struct arena *a, struct http_answer *out, int status)
{
	static const struct {
		int status;
		struct str title, text;
	} texts[] = {
		{ 400, SC("Not understood"), SC("No page or file here has such an address.") },
		{ 404, SC("Not found"), SC("There is no such page or file here.") },
		{ 405, SC("Read only"), SC("Nothing can be changed here: only GET and HEAD.") },
		{ 421, SC("Another host"), SC("This server answers as 127.0.0.1 or localhost.") },
		{ 503, SC("In a moment"),
		  SC("Somebody is writing to the register. Try again in a few seconds.") },
		{ 500, SC("Not to be read"),
		  SC("The register cannot be read; who runs this server can find out why with "
		     "sulh bulletin show.") },
	};
	size_t i = 0;

	while (i + 1 < sizeof texts / sizeof *texts && texts[i].status != status)
		i++;
	out->status = texts[i].status;
	out->type = HTML_TYPE;
	out->body = page_message(a, texts[i].title, texts[i].text);
	out->etag = (struct str){ NULL, 0 };
	out->busy = status == 503;
}

static void unlock(void *p)
{
	if (pthread_mutex_unlock(p))
		abort();
}

static int trouble(const struct err *e)
{
	fprintf(stderr, "sulh: serve: %s%s%s\n", e->where, *e->where ? ": " : "", e->what);
	return 500;
}

/* The page stays the site's: the lock is given back when the request's arena ends. */
static int answer_page(struct site *s, struct arena *a, int64_t day, struct http_answer *out)
{
	const struct store_bulletin *shown;
	const struct kept *k;
	struct err e = { 0 };
	struct timespec until = { 0 };
	bool busy = false;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WAIT_S;
	if (pthread_mutex_clocklock(&s->lock, CLOCK_MONOTONIC, &until))
		return 503;
	arena_defer(a, unlock, &s->lock);
	if (!look(s, &e))
		return trouble(&e);
	shown = bulletin_of(s, day);
	if (!shown && day != NO_DAY)
		return 404;
	k = page(s, shown, &busy, &e);
	if (!k)
		return busy ? 503 : trouble(&e);
	out->type = HTML_TYPE;
	out->body = k->html;
	out->etag = k->etag;
	return 200;
}

static int answer_file(const struct site *s, struct arena *a, struct str name,
		       struct http_answer *out)
{
	struct public_file f;

	if (!public_name_ok(name))
		return 400;
	if (!public_open(a, s->folder, name, &f))
		return 404;
	out->fd = f.fd;
	out->size = f.size;
	out->etag = f.etag;
	out->type = f.type;
	return 200;
}

static int answer_css(const struct site *s, struct http_answer *out)
{
	out->type = "text/css; charset=utf-8";
	out->body = s->css;
	out->etag = s->css_etag;
	return 200;
}

/* Every address there is. */
static int route(struct site *s, struct arena *a, struct str path, struct http_answer *out)
{
	struct str rest = str_from(path, 1), first, date;
	int64_t day;

	if (!rest.len)
		return answer_page(s, a, NO_DAY, out);
	if (!public_name_ok(rest))
		return 400;
	if (str_eq(rest, S("style.css")))
		return answer_css(s, out);
	first = str_cut(&rest, '/');
	if (str_eq(first, S("public")) && rest.len)
		return answer_file(s, a, rest, out);
	if (!str_eq(first, S("bulletin")))
		return 404;
	date = rest;
	if (str_ends(rest, S(".json")))
		date.len -= 5;
	if (!day_parse(date, &day))
		return 404;
	return date.len < rest.len ? answer_file(s, a, str_from(path, 1), out)
				   : answer_page(s, a, day, out);
}

void site_answer(void *p, struct arena *a, int status, struct str path, struct http_answer *out)
{
	out->status = status == 200 ? route(p, a, path, out) : status;
	if (out->status != 200)
		message(a, out, out->status);
}
