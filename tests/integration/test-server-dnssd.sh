#!/bin/sh
# test-server-dnssd.sh - printers are announced by DNS-SD, under a name of their own, as long as
# they exist; without Avahi and without D-Bus everything else works.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib-network.sh"
. "$(dirname "$0")/lib.sh"
need canon-printer-app ipptool ippfind curl avahi-publish
need_avahi

# browse TYPE: what is announced, resolved; fields are separated by semicolons, see avahi-browse
browse() { timeout 20 avahi-browse -rtp "$1" 2>/dev/null | grep '^='; }
# listed TYPE NAME: without asking where it is
listed() { timeout 20 avahi-browse -tp "$1" 2>/dev/null | grep -q "^+;[^;]*;[^;]*;$2;"; }
not_listed() { ! listed "$@"; }
# resolved TYPE NAME PORT
resolved() { browse "$1" | grep -q "^=;[^;]*;[^;]*;$2;[^;]*;[^;]*;[^;]*;[^;]*;$3;"; }

# soon COMMAND...: one of the above; they look for about a second each
soon() { wait_until 1 "$@"; }

# entry NAME: host, address, port and TXT of a printer, a line each
entry() {
    browse _ipp._tcp | grep "^=;[^;]*;[^;]*;$1;" | head -n 1 >"$T/entry"
    cut -d ';' -f 7-9 "$T/entry" | tr ';' '\n'
    cut -d ';' -f 10- "$T/entry" | sed 's/^"//; s/"$//; s/" "/\n/g'
}
txt() { sed -n "s/^$1=//p" "$T/txt"; }

our=ours$$
start_bus bus || skip_all "no message bus: $(head -n 1 "$T/bus.out")"
DBUS_SYSTEM_BUS_ADDRESS=$bus
export DBUS_SYSTEM_BUS_ADDRESS
start_avahi "test-$$" "$bus" yes || skip_all "no Avahi: $(tail -n 1 "$T/test-$$.out")"
first_avahi=$avahi_pid
mkdir "$T/out"

start_server || exit 1
ok "a queue is added while the server runs" add_queue "$our" "file://$T/out"
ok "it is announced" soon resolved _ipp._tcp "$our" "$server_port"
ok "and encrypted" soon resolved _ipps._tcp "$our" "$server_port"
ok "to phones: subtype _universal" soon listed _universal._sub._ipp._tcp "$our"
ok "to computers: subtype _print" soon listed _print._sub._ipp._tcp "$our"
ok "the status page is announced" soon resolved _http._tcp 'Canon.*printers' "$server_port"
entry "$our" >"$T/txt"
is "on this host" "$(sed -n 1p "$T/txt")" "test-$$.local"
is "rp is the queue" "$(txt rp)" "ipp/print/$our"
is "ty is the machine" "$(txt ty)" 'Canon iR1020/1024/1025 (UFRII LT)'
for format in image/pwg-raster image/urf image/jpeg image/png; do
    like "pdl has $format" ",$(txt pdl)," ",$format,"
done
for key in txtvers qtotal rp ty product note adminurl priority pdl kind UUID URF usb_MFG usb_MDL Color \
    Duplex Copies Collate PaperMax Scan Fax TLS air; do
    is "$key is told, once" "$(grep -c "^$key=" "$T/txt")" 1
done
is "the version of Mopria's attributes is the one IPP tells" "$(txt mopria-certified)" 1.3
is "the longest string is no longer than DNS has it" \
    "$(awk 'length($0) > 255' "$T/txt" | wc -l | tr -d ' ')" 0
is "adminurl is the queue's page" "$(txt adminurl)" "http://test-$$.local:$server_port/$our/"
like "URF has what AirPrint needs" ",$(txt URF)," ',W8,.*,DM1,.*,RS600,'
like "UUID is one" "$(txt UUID)" '^[0-9a-f]\{8\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{4\}-[0-9a-f]\{12\}$'
is "it prints on two sides" "$(txt Duplex)" T
is "it prints no colors" "$(txt Color)" F
cat >"$T/attributes.test" <<'TEST'
{
    OPERATION Get-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    STATUS successful-ok
    DISPLAY printer-uuid
    DISPLAY printer-dns-sd-name
    DISPLAY urf-supported
    DISPLAY document-format-supported
}
TEST
# attributes URI: in $T/answer
attributes() { ipptool -tv "$1" "$T/attributes.test" >"$T/answer" 2>&1; }
ok "what was announced answers" \
    attributes "ipp://$(sed -n 2p "$T/txt"):$(sed -n 3p "$T/txt")/$(txt rp)"
is "with the same UUID" "$(sed -n 's/.*printer-uuid (uri) = urn:uuid://p' "$T/answer")" "$(txt UUID)"

is "with the same URF" "$(sed -n 's/.*urf-supported (1setOf keyword) = //p' "$T/answer" | tail -n 1)" "$(txt URF)"
formats=$(sed -n 's/.*document-format-supported (1setOf mimeMediaType) = //p' "$T/answer" | tail -n 1)
for format in $(txt pdl | tr ',' ' '); do
    like "it takes $format" ",$formats," ",$format,"
done
ok "encrypted, subtype _universal too" soon listed _universal._sub._ipps._tcp "$our"
ok "the queue's page is announced" soon listed _printer._sub._http._tcp "$our"
ok "LPD's name is kept, without a port" soon resolved _printer._tcp "$our" 0
ok "raw printing is not announced: there is none" not_listed _pdl-datastream._tcp "$our"
# found NAME: by CUPS' own tool; it prints the URI
found() { timeout 20 ippfind -T 5 _ipp._tcp --name "$1" --print | grep -q "^ipp://test-$$.local:$server_port/ipp/print/$1\$"; }
ok "ippfind finds it" soon found "$our"
cat >"$T/location.test" <<'TEST'
{
    OPERATION Set-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    GROUP printer-attributes-tag
    ATTR text printer-location "2nd floor"
    STATUS successful-ok
}
TEST
noted() { entry "$our" | grep -qx "note=$1"; }
ok "it is said where it stands" ipptool "$(uri_of "$our")" "$T/location.test"
ok "which is announced" soon noted '2nd floor'

ok "another is added" add_queue "$our-b" "file://$T/out"
ok "and announced" soon listed _ipp._tcp "$our-b"
long=$our-$(printf %060d 0)
ok "one with a name longer than DNS knows too" add_queue "$long" "file://$T/out"
ok "is announced by its beginning" \
    soon listed _ipp._tcp "$(printf %.63s "$long")"
ok "one is deleted" on_server delete -d "$our-b"
ok "and withdrawn" soon not_listed _ipp._tcp "$our-b"
ok "from all types" soon not_listed _printer._tcp "$our-b"
ok "the long one is deleted" on_server delete -d "$long"

# machines that announce themselves
publish() {
    avahi-publish -s "$@" >"$T/publish.out" 2>&1 &
    children="$children $!"
}
publish "copier $our" _pdl-datastream._tcp 9100 'ty=Canon iR1024' 'product=(Canon iR1020/1024/1025)'
publish "copier $our" _printer._tcp 1515 'rp=a%b' 'usb_MFG=Canon' 'usb_MDL=iR1020/1024/1025 (UFRII LT)'
publish "other $our" _pdl-datastream._tcp 9101 'ty=Other LaserPrinter'
for type in _pdl-datastream _printer; do soon listed $type._tcp "copier.*$our"; done
publish "gateway $our" _pdl-datastream._tcp 9102 'ty=Canon iR1024' 'gateway=canon-printer-app'
soon listed _pdl-datastream._tcp "other.*$our"
soon listed _pdl-datastream._tcp "gateway.*$our"
devices() { timeout 20 "$app" devices -o snmp=127.0.0.1:9 "$@" >"$T/devices" 2>&1; }
ok "machines are looked for" devices
is "those of the family are found, their queues' names encoded, and not our own queues" \
    "$(sort "$T/devices" | tr '\n' ' ')" 'lpd://127.0.0.1:1515/a%25b socket://127.0.0.1 '
ok "others" devices -o all=yes -o verbose=yes
like "are found where asked for" "$(cat "$T/devices")" '^socket://127.0.0.1:9101$'
like "with what they are" "$(cat "$T/devices")" 'MFG:Canon;MDL:iR1020/1024/1025 (UFRII LT);'

# the same name on this computer
first_port=$server_port first_pid=$server_pid server_port=''
start_server || exit 1
second_port=$server_port second_pid=$server_pid second_log=$server_log
ok "a second server gets a queue of the same name" add_queue "$our" "file://$T/out"
ok "it is announced by another name" \
    soon resolved _ipp._tcp "$our.*2.*" "$second_port"
ok "the first keeps its name" soon resolved _ipp._tcp "$our" "$first_port"
attributes "$(uri_of "$our")"
is "IPP tells the same name" \
    "$(sed -n 's/.*printer-dns-sd-name (nameWithoutLanguage) = //p' "$T/answer")" "$our (2)"
like "the log says so" "$(cat "$second_log")" "The name $our is taken in this network; trying $our (2)"
ok "its status page has another name too" \
    soon resolved _http._tcp 'Canon.*printers.*2.*' "$second_port"

stop "$second_pid"
ok "a server that ends withdraws what it announced" soon not_listed _ipp._tcp "$our.*2.*"
kill -9 "$first_pid"
wait "$first_pid" 2>/dev/null
ok "and of one that crashes nothing stays" soon not_listed _ipp._tcp "$our"
start_server || exit 1
second_pid=$server_pid
ok "queues of an earlier run are announced at start, by the same name" \
    soon resolved _ipp._tcp "$our.*2.*" "$second_port"
server_port=$first_port
start_server || exit 1
first_pid=$server_pid
ok "of the first server as well" soon resolved _ipp._tcp "$our" "$first_port"
stop "$second_pid"

# names that are taken when the server starts
stop "$first_pid"
cp "$T/state-$first_port" "$T/state-$second_port"
server_port=$second_port
start_server || exit 1
second_pid=$server_pid
ok "one of two servers with the same queues has its names" \
    soon resolved _ipp._tcp "$our" "$second_port"
server_port=$first_port
start_server || exit 1
first_pid=$server_pid
ok "the one that starts later finds others" soon resolved _ipp._tcp "$our.*2.*" "$first_port"
stop "$second_pid"
stop "$first_pid"

# the old ways in
server_port=''
free_port
raw_port=$port
free_port
lpd_port=$port
start_server "raw-listen=127.0.0.1:$raw_port=$our-old" "lpd-listen=127.0.0.1:$lpd_port" || exit 1
ok "a queue with a raw port and LPD is added" add_queue "$our-old" "file://$T/out"
ok "and one with LPD alone" add_queue "$our-lpd" "file://$T/out"
ok "the raw port is announced" soon resolved _pdl-datastream._tcp "$our-old" "$raw_port"
ok "LPD is, too" soon resolved _printer._tcp "$our-old" "$lpd_port"
ok "for all queues" soon resolved _printer._tcp "$our-lpd" "$lpd_port"
not_ok "the raw port is for its queue only" listed _pdl-datastream._tcp "$our-lpd"
ok "machines are looked for" devices -o all=yes
not_ok "and our own queues are none" grep "^socket://127.0.0.1:$raw_port\$\|^lpd://127.0.0.1:$lpd_port/" "$T/devices"
stop "$server_pid"

# the name of the server
server_port=''
start_server server-hostname=printer.lan || exit 1
named_pid=$server_pid
ok "a server has the name it is given" add_queue "$our-named" "file://$T/out"
ok "its printers are announced" soon resolved _ipp._tcp "$our-named" "$server_port"
entry "$our-named" >"$T/txt"
is "on a host that has an address" "$(sed -n 1,2p "$T/txt" | tr '\n' ' ')" "test-$$.local 127.0.0.1 "
ok "it answers by its name" curl -sf -o /dev/null -H 'Host: printer.lan' "http://127.0.0.1:$server_port/"
stop "$named_pid"

"$app" server -o private-server=true -o state-file="$T/state-private" \
    -o spool-directory="$T/spool-private" -o log-level=debug >"$T/private.log" 2>&1 &
private_pid=$!
children="$children $private_pid"
private_runs() { "$app" printers; }
ok "a server for one user runs" wait_until 20 private_runs
ok "it gets a queue" "$app" add -d "$our-private" -v "file://$T/out" -m canon_ir1020_ufr2lt
ok "which is not announced" soon not_listed _ipp._tcp "$our-private"
not_ok "nor tried to" grep 'announced' "$T/private.log"
stop "$private_pid"

# the same name on another computer
if [ "$network_place" = own ] && start_bus far &&
    start_avahi "far-$$" "$bus" no unshare -m sh -c "$own_run && exec \"\$@\"" sh; then
    DBUS_SYSTEM_BUS_ADDRESS=$bus avahi-publish -s "$our-far" _ipp._tcp 9 >"$T/publish.out" 2>&1 &
    children="$children $!"
    ok "another computer has a printer" soon listed _ipp._tcp "$our-far"
    server_port=''
    start_server || exit 1
    ok "a queue gets its name" add_queue "$our-far" "file://$T/out"
    ok "it is announced by another" \
        soon resolved _ipp._tcp "$our-far.*2.*" "$server_port"
    ok "the other computer's stays" soon listed _ipp._tcp "$our-far"
else
    server_port=''
    start_server || exit 1
    result 0 "# SKIP needs a second Avahi"
fi
last_pid=$server_pid

# Avahi hangs: its client library would wait for 25 seconds
kill -STOP "$first_avahi"
ok "an Avahi that hangs does not hold up the search for machines" devices
kill -CONT "$first_avahi"

# Avahi is restarted
stop "$first_avahi"
ok "the log says that Avahi is gone" wait_until 20 grep 'Printers are not announced' "$server_log"
start_avahi "test-$$" "$DBUS_SYSTEM_BUS_ADDRESS" yes
first_avahi=$avahi_pid
last_queue=$(on_server printers | head -n 1)
ok "when Avahi is restarted a queue is announced again" soon listed _ipp._tcp "$last_queue.*"
ok "and the status page" soon resolved _http._tcp 'Canon.*printers.*' "$server_port"
ok "one that is added then, too" add_queue "$our-after" "file://$T/out"
ok "is announced" soon resolved _ipp._tcp "$our-after" "$server_port"

# the computer gets another name
kill -9 "$first_avahi"
wait "$first_avahi" 2>/dev/null
start_avahi "renamed-$$" "$DBUS_SYSTEM_BUS_ADDRESS" yes
first_avahi=$avahi_pid
ok "after a crash of Avahi, too" soon resolved _ipp._tcp "$our-after" "$server_port"
entry "$our-after" >"$T/txt"
is "on the computer's new name" "$(sed -n 1p "$T/txt")" "renamed-$$.local"
is "with an adminurl of it" "$(txt adminurl)" "http://renamed-$$.local:$server_port/$our-after/"

# Avahi goes
stop "$first_avahi"
ok "when Avahi ends the server goes on" add_queue "$our-alone" "file://$T/out"
ok "the queue answers" attributes "$(uri_of "$our-alone")"
ok "and can be deleted" on_server delete -d "$our-alone"
stop "$last_pid"
is "it ends as ever" $? 0

# Avahi comes later than the server
server_port=''
start_server || exit 1
ok "without Avahi a queue is added" add_queue "$our-early" "file://$T/out"
start_avahi "test-$$" "$DBUS_SYSTEM_BUS_ADDRESS" yes
ok "it is announced when Avahi comes" soon resolved _ipp._tcp "$our-early" "$server_port"
stop "$server_pid"

# no message bus
DBUS_SYSTEM_BUS_ADDRESS=unix:path=$T/none
server_port=''
start_server || exit 1
ok "without a message bus a queue is added" add_queue "$our-mute" "file://$T/out"
ok "it answers" attributes "$(uri_of "$our-mute")"
ok "machines are looked for in other ways" devices
stop "$server_pid"
is "the server ends as ever" $? 0
start_server || exit 1
ok "and starts again" attributes "$(uri_of "$our-mute")"
is "the log tells of no error" "$(grep -c '^E ' "$server_log")" 0
is "but, once each time, that printers are not announced" \
    "$(grep -c '^W .*Printers are not announced in the network (DNS-SD)' "$server_log")" 2
stop "$server_pid"
done_testing
