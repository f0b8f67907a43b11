/* The database: corrections leave nothing, cases, items, what is late, and registers of other versions. The figures
 * that come of it are in tally_test.c. */
#include <fcntl.h>
#include <unistd.h>

#include "ledger/key.h"
#include "tally_world.h"
#include "test.h"
#include "base/banned.h"

static struct rec *arrivals(struct world *w, int64_t from, int64_t day, int64_t n, enum qual q)
{
	struct rec *r = rec_new(w->a, &kind_group_arrival);

	r->day = day;
	r->from_day = from;
	r->place = S("q1");
	field(r, "persons")->n = n;
	field(r, "persons")->q = (uint8_t)q;
	return r;
}

struct sums {
	int64_t n, cells, entries;
	enum qual q;
};

static bool add(void *p, const struct store_cell *x, struct err *e)
{
	struct sums *s = p;

	(void)e;
	s->n += x->n;
	s->cells++;
	s->entries += x->entries;
	s->q = qual_sum(s->q, x->q);
	return true;
}

static struct sums sums(struct world *w, int64_t day)
{
	struct sums s = { 0 };
	struct err e = { 0 };

	must(store_deltas(w->s, day, add, &s, &e), &e);
	return s;
}

static int64_t late(struct world *w, int64_t log, int64_t seq, int64_t day)
{
	struct err e = { 0 };
	int64_t earliest;

	must(store_late(w->s, log, seq, day, &earliest, &e), &e);
	return earliest;
}

static void corrections(struct world *w)
{
	struct rec *r;
	struct made *old;
	struct err e = { 0 };
	bool before, after;

	CHECK("nothing was counted yet", sums(w, D).cells == 0);
	record(w, arrivals(w, D - 50, D - 40, 7, QUAL_OVER), 2, NULL);
	record(w, arrivals(w, D, D, 30, QUAL_EXACT), 2, NULL);
	old = &w->list[w->n - 2];
	CHECK("what was recorded is counted, of old days, too",
	      sums(w, D).n == 37 && sums(w, D).q == QUAL_OVER && sums(w, D).entries == 2);
	must(store_corrected(w->s, 2, old->seq, &before, &e), &e);
	r = arrivals(w, D - 1, D, 5, QUAL_EXACT);
	r->corrects = old->ref;
	record(w, r, 2, NULL);
	must(store_corrected(w->s, 2, old->seq, &after, &e), &e);
	CHECK("a corrected entry is known as such", !before && after);
	CHECK("what was corrected counts zero, and leaves no qualifier",
	      sums(w, D).n == 35 && sums(w, D).q == QUAL_EXACT && sums(w, D).entries == 2 &&
		      sums(w, D).cells == 2);
	r = arrivals(w, D, D, 1, QUAL_EXACT);
	r->corrects = old->ref;
	record(w, r, 2, NULL);
	CHECK("nothing is taken out twice", sums(w, D).n == 36 && sums(w, D).entries == 3);
	CHECK("a later entry is late for the day that its period began",
	      late(w, 2, old->seq + 1, D + 9) == D - 50 && late(w, 2, old->seq + 3, D) == D &&
		      late(w, 2, old->seq, D - 50) == NO_DAY);
	CHECK("a correction is late for what it corrects, whatever its own day",
	      late(w, 2, old->seq + 2, D - 30) == D - 50);
	CHECK("nothing is late behind the last entry", late(w, 2, w->seq[2], D) == NO_DAY);
	CHECK("another log has nothing late", late(w, 3, 0, D) == NO_DAY);
}

/* Over years a total is read from blocks of days, or as all there is less what came since. */
static void years(struct world *w)
{
	enum { RECORDS = 80, STEP = 37, YEARS = 3000 };
	struct sums last = sums(w, D);
	bool same = true;

	for (int i = 0; i < RECORDS; i++)
		record(w,
		       arrivals(w, D - YEARS + STEP * i, D - YEARS + STEP * i, i + 1,
				i % 9 ? QUAL_EXACT : QUAL_ABOUT),
		       2, NULL);
	for (int64_t day = D - YEARS - 9; day < D - 50; day += 11) {
		struct sums s = sums(w, day);
		int64_t n = 0, sum = 0;

		while (n < RECORDS && D - YEARS + STEP * n <= day)
			sum += ++n;
		same &= s.n == sum && s.entries == n && s.q == (n ? QUAL_ABOUT : QUAL_EXACT);
	}
	CHECK("the total of any day over years is the sum of its days", same);
	last.n += RECORDS * (RECORDS + 1) / 2;
	CHECK("and that of the newest day holds all", sums(w, D).n == last.n);
}

static void act(struct world *w, const char *event, const char *state, enum case_class cls,
		int64_t step, uint8_t who)
{
	struct store_act a = { .case_no = S("A-1"),
			       .event = str_of(event),
			       .state = str_of(state),
			       .cls = cls,
			       .kind = kind_registration.code,
			       .step = step,
			       .log = 2,
			       .subject = { who },
			       .operator= { who } };
	struct err e = { 0 };

	draft_id(w, a.draft);
	must(store_fold_act(w->s, &a, &e), &e);
}

static bool count_case(void *p, struct str case_no, struct str event, int64_t log, int64_t day,
		       struct err *e)
{
	(void)case_no, (void)event, (void)log, (void)day, (void)e;
	++*(int *)p;
	return true;
}

static void cases(struct world *w)
{
	struct store_case c;
	struct store_act nobody = { .event = S("record"), .kind = kind_testimony.code, .log = 2 };
	struct str case_no;
	struct err e = { 0 };
	int n = 0;

	must(store_case(w->s, w->a, S("A-1"), &c, &e), &e);
	CHECK("a case that nobody opened is not there", !c.there);
	act(w, "present", "presented", CLASS_NONE, 0, 1);
	act(w, "register", "registered", CLASS_OPEN, 1, 2);
	must(store_case(w->s, w->a, S("A-1"), &c, &e), &e);
	CHECK("a case is as its last act left it",
	      c.there && c.step == 1 && str_eq(c.state, S("registered")) && c.cls == CLASS_OPEN &&
		      str_eq(c.event, S("register")) && !c.before.len);
	CHECK("its subject is that of the first act, its registrar who registered",
	      c.subject[0] == 1 && c.registrar[0] == 2 && c.operator[0] == 2);
	act(w, "approve_granted", "granted", CLASS_GRANTED, 2, 3);
	act(w, "merge", "merged_into", CLASS_NONE, 3, 4);
	must(store_case(w->s, w->a, S("A-1"), &c, &e), &e);
	CHECK("a merged case remembers what it was before",
	      str_eq(c.before, S("granted")) && c.class_before == CLASS_GRANTED &&
		      c.cls == CLASS_NONE && c.registrar[0] == 2);
	draft_id(w, nobody.draft);
	must(store_fold_act(w->s, &nobody, &e), &e);
	draft_id(w, nobody.draft);
	must(store_fold_act(w->s, &nobody, &e) &&
		     store_case_of(w->s, w->a, str_mem(nobody.draft, 16), &case_no, &e) &&
		     store_cases(w->s, count_case, &n, &e),
	     &e);
	CHECK("acts about nobody known are of no case", !case_no.s && n == 1);
}

struct items {
	uint8_t seen[4];
	int n;
};

static bool see(void *p, const uint8_t draft[16], struct str c, struct err *e)
{
	struct items *x = p;

	(void)e;
	x->seen[x->n++ % 4] = (uint8_t)(draft[0] + (uint8_t)c.s[0]);
	return true;
}

static void items(struct world *w)
{
	struct items x = { 0 };
	struct err e = { 0 };
	uint8_t one[16] = { 1 }, two[16] = { 2 };

	must(store_item_add(w->s, 2, 900, 1, two, S("b"), &e) &&
		     store_item_add(w->s, 2, 900, 0, one, S("a"), &e) &&
		     store_items(w->s, 2, 900, see, &x, &e),
	     &e);
	CHECK("items come in the order of their seals",
	      x.n == 2 && x.seen[0] == 1 + 'a' && x.seen[1] == 2 + 'b');
	CHECK("an item is behind one entry only",
	      !store_item_add(w->s, 2, 901, 0, one, S("a"), &e) && e.kind == ERR_FAILED);
}

/* user_version stands in the file's header, at byte 60, big-endian. */
static void versions(const char *path)
{
	struct arena *a = arena_new(0);
	struct err e = { 0 };
	const uint8_t one = 1, none = 0;
	int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0 || pwrite(fd, &one, 1, 63) != 1)
		abort();
	CHECK("a register of the first schema is refused, and says what to do",
	      !store_open(a, path, STORE_WRITE, &e) && e.kind == ERR_ATTENTION &&
		      strstr(e.what, "make the register anew"));
	if (pwrite(fd, &none, 1, 63) != 1 || close(fd))
		abort();
	CHECK("one that sulh never wrote, too",
	      !store_open(a, path, STORE_WRITE, &e) && e.kind == ERR_FAILED);
	arena_free(a);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	char dir[256];
	struct arena *a = arena_new(0), *keep = arena_new(0);
	struct world w;
	struct err e = { 0 };
	char *path;

	snprintf(dir, sizeof dir, "%s/store-XXXXXX", tmp ? tmp : "/tmp");
	if (!key_start() || !mkdtemp(dir))
		abort();
	path = str_z(keep, str_fmt(keep, "%s/db", dir));
	world_new(&w, a, path, 0);
	corrections(&w);
	years(&w);
	cases(&w);
	items(&w);
	must(store_empty_projection(w.s, &e) && store_commit(w.s, &e), &e);
	CHECK("an empty projection counts nothing", sums(&w, D).cells == 0);
	arena_free(a);
	versions(path);
	arena_free(keep);
	return done();
}
