/*
 * Invented persons for measuring look-ups: words without meaning, of which one in fifteen names has the commonest and most are
 * rare, in Arabic letters or in one of six ways in which clerks write each in Latin ones; and queries for them. The same for the
 * same number.
 */
#ifndef SULH_CLI_BENCH_PEOPLE_H
#define SULH_CLI_BENCH_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* The name and the day of birth of person i. */
void bench_person(uint32_t i, struct buf *name, struct buf *birth);

/* How somebody may ask for a person. */
enum bench_ask { ASK_SPELLING, ASK_SCRIPT, ASK_MISSING, ASK_SWAPPED, ASK_SLIP, ASKS };

const char *bench_ask_name(enum bench_ask how);

void bench_query(uint32_t i, enum bench_ask how, struct buf *name, struct buf *birth);

#endif
