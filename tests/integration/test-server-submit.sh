#!/bin/sh
# test-server-submit.sh - files from the command line: each option to the ticket or the page, what
# is refused before anything is sent, standard input, the default queue, waiting for the end.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154 # variables of lib.sh
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool gs

# six A4 pages; on page N a black square of N*10+50 points at 72 72
{
    echo '%!PS-Adobe-3.0'
    for n in 1 2 3 4 5 6; do
        echo "<< /PageSize [595 842] >> setpagedevice 72 72 $((n * 10 + 50)) dup rectfill showpage"
    done
} >"$T/six.ps"
gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -o "$T/six.pdf" "$T/six.ps" >/dev/null 2>&1
"$make_raster" >"$T/page.pwg"
cp "$T/page.pwg" "$T/a page.pwg"

# status ARGUMENT...: the exit status of a submit; what it said in $T/said, its job in $job
status() {
    on_server submit "$@" >"$T/out" 2>"$T/said"
    echo $?
}
said() { cat "$T/said"; }
told() { cat "$T/out"; }
job_of() { sed -n 's/^Job \([0-9]*\)\.$/\1/p' "$T/out" | tail -n 1; }
jobs_known() { on_server history 2>/dev/null | grep -c '^[0-9]'; }

# printed ARGUMENT...: print six.pdf with these, wait; the machine's n-th job is then $n
printed_six() { on_server submit -d office -o wait=yes "$@" "$T/six.pdf" >"$T/out" 2>"$T/said"; }
ticket() { tr -d ' \n' <"$T/vp/job-$(printf %04d "$1")/ticket.json"; }
# square FILE N: whether the edge of page N's square is where it was drawn: at 600 dpi, from 600
# dots of the left and the bottom of 7016
square() {
    [ "$(dot "$1" $((600 + ($2 * 10 + 50) * 600 / 72 - 5)) 6405)" = 1 ] &&
        [ "$(dot "$1" $((600 + ($2 * 10 + 50) * 600 / 72 + 5)) 6405)" = 0 ]
}

# ---- before anything is sent

"$app" submit "$T/page.pwg" >"$T/out" 2>"$T/said"
is "without a server printing ends with 1" $? 1
like "and tells how to start it" "$(said)" 'No server runs. Start it with: canon-printer-app server'
start_printer vp --speed 0
start_server
is "without a queue it ends with 1" "$(status "$T/page.pwg")" 1
like "and says so" "$(said)" 'There is no queue yet'
add_queue office "socket://127.0.0.1:$printer_port" >/dev/null
# one of the options pushes all that a page shows over the edge
on_server modify -d office -o blank-jobs=print >/dev/null

is "without a file it ends with 2" "$(status -d office)" 2
like "and says so" "$(said)" 'Say which files'
is "a file that is not there ends with 1" "$(status "$T/page.pwg" "$T/none.pdf")" 1
like "which is said" "$(said)" "none.pdf' cannot be read: No such file"
is "a folder ends with 1" "$(status "$T")" 1
is "standard input cannot be two files" "$(status - -)" 2
is "a queue that is not there ends with 1" "$(status -d nobody "$T/page.pwg")" 1
like "which is said" "$(said)" "There is no queue 'nobody'"
for wrong in page-range=2 media=nonsense sides=both print-quality=best orientation-requested=up \
    page-ranges=3-2 page-ranges=0-2 page-ranges=2,,3 page-ranges=1-2x number-up=5 number-up=x copies=0 \
    copies=1000 print-scaling=stretch job-priority=101 job-hold-until=25:00 toner-save=much \
    binding-shift=-1 job-account-id=abc printer-resolution=fine ipp-attribute-fidelity=maybe \
    document-format=pdf wait=later server-port=99999 media-source='a/b'; do
    is "$wrong ends with 2" "$(status -o "$wrong" "$T/page.pwg")" 2
done
status -o print-quality=best "$T/page.pwg" >/dev/null
like "with the values that there are" "$(said)" "'best' is no value of print-quality: draft, normal or high\."
status -o page-range=2 "$T/page.pwg" >/dev/null
like "or that there is no such option" "$(said)" "A job has no option 'page-range'"
is "an option without a value ends with 2" "$(status -o fit-to-page "$T/page.pwg")" 2
is "-n that is no number ends with 2" "$(status -n two "$T/page.pwg")" 2
is "an option of another command ends with 2" "$(status -v socket://h "$T/page.pwg")" 2
is "a PIN that is wrong ends with 2" "$(status -o job-account-pin=geheim "$T/page.pwg")" 2
not_ok "and is not shown" grep -q geheim "$T/said"
is "nothing was sent for all that" "$(jobs_known)" 0

# ---- ways in

is "a file is printed" "$(status -d office -o wait=yes "$T/a page.pwg")" 0
n=1
like "its job's number is told" "$(head -n 1 "$T/out")" '^Job 1\.$'
like "and its end where that was waited for" "$(told)" '^Job 1 is completed\. '
is "nothing else" "$(said)" ''
like "its title is the file's name" "$(on_server history 2>/dev/null)" 'a page.pwg'
"$app" submit -o "server-port=$server_port" -o wait=yes -t 'Ein Titel' -- "$T/page.pwg" \
    >"$T/out" 2>"$T/said"
is "a file is printed without a queue's name" $? 0
n=$((n + 1))
like "by the title that was said" "$(on_server history 2>/dev/null)" 'Ein Titel'
on_server -o wait=yes "$T/page.pwg" >"$T/out" 2>"$T/said"
is "and without a sub-command" $? 0
n=$((n + 1))
on_server submit -o wait=yes - <"$T/six.pdf" >"$T/out" 2>"$T/said"
is "standard input is printed" $? 0
n=$((n + 1))
is "with its pages" "$(pages vp $n)" 6
is "several files are several jobs" "$(status -o wait=yes "$T/page.pwg" "$T/six.pdf")" 0
is "each with its number" "$(grep -c '^Job [0-9]*\.$' "$T/out")" 2
n=$((n + 2))
is "which are printed" "$(jobs_printed vp)" $n
"$app" submit -u "$(uri_of office)" -o wait=yes "$T/page.pwg" >"$T/out" 2>"$T/said"
is "a queue is printed on by its address" $? 0
n=$((n + 1))
is "an address that is none ends with 1" "$(status -u http:/x "$T/page.pwg")" 1

add_queue second "socket://127.0.0.1:$printer_port" >/dev/null
on_server default -d second >/dev/null
is "of two queues the default one prints" "$(status -o wait=yes "$T/page.pwg")" 0
n=$((n + 1))
like "which is not the first" "$(on_server history -d second 2>/dev/null)" "^$(job_of) "

# ---- options to the page

ok "pages are chosen" printed_six -o page-ranges=2-3,5
n=$((n + 1))
is "as many as were" "$(pages vp $n)" 3
ok "the first is page 2" square "$(page_file vp $n 1)" 2
ok "the last is page 5" square "$(page_file vp $n 3)" 5
ok "pages are chosen to the end" printed_six -o page-ranges=5-
n=$((n + 1))
is "two of them" "$(pages vp $n)" 2
ok "four pages go on a sheet" printed_six -o number-up=4 -o page-ranges=1-4
n=$((n + 1))
is "one side" "$(pages vp $n)" 1
ok "copies and sides are followed" printed_six -n 3 -o sides=two-sided-short-edge \
    -o multiple-document-handling=separate-documents-uncollated-copies
n=$((n + 1))
like "three copies" "$(ticket $n)" '"copies":3,'
like "short edge" "$(ticket $n)" 'short-edge'
ok "paper and drawer are followed" printed_six -o media=A5 -o media-source=by-pass-tray -o page-ranges=1
n=$((n + 1))
like "the size" "$(ticket $n)" 'a5_148x210mm'
like "the drawer" "$(ticket $n)" '"source":"by-pass-tray"'
is "nothing is said of it" "$(said)" ''
ok "the kind of paper is followed" printed_six -o media-type=transparency -o page-ranges=1
n=$((n + 1))
like "in the ticket" "$(ticket $n)" 'transparency'
ok "quality by word and toner are followed" printed_six -o print-quality=draft -o toner-save=on -o page-ranges=1
n=$((n + 1))
like "in the ticket" "$(ticket $n)" '"toner":"on"'
ok "landscape by word" printed_six -o orientation-requested=landscape -o page-ranges=1 -o print-scaling=none
n=$((n + 1))
not_ok "the square is no more where it was" square "$(page_file vp $n 1)" 1
ok "a department is followed" printed_six -o job-account-id=4711 -o job-account-pin=12345 -o page-ranges=1
n=$((n + 1))
like "in the ticket" "$(ticket $n)" '4711'
printf '54321\n' | printed_six -o job-account-id=4711 -o job-account-pin=- -o page-ranges=1
is "a PIN is typed" $? 0
n=$((n + 1))
like "and sent" "$(ticket $n)" '54321'

# who waits is told what for
on_server modify -d office -o blank-jobs=ask >/dev/null
"$make_raster" -W 1 >"$T/white.pwg"
"$app" submit -o "server-port=$server_port" -d office -o wait=yes "$T/white.pwg" >"$T/waits" 2>&1 &
waiting=$!
asked() { grep -q '^Job [0-9]*: Waits: all its pages are white' "$T/waits"; }
ok "a job that has a question says so to who waits for it" wait_until 20 asked
ok "it is released" on_server release "$(sed -n 's/^Job \([0-9]*\): .*/\1/p' "$T/waits")"
wait $waiting
is "then it is printed" $? 0
is "the question was told once" "$(grep -c white "$T/waits")" 1
on_server modify -d office -o blank-jobs=print >/dev/null
n=$((n + 2)) # the head of a job goes out before it is known what its pages show

# ---- what the queue has not

is "what a queue has not is told" "$(status -d office -o wait=yes -o media=iso_a0_841x1189mm "$T/page.pwg")" 0
n=$((n + 1))
like "by name and value" "$(said)" 'page.pwg: The queue has no media of iso_a0_841x1189mm\.'
is "and refuses the job where it is to be exact" \
    "$(status -d office -o ipp-attribute-fidelity=true -o media=iso_a0_841x1189mm "$T/page.pwg")" 1
like "with the name" "$(said)" 'no media of iso_a0'
is "which prints nothing" "$(told)" ''
printf '\033E\033&l0OHello\f\033E' >"$T/pcl.prn"
is "a file that cannot be printed ends with 1" "$(status -d office "$T/pcl.prn" "$T/page.pwg")" 1
like "which is said with its name" "$(said)" 'pcl.prn: .*PCL'
like "the other one is printed" "$(told)" '^Job [0-9]*\.$'
n=$((n + 1))
is "and ends" "$(end_of office "$(job_of)")" completed
is "a format that is said is believed" "$(status -d office -o document-format=application/x-nothing "$T/page.pwg")" 1
head -c 700 "$T/six.pdf" >"$T/cut.pdf"
is "a damaged file ends with 1 where its end is waited for" "$(status -d office -o wait=yes "$T/cut.pdf")" 1
like "and says what became of it" "$(told)" 'is aborted\. .*Nothing was printed'
is "an empty file ends with 1" "$(: >"$T/empty"; status -d office "$T/empty")" 1

# ---- held

is "a job is held until a time" "$(status -d office -o job-hold-until=23:59 "$T/page.pwg")" 0
is "it waits" "$(ask_job office "$(job_of)" job-state)" pending-held
is "a job is held until somebody wants it" "$(status -d office -o job-hold-until=indefinite "$T/page.pwg")" 0
is "it waits, too" "$(ask_job office "$(job_of)" job-state)" pending-held
is "priority goes with it" "$(status -d office -o job-priority=80 -o job-hold-until=indefinite "$T/page.pwg")" 0
like "to the job" "$(on_server report "$(job_of)")" 'job-priority.*80'
is "no more than was asked came out" "$(jobs_printed vp)" $n
stop "$server_pid"
done_testing
