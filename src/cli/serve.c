/* serve: the bulletin and the public files on this machine, until a signal. */
#include "cli/commands.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include "cli/api.h"
#include "ledger/keyring_erase.h"
#include "web/site.h"
#include "base/banned.h"

#define PORT  8016
#define STAFF 8017
#define HEAPS 2 /* one for each thread would hold several times the memory that is in use */

/* Waits for one of the signals that end the command. They are blocked before any thread starts, so that only
 * this one takes them. */
static bool wait_for(const sigset_t *set, struct err *e)
{
	int got;

	return !sigwait(set, &got) || err_set(e, ERR_FAILED, "serve: wait for the end");
}

static void say_where(struct cli *c, int64_t port)
{
	struct str url = str_fmt(c->a, "http://127.0.0.1:%lld/", (long long)port);

	cli_say(c, "Serving %.*s until interrupted (Ctrl-C).\n", P(url));
	if (c->json) {
		struct buf *b = cli_line(c, "serving");

		json_put_text(b, "url", url);
		json_put_int(b, "port", port);
		cli_line_end(c);
	}
	(void)cli_flush(c);
}

static struct str folder(struct cli *c)
{
	return cli_option(c, "data").s ? cli_option(c, "data") : S(".");
}

/* What is served: pages for everybody, or the API of the desks. */
static bool site_for(struct cli *c, bool staff, struct http_site *out, struct err *e)
{
	struct str dir = folder(c);

	if (staff)
		*out = (struct http_site){ .answer = api_answer,
					   .p = api_open(c->a, dir, &c->clock, e),
					   .writes = true };
	else
		*out = (struct http_site){ .answer = site_answer,
					   .p = site_open(c->a, str_z(c->a, dir), &c->clock, e),
					   .langs = site_langs,
					   .n_langs = site_langs_n };
	return out->p;
}

bool cli_serve(struct cli *c, struct err *e)
{
	bool staff = cli_option(c, "staff").s;
	int64_t port = staff ? STAFF : PORT;
	struct http_site site;
	struct http *h;
	sigset_t set;
	bool ok;

	if (c->n)
		return err_set(e, ERR_USAGE, "serve: it takes options only (--port N)");
	if (!cli_option_int(c, "port", 0, 65535, &port, e))
		return false;
	if (!keyring_replayed_in(str_z(c->a, str_fmt(c->a, "%.*s/keyring", P(folder(c)))), e))
		return false;
	(void)mallopt(M_ARENA_MAX, HEAPS);
	if (!site_for(c, staff, &site, e))
		return false;
	if (sigemptyset(&set) || sigaddset(&set, SIGINT) || sigaddset(&set, SIGTERM) ||
	    pthread_sigmask(SIG_BLOCK, &set, NULL))
		return err_set(e, ERR_FAILED, "serve: block signals");
	h = http_start(c->a, &port, &site, e);
	if (!h)
		return false;
	say_where(c, port);
	ok = wait_for(&set, e);
	http_stop(h);
	cli_say(c, "Stopped.\n");
	json_put_int(&c->result, "port", port);
	return ok;
}
