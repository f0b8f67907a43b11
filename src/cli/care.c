/* doctor: whether a register is well. */
#include <inttypes.h>
#include <string.h>

#include "base/os.h"
#include "cli/commands.h"
#include "cli/entry.h"
#include "figure/bulletin.h"
#include "intake/apart.h"
#include "intake/attest.h"
#include "intake/commit.h"
#include "intake/compare.h"
#include "intake/erase.h"
#include "intake/exchange_compare.h"
#include "intake/exchange_take.h"
#include "intake/lists.h"
#include "intake/outline.h"
#include "intake/sound.h"
#include "intake/vouch.h"
#include "intake/vouch_log.h"
#include "intake/years.h"
#include "keyd/keys.h"
#include "ledger/hash.h"
#include "ledger/key.h"
#include "base/banned.h"

enum health { WELL, SKIPPED, WARN, BAD };

struct visit {
	struct cli *c;
	struct reg *r;
	bool deep;
	int64_t today;
	size_t seen[BAD + 1];
};

static void say(struct visit *v, const char *what, enum health h, struct str text)
{
	static const char *const words[] = { "ok", "skipped", "warning", "bad" };

	v->seen[h]++;
	cli_say(v->c, "%-8s %-12s %.*s\n", words[h], what, P(text));
	if (v->c->json) {
		struct buf *b = cli_line(v->c, "check");

		json_put_text(b, "name", str_of(what));
		json_put_text(b, "state", str_of(words[h]));
		json_put_text(b, "text", text);
		cli_line_end(v->c);
	}
}

/* An error that a check met is what it found, and the visit goes on. */
static bool found(struct visit *v, const char *what, struct err *e)
{
	say(v, what, BAD, str_dup(v->c->a, str_of(e->what)));
	e->kind = ERR_NONE;
	return true;
}

static void check_files(struct visit *v, struct err *e)
{
	static const char *const names[] = { "sulh.conf", "sulh.db", "keyring", "log",
					     OUTLINE_FILE };
	struct str dir = str_of(v->r->dir);
	bool all = true;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *path = str_z(v->c->a, os_join(v->c->a, dir, str_of(names[i])));
		bool yes = true;

		/* Not every register has outlines. */
		if (str_eq(str_of(names[i]), S(OUTLINE_FILE)) && os_type(path) == OS_MISSING)
			continue;
		if (!os_private(path, &yes, e)) {
			found(v, "files", e);
			all = false;
		} else if (!yes) {
			say(v, "files", WARN,
			    str_fmt(v->c->a, "%s can be read by others than its owner (chmod go=)",
				    path));
			all = false;
		}
	}
	if (all)
		say(v, "files", WELL, S("only their owner can read them"));
}

static void check_erasures(struct visit *v, struct err *e)
{
	bool waits;

	if (os_type(erase_replay_path(v->c->a, v->r->dir)) != OS_MISSING)
		say(v, "erasures", BAD,
		    S("restored from a backup, and who was erased since is not forgotten: sulh "
		      "erase replay"));
	else if (!erase_waits(v->r, &waits, e))
		found(v, "erasures", e);
	else if (waits)
		say(v, "erasures", BAD,
		    S("one was begun and not ended: any command that writes goes on with it"));
	else
		say(v, "erasures", WELL, S("none is under way"));
}

static void check_disk(struct visit *v, struct err *e)
{
	int64_t bytes;

	if (!os_free(v->r->dir, &bytes, e)) {
		found(v, "disk", e);
		return;
	}
	say(v, "disk", bytes < (int64_t)1 << 30 ? WARN : WELL,
	    str_fmt(v->c->a, "%" PRId64 " MiB free", bytes >> 20));
}

static void check_database(struct visit *v, struct err *e)
{
	struct str wrong;

	if (!store_sound(v->r->store, v->c->a, v->deep, &wrong, e))
		found(v, "database", e);
	else if (wrong.s)
		say(v, "database", BAD, str_fmt(v->c->a, "%.*s; restore a backup", P(wrong)));
	else
		say(v, "database", WELL, v->deep ? S("sound, all of it") : S("sound"));
}

static void check_marks(struct visit *v, struct err *e)
{
	if (reg_marks_hold(v->r, e) && reg_signed_hold(v->r, e))
		say(v, "marks", WELL, S("the database holds all that was signed"));
	else
		found(v, "marks", e);
}

/* The entries are those of the tree: read all of them. */
static void check_log(struct visit *v, const struct store_log *log, struct err *e)
{
	struct note_signer by;
	int64_t last, n, oldest;
	bool overdue;

	if (!reg_log_signer(v->r, v->c->a, log->name, &by, e)) {
		found(v, "log", e);
		return;
	}
	if (!store_last_cut(v->r->store, log->id, &last, e) ||
	    !store_waiting(v->r->store, log->id, &n, &oldest, e)) {
		found(v, "log", e);
		return;
	}
	if (v->deep && !log_sound(v->r->store, log, e)) {
		found(v, "log", e);
		return;
	}
	overdue = last != NO_DAY && v->today - last > 1;
	say(v, "log", overdue || (oldest != NO_DAY && v->today - oldest > 7) ? WARN : WELL,
	    str_fmt(v->c->a,
		    "%.*s: %s%" PRIu64 " entries, last cut %.*s, %" PRId64 " records wait%s%.*s",
		    P(log->name), overdue ? "no cut for more than a day (sulh cut); " : "",
		    log->tree.size, P(last == NO_DAY ? S("never") : day_text(v->c->a, last)), n,
		    oldest == NO_DAY ? "" : " since ",
		    P(oldest == NO_DAY ? S("") : day_text(v->c->a, oldest))));
}

static void check_logs(struct visit *v, struct err *e)
{
	struct store_log *logs;
	size_t n;

	if (!store_logs(v->r->store, v->c->a, &logs, &n, e)) {
		found(v, "log", e);
		return;
	}
	for (size_t i = 0; i < n; i++)
		check_log(v, &logs[i], e);
}

/* What can be mended no more is said, and no reason to act. */
static void check_attested(struct visit *v, struct err *e)
{
	struct cut_standing *list;
	size_t n, open = 0, missed = 0;

	if (!intake_cuts(v->r, v->c->a, 0, DAY_MIN, DAY_MAX, &list, &n, e)) {
		found(v, "cuts", e);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		open += !list[i].attested && !list[i].missed;
		missed += list[i].missed;
	}
	say(v, "cuts", WELL,
	    str_fmt(v->c->a,
		    "%zu, of which two officers may still attest %zu (sulh cut attest) and "
		    "did not attest %zu in time",
		    n, open, missed));
}

/* What a cut would not take: each is named. */
static void check_drafts(struct visit *v, struct err *e)
{
	struct doubt *list;
	size_t n;

	if (!vouch_doubts(v->r, v->c->a, &list, &n, e)) {
		found(v, "drafts", e);
		return;
	}
	for (size_t i = 0; i < n; i++)
		say(v, "drafts", BAD,
		    str_fmt(v->c->a, "%.*s, %.*s. No cut takes it; %s", P(list[i].log),
			    P(list[i].said),
			    list[i].ruled
				    ? "what they recorded honestly is copied from the file of "
				      "the case before sulh cut discard and sulh rebuild remove "
				      "it, and recorded anew with what it lacks"
				    : "sulh cut discard removes it, then sulh rebuild"));
	if (!n)
		say(v, "drafts", WELL, S("what waits is what officers signed"));
}

#define ACTS_NAMED 20

/* What stands in a log that no cut took from officers. */
static void check_acts(struct visit *v, struct err *e)
{
	struct vouch_false *list;
	int64_t seen;
	size_t n, ruled = 0;

	if (!v->deep)
		return;
	if (!vouch_log(v->r, v->c->a, &list, &n, &seen, e)) {
		found(v, "acts", e);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		ruled += list[i].ruled;
		if (i < ACTS_NAMED)
			say(v, "acts", BAD,
			    str_fmt(v->c->a, "entry %.*s/%lld: %.*s", P(list[i].log),
				    (long long)list[i].seq, P(list[i].wrong)));
	}
	if (ruled)
		say(v, "acts", BAD,
		    str_fmt(v->c->a,
			    "%zu of %lld in the logs officers signed so, and the rules do not "
			    "allow them; no cut takes such acts. Publish nothing, keep a copy of "
			    "the folder, and ask those who signed: they used a program of their "
			    "own, or an act of the case before it is not in the log any more, and "
			    "a backup from before has it",
			    ruled, (long long)seen));
	if (n > ruled)
		say(v, "acts", BAD,
		    str_fmt(v->c->a,
			    "%zu of %lld in the logs are not as officers signed them; no cut takes "
			    "such acts. Publish nothing, keep a copy of the folder for who looks "
			    "into it, and restore a backup from before",
			    n - ruled, (long long)seen));
	if (!n)
		say(v, "acts", WELL,
		    str_fmt(v->c->a, "%lld in the logs, each as officers signed it",
			    (long long)seen));
}

static void apart_differ(struct visit *v, const struct apart_look *x)
{
	struct arena *a = v->c->a;

	if (!x->told)
		say(v, "children", BAD,
		    S("the files that are closed to all but protection officers are not those of "
		      "the "
		      "children on record: doctor says which with the passphrase, without a key "
		      "holder"));
	if (x->told && x->open)
		say(v, "children", BAD,
		    str_fmt(a,
			    "%" PRId64
			    " of those who were referred have files that others may open: %.*s: "
			    "sulh rebuild with the passphrase closes them",
			    x->open, P(x->of_open)));
	if (x->told && x->closed)
		say(v, "children", WARN,
		    str_fmt(a,
			    "%" PRId64
			    " files are closed to all but protection officers, and no referral is "
			    "on record: %.*s. Two of these look, and refer the child or open the "
			    "file again (sulh person reopen)",
			    x->closed, P(x->of_closed)));
}

/* Children's files, and no others, are closed to all but protection officers. */
static void check_apart(struct visit *v, struct err *e)
{
	struct apart_look x;

	if (!apart_look(v->r, v->c->a, &x, e))
		found(v, "children", e);
	else if (x.untold)
		say(v, "children", SKIPPED,
		    str_fmt(v->c->a,
			    "not compared: of fewer than %d children a key holder tells nobody "
			    "but a protection officer whose files are closed; doctor compares "
			    "with the passphrase, without a key holder",
			    KEYS_APARTS_LEAST));
	else if (x.differ)
		apart_differ(v, &x);
	else
		say(v, "children", WELL,
		    S("the files of those who were referred are closed to others, and no other"));
}

/* Rows that are not those of its entry in the log, and lists of which there are none here. */
static void check_lists(struct visit *v, struct err *e)
{
	static const char *const wrong[] = {
		[LIST_UNBOUND] = "was loaded before its entry had a digest of its rows: load it "
				 "again, so that nobody changes them unseen",
		[LIST_MISSING] = "has no rows here: load it again, or withdraw it",
		[LIST_FALSE] = "has rows here that are not those of its entry, and nobody is "
			       "screened against it: find out who changed them, then load it "
			       "again, or withdraw it",
	};
	struct listing *list;
	size_t n, right = 0, without = 0;

	if (!lists_see(v->r, v->c->a, &list, &n, e)) {
		found(v, "lists", e);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		bool bare = list[i].is == LIST_MISSING && !list[i].rows.s;

		right += list[i].is == LIST_RIGHT;
		without += bare;
		if (list[i].is != LIST_RIGHT && !bare)
			say(v, "lists", list[i].is == LIST_FALSE ? BAD : WARN,
			    str_fmt(v->c->a, "%.*s %s", P(list[i].no), wrong[list[i].is]));
	}
	if (right + without == n)
		say(v, "lists", WELL,
		    str_fmt(v->c->a,
			    "%zu in force: the rows of %zu are as their entries say, and %zu came "
			    "without rows",
			    n, right, without));
}

/* Names of other registers of which a record says that they are held. A backup has none of them, so that none comes back after its
 * day. */
static void check_exchanges(struct visit *v, struct err *e)
{
	static const char *const wrong[] = {
		[EXCHANGE_MISSING] = "are not here: take its file again (exchange take), which "
				     "puts in place what was broken off, too",
		[EXCHANGE_DAMAGED] = "do not read, and nothing is compared with them: take its "
				     "file again (exchange take)",
	};
	struct arena *a = v->c->a;
	struct exchange_standing *list;
	size_t n;

	if (!exchange_standing(v->r, a, true, &list, &n, e)) {
		found(v, "exchange", e);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct exchange_standing *x = &list[i];
		struct str until = day_text(a, x->expires_on);

		if (x->is == EXCHANGE_HERE)
			say(v, "exchange", WELL,
			    str_fmt(a, "names of register %.*s are held until %.*s",
				    P(exchange_finger_of(a, x->sender)), P(until)));
		else
			say(v, "exchange", x->is == EXCHANGE_DAMAGED ? BAD : WARN,
			    str_fmt(a, "names of register %.*s, to be held until %.*s, %s",
				    P(exchange_finger_of(a, x->sender)), P(until), wrong[x->is]));
	}
	if (!n)
		say(v, "exchange", WELL, S("nothing of another register is held"));
}

/* Of persons whom another register has, too. */
static void owed_there(struct visit *v, const struct exchange_waiting *x)
{
	if (x->cases)
		say(v, "owed", WELL,
		    str_fmt(v->c->a,
			    "%zu registered, and not compared with what other registers gave: sulh "
			    "exchange compare",
			    x->cases));
	if (x->pairs)
		say(v, "owed", WELL,
		    str_fmt(v->c->a,
			    "%zu pairs with persons of other registers wait for two adjudicators "
			    "(sulh queue)",
			    x->pairs));
}

/* What a search that could not be made, and a list that came later, leave to be done. It is work that goes on, as the queue has it, and
 * nothing that is wrong here. */
static void check_owed(struct visit *v, struct err *e)
{
	struct exchange_waiting there;
	size_t alike, listed;
	struct str merges;
	int64_t since;

	if (!compare_waiting(v->r, v->c->a, &alike, e) ||
	    !lists_waiting(v->r, v->c->a, &listed, e) ||
	    !exchange_waiting(v->r, v->c->a, &there, e) ||
	    !merges_owed(v->c, v->r, &merges, &since, e)) {
		found(v, "owed", e);
		return;
	}
	if (alike)
		say(v, "owed", WELL,
		    str_fmt(v->c->a,
			    "%zu registered where others could not be searched, and not compared "
			    "since: sulh person compare",
			    alike));
	if (listed)
		say(v, "owed", WELL,
		    str_fmt(v->c->a,
			    "%zu registered, and not compared since the newest list: sulh list "
			    "screen",
			    listed));
	if (merges.s)
		say(v, "owed", WELL, merges);
	owed_there(v, &there);
	if (!alike && !listed && !there.cases && !there.pairs)
		say(v, "owed", WELL, S("no comparison with others, or with a list, is owed"));
}

static void check_clock(struct visit *v, struct err *e)
{
	int64_t latest, now = clock_now(&v->r->clock);

	if (!store_state(v->r->store, S("clock"), &latest, e) || !clock_usable(v->c->a, now, e))
		found(v, "clock", e);
	else if (latest != NO_DAY && now < latest)
		say(v, "clock", BAD,
		    S("this machine's clock is behind what was recorded last: set it right before "
		      "anything is recorded"));
	else
		say(v, "clock", WELL, S("not behind what was recorded last"));
}

/* The queue has a line for each key; here it is said that there are some. */
static void check_officers(struct visit *v, struct err *e)
{
	size_t over = 0;
	struct years y;

	if (!years_see(v->r, v->c->a, v->today, &y, e)) {
		found(v, "officers", e);
		return;
	}
	for (size_t i = 0; i < y.n; i++)
		over += y.ends[i].last_day < v->today;
	if (y.n)
		say(v, "officers", WARN,
		    str_fmt(v->c->a,
			    "%zu keys end within %d days, or ended (%zu), and were neither renewed "
			    "nor retired: sulh queue, sulh officer renew",
			    y.n, YEARS_SOON, over));
	if (y.keepers < YEARS_KEEPERS)
		say(v, "officers", WARN,
		    str_fmt(v->c->a,
			    "%zu serve who may enrol and renew others (chief, operator), and two "
			    "are needed: enrol more, %d or more are safe",
			    y.keepers, YEARS_KEEPERS));
	if (!y.n && y.keepers >= YEARS_KEEPERS)
		say(v, "officers", WELL,
		    str_fmt(v->c->a, "%zu may enrol others; no key ends soon", y.keepers));
}

static void check_figures(struct visit *v, struct err *e)
{
	struct row *rows;
	size_t n;

	if (!bulletin_live(v->r->store, v->c->a, v->today, &rows, &n, e) ||
	    !bulletin_agrees(v->r->store, v->c->a, v->today, rows, n, e))
		found(v, "figures", e);
	else
		say(v, "figures", WELL, str_fmt(v->c->a, "%zu, counted twice: equal", n));
}

static void check_outlines(struct visit *v, struct err *e)
{
	struct outlines o;

	if (!outline_read(v->c->a, v->r->dir, &o, e)) {
		within(e, "the map is drawn without outlines (sulh place outline)");
		say(v, "outlines", WARN, str_dup(v->c->a, str_of(e->what)));
		e->kind = ERR_NONE;
	} else {
		say(v, "outlines", WELL,
		    o.n ? str_fmt(v->c->a, "of %zu places", o.n) : S("none are kept"));
	}
}

bool cli_doctor(struct cli *c, struct err *e)
{
	struct visit v = { .c = c, .deep = cli_option(c, "deep").s };

	v.r = cli_register(c, false, e);
	if (!v.r || !intake_today(v.r, c->a, &v.today, e))
		return false;
	check_files(&v, e);
	check_erasures(&v, e);
	check_disk(&v, e);
	check_database(&v, e);
	check_marks(&v, e);
	check_attested(&v, e);
	check_clock(&v, e);
	check_logs(&v, e);
	check_drafts(&v, e);
	check_acts(&v, e);
	check_apart(&v, e);
	check_lists(&v, e);
	check_exchanges(&v, e);
	check_owed(&v, e);
	check_officers(&v, e);
	check_outlines(&v, e);
	check_figures(&v, e);
	json_put_int(&c->result, "skipped", (int64_t)v.seen[SKIPPED]);
	json_put_int(&c->result, "warnings", (int64_t)v.seen[WARN]);
	json_put_int(&c->result, "bad", (int64_t)v.seen[BAD]);
	if (!v.seen[WARN] && !v.seen[BAD])
		return true;
	return err_set(e, ERR_ATTENTION, "doctor: %zu warnings, %zu bad", v.seen[WARN],
		       v.seen[BAD]);
}
