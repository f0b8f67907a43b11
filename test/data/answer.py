#!/usr/bin/env python3
"""Reads an answer of `sulh --json` and says what is wrong with its form: answer.py CODE < ANSWER."""
import json
import sys

code = int(sys.argv[1])
text = sys.stdin.buffer.read().decode("utf-8", "strict")
lines = [json.loads(line) for line in text.split("\n")[:-1]]
errors = [line for line in lines if line.get("type") == "error"]


def need(condition, what):
    if not condition:
        sys.exit(what)


need(text.endswith("\n") and lines, "no line, or the last one does not end")
need(all(isinstance(line, dict) and line.get("type") for line in lines), "a line without a type")
need(lines[-1]["type"] == "result", "the last line is no result")
need([line["type"] for line in lines].count("result") == 1, "more than one result")
need(lines[-1]["exit"] == code and lines[-1]["ok"] == (code == 0), "the result says another exit code")
need(bool(errors) == (code != 0), "an error without an exit code, or the other way round")
for error in errors:
    need(list(error) == ["type", "what", "where", "field", "value", "want"], "members of %s" % error)
    need(error["what"], "an error that says nothing")
