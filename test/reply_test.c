/* Replies in three languages: the same numbers and proofs in each, and no word of ours that is missing. */
#include "figure/reply.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "figure/topics.h"
#include "test.h"
#include "base/banned.h"

static bool has(struct str text, const char *part)
{
	return memmem(text.s, text.len, part, strlen(part)) != NULL;
}

static struct row row_of(const char *figure, const char *detail, int64_t value, enum qual q)
{
	return (struct row){ .figure = figure_find(str_of(figure)),
			     .place = S("XX-1"),
			     .place_name = S("Ostvale"),
			     .detail = str_of(detail),
			     .period = PERIOD_H24,
			     .value = value,
			     .qual = q,
			     .entries = 3 };
}

static struct str reply(struct arena *a, struct str language, const struct row *row, int64_t said)
{
	struct against x = { .v = { .rule = "no.entries", .reason = S("outside") }, .row = row };
	struct reply r = { .language = language,
			   .x = &x,
			   .number = 7,
			   .day = 22000,
			   .seq = 187,
			   .has_said = true,
			   .said = said,
			   .has_difference = row != NULL,
			   .difference = row ? said - row->value : 0 };
	struct str out = { NULL, 0 };
	struct err e = { 0 };

	CHECK("there is a reply", reply_text(a, &r, &out, &e) && utf8_ok(out));
	return out;
}

static void sentences(struct arena *a)
{
	struct row row = row_of("T1", "", 412, QUAL_EXACT),
		   about = row_of("T1", "women", 412, QUAL_ABOUT);
	struct str en = reply(a, S("eng"), &row, 430), ar = reply(a, S("ara"), &row, 430),
		   ru = reply(a, S("rus"), &row, 430), other = reply(a, S("spa"), &row, 430);

	CHECK("a reply is in English",
	      str_starts(en,
			 S("The register counts 412 for \"left by corridor\" (T1), Ostvale, ")));
	CHECK("to a report in Arabic it is in Arabic",
	      has(ar, "يُحصي السجل 412") && has(ar, "خرجوا عبر الممرات") && !has(ar, "register"));
	CHECK("to a report in Russian it is in Russian",
	      has(ru, "В реестре значится 412") && has(ru, "вышли по коридору") &&
		      has(ru, "за сутки") && !has(ru, "register"));
	CHECK("and to others in English", str_eq(other, en));
	for (int i = 0; i < 3; i++) {
		struct str x = i == 0 ? en : i == 1 ? ar : ru;

		CHECK("each has both numbers, the difference and the proof",
		      has(x, "412") && has(x, "430") && has(x, "+18 (4.3%)") && has(x, "hq/187") &&
			      has(x, "/rests/T1/XX-1") && has(x, "T1") && !has(x, "{"));
	}
	CHECK("a part and a qualifier are said",
	      has(reply(a, S("rus"), &about, 412), "около 412") &&
		      has(reply(a, S("rus"), &about, 412), "женщины") &&
		      has(reply(a, S("rus"), &about, 412), "то же число"));
	CHECK("where there is nothing it says why",
	      has(reply(a, S("ara"), NULL, 412), "لا قيود من هذا النوع") &&
		      has(reply(a, S("rus"), NULL, 412), "записей такого рода") &&
		      has(reply(a, S("eng"), NULL, 412), "outside"));
}

/* Every figure that a report can name has a Russian name. */
static void names(struct arena *a)
{
	for (size_t i = 0; i < against_topics_n; i++) {
		struct row row = row_of(against_topics[i].figure, "", 412, QUAL_EXACT);
		struct str ru = reply(a, S("rus"), &row, 412);

		CHECK("a figure has a name in Russian", !has(ru, row.figure->label_en));
	}
}

int main(void)
{
	struct arena *a = arena_new(0);

	sentences(a);
	names(a);
	arena_free(a);
	return done();
}
