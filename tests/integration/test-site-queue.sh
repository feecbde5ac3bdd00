#!/bin/bash
# test-site-queue.sh - jobs on the web page: lists, what the buttons do, one job and its story,
# reports, pictures of pages.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-site.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster picture reduce-page ipptool curl unzip

start_printer vp --pictures pbm --speed 0 || exit 1
start_site || exit 1
ok "a printer is added" add_queue office "socket://127.0.0.1:$printer_port"
free_port
off_port=$port
ok "another one, whose machine is off" add_queue attic "socket://127.0.0.1:$off_port"
make_documents 1 1 2
pwg=$(documents 1 1)
state() { ask_job "${2:-office}" "$1" job-state; }
state_is() { [ "$(state "$1" "${3:-office}")" = "$2" ]; }
# send QUEUE TITLE [ATTRIBUTE...]: $job
send() {
    local queue=$1
    title=$2
    shift 2
    title=$title send_file "$queue" "$pwg" image/pwg-raster "$@"
}
# hold QUEUE TITLE: a job that waits
hold() { send "$1" "$2" "ATTR keyword job-hold-until indefinite"; }
in_order() { page "/jobs/list?printer=$1" && grep -o 'class="job-title" href="/jobs/[0-9]*"' "$T/page" | tr -dc '0-9\n' | tr '\n' ' '; }
story() { page "/jobs/$1" && sed -n '/class="summary"/,$p' "$T/page" >"$T/story" && mv "$T/story" "$T/page" && text; }

# --- the page
ok "the page of jobs is there" page /jobs
is "and good" "$code" 200
ok "it names the printers" shows '<bdi>office</bdi>'
ok "nothing waits" eval 'text | grep -q "Nothing is waiting here"'
hold office '<script>alert(1)</script>'
evil=$job
page /jobs
not_ok "a title is no part of the page" shows '<script>alert'
ok "but a text on it" shows '&lt;script&gt;alert(1)'
page "/jobs?q=%22%3E%3Cimg%20src%3Dx%3E&printer=-1&page=99999999999999999999"
is "what somebody searches for is no part of it either" "$code" 200
not_ok "nor in an address" shows '<img src=x'
page "/jobs?q=ALERT"
ok "a job that waits is found by its title" shows "href=\"/jobs/$evil\""
page "/jobs?q=nothing-like-it"
not_ok "and not by another one" shows "href=\"/jobs/$evil\""

# --- buttons
post "/jobs/$evil/release" back=/jobs
is "a held job is released" "$code $went" "303 /jobs?notice=job-released"
ok "and printed" wait_until 20 state_is "$evil" completed
hold office second
two=$job
post "/jobs/$two/cancel" "back=//example.com/"
is "a job is canceled, and the way back leads to no other computer" "$went" '/jobs?notice=job-canceled'
is "it has ended" "$(state "$two")" canceled
post "/jobs/$two/cancel"
is "what has ended cannot be canceled" "$code" 409
ok "and that is said" eval 'text | grep -q "Too late"'
post "/jobs/99999/cancel"
is "there is no job of another number" "$code" 404
post "/jobs/$two/explode"
is "nor another action" "$code" 404
page "/jobs/$two/cancel" -X POST -d token=wrong
is "a form that was not made here does nothing" "$code" 403
post /jobs/printer/pause queue=1
is "the printer is paused" "$went" '/jobs?notice=printer-changed'
for n in 1 2 3; do send office "order $n"; eval "o$n=$job"; done
is "jobs stand in the order they came" "$(in_order 1 | cut -d' ' -f1-3)" "$o1 $o2 $o3"
post "/jobs/$o3/up"
is "one moves up" "$(in_order 1 | cut -d' ' -f1-3)" "$o1 $o3 $o2"
post "/jobs/$o2/next"
is "one is to be the next" "$(in_order 1 | cut -d' ' -f1-3)" "$o2 $o1 $o3"
post "/jobs/$o1/up"
is "the second moves to the top" "$(in_order 1 | cut -d' ' -f1-3)" "$o1 $o2 $o3"
post "/jobs/$o1/hold"
is "one is held" "$(state "$o1")" pending-held
post "/jobs/$o2/until" time=25:00
is "a time that is none is refused" "$code" 409
post "/jobs/$o2/until" "time=$(date -d '2 hours' +%H:%M)"
is "one is held until a time" "$(state "$o2")" pending-held
page "/jobs/$o2"
ok "which is told" eval 'text | grep -q "Held until $(date -d "2 hours" "+%Y-%m-%d %H:%M")"'
like "a paused printer is the reason that is given" "$(story "$o3")" 'The printer is paused'
post /jobs/printer/cancel-all queue=1
is "all jobs are canceled by whoever is sure only" "$code" 409
post /jobs/printer/cancel-all queue=1 sure=yes
is "all jobs are canceled" "$code $(active office)" "303 0"
post /jobs/printer/refuse queue=1
not_ok "the printer takes no jobs" send office refused
post /jobs/printer/accept queue=1
post /jobs/printer/hold-new queue=1
send office "held by the printer"
is "new jobs are held" "$(state "$job")" pending-held
post /jobs/printer/take-new queue=1
post /jobs/printer/resume queue=1
post /jobs/printer/pause queue=77
is "there is no printer of another number" "$code" 404
post "/jobs/$job/cancel"

# --- a code, and questions
send office secret "ATTR octetString job-password 4711" "ATTR keyword job-password-encryption none"
code_job=$job
is "a job with a code waits" "$(state "$code_job")" pending-held
post "/jobs/$code_job/release"
is "without the code it stays" "$code" 409
post "/jobs/$code_job/release" code=0000
ok "with a wrong one, too" eval 'text | grep -q "That is not the code"'
like "the reason is told" "$(story "$code_job")" 'It waits for its code'
post "/jobs/$code_job/release" code=4711
is "with its code it goes" "$code" 303
ok "and is printed" wait_until 20 state_is "$code_job" completed
{
    for n in $(seq 80); do echo "Message $n of a program that prints what it does before it begins."; done
    for n in $(seq 80); do echo 'gsave 72 720 moveto /Helvetica findfont 12 scalefont setfont (Hello) show stroke grestore'; done
} >"$T/program.txt"
title=program send_file office "$T/program.txt" text/plain
text_job=$job
ok "a program waits with a question" wait_until 20 state_is "$text_job" pending-held
page /jobs
ok "which the page asks" eval 'text | grep -q "it looks like program code"'
post "/jobs/$text_job/release"
ok "and it is printed when somebody says so" wait_until 20 state_is "$text_job" completed

# --- why
send attic 'for the attic'
off_job=$job
ok "a machine that is off" wait_until 20 state_is "$off_job" processing-stopped attic
like "is the reason" "$(story "$off_job")" 'The machine does not answer. Is it switched on'
send attic 'behind it'
like "another job waits for its turn" "$(story "$job")" '1 jobs are printed before it'
post "/jobs/$job/cancel"
like "who canceled a job is told" "$(story "$job")" 'It was canceled by somebody on this web page'
printf '%%PDF-1.4\nnothing\n' >"$T/broken.pdf"
title=broken send_file office "$T/broken.pdf" application/pdf
broken_job=$job
ok "a document that cannot be read" wait_until 20 state_is "$broken_job" aborted
like "is the reason" "$(story "$broken_job")" 'could not be read\|could not be printed'
hold office 'held one'
like "a held job says so" "$(story "$job")" 'It is held. Release it'
post "/jobs/$job/cancel"
like "what was printed was printed completely" "$(story "$evil")" 'It was printed completely'
like "and step by step" "$(story "$evil")" 'Sending to the machine begins'
page "/jobs/$evil" -H 'Accept-Language: de'
ok "in another language, too" eval 'text | grep -q "Er wurde vollständig gedruckt"'
page "/jobs/$evil" -H 'Accept-Language: ar'
ok "and from right to left" shows 'dir="rtl"'
page /why
ok "the jobs are there to choose from" shows "href=\"/jobs/$off_job\""
ok "and how the printers are" eval 'text | grep -q "The machine does not answer"'
page "/jobs/0"
is "a job that is not there is not found" "$code" 404

# --- the report
page "/jobs/$code_job/report.zip"
is "a report comes" "$code" 200
ok "as a ZIP file that is whole" unzip -q -o "$T/page" -d "$T/bundle"
is "of four texts" "$(ls "$T/bundle" | tr '\n' ' ')" 'printer.txt record.txt report.txt settings.txt '
not_ok "without the title" grep -rq 'secret' "$T/bundle/report.txt" "$T/bundle/record.txt"
not_ok "without the person" grep -rqw tester "$T/bundle"
not_ok "without the code" grep -rqE '(^|[^0-9a-f-])4711($|[^0-9a-f-])' "$T/bundle"
ok "with what happened" grep -q 'Delivery to' "$T/bundle/record.txt"
ok "and the version" grep -q '^Program: canon-printer-app' "$T/bundle/report.txt"
page "/jobs/$code_job/report.zip?names=yes"
unzip -q -o "$T/page" -d "$T/bundle"
ok "with names when they are wanted" grep -q tester "$T/bundle/report.txt"
not_ok "but never the code" grep -rqE '(^|[^0-9a-f-])4711($|[^0-9a-f-])' "$T/bundle"

# --- pictures of pages
page "/jobs/$evil/page/1"
is "there are no pictures of pages where nobody wants them" "$code" 404
post /jobs/printer/pictures-on queue=1
send office pictured
ok "a job is printed where somebody does" wait_until 20 state_is "$job" completed
shown=$job
page "/jobs/$shown/page/1"
is "its page has a picture" "$code $(head -c 4 "$T/page" | tail -c 3)" "200 PNG"
cp "$T/page" "$T/small.png"
# A5 at 600 dots per inch: a dot of the picture is 3 bytes wide, and as high
same_as_printed() {
    "$build/reduce-page" 24 "$T/vp/$(tail -n 2 "$T/vp/paper.log" | head -n 1 | cut -d' ' -f6)" >"$T/printed.pgm" &&
        "$build/picture" compare -m 1 "$T/printed.pgm" "$T/small.png"
}
ok "it shows what came out on paper" same_as_printed
page "/jobs/$shown"
ok "which its page shows" shows "src=\"/jobs/$shown/page/2\""
page "/jobs/$shown/page/3"
is "a page that it does not have has none" "$code" 404
send office private "ATTR octetString job-password 4711" "ATTR keyword job-password-encryption none"
post "/jobs/$job/release" code=4711
ok "a private job is printed" wait_until 20 state_is "$job" completed
not_ok "and there is no picture of it" eval 'ls "$T/spool-$server_port"/thumb-*0$job-*'
post /jobs/printer/pictures-off queue=1
not_ok "when they are not wanted any more they are gone" eval 'ls "$T/spool-$server_port"/thumb-*'

# --- many
post /jobs/printer/pause queue=1
for n in 1 2 3; do send office "many $n" >/dev/null; done
page "/jobs?page=2"
is "there may be a second page" "$code" 200
post /jobs/printer/cancel-all queue=1 sure=yes
done_testing
