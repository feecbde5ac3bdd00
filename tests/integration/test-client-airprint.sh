#!/bin/sh
# test-client-airprint.sh - what iPhones, iPads and Macs send, in their order: Apple raster in
# gray and colour, Validate-Job, Create-Job, Send-Document, polling, cancelling.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-client.sh"
need canon-printer-app virtual-printer make-raster compare-page ipptool

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
# job_of FILE LINE...: validate, create, send; each must succeed with $want_created
job_of() {
    file=$1
    shift
    say Validate-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Letter' \
        'ATTR mimeMediaType document-format image/urf' 'GROUP job-attributes-tag' "$@"
    was "${want_created:-successful-ok}"
    say Create-Job "ATTR name requesting-user-name $user" 'ATTR name job-name Letter' \
        'GROUP job-attributes-tag' "$@"
    was "${want_created:-successful-ok}"
    job=$(said_value job-id)
    transfer=chunked
    say Send-Document "ATTR integer job-id $job" "ATTR name requesting-user-name $user" \
        'ATTR name document-name Letter' 'ATTR mimeMediaType document-format image/urf' \
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
is "all five" "$(grep -c '^ *job-id (' "$T/said")" 5
done_testing
