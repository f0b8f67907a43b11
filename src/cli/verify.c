/* verify: what a stranger runs. Includes nothing of store or intake beyond what every command gets. */
#include <inttypes.h>

#include "cli/commands.h"
#include "sync/verify.h"
#include "base/banned.h"

static void show_findings(struct cli *c, const char *type, const struct findings *f,
			  const char *what)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *x = &f->list[i];

		cli_say(c, "%s %.*s/%" PRIu64 ": %.*s\n", what, P(x->log), x->index, P(x->reason));
		if (c->json) {
			struct buf *b = cli_line(c, type);

			json_put_text(b, "log", x->log);
			json_put_int(b, "index", (int64_t)x->index);
			json_put_text(b, "reason", x->reason);
			cli_line_end(c);
		}
	}
	if (f->all > f->n)
		cli_say(c, "and %" PRIu64 " more\n", f->all - f->n);
}

static void show_logs(struct cli *c, const struct verify_report *r, bool logs_only)
{
	for (size_t i = 0; i < r->logs_n; i++) {
		const struct verified_log *l = &r->logs[i];
		struct str root = str_hex(c->a, l->root.b, 32);

		cli_say(c, "log %-16.*s %8" PRIu64 " entries, root %.*s\n", P(l->name), l->size,
			P(root));
		if (l->cuts > l->attested)
			cli_say(c,
				"    %zu of its %zu cuts are attested by two officers; of the rest "
				"%zu were not in time\n",
				l->attested, l->cuts, l->missed);
		if (c->json) {
			struct buf *b = cli_line(c, "log");

			json_put_text(b, "log", l->name);
			json_put_text(b, "origin", l->origin);
			json_put_int(b, "size", (int64_t)l->size);
			json_put_text(b, "root", root);
			json_put_int(b, "cosignatures", (int64_t)l->cosignatures);
			if (!logs_only) {
				json_put_int(b, "cuts", (int64_t)l->cuts);
				json_put_int(b, "attested", (int64_t)l->attested);
				json_put_int(b, "not_attested", (int64_t)l->missed);
			}
			cli_line_end(c);
		}
	}
}

static void progress(void *p, uint64_t entries, uint64_t of)
{
	cli_progress(p, "verify", (size_t)entries, (size_t)of);
}

/* Where the keys of officers are: of the acts that two signed in public. Those about persons are signed inside what is
 * sealed. */
static void show_custody(struct cli *c, const struct verify_report *r)
{
	struct buf by[4] = { { .a = c->a }, { .a = c->a }, { .a = c->a }, { .a = c->a } };
	uint64_t n = 0;

	for (size_t i = 0; i < r->acts_n; i++) {
		const struct verified_acts *x = &r->acts[i];
		struct buf *b = &by[x->lowest & 3];

		n += x->n;
		buf_fmt(b, "%s%.*s", b->len ? ", " : "", P(x->kind));
		if (!c->json)
			continue;
		b = cli_line(c, "four_eyes");
		json_put_text(b, "kind", x->kind);
		json_put_int(b, "entries", (int64_t)x->n);
		json_put_int(b, "custody", x->lowest);
		cli_line_end(c);
	}
	cli_say(c, "entries signed by two officers or more: %" PRIu64 "\n", n);
	for (int i = 1; i < 4; i++)
		if (by[i].len)
			cli_say(c, "    lowest custody %d: %.*s\n", i, P(buf_text(&by[i])));
}

/* What must not be done quietly. */
static void show_anew(struct cli *c, const struct verify_report *r)
{
	for (size_t i = 0; i < r->anew.n; i++) {
		const struct finding *x = &r->anew.list[i];

		cli_say(c,
			"an officer was vouched for with the passphrase, since fewer than two "
			"served "
			"who enrol others: %.*s/%" PRIu64 ", %.*s\n",
			P(x->log), x->index, P(x->reason));
	}
	if (r->anew.all > r->anew.n)
		cli_say(c, "... and %" PRIu64 " more\n", r->anew.all - r->anew.n);
	json_put_int(&c->result, "anew", (int64_t)r->anew.all);
}

/* What two officers found is theirs to say: where this program finds something else, it says so and no more. */
static void show_press(struct cli *c, const struct verify_report *r)
{
	const struct verified_press *p = &r->press;

	json_put_int(&c->result, "press_claims", (int64_t)p->claims);
	json_put_int(&c->result, "press_findings", (int64_t)p->findings);
	json_put_int(&c->result, "press_held", (int64_t)p->held);
	json_put_int(&c->result, "press_alike", (int64_t)p->alike);
	json_put_int(&c->result, "press_otherwise", (int64_t)p->unalike);
	if (!p->claims)
		return;
	cli_say(c,
		"claims of the press: %zu, findings: %zu; compared anew: %zu alike, %zu found "
		"otherwise by two officers; the number stands in the bulletin of %zu\n",
		p->claims, p->findings, p->alike, p->unalike, p->held);
}

static void show_good(struct cli *c, const struct verify_report *r, bool logs_only)
{
	cli_say(c, "%.*s\n\n%.*s\n", P(r->claim), P(r->keys));
	show_logs(c, r, logs_only);
	json_put_text(&c->result, "claim", r->claim);
	json_put_text(&c->result, "keys", r->keys);
	json_put_int(&c->result, "entries", (int64_t)r->entries);
	json_put_bool(&c->result, "logs_only", logs_only);
	if (logs_only) {
		cli_say(c, "%" PRIu64 " entries, each hashed anew\n", r->entries);
		return;
	}
	cli_say(c,
		"%" PRIu64 " entries, %zu bulletins with %zu figures counted anew and equal\n"
		"lowest custody of a signing key: %d%s\n",
		r->entries, r->bulletins, r->rows, r->custody,
		r->custody == 1 ? " (kept by the register: protects against one dishonest "
				  "officer, not against the operator)"
				: "");
	show_press(c, r);
	show_custody(c, r);
	show_anew(c, r);
	json_put_int(&c->result, "bulletins", (int64_t)r->bulletins);
	json_put_int(&c->result, "figures", (int64_t)r->rows);
	json_put_int(&c->result, "custody", r->custody);
}

bool cli_verify(struct cli *c, struct err *e)
{
	struct str keys = cli_option(c, "keys");
	const struct verify_how how = { .keys = keys.s ? str_z(c->a, keys) : NULL,
					.logs_only = cli_option(c, "logs-only").s,
					.progress = progress,
					.p = c };
	struct verify_report r = { 0 };
	bool ok;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "verify: give the published folder");
	ok = verify_publication(c->a, str_z(c->a, c->args[0]), &how, &r, e);
	progress(c, 1, 1);
	if (ok)
		show_good(c, &r, how.logs_only);
	show_findings(c, "bad", &r.bad, "counts zero, breaks the rules:");
	show_findings(c, "unknown", &r.unknown, "cannot be judged by this program:");
	return ok;
}
