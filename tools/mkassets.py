#!/usr/bin/env python3
"""Makes what pages load into C: mkassets.py ROOT FONTS OUT.c FILE... writes the table that src/web/asset.h
declares, of the files below ROOT, each plain, as gzip and as brotli (text only, where it is smaller).

The address of a file holds a hash of its content; url("...") in a style sheet, a name from ROOT, becomes such
an address. url("fonts/NAME.SUBSET.woff2") in an @font-face rule is made here: FONTS/NAME.ttf with nothing but
the rule's unicode-range left in it. The same input gives the same bytes.
"""
import gzip
import hashlib
import io
import os
import re
import sys

import brotli
from fontTools import subset, ttLib

from embed import literal

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
PACKED = {".png", ".woff2"}  # compressed already
FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
FACE_URL = re.compile(r'url\("fonts/([A-Za-z0-9-]+)\.([a-z-]+)\.woff2"\)')
URL = re.compile(r"url\(([^()]*)\)")
LICENCE = "fonts/licence.txt"  # gets a notice for each font before it
NOTICE, GRANT, GRANT_URL = 0, 13, 14  # records of a font's name table


def wrong(what):
    sys.exit("mkassets: " + what)


def code_points(face):
    """What unicode-range names."""
    found = re.search(r"unicode-range:([^;}]*)", face)
    if not found:
        wrong("a font without unicode-range: " + face)
    points = []
    for part in found.group(1).split(","):
        ends = re.fullmatch(r"U\+([0-9A-F]{4,6})(?:-([0-9A-F]{4,6}))?", part.strip())
        if not ends:
            wrong("no range of characters: " + part)
        points += range(int(ends.group(1), 16), int(ends.group(2) or ends.group(1), 16) + 1)
    return points


def cut_font(path, points):
    """The font with these characters, as woff2, and its notice; its own licence stays in it."""
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.name_IDs = list(range(7)) + [NOTICE, GRANT, GRANT_URL]
    options.recalc_timestamp = False
    # Letters of Arabic join and stack by these; all of a script's are kept, and figures of equal width.
    options.layout_features += ["tnum", "lnum"]
    try:
        font = subset.load_font(path, options)
    except (OSError, ttLib.TTLibError) as e:
        wrong("read the font %s: %s; tools/setup installs it" % (path, e))
    notice = [font["name"].getDebugName(i) or "" for i in (4, NOTICE, GRANT, GRANT_URL)]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue(), "\n".join(line.strip() for line in notice if line)


class Asset:
    def __init__(self, name, data):
        self.name = name
        self.data = data
        self.hash = hashlib.sha256(data).hexdigest()[:24]
        self.kind = os.path.splitext(name)[1]
        if self.kind not in TYPES:
            wrong("%s: no type is known for such a file" % name)

    @property
    def url(self):
        return "/static/%s/%s" % (self.hash, os.path.basename(self.name))

    def variants(self):
        """As gzip and as brotli; None where that gains nothing."""
        if self.kind in PACKED:
            return None, None
        packed = (
            gzip.compress(self.data, 9, mtime=0),
            brotli.compress(self.data, mode=brotli.MODE_TEXT, quality=11),
        )
        return tuple(p if len(p) < len(self.data) else None for p in packed)


def cut_fonts(sheets, fonts):
    """Name -> bytes of the fonts that style sheets ask for, and all their notices."""
    made = {}
    notices = set()
    for sheet in sheets.values():
        for face in FACE.findall(sheet):
            asked = FACE_URL.search(face)
            if not asked:
                wrong("a font that is not made here: " + face)
            name = "fonts/%s.%s.woff2" % asked.groups()
            if name in made:
                wrong(name + ": asked for twice")
            made[name], notice = cut_font(os.path.join(fonts, asked.group(1) + ".ttf"), code_points(face))
            notices.add(notice)
    return made, sorted(notices)


def rewritten(name, sheet, assets):
    def address(found):
        target = found.group(1).strip("\"'")
        if target not in assets:
            wrong("%s: url(%s) is no file of ours" % (name, target))
        return 'url("%s")' % assets[target].url

    return URL.sub(address, sheet)


def gather(root, fonts, paths):
    files = {}
    for path in paths:
        with open(path, "rb") as f:
            files[os.path.relpath(path, root).replace(os.sep, "/")] = f.read()
    sheets = {n: files.pop(n).decode() for n in sorted(files) if n.endswith(".css")}
    made, notices = cut_fonts(sheets, fonts)
    files.update(made)
    if made and LICENCE not in files:
        wrong(LICENCE + ": fonts go nowhere without their licence")
    if made:
        files[LICENCE] = ("\n\n".join(notices) + "\n\n").encode() + files[LICENCE]
    assets = {n: Asset(n, files[n]) for n in files}
    for name, sheet in sheets.items():
        assets[name] = Asset(name, rewritten(name, sheet, assets).encode())
    return [assets[n] for n in sorted(assets, key=str.encode)]


def text(value):
    return "{ %s, %d }" % (literal(value.encode()).replace("\n", "").replace("\t", ""), len(value.encode()))


def write(out, assets):
    with open(out, "w", encoding="ascii") as c:
        c.write("/* Made by tools/mkassets.py; do not edit. */\n#include \"web/asset.h\"\n\n")
        rows = []
        for number, asset in enumerate(assets):
            views = []
            for variant in (asset.data,) + asset.variants():
                if variant is None:
                    views.append("{ 0, 0 }")
                    continue
                name = "file_%d_%d" % (number, len(views))
                c.write("static const char %s[] =\n%s;\n\n" % (name, literal(variant)))
                views.append("{ %s, %d }" % (name, len(variant)))
            rows.append("\t{ %s, %s, \"%s\", %s, %s },\n" % (text(asset.name), text(asset.url), TYPES[asset.kind],
                                                          ", ".join(views), text('"%s"' % asset.hash)))
        # C has no empty arrays; the row behind the last is not counted.
        c.write("const struct asset assets[] = {\n%s\t{ { 0, 0 } },\n};\n" % "".join(rows))
        c.write("const size_t assets_n = %d;\n" % len(rows))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit("usage: mkassets.py ROOT FONTS OUT.c FILE...")
    write(sys.argv[3], gather(sys.argv[1], sys.argv[2], sys.argv[4:]))
