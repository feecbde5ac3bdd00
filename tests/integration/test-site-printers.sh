#!/bin/bash
# test-site-printers.sh - printers on the web page: added by their address or found, in a language
# that is looked for, renamed, moved to another machine and removed.
# sanitizers: address
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-queue.sh"
. "$lib_folder/lib-site.sh"
need canon-printer-app virtual-printer make-raster ipptool curl

# start_machine NAME OPTION...: with SNMP; its address in $machine
start_machine() {
    free_port
    snmp_port=$port
    want_port='' start_printer "$@" --speed 0 --snmp "127.0.0.1:$snmp_port"
    machine="socket://127.0.0.1:$printer_port?snmp-port=$snmp_port"
}
model_of() { sed -n "s/^<Printer .*name=\"$1\".*driver=\"\([^\"]*\)\".*/\1/p" "$T/state-$server_port"; }
start_site || exit 1

# ---- adding ----
page /printers
ok "there is no printer at first" shows 'There is no printer yet'
start_machine first --model canon_ir1020_ufr2lt --languages ufr2lt
ok "a machine is looked for at an address" post /printers/search "addresses=127.0.0.1:$snmp_port"
found() { page /printers/found && shows "name=\"address\" value=\"socket://127.0.0.1"; }
ok "and found, with a button to add it" wait_until 20 found
like "with its model" "$(text)" 'iR102'
is "an address that makes no sense is refused" "$(post /printers/search addresses=nonsense; echo "$code")" 400
post /printers/add "address=$machine" model=auto 'name=Büro, 2. Stock' place=Flur
is "the machine is added by its address" "$code $went" '303 /printers/1?notice=printers-added'
page /printers/1
is "its page has the name as it was typed" "$(sed -n 's/.*<h1>\(.*\)<\/h1>.*/\1/p' "$T/page")" 'Büro, 2. Stock'
office=$(sed -n 's/^<Printer id="1" name="\([^"]*\)".*/\1/p' "$T/state-$server_port")
is "its queue a name that an address can have" "$office" 'Buro-2-Stock'
is "its model is what it said" "$(model_of "$office")" canon_ir1020_ufr2lt
is "clients are told the place" "$(ask_printer "$office" printer-location)" Flur
page /printers
ok "it is in the list" shows '<a class="target" href="/printers/1">Büro, 2. Stock</a>'
post /printers/add "address=127.0.0.1:$printer_port" model=canon_ir1018_ufr2lt name=plain
is "a host and port are enough" "$code $went" '303 /printers/2?notice=printers-added'
like "for an address of the machine" "$(page /printers/2; cat "$T/page")" "value=\"socket://127.0.0.1:$printer_port"
post /printers/add "address=127.0.0.1:$printer_port" model=canon_ir1018_ufr2lt name=plain
is "two may have one name" "$(sed -n 's/^<Printer id="3" name="\([^"]*\)".*/\1/p' "$T/state-$server_port")" plain-2
free_port
post /printers/add "address=127.0.0.1:$port" model=auto 'name=Not "there" <b>'
is "where nothing answers nothing is added" "$code" 400
like "which is said" "$(text)" "Nothing answers at 127.0.0.1:$port"
ok "what was typed stays" shows 'value="Not &quot;there&quot; &lt;b&gt;"'
post /printers/add address=ftp://127.0.0.1/ model=auto
is "an address of another kind is refused" "$code" 400
post /printers/add "address=$machine" model=nonsense
is "so is a model that is none" "$code" 400
post /printers/add "address=file:///no/such/folder" model=canon_ir1020_ufr2lt
is "and a folder that is not there" "$code" 400
start_machine strange --languages ufr2lt --description 'Maker Laser 9' --id 'Maker Laser 9'
post /printers/add "address=$machine" model=auto name=strange
like "a machine that is none of ours is told by its name" "$code $(text)" '^400 .*Maker Laser 9'
is "three printers were added" "$(grep -c '^<Printer ' "$T/state-$server_port")" 3

# ---- which language ----
start_machine generic --languages pcl5e --description 'Maker Laser 9' --id 'Maker Laser 9;CMD:PCL5e'
post /printers/add "address=$machine" model=generic_pclxl name=third
id=4
post /printers/$id/language start=yes
is "the language is looked for" "$code $went" "303 /printers/$id/language"
page /printers/$id/language
ok "with a button for each number" shows 'aria-label="Number 2 came out'
ok "one page comes out" wait_until 30 has_sides generic 1
post /printers/$id/language number=99
is "a number that was not printed is refused" "$code" 400
number=$(sed -n 's/.*"title": "Which number came out? \([0-9]\).*/\1/p' "$T/generic"/job-*/ticket.json)
[ -n "$number" ] || number=2
post /printers/$id/language "number=$number"
is "the answer is taken" "$code" 303
like "the model speaks that language" "$(model_of third)" pcl5e

# ---- name, address, model ----
post /printers/1/name 'name=Empfang & Co' 'place=Erdgeschoß'
is "a printer is renamed" "$code" 303
is "clients see the new name" "$(ask_printer "$office" printer-info)" 'Empfang & Co'
is "lists of printers, too" "$(ask_printer "$office" printer-dns-sd-name)" 'Empfang & Co'
is "the queue keeps its own" "$(ask_printer "$office" printer-name)" "$office"
post /printers/1/name 'name= ' place=x
is "a name of nothing is refused" "$code $(ask_printer "$office" printer-info)" '400 Empfang & Co'
is "one that is no text, too" "$(post /printers/1/name "name=$(printf 'x\377')" place=; echo "$code")" 400
long=$(printf '%0.s日' $(seq 50))
is "one that is too long, too" "$(post /printers/1/name "name=$long" place=; echo "$code")" 400
post /printers/add "address=$machine" model=canon_ir1020_ufr2lt "name=$long"
is "also of a new one" "$code" 400
start_machine second --model canon_ir1020_ufr2lt --languages ufr2lt
post /printers/1/address "address=$machine"
is "its machine is another one from now on" "$code" 303
"$make_raster" -n 2 >"$T/two.pwg"
ok "a document is printed" print_file "$office" "$T/two.pwg" image/pwg-raster
is "there" "$(sides_out second)" 2
post /printers/1/address address=socket://
is "an address that is none is refused" "$code" 400
post /printers/2/model model=canon_ir1018_pcl5e
is "a model is changed" "$code $(model_of plain)" '303 canon_ir1018_pcl5e'
post /printers/2/default
is "a printer becomes the default" "$code" 303
page /printers/2
ok "which its page says" shows 'This is the default printer'
is "somebody looks for a printer" "$(post /printers/1/identify; echo "$code")" 303
like "which its state tells" "$(ask_printer "$office" printer-state-message)" 'looks for this printer'
post /printers/1/page kind=test tray=tray-1
is "a test page is asked for" "$code" 303
ok "and printed" wait_until 30 has_sides second 3
is "a page that is none is refused" "$(post /printers/1/page kind=nonsense; echo "$code")" 400

# ---- it lasts ----
stop "$server_pid"
start_site
page /printers/1
ok "after a restart the name is the same" shows '<h1>Empfang &amp; Co</h1>'
is "for clients, too" "$(ask_printer "$office" printer-info)" 'Empfang & Co'
before=$(sides_out second)
ok "a document is printed" print_file "$office" "$T/two.pwg" image/pwg-raster
is "by the machine it has now" "$(sides_out second)" $((before + 2))

# ---- the end ----
page /printers/3/delete
like "before it goes, a page asks" "$(text)" 'Is plain really to be removed'
is "a form that was not made here is refused" \
    "$(curl -s -o /dev/null -w '%{http_code}' -b "$jar" -d token=x "$site/printers/3/delete")" 403
is "each of them" "$(for what in add search 1/name 1/address 1/model 1/default 1/identify 1/options 1/reset 1/paper \
    1/toner 1/calibration 1/page 1/language; do
    curl -s -o /dev/null -w '%{http_code} ' -b "$jar" -d token=x -d name=x "$site/printers/$what"; done | tr ' ' '\n' | sort -u | tr -d '\n')" 403
post /printers/3/delete
is "a printer is removed" "$code $went" '303 /printers?notice=printers-deleted'
page /printers/3
is "and gone" "$code" 404
is "the others are there" "$(grep -c '^<Printer ' "$T/state-$server_port")" 3

# ---- who may ----
printf 'a-long-password\n' | on_server administrator add anna >"$T/anna" 2>&1
rm -f "$jar"
page /printers
is "whoever has not signed in sees the list" "$code" 200
not_ok "with nothing to add to it" shows 'href="/printers/add"'
page /printers/1
is "and a printer" "$code" 200
not_ok "without a form to change it" shows 'action="/printers/'
for what in add 1/options 1/paper 1/calibration 1/language 1/delete; do
    page /printers/$what
    not_ok "/printers/$what has none either" shows 'action="/printers/'
done
is "forms of theirs are refused" "$(for what in add search 1/name 1/address 1/model 1/default 1/identify 1/options 1/reset \
    1/paper 1/toner 1/calibration 1/page 1/language 1/delete; do post /printers/$what name=x number=1; echo "$code"; done | sort -u)" 403
is "and change nothing" "$(ask_printer "$office" printer-info)" 'Empfang & Co'
done_testing
