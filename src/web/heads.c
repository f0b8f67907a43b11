/* See heads.h. */
#include "web/heads.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

static const char *const head_names[HEADS] = {
	[HEAD_HOST] = "Host",
	[HEAD_CONTENT_LENGTH] = "Content-Length",
	[HEAD_TRANSFER_ENCODING] = "Transfer-Encoding",
	[HEAD_ACCEPT_ENCODING] = "Accept-Encoding",
	[HEAD_ACCEPT_LANGUAGE] = "Accept-Language",
	[HEAD_IF_MATCH] = "If-Match",
	[HEAD_IF_NONE_MATCH] = "If-None-Match",
	[HEAD_IF_MODIFIED_SINCE] = "If-Modified-Since",
	[HEAD_IF_UNMODIFIED_SINCE] = "If-Unmodified-Since",
	[HEAD_RANGE] = "Range",
	[HEAD_IF_RANGE] = "If-Range",
	[HEAD_CONTENT_TYPE] = "Content-Type",
	[HEAD_CONTENT_ENCODING] = "Content-Encoding",
	[HEAD_ORIGIN] = "Origin",
	[HEAD_AUTHORIZATION] = "Authorization",
};

/* RFC 9110 §5.6.2. A blank before the colon would be one sender's header and the next one's none. */
static bool is_token(const char *name)
{
	static const char signs[] = "!#$%&'*+-.^_`|~";
	const char *c = name;

	while ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
	       (*c && strchr(signs, *c)))
		c++;
	return c > name && !*c;
}

void heads_add(struct heads *h, const char *name, const char *value)
{
	struct str v = str_trim(str_of(value));

	h->odd = h->odd || !is_token(name);
	for (size_t i = 0; i < HEADS; i++) {
		if (strcasecmp(name, head_names[i]))
			continue;
		if (!h->n[i]++)
			h->v[i] = v;
		else if (h->a)
			h->v[i] = str_fmt(h->a, "%.*s, %.*s", P(h->v[i]), P(v));
	}
}

/* 127.0.0.1 or localhost, in any case, with a port or without; an empty one is none (RFC 3986 §3.2.3). */
static bool host_ok(struct str host)
{
	struct str rest = host, name = str_cut(&rest, ':');
	int64_t port;

	return (str_eq(name, S("127.0.0.1")) ||
		(name.len == 9 && !strncasecmp(name.s, "localhost", 9))) &&
	       (!rest.len || int_parse(rest, 1, 65535, &port));
}

struct str heads_target(struct str url, struct str *host)
{
	struct str rest;

	if (url.len < 7 || strncasecmp(url.s, "http://", 7))
		return url;
	rest = str_from(url, 7);
	*host = str_cut(&rest, '/');
	return rest.s ? str_mem(rest.s - 1, rest.len + 1) : S("/");
}

static bool method_of(const char *name, enum http_method *out)
{
	*out = !strcmp(name, "POST") ? HTTP_POST : !strcmp(name, "DELETE") ? HTTP_DELETE : HTTP_GET;
	return *out != HTTP_GET || !strcmp(name, "GET") || !strcmp(name, "HEAD");
}

/* JSON in UTF-8, which nothing but JSON has to be told. */
static bool type_ok(struct str type)
{
	struct str rest = type, name = str_trim(str_cut(&rest, ';'));

	rest = str_trim(rest.s ? rest : S(""));
	return name.len == 16 && !strncasecmp(name.s, "application/json", 16) &&
	       (!rest.len || (rest.len == 13 && !strncasecmp(rest.s, "charset=utf-8", 13)));
}

/* Where a page has its reader's browser write, that says whose page it is (Fetch, 3.2): ours or nobody's. `host` is the name by
 * which this machine was asked, which stands in the target where that has one, and in the header otherwise. */
static bool origin_ok(const struct heads *h, struct str host)
{
	struct str origin = h->v[HEAD_ORIGIN];

	return !origin.s || (h->n[HEAD_ORIGIN] == 1 && host.len &&
			     str_starts(origin, S("http://")) && str_eq(str_from(origin, 7), host));
}

bool heads_length(const struct heads *h, int64_t *n)
{
	*n = 0;
	return !h->n[HEAD_TRANSFER_ENCODING] && h->n[HEAD_CONTENT_LENGTH] <= 1 &&
	       (!h->n[HEAD_CONTENT_LENGTH] ||
		int_parse(h->v[HEAD_CONTENT_LENGTH], 0, INT64_MAX, n));
}

/* What is wrong with what is sent; only a POST sends something. */
static int judge_body(const struct heads *h, struct str host, enum http_method method)
{
	int64_t n;

	if (!heads_length(h, &n) || (method != HTTP_POST && n))
		return 400;
	if (method == HTTP_GET)
		return 200;
	if (!origin_ok(h, host))
		return 403;
	if (method == HTTP_DELETE)
		return 200;
	if (!h->n[HEAD_CONTENT_LENGTH])
		return 411;
	if (n > HTTP_BODY_MAX)
		return 413;
	return h->n[HEAD_CONTENT_TYPE] == 1 && type_ok(h->v[HEAD_CONTENT_TYPE]) &&
			       !h->n[HEAD_CONTENT_ENCODING]
		       ? 200
		       : 415;
}

int heads_judge(const struct heads *h, bool writes, struct str url, const char *method,
		const char *version, enum http_method *m)
{
	struct str host = h->v[HEAD_HOST], path = heads_target(url, &host);
	int status;

	if (!method_of(method, m) || (*m != HTTP_GET && !writes))
		return 405;
	/* RFC 9112 §3.2: exactly one. HTTP/1.0 need not say. */
	if (h->odd || h->n[HEAD_HOST] > 1 || (!host.s && strcmp(version, "HTTP/1.0")))
		return 400;
	if (host.s && !host_ok(host))
		return 421;
	status = judge_body(h, host, *m);
	if (status != 200)
		return status;
	if (path.len > HTTP_PATH_MAX)
		return 414;
	return path.len && path.s[0] == '/' ? 200 : 400;
}
