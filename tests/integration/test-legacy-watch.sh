#!/bin/bash
# test-legacy-watch.sh - what is put into a folder is printed, once.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-legacy.sh"
need canon-printer-app virtual-printer make-raster ipptool

mkdir "$T/in" "$T/kept" "$T/outside"
start_printer vp --speed 0 || exit 1
"$make_raster" >"$T/one.pwg"
cp "$T/one.pwg" "$T/in/before.pwg"
cp "$T/one.pwg" "$T/in/.printing-crash.pwg"
start_server "watch=$T/in=office" || exit 1
gone() { [ ! -e "$1" ]; }

ok "a folder whose queue is not there is told of" \
    wait_until 20 grep -q 'no queue .*office.* for the folder' "$server_log"
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
ok "a file that was there before the start is taken, once there is a queue" wait_until 20 came 1
ok "and removed" wait_until 20 gone "$T/in/before.pwg"
job=$(last_job)
is "it is printed" "$(end_of office "$job")" completed
is "its name is that of the file" "$(attribute office "$job" job-name)" before.pwg
is "its user is the file's owner" "$(attribute office "$job" job-originating-user-name)" "$(id -un)"
ok "one that was on its way when the program ended is put aside" test -s "$T/in/failed/crash.pwg"
like "with a word" "$(cat "$T/in/failed/crash.pwg.txt")" 'look whether'

cp "$T/one.pwg" "$T/in/copied page.pwg"
ok "a file that is copied there is taken" wait_until 20 came 2
cp "$T/one.pwg" "$T/in/.hidden"
mv "$T/in/.hidden" "$T/in/moved.pwg"
ok "one that is moved there, too" wait_until 20 came 3

# one that somebody writes still
exec 8>"$T/in/slow.pwg"
head -c 2000 "$T/one.pwg" >&8
cp "$T/one.pwg" "$T/in/x.part"
cp "$T/one.pwg" "$T/in/x.tmp"
cp "$T/one.pwg" "$T/outside/secret.pwg"
ln -s "$T/outside/secret.pwg" "$T/in/link.pwg"
ln "$T/outside/secret.pwg" "$T/in/hard.pwg"
mkfifo "$T/in/fifo"
mkdir "$T/in/folder.pwg"
cp "$T/one.pwg" "$T/in/last.pwg"
ok "a file beside others is taken" wait_until 20 came 4
is "it is the last one" "$(attribute office "$(last_job)" job-name)" last.pwg
for name in slow.pwg x.part x.tmp link.pwg hard.pwg fifo folder.pwg; do
    ok "$name is left alone" test -e "$T/in/$name"
done
tail -c +2001 "$T/one.pwg" >&8
exec 8>&-
ok "a file is taken when its writer has closed it" wait_until 20 came 5
is "whole" "$(end_of office "$(last_job)")" completed

printf '<html>no</html>' >"$T/in/page.html"
ok "what is not printed is moved away" wait_until 20 test -e "$T/in/failed/page.html"
like "with the reason beside it" "$(cat "$T/in/failed/page.html.txt")" 'This printer takes'
head -c 2000 "$T/one.pwg" >"$T/in/cut.pwg"
ok "so is a damaged document" wait_until 20 test -e "$T/in/failed/cut.pwg"
printf '<html>again</html>' >"$T/in/page.html"
is "who may look into the folder may read it" \
    "$(stat -c %a "$T/in/failed" "$T/in/failed/page.html.txt" | tr '\n' ' ')" "$(stat -c %a "$T/in") 644 "
ok "nothing that was moved away before is overwritten" wait_until 20 test -e "$T/in/failed/2-page.html"

ok "the queue refuses jobs" ipptool -q "$(uri_of office)" /dev/stdin <<'END'
{
    OPERATION Disable-Printer
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    STATUS successful-ok
}
END
cp "$T/one.pwg" "$T/in/waits.pwg"
rm "$T/in/x.part"
ok "the queue takes jobs again" ipptool -q "$(uri_of office)" /dev/stdin <<'END'
{
    OPERATION Enable-Printer
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    STATUS successful-ok
}
END
ok "a file that came meanwhile is printed then" wait_until 30 came 6
is "once" "$(jobs_in_log | wc -l)" 6
stop "$server_pid"

start_server "watch=$T/kept=office" watch-keep=yes || exit 1
cp "$T/one.pwg" "$T/kept/page.pwg"
ok "files are kept on wish" wait_until 20 test -e "$T/kept/printed/page.pwg"
stop "$server_pid"
not_ok "a folder that is not there is told at the start" timeout 10 "$app" server \
    -o "server-port=$server_port" -o "watch=$T/nowhere=office" -o "state-file=$T/x.state" -o "spool-directory=$T/x"
done_testing
