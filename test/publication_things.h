/* What is corrected or recorded twice in the small publication of publication.h, which includes this. */
#ifndef SULH_TEST_PUBLICATION_THINGS_H
#define SULH_TEST_PUBLICATION_THINGS_H

/* A convoy of some vehicles, which perhaps arrives and perhaps was recorded wrong before. */
static size_t convoy(struct maker *m, const char *no, const char *state, const char *vehicles,
		     struct str corrects)
{
	struct rec *r = record(m, &kind_convoy, D);

	set(m, r, "convoy_no", no);
	set(m, r, "from", "al-c");
	set(m, r, "to", "al");
	set(m, r, "planned", "20");
	set(m, r, "planned_on", "2016-12-09");
	set(m, r, "state", state);
	set(m, r, "vehicles", vehicles);
	r->corrects = corrects;
	return place_entry(m, &m->al, r, "03");
}

/* Of a thing only the newest record is corrected, by one of the same thing. */
static void correct_thing(struct maker *m)
{
	const struct str none = { NULL, 0 };
	size_t planned = convoy(m, "7", "planned", "12", none), arrived, wrong;

	arrived = convoy(m, "7", "arrived", "12", none);
	if (m->flaw == CORRECTS_OLDER) {
		(void)convoy(m, "7", "planned", "14", ref(m, &m->al, planned));
	} else if (m->flaw == CORRECTS_ANOTHER) {
		(void)convoy(m, "8", "arrived", "10", ref(m, &m->al, arrived));
	} else {
		wrong = convoy(m, "7", "arrived", "11", ref(m, &m->al, arrived));
		(void)convoy(m, "7", "arrived", "10", ref(m, &m->al, wrong));
	}
}

static struct rec *stands(struct maker *m, int64_t day, const char *act, const char *reason)
{
	struct rec *r = record(m, &kind_standing, day);

	set(m, r, "status_index", "7");
	set(m, r, "act", act);
	set(m, r, "reason_code", reason);
	return r;
}

/* A paper is suspended, and suspended again. */
static size_t standing(struct maker *m, struct book *b, struct str corrects)
{
	struct rec *r = stands(m, D, "suspend", "error");

	r->corrects = corrects;
	return place_entry(m, b, r, "012");
}

/* A paper is suspended, and nothing is done for 30 days. */
static void papers(struct maker *m)
{
	int64_t since = D - (m->flaw == LAPSED_EARLY ? 29 : 30);

	(void)place_entry(m, &m->al, stands(m, since, "suspend", "error"),
			  m->flaw == STANDING_TWO ? "12" : "012");
	if (m->flaw != STANDING_TWO)
		(void)place_entry(m, &m->al, stands(m, D, "lift", "expired_suspension"),
				  m->flaw == LAPSED_SIGNED ? "01" : "");
}

/* What two officers say of October. */
static size_t delayed_sum(struct maker *m, const char *amount, struct str corrects)
{
	struct rec *r = record(m, &kind_delayed_sum, D);

	set(m, r, "figure", "L1");
	set(m, r, "month", "2016-10");
	set(m, r, "amount", amount);
	set(m, r, "scope", "al");
	r->corrects = corrects;
	return place_entry(m, &m->hq, r, "12");
}

static void delayed_sums(struct maker *m)
{
	struct str none = { NULL, 0 };
	size_t first = delayed_sum(m, "6", none);

	(void)delayed_sum(m, "7", m->flaw == SUM_CORRECTED ? ref(m, &m->hq, first) : none);
}

/* Corrections, most of them of what they may not correct. The last entry of aleppo is a count. */
static void correct(struct maker *m, size_t corridor)
{
	struct book *b = &m->al;
	struct str of = ref(m, b, b->n - 1), at = ref(m, b, corridor);

	if (m->flaw == CORRECTED || m->flaw == CORRECTED_TWICE) {
		size_t again = counted(m, b, at, "10600", of);

		(void)counted(m, b, at, "10700", m->flaw == CORRECTED ? ref(m, b, again) : of);
	} else if (m->flaw == CORRECTS_KIND) {
		(void)counted(m, b, at, "10600", at);
	} else if (m->flaw == CORRECTS_LOG) {
		(void)counted(m, b, at, "10600", ref(m, &m->hq, m->party));
	} else if (m->flaw == CORRECTS_STANDING) {
		(void)standing(m, b, ref(m, b, standing(m, b, (struct str){ NULL, 0 })));
	} else {
		correct_thing(m);
	}
}

#endif
