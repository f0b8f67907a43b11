/* See xlsx_xml.h. */
#include "base/xlsx_xml.h"

#include <expat.h>
#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/xlsx.h"
#include "base/banned.h"

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

void xml_stop(struct xml *x, const char *fmt, ...)
{
	struct buf b = { .a = x->a };
	va_list ap;

	if (x->stopped)
		return;
	x->stopped = true;
	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	err_set(x->e, ERR_REFUSED, "read XLSX: %.*s", P(buf_text(&b)));
	(void)XML_StopParser(x->parser, XML_FALSE);
}

struct str xml_attribute(const char **attributes, const char *name, bool prefixed)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (!strcmp(local(attributes[i]), name) &&
		    (!prefixed || local(attributes[i]) != attributes[i]))
			return str_of(attributes[i + 1]);
	return (struct str){ NULL, 0 };
}

static void XMLCALL on_open(void *p, const XML_Char *name, const XML_Char **attributes)
{
	struct xml *x = p;

	if (x->stopped)
		return;
	if (++x->depth > XML_DEPTH)
		xml_stop(x, "%.*s: nested deeper than %d levels", P(x->part), XML_DEPTH);
	else
		x->open(x, local(name), attributes);
}

static void XMLCALL on_close(void *p, const XML_Char *name)
{
	struct xml *x = p;

	if (x->stopped)
		return;
	x->depth--;
	x->close(x, local(name));
}

static void XMLCALL on_text(void *p, const XML_Char *s, int len)
{
	struct xml *x = p;

	if (x->stopped || !x->keep)
		return;
	if (x->text.len + (size_t)len > XLSX_TEXT)
		xml_stop(x, "%.*s: a text of more than %d bytes", P(x->part), XLSX_TEXT);
	else
		buf_add(&x->text, s, (size_t)len);
}

static void XMLCALL on_doctype(void *p, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int internal)
{
	struct xml *x = p;

	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	xml_stop(x, "%.*s declares a document type or entities, which no spreadsheet does",
		 P(x->part));
}

/* Also when memory runs out below a callback. */
static void drop(void *p)
{
	XML_Parser *parser = p;

	if (*parser)
		XML_ParserFree(*parser);
	*parser = NULL;
}

bool xml_read(struct xml *x, struct str bytes)
{
	XML_Parser *parser = arena_alloc(x->a, sizeof(XML_Parser));
	enum XML_Status status;

	x->text.a = x->a;
	arena_defer(x->a, drop, parser);
	x->parser = *parser = XML_ParserCreate(NULL);
	if (!x->parser)
		return err_set(x->e, ERR_FAILED, "read XLSX: out of memory");
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_open, on_close);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	status = XML_Parse(x->parser, bytes.len ? bytes.s : "", (int)bytes.len, XML_TRUE);
	if (status != XML_STATUS_OK && !x->stopped) {
		err_set(x->e, ERR_REFUSED, "read XLSX: %.*s, line %lu: %s", P(x->part),
			(unsigned long)XML_GetCurrentLineNumber(x->parser),
			XML_ErrorString(XML_GetErrorCode(x->parser)));
		x->stopped = true;
	}
	drop(parser);
	x->parser = NULL;
	return !x->stopped;
}
