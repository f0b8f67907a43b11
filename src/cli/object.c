/* object: a person's sealed object, taken out on the person's request. */
#include "base/num.h"
#include "base/os.h"
#include "cli/commands.h"
#include "ledger/key.h"
#include "ledger/seal.h"
#include "intake/commit.h"
#include "intake/open.h"
#include "base/banned.h"

static bool write_identity(struct cli *c, struct reg *r, struct str log, const uint8_t subject[16],
			   struct str file, struct err *e)
{
	const struct keys_reading why = { .purpose = S("request_of_person"), .log = log };
	uint8_t identity[32];
	bool ok;

	if (!keys_identity(r->keys, &why, subject, identity, e))
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
	struct str log = str_cut(&rest, '/');
	struct store_entry x;
	struct store_log l;
	uint8_t subject[16];
	const struct kind *k;
	struct reg *r;
	int64_t seq;

	if (c->n != 1 || !out.s || !int_parse(rest, 0, INT64_MAX, &seq))
		return err_set(e, ERR_USAGE, "object: give LOG/INDEX and --out FILE");
	r = cli_register(c, true, e);
	if (!r || !reg_log(r, c->a, log, &l, e) ||
	    !store_entry_get(r->store, c->a, l.id, seq, &x, e) || !reg_unlock(r, e) ||
	    !intake_subject(r, c->a, &l, &x, subject, e) ||
	    !intake_may_open(r, c->a, &l, &x, cli_option(c, "as"), S("request_of_person"), &k,
			     &c->why, e) ||
	    !intake_opening(r, c->a, l.id, e))
		return false;
	if (key.s && !write_identity(c, r, log, subject, key, e))
		return false;
	return os_write(str_z(c->a, out), x.s, 0600, e);
}
