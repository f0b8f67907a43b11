/* exchange: what two registers that work apart tell each other, so that persons who came to both are found. */
#include "cli/exchange.h"

#include <inttypes.h>

#include "base/os.h"
#include "base/time.h"
#include "cli/commands.h"
#include "intake/exchange.h"
#include "ledger/seal.h"
#include "base/banned.h"

bool cli_exchange_key(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out"), text;
	struct exchange_log logs[EXCHANGE_LOGS];
	uint8_t recipient[32], id[32];
	struct reg *r;
	size_t n;

	if (c->n)
		return err_set(e, ERR_USAGE, "exchange key: options only");
	r = cli_register(c, false, e);
	if (!r || !exchange_key(r, recipient, e) || !exchange_logs(r, c->a, logs, &n, e))
		return false;
	exchange_id(recipient, id);
	text = exchange_key_text(c->a, recipient, r->operation, logs, n);
	if (out.s && !os_write_new(str_z(c->a, out), text, 0600, e))
		return false;
	cli_say(c,
		"%.*sfingerprint, to be compared by telephone: %.*s\n"
		"who grants names to it records: reader=%.*s recipient=%.*s\n",
		P(text), P(exchange_finger(c->a, recipient)), P(str_hex(c->a, id, 4)),
		P(str_hex(c->a, recipient, 32)));
	json_put_text(&c->result, "key", age_recipient_text(c->a, recipient));
	json_put_text(&c->result, "fingerprint", exchange_finger(c->a, recipient));
	json_put_text(&c->result, "reader", str_hex(c->a, id, 4));
	json_put_text(&c->result, "recipient", str_hex(c->a, recipient, 32));
	json_key(&c->result, "logs");
	json_open(&c->result, '[');
	for (size_t i = 0; i < n; i++)
		json_str(&c->result, logs[i].origin);
	json_close(&c->result, ']');
	return true;
}

bool exchange_key_of(struct cli *c, struct str file, uint8_t recipient[32], struct err *e)
{
	struct str text;

	if (!cli_read(c->a, file, EXCHANGE_KEY_FILE, &text, e))
		return false;
	return exchange_key_read(text, recipient) ||
	       err_set(e, ERR_FALSE,
		       "read %.*s: it is no index key of a register (sulh exchange key --out FILE)",
		       P(cli_plain(c->a, file)));
}

static void send_progress(void *p, size_t done, size_t of)
{
	cli_progress(p, "byte", done, of);
}

bool cli_exchange_send(struct cli *c, struct err *e)
{
	struct str out = cli_option(c, "out");
	struct exchange_send x = { .officer = cli_option(c, "as"),
				   .grant = cli_option(c, "grant"),
				   .progress = send_progress,
				   .p = c };
	struct reg *r;

	if (c->n != 1 || !out.s || !x.officer.s || !x.grant.s)
		return err_set(
			e, ERR_USAGE,
			"exchange send: give KEY-FILE, --grant LOG/INDEX, --as ADJUDICATOR and "
			"--out FILE");
	if (!exchange_key_of(c, c->args[0], x.recipient, e))
		return false;
	if (os_type(str_z(c->a, out)) != OS_MISSING)
		return err_set(e, ERR_USAGE, "write %.*s: something stands there already",
			       P(cli_plain(c->a, out)));
	r = cli_register(c, true, e);
	if (!r || !exchange_send(r, c->a, &x, &c->why, e) ||
	    !os_write_new(str_z(c->a, out), x.file, 0600, e))
		return false;
	json_put_int(&c->result, "persons", (int64_t)x.rows);
	json_put_text(&c->result, "expires_on", day_text(c->a, x.expires_on));
	cli_say(c,
		"%zu persons, by names and years of birth alone, sealed to the key %.*s; to be "
		"held "
		"there until %.*s\n",
		x.rows, P(exchange_finger(c->a, x.recipient)), P(day_text(c->a, x.expires_on)));
	return true;
}
