#!/bin/bash
# test-language-find.sh - which language a machine speaks is found out by a page in each, and the
# queue prints in it from then on; what a machine says of itself is believed, and no more than it
# says.
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
find_language() { on_server find-language "$@" >"$T/found" 2>&1; }
number_on_paper() { sed -n 's/.*"title": "Which number came out? \([0-9]\).*/\1/p' "$T/$1"/job-*/ticket.json; }
squares() { # FILE: the first square of make-raster's page, its frame, and white
    [ "$(dot "$1" 248 2000)$(dot "$1" 262 2000)$(dot "$1" 531 531)$(dot "$1" 650 531)" = 1010 ]
}
"$make_raster" >"$T/one.pwg"
start_site || exit 1

# a machine that speaks one language only, each in turn
number=0
for language in ufr2lt pcl5e pclxl; do
    number=$((number + 1))
    start_machine $language --model canon_ir1018_ufr2lt --languages $language
    ok "a queue for a machine with $language is made while its language is looked for" \
        find_language -d $language -v "$machine"
    is "with a page in each of three languages" "$(grep -c '^Page [1-3]: ' "$T/found")" 3
    like "and what to do with the number" "$(cat "$T/found")" "find-language -d $language -o answer="
    ok "the jobs end, also those that the machine throws away" wait_until 30 idle $language
    wait_until 20 has_sides $language 1
    is "one page comes out" "$(sides_out $language)" 1
    is "with the number of the language" "$(number_on_paper $language)" $number
    [ $language != pcl5e ] || {
        stop "$server_pid"
        start_site
        ok "the server is started anew in between" server_answers
    }
    uuid=$(ask_printer $language printer-uuid)
    on_server modify -d $language -o sides=two-sided-long-edge -o toner-save=on -o quiet-hours=03:00-03:01
    ok "the answer is taken" find_language -d $language -o answer=$number
    like "the model is told" "$(cat "$T/found")" "The model of $language is canon_ir1018_$language, Canon iR1018"
    is "and kept" "$(model_of $language)" canon_ir1018_$language
    like "clients see it" "$(ask_printer $language printer-make-and-model)" 'iR1018/1022/1023'
    is "the queue's UUID is the same" "$(ask_printer $language printer-uuid)" "$uuid"
    is "its settings, too" "$(ask_printer $language sides-default) $(ask_printer $language toner-save-default) $(ask_printer $language quiet-hours-default)" \
        "two-sided-long-edge on 03:00-03:01"
    ok "a document is printed" print_file $language "$T/one.pwg" image/pwg-raster
    ok "and comes out" wait_until 20 has_sides $language 2
    ok "as it should" squares "$(page_file $language 2 1)"
    stop "$printer_pid"
done
stop "$server_pid"
start_site
is "after a restart the models are the same" "$(model_of ufr2lt) $(model_of pcl5e) $(model_of pclxl)" \
    "canon_ir1018_ufr2lt canon_ir1018_pcl5e canon_ir1018_pclxl"
like "for clients, too" "$(ask_printer pclxl printer-make-and-model)" '(PCL6)'

# a search that goes on, and its answers
start_machine all --model canon_ir1020_ufr2lt --languages ufr2lt,pcl5e,pclxl
add_queue all "$machine" canon_ir1018_pclxl
not_ok "an answer without a search is refused" find_language -d all -o answer=1
ok "pages are printed for a queue that is there" find_language -d all
like "in the languages of the machine's group, not of the queue's" "$(cat "$T/found")" 'canon_ir1020_pcl5e'
ok "they come out in all languages of a machine that has them" wait_until 30 has_sides all 3
not_ok "a number that was not printed is refused" find_language -d all -o answer=4
not_ok "what is no number, too" find_language -d all -o answer=yes
like "in words" "$(cat "$T/found")" 'The answer is the number'
is "the model is as it was" "$(model_of all)" canon_ir1018_pclxl
ok "none can be the answer" find_language -d all -o answer=0
is "the model is as it was after that, too" "$(model_of all)" canon_ir1018_pclxl
not_ok "that ends the search" find_language -d all -o answer=1
not_ok "a model that is none is refused" find_language -d all -o models=canon_ir1020_ufr2lt,nonsense
like "by its name" "$(cat "$T/found")" "no model 'nonsense'"
not_ok "a queue that is there is not made again" find_language -d all -v "$machine"
not_ok "a queue needs a name" find_language -v "$machine"
ok "models can be named" find_language -d all -o models=generic_pclxl,canon_ir1020_ufr2lt
like "page 1 is the first one" "$(cat "$T/found")" '^Page 1: PCL 6 .*generic_pclxl'
ok "and the answer is one of them" find_language -d all -o answer=1
is "a generic one, too" "$(model_of all)" generic_pclxl

# on the web page, by somebody at this computer
# press [FIELD=VALUE]: the form of the search; the answer's status
press() { post "/printers/$all_id/language" "$@"; printf %s "$code"; }
search_page() { curl -s "$site/printers/$all_id/language"; }
all_id=$(sed -n 's/^<Printer id="\([0-9]*\)" name="all".*/\1/p' "$T/state-$server_port")
like "the page has a button" "$(search_page)" 'Print the numbers</button>'
before=$(sides_out all)
is "it begins the search" "$(press start=yes)" 303
like "and asks for the number" "$(search_page)" 'Which number came out?'
like "with a button for each" "$(search_page)" 'name="number" value="2"'
like "that tells its language" "$(search_page)" '2.*PCL 5e'
ok "the pages come out" wait_until 30 has_sides all $((before + 3))
is "a number that is none is refused" "$(press number=x)" 400
browse -X POST -d token=x -d number=2 "$site/printers/$all_id/language"
is "so is a form that was not made here" "$code" 403
is "an answer is taken" "$(press number=2)" 303
wait_until 10 test "$(model_of all)" = canon_ir1020_pcl5e
is "and sets the model" "$(model_of all)" canon_ir1020_pcl5e
stop "$printer_pid"

# while the machine is off the pages wait, and go where an answer makes them useless
ok "pages are made for a machine that is off" find_language -d all
waiting() { [ "$(active all)" -eq "$1" ]; }
ok "they wait" wait_until 20 waiting 3
ok "another search takes their place" find_language -d all
ok "and there are no more of them" wait_until 20 waiting 3
ok "an answer is taken all the same" find_language -d all -o answer=1
ok "the pages are canceled" wait_until 30 idle all
ok "a queue that is searched is deleted" on_server delete -d all

# from each model to the next: their papers, margins and trays differ. Not each of the many rows
mkdir "$T/out"
add_queue each "file://$T/out"
uuid=$(ask_printer each printer-uuid)
for model in $("$app" drivers | awk 'NR % 8 == 1 || /pcl/ { print $1 }'); do
    find_language -d each -o "models=$model" && find_language -d each -o answer=1 &&
        [ "$(model_of each)" = "$model" ] || { diag "$model: $(cat "$T/found")"; continue; }
    echo "$model" >>"$T/each"
done
is "a queue can go from each model to another" "$(cat "$T/each")" \
    "$("$app" drivers | awk 'NR % 8 == 1 || /pcl/ { print $1 }')"
is "and is the same to its clients" "$(ask_printer each printer-uuid)" "$uuid"

# what a machine says of itself
start_machine kit --languages ufr2lt,pcl5e
ok "a machine that names PCL 5e by SNMP" on_server add -d kit -v "$machine" -m auto
is "gets it" "$(model_of kit)" canon_ir1020_pcl5e
timeout 20 "$app" devices -o verbose=yes -o "snmp=127.0.0.1:$snmp_port" >"$T/devices" 2>&1
like "a search for machines tells the languages" "$(cat "$T/devices")" 'It says: .*CMD:UFRII LT,PCL 5e;'
like "and the model" "$(cat "$T/devices")" 'Model: canon_ir1020_pcl5e'
stop "$printer_pid"
want_port='' start_printer pjl --speed 0 --languages ufr2lt,pcl5e,pclxl
ok "one that answers to PJL alone" on_server add -d pjl -v "socket://127.0.0.1:$printer_port?snmp-port=9" -m auto
is "does not get PCL" "$(model_of pjl)" canon_ir1020_ufr2lt
stop "$printer_pid"
start_machine other --languages pcl5e,pclxl --description 'Maker Laser 9' --id 'Maker Laser 9'
ok "a machine of another maker that names PCL XL" on_server add -d other -v "$machine" -m auto
is "is a generic one" "$(model_of other)" generic_pclxl
stop "$printer_pid"
start_machine none --languages ufr2lt --description 'Maker Laser 9' --id 'Maker Laser 9'
not_ok "one that names none of ours is none" on_server add -d none -v "$machine" -m auto
done_testing
