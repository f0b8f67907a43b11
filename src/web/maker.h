/*
 * Makes pages from the publication and keeps them. The register is opened for reading only when the publication
 * has changed, or for a page that needs it and is not kept, only while nobody writes to it, and by one at a
 * time; it is closed at once. While somebody writes, what was made before is given.
 */
#ifndef SULH_WEB_MAKER_H
#define SULH_WEB_MAKER_H

#include "base/err.h"
#include "base/time.h"
#include "web/keep.h"
#include "web/view.h"

struct arena;
struct maker;

enum shape { SHAPE_HTML, SHAPE_JSON, SHAPE_BYTES };

struct wanted {
	const struct route *route;
	enum lang lang;
	enum shape shape;
	struct str key;	    /* of lang, shape and path */
	struct visit visit; /* its arguments and language */
};

/* Looks at the register in `dir` and its DIR/public. It lives in the arena, all readers have to be gone before
 * that ends. */
struct maker *maker_open(struct arena *a, const char *dir, const struct clock *clock,
			 struct err *e);

/* Looks at the publication again, at most once a second; the others go on with what there is. */
void maker_look(struct maker *m);

/* 200 with the page, to be given back (keep_give); 404; 503: not now; 500: said to the operator. */
int maker_page(struct maker *m, const struct wanted *w, const struct kept **out);

/* A page that says one thing, made ahead: it is wanted when nothing else can be made. One that was dropped
 * since is made again. NULL where that is not possible. */
const struct kept *maker_message(struct maker *m, enum lang lang, int status);
/* The same in a few words; gives the status that has words. */
int maker_words(int status, struct str *title, struct str *text);

/* The day of the newest bulletin; NO_DAY: there is none. */
int64_t maker_newest(struct maker *m);

/* The facts as they are now, to be given back; from any thread. */
const struct facts *maker_facts(struct maker *m);
void maker_facts_give(struct maker *m, const struct facts *f);

/* Says to the operator what is wrong; gives 500. */
int maker_trouble(const struct err *e);

#endif
