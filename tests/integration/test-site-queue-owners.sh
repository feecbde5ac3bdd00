#!/bin/bash
# test-site-queue-owners.sh - what people at other computers see of jobs on the web page, and what
# they may do: with their own, not with others'.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
# The other computer is a name space of its own, behind a pair of interfaces; it has two addresses,
# as two computers would.
if [ -z "${QUEUE_REMOTE_INSIDE:-}" ] && unshare -rn ip link set lo up 2>/dev/null; then
    QUEUE_REMOTE_INSIDE=yes exec unshare -rn "$0" "$@"
fi
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-site.sh"
. "$lib_folder/lib-queue.sh"
need canon-printer-app virtual-printer make-raster storm ipptool curl ip nsenter
[ -n "${QUEUE_REMOTE_INSIDE:-}" ] || skip_all "name spaces cannot be made here"
ip link set lo up
unshare -n sleep 600 &
far=$!
children="$children $far"
apart() { [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; }
wait_until 10 apart || exit 1
far_away() { nsenter -t "$far" -n "$@"; }
ip link add near type veth peer name far netns "$far" 2>/dev/null ||
    skip_all "pairs of interfaces cannot be made here"
ip address add 192.0.2.9/24 dev near
ip link set near up
far_away ip address add 192.0.2.1/24 dev far
far_away ip address add 192.0.2.2/24 dev far
far_away ip link set far up

start_printer vp --pictures none --speed 0 || exit 1
start_site "listen-hostname=*" web-allow=all || exit 1
ok "a printer is added" add_queue office "socket://127.0.0.1:$printer_port"
make_documents 1 2 1
on_server pause -d office
send_as() {
    far_away ip route replace 192.0.2.9 dev far src "$1"
    far_away "$storm" -u "$2" "192.0.2.9:$server_port/ipp/print/office" "$(documents "$3" "$3")" >"$T/storm" || return 1
    job=$(awk '$1 == "job" { print $2 }' "$T/storm")
}
# at HOST: pages are asked for from there from now on
here=127.0.0.1
at() {
    here=$1
    jar=$T/cookies-$1
    [ "$1" = 127.0.0.1 ] && site=http://127.0.0.1:$site_port || site=http://192.0.2.9:$site_port
}
curl() {
    if [ "$here" = 127.0.0.1 ]; then command curl "$@"; else far_away curl --interface "$here" "$@"; fi
}

ok "alice sends a job from one computer" send_as 192.0.2.1 alice 1
hers=$job
ok "bob from another" send_as 192.0.2.2 bob 2
his=$job
at 192.0.2.2
page /jobs
ok "bob sees both" eval 'shows "href=\"/jobs/$hers\"" && shows "href=\"/jobs/$his\""'
ok "and a button for his" shows "action=\"/jobs/$his/cancel\""
not_ok "but none for hers" shows "action=\"/jobs/$hers/"
not_ok "nor one for the whole printer" shows 'action="/jobs/printer/'
for action in cancel hold release until again; do
    post "/jobs/$hers/$action" time=12:00
    is "he may not $action hers" "$code" 403
done
for action in next up; do
    post "/jobs/$his/$action"
    is "nor move his own ($action)" "$code" 403
done
post /jobs/printer/resume queue=1
is "nor resume the printer" "$code" 403
post /jobs/printer/cancel-all queue=1 sure=yes
is "nor cancel all jobs" "$code" 403
is "hers waits still" "$(ask_job office "$hers" job-state)" pending
page "/jobs/$hers"
ok "he sees that hers is not his" eval 'text | grep -q "Only whoever sent it and administrators"'
not_ok "and not where it came from" shows '192\.0\.2\.1'
page "/jobs/$hers/report.zip"
is "nor its report" "$code" 403
page "/jobs/$his/report.zip"
is "but that of his own" "$code" 200
post "/jobs/$his/hold"
is "he may hold his own" "$(ask_job office "$his" job-state)" pending-held
post "/jobs/$his/cancel"
is "and cancel it" "$(ask_job office "$his" job-state)" canceled

title='a surprise' send_file office "$(documents 1 1)" image/pwg-raster \
    "ATTR octetString job-password 4711" "ATTR keyword job-password-encryption none"
coded=$job
page /jobs
not_ok "the title of a private job is not told" shows 'a surprise'
page "/jobs/$coded"
not_ok "nor on its own page" shows 'a surprise'
page "/jobs?q=surprise"
not_ok "nor found by searching" shows "href=\"/jobs/$coded\""
post "/jobs/$coded/release" code=4711 back=/jobs
is "whoever knows its code releases it from anywhere" "$code" 303

ok "all jobs wait for who sent them" on_server modify -d office -o release-jobs=all
ok "alice sends another" send_as 192.0.2.1 alice 1
hers=$job
at 192.0.2.2
post "/jobs/$hers/release"
is "bob cannot release it" "$code" 403
post "/jobs/$coded/cancel"
is "nor cancel the one with a code" "$code" 403
is "it waits still" "$(ask_job office "$hers" job-state-reasons)" job-release-wait
at 192.0.2.1
post "/jobs/$hers/release"
is "the device that sent it releases it" "$code" 303
not_ok "then it waits for nobody" eval 'ask_job office "$hers" job-state-reasons | grep -q job-release-wait'

at 127.0.0.1
page "/jobs?q=surprise"
ok "at the server itself the title is told" shows 'a surprise'
done_testing
