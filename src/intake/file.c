/* See file.h. */
#include "intake/file.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/cbor.h"
#include "intake/erase.h"
#include "intake/file_int.h"
#include "intake/history.h"
#include "intake/lists.h"
#include "keyd/act.h"
#include "ledger/key.h"
#include "record/kinds.h"
#include "record/opday.h"
#include "rule/limit.h"
#include "base/banned.h"

/* Names of several who were freed stand in one record, which does not say who of them asks. */
static bool of_several(const struct rec *r, const struct field *f)
{
	return r->kind == &kind_captive_release && f->type == F_ROWS &&
	       r->v[f - r->kind->fields].len > 1;
}

/* What is said of others stays theirs. */
bool file_withheld(const struct person_file *file, const struct rec *r, const struct field *f)
{
	static const struct {
		const struct kind *kind;
		const char *field, *when;
	} theirs[] = {
		{ &kind_dedup_link, "other", NULL },
		{ &kind_dedup_link, "reason", NULL },
		{ &kind_merge, "keep", NULL },
		{ &kind_merge, "link", NULL },
		{ &kind_check, "source", "list" },
		{ &kind_check, "asked_what", "list" },
		{ &kind_check, "list", NULL },
		{ &kind_check, "row", NULL },
		{ &kind_check, "source", "check=victim_complaint" },
		{ &kind_check, "asked_what", "check=victim_complaint" },
		{ &kind_weapon_item, "handed_by", NULL },
		{ &kind_weapon_item, "handed_by_also", NULL },
		{ &kind_ammo_lot, "handed_by", NULL },
		{ &kind_ammo_lot, "handed_by_also", NULL },
		{ &kind_captive_release, "captor_case", NULL },
		{ &kind_captive_release, "confirmed_by", NULL },
		{ &kind_captive_release, "receipt", NULL },
	};

	/* A merge is of the person alone, unless it was taken back. */
	if (file->compared && r->kind == &kind_check && rec_is(r, "check", "victim_complaint"))
		return str_eq(str_of(f->name), S("source")) ||
		       str_eq(str_of(f->name), S("asked_what"));
	if (file->work || (r->kind == &kind_merge && file->n_same))
		return false;
	if (of_several(r, f))
		return true;
	for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
		if (r->kind == theirs[i].kind && str_eq(str_of(f->name), str_of(theirs[i].field)) &&
		    rec_when(r, theirs[i].when))
			return true;
	return false;
}

/* Officers answer for what they decide, by name; of the others the id stands, by which they can be asked for. */
static bool by_name(const struct kind *k)
{
	static const struct kind *const deciding[] = { &kind_decision, &kind_appeal,
						       &kind_standing, &kind_handover,
						       &kind_closing,  &kind_merge };

	for (size_t i = 0; i < sizeof deciding / sizeof *deciding; i++)
		if (k == deciding[i])
			return true;
	return false;
}

static void add_named(struct filing *w, const struct officer_public *who)
{
	struct person_file *out = w->out;
	struct file_named *x;

	for (size_t i = 0; i < out->n_named; i++)
		if (!memcmp(out->named[i].kid, who->kid, 4))
			return;
	out->named = arena_more(w->a, out->named, out->n_named, &w->room_named, sizeof *out->named);
	x = &out->named[out->n_named++];
	memcpy(x->kid, who->kid, 4);
	x->name = who->name;
}

static void add_officer(struct filing *w, struct file_act *act, struct str kid)
{
	struct str text = str_hex(w->a, kid.s, kid.len);

	for (size_t i = 0; by_name(act->kind) && i < w->n_officers; i++)
		if (str_eq(kid, str_mem(w->officers[i].kid, 4))) {
			text = w->officers[i].name;
			add_named(w, &w->officers[i]);
		}
	if (act->n_officers < ENTRY_SIGNATURES)
		act->officers[act->n_officers++] = text;
}

static bool read_signatures(struct filing *w, struct read *in, struct file_act *act)
{
	uint64_t n = 0, pair = 0;

	if (!cbor_array(in, ENTRY_SIGNATURES, &n))
		return false;
	while (n--) {
		struct str kid, sig;

		if (!cbor_array(in, 2, &pair) || !cbor_bytes(in, 4, 4, &kid) ||
		    !cbor_bytes(in, 64, 64, &sig))
			return false;
		add_officer(w, act, kid);
	}
	return true;
}

static bool read_time(struct read *in, struct file_act *act, bool over)
{
	uint64_t n = 0;
	int64_t s = 0, minutes = 0;

	if (!cbor_array(in, 2, &n) || !cbor_int(in, INT64_MIN, INT64_MAX, &s) ||
	    !cbor_int(in, -1440, 1440, &minutes))
		return false;
	if (!act->has_when || over)
		act->when = (struct instant){ s, (int32_t)minutes };
	act->has_when = true;
	return true;
}

/* A body of either object. The fields are read into the record. */
static bool read_body(struct filing *w, struct read *in, enum sight sight, struct rec *rec,
		      struct file_act *act)
{
	struct str value;
	uint64_t n = 0;
	int64_t key = -1;
	bool ok = cbor_map(in, BODY_END, &n);

	while (ok && n--) {
		if (!cbor_key(in, &key))
			return false;
		if (key == BODY_FIELDS)
			ok = rec_fields_read(w->a, rec, sight, in, NULL);
		else if (key == BODY_NOTE)
			ok = cbor_text(in, 65536, &act->note);
		else if (key == BODY_OCCURRED || key == BODY_RECORDED)
			ok = read_time(in, act, key == BODY_OCCURRED);
		else if (key == BODY_SIGNATURES)
			ok = read_signatures(w, in, act);
		else
			ok = cbor_skip(in, BODY_DEPTH, &value);
		act->apart |= key == BODY_OWN && !w->own;
	}
	return ok && read_end(in);
}

bool file_body(struct filing *w, struct str body, enum sight sight, struct rec *rec,
	       struct file_act *act, struct err *e)
{
	struct read in = read_of(body.s, body.len);

	return read_body(w, &in, sight, rec, act) ||
	       err_set(e, ERR_FAILED, "read object %s, byte %zu: %s", sight == PERSON ? "s" : "c",
		       in.wrong_at, in.wrong);
}

/* One of the two objects of an act, which were opened. */
static bool read_object(struct filing *w, const struct keys_object *x, struct rec *rec,
			struct file_act *act, struct err *e)
{
	if (x->of_person && !x->body.len) {
		act->erased = true;
		return true;
	}
	return file_body(w, x->body, x->of_person ? PERSON : CENTRE, rec, act, e);
}

static struct str log_name(const struct filing *w, int64_t log)
{
	for (size_t i = 0; i < w->n_logs; i++)
		if (w->logs[i].id == log)
			return w->logs[i].name;
	return S("?");
}

struct str file_entry(struct filing *w, int64_t log, int64_t seq)
{
	return str_fmt(w->a, "%.*s/%lld", P(log_name(w, log)), (long long)seq);
}

/* The act without what is sealed. */
static bool begin_act(struct filing *w, const struct store_held *x, struct file_act *act,
		      struct err *e)
{
	const struct kind *k = kind_by_code(x->kind);
	struct entry *entry = arena_alloc(w->a, sizeof *entry);
	struct rec *rec;

	if (!k)
		return err_set(e, ERR_ATTENTION, "it is of a kind that this program does not know");
	if (!entry_read(w->a, x->bytes, entry, e))
		return false;
	rec = k->form == FORM_PLACE ? entry_fields(w->a, entry) : NULL;
	*act = (struct file_act){ .kind = k,
				  .step = x->step,
				  .day = x->day,
				  .event = x->event,
				  .state = x->state,
				  .rec = rec ? rec : rec_new(w->a, k) };
	if (x->seq >= 0) {
		act->entry = file_entry(w, x->log, x->seq);
		act->leaf = str_hex(w->a, x->leaf.s, x->leaf.len);
	}
	for (size_t i = 0; k->form == FORM_PLACE && i < entry->n_signatures; i++)
		add_officer(w, act, str_mem(entry->signatures[i].kid, 4));
	return true;
}

/* Counted before anything is opened: what is sealed apart stays closed. */
static bool count(struct filing *w, const struct store_held *list, size_t n, struct err *e)
{
	bool ok = true;

	if (!intake_begin(w->r, e))
		return false;
	for (size_t i = 0; ok && i < n; i++)
		ok = !list[i].s.s || w->out->acts[i].apart ||
		     intake_opening_in(w->r, w->a, list[i].log, e);
	if (ok)
		return intake_commit(w->r, e);
	intake_drop(w->r);
	return false;
}

/* Whether s is sealed to another identity than the person's, which only c says. */
static bool is_apart(struct filing *w, const struct store_held *x, bool *apart, struct err *e)
{
	struct str body, value;
	struct read in;
	uint64_t n = 0;
	int64_t key = -1;

	*apart = false;
	if (!x->c.s)
		return true;
	if (!keys_open_c(w->r->keys, w->a, x->c, &body, e))
		return false;
	in = read_of(body.s, body.len);
	if (!cbor_map(&in, BODY_END, &n))
		return err_set(e, ERR_FAILED, "read object c: %s", in.wrong);
	while (n-- && cbor_key(&in, &key) && cbor_skip(&in, BODY_DEPTH, &value))
		*apart |= key == BODY_OWN;
	return !in.wrong || err_set(e, ERR_FAILED, "read object c: %s", in.wrong);
}

static void add_object(struct filing *w, bool of_person, struct str object)
{
	if (object.s)
		w->objects[w->n_objects++] = (struct keys_object){ of_person, object, S("") };
}

/* Begins acts, and gathers what is to be opened. */
static bool gather(struct filing *w, const struct store_held *list, size_t n, struct err *e)
{
	struct person_file *out = w->out;

	w->objects = arena_array(w->a, 2 * n + 1, sizeof *w->objects);
	w->n_objects = 0;
	for (size_t i = 0; i < n; i++) {
		const struct store_held *x = &list[i];
		struct file_act *act;

		out->acts =
			arena_more(w->a, out->acts, out->n_acts, &w->room_acts, sizeof *out->acts);
		act = &out->acts[out->n_acts++];
		if (!begin_act(w, x, act, e) || (!w->own && !is_apart(w, x, &act->apart, e)))
			return within(e, "open act %lld of %.*s", (long long)x->step, P(w->whose));
		add_object(w, false, x->c);
		add_object(w, true, act->apart ? (struct str){ NULL, 0 } : x->s);
	}
	return true;
}

bool file_take(struct filing *w, const struct store_held *list, size_t n, const uint8_t subject[16],
	       struct err *e)
{
	struct file_act *acts;
	size_t at = 0;

	if (!gather(w, list, n, e) || !count(w, list, n, e))
		return false;
	acts = w->out->acts + w->out->n_acts - n;
	if (!keys_open_file(w->r->keys, w->a, &w->why, subject, w->objects, w->n_objects, e))
		return within(e, "open the file of %.*s", P(w->whose));
	for (size_t i = 0; i < n; i++) {
		struct file_act *act = &acts[i];
		struct rec *rec = act->rec;

		if ((list[i].c.s && !read_object(w, &w->objects[at++], rec, act, e)) ||
		    (list[i].s.s && !act->apart && !read_object(w, &w->objects[at++], rec, act, e)))
			return within(e, "open act %lld of %.*s", (long long)act->step,
				      P(w->whose));
	}
	return true;
}

static bool begin(struct filing *w, int64_t log, struct err *e)
{
	if (!intake_today(w->r, w->a, &w->out->day, e) ||
	    !store_logs(w->r->store, w->a, &w->logs, &w->n_logs, e) ||
	    !keys_officers(w->r->keys, w->a, &w->officers, &w->n_officers, e))
		return false;
	w->why.log = log_name(w, log);
	return true;
}

static void add_opening(struct filing *w, struct file_opening x)
{
	struct person_file *out = w->out;
	size_t at = out->n_openings++;

	out->openings =
		arena_more(w->a, out->openings, at, &w->room_openings, sizeof *out->openings);
	for (; at > 0 && str_cmp(x.at, out->openings[at - 1].at) < 0; at--)
		out->openings[at] = out->openings[at - 1];
	out->openings[at] = x;
}

bool file_openings(struct filing *w, const uint8_t subject[16], struct err *e)
{
	struct str lines;

	if (!keys_openings(w->r->keys, w->a, &w->why, subject, &lines, e))
		return false;
	while (lines.len) {
		struct str line = str_cut(&lines, '\n');
		struct file_opening x = { .at = str_cut(&line, ' ') };

		x.officer = str_cut(&line, ' ');
		x.purpose = line;
		if (str_eq(x.officer, S("00000000")))
			x.officer = (struct str){ NULL, 0 };
		add_opening(w, x);
	}
	return true;
}

static bool see_limits(struct filing *w, struct err *e)
{
	struct person_file *out = w->out;
	struct decide_view v = { 0 };
	struct limit *limits;
	const struct rec **decrees;
	int64_t until, newest;
	size_t n;

	if (!history_case(w->r, w->a, out->case_no, &v, e) ||
	    !kept_decrees(w->r, &decrees, &v.n_decrees, e))
		return false;
	v.decrees = decrees;
	if (out->work && v.case_class == CLASS_OPEN &&
	    (!lists_newest(w->r, w->a, &newest, e) ||
	     !unasked_see(w->r, w->a, out->case_no, &v, newest, &out->unasked, e)))
		return false;
	n = v.has_case ? life_limits(w->a, &v, &limits) : 0;
	out->due = arena_array(w->a, n + 2, sizeof *out->due);
	/* When the chief is told that ours is over is no date of the person's. */
	for (size_t i = 0; i < n; i++)
		if (!str_eq(str_of(limits[i].code), S("X44")))
			out->due[out->n_due++] =
				(struct file_due){ str_of(limits[i].code), limits[i].why,
						   limits[i].day - 1 };
	/* Until when the person may appeal is no limit of ours. */
	until = v.has_case ? past_appeal_until(&v) : NO_DAY;
	if (until != NO_DAY && until != NOT_TOLD && until >= out->day)
		out->due[out->n_due++] = (struct file_due){
			S("appeal_until"), S("you may appeal against what was decided last"), until
		};
	return true;
}

static bool who_answers(struct filing *w, const struct rec *operation, struct err *e)
{
	struct person_file *out = w->out;
	const struct rec *party;
	struct view v;

	out->controller = out->operation = S("");
	if (!operation)
		return true;
	out->operation = rec_code(operation, "name_en");
	if (!view_init(&v, w->r, w->a, &w->logs[0], operation, e))
		return false;
	party = rec_get(operation, "controller")
			? v.v.by_ref(v.v.p, rec_get(operation, "controller")->s)
			: NULL;
	out->controller = party ? rec_code(party, "public_name") : S("");
	if (v.e.kind != ERR_NONE)
		*e = v.e;
	return v.e.kind == ERR_NONE || within(e, "look who answers for the file");
}

/* What the machine noted is without an offset: the operation's own. */
static void tell_of(const struct rec *operation, struct file_act *act)
{
	struct instant *t = &act->when;

	if (act->has_when && !t->minutes)
		t->minutes = opday_midnight(operation, opday_local(operation, t->s)).minutes;
}

static void tell_time(struct filing *w, const struct rec *operation)
{
	for (size_t i = 0; operation && i < w->out->n_acts; i++)
		tell_of(operation, &w->out->acts[i]);
	for (size_t i = 0; operation && i < w->out->n_things; i++)
		tell_of(operation, &w->out->things[i].act);
	for (size_t i = 0; operation && i < w->out->n_openings; i++) {
		struct file_opening *x = &w->out->openings[i];

		x->has_when = instant_parse(x->at, &x->when);
		x->when.minutes =
			opday_midnight(operation, opday_local(operation, x->when.s)).minutes;
	}
}

/* Other persons, and other numbers of the same one, stand as the cases they are known by. */
static bool name_others(struct filing *w, struct err *e)
{
	struct person_file *out = w->out;

	for (size_t i = 0; i < out->n_acts; i++) {
		const struct rec *r = out->acts[i].rec;

		for (size_t j = 0; j < r->kind->n; j++) {
			const struct field *f = &r->kind->fields[j];
			struct val *v = &r->v[j];
			struct str case_no;

			if (f->type != F_HASH || !f->choices || !v->set)
				continue;
			if (!store_case_of_subject(w->r->store, w->a, v->s, &case_no, e))
				return false;
			v->s = case_no.s ? case_no : S("-");
		}
	}
	return true;
}

static bool see_same(struct filing *w, struct err *e)
{
	struct person_file *out = w->out;
	struct erase_whom whom;

	if (!erase_whom(w->r, w->a, out->case_no, &whom, e))
		return false;
	out->same = arena_array(w->a, whom.n_cases + 1, sizeof *out->same);
	for (size_t i = 0; i < whom.n_cases; i++)
		if (!str_eq(whom.cases[i], out->case_no))
			out->same[out->n_same++] = whom.cases[i];
	return true;
}

/* Whose it is made for, and when what happened did. */
static bool end(struct filing *w, struct err *e)
{
	const struct rec *operation = kept_operation(w->r, e);

	if (!operation && e->kind != ERR_NONE)
		return false;
	w->out->logs = w->logs;
	w->out->n_logs = w->n_logs;
	if (!who_answers(w, operation, e))
		return false;
	tell_time(w, operation);
	return true;
}

bool file_case(struct filing *w, const struct store_case *of, struct err *e)
{
	struct person_file *out = w->out;
	struct store_held *list;
	size_t n;

	memcpy(out->subject, of->subject, 16);
	out->state = of->state;
	if (!begin(w, of->log, e) ||
	    !store_case_held(w->r->store, w->a, out->case_no, &list, &n, e) ||
	    !file_take(w, list, n, of->subject, e) || !see_limits(w, e) ||
	    (!out->work &&
	     (!file_things(w, of->subject, e) || !file_openings(w, of->subject, e))) ||
	    !name_others(w, e) || !see_same(w, e))
		return false;
	file_stand(w);
	return end(w, e);
}

static int by_subject(const void *x, const void *y)
{
	const struct store_held *a = x, *b = y;
	int order = str_cmp(a->subject, b->subject);

	return order ? order : a->step < b->step ? -1 : 1;
}

static int by_step(const void *x, const void *y)
{
	return ((const struct file_act *)x)->step < ((const struct file_act *)y)->step ? -1 : 1;
}

/* How many of them, from the first, are of one identity: an opening is of one person's keys. */
static size_t of_one(const struct store_held *list, size_t n)
{
	size_t i = 1;

	while (i < n && str_eq(list[i].subject, list[0].subject))
		i++;
	return i;
}

bool file_own(struct filing *w, struct store_held *list, size_t n, struct err *e)
{
	if (!begin(w, list[0].log, e))
		return false;
	w->own = true;
	memcpy(w->out->subject, list[0].subject.s, 16);
	for (size_t i = 0; i < n; i++)
		list[i].step = (int64_t)i;
	qsort(list, n, sizeof *list, by_subject);
	for (size_t i = 0, some; i < n; i += some) {
		const uint8_t *subject = (const uint8_t *)list[i].subject.s;

		some = of_one(list + i, n - i);
		if (!file_take(w, list + i, some, subject, e) || !file_things(w, subject, e) ||
		    !file_openings(w, subject, e))
			return false;
	}
	qsort(w->out->acts, n, sizeof *w->out->acts, by_step);
	return name_others(w, e) && end(w, e);
}
