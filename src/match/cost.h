/*
 * What it costs to take one symbol of a name for another, in eighths of a nat: -log P(x,y) + (log P(x) + log P(y)) / 2
 * of two symbols, or one and nothing (symbol 0), under a model of one letter at a time (Ristad and Yianilos 1998,
 * "Learning string-edit distance"), learned by expectation maximisation from attested spellings; never more than what a
 * slip of the pen costs. The tables are made by tools/match_train.
 */
#ifndef SULH_MATCH_COST_H
#define SULH_MATCH_COST_H

#include <stdint.h>

#include "match/symbol.h"

#define COST_NAT  8  /* of a nat */
#define COST_SWAP 30 /* two neighbours changed places, in one script */
#define COST_AL	  6  /* an article that only one of two words begins with */
#define COST_ABU  40 /* a kunya that only one begins with: Abu Hamza, Hamza */

/* By script of the first, script of the second, symbol of the first, symbol of the second. */
extern const uint8_t cost_of[SCRIPTS][SCRIPTS][SYMBOLS][SYMBOLS];

/* What a symbol tells by itself, -log P(x), in eighths of a nat. */
extern const uint8_t cost_tells[SCRIPTS][SYMBOLS];

/* What it costs at least to take a symbol for another of its script, or to leave it out. */
extern const uint8_t cost_least[SCRIPTS][SYMBOLS];

#endif
