#!/bin/bash
# test-scan-dnssd.sh - scanners are announced by DNS-SD, with the name and UUID of their queue, as
# long as they are served.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib-network.sh"
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture curl
need_avahi

browse() { timeout 20 avahi-browse -rtp "$1" 2>/dev/null | grep '^='; }
listed() { timeout 20 avahi-browse -tp "$1" 2>/dev/null | grep -q "^+;[^;]*;[^;]*;$2;"; }
not_listed() { ! listed "$@"; }
resolved() { browse "$1" | grep -q "^=;[^;]*;[^;]*;$2;[^;]*;[^;]*;[^;]*;[^;]*;$3;"; }
soon() { wait_until 1 "$@"; }
# strings TYPE NAME: its TXT record, a line each; avahi-browse has them the other way round
strings() {
    browse "$1" | grep "^=;[^;]*;[^;]*;$2;" | head -n 1 | cut -d ';' -f 10- |
        sed 's/^"//; s/"$//; s/" "/\n/g' | tac
}
txt() { strings "$1" "$2" | sed -n "s/^$3=//p"; }
scans() { [ "$(txt _ipp._tcp "$1" Scan)" = "$2" ]; }

our=ours$$
start_bus bus || skip_all "no message bus: $(head -n 1 "$T/bus.out")"
DBUS_SYSTEM_BUS_ADDRESS=$bus
export DBUS_SYSTEM_BUS_ADDRESS
start_avahi "test-$$" "$bus" yes || skip_all "no Avahi: $(tail -n 1 "$T/test-$$.out")"
mkdir "$T/out"

script
start_scan_server || exit 1
ok "a queue is added" add_queue "$our" "file://$T/out"
ok "it is announced" soon resolved _ipp._tcp "$our" "$server_port"
ok "without a scanner" scans "$our" F
not_ok "and no scanner is" listed _uscan._tcp "$our"
ok "its machine is given a scanner" on_server scanner -d "$our" -o device="$fake_device"
ok "it is served" wait_until 20 served
ok "and announced" soon resolved _uscan._tcp "$our" "$scan_port"
ok "encrypted, too" soon listed _uscans._tcp "$our"
ok "the printer says that it scans" soon scans "$our" T
strings _uscan._tcp "$our" >"$T/txt"
is "it is the machine of the printer: one UUID" "$(sed -n 's/^uuid=//p' "$T/txt")" "$(txt _ipp._tcp "$our" UUID)"
is "what it tells, in order" "$(sed 's/=.*//' "$T/txt" | tr '\n' ' ')" \
    'txtvers vers rs ty note uuid pdl cs is duplex adminurl representation '
for pair in txtvers=1 vers=2.63 rs=eSCL cs=binary,grayscale,color is=platen,adf duplex=T \
    "adminurl=http://test-$$.local:$scan_port/" \
    "representation=http://test-$$.local:$scan_port/eSCL/ScannerIcon"; do
    ok "$pair" grep -qx "$pair" "$T/txt"
done
link=$(sed -n 's/^adminurl=//p' "$T/txt")
# there: the name is told by mDNS, which this system need not ask
there() { answer --connect-to "::127.0.0.1:$scan_port" "$1"; }
is "where adminurl leads there is a page" "$(there "$link")" 200
is "where representation leads there is a picture" \
    "$(there "$(sed -n 's/^representation=//p' "$T/txt")")" 200
is "a PNG" "$(head -c 4 "$T/body" | od -An -tx1 | tr -d ' ')" 89504e47
is "its capabilities" "$(answer "$base/eSCL/ScannerCapabilities")" 200
ok "have the same UUID" grep -qi "UUID>$(sed -n 's/^uuid=//p' "$T/txt")<" "$T/body"
ok "and the same name of the machine" grep -q "MakeAndModel>$(sed -n 's/^ty=//p' "$T/txt")<" "$T/body"
ok "and the same formats" test "$(grep -o 'DocumentFormat>[a-z][^<]*' "$T/body" | sort -u | wc -l)" -eq 3

# a name that is taken
first_port=$server_port first_pid=$server_pid first_scan=$scan_port
server_port='' scan_port=''
start_scan_server || exit 1
ok "a second server has a queue of this name" add_queue "$our" "file://$T/out"
ok "with a scanner" on_server scanner -d "$our" -o device="$fake_device"
ok "the queue gets another name" soon resolved _ipp._tcp "$our.*2.*" "$server_port"
ok "and so does its scanner" soon resolved _uscan._tcp "$our.*2.*" "$scan_port"
ok "the first scanner keeps its name" soon resolved _uscan._tcp "$our" "$first_scan"
ok "one without a queue is made" on_server scanner -d "$our-desk" -o device="$fake_device"
ok "and announced" soon listed _uscan._tcp "$our-desk"
not_ok "but as no printer" listed _ipp._tcp "$our-desk"
ok "it is taken out" on_server scanner -d "$our-desk" -o delete=yes
ok "and withdrawn" soon not_listed _uscan._tcp "$our-desk"
stop "$server_pid"
server_port=$first_port server_pid=$first_pid scan_port=$first_scan
ok "a server that ends withdraws its scanner" soon not_listed _uscan._tcp "$our.*2.*"

# off
ok "the scanner is switched off" on_server scanner -d "$our" -o device=off
ok "and withdrawn" soon not_listed _uscan._tcp "$our"
ok "the printer says so" soon scans "$our" F
ok "and stays" listed _ipp._tcp "$our"
ok "it is switched on again" on_server scanner -d "$our" -o device="$fake_device"
ok "and announced" soon resolved _uscan._tcp "$our" "$scan_port"
stop "$server_pid"
is "the server ends as ever" $? 0
start_scan_server scan=no || exit 1
ok "where scanning is off the queue is announced" soon resolved _ipp._tcp "$our" "$server_port"
not_ok "and no scanner" listed _uscan._tcp "$our"
stop "$server_pid"
done_testing
