/*
 * What a page is made of. A page is pages/NAME.page, view_NAME.{h,c} and a line in routes.c; site.c frames,
 * keeps and sends it. Pages are made from what is signed and published, so a page of one publication is
 * always the same; nothing in it depends on who asks, but for the language.
 */
#ifndef SULH_WEB_VIEW_H
#define SULH_WEB_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/time.h"
#include "ledger/hash.h"
#include "web/page.h"

struct arena;
struct press_index;
struct rec;
struct reg;
struct store_place;

#define VISIT_ARGS 4

/* A log as it is published: below `size` everything may be shown, beyond it nothing. */
struct fact_log {
	struct str name, origin; /* "aleppo", "aleppo.aleppo-2016/log/1" */
	struct str vkey;	 /* its line in the policy */
	struct str key_id;	 /* of the key, eight hex digits */
	struct str seat;	 /* place of entries that name none; s == NULL: not known */
	int64_t id;		 /* in the store */
	uint8_t id8[8];
	uint64_t size;
	struct hash root;
};

/* A signed bulletin whose file is published. */
struct fact_bulletin {
	int64_t day, number, seq;
};

/* What a published officer entry says of a key; later ones of a key stand behind earlier ones. */
struct fact_officer {
	uint8_t kid[4];
	struct str roles, act; /* "chief,editor"; "enrol" */
	int64_t from,
		index; /* from: the day it begins; index: of the entry, in headquarters' log */
};

/* What all pages share, as it was when the publication was last looked at. It does not change: another
 * publication has other facts. */
struct facts {
	struct arena *a;
	struct str code;		       /* "aleppo-2016" */
	struct str name[LANG_COUNT];	       /* of the operation; the code where no record says */
	struct str zone;		       /* "Asia/Damascus"; empty where no record says */
	const struct rec *operation;	       /* its record; NULL while there is none */
	const struct fact_bulletin *bulletins; /* oldest first */
	size_t n_bulletins;
	const struct fact_log *logs; /* headquarters first */
	size_t n_logs;
	const struct fact_officer *officers;
	size_t n_officers;
	const struct store_place *places; /* the larger first */
	size_t n_places;
	const struct press_index *press; /* what was kept of the press (press_file.h) */
	uint64_t entries;		 /* of all logs */
	struct instant at; /* when the newest checkpoint was written, in the operation's time */
	struct str stamp;  /* of all this */
};

const struct fact_log *facts_log(const struct facts *f, struct str name);	/* NULL: none */
const struct fact_bulletin *facts_bulletin(const struct facts *f, int64_t day); /* NULL: none */
/* The one before; NULL for the first. */
const struct fact_bulletin *facts_before(const struct facts *f, int64_t day);
/* The code of the place of the whole operation; empty where there is none. */
struct str facts_whole(const struct facts *f);
/* What a key's officer entries say for a day; NULL: no published one says anything. */
const struct fact_officer *facts_officer(const struct facts *f, const uint8_t kid[4], int64_t day);
/* The name of a place in a language; `or` where the code is not known. */
struct str facts_place(const struct facts *f, enum lang lang, struct str code, struct str or);

/* One page for one reader. */
struct visit {
	struct arena *a; /* all that load makes lives here */
	enum lang lang;
	const struct facts *facts;
	struct reg *reg;	    /* open for reading, for routes that say so; else NULL */
	const char *folder;	    /* DIR/public */
	const char *dir;	    /* DIR, for its outlines alone */
	struct str path;	    /* "log/hq", without language, decoded */
	struct str arg[VISIT_ARGS]; /* what stood for the placeholders, decoded: UTF-8, no control
				     * characters, at most VISIT_ARG bytes; hostile all the same */
	size_t n_args;
	/* Set by load, in the language of the visit: the title (also the h1), the line above it. */
	struct str title, crumb;
};

#define VISIT_ARG 128

/* Which part of the navigation a page belongs to. */
enum nav { NAV_NONE, NAV_BULLETIN, NAV_FIGURES, NAV_PRESS, NAV_LOG, NAV_VERIFY, NAV_LEAFLET };

struct route {
	/* "log/NAME/INDEX": segments; those that begin with a capital stand for any one segment, with what
	 * follows a dot in them literally: "bulletin/DAY.csv". A last one that ends with "+" stands for all
	 * the segments that are left, as one argument: a detail may hold slashes. */
	const char *path;
	enum nav nav;
	bool reg; /* load needs the register; while somebody writes to it such a page is not made anew */
	/* Gives an HTTP status: 200 with the view in *view, 404, or 500 with e filled. */
	int (*load)(struct visit *v, const void **view, struct err *e);
	/* What stands in <main>. It begins with {call top(visit)} or its own <div class="page-head">
	 * with the h1. */
	void (*html)(struct page *p, const struct visit *v, const void *view);
	/* The same as one JSON value, at the address with .json; NULL: there is none. */
	void (*json)(struct buf *b, const struct visit *v, const void *view);
	/* Instead of both: bytes of a type of its own, not framed. */
	void (*bytes)(struct buf *b, const struct visit *v, const void *view);
	const char *type;
};

extern const struct route routes[];
extern const size_t routes_n;

/* The route of a path without language and leading slash ("" is the front page), and its arguments; NULL
 * where there is none. The first of the table that fits: literal segments stand before placeholders there. A
 * path that is not in its one spelling (percent signs where none are needed, or small hex digits) has no
 * route. Sets v->path, v->arg and v->n_args. */
const struct route *route_find(struct visit *v, struct str path);

#endif
