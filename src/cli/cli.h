/*
 * The command line: one table of commands gives the parsing, the help, the manual page and the completion.
 * Only this folder prints.
 */
#ifndef SULH_CLI_CLI_H
#define SULH_CLI_CLI_H

#include "base/arena.h"
#include "base/err.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "ledger/keyring.h"
#include "record/refuse.h"

struct option {
	const char *name; /* without -- */
	const char *arg;  /* what it takes; NULL: nothing */
	const char *help;
};

#define CLI_SPARE 16

struct cli;
struct keys;
struct reg;
struct pass_source;

#define COMMAND_OPTIONS 12

struct command {
	const char *name; /* "bulletin show": of one or two words */
	const char *args; /* "KIND field=value..." */
	const char *summary;
	const char *text;			/* for the manual: sentences, may be NULL */
	struct option options[COMMAND_OPTIONS]; /* up to the first without a name */
	/* Returns true when all went well. What it prints goes to c->out; refusals to c->why. */
	bool (*run)(struct cli *c, struct err *e);
	bool api; /* desks may call it over HTTP (cli/api.h), without options that name a file */
};

/* The i-th command (commands.c), NULL behind the last one. */
const struct command *command_at(size_t i);
extern const struct option global_options[];
extern const size_t global_options_n;

struct cli {
	struct arena *a;
	struct str word; /* the first one, where no command is of this name */
	const struct command *command;
	struct str *args; /* as many as the shell gave, and CLI_SPARE empty ones behind them */
	size_t n;
	struct {
		const char *name;
		struct str value;
	} options[64];
	size_t n_options;
	bool json;
	bool held;	   /* nothing is printed: `out` is the answer */
	struct keys *keys; /* of a desk that is signed in (desk.h); NULL: of the register */
	struct buf out;	   /* printed when it is full enough and at the end */
	bool unwritten;	   /* something of it could not be: nothing behind that is */
	struct buf result; /* members of the closing {"type":"result"} line */
	struct refusals why;
	enum err_kind status; /* an exit code other than failure: 3, 6 */
	struct clock clock;
	enum keyring_cost cost;			/* of a keyring that is made */
	int64_t progress_began, progress_drawn; /* progress.c: milliseconds; 0: not under way */
};

/* The value of an option; s == NULL where it was not given (for one without a value: S("")). */
struct str cli_option(const struct cli *c, const char *name);
bool cli_option_day(const struct cli *c, const char *name, int64_t *day,
		    struct err *e); /* unchanged if absent */
bool cli_option_int(const struct cli *c, const char *name, int64_t min, int64_t max, int64_t *v,
		    struct err *e);

/* The officers of --as, at most `most`: how many. */
size_t cli_officers(const struct cli *c, struct str *names, size_t most);

/* Where the passphrase comes from, by the options. */
bool cli_pass(struct cli *c, struct pass_source *out, struct err *e);

/* Opens the register of --data. */
struct reg *cli_register(struct cli *c, bool write, struct err *e);
/* The number of the log that --log names; 0 where the option is not given. ERR_NOTHING where no log has that name. */
bool cli_option_log(struct cli *c, struct reg *r, int64_t *log, struct err *e);

/* Text for people, left out with --json. */
void cli_say(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What came from a file must not steer the terminal: a text with control characters or bytes that are no text, with
 * ? in their place. */
struct str cli_plain(struct arena *a, struct str s);
/* Says that a value is not right, as a line of JSON or for people. */
void cli_bad(struct cli *c, struct str where, const struct refusal *why);

/* One JSON object, left out without --json: cli_line starts it with its type, cli_line_end ends it. */
struct buf *cli_line(struct cli *c, const char *type);
void cli_line_end(struct cli *c);

/* The text of a file that was named, of at most `most` bytes. ERR_USAGE where there is no such file. */
bool cli_read(struct arena *a, struct str path, size_t most, struct str *out, struct err *e);

/* What a command makes for somebody to take along: to the file, or, where a desk asks, into the answer as one object of this
 * type with the base64 of it. */
bool cli_give(struct cli *c, const char *type, struct str out, struct str bytes, struct err *e);

/* Writes out what has gathered. False (and said on standard error) where standard output takes no more. */
bool cli_flush(struct cli *c);

/* Progress on a terminal only; n of total. */
void cli_progress(struct cli *c, const char *what, size_t n, size_t total);

/* Runs c->command with what stands in *c and adds what it says to c->out. Returns the exit code. */
int cli_run(struct cli *c);

/* The whole program; its exit code. `cost` is KEYRING_COST_NORMAL but in tests. */
int cli_main(int argc, char **argv, enum keyring_cost cost);

#endif
