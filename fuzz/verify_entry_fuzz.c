/*
 * Entries as a hostile publisher may write them: decoded, judged, remembered, cut, counted. The input is a
 * series of entries, each behind a byte (which of two logs) and a length of two bytes.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "ledger/key.h"
#include "ledger/note.h"
#include "sync/verify_int.h"
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

static void feed(struct verify *v, struct read in)
{
	struct str head, entry;
	struct hash leaf;
	struct err e;

	for (size_t log = 0; read_bytes(&in, 3, &head);) {
		size_t n = (size_t)((uint8_t)head.s[1] << 8 | (uint8_t)head.s[2]);

		/* Headquarters' log is read first. */
		if (head.s[0] & 1 && !log++) {
			if (!v->founded && !verify_founded(v, &e))
				return;
			verify_begin(v, &v->logs[1]);
		}
		if (!read_bytes(&in, n, &entry))
			return;
		leaf = hash_leaf(entry);
		if (!verify_take(v, &v->logs[log ? 1 : 0], entry, &leaf, &e))
			return;
	}
	if (!v->founded && !verify_founded(v, &e))
		return;
	if (!verify_signed(v, &e))
		return;
	verify_pendings(v);
	(void)verify_bulletins(v, &e);
}

static void run(struct arena *a, struct arena *keep, struct arena *scratch, struct read in)
{
	struct verify_report report = { 0 };
	struct verify *v;

	if (setjmp(*arena_guard(keep)))
		return;
	if (setjmp(*arena_guard(scratch)))
		return;
	if (setjmp(*arena_guard(a)))
		return;
	v = verify_new(a, keep, scratch, &report);
	v->path = "/dev/null";
	v->logs_n = 2;
	v->logs = arena_array(keep, 2, sizeof *v->logs);
	log_set(v, 0, S("hq.op/log/1"));
	log_set(v, 1, S("aleppo.op/log/1"));
	verify_begin(v, &v->logs[0]);
	feed(v, in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t limit = (size_t)256 * 1024 * 1024;
	struct arena *a = arena_new(limit), *keep = arena_new(limit), *scratch = arena_new(limit);

	if (a && keep && scratch && key_start())
		run(a, keep, scratch, read_of(data, size));
	arena_free(keep); /* before the scratch: signatures may still be checked there */
	arena_free(scratch);
	arena_free(a);
	return 0;
}
