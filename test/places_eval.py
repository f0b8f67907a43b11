"""Places are found by any spelling: how often the right one is first, or among ten, against two common ways (trigrams, and
whole-string Jaro-Winkler) on the same names in the same run. Reads examples/places, and syria-places.csv of the folder that
SULH_PLACES names, if there is one. One half of the variants was looked at while the weights were set, the other (by the
parity of a checksum) was not: both are printed, and asserted of both is what the issue asks. Prints TAP."""

import csv
import io
import os
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
import zlib

SRC = os.environ.get("SRC") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
BUILD = os.environ.get("BUILD") or os.path.join(SRC, "build")
DATA = os.environ.get("SULH_PLACES")


def is_arabic(s):
    return any("\u0600" <= c < "\u0700" for c in s)


def folded(s):
    s = unicodedata.normalize("NFKD", s.lower())
    s = "".join(c for c in s if not unicodedata.combining(c) and c not in "'`\u2018\u2019\u02bb\u02bc\u02be\u02bf")
    return " ".join(re.sub(r"[^\w]+", " ", s).split())


# How clerks, maps and newspapers write what GeoNames writes in its scholarly way.
HABITS = [
    ("ī", "i", "ee", "i"), ("ū", "u", "ou", "oo"), ("ā", "a", "a", "aa"), ("á", "a", "a", "a"),
    ("ayn", "ein", "ain", "ayn"), ("ay", "ei", "ai", "ay"), ("aw", "o", "au", "ow"), ("q", "q", "k", "q"),
    ("dh", "dh", "z", "d"), ("‘", "", "'", ""), ("’", "", "", ""), ("sh", "sh", "ch", "sh"), ("iyah", "iyeh", "ié", "iya"),
    ("yah", "yeh", "ya", "ya"), ("ah", "eh", "a", "a"), ("j", "j", "dj", "g"), ("w", "w", "ou", "w"),
]


def habit(name, which):
    out = name.lower()
    for row in HABITS:
        out = out.replace(row[0], row[which])
    out = "".join(c for c in unicodedata.normalize("NFKD", out) if not unicodedata.combining(c))
    words = [w for w in re.split(r"[\s-]+", out) if w]
    art = ("al", "el", "al")[which - 1]
    words = [art if w in ("al", "ad", "an", "ar", "as", "ash", "at", "ath", "az", "adh") else w for w in words]
    if which == 3:
        words = [w for w in words if w != "al"]
    return (" " if which < 3 else " ").join(w.capitalize() for w in words)


def typo(name, r):
    if len(name) < 5:
        return None
    i = r.randrange(1, len(name) - 1)
    return r.choice([name[:i] + name[i + 1 :], name[:i] + name[i + 1] + name[i] + name[i + 2 :],
                     name[:i] + r.choice("aeiourst") + name[i + 1 :]])


def load_aliases():
    """The table of aliases: indexed by English name; its spellings are queries."""
    rows = csv.DictReader(open(os.path.join(SRC, "examples/places/aliases.csv"), encoding="utf-8"))
    places, queries = [], []
    for row in rows:
        places.append([row["name_en"], row["name_ar"]])
        who = len(places) - 1
        if row["level"] == "city":
            continue
        for s in row["spellings"].split("|"):
            if folded(s) not in (folded(row["name_en"]), folded(row["name_ar"])):
                queries.append((who, "ar" if is_arabic(s) else "cyrillic" if any("\u0400" <= c < "\u0500" for c in s)
                                else "alias", s))
    return places, queries


def load_geonames(path):
    """One name indexed, the others queries; and how others would write it."""
    places, queries = [], []
    r = random.Random(4)
    for row in csv.DictReader(open(path, encoding="utf-8")):
        who = len(places)
        places.append([row["name"]])
        seen = {folded(row["name"])}
        for col, sort in (("name_en", "other name"), ("name_ar", "arabic"), ("name_ru", "cyrillic"), ("name_fr", "french")):
            v = row.get(col) or ""
            if v and folded(v) not in seen and (col != "name_ar" or is_arabic(v)):
                seen.add(folded(v))
                queries.append((who, sort, v))
        for which, sort in ((1, "english habit"), (2, "french habit"), (3, "no article")):
            v = habit(row["name"], which)
            if folded(v) not in seen:
                seen.add(folded(v))
                queries.append((who, sort, v))
        v = typo(habit(row["name"], 1), r)
        if v and folded(v) not in seen:
            queries.append((who, "typo", v))
        v = habit(row["name"], 3).replace(" ", "")
        if folded(v) not in seen and " " in habit(row["name"], 3):
            queries.append((who, "one word", v))
    return places, queries


# Invented places of other lands, and how others would write them: no Arabic anywhere.
ELSEWHERE = """
San Jacinto Alto|San Jacinto de Arriba|S. Jacinto Alto|San Hacinto Alto
San Jacinto Bajo|San Jacinto de Abajo|San Jasinto Bajo
Santa Rosa de Quilmán|Sta. Rosa de Quilman|Santa Rosa Quilmán|Santarosa de Quilman
Río Guayabo|Rio Guayavo|Guayabo River|Rio Huayabo
Villa Nueva del Carrizal|Villanueva del Carrizal|Villa Nueva Carrisal
Cerro Tamboril|Tamboril|Cerro Tanboril
Quebrada Honduras Vieja|Quebrada Honduras la Vieja|Qda. Honduras Vieja
Ciudad Arévalo|Arevalo|Arebalo City
São Bento do Araçá|Sao Bento do Araca|Sto. Bento do Araçá
Xochitepanco|Sochitepanco|Xochitepango
Chimaltenayo|Chimaltenallo|Chimaltenango Nuevo
La Esperanza 2|Esperanza 2|La Esperansa N° 2
La Esperanza 3|Esperanza No. 3|la esperanza # 3
Unguwar Makera|Ungwan Makera|Angwan Makera|Unguwar Makeri
Unguwar Sarkin Noma|Ungwan Sarkin Noma|Unguwar Sarkin Nooma
Gidan Dutse|Gidan Duche|Gidan Dutsi
Birnin Tsauni|Birnin Tsawni|Birni Tsauni
Okpobiri|Okpo-biri|Okpoberi
Umuokere Ugwu|Umuokereugwu|Umu Okere Ugwu
Igbo-Olorun|Igbo Olorun|Igboolorun
Kogin Daji|Kogin Dadji|Kogi Daji
Poblacion Dalisay|Dalisay Poblacion|Pob. Dalisay
Barangay Malinao 4|Brgy. Malinao 4|Malinaw 4
Barangay Malinao 14|Malinao 14|Bgy Malinao 14
Kabacsanan|Cabacsanan|Kabaksanan
Sitio Tubigon|Tubigon|Tubigun
Pangasugan del Norte|North Pangasugan|Pangasugan Norte
Pangasugan del Sur|South Pangasugan|Pangasugan Sur
Lungsod Mabini|Mabini|Lungsod ng Mabini
Zumarang|Sumarang|Zumaran
Ballykilmoran|Bally Kilmoran|Baile Chill Mhórán|Ballykillmoran
Ballykilderry|Bally Kilderry|Ballykildery
Dún Carraige|Dun Carraige|Duncarraige
Cnoc na Móna|Knock na Mona|Knocknamona
Inis Beagán|Inish Began|Inisbegan
Lough Corraun|Loch Corraun|Lough Coraun
Upper Drumkeel|Drumkeel Upper|Drumkeele Upper
Lower Drumkeel|Drumkeel Lower|Lower Drumkiel
Старая Берёзовка|Staraya Berezovka|Old Berezovka|Стара Березовка
Новая Берёзовка|Novaya Beryozovka|New Berezovka|Нова Березовка
Красный Лиман-Степной|Krasny Liman Stepnoy|Krasnyi Lyman Stepnoi
Верхнее Озерище|Verkhnee Ozerishche|Upper Ozerische
Нижнее Озерище|Nizhnee Ozerishche|Lower Ozerishche
Посёлок Шахтёр 7|Shakhtyor 7|Shahter 7
"""


def load_elsewhere():
    places, queries = [], []
    for line in ELSEWHERE.strip().split("\n"):
        name, *others = line.split("|")
        places.append([name])
        for other in others:
            cyrillic = any("\u0400" <= c < "\u0500" for c in name)
            queries.append((len(places) - 1, "cyrillic" if cyrillic else "latin", other))
    return places, queries


def trigrams(s):
    out = set()
    for w in folded(s).split():
        w = "  " + w + " "
        out.update(w[i : i + 3] for i in range(len(w) - 2))
    return out


def jaro_winkler(a, b):
    if a == b:
        return 1.0
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    taken, match = [False] * len(b), []
    for i, c in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not taken[j] and b[j] == c:
                taken[j] = True
                match.append(c)
                break
    if not match:
        return 0.0
    other = [b[j] for j in range(len(b)) if taken[j]]
    swaps = sum(x != y for x, y in zip(match, other)) / 2
    m = len(match)
    jaro = (m / len(a) + m / len(b) + (m - swaps) / m) / 3
    prefix = 0
    while prefix < 4 and prefix < min(len(a), len(b)) and a[prefix] == b[prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


def by_trigram(places, queries):
    index = [(who, trigrams(n)) for who, names in enumerate(places) for n in names]
    for _, _, q in queries:
        t = trigrams(q)
        yield ranked((len(t & x) / (len(t | x) or 1), who) for who, x in index)


def by_jaro(places, queries):
    index = [(who, folded(n)) for who, names in enumerate(places) for n in names]
    for _, _, q in queries:
        f = folded(q)
        yield ranked((jaro_winkler(f, x), who) for who, x in index)


def ranked(scores):
    out = []
    for v, who in sorted(scores, key=lambda x: (-x[0], x[1])):
        if v > 0 and who not in out:
            out.append(who)
            if len(out) == 10:
                break
    return out


def ours(places, queries):
    with tempfile.TemporaryDirectory() as d:
        with open(d + "/n", "w", encoding="utf-8") as f:
            for who, names in enumerate(places):
                for n in names:
                    f.write(f"{who}\t{n}\n")
        with open(d + "/q", "w", encoding="utf-8") as f:
            for _, _, q in queries:
                f.write(q + "\n")
        out = subprocess.run([os.path.join(BUILD, "place_tool"), d + "/n", d + "/q"], capture_output=True,
                             text=True, check=True).stdout.split("\n")
    print("#", out[len(queries)])
    for line in out[: len(queries)]:
        yield [int(x.split(":")[0]) for x in line.split("\t") if x]


def shares(queries, results):
    """By sort, and of the two halves: how many, first, among ten."""
    out = {}
    for (who, sort, q), best in zip(queries, results):
        half = "held out" if zlib.crc32(q.encode()) % 2 else "seen"
        for key in (sort, half, "all"):
            n = out.setdefault(key, [0, 0, 0])
            n[0] += 1
            n[1] += bool(best) and best[0] == who
            n[2] += who in best
    return out


def worst(queries, results, places):
    for (who, sort, q), best in zip(queries, results):
        if not best or best[0] != who:
            print("# missed:", sort, q, "is", places[who][0], "not", places[best[0]][0] if best else "-")


def measure(title, places, queries):
    mine = list(ours(places, queries))
    table = {"ours": shares(queries, mine), "trigram": shares(queries, by_trigram(places, queries)),
             "jaro-winkler": shares(queries, by_jaro(places, queries))}
    print(f"# {title}: {len(places)} places, {len(queries)} variants; recall@1 / @10")
    print("#   %-14s %5s   %-14s %-14s %-14s" % ("", "n", *table))
    for key in table["ours"]:
        row = ["%.3f / %.3f" % (t[key][1] / t[key][0], t[key][2] / t[key][0]) for t in table.values()]
        print("#   %-14s %5d   %-14s %-14s %-14s" % (key, table["ours"][key][0], *row))
    if os.environ.get("SULH_PLACES_MISSED"):
        worst(queries, mine, places)
    return table


tests = 0
bad = 0


def ok(what, good):
    global tests, bad
    tests += 1
    bad += not good
    print(("ok" if good else "not ok"), tests, "-", what)


def judge(name, table, first, ten):
    for half in ("seen", "held out"):
        n, a, b = table["ours"][half]
        ok(f"{name}, {half}: the right place is first {first:.2f} of the time, among ten {ten:.2f}", a >= first * n and b >= ten * n)
        ok(f"{name}, {half}: no worse than trigrams and Jaro-Winkler",
           all(a >= table[peer][half][1] and b >= table[peer][half][2] for peer in ("trigram", "jaro-winkler")))


sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
judge("table of aliases", measure("table of aliases", *load_aliases()), 0.85, 0.95)
judge("example's extract of GeoNames", measure("example's extract of GeoNames",
      *load_geonames(os.path.join(SRC, "examples/places/geonames.csv"))), 0.9, 0.95)
judge("invented places of other lands", measure("invented places of other lands", *load_elsewhere()), 0.85, 0.95)
if DATA:
    judge("places of Syria", measure("places of Syria", *load_geonames(os.path.join(DATA, "syria-places.csv"))), 0.85, 0.95)
print(f"1..{tests}")
sys.exit(bad > 0)
