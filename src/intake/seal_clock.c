/* Key 26 of an object c: what the passing of days asks of a record that is sealed (intake_int.h, struct clock_part).
 * Of a provisional paper its place in the status list: silence confirms it, and nobody opens a file for that. Of an
 * effect notice what was sent and what was confirmed, for the queue. */
#include "base/arena.h"
#include "base/cbor.h"
#include "intake/intake_int.h"
#include "record/kinds.h"
#include "base/banned.h"

enum clock_key {
	CLOCK_PAPER = 1,
	CLOCK_NO = 2, /* of an effect notice, as those after it */
	CLOCK_TARGET = 3,
	CLOCK_COUNT = 4,
	CLOCK_SENT = 5,
	CLOCK_CONFIRMED = 6,
	CLOCK_REFUSED = 7,
};

#define PAPER_MAX (INT64_C(1) << 40)
#define COUNT_MAX INT64_C(1000000000000)

static void put(struct buf *to, enum clock_key key, int64_t n)
{
	cbor_put_int(to, key);
	cbor_put_int(to, n);
}

static int64_t number(const struct rec *r, const char *field, int64_t none)
{
	const struct val *x = rec_get(r, field);

	return x ? x->n : none;
}

struct store_effect clock_effect(const struct rec *r)
{
	return (struct store_effect){ .no = rec_code(r, "notice_no"),
				      .target = rec_code(r, "target"),
				      .count = number(r, "count", 0),
				      .sent_on = number(r, "sent_on", NO_DAY),
				      .confirmed_on = number(r, "confirmed_on", NO_DAY),
				      .refused = number(r, "refused", 0) };
}

static void put_effect(struct buf *to, const struct store_effect *x)
{
	bool confirmed = x->confirmed_on != NO_DAY;

	cbor_put_map(to, 3 + (uint64_t)(x->no.len > 0) + 2 * (uint64_t)confirmed);
	if (x->no.len) {
		cbor_put_int(to, CLOCK_NO);
		cbor_put_text(to, x->no);
	}
	cbor_put_int(to, CLOCK_TARGET);
	cbor_put_text(to, x->target);
	put(to, CLOCK_COUNT, x->count);
	put(to, CLOCK_SENT, x->sent_on);
	if (confirmed) {
		put(to, CLOCK_CONFIRMED, x->confirmed_on);
		put(to, CLOCK_REFUSED, x->refused);
	}
}

void clock_put(struct buf *to, const struct rec *r)
{
	if (r->kind == &kind_certificate && rec_get(r, "provisional_until")) {
		cbor_put_map(to, 1);
		put(to, CLOCK_PAPER, rec_get(r, "status_index")->n);
	} else if (r->kind == &kind_effect_notice) {
		struct store_effect x = clock_effect(r);

		put_effect(to, &x);
	}
}

static bool read_one(struct read *r, int64_t key, struct clock_part *out)
{
	switch (key) {
	case CLOCK_PAPER:
		out->has_paper = true;
		return cbor_int(r, 0, PAPER_MAX, &out->paper);
	case CLOCK_NO:
		return cbor_text(r, 64, &out->effect.no);
	case CLOCK_TARGET:
		out->has_effect = true;
		return cbor_text(r, 40, &out->effect.target);
	case CLOCK_COUNT:
		return cbor_int(r, 0, COUNT_MAX, &out->effect.count);
	case CLOCK_SENT:
		return cbor_int(r, DAY_MIN, DAY_MAX, &out->effect.sent_on);
	case CLOCK_CONFIRMED:
		return cbor_int(r, DAY_MIN, DAY_MAX, &out->effect.confirmed_on);
	case CLOCK_REFUSED:
		return cbor_int(r, 0, COUNT_MAX, &out->effect.refused);
	default:
		return read_fail(r, "a key that days know nothing of");
	}
}

bool clock_read(struct read *r, struct clock_part *out)
{
	uint64_t n;
	int64_t last = 0;

	*out = (struct clock_part){ .effect = { .no = S(""),
						.target = S(""),
						.sent_on = NO_DAY,
						.confirmed_on = NO_DAY } };
	if (!cbor_map(r, CLOCK_REFUSED, &n))
		return false;
	while (n--)
		if (!cbor_key(r, &last) || !read_one(r, last, out))
			return false;
	return (!out->has_effect || out->effect.sent_on != NO_DAY) ||
	       read_fail(r, "a notice without the day on which it was sent");
}
