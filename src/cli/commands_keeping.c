/* Commands: keys and what is sealed, backups, serving, the program. */
#include "cli/command_rows.h"

#include "cli/help.h"
#include "base/banned.h"

const struct command commands_keeping[] = {
	{ "audit draw",
	  "--seed HEX",
	  "draw entries about persons by lot, by the auditor's seed",
	  "Anybody who has the seed draws the same from the public files.",
	  { { "seed", "HEX", "32 random bytes of the auditor's" },
	    { "count", "N", "how many (default: 20)" } },
	  cli_audit_draw,
	  API },
	{ "audit open",
	  "--seed HEX --as NAME --grant LOG/INDEX --out FILE",
	  "open what was drawn before the auditor, and write what was found",
	  "Whether the sealed records are those of the entries, signed by as many officers as they "
	  "need, and "
	  "nobody is registered twice. Each opening is recorded. Erased persons are passed over.",
	  { { "seed", "HEX", "as drawn" },
	    { "count", "N", "as drawn" },
	    { "as", "NAME", "the officer who reads" },
	    { "auditor", "NAME", "who is there and will sign it (default: the officer who reads)" },
	    { "grant", "LOG/INDEX", "a grant with scope kind and purpose audit" },
	    { "out", "FILE", "the result, to be signed" } },
	  cli_audit_open },
	{ "audit sign",
	  "RESULT --as AUDITOR",
	  "record what an audit found, signed by the auditor",
	  "By the auditor who was there when it was opened.",
	  { { "as", "NAME", "the auditor" } },
	  cli_audit_sign },
	{ "erase list",
	  "",
	  "say how many were erased, and which backups hold them still",
	  NULL,
	  { { NULL } },
	  cli_erase_list,
	  API },
	{ "erase replay",
	  "[FILE]",
	  "make a restored register forget who was erased since",
	  "FILE is the file `erasures` of the register that was lost; without it the list that "
	  "stood "
	  "beside the backup. Nobody's sealed record opens before.",
	  { { "none", NULL, "nobody was erased since the backup" } },
	  cli_erase_replay },
	{ "erase",
	  "CASE | LOG/INDEX",
	  "erase a person: destroy the key, delete what is sealed",
	  "The person of a case with all cases that are merged with it; or somebody who has none "
	  "(a passenger, a victim, a witness), by an entry. Two officers sign that they looked at "
	  "each of the five things that keep a person's record. "
	  "The bucket of the person's key is written anew under a new key, then objects and rows "
	  "are "
	  "deleted; public entries and figures stay. What was interrupted goes on with the next "
	  "command that writes. What remains, and until when, is said.",
	  { AS,
	    { "basis", "CODE", "retention_end, request, order or error" },
	    { "checked", "CODES",
	      "no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit" },
	    { "backups-gone-on", "DAY", "when the last backup that holds the person is destroyed" },
	    { "dry-run", NULL, "check only, keep nothing" } },
	  cli_erase },
	{ "keyd start",
	  "",
	  "hold the keys of the register, for other commands",
	  "A process of its own that opens the keyring once and answers other commands of the same "
	  "user over DIR/keyd.sock, until it is interrupted: they need no passphrase then. It "
	  "keeps "
	  "itself to the keyring's files and to few system calls. What is opened is journalled "
	  "before it is released. Officers and logs are added through it by two who sign in "
	  "(chief, "
	  "operator). Shares, erasure and taking out a person's key need the passphrase: stop it "
	  "for "
	  "that.",
	  { { "idle", "MINUTES", "forget all keys when nobody asked for so long (15)" },
	    { "locked", NULL, "start locked, to be unlocked by `keyd unlock`" } },
	  cli_keyd_start },
	{ "keyd unlock",
	  "[SHARE-FILE SHARE-FILE]",
	  "unlock the key holder",
	  "By the passphrase, or by two of the shares that `keyring share` made.",
	  { { NULL } },
	  cli_keyd_unlock },
	{ "keyd lock",
	  "",
	  "have the key holder forget all keys",
	  NULL,
	  { { NULL } },
	  cli_keyd_lock },
	{ "keyd sign-out",
	  "NAME",
	  "end the sessions of an officer at all desks",
	  "For who leaves a desk at which others go on, or forgot to sign out.",
	  { { NULL } },
	  cli_keyd_sign_out },
	{ "keyd stop", "", "end the key holder", NULL, { { NULL } }, cli_keyd_stop },
	{ "keyd status",
	  "",
	  "say whether a key holder runs, and how",
	  NULL,
	  { { NULL } },
	  cli_keyd_status },
	{ "keyd journal",
	  "",
	  "show and check the journal of what was opened",
	  "Who opened what was sealed, when and why: a line for each opening, written before "
	  "anything was released. Through the key holder an officer asks who is data-protection "
	  "officer, auditor or chief (--as). With --by-officer it says instead who did how much: "
	  "how many names were looked up, persons shown and compared, different places of origin "
	  "asked for, of how many persons one and the same, and of one person how many.",
	  { { "as", "NAME", "the officer who asks" },
	    { "from", "N", "from this number on" },
	    { "by-officer", "DAYS", "in numbers, by officer and day, of the last so many days" } },
	  cli_keyd_journal,
	  API },
	{ "keyring share",
	  "NAME NAME NAME --out DIR",
	  "share the keyring among three, of whom any two open it",
	  "Writes DIR/share-1 to share-3, one for each name, to be handed out and kept apart. "
	  "Earlier "
	  "shares open nothing any more.",
	  { { "out", "DIR", "the folder to make" } },
	  cli_keyring_share },
	{ "backup",
	  "OUT",
	  "copy the register to a folder",
	  "The copy is whole and of one moment. It has the keyring, but not the passphrase, and "
	  "not "
	  "the marks of what was signed.",
	  { { NULL } },
	  cli_backup },
	{ "restore",
	  "BACKUP DIR",
	  "make a register of a backup",
	  "Every file is checked first. The logs of the restored register are only read until "
	  "`log resume` is given the newest checkpoint that anybody holds. Who was erased since "
	  "the backup "
	  "is forgotten before anything sealed opens: at once where the passphrase is given, else "
	  "by "
	  "`erase replay`.",
	  { { "erasures", "FILE",
	      "the list of the register that was lost (default: what stands beside the backup)" } },
	  cli_restore },
	{ "doctor",
	  "",
	  "look whether the register is well",
	  "Files, disk, database, marks, clock, logs, and the figures counted twice. Exit 6 where "
	  "something needs attention.",
	  { { "deep", NULL,
	      "read every entry, the signatures behind it, and every page of the database" } },
	  cli_doctor },
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
	    { "identity", "FILE", "where the person's key goes" },
	    { "as", "NAME", "the officer who reads (default: whoever has the passphrase)" },
	    { "purpose", "WHY", "of an access_event (default: request_of_person)" },
	    { "grant", "LOG/INDEX", "the grant that allows it" },
	    { "break-glass", NULL, "without grant: another officer looks at it within 24 hours" } },
	  cli_object,
	  API },
	{ "testimony share",
	  "LOG/INDEX --use USE --to PARTY --as OFFICER --out FILE",
	  "give a testimony to a receiver, as far as its giver agreed",
	  "Each use was asked alone; whoever is on the giver's list of those who are never to have "
	  "it gets "
	  "nothing, and the list is not told. What the giver said last counts (a testimony with "
	  "consent_to). "
	  "The opening is counted before anything is written, and published with the next cut.",
	  { { "use", "USE", "court, un or history" },
	    { "to", "PARTY", "the number of the party that receives it" },
	    { "as", "NAME", "the protection officer who gives it" },
	    { "out", "FILE", "where it goes, as JSON" } },
	  cli_testimony_share,
	  API },
	{ "serve",
	  "--port N",
	  "show the bulletin and the public files on this machine",
	  "Read-only, on 127.0.0.1, until interrupted. Serves what `publish` wrote to DIR/public. "
	  "With --staff the "
	  "commands of the desks instead, as a JSON API (GET /api/v1 lists them), for officers who "
	  "sign in; a key "
	  "holder has to run (keyd start).",
	  { { "port", "N", "port (default 8016, with --staff 8017; 0: any free one)" },
	    { "staff", NULL, "the JSON API for the desks, not the public pages" } },
	  cli_serve },
	{ "match lookup",
	  "--index FILE.tsv --queries FILE.tsv",
	  "look names up in a list, and say how many were found",
	  "Needs no register: it is there to be measured. The index has id, name and birth between "
	  "tabs; lines "
	  "of one id are names of one person. The queries have "
	  "number, true id, category, name and birth. A birth may be missing. Both files are "
	  "UTF-8. "
	  "Said are, for each "
	  "category and all, how many found "
	  "whom they ask for first and among the first ten, how long it takes, and how large the "
	  "index is for each person.",
	  { { "index", "FILE", "the names" },
	    { "queries", "FILE", "what is asked" },
	    { "out", "FILE", "write for each query the ids found, best first" },
	    { "asked", NULL,
	      "say, too, how often who registers would be asked of the right one, and of "
	      "others" } },
	  cli_match_lookup },
	{ "match link",
	  "A.csv [B.csv]",
	  "which rows of a list, or of two, are likely one person",
	  "Needs no register. A list is CSV with commas, each row as long as the line of names and "
	  "each column there once; others are refused. Columns are known by their names: rec_id or "
	  "id; name, name_ar, "
	  "name_la or name_other (two of them are two spellings), mother, given_name or "
	  "first_name, surname, last_name or family_name, birth, date_of_birth or dob, sex or "
	  "gender, origin, place, village or suburb, street_number, address_1, address_2, "
	  "postcode, state; others are not looked at. Two lists may have other columns each: "
	  "given names and surnames make whole names where only those can be compared. "
	  "A birth is 1957-06-02, 1957-06, 1957 or as EDTF has it, 19570602, or day, month and "
	  "year with / . or - between; what has no digits says nothing, and what cannot be read "
	  "is counted (births_not_read), as are cells whose rows have that field by other columns "
	  "(not_compared). "
	  "What each way of agreeing says is learned from the lists themselves; where too "
	  "few rows are alike, or only names are compared, what is usual is taken (learned: "
	  "false). The same name of three words or more is one person where births, mothers and "
	  "how many of the list bear that name do not speak against it. Who is in one of two "
	  "lists twice is paired twice. "
	  "Each pair has a score (nats for "
	  "one person less against, above 0) and how each field agrees: same, near, like, other. "
	  "Within one list the rows that hang together, each with all others, are listed, too. "
	  "Another given name is another person, whatever else agrees: twins do. "
	  "Nothing is merged: a person decides.",
	  { { NULL } },
	  cli_match_link },
	{ "bench",
	  "",
	  "measure against limits of this machine, in one run",
	  "Makes the example operation in a folder under TMPDIR and removes it. About a minute; "
	  "with --large ten "
	  "million entries, some tens of minutes and about 10 GB.",
	  { { "example", "DIR", "measure on a copy of this one, which `sulh demo` made" },
	    { "only", "NAME",
	      "lines whose name begins so: rebuild, append, audit, seal, import, bulletin, names, "
	      "match, erase, decide, four eyes, press" },
	    { "large", NULL,
	      "bulletins over 1 and 10 million entries, an import of a million rows, a million "
	      "names" } },
	  cli_bench },
	{ "completion",
	  "",
	  "completion for bash, to be sourced",
	  NULL,
	  { { NULL } },
	  cli_completion },
	{ "rules",
	  "",
	  "what may happen in a case, who signs it, and what it publishes",
	  "The transitions of a case (C), of its paper (K) and those beside them (X), as this "
	  "program enforces them; doc/rules.md is made of it.",
	  { { "page", NULL, "as the page doc/rules.md" } },
	  cli_rules,
	  API },
	{ "help",
	  "[COMMAND | KIND]",
	  "this text, or more about a command or a kind of record",
	  NULL,
	  { { "man", NULL, "the manual page, as roff" },
	    { "completion", NULL, "completion for bash" } },
	  cli_help },
};
const size_t commands_keeping_n = sizeof commands_keeping / sizeof *commands_keeping;
