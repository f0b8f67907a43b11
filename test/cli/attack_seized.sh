#!/bin/sh
# Attack: somebody takes the folder of a register, switched off, without passphrase and passwords. Control: what is
# sealed stays sealed. What remains is in doc/threats.md: case numbers and what happened when are in the database.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/seized
at "$(day_after 2)T10:00:00Z"
example_in "$r" || { cat "$work/err"; exit 1; }
run --data "$r" backup "$work/copy" || { cat "$work/err"; exit 1; }
# What lay beside the machine in somebody's pocket.
mkdir "$work/pocket"
mv "$r/demo.pass" "$r/demo.officers" "$work/pocket"
rm -f "$work/copy/demo.pass" "$work/copy/demo.officers"

# Each name of a person and of an officer, whole and by parts of four letters and more. Four or five bytes alone stand in
# so much that is random by chance: of these the length is looked for before them, as it stands in a record.
cat >"$work/names.py" <<'END'
import csv, os, re, subprocess, sys, unicodedata
example, folder = sys.argv[1:]
texts = set()
with open(os.path.join(example, "names.csv"), encoding="utf-8") as file:
    for row in list(csv.reader(file))[1:]:
        texts.update(row)
with open(os.path.join(example, "officers.csv"), encoding="utf-8") as file:
    texts.update(row["name"] for row in csv.DictReader(file))
# What is public says some of these words, too.
public = set()
for name in os.listdir(example):
    if name.startswith(("place", "party", "centre", "corridor", "facility", "agreement", "district", "press", "leaflet",
                        "site", "operation", "decree", "violation")):
        with open(os.path.join(example, name), encoding="utf-8") as file:
            public.update(re.findall(r"\w+", file.read().lower()))
needles, n = set(), 0
for word in {w for t in texts for w in re.split(r"[\s,|]+", t) if len(w) >= 4} | {t for t in texts if " " in t}:
    if set(re.findall(r"\w+", word.lower())) & public:
        continue
    n += 1
    for form in ("NFC", "NFD"):
        spelled = unicodedata.normalize(form, word)
        b = spelled.encode()
        needles.add(b if len(b) > 5 else bytes([0x60 + len(b)]) + b)
        needles.update((spelled.encode("utf-16-le"), spelled.encode("utf-16-be")))
with open(sys.argv[0] + ".needles", "wb") as file:
    file.write(b"\n".join(sorted(needles)) + b"\n")
found = subprocess.run(["grep", "-rahoF", "-f", file.name, folder], env={**os.environ, "LC_ALL": "C"}, capture_output=True)
print("%d names, found:" % n, found.stdout[:600], found.stderr[:200])
# In 80 MB of what is random, one of many needles of 5 or 6 bytes is found by chance; not two, and no longer one.
hits = set(found.stdout.split(b"\n")) - {b""}
chance = len(hits) == 1 and len(min(hits)) < 7
sys.exit(n < 100 or found.returncode > 1 or (found.returncode == 0 and not chance))
END
free_of_names() # FOLDER
{
	python3 "$work/names.py" "$example" "$1" >"$work/diff"
}
a_name_is_found() # NAME...
{
	mkdir -p "$work/marked"
	printf '%s' "$@" >"$work/marked/x"
	! python3 "$work/names.py" "$example" "$work/marked" >/dev/null
}
ok "a_name_that_is_there_is_found" a_name_is_found Fakhouri
ok "also_short_ones_as_they_stand_in_records" a_name_is_found eMazen dDeeb
ok "no_file_of_the_register_holds_a_name" free_of_names "$r"
ok "nor_does_a_backup" free_of_names "$work/copy"

# What needs a key says that it is locked, and gives nothing.
locked() # ARGUMENTS
{
	rm -rf "$work/gives"
	exits 11 --data "$r" "$@" && [ ! -e "$work/gives" ]
}
entry=$(python3 - "$r/sulh.db" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
print("%s/%d" % db.execute("SELECT l.name, e.seq FROM entry e JOIN log l ON l.id = e.log WHERE e.s IS NOT NULL LIMIT 1").fetchone())
END
)
ok "an_object_does_not_come_out" locked object "$entry" --out "$work/gives"
ok "nothing_is_recorded" locked add facility facility_no=K-1 kind=kitchen 'area=Aleppo city' state=open log=aleppo 'as=Tarek Hallaq'
ok "nothing_is_cut" locked cut
ok "nothing_is_signed" locked publish "$work/gives"
ok "nothing_is_folded_anew" locked rebuild
wrong()
{
	echo 'another phrase' >"$work/other"
	exits 12 --data "$r" --pass-file "$work/other" rebuild
}
ok "another_passphrase_is_told_so" wrong
# Who has the passphrase, too, signs as no officer without that officer's password.
half()
{
	exits 11 --data "$r" --pass-file "$work/pocket/demo.pass" add facility facility_no=K-1 kind=kitchen 'area=Aleppo city' \
		state=open log=aleppo 'as=Tarek Hallaq'
}
ok "the_passphrase_alone_signs_as_nobody" half
back()
{
	cp "$work/pocket"/* "$r" && exits 0 --data "$r" cut
}
ok "with_all_of_it_the_work_goes_on" back
finish
