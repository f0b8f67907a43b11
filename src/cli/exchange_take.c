/* exchange: taking what another register gave, what is held, and dropping it. */
#include "cli/commands.h"

#include <inttypes.h>

#include "base/time.h"
#include "cli/exchange.h"
#include "intake/exchange_take.h"
#include "base/banned.h"

static void take_progress(void *p, size_t done, size_t of)
{
	cli_progress(p, "byte", done, of);
}

bool cli_exchange_take(struct cli *c, struct err *e)
{
	struct str names[DRAFT_OFFICERS], from = cli_option(c, "from"),
					  basis = cli_option(c, "basis");
	struct exchange_take x = { .basis = basis.s ? basis : S("public_interest"),
				   .reference = cli_option(c, "reference"),
				   .signers = names,
				   .n_signers = cli_officers(c, names, DRAFT_OFFICERS),
				   .progress = take_progress,
				   .p = c };
	struct str until;
	struct reg *r;

	if (c->n != 1 || !from.s || !x.n_signers)
		return err_set(e, ERR_USAGE,
			       "exchange take: give FILE, --from KEY-FILE and --as CHIEF,DPO");
	if (!exchange_key_of(c, from, x.from, e))
		return false;
	if (!cli_read(c->a, c->args[0], EXCHANGE_FILE, &x.file, e))
		return false;
	r = cli_register(c, true, e);
	if (!r || !exchange_take(r, c->a, &x, &c->why, e))
		return false;
	until = day_text(c->a, x.got.head.expires_on);
	json_put_text(&c->result, "operation", x.got.head.operation);
	json_put_text(&c->result, "fingerprint", exchange_finger(c->a, x.from));
	json_put_int(&c->result, "persons", (int64_t)x.got.rows);
	json_put_text(&c->result, "expires_on", until);
	json_put_bool(&c->result, "again", x.again);
	cli_say(c, "%zu persons of operation %.*s, register %.*s: held until %.*s%s\n", x.got.rows,
		P(x.got.head.operation), P(exchange_finger(c->a, x.from)), P(until),
		x.again ? "; it was recorded before" : "");
	return true;
}

static const char *const states[] = {
	[EXCHANGE_HERE] = "held",
	[EXCHANGE_MISSING] = "missing",
	[EXCHANGE_DAMAGED] = "damaged",
};

static void say_origins(struct cli *c, const struct exchange_head *h)
{
	for (size_t i = 0; i < h->n_logs; i++)
		cli_say(c, "      %.*s, %" PRId64 " entries\n", P(h->logs[i].origin),
			h->logs[i].size);
}

static void say_line(struct cli *c, const struct exchange_standing *x)
{
	struct buf *b = cli_line(c, "held");

	json_put_text(b, "fingerprint", exchange_finger_of(c->a, x->sender));
	json_put_text(b, "sender", str_hex(c->a, x->sender, sizeof x->sender));
	json_put_text(b, "state", str_of(states[x->is]));
	json_put_text(b, "operation",
		      x->is == EXCHANGE_HERE ? x->head.operation : (struct str){ NULL, 0 });
	json_key(b, "logs");
	json_open(b, '[');
	for (size_t i = 0; i < x->head.n_logs; i++)
		json_str(b, x->head.logs[i].origin);
	json_close(b, ']');
	json_put_text(b, "made_on", day_text(c->a, x->made_on));
	json_put_text(b, "expires_on", day_text(c->a, x->expires_on));
	if (x->is == EXCHANGE_HERE)
		json_put_int(b, "persons", (int64_t)x->names);
	else
		json_put_text(b, "persons", (struct str){ NULL, 0 });
	json_put_bool(b, "waits_for_cut", x->waits);
	cli_line_end(c);
}

static void say_held(struct cli *c, const struct exchange_standing *x)
{
	struct str until = day_text(c->a, x->expires_on), made = day_text(c->a, x->made_on),
		   finger = exchange_finger_of(c->a, x->sender);

	if (x->is == EXCHANGE_HERE)
		cli_say(c, "%.*s: %zu persons of operation %.*s, made on %.*s, held until %.*s%s\n",
			P(finger), x->names, P(x->head.operation), P(made), P(until),
			x->waits ? "; in the log with the next cut" : "");
	else
		cli_say(c, "%.*s: %s; made on %.*s, until %.*s; take its file again\n", P(finger),
			states[x->is], P(made), P(until));
	say_origins(c, &x->head);
	if (c->json)
		say_line(c, x);
}

bool cli_exchange_held(struct cli *c, struct err *e)
{
	struct exchange_standing *list;
	struct err none = { 0 };
	struct reg *r;
	size_t n;

	if (c->n)
		return err_set(e, ERR_USAGE, "exchange held: options only");
	/* What was broken off is put in place by whoever may. */
	r = cli_register(c, true, e);
	if (!r)
		return false;
	(void)exchange_settle(r, c->a, NULL, &none);
	if (!exchange_standing(r, c->a, false, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		say_held(c, &list[i]);
	json_put_int(&c->result, "registers", (int64_t)n);
	return n || err_set(e, ERR_NOTHING, "nothing of another register is held");
}

bool cli_exchange_drop(struct cli *c, struct err *e)
{
	struct str names[DRAFT_OFFICERS];
	size_t n = cli_officers(c, names, DRAFT_OFFICERS);
	struct buf finger = { .a = c->a };
	struct reg *r;

	if (!c->n || !n)
		return err_set(e, ERR_USAGE, "exchange drop: give FINGERPRINT and --as CHIEF,DPO");
	/* As it is printed, in groups. */
	for (size_t i = 0; i < c->n; i++)
		buf_str(&finger, c->args[i]);
	r = cli_register(c, true, e);
	if (!r || !exchange_drop(r, c->a, buf_text(&finger), names, n, &c->why, e))
		return false;
	cli_say(c, "What that register gave is gone from here.\n");
	return true;
}
