# documents.sh - makers of PDF documents as programs write them, to be sourced after
# pdf-writer.sh. Each make_NAME FOLDER writes FOLDER/NAME.pdf, and FOLDER/NAME.wanted.pdf where
# it must look like another, simpler document. $build has the tools.
# SPDX-License-Identifier: Apache-2.0

gs_run() { gs -q -dSAFER -dBATCH -dNOPAUSE "$@"; }

# gs_pdf FILE [OPTION...] <POSTSCRIPT
gs_pdf() {
    gs_pdf_file=$1
    shift
    gs_run -sDEVICE=pdfwrite -dDEVICEWIDTHPOINTS=595.28 -dDEVICEHEIGHTPOINTS=841.89 "$@" \
        -sOutputFile="$gs_pdf_file" -
}

# encode 'DICTIONARY' FILTER <DATA: by a PostScript filter; DICTIONARY may be empty
encode() {
    encode_file=$(mktemp "$T/encode.XXXXXX")
    cat >"$encode_file"
    gs_run -dNODISPLAY --permit-file-read="$encode_file" --permit-file-write="$encode_file.out" \
        -sIN="$encode_file" -sOUT="$encode_file.out" -c "/to OUT (w) file $1 /$2 filter def
        /from IN (r) file def /some 8192 string def
        { from some readstring exch to exch writestring not { exit } if } loop to closefile" \
        >&2 && cat "$encode_file.out"
    rm -f "$encode_file" "$encode_file.out"
}

# lines_of TEXT SIZE COUNT: contents that show numbered lines of TEXT in font F1
lines_of() {
    awk -v text="$1" -v size="$2" -v count="$3" 'BEGIN {
        print "BT /F1 " size " Tf " size * 1.4 " TL 72 760 Td"
        for (i = 1; i <= count; i++) print "(" i ": " text ") Tj T*"
        print "ET" }'
}
sentence='The quick brown fox jumps over the lazy dog, 0123456789'
helvetica='/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>'

# ---- fonts ----

# Not embedded: every renderer has them.
make_standard_fonts() {
    fonts='' n=0
    pdf_begin "$1/standard_fonts.pdf"
    : >"$T/contents"
    for font in Helvetica Helvetica-Bold Helvetica-Oblique Helvetica-BoldOblique Times-Roman \
        Times-Bold Times-Italic Times-BoldItalic Courier Courier-Bold Courier-Oblique \
        Courier-BoldOblique Symbol ZapfDingbats; do
        n=$((n + 1))
        fonts="$fonts /F$n << /Type /Font /Subtype /Type1 /BaseFont /$font >>"
        echo "BT /F$n 14 Tf 60 $((800 - 40 * n)) Td (Sphinx of black quartz $n) Tj ET" >>"$T/contents"
    done
    pdf_page 3 "/Resources << /Font << $fonts >> >>" <"$T/contents"
    pdf_end
}

# text_in FONT: PostScript that shows lines of it
text_in() {
    echo "/$1 12 selectfont 72 760 moveto
        30 { ($sentence) show currentpoint exch pop 24 sub 72 exch moveto } repeat showpage"
}

make_type1() { text_in NimbusRoman-Regular | gs_pdf "$1/type1.pdf" -dCompatibilityLevel=1.2; }
make_cff() { text_in NimbusSans-Regular | gs_pdf "$1/cff.pdf" -dCompatibilityLevel=1.7; }
make_truetype() {
    text_in DejaVuSans | gs_pdf "$1/truetype.pdf" -sFONTPATH=/usr/share/fonts/truetype/dejavu
}

# What Pango makes of Chinese and Japanese: subsets of big fonts, letters of two bytes.
make_cid() {
    printf '%s\n' '人人生而自由 在尊严和权利上一律平等' 'すべての人間は、生まれながらにして自由であり' >"$T/cid.txt"
    "$build/canon-text-pdf" --paper 21000x29700 <"$T/cid.txt" >"$1/cid.pdf"
}

# Letters that are drawings: a square and a triangle.
make_type3() {
    pdf_begin "$1/type3.pdf"
    echo '1000 0 0 0 800 800 d1 0 0 800 800 re f' | pdf_stream 6 ''
    echo '1000 0 0 0 800 800 d1 0 0 m 400 800 l 800 0 l f' | pdf_stream 7 ''
    pdf_object 5 '<< /Type /Font /Subtype /Type3 /FontBBox [0 0 800 800]
        /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 /LastChar 98 /Widths [1000 1000]
        /CharProcs << /square 6 0 R /triangle 7 0 R >> /Resources << >>
        /Encoding << /Type /Encoding /Differences [97 /square /triangle] >> >>'
    echo 'BT /F1 20 Tf 72 700 Td (abbaab) Tj 0 -60 Td 0.5 g (bbabab) Tj ET' |
        pdf_page 3 '/Resources << /Font << /F1 5 0 R >> >>'
    pdf_end
}

# ---- forms, annotations, layers ----

# A field that is filled in, and a box that is ticked: both have an appearance of their own.
make_form() {
    pdf_begin "$1/form.pdf"
    echo '/Tx BMC q BT /F1 14 Tf 2 5 Td (Filled in by a person) Tj ET Q EMC' |
        pdf_stream 6 "/Type /XObject /Subtype /Form /BBox [0 0 300 20] $helvetica"
    echo 'q 2 w 2 2 m 18 18 l 2 18 m 18 2 l S Q' |
        pdf_stream 7 '/Type /XObject /Subtype /Form /BBox [0 0 20 20]'
    echo '' | pdf_stream 8 '/Type /XObject /Subtype /Form /BBox [0 0 20 20]'
    pdf_object 5 '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Filled in by a person)
        /Rect [100 600 400 620] /F 4 /DA (/F1 14 Tf 0 g) /AP << /N 6 0 R >> >>'
    pdf_object 9 '<< /Type /Annot /Subtype /Widget /FT /Btn /T (agree) /V /Yes /AS /Yes /F 4
        /Rect [100 550 120 570] /AP << /N << /Yes 7 0 R /Off 8 0 R >> >> >>'
    pdf_object 10 '<< /Type /Annot /Subtype /Widget /FT /Btn /T (other) /V /Off /AS /Off /F 4
        /Rect [100 500 120 520] /AP << /N << /Yes 7 0 R /Off 8 0 R >> >> >>'
    echo 'BT /F1 14 Tf 50 605 Td (Name) Tj ET 100 600 300 20 re 100 550 20 20 re 100 500 20 20 re S' |
        pdf_page 3 "$helvetica /Annots [5 0 R 9 0 R 10 0 R]"
    pdf_end "/AcroForm << /Fields [5 0 R 9 0 R 10 0 R] /DA (/F1 14 Tf 0 g) /DR << /Font << /F1
        << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
}

# Of four stamps two are to be printed: F has bit 3 (4) to print and bit 2 (2) to hide.
make_annotations() {
    pdf_begin "$1/annotations.pdf"
    echo '0 0 50 50 re f' | pdf_stream 9 '/Type /XObject /Subtype /Form /BBox [0 0 50 50]'
    n=5
    for flags in 4 0 6 68; do
        pdf_object $n "<< /Type /Annot /Subtype /Stamp /F $flags /AP << /N 9 0 R >>
            /Rect [$((n * 90 - 350)) 600 $((n * 90 - 300)) 650] >>"
        n=$((n + 1))
    done
    echo '100 300 200 100 re f' | pdf_page 3 '/Annots [5 0 R 6 0 R 7 0 R 8 0 R]'
    pdf_end
    pdf_begin "$1/annotations.wanted.pdf"
    echo '100 300 200 100 re f 100 600 50 50 re f 370 600 50 50 re f' | pdf_page 3 ''
    pdf_end
}

# A layer that is off, one that is on, and one for the screen only.
make_layers() {
    pdf_begin "$1/layers.pdf"
    pdf_object 5 '<< /Type /OCG /Name (on) >>'
    pdf_object 6 '<< /Type /OCG /Name (off) >>'
    pdf_object 7 '<< /Type /OCG /Name (screen) /Usage << /Print << /PrintState /OFF >> >> >>'
    echo '/OC /On BDC 100 600 50 50 re f EMC /OC /Off BDC 200 600 50 50 re f EMC' |
        pdf_page 3 '/Resources << /Properties << /On 5 0 R /Off 6 0 R /Screen 7 0 R >> >>'
    pdf_end '/OCProperties << /OCGs [5 0 R 6 0 R 7 0 R] /D << /ON [5 0 R 7 0 R] /OFF [6 0 R] >> >>'
    pdf_begin "$1/layers.wanted.pdf"
    echo '100 600 50 50 re f' | pdf_page 3 ''
    pdf_end
}

# ---- colours, transparency, patterns ----

# squares_of PAINT...: each paints one square of a row
squares_of() {
    n=0
    for paint in "$@"; do
        echo "q $paint $((60 + n % 5 * 100)) $((650 - n / 5 * 100)) 80 80 re f Q"
        n=$((n + 1))
    done
}

# DeviceCMYK and spot colours against the grays they are: red, green and blue are white less
# their ink and less black (PDF reference, 10.4.2.4), then 0.2126 R + 0.7152 G + 0.0722 B.
make_cmyk() {
    pdf_begin "$1/cmyk.pdf"
    pdf_object 5 '[/Separation /Spot /DeviceCMYK << /FunctionType 2 /Domain [0 1] /N 1
        /C0 [0 0 0 0] /C1 [0 0.5 1 0] >>]'
    squares_of '0 0 0 1 k' '0 0 0 0.5 k' '1 0 0 0 k' '0 1 0 0 k' '0 0 1 0 k' '0.5 0.5 0 0 k' \
        '1 1 1 1 k' '0 0 0 0 k' '/Spot cs 1 scn' '/Spot cs 0.5 scn' |
        pdf_page 3 '/Resources << /ColorSpace << /Spot 5 0 R >> >>'
    pdf_end
    pdf_begin "$1/cmyk.wanted.pdf"
    squares_of '0 g' '0.5 g' '0.7874 g' '0.2848 g' '0.9278 g' '0.5361 g' '0 g' '1 g' '0.5702 g' \
        '0.7851 g' | pdf_page 3 ''
    pdf_end
}

make_rgb() {
    pdf_begin "$1/rgb.pdf"
    pdf_object 5 '[/CalGray << /WhitePoint [0.9505 1 1.089] /Gamma 2.2 >>]'
    pdf_object 6 '[/CalRGB << /WhitePoint [0.9505 1 1.089] /Gamma [2.2 2.2 2.2]
        /Matrix [0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505] >>]'
    pdf_object 7 '[/Indexed /DeviceRGB 3 <000000 FF0000 808080 FFFFFF>]'
    squares_of '1 0 0 rg' '0 1 0 rg' '0 0 1 rg' '0.5 0.5 0.5 rg' '0 0 0 rg' '1 1 0 rg' \
        '/CalGray cs 0.5 scn' '/CalRGB cs 1 0 0 scn' '/Index cs 1 scn' '/Index cs 2 scn' '1 1 1 rg' |
        pdf_page 3 '/Resources << /ColorSpace << /CalGray 5 0 R /CalRGB 6 0 R /Index 7 0 R >> >>'
    pdf_end
}

# Profiles as cameras and office programs embed them (sRGB and its gray), with what they mean.
make_icc() {
    profiles=/usr/share/color/icc/ghostscript
    pdf_begin "$1/icc.pdf"
    pdf_stream 5 '/N 3' <$profiles/srgb.icc
    pdf_stream 6 '/N 1' <$profiles/sgray.icc
    squares_of '/Three cs 1 0 0 scn' '/Three cs 0.2 0.6 0.4 scn' '/One cs 0.5 scn' '/One cs 0 scn' |
        pdf_page 3 '/Resources << /ColorSpace << /Three [/ICCBased 5 0 R] /One [/ICCBased 6 0 R] >> >>'
    pdf_end
    pdf_begin "$1/icc.wanted.pdf"
    squares_of '1 0 0 rg' '0.2 0.6 0.4 rg' '0.5 g' '0 g' | pdf_page 3 ''
    pdf_end
}

# Groups, alpha, a mode of mixing, a soft mask of brightness.
make_transparency() {
    pdf_begin "$1/transparency.pdf"
    echo '0.2 g 0 0 100 100 re f 0.8 g 50 50 100 100 re f' |
        pdf_stream 5 '/Type /XObject /Subtype /Form /BBox [0 0 150 150]
            /Group << /S /Transparency /CS /DeviceRGB /I true /K true >>'
    echo '/Fade sh' | pdf_stream 6 '/Type /XObject /Subtype /Form /BBox [0 0 600 850]
        /Group << /S /Transparency /CS /DeviceGray >> /Resources << /Shading << /Fade <<
        /ShadingType 2 /ColorSpace /DeviceGray /Coords [300 0 500 0] /Extend [true true]
        /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >> >> >>'
    cat >"$T/contents" <<'PAGE'
0.5 g 60 600 300 100 re f
q /Half gs 1 0 0 1 100 550 cm /Group Do Q
q /Multiply gs 0.6 g 250 560 150 80 re f Q
q /Mask gs 0 g 300 300 200 150 re f Q
q /Half gs 0 g 60 300 200 150 re f 100 350 300 20 re f Q
PAGE
    pdf_page 3 '/Group << /S /Transparency /CS /DeviceRGB >> /Resources << /XObject
        << /Group 5 0 R >> /ExtGState << /Half << /ca 0.5 >> /Multiply << /BM /Multiply >>
        /Mask << /SMask << /S /Luminosity /G 6 0 R >> >> >> >>' <"$T/contents"
    pdf_end
}

# Two tilings, shadings along a line, between circles, of a function, of a mesh.
make_patterns() {
    pdf_begin "$1/patterns.pdf"
    echo '0.3 g 0 0 12 12 re f 0.7 g 12 12 12 12 re f' | pdf_stream 5 '/Type /Pattern
        /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 24 24] /XStep 24 /YStep 24 /Resources << >>'
    echo '0 0 m 20 0 l 10 20 l f' | pdf_stream 6 '/Type /Pattern /PatternType 1 /PaintType 2
        /TilingType 1 /BBox [0 0 20 20] /XStep 30 /YStep 30 /Resources << >> /Matrix [1 0.2 0 1 0 0]'
    line='/Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >>'
    pdf_object 7 "<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [60 0 500 0] $line >>"
    pdf_object 8 "<< /ShadingType 3 /ColorSpace /DeviceGray /Coords [150 150 10 170 150 90] $line >>"
    printf '{ 200 div exch 200 div add 2 div }' | pdf_stream 9 '/FunctionType 4
        /Domain [0 200 0 200] /Range [0 1]'
    pdf_object 10 '<< /ShadingType 1 /ColorSpace /DeviceGray /Domain [0 200 0 200]
        /Matrix [1 0 0 1 320 60] /Function 9 0 R >>'
    # a triangle: flag, x, y and gray of a byte each
    printf '\000\000\000\000\000\377\000\200\000\200\377\377' | pdf_stream 11 '/ShadingType 4
        /ColorSpace /DeviceGray /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8
        /Decode [320 520 300 500 0 1]'
    cat >"$T/contents" <<'PAGE'
/Pattern cs /Tiles scn 60 700 200 96 re f
/Plain cs 0.4 /Drops scn 300 700 200 90 re f
q 60 560 440 80 re W n /Line sh Q
/Circles sh /Mesh sh
q 320 60 200 200 re W n /Field sh Q
PAGE
    pdf_page 3 '/Resources << /ColorSpace << /Plain [/Pattern /DeviceGray] >> /Pattern <<
        /Tiles 5 0 R /Drops 6 0 R >> /Shading << /Line 7 0 R /Circles 8 0 R /Field 10 0 R
        /Mesh 11 0 R >> >>' <"$T/contents"
    pdf_end
}

# Lines as CAD programs draw them: hair lines, dashes, joins, curves, an even-odd hole, a clip.
make_lines() {
    pdf_begin "$1/lines.pdf"
    {
        echo '0 w'
        for i in $(seq 40); do echo "$((50 + i * 12)) 700 m $((50 + i * 12)) 780 l S"; done
        echo '4 w [20 10] 0 d 60 650 m 540 650 l S [] 0 d 12 w 1 j 1 J 80 500 m 150 620 l 220 500 l S'
        echo '2 j 2 J 260 500 m 330 620 l 400 500 l S 2 w 60 400 m 200 500 300 300 500 400 c S'
        echo '60 200 200 120 re 100 230 120 60 re f* q 320 200 m 420 340 l 520 200 l h W n'
        for i in $(seq 10); do echo "300 $((190 + i * 15)) 240 7 re f"; done
        echo Q
    } | pdf_page 3 ''
    pdf_end
}

# ---- pictures ----

# picture_page 'ENTRIES' [OTHER] <DATA: a page with a picture, object 5; 400 points wide and high
picture_page() {
    pdf_stream 5 "/Type /XObject /Subtype /Image $1"
    echo 'q 400 0 0 400 100 300 cm /Im Do Q' | pdf_page 3 '/Resources << /XObject << /Im 5 0 R >> >>'
    pdf_end
}

# A page of text, 1 bit, 300 dpi, without its last part; black is 1.
scan_columns=2480 scan_rows=2480
scan_bits() {
    gs_run -sDEVICE=pbmraw -r300 -g2480x3508 -sOutputFile="$T/scan.pbm" tests/bench/text.ps
    tail -c $((scan_columns / 8 * 3508)) "$T/scan.pbm" | head -c $((scan_columns / 8 * scan_rows))
}
scan_size="/Width $scan_columns /Height $scan_rows /BitsPerComponent 1 /ColorSpace /DeviceGray"
scan_g4() { scan_bits | encode "<< /K -1 /Columns $scan_columns /Rows $scan_rows /BlackIs1 true >>" CCITTFaxEncode; }

make_scan_g4() {
    pdf_begin "$1/scan_g4.pdf"
    scan_g4 | picture_page "$scan_size /Filter /CCITTFaxDecode
        /DecodeParms << /K -1 /Columns $scan_columns /Rows $scan_rows /BlackIs1 false >>"
}

# bytes NUMBER WIDTH: big endian
bytes() {
    left=$2
    while [ "$left" -gt 0 ]; do
        left=$((left - 1))
        # shellcheck disable=SC2059 # the format is the byte
        printf "\\$(printf %03o $(($1 >> (8 * left) & 255)))"
    done
}

# JBIG2, compared with the same as G4: poppler 22.12 reads this kind of it wrongly.
# It is a page (segment type 48) and one region (38) coded as fax machines do (MMR).
make_scan_jbig2() {
    scan_g4 >"$T/g4"
    {
        bytes 0 4 && bytes 48 1 && bytes 0 1 && bytes 1 1 && bytes 19 4
        bytes $scan_columns 4 && bytes $scan_rows 4 && bytes 0 8 && bytes 0 3
        bytes 1 4 && bytes 38 1 && bytes 0 1 && bytes 1 1 && bytes $((18 + $(wc -c <"$T/g4"))) 4
        bytes $scan_columns 4 && bytes $scan_rows 4 && bytes 0 8 && bytes 0 1 && bytes 1 1
        cat "$T/g4"
    } >"$T/jbig2"
    pdf_begin "$1/scan_jbig2.pdf"
    picture_page "$scan_size /Filter /JBIG2Decode" <"$T/jbig2"
    make_scan_g4 "$1" && cp "$1/scan_g4.pdf" "$1/scan_jbig2.wanted.pdf"
}

# A photograph as JPEG 2000; without the program that makes one there is none.
make_photo_jpx() {
    "$build/make-photo" 600 600 >"$T/photo.pgm"
    opj_compress -i "$T/photo.pgm" -o "$T/photo.jp2" -r 10 >/dev/null || return 1
    pdf_begin "$1/photo_jpx.pdf"
    picture_page '/Width 600 /Height 600 /Filter /JPXDecode' <"$T/photo.jp2"
}

# make_photo_KIND: JPEG in gray, RGB and CMYK (inverted, as Adobe's programs store it)
make_photo_gray() {
    pdf_begin "$1/photo_gray.pdf"
    "$build/make-picture" jpeg-gray 600 600 | picture_page '/Width 600 /Height 600
        /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /DCTDecode'
}
make_photo_rgb() {
    pdf_begin "$1/photo_rgb.pdf"
    "$build/make-picture" jpeg-progressive 600 600 | picture_page '/Width 600 /Height 600
        /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode'
}
# The wanted one says in a function what its inks are in red, green and blue, since renderers do
# not agree on what DeviceCMYK is: white less ink and less black.
make_photo_cmyk() {
    for which in photo_cmyk photo_cmyk.wanted; do
        pdf_begin "$1/$which.pdf"
        space=/DeviceCMYK
        [ $which = photo_cmyk ] || space='[/DeviceN [/Cyan /Magenta /Yellow /Black] /DeviceRGB 6 0 R]'
        printf '{ 1 exch sub 4 1 roll 3 index exch sub 3 1 roll 3 index exch sub 3 1 roll
            3 index exch sub 3 1 roll 4 -1 roll pop }' |
            pdf_stream 6 '/FunctionType 4 /Domain [0 1 0 1 0 1 0 1] /Range [0 1 0 1 0 1]'
        "$build/make-picture" jpeg-cmyk 600 600 | picture_page "/Width 600 /Height 600
            /BitsPerComponent 8 /ColorSpace $space /Decode [1 0 1 0 1 0 1 0] /Filter /DCTDecode"
    done
}

# 64 x 64 of 16 bits: only the upper byte is a slope
make_gray16() {
    pdf_begin "$1/gray16.pdf"
    awk 'BEGIN { for (i = 0; i < 4096; i++) printf "%02X%02X", i % 64 * 4, i * 7 % 256; print ">" }' |
        picture_page '/Width 64 /Height 64 /BitsPerComponent 16 /ColorSpace /DeviceGray
            /Filter /ASCIIHexDecode'
}

# A stencil, a picture with a mask of colours, one with a soft mask, one in the page itself, and
# one upside down with its grays the other way round.
make_masks() {
    pdf_begin "$1/masks.pdf"
    echo 'AA55AA55AA55AA55>' | pdf_stream 5 '/Type /XObject /Subtype /Image /Width 8 /Height 8
        /ImageMask true /Filter /ASCIIHexDecode'
    echo '00408000C0FF0040>' | pdf_stream 6 '/Type /XObject /Subtype /Image /Width 4 /Height 2
        /BitsPerComponent 8 /ColorSpace /DeviceGray /Mask [64 64] /Filter /ASCIIHexDecode'
    echo '00FF>' | pdf_stream 7 '/Type /XObject /Subtype /Image /Width 1 /Height 2
        /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /ASCIIHexDecode'
    echo '0000>' | pdf_stream 8 '/Type /XObject /Subtype /Image /Width 1 /Height 2 /SMask 7 0 R
        /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /ASCIIHexDecode'
    echo '00408000C0FF0040>' | pdf_stream 9 '/Type /XObject /Subtype /Image /Width 4 /Height 2
        /BitsPerComponent 8 /ColorSpace /DeviceGray /Decode [1 0] /Filter /ASCIIHexDecode'
    cat >"$T/contents" <<'PAGE'
0.7 g 50 300 500 500 re f 0.2 g
q 160 0 0 160 60 620 cm /Stencil Do Q
q 160 0 0 160 240 620 cm /Keyed Do Q
q 100 0 0 160 420 620 cm /Soft Do Q
q 160 0 0 -160 60 540 cm /Other Do Q
q 160 0 0 160 240 380 cm BI /W 2 /H 2 /BPC 8 /CS /G /F /AHx ID 00FF8040> EI Q
PAGE
    pdf_page 3 '/Resources << /XObject << /Stencil 5 0 R /Keyed 6 0 R /Soft 8 0 R /Other 9 0 R
        >> >>' <"$T/contents"
    pdf_end
}

# ---- what documents carry beside their pages ----

# plain_page NAME: a page of text and nothing else, to be amended by `pdf_end`
plain_page() {
    pdf_begin "$1"
    lines_of "$sentence" 12 20 | pdf_page 3 "$helvetica"
}

make_plain() { plain_page "$1/plain.pdf" && pdf_end; }

make_javascript() {
    plain_page "$1/javascript.pdf"
    pdf_object 5 '<< /S /JavaScript /JS (app.alert\("no"\); while \(true\) { }) >>'
    pdf_end '/OpenAction 5 0 R /AA << /WP 5 0 R >> /Names << /JavaScript << /Names [(a) 5 0 R] >> >>'
}

make_attachment() {
    plain_page "$1/attachment.pdf"
    head -c 100000 /dev/zero | pdf_stream 5 '/Type /EmbeddedFile'
    pdf_object 6 '<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>'
    pdf_end '/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>'
}

# Signed: the range is that of a signature, its value is not.
make_signed() {
    plain_page "$1/signed.pdf"
    pdf_object 5 '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached
        /ByteRange [0 100 200 300] /Contents <00112233445566778899AABBCCDDEEFF> >>'
    pdf_object 6 '<< /Type /Annot /Subtype /Widget /FT /Sig /T (signature) /V 5 0 R /F 132
        /Rect [0 0 0 0] /P 3 0 R >>'
    pdf_end '/AcroForm << /Fields [6 0 R] /SigFlags 3 >> /Perms << /DocMDP 5 0 R >>'
}

# A form of another kind: what is on the page is what programs without it show.
make_xfa() {
    plain_page "$1/xfa.pdf"
    echo '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template/></xdp:xdp>' | pdf_stream 5 ''
    pdf_end '/AcroForm << /Fields [] /XFA 5 0 R >> /NeedsRendering true'
}

make_linearized() { qpdf "$1/plain.pdf" --linearize "$1/linearized.pdf"; }
make_compressed() {
    qpdf "$1/plain.pdf" --object-streams=generate "$1/compressed.pdf"
}

# What every second scanner does: the page is in forms in forms, and all is inherited.
make_nested() {
    pdf_begin "$1/nested.pdf"
    for i in $(seq 10 49); do
        echo '/Next Do' | pdf_stream "$i" "/Type /XObject /Subtype /Form /BBox [0 0 600 850]
            /Resources << /XObject << /Next $((i + 1)) 0 R >> >>"
    done
    lines_of "$sentence" 12 20 | pdf_stream 50 "/Type /XObject /Subtype /Form /BBox [0 0 600 850]
        $helvetica"
    echo '/Next Do' | pdf_stream 4 ''
    pdf_object 3 '<< /Type /Page /Parent 5 0 R /Contents [4 0 R] >>'
    for i in 5 6 7 8; do
        pdf_object "$i" "<< /Type /Pages /Kids [$([ "$i" = 5 ] && echo 3 || echo $((i - 1))) 0 R] /Count 1
            /Parent $([ "$i" = 8 ] && echo 2 || echo $((i + 1))) 0 R >>"
    done
    pdf_object 1 '<< /Type /Catalog /Pages 2 0 R >>'
    pdf_object 2 '<< /Type /Pages /Kids [8 0 R] /Count 1 /MediaBox [0 0 595.28 841.89]
        /Resources << /XObject << /Next 10 0 R >> >> >>'
    pdf_finish ''
}

# encrypted_NAME: without a password to open it; the owner's is not asked for
make_rc4_40() {
    qpdf --allow-weak-crypto --encrypt '' owner 40 -- "$1/plain.pdf" "$1/rc4_40.pdf"
}
make_rc4_128() {
    qpdf --allow-weak-crypto --encrypt '' owner 128 --print=none --use-aes=n -- "$1/plain.pdf" \
        "$1/rc4_128.pdf"
}
make_aes_128() {
    qpdf --allow-weak-crypto --encrypt '' owner 128 --use-aes=y -- "$1/plain.pdf" "$1/aes_128.pdf"
}
make_aes_256() {
    qpdf --encrypt '' owner 256 -- "$1/plain.pdf" "$1/aes_256.pdf"
}
