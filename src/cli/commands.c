/* The index of the program: one row a command. Help, manual page and completion are made of it. */
#include "cli/commands.h"

#include "cli/help.h"
#include "base/banned.h"

/* The last word of a command that desks may call over HTTP (cli/api.h). */
#define API true

const struct option global_options[] = {
	{ "data", "DIR", "the folder of the register (default: the current one)" },
	{ "json", NULL, "one JSON object a line; the last has type \"result\"" },
	{ "pass-file", "FILE", "read the passphrase of the keyring from the first line of FILE" },
	{ "pass-fd", "N", "read the passphrase from descriptor N" },
	{ "officers-file", "FILE",
	  "read the passwords of officers who act from FILE: lines NAME, tab, PASSWORD" },
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

#define FROM_DAY                                            \
	{                                                   \
		"from", "DAY", "first day (default: today)" \
	}

/* The four things one does with the records of a family (cli/family.c). */
#define FAMILY(word, what, words)                                                                  \
	{ word " add",                                                                             \
	  words " field=value...",                                                                 \
	  "record " what,                                                                          \
	  NULL,                                                                                    \
	  { AS, LOG, { "dry-run", NULL, "check only, keep nothing" } },                            \
	  cli_family_add },                                                                        \
		{ word " list",                                                                    \
		  words,                                                                           \
		  "list " what,                                                                    \
		  "Of things that change their state the newest record of each, of the rest all.", \
		  { { "from", "DAY", "first operation day" },                                      \
		    { "to", "DAY", "last operation day" },                                         \
		    LOG,                                                                           \
		    { "all", NULL, "earlier states, too" } },                                      \
		  cli_family_list,                                                                 \
		  API },                                                                           \
		{ word " show",                                                                    \
		  words " KEY | LOG/INDEX",                                                        \
		  "show one record of " what,                                                      \
		  NULL,                                                                            \
		  { { NULL } },                                                                    \
		  cli_family_show,                                                                 \
		  API },                                                                           \
	{                                                                                          \
		word " correct", words " KEY | LOG/INDEX field=value...",                          \
			"correct " what " by a new entry",                                         \
			"What is public and not said anew stays; fields that are sealed are "      \
			"given anew. The earlier entry stays in the log and counts zero. A thing " \
			"that has changed is no mistake: add its newer state.",                    \
			{ AS, LOG, { "dry-run", NULL, "check only, keep nothing" } },              \
			cli_family_correct                                                         \
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
	  { { "checkpoint", "FILE", "the newest signed checkpoint known outside" } },
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
	  cli_officer_list },
	{ "officer renew",
	  "NAME",
	  "give an officer a key for another year",
	  "The officer's password opens the new key, too. The old key ends on the evening before, "
	  "but "
	  "not before tonight. The record says, sealed, that both are one person's.",
	  { AS, FROM_DAY, { "roles", "ROLE,ROLE", "other roles from then on" } },
	  cli_officer_renew },
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
	{ "add",
	  "KIND field=value...",
	  "record one thing",
	  "Prints the receipt: draft id, and the leaf hash of the entry (for a record about a "
	  "person its seal, "
	  "since it gets its day at the cut). sulh help KIND lists the fields.",
	  { AS, LOG, { "dry-run", NULL, "check only, keep nothing" } },
	  cli_add,
	  API },
	{ "import",
	  "FILE",
	  "record the rows of a file: .csv, .xlsx, .jsonl or .geojson",
	  "The header names the fields, or a row of HXL tags below or instead of it. Without "
	  "--commit nothing is kept: the file is only "
	  "checked. A file is kept "
	  "whole or not at all. Rows imported before, for the same log by the same officers, are "
	  "recognised and not "
	  "recorded twice. With --commit each row about a person is answered with its case number.",
	  { { "kind", "KIND", "kind of the rows (default: the name of the file)" },
	    { "sheet", "NAME", "the sheet of an .xlsx file (default: the first)" },
	    AS,
	    LOG,
	    { "commit", NULL, "keep the rows" },
	    { "out", "FILE.csv", "write refused rows to FILE with a column that gives the reason" },
	    { "receipts", "FILE.csv",
	      "write row, case, draft and seal of each row about a person to FILE" } },
	  cli_import },
	{ "place add",
	  "NAME ARABIC-NAME --level LEVEL [field=value...]",
	  "record a place",
	  "The code is made of the parent's and the name's first letters where --code and --pcode "
	  "give none. For many places see place import.",
	  { AS,
	    { "level", "LEVEL",
	      "country, governorate, district, subdistrict, community, city, quarter, camp, post" },
	    { "in", "PLACE", "what it lies in: code, P-code or name" },
	    { "code", "CODE", "its own code, up to 16 characters" },
	    { "pcode", "CODE", "its P-code" },
	    { "dry-run", NULL, "check only, keep nothing" } },
	  cli_place_add },
	{ "place import",
	  "FILE",
	  "record the places of a gazetteer, GeoJSON or CSV",
	  "Columns are known by the names that gazetteers use: name_en, ADM3_EN, admin3Name_en, "
	  "ADM3_PCODE, admin3Pcode, lat, longitude, admin1 and their like. A place lies in the one "
	  "that its P-code of the level above names. Boundaries are not kept: they give the middle "
	  "(sealed) and the area of quarters. Refused are coordinates that are exchanged or not "
	  "degrees of WGS 84, rings that are open, names without Arabic, names that are taken. "
	  "Without --commit nothing is kept. With --partial the exit code is 6 where rows were "
	  "refused.",
	  { AS,
	    { "level", "LEVEL", "level of all places of the file" },
	    { "parent", "PLACE", "what those lie in that do not say" },
	    { "map", "FIELD=COLUMN,...", "what columns with odd names hold" },
	    { "commit", NULL, "keep the places" },
	    { "out", "FILE.csv", "write refused places to FILE, to be mended and imported" },
	    { "partial", NULL, "keep those that are right, though others are refused" },
	    { "rename", NULL, "where a name is taken, add the level or the parent's name to it" } },
	  cli_place_import },
	{ "place outline",
	  "FILE.geojson | --remove",
	  "keep outlines of recorded places, for maps",
	  "For drawing only: they are part of no figure and of nothing that is signed, and may be "
	  "removed and brought again. A feature finds its place by code, P-code or name; what is "
	  "refused by place import is refused here, too, and a feature whose place is not "
	  "recorded, or a camp or a post: maps are public. All of the file is kept, or nothing; it "
	  "takes the place of what was kept before. What a drawing does not show is left out. "
	  "Members \"source\" and \"source_ar\" of the "
	  "collection are shown below maps.",
	  { { "level", "LEVEL", "level of all places of the file" },
	    { "map", "FIELD=COLUMN,...", "what columns with odd names hold" },
	    { "remove", NULL, "keep no outlines any more" } },
	  cli_place_outline },
	{ "place find",
	  "TEXT",
	  "find a place by code, P-code, name or alias",
	  "Case, accents, hyphens, apostrophes, articles and the variants of Arabic letters do not "
	  "matter. Nearest first.",
	  { { NULL } },
	  cli_place_find,
	  API },
	{ "place tree",
	  "[PLACE]",
	  "the places as a tree, with codes, residents and areas",
	  NULL,
	  { { NULL } },
	  cli_place_tree,
	  API },
	{ "person find",
	  "NAME",
	  "find persons of this register by name",
	  "Words are compared as they are written, then without case, accents, articles and the "
	  "variants of Arabic letters; best first, 20 at most. Of three words or more one may be "
	  "missing. There is no way to look for anything but a name. Who looks for whom, and why, "
	  "is noted before anything is shown, and each person who is shown is counted in public as "
	  "an opening of sealed data. score: 1000 where every word is as it is written and there "
	  "is "
	  "no other.",
	  { { "as", "OFFICER",
	      "who looks: registrar, adjudicator, case_worker, protection, dpo or chief" },
	    { "purpose", "WHY", "duplicate (default), or another purpose of an access_event" } },
	  cli_person_find,
	  API },
	{ "person file",
	  "CASE",
	  "everything that is held about a person, for the person",
	  "The file of one case in English and Arabic: what stands now and what was corrected, "
	  "every "
	  "act with all that it says, the officers who decided by name, where it stands in the "
	  "log, the "
	  "deadlines that run, the rights. What is about somebody else is withheld and said to be; "
	  "what "
	  "is sealed in a compartment of its own (testimony, a child's record) is named and not "
	  "opened. "
	  "With --json the same as objects. Each act that is opened is counted in public before "
	  "anything is written.",
	  { { "as", "OFFICER", "who makes it: dpo or case_worker" },
	    { "purpose", "WHY",
	      "request_of_person (default), or another purpose of an access_event" },
	    { "out", "FILE", "write the paper to FILE, which must not be there" } },
	  cli_person_file,
	  API },
	{ "export",
	  "KIND | 3w",
	  "write the public fields of records to a file",
	  "A row for each record in the logs, spelled as `import` reads it; of those about persons "
	  "and weapons what is public: which figures they change, and their seals. 3w is the table "
	  "of who does what where. hxl is CSV with a row of HXL tags below the header. Nothing "
	  "sealed is opened: positions and other sealed fields are left out. Without --out the "
	  "file goes to the standard output.",
	  { { "format", "FORMAT", "csv (default), hxl, jsonl, geojson or xlsx" },
	    { "out", "FILE", "write to FILE" },
	    { "tags", NULL, "a row of HXL tags, also in csv and xlsx" },
	    { "from", "DAY", "first day" },
	    { "to", "DAY", "last day" },
	    { "standing", NULL, "without records that were corrected" },
	    LOG },
	  cli_export },
	{ "show",
	  "KIND [KEY] | LOG/INDEX | drafts | cases | case NUMBER",
	  "what is recorded",
	  "Public parts only; cases by number and state, never by name. `show case NUMBER` lists "
	  "what is in its file; "
	  "CASE/STEP names one of these acts wherever a record refers to one.",
	  { LOG },
	  cli_show,
	  API },
	{ "cut attest",
	  "",
	  "say by two officers on duty that the cuts of the last days are right",
	  "All cuts of today and of the three days before that nobody attested yet. A cut that is "
	  "not "
	  "attested in time is shown as such by log head, doctor and verify.",
	  { AS, LOG },
	  cli_cut_attest },
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
	  cli_family_add },
	{ "effect list",
	  "",
	  "the lists that were told, and how long they took to confirm it",
	  NULL,
	  { { "open", NULL, "those not confirmed only" } },
	  cli_effect_list },
	{ "effect sums",
	  "--month MONTH",
	  "the delayed sums of a month about lists and stopped bearers (P15, P16)",
	  "The median of the days, unconfirmed notices with their age, and how many took more than "
	  "seven; how many bearers were stopped. Two officers assert them (kind delayed_sum).",
	  { { "month", "MONTH", "as 2016-11" } },
	  cli_effect_sums },
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
	  "names.",
	  { { "role", "ROLE", "what waits for officers of this role only" },
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
	  "lists them.",
	  { AS,
	    { "reason", "CODE",
	      "duplicate, late_entry, counting_error, definition, decision_reversed or "
	      "source_withdrawn" } },
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
	    { "place", "PLACE", "code or English name" },
	    { "detail", "TEXT", "one detail only" },
	    { "period", "NAME", "h24, d3, total or now only" } },
	  cli_figure,
	  API },
	{ "decree add",
	  "field=value...",
	  "record a decree, or one that extends another",
	  "Windows are rows: category, months, from, last_day. A window that ends on a day which "
	  "the "
	  "decree names has day_named=yes. What one category does besides stands in `also`. "
	  "Nothing "
	  "but the record is needed: registration, the leaflet and the bulletin read it from the "
	  "log, "
	  "once it is cut.",
	  { AS, { "dry-run", NULL, "check only, keep nothing" } },
	  cli_family_add },
	{ "decree list",
	  "",
	  "the decrees, their windows, and which are open",
	  NULL,
	  { { "at", "DAY|TIME", "as of that day (default: now)" } },
	  cli_decree_list,
	  API },
	{ "decree show",
	  "NUMBER",
	  "one decree as it is recorded",
	  NULL,
	  { { "at", "DAY|TIME", "as of that day (default: now)" } },
	  cli_decree_show,
	  API },
	{ "decree deadline",
	  "[CATEGORY]",
	  "until when somebody can come, by category",
	  "Windows of a decree and of those that extend it, where they follow each other, are one. "
	  "The "
	  "last day counts to midnight in the operation's zone; the instant is said.",
	  { { "at", "DAY|TIME", "as of that day (default: now)" } },
	  cli_decree_deadline,
	  API },
	{ "decree correct",
	  "NUMBER field=value...",
	  "correct a decree by a new entry",
	  "A mistake in what was recorded. What the state changes is a decree of its own.",
	  { AS, { "dry-run", NULL, "check only, keep nothing" } },
	  cli_family_correct },
	FAMILY("weapon", "weapons, ammunition and their stock", "[item | ammo | move]"),
	{ "weapon book",
	  "",
	  "what was handed in, and what became of it",
	  "By log: small arms, light weapons, heavy materiel, rounds and kilograms of ammunition; "
	  "in "
	  "store, transferred, lost, destroyed. All of it together is what was handed in: the exit "
	  "code is 6 where it is not. Says how many unsafe things have no clearance task yet.",
	  { LOG },
	  cli_weapon_book },
	{ "weapon receipt",
	  "NUMBER...",
	  "give a receipt for what was handed in",
	  "The paper names nobody and no weapon. With --case or --subject it is bound to that "
	  "person, "
	  "who has handed in each of these things, and is of no use to anybody else; without, the "
	  "things were handed in by nobody known, and the receipt is nobody's. It is recorded "
	  "outside "
	  "the case: whoever checks the person does not see it.",
	  { AS,
	    LOG,
	    { "case", "NUMBER", "the case of the person" },
	    { "subject", "HEX", "the number on the person's own slip" },
	    { "out", "FILE", "write the receipt to FILE" } },
	  cli_weapon_receipt,
	  API },
	{ "weapon check",
	  "FILE",
	  "whether a receipt belongs to who shows it",
	  "Ends with 4 where this register did not give it, or gave it to somebody else.",
	  { { "case", "NUMBER", "the case of the person who shows it" },
	    { "subject", "HEX", "the number on the person's own slip" } },
	  cli_weapon_check },
	FAMILY("corridor", "corridors and who was counted there", "[corridor | count]"),
	FAMILY("convoy", "convoys, counts and events on the way",
	       "[convoy | count | event | passenger]"),
	FAMILY("truce", "truce sheets and agreements", "[agreement | sheet]"),
	FAMILY("settlement", "settlements that join or leave", "[act]"),
	FAMILY("quarter", "quarters and their status", "[status]"),
	FAMILY("mine", "mine action: tasks, reports, checks, teams, accidents",
	       "[task | report | check | team | accident]"),
	FAMILY("aid", "aid: distributions, medical help, services",
	       "[distribution | medical | service]"),
	FAMILY("facility", "facilities and how full they are", "[facility | count]"),
	FAMILY("return", "residents who return, captives who are freed", "[count | captives]"),
	FAMILY("violation", "incidents and violations", "[violation]"),
	FAMILY("site", "sites to examine", "[site]"),
	FAMILY("leaflet", "leaflets", "[leaflet]"),
	{ "grant add",
	  "field=value...",
	  "grant an officer access to sealed data, or complete a grant",
	  "Two officers sign. With `completes=LOG/INDEX` it says that all is given back or "
	  "destroyed "
	  "where the grant was used; until then that is outstanding.",
	  { AS, LOG, { "dry-run", NULL, "check only, keep nothing" } },
	  cli_family_add },
	{ "grant list",
	  "",
	  "list the grants that are open or outstanding",
	  NULL,
	  { { NULL } },
	  cli_grant_list },
	{ "glass list",
	  "",
	  "list the openings by breaking the glass that no other officer looked at",
	  NULL,
	  { { NULL } },
	  cli_glass_list },
	{ "glass confirm",
	  "RECEIPT --as NAME",
	  "record that another officer looked at an opening by breaking the glass",
	  NULL,
	  { { "as", "NAME", "another officer than who broke it" } },
	  cli_glass_confirm },
	{ "audit draw",
	  "--seed HEX",
	  "draw entries about persons by lot, by the auditor's seed",
	  "Anybody who has the seed draws the same from the public files.",
	  { { "seed", "HEX", "32 random bytes of the auditor's" },
	    { "count", "N", "how many (default: 20)" } },
	  cli_audit_draw },
	{ "audit open",
	  "--seed HEX --as NAME --grant LOG/INDEX --out FILE",
	  "open what was drawn before the auditor, and write what was found",
	  "Whether the sealed records are those of the entries, signed by as many officers as they "
	  "need, and "
	  "nobody is registered twice. Each opening is recorded. Erased persons are passed over.",
	  { { "seed", "HEX", "as drawn" },
	    { "count", "N", "as drawn" },
	    { "as", "NAME", "the officer who reads" },
	    { "grant", "LOG/INDEX", "a grant with scope kind and purpose audit" },
	    { "out", "FILE", "the result, to be signed" } },
	  cli_audit_open },
	{ "audit sign",
	  "RESULT --as AUDITOR",
	  "record what an audit found, signed by the auditor",
	  NULL,
	  { { "as", "NAME", "the auditor" } },
	  cli_audit_sign },
	{ "erase list",
	  "",
	  "say how many were erased, and which backups hold them still",
	  NULL,
	  { { NULL } },
	  cli_erase_list },
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
	  "before it is released. Work on the keyring itself (enrolling officers, adding logs, "
	  "shares, erasure) needs the passphrase: stop it for that.",
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
	  "officer, auditor or chief (--as).",
	  { { "as", "NAME", "the officer who asks" }, { "from", "N", "from this number on" } },
	  cli_keyd_journal },
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
	  { { "deep", NULL, "read every entry and every page of the database" } },
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
	  cli_object },
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
	  cli_testimony_share },
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
	{ "bench",
	  "",
	  "measure against limits of this machine, in one run",
	  "Makes the example operation in a folder under TMPDIR and removes it. About a minute; "
	  "with --large ten "
	  "million entries, some tens of minutes and about 10 GB.",
	  { { "only", "NAME",
	      "lines whose name begins so: append, audit, seal, import, rebuild, bulletin, names, "
	      "erase, decide, four eyes" },
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
const size_t commands_n = sizeof commands / sizeof *commands;
