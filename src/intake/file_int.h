/* Private to intake/file*.c: a file under way. */
#ifndef SULH_INTAKE_FILE_INT_H
#define SULH_INTAKE_FILE_INT_H

#include "intake/file.h"
#include "intake/intake_int.h"
#include "keyd/keys_file.h"
#include "store/person.h"

struct filing {
	struct reg *r;
	struct arena *a;
	struct person_file *out;
	struct str whose; /* "case 1234-5678", "entry aleppo/12": for what could not be done */
	bool own;	  /* of identities that are of no case */
	struct officer_public *officers;
	size_t n_officers;
	struct store_log *logs;
	size_t n_logs;
	size_t room_acts, room_named, room_openings, room_things;
	struct keys_reading why;
	struct keys_object *objects; /* c and s of each act that has one */
	size_t n_objects;
};

/* Opens these acts, of one person, and adds them: each counts as an opening, before anything is opened. */
bool file_take(struct filing *w, const struct store_held *list, size_t n, const uint8_t subject[16],
	       struct err *e);
/* Who opened it before, and now; oldest first. */
bool file_openings(struct filing *w, const uint8_t subject[16], struct err *e);

/* One body of an act that was opened. */
bool file_body(struct filing *w, struct str body, enum sight sight, struct rec *rec,
	       struct file_act *act, struct err *e);
/* "aleppo/12" */
struct str file_entry(struct filing *w, int64_t log, int64_t seq);
/* file_stand.c: the registration as it stands, once all acts are there. */
void file_stand(struct filing *w);
/* file_things.c: what this person handed in, as part of the opening that was counted. */
bool file_things(struct filing *w, const uint8_t subject[16], struct err *e);

/* The file of a case, or of acts that are of none, once it is known that whoever asks may have it. */
bool file_case(struct filing *w, const struct store_case *of, struct err *e);
bool file_own(struct filing *w, struct store_held *list, size_t n, struct err *e);

#endif
