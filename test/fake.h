/*
 * A register of a few records in memory, and the judgement on another: what the tests of the kinds share.
 * Records are written as lines "field=value".
 */
#ifndef SULH_TEST_FAKE_H
#define SULH_TEST_FAKE_H

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "record/entry.h"
#include "record/kinds.h"
#include "record/need.h"
#include "test.h"

static struct arena *a;

/* Earlier records, by the name that a reference to them is typed as. */
static struct known {
	const char *name;
	struct rec *r;
} known[96];
static size_t n_known;

static inline bool find_ref(void *p, const char *kind, struct str key, uint8_t out[REF_BYTES])
{
	(void)p;
	for (size_t i = 0; i < n_known; i++)
		if (str_eq(key, str_of(known[i].name)) && !strcmp(known[i].r->kind->name, kind)) {
			memset(out, 0, REF_BYTES);
			out[REF_BYTES - 1] = (uint8_t)i;
			return true;
		}
	return false;
}

static inline bool find_place(void *p, struct str name, struct str *code)
{
	(void)p;
	*code = name;
	return true;
}

static inline bool find_officer(void *p, struct str name, uint8_t kid[4])
{
	(void)p;
	memset(kid, 0, 4);
	kid[0] = name.len ? (uint8_t)name.s[0] : 0;
	return true;
}

static inline const struct rec *by_ref(void *p, struct str ref)
{
	(void)p;
	return ref.len == REF_BYTES ? known[(uint8_t)ref.s[REF_BYTES - 1]].r : NULL;
}

static struct rec_view view;

static inline const struct rec *by_key(void *p, const char *kind, struct str key)
{
	(void)p;
	for (size_t i = n_known; i-- > 0;)
		if (!strcmp(known[i].r->kind->name, kind) &&
		    str_eq(rec_key(a, known[i].r, &view), key))
			return known[i].r;
	return NULL;
}

/* Of what is known the one before, of the same thing. */
static inline const struct rec *before(void *p, struct str ref)
{
	size_t at = (uint8_t)ref.s[REF_BYTES - 1];
	struct str key = rec_key(a, known[at].r, &view);

	(void)p;
	for (size_t i = at; i-- > 0;)
		if (known[i].r->kind == known[at].r->kind &&
		    str_eq(rec_key(a, known[i].r, &view), key))
			return known[i].r;
	return NULL;
}

static inline int64_t day_at(const char *text)
{
	int64_t d = NO_DAY;

	return day_parse(str_of(text), &d) ? d : NO_DAY;
}

/* Sets "field=value" lines; a later line replaces an earlier one, an empty value takes it away. */
static inline bool set_lines(struct rec *r, const char *lines, struct refusals *why)
{
	const struct resolver res = { find_ref, find_place, find_officer, NULL, NULL };
	struct str rest = str_of(lines);
	bool ok = true;

	while (rest.s) {
		struct str value = str_cut(&rest, '\n'), name = str_cut(&value, '=');
		const struct field *f = field_by_name(r->kind, name);

		if (!name.len)
			continue;
		if (f)
			r->v[f - r->kind->fields] = (struct val){ .set = false };
		ok &= rec_set(a, r, name, value, why);
	}
	return ok && rec_resolve(a, r, &res, why);
}

static inline struct rec *make(const char *kind, const char *day, const char *lines,
			       const char *more, struct refusals *why)
{
	struct rec *r = rec_new(a, kind_by_name(str_of(kind)));
	struct buf b = { .a = a };

	r->day = r->from_day = day_at(day);
	buf_fmt(&b, "%s\n%s", lines, more);
	return set_lines(r, str_z(a, buf_text(&b)), why) ? r : NULL;
}

/* Whether its entry says the same: whoever verifies gets the record back and judges it alike. */
static inline bool read_back(const struct rec *r, struct refusals *why)
{
	static const char bytes[32] = "seal or id";
	struct entry x;

	if (!entry_of(a, r, &view, (struct str){ NULL, 0 }, &x, why))
		return false;
	if (r->kind->seal[0])
		x.seal = str_mem(bytes, 32);
	else
		x.id = str_mem(bytes, 16);
	return entry_rec(a, &x, &view, why) ||
	       refuse(why, "read_back", S("entry"), S(""), "the record that it was made of");
}

/* Whether a record of these lines is refused for `id`; NULL: whether it is accepted. */
static inline bool judged(const char *kind, const char *day, const char *lines, const char *more,
			  const char *id)
{
	struct refusals why = { .a = a };
	struct rec *r = make(kind, day, lines, more, &why);
	bool found = !id;

	if (r && rec_check(a, r, &view, &why) && r->kind->form == FORM_PLACE)
		(void)read_back(r, &why);
	for (size_t i = 0; i < why.n; i++)
		found |= id && !strcmp(why.list[i].id, id);
	if (id ? !found : why.n > 0)
		for (size_t i = 0; i < why.n; i++)
			printf("# %s: %.*s: %.*s: %.*s\n", why.list[i].id, P(why.list[i].field),
			       P(why.list[i].value), P(why.list[i].want));
	return id ? found : !why.n && r;
}

static inline void know(const char *name, const char *kind, const char *day, const char *lines)
{
	struct refusals why = { .a = a };
	struct rec *r = make(kind, day, lines, "", &why);

	CHECK("what is known is made", r);
	if (r)
		known[n_known++] = (struct known){ name, r };
}

/* A record and what is changed in it. */
struct change {
	const char *what, *more, *id;
};

static inline void changes(const char *kind, const char *day, const char *lines,
			   const struct change *list, size_t n)
{
	CHECK(str_z(a, str_fmt(a, "%s: one is accepted", kind)),
	      judged(kind, day, lines, "", NULL));
	for (size_t i = 0; i < n; i++)
		CHECK(str_z(a, str_fmt(a, "%s: %s", kind, list[i].what)),
		      judged(kind, day, lines, list[i].more, list[i].id));
}

#define CHANGES(kind, day, lines, ...)                                    \
	changes(kind, day, lines, (const struct change[]){ __VA_ARGS__ }, \
		sizeof((const struct change[]){ __VA_ARGS__ }) / sizeof(struct change))

#define HASH "5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c5d0c"

static inline void place(const char *no, const char *level)
{
	struct str lines =
		str_fmt(a, "place_no=%s\nlevel=%s\nname_en=%s\nname_ar=x", no, level, no);

	know(no, "place", "2016-07-28", str_z(a, lines));
}

static inline void world(void)
{
	place("SY", "country");
	place("GOV", "governorate");
	place("CITY", "city");
	place("Q1", "quarter");
	place("POST", "post");
	know("A", "party", "2016-07-28", "party_no=A\nclass=monitor\npublic_name=A");
	know("B", "party", "2016-07-28", "party_no=B\nclass=monitor\npublic_name=B");
	know("C", "party", "2016-07-28", "party_no=C\nclass=monitor\npublic_name=C");
	know("A again", "party", "2016-07-29", "party_no=A\nclass=monitor\npublic_name=A");
	know("CES", "agreement", "2016-07-28",
	     "agreement_no=CES\nclass=cessation\nfrom=2016-02-27\narea=SY\nstatus=in_force");
	know("EVAC", "agreement", "2016-07-28",
	     "agreement_no=EVAC\nclass=evacuation\nfrom=2016-07-28\narea=SY\nstatus=in_force");
	know("15/2016", "decree", "2016-07-28",
	     "number=15/"
	     "2016\nissued_on=2016-07-28\nrequired_acts=pledge\nappeal_days=30\nwindows=category="
	     "captor months=1 from=2016-07-28 last_day=2016-08-27; "
	     "category=fugitive months=3 from=2016-07-28 last_day=2016-10-27");
	know("cut", "cut", "2016-12-01", "first=0");
}

/* Records that several tests start from. */
#define SHEET                                                                                \
	"sheet_no=7\nagreement=CES\nact=sign\nsigned_on=2016-11-30\ngovernorate=GOV\ngroup=" \
	"B\nnew_group=yes\nsignatory=somebody"
#define JOIN "settlement_no=3\nact=join\nagreement=CES\ngovernorate=GOV\nsettlement=Q1"
#define EVENT                                                                                  \
	"event_no=E-1\nreporter=A\nmeans=observed\nnumber=3\nkind=shelling\narea=GOV\nstatus=" \
	"reported"
#define CONFIRM "event_no=E-1-C\nreporter=B\nconfirms=E-1"
#define HURT	"casualties=harm=killed who=girls amount=2; harm=killed who=men amount=2"
#define ITEM	"item_no=k7x2q9\ngroup=W1\nclass=1.4 assault_rifle\ncondition=serviceable"
#define MOVE                                                                      \
	"act=destroy\nitems=9\ngroup=W1\nwitnesses=Kamal,Hanan\nmethod=cutting\n" \
	"item_nos=A|B|C|D|E|F|G|H|I"
#define CONVOY "convoy_no=5\nfrom=CITY\nto=GOV\nplanned=100\nplanned_on=2016-12-01"
#define TASK \
	"task_no=T\nkind=building\narea=CITY\norg=A\nfrom=2016-12-01\nstatus=open\ngeo_safe=yes"
#define REPORT                                                                           \
	"task=T\narea_m2=100\ncleared_m2=60\nreduced_m2=40\nbuildings=2\nbuilding_type=" \
	"school\nitems=category=UXO found=3 destroyed=2 moved=1\naccepted=yes"
#define HANDED                                                          \
	"area=CITY\non=2016-12-09\norg=A\nitems=kind=bread amount=100 " \
	"mass_kg=100\npersons=100\nmethod=queue\nconditions=none\nwitness=B"
#define SUM "figure=P5\nmonth=2016-10\namount=12\nscope=SY"

static inline bool fake_open(void)
{
	a = arena_new(0);
	if (!a)
		return false;
	view = (struct rec_view){ .by_key = by_key, .by_ref = by_ref, .before = before, .a = a };
	world();
	return true;
}

#endif
