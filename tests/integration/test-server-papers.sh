#!/bin/sh
# test-server-papers.sh - sizes that the machine does not have go onto paper that it has, and the
# grays of a page become lighter or darker where somebody asks.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/../corpus/pdf-writer.sh"
need canon-printer-app virtual-printer make-raster ipptool

start_printer vp --speed 0 || exit 1
start_server || exit 1
ok "a queue is added" add_queue office "socket://127.0.0.1:$printer_port"
n=0

next_job() {
    print_file office "$@" || return 1
    n=$((n + 1))
    wait_until 20 printed vp $n
    ticket=$(cat "$T/vp/job-$(printf %04d $n)/ticket.json")
    message=$(ask_job office "$job" job-state-message)
}

# blacks JOB: black dots of its first page, in thousandths of the page's dots
blacks() {
    tail -n +3 "$(page_file vp "$1" 1)" | od -An -v -tu1 -w1 | awk '
        BEGIN { for (i = 0; i < 256; i++) { c = 0; for (v = i; v > 0; v = int(v / 2)) c += v % 2; ones[i] = c } }
        { dots += 8; black += ones[$1] } END { printf "%d\n", black * 1000 / dots }'
}
between() { [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]; }

ipptool -tv "$(uri_of office)" get-printer-attributes.test >"$T/attributes" 2>&1
offers() { grep "media-supported (1setOf keyword)" "$T/attributes" | grep -q "[=,]\{0,1\} *$1\(,\|$\)"; }
for paper in na_foolscap_8.5x13in na_oficio_8.5x13.4in iso_a4_210x297mm na_legal_8.5x14in; do
    ok "$paper is offered" offers $paper
done
ok "sizes from 3 x 5 inches are" offers custom_min_3x5in
ok "up to the largest sheet" offers custom_max_215.9x355.6mm
is "each paper once" "$(grep "media-supported (1setOf keyword)" "$T/attributes" | sed 's/.*= //' | tr ',' '\n' | sort | uniq -d)" ""
like "the range is in the database of papers" "$(cat "$T/attributes")" 'x-dimension=7620-21590'

"$make_raster" -s folio -m 5 >"$T/folio.pwg"
ok "a page of Folio is printed" next_job "$T/folio.pwg" image/pwg-raster 'ATTR keyword media na_foolscap_8.5x13in'
like "on Legal" "$ticket" 'na_legal_8.5x14in'
like "which is told" "$message" 'Printed on Legal: .* 216 x 330 mm'
"$make_raster" -s card >"$T/card.pwg"
ok "a card of no size of paper is printed" next_job "$T/card.pwg" image/pwg-raster \
    'ATTR collection media-col { MEMBER collection media-size { MEMBER integer x-dimension 12000 MEMBER integer y-dimension 18000 } }'
like "on the queue's usual paper" "$ticket" 'iso_a4_210x297mm'
is "with nothing right of its place" "$(dot "$(page_file vp $n 1)" 2900 400)" 0
ok "the usual paper becomes A5" on_server modify -d office -o media=iso_a5_148x210mm
ok "the card is printed again" next_job "$T/card.pwg" image/pwg-raster 'ATTR keyword media custom_card_120x180mm'
like "on A5" "$ticket" 'iso_a5_148x210mm'
ok "what is larger than that" next_job "$T/folio.pwg" image/pwg-raster 'ATTR keyword media custom_tall_200x310mm'
like "goes on a paper that holds it" "$ticket" 'na_legal_8.5x14in'
on_server modify -d office -o media=iso_a4_210x297mm
not_ok "a size beyond every sheet is refused by who wants it so" send_file office "$T/card.pwg" \
    image/pwg-raster 'ATTR keyword media custom_large_300x500mm' 'GROUP operation-attributes-tag' 'ATTR boolean ipp-attribute-fidelity true'

pdf_begin "$T/gray.pdf"
pdf_page 10 '' <<END
0.5 g 0 0 595.28 841.89 re f
END
pdf_end
ok "a gray page is printed" next_job "$T/gray.pdf" application/pdf
middle=$(blacks $n)
ok "with 35 to 60 % of its dots ($middle)" between "$middle" 350 600
ok "brighter" next_job "$T/gray.pdf" application/pdf 'ATTR integer brightness 100'
ok "it has fewer ($(blacks $n))" between "$(blacks $n)" 150 $((middle - 150))
ok "darker" next_job "$T/gray.pdf" application/pdf 'ATTR integer brightness -100'
ok "more ($(blacks $n))" between "$(blacks $n)" $((middle + 100)) 850
ok "a queue may be darker" on_server modify -d office -o brightness=-100
ok "for those who do not say" next_job "$T/gray.pdf" application/pdf
ok "that is followed ($(blacks $n))" between "$(blacks $n)" $((middle + 100)) 850
ok "a brightness that is none" next_job "$T/gray.pdf" application/pdf 'ATTR integer brightness 101'
like "is told" "$message" "'101' is no value of brightness"
# paper that is put in by hand
start_printer slow --speed 15 || exit 1
ok "a queue for a machine that takes its time is added" add_queue slow "socket://127.0.0.1:$printer_port"
"$make_raster" -s a5 -n 3 >"$T/a5.pwg"
ok "a job from the bypass tray comes" send_file slow "$T/a5.pwg" image/pwg-raster \
    'ATTR collection media-col { MEMBER keyword media-source by-pass-tray MEMBER keyword media-type labels MEMBER collection media-size { MEMBER integer x-dimension 14800 MEMBER integer y-dimension 21000 } }'
asks_for() { ask_job slow "$job" job-state-message | grep -q "$1"; }
ok "and says what to put there" wait_until 20 asks_for 'Put A5 (labels) into the bypass tray.'
is "it is printed" "$(end_of slow "$job")" completed
not_ok "and does not ask any more" asks_for 'Put A5'
done_testing
