/* Keys, who may read sealed data, who did, who was erased, and what went wrong (product.md, promise 4). The kinds
 * about a person's data are veiled: the public sees that something happened, and not what. */
#include "record/kinds.h"

#include "base/time.h"
#include "record/need.h"
#include "base/banned.h"

#define GRANT_DAYS     90
#define HELD_DAYS      92 /* the days of a grant, and what calendars differ */
#define ERASURE_CHECKS 5

static const struct field log_key_fields[] = {
	{ "old_key", 10, F_HASH, false, PUB },
	{ "new_key", 11, F_HASH, true, PUB },
	{ "act", 12, F_CODE, true, PUB, "start,rotate,freeze,continue" },
	{ "last_good", 13, F_ROWS, false, PUB, .rows = &kind_log_head },
};

static void log_key_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *old = rec_get(r, "old_key"), *good = rec_get(r, "last_good");

	(void)v;
	if (rec_is(r, "act", "start"))
		need_unset(r, "old_key", "no old key: the log starts", why);
	else
		need_set(r, "old_key", "the key so far", why);
	if (rec_is(r, "act", "rotate") && old && str_eq(old->s, rec_code(r, "new_key")))
		refuse(why, "same_key", S("new_key"), S(""), "another key than old_key");
	if (rec_is(r, "act", "freeze") || rec_is(r, "act", "continue"))
		need_set(r, "last_good", "the last head that is known to be right", why);
	if (good && good->len != 1)
		refuse(why, "heads", S("last_good"), S(""), "one head");
}

const struct kind kind_log_key = {
	.name = "log_key",
	.code = 6,
	.label_en = "log key change",
	.label_ar = "مفتاح السجل",
	.form = FORM_PLACE,
	.seal = "",
	.signatures = 2,
	.roles = "operator,chief",
	.each_role = true,
	.hq = true,
	.rule = log_key_rule,
	.fields = log_key_fields,
	.n = sizeof log_key_fields / sizeof *log_key_fields,
};

static const struct field access_grant_fields[] = {
	{ "reader", 10, F_OFFICER, true, CENTRE, .help = "or another centre's or court's key" },
	{ "scope", 11, F_CODE, true, CENTRE, "one_person,own_cases,kind", .help = "never \"all\"" },
	{ "purpose", 12, F_CODE, true, CENTRE,
	  "medical,family,appeal,court_order,audit,transfer_of_case,adjudication" },
	{ "basis", 13, F_CODE, true, CENTRE,
	  "public_interest,vital_interest,court_order,request_of_person" },
	{ "expires_on", 14, F_DATE, true, CENTRE, .help = "90 days at most" },
	{ "subject_granted", 15, F_HASH, false, CENTRE, "person", .max = 16,
	  .help = "whose, for one_person; without it nothing opens under such a grant" },
	{ "completes", 16, F_REF, false, CENTRE, "access_grant",
	  .help = "the grant that this one ends: all is given back or destroyed at the reader" },
	{ "recipient", 17, F_HASH, false, CENTRE,
	  .help = "of another register, to whose index key names are sealed (exchange key); reader "
		  "is "
		  "the beginning of its SHA-256" },
};

static void access_grant_sealed_rule(const struct rec *r, const struct rec_view *v,
				     struct refusals *why)
{
	int64_t last = need_amount(r, "expires_on");
	bool court = rec_is(r, "purpose", "court_order");

	(void)v;
	if (!rec_is(r, "scope", "one_person"))
		need_unset(r, "subject_granted", "nobody: the scope is not one person", why);
	if (!rec_is(r, "scope", "kind") || !rec_is(r, "purpose", "adjudication"))
		need_unset(r, "recipient",
			   "none: to another register's key names go for adjudication, scope kind",
			   why);
	if (r->day != NO_DAY && (last < r->day || last - r->day > GRANT_DAYS))
		refuse(why, "expires_on", S("expires_on"), day_text(why->a, last),
		       "a day of the %d days from %.*s", GRANT_DAYS, P(day_text(why->a, r->day)));
	if (court != rec_is(r, "basis", "court_order"))
		refuse(why, "basis", S("basis"), rec_code(r, "basis"), "%s",
		       court ? "court_order, as the purpose"
			     : "another basis than court_order, which is a purpose of its own");
}

const struct kind kind_access_grant = {
	.name = "access_grant",
	.code = 7,
	.label_en = "grant of access to sealed data",
	.label_ar = "إذن اطلاع",
	.form = FORM_VEILED,
	.seal = "C",
	.subject = SUBJECT_NONE,
	.signatures = 2,
	.roles = "dpo,chief",
	.each_role = true,
	.sealed_rule = access_grant_sealed_rule,
	.fields = access_grant_fields,
	.n = sizeof access_grant_fields / sizeof *access_grant_fields,
};

static const struct field access_event_fields[] = {
	{ "reader", 10, F_OFFICER, true, CENTRE },
	{ "subject_opened", 11, F_HASH, true, CENTRE, .max = 16 },
	{ "purpose", 12, F_CODE, true, CENTRE,
	  "case_work,duplicate,appeal,medical,family,court_order,audit,request_of_person,break_"
	  "glass" },
	{ "granted", 13, F_REF, false, CENTRE, "access_grant" },
	{ "break_glass", 14, F_BOOL, true, CENTRE,
	  .help = "second officer within 24 h, shown to the DPO" },
	{ "confirms", 15, F_HASH, false, CENTRE, .max = 16,
	  .help = "the receipt of an opening by breaking the glass, which another officer has "
		  "looked at" },
};

static void access_event_sealed_rule(const struct rec *r, const struct rec_view *v,
				     struct refusals *why)
{
	const struct val *broken = rec_get(r, "break_glass");

	(void)v;
	if (!!broken->n != rec_is(r, "purpose", "break_glass"))
		refuse(why, "break_glass", S("break_glass"), broken->n ? S("yes") : S("no"),
		       "yes with the purpose break_glass, no with any other");
	if (broken->n)
		need_unset(r, "granted", "no grant: one that has one breaks no glass", why);
}

/* Written before the data are released: by keyd, or for an opening without it by the data-protection officer. */
const struct kind kind_access_event = {
	.name = "access_event",
	.code = 8,
	.label_en = "sealed record opened",
	.label_ar = "فتح قيد مختوم",
	.form = FORM_VEILED,
	.seal = "C",
	.subject = SUBJECT_NONE,
	.signatures = 0,
	.roles = "keyd,dpo",
	.sealed_rule = access_event_sealed_rule,
	.fields = access_event_fields,
	.n = sizeof access_event_fields / sizeof *access_event_fields,
};

static const struct field erased_tag_fields[] = {
	{ "tag", 1, F_HASH, true, CENTRE },
};

const struct kind kind_erased_tag = {
	.name = "erased_tag",
	.label_en = "tag of an erased person",
	.label_ar = "وسم المحو",
	.form = FORM_PART,
	.seal = "",
	.fields = erased_tag_fields,
	.n = sizeof erased_tag_fields / sizeof *erased_tag_fields,
};

static const struct field erasure_fields[] = {
	{ "basis", 10, F_CODE, true, CENTRE, "retention_end,request,order,error",
	  .help = "public only as a monthly sum by basis, 5 or more" },
	{ "subject_erased", 11, F_HASH, true, CENTRE, .max = 16,
	  .help = "given, and kept only until the keyring is rewritten" },
	{ "key_gone_at", 12, F_TIME, true, CENTRE },
	{ "backups_gone_on", 13, F_DATE, true, CENTRE,
	  .help = "day the erasure is complete in all backups" },
	{ "checked", 14, F_CODES, true, CENTRE,
	  "no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit",
	  .help = "all five" },
	{ "tags", 15, F_ROWS, false, CENTRE, .rows = &kind_erased_tag,
	  .help = "what stands for subject_erased, which is never sealed in; made by the program" },
};

static void erasure_sealed_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *key = rec_get(r, "key_gone_at");
	int64_t gone = instant_day((struct instant){ key->n, key->m });

	(void)v;
	/* A list names nothing twice. */
	if (rec_get(r, "checked")->len != ERASURE_CHECKS)
		refuse(why, "checked", S("checked"), S(""), "all five, each looked at");
	if (need_amount(r, "backups_gone_on") < gone)
		refuse(why, "period", S("backups_gone_on"),
		       day_text(why->a, need_amount(r, "backups_gone_on")),
		       "a day that is not before the key was gone, %.*s",
		       P(day_text(why->a, gone)));
}

const struct kind kind_erasure = {
	.name = "erasure",
	.code = 9,
	.label_en = "person erased",
	.label_ar = "محو",
	.form = FORM_VEILED,
	.seal = "C",
	.subject = SUBJECT_NONE,
	.signatures = 2,
	.roles = "dpo,chief",
	.each_role = true,
	.sealed_rule = erasure_sealed_rule,
	.fields = erasure_fields,
	.n = sizeof erasure_fields / sizeof *erasure_fields,
};

static const struct field data_incident_fields[] = {
	{ "class", 10, F_CODE, true, PUB,
	  "loss,theft,leak,unauthorised_read,corruption,unavailable" },
	{ "discovered_on", 11, F_DATE, true, PUB },
	{ "persons", 12, F_QTY, false, PUB, .help = "published as a bound when small" },
	{ "persons_told_on", 13, F_DATE, false, PUB, .help = "72 h; a reason if not told" },
	{ "device_what", 14, F_TEXT, true, CENTRE, .max = 200 },
	{ "measures", 15, F_TEXT, true, CENTRE, .max = 400 },
};

static const struct counted data_incident_counts[] = {
	{ .figure = "Q6" },
};

/* A small number of persons is said as a bound: it would point at them. */
static void data_incident_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	const struct val *persons = rec_get(r, "persons");

	need_past(r, "discovered_on,persons_told_on", why);
	need_order(r, "discovered_on", "persons_told_on", why);
	if (persons && persons->n && persons->n < need_cell(v))
		refuse(why, "small_cell", S("persons"),
		       str_fmt(why->a, "%lld", (long long)persons->n), "a bound: at_most %lld",
		       (long long)need_cell(v));
}

const struct kind kind_data_incident = {
	.name = "data_incident",
	.code = 10,
	.label_en = "data incident",
	.label_ar = "حادثة بيانات",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "dpo,chief",
	.each_role = true,
	.hq = true,
	.counts = data_incident_counts,
	.n_counts = sizeof data_incident_counts / sizeof *data_incident_counts,
	.rule = data_incident_rule,
	.fields = data_incident_fields,
	.n = sizeof data_incident_fields / sizeof *data_incident_fields,
};

static const struct field list_loaded_fields[] = {
	{ "list_no", 10, F_TEXT, true, PUB, .max = 16 },
	{ "source", 11, F_REF, true, PUB, "party" },
	{ "names", 12, F_INT, true, PUB },
	{ "loaded_on", 13, F_DATE, true, PUB },
	{ "basis", 14, F_CODE, true, PUB, "court_order,decree,international_list",
	  .help = "no unsigned list" },
	{ "withdrawn_on", 15, F_DATE, false, PUB, .help = "its names are gone" },
	{ "rows", 16, F_HASH, false, PUB,
	  .help = "salted digest of what was loaded; list load sets it" },
};

static void list_loaded_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	(void)v;
	need_some(r, "names", why);
	need_past(r, "loaded_on,withdrawn_on", why);
	need_order(r, "loaded_on", "withdrawn_on", why);
}

const struct kind kind_list_loaded = {
	.name = "list_loaded",
	.code = 58,
	.label_en = "list to check against loaded",
	.label_ar = "قائمة تحقق",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "chief,dpo",
	.each_role = true,
	.key = "list_no",
	.updates = true,
	.hq = true,
	.rule = list_loaded_rule,
	.fields = list_loaded_fields,
	.n = sizeof list_loaded_fields / sizeof *list_loaded_fields,
};

static const struct field exchange_taken_fields[] = {
	{ "sender", 10, F_HASH, true, PUB,
	  .help = "SHA-256 of the index key of the register that gave them; its first 20 digits "
		  "are "
		  "the fingerprint" },
	{ "rows", 11, F_HASH, true, PUB, .help = "digest of what was given" },
	{ "made_on", 12, F_DATE, true, PUB, .help = "by the clock of that register" },
	{ "expires_on", 13, F_DATE, true, PUB, .help = "the last day on which they are held" },
	{ "basis", 14, F_CODE, true, PUB, "public_interest,vital_interest,court_order" },
	{ "dropped_on", 15, F_DATE, false, PUB, .help = "they are gone before that day" },
	{ "names", 16, F_INT, false, CENTRE },
	{ "of_operation", 17, F_TEXT, false, CENTRE, .max = 64 },
	{ "reference", 18, F_TEXT, false, CENTRE, .max = 120,
	  .help = "the agreement of both centres, by its number" },
};

static void exchange_taken_rule(const struct rec *r, const struct rec_view *v, struct refusals *why)
{
	int64_t made = need_amount(r, "made_on"), last = need_amount(r, "expires_on");

	(void)v;
	need_past(r, "made_on,dropped_on", why);
	need_order(r, "made_on", "dropped_on", why);
	if (last < made || last - made > HELD_DAYS)
		refuse(why, "expires_on", S("expires_on"), day_text(why->a, last),
		       "a day of the %d days from %.*s", HELD_DAYS, P(day_text(why->a, made)));
	if (!rec_get(r, "dropped_on") && r->day != NO_DAY && last < r->day)
		refuse(why, "expires_on", S("expires_on"), day_text(why->a, last),
		       "a day that is not over");
}

static void exchange_taken_sealed_rule(const struct rec *r, const struct rec_view *v,
				       struct refusals *why)
{
	(void)v;
	if (rec_get(r, "dropped_on"))
		return;
	need_set(r, "names", "how many", why);
	need_set(r, "of_operation", "what that register calls its operation", why);
}

/* Names of another register that are held to be compared with: the program records it when it takes them. */
const struct kind kind_exchange_taken = {
	.name = "exchange_taken",
	.code = 59,
	.label_en = "names of another register taken",
	.label_ar = "أسماء من سجل آخر",
	.form = FORM_PLACE,
	.seal = "C",
	.signatures = 2,
	.roles = "chief,dpo",
	.each_role = true,
	.key = "sender",
	.updates = true,
	.system = true,
	.hq = true,
	.sealed_rule = exchange_taken_sealed_rule,
	.rule = exchange_taken_rule,
	.fields = exchange_taken_fields,
	.n = sizeof exchange_taken_fields / sizeof *exchange_taken_fields,
};

/* The one code under which acts are published that change nothing in public (entry.h, VEILED_CODE). */
const struct kind kind_veiled = {
	.name = "veiled",
	.code = 99,
	.label_en = "sealed record",
	.label_ar = "قيد مختوم",
	.form = FORM_VEILED,
	.seal = "C",
	.signatures = 0,
	.roles = "scheduler",
	.system = true,
	.fields = NULL,
	.n = 0,
};
