#!/bin/sh
# render.sh - the three documents of the benchmark as PWG raster: one A4 page of 8-bit gray at
# 600 dpi each. usage: render.sh FOLDER; makes text.pwg, mixed.pwg and photo.pwg there.
# SPDX-License-Identifier: Apache-2.0
set -eu
photo=${BUILD:-build}/demo/photo.pgm
for document in text:tests/bench/text.ps mixed:resources/demo.ps photo:tests/bench/photo.ps; do
    gs -q -dBATCH -dNOPAUSE -dSAFER -sDEVICE=pwgraster -r600 -g4961x7016 -dFIXEDMEDIA \
        -dcupsColorSpace=18 -dcupsBitsPerColor=8 -dcupsBitsPerPixel=8 -dcupsColorOrder=0 \
        -sPHOTO="$photo" --permit-file-read="$photo" \
        -sOutputFile="$1/${document%%:*}.pwg" "${document#*:}" 2>/dev/null
done
