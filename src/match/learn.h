/*
 * Of index.c, find.c and about.c alone: what births and mothers say by how they agree, learned from the names of a register itself.
 * How often two persons agree by chance is seen in pairs taken by chance, how often one who is there twice does in pairs of the same
 * words (match/em.h). What is thought before stands for many pairs, and what is learned stays near to it: a register that is small or
 * strange makes no day of birth worthless, and none that differs welcome.
 */
#ifndef SULH_MATCH_LEARN_H
#define SULH_MATCH_LEARN_H

#include "match/index_in.h"

#define LEARN_LEAST 2000 /* names: of fewer nothing is learned */
#define LEARN_BOUND 12	 /* eighths of a nat: so far from what is thought before, at most */

/* What is thought before. */
void learn_nothing(struct match_says *out);

/* Learns, where there are as many names again by an eighth, or fewer, than when it was last done. The names are listed. Equal names
 * and births, in the same order, teach the same. */
void learn(struct match *m);

#endif
