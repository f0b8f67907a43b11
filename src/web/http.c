/* See http.h. */
#include "web/http.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

#define CONNECTION_MEMORY (16 * 1024) /* request head and buffers of one connection */
#define ARENA_MAX	  ((size_t)64 * 1024 * 1024)
#define REAP_MS		  250
#define DRAIN_MS	  5000
#define PATH_LEN	  255

/* The address of this machine alone can be told apart by its last numbers (127.0.0.2): one of them cannot
 * take all connections. */
#define CONNECTIONS_FROM_ONE (HTTP_CONNECTIONS - 32)

/* A connection: `since` is when it began to wait for a request (answering: to take the answer). */
struct slot {
	struct http *h;
	bool used, answering;
	int fd;
	int64_t since, allowed;
};

struct http {
	struct MHD_Daemon *daemon;
	struct http_site site;
	pthread_t reaper;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t wake;
	bool stop;
	size_t used, answering;
	struct slot slots[HTTP_CONNECTIONS + 64];
};

static int64_t now_ms(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void lock(struct http *h)
{
	if (pthread_mutex_lock(&h->lock))
		abort();
}

static void unlock(struct http *h)
{
	if (pthread_mutex_unlock(&h->lock))
		abort();
}

static struct slot *slot_take(struct http *h, int fd)
{
	struct slot *s = NULL;

	lock(h);
	for (size_t i = 0; !s && i < sizeof h->slots / sizeof *h->slots; i++)
		if (!h->slots[i].used)
			s = &h->slots[i];
	if (s) {
		*s = (struct slot){ h, true, false, fd, now_ms(), HTTP_REQUEST_MS };
		h->used++;
	}
	unlock(h);
	return s;
}

static void slot_answering(struct slot *s, bool answering, int64_t allowed)
{
	lock(s->h);
	s->h->answering = s->h->answering + answering - s->answering;
	s->answering = answering;
	s->since = now_ms();
	s->allowed = allowed;
	unlock(s->h);
}

static void slot_give(struct slot *s)
{
	lock(s->h);
	s->h->answering -= s->answering;
	s->h->used--;
	s->used = s->answering = false;
	unlock(s->h);
}

/* The library calls this before it closes the descriptor, so that a slot never names another's. */
static void on_connection(void *p, struct MHD_Connection *c, void **context,
			  enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (*context)
			slot_give(*context);
		*context = NULL;
		return;
	}
	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	*context = info ? slot_take(p, info->connect_fd) : NULL;
	if (info && !*context)
		(void)shutdown(info->connect_fd, SHUT_RDWR);
}

static void on_completed(void *p, struct MHD_Connection *c, void **request,
			 enum MHD_RequestTerminationCode why)
{
	(void)p;
	(void)c;
	(void)why;
	if (*request)
		slot_answering(*request, false, HTTP_REQUEST_MS);
	*request = NULL;
}

/* The library's own time limit counts from the last byte; this one counts from the first. */
static void *reap(void *p)
{
	struct http *h = p;

	lock(h);
	while (!h->stop) {
		int64_t now = now_ms();
		bool scarce = h->used > HTTP_CONNECTIONS / 2;
		struct timespec until;

		for (size_t i = 0; i < sizeof h->slots / sizeof *h->slots; i++) {
			const struct slot *s = &h->slots[i];
			int64_t allowed = scarce && !s->answering ? HTTP_SCARCE_MS : s->allowed;

			if (s->used && now - s->since > allowed)
				(void)shutdown(s->fd, SHUT_RDWR);
		}
		(void)clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += REAP_MS * 1000000;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		(void)pthread_cond_timedwait(&h->wake, &h->lock, &until);
	}
	unlock(h);
	return NULL;
}

/* Nothing is decoded: a path that needs it is no path of ours. */
static size_t as_it_is(void *p, struct MHD_Connection *c, char *s)
{
	(void)p;
	(void)c;
	return strlen(s);
}

static const char *header(struct MHD_Connection *c, const char *name)
{
	return MHD_lookup_connection_value(c, MHD_HEADER_KIND, name);
}

/* 127.0.0.1 or localhost, with a port or without. HTTP/1.0 need not say. */
static bool host_ok(const char *host)
{
	struct str rest = str_of(host), name = str_cut(&rest, ':');
	int64_t port;

	return !host || ((str_eq(name, S("127.0.0.1")) || str_eq(name, S("localhost"))) &&
			 (!rest.s || int_parse(rest, 1, 65535, &port)));
}

/* RFC 9110 section 13.1.2, weak comparison. */
static bool etag_known(struct str list, struct str etag)
{
	while (list.s && etag.s) {
		struct str one = str_trim(str_cut(&list, ','));

		if (str_starts(one, S("W/")))
			one = str_from(one, 2);
		if (str_eq(one, etag) || str_eq(one, S("*")))
			return true;
	}
	return false;
}

static bool add(struct MHD_Response *r, const char *name, const char *value)
{
	return MHD_add_response_header(r, name, value) == MHD_YES;
}

static bool add_headers(struct arena *a, struct MHD_Response *r, const struct http_answer *w)
{
	static const struct {
		const char *name, *value;
	} always[] = {
		{ "Content-Security-Policy",
		  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
		  "frame-ancestors 'none'" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
	};
	bool ok = true;

	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		ok = ok && add(r, always[i].name, always[i].value);
	ok = ok && add(r, "Cache-Control", w->etag.s ? "no-cache" : "no-store");
	if (w->etag.s)
		ok = ok && add(r, "ETag", str_z(a, w->etag));
	if (w->status != 304)
		ok = ok && add(r, "Content-Type", w->type);
	if (w->status == 405)
		ok = ok && add(r, "Allow", "GET, HEAD");
	if (w->busy)
		ok = ok && add(r, "Retry-After", "1");
	/* After a request that was not read to its end nothing can be read from that connection. */
	if (w->status >= 400 && w->status != 404)
		ok = ok && add(r, "Connection", "close");
	return ok;
}

/* The library closes the descriptor it is given, long after the request's arena has ended. */
static struct MHD_Response *response(const struct http_answer *w)
{
	struct MHD_Response *r;
	int fd;

	if (w->fd >= 0) {
		fd = fcntl(w->fd, F_DUPFD_CLOEXEC, 0);
		r = fd < 0 ? NULL : MHD_create_response_from_fd64(w->size, fd);
		if (!r && fd >= 0)
			close(fd);
		return r;
	}
	return MHD_create_response_from_buffer(w->body.len, (void *)(uintptr_t)w->body.s,
					       MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result send_answer(struct arena *a, struct MHD_Connection *c, struct slot *s,
				   struct http_answer *w)
{
	const char *known = header(c, "If-None-Match");
	int64_t bytes = (int64_t)(w->fd < 0 ? w->body.len : w->size);
	struct MHD_Response *r;
	enum MHD_Result ok;

	if (w->status == 200 && known && etag_known(str_of(known), w->etag)) {
		w->status = 304;
		w->fd = -1;
		w->body = S("");
	}
	r = response(w);
	if (!r)
		return MHD_NO;
	slot_answering(s, true, HTTP_ANSWER_MS + bytes / HTTP_RATE);
	ok = add_headers(a, r, w) ? MHD_queue_response(c, (unsigned)w->status, r) : MHD_NO;
	MHD_destroy_response(r);
	return ok;
}

/* What is wrong with the request itself; 200 where nothing is. */
static int judge(struct MHD_Connection *c, struct str path, const char *method)
{
	const char *length = header(c, "Content-Length");

	if (strcmp(method, "GET") && strcmp(method, "HEAD"))
		return 405;
	if (!host_ok(header(c, "Host")))
		return 421;
	/* Nobody sends a body with a GET. */
	if (header(c, "Transfer-Encoding") || (length && strcmp(length, "0")))
		return 400;
	return !path.len || path.s[0] != '/' || path.len > PATH_LEN ? 400 : 200;
}

static enum MHD_Result on_request(void *p, struct MHD_Connection *c, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_n, void **request)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct http *h = p;
	struct http_answer w = { .status = judge(c, str_of(url), method), .fd = -1 };
	enum MHD_Result ok;
	struct arena *a;
	int status = w.status;

	(void)version;
	(void)upload;
	if (!info || !info->socket_context)
		return MHD_NO;
	if (!*request) {
		*request = info->socket_context;
		/* A refusal does not wait for the rest. */
		if (status == 200)
			return MHD_YES;
	}
	*upload_n = 0;
	a = arena_new(ARENA_MAX);
	if (!a)
		return MHD_NO;
	if (setjmp(*arena_guard(a))) {
		arena_free(a);
		return MHD_NO;
	}
	h->site.answer(h->site.p, a, status, status == 200 ? str_of(url) : S(""), &w);
	ok = send_answer(a, c, *request, &w);
	arena_free(a);
	return ok;
}

static int listen_on(int64_t *port, struct err *e)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)*port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;

	if (fd < 0) {
		err_sys(e, "open a socket");
		return -1;
	}
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) ||
	    bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 128) ||
	    getsockname(fd, (struct sockaddr *)&at, &len)) {
		err_sys(e, "listen on 127.0.0.1, port %lld", (long long)*port);
		close(fd);
		return -1;
	}
	*port = ntohs(at.sin_port);
	return fd;
}

static bool start_daemon(struct http *h, int fd, struct err *e)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	/* Two at least: one may wait for a page that is being made. */
	h->daemon = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, on_request, h,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE,
		(unsigned)(cores < 2	? 2
			   : cores > 16 ? 16
					: cores),
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)HTTP_CONNECTIONS,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)CONNECTIONS_FROM_ONE,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(HTTP_REQUEST_MS / 1000),
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, h,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, h, MHD_OPTION_END);
	return h->daemon || err_sys(e, "start the web server");
}

static bool init_locks(struct http *h)
{
	pthread_condattr_t attr;

	return !pthread_mutex_init(&h->lock, NULL) && !pthread_condattr_init(&attr) &&
	       !pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) &&
	       !pthread_cond_init(&h->wake, &attr) && !pthread_condattr_destroy(&attr);
}

struct http *http_start(struct arena *a, int64_t *port, const struct http_site *site, struct err *e)
{
	struct http *h = arena_alloc(a, sizeof *h);
	int fd = listen_on(port, e);

	h->site = *site;
	if (fd < 0)
		return NULL;
	if (!init_locks(h) || pthread_create(&h->reaper, NULL, reap, h)) {
		close(fd);
		err_set(e, ERR_FAILED, "start the web server: no thread to be had");
		return NULL;
	}
	if (!start_daemon(h, fd, e)) {
		close(fd);
		http_stop(h);
		return NULL;
	}
	return h;
}

static size_t answering(struct http *h)
{
	size_t n;

	lock(h);
	n = h->answering;
	unlock(h);
	return n;
}

void http_stop(struct http *h)
{
	const struct timespec tick = { 0, 10 * 1000 * 1000 };
	int fd = h->daemon ? MHD_quiesce_daemon(h->daemon) : -1;

	for (int ms = 0; ms < DRAIN_MS && answering(h); ms += 10)
		(void)nanosleep(&tick, NULL);
	if (h->daemon)
		MHD_stop_daemon(h->daemon);
	/* Not earlier: the library's threads may look at it until they have stopped. */
	if (fd >= 0)
		close(fd);
	lock(h);
	h->stop = true;
	(void)pthread_cond_signal(&h->wake);
	unlock(h);
	(void)pthread_join(h->reaper, NULL);
}
