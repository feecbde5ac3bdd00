#!/bin/bash
# test-queue-full.sh - the disk is full, at each write; limits: a job is refused with a clear error
# before it is accepted, those that were accepted are printed, the server lives.
# SPDX-License-Identifier: Apache-2.0
# A small disk needs a mount; that is possible for everybody in name spaces of one's own.
if [ -z "${QUEUE_FULL_INSIDE:-}" ] && unshare -rm true 2>/dev/null; then
    QUEUE_FULL_INSIDE=yes exec unshare -rm "$0" "$@"
fi
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster storm ipptool

start_printer vp --pictures none || exit 1
make_documents 1 120 2
: >"$T/sent"
number=0
printed_all() { printed_once "$1" $(awk '$3 ~ /^successful/ { print $6 }' "$T/sent"); }
refused_printed() {
    awk '$3 !~ /^successful/ { print $6 }' "$T/sent" | while read -r file; do
        pages_of "$1" | grep "^$file "
    done
}
reply_text() { sed -n 's/^ *status-message ([^)]*) = //p' "$T/reply" | head -n 1; }
# send QUEUE: the next document; its number in $number
send() {
    number=$((number + 1))
    send_document "$1" $number
    tail -n 1 "$T/sent" | grep -q successful
}

if [ -n "${QUEUE_FULL_INSIDE:-}" ]; then
    small=$T/small
    mkdir "$small" && mount -t tmpfs -o size=1m none "$small" || skip_all "cannot mount"
    mkdir "$small/spool"
    # leave BLOCKS: so many blocks of 4 KiB stay free
    leave() {
        rm -f "$small/filler"
        dd if=/dev/zero of="$small/filler" bs=4096 2>/dev/null
        truncate -s "-$(($1 * 4096))" "$small/filler"
    }
    options="keep-free=0 spool-directory=$small/spool max-history=1000"
    start_server $options || exit 1
    ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
    on_server pause -d office
    send office
    ok "a job is accepted" send office
    refused=0 unclear=0 lost=0
    for blocks in $(seq 0 24); do
        leave "$blocks"
        before=$(active office)
        if send office; then
            [ "$(active office)" -eq $((before + 1)) ] || lost=$((lost + 1))
        else
            refused=$((refused + 1))
            [ "$(active office)" -eq "$before" ] || lost=$((lost + 1))
            reply_text | grep -qi 'disk\|space\|room' || { unclear=$((unclear + 1)); diag "$blocks blocks: $(reply_text)"; }
        fi
        server_answers || break
        rm "$small/filler"
    done
    diag "$refused of 25 jobs were refused"
    ok "the server lives whatever write finds the disk full" server_answers
    [ "$refused" -gt 3 ] && [ "$refused" -lt 25 ]
    result $? "jobs are refused as long as they do not fit"
    is "each with a sentence about the disk" $unclear 0
    is "the refused are not in the queue, the accepted are" $lost 0
    is "of the refused no document is left" \
        "$(find "$small/spool" -name 'doc-*' | wc -l | tr -d ' ')" "$(active office)"
    crash
    start_server $options
    is "after a kill all that was accepted is there" "$(active office)" \
        "$(grep -c ' successful' "$T/sent")"
    leave 0
    ok "printing goes on with a full disk" on_server resume -d office
    ok "to the end" wait_until 30 idle office
    ok "each page of what was accepted is printed once" printed_all vp
    is "nothing of what was refused" "$(refused_printed vp)" ''
    sides=$(sides_out vp)
    crash
    start_server $options || diag "$(tail -n 5 "$server_log")"
    ok "after a kill with a full disk the server starts" server_answers
    ok "and has nothing to print" wait_until 10 idle office
    is "what is remembered of the jobs is right" "$(jobs_of office all | cut -f2 | sort -u)" completed
    rm -f "$small/filler"
    on_server resume -d office # a full disk does not keep that either
    ok "with room again a job is accepted" send office
    end_of office "$job" >/dev/null
    is "and printed, and nothing was printed twice" "$(sides_out vp)" $((sides + 2))

    # a job that is printed while it comes in, when the disk gets full in its middle
    make_documents 201 201 40
    leave 40
    send_document office 201
    like "a job that does not fit is refused" "$(tail -n 1 "$T/sent")" error
    told=$(jobs_of office all | grep 'doc-0201' | cut -f5)
    like "its message tells of the disk" "$told" '[Dd]isk'
    wait_until 20 idle office
    told=$(jobs_of office all | grep 'doc-0201' | cut -f5) # how many pages is told at its end
    rm "$small/filler"
    came=$(pages_of vp | grep -c doc-0201)
    case $told in
    *'Nothing was printed'*) is "nothing of it was printed, as it says" "$came" 0 ;;
    *) is "as much of it was printed as it says" "$came" \
        "$(printf '%s' "$told" | sed -n 's/.*[^0-9]\([0-9]*\) pages* had been sent.*/\1/p')" ;;
    esac
    is "no half page" "$(pages_of vp | grep -c half)" 0
    stop "$server_pid"
    umount -l "$small"
else
    diag "a small disk cannot be mounted here"
fi

# --- limits of our own
for limit in max-storage=1 max-spool=1; do
    server_port='' # another server
    : >"$T/sent"
    start_printer "$limit" --pictures none
    start_server $limit keep-free=0 || exit 1
    add_queue office "socket://127.0.0.1:$printer_port"
    on_server pause -d office
    send office
    "$make_raster" -s a5 -N -n 2 >"$T/large.pwg"
    title=large.pwg send_file office "$T/large.pwg" image/pwg-raster
    like "$limit: a job that is too large is refused" "$(cat "$T/reply")" 'status-code = .*error'
    like "with a clear error" "$(reply_text)" 'MiB\|[Dd]isk\|[Ss]pace\|[Ll]imit\|large\|room\|full'
    ok "another one is accepted" send office
    [ $limit = max-storage=1 ] || {
        while send office; do :; done # 33 kB each
        like "jobs are refused when all together are too large" "$(tail -n 1 "$T/sent")" error
        like "with a clear error" "$(reply_text)" 'MiB\|[Dd]isk\|[Ss]pace\|[Ll]imit\|large\|room\|full'
    }
    on_server resume -d office
    ok "what was accepted is printed" wait_until 30 idle office
    ok "each page once" printed_all "$limit"
    ok "then there is room again" send office
    stop "$server_pid"
done

server_port=''
free=$(($(df -Pk "$T" | awk 'NR == 2 { print $4 }') / 1024))
start_server keep-free=$((free + 1000)) || exit 1
add_queue office "socket://127.0.0.1:$printer_port"
not_ok "a job is refused when too little of the disk would stay free" send office
like "with a clear error" "$(reply_text)" '[Dd]isk\|[Ss]pace\|free\|full'
stop "$server_pid"

# a limit of the system: no file may be larger
server_port=''
: >"$T/sent"
start_printer limited --pictures none
(
    ulimit -f 200
    start_server keep-free=0 log-level=error
    echo "$server_pid $server_port" >"$T/limited.pid"
    wait "$server_pid"
) &
wait_until 20 test -s "$T/limited.pid"
read -r server_pid server_port <"$T/limited.pid"
children="$children $server_pid"
add_queue office "socket://127.0.0.1:$printer_port"
title=large.pwg send_file office "$T/large.pwg" image/pwg-raster
like "a file that may not be so large: the job is refused" "$(cat "$T/reply")" 'status-code = .*error'
ok "the server lives" server_answers
ok "a smaller one is accepted" send office
is "and printed" "$(end_of office "$job")" completed
kill "$server_pid" # no child of this shell
ended() { ! kill -0 "$server_pid"; }
wait_until 20 ended
done_testing
