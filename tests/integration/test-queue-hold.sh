#!/bin/bash
# test-queue-hold.sh - jobs are held, released, printed at their time, in quiet hours not, in another
# order, and again; all that survives a kill.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster storm ipptool curl

start_printer vp --pictures none || exit 1
start_site max-history=1000 || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
make_documents 1 40 1
: >"$T/sent"
again() {
    crash
    start_site max-history=1000
}
number_of() { printf 'doc-%04d.pwg' "$1"; }
# order N: the last N documents on paper
order() { pages_of vp | tail -n "$1" | sed 's/doc-0*\([0-9]*\).*/\1/' | tr '\n' ' '; }
times_printed() { pages_of vp | grep -c "$(number_of "$1")"; }
job_is() { [ "$(ask_job office "$1" job-state)" = "$2" ]; }

# --- held and released
ok "a job is held" send_document office 1 'ATTR keyword job-hold-until indefinite'
held=$job
is "its state says so" "$(ask_job office "$held" job-state)" pending-held
like "its reasons" "$(ask_job office "$held" job-state-reasons)" job-hold-until-specified
like "and its message" "$(ask_job office "$held" job-state-message)" 'Held until it is released'
ok "another one overtakes it" send_document office 2
is "and is printed" "$(end_of office "$job")" completed
again
is "after a kill it is still held" "$(ask_job office "$held" job-state)" pending-held
is "nothing of it was printed" "$(times_printed 1)" 0
ok "it is released" operate office Release-Job "integer job-id $held"
is "and printed" "$(end_of office "$held")" completed

on_server pause -d office
send_document office 3
ok "a job that waits can be held" operate office Hold-Job "integer job-id $job"
is "and is" "$(ask_job office "$job" job-state)" pending-held
on_server resume -d office
later=$job
send_document office 4
end_of office "$job" >/dev/null
is "it lets another one go first" "$(order 1)" '4 '
ok "it is released from the queue's attributes" operate office Set-Job-Attributes \
    "integer job-id $later" "GROUP job-attributes-tag" "keyword job-hold-until no-hold"
is "and printed" "$(end_of office "$later")" completed

# --- at its time
time=$(($(date +%s) + 4))
ok "a job comes with a time" send_document office 5 \
    "ATTR dateTime job-hold-until-time $(date -u -d "@$time" +%Y-%m-%dT%H:%M:%SZ)"
timed=$job
is "it is held" "$(ask_job office "$timed" job-state)" pending-held
like "until then" "$(ask_job office "$timed" job-state-message)" 'Held until its time'
again
ok "after a kill it is held still, or its time has come" eval \
    'job_is "$timed" pending-held || [ "$(date +%s)" -ge $time ]'
is "it is printed" "$(end_of office "$timed")" completed
[ "$(date +%s)" -ge $time ]
result $? "not before its time"

time=$(($(date +%s) + 3))
send_document office 6 "ATTR dateTime job-hold-until-time $(date -u -d "@$time" +%Y-%m-%dT%H:%M:%SZ)"
crash
past() { [ "$(date +%s)" -gt $time ]; }
wait_until 10 past
start_site max-history=1000
is "a job whose time came while the server was off is printed" "$(end_of office "$job")" completed

# --- new jobs are held
ok "new jobs are held" operate office Hold-New-Jobs
send_document office 7
first=$job
send_document office 8 'ATTR keyword job-hold-until indefinite'
is "one is" "$(ask_job office "$first" job-state)" pending-held
again
send_document office 9
is "also after a kill" "$(ask_job office "$job" job-state)" pending-held
ok "they are released" operate office Release-Held-New-Jobs
is "and printed" "$(end_of office "$job") $(end_of office "$first")" 'completed completed'
send_document office 10
is "later ones are not held" "$(end_of office "$job")" completed

# --- quiet hours
quiet="$(date -d '-2 minutes' +%H:%M)-$(date -d '+10 minutes' +%H:%M)"
ok "quiet hours are set" on_server modify -d office -o "quiet-hours=$quiet"
saved() { grep -q "^ *$1" "$T/state-$server_port"; }
ok "they are on the disk when that was answered" saved "quiet-hours-default $quiet"
send_document office 11
ok "a job waits for their end, and says so" wait_until 10 job_says office "$job" job-state-message 'quiet'
is "it is pending" "$(ask_job office "$job" job-state)" pending
ok "the printer says so, too" printer_says office printer-state-message '[Qq]uiet'
ok "and the web page" web_says '[Qq]uiet'
wait_until 10 saved "quiet-hours-default $quiet"
again
ok "after a kill it waits still" wait_until 10 job_says office "$job" job-state-message 'quiet'
is "nothing is printed" "$(times_printed 11)" 0
ok "quiet hours are over" on_server modify -d office -o "quiet-hours="
is "then it is printed" "$(end_of office "$job")" completed
quiet="$(date -d '+2 hours' +%H:%M)-$(date -d '+3 hours' +%H:%M)"
ok "with quiet hours later in the day" on_server modify -d office -o "quiet-hours=$quiet"
send_document office 12
is "a job is printed" "$(end_of office "$job")" completed
not_ok "what are no hours is refused" on_server modify -d office -o quiet-hours=25-7
on_server modify -d office -o "quiet-hours="

# --- order
on_server pause -d office
send_document office 13 'ATTR integer job-priority 10'
send_document office 14 'ATTR integer job-priority 90'
send_document office 15
send_document office 16 'ATTR integer job-priority 90'
last=$job
again
is "a queue that was paused is so after a kill" "$(ask_printer office printer-state)" stopped
like "and says so" "$(ask_printer office printer-state-reasons)" paused
on_server resume -d office
is "a job of low priority is printed" "$(end_of office $((last - 3)))" completed
is "after those of higher, which come in their order" "$(order 4)" '14 16 15 13 '
again
is "a queue that was resumed is so, too" "$(ask_printer office printer-state)" idle

on_server pause -d office
for n in 17 18 19 20; do
    send_document office $n
    eval "job_$n=$job"
done
ok "a job is put first" operate office Promote-Job "integer job-id $job_20"
ok "another one behind a third" operate office Schedule-Job-After "integer job-id $job_17" \
    "integer predecessor-job-id $job_18"
is "Get-Jobs tells the order" "$(jobs_of office | cut -f1 | tr '\n' ' ')" \
    "$job_20 $job_18 $job_17 $job_19 "
again
is "also after a kill" "$(jobs_of office | cut -f1 | tr '\n' ' ')" \
    "$job_20 $job_18 $job_17 $job_19 "
ok "a priority is raised" operate office Set-Job-Attributes "integer job-id $job_19" \
    "GROUP job-attributes-tag" "integer job-priority 70"
on_server resume -d office
end_of office "$job_17" >/dev/null
is "so they are printed" "$(order 4)" '19 20 18 17 '
want_status=client-error-not-possible ok "a printed job is not put first any more" \
    operate office Promote-Job "integer job-id $job_17"

# --- again
want_status=client-error-not-possible ok "printed jobs are not kept unless that is wanted" \
    operate office Restart-Job "integer job-id $job_17"
is "nor is their document" "$(find "$T/spool-$server_port" -name 'doc-*' | wc -l | tr -d ' ')" 0
ok "two are to be kept" on_server modify -d office -o keep-printed=2
for n in 21 22 23; do
    send_document office $n
    eval "job_$n=$job"
    end_of office "$job" >/dev/null
done
two_kept() { [ "$(find "$T/spool-$server_port" -name 'doc-*' | wc -l)" -eq 2 ]; }
ok "two are" wait_until 10 two_kept
like "which says so" "$(ask_job office "$job_23" job-state-reasons)" job-restartable
want_status=client-error-not-possible ok "the third oldest cannot be printed again" \
    operate office Restart-Job "integer job-id $job_21"
wait_until 10 saved "keep-printed-default 2"
again
reprinted() { sed -n 's/^ *job-id (integer) = //p' "$T/operated" | tail -n 1; }
ok "after a kill one can" operate office Restart-Job "integer job-id $job_23"
anew=$(reprinted)
is "it is printed" "$(end_of office "$anew")" completed
is "again" "$(times_printed 23)" 2
ok "another one by the other operation" operate office Reprocess-Job "integer job-id $job_23"
end_of office "$(reprinted)" >/dev/null
is "again" "$(times_printed 23)" 3
post "/jobs/$(reprinted)/again"
four() { [ "$(times_printed 23)" -eq 4 ]; }
ok "and from the web page" wait_until 20 four
ok "nothing is to be kept" on_server modify -d office -o keep-printed=0
none_kept() { [ "$(find "$T/spool-$server_port" -name 'doc-*' | wc -l)" -eq 0 ]; }
ok "then nothing is" wait_until 10 none_kept
is "each other document was printed once" \
    "$(pages_of vp | grep -v "$(number_of 23)" | sort | uniq -d)" ''
ok "and nothing besides" only_known vp
done_testing
