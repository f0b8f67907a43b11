/* See slot.h. */
#include "web/slot.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"
#include "base/banned.h"

#define REAP_MS	   250
#define CLOSE_WAIT 8 /* as in <netinet/tcp.h>, which cannot stand beside <linux/tcp.h> */

enum state { WAITS, MAKES, ANSWERS };

/* `since` is when its state began. `stepped` is when it had last taken a step of what it was sent, or all of it, and
 * `taken` what it had taken by then: of one answer, or of several where it asks for more meanwhile. */
struct slot {
	struct slots *table;
	struct part *part;
	bool used;
	enum state state;
	bool served; /* it has sent a whole request before */
	bool owes;   /* and not taken all that it got for it */
	bool ended;  /* shut down, to be given back soon */
	int fd;
	uint32_t address;
	int64_t since, stepped;
	uint64_t taken;
};

/* Each thread that takes slots has a part of the table: what it shuts down it closes itself. */
struct part {
	pthread_t thread;
	struct slot *slots;
	size_t living; /* used and not ended */
};

struct slots {
	pthread_t reaper;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	bool stop;
	size_t threads, places, room, known, living, answering;
	struct part parts[SLOT_THREADS];
};

static int64_t now_us(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void lock(struct slots *t)
{
	if (pthread_mutex_lock(&t->lock))
		abort();
}

static void unlock(struct slots *t)
{
	if (pthread_mutex_unlock(&t->lock))
		abort();
}

static bool state_of(int fd, struct tcp_info *info)
{
	socklen_t n = sizeof *info;

	*info = (struct tcp_info){ 0 };
	return !getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &n);
}

/* Looks whether it has taken a step, or has nothing left to take. */
static void look(struct slot *s, int64_t now)
{
	struct tcp_info info;

	if (!state_of(s->fd, &info))
		return;
	s->owes = info.tcpi_unacked || info.tcpi_notsent_bytes;
	if (!s->owes || info.tcpi_bytes_acked - s->taken >= SLOT_STEP) {
		s->stepped = now;
		s->taken = info.tcpi_bytes_acked;
	}
}

/* How long it has kept others waiting: for a request, or for a step. Less than 0: it waits for us. */
static int64_t late(const struct slot *s, int64_t now)
{
	int64_t waits = now - s->since, steps = now - s->stepped;

	if (s->state == MAKES)
		return -1;
	if (s->state == ANSWERS)
		return steps;
	if (s->served)
		waits /= 2;
	return s->owes && steps > waits ? steps : waits;
}

/* The descriptor is this connection's until slot_give, which comes before it is closed. */
static void end(struct slot *s)
{
	(void)shutdown(s->fd, SHUT_RDWR);
	s->ended = true;
	s->part->living--;
	s->table->living--;
}

static struct part *part_of_thread(struct slots *t)
{
	pthread_t self = pthread_self();

	for (size_t i = 0; i < t->known; i++)
		if (pthread_equal(t->parts[i].thread, self))
			return &t->parts[i];
	if (t->known == t->threads)
		return NULL;
	t->parts[t->known].thread = self;
	return &t->parts[t->known++];
}

/* Who gives way to a newcomer from this address: see slot.h. */
static struct slot *victim(struct slots *t, struct part *p, uint32_t address)
{
	struct slot *out = NULL;
	int64_t now = now_us(), most = -1;
	size_t own = 0;

	for (size_t i = 0; i < t->room; i++)
		own += p->slots[i].used && !p->slots[i].ended && p->slots[i].address == address;
	for (size_t i = 0; i < t->room; i++) {
		struct slot *s = &p->slots[i];
		int64_t by;

		if (!s->used || s->ended || (own > t->places / 2 && s->address != address))
			continue;
		by = late(s, now);
		if (by > most) {
			out = s;
			most = by;
		}
	}
	return out;
}

struct slot *slot_take(struct slots *t, int fd, uint32_t address)
{
	struct slot *s = NULL, *out;
	struct part *p;

	lock(t);
	p = part_of_thread(t);
	if (p && p->living >= t->places) {
		out = victim(t, p, address);
		if (out)
			end(out);
	}
	for (size_t i = 0; p && p->living < t->places && !s && i < t->room; i++)
		if (!p->slots[i].used)
			s = &p->slots[i];
	if (s) {
		*s = (struct slot){ .table = t,
				    .part = p,
				    .used = true,
				    .fd = fd,
				    .address = address,
				    .since = now_us() };
		p->living++;
		t->living++;
	}
	unlock(t);
	return s;
}

static void turn(struct slot *s, enum state state)
{
	struct slots *t = s->table;

	t->answering = t->answering + (state != WAITS) - (s->state != WAITS);
	s->state = state;
	s->served = s->served || state != WAITS;
	s->since = now_us();
	if (!s->stepped)
		s->stepped = s->since;
	if (state != MAKES)
		look(s, s->since);
}

void slot_give(struct slot *s)
{
	struct slots *t = s->table;

	lock(t);
	turn(s, WAITS);
	if (!s->ended) {
		s->part->living--;
		t->living--;
	}
	s->used = false;
	unlock(t);
}

static void locked_turn(struct slot *s, enum state state)
{
	lock(s->table);
	turn(s, state);
	unlock(s->table);
}

void slot_makes(struct slot *s)
{
	locked_turn(s, MAKES);
}

void slot_answers(struct slot *s)
{
	locked_turn(s, ANSWERS);
}

void slot_waits(struct slot *s)
{
	locked_turn(s, WAITS);
}

size_t slots_answering(struct slots *t)
{
	size_t n;

	lock(t);
	n = t->answering;
	unlock(t);
	return n;
}

/* What it has sent waits for our thread, which is busy: then nobody waits for it. */
static bool unread(const struct slot *s)
{
	int n = 0;

	return s->state == WAITS && !ioctl(s->fd, FIONREAD, &n) && n > 0;
}

static bool too_late(const struct slots *t, struct slot *s, int64_t now)
{
	bool scarce = t->living > t->places * t->threads / 2;
	int64_t allowed = scarce	      ? SLOT_SCARCE_MS
			  : s->state == WAITS ? SLOT_REQUEST_MS
					      : SLOT_ANSWER_MS;
	struct tcp_info info;

	if (s->state == ANSWERS || s->owes)
		look(s, now);
	/* Nothing will come any more, and the HTTP library may have missed that. */
	if (s->state == WAITS && !s->owes && now - s->since > REAP_MS * 1000 &&
	    state_of(s->fd, &info) && info.tcpi_state == CLOSE_WAIT)
		return !unread(s);
	return late(s, now) > allowed * 1000 && !unread(s);
}

/* An HTTP library's own time limits count from the last byte; these count from the first. */
static void *reap(void *p)
{
	struct slots *t = p;

	lock(t);
	while (!t->stop) {
		struct timespec until = { 0 };
		int64_t now = now_us();

		for (size_t i = 0; i < t->known; i++)
			for (size_t j = 0; j < t->room; j++) {
				struct slot *s = &t->parts[i].slots[j];

				if (s->used && !s->ended && too_late(t, s, now))
					end(s);
			}
		(void)clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += REAP_MS * 1000000;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		(void)pthread_cond_timedwait(&t->wake, &t->lock, &until);
	}
	unlock(t);
	return NULL;
}

static bool init_locks(struct slots *t)
{
	pthread_condattr_t attr;

	return !pthread_mutex_init(&t->lock, NULL) && !pthread_condattr_init(&attr) &&
	       !pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) &&
	       !pthread_cond_init(&t->wake, &attr) && !pthread_condattr_destroy(&attr);
}

struct slots *slots_start(struct arena *a, size_t threads, size_t places, struct err *e)
{
	struct slots *t = arena_alloc(a, sizeof *t);

	t->threads = threads < SLOT_THREADS ? threads : SLOT_THREADS;
	t->places = places;
	t->room = places + SLOT_OVER;
	for (size_t i = 0; i < t->threads; i++)
		t->parts[i].slots = arena_array(a, t->room, sizeof(struct slot));
	if (init_locks(t) && !pthread_create(&t->reaper, NULL, reap, t))
		return t;
	err_set(e, ERR_FAILED, "watch over connections: no thread to be had");
	return NULL;
}

void slots_stop(struct slots *t)
{
	lock(t);
	t->stop = true;
	(void)pthread_cond_signal(&t->wake);
	unlock(t);
	(void)pthread_join(t->reaper, NULL);
}
