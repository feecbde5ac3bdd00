# broken.sh - makers of PDF documents that are damaged, protected, or made to do harm, to be
# sourced after documents.sh; see there.
# SPDX-License-Identifier: Apache-2.0

# ---- damaged, but everything is there ----

make_no_xref() { sed '/^xref/,$d' "$1/plain.pdf" >"$1/no_xref.pdf"; }
make_wrong_xref() {
    sed 's/^0000000\([0-9]*\) 00000 n/0000001\1 00000 n/' "$1/plain.pdf" >"$1/wrong_xref.pdf"
}
make_wrong_length() {
    sed 's,/Length [0-9]*,/Length 10,' "$1/plain.pdf" >"$1/wrong_length.pdf"
}
make_junk_before() {
    { head -c 700 /dev/zero | tr '\0' '\r' && cat "$1/plain.pdf"; } >"$1/junk_before.pdf"
}
make_junk_after() {
    { cat "$1/plain.pdf" && seq 3000; } >"$1/junk_after.pdf"
}
make_cr_lines() { # as after a transfer as text
    sed 's/$/\r/' "$1/plain.pdf" >"$1/cr_lines.pdf"
}

# ---- damaged, and something is missing ----

# pages_of COUNT FILE: each page with lines of text; objects are written as the pages come
pages_of() {
    for i in $(seq "$1"); do text_in Times-Roman; done | gs_pdf "$2" -dCompressPages=false
}

make_cut_off() { # the last of 5 pages and the list of pages are missing
    pages_of 5 "$T/five.pdf" && head -c $(($(wc -c <"$T/five.pdf") * 45 / 100)) "$T/five.pdf" >"$1/cut_off.pdf"
}
make_only_header() { printf '%%PDF-1.4\n' >"$1/only_header.pdf"; }
make_noise() { { printf '%%PDF-1.4\n' && seq 20000 | gzip -n; } >"$1/noise.pdf"; }
make_no_pages() { pdf_begin "$1/no_pages.pdf" && pdf_end; }

make_no_contents() { # a page that is empty because what it shows is not there
    pdf_begin "$1/no_contents.pdf"
    pdf_object 3 '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 99 0 R >>'
    echo '3 0 R' >>"$1/no_contents.pdf.kids"
    pdf_end
}

# The list of pages contains itself, after a page.
make_loop_of_pages() {
    plain_page "$1/loop_of_pages.pdf"
    echo '2 0 R' >>"$1/loop_of_pages.pdf.kids"
    pdf_end
}
# A drawing that draws itself, after a square.
make_loop_of_forms() {
    pdf_begin "$1/loop_of_forms.pdf"
    echo '100 600 50 50 re f /Own Do' | pdf_stream 5 '/Type /XObject /Subtype /Form
        /BBox [0 0 600 850] /Resources << /XObject << /Own 5 0 R >> >>'
    echo '/Own Do' | pdf_page 3 '/Resources << /XObject << /Own 5 0 R >> >>'
    pdf_end
}

# Of three pages the second has a drawing that cannot be unpacked and operators nobody knows.
make_bad_page() {
    pdf_begin "$1/bad_page.pdf"
    for page in 3 5 7; do
        lines_of "$sentence" 12 10 | pdf_page $page "$helvetica"
    done
    sed 's,(4: The.*,q (4: T] >> Do not [ know,' "$1/bad_page.pdf" >"$T/bad" # all, the same length is not needed
    cp "$T/bad" "$1/bad_page.pdf"
    pdf_end
}

make_bad_picture() { # half of its data is missing
    pdf_begin "$1/bad_picture.pdf"
    "$build/make-picture" jpeg-cut 600 600 | picture_page '/Width 600 /Height 600
        /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode'
}

# ---- protected ----

make_password() { qpdf --encrypt secret owner 256 -- "$1/plain.pdf" "$1/password.pdf"; }
make_password_rc4() {
    qpdf --allow-weak-crypto --encrypt secret owner 40 -- "$1/plain.pdf" "$1/password_rc4.pdf"
}
# A scheme nobody knows, as shops of books have them.
make_unknown_lock() {
    plain_page "$1/unknown_lock.pdf"
    pdf_object 5 '<< /Filter /EBX_HANDLER /V 1 >>'
    pdf_end '' '/Encrypt 5 0 R /ID [<00><00>]'
}

# ---- made to do harm ----

# Half a gigabyte of spaces before a square, packed twice: some 3 KB.
make_bomb() {
    pdf_begin "$1/bomb.pdf"
    { head -c 500000000 /dev/zero && echo '100 600 50 50 re f'; } |
        encode '' FlateEncode | encode '' FlateEncode >"$T/bomb"
    pdf_stream 4 '/Filter [/FlateDecode /FlateDecode]' <"$T/bomb"
    pdf_object 3 '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.28 841.89] /Contents 4 0 R >>'
    echo '3 0 R' >>"$1/bomb.pdf.kids"
    pdf_end
    pdf_begin "$1/bomb.wanted.pdf"
    echo '100 600 50 50 re f' | pdf_page 3 ''
    pdf_end
}

# A picture of 30000 x 30000: black, 112 MB unpacked.
make_large_picture() {
    pdf_begin "$1/large_picture.pdf"
    head -c 112500000 /dev/zero | encode '' FlateEncode | picture_page '/Width 30000 /Height 30000
        /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /FlateDecode'
    pdf_begin "$1/large_picture.wanted.pdf"
    echo '100 300 400 400 re f' | pdf_page 3 ''
    pdf_end
}

# A picture that says to be 2^31 pixels wide, one of 0, and a pattern of steps of nothing.
make_impossible() {
    pdf_begin "$1/impossible.pdf"
    echo '00>' | pdf_stream 5 '/Type /XObject /Subtype /Image /Width 2147483647 /Height 2147483647
        /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /ASCIIHexDecode'
    echo '00>' | pdf_stream 6 '/Type /XObject /Subtype /Image /Width 0 /Height 0
        /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /ASCIIHexDecode'
    echo '0 0 1 1 re f' | pdf_stream 7 '/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1
        /BBox [0 0 1 1] /XStep 0 /YStep 0 /Resources << >>'
    echo '100 600 50 50 re f q 100 0 0 100 0 0 cm /Big Do /Nil Do Q
        /Pattern cs /P scn 100 100 200 200 re f' |
        pdf_page 3 '/Resources << /XObject << /Big 5 0 R /Nil 6 0 R >> /Pattern << /P 7 0 R >> >>'
    pdf_end
}

# What a PDF asks the reader's program to do: nothing of it may be done.
make_launch() {
    plain_page "$1/launch.pdf"
    pdf_object 5 "<< /S /Launch /F (/bin/touch) /Win << /F (cmd.exe) /P ($T/touched) >> >>"
    pdf_object 6 "<< /Type /Filespec /FS /URL /F (http://127.0.0.1:1/) >>"
    pdf_stream 7 '/F 6 0 R' </dev/null
    pdf_end '/OpenAction 5 0 R'
}
