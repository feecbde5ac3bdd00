#!/bin/sh
# test-client-chromeos.sh - what ChromeOS and the CUPS in it send, in their order: PWG raster (PDF
# where the queue takes it), by Create-Job and by Print-Job.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-client.sh"
need canon-printer-app virtual-printer make-raster compare-page ipptool gs

user=chronos
start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"

# ---- setting it up: all, and the table of papers, which is not in "all" ----
say Get-Printer-Attributes 'ATTR keyword requested-attributes all,media-col-database'
was successful-ok "the set-up's question is answered"
ok "with what makes a driver" has_values ipp-features-supported ipp-versions-supported \
    document-format-supported media-col-database media-col-default \
    pwg-raster-document-type-supported pwg-raster-document-resolution-supported \
    pwg-raster-document-sheet-back print-color-mode-supported print-quality-supported \
    printer-make-and-model printer-device-id sides-supported output-bin-supported
say Get-Printer-Attributes 'ATTR keyword requested-attributes copies-supported,cups-version,document-format-supported,marker-colors,marker-high-levels,marker-levels,marker-low-levels,marker-message,marker-names,marker-types,media-col-supported,multiple-document-handling-supported,operations-supported,print-color-mode-supported,printer-alert,printer-alert-description,printer-is-accepting-jobs,printer-mandatory-job-attributes,printer-state,printer-state-message,printer-state-reasons'
was successful-ok "so is that before each job"

# media_col NAME SOURCE: what CUPS makes of its options
a4='MEMBER collection media-size { MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700 }'
media_col() {
    printf '%s' "ATTR collection media-col { $1 MEMBER integer media-bottom-margin 500 MEMBER integer media-left-margin 500 MEMBER integer media-right-margin 500 MEMBER integer media-top-margin 500 MEMBER keyword media-source $2 MEMBER keyword media-type stationery }"
}
client_info='ATTR collection client-info { MEMBER name client-name ChromeOS MEMBER enum client-type 4 MEMBER text client-version 120.0 MEMBER text client-string-version 120.0 }'

# job_of FILE FORMAT LINE...: as CUPS' ipp backend does
job_of() {
    file=$1 format=$2
    shift 2
    say Validate-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Page' \
        "ATTR mimeMediaType document-format $format" 'GROUP job-attributes-tag' "$@"
    was "${want_created:-successful-ok}"
    say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Page' \
        'GROUP job-attributes-tag' "$@"
    was "${want_created:-successful-ok}"
    job=$(said_value job-id)
    transfer=chunked
    say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
        "ATTR mimeMediaType document-format $format" 'ATTR boolean last-document true' \
        "FILE $file"
    transfer=auto
    was successful-ok
    is "it ends printed" "$(polled)" completed
    ok "on paper" next_paper
}

"$make_raster" -F -n 2 -d 2 >"$T/doc.pwg"
"$make_raster" -R -F -n 2 >"$T/wanted.pwg"
job_of "$T/doc.pwg" image/pwg-raster 'ATTR integer copies 3' "$(media_col "$a4" auto)" \
    'ATTR keyword sides two-sided-short-edge' 'ATTR enum print-quality 4' \
    'ATTR keyword print-color-mode monochrome' 'ATTR keyword output-bin face-down' \
    'ATTR keyword multiple-document-handling separate-documents-uncollated-copies'
is "two pages come three times" "$(sets 2)" 3
ok "and are right" all_right 2
is "on both sides, as the request says and not the headers" "$(asked sides)" \
    two-sided-short-edge

# black pages of 1 bit, as CUPS makes them of a draft
"$make_raster" -t black_1 >"$T/bits.pwg"
"$make_raster" -R -t black_1 >"$T/wanted.pwg"
job_of "$T/bits.pwg" image/pwg-raster "$(media_col "$a4" tray-1)" 'ATTR enum print-quality 3'
ok "a page of 1 bit is right" all_right 1 -o print-quality=draft
is "from the drawer" "$(asked source)" tray-1
is "with less toner" "$(asked toner)" on

# ---- at once, and what is not to be ignored ----
# print_at_once FIDELITY LINE...
print_at_once() {
    fidelity=$1
    shift
    say Print-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Page' \
        "ATTR boolean ipp-attribute-fidelity $fidelity" \
        'ATTR mimeMediaType document-format image/pwg-raster' "$@" "FILE $T/doc.pwg"
    job=$(said_value job-id)
}
"$make_raster" -R -F -n 2 >"$T/wanted.pwg"
print_at_once true 'GROUP job-attributes-tag' "$(media_col "$a4" auto)" 'ATTR integer copies 1'
was successful-ok "a job that the queue can do is taken with fidelity"
ok "it is printed" next_paper
ok "and right" all_right 2
print_at_once true 'GROUP job-attributes-tag' "$(media_col "$a4" tray-9)"
was client-error-attributes-or-values-not-supported "one that it cannot do is refused with fidelity"
ok "the answer says what it cannot" has_values media-col
print_at_once false 'GROUP job-attributes-tag' "$(media_col "$a4" tray-9)"
was successful-ok-ignored-or-substituted-attributes "without, it is taken and told"
ok "it is printed too" next_paper
ok "and as right" all_right 2
print_at_once false "$client_info" 'GROUP job-attributes-tag' "$(media_col "$a4" auto)"
was successful-ok "who the client is does no harm"
ok "its job is printed" next_paper
ok "and right as well" all_right 2
is "nothing else was printed" "$(jobs_printed vp)" $n

if takes application/pdf; then
    # a black square of 72 points, 72 from the left and from the top
    gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -sOutputFile="$T/doc.pdf" \
        -dDEVICEWIDTHPOINTS=595 -dDEVICEHEIGHTPOINTS=842 -c "72 698 72 72 rectfill showpage"
    job_of "$T/doc.pdf" application/pdf "$(media_col "$a4" auto)" 'ATTR keyword print-scaling none'
    page=$(page_file vp $n 1)
    is "the square of a PDF is where it should be" \
        "$(dot "$page" 590 900)$(dot "$page" 610 900)$(dot "$page" 1190 900)$(dot "$page" 1210 900)" 0110
fi
done_testing
