/*
 * Style sheets, scripts, fonts and pictures: made at build time by tools/mkassets.py from src/web/static and
 * the fonts of Debian's packages, and carried by the executable. The address of each holds a hash of its
 * content, so that it can be kept for ever.
 */
#ifndef SULH_WEB_ASSET_H
#define SULH_WEB_ASSET_H

#include <stddef.h>

#include "base/str.h"

struct http_answer;

struct asset {
	struct str name; /* "app.css", as pages name it */
	struct str url;	 /* "/static/<hash>/app.css" */
	const char *type;
	struct str body, gzip, br; /* s == NULL: not kept in that encoding */
	struct str etag;	   /* with its quotes */
};

/* Sorted by name. */
extern const struct asset assets[];
extern const size_t assets_n;

/* The address of an asset of that name. That there is none is a mistake in the program. */
struct str asset_url(struct str name);

/* The asset at an address (a path that begins with "/static/"), or NULL. */
const struct asset *asset_at(struct str path);

/* Answers with it: status, body, encodings, tag, that it never changes. */
void asset_answer(const struct asset *f, struct http_answer *out);

#endif
