/* The list of all figures, and the words that their pages share. See view_figure.h. */
#include "base/arena.h"
#include "base/json.h"
#include "figure/words.h"
#include "web/figure_words.h"
#include "web/published.h"
#include "web/view_figure.h"
#include "base/banned.h"

/* A family is what the codes begin with. */
static const struct {
	const char *letters, *id, *name;
} families[] = {
	{ "P", "persons", MSG("Persons") },
	{ "W", "weapons", MSG("Weapons") },
	{ "TC", "ways", MSG("Ways out") },
	{ "DS", "agreements", MSG("Decree, agreements, quarters") },
	{ "V", "incidents", MSG("Incidents") },
	{ "R", "returns", MSG("Returns") },
	{ "M", "mines", MSG("Mine clearance") },
	{ "H", "help", MSG("Help") },
	{ "L", "witness", MSG("Testimony and sites") },
	{ "Q", "register", MSG("The register itself") },
};

#define FAMILIES (sizeof families / sizeof *families)

static bool in_family(const struct figure *f, size_t family)
{
	for (const char *c = families[family].letters; *c; c++)
		if (f->code[0] == *c)
			return true;
	return false;
}

struct str figure_period(enum lang lang, enum period p)
{
	static const char *const names[PERIOD_COUNT] = {
		[PERIOD_H24] = MSG("24 hours"),
		[PERIOD_D3] = MSG("3 days"),
		[PERIOD_TOTAL] = MSG("In total"),
		[PERIOD_NOW] = MSG("Now"),
	};

	return msg(lang, names[p]);
}

struct str figure_qual(enum lang lang, enum qual q)
{
	struct str word = qual_name(q);

	return q == QUAL_EXACT ? S("") : lang == LANG_AR ? word_ar(word) : word_en(word);
}

struct str figure_reason(enum lang lang, struct str code)
{
	static const struct {
		struct str code;
		const char *words;
	} list[] = {
		{ SC("duplicate"), MSG("something was counted twice") },
		{ SC("late_entry"), MSG("an entry came late") },
		{ SC("counting_error"), MSG("it was miscounted") },
		{ SC("definition"), MSG("the definition changed") },
		{ SC("decision_reversed"), MSG("a decision was reversed") },
		{ SC("source_withdrawn"), MSG("the source took its statement back") },
	};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (str_eq(list[i].code, code))
			return msg(lang, list[i].words);
	return code;
}

struct str figure_how(enum lang lang, const struct figure *f)
{
	const char *text = MSG("Summed from the entries of the logs.");

	if (f->delayed)
		text = MSG("Two officers assert it as a sum, later than it happened; nobody "
			   "outside can "
			   "count it anew, because single entries would show persons.");
	else if (f->how == FIGURE_CLASS)
		text = MSG("Counted from the acts about persons: each file counts as what its last "
			   "act "
			   "made of it.");
	else if (f->how == FIGURE_SHARE)
		text = MSG("The area of the quarters in question over the area of all quarters "
			   "that have "
			   "one in the log.");
	else if (f->how == FIGURE_RATIO)
		text = MSG("One published figure over another.");
	else if (f->how == FIGURE_CENTRES)
		text = MSG("Counted from the logs that the bulletin names.");
	else if (f->latest)
		text = MSG("The newest entry holds; earlier ones are not added to it.");
	else if (f->now_of_states)
		text = MSG("What stands now is summed from the newest entry about each thing, all "
			   "else "
			   "from the entries of the logs.");
	return msg(lang, text);
}

/* With a capital, where the script has them, and what follows. */
static struct str capital(struct arena *a, struct str text, struct str tail)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < text.len; i++) {
		char c = text.s[i];

		buf_byte(&b, (uint8_t)(!i && c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
	}
	buf_str(&b, tail);
	return buf_text(&b);
}

struct str figure_label(struct arena *a, enum lang lang, const struct figure *f)
{
	return capital(a, str_of(lang == LANG_AR ? f->label_ar : f->label_en), S(""));
}

struct str figure_definition(struct arena *a, enum lang lang, const struct figure *f)
{
	struct str ar = lang == LANG_AR ? figure_definition_ar(str_of(f->code)) : S("");

	return capital(a, ar.len ? ar : str_of(f->definition), S("."));
}

static struct figures_line line_of(struct visit *v, const struct figure *f,
				   const struct published *newest)
{
	struct figures_line line = { .figure = f,
				     .label =
					     str_of(v->lang == LANG_AR ? f->label_ar : f->label_en),
				     .definition = figure_definition(v->a, v->lang, f) };

	line.translated = v->lang == LANG_EN || figure_definition_ar(str_of(f->code)).len;
	for (int p = 0; newest && p < PERIOD_COUNT; p++)
		line.cells.of[p] =
			published_row(newest, f, facts_whole(v->facts), S(""), (enum period)p);
	return line;
}

int figures_load(struct visit *v, const void **view, struct err *e)
{
	size_t n = v->facts->n_bulletins;
	struct figures_view *out = arena_alloc(v->a, sizeof *out);
	struct figures_family *list = arena_array(v->a, FAMILIES, sizeof *list);
	struct figures_line *lines = arena_array(v->a, figures_n, sizeof *lines);
	struct published *newest = n ? arena_alloc(v->a, sizeof *newest) : NULL;

	out->newest = n ? v->facts->bulletins[n - 1].day : NO_DAY;
	if (n && !published_read(v->a, v->folder, out->newest, newest, e))
		return 500;
	for (size_t i = 0; i < FAMILIES; i++) {
		list[i] = (struct figures_family){ .name = msg(v->lang, families[i].name),
						   .id = str_of(families[i].id),
						   .lines = lines };
		for (size_t j = 0; j < figures_n; j++)
			if (in_family(&figures[j], i)) {
				*lines++ = line_of(v, &figures[j], newest);
				list[i].n++;
			}
	}
	out->families = list;
	out->n = FAMILIES;
	v->title = msg(v->lang, MSG("All figures"));
	*view = out;
	return 200;
}

void figures_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct figures_view *f = view;

	(void)v;
	json_open(b, '[');
	for (size_t i = 0; i < f->n; i++)
		for (size_t j = 0; j < f->families[i].n; j++) {
			const struct figures_line *line = &f->families[i].lines[j];

			json_open(b, '{');
			json_put_text(b, "code", str_of(line->figure->code));
			json_put_text(b, "family", f->families[i].id);
			json_put_text(b, "label_en", str_of(line->figure->label_en));
			json_put_text(b, "label_ar", str_of(line->figure->label_ar));
			json_put_text(b, "unit", str_of(line->figure->unit));
			json_put_text(b, "definition", str_of(line->figure->definition));
			figure_put_cells(b, &line->cells);
			json_close(b, '}');
		}
	json_close(b, ']');
}
