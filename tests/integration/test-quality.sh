#!/bin/sh
# test-quality.sh - the measures of tests/quality are right on prints computed by hand.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need print-figures make-dots
build=$(dirname "$app")

# gray VALUE FILE: 16 x 8 samples of one gray
gray() {
    printf 'P5\n16 8\n255\n' >"$2"
    for _ in $(seq 128); do printf "\\$(printf %03o "$1")"; done >>"$2"
}
# dots BYTES FILE: eight rows of two bytes
dots() {
    printf 'P4\n16 8\n' >"$2"
    for _ in 1 2 3 4; do printf "$1"; done >>"$2"
}
# print_bytes FILE ROW FIRST COUNT: gray values of a row of a print 16 wide
print_bytes() { tail -c 128 "$1" | od -An -v -tu1 -w16 | sed -n "$2p" | awk -v f="$3" -v n="$4" '{ for (i = f; i < f + n; i++) printf("%s%d", (i > f ? " " : ""), $i) }'; }
figure() { echo "$1" | tr ' ' '\n' | grep -A1 "^$2$" | tail -n 1; }

gray 255 "$T/white.pgm"
gray 128 "$T/gray.pgm"
dots '\0\0\0\0' "$T/none.pbm"
dots '\377\377\377\377' "$T/all.pbm"
dots '\001\000\001\000' "$T/line.pbm"
dots '\125\125\252\252' "$T/checks.pbm"
dots '\001\200\001\200' "$T/wide.pbm"

ok "a page without dots is measured" "$build/print-figures" -p "$T/print.pgm" "$T/white.pgm" "$T/none.pbm"
is "paper is white" "$(print_bytes "$T/print.pgm" 4 1 4)" "255 255 255 255"
"$build/print-figures" -p "$T/print.pgm" "$T/white.pgm" "$T/all.pbm" >/dev/null
is "black reflects 4 %" "$(print_bytes "$T/print.pgm" 4 1 2)" "10 10"
# an edge that moves by 20 um of a dot's 42.3 covers the centres of two of its four parts
"$build/print-figures" -p "$T/print.pgm" "$T/white.pgm" "$T/line.pbm" >/dev/null
is "a line of a dot grows by half a dot on either side" "$(print_bytes "$T/print.pgm" 4 6 4)" "255 133 10 133" ||
    diag "$(print_bytes "$T/print.pgm" 4 1 16)"
"$build/print-figures" -g 0 -p "$T/print.pgm" "$T/white.pgm" "$T/line.pbm" >/dev/null
is "without gain it does not" "$(print_bytes "$T/print.pgm" 4 6 3)" "255 255 10"
"$build/print-figures" -p "$T/print.pgm" "$T/gray.pgm" "$T/checks.pbm" >/dev/null
is "single dots fill the holes between them" "$(print_bytes "$T/print.pgm" 4 5 4)" "10 10 10 10"

said=$("$build/print-figures" -r "$T/line.pbm" "$T/white.pgm" "$T/line.pbm")
is "no dot is wrong that is as drawn" "$(figure "$said" wrong%)" 0.00
is "and its edges are as long" "$(figure "$said" edge)" 1.000
# 8 dots too many; the line has 16 sides of a dot, left and right
said=$("$build/print-figures" -r "$T/line.pbm" "$T/white.pgm" "$T/wide.pbm")
is "a line twice as wide has 8 dots wrong for 16 of its outline" "$(figure "$said" wrong%)" 50.00
said=$("$build/print-figures" "$T/gray.pgm" "$T/none.pbm")
is "an even print of an even page has no noise" "$(figure "$said" noise%)" 0.00
said=$("$build/print-figures" "$T/gray.pgm" "$T/wide.pbm")
not_ok "a line on it is noise" test "$(figure "$said" noise%)" = 0.00

"$build/make-dots" -P waves >"$T/waves.pgm"
is "the page of waves is there" "$(head -c 16 "$T/waves.pgm" | tr '\n' ' ')" "P5 2500 2500 255"
not_ok "a page that is none is refused" "$build/make-dots" -P nothing
not_ok "so is a method" "$build/make-dots" -m nothing "$T/gray.pgm"
not_ok "and a picture" "$build/make-dots" -m gradation "$T/none.pbm"
"$build/make-dots" -m gradation "$T/white.pgm" >"$T/dots.pbm"
ok "white gets no dots" cmp "$T/dots.pbm" "$T/none.pbm"
done_testing
