#!/bin/bash
# test-scan-queue.sh - a queue on USB whose machine also scans has its scanner by itself; what is
# set of scanners; what stays the same from start to start.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture curl ipptool
# the fake by the name of the driver that such machines have
echo pixma >"$scan_sane/dll.conf"
script
start_scan_server || exit 1
ok "a queue on USB is added" add_queue office "usb://Canon/iR1020?serial=0123456789AB"
ok "its machine is found as a scanner, by its serial number, and served" wait_until 30 served
uuid=$(ipptool -tv "$(uri_of office)" /dev/stdin <<'IPP' | sed -n 's/.*printer-uuid (uri) = urn:uuid://p'
{
    OPERATION Get-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    DISPLAY printer-uuid
}
IPP
)
caps() { curl -s "$base/eSCL/ScannerCapabilities" | elements; }
like "the queue has a UUID" "$uuid" '^[0-9a-f-]\{36\}$'
like "the scanner has the same, so that clients show one machine" "$(caps)" "^<scan:UUID>$uuid<"
like "its name is the machine's" "$(caps)" '^<pwg:MakeAndModel>.*1020'
like "its serial number is told" "$(caps)" '^<pwg:SerialNumber>0123456789AB<'
like "the driver is SANE's pixma" "$(calls)" '^open 04A926E6_0123456789AB'
post_scan
next_page "$T/page"
is "it scans" "$code $("$picture" info "$T/page")" '200 color 300 300 75'
end_job
wait_until 20 idle
is "the scan is counted" "$(curl -s "http://127.0.0.1:$server_port/metrics" | grep -F 'result="ok"')" 'canon_scans_total{result="ok"} 1'
like "a list of scanners has it" "$(on_server scanners 2>&1)" office
like "with its address" "$(on_server scanners 2>&1)" ":$scan_port"

caps >"$T/caps-before"
stop "$server_pid"
script unplugged
start_scan_server || exit 1
ok "a server that is started while the machine is off serves it at the same address" wait_until 20 served
is "with the same abilities" "$(caps | cksum)" "$(cksum <"$T/caps-before")"
post_scan
[ "$code" != 201 ] || next_page "$T/page"
[ "$code" != 200 ] && [ "$code" != 404 ]
result $? "it does not scan ($code)"
[ -z "$job_path" ] || end_job
script
page_comes() {
    post_scan
    [ "$code" = 201 ] || return 1
    next_page "$T/page"
    end_job
    [ "$("$picture" info "$T/page")" = 'color 300 300 75' ]
}
ok "when it is switched on it scans" wait_until 20 page_comes

ok "a queue of another machine is added" add_queue other "usb://Canon/iR1020?serial=FFFFFFFFFFFF"
mark_calls
ok "the scanner of the first is switched off" on_server scanner -d office -o device=off
not_served() { [ "$(answer "$base/eSCL/ScannerCapabilities")" = 000 ]; }
ok "then nobody answers" wait_until 20 not_served
ok "it is set as before" on_server scanner -d office -o device=auto
ok "and served again" wait_until 30 served
like "at the address of before, with the same UUID" "$(caps)" "^<scan:UUID>$uuid<"
for device in airscan:e0:desk "escl:$base" net:localhost:test:0; do
    not_ok "a device that leads to scanners in the network ($device) is refused" \
        on_server scanner -d loop -o "device=$device"
done
not_ok "so is one that is none" on_server scanner -d loop -o device=nothing

ok "the queue is deleted" on_server delete -d office
ok "its scanner goes with it" wait_until 20 not_served
stop "$server_pid"
start_scan_server || exit 1
is "for good" "$(answer "$base/eSCL/ScannerCapabilities")" 000

printf 'scanner \377\377\nnonsense\n' >"$T/state-$server_port.scanners"
stop "$server_pid"
printf 'scanner \377\377\nnonsense\n' >"$T/state-$server_port.scanners"
start_scan_server
ok "a file of scanners that is damaged does not stop the server" kill -0 "$server_pid"
done_testing
