#!/bin/sh
# test-client-macos.sh - what macOS 10.13 to 15 sends, in its order: a Mac prints through a CUPS of
# its own, which asks for everything once, then for the state again and again, and sends Apple
# raster or PDF.
# sanitizers: address
#
# How it is known: the job's attributes are those of a Mac's Create-Job in the logs of OpenPrinting's
# CUPS issues 738 and 238; that a Mac repeats the pages itself where a printer does not offer copies
# of Apple raster is in issue 1141. The order of the questions is that of CUPS' own programs of
# that age, by general knowledge, as are job-hold-until, document-name and "fit"; nobody here has
# recorded a Mac.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-client.sh"
need canon-printer-app virtual-printer make-raster compare-page ipptool gs

user=jeff
start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

# ---- adding the printer ----
for say_scheme in ipp ipps; do
    say Get-Printer-Attributes 'ATTR keyword requested-attributes all,media-col-database'
    was successful-ok "everything and the sizes are told by $say_scheme"
    ok "with all that a Mac makes its dialog of" has_values document-format-supported \
        document-format-preferred media-col-database media-col-ready media-col-supported \
        media-source-supported media-type-supported media-supported media-ready sides-supported \
        output-bin-supported print-color-mode-supported print-quality-supported \
        printer-resolution-supported urf-supported pdf-versions-supported copies-supported \
        multiple-document-handling-supported page-ranges-supported print-scaling-supported \
        printer-uuid printer-icons printer-more-info printer-supply-info-uri printer-strings-uri \
        printer-make-and-model printer-device-id job-account-id-supported \
        job-accounting-user-id-supported finishings-supported
done
say_scheme=ipp
like "copies of Apple raster are made here, so the Mac does not repeat the pages" \
    "$(said_value urf-supported)" 'CP255'
preferred=$(said_value document-format-preferred)
is "PDF is the format to send" "$preferred" application/pdf

# ---- a job ----
# what CUPS' program for IPP asks before each job, and while one prints
ask_state() {
    say Get-Printer-Attributes "ATTR name requesting-user-name $user" 'ATTR keyword requested-attributes compression-supported,copies-supported,cups-version,document-format-supported,marker-colors,marker-high-levels,marker-levels,marker-low-levels,marker-message,marker-names,marker-types,media-col-supported,multiple-document-handling-supported,operations-supported,print-color-mode-supported,printer-alert,printer-alert-description,printer-is-accepting-jobs,printer-mandatory-job-attributes,printer-state,printer-state-message,printer-state-reasons'
    was successful-ok "the state is told"
}
# media_col X Y SOURCE TYPE: with all its members
media_col() {
    printf '%s' "ATTR collection media-col { MEMBER collection media-size { MEMBER integer x-dimension $1 MEMBER integer y-dimension $2 } MEMBER keyword media-source $3 MEMBER keyword media-type $4 MEMBER integer media-left-margin 500 MEMBER integer media-right-margin 500 MEMBER integer media-top-margin 500 MEMBER integer media-bottom-margin 500 }"
}
a4='21000 29700' letter='21590 27940'
# create LINE...: validate and create; $want_created is what both answer; the number in $job. The
# account is the Mac's login name, which is no department here.
create() {
    ask_state
    for operation in Validate-Job Create-Job; do
        say $operation "ATTR name requesting-user-name $user" 'ATTR name job-name "Brief an Opa"' \
            'GROUP job-attributes-tag' "ATTR name job-accounting-user-id $user" "$@"
        was "${want_created:-successful-ok}"
    done
    job=$(said_value job-id)
}
# document FILE FORMAT: its only one, in chunks
document() {
    transfer=chunked
    say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
        'ATTR name document-name "Brief an Opa.pages"' "ATTR mimeMediaType document-format $2" \
        'ATTR boolean last-document true' "FILE $1"
    transfer=auto
    was successful-ok
}
# comes: the job ends on paper
comes() {
    is "it ends printed" "$(polled)" completed
    ok "on paper" next_paper
}
# job_of FILE FORMAT LINE...
job_of() {
    file=$1 format=$2
    shift 2
    create "$@"
    document "$file" "$format"
    comes
}
usual='ATTR keyword output-bin face-down'

"$make_raster" -f urf -F -n 3 -d 2 -H print-quality=4 >"$T/gray.urf"
"$make_raster" -R -F -n 3 >"$T/wanted.pwg"
# shellcheck disable=SC2086 # two words
job_of "$T/gray.urf" image/urf "$(media_col $a4 auto stationery)" "$usual" \
    'ATTR keyword print-color-mode monochrome' 'ATTR enum print-quality 4' \
    'ATTR keyword sides two-sided-long-edge' \
    'ATTR keyword multiple-document-handling separate-documents-collated-copies'
ok "three gray pages of A4 are right" all_right 3
is "on both sides" "$(asked sides)" two-sided-long-edge
is "on A4" "$(asked size)" iso_a4_210x297mm
like "under the job's name" "$(asked title)" 'Brief an Opa'
like "the sides that are out are counted" "$(said_value job-impressions-completed)" '^3$'
is "the login name is nobody's department" "$(asked account)" null

say_scheme=ipps
"$make_raster" -f urf -F -t srgb_8 -s letter -n 2 >"$T/color.urf"
"$make_raster" -R -F -t srgb_8 -s letter -n 2 >"$T/wanted.pwg"
# shellcheck disable=SC2086
job_of "$T/color.urf" image/urf "$(media_col $letter tray-2 stationery-heavyweight)" "$usual" \
    'ATTR integer copies 2' 'ATTR keyword print-color-mode auto' 'ATTR enum print-quality 5' \
    'ATTR keyword sides one-sided' \
    'ATTR keyword multiple-document-handling separate-documents-collated-copies'
say_scheme=ipp
is "two pages of Letter in colour come twice, over TLS" "$(sets 2)" 2
ok "and are right, set after set" all_right 2 -o print-quality=high
is "on Letter" "$(asked size)" na_letter_8.5x11in
is "from the drawer" "$(asked source)" tray-2
is "as heavy paper" "$(asked type)" stationery-heavyweight

# the layout of several pages on a sheet is the Mac's own: sheets that lie on their side
"$make_raster" -f urf -F -n 2 -d 3 -s a4-turned >"$T/across.urf"
"$make_raster" -R -F -n 2 -s a4-turned >"$T/wanted.pwg"
# shellcheck disable=SC2086
job_of "$T/across.urf" image/urf "$(media_col $a4 auto stationery)" "$usual" \
    'ATTR integer number-up 1' 'ATTR enum orientation-requested 4' \
    'ATTR keyword sides two-sided-short-edge'
ok "sheets with several pages on them, across, are right" all_right 2
is "bound at the short edge" "$(asked sides)" two-sided-short-edge

# ---- PDF ----
# pdf FILE WIDTH HEIGHT X Y: in mm; two pages with a black square of 10 mm at X, Y from the top left,
# on the second one 20 mm further down
pdf() {
    gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -sOutputFile="$1" -c "
        /mm { 72 mul 25.4 div } def
        << /PageSize [$2 mm $3 mm] >> setpagedevice
        $4 mm $3 $5 sub 10 sub mm 10 mm 10 mm rectfill showpage
        $4 mm $3 $5 sub 30 sub mm 10 mm 10 mm rectfill showpage"
}
# square_at PAGE LEFT TOP SIDE: in dots; black just inside its corners, white just outside; 2 dots for
# what a renderer may round
square_at() {
    sheet=$(page_file vp $n "$1")
    l=$2 t=$3 r=$(($2 + $4)) b=$(($3 + $4))
    m=$((l + $4 / 2)) c=$((t + $4 / 2))
    echo "$(dot "$sheet" $((l - 2)) $c)$(dot "$sheet" $((l + 2)) $c)$(dot "$sheet" $((r - 3)) $c)$(dot "$sheet" $((r + 2)) $c) $(dot "$sheet" $m $((t - 2)))$(dot "$sheet" $m $((t + 2)))$(dot "$sheet" $m $((b - 3)))$(dot "$sheet" $m $((b + 2)))"
}
# 20 mm are 472 dots, 10 mm are 236
pdf "$T/a4.pdf" 210 297 20 40
# shellcheck disable=SC2086
job_of "$T/a4.pdf" "$preferred" "$(media_col $a4 tray-1 stationery)" "$usual" \
    'ATTR keyword print-color-mode monochrome' 'ATTR keyword sides two-sided-long-edge' \
    'ATTR keyword print-scaling auto'
is "a PDF of two pages comes" "$(pages vp $n)" 2
is "the first page's square is where it is drawn" "$(square_at 1 472 945 236)" '0110 0110'
is "the second one's as well" "$(square_at 2 472 1417 236)" '0110 0110'
is "on both sides" "$(asked sides)" two-sided-long-edge
is "from the drawer" "$(asked source)" tray-1

# 100 by 143.5 mm, enlarged twice to the 200 by 287 that can be printed on, 5 mm from the edge: the
# square at 10, 20 comes to 25, 45 and has sides of 20 mm
pdf "$T/small.pdf" 100 143.5 10 20
# shellcheck disable=SC2086
job_of "$T/small.pdf" "$preferred" "$(media_col $a4 auto stationery)" "$usual" \
    'ATTR keyword print-scaling fit'
is "a small page that is to fit is enlarged to the dot" "$(square_at 1 591 1063 472)" '0110 0110'
is "its second page too" "$(square_at 2 591 2008 472)" '0110 0110'

# A4 onto Letter: 215.9 by 279.4 mm, of which 205.9 by 269.4 can be printed on. The height decides:
# 269.4 / 297 is 0.90707; the width is then 190.485, 12.708 mm from the left. The square at 20, 40
# comes to 30.849, 41.283 and has sides of 9.071 mm: 729, 975, 214 dots.
# shellcheck disable=SC2086
job_of "$T/a4.pdf" "$preferred" "$(media_col $letter auto stationery)" "$usual" \
    'ATTR keyword print-scaling fit' 'ATTR integer copies 2' 'ATTR keyword sides one-sided' \
    'ATTR keyword multiple-document-handling separate-documents-collated-copies'
is "A4 pages made to fit on Letter come twice" "$(sets 2)" 2
is "on Letter" "$(asked size)" na_letter_8.5x11in
is "made smaller to the dot" "$(square_at 1 729 975 214)" '0110 0110'

# shellcheck disable=SC2086
job_of "$T/a4.pdf" "$preferred" "$(media_col $a4 auto stationery)" "$usual" \
    'ATTR rangeOfInteger page-ranges 2-2' 'ATTR keyword print-scaling none'
is "one page of a PDF comes" "$(pages vp $n)" 1
is "it is the second" "$(square_at 1 472 1417 236)" '0110 0110'

# ---- holding ----
"$make_raster" -f urf -F >"$T/one.urf"
"$make_raster" -R -F >"$T/wanted.pwg"
# shellcheck disable=SC2086
create "$(media_col $a4 auto stationery)" 'ATTR keyword job-hold-until indefinite'
document "$T/one.urf" image/urf
polled_once
is "a job that is to be held waits" "$(said_value job-state)" pending-held
like "for its time" "$(said_value job-state-reasons)" job-hold-until-specified
is "and is not printed" "$(jobs_printed vp)" $n
say Set-Job-Attributes "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
    'GROUP job-attributes-tag' 'ATTR keyword job-hold-until no-hold'
was successful-ok "its hold is taken away in the window of the queue"
comes
ok "it is right" all_right 1
# shellcheck disable=SC2086
create "$(media_col $a4 auto stationery)" 'ATTR keyword job-hold-until indefinite'
document "$T/one.urf" image/urf
say Release-Job "ATTR integer job-id $job" "ATTR name requesting-user-name $user"
was successful-ok "or it is released"
comes
ok "it is right as well" all_right 1
# shellcheck disable=SC2086
create "$(media_col $a4 auto stationery)" 'ATTR keyword job-hold-until indefinite'
document "$T/a4.pdf" application/pdf
say Cancel-Job "ATTR integer job-id $job" "ATTR name requesting-user-name $user"
was successful-ok "or cancelled"
is "then it is canceled" "$(polled)" canceled
is "nothing else was printed" "$(jobs_printed vp)" $n

# ---- margins of another printer's, words nobody has here ----
want_created=successful-ok-ignored-or-substituted-attributes
create 'ATTR collection media-col { MEMBER collection media-size { MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700 } MEMBER keyword media-source auto MEMBER integer media-left-margin 200 MEMBER integer media-right-margin 200 MEMBER integer media-top-margin 400 MEMBER integer media-bottom-margin 200 }' \
    'ATTR keyword output-bin auto' 'ATTR keyword print-color-mode auto-monochrome' \
    'ATTR integer copies 1' 'ATTR name com.apple.print.PrintSettings.PMCopies..n. 1'
document "$T/one.urf" image/urf
comes
ok "a job that names them is right all the same" all_right 1
done_testing
