#!/bin/bash
# test-scan-escl-backend.sh - SANE's own eSCL client: what it scans through the server is what
# SANE scans directly.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture scanimage
has_driver escl || skip_all "needs SANE's escl backend"
script
serve_fake || exit 1

escl -A >"$T/options" 2>&1
like "its sources are the glass, the feeder, and both sides of the feeder" "$(cat "$T/options")" \
    '--source Flatbed|ADF|ADF Duplex'
like "its resolutions are those of the machine" "$(cat "$T/options")" '--resolution 75|150|300|600dpi'

same() {
    most=$1 average=$2
    shift 2
    direct --format=pnm "$@" >"$T/direct.pnm" &&
        escl --format=pnm "$@" >"$T/through.pnm" &&
        "$picture" compare -m "$most" -a "$average" "$T/direct.pnm" "$T/through.pnm"
}
ok "colour at 75 dpi is the same" same 8 2 --mode Color --resolution 75 -x 101.6 -y 101.6
# Parts that begin elsewhere: 1.2.1 scans from the upper left corner, and cuts the width only.
ok "colour at 300 dpi is the same" same 8 2 --mode Color --resolution 300 -x 101.6 -y 50.8
feed 'flat:202020' 'flat:606060' 'flat:a0a0a0'
with_paper escl --format=pnm --source ADF --mode Color --resolution 75 -x 101.6 -y 101.6 \
    "--batch=$T/simplex-%d.pnm" >"$T/batch" 2>&1
is "a stack of three sheets is three pages in their order" \
    "$(for page in "$T"/simplex-*.pnm; do mean "$page"; done | tr '\n' ';')" \
    '32 32 32;96 96 96;160 160 160;'
feed 'flat:202020 flat:404040' 'flat:606060 flat:808080'
with_paper escl --format=pnm --source 'ADF Duplex' --mode Color --resolution 75 -x 101.6 -y 101.6 \
    "--batch=$T/duplex-%d.pnm" >"$T/batch" 2>&1
is "both sides of two sheets are four pages in their order" \
    "$(for page in "$T"/duplex-*.pnm; do mean "$page"; done | tr '\n' ';')" \
    '32 32 32;64 64 64;96 96 96;128 128 128;'
feed
not_ok "an empty feeder gives nothing" escl --format=pnm --source ADF --mode Color --resolution 75 \
    -o "$T/none.pnm"
ok "the scanner is idle afterwards" wait_until 20 idle
ok "and scans" same 8 2 --mode Color --resolution 75 -x 101.6 -y 50.8
done_testing
