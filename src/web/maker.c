/* See maker.h. */
#include "web/maker.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "intake/register.h"
#include "pages.gen.h"
#include "web/facts.h"
#include "web/press_file.h"
#include "web/view_frame.h"
#include "base/banned.h"

#define LOOK_MS	   1000	 /* between two looks at the publication */
#define OPEN_MS	   10000 /* at the start, a writer is waited for */
#define WAIT_S	   2	 /* for a page that another request makes */
#define WAITING	   1	 /* requests of a sort that may wait so: the others find threads free */
#define PAUSE_MS   50	 /* in which a writer who waits for the lock gets it */
#define TRIES	   3	 /* while what is published changes */
#define KEEP_BYTES ((size_t)12 * 1024 * 1024)
#define RENDER_MAX ((size_t)512 * 1024 * 1024)

/* Facts that pages are being made from stay until the last of them is done. */
struct held {
	struct facts facts; /* first; facts.a holds this struct, too */
	size_t users;
};

struct maker {
	const char *dir, *folder, *lock_file;
	struct clock clock;
	struct keep *keep;
	pthread_mutex_t
		reading;      /* held by who has the register open, and while facts are read anew */
	pthread_mutex_t lock; /* of what follows */
	struct held *held;    /* the maker is one of its users */
	int64_t looked, closed;
	bool missed;	   /* a look was due while pages were made */
	size_t waiting[2]; /* for a page of many; for one of few */
};

static int64_t now_ms(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void lock(pthread_mutex_t *m)
{
	if (pthread_mutex_lock(m))
		abort();
}

static void unlock(pthread_mutex_t *m)
{
	if (pthread_mutex_unlock(m))
		abort();
}

static void close_fd(void *p)
{
	if (*(int *)p >= 0)
		close(*(int *)p);
}

int maker_trouble(const struct err *e)
{
	fprintf(stderr, "sulh: serve: %s%s%s\n", e->where, *e->where ? ": " : "", e->what);
	return 500;
}

static struct held *facts_take(struct maker *m)
{
	struct held *h;

	lock(&m->lock);
	h = m->held;
	h->users++;
	unlock(&m->lock);
	return h;
}

static void facts_give(struct maker *m, struct held *h)
{
	bool last;

	lock(&m->lock);
	last = !--h->users;
	unlock(&m->lock);
	if (last)
		arena_free(h->facts.a);
}

/* The register, open until the arena ends; NULL with ERR_ATTENTION when somebody writes to it longer. `reading`
 * is held. */
static struct reg *reader(struct maker *m, struct arena *a, int wait_ms, struct err *e)
{
	static const struct pass_source none = { .fd = -1 };
	const struct timespec pause = { 0, PAUSE_MS * 1000000 };
	int *fd = arena_alloc(a, sizeof *fd);

	if (now_ms() - m->closed < PAUSE_MS)
		(void)nanosleep(&pause, NULL);
	*fd = -1;
	arena_defer(a, close_fd, fd);
	/* Without a lock there is no register, or no use in locking: reg_open knows which. */
	if (os_type(m->lock_file) != OS_MISSING) {
		*fd = os_lock(m->lock_file, true, wait_ms, e);
		if (*fd < 0)
			return NULL;
	}
	return reg_open(a, m->dir, false, &none, &m->clock, e);
}

/* Whether somebody writes to the register now: then what is published may be about to change. */
static bool busy(const struct maker *m)
{
	struct err e = { 0 };
	int fd = os_type(m->lock_file) == OS_MISSING ? -1 : os_lock(m->lock_file, true, 0, &e);

	if (fd >= 0)
		close(fd);
	return fd < 0 && e.kind == ERR_ATTENTION;
}

/* Runs `work` with an arena of its own that ends with it; running out of memory is an error of it. */
static int with_arena(struct maker *m,
		      int (*work)(struct maker *m, struct arena *a, void *p, struct err *e),
		      void *p, struct err *e)
{
	struct arena *a = arena_new(RENDER_MAX);
	int status;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		err_set(e, ERR_FAILED, "make a page: out of memory");
		return 500;
	}
	status = work(m, a, p, e);
	arena_free(a);
	return status;
}

/* Pages. */

static struct str framed(struct visit *v, enum nav nav, struct buf *content)
{
	struct buf out = { .a = v->a };
	struct page p = { &out, v->a, v->lang };
	struct frame_view f = { v, nav, { buf_text(content) } };

	page_frame(&p, &f);
	return buf_text(&out);
}

static struct str render(struct visit *v, const struct wanted *w, const void *view)
{
	struct buf b = { .a = v->a };
	struct page p = { &b, v->a, v->lang };

	if (w->shape == SHAPE_HTML) {
		w->route->html(&p, v, view);
		return framed(v, w->route->nav, &b);
	}
	if (w->shape == SHAPE_BYTES) {
		w->route->bytes(&b, v, view);
		return buf_text(&b);
	}
	w->route->json(&b, v, view);
	if (!b.len || b.p[b.len - 1] != '\n')
		buf_byte(&b, '\n');
	return buf_text(&b);
}

/* One of few pages: no part of its address can be chosen. */
static bool of_few(const struct wanted *w)
{
	return !w->visit.n_args;
}

struct making {
	const struct wanted *w;
	const struct facts *facts;
	const struct kept *out;
};

static int make_now(struct maker *m, struct arena *a, void *p, struct err *e)
{
	struct making *x = p;
	const struct wanted *w = x->w;
	struct visit v = w->visit;
	const void *view = NULL;
	int status;

	v.a = a;
	v.facts = x->facts;
	v.folder = m->folder;
	v.dir = m->dir;
	if (w->route->reg) {
		v.reg = reader(m, a, 0, e);
		if (!v.reg)
			return e->kind == ERR_ATTENTION ? 503 : 500;
	}
	status = w->route->load(&v, &view, e);
	if (status != 200)
		return status;
	x->out = keep_put(m->keep, w->key,
			  w->shape == SHAPE_HTML   ? "text/html; charset=utf-8"
			  : w->shape == SHAPE_JSON ? "application/json"
						   : w->route->type,
			  render(&v, w, view), of_few(w));
	if (!x->out)
		err_set(e, ERR_FAILED, "keep a page: out of memory");
	return x->out ? 200 : 500;
}

static const struct {
	int status;
	const char *title, *text;
} messages[] = {
	{ 400, MSG("Not understood"), MSG("No page or file here has such an address.") },
	{ 404, MSG("Not found"), MSG("There is no such page or file here.") },
	{ 405, MSG("Read only"), MSG("Nothing can be changed here: only GET and HEAD.") },
	{ 414, MSG("Too long"), MSG("No page or file here has such a long address.") },
	{ 421, MSG("Another host"), MSG("This server answers as 127.0.0.1 or localhost.") },
	{ 503, MSG("In a moment"), MSG("This page is being made. Try again in a few seconds.") },
	{ 500, MSG("Not to be read"),
	  MSG("The register cannot be read; who runs this server can find out why with sulh "
	      "doctor.") },
};

#define MESSAGES (sizeof messages / sizeof *messages)

static size_t message_of(int status)
{
	size_t i = 0;

	while (i + 1 < MESSAGES && messages[i].status != status)
		i++;
	return i;
}

int maker_words(int status, struct str *title, struct str *text)
{
	size_t i = message_of(status);

	*title = str_of(messages[i].title);
	*text = str_of(messages[i].text);
	return messages[i].status;
}

/* One of them; lang, where in the table, what came of it. */
struct saying {
	enum lang lang;
	size_t i;
	const struct facts *facts;
	const struct kept *out;
};

static struct str message_key(struct arena *a, enum lang lang, size_t i)
{
	return str_fmt(a, "message %d %d", (int)lang, messages[i].status);
}

static int say(struct maker *m, struct arena *a, void *p, struct err *e)
{
	struct saying *x = p;
	struct str key = message_key(a, x->lang, x->i);
	struct visit v = { .a = a, .lang = x->lang, .facts = x->facts };
	struct buf b = { .a = a };
	struct page page = { &b, a, x->lang };

	(void)e;
	x->out = keep_get(m->keep, key, true);
	if (x->out)
		return 200;
	v.title = msg(x->lang, messages[x->i].title);
	page_message(&page, &v, msg(x->lang, messages[x->i].text));
	x->out = keep_put(m->keep, key, "text/html; charset=utf-8", framed(&v, NAV_NONE, &b), true);
	return 200;
}

const struct kept *maker_message(struct maker *m, enum lang lang, int status)
{
	struct held *h = facts_take(m);
	struct saying x = { lang, message_of(status), &h->facts, NULL };
	struct err e = { 0 };

	(void)with_arena(m, say, &x, &e);
	facts_give(m, h);
	return x.out;
}

/* Looking at the publication. */

/* What the facts are read into outlives the work: its memory has a guard of its own. */
static int look_now(struct maker *m, struct arena *a, void *p, struct err *e)
{
	struct facts *f = p;
	struct reg *r;

	if (m->held && str_eq(m->held->facts.stamp, facts_stamp(a, m->dir, m->folder)))
		return 304;
	r = reader(m, a, m->held ? 0 : OPEN_MS, e);
	if (!r)
		return e->kind == ERR_ATTENTION ? 503 : 500;
	if (setjmp(*arena_guard(f->a))) {
		err_set(e, ERR_FAILED, "read the publication: out of memory");
		return 500;
	}
	return facts_read(a, r, m->dir, m->folder, f, e) ? 200 : 500;
}

/* Without the register, which a writer may want. */
static int look_at_press(struct maker *m, struct facts *f, struct err *e)
{
	if (setjmp(*arena_guard(f->a))) {
		err_set(e, ERR_FAILED, "read the publication: out of memory");
		return 500;
	}
	f->press = press_index_read(f->a, m->folder, facts_whole(f));
	return 200;
}

static void facts_put(struct maker *m, struct held *h)
{
	struct held *old;

	h->users = 1;
	lock(&m->lock);
	old = m->held;
	m->held = h;
	unlock(&m->lock);
	keep_turn(m->keep);
	if (old)
		facts_give(m, old);
}

/* 200: they are new; 304: as they were; else what cannot be read now is as it was. `reading` is held: nobody else
 * puts other facts in their place. */
static int look(struct maker *m, struct err *e)
{
	struct arena *a = arena_new(RENDER_MAX);
	struct held *h;
	int status;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		err_set(e, ERR_FAILED, "read the publication: out of memory");
		return 500;
	}
	h = arena_alloc(a, sizeof *h);
	h->facts.a = a;
	status = with_arena(m, look_now, &h->facts, e);
	m->closed = now_ms();
	if (status == 200)
		status = look_at_press(m, &h->facts, e);
	if (status == 200)
		facts_put(m, h);
	else
		arena_free(a);
	return status;
}

void maker_look(struct maker *m)
{
	int64_t now = now_ms();
	struct err e = { 0 };
	bool due;

	lock(&m->lock);
	due = now - m->looked >= LOOK_MS;
	if (due)
		m->looked = now;
	unlock(&m->lock);
	if (!due)
		return;
	if (pthread_mutex_trylock(&m->reading)) {
		lock(&m->lock);
		m->missed = true;
		unlock(&m->lock);
		return;
	}
	if (look(m, &e) == 500)
		(void)maker_trouble(&e);
	unlock(&m->reading);
}

/* Pages that are asked for without end do not keep what is published from being seen. `reading` is held. */
static void look_missed(struct maker *m)
{
	struct err e = { 0 };
	bool missed;

	lock(&m->lock);
	missed = m->missed;
	m->missed = false;
	unlock(&m->lock);
	if (missed && look(m, &e) == 500)
		(void)maker_trouble(&e);
}

/* False where another request has it for long, or others wait already. Pages of which there are few go first:
 * whoever asks for endless addresses keeps them from nobody for longer than it takes to make one. */
static bool reading_begin(struct maker *m, bool few)
{
	struct timespec until = { 0 };
	bool first, got, may;

	lock(&m->lock);
	first = few || !m->waiting[true];
	unlock(&m->lock);
	if (first && !pthread_mutex_trylock(&m->reading))
		return true;
	lock(&m->lock);
	may = m->waiting[few] < WAITING;
	m->waiting[few] += may;
	unlock(&m->lock);
	if (!may)
		return false;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WAIT_S;
	got = !pthread_mutex_clocklock(&m->reading, CLOCK_MONOTONIC, &until);
	lock(&m->lock);
	m->waiting[few]--;
	unlock(&m->lock);
	return got;
}

/* Makes it once. `reading` is held where the route needs the register. */
static int make_once(struct maker *m, const struct wanted *w, const struct kept **out,
		     struct err *e)
{
	struct held *h = facts_take(m);
	struct making x = { .w = w, .facts = &h->facts };
	int status;

	*e = (struct err){ 0 };
	/* Somebody may have made it meanwhile. */
	*out = keep_get(m->keep, w->key, false);
	status = *out ? 200 : with_arena(m, make_now, &x, e);
	if (!*out)
		*out = x.out;
	if (w->route->reg)
		m->closed = now_ms();
	facts_give(m, h);
	return status;
}

/* Whoever publishes takes away files that pages are made from, of the publication before: what cannot be read
 * is tried again with what is published then. */
static int make(struct maker *m, const struct wanted *w, const struct kept **out)
{
	struct err e = { 0 }, later = { 0 };
	int status = make_once(m, w, out, &e);

	for (int i = 1; status == 500 && i < TRIES; i++) {
		int news = 503;

		if (w->route->reg || reading_begin(m, of_few(w))) {
			news = look(m, &later);
			if (!w->route->reg)
				unlock(&m->reading);
		}
		if (news != 200)
			return busy(m) || news == 503 ? 503 : maker_trouble(&e);
		status = make_once(m, w, out, &e);
	}
	return status == 500 ? maker_trouble(&e) : status;
}

int maker_page(struct maker *m, const struct wanted *w, const struct kept **out)
{
	int status = 503;

	*out = keep_get(m->keep, w->key, false);
	if (*out)
		return 200;
	if (!w->route->reg) {
		status = make(m, w, out);
	} else if (reading_begin(m, of_few(w))) {
		look_missed(m);
		status = make(m, w, out);
		unlock(&m->reading);
	}
	if (status == 503)
		*out = keep_get(m->keep, w->key, true);
	return *out ? 200 : status;
}

int64_t maker_newest(struct maker *m)
{
	struct held *h = facts_take(m);
	size_t n = h->facts.n_bulletins;
	int64_t day = n ? h->facts.bulletins[n - 1].day : NO_DAY;

	facts_give(m, h);
	return day;
}

const struct facts *maker_facts(struct maker *m)
{
	return &facts_take(m)->facts;
}

void maker_facts_give(struct maker *m, const struct facts *f)
{
	facts_give(m, (struct held *)(uintptr_t)f);
}

static void close_maker(void *p)
{
	struct maker *m = p;

	if (m->held)
		facts_give(m, m->held);
	(void)pthread_mutex_destroy(&m->reading);
	(void)pthread_mutex_destroy(&m->lock);
}

struct maker *maker_open(struct arena *a, const char *dir, const struct clock *clock, struct err *e)
{
	struct maker *m = arena_alloc(a, sizeof *m);
	int status;

	m->dir = dir;
	m->folder = str_z(a, str_fmt(a, "%s/public", dir));
	m->lock_file = str_z(a, str_fmt(a, "%s/lock", dir));
	m->clock = *clock;
	m->looked = now_ms();
	m->keep = keep_new(a, KEEP_BYTES);
	if (!m->keep || pthread_mutex_init(&m->reading, NULL) ||
	    pthread_mutex_init(&m->lock, NULL)) {
		err_set(e, ERR_FAILED, "serve: no lock to be had");
		return NULL;
	}
	arena_defer(a, close_maker, m);
	lock(&m->reading);
	status = look(m, e);
	unlock(&m->reading);
	return status == 200 ? m : NULL;
}
