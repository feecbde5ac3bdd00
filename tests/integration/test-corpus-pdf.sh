#!/bin/sh
# test-corpus-pdf.sh - PDF as programs write it: fonts, forms, pictures, colours, transparency,
# encryption. Each page on paper is compared with what another renderer shows.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-corpus.sh"
. tests/corpus/pdf-writer.sh
. tests/corpus/documents.sh
need canon-printer-app canon-sandbox virtual-printer compare-gray ipptool gs pdftoppm pdfinfo qpdf

corpus_start || exit 1
documents='plain standard_fonts type1 cff truetype cid type3 form annotations layers cmyk rgb icc
    transparency patterns lines scan_g4 scan_jbig2 photo_gray photo_rgb photo_cmyk gray16 masks'
if command -v opj_compress >/dev/null; then
    documents="$documents photo_jpx"
else
    result 0 "photo_jpx # SKIP needs opj_compress"
fi
# all are the plain one with something that does not show
plain='javascript attachment signed xfa linearized compressed nested rc4_40 rc4_128 aes_128 aes_256'

# Documents that others have made, where CUPS' filters are installed: LibreOffice, Inkscape.
others=/usr/share/cups/data
foreign='default-testpage classified form_english form_russian'
send_foreign() { cp "$others/$1.pdf" "$docs" && submit "$1"; }

send_made $documents $plain
for each in $foreign; do
    [ ! -f "$others/$each.pdf" ] || ok "$each is sent" send_foreign "$each"
done
for each in $documents; do
    case $each in
    rgb | icc | photo_rgb | photo_cmyk) in_colour=-cropbox ;;
    *) in_colour='' ;;
    esac
    looks_right "$each"
done
for each in $plain; do
    same_paper "$each" plain
done
# Small print in small squares, and hair lines, of which Ghostscript's are a dot wider.
for each in $foreign; do
    if [ -f "$docs/$each.pdf" ]; then
        in_colour=-cropbox
        looks_right "$each" -w 10 -m 4
    else
        result 0 "$each # SKIP there is no $others/$each.pdf"
    fi
done

# The comparison fails when it should.
# other_than NAME REFERENCE: the page is not what the reference shows
other_than() {
    reference "$2" 1 && "$build/compare-gray" "$T/reference" "$(sides_of "$1" | head -n 1)"
}
# noticed NAME COMMAND...: it compares, and finds the page wrong
noticed() {
    noticed_name=$1
    shift
    "$@" >"$T/noticed" 2>&1
    is "$noticed_name is noticed" "$?$(sed 's/.*: WRONG$/ WRONG/' "$T/noticed")" '1 WRONG'
}
in_colour=''
noticed "a page 2 mm to the right" side_right plain 1 -x 47
noticed "a page 2 mm further down" side_right plain 1 -y 47
noticed "a page upside down" side_right plain 1 -t 2
grep -v '^(7: ' "$docs/plain.pdf" >"$docs/no_seventh.pdf"
noticed "a line that is missing" other_than plain no_seventh
noticed "a page in another font" other_than type1 cff
sed 's/^q 0.5 g/q 0.4 g/' "$docs/cmyk.wanted.pdf" >"$docs/darker.pdf"
noticed "a gray of another tone" other_than cmyk darker

nothing_left
done_testing
