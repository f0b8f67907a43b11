/* See err.h. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

void err_put(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;

	memset(e, 0, sizeof *e);
	e->kind = kind;
	va_start(ap, fmt);
	vsnprintf(e->what, sizeof e->what, fmt, ap);
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
	vsnprintf(e->what, sizeof e->what, fmt, ap);
	va_end(ap);
	n = strlen(e->what);
	snprintf(e->what + n, sizeof e->what - n, ": %s", strerror(code));
}

void err_put_value(struct err *e, enum err_kind kind, struct str field, struct str value,
		   const char *want, ...)
{
	va_list ap;

	memset(e, 0, sizeof *e);
	e->kind = kind;
	snprintf(e->field, sizeof e->field, "%.*s", P(field));
	snprintf(e->value, sizeof e->value, "%.*s", P(value));
	va_start(ap, want);
	vsnprintf(e->want, sizeof e->want, want, ap);
	va_end(ap);
	snprintf(e->what, sizeof e->what, "%s \"%s\" is not right", e->field, e->value);
}

void err_put_within(struct err *e, const char *fmt, ...)
{
	char old[sizeof e->what];
	size_t n;
	va_list ap;

	memcpy(old, e->what, sizeof old);
	va_start(ap, fmt);
	vsnprintf(e->what, sizeof e->what, fmt, ap);
	va_end(ap);
	n = strlen(e->what);
	snprintf(e->what + n, sizeof e->what - n, ": %s", old);
}

void err_put_at(struct err *e, const char *fmt, ...)
{
	va_list ap;

	if (e->where[0])
		return;
	va_start(ap, fmt);
	vsnprintf(e->where, sizeof e->where, fmt, ap);
	va_end(ap);
}
