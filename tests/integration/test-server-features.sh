#!/bin/sh
# test-server-features.sh - booklets, reverse order, borders, watermarks, blank pages and the order
# of copies: asked by IPP, on the command line and as a queue's default; seen on paper.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app canon-sandbox canon-text-pdf virtual-printer make-raster ipptool gs

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

n=0
# next_job FILE FORMAT [ATTR...]; submit FILE [OPTION...]: print, and wait for the machine
next_job() {
    print_file office "$@" || return 1
    n=$((n + 1))
    wait_until 30 printed vp $n
}
submit() {
    file=$1
    shift
    on_server submit -d office -o wait=yes "$@" "$file" >"$T/out" 2>"$T/said" || return 1
    n=$((n + 1))
    wait_until 30 printed vp $n
}
ticket() { cat "$T/vp/job-$(printf %04d $n)/ticket.json"; }
message() { ask_job office "$job" job-state-message; }

# A4 pages; page k has a black square of 150 dots at 600 + 300 k, 900; those named are blank
make_pdf() {
    for page in $(seq "$1"); do
        case " ${3:-} " in
        *" $page "*) echo showpage ;;
        *) echo "$page 36 mul 72 add 841.89 108 sub 18 sub 18 18 rectfill showpage" ;;
        esac
    done | gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -dDEVICEWIDTHPOINTS=595.276 \
        -dDEVICEHEIGHTPOINTS=841.89 "-sOutputFile=$2" -
}
# page_on SIDE: the number of the page that a side shows, 0 for none
page_on() {
    for k in 1 2 3 4 5 6; do
        [ "$(dot "$(page_file vp $n "$1")" $((600 + 300 * k + 75)) 975)" = 1 ] && { echo $k; return; }
    done
    echo 0
}
# sides: of the last job, "3 0 1"
sides() {
    for side in $(seq "$(pages vp $n)"); do page_on "$side"; done | tr '\n' ' ' | sed 's/ $//'
}
black() { od -An -v -tx1 "$1" | tr -d ' \n0' | wc -c; }

ok "documents are made" eval 'make_pdf 5 "$T/five.pdf" && make_pdf 5 "$T/blank.pdf" "2 3"'
"$make_raster" -n 3 >"$T/three.pwg"

ok "the last page first" next_job "$T/five.pdf" application/pdf \
    'ATTR keyword page-delivery reverse-order-face-down'
is "is printed so" "$(sides)" "5 4 3 2 1"
ok "the last sheet first" next_job "$T/five.pdf" application/pdf \
    'ATTR keyword page-delivery reverse-order-face-down' 'ATTR keyword sides two-sided-long-edge'
is "has its fronts and backs" "$(sides)" "5 0 3 4 1 2"
like "two-sided" "$(ticket)" 'two-sided-long-edge'

ok "pages without blank ones" next_job "$T/blank.pdf" application/pdf 'ATTR keyword blank-pages remove'
is "are printed so" "$(sides)" "1 4 5"
like "which is told" "$(message)" '2 blank pages were left out'
ok "with them" next_job "$T/blank.pdf" application/pdf
is "they are all printed" "$(sides)" "1 0 0 4 5"

# half pages of .67341 in cells at 123 and 3550, 118 of a canvas that is turned: the square of
# page 1 is at x' = 118 + 606, y' = 7016 - (3550 + 606) - 101
ok "a booklet" next_job "$T/five.pdf" application/pdf 'ATTR keyword imposition-template signature'
is "of five pages has four sides" "$(pages vp $n)" 4
is "its first page is at the right" "$(dot "$(page_file vp $n 1)" 775 2809)" 1
is "nothing is at the left" "$(dot "$(page_file vp $n 1)" 775 6236)" 0
is "the second page is at the left, on the back" "$(dot "$(page_file vp $n 2)" 775 6034)" 1
like "two-sided over the short edge" "$(ticket)" 'two-sided-short-edge'
ok "a booklet of raster" next_job "$T/three.pwg" image/pwg-raster \
    'ATTR keyword imposition-template signature'
is "has two sides" "$(pages vp $n)" 2

ok "a border" next_job "$T/five.pdf" application/pdf 'ATTR keyword page-border double' \
    'ATTR rangeOfInteger page-ranges 1-1'
page=$(page_file vp $n 1)
is "goes round the page" "$(dot "$page" 120 3000)$(dot "$page" 128 3000)$(dot "$page" 135 3000)$(dot "$page" 145 3000)" 1010
ok "raster with one, several on a side" next_job "$T/three.pwg" image/pwg-raster \
    'ATTR keyword page-border single' 'ATTR integer number-up 4'
is "is one side" "$(pages vp $n)" 1

plain=$(black "$page")
ok "a watermark" submit "$T/five.pdf" -o "watermark=Entwurf – 草稿" -o page-ranges=1
[ "$(black "$(page_file vp $n 1)")" -gt $((plain + 10000)) ]
is "is seen" $? 0
is "and the page" "$(sides)" 1
ok "on raster, too" submit "$T/three.pwg" -o watermark=COPY
is "it is printed" "$(pages vp $n)" 3
ok "the queue gets one of its own" on_server modify -d office -o 'watermark=OUR HOUSE' -o page-border=single
ok "a job that says nothing is printed" submit "$T/five.pdf" -o page-ranges=1
[ "$(black "$(page_file vp $n 1)")" -gt $((plain + 10000)) ]
is "and has it" $? 0
like "it is listed" "$(on_server options 2>&1)" 'TEXT; OUR HOUSE\*'
ok "it is taken away" on_server modify -d office -o watermark= -o page-border=none

ok "the queue gets two pages on a side" on_server modify -d office -o number-up=2
like "it is listed" "$(on_server options 2>&1)" 'number-up  *1, 2\*, 4'
ok "a job that says nothing" submit "$T/three.pwg"
is "has them" "$(pages vp $n)" 2
ok "a job that wants one" submit "$T/three.pwg" -o number-up=1
is "has one" "$(pages vp $n)" 3
ok "so has the queue again" on_server modify -d office -o number-up=1

is "a value that is none is refused before it is sent" \
    "$(on_server submit -d office -o page-border=dotted "$T/five.pdf" >/dev/null 2>&1; echo $?)" 2
is "so is one as a default" \
    "$(on_server modify -d office -o blank-pages=maybe >/dev/null 2>&1; echo $?)" 2
ok "by IPP it is told" next_job "$T/five.pdf" application/pdf 'ATTR keyword blank-pages maybe'
like "with the job" "$(message)" "'maybe' is no value of blank-pages"

# 0F is the finishing of groups (FORMAT-ufr2lt.md 3.2), which the decoder calls by its name
ok "copies are grouped" submit "$T/five.pdf" -n 999 -o copies-order=group -o binding-edge=left \
    -o binding-shift=1200 -o page-ranges=1-2
like "in the ticket" "$(ticket)" '"group"'
like "all 999" "$(ticket)" '999'
like "with the gutter in tenths of a millimetre" "$(ticket)" '120'
is "copies beyond are refused" \
    "$(on_server submit -d office -n 1000 "$T/five.pdf" >/dev/null 2>&1; echo $?)" 2
ok "copies in no order" next_job "$T/five.pdf" application/pdf 'ATTR integer copies 3' \
    'ATTR keyword copies-order uncollated' 'ATTR rangeOfInteger page-ranges 1-2'
like "are the machine's" "$(ticket)" '"copies": *3,'
is "nothing was printed besides" "$(jobs_printed vp)" "$n"
done_testing
