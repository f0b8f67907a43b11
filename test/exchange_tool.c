/*
 * exchange_tool KEY-FILE DAYS OUT KEY-OUT <ROWS: what a register gives that there is not: persons with numbers of the test's choice, sealed
 * to the index key of KEY-FILE, made at $CLOCK, to be held for so many days. A row: number in hex, year, and words of a name, with
 * blanks between.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/os.h"
#include "exchange_file.h"
#include "base/banned.h"

#define ROWS 1000

static const uint8_t secret[32] = { 7 };

static bool read_row(struct arena *a, struct str line, struct index_record *out)
{
	struct str number = str_cut(&line, ' '), year = str_cut(&line, ' ');
	struct names x = { .case_no = S(""), .full = { .set = true }, .born = year };
	struct buf body = { .a = a };

	while (line.s && x.full.n < NAMES_PARTS)
		x.full.v[x.full.n++] =
			(struct name_part){ S("ism"), S("Latn"), str_cut(&line, ' ') };
	names_put(&x, &body);
	out->body = buf_text(&body);
	return x.full.n && hex_read(number, out->subject, sizeof out->subject);
}

static bool read_rows(struct arena *a, struct exchange *x)
{
	char line[512];

	x->rows = arena_array(a, ROWS, sizeof *x->rows);
	while (x->n < ROWS && fgets(line, sizeof line, stdin))
		if (!read_row(a, str_dup(a, str_trim(str_of(line))), &x->rows[x->n++]))
			return false;
	return x->n;
}

static int give(struct arena *a, char **argv, const char *clock)
{
	struct exchange x = { .head = { .operation = S("elsewhere"), .n_logs = 1 } };
	struct str key, file;
	uint8_t to[32];
	int64_t days;
	struct err e;

	if (!int_parse(str_of(argv[2]), 0, 90, &days) ||
	    !int_parse(str_of(clock), 0, INT32_MAX * INT64_C(4), &x.head.made) ||
	    !os_read(a, argv[1], EXCHANGE_KEY_FILE, &key, &e) || !exchange_key_read(key, to) ||
	    !read_rows(a, &x))
		return 2;
	x.head.logs[0] = (struct exchange_log){ S("tartus.elsewhere/log/1"), 12 };
	x.head.expires_on = x.head.made / 86400 + days;
	age_recipient(secret, x.head.sender);
	file = exchange_sealed_to(a, to, secret, &x);
	key = exchange_key_text(a, x.head.sender, x.head.operation, x.head.logs, 1);
	return file.len && os_write(argv[3], file, 0600, &e) && os_write(argv[4], key, 0600, &e)
		       ? 0
		       : 1;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(0);
	const char *clock = getenv("CLOCK");
	int code = a && key_start() && argc == 5 && clock ? give(a, argv, clock) : 2;

	if (code == 2)
		fputs("usage: exchange_tool KEY-FILE DAYS OUT KEY-OUT <ROWS\n", stderr);
	arena_free(a);
	return code;
}
