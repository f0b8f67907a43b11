/*
 * Two words in Latin that differ only as writers of one name do who have other habits: Kays and Qais, Zaynab and Zeinab, Ouarda and
 * Warda, Salihah and Saliha. So few letters of a short word are left then that no sum of costs is sure of it; but nearly no two names
 * of tools/match_habits.tsv and tools/match_near.tsv differ in nothing else (test/match_test.c; tools/match_cross says what it gives).
 */
#ifndef SULH_MATCH_HABIT_H
#define SULH_MATCH_HABIT_H

#include "match/symbol.h"

/* False of words in Arabic, and of what is shorter than three letters. */
bool habit_same(const struct symbols *a, const struct symbols *b);

#endif
