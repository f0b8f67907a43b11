/* Who may stay connected when places are few. No test waits for a time limit. */
#include "web/slot.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

#define PLACES 4
#define HERE   1
#define THERE  2

struct pair {
	int ours, theirs;
	struct slot *slot;
};

/* Time has to go by for one to have waited longer than another. */
static void later(void)
{
	(void)usleep(2000);
}

static bool join(struct slots *t, struct pair *p, uint32_t address)
{
	int fd[2];

	*p = (struct pair){ -1, -1, NULL };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd))
		return false;
	p->ours = fd[0];
	p->theirs = fd[1];
	later();
	p->slot = slot_take(t, p->ours, address);
	return p->slot != NULL;
}

static void leave(struct pair *p)
{
	if (p->slot)
		slot_give(p->slot);
	close(p->ours);
	close(p->theirs);
	*p = (struct pair){ -1, -1, NULL };
}

/* Whether the other side is told that it ended. */
static bool shown_out(const struct pair *p)
{
	char c;

	return read(p->theirs, &c, 1) == 0;
}

static void those_who_wait(struct slots *t)
{
	struct pair p[PLACES + 4] = { 0 };
	bool ok = true;

	for (size_t i = 0; i < PLACES; i++)
		ok = ok && join(t, &p[i], HERE);
	CHECK("all places are given", ok && !shown_out(&p[0]) && !shown_out(&p[3]));
	CHECK("one more gets the place of who waited longest",
	      join(t, &p[4], HERE) && shown_out(&p[0]) && !shown_out(&p[1]) && !shown_out(&p[4]));
	slot_makes(p[1].slot);
	slot_waits(p[1].slot);
	CHECK("who never sent a request goes before who did",
	      join(t, &p[5], HERE) && shown_out(&p[2]) && !shown_out(&p[1]) && !shown_out(&p[3]));
	slot_makes(p[1].slot);
	slot_answers(p[3].slot);
	CHECK("who gets an answer stays",
	      join(t, &p[6], HERE) && shown_out(&p[4]) && !shown_out(&p[1]) && !shown_out(&p[3]));
	CHECK("two answers are on their way", slots_answering(t) == 2);
	slot_makes(p[3].slot);
	slot_makes(p[5].slot);
	slot_makes(p[6].slot);
	CHECK("while all wait for us there is no place",
	      !join(t, &p[7], HERE) && !shown_out(&p[1]) && !shown_out(&p[3]) &&
		      !shown_out(&p[5]) && !shown_out(&p[6]));
	leave(&p[7]);
	slot_answers(p[6].slot);
	CHECK("who does not take its answer gives way", join(t, &p[7], HERE) && shown_out(&p[6]));
	leave(&p[7]);
	leave(&p[5]);
	CHECK("a place that is given back is a place",
	      join(t, &p[7], HERE) && !shown_out(&p[1]) && !shown_out(&p[3]));
	leave(&p[0]);
	leave(&p[2]);
	leave(&p[4]);
	for (size_t i = 0; i < sizeof p / sizeof *p; i++)
		if (p[i].ours >= 0)
			leave(&p[i]);
	CHECK("none is on its way any more", slots_answering(t) == 0);
}

static void those_of_one_address(struct slots *t)
{
	struct pair p[PLACES + 3] = { 0 };
	bool ok = join(t, &p[0], THERE) && join(t, &p[1], HERE) && join(t, &p[2], HERE) &&
		  join(t, &p[3], HERE);

	CHECK("an address that holds more than half gives way to its own",
	      ok && join(t, &p[4], HERE) && shown_out(&p[1]) && !shown_out(&p[0]));
	CHECK("another address gets the place of who waited longest",
	      join(t, &p[5], THERE) && shown_out(&p[0]) && !shown_out(&p[2]));
	ok = join(t, &p[6], THERE) && shown_out(&p[2]);
	CHECK("whoever that is", ok);
	for (size_t i = 0; i < sizeof p / sizeof *p; i++)
		leave(&p[i]);
}

/* As when the thread is too busy to put away what it has shown out. */
static void those_not_yet_gone(struct slots *t)
{
	static struct pair p[PLACES + SLOT_OVER + 1];
	bool ok = true;

	for (size_t i = 0; i < PLACES + SLOT_OVER; i++)
		ok = ok && join(t, &p[i], HERE);
	CHECK("there is some room for those being shown out",
	      ok && shown_out(&p[SLOT_OVER - 1]) && !shown_out(&p[SLOT_OVER]));
	CHECK("and no more than that", !join(t, &p[PLACES + SLOT_OVER], HERE));
	for (size_t i = 0; i < sizeof p / sizeof *p; i++)
		leave(&p[i]);
}

int main(void)
{
	struct arena *a = arena_new(0);
	struct err e = { 0 };
	struct slots *t = slots_start(a, 1, PLACES, &e);

	CHECK("a table of places is made", t);
	if (t) {
		those_who_wait(t);
		those_of_one_address(t);
		those_not_yet_gone(t);
		slots_stop(t);
	}
	arena_free(a);
	return done();
}
