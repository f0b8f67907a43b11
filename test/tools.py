#!/usr/bin/env python3
"""The generators and the counting of ./check, as TAP: a wrong count would hide every other failure."""
import os
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))
import embed  # noqa: E402
import mksql  # noqa: E402
import runtests  # noqa: E402

count = failures = 0


def ok(good, name, remark=""):
    global count, failures
    count += 1
    failures += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    if not good and remark:
        print("# %s" % remark)


def sql(files):
    """What mksql makes of these files, or what it complains about."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in files.items():
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "w", encoding="utf-8") as f:
                f.write(text)
        try:
            return mksql.collect(paths)
        except mksql.Wrong as wrong:
            return str(wrong).replace(folder + os.sep, "")


def sql_refuses(name, text, complaint):
    said = sql({"a.sql": text})
    ok(isinstance(said, str) and complaint in said, name, repr(said))


def counted(output, status=0, tap=True):
    job = runtests.Job("x", [], tap=tap)
    job.output = output
    runtests.count(job, status)
    return job.passed, job.failed, job.skipped


def counts(name, output, expected, **more):
    got = counted(output, **more)
    ok(got == expected, name, "%r" % (got,))


rows, schema = sql({
    "schema.sql": "CREATE TABLE t (a);\n",
    "b.sql": "-- about\n-- name: one\nSELECT ';' -- why\n  FROM t\n\n WHERE a = $1;\n",
    "a.sql": "-- name: two\nSELECT '--' /* no; */ , $1, $2, $1\n",
})
ok(rows == [("two", "SELECT '--'   , $1, $2, $1"), ("one", "SELECT ';'\n  FROM t\n WHERE a = $1")],
   "statements_come_sorted_by_file_without_comments", repr(rows))
ok(schema == "CREATE TABLE t (a);\n", "the_schema_is_taken_whole")
said = sql({"a.sql": "-- name: x\nSELECT 1;\n", "b.sql": "\n-- name: x\nSELECT 2;\n"})
ok(said == "b.sql:2: 'x' is in a.sql:1 already", "a_name_twice_is_refused_with_both_places", repr(said))
sql_refuses("a_statement_without_a_name_is_refused", "SELECT 1;\n", "a.sql:1: a statement without")
sql_refuses("a_name_without_a_statement_is_refused", "-- name: x\n-- y\n", "a.sql:1: 'x' has no statement")
sql_refuses("a_bad_name_is_refused", "-- name: X-1\nSELECT 1;\n", "a.sql:1: 'X-1' is no name")
sql_refuses("two_statements_are_refused", "-- name: x\nSELECT 1; SELECT 2;\n", "more than one statement")
sql_refuses("a_question_mark_is_refused", "-- name: x\nSELECT ?;\n", "a parameter '?'")
sql_refuses("a_left_out_parameter_is_refused", "-- name: x\nSELECT $1, $3;\n", "leaves out a parameter")
ok(mksql.literal('a"\\?\té') == '\t  "a\\042\\134\\077\\t\\303\\251"', "sql_text_becomes_a_safe_c_string")
ok(embed.literal(b'?"\\\n\x00\x80' + b"7") == '\t"\\077\\042\\134\\012\\000\\2007"',
   "bytes_become_a_safe_c_string")

counts("results_are_counted", "ok 1 - a\nnot ok 2 - b\n# not ok\nok 3 # SKIP c\n1..3\n", (1, 1, 1), status=1)
counts("a_skipped_program_is_one_skip", "1..0 # SKIP no go\n", (0, 0, 1))
counts("a_plan_is_required", "ok 1\n", (1, 1, 0))
counts("silence_fails", "", (0, 1, 0))
counts("a_plan_must_be_right", "ok 1\n1..2\n", (1, 1, 0))
counts("two_plans_fail", "1..1\nok 1\n1..1\n", (1, 1, 0))
counts("a_crash_after_good_results_fails", "ok 1\n1..1\n", (1, 1, 0), status=-11)
counts("a_failure_and_its_exit_status_count_once", "not ok 1\n1..1\n", (0, 1, 0), status=1)
counts("giving_up_fails", "ok 1\nBail out! no disk\n1..1\n", (1, 1, 0))
counts("okay_is_not_ok", "okay 1\n1..0\n", (0, 0, 0))
counts("a_plain_command_passes_by_its_status", "ok 1\n", (1, 0, 0), tap=False)
counts("a_plain_command_fails_by_its_status", "", (0, 1, 0), tap=False, status=3)
with tempfile.TemporaryDirectory() as scratch:
    job = runtests.Job("x", ["sh", "-c", "sleep 100 & echo ok 1; echo 1..1; touch $TMPDIR/x"])
    runtests.run(job, scratch)
    ok(job.seconds < 50 and (job.passed, job.failed) == (1, 0) and not os.listdir(scratch),
       "what_a_test_leaves_running_or_lying_is_removed")
    job = runtests.Job("x", ["sleep", "100"], timeout=0.2)
    runtests.run(job, scratch)
    ok((job.passed, job.failed) == (0, 1), "a_test_that_hangs_fails")

print("1..%d" % count)
sys.exit(1 if failures else 0)
