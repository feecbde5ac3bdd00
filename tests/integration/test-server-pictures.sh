#!/bin/sh
# test-server-pictures.sh - JPEG and PNG over IPP: scaling, turning, copies.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer ipptool gs

# picture NAME WIDTH HEIGHT DEVICE: its left half is black
picture() {
    gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE="$4" -r72 -g"$2x$3" -sOutputFile="$T/$1" \
        -c "0 setgray 0 0 $(($2 / 2)) $3 rectfill showpage" || exit 1
}
picture gray.png 210 297 pnggray
picture color.png 210 297 png16m
picture color.jpg 210 297 jpeg
picture wide.png 297 210 pnggray

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
n=0

# next_job FILE FORMAT [ATTR...]: print and wait for the paper; its page in $sheet
next_job() {
    print_file office "$@" || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n
    sheet=$(page_file vp $n 1)
}

# half_black NAME: the left half of the printable area is black, nothing in the margins
half_black() {
    is "$1 is black on the left" "$(dot "$sheet" 600 3500)" 1
    is "$1 is white on the right" "$(dot "$sheet" 4300 3500)" 0
    is "$1 keeps the margin white" "$(dot "$sheet" 60 3500)" 0
}

for file in gray.png:png color.png:png color.jpg:jpeg; do
    ok "${file%:*} is printed" \
        next_job "$T/${file%:*}" "image/${file#*:}" 'ATTR keyword print-scaling fit'
    half_black "${file%:*}"
done

ok "a picture whose format is not named is printed" \
    next_job "$T/color.jpg" application/octet-stream 'ATTR keyword print-scaling fit'
half_black "it"

ok "a picture is printed in its own size" \
    next_job "$T/gray.png" image/png 'ATTR keyword print-scaling none'
is "its middle is where the sheet's is: black" "$(dot "$sheet" 2300 3500)" 1
is "its middle is where the sheet's is: white" "$(dot "$sheet" 2600 3500)" 0
is "and the rest is white" "$(dot "$sheet" 600 3500)" 0

ok "a wide picture is printed" next_job "$T/wide.png" image/png 'ATTR keyword print-scaling fit'
top=$(dot "$sheet" 2500 600) bottom=$(dot "$sheet" 2500 6400)
is "turned, so that it fills the sheet" "$((top + bottom))" 1
ok "a wide picture is printed upright when asked" next_job "$T/wide.png" image/png \
    'ATTR keyword print-scaling fit' 'ATTR enum orientation-requested 3'
is "upright" "$(dot "$sheet" 600 3500)$(dot "$sheet" 4300 3500)" 10

ok "three copies of a picture are printed" next_job "$T/gray.png" image/png 'ATTR integer copies 3'
copies=$(sed -n 's/.*"copies" *: *\([0-9]*\).*/\1/p' "$T/vp/job-$(printf %04d $n)/ticket.json" |
    head -n 1)
is "exactly once" "$((${copies:-1} * $(pages vp $n)))" 3
is "all are counted" "$(ask_job office "$job" job-impressions-completed)" 3

head -c 300 "$T/color.png" >"$T/cut.png"
send_file office "$T/cut.png" image/png
is "a PNG that ends early is refused" "$(end_of office "$job")" aborted
like "with a reason" "$(ask_job office "$job" job-state-reasons)" document-format-error
ok "the next one is printed" next_job "$T/gray.png" image/png
is "nothing was printed besides" "$(jobs_printed vp)" "$n"
done_testing
