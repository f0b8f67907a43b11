/*
 * The HTTP server, as small as reading needs: GET and HEAD, on 127.0.0.1 only, one answer a request. It knows
 * nothing of what it serves; this is the only file that sees the HTTP library.
 *
 * Against a reader who means harm: at most HTTP_CONNECTIONS connections with bounded memory each; a request
 * must be there whole within HTTP_REQUEST_MS (less while connections are scarce) and an answer be taken at
 * HTTP_RATE, whatever trickles in meanwhile; names of other hosts are refused, so that no page elsewhere can
 * read this one by a name of its own.
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
#define HTTP_REQUEST_MS	 10000
#define HTTP_SCARCE_MS	 2000
#define HTTP_ANSWER_MS	 30000
#define HTTP_RATE	 16 /* bytes a millisecond, beyond HTTP_ANSWER_MS */

/* What a request gets. Texts and descriptor live in the request's arena or longer. */
struct http_answer {
	int status;
	const char *type;
	struct str body;
	int fd; /* -1: the body is `body`; else `size` bytes of this file, closed with the arena */
	uint64_t size;
	struct str etag; /* with its quotes; s == NULL: none, and then no 304 */
	bool busy;	 /* ask again in a second */
};

/* Answers a path, which is as it was sent: nothing in it is decoded. Called from several threads; the arena
 * is of this request and has a guard. `status` other than 200: the path is "" and a page for it is wanted. */
struct http_site {
	void (*answer)(void *p, struct arena *a, int status, struct str path,
		       struct http_answer *out);
	void *p;
};

/* Listens on 127.0.0.1 (port 0: any free one) and answers until http_stop. The server lives in the arena;
 * *port is the one it listens on. Signals are the caller's: the threads inherit what it blocks. */
struct http *http_start(struct arena *a, int64_t *port, const struct http_site *site,
			struct err *e);

/* Takes no more connections, lets answers on their way end (for some seconds) and stops. */
void http_stop(struct http *h);

#endif
