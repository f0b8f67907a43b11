/* Private to intake/: the register as rules see it, and sealing. */
#ifndef SULH_INTAKE_INT_H
#define SULH_INTAKE_INT_H

#include "intake/commit.h"
#include "keyd/keys_names.h"
#include "rule/decide.h"
#include "store/effect.h"
#include "store/person.h"

/* A view of earlier records for one log. A machine's error on the way is kept in `e`; whoever used the
 * view looks at e.kind afterwards. */
struct view {
	struct reg *r;
	struct arena *a;
	int64_t log, hq;
	const struct rec *of; /* the record that is judged; NULL: none */
	bool system; /* of the program's own: it may name nobody (00000000), who had the passphrase */
	struct rec_view v;
	struct resolver res;
	struct err e;
};

/* In place: the view holds pointers to itself. False on a machine's error. `operation` as intake_operation
 * gives it. */
bool view_init(struct view *w, struct reg *r, struct arena *a, const struct store_log *log,
	       const struct rec *operation, struct err *e);

/* kept.c: the newest record of the operation (as intake_operation), and all decrees. */
const struct rec *kept_operation(struct reg *r, struct err *e);
bool kept_decrees(struct reg *r, const struct rec ***list, size_t *n, struct err *e);
/* Into the view: how many centres headquarters has recorded, and of how many this register holds the log. */
bool kept_centres(struct reg *r, struct decide_view *v, struct err *e);
/* vouch_who.c: after whatever was dropped, who is an officer is read again. */
void vouch_who_forget(struct reg *r);
/* After a cut, a rebuild, and whatever was dropped. */
void kept_forget(struct reg *r);
/* Whose key it is that signs for this name on this day (INT64_MAX: at last). ERR_NOTHING where nobody has the name. */
bool kept_officer(struct reg *r, struct arena *a, struct str name, int64_t day,
		  struct officer_public *out, struct err *e);
/* Has this officer's password open that key, unless it did before: from then on keys_sign signs with it. */
bool kept_signing(struct reg *r, struct arena *a, const struct officer_public *who, struct err *e);
/* Whether the newest key of this name is retired or suspended by this day: then nobody signs by that name any more,
 * for earlier days neither. */
bool kept_ended(struct reg *r, struct arena *a, struct str name, int64_t day, bool *ended,
		struct err *e);
/* Whether the keyring has, or had, this key. */
bool kept_has(struct reg *r, const uint8_t kid[4]);
/* The name of whoever has, or had, this key, in the register's memory until an officer is recorded; empty where the
 * keyring has no such key, or was not asked for one yet. */
struct str kept_name(struct reg *r, const uint8_t kid[4]);
/* After a key was made or dropped. */
void kept_forget_officers(struct reg *r);
/* Pairs of keys that are not two people (officer.c). */
bool officers_same(struct reg *r, struct arena *a, const struct same_person **list, size_t *n,
		   struct err *e);
/* The same, kept until an officer is recorded. */
bool kept_same(struct reg *r, const struct same_person **list, size_t *n, struct err *e);
/* What a key may do at the keyring (keys_right): of these roles, from this day on until the last one of its year or `until`. */
bool officer_right(struct reg *r, struct str roles, int64_t from, int64_t until,
		   struct keyring_right *out, struct err *e);
/* It ends with the beginning of this day, or at once (NO_DAY), and with it the officer's sessions. */
bool officer_right_ends(struct reg *r, struct arena *a, const uint8_t kid[4], int64_t day,
			struct err *e);
/* It keeps of its roles those that are among these, at once. */
bool officer_right_narrow(struct reg *r, struct arena *a, const uint8_t kid[4], struct str roles,
			  struct err *e);
/* officer.c: whose key it is that signs for this name today. ERR_REFUSED, at the field `as`, where nobody has the name. */
bool officer_today(struct reg *r, struct arena *a, struct str name, struct officer_public *who,
		   int64_t *today, struct err *e);
/* Whether who is so in the log on a day may sign on it. */
bool officer_serves(const struct store_officer *o, int64_t day);

/* An idempotency key with what was recorded under it, both under a key of the keyring (once.c). */
struct once {
	bool used;
	uint8_t idem[32], content[32];
};

struct erase_whom;

/* answers.c: what whoever registers somebody, or corrects a name, says of another case. */
enum answered { ANSWER_NONE, ANSWER_OTHER, ANSWER_ASK, ANSWER_SAME };

struct answer {
	enum answered is;
	struct str case_no; /* as it was typed; then the one in which that person goes on */
	uint8_t subject[16];
	struct str reason;
	const struct val *take; /* fields that are taken over as corrections, of ANSWER_SAME */
};

/* Who may be the same person as whom the draft is about. */
struct lookalike {
	uint8_t subject[16];
	struct str case_no;
	struct str reason; /* empty: nobody answered */
	bool other;	   /* another person, as was answered */
	bool there;	   /* in another register: of no case here */
	int score;	   /* as the key holder compares the two; 0: it was not asked */
	unsigned agrees;   /* as index_hit; of who was not compared nothing */
};

/* A draft on its way through the door (commit.c). */
struct accepting {
	struct reg *r;
	struct arena *a;
	struct draft *d;
	struct refusals *why;
	struct store_log log;
	struct view view;
	struct signer signers[DRAFT_OFFICERS];
	struct officer_public officers[DRAFT_OFFICERS];
	const struct rec *operation;
	const struct rec **decrees;
	size_t n_decrees;
	int64_t now, latest, today, local_day; /* latest: as the clock in the database says */
	struct store_case of;		       /* the case it is about, as it stands */
	const struct erase_whom *whom;	       /* of an erasure */
	/* Of a search without a case that goes on: the identity of its first record. */
	const uint8_t *goes_on;
	struct answer *answers; /* what whoever registers says of others (answers.c) */
	size_t n_answers;
	struct lookalike *alike; /* of whom something is noted with it (search.c) */
	size_t n_alike;
	bool more_alike; /* too many to be noted at once */
	bool registered; /* the case has a registration */
	bool there;	 /* a possible duplicate is one of another register (tie.c) */
	struct life_act act;
	struct str paper;   /* where the newest paper of the case stands (life_paper) */
	enum tongue tongue; /* of a record that says a language (tongue_see) */
	struct entry x;
	struct once once;
};

struct sealing;

/* signer.c: the officers who sign. */

/* Their keys, names and roles on the day of the draft, into w->signers and w->officers. Refuses who has no key, or nobody at
 * all where somebody has to record it. */
bool signers_find(struct accepting *w, struct err *e);
/* Opens their keys, once nothing speaks against the record; s->officers are they. */
bool signers_unlock(struct accepting *w, struct sealing *s, bool dry, struct err *e);
/* How many keys in the log may enrol others on the day of the draft or later. */
bool signers_keepers(struct accepting *w, size_t *n, struct err *e);

/* person.c: whose act it is. */

/* The case that the draft names, into w->of. Refuses one that is not there or not wanted. */
bool find_case(struct accepting *w, struct err *e);
/* Whether the record has an object s, for the person. */
bool has_person(const struct accepting *w);
/* Whether that takes an identity from the pool, which is gone then. */
bool needs_identity(const struct accepting *w);
/* Sets subject, own identity and step; a record that opens a case gets its number in d->case_no. */
bool set_person(struct accepting *w, struct sealing *s, struct err *e);

/* Sets the person's record apart (keys_apart) when he or she is referred as a child; notes in the register whose it is no more
 * because that was corrected. */
bool person_apart(const struct accepting *w, const struct sealing *s, struct err *e);
/* Opens to others what was noted, once the transaction is durable. An error leaves it closed. */
bool person_open(struct reg *r, struct err *e);

/* open.c: an officer as the rules see him or her today, by name; refuses a name that no key of the keyring has. */
bool reader_find(struct reg *r, struct arena *a, struct str name, struct signer *out,
		 struct refusals *why, struct err *e);

/* tie.c: what ties an act to its case, a paper to a person, an item to its number. */

/* Refuses a paper's index, serial or digest and an item's number that are taken, a second valid paper, the
 * standing of another case's paper, links of another case, and a merge that the link does not say. */
bool ties_hold(struct accepting *w, struct err *e);
/* What the projection keeps of it; after set_person, before seal_record. An error is left in the view. */
void ties_of(struct accepting *w, struct sealing *s);
/* tongue.c: whether the record is in the language that was said last of the person, and has to be read out, into v. */
bool tongue_see(struct accepting *w, struct decide_view *v, struct err *e);
/* The marks by which later ones know; once the case has its number. An error is left in the view. */
void tongue_marks(struct accepting *w, struct store_ties *t);
/* evidence.c: what the record names as evidence, into v->facts, whether captives were freed by the person, and whose search
 * it continues, into w->goes_on. Refuses acts of another case. */
bool evidence_see(struct accepting *w, struct decide_view *v, struct err *e);
/* The act that names evidence. */
struct evidence_at {
	struct str case_no;
	const char *kinds; /* which may be named, as the field says */
	int64_t log, seq;  /* seq -1: not cut yet */
	int64_t day;	   /* of its cut, or a later one */
};
/* What the act that a reference names is as evidence there. *there: it is in the log, of such a kind, older, and of the case or of none;
 * what this program erased since is taken for the testimony that it may have been. */
bool evidence_was(struct reg *r, struct arena *a, struct str ref, const struct evidence_at *at,
		  struct fact *out, bool *there, struct err *e);
/* Whether captives were freed by the person of this case, as the projection says. */
bool evidence_freed(struct reg *r, struct arena *a, struct str case_no, bool *freed, struct err *e);
/* The act that a resolved reference names; refuses one of another case at this field. */
struct centre_body;
bool evidence_of_case(struct accepting *w, const char *field, struct str ref,
		      struct centre_body *body, struct err *e);
/* The marks by which later evidence_see knows sources of findings, and captors. An error is left in the view. */
void evidence_marks(struct accepting *w, struct store_ties *t);
/* Why this act of a case, a check, was recorded: because of a row of a list, or not; the keyring alone tells one from the other. */
struct store_mark cause_mark(struct accepting *w, struct str case_no, int64_t step, bool listed);
/* follow.c: what an act that was accepted brings about at once, in the same transaction and signed by the same. */
bool follow(struct accepting *w, struct err *e);
/* answers.c. Reads what the draft answers, and finds the cases. Refuses what is none, and cases that are not here. */
bool answers_read(struct accepting *w, struct err *e);
/* The answer that names the case of somebody who is to be registered; NULL: none. */
const struct answer *answers_same(const struct accepting *w);
/* Records in that case, instead of a new one, what goes on in it. */
bool answers_go_on(struct accepting *w, const struct answer *same, bool dry, struct receipt *out,
		   struct err *e);
/* Whether it was answered before, or judged, that the person of this case and that of another are the same or not, or an adjudicator
 * was asked, when at least that agreed of the two which does now. */
bool answered_before(struct reg *r, struct arena *a, struct str case_no, const uint8_t subject[16],
		     const struct lookalike *other, bool *yes, struct err *e);
/* The same of somebody in another register, who has no case here. */
bool answered_there(struct reg *r, struct arena *a, struct str case_no, const uint8_t subject[16],
		    const struct lookalike *other, bool *yes, struct err *e);
/* Whether one of the files of the person whom the draft is about has this mark. */
bool answered_in(const struct accepting *w, const struct store_mark *m, bool *yes, struct err *e);
/* lists.c: whose checks begin is screened against the lists in force. That too much was looked at for that, or that a list is not
 * here, does not hold up the checks: the case goes on waiting to be screened. */
bool lists_follow(struct accepting *w, struct err *e);
/* exchange_compare.c: whoever goes on under the names of two files is owed a comparison with other registers by both. */
bool exchange_follow(struct accepting *w, struct err *e);
/* Refuses one more list than can be screened against at once. */
bool lists_hold(struct accepting *w, struct err *e);
/* merged.c: the acts of the other cases of the person whose case the draft is of, into v->elsewhere. */
bool merged_see(struct accepting *w, struct decide_view *v, struct err *e);
/* The cases that are merged into the case of this person, as it stands; not those that are merged into these. */
bool merged_into(struct reg *r, struct arena *a, const uint8_t subject[16], struct str **list,
		 size_t *n, struct err *e);
/* Those too that are merged into these; without the case itself. */
bool merged_all(struct reg *r, struct arena *a, struct str case_no, const uint8_t subject[16],
		struct str **list, size_t *n, struct err *e);
/* Refuses a merge into a case with a worse outcome than that of the draft, into the file of somebody dead or erased, and of a case
 * with an appeal, or time for one, that would be lost. */
bool merged_better(struct accepting *w, struct str kept, const struct store_case *c, struct err *e);
/* Refuses it into a file of another register: where an appeal would be lost, or what is merged into this one is not in the log yet. */
bool merged_away(struct accepting *w, struct err *e);
/* What a merge says of whom it keeps. */
bool merged_mark(struct reg *r, struct arena *a, const uint8_t subject[16], struct store_mark *m,
		 struct err *e);
/* Whether a case that two judged to be of the same person as this one (dedup_link, verdict=same) was decided otherwise than by a
 * grant. */
bool merged_otherwise(struct reg *r, struct arena *a, struct str case_no, bool *yes, struct err *e);
/* The case into which this one was merged; out->s == NULL where there is none. Looks at every case. */
bool merged_where(struct reg *r, struct arena *a, struct str case_no, struct str *out,
		  struct err *e);
/* The same of whom a merge keeps, by what it says of that (merged_mark). */
bool merged_marked(struct reg *r, struct arena *a, struct str mac, struct str *out, struct err *e);
/* The case in which the person of this one goes on: itself, or that at the end of what it was merged into. And whether that is a
 * child's file: whoever may open either is judged by it. */
bool merged_stands(struct reg *r, struct arena *a, struct str *case_no, struct store_case *c,
		   struct err *e);
bool merged_child(struct reg *r, struct arena *a, struct str case_no, bool *child, struct err *e);
/* Whether records of this kind have a number of their own, which occurs once in the register. */
bool ties_numbered(const struct kind *k);

/* erase_whom.c: all that an erasure is about, into w->whom; the case that is judged into w->of. */
bool erase_target(struct accepting *w, struct err *e);
/* Such an act, number i of them, as the rules see it; without the name of its entry. */
struct store_gone;
struct past_act erase_past(const struct store_gone *x, size_t i);
/* What the rules see of somebody without a case. An error is left in the view. */
void erase_see(struct accepting *w, struct decide_view *v);
/* erase.c: refuses where something of it waits for the cut, or a bulletin has to be restated by it first; then, once the rules allow it, notes whom it takes, and
 * puts tags in the place of the number of the person. */
bool erase_holds(struct accepting *w, struct err *e);
bool erase_intend(struct accepting *w, struct err *e);
/* Whether the objects of an entry were erased by this program. */
bool erase_gone(struct reg *r, struct arena *a, int64_t log, int64_t seq, bool *yes, struct err *e);
/* access.c: refuses an opening or a completion that no grant covers; what the projection keeps of one. */
bool access_holds(struct accepting *w, struct err *e);
void access_of(const struct accepting *w, struct store_access *x);
/* log_signer.c: has the keyring look at what the logs hold beyond what was signed, and note it as signed, while it is all
 * there: what is erased cannot be looked at any more. No error of it holds up an erasure: it is kept in r->unseen, to be
 * told, and who has the passphrase answers for what is gone when such a log is published. */
void logs_note(struct reg *r);
/* press.c: refuses a finding whose number no bulletin signed that it names. */
bool finding_holds(struct accepting *w, struct err *e);
/* owed.c: refuses a delayed sum of promises that is less than this register knows of. */
bool owed_holds(struct accepting *w, struct err *e);
/* sums.c: refuses a delayed sum that is more than this register knows of, unless it says where more is known; where it
 * holds the logs of all centres. */
bool sums_hold(struct accepting *w, struct err *e);
/* erasures.c: whether a list has this digest (ERR_FALSE where not), and the list written where it belongs. */
struct store_erased;
bool erasures_sorted(const struct store_erased *list, size_t n);
bool erasures_are(struct reg *r, struct arena *a, const struct store_erased *list, size_t n,
		  const uint8_t mac[32], struct err *e);
bool erasures_write(struct reg *r, struct arena *a, struct err *e);

/* paper.c: the place of the case's newest paper in the status list, from the objects c; -1 where it is not in a
 * log yet, or was never provisional nor suspended. */
bool paper_index(struct reg *r, struct arena *a, struct str case_no, int64_t *index, struct err *e);

/* effect.c: what the projection keeps of an effect notice, as it is accepted and as it is rebuilt; nothing of any
 * other record. */
bool effects_fold(struct reg *r, const struct rec *rec, int64_t log, const uint8_t draft[16],
		  struct err *e);
struct centre_body;
bool effects_refold(struct reg *r, const struct centre_body *body, struct err *e);
/* Refuses a number that is another notice's, and what was confirmed already. */
bool effects_hold(struct accepting *w, struct err *e);

/* draft.c: the time that the record itself says it is of; NULL where its kind has none. */
const struct val *draft_time(const struct draft *d);

/* correct.c: resolves the word `corrects` into r->corrects and refuses what must not be corrected. */
bool choose_corrected(struct accepting *w, struct err *e);
/* Whether the record takes the place of one with the same key. */
/* The index of the entry that a record corrects, in its log; -1: none. */
int64_t corrects_at(const struct rec *r);
bool corrects_same(struct accepting *w, struct str key);
/* Whether it has this name from the one that it corrects, or from an earlier state of the same thing. */
bool keeps_name(struct accepting *w, struct str name);

/* The common sealed fields of a record, and what its objects are made of. */
struct sealing {
	const struct draft *d;
	const struct store_log *log;
	struct entry *x;
	int64_t now;
	uint8_t operator[4];
	uint8_t draft[16];
	const struct life_act *act; /* NULL: no act about a person, nor one that is veiled */
	bool has_case, has_own, has_s;
	int64_t step;
	uint8_t subject[16]; /* the person of the case */
	uint8_t own[16];     /* an identity of its own, to which s is sealed then */
	bool has_recipient;  /* of whichever of the two s is sealed to; else it is looked up */
	uint8_t recipient[32];
	const struct officer_public *officers; /* who sign */
	size_t n_officers;
	struct store_ties ties; /* its marks and the last day for an appeal stand in c */
	struct str c, s;	/* out */
};

/* Whether the act says something to the rules of later ones: in a case always, else where one of its kind may follow. */
bool seal_says(const struct sealing *w);
/* Makes c (and s), sets the entry's seal or id and its signatures. */
bool seal_record(struct reg *r, struct arena *a, struct sealing *w, struct err *e);

/* names.c: the index of names. */

/* Notes what it is to know of a record that is accepted. */
bool names_note(struct accepting *w, const struct sealing *s, struct err *e);
/* Whoever was screened against lists, and compared with what other registers gave, is owed it again: under other names, or as his or her
 * record was closed to whoever compares. Where the file was merged, it is the one in which the person goes on that is compared. */
bool names_anew(struct reg *r, struct arena *a, struct str case_no, struct err *e);
/* Adds what was noted, before the transaction is durable; or forgets it. */
bool names_commit(struct reg *r, struct err *e);
void names_drop(struct reg *r);
/* Of a new register the index is whole: nobody is in it. */
bool names_begin(struct store *s, struct err *e);
/* How much of each bucket's file counts, and which are lost. */
bool names_lengths(struct reg *r, struct arena *a, uint64_t upto[256], bool lost[256],
		   struct err *e);
/* For whoever wrote a bucket's file anew, in that transaction; 0: it is lost. */
bool names_length_set(struct reg *r, struct arena *a, uint8_t bucket, uint64_t upto, struct err *e);
/* Makes the files of the lost buckets anew, in a transaction of its own, or in the one that is under way. */
bool names_make(struct reg *r, const bool lost[256], struct err *e);
bool names_make_in(struct reg *r, const bool lost[256], struct err *e);
/* A question to whoever holds the keys, about names. What is lost of the index is made anew before, and once more where it is said to be
 * lost; ERR_FAILED where it is lost again: that somebody is not in an index that was not looked at says nothing. */
struct names_question {
	struct reg *r;
	struct arena *a;
	bool in; /* a transaction is under way */
	bool (*ask)(void *p, const uint64_t upto[256], struct err *e);
	void *p;
	const struct keys_lost *lost; /* as answered */
};
bool names_ask(const struct names_question *q, struct err *e);
/* What waits in this transaction, of which no file of the index knows, and the key holder was not told: the first of it, to be
 * compared with. And that it was told so many; true where that was all. */
void names_waiting(const struct reg *r, struct keys_search *s);
bool names_told(struct reg *r, size_t n);

/* spelled.c: whether what the draft says of names is of words that can be looked for; else it is refused. */
bool names_spelled(struct accepting *w, const struct names *x);

/* search.c: who may be the same person as whom the draft registers, or whose name it corrects, into w->alike. Refuses where it is
 * said that others were searched and nobody searched, and while nothing is answered of one. Once those who sign are signed in. */
bool search_hold(struct accepting *w, bool dry, struct err *e);
/* The same of whoever is registered (w->of, under the case of the draft), as this officer looks, who is signed in; of whom something
 * was said before nothing is in w->alike. */
bool search_again(struct accepting *w, const uint8_t kid[4], struct err *e);

/* tie.c: the mark of a possible duplicate who is in another register. */
#define MARK_THERE "there"
/* answers.c: what agrees of two persons, as a code of dedup_link.fields; and the mark of one of whom something is said, and what
 * agreed then. */
struct str agrees_text(struct arena *a, unsigned agrees);
unsigned agrees_of(const struct val *fields);
struct store_mark alike_mark(struct accepting *w, struct str other, unsigned agrees);

struct read;

/* What an act says to later ones, as CBOR (seal_said.c). Reading: false with r->wrong where it is none. */
void said_put(struct buf *to, const struct life_act *act);
bool said_read(struct read *r, struct store_act *act);

/* What days ask of a sealed record (seal_clock.c). */
struct clock_part {
	bool has_paper;
	int64_t paper; /* of a provisional paper: its place in the status list */
	bool has_effect;
	struct store_effect effect; /* of an effect notice; without `draft` and `log` */
};
/* Its CBOR, nothing for records of which days ask nothing. */
void clock_put(struct buf *to, const struct rec *r);
/* False with r->wrong where it is none. Views into the bytes. */
bool clock_read(struct read *r, struct clock_part *out);
/* What an effect notice says, without `draft` and `log`. */
struct store_effect clock_effect(const struct rec *r);

/* The body of an object c of an act or of a weapon item: views into the bytes. */
struct centre_body {
	struct store_act act; /* without `log` */
	bool has_event;	      /* else it is of a weapon item */
	bool has_own;	      /* s is sealed to an identity of its own: */
	uint8_t own[16];
	/* The officers are those who signed c: of a place kind they stand in the entry. */
	struct store_ties ties;
	struct clock_part clock;
	bool has_occurred;
	int64_t occurred, recorded; /* seconds since 1970 */
	struct str fields;	    /* the C fields of the record, as CBOR; s == NULL: none */
	struct str asked;	    /* what rules ask of it (rule/asked.h); s == NULL: nothing */
	uint8_t sigs[ENTRY_SIGNATURES][64]; /* of ties.kids */
	struct str head, entry; /* entry: a weapon item's as it waited, else s == NULL */
};
/* False with in->wrong where it is none. */
bool seal_body_read(struct read *in, struct centre_body *out);

/* What rebuild reads back from the object c of an act; `x` is the entry to which it belongs. */
bool seal_read_act(struct reg *r, struct arena *a, const struct store_log *log,
		   const struct entry *x, struct str c, struct centre_body *out, struct err *e);
/* The same for a weapon item, bound to the entry as which it waited. */
bool seal_read_item(struct reg *r, struct arena *a, const struct store_log *log, struct str c,
		    struct store_item *out, struct store_ties *ties, struct err *e);

/* And of a record about a place that has no object s. */
bool seal_read_place(struct reg *r, struct arena *a, const struct store_log *log,
		     const struct entry *x, struct str c, struct centre_body *out, struct err *e);

/* stock.c: weapons and ammunition one by one. */

/* Whether a record of this kind moves or names what is in the stock book, but is about a place. */
bool stock_of_place(const struct kind *k);
/* Refuses a serial that stands in the book, moves of what is not there (or not yet in the log, or gone), a count that
 * is not that of the book, more ammunition than there is, heavy materiel that no delayed sum has told, receipts for
 * what somebody else handed in, and tasks for what needs none. */
bool stock_holds(struct accepting *w, struct err *e);
/* What it names; after ties_of. */
void stock_ties(struct accepting *w, struct store_ties *t);
/* Puts a move or a spot task into the book; `seq` -1: not cut yet. */
bool stock_fold(struct reg *r, struct arena *a, const struct rec *rec, int64_t log,
		const uint8_t draft[16], int64_t seq, const struct store_ties *t, struct err *e);
/* tie.c: the keyed digest of a value, under the name of a mark. */
struct store_mark mark_of(struct accepting *w, const char *what, struct str text);
/* stock.c: that one was given to this holder for this thing. */
struct store_mark receipted_mark(struct accepting *w, struct str no, struct str holder);
/* stock.c: that a receipt with this number (in hex) was given to this holder, for so many things. */
struct store_mark receipt_mark(struct accepting *w, struct str no, struct str holder,
			       int64_t things);

/* What a weapon item counts as, from the entry it waits as. */
void item_of(const struct entry *x, struct store_item *out);

/* Fills *o; where the key was used for the same record, *out says as what it was accepted, and on which day.
 * Refuses a key that was used for another record. */
bool once_recall(struct reg *r, struct arena *a, const struct draft *d, struct once *o,
		 struct receipt *out, struct refusals *why, struct err *e);
bool once_add(struct reg *r, const struct once *o, const struct receipt *receipt, int64_t day,
	      struct err *e);

/* A draft ready to become an entry. */
struct ready {
	struct store_draft d;
	struct entry x;
	struct str bytes;
	struct str body; /* of object c, where it is sealed */
	struct hash leaf;
	uint8_t who[16]; /* the person it is about; its draft's id where it is about nobody */
	int group;	 /* of wait.c */
	const struct ready *items; /* those behind a weapon entry, in the order of their seals */
	size_t n_items;
};

struct cutting {
	struct reg *r;
	struct arena *a;
	struct store_log log;
	struct view view;
	int64_t day, cell;
	bool day_by_clock;
	struct cut_report *report;
};

/* wait.c: what must not stand in the log alone. */

/* Enough different people (or things), or one that has waited for long enough. */
bool may_go(const struct cutting *w, const struct ready *list, size_t n);
/* Says in the report that so many wait, and for what. */
void wait_for(struct cutting *w, size_t n, struct str why);
/* Of the records about places, those that may be cut now: kept at the front, in their order. */
bool places_that_go(struct cutting *w, struct ready *list, size_t *n, struct err *e);
/* Of the sealed ones (no weapons) the same, in any order. */
bool sealed_that_go(struct cutting *w, struct ready *list, size_t *n, bool weapons, struct err *e);

/* wait_merge.c: which of those that would go together are merges, or take them back, that wait, and for what the last of them does. */
bool merges_wait(struct cutting *w, struct ready *const *list, size_t n, bool *waits,
		 struct str *why, struct err *e);

/* item.c: makes one entry for each kind of weapon items of what is enough of each figure; adds them to `out`.
 * *shown: those that are not veiled. */
bool weapons_that_go(struct cutting *w, const struct ready *items, size_t n, struct ready *out,
		     size_t *n_out, size_t *shown, struct err *e);

/* What shows that a draft was accepted by whoever had the passphrase, and not changed since. */
bool draft_mac(struct reg *r, struct arena *a, const struct store_draft *d, uint8_t mac[32],
	       struct err *e);

/* Refuses a clock that runs behind what is recorded already, which is *latest (may be NULL), or that shows a day
 * which no entry can have. */
bool clock_ahead(struct reg *r, int64_t now, int64_t *latest, struct err *e);

#endif
