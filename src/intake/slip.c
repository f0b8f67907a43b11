/* See slip.h. */
#include "intake/slip.h"

#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "intake/intake_int.h"
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
	struct buf b = { .a = a };

	buf_fmt(&b, "SULH RECEIPT 1\nlog %.*s\nday %.*s\nnumber %.*s\nbound %.*s\nthings %lld\n",
		P(s->log), P(day_text(a, s->day)), P(str_hex(a, s->number, 16)),
		P(s->bound ? str_hex(a, s->commitment.b, 32) : S("nobody")), (long long)s->things);
	buf_fmt(&b, "seal %.*s\n%s%s", P(str_hex(a, s->seal.b, 32)), s->bound ? bound : unbound,
		both);
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
	memset(out, 0, sizeof *out);
	return (text.len <= SLIP_MAX && parse(text, out) && str_eq(slip_text(a, out), text)) ||
	       err_set(e, ERR_FALSE, "this is no receipt as this program writes it");
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
