/* See policy.h. */
#include "sync/policy.h"

#include <string.h>

#include "base/arena.h"
#include "base/banned.h"

static bool line_wrong(struct err *e, size_t line, const char *why)
{
	return err_set(e, ERR_FALSE, "line %zu of the policy: %s", line, why);
}

static bool log_line(struct arena *a, struct str vkey, struct policy *p, size_t line, struct err *e)
{
	struct policy_log *l = &p->logs[p->logs_n];
	unsigned n;

	if (p->witnesses_n || p->quorum)
		return line_wrong(e, line, "logs stand before witnesses");
	if (p->logs_n == POLICY_LOGS)
		return line_wrong(e, line, "too many logs");
	if (!note_vkey_read(a, vkey, &l->vkey, e))
		return within(e, "line %zu of the policy", line);
	if (l->vkey.type != NOTE_ED25519)
		return line_wrong(e, line, "the key is no log's");
	if (!log_origin_read(l->vkey.name, &l->name, &l->operation, &n) ||
	    !str_eq(log_origin(a, l->name, l->operation, n), l->vkey.name))
		return line_wrong(e, line, "the key's name is not <log>.<operation>/log/<n>");
	if (p->logs_n && str_cmp(l[-1].name, l->name) >= 0)
		return line_wrong(e, line, "logs are not in the order of their names");
	if (!str_eq(l->operation, p->logs[0].operation))
		return line_wrong(e, line, "the log is of another operation");
	for (size_t i = 0; i < p->logs_n; i++)
		if (!memcmp(p->logs[i].vkey.key, l->vkey.key, sizeof l->vkey.key))
			return line_wrong(e, line, "a key that another log has");
	p->logs_n++;
	return true;
}

static bool witness_line(struct arena *a, struct str rest, struct policy *p, size_t line,
			 struct err *e)
{
	struct policy_witness *w = &p->witnesses[p->witnesses_n];

	w->name = str_cut(&rest, ' ');
	if (p->witnesses_n == POLICY_WITNESSES)
		return line_wrong(e, line, "too many witnesses");
	if (!log_name_ok(w->name) || str_eq(w->name, S("none")))
		return line_wrong(e, line, "the witness has no proper name");
	if (!note_vkey_read(a, rest, &w->vkey, e))
		return within(e, "line %zu of the policy", line);
	if (w->vkey.type != NOTE_COSIGNATURE)
		return line_wrong(e, line, "the key is no witness's");
	if (p->witnesses_n && str_cmp(w[-1].name, w->name) >= 0)
		return line_wrong(e, line, "witnesses are not in the order of their names");
	for (size_t i = 0; i < p->witnesses_n; i++)
		if (!memcmp(p->witnesses[i].vkey.key, w->vkey.key, sizeof w->vkey.key))
			return line_wrong(e, line, "a key that another witness has");
	p->witnesses_n++;
	return true;
}

/* The last line. */
static bool quorum_line(struct str name, struct policy *p, size_t line, struct err *e)
{
	if (str_eq(name, S("none")))
		return true;
	for (size_t i = 0; i < p->witnesses_n; i++)
		if (str_eq(p->witnesses[i].name, name))
			p->quorum = &p->witnesses[i];
	return p->quorum || line_wrong(e, line, "the quorum names no witness");
}

static bool read_lines(struct arena *a, struct str rest, struct policy *p, struct err *e)
{
	for (size_t line = 1; rest.len; line++) {
		struct str text = str_cut(&rest, '\n'), word = str_cut(&text, ' ');
		bool ok;

		if (str_eq(word, S("log")))
			ok = log_line(a, text, p, line, e);
		else if (str_eq(word, S("witness")))
			ok = witness_line(a, text, p, line, e);
		else if (str_eq(word, S("quorum")))
			ok = quorum_line(text, p, line, e);
		else
			ok = line_wrong(e, line, "neither log nor witness nor quorum");
		if (!ok)
			return false;
	}
	return true;
}

bool policy_read(struct arena *a, struct str text, struct policy *p, struct err *e)
{
	struct policy read = { .logs = arena_array(a, POLICY_LOGS + 1, sizeof *read.logs),
			       .witnesses = arena_array(a, POLICY_WITNESSES + 1,
							sizeof *read.witnesses) };
	bool hq = false;

	if (text.len > POLICY_MAX)
		return err_set(e, ERR_FALSE, "the policy has %zu bytes, at most %zu are allowed",
			       text.len, POLICY_MAX);
	if (!read_lines(a, text, &read, e))
		return false;
	for (size_t i = 0; i < read.logs_n; i++)
		hq |= str_eq(read.logs[i].name, S("hq"));
	if (!hq)
		return err_set(e, ERR_FALSE, "the policy names no log of headquarters (hq)");
	if (!str_eq(policy_text(a, &read), text))
		return err_set(e, ERR_FALSE,
			       "the policy is spelt otherwise than it would be written");
	*p = read;
	return true;
}

struct str policy_text(struct arena *a, const struct policy *p)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < p->logs_n; i++)
		buf_fmt(&b, "log %.*s\n", P(note_vkey_text(a, &p->logs[i].vkey)));
	for (size_t i = 0; i < p->witnesses_n; i++)
		buf_fmt(&b, "witness %.*s %.*s\n", P(p->witnesses[i].name),
			P(note_vkey_text(a, &p->witnesses[i].vkey)));
	buf_fmt(&b, "quorum %.*s\n", P(p->quorum ? p->quorum->name : S("none")));
	return buf_text(&b);
}
