/*
 * What `sulh serve` shows: pages of the signed bulletins, and the files of DIR/public.
 *
 *   /  /bulletin/<date>  pages        /bulletin/<date>.json  /public/<name>  files as published
 *   /style.css
 *
 * The register is opened for reading, at most once a second and only while nobody writes to it, and closed at
 * once: a writer never waits for readers of pages. While somebody writes, what was made before is shown.
 */
#ifndef SULH_WEB_SITE_H
#define SULH_WEB_SITE_H

#include "base/err.h"
#include "base/time.h"
#include "web/http.h"

struct arena;
struct site;

/* Reads the register in `dir` and makes the newest page. The site lives in the arena. ERR_ATTENTION where
 * nothing is published in DIR/public yet. */
struct site *site_open(struct arena *a, const char *dir, const struct clock *clock, struct err *e);

/* As http_site.answer; p is the site. */
void site_answer(void *p, struct arena *a, int status, struct str path, struct http_answer *out);

#endif
