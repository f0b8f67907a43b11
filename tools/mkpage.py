#!/usr/bin/env python3
"""Makes pages into C: mkpage.py OUT.h OUT.c ROOT FILE.page...

A page is HTML with directives in braces; doc/architecture.md has the table of them. Values are escaped by
what they are written with, and a value where escaping does not help does not build: tools/markup.py
follows the literal text and knows where each one stands. Errors name file:line:column; the C has #line
directives, so that the compiler's errors do, too.
"""
import os
import re
import sys

sys.dont_write_bytecode = True
from markup import Place, Wrong  # noqa: E402

# Directives that put a value into the page, and the function that writes it.
VALUES = {"=": "page_text(p, %s);", "n": "page_number(p, PAGE_INT(%s));", "i": "page_int(p, PAGE_INT(%s));",
          "d": "page_day(p, PAGE_INT(%s));", "D": "page_weekday(p, PAGE_INT(%s));",
          "url": "page_url(p, %s);", "html": "page_markup(p, %s);"}
CONTROL = {"if", "elif", "else", "for", "end"}
OTHER = {"page", "use", "let", "root", "t", "tn", "call", "#"}
KNOWN = set(VALUES) | CONTROL | OTHER

OPEN = re.compile(r"\{(=|#|[A-Za-z]+)")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
PLACEHOLDER = re.compile(r"%(?:([1-9])\$)?([A-Za-z%]|$|.)")
ARGUMENT = {"s": "MSG_TEXT(%s)", "n": "MSG_NUMBER(PAGE_INT(%s))", "i": "MSG_INT(PAGE_INT(%s))",
            "d": "MSG_DAY(PAGE_INT(%s))", "D": "MSG_WEEKDAY(PAGE_INT(%s))"}


class Mistake(Exception):
    """What is printed: file:line:column and what is wrong."""


class Directive:
    def __init__(self, name, body, at, body_at):
        self.name, self.body, self.at, self.body_at = name, body, at, body_at


def c_end(text, at, stops, start):
    """The position of the first of `stops` outside brackets and quotes, from `at`."""
    closing = {"(": ")", "[": "]", "{": "}"}
    due, i = [], at
    while i < len(text):
        c = text[i]
        if not due and c in stops:
            return i
        if c in closing:
            due.append(closing[c])
        elif c in ")]}":
            if not due or due.pop() != c:
                raise Wrong(i, "'%s' closes nothing" % c)
        elif c in "\"'":
            match = re.compile(r"%s(?:\\.|[^%s\\\n])*%s" % (c, c, c)).match(text, i)
            if not match:
                raise Wrong(i, "a %s that is not closed on its line" % c)
            i = match.end() - 1
        elif text.startswith(("//", "/*"), i):
            raise Wrong(i, "no C comment in a directive; use {# ...}")
        i += 1
    raise Wrong(start, "'{' without its '}'")


def text_end(text, at, bars, start):
    """The end of a text to translate with `bars` parts before what is C."""
    for _ in range(bars):
        match = re.compile(r"[^|{}]*").match(text, at)
        at = match.end()
        if text[at:at + 1] == "{":
            raise Wrong(at, "no directive within a text to translate; use a placeholder")
        if text[at:at + 1] != "|":
            return at if at < len(text) else c_end(text, at, "}", start)
        at += 1
    return c_end(text, at, "}", start)


def comment_end(text, at, start):
    depth = 1
    while depth:
        match = re.compile(r"[^{}]*([{}])").match(text, at)
        if not match:
            raise Wrong(start, "'{' without its '}'")
        depth += 1 if match.group(1) == "{" else -1
        at = match.end()
    return at - 1


def pieces(text):
    """The file as literal text (str, position) and directives, in order."""
    at = 0
    while at < len(text):
        brace = text.find("{", at)
        if brace < 0:
            yield text[at:], at
            return
        if brace > at:
            yield text[at:brace], at
        if text.startswith("{{", brace):
            yield "{", brace
            at = brace + 2
            continue
        match = OPEN.match(text, brace)
        name = match.group(1) if match else ""
        if name not in KNOWN:
            raise Wrong(brace, "no directive is called '%s'; a brace is written {{" % name)
        body = match.end()
        if name not in ("=", "#") and text[body:body + 1] not in (" ", "\n", "\t", "}"):
            raise Wrong(brace, "a blank belongs behind {%s" % name)
        if name == "#":
            end = comment_end(text, body, brace)
        elif name in ("t", "tn"):
            end = text_end(text, body, 1 if name == "t" else 2, brace)
        else:
            end = c_end(text, body, "}", brace)
        yield Directive(name, text[body:end], brace, body), brace
        at = end + 1


def c_list(text, at):
    """C split at the commas outside brackets: (text, position) of each."""
    parts, start = [], 0
    while True:
        end = c_end(text + "\0", start, ",\0", 0)
        parts.append((text[start:end].strip(), at + start))
        if end >= len(text):
            return parts
        start = end + 1


def placeholders(text, at=0):
    """{argument: letter} of a text to translate."""
    found, following = {}, 0
    for match in PLACEHOLDER.finditer(text):
        number, letter = match.group(1), match.group(2)
        if letter == "%" and not number:
            continue
        if letter not in ARGUMENT:
            raise Wrong(at, "'%s' is no placeholder: %%s %%n %%i %%d %%D; a percent sign is %%%%" % match.group(0))
        index = int(number) - 1 if number else following
        following += 0 if number else 1
        if found.setdefault(index, letter) != letter:
            raise Wrong(at, "argument %d is '%%%s' and '%%%s'" % (index + 1, found[index], letter))
    return found


def squeeze(text, at):
    """A text to translate, in its one spelling."""
    bare = " ".join(text.split())
    if not bare:
        raise Wrong(at, "no text to translate")
    if re.search(r"&(#?\w+);", bare):
        raise Wrong(at, "a text to translate holds no character references: write the character")
    return bare


def literal(text):
    """A C string, some columns a line; octal escapes of three digits cannot run on."""
    rows, row = [], ""
    for byte in text.encode():
        row += chr(byte) if 32 <= byte < 127 and byte not in b'"\\?' else "\\%03o" % byte
        if len(row) > 80:
            rows.append(row)
            row = ""
    if row or not rows:
        rows.append(row)
    return "\n\t\t".join('"%s"' % r for r in rows)


class Fragment:
    """One {page ...}: a function."""

    def __init__(self, name, parameters, file, line):
        self.name, self.parameters, self.file, self.line = name, parameters, file, line
        self.ended = False  # by its {end}, which may be left out
        self.body = []  # C statements, or ["literal"] lists of text to be joined

    def prototype(self):
        rest = self.parameters
        if rest is None:
            rest = "const struct visit *visit, const void *view"
        return "void page_%s(struct page *p%s)" % (self.name, ", " + rest if rest else "")


class Branch:
    """An {if} or {for} that is open."""

    def __init__(self, kind, at, start):
        self.kind, self.at, self.start, self.ends, self.closed = kind, at, start, [], False


class File:
    """A .page file: its fragments, what it includes, what it has to have translated."""

    def __init__(self, path, name=None):
        self.name = name or path
        self.uses, self.fragments, self.messages, self.calls = [], [], [], []
        self.place, self.branches = Place(), []
        with open(path, encoding="utf-8", newline="") as f:
            self.text = f.read()
        try:
            bad = re.search("[\0-\x08\x0b-\x1f\x7f]", self.text)
            if bad:
                raise Wrong(bad.start(), "a control character")
            for piece, at in pieces(self.text):
                if isinstance(piece, str):
                    self.literal(piece, at)
                else:
                    getattr(self, "do_" + ("set" if piece.name in VALUES else
                                           {"#": "comment"}.get(piece.name, piece.name)))(piece)
            self.finish(len(self.text))
        except Wrong as wrong:
            raise self.mistake(wrong.at, wrong) from None

    def line(self, at):
        return self.text.count("\n", 0, at) + 1

    def mistake(self, at, text):
        column = at - (self.text.rfind("\n", 0, at) + 1) + 1
        return Mistake("%s:%d:%d: %s" % (self.name, self.line(at), column, text))

    # What goes into the function.

    def fragment(self, at, what):
        if not self.fragments:
            raise Wrong(at, "%s before the first {page ...}" % what)
        if self.fragments[-1].ended:
            raise Wrong(at, "%s behind the {end} of page %s" % (what, self.fragments[-1].name))
        return self.fragments[-1]

    def literal(self, text, at):
        if not text.strip() and (not self.fragments or self.fragments[-1].ended):
            return
        body = self.fragment(at, "text").body
        out = self.place.feed(text, at)
        if out and body and isinstance(body[-1], list):
            body[-1].append(out)
        elif out:
            body.append([out])

    def statement(self, d, code):
        indent = "\t" * (1 + len(self.branches))
        self.fragment(d.at, "{%s}" % d.name).body += [
            '#line %d "%s"' % (self.line(d.at), self.name), indent + code]

    def expression(self, d, empty=False):
        text = d.body.strip()
        if not text and not empty:
            raise Wrong(d.at, "{%s} of what?" % d.name)
        if d.name != "for" and ";" in re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', "", text):
            raise Wrong(d.at, "no ';' in {%s}" % d.name)
        return " ".join(text.split("\n"))

    # Directives.

    def do_comment(self, d):
        pass

    def do_use(self, d):
        match = re.fullmatch(r'\s*"([a-z0-9_]+/[a-z0-9_]+\.h)"\s*', d.body)
        if not match:
            raise Wrong(d.at, 'it is {use "folder/header.h"}')
        if self.fragments:
            raise Wrong(d.at, "{use} stands before the first {page ...}")
        self.uses.append(match.group(1))

    def do_page(self, d):
        match = re.fullmatch(r"\s+([a-z][a-z0-9_]*)\s*(?:\((.*)\))?\s*", d.body, re.S)
        if not match:
            raise Wrong(d.at, "it is {page name} or {page name(struct str word, ...)}")
        self.finish(d.at)
        name, parameters = match.groups()
        if parameters is not None:
            parameters = " ".join(parameters.split())
        self.fragments.append(Fragment(name, parameters, self.name, self.line(d.at)))

    def do_let(self, d):
        self.place.control(d.at, "let")
        self.statement(d, self.expression(d) + ";")

    def do_set(self, d):
        self.place.hole(d.at, d.name)
        # No commas between thousands in an attribute: a program reads it.
        name = "i" if d.name == "n" and self.place.attribute else d.name
        self.statement(d, VALUES[name] % self.expression(d))

    def do_root(self, d):
        if d.body.strip():
            raise Wrong(d.at, "{root} takes nothing")
        self.place.hole(d.at, "root")
        self.statement(d, "page_root(p);")

    def do_call(self, d):
        match = re.fullmatch(r"\s+([a-z][a-z0-9_]*)\s*(?:\((.*)\))?\s*", d.body, re.S)
        if not match:
            raise Wrong(d.at, "it is {call name} or {call name(arguments)}")
        self.place.hole(d.at, "call")
        name, arguments = match.groups()
        self.calls.append((name, arguments is None, d.at))
        arguments = " ".join((arguments or "").split())
        self.fragment(d.at, "{call}").body.append(
            Call(name, arguments, self.line(d.at), len(self.branches)))

    def message(self, d, parts, counted):
        """(text, plural), and the C of the arguments."""
        texts = [squeeze(t, d.at) for t in parts]
        wanted = {}
        for text in texts:
            for index, letter in placeholders(text, d.at).items():
                if wanted.setdefault(index, letter) != letter:
                    raise Wrong(d.at, "the two forms differ in argument %d" % (index + 1))
        if counted and wanted.setdefault(0, "n") != "n":
            raise Wrong(d.at, "the first argument of {tn} is the number: %n")
        missing = set(placeholders(texts[-1], d.at)) - set(placeholders(texts[0], d.at)) - {0}
        if len(texts) > 1 and missing:
            raise Wrong(d.at, "the two forms differ in argument %d" % (min(missing) + 1))
        self.messages.append((texts[0], texts[1] if len(texts) > 1 else None, self.line(d.at)))
        return texts, wanted

    def arguments(self, d, wanted, given):
        if sorted(wanted) != list(range(len(given))):
            raise Wrong(d.at, "%d arguments for %d placeholders" % (len(given), len(wanted)))
        for text, at in given:
            if not text:
                raise Wrong(at, "an argument is empty")
        rows = [ARGUMENT[wanted[i]] % " ".join(text.split("\n")) for i, (text, _) in enumerate(given)]
        if not rows:
            return "NULL, 0"
        return "(const struct msg_arg[]){ %s }, %d" % (", ".join(rows), len(rows))

    def do_t(self, d):
        self.place.hole(d.at, "t")
        text, bar, rest = d.body.partition("|")
        texts, wanted = self.message(d, [text], False)
        given = c_list(rest, d.body_at + len(text) + 1) if bar else []
        self.statement(d, "page_t(p, %s, %s);" % (literal(texts[0]), self.arguments(d, wanted, given)))

    def do_tn(self, d):
        self.place.hole(d.at, "tn")
        parts = d.body.split("|", 2)
        if len(parts) != 3:
            raise Wrong(d.at, "it is {tn %n one | %n many | EXPR}")
        texts, wanted = self.message(d, parts[:2], True)
        given = c_list(parts[2], d.body_at + len(parts[0]) + len(parts[1]) + 2)
        self.statement(d, "page_tn(p, %s, %s, %s);" % (
            literal(texts[0]), literal(texts[1]), self.arguments(d, wanted, given)))

    # Branches: each end is the point of the start.

    def do_if(self, d):
        self.place.control(d.at, "if")
        self.statement(d, "if (%s) {" % self.expression(d))
        self.branches.append(Branch("if", d.at, self.place.copy()))

    def do_for(self, d):
        self.place.control(d.at, "for")
        text = self.expression(d)
        if text.count(";") != 2:
            raise Wrong(d.at, "it is {for START; CONDITION; STEP}")
        self.statement(d, "for (%s) {" % text)
        self.branches.append(Branch("for", d.at, self.place.copy()))

    def branch_end(self, d, kinds):
        if not self.branches or self.branches[-1].kind not in kinds or (
                d.name != "end" and self.branches[-1].closed):
            raise Wrong(d.at, "{%s} without its {%s}" % (d.name, kinds[0]))
        branch = self.branches[-1]
        self.place.control(d.at, d.name)
        if not branch.start.same(self.place):
            raise Wrong(d.at, "this branch begins in %s and ends in %s%s" % (
                branch.start.where(), self.place.where(),
                "" if branch.start.stack == self.place.stack else ": its tags do not match"))
        branch.ends.append(self.place)
        return branch

    def do_elif(self, d):
        branch = self.branch_end(d, ["if"])
        self.branches.pop()
        self.statement(d, "} else if (%s) {" % self.expression(d))
        self.branches.append(branch)
        self.place = branch.start.copy()

    def do_else(self, d):
        branch = self.branch_end(d, ["if"])
        if self.expression(d, empty=True):
            raise Wrong(d.at, "{else} takes nothing; {elif ...} does")
        branch.closed = True
        self.branches.pop()
        self.statement(d, "} else {")
        self.branches.append(branch)
        self.place = branch.start.copy()

    def do_end(self, d):
        if not self.branches and not d.body.strip() and self.fragment(d.at, "{end}"):
            self.finish(d.at)
            self.fragments[-1].ended = True
            return
        branch = self.branch_end(d, ["if", "for"])
        if self.expression(d, empty=True):
            raise Wrong(d.at, "{end} takes nothing")
        self.branches.pop()
        ends = branch.ends if branch.closed else branch.ends + [branch.start]
        self.place = ends[0]
        for end in ends[1:]:
            self.place = self.place.join(end)
        self.statement(d, "}")

    def finish(self, at):
        """The end of a fragment."""
        if self.branches:
            raise Wrong(self.branches[-1].at, "{%s} without its {end}" % self.branches[-1].kind)
        if not self.fragments:
            return
        fragment, place = self.fragments[-1], self.place
        if place.mode != "text":
            raise Wrong(at, "page %s ends in %s" % (fragment.name, place.where()))
        if place.stack:
            raise Wrong(at, "page %s leaves <%s> open" % (fragment.name, place.stack[-1]))
        if fragment.body and isinstance(fragment.body[-1], list):
            fragment.body[-1] = ["".join(fragment.body[-1]).rstrip("\n ")]
        self.place = Place()


class Call:
    def __init__(self, name, arguments, line, depth):
        self.name, self.arguments, self.line, self.depth = name, arguments, line, depth

    def code(self, routes, file):
        rest = self.arguments
        if self.name in routes and not rest:
            rest = "visit, view"
        return '#line %d "%s"\n%spage_%s(p%s);' % (
            self.line, file, "\t" * (1 + self.depth), self.name, ", " + rest if rest else "")


def load(paths, root=None):
    """All pages, checked against each other."""
    files, known = [], {}
    for path in sorted(paths):
        name = os.path.relpath(path, root).replace(os.sep, "/") if root else path
        files.append(File(path, name))
    for file in files:
        for fragment in file.fragments:
            if fragment.name in known:
                raise Mistake("%s:%d:1: page %s is in %s:%d already" % (
                    file.name, fragment.line, fragment.name, known[fragment.name].file,
                    known[fragment.name].line))
            known[fragment.name] = fragment
    for file in files:
        for name, bare, at in file.calls:
            if name not in known:
                raise file.mistake(at, "there is no page %s to call" % name)
            if bare and known[name].parameters:
                raise file.mistake(at, "page %s takes %s" % (name, known[name].parameters))
    return files


HEADER = """\
/* Made by tools/mkpage.py from src/web/pages/; do not edit. */
#ifndef SULH_PAGES_GEN_H
#define SULH_PAGES_GEN_H

#include "web/page.h"
%s
%s

%s

#endif
"""


def header(files):
    structs, uses, prototypes = {"visit"}, [], []
    for file in files:
        for fragment in file.fragments:
            structs |= set(re.findall(r"\bstruct (\w+) \*", fragment.parameters or ""))
            if re.search(r"\benum\b|\bstruct (?!str\b|markup\b)\w+ \w", fragment.parameters or ""):
                uses += [u for u in file.uses if u not in uses]
            prototypes.append(fragment.prototype() + ";")
    return HEADER % ("".join('#include "%s"\n' % u for u in uses),
                     "\n".join("struct %s;" % s for s in sorted(structs)), "\n".join(prototypes))


def function(file, fragment, routes):
    rows = [fragment.prototype(), "{", "\t(void)p;"]
    if fragment.parameters is None:
        rows += ["\t(void)visit;", "\t(void)view;"]
    for part in fragment.body:
        if isinstance(part, Call):
            rows.append(part.code(routes, file.name))
        elif isinstance(part, list):
            text = "".join(part)
            if text:
                rows.append("\tpage_raw(p, S(%s));" % literal(text))
        else:
            rows.append(part)
    return "\n".join(rows + ["}"])


def source(files):
    uses = sorted({use for file in files for use in file.uses})
    routes = {f.name for file in files for f in file.fragments if f.parameters is None}
    out = ['/* Made by tools/mkpage.py from src/web/pages/; do not edit. */', '#include "pages.gen.h"', ""]
    out += ['#include "%s"' % use for use in uses]
    for file in files:
        for fragment in file.fragments:
            out += ["", function(file, fragment, routes)]
    return "\n".join(out) + "\n"


def write(path, text):
    """What did not change is not written: nothing has to be compiled again."""
    try:
        with open(path, encoding="utf-8") as f:
            if f.read() == text:
                return
    except (OSError, UnicodeDecodeError):
        pass
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main(h_path, c_path, root, paths):
    files = load(paths, root)
    write(h_path, header(files))
    write(c_path, source(files))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit("usage: mkpage.py OUT.h OUT.c ROOT FILE.page...")
    try:
        main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
    except (Mistake, OSError, UnicodeDecodeError) as wrong:
        sys.exit(str(wrong))
