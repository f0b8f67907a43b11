/* See find.h. */
#include "intake/find.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "intake/besides.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "record/reader.h"
#include "rule/decide.h"
#include "base/banned.h"

#define NAME_LONGEST 400 /* bytes of a question */

static bool officer_may(struct reg *r, struct arena *a, struct str name, struct str roles,
			const uint8_t **kid, struct err *e)
{
	struct officer_public who;
	struct store_officer o;
	struct str rest = roles;
	int64_t today;

	if (!officer_today(r, a, name, &who, &today, e) ||
	    !store_officer(r->store, a, who.kid, today, &o, e))
		return false;
	if (reader_any(o.roles, READER_NONE))
		return err_value(e, ERR_REFUSED, S("as"), name,
				 "an officer who is no operator: whoever keeps the machine sees no "
				 "names");
	while (rest.s && officer_serves(&o, today))
		if (role_in(o.roles, str_cut(&rest, ','))) {
			*kid = arena_copy(a, who.kid, sizeof who.kid);
			return kept_signing(r, a, &who, e);
		}
	return err_value(e, ERR_REFUSED, S("as"), name,
			 "a serving officer with one of the roles %.*s", P(roles));
}

bool intake_reader(struct reg *r, struct arena *a, const struct reader *by, struct str roles,
		   struct keys_reading *out, struct err *e)
{
	const struct field *purpose = field_by_name(&kind_access_event, S("purpose"));

	if (!code_in(purpose->choices, by->purpose))
		return err_value(e, ERR_REFUSED, S("purpose"), by->purpose, "one of %s",
				 purpose->choices);
	*out = (struct keys_reading){ .purpose = by->purpose };
	return !by->officer.len || officer_may(r, a, by->officer, roles, &out->kid, e);
}

static bool may_ask(struct reg *r, struct arena *a, const struct index_asked *asked,
		    const struct reader *by, struct index_query *out, struct err *e)
{
	struct keys_reading why;

	if (asked->name.len > NAME_LONGEST || !utf8_plain(asked->name))
		return err_value(e, ERR_REFUSED, S("name"), S(""),
				 "a name of at most %d bytes of plain text", NAME_LONGEST);
	if (asked->mother.len > NAME_LONGEST || !utf8_plain(asked->mother))
		return err_value(e, ERR_REFUSED, S("mother"), S(""),
				 "a name of at most %d bytes of plain text", NAME_LONGEST);
	return index_query(a, asked, out, e) && intake_reader(r, a, by, S(READER_FINDS), &why, e);
}

struct asking {
	struct reg *r;
	struct arena *a;
	const struct index_asked *asked;
	struct keys_reader by;
	struct keys_found *got;
};

static bool ask_once(void *p, const uint64_t upto[256], struct err *e)
{
	struct asking *x = p;

	return keys_find(x->r->keys, x->a, &x->by, x->asked, FIND_MOST, upto, x->got, e);
}

static bool ask(struct reg *r, struct arena *a, const struct index_asked *asked,
		const struct reader *by, struct keys_found *got, struct err *e)
{
	struct asking x = { r, a, asked, { by->officer, by->purpose }, got };
	const struct names_question q = {
		.r = r, .a = a, .ask = ask_once, .p = &x, .lost = &got->lost
	};

	return names_ask(&q, e);
}

/* Those whose case is here: what a crash left is nobody's. */
static bool look_up(struct reg *r, struct arena *a, const struct index_hit *hit, struct found *out,
		    int64_t *log, bool *there, bool *child, struct err *e)
{
	struct store_case of;

	if (!store_case(r->store, a, hit->names.case_no, &of, e))
		return false;
	*there = of.there && !memcmp(of.subject, hit->subject, 16);
	*log = of.log;
	*out = (struct found){ .case_no = hit->names.case_no,
			       .state = of.state,
			       .score = hit->score,
			       .strong = hit->strong,
			       .sure = hit->sure,
			       .told = { .origin = ABOUT_HOWS, .sex = ABOUT_HOWS },
			       .names = hit->names };
	memcpy(out->subject, hit->subject, 16);
	if (!*there)
		return true;
	return merged_child(r, a, hit->names.case_no, child, e) &&
	       (!str_eq(of.state, S("merged_into")) ||
		merged_where(r, a, hit->names.case_no, &out->into, e));
}

/* One opening for each who is shown, durable before that. */
static bool count_openings(struct reg *r, struct arena *a, const int64_t *logs, size_t n,
			   struct str near, struct err *e)
{
	int64_t today = 0;
	bool ok = true;

	if (!n)
		return true;
	if ((near.len && !intake_today(r, a, &today, e)) || !intake_begin(r, e))
		return false;
	if (near.len)
		ok = store_state_set(r->store, near, today, e);
	for (size_t i = 0; ok && i < n; i++)
		ok = intake_opening_in(r, a, logs[i], e);
	if (ok)
		return intake_commit(r, e);
	intake_drop(r);
	return false;
}

/* Whoever asks was judged before. */
static bool is_protection(struct reg *r, struct arena *a, struct str name, bool *yes, struct err *e)
{
	struct officer_public who;
	struct store_officer o;
	int64_t today;

	*yes = false;
	if (!name.len)
		return true;
	if (!officer_today(r, a, name, &who, &today, e) ||
	    !store_officer(r->store, a, who.kid, today, &o, e))
		return false;
	*yes = role_in(o.roles, S("protection"));
	return true;
}

/* Under what it is noted that this officer is near the limit, for the queue; empty: whoever has the passphrase. */
static bool near_limit(struct reg *r, struct arena *a, struct str officer, struct str *out,
		       struct err *e)
{
	struct officer_public who;
	int64_t today;

	if (!officer.len)
		return true;
	if (!officer_today(r, a, officer, &who, &today, e))
		return false;
	*out = str_fmt(a, FIND_NEAR "%.*s", P(str_hex(a, who.kid, sizeof who.kid)));
	return true;
}

/* Those of whom something is shown, and the logs of their cases. */
static bool take_up(struct reg *r, struct arena *a, const struct keys_found *got,
		    const struct reader *by, struct find_answer *out, int64_t logs[FIND_MOST],
		    struct err *e)
{
	bool protection;

	if (!is_protection(r, a, by->officer, &protection, e))
		return false;
	for (size_t i = 0; i < got->n; i++) {
		struct found one;
		int64_t log;
		bool there, child;

		if (!look_up(r, a, &got->hits[i], &one, &log, &there, &child, e))
			return false;
		if (!there)
			continue;
		if (child && !protection) {
			out->child |= str_eq(by->purpose, S("duplicate"));
			continue;
		}
		out->more |= out->n == FIND_MOST;
		if (out->n == FIND_MOST)
			break;
		logs[out->n] = log;
		out->list[out->n++] = one;
	}
	return true;
}

bool intake_find(struct reg *r, struct arena *a, const struct find_asked *asked,
		 const struct reader *by, struct find_answer *out, struct err *e)
{
	int64_t logs[FIND_MOST] = { 0 };
	struct find_besides besides;
	struct keys_found got;
	struct str near = S("");

	*out = (struct find_answer){ .list = arena_array(a, FIND_MOST, sizeof *out->list) };
	if (!besides_read(r, a, asked, &besides, e) || !reg_unlock(r, e) ||
	    !may_ask(r, a, &asked->by_name, by, &out->asked, e) ||
	    !ask(r, a, &asked->by_name, by, &got, e))
		return false;
	out->origin = besides.place;
	out->sex = besides.asked.sex.len;
	out->more = got.more;
	out->child = got.apart;
	return (!got.near || near_limit(r, a, by->officer, &near, e)) &&
	       take_up(r, a, &got, by, out, logs, e) &&
	       count_openings(r, a, logs, out->n, near, e) &&
	       besides_tell(r, a, by, &besides, out->list, out->n, &out->often, e);
}
