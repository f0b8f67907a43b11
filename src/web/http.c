/* See http.h. */
#include "web/http.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/late.h"
#include "ledger/key.h"
#include "web/accept.h"
#include "web/heads.h"
#include "web/listen.h"
#include "web/slot.h"
#include "base/banned.h"

/* clang-format off */
#define CALLS(X) \
	X(MHD_add_response_header) X(MHD_create_response_from_buffer) \
	X(MHD_create_response_from_buffer_with_free_callback_cls) \
	X(MHD_create_response_from_callback) X(MHD_create_response_from_fd_at_offset64) \
	X(MHD_destroy_response) X(MHD_get_connection_info) X(MHD_get_connection_values) \
	X(MHD_queue_response) X(MHD_quiesce_daemon) X(MHD_start_daemon) X(MHD_stop_daemon)
/* clang-format on */
LATE(LATE_MICROHTTPD, CALLS)

#define CONNECTION_MEMORY (16 * 1024) /* request head and buffers of one connection */
#define ARENA_MAX	  ((size_t)64 * 1024 * 1024)
#define STREAM_BLOCK	  (32 * 1024)
#define THREADS		  8 /* few make pages or wait for them: the others answer meanwhile */
#define PLACES_MIN	  64
#define DRAIN_MS	  5000

struct http {
	struct MHD_Daemon *daemon;
	struct http_site site;
	struct slots *slots;
};

/* One request and what becomes of it. */
struct exchange {
	struct http *h;
	struct MHD_Connection *c;
	struct slot *slot;
	struct heads heads;
	struct http_request q;
	struct http_answer w;
	bool head; /* the method is HEAD */
	/* The answer as it is sent: the body's bytes in the encoding chosen, a part of them. */
	struct str bytes, etag;
	const char *encoding;
	uint64_t size;
	struct accept_span span;
};

/* The library calls this in the thread that will serve the connection, and before it closes the descriptor. */
static void on_connection(void *p, struct MHD_Connection *c, void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *fd, *from;
	struct http *h = p;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (*context)
			slot_give(*context);
		*context = NULL;
		return;
	}
	*context = NULL;
	fd = lib.MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	from = lib.MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	if (!fd)
		return;
	if (from && from->client_addr->sa_family == AF_INET)
		*context = slot_take(h->slots, fd->connect_fd,
				     ((const struct sockaddr_in *)(const void *)from->client_addr)
					     ->sin_addr.s_addr);
	if (!*context)
		(void)shutdown(fd->connect_fd, SHUT_RDWR);
}

/* What the library keeps for us of a request under way: a body that still comes in. */
struct pending {
	struct arena *a;
	struct str body;
	size_t got;
};

/* Of a request without one. */
static const struct pending bodiless;

static struct slot *slot_of(struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info =
		lib.MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void forget(void **request)
{
	struct pending *in = *request;

	if (in && in != &bodiless)
		arena_free(in->a);
	*request = NULL;
}

static void on_completed(void *p, struct MHD_Connection *c, void **request,
			 enum MHD_RequestTerminationCode why)
{
	struct slot *slot = slot_of(c);

	(void)p;
	(void)why;
	if (*request && slot)
		slot_waits(slot);
	forget(request);
}

/* Nothing is decoded: a path that needs it is no path of ours. */
static size_t as_it_is(void *p, struct MHD_Connection *c, char *s)
{
	(void)p;
	(void)c;
	return strlen(s);
}

static enum MHD_Result on_head(void *p, enum MHD_ValueKind kind, const char *name,
			       const char *value)
{
	(void)kind;
	heads_add(p, name, value);
	return MHD_YES;
}

static bool add(struct MHD_Response *r, const char *name, const char *value)
{
	return lib.MHD_add_response_header(r, name, value) == MHD_YES;
}

static bool add_str(struct arena *a, struct MHD_Response *r, const char *name, struct str value)
{
	return !value.s || add(r, name, str_z(a, value));
}

static bool add_always(struct MHD_Response *r)
{
	static const struct {
		const char *name, *value;
	} always[] = {
		{ "Content-Security-Policy",
		  "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; "
		  "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
	};
	bool ok = true;

	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		ok = ok && add(r, always[i].name, always[i].value);
	return ok;
}

/* For caches between us and the reader, and the reader's own. */
static bool add_caching(struct arena *a, struct MHD_Response *r, const struct exchange *x)
{
	const struct http_answer *w = &x->w;
	bool by_encoding = w->gzip.s || w->br.s, kept = x->etag.s && w->status < 400;

	return add(r, "Cache-Control",
		   !kept	  ? "no-store"
		   : w->immutable ? "public, max-age=31536000, immutable"
				  : "no-cache") &&
	       (!kept || add_str(a, r, "ETag", x->etag)) &&
	       (!kept || !w->modified ||
		add_str(a, r, "Last-Modified", accept_date_text(a, w->modified))) &&
	       (!(by_encoding || w->by_language) ||
		add(r, "Vary",
		    !w->by_language ? "Accept-Encoding"
		    : !by_encoding  ? "Accept-Language"
				    : "Accept-Encoding, Accept-Language"));
}

static bool add_headers(struct arena *a, struct MHD_Response *r, const struct exchange *x)
{
	const struct http_answer *w = &x->w;
	int status = w->status;
	bool ok = add_always(r) && add_caching(a, r, x);

	if (status != 304) {
		ok = ok && add(r, "Content-Type", w->type);
		ok = ok && (!x->encoding || add(r, "Content-Encoding", x->encoding));
		ok = ok && (!w->language || add(r, "Content-Language", w->language));
	}
	if (status == 200 || status == 206)
		ok = ok && add(r, "Accept-Ranges", "bytes");
	if (status == 206)
		ok = ok &&
		     add_str(a, r, "Content-Range",
			     str_fmt(a, "bytes %llu-%llu/%llu", (unsigned long long)x->span.at,
				     (unsigned long long)(x->span.at + x->span.n - 1),
				     (unsigned long long)x->size));
	if (status == 416)
		ok = ok && add_str(a, r, "Content-Range",
				   str_fmt(a, "bytes */%llu", (unsigned long long)x->size));
	if (status == 405)
		ok = ok &&
		     add(r, "Allow", x->h->site.writes ? "GET, HEAD, POST, DELETE" : "GET, HEAD");
	if (status == 401)
		ok = ok && add(r, "WWW-Authenticate", "Bearer");
	if (w->busy)
		ok = ok && add(r, "Retry-After", "1");
	/* After a request that was not read to its end nothing can be read from that connection. */
	if (x->q.status != 200)
		ok = ok && add(r, "Connection", "close");
	return ok;
}

/* A stream with the position at which its part begins, in an arena of its own. */
struct streaming {
	struct arena *a;
	struct http_stream from;
	uint64_t at;
};

static ssize_t stream_read(void *p, uint64_t at, char *out, size_t max)
{
	struct streaming *s = p;
	int64_t n = s->from.read(s->from.p, s->at + at, out, max);

	return n < 1 ? MHD_CONTENT_READER_END_WITH_ERROR : (ssize_t)n;
}

static void stream_close(void *p)
{
	struct streaming *s = p;

	if (s->from.close)
		s->from.close(s->from.p);
	arena_free(s->a);
}

static struct MHD_Response *of_stream(struct exchange *x)
{
	struct arena *a = arena_new(0);
	struct streaming *s;
	struct MHD_Response *r;

	if (!a)
		return NULL;
	if (setjmp(*arena_guard(a))) {
		arena_free(a);
		return NULL;
	}
	s = arena_alloc(a, sizeof *s);
	*s = (struct streaming){ a, x->w.stream, x->span.at };
	r = lib.MHD_create_response_from_callback(x->span.n, STREAM_BLOCK, stream_read, s,
						  stream_close);
	if (!r)
		arena_free(a);
	else
		x->w.stream = (struct http_stream){ 0 };
	return r;
}

/* The library closes the descriptor it is given, long after the request's arena has ended. */
static struct MHD_Response *of_file(const struct exchange *x)
{
	int fd = fcntl(x->w.fd, F_DUPFD_CLOEXEC, 0);
	struct MHD_Response *r =
		fd < 0 ? NULL
		       : lib.MHD_create_response_from_fd_at_offset64(x->span.n, fd, x->span.at);

	if (!r && fd >= 0)
		close(fd);
	return r;
}

static struct MHD_Response *of_bytes(struct exchange *x)
{
	void *at = (void *)(uintptr_t)(x->bytes.s + x->span.at);
	struct MHD_Response *r;

	if (!x->w.release)
		return lib.MHD_create_response_from_buffer(x->span.n, at, MHD_RESPMEM_MUST_COPY);
	if (x->w.release == http_forever)
		return lib.MHD_create_response_from_buffer(x->span.n, at, MHD_RESPMEM_PERSISTENT);
	r = lib.MHD_create_response_from_buffer_with_free_callback_cls(x->span.n, at, x->w.release,
								       x->w.held);
	if (r)
		x->w.release = NULL;
	return r;
}

/* With 304, too: the library sends no body then, and says how long it would be (RFC 9110 §8.6). */
static struct MHD_Response *response(struct exchange *x)
{
	if (!x->span.n)
		return lib.MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	if (x->w.stream.read)
		return of_stream(x);
	return x->w.fd >= 0 ? of_file(x) : of_bytes(x);
}

/* The encoding, and a tag that tells it from the others. */
static void choose(struct arena *a, struct exchange *x)
{
	struct http_answer *w = &x->w;

	x->bytes = w->body;
	x->etag = w->etag;
	if (w->stream.read || w->fd >= 0) {
		x->size = w->stream.read ? w->stream.size : w->size;
		return;
	}
	if (x->q.br && w->br.s) {
		x->bytes = w->br;
		x->encoding = "br";
	} else if (x->q.gzip && w->gzip.s) {
		x->bytes = w->gzip;
		x->encoding = "gzip";
	}
	if (x->encoding && w->etag.len)
		x->etag = str_fmt(a, "%.*s-%s\"", (int)w->etag.len - 1, w->etag.s, x->encoding);
	x->size = x->bytes.len;
}

/* Conditions and ranges, of what would be sent otherwise. */
static void judge_conditions(struct exchange *x)
{
	const struct str *v = x->heads.v;
	struct accept_conditions c = {
		.if_match = v[HEAD_IF_MATCH],
		.if_none_match = v[HEAD_IF_NONE_MATCH],
		.if_modified_since = v[HEAD_IF_MODIFIED_SINCE],
		.if_unmodified_since = v[HEAD_IF_UNMODIFIED_SINCE],
		.range = x->head ? (struct str){ NULL, 0 } : v[HEAD_RANGE],
		.if_range = v[HEAD_IF_RANGE],
	};

	x->span = (struct accept_span){ 0, x->size };
	if (x->w.status == 200 && x->q.method == HTTP_GET)
		x->w.status = accept_judge(&c, x->etag, x->w.modified, x->size, &x->span);
	if (x->w.status == 412 || x->w.status == 416)
		x->span.n = 0;
}

static enum MHD_Result send_answer(struct arena *a, struct exchange *x)
{
	struct MHD_Response *r;
	enum MHD_Result ok;

	choose(a, x);
	judge_conditions(x);
	r = response(x);
	if (!r)
		return MHD_NO;
	slot_answers(x->slot);
	ok = add_headers(a, r, x) ? lib.MHD_queue_response(x->c, (unsigned)x->w.status, r) : MHD_NO;
	lib.MHD_destroy_response(r);
	return ok;
}

static enum MHD_Result ask_site(struct arena *a, struct exchange *x, struct str url)
{
	const struct http_site *site = &x->h->site;
	struct str host;

	x->heads = (struct heads){ .a = a };
	(void)lib.MHD_get_connection_values(x->c, MHD_HEADER_KIND, on_head, &x->heads);
	x->q.path = x->q.status == 200 ? heads_target(url, &host) : S("");
	x->q.authorization = x->heads.v[HEAD_AUTHORIZATION];
	x->q.lang = accept_language(x->heads.v[HEAD_ACCEPT_LANGUAGE], site->langs, site->n_langs);
	accept_encoding(x->heads.v[HEAD_ACCEPT_ENCODING], &x->q.gzip, &x->q.br);
	site->answer(site->p, a, &x->q, &x->w);
	if (x->q.status != 200)
		x->w.status = x->q.status;
	return send_answer(a, x);
}

/* What the answer held and nobody took over: it was not sent, or not with a body. */
static void put_away(struct http_answer *w)
{
	if (w->release)
		w->release(w->held);
	if (w->stream.close)
		w->stream.close(w->stream.p);
}

static enum MHD_Result answer(struct exchange *x, struct str url)
{
	struct arena *a = arena_new(ARENA_MAX);
	enum MHD_Result ok = MHD_NO;

	if (!a)
		return MHD_NO;
	if (!setjmp(*arena_guard(a)))
		ok = ask_site(a, x, url);
	else
		ok = MHD_NO;
	arena_free(a);
	put_away(&x->w);
	return ok;
}

/* Begins a request. Of one that brings something the room for all of it is taken, as it is known how long it is;
 * it may hold a password, or what is sealed afterwards. */
static bool begin(struct exchange *x, void **request)
{
	struct pending *in;
	struct arena *a;
	int64_t n;

	*request = (void *)(uintptr_t)&bodiless;
	if (x->q.status != 200 || x->q.method != HTTP_POST || !heads_length(&x->heads, &n))
		return true;
	a = arena_new(0);
	if (!a)
		return false;
	if (setjmp(*arena_guard(a))) {
		arena_free(a);
		return false;
	}
	in = arena_alloc(a, sizeof *in);
	in->a = a;
	in->body = str_mem(arena_alloc(a, (size_t)n + 1), (size_t)n);
	key_wipe_later(a, (void *)(uintptr_t)in->body.s, (size_t)n + 1);
	*request = in;
	return true;
}

/* False where more comes than was said: the library should not let that happen. */
static bool take(struct pending *in, const char *p, size_t n)
{
	if (in == &bodiless || n > in->body.len - in->got)
		return false;
	memcpy((char *)(uintptr_t)in->body.s + in->got, p, n);
	in->got += n;
	return true;
}

static enum MHD_Result on_request(void *p, struct MHD_Connection *c, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_n, void **request)
{
	struct exchange x = { .h = p, .c = c, .w = { .fd = -1 }, .head = !strcmp(method, "HEAD") };
	struct pending *in;

	x.slot = slot_of(c);
	if (!x.slot)
		return MHD_NO;
	(void)lib.MHD_get_connection_values(c, MHD_HEADER_KIND, on_head, &x.heads);
	x.q.status =
		heads_judge(&x.heads, x.h->site.writes, str_of(url), method, version, &x.q.method);
	if (!*request) {
		if (!begin(&x, request))
			return MHD_NO;
		slot_makes(x.slot);
		/* A refusal does not wait for the rest. */
		if (x.q.status == 200)
			return MHD_YES;
	}
	in = *request;
	if (x.q.status == 200 && *upload_n) {
		bool ok = take(in, upload, *upload_n);

		*upload_n = 0;
		return ok ? MHD_YES : MHD_NO;
	}
	*upload_n = 0;
	x.q.body = str_mem(in->body.s, in->got);
	return answer(&x, str_of(url));
}

void http_forever(void *held)
{
	(void)held;
}

static bool start_daemon(struct http *h, int fd, size_t threads, size_t places, struct err *e)
{
	if (!late_load(&lib_late, e))
		return false;
	/* The library's own limit is never reached: beyond it newcomers would wait behind those who hold on. */
	h->daemon = lib.MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, on_request, h,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)threads,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)(threads * (places + SLOT_OVER)),
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(SLOT_ANSWER_MS / 1000),
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, h,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, h, MHD_OPTION_END);
	if (!h->daemon && errno == EAGAIN)
		return err_set(e, ERR_FAILED,
			       "start the web server: there is no room for its %zu threads: "
			       "memory or the number of processes is limited (ulimit -v, -u)",
			       threads);
	return h->daemon || err_sys(e, "start the web server");
}

struct http *http_start(struct arena *a, int64_t *port, const struct http_site *site, struct err *e)
{
	struct http *h = arena_alloc(a, sizeof *h);
	size_t threads = THREADS, places = HTTP_CONNECTIONS / THREADS;
	int fd = listen_loopback(port, e);

	if (fd < 0)
		return NULL;
	places = places < PLACES_MIN ? PLACES_MIN : places;
	h->site = *site;
	listen_allow_files();
	h->slots = slots_start(a, threads, places, e);
	if (!h->slots) {
		close(fd);
		return NULL;
	}
	if (!start_daemon(h, fd, threads, places, e)) {
		close(fd);
		http_stop(h);
		return NULL;
	}
	return h;
}

void http_stop(struct http *h)
{
	const struct timespec tick = { 0, 10 * 1000 * 1000 };
	int fd = h->daemon ? lib.MHD_quiesce_daemon(h->daemon) : -1;

	for (int ms = 0; ms < DRAIN_MS && slots_answering(h->slots); ms += 10)
		(void)nanosleep(&tick, NULL);
	if (h->daemon)
		lib.MHD_stop_daemon(h->daemon);
	/* Not earlier: the library's threads may look at it until they have stopped. */
	if (fd >= 0)
		close(fd);
	slots_stop(h->slots);
}
