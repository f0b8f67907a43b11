/* The words of the leaflet, and its JSON. See view_leaflet.h. */
#include "base/arena.h"
#include "base/json.h"
#include "base/lang.h"
#include "web/view_leaflet.h"
#include "base/banned.h"

/* Plain words, for readers who know no law; in the text of a decree the act itself says more. */
static const struct {
	struct str code;
	const char *words;
} list[] = {
	/* who */
	{ SC("carrying_arms"), MSG("People who carry weapons") },
	{ SC("keeping_arms"), MSG("People who keep weapons at home") },
	{ SC("fugitive"), MSG("People who are wanted and in hiding") },
	{ SC("captor"), MSG("People who hold captives and let them go") },
	{ SC("deserter_home"),
	  MSG("People who left the army without leave and are in the country") },
	{ SC("deserter_abroad"), MSG("People who left the army without leave and are abroad") },
	/* what they do */
	{ SC("present_in_person"), MSG("Come to a centre yourself.") },
	{ SC("pledge"), MSG("Sign a pledge that you will not endanger the safety of others.") },
	{ SC("free_captive"), MSG("If you hold a captive: let the captive go free, unharmed.") },
	/* what is excluded */
	{ SC("war_crime"), MSG("war crimes") },
	{ SC("crime_against_humanity"), MSG("crimes against humanity") },
	{ SC("genocide"), MSG("genocide") },
	{ SC("torture"), MSG("torture") },
	{ SC("sexual_violence"), MSG("sexual violence") },
	{ SC("killing_of_captives"), MSG("killing captives") },
	{ SC("enforced_disappearance"), MSG("making people disappear") },
	{ SC("terror_against_civilians"), MSG("attacks to spread terror among civilians") },
	/* corridors */
	{ SC("civilians"), MSG("for civilians") },
	{ SC("fighters"), MSG("for people who bear arms") },
	{ SC("both"), MSG("for everybody") },
	{ SC("planned"), MSG("planned, not open") },
	{ SC("open"), MSG("open") },
	{ SC("closed"), MSG("closed") },
	{ SC("suspended"), MSG("suspended: do not use it") },
};

struct str leaflet_word(enum lang lang, struct str code)
{
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (str_eq(list[i].code, code))
			return msg(lang, list[i].words);
	return code;
}

static void put_day(struct buf *b, const char *key, int64_t day)
{
	json_put_text(b, key, day == NO_DAY ? (struct str){ NULL, 0 } : day_text(b->a, day));
}

static void put_codes(struct buf *b, const char *key, const struct str *codes, size_t n)
{
	json_key(b, key);
	json_open(b, '[');
	for (size_t i = 0; i < n; i++)
		json_str(b, codes[i]);
	json_close(b, ']');
}

static void put_decree(struct buf *b, const struct leaflet_decree *d)
{
	static const struct str when[] = { [LEAFLET_AHEAD] = SC("ahead"),
					   [LEAFLET_OPEN] = SC("open"),
					   [LEAFLET_OVER] = SC("over") };

	json_open(b, '{');
	json_put_text(b, "number", d->number);
	put_day(b, "issued_on", d->issued_on);
	json_put_text(b, "entry", str_fmt(b->a, "hq/%lld", (long long)d->index));
	json_put_text(b, "extended_by", d->extended);
	json_key(b, "windows");
	json_open(b, '[');
	for (size_t i = 0; i < d->n_windows; i++) {
		json_open(b, '{');
		json_put_text(b, "category", d->windows[i].category);
		put_day(b, "from", d->windows[i].from);
		put_day(b, "last_day", d->windows[i].last_day);
		json_put_text(b, "state", when[d->windows[i].when]);
		json_close(b, '}');
	}
	json_close(b, ']');
	put_codes(b, "required_acts", d->required, d->n_required);
	put_codes(b, "excluded_acts", d->excluded, d->n_excluded);
	json_put_int(b, "appeal_days", d->appeal_days);
	json_close(b, '}');
}

static void put_centres(struct buf *b, const struct leaflet_view *l)
{
	json_key(b, "centres");
	json_open(b, '[');
	for (size_t i = 0; i < l->n_centres; i++) {
		const struct leaflet_centre *c = &l->centres[i];

		json_open(b, '{');
		json_put_text(b, "name", c->name);
		json_put_text(b, "seat", c->seat);
		put_day(b, "opened_on", c->opened_on);
		put_day(b, "closed_on", c->closed_on);
		json_put_text(b, "entry", str_fmt(b->a, "hq/%lld", (long long)c->index));
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void put_corridors(struct buf *b, const struct leaflet_view *l)
{
	json_key(b, "corridors");
	json_open(b, '[');
	for (size_t i = 0; i < l->n_corridors; i++) {
		const struct leaflet_corridor *c = &l->corridors[i];

		json_open(b, '{');
		json_put_int(b, "corridor_no", c->no);
		json_put_text(b, "for", c->for_whom);
		json_put_text(b, "state", c->state);
		json_put_text(b, "place", c->place);
		put_day(b, "opened_on", c->opened_on);
		json_put_text(b, "entry",
			      str_fmt(b->a, "%.*s/%lld", P(c->log), (long long)c->index));
		json_close(b, '}');
	}
	json_close(b, ']');
}

void leaflet_json(struct buf *b, const struct visit *v, const void *view)
{
	const struct leaflet_view *l = view;

	(void)v;
	json_open(b, '{');
	json_put_text(b, "operation", l->operation);
	put_day(b, "day", l->day);
	json_put_int(b, "bulletin", l->number);
	json_key(b, "decrees");
	json_open(b, '[');
	for (size_t i = 0; i < l->n_decrees; i++)
		put_decree(b, l->decrees[i]);
	json_close(b, ']');
	put_centres(b, l);
	put_corridors(b, l);
	json_close(b, '}');
}
