"""What tools/crash starts from: how it runs sulh, the records that it gives, and a small register made of
them, with a published part, a signed bulletin that what came late has changed, entries that are cut and
not published, and drafts of every form."""
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXAMPLE = os.path.join(ROOT, "examples", "aleppo-2016")
BUILD = os.path.abspath(os.environ.get("BUILD") or os.path.join(ROOT, "build"))
SULH = os.path.join(BUILD, "clock_tool")
SHIM = os.path.join(BUILD, "shim_fault.so")
POWER = os.path.join(BUILD, "shim_power.so")
MEMORY = os.path.join(BUILD, "shim_memory.so")
NOW = 1481297400  # 9 December 2016, 17:30 in the operation: its own clock, not the machine's
DAY = "2016-12-09"
BEFORE = "2016-12-08"
EDITORS = "Ziad Mansour,Noor Khoury"
SHOWS = 3  # persons whom an auditor's lot opens, each recorded before


class Wrong(Exception):
    """A run that found something: kind is lost or unverifiable."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind = kind


def environment(fault=None, now=NOW):
    env = {k: v for k, v in os.environ.items() if not k.startswith("FAULT_")}
    shims = SHIM
    for name, shim in (("POWER_LOG", POWER), ("MEMORY_AT", MEMORY)):
        if name in (fault or {}):
            shims = shim + ":" + SHIM
    env.update(fault or {}, CLOCK=str(now), LD_PRELOAD=shims, FAULT_FAST="1")
    # A sanitizer wants to be loaded first, and finds leaks of what we killed.
    env["ASAN_OPTIONS"] = "verify_asan_link_order=0:detect_leaks=0:exitcode=99"
    return env


def sulh(register, *args, want=(0,), now=NOW):
    """Runs a command; its lines of JSON. An exit code that is not wanted is an exception."""
    done = subprocess.run([SULH, "--data", register, "--json", *args], env=environment(now=now),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    if done.returncode not in want:
        raise Wrong("unverifiable", "sulh %s: exit %d: %s%s" % (
            " ".join(args), done.returncode, done.stdout.decode()[-500:],
            done.stderr.decode()[-1500:]))
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def entries(reg, log):
    return [x for x in sulh(reg, "log", "show", log, "--count", "1000000") if x["type"] == "entry"]


# Records, one for each form of entry.

def seconds(day, hour):
    return int(time.mktime(time.strptime("%s %s UTC" % (day, hour), "%Y-%m-%d %H:%M %Z"))) \
        - time.timezone


def names():
    with open(os.path.join(EXAMPLE, "names.csv"), encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    return [r["ism"] for r in rows if r["ism"]], [r["family"] for r in rows if r["family"]]


def registration(i):
    """Nobody is like another: that would be one more record, of the likeness."""
    isms, families = names()
    born = "%d-%02d-%02d" % (1950 + i % 49, 1 + i // 49 % 12, 1 + i % 28)
    return {"full_name": "ism %s, father %s, family %s" % (
                isms[i % len(isms)], isms[(7 * i + 1) % len(isms)],
                families[(3 * i) % len(families)]),
            "sex": "m", "born": born, "age_doubt": "no",
            "status_sought": "carrying_arms", "search_done": "offline", "log": "aleppo",
            "day": DAY, "as": "Lina Darwish" if i % 2 else "Fadi Rifai", "note": "number %d" % i}


def corridor_count(i, day=DAY):
    return {"corridor": "1", "direction": "out", "persons": str(100 + i), "method": "stated",
            "from_hour": day + "T%02d:00+02:00" % (6 + i % 11), "day": day, "log": "aleppo",
            "as": "Dina Farhat,Adel Maalouf"}


def correction(i, ref):
    """Of a corridor_count in the log."""
    return {**corridor_count(i), "corrects": ref}


def tracing(i):
    """Veiled, and about somebody with an identity of its own."""
    return {"asked_by": "family", "sought": "ism Layla number %d" % i, "relation": "sibling",
            "state": "open", "log": "aleppo", "as": "Nadia Karam"}


def weapon_item(i):
    return {"item_no": "WX%07d" % i, "group": "W1", "class": "1.4 assault_rifle",
            "calibre": "7.62", "serial": "EX-%d" % i, "condition": "serviceable", "log": "aleppo",
            "as": "Bashir Tawil,Hanan Sabouni"}


def erased(reg):
    """Who is to be erased: the number of the case, and the number of the person in each case that goes with it."""
    with open(reg + ".erase", encoding="ascii") as f:
        return f.read().split()


def ask(reg, query, *values):
    # Who only reads where there is no -wal makes one, behind the back of crash_power.py.
    still = "" if os.path.exists("%s/sulh.db-wal" % reg) else "&immutable=1"
    db = sqlite3.connect("file:%s/sulh.db?mode=ro%s" % (reg, still), uri=True)
    try:
        return db.execute(query, values).fetchone()[0]
    finally:
        db.close()


def subject(reg, case):
    return ask(reg, "SELECT subject FROM act WHERE case_no = ?", case).hex()


ADJUDICATORS = {"as": "Elias Hanna,Mona Fattal", "log": "aleppo"}


def asked(reg, one, again):
    """Somebody asks to be erased, who was registered twice."""
    sulh(reg, *add_args("dedup_link", {
        **ADJUDICATORS, "case": again, "other": subject(reg, one), "score": "900", "fields": "name",
        "verdict": "same", "by_1": "Elias Hanna", "by_2": "Mona Fattal"}))
    sulh(reg, *add_args("request", {
        "case": one, "right": "erase", "lodged_on": DAY, "answer_due": "2017-01-08",
        "as": "Wafa Bitar", "log": "aleppo"}))


def closed(reg, work, cases):
    """Six withdraw; the last case is merged into the first."""
    one, again = cases[0], cases[-1]
    import_rows(reg, work, "closing", [
        {"case": c, "as": "Rula Masri,Huda Zein", "day": DAY, "how": "withdrew_after",
         "asked_alone": "yes"} for c in cases[:5] + [again]])
    link = ask(reg, "SELECT seq FROM act WHERE case_no = ? AND event = 'dedup_link'", again)
    sulh(reg, *add_args("merge", {
        **ADJUDICATORS, "case": again, "act": "merge", "link": "aleppo/%d" % link,
        "keep": subject(reg, one)}))
    sulh(reg, "cut")
    with open(reg + ".erase", "w", encoding="ascii") as f:
        f.write("\n".join([one, subject(reg, one), subject(reg, again)]))


GRANT = {"reader": "Wafa Bitar", "scope": "kind", "purpose": "audit", "basis": "public_interest",
         "expires_on": "2016-12-31", "log": "aleppo", "as": "Jamil Haffar,Rana Qassab"}


def by_lot(reg, out):
    """What the auditor drew, to be looked at by whom the first grant names."""
    grant = next(x["entry"] for x in sulh(reg, "grant", "list") if x["type"] == "grant")
    return ("audit", "open", "--seed", "5e" * 32, "--count", str(SHOWS), "--as", GRANT["reader"], "--auditor", "Sami Najm",
            "--grant", grant, "--out", out)


DECREE = {"number": "99/2016", "issued_on": "2016-12-01", "text_source": "invented",
          "windows": "category=carrying_arms months=3 from=2016-12-01 last_day=2017-02-28",
          "covered": "carrying_arms", "required_acts": "present_in_person,pledge",
          "excluded_acts": "war_crime,crime_against_humanity,genocide,torture,sexual_violence",
          "appeal_days": "30", "as": "Hala Nouri,Rana Qassab"}
MOVE = {"act": "store", "items": "1", "item_nos": "WX0000002", "group": "W1",
        "to_store": "STORE", "witnesses": "Hanan Sabouni,Kamal Shami", "log": "aleppo",
        "as": "Hanan Sabouni,Kamal Shami"}


def step(case, event):
    return {"case": case, "as": "Iman Rayes", "day": DAY, "event": event, "why": "other"}


def decide(reg, work, cases):
    """What has to be before a decision, and that."""
    import_rows(reg, work, "notice", [
        {"case": c, "as": "Lina Darwish", "day": DAY, "notice_version": "N-1", "language": "ara",
         "read_aloud": "yes", "legal_basis": "public_interest", "agreed": "none",
         "given_by": "self", "purposes": "decision", "told": "rights,limits_of_sealing"} for c in cases])
    import_rows(reg, work, "step", [step(c, "open_checks") for c in cases])
    import_rows(reg, work, "pledge", [
        {"case": c, "as": "Maya Salloum", "day": DAY, "text_version": "PL-1", "language": "ara",
         "read_aloud": "yes",
         "given_on": DAY} for c in cases])
    import_rows(reg, work, "step", [step(c, "propose") for c in cases])
    import_rows(reg, work, "decision", [
        {"case": c, "as": "Iman Rayes,Yusuf Kanaan", "day": DAY, "outcome": "granted", "notified_on": DAY,
         "proposed_outcome": "granted", "article": "art. 1", "grounds": "invented",
         "panel_1": "Yusuf Kanaan"} for c in cases])


def add_args(kind, row):
    return ["add", kind, *["%s=%s" % x for x in row.items()]]


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, list(rows[0]))
        out.writeheader()
        out.writerows(rows)


# The register.

def import_rows(reg, work, kind, rows, now=NOW):
    path = os.path.join(work, kind + ".csv")
    write_csv(path, rows)
    sulh(reg, "import", path, "--commit", now=now)


def import_example(reg, work, name, now, keep=None):
    """A file of the example, of its rows the first `keep`."""
    path = os.path.join(EXAMPLE, name)
    if keep:
        with open(path, encoding="utf-8") as f:
            lines = f.read().split("\n")
        path = os.path.join(work, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines[:keep + 1]) + "\n")
    sulh(reg, "import", path, "--commit", now=now)


def begin(reg, work, now):
    """Officers, parties, places, one centre, the decrees, corridors: what every record rests on."""
    password = os.path.join(work, "pass")
    with open(password, "w", encoding="utf-8") as f:
        f.write("a passphrase of no worth\n")
    sulh(reg, "--pass-file", password, "init", reg, "--operation", "aleppo-2016", now=now)
    shutil.copy(password, reg)
    with open(os.path.join(reg, "sulh.conf"), "a", encoding="utf-8") as f:
        f.write("pass_file = pass\nofficers_file = officers\n")
    sulh(reg, "officer", "enrol", "--file", os.path.join(EXAMPLE, "officers.csv"),
         "--as", "Rana Qassab,Samir Attar", now=now)
    sulh(reg, "cut", now=now)
    import_example(reg, work, "party.csv", now)
    sulh(reg, "cut", now=now)
    write_list(os.path.join(work, "list"), 600)
    sulh(reg, *load_args(os.path.join(work, "list")), now=now)
    now += 3600
    import_example(reg, work, "operation.csv", now)
    import_example(reg, work, "place.csv", now)
    sulh(reg, "cut", now=now)
    sulh(reg, "log", "add", "aleppo", now=now)
    import_example(reg, work, "centre.csv", now, keep=1)
    import_example(reg, work, "decree-1.csv", now)
    sulh(reg, "cut", now=now)
    import_example(reg, work, "corridor.csv", now)
    sulh(reg, "cut", now=now)
    import_example(reg, work, "decree-2.csv", seconds("2016-10-27", "09:00"))
    now = seconds("2016-11-28", "10:00")
    import_example(reg, work, "corridor-open.csv", now)
    sulh(reg, "cut", now=now)


def counts_in_log(reg):
    """References to corridor_counts that a correction may name, the newest first."""
    return ["aleppo/%d" % x["index"] for x in reversed(entries(reg, "aleppo"))
            if x["kind"] == "corridor_count" and x["day"] == DAY]


def fill(reg, work):
    # A bulletin, and a day later what it did not have.
    early = seconds(BEFORE, "10:00")
    import_rows(reg, work, "corridor_count", [corridor_count(30, BEFORE)], early)
    sulh(reg, "cut", now=early)
    sulh(reg, "bulletin", "sign", "--at", BEFORE, "--as", EDITORS, now=seconds(BEFORE, "16:05"))
    import_rows(reg, work, "registration", [registration(i) for i in range(14)])
    sulh(reg, *add_args("access_grant", GRANT))
    sulh(reg, "cut")
    sulh(reg, "publish", reg + ".out")
    sulh(reg, *by_lot(reg, reg + ".lot"))
    # Cut and not published.
    cases = [x["case"] for x in sulh(reg, "show", "cases") if x["type"] == "case"]
    decide(reg, work, cases[:8])
    import_rows(reg, work, "corridor_count",
                [corridor_count(i) for i in range(6)] + [corridor_count(31, BEFORE)])
    import_rows(reg, work, "tracing", [tracing(i) for i in range(2)])
    import_rows(reg, work, "weapon_item", [weapon_item(i) for i in range(6)])
    asked(reg, cases[8], cases[-1])
    sulh(reg, "cut")
    closed(reg, work, cases[8:])
    # Accepted and not cut. Weapon items are fewer than a cut takes: it waits for more.
    import_rows(reg, work, "registration", [registration(i) for i in range(20, 27)])
    import_rows(reg, work, "corridor_count", [corridor_count(i) for i in range(10, 12)])
    sulh(reg, *add_args("corridor_count", correction(40, counts_in_log(reg)[0])))
    import_rows(reg, work, "tracing", [tracing(i) for i in range(10, 12)])
    import_rows(reg, work, "weapon_item", [weapon_item(i) for i in range(10, 13)])
    # A broken glass at which another officer has to look.
    first = next(x["index"] for x in entries(reg, "aleppo") if x["kind"] == "registration")
    sulh(reg, "object", "aleppo/%d" % first, "--as", "Rula Masri", "--purpose", "medical",
         "--break-glass", "--out", os.path.join(work, "object"))


def write_list(path, rows):
    """A list to screen against, of nobody who is like anybody else here."""
    with open(path, "w", encoding="utf-8") as f:
        f.write("name,aliases,birth,reference\n")
        f.writelines("Zzwyx Wwqaz,,1899,Z-%d\n" % i for i in range(rows))


def load_args(path):
    return ("list", "load", path, "--no", "L-1", "--source", "COURT", "--basis", "court_order",
            "--as", "Rana Qassab,Wafa Bitar")


def make(reg):
    """The register in `reg`; what it published in reg.out, 30 rows to import in reg.csv, a backup
    in reg.backup, who is to be erased in reg.erase, what an auditor has
    to sign in reg.lot, and in reg.list what takes the place of the list that is in force."""
    work = tempfile.mkdtemp(prefix="sulh-crash-")
    try:
        begin(reg, work, seconds("2016-07-28", "06:00"))
        fill(reg, work)
        write_csv(reg + ".csv", [registration(i) for i in range(100, 130)])
        write_list(reg + ".list", 1200)
        sulh(reg, "backup", reg + ".backup")
    finally:
        shutil.rmtree(work)
