/* bench: the judgement on a grant with the whole history of its case, against the two signatures that it takes. */
#include "cli/bench.h"

#include <string.h>

#include "base/os.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "rule/decide.h"
#include "base/banned.h"

static const char *const history[][2] = {
	{ "presentation", "present" }, { "notice", "notice" }, { "registration", "register" },
	{ "step", "open_checks" },     { "check", "check" },   { "step", "extend" },
	{ "pledge", "pledge" },	       { "step", "propose" },
};

#define ACTS (sizeof history / sizeof *history)

static void remember(struct past_act *past, const uint8_t kids[ACTS][4])
{
	for (size_t i = 0; i < ACTS; i++)
		past[i] = (struct past_act){ .step = (int64_t)i,
					     .kind = str_of(history[i][0]),
					     .event = str_of(history[i][1]),
					     .state = i == ACTS - 1 ? S("decision_proposed")
								    : S("screening"),
					     .cls = CLASS_OPEN,
					     .day = 17000 + (int64_t)i,
					     .until = NO_DAY,
					     .appeal_until = NO_DAY,
					     .code = S(""),
					     .decree = S("15/2016"),
					     .search = S(""),
					     .kids = &kids[i],
					     .n_kids = 1 };
}

static struct rec *grant(struct arena *a, struct refusals *why)
{
	static const char *const set[][2] = { { "outcome", "granted" },
					      { "proposed_outcome", "granted" },
					      { "article", "1" },
					      { "grounds", "measured" },
					      { "notified_on", "2016-07-28" } };
	struct rec *r = rec_new(a, &kind_decision);

	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		(void)rec_set(a, r, str_of(set[i][0]), str_of(set[i][1]), why);
	r->v[field_at(&kind_decision, "panel_1")] =
		(struct val){ .set = true, .s = str_mem("\x28\0\0\0", 4) };
	r->day = r->from_day = 17010;
	return r;
}

static int64_t time_deciding(struct bench *b, bool *ok)
{
	static const uint8_t kids[ACTS][4] = { { 1 }, { 2 }, { 3 }, { 4 },
					       { 4 }, { 4 }, { 5 }, { 4 } };
	const struct rec_view records = { .a = b->a };
	struct past_act past[ACTS];
	struct signer signers[] = {
		{ .name = S("S"), .kid = { 4 }, .serving = true, .roles = S("screener") },
		{ .name = S("P"), .kid = { 40 }, .serving = true, .roles = S("panel") },
	};
	struct decide_view v = { .records = &records,
				 .signers = signers,
				 .n_signers = 2,
				 .has_case = true,
				 .case_state = S("decision_proposed"),
				 .case_class = CLASS_OPEN,
				 .case_before = S(""),
				 .past = past,
				 .n_past = ACTS };
	struct refusals why = { .a = b->a };
	const struct rec *r = grant(b->a, &why);
	struct life_act act;
	int64_t at = bench_now_ns();

	remember(past, kids);
	*ok = true;
	for (int i = 0; i < BENCH_ROUND; i++)
		*ok &= decide(b->a, &v, r, 17010, &act, &why);
	return bench_now_ns() - at;
}

bool bench_decide_lines(struct bench *b, struct err *e)
{
	struct line l = { "decide a grant", "a second", "its two signatures", .better = MORE,
			  .goal = 1000 };
	int64_t ours[BENCH_REPEAT], signing[BENCH_REPEAT];
	uint8_t seed[32], pub[32], sig[64];

	os_random(seed, sizeof seed);
	key_public(seed, pub);
	for (size_t i = 0; i < BENCH_REPEAT; i++) {
		int64_t at;
		bool ok;

		ours[i] = time_deciding(b, &ok);
		if (!ok)
			return err_set(e, ERR_FAILED, "bench: a grant is refused");
		at = bench_now_ns();
		for (int j = 0; j < 2; j++)
			key_sign(seed, pub, str_mem(seed, sizeof seed), sig);
		signing[i] = bench_now_ns() - at;
	}
	l.ours = bench_per_second(BENCH_ROUND, bench_median(ours, BENCH_REPEAT));
	l.reference = bench_per_second(1, bench_median(signing, BENCH_REPEAT));
	bench_say(b, &l);
	return true;
}
