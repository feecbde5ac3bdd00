#!/bin/sh
# test-demo.sh - `make run`: the page is right, a wrong page is noticed, runs do not get in each
# other's way, and nothing is left behind however a run ends.
# SPDX-License-Identifier: Apache-2.0
set -u
. tests/checks/tap.sh
build=${BUILD:-build}
work=$(mktemp -d) || exit 1
runs=
trap 'for run in $runs; do kill "$run" 2>/dev/null; done; rm -rf "$work"' EXIT

# once NAME [SETTING]... - a whole run; its output in $work/NAME
once() {
    name=$1
    shift
    env "$@" BUILD="$build" ONCE=1 tests/run-demo.sh >"$work/$name" 2>&1
}

# wait_for TENTHS COMMAND... - until the command succeeds
wait_for() {
    tenths=$1
    shift
    until "$@" 2>/dev/null; do
        tenths=$((tenths - 1))
        [ "$tenths" -gt 0 ] || return 1
        sleep 0.1
    done
}

# serve NAME - a run that goes on serving, in the background; leaves its process in $run. The shell
# would have a background process ignore Ctrl-C.
serve() {
    env --default-signal=INT BUILD="$build" ONCE= tests/run-demo.sh >"$work/$1" 2>&1 &
    run=$!
    runs="$runs $run"
    wait_for 600 grep -q '^Serving' "$work/$1"
}

# The processes that have a run's folder on their command lines.
servers_of() {
    for process in /proc/[0-9]*; do
        tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q -- "$1/" && echo "${process#/proc/}"
    done 2>/dev/null
}

no_servers_of() {
    [ -z "$(servers_of "$1")" ]
}

folder_of() {
    sed -n 's,^The page as it lies in the tray: *\(.*\)/pages/job-0001/page-001.png$,\1,p' "$work/$1"
}

# --- the page -------------------------------------------------------------------------------------

once first
status=$?
folder=$(folder_of first)
sed 's/^/# /' "$work/first"
[ $status -eq 0 ] || { echo "# status $status"; grep -E 'could not|cannot|WRONG|wrong|No ' "$work/first" | head -3 | sed 's/^/# /'; }
ok $status "The demonstration prints a page twice, and it is right both times"
[ -s "$folder/pages/job-0001/page-001.png" ] && [ -s "$folder/pages/job-0001/stream.prn" ]
ok $? "It says where the picture and the stream are"
grep -q '^   the scan is right$' "$work/first" && [ -s "$folder/scan.png" ]
ok $? "It scans the sheet too, and says where the scan is"
grep -q 'job 1: completed' "$work/first" && grep -q 'job 2: completed' "$work/first"
ok $? "It shows how the jobs get on"
[ -s "$(sed -n 's,^The page that was a PDF: *,,p' "$work/first")" ]
ok $? "It says where the picture of the PDF's page is"
try "Nothing runs any more after it" no_servers_of "$folder"

# --- a wrong page is noticed ----------------------------------------------------------------------

page=$folder/pages/job-0001/page-001.pbm
compare() { "$build/compare-page" "$folder/document.pwg" "$1"; }
wrong() { compare "$1" >"$work/verdict"; [ $? -eq 1 ]; }
try "The bitmap the machine was sent is right, too" compare "$page"
for how in right down mirror turn invert blank hole dot lighter; do
    "$build/spoil-page" $how "$page" >"$work/spoilt.pbm"
    try "A page that is wrong is noticed: $how" wrong "$work/spoilt.pbm"
done
head -c 1000000 "$page" >"$work/spoilt.pbm"
fails "A page that ends early is noticed" compare "$work/spoilt.pbm"

# The PDF's page is compared with what another device of Ghostscript makes of it, but for its edges.
pdf_page=$folder/pages/job-0002/page-001.pbm
compare() { "$build/compare-page" -e "$folder/document-pdf.pwg" "$1"; }
for how in mirror turn invert blank hole lighter; do
    "$build/spoil-page" $how "$pdf_page" >"$work/spoilt.pbm"
    try "A page of the PDF that is wrong is noticed: $how" wrong "$work/spoilt.pbm"
done

# --- side by side, one after the other ------------------------------------------------------------

once left & left=$!
once right PAPER=letter & right=$!
wait $left
ok $? "Two runs at the same time: the first is right"
wait $right
ok $? "Two runs at the same time: the second, on Letter, is right"

serve serving
ok $? "Without ONCE it goes on serving"
served=$(folder_of serving)
port=$(sed -n "s,.*answers at ipp://[^:]*:\([0-9]*\)/.*,\1,p" "$work/serving" | head -n 1)
web_port=$(sed -n "s,.*http://localhost:\([0-9]*\)/.*,\1,p" "$work/serving" | tail -n 1)
try "The web page it names answers" curl -sf -o "$work/web" "http://localhost:$web_port/"
try "Another run takes other ports" once beside
grep -q "Port $port is taken" "$work/beside"
ok $? "It names the port that was taken"

kill -INT "$run"
wait "$run"
ok $? "Ctrl-C ends it in good order"
try "Ctrl-C ends its servers" wait_for 100 no_servers_of "$served"

serve killed
killed=$(folder_of killed)
kill -9 "$run"
if setpriv --pdeathsig TERM true 2>/dev/null; then
    try "A run that is killed takes its servers along" wait_for 100 no_servers_of "$killed"
else
    skip "setpriv is not there: servers of a killed run go on"
fi
try "The run after one that was killed is right" once after
for process in $(servers_of "$killed"); do
    kill "$process"
done

# --- an ordinary user -----------------------------------------------------------------------------

if [ "$(id -u)" -eq 0 ] && setpriv --reuid 65534 --regid 65534 --clear-groups true 2>/dev/null; then
    home=$work/home
    mkdir -p "$home/build/demo" "$home/tests" "$home/resources"
    cp -r "$build/canon-printer-app" "$build/canon-sandbox" "$build/canon-text-pdf" "$build/canon-sane" \
        "$build/virtual-printer" "$build/compare-page" "$build/picture" "$build/sane" "$home/build"
    cp "$build/demo/photo.pgm" "$home/build/demo"
    cp -r tests/run-demo.sh tests/demo "$home/tests"
    cp resources/demo.ps "$home/resources"
    chown -R 65534:65534 "$home"
    chmod 755 "$work"
    (cd "$home" && exec setpriv --reuid 65534 --regid 65534 --clear-groups \
        env -i PATH=/usr/bin:/bin ONCE=1 HOME=/nonexistent tests/run-demo.sh) >"$work/user" 2>&1
    ok $? "It is right without root, and without a home"
    sed 's/^/# /' "$work/user"
else
    skip "not root: that it needs no root is shown by the tests before"
fi
tap_done
