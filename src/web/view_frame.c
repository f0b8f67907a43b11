/* See view_frame.h. */
#include "web/view_frame.h"

#include "base/lang.h"
#include "base/banned.h"

#define DAY_S 86400

const struct frame_link frame_links[] = {
	{ NAV_BULLETIN, "", MSG("Bulletin") },
	{ NAV_FIGURES, "figures", MSG("Figures") },
	{ NAV_PRESS, "press", MSG("Press desk") },
	{ NAV_LOG, "log", MSG("Log and proofs") },
	{ NAV_VERIFY, "verify", MSG("Check it yourself") },
	{ NAV_LEAFLET, "leaflet", MSG("Leaflet") },
};

const size_t frame_links_n = sizeof frame_links / sizeof *frame_links;

struct str frame_time(struct arena *a, struct instant t)
{
	int64_t s = ((t.s + (int64_t)t.minutes * 60) % DAY_S + DAY_S) % DAY_S;

	return str_fmt(a, "%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60));
}

struct str frame_head_hash(struct arena *a, const struct facts *f)
{
	return f->n_logs ? str_hex(a, f->logs[0].root.b, 6) : S("");
}
