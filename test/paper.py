#!/usr/bin/env python3
"""Drawings are well-formed XML, lie within their frame, hold nothing that a content security policy forbids and no
markup from a name; QR codes are read by a decoder of its own. Prints TAP."""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

TOOL = os.path.join(os.environ["BUILD"], "paper_tool")
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "g", "path", "line", "rect", "circle", "text", "tspan", "defs", "pattern", "use"}
ATTRIBUTES = {
    "viewBox", "role", "class", "id", "d", "x", "y", "x1", "x2", "y1", "y2", "r", "cx", "cy", "dy", "width", "height",
    "fill", "fill-rule", "text-anchor", "textLength", "lengthAdjust", "patternUnits", "patternTransform",
    "pointer-events", "shape-rendering", "stroke", "href", "focusable", "aria-labelledby", "aria-label", "aria-hidden",
}
count = failed = 0


def ok(name, good, why=""):
    global count, failed
    count += 1
    failed += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    if not good and why:
        print("# " + str(why)[:300])


def run(*arguments):
    done = subprocess.run([TOOL, *arguments], stdout=subprocess.PIPE, check=False)
    text = done.stdout.decode("utf-8")  # what is no UTF-8 is an error here
    return done.returncode, dict(line.split(" ", 1) for line in text.splitlines() if line)


def name(element):
    return element.tag.replace(SVG, "")


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d*\.?\d+", text)]


def corners(path):
    """The points that a path of M, L, H, V, l, h, v, z and m goes through."""
    x = y = 0.0
    start = (x, y)
    for command, rest in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        n = numbers(rest)
        if command in "zZ":
            x, y = start
        elif command in "hH":
            for v in n:
                x = v if command == "H" else x + v
                yield x, y
        elif command in "vV":
            for v in n:
                y = v if command == "V" else y + v
                yield x, y
        elif command in "mMlL":
            for dx, dy in zip(n[::2], n[1::2]):
                x, y = (dx, dy) if command in "ML" else (x + dx, y + dy)
                if command in "mM":
                    start = (x, y)
                yield x, y
        else:
            raise ValueError("path command " + command)


def outside(root):
    """What does not lie in the viewBox, with a unit to spare."""
    left, top, wide, high = numbers(root.get("viewBox"))
    patterns = {p for pattern in root.iter() if name(pattern) == "pattern" for p in pattern.iter()}
    for e in root.iter():
        points = []
        if e in patterns:
            continue
        if e.get("d"):
            points = list(corners(e.get("d")))
        for a, b in (("x1", "y1"), ("x2", "y2"), ("x", "y"), ("cx", "cy")):
            if e.get(a) or e.get(b):
                points.append((float(e.get(a, left)), float(e.get(b, top))))
        if name(e) == "rect":
            points.append((float(e.get("x")) + float(e.get("width")), float(e.get("y")) + float(e.get("height"))))
        for x, y in points:
            if not (left - 1 <= x <= left + wide + 1 and top - 1 <= y <= top + high + 1):
                return "%s at %s,%s" % (name(e), x, y)
    return None


def drawings():
    code, made = run()
    ok("the drawings are made", code == 0 and len(made) > 20, made.keys())
    ids = {}
    for label, text in made.items():
        root = xml.fromstring(text)
        ok("%s is well-formed and within its frame" % label, outside(root) is None, outside(root))
        bad = [name(e) for e in root.iter() if name(e) not in ELEMENTS]
        bad += [a for e in root.iter() for a in e.attrib if a not in ATTRIBUTES and not a.startswith("data-")]
        ok("%s has known elements and attributes only" % label, not bad, bad)
        ids[label] = [e.get("id") for e in root.iter() if e.get("id")]
        asked = [e.get("href") for e in root.iter() if e.get("href")]
        asked += [re.sub(r"url\((.*)\)", r"\1", e.get("fill")) for e in root.iter() if "url" in e.get("fill", "")]
        if root.get("role") == "img":
            ok("%s refers to its own parts only" % label, not set(asked) - {"#" + i for i in ids[label]}, asked)
        if root.get("role") == "img" and not root.get("aria-label"):
            ok("%s is labelled by what is in it" % label,
               set(root.get("aria-labelledby").split()) <= set(ids[label]))
    ok("no id twice in a drawing", all(len(i) == len(set(i)) for i in ids.values()))
    label_rows = [e for e in xml.fromstring(made["chart-long"]).iter() if e.get("y") == "420"]
    ok("of many days only so many are written as have room", 1 < len(label_rows) < 10, len(label_rows))
    ok("a drawing of 420 days is small", len(made["chart-long"]) < 40000, len(made["chart-long"]))


# A decoder for versions 1 to 10 at level M, from ISO/IEC 18004, without error correction: a fresh code has no errors.
BLOCKS = {1: [16], 2: [28], 3: [44], 4: [32, 32], 5: [43, 43], 6: [27] * 4, 7: [31] * 4, 8: [38, 38, 39, 39],
          9: [36] * 3 + [37] * 2, 10: [43] * 4 + [44]}
MASKS = [
    lambda i, j: (i + j) % 2, lambda i, j: i % 2, lambda i, j: j % 3, lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2, lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2, lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
]


def modules(text):
    root = xml.fromstring(text)
    path = [e for e in root.iter() if name(e) == "path"][0].get("d")
    size = int(numbers(root.get("viewBox"))[2]) - 8
    dark = [[0] * size for _ in range(size)]
    left, top, wide, high = numbers(root.get("viewBox"))
    assert (left, top, high) == (-4, -4.5, wide), "lines of one module's width are on the middle of a row"
    x = y = 0
    for move, a, b, length in re.findall(r"([Mm])(\d+) (\d+)h(\d+)|$", path)[:-1]:
        x, y = (int(a), int(b)) if move == "M" else (x + int(a), y + int(b))
        for _ in range(int(length)):
            assert not dark[y][x], "a module drawn twice"
            dark[y][x] = 1
            x += 1
    assert re.sub(r"[Mm]\d+ \d+h\d+", "", path) == ""
    return dark


def function_area(size):
    version = (size - 17) // 4
    used = [[False] * size for _ in range(size)]

    def take(top, left, high, wide):
        for i in range(max(0, top), min(size, top + high)):
            for j in range(max(0, left), min(size, left + wide)):
                used[i][j] = True

    take(0, 0, 9, 9)
    take(0, size - 8, 9, 8)
    take(size - 8, 0, 8, 9)
    take(6, 0, 1, size)
    take(0, 6, size, 1)
    if version > 1:
        n = version // 7 + 2
        last = size - 7
        step = (last - 6 + n - 2) // (n - 1)
        step += step % 2
        at = [6] + [last - step * k for k in range(n - 2, -1, -1)]
        for i in at:
            for j in at:
                if (i, j) not in ((6, 6), (6, last), (last, 6)):
                    take(i - 2, j - 2, 5, 5)
    if version > 6:
        take(0, size - 11, 6, 3)
        take(size - 11, 0, 3, 6)
    return used


def decode(text):
    dark = modules(text)
    size = len(dark)
    version = (size - 17) // 4
    shape = [dark[8][j] for j in (0, 1, 2, 3, 4, 5, 7, 8)] + [dark[i][8] for i in (7, 5, 4, 3, 2, 1, 0)]
    shape = int("".join(map(str, shape)), 2) ^ 0x5412
    assert shape >> 13 == 0, "level M is 00"
    mask = MASKS[shape >> 10 & 7]
    used = function_area(size)
    bits = []
    column, up = size - 1, True
    while column > 0:
        column -= column == 6
        for i in range(size - 1, -1, -1) if up else range(size):
            for j in (column, column - 1):
                if not used[i][j]:
                    bits.append(dark[i][j] ^ (mask(i, j) == 0))
        column, up = column - 2, not up
    words = [int("".join(map(str, map(int, bits[k:k + 8]))), 2) for k in range(0, len(bits) - 7, 8)]
    blocks = [[] for _ in BLOCKS[version]]
    at = 0
    for k in range(max(BLOCKS[version])):
        for block, length in zip(blocks, BLOCKS[version]):
            if k < length:
                block.append(words[at])
                at += 1
    data = "".join("%08d" % int(bin(w)[2:]) for block in blocks for w in block)
    assert data[:4] == "0100", "bytes"
    width = 8 if version < 10 else 16
    length = int(data[4:4 + width], 2)
    data = data[4 + width:]
    return bytes(int(data[8 * k:8 * k + 8], 2) for k in range(length))


def codes():
    for text in ("x", "https://example.org/bulletin/2016-12-09", "شهادة العفو", "h" * 100, "https://a.example/" + "7f3a" * 48):
        code, made = run("qr", text)
        try:
            said = decode(made["qr"]) if code == 0 else b""
        except (AssertionError, KeyError, IndexError) as wrong:
            said = repr(wrong).encode()
        ok("a code of %d bytes says what it should" % len(text.encode()), said == text.encode(), said)
    code, made = run("qr", "")
    ok("there is none of nothing", code == 1 and not made)


def hostile():
    made = run()[1]
    for label in ("chart-hostile", "map-hostile", "qr-hostile"):
        root = xml.fromstring(made[label])
        words = "".join(root.itertext()) + "".join(v for e in root.iter() for v in e.attrib.values())
        ok("%s shows the markup as text" % label, "<script>" in words and "<script" not in made[label])


drawings()
codes()
hostile()
print("1..%d" % count)
sys.exit(failed != 0)
