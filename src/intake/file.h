/*
 * A person's own file: everything that is held about him or her, opened on his or her request; and a case as whoever works on
 * it reads it. What is sealed in a compartment of its own (testimony, a child's record) is named and not opened: its own
 * officer gives it.
 */
#ifndef SULH_INTAKE_FILE_H
#define SULH_INTAKE_FILE_H

#include "intake/find.h"
#include "intake/unasked.h"
#include "record/entry.h"

/* One act, with what it says about the person. */
struct file_act {
	const struct kind *kind;
	int64_t step, day;	 /* day NO_DAY: waits for the cut */
	struct str event, state; /* state: of the case after it */
	struct str entry, leaf;	 /* "aleppo/12" and the leaf hash in hex; s == NULL: not cut */
	struct rec *rec;	 /* all of its fields that could be opened */
	struct str note;	 /* s == NULL: none */
	struct instant when;	 /* when it happened; else when it was recorded; local */
	bool has_when;		 /* one of the two is known */
	struct str officers[ENTRY_SIGNATURES]; /* names of those who decided, ids of the others */
	size_t n_officers;
	bool apart;  /* in a compartment of its own: not opened */
	bool erased; /* the person's key is gone */
};

/* A value of the registration as it stands now. */
struct file_datum {
	const struct field *field;
	const struct val *value;
	int64_t step;	/* of the act that says so */
	bool corrected; /* by that act */
	struct str was; /* then: what the registration said; s == NULL: nothing */
	struct str why; /* and the code of the reason */
};

/* A weapon or a lot of ammunition that the person handed in, alone or with others. */
struct file_thing {
	struct file_act act; /* of the hand-in */
	struct str
		state; /* "store", "transfer", "destroy" or "lost"; empty: a lot that has no number */
	bool danger;   /* it must not be stored */
	struct str receipt; /* the number of the receipt, in hex; s == NULL: none was given */
};

struct file_due {
	struct str code, why;
	int64_t day; /* the last day */
};

struct file_opening {
	struct str at, officer,
		purpose; /* officer: the id; s == NULL: whoever had the passphrase */
	struct instant when;
	bool has_when; /* `at` as an instant */
};

struct file_named {
	uint8_t kid[4];
	struct str name;
};

struct person_file {
	bool work; /* read by an officer for the case: no openings and no rights */
	bool compared; /* to tell two persons apart: who complained is withheld; for any other work nothing is */
	/* case_no, state: empty for somebody without a case; entry: by which he or she was named then, else s == NULL */
	struct str case_no, state, entry, controller, operation;
	uint8_t subject[16];
	int64_t day; /* on which it was made */
	struct file_act *acts;
	size_t n_acts;
	struct file_datum *data;
	size_t n_data;
	bool listed; /* what he or she handed in: only for request_of_person */
	struct file_thing *things;
	size_t n_things;
	struct file_due *due;
	size_t n_due;
	struct unasked unasked; /* of a case that is read for the work on it, while it is open */
	struct file_opening *openings; /* of what is sealed for the person, with this one */
	size_t n_openings;
	struct file_named *named; /* who decided anything of it */
	size_t n_named;
	struct str *
		same; /* other cases of the same person: merged into this one, or this one into them */
	size_t n_same;
	const struct store_log *logs; /* of the register, by which references name entries */
	size_t n_logs;
};

/* All of it, of the person of a case, or of whom an entry LOG/INDEX or the number of a slip is about: of somebody without a case
 * (a passenger, who is sought, a victim, a witness) every entry that is about the same one, as an erasure would take
 * it (erase.h). ERR_NOTHING where there is none such; ERR_REFUSED for an officer whose work it is not (dpo, case_worker; of a
 * child and a testimony dpo, protection), for an entry about nobody, and where no act can be opened since the person was
 * erased. Each act that is opened counts as an opening, before anything is opened. Other cases of the person are named in
 * out->same: each is a file of its own. Needs the keyring, and the register open for writing. */
bool intake_file(struct reg *r, struct arena *a, struct str what, const struct reader *by,
		 struct person_file *out, struct err *e);

/* Whether this officer gives people what is held about them; of a child, and of a file that is merged into a child's, the one who
 * does so. As intake_reader. ERR_NOTHING where
 * there is no such case, which others do not learn. */
bool file_giver(struct reg *r, struct arena *a, const struct reader *by, struct str case_no,
		const struct store_case *of, struct keys_reading *out, struct err *e);

/*
 * The same for an officer who works on the case, with what sources said: for one of FILE_WORK, as who may open for it
 * (record/reader.h) and of a child protection officers alone. Numbers of other persons stand as those of their cases.
 * Counted and journalled alike.
 */
#define FILE_WORK "case_work,appeal,duplicate"
bool intake_case_read(struct reg *r, struct arena *a, struct str case_no, const struct reader *by,
		      struct person_file *out, struct err *e);

/* Whether a field of an act is about somebody else, and so left out of the file of the one. */
bool file_withheld(const struct person_file *file, const struct rec *r, const struct field *f);

#endif
