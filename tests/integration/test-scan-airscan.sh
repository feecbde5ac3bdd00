#!/bin/bash
# test-scan-airscan.sh - sane-airscan, the client of Linux and ChromeOS: what it shows and scans
# through the server is what SANE scans directly.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-scan.sh"
need canon-printer-app canon-sane picture scanimage
has_driver airscan || skip_all "needs sane-airscan"
script
serve_fake || exit 1

SANE_CONFIG_DIR=$T/airscan.d scanimage -L >"$T/list" 2>&1
like "the scanner is listed" "$(cat "$T/list")" 'airscan:e0:desk'
airscan -A >"$T/options" 2>&1
like "its sources are the glass, the feeder, and both sides of the feeder" "$(cat "$T/options")" \
    '--source Flatbed|ADF|ADF Duplex'
like "its modes" "$(cat "$T/options")" '--mode.*Color.*Gray\|--mode.*Gray.*Color'
like "its resolutions are those of the machine" "$(cat "$T/options")" '--resolution 75|150|300|600dpi'
like "A4 and Letter fit in" "$(cat "$T/options")" '-y 0\.\.29[67]'
like "in both ways" "$(cat "$T/options")" '-x 0\.\.215\.9'

# same AREA...: the same part in the same way by both; JPEG may differ by a few levels
same() {
    most=$1 average=$2
    shift 2
    direct --format=pnm "$@" >"$T/direct.pnm" &&
        airscan --format=pnm "$@" >"$T/through.pnm" &&
        "$picture" compare -m "$most" -a "$average" "$T/direct.pnm" "$T/through.pnm"
}
script
ok "colour at 75 dpi is the same" same 8 2 --mode Color --resolution 75 -x 101.6 -y 101.6
ok "gray at 300 dpi is the same" same 6 1.5 --mode Gray --resolution 300 -x 101.6 -y 50.8
ok "colour at 600 dpi is the same" same 8 2 --mode Color --resolution 600 -x 50.8 -y 25.4
ok "so is a part that begins elsewhere" same 8 2 --mode Color --resolution 150 -l 50.8 -t 101.6 -x 101.6 -y 50.8
script 'glass lines'
ok "letters are where they are" same 90 2 --mode Gray --resolution 300 -l 25.4 -t 25.4 -x 50.8 -y 50.8
script
mark_calls
ok "all of the glass" airscan --format=pnm --mode Gray --resolution 75 -o "$T/all.pnm"
is "the source was set first, then the mode, then the resolution" \
    "$(new_calls | sed -n "s/^set \\(source\\|mode\\|resolution\\)=.*/\\1/p" | tail -n 3 | tr "\\n" " ")" "source mode resolution "
is "and the device was closed" "$(new_calls | tail -n 1)" close

feed 'flat:202020' 'flat:606060' 'flat:a0a0a0'
ok "a stack of three sheets" with_paper airscan --format=pnm --source ADF --mode Gray --resolution 75 \
    -x 101.6 -y 101.6 "--batch=$T/simplex-%d.pnm"
is "is three pages" "$(ls "$T"/simplex-*.pnm | wc -l)" 3
is "in their order" "$(for n in 1 2 3; do mean "$T/simplex-$n.pnm"; done | tr '\n' ';')" \
    '32 32 32;96 96 96;160 160 160;'
feed 'flat:202020 flat:404040' 'flat:606060 flat:808080'
ok "both sides of two sheets" with_paper airscan --format=pnm --source 'ADF Duplex' --mode Gray \
    --resolution 75 -x 101.6 -y 101.6 "--batch=$T/duplex-%d.pnm"
is "are four pages in their order" "$(for n in 1 2 3 4; do mean "$T/duplex-$n.pnm"; done | tr '\n' ';')" \
    '32 32 32;64 64 64;96 96 96;128 128 128;'
feed
not_ok "an empty feeder gives nothing" airscan --format=pnm --source ADF --mode Gray \
    --resolution 75 -o "$T/none.pnm"
like "and scanimage says why" "$(cat "$T/ok.out")" 'out of documents'
feed 'flat:202020' jam
with_paper airscan --format=pnm --source ADF --mode Gray --resolution 75 -x 101.6 -y 101.6 \
    "--batch=$T/jam-%d.pnm" >"$T/jam.out" 2>&1
like "jammed paper is told" "$(cat "$T/jam.out")" 'jammed\|Document feeder jam'
is "the sheet before it is there" "$(mean "$T/jam-1.pnm")" '32 32 32'
feed

script 'hold 50'
mark_calls
SANE_CONFIG_DIR=$T/airscan.d scanimage -d airscan:e0:desk --format=pnm --mode Gray --resolution 75 \
    -o "$T/canceled.pnm" >"$T/canceled" 2>&1 &
client=$!
children="$children $client"
ok "a scan is in the middle of its page" wait_until 20 held
kill -INT "$client"
ok "Ctrl-C at the client cancels it at the device" wait_until 20 called '^cancel'
wait "$client" 2>/dev/null
ok "the scanner is idle again" wait_until 20 idle
script
ok "and scans" same 8 2 --mode Color --resolution 75 -x 101.6 -y 50.8
done_testing
