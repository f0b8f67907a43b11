/* Notes and verifier keys: what is read has one spelling, and no signature is good by chance. */
#include "ledger/note.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new(0);
	struct str s = str_mem(p, n);
	struct note_vkey k = { .type = NOTE_ED25519 };
	struct note note;
	struct err e;

	if (note_vkey_read(a, s, &k, &e))
		assert(str_eq(note_vkey_text(a, &k), s));
	if (note_read(a, s, &note, &e)) {
		assert(note.n && note.n <= NOTE_SIGNATURES);
		for (size_t i = 0; i < note.n; i++) {
			struct note_vkey by = { .name = note.signatures[i].name, .key = { 9 } };

			for (size_t b = 0; b < sizeof by.id; b++)
				by.id[b] = note.signatures[i].id[b];
			by.type = NOTE_ED25519;
			assert(note_check(&note, &by) == -1);
			by.type = NOTE_COSIGNATURE;
			assert(note_check(&note, &by) == -1);
		}
	}
	arena_free(a);
	return 0;
}
