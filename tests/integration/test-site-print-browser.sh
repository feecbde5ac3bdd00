#!/bin/bash
# test-site-print-browser.sh - printing from the web page with its script: files are dropped and
# pasted, several are sent, the preview comes by itself. And "How do I print?", whose QR code a
# reader of such codes reads.
# SPDX-License-Identifier: Apache-2.0
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/lib-legacy.sh"
. "$(dirname "$0")/lib-site.sh"
. "$(dirname "$0")/lib-browser.sh"
need canon-printer-app virtual-printer ipptool
need_browser

start_printer vp --speed 0 || exit 1
start_site || exit 1
ok "a printer is added" add_queue office "socket://127.0.0.1:$printer_port"
start_browser || exit 1

# drop NAME TEXT: a file onto the page, as the browser tells its script
drop() {
    js "const d = new DataTransfer(); d.items.add(new File([$(json_text "$2")], $(json_text "$1"), {type: 'text/plain'}));
        document.dispatchEvent(new DragEvent('drop', {dataTransfer: d, bubbles: true, cancelable: true}));" >/dev/null
}
narrow() { js_true 'return document.documentElement.scrollWidth <= document.documentElement.clientWidth'; }

go "$site/print"
for width in 360 768 1280; do
    screen $width 900
    ok "the page is not wider than a window of $width" narrow
done
drop one.txt 'first file'
drop two.txt 'second file'
is "files that are dropped are listed" "$(js 'return document.querySelectorAll("#files li").length')" 2
click '#files li:first-child button'
is "one can be taken out again" "$(js 'return document.getElementById("files").querySelector("span").textContent')" two.txt
js "const d = new DataTransfer(); d.items.add(new File(['pasted'], 'pasted.txt', {type: 'text/plain'}));
    document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true}));" >/dev/null
is "what is pasted is added" "$(js 'return document.getElementById("file").files.length')" 2
click 'button[value=print]'
ok "both are printed" wait_until 30 printed vp 2
ok "and the jobs are shown" wait_until 10 js_true 'return location.pathname === "/jobs"'

go "$site/print"
drop bad.txt 'PK'
js "const d = new DataTransfer(); d.items.add(new File([new Uint8Array([80, 75, 3, 4, 0, 0, 1, 2])], 'x.docx'));
    document.getElementById('file').files = d.files;" >/dev/null
click 'button[value=print]'
ok "what cannot be printed is told" wait_until 20 js_true 'return document.getElementById("said").textContent.includes("x.docx")'
is "on the same page" "$(js 'return location.pathname')" /print
ok "and can be tried again" js_true 'return !document.querySelector("button[value=print]").disabled'

go "$site/print"
drop long.txt "$(seq 1 150)"
click 'button[value=look]'
ok "the preview comes without asking" wait_until 40 js_true 'return document.querySelectorAll(".sides img").length === 3 && [...document.images].every((i) => i.complete && i.naturalWidth > 0)'
ok "each picture has a text" js_true 'return [...document.querySelectorAll(".sides img")].every((i) => i.alt !== "")'
screen 360 900
ok "it fits on a phone" narrow
click 'button[value=print]'
ok "it is printed from there" wait_until 30 printed vp 3
is "with its pages" "$(pages vp 3)" 3
like "the browser complains of nothing but refusals" "$(console | sed 's/[^{}]*status of 4[0-9][0-9][^{}]*//g; s/{}//g; s/,//g')" '^$'

# ---- how do I print? ----
go "$site/help"
ok "the steps for this computer come first" js_true 'return document.querySelector("details").open && document.querySelector("details").id === "linux"'
ok "with the printer's address" js_true "return document.querySelector('#linux').textContent.includes(':$server_port/ipp/print/office')"
ok "the page fits on a phone" narrow
address=$(js 'return document.querySelector(".phone code").textContent')
like "the address for a phone is no loopback address" "$address" '^http://[^1].*:[0-9]*$'
if command -v zbarimg >/dev/null 2>&1; then
    show .qr
    picture "$T/qr.png"
    is "the QR code has it" "$(zbarimg -q --raw "$T/qr.png" 2>/dev/null)" "$address"
fi
go "$site/help/sheet?printer=1"
ok "the sheet has a QR code, too" js_true 'return document.querySelector("article .qr") !== null'
curl -s -D "$T/head" -o "$T/add.ps1" "$site/help/windows/1"
like "the script for Windows is a file" "$(grep -i disposition "$T/head")" 'filename="add-office.ps1"'
ok "with the address in quotes" grep -q "^.address = 'http://.*/ipp/print/office'" "$T/add.ps1"
is "there is none of a printer that is not there" \
    "$(curl -s -o /dev/null -w '%{http_code}' "$site/help/windows/9")" 404
end_browser
done_testing
