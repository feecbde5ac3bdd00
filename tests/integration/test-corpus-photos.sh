#!/bin/sh
# test-corpus-photos.sh - photographs as telephones and scanners send them: the eight turns that
# EXIF can ask for, gray, colour, CMYK, in each kind of JPEG; each in the middle of the sheet.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-corpus.sh"
. tests/corpus/pdf-writer.sh
. tests/corpus/documents.sh
need canon-printer-app virtual-printer make-picture compare-gray ipptool pdftoppm pdfinfo

# matrix TURN: where the corners of the picture of 600 x 400 pixels are, as PDF says it, in the
# middle of A4: EXIF 2.32, 4.6.4.A, tag 274. Those with a turn have 150 pixels to an inch across
# and 300 down: 288 x 96 points, as they are stored.
matrix() {
    case $1 in
    0) echo '288 0 0 192 153.64 324.945' ;; # 150 both ways
    1) echo '288 0 0 96 153.64 372.945' ;;
    2) echo '-288 0 0 96 441.64 372.945' ;;
    3) echo '-288 0 0 -96 441.64 468.945' ;;
    4) echo '288 0 0 -96 153.64 468.945' ;;
    5) echo '0 -288 -96 0 345.64 564.945' ;;
    6) echo '0 -288 96 0 249.64 564.945' ;;
    7) echo '0 288 96 0 249.64 276.945' ;;
    8) echo '0 288 -96 0 345.64 276.945' ;;
    esac
}

# photo NAME KIND TURN SPACE: the picture, and a page with it
photo() {
    "$build/make-picture" "$2" 600 400 >"$docs/$1.jpg"
    pdf_begin "$docs/$1.wanted.pdf"
    pdf_stream 5 "/Type /XObject /Subtype /Image /Width 600 /Height 400 /BitsPerComponent 8
        /ColorSpace /$4 /Filter /DCTDecode" <"$docs/$1.jpg"
    echo "$(matrix "$3") cm /Im Do" | pdf_page 3 '/Resources << /XObject << /Im 5 0 R >> >>'
    pdf_end
    submit "$1.jpg" 'ATTR keyword print-scaling none' 'ATTR enum orientation-requested 3'
}

corpus_start || exit 1
turns='1 2 3 4 5 6 7 8'
for turn in $turns; do
    ok "a photograph with turn $turn is sent" photo "turn$turn" "jpeg-exif-$turn" "$turn" DeviceRGB
done
kinds='gray:jpeg-gray:DeviceGray colour:jpeg:DeviceRGB progressive:jpeg-progressive:DeviceRGB
    scans:jpeg-scans:DeviceRGB restart:jpeg-restart:DeviceRGB'
for kind in $kinds; do
    rest=${kind#*:}
    ok "one of another kind is sent: ${kind%%:*}" photo "${kind%%:*}" "${rest%:*}" 0 "${rest#*:}"
done
in_colour=-cropbox
for turn in $turns; do
    looks_right "turn$turn"
done
for kind in $kinds; do
    looks_right "${kind%%:*}"
done
nothing_left
done_testing
