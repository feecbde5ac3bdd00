#!/bin/sh
# test-corpus-long.sh - long documents: the first page is out before the last one is made, all
# come in their order, and what is not wanted any more ends.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-corpus.sh"
. tests/corpus/pdf-writer.sh
. tests/corpus/documents.sh
. tests/corpus/texts.sh
need canon-printer-app canon-sandbox canon-text-pdf virtual-printer ipptool gs

# Four pages of a photograph, and one nobody will ever see: ten drawings ten times in one another,
# ten deep. The machine gets data by 64 KB, so that a small page waits for the next one; these
# are larger.
make_endless() {
    pdf_begin "$1/endless.pdf"
    for i in $(seq 20 29); do
        next='/Next Do'
        for _ in 1 2 3 4 5 6 7 8 9; do next="$next /Next Do"; done
        [ "$i" != 29 ] || next='0 0 1 1 re f'
        echo "$next" | pdf_stream "$i" "/Type /XObject /Subtype /Form /BBox [0 0 600 850]
            /Resources << /XObject << /Next $((i + 1)) 0 R >> >>"
    done
    "$build/make-picture" jpeg-gray 600 600 | pdf_stream 18 '/Type /XObject /Subtype /Image
        /Width 600 /Height 600 /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode'
    for i in 3 5 7 9; do
        echo 'q 500 0 0 700 50 50 cm /Im Do Q' |
            pdf_page $i '/Resources << /XObject << /Im 18 0 R >> >>'
    done
    echo '/Next Do' | pdf_page 11 '/Resources << /XObject << /Next 20 0 R >> >>'
    echo '100 500 100 100 re f' | pdf_page 13 ''
    pdf_end
}

# 120 pages with their numbers.
make_many() {
    pdf_begin "$1/many.pdf"
    for i in $(seq 120); do
        echo "BT /F1 100 Tf 100 500 Td (page $i) Tj ET" | pdf_page $((1 + 2 * i)) "$helvetica"
    done
    pdf_end
}

corpus_start || exit 1
ok "a document with an endless page is made" make endless && submit endless
ok "its first pages come out" wait_until 60 has_sides vp 3
is "while the fifth is made" "$(ask_job office "$(job_of endless)" job-state)" processing
like "which the job tells" "$(ask_job office "$(job_of endless)" job-state-reasons)" job-transforming
counted() { [ "$(ask_job office "$(job_of endless)" job-impressions-completed)" -ge 3 ]; }
ok "pages are counted" wait_until 10 counted
ok "another document is made" make plain && submit plain
ok "a canceled job ends" cancel_job office "$(job_of endless)"
ended endless canceled
ended plain completed
ok "no program is left running" wait_until 10 no_helpers

# its sides come after the four, or three, of the first and one of the second
before=$(sides_out vp)
log_begins() { has_sides vp $((before + 1)); }
ok "a log of 10 MB is accepted" make log && submit log.txt
ok "its first page comes out" wait_until 120 log_begins
is "long before its last" "$(ask_job office "$(job_of log)" job-state)" processing
ok "it is canceled" cancel_job office "$(job_of log)"
ended log canceled
nothing_left
stop "$printer_pid"

start_printer checked --speed 0 --pictures none
ok "a queue is added" add_queue checked "socket://127.0.0.1:$printer_port"
ok "a document of 120 pages is made" make many
ok "three of its pages are printed" print_file checked "$docs/many.pdf" application/pdf \
    'ATTR rangeOfInteger page-ranges 1-1,60-60,120-120'
ok "they come out" wait_until 10 has_sides checked 3
crcs_of() { paper checked | awk -v job="$1" '$1 == job { print $5 }'; }
three=$(crcs_of 1)
ok "all of it is printed" print_file checked "$docs/many.pdf" application/pdf
ok "it comes out" wait_until 60 has_sides checked 123
is "in its order" "$(crcs_of 2 | sed -n '1p;60p;120p')" "$three"
is "no page twice" "$(crcs_of 2 | sort -u | wc -l | tr -d ' ')" 120
is "all are counted" "$(ask_job checked "$job" job-impressions-completed)" 120
nothing_left
done_testing
