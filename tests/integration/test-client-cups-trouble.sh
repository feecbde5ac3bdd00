#!/bin/bash
# test-client-cups-trouble.sh - what somebody at a Linux computer with CUPS sees and can do when the
# machine or the gateway is in trouble: CUPS tells why, jobs go on, and can be canceled and held.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-cups.sh"
need canon-printer-app virtual-printer
need_cups
cd "$T" || exit 1

free_port
snmp_port=$port
: >control
start_machine() { start_printer vp --speed 0 --snmp "127.0.0.1:$snmp_port" --control "$T/control"; }
start_machine || exit 1
start_server listen-hostname=localhost || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port/?snmp-port=$snmp_port"
start_cups || exit 1
ok "and one of CUPS" everywhere linux
machine() {
    printf '%s\n' "$1" >control.new
    mv control.new control
}
cups_says() { lpstat -l -p linux | grep -q -- "$1"; }
send_by_cups() { cups_job=$(lp -d linux "$@" | sed -n 's/^request id is \([^ ]*\) .*/\1/p'); [ -n "$cups_job" ]; }
whole_sides() { paper vp | grep -c ' whole '; }
has_whole() { [ "$(whole_sides)" -ge "$1" ]; }

# Pages that do not fit into what the connection holds.
cat >noise.ps <<'PS'
%!PS-Adobe-3.0
<< /PageSize [595.2756 841.8898] >> setpagedevice
/row 310 string def
3 { gsave 36 36 translate 523 770 scale
  2480 1754 1 [2480 0 0 -1754 0 1754] { 0 1 309 { row exch rand 8 idiv 255 and put } for row } image
  grestore showpage } repeat
PS
to_pdf noise.ps noise.pdf
make_marks marks.ps 595.2756 841.8898 2
to_pdf marks.ps marks.pdf

machine paper-out
ok "a job is sent, and there is no paper" send_by_cups noise.pdf
ok "CUPS says so" wait_until 30 cups_says media-empty
ok "and our queue's sentence" wait_until 10 cups_says 'Load '
like "the job waits in CUPS as well" "$(lpstat -o linux)" "^$cups_job "
machine door
ok "then a cover is open: CUPS says so" wait_until 30 cups_says door-open
machine ''
ok "all is well: the job goes on to its end" wait_until 60 cups_done "$cups_job"
ok "its pages come out" wait_until 20 has_whole 3
is "once" "$(whole_sides)" 3

machine paper-out
ok "another job meets no paper" send_by_cups noise.pdf
ok "it waits in our queue" wait_until 30 sh -c "'$app' jobs -o server-port=$server_port | grep -q noise"
ok "CUPS knows that it is there" wait_until 20 cups_says cups-waiting-for-job-completed
ok "it is canceled in CUPS" cancel "$cups_job"
ok "which cancels it in our queue" wait_until 30 job_ended office 2
is "it is" "$(ask_job office 2 job-state)" canceled
machine ''
before=$(whole_sides)
ok "the next job is printed" send_by_cups marks.pdf
ok "all of it" wait_until 60 cups_done "$cups_job"
ok "its pages come out" wait_until 20 has_whole $((before + 2))

ok "a job is held" send_by_cups -H hold marks.pdf
ok "CUPS says that it waits" sh -c 'lpstat -l -o linux | grep -q job-hold-until-specified'
is "our queue has not got it" "$(ask_job office 4 job-state)" ''
ok "it is released" lp -i "$cups_job" -H resume
ok "and printed" wait_until 60 cups_done "$cups_job"

stop "$printer_pid"
ok "the machine is off, a job is sent" send_by_cups marks.pdf
ok "CUPS says that it is off" wait_until 30 cups_says offline-report
before=$(whole_sides)
want_port=$printer_port start_machine
ok "it is on: the job is printed" wait_until 60 cups_done "$cups_job"
ok "its pages come out" wait_until 20 has_whole $((before + 2))

stop "$server_pid"
ok "the gateway is off, a job is sent" send_by_cups marks.pdf
ok "CUPS says that it does not answer" wait_until 30 cups_says "not responding\\|unavailable\\|unreachable"
before=$(whole_sides)
start_server listen-hostname=localhost
ok "it is on: the job is printed" wait_until 90 cups_done "$cups_job"
ok "its pages come out" wait_until 20 has_whole $((before + 2))
is "once" "$(whole_sides)" $((before + 2))
done_testing
