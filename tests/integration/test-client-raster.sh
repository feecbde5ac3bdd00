#!/bin/sh
# test-client-raster.sh - raster pages of every kind that clients send, compared with what was
# asked: place to the dot, tone, order, sides, copies, size.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster compare-page ipptool

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
n=0

# next_job FILE FORMAT [ATTR...]: print and wait for the paper; its number in $n
next_job() {
    print_file office "$@" || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n
    ticket=$T/vp/job-$(printf %04d $n)/ticket.json
}
# asked NAME: what the ticket says of it
asked() { sed -n "s/.*\"$1\" *: *\"*\([^\",}]*\).*/\1/p" "$ticket" | head -n 1; }

# right PAGE [OPTION...]: the printed page is the reference's, see compare-page
right() {
    right_page=$1
    shift
    "$build/compare-page" "$@" -p "$right_page" "$T/wanted.pwg" "$(page_file vp $n "$right_page")"
}

# case_of NAME FORMAT OPTION...: a document of make-raster comes out as its pattern says
case_of() {
    case_name=$1 format=$2
    shift 2
    case $format in urf) mime=image/urf ;; *) mime=image/pwg-raster ;; esac
    "$make_raster" -f "$format" "$@" >"$T/case.$format" && "$make_raster" "$@" -R >"$T/wanted.pwg" ||
        { result 1 "$case_name is made"; return; }
    ok "$case_name is printed" next_job "$T/case.$format" "$mime"
    ok "$case_name is right in each dot and tone" right 1
}

# ---- kinds of pixels ----
for type in sgray_8 black_8 black_1 sgray_1 sgray_16 black_16 srgb_8 srgb_16 adobe-rgb_8 rgb_8 \
    cmyk_8 cmyk_16; do
    case_of "a page of $type" pwg -F -t $type
done
for type in sgray_8 sgray_16 srgb_8 adobe-rgb_8 rgb_8 cmyk_8; do
    case_of "an Apple page of $type" urf -F -t $type
done

# ---- resolutions ----
for dpi in 300 1200 300x600 600x300 1200x600; do
    case_of "a page of $dpi dpi" pwg -F -r $dpi
    case_of "a page of $dpi dpi and 1 bit" pwg -r $dpi -t black_1
done
case_of "an Apple page of 300 dpi" urf -F -r 300 -t srgb_8

# ---- sizes ----
case_of "a page of Letter" pwg -F -s letter
is "the sheet is Letter" "$(asked size)" na_letter_8.5x11in
case_of "a page that is a dot smaller each way" pwg -F -s a4-short
case_of "a page of what can be printed on" pwg -F -s a4-printable
is "the sheet is A4" "$(asked size)" iso_a4_210x297mm
case_of "the same at 300 dpi" urf -F -s a4-printable -r 300
case_of "a small page" pwg -s stamp
is "the sheet is the queue's" "$(asked size)" iso_a4_210x297mm

# ---- pages on their side ----
case_of "a page on its side" pwg -F -s a4-turned
is "its sheet is A4" "$(asked size)" iso_a4_210x297mm
case_of "an Apple page of sRGB on its side" urf -F -s a4-turned -t srgb_8
case_of "a page of Letter on its side" pwg -F -s letter-turned
case_of "a page of 1 bit on its side" pwg -s a4-turned -t black_1
case_of "a page of 300 dpi on its side" pwg -F -s a4-turned -r 300
case_of "a page of 300 x 600 dpi on its side" pwg -F -s a4-turned -r 300x600
case_of "a page on its side of what can be printed on" pwg -F -s a4-printable-turned

# several NAME PAGES: all pages of the last job are those of $T/wanted.pwg
several() {
    is "$1: the pages are all there" "$(pages vp $n)" "$2"
    for page in $(seq 1 "$2"); do ok "$1: page $page is right" right "$page"; done
}
"$make_raster" -n 3 -S a4-turned >"$T/mixed.pwg"
"$make_raster" -n 3 -S a4-turned -R >"$T/wanted.pwg"
ok "standing and lying pages are printed on both sides" next_job "$T/mixed.pwg" \
    image/pwg-raster 'ATTR keyword sides two-sided-long-edge'
is "as one job of the machine" "$(asked sides)" two-sided-long-edge
several "standing and lying" 3

# ---- backs ----
# The queue wants backs like fronts.
like "backs are to be like fronts" "$(ipptool -tv "$(uri_of office)" get-printer-attributes.test)" \
    'pwg-raster-document-sheet-back (keyword) = normal'
for back in normal rotated flipped mirrored; do
    "$make_raster" -n 2 -d 2 -F -b $back >"$T/back.pwg"
    "$make_raster" -n 2 -R -F >"$T/wanted.pwg"
    ok "a document whose backs are $back is printed" next_job "$T/back.pwg" image/pwg-raster
    is "on both sides, as its headers say" "$(asked sides)" two-sided-long-edge
    several "backs that were $back" 2
done
"$make_raster" -n 2 -d 2 -t srgb_8 -F -b rotated -s a4-turned >"$T/back.pwg"
"$make_raster" -n 2 -R -t srgb_8 -F -s a4-turned >"$T/wanted.pwg"
ok "lying pages whose backs are rotated are printed" next_job "$T/back.pwg" image/pwg-raster
several "lying with a rotated back" 2

# ---- what headers say ----
"$make_raster" -R >"$T/wanted.pwg"
"$make_raster" -H media-position=21 -H media-type=stationery-recycled \
    -H print-content-optimize=photo -H copies=2 -H pages=7 >"$T/wishes.pwg"
# the quality: libcups writes none into a PWG header
printf '\000\000\000\003' | dd of="$T/wishes.pwg" bs=1 seek=488 conv=notrunc 2>/dev/null
ok "a page whose header has wishes is printed" next_job "$T/wishes.pwg" image/pwg-raster
is "from the drawer" "$(asked source)" tray-2
is "on the type of paper" "$(asked type)" stationery-recycled
is "as a draft" "$(asked toner)" on
is "twice" "$(($(asked copies) * $(pages vp $n)))" 2
ok "each is right" right 1 -o print-quality=draft -o print-content-optimize=photo
ok "it is printed with wishes in the request" next_job "$T/wishes.pwg" image/pwg-raster \
    'ATTR integer copies 1' 'ATTR enum print-quality 4' \
    'ATTR collection media-col { MEMBER keyword media-source tray-1 MEMBER keyword media-type stationery }'
is "which go before the header's: the drawer" "$(asked source)" tray-1
is "the type" "$(asked type)" stationery
not_ok "the quality" sh -c "grep -q '\"toner\" *: *\"on\"' '$ticket'"
is "the copies" "$(($(asked copies) * $(pages vp $n)))" 1

"$make_raster" -f urf -H media-position=20 -H print-quality=5 -d 3 -n 2 >"$T/wishes.urf"
ok "Apple pages whose headers have wishes are printed" next_job "$T/wishes.urf" image/urf
is "from the drawer" "$(asked source)" tray-1
is "in high quality" "$(asked refinement)" on
is "on both sides" "$(asked sides)" two-sided-short-edge

# the number of pages in an Apple raster's beginning is the client's word; many do not know it
"$make_raster" -n 2 -R >"$T/wanted.pwg"
for count in 0 1 2 9; do
    "$make_raster" -f urf -n 2 -H pages=$count >"$T/count.urf"
    ok "an Apple raster of 2 pages that speaks of $count is printed" next_job "$T/count.urf" \
        image/urf
    several "2 pages called $count" 2
done
printf 'UNIRAST\000\000\000\000\000' >"$T/none.urf"
send_file office "$T/none.urf" image/urf
is "one without any page is refused" "$(end_of office "$job")" aborted

# ---- what is not read ----
"$make_raster" >"$T/inks.pwg"
printf '\000\000\000\060' | dd of="$T/inks.pwg" bs=1 seek=404 conv=notrunc 2>/dev/null # colour space
send_file office "$T/inks.pwg" image/pwg-raster
is "a page in inks that nobody knows is refused" "$(end_of office "$job")" aborted
like "with the reason" "$(ask_job office "$job" job-state-message)" 'colours that cannot be read'
is "nothing was printed of it" "$(jobs_printed vp)" "$n"
sides=$(sides_out vp)
"$make_raster" -s a4-turned -g 50 | head -c 20000 >"$T/short.pwg"
send_file office "$T/short.pwg" image/pwg-raster
is "a page on its side that breaks off is refused" "$(end_of office "$job")" aborted
is "no paper came of it" "$(sides_out vp)" "$sides"
done_testing
