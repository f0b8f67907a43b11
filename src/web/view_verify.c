/* See view_verify.h. */
#include "web/view_verify.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/os.h"
#include "ledger/note.h"
#include "sync/policy.h"
#include "web/entries.h"
#include "base/banned.h"

static bool read_text(struct visit *v, struct str name, size_t max, struct str *out, struct err *e)
{
	return os_read(v->a, str_z(v->a, str_fmt(v->a, "%s/%.*s", v->folder, P(name))), max, out,
		       e);
}

int verify_load(struct visit *v, const void **view, struct err *e)
{
	struct verify_view *out = arena_alloc(v->a, sizeof *out);
	struct verify_log *logs = arena_array(v->a, v->facts->n_logs, sizeof *logs);
	struct policy p;
	struct hash h;

	if (!read_text(v, S("policy"), POLICY_MAX, &out->policy, e) ||
	    !policy_read(v->a, out->policy, &p, e))
		return 500;
	for (size_t i = 0; i < v->facts->n_logs; i++) {
		struct str name = os_join(v->a, v->facts->logs[i].name, S("checkpoint"));

		logs[i].log = &v->facts->logs[i];
		if (!read_text(v, name, NOTE_MAX, &logs[i].checkpoint, e))
			return 500;
	}
	h = hash_of(out->policy);
	out->fingerprint = str_hex(v->a, h.b, sizeof h.b);
	out->logs = logs;
	out->n = v->facts->n_logs;
	out->witnesses = p.witnesses_n;
	v->title = msg(v->lang, "Check it yourself");
	v->crumb = v->facts->name[v->lang];
	*view = out;
	return 200;
}

void verify_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct verify_view *w = view;

	json_open(b, '{');
	json_put_text(b, "operation", v->facts->code);
	json_put_text(b, "policy", w->policy);
	json_put_text(b, "policy_sha256", w->fingerprint);
	json_put_int(b, "witnesses", (int64_t)w->witnesses);
	json_key(b, "logs");
	json_open(b, '[');
	for (size_t i = 0; i < w->n; i++) {
		json_open(b, '{');
		json_put_text(b, "name", w->logs[i].log->name);
		json_put_text(b, "origin", w->logs[i].log->origin);
		json_put_text(b, "vkey", w->logs[i].log->vkey);
		json_put_text(b, "checkpoint", w->logs[i].checkpoint);
		json_close(b, '}');
	}
	json_close(b, ']');
	json_close(b, '}');
}
