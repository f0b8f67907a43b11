/* Commands: what one does with reports of the press. */
#include "cli/command_rows.h"

#include "base/banned.h"

#define PACKS                                                                         \
	{                                                                             \
		"packs", "DIR", "packs of words that take the place of the program's" \
	}

const struct command commands_press[] = {
	{ "press read",
	  "FILE... | DIR... | -",
	  "the figures that reports state, as claims",
	  "Text or saved HTML in any encoding; - is standard input. A claim says what is counted, "
	  "how many, where, when, who says so, and at which bytes of the file. No register is "
	  "needed.",
	  { PACKS },
	  cli_press_read },
	{ "press explain",
	  "FILE... | DIR... | -",
	  "the same, with the rows of the pack that made each claim",
	  NULL,
	  { PACKS },
	  cli_press_explain },
	{ "press test",
	  "packs/LANGUAGE",
	  "check a pack of words: its rows, and its own cases",
	  "Said are, with file and line, rows that stand twice, have an unknown kind or code or "
	  "can never fire, and cases that are read otherwise. A pack that is no folder here is the "
	  "one in the program.",
	  { { NULL } },
	  cli_press_test },
	{ "press reuse",
	  "FILE... | DIR...",
	  "show what reports copied from each other",
	  "All passages of five words and more that stand in two reports, or twice in one, with "
	  "their places: characters and bytes of the file. Which report is a copy of which is said "
	  "by their days, or else by which of the two lies in the other. Reports with one source "
	  "count once. No register is needed.",
	  { { "least", "N", "only passages of N words and more (default: 5)" } },
	  cli_press_reuse },
	{ "press verdict",
	  "A B | PAIRS.csv",
	  "hold two short statements of figures against each other",
	  "What is the same, rounded, within a bound, of another scope or kind, or cannot stand "
	  "beside "
	  "the other: sums that fail, thousands or digits lost, units, totals that fall, plans. "
	  "Each "
	  "verdict names its rule and says whether somebody should look; nothing is corrected. A "
	  "table has the columns left and right, and perhaps id, date and figure_kind. No register "
	  "is needed.",
	  { { "what", "KIND", "what both count, as settlements_joined or civilians_left/24h" },
	    { "date", "DAY", "the day that both are about" },
	    PACKS },
	  cli_press_verdict },
	{ "press compare",
	  "FILE... | DIR...",
	  "hold the claims of reports against each other",
	  "Verdicts as of press verdict, each with its claims, its rule and their places. "
	  "FILE.jsonl "
	  "is what press read --json printed. With --data DIR the claims are held against the "
	  "figures "
	  "of the register, too; else no register is needed.",
	  { { NULL } },
	  cli_press_compare },
	{ "press series",
	  "FILE.csv",
	  "check and draw the figures of bulletins over years",
	  "A table with the columns date, figure_kind, place, period, value, and perhaps source "
	  "and "
	  "qualifier. What does not fit is shown with its rows: totals that fall or jump, daily "
	  "figures that are not the difference of the totals, parts above their whole, units, "
	  "digits lost, two figures of one day. No register is needed.",
	  { { "svg", "FILE", "draw the series into FILE" } },
	  cli_press_series },
	{ "press keep",
	  "FILE [FIELD=VALUE...]",
	  "keep a claim of a report as a record",
	  "Kept are a quotation of at most 300 characters and what it says, never the report. The "
	  "fields are those of press_claim: what is not given is as the report has it, but for who "
	  "spoke. quote=WORDS chooses the words; they have to stand so in the report. A name that "
	  "may be a person's is refused until --named says that it is a place, a body or the "
	  "holder of a public office; in Arabic letters only names behind a title are seen, so "
	  "look yourself. --dry-run shows what would be kept.",
	  { { "claim", "ID", "the claim, as press read --json names it" },
	    { "named", "NAME,NAME", "names in the quotation that are no private person's" },
	    AS,
	    PACKS,
	    { "dry-run", NULL, "check only, keep nothing" } },
	  cli_press_keep },
	{ "press finding",
	  "hq/N [FIELD=VALUE...]",
	  "hold a kept claim against a signed bulletin, and keep what is found",
	  "The claim is an entry of the log (press claims lists them). Shown are the verdict, the "
	  "difference and a reply with the entries to check it by; nothing is kept without --as. "
	  "The fields are those of press_finding: verdict=, difference= and reply= take the place "
	  "of what was found here; a difference, or the verdict same, must give a number that the "
	  "bulletin signed. A press officer and an approver sign.",
	  { { "at", "DAY",
	      "the day of the bulletin (default: of the report, or the newest before it)" },
	    { "reply", NULL, "keep the reply, too" },
	    AS,
	    { "dry-run", NULL, "check only, keep nothing" } },
	  cli_press_finding },
	{ "press claims",
	  "",
	  "the claims that were kept, with what was found of them",
	  NULL,
	  { { "csv", "FILE", "write them into FILE as a table" },
	    { "svg", "FILE", "draw them into FILE, over the days" } },
	  cli_press_claims },
};
const size_t commands_press_n = sizeof commands_press / sizeof *commands_press;
