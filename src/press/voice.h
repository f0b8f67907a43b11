/* Who says what a sentence tells: each verb of saying with whoever stands before or behind it. Inside the folder press/ only. */
#ifndef SULH_PRESS_VOICE_H
#define SULH_PRESS_VOICE_H

#include "press/name.h"
#include "press/org.h"

#define VOICES 8

/* Who says something; len 0 where it is not said. */
struct voice {
	struct str speaker, org;
	struct str
		lone; /* one word with a capital: a person who was named before, or an organisation */
	bool same;    /* "it said", "the statement said": whoever spoke last */
	bool paper;   /* "the statement said": whoever said something last, not who counted */
	bool known_only; /* `lone` is a person who was named before, or nobody */
	bool weak;	 /* "a monitoring group": whoever is named beside it is meant */
	bool tally;	 /* who counted, and is not said to have said so */
	bool he;	 /* "he said": the last person who spoke */
};

/* One source, with the words that name it. */
struct source {
	struct voice v;
	size_t at;   /* the verb, or "according to" */
	bool behind; /* named behind what it says: ", the army said", "according to the army" */
};

/* The sources of a sentence, as they stand; how many. */
size_t voices_of(struct arena *a, const struct sentence *s, struct source out[VOICES]);

/* Which of them says what stands at token i; NOBODY where there is none. */
size_t voice_for(const struct sentence *s, const struct source *source, size_t n, size_t i);

#define SPEAKERS 32
#define PERSONS	 128

/* Who has spoken so far in a report. */
struct voice_book {
	struct voice known[SPEAKERS]; /* persons with their organisations */
	size_t n;
	struct voice last, before; /* before: of the sentence before */
	struct voice who;	   /* the last person */
	struct voice said;	   /* the last one who is said to have said something */
	size_t paragraph;	   /* of the last one */
	struct org_book orgs;
	struct str person[PERSONS]; /* names of two words and more, whoever they are */
	size_t persons;
	struct str first; /* the organisation whose paper it is, if nobody speaks; len 0 */
};

/* Keeps the names of a sentence. */
void voices_keep(struct arena *a, const struct sentence *s, struct voice_book *book);

/* Who is meant where the sentence says `v`: persons and organisations that were named before in full. It becomes the last
 * one who spoke. */
struct voice voice_known(struct voice_book *book, struct voice v, size_t paragraph);

#endif
