/*
 * The head of a request: what of it is looked at, and whether it is one that is answered at all. Nothing here
 * knows the HTTP library.
 */
#ifndef SULH_WEB_HEADS_H
#define SULH_WEB_HEADS_H

#include "web/http.h"

/* The headers that are looked at; several of one name are joined by commas (RFC 9110 §5.3). */
enum head {
	HEAD_HOST,
	HEAD_CONTENT_LENGTH,
	HEAD_TRANSFER_ENCODING,
	HEAD_ACCEPT_ENCODING,
	HEAD_ACCEPT_LANGUAGE,
	HEAD_IF_MATCH,
	HEAD_IF_NONE_MATCH,
	HEAD_IF_MODIFIED_SINCE,
	HEAD_IF_UNMODIFIED_SINCE,
	HEAD_RANGE,
	HEAD_IF_RANGE,
	HEAD_CONTENT_TYPE,
	HEAD_CONTENT_ENCODING,
	HEAD_ORIGIN,
	HEAD_AUTHORIZATION,
	HEADS
};

struct heads {
	struct arena *a; /* NULL: the first of each name is enough */
	struct str v[HEADS];
	size_t n[HEADS];
	bool odd; /* one has a name that is none */
};

/* Takes a header, if it is one of these. */
void heads_add(struct heads *h, const char *name, const char *value);

/* The path of a target; "http://host/path" is split (RFC 9112 §3.2.2). */
struct str heads_target(struct str url, struct str *host);

/* How long the body is that follows; false where that is not said in one way. */
bool heads_length(const struct heads *h, int64_t *n);

/* What is wrong with the request itself; 200 where nothing is. `writes`: POST and DELETE are taken. Refuses names
 * of other hosts (421), pages of other hosts that write (403), bodies that are not JSON (415), too long (413) or of
 * unknown length (411). */
int heads_judge(const struct heads *h, bool writes, struct str url, const char *method,
		const char *version, enum http_method *m);

#endif
