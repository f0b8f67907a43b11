/* See slip.h. */
#include "intake/slip.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "intake/access.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "store/stock.h"
#include "base/banned.h"

#define THINGS_MAX 4096
#define LOG_MAX	   128

struct hash slip_commitment(const uint8_t number[16], struct str subject)
{
	struct str parts[] = { S("sulh/receipt/v1\0"), str_mem(number, 16), subject };

	return hash_parts(parts, 3);
}

struct str slip_text(struct arena *a, const struct slip *s)
{
	static const char *const bound =
		"\nهذا الإيصال لشخص واحد. لا ينفع غيره: من يشتريه لا يملك شيئًا.\n"
		"This receipt is one person's. It is of no use to anybody else: whoever buys it "
		"holds nothing.\n";
	static const char *const unbound =
		"\nسُلِّمت هذه الأشياء دون اسم. هذا الإيصال ليس لأحد ولا يعطي حقًا.\n"
		"These things were handed in without a name. This receipt is nobody's and gives no "
		"right.\n";
	static const char *const both =
		"التسليم ليس شرطًا لأي شيء.\nHanding in is no condition of anything.\n";
	static const char *const copy = "هذه نسخة: الإيصال نفسه طُبع مرة أخرى.\nThis is a copy: the "
					"same receipt, printed again.\n";
	struct buf b = { .a = a };

	buf_fmt(&b, "SULH RECEIPT 1\nlog %.*s\nday %.*s\nnumber %.*s\nbound %.*s\nthings %lld\n",
		P(s->log), P(day_text(a, s->day)), P(str_hex(a, s->number, 16)),
		P(s->bound ? str_hex(a, s->commitment.b, 32) : S("nobody")), (long long)s->things);
	buf_fmt(&b, "seal %.*s\n%s%s%s", P(str_hex(a, s->seal.b, 32)), s->bound ? bound : unbound,
		both, s->copy ? copy : "");
	return buf_text(&b);
}

/* The value of the next line, which begins with this word. */
static bool line(struct str *rest, const char *word, struct str *value)
{
	struct str l = str_cut(rest, '\n'), w = str_of(word);

	if (!l.s || !rest->s || !str_starts(l, w) || l.len < w.len + 2 || l.s[w.len] != ' ')
		return false;
	*value = str_from(l, w.len + 1);
	return true;
}

static bool parse(struct str text, struct slip *out)
{
	struct str rest = text, v;

	if (!str_eq(str_cut(&rest, '\n'), S("SULH RECEIPT 1")) || !rest.s)
		return false;
	if (!line(&rest, "log", &out->log) || out->log.len > LOG_MAX || !line(&rest, "day", &v) ||
	    !day_parse(v, &out->day))
		return false;
	if (!line(&rest, "number", &v) || !hex_read(v, out->number, sizeof out->number) ||
	    !line(&rest, "bound", &v))
		return false;
	out->bound = !str_eq(v, S("nobody"));
	if (out->bound && !hex_read(v, out->commitment.b, sizeof out->commitment.b))
		return false;
	return line(&rest, "things", &v) && int_parse(v, 1, THINGS_MAX, &out->things) &&
	       line(&rest, "seal", &v) && hex_read(v, out->seal.b, sizeof out->seal.b);
}

bool slip_read(struct arena *a, struct str text, struct slip *out, struct err *e)
{
	bool ok;

	memset(out, 0, sizeof *out);
	ok = text.len <= SLIP_MAX && parse(text, out);
	if (ok && !str_eq(slip_text(a, out), text)) {
		out->copy = true;
		ok = str_eq(slip_text(a, out), text);
	}
	return ok || err_set(e, ERR_FALSE, "this is no receipt as this program writes it");
}

bool slip_check(struct reg *r, struct arena *a, const struct slip *s, struct str subject,
		enum slip_state *out, struct err *e)
{
	struct accepting w = { .r = r, .a = a };
	struct store_mark given, to;
	struct str no = str_hex(a, s->number, 16), of;
	struct hash want = slip_commitment(s->number, subject);

	*out = SLIP_UNKNOWN;
	if (!reg_unlock(r, e))
		return false;
	given = mark_of(&w, "receipt_no", no);
	to = receipt_mark(&w, no, subject, s->things);
	if (w.view.e.kind != ERR_NONE) {
		*e = w.view.e;
		return false;
	}
	if (!store_mark_find(r->store, a, &given, &of, e))
		return false;
	if (!of.s)
		return true;
	*out = SLIP_OTHER;
	if (s->bound != (subject.len > 0) || (s->bound && !hash_eq(&want, &s->commitment)))
		return true;
	if (!store_mark_find(r->store, a, &to, &of, e))
		return false;
	if (of.s)
		*out = SLIP_GOOD;
	return true;
}

static int by_text(const void *x, const void *y)
{
	return str_cmp(*(const struct str *)x, *(const struct str *)y);
}

bool slip_number(struct reg *r, struct arena *a, const struct str *things, size_t n,
		 struct str subject, uint8_t number[16], struct err *e)
{
	struct accepting w = { .r = r, .a = a };
	struct str *sorted = arena_copy(a, things, n * sizeof *things);
	struct store_mark m;
	struct buf b = { .a = a };

	if (!reg_unlock(r, e))
		return false;
	qsort(sorted, n, sizeof *sorted, by_text);
	/* In hex, which has no slash. */
	buf_str(&b, str_hex(a, subject.s, subject.len));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "/%.*s", P(str_hex(a, sorted[i].s, sorted[i].len)));
	m = mark_of(&w, "receipt_new", buf_text(&b));
	*e = w.view.e;
	memcpy(number, m.mac, 16);
	return e->kind == ERR_NONE;
}

/* Where and when the receipt for this thing was recorded; *there: whether one was. */
static bool recorded(struct accepting *w, struct str thing, struct str subject, struct slip *out,
		     bool *there, struct err *e)
{
	struct store_mark m = receipted_mark(w, thing, subject);
	const struct store_log *logs, *log = NULL;
	struct centre_body body;
	struct str bytes, c;
	struct entry x;
	int64_t at = 0;
	size_t n;

	*there = false;
	*e = w->view.e;
	if (e->kind != ERR_NONE ||
	    !store_named_record(w->r->store, w->a, m.mac, kind_weapon_receipt.code, &at, &bytes, &c,
				e) ||
	    !store_logs_kept(w->r->store, &logs, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (logs[i].id == at)
			log = &logs[i];
	if (!bytes.s || !log)
		return true;
	if (!entry_read(w->a, bytes, &x, e) || !seal_read_act(w->r, w->a, log, &x, c, &body, e))
		return false;
	out->log = str_dup(w->a, log->origin);
	out->day =
		body.has_occurred && w->operation ? opday_of(w->operation, body.occurred) : x.day;
	memcpy(out->seal.b, x.seal.s, sizeof out->seal.b);
	*there = true;
	return true;
}

/* Whoever gives receipts. */
static bool may_give(struct reg *r, struct arena *a, struct str officer, struct err *e)
{
	struct store_officer o;
	uint8_t kid[4];
	int64_t today;

	if (!access_reader(r, a, officer, kid, e) || !intake_today(r, a, &today, e) ||
	    !store_officer(r->store, a, kid, today, &o, e))
		return false;
	return (o.there && officer_serves(&o, today) &&
		(role_in(o.roles, S("weapons_officer")) || role_in(o.roles, S("storekeeper")))) ||
	       err_value(e, ERR_REFUSED, S("as"), officer.s ? officer : S(""),
			 "a weapons officer or a storekeeper");
}

bool slip_again(struct reg *r, struct arena *a, struct str officer, const struct str *things,
		size_t n, struct str subject, struct slip *out, struct err *e)
{
	struct accepting w = { .r = r, .a = a, .operation = kept_operation(r, e) };
	enum slip_state state;
	bool there;

	*out = (struct slip){ .things = (int64_t)n, .bound = subject.len > 0, .copy = true };
	if ((!w.operation && e->kind != ERR_NONE) || !reg_unlock(r, e) ||
	    !may_give(r, a, officer, e) || !recorded(&w, things[0], subject, out, &there, e))
		return false;
	if (!there)
		return err_set(e, ERR_NOTHING, "no receipt was given for %.*s to this holder",
			       P(things[0]));
	if (!slip_number(r, a, things, n, subject, out->number, e))
		return false;
	if (out->bound)
		out->commitment = slip_commitment(out->number, subject);
	if (!slip_check(r, a, out, subject, &state, e))
		return false;
	return state == SLIP_GOOD ||
	       err_set(e, ERR_REFUSED,
		       "the receipt that was given for %.*s is for other things beside: give all "
		       "that are on it, and no others",
		       P(things[0]));
}
