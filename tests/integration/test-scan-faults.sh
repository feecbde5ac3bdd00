#!/bin/bash
# test-scan-faults.sh - drivers that crash, hang, fail or speak nonsense, processes that are killed,
# cables that are pulled, scanners that others use: a page is lost, the server goes on.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture curl
script
serve_fake || exit 1
job_count=0

# one_page: a scan of the glass; $code of its page
one_page() {
    post_scan "$@"
    [ "$code" = 201 ] || return 0
    next_page "$T/page"
}
scans() { one_page && [ "$code" = 200 ] && [ "$("$picture" info "$T/page")" = 'color 300 300 75' ] && end_job; }
failed() { [ "$code" != 200 ] && [ "$code" != 404 ] && [ "$code" != 000 ]; }
# recovers NAME: idle, and the next page comes
recovers() {
    script
    wait_until 20 idle
    result $? "the scanner is at rest after $1"
    ok "and scans" scans
}

ok "a page is scanned" scans

# breaks KIND: a page that came to its middle breaks off so; $code
breaks() {
    script "hold 50" "fault 100 $1"
    mark_calls
    post_scan
    wait_until 20 held
    go_on
    next_page "$T/page"
}
for kind in abort segv exit; do
    breaks "$kind"
    ok "a driver that ends in mid-page ($kind) costs the page ($code)" failed
    ok "its job is aborted" wait_until 10 job_is Aborted
    end_job
    recovers "$kind"
done
ok "the server is the one that was started" kill -0 "$server_pid"

for place in list init open start close; do
    script "fault $place segv"
    one_page
    if [ "$place" = close ]; then
        is "a driver that crashes when it is closed costs nothing: the page was there" "$code" 200
    elif [ "$place" != list ]; then
        ok "a driver that crashes in $place costs the page ($code)" failed
    fi
    [ -z "$job_path" ] || end_job
    recovers "a crash in $place"
done

# reply of the status map: what a driver says, the job's state, its reason
while read -r kind state reason; do
    breaks "$kind"
    ok "a page that ends with $kind is no page ($code)" failed
    ok "its job is $state" wait_until 10 job_is "$state"
    is "because of $reason" "$(job_field JobStateReason)" "$reason"
    end_job
done <<'END2'
io Aborted ResourcesAreNotReady
no-memory Aborted ResourcesAreNotReady
END2
script "fault 10 io"
one_page
is "what fails at once is told at once, and not as a reason to try again" "$code $job_path" "500 "
script 'fault open busy'
one_page
is "a scanner that others use is busy" "$code" 503
[ -z "$job_path" ] || end_job
recovers "statuses"

script 'hold 100'
mark_calls
post_scan
wait_until 20 held
victim=$(holder)
kill -9 "$victim"
next_page "$T/page"
ok "killing the process that scans costs the page ($code)" failed
ok "the job is aborted" wait_until 10 job_is Aborted
end_job
recovers "the kill"

script 'hold 100'
mark_calls
post_scan
wait_until 20 held
kill -STOP "$(holder)"
stopped=$(holder)
end_job
is "a process that stands still is ended with its job" "$code" 200
ok "for good" wait_until 30 dead "$stopped"
recovers "the stop"

script 'fault 100 hang'
mark_calls
post_scan
ok "a driver hangs" wait_until 20 called '^hang'
hanging=$(holder)
is "the server answers" "$(answer "$base/eSCL/ScannerStatus")" 200
is "a second scan has to wait" "$(post_scan; echo "$code")" 503
end_job
ok "ending the job ends the driver" wait_until 30 dead "$hanging"
recovers "the hang"

for nonsense in 'pixels 2000000000' 'pixels 0' 'bytes 1' 'lines 2000000000' 'depth 7' 'depth 16' 'format 9' \
    'bytes 2000000000' 'lines 0'; do
    script "$nonsense"
    one_page
    [ -z "$job_path" ] || end_job
    ok "parameters that make no sense ($nonsense) are no page ($code)" failed
done
recovers "nonsense"

script swapped
one_page ColorMode=Grayscale8
is "colour that comes where gray was asked becomes gray" "$("$picture" info "$T/page")" 'gray 300 300 75'
end_job
script swapped 'glass flat:808080'
one_page ColorMode=RGB24
is "gray that comes where colour was asked becomes colour" "$("$picture" info "$T/page") $(mean "$T/page")" \
    'color 300 300 75 128 128 128'
end_job
script endless
one_page
is "a page whose length is not told is complete" "$("$picture" info "$T/page")" 'color 300 300 75'
end_job
script 'dribble 97'
ok "so is one that comes in small pieces" scans
direct --format=pnm --resolution 75 -x 101.6 -y 101.6 >"$T/direct.pnm"
ok "the same" "$picture" compare "$T/direct.pnm" "$T/page"
wait_until 20 idle

# Another program of this computer.
script 'hold 10'
mark_calls
direct --format=pnm -x 50 -y 50 -o "$T/other.pnm" >"$T/other" 2>&1 &
other=$!
children="$children $other"
wait_until 20 held
one_page
is "while a local program scans the scanner is busy" "$code" 503
[ -z "$job_path" ] || end_job
go_on
wait "$other"
is "the local program is not disturbed" $? 0
recovers "the local program"

script unplugged
one_page
ok "without its cable there is no page ($code)" failed
[ -z "$job_path" ] || end_job
is "but abilities" "$(answer "$base/eSCL/ScannerCapabilities")" 200
like "and a state that says so" "$(status_field State)" 'Stopped\|Down\|Idle'
script
ok "when it is back it scans" wait_until 20 scans
script 'hold 100'
mark_calls
post_scan
wait_until 20 held
echo unplugged >"$fake"
go_on
next_page "$T/page"
ok "pulling it in mid-page costs the page ($code)" failed
end_job
recovers "the cable"

# The server is killed: nobody has the device after it.
script 'hold 100'
mark_calls
post_scan
wait_until 20 held
left=$(holder)
kill -9 "$server_pid"
wait "$server_pid" 2>/dev/null
ok "a scan of a server that is killed ends, too" wait_until 20 dead "$left"
rm -f "$fake.go"
script
start_scan_server || exit 1
ok "the next server has the scanner" wait_until 20 served
ok "and scans" scans
is "the folder of pages has nothing of the one before" \
    "$(find "$T/spool-$server_port/scans" -type f 2>/dev/null | wc -l)" 0

# SANE's own test backend, which fails in all the ways that SANE has.
if has_driver test; then
    echo test >"$scan_sane/dll.conf"
    conf() {
        printf '%s\n' 'number_of_devices 1' 'mode Color' 'depth 8' 'geometry_max 300.0' 'br_x 210.0' 'br_y 297.0' "$@" \
            >"$scan_sane/test.conf"
    }
    conf
    ok "SANE's test scanner is taken" add_scanner other test:0
    ok "and served" wait_until 30 find_base other
    one_page ColorMode=Grayscale8
    is "it scans" "$code $("$picture" info "$T/page")" '200 gray 300 300 75'
    end_job
    for status in SANE_STATUS_UNSUPPORTED SANE_STATUS_CANCELLED SANE_STATUS_DEVICE_BUSY SANE_STATUS_INVAL \
        SANE_STATUS_JAMMED SANE_STATUS_NO_DOCS SANE_STATUS_COVER_OPEN SANE_STATUS_IO_ERROR SANE_STATUS_NO_MEM \
        SANE_STATUS_ACCESS_DENIED; do
        conf "read-status-code \"$status\""
        one_page ColorMode=Grayscale8
        [ "$code" != 200 ] && [ "$code" != 000 ]
        result $? "no page comes with $status ($code)"
        [ -z "$job_path" ] || end_job
        wait_until 10 idle
    done
    conf
    one_page ColorMode=Grayscale8
    is "it scans afterwards" "$code" 200
fi
done_testing
