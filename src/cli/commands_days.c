/* Commands: what a day brings: cuts, deadlines, bulletins, publication. */
#include "cli/command_rows.h"

#include "base/banned.h"

const struct command commands_days[] = {
	{ "cut attest",
	  "",
	  "say by two officers on duty that the cuts of the last days are right",
	  "All cuts of today and of the three days before that nobody attested yet. A cut that is "
	  "not "
	  "attested in time is shown as such by log head, doctor and verify.",
	  { AS, LOG },
	  cli_cut_attest,
	  API },
	{ "cut discard",
	  "DRAFT",
	  "remove a draft that is not what officers signed",
	  "Only one that `sulh cut` left out and `sulh doctor` names: somebody without a password "
	  "put it there, or it was damaged. Look at it first; then `sulh rebuild` folds the rest "
	  "anew.",
	  { { 0 } },
	  cli_cut_discard },
	{ "cut",
	  "",
	  "put accepted records into the log",
	  "Ends each log's day with a cut entry. Fewer than five entries about persons wait, seven "
	  "days at most. Needs the passphrase: it checks that records are as they were accepted.",
	  { { "day", "DAY", "operation day (default: the current one)" }, LOG },
	  cli_cut },
	{ "effect add",
	  "[notice | stop] field=value...",
	  "record that a list was told of papers, or that a bearer was stopped",
	  "A notice is confirmed by a record that repeats its number, list, count and day and adds "
	  "confirmed_on. It never carries the grounds of a case.",
	  { AS, LOG, { "dry-run", NULL, "check only, keep nothing" } },
	  cli_family_add,
	  API },
	{ "effect list",
	  "",
	  "the lists that were told, and how long they took to confirm it",
	  NULL,
	  { { "open", NULL, "those not confirmed only" } },
	  cli_effect_list,
	  API },
	{ "list load",
	  "FILE --no NUMBER --source PARTY --basis BASIS --as OFFICER,OFFICER",
	  "load a list that persons are screened against",
	  "FILE is CSV with the columns name, aliases (separated by |), birth (EDTF, or empty) and "
	  "reference, which occurs once, and no others; up to 1,000,000 rows. It is kept whole or "
	  "not at all, sealed in the keyring, in place of a list of the same number; in the log "
	  "stands who loaded it, how many names and on what basis. In force with the next cut.",
	  { { "no", "NUMBER", "of the list, up to 16 letters, digits, points and hyphens" },
	    { "source", "PARTY", "whose list it is" },
	    { "basis", "BASIS", "court_order, decree or international_list" },
	    { "as", "OFFICER,OFFICER", "chief and dpo, who sign it" } },
	  cli_list_load },
	{ "list show",
	  "",
	  "the lists in the log, and whether they are in force",
	  NULL,
	  { { NULL } },
	  cli_list_show,
	  API },
	{ "list withdraw",
	  "NUMBER --as OFFICER,OFFICER",
	  "withdraw a list and destroy its names",
	  "What was asked because of it stays in the cases, and is answered there.",
	  { { "as", "OFFICER,OFFICER", "chief and dpo, who sign it" } },
	  cli_list_withdraw },
	{ "list screen",
	  "--as OFFICER",
	  "compare who is registered with the lists in force",
	  "Everybody who was not compared since the newest list. Who is like a row gets a check "
	  "that was not asked yet, for a screener to answer; nothing else changes. Whose checks "
	  "begin is compared then, without this. A run that is broken off goes on with the next.",
	  { { "as", "OFFICER", "the screener, who signs what is to be looked at" } },
	  cli_list_screen,
	  API },
	{ "list hits",
	  "CASE --as OFFICER",
	  "the rows of lists that are like the person of a case",
	  "For a screener, and an opening of the person each time. step: the check that asks "
	  "about the row, which `add check follows=STEP` answers.",
	  { { "as", "OFFICER", "a screener" } },
	  cli_list_hits,
	  API },
	{ "sums",
	  "--month MONTH",
	  "what this register knows of the figures that are told as delayed sums",
	  "For each of the fifteen figures: what is known up to the end of the month, what was "
	  "said, "
	  "and what is to be said, which two officers assert (kind delayed_sum). What adds up and "
	  "is below small_cell is carried into the next month. A sum above what is known here is "
	  "refused, unless it says `beyond`.",
	  { { "month", "MONTH", "as 2016-11" } },
	  cli_sums,
	  API },
	{ "due",
	  "",
	  "do what a day that has come brings about",
	  "Checks that lasted 60 days go to review, deferrals end, suspensions lapse, provisional "
	  "papers are confirmed, whoever is lost after three tries is absent, a court that is "
	  "silent "
	  "is asked. Every cut does it first; it cannot be switched off. Ends with 6 where a rule "
	  "does not let something through: somebody has to look.",
	  { { "dry-run", NULL, "say it only, record nothing" } },
	  cli_due },
	{ "queue",
	  "",
	  "what waits for whom, oldest first",
	  "Each line says since when, until when, whose turn it is, and why. Case numbers only, no "
	  "names. Who is to be looked at because of a list is told to a screener alone (--as); "
	  "others "
	  "see how many there are.",
	  { { "role", "ROLE", "what waits for officers of this role only" },
	    { "as", "OFFICER", "who looks, and signs in" },
	    { "overdue", NULL, "only what has passed its limit" },
	    { "limit", "N", "the oldest N only" } },
	  cli_queue,
	  API },
	{ "bulletin draft",
	  "--at DAY",
	  "the figures of a day, counted twice, and the checks",
	  NULL,
	  { { "at", "DAY", "operation day (default: the current one)" } },
	  cli_bulletin_draft,
	  API },
	{ "bulletin sign",
	  "--at DAY --as EDITOR,APPROVER",
	  "sign the bulletin of a day into the log of headquarters",
	  "Refused while the two ways of counting differ, a centre has no cut for the day and is "
	  "not "
	  "named as "
	  "late, a check does not hold and no reason is given, or a figure of an earlier bulletin "
	  "changes and no "
	  "restatement says so.",
	  { { "at", "DAY", "operation day (default: the last that is over)" },
	    AS,
	    { "reason", "RULE: TEXT", "why a check does not hold" },
	    { "late", "LOG,LOG", "centres that have not reported; figures say so" } },
	  cli_bulletin_sign },
	{ "bulletin restate",
	  "--reason CODE --as EDITOR,APPROVER",
	  "say what has changed of bulletins that are signed",
	  "What was recorded late, or corrected, since the last bulletin changes figures of "
	  "earlier "
	  "days. Each "
	  "change is recorded with its old and new number and counts in Q2; the next bulletin "
	  "lists them. Where files of one person were merged since, or taken apart again, what the "
	  "last bulletin said in total is restated as it would have been, had that been known, for "
	  "the reason duplicate, with the entries of these merges.",
	  { AS,
	    { "reason", "CODE",
	      "late_entry, counting_error, definition, decision_reversed, source_withdrawn or "
	      "duplicate; of merges it need not be said" } },
	  cli_bulletin_restate },
	{ "bulletin show",
	  "--at DAY",
	  "the signed bulletin of a day, else its figures as they stand",
	  NULL,
	  { { "at", "DAY", "operation day (default: the current one)" } },
	  cli_bulletin_show,
	  API },
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
	      "used" },
	    { "logs-only", NULL,
	      "signatures, tiles and roots of the logs only: no rules, no figures, no "
	      "bulletins" } },
	  cli_verify },
	{ "bulletin diff",
	  "DAY DAY",
	  "what differs between the figures of two days",
	  NULL,
	  { { NULL } },
	  cli_bulletin_diff,
	  API },
	{ "bulletin export",
	  "--at DAY --format text|html|csv|hxl|json",
	  "the bulletin of a day as a file",
	  "In English or Arabic. hxl is CSV with a second row of HXL hashtags.",
	  { { "at", "DAY", "operation day (default: the current one)" },
	    { "format", "NAME", "text (default), html, csv, hxl or json" },
	    { "lang", "en|ar", "language (default: en)" },
	    { "out", "FILE", "write to FILE instead" } },
	  cli_bulletin_export },
	{ "figure",
	  "CODE --from DAY --to DAY",
	  "a figure over days",
	  "Of the whole operation, unless a place is named; of signed bulletins as they were "
	  "signed.",
	  { { "from", "DAY", "first day (default: the last)" },
	    { "to", "DAY", "last day (default: the current one)" },
	    { "place", "PLACE", "code, P-code or name" },
	    { "detail", "TEXT", "one detail only" },
	    { "period", "NAME", "h24, d3, total or now only" } },
	  cli_figure,
	  API },
};
const size_t commands_days_n = sizeof commands_days / sizeof *commands_days;
