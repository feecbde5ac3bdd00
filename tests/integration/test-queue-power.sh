#!/bin/bash
# test-queue-power.sh - the machine loses its power, or the connection breaks, at every place.
# SEED=N chooses the places; a run is repeated with the seed it prints.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster storm ipptool
cd "$T" || exit 1

seed=${SEED:-$((0x$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')))}
losses=${LOSSES:-50}
diag "SEED=$seed"
RANDOM=$seed
start_server max-history=1000 || exit 1

# start_machine NAME OPTION...: a machine and its queue; its SNMP port in $snmp_port, its log in
# $log. One whose name begins with "blind" is not asked by SNMP.
start_machine() {
    run_printer "$@" --pictures none
    case $1 in
    blind*) free_port ;; # nobody there
    *) port=$snmp_port ;;
    esac
    add_queue "$1" "socket://127.0.0.1:$raw_port/?snmp-port=$port"
    mv "$log" "$T/$1.log"
}
happened() { [ "$(grep -c "\"event\": \"$2\"" "$T/$1.log")" -eq "$3" ]; }
# What it printed before is told apart by the time since it was switched on: that has to be some.
up_for() { [ "$(snmp 1.3.6.1.2.1.1.3.0)" -ge "$1" ]; }

# --- once, at each page and at random bytes; a machine for each
pages=8
make_documents 1 $((2 * losses)) 3 -t black_1 -g 5
make_documents 101 $((100 + 2 * losses)) 1
make_documents 201 $((200 + pages)) $pages
make_documents 251 $((250 + pages)) 1
start_machine measure
for n in 1 101; do print_file measure "$(documents $n $n)" image/pwg-raster; done
set -- $(sed -n 's/.*"bytes": \([0-9]*\), "path".*/\1/p' "$T/measure.log")
three=$1 one=$2
up_for 50
# a byte of the second job
places() { for _ in $(seq 1 "$losses"); do echo $((one + 1 + (RANDOM * 32768 + RANDOM) % (three - 200))); done; }
n=0
for place in $(places); do
    n=$((n + 1))
    start_machine counted-$n --fault "power-loss:$place,total,for=0.2,times=1"
done
n=0
for place in $(places); do
    n=$((n + 1))
    start_machine blind-$n --fault "power-loss:$place,total,for=0.2,times=1"
done
for n in $(seq 1 $pages); do
    # slow enough that pages wait in it when the power is lost
    start_machine page-$n --speed 1200 --buffer 20000 \
        --fault "power-loss-page:$((n + 1)),for=0.2,times=1"
done
ok "the last machine is on for some time" wait_until 20 up_for 600
machines="$(for n in $(seq 1 $losses); do echo counted-$n; done)"
blinds="$(for n in $(seq 1 $losses); do echo blind-$n; done)"

: >"$T/sent"
n=0
for machine in $machines $blinds; do
    n=$((n + 1))
    send_document $machine $((100 + n))
    send_document $machine $n
done
is "$((2 * n)) jobs are accepted" "$(grep -c successful "$T/sent")" $((2 * n))
for n in $(seq 1 $pages); do
    send_document page-$n $((250 + n))
    send_document page-$n $((200 + n))
done

for n in $(seq 1 $pages); do
    ok "the power is lost after page $n of a second job: it ends" wait_until 30 idle page-$n
    ok "it was lost indeed" wait_until 10 happened page-$n power-on 1
    printed_all() { printed_once page-$n $(documents $((200 + n)) $((200 + n))) \
        $(documents $((250 + n)) $((250 + n))); }
    ok "each page is on paper once" wait_until 5 printed_all || diag "$(printed_all)"
    ok "and nothing else" only_known page-$n
done

failed=0 lost=0 n=0
for machine in $machines; do
    n=$((n + 1))
    wait_until 30 idle $machine || failed=$((failed + 1))
    wait_until 5 happened $machine power-on 1 && lost=$((lost + 1))
    printed_once $machine $(documents $n $n) $(documents $((100 + n)) $((100 + n))) >"$T/once" &&
        only_known $machine ||
        diag "$machine: $(cat "$T/once"); $(jobs_of $machine all | cut -f 1,5 | tr '\n' ' ')"
    [ ! -s "$T/once" ] || failed=$((failed + 1))
done
is "the power is lost at $losses random bytes" $lost "$losses"
is "each time all pages are on paper once, by the machine's count" $failed 0

failed=0 lost=0 doubles=0
for machine in $blinds; do
    wait_until 30 idle $machine || failed=$((failed + 1))
    wait_until 5 happened $machine power-on 1 && lost=$((lost + 1))
    jobs_of $machine all | cut -f3 | while read -r name; do grep " $name\$" "$T/sent"; done >"$T/its"
    wrong=$(unexplained $machine "$T/its" $machine)
    doubles=$((doubles + $(wc -l <"$T/doubles")))
    [ -z "$wrong" ] || { diag "$machine: $wrong"; failed=$((failed + 1)); }
done
is "without SNMP the power is lost at $losses random bytes" $lost "$losses"
is "each time nothing is lost, and what came twice is told" $failed 0
diag "$doubles pages came twice"

# --- again and again, faster than a machine can be asked
number=20
make_documents 301 $((300 + number)) 4
for n in $(seq 0 19); do
    echo "on byte $((n * 60000 + 1 + (RANDOM * 32768 + RANDOM) % 60000)): power-loss for=0.1"
done >"$T/scenario"
start_machine often --scenario "$T/scenario"
: >"$T/sent"
on_server pause -d often
for n in $(seq 1 $number); do send_document often $((300 + n)); done
on_server resume -d often
ok "$number jobs are printed by a machine that loses its power 20 times" wait_until 60 idle often
ok "so it did" happened often power-off 20
is "all are completed" "$(jobs_of often all | cut -f2 | sort -u)" completed
is "nothing is lost, and what came twice is told" "$(unexplained often "$T/sent" often)" ''
diag "$(wc -l <"$T/doubles") pages came twice"

# --- the connection
control ''
start_machine blind --control "$T/control"
make_documents 401 410 3 -t black_1 -g 5
n=401
: >"$T/sent"
# broken WHAT FAULT: a job at the machine with a fault
broken() {
    control "$2"
    send_document blind $n
    is "$1: the job is printed" "$(end_of blind "$job")" completed
    n=$((n + 1))
    control ''
}
halves() { pages_of blind | grep -c half; }
broken "closed in the middle of the first page" close:20000,times=1
like "the message tells of a part of the page" "$(ask_job blind "$job" job-state-message)" \
    'a part of \(page 1\|one of pages 1 to\)'
broken "closed in the middle of the second page" close:$((three / 2)),times=1
is "two half pages are on paper" "$(halves)" 2
like "the message tells" "$(ask_job blind "$job" job-state-message)" \
    'a part of \(page 2\|one of pages [12] to\)'
broken "closed at its first byte" close:1,times=1
broken "closed before its first byte" close,times=1
broken "connections refused for a moment" refuse,for=0.5,times=1
is "no further half page" "$(halves)" 2

control stall:30000,times=1
send_document blind $n
ok "a machine stops to read" wait_until 20 happened blind fault 5
is "the job waits" "$(ask_job blind "$job" job-state | sed 's/-stopped//')" processing
control ''
is "and goes on when it reads again" "$(end_of blind "$job")" completed
n=$((n + 1))

stop "$printer_pid"
send_document blind $n
ok "a job is accepted for a machine that is off" test -n "$job"
ok "it says that it waits for it" wait_until 20 job_says blind "$job" job-state-message \
    'cannot be reached'
want_port=$raw_port start_printer blind --pictures none
is "it is printed when that is switched on" "$(end_of blind "$job")" completed
is "of all that broke off nothing is lost, twice or in half without being told" \
    "$(unexplained blind "$T/sent" blind)" ''
done_testing
