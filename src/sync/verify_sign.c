/*
 * See verify_sign.h. Jobs stand in a list that only the reading thread adds to and empties; the others take
 * the next one by its number. Adding publishes a job by raising `added` after it is written; a job is
 * done when its worker has raised `done`.
 */
#include "sync/verify_sign.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "base/banned.h"

#define JOBS	    1024
#define HELPERS_MAX 15
#define STACK	    ((size_t)256 * 1024)

struct job {
	uint8_t key[32], sig[64];
	struct str msg;
	struct sign_place place;
	bool good;
};

struct signing {
	pthread_mutex_t lock;
	pthread_cond_t more, all_done;
	size_t added, taken, done; /* under the lock */
	bool over;		   /* under the lock */
	size_t count;		   /* as `added`, of the reading thread alone */
	pthread_t helpers[HELPERS_MAX];
	size_t helpers_n;
	bool started, failed;
	struct sign_place first_bad;
	struct job jobs[JOBS];
};

static void check(struct job *j)
{
	j->good = key_verify(j->key, j->msg, j->sig);
}

/* Takes one job and does it; false when there is none. The lock is held before and after. */
static bool one(struct signing *s)
{
	struct job *j;

	if (s->taken == s->added)
		return false;
	j = &s->jobs[s->taken++];
	pthread_mutex_unlock(&s->lock);
	check(j);
	pthread_mutex_lock(&s->lock);
	if (++s->done == s->added)
		pthread_cond_signal(&s->all_done);
	return true;
}

static void *help(void *p)
{
	struct signing *s = p;

	pthread_mutex_lock(&s->lock);
	while (!s->over)
		if (!one(s))
			pthread_cond_wait(&s->more, &s->lock);
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static size_t processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof set, &set) ? 1 : (size_t)CPU_COUNT(&set);
}

/* Signals are the reading thread's. */
static void start(struct signing *s)
{
	size_t want = processors() - 1;
	sigset_t all, old;
	pthread_attr_t attr;

	s->started = true;
	if (pthread_attr_init(&attr))
		return;
	sigfillset(&all);
	(void)pthread_attr_setstacksize(&attr, STACK);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	while (s->helpers_n < want && s->helpers_n < HELPERS_MAX &&
	       !pthread_create(&s->helpers[s->helpers_n], &attr, help, s))
		s->helpers_n++;
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attr);
}

struct signing *signing_new(struct arena *a)
{
	struct signing *s = arena_alloc(a, sizeof *s);

	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->more, NULL);
	pthread_cond_init(&s->all_done, NULL);
	arena_defer(a, signing_end, s);
	return s;
}

void signing_end(void *signing)
{
	struct signing *s = signing;

	pthread_mutex_lock(&s->lock);
	s->over = true;
	pthread_cond_broadcast(&s->more);
	pthread_mutex_unlock(&s->lock);
	for (size_t i = 0; i < s->helpers_n; i++)
		pthread_join(s->helpers[i], NULL);
	s->helpers_n = 0;
	s->count = s->added = s->taken = s->done = 0;
}

bool signing_room(const struct signing *s, size_t n)
{
	return n <= JOBS - s->count;
}

void signing_add(struct signing *s, const uint8_t key[32], struct str msg, const uint8_t sig[64],
		 const struct sign_place *place)
{
	struct job *j = &s->jobs[s->count++];

	memcpy(j->key, key, sizeof j->key);
	memcpy(j->sig, sig, sizeof j->sig);
	j->msg = msg;
	j->place = *place;
	if (!s->started)
		start(s);
	pthread_mutex_lock(&s->lock);
	s->added = s->count;
	pthread_cond_signal(&s->more);
	pthread_mutex_unlock(&s->lock);
}

const struct sign_place *signing_wait(struct signing *s)
{
	pthread_mutex_lock(&s->lock);
	while (one(s))
		;
	while (s->done < s->added)
		pthread_cond_wait(&s->all_done, &s->lock);
	for (size_t i = 0; i < s->added && !s->failed; i++) {
		s->failed = !s->jobs[i].good;
		s->first_bad = s->jobs[i].place;
	}
	s->added = s->taken = s->done = s->count = 0;
	pthread_mutex_unlock(&s->lock);
	return s->failed ? &s->first_bad : NULL;
}
