#!/bin/sh
# test-scan-threshold.sh - black and white of a poor page can be read: tesseract finds the words of
# small, gray and light letters on paper that is shaded to a third and noisy, which it does not when
# the page has one threshold.
# Source: the page is drawn here.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need scan-dots gs tesseract
export OMP_THREAD_LIMIT=1

cat >"$T/page.ps" <<'END'
%!PS
/y 250 def
/line { 30 y moveto show /y y 16 sub def } def
/NimbusRoman-Regular 11 selectfont
(When a machine has been used for twenty years nobody wants to throw it) line
(away only because the people who made it have stopped to think of it) line
/NimbusSans-Regular 8 selectfont
(The words in this line are smaller than what most letters and invoices are written in, but people read them) line
(without any trouble, and so should a program that is given the picture of the whole page in black and white) line
0.6 setgray /NimbusRoman-Regular 11 selectfont
(Some of it was printed when the toner was nearly used up so that it is) line
(rather gray than black, and must not vanish with the shade of the paper) line
0.15 setgray 20 y 56 sub 400 66 rectfill 1 setgray
(At last there are light letters on a dark ground as in the head of a) line
(table or on the cover of a brochure which shall not be lost either and) line
(not be eaten up by what is between them) line
showpage
END
sed -n 's/^(\(.*\)) line$/\1/p' "$T/page.ps" | tr -s ' ' '\n' >"$T/words"
gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pgmraw -r300 -dTextAlphaBits=4 -dGraphicsAlphaBits=4 \
    -dDEVICEWIDTHPOINTS=440 -dDEVICEHEIGHTPOINTS=280 -sOutputFile="$T/page.pgm" "$T/page.ps"

# Words of the page, in their order, that are not found.
lost() {
    "$build/scan-dots" "$@" <"$T/page.pgm" >"$T/dots.pbm" || return 1
    tesseract "$T/dots.pbm" - --psm 6 2>/dev/null | tr -s ' ' '\n' >"$T/found"
    diff "$T/words" "$T/found" | grep -c '^<'
}
all=$(wc -l <"$T/words")
clean=$(lost adaptive 100 4)
poor=$(lost adaptive 30 8)
fixed=$(lost 128 30 8)
echo "# of $all words are lost: $clean of a good scan, $poor of a poor one, $fixed of it with one threshold"
ok "the page has its words" [ "$all" -gt 120 ]
ok "of a good scan hardly a word is lost" [ "$clean" -le 2 ]
ok "of a shaded and noisy scan hardly a word is lost" [ "$poor" -le 4 ]
ok "with one threshold many are" [ "$fixed" -ge 20 ]
done_testing
