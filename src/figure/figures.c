/* The table of figures, and what is published of it. */
#include "figure/figures.h"

#include "base/csv.h"
#include "base/banned.h"

#define H24   (1u << PERIOD_H24)
#define D3    (1u << PERIOD_D3)
#define TOTAL (1u << PERIOD_TOTAL)
#define NOW   (1u << PERIOD_NOW)

/* `of`: for FLOW nothing (the fields of all kinds that name the figure); for ROWS
 * "kind.rows.field:detail where a field is not 0:detail where it is"; for EVENT the event; for STATE the last
 * event; for OPEN "kind field=code state=code". */
const struct figure figures[] = {
	{ "P2", "persons registered", "أشخاص مسجلون", "person", H24 | D3 | TOTAL, false,
	  TALLY_EVENT, "register", "registrations of distinct subjects", "P2 = P3 + P4 + P13" },
	{ "P3", "under checks", "قيد التدقيق", "person", NOW, false, TALLY_STATE, "register",
	  "registered, neither granted nor closed otherwise at the cut-off; closings wait until "
	  "five have come together "
	  "or seven days have passed, so the number is never too low",
	  "P3 >= 0" },
	{ "P4", "amnesty granted", "مُنحوا العفو", "person", H24 | D3 | TOTAL, false, TALLY_EVENT,
	  "approve_granted",
	  "grants with all signatures, by the day of the cut that published them", "P4 <= P2" },
	{ "P13", "closed otherwise", "ملفات أُغلقت دون عفو", "person", NOW, false, TALLY_STATE,
	  "close_otherwise", "registered, not under checks and not granted, whatever the reason",
	  "P13 >= 0" },
	{ "T1", "left by corridor", "خرجوا عبر الممرات", "crossing", H24 | D3 | TOTAL, false,
	  TALLY_FLOW, "",
	  "people counted out at a post; a person may cross twice; people, not only civilians",
	  "each detail <= T1" },
	{ "T1c", "of whom children", "منهم أطفال", "crossing", H24 | D3 | TOTAL, false, TALLY_FLOW,
	  "", "under 18, of T1", "T1c <= T1" },
	{ "T2", "transferred persons", "منقولون", "person", H24 | D3 | TOTAL, false, TALLY_FLOW, "",
	  "arrivals counted by two at the other end, shown where the convoy started; a plan is not "
	  "an arrival",
	  "T3 + T4 + T5 <= T2" },
	{ "T3", "of whom fighters", "منهم مقاتلون", "person", H24 | TOTAL, false, TALLY_FLOW, "",
	  "self-stated or registered; unstated is not 0", "T3 <= T2" },
	{ "T4", "of whom family members", "منهم أفراد أسر", "person", H24 | TOTAL, false,
	  TALLY_FLOW, "", "family members, of T2; unstated is not 0", "T4 <= T2" },
	{ "T5", "of whom wounded or sick", "منهم جرحى", "person", H24 | TOTAL, false, TALLY_FLOW,
	  "", "wounded or sick, of T2; unstated is not 0", "T5 <= T2" },
	{ "M6", "sites cleared and handed over", "مواقع مطهرة", "site", H24 | TOTAL, true,
	  TALLY_FLOW, "",
	  "sites accepted by an inspector not of the team, by type; the row without a detail is "
	  "the sum",
	  "M6 >= 0" },
	{ "H2", "aid mass", "وزن المساعدات", "kg", H24 | TOTAL, true, TALLY_ROWS,
	  "distribution.items.mass_kg:persons:handed out:delivered",
	  "kg handed out to persons, or delivered to the place where no person is named; the same "
	  "goods are one or "
	  "the other; the row without a detail is the sum",
	  "H2 >= 0" },
	{ "H7", "kitchens", "مطابخ ميدانية", "facility", NOW, false, TALLY_OPEN,
	  "facility kind=kitchen state=open", "open at the cut-off; planned ones are not counted",
	  "H7 >= 0" },
	{ "H8", "accommodation centres", "مراكز إيواء", "facility", NOW, false, TALLY_OPEN,
	  "facility kind=accommodation state=open", "open at the cut-off", "H8 >= 0" },
};

const size_t figures_n = sizeof figures / sizeof *figures;

const struct figure *figure_find(struct str code)
{
	for (size_t i = 0; i < figures_n; i++)
		if (str_eq(code, str_of(figures[i].code)))
			return &figures[i];
	return NULL;
}

struct str period_name(enum period p)
{
	static const struct str names[PERIOD_COUNT] = { SC("h24"), SC("d3"), SC("total"),
							SC("now") };

	return names[p];
}

void figures_definitions(struct buf *b)
{
	csv_put(b, S("code"));
	csv_put(b, S("label_en"));
	csv_put(b, S("label_ar"));
	csv_put(b, S("unit"));
	csv_put(b, S("periods"));
	csv_put(b, S("definition"));
	csv_put(b, S("rule"));
	csv_put_end(b);
	for (size_t i = 0; i < figures_n; i++) {
		const struct figure *f = &figures[i];
		struct buf periods = { .a = b->a };

		for (int p = 0; p < PERIOD_COUNT; p++)
			if (f->periods & 1u << p)
				buf_fmt(&periods, "%s%.*s", periods.len ? " " : "",
					P(period_name((enum period)p)));
		csv_put(b, str_of(f->code));
		csv_put(b, str_of(f->label_en));
		csv_put(b, str_of(f->label_ar));
		csv_put(b, str_of(f->unit));
		csv_put(b, buf_text(&periods));
		csv_put(b, str_of(f->definition));
		csv_put(b, str_of(f->rule));
		csv_put_end(b);
	}
}
