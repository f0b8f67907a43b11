/* object: a person's sealed object, taken out on the person's request. */
#include "base/num.h"
#include "base/os.h"
#include "cli/commands.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "intake/access.h"
#include "intake/open.h"
#include "base/banned.h"

static bool write_identity(struct cli *c, struct reg *r, const struct access *x, struct str file,
			   struct err *e)
{
	struct keys_reading why = { .purpose = x->glass ? S("break_glass") : x->purpose,
				    .log = x->log };
	uint8_t identity[32], kid[4];
	bool ok;

	if (!access_reader(r, c->a, x->officer, kid, e))
		return false;
	if (x->officer.s)
		why.kid = kid;
	if (!keys_identity(r->keys, &why, x->subject, identity, e))
		return false;
	ok = os_write(str_z(c->a, file),
		      str_fmt(c->a, "%.*s\n", P(age_identity_text(c->a, identity))), 0600, e);
	key_wipe(identity, sizeof identity);
	return ok;
}

bool cli_object(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out"), key = cli_option(c, "identity"),
		   rest = c->n ? c->args[0] : S("");
	struct access how = { .officer = cli_option(c, "as"),
			      .purpose = cli_option(c, "purpose"),
			      .grant = cli_option(c, "grant"),
			      .glass = cli_option(c, "break-glass").s,
			      .log = str_cut(&rest, '/') };
	struct receipt receipt;
	struct store_entry x;
	struct store_log l;
	uint8_t subject[16];
	const struct kind *k;
	struct reg *r;
	int64_t seq;

	/* At a desk nobody has the passphrase: whoever asks says who he or she is. */
	if (c->held && !how.officer.s)
		return err_value(e, ERR_USAGE, S("as"), S(""), "the officer who reads");
	if (c->n != 1 || (!out.s && !c->held) || !int_parse(rest, 0, INT64_MAX, &seq))
		return err_set(e, ERR_USAGE, "object: give LOG/INDEX and --out FILE");
	if (!how.purpose.s)
		how.purpose = S("request_of_person");
	if (how.glass && !how.officer.s)
		return err_set(e, ERR_USAGE,
			       "object: who breaks the glass says his or her name "
			       "(--as)");
	how.subject = subject;
	r = cli_register(c, true, e);
	if (!r || !reg_log(r, c->a, how.log, &l, e) ||
	    !store_entry_get(r->store, c->a, l.id, seq, &x, e) || !reg_unlock(r, e) ||
	    !intake_subject(r, c->a, &l, &x, subject, e) ||
	    !intake_may_open(r, c->a, &l, &x, how.officer, how.purpose, &k, &c->why, e) ||
	    !access_open(r, c->a, &how, &receipt, &c->why, e))
		return false;
	if (key.s && !write_identity(c, r, &how, key, e))
		return false;
	if (how.glass)
		cli_say(c,
			"The glass is broken. Another officer looks at it within %d hours: sulh "
			"glass confirm %.*s --as NAME\n",
			GLASS_HOURS, P(str_hex(c->a, receipt.draft, sizeof receipt.draft)));
	json_put_text(&c->result, "receipt", str_hex(c->a, receipt.draft, sizeof receipt.draft));
	return cli_give(c, "object", out, x.s, e);
}
