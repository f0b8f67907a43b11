#!/usr/bin/env python3
"""Looks for what must not be in files: says what it found, exit 1 if anything.

texts FILE FOLDER...     each line of FILE, in UTF-8, UTF-16, hex or base64, in any file below the folders and in
                         the names of files
words FILE FOLDER...     as texts, and any 6 bytes of each
public OUT REGISTER      sealed entries of a publication (about persons, veiled, weapons): nothing but what their form
                         allows, no bytes that two of them share, batches sorted by leaf; no case, subject or draft
                         of the register
keys OUT LOG             says of each entry of a published log: index, kind, keys
"""
import base64
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile

PERSON = (31, 32, 38, 40, 48)
CERTIFICATE = 40
WEAPON = (60, 61)
VEILED = 99
SEALED = PERSON + WEAPON + (VEILED,)
# Of kinds under which nothing is published: their acts are veiled, or decisions.
NEVER = (7, 8, 9, 33, 34, 35, 36, 37, 39, 42, 43, 44, 45, 46, 47, 49, 50, 51, 52, 53, 54, 55, 56, 57, 75)
CUT = 15


def spellings(text, parts):
    """Byte strings by which a text would be known."""
    whole = text.encode()
    yield whole
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield whole.hex().encode()
    yield whole.hex().upper().encode()
    for shift in range(3):  # wherever it stands in something longer
        yield base64.b64encode(b"\0" * shift + whole)[4 if shift else 0:].rstrip(b"=")[:-2]
    for i in range(len(whole) - 5 if parts else 0):
        yield whole[i:i + 6]


def find(needles, folders):
    """grep does this in a moment, whatever the number of needles."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"\n".join(sorted(set(n for n in needles if b"\n" not in n))) + b"\n")
        file.flush()
        env = dict(os.environ, LC_ALL="C")
        grep = subprocess.run(["grep", "-raoF", "-f", file.name, *folders], env=env, capture_output=True)
        tree = subprocess.run(["find", *folders, "-printf", "%P\n"], capture_output=True, check=True)
        names = subprocess.run(["grep", "-aoF", "-f", file.name], env=env, capture_output=True, input=tree.stdout)
    if grep.returncode > 1 or names.returncode > 1 or not tree.stdout:
        return ["nothing was searched: %r" % grep.stderr]
    return ["%r" % line for line in (grep.stdout + names.stdout).split(b"\n") if line]


def strings(listed, folders, parts):
    with open(listed, encoding="utf-8") as file:
        lines = [line for line in file.read().split("\n") if line]
    return find([s for line in lines for s in spellings(line, parts)], folders)


def item(b, at):
    """One item of CBOR and where it ends."""
    major, n = b[at] >> 5, b[at] & 31
    at += 1
    if n >= 24 and major != 7:
        size = 1 << n - 24
        n, at = int.from_bytes(b[at:at + size], "big"), at + size
    if major == 0:
        return n, at
    if major == 1:
        return -1 - n, at
    if major in (2, 3):
        return (b[at:at + n] if major == 2 else b[at:at + n].decode()), at + n
    if major == 4:
        items = []
        for _ in range(n):
            value, at = item(b, at)
            items.append(value)
        return items, at
    if major == 5:
        pairs = {}
        for _ in range(n):
            key, at = item(b, at)
            pairs[key], at = item(b, at)
        return pairs, at
    return n == 21, at


def entries(log):
    """The entries of a published log, in order, from its bundles (2 bytes of length, then the entry)."""
    folder = os.path.join(log, "tile", "entries")
    paths = []
    for at, _, names in os.walk(folder):
        paths += [os.path.join(at, name) for name in names]

    def number(path):
        parts = os.path.relpath(path, folder).split(os.sep)
        return [int(p.strip("xp.")) for p in parts if not p.endswith(".p")][:-1 if len(parts) > 1 and parts[-2].endswith(".p") else None] + \
            [int(p[:-2].strip("x")) for p in parts if p.endswith(".p")]

    for path in sorted(paths, key=number):
        with open(path, "rb") as file:
            b = file.read()
        at = 0
        while at < len(b):
            n = int.from_bytes(b[at:at + 2], "big")
            yield b[at + 2:at + 2 + n]
            at += 2 + n


def form(x):
    """What is wrong with the keys of a sealed entry; None: nothing."""
    keys = set(x)
    if not {1, 2, 3, 6} <= keys or len(x[6]) != 32:
        return "keys %s" % sorted(x)
    more = keys - {1, 2, 3, 6}
    if x[2] == VEILED:
        allowed = set()
    elif x[2] == CERTIFICATE:
        allowed = {5, 13}
    else:
        allowed = {5}
    return "keys %s" % sorted(x) if more - allowed else None


def public(out, register):
    wrong, seen, forms, persons = [], {}, set(), 0
    for log in sorted(os.listdir(out)):
        if not os.path.isdir(os.path.join(out, log, "tile")):
            continue
        leaves = []
        for index, raw in enumerate(entries(os.path.join(out, log))):
            x = item(raw, 0)[0]
            leaf = hashlib.sha256(b"\0" + raw).digest()
            leaves.append((x[2], leaf))
            where = "%s/%d" % (log, index)
            if x[2] in NEVER:
                wrong.append("%s: kind %d stands there in the open" % (where, x[2]))
            if x[2] == CUT:
                first, count = x[10][10], x[10][11]
                batch = leaves[first:first + count]
                kinds = {kind in SEALED for kind, _ in batch}
                if len(kinds) > 1:
                    wrong.append("%s: a batch of what is sealed and of places" % where)
                if True in kinds and [e[1] for e in batch] != sorted(e[1] for e in batch):
                    wrong.append("%s: a sealed batch in another order than that of the leaves" % where)
            if x[2] not in SEALED:
                continue
            persons += 1
            if form(x):
                wrong.append("%s: %s" % (where, form(x)))
                continue
            if x[2] not in WEAPON:
                forms.add((x[2], repr(x.get(5)), 13 in x))
            for i in range(17):
                token = x[6][i:i + 16]
                if token in seen:
                    wrong.append("%s shares bytes with %s" % (where, seen[token]))
                seen[token] = where
    # Kind and delta list make the form, and the lists of all kinds are few: more than that would be a mark.
    if not persons or len(forms) > 24:
        wrong.append("%d sealed entries in %d forms" % (persons, len(forms)))
    return wrong + find(secrets(register), [out])


def secrets(register):
    db = sqlite3.connect("file:%s/sulh.db?mode=ro" % register, uri=True)
    for (draft,) in db.execute("SELECT draft FROM item"):
        yield draft
        yield draft.hex().encode()
    for case, subject, draft in db.execute("SELECT case_no, subject, draft FROM act"):
        for token in (subject, draft):
            if token.strip(b"\0"):  # nobody's, where an act is veiled and about no person
                yield token
                yield token.hex().encode()
        if isinstance(case, str):
            yield case.encode()
            yield case.replace("-", "").encode()


def main():
    if sys.argv[1] == "keys":
        for at, raw in enumerate(entries(os.path.join(sys.argv[2], sys.argv[3]))):
            entry = item(raw, 0)[0]
            print(at, entry[2], ",".join(str(key) for key in entry))
        return 0
    if sys.argv[1] == "public":
        found = public(sys.argv[2], sys.argv[3])
    else:
        found = strings(sys.argv[2], sys.argv[3:], sys.argv[1] == "words")
    for line in found[:20]:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
