/*
 * What compiled pages write into (tools/mkpage.py). Markup stands literally in pages/NAME.page; every value
 * comes in through one of these, and all but page_markup escape what they write.
 */
#ifndef SULH_WEB_PAGE_H
#define SULH_WEB_PAGE_H

#include "base/lang.h"
#include "base/str.h"

struct page {
	struct buf *b;
	struct arena *a;
	enum lang lang;
};

/* Markup made by our own code (drawings), never what somebody gave. */
struct markup {
	struct str s;
};

/* Any integer, and nothing else: a pointer cannot be multiplied. */
#define PAGE_INT(x) ((int64_t)(1 * (x)))

void page_raw(struct page *p, struct str literal); /* for compiled pages only */
void page_text(struct page *p, struct str s);	   /* as text, or in a quoted attribute */
void page_markup(struct page *p, struct markup m);
void page_number(struct page *p, int64_t n); /* 10,500 */
void page_int(struct page *p, int64_t n);    /* 10500 */
void page_day(struct page *p, int64_t day);  /* lang_day */
void page_weekday(struct page *p, int64_t day);

/* A part of an address, percent-encoded. Slashes stay, but none follows another and nothing empty follows
 * one: neither a scheme nor a host can come in. */
void page_url(struct page *p, struct str s);

/* What the addresses of this language begin with: "/ar". */
void page_root(struct page *p);

/* A translated text with its arguments (msg_fmt, msg_count), escaped. */
void page_t(struct page *p, const char *text, const struct msg_arg *args, size_t n);
void page_tn(struct page *p, const char *one, const char *many, const struct msg_arg *args,
	     size_t n);

#endif
