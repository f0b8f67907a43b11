/*
 * Entries as a hostile publisher may write them: decoded, judged, remembered, cut, counted. The input is a
 * series of entries, each behind a byte (which of two logs) and a length of two bytes. Where the first of these bytes says so, the publisher has all
 * keys, and the series is made to hold together (verify_mend.h).
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "ledger/note.h"
#include "sync/verify_int.h"
#include "verify_mend.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void log_set(struct verify *v, size_t i, struct str origin)
{
	struct vlog *log = &v->logs[i];

	log->vkey.name = origin;
	log->name = i ? S("aleppo") : S("hq");
	log->head.size = 1000;
	log_id8(origin, log->id);
	thing_put(v->keep, &v->things, SPACE_LOG, 0, str_mem(log->id, 8))->index = i;
}

/* The next entry and where it goes. */
static bool next(struct read *in, uint8_t *head, struct str *entry)
{
	struct str front;

	if (!read_bytes(in, 3, &front))
		return false;
	*head = (uint8_t)front.s[0];
	return read_bytes(in, (size_t)((uint8_t)front.s[1] << 8 | (uint8_t)front.s[2]), entry);
}

#define OTHER_LOG 1
#define MENDED	  2

/* NULL where nothing is mended. */
static struct mend *begin_mending(const struct verify *v, const struct read in)
{
	struct mend *m = arena_alloc(v->keep, sizeof *m);
	struct read one = in, all = in;
	struct str entry;
	uint8_t head;
	size_t log = 0;

	for (size_t n = 0; next(&one, &head, &entry); n++) {
		if (!n && !(head & MENDED))
			return NULL;
		mend_note(m, v->keep, entry);
	}
	mend_start(m, v->keep, v->logs);
	while (next(&all, &head, &entry)) {
		struct hash leaf;

		log = log || head & OTHER_LOG;
		leaf = hash_leaf(mend(m, log, entry));
		mend_leaf(m, log, &leaf);
	}
	mend_again(m);
	return m;
}

static void feed(struct verify *v, struct read in)
{
	struct mend *m = begin_mending(v, in);
	struct str entry;
	struct hash leaf;
	struct err e;
	uint8_t head;

	for (size_t log = 0; next(&in, &head, &entry);) {
		/* Headquarters' log is read first. */
		if (head & OTHER_LOG && !log++) {
			if (!v->founded && !verify_founded(v, &e))
				return;
			verify_begin(v, &v->logs[1]);
		}
		if (m)
			entry = mend(m, log ? 1 : 0, entry);
		leaf = hash_leaf(entry);
		if (m)
			mend_leaf(m, log ? 1 : 0, &leaf);
		if (!verify_take(v, &v->logs[log ? 1 : 0], entry, &leaf, &e))
			return;
	}
	if (!v->founded && !verify_founded(v, &e))
		return;
	if (!verify_signed(v, &e))
		return;
	verify_pendings(v);
	verify_attested(v);
	verify_press(v);
	(void)verify_bulletins(v, &e);
}

static void run(struct arena *a, struct arena *keep, struct arena *scratch, struct arena *once,
		struct read in)
{
	struct verify_report report = { 0 };
	struct verify *v;

	if (setjmp(*arena_guard(keep)))
		return;
	if (setjmp(*arena_guard(scratch)))
		return;
	if (setjmp(*arena_guard(once)))
		return;
	if (setjmp(*arena_guard(a)))
		return;
	v = verify_new(a, keep, scratch, &report);
	v->once = once;
	v->path = "/dev/null";
	v->logs_n = 2;
	v->logs = arena_array(keep, 2, sizeof *v->logs);
	report.logs = arena_array(keep, 2, sizeof *report.logs);
	log_set(v, 0, S("hq.op/log/1"));
	log_set(v, 1, S("aleppo.op/log/1"));
	verify_begin(v, &v->logs[0]);
	feed(v, in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t limit = (size_t)256 * 1024 * 1024;
	struct arena *a = arena_new(limit), *keep = arena_new(limit), *scratch = arena_new(limit),
		     *once = arena_new(limit);

	if (a && keep && scratch && once && key_start())
		run(a, keep, scratch, once, read_of(data, size));
	arena_free(keep); /* before the scratch: signatures may still be checked there */
	arena_free(scratch);
	arena_free(once);
	arena_free(a);
	return 0;
}
