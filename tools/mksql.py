#!/usr/bin/env python3
"""Makes named SQL statements into C: mksql.py OUT.h OUT.c FILE.sql...

A file is a list of sections. A section starts with a line `-- name: some_name`, followed by one
statement; lines before the first section may hold comments only. Parameters are $1, $2, ...
The header gets an enum of all names, the source a table of the texts in the same order, so that the
store can prepare each statement when it starts. `schema.sql` is taken whole, as sql_schema.
"""
import os
import re
import sys

NAME = re.compile(r"--\s*name:\s*(.*?)\s*$")
GOOD = re.compile(r"[a-z][a-z0-9_]*$")
# What may hold a semicolon or a dash that means nothing: a string, a quoted name, a comment.
TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.S)


class Wrong(Exception):
    pass


def sections(path):
    """(name, line, text) of every section of a file."""
    found = []
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            match = NAME.match(line)
            if match:
                if not GOOD.match(match.group(1)):
                    raise Wrong("%s:%d: '%s' is no name: a-z, 0-9 and _, a letter first"
                                % (path, number, match.group(1)))
                found.append([match.group(1), number, ""])
            elif found:
                found[-1][2] += line
            elif line.strip() and not line.startswith("--"):
                raise Wrong("%s:%d: a statement without a '-- name:' line before it" % (path, number))
    return found


def strip(text):
    """The text without its comments; strings stay."""
    return TOKEN.sub(lambda m: " " if m.group(0)[:2] in ("--", "/*") else m.group(0), text)


def statement(path, line, name, text):
    """One statement without comments, blank lines and the last semicolon."""
    bare = strip(text).strip()
    if bare.endswith(";"):
        bare = bare[:-1].rstrip()
    if not bare:
        raise Wrong("%s:%d: '%s' has no statement" % (path, line, name))
    if ";" in TOKEN.sub("", bare):
        raise Wrong("%s:%d: '%s' has more than one statement" % (path, line, name))
    if "?" in TOKEN.sub("", bare):
        raise Wrong("%s:%d: '%s' has a parameter '?': they are $1, $2, ..." % (path, line, name))
    numbers = sorted({int(n) for n in re.findall(r"\$(\d+)", TOKEN.sub("", bare))})
    if numbers != list(range(1, len(numbers) + 1)):
        raise Wrong("%s:%d: '%s' leaves out a parameter between $1 and $%d"
                    % (path, line, name, numbers[-1]))
    return "\n".join(row.rstrip() for row in bare.split("\n") if row.strip())


def literal(text):
    """A C string, a literal a line."""
    out = []
    for row in text.split("\n"):
        quoted = ""
        for byte in row.encode():
            plain = (32 <= byte < 127 or byte == 9) and byte not in b'"\\?'
            quoted += chr(byte).replace("\t", "\\t") if plain else "\\%03o" % byte
        out.append('\t  "%s\\n"' % quoted)
    out[-1] = out[-1][:-3] + '"'
    return "\n".join(out)


def collect(paths):
    """All statements as (name, text), sorted by file, and the schema."""
    seen, rows, schema = {}, [], None
    for path in sorted(paths):
        if os.path.basename(path) == "schema.sql":
            if schema is not None:
                raise Wrong("%s: there is another schema.sql" % path)
            with open(path, encoding="utf-8") as f:
                schema = f.read()
            continue
        for name, line, text in sections(path):
            if name in seen:
                raise Wrong("%s:%d: '%s' is in %s already" % (path, line, name, seen[name]))
            seen[name] = "%s:%d" % (path, line)
            rows.append((name, statement(path, line, name, text)))
    return rows, schema or ""


HEADER = """\
/* Made by tools/mksql.py from src/store/sql/; do not edit. */
#ifndef SULH_SQL_GEN_H
#define SULH_SQL_GEN_H

enum sql_id {
%s	SQL_COUNT
};

struct sql_text {
	const char *name, *text;
};

extern const struct sql_text sql_texts[];
extern const char sql_schema[];

#endif
"""

SOURCE = """\
/* Made by tools/mksql.py from src/store/sql/; do not edit. */
#include "sql.gen.h"

const struct sql_text sql_texts[] = {
%s	{ 0, 0 },
};

const char sql_schema[] =
%s;
"""


def main(header, source, paths):
    rows, schema = collect(paths)
    with open(header, "w", encoding="ascii") as h:
        h.write(HEADER % "".join("\tSQL_%s,\n" % name.upper() for name, _ in rows))
    with open(source, "w", encoding="ascii") as c:
        table = "".join('\t{ "%s",\n%s },\n' % (name, literal(text)) for name, text in rows)
        c.write(SOURCE % (table, literal(schema)))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: mksql.py OUT.h OUT.c FILE.sql...")
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3:])
    except Wrong as wrong:
        sys.exit("%s" % wrong)
