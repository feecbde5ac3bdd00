#!/bin/bash
# test-legacy-upload.sh - documents by plain HTTP.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-legacy.sh"
. "$(dirname "$0")/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl

start_printer vp --speed 0 || exit 1
start_site upload=yes || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -n 2 >"$T/two.pwg"
url=http://127.0.0.1:$server_port/print
# send [CURL-OPTION...] URL: the answer in $T/answer, its status on standard output
send() { timeout 30 curl -s -o "$T/answer" -w '%{http_code}' "$@"; }

is "a document is taken" "$(send --data-binary "@$T/two.pwg" \
    "$url/office?copies=2&sides=two-sided-long-edge&title=Pr%C3%BCfung+1&user=anna")" 200
like "the answer tells the job" "$(cat "$T/answer")" '^Job [0-9]*$'
job=$(sed 's/Job //' "$T/answer")
is "it is printed" "$(end_of office "$job")" completed
is "with its title" "$(attribute office "$job" job-name)" "Prüfung 1"
is "its user" "$(attribute office "$job" job-originating-user-name)" anna
is "its copies" "$(attribute office "$job" copies)" 2
is "and its sides" "$(attribute office "$job" sides)" two-sided-long-edge

is "a form with a file is taken" "$(send -F copies=3 -F "file=@$T/two.pwg;filename=a \"b\".pwg" "$url/office")" 200
job=$(sed 's/Job //' "$T/answer")
is "its name is that of the file" "$(attribute office "$job" job-name | cut -c1)" a
is "its fields are wishes" "$(attribute office "$job" copies)" 3
is "the default queue needs no name" "$(send --data-binary "@$T/two.pwg" "$url?answer=json")" 200
like "answers come in JSON, too" "$(cat "$T/answer")" '^{"job": [0-9]*, "message": "Job [0-9]*"}$'
is "documents in pieces are taken" \
    "$(send -H 'Transfer-Encoding: chunked' -H 'Expect: 100-continue' --data-binary "@$T/two.pwg" "$url/office")" 200

is "what the queue has not is refused" "$(send --data-binary "@$T/two.pwg" "$url/office?media=iso_a0_841x1189mm")" 400
like "with the reason" "$(cat "$T/answer")" 'media'
is "so is a wish nobody knows" "$(send --data-binary "@$T/two.pwg" "$url/office?colour=blue")" 400
is "and a number that is none" "$(send --data-binary "@$T/two.pwg" "$url/office?copies=many")" 400
printf '<html>no</html>' >"$T/page.html"
is "and a web page" "$(send --data-binary "@$T/page.html" "$url/office")" 400
is "so is a code, which would be in the log" "$(send --data-binary "@$T/two.pwg" "$url/office?job-password=4711")" 400
is "and a PIN in the address" "$(send --data-binary "@$T/two.pwg" "$url/office?job-account-id=1&job-account-pin=4711")" 400
is "a form without a file is refused" "$(send -F copies=1 "$url/office")" 400
head -c 3000000 /dev/urandom >"$T/large"
is "a large document that is nothing is refused with an answer" "$(send --data-binary "@$T/large" "$url/office")" 400
is "a page of another site may not print" \
    "$(send -H 'Origin: http://evil.example' -F "file=@$T/two.pwg" "$url/office")" 403
is "nor one that hides where it is from" "$(send -H 'Origin: null' -F "file=@$T/two.pwg" "$url/office")" 403
is "one of this server may" \
    "$(send -H "Origin: http://127.0.0.1:$server_port" -F "file=@$T/two.pwg" "$url/office")" 200
is "a queue that is not there is not found" "$(send --data-binary "@$T/two.pwg" "$url/nobody")" 400
is "who looks is told how" "$(send "$url/office")" 200
like "in a sentence" "$(cat "$T/answer")" 'POST'
n=$(jobs_in_log | wc -l)
is "five documents were taken" "$n" 5
ok "and are printed" wait_until 30 printed vp 5

# people have a page on the site; a browser that comes here is sent there
to_form() { curl -s -A 'Mozilla/5.0 (a browser)' -o /dev/null -w '%{http_code} %{redirect_url}' "$url/office"; }
is "a browser is sent to the form of the printer" "$(to_form)" "303 $site/print?printer=1"
page /print?printer=1
for field in file copies media sides page-border watermark brightness print-quality halftone; do
    ok "the page has a field $field" shows "name=\"$field\""
done
not_ok "and nothing from another computer" grep -q 'src="[a-z]*://' "$T/page"
page /print?printer=1 -H 'Accept-Language: de-AT'
ok "it speaks the browser's language" shows '>Wasserzeichen<\|>Helligkeit'
page /
ok "the first page leads there" shows 'href="/print?printer=1"'
is "a form of a script is taken, with what was left empty" "$(send -F answer=html -F "file=@$T/two.pwg" -F copies= -F sides= \
    -F page-border=single -F brightness=20 -F print-quality=3 -F number-up=2 "$url/office")" 303
ok "it is printed" wait_until 30 printed vp 6
like "as a draft" "$(cat "$T"/vp/job-0006/ticket.json)" '"toner": *"on"\|"toner" *: *"on"'
is "on one side of a sheet" "$(pages vp 6)" 1
is "a form that asks for nonsense is refused" "$(send -F answer=html -F "file=@$T/two.pwg" -F brightness=1000 "$url/office")" 400

stop "$server_pid"
start_server || exit 1
is "without the option nothing is taken" "$(send --data-binary "@$T/two.pwg" "$url/office")" 400
is "and nothing told" "$(send "$url/office")" 404
done_testing
