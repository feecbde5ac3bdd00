#!/bin/bash
# test-client-ipptool.sh - printing with CUPS' programs and without its daemon: the requests that
# ipptool ships with, and those of a client that leaves all to the printer, as CUPS 3 does.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-cups.sh"
need canon-printer-app virtual-printer ipptool gs find-edges
cd "$T" || exit 1

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
make_marks marks.ps 595.2756 841.8898 3
make_marks letter.ps 612 792 3
to_pdf marks.ps marks.pdf
to_pdf letter.ps letter.pdf
whole_in_place() { near 2 "$(boxes "$1")" "$(marks_of "$1")"; }
# ask FILE TEST: one of ipptool's own tests
ask() { ipptool -tv -T 60 -f "$1" "$(uri_of office)" "$2"; }

for file in marks.pdf marks.ps; do
    for request in print-job print-job-deflate print-job-gzip print-job-hold create-job; do
        ok "$request.test prints $file" directly ask $file $request.test
        is "each page once, in order" "$(came_out)" '1 2 3'
        ok "where it should be" whole_in_place 2
    done
done
ok "print-job-and-wait.test sees the end of its job" directly ask marks.pdf print-job-and-wait.test
ok "print-job-letter.test prints on Letter" directly ask letter.pdf print-job-letter.test
is "the sheet" "$(sheet_of 3)" '5100 6600'
ok "print-job-media-col.test asks for a small sheet without margins" \
    directly ask marks.pdf print-job-media-col.test
is "which is refined" "$(ticket refinement)" on
ok "validate-job.test is answered" ask marks.pdf validate-job.test

# CUPS 3 sends the document as it is, with all that was asked for beside it.
cat >whole.test <<'TEST'
{
    OPERATION Get-Printer-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR naturalLanguage attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR keyword requested-attributes all,media-col-database
    STATUS successful-ok
    EXPECT document-format-supported WITH-VALUE application/pdf
    EXPECT job-creation-attributes-supported
    EXPECT media-col-database
    EXPECT operations-supported OF-TYPE enum
}
{
    OPERATION Create-Job
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR naturalLanguage attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR name requesting-user-name $user
    ATTR name job-name "all at once"
    GROUP job-attributes-tag
    ATTR integer copies 2
    ATTR keyword multiple-document-handling separate-documents-collated-copies
    ATTR keyword sides two-sided-long-edge
    ATTR rangeOfInteger page-ranges 2-3
    ATTR enum print-quality 3
    ATTR keyword print-scaling none
    ATTR keyword print-color-mode monochrome
    ATTR keyword output-bin face-down
    ATTR collection media-col {
        MEMBER collection media-size {
            MEMBER integer x-dimension 21000
            MEMBER integer y-dimension 29700
        }
        MEMBER keyword media-source tray-1
        MEMBER keyword media-type stationery-heavyweight
    }
    STATUS successful-ok
    EXPECT job-id
}
{
    OPERATION Send-Document
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR naturalLanguage attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR integer job-id $job-id
    ATTR name requesting-user-name $user
    ATTR mimeMediaType document-format application/pdf
    ATTR keyword compression gzip
    ATTR boolean last-document true
    COMPRESSION gzip
    FILE $filename
    STATUS successful-ok
}
{
    OPERATION Get-Job-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR naturalLanguage attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR integer job-id $job-id
    ATTR name requesting-user-name $user
    STATUS successful-ok
    EXPECT job-state WITH-VALUE >5 REPEAT-NO-MATCH
    EXPECT job-impressions-completed WITH-VALUE 4
}
TEST
ok "all options at once, and the job is watched to its end" directly ask marks.pdf whole.test
is "the pages, twice" "$(came_out)" '2 3 2 3'
ok "where they should be" near 2 "$(boxes 1)" "$(marks_of 2)"
is "on two sides" "$(ticket sides)" two-sided-long-edge
is "from the drawer" "$(ticket source)" tray-1
is "which has thick paper" "$(ticket type)" stationery-heavyweight
is "as a draft" "$(ticket toner)" on
done_testing
