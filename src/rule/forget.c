/* What keeps a person's record: the words of the rows that erase (table.c). Looked at is all that is known of the
 * person, in the case that stands and in every case that is merged with it. */
#include "rule/decide.h"

#include "base/time.h"
#include "rule/table.h"
#include "base/banned.h"

/* The acts of the next case, as if there were no other; false behind the last. A case ends where steps begin anew. */
static bool next_case(const struct decide_view *v, size_t *at, struct decide_view *one)
{
	bool before = *at < v->n_elsewhere;
	const struct past_act *list = before ? v->elsewhere : v->past;
	size_t from = before ? *at : *at - v->n_elsewhere, to = from + 1,
	       n = before ? v->n_elsewhere : v->n_past;

	if (from >= n)
		return false;
	while (to < n && list[to].step > list[to - 1].step)
		to++;
	*one = *v;
	one->past = list + from;
	one->n_past = to - from;
	*at += to - from;
	return true;
}

static bool any_case(const struct decide_view *v, bool (*fn)(const struct decide_view *one))
{
	struct decide_view one;

	for (size_t at = 0; next_case(v, &at, &one);)
		if (fn(&one))
			return true;
	return false;
}

static bool appeals(const struct decide_view *one)
{
	return appeal_open_all(one) > 0;
}

/* The grant of somebody, a child or the dead too, which a panel gave back and nobody recorded yet. */
static bool reinstates(const struct decide_view *one)
{
	return appeal_reversed(one) != NULL;
}

static size_t first_of(const struct decide_view *one,
		       bool (*waits)(const struct decide_view *v, size_t i))
{
	size_t i = 0;

	while (i < one->n_past && !waits(one, i))
		i++;
	return i;
}

/* Each search is ended by a record of its own, an end being that of the oldest; who was located and not more is sought by
 * somebody still. What goes on after the end begins anew. */
bool forget_sought(const struct decide_view *v, size_t i)
{
	size_t waiting = 0, place = 0;

	for (size_t j = 0; j < v->n_past; j++) {
		const struct past_act *x = &v->past[j];

		if (!past_is(x, "tracing", NULL))
			continue;
		if (str_eq(x->code, S("open")) || (str_eq(x->code, S("goes_on")) && !waiting)) {
			waiting++;
			if (j == i)
				place = waiting;
		} else if (waiting && !code_in("located,goes_on", x->code)) {
			waiting--;
			if (place && !--place)
				return false;
		}
	}
	return place > 0;
}

static bool searches(const struct decide_view *one)
{
	return first_of(one, forget_sought) < one->n_past;
}

/* What was promised for a day was delivered, or ended otherwise, as often. */
bool forget_owed(const struct decide_view *v, size_t i)
{
	size_t waiting = 0, place = 0;

	for (size_t j = 0; j < v->n_past; j++) {
		const struct past_act *x = &v->past[j];

		if (!past_is(x, "benefit", NULL) || x->until != v->past[i].until)
			continue;
		if (!x->code.len) {
			waiting++;
			if (j == i)
				place = waiting;
		}
	}
	for (size_t j = 0; j < v->n_past; j++) {
		const struct past_act *x = &v->past[j];

		if (place && past_is(x, "benefit", NULL) && x->until == v->past[i].until)
			place -= x->code.len > 0;
	}
	return place > 0;
}

static bool owes(const struct decide_view *one)
{
	return first_of(one, forget_owed) < one->n_past;
}

static bool enquires(const struct decide_view *one)
{
	return here_enquiry(one) != NULL;
}

/* Of what waits the days: of a search that of its record, of a promise that for which it was. */
static struct str which(const struct decide_view *v,
			bool (*waits)(const struct decide_view *v, size_t i), struct arena *a)
{
	struct decide_view one;
	struct buf b = { .a = a };

	for (size_t at = 0; waits && next_case(v, &at, &one);)
		for (size_t i = 0; i < one.n_past; i++) {
			const struct past_act *x = &one.past[i];
			bool sought = waits == forget_sought;

			if (!waits(&one, i))
				continue;
			buf_fmt(&b, "%s%.*s", b.len ? ", " : "",
				P(day_text(a, sought ? x->day : x->until)));
			if (sought && x->entry.len)
				buf_fmt(&b, " (%.*s)", P(x->entry));
		}
	return b.len ? buf_text(&b) : S("");
}

bool forget_quiet(const struct decide_view *v, struct refusals *why)
{
	static const struct {
		bool (*there)(const struct decide_view *one);
		bool (*waits)(const struct decide_view *v, size_t i);
		const char *id, *want, *ends;
	} all[] = {
		{ appeals, NULL, "open_appeal", "a person without an open appeal", "" },
		{ reinstates, NULL, "reinstate",
		  "a person whose grant does not wait to be given back: an appeal against its "
		  "revocation was upheld, and the panel reinstates it (standing act=reinstate) "
		  "first",
		  "" },
		{ searches, forget_sought, "open_tracing",
		  "a person for whom nobody is sought any more: open is the search of ",
		  ", which `tracing` with state=reunited, dead or stopped ends (protection; "
		  "without "
		  "a case with continues= and the entry given here)" },
		{ owes, forget_owed, "open_benefit",
		  "a person to whom nothing is owed: open is what was promised for ",
		  ", until `benefit` with that due_on says when it was delivered, or how it ended "
		  "(ended=refused_by_person, died, withdrawn_with_reason)" },
		{ enquires, NULL, "open_enquiry",
		  "a person into whose death no outside enquiry is open: record its answer", "" },
		{ here_held, NULL, "held", "a person who is not held, by a court or otherwise",
		  "" },
	};
	bool ok = true;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (any_case(v, all[i].there))
			ok = refuse(why, all[i].id, S("case"), v->case_state, "%s%.*s%s",
				    all[i].want, P(which(v, all[i].waits, why->a)), all[i].ends);
	return ok;
}

/* The newest word on such a request is no refusal. */
static bool asks(const struct decide_view *one)
{
	static const struct str rights[] = { SC("erase"), SC("object"), SC("withdraw_agreement") };

	for (size_t r = 0; r < sizeof rights / sizeof *rights; r++) {
		const struct past_act *last = NULL;

		for (size_t i = 0; i < one->n_past; i++)
			if (past_is(&one->past[i], "request", NULL) &&
			    str_eq(one->past[i].code, rights[r]))
				last = &one->past[i];
		if (last && !past_is(last, "request", "request_refused"))
			return true;
	}
	return false;
}

bool forget_asked(const struct decide_view *v, const struct rec *r, struct refusals *why)
{
	/* Requests are recorded in cases. */
	return !rec_is(r, "basis", "request") || !v->has_case || any_case(v, asks) ||
	       refuse(why, "not_asked", S("basis"), S("request"),
		      "a case with the person's request (`request` with right erase, object or "
		      "withdraw_agreement) that was not refused");
}

static bool was_granted(const struct decide_view *one)
{
	for (size_t i = 0; i < one->n_past; i++)
		if (one->past[i].cls == CLASS_GRANTED)
			return true;
	return false;
}

static bool was_registered(const struct decide_view *one)
{
	for (size_t i = 0; i < one->n_past; i++)
		if (one->past[i].cls != CLASS_NONE)
			return true;
	return false;
}

static bool is_child(const struct decide_view *one)
{
	const struct past_act *x = past_last(one, "child_referral", NULL);

	return x && str_eq(x->event, S("refer_child"));
}

static bool is_testimony(const struct decide_view *one)
{
	return past_last(one, "testimony", NULL) != NULL;
}

static bool moves(const struct decide_view *one)
{
	return past_last(one, "passenger", NULL) || past_last(one, "captive_release", NULL);
}

/* Of several that fit the first is meant. */
static struct str class_of(const struct decide_view *v)
{
	if (any_case(v, is_child))
		return S("child");
	if (any_case(v, was_granted))
		return S("case_granted");
	if (!v->has_case && any_case(v, is_testimony))
		return S("testimony");
	return !v->has_case && any_case(v, moves) ? S("movement") : S("case_other");
}

static int64_t last_day(const struct decide_view *v)
{
	int64_t last = NO_DAY;

	for (size_t i = 0; i < v->n_past + v->n_elsewhere; i++) {
		int64_t day = i < v->n_past ? v->past[i].day : v->elsewhere[i - v->n_past].day;

		if (day != NO_DAY && (last == NO_DAY || day > last))
			last = day;
	}
	return last;
}

/* Of whoever left before registering no file is kept but the slip of reception (states.csv C05). */
static bool left_before(const struct decide_view *v)
{
	return v->has_case && str_eq(v->case_state, S("left")) && !any_case(v, was_registered) &&
	       !any_case(v, is_child);
}

struct str forget_span(struct arena *a, const struct forget_rule *rule)
{
	int64_t n = rule->days ? rule->days : rule->months;

	return str_fmt(a, "%lld %s%s", (long long)n, rule->days ? "day" : "month",
		       n == 1 ? "" : "s");
}

/* Of a rule of retention. */
enum { RULE_CLASS, RULE_MONTHS, RULE_THEN };

bool forget_rule(const struct decide_view *v, struct forget_rule *out)
{
	const struct rec *operation = v->records ? v->records->operation : NULL;
	const struct val *rows = operation ? rec_get(operation, "retention") : NULL;
	int64_t last = last_day(v);

	*out = (struct forget_rule){ .class = class_of(v), .last = last, .from = NO_DAY };
	if (left_before(v)) {
		out->class = S("left_before");
		out->then = S("erase");
		out->days = LEFT_DAYS;
		out->from = last == NO_DAY ? NO_DAY : last + LEFT_DAYS + 1;
		return true;
	}
	for (size_t i = 0; rows && i < rows->len; i++) {
		const struct val *row = &rows->v[i];

		if (!str_eq(row->v[RULE_CLASS].s, out->class))
			continue;
		out->then = row->v[RULE_THEN].s;
		out->months = row->v[RULE_MONTHS].n;
		if (last != NO_DAY)
			out->from = day_add_months(last, (int)out->months) + 1;
		return true;
	}
	return false;
}

bool forget_kept(const struct decide_view *v, const struct rec *r, int64_t day,
		 struct refusals *why)
{
	struct forget_rule rule;

	if (!rec_is(r, "basis", "retention_end"))
		return true;
	if (!forget_rule(v, &rule))
		return refuse(why, "no_rule", S("basis"), S("retention_end"),
			      "another basis: the operation has no rule for how long %.*s is kept",
			      P(rule.class));
	if (str_eq(rule.then, S("hand_over")))
		return refuse(why, "hand_over", S("basis"), S("retention_end"),
			      "another basis: by the operation's rule %.*s is handed over "
			      "at the end, not erased",
			      P(rule.class));
	return rule.from == NO_DAY || day >= rule.from ||
	       refuse(why, "kept", S("basis"), S("retention_end"),
		      "%.*s or later: by the %s rule %.*s is kept for %.*s after what was "
		      "recorded last, on %.*s",
		      P(day_text(why->a, rule.from)), rule.days ? "register's" : "operation's",
		      P(rule.class), P(forget_span(why->a, &rule)), P(day_text(why->a, rule.last)));
}
