/* Commands: what is recorded: records of any kind, places, persons. */
#include "cli/command_rows.h"

#include "base/banned.h"

const struct command commands_records[] = {
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
	    { "encoding", "NAME",
	      "of a file that is not UTF-8 or UTF-16: windows-1256 (Arabic), "
	      "windows-1252, windows-1251" },
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
	  "find a place by code, P-code, name or alias, however it is spelled",
	  "In either script, best first, with a score (1000: the code, or a name but for case, "
	  "accents, hyphens and articles), what agrees and what differs word by word, and what it "
	  "lies in. Words that many places have weigh little; upper and lower, east and west, new "
	  "and old, and numbers have to agree. Behind a comma may stand what it lies in: "
	  "Kafr Nabl, Idlib. What is only begun is found, too.",
	  { { "within", "PLACE", "only what lies in this place: code, P-code or name" },
	    { "level", "LEVEL", "only places of this level" } },
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
	  "NAME [YEAR]",
	  "find persons of this register by name",
	  "A name is found in Arabic or Latin script, however it is spelled, with slips, with its "
	  "words in any order, with some too many or too few; best first, 20 at most, and nobody "
	  "who is far less likely than the first. A year among the words is the year of birth. Of "
	  "each is said what agrees and what differs; score: 0 to 1000, how sure it is, were it as "
	  "likely as not that the person is here. Who agrees in one word alone is not shown where "
	  "more than five do: more words, the birth or the mother's name are asked for (exit 5). "
	  "There is no way to look for anything but a name; a place of origin and a sex, where "
	  "they "
	  "are given, are compared with what is known of those who answer, and decide who comes "
	  "first and how sure it is, never who answers: only how they agree is told, and of one "
	  "person an officer asks 3 places an hour and 5 a day. Who looks for whom, and why, is "
	  "noted "
	  "before anything is shown, and each person who is shown is journalled, counted in public "
	  "as an opening of sealed data, and counts for the officer: who was shown 100 in an hour "
	  "or 300 in a day is shown no more (exit 5), which the data protection officer finds in "
	  "the queue when it is near.",
	  { { "as", "OFFICER",
	      "who looks: registrar, adjudicator, case_worker, protection, dpo or chief" },
	    { "born", "EDTF", "born: 1984-03-04, 1984-03, 1984, 1984~, 198X, 1980/1984" },
	    { "mother", "NAME", "the mother's name" },
	    { "origin", "PLACE", "where the person is from: code, P-code or name of a place" },
	    { "sex", "f|m|x", "the sex" },
	    { "purpose", "WHY", "duplicate (default), or another purpose of an access_event" } },
	  cli_person_find,
	  API },
	{ "person compare",
	  "--as OFFICER",
	  "compare who was registered offline with everybody who is registered",
	  "For each registration whose search_done is offline, and which was not compared yet, "
	  "whoever may be the same person is noted as a possible duplicate, for two adjudicators "
	  "to judge; of two of whom something was said before nothing is said again. --all "
	  "compares everybody: after records of another centre came in. A run that is broken off, "
	  "or stops as the officer looked at as many as one may in an hour, goes on with the next.",
	  { { "as", "OFFICER", "the adjudicator who compares and signs what is noted" },
	    { "all", NULL, "everybody who is registered" } },
	  cli_person_compare },
	{ "exchange key",
	  "",
	  "the index key of this register, for another one that works apart",
	  "To this key the other register seals names and years of birth of whoever is registered "
	  "there, so that persons who came to both are found. Nothing of it is secret; that it is "
	  "the right one, people compare by telephone, by its fingerprint. It stays the same as "
	  "long as the register has its keyring.",
	  { { "out", "FILE", "write the key to FILE, too, to be taken to the other register" } },
	  cli_exchange_key },
	{ "exchange send",
	  "KEY-FILE --grant LOG/INDEX --as ADJUDICATOR --out FILE",
	  "seal names and years of birth to the index key of another register",
	  "Of everybody who is registered here, but of children, of who was erased, and of files "
	  "that are closed as another's. Without a grant for that very key (grant add scope=kind "
	  "purpose=adjudication reader=... recipient=..., by two officers, cut) nothing leaves. "
	  "All of it is one opening: journalled before anything is released, and counted in "
	  "public. No mother, no case and no day of birth goes along.",
	  { { "grant", "LOG/INDEX", "the grant for that key" },
	    { "as", "ADJUDICATOR", "who sends it" },
	    { "out", "FILE", "where the sealed names go; no file that is there is written over" } },
	  cli_exchange_send },
	{ "exchange take",
	  "FILE --from KEY-FILE --as CHIEF,DPO",
	  "hold what another register gave, to be compared with, until its day",
	  "The file is opened where the keys are, and looked at completely; what is not whole, not "
	  "for this register, not made by the register whose key is given, of this very register, "
	  "older than what is held or over is refused, and nothing changes. Then it is recorded in "
	  "the log of headquarters, in public, that names of another register are held, and until "
	  "when; they lie sealed in the keyring, in no backup, take the place of what that "
	  "register "
	  "gave before, and are destroyed when the day is over. The same file is taken again after "
	  "a restore.",
	  { { "from", "KEY-FILE",
	      "the index key of that register, whose fingerprint was compared by telephone" },
	    { "as", "CHIEF,DPO", "two officers, who sign it" },
	    { "basis", "BASIS", "public_interest (default), vital_interest, court_order" },
	    { "reference", "TEXT", "the agreement of both centres, by its number; sealed" } },
	  cli_exchange_take },
	{ "exchange held",
	  "",
	  "what is held of other registers, and until when",
	  "Operation, logs, fingerprint, when it was made, the last day, and how many persons.",
	  { { NULL } },
	  cli_exchange_held },
	{ "exchange drop",
	  "FINGERPRINT --as CHIEF,DPO",
	  "destroy what another register gave, before its day",
	  "It is recorded in the log, and destroyed at once.",
	  { { "as", "CHIEF,DPO", "two officers, who sign it" } },
	  cli_exchange_drop },
	{ "exchange compare",
	  "--as ADJUDICATOR",
	  "compare who is registered here with what other registers gave",
	  "Everybody who is registered and was not compared yet with the newest that is held of "
	  "each register (exchange take). Who may be the same person, by names and years of "
	  "birth, is noted as a possible duplicate, for two adjudicators to judge; who was noted "
	  "or judged before is noted by no newer file. A run that is broken off, or stops as the "
	  "officer looked at as many as one may in an hour, goes on with the next.",
	  { { "as", "ADJUDICATOR", "who compares and signs what is noted" } },
	  cli_exchange_compare },
	{ "exchange hits",
	  "CASE --as ADJUDICATOR",
	  "show who in another register may be the person of a case, and why",
	  "Each who was noted in the case, at most 50 at once, first who is not judged and "
	  "waits longest: the names and years of birth that the other register gave, as long as "
	  "that is held, what agrees and differs, and the number by which the "
	  "two are judged: add dedup_link case=CASE other=NUMBER score=... fields=... "
	  "verdict=same|different|unsure by_1=... by_2=... It is an opening of the person's "
	  "file: journalled, within the officer's rate, and counted in public.",
	  { { "as", "ADJUDICATOR", "who looks" } },
	  cli_exchange_hits,
	  API },
	{ "person reopen",
	  "CASE --as OFFICER,OFFICER",
	  "open a file again that is closed to others without a referral",
	  "A child's file is closed to all but protection officers before the referral is kept; "
	  "where that was broken off, or an officer's own program closed it, the file stays closed "
	  "and sulh doctor says so. Two protection officers who are no relatives look, and sign "
	  "in: "
	  "each stands in the person's journal and is counted in public as an opening. The file "
	  "of a child who was referred is not opened so.",
	  { { "as", "OFFICER,OFFICER", "two protection officers" } },
	  cli_person_reopen },
	{ "person file",
	  "CASE | LOG/INDEX | NUMBER",
	  "everything that is held about a person, for the person",
	  "The file of one case in English and Arabic: what stands now and what was corrected, "
	  "every "
	  "act with all that it says, the officers who decided by name, where it stands in the "
	  "log, the "
	  "deadlines that run, the rights; for request_of_person also the weapons and ammunition "
	  "that he or she handed in, with the receipt and what became of each. What is about "
	  "somebody else is withheld and said to be; "
	  "what "
	  "is sealed in a compartment of its own (testimony, a child's record) is named and not "
	  "opened. "
	  "Whoever has no case (a passenger, who is sought, a victim, a witness, who was freed) is "
	  "named by an entry: the file has all entries about the same one, and that of a testimony "
	  "or a child's record is given by dpo or protection. NUMBER is the one on the person's "
	  "slip. "
	  "With --json the same as objects. Each act that is opened is counted in public before "
	  "anything is written.",
	  { { "as", "OFFICER",
	      "who makes it: dpo or case_worker; of a child or a testimony dpo or protection" },
	    { "purpose", "WHY",
	      "request_of_person (default), or another purpose of an access_event" },
	    { "out", "FILE", "write the paper to FILE, which must not be there" } },
	  cli_person_file,
	  API },
	{ "case read",
	  "CASE --as OFFICER --purpose WHY",
	  "read a case, for whoever works on it",
	  "What was registered as it stands now, and every act with all that it says, sources of "
	  "checks with it. Who screens, decides, certifies or accompanies reads it for case_work, "
	  "panel and case worker for an appeal, an adjudicator for a duplicate; a child's is read "
	  "by "
	  "protection officers alone, for case_work. What is sealed in a compartment of its own is "
	  "named and not opened, and persons are named by their cases. Who reads, and why, is "
	  "noted "
	  "before anything is shown, and each act that is opened is counted in public.",
	  { { "as", "OFFICER", "who reads" },
	    { "purpose", "WHY", "case_work (default), appeal or duplicate" },
	    { "out", "FILE", "write it to FILE, which must not be there" } },
	  cli_case_read,
	  API },
	{ "person slip",
	  "CASE --as OFFICER --out FILE",
	  "the paper with a person's number, for the person alone",
	  "Whoever presented or registered the person hands it out, once. It has the number as "
	  "digits and as a QR code, with which any desk can add to the file and a receipt is known "
	  "to be this person's; it tells neither name nor case. The number goes to no screen. "
	  "Printed again (--again) it is an opening, counted in public, by whoever gives people "
	  "what "
	  "is held about them.",
	  { { "as", "OFFICER",
	      "who hands it out: who took the person in; again: dpo or case_worker" },
	    { "again", NULL, "it was handed out before" },
	    { "purpose", "WHY", "with --again: request_of_person (default), or another purpose" },
	    { "format", "FORMAT", "page (HTML with the code, default) or text" },
	    { "out", "FILE", "write the paper to FILE, which must not be there" } },
	  cli_person_slip,
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
};
const size_t commands_records_n = sizeof commands_records / sizeof *commands_records;
