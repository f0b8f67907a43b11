/* Whatever roles somebody has: alone, twice, by an old and a new key, or with a relative, nobody does both halves of an
 * act that several sign, and nobody who had a part in a case does the part that is to be another's. */
#include "rule/decide.h"
#include "rule/table.h"

#include <string.h>

#include "base/arena.h"
#include "keyd/act.h"
#include "record/kinds.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

static const char everything[] =
	"adjudicator,aid,approver,auditor,authority,case_worker,certificate_officer,chief,"
	"corridor_counter,dpo,editor,giver,liaison,mine_action,monitor,operator,panel,press,"
	"protection,reception,registrar,screener,storekeeper,transfer,weapons_officer";

/* One person: a key, the key before it; a relative; and three others. */
static const uint8_t keys[6][4] = { { 1 }, { 2 }, { 3 }, { 4 }, { 5 }, { 6 } };
enum { SELF, OLD, RELATIVE, OTHERS };
static const struct same_person same[] = { { { 1 }, { 2 }, false }, { { 2 }, { 3 }, true } };

static struct signer signer(int who, struct str roles)
{
	struct signer s = { .name = S("somebody"), .serving = true, .roles = roles };

	memcpy(s.kid, keys[who], 4);
	return s;
}

/* Who signs for two: the person, again, by the old key, a relative. */
static const struct {
	int who[4];
	size_t n;
} ways[] = {
	{ { SELF }, 1 },
	{ { SELF, SELF }, 2 },
	{ { SELF, OLD }, 2 },
	{ { SELF, RELATIVE }, 2 },
	{ { OLD, RELATIVE }, 2 },
	{ { SELF, OLD, RELATIVE }, 3 },
	{ { SELF, SELF, SELF, SELF }, 4 },
	{ { SELF, OLD, RELATIVE, SELF }, 4 },
};

/* The roles of a list "a,b" or "a+b" whose bits are set; with `rest` all of the program. */
static struct str subset(const char *list, char sep, unsigned bits, bool rest)
{
	struct str words = str_of(list);
	struct buf b = { .a = a };

	if (rest)
		buf_fmt(&b, "%s", everything);
	for (unsigned i = 0; words.s; i++) {
		struct str role = eyes_role(str_cut(&words, sep));

		if (bits & 1u << i)
			buf_fmt(&b, "%s%.*s", b.len ? "," : "", P(role));
	}
	return buf_text(&b);
}

static unsigned words_in(const char *list, char sep)
{
	struct str words = str_of(list);
	unsigned n = 0;

	while (words.s && ++n)
		(void)str_cut(&words, sep);
	return n;
}

static bool enough(const struct kind *k, size_t way, struct str roles)
{
	struct refusals why = { .a = a };
	struct signer list[4];
	struct decide_view v = {
		.signers = list, .n_signers = ways[way].n, .same = same, .n_same = 2
	};

	for (size_t i = 0; i < v.n_signers; i++)
		list[i] = signer(ways[way].who[i], roles);
	return role_enough(&v, rec_new(a, k), &why);
}

static void kinds_by_roles(void)
{
	size_t tried = 0, passed = 0, alone = 0;

	for (size_t i = 0; i < kinds_n; i++) {
		const struct kind *k = kinds[i];
		unsigned n = k->roles ? words_in(k->roles, ',') : 0;

		if (k->signatures < 2)
			continue;
		for (unsigned bits = 0; bits < 2u << n; bits++)
			for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
				tried++;
				passed +=
					enough(k, way, subset(k->roles, ',', bits >> 1, bits & 1));
			}
		{
			struct refusals why = { .a = a };
			struct signer list[4];
			struct decide_view v = { .signers = list,
						 .n_signers = (size_t)k->signatures };

			for (size_t j = 0; j < v.n_signers; j++)
				list[j] =
					signer(j ? OTHERS + (int)j - 1 : SELF, str_of(everything));
			alone += !role_enough(&v, rec_new(a, k), &why);
		}
	}
	CHECK("there are kinds that two sign, and many sets of roles", tried > 1000);
	CHECK("no set of roles lets one person, or relatives, sign them for two", passed == 0);
	CHECK("different people with all roles can", alone == 0);
}

/* What makes somebody have a part in a case; copied from the master, not from the program. */
static const struct {
	const char *part, *kind, *event, *state;
} acts[] = {
	{ "registrar", "registration", "register" },
	{ "screener", "check", "check" },
	{ "proposer", "step", "propose" },
	{ "approver", "decision", "approve_granted" },
	{ "revoker", "standing", "revoke" },
	{ "merger", "merge", "merge" },
	{ "decider", "decision", "approve_referred" },
	{ "suspender", "standing", "suspend" },
	{ "closer", "closing", "withdraw" },
	{ "approver", "appeal", "appeal_upheld", "granted" },
	{ "approver", "standing", "reinstate" },
	{ "screener", "step", "extend" },
	{ "screener", "step", "hear", "screening" },
	{ "screener", "step", "pause_missing" },
	{ "screener", "step", "resume" },
	{ "screener", "step", "propose", "decision_proposed" },
	{ "reviewer", "step", "return" },
	{ "reviewer", "pledge_case", "pledge_case" },
	{ "reviewer", "dedup_link", "dedup_link" },
};

static struct past_act act_of(size_t i, const uint8_t (*kid)[4])
{
	return (struct past_act){ .kind = str_of(acts[i].kind),
				  .event = str_of(acts[i].event),
				  .state = str_of(acts[i].state ? acts[i].state : ""),
				  .until = NO_DAY,
				  .appeal_until = NO_DAY,
				  .kids = kid,
				  .n_kids = 1 };
}

/* The person proposed, and granted: so he or she would fill these words of a row, too. */
static void rows_by_roles(void)
{
	const struct past_act past[] = { act_of(2, &keys[SELF]), act_of(3, &keys[SELF]) };
	size_t tried = 0, passed = 0;

	for (size_t i = 0; i < transitions_n; i++) {
		const char *eyes = transitions[i].four_eyes;
		struct buf b = { .a = a };
		struct str words;
		unsigned n = 0;

		if (!eyes || eyes_count(eyes) < 2)
			continue;
		for (words = eyes_roles(eyes); words.s; n++)
			buf_fmt(&b, "%s%.*s", n ? "+" : "", P(str_cut(&words, '+')));
		for (unsigned bits = 0; bits < 2u << n; bits++)
			for (size_t way = 0; way < sizeof ways / sizeof *ways; way++) {
				struct str roles =
					subset(str_z(a, buf_text(&b)), '+', bits >> 1, bits & 1);
				struct signer list[4];
				struct decide_view v = { .signers = list,
							 .n_signers = ways[way].n,
							 .same = same,
							 .n_same = 2,
							 .past = past,
							 .n_past = 2 };

				for (size_t j = 0; j < v.n_signers; j++)
					list[j] = signer(ways[way].who[j], roles);
				tried++;
				passed += part_signed(&v, &transitions[i]);
			}
	}
	CHECK("there are rows that two sign, and many sets of roles", tried > 1000);
	CHECK("no set of roles lets one person, or relatives, sign a row for two", passed == 0);
}

/* Whether somebody who had this part by one key may sign by another. */
static bool apart(const struct transition *t, size_t act, int had, int signs)
{
	struct refusals why = { .a = a };
	const struct past_act past = act_of(act, &keys[had]);
	const struct signer list[] = { signer(OTHERS, str_of(everything)),
				       signer(signs, str_of(everything)) };
	struct decide_view v = { .signers = list,
				 .n_signers = 2,
				 .same = same,
				 .n_same = 2,
				 .past = &past,
				 .n_past = 1 };

	return !part_apart(&v, t, &why);
}

static bool excludes(const struct transition *t, struct str part)
{
	struct str list = t->four_eyes ? eyes_parts(t->four_eyes) : (struct str){ NULL, 0 };

	while (list.s)
		if (str_eq(str_cut(&list, ','), part))
			return true;
	list = t->apart ? str_of(t->apart) : (struct str){ NULL, 0 };
	while (list.s)
		if (str_eq(str_cut(&list, ','), part))
			return true;
	return false;
}

static void parts_by_keys(void)
{
	static const int pairs[][2] = {
		{ SELF, SELF }, { OLD, SELF }, { SELF, OLD }, { SELF, RELATIVE }, { RELATIVE, OLD }
	};
	size_t tried = 0, held = 0, free = 0, strangers = 0;

	for (size_t i = 0; i < transitions_n; i++)
		for (size_t j = 0; j < sizeof acts / sizeof *acts; j++) {
			if (!excludes(&transitions[i], str_of(acts[j].part)))
				continue;
			for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
				tried++;
				held += apart(&transitions[i], j, pairs[k][0], pairs[k][1]);
			}
			strangers++;
			free += !apart(&transitions[i], j, OTHERS + 1, SELF);
		}
	CHECK("rows exclude who acted before", tried > 200);
	CHECK("an old key, a new one and a relative's are excluded alike", held == tried);
	CHECK("nobody else is", free == strangers);
}

static void named_roles(void)
{
	struct str rest = str_of(everything);
	bool all = true;

	while (rest.s) {
		struct refusals why = { .a = a };
		struct rec *r = rec_new(a, kind_by_name(S("officer")));

		all &= rec_set(a, r, S("roles"), str_cut(&rest, ','), &why);
	}
	CHECK("the roles of this test are those of the program", all);
}

/* What nobody has to sign, for whoever looks at signatures without the rules: the rows of the clock, and openings. */
static void by_clock(void)
{
	bool same = true;

	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];
		bool clock = t->four_eyes && !eyes_count(t->four_eyes), listed = false;

		for (size_t j = 0; j < kinds_n; j++)
			listed |= transition_of_kind(t, kinds[j]->name) &&
				  act_of_program(kinds[j], str_of(t->event));
		same &= !clock || listed;
	}
	CHECK("all that the clock does is known to be signed by nobody", same);
	same = true;
	for (size_t j = 0; j < kinds_n; j++)
		same &= act_of_program(kinds[j], S("record")) == (kinds[j] == &kind_access_event) &&
			!act_of_program(&kind_registration, str_of(kinds[j]->name));
	CHECK("and nothing else but openings", same);
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 1;
	named_roles();
	kinds_by_roles();
	rows_by_roles();
	parts_by_keys();
	by_clock();
	arena_free(a);
	return done();
}
