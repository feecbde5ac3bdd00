#!/bin/bash
# test-queue-crash.sh - the server is killed at 100 random moments: what was accepted is printed
# exactly once, or its message admits what came twice.
# KILLS=N and SEED=N choose how often, and when; a run is repeated with the seed it prints.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster storm ipptool

kills=${KILLS:-100}
seed=${SEED:-$((0x$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')))}
diag "SEED=$seed KILLS=$kills"
RANDOM=$seed

# a page takes the machine a moment, so that many a kill falls in the middle of one
start_printer vp --fault slow:3000000 --pictures none || exit 1
start_server max-history=2000 || exit 1
add_queue office "socket://127.0.0.1:$printer_port" || exit 1

: >"$T/sent"
next=1
# feed N: N more jobs, of one to four pages, from three clients at once; some on both sides, some
# in two copies
feed() {
    local n first=$next
    wishes=(copies=1 copies=1 copies=2 sides=two-sided-long-edge)
    wish=${wishes[RANDOM % 4]}
    for n in $(seq 1 "$1"); do
        make_documents $next $next $((1 + RANDOM % 4)) -t black_1 -g 20
        [ $wish != copies=2 ] || printf 'doc-%04d.pwg 2\n' $next >>"$T/copies"
        next=$((next + 1))
    done
    "$storm" -c 3 -n "$1" -o $wish "127.0.0.1:$server_port/ipp/print/office" $(documents $first $((next - 1))) \
        >>"$T/sent" 2>&1 &
    sender=$!
}
moment() { sleep "0.0$(printf %02d $((RANDOM % ${1:-100})))"; }

restarted=0
for kill in $(seq 1 "$kills"); do
    missing=$((10 - $(active office)))
    case $((RANDOM % 4)) in
    0) # most likely while jobs come in
        [ $missing -lt 3 ] || feed 3
        moment
        ;;
    1) # most likely just after the start
        [ $missing -lt 3 ] || feed 3
        moment 10
        ;;
    *) # in the middle of the queue
        [ $missing -lt 5 ] || feed $missing
        [ -z "${sender:-}" ] || wait "$sender"
        wait_until 20 has_sides vp $(($(sides_out vp) + 1 + RANDOM % 3))
        moment 60
        ;;
    esac
    crash
    [ -z "${sender:-}" ] || wait "$sender"
    sender=
    start_server max-history=2000 && restarted=$((restarted + 1))
done
is "the server starts again after each of $kills kills" $restarted "$kills"
ok "all jobs end" wait_until 60 idle office
accepted=$(grep -c '^job [0-9]* successful' "$T/sent")
diag "$accepted of $((next - 1)) jobs were accepted"
[ "$accepted" -ge 10 ]
result $? "senders were told of many jobs that they are accepted"
jobs_of office all >"$T/ended"
is "none of them is forgotten" "$(forgotten)" ''
is "none was aborted" "$(cut -f2 "$T/ended" | grep -v completed | sort | uniq -c)" ''
# what the machine has got comes out without us
printed_all() { ! unexplained vp "$T/sent" office | grep -q ' 0 times'; }
ok "each page of each is on paper" wait_until 30 printed_all
unexplained vp "$T/sent" office >"$T/wrong"
diag "$(wc -l <"$T/halves") half pages, $(wc -l <"$T/doubles") pages twice"
[ ! -s "$T/wrong" ] || diag "$(head -n 20 "$T/wrong")"
is "no page is lost" "$(grep -c ' 0 times' "$T/wrong")" 0
is "none came twice without the job saying so" "$(grep -c ' [1-9][0-9]* times' "$T/wrong")" 0
is "nor in half" "$(grep -c '^half' "$T/wrong")" 0
is "and nothing came that nobody sent" "$(grep -c '^a page' "$T/wrong")" 0

# a job that is still being received has not been accepted
before=$(sides_out vp)
"$make_raster" -s a5 -n 4 -N >"$T/coming.pwg"
{
    printf 'POST /ipp/print/office HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n' "$server_port"
    printf 'Content-Type: application/ipp\r\nTransfer-Encoding: chunked\r\n\r\n'
    ipp_print_head office coming.pwg >"$T/head"
    printf '%x\r\n' $(stat -c %s "$T/head")
    cat "$T/head"
    half=$(($(stat -c %s "$T/coming.pwg") / 2))
    printf '\r\n%x\r\n' $half
    head -c $half "$T/coming.pwg"
    printf '\r\n'
    touch "$T/half-sent"
    cat >/dev/null # until the server is gone
} <>"/dev/tcp/127.0.0.1/$server_port" >&0 2>/dev/null &
coming() { jobs_of office | grep -q coming.pwg; }
ok "a job comes in" wait_until 20 coming
ok "its first page is printed already" wait_until 20 has_sides vp $((before + 1))
crash
wait $!
start_server max-history=2000
ok "after a kill the server is there again" server_answers
not_ok "and does not know the job" coming
ok "the queue is empty" idle office
send_file office "$T/doc-0001.pwg" image/pwg-raster
is "and prints the next one" "$(end_of office "$job")" completed
done_testing
