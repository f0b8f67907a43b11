#!/usr/bin/env python3
"""The house rules that a program can check (layers.txt, CODING.md), as TAP.

First every rule is tried on a small tree that breaks just that one, so that a rule which has gone
blind is a failure; then all of them on the project.
"""
import os
import re
import sys
import tempfile

FILE_LINES, FUNCTION_LINES = 700, 80

# Who alone may include a library's header.
LIBRARIES = {
    "sqlite3.h": ["store/"],
    "libpq-fe.h": ["store/"],
    "microhttpd.h": ["web/http.c"],
    "sodium.h": ["ledger/", "keyd/"],
    "jansson.h": ["base/jsonin.c"],
    "zip.h": ["base/xlsx_zip.c"],
    "expat.h": ["base/xlsx_xml.c"],
    "xlsxwriter.h": ["base/xlsx_write.c"],
}
GENERATED = {"sql.gen.h": "store", "pages.gen.h": "web", "late.gen.h": "base"}  # which folder's they are
AUDITED = ["figure/count*", "sync/verify*"]  # what reaches no header of store/, however indirectly

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)
# A comment, a string, a character; newlines in comments are kept so that lines keep their numbers.
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
HEAP = r"(?:malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf)"
HEAP_USE = re.compile(r"(?<![\w.>])%s[ \t]*\(|[(,=][ \t]*%s[ \t]*[,);]" % (HEAP, HEAP))


def blank(match):
    text = match.group(0)
    return ('""' if text[0] == '"' else "0" if text[0] == "'" else " ") + "\n" * text.count("\n")


class Source:
    """A file under src/: its name from there, its text, and what it includes."""

    def __init__(self, name, text):
        self.name, self.text = name, text
        self.folder = name.split("/")[0]
        self.stem = os.path.splitext(name)[0]
        comments_gone = re.sub(r"/\*.*?\*/", blank, text, flags=re.S)
        found = INCLUDE.findall(comments_gone)
        self.includes = [ours or system for ours, system in found]
        self.ours = [ours for ours, _ in found if ours]
        self.system = [system for _, system in found if system]
        self.code = DIRECTIVE.sub(lambda m: "\n" * m.group(0).count("\n"), NOISE.sub(blank, text))


class Tree:
    """The sources under ROOT/src, and ROOT/layers.txt."""

    def __init__(self, root):
        self.sources = {}
        top = os.path.join(root, "src")
        for folder, _, names in os.walk(top):
            for name in names:
                if name.endswith((".c", ".h")) and not name.startswith("."):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as f:
                        short = os.path.relpath(path, top)
                        self.sources[short] = Source(short, f.read())
        self.layers = {}
        with open(os.path.join(root, "layers.txt"), encoding="utf-8") as f:
            for line in f:
                line = line.split("#")[0].strip()
                if line:
                    who, _, whom = line.partition(":")
                    self.layers[who.strip()] = whom.split()

    def each(self, ends=(".c", ".h")):
        return [self.sources[name] for name in sorted(self.sources) if name.endswith(ends)]


def known_layers(tree):
    """every folder has a line in layers.txt, and the lines make no circle"""
    for folder in sorted({source.folder for source in tree.each()} - set(tree.layers)):
        yield "%s/ has no line" % folder
    for who, whom in tree.layers.items():
        for name in whom:
            if name != "all" and name.split("/")[0] not in tree.layers:
                yield "%s names %s, which has no line" % (who, name)
    folders = {w: [n for n in ns if n != "all" and "/" not in n]
               for w, ns in tree.layers.items() if "/" not in w}
    for circle in circles(folders):
        yield "a circle: " + " -> ".join(circle)


def matches(name, stem):
    """`folder/file` is one file, `folder/file*` all that begin so: a file and its parts"""
    return stem.startswith(name[:-1]) if name.endswith("*") else stem == name


def layered_includes(tree):
    """a file includes its own folder and those that layers.txt names"""
    for source in tree.each():
        alone = [who for who in tree.layers if "/" in who and matches(who, source.stem)]
        allowed = tree.layers.get(alone[0] if alone else source.folder, [])
        for header in source.ours:
            if header in GENERATED:
                if source.folder != GENERATED[header]:
                    yield "%s includes %s, which is for %s" % (source.name, header, GENERATED[header])
                continue
            if header not in tree.sources:
                yield "%s includes %s, which is not below src/" % (source.name, header)
                continue
            stem, folder = os.path.splitext(header)[0], header.split("/")[0]
            own = matches(alone[0], stem) if alone else folder == source.folder
            named = any("/" in who and matches(who, stem) for who in allowed)
            if not (own or folder in allowed or named or "all" in allowed):
                yield "%s includes %s" % (source.name, header)


def library_headers(tree):
    """a library's header is included only where layers.txt's house has it"""
    for source in tree.each():
        for header in source.system + source.ours:
            places = LIBRARIES.get(header)
            if places and not source.name.startswith(tuple(places)):
                yield "%s includes %s" % (source.name, header)


def audited_files(tree):
    """what an auditor reads reaches no database, however indirectly"""
    for name in AUDITED:
        todo = [source for source in tree.each() if matches(name, source.stem)]
        ways = {source.name: source.name for source in todo}
        while todo:
            source = todo.pop()
            # What a header declares has to be linked, so its .c is reached as well.
            for reached in source.ours + [source.stem + ".c"]:
                way = ways[source.name] + " -> " + reached
                if reached.startswith("store/"):
                    yield way
                elif reached not in ways and reached in tree.sources:
                    ways[reached] = way
                    todo.append(tree.sources[reached])


def banned_last(tree):
    """every .c includes base/banned.h, last"""
    for source in tree.each(".c"):
        if not source.includes or source.includes[-1] != "base/banned.h":
            yield "%s: the last include is not base/banned.h" % source.name


def own_header_first(tree):
    """every .c that has a header includes it first"""
    for source in tree.each(".c"):
        header = source.stem + ".h"
        if header in tree.sources and source.includes[:1] != [header]:
            yield "%s: the first include is not %s" % (source.name, header)


def header_circles(tree):
    """headers do not include each other in a circle"""
    graph = {source.name: [h for h in source.ours if h in tree.sources] for source in tree.each(".h")}
    for circle in circles(graph):
        yield " -> ".join(circle)


def heap(tree):
    """memory comes from an arena: no malloc or free outside base/"""
    for source in tree.each():
        if source.folder != "base":
            for match in HEAP_USE.finditer(source.code):
                line = source.code.count("\n", 0, match.start()) + 1
                yield "%s:%d: %s" % (source.name, line, match.group(0).strip())


def sizes(tree):
    """a function fits on a screen and a file has one subject"""
    for source in tree.each():
        in_tables = 0
        for head, first, last in blocks(source.code):
            if head.endswith("="):
                in_tables += last - first
            elif head.endswith(")") and last - first + 1 > FUNCTION_LINES:
                yield "%s:%d: a function of %d lines" % (source.name, first, last - first + 1)
        lines = source.text.count("\n") - in_tables
        if lines > FILE_LINES:
            yield "%s: %d lines beside its tables" % (source.name, lines)


def blocks(code):
    """(what stands before it, first line, last line) of every block that is in no other."""
    depth, head, line, first = 0, "", 1, 1
    for char in code:
        if char == "\n":
            line += 1
        if char == "{":
            if depth == 0:
                opened = head.strip()
            depth += 1
        elif char == "}":
            depth = max(0, depth - 1)
            if depth == 0:
                yield opened, first, line
                head = ""
                continue
        if depth == 0:
            if char == ";":
                head = ""
            else:
                if not head.strip():
                    first = line
                head += char


def circles(graph):
    """The ways through a graph that come back to where they started, each once."""
    done = set()

    def visit(name, way):
        if name in way:
            yield way[way.index(name):] + [name]
        elif name not in done:
            for other in graph.get(name, []):
                yield from visit(other, way + [name])
            done.add(name)

    for name in sorted(graph):
        yield from visit(name, [])


RULES = [known_layers, layered_includes, library_headers, audited_files, banned_last,
         own_header_first, header_circles, heap, sizes]

# A tree that keeps every rule, and for each rule what breaks it: (rule, {file: text}, complaint).
BANNED = '#include "base/banned.h"\n'
LAYERS = ("base:\nledger: base\nrecord: base\nstore: base ledger record\nfigure: base record store\n"
          "sync: base ledger record store figure\nweb: all\n"
          "figure/count: base record\nsync/verify: base ledger record figure/count\n")
GOOD = {
    "layers.txt": LAYERS,
    "src/base/banned.h": "",
    "src/base/arena.h": "",
    "src/base/arena.c": '#include "base/arena.h"\n#include <stdlib.h>\n' + BANNED
                        + "void f(void)\n{\n\tfree(malloc(1));\n}\n",
    "src/ledger/log.h": '#include "base/arena.h"\n',
    "src/ledger/log.c": '#include "ledger/log.h"\n#include <sodium.h>\n' + BANNED
                        + "/* malloc( and free( in a comment */\nint x = '\"';\n"
                        + 'const char *t = "free(x) {";\nvoid log_free(int *free_slots);\n',
    "src/record/kind.h": "",
    "src/store/store.h": '#include "record/kind.h"\n',
    "src/store/sqlite.c": '#include <sqlite3.h>\n#include "sql.gen.h"\n' + BANNED,
    "src/figure/count.h": '#include "base/arena.h"\n',
    "src/figure/sum.h": '#include "store/store.h"\n',
    "src/figure/table.c": BANNED + "static const int t[] = {\n" + "\t{ 1 },\n" * 900 + "};\n",
    "src/sync/verify.h": "",
    "src/sync/verify.c": '#include "sync/verify.h"\n#include "figure/count.h"\n' + BANNED,
    "src/sync/pull.c": '#include "figure/sum.h"\n#include "sync/verify.h"\n' + BANNED,
    "src/web/http.c": '#include <microhttpd.h>\n#include "pages.gen.h"\n' + BANNED,
}
BAD = [
    (known_layers, {"src/attic/x.h": ""}, "attic/ has no line"),
    (known_layers, {"layers.txt": LAYERS.replace("base:", "base: figure")}, "a circle"),
    (layered_includes, {"src/ledger/log.h": '#include "record/kind.h"\n'},
     "ledger/log.h includes record/kind.h"),
    (layered_includes, {"src/sync/verify.h": '# include "figure/sum.h"\n'},
     "sync/verify.h includes figure/sum.h"),
    (layered_includes, {"src/figure/sum.h": '#include "count.h"\n'}, "not below src/"),
    (layered_includes, {"src/figure/sum.h": '#include "sql.gen.h"\n'}, "sql.gen.h, which is for store"),
    (layered_includes, {"src/figure/sum.h": '#include "pages.gen.h"\n'}, "pages.gen.h, which is for web"),
    (library_headers, {"src/figure/sum.h": "#include <sqlite3.h>\n"}, "figure/sum.h includes sqlite3.h"),
    (library_headers, {"src/ledger/log.h": "#include <libpq-fe.h>\n"}, "includes libpq-fe.h"),
    (library_headers, {"src/web/page.h": "#include <microhttpd.h>\n"}, "includes microhttpd.h"),
    (library_headers, {"src/web/page.h": "#include <jansson.h>\n"}, "includes jansson.h"),
    (library_headers, {"src/web/page.h": "#include <sodium.h>\n"}, "includes sodium.h"),
    (audited_files, {"src/figure/count.h": '#include "figure/sum.h"\n'},
     "figure/count.h -> figure/sum.h -> store/store.h"),
    (audited_files, {"src/base/arena.c": '#include "store/store.h"\n' + BANNED},
     "base/arena.h -> base/arena.c -> store/store.h"),
    (banned_last, {"src/web/page.c": BANNED + "#include <stdio.h>\n"}, "web/page.c"),
    (banned_last, {"src/web/page.c": ""}, "web/page.c"),
    (own_header_first, {"src/ledger/log.c": '#include <a.h>\n#include "ledger/log.h"\n' + BANNED},
     "ledger/log.c"),
    (header_circles, {"src/record/kind.h": '#include "record/b.h"\n',
                      "src/record/b.h": '#include "record/kind.h"\n'},
     "record/kind.h -> record/b.h -> record/kind.h"),
    (heap, {"src/web/page.h": "void *p(void)\n{\n\treturn malloc(1);\n}\n"}, "web/page.h:3: malloc("),
    (heap, {"src/web/page.h": "void p(void)\n{\n\tarena_defer(a, free, x);\n}\n"}, "web/page.h:3"),
    (sizes, {"src/web/page.h": "int p(void)\n{\n" + "\tp();\n" * 78 + "}\n"}, "a function of 81 lines"),
    (sizes, {"src/web/page.h": "int p;\n" * 701}, "701 lines"),
]


class Tap:
    def __init__(self):
        self.count = self.failures = 0

    def ok(self, good, name, remarks):
        self.count += 1
        self.failures += not good
        print("%sok %d - %s" % ("" if good else "not ", self.count, name))
        for remark in remarks if not good else ():
            print("#   %s" % remark)


def complaints(rule, files):
    """What a rule says to a tree made of these files."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
        return list(rule(Tree(root)))


def main(root):
    tap = Tap()
    for rule in RULES:
        said = complaints(rule, GOOD)
        tap.ok(not said, "a good tree passes: " + rule.__doc__, said)
    for rule, files, complaint in BAD:
        said = complaints(rule, dict(GOOD, **files))
        tap.ok(any(complaint in line for line in said),
               "a bad tree is found out: " + complaint, said or ["nothing said"])
    tree = Tree(root)
    for rule in RULES:
        said = list(rule(tree))
        tap.ok(not said, rule.__doc__, said)
    print("1..%d" % tap.count)
    return 1 if tap.failures else 0


if __name__ == "__main__":
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else here))
