/*
 * The whole publication as one tar file, to be checked at home: `tar xf public.tar && sulh verify public`.
 *
 * What checkpoints are made of comes first and is read at once, so that everything they cover is in the file
 * even if somebody publishes while it is sent: what may be replaced (policy, checkpoints, partial tiles...) is
 * kept in memory, and what is not kept never changes. The same publication gives the same bytes. A file that is
 * not as it was when it was listed ends the connection: the reader sees that something is missing.
 */
#ifndef SULH_WEB_TAR_H
#define SULH_WEB_TAR_H

#include "base/err.h"
#include "web/http.h"

struct arena;
struct tar;

/* The tar file of a published folder. It lives in the arena, and must outlive all answers. */
struct tar *tar_open(struct arena *a, const char *folder, struct err *e);

/* Answers with it: 200; 404 where nothing is published; 503 while what is published changes too fast; 500 with e
 * filled. */
int tar_answer(struct tar *t, struct arena *a, struct http_answer *out, struct err *e);

#endif
