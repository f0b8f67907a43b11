/*
 * The age file of ledger/seal.h as a command, for test/cli/age.sh to hold against stock age:
 *
 *   age_tool new                       prints an identity file with its recipient in a comment
 *   age_tool encrypt RECIPIENT         standard input to standard output
 *   age_tool decrypt IDENTITYFILE      standard input to standard output
 *
 * Ends with 0, 1 for what was refused, 2 for a wrong call.
 */
#include "ledger/seal.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/os.h"
#include "ledger/key.h"
#include "base/banned.h"

#define INPUT_MAX ((size_t)64 * 1024 * 1024)

static int refuse(const char *why)
{
	fprintf(stderr, "age_tool: %s\n", why);
	return 1;
}

static bool input(struct arena *a, struct str *s)
{
	struct buf b = { .a = a };
	char part[65536];
	size_t n;

	while (b.len < INPUT_MAX && (n = fread(part, 1, sizeof part, stdin)))
		buf_add(&b, part, n);
	*s = buf_text(&b);
	return !ferror(stdin) && feof(stdin);
}

static int output(struct str s)
{
	if (fwrite(s.s, 1, s.len, stdout) != s.len || fflush(stdout))
		return refuse("the output cannot be written");
	return 0;
}

static int make(struct arena *a)
{
	uint8_t identity[32], recipient[32];

	os_random(identity, sizeof identity);
	age_recipient(identity, recipient);
	return output(str_fmt(a, "# public key: %.*s\n%.*s\n", P(age_recipient_text(a, recipient)),
			      P(age_identity_text(a, identity))));
}

/* The first line that is no comment. */
static bool identity_file(struct arena *a, const char *path, uint8_t identity[32])
{
	struct str text;
	struct err e;

	if (!os_read(a, path, 65536, &text, &e)) {
		refuse(e.what);
		return false;
	}
	while (text.s) {
		struct str line = str_cut(&text, '\n');

		if (line.len && line.s[0] != '#')
			return age_identity_read(line, identity);
	}
	return false;
}

static int encrypt(struct arena *a, const char *recipient)
{
	uint8_t key[32];
	struct str plain;

	if (!age_recipient_read(str_of(recipient), key))
		return refuse("this is no recipient");
	if (!input(a, &plain))
		return refuse("the input cannot be read");
	return output(age_encrypt(a, key, plain));
}

static int decrypt(struct arena *a, const char *path)
{
	uint8_t key[32];
	struct str file, plain;
	struct err e;

	if (!identity_file(a, path, key))
		return refuse("there is no identity in this file");
	if (!input(a, &file))
		return refuse("the input cannot be read");
	if (!age_decrypt(a, key, file, &plain, &e))
		return refuse(e.what);
	return output(plain);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	int code = 2;

	if (!a || !key_start())
		return refuse("the library does not start");
	if (argc == 2 && !strcmp(argv[1], "new"))
		code = make(a);
	else if (argc == 3 && !strcmp(argv[1], "encrypt"))
		code = encrypt(a, argv[2]);
	else if (argc == 3 && !strcmp(argv[1], "decrypt"))
		code = decrypt(a, argv[2]);
	else
		fputs("age_tool new | encrypt RECIPIENT | decrypt IDENTITYFILE\n", stderr);
	arena_free(a);
	return code;
}
