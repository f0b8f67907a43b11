/* Outlines as bytes: lines of text, and a digest that shows damage (doc/format.md, section 10). See outline.h. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/utf8.h"
#include "intake/outline.h"
#include "intake/places.h"
#include "ledger/hash.h"
#include "base/banned.h"

#define FIRST  S("sulh outline 1")
#define DIGEST S("sha256 ")

static void put_ring(struct buf *b, const struct ring *r)
{
	struct position before = { 0, 0 };

	buf_str(b, r->hole ? S("hole") : S("outer"));
	for (size_t i = 0; i + 1 < r->n; i++) {
		buf_fmt(b, " %lld %lld", (long long)(r->p[i].lat - before.lat),
			(long long)(r->p[i].lon - before.lon));
		before = r->p[i];
	}
	buf_byte(b, '\n');
}

static void put_source(struct buf *b, const char *name, struct str source)
{
	buf_fmt(b, "%s%s%.*s\n", name, source.len ? " " : "", P(source));
}

struct str outline_encode(struct arena *a, const struct outlines *o)
{
	struct buf b = { .a = a };
	struct hash h;

	buf_str(&b, FIRST);
	buf_byte(&b, '\n');
	put_source(&b, "source", o->source);
	put_source(&b, "source_ar", o->source_ar);
	for (size_t i = 0; i < o->n; i++) {
		buf_fmt(&b, "place %.*s %.*s\n", P(o->list[i].level), P(o->list[i].code));
		for (size_t j = 0; j < o->list[i].n; j++)
			put_ring(&b, &o->list[i].rings[j]);
	}
	h = hash_of(buf_text(&b));
	buf_str(&b, DIGEST);
	buf_str(&b, str_hex(a, h.b, sizeof h.b));
	buf_byte(&b, '\n');
	return buf_text(&b);
}

/* The lines before the digest, which is the last line. */
static bool cut_digest(struct str *bytes)
{
	size_t at = bytes->len - (bytes->len ? 1 : 0);
	uint8_t want[32];
	struct hash h;
	struct str line;

	while (at && bytes->s[at - 1] != '\n')
		at--;
	line = str_from(*bytes, at);
	if (!at || !str_starts(line, DIGEST) || !str_ends(line, S("\n")) ||
	    !hex_read(str_mem(line.s + DIGEST.len, line.len - DIGEST.len - 1), want, sizeof want))
		return false;
	bytes->len = at;
	h = hash_of(*bytes);
	return str_eq(hash_str(&h), str_mem(want, sizeof want));
}

static bool read_source(struct str *rest, struct str name, struct str *out)
{
	struct str line = str_cut(rest, '\n'), word = str_cut(&line, ' ');

	*out = line.s ? line : S("");
	return rest->s && str_eq(word, name) && (!line.s || line.len) &&
	       out->len <= OUTLINE_SOURCE && utf8_plain(*out) && str_trim(*out).len == out->len;
}

struct reading {
	struct arena *a;
	struct outlines *out;
	size_t room, rings_room;
};

static bool read_ring(struct reading *w, struct str line, bool hole)
{
	struct outline *o = w->out->n ? &w->out->list[w->out->n - 1] : NULL;
	struct position *p = NULL, at = { 0, 0 };
	size_t n = 0, room = 0;

	if (!o || (hole && !o->n))
		return false;
	while (line.s) {
		struct str lat = str_cut(&line, ' '), lon = str_cut(&line, ' ');
		int64_t by_lat, by_lon;

		if (w->out->positions == OUTLINE_POSITIONS ||
		    !int_parse(lat, -2 * LAT_MAX, 2 * LAT_MAX, &by_lat) ||
		    !int_parse(lon, -2 * LON_MAX, 2 * LON_MAX, &by_lon))
			return false;
		at.lat += by_lat;
		at.lon += by_lon;
		if (at.lat < -LAT_MAX || at.lat > LAT_MAX || at.lon < -LON_MAX || at.lon > LON_MAX)
			return false;
		p = arena_more(w->a, p, n, &room, sizeof *p);
		p[n++] = at;
		w->out->positions++;
	}
	if (n < 3)
		return false;
	p = arena_more(w->a, p, n, &room, sizeof *p);
	p[n] = p[0];
	o->rings = arena_more(w->a, o->rings, o->n, &w->rings_room, sizeof *o->rings);
	o->rings[o->n++] = (struct ring){ p, n + 1, hole };
	return true;
}

static bool read_place(struct reading *w, struct str code)
{
	struct str level = str_cut(&code, ' ');
	struct outlines *o = w->out;

	if (level_rank(level) < 0 || !code.len || code.len > PLACE_CODE_MAX || !utf8_plain(code) ||
	    o->n == OUTLINE_PLACES ||
	    (o->n && (!o->list[o->n - 1].n || str_cmp(o->list[o->n - 1].code, code) >= 0)))
		return false;
	o->list = arena_more(w->a, o->list, o->n, &w->room, sizeof *o->list);
	o->list[o->n++] = (struct outline){ .code = code, .level = level };
	w->rings_room = 0;
	return true;
}

bool outline_decode(struct arena *a, struct str bytes, struct outlines *out, struct err *e)
{
	struct reading w = { .a = a, .out = out };
	struct str rest = bytes;
	size_t row = 3;
	bool ok;

	*out = (struct outlines){ 0 };
	if (bytes.len > OUTLINE_MAX || !cut_digest(&rest))
		return err_set(e, ERR_FALSE, "outlines: damaged, or not of this version");
	ok = str_eq(str_cut(&rest, '\n'), FIRST) && read_source(&rest, S("source"), &out->source) &&
	     read_source(&rest, S("source_ar"), &out->source_ar);
	while (ok && rest.len) {
		struct str line = str_cut(&rest, '\n'), word = str_cut(&line, ' ');

		row++;
		ok = str_eq(word, S("place"))	? line.s && read_place(&w, line)
		     : str_eq(word, S("outer")) ? read_ring(&w, line, false)
		     : str_eq(word, S("hole"))	? read_ring(&w, line, true)
						: false;
	}
	if (!ok || (out->n && !out->list[out->n - 1].n))
		return err_set(e, ERR_FALSE, "outlines: line %zu is not one of such a file", row);
	return true;
}

static int by_code(const void *key, const void *o)
{
	return str_cmp(*(const struct str *)key, ((const struct outline *)o)->code);
}

const struct outline *outline_of(const struct outlines *o, struct str code)
{
	return o->n ? bsearch(&code, o->list, o->n, sizeof *o->list, by_code) : NULL;
}
