/* See lexicon.h. */
#include "press/lexicon.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/num.h"
#include "base/os.h"
#include "base/utf8.h"
#include "press/cells.h"
#include "press/claim.h"
#include "press/dictionary.h"
#include "press/scan.h"
#include "base/banned.h"

#define WORD_STOP 0xff /* closes a whole word in its hash; a stem stays open */

static uint32_t word_hash(uint32_t h, unsigned char c)
{
	return (h ^ c) * 16777619u;
}

enum code_sort {
	C_NAME,
	C_INT,
	C_FRACTION,
	C_QUAL,
	C_STANCE,
	C_PERIOD,
	C_TIME,
	C_EVENT,
	C_NOTHING
};

static const struct {
	struct str name;
	enum code_sort code;
	int64_t most; /* of C_INT */
} kinds[W_KINDS] = {
	[W_ENTITY] = { SC("entity"), C_NAME },
	[W_CLASS] = { SC("class"), C_NAME },
	[W_DEFAULT] = { SC("default"), C_NAME },
	[W_EVENT] = { SC("event"), C_EVENT },
	[W_DOES] = { SC("does"), C_EVENT },
	[W_NUMBER] = { SC("number"), C_INT, 2000000 },
	[W_SCALE] = { SC("scale"), C_INT, INT64_C(1000000000000) },
	[W_GROUP] = { SC("group"), C_INT, 1000 },
	[W_VAGUE] = { SC("vague"), C_INT, 1000000000 },
	[W_FRACTION] = { SC("fraction"), C_FRACTION },
	[W_NONE] = { SC("none"), C_NOTHING },
	[W_ORDINAL] = { SC("ordinal"), C_NOTHING },
	[W_QUAL] = { SC("qual"), C_QUAL },
	[W_QUALAFTER] = { SC("qualafter"), C_QUAL },
	[W_UNIT] = { SC("unit"), C_NAME },
	[W_TIME] = { SC("time"), C_TIME },
	[W_PERIOD] = { SC("period"), C_PERIOD },
	[W_WINDOW] = { SC("window"), C_NOTHING },
	[W_FEW] = { SC("few"), C_NOTHING },
	[W_SINCE] = { SC("since"), C_NOTHING },
	[W_UNTIL] = { SC("until"), C_NOTHING },
	[W_ON] = { SC("on"), C_NOTHING },
	[W_ABOARD] = { SC("aboard"), C_NOTHING },
	[W_START] = { SC("start"), C_NOTHING },
	[W_MONTH] = { SC("month"), C_INT, 12 },
	[W_WEEKDAY] = { SC("weekday"), C_INT, 7 },
	[W_DAY] = { SC("day"), C_INT, 400 },
	[W_STANCE] = { SC("stance"), C_STANCE },
	[W_FROM] = { SC("from"), C_NOTHING },
	[W_TO] = { SC("to"), C_NOTHING },
	[W_IN] = { SC("in"), C_NOTHING },
	[W_OF] = { SC("of"), C_NOTHING },
	[W_AND] = { SC("and"), C_NOTHING },
	[W_BETWEEN] = { SC("between"), C_NOTHING },
	[W_BREAK] = { SC("break"), C_NOTHING },
	[W_BE] = { SC("be"), C_NOTHING },
	[W_AUX] = { SC("aux"), C_NOTHING },
	[W_LINK] = { SC("link"), C_NOTHING },
	[W_WHO] = { SC("who"), C_NOTHING },
	[W_CLAUSE] = { SC("clause"), C_NOTHING },
	[W_PART] = { SC("part"), C_NOTHING },
	[W_THEM] = { SC("them"), C_NOTHING },
	[W_OTHER] = { SC("other"), C_NOTHING },
	[W_TOTALOF] = { SC("totalof"), C_NOTHING },
	[W_NOCOUNT] = { SC("nocount"), C_NOTHING },
	[W_EACH] = { SC("each"), C_NOTHING },
	[W_AGE] = { SC("age"), C_NOTHING },
	[W_SAY] = { SC("say"), C_NOTHING },
	[W_SOURCE] = { SC("source"), C_NOTHING },
	[W_TITLE] = { SC("title"), C_NOTHING },
	[W_ROLE] = { SC("role"), C_NOTHING },
	[W_ORG] = { SC("org"), C_NAME },
	[W_ORGHEAD] = { SC("orghead"), C_NOTHING },
	[W_PLACE] = { SC("place"), C_NAME },
	[W_PLACEHEAD] = { SC("placehead"), C_NOTHING },
	[W_DEMONYM] = { SC("demonym"), C_NAME },
	[W_OUTLET] = { SC("outlet"), C_NAME },
	[W_STAMP] = { SC("stamp"), C_NOTHING },
	[W_BULLETIN] = { SC("bulletin"), C_NOTHING },
	[W_ABBR] = { SC("abbr"), C_NOTHING },
	[W_DROP] = { SC("drop"), C_NOTHING },
	[W_AFTER] = { SC("after"), C_NOTHING },
	[W_END] = { SC("end"), C_NOTHING },
	[W_PREFIX] = { SC("prefix"), C_NOTHING },
	[W_HEADFIRST] = { SC("headfirst"), C_NOTHING },
	[W_TALLY] = { SC("tally"), C_NOTHING },
	[W_NEWS] = { SC("news"), C_NOTHING },
	[W_MONTHOF] = { SC("monthof"), C_INT, 24 },
	[W_YEAROF] = { SC("yearof"), C_INT, 24 },
	[W_SAYING] = { SC("saying"), C_NOTHING },
	[W_SAID] = { SC("said"), C_NAME },
	[W_PASSAGE] = { SC("passage"), C_NOTHING },
	[W_DECIMAL] = { SC("decimal"), C_NOTHING },
};

struct str word_kind_name(enum word_kind k)
{
	return kinds[k].name;
}

/* A table while it is read. */
struct reading {
	struct arena *a;
	struct pack *p;
	struct pack_report *report;
	size_t line, room, link_room;
};

static void wrong(struct reading *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void wrong(struct reading *r, const char *fmt, ...)
{
	va_list ap;

	r->report->wrong++;
	if (r->report->wrong > 200)
		return;
	buf_fmt(&r->report->text, "%.*s/lexicon.tsv:%zu: ", P(r->p->lang), r->line);
	va_start(ap, fmt);
	buf_vfmt(&r->report->text, fmt, ap);
	va_end(ap);
	buf_byte(&r->report->text, '\n');
}

static bool kind_of(struct str name, enum word_kind *out)
{
	for (int k = 0; k < W_KINDS; k++)
		if (str_eq(kinds[k].name, name)) {
			*out = (enum word_kind)k;
			return true;
		}
	return false;
}

/* a-z, 0-9, _ and what a unit or a name of an office is spelled with. */
static bool code_name(struct str s)
{
	if (!s.len || s.len > 80 || !utf8_plain(s))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.s[i] == ':' || s.s[i] == '.' || s.s[i] == '+')
			return false;
	return true;
}

/* An event, or entity.event where the words change what is counted, too ("attacked 136 times"). */
static bool event_name(struct str s)
{
	struct str entity = str_cut(&s, '.');

	return code_name(entity) && (!s.s || code_name(s));
}

static bool is_in(const char *letters, char c)
{
	return c && strchr(letters, c);
}

static bool period_code(struct str s)
{
	static const struct str codes[] = { SC("total"),	 SC("to_date"),	  SC("daily"),
					    SC("weekly"),	 SC("this_week"), SC("last_week"),
					    SC("past_few_days"), SC("past24h"),	  SC("same") };
	int64_t n;

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_eq(codes[i], s))
			return true;
	return s.len > 5 && str_starts(s, S("past")) && is_in("dwm", s.s[s.len - 1]) &&
	       int_parse(str_mem(s.s + 4, s.len - 5), 1, 1000, &n);
}

/* 2/3 as millionths. */
static bool fraction_code(struct str s, int64_t *out)
{
	int64_t x, y;
	struct str top = str_cut(&s, '/');

	if (!int_parse(top, 1, 100, &x) || !int_parse(s, 2, 100, &y) || x >= y)
		return false;
	*out = (x * PRESS_ONE + y / 2) / y;
	return true;
}

/* The least code of a number: days, months and years may lie before the report's. */
static int64_t least(enum word_kind k)
{
	return k == W_DAY || k == W_MONTHOF || k == W_YEAROF ? -400 : 0;
}

static bool code_of(struct pack_row *row, struct str code)
{
	enum press_qual qual;
	enum press_stance stance;

	row->code = code;
	switch (kinds[row->kind].code) {
	case C_NAME:
		return code_name(code);
	case C_INT:
		return int_parse(code, least(row->kind), kinds[row->kind].most, &row->number);
	case C_FRACTION:
		return fraction_code(code, &row->number);
	case C_QUAL:
		row->number = press_qual_of(code, &qual) ? (int64_t)qual : -1;
		return row->number >= 0;
	case C_STANCE:
		row->number = press_stance_of(code, &stance) ? (int64_t)stance : -1;
		return row->number >= 0;
	case C_PERIOD:
		return period_code(code);
	case C_TIME:
		return code.len == 1 && is_in("hdwmy", code.s[0]);
	case C_EVENT:
		row->scope = str_cut(&row->code, ':');
		if (!row->code.s) {
			row->code = row->scope;
			row->scope = S("");
			return code_name(row->code);
		}
		row->other = memchr(row->code.s, '.', row->code.len) != NULL;
		return code_name(row->scope) && event_name(row->code);
	case C_NOTHING:
		return !code.len;
	}
	return false;
}

/* Splits a form into folded words. */
static bool words_of(struct reading *r, struct pack_row *row, struct str form)
{
	while (form.len) {
		struct scanned t = scan_next(&form);
		char room[WORD_ROOM];
		size_t n;

		if (t.kind == SCAN_END)
			break;
		if (t.kind == SCAN_MARK && t.c == '*' && t.glued && row->words) {
			row->stem[row->words - 1] = true;
			continue;
		}
		if (row->words == FORM_WORDS)
			return false;
		n = scan_fold(t.s, room);
		if (!n)
			return false;
		row->word[row->words++] = str_dup(r->a, str_mem(room, n));
	}
	return row->words > 0;
}

static uint32_t first_hash(const struct pack_row *row)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < row->word[0].len; i++)
		h = word_hash(h, (unsigned char)row->word[0].s[i]);
	return row->stem[0] ? h : word_hash(h, WORD_STOP);
}

static bool same_form(const struct pack_row *x, const struct pack_row *y)
{
	if (x->words != y->words)
		return false;
	for (size_t i = 0; i < x->words; i++)
		if (!str_eq(x->word[i], y->word[i]) || x->stem[i] != y->stem[i])
			return false;
	return true;
}

/* Codes of entities are forms of the kinds class and default: they are kept as they stand. */
static bool about_codes(enum word_kind k)
{
	return k == W_CLASS || k == W_DEFAULT;
}

static void index_row(struct reading *r, const struct pack_row *new)
{
	struct pack *p = r->p;
	const uint32_t hash = first_hash(new);
	struct str word = new->word[0];
	uint32_t *at = &p->head[hash & p->mask];

	for (; *at; at = &p->link[*at].next) {
		const struct pack_row *old = &p->row[*at];

		if (p->link[*at].hash != hash || !str_eq(old->word[0], word))
			continue;
		if (old->kind == new->kind && same_form(old, new) &&
		    str_eq(old->scope, new->scope)) {
			wrong(r, "%.*s \"%.*s\" stands in line %u already",
			      P(kinds[new->kind].name), P(word), old->line);
			return;
		}
		word = old->word[0];
	}
	p->row = arena_more(r->a, p->row, p->rows, &r->room, sizeof *p->row);
	p->link = arena_more(r->a, p->link, p->rows, &r->link_room, sizeof *p->link);
	p->row[p->rows] = *new;
	p->row[p->rows].word[0] = word;
	p->link[p->rows] = (struct pack_link){ hash, 0 };
	/* arena_more moves links, never the heads; `at` may point into the old ones. */
	for (at = &p->head[hash & p->mask]; *at; at = &p->link[*at].next)
		;
	*at = (uint32_t)p->rows++;
}

static void add_forms(struct reading *r, const struct pack_row *base, struct str forms)
{
	bool first = true;
	struct str rest = forms;

	while (rest.s) {
		struct str form = str_trim(str_cut(&rest, '|'));
		struct pack_row row = *base;

		row.singular = first && rest.s && (row.kind == W_ENTITY || row.kind == W_TIME);
		first = false;
		if (about_codes(row.kind) && form.len) {
			row.word[0] = form;
			row.words = 1;
		} else if (!words_of(r, &row, form)) {
			wrong(r,
			      "\"%.*s\" is no form (column 2): one to %d words, several forms with "
			      "| between",
			      P(form), FORM_WORDS);
			continue;
		}
		r->p->headfirst = r->p->headfirst || row.kind == W_HEADFIRST;
		r->p->decimal = r->p->decimal || row.kind == W_DECIMAL;
		if (row.kind == W_PREFIX) {
			if (r->p->prefixes < sizeof r->p->prefix / sizeof *r->p->prefix)
				r->p->prefix[r->p->prefixes++] = row.word[0];
			else
				wrong(r, "more than %zu prefixes", r->p->prefixes);
			continue;
		}
		if (r->p->rows >= LEXICON_ROWS) {
			wrong(r, "more than %d forms", LEXICON_ROWS);
			return;
		}
		index_row(r, &row);
	}
}

/* The kinds that begin with the same letter, for whoever has mistyped one. */
static struct str kinds_like(struct arena *a, struct str name)
{
	struct buf b = { .a = a };

	for (int k = 0; k < W_KINDS; k++)
		if (name.len && kinds[k].name.s[0] == (name.s[0] | 0x20))
			buf_fmt(&b, "%s%.*s", b.len ? ", " : "; with this letter there are ",
				P(kinds[k].name));
	return buf_text(&b);
}

/* What stands in the column code of such a row. */
static struct str right_code(struct arena *a, enum word_kind k)
{
	switch (kinds[k].code) {
	case C_NAME:
		return S("a name without : . and +, at most 80 bytes");
	case C_INT:
		return str_fmt(a, "a whole number from %d to %" PRId64, k == W_DAY ? -400 : 0,
			       kinds[k].most);
	case C_FRACTION:
		return S("a fraction below one, as 2/3");
	case C_QUAL:
		return S("exact, over, almost, about, at_least, at_most, as_many_as, up_to, range "
			 "or vague");
	case C_STANCE:
		return S("asserted, planned, alleged, denied, disputed or superseded");
	case C_PERIOD:
		return S("total, to_date, daily, weekly, this_week, last_week, past_few_days, "
			 "past24h, same, or past and a number with d, w or m, as past3d");
	case C_TIME:
		return S("h, d, w, m or y");
	case C_EVENT:
		return S("an event, entity:event, or event of another thing as entity.event");
	case C_NOTHING:
		return S("nothing");
	}
	return S("");
}

static void one_row(struct reading *r, const struct cells *t)
{
	struct pack_row row = { .line = (uint32_t)t->line };
	struct str kind = t->cell[0], form = t->cell[1], code = t->cell[2];

	r->line = t->line;
	if (t->n < 3)
		wrong(r, "kind, form, code and note stand in columns, and here are only %zu", t->n);
	else if (!kind_of(kind, &row.kind))
		wrong(r, "\"%.*s\" is no kind of row (column 1)%.*s", P(kind),
		      P(kinds_like(r->a, kind)));
	else if (!code_of(&row, code))
		wrong(r, "\"%.*s\" is no code for %.*s (column 3); right is %.*s", P(code), P(kind),
		      P(right_code(r->a, row.kind)));
	else
		add_forms(r, &row, form);
}

static bool entity_known(const struct pack *p, struct str code)
{
	for (size_t i = 1; i < p->rows; i++)
		if (p->row[i].kind == W_ENTITY && str_eq(p->row[i].code, code))
			return true;
	return false;
}

static bool event_known(const struct pack *p, struct str code)
{
	for (size_t i = 1; i < p->rows; i++)
		if ((p->row[i].kind == W_EVENT || p->row[i].kind == W_DOES) &&
		    str_eq(p->row[i].code, code))
			return true;
	return false;
}

static bool scope_known(const struct pack *p, struct str scope)
{
	for (size_t i = 1; i < p->rows; i++)
		if (p->row[i].kind == W_CLASS && str_eq(p->row[i].code, scope))
			return true;
	return entity_known(p, scope);
}

/* Whether every text that `row` fits fits `wide`, too, and says the same by it. */
static bool covers(const struct pack_row *wide, const struct pack_row *row)
{
	if (wide->kind != row->kind || wide->words != row->words || row->singular ||
	    wide->singular || !str_eq(wide->code, row->code) || !str_eq(wide->scope, row->scope))
		return false;
	for (size_t i = 0; i < row->words; i++)
		if (wide->stem[i] ? !str_starts(row->word[i], wide->word[i])
				  : row->stem[i] || !str_eq(row->word[i], wide->word[i]))
			return false;
	return true;
}

/* A row is dead where no text can make it say anything: a class of nothing, or a whole word that a stem of the same
 * kind and code covers. */
static void look_dead(struct reading *r, const struct pack_row *row)
{
	const struct known *k;

	r->line = row->line;
	if (about_codes(row->kind)) {
		if (!entity_known(r->p, row->word[0]) && !event_known(r->p, row->word[0]))
			wrong(r, "dead row: no entity and no event has the code \"%.*s\"",
			      P(row->word[0]));
		return;
	}
	if (row->scope.len && !scope_known(r->p, row->scope))
		wrong(r, "dead row: \"%.*s\" is no entity and no class", P(row->scope));
	k = dictionary_find(r->p->words, row->word[0]);
	if (k->rows == ROWS_AT)
		wrong(r, "dead row: %d forms begin like \"%.*s\"", ROWS_AT, P(row->word[0]));
	for (size_t i = 0; i < k->rows; i++)
		if (k->row[i] != row && covers(k->row[i], row)) {
			wrong(r, "dead row: line %u covers \"%.*s\"", k->row[i]->line,
			      P(row->word[0]));
			return;
		}
}

bool pack_read(struct arena *a, struct str lang, struct str text, struct pack *out,
	       struct pack_report *report, struct err *e)
{
	struct reading r = { .a = a, .p = out, .report = report, .room = 0 };
	static const struct str names[] = { SC("kind"), SC("form"), SC("code") };
	struct cells t;

	*out = (struct pack){ .lang = lang, .mask = 0x7fff };
	if (text.len > LEXICON_BYTES)
		return err_set(e, ERR_REFUSED, "%.*s/lexicon.tsv: at most 4 MiB", P(lang));
	if (!cells_of(a, str_fmt(a, "%.*s/lexicon.tsv", P(lang)), text, &t, e))
		return false;
	out->head = arena_array(a, out->mask + 1, sizeof *out->head);
	out->row = arena_more(a, NULL, 0, &r.room, sizeof *out->row);
	out->link = arena_more(a, NULL, 0, &r.link_room, sizeof *out->link);
	out->rows = 1;
	if (!cells_next(&t) || !cells_named(&t, names, 3))
		return err_set(e, ERR_REFUSED,
			       "%.*s/lexicon.tsv: the first line names the columns kind, form, "
			       "code and note",
			       P(lang));
	while (cells_next(&t))
		one_row(&r, &t);
	out->lines = t.line;
	out->words = dictionary_of(a, out);
	out->codes = codes_of(a, out);
	for (size_t i = 1; i < out->rows && !report->ours; i++)
		look_dead(&r, &out->row[i]);
	return true;
}

bool pack_file(struct arena *a, struct str lang, const char *dir, const char *name, struct str *out,
	       struct err *e)
{
	const struct embedded_file *f;
	struct str path;

	if (dir) {
		path = os_join(a, os_join(a, str_of(dir), lang), str_of(name));
		/* What stands there and cannot be read (a link, a folder) does not make place for the program's own. */
		if (os_type(str_z(a, path)) != OS_MISSING)
			return os_read(a, str_z(a, path), LEXICON_BYTES, out, e);
	}
	path = str_fmt(a, "src/press/packs/%.*s/%s", P(lang), name);
	f = embedded_find(str_z(a, path));
	if (!f)
		return err_set(e, ERR_NOTHING, "there is no pack for the language \"%.*s\" with %s",
			       P(lang), name);
	*out = str_mem(f->bytes, f->len);
	return true;
}

bool pack_load(struct arena *a, struct str lang, const char *dir, struct pack *out, struct err *e)
{
	struct pack_report report = { .text = { .a = a }, .ours = !dir };
	struct str text;

	if (!pack_file(a, lang, dir, "lexicon.tsv", &text, e) ||
	    !pack_read(a, lang, text, out, &report, e))
		return false;
	if (report.wrong) {
		struct str all = buf_text(&report.text), first = str_cut(&all, '\n');

		return err_set(e, ERR_REFUSED, "%.*s (%zu such rows; press test names all)",
			       P(first), report.wrong);
	}
	return true;
}

bool row_word(const struct pack_row *r, size_t i, struct str word)
{
	return r->stem[i] ? str_starts(word, r->word[i]) : str_eq(word, r->word[i]);
}
