#!/bin/sh
# check-pages.sh - the drawings of the program's own pages become the same dots each time they are
# built, and show what they are drawn for.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
build=${BUILD:-build}
made=$build/gen/pages
T=$(mktemp -d "${TMPDIR:-/tmp}/canon-check.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT

if ! [ -x "$build/draw-letters" ] || ! [ -x "$build/pack-picture" ] || ! [ -f "$made/letters.h" ]; then
    skip "the program is not built"
    tap_done
fi

# drawn NAME KIND: once more, elsewhere, at another time, in another language
drawn() {
    cp "resources/pages/$1.svg" "$T/copy.svg"
    LC_ALL=C.UTF-8 TZ=Asia/Tokyo HOME=$T rsvg-convert -o "$T/drawn.png" "$T/copy.svg" &&
        "$build/pack-picture" "$2" "$T/drawn.png" >"$T/$1.png" && cmp "$T/$1.png" "$made/$1.png"
}
letters() { HOME=$T "$build/draw-letters" >"$T/letters.h" && cmp "$T/letters.h" "$made/letters.h"; }
photo() { "$build/pack-picture" gray "$made/photo.pgm" >"$T/photo.png" && cmp "$T/photo.png" "$made/photo.png"; }

try "The letters are the same each time" letters
for file in resources/pages/*.svg; do
    name=$(basename "$file" .svg)
    kind=dots
    [ "$name" = emblem ] && kind=gray
    try "So is $name" drawn "$name" $kind
done
try "And the photograph" photo
named() { ! grep -L 'font-family="Liberation S' $(grep -l '<text' resources/pages/*.svg) | grep .; }
try "Letters of drawings are of the fonts that the build asks for" named
plain() { ! grep -lE '<image|<script|href="[^#]|<style' resources/pages/*.svg; }
try "Drawings need no other file" plain
fails "What is no picture is refused" "$build/pack-picture" dots tests/need-packages.sh
tap_done
