#!/bin/sh
# test-corpus-text.sh - plain text in all codes and directions, its lines and pages; a log of
# 10 MB.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-corpus.sh"
. tests/corpus/pdf-writer.sh
. tests/corpus/documents.sh
. tests/corpus/texts.sh
need canon-printer-app canon-sandbox canon-text-pdf virtual-printer compare-gray ipptool gs \
    pdftoppm pdftotext iconv

corpus_start || exit 1
same='letter_1252 letter_bom letter_16 letter_16be letter_crlf letter_cr letter_blanks letter_struck'
seen='letter cjk arabic hebrew long_lines three_pages feed_at_end no_end'
other='empty blank_lines escapes code'
for each in $seen $same $other; do
    ok "$each is made" make $each && submit "$each.txt"
done

# What Pango makes of it, drawn by another renderer. A line of x is a pattern that is at the
# limit of what can be compared.
for each in $seen; do
    "$build/canon-text-pdf" --paper 21000x29700 <"$docs/$each.txt" >"$docs/$each.pdf"
    limit=8
    [ $each != long_lines ] || limit=10
    looks_right $each -w $limit
done

for each in $same; do
    same_paper "$each" letter
done

# The words are there, in their order, and long lines go on in the next.
words() { pdftotext -layout "$docs/$1.pdf" - | tr -s ' \n\f' ' '; }
like "letters of many languages are letters" "$(words letter)" 'Grüße aus Köln – „façade“, €uro, naïve œuvre'
is "a tab goes to the next eighth column" "$(pdftotext -layout "$docs/letter.pdf" - | sed -n '4p')" \
    '        indented by a tab'
is "no word of a long line is lost" "$(words long_lines | tr ' ' '\n' | grep -c '^[0-9]')" 200
is "no letter of a long word is" "$(words long_lines | tr -dc x | wc -c | tr -d ' ')" 400
is "pages are where form feeds are" "$(words three_pages)" 'one two three '
# A line of Hebrew begins at the right.
like "Hebrew is on the right" "$(pdftotext -bbox "$docs/hebrew.pdf" - | grep '<word' | head -n 1)" 'xMin="[345]'

# PostScript is never printed as text, whatever it is called; its only line is far down.
ended code completed && has_pages code 1
reference_size=''
pdf_begin "$docs/code.pdf"
echo 'BT /F1 12 Tf 72 72 Td (a) Tj ET' | pdf_page 3 "$helvetica"
pdf_end
ok "code that is called a text is run" side_right code 1
ended empty refused 'document-format-not-supported'
ended blank_lines refused 'document-format-not-supported'
ended escapes refused 'document-format-not-supported'

nothing_left
done_testing
