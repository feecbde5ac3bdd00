#!/bin/bash
# test-queue-many.sh - a thousand jobs leave nothing behind; a dead machine keeps nobody waiting.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster storm hammer ipptool curl

jobs=${JOBS:-1000}
start_printer vp --pictures none || exit 1
start_site log-level=error || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
make_documents 1 1 1
send_jobs() { "$storm" -q -w -k -c 8 -n "$1" "127.0.0.1:$server_port/ipp/print/office" "$(documents 1 1)"; }
status_of() { sed -n "s/^$1:[^0-9]*\([0-9]*\).*/\1/p" "/proc/$server_pid/status"; }
descriptors() { ls "/proc/$server_pid/fd" | wc -l; }
threads=$(status_of Threads) files=$(descriptors)

ok "100 jobs are printed" send_jobs 100
at_rest() { [ "$(status_of Threads)" -le "$threads" ] && [ "$(descriptors)" -le "$files" ]; }
ok "threads and descriptors are given back" wait_until 40 at_rest
memory=$(status_of VmRSS)
ok "$((jobs - 100)) more are printed" send_jobs $((jobs - 100))
diag "$(tail -n 1 "$T/ok.out")"
is "$jobs pages are on paper" "$(sides_out vp)" "$jobs"
is "all are right" "$(pages_of vp | sort -u)" 'doc-0001.pwg 1'
ok "threads and descriptors are given back" wait_until 40 at_rest ||
    diag "$(status_of Threads) of $threads threads, $(descriptors) of $files descriptors"
flat() { [ "$(status_of VmRSS)" -le $((memory + 1024)) ]; }
ok "memory has not grown by more than a MiB" wait_until 40 flat
diag "VmRSS $memory KiB after 100 jobs, $(status_of VmRSS) KiB after $jobs"
is "of the jobs the last 100 are remembered" "$(jobs_of office all | wc -l | tr -d ' ')" 100
is "on the disk as well" "$(find "$T/spool-$server_port" -name 'job-*.ipp' | wc -l | tr -d ' ')" 100
is "no document is left" "$(find "$T/spool-$server_port" -name 'doc-*' | wc -l | tr -d ' ')" 0

# --- a machine that says nothing any more, with a job on its way
start_printer dead --pictures none || exit 1
dead_pid=$printer_pid
free_port
ok "a queue is added" add_queue dead "socket://127.0.0.1:$printer_port/?snmp-port=$port"
kill -STOP "$dead_pid"
make_documents 2 3 4 -g 40 -t black_1
: >"$T/sent"
ok "a job for a machine that is dead is accepted" send_document dead 2
first=$job
ok "another one, too" send_document dead 3
ok "the first is on its way" job_says dead "$first" job-state processing
ok "50 clients that ask for it all get whole answers" \
    "$build/hammer" -c 50 -n 6 "127.0.0.1:$server_port" /ipp/print/dead
diag "$(tail -n 1 "$T/ok.out")"
ok "50 clients that print elsewhere are served" "$storm" -q -w -c 50 \
    "127.0.0.1:$server_port/ipp/print/office" "$(documents 1 1)"
ok "the web page is there" web_says 'dead'
is "the server is well" "$(curl -s "http://127.0.0.1:$server_port/healthz")" ok
ok "the job can be canceled" cancel_job dead "$first"
is "and ends" "$(end_of dead "$first")" canceled
ok "the next one waits" wait_until 20 job_says dead "$job" job-state processing
kill -CONT "$dead_pid"
is "it is printed when the machine lives again" "$(end_of dead "$job")" completed
once() { printed_once dead "$(documents 3 3)"; }
ok "once" wait_until 10 once

kill -STOP "$dead_pid"
send_document dead 2
ok "a queue whose machine is dead can be deleted" on_server delete -d dead
is "the others are there" "$(on_server printers)" office
send_document dead 2
is "it takes no jobs" "$job" ''
kill -CONT "$dead_pid"
ok "threads and descriptors are given back" wait_until 40 at_rest ||
    diag "$(status_of Threads) of $threads threads, $(descriptors) of $files descriptors"
done_testing
