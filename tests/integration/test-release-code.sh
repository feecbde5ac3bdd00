#!/bin/bash
# test-release-code.sh - jobs that wait for their code, or for who sent them.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
# Other computers are other addresses of the loopback interface, in name spaces of our own; who
# connects to one of them comes from it.
if [ -z "${RELEASE_INSIDE:-}" ] && unshare -rn ip link set lo up 2>/dev/null; then
    RELEASE_INSIDE=yes exec unshare -rn "$0" "$@"
fi
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl ip
[ -n "${RELEASE_INSIDE:-}" ] || skip_all "name spaces cannot be made here"
ip link set lo up
for n in 1 2 3 4; do ip address add 192.0.2.$n/32 dev lo; done

start_printer vp --pictures none --speed 0 || exit 1
serve() { start_site "listen-hostname=*" log-level=debug; }
serve || exit 1
here=127.0.0.1
uri_of() { echo "ipp://$here:$server_port/ipp/print/$1"; }
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
make_documents 1 12 1
cp "$T/print.test" "$T/print.tester"

# send_as HOST USER NUMBER [LINE...]: a job; its number in $job. Lines go among those of the
# operation; the title is that of the document.
send_as() {
    here=$1
    sed "s/requesting-user-name tester/requesting-user-name $2/" "$T/print.tester" >"$T/print.test"
    file=$(documents "$3" "$3")
    shift 3
    for line in "$@"; do sed -i "/^    GROUP job-attributes-tag/i\\    $line" "$T/print.test"; done
    title="secret ${file##*/}" send_file office "$file" image/pwg-raster
    sent=$?
    here=127.0.0.1
    return $sent
}
# by HOST USER OPERATION LINE...: as somebody at another computer
by() {
    here=$1 user=$2
    shift 2
    operate office "$@"
    result=$?
    here=127.0.0.1 user=tester
    return $result
}
refused() { want_status=$1 by "${@:2}"; }
# press HOST JOB ACTION [CODE]: a button of the web page. These computers are all this one, which
# administrates: what others may not is in test-site-queue-owners.sh.
press() {
    site=http://$1:$site_port jar=$T/cookies-$1 form_page=/jobs
    post "/jobs/$2/$3" ${4:+"code=$4"}
    echo "$code"
    text
}
state() { ask_job office "$1" job-state; }
reasons() { ask_job office "$1" job-state-reasons; }
times_printed() { pages_of vp | grep -c "$(printf 'doc-%04d.pwg' "$1")"; }

# --- announced
announced() { ipptool -tv "$(uri_of office)" get-printer-attributes.test; }
announced >"$T/announced"
for line in 'job-password-encryption-supported .* = none,sha2-256' 'job-password-supported .* = 32' \
    'job-password-repertoire-configured .* = iana_us-ascii_any' \
    'proof-print-supported .* = proof-print-copies' 'release-jobs-supported .* = none,all'; do
    like "the printer says ${line%% *}" "$(cat "$T/announced")" "$line"
done

# --- a code
ok "alice sends a job with a code" send_as 192.0.2.1 alice 1 'ATTR octetString job-password "48291375"' \
    'ATTR keyword job-password-encryption none'
first=$job
is "it waits" "$(state "$first")" pending-held
is "for the code" "$(reasons "$first")" job-password-wait
like "and says so" "$(ask_job office "$first" job-state-message)" 'Waiting for its code'
# the sub-command sends the SHA-256 of it
ok "bob one with the same code, which is sent as its SHA-256" eval '"$app" submit -o job-password=48291375 \
    -t "secret doc-0002" -u "ipp://192.0.2.2:$server_port/ipp/print/office" "$T/doc-0002.pwg" >"$T/said"'
second=$(sed -n 's/^Job \([0-9]*\).*/\1/p' "$T/said")
is "it waits, too" "$(reasons "$second")" job-password-wait
not_ok "a code of three characters is refused" send_as 192.0.2.1 alice 3 'ATTR octetString job-password "123"'
like "and which attribute it is" "$(cat "$T/reply")" 'job-password (unsupported)'
not_ok "so is a way of encryption that is not known" send_as 192.0.2.1 alice 3 \
    'ATTR octetString job-password "12345"' 'ATTR keyword job-password-encryption md5'
here=192.0.2.3 jobs_of office >"$T/seen"
ok "a stranger does not read the title" eval '! grep "secret doc-0001" "$T/seen"'
for status in 192.0.2.3:carl 192.0.2.1:alice 127.0.0.1:tester; do
    ok "without the code ${status#*:} cannot release it" refused client-error-not-authorized \
        "${status%:*}" "${status#*:}" Release-Job "integer job-id $first"
done
ok "nor by the attribute of the hold" by 192.0.2.1 alice Set-Job-Attributes "integer job-id $first" \
    "GROUP job-attributes-tag" "keyword job-hold-until no-hold"
ok "nor by releasing what is held" operate office Release-Held-New-Jobs
like "nor on the page" "$(press 192.0.2.1 "$first" release)" 'Type the code of the job'
not_ok "nor by the sub-command" on_server release "$first"
is "it waits still" "$(state "$first") $(times_printed 1)" 'pending-held 0'
ok "a wrong code is none" refused client-error-not-authorized 192.0.2.3 carl Release-Job \
    "integer job-id $first" 'octetString job-password "48291376"'
like "nor on the page, which says so" "$(press 192.0.2.3 "$first" release 48291)" 'not the code'

crash
serve
is "after a kill it waits still" "$(state "$first") $(reasons "$first")" 'pending-held job-password-wait'
like "and is released by the code, on the page of any device" "$(press 192.0.2.3 "$first" release 48291375)" 303
is "it is printed" "$(end_of office "$first")" completed
ok "bob's, by the sub-command" on_server release "$second" -o code=48291375
is "is printed" "$(end_of office "$second")" completed
ok "one is sent by the sub-command" eval '"$app" submit -d office -o code=77773940 -o "server-port=$server_port" \
    "$T/doc-0003.pwg" >"$T/said"'
third=$(sed -n 's/^Job \([0-9]*\).*/\1/p' "$T/said")
is "it waits" "$(reasons "$third")" job-password-wait
ok "it is released by IPP, from elsewhere" by 192.0.2.3 carl Release-Job "integer job-id $third" \
    'octetString job-password "77773940"'
is "and printed" "$(end_of office "$third")" completed
printf '55555172\n' >"$T/typed"
send_as 192.0.2.1 alice 4 'ATTR octetString job-password "55555172"'
ok "a code can be typed" eval '"$app" release $job -o code=- -o "server-port=$server_port" <"$T/typed"'
is "and is right" "$(end_of office "$job")" completed

# --- guessing
send_as 192.0.2.1 alice 5 'ATTR octetString job-password "90909431"'
guessed=$job
for n in 1 2 3 4 5; do press 192.0.2.4 "$guessed" release 1111$n >/dev/null; done
like "after five wrong codes none is taken" "$(press 192.0.2.4 "$guessed" release 90909431)" 'Too many wrong codes'
like "from no device" "$(press 192.0.2.2 "$guessed" release 90909431)" 'Too many wrong codes'
crash
serve
like "also after a kill" "$(press 192.0.2.2 "$guessed" release 90909431)" 'Too many wrong codes'
like "its owner can cancel it" "$(press 192.0.2.1 "$guessed" cancel)" 303
send_as 192.0.2.1 alice 6 'ATTR octetString job-password "90909431"'
ok "whoever sits at the computer of the gateway can, too" on_server cancel "$job"
is "it is canceled" "$(state "$job")" canceled

# --- released by who sent it
ok "all jobs are to wait" on_server modify -d office -o release-jobs=all
send_as 192.0.2.1 alice 7
is "a job does" "$(state "$job") $(reasons "$job")" 'pending-held job-release-wait'
ok "a stranger cannot release it" refused client-error-not-authorized 192.0.2.3 carl Release-Job "integer job-id $job"
ok "releasing what is held does not" operate office Release-Held-New-Jobs
crash
serve
is "after a kill it waits still" "$(state "$job")" pending-held
like "a button of the page releases it" "$(press 192.0.2.1 "$job" release)" 303
is "and it is printed" "$(end_of office "$job")" completed
send_as 192.0.2.1 alice 8
ok "or the sub-command" on_server release "$job"
is "and it is printed" "$(end_of office "$job")" completed

# --- in time
not_ok "what is no time is refused" on_server modify -d office -o release-within=soon
ok "jobs wait for so long only" on_server modify -d office -o release-within=1s
send_as 192.0.2.1 alice 9
is "one that nobody releases is canceled" "$(end_of office "$job")" canceled
is "for that reason" "$(reasons "$job")" job-canceled-after-timeout
like "which is said" "$(ask_job office "$job" job-state-message)" 'nobody released it within 1 second. Nothing was printed'
ok "jobs do not wait any more" on_server modify -d office -o release-jobs=none -o release-within=24h
send_as 192.0.2.1 alice 10
is "and are printed" "$(end_of office "$job")" completed
is "each document was printed once" "$(pages_of vp | sort | uniq -d)" ''
is "the canceled ones not" "$(times_printed 5) $(times_printed 6) $(times_printed 9)" '0 0 0'
not_ok "no code is in the log, which tells all" grep -E '48291375|90909431|55555172|77773940' "$server_log"
not_ok "nor in what is kept" grep -rE '48291375|90909431|55555172' "$T/spool-$server_port" "$T/state-$server_port"
done_testing
