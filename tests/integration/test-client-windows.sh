#!/bin/sh
# test-client-windows.sh - what the Microsoft IPP Class Driver of Windows 10 and 11 sends, in its
# order: questions by name, Create-Job, Send-Document in chunks and compressed, over TLS too.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-client.sh"
need canon-printer-app virtual-printer make-raster compare-page ipptool gs

user=Win-User
start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

# ---- adding the printer ----
for attributes in all all,media-col-database printer-description job-template \
    media-col-database,media-col-ready \
    ipp-versions-supported,operations-supported,printer-uuid,printer-device-id,printer-make-and-model,printer-name,printer-info,printer-location,printer-more-info,printer-icons,printer-supply-info-uri,uri-security-supported,uri-authentication-supported,printer-uri-supported,document-format-supported,document-format-default,compression-supported,printer-state,printer-state-reasons,printer-is-accepting-jobs,queued-job-count,mopria-certified,ipp-features-supported; do
    say Get-Printer-Attributes "ATTR name requesting-user-name $user" \
        "ATTR keyword requested-attributes $attributes"
    was successful-ok "a question for $(echo "$attributes" | cut -c 1-40) is answered"
done
ok "with what the class driver needs" has_values ipp-versions-supported operations-supported \
    printer-uuid printer-device-id printer-make-and-model printer-name \
    document-format-supported compression-supported printer-state printer-is-accepting-jobs \
    uri-security-supported printer-uri-supported
like "IPP 2.0" "$(said_value ipp-versions-supported)" '2\.0'
say Get-Printer-Attributes 'ATTR keyword requested-attributes copies-supported,copies-default,finishings-supported,media-supported,media-ready,media-default,media-col-supported,media-col-default,media-source-supported,media-type-supported,media-size-supported,orientation-requested-supported,orientation-requested-default,output-bin-supported,output-bin-default,print-color-mode-supported,print-color-mode-default,print-quality-supported,print-quality-default,print-content-optimize-supported,print-scaling-supported,printer-resolution-supported,printer-resolution-default,pwg-raster-document-type-supported,pwg-raster-document-resolution-supported,pwg-raster-document-sheet-back,sides-supported,sides-default,page-ranges-supported,number-up-supported,job-account-id-supported,multiple-document-handling-supported,presentation-direction-number-up-supported,overrides-supported'
was successful-ok "the capabilities are answered by name"
ok "all that the dialog shows" has_values copies-supported copies-default media-supported \
    media-ready media-default media-col-supported media-col-default media-source-supported \
    media-type-supported output-bin-supported print-color-mode-supported \
    print-quality-supported printer-resolution-supported \
    pwg-raster-document-type-supported pwg-raster-document-resolution-supported sides-supported
not_ok "no drawer has a name of digits alone, at which Windows 11 gives up" \
    sh -c "sed -n 's/^ *media-source-supported ([^)]*) = //p' '$T/said' | tr ',' '\n' | grep -q '^[0-9]*\$'"

media_col() {
    printf '%s' "ATTR collection media-col { MEMBER collection media-size { MEMBER integer x-dimension $1 MEMBER integer y-dimension $2 } MEMBER keyword media-type stationery MEMBER keyword media-source $3 MEMBER integer media-top-margin 500 MEMBER integer media-bottom-margin 500 MEMBER integer media-left-margin 500 MEMBER integer media-right-margin 500 }"
}
# job_of FILE FORMAT COMPRESSION LINE...: create, send in chunks, poll
job_of() {
    file=$1 format=$2 compression=$3
    shift 3
    say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name "Microsoft Word - Brief"' \
        'ATTR boolean ipp-attribute-fidelity false' 'GROUP job-attributes-tag' "$@"
    was "${want_created:-successful-ok}"
    job=$(said_value job-id)
    transfer=chunked
    say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
        "ATTR keyword compression $compression" "ATTR mimeMediaType document-format $format" \
        'ATTR name document-name "Microsoft Word - Brief"' 'ATTR boolean last-document true' \
        "COMPRESSION $compression" "FILE $file"
    transfer=auto
    was successful-ok
    is "it ends printed" "$(polled)" completed
    ok "on paper" next_paper
}

"$make_raster" -F -n 2 >"$T/doc.pwg"
"$make_raster" -R -F -n 2 >"$T/wanted.pwg"
for compression in none gzip deflate; do
    job_of "$T/doc.pwg" image/pwg-raster $compression "$(media_col 21000 29700 tray-1)" \
        'ATTR integer copies 1' 'ATTR integer job-priority 50' \
        'ATTR keyword output-bin face-down' 'ATTR keyword print-color-mode monochrome' \
        'ATTR keyword sides two-sided-long-edge' 'ATTR enum orientation-requested 3' \
        'ATTR enum print-quality 4' 'ATTR resolution printer-resolution 600dpi'
    ok "two pages with compression $compression are right" all_right 2
    is "from the drawer" "$(asked source)" tray-1
    is "on both sides" "$(asked sides)" two-sided-long-edge
done
like "the job has its name" "$(asked title)" 'Microsoft Word - Brief'

# sgray_8 pages that are not the whole sheet's size by a dot, and landscape sent lying
"$make_raster" -F -s a4-short >"$T/short.pwg"
"$make_raster" -R -F -s a4-short >"$T/wanted.pwg"
job_of "$T/short.pwg" image/pwg-raster none "$(media_col 21000 29700 auto)"
ok "a page that is a dot smaller is right" all_right 1
"$make_raster" -F -s a4-turned -n 2 >"$T/across.pwg"
"$make_raster" -R -F -s a4-turned -n 2 >"$T/wanted.pwg"
job_of "$T/across.pwg" image/pwg-raster gzip "$(media_col 21000 29700 auto)" \
    'ATTR enum orientation-requested 4' 'ATTR keyword sides two-sided-short-edge'
ok "pages across are right" all_right 2
is "bound at the short edge" "$(asked sides)" two-sided-short-edge

say_scheme=ipps
"$make_raster" -F -n 2 >"$T/doc.pwg"
"$make_raster" -R -F -n 2 >"$T/wanted.pwg"
say Get-Printer-Attributes 'ATTR keyword requested-attributes all'
was successful-ok "questions are answered over TLS"
job_of "$T/doc.pwg" image/pwg-raster gzip "$(media_col 21000 29700 by-pass-tray)"
ok "a document that came over TLS is right" all_right 2
is "on the bypass tray's paper" "$(asked source)" by-pass-tray
say_scheme=ipp

want_created=successful-ok-ignored-or-substituted-attributes
job_of "$T/doc.pwg" image/pwg-raster none 'ATTR keyword msft-something nobody-knows' \
    "$(media_col 21000 29700 auto)"
ok "what nobody knows is ignored" all_right 2
want_created=
say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Stopped'
job=$(said_value job-id)
say Cancel-Job "ATTR integer job-id $job" "ATTR name requesting-user-name $user"
was successful-ok "a job is cancelled in the window of the queue"
is "it is canceled" "$(polled)" canceled
is "nothing else was printed" "$(jobs_printed vp)" $n

if takes application/pdf; then
    # a black square of 72 points, 72 from the left and from the top
    gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -sOutputFile="$T/doc.pdf" \
        -dDEVICEWIDTHPOINTS=595 -dDEVICEHEIGHTPOINTS=842 -c "72 698 72 72 rectfill showpage"
    job_of "$T/doc.pdf" application/pdf gzip "$(media_col 21000 29700 tray-1)" \
        'ATTR keyword print-scaling none'
    page=$(page_file vp $n 1)
    is "the square of a PDF is where it should be" \
        "$(dot "$page" 590 900)$(dot "$page" 610 900)$(dot "$page" 1190 900)$(dot "$page" 1210 900)" 0110
fi
done_testing
