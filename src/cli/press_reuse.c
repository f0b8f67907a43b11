/* press reuse: what reports have word for word from each other, or twice in themselves. */
#include <inttypes.h>

#include "cli/commands.h"
#include "cli/press.h"
#include "press/reuse.h"
#include "base/banned.h"

#define QUOTE 120 /* bytes of a passage that people are shown */

static struct str shown(struct arena *a, struct str text, const struct reuse_run *r)
{
	struct str s = str_mem(text.s + r->a_start, r->a_end - r->a_start);
	bool cut = s.len > QUOTE;
	struct buf b = { .a = a };

	if (cut)
		for (s.len = QUOTE; s.len && ((unsigned char)s.s[s.len] & 0xc0) == 0x80;)
			s.len--;
	for (size_t i = 0; i < s.len; i++)
		buf_byte(&b, s.s[i] == '\n' || s.s[i] == '\r' || s.s[i] == '\t' ? ' '
										: (uint8_t)s.s[i]);
	return str_fmt(a, "%.*s%s", P(cli_plain(a, buf_text(&b))), cut ? "..." : "");
}

static void put_span(struct buf *b, const char *names[4], struct press_span at)
{
	json_put_int(b, names[0], (int64_t)at.cstart);
	json_put_int(b, names[1], (int64_t)at.cend);
	json_put_int(b, names[2], (int64_t)at.start);
	json_put_int(b, names[3], (int64_t)at.end);
}

static void say_run(struct cli *c, struct arena *one, const struct reuse *r,
		    const struct press_doc *docs, const struct reuse_run *run)
{
	static const char *of_a[] = { "a_start", "a_end", "a_bstart", "a_bend" };
	static const char *of_b[] = { "b_start", "b_end", "b_bstart", "b_bend" };
	const struct reuse_text *a = &r->texts[run->a], *b = &r->texts[run->b];
	struct press_span at_a = article_span(&docs[run->a].article, run->a_start, run->a_end),
			  at_b = article_span(&docs[run->b].article, run->b_start, run->b_end);
	struct buf *out;

	cli_say(c, "%.*s bytes %zu-%zu, %.*s bytes %zu-%zu, %" PRIu32 " words%s: %.*s\n",
		P(cli_plain(one, a->name)), at_a.start, at_a.end, P(cli_plain(one, b->name)),
		at_b.start, at_b.end, run->words, run->a == run->b ? ", twice in one report" : "",
		P(shown(one, a->text, run)));
	if (!c->json)
		return;
	out = cli_line(c, "run");
	json_put_text(out, "a", a->name);
	put_span(out, of_a, at_a);
	json_put_text(out, "b", b->name);
	put_span(out, of_b, at_b);
	json_put_int(out, "words", run->words);
	cli_line_end(c);
}

static void say_copy(struct cli *c, const struct reuse *r, const struct reuse_text *t)
{
	const struct reuse_text *of = &r->texts[t->of];
	struct str how = reuse_how_name(t->how);
	uint32_t percent = (uint32_t)((uint64_t)t->copied * 100 / (t->words ? t->words : 1));
	struct buf *out;

	cli_say(c, "%.*s has %" PRIu32 " of its %" PRIu32 " words from %.*s (%s)\n",
		P(cli_plain(c->a, t->name)), t->copied, t->words, P(cli_plain(c->a, of->name)),
		t->how == REUSE_BY_TIME		 ? "the later of the two"
		: t->how == REUSE_BY_CONTAINMENT ? "it lies in the other, which has more"
						 : "or the other way round: nothing tells");
	if (!c->json)
		return;
	out = cli_line(c, "copy");
	json_put_text(out, "doc", t->name);
	json_put_text(out, "copy_of", of->name);
	json_put_text(out, "source", r->texts[t->source].name);
	json_put_text(out, "how", how);
	json_put_int(out, "words", t->words);
	json_put_int(out, "copied", t->copied);
	json_put_int(out, "percent", percent);
	cli_line_end(c);
}

static void free_work(void *p)
{
	arena_free(p);
}

bool cli_press_reuse(struct cli *c, struct err *e)
{
	struct arena *work;
	struct press_paths paths = { 0 };
	struct press_doc *docs;
	struct reuse_text *texts;
	const struct reuse *r;
	int64_t least = REUSE_GRAM, passages = 0;
	size_t sources = 0;

	if (!c->n)
		return err_set(e, ERR_USAGE,
			       "press reuse: give files of reports, or folders of such files");
	for (size_t i = 0; i < c->n; i++)
		if (!press_paths_add(c, &paths, c->args[i], e))
			return false;
	if (!cli_option_int(c, "least", REUSE_GRAM, 1000, &least, e) ||
	    !press_docs(c, &paths, false, &docs, &texts, e))
		return false;
	work = arena_new(0);
	if (!work)
		return err_set(e, ERR_FAILED, "out of memory");
	arena_defer(c->a, free_work, work);
	r = reuse_find(c->a, work, texts, paths.n, e);
	if (!r)
		return false;
	for (size_t i = 0; i < r->n_runs; i++) {
		if (r->runs[i].words < (uint32_t)least)
			continue;
		arena_reset(work);
		say_run(c, work, r, docs, &r->runs[i]);
		passages++;
	}
	for (size_t i = 0; i < paths.n; i++) {
		if (r->texts[i].of != REUSE_NONE)
			say_copy(c, r, &r->texts[i]);
		sources += r->texts[i].source == i;
	}
	if (r->left_out)
		cli_say(c,
			"%zu places of phrases that stand in very many reports were not held "
			"against each other\n",
			r->left_out);
	cli_say(c, "%zu reports, %zu sources, %zu passages shared\n", paths.n, sources,
		(size_t)passages);
	json_put_int(&c->result, "reports", (int64_t)paths.n);
	json_put_int(&c->result, "sources", (int64_t)sources);
	json_put_int(&c->result, "passages", passages);
	json_put_int(&c->result, "left_out", (int64_t)r->left_out);
	press_paths_end(c, &paths);
	return true;
}
