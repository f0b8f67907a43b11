/* The pages, as HTML that works without script: from what is signed and public, nothing else. */
#ifndef SULH_WEB_PAGE_H
#define SULH_WEB_PAGE_H

#include "figure/count.h"
#include "store/store.h"

struct arena;

/* A public file to link to, by its name below the published folder. */
struct page_link {
	struct str name;
	uint64_t size;
};

/* What a bulletin's page shows. */
struct page_view {
	struct str operation;
	const struct store_bulletin *list; /* all signed ones, oldest first */
	size_t n_list;
	const struct store_bulletin *shown; /* one of them; NULL where there is none yet */
	const struct rec *record;	    /* of the shown one */
	const struct row *rows;
	size_t n_rows;
	const struct page_link *links;
	size_t n_links;
};

struct str page_bulletin(struct arena *a, const struct page_view *v);

/* A page that says one thing. */
struct str page_message(struct arena *a, struct str title, struct str text);

#endif
