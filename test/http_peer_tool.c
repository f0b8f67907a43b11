/*
 * What a request costs, beside the least it could cost: http_peer_tool PORT PID PATH [SECONDS [CONNECTIONS]]
 *
 * Asks the server PID at 127.0.0.1:PORT for PATH, over and over on some connections, and a loop of epoll in this
 * process that knows nothing but the same bytes. Prints for both the requests a second and the processor time of
 * the server for one, and the ratios. Rounds alternate, so that both see the same machine.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/str.h"
#include "base/banned.h"

#define ROUNDS	     3
#define EVENTS	     64
#define REQUEST_MAX  4096
#define CONNECTS_MAX 256

/* The loop of epoll that is the least. */
struct least {
	struct str answer;
	int listener;
	atomic_bool stop;
	atomic_llong cpu; /* nanoseconds */
};

struct load {
	uint16_t port;
	struct str request;
	size_t answer; /* bytes of one */
	size_t connections;
	int64_t seconds;
};

static int64_t ns(clockid_t clock)
{
	struct timespec t = { 0 };

	(void)clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static _Noreturn void die(const char *what)
{
	perror(what);
	exit(1);
}

static struct sockaddr_in loopback(uint16_t port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_port = htons(port),
				     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void watch(int epoll, int fd)
{
	struct epoll_event e = { .events = EPOLLIN, .data.fd = fd };
	int on = 1;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e))
		die("watch a socket");
}

/* A request comes in one piece here: it is short, and on this machine. */
static void give(const struct least *l, int fd)
{
	char request[REQUEST_MAX];
	size_t sent = 0;

	if (recv(fd, request, sizeof request, 0) <= 0) {
		close(fd);
		return;
	}
	while (sent < l->answer.len) {
		ssize_t n = send(fd, l->answer.s + sent, l->answer.len - sent, MSG_NOSIGNAL);

		if (n <= 0) {
			close(fd);
			return;
		}
		sent += (size_t)n;
	}
}

static void *serve(void *p)
{
	struct least *l = p;
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event events[EVENTS];

	watch(epoll, l->listener);
	while (!atomic_load(&l->stop)) {
		int n = epoll_wait(epoll, events, EVENTS, 100);

		for (int i = 0; i < n; i++) {
			if (events[i].data.fd == l->listener)
				watch(epoll, accept4(l->listener, NULL, NULL, SOCK_CLOEXEC));
			else
				give(l, events[i].data.fd);
		}
		atomic_store(&l->cpu, ns(CLOCK_THREAD_CPUTIME_ID));
	}
	close(epoll);
	return NULL;
}

static int connect_to(uint16_t port)
{
	struct sockaddr_in at = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at))
		die("connect to 127.0.0.1");
	return fd;
}

static void ask(const struct load *l, int fd)
{
	if (send(fd, l->request.s, l->request.len, MSG_NOSIGNAL) != (ssize_t)l->request.len)
		die("send a request");
}

/* How many answers came whole. */
static int64_t drive(const struct load *l)
{
	static char sink[1 << 18];
	static size_t got[1 << 16]; /* by descriptor */
	int64_t end = ns(CLOCK_MONOTONIC) + l->seconds * 1000000000, answers = 0;
	int epoll = epoll_create1(EPOLL_CLOEXEC), fds[CONNECTS_MAX];
	struct epoll_event events[EVENTS];

	for (size_t i = 0; i < l->connections; i++) {
		fds[i] = connect_to(l->port);
		got[fds[i]] = 0;
		watch(epoll, fds[i]);
		ask(l, fds[i]);
	}
	while (ns(CLOCK_MONOTONIC) < end) {
		int n = epoll_wait(epoll, events, EVENTS, 100);

		for (int i = 0; i < n; i++) {
			int fd = events[i].data.fd;
			ssize_t more = recv(fd, sink, sizeof sink, 0);

			if (more <= 0)
				die("read an answer");
			got[fd] += (size_t)more;
			if (got[fd] < l->answer)
				continue;
			got[fd] -= l->answer;
			answers++;
			ask(l, fd);
		}
	}
	for (size_t i = 0; i < l->connections; i++)
		close(fds[i]);
	close(epoll);
	return answers;
}

/* One answer, with its head. */
static struct str fetch(struct arena *a, uint16_t port, struct str request)
{
	struct load l = { .port = port, .request = request };
	struct buf b = { .a = a };
	int fd = connect_to(port);
	size_t want = SIZE_MAX;
	char piece[65536];

	ask(&l, fd);
	while (b.len < want) {
		ssize_t n = recv(fd, piece, sizeof piece, 0);
		struct str so_far;
		const char *body, *length;

		if (n <= 0)
			die("read the answer");
		buf_add(&b, piece, (size_t)n);
		so_far = buf_text(&b);
		body = memmem(so_far.s, so_far.len, "\r\n\r\n", 4);
		length = memmem(so_far.s, so_far.len, "Content-Length: ", 16);
		if (want == SIZE_MAX && body && length)
			want = (size_t)(body + 4 - so_far.s) + strtoul(length + 16, NULL, 10);
	}
	close(fd);
	return buf_text(&b);
}

/* Processor time of a process in nanoseconds, to a hundredth of a second. */
static int64_t cpu_of(struct arena *a, int64_t pid)
{
	FILE *f = fopen(str_z(a, str_fmt(a, "/proc/%lld/stat", (long long)pid)), "re");
	unsigned long user = 0, system = 0;
	int n = f ? fscanf(f, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			   &user, &system)
		  : 0;

	if (f)
		(void)fclose(f);
	if (n != 2)
		die("read the processor time of the server");
	return (int64_t)(user + system) * (1000000000 / sysconf(_SC_CLK_TCK));
}

static int listen_on_any(uint16_t *port)
{
	struct sockaddr_in at = loopback(0);
	socklen_t n = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 128) ||
	    getsockname(fd, (struct sockaddr *)&at, &n))
		die("listen");
	*port = ntohs(at.sin_port);
	return fd;
}

static void compare(struct arena *a, struct load *l, uint16_t port, int64_t pid)
{
	struct least least = { .answer = fetch(a, port, l->request) };
	int64_t n[2] = { 0 }, cpu[2] = { 0 };
	uint16_t least_port;
	pthread_t thread;

	l->answer = least.answer.len;
	least.listener = listen_on_any(&least_port);
	if (pthread_create(&thread, NULL, serve, &least))
		die("start a thread");
	for (int i = 0; i < 2 * ROUNDS; i++) {
		int64_t before = i % 2 ? atomic_load(&least.cpu) : cpu_of(a, pid);

		l->port = i % 2 ? least_port : port;
		n[i % 2] += drive(l);
		cpu[i % 2] += (i % 2 ? atomic_load(&least.cpu) : cpu_of(a, pid)) - before;
	}
	atomic_store(&least.stop, true);
	(void)pthread_join(thread, NULL);
	close(least.listener);
	if (!n[0] || !n[1] || !cpu[0] || !cpu[1])
		die("measure");
	printf("%zu bytes an answer; a second: ours %lld, least %lld, ratio %lld.%02lld; processor "
	       "time each: "
	       "ours %lld us, least %lld us, ratio %lld.%02lld\n",
	       l->answer, (long long)(n[0] / (ROUNDS * l->seconds)),
	       (long long)(n[1] / (ROUNDS * l->seconds)), (long long)(n[0] / n[1]),
	       (long long)(n[0] * 100 / n[1] % 100), (long long)(cpu[0] / n[0] / 1000),
	       (long long)(cpu[1] / n[1] / 1000), (long long)(cpu[1] / n[1] / (cpu[0] / n[0])),
	       (long long)(cpu[1] / n[1] * 100 / (cpu[0] / n[0]) % 100));
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	int64_t port = 0, pid = 0, seconds = 2, connections = 8;
	struct load l = { 0 };

	if (argc < 4 || argc > 6 || !int_parse(str_of(argv[1]), 1, 65535, &port) ||
	    !int_parse(str_of(argv[2]), 1, INT32_MAX, &pid) ||
	    (argc > 4 && !int_parse(str_of(argv[4]), 1, 60, &seconds)) ||
	    (argc > 5 && !int_parse(str_of(argv[5]), 1, CONNECTS_MAX, &connections))) {
		fputs("usage: http_peer_tool PORT PID PATH [SECONDS [CONNECTIONS]]\n", stderr);
		return 2;
	}
	l.request = str_fmt(
		a, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n", argv[3]);
	l.seconds = seconds;
	l.connections = (size_t)connections;
	compare(a, &l, (uint16_t)port, pid);
	arena_free(a);
	return 0;
}
