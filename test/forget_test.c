/* What keeps the record of a person who is to be erased, against histories written out. */
#include "rule/decide.h"

#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "test.h"
#include "base/banned.h"

#define ACTS 16

static struct arena *a;
static struct refusals why;
static const struct rec_view none;

/* A history as text, acts parted by blanks: kind:event:code:until:state-class, of which what is empty is left out at
 * the end; "|" begins another case, and the last case is the one that stands. */
static struct past_act acts[2][ACTS];

static struct str word(struct str *rest)
{
	struct str s = rest->s ? str_cut(rest, ':') : S("");

	return s.s ? s : S("");
}

static struct decide_view history(const char *text)
{
	struct decide_view v = { .has_case = true,
				 .case_state = S("completed"),
				 .past = acts[1],
				 .elsewhere = acts[0],
				 .records = &none };
	struct str rest = str_of(text);
	int64_t step = 0;
	bool before = strchr(text, '|');

	while (rest.s && rest.len) {
		struct str one = str_cut(&rest, ' ');
		struct past_act x = { .step = step,
				      .day = 17001 + step,
				      .until = NO_DAY,
				      .appeal_until = NO_DAY,
				      .decree = S("") };
		struct str until, cls;

		if (str_eq(one, S("|"))) {
			step = 0;
			before = rest.s && memchr(rest.s, '|', rest.len);
			continue;
		}
		step++;
		x.kind = word(&one);
		x.event = word(&one);
		x.code = word(&one);
		until = word(&one);
		cls = word(&one);
		x.until = until.len ? until.s[0] : NO_DAY;
		x.cls = str_eq(cls, S("granted")) ? CLASS_GRANTED : CLASS_CLOSED;
		acts[!before][before ? v.n_elsewhere++ : v.n_past++] = x;
	}
	return v;
}

/* The refusals as "id,id", sorted as they came. */
static struct str refused(void)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < why.n; i++)
		buf_fmt(&b, "%s%s", i ? "," : "", why.list[i].id);
	return b.len ? buf_text(&b) : S("");
}

static bool quiet(const char *text, const char *want)
{
	struct decide_view v = history(text);

	why = (struct refusals){ .a = a };
	return forget_quiet(&v, &why) == !*want && str_eq(refused(), str_of(want));
}

/* What would be right, of the first refusal, has these words. */
static bool wants(const char *words)
{
	return why.n && strstr(str_z(a, why.list[0].want), words);
}

static void quiet_or_not(void)
{
	CHECK("nobody is kept by an empty file", quiet("", ""));
	CHECK("an open search keeps", quiet("tracing::open", "open_tracing"));
	CHECK("also behind one that ended",
	      quiet("tracing::open tracing::open tracing::stopped", "open_tracing"));
	CHECK("not when all ended", quiet("tracing::open tracing::open tracing::stopped "
					  "tracing::dead",
					  ""));
	CHECK("who was located is sought until it is said how that ended",
	      quiet("tracing::open tracing::located", "open_tracing"));
	CHECK("then no more", quiet("tracing::open tracing::located tracing::reunited", ""));
	CHECK("one that ended before keeps no later one",
	      quiet("tracing::reunited tracing::open", "open_tracing"));
	CHECK("one that goes on is one",
	      quiet("tracing::open tracing::goes_on tracing::stopped", "") &&
		      quiet("tracing::open tracing::goes_on", "open_tracing"));
	CHECK("what goes on after its end keeps",
	      quiet("tracing::open tracing::stopped tracing::goes_on", "open_tracing"));
	CHECK("it is said since when",
	      quiet("tracing::open tracing::open tracing::dead", "open_tracing") &&
		      wants("the search of 2016-07-20, which"));
	CHECK("a benefit that was not delivered keeps", quiet("benefit:::1", "open_benefit"));
	CHECK("also where a later one was",
	      quiet("benefit:::1 benefit:::2 benefit::delivered:2", "open_benefit"));
	CHECK("not when each was", quiet("benefit:::1 benefit:::2 benefit::delivered:2 "
					 "benefit::delivered:1",
					 ""));
	CHECK("two of one day are delivered twice",
	      quiet("benefit:::1 benefit:::1 benefit::delivered:1", "open_benefit"));
	CHECK("it is said for which day",
	      quiet("benefit:::1 benefit::delivered:1 benefit:::2", "open_benefit") &&
		      wants("promised for 1970-02-20, until"));
	CHECK("what ended otherwise is owed no more",
	      quiet("benefit:::1 benefit:benefit_refused:refused_by_person:1", "") &&
		      quiet("benefit:::1 benefit:benefit_void:died:1", "") &&
		      quiet("benefit:::1 benefit:benefit_withdrawn:withdrawn_with_reason:1", ""));
	CHECK("and another that was promised is",
	      quiet("benefit:::1 benefit:benefit_refused:refused_by_person:2", "open_benefit"));
	CHECK("an open appeal keeps", quiet("appeal:appeal", "open_appeal"));
	CHECK("a decided one does not", quiet("appeal:appeal appeal:appeal_upheld", ""));
	CHECK("who is held is kept", quiet("stay::hold stay::arrive", "held"));
	CHECK("who was released is not", quiet("stay::hold stay::release", ""));
	CHECK("a case that was merged counts",
	      quiet("tracing::open benefit:::1 stay::hold | closing", "open_tracing,open_benefit,"
								      "held"));
	CHECK("what ended in one case did not end in the other",
	      quiet("tracing::open | tracing::reunited", "open_tracing") &&
		      quiet("tracing::open | closing | tracing::stopped", "open_tracing"));
	CHECK("all reasons are said", quiet("appeal:appeal tracing::open benefit:::1 stay::hold",
					    "open_appeal,open_tracing,open_benefit,held"));
}

static struct rec *erasure(const char *basis)
{
	struct rec *r = rec_new(a, kind_by_name(S("erasure")));

	return rec_set(a, r, S("basis"), str_of(basis), &why) ? r : NULL;
}

static bool asked(const char *basis, const char *text)
{
	struct decide_view v = history(text);

	why = (struct refusals){ .a = a };
	return forget_asked(&v, erasure(basis), &why);
}

static void asked_or_not(void)
{
	CHECK("nobody asked", !asked("request", "closing"));
	CHECK("for a copy is not to be erased", !asked("request", "request:request:copy"));
	CHECK("somebody asked", asked("request", "request:request:erase") &&
					asked("request", "request:request:object") &&
					asked("request", "request:request:withdraw_agreement"));
	CHECK("in a case that was merged", asked("request", "request:request:erase | closing"));
	CHECK("and was answered", asked("request", "request:request:erase "
						   "request:request_answered:erase"));
	CHECK("and was refused", !asked("request", "request:request:erase "
						   "request:request_refused:erase"));
	CHECK("and asked again",
	      asked("request",
		    "request:request:erase request:request_refused:erase request:request:erase"));
	CHECK("an order needs no request", asked("order", "closing"));
}

static bool kept(const char *rules, const char *text, int64_t day)
{
	struct rec *operation = rec_new(a, kind_by_name(S("operation")));
	struct rec_view view = { .operation = operation };
	struct decide_view v = history(text);

	why = (struct refusals){ .a = a };
	if (!rec_set(a, operation, S("retention"), str_of(rules), &why))
		return false;
	v.records = &view;
	return forget_kept(&v, erasure("retention_end"), day, &why);
}

static void kept_or_not(void)
{
	const char *rules = "class=case_other months=1 then=erase; class=case_granted months=24 "
			    "then=review; class=child months=12 then=hand_over";
	int64_t last = 17001, month = day_add_months(last, 1);

	CHECK("after the time of the rule it ends", kept(rules, "closing", month + 1));
	CHECK("not on its last day", !kept(rules, "closing", month));
	CHECK("a grant is of another class, also one that was closed later",
	      !kept(rules, "decision::::granted closing", month + 40) &&
		      kept(rules, "decision::::granted closing", day_add_months(17002, 24) + 1));
	CHECK("also in a case that was merged",
	      !kept(rules, "decision::::granted | closing", month + 40));
	CHECK("what was recorded last counts, wherever",
	      !kept(rules, "closing closing closing | closing", month + 1));
	CHECK("what is handed over is not erased",
	      !kept(rules, "child_referral:refer_child", 40000) &&
		      str_eq(refused(), S("hand_over")));
	CHECK("who was found to be an adult is no child",
	      kept(rules, "child_referral:refer_child child_referral:age_corrected", 40000));
	CHECK("without a rule nothing ends",
	      !kept("class=weapon months=1 then=erase", "closing", 40000) &&
		      str_eq(refused(), S("no_rule")));
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 2;
	quiet_or_not();
	asked_or_not();
	kept_or_not();
	arena_free(a);
	return done();
}
