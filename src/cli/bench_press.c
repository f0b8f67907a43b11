/* bench: 10,000 reports of which most are copies, clustered; and the memory of it. */
#include "cli/bench.h"

#include "base/time.h"
#include "press/reuse.h"
#include "base/banned.h"

#define REPORTS	   10000
#define SOURCES	   2500
#define PARAGRAPHS 6
#define WORDS	   60 /* of a paragraph */
#define LEXICON	   4096
#define LIMIT_US   INT64_C(5000000)
#define LIMIT_KB   INT64_C(200 * 1024)

static uint32_t next(uint32_t *x)
{
	return *x = *x * 1664525u + 1013904223u;
}

/* Common words come often, as in a text. */
static uint32_t word(uint32_t *x)
{
	uint32_t a = next(x) >> 20, b = next(x) >> 20;

	return (a * b) / LEXICON;
}

static void put_paragraph(struct buf *b, uint32_t seed)
{
	for (int i = 0; i < WORDS; i++) {
		uint32_t w = word(&seed);

		buf_fmt(b, "%c%c%c%c ", 'a' + (int)(w % 20), 'a' + (int)(w / 20 % 20),
			'a' + (int)(w / 400 % 20), 'a' + (int)(w * 7 % 20));
	}
	buf_byte(b, '\n');
}

/* A report has paragraphs of its source in another order, some left out and some of its own. */
static struct str report(struct arena *a, uint32_t i)
{
	struct buf b = { .a = a };
	uint32_t x = i * 2654435761u, source = i % SOURCES;

	for (uint32_t p = 0; p < PARAGRAPHS; p++) {
		bool own = i >= SOURCES && next(&x) % 4 == 0;

		put_paragraph(&b, own ? next(&x) : source * 977u + (p + i) % PARAGRAPHS);
	}
	return buf_text(&b);
}

bool bench_press_lines(struct bench *b, struct err *e)
{
	struct line time = { "press reuse, 10,000 reports", "us", "5 s", .better = LESS,
			     .goal = 1000 };
	struct line memory = { "press reuse, memory of it", "KiB", "200 MiB", .better = LESS,
			       .goal = 1000 };
	struct reuse_text *texts = arena_array(b->a, REPORTS, sizeof *texts);
	struct arena *work = arena_new(0);
	int64_t began;
	const struct reuse *r;
	bool ok;

	if (!work)
		return err_set(e, ERR_FAILED, "bench: out of memory");
	for (uint32_t i = 0; i < REPORTS; i++)
		texts[i] = (struct reuse_text){ .text = report(b->a, i), .day = NO_DAY };
	began = bench_now_ns();
	r = reuse_find(b->a, work, texts, REPORTS, e);
	time.ours = (bench_now_ns() - began) / 1000;
	memory.ours = (int64_t)(arena_used(work) + arena_used(b->a)) / 1024;
	arena_free(work);
	ok = r && r->n_runs > REPORTS;
	if (r && !ok)
		return err_set(e, ERR_FAILED, "bench: passages that reports share are not found");
	if (!r)
		return false;
	time.reference = LIMIT_US;
	memory.reference = LIMIT_KB;
	bench_say(b, &time);
	bench_say(b, &memory);
	return true;
}
