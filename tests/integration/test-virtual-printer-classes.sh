#!/bin/bash
# test-virtual-printer-classes.sh - streams of all classes of machines come out of `ufr2lt decode` and
# the virtual printer as pages: made by hand, and the maker's where they are present.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
need virtual-printer ufr2lt
tool=$build/ufr2lt
streams=$PWD/tests/fuzz/corpus/decode
vectors=${CANON_VECTORS:-$PWD/../shared/vectors}/ufr2-models
cd "$T" || exit 1

# png_size FILE: its width and height
png_size() { od -An -tu1 -j16 -N8 "$1" | awk '{ print ($3 * 256 + $4) "x" ($7 * 256 + $8) }'; }

# printed STREAM FOLDER: decode it to FOLDER/job-0001
printed() { "$vprinter" --decode "$1" --output "$2" >events 2>&1; }

# --- made by our encoder or by hand
for class in packbits group4 jbig jbig-400dpi jbig-two-bits packbits-turned; do
    ok "$class: the stream is decoded" "$tool" decode -o "$class" "$streams/$class.prn"
    ok "$class: and printed" printed "$streams/$class.prn" "out-$class"
    ok "$class: to the same two pages" cmp "$class-p1.pbm" "out-$class/job-0001/page-001.pbm"
    ok "$class: both of them" cmp "$class-p2.pbm" "out-$class/job-0001/page-002.pbm"
done
is "PackBits and Group 4 are the same picture" "$(crc_of packbits-p1.pbm)" "$(crc_of group4-p1.pbm)"
is "a page of 400 dpi has two rows for three" "$(head -n 2 jbig-400dpi-p1.pbm | tr '\n' ' ')" 'P4 256 200 '
is "its picture has the paper's proportions" "$(png_size out-jbig-400dpi/job-0001/page-001.png)" 256x300
"$tool" decode "$streams/jbig-400dpi.prn" >json
like "the report tells the resolution" "$(cat json)" '"x-dpi": 600, "y-dpi": 400'
is "a turned page is wide in the stream" "$(head -n 2 packbits-turned-p1.pbm | tr '\n' ' ')" 'P4 256 60 '
is "and upright in its picture" "$(png_size out-packbits-turned/job-0001/page-001.png)" 60x256
is "two bits are one dot" "$(head -n 2 jbig-two-bits-p1.pbm | tr '\n' ' ')" 'P4 256 6 '

# --- the maker's
if [ ! -d "$vectors" ]; then
    result 0 "# SKIP the captured streams are not here"
    done_testing
fi
for path in "$vectors"/m*.bin "$vectors"/m*.bin.gz; do
    job=$(basename "${path%.gz}" .bin)
    case $path in *.gz) gzip -dc "$path" >stream ;; *) cp "$path" stream ;; esac
    printed stream "maker-$job"
    good=$?
    for picture in "$vectors/$job"-p*.pbm.gz; do
        page=${picture%.pbm.gz}
        gzip -dc "$picture" | cmp - "maker-$job/job-0001/page-00${page##*-p}.pbm" >cmp.out 2>&1 || good=1
    done
    result $good "$job comes out as its pictures"
done
is "the turned page is upright" "$(png_size maker-m11-ir2018-executive-turned/job-0001/page-001.png)" 4350x6300
is "the page of 400 dpi has the sheet's size but for the rows left out" \
    "$(png_size maker-m22-mf3010-a4/job-0001/page-001.png)" 4961x7014
done_testing
