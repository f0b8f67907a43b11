/* Commands: what one does with the records of one family. */
#include "cli/command_rows.h"

#include "base/banned.h"

/* The four things one does with the records of a family (cli/family.c). */
#define FAMILY(word, what, words)                                                                  \
	{ word " add",                                                                             \
	  words " field=value...",                                                                 \
	  "record " what,                                                                          \
	  NULL,                                                                                    \
	  { AS, LOG, { "dry-run", NULL, "check only, keep nothing" } },                            \
	  cli_family_add,                                                                          \
	  API },                                                                                   \
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
			cli_family_correct, API                                                    \
	}

const struct command commands_families[] = {
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
	  cli_family_add,
	  API },
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
	  cli_family_correct,
	  API },
	FAMILY("weapon", "weapons, ammunition and their stock", "[item | ammo | move]"),
	{ "weapon book",
	  "",
	  "what was handed in, and what became of it",
	  "By log: small arms, light weapons, heavy materiel, rounds and kilograms of ammunition; "
	  "in "
	  "store, transferred, lost, destroyed. All of it together is what was handed in: the exit "
	  "code is 6 where it is not. Says how many unsafe things have no clearance task yet.",
	  { LOG },
	  cli_weapon_book,
	  API },
	{ "weapon receipt",
	  "NUMBER...",
	  "give a receipt for what was handed in",
	  "The paper names nobody and no weapon. With --case or --subject it is bound to that "
	  "person, "
	  "who has handed in each of these things, and is of no use to anybody else; without, the "
	  "things were handed in by nobody known, and the receipt is nobody's. It is recorded "
	  "outside "
	  "the case: whoever checks the person does not see it. A paper that was lost, or never "
	  "written, is printed once more with --again, as a copy of the same receipt: nothing is "
	  "recorded, and --as is one who gives receipts.",
	  { AS,
	    LOG,
	    { "case", "NUMBER", "the case of the person" },
	    { "subject", "HEX", "the number on the person's own slip" },
	    { "again", NULL, "print the receipt that was given for these things" },
	    { "out", "FILE", "write the receipt to FILE" } },
	  cli_weapon_receipt,
	  API },
	{ "weapon check",
	  "FILE",
	  "whether a receipt belongs to who shows it",
	  "Ends with 4 where this register did not give it, or gave it to somebody else.",
	  { { "case", "NUMBER", "the case of the person who shows it" },
	    { "subject", "HEX", "the number on the person's own slip" } },
	  cli_weapon_check,
	  API },
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
	  cli_family_add,
	  API },
	{ "grant list",
	  "",
	  "list the grants that are open or outstanding",
	  NULL,
	  { { NULL } },
	  cli_grant_list,
	  API },
	{ "grant export",
	  "LOG/INDEX --as READER --out FILE",
	  "seal a person's key to the reader of a grant",
	  "For a grant of one person that is in the log, has not expired and was not completed: an "
	  "opening that is recorded and counted like others. Needs the passphrase.",
	  { { "as", "READER", "the officer to whom it was granted" },
	    { "out", "FILE", "where to put the sealed key" } },
	  cli_grant_export },
	{ "grant open",
	  "FILE --as READER --out FILE",
	  "open a person's key that was sealed to the reader",
	  NULL,
	  { { "as", "READER", "the officer to whose key it was sealed" },
	    { "out", "FILE", "where to put the person's key, for age -d" } },
	  cli_grant_open },
	{ "glass list",
	  "",
	  "list the openings by breaking the glass that no other officer looked at",
	  NULL,
	  { { NULL } },
	  cli_glass_list,
	  API },
	{ "glass confirm",
	  "RECEIPT --as NAME",
	  "record that another officer looked at an opening by breaking the glass",
	  NULL,
	  { { "as", "NAME", "another officer than who broke it" } },
	  cli_glass_confirm,
	  API },
};
const size_t commands_families_n = sizeof commands_families / sizeof *commands_families;
