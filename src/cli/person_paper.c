/* See person_paper.h. */
#include "cli/person_paper.h"

#include <inttypes.h>

#include "base/arena.h"
#include "cli/fold.h"
#include "cli/person_words.h"
#include "web/entries.h"
#include "base/banned.h"

#define INNER 4 /* blanks before what belongs to an act */

const struct person_right person_rights[] = {
	{ "access",
	  "You may see everything that is held about you, whenever you ask, and have a copy.",
	  "لك أن تطّلع على كل ما يُحفظ عنك متى طلبت، وأن تأخذ نسخة منه." },
	{ "rectify",
	  "You may have corrected what is wrong. What stood there before stays visible as "
	  "corrected.",
	  "لك أن تطلب تصحيح الخطأ. ويبقى ما سبق ظاهرًا على أنه صُحّح." },
	{ "object",
	  "You may object to a use of your data. It is looked at and answered in writing.",
	  "لك أن تعترض على استخدام بياناتك، فيُنظر في اعتراضك ويُجاب عنه كتابةً." },
	{ "erase",
	  "You may ask to be erased. It is done when no appeal, search, court or promise to you is "
	  "open.",
	  "لك أن تطلب محو بياناتك، ويتم ذلك حين لا يبقى اعتراض أو بحث أو أمر محكمة أو وعد لك "
	  "معلّقًا." },
	{ "withdraw_agreement", "What you agreed to you may take back; it costs you nothing.",
	  "ما وافقت عليه لك أن تسحبه، ولا يكلفك ذلك شيئًا." },
	{ "complain",
	  "Each request is answered in 30 days. If it is refused you are told why, and another "
	  "officer decides on your complaint.",
	  "يُجاب عن كل طلب خلال 30 يومًا. وإن رُفض قيل لك السبب، ونظر في شكواك موظف آخر." },
	{ "appeal",
	  "Against a decision you may appeal until the day it names; others decide than those who "
	  "decided.",
	  "لك أن تعترض على القرار حتى اليوم المذكور فيه، ويبتّ في اعتراضك غير من أصدره." },
};
const size_t person_rights_n = sizeof person_rights / sizeof *person_rights;

/* What is held elsewhere, by design. */
static const struct {
	const char *en, *ar;
} absent[] = {
	{ "What you handed in without giving your name is in the book of the store as nobody's. "
	  "Bring the receipt to ask for it.",
	  "ما سلّمته دون ذكر اسمك مسجَّل في دفتر المستودع بلا صاحب. أحضر الإيصال لتسأل عنه." },
	{ "A search by name in which you were shown is noted once for the search, not for each "
	  "person.",
	  "البحث بالاسم الذي ظهرت فيه يُدوَّن مرة واحدة عن البحث كله، لا عن كل شخص." },
	{ "The public log has of each act a fingerprint (the leaf) that says nothing about you to "
	  "anybody without this file. It stays for ever.",
	  "في السجل العلني بصمة لكل إجراء لا تقول عنك شيئًا لمن ليس معه هذا الملف، وهي باقية." },
	{ "Copies for safety hold what stood here when they were made, until they are destroyed.",
	  "النسخ الاحتياطية تحوي ما كان هنا حين أُخذت، إلى أن تُتلف." },
};

/* The paper under way. */
struct paper {
	struct arena *a;
	struct buf *b;
	const struct person_file *f;
};

/* "typing / خطأ في الكتابة" */
static struct str both(struct arena *a, struct str en, struct str ar)
{
	return str_eq(ar, en) ? en : str_fmt(a, "%.*s / %.*s", P(en), P(fold_apart(a, ar)));
}

static struct str both_codes(struct arena *a, struct str code)
{
	return both(a, entry_word(a, LANG_EN, code), person_code_ar(a, code));
}

static struct str both_fields(struct arena *a, const char *name)
{
	struct buf b = { .a = a };

	for (const char *p = name; *p; p++)
		buf_byte(&b, *p == '_' ? ' ' : (uint8_t)*p);
	return both(a, buf_text(&b), person_field_ar(a, str_of(name)));
}

/* "2016-12-05 17:30 +02:00" */
static struct str time_text(struct arena *a, struct instant t)
{
	int64_t local = t.s + (int64_t)t.minutes * 60, of_day = ((local % 86400) + 86400) % 86400;
	int east = t.minutes < 0 ? -t.minutes : t.minutes;

	return str_fmt(a, "%.*s %02d:%02d %c%02d:%02d", P(day_text(a, instant_day(t))),
		       (int)(of_day / 3600), (int)(of_day / 60 % 60), t.minutes < 0 ? '-' : '+',
		       east / 60, east % 60);
}

/* The name of who decided, else the number alone. */
static struct str officer_text(const struct paper *w, struct str kid)
{
	struct str id = str_hex(w->a, kid.s, kid.len);

	for (size_t i = 0; i < w->f->n_named; i++)
		if (str_eq(kid, str_mem(w->f->named[i].kid, 4)))
			return str_fmt(w->a, "%.*s, %.*s", P(fold_apart(w->a, w->f->named[i].name)),
				       P(id));
	return id;
}

/* "al-tall/1254, act 6 here" of what stands in the text as the id of a log and a place in it. */
static struct str ref_text_here(const struct paper *w, struct str text)
{
	struct str number = text, id = str_cut(&number, '/');
	struct str entry = text;

	for (size_t i = 0; i < w->f->n_logs; i++)
		if (str_eq(id, str_hex(w->a, w->f->logs[i].id8, 8)))
			entry = str_fmt(w->a, "%.*s/%.*s", P(w->f->logs[i].name), P(number));
	for (size_t i = 0; i < w->f->n_acts; i++)
		if (w->f->acts[i].entry.s && str_eq(w->f->acts[i].entry, entry))
			return str_fmt(w->a, "%.*s, act %" PRId64 " / %.*s", P(entry),
				       w->f->acts[i].step,
				       P(fold_apart(w->a, str_fmt(w->a, "الإجراء %" PRId64,
								  w->f->acts[i].step))));
	return entry;
}

static struct str code_text(const struct paper *w, const struct field *f, struct str code)
{
	struct str en, ar;

	if (!str_starts(str_of(f->choices), S("list:")))
		return both_codes(w->a, code);
	return person_language(code, &en, &ar) ? both(w->a, en, ar) : code;
}

static struct str value_text(const struct paper *w, const struct field *f, const struct val *v);

static struct str list_text(const struct paper *w, const struct field *f, enum field_type type,
			    const struct val *v)
{
	struct field one = *f;
	struct buf b = { .a = w->a };

	one.type = type;
	for (size_t i = 0; i < v->len; i++)
		buf_fmt(&b, "%s%.*s", i ? "; " : "", P(value_text(w, &one, &v->v[i])));
	return buf_text(&b);
}

/* "type / النوع: passport / جواز سفر, number / الرقم: N-77" */
static struct str row_text(const struct paper *w, const struct kind *k, const struct val *v)
{
	struct buf b = { .a = w->a };

	for (size_t i = 0; i < k->n; i++)
		if (v->v[i].set)
			buf_fmt(&b, "%s%.*s: %.*s", b.len ? ", " : "",
				P(both_fields(w->a, k->fields[i].name)),
				P(value_text(w, &k->fields[i], &v->v[i])));
	return buf_text(&b);
}

static struct str rows_text(const struct paper *w, const struct kind *k, const struct val *v)
{
	struct buf b = { .a = w->a };

	for (size_t i = 0; i < v->len; i++)
		buf_fmt(&b, "%s%.*s", i ? "; " : "", P(row_text(w, k, &v->v[i])));
	return buf_text(&b);
}

/* A value as people read it. */
static struct str value_text(const struct paper *w, const struct field *f, const struct val *v)
{
	switch (f->type) {
	case F_BOOL:
		return both(w->a, v->n ? S("yes") : S("no"), v->n ? S("نعم") : S("لا"));
	case F_BLOB:
		return str_fmt(w->a, "%zu bytes, in the JSON of this file", v->s.len);
	case F_CODE:
		return code_text(w, f, v->s);
	case F_CODES:
		return list_text(w, f, F_CODE, v);
	case F_TEXTS:
		return list_text(w, f, F_TEXT, v);
	case F_REFS:
		return list_text(w, f, F_REF, v);
	case F_OFFICERS:
		return list_text(w, f, F_OFFICER, v);
	case F_OFFICER:
		return officer_text(w, v->s);
	case F_REF:
		return ref_text_here(w, val_text(w->a, f, v));
	case F_ROWS:
		return rows_text(w, f->rows, v);
	case F_TIME:
		return time_text(w->a, (struct instant){ v->n, v->m });
	default:
		return fold_apart(w->a, val_text(w->a, f, v));
	}
}

static void line(const struct paper *w, size_t indent, struct str text)
{
	fold_line(w->b, indent, text);
}

/* "en / ar: value" */
static void pair(const struct paper *w, size_t indent, const char *en, const char *ar,
		 struct str value)
{
	line(w, indent,
	     str_fmt(w->a, "%.*s: %.*s", P(both(w->a, str_of(en), str_of(ar))), P(value)));
}

/* The same sentence twice. */
static void twice(const struct paper *w, size_t indent, const char *en, const char *ar)
{
	line(w, indent, str_of(en));
	line(w, indent, fold_apart(w->a, str_of(ar)));
}

static void title(const struct paper *w, const char *en, const char *ar)
{
	buf_byte(w->b, '\n');
	line(w, 0, both(w->a, str_of(en), str_of(ar)));
	buf_byte(w->b, '\n');
}

static void put_head(const struct paper *w, const struct reader *by)
{
	const struct person_file *f = w->f;

	line(w, 0,
	     f->work ? both(w->a, S("A CASE, READ FOR THE WORK ON IT"),
			    S("ملف كما يقرؤه من يعمل عليه"))
		     : both(w->a, S("EVERYTHING HELD ABOUT ONE PERSON"),
			    S("كل ما يُحفظ عن شخص واحد")));
	buf_byte(w->b, '\n');
	if (f->case_no.len) {
		pair(w, 0, "case", "رقم الملف", f->case_no);
		pair(w, 0, "state", "الحالة", both_codes(w->a, f->state));
	} else {
		line(w, 0, both(w->a, S("without a case"), S("بلا ملف")));
	}
	if (f->entry.s)
		pair(w, 0, "named by the entry", "المذكور في القيد", f->entry);
	for (size_t i = 0; i < f->n_same; i++)
		pair(w, 0, "the same person's other case", "ملف آخر للشخص نفسه", f->same[i]);
	if (f->operation.len)
		pair(w, 0, "operation", "العملية", fold_apart(w->a, f->operation));
	if (f->controller.len)
		pair(w, 0, "who answers for the data", "المسؤول عن البيانات",
		     fold_apart(w->a, f->controller));
	pair(w, 0, "made on", "حُرّر في", day_text(w->a, f->day));
	if (by->officer.len)
		pair(w, 0, "made by", "حرّره", fold_apart(w->a, by->officer));
	pair(w, 0, "for", "الغرض", both_codes(w->a, by->purpose));
}

static void put_datum(const struct paper *w, const struct file_datum *d)
{
	line(w, 0,
	     str_fmt(w->a, "%.*s: %.*s", P(both_fields(w->a, d->field->name)),
		     P(value_text(w, d->field, d->value))));
	if (!d->corrected)
		return;
	line(w, INNER,
	     str_fmt(w->a, "corrected by act %" PRId64 " / %.*s: %.*s", d->step,
		     P(fold_apart(w->a, str_fmt(w->a, "صُحّح في الإجراء %" PRId64, d->step))),
		     P(both_codes(w->a, d->why))));
	if (d->was.s)
		pair(w, INNER, "before", "قبل ذلك", fold_apart(w->a, d->was));
}

static void put_data(const struct paper *w)
{
	title(w, "1. WHAT STANDS NOW", "البيانات الحالية");
	if (!w->f->n_data)
		line(w, 0, both(w->a, S("nothing is registered"), S("لا شيء مسجَّل")));
	for (size_t i = 0; i < w->f->n_data; i++)
		if (w->f->data[i].value->set)
			put_datum(w, &w->f->data[i]);
}

static void put_field(const struct paper *w, const struct rec *r, size_t i)
{
	const struct field *f = &r->kind->fields[i];

	line(w, INNER,
	     str_fmt(w->a, "%.*s: %.*s", P(both_fields(w->a, f->name)),
		     P(file_withheld(w->f, r, f)
			       ? both(w->a, S("withheld, it is about somebody else"),
				      S("محجوب لأنه عن شخص آخر"))
			       : value_text(w, f, &r->v[i]))));
}

static void put_act(const struct paper *w, const struct file_act *x)
{
	struct str label = both(w->a, str_of(x->kind->label_en), str_of(x->kind->label_ar));

	line(w, 0,
	     str_fmt(w->a, "%" PRId64 ". %.*s, %.*s", x->step, P(label),
		     P(x->day == NO_DAY ? both(w->a, S("waits for the cut"), S("ينتظر القطع"))
					: day_text(w->a, x->day))));
	if (x->state.len)
		pair(w, INNER, "state after it", "الحالة بعده", both_codes(w->a, x->state));
	if (x->has_when)
		pair(w, INNER, "at", "في", time_text(w->a, x->when));
	for (size_t i = 0; i < x->n_officers; i++)
		pair(w, INNER, "officer", "الموظف", fold_apart(w->a, x->officers[i]));
	if (x->entry.s)
		pair(w, INNER, "in the log", "في السجل",
		     str_fmt(w->a, "%.*s, leaf %.*s", P(x->entry), P(x->leaf)));
	if (x->apart)
		twice(w, INNER, "sealed in a compartment of its own: ask the protection officer",
		      "مختوم على حدة: اسأل موظف الحماية");
	if (x->erased)
		twice(w, INNER, "erased: nobody can read it any more",
		      "مُحي: لم يعد أحد يستطيع قراءته");
	for (size_t i = 0; i < x->rec->kind->n; i++)
		if (x->rec->v[i].set)
			put_field(w, x->rec, i);
	if (x->note.s)
		pair(w, INNER, "note", "ملاحظة", fold_apart(w->a, x->note));
}

/* What became of it, where that is known. */
static struct str where_is_it(const struct paper *w, const struct file_thing *x)
{
	static const struct {
		const char *state, *en, *ar;
	} where[] = {
		{ "store", "in store", "في المستودع" },
		{ "transfer", "transferred to another store", "نُقل إلى مستودع آخر" },
		{ "destroy", "destroyed", "أُتلف" },
		{ "lost", "lost", "مفقود" },
	};

	for (size_t i = 0; i < sizeof where / sizeof *where; i++)
		if (str_eq(x->state, str_of(where[i].state)))
			return both(w->a, str_of(where[i].en), str_of(where[i].ar));
	return both(w->a, S("in the book of the store"), S("في دفتر المستودع"));
}

static void put_thing(const struct paper *w, const struct file_thing *x)
{
	put_act(w, &x->act);
	pair(w, INNER, "where it is", "أين هو", where_is_it(w, x));
	if (x->danger)
		twice(w, INNER, "it must not be stored: it waits for clearance",
		      "لا يجوز تخزينه: ينتظر الإزالة");
	if (x->receipt.s)
		pair(w, INNER, "receipt", "الإيصال", x->receipt);
	else
		line(w, INNER, both(w->a, S("no receipt in your name"), S("لا إيصال باسمك")));
}

static void put_things(const struct paper *w)
{
	title(w, "3. WHAT WAS HANDED IN", "ما سُلّم");
	if (!w->f->listed)
		twice(w, 0,
		      "Only a file that is made for you, on your request, lists what you handed "
		      "in.",
		      "لا يُذكر ما سلّمته إلا في ملف يُعدّ لك بطلب منك.");
	else if (!w->f->n_things)
		line(w, 0, both(w->a, S("nothing"), S("لا شيء")));
	for (size_t i = 0; i < w->f->n_things; i++)
		put_thing(w, &w->f->things[i]);
}

static void put_acts(const struct paper *w)
{
	title(w, "2. WHAT WAS DONE", "ما جرى");
	if (!w->f->work)
		twice(w, 0,
		      "Who decided is named. A number stands for another officer: you may ask, or "
		      "complain, "
		      "by it.",
		      "يُذكر اسم من أصدر القرار. ويدل الرقم على موظف آخر، ولك أن تسأل عنه أو تشكوه "
		      "برقمه.");
	buf_byte(w->b, '\n');
	for (size_t i = 0; i < w->f->n_acts; i++)
		put_act(w, &w->f->acts[i]);
}

/* "2017-06-06: the provisional paper is confirmed (issued on 2017-05-08) / ..." */
static void put_deadline(const struct paper *w, const struct file_due *x)
{
	struct str en = x->code, ar = x->code;

	(void)person_due(x->code, &en, &ar);
	/* What lets an appeal in says all of it already. */
	if (x->why.len && !str_eq(x->code, S("appeal_until")))
		en = str_fmt(w->a, "%.*s (%.*s)", P(en), P(x->why));
	line(w, 0, str_fmt(w->a, "%.*s: %.*s", P(day_text(w->a, x->day)), P(both(w->a, en, ar))));
}

/* What whoever decides does not know. */
static void put_unasked(const struct paper *w)
{
	const struct unasked *x = &w->f->unasked;

	if (x->centres)
		line(w, 0,
		     both(w->a,
			  S("- Not asked: the registrations of all centres were not searched."),
			  S("لم يُسأل: لم يُبحث في قيود جميع المراكز.")));
	if (x->lists)
		line(w, 0,
		     both(w->a, S("- Not asked: not compared since the newest list in force."),
			  S("لم يُسأل: لم تجرِ المقارنة بأحدث قائمة سارية.")));
	if (x->checks)
		line(w, 0,
		     both(w->a, str_fmt(w->a, "- Not asked yet: %zu of the checks.", x->checks),
			  str_fmt(w->a, "لم يُسأل بعد: %zu من التدقيقات.", x->checks)));
}

static void put_due(const struct paper *w)
{
	title(w, w->f->work ? "3. DEADLINES THAT RUN" : "4. DEADLINES THAT RUN", "المهل الجارية");
	if (!w->f->n_due)
		line(w, 0, both(w->a, S("none"), S("لا شيء")));
	for (size_t i = 0; i < w->f->n_due; i++)
		put_deadline(w, &w->f->due[i]);
	put_unasked(w);
}

static void put_openings(const struct paper *w)
{
	title(w, "5. WHO OPENED IT", "من فتحه");
	for (size_t i = 0; i < w->f->n_openings; i++) {
		const struct file_opening *x = &w->f->openings[i];

		line(w, 0,
		     str_fmt(w->a, "%.*s  %.*s  %.*s",
			     P(x->has_when ? time_text(w->a, x->when) : x->at),
			     P(x->officer.s ? x->officer
					    : both(w->a, S("whoever had the passphrase"),
						   S("من كان يملك عبارة المرور"))),
			     P(both_codes(w->a, x->purpose))));
	}
}

/* What is known of the person and stands elsewhere. */
static void put_absent(const struct paper *w)
{
	size_t apart = 0, erased = 0;

	for (size_t i = 0; i < w->f->n_acts; i++) {
		apart += w->f->acts[i].apart;
		erased += w->f->acts[i].erased;
	}
	title(w, "6. WHAT IS NOT IN THIS PAPER", "ما ليس في هذه الورقة");
	if (apart)
		line(w, 0,
		     both(w->a,
			  str_fmt(w->a, "- Sealed in a compartment of its own: %zu of the acts.",
				  apart),
			  str_fmt(w->a, "ما خُتم على حدة: %zu من الإجراءات.", apart)));
	if (erased)
		line(w, 0,
		     both(w->a, str_fmt(w->a, "- Erased: %zu of the acts.", erased),
			  str_fmt(w->a, "ما مُحي: %zu من الإجراءات.", erased)));
	for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
		line(w, 0, str_fmt(w->a, "- %s", absent[i].en));
		line(w, 2, fold_apart(w->a, str_of(absent[i].ar)));
	}
}

static void put_rights(const struct paper *w)
{
	title(w, "7. YOUR RIGHTS", "حقوقك");
	for (size_t i = 0; i < person_rights_n; i++) {
		line(w, 0, str_fmt(w->a, "- %s", person_rights[i].en));
		line(w, 2, fold_apart(w->a, str_of(person_rights[i].ar)));
	}
}

struct str person_paper(struct arena *a, const struct person_file *f, const struct reader *by)
{
	struct buf b = { .a = a };
	const struct paper w = { a, &b, f };

	put_head(&w, by);
	put_data(&w);
	put_acts(&w);
	if (!f->work)
		put_things(&w);
	put_due(&w);
	if (f->work)
		return buf_text(&b);
	put_openings(&w);
	put_absent(&w);
	put_rights(&w);
	return buf_text(&b);
}
