#!/bin/sh
# test-server-life.sh - starting, finding, saving, restarting, ending; several servers.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app make-raster ipptool curl

mkdir "$T/out" "$T/out2"
"$make_raster" >"$T/page.pwg"

ok "--version works" "$app" --version
ok "--help works" "$app" --help
like "the help names the server's options" "$("$app" --help)" 'spool-directory'
"$app" server -o colour=blue >"$T/err" 2>&1
is "an unknown option of the server ends with 2" $? 2
like "and a sentence" "$(cat "$T/err")" "no option 'colour'"
"$app" server -o server-port=99999 >"$T/err" 2>&1
is "a port that is none ends with 2" $? 2
"$app" --wrong >"$T/err" 2>&1
is "an unknown option ends with 2" $? 2
"$app" -x >"$T/err" 2>&1
is "an unknown letter ends with 2" $? 2
"$app" frobnicate >"$T/err" 2>&1
is "a word that is no sub-command and no file ends with 2" $? 2
"$app" >"$T/err" 2>&1
is "no arguments end with 2" $? 2
like "the models are listed" "$("$app" drivers)" 'canon_ir1020_ufr2lt'

"$app" printers >"$T/err" 2>&1
is "without a server, a sub-command for one ends with 1" $? 1
like "and says how to start it" "$(cat "$T/err")" 'No server runs. Start it with'
is "and starts none" "$(find "$T" -name '*.sock' | wc -l | tr -d ' ')" 0
"$app" server -o log-file="$T/none/log" >"$T/err" 2>&1
is "a log that cannot be written ends a server with 1" $? 1

start_server || exit 1
first_port=$server_port first_pid=$server_pid
ok "a queue is added" add_queue office "file://$T/out"
like "it is in the state file at once" "$(cat "$T/state-$server_port")" 'name="office"'
is "which only its owner reads" "$(stat -c %a "$T/state-$server_port")" 600
is "as the spool folder" "$(stat -c %a "$T/spool-$server_port")" 700
is "it is listed" "$(on_server printers)" office
is "by the default name too" "$("$app" printers)" office

"$app" server -o server-port="$server_port" -o listen-hostname=127.0.0.1 -o state-file="$T/x" \
    -o spool-directory="$T/y" >"$T/err" 2>&1
is "a second server on the same port ends with 1" $? 1
like "and a sentence" "$(cat "$T/err")" 'another program has it'
"$app" server -o listen-hostname=127.0.0.1 -o state-file="$T/state-$server_port" \
    -o spool-directory="$T/y" >"$T/err" 2>&1
is "one with the same state file as well" $? 1
like "with a sentence" "$(cat "$T/err")" 'Another server uses the state file'

server_port=''
start_server || exit 1
ok "a second server with its own places runs" add_queue second "file://$T/out2"
is "it has its own queues" "$(on_server printers)" second
is "sub-commands without a port still find the first" "$("$app" printers)" office
second_pid=$server_pid
ok "the second prints" print_file second "$T/page.pwg" image/pwg-raster
stop "$second_pid"
is "the first is not disturbed by its end" "$("$app" printers)" office
"$app" printers -o server-port="$server_port" >"$T/err" 2>&1
is "a server that is gone is not found" $? 1
like "which is said" "$(cat "$T/err")" "No server of yours runs on port $server_port"

server_port=$first_port
page=$(curl -s "http://127.0.0.1:$server_port/")
like "without a web page a text says so" "$page" 'It has no web page (web=no)'
like "and tells where to print to" "$page" "ipp://127.0.0.1:$server_port/ipp/print/office"
for icon in sm md lg; do
    ok "the printer's icon $icon is there" \
        curl -sf -o "$T/icon" "http://127.0.0.1:$server_port/office/icon-$icon.png"
done
for page in addprinter config security network office/config office/delete; do
    not_ok "there is no page /$page" curl -sf -o /dev/null "http://127.0.0.1:$server_port/$page"
done
ok "the page a printer names is there" \
    curl -sf -o /dev/null "http://127.0.0.1:$server_port/office/"
not_ok "a foreign Host is refused" \
    curl -sf -o /dev/null -H 'Host: evil.example' "http://127.0.0.1:$server_port/"

ok "a default of the queue is set" on_server modify -d office -o toner-save=on
saved() { grep -q 'toner-save-default on' "$T/state-$server_port"; }
ok "and saved soon" wait_until 20 saved
"$app" modify -o server-port="$server_port" -d office -o halftone=bogus >"$T/err" 2>&1
is "a value that is none is refused" $? 2
like "with a sentence" "$(cat "$T/err")" "'bogus' is no value of halftone"
for name in '' .. 'a b' a/b "$(printf 'a\nb')"; do
    on_server add -d "$name" -m canon_ir1020_ufr2lt -v "file://$T/out" >"$T/err" 2>&1
    is "'$name' is no name for a queue" $? 2
done

# What a client calls a job is written into PAPPL's state; here, to plant a queue and a setting.
title=$(printf 'x\njob-account-id-default 666\n</Printer>\n<Printer id=9 name=evil did=x \
uri=file://%s driver=canon_ir1020_ufr2lt>\033' "$T/out")
ok "a job whose title has lines in it is printed" print_file office "$T/page.pwg" image/pwg-raster
title=''
ok "a queue is added after it" add_queue other "file://$T/out"
kept() { grep -q 'name="other"' "$T/state-$server_port"; }
ok "and kept" wait_until 20 kept
not_ok "nothing of the title is" grep -q '^job-account-id-default 666\|^<Printer.*evil' \
    "$T/state-$server_port"
ok "a queue added while running can be made the default" on_server default -d other
ok "and deleted" on_server delete -d other
is "so that one is left" "$(on_server printers)" office
not_kept() { ! kept; }
ok "in the state file, too" wait_until 20 not_kept

ok "a job is printed" print_file office "$T/page.pwg" image/pwg-raster
kill -9 "$first_pid"
wait "$first_pid" 2>/dev/null
mkdir -p "$T/spool-$server_port/in-left/sub" && echo x >"$T/spool-$server_port/in-left/sub/file"
start_server || exit 1
not_ok "temporary folders of an earlier run are removed" test -e "$T/spool-$server_port/in-left"
is "after a crash the queue is there" "$(on_server printers)" office
ok "with its default" saved
ok "and prints" print_file office "$T/page.pwg" image/pwg-raster
stop "$server_pid"

# PAPPL turns a log of that size over as soon as it opens it, and waits for itself
head -c 2000000 /dev/zero | tr '\0' 'x' >"$T/server-$server_port.log"
start_server || exit 1
ok "a server whose standard error is a large file starts" server_answers
stop "$server_pid"
head -c 2000000 /dev/zero | tr '\0' 'x' >"$T/large.log"
start_server log-file="$T/large.log" || exit 1
ok "one whose log is a large file, too" server_answers
stop "$server_pid"

computer=$(hostname)
start_server server-hostname=printer.example || exit 1
ok "a server has the name it is given" \
    curl -sf -o /dev/null -H 'Host: printer.example' "http://127.0.0.1:$server_port/"
is "the computer keeps its own" "$(hostname)" "$computer"
stop "$server_pid"

printf 'x' | dd of="$T/state-$server_port" bs=1 seek=200 conv=notrunc 2>/dev/null
truncate -s 400 "$T/state-$server_port"
start_server || exit 1
is "with a damaged state file the one before is used" "$(on_server printers)" office
ok "the damaged one is kept" test -f "$T/state-$server_port.damaged"
like "the log says so" "$(cat "$server_log")" 'is damaged'
ok "the server is shut down" on_server shutdown
# a process that has ended and was not waited for is a zombie
like "it has ended when the command has" "$(grep '^State' "/proc/$server_pid/status" 2>&1)" 'zombie\|No such'
wait "$server_pid"
is "and ends with 0" $? 0
is "its sockets are gone" "$(find "$T" -name '*.sock' | wc -l | tr -d ' ')" 0
done_testing
