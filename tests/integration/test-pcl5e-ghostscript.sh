#!/bin/bash
# test-pcl5e-ghostscript.sh - the decoder of PCL 5e reads what drivers of others write: streams of
# Ghostscript's printers of one colour are the pages that Ghostscript itself draws, dot for dot.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need pcl5e-pages same-dots
pages=$build/pcl5e-pages same=$build/same-dots
cd "$T" || exit 1

# Within the logical page of a LaserJet whose page was moved to the paper's left edge: 25 mm of A4
# are lost at its right then. Text, a tint and lines; each page another one.
cat >document.ps <<'END'
%!
/page {
    /Times-Roman findfont 40 scalefont setfont 100 600 moveto show
    newpath 300 300 100 0 360 arc 0.7 setgray fill 0 setgray 72 72 144 20 rectfill
    /Times-Roman findfont 9 scalefont setfont
    0 1 20 { 11 mul 300 add 100 exch moveto (The quick brown fox jumps over the lazy dog) show } for
    showpage
} def
(One) page (Two) page (Three) page
END

# draw DEVICE DPI OUT [OPTION]...
draw() {
    device=$1 dpi=$2 out=$3
    shift 3
    gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE="$device" -r"$dpi" -sPAPERSIZE=a4 "$@" \
        -sOutputFile="$out" document.ps >gs.log 2>&1
}
# reads DEVICE DPI [OPTION]...: its stream is whole, and what the decoder says is in $T/said
reads() {
    draw "$1" "$2" "$1-$2.pcl" "${@:3}" && "$pages" "$1-$2-" <"$1-$2.pcl" >said 2>&1
}
# alike PAGE PICTURE SCALE X Y
alike() { "$same" "$@" >compared || { diag "$(cat compared)"; return 1; }; }

draw pbmraw 600 600-%d.pbm && draw pbmraw 300 300-%d.pbm
result $? "Ghostscript draws its own pictures" || { done_testing; exit; }

# Registration -180u36Z: 150 dots left of A4's logical page, which begins at 142; 30 dots down.
for device in ljet4 ljet4d ljet4pjl; do
    ok "the stream of $device is read" reads $device 600
    [ "$(grep -c '^remark' said)" -eq 0 ]
    result $? "nothing in it is odd"
    for n in 1 2 3; do
        ok "page $n of $device is Ghostscript's picture" alike $device-600-$n.pbm 600-$n.pbm 1 -8 30
    done
done
ok "sides and edge of ljet4d are read" grep -q 'sides 2, edge 4' <("$pages" x <ljet4d-600.pcl)

# On its first page Ghostscript 10.00 has other margins at these.
ok "the stream of ljet3 is read" reads ljet3 300
ok "page 2 of ljet3, delta rows of 300 dpi" alike ljet3-300-2.pbm 300-2.pbm 2 -8 30
ok "the stream of ljet2p is read" reads ljet2p 300
ok "page 2 of ljet2p, PackBits" alike ljet2p-300-2.pbm 300-2.pbm 2 142 0
ok "page 3 of ljet2p" alike ljet2p-300-3.pbm 300-3.pbm 2 142 0

# A driver that can write each method: all give one page. Only its first has anything on it.
ok "the stream of pcl3 without compression is read" reads pcl3 300 -sColourModel=Gray \
    -dCompressionMethod=0
mv pcl3-300-1.pbm plain.pbm
for method in 1 2 3 9; do
    ok "the stream of pcl3 with method $method is read" reads pcl3 300 -sColourModel=Gray \
        -dCompressionMethod=$method
    ok "it is the page without compression" alike pcl3-300-1.pbm plain.pbm 1 0 0
done
[ "$(tr -d '\0' <plain.pbm | wc -c)" -gt 20000 ]
result $? "which has something on it"

head -c 50000 ljet4pjl-600.pcl >cut.pcl
"$pages" cut- <cut.pcl >said 2>&1
[ $? -eq 1 ]
result $? "a stream that breaks off is told"
done_testing
