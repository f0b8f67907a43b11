/* A small publication is verified: whole, with any byte changed, and with one thing wrong at a time. */
#include "sync/verify.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"
#include "publication.h"
#include "test.h"
#include "base/banned.h"

static enum err_kind verified(struct arena *a, struct str dir, struct verify_report *r,
			      struct err *e)
{
	memset(e, 0, sizeof *e);
	return verify_folder(a, dir.s, NULL, r, e) ? ERR_NONE : e->kind;
}

static const struct {
	enum flaw flaw;
	enum err_kind want;
	const char *says, *name;
} flaws[] = {
	{ FEW_SIGNATURES, ERR_FALSE, "of 2 that are needed", "one signature where two are needed" },
	{ WRONG_ROLE, ERR_FALSE, "of 2 that are needed",
	  "a signature by an officer without the role" },
	{ BAD_SIGNATURE, ERR_FALSE, "is bad", "a bad signature" },
	{ STRANGE_KEY, ERR_FALSE, "no officer", "a signature by nobody" },
	{ TAKEN_OVER, ERR_FALSE, "while two could enrol",
	  "an officer whom the passphrase made while officers served" },
	{ SAME_SEAL, ERR_FALSE, "used before", "a seal used twice" },
	{ UNSORTED, ERR_FALSE, "sorted", "persons in an order that tells something" },
	{ BAD_BATCH, ERR_FALSE, "hash is not that of the batch", "a cut of another batch" },
	{ MIXED, ERR_FALSE, "in one batch", "sealed entries and others in one batch" },
	{ OTHER_DAY, ERR_FALSE, "another day", "a person's own day" },
	{ NO_CUT, ERR_FALSE, "inside a batch", "a log that ends inside a batch" },
	{ BAD_DELTA, ERR_FALSE, "", "a number that the record does not give" },
	{ BAD_REF, ERR_FALSE, "refers to", "a reference to nothing" },
	{ WRONG_KIND_REF, ERR_FALSE, "", "a reference to another kind" },
	{ TWO_PLACES, ERR_FALSE, "same place_no", "a place recorded twice" },
	{ SAME_NAME, ERR_FALSE, "same name_en", "two places of one name" },
	{ NEW_KIND, ERR_ATTENTION, "kind 999", "a kind of a newer table" },
	{ NEW_VERSION, ERR_ATTENTION, "newer", "an entry of a newer program" },
	{ NOT_HQ, ERR_FALSE, "headquarters", "a party in a centre's log" },
	{ LONE_FOUNDER, ERR_FALSE, "founding", "a founder with one signature" },
	{ BAD_FIGURE, ERR_FALSE, "not the sums", "a bulletin with another figure" },
	{ BAD_HEAD, ERR_FALSE, "no such root", "a bulletin over another log" },
	{ BAD_CHECK, ERR_FALSE, "holds", "a check that says otherwise" },
	{ BAD_TIME, ERR_FALSE, "cut-offs", "a bulletin of other hours" },
	{ SECOND_NUMBER, ERR_FALSE, "is next", "a bulletin left out" },
	{ BAD_PLACE, ERR_FALSE, "place", "a place that nobody recorded" },
	{ REPLAYED, ERR_FALSE, "used before", "an act signed once and counted twice" },
	{ LATER_REF, ERR_NONE, "", "a reference to a log that is read later" },
	{ BAD_LATER_REF, ERR_FALSE, "refers to", "such a reference to nothing" },
	{ LATER_PLACE, ERR_FALSE, "the place that corridor gives",
	  "another place than that of a thing in a log that is read later" },
	{ LEFT_OUT, ERR_FALSE, "aleppo is not in heads", "a bulletin that leaves a log out" },
	{ HQ_LEFT_OUT, ERR_FALSE, "hq is not in heads", "one that leaves headquarters out" },
	{ OLD_HEAD, ERR_FALSE, "no cut of its day", "one over an old size of a log" },
	{ OLD_HQ_HEAD, ERR_FALSE, "no cut of its day", "one over an old size of headquarters'" },
	{ LATE, ERR_NONE, "", "one that says which centre is late, over its last head" },
	{ LATE_FOR_NOTHING, ERR_FALSE, "is not late", "one that says so of a centre that is not" },
	{ LATE_HQ, ERR_FALSE, "hq is not in heads", "headquarters is never late" },
	{ OTHER_FACILITY_KIND, ERR_FALSE, "another facility",
	  "a facility that becomes another kind" },
	{ OTHER_FACILITY_AREA, ERR_FALSE, "another facility", "a facility that moves" },
	{ MORE_CHILDREN, ERR_FALSE, "not less than children", "more children than persons" },
	{ MORE_FIGHTERS, ERR_FALSE, "not less than fighters",
	  "more fighters and family than there are in all" },
	{ OTHER_TABLE, ERR_FALSE, "P2 is not", "a wrong figure under a table with one row more" },
	{ OTHER_ROW, ERR_ATTENTION, "another table", "a figure that its table defines otherwise" },
	{ NEW_FIGURE, ERR_ATTENTION, "another table", "a figure of a newer table" },
	{ UNDEFINED_FIGURE, ERR_FALSE, "Z9", "a figure that is not in the table it names" },
	{ TWO_OPERATIONS, ERR_FALSE, "one operation", "a second operation" },
	{ CORRECTED, ERR_NONE, "", "a count that is corrected, and that again" },
	{ CORRECTED_TWICE, ERR_FALSE, "corrected before", "one that is corrected twice" },
	{ CORRECTS_KIND, ERR_FALSE, "that counts in this log", "a count that corrects a corridor" },
	{ CORRECTS_LOG, ERR_FALSE, "that counts in this log", "one that corrects another log" },
	{ CORRECTS_THING, ERR_NONE, "", "a convoy whose arrival is corrected, and that again" },
	{ CORRECTS_OLDER, ERR_FALSE, "not the newest", "a record of it that is not the newest" },
	{ CORRECTS_ANOTHER, ERR_FALSE, "same convoy_no", "or that of another convoy" },
	{ CORRECTS_STANDING, ERR_FALSE, "no correction", "an act about a person" },
	{ STANDING_TWICE, ERR_FALSE, "same status_index", "the standing of a paper in two logs" },
	{ STANDING_TWO, ERR_FALSE, "panel+panel+chief", "a suspension without the chief" },
	{ LAPSED, ERR_NONE, "", "one that lapses after 30 days, which nobody signs" },
	{ LAPSED_EARLY, ERR_FALSE, "30 days old", "or after 29" },
	{ LAPSED_SIGNED, ERR_FALSE, "a day that came", "or by signature" },
	{ SUM_TWICE, ERR_FALSE, "same figure+detail+scope+month", "a month that is summed twice" },
	{ SUM_CORRECTED, ERR_NONE, "", "a sum that is corrected" },
	{ CORRECTS_LATER, ERR_NONE, "", "a correction of what refers to a log that is read later" },
	{ SEALED, ERR_NONE, "", "a certificate, a veiled act and weapons" },
	{ SEALED_CODE, ERR_FALSE, "published as a decision or veiled",
	  "a veiled act under its own code" },
	{ SEALED_DELTA, ERR_FALSE, "delta list", "a certificate that counts as more" },
	{ NO_COMMIT, ERR_FALSE, "13", "a certificate without its paper's hash" },
	{ COMMIT_TWICE, ERR_FALSE, "commit was used before", "two certificates on one paper" },
	{ WEAPONS_TWICE, ERR_FALSE, "one entry stands for all",
	  "two entries of one cut's weapons" },
	{ WEAPONS_OTHER, ERR_FALSE, "figures that this kind counts",
	  "weapons that count as something else" },
	{ WEAPONS_ORDER, ERR_FALSE, "in order", "sums in another order" },
	{ BODY_UNNAMED, ERR_FALSE, "no bulletin names one", "a body that no bulletin names" },
	{ FEW_IN_BODY, ERR_FALSE, "so few figures", "a body for what fits into the entry" },
	{ PAST, ERR_NONE, "", "a past figure that changes and is restated" },
	{ PAST_UNSAID, ERR_FALSE, "no restatement says so", "one that is not" },
	{ PAST_OTHER, ERR_FALSE, "no restatement says so", "one restated as another number" },
	{ PAST_OLD, ERR_FALSE, "does not go on", "or from another" },
	{ PAST_NOWHERE, ERR_FALSE, "day without a bulletin", "a restatement of no bulletin" },
	{ PAST_UNLISTED, ERR_FALSE, "corrections", "a bulletin that does not list them all" },
	{ PAST_ORDER, ERR_FALSE, "correction 1", "or not in order" },
	{ MERGED, ERR_NONE, "", "a merge, and the bulletin before is restated" },
	{ MERGED_UNSAID, ERR_FALSE, "by merges, and no restatement says so",
	  "one that is not said of each place" },
	{ MERGED_OTHER, ERR_FALSE, "no restatement says so", "one restated as another number" },
	{ MERGED_SAME, ERR_FALSE, "no restatement says so", "or as none" },
	{ MERGED_NAMES, ERR_FALSE, "names other merges", "one that names what is no merge" },
	{ MERGED_MORE, ERR_FALSE, "names other merges", "or that, too" },
	{ MERGED_UNNAMED, ERR_FALSE, "no restatement says so", "one that names no merge" },
	{ MERGED_TWICE, ERR_FALSE, "names other merges", "a merge that is named twice" },
	{ MERGED_H24, ERR_FALSE, "names other merges", "one that tells of a day alone" },
	{ MERGED_AHEAD, ERR_FALSE, "a merge of a later day",
	  "a bulletin that names a merge of a later day" },
};

static void wrong_entries(struct arena *a, struct str dir)
{
	for (size_t i = 0; i < sizeof flaws / sizeof *flaws; i++) {
		struct verify_report r;
		struct err e = { 0 };
		struct maker *m = made(a, flaws[i].flaw);
		bool out = published(m, dir, &e);
		enum err_kind got = out ? verified(a, dir, &r, &e) : ERR_NONE;

		CHECK(flaws[i].name, got == flaws[i].want && strstr(e.what, flaws[i].says));
		if (e.what[0])
			printf("# %s\n", e.what);
	}
}

static const struct row *row(const struct maker *m, const char *figure, const char *detail,
			     enum period p)
{
	for (size_t i = 0; i < m->rows_n; i++)
		if (!strcmp(m->rows[i].figure->code, figure) && m->rows[i].period == p &&
		    str_eq(m->rows[i].detail, str_of(detail)))
			return &m->rows[i];
	return NULL;
}

/* That verifier and test agree says nothing where both are wrong. */
static void numbers(struct arena *a)
{
	struct maker *m = made(a, CORRECTED);
	const struct row *t1 = row(m, "T1", "", PERIOD_H24),
			 *open = row(m, "C1", "civilians open", PERIOD_NOW), *w1, *w7, *p10, *t6,
			 *convoys, *l1;

	CHECK("what was corrected leaves the last number, and nothing of its qualifier",
	      t1 && t1->value == 10700 && t1->qual == QUAL_EXACT && t1->entries == 1 &&
		      !t1->stated);
	CHECK("a corridor that is open counts now", open && open->value == 1);
	m = made(a, CORRECTS_THING);
	t6 = row(m, "T6", "", PERIOD_TOTAL);
	convoys = row(m, "T6", "convoys", PERIOD_TOTAL);
	CHECK("of two convoys one has vehicles, those that were said last",
	      t6 && t6->value == 10 && t6->entries == 1 && convoys && convoys->value == 2);
	m = made(a, SUM_CORRECTED);
	l1 = row(m, "L1", "", PERIOD_TOTAL);
	CHECK("a sum that is corrected counts as it was said last", l1 && l1->value == 7);
	m = made(a, SEALED);
	w1 = row(m, "W1", "", PERIOD_TOTAL);
	w7 = row(m, "W7", "store", PERIOD_NOW);
	p10 = row(m, "P10", "issued", PERIOD_TOTAL);
	CHECK("the items of a cut are summed", w1 && w1->value == 2 && w7 && w7->value == 3);
	CHECK("a certificate is counted by what became of it", p10 && p10->value == 1);
}

static bool refused(struct arena *a, struct str dir, const char *what)
{
	struct verify_report r;
	struct err e;
	enum err_kind got = verified(a, dir, &r, &e);

	if (got == ERR_FALSE && e.what[0])
		return true;
	printf("# %s: %d %s\n", what, (int)got, e.what);
	return false;
}

static const char *const files[] = {
	"policy",
	"definitions",
	"bulletin/2016-12-09.json",
	"hq/vkey",
	"hq/checkpoint",
	"aleppo/vkey",
	"aleppo/checkpoint",
	"hq/tile/0/000.p/",
	"hq/tile/entries/000.p/",
	"aleppo/tile/0/000.p/",
	"aleppo/tile/entries/000.p/",
};

/* Every byte of every file, one bit each; files missing, cut short, longer. */
static void wrong_bytes(struct arena *a, struct maker *m, struct str dir)
{
	bool flips = true, rest = true;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct book *b = str_starts(str_of(files[i]), S("hq")) ? &m->hq : &m->al;
		struct str name = str_of(files[i]), bytes;
		struct err e;
		char *p;

		if (name.s[name.len - 1] == '/')
			name = str_fmt(a, "%s%zu", files[i], b->n);
		p = path(a, dir, str_z(a, name));
		if (!os_read(a, p, 1000000, &bytes, &e)) {
			CHECK("the file is there", false);
			continue;
		}
		for (size_t at = 0; at < bytes.len; at += 1 + bytes.len / 64) {
			char *copy = str_z(a, bytes);

			copy[at] = (char)(copy[at] ^ 1 << (at + i) % 8);
			flips &= os_write(p, str_mem(copy, bytes.len), 0644, &e) &&
				 refused(a, dir, p);
		}
		rest &= os_write(p, str_mem(bytes.s, bytes.len / 2), 0644, &e) &&
			refused(a, dir, p);
		rest &= os_write(p, str_fmt(a, "%.*s\n", P(bytes)), 0644, &e) && refused(a, dir, p);
		rest &= os_remove(p, &e) && refused(a, dir, p);
		rest &= !symlink("/etc/hostname", p) && refused(a, dir, p);
		rest &= os_remove(p, &e) && os_write(p, bytes, 0644, &e);
	}
	CHECK("a flipped bit anywhere is found", flips);
	CHECK("so is a file that is missing, short, long or a link", rest);
}

static void stray(struct arena *a, struct str dir)
{
	static const char *const names[] = { "stray",
					     "hq/stray",
					     "hq/tile/0/000",
					     "hq/tile/stray",
					     "bulletin/stray",
					     "hq/checkpoint.tmp",
					     "zz",
					     "bulletin/2016-12-10.json" };
	bool ok = true;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *p = path(a, dir, names[i]);
		struct err e;

		ok &= os_write(p, S("x"), 0644, &e) && refused(a, dir, p) && os_remove(p, &e);
		ok &= os_mkdir(p, 0755, &e) && refused(a, dir, p) && os_remove_tree(p, &e);
	}
	CHECK("nothing else may stand there", ok);
}

static void swapped(struct arena *a, struct str dir)
{
	char *hq = path(a, dir, "hq"), *al = path(a, dir, "aleppo"), *x = path(a, dir, "x");

	CHECK("two logs change places", !rename(hq, x) && !rename(al, hq) && !rename(x, al));
	CHECK("which is found", refused(a, dir, "swapped"));
	CHECK("and back", !rename(hq, x) && !rename(al, hq) && !rename(x, al));
}

static void keys(struct arena *a, struct maker *m, struct str dir, struct str root)
{
	char *file = path(a, root, "keys");
	struct policy_log logs[] = { { m->al.key.vkey }, { m->hq.key.vkey } };
	struct policy p = { .logs = logs, .logs_n = 2 };
	struct verify_report r;
	struct note_skey other;
	struct err e = { 0 };

	CHECK("keys are written", os_write(file, policy_text(a, &p), 0644, &e));
	CHECK("with the right keys it holds",
	      verify_folder(a, dir.s, file, &r, &e) && str_starts(r.keys, S("keys taken from /")));
	note_key_make(a, m->hq.key.vkey.name, (const uint8_t *)"another seed of just 32 bytes...",
		      &other);
	logs[1].vkey = other.vkey;
	CHECK("other keys are written", os_write(file, policy_text(a, &p), 0644, &e));
	CHECK("with another key it does not",
	      !verify_folder(a, dir.s, file, &r, &e) && e.kind == ERR_FALSE);
	CHECK("a keys file that is none is a mistake of the call",
	      os_write(file, S("x"), 0644, &e) && !verify_folder(a, dir.s, file, &r, &e) &&
		      e.kind == ERR_USAGE);
	CHECK("so is one that is missing",
	      os_remove(file, &e) && !verify_folder(a, dir.s, file, &r, &e) && e.kind == ERR_USAGE);
}

/* A witness: its key, and its line under a checkpoint (C2SP tlog-cosignature). */
static struct note_vkey witness_key(const uint8_t seed[32])
{
	struct note_vkey k = { .name = S("watch.example"), .type = NOTE_COSIGNATURE };
	struct hash h;

	key_public(seed, k.key);
	h = hash_parts((struct str[]){ k.name, S("\n"), str_mem(&k.type, 1), str_mem(k.key, 32) },
		       4);
	memcpy(k.id, h.b, 4);
	return k;
}

static bool cosign(struct arena *a, const char *file, const uint8_t seed[32], struct err *e)
{
	struct note_vkey k = witness_key(seed);
	struct buf msg = { .a = a }, raw = { .a = a };
	struct str text;
	struct note n;
	uint8_t sig[64], time[8] = { [7] = 99 };

	if (!os_read(a, file, NOTE_MAX, &text, e) || !note_read(a, text, &n, e))
		return false;
	buf_str(&msg, S("cosignature/v1\ntime 99\n"));
	buf_str(&msg, n.text);
	key_sign(seed, k.key, buf_text(&msg), sig);
	buf_add(&raw, k.id, 4);
	buf_add(&raw, time, 8);
	buf_add(&raw, sig, 64);
	return os_write(file,
			str_fmt(a, "%.*s\xe2\x80\x94 %.*s %.*s\n", P(text), P(k.name),
				P(str_base64(a, raw.p, raw.len))),
			0644, e);
}

static void witnessed(struct arena *a, struct str dir)
{
	struct maker *m = made(a, NONE);
	const uint8_t seed[32] = { 7 }, other[32] = { 8 };
	struct policy_log logs[] = { { m->al.key.vkey }, { m->hq.key.vkey } };
	struct policy_witness w = { S("watch"), witness_key(seed) };
	struct policy p = { .logs = logs, .logs_n = 2, .witnesses = &w, .witnesses_n = 1 };
	char *hq = path(a, dir, "hq/checkpoint"), *al = path(a, dir, "aleppo/checkpoint");
	struct verify_report r;
	struct str before;
	struct err e = { 0 };

	CHECK("a witness cosigns a publication whose policy does not name it",
	      published(m, dir, &e) && os_read(a, hq, NOTE_MAX, &before, &e) &&
		      cosign(a, hq, seed, &e));
	CHECK("which is refused", refused(a, dir, "a strange witness"));
	CHECK("named, it is counted",
	      os_write(path(a, dir, "policy"), policy_text(a, &p), 0644, &e) &&
		      verified(a, dir, &r, &e) == ERR_NONE && r.logs[0].cosignatures == 1 &&
		      strstr(str_z(a, r.claim), "nobody yet: no witness cosigned every log"));
	p.quorum = &w;
	CHECK("as the quorum, it has to cosign every log",
	      os_write(path(a, dir, "policy"), policy_text(a, &p), 0644, &e) &&
		      refused(a, dir, "no quorum"));
	CHECK("then it is named in the claim",
	      cosign(a, al, seed, &e) && verified(a, dir, &r, &e) == ERR_NONE &&
		      strstr(str_z(a, r.claim), "cosigned by watch;"));
	w.vkey = witness_key(other);
	CHECK("another key of that name is not it",
	      os_write(path(a, dir, "policy"), policy_text(a, &p), 0644, &e) &&
		      refused(a, dir, "another key"));
}

static void paths(struct arena *a, struct str dir, struct str root)
{
	char *p = path(a, root, "empty");
	struct verify_report r;
	struct err e = { 0 };

	CHECK("an empty folder is no publication",
	      os_mkdir(p, 0755, &e) && verified(a, str_of(p), &r, &e) == ERR_USAGE && !rmdir(p));
	CHECK("nor is one that is not there", verified(a, str_of(p), &r, &e) == ERR_USAGE);
	CHECK("nor a file", verified(a, str_of(path(a, dir, "policy")), &r, &e) == ERR_USAGE);
	CHECK("the caller may name it by a link",
	      !symlink(dir.s, p) && verified(a, str_of(p), &r, &e) == ERR_NONE && !unlink(p));
}

static void whole(struct arena *a, struct str dir, struct str root)
{
	struct maker *m = made(a, NONE);
	struct verify_report r;
	struct err e = { 0 };

	CHECK("it is published", published(m, dir, &e));
	CHECK("it holds", verified(a, dir, &r, &e) == ERR_NONE);
	printf("# %s\n", e.what);
	CHECK("the report has its logs, headquarters first",
	      r.logs_n == 2 && str_eq(r.logs[0].name, S("hq")) && r.logs[0].size == m->hq.n &&
		      r.logs[1].size == m->al.n && r.entries == m->hq.n + m->al.n);
	CHECK("and its bulletin", r.bulletins == 1 && r.rows == m->rows_n);
	CHECK("the claim is no more than is true",
	      str_eq(r.claim,
		     S("each figure is the sum of the entries these logs signed, in the "
		       "form cosigned by nobody yet: no witness is named in policy; none "
		       "was changed since. This does not show that each entry is a person, "
		       "nor that each person has an entry.")));
	CHECK("the keys are the folder's own",
	      str_eq(r.keys, S("keys taken from the folder itself")));
	wrong_bytes(a, m, dir);
	stray(a, dir);
	swapped(a, dir);
	keys(a, m, dir, root);
	paths(a, dir, root);
	CHECK("put back, it holds again", verified(a, dir, &r, &e) == ERR_NONE);
}

int main(void)
{
	char root[] = "/tmp/sulh-verify-XXXXXX";
	struct arena *a = arena_new(0);
	struct err e;
	struct str dir;

	if (!a || !key_start() || !mkdtemp(root))
		return 1;
	dir = os_join(a, str_of(root), S("out"));
	whole(a, dir, str_of(root));
	wrong_entries(a, dir);
	numbers(a);
	witnessed(a, dir);
	CHECK("the folder is removed", os_remove_tree(root, &e));
	arena_free(a);
	return done();
}
