/* See reader.h. */
#include "record/reader.h"

#include <stddef.h>

#include "record/kind.h"
#include "base/banned.h"

/* Desks that take people in (reception, registrar) add and do not read (product.md, promise 4). Of what is apart only
 * protection officers open anything, and what a person asks for of himself or herself is handed out. */
static const struct {
	const char *purpose, *roles, *apart;
} readers[] = {
	{ "case_work", "screener,panel,chief,authority,certificate_officer,case_worker,protection",
	  "protection" },
	{ "duplicate", "adjudicator", NULL },
	{ "appeal", "panel,case_worker", NULL },
	{ "medical", "case_worker,protection", "protection" },
	{ "family", "case_worker,protection", "protection" },
	{ "court_order", "dpo,chief", NULL },
	{ "audit", "auditor,dpo", NULL },
	{ "request_of_person", "dpo,case_worker,protection", "dpo,protection" },
	{ "break_glass", "chief,protection,dpo", "protection" },
};

const char *reader_roles(struct str purpose, bool apart)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (str_eq(purpose, str_of(readers[i].purpose)))
			return apart ? readers[i].apart : readers[i].roles;
	return NULL;
}

bool reader_own(struct str purpose)
{
	return str_eq(purpose, S("request_of_person"));
}

bool reader_any(struct str roles, const char *list)
{
	while (list && roles.s)
		if (code_in(list, str_cut(&roles, ',')))
			return true;
	return false;
}
