/* See open.h. */
#include "intake/open.h"

#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "rule/open.h"
#include "base/banned.h"

/* What a testimony is opened for when it is shared: its giver wants it. */
#define PURPOSE "request_of_person"

/* What object c says about an act: whose it is, in which case, of which kind. */
static bool read_act(struct reg *r, struct arena *a, const struct store_log *log,
		     const struct store_entry *x, struct centre_body *out, struct err *e)
{
	struct entry entry;

	if (!x->s.s)
		return err_set(e, ERR_REFUSED,
			       "entry %lld is not about a person: it has no object s",
			       (long long)x->seq);
	return entry_read(a, x->bytes, &entry, e) && seal_read_act(r, a, log, &entry, x->c, out, e);
}

bool reader_find(struct reg *r, struct arena *a, struct str name, struct signer *out,
		 struct refusals *why, struct err *e)
{
	struct officer_public key;
	struct store_officer o;
	int64_t today;

	*out = (struct signer){ .name = name };
	if (!intake_today(r, a, &today, e))
		return false;
	if (!kept_officer(r, a, name, today, &key, e))
		return e->kind == ERR_NOTHING
			       ? refuse(why, "no_such_officer", S("as"), name,
					"the name of an officer whose key is in this keyring")
			       : false;
	memcpy(out->kid, key.kid, sizeof out->kid);
	if (!store_officer(r->store, a, out->kid, today, &o, e))
		return false;
	out->roles = o.there ? o.roles : S("");
	out->serving = officer_serves(&o, today);
	return true;
}

static bool refused(const char *what, struct refusals *why, struct err *e)
{
	if (why->n && (e->kind == ERR_NONE || e->kind == ERR_NOTHING))
		err_set(e, ERR_REFUSED, "%s is refused", what);
	return false;
}

bool intake_may_open(struct reg *r, struct arena *a, const struct store_log *log,
		     const struct store_entry *x, struct str officer, struct str purpose,
		     const struct kind **kind, struct refusals *why, struct err *e)
{
	struct opening o = { .purpose = purpose, .case_state = S("") };
	struct centre_body body;
	struct store_case of = { .there = false };
	struct signer reader;
	bool child = false;

	e->kind = ERR_NONE;
	if (!reg_unlock(r, e) || !read_act(r, a, log, x, &body, e))
		return false;
	if (officer.s && !reader_find(r, a, officer, &reader, why, e))
		return refused("opening", why, e);
	if (body.act.case_no.s && (!store_case(r->store, a, body.act.case_no, &of, e) ||
				   !merged_child(r, a, body.act.case_no, &child, e)))
		return false;
	o.kind = *kind = kind_by_code(body.act.kind);
	o.reader = officer.s ? &reader : NULL;
	if (of.there)
		o.case_state = child ? S("child_referred") : of.state;
	return open_allows(&o, why) || refused("opening", why, e);
}

enum { S_FIELDS = 10, S_HEAD = 12, S_KIND = 17 };

/* The body of an object s: whose it is, salt, note, fields, head, kind (format.md section 8). */
static bool read_body(struct read *in, struct str *fields, struct str *head, int64_t *kind)
{
	uint64_t n;
	int64_t key = -1;

	if (!cbor_map(in, 8, &n))
		return false;
	while (n--) {
		struct str s;
		bool ok = cbor_key(in, &key);

		if (ok && key == S_HEAD)
			ok = cbor_bytes(in, 32, 32, head);
		else if (ok && key == S_KIND)
			ok = cbor_int(in, 1, INT32_MAX, kind);
		else if (ok)
			ok = cbor_skip(in, 8, key == S_FIELDS ? fields : &s);
		if (!ok)
			return false;
	}
	return read_end(in);
}

const struct rec *intake_open(struct reg *r, struct arena *a, const struct store_log *log,
			      const struct store_entry *x, struct str officer, struct str purpose,
			      struct err *e)
{
	struct keys_reading why = { .purpose = purpose, .log = log->name };
	struct officer_public key;
	int64_t today;
	struct str body, fields = { 0 }, head = { 0 };
	struct centre_body c;
	const struct kind *k;
	struct rec *out;
	struct read in;
	int64_t kind = 0;

	if (!reg_unlock(r, e) || !read_act(r, a, log, x, &c, e))
		return NULL;
	if (!intake_today(r, a, &today, e) || !kept_officer(r, a, officer, today, &key, e) ||
	    !kept_signing(r, a, &key, e))
		return NULL;
	why.kid = key.kid;
	if (!keys_open_s(r->keys, a, &why, c.has_own ? c.own : c.act.subject, x->s, &body, e))
		return NULL;
	in = read_of(body.s, body.len);
	k = read_body(&in, &fields, &head, &kind) ? kind_by_code(kind) : NULL;
	if (!k || !fields.s || kind != c.act.kind || !str_eq(head, c.head)) {
		err_set(e, ERR_FALSE, "object s is not that of this entry");
		return NULL;
	}
	out = rec_new(a, k);
	in = read_of(fields.s, fields.len);
	if (rec_fields_read(a, out, PERSON, &in, NULL))
		return out;
	err_set(e, ERR_FALSE, "object s: its fields cannot be read");
	return NULL;
}

/* A later record that says anew what a testimony may be used for; seq -1: none. */
static bool newest_consent(struct reg *r, struct arena *a, const struct store_log *log,
			   const struct store_entry *x, struct store_entry *out, bool *waits,
			   struct err *e)
{
	struct accepting w = { .r = r, .a = a };
	/* As a reference is spelled. */
	struct store_mark m =
		mark_of(&w, "consent_to",
			str_fmt(a, "%.*s/%lld", P(str_hex(a, log->id8, 8)), (long long)x->seq));
	int64_t in = -1;

	if (w.view.e.kind != ERR_NONE) {
		*e = w.view.e;
		return false;
	}
	out->seq = -1;
	return store_mark_act(r->store, &m, &in, &out->seq, waits, e) && out->seq >= 0
		       ? store_entry_get(r->store, a, in, out->seq, out, e)
		       : e->kind == ERR_NONE;
}

static struct str list(struct arena *a, const struct rec *r, const char *field, struct view *view)
{
	const struct val *v = rec_get(r, field);
	struct buf b = { .a = a };

	for (size_t i = 0; v && i < v->len; i++)
		buf_fmt(&b, "%s%.*s", i ? "," : "",
			P(view ? ref_key(a, v->v[i].s, &view->v) : v->v[i].s));
	return b.len ? buf_text(&b) : S("");
}

/* As its giver said last. */
static bool consent_of(struct reg *r, struct arena *a, const struct store_log *log,
		       const struct store_entry *x, const struct rec *told, struct str officer,
		       struct consent *out, struct refusals *why, struct err *e)
{
	struct store_entry later;
	struct view view;
	bool waits = false;

	if (!view_init(&view, r, a, log, kept_operation(r, e), e) ||
	    !newest_consent(r, a, log, x, &later, &waits, e))
		return false;
	if (waits)
		return refuse(why, "waits", S("testimony"), S(""),
			      "to wait for the cut: its giver has said anew what it may be used "
			      "for") ||
		       refused("testimony", why, e);
	if (later.seq >= 0) {
		struct store_log *logs;
		size_t n;

		if (!store_logs(r->store, a, &logs, &n, e))
			return false;
		for (size_t i = 0; i < n; i++)
			if (logs[i].id == later.log)
				told = intake_open(r, a, &logs[i], &later, officer, S(PURPOSE), e);
		if (!told)
			return false;
	}
	out->uses = list(a, told, "uses", NULL);
	out->never = list(a, told, "do_not_share", &view);
	if (view.e.kind != ERR_NONE)
		*e = view.e;
	return view.e.kind == ERR_NONE;
}

const struct rec *intake_share(struct reg *r, struct arena *a, const struct store_log *log,
			       const struct store_entry *x, struct str officer, struct str use,
			       struct str receiver, struct refusals *why, struct err *e)
{
	static const char *const inner[] = { "uses", "do_not_share", "again_allowed",
					     "consent_to" };
	const struct kind *k;
	const struct rec *told;
	struct consent consent;
	struct rec *out;

	if (!intake_may_open(r, a, log, x, officer, S(PURPOSE), &k, why, e))
		return NULL;
	if (k != &kind_testimony) {
		err_set(e, ERR_REFUSED, "entry %lld is no testimony", (long long)x->seq);
		return NULL;
	}
	told = intake_open(r, a, log, x, officer, S(PURPOSE), e);
	if (!told || !consent_of(r, a, log, x, told, officer, &consent, why, e))
		return NULL;
	if (!consent_allows(&consent, use, receiver, why)) {
		(void)refused("testimony", why, e);
		return NULL;
	}
	/* Whom its giver does not trust is nobody's business. */
	out = rec_new(a, k);
	memcpy(out->v, told->v, k->n * sizeof *out->v);
	for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
		out->v[field_at(k, inner[i])].set = false;
	return out;
}
