# postscript.sh - makers of PostScript documents, to be sourced after documents.sh; see there.
# Each make_NAME FOLDER writes FOLDER/NAME.ps, and FOLDER/NAME.wanted.pdf.
# SPDX-License-Identifier: Apache-2.0

# squares_wanted FILE COUNT: squares on so many pages: on page k of 50 k points
squares_wanted() {
    pdf_begin "$1"
    for k in $(seq "$2"); do
        echo "100 500 $((50 * k)) $((50 * k)) re f" | pdf_page $((1 + 2 * k)) ''
    done
    pdf_end
}

# square K: PostScript of the same
square() { echo "100 500 moveto $((50 * $1)) 0 rlineto 0 $((50 * $1)) rlineto -$((50 * $1)) 0 rlineto closepath fill"; }

make_level1() {
    { echo '%!' && square 1 && echo showpage && square 2 && echo showpage; } >"$1/level1.ps"
    squares_wanted "$1/level1.wanted.pdf" 2
}

# Level 2: its operators, a picture with a filter; level 3: a shading.
make_level2() {
    cat >"$1/level2.ps" <<'PS'
%!PS-Adobe-3.0
%%LanguageLevel: 2
<< /PageSize [595 842] >> setpagedevice
/DeviceGray setcolorspace 0 setcolor 100 500 50 50 rectfill
gsave 100 300 translate 100 100 scale
<< /ImageType 1 /Width 2 /Height 2 /BitsPerComponent 8 /Decode [0 1] /ImageMatrix [2 0 0 -2 0 2]
   /DataSource currentfile /ASCIIHexDecode filter >> image
00FF8040>
grestore showpage
PS
    pdf_begin "$1/level2.wanted.pdf"
    printf '100 500 50 50 re f q 100 0 0 100 100 300 cm BI /W 2 /H 2 /BPC 8 /CS /G /F /AHx ID 00FF8040> EI Q' |
        pdf_page 3 ''
    pdf_end
}
make_level3() {
    cat >"$1/level3.ps" <<'PS'
%!PS-Adobe-3.0
%%LanguageLevel: 3
<< /PageSize [595 842] >> setpagedevice
100 300 300 300 rectclip
<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [100 0 400 0]
   /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >> shfill showpage
PS
    pdf_begin "$1/level3.wanted.pdf"
    echo '100 300 300 300 re W n /S sh' | pdf_page 3 '/Resources << /Shading << /S <<
        /ShadingType 2 /ColorSpace /DeviceGray /Coords [100 0 400 0]
        /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >> >> >>'
    pdf_end
}

# An illustration: it has a box, and no showpage is due.
make_eps() {
    { echo '%!PS-Adobe-3.0 EPSF-3.0' && echo '%%BoundingBox: 100 500 150 550' && square 1 && echo '%%EOF'; } \
        >"$1/eps.ps"
    squares_wanted "$1/eps.wanted.pdf" 1
}

# As drivers of Windows write: options, a dictionary of procedures, a page in save and restore,
# a picture in binary with each byte there is, the mark of the end.
make_windows() {
    {
        cat <<'PS'
%!PS-Adobe-3.0
%%Title: Letter - Editor
%%Creator: PScript5.dll Version 5.2.2
%%LanguageLevel: 2
%%DocumentData: Binary
%%Pages: 2
%%EndComments
%%BeginProlog
userdict begin /Driver_dict 10 dict def Driver_dict begin
/Box { 4 2 roll moveto 1 index 0 rlineto 0 exch rlineto neg 0 rlineto closepath fill } bind def
/Picture { /n exch def /s n string def << /ImageType 1 /Width n /Height 1 /BitsPerComponent 8
    /Decode [0 1] /ImageMatrix [n 0 0 1 0 0] /DataSource { currentfile s readstring pop } >> image } bind def
end end
%%EndProlog
%%BeginSetup
[{ %%BeginFeature: *Duplex DuplexNoTumble
<< /Duplex true /Tumble false >> setpagedevice %%EndFeature
} stopped cleartomark
[{
%%BeginFeature: *PageSize A4
<< /PageSize [595 842] /ImagingBBox null >> setpagedevice
%%EndFeature
} stopped cleartomark
%%EndSetup
%%Page: 1 1
Driver_dict begin save 100 500 50 50 Box
gsave 100 300 translate 256 100 scale 256 Picture
PS
        awk 'BEGIN { for (i = 0; i < 256; i++) printf "%s", sprintf("\\%03o", i) }' >"$T/all"
        # shellcheck disable=SC2059 # the format is the bytes
        printf "$(cat "$T/all")"
        printf '\ngrestore restore end showpage\n%%%%Page: 2 2\nDriver_dict begin 100 500 100 100 Box end showpage\n'
        printf '%%%%EOF\n\004'
    } >"$1/windows.ps"
    pdf_begin "$1/windows.wanted.pdf"
    {
        echo '100 500 50 50 re f q 256 0 0 100 100 300 cm BI /W 256 /H 1 /BPC 8 /CS /G /F /AHx ID'
        awk 'BEGIN { for (i = 0; i < 256; i++) printf "%02X", i; print ">" }'
        echo 'EI Q'
    } | pdf_page 3 ''
    echo '100 500 100 100 re f' | pdf_page 5 ''
    pdf_end
}

# The same within PJL, as drivers send it.
make_pjl() {
    make_windows "$1"
    {
        printf '\033%%-12345X@PJL JOB NAME="Letter"\r\n@PJL SET RESOLUTION=600\r\n@PJL ENTER LANGUAGE=POSTSCRIPT\r\n'
        cat "$1/windows.ps"
        printf '\033%%-12345X@PJL EOJ\r\n\033%%-12345X'
    } >"$1/pjl.ps"
    cp "$1/windows.wanted.pdf" "$1/pjl.wanted.pdf"
}

# Sheets of other sizes: Letter, then A5, then A4 on its side.
make_sizes() {
    {
        echo '%!'
        for size in '612 792' '420 595' '842 595'; do
            echo "<< /PageSize [$size] >> setpagedevice 100 300 50 50 rectfill showpage"
        done
    } >"$1/sizes.ps"
}

# Copies and sides asked in the document itself, as drivers do: within save and restore; and as
# programs of level 1 do.
make_copies() {
    {
        echo '%!'
        echo 'save [{ << /NumCopies 3 >> setpagedevice } stopped cleartomark'
        echo '[{ << /Duplex true /Tumble true >> setpagedevice } stopped cleartomark'
        square 1 && echo 'showpage' && square 2 && echo 'showpage restore'
    } >"$1/copies.ps"
}
make_copies_level1() { { echo '%!' && echo '/#copies 2 def' && square 1 && echo showpage; } >"$1/copies_level1.ps"; }

make_no_header() { { square 1 && echo showpage; } >"$1/no_header.ps" && squares_wanted "$1/no_header.wanted.pdf" 1; }
# Code that begins with nothing that tells, and has no word that is known.
make_no_sign() { echo '(a) print 1 2 add == 100 100 50 50 re showpage' >"$1/no_sign.ps"; }
make_quit() { { echo '%!' && square 1 && echo 'showpage quit' && square 2 && echo showpage; } >"$1/quit.ps" &&
    squares_wanted "$1/quit.wanted.pdf" 1; }
make_fault() { # an error on the second of three pages
    { echo '%!' && square 1 && echo showpage && square 2 && echo 'nobodyknows showpage' && square 3 && echo showpage; } \
        >"$1/fault.ps"
    squares_wanted "$1/fault.wanted.pdf" 1
}
make_cut() { { echo '%!' && square 1 && echo showpage && square 2 && printf '100 100 moveto (cut'; } >"$1/cut.ps"; }
make_nothing() { { echo '%!' && echo '/a 1 def'; } >"$1/nothing.ps"; }

# What a document must not do: each says on its page whether it could.
make_reader() {
    cat >"$1/reader.ps" <<PS
%!
/try { stopped { clear } { 100 500 300 300 rectfill } ifelse } def
{ (/etc/passwd) (r) file } try
{ ($T/stolen) (w) file } try
{ (%pipe%touch $T/stolen) (w) file } try
{ ($T/state-$server_port) deletefile } try
{ (/proc/self/environ) run } try
(/etc/*) { pop 100 100 300 100 rectfill } 100 string filenameforall
100 500 50 50 rectfill showpage
PS
    squares_wanted "$1/reader.wanted.pdf" 1
}

make_eater() { echo '%! [ { 1000000 array } loop ] showpage' | tr ' ' '\n' >"$1/eater.ps"; }
make_stack() { printf '%%!\n/f { f f } def f showpage\n' >"$1/stack.ps"; }
