"""The operations that tools/crash interrupts, what they need beside the register, and how they are started and
hit."""
import json
import os
import random
import shutil
import signal
import subprocess
import time

from crash_power import HOW, Disk
from crash_start import (DAY, DECREE, EDITORS, GRANT, MOVE, NOW, ROOT, SULH, Wrong, add_args, by_lot,
                         correction, corridor_count, counts_in_log, entries, environment, erased,
                         load_args, names,
                         registration, sulh, tracing, weapon_item)

OPS = ("accept", "correct", "cut", "publish", "day", "rebuild", "import", "backup", "restore", "restate",
       "export", "sign", "enrol", "logadd", "prove", "places", "erase", "renew", "recover", "roles", "suspend", "retire",
       "password", "attest", "grant", "decree", "move", "receipt", "find", "file", "glass", "confirm", "share",
       "lot", "auditor", "list", "resume", "init", "demo")
# Records that one command brings, all or none (None: one for each cut), and with what a second try of it may end.
GIVEN = {"import": (30, (0,)), "places": (10, (0,)), "enrol": (1, (0,)), "logadd": (0, (0, 5)),
         "renew": (2, (0, 5)), "recover": (2, (0, 5)), "roles": (1, (0,)), "suspend": (1, (0,)),
         "retire": (1, (0,)), "password": (0, (0,)), "attest": (None, (0,)), "grant": (1, (0,)),
         "decree": (1, (0,)), "move": (1, (0,)), "receipt": (1, (0, 5)), "confirm": (1, (0, 3, 5)),
         "find": (0, (0,)), "file": (0, (0, 5)), "share": (0, (0,)), "auditor": (1, (0,))}
TELLS = ("find", "file", "glass", "lot")  # what is sealed: each who is shown is counted before
ADDS = 4  # records of one run of `accept`
LATER = NOW + 8 * 86400  # what waits for more has waited long enough
MAKES = ("backup", "restore", "export", "resume", "init", "demo")  # something beside the register
FROM_NOTHING = ("init", "demo")
BESIDE = (".out", ".csv", ".erase", ".lot", ".list", ".backup", ".new", ".new.partial", ".new.tmp", ".whole")
LOGS = ("hq", "aleppo")
CHECKED = "no_open_appeal,no_open_tracing,no_court_hold,no_open_case,no_open_benefit"


def clock_of(op):
    """A day is signed when it is over."""
    return LATER if op == "sign" else NOW


# Each is a list of commands, run by one shell, so that a run of several dies whole.

def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def command(reg, *args):
    return " ".join(quoted(x) for x in [SULH, "--data", reg, "--json", *args])


def rows_to_add(op, reg, rng):
    if op == "correct":
        return [("corridor_count", correction(rng.randrange(50, 1000), ref))
                for ref in counts_in_log(reg)[1:4]]
    return [(kind, row_of(rng.randrange(1000, 1000000)))
            for kind, row_of in rng.choices((("registration", registration),
                                             ("corridor_count", corridor_count),
                                             ("tracing", tracing),
                                             ("weapon_item", weapon_item)), k=ADDS)]


# What officers do that is no record alone. By those whom others need afterwards: see check_officers in tools/crash.

def by_two(*args):
    return lambda reg: ("officer", *args, "--as", "Rana Qassab,Samir Attar")


def added(kind, row):
    return lambda reg: add_args(kind, {**row, "idempotency_key": "once"})


def of_person(reg):
    """An entry with an object s."""
    return "aleppo/%d" % next(x["index"] for x in entries(reg, "aleppo")
                              if x["kind"] == "registration")


def waiting_glass(reg):
    """The receipt of the opening that the register was made with; once somebody looked at it, that of none."""
    return next((x["receipt"] for x in sulh(reg, "glass", "list") if "receipt" in x), "00" * 16)


ACTS = {
    "renew": by_two("renew", "Dina Farhat"),
    "recover": by_two("recover", "Nadia Karam"),
    "roles": by_two("roles", "Lina Darwish", "--roles", "registrar,reception"),
    "suspend": by_two("suspend", "Bashir Tawil"),
    "retire": by_two("retire", "Bashir Tawil"),
    "password": lambda reg: ("officer", "password", "Adel Maalouf"),
    "attest": lambda reg: ("cut", "attest", "--as", "Rana Qassab,Samar Dabbagh"),
    "grant": added("access_grant", GRANT),
    "decree": added("decree", DECREE),
    "move": added("stock_move", MOVE),
    "receipt": lambda reg: ("weapon", "receipt", "WX0000000", "WX0000001", "--log", "aleppo",
                            "--as", "Bashir Tawil,Hanan Sabouni", "--out", reg + ".new"),
    "find": lambda reg: ("person", "find", names()[0][0], "--as", "Lina Darwish"),
    "file": lambda reg: ("person", "file", sulh(reg, "show", "cases")[0]["case"],
                         "--as", "Wafa Bitar", "--out", reg + ".new"),
    "glass": lambda reg: ("object", of_person(reg), "--as", "Huda Zein", "--purpose", "medical",
                          "--break-glass", "--out", reg + ".new"),
    "confirm": lambda reg: ("glass", "confirm", waiting_glass(reg), "--as", "Wafa Bitar"),
    "lot": lambda reg: by_lot(reg, reg + ".new"),
    "auditor": lambda reg: ("audit", "sign", reg + ".lot", "--as", "Sami Najm"),
    "list": lambda reg: load_args(reg + ".list"),
    "share": lambda reg: ("keyring", "share", "One", "Two", "Three", "--out", reg + ".new"),
}


def resume(reg, made):
    """What lets a restored register sign on."""
    return [command(made, "--pass-file", os.path.join(reg, "pass"), "log", "resume", log,
                    "--checkpoint", os.path.join(reg + ".out", log, "checkpoint")) for log in LOGS]


def commands(op, reg, rng):
    new, phrase = reg + ".new", os.path.join(reg, "pass")
    if op in ("accept", "correct"):
        return [command(reg, *add_args(*row)) for row in rows_to_add(op, reg, rng)]
    if op == "day":
        return [command(reg, "cut"), command(reg, "publish", reg + ".out")]
    if op == "resume":
        return [command(reg, "restore", reg + ".backup", new), *resume(reg, new),
                command(new, "--pass-file", phrase, "cut")]
    if op in ACTS:
        return [command(reg, *ACTS[op](reg))]
    if op == "erase":
        return [command(reg, "erase", erased(reg)[0], "--basis", "request", "--checked", CHECKED,
                        "--as", "Wafa Bitar,Rana Qassab", "--backups-gone-on", "2017-12-31")]
    restate = ("bulletin", "restate", "--as", EDITORS, "--reason", "late_entry")
    if op == "sign":
        return [command(reg, *restate),
                command(reg, "bulletin", "sign", "--at", DAY, "--as", EDITORS)]
    return [command(reg, *{
        "publish": ("publish", reg + ".out"),
        "import": ("import", reg + ".csv", "--kind", "registration", "--commit"),
        "backup": ("backup", new),
        "restore": ("restore", reg + ".backup", new),
        "restate": restate,
        "export": ("export", "corridor_count", "--format", "xlsx", "--out", new),
        "enrol": ("officer", "enrol", "Hala Sabbagh", "--roles", "registrar", "--from", DAY,
                  "--as", "Rana Qassab,Samir Attar"),
        "logadd": ("log", "add", "khan"),
        "prove": ("log", "prove", "aleppo", "3"),
        "places": ("place", "import",
                   os.path.join(ROOT, "examples", "places", "governorates.geojson"),
                   "--as", "Omar Zahed", "--commit"),
        "init": ("--pass-file", phrase, "init", new, "--operation", "one"),
        "demo": ("demo", new),
    }.get(op, (op,)))]


def script(op, reg, rng, hit=None):
    return joined(commands(op, reg, rng), hit)


def joined(lines, hit=None):
    """All commands, the next after the last went well; `hit` is the one that the fault is for."""
    return " && ".join(("MEMORY_AT=${MEMORY_HIT:-0} " if hit in (None, i) else "FAULT_AT=0 ") + x
                       for i, x in enumerate(lines))


def copy(base, to):
    for end in ("",) + BESIDE:
        if os.path.isdir(base + end):
            shutil.copytree(base + end, to + end)
        elif os.path.exists(base + end):
            shutil.copy(base + end, to + end)


def prepare(op, base, reg):
    """What the operation starts from. What makes something of nothing has no need of a whole register."""
    if op not in FROM_NOTHING:
        return copy(base, reg)
    os.mkdir(reg)
    return shutil.copy(os.path.join(base, "pass"), reg)


def remove(reg):
    for end in ("",) + BESIDE:
        if os.path.isdir(reg + end):
            shutil.rmtree(reg + end)
        elif os.path.exists(reg + end):
            os.remove(reg + end)


def beside(reg, name):
    """A file that no fault reaches."""
    return os.path.join(os.path.dirname(reg), name)


def begin_anew(reg):
    """What the last run said and what its disk was told are of no interest any more."""
    for name in ("said", "told", "syncs"):
        if os.path.exists(beside(reg, name)):
            os.remove(beside(reg, name))


def start(op, reg, text, fault):
    """The operation as a process group of its own; what it says goes into a file."""
    with open(beside(reg, "said"), "ab") as out:
        out.write(b'{"type": "begin", "op": "%s"}\n' % op.encode())
        out.flush()
        return subprocess.Popen(["sh", "-c", text], env=environment(fault, clock_of(op)),
                                stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                start_new_session=True)


def said_text(reg):
    with open(beside(reg, "said"), encoding="utf-8") as f:
        return f.read()


def said(reg):
    """What the operation had printed: whole lines only."""
    text, found = said_text(reg), []
    for line in text[:text.rfind("\n") + 1].splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            pass  # what the shell says about the kill
    return found


def fault_of(reg, what, at):
    if what.startswith("memory"):
        # Not the shell's.
        return {"MEMORY_DO": what[7:], "MEMORY_AT": "0", "MEMORY_HIT": str(at),
                "MEMORY_COUNT": beside(reg, "count")}
    # `publish` writes beside the register: the prefix covers both (see test/shim/fault.c).
    return {"FAULT_UNDER": reg, "FAULT_DO": what, "FAULT_AT": str(at),
            "FAULT_COUNT": beside(reg, "count"), "FAULT_SYNCS": beside(reg, "syncs")}


class Measure:
    """How long an operation takes, and how many calls each of its commands makes that change a file."""

    def __init__(self, op, base, work, what):
        reg = os.path.join(work, "measure")
        prepare(op, base, reg)
        begin_anew(reg)
        self.calls, self.syncs, self.duration, code = [], [], 0, 0
        for text in commands(op, reg, random.Random(0)):
            begin = time.monotonic()
            code = code or start(op, reg, text, fault_of(reg, what, 0)).wait()
            self.duration += time.monotonic() - begin
            if not code:
                if os.path.exists(beside(reg, "syncs")):
                    with open(beside(reg, "syncs"), encoding="ascii") as f:
                        self.syncs += [sum(self.calls) + int(line) for line in f]
                with open(beside(reg, "count"), encoding="ascii") as f:
                    self.calls.append(int(f.read()))
        if code:
            raise Wrong("unverifiable", "%s fails without a fault: %s" % (op, said(reg)))
        remove(reg)
        self.all = sum(self.calls)

    def any(self, rng):
        """One of the calls; half of them just before or just after something was to be durable."""
        if rng.random() < 0.5 and self.syncs:
            return min(self.all, rng.choice(self.syncs) + rng.randint(0, 1))
        return rng.randint(1, max(self.all, 1))

    def place(self, at):
        """The command that makes the at-th call of all, from 1, and which of its own it is."""
        for i, n in enumerate(self.calls):
            if at <= n:
                return i, at
            at -= n
        raise ValueError("no such call")


# Three ways to end before the end; each returns where it was, as text, or more.

def kill_one(op, reg, rng, measured):
    """Starts the operation and kills it."""
    if not measured.all:  # a test's program in place of ours
        start(op, reg, script(op, reg, rng), None).wait()
        return "when it had ended"
    if rng.random() < 0.5:
        at = measured.any(rng)
        kill_at(op, reg, commands(op, reg, rng), measured, at, {})
        return "before call %d of %d" % (at, measured.all)
    delay = rng.uniform(0, measured.duration * 1.05)
    process = start(op, reg, script(op, reg, rng), None)
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    gone(process.pid)
    return "after %.3f s of %.3f" % (delay, measured.duration)


def gone(group):
    """The shell is waited for; what it had started dies a moment later, and holds its locks till then."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)


def kill_at(op, reg, lines, measured, at, more):
    hit, own = measured.place(at)
    start(op, reg, joined(lines, hit), {**fault_of(reg, "kill", own), **more}).wait()


def power_one(op, reg, rng, measured, seen, sync=None):
    """Starts the operation and takes the power away, at times after a first try was killed; `seen` is
    called with what anybody could have read a moment before. The next one after a kill tries the same, or
    publishes. `sync` is the call of the kill, and of which of the two; if it is negative, that of the power cut.
    Returns how many tries of it were killed, and where, as text."""
    # What to try is looked up before the disk is: who looks at a register may leave an empty -wal.
    lines = [commands(op, reg, rng), commands(op, reg, rng)]
    disk = Disk(os.path.dirname(reg), os.path.basename(reg))
    log = {"POWER_LOG": beside(reg, "told")}
    first = rng.random() < 0.4 and measured.any(rng)
    last = rng.random() < 0.7 and measured.any(rng)
    how = rng.choices(HOW, (4, 4, 3, 1))[0]
    second = "publish" if first and op not in ("resume", "init", "demo") and rng.random() < 0.3 \
        else op
    if sync is not None:
        at, second = sync
        first, last, how = (at, None, HOW[0]) if at > 0 else (None, -at, HOW[0])
    # Those of the operation that did not end by themselves.
    where, tries = "", bool(first) + bool(second == op and last)
    if first:
        kill_at(op, reg, lines[0], measured, first, log)
        where = "after a kill before call %d, " % first
    if second != op:
        at = rng.randint(20, 120) if sync is None else 65  # about where it has just signed
        start(second, reg, script(second, reg, rng), {**fault_of(reg, "kill", at), **log}).wait()
        where += "before call %d of publishing" % at
    elif last:
        kill_at(op, reg, lines[1], measured, last, log)
        where += "before call %d of %d" % (last, measured.all)
    else:
        start(op, reg, joined(lines[1]), {**fault_of(reg, "none", 0), **log}).wait()
        where += "when it had ended"
    if os.path.exists(beside(reg, "told")):
        disk.tell(beside(reg, "told"))
    if rng.random() < 0.05:
        disk.check()
    seen()  # may write, as who opens a database does
    disk.lose(how, rng)
    return tries, "%s (%s)" % (where, how)


def strike_one(op, reg, rng, what, at, measured):
    """Starts the operation and has it hit at one call."""
    hit, own = measured.place(at)
    code = start(op, reg, script(op, reg, rng, hit), fault_of(reg, what, own)).wait()
    return code, "by %s at call %d of %d" % (what, at, measured.all)
