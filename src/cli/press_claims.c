/* press claims: what the desk has kept, with what was found of it; as a list, a table, a drawing. */
#include <inttypes.h>

#include "base/json.h"
#include "base/os.h"
#include "cli/commands.h"
#include "figure/figures.h"
#include "figure/press_store.h"
#include "intake/commit.h"
#include "paper/timeline.h"
#include "base/banned.h"

#define ONE INT64_C(1000000)

static bool flagged(const struct kept_claim *k)
{
	return k->finding && kept_flag(rec_code(k->finding->r, "verdict"));
}

static void tell(struct cli *c, const struct kept_claim *k)
{
	const struct val *value = rec_get(k->r, "value");
	struct buf *b = c->json ? cli_line(c, "claim") : NULL;
	struct kept_line line;

	if (b) {
		kept_line_of(c->a, k, &line);
		kept_put(b, &line);
		cli_line_end(c);
		return;
	}
	cli_say(c, "hq/%" PRId64 " %.*s, %.*s: \"%.*s\"\n", k->index,
		P(cli_plain(c->a, rec_code(k->r, "outlet"))),
		P(day_text(c->a, rec_get(k->r, "published_on")->n)),
		P(cli_plain(c->a, rec_code(k->r, "quote"))));
	if (value)
		cli_say(c, "    %.*s %" PRId64 " %.*s\n", P(rec_code(k->r, "figure")), value->n,
			P(rec_code(k->r, "period")));
	if (k->copied_from >= 0)
		cli_say(c, "    copied from hq/%" PRId64 "\n", k->copied_from);
	if (k->finding)
		cli_say(c, "    %.*s%s, found in hq/%" PRId64 "\n",
			P(rec_code(k->finding->r, "verdict")),
			flagged(k) ? ", to be looked at" : "", k->finding->index);
	else
		cli_say(c, "    open\n");
}

static bool same(const struct kept_claim *x, const struct kept_claim *y)
{
	return str_eq(rec_code(x->r, "figure"), rec_code(y->r, "figure")) &&
	       str_eq(rec_code(x->r, "place_of"), rec_code(y->r, "place_of"));
}

static bool drawn(const struct kept_claim *k)
{
	const struct val *value = rec_get(k->r, "value");

	return value && rec_code(k->r, "figure").len && value->n >= 0 &&
	       value->n <= INT64_MAX / ONE;
}

/* A panel for each figure and place. */
static struct str drawing(struct cli *c, const struct kept_list *k)
{
	struct timeline_panel *panels = arena_array(c->a, k->n + 1, sizeof *panels);
	bool *done = arena_array(c->a, k->n + 1, sizeof *done);
	size_t n = 0;

	for (size_t i = 0; i < k->n && n < TIMELINE_PANELS; i++) {
		struct timeline_point *p = arena_array(c->a, k->n, sizeof *p);
		const struct kept_claim *x = &k->claims[i];
		const struct figure *f = figure_find(rec_code(x->r, "figure"));
		size_t m = 0;

		for (size_t j = i; j < k->n && drawn(x); j++) {
			const struct kept_claim *y = &k->claims[j];

			if (done[j] || !drawn(y) || !same(x, y))
				continue;
			done[j] = true;
			p[m++] = (struct timeline_point){ .day = rec_get(y->r, "published_on")->n,
							  .value = rec_get(y->r, "value")->n * ONE,
							  .mark = flagged(y),
							  .note = rec_code(y->r, "outlet") };
		}
		if (m)
			panels[n++] = (struct timeline_panel){
				.name = str_fmt(c->a, "%.*s %s, %.*s", P(rec_code(x->r, "figure")),
						f ? f->label_en : "",
						P(rec_code(x->r, "place_of"))),
				.points = p,
				.n = m
			};
	}
	return timeline_svg(c->a, S("What the press said"), panels, n);
}

bool cli_press_claims(struct cli *c, struct err *e)
{
	struct str svg = cli_option(c, "svg"), csv = cli_option(c, "csv");
	struct buf table = { .a = c->a };
	struct store_log hq;
	struct kept_list kept;
	struct kept_line line;
	struct reg *r;
	size_t open = 0;

	if (c->n)
		return err_set(e, ERR_USAGE, "press claims: options only");
	r = cli_register(c, false, e);
	if (!r || !reg_log(r, c->a, S("hq"), &hq, e) ||
	    !kept_read(r->store, c->a, hq.id, (int64_t)hq.tree.size, &kept, e))
		return false;
	kept_csv_head(&table);
	for (size_t i = 0; i < kept.n; i++) {
		kept_line_of(c->a, &kept.claims[i], &line);
		kept_csv_line(&table, &line);
		tell(c, &kept.claims[i]);
		open += kept.claims[i].open;
	}
	if ((csv.s && !os_write(str_z(c->a, csv), buf_text(&table), 0644, e)) ||
	    (svg.s && !os_write(str_z(c->a, svg), drawing(c, &kept), 0644, e)))
		return false;
	json_put_int(&c->result, "claims", (int64_t)kept.n);
	json_put_int(&c->result, "open", (int64_t)open);
	cli_say(c, "%zu claims, %zu open\n", kept.n, open);
	return true;
}
