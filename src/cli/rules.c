/* rules: the transitions of a case and of its paper, as the program knows them; the page doc/rules.md and the manual
 * are made of it. */
#include "cli/rules.h"

#include <string.h>

#include "cli/commands.h"
#include "record/kinds.h"
#include "rule/table.h"
#include "base/banned.h"

/* Delta lists that a row can publish, each once. */
#define LISTS 8

struct publishing {
	struct arena *a;
	struct deltas list[LISTS];
	size_t n;
};

static bool same_deltas(const struct deltas *x, const struct deltas *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (!str_eq(x->list[i].figure, y->list[i].figure) ||
		    !str_eq(x->list[i].detail, y->list[i].detail) || x->list[i].n != y->list[i].n)
			return false;
	return true;
}

static void publish(struct publishing *p, const struct deltas *d)
{
	for (size_t i = 0; i < p->n; i++)
		if (same_deltas(&p->list[i], d))
			return;
	if (p->n < LISTS)
		p->list[p->n++] = *d;
}

/* What an act that publishes as its change of class does: one list for each class that it may come with. */
static void by_class(struct publishing *p, const struct transition *t, const struct kind *k,
		     enum case_class before)
{
	const char *change = t->outcome;
	enum case_class after = before;
	struct deltas d = { .a = p->a };

	if (strcmp(t->to, "same") != 0 && strcmp(t->to, "previous") != 0)
		after = state_class(str_of(t->to), before);
	for (size_t i = 0; !change && k->form == FORM_PERSON && i < k->n_outcomes; i++)
		if (!strcmp(k->outcomes[i].event, t->event))
			change = t->event;
	if (!change)
		change = class_change(before, after);
	if (change)
		(void)outcome_deltas(k->form == FORM_PERSON ? k : &kind_decision, str_of(change),
				     &d);
	publish(p, &d);
}

static bool may_be(const struct transition *t, struct str state, enum case_class cls)
{
	bool enters = str_eq(state, S("child_referred")) || str_eq(state, S("deceased"));

	return (!t->counts_as || t->counts_as & CLASS_BIT(cls)) &&
	       (enters ? cls == CLASS_NONE || cls == CLASS_GRANTED || cls == CLASS_CLOSED
		       : state_class(state, cls) == cls);
}

static void of_case(struct publishing *p, const struct transition *t, const struct kind *k)
{
	struct str rest = str_of(t->from);

	while (rest.s) {
		struct str state = str_cut(&rest, '|');

		if (str_eq(state, S("-")))
			by_class(p, t, k, CLASS_NONE);
		else
			for (int c = 0; c < CLASS_COUNT; c++)
				if (may_be(t, state, (enum case_class)c))
					by_class(p, t, k, (enum case_class)c);
	}
}

/* A case that comes back to what it was: any of the lists that a merge took away. */
static void of_unmerge(struct publishing *p)
{
	for (int c = CLASS_NONE; c <= CLASS_CLOSED; c++) {
		const char *change = class_change(CLASS_NONE, (enum case_class)c);
		struct deltas d = { .a = p->a };

		if (change)
			(void)outcome_deltas(&kind_decision, str_of(change), &d);
		publish(p, &d);
	}
}

/* Of a record about a place: as its kind counts it. */
static void of_place(struct publishing *p, const struct transition *t, const struct kind *k)
{
	static const struct rec_view nothing = { 0 };
	struct rec *r = rec_new(p->a, k);
	struct str rest = str_of(t->when);
	struct deltas all = { .a = p->a }, d = { .a = p->a };
	struct refusals why = { .a = p->a };

	while (t->when && rest.s) {
		struct str values = str_cut(&rest, ' '), field = str_cut(&values, '=');

		if (values.s)
			(void)rec_set(p->a, r, field, str_cut(&values, '|'), &why);
	}
	rec_deltas(r, &nothing, &all);
	/* The paper's own numbers and those of the case stand in one record, each in the row of its machine. */
	for (size_t i = 0; i < all.n; i++)
		if (str_eq(all.list[i].figure, S("P10")) == transition_of_paper(t))
			delta_add(&d, all.list[i].figure, all.list[i].detail, all.list[i].n,
				  all.list[i].q);
	publish(p, &d);
}

/* So many of each figure that the kind counts. */
static void of_weapon(struct buf *b, const struct transition *t)
{
	struct str rest = str_of(t->kind);

	while (rest.s) {
		const struct kind *k = kind_by_name(str_cut(&rest, ','));

		for (size_t i = 0; k && i < k->n_counts; i++) {
			struct str one = str_fmt(b->a, "[\"%s+n\"]", k->counts[i].figure);
			bool there = k->counts[i].figure[0] == '@' || k->counts[i].sign < 0;

			for (size_t j = 0; !there && j + one.len <= b->len; j++)
				there = !memcmp(b->p + j, one.s, one.len);
			if (!there)
				buf_fmt(b, "%s%.*s", b->len > 1 ? "," : "", P(one));
		}
	}
}

static void put_lists(struct buf *b, const struct publishing *p)
{
	for (size_t i = 0; i < p->n; i++) {
		buf_fmt(b, "%s[", i ? "," : "");
		for (size_t j = 0; j < p->list[i].n; j++) {
			const struct delta *d = &p->list[i].list[j];

			buf_fmt(b, "%s\"%.*s%s%.*s%+lld\"", j ? "," : "", P(d->figure),
				d->detail.len ? ":" : "", P(d->detail), (long long)d->n);
		}
		buf_fmt(b, "]");
	}
}

struct str rules_deltas(struct arena *a, const struct transition *t)
{
	struct publishing p = { .a = a };
	struct buf b = { .a = a };
	struct str kinds = str_of(t->kind);
	const struct kind *k = kind_by_name(str_cut(&kinds, ','));

	buf_fmt(&b, "[");
	if (k->form == FORM_WEAPON) {
		of_weapon(&b, t);
	} else {
		if (k->form == FORM_PLACE)
			of_place(&p, t, k);
		else if (transition_of_paper(t) && k->form == FORM_PERSON)
			by_class(&p, t, k, CLASS_GRANTED);
		else if (code_in("unmerge,unmerge_away", str_of(t->event)))
			of_unmerge(&p);
		else if (k->subject == SUBJECT_NONE || k->form == FORM_VEILED ||
			 transition_of_paper(t))
			publish(&p, &(struct deltas){ .a = a });
		else
			of_case(&p, t, k);
		put_lists(&b, &p);
	}
	buf_fmt(&b, "]");
	return buf_text(&b);
}

struct str rules_roles(struct arena *a, const struct transition *t, const char *before,
		       const char *between, const char *after)
{
	struct str kinds = str_of(t->kind), rest;
	const struct kind *k = kind_by_name(str_cut(&kinds, ','));
	bool clock = t->four_eyes && !eyes_count(t->four_eyes);
	char sep = t->four_eyes ? '+' : ',';
	struct buf b = { .a = a };

	rest = clock ? S("scheduler") : t->four_eyes ? eyes_roles(t->four_eyes) : str_of(k->roles);
	buf_fmt(&b, "%s", before);
	for (bool first = true; rest.s; first = false) {
		struct str role = str_cut(&rest, sep);

		buf_fmt(&b, "%s%.*s", first ? "" : between, P(role));
	}
	buf_fmt(&b, "%s", after);
	return buf_text(&b);
}

static void put_raw(struct buf *b, const char *key, struct str json)
{
	json_key(b, key);
	buf_str(b, json);
}

static void put_row(struct cli *c, const struct transition *t)
{
	struct buf *b;

	cli_say(c, "%-4s %s -> %s: %s, by %.*s%s%s\n     %s\n", t->code, t->from, t->to, t->event,
		P(rules_roles(c->a, t, "", ", ", "")), t->four_eyes ? ", four eyes " : "",
		t->four_eyes ? t->four_eyes : "", t->says);
	if (!c->json)
		return;
	b = cli_line(c, "rule");
	json_put_text(b, "code", str_of(t->code));
	json_put_text(b, "from", str_of(t->from));
	json_put_text(b, "to", str_of(t->to));
	json_put_text(b, "event", str_of(t->event));
	put_raw(b, "roles", rules_roles(c->a, t, "[\"", "\",\"", "\"]"));
	json_put_text(b, "four_eyes",
		      t->four_eyes ? str_of(t->four_eyes) : (struct str){ NULL, 0 });
	put_raw(b, "deltas", rules_deltas(c->a, t));
	json_put_text(b, "kind", str_of(t->kind));
	json_put_text(b, "when", t->when ? str_of(t->when) : (struct str){ NULL, 0 });
	json_put_text(b, "conditions", str_of(t->says));
	cli_line_end(c);
}

/* A cell of a table: a bar would end it. */
static void cell(struct buf *b, struct str text)
{
	buf_fmt(b, " ");
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] == '|')
			buf_byte(b, '\\');
		buf_byte(b, (uint8_t)text.s[i]);
	}
	buf_fmt(b, " |");
}

static void page_rows(struct buf *b, const char *title, char letter)
{
	buf_fmt(b,
		"\n## %s\n\n| code | event | from | to | four eyes, else roles | record | "
		"publishes | "
		"conditions |\n|---|---|---|---|---|---|---|---|\n",
		title);
	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];

		if (t->code[0] != letter)
			continue;
		buf_fmt(b, "|");
		cell(b, str_of(t->code));
		cell(b, str_of(t->event));
		cell(b, str_of(t->from));
		cell(b, str_of(t->to));
		cell(b, t->four_eyes ? str_of(t->four_eyes) : rules_roles(b->a, t, "", ", ", ""));
		cell(b,
		     str_fmt(b->a, "%s%s%s", t->kind, t->when ? ": " : "", t->when ? t->when : ""));
		cell(b, rules_deltas(b->a, t));
		cell(b, str_of(t->says));
		buf_byte(b, '\n');
	}
}

static void page(struct buf *b)
{
	buf_fmt(b, "# What may happen in a case\n\nMade by `sulh rules --page` from the table that "
		   "the "
		   "program enforces (`src/rule/table.c`); a test says when it is stale. Four eyes "
		   "`2:proposer+"
		   "panel!registrar`: two officers sign the record itself, each word an officer of "
		   "its own, "
		   "nobody of whom had the part behind `!` in this case before. `proposer` signed "
		   "the last "
		   "proposal; `approver` decided and did not propose; `0`: the program itself, "
		   "when the day has "
		   "come. Relatives, and two keys of one officer, count as one. Publishes: the "
		   "delta lists that "
		   "the entry may carry (`[]`: veiled).\n");
	page_rows(b, "The case", 'C');
	page_rows(b, "The paper", 'K');
	page_rows(b, "Beside them", 'X');
}

void rules_roff(struct buf *b)
{
	for (size_t i = 0; i < transitions_n; i++) {
		const struct transition *t = &transitions[i];

		buf_fmt(b, ".TP\n\\fB%s\\fR %s\n%s to %s; %.*s. %s.\n", t->code, t->event, t->from,
			t->to, P(rules_roles(b->a, t, "by ", ", ", "")), t->says);
	}
}

bool cli_rules(struct cli *c, struct err *e)
{
	if (c->n)
		return err_set(e, ERR_USAGE, "rules: no arguments");
	if (cli_option(c, "page").s) {
		page(&c->out);
		return true;
	}
	for (size_t i = 0; i < transitions_n; i++)
		put_row(c, &transitions[i]);
	return true;
}
