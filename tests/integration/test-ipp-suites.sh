#!/bin/sh
# test-ipp-suites.sh - the IPP suites that CUPS ships pass in full, plain and encrypted.
# Each line in which a suite expects something that is not there has to be among the reasons
# below; a reason that is not needed any more fails, too.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need canon-printer-app virtual-printer make-raster make-picture ipptool gs
suites=/usr/share/cups/ipptool
[ -f $suites/ipp-everywhere.test ] || skip_all "needs the suites of cups-ipp-utils"

# PWG 5100.6 spells the member document-numbers; ipp-2.2.test does, too.
cat >"$T/reasons-ipp-everywhere" <<'END'
overrides-supported WITH-VALUE "document-number"
END
# IPP/2.2 is not announced: it wants several documents in a job, and jobs that are suspended in
# the middle of a page. Startup and shutdown of a printer are Enable and Disable here.
cat >"$T/reasons-ipp-2.2" <<'END'
multiple-document-jobs-supported WITH-VALUE "true"
which-jobs-supported WITH-VALUE "proof-print"
printer-message-from-operator
operations-supported WITH-VALUE "0x0029"
operations-supported WITH-VALUE "0x002A"
operations-supported WITH-VALUE "0x002B"
operations-supported WITH-VALUE "0x002E"
operations-supported WITH-VALUE "0x002F"
operations-supported WITH-VALUE "0x0033"
operations-supported WITH-VALUE "0x0034"
operations-supported WITH-VALUE "0x0035"
operations-supported WITH-VALUE "0x0037"
END
for suite in ipp-1.1 ipp-2.0 ipp-2.1; do : >"$T/reasons-$suite"; done

# The documents that the suites print. ipptool reads no suite of which one is missing; of those
# that are for machines of other kinds there is the name only.
make_documents() (
    mkdir "$T/suites" && cp $suites/ipp-*.test "$T/suites" && cd "$T/suites" || return 1
    sed -n 's/^[[:space:]]*FILE \([^$]*\)$/\1/p' ipp-*.test | sort -u | while read -r name; do
        mkdir -p "$(dirname "$name")" && touch "$name"
    done
    "$build/make-picture" jpeg 600 400 >color.jpg && "$build/make-picture" jpeg-gray 600 400 >gray.jpg
    for size in a4 letter; do
        printf '%s\n' '%!PS-Adobe-3.0' '%%Pages: 2' '%%EndComments' \
            '/Helvetica findfont 24 scalefont setfont' '%%Page: 1 1' \
            '72 400 moveto (The first page) show showpage' '%%Page: 2 2' \
            '72 400 moveto (The second page) show showpage' '%%EOF' >document-$size.ps
        gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=pdfwrite -sPAPERSIZE=$size \
            -sOutputFile=document-$size.pdf document-$size.ps || return 1
        "$make_raster" -s $size >$samples/onepage-$size-sgray-8-600dpi.pwg
        "$make_raster" -s $size -n 4 >$samples/document-$size-sgray-8-600dpi.pwg
    done
    # of the size of a photograph, which the machine does not have: the next larger sheet
    for name in color gray; do
        "$make_raster" -s a5 >$samples/$name.jpg-4x6-sgray-8-600dpi.pwg
    done
)
samples=pwg-raster-samples-600dpi/sgray-8

# run_suite SUITE SCHEME DOCUMENT: 0 when all passes but what has a reason
run_suite() {
    ipptool -I -V 2.0 -T 60 -tf "$3" "$2://127.0.0.1:$server_port/ipp/print/office" "$1.test" >"$T/suite.out" 2>&1
    grep -q '\[PASS\]' "$T/suite.out" || { cat "$T/suite.out"; return 1; }
    # what is said below a [FAIL], but what came, and what ipptool says of itself
    awk '/^    [^ ]/ { failed = /\[FAIL\]/ }
        failed && /^        / && !/^ *(RECEIVED:|GOT:|status-code =|status-message=)/ {
            sub("^ *(EXPECTED: )?", ""); print }
        /^ipptool:/ { print }' "$T/suite.out" | sort -u >"$T/unmet"
    sort -u "$T/reasons-$1" >"$T/reasons"
    cmp -s "$T/unmet" "$T/reasons" || { diff "$T/reasons" "$T/unmet"; grep -A 8 FAIL "$T/suite.out"; return 1; }
}

# IPP/2.2's suite wants to see an alert: the toner is low.
free_port
snmp_port=$port
start_printer vp --speed 0 --snmp "127.0.0.1:$snmp_port" --fault toner-low || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port/?snmp-port=$snmp_port"
has_alert() { ipptool -tv "$(uri_of office)" get-printer-attributes.test | grep -q 'printer-alert (octetString)'; }
ok "its machine has something to tell" wait_until 60 has_alert
ok "the documents of the suites are made" make_documents
cd "$T/suites" || exit 1
for suite in ipp-1.1 ipp-2.0 ipp-2.1 ipp-2.2 ipp-everywhere; do
    ok "$suite passes" run_suite $suite ipp color.jpg
done
for document in 'A4 PDF' 'A4 PostScript, Duplex' 'Color JPEG on US Letter'; do
    ok "it printed $document" grep -q "Print-Job with $document  *\[PASS\]" "$T/suite.out"
done
for suite in ipp-2.2 ipp-everywhere; do
    ok "$suite passes, encrypted, with raster" run_suite $suite ipps $samples/document-a4-sgray-8-600dpi.pwg
done
done_testing
