/* See api.h. */
#include "cli/api.h"

#include <pthread.h>
#include <string.h>

#include "base/jsonin.h"
#include "cli/api_body.h"
#include "cli/commands.h"
#include "cli/desk.h"
#include "ledger/key.h"
#include "record/kind.h"
#include "base/banned.h"

#define SESSION_END "/session/end"
#define TYPE	    "application/json"

struct api {
	struct str dir;
	struct clock clock;
	pthread_mutex_t lock; /* of the desks, and of the register while a command looks at it */
	struct desks *desks;
};

static void destroy(void *p)
{
	(void)pthread_mutex_destroy(&((struct api *)p)->lock);
}

static void unlock(void *p)
{
	(void)pthread_mutex_unlock(&((struct api *)p)->lock);
}

struct api *api_open(struct arena *a, struct str dir, const struct clock *clock, struct err *e)
{
	struct api *api = arena_alloc(a, sizeof *api);

	api->dir = dir;
	api->clock = *clock;
	if (pthread_mutex_init(&api->lock, NULL)) {
		err_set(e, ERR_FAILED, "open the API: no lock is to be had");
		return NULL;
	}
	arena_defer(a, destroy, api);
	api->desks = desks_new(a);
	return api;
}

/* An answer that is no command's. */
static void say(struct arena *a, struct http_answer *out, int status, struct str what)
{
	struct buf b = { .a = a };

	json_open(&b, '{');
	json_put_text(&b, "error", what);
	json_close(&b, '}');
	buf_byte(&b, '\n');
	out->status = status;
	out->type = TYPE;
	out->body = buf_text(&b);
}

static struct str wrong_request(int status)
{
	switch (status) {
	case 403:
		return S("a page of another host must not write here");
	case 405:
		return S("GET, POST or DELETE");
	case 411:
	case 413:
		return S("a body of a said length, of 1 MiB at most");
	case 415:
		return S("Content-Type: application/json");
	case 421:
		return S("the name of this machine is 127.0.0.1 or localhost here");
	default:
		return S("this is no request that is answered here");
	}
}

/* The command that the words of a path name; only such as are for this. */
static const struct command *find(struct str words)
{
	const struct command *k;

	for (size_t i = 0; (k = command_at(i)); i++) {
		struct str name = str_of(k->name), left = words;
		bool same = k->api;

		while (same && name.s && left.s)
			same = str_eq(str_cut(&name, ' '), str_cut(&left, '/'));
		if (same && !name.s && !left.s)
			return k;
	}
	return NULL;
}

static void put_command(struct buf *b, const struct command *c)
{
	struct str rest = str_of(c->name), first = str_cut(&rest, ' ');

	json_open(b, '{');
	json_key(b, "path");
	json_str(b, str_fmt(b->a, API_PREFIX "/%.*s%s%.*s", P(first), rest.s ? "/" : "",
			    P(rest.s ? rest : S(""))));
	json_put_text(b, "args", str_of(c->args));
	json_put_text(b, "summary", str_of(c->summary));
	json_key(b, "options");
	json_open(b, '[');
	for (size_t i = 0; i < COMMAND_OPTIONS && c->options[i].name; i++)
		if (api_takes(&c->options[i]))
			json_str(b, str_of(c->options[i].name));
	json_close(b, ']');
	json_close(b, '}');
}

static void list(struct arena *a, struct http_answer *out)
{
	struct buf b = { .a = a };
	const struct command *k;

	json_open(&b, '[');
	for (size_t i = 0; (k = command_at(i)); i++)
		if (k->api)
			put_command(&b, k);
	json_close(&b, ']');
	buf_byte(&b, '\n');
	out->status = 200;
	out->type = TYPE;
	out->body = buf_text(&b);
}

/* The token of "Bearer TOKEN" (RFC 6750, 2.1); empty without one. */
static struct str token_of(const struct http_request *q)
{
	struct str rest = q->authorization.s ? q->authorization : S(""),
		   scheme = str_cut(&rest, ' ');

	return rest.s && str_eq(scheme, S("Bearer")) ? str_trim(rest) : S("");
}

static int status_of(int code)
{
	switch (code) {
	case 0:
		return 200;
	case ERR_USAGE:
		return 400;
	case ERR_NOTHING:
		return 404;
	case ERR_REFUSED:
		return 422;
	case ERR_FALSE:
	case ERR_ATTENTION:
		return 409;
	case ERR_LOCKED:
	case ERR_WRONG_KEY:
		return 401;
	default:
		return 500;
	}
}

/* One JSON object a line, as one array. */
static struct str as_array(struct arena *a, struct str lines)
{
	struct buf b = { .a = a };

	buf_byte(&b, '[');
	while (lines.len) {
		struct str line = str_cut(&lines, '\n');

		if (b.len > 1)
			buf_byte(&b, ',');
		buf_str(&b, line);
		if (!lines.s)
			break;
	}
	buf_byte(&b, ']');
	buf_byte(&b, '\n');
	return buf_text(&b);
}

static void say_error(struct arena *a, struct http_answer *out, int status, const struct err *e)
{
	say(a, out, status,
	    str_fmt(a, "%s%s%s%s%s", e->where, *e->where ? ": " : "", e->what,
		    *e->want ? "; right would be: " : "", e->want));
}

/* The desk of the token, at which somebody is signed in; NULL where there is none. */
static struct desk *desk_of(struct api *api, struct arena *a, const struct http_request *q)
{
	struct desk *desk = desk_find(api->desks, token_of(q));
	struct desk_officers there;
	struct err e;

	if (!desk || (desk_officers(desk, a, &there, &e) && there.n))
		return desk;
	desk_close(desk);
	return NULL;
}

static void run(struct api *api, struct arena *a, const struct http_request *q,
		const struct command *k, struct http_answer *out)
{
	struct desk *desk = desk_of(api, a, q);
	struct cli *c = arena_alloc(a, sizeof *c);
	struct err e = { 0 };
	int code;

	c->a = c->out.a = c->result.a = c->why.a = a;
	c->args = arena_array(a, API_ARGS + CLI_SPARE, sizeof *c->args);
	c->clock = api->clock;
	c->command = k;
	c->json = c->held = true;
	c->options[c->n_options].name = "data";
	c->options[c->n_options++].value = api->dir;
	if (!desk) {
		say(a, out, 401, S("sign in first: POST " API_PREFIX "/session"));
		return;
	}
	c->keys = desk->keys;
	if (!api_body(c, q->body, &e)) {
		say_error(a, out, 400, &e);
		return;
	}
	code = cli_run(c);
	out->status = status_of(code);
	out->type = TYPE;
	out->body = as_array(a, buf_text(&c->out));
	/* What a command opened leaves in the answer only. */
	key_wipe_later(a, c->out.p, c->out.len);
	key_wipe_later(a, (void *)(uintptr_t)out->body.s, out->body.len);
}

static void put_desk(struct arena *a, struct desk *desk, struct http_answer *out)
{
	struct desk_officers there;
	struct buf b = { .a = a };
	struct err e;

	if (!desk_officers(desk, a, &there, &e)) {
		say_error(a, out, 503, &e);
		return;
	}
	json_open(&b, '{');
	json_put_text(&b, "token", str_hex(a, desk->token, sizeof desk->token));
	json_key(&b, "officers");
	json_open(&b, '[');
	for (size_t i = 0; i < there.n; i++)
		json_str(&b, there.names[i]);
	json_close(&b, ']');
	json_put_int(&b, "idle_seconds", DESK_IDLE_S);
	json_close(&b, '}');
	buf_byte(&b, '\n');
	out->status = 200;
	out->type = TYPE;
	out->body = buf_text(&b);
	key_wipe_later(a, b.p, b.len);
}

static void put_nobody(struct http_answer *out)
{
	out->status = 200;
	out->type = TYPE;
	out->body = S("{\"officers\":[]}\n");
}

/* An officer signs in, at a desk of his or her own or at that whose token was sent. */
static void sign_in(struct api *api, struct arena *a, const struct http_request *q,
		    struct http_answer *out)
{
	struct err e = { 0 };
	const struct jsonin *v = jsonin_read(a, q->body, 1, &e), *officer, *password;
	struct str token = token_of(q);
	struct desk *desk = desk_of(api, a, q);

	officer = v ? jsonin_find(v, S("officer")) : NULL;
	password = v ? jsonin_find(v, S("password")) : NULL;
	if (!officer || !password || v->len != 2 || officer->type != JSONIN_STRING ||
	    password->type != JSONIN_STRING) {
		say(a, out, 400, S("{\"officer\": NAME, \"password\": PASSWORD}"));
		return;
	}
	key_wipe_later(a, (void *)(uintptr_t)password->s.s, password->s.len);
	if (token.len && !desk) {
		say(a, out, 401, S("this desk is signed out: sign in without a token"));
		return;
	}
	if (!desk)
		desk = desk_open(api->desks, str_z(a, api->dir), &e);
	if (desk && desk_sign_in(desk, a, officer->s, password->s, &e)) {
		put_desk(a, desk, out);
		return;
	}
	if (desk && !token.len)
		desk_close(desk);
	/* Whether there is such an officer is not for whoever has no password: the key holder spends, counts and locks alike. */
	if (e.kind == ERR_WRONG_KEY)
		say(a, out, 401, S("nobody has this name and this password"));
	else
		say_error(a, out, desk ? status_of((int)e.kind) : 503, &e);
}

static void sign_out(struct api *api, struct arena *a, const struct http_request *q,
		     struct desk *desk, struct http_answer *out)
{
	const struct jsonin *v = jsonin_read(a, q->body, 1, &(struct err){ 0 }),
			    *officer = v ? jsonin_find(v, S("officer")) : NULL;
	struct err e = { 0 };

	if (!officer || v->len != 1 || officer->type != JSONIN_STRING) {
		say(a, out, 400, S("{\"officer\": NAME}"));
		return;
	}
	if (!desk_sign_out(desk, a, officer->s, &e)) {
		say_error(a, out, status_of((int)e.kind), &e);
		return;
	}
	desk = desk_of(api, a, q);
	if (desk)
		put_desk(a, desk, out);
	else
		put_nobody(out);
}

static void session(struct api *api, struct arena *a, const struct http_request *q,
		    struct http_answer *out)
{
	bool one = str_eq(q->path, S(API_PREFIX SESSION_END));
	struct desk *desk;

	if (one && q->method != HTTP_POST) {
		say(a, out, 405, S("one officer signs out by POST"));
		return;
	}
	if (!one && q->method == HTTP_POST) {
		sign_in(api, a, q, out);
		return;
	}
	desk = desk_of(api, a, q);
	if (!desk) {
		say(a, out, 401, S("this desk is signed out"));
	} else if (one) {
		sign_out(api, a, q, desk, out);
	} else if (q->method == HTTP_GET) {
		put_desk(a, desk, out);
	} else {
		desk_close(desk);
		put_nobody(out);
	}
}

/* What needs the desks or the register: one at a time. */
static void hold(struct api *api, struct arena *a, const struct http_request *q,
		 const struct command *k, struct http_answer *out)
{
	if (pthread_mutex_lock(&api->lock)) {
		say(a, out, 500, S("no lock is to be had"));
		return;
	}
	/* After the register that the command opened in this arena is closed again; also where memory runs out. */
	arena_defer(a, unlock, api);
	if (k)
		run(api, a, q, k, out);
	else
		session(api, a, q, out);
}

void api_answer(void *p, struct arena *a, const struct http_request *q, struct http_answer *out)
{
	struct api *api = p;
	struct str path = q->path;
	const struct command *k;

	if (q->status != 200) {
		say(a, out, q->status, wrong_request(q->status));
		return;
	}
	if (!str_starts(path, S(API_PREFIX)) || (path.len > 7 && path.s[7] != '/')) {
		say(a, out, 404, S("nothing is here: GET " API_PREFIX " lists what there is"));
		return;
	}
	path = str_from(path, path.len > 7 ? 8 : 7);
	if (!path.len && q->method == HTTP_GET) {
		list(a, out);
		return;
	}
	if (str_eq(path, S("session")) || str_eq(q->path, S(API_PREFIX SESSION_END))) {
		hold(api, a, q, NULL, out);
		return;
	}
	k = find(path);
	if (!k)
		say(a, out, 404, S("no such command: GET " API_PREFIX " lists those there are"));
	else if (q->method != HTTP_POST)
		say(a, out, 405, S("a command is called by POST"));
	else
		hold(api, a, q, k, out);
}
