#!/usr/bin/env python3
"""The example goes through every transition of `sulh rules`, and makes no other: read from what `sulh demo` leaves in
its database, case by case, as TAP. A transition that is added to the rules needs a story in the example."""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

SULH = os.environ["SULH"]
# Of the paper: what an act makes of it. A certificate is provisional or valid.
PAPER = {"confirm": "valid", "suspend": "suspended", "lift": "valid", "lapse": "valid", "revoke": "revoked",
         "reinstate": "valid", "replace": "replaced"}
count = failures = 0


def ok(good, name, remark=""):
    global count, failures
    count += 1
    failures += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    if not good:
        print("# %s" % str(remark)[:1500].replace("\n", "\n# "))


def sulh(*args):
    done = subprocess.run([SULH, *args], capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise RuntimeError("%s: %s" % (" ".join(args), (done.stdout + done.stderr)[-900:]))
    return done.stdout


def rules():
    lines = (json.loads(line) for line in sulh("rules", "--json").splitlines())
    return [x for x in lines if x["type"] == "rule"]


def kinds():
    """Names by code, from the table that strangers have, too."""
    with open(os.path.join(os.environ["SRC"], "kinds.lock"), encoding="utf-8") as f:
        return {int(cells[1]): cells[0] for cells in (line.split(",") for line in f) if cells[1:2] and cells[1].isdigit()}


def fits(rule, kind, event, was, now):
    return (kind in rule["kind"].split(",") and event == rule["event"] and was in rule["from"].split("|")
            and rule["to"] in (now, "previous" if was != now else "", "same" if was == now else ""))


def of_case(table, acts, names, seen, strange):
    """Follows one case and its paper."""
    state, paper = "-", "cert.-"
    for code, event, after, says in acts:
        kind, was, state = names[code], state, after
        if kind in ("effect_notice", "erasure"):  # of many papers, or of whom nothing is left: in nobody's case
            seen.update(r["code"] for r in table if (r["kind"], r["event"]) == (kind, event))
            continue
        old = paper
        if kind == "certificate":
            old, paper = "cert.-", "cert.provisional" if says == "yes" else "cert.valid"
        elif kind == "standing" and not (event == "revoke" and state != "revoked"):
            paper = "cert." + PAPER[event]
        found = [r["code"] for r in table if fits(r, kind, event, was, state)]
        on_paper = [r["code"] for r in table if fits(r, kind, event, old, paper)]
        # An old paper: the newest one, and so the case, stay as they are.
        if kind == "standing" and event == "revoke" and state != "revoked":
            on_paper = [r["code"] for r in table if fits(r, kind, event, "cert.replaced", "cert.revoked")]
        seen.update(found, on_paper)
        if not found and not on_paper and event in {r["event"] for r in table}:
            strange.append("%s: %s from %s to %s" % (kind, event, was, state))


def main():
    table, names, seen, strange = rules(), kinds(), set(), []
    with tempfile.TemporaryDirectory() as top:
        subprocess.run(["sh", os.path.join(os.environ["SRC"], "test/data/example"), os.path.join(top, "demo")],
                       check=True, capture_output=True)
        db = sqlite3.connect("file:%s/demo/sulh.db?mode=ro" % top, uri=True)
        cases = {}
        for case, *act in db.execute("SELECT case_no, kind, event, state, code FROM act ORDER BY case_no, step"):
            cases.setdefault(case, []).append(act)
        erased = [day for (day,) in db.execute("SELECT day FROM erased ORDER BY day")]
        came = db.execute("SELECT max(said_day) FROM act WHERE event = 'present'").fetchone()[0]
        things = {names.get(code) for (code,) in db.execute("SELECT DISTINCT kind FROM item")}
        db.close()
    for acts in cases.values():
        of_case(table, acts, names, seen, strange)
    # Weapons are handed in beside the case, whatever its state; the log does not say whose they are.
    seen.update(r["code"] for r in table if things & set(r["kind"].split(",")))
    # Of whom was erased nothing says what the case was: the example erases one who had withdrawn, and one whom the
    # decree does not cover. Whoever comes afterwards may be one of them.
    seen.update(["C53", "C54", "C55"][:len(erased) + (len(erased) > 1 and came >= erased[-1])])
    missing = ["%s %s" % (r["code"], r["event"]) for r in table if r["code"][0] in "CK" and r["code"] not in seen]
    ok(len(cases) > 4000 and len(table) > 60, "the example has cases and the program rules")
    ok(not strange, "the example makes no transition that the rules do not know", "\n".join(strange))
    ok(not missing, "it makes each transition of the rules", "\n".join(missing))
    # That the comparison can fail: an act out of its place is found to be one.
    odd = []
    of_case(table, [(31, "present", "presented", ""), (38, "approve_granted", "granted", "granted")], names, set(), odd)
    ok(odd, "a grant without what comes before it would be found")
    print("1..%d" % count)
    return failures > 0


sys.exit(main())
