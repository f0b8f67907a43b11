/* Private to commands*.c: the tables that commands.c puts one behind the other, and what their rows share. */
#ifndef SULH_CLI_COMMAND_ROWS_H
#define SULH_CLI_COMMAND_ROWS_H

#include "cli/commands.h"

extern const struct command commands_register[];
extern const size_t commands_register_n;
extern const struct command commands_records[];
extern const size_t commands_records_n;
extern const struct command commands_days[];
extern const size_t commands_days_n;
extern const struct command commands_families[];
extern const size_t commands_families_n;
extern const struct command commands_press[];
extern const size_t commands_press_n;
extern const struct command commands_keeping[];
extern const size_t commands_keeping_n;

/* The last word of a command that desks may call over HTTP (cli/api.h). */
#define API true

#define AS                                                         \
	{                                                          \
		"as", "NAME,NAME", "the officers who act and sign" \
	}
#define LOG                                          \
	{                                            \
		"log", "NAME", "the log of a centre" \
	}

#define FROM_DAY                                            \
	{                                                   \
		"from", "DAY", "first day (default: today)" \
	}

#endif
