/* The HTTP server over a socket, with a site of its own: what is on the wire for what the site answers. */
#include "web/http.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "test.h"
#include "base/banned.h"

#define STREAM_SIZE 1000000

static const struct str langs[] = { SC("en"), SC("ar") };

struct world {
	struct arena *a;
	int64_t port;
	int file; /* "0123456789" */
	atomic_int released, closed;
};

static void release(void *held)
{
	atomic_fetch_add(&((struct world *)held)->released, 1);
}

static int64_t stream(void *p, uint64_t at, void *out, size_t max)
{
	size_t n = max < STREAM_SIZE - at ? max : (size_t)(STREAM_SIZE - at);

	(void)p;
	for (size_t i = 0; i < n; i++)
		((char *)out)[i] = (char)('a' + (at + i) % 23);
	return (int64_t)n;
}

static int64_t breaking(void *p, uint64_t at, void *out, size_t max)
{
	return at > STREAM_SIZE / 2 ? -1 : stream(p, at, out, max);
}

static void end_stream(void *p)
{
	atomic_fetch_add(&((struct world *)p)->closed, 1);
}

static void text(struct http_answer *out, const struct http_request *q)
{
	out->body = q->lang ? S("arabic6789") : S("0123456789");
	out->gzip = S("as gzip");
	out->br = S("as br");
	out->etag = S("\"t\"");
	out->modified = 784111777;
	out->language = q->lang ? "ar" : "en";
	out->by_language = true;
}

static void answer(void *p, struct arena *a, const struct http_request *q, struct http_answer *out)
{
	struct world *w = p;

	out->status = q->status;
	out->type = "text/plain";
	if (q->status != 200) {
		out->body = S("wrong");
	} else if (q->method != HTTP_GET) {
		out->body =
			str_fmt(a, "%s %.*s by %.*s", q->method == HTTP_POST ? "took" : "dropped",
				P(q->body), P(q->authorization.s ? q->authorization : S("nobody")));
	} else if (str_eq(q->path, S("/text"))) {
		text(out, q);
	} else if (str_eq(q->path, S("/held"))) {
		out->body = S("held");
		out->etag = S("\"h\"");
		out->release = release;
		out->held = w;
	} else if (str_eq(q->path, S("/static"))) {
		out->body = S("kept");
		out->etag = S("\"s\"");
		out->release = http_forever;
		out->immutable = true;
	} else if (str_eq(q->path, S("/file"))) {
		out->fd = w->file;
		out->size = 10;
		out->etag = S("\"f\"");
	} else if (str_eq(q->path, S("/stream")) || str_eq(q->path, S("/breaking"))) {
		out->etag = S("\"m\"");
		out->stream =
			(struct http_stream){ STREAM_SIZE, q->path.s[1] == 's' ? stream : breaking,
					      end_stream, w };
	} else if (str_eq(q->path, S("/memory"))) {
		(void)arena_alloc(a, (size_t)1 << 40);
	} else if (str_eq(q->path, S("/busy"))) {
		out->status = 503;
		out->busy = true;
	} else {
		out->status = 404;
		out->body = str_dup(a, q->path);
	}
}

/* What comes back for these bytes, until the connection is closed. */
static struct str ask(struct world *w, struct str bytes)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)w->port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct buf b = { .a = w->a };
	char more[8192];
	ssize_t n;

	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) ||
	    send(fd, bytes.s, bytes.len, MSG_NOSIGNAL) != (ssize_t)bytes.len) {
		if (fd >= 0)
			close(fd);
		return S("");
	}
	while ((n = recv(fd, more, sizeof more, 0)) > 0)
		buf_add(&b, more, (size_t)n);
	close(fd);
	return buf_text(&b);
}

static struct str request(struct world *w, const char *method, const char *path, const char *heads)
{
	return ask(w,
		   str_fmt(w->a, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n",
			   method, path, heads));
}

static struct str get(struct world *w, const char *path, const char *heads)
{
	return request(w, "GET", path, heads);
}

static int status(struct str answer)
{
	int s = 0;

	for (size_t i = 9; str_starts(answer, S("HTTP/1.1 ")) && i < 12 && i < answer.len; i++)
		s = s * 10 + (answer.s[i] - '0');
	return s;
}

static struct str body(struct str answer)
{
	const char *at = answer.len ? memmem(answer.s, answer.len, "\r\n\r\n", 4) : NULL;

	return at ? str_mem(at + 4, (size_t)(answer.s + answer.len - at - 4))
		  : (struct str){ NULL, 0 };
}

/* The value of a header; empty where it is missing, "twice" where it is there twice. */
static struct str head(struct str answer, const char *name)
{
	struct str found = { "", 0 };

	answer.len -= body(answer).len;
	while (answer.s) {
		struct str line = str_cut(&answer, '\n'), key = str_cut(&line, ':');

		if (key.len != strlen(name) || strncasecmp(key.s, name, key.len))
			continue;
		if (found.len)
			return S("twice");
		found = str_trim(line);
	}
	return found;
}

static bool has(struct str answer, const char *name, const char *value)
{
	return str_eq(head(answer, name), str_of(value));
}

static void variants(struct world *w)
{
	struct str r = get(w, "/text", "");

	CHECK("a text comes as it is", status(r) == 200 && str_eq(body(r), S("0123456789")) &&
					       has(r, "Content-Length", "10") &&
					       has(r, "ETag", "\"t\"") &&
					       has(r, "Content-Encoding", ""));
	CHECK("with what caches need to know",
	      has(r, "Cache-Control", "no-cache") &&
		      has(r, "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT") &&
		      has(r, "Vary", "Accept-Encoding, Accept-Language") &&
		      has(r, "Content-Language", "en") && has(r, "Accept-Ranges", "bytes"));
	CHECK("and what browsers must not do",
	      has(r, "Content-Security-Policy",
		  "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "
		  "img-src 'self'; "
		  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'") &&
		      has(r, "X-Content-Type-Options", "nosniff"));
	r = get(w, "/text", "Accept-Encoding: gzip, br\r\n");
	CHECK("brotli where it is taken, with a tag of its own",
	      str_eq(body(r), S("as br")) && has(r, "Content-Encoding", "br") &&
		      has(r, "ETag", "\"t-br\""));
	r = get(w, "/text", "Accept-Encoding: deflate\r\nAccept-Encoding: gzip\r\n");
	CHECK("gzip where that is taken, said in several lines",
	      str_eq(body(r), S("as gzip")) && has(r, "Content-Encoding", "gzip") &&
		      has(r, "ETag", "\"t-gzip\""));
	r = get(w, "/text", "Accept-Language: ar\r\n");
	CHECK("the language that is liked",
	      str_eq(body(r), S("arabic6789")) && has(r, "Content-Language", "ar"));
	r = get(w, "/static", "Accept-Encoding: gzip, br\r\n");
	CHECK("what never changes may be kept for ever",
	      has(r, "Cache-Control", "public, max-age=31536000, immutable") &&
		      has(r, "Vary", "") && str_eq(body(r), S("kept")));
}

static void conditions(struct world *w)
{
	struct str r = get(w, "/text", "If-None-Match: \"x\"\r\nIf-None-Match: \"t\"\r\n");

	CHECK("what is known is not sent",
	      status(r) == 304 && !body(r).len && has(r, "ETag", "\"t\"") &&
		      has(r, "Cache-Control", "no-cache") &&
		      has(r, "Vary", "Accept-Encoding, Accept-Language"));
	CHECK("nor is it said to be empty: that is for caches",
	      has(r, "Content-Length", "10") &&
		      has(get(w, "/text", "If-None-Match: *\r\nAccept-Encoding: br\r\n"),
			  "Content-Length", "5") &&
		      has(get(w, "/file", "If-None-Match: \"f\"\r\n"), "Content-Length", "10") &&
		      has(get(w, "/stream", "If-None-Match: \"m\"\r\n"), "Content-Length",
			  "1000000") &&
		      has(request(w, "HEAD", "/held", "If-None-Match: \"h\"\r\n"), "Content-Length",
			  "4"));
	r = ask(w, S("GET /stream HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: *\r\n\r\n"
		     "GET /static HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
	CHECK("and what comes behind it is the next answer",
	      status(r) == 304 && status(body(r)) == 200 && str_eq(body(body(r)), S("kept")));
	CHECK("what is known packed differently is",
	      status(get(w, "/text", "If-None-Match: \"t\"\r\nAccept-Encoding: br\r\n")) == 200 &&
		      status(get(w, "/text",
				 "If-None-Match: \"t-br\"\r\nAccept-Encoding: br\r\n")) == 304);
	CHECK("what did not change since is not sent",
	      status(get(w, "/text", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n")) ==
		      304);
	r = get(w, "/text", "If-Match: \"x\"\r\n");
	CHECK("a condition that does not hold is said", status(r) == 412 && !body(r).len);
	r = request(w, "HEAD", "/text", "Range: bytes=1-2\r\n");
	CHECK("HEAD gives the head of the whole",
	      status(r) == 200 && !body(r).len && has(r, "Content-Length", "10"));
	CHECK("of a stream, too",
	      has(request(w, "HEAD", "/stream", ""), "Content-Length", "1000000"));
}

static bool ranged(struct world *w, const char *path, const char *range, const char *want)
{
	struct str r = get(w, path, str_z(w->a, str_fmt(w->a, "Range: bytes=%s\r\n", range)));

	return status(r) == 206 && str_eq(body(r), str_of(want)) &&
	       has(r, "Content-Length", str_z(w->a, str_fmt(w->a, "%zu", strlen(want))));
}

static void ranges(struct world *w)
{
	struct str r = get(w, "/text", "Range: bytes=2-4\r\n");

	CHECK("a range of a text", status(r) == 206 && str_eq(body(r), S("234")) &&
					   has(r, "Content-Range", "bytes 2-4/10") &&
					   has(r, "ETag", "\"t\""));
	CHECK("of what is held, of a file, of a stream",
	      ranged(w, "/held", "1-1", "e") && ranged(w, "/file", "8-20", "89") &&
		      ranged(w, "/file", "-3", "789") &&
		      ranged(w, "/stream", "999998-",
			     (char[]){ 'a' + 999998 % 23, 'a' + 999999 % 23, 0 }) &&
		      ranged(w, "/stream", "500000-500000", (char[]){ 'a' + 500000 % 23, 0 }));
	r = get(w, "/file", "Range: bytes=10-\r\n");
	CHECK("behind the end there is nothing, and it is said where that is",
	      status(r) == 416 && has(r, "Content-Range", "bytes */10") && !body(r).len);
	CHECK("several ranges get all of it",
	      status(get(w, "/file", "Range: bytes=0-1,3-4\r\n")) == 200 &&
		      status(get(w, "/file", "Range: bytes=0-1\r\nRange: bytes=3-4\r\n")) == 200);
	CHECK("a range of something else gets all of it",
	      status(get(w, "/file", "Range: bytes=0-1\r\nIf-Range: \"x\"\r\n")) == 200 &&
		      status(get(w, "/file", "Range: bytes=0-1\r\nIf-Range: \"f\"\r\n")) == 206);
	CHECK("an error has no ranges", status(get(w, "/nothing", "Range: bytes=0-1\r\n")) == 404);
}

static void bodies(struct world *w)
{
	struct str r = get(w, "/stream", ""), whole = body(r);

	CHECK("a stream comes whole",
	      whole.s && whole.len == STREAM_SIZE &&
		      whole.s[STREAM_SIZE - 1] == 'a' + (STREAM_SIZE - 1) % 23);
	r = get(w, "/breaking", "");
	CHECK("a stream that breaks off is seen to",
	      body(r).len < STREAM_SIZE && has(r, "Content-Length", "1000000"));
	r = ask(w, S("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
		     "GET /held HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
	CHECK("requests that come together are answered one after the other",
	      str_ends(r, S("\r\n\r\nheld")) && body(r).len > STREAM_SIZE);
	CHECK("a request that needs too much memory ends, and nothing else",
	      !get(w, "/memory", "").len && status(get(w, "/text", "")) == 200);
	r = get(w, "/busy", "");
	CHECK("who is to come back is told so", status(r) == 503 && has(r, "Retry-After", "1") &&
							has(r, "Cache-Control", "no-store"));
}

static void requests(struct world *w)
{
	struct str r = request(w, "POST", "/text", "Content-Length: 5\r\n");
	char *deep = arena_alloc(w->a, 3000);

	CHECK("nothing but GET and HEAD", status(r) == 405 && has(r, "Allow", "GET, HEAD"));
	CHECK("another host is refused",
	      status(ask(w, S("GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n"))) == 421 &&
		      status(ask(w, S("GET http://elsewhere.example/text HTTP/1.1\r\nHost: "
				      "localhost\r\n\r\n"))) == 421);
	CHECK("no host and two hosts are none",
	      status(ask(w, S("GET /text HTTP/1.1\r\n\r\n"))) == 400 &&
		      status(ask(w, S("GET /text HTTP/1.1\r\nHost: localhost\r\nHost: "
				      "localhost\r\n\r\n"))) == 400);
	CHECK("HTTP/1.0 need not say",
	      status(ask(w, S("GET /text HTTP/1.0\r\n\r\n"))) == 200 ||
		      str_starts(ask(w, S("GET /text HTTP/1.0\r\n\r\n")), S("HTTP/1.0 200")));
	r = ask(w,
		S("GET http://127.0.0.1:80/text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
	CHECK("a whole address is an address",
	      status(r) == 200 && str_eq(body(r), S("0123456789")));
	CHECK("a host is one in any case, with blanks around it, and with a port left empty",
	      status(ask(w, S("GET /text HTTP/1.1\r\nHost: \tLOCALhost \t\r\nConnection: "
			      "close\r\n\r\n"))) == 200 &&
		      status(ask(w, S("GET /text HTTP/1.1\r\nHost: 127.0.0.1:\r\nConnection: "
				      "close\r\n\r\n"))) == 200);
	CHECK("a header whose name is none is refused, and what comes behind it not read",
	      status(get(w, "/text", "Content-Length : 5\r\n")) == 400 &&
		      status(get(w, "/text", "Transfer-Encoding\t: chunked\r\n")) == 400 &&
		      status(get(w, "/text", "X (y): z\r\n")) == 400 &&
		      status(get(w, "/text", "X-1!#$%&'*+-.^_`|~: z\r\n")) == 200);
	r = get(w, "/a%2Fb?c=d", "");
	CHECK("a path comes as it was sent", status(r) == 404 && str_eq(body(r), S("/a%2Fb")));
	CHECK("a body is refused",
	      status(ask(
		      w,
		      S("GET /text HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\na"))) ==
			      400 &&
		      status(ask(w, S("GET /text HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: "
				      "chunked\r\n\r\n"
				      "0\r\n\r\n"))) == 400);
	memset(deep, 'a', 2000);
	deep[0] = '/';
	CHECK("an address that is too long is said to be", status(get(w, deep, "")) == 414);
	CHECK("no address is no address",
	      status(ask(w, S("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n"))) == 400);
	CHECK("too many headers are said to be",
	      status(get(w, "/text", str_z(w->a, str_fmt(w->a, "X: %020000d\r\n", 1)))) == 431);
}

#define JSON "Content-Type: application/json\r\n"

static struct str post(struct world *w, const char *heads, const char *body)
{
	return ask(w, str_fmt(w->a,
			      "POST /text HTTP/1.1\r\nHost: localhost:80\r\nConnection: "
			      "close\r\n%s\r\n%s",
			      heads, body));
}

/* A site that lets write. */
static void writes(struct world *w)
{
	struct str r = post(w, JSON "Content-Length: 2\r\nAuthorization: Bearer x\r\n", "{}");

	CHECK("what is sent arrives, with whose it is",
	      status(r) == 200 && str_eq(body(r), S("took {} by Bearer x")) &&
		      has(r, "Cache-Control", "no-store"));
	CHECK("with a charset, and from its own page",
	      status(post(w,
			  "Content-Type: application/json; charset=UTF-8\r\nContent-Length: "
			  "2\r\nOrigin: http://localhost:80\r\n",
			  "{}")) == 200);
	CHECK("a page of another host, or of another port here, must not write",
	      status(post(w, JSON "Content-Length: 2\r\nOrigin: http://elsewhere.example\r\n",
			  "{}")) == 403 &&
		      status(post(w, JSON "Content-Length: 2\r\nOrigin: http://localhost:81\r\n",
				  "{}")) == 403 &&
		      status(post(w, JSON "Content-Length: 2\r\nOrigin: null\r\n", "{}")) == 403);
	CHECK("its own page is that of the name by which it is asked",
	      status(ask(w,
			 S("DELETE http://localhost:80/text HTTP/1.1\r\nHost: elsewhere.example\r\n"
			   "Connection: close\r\nOrigin: http://elsewhere.example\r\n\r\n"))) ==
			      403 &&
		      status(ask(w,
				 S("DELETE http://localhost:80/text HTTP/1.1\r\nHost: x\r\n"
				   "Connection: close\r\nOrigin: http://localhost:80\r\n\r\n"))) ==
			      200);
	CHECK("where it is asked by none, no page is its own",
	      status(ask(w, S("DELETE /text HTTP/1.0\r\nOrigin: http://\r\n\r\n"))) == 403);
	CHECK("what a form could send is not taken",
	      status(post(w, "Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}")) == 415 &&
		      status(post(w, "Content-Length: 2\r\n", "{}")) == 415 &&
		      status(post(w, JSON "Content-Length: 2\r\nContent-Encoding: gzip\r\n",
				  "{}")) == 415);
	CHECK("a length has to be said, and be small",
	      status(post(w, JSON, "")) == 411 &&
		      status(post(w, JSON "Content-Length: 1048577\r\n", "")) == 413 &&
		      status(post(w, JSON "Content-Length: -1\r\n", "")) == 400 &&
		      status(post(w, JSON "Content-Length: 2\r\nContent-Length: 3\r\n", "{}")) ==
			      400 &&
		      status(post(w, JSON "Transfer-Encoding: chunked\r\n", "0\r\n\r\n")) == 400);
	CHECK("conditions and ranges are for what is read: it happened, and that is said whole",
	      str_eq(body(post(w, JSON "Content-Length: 2\r\nRange: bytes=0-1\r\n", "{}")),
		     S("took {} by nobody")) &&
		      status(post(w, JSON "Content-Length: 2\r\nIf-None-Match: *\r\n", "{}")) ==
			      200 &&
		      status(request(w, "DELETE", "/text", "If-Match: \"x\"\r\n")) == 200);
	r = request(w, "DELETE", "/text", "");
	CHECK("DELETE brings nothing", str_eq(body(r), S("dropped  by nobody")));
	CHECK("nor does it with a page of another host",
	      status(request(w, "DELETE", "/text", "Origin: http://x\r\n")) == 403);
	r = request(w, "PUT", "/text", JSON "Content-Length: 2\r\n");
	CHECK("other methods are none",
	      status(r) == 405 && has(r, "Allow", "GET, HEAD, POST, DELETE"));
}

/* Of 1 MiB each byte comes as it was sent. */
static void long_body(struct world *w)
{
	char *long_text = arena_alloc(w->a, HTTP_BODY_MAX + 1);
	struct str r;

	for (size_t i = 0; i < HTTP_BODY_MAX; i++)
		long_text[i] = (char)('a' + i % 19);
	r = post(w, JSON "Content-Length: 1048576\r\n", long_text);
	CHECK("a long body arrives whole",
	      status(r) == 200 && body(r).len == HTTP_BODY_MAX + strlen("took  by nobody") &&
		      !memcmp(body(r).s + 5, long_text, HTTP_BODY_MAX));
}

static void writing(struct world *w)
{
	struct http_site site = { answer, w, langs, 2, true };
	struct err e = { 0 };
	struct http *h;

	w->port = 0;
	h = http_start(w->a, &w->port, &site, &e);
	CHECK("a site that lets write starts", h != NULL);
	if (!h)
		return;
	writes(w);
	long_body(w);
	http_stop(h);
}

static void ended(struct world *w, int held, int streams)
{
	CHECK("what was held is let go, each once", atomic_load(&w->released) == held);
	CHECK("streams are closed, each once", atomic_load(&w->closed) == streams);
}

int main(void)
{
	struct world w = { .a = arena_new(0), .file = memfd_create("file", MFD_CLOEXEC) };
	struct http_site site = { answer, &w, langs, 2, false };
	struct err e = { 0 };
	struct http *h = http_start(w.a, &w.port, &site, &e);

	CHECK("it starts on a free port", h && w.port && write(w.file, "0123456789", 10) == 10);
	if (!h)
		return done();
	variants(&w);
	conditions(&w);
	ranges(&w);
	bodies(&w);
	requests(&w);
	CHECK("what is known is not held",
	      status(get(&w, "/held", "If-None-Match: \"h\"\r\n")) == 304);
	http_stop(h);
	/* One range, one of two together, two that are known. */
	ended(&w, 4, 8);
	writing(&w);
	close(w.file);
	arena_free(w.a);
	return done();
}
