#!/usr/bin/env python3
"""Prints every row of the projection of a register, sorted: dump.py DIR. Entries and drafts are what it is made of."""
import sqlite3
import sys

# What was accepted: above the line in schema.sql.
TRUTH = "log entry draft sealed_item accepted body state".split()
db = sqlite3.connect("file:%s/sulh.db?mode=ro" % sys.argv[1], uri=True)
tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
for table in tables:
    if table in TRUTH or table.startswith("sqlite_"):
        continue
    rows = sorted(repr(row) for row in db.execute("SELECT * FROM " + table))
    print(table, len(rows))
    for row in rows:
        print(table, row)
