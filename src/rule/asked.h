/*
 * What of a record's sealed fields the rules ask. It stands in object c too (format.md section 8, key 31), signed with it, so that
 * a cut, the doctor and an audit judge an act by the same fields as the rules did when it was accepted; what nobody asks
 * is sealed for the person alone.
 */
#ifndef SULH_RULE_ASKED_H
#define SULH_RULE_ASKED_H

#include "base/read.h"
#include "record/rec.h"

/* The record as rules see it: its public fields and what is asked, also what only the front door asks (in which language the
 * person was told). Of a text and a picture only whether it is there is left, but
 * where its words decide. In the arena, with values of `r`. */
struct rec *asked_of(struct arena *a, const struct rec *r);

/* The sealed fields of such a record, as CBOR: map tag -> value; nothing where it has none. */
void asked_put(struct arena *a, const struct rec *asked, struct buf *to);
/* Reads them into a record of the kind, all of the input; false with in->wrong where it is none, or not as asked_put writes
 * what asked_of left, and then the record stays as it was. Values are views into the input, or lie in the arena. */
bool asked_read(struct arena *a, struct rec *out, struct read *in);

#endif
