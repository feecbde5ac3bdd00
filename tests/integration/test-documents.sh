#!/bin/bash
# test-documents.sh - PDF, PostScript and text from the client to the page: what is asked is
# followed, pages come out while others are made, nothing is lost when the program is killed, and
# what cannot be printed is told.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154 # variables of lib.sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-queue.sh"
need canon-printer-app virtual-printer make-raster ipptool gs

# A document of PAGES pages: on page N a black square of N*10+50 points at 72 72.
make_ps() {
    local n
    echo '%!PS-Adobe-3.0'
    for n in $(seq 1 "$1"); do
        echo "<< /PageSize [595 842] >> setpagedevice 72 72 $((n * 10 + 50)) dup rectfill showpage"
    done
}
make_ps 3 >"$T/three.ps"
gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -o "$T/three.pdf" "$T/three.ps" >/dev/null 2>&1
make_ps 40 >"$T/forty.ps"
gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -o "$T/forty.pdf" "$T/forty.ps" >/dev/null 2>&1
printf 'A letter\nof two lines.\n' >"$T/letter.txt"

# square FILE N: whether the square of page N is where it was asked for, to the dot: its lower
# left corner at 72 points of A4 (842 points high), 600 dots at 600 dpi
square() {
    local file=$1 side=$((($2 * 10 + 50) * 600 / 72)) left=600 bottom
    # the virtual printer's sheet is 4961 x 7016; 842 points are 7016.7 dots
    bottom=$((7016 - 600))
    [ "$(dot "$file" $((left + 3)) $((bottom - 3)))" = 1 ] &&
        [ "$(dot "$file" $((left - 3)) $((bottom - 3)))" = 0 ] &&
        [ "$(dot "$file" $((left + side - 3)) $((bottom - side + 3)))" = 1 ] &&
        [ "$(dot "$file" $((left + side + 3)) $((bottom - side + 3)))" = 0 ] &&
        [ "$(dot "$file" $((left + 3)) $((bottom + 3)))" = 0 ] &&
        [ "$(dot "$file" $((left + side - 3)) $((bottom - side - 3)))" = 0 ]
}

start_printer vp --speed 0
start_server
add_queue office "socket://127.0.0.1:$printer_port"
n=0

for kind in pdf:application/pdf ps:application/postscript pdf:application/octet-stream \
    ps:application/octet-stream; do
    print_file office "$T/three.${kind%%:*}" "${kind#*:}"
    n=$((n + 1))
    is "a ${kind%%:*} as ${kind#*:} is printed" "$(end_of office "$job")" completed
    is "with three pages" "$(pages vp $n)" 3
    for page in 1 2 3; do
        ok "page $page is as it was drawn, to the dot" square "$(page_file vp $n $page)" $page
    done
done
is "pages are counted" "$(ask_job office 1 job-impressions-completed)" 3

ok "text is printed" print_file office "$T/letter.txt" text/plain
n=$((n + 1))
is "on one page" "$(pages vp $n)" 1

ok "a range of pages is printed" print_file office "$T/three.pdf" application/pdf \
    'ATTR rangeOfInteger page-ranges 2-3' 'ATTR integer copies 2' \
    'ATTR keyword multiple-document-handling separate-documents-uncollated-copies'
n=$((n + 1))
is "two pages" "$(pages vp $n)" 2
ok "the second is first" square "$(page_file vp $n 1)" 2
like "in two copies" "$(cat "$T/vp/job-$(printf %04d $n)/ticket.json")" '"copies": *2'

# in the wrapper of a Windows driver
{
    printf '\033%%-12345X@PJL JOB NAME="Rechnung"\r\n@PJL SET DUPLEX=ON\r\n@PJL SET BINDING=LONGEDGE\r\n'
    printf '@PJL ENTER LANGUAGE=POSTSCRIPT\r\n'
    cat "$T/three.ps"
    printf '\004\033%%-12345X@PJL EOJ\r\n\033%%-12345X'
} >"$T/wrapped.prn"
ok "PostScript in PJL is printed" print_file office "$T/wrapped.prn" application/octet-stream
n=$((n + 1))
is "with its pages" "$(pages vp $n)" 3
like "on two sides as PJL asks" "$(cat "$T/vp/job-$(printf %04d $n)/ticket.json")" 'long-edge'

# ---- what is refused ----

printf '\033E\033&l0O\033(s0p10h12VHello\f\033E' >"$T/pcl.prn"
send_file office "$T/pcl.prn" application/octet-stream
like "PCL is refused by name" "$(cat "$T/reply")" 'client-error-document-format-not-supported'
like "with what it is" "$(cat "$T/reply")" 'PCL'
send_file office "$T/three.ps" text/plain
is "PostScript that is called text is printed as PostScript" "$(end_of office "$job")" completed
n=$((n + 1))
is "in its pages" "$(pages vp $n)" 3
send_file office "$T/pcl.prn" text/plain
like "PCL that is called text is refused" "$(cat "$T/reply")" 'client-error-document-format-not-supported'
head -c 700 "$T/three.pdf" >"$T/cut.pdf"
send_file office "$T/cut.pdf" application/pdf
is "a damaged PDF is aborted" "$(end_of office "$job")" aborted
like "it says so" "$(ask_job office "$job" job-state-message)" 'Nothing was printed'
like "and why, for clients" "$(ask_job office "$job" job-state-reasons)" 'document-format-error'
is "nothing came out of all that" "$(jobs_printed vp)" $n

# ---- printed while it is made ----

# The machine takes nothing while it is out of paper; so pages that are made are not waited for.
ok "a long document is accepted" send_file office "$T/forty.pdf" application/pdf
is "it is printed" "$(end_of office "$job")" completed
n=$((n + 1))
is "whole" "$(pages vp $n)" 40
ok "its last page is right" square "$(page_file vp $n 40)" 40
is "nothing of it is left in the spool" "$(find "$T/spool-$server_port" -name 'doc-*' -o -name 'pages-*' -o -name 'in-*' | wc -l)" 0

# ---- killed ----

on_server pause -d office
send_file office "$T/forty.pdf" application/pdf
kill -9 "$server_pid"
wait "$server_pid" 2>/dev/null
start_server
on_server resume -d office
is "a document that was accepted before a kill is printed" "$(end_of office "$job")" completed
n=$((n + 1))
is "whole, too" "$(pages vp $n)" 40
is "and once" "$(jobs_printed vp)" $n

# ---- canceled ----

on_server pause -d office
send_file office "$T/forty.pdf" application/pdf
ok "a job whose pages are made is canceled" cancel_job office "$job"
is "it is" "$(end_of office "$job")" canceled
nothing_left() { [ -z "$(find "$T/spool-$server_port" -name 'doc-*' -o -name 'pages-*' -o -name 'in-*')" ]; }
ok "nothing of it is left" wait_until 10 nothing_left
on_server resume -d office

stop "$server_pid"

# ---- a computer without Ghostscript ----

real=$app
printf '#!/bin/sh\nPATH=/nowhere exec %s "$@"\n' "$real" >"$T/app"
chmod +x "$T/app"
app=$T/app server_port=''
start_server
app=$real
add_queue office "socket://127.0.0.1:$printer_port"
formats=$(ipptool -tv "$(uri_of office)" get-printer-attributes.test |
    sed -n 's/^ *document-format-supported ([^)]*) = //p')
like "without a renderer raster is offered" "$formats" image/pwg-raster
not_ok "and no PDF" grep -q application/pdf <<<"$formats"
not_ok "a PDF is refused" send_file office "$T/three.pdf" application/pdf
like "by its format" "$(cat "$T/reply")" 'client-error-document-format-not-supported'
like "the log says what is missing" "$(cat "$server_log")" 'application/pdf are not taken: .*ghostscript'
"$make_raster" -s a5 >"$T/page.pwg"
ok "raster is printed all the same" print_file office "$T/page.pwg" image/pwg-raster
stop "$server_pid"
done_testing
