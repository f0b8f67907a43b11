#!/usr/bin/env python3
"""What the published logs of the example tell about one person, as TAP: how many entries about persons stand in a cell
of fewer than five that look the same, and whether an adversary who knows the day on which somebody came finds that
person's other entries better than by chance. Who is who says the register's own database."""
import collections
import datetime
import hashlib
import math
import os
import random
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ["SRC"], "test", "data"))
import privacy

SULH = os.environ["SULH"]
CELL = 5  # small_cell of the example's operation
LAST = (datetime.date(2016, 12, 20) - datetime.date(1970, 1, 1)).days  # many come until then; later the week's wait ends
MOST = 0.01  # of the entries about persons, in cells below it
PUBLIC = privacy.PERSON + (privacy.VEILED,)
count = failures = 0


def ok(good, name, remark=""):
    global count, failures
    count += 1
    failures += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    if remark and not good:
        print("# %s" % str(remark)[:1500].replace("\n", "\n# "))


def sulh(*args):
    done = subprocess.run([SULH, *args], capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError("%s: %s" % (" ".join(args), (done.stdout + done.stderr)[-900:]))


class Entry:
    """One entry about a person, as anybody reads it."""

    def __init__(self, log, index, batch, raw):
        x = privacy.item(raw, 0)[0]
        self.where, self.log, self.index, self.batch = (log, index), log, index, batch
        self.kind, self.day, self.seal, self.leaf = x[2], x[3], x[6], hashlib.sha256(b"\0" + raw).digest()
        # All that is public but the digests, which are of random salts.
        self.looks = repr({k: v for k, v in x.items() if k not in (6, 13)})


def published(out):
    """Entries about persons, and of each batch of them how many there are and its day."""
    found, batches = {}, []
    for log in sorted(os.listdir(out)):
        if not os.path.isdir(os.path.join(out, log, "tile")):
            continue
        all_of_it = list(privacy.entries(os.path.join(out, log)))
        for raw in all_of_it:
            cut = privacy.item(raw, 0)[0]
            if cut[2] != privacy.CUT:
                continue
            first, n = cut[10][10], cut[10][11]
            batch = [Entry(log, i, (log, first), all_of_it[i]) for i in range(first, first + n)
                     if privacy.item(all_of_it[i], 0)[0][2] in PUBLIC]
            found.update((e.where, e) for e in batch)
            if batch:
                batches.append((log, batch[0].day, sum(e.kind in privacy.PERSON for e in batch)))
    return found, batches


def cells(found):
    """The share of entries about persons that stand among fewer than CELL that look the same in one batch."""
    persons = [e for e in found.values() if e.kind in privacy.PERSON]
    size = collections.Counter((e.batch, e.looks) for e in persons)
    small = sum(size[e.batch, e.looks] < CELL for e in persons)
    return small, len(persons)


def pairs(people, first, then):
    """(the entry about the arrival, that of a later act) of one person, of all persons who have both."""
    return [(kinds[first], kinds[then]) for kinds in people if first in kinds and then in kinds]


def by_rank(known, unknown):
    """In the order in which they stand."""
    return dict(zip([e.where for e in sorted(known, key=lambda e: e.index)], sorted(unknown, key=lambda e: e.index)))


def by_seal(known, unknown):
    return dict(zip([e.where for e in sorted(known, key=lambda e: e.seal)], sorted(unknown, key=lambda e: e.seal)))


def by_leaf_to_seal(known, unknown):
    return dict(zip([e.where for e in sorted(known, key=lambda e: e.leaf)], sorted(unknown, key=lambda e: e.seal)))


def by_nearest_bits(known, unknown):
    """Each takes what differs least from it; the first 200 are enough to tell."""
    numbers = [(int.from_bytes(u.seal, "big"), u) for u in unknown]
    return {k.where: min(numbers, key=lambda n: bin(n[0] ^ int.from_bytes(k.seal, "big")).count("1"))[1]
            for k in known[:200]}


def guesses(people, first, then, how):
    """(right guesses, those expected by chance, their variance) of an adversary who knows who came on which day at
    which centre, and pairs these arrivals with the later entries of the same centre and day of that act."""
    days = collections.defaultdict(list)
    for known, unknown in pairs(people, first, then):
        days[known.log, known.day, unknown.day].append((known, unknown))
    right = expected = variance = 0.0
    for group in days.values():
        if len(group) < CELL:
            continue
        unknown = [u for _, u in group]
        random.Random(len(group)).shuffle(unknown)
        guess = how([k for k, _ in group], unknown)
        right += sum(k.where in guess and guess[k.where].where == u.where for k, u in group)
        chance = 1 / len(group)
        expected += len(guess) * chance
        variance += len(guess) * chance
    return right, expected, variance


def no_better(result):
    right, expected, variance = result
    return expected > 0 and right <= expected + 5 * math.sqrt(variance) + 3


def likeness(people, first, then):
    """How far, in standard deviations, the seals of one person's entries are more alike, or less, than random bits."""
    both = pairs(people, first, then)
    differ = sum(bin(int.from_bytes(a.seal, "big") ^ int.from_bytes(b.seal, "big")).count("1") for a, b in both)
    return abs(differ - 128 * len(both)) / math.sqrt(64 * len(both)) if both else math.inf


def truth(db, found):
    """The public entries of each case, by kind."""
    names = dict(db.execute("SELECT id, name FROM log"))
    cases = collections.defaultdict(dict)
    for case, kind, log, seq in db.execute("SELECT case_no, kind, log, seq FROM act WHERE seq IS NOT NULL ORDER BY step"):
        entry = found.get((names[log], seq))
        if entry and isinstance(case, str):
            cases[case].setdefault(kind, entry)
    return list(cases.values())


def leaking(people, first, then):
    """What a register would publish that cuts in the order in which people came, and whose seals begin with a byte of
    the person's: both must be found out."""
    copies = []
    for i, both in enumerate(pairs(people, first, then)):
        made = [object.__new__(Entry), object.__new__(Entry)]
        for copy, e in zip(made, both):
            copy.__dict__.update(e.__dict__, index=i, seal=bytes([i & 255]) + e.seal[1:])
        copies.append({first: made[0], then: made[1]})
    return copies


def main():
    with tempfile.TemporaryDirectory() as top:
        demo, out = os.path.join(top, "demo"), os.path.join(top, "public")
        subprocess.run(["sh", os.path.join(os.environ["SRC"], "test/data/example"), demo], check=True, capture_output=True)
        sulh("--data", demo, "publish", out)
        found, batches = published(out)
        db = sqlite3.connect("file:%s/sulh.db?mode=ro" % demo, uri=True)
        people = truth(db, found)
        db.close()
    small, persons = cells(found)
    share = small / persons
    print("# %d of %d entries about persons (%.2f %%) stand in cells below %d" % (small, persons, 100 * share, CELL))
    ok(persons > 10000 and len(people) > 5000, "the example has persons, and publishes entries about them")
    ok(share <= MOST, "few entries about persons stand in cells below %d" % CELL, "%.3f of them" % share)
    ok(all(n >= CELL or n == 0 for log, day, n in batches if day <= LAST),
       "while people come every day no batch has fewer than %d of them" % CELL,
       [b for b in batches if 0 < b[2] < CELL])
    ok(len({e.looks for e in found.values() if e.kind == privacy.VEILED}) <= len({e.day for e in found.values()}),
       "of one day, veiled entries look the same but for their seals")
    seals = collections.Counter(e.seal[i:i + 8] for e in found.values() for i in range(0, 25))
    ok(max(seals.values()) == 1, "no eight bytes of a seal are in another one")
    for first, then in ((31, 32), (31, 38), (32, 38), (38, 40), (38, 48)):
        for how in (by_rank, by_seal, by_leaf_to_seal, by_nearest_bits):
            result = guesses(people, first, then, how)
            ok(no_better(result), "kinds %d and %d: guessing %s is no better than chance" % (
                first, then, how.__name__.replace("_", " ")), "%g right, %.1f by chance" % result[:2])
        far = likeness(people, first, then)
        ok(far < 5, "kinds %d and %d: one person's seals are not alike" % (first, then), "%.1f deviations" % far)
    told = leaking(people, 31, 32)
    ok(not no_better(guesses(told, 31, 32, by_rank)), "entries in the order of arrival would be found out")
    ok(likeness(told, 31, 32) >= 5, "so would a byte that is the same in the seals of one person")
    print("1..%d" % count)
    return failures > 0


sys.exit(main())
