#!/usr/bin/env python3
"""Makes translations into C: mklang.py OUT.c ROOT [--draft] FILE.po... FILE.page... FILE.c...
With --missing in the place of OUT.c, prints what a .po file lacks, ready to be translated in it.

Texts to translate are {t} and {tn} in pages, and in C what stands in msg(lang, "..."), MSG("...") and
MSG_PAIR("one", "many"). Every .po file (gettext; its name is the language) has each of them exactly once,
translated, with the same placeholders, and no others: anything else does not build. --draft only warns of
what is missing or no longer used, while pages are being written.
"""
import os
import re
import sys

sys.dont_write_bytecode = True
import mkpage  # noqa: E402
from markup import Wrong  # noqa: E402

FORMS = 6  # LANG_FORMS in base/lang.h
STRING = r'"(?:\\.|[^"\\\n])*"'
NOISE = re.compile(r"/\*.*?\*/|//[^\n]*|(%s)|'(?:\\.|[^'\\\n])*'" % STRING, re.S)
STRINGS = r"((?:%s\s*)+)" % STRING
IN_C = re.compile(r"\bMSG\(\s*%s\)|\bMSG_PAIR\(\s*%s,\s*%s\)|\bmsg(?:_fmt)?\((?:[^\"();]|\([^\"();]*\))*?,\s*%s[,)]"
                  % (STRINGS, STRINGS, STRINGS, STRINGS))
ESCAPE = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'", "?": "?"}


class Mistake(Exception):
    pass


def unquote(text, where):
    """The text of one or more string literals."""
    raw = b""
    for part in re.findall(STRING, text):
        part = part[1:-1]
        at = 0
        while at < len(part):
            if part[at] != "\\":
                raw += part[at].encode()
                at += 1
                continue
            octal = re.compile(r"[0-7]{1,3}|x[0-9a-fA-F]{2}").match(part, at + 1)
            if octal:
                digits = octal.group(0)
                raw += bytes([int(digits[1:], 16) if digits[0] == "x" else int(digits, 8)])
                at = octal.end()
            elif part[at + 1] in ESCAPE:
                raw += ESCAPE[part[at + 1]].encode()
                at += 2
            else:
                raise Mistake("%s: no such escape: \\%s" % (where, part[at + 1]))
    return raw.decode()


# Texts to translate.


class Texts:
    """Every text of the sources: id -> (plural or None, where it stands first)."""

    def __init__(self):
        self.all = {}

    def add(self, text, plural, where):
        if text in self.all and self.all[text][0] != plural and (plural or not self.all[text][0]):
            raise Mistake("%s: '%s' has another plural in %s" % (where, text, self.all[text][1]))
        self.all.setdefault(text, (plural, where))

    def page(self, path, root):
        name = os.path.relpath(path, root).replace(os.sep, "/")
        page = mkpage.File(path, name)
        for text, plural, line in page.messages:
            self.add(text, plural, "%s:%d" % (name, line))
        self.scan(page.text, name)

    def c(self, path, root):
        name = os.path.relpath(path, root).replace(os.sep, "/")
        with open(path, encoding="utf-8") as f:
            # Comments go; strings stay, and lines keep their numbers.
            code = NOISE.sub(lambda m: m.group(1) or "\n" * m.group(0).count("\n"), f.read())
        self.scan(code, name)

    def scan(self, code, name):
        for match in IN_C.finditer(code):
            where = "%s:%d" % (name, code.count("\n", 0, match.start()) + 1)
            one, pair, many, direct = match.groups()
            text = unquote(one or pair or direct, where)
            self.add(text, unquote(many, where) if many else None, where)


# .po files.


class Entry:
    def __init__(self, line):
        self.line, self.id, self.plural, self.to, self.fuzzy = line, None, None, {}, False


def po_entries(path):
    """The entries of a .po file, strictly: what is not understood is refused, not skipped."""
    entries, entry, key, comment_fuzzy = [], None, None, False
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line, where = line.strip(), "%s:%d" % (path, number)
            if not line or line.startswith("#"):
                comment_fuzzy |= line.startswith("#,") and "fuzzy" in line
                key = None
                continue
            match = re.fullmatch(r'(?:(msgid|msgid_plural|msgstr|msgstr\[([0-9])\])\s*)?(%s)' % STRING, line)
            if not match:
                raise Mistake("%s: no line of a .po file: %s" % (where, line))
            word, form, text = match.groups()
            text = unquote(text, where)
            if not word and key is None:
                raise Mistake("%s: a text that belongs to nothing" % where)
            if word == "msgid":
                entry = Entry(number)
                entry.fuzzy, comment_fuzzy = comment_fuzzy, False
                entries.append(entry)
            elif word and not entry:
                raise Mistake("%s: %s before the first msgid" % (where, word))
            key = put(entry, word or key, form if word else None, text, bool(word), where)
    return entries


def put(entry, word, form, text, first, where):
    """Adds a line's text where it belongs; gives the word that lines without one go on with."""
    if word in ("msgid", "msgid_plural"):
        field = "id" if word == "msgid" else "plural"
        if first and getattr(entry, field) is not None:
            raise Mistake("%s: %s again" % (where, word))
        setattr(entry, field, (getattr(entry, field) or "") + text)
        return word
    index = word if isinstance(word, int) else int(form or 0)
    if first and index in entry.to:
        raise Mistake("%s: a second translation" % where)
    entry.to[index] = entry.to.get(index, "") + text
    return index


# The choice among plural forms: C's expressions over n, as gettext has them.

TOKEN = re.compile(r"\s*(\d{1,6}|n|\|\||&&|[=!<>]=|[<>%()?:])")
LEVELS = [["||"], ["&&"], ["==", "!="], ["<", ">", "<=", ">="], ["%"]]


class Plural:
    """An expression as C, and as a function to try it with."""

    def __init__(self, text, where):
        self.where, self.tokens, at = where, [], 0
        text = text.rstrip()
        while at < len(text):
            match = TOKEN.match(text, at)
            if not match:
                raise Mistake("%s: plural expression: '%s'" % (where, text[at:]))
            self.tokens.append(match.group(1))
            at = match.end()
        self.c, self.call = self.choice(0)
        if self.tokens:
            raise Mistake("%s: plural expression: '%s' left over" % (where, self.tokens[0]))

    def take(self, *wanted):
        if not self.tokens or (wanted and self.tokens[0] not in wanted):
            raise Mistake("%s: plural expression: %s where %s is due" % (
                self.where, "'%s'" % self.tokens[0] if self.tokens else "its end",
                " or ".join(wanted) or "a value"))
        return self.tokens.pop(0)

    def choice(self, depth):
        if depth > 20:
            raise Mistake("%s: plural expression: too deep" % self.where)
        c, call = self.binary(0, depth)
        if self.tokens[:1] != ["?"]:
            return c, call
        self.take("?")
        yes_c, yes = self.choice(depth + 1)
        self.take(":")
        no_c, no = self.choice(depth + 1)
        return "(%s ? %s : %s)" % (c, yes_c, no_c), lambda n: yes(n) if call(n) else no(n)

    def binary(self, level, depth):
        if level == len(LEVELS):
            return self.value(depth)
        c, call = self.binary(level + 1, depth)
        while self.tokens[:1] and self.tokens[0] in LEVELS[level]:
            sign = self.take()
            other_c, other = self.binary(level + 1, depth)
            if sign == "%" and not (other_c.startswith("UINT64_C(") and other(0)):
                raise Mistake("%s: plural expression: %% takes a number that is not 0" % self.where)
            c, call = self.joined(sign, c, call, other_c, other)
        return c, call

    @staticmethod
    def joined(sign, c, call, other_c, other):
        do = {"||": lambda a, b: int(a or b), "&&": lambda a, b: int(bool(a and b)),
              "==": lambda a, b: int(a == b), "!=": lambda a, b: int(a != b),
              "<": lambda a, b: int(a < b), ">": lambda a, b: int(a > b),
              "<=": lambda a, b: int(a <= b), ">=": lambda a, b: int(a >= b),
              "%": lambda a, b: a % b}[sign]
        return "(%s %s %s)" % (c, sign, other_c), lambda n: do(call(n), other(n))

    def value(self, depth):
        token = self.take()
        if token == "(":
            inner = self.choice(depth + 1)
            self.take(")")
            return inner
        if token == "n":
            return "n", lambda n: n
        if not token.isdigit():
            raise Mistake("%s: plural expression: '%s' where a value is due" % (self.where, token))
        return "UINT64_C(%d)" % int(token), lambda n: int(token)


def plural_of(header, where):
    match = re.search(r"^Plural-Forms:\s*nplurals\s*=\s*([1-9])\s*;\s*plural\s*=\s*([^;]*);?\s*$", header, re.M)
    if not match or int(match.group(1)) > FORMS:
        raise Mistake("%s: the header has no Plural-Forms of at most %d forms" % (where, FORMS))
    plural, count = Plural(match.group(2), where), int(match.group(1))
    reached = {plural.call(n) for n in range(2000)}
    if reached != set(range(count)):
        raise Mistake("%s: plural expression: gives %s, not 0 to %d" % (
            where, ", ".join(map(str, sorted(reached))), count - 1))
    return plural.c, count


# A language against the sources.


class Language:
    def __init__(self, path, root):
        entries = po_entries(path)
        path = os.path.relpath(path, root)
        self.path, self.code = path, os.path.splitext(os.path.basename(path))[0]
        if not re.fullmatch("[a-z]{2}", self.code):
            raise Mistake("%s: the name of a .po file is its language: ar.po" % path)
        if not entries or entries[0].id != "":
            raise Mistake("%s: begins with no header" % path)
        header = entries[0].to.get(0, "")
        if not re.search(r"^Language: %s$" % self.code, header, re.M) or \
                not re.search(r"^Content-Type: text/plain; charset=UTF-8$", header, re.M):
            raise Mistake("%s:1: the header does not say 'Language: %s' and UTF-8" % (path, self.code))
        self.c, self.count = plural_of(header, "%s:1" % path)
        self.entries, self.faults, self.warnings = {}, [], []
        for entry in entries[1:]:
            if entry.id in self.entries:
                self.fault(entry, "'%s' stands there twice, first in line %d" % (
                    entry.id, self.entries[entry.id].line))
            self.entries[entry.id] = entry

    def fault(self, entry, text):
        self.faults.append("%s:%d: %s" % (self.path, entry.line, text))

    def check(self, texts):
        for entry in self.entries.values():
            if entry.id not in texts:
                self.warnings.append("%s:%d: '%s' is used nowhere" % (self.path, entry.line, entry.id))
                continue
            plural, _ = texts[entry.id]
            if entry.plural != plural:
                self.fault(entry, "'%s' has the plural %s in the sources" % (
                    entry.id, "'%s'" % plural if plural else "of none"))
            elif entry.fuzzy:
                self.fault(entry, "'%s' is marked fuzzy" % entry.id)
            else:
                self.forms(entry, self.count if plural else 1)
        for text in self.missing(texts):
            self.warnings.append("%s: '%s' (%s) has no translation" % (self.path, text, texts[text][1]))

    def missing(self, texts):
        return [text for text in texts if text not in self.entries]

    def forms(self, entry, count):
        if sorted(entry.to) != list(range(count)) or not all(t.strip() for t in entry.to.values()):
            return self.fault(entry, "'%s' wants %d translation%s" % (entry.id, count, "s" if count > 1 else ""))
        try:
            wanted = mkpage.placeholders(entry.plural or entry.id)
            for text in entry.to.values():
                found = mkpage.placeholders(text)
                # A plural form may say its number in a word.
                if entry.plural and wanted.get(0) == "n":
                    found.setdefault(0, "n")
                if found != wanted:
                    self.fault(entry, "'%s' has other placeholders than '%s'" % (text, entry.id))
        except Wrong as wrong:
            self.fault(entry, str(wrong))


HEAD = """\
/* Made by tools/mklang.py from src/web/lang/; do not edit. */
#include "base/lang.h"

"""


def c_string(text):
    return mkpage.literal(text).replace("\n\t\t", " ")


def source(texts, languages):
    out = [HEAD]
    for one in languages:
        out.append("static unsigned plural_%s(uint64_t n)\n{\n\t(void)n;\n\treturn (unsigned)%s;\n}\n\n" % (
            one.code, one.c))
    out.append("unsigned (*const lang_plural[LANG_COUNT])(uint64_t n) = {\n%s};\n\n" % "".join(
        "\t[LANG_%s] = plural_%s,\n" % (one.code.upper(), one.code) for one in languages))
    rows = []
    for text in sorted(texts, key=lambda t: t.encode()):
        plural = texts[text][0]
        row = "\t{ %s, %s, {\n" % (c_string(text), c_string(plural) if plural else "0")
        for one in languages:
            entry = one.entries.get(text)
            count = one.count if plural else 1
            # A draft shows English where there is no translation yet.
            forms = [entry.to[i] for i in range(count)] if entry else [plural or text] * count
            row += "\t\t[LANG_%s] = { %s },\n" % (one.code.upper(), ", ".join(map(c_string, forms)))
        rows.append(row + "\t} },\n")
    out.append("const struct lang_text lang_texts[] = {\n%s\t{ 0 },\n};\n" % "".join(rows))
    out.append("const size_t lang_texts_n = %d;\n" % len(rows))
    return "".join(out)


def collect(root, paths):
    texts, languages = Texts(), []
    for path in sorted(paths):
        if path.endswith(".page"):
            texts.page(path, root)
        elif path.endswith(".po"):
            languages.append(Language(path, root))
        else:
            texts.c(path, root)
    return texts.all, languages


def print_missing(texts, languages):
    for one in languages:
        for text in one.missing(texts):
            plural, where = texts[text]
            print("#: %s\nmsgid %s" % (where, po_string(text)))
            if plural:
                print("msgid_plural %s" % po_string(plural))
            for i in range(one.count if plural else 1):
                print('msgstr%s ""' % ("[%d]" % i if plural else ""))
            print()


def po_string(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def main(out, root, draft, paths):
    texts, languages = collect(root, paths)
    if out == "--missing":
        return print_missing(texts, languages)
    for one in languages:
        one.check(texts)
    faults = [fault for one in languages for fault in one.faults]
    warnings = [warning for one in languages for warning in one.warnings]
    if draft:
        print("".join(w + "\n" for w in warnings), end="", file=sys.stderr)
    else:
        faults += warnings
    if faults:
        raise Mistake("\n".join(faults))
    mkpage.write(out, source(texts, languages))
    return None


if __name__ == "__main__":
    words = sys.argv[1:]
    if len(words) < 2:
        sys.exit("usage: mklang.py OUT.c ROOT [--draft] FILE...")
    try:
        main(words[0], words[1], "--draft" in words, [w for w in words[2:] if w != "--draft"])
    except (Mistake, mkpage.Mistake, OSError, UnicodeDecodeError) as wrong:
        sys.exit(str(wrong))
