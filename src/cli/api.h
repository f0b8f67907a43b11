/*
 * The JSON API of the desks: the commands of this program over HTTP, on this machine only.
 *
 *   GET    /api/v1             the commands, their arguments and options
 *   POST   /api/v1/session     {"officer": ..., "password": ...} -> {"token": ..., "officers": [...]}: signs in, at a
 *                              desk of its own or, with a token, at that one as another officer
 *   GET    /api/v1/session     who is signed in at this desk
 *   DELETE /api/v1/session     signs all of them out
 *   POST   /api/v1/session/end {"officer": ...} -> {"token": ..., "officers": [...]}: signs this one out; the others stay
 *   POST   /api/v1/WORD[/WORD] the command of these words: {"args": [...], "fields": {...}, "options": {...}}
 *
 * A command answers with a JSON array of the objects that `--json` prints, one a line; the last has the type
 * "result". Who acts is named as with the command (--as), and has to be signed in at the desk whose token is sent
 * (Authorization: Bearer TOKEN). Nothing of it stands in an address, and nothing is kept by a browser. The key holder
 * (keyd/server.h) has to run: this process never has a key.
 *
 * Where the command line takes the path of a FILE as an argument, its text is sent; what it writes to --out FILE is in the answer
 * (as base64 where it may be no text). No command of this reads or writes a file of the server.
 *
 * Status: 200; 400 a wrong call, 401 not signed in, 404 nothing found, 409 it needs attention (also while another
 * process works on the register for long), 422 refused, 500 a machine's error, 503 no key holder runs.
 */
#ifndef SULH_CLI_API_H
#define SULH_CLI_API_H

#include "base/time.h"
#include "web/http.h"

struct arena;
struct api;

/* The API for the register in `dir`; it lives in the arena. NULL without memory for a lock. */
struct api *api_open(struct arena *a, struct str dir, const struct clock *clock, struct err *e);

/* As http_site.answer; p is the api. One command at a time looks at the register. */
void api_answer(void *p, struct arena *a, const struct http_request *q, struct http_answer *out);

#endif
