#!/bin/bash
# test-ipp-printer.sh - what clients are told of a queue, and that it is so.
# sanitizers: address thread
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-queue.sh"
. "$(dirname "$0")/lib-vprinter.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl

start_printer vp --speed 0 || exit 1
start_site || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

# ask [LINE...]: Get-Printer-Attributes of everything; each LINE is one of ipptool
ask() {
    operate office Get-Printer-Attributes "$@" 'keyword requested-attributes all,media-col-database'
    cp "$T/operated" "$T/answer"
}
# value NAME: as ipptool shows it, also of a part of its type
value() { sed -n "s/^ *$1 ([^)]*) = //p" "$T/answer" | tail -n 1; }
# type NAME
type_of() { sed -n "s/^ *$1 (\([^)]*\)) = .*/\1/p" "$T/answer" | tail -n 1; }
# count NAME: how many times it is there
count() { grep -c "^ *$1 (" "$T/answer"; }

ok "the queue is asked" ask
is "no attribute is there twice" "$(sed -n '/printer-uri (uri)/d; s/^ *\([-a-z]*\) ([^)]*) = .*/\1/p' "$T/answer" |
    sort | uniq -d | grep -v '^attributes-\|^requested-attributes')" ""
is "a default that is none has no value" "$(type_of orientation-requested-default)" no-value
is "its addresses are two" "$(value printer-uri-supported | tr ',' '\n' | wc -l)" 2
is "with their security" "$(value uri-security-supported)" none,tls
is "and how one is known" "$(value uri-authentication-supported)" none,none
is "copies of Apple raster are made" "$(value urf-supported | tr ',' '\n' | grep CP)" CP255
like "the device id tells what is printed" "$(value printer-device-id)" '^MFG:Canon;MDL:iR1020.*;CMD:PWGRaster,URF,.*JPEG,PNG'
is "envelopes have wide margins" "$(value media-col-database | sed 's/},{media-b/}\n{media-b/g' |
    sed -n 's/.*bottom-margin=\([0-9]*\) .*iso_dl_110x220mm.*/\1/p')" 1000
is "sheets have not" "$(value media-col-database | sed 's/},{media-b/}\n{media-b/g' |
    sed -n 's/.*bottom-margin=\([0-9]*\) .*iso_a5_148x210mm.*/\1/p')" 500
is "a size is in the list once" "$(value media-col-database | tr ' ' '\n' | grep size-name | sort | uniq -d)" ""
like "a department can be named" "$(value job-account-id-supported)" true
is "there is no usual one" "$(type_of job-account-id-default)" no-value
not_ok "what is a queue's own is no attribute of a job" sh -c "echo '$(value job-creation-attributes-supported)' | grep -q quiet-hours"
like "it is one that can be set" "$(value printer-settable-attributes-supported)" quiet-hours-default
is "the list of those has its right name only" "$(count printer-settable-attributes)" 0
not_ok "events of jobs are not promised" sh -c "echo '$(value notify-events-supported)' | grep -q job-"

ok "another one is asked for by raster" ask 'mimeMediaType document-format image/pwg-raster'
is "copies are made of it" "$(value copies-supported)" 1-999
is "several pages of it lie on a side" "$(value number-up-supported)" 1,2,4,6,9,16

operate office Get-Printer-Attributes 'keyword requested-attributes job-template,printer-description' >"$T/ask.log"
cp "$T/operated" "$T/answer"
is "who asks for a group gets our options, too" "$(value toner-save-supported)" auto,off,on,device
is "their names" "$(type_of printer-strings-uri)" uri
is "and not the list of all papers" "$(count media-col-database)" 0

# ---- words ----
for language in de:de de-at:de zh-hans:zh xx:en; do
    sed "s/language en/language ${language%:*}/" <<'END' >"$T/strings.test"
{ OPERATION Get-Printer-Attributes
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR language attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR keyword requested-attributes printer-strings-uri
  STATUS successful-ok }
END
    ipptool -tv "$(uri_of office)" "$T/strings.test" >"$T/answer"
    like "who asks in ${language%:*} gets ${language#*:}" "$(value printer-strings-uri)" "/strings/${language#*:}.strings$"
done
ok "asked for in German" sh -c "sed -i 's/language xx/language de/' '$T/strings.test' && ipptool -tv '$(uri_of office)' '$T/strings.test' >'$T/answer'"
ok "the file is there" curl -sf -o "$T/de.strings" "$(value printer-strings-uri)"
ok "as it was written" cmp "$T/de.strings" "$lib_folder/../../resources/strings/de.strings"

# ---- IPP 1.0, as Windows' old client speaks ----
printf '\1\0\0\13\0\0\0\1\1\107\0\22attributes-charset\0\5utf-8\110\0\33attributes-natural-language\0\2en\105\0\13printer-uri\0%b%s\3' \
    "\\$(printf %o "$(uri_of office | tr -d '\n' | wc -c)")" "$(uri_of office)" >"$T/request"
curl -s -H 'Content-Type: application/ipp' --data-binary "@$T/request" -o "$T/reply-1.0" "http://127.0.0.1:$server_port/ipp/print/office"
is "a request of IPP 1.0 is answered so, and well" "$(head -c 8 "$T/reply-1.0" | od -An -tx1 | tr -d ' \n')" 0100000000000001

# ---- Identify-Printer ----
state_message() { ask >"$T/ask.log"; value printer-state-message; }
like "nobody looks for it" "$(state_message)" '^Ready'
ok "somebody does" operate office Identify-Printer 'text message "Room 12"' 'keyword identify-actions display'
like "which it says" "$(state_message)" 'looks for this printer: Room 12'
like "in its reasons, too" "$(value printer-state-reasons)" identify-printer-requested
ok "and on its page" web_says 'is looking for this printer: Room 12'

# ---- Validate-Job ----
preferred() { sed -n 's/^ *preferred-attributes (collection) = //p' "$T/operated"; }
page='mimeMediaType document-format image/pwg-raster'
ok "a job that can be is valid" operate office Validate-Job "$page" 'GROUP job-attributes-tag' 'keyword sides two-sided-long-edge'
is "nothing else is preferred" "$(preferred)" ""
ok "so is one that cannot be" operate office Validate-Job "$page" 'GROUP job-attributes-tag' \
    'keyword media iso_a5_148x210mm' 'keyword sides two-sided-long-edge'
is "but on one side is what comes" "$(preferred)" '{sides=one-sided}'
ok "and one from a drawer that does not hold it" operate office Validate-Job "$page" 'GROUP job-attributes-tag' \
    'collection media-col { MEMBER collection media-size { MEMBER integer x-dimension 14800 MEMBER integer y-dimension 21000 } MEMBER keyword media-source tray-1 }'
like "comes from the bypass tray" "$(preferred)" 'media-size-name=iso_a5_148x210mm media-source=by-pass-tray'
want_status=client-error-document-format-not-supported
ok "a format that is none is refused before the job" operate office Validate-Job 'mimeMediaType document-format application/x-none'
want_status=client-error-attributes-or-values-not-supported
ok "so is what cannot be, if nothing else will do" operate office Validate-Job "$page" 'boolean ipp-attribute-fidelity true' \
    'GROUP job-attributes-tag' 'keyword media iso_a0_841x1189mm'
want_status=client-error-compression-not-supported
ok "and a compression" operate office Validate-Job "$page" 'keyword compression compress'
unset want_status

# ---- defaults ----
set_default() { operate office Set-Printer-Attributes 'GROUP printer-attributes-tag' "$@"; }
ok "defaults are set" set_default 'keyword sides-default two-sided-short-edge' 'keyword print-scaling-default fill' \
    'enum orientation-requested-default 4' 'keyword output-bin-default face-down'
ok "a quality beside them" set_default 'enum print-quality-default 5'
ask
is "they are so: sides" "$(value sides-default)" two-sided-short-edge
is "scaling" "$(value print-scaling-default)" fill
is "orientation" "$(value orientation-requested-default)" landscape
is "quality" "$(value print-quality-default)" high
want_status=client-error-attributes-or-values-not-supported
ok "sides that are none are refused" set_default 'keyword sides-default three-sided'
unset want_status
ok "the sub-command sets them" on_server modify -d office -o sides=two-sided-long-edge -o media=iso_a5_148x210mm \
    -o print-content-optimize=photo -o toner-save=on
ask
is "the sides" "$(value sides-default)" two-sided-long-edge
is "the paper" "$(value media-default)" iso_a5_148x210mm
is "the content" "$(value print-content-optimize-default)" photo
is "an option of ours, which the orientation has not moved" "$(value toner-save-default)" on
ok "it is told where it stands" on_server modify -d office -o "printer-location='Room 12, left'" \
    -o printer-organization=Firm -o printer-organizational-unit=Post
ask
is "which it says" "$(value printer-location)" 'Room 12, left'
is "and whose it is" "$(value printer-organization) $(value printer-organizational-unit)" 'Firm Post'
is "that is no place on earth" "$(type_of printer-geo-location)" unknown
ok "a setting of the queue's own" on_server modify -d office -o keep-printed=3
ask
is "is so, too" "$(value keep-printed-default)" 3
stop "$server_pid"
start_site || exit 1
ask
is "after a restart it stands there still" "$(value printer-location)" 'Room 12, left'
is "after a restart it is so, too: sides" "$(value sides-default)" two-sided-long-edge
is "orientation" "$(value orientation-requested-default)" landscape
ok "the queue prints" print_file office <("$make_raster" -s a5) image/pwg-raster
lies_in() {
    echo "{ MEMBER collection media-size { MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700 }
        MEMBER keyword media-source $1 MEMBER keyword media-type stationery MEMBER integer media-left-margin 500
        MEMBER integer media-right-margin 500 MEMBER integer media-top-margin 500 MEMBER integer media-bottom-margin 500 }"
}
ok "three trays hold the same paper" operate office Set-Printer-Attributes 'GROUP printer-attributes-tag' \
    "collection media-col-ready $(lies_in by-pass-tray),$(lies_in tray-1),$(lies_in tray-2)"
ask
is "each is told" "$(value media-col-ready | grep -o 'media-source=[a-z]*-[a-z0-9-]*' | wc -l)" 3
is "its size once" "$(value media-ready)" iso_a4_210x297mm

# ---- events ----
ok "somebody subscribes to its state" operate office Create-Printer-Subscriptions 'GROUP subscription-attributes-tag' \
    'keyword notify-pull-method ippget' 'keyword notify-events printer-state-changed'
subscription=$(sed -n 's/^ *notify-subscription-id (integer) = //p' "$T/operated" | tail -n 1)
# told PATTERN: an event that says so has come
told() {
    operate office Get-Notifications 'name requesting-user-name tester' "integer notify-subscription-ids $subscription" \
        'boolean notify-wait false' && grep -q -- "$1" "$T/operated"
}
not_ok "nothing is told before it changes" told notify-subscribed-event
ok "it is paused" on_server pause -d office
ok "that is told in words" wait_until 20 told 'notify-text (textWithoutLanguage) = Paused'
is "and for programs" "$(sed -n 's/^ *printer-state-reasons (keyword) = //p' "$T/operated" | tail -n 1)" paused
is "with its state" "$(sed -n 's/^ *printer-state (enum) = //p' "$T/operated" | tail -n 1)" stopped
ok "somebody subscribes and does not say to what" operate office Create-Printer-Subscriptions \
    'GROUP subscription-attributes-tag' 'keyword notify-pull-method ippget'
subscription=$(sed -n 's/^ *notify-subscription-id (integer) = //p' "$T/operated" | tail -n 1)
ok "it is resumed" on_server resume -d office
ok "that is told, too" wait_until 20 told 'notify-text (textWithoutLanguage) = Ready'

# ---- alerts ----
is "with nothing the matter there is no alert" "$(count printer-alert)$(count printer-alert-description)" 00
touch "$T/faults"
run_printer ill --speed 0 --control "$T/faults"
mv "$log" "$T/ill.log"
ok "a machine that tells what is the matter has a queue" add_queue ill "socket://127.0.0.1:$raw_port/?snmp-port=$snmp_port"
# ask_ill [NAMES]
ask_ill() {
    operate ill Get-Printer-Attributes "keyword requested-attributes ${1:-printer-alert,printer-alert-description,printer-state-reasons}" &&
        cp "$T/operated" "$T/answer"
}
ill_is() { ask_ill && [ "$(value printer-state-reasons)" = "$1" ]; }
(cd "$T" && control toner-low)
ok "its toner is low" wait_until 60 ill_is toner-low-warning
is "that is an alert" "$(value printer-alert)" 'code=markerTonerAlmostEmpty;severity=warning;training=untrained;group=markerSupplies'
is "with what to do" "$(value printer-alert-description)" 'The toner is low: have a new cartridge ready.'
(cd "$T" && control jam toner-low)
send_document_to_ill() { send_file ill "$T/page.pwg" image/pwg-raster; }
"$make_raster" -s a4 -g 50 >"$T/page.pwg"
ok "a page jams" send_document_to_ill
ok "that is a reason, too" wait_until 60 ill_is media-jam-error,toner-low-warning
is "they are two alerts" "$(value printer-alert)" 'code=jam;severity=critical;training=untrained;group=mediaPath,code=markerTonerAlmostEmpty;severity=warning;training=untrained;group=markerSupplies'
like "in the same order" "$(value printer-alert-description)" '^Paper is jammed: .*,The toner is low: '
ok "one of the two can be asked for" ask_ill printer-alert-description
is "the other is not told then" "$(count printer-alert-description)$(count printer-alert)" 10
ok "they are in the group of a printer's description" ask_ill printer-description
is "both" "$(count printer-alert-description)$(count printer-alert)" 11
: >"$T/faults.new" && mv "$T/faults.new" "$T/faults"
ok "when it is put right" wait_until 60 ill_is none
is "there are no alerts" "$(count printer-alert)$(count printer-alert-description)" 00

# ---- several jobs ----
"$make_raster" -s a5 >"$T/page.pwg"
# held_job USER: its number in $job
held_job() {
    sed "s/requesting-user-name tester/requesting-user-name $1/" "$T/print.test" >"$T/as.test"
    cp "$T/print.test" "$T/print.tester" && cp "$T/as.test" "$T/print.test"
    send_file office "$T/page.pwg" image/pwg-raster 'ATTR keyword job-hold-until indefinite'
    mv "$T/print.tester" "$T/print.test"
}
# as USER OPERATION LINE...
as() {
    local user=$1 operation=$2
    shift 2
    operate office "$operation" "name requesting-user-name $user" "$@"
}
held_job anna && first=$job && held_job bob && second=$job && held_job anna && third=$job
ok "jobs are listed by their numbers" operate office Get-Jobs "integer job-ids $first,$third"
is "those, no other" "$(grep -c 'job-id (integer)' "$T/operated")" 2
ok "one of them with a limit" operate office Get-Jobs 'integer limit 1'
is "it is one" "$(grep -c 'job-id (integer)' "$T/operated")" 1
want_status=client-error-not-authorized
ok "somebody cannot cancel another's with hers" as anna Cancel-My-Jobs "integer job-ids $first,$second"
is "it is told which" "$(sed -n 's/^ *job-ids (integer) = //p' "$T/operated" | tail -n 1)" "$second"
want_status=client-error-not-found
ok "nor one that is not known" as anna Cancel-My-Jobs "integer job-ids $first,9999"
unset want_status
is "then none is canceled" "$(active office)" 3
ok "she cancels hers" as anna Cancel-My-Jobs
is "the other's waits still" "$(active office)" 1
want_status=client-error-not-possible
ok "one that has ended is not canceled" as anna Cancel-My-Jobs "integer job-ids $first"
unset want_status
ok "whoever sits here cancels by number" operate office Cancel-Jobs "integer job-ids $second"
is "none waits" "$(active office)" 0
done_testing
