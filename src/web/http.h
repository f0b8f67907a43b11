/*
 * The HTTP server, as small as its sites need: GET and HEAD, and what a site lets write, POST and DELETE; on
 * 127.0.0.1 only. It knows nothing of what it serves; this is the only file that sees the HTTP library. Who may stay connected is seen to by slot.h, what
 * readers accept by accept.h.
 *
 * Names of other hosts are refused, so that no page elsewhere can read this one by a name of its own. Each
 * connection has bounded memory, each request a bounded arena.
 */
#ifndef SULH_WEB_HTTP_H
#define SULH_WEB_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;
struct http;

#define HTTP_CONNECTIONS 256
#define HTTP_PATH_MAX	 1024
#define HTTP_BODY_MAX	 (1024 * 1024)

enum http_method { HTTP_GET, HTTP_POST, HTTP_DELETE }; /* HEAD is a GET whose body is not sent */

/* What is asked for. */
struct http_request {
	int status; /* 200; else what is wrong with the request, and a page for that is wanted */
	struct str path; /* as sent, nothing in it decoded; begins with "/" ("" unless 200) */
	size_t lang;	 /* of http_site.langs, what the reader likes best; the first if none */
	bool gzip, br;	 /* encodings that the reader takes */
	enum http_method method;
	/* What was sent with a POST: JSON by its Content-Type, from no other host's page. Wiped with the request. */
	struct str body;
	struct str authorization; /* the header; s == NULL without one */
};

/* An answer's body that is made while it is sent. It outlives the request's arena. */
struct http_stream {
	uint64_t size;
	/* Up to `max` bytes from position `at` on, at least one; less than 1 ends the connection, so that the
	 * reader sees that something is missing. Called by one thread at a time. NULL: no stream. */
	int64_t (*read)(void *p, uint64_t at, void *out, size_t max);
	void (*close)(void *p);
	void *p;
};

/* What a request gets; at first all zero but fd, which is -1. Texts and descriptor live in the request's arena
 * or longer. The body is `stream`, else `fd`, else `body`. HEAD, conditions (ETag, Last-Modified), a byte range
 * and the choice between encodings are seen to here, not by the site. */
struct http_answer {
	int status;
	const char *type;
	struct str body;
	struct str gzip; /* the body, compressed ahead; s == NULL: it is not */
	struct str br;	 /* by brotli */
	/* Where given, body, gzip and br are not copied: they stay as they are until release(held) is called,
	 * once, from any thread, when the site has answered. */
	void (*release)(void *held);
	void *held;
	int fd; /* `size` bytes of this file; closed with the arena */
	uint64_t size;
	struct http_stream stream;
	struct str etag;      /* strong, with its quotes; s == NULL: none, and no cache keeps it */
	int64_t modified;     /* seconds since 1970; 0: not known */
	const char *language; /* of the page ("ar"); NULL: none or several */
	bool by_language;     /* another reader may get another page at this address */
	bool immutable;	      /* this address never gives anything else */
	bool busy;	      /* ask again in a second */
};

/* Answers requests. Called from several threads; the arena is of this request and has a guard. */
struct http_site {
	void (*answer)(void *p, struct arena *a, const struct http_request *q,
		       struct http_answer *out);
	void *p;
	const struct str *langs; /* language tags that pages exist in, "en", "ar"; may be none */
	size_t n_langs;
	/* Whether POST and DELETE are taken. Nothing such a site answers is kept by anybody. */
	bool writes;
};

/* For `release`: what is part of the executable. */
void http_forever(void *held);

/* Listens on 127.0.0.1 (port 0: any free one) and answers until http_stop. The server lives in the arena;
 * *port is the one it listens on. Signals are the caller's: the threads inherit what it blocks. */
struct http *http_start(struct arena *a, int64_t *port, const struct http_site *site,
			struct err *e);

/* Takes no more connections, lets answers on their way end (for some seconds) and stops. */
void http_stop(struct http *h);

#endif
