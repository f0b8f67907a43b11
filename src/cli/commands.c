/* The index of the program: one row a command. Help, manual page and completion are made of it. */
#include "cli/commands.h"

#include "cli/help.h"
#include "base/banned.h"

const struct option global_options[] = {
	{ "data", "DIR", "the folder of the register (default: the current one)" },
	{ "json", NULL, "one JSON object a line; the last has type \"result\"" },
	{ "pass-file", "FILE", "read the passphrase of the keyring from the first line of FILE" },
	{ "pass-fd", "N", "read the passphrase from descriptor N" },
	{ "help", NULL, "what the command does" },
	{ "version", NULL, "the version of this program" },
};
const size_t global_options_n = sizeof global_options / sizeof *global_options;

#define AS                                                         \
	{                                                          \
		"as", "NAME,NAME", "the officers who act and sign" \
	}
#define LOG                                          \
	{                                            \
		"log", "NAME", "the log of a centre" \
	}

const struct command commands[] = {
	{ "init",
	  "DIR --operation NAME",
	  "make an empty register",
	  "Makes DIR with a keyring and the log hq of headquarters. The passphrase comes from "
	  "--pass-file, "
	  "--pass-fd or the terminal.",
	  { { "operation", "NAME",
	      "name of the operation, part of the origin of every log: a-z, 0-9, -" } },
	  cli_init },
	{ "demo",
	  "DIR",
	  "make the example operation of 2016",
	  "Records the example from its CSV files through the same door as `import`, with invented "
	  "persons. The "
	  "passphrase is written to DIR/demo.pass: it protects nothing.",
	  { { NULL } },
	  cli_demo },
	{ "log add",
	  "NAME",
	  "add the log of a centre, with a key of its own",
	  NULL,
	  { { NULL } },
	  cli_log_add },
	{ "log head", "", "size, root and last cut of each log", NULL, { { NULL } }, cli_log_head },
	{ "log show",
	  "NAME",
	  "the entries of a log as they are public",
	  NULL,
	  { { "from", "INDEX", "first entry (default 0)" },
	    { "count", "N", "how many (default 20)" } },
	  cli_log_show },
	{ "log prove",
	  "NAME INDEX",
	  "an inclusion proof of an entry (C2SP tlog-proof)",
	  "Prints the proof against a checkpoint signed now, so it needs the log's key.",
	  { { "out", "FILE", "write the proof to FILE instead" },
	    { "entry", "FILE", "write the bytes of the entry to FILE" } },
	  cli_log_prove },
	{ "log resume",
	  "NAME --checkpoint FILE",
	  "let a log be signed again after a restore",
	  "FILE is the newest checkpoint anybody holds (a witness, a mirror). If the register "
	  "holds all that it "
	  "covers, signing goes on from there; if not, the gap is stated and nothing changes.",
	  { { "checkpoint", "FILE", "the newest signed checkpoint known outside" } },
	  cli_log_resume },
	{ "officer enrol",
	  "NAME --roles ROLE,ROLE --from DAY",
	  "make a role key for an officer and record it",
	  "Signed by two serving officers (--as). The first officers vouch for each other, all in "
	  "one "
	  "file: "
	  "officer enrol --file FILE --as A,B, where A and B are two of them.",
	  { AS,
	    { "roles", "ROLE,ROLE", "what the officer may do" },
	    { "from", "DAY", "first day" },
	    { "until", "DAY", "last day (default: open)" },
	    { "file", "FILE.csv", "many at once: columns name, roles, from, until" } },
	  cli_officer_enrol },
	{ "add",
	  "KIND field=value...",
	  "record one thing",
	  "Prints the receipt: draft id, and the leaf hash of the entry (for a record about a "
	  "person its seal, "
	  "since it gets its day at the cut). sulh help KIND lists the fields.",
	  { AS, LOG, { "dry-run", NULL, "check only, keep nothing" } },
	  cli_add },
	{ "import",
	  "FILE.csv",
	  "record the rows of a CSV file",
	  "The header names the fields. Without --commit nothing is kept: the file is only "
	  "checked. A file is kept "
	  "whole or not at all. Rows imported before, for the same log by the same officers, are "
	  "recognised and not "
	  "recorded twice. With --commit each row about a person is answered with its case number.",
	  { { "kind", "KIND", "kind of the rows (default: the name of the file)" },
	    AS,
	    LOG,
	    { "commit", NULL, "keep the rows" },
	    { "out", "FILE.csv", "write refused rows to FILE with a column that gives the reason" },
	    { "receipts", "FILE.csv",
	      "write row, case, draft and seal of each row about a person to FILE" } },
	  cli_import },
	{ "show",
	  "KIND [KEY] | LOG/INDEX | drafts | cases",
	  "what is recorded",
	  "Public parts only; cases by number and state, never by name.",
	  { LOG },
	  cli_show },
	{ "cut",
	  "",
	  "put accepted records into the log",
	  "Ends each log's day with a cut entry. Fewer than five entries about persons wait, seven "
	  "days at most. Needs the passphrase: it checks that records are as they were accepted.",
	  { { "day", "DAY", "operation day (default: the current one)" }, LOG },
	  cli_cut },
	{ "bulletin draft",
	  "--at DAY",
	  "the figures of a day, counted twice, and the checks",
	  NULL,
	  { { "at", "DAY", "operation day (default: the current one)" } },
	  cli_bulletin_draft },
	{ "bulletin sign",
	  "--at DAY --as EDITOR,APPROVER",
	  "sign the bulletin of a day into the log of headquarters",
	  "Refused while the two ways of counting differ, a centre has no cut for the day, or a "
	  "check does not hold "
	  "and no reason is given.",
	  { { "at", "DAY", "operation day (default: the last that is over)" },
	    AS,
	    { "reason", "RULE: TEXT", "why a check does not hold" } },
	  cli_bulletin_sign },
	{ "bulletin show",
	  "--at DAY",
	  "the signed bulletin of a day, else its figures as they stand",
	  NULL,
	  { { "at", "DAY", "operation day (default: the current one)" } },
	  cli_bulletin_show },
	{ "publish",
	  "OUT",
	  "write the folder that strangers verify",
	  NULL,
	  { { NULL } },
	  cli_publish },
	{ "verify",
	  "PATH",
	  "check a published folder; needs nothing else",
	  "Reads the folder as hostile bytes: signatures, every hash, every entry, every figure of "
	  "every bulletin.",
	  { { "keys", "FILE",
	      "a policy file with the keys you trust; without it the folder's own keys are "
	      "used" } },
	  cli_verify },
	{ "rebuild",
	  "",
	  "fold the projection anew from the entries",
	  NULL,
	  { { NULL } },
	  cli_rebuild },
	{ "object",
	  "LOG/INDEX --out FILE",
	  "take out the sealed object of a person, on the person's request",
	  "The object is a plain age file. With --identity the person's own key is written too. "
	  "The opening is "
	  "counted before anything is written, and published with the next cut.",
	  { { "out", "FILE", "where the object goes" },
	    { "identity", "FILE", "where the person's key goes" } },
	  cli_object },
	{ "serve",
	  "--port N",
	  "show the bulletin and the public files on this machine",
	  "Read-only, on 127.0.0.1, until interrupted. Serves what `publish` wrote to DIR/public.",
	  { { "port", "N", "port (default 8016; 0: any free one)" } },
	  cli_serve },
	{ "bench",
	  "",
	  "measure against limits of this machine, in one run",
	  NULL,
	  { { NULL } },
	  cli_bench },
	{ "help",
	  "[COMMAND | KIND]",
	  "this text, or more about a command or a kind of record",
	  NULL,
	  { { "man", NULL, "the manual page, as roff" },
	    { "completion", NULL, "completion for bash" } },
	  cli_help },
};
const size_t commands_n = sizeof commands / sizeof *commands;
