"""A cut is killed before each of its syncs, then somebody publishes: the write-ahead log, or what came of it, is synced before
the mark of what is signed is renamed. For test/cli/crash.sh."""
import os
import random
import struct
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ["SRC"], "tools"))
from crash_ops import Measure, beside, begin_anew, commands, copy, fault_of, kill_at, \
    remove, script, start  # noqa: E402
from crash_start import make  # noqa: E402


def told(path):
    """What the disk was told: (letter, path, new path or bytes)."""
    with open(path, "rb") as f:
        text = f.read()
    head, at = struct.Struct("<cqII"), 0
    while at < len(text):
        what, _, n, m = head.unpack_from(text, at)
        at += head.size
        yield what.decode(), text[at:at + n].decode(), text[at + n:at + n + m]
        at += n + m


def settled_first(work, base, measured, sync):
    reg = os.path.join(work, "r")
    remove(reg)
    copy(base, reg)
    begin_anew(reg)
    kill_at("cut", reg, commands("cut", reg, random.Random(1)), measured, sync, {})
    if not os.path.exists(os.path.join(reg, "sulh.db-wal")):
        return True
    code = start("publish", reg, script("publish", reg, random),
                 {**fault_of(reg, "none", 0), "POWER_LOG": beside(reg, "told")}).wait()
    for what, path, more in told(beside(reg, "told")):
        if what == "s" and path.endswith("sulh.db-wal"):
            return code == 0
        if what == "r" and more.endswith(b"/signed.hwm"):
            print("a cut was killed before sync %d: signed before it was durable" % sync)
            return False
    return False


def main():
    with tempfile.TemporaryDirectory(prefix="sulh-settled-") as work:
        base = os.path.join(work, "base")
        make(base)
        measured = Measure("cut", base, work, "kill")
        good = [settled_first(work, base, measured, sync) for sync in measured.syncs]
    return 0 if good and all(good) else 1


sys.exit(main())
