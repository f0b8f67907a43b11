/* testimony share: what somebody told, to who may have it. */
#include <inttypes.h>

#include "base/num.h"
#include "cli/commands.h"
#include "intake/open.h"
#include "record/kinds.h"
#include "base/banned.h"

/* The fields that are set, as one JSON object. */
static struct str as_json(struct cli *c, const struct rec *r)
{
	struct buf b = { .a = c->a };

	json_open(&b, '{');
	for (size_t i = 0; i < r->kind->n; i++) {
		if (!r->v[i].set)
			continue;
		json_key(&b, r->kind->fields[i].name);
		val_json(c->a, &r->kind->fields[i], &r->v[i], &b);
	}
	json_close(&b, '}');
	buf_byte(&b, '\n');
	return buf_text(&b);
}

/* A party that the register knows: a name that it does not know is on no list. */
static bool is_party(struct reg *r, struct str key, struct err *e)
{
	int64_t in, seq = -1;

	return store_thing_find(r->store, kind_party.code, key, 0, &in, &seq, e) &&
	       (seq >= 0 || err_value(e, ERR_REFUSED, S("to"), key,
				      "the number of a party in the log (sulh show party)"));
}

bool cli_testimony_share(struct cli *c, struct err *e)
{
	struct str use = cli_option(c, "use"), to = cli_option(c, "to"), as = cli_option(c, "as"),
		   out = cli_option(c, "out"), rest = c->n ? c->args[0] : S(""), text;
	struct str name = str_cut(&rest, '/');
	const struct rec *told;
	struct store_entry x;
	struct store_log log;
	struct reg *r;
	int64_t seq;

	if (c->n != 1 || !use.s || !to.s || !as.s || (!out.s && !c->held) ||
	    !int_parse(rest, 0, INT64_MAX, &seq))
		return err_set(e, ERR_USAGE,
			       "testimony share: give LOG/INDEX, --use, --to, --as and --out FILE");
	r = cli_register(c, true, e);
	if (!r || !is_party(r, to, e) || !reg_log(r, c->a, name, &log, e) ||
	    !store_entry_get(r->store, c->a, log.id, seq, &x, e))
		return false;
	told = intake_share(r, c->a, &log, &x, as, use, to, &c->why, e);
	if (!told)
		return false;
	text = as_json(c, told);
	if (!cli_give(c, "testimony", out, text, e))
		return false;
	cli_say(c, "Written. It is for %.*s and for this use alone.\n", P(to));
	return true;
}
