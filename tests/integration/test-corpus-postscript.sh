#!/bin/sh
# test-corpus-postscript.sh - PostScript of all levels, of drivers, with errors, and such that
# would do harm.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-corpus.sh"
. tests/corpus/pdf-writer.sh
. tests/corpus/documents.sh
. tests/corpus/postscript.sh
need canon-printer-app canon-sandbox virtual-printer compare-gray ipptool gs pdftoppm pdfinfo

corpus_start || exit 1
whole='level1 level2 level3 eps windows pjl quit reader'
other='no_header no_sign copies copies_level1 sizes fault cut nothing eater stack'
for each in $whole $other; do
    ok "$each is made" make "$each" && submit "$each.ps"
done
for each in $whole; do
    looks_right "$each"
done

# asked NAME: copies and sides of its tickets
asked() {
    find "$T/vp" -name ticket.json -path '*/job-*' -exec grep -l "\"title\": *\"$1\"" {} + |
        xargs sed -n 's/^  "copies": *\([0-9]*\).*/\1/p; s/^  "sides": *"\([a-z-]*\)".*/\1/p' | tr '\n' ' '
}
# three sets of two pages: sets are made here, the machine makes one copy
ended copies completed && has_pages copies 6
is "it has the sides that the document asks" "$(asked copies)" '1 two-sided-short-edge '
ended copies_level1 completed && has_pages copies_level1 1
is "copies are as an old program asks" "$(asked copies_level1)" '2 one-sided '
cp "$docs/copies.ps" "$docs/copies_other.ps"
submit copies_other.ps 'ATTR integer copies 1' 'ATTR keyword sides one-sided'
ended copies_other completed && has_pages copies_other 2
is "what the request asks counts more" "$(asked copies_other)" '1 one-sided '

ended sizes completed && has_pages sizes 3
is "a page of Letter is on it" "$(sheet_of sizes 1)" Letter
is "one of A5, too" "$(sheet_of sizes 2)" A5
is "A4 on its side is on A4" "$(sheet_of sizes 3)" A4

# What comes before an error may be printed; what is wrong is told.
told fault 'damaged.*document-format-error'
[ -z "$(sides_of fault)" ] || ok "fault: page 1 looks right" side_right fault 1
told cut 'damaged.*document-format-error'
ended nothing aborted 'shows no page'
ended stack aborted 'Nothing was printed'
ended eater aborted 'too much memory'
# never printed as text
ended no_header refused 'without its first line'
ended no_sign refused 'without its first line'

ok "files of others are as they were" test -f "$T/state-$server_port"
not_ok "none was written" test -e "$T/stolen"
nothing_left
done_testing
