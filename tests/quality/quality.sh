#!/bin/sh
# quality.sh - figures and pictures of our halftones beside those of others, on the same pages.
# usage: tests/quality/quality.sh FOLDER
#
# Writes FOLDER/figures.txt and pictures of the simulated prints (tests/tools/print-figures.c says
# what a figure means and how the engine is simulated). Beside ours: Ghostscript's own screens,
# error diffusion of CUPS' filters, and the maker's three settings where streams of the maker's
# driver are (CANON_VECTORS, ../shared/vectors/ufr2lt; they are read, not kept). What is not
# installed is said and left out: gs, tesseract, libcupsfilters1, netpbm.
# SPDX-License-Identifier: Apache-2.0
set -u
out=${1:?usage: quality.sh FOLDER}
here=$(cd "$(dirname "$0")" && pwd)
build=${BUILD:-$here/../../build}
vectors=${CANON_VECTORS:-$here/../../../shared/vectors/ufr2lt}
mkdir -p "$out" || exit 1
T=$(mktemp -d "${TMPDIR:-/tmp}/canon-quality.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT INT TERM

has() { command -v "$1" >/dev/null 2>&1; }
say() { printf '%s\n' "$*" | tee -a "$out/figures.txt"; }
: >"$out/figures.txt"
for program in gs tesseract pnmtopng; do
    has $program || say "# $program is not installed: what needs it is left out"
done

ours='gradation gradation-photo gradation-high resolution resolution-text resolution-high color-tone'

# picture PGM NAME: the middle of a print, twice as large
picture() {
    has pnmtopng || return 0
    pamcut -left 300 -top 300 -width 400 -height 400 "$1" 2>/dev/null | pamenlarge 2 |
        pnmtopng -quiet >"$out/$2.png" 2>/dev/null
}

# gs_dots PGM PBM [ARGUMENTS]: Ghostscript's dots of a gray picture
gs_dots() {
    set -- "$1" "$2" $(sed -n '2p' "$1" | head -n 1) "${3-}"
    {
        printf '%%!\n<< /PageSize [%s 600 div 72 mul %s 600 div 72 mul] >> setpagedevice\n' "$3" "$4"
        printf '%s 600 div 72 mul %s 600 div 72 mul scale\n' "$3" "$4"
        printf '%s %s 8 [%s 0 0 -%s 0 %s] currentfile /ASCIIHexDecode filter image\n' "$3" "$4" "$3" "$4" "$4"
        tail -c $(($3 * $4)) "$1" | od -An -v -tx1
        printf '>\nshowpage\n'
    } >"$T/page.ps"
    gs -q -dNOPAUSE -dBATCH -sDEVICE=pbmraw -r600 $5 "-sOutputFile=$2" "$T/page.ps"
}

# measure NAME PAGE DOTS [ARGUMENTS]
measure() {
    name=$1 page=$2 dots=$3
    shift 3
    figures=$("$build/print-figures" -p "$T/print.pgm" "$@" "$T/$page.pgm" "$dots") || return 1
    say "$(printf '%-9s %-16s %s' "$page" "$name" "$figures")"
    picture "$T/print.pgm" "$page-$name"
}

say "# gray pages"
for page in waves scan scan-600; do
    "$build/make-dots" -P $page >"$T/$page.pgm"
    for method in $ours cups; do
        "$build/make-dots" -m $method "$T/$page.pgm" >"$T/dots.pbm" 2>"$T/err" &&
            measure $method $page "$T/dots.pbm"
    done
    if has gs; then
        gs_dots "$T/$page.pgm" "$T/dots.pbm" && measure ghostscript $page "$T/dots.pbm"
        gs_dots "$T/$page.pgm" "$T/dots.pbm" -dDITHERPPI=75 && measure gs-ditherppi $page "$T/dots.pbm"
    fi
done
for setting in gradation resolution colortone; do # of the maker's driver
    file=$vectors/18-gray-$setting-p1.pbm.gz
    if [ -e "$file" ]; then
        gzip -dc "$file" >"$T/dots.pbm"
        measure "maker-$setting" waves "$T/dots.pbm" -x 500 -y 349
    else
        say "# no streams of the maker's driver: maker-$setting is left out"
    fi
done

# ---- letters ----

sentences() { sed -n 's/^  (\(.*\))$/\1/p' "$here/text.ps"; }
sentences | tr '\n' ' ' >"$T/meant"

# errors FILE: characters that differ from those that were meant, in %
errors() {
    tr '\n' ' ' <"$1" | tr -s ' ' >"$T/read"
    awk -v meant="$(cat "$T/meant")" '
        { read = read $0 }
        END {
            sub(/ *$/, "", meant); sub(/ *$/, "", read); n = length(meant); m = length(read)
            for (j = 0; j <= m; j++) row[j] = j
            for (i = 1; i <= n; i++) {
                last = row[0]; row[0] = i; c = substr(meant, i, 1)
                for (j = 1; j <= m; j++) {
                    old = row[j]; best = last + (c != substr(read, j, 1))
                    if (row[j] + 1 < best) best = row[j] + 1
                    if (row[j - 1] + 1 < best) best = row[j - 1] + 1
                    row[j] = best; last = old
                }
            }
            printf "%.1f", 100 * row[m] / n
        }' "$T/read"
}

# text_page DEVICE OUT [ARGUMENTS]: as set by size, face, ground
text_page() {
    device=$1 file=$2
    shift 2
    gs -q -dNOPAUSE -dBATCH -sDEVICE=$device -r600 -g3000x1100 "$@" "-sOutputFile=$file" \
        -c "/size $size def /face /$face def /ground $ground def" -f "$here/text.ps"
}

# legible NAME DOTS
legible() {
    figures=$("$build/print-figures" -p "$T/print.pgm" -r "$T/hard.pbm" "$T/text.pgm" "$2" |
        sed 's/.*wrong/wrong/')
    read_as=-
    # a dotted ground hides letters so small from programs, whoever made the dots; not from eyes
    if has tesseract && [ "$ground" != 1 ]; then
        tesseract "$T/print.pgm" "$T/letters" --dpi 600 --psm 6 -l eng >/dev/null 2>&1
        read_as=$(errors "$T/letters.txt")
    fi
    say "$(printf '%-22s %-16s unread%% %-6s %s' "$face-$size-$ground" "$1" "$read_as" "$figures")"
    case $face-$size-$ground in Times-Roman-4-1) picture "$T/print.pgm" "text-$1" ;; esac
}

if has gs; then
    say "# letters: typeface-points-ground (0 on white, 1 on a tint, 2 white on black, 3 gray)"
    for face in Times-Roman Helvetica; do
        for size in 4 5 6; do
            for ground in 0 1 2 3; do
                text_page pgmraw "$T/text.pgm" -dTextAlphaBits=4 -dGraphicsAlphaBits=4
                text_page pbmraw "$T/hard.pbm"
                for method in gradation resolution-text color-tone cups; do
                    "$build/make-dots" -m $method "$T/text.pgm" >"$T/dots.pbm" 2>"$T/err" &&
                        legible $method "$T/dots.pbm"
                done
                legible ghostscript "$T/hard.pbm"
            done
        done
    done
fi
