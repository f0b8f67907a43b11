#!/usr/bin/env python3
"""Builds everything, runs every test and counts: the body of ./check.

The tests are those that meson knows (`meson introspect --tests`), so nothing is listed here. All of
them print TAP. Besides a line "not ok" these count as a failure: an exit status other than 0 without
one, a plan that is missing or wrong, a test that takes too long, a build that breaks.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORKERS = 3  # on the two processors that are promised: some tests wait for a disk or a clock
RESULT = re.compile(r"(not )?ok\b(.*)")
PLAN = re.compile(r"1\.\.(\d+)(?:\s*#\s*(skip)\b.*)?\s*$", re.I)
EXAMPLE = re.compile(r"\bexample_in\b|data/example\b|SULH_EXAMPLE")
SKIP = re.compile(r"#\s*skip\b", re.I)
DAYS = 5  # in which each test of the command line is run in the sanitized build, too


class Job:
    """A command, and what came of it."""

    def __init__(self, name, command, env=None, timeout=600, tap=True, alone=False, after=None, folder=None):
        self.name, self.command, self.env = name, command, env or {}
        self.folder = folder  # for its temporary files; None: the usual one
        self.timeout, self.tap, self.alone = timeout, tap, alone
        self.after, self.ended = after, False  # after: a job that has to end before
        self.passed = self.failed = self.skipped = 0
        self.complaints = []
        self.output = ""
        self.seconds = 0.0

    def complain(self, text):
        self.failed += 1
        self.complaints.append(text)


class Counter:
    """Sums up jobs and prints a line for each."""

    def __init__(self):
        self.lock = threading.Lock()
        self.passed = self.failed = self.skipped = 0

    def add(self, job):
        with self.lock:
            self.passed += job.passed
            self.failed += job.failed
            self.skipped += job.skipped
            note = ", %d skipped" % job.skipped if job.skipped else ""
            print("%-6s %s: %d passed%s (%.1f s)" % ("FAILED" if job.failed else "ok", job.name,
                                                      job.passed, note, job.seconds))
            if job.failed:
                for line in job.output.rstrip("\n").split("\n"):
                    if not (job.tap and line.startswith("ok ")):
                        print("    | " + line)
                for text in job.complaints:
                    print("    ! " + text)
            elif job.skipped:
                for line in job.output.split("\n"):
                    if SKIP.search(line):
                        print("    | " + line)
            sys.stdout.flush()


def count(job, status):
    """Reads what a job printed."""
    if not job.tap:
        if status == 0:
            job.passed += 1
        else:
            job.complain("exit status %d" % status)
        return
    seen, plan = 0, None
    for line in job.output.split("\n"):
        result, promised = RESULT.match(line), PLAN.match(line)
        if result:
            seen += 1
            if SKIP.search(result.group(2)):
                job.skipped += 1
            elif result.group(1):
                job.failed += 1
            else:
                job.passed += 1
        elif promised:
            if plan is not None:
                job.complain("two plans")
            plan = int(promised.group(1))
            if plan == 0 and promised.group(2):
                job.skipped += 1
        elif line.startswith("Bail out!"):
            job.complain("it gave up")
    if plan is None:
        job.complain("no plan (a line 1..N)")
    elif plan != seen:
        job.complain("a plan of %d tests and results of %d" % (plan, seen))
    if status != 0 and not job.failed:
        job.complain("exit status %d" % status)


def run(job, scratch):
    """Runs a job in a process group and a temporary folder of its own; leaves neither behind."""
    folder = tempfile.mkdtemp(dir=job.folder or scratch)
    env = {k: v for k, v in os.environ.items() if not k.startswith("SULH")}
    env.update(job.env, TMPDIR=folder, LC_ALL="C.UTF-8",
               SULH_OFFICERS_FILE=os.path.join(folder, "officers"))
    env.setdefault("HOME", scratch)
    start = time.monotonic()
    # Into a file, not a pipe: a server left running would keep a pipe open.
    with tempfile.TemporaryFile(dir=scratch) as out:
        process = subprocess.Popen(job.command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
        late = False
        try:
            status = process.wait(job.timeout)
        except subprocess.TimeoutExpired:
            late, status = True, 0
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        out.seek(0)
        job.output = out.read().decode("utf-8", "replace")
    if late:
        job.complain("not done after %d s" % job.timeout)
    else:
        count(job, status)
    job.seconds = time.monotonic() - start
    shutil.rmtree(folder, ignore_errors=True)


def run_all(jobs, counter, scratch):
    """A few at a time, the first that can begin first; then those that want the machine to themselves."""
    waiting = [job for job in jobs if not job.alone]
    change = threading.Condition()

    def one(job):
        try:
            run(job, scratch)
        except Exception as error:  # in a thread nobody else would hear of it
            job.complain("%s" % (error if isinstance(error, OSError) else repr(error)))
        counter.add(job)

    def work():
        while True:
            with change:
                change.wait_for(lambda: not waiting or any(can_begin(job) for job in waiting))
                if not waiting:
                    return
                job = next(job for job in waiting if can_begin(job))
                waiting.remove(job)
            try:
                one(job)
            finally:
                with change:
                    job.ended = True
                    change.notify_all()

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for job in jobs:
        if job.alone:
            one(job)


def can_begin(job):
    return not job.after or job.after.ended


def build(folder, what, options, counter, scratch, cc=None):
    """Whether the build in that folder succeeds."""
    job = Job("build: " + what, ["tools/build", folder] + options, timeout=1200, tap=False,
              env={"CC": cc} if cc else None)
    run_all([job], counter, scratch)
    return not job.failed


def copies_example(command):
    """Whether a test begins with a copy of the example operation (test/data/example)."""
    try:
        with open(command[-1], encoding="utf-8") as f:
            return bool(EXAMPLE.search(f.read()))
    except (OSError, UnicodeDecodeError):
        return False  # an executable


def is_due(test, turn):
    """Whether a test is run in the sanitized build on such a day: units always, the command line's share by share."""
    return turn is None or not any(suite.endswith("cli") for suite in test["suite"]) or \
        zlib.crc32(test["name"].encode()) % DAYS == turn


def tests_of(folder, label, names, example, memory, turn=None):
    """The jobs of a build, as meson knows them, after one that makes what test/data/example copies: it takes long, and
    the tests of the second build copy what the first made (test/cli/demo.sh makes one with each). Those that it calls long are
    on a disk, since all that ask what a disk does are among them; the others would only wait for it."""
    text = subprocess.run(["meson", "introspect", folder, "--tests"], cwd=ROOT, check=True,
                          stdout=subprocess.PIPE).stdout
    tests = [test for test in sorted(json.loads(text), key=lambda test: -test["priority"])
             if (not names or test["name"] in names) and is_due(test, turn)]
    # One test makes its own.
    first = (len(tests) > 1 and not os.path.exists(example) and
             Job("%s: the example" % label, [os.path.join(folder, "clock_tool"), "demo", example], tap=False))
    jobs = [Job("%s: %s" % (label, test["name"]), test["cmd"],
                dict(test["env"], SULH_EXAMPLE=example, SULH_SMALL=example + "-small"), test["timeout"],
                alone=not test["is_parallel"], folder=None if test["priority"] else memory,
                after=first if first and copies_example(test["cmd"]) else None)
            for test in tests]
    return [first] + jobs if first else jobs


def in_memory():
    """A folder in memory, where there is one with room; else the usual one for temporary files."""
    try:
        with open("/proc/meminfo", encoding="ascii") as f:
            free = int(re.search(r"^MemAvailable: *(\d+) kB", f.read(), re.M).group(1)) << 10
        if os.path.ismount("/dev/shm") and min(free, shutil.disk_usage("/dev/shm").free) > 8 << 30:
            return "/dev/shm"
    except (OSError, AttributeError):
        pass
    return None


def test_build(folder, label, options, names, counter, scratch, example, memory, turn=None):
    """Builds and tests, what is not about a disk in memory; how many tests there were."""
    if not build(folder, label, options, counter, scratch):
        return 0
    jobs = tests_of(folder, label, names, example, memory, turn)
    run_all(jobs, counter, scratch)
    return len(jobs)


def main(names):
    counter = Counter()
    turn = None if names else int(time.time() // 86400) % DAYS
    names = [name for name in names if name != "--all"]
    with tempfile.TemporaryDirectory(prefix="sulh-check-") as scratch:
        example = os.path.join(scratch, "example")
        # Less optimised: the sanitizers make the compiler see ghosts at -O2. At a fixed address: what surrounds each text and
        # table there makes 350,000 places to be set at each start otherwise, a fifth of the time of most commands.
        # Of what a debugger wants, lines alone, which a report of the sanitizers needs.
        sanitize = ["-Db_sanitize=address,undefined", "-Doptimization=1", "-Db_pie=false", "-Ddebug=false", "-Dc_args=-g1"]
        with tempfile.TemporaryDirectory(prefix="sulh-check-", dir=in_memory()) as memory:
            found = test_build("build", "release", [], names, counter, scratch, example, memory)
            # What waits for a disk did so in the release build.
            found += test_build("build-san", "sanitized", sanitize, names, counter, memory, example, memory, turn)
            if turn is not None:
                print("sanitized: of the command line's tests those of today, a fifth (./check --all: every one)")
        if names and not found and not counter.failed:
            print("No test has that name: %s" % " ".join(names))
            counter.failed += 1
        if not names:
            if build("build-clang", "clang", ["-Doptimization=0", "-Ddebug=false"], counter, scratch, cc="clang"):
                lint = Job("lint", ["tools/lint"], timeout=1200, tap=False, alone=True)
                run_all([lint], counter, scratch)
                for line in lint.output.split("\n"):
                    if line.startswith("lint: ") and not lint.failed:
                        print(line)  # how many files are left
            run_all([Job("fuzz", ["tools/fuzz", "--seconds", "1"], timeout=1800, alone=True)],
                    counter, scratch)
    print("%d passed, %d failed, %d skipped" % (counter.passed, counter.failed, counter.skipped))
    return 1 if counter.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
