/* What a person's file says as it stands now: the registration with what was corrected since, without a picture that is shown no
 * more. */
#include "intake/file_int.h"

#include "base/arena.h"
#include "record/kinds.h"
#include "base/banned.h"

/* What a correction says anew of one field. */
static void correct(struct filing *w, const struct file_act *act)
{
	struct refusals why = { .a = w->a };
	const struct rec *r = act->rec;
	struct val *v = arena_alloc(w->a, sizeof *v);

	for (size_t i = 0; i < w->out->n_data; i++) {
		struct file_datum *d = &w->out->data[i];

		if (!str_eq(str_of(d->field->name), rec_code(r, "field")))
			continue;
		if (rec_get(r, "new_value")) {
			if (!val_parse(w->a, d->field, rec_code(r, "new_value"), v, &why))
				continue;
		} else {
			*v = (struct val){ .set = false };
		}
		if (!d->corrected && d->value && d->value->set)
			d->was = val_text(w->a, d->field, d->value);
		d->value = v;
		d->step = act->step;
		d->corrected = true;
		d->why = rec_code(r, "why");
	}
}

static bool agrees(const struct rec *notice)
{
	const struct val *v = rec_get(notice, "agreed");

	for (size_t i = 0; i < v->len; i++)
		if (str_eq(v->v[i].s, S("photo")))
			return true;
	return false;
}

/* A picture is shown while it was not taken out, and to whoever works on the case while the person agrees to it. */
static void take_out_picture(struct filing *w)
{
	struct person_file *out = w->out;
	bool shown = true, agreed = true;

	for (size_t i = 0; i < out->n_acts; i++) {
		const struct rec *r = out->acts[i].rec;

		if (r->kind == &kind_notice && rec_get(r, "agreed"))
			agreed = agrees(r);
		if (r->kind == &kind_registration && rec_get(r, "photo"))
			shown = true;
		if (r->kind == &kind_correction && rec_is(r, "field", "photo"))
			shown = rec_get(r, "new_value");
	}
	for (size_t i = 0; (!shown || (!agreed && out->work)) && i < out->n_acts; i++) {
		struct rec *r = out->acts[i].rec;

		if (r->kind == &kind_registration)
			r->v[field_at(r->kind, "photo")].set = false;
		if (r->kind == &kind_correction && rec_is(r, "field", "photo"))
			r->v[field_at(r->kind, "new_value")].set = false;
	}
}

/* The registration as it stands: its newest record, with what was corrected since. */
static void stand(struct filing *w)
{
	struct person_file *out = w->out;
	const struct kind *k = &kind_registration;

	for (size_t i = 0; i < out->n_acts; i++) {
		const struct file_act *act = &out->acts[i];

		if (act->kind == &kind_correction) {
			correct(w, act);
			continue;
		}
		if (act->kind != k || act->erased)
			continue;
		out->data = arena_array(w->a, k->n, sizeof *out->data);
		out->n_data = k->n;
		for (size_t f = 0; f < k->n; f++)
			out->data[f] = (struct file_datum){ .field = &k->fields[f],
							    .value = &act->rec->v[f],
							    .step = act->step };
	}
}

void file_stand(struct filing *w)
{
	take_out_picture(w);
	stand(w);
}
