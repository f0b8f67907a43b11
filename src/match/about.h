/*
 * Two descriptions of persons, field by field: what agrees, what differs, how likely it is that they are of one, and why, in
 * words that a registrar can read. Nothing is decided here.
 *
 * Each field is weighed as Fellegi and Sunter (1969) have it, in eighths of a nat, and what is not known on one side says
 * nothing. Of a register is learned how common the words of a name are (the weight of "Mohammed" is not that of "Zakwan"), in
 * either script and any spelling; where it has few names these say little, and each word counts as if among 300 others (one
 * name in a new register is not common). What births and mothers say by how they agree is learned there, too (match/learn.h). Fixed
 * is what places of origin and sexes say.
 */
#ifndef SULH_MATCH_ABOUT_H
#define SULH_MATCH_ABOUT_H

#include "base/lang.h"
#include "match/birth.h"
#include "match/index.h"
#include "match/words.h"

struct arena;
struct match;

/* What is known of somebody; each spelling of a name whole, and all of them of one person. Empty: not known. */
struct about {
	const struct str *name, *mother;
	size_t names, mothers;
	struct birth birth;
	struct str origin, sex;
};

#define ABOUT_SPELLINGS 32 /* of a name that are looked at */

enum about_field {
	ABOUT_NAME,
	ABOUT_BIRTH,
	ABOUT_MOTHER,
	ABOUT_ORIGIN,
	ABOUT_SEX,
	ABOUT_FIELDS,
};

/* How a word of the name, or another field, agrees. */
enum about_how {
	ABOUT_SAME,	/* letter by letter, but for what match/symbol.h leaves out */
	ABOUT_SCRIPT,	/* the same in the other script */
	ABOUT_SPELLED,	/* another spelling of it */
	ABOUT_LIKE,	/* something like it: a slip, or another name */
	ABOUT_OTHER,	/* another one in its place */
	ABOUT_MISSING,	/* a word that was asked for, and is not in the name found */
	ABOUT_MORE,	/* a word that only the name found has */
	ABOUT_OPTIONAL, /* the same of a word that many leave out: a kunya */
	ABOUT_ORDER,	/* the words stand in another order */
	ABOUT_WITHIN,	/* of two places one lies within the other */
	ABOUT_COUNTRY, /* the same, and the wider one is a country, in which nearly everybody is from */
	ABOUT_HOWS,
};

/* One thing that agrees or differs. */
struct about_point {
	enum about_field field;
	enum about_how how;
	enum birth_agrees birth; /* of ABOUT_BIRTH in the place of how */
	bool agrees;
	int weight;		 /* eighths of a nat */
	struct str asked, found; /* as they are written there; views into the descriptions */
};

#define ABOUT_POINTS (2 * WORDS_MAX + 1 + ABOUT_FIELDS)

/* What a score and whether it is strong come of. */
struct about_sure {
	int odds; /* for one person less against, eighths of a nat, among all who may be asked for */
	bool if_sure; /* strong where the score is ABOUT_STRONG */
	bool anyway;  /* strong whatever it is */
};

struct about_found {
	int weight; /* for one person less against, eighths of a nat */
	int score; /* 0 to 1000: how sure, were it as likely as not that whoever is asked for is here */
	bool strong; /* likely enough, and alike in what tells kin apart, that a person must look */
	struct about_sure sure;
	size_t name_asked, name_found; /* which spellings agree best */
	size_t n;
	struct about_point point[ABOUT_POINTS];
};

/* Strong is who has to be asked about. The score is this, the given names agree, which those of twins and brothers do not, and
 * the birth is near. Or all words of both names agree, and the birth does; or the mother's name; or, where the name is rare, the birth
 * is not off by more than four years. Never where the sex is another. */
#define ABOUT_STRONG 900

/* Somebody to compare others with. `m` is an index of the names of a register, which says how common words are; NULL: words
 * count as if one in two hundred bore each, among ten thousand persons. It lives in the arena, with views into what it was given. */
struct about_asked *about_ask(struct arena *a, struct match *m, const struct about *who);

void about_compare(const struct about_asked *asked, const struct about *other,
		   struct about_found *out);

/* How two agree in what somebody else compared, who alone may see both. ABOUT_HOWS: it is not known. */
struct about_told {
	enum about_how origin; /* ABOUT_SAME, ABOUT_WITHIN, ABOUT_COUNTRY, ABOUT_OTHER */
	enum about_how sex;    /* ABOUT_SAME, ABOUT_OTHER */
	struct str place;      /* the place that was asked for, as it is written */
};

/* What the odds, the score and whether it is strong become by it; both stay as they are where nothing is told. */
void about_surer(const struct about_told *t, struct about_sure *sure, int *score, bool *strong);
/* The same of what was found, to which it adds its points. */
void about_tell(const struct about_told *t, struct about_found *f);

/* How the names of two mothers agree, each in some spellings: the two that are most alike. */
enum mother_agrees about_mothers(const struct str *x, size_t n, const struct str *y, size_t m);

/* "name", "birth", "mother", "origin", "sex". */
struct str about_field_name(enum about_field f);

/* A point as a sentence without its end: "Kandil is written قنديل", "born on the same day". In the arena. */
struct str about_text(struct arena *a, enum lang lang, const struct about_point *p);

/* All of them: what agrees, then what differs. In the arena. */
struct str about_reason(struct arena *a, enum lang lang, const struct about_found *f);

#endif
