#!/bin/sh
# test-corpus-broken.sh - PDF that is damaged, protected or made to do harm: what can be made out
# is printed, the rest is told, and nothing is left behind.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-corpus.sh"
. tests/corpus/pdf-writer.sh
. tests/corpus/documents.sh
. tests/corpus/broken.sh
need canon-printer-app canon-sandbox virtual-printer compare-gray ipptool gs pdftoppm pdfinfo qpdf

corpus_start || exit 1
whole='bomb large_picture'
plain='no_xref wrong_xref wrong_length junk_before junk_after cr_lines launch'
other='cut_off only_header noise no_pages no_contents loop_of_pages loop_of_forms bad_page
    bad_picture password password_rc4 unknown_lock impossible'
send_made plain $whole $plain $other
for each in plain $whole; do
    looks_right "$each"
done
for each in $plain; do
    same_paper "$each" plain
done

for each in cut_off only_header noise no_pages; do
    ended $each aborted 'The document is damaged. Nothing was printed. .*document-format-error'
done
# What can be made out is printed, and that it may not be all is told.
for each in no_contents loop_of_forms impossible; do
    ended $each completed 'may be missing on paper.*completed-with-warnings' && has_pages $each 1
done
ended bad_page completed 'may be missing on paper' && has_pages bad_page 3
told loop_of_pages 'Page 2: .*damaged'
# Half a photograph is half a photograph: no renderer says so.
ended bad_picture completed && has_pages bad_picture 1

for each in password password_rc4 unknown_lock; do
    ended $each aborted 'protected by a password; print it from the program that shows it.*Nothing was printed'
done
not_ok "nobody's program was run" test -e "$T/touched"

nothing_left
done_testing
