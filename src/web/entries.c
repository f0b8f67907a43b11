/* See entries.h. */
#include "web/entries.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/os.h"
#include "figure/figures.h"
#include "figure/words.h"
#include "base/banned.h"

/* A bundle holds 256 entries of at most LOG_ENTRY_MAX bytes. */
#define BUNDLE_MAX ((size_t)TILE_WIDTH * (ENTRY_MAX_LONG + 2))
#define SCAN_MAX   (4 * BUNDLE_MAX)

const struct fact_log *entries_log(const struct facts *f, const uint8_t id8[8])
{
	for (size_t i = 0; i < f->n_logs; i++)
		if (!memcmp(f->logs[i].id8, id8, 8))
			return &f->logs[i];
	return NULL;
}

static bool read_bundle(const struct visit *v, struct arena *a, const struct fact_log *log,
			uint64_t n, struct str list[TILE_WIDTH], unsigned *width, struct err *e)
{
	uint64_t left = log->size - n * TILE_WIDTH;
	struct tile t = { TILE_ENTRIES, n, left < TILE_WIDTH ? (unsigned)left : TILE_WIDTH };
	struct str path = str_fmt(a, "%s/%.*s/%.*s", v->folder, P(log->name), P(tile_path(a, t)));
	struct str bytes;

	*width = t.width;
	if (!os_read(a, str_z(a, path), BUNDLE_MAX, &bytes, e))
		return false;
	return bundle_read(bytes, t.width, list, e) || within(e, "read %.*s", P(path));
}

bool entries_get(const struct visit *v, const struct fact_log *log, uint64_t index,
		 struct str *bytes, struct err *e)
{
	struct str list[TILE_WIDTH];
	unsigned width;

	if (index >= log->size)
		return err_set(e, ERR_NOTHING, "log %.*s is published up to entry %" PRIu64,
			       P(log->name), log->size);
	if (!read_bundle(v, v->a, log, index / TILE_WIDTH, list, &width, e))
		return false;
	*bytes = list[index % TILE_WIDTH];
	return true;
}

/* The part of a bundle that lies within from..to. */
static bool scan_bundle(const struct entries_scan *s, struct arena *one, uint64_t bundle,
			uint64_t from, uint64_t to, bool *stop, struct err *e)
{
	uint64_t first = bundle * TILE_WIDTH, low, high;
	struct str list[TILE_WIDTH];
	unsigned width;

	if (!read_bundle(s->v, one, s->log, bundle, list, &width, e))
		return false;
	low = from > first ? from : first;
	high = to < first + width ? to : first + width;
	for (uint64_t i = low; i < high && !*stop; i++) {
		uint64_t index = s->down ? high - 1 - (i - low) : i;

		if (!s->fn(s->p, one, index, list[index - first], stop, e))
			return false;
	}
	return true;
}

static bool scan(const struct entries_scan *s, struct arena *one, uint64_t from, uint64_t to,
		 struct err *e)
{
	uint64_t first = from / TILE_WIDTH, last = (to - 1) / TILE_WIDTH;
	bool stop = false;

	for (uint64_t i = first; i <= last && !stop; i++) {
		if (!scan_bundle(s, one, s->down ? last - (i - first) : i, from, to, &stop, e))
			return false;
		arena_reset(one);
	}
	return true;
}

static void free_arena(void *p)
{
	arena_free(p);
}

bool entries_scan(const struct entries_scan *s, uint64_t from, uint64_t to, struct err *e)
{
	struct arena *one = arena_new(SCAN_MAX);

	if (!one)
		return err_set(e, ERR_FAILED, "read entries: out of memory");
	arena_defer(s->v->a, free_arena, one);
	if (setjmp(*arena_guard(one)))
		return err_set(e, ERR_FAILED, "read entries: out of memory");
	return from >= to || to > s->log->size || scan(s, one, from, to, e);
}

struct entry_ref entry_ref(const struct visit *v, struct arena *a, const uint8_t ref[REF_BYTES])
{
	struct entry_ref r = { .log = entries_log(v->facts, ref) };
	uint64_t index = 0;

	for (int i = 8; i < 16; i++)
		index = index << 8 | ref[i];
	r.index = (int64_t)(index & INT64_MAX);
	if (r.log)
		r.name = str_fmt(a, "%.*s/%" PRId64, P(r.log->name), r.index);
	else
		r.name = str_fmt(a, "%.*s/%" PRId64, P(str_hex(a, ref, 8)), r.index);
	if (r.log && index >= r.log->size)
		r.log = NULL;
	return r;
}

static void put_deltas(const struct visit *v, struct arena *a, struct entry_line *l)
{
	const struct deltas *d = &l->entry->deltas;
	struct entry_delta *out = arena_array(a, d->n, sizeof *out);

	for (size_t i = 0; i < d->n; i++) {
		const struct delta *x = &d->list[i];
		const struct figure *f = figure_find(x->figure);

		out[i] = (struct entry_delta){ .figure = f, .code = x->figure, .n = x->n };
		if (f)
			out[i].label = str_of(v->lang == LANG_AR ? f->label_ar : f->label_en);
		if (x->detail.len)
			out[i].detail = entry_word(a, v->lang, x->detail);
		if (x->q != QUAL_EXACT)
			out[i].qual = entry_word(v->a, v->lang, qual_name(x->q));
	}
	l->deltas = out;
	l->n_deltas = d->n;
}

struct entry_signer entry_signer(const struct visit *v, struct arena *a, const uint8_t kid[4],
				 int64_t day)
{
	const struct fact_officer *o = facts_officer(v->facts, kid, day);
	struct entry_signer s = { .kid = str_hex(a, kid, 4), .officer = o ? o->index : -1 };
	struct str rest = o ? o->roles : (struct str){ NULL, 0 };
	struct buf b = { .a = a };

	while (rest.s) {
		buf_str(&b, b.len ? (v->lang == LANG_AR ? S("، ") : S(", ")) : S(""));
		buf_str(&b, entry_word(v->a, v->lang, str_trim(str_cut(&rest, ','))));
	}
	s.roles = buf_text(&b);
	return s;
}

static void put_signers(const struct visit *v, struct arena *a, struct entry_line *l)
{
	struct entry_signer *out = arena_array(a, l->entry->n_signatures, sizeof *out);

	for (size_t i = 0; i < l->entry->n_signatures; i++)
		out[i] = entry_signer(v, a, l->entry->signatures[i].kid, l->entry->day);
	l->signers = out;
	l->n_signers = l->entry->n_signatures;
}

void entry_line(const struct visit *v, struct arena *a, const struct fact_log *log, uint64_t index,
		struct str bytes, struct entry_line *l)
{
	struct err e = { 0 };

	*l = (struct entry_line){ .log = log, .index = index, .corrected_by = -1 };
	l->label = msg(v->lang, "of a newer kind");
	l->entry = arena_alloc(a, sizeof *l->entry);
	if (!entry_read(a, str_dup(a, bytes), l->entry, &e)) {
		l->entry = NULL;
		return;
	}
	l->kind = kind_by_code(l->entry->kind);
	if (l->kind)
		l->label = str_of(v->lang == LANG_AR ? l->kind->label_ar : l->kind->label_en);
	l->own_place = !l->entry->place.s;
	l->place = l->own_place ? log->seat : l->entry->place;
	if (l->place.s)
		l->place_name = facts_place(v->facts, v->lang, l->place, l->place);
	put_deltas(v, a, l);
	put_signers(v, a, l);
	l->rec = entry_fields(a, l->entry);
	if (l->rec && l->rec->corrects.len == REF_BYTES) {
		l->corrects = true;
		l->corrected = entry_ref(v, a, (const uint8_t *)l->rec->corrects.s);
	}
}

/* Looking for corrections of lines among later entries. */
struct correcting {
	const struct visit *v;
	struct entry_line *lines;
	size_t n;
	uint8_t needle[10]; /* how a reference into this log begins: array of 3, 8 bytes */
};

static bool note_correction(void *p, struct arena *one, uint64_t index, struct str bytes,
			    bool *stop, struct err *e)
{
	struct correcting *w = p;
	struct entry_line later;

	(void)stop;
	(void)e;
	if (!memmem(bytes.s, bytes.len, w->needle, sizeof w->needle))
		return true;
	entry_line(w->v, one, w->lines[0].log, index, bytes, &later);
	for (size_t i = 0; later.corrects && later.corrected.log == w->lines[0].log && i < w->n;
	     i++)
		if ((int64_t)w->lines[i].index == later.corrected.index)
			w->lines[i].corrected_by = (int64_t)index;
	return true;
}

bool entries_corrected(const struct visit *v, struct entry_line *lines, size_t n, bool *all,
		       struct err *e)
{
	struct correcting w = { .v = v, .lines = lines, .n = n, .needle = { 0x83, 0x48 } };
	struct entries_scan s = { .v = v, .fn = note_correction, .p = &w };
	uint64_t from, to;

	*all = true;
	if (!n)
		return true;
	s.log = lines[0].log;
	from = to = lines[0].index;
	for (size_t i = 1; i < n; i++) {
		from = lines[i].index < from ? lines[i].index : from;
		to = lines[i].index > to ? lines[i].index : to;
	}
	*all = s.log->size - to <= ENTRIES_AHEAD;
	to = *all ? s.log->size : to + ENTRIES_AHEAD;
	memcpy(w.needle + 2, s.log->id8, 8);
	return entries_scan(&s, from, to, e);
}

void entry_line_json(struct buf *b, const struct entry_line *l)
{
	json_open(b, '{');
	json_put_text(b, "log", l->log->name);
	json_put_int(b, "index", (int64_t)l->index);
	if (l->entry) {
		json_put_text(b, "kind", l->kind ? str_of(l->kind->name) : (struct str){ NULL, 0 });
		json_put_int(b, "code", l->entry->kind);
		json_put_text(b, "day", day_text(b->a, l->entry->day));
		if (l->entry->from_day != l->entry->day)
			json_put_text(b, "from_day", day_text(b->a, l->entry->from_day));
		json_put_text(b, "place", l->entry->place);
	}
	json_key(b, "deltas");
	json_open(b, '[');
	for (size_t i = 0; l->entry && i < l->n_deltas; i++) {
		const struct delta *d = &l->entry->deltas.list[i];

		json_open(b, '{');
		json_put_text(b, "figure", d->figure);
		json_put_text(b, "detail", d->detail);
		json_put_int(b, "n", d->n);
		json_put_text(b, "qualifier", qual_name(d->q));
		json_close(b, '}');
	}
	json_close(b, ']');
	json_key(b, "signed_by");
	json_open(b, '[');
	for (size_t i = 0; i < l->n_signers; i++)
		json_str(b, l->signers[i].kid);
	json_close(b, ']');
	if (l->corrects)
		json_put_text(b, "corrects", l->corrected.name);
	if (l->corrected_by >= 0)
		json_put_int(b, "corrected_by", l->corrected_by);
	json_close(b, '}');
}
