#!/bin/bash
# test-site-print.sh - printing from the web page by forms without scripts, and the preview: what it
# shows is what is printed.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-legacy.sh"
. "$(dirname "$0")/lib-site.sh"
need canon-printer-app virtual-printer make-raster make-picture picture reduce-page ipptool curl gs

start_printer vp --speed 0 || exit 1
start_site max-storage=60 || exit 1
ok "a printer is added" add_queue office "socket://127.0.0.1:$printer_port"
ok "and another" add_queue upstairs "socket://127.0.0.1:$printer_port"

# send FILE [FIELD=VALUE...]: as a browser sends the form
send() {
    file=$1
    shift
    fields=()
    for field in "$@"; do fields+=(--form-string "$field"); done
    browse -H Expect: "${fields[@]}" -F "file=@$file" "$site/print?token=$(token /print)"
}
# kept POST-FIELD...: a form of the page of the file that is kept; $kept is its address
kept_post() { form_page=/print post "$kept" "$@"; }
# open_files: nameless files that the server has open
open_files() { find "/proc/$server_pid/fd" -lname '*deleted*' 2>/dev/null | wc -l | tr -d ' '; }
few_files() { [ "$(open_files)" -le "$1" ]; }
newest() { curl -s "$site/jobs" >/dev/null; jobs_in_log | tail -n 1; }
# settled: no preview is waited for
settled() { page "$kept/pages" && ! shows 'state busy'; }
# side N: of the preview, to $T/side.png
side() { curl -s -f -b "$jar" -o "$T/side.png" "$site$kept/page/$1"; }
# as_printed JOB PAGE: whether the side that was fetched is that page of paper, made smaller
as_printed() {
    sheet=$(find "$T/vp/job-$(printf %04d "$1")" -name 'page-*.pbm' | sort | sed -n "$2p")
    "$build/reduce-page" 6 "$sheet" >"$T/printed.pgm" &&
        "$build/picture" compare -m 1 "$T/side.png" "$T/printed.pgm"
}

cat >"$T/four.ps" <<'END'
%!PS
/Helvetica findfont 200 scalefont setfont
1 1 4 { 150 350 moveto 20 string cvs show gsave 50 50 200 80 rectstroke 0.6 setgray 300 60 200 150 rectfill grestore showpage } for
END
gs -q -dBATCH -dNOPAUSE -dSAFER -sDEVICE=pdfwrite -sPAPERSIZE=a4 -o "$T/four.pdf" "$T/four.ps" || exit 1
printf 'one\ntwo\nthree\n' >"$T/text.txt"
"$build/make-raster" -n 1 >"$T/one.pwg"

# ---- the page ----
page /print
is "there is a page" "$code" 200
for field in printer file copies media sides page-ranges number-up print-scaling media-source page-border watermark brightness; do
    ok "it has a field $field" shows "name=\"$field\""
done
ok "what is set for the printer is told" shows '>One side (as set)<'
ok "printers can be chosen" shows '<option value="2">upstairs<'
page /print -H 'Accept-Language: de'
ok "it speaks the browser's language" shows '>Einseitig (wie eingestellt)<'

# ---- printing ----
send "$T/four.pdf" printer=1 do=print page-ranges=2-3 copies=2 user=anna
is "a file is printed" "$code" 303
like "the page of the job is next" "$went" '^/jobs/[0-9]*$'
job=${went#/jobs/}
is "it ends well" "$(end_of office "$job")" completed
is "with two pages, twice" "$(pages vp 1)" 4
is "its copies" "$(attribute office "$job" copies)" 2
is "its name" "$(attribute office "$job" job-name)" four.pdf
is "and its user" "$(attribute office "$job" job-originating-user-name)" anna
browse -F printer=1 -F do=print -F "file=@$T/text.txt" -F "file=@$T/one.pwg" "$site/print?token=$(token /print)"
is "several files are several jobs" "$code $went" "303 /jobs"
ok "which are printed" wait_until 30 printed vp 3
send "$T/text.txt" printer=2
ok "another printer prints, too" wait_until 30 printed vp 4
is "the right one" "$(end_of upstairs "${went#/jobs/}")" completed

# ---- refusals ----
printf 'PK\003\004 nothing that is printed' >"$T/office.docx"
send "$T/office.docx" printer=1
is "what is not printed is refused" "$code" 422
ok "with a sentence" shows 'cannot be printed from here'
send "$T/office.docx" printer=1 copies=3
ok "what was typed stays" shows 'name="copies"[^>]*value="3"'
send "$T/text.txt" printer=1 media=iso_a0_841x1189mm
is "so is what the printer has not" "$code" 422
ok "its file need not be sent again" shows 'action="/print/[0-9a-f]*"'
send "$T/text.txt" printer=99
is "and a printer that is not there" "$code" 404
browse -F printer=1 "$site/print?token=$(token /print)"
is "and a form without a file" "$code" 400
ok "in words" shows 'No file was chosen'
browse -F "file=@$T/text.txt" "$site/print?token=wrong"
is "and one that is from elsewhere" "$code" 403
send "$T/text.txt" printer=1 code=xx
is "and a code that is none" "$code" 422
browse -F printer=1 -F answer=json -F "file=@$T/office.docx" "$site/print?token=$(token /print)"
like "a script gets the sentence" "$(cat "$T/page")" '^{"message": "“office.docx” cannot'
before=$(open_files)
head -c 64000000 /dev/zero >"$T/huge"
send "$T/huge" printer=1
is "what is too large is refused" "$code" 413
ok "with a sentence" shows 'larger than one job may be'
timeout 5 curl -s -b "$jar" --limit-rate 2000000 -F "file=@$T/huge" "$site/print?token=$(token /print)" >/dev/null &
child=$!
ok "an upload begins" wait_until 10 sh -c "[ \$(find /proc/$server_pid/fd -lname '*deleted*' 2>/dev/null | wc -l) -gt $before ]"
kill $child 2>/dev/null
ok "what breaks off leaves nothing" wait_until 10 few_files "$before"
is "nothing of that was printed" "$(jobs_printed vp)" 4

# ---- the preview ----
send "$T/four.pdf" printer=1 do=look page-ranges=2-4
is "a file can be shown first" "$code" 303
kept=$went
like "on a page of its own" "$kept" '^/print/[0-9a-f]\{32\}$'
ok "its pages are made" wait_until 30 settled
is "those that are asked for" "$(grep -c '<img ' "$T/page")" 3
side 1
like "with the paper's size" "$("$build/picture" info "$T/side.png")" '\b826 1169\b'
curl -s -o /dev/null -w '%{http_code}' "$site$kept" >"$T/other"
is "another browser does not find it" "$(cat "$T/other")" 404
is "nor its pictures" "$(curl -s -o /dev/null -w '%{http_code}' -b 'print=00000000000000000000000000000000' "$site$kept/page/1")" 404
kept_post do=look number-up=4 page-border=single page-ranges=
is "other options are tried" "$code $went" "303 $kept"
ok "and shown" wait_until 30 settled
is "on one side" "$(grep -c '<img ' "$T/page")" 1
page "$kept"
ok "they stay chosen" shows '<option value="4" selected>'
side 1
kept_post do=print number-up=4 page-border=single
like "it is printed without being sent again" "$went" '^/jobs/[0-9]*$'
ok "really" wait_until 30 printed vp 5
ok "as it was shown" as_printed 5 1
page "$kept"
is "then it is gone" "$code" 404
kept_post do=print
is "and cannot be printed twice" "$code" 404
"$build/make-picture" jpeg 600 400 >"$T/photo.jpg"
for kind in four.ps text.txt photo.jpg; do
    send "$T/$kind" printer=1 do=look
    kept=$went
    ok "$kind is shown" wait_until 30 settled
    side 1
    due=$(($(jobs_printed vp) + 1))
    kept_post do=print
    ok "and printed" wait_until 30 printed vp $due
    ok "as it was shown" as_printed $due 1
done
send "$T/four.pdf" printer=1 do=look imposition-template=signature
kept=$went
ok "a booklet is shown" wait_until 30 settled
is "on its two sides" "$(grep -c '<img ' "$T/page")" 2
kept_post do=drop
is "a file can be thrown away" "$code $went" "303 /print?notice=print-dropped"
page "$kept"
is "and is gone" "$code" 404
printf '%%PDF-1.4\nnothing more\n' >"$T/broken.pdf"
send "$T/broken.pdf" printer=1 do=look
kept=$went
ok "what is damaged" wait_until 30 settled
ok "is said to be so" shows 'notice bad'
send "$T/text.txt" printer=1 do=look
send "$T/text.txt" printer=1 do=look
ok "what is kept ends with the program" stop "$server_pid"
ok "which leaves nothing in its folder" sh -c "! find '$T/spool-$server_port' -name 'in-*' | grep -q ."
done_testing
