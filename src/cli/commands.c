/*
 * The index of the program: one row a command, in the file of its family (commands_*.c), in the order in which help,
 * manual page and completion show them.
 */
#include "cli/commands.h"

#include "cli/command_rows.h"
#include "base/banned.h"

const struct option global_options[] = {
	{ "data", "DIR", "the folder of the register (default: the current one)" },
	{ "json", NULL, "one JSON object a line; the last has type \"result\"" },
	{ "pass-file", "FILE", "read the passphrase of the keyring from the first line of FILE" },
	{ "pass-fd", "N", "read the passphrase from descriptor N" },
	{ "officers-file", "FILE",
	  "read the passwords of officers who act from FILE: lines NAME, tab, PASSWORD" },
	{ "help", NULL, "what the command does" },
	{ "version", NULL, "the version of this program" },
};
const size_t global_options_n = sizeof global_options / sizeof *global_options;

static const struct {
	const struct command *rows;
	const size_t *n;
} families[] = {
	{ commands_register, &commands_register_n }, { commands_records, &commands_records_n },
	{ commands_days, &commands_days_n },	     { commands_families, &commands_families_n },
	{ commands_press, &commands_press_n },	     { commands_keeping, &commands_keeping_n },
};

const struct command *command_at(size_t i)
{
	for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
		if (i < *families[f].n)
			return &families[f].rows[i];
		i -= *families[f].n;
	}
	return NULL;
}
