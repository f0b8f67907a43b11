#!/usr/bin/env python3
"""Records of all kinds about places out of one register and into another of another operation, as TAP: the example,
step by step, in both; what the second one writes is what the first one wrote."""
import collections
import csv
import datetime
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    import openpyxl
except ImportError:  # a Python beside Debian's own
    sys.path.append("/usr/lib/python3/dist-packages")
    import openpyxl

SULH = os.path.join(os.environ["BUILD"], "clock_tool")
EXAMPLE = os.path.join(os.environ["SRC"], "examples", "aleppo-2016")
FORMATS = ["csv", "hxl", "jsonl", "geojson", "xlsx"]
LAST = "2016-12-28"  # nothing of the example behind this day is of interest
REF = re.compile(r"\b([0-9a-f]{16})/(\d+)\b")
count = failures = 0


def ok(good, name, remark=""):
    global count, failures
    count += 1
    failures += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    if not good:
        print("# %s" % str(remark)[:900].replace("\n", "\n# "))


class Register:
    def __init__(self, top, name, operation):
        self.path, self.clock, self.operation = os.path.join(top, name), 0, operation
        self.seen = collections.defaultdict(list)  # indexes by kind and log, in order

    def run(self, *args):
        return subprocess.run([SULH, "--data", self.path, *args], capture_output=True, timeout=120,
                              env=dict(os.environ, CLOCK=str(self.clock), SULH_OFFICERS_FILE=self.path + ".officers"))

    def must(self, *args):
        done = self.run(*args)
        if done.returncode:
            raise RuntimeError("%s: %s" % (" ".join(args)[:300], (done.stdout + done.stderr).decode()[-900:]))
        return done.stdout.decode()

    def start(self, clock):
        self.clock = clock
        with open(self.path + ".pass", "w", encoding="utf-8") as f:
            f.write("a phrase for tests\n")
        self.must("--pass-file", self.path + ".pass", "init", self.path, "--operation", self.operation)
        with open(os.path.join(self.path, "sulh.conf"), "a", encoding="utf-8") as f:
            f.write("pass_file = %s.pass\n" % self.path)

    def rows(self, kind, form="csv"):
        """What an export of this form says: the columns, their tags, the rows as texts by column."""
        tags = None
        if form in ("csv", "hxl"):
            table = list(csv.reader(io.StringIO(self.must("export", kind, "--format", form))))
            head, table = table[0], table[1:]
            if form == "hxl":
                tags, table = dict(zip(head, table[0])), table[1:]
            return head, tags, [dict(zip(head, row)) for row in table]
        out = "%s.%s" % (self.path, form)
        self.must("export", kind, "--format", form, "--out", out)
        if form == "xlsx":
            table = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
            return list(table[0]), None, [dict(zip(table[0], row)) for row in table[1:]]
        with open(out, encoding="utf-8") as f:
            rows = [json.loads(line) for line in f] if form == "jsonl" else \
                [feature["properties"] for feature in json.load(f)["features"]]
        return [], None, rows

    def new(self, kind, form="csv"):
        """Rows that were not there before, and their columns."""
        head, tags, rows = self.rows(kind, form)
        fresh = [row for row in rows if int(row["index"]) not in self.seen[kind, row["log"]]]
        for row in fresh:
            self.seen[kind, row["log"]].append(int(row["index"]))
        return head, tags, fresh


def write(path, form, head, tags, rows):
    if form in ("csv", "hxl"):
        with open(path, "w", encoding="utf-8", newline="") as f:
            out = csv.writer(f)
            out.writerow(head)
            if tags:
                out.writerow([tags.get(name, "") for name in head])
            out.writerows([row.get(name, "") for name in head] for row in rows)
    elif form == "xlsx":
        book = openpyxl.Workbook()
        book.active.append(head)
        for row in rows:
            book.active.append([row.get(name) for name in head])
        book.save(path)
    else:
        with open(path, "w", encoding="utf-8") as f:
            if form == "jsonl":
                f.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            else:
                json.dump({"type": "FeatureCollection", "features": [
                    {"type": "Feature", "geometry": None, "properties": row} for row in rows]}, f, ensure_ascii=False)


class Exchange:
    def __init__(self, top):
        self.top, self.turn = top, 0
        self.a, self.b = Register(top, "a", "aleppo-2016"), Register(top, "b", "other-2016")
        self.waiting = collections.defaultdict(collections.deque)  # example rows by kind, not seen in the log yet
        self.order, self.heads = [], {}
        self.ids, self.index = {}, {}  # id of a log of a -> name; (name, index) in a -> in b
        self.forms, self.sealed = collections.defaultdict(set), set()
        self.unsaid = None  # the first row whose reference the other register must not take

    def head(self, kind):
        """The columns of an export; none where no rows of this kind are exported."""
        if kind not in self.heads:
            self.heads[kind] = self.a.run("export", kind).stdout.decode().split("\r\n")[0].split(",")
        return self.heads[kind]

    def is_open(self, kind):
        return "corrects" in self.head(kind)

    def add_log(self, name):
        for r in self.a, self.b:
            r.must("log", "add", name)
        self.learn()

    def learn(self):
        """The ids of the first one's logs."""
        for line in self.a.must("--json", "log", "head").splitlines():
            line = json.loads(line)
            if line.get("origin"):
                self.ids[hashlib.sha256(line["origin"].encode()).hexdigest()[:16]] = line["log"]

    def here(self, value):
        """Entries of a named as those of b."""
        if isinstance(value, list):
            return [self.here(x) for x in value]
        if isinstance(value, dict):
            return {k: self.here(v) for k, v in value.items()}
        if not isinstance(value, str):
            return value
        return REF.sub(lambda m: "%s/%d" % (self.ids[m[1]], self.index[self.ids[m[1]], int(m[2])])
                       if m[1] in self.ids else m[0], value.replace("." + self.a.operation, "." + self.b.operation))

    def read(self, name):
        kind = re.split("[-.]", name)[0]
        with open(os.path.join(EXAMPLE, name), encoding="utf-8") as f:
            rows = list(csv.DictReader(f))
        if not self.is_open(kind) or "case" in rows[0] or any("entry:" in v for row in rows for v in row.values()):
            return
        done = self.a.run("import", os.path.join(EXAMPLE, name), "--commit")
        if done.returncode:  # what rests on records about persons, which are not here
            self.sealed.add((name, (done.stdout + done.stderr).decode()[-300:]))
            return
        self.take(kind, rows)

    def take(self, kind, rows):
        self.waiting[kind].extend(rows)
        if kind not in self.order:
            self.order.append(kind)

    def cut(self, day):
        self.a.must("cut", "--day", day)
        for kind in self.order:
            if self.waiting[kind]:
                self.send(kind, FORMATS[self.turn % len(FORMATS)])
                self.turn += 1
        self.b.must("cut", "--day", day)
        for kind in self.order:
            before = {k: len(v) for k, v in self.b.seen.items()}
            for row in self.b.new(kind)[2]:
                at = before.get((kind, row["log"]), 0)
                self.index[row["log"], self.a.seen[kind, row["log"]][at]] = int(row["index"])
                before[kind, row["log"]] = at + 1

    def send(self, kind, form):
        head, tags, rows = self.a.new(kind, form)
        used, left = [], list(self.waiting[kind])
        for row in rows:
            own = next(x for x in left if not x.get("log") or x["log"] == row["log"])
            left.remove(own)
            used.append(own)
            # What an export cannot know: who signs, what is sealed.
            for name, value in own.items():
                if value and name not in ("log", "day", "from_day", "place", "corrects") and \
                        (name in ("as", "note") or name not in self.head(kind)):
                    row[name] = value
                    if name not in head:
                        head.append(name)
        self.waiting[kind] = collections.deque(left)
        if not rows:
            return
        self.forms[kind].add(form)
        end = "csv" if form == "hxl" else form
        path = os.path.join(self.top, "%s.%s" % (kind, end))
        mapped = self.here(rows)
        if mapped != rows and self.unsaid is None:
            write(path, form, head, tags, rows)
            done = self.b.run("import", path)
            self.unsaid = done.returncode, done.stdout.decode()
        write(path, form, head, tags, mapped)
        self.b.must("import", path, "--commit")


def instant(text):
    return int(datetime.datetime.fromisoformat(text).timestamp())


def follow(x):
    with open(os.path.join(EXAMPLE, "script"), encoding="utf-8") as f:
        lines = [line.split() for line in f if line.strip() and not line.startswith("#")]
    for what, *rest in lines:
        if what == "clock" and rest[0][:10] > LAST:
            break
        if what == "clock":
            if not x.a.clock:
                for r in x.a, x.b:
                    r.start(instant(rest[0]))
                x.learn()
            x.a.clock = x.b.clock = instant(rest[0])
        elif what == "officers":
            for r in x.a, x.b:
                r.must("officer", "enrol", "--file", os.path.join(EXAMPLE, rest[0]), "--as", " ".join(rest[1:]))
        elif what == "log":
            x.add_log(rest[0])
        elif what == "import":
            x.read(rest[0])
        elif what == "cut":
            x.cut(rest[0])


def add(x, kind, fields, **words):
    x.a.must("add", kind, *("%s=%s" % pair for pair in [*fields.items(), *words.items()]))
    x.take(kind, [fields])


def correct(x):
    """A count that was wrong, and what names an entry by its index."""
    old = x.a.rows("corridor_count")[2][-1]
    add(x, "corridor_count", {"corridor": old["corridor"], "direction": old["direction"], "persons": "about 400",
                              "method": "stated", "from_hour": "2016-12-14T08:00+02:00", "day": old["day"],
                              "as": "Dina Farhat,Adel Maalouf"}, log=old["log"], corrects="%(log)s/%(index)s" % old)
    gift = x.a.rows("distribution")[2][-1]
    fields = {k: gift[k] for k in x.head("distribution")[9:] + ["day", "from_day"] if gift[k]}
    fields.update({"method": "queue", "witness": "LOCAL", "as": "Tarek Hallaq,Salma Idris"})
    add(x, "distribution", fields, log=gift["log"], corrects="%(log)s/%(index)s" % gift)
    claim = x.a.rows("press_claim")[2][-1]
    fields = {k: claim[k] for k in x.head("press_claim")[9:] + ["day"] if claim[k]}
    fields.update({"outlet": "Newspaper (example)", "copied_from": "hq/" + claim["index"], "as": "Dalia Sukkar"})
    add(x, "press_claim", fields, log="hq")
    # The example says its sums later, and what they count is not here.
    add(x, "delayed_sum", {"figure": "P11", "month": "2016-10", "amount": "6", "scope": "Syria", "beyond": "on_paper",
                           "as": "Wafa Bitar,Nadia Karam"}, log="hq")
    x.unsaid = None
    x.cut(LAST)
    ok(x.unsaid and x.unsaid[0] == 5 and "an entry of log" in x.unsaid[1],
       "an entry of another register is not taken for one's own", x.unsaid)
    rows = {row["index"]: row for row in x.a.rows("corridor_count")[2] if row["log"] == old["log"]}
    newest = rows[max(rows, key=int)]
    ok(rows[old["index"]]["corrected"] == "yes" and newest["corrected"] == "", "what was corrected is marked", rows)
    ok(re.fullmatch(r"[0-9a-f]{16}/%s" % old["index"], newest["corrects"]), "and what corrects it says so", newest)
    ok(REF.fullmatch(x.a.rows("press_claim")[2][-1]["copied_from"]), "what has no key goes by log and index")
    given = [row["index"] for row in x.a.rows("3w")[2] if row["kind"] == "distribution"]
    ok(given and gift["index"] not in given, "3w has what took its place only", given)
    path = os.path.join(x.top, "corridor_count-back.csv")
    x.a.must("export", "corridor_count", "--out", path)
    done = x.b.run("import", path, "--as", "Dina Farhat,Adel Maalouf")
    ok(done.returncode == 5 and b'"yes" is not right' in done.stdout,
       "a row that was corrected is not taken in", done.stdout[-600:])
    standing = list(csv.DictReader(io.StringIO(x.a.must("export", "corridor_count", "--standing"))))
    ok(len(standing) == len(x.a.rows("corridor_count")[2]) - 1 and
       not any(row["corrected"] or row["corrects"] for row in standing), "--standing leaves it out", standing)


def compare(x):
    shapes = collections.Counter()
    for kind in x.order:
        head, _, rows = x.a.rows(kind)
        mine = [dict(x.here(row), index="") for row in rows]
        # The other one names what it has by its own logs; those names are ours once they are looked up.
        ids = {hashlib.sha256(json.loads(line)["origin"].encode()).hexdigest()[:16]: json.loads(line)["log"]
               for line in x.b.must("--json", "log", "head").splitlines() if "origin" in json.loads(line)}
        theirs = [{k: REF.sub(lambda m: "%s/%s" % (ids[m[1]], m[2]), v)
                   for k, v in dict(row, index="").items()} for row in x.b.rows(kind)[2]]
        ok(rows and mine == theirs, "%s: %d rows are the same after %s" % (kind, len(rows), ", ".join(sorted(x.forms[kind]))),
           [pair for pair in zip(mine, theirs) if pair[0] != pair[1]][:1] or (len(mine), len(theirs)))
        shapes["kinds"] += bool(rows)
        shapes["rows"] += any(";" in v and "=" in v for row in rows for v in row.values())
        shapes["quantities"] += any(re.fullmatch(r"(about|over|almost|at least) \d+", v) for row in rows for v in row.values())
        shapes["corrects"] += any(row["corrects"] for row in rows)
        shapes["periods"] += any(row["from_day"] for row in rows)
    ok(shapes["kinds"] >= 20, "%d kinds went there" % shapes["kinds"], x.sealed)
    ok({"deployment", "truce_sheet", "restoration", "delayed_sum", "convoy_count"} <= set(x.order),
       "among them those whose key has parts", x.order)
    for shape in "rows", "quantities", "corrects", "periods":
        ok(shapes[shape], "and those with %s" % shape, shapes)
    ok(set(FORMATS) == {f for forms in x.forms.values() for f in forms}, "in each form of file", x.forms)
    return shapes


with tempfile.TemporaryDirectory() as top:
    exchange = Exchange(top)
    follow(exchange)
    correct(exchange)
    compare(exchange)
    for name, why in sorted(exchange.sealed):
        print("# not exchanged: %s: %s" % (name, why.replace("\n", " ")))
print("1..%d" % count)
sys.exit(1 if failures else 0)
