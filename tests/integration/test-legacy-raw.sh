#!/bin/bash
# test-legacy-raw.sh - documents by a raw port, as Windows' "Standard TCP/IP port" sends them.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-legacy.sh"
need canon-printer-app virtual-printer make-raster talk ipptool

free_port; raw=$port
free_port; other=$port
start_printer vp --speed 0 || exit 1
start_server "raw-listen=127.0.0.1:$raw=office,127.0.0.1:$other=nobody" || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -n 2 >"$T/two.pwg"

talk "$raw" <"$T/two.pwg"
ok "a document is taken" wait_until 20 came 1
is "it is printed" "$(end_of office "$(last_job)")" completed
is "with all its pages" "$(pages vp 1)" 2
is "it is called by its sender's address" "$(attribute office "$(last_job)" job-name)" "Raw from 127.0.0.1"

{
    printf '\033%%-12345X@PJL JOB NAME="Pr\374fung"\r\n@PJL SET QTY=2\r\n@PJL SET USERNAME="anna"\r\n'
    printf '@PJL SET DUPLEX=ON\r\n@PJL SET MEDIASOURCE=TRAY9\r\n@PJL ENTER LANGUAGE=RASTER\r\n'
    cat "$T/two.pwg"
    printf '\033%%-12345X@PJL EOJ\r\n\033%%-12345X'
} | talk "$raw"
ok "a document in PJL is taken" wait_until 20 came 2
job=$(last_job)
is "it is printed" "$(end_of office "$job")" completed
is "its title is that of PJL, in UTF-8" "$(attribute office "$job" job-name)" "Prüfung"
is "so is its user" "$(attribute office "$job" job-originating-user-name)" anna
is "so are its copies" "$(attribute office "$job" copies)" 2
is "and its sides" "$(attribute office "$job" sides)" two-sided-long-edge

answer=$(printf '\033%%-12345X@PJL INFO ID\r\n@PJL ECHO 12 ab\r\n@PJL INFO STATUS\r\n@PJL INFO MEMORY\r\n' |
    talk -l 9 "$raw" | tr -d '\r\f')
like "a driver that asks is told the model" "$answer" 'Canon'
like "and that it was heard" "$answer" '^@PJL ECHO 12 ab$'
like "and the state" "$answer" '^CODE=10001$'
like "and what is not known" "$answer" '^"?"$'
{
    printf '\033%%-12345X@PJL INFO STATUS\r\n'
    cat "$T/two.pwg"
} | talk "$raw" >/dev/null
ok "a document after a question is taken" wait_until 20 came 3
is "and printed" "$(end_of office "$(last_job)")" completed

printf '\033E\033&l0OHello\033E' | talk "$raw"
ok "PCL is refused by its name" wait_until 20 grep -q 'was not taken:.*pcl\|was not taken:.*PCL' "$server_log"
head -c 3000 "$T/two.pwg" | talk "$raw"
ok "a document that is cut off is refused" wait_until 20 grep -q 'was not taken: The document' "$server_log"
: | talk "$raw"
printf 'x' | talk "$other"
ok "a port whose queue is not there tells so in the log" \
    wait_until 20 grep -q "no queue .*nobody.* for port $other" "$server_log"
is "no more jobs were taken" "$(jobs_in_log | wc -l)" 3

# one address may have 16 connections; those beyond are closed
mkfifo "$T/open"
sleep 600 >"$T/open" &
children="$children $!"
talkers=''
for i in $(seq 20); do
    "$build/talk" "$raw" <"$T/open" &
    talkers="$talkers $!"
done
ok "too many connections of one address are closed" \
    wait_until 20 grep -q 'too many connections' "$server_log"
for pid in $talkers; do stop "$pid"; done
talk "$raw" <"$T/two.pwg"
ok "when they have ended there is room again" wait_until 20 came 4

not_ok "a port that is taken already is told at the start" timeout 10 "$app" server \
    -o "server-port=$server_port" -o "raw-listen=127.0.0.1:$printer_port=office" \
    -o "state-file=$T/other.state" -o "spool-directory=$T/other"
done_testing
