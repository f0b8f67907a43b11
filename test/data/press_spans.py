#!/usr/bin/python3
"""Where claims stand, whatever the encoding: `press_spans.py write DIR` writes the same texts and pages in many, `press_spans.py check DIR OUT`
holds the places that press read --json printed against the bytes and characters of each file, and the files of one text against
each other."""
import html
import json
import os
import re
import sys

EN = ("ARDUN, May 3, 2016\n\nOn Tuesday 312 people, including 94 women, left Ardun for Belos – “a total of 1,087 rifles have been handed in”, the café "
      "owner’s office said. Some 2½ of it was clear.\n\nTwo dozen mines were cleared near Ardun.\n")
RU = ("Москва, 3 мая 2016 года.\n\nЗа сутки 312 человек, в том числе 94 женщины, покинули Ардун. Сдано 1087 единиц оружия, сообщили в центре.\n\nВ субботу 20 боевиков "
      "сложили оружие.\n")
AR = "أردون، 3 مايو 2016\n\nغادر 312 شخصا أردون أمس، بينهم 94 امرأة، بحسب المركز.\n\nوسلم 40 مسلحا أسلحتهم.\n"
PLAIN = "ARDUN, May 3, 2016\n\nOn Tuesday 312 people left Ardun. The café of Señor Núñez was open – “all day”, and 40 fighters surrendered.\n"

TEXTS = {
    "en": (EN, ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]),
    "ru": (RU, ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1251", "koi8-r", "iso-8859-5", "cp866"]),
    "ar": (AR, ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"]),
    "plain": (PLAIN, ["utf-8", "windows-1252", "utf-16"]),
    "latin": (PLAIN.replace("–", "-").replace("“", '"').replace("”", '"'), ["utf-8", "iso-8859-1"]),
}
BOM = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
# Letters of these look like those of others: their pages say what they are.
SAID = {"cp866", "iso-8859-5", "iso-8859-6", "gb18030"}


def page(text, encoding):
    body = "".join(f"<p>{html.escape(p, quote=False)}</p>\n" for p in text.strip().split("\n\n"))
    return (f'<!doctype html><html><head><meta charset="{encoding}"><title>99</title></head><body class="é"><article>{body}'
            f"</article></body></html>\n".replace("é", "" if encoding != "utf-8" else "é"))


def files():
    for name, (text, encodings) in TEXTS.items():
        for encoding in encodings:
            if encoding not in SAID:
                yield f"{name}.{encoding}.txt", text, encoding
            if not encoding.startswith("utf"):
                yield f"{name}.{encoding}.html", page(text, encoding), encoding
        yield f"{name}.utf-8.html", page(text, "utf-8"), "utf-8"


def write(folder):
    for name, text, encoding in files():
        with open(os.path.join(folder, name), "wb") as f:
            f.write(BOM.get(encoding, b"") + text.encode(encoding))


def plain(s):
    return html.unescape(re.sub(r"<[^>]*>", "", s))


def check(folder, out):
    claims, bad = {}, 0
    for line in open(out, encoding="utf-8"):
        c = json.loads(line)
        if c["type"] == "claim":
            claims.setdefault(c["doc"], []).append(c)
    first = {}
    for name, text, encoding in files():
        doc = name.rsplit(".", 1)[0]
        doc = doc if doc in claims else next((d for d in claims if d.endswith("/" + name)), doc)
        raw = open(os.path.join(folder, name), "rb").read()
        got = claims.get(doc, [])
        for c in got:
            if plain(text[c["start"]:c["end"]]) != c["surface"]:
                print(name, "characters", c["start"], c["end"], repr(text[c["start"]:c["end"]]), c["surface"])
                bad += 1
            if plain(raw[c["bstart"]:c["bend"]].decode(encoding, "replace")) != c["surface"]:
                print(name, "bytes", c["bstart"], c["bend"], raw[c["bstart"]:c["bend"]], c["surface"])
                bad += 1
            if not (c["sent"][0] <= c["start"] < c["end"] <= c["sent"][1]):
                print(name, "sentence", c["sent"], c["start"], c["end"])
                bad += 1
            inside = plain(text[c["sent"][0]:c["sent"][1]])
            if re.search(r"[.؟?!]\s+[A-ZА-Я]", inside.replace("May 3, 2016", "")) or "\n\n" in inside:
                print(name, "a sentence that is two:", inside)
                bad += 1
        said = [(c["value"], c["what"], c["surface"]) for c in got]
        key = name.split(".")[0]
        first.setdefault(key, said)
        if not said or said != first[key]:
            print(name, "reads", said, "not", first[key])
            bad += 1
    return bad


if sys.argv[1] == "write":
    write(sys.argv[2])
else:
    sys.exit(check(sys.argv[2], sys.argv[3]) > 0)
