#!/bin/sh
# test-corpus-sizes.sh - PDF pages of all sizes, boxes and turns, each on the sheet it should be
# on, where it should be. Places are worked out by hand.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-corpus.sh"
. tests/corpus/pdf-writer.sh
. tests/corpus/documents.sh
. tests/corpus/sizes.sh
need canon-printer-app canon-sandbox virtual-printer compare-gray ipptool gs pdftoppm pdfinfo

corpus_start || exit 1
send_made mixed rotated boxes huge poster tiny strip no_box zero_box

# lies NAME PAGE SHEET WIDTH HEIGHT [OPTION...]: the page on its sheet (as paper_size says), the
# page WIDTH x HEIGHT dots as it is seen; options of compare-gray
lies() {
    lies_name=$1 lies_page=$2 lies_sheet=$3
    reference_size="-scale-to-x $(($4 / 2)) -scale-to-y $(($5 / 2))"
    shift 5
    is "$lies_name: page $lies_page is on $lies_sheet" "$(sheet_of "$lies_name" "$lies_page")" "$lies_sheet"
    ok "$lies_name: page $lies_page is where it should be" side_right "$lies_name" "$lies_page" "$@"
    [ -n "${SHOW:-}" ] && diag "$(cat "$T/ok.out")"
    reference_size=''
}

ended mixed completed
has_pages mixed 7
lies mixed 1 A4 4961 7016
lies mixed 2 A4 7016 4961 -t 1             # turned to the left
lies mixed 3 A5 3496 4961
lies mixed 4 Letter 5100 6600
lies mixed 5 Legal 5100 8400
# a card of 2008 x 1299 dots, turned, in the middle of A4: (4961 - 1299) / 2, (7016 - 2008) / 2
lies mixed 6 A4 2008 1299 -t 1 -x 1831 -y 2504
# 7016 x 9921 dots, made to fit 4725 x 6780: 4725 x 6682; 118 + (6780 - 6682) / 2
lies mixed 7 A4 4725 6682 -x 118 -y 167

looks_right rotated
looks_right boxes
# one page each; on A4 unless it says otherwise, in the middle
for each in huge poster tiny strip no_box; do
    ended $each completed
    has_pages $each 1
done
lies huge 1 A4 4725 4725 -x 118 -y 1145
# 14032 x 19866 dots to 4725 x 6690
lies poster 1 A4 4725 6690 -x 118 -y 163
lies tiny 1 A4 84 84 -x 2438 -y 3466
# 1667 x 66667 dots to 169 x 6780
# (hardly anything but its frame: a line of 2 dots may be 3)
lies strip 1 A4 169 6780 -x 2396 -y 118 -m 6
ended zero_box aborted 'Page 1: .*damaged.*Nothing was printed'
nothing_left
done_testing
