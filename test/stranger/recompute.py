#!/usr/bin/env python3
"""A second verifier, written from doc/format.md and from nothing else: it shares no line and no
library with the program, only the document.

    recompute.py OUT

Reads a published folder, computes every hash anew, judges every entry, folds the deltas over the
tree of places for each bulletin, and compares the outcome with the bulletin's own figures and,
byte for byte, with OUT/bulletin/<date>.json. Ends with 1 and the reason at the first difference.
Ed25519 is written out below (RFC 8032), slow and plain. The numbers in brackets are sections of
doc/format.md.
"""
import base64
import csv
import datetime
import hashlib
import io
import itertools
import json
import os
import re
import sys


class Wrong(Exception):
    pass


def need(holds, why, *args):
    if not holds:
        raise Wrong(why % args if args else why)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# CBOR, strictly [1]: one spelling, integer keys in order, nothing behind the end.

def cbor_head(data, at):
    need(at < len(data), "the bytes end too early")
    major, info = data[at] >> 5, data[at] & 31
    at += 1
    if info < 24:
        return major, info, at
    need(info < 28, "an indefinite length")
    size = 1 << (info - 24)
    need(at + size <= len(data), "the bytes end too early")
    value = int.from_bytes(data[at:at + size], "big")
    need(value >= (24, 1 << 8, 1 << 16, 1 << 32)[info - 24], "a head that is not the shortest")
    return major, value, at + size


def cbor_item(data, at, depth=0):
    need(depth < 10, "nested too deep")
    start = at
    major, value, at = cbor_head(data, at)
    if major < 2:
        need(value < 1 << 63, "an integer beyond 63 bits")
        return (-1 - value if major else value), at
    if major < 4:
        need(at + value <= len(data), "the bytes end too early")
        raw = data[at:at + value]
        return (raw if major == 2 else raw.decode("utf-8", "strict")), at + value
    if major == 4:
        items = []
        for _ in range(value):
            item, at = cbor_item(data, at, depth + 1)
            items.append(item)
        return items, at
    if major == 5:
        found, last = {}, -1
        for _ in range(value):
            key, at = cbor_item(data, at, depth + 1)
            need(isinstance(key, int) and key > last, "keys that are not in order")
            last = key
            found[key], at = cbor_item(data, at, depth + 1)
        return found, at
    need(data[start] in (0xf4, 0xf5), "a tag, a float or another simple value")
    return data[start] == 0xf5, at


def cbor_read(data):
    value, at = cbor_item(data, 0)
    need(at == len(data), "bytes behind the end")
    return value


def cbor_write(value):
    def head(major, n):
        for info, size, limit in ((24, 1, 1 << 8), (25, 2, 1 << 16), (26, 4, 1 << 32), (27, 8, 1 << 64)):
            if n < 24:
                return bytes([major << 5 | n])
            if n < limit:
                return bytes([major << 5 | info]) + n.to_bytes(size, "big")
        raise Wrong("a number too large")
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(1, -1 - value) if value < 0 else head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor_write, value))
    return head(5, len(value)) + b"".join(cbor_write(k) + cbor_write(value[k]) for k in sorted(value))


# Ed25519 (RFC 8032, 5.1), points as (X, Y, Z, T).

FIELD = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD


def ed_add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % FIELD, (p[1] + p[0]) * (q[1] + q[0]) % FIELD
    c, d = 2 * p[3] * q[3] * CURVE % FIELD, 2 * p[2] * q[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def ed_times(n, p):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = ed_add(total, p)
        p, n = ed_add(p, p), n >> 1
    return total


def ed_point(raw):
    y, sign = int.from_bytes(raw, "little") & (1 << 255) - 1, raw[31] >> 7
    need(y < FIELD, "no canonical point")
    square = (y * y - 1) * pow(CURVE * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    need((x * x - square) % FIELD == 0 and (x or not sign), "no point of the curve")
    x = FIELD - x if x & 1 != sign else x
    return x, y, 1, x * y % FIELD


BASE = ed_point((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little"))


def signed(key, message, signature):
    try:
        point, r = ed_point(key), ed_point(signature[:32])
    except Wrong:
        return False
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left, right = ed_times(s, BASE), ed_add(r, ed_times(k, point))
    return s < ORDER and all((left[i] * right[2] - right[i] * left[2]) % FIELD == 0 for i in (0, 1))


# Merkle tree [2]: the frontier is the roots of the full subtrees from left to right.

class Tree:
    def __init__(self):
        self.size, self.frontier = 0, []

    def add(self, leaf):
        n = self.size
        while n & 1:
            leaf, n = sha(b"\x01", self.frontier.pop(), leaf), n >> 1
        self.frontier.append(leaf)
        self.size += 1

    def root(self):
        if not self.frontier:
            return sha()
        right = self.frontier[-1]
        for left in reversed(self.frontier[:-1]):
            right = sha(b"\x01", left, right)
        return right


def tile_name(level, n, width):
    digits = "%03d" % (n % 1000)
    while n >= 1000:
        n //= 1000
        digits = "x%03d/%s" % (n % 1000, digits)
    return "tile/%s/%s%s" % (level, digits, "" if width == 256 else ".p/%d" % width)


# What this verifier knows of the kinds [5]. form: P(erson) or L(ocal); sealed; signatures, roles, one
# for each role; whether only headquarters may have it; the tags of public fields that must be there.

class Kind:
    def __init__(self, name, form, sealed, n=0, roles="", each=False, hq=False, must=()):
        self.name, self.form, self.sealed, self.n = name, form, sealed, n
        self.roles, self.each, self.hq, self.must = set(roles.split()), each, hq, must


KINDS = {
    1: Kind("operation", "L", False, 2, "chief", hq=True, must=range(10, 21)),
    2: Kind("centre", "L", False, 1, "chief", hq=True, must=(10, 11, 12, 13, 14, 15, 17)),
    3: Kind("place", "L", True, hq=True, must=(10, 11, 13, 14)),
    4: Kind("party", "L", True, hq=True, must=(10, 11)),
    5: Kind("officer", "L", True, 2, "chief operator", hq=True, must=(10, 11, 12, 13, 15)),
    12: Kind("bulletin", "L", False, 2, "editor approver", True, True, (10, 11, 12, 13, 15, 17, 18)),
    15: Kind("cut", "L", False, must=(10, 11, 12, 13)),
    20: Kind("decree", "L", False, 2, "authority chief", True, True, (10, 11, 13, 14, 15, 16, 17, 18)),
    32: Kind("registration", "P", True),
    38: Kind("decision", "P", True),
    70: Kind("corridor", "L", True, 1, "transfer", must=(10, 11, 12)),
    71: Kind("corridor_count", "L", True, 2, "corridor_counter", must=(10, 11, 18)),
    72: Kind("convoy", "L", True, 2, "transfer chief", must=(10, 11, 12, 14, 15, 16)),
    73: Kind("convoy_count", "L", True, 2, "corridor_counter", must=(10, 11)),
    80: Kind("clearance_task", "L", True, 1, "mine_action", must=(10, 11, 12, 13, 16, 18)),
    82: Kind("clearance_qa", "L", True, 2, "mine_action", must=(10, 11, 12)),
    90: Kind("distribution", "L", True, 2, "aid", must=(10, 11, 12, 14, 15, 18, 19)),
    91: Kind("facility", "L", True, 1, "aid", must=(10, 11, 12, 13)),
}
OUTCOMES = {
    32: [[["P2", "", 1, "exact"], ["P3", "", 1, "exact"]]],
    38: [[["P3", "", -1, "exact"], ["P4", "", 1, "exact"]],
         [["P3", "", -1, "exact"], ["P13", "", 1, "exact"]]],
}
# Counted fields: tag -> figure and detail; when; the one that has to be there.
COUNTED = {
    71: ({12: ("T1", ""), 13: ("T1c", ""), 14: ("T1", "women"), 15: ("T1", "elderly"),
          16: ("T1", "wounded"), 17: ("T1", "aid workers")}, (11, "out"), 12),
    73: ({12: ("T2", ""), 13: ("T3", ""), 14: ("T4", ""), 15: ("T5", "")}, (11, "arrival"), 12),
    82: ({14: ("M6", None)}, (12, "accepted"), 14),  # its detail is field 13
}
PLACE_TAG = {2: 13, 72: 11, 80: 12, 90: 10, 91: 12}
PLACE_REF = {71: 10, 73: 10, 82: 10}
QUALIFIERS = ["exact", "over", "at_least", "almost", "at_most", "as_many_as", "about"]
PERIODS = ["h24", "d3", "total", "now"]


def qual_sum(a, b):
    """[6]"""
    if a == b or b == "exact":
        return a
    if a == "exact":
        return b
    lower = [q in ("over", "at_least") for q in (a, b)]
    if "about" in (a, b) or lower[0] != lower[1]:
        return "about"
    return "at_least" if lower[0] else "at_most"


def qual_minus(q):
    return {"over": "almost", "almost": "over", "at_least": "at_most", "at_most": "at_least",
            "as_many_as": "at_least"}.get(q, q)


def quantity(value):
    if isinstance(value, list):
        need(len(value) == 2 and value[1] in QUALIFIERS[1:], "no quantity")
        return value[0], value[1]
    return value, "exact"


class Log:
    def __init__(self, name, origin, key):
        self.name, self.origin, self.key = name, origin, key
        self.id8 = sha(origin.encode())[:8]
        self.leaves, self.entries, self.bounds, self.deltas = [], [], {0: sha()}, []
        self.files, self.latest, self.newest = set(), {}, 0


class Publication:
    def __init__(self, path):
        self.path = path
        self.places, self.officers, self.seen = {}, {}, set()
        self.centres, self.operation, self.bulletins = [], None, []
        self.rows = 0

    def read(self, *names):
        try:
            with open(os.path.join(self.path, *names), "rb") as f:
                return f.read()
        except OSError as e:
            raise Wrong("%s: %s" % ("/".join(names), e.strerror)) from e

    # Keys, checkpoints, tiles [2], [3].

    def vkey(self, text):
        name, ident, tail = text.split("+", 2)
        raw = base64.b64decode(tail, validate=True)
        need(len(raw) == 33 and raw[0] == 1, "%s: no Ed25519 key", name)
        need(sha(name.encode(), b"\n", raw)[:4].hex() == ident, "%s: the key id does not fit", name)
        need(base64.b64encode(raw).decode() == tail, "%s: another spelling", name)
        return name, raw[1:]

    def policy(self):
        lines = self.read("policy").decode().split("\n")
        need(lines[-2:] == ["quorum none", ""], "policy: witnesses are not known to this reader")
        logs = []
        for line in lines[:-2]:
            need(line.startswith("log "), "policy: %s", line)
            origin, key = self.vkey(line[4:])
            match = re.fullmatch(r"([a-z0-9-]{1,32})\.([a-z0-9-]{1,32})/log/[0-9]+", origin)
            need(match, "policy: %s is no origin", origin)
            need(self.read(match[1], "vkey").decode() == line[4:] + "\n", "%s/vkey", match[1])
            logs.append(Log(match[1], origin, key))
        need([x.name for x in logs] == sorted({x.name for x in logs}), "policy: logs not in order")
        need(any(x.name == "hq" for x in logs), "policy: no log hq")
        return sorted(logs, key=lambda x: (x.name != "hq", x.name))

    def checkpoint(self, log):
        text, _, signatures = self.read(log.name, "checkpoint").decode().rpartition("\n\n")
        text += "\n"
        lines = text.split("\n")
        need(len(lines) == 4 and lines[0] == log.origin, "%s: no checkpoint of this log", log.name)
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
        need(text == "%s\n%d\n%s\n" % (log.origin, size, base64.b64encode(root).decode()),
             "%s: a checkpoint in another spelling", log.name)
        ident = sha(log.origin.encode(), b"\n\x01", log.key)[:4]
        match = re.fullmatch("\u2014 (\\S+) (\\S+)\n", signatures)
        need(match and match[1] == log.origin, "%s: not one signature by the log", log.name)
        raw = base64.b64decode(match[2], validate=True)
        need(base64.b64encode(raw).decode() == match[2] and len(raw) == 68 and raw[:4] == ident and
             signed(log.key, text.encode(), raw[4:]), "%s: the checkpoint's signature", log.name)
        return size, root

    def tile(self, log, level, n, width):
        name = tile_name(level, n, width)
        log.files.add(name)
        return self.read(log.name, name)

    def take_log(self, log):
        size, root = self.checkpoint(log)
        tree = Tree()
        for n in range((size + 255) // 256):
            width = min(256, size - 256 * n)
            bundle, at = self.tile(log, "entries", n, width), 0
            for _ in range(width):
                length = int.from_bytes(bundle[at:at + 2], "big")
                entry = bundle[at + 2:at + 2 + length]
                need(len(entry) == length, "%s: bundle %d is too short", log.name, n)
                at += 2 + length
                self.take_entry(log, entry, tree)
            need(at == len(bundle), "%s: bytes behind bundle %d", log.name, n)
        need(tree.root() == root, "%s: the entries do not give the signed root", log.name)
        need(log.newest == size, "%s ends inside a batch", log.name)
        self.check_tiles(log)
        found = {os.path.relpath(os.path.join(at, name), os.path.join(self.path, log.name))
                 for at, _, names in os.walk(os.path.join(self.path, log.name)) for name in names}
        need(found == log.files | {"vkey", "checkpoint"}, "%s: files that do not belong", log.name)

    def check_tiles(self, log):
        level, hashes = 0, log.leaves
        while hashes:
            for n in range((len(hashes) + 255) // 256):
                part = hashes[256 * n:256 * n + 256]
                need(self.tile(log, level, n, len(part)) == b"".join(part),
                     "%s: %s", log.name, tile_name(level, n, len(part)))
            full = [hashes[i:i + 256] for i in range(0, len(hashes) - 255, 256)]
            hashes, level = [self.fold(x) for x in full], level + 1

    def fold(self, hashes):
        tree = Tree()
        for x in hashes:
            tree.add(x)
        return tree.root()

    # Entries [4].

    def take_entry(self, log, raw, tree):
        index, leaf = len(log.leaves), sha(b"\x00", raw)
        try:
            x = cbor_read(raw)
            need(isinstance(x, dict) and cbor_write(x) == raw, "another spelling")
            for key in (1, 2, 3):
                need(isinstance(x.get(key), int), "no key %d" % key)
            need(set(x) <= set(range(1, 15)) - {8, 9, 13}, "keys that no kind of today has")
            need(x[1] == 1 and x[2] in KINDS, "a version or kind that this reader does not know")
            need(leaf not in self.seen, "the same entry twice")
            self.judge(log, index, x, len(raw))
        except (Wrong, UnicodeDecodeError) as e:
            raise Wrong("log %s, entry %d: %s" % (log.name, index, e)) from e
        self.seen.add(leaf)
        log.leaves.append(leaf)
        log.entries.append(x)
        tree.add(leaf)
        if x[2] == 15:
            log.newest = len(log.leaves)
            log.bounds[log.newest] = tree.root()

    def judge(self, log, index, x, size):
        kind = KINDS[x[2]]
        need(size <= (65535 if x[2] in (12, 20) else 4096), "too long")
        need(not kind.hq or log.name == "hq", "only headquarters may have it")
        once = x.get(6) or x.get(14)
        need(once not in self.seen, "its seal or id was used before")
        self.seen.add(once)
        need(x.get(12, x[3] - 1) < x[3], "a period that ends before it begins")
        if kind.form == "P":
            need(set(x) == {1, 2, 3, 5, 6} and x[5] in OUTCOMES[x[2]], "no public form of %s", kind.name)
        else:
            need(10 in x and (6 in x) == kind.sealed and (14 in x) != kind.sealed, "seal or id")
            need(all(tag in x[10] for tag in kind.must), "a field of %s is missing", kind.name)
            self.check_refs(x)
            need(x.get(5, []) == self.deltas_of(log, x), "deltas that its fields do not give")
            self.check_place(x)
            self.check_signatures(log, x, kind)
            self.remember(log, index, x)
        log.deltas += [(index, x.get(4), x.get(12, x[3]), x[3], d) for d in x.get(5, [])]

    def check_refs(self, x):
        for id8, index, leaf in x.get(7, []):
            log = next((y for y in self.logs if y.id8 == id8), None)
            need(log and index < len(log.leaves) and log.leaves[index] == leaf,
                 "a reference to what stands nowhere")

    def target(self, x, tag):
        id8, index, _ = x[7][x[10][tag]]
        return next(y for y in self.logs if y.id8 == id8).entries[index]

    def deltas_of(self, log, x):
        fields = x[10]
        if x[2] in COUNTED:
            return self.counted(x, *COUNTED[x[2]])
        if x[2] == 90:
            masses = [quantity(row[3]) for row in fields[14] if 3 in row]
            if not masses:
                return []
            total, qual = 0, "exact"
            for n, q in masses:
                total, qual = total + n, qual_sum(qual, q)
            return [["H2", "handed out" if quantity(fields[15])[0] else "delivered", total, qual]]
        if x[2] == 91:
            old = log.latest.get((91, fields[10]))
            figure = {"kitchen": "H7", "accommodation": "H8"}.get(fields[11])
            change = (fields[13] == "open") - bool(old and old[10][13] == "open")
            return [[figure, "", change, "exact"]] if figure and change else []
        return []

    def counted(self, x, table, when, required):
        fields, said = x[10], x.get(5, [])
        if fields[when[0]] != when[1]:
            need(required in fields, "a field is missing")
            return []
        need(not set(table) & set(fields), "a number that key 5 holds already")
        allowed = {(f, fields.get(13, "") if d is None else d): tag for tag, (f, d) in table.items()}
        tags = [allowed.get((d[0], d[1])) for d in said]
        need(None not in tags and required in tags and len(set(tags)) == len(tags), "its deltas")
        need(all(d[2] >= 0 and d[3] in QUALIFIERS for d in said), "no quantity")
        return sorted(said, key=lambda d: (len(d[0].encode()), d[0].encode(),
                                           len(d[1].encode()), d[1].encode()))

    def check_place(self, x):
        if x[2] in PLACE_TAG:
            need(x.get(4) == x[10][PLACE_TAG[x[2]]], "key 4 is not its place")
        if x[2] in PLACE_REF:
            need(x.get(4) == self.target(x, PLACE_REF[x[2]]).get(4), "key 4 is not its place")
        need(4 not in x or x[4] in self.places, "no such place")

    # Officers [7].

    def serving(self, kid, day):
        for act in reversed(self.officers.get(kid, (None, []))[1]):
            if act[13] <= day:
                ends = act.get(14, day)
                return set(act[12]) if act[15] in ("enrol", "change_roles") and ends >= day else set()
        return set()

    def check_signatures(self, log, x, kind):
        signatures = x.get(11, [])
        if x[2] == 15:
            need(not signatures, "a cut is not signed")
        if not self.founded and log.name == "hq" and x[2] == 5:
            self.founders.append(x)
            return
        if not self.founded:
            self.found(log)
        message = self.message(log, x)
        roles = []
        for kid, signature in signatures:
            need(kid in self.officers, "signed by nobody who is known")
            need(signed(self.officers[kid][0], message, signature), "a bad signature")
            mine = self.serving(kid, x[3]) & kind.roles
            roles += [mine] if mine else []
        need(len({kid for kid, _ in signatures}) == len(signatures), "one officer signs twice")
        need(len(roles) >= kind.n, "too few signatures")
        need(not kind.each or any(all(role in mine for role, mine in zip(kind.roles, some))
                                  for some in itertools.permutations(roles, len(kind.roles))),
             "a role that nobody signs for")

    def message(self, log, x):
        return b"sulh/entry/v1\0" + log.id8 + cbor_write({k: v for k, v in x.items() if k != 11})

    def found(self, log):
        """The officers at the very start vouch for each other."""
        self.founded = True
        keys = {x[10][10]: x[10][11] for x in self.founders}
        for x in self.founders:
            good = {kid for kid, sig in x.get(11, []) if signed(keys[kid], self.message(log, x), sig)}
            need(len(good) >= 2 and len(good) == len(x[11]), "not signed by two founding officers")
            self.enrol(x[10])

    def enrol(self, act):
        need(sha(b"sulh/kid/v1\0", act[11])[:4] == act[10], "kid is not that of the key")
        key, acts = self.officers.setdefault(act[10], (act[11], []))
        need(key == act[11] and (acts or act[15] == "enrol"), "another officer's kid")
        acts.append(act)

    def remember(self, log, index, x):
        fields = x[10]
        if x[2] == 15:
            self.check_cut(log, index, x)
        elif x[2] == 5 and self.founded:
            self.enrol(fields)
        elif x[2] == 3:
            need((fields[11] == "country") == (12 not in fields) and fields[10] not in self.places and
                 fields.get(12, next(iter(self.places), None)) in {*self.places, None}, "the tree of places")
            self.places[fields[10]] = (fields[13], fields.get(12))
        elif x[2] == 2:
            self.centres.append((index, fields[17], fields[13]))
        elif x[2] == 1:
            self.operation = fields
        elif x[2] == 12:
            self.bulletins.append((index, x))
        elif x[2] == 91:
            log.latest[91, fields[10]] = x

    def check_cut(self, log, index, x):
        first, fields = log.newest, x[10]
        need((fields[10], fields[11]) == (first, index - first), "first and count of the cut")
        batch = log.leaves[first:index]
        need(fields[12] == sha(*batch), "the hash of the batch")
        persons = [KINDS[y[2]].form == "P" for y in log.entries[first:index]]
        need(all(persons) or not any(persons), "persons and others in one batch")
        if any(persons):
            need(batch == sorted(batch), "persons that are not sorted")
            need({y[3] for y in log.entries[first:index]} == {x[3]}, "persons of another day")

    # Figures [6].

    def table(self):
        """code -> unit and periods, in the order of the published definitions."""
        text = self.read("definitions").decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        return {r["code"]: (r["unit"], r["periods"].split()) for r in rows}, sha(text.encode())

    def seat(self, log, below):
        if log.name == "hq":
            return next((code for code, (_, parent) in self.places.items() if parent is None), None)
        return next((s for i, origin, s in reversed(self.centres) if origin == log.origin and i < below),
                    None)

    def count(self, day, sizes, hq_size):
        """(figure, place, detail) -> [h24, d3, all], each [value, entries, qualifier]"""
        cells = {}
        for log, size in sizes:
            seat = self.seat(log, hq_size)
            for index, place, start, end, (figure, detail, n, q) in log.deltas:
                if index >= size or start > day:
                    continue
                at = place or seat
                while at is not None:
                    cell = cells.setdefault((figure, at, detail), [[0, 0, "exact"] for _ in range(3)])
                    for window, first in zip(cell, (day, day - 2, -10 ** 9)):
                        if end < first:
                            continue
                        if start < first or end > day:
                            window[2] = qual_sum(window[2], "at_least")
                        else:
                            window[0] += n
                            window[1] += 1
                            window[2] = qual_sum(window[2], qual_minus(q) if n < 0 else q)
                    at = self.places[at][1]
        return cells

    def sheet(self, cells, table):
        """Rows as the document orders them: (code, place, detail, period, value, qualifier, entries)."""
        groups = {}
        for (figure, place, detail), windows in cells.items():
            if figure in table:
                groups.setdefault((list(table).index(figure), place.encode()), []).append(
                    (detail.encode(), figure, place, windows))
        rows = []
        for _, group in sorted(groups.items()):
            group.sort(key=lambda x: x[0])
            figure, place = group[0][1:3]
            if figure in ("M6", "H2"):
                total = [[0, 0, "exact"] for _ in range(3)]
                for x in group:
                    for t, w in zip(total, x[3]):
                        t[:] = [t[0] + w[0], t[1] + w[1], qual_sum(t[2], w[2])]
                group = [(b"", figure, place, total)] + [x for x in group if x[0]]
            for detail, _, _, windows in group:
                for period in table[figure][1]:
                    value, entries, q = windows[min(PERIODS.index(period), 2)]
                    rows.append((figure, place, detail.decode(), period, value, q, entries))
        return rows

    def lines(self, rows):
        """The rows as field 14 of the bulletin has them."""
        found = []
        for key, group in itertools.groupby(rows, key=lambda r: r[:3]):
            group = list(group)
            for q in QUALIFIERS:
                line = {4 + PERIODS.index(r[3]): r[4] for r in group if r[5] == q}
                if line:
                    line.update({1: key[0], 2: key[1], 8: q})
                    line.update({3: key[2]} if key[2] else {})
                    found.append(line)
        return found

    def bulletin(self, number, index, x):
        fields, day = x[10], x[10][11]
        date = (datetime.date(1970, 1, 1) + datetime.timedelta(day)).isoformat()
        need(fields[10] == number and x[3] == day, "bulletin %s: number or day", date)
        need(fields[12] == self.cutoff(day - 1) and fields[13] == self.cutoff(day), "%s: cut-offs", date)
        sizes = []
        for head in fields[15]:
            log = next((y for y in self.logs if y.origin == head[1]), None)
            need(log and log.bounds.get(head[2]) == head[3], "bulletin %s: no such head", date)
            sizes.append((log, head[2]))
        hq_size = next((size for log, size in sizes if log.name == "hq"), index)
        need(hq_size <= index and len({log.name for log, _ in sizes}) == len(sizes), "%s: heads", date)
        table, digest = self.table()
        need(fields[17] == digest, "bulletin %s: counted by another table of figures", date)
        rows = self.sheet(self.count(day, sizes, hq_size), table)
        need(fields.get(14, []) == self.lines(rows), "bulletin %s: the figures of the entry", date)
        self.check_checks(fields[18], rows, date)
        want = self.json(index, x, rows, table, date)
        have = self.read("bulletin", date + ".json").decode()
        for a, b in itertools.zip_longest(want.split("\n"), have.split("\n")):
            need(a == b, "bulletin/%s.json: %s\n  counted anew: %s", date, b, a)
        self.rows += len(rows)
        return date + ".json"

    def offset(self, day):
        rows = self.operation[20]
        return next((r[2] for r in reversed(rows) if r[1] <= day), rows[0][2])

    def cutoff(self, day):
        minutes = self.offset(day)
        return [day * 86400 + self.operation[13] * 3600 - minutes * 60, minutes]

    def instant(self, value):
        zone = datetime.timezone(datetime.timedelta(minutes=value[1]))
        text = datetime.datetime.fromtimestamp(value[0], zone).isoformat()
        return text if value[1] else text[:-6] + "Z"

    def json(self, index, x, rows, table, date):
        fields = x[10]
        text = json.dumps({
            "sulh": "bulletin/v1", "number": fields[10], "day": date, "from": self.instant(fields[12]),
            "to": self.instant(fields[13]), "index": index,
            "heads": [{"origin": h[1], "size": h[2], "root": h[3].hex()} for h in fields[15]],
            "late": ["%s/%d" % (x[7][i][0].hex(), x[7][i][1]) for i in fields.get(16, [])],
            "definitions": fields[17].hex(),
            "checks": [{"rule": c[1], "holds": c[2], "reason": c.get(3)} for c in fields[18]],
        }, ensure_ascii=False, separators=(",", ":"))
        figures = [json.dumps({
            "code": code, "place": self.places[place][0], "place_code": place, "detail": detail or None,
            "period": period, "value": value, "qualifier": q, "unit": table[code][0], "entries": entries,
        }, ensure_ascii=False, separators=(",", ":"))
            for code, place, detail, period, value, q, entries in rows]
        return text[:-1] + ',"figures":[' + ",".join("\n" + f for f in figures) + "\n]}\n"

    # Checks [6].

    def check_checks(self, said, rows, date):
        places = {r[1] for r in rows}
        holds = {}
        for rule, less, more, periods in RULES:
            good = all(rule_holds(rows, less, more, place, period, rule)
                       for place in places for period in periods.split())
            holds[rule] = holds.get(rule, True) and good
        need([(c[1], c[2]) for c in said] == list(holds.items()), "bulletin %s: its checks", date)
        need(all((3 in c) != c[2] for c in said), "bulletin %s: reasons of its checks", date)

    def run(self):
        self.founded, self.founders = False, []
        self.logs = self.policy()
        for log in self.logs:
            self.take_log(log)
        files = {self.bulletin(i + 1, *b) for i, b in enumerate(self.bulletins)}
        top = {"policy"} | {x.name for x in self.logs}
        if files:
            top |= {"bulletin", "definitions"}
            need(set(os.listdir(os.path.join(self.path, "bulletin"))) == files, "bulletin: other files")
        need(set(os.listdir(self.path)) == top, "files that do not belong there")
        print("%d logs, %d entries, %d bulletins, %d figures: all as counted anew"
              % (len(self.logs), sum(len(x.leaves) for x in self.logs), len(files), self.rows))


# rule, what is not more, than what, in which periods. "details": each detail of the figure; "sum": all its
# details together, and then equal is meant.
RULES = [
    ("P2 = P3 + P4 + P13", "P3 P4 P13", "P2", "total"),
    ("0 <= P4 <= P2", "", "P4", "total"),
    ("0 <= P4 <= P2", "P4", "P2", "total"),
    ("P3 >= 0", "", "P3", "total"),
    ("P13 >= 0", "", "P13", "total"),
    ("T1c <= T1", "T1c", "T1", "h24 d3 total"),
    ("T1 details <= T1", "details", "T1", "h24 d3 total"),
    ("T3 + T4 + T5 <= T2", "T3 T4 T5", "T2", "h24 total"),
    ("M6 = sum of types", "sum", "M6", "h24 total"),
    ("H2 = sum of details", "sum", "H2", "h24 total"),
    ("H7 >= 0", "", "H7", "total"),
    ("H8 >= 0", "", "H8", "total"),
]
NO_LIMIT = float("inf")


def bounds(value, q):
    return {"exact": (value, value), "over": (value + 1, NO_LIMIT), "at_least": (value, NO_LIMIT),
            "almost": (0, value - 1), "at_most": (0, value), "as_many_as": (0, value),
            "about": (0, NO_LIMIT)}[q]


def rule_holds(rows, less, more, place, period, rule):
    at = [r for r in rows if r[1] == place and r[3] in (period, "now")]

    def total(codes):
        parts = [bounds(r[4], r[5]) for r in at if r[0] in codes.split() and not r[2]]
        return sum(p[0] for p in parts), sum(p[1] for p in parts)
    most = total(more)
    parts = [bounds(r[4], r[5]) for r in at if r[0] == more and r[2]]
    if less == "details":
        return all(p[0] <= most[1] for p in parts)
    least = (sum(p[0] for p in parts), sum(p[1] for p in parts)) if less == "sum" else total(less)
    equal = less == "sum" or " = " in rule
    return least[0] <= most[1] and (not equal or most[0] <= least[1])


def main():
    if len(sys.argv) != 2:
        print("usage: recompute.py OUT", file=sys.stderr)
        return 2
    try:
        Publication(sys.argv[1]).run()
    except (Wrong, ValueError, KeyError, IndexError, TypeError, StopIteration, OSError) as e:
        print("recompute: %s%s" % ("" if isinstance(e, Wrong) else type(e).__name__ + ": ", e))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
