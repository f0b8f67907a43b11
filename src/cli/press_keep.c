/* press keep: a claim of a report becomes a record, by an officer's choice: a short quotation and what it says, never the report. */
#include <string.h>

#include "base/utf8.h"
#include "cli/entry.h"
#include "cli/press.h"
#include "cli/sheet.h"
#include "figure/against.h"
#include "figure/press_store.h"
#include "intake/commit.h"
#include "press/quote.h"
#include "base/banned.h"

#define OPEN 16 /* fields that are filled in */

struct keeping {
	struct cli *c;
	struct reg *r;
	const struct pack *pack;
	struct article article;
	struct press_report report;
	const struct press_claim *claim;
	struct quote quote;
	const struct row *nearest; /* of whom it may speak, though it does not say so */
	struct draft *draft;
	/* "name=value": as they were typed, then what they leave open. */
	struct str *fields;
	size_t n;
};

/* What somebody typed for a field; s == NULL where nobody did. */
static struct str typed(const struct keeping *k, const char *field)
{
	for (size_t i = 0; i < k->n; i++) {
		struct str value = k->fields[i], name = str_cut(&value, '=');

		if (value.s && str_eq(name, str_of(field)))
			return value;
	}
	return (struct str){ NULL, 0 };
}

static void fill(struct keeping *k, const char *field, struct str value)
{
	if (value.len && !typed(k, field).s)
		k->fields[k->n++] = str_fmt(k->c->a, "%s=%.*s", field, P(value));
}

static bool open_report(struct keeping *k, struct str path, struct err *e)
{
	struct press_reader *reader = arena_alloc(k->c->a, sizeof *reader);
	struct str bytes, packs = cli_option(k->c, "packs");

	if (!press_reader_open(k->c->a, packs.s ? str_z(k->c->a, packs) : NULL, reader, e) ||
	    !press_bytes(k->c->a, path, &bytes, e) ||
	    !press_read(k->c->a, reader, press_name(path), bytes, &k->report, &k->article, e))
		return within(e, "%.*s", P(path));
	k->pack = press_pack_of(reader, k->article.text);
	return true;
}

static bool find_claim(struct keeping *k, struct str id, struct err *e)
{
	for (size_t i = 0; i < k->report.n && !k->claim; i++)
		if (str_eq(k->report.claims[i].id, id))
			k->claim = &k->report.claims[i];
	return k->claim ||
	       err_value(e, ERR_NOTHING, S("claim"), id,
			 "the id of a claim of this report (sulh press read --json prints them)");
}

/* The words that are kept: those that were typed, if the report has them, else the sentence. */
#define QUOTE_BYTES \
	(8 * QUOTE_CHARS) /* more are not sought: it would take long, and they are refused */

static bool choose_words(struct keeping *k, struct err *e)
{
	struct str words = typed(k, "quote");

	if (!words.s) {
		k->quote = quote_of(k->c->a, &k->article, k->claim);
	} else if (words.len > QUOTE_BYTES) {
		refuse(&k->c->why, "no_quotation", S("quote"), S("(too long)"),
		       "at most 300 characters as they stand in the report");
		return err_set(e, ERR_REFUSED, "press_claim is refused");
	} else if (!quote_chosen(k->c->a, &k->article, k->claim, words, &k->quote)) {
		refuse(&k->c->why, "no_quotation", S("quote"), words,
		       "words as they stand in the report, one behind the other");
		return err_set(e, ERR_REFUSED, "press_claim is refused");
	}
	fill(k, "quote", k->quote.text);
	if (k->quote.to)
		fill(k, "spans", str_fmt(k->c->a, "%zu-%zu", k->quote.from, k->quote.to));
	return true;
}

static bool among(struct str list, struct str name)
{
	while (list.s)
		if (str_eq(str_trim(str_cut(&list, ',')), name))
			return true;
	return false;
}

/* Whose name it is no program knows: an officer looks at each and says so. */
static bool names_seen(struct keeping *k, struct err *e)
{
	struct str names[QUOTE_NAMES], seen = cli_option(k->c, "named");
	size_t n = quote_names(k->c->a, k->pack, k->claim, k->quote.text, names), before;

	before = k->c->why.n;
	for (size_t i = 0; i < n; i++)
		if (!among(seen, names[i]))
			refuse(&k->c->why, "name", S("quote"), names[i],
			       "words without the name of a private person: choose them with "
			       "quote=WORDS. If this is a place, a body or the holder of a public "
			       "office: --named \"%.*s\"",
			       P(names[i]));
	return k->c->why.n == before || err_set(e, ERR_REFUSED, "press_claim is refused");
}

/* The figure and the place that the claim is about, where the register counts such things. */
static bool find_figure(struct keeping *k, int64_t day, const struct figure **figure, struct err *e)
{
	struct str code = typed(k, "figure");
	struct row *rows;
	struct against x;
	int64_t number;
	size_t n;

	*figure = code.s ? figure_find(code) : NULL;
	if (code.s || k->claim->optional)
		return true;
	if (!day_sheet(k->c, k->r, day, &rows, &n, &number, e))
		return within(e, "figures of %.*s", P(day_text(k->c->a, day)));
	x = against_rows(k->c->a, k->claim, day, rows, n);
	if (!x.row)
		return true;
	/* Whose these people are the claim does not say: an officer does, who looks at the report. */
	if (str_eq(str_of(x.v.rule), S(AGAINST_WHO_UNSAID))) {
		k->nearest = x.row;
		return true;
	}
	*figure = x.row->figure;
	fill(k, "figure", str_of(x.row->figure->code));
	fill(k, "place_of", x.row->place);
	return true;
}

/* The qualifier as records have it: a ceiling is at most, of what is vague or a range the lower bound stands. */
static struct str qualifier(const struct press_claim *p)
{
	switch (p->qual) {
	case CLAIM_UP_TO:
		return S("at_most");
	case CLAIM_RANGE:
	case CLAIM_VAGUE:
		return S("at_least");
	default:
		return press_qual_name(p->qual);
	}
}

static void fill_value(struct keeping *k, const struct figure *figure)
{
	struct str qual = qualifier(k->claim);
	int64_t value;

	if (!against_value(k->claim, figure, &value))
		return;
	fill(k, "value",
	     k->claim->qual == CLAIM_EXACT
		     ? str_fmt(k->c->a, "%lld", (long long)value)
		     : str_fmt(k->c->a, "%.*s %lld", P(qual), (long long)value));
}

static struct str language(const struct keeping *k)
{
	return str_eq(k->pack->lang, S("ar"))	? S("ara")
	       : str_eq(k->pack->lang, S("ru")) ? S("rus")
						: S("eng");
}

static bool published(struct keeping *k, int64_t *day, struct err *e)
{
	struct str date = typed(k, "published_on");

	fill(k, "published_on",
	     press_day(k->report.report_date) == NO_DAY ? S("") : k->report.report_date);
	if (!date.s)
		date = typed(k, "published_on");
	return (date.s && day_parse(date, day)) ||
	       err_value(e, ERR_USAGE, S("published_on"), date.s ? date : S(""),
			 "a day as 2016-12-09: the report does not say its own, or not clearly");
}

/* What nobody typed is as the report has it. Who spoke is never taken over: only a public office may be named. */
static bool fill_all(struct keeping *k, struct err *e)
{
	const struct press_claim *p = k->claim;
	const struct figure *figure;
	int64_t day;

	if (!published(k, &day, e) || !find_figure(k, day, &figure, e))
		return false;
	fill(k, "outlet", p->outlet.len ? p->outlet : k->report.outlet);
	fill(k, "language", language(k));
	fill(k, "period", utf8_count(p->period) > 40 ? S("") : p->period);
	fill_value(k, figure);
	fill(k, "stance", press_stance_name(p->stance));
	return true;
}

/* The same words of the same outlet and day with the same number. */
static bool is_new(struct keeping *k, struct err *e)
{
	struct store_log hq;
	struct kept_list kept;

	if (!reg_log(k->r, k->c->a, S("hq"), &hq, e) ||
	    !kept_read(k->r->store, k->c->a, hq.id, (int64_t)hq.tree.size, &kept, e))
		return false;
	for (size_t i = 0; i < kept.n; i++) {
		const struct rec *r = kept.claims[i].r;
		struct str span = typed(k, "spans");
		const struct val *spans = rec_get(r, "spans");

		if (!str_eq(rec_code(r, "outlet"), typed(k, "outlet")) ||
		    !str_eq(day_text(k->c->a, rec_get(r, "published_on")->n),
			    typed(k, "published_on")) ||
		    !str_eq(rec_code(r, "quote"), k->quote.text) ||
		    !str_eq(spans && spans->len ? spans->v[0].s : S(""), span.s ? span : S("")))
			continue;
		refuse(&k->c->why, "twice", S("quote"), k->quote.text,
		       "a claim that is not kept yet: this one is hq/%lld",
		       (long long)kept.claims[i].index);
		return err_set(e, ERR_REFUSED, "press_claim is refused");
	}
	return true;
}

static void tell(struct keeping *k)
{
	cli_say(k->c, "\"%.*s\"\n", P(cli_plain(k->c->a, k->quote.text)));
	for (size_t i = 0; i < k->n; i++)
		if (!str_starts(k->fields[i], S("quote=")))
			cli_say(k->c, "  %.*s\n", P(cli_plain(k->c->a, k->fields[i])));
	json_put_text(&k->c->result, "quote", k->quote.text);
	if (!k->nearest)
		return;
	cli_say(k->c,
		"It does not say that these are the register's. If they are: figure=%s "
		"place_of=%.*s\n",
		k->nearest->figure->code, P(cli_plain(k->c->a, k->nearest->place)));
	json_put_text(&k->c->result, "nearest_figure", str_of(k->nearest->figure->code));
	json_put_text(&k->c->result, "nearest_place", k->nearest->place);
}

bool cli_press_keep(struct cli *c, struct err *e)
{
	struct keeping *k = arena_alloc(c->a, sizeof *k);
	struct str id = cli_option(c, "claim");

	*k = (struct keeping){ .c = c, .draft = draft_new(c->a, kind_by_name(S("press_claim"))) };
	if (!c->n || !id.s || !cli_option(c, "as").s)
		return err_set(e, ERR_USAGE,
			       "press keep: give one report, --claim ID and --as OFFICER; then "
			       "fields as name=value");
	k->fields = arena_array(c->a, c->n + OPEN, sizeof *k->fields);
	for (size_t i = 1; i < c->n; i++)
		k->fields[k->n++] = c->args[i];
	if (!open_report(k, c->args[0], e) || !find_claim(k, id, e))
		return false;
	k->r = cli_register(c, true, e);
	if (!k->r || !choose_words(k, e) || !names_seen(k, e) || !fill_all(k, e) || !is_new(k, e))
		return false;
	tell(k);
	return record_add(c, k->r, k->draft, k->fields, k->n, e);
}
