#!/bin/bash
# test-client-cups.sh - what Linux computers with CUPS print with `lp`: PDF, PostScript, pictures and
# text, with all options; what comes out is what was asked for, to the dot. CUPS sends PDF, or
# raster that its filters make.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-cups.sh"
need canon-printer-app virtual-printer
need_cups
cd "$T" || exit 1

start_printer vp --speed 0 || exit 1
start_server listen-hostname=localhost || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
start_cups || exit 1
ok "CUPS makes one" everywhere everywhere
ok "another one for which it makes Apple raster" raster_only urf image/urf
ok "another one for which it makes PWG raster" raster_only pwg image/pwg-raster

# ---- documents ----

make_marks marks.ps 595.2756 841.8898 3
make_marks lying.ps 841.8898 595.2756 1
make_marks letter.ps 612 792 1
make_marks letter2.ps 612 792 3
make_marks a5.ps 419.5276 595.2756 2
for name in marks lying letter letter2 a5; do to_pdf $name.ps $name.pdf; done
gs -q -dSAFER -sDEVICE=pnggray -r150 -dLastPage=1 -o marks.png marks.ps
gs -q -dSAFER -sDEVICE=jpeggray -dJPEGQ=100 -r150 -dLastPage=1 -o marks.jpg marks.ps
seq 130 | sed 's/^/line /' >lines.txt

a4='4961 7016' # dots
whole_in_place() { near 2 "$(boxes "$1")" "$(marks_of "$1")"; }

like "CUPS sends PDF" "$(grep cupsFilter2 "$cups/etc/ppd/everywhere.ppd")" ' application/pdf '
for queue in everywhere urf pwg; do
    ok "$queue: a PDF is printed" cups_print $queue marks.pdf
    is "each page once, in order" "$(came_out)" '1 2 3'
    is "on A4" "$(sheet_of 1)" "$a4"
    ok "where it should be" whole_in_place 3
done
is "one-sided" "$(ticket sides)" one-sided
is "with all the toner" "$(ticket toner)" off
is "under the document's name" "$(ticket title)" marks.pdf

for queue in everywhere urf; do
    ok "$queue: PostScript is printed" cups_print $queue marks.ps
    is "each page once, in order" "$(came_out)" '1 2 3'
    ok "where it should be" whole_in_place 3

    ok "$queue: two sets" cups_print $queue -n 2 -o collate=true marks.pdf
    is "one after the other" "$(came_out)" '1 2 3 1 2 3'
    ok "$queue: two copies of each page" cups_print $queue -n 2 -o collate=false marks.pdf
    is "one after the other" "$(came_out)" '1 1 2 2 3 3'

    ok "$queue: two sides, bound at the long edge" cups_print $queue -o sides=two-sided-long-edge marks.pdf
    is "the machine is told" "$(ticket sides)" two-sided-long-edge
    ok "the back is upright for who turns the page" whole_in_place 2
    ok "$queue: two sides, bound at the short edge" cups_print $queue -o sides=two-sided-short-edge marks.pdf
    is "the machine is told" "$(ticket sides)" two-sided-short-edge
    ok "the back is upside down for who turns the page as of a book" \
        near 2 "$(boxes 2 | turned half $a4)" "$(marks_of 2)"
    ok "$queue: two sets on two sides" cups_print $queue -n 2 -o sides=two-sided-long-edge -o collate=true marks.pdf
    like "the second one begins on a sheet of its own" "$(came_out)" '^1 2 3\( 0\)\{0,1\} 1 2 3\( 0\)\{0,1\}$'
    [ "$(ticket copies)" -gt 1 ] || like "with a white back before it" "$(came_out)" '^1 2 3 0 1'

    ok "$queue: some pages" cups_print $queue -P 2-3 marks.pdf
    is "those only" "$(came_out)" '2 3'
    ok "$queue: the last page first" cups_print $queue -o outputorder=reverse marks.pdf
    is "it is" "$(came_out)" '3 2 1'

    ok "$queue: four pages on a sheet" cups_print $queue -o number-up=4 marks.pdf
    is "a sheet" "$(came_out)" 8 # three bars and six squares
    boxes 1 >found
    ok "at half the size" near 2 "$(awk '{ print $3, $4 }' found | head -n 1)" '450 150'
    # the second box is page 2's bar, 1.5 squares and a page to the right; the third page is below
    is "from left to right, then down" "$(awk '$3 > 300 { print ($1 > 2480) ($2 > 3508) }' found | tr '\n' ' ')" '00 10 01 '
    ok "$queue: two pages on a sheet" cups_print $queue -o number-up=2 marks.pdf
    is "two sheets, the first has two pages" "$(came_out)" '4 3'
    boxes_turned 1 >found
    is "side by side on the turned sheet" \
        "$(awk '{ print ($3 > $4) ($1 > 3508) }' found | tr '\n' ' ')" '10 11 00 01 01 '
    ok "of about 70 per cent" near 25 "$(awk '{ print $3, $4; exit }' found)" '636 212'

    ok "$queue: a page that lies on its side" cups_print $queue lying.pdf
    is "on upright paper" "$(sheet_of 1)" "$a4"
    ok "is where it should be for who turns the sheet" near 2 "$(boxes_turned 1)" "$(marks_of 1)"

    ok "$queue: Letter" cups_print $queue -o media=Letter letter.pdf
    is "the sheet" "$(sheet_of 1)" '5100 6600'
    is "and what the machine is told" "$(ticket size)" na_letter_8.5x11in
    ok "the page lies where it should" whole_in_place 1

    ok "$queue: A5 from the bypass" cups_print $queue -o media=A5 -o InputSlot=ByPassTray a5.pdf
    is "the sheet" "$(sheet_of 1)" '3496 4961'
    is "the source" "$(ticket source)" by-pass-tray
    # CUPS' filters move a page of this size up by three dots
    ok "the page lies where it should" near 4 "$(boxes 2)" "$(marks_of 2)"

    ok "$queue: A4 pages on A5 paper, made to fit" cups_print $queue -o media=A5 -o fit-to-page marks.pdf
    is "the sheet" "$(sheet_of 1)" '3496 4961'
    # the printable part is 3260 dots wide
    ok "the page is smaller" near 50 "$(boxes 1 | awk '{ print $3; exit }')" 610

    ok "$queue: thick paper from the drawer" cups_print $queue -o MediaType=Cardstock -o InputSlot=Tray1 marks.pdf
    is "the type" "$(ticket type)" cardstock
    ok "$queue: a draft" cups_print $queue -o print-quality=3 marks.pdf
    is "saves toner" "$(ticket toner)" on
    ok "and lies where it should" whole_in_place 1
    ok "$queue: high quality" cups_print $queue -o print-quality=5 marks.pdf
    is "is refined" "$(ticket refinement)" on

    # 150 dpi, enlarged to what is printable of the sheet: 3.8105
    for picture in marks.png marks.jpg; do
        ok "$queue: $picture is printed" cups_print $queue $picture
        ok "as large as the paper allows" near 25 "$(ink_of 1)" '690 738 857 714'
    done

    ok "$queue: text is printed" cups_print $queue lines.txt
    ok "on two or three pages" grep -Eqx '[23]' <<<"$(ls "$(job_folder "$machine_job")"/page-*.png | wc -l)"
    ink_of 1 >found
    ok "all of it within what the machine prints" \
        awk '{ exit !($1 >= 118 && $2 >= 118 && $1 + $3 <= 4961 - 118 && $2 + $4 <= 7016 - 118) }' found
done

# What the raster formats differ in: how copies, sides, sizes and qualities are told.
ok "pwg: two sets on two sides of Letter" cups_print pwg -n 2 -o collate=true -o media=Letter \
    -o sides=two-sided-short-edge letter2.pdf
is "it is" "$(came_out)" '1 2 3 0 1 2 3 0'
is "the sheet" "$(sheet_of 1)" '5100 6600'
is "the machine is told how to turn it" "$(ticket sides)" two-sided-short-edge
ok "the back is upside down for who turns the page as of a book" \
    near 2 "$(boxes 2 | turned half 5100 6600)" "$(marks_of 2)"
ok "pwg: a draft in the other kind of gray" cups_print pwg -o print-quality=3 -o ColorModel=DeviceGray marks.pdf
is "saves toner" "$(ticket toner)" on
ok "is black where the document is" whole_in_place 2

ok "a job for a department" cups_print everywhere -o job-account-id=1234 marks.pdf
like "the machine is told which" "$(grep '"account"' "$(job_folder "$machine_job")/ticket.json")" '1234'

ok "two copies of a picture" cups_print everywhere -n 2 marks.jpg
is "are made" "$(ticket copies)" 2
done_testing
