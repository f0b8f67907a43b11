"""The tables of doc/format.md, read from the document, and what its sections 1, 4 and 5 say of one record:
the types of fields, conditions, keys, counting, the rules of the kinds. The numbers in brackets are sections.
"""
import datetime
import os
import re

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "doc", "format.md")
QUALIFIERS = ["exact", "over", "at_least", "almost", "at_most", "as_many_as", "about"]
LIMIT = 10 ** 12


class Wrong(Exception):
    pass


def need(holds, why, *args):
    if not holds:
        raise Wrong(why % args if args else why)


# Reading the document.

class Field:
    def __init__(self, cells):
        tag, name, self.type, self.sight, self.limit = cells
        self.tag, self.name, self.required = int(tag), name.rstrip(" *"), name.endswith("*")
        self.rows = self.limit[8:] if self.type == "rows" else "name_part" if self.type == "name" else None


class Count:
    def __init__(self, cells):
        self.figure, self.detail, amount, how, self.when, self.row, bounds = [c.replace("\\|", "|").strip("`")
                                                                            for c in cells]
        self.or_one = amount.endswith(" or 1")
        self.amount = "" if amount == "1" else amount[:-5] if self.or_one else amount
        self.minus = how.endswith(", minus")
        self.how = how.split(",")[0]
        self.bounds = bounds.split(", ") if bounds else ["-", "-"]


class Kind:
    def __init__(self, name, code, text):
        self.name, self.code = name, code
        self.fields, self.counts, self.lists, self.acts = {}, [], [], []
        self.form = found(r"Form (\w+)", text)
        self.sealed = not re.search(r"Form place, id", text)
        signed = re.search(r"Signatures(?: inside c)?: (\d+) by `([^`]*)`(, one for each role)?", text)
        self.n = int(signed[1]) if signed else 0
        self.roles = signed[2].split(",") if signed else []
        self.each, self.hq = bool(signed and signed[3]), "Only in log hq." in text
        key = re.search(r"Key `([^`]*)`(?:, none when `([^`]*)`)?; a later|Key `([^`]*)`, once", text)
        self.key = (key[1] or key[3]).split("+") if key else []
        self.keyless = key[2] if key else None
        self.updates = bool(key and key[1])
        unique = found(r"`([\w+]+)` occurs once", text)
        self.unique = unique.split("+") if unique else []
        self.place_by = found(r"Key 4 by `(\w+)`", text)
        self.most = int(found(r"At most (\d+) bytes", text) or 4096)
        self.stated = found(r"Stated when `([^`]*)`", text)

    def field(self, name):
        return next((f for f in self.fields.values() if f.name == name), None)


def found(pattern, text):
    match = re.search(pattern, text)
    return match[1] if match else None


def cells_of(line):
    return [c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]]


def delta_list(text):
    """"P2 +1, P10.valid -1" as key 5 has it."""
    if text == "absent":
        return []
    deltas = []
    for word in text.split(", "):
        name, n = word.rsplit(" ", 1)
        figure, _, detail = name.partition(".")
        deltas.append([figure, detail, int(n), "exact"])
    return sorted(deltas, key=delta_order)


def read_kind(kind, lines):
    table = None
    for line in lines:
        if not line.startswith("|"):
            table = None
        elif table is None:
            table = cells_of(line)[0]
        elif not line.startswith("|---"):
            cells = cells_of(line)
            if table == "tag":
                kind.fields[int(cells[0])] = Field(cells)
            elif table == "counts in":
                kind.counts.append(Count(cells))
            elif table == "act":
                kind.acts.append(cells)
            elif table == "event (in c)":
                kind.lists.append(delta_list(cells[1]))


class Document:
    def __init__(self):
        with open(PAGE, encoding="utf-8") as f:
            sections = re.split(r"^## (\d+)\. .*$", f.read(), flags=re.M)
        text = dict(zip(map(int, sections[1::2]), sections[2::2]))
        self.kinds, self.parts = {}, {}
        for block in re.split(r"^### ", text[13], flags=re.M)[1:]:
            head, _, body = block.partition("\n")
            name, code = re.fullmatch(r"(\w+) \((?:kind (\d+)|rows)\)", head).groups()
            words = body.strip().split("\n\n")[0].replace("\n", " ")
            kind = Kind(name, int(code or 0), words)
            read_kind(kind, body.split("\n"))
            self.parts[name] = kind
            if code:
                self.kinds[kind.code] = kind
        self.lists = {m[1]: m[2].split() for m in
                      re.finditer(r"`list:([\w-]+)`: ([^`]*?)(?=\n- |\Z)", text[14])}
        self.checks = [cells_of(line) for line in text[6].split("| rule | holds |")[1].split("\n\n")[0].split("\n")[2:]]


def delta_order(d):
    return len(d[0].encode()), d[0].encode(), len(d[1].encode()), d[1].encode()


# Qualifiers [6].

def qual_sum(a, b):
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


def adds_up(n, q):
    return qual_minus(q) if n < 0 else q


# Values [1]. A number of any sort becomes (n, qualifier), a reference the entry's own triple.

class Ref(tuple):
    pass


def plain(text):
    return not any(ord(c) < 0x20 or 0x7f <= ord(c) < 0xa0 or ord(c) in (0x2028, 0x2029, 0xfeff) or
                   0x202a <= ord(c) <= 0x202e or 0x2066 <= ord(c) <= 0x2069 for c in text)


def is_day(value):
    return is_int(value) and -25567 <= value <= 84005


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool)


def edtf(text):
    parts = text.split("/")
    for part in parts:
        match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[?~%]?", part, re.A)
        if not match or match[1] == "0000" or (match[2] and not 1 <= int(match[2]) <= 12) or \
           (match[3] and not 1 <= int(match[3]) <= month_days(int(match[1]), int(match[2]))):
            return False
    return len(parts) <= 2


def month_days(y, m):
    leap = y % 4 == 0 and (y % 100 != 0 or y % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[m - 1]


def in_range(field, n):
    low, high = map(int, field.limit.split("..")) if ".." in field.limit else (0, LIMIT)
    return low <= n <= high


class Reader:
    """Values of one entry; `refs` is its key 7, whose positions must be used in their order."""
    def __init__(self, document, refs, places):
        self.document, self.refs, self.places, self.used = document, refs, places, []
        self.named = []

    def code(self, field, value):
        if not field.limit.startswith("list:"):
            return value in field.limit.split(", ")
        name = field.limit[5:]
        if name == "figures":
            return re.fullmatch(r"[A-Z][0-9]{1,2}[a-z]?", value, re.A) is not None
        if name == "figure_details":
            return 1 <= len(value.encode()) <= 48 and plain(value)
        return value in self.document.lists[name]

    def one(self, field, kind, value):
        if kind in ("int", "qty"):
            n, q = value, "exact"
            if kind == "qty" and isinstance(value, list):
                n, q = value
                need(q in QUALIFIERS[1:], "%s: no qualifier", field.name)
            need(is_int(n) and in_range(field, n), "%s: no such number", field.name)
            return n, q
        good = {
            "date": lambda: is_day(value), "day": lambda: is_day(value), "bool": lambda: isinstance(value, bool),
            "code": lambda: self.code(field, value), "place": lambda: value in self.places,
            "text": lambda: plain(value) and len(value) <= int(field.limit.split()[0]),
            "edtf": lambda: edtf(value), "officer": lambda: len(value) == 4 and isinstance(value, bytes),
            "hash": lambda: isinstance(value, bytes) and len(value) == int(field.limit.split()[0]),
            "blob": lambda: isinstance(value, bytes) and 1 <= len(value) <= 1 << 20,
            "time": lambda: is_int(value[0]) and -720 <= value[1] <= 840 and len(value) == 2,
        }
        if kind == "ref":
            if value not in self.used:
                need(value == len(self.used), "references in another order")
                self.used.append(value)
            self.named.append((field, Ref(map(maybe_hex, self.refs[value]))))
            return self.named[-1][1]
        need(good[kind](), "%s: no %s", field.name, kind)
        return value

    def value(self, field, value):
        lists = {"codes": "code", "texts": "text", "refs": "ref", "officers": "officer"}
        if field.type in lists:
            items = [self.one(field, lists[field.type], v) for v in value]
            need(1 <= len(items) <= 4096 and len(set(items)) == len(items), "%s: a list", field.name)
            return items
        if field.rows:
            need(1 <= len(value) <= 4096, "%s: rows", field.name)
            return [self.fields(self.document.parts[field.rows], row, "row") for row in value]
        need(field.type != "geo", "points are never public")
        return self.one(field, field.type, value)

    def fields(self, kind, found_here, what="fields"):
        values = {}
        for tag, value in found_here.items():
            field = kind.fields.get(tag)
            need(field and field.sight == "P", "%s: %s that the kind does not have", kind.name, what)
            values[field.name] = self.value(field, value)
        for field in kind.fields.values():
            need(what != "row" or not field.required or field.name in values, "%s: a cell is missing", kind.name)
        return values


def maybe_hex(x):
    return x.hex() if isinstance(x, bytes) else x


# Conditions and counting [5].

def holds(kind, values, conditions):
    return all(word_holds(kind, values, word) for word in (conditions or "").split())


def word_holds(kind, values, word):
    if word.startswith("!"):
        return word[1:] not in values
    name, _, codes = word.partition("=")
    if word.endswith(">0"):
        return values.get(word[:-2], (0,))[0] > 0
    if name not in values:
        return False
    value = values[name]
    if codes == "0" and kind.field(name).type in ("int", "qty"):
        return value[0] == 0
    return not codes or {True: "yes", False: "no"}.get(value, value) in codes.split("|")


class Record:
    """A place entry: its values by name. `world` knows what else is in the logs."""
    def __init__(self, world, kind, log, index, x):
        self.world, self.kind, self.log, self.index = world, kind, log, index
        self.day, self.first, self.place = x[3], x.get(12, x[3]), x.get(4)
        self.values, self.corrects = {}, None

    def __contains__(self, name):
        return name in self.values

    def get(self, name):
        return self.values.get(name)

    def n(self, name):
        return self.values.get(name, (0,))[0]

    def text(self, name):
        value, field = self.values.get(name), self.kind.field(name)
        if value is None:
            return ""
        if field.type == "ref":
            return self.world.key_of(value, self.log)
        return str(value[0]) if field.type in ("int", "qty") else value.hex() if field.type == "hash" else value

    def key(self):
        if not self.kind.key or (self.kind.keyless and holds(self.kind, self.values, self.kind.keyless)):
            return None
        return self.joined(self.kind.key)

    def joined(self, names):
        return "/".join(self.text(name) for name in names) if any(name in self for name in names) else None

    def name(self):
        """What occurs once."""
        return self.joined(self.kind.unique)

    def before(self):
        key = self.key()
        return None if key is None else self.world.newest(self.kind, self.log, key, self.corrects)

    def named(self, name):
        """The record that a reference names; None where it is read later."""
        return self.world.record(self.get(name), self.log) if name in self else None

    # Which number key 5 carries, and what the rules make of the record.

    def carriers(self):
        for field in self.kind.fields.values():
            if field.type not in ("int", "qty"):
                continue
            for rule in self.kind.counts:
                by = self.kind.field(rule.detail[1:]) if rule.detail.startswith("@") else None
                if rule.how == "flow" and not rule.minus and not rule.or_one and rule.amount == field.name and \
                   not (by and by.type == "ref") and holds(self.kind, self.values, rule.when):
                    yield field, self.look(rule.figure), self.look(rule.detail)
                    break

    def take_carried(self, deltas):
        for field, figure, detail in self.carriers():
            need(field.name not in self, "%s: a number that key 5 holds already", field.name)
            for d in deltas:
                if (d[0], d[1]) == (figure, detail) and (d[3] == "exact" or field.type == "qty"):
                    self.values[field.name] = (d[2], d[3])
                    need(in_range(field, d[2]), "%s: no such number", field.name)

    def look(self, word, row=None):
        if not word.startswith("@"):
            return word
        if row and word[1:] in row:
            return row[word[1:]]
        return self.text(word[1:])

    def amounts(self, rule):
        """(n, qualifier, row) for each number that a rule finds."""
        if not self.look(rule.figure):
            return
        name, _, cell = rule.amount.partition(".")
        field = self.kind.field(name)
        if field and field.rows:
            part = self.world.document.parts[field.rows]
            for row in self.get(name) or []:
                if holds(part, row, rule.row) and (not cell or cell in row):
                    yield (row[cell] if cell else (1, "exact")) + (row,)
        elif not rule.amount or (rule.or_one and name not in self):
            yield 1, "exact", None
        elif name in self:
            yield self.get(name) + (None,)

    def deltas(self):
        sums, before = {}, self.before()
        for rule in self.kind.counts:
            if rule.how not in ("flow", "comes") or not holds(self.kind, self.values, rule.when):
                continue
            if rule.how == "comes" and before and holds(before.kind, before.values, rule.when):
                continue
            for n, q, row in self.amounts(rule):
                n = -n if rule.minus else n
                at = self.look(rule.figure), self.look(rule.detail, row)
                if at in sums:
                    have, q0 = sums[at]
                    q = qual_sum(adds_up(have, q0), adds_up(n, q))
                    n += have
                    q = adds_up(n, q)
                sums[at] = n, q
        carried = {(figure, detail) for field, figure, detail in self.carriers() if field.name in self}
        return sorted(([f, d, n, q] for (f, d), (n, q) in sums.items()
                       if n or q != "exact" or (f, d) in carried), key=delta_order)

    def lines(self):
        """(figure, detail, how, n, qualifier as it adds up, from, until)"""
        lines = []
        for rule in self.kind.counts:
            if rule.how in ("flow", "comes") or not holds(self.kind, self.values, rule.when):
                continue
            for n, q, row in self.amounts(rule):
                begin, end = (self.bound(name, row) for name in rule.bounds)
                n = 0 if rule.how != "state" else -n if rule.minus else n
                lines.append((self.look(rule.figure), self.look(rule.detail, row), rule.how, n,
                              qual_minus(q) if rule.minus else q,
                              -10 ** 9 if begin is None else begin, 10 ** 9 if end is None else end))
        return lines

    def bound(self, name, row):
        return row[name] if row and name in row else self.get(name)

    def stated(self):
        return bool(self.kind.stated) and holds(self.kind, self.values, self.kind.stated)


# The rules of the kinds [13], in their words. r is the record, b the state before or None.

def up_to_day(r, *names):
    for name in names:
        need(name not in r or r.get(name) <= r.day, "%s is after its day", name)


def in_order(r, first, last):
    need(first not in r or last not in r or r.get(first) <= r.get(last), "%s is before %s", last, first)


def some(r, *names):
    for name in names:
        need(name not in r or r.n(name) >= 1, "%s is 0", name)


def each_within(r, whole, *parts):
    for part in parts:
        need(r.n(part) <= r.n(whole), "%s is over %s", part, whole)


def sum_within(r, whole, *parts):
    need(sum(r.n(p) for p in parts) <= r.n(whole), "%s together are over %s", ", ".join(parts), whole)


def only_if(r, holds_now, *names):
    for name in names:
        need(holds_now or name not in r, "%s is there", name)


def exactly_if(r, holds_now, *names):
    for name in names:
        need((name in r) == bool(holds_now), "%s", name)


def level(r, name, levels, wanted=True):
    place = r.world.places[r.get(name)]
    need((place.get("level") in levels.split()) == wanted, "%s is of level %s", name, place.get("level"))


def state(r, *same):
    b = r.before()
    if b:
        need(r.day >= b.day, "its day is before that of the state before")
        for name in same:
            need(r.text(name) == b.text(name), "%s is not as before", name)
    return b


def month_after(day, months):
    d = datetime.date(1970, 1, 1) + datetime.timedelta(day)
    y, m = divmod(d.year * 12 + d.month - 1 + months, 12)
    return (datetime.date(y, m + 1, min(d.day, month_days(y, m + 1))) - datetime.date(1970, 1, 1)).days


def casualties(r, rows):
    need(all(row["amount"][0] >= 1 for row in rows), "casualties of 0")
    need(len({(row["harm"], row["who"]) for row in rows}) == len(rows), "casualties in two rows")
    need(r.kind.name != "accident" or all(row["harm"] != "missing" for row in rows), "missing in an accident")


def operation(r):
    days = [row["from"] for row in r.get("offsets")]
    need(days == sorted(set(days)) and not r.world.operation, "offsets, or another operation")


def centre(r):
    b = r.before()
    level(r, "seat", "quarter camp post", False)
    in_order(r, "opened_on", "closed_on")
    need(not b or (b.get("seat"), b.get("log_origin")) == (r.get("seat"), r.get("log_origin")), "another centre")
    need(all(c.get("centre_no") == r.get("centre_no") for c in r.world.centres
             if c.get("log_origin") == r.get("log_origin")), "its log is another centre's")


def place(r):
    need((r.get("level") == "country") == ("parent" not in r), "the country, and nothing else, has no parent")
    only_if(r, r.get("level") == "quarter", "area_m2")


def party(r):
    asked = r.get("class") in ("armed_group", "local_committee")
    need("public_name" in r or asked, "no public name")
    need(not asked or "public_name" not in r or "public_agreed_on" in r, "a name that was not agreed on")


def log_key(r):
    exactly_if(r, r.get("act") != "start", "old_key")
    need(r.get("act") != "rotate" or r.get("old_key") != r.get("new_key"), "the same key")
    need(r.get("act") not in ("freeze", "continue") or "last_good" in r, "last_good is missing")
    need(len(r.get("last_good") or [0]) == 1, "last_good is one head")


def data_incident(r):
    up_to_day(r, "discovered_on", "persons_told_on")
    in_order(r, "discovered_on", "persons_told_on")
    need(r.n("persons") == 0 or r.n("persons") >= r.world.cell(), "a small number of persons")


DELAYED = {"P6": "handed over", "P9": "deceased", "P14": "longest days", "P15": "over 7 days",
           "P16": "held,hurt,let go", "P17": "taken back", "Q1": "merged,different,open",
           "Q5": "case work,appeal,court order,break glass,other"}


def delayed_sum(r):
    figure, detail, month, b = r.get("figure"), r.get("detail"), r.get("month"), r.before()
    need(detail is None or detail in DELAYED.get(figure, "").split(","), "its detail")
    need(re.fullmatch(r"\d{4}-\d\d", month, re.A) and 1900 <= int(month[:4]) <= 2198, "no month")
    last = month_after((datetime.date(int(month[:4]), int(month[5:]), 1) - datetime.date(1970, 1, 1)).days, 1) - 1
    each = (figure, detail) in (("Q5", "break glass"), ("P17", "taken back"))
    need(r.day - last > (0 if each else r.world.operation.n("sum_delay_days") if r.world.operation else 30), "too early")
    need(not b or b.get("month") < month, "a month that was said already")
    of_days = (figure, detail) in (("P14", "longest days"), ("P15", None))
    need(of_days or r.n("amount") >= (1 if each else r.world.cell()), "a small sum")


def leaflet(r):
    need({"rights", "excluded_acts"} <= set(r.get("promises")), "promises")
    decree_text = r.named("decree_text")
    over = decree_text and r.day > max(row["last_day"] for row in decree_text.get("windows"))
    need(not over or "withdrawn_on" in r, "its deadline is over")
    up_to_day(r, "issued_on", "withdrawn_on")
    in_order(r, "issued_on", "withdrawn_on")
    state(r, "text", "language")


def officer(r):
    in_order(r, "from", "until")
    need("until" not in r or r.get("until") - r.get("from") < 366, "more than a year")
    need(r.get("act") == "enrol" or r.get("from") > r.day, "an end that is not ahead")


def attest(r):
    need(0 <= r.day - r.named("cut").day <= 3, "attested late")


def audit(r):
    some(r, "drawn")
    sum_within(r, "drawn", "opened", "absent")
    each_within(r, "drawn", "faults")


def decree(r):
    windows, covered = r.get("windows"), r.get("covered")
    for row in windows:
        end, next_end = (month_after(row["from"], row["months"][0] + i) for i in (0, 1))
        need(end - 1 <= row["last_day"] <= (next_end - 2 if row.get("day_named") else end), "a window")
    need(sorted(row["category"] for row in windows) == sorted(covered), "one window for each category")
    need({"war_crime", "crime_against_humanity", "genocide", "torture", "sexual_violence"} <=
         set(r.get("excluded_acts")), "excluded_acts")
    if "extends" not in r:
        return
    up = r.named("extends")
    need(r.get("issued_on") >= up.get("issued_on"), "before the decree it extends")
    need(r.n("appeal_days") >= up.n("appeal_days"), "fewer days for an appeal than the decree it extends")
    need(set(r.get("required_acts")) <= set(up.get("required_acts")), "asks more than the decree it extends")
    last = {}
    while up:
        for row in up.get("windows"):
            last[row["category"]] = max(row["last_day"], last.get(row["category"], row["last_day"]))
        up = up.named("extends") if "extends" in up else None
    for row in windows:
        need(row["category"] in last and row["last_day"] > last[row["category"]], "it extends nothing")


def agreement(r):
    in_order(r, "from", "until")
    pause = r.get("class") == "declared_pause"
    exactly_if(r, pause, "means")
    need(not pause or "declared_by" in r, "declared_by is missing")
    only_if(r, pause, "radius_m")
    state(r, "class", "area")


def under_truce(r):
    need(r.named("agreement").get("class") in ("cessation", "local_settlement"), "its agreement")


def truce_sheet(r):
    under_truce(r)
    level(r, "governorate", "governorate")
    up_to_day(r, "signed_on")
    b = state(r, "governorate")
    need(not b if r.get("act") == "sign" else b and b.get("act") == "sign", "its act")


def settlement_act(r):
    under_truce(r)
    some(r, "count")
    many, act = "count" in r, r.get("act")
    level(r, "governorate", "country governorate" if many else "governorate")
    exactly_if(r, not many, "settlement_no")
    only_if(r, not many, "public_place")
    if not many:
        b = state(r, "governorate", "agreement")
        was = b.get("act") if b else ""
        need(was in {"join": [""], "leave": ["join"], "restate": ["join", "leave"]}[act], "its act")


PEOPLE = {"girls": "g", "boys": "b", "women": "w", "men": "m", "children": "gb", "adults": "wm", "unknown": "gbwm"}


def hurt(r, harm, fits):
    return sum(row["amount"][0] for row in r.get("casualties") or []
               if row["harm"] == harm and fits(set(PEOPLE[row["who"]])))


def linked(r, ref):
    """The first report of the event of which r is another report; None where that is read later."""
    first = r.world.record(ref, r.log)
    if first is None:
        return None
    need(first.text("reporter") != r.text("reporter") and first.get("area") == r.get("area") and
         "confirms" not in first and "same_event" not in first and first.day <= r.day, "what it is linked to")
    newer = r.world.newest(r.kind, r.log, first.key())
    while newer and newer.corrects:
        need(newer.corrects != ref, "it is linked to what was corrected")
        newer = r.world.record(newer.corrects, r.log)
    need(r.n("number") <= first.n("number"), "more than it is linked to")
    for harm in ("killed", "injured", "missing"):
        for group in PEOPLE.values():
            need(hurt(r, harm, lambda who: who <= set(group)) <= hurt(first, harm, lambda who: who & set(group)),
                 "%s: more people, or others, than in what it is linked to", harm)
    return first


def violation(r):
    some(r, "number")
    level(r, "area", "camp post", False)
    exactly_if(r, "attributed_to" in r, "attributed_by")
    casualties(r, r.get("casualties") or [])
    for ref in r.get("same_event") or []:
        linked(r, ref)
    event = linked(r, r.get("confirms")) if "confirms" in r else None
    need(not event or r.get("event_no") == event.get("event_no") + "-C", "the number of what confirms")


def district_status(r):
    some(r, "count")
    up_to_day(r, "from")
    level(r, "quarter", "city" if "count" in r else "quarter")
    state(r)
    need("residents" not in r or "residents_source" in r, "residents_source is missing")
    only_if(r, "residents" in r or "count" in r, "residents_source")


def group_arrival(r):
    some(r, "persons")
    need(not r.get("closed") or r.get("to_register"), "closed")


def standing_row(r):
    """The row of the table of acts that this one is."""
    b = r.before()
    was = b.get("act") if b else "nothing"
    for act, after, reasons, by in r.kind.acts:
        if act == r.get("act") and was in after.split(", ") and r.get("reason_code") in reasons.split(", "):
            return by
    raise Wrong("its act")


def standing(r):
    standing_row(r)
    b = r.before()
    need(r.get("act") != "revoke" or r.day <= b.day + 30, "the suspension lapsed")
    need(r.get("reason_code") != "expired_suspension" or r.day >= b.day + 30, "it has not lapsed yet")


def list_loaded(r):
    some(r, "names")
    up_to_day(r, "loaded_on", "withdrawn_on")
    in_order(r, "loaded_on", "withdrawn_on")


def exchange_taken(r):
    up_to_day(r, "made_on", "dropped_on")
    in_order(r, "made_on", "dropped_on")
    need(0 <= r.get("expires_on") - r.get("made_on") <= 92, "held for too long")
    need("dropped_on" in r or r.get("expires_on") >= r.day, "it is over")


def stock_move(r):
    exactly_if(r, r.get("act") == "destroy", "method")
    exactly_if(r, r.get("act") == "count", "difference")
    need(r.get("act") == "count" or r.n("items") + r.n("rounds") + r.n("kg") >= 1, "nothing moved")


def corridor(r):
    state(r)
    up_to_day(r, "opened_on")
    need(r.get("state") != "open" or "opened_on" in r, "opened_on is missing")
    only_if(r, r.get("state") != "planned", "opened_on")


def corridor_count(r):
    each_within(r, "persons", "elderly", "wounded", "aid_workers")
    sum_within(r, "persons", "children", "women")


def convoy(r):
    need(r.get("from") != r.get("to"), "from and to")
    only_if(r, r.get("state") in ("arrived", "cancelled", "turned_back"), "delay_hours")
    b = state(r, "from")
    need(not b or b.get("state") != "arrived" or r.get("state") == "arrived", "it has arrived")
    need(not b or "plan_published_by" not in b or "plan_published_by" in r, "its plan was published")


def convoy_count(r):
    sum_within(r, "total", "fighters", "family", "wounded", "other")
    each_within(r, "total", "children")
    leaves = r.get("end") == "departure"
    only_if(r, not leaves, "births", "losses")
    end = "arrival" if leaves else "departure"
    other = r.world.newest(r.kind, r.log, "%s/%s" % (r.text("convoy"), end))
    if other and other.get("convoy")[0] == r.get("convoy")[0] and not (leaves and r.corrects):
        into, out = (other, r) if leaves else (r, other)
        need({into.get("total")[1], out.get("total")[1]} != {"exact"} or
             out.n("total") + into.n("births") - into.n("losses") == into.n("total"), "departure and arrival")


def convoy_event(r):
    need(r.get("kind") != "delay" or "hours" in r, "hours")
    need(r.get("kind") not in ("birth", "death", "left") or "number" in r, "number")
    some(r, "number")


def captive_release(r):
    some(r, "number")
    sum_within(r, "number", "women", "children")
    level(r, "place_of", "governorate")


def return_count(r):
    some(r, "persons")
    sum_within(r, "persons", "children", "women")
    each_within(r, "persons", "households")
    need(r.n("period_days") == r.day - r.first + 1, "period_days")


def clearance_task(r):
    in_order(r, "from", "until")
    state(r, "area")


def clearance_report(r):
    sum_within(r, "area_m2", "cancelled_m2", "reduced_m2", "cleared_m2")
    need("building_type" not in r or "buildings" in r, "buildings")
    rows = r.get("items")
    need(all(row["destroyed"][0] + row.get("moved", (0,))[0] <= row["found"][0] for row in rows), "items")
    need(len({row["category"] for row in rows}) == len(rows), "items of one category")


def clearance_qa(r):
    up_to_day(r, "on")
    if r.get("result") == "accepted":
        some(r, "sites")
        need("site_type" in r and r.get("nonconformity") != "major", "accepted")


def deployment(r):
    in_order(r, "from", "until")
    state(r)
    if r.get("state") != "planned":
        up_to_day(r, "from")
    need(r.get("state") == "left" or "people" in r or "machines" in r, "nobody and nothing")


def accident(r):
    level(r, "area", "camp post", False)
    casualties(r, r.get("casualties"))


def site(r):
    state(r, "kind", "area")
    up_to_day(r, "examined_on")
    examined = r.get("state") in ("examined", "nothing_found", "findings")
    need(not examined or "examined_on" in r, "examined_on")
    only_if(r, r.get("state") != "planned", "examined_on")
    need("caused_by_stated" not in r or "stated_by" in r, "stated_by")
    only_if(r, r.get("kind") == "damaged_public_building", "damage", "building")


def restoration(r):
    b = state(r)
    need(r.get("state") != "stopped" or b, "nothing that could stop")


def distribution(r):
    masses, persons = [row["mass_kg"][0] for row in r.get("items") if "mass_kg" in row], r.n("persons")
    if masses and persons:
        need(sum(masses) >= persons // 20 and sum(masses) // persons <= 100, "its mass")
    each_within(r, "persons", "children", "households")
    up_to_day(r, "on")


def facility_count(r):
    state(r)
    sum_within(r, "occupied", "children", "women")


def press_claim(r):
    up_to_day(r, "published_on")
    source, value, q = r.named("copied_from"), r.get("value"), r.get("qualifier")
    need(not source or source.get("published_on") <= r.get("published_on"), "copied from later")
    need(not q or (value and value[1] in ("exact", q)), "its qualifier")


def press_finding(r):
    verdict = r.get("verdict")
    need(verdict != "same" or r.n("difference") == 0, "a difference")
    need(verdict != "differs" or r.n("difference") != 0, "no difference")


RULES = {f.__name__: f for f in (
    operation, centre, place, party, officer, log_key, data_incident, delayed_sum, leaflet, attest, audit, decree, agreement,
    truce_sheet, settlement_act, violation, district_status, group_arrival, standing, list_loaded, exchange_taken, stock_move, corridor,
    corridor_count, convoy, convoy_count, convoy_event, captive_release, return_count, clearance_task, clearance_report,
    clearance_qa, deployment, accident, site, restoration, distribution, facility_count, press_claim, press_finding)}
RULES.update({
    "bulletin": lambda r: need("figures" not in r or "figures_body" not in r, "figures in two places"),
    "restatement": lambda r: need(r.get("of_day") < r.day, "of_day"),
    "facility": lambda r: state(r, "kind", "area"),
    "medical_count": lambda r: each_within(r, "consultations", "children", "wounded", "referred"),
})
