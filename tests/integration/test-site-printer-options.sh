#!/bin/bash
# test-site-printer-options.sh - a printer is set up on the web page: each option of what documents
# usually get, paper in its trays, its toner cartridge, its calibration.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl

office=office
start_printer vp --speed 0 || exit 1
start_site || exit 1
add_queue office "socket://127.0.0.1:$printer_port"
"$make_raster" -n 2 >"$T/two.pwg"

# ---- options: NAME VALUE-IN-THE-FORM AS-IPPTOOL-SAYS-IT ----
cat >"$T/options" <<'END'
sides two-sided-long-edge two-sided-long-edge
binding-edge top top
binding-shift 500 500
print-quality 5 high
print-content-optimize photo photo
toner-save on on
image-refinement off off
halftone resolution resolution
brightness 20 20
contrast -30 -30
print-scaling fit fit
orientation-requested 4 landscape
number-up 2 2
presentation-direction-number-up toleft-tobottom toleft-tobottom
page-border single single
imposition-template signature signature
page-delivery reverse-order-face-down reverse-order-face-down
blank-pages remove remove
watermark DRAFT DRAFT
copies-order group group
other-paper print print
blank-jobs print print
stop-program-code off off
release-jobs all all
release-within 30m 30m
job-account-id 1234 1234
keep-printed 5 5
keep-printed-hours 48 48
END
attributes() { ipptool -tv "$(uri_of "$office")" get-printer-attributes.test 2>/dev/null | grep -e '-default ' | grep -v media-col | sort; }
attributes >"$T/before"
page /printers/1/options
missing=$(while read -r name _; do shows "name=\"$name\"" || echo "$name"; done <"$T/options")
is "each option has a field" "$missing" ""
ok "what the queue tells nothing of is shown as it works" shows '<option value="7" selected>As the document'
# what a browser would send back of a page that nobody has touched
untouched() {
    sed 's/<select /\n<select /g' "$T/page" |
        sed -n 's/.*<select id="o-[^"]*" name="\([^"]*\)".*value="\([^"]*\)" selected.*/\1=\2/p'
}
# shellcheck disable=SC2046 # none has a space
post /printers/1/options $(untouched)
is "a page that nobody has touched can be saved" "$code" 303
attributes >"$T/after"
ok "and changes nothing" diff "$T/before" "$T/after"
fields=$(awk '{ print $1 "=" $2 }' "$T/options")
# shellcheck disable=SC2086 # none has a space
post /printers/1/options $fields media=iso_a5_148x210mm media-source=tray-1 media-type=stationery thumbnails=yes
is "all are set at once" "$code" 303
attributes >"$T/after"
wrong=$(while read -r name _ value; do grep -q " $name-default ([^)]*) = $value\$" "$T/after" || echo "$name"; done <"$T/options")
is "and clients are told each" "$wrong" ""
is "the paper, too" "$(ask_printer "$office" media-default)" iso_a5_148x210mm
page /printers/1/options
lost=$(while read -r name value _; do
    grep -q "name=\"$name\"[^<]*value=\"$value\"" "$T/page" ||
        grep "<select id=\"o-$name\"" "$T/page" | grep -q "value=\"$value\" selected" || echo "$name"
done <"$T/options")
is "the page shows what is set" "$lost" ""
post /printers/1/options sides=one-sided brightness=500 watermark=typed
is "a number beyond its limits is refused" "$code" 400
ok "with what was typed" shows 'value="500"'
ok "all of it" shows 'value="typed"'
ok "the field says that it is wrong" shows 'name="brightness"[^>]*aria-invalid=true'
is "and nothing is changed" "$(ask_printer "$office" sides-default) $(ask_printer "$office" watermark-default)" \
    "two-sided-long-edge DRAFT"
for bad in sides=nonsense release-within=soon media=custom_max_1x1mm number-up=3 keep-printed=x thumbnails=maybe; do
    post /printers/1/options "$bad"
    is "$bad is refused" "$code" 400
done
post /printers/1/options release-jobs=none watermark= imposition-template=none page-border=none blank-pages=print \
    page-delivery=same-order-face-down orientation-requested=7 number-up=1
ok "a document is printed by these" print_file "$office" "$T/two.pwg" image/pwg-raster
ticket=$(cat "$T/vp/job-0001/ticket.json")
like "on both sides" "$ticket" '"sides": "two-sided'
like "with little toner" "$ticket" '"toner": "on"'
like "for the department" "$ticket" '1234'
post /printers/1/page kind=test
wait_until 30 printed vp 2
like "a page of our own is printed on the usual paper" "$(cat "$T/vp/job-0002/ticket.json")" 'iso_a5_148x210mm'
post /printers/1/options job-account-pin=4711
page /printers/1/options
not_ok "a PIN is never shown" shows '[^0-9a-f]4711[^0-9a-f]'
post /printers/1/reset
attributes | grep -v job-account-pin >"$T/reset"
grep -v job-account-pin "$T/before" >"$T/usual"
ok "all becomes as it was in the beginning" diff "$T/usual" "$T/reset"

# ---- paper, toner, calibration ----
post /printers/1/paper size.tray-1=na_letter_8.5x11in type.tray-1=stationery size.by-pass-tray=
is "paper in a tray is set" "$code" 303
like "and told" "$(ask_printer "$office" media-ready)" na_letter_8.5x11in
page /printers/1/paper
ok "the page shows it" shows 'value="na_letter_8.5x11in" selected'
is "paper that it does not take is refused" "$(post /printers/1/paper size.tray-1=iso_a0_841x1189mm; echo "$code")" 400
post /printers/1/toner do=changed pages=5000
is "a new cartridge is counted from now on" "$code $(ask_printer "$office" toner-pages-default)" "303 5000"
like "since today" "$(ask_printer "$office" toner-changed-default)" "$(date +%Y)-"
is "pages of a cartridge are a number" "$(post /printers/1/toner do=pages pages=many; echo "$code")" 400
post /printers/1/calibration front-x.tray-1=1,5 front-y.tray-1=-0.8 back-x.tray-1= back-y.tray-1=0.25
is "what was read of the calibration page is kept" "$code $(ask_printer "$office" registration-default)" \
    '303 tray-1:1.5,-0.8:0,0.25'
page /printers/1/calibration
ok "and shown" shows 'name="front-x.tray-1"[^>]*value="1.50"'
post /printers/1/calibration front-x.tray-1=99
is "more than a machine is ever off is refused" "$code" 400
ok "with what was typed, too" shows 'value="99"'

stop "$server_pid"
start_site
page /printers/1/calibration
ok "it lasts" shows 'name="front-x.tray-1"[^>]*value="1.50"'
page /printers/1/paper
ok "all of it" shows 'value="na_letter_8.5x11in" selected'
done_testing
