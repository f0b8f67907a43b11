/*
 * The distinct words of many names, each once, laid out so that one word is compared with all of them side by side
 * (match/edit.h). What two words say is a log-likelihood ratio in eighths of a nat: how much more likely they are to be
 * spellings of one name than words of two (Fellegi and Sunter 1969, of letters): half of what the letters of both tell, less
 * their distance.
 */
#ifndef SULH_MATCH_DICT_H
#define SULH_MATCH_DICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/edit.h"

struct arena;
struct dict;

/* An empty one, which lives as long as the arena. */
struct dict *dict_new(struct arena *a);

/* The number of a word: 0 for the first, 1 for the next new one and so on, but that of a word that was forgotten is given
 * to another. */
uint32_t dict_add(struct dict *d, const struct symbols *w);

/* What all numbers of words are less than. */
size_t dict_words(const struct dict *d);

/* The word of a number. */
void dict_word(const struct dict *d, uint32_t id, struct symbols *out);

enum script dict_script(const struct dict *d, uint32_t id);

/* How often a word occurs is counted by whoever adds and takes away names; of each script in all. A word that occurs no more
 * is forgotten, and its letters are wiped. */
void dict_count(struct dict *d, uint32_t id, int more);
uint32_t dict_occurs(const struct dict *d, uint32_t id);
uint64_t dict_total(const struct dict *d, enum script script);

struct dict_hit {
	uint32_t id, occurs;
	uint16_t said;	/* log-likelihood ratio, eighths of a nat, at least 1 */
	uint8_t script; /* enum script */
	uint8_t n;	/* letters */
};

/* All words that may be the same as this one (more likely than not), of both scripts, in no order. The list lives in the
 * arena. */
struct dict_hit *dict_near(const struct dict *d, const struct edit_way *way, struct arena *a,
			   const struct symbols *w, size_t *n);

/* What the letters of a word tell, halved, eighths of a nat. */
unsigned dict_tells(const struct symbols *w);

/* Bytes that it takes. */
size_t dict_bytes(const struct dict *d);

#endif
