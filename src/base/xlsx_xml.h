/* Private to xlsx: one part of a workbook as elements. No document type and so no entities. */
#ifndef SULH_BASE_XLSX_XML_H
#define SULH_BASE_XLSX_XML_H

#include "base/err.h"
#include "base/str.h"

struct arena;

#define XML_DEPTH 64

/* Names come without their prefix. */
struct xml {
	struct arena *a;
	struct str part; /* its name, for errors */
	void (*open)(struct xml *x, const char *name, const char **attributes);
	void (*close)(struct xml *x, const char *name);
	void *p;
	bool keep;	 /* whether text is gathered: set by open, and taken by close from `text` */
	struct buf text; /* at most XLSX_TEXT bytes, else the part is refused */
	struct err *e;	 /* of the caller */
	/* Private. */
	void *parser;
	size_t depth;
	bool stopped;
};

/* Reads the whole part. */
bool xml_read(struct xml *x, struct str bytes);

/* Ends the reading with an error; what it says goes into x->e as from err_set. */
void xml_stop(struct xml *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The value of the attribute of this name (any prefix, or none); with `prefixed` only one that has a
 * prefix. s == NULL where there is none. It lives until the callback returns. */
struct str xml_attribute(const char **attributes, const char *name, bool prefixed);

#endif
