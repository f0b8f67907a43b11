/* bench: a file of rows through the front door, against the bare database with as many signatures. */
#include "cli/bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/os.h"
#include "intake/csv.h"
#include "record/kinds.h"
#include "ledger/key.h"
#include "store/bench.h"
#include "base/banned.h"

#define ROWS	   20000
#define LARGE_ROWS 1000000
#define BARE_ROWS  20000
#define SIGNATURES 1000

static struct str rows_of(struct bench *b, int64_t n)
{
	struct buf out = { .a = b->a };

	buf_str(&out, S("facility_no,kind,area,state,services,org,log,as\n"));
	for (int64_t i = 0; i < n; i++)
		buf_fmt(&out,
			"ROW-%" PRId64 ",kitchen,Aleppo city,open,hot_meals,AID,aleppo,"
			"Tarek Hallaq\n",
			b->number++);
	return buf_text(&out);
}

static void bad(void *p, size_t row, struct str column, const struct refusal *why)
{
	(void)p;
	(void)row;
	(void)column;
	(void)why;
}

static void progress(void *p, size_t n, size_t total)
{
	cli_progress(((struct bench *)p)->c, "row", n, total);
}

static int64_t signing(void)
{
	uint8_t seed[32], pub[32], sig[64];
	int64_t began;

	os_random(seed, sizeof seed);
	key_public(seed, pub);
	began = bench_now_ns();
	for (int i = 0; i < SIGNATURES; i++)
		key_sign(seed, pub, str_mem(seed, 32), sig);
	return (bench_now_ns() - began) / SIGNATURES;
}

bool bench_import_lines(struct bench *b, struct err *e)
{
	struct line l = { "import of a file", "rows/s", "bare SQLite, an Ed25519 signature a row",
			  .better = ONLY_SAID };
	struct line peak = { "import, most memory so far", "KiB", "the file", .better = ONLY_SAID };
	struct import w = { .kind = kind_by_name(S("facility")),
			    .commit = true,
			    .bad = bad,
			    .progress = progress,
			    .p = b };
	int64_t n = b->large ? LARGE_ROWS : ROWS, began, took, bare;
	struct str text = rows_of(b, n);
	struct rusage usage;

	began = bench_now_ns();
	if (!intake_import(b->r, b->a, &w, text, e))
		return false;
	took = bench_now_ns() - began;
	if (!store_bench(bench_file(b, "bare-import.db"), BARE_ROWS, 1000, (size_t)b->mean, &bare,
			 e))
		return false;
	l.ours = bench_per_second(n, took);
	l.reference = bench_per_second(1, bare / BARE_ROWS + signing());
	bench_say(b, &l);
	if (getrusage(RUSAGE_SELF, &usage))
		return err_sys(e, "ask for the memory used");
	peak.ours = usage.ru_maxrss;
	peak.reference = (int64_t)text.len / 1024;
	bench_say(b, &peak);
	return true;
}
