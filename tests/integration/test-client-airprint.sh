#!/bin/sh
# test-client-airprint.sh - what iPhones and iPads send, in their order: Apple raster in gray and
# colour, photos, Validate-Job, Create-Job, Send-Document, polling, cancelling. Macs have a file
# of their own.
# That iOS names print-scaling, page-ranges and multiple-document-handling is known from the logs
# in OpenPrinting's CUPS issues 238 and 738, the rest from what printers tell of their clients;
# nobody here has recorded a telephone.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-client.sh"
need canon-printer-app virtual-printer make-raster compare-page ipptool gs

user=mobile
start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

# ---- the dialog ----
say Get-Printer-Attributes 'ATTR keyword requested-attributes copies-supported,document-format-supported,finishings-supported,media-bottom-margin-supported,media-col-database,media-col-ready,media-col-supported,media-default,media-left-margin-supported,media-ready,media-right-margin-supported,media-source-supported,media-supported,media-top-margin-supported,media-type-supported,operations-supported,output-bin-supported,print-color-mode-supported,print-quality-supported,printer-info,printer-is-accepting-jobs,printer-location,printer-make-and-model,printer-state,printer-state-message,printer-state-reasons,printer-uuid,sides-supported,urf-supported,x-nobody-knows'
was successful-ok "a telephone's question is answered"
ok "with all that its dialog shows" has_values copies-supported document-format-supported \
    media-col-database media-col-ready media-ready operations-supported output-bin-supported \
    print-color-mode-supported print-quality-supported printer-is-accepting-jobs \
    printer-make-and-model printer-state printer-state-reasons printer-uuid sides-supported \
    urf-supported
like "Apple raster is taken" "$(said_value document-format-supported)" 'image/urf'
like "at the machine's resolution" "$(said_value urf-supported)" 'RS600'
like "a drawer can be chosen by its number in Apple raster" "$(said_value urf-supported)" 'IS.*20'

# ---- a job ----
# media_col X Y SOURCE TYPE: with all members that a telephone fills in
media_col() {
    printf '%s' "ATTR collection media-col { MEMBER collection media-size { MEMBER integer x-dimension $1 MEMBER integer y-dimension $2 } MEMBER integer media-top-margin 500 MEMBER integer media-bottom-margin 500 MEMBER integer media-left-margin 500 MEMBER integer media-right-margin 500 MEMBER keyword media-source $3 MEMBER keyword media-type $4 }"
}
# job_of FILE LINE...: validate, create, send; each must succeed with $want_created. $format is the
# document's
format=image/urf
job_of() {
    file=$1
    shift
    say Validate-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Letter' \
        "ATTR mimeMediaType document-format $format" 'GROUP job-attributes-tag' "$@"
    was "${want_created:-successful-ok}"
    say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Letter' \
        'GROUP job-attributes-tag' "$@"
    was "${want_created:-successful-ok}"
    job=$(said_value job-id)
    transfer=chunked
    say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
        'ATTR name document-name Letter' "ATTR mimeMediaType document-format $format" \
        'ATTR boolean last-document true' "FILE $file"
    transfer=auto
    was successful-ok
    is "it ends printed" "$(polled)" completed
    ok "on paper" next_paper
}

"$make_raster" -f urf -F -n 3 -d 2 -H print-quality=4 >"$T/gray.urf"
"$make_raster" -R -F -n 3 >"$T/wanted.pwg"
job_of "$T/gray.urf" 'ATTR integer copies 1' "$(media_col 21000 29700 auto auto)" \
    'ATTR keyword output-bin face-down' 'ATTR enum print-quality 4' \
    'ATTR keyword print-color-mode monochrome' 'ATTR keyword sides two-sided-long-edge'
ok "three gray pages are right" all_right 3
is "on both sides" "$(asked sides)" two-sided-long-edge
is "on A4" "$(asked size)" iso_a4_210x297mm
like "under the job's name" "$(asked title)" 'Letter'
like "the sides that are out are counted" "$(said_value job-impressions-completed)" '^3$'

"$make_raster" -f urf -F -t srgb_8 -s letter -n 2 >"$T/color.urf"
"$make_raster" -R -F -t srgb_8 -s letter -n 2 >"$T/wanted.pwg"
job_of "$T/color.urf" 'ATTR integer copies 2' "$(media_col 21590 27940 tray-1 stationery)" \
    'ATTR enum print-quality 5' 'ATTR keyword print-color-mode auto' \
    'ATTR keyword sides one-sided' 'ATTR keyword multiple-document-handling separate-documents-collated-copies'
is "two pages of colour come twice" "$(sets 2)" 2
ok "and are right, set after set" all_right 2 -o print-quality=high
is "on Letter" "$(asked size)" na_letter_8.5x11in
is "from the drawer" "$(asked source)" tray-1
is "in high quality" "$(asked refinement)" on

# a photo of a telephone that was held across
"$make_raster" -f urf -F -t srgb_8 -s a4-turned >"$T/across.urf"
"$make_raster" -R -F -t srgb_8 -s a4-turned >"$T/wanted.pwg"
job_of "$T/across.urf" "$(media_col 21000 29700 auto auto)" 'ATTR enum orientation-requested 4' \
    'ATTR keyword print-content-optimize photo'
ok "a page across is right" all_right 1 -o print-content-optimize=photo

# ---- copies, set by set and page by page ----
# in_order: the pages of the machine's last job as they come out, by their checksums in $T/crcs
in_order() {
    paper vp | awk -v job=$n 'NR == FNR { page[$1] = NR; next }
        $1 == job { for (i = 0; i < $3; i++) printf "%s", $5 in page ? page[$5] : "?" }' "$T/crcs" -
}
"$make_raster" -f urf -n 3 -c "$T/crcs" >"$T/three.urf"
"$make_raster" -R -n 3 >"$T/wanted.pwg"
job_of "$T/three.urf" 'ATTR integer copies 2' "$(media_col 21000 29700 auto auto)" \
    'ATTR keyword sides one-sided' 'ATTR keyword multiple-document-handling separate-documents-collated-copies'
ok "three pages are right, set after set" all_right 3
is "in their order, then again" "$(in_order)" 123123
job_of "$T/three.urf" 'ATTR integer copies 2' "$(media_col 21000 29700 auto auto)" \
    'ATTR keyword sides one-sided' 'ATTR keyword multiple-document-handling separate-documents-uncollated-copies'
ok "three pages are right, each twice" all_right 3
is "one after the other" "$(in_order)" 112233

# ---- both sides ----
# The client turns no backs (DM1 of urf-supported); the machine does it, by the edge. Seen turned
# over like a page of a book a back is upright with the long edge, on its head with the short one.
like "backs are not to be turned by the client" "$(say Get-Printer-Attributes; said_value urf-supported)" 'DM1'
"$make_raster" -f urf -F -n 5 -d 2 >"$T/five.urf"
"$make_raster" -F -n 5 >"$T/upright.pwg"
"$make_raster" -F -n 5 -b rotated >"$T/turned.pwg"
"$make_raster" -R -F -n 5 >"$T/wanted.pwg"
# seen_as FILE: the sides of the last job's sheets, as one sees them
seen_as() {
    for page in 1 2 3 4 5; do
        side=$(page_file vp $n $page)
        "$build/compare-page" -p $page "$1" "${side%.pbm}.png" || return 1
    done
}
for edge in long short; do
    job_of "$T/five.urf" "$(media_col 21000 29700 auto auto)" \
        "ATTR keyword sides two-sided-$edge-edge" 'ATTR integer copies 1'
    is "five pages are there, bound at the $edge edge" "$(pages vp $n)" 5
    is "on both sides" "$(asked sides)" two-sided-$edge-edge
    ok "each is right, in its order" all_right 5
    case $edge in long) seen=upright other=turned ;; short) seen=turned other=upright ;; esac
    ok "their backs are as they should be: $seen" seen_as "$T/$seen.pwg"
    not_ok "not $other" seen_as "$T/$other.pwg"
done
job_of "$T/three.urf" 'ATTR integer copies 2' "$(media_col 21000 29700 auto auto)" \
    'ATTR keyword sides two-sided-long-edge' 'ATTR keyword multiple-document-handling separate-documents-collated-copies'
is "behind three sides is a white back, so that the second set has sheets of its own" "$(in_order)" '123?123?'

# ---- some of the pages ----
"$make_raster" -f urf -n 4 -c "$T/crcs" >"$T/four.urf"
job_of "$T/four.urf" "$(media_col 21000 29700 auto auto)" 'ATTR rangeOfInteger page-ranges 2-3'
is "pages 2 and 3 of four come" "$(in_order)" 23
job_of "$T/four.urf" "$(media_col 21000 29700 auto auto)" 'ATTR rangeOfInteger page-ranges 1-1,4-4' \
    'ATTR integer copies 2' 'ATTR keyword multiple-document-handling separate-documents-collated-copies'
is "pages 1 and 4, twice" "$(in_order)" 1414

# ---- photographs ----
"$make_raster" -f urf -F -H print-quality=5 -H print-content-optimize=photo >"$T/photo.urf"
"$make_raster" -R -F >"$T/wanted.pwg"
job_of "$T/photo.urf" "$(media_col 21000 29700 auto stationery)" 'ATTR enum print-quality 5' \
    'ATTR keyword print-color-mode monochrome' 'ATTR keyword print-content-optimize photo' \
    'ATTR keyword print-scaling auto-fit'
ok "a gray photo has its tones" all_right 1 -o print-content-optimize=photo -o print-quality=high

# A telephone that is held upright takes pictures that lie on their side, and says how to turn
# them. The corner that is black comes to the right at the top.
gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=jpeggray -r72 -g842x595 -sOutputFile="$T/lying.jpg" \
    -c '0 setgray 0 297 421 298 rectfill showpage'
{
    head -c 2 "$T/lying.jpg"
    printf '\377\341\000\042Exif\000\000MM\000\052\000\000\000\010\000\001'
    printf '\001\022\000\003\000\000\000\001\000\006\000\000\000\000\000\000'
    tail -c +3 "$T/lying.jpg"
} >"$T/turned.jpg"
# corners: of the last sheet, black or white: left and right at the top, left and right at the bottom
corners() {
    sheet=$(page_file vp $n 1)
    echo "$(dot "$sheet" 600 900)$(dot "$sheet" 4300 900)$(dot "$sheet" 600 6000)$(dot "$sheet" 4300 6000)"
}
format=image/jpeg
job_of "$T/turned.jpg" "$(media_col 21000 29700 auto stationery)" 'ATTR keyword print-scaling fit' \
    'ATTR keyword print-color-mode monochrome'
is "a photo of a telephone held upright is upright" "$(corners)" 0100
sheet=$(page_file vp $n 1)
is "the black begins at the same pixel, which has 8 dots here" "$(dot "$sheet" 2467 900)$(dot "$sheet" 2485 900)" 01
job_of "$T/lying.jpg" "$(media_col 21000 29700 auto stationery)" 'ATTR keyword print-scaling fit'
is "one that says nothing of it is turned to fill the sheet" "$(corners)" 0010
format=image/urf

# ---- what nobody knows is ignored ----
want_created=successful-ok-ignored-or-substituted-attributes
"$make_raster" -f urf >"$T/one.urf"
"$make_raster" -R >"$T/wanted.pwg"
job_of "$T/one.urf" 'ATTR keyword x-apple-something on' \
    "$(media_col 21000 29700 auto photographic-glossy)"
ok "the page is right" all_right 1
like "that the paper is another one is told" \
    "$(user=tester ask_job office "$job" job-state-message)" '.'

# ---- cancelling, and finding the printer ----
say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Mistake'
job=$(said_value job-id)
say Cancel-Job "ATTR integer job-id $job" "ATTR name requesting-user-name $user"
was successful-ok "a job is cancelled before its document"
is "it is canceled" "$(polled)" canceled
say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
    'ATTR mimeMediaType document-format image/urf' 'ATTR boolean last-document true' \
    "FILE $T/one.urf"
was client-error-not-possible "its document is refused"
is "nothing is printed of it" "$(jobs_printed vp)" $n
say Get-Jobs "ATTR name requesting-user-name $user" 'ATTR boolean my-jobs true' \
    'ATTR keyword which-jobs completed' 'ATTR keyword requested-attributes job-id,job-name,job-state'
was successful-ok "a telephone's own jobs are listed"
is "all of them" "$(grep -c '^ *job-id (' "$T/said")" $((n + 1))
say Identify-Printer "ATTR name requesting-user-name $user" 'ATTR keyword identify-actions display'
was successful-ok "the printer is asked to show itself"
say Get-Printer-Attributes 'ATTR keyword requested-attributes printer-state-reasons,printer-state-message'
like "it does" "$(said_value printer-state-reasons)" identify-printer-requested

# ---- cancelling what is being printed ----
start_printer slow --speed 0 --fault slow:400000 || exit 1
ok "a queue for a slow machine is added" add_queue slow "socket://127.0.0.1:$printer_port"
say_queue=slow
"$make_raster" -f urf -n 20 -N -s a5 >"$T/long.urf"
say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Long'
job=$(said_value job-id)
say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
    'ATTR mimeMediaType document-format image/urf' 'ATTR boolean last-document true' "FILE $T/long.urf"
was successful-ok
prints() {
    polled_once
    [ "$(said_value job-state)" = processing ] && [ "$(said_value job-impressions-completed)" -ge 1 ]
}
ok "its pages come out" wait_until 60 prints
say Cancel-Job "ATTR integer job-id $job" "ATTR name requesting-user-name $user"
was successful-ok "a job that prints is cancelled"
is "it is canceled" "$(polled)" canceled
ok "the machine's job ends" wait_until 60 printed slow 1
is "with whole pages only" "$(paper slow | grep -c half)" 0
ok "not all of them" [ "$(sides_out slow)" -lt 20 ]
say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Next'
job=$(said_value job-id)
say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
    'ATTR mimeMediaType document-format image/urf' 'ATTR boolean last-document true' "FILE $T/one.urf"
is "the next one is printed" "$(polled)" completed
ok "and is right" "$build/compare-page" -p 1 "$T/wanted.pwg" "$(page_file slow 2 1)"
done_testing
