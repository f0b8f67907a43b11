/* In which roles officers sign what the key holder signs for them; and what is no such message. */
#include "keyd/act.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "keyd/keys.h"
#include "record/kinds.h"
#include "test.h"
#include "base/banned.h"

static struct arena *a;

/* What is signed of an act about a person: its entry says `shown`. */
static struct str act(const struct kind *shown, const struct kind *k, const char *event,
		      int64_t day)
{
	struct buf b = { .a = a };

	buf_str(&b, S(KEYS_SIGN_ACT "12345678"));
	cbor_put_map(&b, 1);
	cbor_put_int(&b, KEY_KIND);
	cbor_put_int(&b, shown->code);
	cbor_put_map(&b, day == NO_DAY ? 2 : 3);
	cbor_put_int(&b, BODY_EVENT);
	cbor_put_text(&b, str_of(event));
	cbor_put_int(&b, BODY_KIND);
	cbor_put_int(&b, k->code);
	if (day != NO_DAY) {
		cbor_put_int(&b, BODY_SAID);
		cbor_put_map(&b, 1);
		cbor_put_int(&b, 1);
		cbor_put_int(&b, day);
	}
	return buf_text(&b);
}

static struct str entry(int64_t kind, int64_t day)
{
	struct buf b = { .a = a };

	buf_str(&b, S(KEYS_SIGN_ENTRY "12345678"));
	cbor_put_map(&b, 2);
	cbor_put_int(&b, KEY_KIND);
	cbor_put_int(&b, kind);
	cbor_put_int(&b, KEY_DAY);
	cbor_put_int(&b, day);
	return buf_text(&b);
}

static bool by(struct str msg, const char *roles, int64_t day)
{
	struct act_signers s;

	if (!act_signers(a, msg, &s))
		return false;
	if (strcmp(s.roles, roles) != 0)
		printf("# %s\n", s.roles);
	return !strcmp(s.roles, roles) && s.day == day && !s.any;
}

static bool none(struct str msg)
{
	struct act_signers s;

	return !act_signers(a, msg, &s);
}

static void who_signs(void)
{
	struct act_signers s;

	CHECK("a grant, whoever proposed it and the panel",
	      by(act(&kind_decision, &kind_decision, "approve_granted", 17000), "screener,panel",
		 17000));
	CHECK("a referral, the chief, too",
	      by(act(&kind_veiled, &kind_decision, "approve_referred", NO_DAY),
		 "screener,panel,chief", NO_DAY));
	CHECK("a paper, whoever makes it and whoever approved",
	      by(act(&kind_certificate, &kind_certificate, "issue", 17000),
		 "certificate_officer,panel", 17000));
	CHECK("an act that the table leaves to its kind, its roles",
	      by(act(&kind_veiled, &kind_notice, "notice", 17000), kind_notice.roles, 17000));
	CHECK("what is told of no row, those of its kind",
	      by(act(&kind_veiled, &kind_notice, "no such event", 17000), kind_notice.roles,
		 17000));
	CHECK("a place, those of its kind", by(entry(kind_centre.code, 17000), "chief", 17000));
	CHECK("a paper that stands or not, those of all its acts",
	      act_signers(a, entry(kind_standing.code, 1), &s) && strstr(s.roles, "authority") &&
		      strstr(s.roles, "panel") && !strstr(s.roles, "registrar"));
	CHECK("what is witnessed, whoever witnesses it",
	      act_signers(a, act(&kind_stock_move, &kind_stock_move, "", NO_DAY), &s) && s.any);
}

static void no_message(void)
{
	struct str whole = act(&kind_decision, &kind_decision, "approve_granted", 17000);
	bool all = true;

	for (size_t n = 0; n < whole.len; n++)
		all &= none(str_mem(whole.s, n));
	CHECK("cut off anywhere it is none", all);
	CHECK("nor with a byte behind", none(str_fmt(a, "%.*s%c", (int)whole.len, whole.s, 0)));
	CHECK("an entry with a body behind is none",
	      none(str_fmt(a, "%s%.*s", KEYS_SIGN_ENTRY, (int)(whole.len - strlen(KEYS_SIGN_ACT)),
			   whole.s + strlen(KEYS_SIGN_ACT))));
	CHECK("nor what is of no known kind",
	      none(entry(31999, 1)) && none(entry(0, 1)) && none(entry(-1, 1)));
	CHECK("nor of a day that is none", none(entry(kind_centre.code, INT64_MAX)));
	for (size_t at = 0; at < whole.len; at++)
		for (int v = 0; v < 256; v++) {
			struct act_signers s;
			char *p = arena_copy(a, whole.s, whole.len);

			p[at] = (char)v;
			all &= !act_signers(a, str_mem(p, whole.len), &s) ||
			       (s.roles &&
				(s.day == NO_DAY || (s.day >= DAY_MIN && s.day <= DAY_MAX)));
		}
	CHECK("with any byte changed it is none, or says roles and a day", all);
}

int main(void)
{
	a = arena_new(0);
	if (!a)
		return 2;
	who_signs();
	no_message();
	arena_free(a);
	return done();
}
