/* person find: who is here, by name; person reopen: a file that is closed and nobody's referral; person
 * compare: who was registered where others could not be searched. */
#include "cli/commands.h"
#include "cli/found.h"
#include "intake/apart.h"
#include "intake/compare.h"
#include "intake/find.h"
#include "intake/places.h"
#include "base/banned.h"

static struct str words(struct cli *c)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < c->n; i++) {
		if (i)
			buf_byte(&b, ' ');
		buf_str(&b, c->args[i]);
	}
	return b.len ? buf_text(&b) : S("");
}

static bool is_asked(const struct find_answer *got, enum about_field field)
{
	switch (field) {
	case ABOUT_BIRTH:
		return got->asked.born.first;
	case ABOUT_MOTHER:
		return got->asked.mothers;
	case ABOUT_ORIGIN:
		return got->origin;
	case ABOUT_SEX:
		return got->sex;
	default:
		return false;
	}
}

/* The names of the fields that were asked for and not compared, mostly since they are not known: that is neither for nor against. */
static size_t not_compared(const struct find_answer *got, const struct about_found *f,
			   struct str out[ABOUT_FIELDS])
{
	unsigned known = 0;
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		known |= 1u << f->point[i].field;
	for (int field = 0; field < ABOUT_FIELDS; field++)
		if (is_asked(got, (enum about_field)field) && !(known >> field & 1))
			out[n++] = about_field_name((enum about_field)field);
	return n;
}

static void put_not_compared(struct buf *b, const struct str *list, size_t n)
{
	json_key(b, "not_compared");
	json_open(b, '[');
	for (size_t i = 0; i < n; i++)
		json_str(b, list[i]);
	json_close(b, ']');
}

static void say_not_compared(struct cli *c, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cli_say(c, "%s%.*s", i ? ", " : "      not compared: ", P(list[i]));
	if (n)
		cli_say(c, "\n");
}

static void show(struct cli *c, const struct find_answer *got, const struct found *x)
{
	struct about_found *f = arena_alloc(c->a, sizeof *f);
	struct str not [ABOUT_FIELDS];
	size_t n_not;
	struct buf *b;

	found_compare(c, &got->asked, &x->names, &x->told, f);
	n_not = not_compared(got, f, not );
	cli_say(c, "%4d  %.*s  %-18.*s %.*s%s\n", x->score, P(x->case_no), P(x->state),
		P(found_text(c, &x->names)), x->strong ? "  strong" : "");
	found_say(c, f);
	say_not_compared(c, not, n_not);
	if (x->into.s)
		cli_say(c, "      merged into %.*s\n", P(x->into));
	else if (str_eq(x->state, S("merged_into")))
		cli_say(c, "      goes on in another register; where the person comes back here, "
			   "two adjudicators take that back first (merge act=unmerge_away)\n");
	found_say_documents(c, &x->names);
	if (!c->json)
		return;
	b = cli_line(c, "person");
	found_put_names(c, b, &x->names);
	json_put_text(b, "case", x->case_no);
	json_put_text(b, "state", x->state);
	if (x->into.s)
		json_put_text(b, "merged_into", x->into);
	json_put_int(b, "score", x->score);
	json_put_bool(b, "strong", x->strong);
	found_put(c, b, f);
	put_not_compared(b, not, n_not);
	cli_line_end(c);
}

static void say_all(struct cli *c, const struct find_answer *got)
{
	if (got->origin && got->n)
		cli_say(c, "Place of origin: compared with %.*s (%.*s, %.*s).\n",
			P(got->origin->name_en), P(got->origin->code), P(got->origin->level));
	for (size_t i = 0; i < got->n; i++)
		show(c, got, &got->list[i]);
	if (got->often)
		cli_say(c,
			"Of %zu of them the place of origin was not compared: other places were "
			"asked of them, as many as one officer asks of one person in an hour or a "
			"day.\n",
			got->often);
	if (got->child)
		cli_say(c,
			"Ask a protection officer before anybody is registered: somebody of this "
			"name is known to them.\n");
	if (got->more)
		cli_say(c, "There are others: say more of the name, the birth or the mother's "
			   "name.\n");
	json_put_int(&c->result, "persons", (int64_t)got->n);
	json_put_bool(&c->result, "more", got->more);
	json_put_bool(&c->result, "ask_protection", got->child);
	json_put_int(&c->result, "origin_not_compared", (int64_t)got->often);
	json_put_text(&c->result, "origin", got->origin ? got->origin->code : found_or_null(S("")));
}

static struct str option(struct cli *c, const char *name)
{
	struct str s = cli_option(c, name);

	return s.s ? s : S("");
}

bool cli_person_find(struct cli *c, struct err *e)
{
	struct str purpose = cli_option(c, "purpose");
	struct find_asked asked = { .by_name = { words(c), option(c, "born"), option(c, "mother") },
				    .origin = option(c, "origin"),
				    .sex = option(c, "sex") };
	struct reader by = { option(c, "as"), purpose.s ? purpose : S("duplicate") };
	struct find_answer got;
	struct reg *r;

	if (!str_trim(asked.by_name.name).len)
		return err_set(e, ERR_USAGE, "person find: give a name");
	/* Who looks is noted: the register is open for writing. */
	r = cli_register(c, true, e);
	if (!r || !intake_find(r, c->a, &asked, &by, &got, e))
		return false;
	say_all(c, &got);
	return got.n || got.child ||
	       (asked.by_name.born.len
			? err_set(e, ERR_NOTHING,
				  "nobody of this name who may be born then is in this register; "
				  "without --born "
				  "whoever has the name is shown, whatever the year")
			: err_set(e, ERR_NOTHING, "nobody of this name is in this register"));
}

bool cli_person_reopen(struct cli *c, struct err *e)
{
	struct str names[DRAFT_OFFICERS];
	size_t n = cli_officers(c, names, DRAFT_OFFICERS);
	struct reg *r;

	if (c->n != 1 || !n)
		return err_set(e, ERR_USAGE, "person reopen: give CASE and --as OFFICER,OFFICER");
	r = cli_register(c, true, e);
	if (!r || !apart_reopen(r, c->a, case_typed(c->a, c->args[0]), names, n, &c->why, e))
		return false;
	cli_say(c, "The file of case %.*s is open again to those who may read it.\n",
		P(case_typed(c->a, c->args[0])));
	return true;
}

static void compare_progress(void *p, size_t done, size_t of)
{
	cli_progress(p, "registration", done, of);
}

bool cli_person_compare(struct cli *c, struct err *e)
{
	struct compare x = { .officer = cli_option(c, "as"),
			     .all = cli_option(c, "all").s,
			     .progress = compare_progress,
			     .p = c };
	struct reg *r;
	bool ok;

	if (c->n || !x.officer.s)
		return err_set(e, ERR_USAGE, "person compare: give --as OFFICER");
	r = cli_register(c, true, e);
	ok = r && intake_compare(r, c->a, &x, &c->why, e);
	json_put_int(&c->result, "compared", (int64_t)x.cases);
	json_put_int(&c->result, "noted", (int64_t)x.noted);
	if (ok)
		cli_say(c, "%zu compared; %zu possible duplicates noted for two adjudicators\n",
			x.cases, x.noted);
	return ok;
}
