#!/usr/bin/env python3
"""Whether a signed bulletin and what is counted for its day now differ by nothing but what restatements
say. Arguments: the day, then three files of lines of JSON: the bulletin as signed, the draft, the log of
headquarters. A row that is not there is a zero."""
import json
import sys


def lines(path, kind):
    with open(path, encoding="utf-8") as f:
        return [x for x in map(json.loads, f) if x["type"] == kind]


def rows(path):
    # Which centres are late (Q3) is known only when a bulletin is signed.
    return {(x["code"], x["place_code"], x["detail"], x["period"]): (x["value"], x["qualifier"])
            for x in lines(path, "figure") if x["code"] != "Q3"}


day, signed, draft, log = sys.argv[1], rows(sys.argv[2]), rows(sys.argv[3]), sys.argv[4]
first, last, merged = {}, {}, {}
for entry in lines(log, "entry"):
    x = entry["fields"]
    if entry["kind"] == "restatement" and x["of_day"] == day:
        row = (x["figure"], x["place_of"], x.get("detail"), x["period"])
        first.setdefault(row, x["old"])
        last[row] = x["new"]
        if "merges" in x:  # the draft counts them on their own day
            merged[row] = merged.get(row, 0) + x["new"] - x["old"]
if not signed:
    sys.exit("no row is signed")
for row in sorted(set(signed) | set(draft), key=str):
    was, now = signed.get(row, (0, "exact")), draft.get(row, (0, "exact"))
    if row in last:
        was, now = was[0] == first[row] and last[row], now[0] + merged.get(row, 0)
    if was != now:
        sys.exit("%s of %s: %s is signed or restated, %s counted" % (row, day, was, now))
