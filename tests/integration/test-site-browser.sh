#!/bin/bash
# test-site-browser.sh - a person comes to a new server and does all there is to do on its pages, in
# a browser with its scripts: the password, a printer, its settings, printing, jobs, people, settings.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
. "$lib_folder/lib-site.sh"
. "$lib_folder/lib-browser.sh"
need canon-printer-app virtual-printer curl
need_browser
cd "$T" || exit 1
touch faults
run_printer machine --pictures none --speed 0 --control "$T/faults" --tray 1:120 --toner 64 --paper a4
start_site || exit 1
start_browser || exit 1
screen 1280 900

# says TEXT: whether it is read on the page
says() { js_true "return document.body.innerText.includes($(json_text "$1"))"; }
said() { wait_until 20 says "$1"; }
here() { js_true "return location.pathname === '$1' && document.readyState === 'complete'"; }
arrive() { wait_until 20 here "$1"; }
# choose SELECTOR VALUE: in a list, as the keyboard does
choose() { js "const s = document.querySelector('$1'); s.value = '$2'; s.dispatchEvent(new Event('change', {bubbles: true})); return s.value" >"$T/ignored"; }
value() { js "return document.querySelector('$1').value"; }
# put_file FILE: chosen in the field for files
put_file() {
    driver POST "/session/$browser/element/$(element '#file')/value" "{\"text\":$(json_text "$1")}" >"$T/ignored"
}
state_is() { js_true "return document.querySelector('a[href=\"/jobs/$1\"]')?.closest('tr').querySelector('.state').textContent === '$2'"; }
main_button() { click 'main form button.primary'; }

# --- the first visit
go "$site/"
ok "a new server says what to do first" says 'There is no printer here yet.'
ok "and that it has no password" click 'a.button[href="/first-visit"]'
ok "there is a page to set one" arrive /first-visit
type_text '#in-name' anna
type_text '#in-new-password' 'a good password'
type_text '#in-again' 'another password'
main_button
ok "a slip is told" wait_until 20 js_true 'return document.querySelector("main .notice.bad, .notice.bad") !== null'
is "and the name is still there" "$(value '#in-name')" anna
type_text '#in-new-password' 'a good password'
type_text '#in-again' 'a good password'
main_button
ok "who set it is signed in" wait_until 20 js_true 'return document.querySelector(".person")?.innerText.includes("anna")'
ok "one can sign out" click '.person button'
ok "and is nobody then" wait_until 20 js_true 'return document.querySelector("a[href^=\"/sign-in\"]") !== null'
go "$site/settings/limits"
ok "what administrators see asks for the password" wait_until 20 js_true 'return document.querySelector("#in-password") !== null'
type_text '#in-name' anna
type_text '#in-password' 'a good password'
main_button
ok "and goes on to where one wanted" arrive /settings/limits

# --- a printer
go "$site/printers/add"
choose '#model' canon_ir1020_ufr2lt
type_text '#address' "socket://127.0.0.1:$raw_port/?snmp-port=$snmp_port"
type_text '#name' 'Office'
type_text '#place' 'First floor'
click '#model-form button.primary'
ok "a printer is added by its address" arrive /printers/1
go "$site/printers/1/options"
choose '#o-sides' two-sided-long-edge
type_text '#o-keep-printed' 5
main_button
ok "what documents usually get is kept" wait_until 20 js_true 'return document.querySelector(".notice")?.innerText.length > 0'
go "$site/printers/1/options"
is "as it was chosen" "$(value '#o-sides') $(value '#o-keep-printed')" 'two-sided-long-edge 5'
go "$site/printers/1/paper"
choose '[id="type.tray-1"]' stationery-heavyweight
chosen=$(value '[id="type.tray-1"]')
main_button
wait_until 20 js_true 'return document.querySelector(".notice") !== null'
go "$site/printers/1/paper"
is "what lies in a tray, too" "$(value '[id="type.tray-1"]')" "$chosen"

# --- printing
seq 1 150 >"$T/numbers.txt"
go "$site/print"
put_file "$T/numbers.txt"
type_text '#option-copies' 2
click 'button[value=look]'
ok "a document is shown before" wait_until 40 js_true 'return document.querySelectorAll(".sides img").length === 3 && [...document.images].every((i) => i.complete && i.naturalWidth > 0)'
click 'button[value=print]'
ok "and printed from there" wait_until 20 js_true 'return location.pathname.startsWith("/jobs")'
go "$site/jobs"
ok "one can watch it" wait_until 40 state_is 1 Printed
hold() {
    go "$site/print"
    put_file "$T/numbers.txt"
    choose '#option-job-hold-until' indefinite
    click 'button[value=print]'
    wait_until 20 js_true 'return location.pathname.startsWith("/jobs")'
    go "$site/jobs"
}
ok "a document can be kept back" hold
ok "it is there" wait_until 20 state_is 2 Held
click '#b-2-release'
ok "and printed when it is released" wait_until 40 state_is 2 Printed
hold
wait_until 20 state_is 3 Held
click '#b-3-cancel'
ok "another is cancelled" wait_until 20 state_is 3 Canceled
go "$site/jobs/1"
ok "a printed one is printed again" click '[id^="b-1-"]'
go "$site/jobs"
ok "as a new one" wait_until 40 state_is 4 Printed
go "$site/jobs/1"
ok "its page tells what happened, step by step" js_true 'return document.querySelectorAll(".steps li").length >= 3'

# --- when it does not print
printf 'door\n' >"$T/faults.new" && mv "$T/faults.new" "$T/faults"
go "$site/"
ok "an open cover is told on the first page" wait_until 40 says 'cover'
printf '\n' >"$T/faults.new" && mv "$T/faults.new" "$T/faults"
go "$site/"
ok "until it is over" wait_until 40 says 'Ready'

go "$site/why?printer=1"
ok "who asks why it did not print chooses a job" js_true 'return [...document.querySelectorAll(".choices a")].some((a) => a.innerText.includes("numbers.txt"))'

# --- people
go "$site/people/limits"
type_text '#limit-user' bert
type_text '#limit-sides' 100
click 'form[action="/people/limits"] button.primary'
ok "somebody gets a limit" wait_until 20 js_true 'return document.querySelector("form[action=\"/people/limits/remove\"]") !== null'
go "$site/people/quiet-hours"
type_text '#from-1' 1000PM
type_text '#to-1' 0600AM
main_button
wait_until 20 js_true 'return document.querySelector(".notice") !== null'
go "$site/people/quiet-hours"
is "there are quiet hours" "$(value '#from-1') $(value '#to-1')" '22:00 06:00'
click 'button[name=none]'
wait_until 20 js_true 'return document.querySelector("#from-1").value === ""'
go "$site/people/departments"
type_text '#dep-lines' 'bert,1234,5678'
click 'form[action="/people/departments/import"] button'
ok "people are taken over from a list" said bert
not_ok "their PINs are not shown" says 5678
go "$site/people"
click 'form[action="/people/usage.csv"] button'
downloaded() { find "$T/downloads" -name '*.csv' -size +0 | grep -q .; }
ok "what was printed can be downloaded" wait_until 20 downloaded
ok "with each job" grep -riq office "$T/downloads"

# --- settings, log, about, help
go "$site/settings/limits"
type_text '#max-jobs' 77
main_button
wait_until 20 js_true 'return document.querySelector(".notice") !== null'
go "$site/settings/limits"
is "a setting is kept" "$(value '#max-jobs')" 77
go "$site/log"
type_text '#search' anna
main_button
ok "the log tells who did that" said 'anna'
go "$site/about"
ok "the version is told" says 'canon-printer-app'
go "$site/help"
ok "and how to print" js_true 'return document.querySelectorAll("details.system").length >= 6'

# --- language and appearance
choose 'footer select[name=language]' de
ok "the language is taken when it is chosen" wait_until 20 js_true 'return document.documentElement.lang === "de"'
choose 'footer select[name=theme]' dark
ok "and the appearance" wait_until 20 js_true 'return document.documentElement.dataset.theme === "dark"'
like "the browser complains of nothing but what was refused" "$(console | grep -o '"level":"[SW][^}]*' | grep -v 'status of 4[0-9][0-9]')" '^$'
end_browser # before its driver goes
done_testing
