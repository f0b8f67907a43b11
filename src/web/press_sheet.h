/* The claims in press.json as a table, /press.csv: its rows are made while they are sent, so that many take no more memory than one. */
#ifndef SULH_WEB_PRESS_SHEET_H
#define SULH_WEB_PRESS_SHEET_H

#include "base/err.h"
#include "web/http.h"

struct maker;

/* Answers with it: 200; 503 where another publication has just taken the place of the one that is known; 500 with e filled.
 * The maker outlives all answers. */
int press_sheet_answer(struct maker *m, const char *folder, struct http_answer *out, struct err *e);

#endif
