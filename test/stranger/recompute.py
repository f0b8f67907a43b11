#!/usr/bin/env python3
"""A second verifier, written from doc/format.md and from nothing else: it shares no line and no
library with the program, only the document, whose tables it reads (document.py, wire.py, figures.py).

    recompute.py OUT

Reads a published folder, computes every hash anew, judges every entry, counts every figure of every
bulletin, and compares the outcome with the bulletin's own figures and, byte for byte, with
OUT/bulletin/<date>.json. Ends with 1 and the reason at the first difference. The numbers in brackets
are sections of doc/format.md.
"""
import base64
import csv
import datetime
import io
import itertools
import json
import os
import re
import sys

from document import (QUALIFIERS, RULES, Document, Reader, Record, Ref, Wrong, adds_up, delta_order, maybe_hex, need,
                      qual_sum, standing_row)
from figures import PERIODS, Counting, Figure, check_holds, new_cell
from press import press_json
from wire import Tree, cbor_read, cbor_write, sha, signed, tile_name


OPERATION, CENTRE, PLACE, OFFICER, BULLETIN, RESTATEMENT, CUT, DECISION, VEILED = 1, 2, 3, 5, 12, 13, 15, 38, 99


class Log:
    def __init__(self, name, origin, key):
        self.name, self.origin, self.key = name, origin, key
        self.id8 = sha(origin.encode())[:8]
        self.leaves, self.files, self.newest, self.begun = [], set(), 0, False
        self.cuts = {0: (sha(), None)}  # size -> root, day of the cut
        self.records = {}  # index -> Record, of place entries
        self.batch, self.weapons, self.last_day = [], set(), None  # of the entries since the last cut: form and day
        self.parts = {}  # what sealed entries count, all of a batch together
        self.corrections = []  # (index, index of what it corrects)
        self.merges = []  # (index, day, deltas)


def one_each(wanted, have):
    """Whether each role can be given an officer of its own."""
    return any(all(role in mine for role, mine in zip(wanted, some)) for some in itertools.permutations(have, len(wanted)))


class Publication:
    def __init__(self, path):
        self.path, self.document = path, Document()
        self.places, self.officers, self.seen, self.names = {}, {}, set(), {}
        self.things = {}  # of each thing the records that were not corrected, the newest last
        self.centres, self.operation, self.bulletins = [], None, []
        self.later, self.rows = [], 0  # later: references into logs that are not read yet
        self.founded, self.founders = False, []
        self.said = []  # (day, sizes) of the bulletins so far

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
        log.begun = True
        try:
            x = cbor_read(raw)
            need(isinstance(x, dict) and cbor_write(x) == raw, "another spelling")
            for key in (1, 2, 3):
                need(isinstance(x.get(key), int), "no key %d" % key)
            need(set(x) <= set(range(1, 15)) - {8, 9}, "keys that no kind of today has")
            need(x[1] == 1 and x[2] in self.document.kinds, "a version or kind that this reader does not know")
            need(leaf not in self.seen, "the same entry twice")
            self.judge(log, index, x, len(raw))
        except (Wrong, UnicodeDecodeError) as e:
            raise Wrong("log %s, entry %d: %s" % (log.name, index, e)) from e
        self.seen.add(leaf)
        log.leaves.append(leaf)
        tree.add(leaf)
        if x[2] == CUT:
            log.newest = len(log.leaves)
            log.cuts[log.newest] = tree.root(), x[3]

    def judge(self, log, index, x, size):
        kind = self.document.kinds[x[2]]
        need(size <= kind.most, "too long")
        need(not kind.hq or log.name == "hq", "only headquarters may have it")
        need(kind.form in ("place", "person", "weapon") or kind.code == VEILED, "no entry has this code")
        once = x.get(6) or x.get(14)
        need(once not in self.seen, "its seal or id was used before")
        self.seen.add(once)
        need(x.get(12, x[3] - 1) < x[3], "a period that ends before it begins")
        deltas = x.get(5, [])
        need(5 not in x or 1 <= len(deltas) <= 64, "a list of deltas")
        if kind.form == "place":
            self.judge_place(log, index, x, kind)
        else:
            self.judge_sealed(log, x, kind, deltas)
            for figure, detail, n, q in deltas:
                part = log.parts.setdefault((log.newest, figure, detail, x[3], adds_up(n, q)), [0, 0])
                part[0] += n
                part[1] += 1
            if kind.code == DECISION and any(figure == "P2" for figure, _, _, _ in deltas):
                log.merges.append((index, x[3], deltas))
        if kind.code != CUT:
            log.batch.append((kind.form == "place", x[3]))

    def judge_sealed(self, log, x, kind, deltas):
        keys = {1, 2, 3, 6} | ({13} if kind.name == "certificate" else set())
        need(set(x) - {5} == keys and len(x[6]) == 32 and len(x.get(13, bytes(32))) == 32,
             "no public form of %s", kind.name)
        need(x.get(13) is None or ("commit", x[13]) not in self.seen, "one paper, two certificates")
        self.seen.add(("commit", x.get(13)))
        if kind.form == "person":
            need(deltas in kind.lists, "a delta list that %s does not publish", kind.name)
        elif kind.code == VEILED:
            need(not deltas, "a veiled entry says nothing")
        else:
            need(kind.code not in log.weapons, "a second entry of weapons in a batch")
            log.weapons.add(kind.code)
            for figure, detail, n, q in deltas:
                need(n > 0 and any((c.figure, c.detail) == (figure, detail) and (c.amount or q == "exact")
                                   for c in kind.counts), "what these weapons do not count")
            pairs = [(d[0], d[1]) for d in deltas]
            need(len(set(pairs)) == len(pairs) and deltas == sorted(deltas, key=delta_order), "deltas in order")

    def judge_place(self, log, index, x, kind):
        need(set(x) <= {1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 14} and 10 in x and
             (6 in x) == kind.sealed and (14 in x) != kind.sealed, "seal or id")
        need(len(x.get(6, bytes(32))) == 32 and len(x.get(14, bytes(16))) == 16, "seal or id")
        need(4 not in x or x[4] in self.places, "no such place")
        r = Record(self, kind, log, index, x)
        refs = x.get(7, [])
        need((7 not in x or 1 <= len(refs) <= 256) and len(set(map(repr, refs))) == len(refs), "references")
        reader = Reader(self.document, refs, self.places)
        fields = dict(x[10])
        if 8 in fields:
            need(fields[8] == 0, "references in another order")
            reader.used.append(0)
            r.corrects = Ref(map(maybe_hex, refs[fields.pop(8)]))
        r.values = reader.fields(kind, fields)
        need(len(reader.used) == len(refs), "a reference that is not used")
        r.take_carried(x.get(5, []))
        for field in kind.fields.values():
            need(not field.required or field.sight != "P" or field.name in r, "%s: %s is missing", kind.name,
                 field.name)
        self.check_refs(log, r, reader.named)
        old = self.corrected(log, r) if r.corrects else None
        self.check_once(log, r, old)
        RULES.get(kind.name, lambda r: None)(r)
        need(x.get(5, []) == r.deltas(), "deltas that its fields do not give: %r" % (r.deltas(),))
        self.check_place(log, x, r)
        self.check_signatures(log, x, r)
        self.remember(log, index, x, r, old)

    def log_of(self, ref):
        return next((y for y in self.logs if y.id8.hex() == ref[0]), None)

    def check_refs(self, log, r, named):
        for field, ref in named:
            kinds = field.limit[5:].split(" or ") if field.limit else []
            to = self.log_of(ref)
            need(to, "%s names no log", field.name)
            if not to.begun:
                self.later.append((log, r, field, ref, kinds))
            else:
                self.check_target(log, to, field, ref, kinds)

    def check_target(self, log, to, field, ref, kinds):
        need(ref[1] < len(to.leaves) and to.leaves[ref[1]].hex() == ref[2], "%s: a reference to what stands nowhere",
             field.name)
        need(not kinds or (ref[1] in to.records and to.records[ref[1]].kind.name in kinds),
             "%s: a reference to another kind", field.name)

    def check_later(self):
        for log, r, field, ref, kinds in self.later:
            self.check_target(log, self.log_of(ref), field, ref, kinds)
            need(r.kind.place_by != field.name or r.place == self.log_of(ref).records[ref[1]].place,
                 "log %s, entry %d: key 4 is not its place", log.name, r.index)

    def corrected(self, log, r):
        foundation = ("operation", "centre", "place", "officer", "log_key", "bulletin", "restatement", "cut", "standing")
        need(r.kind.name not in foundation, "nothing to be corrected")
        need(self.log_of(r.corrects) is log, "a correction of another log")
        old = log.records.get(r.corrects[1])
        need(old and old.index < r.index and log.leaves[old.index].hex() == r.corrects[2] and old.kind is r.kind,
             "it corrects what is no %s", r.kind.name)
        need(all(index != old.index for _, index in log.corrections), "what was corrected before")
        need(not r.kind.updates or r.key() == old.key(), "a correction of another thing")
        need(not r.kind.updates or r.key() is None or self.records_of(r.kind, log, r.key())[-1] is old,
             "a correction of what is not the newest")
        return old

    def thing(self, kind, log, key):
        return kind.code, "hq" if kind.hq else log.name, key

    def check_once(self, log, r, old):
        others = [x for x in self.records_of(r.kind, log, r.key()) if x is not old]
        need(not others or r.kind.updates, "another %s has this key", r.kind.name)
        same, before = self.names.get((r.kind.code, r.name())), r.before()
        need(r.name() is None or not same or same is old or (before and before.name() == r.name()),
             "another %s has this name", r.kind.name)

    def check_place(self, log, x, r):
        by = r.kind.place_by
        if by and r.kind.field(by).type == "place":
            need(x.get(4) == r.get(by), "key 4 is not its place")
        elif by and r.named(by):
            need(x.get(4) == r.named(by).place, "key 4 is not its place")

    # What a record may look up [4], [5].

    def record(self, ref, log):
        to = self.log_of(ref)
        return to.records.get(ref[1]) if to and to.begun else None

    def records_of(self, kind, log, key):
        return self.things.get(self.thing(kind, log, key), []) if key is not None else []

    def newest(self, kind, log, key, but=None):
        """The record of a thing that holds, without the one that `but` names."""
        left = [r for r in self.records_of(kind, log, key) if not but or r.index != but[1]]
        return left[-1] if left else None

    def key_of(self, ref, log):
        r = self.record(ref, log)
        key = r.key() if r else None
        return "%s/%d" % (ref[0], ref[1]) if key is None else key

    def cell(self):
        return self.operation.n("small_cell") if self.operation else 5

    # Officers [7].

    def serving(self, kid, day):
        acts = self.officers.get(kid, (None, []))[1]
        if acts and day - acts[0][13] >= 366:
            return set()
        for act in reversed(acts):
            if act[13] <= day:
                ends = act.get(14, day)
                return set(act[12]) if act[15] in ("enrol", "change_roles") and ends >= day else set()
        return set()

    def check_signatures(self, log, x, r):
        kind = r.kind
        signatures = x.get(11, [])
        need(1 <= len(signatures) <= 8 or 11 not in x, "signatures")
        if x[2] == CUT:
            need(not signatures, "a cut is not signed")
        if not self.founded and log.name == "hq" and x[2] == OFFICER:
            self.founders.append(x)
            return
        if not self.founded:
            self.found(log)
        message = self.message(log, x)
        if x[2] == OFFICER and x[10].get(20):
            self.check_anew(x[10], x[3], signatures, message)
            return
        roles, every = [], []
        for kid, signature in signatures:
            need(kid in self.officers, "signed by nobody who is known")
            need(signed(self.officers[kid][0], message, signature), "a bad signature")
            has = self.serving(kid, x[3])
            every += [has | {"any"}] if has else []
            roles += [has & set(kind.roles)] if has & set(kind.roles) else []
        need(len({kid for kid, _ in signatures}) == len(signatures), "one officer signs twice")
        if kind.acts:  # what is done to a paper
            self.check_each(standing_row(r), signatures, every)
            return
        need(len(roles) >= kind.n, "too few signatures")
        need(not kind.each or one_each(kind.roles, roles), "a role that nobody signs for")

    def check_anew(self, act, day, signatures, message):
        """An officer vouched for with the passphrase: fewer than two are left who may enrol others."""
        keepers = {"chief", "operator"}
        left = [acts for _, acts in self.officers.values() if acts[-1][15] in ("enrol", "change_roles") and
                keepers & set(acts[-1][12]) and day - acts[0][13] < 366 and acts[-1].get(14, day) >= day]
        need(len(left) < 2 and act[10] not in self.officers, "vouched for anew while two could enrol")
        need(act[15] == "enrol" and act[13] == day and keepers & set(act[12]), "not what is vouched for anew")
        for kid, signature in signatures:
            need(kid == act[10] or keepers & self.serving(kid, day), "signed by a key that may not enrol")
            need(signed(act[11] if kid == act[10] else self.officers[kid][0], message, signature), "a bad signature")
        signers = [kid for kid, _ in signatures]
        need(len(set(signers)) == len(signers) == len(left) + 1 and act[10] in signers, "not signed by who is left")

    def check_each(self, by, signatures, every):
        need(by != "nobody" or not signatures, "signed, though a day that came is all of it")
        need(by == "nobody" or one_each(by.split(", "), every), "too few signatures")

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

    def remember(self, log, index, x, r, old):
        log.records[index] = r
        if old:
            log.corrections.append((index, old.index))
            if old.key() is not None:
                self.records_of(r.kind, log, old.key()).remove(old)
            if self.names.get((r.kind.code, old.name())) is old:
                del self.names[r.kind.code, old.name()]
        key = r.key()
        if key is not None:
            self.things.setdefault(self.thing(r.kind, log, key), []).append(r)
        if r.name() is not None:
            self.names[r.kind.code, r.name()] = r
        r.counted, r.said = x.get(5, []), r.stated()
        r.state_key = key
        r.state_lines = r.lines()
        if x[2] == CUT:
            self.check_cut(log, index, x)
        elif x[2] == OFFICER and self.founded:
            self.enrol(x[10])
        elif x[2] == PLACE:
            self.places[r.get("place_no")] = r
        elif x[2] == CENTRE:
            self.centres.append(r)
        elif x[2] == OPERATION:
            self.operation = r
        elif x[2] == BULLETIN:
            self.bulletins.append((index, x, r))

    def check_cut(self, log, index, x):
        first, fields = log.newest, x[10]
        need((fields[10], fields[11]) == (first, index - first), "first and count of the cut")
        batch = log.leaves[first:index]
        need(fields[12] == sha(*batch), "the hash of the batch")
        need(log.last_day is None or log.last_day <= x[3], "a cut of an earlier day")
        forms = {form for form, _ in log.batch}
        need(len(forms) < 2, "sealed entries and others in one batch")
        if forms == {False}:
            need(batch == sorted(batch), "sealed entries that are not sorted")
            need({day for _, day in log.batch} == {x[3]}, "sealed entries of another day")
        log.batch, log.last_day, log.weapons = [], x[3], set()

    # Figures [6].

    def table(self):
        """code -> unit, periods and words of how, in the order of the published definitions."""
        text = self.read("definitions").decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        return {r["code"]: Figure(r) for r in rows}, sha(text.encode())

    def seat(self, log, below):
        if log.name == "hq":
            return next((code for code, r in self.places.items() if "parent" not in r), None)
        return next((c.get("seat") for c in reversed(self.centres)
                     if c.get("log_origin") == log.origin and c.index < below), None)

    def upward(self, place):
        while place is not None:
            yield place
            place = self.places[place].get("parent")

    def count(self, day, sizes, table):
        """Everything below the sizes, for one day."""
        count = Counting(self, day, sizes, table)
        for log, size in sizes.items():
            seat, gone = self.seat(log, sizes[self.logs[0]]), {old for i, old in log.corrections if i < size}
            for (begin, figure, detail, of, q), (n, entries) in log.parts.items():
                if begin < size:
                    count.add(figure, detail, seat, n, q, of, of, entries, 0)
            for index, r in log.records.items():
                if index >= size or index in gone or not (r.counted or r.kind.counts):
                    continue
                for figure, detail, n, q in r.counted:
                    count.add(figure, detail, r.place or seat, n, adds_up(n, q), r.first, r.day, 1, r.said)
                if r.day <= day:
                    count.see(log, r, r.place or seat)
        count.add_states()
        return count

    def centres_of(self, day, sizes):
        """reporting, silent logs, the hours since the oldest of their cuts"""
        silent = [(log, log.cuts[size][1]) for log, size in sizes.items()
                  if log.name != "hq" and (log.cuts[size][1] is None or log.cuts[size][1] < day)]
        oldest = max((24 * (day - last) for _, last in silent if last is not None), default=0)
        return len(sizes) - 1 - len(silent), [log for log, _ in silent], oldest

    def sheet(self, count, table, centres=None):
        """Rows as the document orders them: (code, place, detail, period, value, qualifier, entries, stated)."""
        count.add_made(centres)
        silent = bool(centres and centres[1])
        groups = {}
        for (figure, place, detail), windows in count.cells.items():
            groups.setdefault((list(table).index(figure), place.encode()), []).append(
                (detail.encode(), figure, place, windows))
        rows = []
        for _, group in sorted(groups.items()):
            group.sort(key=lambda x: x[0])
            figure, place = table[group[0][1]], group[0][2]
            if "sum-of-details" in figure.how:
                total = new_cell()
                for x in group:
                    for t, w in zip(total, x[3]):
                        t.merge(w)
                group = [(b"", figure, place, total)] + [x for x in group if x[0]]
            for detail, _, _, cell in group:
                for period in figure.periods:
                    stock = period == "now"
                    s = cell[3] if stock and figure.now_apart else cell[min(PERIODS.index(period), 2)]
                    there = s.any if stock else cell[2].any or cell[3].any
                    if not there or ("from-small-cell" in figure.how and s.value < self.cell()):
                        continue
                    q = s.q
                    if silent and "headquarters" not in figure.how:
                        if stock:
                            continue
                        q = qual_sum(q, "at_least")
                    rows.append((figure.code, place, detail.decode(), period, s.value, q, s.entries, s.stated))
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

    def heads(self, date, index, fields):
        sizes = {}
        for head in fields[15]:
            log = next((y for y in self.logs if y.origin == head[1]), None)
            need(log and log not in sizes and log.cuts.get(head[2], (None,))[0] == head[3],
                 "bulletin %s: no such head", date)
            sizes[log] = head[2]
        hq = self.logs[0]
        need(hq in sizes and sizes[hq] <= index and (log_day(hq, sizes[hq]) or -10 ** 9) >= fields[11],
             "bulletin %s: the head of hq", date)
        for log in self.logs:
            due = any(c.get("log_origin") == log.origin and c.index < sizes[hq] for c in self.centres)
            due = due or any(log in before for _, before in self.said)
            need(log in sizes or not due, "bulletin %s: log %s is left out", date, log.name)
        for _, before in self.said[-1:]:
            need(all(sizes[log] >= size for log, size in before.items()), "bulletin %s: a size went back", date)
        need(all(of <= fields[11] for log, size in sizes.items() for at, of, _ in log.merges if at < size),
             "bulletin %s: a merge of a later day", date)
        return {log: sizes[log] for log in self.logs if log in sizes}

    def bulletin(self, number, index, x, r):
        fields, day = x[10], x[10][11]
        date = (datetime.date(1970, 1, 1) + datetime.timedelta(day)).isoformat()
        need(fields[10] == number and x[3] == day and all(d < day for d, _ in self.said), "bulletin %s: its day", date)
        need(self.operation.index < index, "bulletin %s: before the operation", date)
        need(fields[12] == self.cutoff(day - 1) and fields[13] == self.cutoff(day), "%s: cut-offs", date)
        sizes = self.heads(date, index, fields)
        centres = self.centres_of(day, sizes)
        late = [self.record(ref, None).get("log_origin") for ref in r.get("late") or []]
        need(sorted(late) == sorted(log.origin for log in centres[1]), "bulletin %s: late centres", date)
        table, digest = self.table()
        need(fields[17] == digest, "bulletin %s: counted by another table of figures", date)
        rows = self.sheet(self.count(day, sizes, table), table, centres if len(sizes) > 1 else None)
        self.lines_of[index] = self.lines(rows)
        self.check_figures(fields, self.lines_of[index], date)
        self.check_checks(fields[18], rows, table, bool(centres[1]), date)
        self.check_past(r, day, sizes, table, date)
        want = self.json(index, x, rows, table, date)
        have = self.read("bulletin", date + ".json").decode()
        for a, b in itertools.zip_longest(want.split("\n"), have.split("\n")):
            need(a == b, "bulletin/%s.json: %s\n  counted anew: %s", date, b, a)
        self.rows += len(rows)
        self.said.append((day, sizes))
        return date + ".json"

    def check_figures(self, fields, lines, date):
        need(not (14 in fields and 20 in fields), "bulletin %s: figures in two places", date)
        raw = cbor_write(lines)
        if 20 in fields:
            name = fields[20].hex()
            body = self.read("body", name)
            need(sha(body) == fields[20] and len(body) > 40960, "body/%s", name)
            need(body == raw, "bulletin %s: the figures of its body", date)
            self.bodies.add(name)
        else:
            need(fields.get(14, []) == lines and len(raw) <= 40960, "bulletin %s: the figures of the entry", date)

    # What a bulletin changes of the past [6].

    def check_past(self, r, day, sizes, table, date):
        hq, listed = self.logs[0], [ref[1] for ref in r.get("corrections") or []]
        if not self.said:
            need(not listed, "bulletin %s: the first corrects nothing", date)
            return
        last, before = self.said[-1]
        said = [x for i, x in hq.records.items() if x.kind.code == RESTATEMENT and before[hq] <= i < sizes[hq]]
        need(listed == [x.index for x in said][:200], "bulletin %s: its corrections", date)
        need(all(any(x.get("of_day") == d for d, _ in self.said) for x in said),
             "bulletin %s: a restatement of a day without one", date)
        first = min([x.get("of_day") for x in said if x.get("of_day") < last or not x.get("merges")] +
                    [self.touched(log, before.get(log, 0), size, last) for log, size in sizes.items()])
        for (of_day, own), (_, following) in zip(self.said, self.said[1:] + [(day, sizes)]):
            of = [x for x in said if x.get("of_day") == of_day]
            between = [x for i, x in hq.records.items() if x.kind.code == RESTATEMENT and own[hq] <= i < following[hq]]
            names = {(ref[0], ref[1]) for x in between if x.get("of_day") == of_day for ref in x.get("merges") or []}
            merges = self.merges_of(own, following, of_day, names)
            if of_day < last and of_day >= first:
                self.check_day(date, of_day, of, [self.past(of_day, s, table, merges) for s in (before, sizes)], [], table)
            elif of_day == last and (of_day >= first or merges or of):
                was = before if of_day >= first else sizes
                self.check_day(date, of_day, of, [self.past(of_day, was, table, []), self.past(of_day, sizes, table, []),
                                                  self.past(of_day, sizes, table, merges)], merges, table)

    def merges_of(self, begin, end, day, names):
        """Merges that are named, after a bulletin's day and its sizes, up to those of the next one: (log, index, place, deltas)."""
        return [(log, index, self.seat(log, end[self.logs[0]]), deltas) for log, size in end.items()
                for index, of, deltas in log.merges if begin.get(log, 0) <= index < size and of > day
                and (log.id8.hex(), index) in names]

    def past(self, day, sizes, table, merges):
        """The rows of a day, with these merges as if they had been known."""
        count = self.count(day, sizes, table)
        for _, _, seat, deltas in merges:
            for figure, detail, n, q in deltas:
                count.add(figure, detail, seat, n, adds_up(n, q), day - 3, day - 3, 1, 0)
        return {row[:4]: row[4:6] for row in self.sheet(count, table)}

    def check_day(self, date, of_day, said, counted, merges, table):
        was, now, merged = counted if len(counted) == 3 else counted + counted[1:]
        chains = {}
        for x in said:
            key = x.get("figure"), x.get("place_of"), x.get("detail") or "", x.get("period")
            chains.setdefault(key, []).append((x.n("old"), x.n("new"), x.get("merges")))
        for key in set(was) | set(now) | set(merged) | set(chains):
            late = merged if "ratio" in table[key[0]].how else now
            old, plain, new = (rows.get(key, (0, "exact")) for rows in (was, late, merged))
            chain = chains.get(key, [])
            unsaid = "bulletin %s changes %r of day %d unsaid: %r, %r" % (date, key, of_day, old, new)
            need(old[1] == plain[1] or any(not m for _, _, m in chain), unsaid)
            value = old[0]
            for a, b, _ in chain:
                need(a == value, "bulletin %s: a restatement of %r does not go on", date, key)
                value = b
            need(sum(b - a for a, b, m in chain if not m) == plain[0] - old[0] and
                 sum(b - a for a, b, m in chain if m) == new[0] - plain[0], unsaid)
            own = sorted((log.id8.hex(), index) for log, index, seat, deltas in merges
                         if key[3] in ("total", "now") and any(figure == key[0] for figure, _, _, _ in deltas)
                         and key[1] in self.upward(seat))
            named = sorted((ref[0], ref[1]) for _, _, m in chain for ref in m or [])
            need(named == own, "bulletin %s: the merges that change %r of day %d are others", date, key, of_day)

    def touched(self, log, begin, end, last):
        """The first day, up to `last`, that entries between the sizes are about."""
        days = [of for (at, _, _, of, _) in log.parts if begin <= at < end and of <= last]
        back = [old for i, old in log.corrections if begin <= i < end]
        days += [r.first for i, r in log.records.items() if (begin <= i < end or i in back) and r.day <= last]
        return min(days, default=last + 1)

    def offset(self, day):
        rows = self.operation.get("offsets")
        return next((row["minutes"][0] for row in reversed(rows) if row["from"] <= day), rows[0]["minutes"][0])

    def cutoff(self, day):
        minutes = self.offset(day)
        return [day * 86400 + self.operation.n("cutoff_hour") * 3600 - minutes * 60, minutes]

    def instant(self, value):
        zone = datetime.timezone(datetime.timedelta(minutes=value[1]))
        text = datetime.datetime.fromtimestamp(value[0], zone).isoformat()
        return text if value[1] else text[:-6] + "Z"

    def json(self, index, x, rows, table, date):
        fields = x[10]

        def refs(tag):
            return ["%s/%d" % (x[7][i][0].hex(), x[7][i][1]) for i in fields.get(tag, [])]
        text = json.dumps({
            "sulh": "bulletin/v1", "number": fields[10], "day": date, "from": self.instant(fields[12]),
            "to": self.instant(fields[13]), "index": index,
            "heads": [{"origin": h[1], "size": h[2], "root": h[3].hex()} for h in fields[15]],
            "late": refs(16), "corrections": refs(19), "definitions": fields[17].hex(),
            "checks": [{"rule": c[1], "holds": c[2], "reason": c.get(3)} for c in fields[18]],
        }, ensure_ascii=False, separators=(",", ":"))
        figures = []
        for code, place, detail, period, value, q, entries, stated in rows:
            row = {"code": code, "place": self.places[place].get("name_en"), "place_code": place,
                   "detail": detail or None, "period": period, "value": value, "qualifier": q,
                   "unit": table[code].unit, "entries": entries}
            row.update({"stated": stated} if stated else {})
            row.update({"asserted": True} if "asserted" in table[code].how else {})
            figures.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        return text[:-1] + ',"figures":[' + ",".join("\n" + f for f in figures) + "\n]}\n"

    # Checks [6].

    def check_checks(self, said, rows, table, silent, date):
        country = self.seat(self.logs[0], 0)
        places = {}
        for r in rows:
            places.setdefault(r[1], {}).setdefault((r[0], r[3]), []).append(r)
        holds = {}
        for rule, text, periods, at in self.document.checks:
            good = all(check_holds(text, places[place], period, table, silent)
                       for place in places if at != "whole" or place == country for period in periods.split())
            holds[rule] = holds.get(rule, True) and good
        need([(c[1], c[2]) for c in said] == list(holds.items()), "bulletin %s: its checks: %r",
             date, [(c[1], c[2]) for c in said if holds.get(c[1]) != c[2]])
        need(all((3 in c) != c[2] for c in said), "bulletin %s: reasons of its checks", date)

    def run(self):
        self.logs = self.policy()
        self.bodies = set()
        for log in self.logs:
            self.take_log(log)
        self.check_later()
        self.lines_of = {}
        files = {self.bulletin(i + 1, *b) for i, b in enumerate(self.bulletins)}
        top = {"policy"} | {x.name for x in self.logs}
        claims = press_json(self.logs[0], self.bulletins, self.lines_of, self.seat(self.logs[0], 0))
        if claims:
            top |= {"press.json"}
            need(self.read("press.json").decode() == claims, "press.json: not what the entries say")
        if files:
            top |= {"bulletin", "definitions"}
            need(set(os.listdir(os.path.join(self.path, "bulletin"))) == files, "bulletin: other files")
        if self.bodies:
            top |= {"body"}
            need(set(os.listdir(os.path.join(self.path, "body"))) == self.bodies, "body: other files")
        need(set(os.listdir(self.path)) == top, "files that do not belong there")
        print("%d logs, %d entries, %d bulletins, %d figures: all as counted anew"
              % (len(self.logs), sum(len(x.leaves) for x in self.logs), len(files), self.rows))


def log_day(log, size):
    return log.cuts[size][1]


def main():
    if len(sys.argv) != 2:
        print("usage: recompute.py OUT", file=sys.stderr)
        return 2
    try:
        Publication(sys.argv[1]).run()
    except (Wrong, ValueError, KeyError, IndexError, TypeError, AttributeError, StopIteration, OSError) as e:
        print("recompute: %s%s" % ("" if isinstance(e, Wrong) else type(e).__name__ + ": ", e))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
