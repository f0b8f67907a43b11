/*
 * What the key holder keeps of a person to find him or her by name: the body of a record of keyring/index-<b>
 * (ledger/keyring_index.h), deterministic CBOR. Names and the date of birth, which tells namesakes apart; never
 * group or origin, by which nobody is looked for; nor the sex, which the given name says as well and which would be held of
 * everybody, all day, to tell apart few: origin and sex of who was found are compared in the record itself (besides.h). A record of
 * a subject that has one already takes the place of what it says anew.
 */
#ifndef SULH_KEYD_NAMES_H
#define SULH_KEYD_NAMES_H

#include <stdbool.h>

#include "base/read.h"
#include "base/str.h"

struct arena;
struct rec;

#define NAMES_PARTS 16 /* of a name; more are not kept */
#define NAMES_LATIN 12
#define NAMES_TEXT  240 /* bytes of a part */
#define NAMES_LINE  640 /* bytes of a Latin name; a longer one is not kept */

struct name_part {
	struct str part, script, text;
};

struct name_parts {
	bool set;
	size_t n;
	struct name_part v[NAMES_PARTS];
};

struct names {
	struct str case_no;
	struct name_parts full, mother;
	bool has_latin;
	size_t n_latin;
	struct str latin[NAMES_LATIN];
	struct str born; /* s == NULL: not said */
};

/* Adds the body of it, at most INDEX_BODY bytes. */
void names_put(const struct names *x, struct buf *out);

/* Views into the bytes. False with in->wrong where they are no such body. */
bool names_read(struct read *in, struct names *out);

/* What `later` says takes the place of what *x says. */
void names_merge(struct names *x, const struct names *later);

/* What a registration says of it, or a correction of one. False for any other record, or a correction of
 * something else. The texts are those of the record, or in the arena. */
bool names_of(struct arena *a, const struct rec *r, struct names *out);

/* The record that the body of an object s is (format.md section 8); NULL where it is no such body. */
struct rec *names_record(struct arena *a, struct str body);
/* As names_of, of the body of an object s. False, too, where it is no such body. */
bool names_of_object(struct arena *a, struct str body, struct names *out);

/* The words of a name as match/words.h has them, each once and in an order of their own, with blanks between: equal for names of
 * the same words. In the arena, which is to be wiped. */
struct str names_words(struct arena *a, struct str name);

/* The ways in which a person is written, as text: the full name in a script in which it is whole, or, where it is in none, in all
 * of them; and the Latin ones. Returns how many, each once, none of them empty; in the arena, which holds names then. */
#define NAMES_WAYS (1 + NAMES_PARTS + NAMES_LATIN)
size_t names_texts(struct arena *a, const struct names *x, struct str out[NAMES_WAYS]);
/* The same of the mother's name. */
size_t names_mothers(struct arena *a, const struct names *x, struct str out[NAMES_WAYS]);

/* A way with its words as names_words; returns how many there are of different words. */
struct names_way {
	struct str text, words;
};
size_t names_ways(struct arena *a, const struct names *x, struct names_way out[NAMES_WAYS]);
/* Whether two of these are of the same words. */
bool names_same(const struct names_way *x, size_t n_x, const struct names_way *y, size_t n_y);
/* Whether two can have been born in the same year, or so many years apart. Of whom nothing is said, in any. */
bool names_born_near(const struct names *x, const struct names *y, int years);
/* Whether both are born on the same day and month, or in the same month where no day is known of either, of whatever years. */
bool names_same_day(const struct names *x, const struct names *y);

/* As people write it: its parts in their order, those in one script only (ISO 15924; s == NULL: in any). */
struct str names_text(struct arena *a, const struct name_parts *p, struct str script);

#endif
