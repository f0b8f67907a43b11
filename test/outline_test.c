/* Outlines: thinned without opening a border, and kept in a form that shows damage. */
#include "intake/outline.h"

#include "base/arena.h"
#include "ledger/hash.h"
#include "test.h"
#include "base/banned.h"

#define N 400

/* A border from north to south with many small bends: position i of it. */
static struct position border(int64_t i)
{
	int64_t bend = i * i * 31 % 97;

	return (struct position){ 36200000 - i * 50, 37150000 + bend };
}

/* The part west or east of the border, with two corners of its own; the border runs down in one, up in the other. */
static struct ring side(struct arena *a, bool west)
{
	struct position *p = arena_array(a, N + 3, sizeof *p);

	for (int64_t i = 0; i < N; i++)
		p[i] = border(west ? i : N - 1 - i);
	p[N] = (struct position){ border(west ? N - 1 : 0).lat, west ? 37100000 : 37200000 };
	p[N + 1] = (struct position){ border(west ? 0 : N - 1).lat, west ? 37100000 : 37200000 };
	p[N + 2] = p[0];
	return (struct ring){ p, N + 3, false };
}

static bool has(const struct ring *r, struct position p)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->p[i].lat == p.lat && r->p[i].lon == p.lon)
			return true;
	return false;
}

static struct outlines two(struct arena *a)
{
	struct outline *list = arena_array(a, 2, sizeof *list);

	for (size_t i = 0; i < 2; i++) {
		list[i].code = i ? S("B") : S("A");
		list[i].level = S("quarter");
		list[i].rings = arena_alloc(a, sizeof *list[i].rings);
		list[i].rings[0] = side(a, !i);
		list[i].n = 1;
	}
	return (struct outlines){ list, 2, 0, S("Invented"), S("حدود") };
}

static void thinning(struct arena *a)
{
	struct outlines o = two(a);
	const struct ring *west = &o.list[0].rings[0], *east = &o.list[1].rings[0];
	bool same = true;
	size_t shared = 0;

	CHECK("it is thinned to the limit", outline_thin(a, &o, 60) && o.positions <= 60);
	for (int64_t i = 0; i < N; i++) {
		same &= has(west, border(i)) == has(east, border(i));
		shared += has(west, border(i));
	}
	CHECK("both sides keep the same positions of their border", same);
	CHECK("and some of them", shared > 4 && shared < N);
	CHECK("corners stay", has(west, border(0)) && has(west, border(N - 1)));
	CHECK("rings stay closed", ring_closed(west) && ring_closed(east));
	o = two(a);
	CHECK("what has no room at all is refused", !outline_thin(a, &o, 5));
}

/* An island: the hole of one, all of the other, which begins elsewhere and runs the other way. */
static void island(struct arena *a)
{
	struct position *hole = arena_array(a, 201, sizeof *hole),
			*shore = arena_array(a, 201, sizeof *shore);
	struct position sea[] = {
		{ 0, 0 }, { 0, 90000 }, { 90000, 90000 }, { 90000, 0 }, { 0, 0 }
	};
	struct ring rings[] = { { sea, 5, false }, { hole, 201, true } },
		    land = { shore, 201, false };
	struct outline list[] = { { S("A"), S("quarter"), rings, 2 },
				  { S("B"), S("quarter"), &land, 1 } };
	struct outlines o = { list, 2, 0, S(""), S("") };
	bool same = true;

	for (int64_t i = 0; i < 200; i++) {
		int64_t x = i < 100 ? i : 200 - i,
			y = (i < 100 ? 1 : -1) * (i % 100) * (100 - i % 100);

		hole[i] = (struct position){ 40000 + x * 100 + i * i % 13, 40000 + y };
	}
	hole[200] = hole[0];
	for (size_t i = 0; i < 200; i++)
		shore[i] = hole[(277 - i) % 200];
	shore[200] = shore[0];
	CHECK("an island is thinned", outline_thin(a, &o, 40) && land.n < 40 && land.n >= 4);
	for (size_t i = 0; i < rings[1].n; i++)
		same &= has(&land, rings[1].p[i]);
	CHECK("and its shore is one line", same && rings[1].n == land.n);
}

static void small_rings(struct arena *a)
{
	struct position three[] = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 0, 0 } },
			line[] = { { 5, 5 }, { 6, 6 }, { 5, 5 }, { 5, 5 }, { 5, 5 } },
			point[] = { { 7, 7 }, { 7, 7 }, { 7, 7 }, { 7, 7 } };
	struct ring rings[] = { { three, 4, false }, { line, 5, false }, { point, 4, true } };
	struct outline list[] = { { S("A"), S("quarter"), rings, 3 } };
	struct outlines o = { list, 1, 0, S(""), S("") };

	CHECK("the smallest triangle stays, a line and the hole in it go",
	      outline_thin(a, &o, 60) && list[0].n == 1 && rings[0].n == 4 && o.positions == 3);
}

/* The file with its digest made anew, or left. */
static bool reads(struct arena *a, const char *text, bool digest)
{
	struct outlines o;
	struct err e = { 0 };
	struct hash h = hash_of(str_of(text));
	struct str hex = str_hex(a, h.b, sizeof h.b);
	bool ok = outline_decode(
		a, digest ? str_fmt(a, "%ssha256 %.*s\n", text, P(hex)) : str_of(text), &o, &e);

	return ok;
}

#define HEAD "sulh outline 1\nsource\nsource_ar\n"

static void forms(struct arena *a)
{
	struct outlines o = two(a), again;
	struct str bytes = outline_encode(a, &o);
	struct err e = { 0 };
	char *damaged;

	CHECK("written and read again", outline_decode(a, bytes, &again, &e) && again.n == 2 &&
						again.list[1].rings[0].n == N + 3 &&
						str_eq(again.source, S("Invented")) &&
						str_eq(outline_encode(a, &again), bytes));
	CHECK("found by code",
	      outline_of(&again, S("B")) == &again.list[1] && !outline_of(&again, S("C")));
	damaged = arena_copy(a, bytes.s, bytes.len);
	damaged[bytes.len / 2] ^= 1;
	CHECK("a changed bit is seen",
	      !outline_decode(a, str_mem(damaged, bytes.len), &again, &e) && e.kind == ERR_FALSE);
	CHECK("so is a missing end",
	      !outline_decode(a, str_mem(bytes.s, bytes.len - 1), &again, &e));
	CHECK("a plain one is read", reads(a, HEAD "place quarter A\nouter 0 0 0 1 1 0\n", true));
	CHECK("not without a digest",
	      !reads(a, HEAD "place quarter A\nouter 0 0 0 1 1 0\n", false));
	CHECK("not of another version", !reads(a, "sulh outline 2\nsource\nsource_ar\n", true));
	CHECK("no ring before a place", !reads(a, HEAD "outer 0 0 0 1 1 0\n", true));
	CHECK("no hole before a ring", !reads(a, HEAD "place quarter A\nhole 0 0 0 1 1 0\n", true));
	CHECK("no ring of two positions", !reads(a, HEAD "place quarter A\nouter 0 0 0 1\n", true));
	CHECK("no half position", !reads(a, HEAD "place quarter A\nouter 0 0 0 1 1 0 5\n", true));
	CHECK("no latitude beyond the pole",
	      !reads(a, HEAD "place quarter A\nouter 90000000 0 1 1 1 0\n", true));
	CHECK("no second spelling of a number",
	      !reads(a, HEAD "place quarter A\nouter 0 0 0 01 1 0\n", true));
	CHECK("no place twice",
	      !reads(a,
		     HEAD
		     "place quarter A\nouter 0 0 0 1 1 0\nplace quarter A\nouter 0 0 0 1 1 0\n",
		     true));
	CHECK("no place without a ring", !reads(a, HEAD "place quarter A\n", true));
	CHECK("no level that is none",
	      !reads(a, HEAD "place village A\nouter 0 0 0 1 1 0\n", true));
	CHECK("no control characters", !reads(a, "sulh outline 1\nsource a\tb\nsource_ar\n", true));
}

int main(void)
{
	struct arena *a = arena_new(0);

	thinning(a);
	island(a);
	small_rings(a);
	forms(a);
	arena_free(a);
	return done();
}
