#!/bin/bash
# test-migrate.sh - a queue that CUPS has with the maker's driver becomes one of ours: its machine, its
# address, what is set in it. The PPDs are written by hand, see tests/migrate/README.md.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-cups.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app ipptool curl
ppds=$(cd "$lib_folder/../migrate" && pwd)
cd "$T" || exit 1

migrate() { on_server migrate "$@"; }
cat >defaults.test <<'END'
{
    OPERATION Get-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR language attributes-natural-language en
    ATTR uri printer-uri $uri
    STATUS successful-ok
    DISPLAY sides-default
    DISPLAY toner-save-default
    DISPLAY halftone-default
    DISPLAY copies-order-default
    DISPLAY image-refinement-default
    DISPLAY number-up-default
    DISPLAY media-col-default
    DISPLAY printer-make-and-model
}
END
defaults_of() { ipptool -t "$(uri_of "$1")" defaults.test 2>&1; }
has() { like "$1" "$(printf '%s' "$defaults" | tr '\n' ' ')" "$2"; }
has_queue() { on_server printers | grep -qx "$1"; }

start_server || exit 1

# ---- from a PPD ----

out=$(migrate --dry-run --ppd "$ppds/ir1022.ppd" --uri 'lpd://192.0.2.9/raw?timeout=9' -d small 2>&1)
like "the machine is known" "$out" 'canon_ir1018_ufr2lt at lpd://192.0.2.9/raw$'
like "what is set is told" "$out" 'InputSlot=Cas2 (Drawer 2): media-source=tray-2'
like "and the command that does it" "$out" 'add -d small -v lpd://192.0.2.9/raw -m canon_ir1018_ufr2lt'
like "with its options" "$out" 'modify -d small .*-o media=na_letter'
not_ok "nothing is done then" has_queue small
like "the maker's own USB backend has no place of its own" \
    "$(migrate --dry-run --ppd "$ppds/ir1022.ppd" --uri cnusb:/dev/usb/lp0 -d small 2>&1)" \
    'at usb://Canon/iR1018/1022/1023%20(UFRII%20LT)'
like "an address that is none of the machine is asked for" \
    "$(migrate --dry-run --ppd "$ppds/ir1022.ppd" --uri ipp://print.example/printers/x -d small 2>&1)" 'Say where the machine is'
not_ok "and is no queue" migrate --ppd "$ppds/ir1022.ppd" --uri ipp://print.example/printers/x -d small
not_ok "a PPD of another maker is refused" migrate --ppd "$ppds/laser.ppd" --uri socket://192.0.2.9 -d small
not_ok "and what is no PPD" migrate --ppd "$0" --uri socket://192.0.2.9 -d small
ok "a queue is made from a PPD" migrate --ppd "$ppds/ir1022.ppd" --uri lpd://192.0.2.9/raw -d small
defaults=$(defaults_of small)
has "for its machine" 'iR1018/1022/1023 (UFRII LT)'
has "with its drawer" 'media-source=tray-2'
has "and paper" '21590'
has "and order of copies" 'copies-order-default (keyword) = collated'
has "what the driver leaves to the machine is left to it" 'toner-save-default (keyword) = device'

# ---- from CUPS ----

if ! command -v cupsd >/dev/null || ! command -v lpadmin >/dev/null; then
    echo "# without CUPS"
    done_testing
fi
start_cups || exit 1
lpadmin -p office -E -v socket://192.0.2.7:9100/?waiteof=false -P "$ppds/ir1024.ppd" 2>/dev/null
lpadmin -p other -E -v socket://192.0.2.8 -P "$ppds/laser.ppd" 2>/dev/null
lpadmin -p small -E -v 'usb://Canon/iR1018/1022/1023%20(UFRII%20LT)?serial=A1&interface=2' -P "$ppds/ir1022.ppd" 2>/dev/null
lpoptions -p office -o Duplex=DuplexTumble -o number-up=2 -o CNSecuredPrint=True
out=$(migrate --dry-run)
like "CUPS tells where a machine is" "$out" 'office (Canon iR1020/1024/1025 UFRII LT.*at socket://192.0.2.7:9100$'
like "a name that is taken gets a number" "$out" 'small (.*: queue small-2,'
like "with the whole address of USB" "$out" 'at usb://Canon/iR1018/1022/1023%20(UFRII%20LT)?serial=A1&interface=2'
like "what has no counterpart is told" "$out" 'CNOddOption=Sometimes (Now and Then): has no counterpart'
like "and what does it here instead" "$out" 'CNSecuredPrint=True.* release-jobs=all'
is "others are left alone" "$(echo "$out" | grep -c '^other')" 0
not_ok "a queue of another maker that is named is refused" migrate other
not_ok "and one that is not there" migrate nosuch
ok "a queue of CUPS becomes one of ours" migrate office
ok "it has its name" has_queue office
defaults=$(defaults_of office)
has "what a person has set in CUPS is set" 'sides-default (keyword) = two-sided-short-edge'
has "pages on a side, too" 'number-up-default ([a-zA-Z]*) = 2'
has "what was set in its driver" 'toner-save-default (keyword) = on'
has "all of it" 'halftone-default (keyword) = resolution'
has "with the order of copies" 'copies-order-default (keyword) = group'
# ---- the same by the page ----

stop "$server_pid"
start_site || exit 1
page /migrate
ok "the page shows the printers that CUPS has with the maker's driver" shows 'iR1020/1024/1025 UFRII LT'
not_ok "and no others" shows Acme
ok "what has no counterpart is told there, too" shows 'CNOddOption=Sometimes'
post /migrate
is "one has to be ticked" "$code" 400
post /migrate queue-0=office
is "a ticked one is taken over" "$code $went" '303 /printers?notice=migrated'
ok "under a name that is free" has_queue office-2
not_ok "others are not" has_queue small-2
defaults=$(defaults_of office-2)
has "with what a person has set in CUPS" 'sides-default (keyword) = two-sided-short-edge'
has "with what was set in its driver" 'halftone-default (keyword) = resolution'
has "and pages on a side" 'number-up-default ([a-zA-Z]*) = 2'
has "on its paper" 'media-size-name=iso_a4_210x297mm'
like "and that of CUPS is still there" "$(lpstat -v office)" 'socket://192.0.2.7'

# ---- from the files of a CUPS that does not run ----

stop "$cups_pid"
out=$(migrate --dry-run 2>&1)
like "without CUPS its files tell the same" "$out" 'office (Canon iR1020/1024/1025 UFRII LT.*at socket://192.0.2.7:9100$'
like "with what was set" "$out" 'Duplex=DuplexTumble: sides=two-sided-short-edge'
is "and no others" "$(echo "$out" | grep -c '^other')" 0
done_testing
