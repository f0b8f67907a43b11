/* Days of birth: what is read keeps its limits, is the same in four bytes and back, and agrees with itself. */
#include "match/birth.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(struct birth a, struct birth b)
{
	return a.first == b.first && a.last == b.last && a.month == b.month && a.day == b.day &&
	       a.about == b.about;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = str_mem(data, size), first = str_cut(&rest, ' ');
	struct birth a, b;
	enum birth_agrees how;

	if (!birth_read(first, &a)) {
		assert(!a.first && !a.last && !a.month && !a.day);
		return 0;
	}
	assert(a.first <= a.last && a.month <= 12 && a.day <= 31 &&
	       same(birth_unpack(birth_pack(a)), a));
	assert(birth_compare(a, a) <= BIRTH_WITHIN);
	(void)birth_read(rest, &b);
	how = birth_compare(a, b);
	assert(how == birth_compare(b, a) && how < BIRTHS &&
	       birth_says(how) <= birth_says(BIRTH_DAY));
	return 0;
}
