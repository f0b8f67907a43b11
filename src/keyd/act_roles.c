/* Who may sign what officers sign: by the table of transitions, and by the kinds. See act.h. */
#include "keyd/act.h"

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys.h"
#include "record/kinds.h"
#include "rule/table.h"
#include "base/banned.h"

/* Roles that may sign, each once, separated by commas. */
static void add_role(struct buf *roles, struct str role)
{
	if (!(roles->len && code_in(str_z(roles->a, buf_text(roles)), role)))
		buf_fmt(roles, "%s%.*s", roles->len ? "," : "", P(role));
}

static void add_roles(struct buf *roles, struct str list, char sep)
{
	while (list.s)
		add_role(roles, str_cut(&list, sep));
}

/* Two words of a row are no roles of an officer, but parts in the case before: whoever proposed is a screener, whoever
 * approved is of the panel. */
static struct str role_of_word(struct str word)
{
	return str_eq(word, S("proposer"))   ? S("screener")
	       : str_eq(word, S("approver")) ? S("panel")
					     : eyes_role(word);
}

/* Of any row that may be meant; of the kind where a row leaves it open, or none is known. */
static struct str roles_of(struct arena *a, const struct kind *k, struct str event)
{
	struct buf roles = { .a = a };
	bool by_kind = !event.len, known = false;

	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];
		struct str words = t->four_eyes ? eyes_roles(t->four_eyes) : (struct str){ 0 };

		if (!transition_of_kind(t, k->name) ||
		    (event.len && !str_eq(event, str_of(t->event))))
			continue;
		known = true;
		by_kind |= !t->four_eyes;
		while (words.s)
			add_role(&roles, role_of_word(str_cut(&words, '+')));
	}
	if ((by_kind || !known) && k->roles)
		add_roles(&roles, str_of(k->roles), ',');
	return buf_text(&roles);
}

struct said {
	int64_t kind, day;
	struct str event;
};

/* The kind and the day of an entry without its seal, as far as they are in it. */
static bool entry_said(struct str item, struct said *s)
{
	struct read in = read_of(item.s, item.len);
	uint64_t n = 0;
	int64_t key = -1;
	struct str skipped;

	if (!cbor_map(&in, BODY_END, &n))
		return false;
	while (n--) {
		if (!cbor_key(&in, &key))
			return false;
		if (!(key == KEY_KIND  ? cbor_int(&in, 1, INT32_MAX, &s->kind)
		      : key == KEY_DAY ? cbor_int(&in, DAY_MIN, DAY_MAX, &s->day)
				       : cbor_skip(&in, BODY_DEPTH, &skipped)))
			return false;
	}
	return read_end(&in);
}

/* What later rules need of an act: its day comes first. */
static bool day_said(struct read *in, struct said *s)
{
	uint64_t n = 0;
	int64_t key = -1;
	struct str skipped;

	if (!cbor_map(in, BODY_END, &n))
		return false;
	while (n--)
		if (!cbor_key(in, &key) || !(key == 1 ? cbor_int(in, DAY_MIN, DAY_MAX, &s->day)
						      : cbor_skip(in, BODY_DEPTH, &skipped)))
			return false;
	return true;
}

/* Which act the body of an object c says. */
static bool body_said(struct str body, struct said *s)
{
	struct read in = read_of(body.s, body.len);
	uint64_t n = 0;
	int64_t key = -1;
	struct str skipped;

	if (!cbor_map(&in, BODY_END - 1, &n))
		return false;
	while (n--) {
		if (!cbor_key(&in, &key))
			return false;
		if (!(key == BODY_KIND	  ? cbor_int(&in, 1, INT32_MAX, &s->kind)
		      : key == BODY_EVENT ? cbor_text(&in, 48, &s->event)
		      : key == BODY_SAID  ? day_said(&in, s)
					  : cbor_skip(&in, BODY_DEPTH, &skipped)))
			return false;
	}
	return read_end(&in);
}

bool act_signers(struct arena *a, struct str msg, struct act_signers *out)
{
	bool act = str_starts(msg, S(KEYS_SIGN_ACT));
	struct str front = act ? S(KEYS_SIGN_ACT) : S(KEYS_SIGN_ENTRY), skipped, entry;
	struct said s = { .event = S(""), .day = NO_DAY };
	struct read in = read_of(msg.s, msg.len);
	const struct kind *k;

	if (!str_starts(msg, front) || !read_bytes(&in, front.len + 8, &skipped) ||
	    !cbor_skip(&in, BODY_DEPTH, &entry) || !entry_said(entry, &s))
		return false;
	if (act ? !body_said(str_mem(in.at, read_left(&in)), &s) : !read_end(&in))
		return false;
	k = kind_by_code(s.kind);
	if (!k)
		return false;
	*out = (struct act_signers){ .roles = str_z(a, roles_of(a, k, s.event)),
				     .any = field_by_name(k, S("witnesses")),
				     .day = s.day };
	return true;
}
