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
	{ "H7", "kitchens", "مطابخ ميدانية", "facility", NOW, false, TALLY_OPEN,
	  "facility kind=kitchen state=open", "open at the cut-off; planned ones are not counted",
	  "H7 >= 0" },
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
