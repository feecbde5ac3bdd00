#!/bin/sh
# test-server-accounts.sh - people print for their departments without naming them.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster ipptool

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -s a5 >"$T/page.pwg"

n=0
# print_as USER [ATTR...]: a page; its ticket in $ticket
print_as() {
    cp "$T/print.test" "$T/print.tester"
    sed "s/requesting-user-name tester/requesting-user-name $1/" "$T/print.tester" >"$T/print.test"
    shift
    print_file office "$T/page.pwg" image/pwg-raster "$@"
    status=$?
    mv "$T/print.tester" "$T/print.test"
    [ $status -eq 0 ] || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n || return 1
    ticket=$(tr -d '\n' <"$T/vp/job-$(printf %04d $n)/ticket.json")
}
# department: of the last ticket, "ID PIN"; "-" for none
department() {
    printf '%s\n' "$ticket" |
        sed 's/.*"account" *: *{ *"id" *: *\([0-9]*\) *, *"pin" *: *\([0-9]*\).*/\1 \2/; s/.*"account" *: *null.*/-/'
}

like "nobody has a department at first" "$(on_server accounts)" 'No user has a department'
ok "a user is given one" on_server accounts -o user=anna -o job-account-id=1234 -o job-account-pin=77
printf '88\n' >"$T/typed"
ok "another one, the PIN typed" sh -c "'$app' accounts -o user=Bob -o job-account-id=20 \
    -o job-account-pin=- -o server-port=$server_port <'$T/typed'"
like "they are listed" "$(on_server accounts)" '^anna *1234 .*with PIN'
not_ok "without PINs" sh -c "'$app' accounts -o server-port=$server_port | grep -qE '77|88'"
is "only the owner of the file reads it" "$(stat -c %a "$T/state-$server_port.accounts")" 600
not_ok "an id of letters is refused" on_server accounts -o user=carl -o job-account-id=sales
not_ok "one of eight digits is refused" on_server accounts -o user=carl -o job-account-id=12345678
not_ok "an id without a user is refused" on_server accounts -o job-account-id=5

ok "a job of hers is printed" print_as anna
is "for her department" "$(department)" "1234 77"
ok "a job of his, who writes himself otherwise" print_as bob
is "for his" "$(department)" "20 88"
ok "a job of somebody else" print_as carl
is "for none" "$(department)" -
ok "a job that names a department" print_as anna 'ATTR name job-account-id 5' 'ATTR name job-account-pin 6'
is "is for that" "$(department)" "5 6"
ok "one that names it by the other name" print_as anna 'ATTR name job-accounting-user-id 9'
like "too, and her PIN is not told to it" "$(department)" "^9 0*$"
ok "a queue gets a department" on_server modify -d office -o job-account-id=300
ok "a job of hers is printed" print_as anna
is "for hers, not the queue's" "$(department)" "1234 77"
ok "a job of somebody else is printed" print_as carl
like "for the queue's" "$(department)" "^300 "
# submit_it WHERE...: a page by the sub-command, for department 5; its ticket in $ticket
submit_it() {
    "$app" submit "$@" -o job-account-id=5 -o job-account-pin=6 "$T/page.pwg" || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n || return 1
    ticket=$(tr -d '\n' <"$T/vp/job-$(printf %04d $n)/ticket.json")
}
ok "the sub-command sends a department" submit_it -d office -o "server-port=$server_port"
is "as it is" "$(department)" "5 6"
ok "also to an address" submit_it -u "$(uri_of office)"
is "as it is" "$(department)" "5 6"

stop "$server_pid"
start_server || exit 1
ok "after a restart a job of hers is printed" print_as anna
is "for her department" "$(department)" "1234 77"
ok "everybody else gets one" on_server accounts -o "user=*" -o job-account-id=42
ok "a job of somebody else is printed" print_as dora
like "for it" "$(department)" "^42 "
ok "she is taken out" on_server accounts -o user=anna
not_ok "and is not listed" sh -c "'$app' accounts -o server-port=$server_port | grep -q anna"
not_ok "no PIN is in the log" grep -qwE '77|88' "$server_log"
not_ok "none is in what is kept of jobs" grep -qrwE 'job-account-pin' "$T/spool-$server_port"
done_testing
