/* Bech32 (BIP-173), the text of age's keys: a readable part, "1", groups of five bits, a
 * checksum. */
#ifndef SULH_LEDGER_BECH32_H
#define SULH_LEDGER_BECH32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct arena;

#define BECH32_MAX 90 /* characters, checksum and all */

/* In lower case, of a readable part in lower case; the whole has at most BECH32_MAX characters. */
struct str bech32_text(struct arena *a, struct str readable, const uint8_t *p, size_t n);

/* Takes any well-formed text apart, in upper or lower case but not both: the readable part as it
 * stands there, and the groups without the checksum, *n of them. */
bool bech32_groups(struct str s, struct str *readable, uint8_t groups[BECH32_MAX], size_t *n);

/* Exactly `n` bytes behind exactly this readable part; what is left over in the last group is
 * zero. */
bool bech32_read(struct str s, struct str readable, uint8_t *out, size_t n);

#endif
