/*
 * Who may open what is sealed for a person, by role and purpose: the one table of it. The rules read it with what the
 * register knows of officer and case (rule/open.h), the key holder with the rights that it keeps itself (keyd/): who
 * goes round the one has the other before them.
 *
 * Lists are roles separated by commas, as of code_in.
 */
#ifndef SULH_RECORD_READER_H
#define SULH_RECORD_READER_H

#include <stdbool.h>

#include "base/str.h"

/* Who may open for this purpose of access_event; NULL where it is none. `apart`: a child's file, or what is in compartment T
 * (children, testimony), which for most purposes nobody opens: NULL, too. */
const char *reader_roles(struct str purpose, bool apart);

/* Whether one of these roles is in the list. */
bool reader_any(struct str roles, const char *list);

/* Whoever keeps the machine opens nothing and looks for nobody, whatever else he or she is (product.md). */
#define READER_NONE "operator"
/* Who meets people under a name, or has to tell two of them apart: nobody looks for pleasure. */
#define READER_FINDS "registrar,adjudicator,case_worker,protection,dpo,chief"
/* Why a person may be in danger (safety_concern) is for those who protect, not for whoever checks or judges, issues papers or
 * compares names, whatever else he or she is; the person gets all of it. */
#define READER_CONCERN	  "protection,case_worker,dpo"
#define READER_NO_CONCERN "screener,panel,certificate_officer,adjudicator"
bool reader_own(struct str purpose);
/* Who sees the journal of openings. */
#define READER_AUDITS "dpo,auditor,chief"

/* Who takes people in, and gives them the slip with their number. */
#define READER_SLIPS "reception,registrar"

#endif
