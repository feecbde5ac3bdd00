#!/bin/bash
# test-site-status.sh - the first page: how printers are, in words of people; without a printer,
# with one, with many.
# SPDX-License-Identifier: Apache-2.0
# sanitizers: address
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl
cd "$T" || exit 1
start_site || exit 1

faults() {
    printf '%s\n' "$1" >"$T/faults.new"
    mv "$T/faults.new" "$T/faults"
}
# says SENTENCE [CURL-ARGUMENT...]: the first page does; $at: another page
says() {
    wanted=$1
    shift
    page "${at:-/}" "$@" && text | grep -qF -- "$wanted"
}
say_soon() { wait_until 20 says "$@"; }

page /
is "without a printer there is a page" "$code" 200
ok "it says so" says "There is no printer here yet."
ok "and leads to adding one" shows 'href="/printers/add"'
ok "in the language of the browser" says "Hier gibt es noch keinen Drucker." -H 'Accept-Language: de-AT,en;q=0.5'
ok "from left to right" shows '<html lang="de" dir="ltr"'
page / -H 'Accept-Language: ar'
ok "Arabic from right to left" shows '<html lang="ar" dir="rtl"'
page /nowhere -H 'Accept-Language: fr'
is "a page that is not there is 404" "$code" 404
at=/nowhere ok "in a sentence of its language" says "Cette page n’existe pas ici." -H 'Accept-Language: fr'

touch faults
run_printer machine --pictures none --control "$T/faults" --tray 1:120 --toner 64 --paper a4
add_queue office "socket://127.0.0.1:$raw_port/?snmp-port=$snmp_port"
ok "a printer is there" say_soon "office"
ok "it is ready" say_soon "Ready"
ok "how full its drawer is" say_soon "120 sheets"
ok "and with which paper" says "A4, 120 sheets"
ok "how much toner there is" says "64%"
ok "nothing waits" says "Waiting jobs: none"
ok "the picture tells the same in words" shows '<desc id="m1-parts">Covers: closed. Output: '
ok "and is one for whoever cannot see it" shows '<svg class="machine" role="img" aria-labelledby="m1-title"'
ok "links lead on" shows 'href="/jobs?printer=1"'
ok "each with a name of its own" shows 'aria-label="Print a file: office"'
ok "the time it is of" shows 'As of [0-2][0-9]:[0-5][0-9]:[0-5][0-9]'
ok "without a script it is loaded again" shows '<noscript><meta http-equiv="refresh"'
ok "drawers in German" says "Kassette 1" -H 'Accept-Language: de'
at=/status ok "what a script renews is the same" says "A4, 120 sheets"
page /status
not_ok "without the page around it" shows '<html'

# each trouble with what is the matter and what to do
make_documents 1 1 3 -s a4 -t black_1 -g 50
faults paper-out
title='<script>alert(1)</script>' send_file office doc-0001.pwg image/pwg-raster \
    'ATTR collection media-col { MEMBER keyword media-source tray-1 }'
ok "out of paper" say_soon "Out of paper"
ok "which paper, and where" say_soon "Load A4 here: Drawer 1."
ok "in Polish, too" says "Włóż A4 tutaj: Kaseta 1." -H 'Accept-Language: pl'
ok "what it prints waits for it" say_soon "Begun, waits for the machine: <script>alert(1)</script>"
ok "and is one of those that wait" says "Waiting jobs: 1"
not_ok "a title is never more than text" shows '<script>alert'
ok "the drawer is the one that wants it" says "A4, 120 sheets, Out of paper"
ok "a screen reader is told all of it" shows 'data-say="office: Out of paper. Load A4 here: Drawer 1."'
faults door
ok "an open cover" say_soon "Close "
ok "shows in the picture" grep -q '<g class="part bad">' page
faults toner-low
ok "it goes on by itself" wait_until 30 idle office
ok "little toner is a warning" say_soon "Toner is low. Have a new cartridge ready."
ok "with which it is ready" says "Ready Toner is low"
faults ''
on_server pause -d office
ok "a paused one says who can go on with it" say_soon "Paused"
on_server resume -d office
ok "and then it is ready" say_soon "Ready"
end_printer
send_file office doc-0001.pwg image/pwg-raster
ok "one that is off does not answer" say_soon "The printer does not answer"
ok "with what to look at" says "Check that it is switched on"

# many
for n in 2 3 4 5 6; do add_queue "other-$n" "socket://127.0.0.1:1/" canon_ir1020_ufr2lt; done
page /
ok "several are an overview" shows 'class="printers many"'
ok "which says how many are in order" says "Printers in order: 5 of 6"
is "with a picture each" "$(grep -c '<svg class="machine"' page)" 6
is "and a name of its own for each of its parts" \
    "$(grep -o ' id="[^"]*"' page | sort | uniq -d | wc -l)" 0
is "nobody changed anything by looking" "$(grep -c ERROR "$server_log")" 0

done_testing
