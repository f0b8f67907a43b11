/* Progress of what takes long, as one line on a terminal: how far, how fast, how much longer. Drawn ten times a
 * second at most; nothing at all where standard error is no terminal. */
#include "cli/cli.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

#define WIDTH	 24
#define INTERVAL 100 /* milliseconds */

static int64_t now_ms(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void draw(const char *what, size_t n, size_t total, int64_t took)
{
	char bar[WIDTH + 1];
	size_t full = (size_t)((unsigned __int128)n * WIDTH / total);
	int64_t rate = took > 0 ? (int64_t)((__int128)n * 1000 / took) : 0;
	int64_t left = rate > 0 ? (int64_t)(total - n) / rate : 0;

	for (size_t i = 0; i < WIDTH; i++)
		bar[i] = i < full ? '#' : '.';
	bar[WIDTH] = 0;
	fprintf(stderr, "\r\033[K%s %zu of %zu [%s]", what, n, total, bar);
	/* In the first second the rate is a guess. */
	if (took >= 1000 && rate > 0)
		fprintf(stderr, " %lld/s, %lld:%02lld left", (long long)rate,
			(long long)(left / 60), (long long)(left % 60));
	fputc(' ', stderr);
}

void cli_progress(struct cli *c, const char *what, size_t n, size_t total)
{
	int64_t now;

	if (c->json || !isatty(STDERR_FILENO))
		return;
	if (n >= total) {
		fputs("\r\033[K", stderr);
		c->progress_began = 0;
		return;
	}
	now = now_ms();
	if (!c->progress_began) {
		c->progress_began = now ? now : 1;
		c->progress_drawn = now - INTERVAL;
	}
	if (now - c->progress_drawn < INTERVAL)
		return;
	c->progress_drawn = now;
	draw(what, n, total, now - c->progress_began);
}
