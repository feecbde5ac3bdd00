#!/bin/bash
# test-site-status-web.sh - the first page in a real browser: it renews itself without flicker and
# keeps the keyboard's place, says aloud what is new, and fits on a phone in every language.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-vprinter.sh"
. "$lib_folder/lib-site.sh"
. "$lib_folder/lib-browser.sh"
need canon-printer-app virtual-printer
need_browser
cd "$T" || exit 1
start_site || exit 1
start_browser || exit 1
faults() {
    printf '%s\n' "$1" >"$T/faults.new"
    mv "$T/faults.new" "$T/faults"
}
touch faults
run_printer machine --pictures none --control "$T/faults" --tray 1:120 --toner 64 --paper a4
add_queue office "socket://127.0.0.1:$raw_port/?snmp-port=$snmp_port"
add_queue second "socket://127.0.0.1:$raw_port/?snmp-port=$snmp_port"

# shown TEXT: on the page, without loading it again
shown() { js_true "return document.querySelector('main').innerText.includes('$1')"; }

screen 1280 900
go "$site/"
js 'window.loaded_once = true; window.second = document.querySelector("#printer-2")' >/dev/null
ok "what a machine tells appears by itself" wait_until 40 shown '120 sheets'
js 'document.querySelector("#printer-1 a.button[href^=\"/why\"]").focus();
    document.querySelector("#printer-1").marked = true' >/dev/null
on_server pause -d office
ok "a change appears by itself" wait_until 20 shown 'Paused'
ok "the page was not loaded again for it" js_true 'return window.loaded_once === true'
is "the keyboard is where it was" "$(js 'return document.activeElement.getAttribute("href")')" '/why?printer=1'
is "it is read aloud" "$(js 'return document.querySelector("p.away[role=status]").textContent.slice(0, 15)')" 'office: Paused.'
js 'document.querySelector("#printer-2").marked = "the same"' >/dev/null
on_server resume -d office
ok "and back" wait_until 20 js_true 'return !document.querySelector("#printer-1").innerText.includes("Paused")'
is "a panel that did not change stays" "$(js 'return document.querySelector("#printer-2").marked')" 'the same'

for language in ar de en es fr it ja pl pt zh; do
    go "$site/language?language=$language&to=/"
    screen 360 800
    is "$language: nothing is wider than a phone" "$(js 'return document.documentElement.scrollWidth')" 360
done
go "$site/language?language=ar&to=/"
ok "Arabic begins at the right" js_true 'const h = document.querySelector("h1"), r = document.createRange();
    r.selectNodeContents(h); return r.getBoundingClientRect().right > 300'
go "$site/language?language=en&to=/"
ok "what can be pressed is large enough for a finger" js_true 'return [...document.querySelectorAll("a.button, button, nav a, h2 a, select")]
    .filter((one) => one.offsetParent !== null).every((one) => one.getBoundingClientRect().height >= 43.9)'
js 'document.querySelector("footer select[name=theme]").value = "dark";
    document.querySelector("footer select[name=theme]").dispatchEvent(new Event("change"))' >/dev/null
ok "the appearance is taken when it is chosen" wait_until 10 js_true 'return document.documentElement.dataset.theme === "dark"'
is "the browser complains of nothing" "$(console)" ''
stop "$server_pid"
ok "when the server is gone the page shows that it is old" wait_until 20 js_true 'return document.querySelector("[data-renew]").classList.contains("stale")'

end_browser # before its driver goes
done_testing
