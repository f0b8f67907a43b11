/* See password.h. */
#include "ledger/password.h"

#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/hash.h"
#include "ledger/key.h"
#include "base/banned.h"

#define SYMBOLS "0123456789abcdefghjkmnpqrstvwxyz" /* none that looks like another */
#define RANDOM	24
#define CHECKED 28
#define GROUP	4
#define LEN	(CHECKED + CHECKED / GROUP - 1)

_Static_assert(sizeof SYMBOLS == 33, "five bits a symbol");

/* The last four symbols: of a hash of those before. */
static void check_symbols(char symbols[CHECKED])
{
	struct hash h =
		hash_parts((struct str[]){ S("sulh/password/v1\0"), str_mem(symbols, RANDOM) }, 2);

	for (int i = RANDOM; i < CHECKED; i++)
		symbols[i] = SYMBOLS[h.b[i - RANDOM] & 31];
	key_wipe(&h, sizeof h);
}

struct str password_make(struct arena *a)
{
	char *out = arena_alloc(a, LEN), symbols[CHECKED];
	uint8_t random[RANDOM];

	key_wipe_later(a, out, LEN);
	os_random(random, sizeof random);
	for (int i = 0; i < RANDOM; i++)
		symbols[i] = SYMBOLS[random[i] & 31];
	check_symbols(symbols);
	for (int i = 0, to = 0; i < CHECKED; i++) {
		if (i && i % GROUP == 0)
			out[to++] = '-';
		out[to++] = symbols[i];
	}
	key_wipe(random, sizeof random);
	key_wipe(symbols, sizeof symbols);
	return str_mem(out, LEN);
}

bool password_is_made(struct str password)
{
	char symbols[CHECKED];
	bool made = password.len == LEN;

	for (size_t i = 0, to = 0; made && i < LEN; i++) {
		if (i % (GROUP + 1) == GROUP)
			made = password.s[i] == '-';
		else
			made = (symbols[to++] = password.s[i]) && strchr(SYMBOLS, password.s[i]);
	}
	if (made) {
		char again[CHECKED];

		memcpy(again, symbols, sizeof again);
		check_symbols(again);
		made = key_eq(again, symbols, sizeof again);
		key_wipe(again, sizeof again);
	}
	key_wipe(symbols, sizeof symbols);
	return made;
}
