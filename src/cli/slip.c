/*
 * person slip: the paper with a person's number, to be handed out and kept by nobody else. The number goes to a file, or to the
 * desk that prints it, and to no screen; it tells neither name nor case nor where it was handed out.
 */
#include <string.h>

#include "base/os.h"
#include "cli/commands.h"
#include "intake/commit.h"
#include "intake/number.h"
#include "ledger/seal.h"
#include "paper/qr.h"
#include "base/banned.h"

static const struct {
	const char *en, *ar;
} words[] = {
	{ "This is your number. It is yours alone. Keep this paper, and keep it apart from your "
	  "receipts: who has both can say that they are his.",
	  "هذا رقمك، وهو لك وحدك. احتفظ بهذه الورقة بعيدًا عن إيصالاتك: من يملكهما معًا يستطيع أن "
	  "يدّعي "
	  "أنها له." },
	{ "Show it at a centre when you come again, or when you hand something in. Nobody else has "
	  "to see it.",
	  "أظهره في المركز حين تعود إليه أو حين تسلّم شيئًا، ولا يحق لغير المركز أن يطلبه." },
	{ "With it an office can add to your file. Nobody can read your file by it.",
	  "به يستطيع المكتب أن يضيف إلى ملفك، ولا يستطيع أحد أن يقرأ ملفك به." },
	{ "If you lose it, say so: you get it printed again, and it is noted that this was done.",
	  "إن فقدته فأخبرنا: تُطبع لك ورقة أخرى، ويُدوَّن أن ذلك حصل." },
};

#define WORDS (sizeof words / sizeof *words)

/* "0123 4567 ..." */
static struct str grouped(struct arena *a, const struct number *n)
{
	struct str hex = str_hex(a, n->subject, sizeof n->subject);
	struct buf b = { .a = a };

	for (size_t i = 0; i < hex.len; i += 4)
		buf_fmt(&b, "%s%.*s", i ? " " : "", 4, hex.s + i);
	return buf_text(&b);
}

/* What the code says: the number and the recipient, in capitals, which any scanner types as they are. */
static struct str code(struct arena *a, const struct number *n)
{
	struct str hex = str_fmt(a, "%.*s%.*s", P(str_hex(a, n->subject, sizeof n->subject)),
				 P(str_hex(a, n->recipient, sizeof n->recipient)));

	return str_fmt(a, SLIP_QR "%.*s", P(case_typed(a, hex)));
}

static struct str slip_page(struct arena *a, const struct number *n)
{
	struct buf b = { .a = a };

	buf_str(&b, S("<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\">\n<head>\n<meta "
		      "charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"color-scheme\" content=\"light "
		      "dark\">\n<style>\n@page{size:A6;margin:8mm}"
		      "\nbody{font:.8rem/1.4 sans-serif;margin:1rem auto;max-width:24rem;padding:0 "
		      "1rem}\n"
		      ".qr{display:block;width:45mm;margin:.5rem auto}\n"
		      "code{display:block;font-size:1rem;text-align:center}\np{margin:.3rem 0}\n"
		      "</style>\n<title>رقمك / Your number</title>\n</head>\n<body>\n<main>\n"
		      "<h1>رقمك <span lang=\"en\" dir=\"ltr\">Your number</span></h1>\n"));
	buf_str(&b, qr_svg(a, code(a, n), S("QR")));
	buf_fmt(&b, "\n<code dir=\"ltr\">%.*s</code>\n", P(grouped(a, n)));
	for (size_t i = 0; i < WORDS; i++)
		buf_fmt(&b, "<p>%s</p>\n", words[i].ar);
	for (size_t i = 0; i < WORDS; i++)
		buf_fmt(&b, "<p lang=\"en\" dir=\"ltr\">%s</p>\n", words[i].en);
	buf_str(&b, S("</main>\n</body>\n</html>\n"));
	return buf_text(&b);
}

static struct str slip_text(struct arena *a, const struct number *n)
{
	struct buf b = { .a = a };

	buf_fmt(&b, "SULH SLIP 1\nnumber %.*s\nrecipient %.*s\n", P(grouped(a, n)),
		P(age_recipient_text(a, n->recipient)));
	for (size_t i = 0; i < WORDS; i++)
		buf_fmt(&b, "\n%s\n%s\n", words[i].ar, words[i].en);
	return buf_text(&b);
}

/* The paper to the file, or to the desk. What is noted as handed out and was not written is printed again. */
static bool put(struct cli *c, struct str paper, struct str out, struct err *e)
{
	struct buf *b;

	if (!c->held) {
		if (!os_write_new(str_z(c->a, out), paper, 0600, e))
			return within(e, "it is noted that the slip was handed out: print it again "
					 "(--again)");
		cli_say(c,
			"The slip is written to %.*s: print it, hand it out, and destroy the "
			"file\n",
			P(out));
		return true;
	}
	b = cli_line(c, "slip");
	json_put_text(b, "paper", paper);
	cli_line_end(c);
	return true;
}

bool cli_person_slip(struct cli *c, struct err *e)
{
	struct str officer = cli_option(c, "as"), purpose = cli_option(c, "purpose"),
		   out = cli_option(c, "out"), format = cli_option(c, "format");
	struct reader by = { .officer = officer.s ? officer : S(""),
			     .purpose = purpose.s ? purpose : S("request_of_person") };
	bool again = cli_option(c, "again").s;
	struct number n;
	struct reg *r;

	if (c->n != 1 || (!c->held && !out.s))
		return err_set(e, ERR_USAGE, "person slip: give the number of one case%s",
			       c->held ? "" : ", and --out FILE: it goes to no screen");
	if (!officer.s)
		return err_value(e, ERR_USAGE, S("as"), S(""), "the officer who hands it out");
	if (format.s && !str_eq(format, S("page")) && !str_eq(format, S("text")))
		return err_value(e, ERR_USAGE, S("format"), format, "page or text");
	if (out.s && os_type(str_z(c->a, out)) != OS_MISSING)
		return err_value(e, ERR_REFUSED, S("out"), out, "a path where nothing stands");
	r = cli_register(c, true, e);
	if (!r || !intake_number(r, c->a, case_typed(c->a, c->args[0]), &by, again, &n, e))
		return false;
	json_put_bool(&c->result, "again", again);
	return put(c, str_eq(format, S("text")) ? slip_text(c->a, &n) : slip_page(c->a, &n), out,
		   e);
}
