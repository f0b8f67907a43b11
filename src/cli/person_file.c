/* person file, case read: everything that is held about a person, as a paper in two languages and as JSON: for the person, and for
 * whoever works on the case. */
#include <inttypes.h>
#include <string.h>

#include "base/os.h"
#include "cli/commands.h"
#include "cli/person_paper.h"
#include "cli/person_words.h"
#include "intake/commit.h"
#include "intake/file.h"
#include "base/banned.h"

static void json_fields(struct cli *c, struct buf *b, const struct person_file *f,
			const struct rec *r)
{
	json_key(b, "fields");
	json_open(b, '{');
	for (size_t i = 0; i < r->kind->n; i++) {
		if (!r->v[i].set || file_withheld(f, r, &r->kind->fields[i]))
			continue;
		json_key(b, r->kind->fields[i].name);
		val_json(c->a, &r->kind->fields[i], &r->v[i], b);
	}
	json_close(b, '}');
	json_key(b, "withheld");
	json_open(b, '[');
	for (size_t i = 0; i < r->kind->n; i++)
		if (r->v[i].set && file_withheld(f, r, &r->kind->fields[i]))
			json_str(b, str_of(r->kind->fields[i].name));
	json_close(b, ']');
}

static void json_act(struct cli *c, const struct person_file *f, const struct file_act *x)
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
	json_fields(c, b, f, x->rec);
	cli_line_end(c);
}

static void json_thing(struct cli *c, const struct person_file *f, const struct file_thing *x)
{
	const struct str none = { NULL, 0 };
	struct buf *b = cli_line(c, "thing");

	json_put_text(b, "kind", str_of(x->act.kind->name));
	json_put_text(b, "label_en", str_of(x->act.kind->label_en));
	json_put_text(b, "label_ar", str_of(x->act.kind->label_ar));
	json_put_text(b, "day", day_text(c->a, x->act.day));
	json_put_text(b, "at", x->act.has_when ? instant_text(c->a, x->act.when) : none);
	json_put_text(b, "entry", x->act.entry);
	json_put_text(b, "state", x->state.len ? x->state : none);
	json_put_bool(b, "unsafe", x->danger);
	json_put_text(b, "receipt", x->receipt);
	json_put_text(b, "note", x->act.note);
	json_fields(c, b, f, x->act.rec);
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

	json_put_text(b, "case", f->case_no.len ? f->case_no : (struct str){ NULL, 0 });
	json_put_text(b, "entry", f->entry);
	if (!f->work)
		json_put_text(b, "subject", str_hex(c->a, f->subject, sizeof f->subject));
	json_put_text(b, "state", f->case_no.len ? f->state : (struct str){ NULL, 0 });
	json_key(b, "same_person");
	json_open(b, '[');
	for (size_t i = 0; i < f->n_same; i++)
		json_str(b, f->same[i]);
	json_close(b, ']');
	json_put_text(b, "operation", f->operation);
	json_put_text(b, "controller", f->controller);
	json_put_text(b, "day", day_text(c->a, f->day));
	json_put_text(b, "officer", by->officer);
	json_put_text(b, "purpose", by->purpose);
	if (!f->work)
		json_put_bool(b, "things_listed", f->listed);
	cli_line_end(c);
	for (size_t i = 0; i < f->n_data; i++)
		if (f->data[i].value->set)
			json_datum(c, &f->data[i]);
	for (size_t i = 0; i < f->n_acts; i++)
		json_act(c, f, &f->acts[i]);
	for (size_t i = 0; i < f->n_things; i++)
		json_thing(c, f, &f->things[i]);
	for (size_t i = 0; i < f->n_due; i++) {
		struct str en = f->due[i].code, ar = en;

		b = cli_line(c, "due");
		json_put_text(b, "code", f->due[i].code);
		json_put_text(b, "until", day_text(c->a, f->due[i].day));
		(void)person_due(f->due[i].code, &en, &ar);
		json_put_text(b, "en", en);
		json_put_text(b, "ar", ar);
		json_put_text(b, "why", f->due[i].why);
		cli_line_end(c);
	}
	if (f->work) {
		b = cli_line(c, "not_asked");
		json_put_bool(b, "centres", f->unasked.centres);
		json_put_bool(b, "lists", f->unasked.lists);
		json_put_int(b, "checks", (int64_t)f->unasked.checks);
		cli_line_end(c);
	}
	for (size_t i = 0; i < f->n_openings; i++) {
		b = cli_line(c, "opening");
		json_put_text(b, "at", f->openings[i].at);
		json_put_text(b, "officer", f->openings[i].officer);
		json_put_text(b, "purpose", f->openings[i].purpose);
		cli_line_end(c);
	}
	for (size_t i = 0; i < person_rights_n && !f->work; i++) {
		b = cli_line(c, "right");
		json_put_text(b, "right", str_of(person_rights[i].name));
		json_put_text(b, "en", str_of(person_rights[i].en));
		json_put_text(b, "ar", str_of(person_rights[i].ar));
		cli_line_end(c);
	}
}

/* Of which there is none yet, so that nothing is opened for what cannot be written. */
static bool is_free(struct cli *c, struct str out, struct err *e)
{
	return !out.s || os_type(str_z(c->a, out)) == OS_MISSING ||
	       err_value(e, ERR_REFUSED, S("out"), out, "a path where nothing stands");
}

/* To the file, to the screen, or as JSON. */
static bool give(struct cli *c, const struct person_file *files, size_t n, const struct reader *by,
		 struct str out, const char *what_then, struct err *e)
{
	struct buf b = { .a = c->a };
	size_t acts = 0;

	for (size_t i = 0; i < n; i++) {
		buf_fmt(&b, "%s%.*s", i ? "\n\n" : "", P(person_paper(c->a, &files[i], by)));
		acts += files[i].n_acts;
	}
	if (out.s && !os_write_new(str_z(c->a, out), buf_text(&b), 0600, e))
		return false;
	if (out.s)
		cli_say(c, "%zu acts, written to %.*s; it is in clear: %s\n", acts, P(out),
			what_then);
	else
		cli_say(c, "%.*s", P(buf_text(&b)));
	for (size_t i = 0; c->json && i < n; i++)
		json_file(c, &files[i], by);
	json_put_int(&c->result, "acts", (int64_t)acts);
	return true;
}

/* Those of the person's other cases behind it. What this officer may not give (a child's) is named in the first. */
static bool others(struct cli *c, struct reg *r, const struct reader *by, struct person_file *files,
		   size_t *n, struct err *e)
{
	for (size_t i = 0; i < files->n_same; i++) {
		if (intake_file(r, c->a, files->same[i], by, &files[*n], e))
			++*n;
		else if (e->kind != ERR_REFUSED)
			return false;
	}
	return true;
}

bool cli_case_read(struct cli *c, struct err *e)
{
	struct str officer = cli_option(c, "as"), purpose = cli_option(c, "purpose"),
		   out = cli_option(c, "out");
	struct reader by = { .officer = officer.s ? officer : S(""),
			     .purpose = purpose.s ? purpose : S("case_work") };
	struct person_file f;
	struct reg *r;

	if (c->n != 1)
		return err_set(e, ERR_USAGE, "case read: give the number of one case");
	if (!is_free(c, out, e))
		return false;
	r = cli_register(c, true, e);
	return r && intake_case_read(r, c->a, case_typed(c->a, c->args[0]), &by, &f, e) &&
	       give(c, &f, 1, &by, out, "destroy it when it is read", e);
}

bool cli_person_file(struct cli *c, struct err *e)
{
	struct str officer = cli_option(c, "as"), purpose = cli_option(c, "purpose"),
		   out = cli_option(c, "out");
	struct reader by = { .officer = officer.s ? officer : S(""),
			     .purpose = purpose.s ? purpose : S("request_of_person") };
	struct person_file f, *files;
	struct reg *r;
	size_t n = 1;

	if (c->n != 1)
		return err_set(e, ERR_USAGE,
			       "person file: give the number of one case, LOG/INDEX of an entry, "
			       "or the number "
			       "on a slip");
	if (!is_free(c, out, e))
		return false;
	r = cli_register(c, true, e);
	if (!r || !intake_file(r, c->a, cli_plain(c->a, c->args[0]), &by, &f, e))
		return false;
	files = arena_array(c->a, f.n_same + 1, sizeof *files);
	files[0] = f;
	return others(c, r, &by, files, &n, e) &&
	       give(c, files, n, &by, out, "hand it out, or destroy it", e);
}
