/*
 * Who may stay connected. Connections are few and many may want one, so each has a place in a table, and loses
 * it when it keeps others waiting:
 *
 *  - a request must be there whole within SLOT_REQUEST_MS (SLOT_SCARCE_MS while more than half the places are
 *    taken), whatever trickles in meanwhile;
 *  - of an answer, SLOT_STEP bytes or what is left must be taken within SLOT_ANSWER_MS (SLOT_SCARCE_MS);
 *  - when all places of a thread are taken, a newcomer gets that of who kept others waiting longest: without
 *    having sent a whole request (half as long counts, if it has sent one before), or without such a step. Who
 *    holds more than half the places from one address gets one of its own.
 *
 * So whoever sends a request at once and takes the answer gets in, however many others hold on: also when all
 * come from one address, as they do behind a proxy. Nothing here knows HTTP.
 */
#ifndef SULH_WEB_SLOT_H
#define SULH_WEB_SLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct slot;
struct slots;

#define SLOT_REQUEST_MS 10000
#define SLOT_SCARCE_MS	2000
#define SLOT_ANSWER_MS	30000
#define SLOT_STEP	4096 /* bytes */
#define SLOT_OVER	16   /* places more that a thread has for those that are being shown out */
#define SLOT_THREADS	16

/* A table of `places` for each of `threads` (at most SLOT_THREADS), which stand for what calls slot_take.
 * NULL where no thread for the time limits is to be had. */
struct slots *slots_start(struct arena *a, size_t threads, size_t places, struct err *e);

/* Ends the time limits. All slots have been given back before. */
void slots_stop(struct slots *t);

/* A place for the connection `fd` from `address`, to be given back before the descriptor is closed: another one
 * of this thread may be shut down for it. NULL: there is none. */
struct slot *slot_take(struct slots *t, int fd, uint32_t address);
void slot_give(struct slot *s);

/* A whole request is there, and who keeps whom waiting is us; the answer is on its way; it is sent, and another
 * request may come. */
void slot_makes(struct slot *s);
void slot_answers(struct slot *s);
void slot_waits(struct slot *s);

/* How many answers are on their way. */
size_t slots_answering(struct slots *t);

#endif
