#!/bin/sh
# test-server-commands.sh - the sub-commands about jobs, the report, and the log in a file.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app make-raster ipptool curl

mkdir "$T/out"
"$make_raster" >"$T/page.pwg"

# status COMMAND...: its exit status; what it said in $T/said (both ways)
status() {
    on_server "$@" >"$T/said" 2>&1
    echo $?
}
said() { cat "$T/said"; }
state_of() { on_server jobs 2>/dev/null | awk -v id="$1" '$1 == id { print $2 }'; }
state_is() { [ "$(state_of "$1")" = "$2" ]; }
# order: the numbers of the jobs that wait, as they will be printed
order() { on_server jobs -d "$1" 2>/dev/null | awk 'NR > 1 { printf "%s ", $1 }'; }

# ---- arguments

for command in hold release reprint move priority report; do
    "$app" $command >"$T/said" 2>&1
    is "$command without a job ends with 2" $? 2
done
like "and a sentence" "$(said)" 'Say which job: canon-printer-app report ID'
"$app" hold twelve >"$T/said" 2>&1
is "a word is no job number" $? 2
"$app" hold -j 99999999999 >"$T/said" 2>&1
is "nor is a number that no job can have" $? 2
"$app" hold 1 -o job-hold-until=25:00 >"$T/said" 2>&1
is "a time that is none ends with 2" $? 2
like "and says what is one" "$(said)" 'HH:MM'
"$app" priority 1 -o job-priority=101 >"$T/said" 2>&1
is "a priority that is none ends with 2" $? 2
"$app" release 1 -o job-priority=5 >"$T/said" 2>&1
is "an option of another command ends with 2" $? 2
"$app" jobs 4 >"$T/said" 2>&1
is "a number for a list ends with 2" $? 2
"$app" hold 1 >"$T/said" 2>&1
is "without a server a command ends with 1" $? 1
like "and says so" "$(said)" 'No server runs'

# ---- jobs

start_server "log-file=$T/app.log" || exit 1
is "a list of no queues is empty" "$(on_server jobs 2>/dev/null)" ''
ok "a queue is added" add_queue office "file://$T/out"
ok "and one whose machine is off" add_queue dark "socket://127.0.0.1:1"
is "a list of no jobs is empty" "$(on_server jobs 2>/dev/null)" ''
title=Rapport
ok "a job is printed" print_file office "$T/page.pwg" image/pwg-raster
done_job=$job
for i in 1 2 3; do
    send_file dark "$T/page.pwg" image/pwg-raster
    eval "job$i=\$job"
done
title=''
ok "the first of the dark queue waits for its machine" wait_until 20 state_is "$job1" processing-stopped
list=$(on_server jobs)
like "jobs tells what it waits for" "$list" "^$job1 .*cannot be reached"
like "and the pages, title and sender of each" "$list" "^$job2 *pending *dark *tester *0 of 1 *Rapport *Waiting"
is "of all queues" "$(printf '%s\n' "$list" | wc -l | tr -d ' ')" 4
is "or of one" "$(on_server jobs -d office 2>/dev/null)" ''
like "history tells what became of a job" "$(on_server history)" "^$done_job *completed *office .*Printed"
ok "a queue gets settings" on_server modify -d office -o sides=two-sided-long-edge \
    -o keep-printed=7 -o 'printer-location="Second floor"'
listed=$(on_server options -d office)
like "options tells what a job gets that does not say it" "$listed" \
    '^  sides  *one-sided, two-sided-long-edge\*, two-sided-short-edge$'
like "and what the machine has of its own" "$listed" '^  toner-save  *auto\*, off, on, device$'
like "and numbers" "$listed" '^  copies  *1-999; 1\*$'
like "and what the queue is set to" "$listed" '^  keep-printed  *7$'
like "with all its words" "$listed" '^  printer-location  *Second floor$'
is "of one queue" "$(printf '%s\n' "$listed" | grep -c '^[a-z]*: ')" 1
is "or of all" "$(on_server options | grep -c '^[a-z]*: ')" 2
is "and takes no option itself" "$(status options -o sides=one-sided)" 2
ok "the settings go back" on_server modify -d office -o sides=one-sided -o keep-printed=0
is "a queue that is not there is said" "$(status jobs -d nobody)" 1
like "in a sentence" "$(said)" "There is no queue 'nobody'"

is "a job is held by its number alone" "$(status hold "$job2")" 0
ok "and is held then" state_is "$job2" pending-held
is "until it is released" "$(status release -j "$job2")" 0
ok "it waits again then" state_is "$job2" pending
is "a job is held until a time" "$(status hold "$job2" -o job-hold-until=23:59)" 0
like "which is said" "$(said)" 'held until 20..-..-.. 23:59'
ok "and kept" state_is "$job2" pending-held
is "a job is moved to the front" "$(status move "$job3")" 0
is "a held one is released" "$(status release "$job2")" 0
is "the moved one is before it" "$(order dark)" "$job1 $job3 $job2 "
is "a job is put after another" "$(status move "$job3" -o after="$job2")" 0
is "so that the order is the old one" "$(order dark)" "$job1 $job2 $job3 "
is "a job gets a priority" "$(status priority "$job3" -o job-priority=90)" 0
is "and is before those of less" "$(order dark)" "$job1 $job3 $job2 "
is "a job cannot be put after one of another queue" "$(status move "$job3" -o after="$done_job")" 1
like "which is said with its number" "$(said)" "Job $job3: "
is "a job that has ended cannot be held" "$(status hold "$done_job")" 1
like "which is said" "$(said)" "Job $done_job: .*ended"
is "a job that nobody knows ends with 1" "$(status hold 9999)" 1
like "and a sentence" "$(said)" 'There is no job 9999'
is "a job is not looked for in other queues than the one named" "$(status cancel -d office "$job3")" 1
is "several are canceled by their numbers" "$(status cancel "$job3" "$job2")" 0
is "so that one is left" "$(order dark)" "$job1 "
is "what a queue prints is canceled by its name" "$(status cancel -d dark)" 0
gone() { [ -z "$(order dark)" ]; }
ok "and ends" wait_until 20 gone
send_file dark "$T/page.pwg" image/pwg-raster
send_file dark "$T/page.pwg" image/pwg-raster
is "all are canceled with -a" "$(status cancel -a)" 0
ok "in all queues" wait_until 20 gone

# ---- reprint

is "a job that was not kept is not printed again" "$(status reprint "$done_job")" 1
like "which is said" "$(said)" 'not kept'
ok "a queue can keep printed jobs" on_server modify -d office -o keep-printed=2
ok "a job is printed and kept" print_file office "$T/page.pwg" image/pwg-raster
kept=$job
is "it is printed again" "$(status reprint "$kept")" 0
again=$(sed -n 's/.*as job \([0-9]*\)\.$/\1/p' "$T/said")
ok "as a job of its own" test "${again:-0}" -gt "$kept"
is "which is printed" "$(end_of office "${again:-0}")" completed
is "two jobs came out of it" "$(find "$T/out" -type f | wc -l | tr -d ' ')" 3

# ---- quiet hours

ok "a queue can have quiet hours" on_server modify -d office \
    -o "quiet-hours=$(date -d '-1 hour' +%H:%M)-$(date -d '+1 hour' +%H:%M)"
send_file office "$T/page.pwg" image/pwg-raster
ok "a job waits in them" state_is "$job" pending
like "and says so" "$(on_server jobs)" 'quiet hours'
is "hours that are none end with 2" "$(status modify -d office -o quiet-hours=late)" 2
is "another address, which would not be taken, ends with 2" "$(status modify -d office -v socket://127.0.0.1:9)" 2
is "so does another model" "$(status modify -d office -m generic_pclxl)" 2
ok "without them" on_server modify -d office -o quiet-hours=
is "it is printed" "$(end_of office "$job")" completed

# ---- report

title='Secret plan'
ok "a job with an account is printed" print_file office "$T/page.pwg" image/pwg-raster \
    'ATTR text job-account-id 4711' 'ATTR text job-account-pin 12345'
title=''
on_server report "$job" >"$T/report" 2>"$T/said"
is "a report is made" $? 0
report=$(cat "$T/report")
for what in 'PAPPL' 'libcups: CUPS' 'Kernel: ' 'job-state: completed' 'Ticket from page 1' \
    'Accepted for office' 'completed: ' "Machine: file://$T/out" 'keep-printed-default: 2' \
    'Answers: ' 'canon_jobs_completed_total'; do
    like "it has '$what' in it" "$report" "$what"
done
not_ok "it has no title in it" grep -q 'Secret plan' "$T/report"
not_ok "no user" grep -q 'tester' "$T/report"
not_ok "no department's id and PIN" grep -qE '4711|12345' "$T/report"
is "one is written to a file" "$(status report "$job" -o file="$T/bundle" -o names=yes)" 0
like "which is said" "$(said)" "is in $T/bundle"
is "that only its owner reads" "$(stat -c %a "$T/bundle")" 600
like "with names it has the title" "$(cat "$T/bundle")" 'job-name: Secret plan'
like "and the user" "$(cat "$T/bundle")" 'user-name: tester'
not_ok "but no PIN" grep -q '12345' "$T/bundle"
on_server add -d asked -m canon_ir1020_ufr2lt -v 'socket://127.0.0.1:1?snmp-community=sesame' \
    >/dev/null
send_file asked "$T/page.pwg" image/pwg-raster
like "the machine's address is told" "$(on_server report "$job")" 'Machine: socket://127.0.0.1:1'
is "but not its SNMP community" "$(on_server report "$job" | grep -c sesame)" 0
is "and it is canceled" "$(status cancel "$job")" 0
is "there is none of a job that nobody knows" "$(status report 9999 -o file="$T/none")" 1
not_ok "and no file" test -e "$T/none"
is "a file that cannot be written is said" "$(status report "$job" -o file="$T/no/where")" 1
url=http://127.0.0.1:$server_port
ok "a report is given to programs on this computer" curl -sf -o /dev/null "$url/report?job=$job"
not_ok "not without a job" curl -sf -o /dev/null "$url/report"
is "the log has it all as well" "$(grep -c "\[Job $job\] Accepted" "$T/app.log")" 1
is "the terminal has none of it" "$(grep -c Accepted "$server_log")" 0
stop "$server_pid"

address=$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -m 1 '^[0-9.]*$')
if [ -n "$address" ]; then
    start_server "listen-hostname=$address" || exit 1
    is "a report is not given to others" \
        "$(curl -s -o /dev/null -w '%{http_code}' "http://$address:$server_port/report?job=$job")" 403
    stop "$server_pid"
fi

# ---- the log

"$app" server -o "server-port=$server_port" -o log-max-size=much >"$T/said" 2>&1
is "a size that is none ends with 2" $? 2
start_server "log-file=$T/load.log" log-max-size=1 || exit 1
# load FROM TO: clients that ask at once, each line of the log with a number of its own
load() {
    pids=''
    for client in 1 2 3 4 5 6 7 8; do
        curl -s -o /dev/null "http://127.0.0.1:$server_port/healthz?c$client-[$1-$2]" &
        pids="$pids $!"
    done
}
# numbers FILE...: how many different ones are in the log
numbers() { cat "$@" | grep -o 'healthz?c[0-9]*-[0-9]* ' | sort -u | wc -l | tr -d ' '; }
load 1 500
mv "$T/load.log" "$T/moved.log"
kill -HUP "$server_pid"
# shellcheck disable=SC2086 # numbers
wait $pids
ok "after SIGHUP the log is a file of its name again" wait_until 20 test -f "$T/load.log"
is "of 4000 requests none is missing in the log" "$(numbers "$T/load.log"* "$T/moved.log")" 4000
rounds=0
while [ $rounds -lt 6 ] && [ ! -e "$T/load.log.2" ]; do
    rounds=$((rounds + 1))
    load "${rounds}0001" "${rounds}0500"
    # shellcheck disable=SC2086
    wait $pids
    sleep 0.3
done
ok "a log that is too large is turned over" test -e "$T/load.log.1"
is "none is missing then" "$(numbers "$T/load.log"* "$T/moved.log")" $((4000 + rounds * 4000))
not_ok "no line is cut" grep -qvE '^[A-Z] \[|^$' "$T/load.log.1"
is "only its owner reads it" "$(stat -c %a "$T/load.log")" 600
rm "$T/load.log"
ok "a log that was deleted comes back" wait_until 20 test -f "$T/load.log"
ok "the server answers" curl -sf -o /dev/null "http://127.0.0.1:$server_port/healthz"
stop "$server_pid"
done_testing
