#!/bin/sh
# Outlines of places: for drawing only, taken whole or not at all, kept through backup and restore, missed by nobody
# when they are gone.
# shellcheck disable=SC2317 # functions that ok calls
set -u
. "$SRC/test/cli/lib"

r=$work/r
small "$r" || { cat "$work/err"; exit 1; }
quarters=$SRC/examples/places/aleppo-outline.geojson

# outline CODE FILE [ARGUMENTS]: place outline
outline()
{
	code=$1
	shift
	json "$code" --data "$r" place outline "$@"
}
# feature NAME PROPERTIES GEOMETRY...: $work/NAME.geojson with such features
feature()
{
	file=$work/$1.geojson
	shift
	printf '{"type":"FeatureCollection","source":"Somebody","features":[' >"$file"
	comma=
	while [ $# -gt 1 ]; do
		printf '%s{"type":"Feature","properties":%s,"geometry":%s}' "$comma" "$1" "$2" >>"$file"
		comma=,
		shift 2
	done
	printf ']}\n' >>"$file"
}
ring() # POSITIONS: a polygon of them
{
	printf '{"type":"Polygon","coordinates":[[%s]]}' "$1"
}
# The example's border post.
post=$(sed -n 's/^\([^,]*\),post,.*/\1/p' "$SRC/examples/aleppo-2016/place.csv" | head -n 1)
square=$(ring '[37.1,36.2],[37.2,36.2],[37.2,36.3],[37.1,36.3],[37.1,36.2]')
# bad PATTERN NAME: that file is refused, says so, and nothing is changed
bad()
{
	sums "$r" >"$work/before"
	outline 5 "$work/$2.geojson" && grep '"type":"error"' "$work/out" >"$work/said" &&
		grep -qE -e "$1" "$work/said" && sums "$r" >"$work/after" && diff "$work/before" "$work/after" >"$work/diff"
}
doctor() # PATTERN: says so of the outlines
{
	run --data "$r" doctor
	grep -q "outlines  *$1" "$work/out"
}

ok "a register without outlines is well" doctor 'none are kept'
sums "$r" | grep -v -e outline >"$work/before"
ok "those of the example are taken" outline 0 "$quarters"
ok "and counted" says '"features":58,"refused":0,"positions":[0-9]{3,},"bytes":[0-9]{5}'
sums "$r" | grep -v -e outline >"$work/after"
ok "nothing but that file has changed" cmp "$work/before" "$work/after"
ok "only their owner can read them" test "$(stat -c %a "$r/outline")" = 600
ok "they say where they come from" grep -q '^source Invented outlines' "$r/outline"
ok "the doctor has looked at them" doctor 'of 58 places'
cp "$r/outline" "$work/first"
ok "the same file gives the same bytes" outline 0 "$quarters"
ok "all of them" cmp "$work/first" "$r/outline"

feature names '{"name":"Aleppo"}' "$square" '{"ADM1_PCODE":"SY99"}' "$square"
feature other '{"name":"halab al-madina"}' "$square" '{"code":"SY-HL-C-XX","name":"Aleppo"}' "$square"
feature twice '{"code":"SY-HL"}' "$square" '{"code":"SY02"}' "$square"
feature name '{"code":"SY-HL","name":"Idlib"}' "$square"
feature point '{"code":"SY-HL"}' '{"type":"Point","coordinates":[37.1,36.2]}'
feature nothing '{"code":"SY-HL"}' null
feature unnamed '{"colour":"red"}' "$square"
feature open '{"code":"SY-HL"}' "$(ring '[37.1,36.2],[37.2,36.2],[37.2,36.3],[37.1,36.3]')"
feature crossed '{"code":"SY-HL"}' "$(ring '[37.1,36.2],[37.2,36.3],[37.2,36.2],[37.1,36.3],[37.1,36.2]')"
feature exchanged '{"code":"SY-HL"}' "$(ring '[36.2,37.1],[36.2,137.2],[36.3,137.2],[36.2,37.1]')"
feature projected '{"code":"SY-HL"}' "$(ring '[4130000,4330000],[4140000,4330000],[4140000,4340000],[4130000,4330000]')"
feature markup '{"code":"<script>"}' "$square"
feature post '{"code":"'"$post"'"}' "$square"
feature none
ok "a place that is not recorded is refused, with its number" bad '"where":"feature 2, property ADM1_PCODE","field":"pcode","value":"SY99"' names
ok "whatever its code or name" bad '"where":"feature 2, property code".*"value":"SY-HL-C-XX"' other
ok "a place twice" bad 'each place once: feature 1 is Aleppo' twice
ok "a name that is another's" bad '"where":"feature 1, property name".*"value":"Idlib"' name
ok "a camp or post, which no public map may show" bad 'maps are public' post
ok "a point" bad 'a Polygon or MultiPolygon' point
ok "no geometry" bad 'a Polygon or MultiPolygon' nothing
ok "a feature that names no place" bad 'code, P-code or name' unnamed
ok "a ring that is open" bad '"where":"feature 1, ring 1".*a closed ring' open
ok "one that crosses itself" bad '"where":"feature 1, ring 1, position .*does not cross itself' crossed
ok "exchanged coordinates" bad '"where":"feature 1, ring 1, position 2".*exchanged' exchanged
ok "projected ones" bad 'look projected' projected
ok "markup" bad 'recorded place' markup
ok "a file without features" bad '' none
ok "a table" outline 5 "$SRC/examples/places/geonames.csv"
ok "says what is wanted" says 'not GeoJSON'
ok "no file" outline 2 "$work/missing.geojson"
ok "no argument" outline 2
printf '{"type":"FeatureCollection","source":"a\\u0007","features":[]}' >"$work/source.geojson"
ok "a source with control characters" bad '"field":"source"' source
ok "those of before are still there" cmp "$work/first" "$r/outline"

feature good '{"ADM1_PCODE":"SY02"}' "$square" '{"name":"kanaker"}' "$square"
ok "found by P-code and name" outline 0 "$work/good.geojson"
ok "in place of those before" eval '[ "$(grep -c ^place "$r/outline")" -eq 2 ] && grep -q "^source Somebody" "$r/outline"'
ok "odd columns are named with --map" outline 0 "$quarters" --map place_no=code

ok "a backup has them" exits 0 --data "$r" backup "$work/backup"
ok "its manifest names them" grep -q ' outline$' "$work/backup/backup.manifest"
ok "they are restored" exits 0 restore "$work/backup" "$work/again"
ok "byte for byte" cmp "$r/outline" "$work/again/outline"

printf x >>"$r/outline"
ok "damage is a warning" doctor '.*damaged'
ok "and stops nothing else" exits 0 --data "$r" place tree
ok "they are brought again" outline 0 "$quarters"
ok "or removed" outline 0 --remove
ok "which is said" says '"removed":true'
ok "and is no loss" doctor 'none are kept'
ok "twice, too" outline 0 --remove
finish
