# sizes.sh - makers of PDF documents whose pages have all kinds of sizes, to be sourced after
# documents.sh; see there.
# SPDX-License-Identifier: Apache-2.0

# figure WIDTH HEIGHT: nothing of it is alike when it is turned or mirrored: an F in a frame that
# lies a tenth inside
figure() {
    awk -v w="$1" -v h="$2" 'BEGIN {
        m = (w < h ? w : h) / 10
        printf "%g w %g %g %g %g re S ", m / 8, m, m, w - 2 * m, h - 2 * m
        printf "%g %g %g %g re f ", 2 * m, 2 * m, m, h - 4 * m
        printf "%g %g %g %g re f ", 2 * m, h - 3 * m, (w - 4 * m) * 0.7, m
        printf "0.6 g %g %g %g %g re f\n", 2 * m, h - 5 * m, (w - 4 * m) * 0.4, m }'
}

# pages_sized FILE 'WIDTH HEIGHT'...: in points
pages_sized() {
    pdf_begin "$1"
    shift
    n=3
    for size in "$@"; do
        # shellcheck disable=SC2086 # two words
        figure $size | pdf_page $n "/MediaBox [0 0 $size]"
        n=$((n + 2))
    done
    pdf_end
}

# A4, A4 on its side, A5, Letter, Legal, a business card, A3
make_mixed() {
    pages_sized "$1/mixed.pdf" '595.28 841.89' '841.89 595.28' '419.53 595.28' '612 792' '612 1008' \
        '240.94 155.91' '841.89 1190.55'
}

# Pages that are A4 when they are turned as they say.
make_rotated() {
    pdf_begin "$1/rotated.pdf"
    figure 841.89 595.28 | pdf_page 3 '/MediaBox [0 0 841.89 595.28] /Rotate 90'
    figure 595.28 841.89 | pdf_page 5 '/Rotate 180'
    figure 841.89 595.28 | pdf_page 7 '/MediaBox [0 0 841.89 595.28] /Rotate 270'
    figure 595.28 841.89 | pdf_page 9 '/Rotate -360'
    pdf_end
}

# A4 cut out of something larger; a box that does not begin at nothing; corners the other way;
# a box in numbers that are twice as large.
make_boxes() {
    pdf_begin "$1/boxes.pdf"
    { echo '1 0 0 1 100 50 cm' && figure 595.28 841.89; } |
        pdf_page 3 '/MediaBox [0 0 800 1000] /CropBox [100 50 695.28 891.89]'
    { echo '1 0 0 1 -300 -400 cm' && figure 595.28 841.89; } |
        pdf_page 5 '/MediaBox [-300 -400 295.28 441.89]'
    figure 595.28 841.89 | pdf_page 7 '/MediaBox [595.28 841.89 0 0]'
    figure 297.64 420.945 | pdf_page 9 '/MediaBox [0 0 297.64 420.945] /UserUnit 2'
    figure 595.28 841.89 | pdf_page 11 '/MediaBox [0 0 595.28 841.89] /CropBox [-50 -50 700 900]'
    pdf_end
    pages_sized "$1/boxes.wanted.pdf" '595.28 841.89' '595.28 841.89' '595.28 841.89' \
        '595.28 841.89' '595.28 841.89'
}

make_huge() { pages_sized "$1/huge.pdf" '14173 14173'; }   # 5 m
make_poster() { pages_sized "$1/poster.pdf" '1683.78 2383.94'; } # A1
make_tiny() { pages_sized "$1/tiny.pdf" '10 10'; }
make_strip() { pages_sized "$1/strip.pdf" '200 8000'; } # a receipt

make_no_box() { # Letter, as most programs take it to be
    pdf_begin "$1/no_box.pdf"
    figure 612 792 | pdf_stream 4 ''
    pdf_object 3 '<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>'
    echo '3 0 R' >>"$1/no_box.pdf.kids"
    pdf_end
}
make_zero_box() {
    pdf_begin "$1/zero_box.pdf"
    figure 612 792 | pdf_page 3 '/MediaBox [0 0 0 0]'
    pdf_end
}
