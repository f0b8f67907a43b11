/* See table.h. Rows of one code and event differ in what their record says; the first that fits is taken. */
#include "rule/table.h"

#include <string.h>

#include "base/num.h"
#include "base/banned.h"

#define OPEN	"registered|screening|decision_proposed|deferred|review"
#define GRANTED "granted|discharged|reintegration|completed"
#define REVOKED "revoked|under_revocation_appeal"
#define CLOSED                                                                   \
	"not_covered|referred|under_appeal|left_after|handed_over|court_closed|" \
	"withdrawn|transferred|absent|opened_in_error"
/* All but children, the dead and merged files: of those no question is asked. */
#define ASKED "presented|left|moving|" OPEN "|" GRANTED "|" CLOSED "|" REVOKED
#define ALL   ASKED "|child_referred|deceased|merged_into"
/* Whom nobody asks anything any more. */
#define SILENT "child_referred|deceased"
/* Who may be at the centre and not free to leave it; nobody with a grant, and no child. */
#define HELD "presented|" OPEN "|referred|under_appeal|revoked|under_revocation_appeal"

#define NEW	 CLASS_BIT(CLASS_NONE)
#define WAS_OPEN CLASS_BIT(CLASS_CLOSED)
#define GRANT	 CLASS_BIT(CLASS_GRANTED)

/* Of the panel that decides is nobody who screened or proposed (records.csv, decision.panel_1). */
#define JUDGES "screener,proposer"
/* Nobody who looked at the case before decides an appeal (C22). */
#define ACTED "decider,judge,suspender,revoker,closer,referrer,reviewer,merger"

const struct transition transitions[] = {
	{ "C01", "presentation", "in_group=no !late_reason", "present", "-", "presented",
	  "1:reception", .needs = "soon",
	  .says = "safety, water, medical triage first; no name needed; a weapon is made safe; "
		  "who may be a child (minor_possible) is asked nothing until protection has "
		  "looked (X113)" },
	{ "X01", "presentation", "in_group=yes !late_reason", "present_in_group", "-", "presented",
	  "1:reception", .needs = "soon",
	  .says = "as C01, of one who was counted in a group already" },
	{ "X100", "presentation", "in_group=no late_reason", "present", "-", "presented",
	  "2:reception+chief",
	  .says = "as C01, of one who came more than 7 days before it is recorded: a second "
		  "officer "
		  "says so, too, and why it was not" },
	{ "X101", "presentation", "in_group=yes late_reason", "present_in_group", "-", "presented",
	  "2:reception+chief", .says = "as X100, of one who was counted in a group already" },
	{ "C02", "weapon_item,ammo_lot", NULL, "hand_in_weapon", "presented", "presented",
	  "2:weapons_officer+storekeeper",
	  .says = "at any time, also anonymous; never asked again, never a condition; what is "
		  "handed "
		  "in is in store (W7), and heavy materiel (W3) is told by delayed sums alone" },
	{ "C03", "weapon_item,ammo_lot", NULL, "hand_in_weapon", "registered|screening|granted",
	  "same", "2:weapons_officer+storekeeper",
	  .says = "as C02; the hand-in is not written into the case that the screener sees" },
	{ "C04", "registration", NULL, "register", "presented", "registered", "1:registrar",
	  .needs = "notice window",
	  .says = "notice read in own language; adult without doubt; duplicate search answered or "
		  "marked offline; inside a window of a decree, its last day included, on the day "
		  "on which the person came, or on that of the registration, which is at most 7 "
		  "days before it is recorded; not before what it rests on" },
	{ "X37", "registration", NULL, "register", "-", "registered", "1:registrar",
	  .needs = "soon window",
	  .says = "as C04, where the file begins with the registration: of a register kept on "
		  "paper, at a desk without reception; the notice is read before any check" },
	{ "X104", "presentation", "in_group=no !late_reason", "present", OPEN, "same",
	  "1:reception", .needs = "unpresented soon",
	  .says = "of one whose file began with the registration (X37): that the person came, and "
		  "when; counted once" },
	{ "X105", "presentation", "in_group=yes !late_reason", "present_in_group", OPEN, "same",
	  "1:reception", .needs = "unpresented soon",
	  .says = "as X104, of one who was counted in a group already" },
	{ "X106", "presentation", "in_group=no late_reason", "present", OPEN, "same",
	  "2:reception+chief", .needs = "unpresented",
	  .says = "as X104, of one who came more than 7 days before it is recorded" },
	{ "X107", "presentation", "in_group=yes late_reason", "present_in_group", OPEN, "same",
	  "2:reception+chief", .needs = "unpresented", .says = "as X105, and X106" },
	{ "C05", "closing", "how=withdrew_before", "withdraw_before", "presented", "left",
	  "1:reception",
	  .says = "asked alone; leaves freely with belongings; no file is kept but the sealed "
		  "slip of reception (30 days)" },
	{ "C06", "presentation", "!late_reason", "come_back", "left", "presented", "1:reception",
	  .needs = "soon", .outcome = "present_in_group",
	  .says = "same day or years later; whoever left was counted at the first time" },
	{ "X102", "presentation", "late_reason", "come_back", "left", "presented",
	  "2:reception+chief", .outcome = "present_in_group", .says = "as X100, of one who left" },
	{ "C07", "child_referral", "!later_found_adult", "refer_child", "presented|" OPEN,
	  "child_referred", "2:protection+protection!registrar",
	  .says = "any doubt of age means child; all questions stop; no weapon, no photo, no "
		  "medical age test; the screener loses access" },
	{ "X02", "child_referral", "later_found_adult=no", "refer_child", "presented|" OPEN,
	  "child_referred", "2:protection+protection!registrar",
	  .says = "as C07, where the record says so" },
	{ "C08", "child_referral", "!later_found_adult", "refer_child", GRANTED, "child_referred",
	  "2:protection+protection!registrar,proposer",
	  .says = "a child found after the grant: the grant and its paper stay valid" },
	{ "X03", "child_referral", "later_found_adult=no", "refer_child", GRANTED, "child_referred",
	  "2:protection+protection!registrar,proposer",
	  .says = "as C08, where the record says so" },
	{ "X04", "child_referral", "!later_found_adult", "refer_child",
	  "-|left|moving|" CLOSED "|" REVOKED, "child_referred",
	  "2:protection+protection!registrar",
	  .says = "as C07, of somebody without a file, who left, whose file is on its way to "
		  "another centre, or whose case is closed, a revocation and the appeal against it "
		  "too" },
	{ "X05", "child_referral", "later_found_adult=no", "refer_child",
	  "-|left|moving|" CLOSED "|" REVOKED, "child_referred",
	  "2:protection+protection!registrar", .says = "as X04, where the record says so" },
	{ "X06", "child_referral", "later_found_adult=yes", "age_corrected", "child_referred",
	  "granted", "2:protection+protection!registrar", .counts_as = GRANT, .needs = "asks_age",
	  .says = "as C09, of somebody who had a grant: it was never touched" },
	{ "C09", "child_referral", "later_found_adult=yes", "age_corrected", "child_referred",
	  "registered", "2:protection+protection!registrar", .counts_as = NEW | WAS_OPEN,
	  .needs = "asks_age no_reversal",
	  .says = "only at the person's own request, with a document, guardian or counsel "
		  "present; never begun by a screener; appeal open; not before an appeal against a "
		  "revocation is decided, which may give the grant back" },
	{ "X07", "registration", NULL, "complete", "registered", "registered", "1:registrar",
	  .needs = "unregistered window",
	  .says = "the registration of somebody of whom there was none when C09 came" },
	{ "X110", "step", "event=age_doubt", "age_doubt", "presented|" OPEN, "same", "1:reception",
	  .needs = "new_doubt",
	  .says = "the person may be a child: nothing is asked, nobody is held, until X113; not by "
		  "whose doubt protection answered with an adult" },
	{ "X111", "step", "event=age_doubt", "age_doubt", "presented|" OPEN, "same", "1:registrar",
	  .needs = "new_doubt", .says = "as X110" },
	{ "X112", "step", "event=age_doubt", "age_doubt", "presented|" OPEN, "same", "1:screener",
	  .needs = "new_doubt", .says = "as X110" },
	{ "X113", "step", "event=age_looked", "age_looked", ASKED, "same", "1:protection!registrar",
	  .needs = "doubted",
	  .says = "protection looks at an age that somebody doubts: an adult, or, where any doubt "
		  "stays, a child, who is referred (C07); 3 days for each, then the chief is told "
		  "(X44)" },
	{ "X114", "notice", NULL, "notice", ALL, "same", NULL, .needs = "understood",
	  .says = "in the person's language, or with an interpreter; read out to who needs one" },
	{ "X115", "step", "event=late_seen", "late_seen", ALL, "same", "1:dpo!receiver",
	  .needs = "unseen",
	  .says = "of who was received late, as two officers said (X100): another officer looked "
		  "at "
		  "it" },
	{ "X116", "step", "event=late_seen", "late_seen", ALL, "same", "1:authority!receiver",
	  .needs = "unseen", .says = "as X115" },
	{ "C10", "step", "event=open_checks", "open_checks", "registered", "screening",
	  "1:screener!registrar", .apart = "decider", .needs = "notice registered settled",
	  .says = "strong duplicate candidates answered or noted" },
	{ "C11", "step", "event=extend", "extend", "screening", "screening", "2:screener+chief",
	  .needs = "within new_screener",
	  .says = "reason code; 14 days each, 60 in all since registration, pauses do not reset "
		  "them; the person is told" },
	{ "C12", "step", "event=review_due", "review_due", "screening|deferred", "review", "0",
	  .needs = "due", .says = "60 days since registration; cannot be switched off" },
	/* Else whoever proposes on the last day would switch it off. */
	{ "X70", "step", "event=review_due", "review_due", "decision_proposed", "review", "0",
	  .needs = "due",
	  .says = "as C12, of a proposal that nobody decided, the 60 days counted as before it; of "
		  "one that a review brought the chief is told instead" },
	{ "C13", "step", "event=propose", "propose", "review", "decision_proposed",
	  "1:panel!registrar,screener", .apart = "decider", .needs = "proposal",
	  .says = "within 7 days; without two independent sources for an excluded act the "
		  "proposal is granted, and so is what is decided of it" },
	{ "C14", "step", "event=propose", "propose", "screening", "decision_proposed",
	  "1:screener!registrar", .apart = "decider", .needs = "new_screener proposal",
	  .says = "what is proposed, where it is no grant with its grounds and evidence; the "
		  "person "
		  "is heard, interpreter and counsel allowed, or did not come, though summoned on "
		  "three days, each time three days ahead at least" },
	{ "C15", "step", "event=return", "return", "decision_proposed", "screening",
	  "1:panel!registrar,proposer", .needs = "once",
	  .says = "reason; once only, but where whoever proposed serves no more" },
	{ "C16", "decision", "outcome=granted", "approve_granted", "decision_proposed", "granted",
	  "2:proposer+panel!registrar", .apart = "decider", .panel = JUDGES,
	  .needs = "registered covered pledge required proposed findings",
	  .says = "inside the decree: in a window of it, but for who was associated without "
		  "arms, whom no decree names; pledge given; what the decree asks of the "
		  "category is done, which is never a weapon; findings of excluded acts are each "
		  "named, with the reason, and a second of the panel signs" },
	{ "C17", "decision", "outcome=not_covered", "approve_not_covered", "decision_proposed",
	  "not_covered", "3:proposer+panel+panel!registrar", .apart = "decider", .panel = JUDGES,
	  .needs = "told proposed hearing in_review",
	  .says = "written reason in own language; the last day for an appeal told; may leave "
		  "freely" },
	{ "C18", "decision", "outcome=referred", "approve_referred", "decision_proposed",
	  "referred", "4:proposer+panel+panel+chief!registrar", .apart = "decider", .panel = JUDGES,
	  .needs = "told sources proposed hearing excluded",
	  .says = "named acts that the decree excludes; two independent sources, none from "
		  "torture, hearsay or "
		  "press alone; counsel and family told" },
	{ "C19", "decision", "outcome=deferred", "approve_deferred", "decision_proposed",
	  "deferred", "3:proposer+panel+panel!registrar", .panel = JUDGES,
	  .needs = "within twice told proposed in_review",
	  .says = "until a date, 30 days at most, twice at most, inside the 60" },
	{ "C20", "step", "event=reopen", "reopen", "deferred", "screening", "0", .needs = "due",
	  .says = "the date of the deferral is reached" },
	{ "C21", "appeal", "!outcome against=not_covered|referred", "appeal",
	  "not_covered|referred", "under_appeal", "1:case_worker", .needs = "against in_time",
	  .says = "15 to 90 days as the decree says; late with a reason; a hand-over stops until "
		  "it is decided" },
	{ "X08", "appeal", "!outcome against=not_covered", "appeal", "left_after", "under_appeal",
	  "1:case_worker", .needs = "in_time",
	  .says = "as C21: going home does not end the time for an appeal" },
	{ "C22", "appeal", "outcome=upheld against=not_covered|referred", "appeal_upheld",
	  "under_appeal", "granted", "2:panel+panel!registrar,screener,proposer,approver",
	  .apart = ACTED, .needs = "same covered pledge required",
	  .says = "nobody who acted before: checked, heard or held up the person, asked for more "
		  "time, proposed, sent a proposal back, decided, found a breach, judged a "
		  "duplicate; 30 days" },
	{ "C23", "appeal", "outcome=returned against=not_covered|referred", "appeal_returned",
	  "under_appeal", "screening", "2:panel+panel!registrar,screener,proposer,approver",
	  .apart = ACTED, .needs = "same",
	  .says = "new screener: nobody who screened or proposed before; the 60 days start once "
		  "more" },
	{ "C24", "appeal", "outcome=rejected against=not_covered", "appeal_rejected",
	  "under_appeal", "not_covered", "2:panel+panel!registrar,screener,proposer,approver",
	  .apart = ACTED, .needs = "same",
	  .says = "written reason; a referred case may become not_covered" },
	{ "X09", "appeal", "outcome=partly against=referred", "appeal_rejected", "under_appeal",
	  "not_covered", "2:panel+panel!registrar,screener,proposer,approver", .apart = ACTED,
	  .needs = "same", .says = "as C24, of a referral that is lifted" },
	{ "C25", "appeal", "outcome=rejected against=referred", "referral_upheld", "under_appeal",
	  "referred", "2:panel+panel!registrar,screener,proposer,approver", .apart = ACTED,
	  .needs = "same", .says = "only where the outcome appealed against is referred" },
	{ "C26", "stay", "act=leave_free", "leave", "not_covered", "left_after", "1:case_worker",
	  .says = "goes home or elsewhere; no list is sent to anybody" },
	/* Before C27: who comes back keeps the rights of then; which of the two it is says who signs. */
	{ "C35", "registration", NULL, "come_back", "withdrawn|absent", "screening",
	  "1:case_worker", .needs = "as_before",
	  .says = "same case, same category, same rights; absence is never a breach" },
	{ "C38", "registration", NULL, "come_back", "transferred", "screening", "1:case_worker",
	  .needs = "as_before", .says = "returns, or is taken up by the centre at the other end" },
	{ "X10", "registration", NULL, "come_back", "opened_in_error", "screening", "1:case_worker",
	  .needs = "as_before", .says = "as C35, of a file that was closed by mistake" },
	{ "C27", "registration", NULL, "covered_later",
	  "left_after|not_covered|withdrawn|transferred|absent", "registered", "1:registrar",
	  .needs = "window",
	  .says = "a new decree or an extension covers the person; same subject" },
	{ "C28", "handover", "!returned_on !outcome", "hand_over", "referred", "handed_over",
	  "3:panel+chief+protection", .needs = "appeal_over",
	  .says = "appeal time over; risk of torture assessed low by protection; receipt; counsel "
		  "present" },
	{ "C29", "decision", "outcome=reopened", "withdraw_referral", "referred", "screening",
	  "2:panel+panel!proposer", .says = "evidence fell away" },
	{ "C30", "handover", "returned_on", "return_from_court", "handed_over", "screening",
	  "2:case_worker+panel", .says = "no case, acquitted or released" },
	{ "C31", "handover", "!returned_on outcome=sentenced", "court_judgment", "handed_over",
	  "court_closed", "1:case_worker", .says = "judgment known; family told" },
	{ "X11", "closing", "how=taken_over_by_court", "court_judgment", "handed_over",
	  "court_closed", "1:case_worker", .says = "as C31, of a case that a court took over" },
	{ "C32", "decision", "outcome=reopened", "covered_later", "court_closed", "screening",
	  "2:panel+panel", .says = "pardon, new decree or judgment lifted" },
	{ "C33", "step", "event=no_news", "no_news", "handed_over", "handed_over", "0",
	  .needs = "due",
	  .says = "30 days without news: task for protection, enquiry of the ICRC" },
	{ "X12", "handover", "!returned_on outcome=not_known", "no_news", "handed_over", "same",
	  "1:case_worker", .says = "an enquiry that gave nothing" },
	{ "C34", "closing", "how=withdrew_after", "withdraw_after", OPEN, "withdrawn",
	  "2:case_worker+protection", .needs = "free",
	  .says = "asked alone, with an interpreter of the person's choice; not while held; may "
		  "come back" },
	{ "C36", "closing", "how=absent", "lost_contact", OPEN, "absent", "0", .needs = "due",
	  .says = "60 days without contact after tries on three days; days on which the office "
		  "itself owes the next act are none; no notice to any list" },
	/* Who is not registered counts nowhere: no file was closed, somebody left without a word. */
	{ "X61", "closing", "how=absent", "lost_contact", "presented", "left", "0", .needs = "due",
	  .says = "as C36, of one who came, was not registered, and is gone: comes back by C06" },
	{ "C37", "closing", "how=transferred", "arrive", OPEN "|not_covered|left_after",
	  "transferred", "2:transfer_officer+corridor_counter", .needs = "free chosen",
	  .says = "own choice asked alone at both ends; convoy closed by two counts" },
	{ "C39", "discharge", NULL, "discharge", "granted", "discharged", "1:case_worker",
	  .needs = "free takes_leave",
	  .says = "not while held; belongings returned; place chosen freely; paper handed over or "
		  "stored for "
		  "the person" },
	{ "C40", "plan", "state=started", "start_plan", "discharged", "reintegration",
	  "1:case_worker", .says = "IDDRS 4.30; voluntary" },
	{ "X13", "plan", "state=paused", "pause_plan", "reintegration", "same", "1:case_worker",
	  .says = "the plan rests" },
	{ "C41", "plan", "state=finished", "complete", "reintegration", "completed",
	  "1:case_worker", .says = "the person agrees" },
	{ "C42", "plan", "state=stopped", "stop_plan", "reintegration", "discharged",
	  "1:case_worker", .says = "the person stops; no effect on the grant" },
	{ "C43", "standing", "act=revoke", "revoke", GRANTED, "revoked",
	  "3:panel+panel+authority!registrar,proposer,approver", .apart = "screener",
	  .says = "only with K05; hearing, counsel, reason" },
	{ "C44", "appeal", "!outcome against=revoked", "appeal", "revoked",
	  "under_revocation_appeal", "1:case_worker", .needs = "in_time",
	  .says = "30 days; the effect stops until it is decided" },
	{ "X14", "appeal", "outcome=upheld against=revoked", "appeal_upheld",
	  "under_revocation_appeal", "same", "2:panel+panel!registrar,proposer,approver,revoker",
	  .apart = ACTED ",screener", .needs = "same",
	  .says = "what C45 and K08 then do: the grant and the paper stand again" },
	{ "C45", "standing", "act=reinstate", "reinstate", "under_revocation_appeal", "granted",
	  "2:panel+panel!registrar,proposer,approver,revoker", .apart = "screener",
	  .needs = "upheld", .says = "upheld; within 3 days; P12 is not counted again" },
	{ "C46", "appeal", "outcome=rejected against=revoked", "appeal_rejected",
	  "under_revocation_appeal", "revoked", "2:panel+panel!registrar,proposer,approver,revoker",
	  .apart = ACTED ",screener", .needs = "same", .says = "written reason" },
	/* Of whom nobody asks anything any more the panel decides on what is there. */
	{ "X80", "appeal", "!outcome against=revoked", "appeal", SILENT, "same", "1:case_worker",
	  .counts_as = WAS_OPEN, .needs = "revoked in_time",
	  .says = "as C44, of a child (guardian, counsel), or of somebody who died since "
		  "(family)" },
	{ "X81", "appeal", "outcome=upheld against=revoked", "appeal_upheld", SILENT, "same",
	  "2:panel+panel!registrar,proposer,approver,revoker", .apart = ACTED ",screener",
	  .counts_as = WAS_OPEN, .needs = "same",
	  .says = "as X14; decided without asking the child anything: what protection gives of the "
		  "file" },
	{ "X82", "standing", "act=reinstate", "reinstate", SILENT, "same",
	  "2:panel+panel!registrar,proposer,approver,revoker", .apart = "screener",
	  .counts_as = WAS_OPEN, .then_counts = CLASS_GRANTED, .needs = "upheld",
	  .says = "as C45: grant and paper of a child, or of the dead, stand again; the child "
		  "stays "
		  "with protection" },
	{ "X83", "appeal", "outcome=rejected against=revoked", "appeal_rejected", SILENT, "same",
	  "2:panel+panel!registrar,proposer,approver,revoker", .apart = ACTED ",screener",
	  .counts_as = WAS_OPEN, .needs = "same", .says = "as C46; decided as X81" },
	{ "X84", "appeal", "outcome against=not_covered|referred", "appeal_decided", SILENT, "same",
	  "2:panel+panel!registrar,screener,proposer,approver", .apart = ACTED,
	  .counts_as = WAS_OPEN, .needs = "same",
	  .says = "decided as X81; whatever the panel finds, the outcome has no effect on a child: "
		  "nobody is handed over, and an age that is corrected begins anew" },
	{ "C47", "decision", "outcome=reopened", "reexamine", "revoked", "screening",
	  "2:panel+panel!revoker", .says = "new facts in favour, or a new decree" },
	{ "C48", "closing", "how=deceased", "die",
	  "presented|child_referred|not_covered|left_after|referred|withdrawn|absent|transferred|"
	  "revoked|under_revocation_appeal|court_closed|" GRANTED,
	  "deceased", "2:case_worker+protection",
	  .says = "two sources; family told; the date may be unknown" },
	{ "C49", "closing", "how=deceased", "die", OPEN "|under_appeal|handed_over", "deceased",
	  "2:case_worker+protection",
	  .says = "death in custody or at the centre: an outside enquiry is opened" },
	{ "X15", "closing", "how=deceased", "die", "opened_in_error", "deceased",
	  "2:case_worker+protection", .says = "as C48, of a file that was closed by mistake" },
	{ "X63", "closing", "how=deceased", "die", "moving", "deceased", "2:case_worker+protection",
	  .says = "as C49, of one whose file is on its way to another centre: no centre takes it "
		  "up" },
	{ "X16", "closing", "how=error", "found_alive", "deceased", "previous",
	  "2:protection+protection", .counts_as = NEW | GRANT,
	  .says = "as C50, of one who had a grant, or was not registered: as before" },
	{ "C50", "closing", "how=error", "found_alive", "deceased", "screening",
	  "2:protection+protection", .counts_as = WAS_OPEN,
	  .says = "also a person declared dead by mistake; looked at anew, and with it what was "
		  "appealed against" },
	{ "X17", "closing", "how=error", "close_error", "presented", "left", "1:case_worker",
	  .says = "a file that is nobody's" },
	{ "X18", "closing", "how=error", "close_error", "registered", "opened_in_error",
	  "2:case_worker+protection!registrar",
	  .says = "a registration that is nobody's; in words why; what the person did in it stays "
		  "and is answered" },
	{ "C51", "merge", "act=merge", "merge",
	  "presented|" OPEN "|granted|not_covered|withdrawn|absent|transferred|left", "merged_into",
	  "2:adjudicator+adjudicator!registrar",
	  .says = "both histories stay; the better outcome is kept for the person; receipts of "
		  "both stay valid" },
	{ "C52", "merge", "act=unmerge", "unmerge", "merged_into", "previous",
	  "2:adjudicator+adjudicator!merger", .needs = "merged_so",
	  .says = "decisions taken meanwhile are examined by a panel" },
	{ "X270", "merge", "act=merge_away", "merge_away",
	  "presented|" OPEN "|not_covered|withdrawn|absent|transferred|left", "merged_into",
	  "2:adjudicator+adjudicator!registrar",
	  .says = "as C51, of a file that goes on in another register, whose office confirmed it; "
		  "no grant ends so: what it is there nobody here can see" },
	{ "X271", "merge", "act=unmerge_away", "unmerge_away", "merged_into", "previous",
	  "2:adjudicator+adjudicator!merger", .needs = "merged_so", .says = "as C52, of X270" },
	{ "C53", "erasure", "basis=retention_end|request", "erase",
	  "completed|left_after|withdrawn|absent|transferred|deceased|court_closed|"
	  "child_referred|left",
	  "erased", "2:dpo+chief", .needs = "quiet asked kept",
	  .says = "retention ended or request upheld; no appeal, tracing, court hold, unpaid "
		  "benefit; the certificate keeps its proof and its bit" },
	{ "C54", "erasure", "basis=request|order", "erase", "discharged|revoked|not_covered",
	  "erased", "2:dpo+chief", .needs = "quiet asked appeal_over",
	  .says = "as C53, only at the person's own request or by order, appeal time over" },
	{ "X62", "erasure", "basis=retention_end|request", "erase", "opened_in_error", "erased",
	  "2:dpo+chief", .needs = "quiet asked kept",
	  .says = "as C53, of a registration that was nobody's" },
	{ "X272", "erasure", "basis=retention_end|request", "erase", "merged_into", "erased",
	  "2:dpo+chief", .needs = "merged_so quiet asked kept",
	  .says = "as C53, of a file that goes on in another register (X270): one that was merged "
		  "here is erased with the file that is kept" },
	/* No record tells it from C01: nothing links the two persons. */
	{ "C55", "presentation", "in_group=no !late_reason", "present_again", "-", "presented",
	  "1:reception", .outcome = "present", .needs = "soon",
	  .says = "after an erasure the person is a new subject; nothing links the two" },

	/* P18: a case that goes on at another centre. */
	{ "X19", "closing", "how=moved_centre", "move", OPEN, "moving", "1:case_worker",
	  .needs = "free", .says = "the file goes on at another centre; not while held" },
	{ "X20", "registration", NULL, "take_up", "moving", "registered", "1:registrar",
	  .needs = "as_before", .says = "the other centre takes it up: same case, same rights" },
	{ "X150", "closing", "how=error", "move_back", "moving", "previous", "2:case_worker+chief",
	  .outcome = "take_up",
	  .says = "no other centre takes it up: the file goes on where it was, in the log that it "
		  "was leaving, and no limit began anew; 30 days after it left the chief is told "
		  "(X44)" },
	/* What goes on in a case. */
	{ "X21", "step", "event=pause_missing", "pause_missing", OPEN, "same", "1:screener",
	  .needs = "new_screener", .says = "the person is missing; no limit stops" },
	{ "X22", "step", "event=resume", "resume", OPEN, "same", "1:screener",
	  .needs = "new_screener", .says = "the person is there again" },
	{ "X23", "step", "event=summon", "summon", ASKED, "same", NULL, .needs = "ahead",
	  .says = "the person is asked to come on a day ahead: a try at contact (C36); for a "
		  "hearing (C14, K05) three days ahead at least" },
	{ "X24", "step", "event=hear", "hear", ASKED, "same", NULL, .says = "the person is heard" },
	{ "X25", "step", "event=set_date", "set_date", ASKED, "same", NULL,
	  .says = "a date is set" },
	{ "X41", "step", "event=tell", "tell", ASKED "|merged_into", "same", "1:case_worker",
	  .says = "the person is told of an outcome, a suspension or a revocation: from then the "
		  "time for an appeal runs" },
	{ "X42", "step", "event=tell", "tell", ASKED "|merged_into", "same", "1:panel",
	  .says = "as X41, by one of the panel" },
	{ "X58", "step", "event=tell", "tell", "child_referred", "same", "1:protection",
	  .says = "as X41, of a child: nothing is asked" },
	{ "X44", "step", "event=escalate", "escalate", ALL, "same", "0", .needs = "due",
	  .says = "the 7 days of C13, the 7 for a decision on what was proposed in a review, the "
		  "3 of C45, the 3 of X113, the 7 of X71, the 30 for an appeal, or the 30 in which "
		  "another "
		  "centre takes up a file that moves, are over: the chief sees to it, and again "
		  "every 7 days until it is done" },
	{ "X224", "check", "follows", "check_answered", ASKED, "same", "1:screener!registrar",
	  .needs = "follows new_screener",
	  .says = "what came of a check that was not asked yet, as of one who is like a row of a "
		  "list: of that one, once; a likeness alone decides nothing" },
	{ "X26", "check", "!follows", "check", ASKED, "same", "1:screener!registrar",
	  .needs = "new_screener",
	  .says = "an answer, or silence, on whether there is something against the person" },
	{ "X27", "pledge", NULL, "pledge", ASKED, "same", NULL, .needs = "informed understood",
	  .says = "after the notice; read in own language; never an admission of guilt" },
	{ "X36", "pledge_case", "!follows", "pledge_case", ASKED, "same", NULL,
	  .says = "an alleged breach; of a child none is alleged" },
	{ "X180", "pledge_case", "follows", "pledge_found", ASKED, "same", NULL, .needs = "follows",
	  .says = "what was found of one that was alleged, and of no other" },
	{ "X181", "stop_report", "!follows", "stop_report", ALL, "same", NULL,
	  .says = "the bearer of a paper was stopped; counts in P16" },
	{ "X182", "stop_report", "follows", "stop_followed", ALL, "same", NULL, .needs = "follows",
	  .says = "somebody saw to a stop, and to no other; it is not counted again" },
	{ "X28", "stay", "act=arrive|leave_free|transfer_out free_to_leave=yes", "stay", ALL,
	  "same", NULL, .says = "comes and goes" },
	{ "X55", "stay", "act=release", "stay", ALL, "same", "1:reception",
	  .says = "is free again: each of those may say so whom the queue asks to end a hold" },
	{ "X56", "stay", "act=release", "stay", ALL, "same", "1:chief", .says = "as X55" },
	{ "X57", "stay", "act=release", "stay", ALL, "same", "1:protection", .says = "as X55" },
	{ "X39", "stay", "free_to_leave=no", "hold", HELD, "same", "2:reception+chief",
	  .needs = "hold",
	  .says = "not free to leave, whatever the stay is called: on a written basis with an end, "
		  "14 days at most, and 60 in all since the first, which no release sets back; by "
		  "order of a court 30 at most each; no child, and nobody with a grant" },
	/* A child's file is the protection officers'. */
	{ "X40", "correction", NULL, "correction", ASKED "|deceased|merged_into", "same", NULL,
	  .needs = "sought",
	  .says = "a new entry beside the old one; of what the person seeks, as C04: inside a "
		  "window "
		  "of a decree on the day on which he or she came, or now" },
	{ "X47", "correction", NULL, "correction", "child_referred", "same", "1:protection",
	  .needs = "no_age sought",
	  .says = "as X40, of a child, by protection alone; not of the age" },
	{ "X48", "step", "event=enquiry_answered", "enquiry_answered", "deceased", "same",
	  "2:chief+protection", .needs = "enquiry",
	  .says = "the outside enquiry into a death (C49) has answered; due in 30 days" },
	/* Appeals against what is no decision on the case. */
	{ "X29", "appeal", "outcome=upheld|partly|returned against=withdrawn_coerced", "come_back",
	  "withdrawn", "screening", "2:panel+panel!registrar,screener,proposer,approver",
	  .apart = ACTED, .says = "who withdrew under pressure did not withdraw" },
	{ "X30", "appeal",
	  "!outcome against=suspended|child_ruling|erasure_refused|withdrawn_coerced", "appeal",
	  ALL, "same", "1:case_worker", .says = "lodged; the case goes on meanwhile" },
	{ "X43", "appeal", "outcome=upheld against=suspended", "suspension_lifted", ALL, "same",
	  "2:panel+panel!registrar,screener,proposer,approver", .apart = ACTED,
	  .says = "as X31; a paper that is still suspended is valid again at once (K06, by the "
		  "same "
		  "two)" },
	/* Whoever ruled on the age does not uphold that ruling alone: others look (X72), or find an adult (C09, X06). */
	{ "X71", "appeal", "outcome=upheld|partly|returned against=child_ruling", "age_reopened",
	  "child_referred", "same", "2:panel+panel!registrar,screener,proposer,approver",
	  .apart = ACTED, .needs = "same",
	  .says = "as X31; within 7 days protection looks at the age again: C09 or X06 where the "
		  "person is an adult, else X72" },
	{ "X72", "step", "event=age_confirmed", "age_confirmed", "child_referred", "same",
	  "2:protection+protection!registrar", .apart = "referrer", .needs = "age_open",
	  .says = "looked at again, once for each such appeal, by others than who referred: any "
		  "doubt is left, the person is a child" },
	{ "X95", "step", "event=keep", "keep", ALL, "same", "1:dpo", .needs = "kept_over",
	  .says = "the operation's time for such records is over, and its rule is a review, or "
		  "they were handed over as it says: they are kept for as long again; else they "
		  "are erased (C53)" },
	{ "X31", "appeal",
	  "outcome against=suspended|child_ruling|erasure_refused|withdrawn_coerced",
	  "appeal_decided", ALL, "same", "2:panel+panel!registrar,screener,proposer,approver",
	  .apart = ACTED, .says = "nobody who acted before; 30 days" },
	{ "X32", "request", "!answer", "request", ALL, "same", NULL,
	  .says = "access, correction, objection, erasure: answered in 30 days" },
	{ "X33", "request",
	  "answer=done|partly right=access|rectify|object|erase|copy|withdraw_agreement",
	  "request_answered", ALL, "same", NULL, .says = "what was done" },
	{ "X46", "request",
	  "answer=refused right=access|rectify|object|erase|copy|withdraw_agreement",
	  "request_refused", ALL, "same", NULL, .says = "why not; the person may appeal" },
	{ "X38", "request", "answer right=complain", "request_answered", ALL, "same",
	  "1:dpo!answerer",
	  .says = "another than whoever answered a request of the person before" },
	/* What was promised. It is ended in the file in which it was promised, also where that was merged into another. */
	{ "X90", "benefit", "!ended", "benefit", ALL, "same", NULL, .needs = "still_due",
	  .says = "promised, or delivered: for the day for which it was promised, once" },
	{ "X91", "benefit", "ended=refused_by_person", "benefit_refused",
	  ASKED "|child_referred|merged_into", "same", NULL, .needs = "owed",
	  .says = "the person does not want it, and signs that; it is owed no more" },
	{ "X92", "benefit", "ended=died", "benefit_void", "deceased|merged_into", "same",
	  "2:case_worker+protection", .needs = "owed",
	  .says = "the person died before it was delivered" },
	{ "X93", "benefit", "ended=withdrawn_with_reason", "benefit_withdrawn",
	  ASKED "|child_referred|merged_into", "same", "2:panel+chief!promiser", .needs = "owed",
	  .says = "taken back, by two who did not promise it, for a reason in words; the person "
		  "is told, and it counts on in P17" },
	{ "X121", "dedup_link", "!verdict", "dedup_link", ASKED, "same", "1:adjudicator",
	  .says = "an adjudicator notes a possible duplicate: nobody is checked before it is "
		  "judged" },
	{ "X120", "dedup_link", "!verdict", "same_name", OPEN, "same", "1:registrar",
	  .says = "who registers somebody under a name that is registered notes it, with the "
		  "registration: somebody has to compare the two" },
	{ "X220", "dedup_link", "!verdict", "same_name",
	  "presented|left|moving|" GRANTED "|" CLOSED "|" REVOKED, "same", "1:registrar",
	  .says = "as X120, of a name that is corrected, or of whom reception took in and "
		  "somebody knows as another case" },
	{ "X221", "dedup_link", "verdict=other_person", "told_apart", ASKED, "same", "1:registrar",
	  .says = "who registers, or corrects a name, says that somebody who was found for it is "
		  "another person, and why: nobody is asked again of these two, and what an "
		  "adjudicator is to judge stays" },
	{ "X122", "dedup_link", NULL, "dedup_link", ALL, "same", NULL,
	  .says = "that two are one person, or are not, two adjudicators say" },
	/* What a paper does to the case. */
	{ "X34", "certificate", NULL, "issue", GRANTED "|child_referred", "same", NULL,
	  .counts_as = GRANT, .says = "only with K01 or K02" },
	{ "X35", "standing", "act=suspend", "suspend", GRANTED, "same", NULL,
	  .says = "only with K04" },

	{ "K01", "certificate", "provisional=no", "issue", "cert.-", "cert.valid",
	  "2:certificate_officer+approver!proposer,registrar", .needs = "searched",
	  .says = "grant approved; the registrations of all centres were searched, where there are "
		  "others (search_done); printed = logged in one act" },
	{ "K02", "certificate", "provisional=yes", "issue", "cert.-", "cert.provisional",
	  "2:certificate_officer+approver!proposer,registrar",
	  .says = "the registrations of all centres were not searched, or a possible duplicate is "
		  "open" },
	{ "K03", "standing", "act=confirm", "confirm", "cert.provisional", "cert.valid", "0",
	  .needs = "due_paper",
	  .says = "all centres merged without an open duplicate, or 30 days gone: silence favours "
		  "the bearer" },
	{ "K04", "standing", "act=suspend", "suspend", "cert.valid|cert.provisional",
	  "cert.suspended", "3:panel+panel+chief!registrar,proposer,approver", .needs = "ground",
	  .says = "a breach was found, or fraud, or a duplicate whose case was decided otherwise: "
		  "on "
		  "file "
		  "since the grant, and since the last suspension ended; never on press or "
		  "denunciation alone; the bearer is told in 3 days" },
	{ "K05", "standing", "act=revoke", "revoke", "cert.suspended", "cert.revoked",
	  "3:panel+panel+authority!registrar,proposer,approver", .needs = "heard",
	  .says = "the bearer told of the suspension, and heard after that (step hear), or "
		  "absent though summoned as for C14; reason and evidence newer than the grant; "
		  "appeal told; inside 30 days" },
	{ "K06", "standing",
	  "act=lift reason_code=new_facts|breach_of_pledge|fraud|error|appeal_upheld", "lift",
	  "cert.suspended", "cert.valid", "2:panel+panel", .needs = "lifted",
	  .says = "nothing proved, or an appeal against it upheld" },
	{ "K07", "standing", "act=lift reason_code=expired_suspension", "lapse", "cert.suspended",
	  "cert.valid", "0", .needs = "due_paper",
	  .says = "30 days without revoke: valid again, cannot be prolonged" },
	{ "K08", "standing", "act=reinstate", "reinstate", "cert.revoked", "cert.valid",
	  "2:panel+panel!revoker", .says = "C45" },
	{ "K09", "standing", "act=replace", "replace", "cert.valid|cert.provisional",
	  "cert.replaced", "2:certificate_officer+approver",
	  .says = "lost, damaged or taken; new paper by K01, the bit of the old one is set" },
	{ "K10", "effect_notice", "confirmed_on", "effect_confirmed", "cert.valid", "cert.valid",
	  "1:liaison", .says = "lists confirmed updated; else escalated after 7 days and counted" },
	{ "K11", "standing", "act=revoke_replaced", "revoke", "cert.replaced", "cert.revoked",
	  "3:panel+panel+authority!registrar,proposer,approver",
	  .says = "an old paper reappears in a fraud" },
};
const size_t transitions_n = sizeof transitions / sizeof *transitions;

/* Of the states that are not here a case counts as before (state_class). */
static const struct {
	enum case_class cls;
	const char *states;
} classes[] = {
	{ CLASS_NONE, "presented|left|merged_into|erased" },
	{ CLASS_OPEN, OPEN },
	{ CLASS_GRANTED, GRANTED },
	{ CLASS_CLOSED, CLOSED "|" REVOKED },
	{ CLASS_MOVING, "moving" },
};

static const char *const changes[CLASS_COUNT][CLASS_COUNT] = {
	[CLASS_NONE] = { [CLASS_OPEN] = "unmerge_open",
			 [CLASS_GRANTED] = "unmerge_granted",
			 [CLASS_CLOSED] = "unmerge_closed" },
	[CLASS_OPEN] = { [CLASS_NONE] = "merge_open",
			 [CLASS_GRANTED] = "approve_granted",
			 [CLASS_CLOSED] = "close_otherwise",
			 [CLASS_MOVING] = "move" },
	[CLASS_GRANTED] = { [CLASS_NONE] = "merge_granted", [CLASS_CLOSED] = "revoke" },
	[CLASS_CLOSED] = { [CLASS_NONE] = "merge_closed",
			   [CLASS_OPEN] = "reopen",
			   [CLASS_GRANTED] = "grant_on_appeal" },
	[CLASS_MOVING] = { [CLASS_OPEN] = "take_up", [CLASS_CLOSED] = "end_moving" },
};

bool transition_of_kind(const struct transition *t, const char *kind)
{
	return !strcmp(t->kind, kind) || (strchr(t->kind, ',') && code_in(t->kind, str_of(kind)));
}

bool transition_of_paper(const struct transition *t)
{
	return t->code[0] == 'K';
}

bool transition_about(const struct transition *t, const struct rec *r, bool paper)
{
	return transition_of_paper(t) == paper && transition_of_kind(t, r->kind->name) &&
	       rec_when(r, t->when);
}

bool state_among(const char *list, struct str state)
{
	struct str rest = str_of(list);

	while (rest.s)
		if (str_eq(str_cut(&rest, '|'), state))
			return true;
	return false;
}

enum case_class state_class(struct str state, enum case_class before)
{
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (state_among(classes[i].states, state))
			return classes[i].cls;
	return before == CLASS_OPEN || before == CLASS_MOVING ? CLASS_CLOSED : before;
}

const char *class_change(enum case_class before, enum case_class after)
{
	return changes[before][after];
}

int eyes_count(const char *four_eyes)
{
	struct str rest = str_of(four_eyes), number = str_cut(&rest, ':');
	int64_t n = 0;

	(void)int_parse(number, 0, 9, &n);
	return (int)n;
}

struct str eyes_roles(const char *four_eyes)
{
	struct str rest = str_of(four_eyes), number = str_cut(&rest, ':');

	(void)number;
	return rest.s ? str_cut(&rest, '!') : rest;
}

struct str eyes_parts(const char *four_eyes)
{
	struct str rest = str_of(four_eyes), roles = str_cut(&rest, '!');

	(void)roles;
	return rest;
}

struct str eyes_role(struct str word)
{
	return str_eq(word, S("transfer_officer")) ? S("transfer") : word;
}
