#!/bin/sh
# test-server-print.sh - documents of every kind come out of the virtual printer as they should.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

n=0
# next_job FILE FORMAT [ATTR...]: print and wait for the paper; its number in $n
next_job() {
    print_file office "$@" || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n
}

# looks_right PAGE-FILE SQUARES: the pattern of make-raster at 600 dpi: frame, squares, nothing else
looks_right() {
    # the middle of the frame's left edge, of each square, and of the gap after the last one
    [ "$(dot "$1" 248 2000)" = 1 ] || { echo "no frame"; return 1; }
    [ "$(dot "$1" 262 2000)" = 0 ] || { echo "frame too wide"; return 1; }
    square=0
    while [ $square -lt "$2" ]; do
        [ "$(dot "$1" $((531 + square * 236)) 531)" = 1 ] || { echo "no square $square"; return 1; }
        [ "$(dot "$1" $((650 + square * 236)) 531)" = 0 ] || { echo "no gap $square"; return 1; }
        square=$((square + 1))
    done
    [ "$(dot "$1" $((531 + square * 236)) 531)" = 0 ] || { echo "a square too many"; return 1; }
}

for type in sgray_8 black_8 black_1 sgray_1 sgray_16 srgb_8 srgb_16 cmyk_8; do
    "$make_raster" -t $type >"$T/$type.pwg"
    ok "a page of $type is printed" next_job "$T/$type.pwg" image/pwg-raster
    ok "its dots are right" looks_right "$(page_file vp $n 1)" 1
done

"$make_raster" -f urf -n 3 >"$T/three.urf"
ok "an Apple raster of three pages is printed" next_job "$T/three.urf" image/urf
is "it has three pages" "$(pages vp $n)" 3
for page in 1 2 3; do
    ok "page $page shows what it should" looks_right "$(page_file vp $n $page)" $page
done

"$make_raster" -r 300 >"$T/300.pwg"
ok "a page of 300 dpi is printed" next_job "$T/300.pwg" image/pwg-raster
ok "in its true size" looks_right "$(page_file vp $n 1)" 1

ok "a page is printed when its format is not named" \
    next_job "$T/sgray_8.pwg" application/octet-stream

"$make_raster" -n 3 >"$T/three.pwg"
ok "two collated copies are printed" next_job "$T/three.pwg" image/pwg-raster \
    'ATTR integer copies 2' \
    'ATTR keyword multiple-document-handling separate-documents-collated-copies'
first=$(sed -n 's/.*"copies" *: *\([0-9]*\).*/\1/p' "$T/vp/job-$(printf %04d $n)/ticket.json" | head -n 1)
count=$(pages vp $n)
is "exactly once: by the machine or by the computer" "$((${first:-1} * count))" 6

# the number of pages in a header is the client's word: here, 1 for 3
cp "$T/three.pwg" "$T/lying.pwg"
printf '\000\000\000\001' | dd of="$T/lying.pwg" bs=1 seek=456 conv=notrunc 2>/dev/null
ok "two sets of a document that lies about its pages are printed" next_job "$T/lying.pwg" \
    image/pwg-raster 'ATTR integer copies 2' \
    'ATTR keyword multiple-document-handling separate-documents-collated-copies'
is "set after set" "$(pages vp $n)" 6
ok "the second begins with the first page" looks_right "$(page_file vp $n 4)" 1

ok "two uncollated copies are printed" next_job "$T/three.pwg" image/pwg-raster \
    'ATTR integer copies 2' \
    'ATTR keyword multiple-document-handling separate-documents-uncollated-copies'
first=$(sed -n 's/.*"copies" *: *\([0-9]*\).*/\1/p' "$T/vp/job-$(printf %04d $n)/ticket.json" | head -n 1)
is "exactly once too" "$((${first:-1} * $(pages vp $n)))" 6

ok "two sets of three pages on both sides are printed" next_job "$T/three.pwg" image/pwg-raster \
    'ATTR integer copies 2' 'ATTR keyword sides two-sided-long-edge' \
    'ATTR keyword multiple-document-handling separate-documents-collated-copies'
first=$(sed -n 's/.*"copies" *: *\([0-9]*\).*/\1/p' "$T/vp/job-$(printf %04d $n)/ticket.json" | head -n 1)
count=$(pages vp $n)
if [ "${first:-1}" = 1 ]; then
    is "the second set begins on a new sheet" "$count" 8
    ok "its first page shows one square" looks_right "$(page_file vp $n 5)" 1
else
    is "the machine makes the sets" "$count" 3
fi

"$make_raster" -n 2 -S a5 >"$T/mixed.pwg"
send_file office "$T/mixed.pwg" image/pwg-raster
is "pages of two sizes are one job to the person" "$(end_of office "$job")" completed
n=$((n + 2))
ok "and two to the machine" wait_until 20 printed vp $n

"$make_raster" -s a4-turned >"$T/turned.pwg"
send_file office "$T/turned.pwg" image/pwg-raster
is "a page on its side is printed" "$(end_of office "$job")" completed
n=$((n + 1))
ok "as a job of the machine" wait_until 20 printed vp $n

is "nothing was printed besides" "$(jobs_printed vp)" "$n"
like "pages are counted" "$(ask_job office 1 job-impressions-completed)" '^1$'
"$make_raster" -n 3 -S a5 >"$T/mixed.pwg"
send_file office "$T/mixed.pwg" image/pwg-raster 'ATTR integer copies 2' \
    'ATTR keyword sides two-sided-long-edge'
is "a document of several sizes is printed" "$(end_of office "$job")" completed
like "that the sets of sizes are not collated, and one side, is told until the end" \
    "$(ask_job office "$job" job-state-message)" 'several sizes.*one-sided'
like "the job ends with a warning" "$(ask_job office "$job" job-state-reasons)" \
    job-completed-with-warnings
done_testing
