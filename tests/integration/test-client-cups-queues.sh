#!/bin/bash
# test-client-cups-queues.sh - Linux computers with CUPS find the printer, and make queues for it by
# each of the ways there are: by hand, temporary ones for who prints, and by cups-browsed.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib-network.sh"
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-cups.sh"
need canon-printer-app virtual-printer ippfind driverless
need_cups
need_avahi
cd "$T" || exit 1

start_bus bus || skip_all "no message bus: $(head -n 1 "$T/bus.out")"
export DBUS_SYSTEM_BUS_ADDRESS=$bus
start_avahi "test-$$" "$bus" yes || skip_all "no Avahi: $(tail -n 1 "$T/test-$$.out")"
start_printer vp --speed 0 || exit 1
start_server listen-hostname=localhost || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
start_cups || exit 1
uri=ipp://localhost:$server_port/ipp/print/office
make_marks marks.ps 595.2756 841.8898 3
to_pdf marks.ps marks.pdf

# prints NAME QUEUE: on two sides, with a title of its own
prints() {
    ok "$1: a document is printed" cups_print "$2" -t "by $2" -o sides=two-sided-long-edge marks.pdf
    is "each page once, in order" "$(came_out)" '1 2 3'
    ok "where it should be" near 2 "$(boxes 3)" "$(marks_of 3)"
    is "on two sides" "$(ticket sides)" two-sided-long-edge
    is "under its title" "$(ticket title)" "by $2"
}

# ---- finding it, making queues ----

found() { timeout 20 ippfind -T 1 _ipp._tcp --name "^office$" --quiet; }
ok "ippfind finds the printer" wait_until 20 found
ok "driverless lists it" sh -c 'driverless | grep -q "^ipps\{0,1\}://office\._ipps\{0,1\}\._tcp\.local/$"'
listed() { lpstat -e | grep -qx office; }
ok "printers without a queue are listed, it among them" wait_until 20 listed
ok "driverless makes a PPD of it" sh -c "driverless $uri >driverless.ppd"
ok "a queue is made: everywhere" everywhere everywhere
ok "another one over TLS" everywhere encrypted ipps
ok "another one with the PPD of driverless" lpadmin -p driverless -E -v "$uri" -P driverless.ppd

# has OPTION CHOICE...: the queue everywhere offers them; the usual one is marked by *
has() {
    local line choice
    line=$(lpoptions -p everywhere -l | sed -n "s,^$1/[^:]*: ,,p")
    shift
    for choice in "$@"; do
        case " $line " in *" $choice "*) ;; *) echo "'$line' has no '$choice'"; return 1 ;; esac
    done
}
ok "it offers the sizes" has PageSize '*A4' Letter Legal A5 B5 Executive Statement Env10 EnvDL EnvC5 EnvMonarch ISOB5
ok "the trays" has InputSlot '*Auto' Tray1 ByPassTray
ok "the types of paper" has MediaType Stationery Cardstock Transparency Labels Envelope
ok "two sides" has Duplex '*None' DuplexNoTumble DuplexTumble
ok "the qualities" has cupsPrintQuality Draft '*Normal' High
ok "gray, and no color" has ColorModel '*Gray'
not_ok "none at all" sh -c 'lpoptions -p everywhere -l | grep -E "RGB|CMYK"'
like "the drawer has its name" "$(grep 'InputSlot Tray1/' "$cups/etc/ppd/everywhere.ppd")" 'Tray1/Drawer 1:'
like "also for who reads German" "$(grep 'cupsStringsURI de:' "$cups/etc/ppd/everywhere.ppd")" 'http.*/de\.strings'
like "its margins are those of the machine" \
    "$(grep 'ImageableArea A4' "$cups/etc/ppd/everywhere.ppd" | head -n 1)" '"14.17[0-9]* 14.17[0-9]* 581.10[0-9]* 827.71'

prints "everywhere" everywhere
prints "over TLS" encrypted
prints "by driverless" driverless

# ---- queues that come by themselves ----

prints "without a queue" office
like "CUPS has made one for the time being" "$(lpstat -v office)" '^device for office: ipps\{0,1\}://.*/ipp/print/office$'

# the temporary one is in the way of the one that cups-browsed makes
lpadmin -x office
lpadmin -x everywhere
if command -v cups-browsed >/dev/null; then
    mkdir browsed
    cat >browsed.conf <<CONF
BrowseRemoteProtocols dnssd
BrowseLocalProtocols none
CreateIPPPrinterQueues All
OnlyUnsupportedByCUPS No
CacheDir $T/browsed
LogDir $T/browsed
DebugLogging stderr
CONF
    cups-browsed -c "$T/browsed.conf" --autoshutdown=off >browsed.out 2>&1 &
    browsed_pid=$!
    children="$children $browsed_pid"
    browsed() { lpstat -v office 2>/dev/null | grep -q implicitclass && lpstat -p office | grep -q enabled; }
    ok "cups-browsed makes a queue" wait_until 30 browsed
    prints "by cups-browsed" office
    stop "$browsed_pid"
    not_ok "it takes the queue away at its end" browsed
else
    result 0 "# SKIP needs cups-browsed"
fi
done_testing
