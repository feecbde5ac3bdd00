#!/bin/sh
# test-server-pages.sh - which pages of a document come, how many on a side, how large and how
# turned: asked by IPP, seen on paper.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app canon-sandbox virtual-printer make-raster ipptool gs

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

n=0
# next_jobs COUNT FILE FORMAT [ATTR...]: print, and wait for so many jobs of the machine
next_jobs() {
    count=$1
    shift
    print_file office "$@" || return 1
    n=$((n + count))
    wait_until 20 printed vp $n
}

# make_pdf PAGES FILE: Letter pages; page k has k black squares in a row, 150 dots wide with 150
# between them at 600 dpi, the first at 600, 900
make_pdf() {
    for page in $(seq "$1"); do
        echo "1 1 $page { 36 mul 36 add 792 108 sub 18 sub 18 18 rectfill } for showpage"
    done | gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -dDEVICEWIDTHPOINTS=612 \
        -dDEVICEHEIGHTPOINTS=792 "-sOutputFile=$2" -
}
ok "a document is made" make_pdf 7 "$T/seven.pdf"

# squares PAGE-FILE COUNT: squares in the row of a page that covers its sheet
squares() {
    for k in $(seq 1 $(($2 + 1))); do
        wanted=1
        [ "$k" -le "$2" ] || wanted=0
        for x in $((k * 300 + 300 + 2)) $((k * 300 + 300 + 147)); do
            [ "$(dot "$1" $x 902)$(dot "$1" $x 1047)" = $wanted$wanted ] ||
                { echo "square $k at $x is not $wanted"; return 1; }
        done
        [ "$(dot "$1" $((k * 300 + 300 + 152)) 950)" = 0 ] || { echo "no gap"; return 1; }
    done
}

ok "some pages of a document are printed" next_jobs 1 "$T/seven.pdf" application/pdf \
    'ATTR rangeOfInteger page-ranges 2-3,6-6'
is "as many as were asked for" "$(pages vp $n)" 3
ok "the second first" squares "$(page_file vp $n 1)" 2
ok "then the third" squares "$(page_file vp $n 2)" 3
ok "then the sixth" squares "$(page_file vp $n 3)" 6

ok "ranges in another order are printed, too" next_jobs 1 "$T/seven.pdf" application/pdf \
    'ATTR rangeOfInteger page-ranges 6-7,1-1,7-9'
is "each page once" "$(pages vp $n)" 3
ok "in the order of the document" squares "$(page_file vp $n 1)" 1

# four on Letter: cells of 2394 x 3144 at 118, 2587 and 118, 3337; pages of 2394 x 3098 at .46937;
# square k at 118 + (300 + 300 k) * .46937 and 118 + 23 + 900 * .46937 = 563; squares 70 wide
ok "four pages on a side are printed" next_jobs 1 "$T/seven.pdf" application/pdf \
    'ATTR integer number-up 4' 'ATTR keyword presentation-direction-number-up tobottom-toleft'
is "seven pages are two sides" "$(pages vp $n)" 2
# in_cell X Y COUNT: squares of the page there
in_cell() {
    for k in $(seq 1 $(($3 + 1))); do
        wanted=1
        [ "$k" -le "$3" ] || wanted=0
        x=$(($1 + (300 + 300 * k) * 46937 / 100000 + 35))
        [ "$(dot "$(page_file vp $n 1)" $x $(($2 + 23 + 422 + 35)))" = $wanted ] ||
            { echo "square $k at $x is not $wanted"; return 1; }
    done
}
ok "the first above on the right" in_cell 2587 118 1
ok "the second below it" in_cell 2587 3337 2
ok "the third above on the left" in_cell 118 118 3
ok "the fourth below it" in_cell 118 3337 4

ok "on A4 pages are made to fit" next_jobs 1 "$T/seven.pdf" application/pdf \
    'ATTR keyword media iso_a4_210x297mm' 'ATTR rangeOfInteger page-ranges 1-1'
# 4725 of 5100.5: .92638; at 118, 451: the square at 674, 1285, 139 wide
page=$(page_file vp $n 1)
is "the page is smaller" \
    "$(dot "$page" 677 1288)$(dot "$page" 809 1420)$(dot "$page" 671 1350)$(dot "$page" 816 1350)" 1100

ok "upside down" next_jobs 1 "$T/seven.pdf" application/pdf \
    'ATTR enum orientation-requested 6' 'ATTR rangeOfInteger page-ranges 1-1'
page=$(page_file vp $n 1)
is "the square is below on the right" "$(dot "$page" 4352 5552)$(dot "$page" 602 902)" 10

"$make_raster" -n 3 >"$T/three.pwg"
ok "some pages of a raster document are printed" next_jobs 1 "$T/three.pwg" image/pwg-raster \
    'ATTR rangeOfInteger page-ranges 2-2'
is "no others" "$(pages vp $n)" 1
ok "several of its pages lie on a side" next_jobs 1 "$T/three.pwg" image/pwg-raster \
    'ATTR integer number-up 2'
is "three are two sides" "$(pages vp $n)" 2

send_file office "$T/seven.pdf" application/pdf 'ATTR rangeOfInteger page-ranges 8-9'
is "pages that are not there are not printed" "$(end_of office "$job")" aborted
like "which is told" "$(ask_job office "$job" job-state-message)" 'asked for'
send_file office "$T/three.pwg" image/pwg-raster 'ATTR rangeOfInteger page-ranges 8-9'
like "of raster, too" "$(cat "$T/reply")" 'asked for'
is "nothing was printed besides" "$(jobs_printed vp)" "$n"
done_testing
