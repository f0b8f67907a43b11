/* Commands: the register itself, its logs, and its officers. */
#include "cli/command_rows.h"

#include "base/banned.h"

const struct command commands_register[] = {
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
	  "Through the key holder two officers sign in for it who are chief or operator; with the "
	  "passphrase nobody does.",
	  { { "as", "NAME,NAME", "the two officers" } },
	  cli_log_add },
	{ "log head",
	  "",
	  "size, root and last cut of each log",
	  NULL,
	  { { NULL } },
	  cli_log_head,
	  API },
	{ "log show",
	  "NAME",
	  "the entries of a log as they are public",
	  NULL,
	  { { "from", "INDEX", "first entry (default 0)" },
	    { "count", "N", "how many (default 20)" } },
	  cli_log_show,
	  API },
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
	  { { "checkpoint", "FILE", "the newest signed checkpoint known outside" },
	    { "nothing-newer", NULL,
	      "nobody has a newer one, though this register signed more: what a hostile program "
	      "had "
	      "signed, or keyring/signed lost. Else it makes a second history" } },
	  cli_log_resume },
	{ "officer enrol",
	  "NAME --roles ROLE,ROLE",
	  "make a role key for an officer and record it",
	  "Signed by two serving officers (--as). The first officers vouch for each other, all in "
	  "one "
	  "file: "
	  "officer enrol --file FILE --as A,B, where A and B are two of them. Who is enrolled "
	  "already "
	  "with the same roles and days is not recorded again.",
	  { AS,
	    { "roles", "ROLE,ROLE", "what the officer may do" },
	    { "from", "DAY", "first day (default: today)" },
	    { "until", "DAY", "last day (default: as long as a key serves, a year)" },
	    { "relative-of", "NAME", "an officer who is a relative: with him or her one person" },
	    { "file", "FILE.csv", "many at once: columns name, roles, from, until, relative_of" } },
	  cli_officer_enrol },
	{ "officer list",
	  "",
	  "who has a key here, and what was said of it last",
	  "By name, so it needs the passphrase. A key serves for a year (366 days).",
	  { { NULL } },
	  cli_officer_list,
	  API },
	{ "officer renew",
	  "NAME",
	  "give an officer a key for another year",
	  "The officer's password opens the new key, too. The old key ends on the evening before, "
	  "but "
	  "not before tonight. The record says, sealed, that both are one person's. Signed by two "
	  "officers; while the old key serves, a chief or operator who goes on is one of the two.",
	  { AS, FROM_DAY, { "roles", "ROLE,ROLE", "other roles from then on" } },
	  cli_officer_renew },
	{ "officer anew",
	  "NAME --roles ROLE,ROLE",
	  "begin again where fewer than two can enrol others",
	  "With the passphrase, not through a key holder. Signed by the officer's new key and by "
	  "the "
	  "one who still serves as chief or operator, if any (--as). The log says for ever that it "
	  "was done so, and everybody who verifies is told. Publish with the passphrase, "
	  "too.",
	  { AS, { "roles", "ROLE,ROLE", "chief or operator, and perhaps more" } },
	  cli_officer_anew },
	{ "officer recover",
	  "NAME",
	  "give an officer who lost the password a new key and a new password",
	  "Signed by two others. The old key is destroyed at once.",
	  { AS, FROM_DAY, { "roles", "ROLE,ROLE", "other roles from then on" } },
	  cli_officer_recover },
	{ "officer retire",
	  "NAME",
	  "record that an officer serves no more",
	  "In public from tomorrow at the earliest: what he or she has signed today stays good. "
	  "The "
	  "keys of who ends today or tomorrow are destroyed at once.",
	  { AS, { "from", "DAY", "first day without (default: tomorrow)" } },
	  cli_officer_retire },
	{ "officer suspend",
	  "NAME",
	  "record that an officer does not serve for the time being",
	  "As retire, but the key stays. After the next cut nobody signs by that name here. Enrol "
	  "him or "
	  "her again to end it.",
	  { AS, { "from", "DAY", "first day without (default: tomorrow)" } },
	  cli_officer_suspend },
	{ "officer roles",
	  "NAME --roles ROLE,ROLE",
	  "record other roles of an officer",
	  NULL,
	  { AS,
	    { "roles", "ROLE,ROLE", "all that the officer may do from then on" },
	    { "from", "DAY", "first day (default: tomorrow)" } },
	  cli_officer_roles },
	{ "officer password",
	  "NAME",
	  "change an officer's password",
	  "The old one is asked for. With a file of passwords a new one is made and put there.",
	  { { NULL } },
	  cli_officer_password },
};
const size_t commands_register_n = sizeof commands_register / sizeof *commands_register;
