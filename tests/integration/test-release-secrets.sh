#!/bin/bash
# test-release-secrets.sh - the PIN of a department is nowhere on the disk: neither as digits nor
# as a number, whatever becomes of the job, the program and its key.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster ipptool curl

start_printer vp --speed 0 --pictures none || exit 1
start_server log-level=debug "log-file=$T/state-log" || exit 1
again() { crash; start_server log-level=debug "log-file=$T/state-log"; }
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -s a5 >"$T/page.pwg"
printf 'A text.\n' >"$T/text.txt"

# Each way has a PIN of its own.
queue_pin=7654321 user_pin=6543217 raster_pin=5432176 text_pin=4321765 typed_pin=8765432
# found PIN: files of the server in which it is, as digits or as a number of 32 bits in either order
found() {
    hex=$(printf %08x "$1")
    big=$(echo "$hex" | sed 's/../\\x&/g')
    little=$(echo "$hex" | sed 's/\(..\)\(..\)\(..\)\(..\)/\\x\4\\x\3\\x\2\\x\1/')
    grep -rlaP "$1|$big|$little" "$T"/state-* "$T"/spool-* "$server_log"
}
nowhere() {
    for pin in $queue_pin $user_pin $raster_pin $text_pin $typed_pin; do
        found $pin && { echo "PIN $pin"; return 1; }
    done
    return 0
}
echo "$raster_pin" >"$T/state-test"
ok "a PIN would be found as digits" found $raster_pin
printf "\\x$(printf %08x $raster_pin | cut -c7-8)\\x$(printf %08x $raster_pin | cut -c5-6)\\x$(printf %08x $raster_pin | cut -c3-4)\\x00" >"$T/state-test"
ok "and as a number" found $raster_pin
rm "$T/state-test"

# last_pin: that of the ticket the machine got last
last_pin() {
    wait_until 20 printed vp "$1"
    tr -d '\n' <"$T/vp/job-$(printf %04d "$1")/ticket.json" |
        sed 's/.*"account" *: *{[^}]*"pin" *: *\([0-9]*\).*/\1/'
}

ok "the queue has a PIN" on_server modify -d office -o job-account-id=1 -o "job-account-pin=$queue_pin"
ok "a user has one" on_server accounts -o user=tester -o job-account-id=2 -o "job-account-pin=$user_pin"
ok "a job comes with one" send_file office "$T/page.pwg" image/pwg-raster \
    'ATTR name job-account-id 3' "ATTR name job-account-pin $raster_pin" 'ATTR keyword job-hold-until indefinite'
raster=$job
ok "another one of a text" send_file office "$T/text.txt" text/plain \
    'ATTR name job-account-id 4' "ATTR integer job-account-pin $text_pin" 'ATTR keyword job-hold-until indefinite'
text=$job
ok "none of them is on the disk while the jobs are held" nowhere
again
ok "nor after a kill" nowhere
ok "one is released" operate office Release-Job "integer job-id $raster"
is "and printed" "$(end_of office "$raster")" completed
is "with its PIN" "$(last_pin 1)" $raster_pin
ok "the other one is, too" operate office Release-Job "integer job-id $text"
is "and printed" "$(end_of office "$text")" completed
is "with its own" "$(last_pin 2)" $text_pin
ok "a job of the user is printed" print_file office "$T/page.pwg" image/pwg-raster
is "with the user's PIN" "$(last_pin 3)" $user_pin
ok "the user is taken out" on_server accounts -o user=tester
ok "a job without one is printed" print_file office "$T/page.pwg" image/pwg-raster
is "with the queue's" "$(last_pin 4)" $queue_pin
ok "none is on the disk when they are printed" nowhere
curl -s "http://127.0.0.1:$server_port/report?job=$text" >"$T/state-report"
ok "nor in a report, or an answer" eval 'announced() { ipptool -tv "$(uri_of office)" get-printer-attributes.test; }
    announced >"$T/state-answer"; nowhere'
on_server shutdown
wait "$server_pid"
ok "nor when the program has ended" nowhere

# --- what an older version kept
sed -i "s/^job-account-pin-default .*/job-account-pin-default $queue_pin/" "$T/state-$server_port" "$T/state-$server_port.previous"
printf 'tester\t2\t%s\n' $user_pin >"$T/state-$server_port.accounts"
ok "files of an older version have them" eval '! nowhere'
start_server log-level=debug "log-file=$T/state-log"
ok "they are encrypted at the start" nowhere
ok "a job of the user is printed" print_file office "$T/page.pwg" image/pwg-raster
is "with the user's PIN" "$(last_pin 5)" $user_pin
on_server accounts -o user=tester
ok "one without is printed" print_file office "$T/page.pwg" image/pwg-raster
is "with the queue's" "$(last_pin 6)" $queue_pin

# --- the key is lost
on_server accounts -o user=tester -o job-account-id=2 -o "job-account-pin=$user_pin"
send_file office "$T/page.pwg" image/pwg-raster 'ATTR name job-account-id 3' "ATTR name job-account-pin $raster_pin" \
    'ATTR keyword job-hold-until indefinite'
raster=$job
crash
echo rubbish >"$T/state-$server_port.key"
start_server log-level=debug "log-file=$T/state-log"
like "a damaged key is told" "$(cat "$server_log")" 'key in .* is damaged; there is a new one'
operate office Release-Job "integer job-id $raster"
is "a job that waited with a PIN is aborted" "$(end_of office "$raster")" aborted
like "with a sentence" "$(ask_job office "$raster" job-state-message)" 'PIN of the department cannot be read any more'
send_file office "$T/page.pwg" image/pwg-raster
is "so is a new one of the user" "$(end_of office "$job")" aborted
like "with the same" "$(ask_job office "$job" job-state-message)" 'PIN of the department cannot be read any more'
ok "the PIN is set anew" on_server accounts -o user=tester -o job-account-id=2 -o "job-account-pin=$typed_pin"
ok "then the job is printed" print_file office "$T/page.pwg" image/pwg-raster
is "with it" "$(last_pin 7)" $typed_pin
ok "and none is on the disk" nowhere
done_testing
