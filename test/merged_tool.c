/* Writes the small publication with a merge after its bulletin (publication_merged.h), and one thing wrong: `merged_tool DIR FLAW`, FLAW
 * being one of those below; for a stranger's program to read. */
#include "publication.h"

static const struct {
	const char *name;
	enum flaw flaw;
} flaws[] = {
	{ "none", MERGED },
	{ "unsaid", MERGED_UNSAID },
	{ "other", MERGED_OTHER },
	{ "same", MERGED_SAME },
	{ "names", MERGED_NAMES },
	{ "more", MERGED_MORE },
	{ "unnamed", MERGED_UNNAMED },
	{ "twice", MERGED_TWICE },
	{ "h24", MERGED_H24 },
	{ "ahead", MERGED_AHEAD },
};

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	struct err e = { 0 };

	for (size_t i = 0; a && argc == 3 && i < sizeof flaws / sizeof *flaws; i++)
		if (!strcmp(argv[2], flaws[i].name)) {
			bool ok = published(made(a, flaws[i].flaw), str_of(argv[1]), &e);

			if (!ok)
				fprintf(stderr, "%s\n", e.what);
			arena_free(a);
			return !ok;
		}
	fputs("usage: merged_tool DIR FLAW\n", stderr);
	return 2;
}
