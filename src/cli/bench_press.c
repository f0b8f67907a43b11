/* bench: 10,000 reports of which most are copies, clustered; and the memory of it. Reports read, as text and as pages. */
#include "cli/bench.h"

#include "base/time.h"
#include "press/read.h"
#include "press/reuse.h"
#include "base/banned.h"

#define REPORTS	   10000
#define SOURCES	   2500
#define PARAGRAPHS 6
#define WORDS	   60 /* of a paragraph */
#define LEXICON	   4096
#define LIMIT_US   INT64_C(5000000)
#define LIMIT_KB   INT64_C(200 * 1024)

#define READ	  800
#define TEXT_RATE 20 /* MB/s, a core */
#define HTML_RATE 8

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

/* As a newspaper has it: a figure in every other sentence. */
static struct str news(struct arena *a, uint32_t i, bool html)
{
	const char *p = html ? "<p>" : "", *end = html ? "</p>\n" : "\n\n";
	struct buf b = { .a = a };

	if (html)
		buf_fmt(&b, "<!doctype html><html><head><title>News</title></head><body><nav>"
			    "<a href='/'>Home</a> <a href='/world'>World</a></nav><article>");
	for (uint32_t k = 0; k < 8; k++)
		buf_fmt(&b,
			"%sArdun, March %u, 2019. The old market in the centre of the town was "
			"quiet "
			"on Monday, and traders swept the street in front of their shops as they "
			"had "
			"done before. Some %u fighters laid down their arms in Belos during the "
			"past "
			"24 hours, the commission said in a statement. Nobody could say how long "
			"the "
			"road along the river would stay open, though drivers hoped that it would. "
			"\"We have waited a long time for this day,\" a teacher who had come back "
			"with "
			"her children said.%s",
			p, 1 + (i + k) % 28, 20 + (i * 7 + k) % 400, end);
	if (html)
		buf_fmt(&b, "</article></body></html>\n");
	return buf_text(&b);
}

static bool read_line(struct bench *b, const struct press_reader *r, bool html, struct err *e)
{
	struct line line = { html ? "press read, pages" : "press read, text", "us",
			     html ? "8 MB/s" : "20 MB/s", .better = LESS, .goal = 1000 };
	struct arena *work = arena_new(0);
	struct press_report report;
	int64_t began, bytes = 0, claims = 0;
	bool ok = true;

	if (!work)
		return err_set(e, ERR_FAILED, "bench: out of memory");
	for (uint32_t i = 0; i < READ && ok; i++) {
		struct str text = news(work, i, html);

		began = bench_now_ns();
		ok = press_read(work, r, S("bench"), text, &report, NULL, e);
		line.ours += bench_now_ns() - began;
		bytes += (int64_t)text.len;
		claims += ok ? (int64_t)report.n : 0;
		arena_reset(work);
	}
	arena_free(work);
	if (!ok)
		return false;
	if (claims < READ * 8)
		return err_set(e, ERR_FAILED, "bench: figures of reports are not found");
	line.ours /= 1000;
	line.reference = bytes / (html ? HTML_RATE : TEXT_RATE);
	bench_say(b, &line);
	return true;
}

static bool read_lines(struct bench *b, struct err *e)
{
	struct press_reader *r = arena_alloc(b->a, sizeof *r);

	return press_reader_open(b->a, NULL, r, e) && read_line(b, r, false, e) &&
	       read_line(b, r, true, e);
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
	return read_lines(b, e);
}
