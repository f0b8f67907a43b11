"""Counting: section 6 of doc/format.md."""
import re

from document import qual_minus, qual_sum

PERIODS = ["h24", "d3", "total", "now"]


class Figure:
    def __init__(self, row):
        self.code, self.unit = row["code"], row["unit"]
        self.periods, self.how = row["periods"].split(), row["how"].split()
        self.now_apart = "now-of-states" in self.how or self.how[0] != "sum"
        self.lag = 1 if "a-day-later" in self.how else 0


class Sum:
    """Of one window at one place: what is in it, and where the latest line begins."""
    def __init__(self):
        self.value, self.q, self.entries, self.stated, self.any, self.begin = 0, "exact", 0, 0, False, None

    def add(self, n, q, entries, stated):
        self.value, self.q, self.any = self.value + n, qual_sum(self.q, q), True
        self.entries, self.stated = self.entries + entries, self.stated + stated

    def merge(self, other):
        if other.any:
            self.add(other.value, other.q, other.entries, other.stated)

    def latest(self, n, q, stated, begin):
        if self.any and (self.begin, self.value) == (begin, n):
            self.q, self.stated = qual_sum(self.q, q), max(self.stated, stated)
        elif not self.any or (self.begin, self.value) < (begin, n):
            self.value, self.q, self.entries, self.stated, self.any, self.begin = n, q, 1, stated, True, begin


def new_cell():
    """h24, d3, everything, the lines"""
    return [Sum() for _ in range(4)]


class Counting:
    """(figure, place, detail) -> cell, each place with what lies in it."""
    def __init__(self, world, day, sizes, table):
        self.world, self.day, self.sizes, self.table = world, day, sizes, table
        self.cells, self.states, self.areas = {}, {}, {}

    def cell(self, figure, place, detail):
        at = figure, place, detail
        if at not in self.cells:
            self.cells[at] = new_cell()
        return self.cells[at]

    def where(self, figure, place):
        return [place] if "own-place" in self.table[figure].how else self.world.upward(place)

    def add(self, figure, detail, place, n, q, first, last, entries, stated):
        if figure not in self.table or last > self.day - self.table[figure].lag:
            return
        day = self.day - self.table[figure].lag
        for at in self.where(figure, place):
            for window, begin in zip(self.cell(figure, at, detail), (day, day - 2, -10 ** 9)):
                if last >= begin:
                    if first < begin:
                        window.q, window.any = qual_sum(window.q, "at_least"), True
                    else:
                        window.add(n, q, entries, entries * stated)

    def see(self, log, r, place):
        """Of the records of a thing the newest stays."""
        key = (r.kind.code, log.name, r.state_key, r.index if r.state_key is None else None)
        if key not in self.states or (r.day, r.index) > self.states[key][:2]:
            self.states[key] = r.day, r.index, r, place

    def add_states(self):
        for _, _, r, place in self.states.values():
            seen = set()
            for figure, detail, how, n, q, begin, end in r.state_lines:
                if figure not in self.table or not begin <= self.day <= end:
                    continue
                if how == "area":
                    self.areas.setdefault(figure, {}).setdefault(place, []).append(r)
                    continue
                if "now-of-states" not in self.table[figure].how:
                    continue
                n = self.day - begin if how == "since" else n
                new = (figure, detail) not in seen
                seen.add((figure, detail))
                for at in self.where(figure, place):
                    now = self.cell(figure, at, detail)[3]
                    if "latest" in self.table[figure].how:
                        now.latest(n, q, int(r.said), begin)
                    else:
                        now.add(n, q, int(new), int(new and r.said))

    def add_made(self, centres):
        for code, figure in self.table.items():
            if figure.how[0] == "share":
                self.add_share(code)
            elif figure.how[0] == "ratio":
                self.add_ratio(code)
            elif figure.how[0] == "centres" and centres:
                country = self.world.seat(self.world.logs[0], 0)
                for detail, n in (("reporting", centres[0]), ("silent", len(centres[1])), ("oldest hours", centres[2])):
                    self.cell(code, country, detail)[3].add(n, "exact", 0, 0)

    def add_share(self, code):
        marked, below = self.areas.get(code, {}), self.sizes[self.world.logs[0]]
        known = {c: r for c, r in self.world.places.items() if r.index < below}
        quarters = {c: r.n("area_m2") for c, r in known.items() if r.get("level") == "quarter" and r.n("area_m2") > 0}
        for place, r in known.items():
            if r.get("level") not in ("city", "district", "governorate"):
                continue
            inside = {c for c in known if place in self.world.upward(c)}
            every = sum(quarters.get(c, 0) for c in inside)
            records = [x for c in inside for x in marked.get(c, [])]
            s3 = self.cells.get(("S3", place, "administered"))
            if not every or not (records or (s3 and s3[2].any)):
                continue
            part = sum(quarters.get(c, 0) for c in inside if c in marked)
            q = "at_least" if any(c in marked and c not in quarters for c in inside) else "exact"
            self.cell(code, place, "")[3].add((200 * part + every) // (2 * every), q, len(records),
                                             sum(x.said for x in records))

    def add_ratio(self, code):
        country = self.world.seat(self.world.logs[0], 0)
        weapons, persons = Sum(), self.cells.get(("P2", country, ""), new_cell())[2]
        for figure in ("W1", "W2", "W3"):
            weapons.merge(self.cells.get((figure, country, ""), new_cell())[2])
        if persons.value >= 100:
            self.cell(code, country, "")[3].add(100 * weapons.value // persons.value,
                                               qual_sum(weapons.q, qual_minus(persons.q)), weapons.entries,
                                               weapons.stated)


# Checks [6].

NO_LIMIT = float("inf")


def bounds(value, q):
    return {"exact": (value, value), "over": (value + 1, NO_LIMIT), "at_least": (value, NO_LIMIT),
            "almost": (0, value - 1), "at_most": (0, value), "as_many_as": (0, value),
            "about": (0, NO_LIMIT)}[q]


def sum_bounds(parts):
    parts = list(parts)
    return sum(p[0] for p in parts), sum(p[1] for p in parts)


def term(text, rows, period, table, silent, same=None):
    """What a term can be at a place: least and most."""
    if text.isdigit():
        return int(text), int(text)
    text, _, now = text.partition("@")
    code, _, detail = text.partition(":")
    period = "now" if now or period not in table[code].periods else period
    here = rows.get((code, period), [])
    detail = same if detail == "=" else detail
    parts = [bounds(r[4], r[5]) for r in here if (r[2] if detail == "*" else r[2] == detail)]
    if parts:
        return sum_bounds(parts)
    how = table[code].how
    back = "from-small-cell" in how or (silent and period == "now" and "headquarters" not in how)
    return 0, NO_LIMIT if back else 0


def check_holds(text, rows, period, table, silent):
    less, relation, more = re.split(r" (<=|=) ", text)

    def side(words, same=None):
        return sum_bounds(term(w, rows, period, table, silent, same) for w in words.split(" + "))
    if ":each" in less:
        text, _, now = less.partition("@")
        code = text.partition(":")[0]
        at = "now" if now or period not in table[code].periods else period
        return all(bounds(r[4], r[5])[0] <= side(more, r[2])[1] for r in rows.get((code, at), []) if r[2])
    a, b = side(less), side(more)
    return a[0] <= b[1] and (relation == "<=" or b[0] <= a[1])
