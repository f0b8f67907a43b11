#!/usr/bin/env python3
"""Spreadsheets against a program that is not ours (openpyxl), both ways, and hostile ones, as TAP."""
import csv
import datetime
import io
import os
import subprocess
import sys
import tempfile
import zipfile

try:
    import openpyxl
except ImportError:  # a Python beside Debian's own
    sys.path.append("/usr/lib/python3/dist-packages")
    import openpyxl

BUILD, SULH = os.environ["BUILD"], os.environ["SULH"]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
count = failures = 0


def ok(good, name, remark=""):
    global count, failures
    count += 1
    failures += not good
    print("%sok %d - %s" % ("" if good else "not ", count, name))
    if not good:
        print("# %s" % str(remark)[:600].replace("\n", "\n# "))


def tool(path, *more):
    """What the program reads: exit status, and the cells by their names, or what it complains about."""
    done = subprocess.run([os.path.join(BUILD, "xlsx_tool"), path, *more], capture_output=True, timeout=120)
    said = done.stdout.decode("utf-8", "strict")
    if done.returncode:
        return done.returncode, said + done.stderr.decode("utf-8", "replace")
    return 0, dict(line.split("\t", 1) for line in said.split("\n")[:-1])


def refused(path, complaint, name, *more):
    status, said = tool(path, *more)
    ok(status == 5 and complaint in said, name, (status, said))


class Parts:
    """A small workbook by its parts, any of which can be given otherwise or left out (None)."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "made.xlsx")

    def __call__(self, rows="", sheet=None, **other):
        parts = {
            "_rels/.rels": '<Relationships><Relationship Id="r1" Type="%s/officeDocument" '
                           'Target="xl/workbook.xml"/></Relationships>' % OFFICE,
            "xl/workbook.xml": '<workbook xmlns:r="%s"><sheets><sheet name="people" sheetId="1" r:id="r1"/>'
                               "</sheets></workbook>" % OFFICE,
            "xl/_rels/workbook.xml.rels":
                '<Relationships><Relationship Id="r1" Type="%s/worksheet" Target="worksheets/s.xml"/>'
                '<Relationship Id="r2" Type="%s/sharedStrings" Target="shared.xml"/></Relationships>'
                % (OFFICE, OFFICE),
            "xl/shared.xml": "<sst><si><t>one</t></si></sst>",
            "xl/worksheets/s.xml": sheet or "<worksheet><sheetData>%s</sheetData></worksheet>" % rows,
        }
        for name, text in other.items():
            parts[{"workbook": "xl/workbook.xml", "rels": "_rels/.rels", "shared": "xl/shared.xml",
                   "book_rels": "xl/_rels/workbook.xml.rels"}[name]] = text
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as z:
            for name, text in parts.items():
                if text is not None:
                    z.writestr(name, text)
        return self.path


def cell(text, name="B7"):
    row = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return '<row r="%s"><c r="%s" %s</c></row>' % (row, name, text)


def theirs(folder):
    """Files that openpyxl writes."""
    path = os.path.join(folder, "theirs.xlsx")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "first"
    sheet.append(["text", "whole", "real", "day", "time", "yes", "empty", "arabic", "long"])
    sheet.append([" two  blanks <&> \"x\"", 18000, 0.25, datetime.date(2016, 12, 9),
                  datetime.datetime(2016, 12, 9, 18, 30, 15), True, None, "حلب", "x" * 30000])
    sheet.append([-5, 5.0, 1e12, datetime.date(1900, 1, 31), datetime.date(2199, 12, 31), False])
    sheet["A9"] = "behind a gap"
    other = book.create_sheet("second")
    other["C3"] = "=1+1"
    other["C4"] = 36526
    other["C4"].number_format = '[Red]"day" d mmmm yyyy;@'
    other["C5"] = 0.5
    other["C5"].number_format = '0.00" m"'
    book.save(path)
    status, got = tool(path)
    want = {"sheet": "first", "A2": ' two  blanks <&> "x"', "B2": "18000", "C2": "0.25", "D2": "2016-12-09",
            "E2": "2016-12-09T18:30:15", "F2": "yes", "H2": "حلب", "I2": "x" * 30000, "A3": "-5", "B3": "5",
            "C3": "1000000000000", "D3": "1900-01-31", "E3": "2199-12-31", "F3": "no", "A9": "behind a gap"}
    ok(status == 0 and {k: got.get(k) for k in want} == want, "cells of all types are read",
       {k: (got.get(k), v) for k, v in want.items() if got.get(k) != v} if status == 0 else got)
    ok(status == 0 and "G2" not in got, "an empty cell is none")
    refused(path, "sheet second, cell C3: a formula without its value", "a formula without a value is refused", "second")
    other["C3"] = 2
    book.save(path)
    status, got = tool(path, "second")
    ok(status == 0 and got.get("C4") == "2000-01-01" and got.get("C5") == "0.5",
       "a format of one's own makes a day, another does not", got)
    refused(path, "the name of a sheet", "a sheet that there is not is refused", "third")
    book["first"].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    ok(tool(path)[1].get("sheet") == "second", "the first sheet is the first that is not hidden")
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book["second"]["C4"] = datetime.date(2016, 12, 9)
    book["second"]["C4"].number_format = "yyyy-mm-dd"
    book.save(path)
    ok(tool(path)[1].get("C4") == "2016-12-09", "days may be counted from 1904", tool(path))
    return path


def ours(folder):
    """Files that we write: openpyxl sees what CSV says, numbers as numbers, days as days."""
    data, out = os.path.join(folder, "r"), os.path.join(folder, "ours.xlsx")
    run = lambda *args: subprocess.run([SULH, *args], capture_output=True, timeout=300)
    made = subprocess.run(["sh", os.path.join(os.environ["SRC"], "test/data/example"), data], capture_output=True, timeout=300)
    ok(made.returncode == 0, "the example is made", made.stderr)
    for kind in "facility", "clearance_qa", "decree", "3w":
        done = run("--data", data, "export", kind, "--format", "xlsx", "--tags", "--out", out)
        text = run("--data", data, "export", kind, "--format", "hxl").stdout.decode()
        rows = list(csv.reader(io.StringIO(text)))
        sheet = openpyxl.load_workbook(out).active
        seen = [["" if v is None else v.date().isoformat() if isinstance(v, datetime.datetime)
                 else "yes" if v is True else "no" if v is False else str(v) for v in row]
                for row in sheet.iter_rows(values_only=True)]
        ok(done.returncode == 0 and len(rows) > 2 and seen == rows, "%s: the sheet says what CSV says" % kind,
           [pair for pair in zip(seen, rows) if pair[0] != pair[1]][:2])
        ok(sheet.freeze_panes == "A3" and sheet.title == kind, "%s: the header stands still" % kind)
        named = dict(zip([c.value for c in sheet[1]], sheet[3]))
        ok(isinstance(named["index"].value, int), "%s: a number is a number" % kind)
        if "day" in named:
            ok(named["day"].is_date, "%s: a day is a day" % kind)
        status, got = tool(out)
        ok(status == 0 and got["A1"] == "log", "%s: and we read it ourselves" % kind, got)


def hostile(folder, good):
    parts = Parts(folder)
    path = os.path.join(folder, "hostile.xlsx")

    def written(data):
        with open(path, "wb") as f:
            f.write(data)
        return path

    with open(good, "rb") as f:
        whole = f.read()
    ok(tool(parts(cell('t="s"><v>0</v>')))[1] == {"sheet": "people", "B7": "one"}, "the parts by hand are read",
       tool(parts.path))
    refused(written(b""), "no zip", "an empty file is refused")
    refused(written(b"a,b\n1,2\n"), "no zip", "text is refused")
    refused(written(b"\xd0\xcf\x11\xe0" + bytes(600)), "password", "an old or encrypted file is named")
    for n in (1, 100, len(whole) // 2, len(whole) - 1):
        status, said = tool(written(whole[:n]))
        ok(status == 5, "cut off after %d bytes it is refused" % n, said)
    damaged = bytearray(whole)
    damaged[len(damaged) // 3] ^= 0x55
    status, said = tool(written(bytes(damaged)))
    ok(status in (0, 5), "a byte that is changed does no harm", said)
    bomb = "<worksheet><sheetData>" + " " * (100 << 20) + "</sheetData></worksheet>"
    refused(parts(sheet=bomb), "times its size", "a part that grows a thousandfold is refused")
    del bomb
    refused(parts(sheet="x" * (130 << 20)), "too large", "a part of 130 MiB is refused")
    refused(parts(rels=None), "_rels/.rels is missing", "a zip without a workbook is refused")
    refused(parts(rels="<Relationships/>"), "no workbook", "as is one that names none")
    refused(parts(workbook="<workbook><sheets/></workbook>"), "no sheet", "a workbook without a sheet is refused")
    refused(parts(book_rels="<Relationships/>"), "holds no cells", "a sheet without a part is refused")
    refused(parts(book_rels='<Relationships><Relationship Id="r1" TargetMode="External" Type="%s/worksheet" '
                            'Target="http://example.org/"/></Relationships>' % OFFICE), "holds no cells",
            "a sheet elsewhere is not fetched")
    laughs = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
        '<!ENTITY %s "%s">' % (chr(98 + i), ("&%s;" % chr(97 + i)) * 10) for i in range(9)) + "]>"
    refused(parts(sheet=laughs + "<worksheet><sheetData><row><c t='str'><v>&j;</v></c></row></sheetData></worksheet>"),
            "document type or entities", "entities are refused")
    refused(parts(sheet='<!DOCTYPE w SYSTEM "file:///etc/hostname"><worksheet/>'), "document type",
            "so is a document type")
    refused(parts(sheet="<worksheet><sheetData><row>"), "line 1", "XML that is cut off is refused")
    refused(parts(sheet="<a>" * 100), "nested", "elements a hundred deep are refused")
    refused(parts(cell('t="e"><f>1/0</f><v>#DIV/0!</v>')), "cell B7: the error #DIV/0!", "an error is refused by its cell")
    refused(parts(cell("><f>A1</f>")), "cell B7: a formula without", "a formula without a value is refused by its cell")
    ok(tool(parts(cell('t="str"><f>A1</f><v>kept</v>')))[1].get("B7") == "kept", "a formula's stored value is read")
    refused(parts(cell('t="s"><v>1</v>')), "cell B7: a text that is not among", "a text that is not there is refused")
    refused(parts(cell('t="s"><v>-1</v>')), "cell B7", "nor is one before the first")
    refused(parts(cell("><v>1</v>", "GS7")), "more than 200 columns", "column 201 is refused")
    refused(parts(cell("><v>1</v>", "ZZZZZZZZZZZZZZ7")), "more than 200 columns", "a column beyond all is refused")
    refused(parts(cell("><v>1</v>", "A1048577")), "out of order", "a row beyond all is refused")
    refused(parts('<row r="7"><c r="B8"><v>1</v></c></row>'), "calls itself", "a cell of another row is refused")
    refused(parts('<row r="7"><c r="B7"><v>1</v></c><c r="A7"><v>1</v></c></row>'), "behind itself",
            "cells out of order are refused")
    refused(parts('<row r="7"/><row r="7"/>'), "out of order", "a row twice is refused")
    refused(parts(cell('t="inlineStr"><is><t>' + "x" * 65537 + "</t></is>")), "65536", "a text too long is refused")
    refused(parts("".join('<row><c r="GR%d"><v>1</v></c></row>' % (i + 1) for i in range(20001))), "cells",
            "a sheet of gaps is refused when it is too large")
    runs = "<is><r><t>a</t></r><rPh><t>no</t></rPh><r><t>_x0062_b_x005F_x0041_</t></r></is>"
    ok(tool(parts(cell('t="inlineStr">' + runs)))[1].get("B7") == "abb_x0041_",
       "runs of text follow each other; how they are spoken does not count", tool(parts.path))
    many = os.path.join(folder, "many.xlsx")
    with zipfile.ZipFile(many, "w") as z:
        for i in range(4200):
            z.writestr("p%d" % i, "")
    refused(many, "4096 parts", "4200 parts are refused")


with tempfile.TemporaryDirectory() as top:
    hostile(top, theirs(top))
    ours(top)
print("1..%d" % count)
sys.exit(1 if failures else 0)
