/* See proof.h. One spelling, as everywhere: what is read is written again and compared. */
#include "ledger/proof.h"

#include "base/arena.h"
#include "base/num.h"
#include "base/banned.h"

#define HEAD	  "c2sp.org/tlog-proof@v1\n"
#define PROOF_MAX (NOTE_MAX + 8192)

struct str proof_text(struct arena *a, const struct proof *p)
{
	struct buf b = { .a = a };

	buf_fmt(&b, HEAD "index %llu\n", (unsigned long long)p->index);
	for (size_t i = 0; i < p->n; i++)
		buf_fmt(&b, "%.*s\n", P(str_base64(a, p->path[i].b, sizeof p->path[i].b)));
	buf_byte(&b, '\n');
	buf_str(&b, p->note);
	return buf_text(&b);
}

static bool path_read(struct str *rest, struct proof *p)
{
	for (;;) {
		struct str line = str_cut(rest, '\n');
		size_t n = sizeof p->path[0].b;

		if (!rest->s)
			return false;
		if (!line.len)
			return true;
		if (p->n == TREE_PROOF_MAX || !base64_read(line, p->path[p->n].b, &n) ||
		    n != sizeof p->path[0].b)
			return false;
		p->n++;
	}
}

bool proof_read(struct arena *a, struct str s, struct proof *p, struct err *e)
{
	struct proof *read = arena_alloc(a, sizeof *read);
	struct str rest, line;
	int64_t index;

	if (s.len > PROOF_MAX)
		return err_set(e, ERR_FALSE, "read proof: %zu bytes, at most %d are allowed", s.len,
			       PROOF_MAX);
	if (!str_starts(s, S(HEAD)))
		return err_set(e, ERR_FALSE, "read proof: the first line is not that of a proof");
	rest = str_from(s, sizeof HEAD - 1);
	line = str_cut(&rest, '\n');
	/* "extra" is allowed by the document; nothing signs it, so none is ever taken for true. */
	if (!str_starts(line, S("index ")) || !int_parse(str_from(line, 6), 0, INT64_MAX, &index))
		return err_set(e, ERR_FALSE, "read proof: the second line is no index");
	read->index = (uint64_t)index;
	if (!path_read(&rest, read))
		return err_set(e, ERR_FALSE, "read proof: line %zu is neither a hash nor the end",
			       read->n + 3);
	read->note = rest;
	if (!str_eq(proof_text(a, read), s))
		return err_set(e, ERR_FALSE,
			       "read proof: it is spelt otherwise than it would be written");
	*p = *read;
	return true;
}

bool proof_check(struct arena *a, const struct proof *p, const struct hash *leaf,
		 const struct note_vkey *k, struct err *e)
{
	struct checkpoint c;
	struct note note;

	if (!note_read(a, p->note, &note, e))
		return within(e, "check proof");
	if (note_check(&note, k) != 1)
		return err_set(e, ERR_FALSE,
			       "check proof: the checkpoint has no good signature by %.*s",
			       P(k->name));
	if (!checkpoint_read(note.text, &c, e))
		return within(e, "check proof");
	if (!str_eq(c.origin, k->name))
		return err_set(e, ERR_FALSE, "check proof: the checkpoint is of %.*s, not of %.*s",
			       P(c.origin), P(k->name));
	if (!tree_check_inclusion(leaf, p->index, c.size, p->path, p->n, &c.root))
		return err_set(e, ERR_FALSE,
			       "check proof: entry %llu is not in the log of %llu entries with "
			       "this hash",
			       (unsigned long long)p->index, (unsigned long long)c.size);
	return true;
}
