/* See err.h. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/banned.h"

#define MORE "…"

struct str err_shown(struct str value)
{
	struct str rest = value;

	for (int n = 0; rest.len && n < ERR_SHOWN; n++)
		if (utf8_next(&rest) < 0)
			rest = str_from(rest, 1);
	return str_mem(value.s, value.len - rest.len);
}

/* Ends a text that was cut between two characters, as one that was cut. */
static void end_well(char *text, size_t room, int wanted)
{
	size_t n;

	if (wanted < 0 || (size_t)wanted < room || room < sizeof MORE)
		return;
	n = room - sizeof MORE;
	while (n && ((uint8_t)text[n] & 0xc0) == 0x80)
		n--;
	memcpy(text + n, MORE, sizeof MORE);
}

static void put(char *out, size_t room, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void put(char *out, size_t room, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	end_well(out, room, vsnprintf(out, room, fmt, ap));
	va_end(ap);
}

void err_put(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	memset(e, 0, sizeof *e);
	e->kind = kind;
	va_start(ap, fmt);
	end_well(e->what, sizeof e->what, vsnprintf(e->what, sizeof e->what, fmt, ap));
	va_end(ap);
}

void err_put_sys(struct err *e, const char *fmt, ...)
{
	int code = errno;
	size_t n;
	va_list ap;

	memset(e, 0, sizeof *e);
	e->kind = ERR_FAILED;
	va_start(ap, fmt);
	end_well(e->what, sizeof e->what, vsnprintf(e->what, sizeof e->what, fmt, ap));
	va_end(ap);
	n = strlen(e->what);
	put(e->what + n, sizeof e->what - n, ": %s", strerror(code));
}

void err_put_value(struct err *e, enum err_kind kind, struct str field, struct str value,
		   const char *want, ...)
{
	struct str shown = err_shown(value);
	va_list ap;

	memset(e, 0, sizeof *e);
	e->kind = kind;
	put(e->field, sizeof e->field, "%.*s", P(field));
	put(e->value, sizeof e->value, "%.*s%s", P(shown), shown.len < value.len ? MORE : "");
	va_start(ap, want);
	end_well(e->want, sizeof e->want, vsnprintf(e->want, sizeof e->want, want, ap));
	va_end(ap);
	put(e->what, sizeof e->what, "%s \"%s\" is not right", e->field, e->value);
}

void err_put_within(struct err *e, const char *fmt, ...)
{
	char old[sizeof e->what];
	size_t n;
	va_list ap;

	memcpy(old, e->what, sizeof old);
	va_start(ap, fmt);
	end_well(e->what, sizeof e->what, vsnprintf(e->what, sizeof e->what, fmt, ap));
	va_end(ap);
	n = strlen(e->what);
	if (sizeof e->what - n > sizeof ": " + sizeof MORE)
		put(e->what + n, sizeof e->what - n, ": %s", old);
}

void err_put_at(struct err *e, const char *fmt, ...)
{
	va_list ap;

	if (e->where[0])
		return;
	va_start(ap, fmt);
	end_well(e->where, sizeof e->where, vsnprintf(e->where, sizeof e->where, fmt, ap));
	va_end(ap);
}
