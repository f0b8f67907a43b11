/* Key 24 of an object c: what an act says to the rules of later ones (rule/decide.h, struct past_act). */
#include "base/arena.h"
#include "base/cbor.h"
#include "intake/intake_int.h"
#include "base/banned.h"

/* Keys of what an act says to later ones. */
enum said_key { SAID_DAY = 1, SAID_UNTIL = 2, SAID_CODE = 3, SAID_DECREE = 4, SAID_SEARCH = 5 };

void said_put(struct buf *to, const struct life_act *act)
{
	cbor_put_map(to, 1 + (uint64_t)(act->until != NO_DAY) + (act->code.len > 0) +
				 (act->decree.len > 0) + (act->search.len > 0));
	cbor_put_int(to, SAID_DAY);
	cbor_put_int(to, act->day);
	if (act->until != NO_DAY) {
		cbor_put_int(to, SAID_UNTIL);
		cbor_put_int(to, act->until);
	}
	if (act->code.len) {
		cbor_put_int(to, SAID_CODE);
		cbor_put_text(to, act->code);
	}
	if (act->decree.len) {
		cbor_put_int(to, SAID_DECREE);
		cbor_put_text(to, act->decree);
	}
	if (act->search.len) {
		cbor_put_int(to, SAID_SEARCH);
		cbor_put_text(to, act->search);
	}
}

bool said_read(struct read *r, struct store_act *act)
{
	uint64_t n;
	int64_t last = 0;

	if (!cbor_map(r, 5, &n))
		return false;
	for (uint64_t i = 0; i < n; i++) {
		bool ok;

		if (!cbor_key(r, &last))
			return false;
		ok = last == SAID_DAY	   ? cbor_int(r, DAY_MIN, DAY_MAX, &act->said_day)
		     : last == SAID_UNTIL  ? cbor_int(r, DAY_MIN, DAY_MAX, &act->until)
		     : last == SAID_CODE   ? cbor_text(r, 40, &act->code)
		     : last == SAID_DECREE ? cbor_text(r, 128, &act->decree)
		     : last == SAID_SEARCH ? cbor_text(r, 40, &act->search)
					   : read_fail(r, "a key that what an act says has not");
		if (!ok)
			return false;
	}
	return act->said_day != NO_DAY || read_fail(r, "an act without its day");
}
