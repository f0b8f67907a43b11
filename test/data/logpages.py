"""What the pages of logs say, compared to the published files by other means than the program's.

    python3 logpages.py URL FOLDER QUESTION     exit status 0: yes; else why not, on stderr
"""
import base64
import csv
import hashlib
import html.parser
import json
import os
import re
import sys
import urllib.request

URL, FOLDER = sys.argv[1], sys.argv[2]
VOID = set("area br col hr img input link meta source wbr".split())


def get(path):
    with urllib.request.urlopen(URL + path, timeout=60) as answer:
        return answer.read()


def page(path):
    return get(path).decode()


def data(path):
    return json.loads(get(path))


def need(good, *why):
    if not good:
        sys.exit(" ".join(str(w) for w in why))


def checkpoint(log):
    with open(os.path.join(FOLDER, log, "checkpoint"), encoding="utf-8") as f:
        origin, size, root = f.read().split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


def logs():
    return sorted(name for name in os.listdir(FOLDER) if os.path.exists(os.path.join(FOLDER, name, "checkpoint")))


def tile_name(n, size):
    """Of the bundle with entry n * 256, by the standard's rule."""
    parts = "%03d" % (n % 1000)
    rest = n // 1000
    while rest:
        parts = "x%03d/" % (rest % 1000) + parts
        rest //= 1000
    width = min(256, size - n * 256)
    return "tile/entries/" + parts + ("" if width == 256 else ".p/%d" % width)


def entry_bytes(log, index):
    _, size, _ = checkpoint(log)
    with open(os.path.join(FOLDER, log, tile_name(index // 256, size)), "rb") as f:
        bundle, at = f.read(), 0
    for _ in range(index % 256):
        at += 2 + int.from_bytes(bundle[at:at + 2], "big")
    return bundle[at + 2:at + 2 + int.from_bytes(bundle[at:at + 2], "big")]


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def fold(leaf, index, size, path):
    """The root that a path gives: RFC 9162 section 2.1.3.2."""
    fn, sn, r = index, size - 1, leaf
    for p in path:
        need(sn > 0, "the path is too long")
        if fn & 1 or fn == sn:
            r = sha(b"\1", p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha(b"\1", r, p)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0, "the path is too short")
    return r


SOME = [0, 1, 2, 255, 256, 257, -2, -1]


def some_entries():
    for log in logs():
        size = checkpoint(log)[1]
        for index in sorted({i % size for i in SOME if -size <= i < size}):
            yield log, index, size


def heads():
    """Sizes and roots are those of the checkpoints."""
    said = {log["name"]: log for log in data("/log.json")["logs"]}
    need(sorted(said) == logs(), "logs", sorted(said))
    text = page("/en/log")
    for name in logs():
        origin, size, root = checkpoint(name)
        one = said[name]
        need((one["origin"], one["size"], one["root"]) == (origin, size, root.hex()), name, one)
        need(root.hex() in text and one["vkey"] in text, name, "is not on the page")
        with open(os.path.join(FOLDER, name, "vkey"), encoding="utf-8") as f:
            need(f.read().strip() == one["vkey"], name, "has another key")


def all_entries():
    """From the newest on, 50 a page, each entry of a log stands on one page."""
    for log in logs():
        size, seen, at = checkpoint(log)[1], [], "/log/%s.json" % log
        while at:
            one = data(at)
            need(len(one["entries"]) <= 50, at, "has", len(one["entries"]), "entries")
            seen += [entry["index"] for entry in one["entries"]]
            older = one.get("older_from")
            at = None if older is None else "/log/%s/from/%d.json" % (log, older)
        need(seen == list(range(size - 1, -1, -1)), log, "shows", len(seen), "of", size)


def older_links():
    """The same by the links of the pages, for a short log."""
    log = min(logs(), key=lambda name: checkpoint(name)[1])
    size, seen, at = checkpoint(log)[1], [], "/en/log/" + log
    while at:
        text = page(at)
        seen += [int(i) for i in re.findall(r'<th scope="row"><a href="/en/log/%s/(\d+)">' % log, text)]
        found = re.search(r'rel="next" href="([^"]*)"', text)
        at = found.group(1) if found else None
    need(seen == list(range(size - 1, -1, -1)), log, "shows", len(seen), "of", size)


def raw():
    """Bytes as in the tiles; the leaf hash on the page is theirs."""
    for log, index, _ in some_entries():
        bytes_ = get("/log/%s/%d.cbor" % (log, index))
        need(bytes_ == entry_bytes(log, index), log, index, "has other bytes")
        leaf = sha(b"\0", bytes_).hex()
        one = data("/log/%s/%d.json" % (log, index))
        need(one["leaf_hash"] == leaf and one["bytes"] == bytes_.hex(), log, index, "JSON")
        text = page("/en/log/%s/%d" % (log, index))
        need(leaf in text and bytes_.hex()[:8192] in text, log, index, "page")


def proofs():
    """Each proof (file, JSON, the page's steps) gives the root of the checkpoint."""
    for log, index, size in some_entries():
        leaf, root = sha(b"\0", entry_bytes(log, index)), checkpoint(log)[2]
        lines, _, note = page("/log/%s/%d.proof" % (log, index)).partition("\n\n")
        lines = lines.split("\n")
        with open(os.path.join(FOLDER, log, "checkpoint"), encoding="utf-8") as f:
            need(note == f.read(), log, index, "another checkpoint in the proof")
        need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1] == "index %d" % index, lines[:2])
        path = [base64.b64decode(line) for line in lines[2:]]
        need(fold(leaf, index, size, path) == root, log, index, "the file proves nothing")
        said = data("/log/%s/%d.json" % (log, index))["inclusion_proof"]
        need(said == [p.hex() for p in path], log, index, "JSON")
        step = r"<td[^>]*><code>(\w{64})</code></td><td[^>]*>(before|behind) it</td><td[^>]*><code>(\w{64})</code></td>"
        steps = re.findall(step, page("/en/log/%s/%d" % (log, index)))
        r = leaf
        for (hash_, side, gives), p in zip(steps, path, strict=True):
            need(hash_ == p.hex(), log, index, "a step's hash")
            r = sha(b"\1", p, r) if side == "before" else sha(b"\1", r, p)
            need(gives == r.hex(), log, index, "a step gives something else")
        need(r == root, log, index, "the steps do not lead to the root")


def rests_of(code, place):
    at, entries = "/rests/%s/%s" % (code, place), []
    while at:
        one = data(at + ".json")
        entries += one["entries"]
        more = one.get("more_before")
        at = "/rests/%s/%s/before/%s" % (code, place, more) if more else None
    return entries


def sums():
    """The entries of a figure add up to what the newest bulletin says in total, and are as many. Not those whose
    total is no sum of entries, or of whom something was corrected."""
    newest = sorted(os.listdir(os.path.join(FOLDER, "bulletin")))[-1]
    with open(os.path.join(FOLDER, "bulletin", newest), encoding="utf-8") as f:
        bulletin = json.load(f)
    sizes = {head["origin"].split(".")[0]: head["size"] for head in bulletin["heads"]}
    compared = 0
    for row in bulletin["figures"]:
        if row["period"] != "total" or row["detail"] or row["place_code"] not in ("SY", "SY-ALP-C"):
            continue
        entries = [e for e in rests_of(row["code"], row["place_code"])
                   if e["index"] < sizes[e["log"]] and e["day"] <= bulletin["day"]]
        if any("corrected_by" in e or "corrects" in e for e in entries):
            continue
        total = sum(d["n"] for e in entries for d in e["deltas"]
                    if d["figure"] == row["code"] and not d["detail"])
        plain = all(not d["detail"] for e in entries for d in e["deltas"] if d["figure"] == row["code"])
        if not plain or not row["entries"]:
            continue
        need(total == row["value"], row["code"], row["place_code"], "gives", total, "not", row["value"])
        need(len(entries) == row["entries"], row["code"], "has", len(entries), "not", row["entries"])
        compared += 1
    need(compared >= 8, "only", compared, "figures could be compared")


def corrected():
    """What a correction takes back says so, on its page and in the list; and the correction names it."""
    found = 0
    for log in logs():
        size = checkpoint(log)[1]
        for start in range(size - 1, -1, -50):
            for entry in data("/log/%s/from/%d.json" % (log, start))["entries"]:
                if "corrects" not in entry:
                    continue
                other = data("/log/%s.json" % entry["corrects"])["entry"]
                need(other["corrected_by"] == entry["index"], entry, other)
                text = page("/en/log/" + entry["corrects"])
                need("corrected by entry %d" % entry["index"] in text, entry["corrects"], "does not say so")
                line = data("/log/%s/from/%d.json" % (log, other["index"]))["entries"][0]
                need(line["corrected_by"] == entry["index"], line)
                need("corrects %s" % entry["corrects"] in page("/en/log/%s/%d" % (log, entry["index"])), entry)
                found += 1
    need(found, "no correction in the logs")


def names():
    """No officer's name stands on any page of the logs; their keys and roles do."""
    with open(os.path.join(os.environ["SRC"], "examples/aleppo-2016/officers.csv"), encoding="utf-8") as f:
        officers = [row["name"] for row in csv.DictReader(f)]
    need(len(officers) > 10, "no officers")
    roles = 0
    for log in logs():
        for start in range(min(checkpoint(log)[1], 400) - 1, -1, -50):
            text = page("/en/log/%s/from/%d" % (log, start))
            need(not any(name in text for name in officers), log, start, "names an officer")
            roles += "registrar <a" in text or "chief <a" in text
    for index in range(60):
        text = page("/en/log/hq/%d" % index)
        need(not any(name in text for name in officers), "hq", index, "names an officer")
    need(roles, "nobody has a role")


class Balance(html.parser.HTMLParser):
    def __init__(self, where):
        super().__init__()
        self.where, self.open = where, []

    def handle_starttag(self, tag, attrs):
        need(not any(name.startswith("on") or name == "style" for name, _ in attrs), self.where, tag, attrs)
        need(tag != "style", self.where, "has a style")
        need(tag != "script" or dict(attrs).get("src"), self.where, "has a script")
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        need(self.open and self.open.pop() == tag, self.where, "</%s>" % tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)


def markup():
    """Every page of a kind: tags match, no script and no style within, the language is said."""
    paths = ["/log", "/verify", "/rests/P2/SY", "/rests/S3/SY", "/rests/S4/SY", "/rests/W6/SY", "/rests/Q3/SY",
             "/rests/P5/SY"]
    paths += ["/log/%s" % log for log in logs()] + ["/log/%s/%d" % (log, i) for log, i, _ in some_entries()]
    for path in paths:
        for lang in ("en", "ar"):
            text = page("/%s%s" % (lang, path))
            need('<html lang="%s"' % lang in text, path, "is in another language")
            balance = Balance(lang + path)
            balance.feed(text)
            need(not balance.open, path, balance.open)
            need(text.count("<h1") == 1, path, "has", text.count("<h1"), "titles")


def verify():
    """The keys' fingerprint and all checkpoints."""
    text = page("/en/verify")
    with open(os.path.join(FOLDER, "policy"), "rb") as f:
        need(hashlib.sha256(f.read()).hexdigest() in text, "another fingerprint")
    for log in logs():
        with open(os.path.join(FOLDER, log, "checkpoint"), encoding="utf-8") as f:
            need(f.read() in text, log, "another checkpoint")
    need(data("/verify.json")["policy_sha256"] in text, "JSON")


if __name__ == "__main__":
    globals()[sys.argv[3]]()
