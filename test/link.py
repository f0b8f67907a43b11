"""Lists of invented people: who is one person is found however the name is spelled, and kin who share all but one thing are
kept apart. Names are those of tools/match_habits.tsv, in all their habits; nothing here is chance but by its seed."""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))
from tap import done, ok  # noqa: E402

SRC = os.environ.get("SRC", ".")
SULH = os.environ.get("SULH", "build/sulh")


def names():
    """Arabic name -> its Latin spellings."""
    out = {}
    with open(os.path.join(SRC, "tools/match_habits.tsv"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                _, word, spelling = line.rstrip("\n").split("\t")
                out.setdefault(word, []).append(spelling)
    return out


NAMES = names()
GIVEN = sorted(set(NAMES) - {"حاج", "شيخ", "خديجة", "فاطمة", "عائشة", "زينب", "مريم", "زهرة", "حليمة", "ليلى", "هدى", "منيرة"})
MOTHERS = ["خديجة", "فاطمة", "عائشة", "زينب", "مريم", "حليمة", "ليلى", "هدى", "منيرة"]
VILLAGES = ["Kfar Salam", "Tell Aswad", "Ain Harir", "Qasr Nahr", "Deir Zaytun", "Bayt Rumman"]
COLUMNS = ["id", "name", "mother", "birth", "place", "sex"]


class World:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.rows, self.person, self.next = [], {}, 0

    def common(self, many):
        """Few are many: the first of a list are taken more often."""
        return many[min(int(self.r.expovariate(0.06)), len(many) - 1)]

    def birth(self, year):
        return "%04d-%02d-%02d" % (year, self.r.randint(1, 12), self.r.randint(1, 28))

    def say(self, parts, habit):
        """A name in Arabic, or in one habit of Latin."""
        return " ".join(p if habit is None else NAMES[p][habit % len(NAMES[p])] for p in parts)

    def row(self, who, parts, mother, birth, village, habit=None):
        self.next += 1
        id = "r%05d" % self.next
        self.person[id] = who
        self.rows.append([id, self.say(parts, habit), self.say(mother, habit) if mother else "", birth, village, "m"])
        return id

    def file(self, path, rows=None, columns=None):
        with open(path, "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f)
            w.writerow(columns or COLUMNS)
            w.writerows(self.rows if rows is None else rows)


def link(*files):
    p = subprocess.run([SULH, "match", "link", *files, "--json"], capture_output=True, text=True)
    if p.returncode:
        sys.exit("match link: " + p.stderr)
    return [json.loads(line) for line in p.stdout.splitlines()]


def kin(seed, habit):
    """Families of one house each, all of them different people."""
    w = World(seed)
    for house in range(250):
        r, village = w.r, w.r.choice(VILLAGES)
        family, grand, father = w.common(GIVEN), w.common(GIVEN), w.common(GIVEN)
        mother = [r.choice(MOTHERS), w.common(GIVEN)]
        given = r.sample([g for g in GIVEN if g != father], 4)
        if any(set(NAMES[x]) & set(NAMES[y]) for x in given for y in given if x < y):
            continue  # nobody could tell two names by a spelling of both
        day = w.birth(r.randint(1985, 2000))
        # Twins: all but the given name; a brother: another year, too.
        w.row(("twin", house, 0), [given[0], father, grand, family], mother, day, village, habit)
        w.row(("twin", house, 1), [given[1], father, grand, family], mother, day, village, habit)
        w.row(("brother", house), [given[2], father, grand, family], mother, w.birth(r.randint(1975, 1984)), village, habit)
        # A father and his son of one name; the son's mother is another than the father's.
        w.row(("father", house), [father, father, family], [r.choice(MOTHERS), w.common(GIVEN)], w.birth(r.randint(1950, 1962)),
              village, habit)
        w.row(("son", house), [father, father, family], mother, w.birth(r.randint(1980, 1990)), village, habit)
        # Cousins of one given name: other fathers and mothers.
        w.row(("cousin", house, 0), [given[3], given[0], grand, family], [r.choice(MOTHERS), given[1]],
              w.birth(r.randint(1985, 2000)), village, habit)
        w.row(("cousin", house, 1), [given[3], given[1], grand, family], [r.choice(MOTHERS), given[2]],
              w.birth(r.randint(1985, 2000)), village, habit)
    # Many of one common name, in villages of the same name, of whom only the year is known.
    for i in range(120):
        w.row(("many", i), ["محمد", "أحمد", "محمد"], None, "%d" % w.r.randint(1980, 1995), w.r.choice(VILLAGES), habit)
    return w


def twice(seed):
    """People of whom half are there again: in the other script, in another habit, with a slip, with less known."""
    w, again = World(seed), []
    for i in range(600):
        parts = [w.common(GIVEN) for _ in range(w.r.choice([3, 4]))]
        mother = [w.r.choice(MOTHERS), w.common(GIVEN)]
        birth, village = w.birth(w.r.randint(1950, 2005)), w.r.choice(VILLAGES)
        first = w.r.choice([None, 0, 1, 2, 3])
        w.row(i, parts, mother, birth, village, first)
        if i % 2:
            continue
        habit = w.r.choice([h for h in (None, 0, 1, 2, 3, 4) if h != first])
        if i % 8 == 0:
            mother = None
        if i % 8 == 2:
            birth = birth[:4]
        if i % 8 == 4:
            village = ""
        again.append((i, parts, mother, birth, village, habit))
    half = len(w.rows)
    for a in again:
        w.row(*a)
    return w, half


# Twins whose names differ by little, in the spelling of one clerk: no two are one name, or might be of two.
TWINS = """Hassan/Hussein Ahmad/Mahmoud Ahmad/Mohammed Ahmad/Hamid Said/Saad Amir/Omar Amir/Ammar Ali/Alaa Salim/Salem Salam/Salem
Khalid/Khalil Jamal/Jamil Jamal/Kamal Karim/Karam Rashid/Rashad Yasin/Yasser Majid/Majd Hamza/Hamdi Samir/Samer Munir/Munther
Bashir/Bashar Fadi/Fadel Nabil/Nabih Ayman/Amin Anas/Anis Nur/Nura Amina/Amna Fatima/Fatin Zaynab/Zaynah Maryam/Maram Rami/Ramiz
Wael/Walid Hani/Hanin Ziad/Zaid Yusuf/Yunus Muhannad/Muhammad Lina/Lana Rana/Rania Hiba/Haba Basem/Bassam Amer/Amir Tahsin/Hassan
حسن/حسين أحمد/محمود أحمد/محمد أحمد/حامد سعيد/سعد عامر/عمر أمير/عمار علي/علاء سليم/سالم سلام/سالم ناصر/نصير خالد/خليل جمال/جميل
جمال/كمال كريم/كرم رشيد/رشاد ياسين/ياسر ماجد/مجد حمزة/حمدي سمير/سامر منير/منذر بشير/بشار نبيل/نبيه أيمن/أمين أنس/أنيس نور/نورا
أمينة/آمنة زياد/زيد يوسف/يونس مهند/محمد رنا/رانيا لينا/لانا هبة/هيام"""


def twins(w):
    """Twins among people of whom some are there twice, so that there is something to learn from."""
    for i, pair in enumerate(TWINS.split()):
        house = [GIVEN[7 * i % len(GIVEN)], GIVEN[(11 * i + 5) % len(GIVEN)]]
        name = w.say(house, 0 if pair.isascii() else None)
        mother = w.say([MOTHERS[i % len(MOTHERS)], GIVEN[(13 * i + 3) % len(GIVEN)]], 0 if pair.isascii() else None)
        for k, given in enumerate(pair.split("/")):
            w.next += 1
            w.rows.append(["t%05d" % w.next, given + " " + name, mother, "19%02d-%02d-%02d" % (60 + i % 40, 1 + i % 12, 1 + i % 28),
                           VILLAGES[i % len(VILLAGES)], "m"])
            w.person[w.rows[-1][0]] = ("twin", i, k)
    return w


def many(w, copies, slips=0):
    """One person who is there many times, letter by letter or, for some, with a letter more."""
    for i in range(copies + slips):
        w.next += 1
        w.rows.append(["m%05d" % w.next, "Nabil Adib Sawwan" + ("aeiou"[i % 5] if i >= copies else ""), "", "1980-03-01", "", "m"])
        w.person[w.rows[-1][0]] = "many"
    return w


def strangers():
    """Nobody twice, so that nothing can be learned."""
    w = World(3)
    for i in range(400):
        w.row(i, [], None, "%d-01-02" % (1600 + i), "")
        w.rows[-1][1] = "Person%syy Ofzzzz The%s" % ("abcdefghijklmnopqrstuvwxyz"[i % 26] * 3, "abcdefghijklmnopqrstuvwxyz"[i // 26] * 3)
    return w


FIVE = [("Samir Omar Aqqad", "1980-03-04"), ("Khaled Nouri Barakat", "1962-04-05"), ("Munira Adib Talas", "1975-05-06"),
        ("Yousef Anwar Qassab", "1999-06-07"), ("Rana Habib Darwish", "1988-07-08")]
SPELLED = ["Khaled Omar Barakat", "Khalid Omar Barakat", "Halit Omer Berekat", "Khaled Umar Barakat", "خالد عمر بركات",
           "Munira Adib Talas", "Muneera Adeeb Tlas", "منيرة أديب طلاس"]


def bare(path, letter, names, births=None):
    """Names alone, or with births."""
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f)
        w.writerow(["id", "name", "birth"] if births else ["id", "name"])
        w.writerows([letter + str(i), n] + ([births[i]] if births else []) for i, n in enumerate(names))


def same(found):
    """How many pairs are of rows of one number, and how many are not."""
    pairs = [(p["a"][1:], p["b"][1:]) for p in found if p["type"] == "pair"]
    right = sum(x == y for x, y in pairs)
    return right, len(pairs) - right


def few(a, b):
    """Lists of few rows, or of names alone: nothing can be learned, and what is usual finds who is in both."""
    names, days = [n for n, _ in FIVE], [d for _, d in FIVE]
    years = [d[:4] for d in days]
    got = {}
    for what, x, y in (("days", days, days), ("years", years, years), ("a day and a year", days, years), ("none", None, None)):
        bare(a, "a", names, x)
        bare(b, "b", names, y)
        found = link(a, b)
        got[what] = (same(found), found[-1]["learned"], found[-1]["looked"] >= 5)
    ok("five who are in both lists are found by day, by year and by name alone", set(got.values()) == {((5, 0), False, True)}, got)
    r = random.Random(1)
    four = [" ".join(NAMES[p][0] for p in r.sample(GIVEN, 4)) for _ in range(1500)]
    got = {}
    for n in list(range(1, 13)) + [20, 100, 200]:
        bare(a, "a", four[:n])
        bare(b, "b", four[:n])
        got[n] = same(link(a, b))
    ok("as many names as are in both lists are found, however few", all(v == (n, 0) for n, v in got.items()), got)
    born = [str(r.randint(1950, 2005)) for _ in four]
    got = {}
    for what, years in (("none", None), ("years", born)):
        bare(a, "a", four, years)
        with open(b, "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f)
            w.writerow(["id", "name"] + (["birth"] if years else []))
            w.writerows(["b" + str(i), four[i]] + ([years[i]] if years else []) for i in range(500, 1500))
        got[what] = same(link(a, b))
    ok("so they are in long lists, with and without years", set(got.values()) == {(1000, 0)}, got)
    parts = [[n.split()[0], n.split(" ", 1)[1]] for n in names]
    for path, letter in ((a, "a"), (b, "b")):
        with open(path, "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([["id", "given_name", "surname"]] + [[letter + str(i)] + p for i, p in enumerate(parts)])
    ok("so are five of given names and surnames", same(link(a, b)) == (5, 0))
    bare(a, "s", SPELLED)
    found = link(a)
    clusters = [c["ids"] for c in found if c["type"] == "cluster"]
    ok("five spellings in a list of eight are one person", ["s0", "s1", "s2", "s3", "s4"] in clusters and len(clusters) == 2, clusters)
    common = names + ["Mohammed Ahmed Mohammed"] * 20
    bare(a, "a", common, [d[:4] for d in days] + [str(1970 + i // 2) for i in range(20)])
    found = link(a)
    ok("many of one common name are no one person in a short list", not any(p["type"] == "pair" for p in found), found[:3])
    bare(a, "a", ["Samir Omar Aqqad", "Khaled Nouri Barakat", "Sami Nouri Barakat"], ["1980", "1962", "1965"])
    bare(b, "b", ["Amer Omar Aqqad", "Khaled Adib Talas", "Nouri Nouri Barakat"], ["1980", "1962", "1965"])
    ok("brothers and namesakes of short lists are no one person", same(link(a, b)) == (0, 0))
    for path in (a, b):
        bare(path, "a", [])
    found = link(a, b)
    ok("of lists without rows nothing is learned", found[-1]["learned"] is False and found[-1]["pairs"] == 0, found)


def judge(w, found):
    pairs = [(p["a"], p["b"]) for p in found if p["type"] == "pair"]
    row = {r[0]: r for r in w.rows}
    wrong = [(row[a], row[b]) for a, b in pairs if w.person[a] != w.person[b]]
    return len(pairs) - len(wrong), wrong


def main():
    work = tempfile.mkdtemp(prefix="link-", dir=os.environ.get("TMPDIR"))
    a, b = os.path.join(work, "a.csv"), os.path.join(work, "b.csv")
    for habit, what in ((None, "in Arabic"), (0, "in English"), (2, "in other Latin")):
        w = kin(7, habit)
        w.file(a)
        right, wrong = judge(w, link(a))
        ok("twins, brothers, fathers and sons, cousins and many of one name are no one person, " + what, not wrong,
           len(wrong), wrong[:6])
    w = twins(twice(5)[0])
    w.file(a)
    right, wrong = judge(w, link(a))
    ok("twins whose names differ by a letter are no one person", right > 200 and not wrong, right, len(wrong), wrong)
    w = many(twice(5)[0], 60, 5)
    w.file(a)
    found = link(a)
    there = [len([i for i in c["ids"] if w.person[i] == "many"]) for c in found if c["type"] == "cluster"]
    ok("who is there sixty-five times is one cluster of them all", max(there) == 65 and sum(there) == 65 and not judge(w, found)[1],
       sorted(there)[-4:])
    few(a, b)
    w = many(strangers(), 20)
    w.file(a)
    found = link(a)
    right, wrong = judge(w, found)
    ok("where there is nothing to learn from, who is there twenty times is found and nobody else",
       right == 190 and not wrong, right, wrong[:3], found[-1])
    w, half = twice(5)
    w.file(a, w.rows[:half])
    again = [["x" + r[0]] + r[1:] for r in w.rows[half:half + 60]]
    w.person.update((r[0], w.person[r[0][1:]]) for r in again)
    for r in again[:30]:
        r[1] += "a"
    w.rows += again
    w.file(b, w.rows[half:])
    found = link(a, b)
    right, wrong = judge(w, found)
    twofold = [p for p in found if p["type"] == "pair" and p["b"][0] == "x"]
    ok("who is once in one list and twice in the other is found twice", len(twofold) >= 55 and not wrong, len(twofold), wrong[:3])
    w, half = twice(11)
    w.file(a)
    found = link(a)
    right, wrong = judge(w, found)
    print("# within a list: %d of 300 found, %d wrong" % (right, len(wrong)))
    ok("within a list nobody is taken for another", not wrong, len(wrong), wrong[:6])
    ok("who is there twice is found, in either script and any habit", right >= 240, right)
    clusters = [c["ids"] for c in found if c["type"] == "cluster"]
    ok("clusters are the pairs put together", sorted(map(tuple, clusters)) == sorted(
        {tuple(sorted((p["a"], p["b"]))) for p in found if p["type"] == "pair"}), clusters[:3])
    w.file(a, w.rows[:half])
    w.file(b, [[r[0], r[1], r[3], r[4]] for r in w.rows[half:]], ["rec_id", "name_la", "dob", "village"])
    right, wrong = judge(w, link(a, b))
    print("# between two lists of other columns: %d of 300 found, %d wrong" % (right, len(wrong)))
    ok("two lists with other columns: nobody is taken for another", not wrong, len(wrong), wrong[:6])
    ok("and who is in both is found", right >= 240, right)
    parts = [[r[0], r[1].split(" ", 1)[0], r[1].split(" ", 1)[1], r[3]] for r in w.rows[half:]]
    w.file(b, parts, ["id", "given_name", "surname", "birth"])
    right, wrong = judge(w, link(a, b))
    print("# whole names against parts: %d of 300 found, %d wrong" % (right, len(wrong)))
    ok("whole names are held against given names and surnames", right >= 240 and not wrong, right, wrong[:6])
    return done()


sys.exit(main())
