#!/usr/bin/env python3
"""Prints every row of the projection of a register, sorted: dump.py DIR. Entries, sealed objects and drafts are what
it is made of."""
import sqlite3
import sys

TABLES = "thing place place_up seat officer same_officer act act_officer appeal_end mark item named move rec fact rollup total last_cut bulletin"
db = sqlite3.connect("file:%s/sulh.db?mode=ro" % sys.argv[1], uri=True)
for table in TABLES.split():
    rows = sorted(repr(row) for row in db.execute("SELECT * FROM " + table))
    print(table, len(rows))
    for row in rows:
        print(table, row)
