#!/bin/sh
# test-client-android.sh - what Android's own print service and Mopria's send, in their order: PWG
# raster (PDF where the queue takes it), Create-Job, Send-Document.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-client.sh"
need canon-printer-app virtual-printer make-raster compare-page ipptool gs

user=android
language=en
start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

# ---- what the service asks before it shows a printer ----
say Get-Printer-Attributes "ATTR name requesting-user-name $user" 'ATTR keyword requested-attributes printer-make-and-model,printer-uuid,printer-name,printer-info,printer-dns-sd-name,printer-state,printer-state-reasons,document-format-supported,ipp-versions-supported,operations-supported,media-col-default,media-default,media-supported,media-ready,media-size-supported,media-source-supported,media-type-supported,media-col-database,media-left-margin-supported,media-right-margin-supported,media-top-margin-supported,media-bottom-margin-supported,sides-supported,print-color-mode-supported,print-quality-supported,print-scaling-supported,printer-resolution-supported,pwg-raster-document-type-supported,pwg-raster-document-resolution-supported,pwg-raster-document-sheet-back,copies-supported,job-pages-per-set-supported,output-bin-supported,finishings-supported,epcl-version-supported,pclm-source-resolution-supported,mopria-certified,printer-device-id'
was successful-ok "the service's question is answered"
ok "with what it needs" has_values printer-make-and-model printer-uuid document-format-supported \
    ipp-versions-supported operations-supported media-col-default media-supported \
    media-size-supported media-source-supported media-type-supported sides-supported \
    print-color-mode-supported printer-resolution-supported \
    pwg-raster-document-type-supported pwg-raster-document-resolution-supported \
    pwg-raster-document-sheet-back copies-supported
like "pages of gray are wanted" "$(said_value pwg-raster-document-type-supported)" sgray_8
like "at 600 dpi" "$(said_value pwg-raster-document-resolution-supported)" 600dpi

# media_col X Y SOURCE: with margins and type, as the service fills it in
media_col() {
    printf '%s' "ATTR collection media-col { MEMBER collection media-size { MEMBER integer x-dimension $1 MEMBER integer y-dimension $2 } MEMBER keyword media-source $3 MEMBER keyword media-type stationery MEMBER integer media-bottom-margin 500 MEMBER integer media-left-margin 500 MEMBER integer media-right-margin 500 MEMBER integer media-top-margin 500 }"
}
# job_of FILE FORMAT LINE...: create, send, poll
job_of() {
    file=$1 format=$2
    shift 2
    say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Document' \
        'GROUP job-attributes-tag' "$@"
    was "${want_created:-successful-ok}"
    job=$(said_value job-id)
    polled_once
    is "the job waits for its document" "$(said_value job-state)" pending-held
    say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
        'ATTR name document-name Document' "ATTR mimeMediaType document-format $format" \
        'ATTR boolean last-document true' "FILE $file"
    was successful-ok
    is "it ends printed" "$(polled)" completed
    ok "on paper" next_paper
}

"$make_raster" -F -n 3 -H pages=3 >"$T/doc.pwg"
"$make_raster" -R -F -n 3 >"$T/wanted.pwg"
job_of "$T/doc.pwg" image/pwg-raster 'ATTR integer copies 2' "$(media_col 21000 29700 tray-2)" \
    'ATTR keyword sides one-sided' 'ATTR keyword print-color-mode monochrome' \
    'ATTR enum orientation-requested 3' 'ATTR resolution printer-resolution 600dpi' \
    'ATTR keyword print-scaling auto' 'ATTR integer job-pages-per-set 3' \
    'ATTR keyword multiple-document-handling separate-documents-collated-copies' \
    'ATTR keyword output-bin face-down' 'ATTR enum print-quality 4'
is "three pages come twice" "$(sets 3)" 2
ok "and are right, set after set" all_right 3
is "from the drawer" "$(asked source)" tray-2

"$make_raster" -F -n 2 -d 2 -r 300 -t srgb_8 -b rotated >"$T/back.pwg"
"$make_raster" -R -F -n 2 -r 300 -t srgb_8 >"$T/wanted.pwg"
job_of "$T/back.pwg" image/pwg-raster "$(media_col 21000 29700 auto)" \
    'ATTR keyword sides two-sided-long-edge' 'ATTR resolution printer-resolution 300dpi' \
    'ATTR keyword print-color-mode auto'
ok "pages of 300 dpi and colour whose backs are turned are right" all_right 2
is "on both sides" "$(asked sides)" two-sided-long-edge

"$make_raster" -F -s letter-turned >"$T/across.pwg"
"$make_raster" -R -F -s letter-turned >"$T/wanted.pwg"
job_of "$T/across.pwg" image/pwg-raster "$(media_col 21590 27940 auto)" \
    'ATTR enum orientation-requested 4' 'ATTR keyword sides one-sided'
ok "a page across is right" all_right 1
is "on Letter" "$(asked size)" na_letter_8.5x11in

"$make_raster" -F -s a4-printable >"$T/inner.pwg"
"$make_raster" -R -F -s a4-printable >"$T/wanted.pwg"
job_of "$T/inner.pwg" image/pwg-raster "$(media_col 21000 29700 auto)"
ok "a page of what can be printed on is right" all_right 1
is "on A4" "$(asked size)" iso_a4_210x297mm

want_created=successful-ok-ignored-or-substituted-attributes
"$make_raster" >"$T/one.pwg"
"$make_raster" -R >"$T/wanted.pwg"
job_of "$T/one.pwg" image/pwg-raster "$(media_col 21000 29700 auto)" \
    'ATTR keyword mopria-something yes' 'ATTR boolean borderless false'
ok "what nobody knows is ignored" all_right 1
want_created=

if takes application/pdf; then
    # a black square of 72 points, 72 from the left and from the top
    gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -sOutputFile="$T/doc.pdf" \
        -dDEVICEWIDTHPOINTS=595 -dDEVICEHEIGHTPOINTS=842 -c "72 698 72 72 rectfill showpage"
    job_of "$T/doc.pdf" application/pdf "$(media_col 21000 29700 auto)" \
        'ATTR keyword sides one-sided' 'ATTR keyword print-scaling none'
    page=$(page_file vp $n 1)
    is "the square of a PDF is where it should be" \
        "$(dot "$page" 590 900)$(dot "$page" 610 900)$(dot "$page" 1190 900)$(dot "$page" 1210 900)" 0110
fi
done_testing
