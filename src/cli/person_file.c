/* person file: everything that is held about a person, as a paper in two languages and as JSON. */
#include <inttypes.h>
#include <string.h>

#include "base/os.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/person_words.h"
#include "intake/file.h"
#include "web/entries.h"
#include "base/banned.h"

/* A line of the paper: English, then Arabic. */
struct line {
	const char *en, *ar;
};

static const struct {
	const char *name;
	struct line text;
} rights[] = {
	{ "access",
	  { "You may see everything that is held about you, whenever you ask, and have a copy.",
	    "لك أن تطّلع على كل ما يُحفظ عنك متى طلبت، وأن تأخذ نسخة منه." } },
	{ "rectify",
	  { "You may have corrected what is wrong. What stood there before stays visible as "
	    "corrected.",
	    "لك أن تطلب تصحيح الخطأ. ويبقى ما سبق ظاهرًا على أنه صُحّح." } },
	{ "object",
	  { "You may object to a use of your data. It is looked at and answered in writing.",
	    "لك أن تعترض على استخدام بياناتك، فيُنظر في اعتراضك ويُجاب عنه كتابةً." } },
	{ "erase",
	  { "You may ask to be erased. It is done when no appeal, search, court or promise to you "
	    "is "
	    "open.",
	    "لك أن تطلب محو بياناتك، ويتم ذلك حين لا يبقى اعتراض أو بحث أو أمر محكمة أو وعد لك "
	    "معلّقًا." } },
	{ "withdraw_agreement",
	  { "What you agreed to you may take back; it costs you nothing.",
	    "ما وافقت عليه لك أن تسحبه، ولا يكلفك ذلك شيئًا." } },
	{ "complain",
	  { "Each request is answered in 30 days. If it is refused you are told why, and another "
	    "officer "
	    "decides on your complaint.",
	    "يُجاب عن كل طلب خلال 30 يومًا. وإن رُفض قيل لك السبب، ونظر في شكواك موظف آخر." } },
	{ "appeal",
	  { "Against a decision you may appeal until the day it names; others decide than those "
	    "who "
	    "decided.",
	    "لك أن تعترض على القرار حتى اليوم المذكور فيه، ويبتّ في اعتراضك غير من أصدره." } },
};

/* "typing / خطأ في الكتابة" */
static struct str both_codes(struct cli *c, struct str code)
{
	struct str en = entry_word(c->a, LANG_EN, code), ar = person_code_ar(c->a, code);

	return str_eq(ar, en) ? en : str_fmt(c->a, "%.*s / %.*s", P(en), P(ar));
}

static struct str both_fields(struct cli *c, const char *name)
{
	struct str ar = person_field_ar(c->a, str_of(name));
	struct buf b = { .a = c->a };

	for (const char *p = name; *p; p++)
		buf_byte(&b, *p == '_' ? ' ' : (uint8_t)*p);
	if (!str_eq(ar, buf_text(&b)))
		buf_fmt(&b, " / %.*s", P(ar));
	return buf_text(&b);
}

static bool of_words(const struct field *f)
{
	return (f->type == F_CODE || f->type == F_CODES) &&
	       !str_starts(str_of(f->choices), S("list:"));
}

/* A value as people read it. */
static struct str value_text(struct cli *c, const struct field *f, const struct val *v)
{
	struct buf b = { .a = c->a };

	if (f->type == F_BOOL)
		return v->n ? S("yes / نعم") : S("no / لا");
	if (f->type == F_BLOB)
		return str_fmt(c->a, "%zu bytes, in the JSON of this file", v->s.len);
	if (!of_words(f))
		return val_text(c->a, f, v);
	if (f->type == F_CODE)
		return both_codes(c, v->s);
	for (size_t i = 0; i < v->len; i++)
		buf_fmt(&b, "%s%.*s", i ? "; " : "", P(both_codes(c, v->v[i].s)));
	return buf_text(&b);
}

static void title(struct buf *b, const char *en, const char *ar)
{
	buf_fmt(b, "\n%s / %s\n\n", en, ar);
}

static void put_head(struct cli *c, struct buf *b, const struct person_file *f,
		     const struct reader *by)
{
	buf_fmt(b, "EVERYTHING HELD ABOUT ONE PERSON / كل ما يُحفظ عن شخص واحد\n\n");
	buf_fmt(b, "case / رقم الملف: %.*s\n", P(f->case_no));
	buf_fmt(b, "state / الحالة: %.*s\n", P(both_codes(c, f->state)));
	if (f->operation.len)
		buf_fmt(b, "operation / العملية: %.*s\n", P(f->operation));
	if (f->controller.len)
		buf_fmt(b, "who answers for the data / المسؤول عن البيانات: %.*s\n",
			P(f->controller));
	buf_fmt(b, "made on / حُرّر في: %.*s\n", P(day_text(c->a, f->day)));
	if (by->officer.len)
		buf_fmt(b, "made by / حرّره: %.*s\n", P(by->officer));
	buf_fmt(b, "for / الغرض: %.*s\n", P(both_codes(c, by->purpose)));
}

static void put_data(struct cli *c, struct buf *b, const struct person_file *f)
{
	title(b, "1. WHAT STANDS NOW", "البيانات الحالية");
	if (!f->n_data)
		buf_fmt(b, "nothing is registered / لا شيء مسجَّل\n");
	for (size_t i = 0; i < f->n_data; i++) {
		const struct file_datum *d = &f->data[i];

		if (!d->value->set)
			continue;
		buf_fmt(b, "%.*s: %.*s\n", P(both_fields(c, d->field->name)),
			P(value_text(c, d->field, d->value)));
		if (!d->corrected)
			continue;
		buf_fmt(b, "    corrected by act %" PRId64 " / صُحّح في الإجراء %" PRId64 " (%.*s)",
			d->step, d->step, P(both_codes(c, d->why)));
		if (d->was.s)
			buf_fmt(b, "; before / قبل ذلك: %.*s", P(d->was));
		buf_byte(b, '\n');
	}
}

static void put_fields(struct cli *c, struct buf *b, const struct rec *r)
{
	for (size_t i = 0; i < r->kind->n; i++) {
		const struct field *f = &r->kind->fields[i];

		if (!r->v[i].set)
			continue;
		if (file_withheld(r, f))
			buf_fmt(b,
				"    %.*s: withheld, it is about somebody else / محجوب لأنه عن "
				"شخص آخر\n",
				P(both_fields(c, f->name)));
		else
			buf_fmt(b, "    %.*s: %.*s\n", P(both_fields(c, f->name)),
				P(value_text(c, f, &r->v[i])));
	}
}

static void put_act(struct cli *c, struct buf *b, const struct file_act *x)
{
	buf_fmt(b, "%" PRId64 ". %s / %s", x->step, x->kind->label_en, x->kind->label_ar);
	buf_fmt(b, ", %.*s\n",
		P(x->day == NO_DAY ? S("waits for the cut / ينتظر القطع")
				   : day_text(c->a, x->day)));
	if (x->state.len)
		buf_fmt(b, "    state after it / الحالة بعده: %.*s\n", P(both_codes(c, x->state)));
	if (x->has_when)
		buf_fmt(b, "    at / في: %.*s\n", P(instant_text(c->a, x->when)));
	for (size_t i = 0; i < x->n_officers; i++)
		buf_fmt(b, "    officer / الموظف: %.*s\n", P(x->officers[i]));
	if (x->entry.s)
		buf_fmt(b, "    in the log / في السجل: %.*s, leaf %.*s\n", P(x->entry), P(x->leaf));
	if (x->apart)
		buf_fmt(b, "    sealed in a compartment of its own: ask the protection officer / "
			   "مختوم "
			   "على حدة: اسأل موظف الحماية\n");
	if (x->erased)
		buf_fmt(b, "    erased: nobody can read it any more / مُحي: لم يعد أحد يستطيع "
			   "قراءته\n");
	put_fields(c, b, x->rec);
	if (x->note.s)
		buf_fmt(b, "    note / ملاحظة: %.*s\n", P(x->note));
}

static void put_due(struct cli *c, struct buf *b, const struct person_file *f)
{
	title(b, "3. DEADLINES THAT RUN", "المهل الجارية");
	if (!f->n_due)
		buf_fmt(b, "none / لا شيء\n");
	for (size_t i = 0; i < f->n_due; i++)
		buf_fmt(b, "%.*s: %.*s\n", P(day_text(c->a, f->due[i].day)), P(f->due[i].why));
}

static void put_openings(struct cli *c, struct buf *b, const struct person_file *f)
{
	title(b, "4. WHO OPENED IT", "من فتحه");
	for (size_t i = 0; i < f->n_openings; i++) {
		const struct file_opening *x = &f->openings[i];

		buf_fmt(b, "%.*s  %.*s  %.*s\n", P(x->at),
			P(x->officer.s ? x->officer : S("whoever had the passphrase")),
			P(both_codes(c, x->purpose)));
	}
}

static struct str paper(struct cli *c, const struct person_file *f, const struct reader *by)
{
	struct buf b = { .a = c->a };

	put_head(c, &b, f, by);
	put_data(c, &b, f);
	title(&b, "2. WHAT WAS DONE", "ما جرى");
	for (size_t i = 0; i < f->n_acts; i++)
		put_act(c, &b, &f->acts[i]);
	put_due(c, &b, f);
	put_openings(c, &b, f);
	title(&b, "5. YOUR RIGHTS", "حقوقك");
	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
		buf_fmt(&b, "- %s\n  %s\n", rights[i].text.en, rights[i].text.ar);
	return buf_text(&b);
}

static void json_fields(struct cli *c, struct buf *b, const struct rec *r)
{
	json_key(b, "fields");
	json_open(b, '{');
	for (size_t i = 0; i < r->kind->n; i++) {
		if (!r->v[i].set || file_withheld(r, &r->kind->fields[i]))
			continue;
		json_key(b, r->kind->fields[i].name);
		val_json(c->a, &r->kind->fields[i], &r->v[i], b);
	}
	json_close(b, '}');
	json_key(b, "withheld");
	json_open(b, '[');
	for (size_t i = 0; i < r->kind->n; i++)
		if (r->v[i].set && file_withheld(r, &r->kind->fields[i]))
			json_str(b, str_of(r->kind->fields[i].name));
	json_close(b, ']');
}

static void json_act(struct cli *c, const struct file_act *x)
{
	const struct str none = { NULL, 0 };
	struct buf *b = cli_line(c, "act");

	json_put_int(b, "step", x->step);
	json_put_text(b, "kind", str_of(x->kind->name));
	json_put_text(b, "label_en", str_of(x->kind->label_en));
	json_put_text(b, "label_ar", str_of(x->kind->label_ar));
	json_put_text(b, "event", x->event);
	json_put_text(b, "state", x->state);
	json_put_text(b, "day", x->day == NO_DAY ? none : day_text(c->a, x->day));
	json_put_text(b, "at", x->has_when ? instant_text(c->a, x->when) : none);
	json_put_text(b, "entry", x->entry);
	json_put_text(b, "leaf", x->leaf);
	json_key(b, "officers");
	json_open(b, '[');
	for (size_t i = 0; i < x->n_officers; i++)
		json_str(b, x->officers[i]);
	json_close(b, ']');
	json_put_bool(b, "apart", x->apart);
	json_put_bool(b, "erased", x->erased);
	json_put_text(b, "note", x->note);
	json_fields(c, b, x->rec);
	cli_line_end(c);
}

static void json_datum(struct cli *c, const struct file_datum *d)
{
	struct buf *b = cli_line(c, "datum");

	json_put_text(b, "field", str_of(d->field->name));
	json_put_text(b, "label_ar", person_field_ar(c->a, str_of(d->field->name)));
	json_key(b, "value");
	val_json(c->a, d->field, d->value, b);
	json_put_int(b, "step", d->step);
	json_put_bool(b, "corrected", d->corrected);
	json_put_text(b, "was", d->was);
	json_put_text(b, "why", d->why);
	cli_line_end(c);
}

static void json_file(struct cli *c, const struct person_file *f, const struct reader *by)
{
	struct buf *b = cli_line(c, "file");

	json_put_text(b, "case", f->case_no);
	json_put_text(b, "subject", str_hex(c->a, f->subject, sizeof f->subject));
	json_put_text(b, "state", f->state);
	json_put_text(b, "operation", f->operation);
	json_put_text(b, "controller", f->controller);
	json_put_text(b, "day", day_text(c->a, f->day));
	json_put_text(b, "officer", by->officer);
	json_put_text(b, "purpose", by->purpose);
	cli_line_end(c);
	for (size_t i = 0; i < f->n_data; i++)
		if (f->data[i].value->set)
			json_datum(c, &f->data[i]);
	for (size_t i = 0; i < f->n_acts; i++)
		json_act(c, &f->acts[i]);
	for (size_t i = 0; i < f->n_due; i++) {
		b = cli_line(c, "due");
		json_put_text(b, "code", f->due[i].code);
		json_put_text(b, "until", day_text(c->a, f->due[i].day));
		json_put_text(b, "why", f->due[i].why);
		cli_line_end(c);
	}
	for (size_t i = 0; i < f->n_openings; i++) {
		b = cli_line(c, "opening");
		json_put_text(b, "at", f->openings[i].at);
		json_put_text(b, "officer", f->openings[i].officer);
		json_put_text(b, "purpose", f->openings[i].purpose);
		cli_line_end(c);
	}
	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
		b = cli_line(c, "right");
		json_put_text(b, "right", str_of(rights[i].name));
		json_put_text(b, "en", str_of(rights[i].text.en));
		json_put_text(b, "ar", str_of(rights[i].text.ar));
		cli_line_end(c);
	}
}

bool cli_person_file(struct cli *c, struct err *e)
{
	struct str officer = cli_option(c, "as"), purpose = cli_option(c, "purpose"),
		   out = cli_option(c, "out"), text;
	struct reader by = { .officer = officer.s ? officer : S(""),
			     .purpose = purpose.s ? purpose : S("request_of_person") };
	const char *path = out.s ? str_z(c->a, out) : NULL;
	struct person_file f;
	struct reg *r;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "person file: give the number of one case");
	/* Before anything is opened for it. */
	if (path && os_type(path) != OS_MISSING)
		return err_value(e, ERR_REFUSED, S("out"), out, "a path where nothing stands");
	r = cli_register(c, true, e);
	if (!r || !intake_file(r, c->a, c->args[0], &by, &f, e))
		return false;
	text = paper(c, &f, &by);
	if (path && !os_write(path, text, 0600, e))
		return false;
	if (!path)
		cli_say(c, "%.*s", P(text));
	else
		cli_say(c,
			"%" PRIu64
			" acts, written to %.*s; it is in clear: hand it out, or destroy it\n",
			(uint64_t)f.n_acts, P(out));
	if (c->json)
		json_file(c, &f, &by);
	json_put_int(&c->result, "acts", (int64_t)f.n_acts);
	return true;
}
