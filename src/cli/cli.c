/* See cli.h: options, output, errors, exit codes. */
#include "cli/cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/num.h"
#include "base/os.h"
#include "base/utf8.h"
#include "cli/help.h"
#include "intake/register.h"
#include "ledger/key.h"
#include "base/banned.h"

struct str cli_option(const struct cli *c, const char *name)
{
	for (size_t i = 0; i < c->n_options; i++)
		if (!strcmp(c->options[i].name, name))
			return c->options[i].value;
	return (struct str){ NULL, 0 };
}

size_t cli_officers(const struct cli *c, struct str *names, size_t most)
{
	struct str as = cli_option(c, "as");
	size_t n = 0;

	while (as.s && n < most)
		names[n++] = str_trim(str_cut(&as, ','));
	return n;
}

bool cli_option_day(const struct cli *c, const char *name, int64_t *day, struct err *e)
{
	struct str v = cli_option(c, name);

	return !v.s || day_parse(v, day) ||
	       err_value(e, ERR_USAGE, str_of(name), v, "a day as 2016-12-09");
}

bool cli_option_int(const struct cli *c, const char *name, int64_t min, int64_t max, int64_t *v,
		    struct err *e)
{
	struct str s = cli_option(c, name);

	return !s.s || int_parse(s, min, max, v) ||
	       err_value(e, ERR_USAGE, str_of(name), s, "a whole number from %lld to %lld",
			 (long long)min, (long long)max);
}

bool cli_pass(struct cli *c, struct pass_source *out, struct err *e)
{
	struct str file = cli_option(c, "pass-file"), officers = cli_option(c, "officers-file");
	int64_t fd = -1;

	if (!cli_option_int(c, "pass-fd", 0, 1023, &fd, e))
		return false;
	*out = (struct pass_source){ file.s ? str_z(c->a, file) : NULL, (int)fd,
				     officers.s ? str_z(c->a, officers) : NULL,
				     getenv("SULH_OFFICERS_FILE"), c->keys };
	return true;
}

struct reg *cli_register(struct cli *c, bool write, struct err *e)
{
	struct str dir = cli_option(c, "data");
	struct pass_source pass;

	if (!cli_pass(c, &pass, e))
		return NULL;
	return reg_open(c->a, dir.s ? str_z(c->a, dir) : ".", write, &pass, &c->clock, e);
}

bool cli_option_log(struct cli *c, struct reg *r, int64_t *log, struct err *e)
{
	struct str name = cli_option(c, "log");
	struct store_log l = { 0 };

	if (name.s && !reg_log(r, c->a, name, &l, e))
		return false;
	*log = l.id;
	return true;
}

void cli_say(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	if (c->json)
		return;
	va_start(ap, fmt);
	buf_vfmt(&c->out, fmt, ap);
	va_end(ap);
}

struct buf *cli_line(struct cli *c, const char *type)
{
	json_open(&c->out, '{');
	json_put_text(&c->out, "type", str_of(type));
	return &c->out;
}

void cli_line_end(struct cli *c)
{
	json_close(&c->out, '}');
	buf_byte(&c->out, '\n');
	if (c->out.len > 65536)
		(void)cli_flush(c);
}

bool cli_read(struct arena *a, struct str path, size_t most, struct str *out, struct err *e)
{
	if (os_read(a, str_z(a, path), most, out, e))
		return true;
	e->kind = e->kind == ERR_NOTHING ? ERR_USAGE : e->kind;
	return false;
}

bool cli_give(struct cli *c, const char *type, struct str out, struct str bytes, struct err *e)
{
	struct buf *b;

	if (!c->held)
		return os_write(str_z(c->a, out), bytes, 0600, e);
	b = cli_line(c, type);
	json_put_text(b, "base64", str_base64(c->a, bytes.s, bytes.len));
	cli_line_end(c);
	return true;
}

bool cli_flush(struct cli *c)
{
	struct str s = c->held || c->unwritten ? S("") : buf_text(&c->out);
	struct pollfd to = { .fd = STDOUT_FILENO, .events = POLLOUT };

	while (s.len) {
		ssize_t n = write(STDOUT_FILENO, s.s, s.len);

		/* Whoever gave us this pipe may have made it one that does not wait. */
		if (n < 0 && (errno == EINTR || (errno == EAGAIN && poll(&to, 1, -1) > 0)))
			continue;
		if (n <= 0)
			break;
		s = str_from(s, (size_t)n);
	}
	if (!c->held)
		c->out.len = 0;
	if (s.len && errno != EPIPE)
		fprintf(stderr, "sulh: write to standard output: %s\n", strerror(errno));
	c->unwritten |= s.len > 0;
	return !c->unwritten;
}

static const char *or_null(const char *s)
{
	return *s ? s : NULL;
}

/* Bytes of the character at the start that may be printed as it is; 0: none. */
static size_t plain_char(struct str s)
{
	for (size_t n = 1; n <= 4 && n <= s.len; n++)
		if (utf8_ok(str_mem(s.s, n)))
			return utf8_plain(str_mem(s.s, n)) ? n : 0;
	return 0;
}

struct str cli_plain(struct arena *a, struct str s)
{
	struct buf b = { .a = a };

	if (utf8_plain(s))
		return s;
	for (size_t n; s.len; s = str_from(s, n ? n : 1)) {
		n = plain_char(s);
		buf_str(&b, n ? str_mem(s.s, n) : S("?"));
	}
	return buf_text(&b);
}

static void print_plain(const char *text)
{
	struct str s = str_of(text);

	for (size_t n; s.len; s = str_from(s, n ? n : 1)) {
		n = plain_char(s);
		fprintf(stderr, "%.*s", n ? (int)n : 1, n ? s.s : "?");
	}
}

void cli_bad(struct cli *c, struct str where, const struct refusal *why)
{
	if (c->json) {
		struct buf *b = cli_line(c, "error");

		json_put_text(b, "what",
			      str_fmt(c->a, "%.*s is not right: %s", P(why->field), why->id));
		json_put_text(b, "where", where);
		json_put_text(b, "field", why->field);
		json_put_text(b, "value", why->value);
		json_put_text(b, "want", why->want);
		cli_line_end(c);
	} else {
		struct str at = cli_plain(c->a, where), value = cli_plain(c->a, why->value),
			   want = cli_plain(c->a, why->want);

		cli_say(c, "%.*s: \"%.*s\" is not right\n      right would be: %.*s\n", P(at),
			P(value), P(want));
	}
	if (c->out.len > 65536)
		(void)cli_flush(c);
}

static void print_error(struct cli *c, const struct err *e)
{
	if (c->json) {
		struct buf *b = cli_line(c, "error");

		json_put_text(b, "what", str_of(e->what));
		json_put_text(b, "where", (struct str){ or_null(e->where), strlen(e->where) });
		json_put_text(b, "field", (struct str){ or_null(e->field), strlen(e->field) });
		json_put_text(b, "value",
			      (struct str){ or_null(e->field), 0 }.s ? str_of(e->value)
								     : (struct str){ NULL, 0 });
		json_put_text(b, "want", (struct str){ or_null(e->want), strlen(e->want) });
		cli_line_end(c);
		return;
	}
	(void)cli_flush(c);
	fputs("sulh: ", stderr);
	print_plain(e->where);
	print_plain(*e->where ? ": " : "");
	print_plain(e->what);
	if (*e->want) {
		fputs("\n      right would be: ", stderr);
		print_plain(e->want);
	}
	fputc('\n', stderr);
}

static void print_refusals(struct cli *c, const struct err *of)
{
	for (size_t i = 0; i < c->why.n; i++) {
		const struct refusal *r = &c->why.list[i];
		struct err e;

		err_value(&e, ERR_REFUSED, r->field, r->value, "%.*s", P(r->want));
		if (!r->value.len)
			(void)snprintf(e.what, sizeof e.what, "%.*s is not right", P(r->field));
		memcpy(e.where, of->where, sizeof e.where);
		print_error(c, &e);
	}
}

/* The last line of every --json answer. */
static void print_result(struct cli *c, int code)
{
	struct buf *b;

	if (!c->json)
		return;
	b = cli_line(c, "result");
	json_put_bool(b, "ok", code == 0);
	json_put_int(b, "exit", code);
	if (c->result.len) {
		buf_byte(b, ',');
		buf_str(b, buf_text(&c->result));
	}
	cli_line_end(c);
}

static int finish(struct cli *c, bool ok, struct err *e)
{
	int code = ok ? (int)c->status : e->kind ? (int)e->kind : ERR_FAILED;
	/* Then what the rules found amiss rests on what could not be read. */
	bool failed = e->kind == ERR_FAILED || e->kind == ERR_FALSE || e->kind == ERR_ATTENTION ||
		      e->kind == ERR_LOCKED;

	if (!ok && c->why.n && !failed)
		print_refusals(c, e);
	else if (!ok && (e->kind || e->what[0]))
		print_error(c, e);
	print_result(c, code);
	if (!cli_flush(c) && !code)
		code = ERR_FAILED;
	return code;
}

static const struct option *find_option(const struct cli *c, struct str name)
{
	for (size_t i = 0; i < global_options_n; i++)
		if (str_eq(name, str_of(global_options[i].name)))
			return &global_options[i];
	for (size_t i = 0; c->command && i < COMMAND_OPTIONS && c->command->options[i].name; i++)
		if (str_eq(name, str_of(c->command->options[i].name)))
			return &c->command->options[i];
	return NULL;
}

/* The command that the first one or two words name. */
static const struct command *find_command(const struct cli *c, size_t *words)
{
	const struct command *k;

	for (size_t i = 0; (k = command_at(i)); i++) {
		struct str rest = str_of(k->name), first = str_cut(&rest, ' ');

		*words = rest.s ? 2 : 1;
		if (c->n >= *words && str_eq(c->args[0], first) &&
		    (!rest.s || str_eq(c->args[1], rest)))
			return k;
	}
	return NULL;
}

static bool take_option(struct cli *c, struct str arg, char **argv, int argc, int *i, struct err *e)
{
	struct str value = str_from(arg, 2), name = str_cut(&value, '=');
	const struct option *o = find_option(c, name);

	if (!o)
		return err_value(e, ERR_USAGE, S("option"), arg,
				 "an option of sulh %s (see: sulh help%s%s)",
				 c->command ? c->command->name : "", c->command ? " " : "",
				 c->command ? c->command->name : "");
	if (o->arg && !value.s) {
		if (*i + 1 >= argc)
			return err_value(e, ERR_USAGE, name, S(""), "%s behind --%s", o->arg,
					 o->name);
		value = str_of(argv[++*i]);
	}
	if (!o->arg && value.s)
		return err_value(e, ERR_USAGE, name, value, "nothing behind --%s", o->name);
	if (c->n_options == sizeof c->options / sizeof *c->options)
		return err_set(e, ERR_USAGE, "more than 64 options");
	c->options[c->n_options].name = o->name;
	c->options[c->n_options++].value = o->arg ? value : S("");
	return true;
}

/* Words first, so that the command is known when its options are read. */
static bool parse(struct cli *c, int argc, char **argv, struct err *e)
{
	bool plain = false;
	size_t words = 0;

	c->args = arena_array(c->a, (size_t)argc + CLI_SPARE, sizeof *c->args);
	for (int i = 1; i < argc; i++) {
		struct str arg = str_of(argv[i]);

		if (str_eq(arg, S("--json")))
			c->json = true;
		if (str_starts(arg, S("--")) && arg.len > 2)
			continue;
		/* The value of a global option before the command is no word of it. */
		if (i > 1 && str_starts(str_of(argv[i - 1]), S("--")) &&
		    !memchr(argv[i - 1], '=', strlen(argv[i - 1]))) {
			const struct option *o = find_option(c, str_from(str_of(argv[i - 1]), 2));

			if (!c->n && o && o->arg)
				continue;
		}
		if (c->n < 2)
			c->args[c->n++] = arg;
	}
	c->word = c->n ? c->args[0] : S("");
	c->command = find_command(c, &words);
	c->n = 0;
	for (int i = 1; i < argc; i++) {
		struct str arg = str_of(argv[i]);

		if (!plain && str_eq(arg, S("--"))) {
			plain = true;
		} else if (!plain && str_starts(arg, S("--"))) {
			if (!take_option(c, arg, argv, argc, &i, e))
				return false;
		} else if (words) {
			words--;
		} else {
			c->args[c->n++] = arg;
		}
	}
	return true;
}

/* What was meant: "convoy" begins four commands. */
static bool no_command(struct cli *c, struct str word, struct err *e)
{
	struct buf known = { .a = c->a };
	const struct command *k;

	for (size_t i = 0; word.len && (k = command_at(i)); i++) {
		struct str rest = str_of(k->name);

		if (str_eq(str_cut(&rest, ' '), word))
			buf_fmt(&known, "%s%s", known.len ? ", " : "; there are: ", k->name);
	}
	return err_set(e, ERR_USAGE, "no such command%s%.*s%.*s (see: sulh help)",
		       word.len ? ": " : "", P(word), P(buf_text(&known)));
}

static bool run_command(struct cli *c, struct err *e)
{
	/* `sulh cut aleppo` would cut every log. */
	if (c->n && (!c->command->args[0] || c->command->args[0] == '-'))
		return err_value(e, ERR_USAGE, S("argument"), c->args[0],
				 "options only (see: sulh help %s)", c->command->name);
	return c->command->run(c, e);
}

int cli_run(struct cli *c)
{
	struct err e = { 0 };

	return finish(c, run_command(c, &e), &e);
}

static bool run(struct cli *c, int argc, char **argv, struct err *e)
{
	if (!parse(c, argc, argv, e))
		return false;
	if (cli_option(c, "version").s)
		return help_version(c);
	if (cli_option(c, "help").s || (argc == 1 && !c->command))
		return c->command ? help_command(c, c->command) : help_all(c);
	if (!c->command)
		return no_command(c, c->word, e);
	return run_command(c, e);
}

int cli_main(int argc, char **argv, enum keyring_cost cost)
{
	struct arena *a = arena_new(0);
	struct cli *c;
	struct err e = { 0 };
	int code;

	if (!a || !key_start()) {
		fputs("sulh: no memory or no random numbers to start with\n", stderr);
		return ERR_FAILED;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	c = arena_alloc(a, sizeof *c);
	if (setjmp(*arena_guard(a))) {
		fputs("sulh: out of memory; nothing of this command was kept that was not "
		      "acknowledged\n",
		      stderr);
		arena_free(a);
		return ERR_FAILED;
	}
	c->a = a;
	c->clock = clock_system;
	c->cost = cost;
	c->out.a = c->result.a = c->why.a = a;
	code = finish(c, run(c, argc, argv, &e), &e);
	arena_free(a);
	return code;
}
