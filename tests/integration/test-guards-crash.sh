#!/bin/bash
# test-guards-crash.sh - the program is killed while a job that waits for paper is put on other
# paper: each of its pages is printed, on one paper, and none twice.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer ipptool

start_printer vp --pictures none --speed 0 || exit 1
serve() { start_server; }
serve || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
ok "A4 is loaded, and A5" operate office Set-Printer-Attributes 'GROUP printer-attributes-tag' \
    "collection media-col-ready $(for tray in 'tray-1 21000 29700' 'tray-2 14800 21000'; do
        # shellcheck disable=SC2086 # three words
        set -- $tray
        echo "{ MEMBER collection media-size { MEMBER integer x-dimension $2 MEMBER integer y-dimension $3 }
            MEMBER keyword media-source $1 MEMBER keyword media-type stationery
            MEMBER integer media-left-margin 500 MEMBER integer media-right-margin 500
            MEMBER integer media-top-margin 500 MEMBER integer media-bottom-margin 500 },"
    done | sed '$ s/,$//')"
for n in $(seq 130); do echo "Line $n of three pages that are to be printed, each of them, and once."; done >"$T/text"
held() { [ "$(ask_job office "$1" job-state)" = pending-held ]; }
# since N: the CRCs of the whole sides that came out after the first N
since() { paper vp | tail -n "+$(($1 + 1))" | awk '$4 == "whole" { print $5 }'; }

# What is to come out of it: the same text for A4.
ok "the text is printed on A4" print_file office "$T/text" text/plain 'ATTR keyword media iso_a4_210x297mm'
since 0 >"$T/wanted"
pages=$(wc -l <"$T/wanted")
[ "$pages" -gt 1 ]
result $? "on several pages"

for delay in 0 0.02 0.05 0.1 0.2 0.4 0.7 1; do
    before=$(sides_out vp)
    ok "$delay s: a text for Letter waits" eval 'send_file office "$T/text" text/plain "ATTR keyword media na_letter_8.5x11in" &&
        wait_until 10 held "$job"'
    on_server release "$job" -o media=A4 >/dev/null 2>&1 &
    released=$!
    sleep "$delay" # a moment is chosen, not waited for
    kill -9 "$server_pid"
    wait "$server_pid" "$released" 2>/dev/null
    serve || exit 1
    # The answer may not have come in time: then it waits still, and is asked again.
    held "$job" && on_server release "$job" -o media=A4 >/dev/null
    is "$delay s: it ends" "$(end_of office "$job")" completed
    is "$delay s: each page is there on A4, and none twice" "$(since "$before" | tr '\n' ' ')" "$(tr '\n' ' ' <"$T/wanted")"
done
done_testing
