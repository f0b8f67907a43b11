/*
 * What `sulh serve` shows: the pages of routes.c, and the files of DIR/public.
 *
 *   /public/<name>  /public.tar  /bulletin/<date>.json  /press.json  files as published
 *   /press.csv                                          the claims in press.json as a table
 *   /static/<hash>/<name>                               what pages load
 *
 * Any page stands at /en/... and /ar/..., too; without a language the reader's own is chosen. With .json behind it
 * (/index.json for /) it comes as one JSON value.
 *
 * Pages are made from what is published. The register is opened for reading only when the publication has
 * changed, or a page needs it that is not kept, and only while nobody writes to it; it is closed at once: a
 * writer never waits for readers of pages. While somebody writes, what was made before is shown. Of the
 * pages that need the register one is made at a time; those without anything to choose in their address (the front
 * page, lists, leaflet, verify) go first and are kept longest, so that endless addresses hold nobody up.
 */
#ifndef SULH_WEB_SITE_H
#define SULH_WEB_SITE_H

#include "base/err.h"
#include "base/time.h"
#include "web/http.h"

struct arena;
struct site;

/* Reads the register in `dir` and makes the front page in every language. The site lives in the arena.
 * ERR_ATTENTION where nothing is published in DIR/public yet. */
struct site *site_open(struct arena *a, const char *dir, const struct clock *clock, struct err *e);

/* As http_site.answer; p is the site. */
void site_answer(void *p, struct arena *a, const struct http_request *q, struct http_answer *out);

/* The languages of pages, for http_site. */
extern const struct str site_langs[];
extern const size_t site_langs_n;

#endif
