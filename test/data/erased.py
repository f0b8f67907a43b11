#!/usr/bin/env python3
"""Looks for an erased person in every byte of folders:

  erased.py TEXTS IDENTITIES SUBJECTS FOLDER...

TEXTS has what was said of the person, a text a line; IDENTITIES the person's age keys as `sulh object --identity`
wrote them, a line each; SUBJECTS the person's numbers in hex, a line each. Looked for are each text as a whole and each of its words of four letters and
more, in NFC and NFD, as UTF-8 and UTF-16 of both orders, in any case; the key and the number as bytes, hex and
base64, the key also as it is written; the number not in the journal of openings. Where nothing is found it prints nothing and ends with 0.
"""
import base64
import os
import re
import sys
import unicodedata

CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def key_bytes(text):
    """The 32 bytes of AGE-SECRET-KEY-1..."""
    data = text.strip().lower().rsplit("1", 1)[1][:-6]
    value = 0
    for c in data:
        value = value << 5 | CHARSET.index(c)
    return (value >> (len(data) * 5 % 8)).to_bytes(len(data) * 5 // 8, "big")


def texts(path):
    found = set()
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        found.add(line)
        for form in ("NFC", "NFD"):
            found.update(re.findall(r"(?:[^\W\d_][\u0300-\u036f\u0610-\u065f]*){4,}", unicodedata.normalize(form, line)))
    return found


def needles(path):
    for text in texts(path):
        for form in ("NFC", "NFD"):
            for way in (str, str.lower, str.upper):
                one = way(unicodedata.normalize(form, text))
                for code in ("utf-8", "utf-16-le", "utf-16-be"):
                    yield "%s in %s, %s" % (text, form, code), one.encode(code)


def secret(name, value):
    yield name, value
    yield name + " in hex", value.hex().encode()
    yield name + " in HEX", value.hex().upper().encode()
    for at in range(3):  # wherever it begins among groups of three bytes
        code = base64.b64encode(b"\0" * at + value)
        yield name + " in base64", code[4 if at else 0:-4]


def main():
    wanted, number = dict((v, k) for k, v in needles(sys.argv[1])), {}
    for i, identity in enumerate(open(sys.argv[2], encoding="ascii").read().split(), 1):
        wanted.update((v, k) for k, v in secret("key %d" % i, key_bytes(identity)))
        wanted[identity.encode()] = "key %d as written" % i
    for i, subject in enumerate(open(sys.argv[3], encoding="ascii").read().split(), 1):
        number.update((v, k) for k, v in secret("number %d" % i, bytes.fromhex(subject)))
    bad = 0
    for folder in sys.argv[4:]:
        for path, _, names in os.walk(folder):
            for name in names:
                if not os.path.isfile(os.path.join(path, name)):  # a socket that nobody listens on
                    continue
                content = open(os.path.join(path, name), "rb").read()
                # The journal of openings cannot be changed: it says that somebody's record was opened, not whose.
                here = wanted if name == "journal" else {**wanted, **number}
                for what, label in here.items():
                    if what in content:
                        print("%s: %s" % (os.path.join(path, name), label))
                        bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main())
