#!/bin/bash
# test-scan-many.sh - twenty clients that ask for the state all the time during a scan; many scans
# one after the other with flat memory, a large one in little. SOAK=N: so many (100).
# sanitizers: thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture curl
count=${SOAK:-100} most_memory=2048
# sanitizers keep freed memory for a while
case $build in */asan | */tsan) count=15 most_memory=65536 ;; esac
script
serve_fake || exit 1
direct --format=pnm --resolution 150 -x 101.6 -y 203.2 >"$T/direct.pnm"

# Each of them asks a hundred times; what was answered in $T/poll-N.
poll() {
    for _ in $(seq 100); do echo "url = \"$base/eSCL/ScannerStatus\""; echo 'output = "/dev/null"'; done >"$T/poll.conf"
    for n in $(seq 20); do
        curl -s -K "$T/poll.conf" -w '%{http_code}\n' --max-time 60 >"$T/poll-$n" 2>&1 &
        pollers="$pollers $!"
    done
}
pollers=''
script 'hold 200'
mark_calls
post_scan XResolution=150 region=0,0,1200,2400
ok "a scan is in its middle" wait_until 20 held
poll
# some of them before the page goes on, some after it
wait_until 20 test -s "$T/poll-20"
go_on
next_page "$T/page"
is "its page comes while twenty clients ask for the state" "$code" 200
ok "unharmed" "$picture" compare "$T/direct.pnm" "$T/page"
end_job
for pid in $pollers; do wait "$pid"; done
is "each of their 2000 questions was answered" "$(cat "$T"/poll-[0-9]* | sort | uniq -c | tr -s ' ')" ' 2000 200'
ok "the scanner is idle" wait_until 20 idle

# --- Many scans.
script 'glass flat:204060'
resident() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server_pid/status"; }
threads() { sed -n 's/^Threads:[^0-9]*//p' "/proc/$server_pid/status"; }
files() { ls "/proc/$server_pid/fd" | wc -l; }
good=0
scan_some() {
    for _ in $(seq "$1"); do
        post_scan region=0,0,96,96
        [ "$code" = 201 ] || { diag "POST: $code"; wait_until 10 scanner_is Idle; continue; }
        next_page "$T/page"
        [ "$code" = 200 ] && good=$((good + 1))
        next_page "$T/none"
    done
}
scan_some 20
wait_until 20 idle
before_memory=$(resident) before_files=$(files) before_threads=$(threads)
good=0
scan_some "$count"
wait_until 20 idle
diag "after $count scans: memory $before_memory -> $(resident) KiB, files $before_files -> $(files), threads $before_threads -> $(threads)"
is "each of $count scans has its page" "$good" "$count"
grown=$(($(resident) - before_memory))
[ $grown -lt $most_memory ]
result $? "memory stays as it is: $grown KiB more"
fewer() { [ "$(files)" -le $((before_files + 3)) ]; }
ok "so do open files" wait_until 10 fewer
no_more_threads() { [ "$(threads)" -le $((before_threads + 2)) ]; }
ok "and threads" wait_until 10 no_more_threads
is "no process is left" "$(helpers)" ''
is "not even a dead one" "$(dead_children)" ''
# --- A large page: 107 MB of dots.
script
peak() { sed -n "s/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p" "/proc/$server_pid/status"; }
before_memory=$(peak)
for format in image/jpeg application/pdf; do
    post_scan region=0,0,2550,3508 XResolution=600 "DocumentFormat=$format"
    next_page "$T/large"
    is "A4 in colour at 600 dpi comes as $format" "$code" 200
    [ $format != image/jpeg ] || is "with all its dots" "$("$picture" info "$T/large")" "color 5100 7016 600"
    end_job
done
grown=$(($(peak) - before_memory))
[ $grown -lt $((most_memory * 8)) ]
result $? "and never is much of it in memory: $grown KiB more"
done_testing
