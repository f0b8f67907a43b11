/* Whether a person understood what was read (states.csv C04: a notice read in own language; the pledge likewise): in the
 * language that was said last of him or her, or with an interpreter; read out to who needs one. The rules see no
 * language: the view says whether two are one. What was read before somebody said another language does not count. */
#include <string.h>

#include "base/arena.h"
#include "rule/needs.h"
#include "base/banned.h"

static bool lists(const struct rec *r, const char *field, const char *code)
{
	const struct val *x = rec_get(r, field);

	for (size_t i = 0; x && i < x->len; i++)
		if (str_eq(x->v[i].s, str_of(code)))
			return true;
	return false;
}

/* Where nothing was read nothing is read again. */
static bool was_read(const struct decide_view *v)
{
	return past_last(v, "notice", NULL) || past_last(v, "pledge", NULL);
}

static void say(struct buf *b, bool yes, const char *word)
{
	if (yes)
		buf_fmt(b, "%s%s", b->len ? "," : "", word);
}

void tongue_says(struct arena *a, const struct decide_view *v, const struct rec *r,
		 struct life_act *act)
{
	bool came = !strcmp(r->kind->name, "presentation");
	struct buf b = { .a = a };

	if (!came && !(!strcmp(r->kind->name, "correction") && rec_is(r, "field", "language")))
		return;
	say(&b, came && rec_get(r, "late_reason"), "late");
	say(&b, came && lists(r, "triage", "minor_possible"), "look");
	say(&b, v->tongue == TONGUE_OTHER && was_read(v), "retell");
	if (b.len)
		act->code = buf_text(&b);
}

size_t tongue_from(const struct decide_view *v)
{
	size_t i = v->n_past;

	while (i > 0 && !past_has(&v->past[i - 1], "retell"))
		i--;
	return i;
}

bool tongue_understood(const struct needing *n)
{
	bool aloud = rec_get(n->r, "read_aloud") && rec_get(n->r, "read_aloud")->n,
	     helped = rec_is(n->r, "given_by", "interpreter_present"),
	     other = n->v->tongue == TONGUE_OTHER, ok = true;

	if (n->v->tongue == TONGUE_UNSEEN)
		return true;
	if (other && !helped)
		ok = refuse(n->why, "not_understood", S("language"), rec_code(n->r, "language"),
			    "the language that the presentation says, or the last correction of it "
			    "(field=language); in another one it is read out with an interpreter "
			    "(given_by=interpreter_present read_aloud=yes)");
	if ((other || n->v->aloud || helped) && !aloud)
		ok = refuse(n->why, "not_read_out", S("read_aloud"),
			    rec_get(n->r, "read_aloud") ? S("no") : S(""),
			    "yes: it is read out to who needs an interpreter, or of whom no "
			    "presentation says otherwise");
	return ok;
}
