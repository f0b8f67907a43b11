/* Every address there is: one line each. See view.h. */
#include "web/view.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "pages.gen.h"
#include "web/view_bulletin.h"
#include "web/view_bulletins.h"
#include "web/view_entry.h"
#include "web/view_figure.h"
#include "web/view_leaflet.h"
#include "web/view_log.h"
#include "web/view_press.h"
#include "web/view_rests.h"
#include "web/view_verify.h"
#include "base/banned.h"

#define CSV "text/csv; charset=utf-8"

const struct route routes[] = {
	{ "", NAV_BULLETIN, true, bulletin_load_newest, page_bulletin },
	{ "bulletin/DAY.csv", NAV_NONE, false, bulletin_load_sheet, .bytes = bulletin_csv,
	  .type = CSV },
	{ "bulletin/DAY.hxl", NAV_NONE, false, bulletin_load_sheet, .bytes = bulletin_hxl,
	  .type = CSV },
	{ "bulletin/DAY", NAV_BULLETIN, true, bulletin_load, page_bulletin },
	{ "bulletin/DAY/PLACE", NAV_BULLETIN, false, bulletin_load_place, page_bulletin_place,
	  bulletin_place_json },
	{ "bulletins", NAV_BULLETIN, false, bulletins_load, page_bulletins, bulletins_json },
	{ "figures", NAV_FIGURES, false, figures_load, page_figures, figures_json },
	{ "figure/CODE", NAV_FIGURES, true, figure_load, page_figure, figure_json },
	{ "figure/CODE/PLACE", NAV_FIGURES, true, figure_load, page_figure, figure_json },
	{ "figure/CODE/PLACE/DETAIL+", NAV_FIGURES, true, figure_load, page_figure, figure_json },
	{ "rests/CODE/PLACE", NAV_FIGURES, false, rests_load, page_rests, rests_json },
	{ "rests/CODE/PLACE/DETAIL+", NAV_FIGURES, false, rests_load, page_rests, rests_json },
	{ "press", NAV_PRESS, false, press_load, page_press, press_json },
	{ "press/VIEW", NAV_PRESS, false, press_load, page_press },
	{ "press/VIEW/PAGE", NAV_PRESS, false, press_load, page_press },
	{ "log", NAV_LOG, false, logs_load, page_logs, logs_json },
	{ "log/NAME", NAV_LOG, false, log_load, page_log, log_json },
	{ "log/NAME/from/INDEX", NAV_LOG, false, log_load, page_log, log_json },
	{ "log/NAME/INDEX.cbor", NAV_NONE, false, entry_load, .bytes = entry_bytes,
	  .type = "application/cbor" },
	{ "log/NAME/INDEX.proof", NAV_NONE, false, entry_load, .bytes = entry_proof,
	  .type = "text/plain; charset=utf-8" },
	{ "log/NAME/INDEX", NAV_LOG, false, entry_load, page_entry, entry_json },
	{ "verify", NAV_VERIFY, false, verify_load, page_verify, verify_json },
	{ "leaflet", NAV_LEAFLET, true, leaflet_load, page_leaflet, leaflet_json },
};

const size_t routes_n = sizeof routes / sizeof *routes;

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* What needs no percent sign (RFC 3986 section 2.3). */
static bool plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

/* A segment as it is meant; false where it is not spelled as url() would, or is no text to be shown. */
static bool decode(struct arena *a, struct str in, struct str *out)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < in.len; i++) {
		int hi = i + 2 < in.len ? hex_digit(in.s[i + 1]) : -1;
		int lo = i + 2 < in.len ? hex_digit(in.s[i + 2]) : -1;
		uint8_t c = (uint8_t)in.s[i];

		if (c == '%') {
			if (hi < 0 || lo < 0)
				return false;
			c = (uint8_t)(hi * 16 + lo);
			if (c < 0x20 || c == 0x7f || c == '/' || plain((char)c))
				return false;
			i += 2;
		} else if (c == '/' ? !i || i + 1 == in.len || in.s[i - 1] == '/'
				    : !plain((char)c)) {
			return false;
		}
		buf_byte(&b, c);
	}
	*out = buf_text(&b);
	return utf8_plain(*out);
}

/* Whether a segment fits one of a pattern: the same, or with the pattern's tail behind something. */
static bool fits(struct str pattern, struct str segment, struct str *arg)
{
	struct str rest = pattern;

	*arg = (struct str){ NULL, 0 };
	if (!pattern.len || pattern.s[0] < 'A' || pattern.s[0] > 'Z')
		return str_eq(pattern, segment);
	(void)str_cut(&rest, '.');
	if (rest.s && (segment.len <= rest.len + 1 || !str_ends(segment, rest) ||
		       segment.s[segment.len - rest.len - 1] != '.'))
		return false;
	*arg = segment;
	arg->len -= rest.s ? rest.len + 1 : 0;
	return arg->len > 0;
}

/* "DETAIL+": all that is left. */
static bool takes_rest(struct str pattern)
{
	return pattern.len && pattern.s[pattern.len - 1] == '+';
}

static bool take_arg(struct visit *v, struct str arg)
{
	struct str *out = &v->arg[v->n_args];

	if (v->n_args == VISIT_ARGS || !arg.len || !decode(v->a, arg, out) || out->len > VISIT_ARG)
		return false;
	v->n_args++;
	return true;
}

static bool route_fits(struct visit *v, struct str pattern, struct str path)
{
	v->n_args = 0;
	for (;;) {
		struct str one = str_cut(&pattern, '/'), segment = path, arg;

		if (takes_rest(one))
			path = (struct str){ NULL, 0 };
		else
			segment = str_cut(&path, '/');
		if (!fits(one, segment, &arg))
			return false;
		if (arg.s && !take_arg(v, arg))
			return false;
		if (!pattern.s || !path.s)
			return !pattern.s && !path.s;
	}
}

const struct route *route_find(struct visit *v, struct str path)
{
	if (!decode(v->a, path, &v->path))
		return NULL;
	for (size_t i = 0; i < routes_n; i++)
		if (routes[i].path && route_fits(v, str_of(routes[i].path), path))
			return &routes[i];
	return NULL;
}
