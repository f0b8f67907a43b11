#!/usr/bin/env python3
"""Makes files into C: embed.py ROOT OUT.c FILE... writes the table that src/base/embed.h declares.

Names are the paths from ROOT, sorted bytewise, so that embedded_find can search by halves.
"""
import os
import sys

WIDTH = 64  # bytes of content a line


def literal(data):
    """The bytes as C string literals: octal escapes of three digits, which cannot run on."""
    lines = []
    for at in range(0, len(data), WIDTH):
        text = ""
        for byte in data[at : at + WIDTH]:
            plain = 32 <= byte < 127 and byte not in b'"\\?'
            text += chr(byte) if plain else "\\%03o" % byte
        lines.append('\t"%s"' % text)
    return "\n".join(lines) or '\t""'


def main(root, out, paths):
    names = sorted((os.path.relpath(path, root).replace(os.sep, "/"), path) for path in paths)
    names.sort(key=lambda pair: pair[0].encode())
    with open(out, "w", encoding="ascii") as c:
        c.write("/* Made by tools/embed.py; do not edit. */\n")
        c.write('#include "base/embed.h"\n\n')
        rows = []
        for number, (name, path) in enumerate(names):
            with open(path, "rb") as f:
                data = f.read()
            c.write("static const unsigned char file_%d[] =\n%s;\n\n" % (number, literal(data)))
            quoted = literal(name.encode()).replace("\n", "").replace("\t", "")
            rows.append("\t{ %s, file_%d, %d },\n" % (quoted, number, len(data)))
        # C has no empty arrays; the row behind the last is not counted.
        c.write("const struct embedded_file embedded_files[] = {\n%s\t{ 0, 0, 0 },\n};\n" % "".join(rows))
        c.write("const size_t embedded_files_n = %d;\n" % len(rows))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: embed.py ROOT OUT.c FILE...")
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
