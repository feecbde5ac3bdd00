#!/bin/bash
# test-site-printers-web.sh - the pages of printers in a browser: what is found appears by itself, the
# list of models can be searched, nothing is too wide for a phone.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$lib_folder/lib-site.sh"
. "$lib_folder/lib-browser.sh"
need canon-printer-app virtual-printer
need_browser

free_port
snmp_port=$port
start_printer vp --speed 0 --snmp "127.0.0.1:$snmp_port" || exit 1
start_site || exit 1
start_browser || exit 1
screen 360 740 light

go "$site/printers/add"
js 'document.querySelector("#addresses").closest("details").open = true' >"$T/ignored"
type_text '#addresses' "127.0.0.1:$snmp_port"
click 'form[action="/printers/search"] button'
appeared() { js_true 'return document.querySelector(".printers-found form") !== null'; }
ok "a machine that is found appears" wait_until 20 appeared
ok "its button says what it adds" js_true 'return document.querySelector(".printers-found button").getAttribute("aria-label").startsWith("Add: ")'

type_text '#model-search' 'ir1018 ufr'
ok "the list of models has those that are searched for" \
    js_true 'return [...document.querySelector("#model").options].slice(1).every(o => /ir1018/i.test(o.text) && /ufr/i.test(o.text))'
is "the first of them is chosen" "$(js 'return document.querySelector("#model").value')" canon_ir1018_ufr2lt
type_text '#model-search' 'nosuchmachine'
is "where there is none the machine is asked" "$(js 'return document.querySelector("#model").value')" auto
type_text '#model-search' 'ir1020 ufr'
type_text '#address' "127.0.0.1:$printer_port"
type_text '#name' 'Office'
click '#model-form button.primary'
arrived() { js_true 'return document.querySelector("h1")?.textContent === "Office"'; }
ok "the printer is added" wait_until 20 arrived

complaints=''
for path in /printers /printers/add /printers/1 /printers/1/options /printers/1/paper /printers/1/calibration \
    /printers/1/language /printers/1/delete; do
    go "$site$path"
    js_true 'return document.documentElement.scrollWidth <= 360' || complaints="$complaints $path is too wide;"
    js_true 'return [...document.querySelectorAll("main input:not([type=hidden]), main select")].every(f => f.labels.length > 0 || f.ariaLabel)' ||
        complaints="$complaints $path has a field without a name;"
    js_true 'return [...document.querySelectorAll("main button, main .button")].every(b => b.getBoundingClientRect().height >= 44)' ||
        complaints="$complaints $path has a small button;"
    js_true 'const ids = [...document.querySelectorAll("[id]")].map(e => e.id); return new Set(ids).size === ids.length' ||
        complaints="$complaints $path has an id twice;"
done
is "each page fits a phone, and its fields have names" "$complaints" ""
is "the browser has nothing to complain of" "$(console | grep -o '"level":"SEVERE"[^}]*')" ""
end_browser # before its driver goes
done_testing
