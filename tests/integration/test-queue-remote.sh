#!/bin/bash
# test-queue-remote.sh - what people at other computers may do with jobs: their own, not others'.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
# Other computers are other addresses of the loopback interface, in name spaces of our own; who
# connects to one of them comes from it.
if [ -z "${QUEUE_REMOTE_INSIDE:-}" ] && unshare -rn ip link set lo up 2>/dev/null; then
    QUEUE_REMOTE_INSIDE=yes exec unshare -rn "$0" "$@"
fi
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster storm ipptool ip
[ -n "${QUEUE_REMOTE_INSIDE:-}" ] || skip_all "name spaces cannot be made here"
ip link set lo up
ip address add 192.0.2.1/32 dev lo
ip address add 192.0.2.2/32 dev lo

start_printer vp --pictures none || exit 1
start_server "listen-hostname=*" || exit 1
here=127.0.0.1
uri_of() { echo "ipp://$here:$server_port/ipp/print/$1"; }
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
make_documents 1 3 1
on_server pause -d office

# by HOST USER OPERATION LINE...: as somebody at another computer
by() {
    here=$1 user=$2
    shift 2
    operate office "$@"
    result=$?
    here=127.0.0.1 user=tester
    return $result
}
# send_as HOST USER NUMBER: a job; its number in $job
send_as() {
    "$storm" -u "$2" "$1:$server_port/ipp/print/office" "$(documents "$3" "$3")" >"$T/storm" || return 1
    job=$(awk '$1 == "job" { print $2 }' "$T/storm")
}

ok "alice sends a job from one computer" send_as 192.0.2.1 alice 1
job_1=$job
ok "bob from another" send_as 192.0.2.2 bob 2
job_2=$job
ok "alice another one" send_as 192.0.2.1 alice 3
job_3=$job
is "everybody sees all" "$(here=192.0.2.2 jobs_of office | cut -f1 | tr '\n' ' ')" "$job_1 $job_2 $job_3 "
is "and whose they are" "$(here=192.0.2.2 jobs_of office | cut -f4 | tr '\n' ' ')" 'alice bob alice '
for operation in Cancel-Job Hold-Job Release-Job Set-Job-Attributes; do
    want_status=client-error-not-authorized ok "bob may not $operation a job of alice" \
        by 192.0.2.2 bob $operation "integer job-id $job_1" \
        "GROUP job-attributes-tag" "integer job-priority 90"
done
is "nothing happened to it" "$(ask_job office "$job_1" job-state)" pending
ok "bob may cancel his own" by 192.0.2.2 bob Cancel-Job "integer job-id $job_2"
is "which ends" "$(ask_job office "$job_2" job-state)" canceled
ok "alice may from elsewhere" by 192.0.2.2 alice Cancel-Job "integer job-id $job_1"
is "it ends" "$(ask_job office "$job_1" job-state)" canceled
ok "her computer may whatever it calls itself" by 192.0.2.1 anonymous Hold-Job "integer job-id $job_3"
is "it is held" "$(ask_job office "$job_3" job-state)" pending-held
for operation in Pause-Printer Resume-Printer Hold-New-Jobs Release-Held-New-Jobs Disable-Printer \
    Purge-Jobs Cancel-Jobs; do
    want_status=client-error-forbidden ok "$operation is not for other computers" \
        by 192.0.2.1 alice $operation
done
# defaults: those of the queue that somebody might want to change
defaults() {
    for name in printer-location printer-organization sides-default print-scaling-default \
        orientation-requested-default print-quality-default; do
        echo "$name=$(ask_printer office $name)"
    done
}
before=$(defaults)
# refused by HTTP, without an answer of IPP
not_ok "nor is Set-Printer-Attributes" \
    by 192.0.2.1 alice Set-Printer-Attributes "GROUP printer-attributes-tag" \
    'text printer-location "elsewhere"' 'text printer-organization "others"' \
    'keyword sides-default two-sided-short-edge' 'keyword print-scaling-default fill' \
    'enum orientation-requested-default 5' 'enum print-quality-default 3'
is "which changes nothing" "$(defaults)" "$before"
want_status=client-error-forbidden ok "nor is Promote-Job" \
    by 192.0.2.1 alice Promote-Job "integer job-id $job_3"
# What the web page lets them do is in test-site-queue-owners.sh.
ok "who sits at the gateway may do all" operate office Cancel-Job "integer job-id $job_3"
is "it ends" "$(ask_job office "$job_3" job-state)" canceled
done_testing
